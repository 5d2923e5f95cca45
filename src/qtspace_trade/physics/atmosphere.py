"""Number density, mass density and temperature of the gas around a spacecraft, from 100 km to interplanetary space.

Open-space values: the gas inside a spacecraft, or next to an outgassing surface, is another matter.

==================  ========================  ===========================================================
range               value                     evidence
==================  ========================  ===========================================================
100 to 1000 km      NRLMSISE-00 global mean   model, run through pymsis
4 Earth radii       1e9 m⁻³ (hydrogen)        lecture notes on the inner ring current; not a measurement
6.61 Earth radii    1e8 m⁻³ (hydrogen)        upper bound at geostationary height, same source
10 Earth radii      3.5e7 m⁻³ (hydrogen)      measured on the day side [1]_
31 Earth radii      1e6 m⁻³ (hydrogen)        order of magnitude, lecture notes
floor, everywhere   5e6 m⁻³ (hydrogen)        mean solar wind at 1 au, protons (3e6 to 1e7)
==================  ========================  ===========================================================

Between these points hydrogen is a power law of the distance from the centre of the Earth. Up to 4 Earth radii the other
species fall off above 1000 km in the Earth's gravity at the temperature of the exosphere; beyond there are none. The
floor is a directed flow at 400 km/s, not a gas at rest, and does not enter the magnetosphere; a factor of three either
way is as much as the region above 1000 km can be trusted for.

.. [1] Zoennchen et al., Ann. Geophys. 40, 271 (2022), doi 10.5194/angeo-40-271-2022.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from qtspace_trade.constants import ATOMIC_MASS, BOLTZMANN, EARTH_GM, EARTH_MEAN_RADIUS

LOWEST_ALTITUDE = 100e3  # m
HIGHEST_MODEL_ALTITUDE = 1000e3  # m
EXOSPHERE_RADII = (4.0, 6.61, 10.0, 31.0)  # Earth radii
EXOSPHERE_HYDROGEN = (1e9, 1e8, 3.5e7, 1e6)  # m^-3
SOLAR_WIND_DENSITY = 5e6  # m^-3
SOLAR_WIND_SPEED = 400e3  # m/s
ABSENT = 1e-30  # m^-3, stands for a species that is absent, whose logarithm is needed
VANISHING = 1.0  # m^-3, counts as none
SEASONS = ("2000-01-01", "2000-04-01", "2000-07-01", "2000-09-30")  # days 1, 92, 183 and 274, at 00 UT
MASSES = {  # u, by the names of pymsis
    "N2": 28.013, "O2": 31.998, "O": 15.999, "HE": 4.0026, "H": 1.008, "AR": 39.948, "N": 14.007, "ANOMALOUS_O": 15.999,
}  # fmt: skip


class Atmosphere(NamedTuple):
    """Gas at one or more altitudes: number density [m⁻³], mass density [kg/m³] and temperature [K]."""

    number_density: np.ndarray
    mass_density: np.ndarray
    temperature: np.ndarray


@cache
def global_mean_profile(f107, f107a, ap, dates=SEASONS):
    """Global mean of NRLMSISE-00 over latitude, longitude (local time) and season, tabulated once.

    20 latitudes of equal area and 12 longitudes at each date. The density near an equinox is higher than the mean of
    the year: 8 to 16 % on 21 March between 400 and 1000 km.

    Parameters
    ----------
    f107 : float
        Solar radio flux of the previous day. [1e-22 W m⁻² Hz⁻¹]
    f107a : float
        Its mean over 81 days. [1e-22 W m⁻² Hz⁻¹]
    ap : float
        Geomagnetic activity index ap. [1]
    dates : tuple of str, optional
        Dates and times in UTC over which to take the mean, as ISO 8601 text.

    Returns
    -------
    altitude : (n,) array
        Altitudes from 100 to 1000 km. [m]
    profile : Atmosphere
        Means at these altitudes.

    References
    ----------
    .. [1] Picone, Hedin, Drob and Aikin, J. Geophys. Res. 107, 1468 (2002), doi 10.1029/2002JA009430.

    Examples
    --------
    >>> altitude, profile = global_mean_profile(140.0, 140.0, 15.0)
    >>> f"{profile.mass_density[altitude == 400e3][0]:.2e}"
    '3.82e-12'
    """
    import pymsis

    altitude, output = _global_output(f107, f107a, ap, dates)
    return altitude, Atmosphere(
        number_density=output[..., _species()].sum(axis=-1),
        mass_density=output[..., pymsis.Variable.MASS_DENSITY],
        temperature=output[..., pymsis.Variable.TEMPERATURE],
    )


def _species():
    import pymsis

    return [pymsis.Variable[name] for name in MASSES]


def _temperature():
    import pymsis

    return pymsis.Variable.TEMPERATURE


@cache
def _global_output(f107, f107a, ap, dates):
    """Altitudes, and every output of the model at each as a global mean; species that are absent at a height count as none."""
    import pymsis

    altitude = np.concatenate([np.arange(100e3, 200e3, 5e3), np.arange(200e3, 1000.1e3, 20e3)])
    latitude = np.degrees(np.arcsin((np.arange(20) + 0.5) / 10.0 - 1.0))
    longitude = np.arange(0.0, 360.0, 30.0)
    grid = np.meshgrid(np.arange(len(dates)), longitude, latitude, altitude / 1e3, indexing="ij")
    date_index, longitudes, latitudes, altitudes = (axis.ravel() for axis in grid)
    points = altitudes.size
    output = pymsis.calculate(
        np.array(dates, dtype="datetime64[s]")[date_index],
        longitudes,
        latitudes,
        altitudes,
        np.full(points, float(f107)),
        np.full(points, float(f107a)),
        np.full((points, 7), float(ap)),
        version=0,
    )
    return altitude, output.reshape(-1, altitude.size, output.shape[-1]).astype(float).mean(axis=0)


def atmosphere(altitude, f107, f107a, ap):
    """Global mean gas at any altitude above 100 km.

    Parameters
    ----------
    altitude : array
        Altitude above the mean radius of the Earth, at least 100 km. [m]
    f107 : float
        Solar radio flux of the previous day. [1e-22 W m⁻² Hz⁻¹]
    f107a : float
        Its mean over 81 days. [1e-22 W m⁻² Hz⁻¹]
    ap : float
        Geomagnetic activity index ap. [1]

    Returns
    -------
    Atmosphere
        Number density, mass density and temperature. The temperature above 1000 km is that of the exosphere, even
        where the floor of solar wind (1.2e5 K) is greater.

    Raises
    ------
    ValueError
        Below 100 km.

    References
    ----------
    .. [1] Picone, Hedin, Drob and Aikin, J. Geophys. Res. 107, 1468 (2002), doi 10.1029/2002JA009430.
    .. [2] Zoennchen et al., Ann. Geophys. 40, 271 (2022), doi 10.5194/angeo-40-271-2022.
    .. [3] Chamberlain, Planet. Space Sci. 11, 901 (1963), doi 10.1016/0032-0633(63)90122-3, barometric part.

    Examples
    --------
    >>> f"{atmosphere(600e3, 150.0, 150.0, 8.0).number_density:.0e}"
    '9e+12'
    >>> f"{atmosphere(1.5e9, 150.0, 150.0, 8.0).number_density:.0e}"
    '5e+06'
    """
    altitude = np.asarray(altitude, dtype=float)
    table_altitude, profile = global_mean_profile(float(f107), float(f107a), float(ap))
    species = _species_densities(altitude, f107, f107a, ap)
    above = altitude > HIGHEST_MODEL_ALTITUDE
    log_radius, at = (np.log(EARTH_MEAN_RADIUS + height) for height in (table_altitude, altitude))
    number, mass = (np.exp(np.interp(at, log_radius, np.log(column))) for column in profile[:2])
    molecule_masses = ATOMIC_MASS * np.array(list(MASSES.values()))
    return Atmosphere(
        number_density=np.where(above, species.sum(axis=-1), number),
        mass_density=np.where(above, species @ molecule_masses, mass),
        temperature=np.interp(altitude, table_altitude, profile.temperature),
    )


def _species_densities(altitude, f107, f107a, ap):
    """Number densities by species, in the order of `MASSES` along the last axis."""
    if np.any(altitude < LOWEST_ALTITUDE):
        raise ValueError(f"altitude {np.min(altitude):g} m: expected at least {LOWEST_ALTITUDE:g} m")
    table_altitude, output = _global_output(float(f107), float(f107a), float(ap), SEASONS)
    columns = output[:, _species()]
    height = np.minimum(altitude, HIGHEST_MODEL_ALTITUDE)
    found = np.stack([np.exp(np.interp(height, table_altitude, np.log(np.maximum(one, ABSENT)))) for one in columns.T], axis=-1)
    masses = ATOMIC_MASS * np.array(list(MASSES.values()))
    lift = 1.0 / (EARTH_MEAN_RADIUS + height) - 1.0 / (EARTH_MEAN_RADIUS + altitude)
    energy = BOLTZMANN * output[-1, _temperature()]
    found = found * np.exp(-EARTH_GM * np.multiply.outer(lift, masses) / energy)
    hydrogen = list(MASSES).index("H")
    radii = EARTH_MEAN_RADIUS * np.array(EXOSPHERE_RADII)
    log_radius = np.log(np.append(EARTH_MEAN_RADIUS + HIGHEST_MODEL_ALTITUDE, radii))
    log_density = np.log(np.append(columns[-1, hydrogen], EXOSPHERE_HYDROGEN))
    bridge = np.maximum(np.exp(np.interp(np.log(EARTH_MEAN_RADIUS + altitude), log_radius, log_density)), SOLAR_WIND_DENSITY)
    found[..., hydrogen] = np.where(altitude > HIGHEST_MODEL_ALTITUDE, bridge, found[..., hydrogen])
    gone = (EARTH_MEAN_RADIUS + altitude >= radii[0])[..., np.newaxis] & (np.arange(len(MASSES)) != hydrogen)
    return np.where(gone | (found < VANISHING), 0.0, found)


def composition(altitude, f107, f107a, ap):
    """Global mean number density of each species at one altitude above 100 km.

    Above 1000 km see the table of the module.

    Parameters
    ----------
    altitude : float
        Altitude above the mean radius of the Earth, at least 100 km. [m]
    f107 : float
        Solar radio flux of the previous day. [1e-22 W m⁻² Hz⁻¹]
    f107a : float
        Its mean over 81 days. [1e-22 W m⁻² Hz⁻¹]
    ap : float
        Geomagnetic activity index ap. [1]

    Returns
    -------
    dict of str to float
        Number densities by species: N2, O2, O, HE, H, AR, N and anomalous oxygen. [m⁻³]

    References
    ----------
    .. [1] Picone, Hedin, Drob and Aikin, J. Geophys. Res. 107, 1468 (2002), doi 10.1029/2002JA009430.
    .. [2] Chamberlain, Planet. Space Sci. 11, 901 (1963), doi 10.1016/0032-0633(63)90122-3, barometric part.

    Examples
    --------
    >>> found = composition(600e3, 150.0, 150.0, 8.0)
    >>> max(found, key=found.get)
    'O'
    """
    found = _species_densities(np.asarray(altitude, dtype=float), f107, f107a, ap)
    return {name: float(value) for name, value in zip(MASSES, found, strict=True)}


def thermalised_pressure(number_density, temperature):
    """Pressure of a gas that has come to the temperature of the walls, n k T.

    Parameters
    ----------
    number_density : array
        Molecules per volume. [m⁻³]
    temperature : array
        Temperature. [K]

    Returns
    -------
    array
        Pressure. [Pa]

    References
    ----------
    .. [1] Ideal gas law.

    Examples
    --------
    >>> f"{thermalised_pressure(3.62e8, 20.0):.1e}"   # 362 per cm³ at 20 K
    '1.0e-13'
    """
    return number_density * BOLTZMANN * temperature
