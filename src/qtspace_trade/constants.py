"""Physical and astronomical constants, SI, as plain floats.

CODATA 2018 values: Tiesinga et al., Rev. Mod. Phys. 93, 025010 (2021), doi 10.1103/RevModPhys.93.025010.
Gravitational parameters and radii: IAU 2015 nominal values and IERS Conventions (2010), Tech. Note 36, table 1.1;
solar system masses: Park et al., Astron. J. 161, 105 (2021) (DE440).
"""

SPEED_OF_LIGHT = 299_792_458.0  # m/s, exact
PLANCK = 6.626_070_15e-34  # J s, exact
REDUCED_PLANCK = 1.054_571_817_646_156_5e-34  # J s, PLANCK / (2 pi)
BOLTZMANN = 1.380_649e-23  # J/K, exact
ELEMENTARY_CHARGE = 1.602_176_634e-19  # C, exact
ATOMIC_MASS = 1.660_539_066_60e-27  # kg, CODATA 2018
MOLECULE_MASS = {  # kg, standard atomic weights, IUPAC 2021
    name: weight * ATOMIC_MASS
    for name, weight in {
        "H": 1.008, "H2": 2.016, "He": 4.0026, "H2O": 18.015, "N2": 28.014, "O": 15.999, "CO2": 44.009, "Ar": 39.95,
        "Xe": 131.293,
    }.items()
}  # fmt: skip
ELECTRON_MASS = 9.109_383_7015e-31  # kg, CODATA 2018
GRAVITATION = 6.674_30e-11  # m^3 kg^-1 s^-2, CODATA 2018
VACUUM_PERMITTIVITY = 8.854_187_8128e-12  # F/m, CODATA 2018
VACUUM_PERMEABILITY = 1.256_637_062_12e-6  # N/A^2, CODATA 2018
BOHR_MAGNETON = 9.274_010_0783e-24  # J/T, CODATA 2018
STEFAN_BOLTZMANN = 5.670_374_419e-8  # W m^-2 K^-4, exact to the digits given
ATOMIC_POLARIZABILITY = 1.648_777_274_36e-41  # C^2 m^2 / J, CODATA 2018

STANDARD_GRAVITY = 9.806_65  # m/s^2, exact
DAY = 86_400.0  # s
JULIAN_YEAR = 31_557_600.0  # s, 365.25 d
TROPICAL_YEAR = 365.242_189_7 * DAY  # s
ASTRONOMICAL_UNIT = 149_597_870_700.0  # m, exact

EARTH_GM = 3.986_004_418e14  # m^3/s^2, IERS 2010
EARTH_RADIUS = 6_378_137.0  # m, equatorial, WGS 84
EARTH_MEAN_RADIUS = 6_371_000.0  # m, IUGG mean radius, rounded
EARTH_FLATTENING = 1.0 / 298.257_223_563  # WGS 84
EARTH_J2 = 1.082_626_68e-3  # zonal harmonic
EARTH_ROTATION_RATE = 7.292_115e-5  # rad/s
EARTH_GEOPOTENTIAL = 62_636_856.0  # m^2/s^2, W0 of the geoid, IERS 2010
SUN_GM = 1.327_124_400_18e20  # m^3/s^2
SUN_RADIUS = 695_700_000.0  # m, IAU 2015 nominal
MOON_GM = 4.902_800_118e12  # m^3/s^2, DE440
MOON_DISTANCE = 384_400_000.0  # m, mean
SOLAR_CONSTANT = 1361.0  # W/m^2 at 1 au, IAU 2015 nominal
COSMIC_BACKGROUND_TEMPERATURE = 2.725  # K
