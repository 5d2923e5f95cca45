"""How fast gas collisions and thermal photons localise a nanosphere.

Position-space master equation: the coherence between two positions a distance x apart decays at a rate Γ(x).
For x much longer than the wavelength of what is scattered the rate saturates (gas); for x much shorter it is
Λ x², with Λ the localisation parameter (thermal photons).
"""

import numpy as np

from qtspace_trade.constants import (
    BOLTZMANN,
    ELEMENTARY_CHARGE,
    PLANCK,
    REDUCED_PLANCK,
    SPEED_OF_LIGHT,
    VACUUM_PERMITTIVITY,
)

ZETA_5 = 1.036_927_755_143_37
ZETA_9 = 1.002_008_392_826_08


def permittivity_from_index(refractive_index):
    """Relative permittivity of a non-magnetic material from its complex refractive index.

    The two are easily confused in tables; every other function here takes the permittivity.

    Parameters
    ----------
    refractive_index : complex array
        n + i k. [1]

    Returns
    -------
    complex array
        Relative permittivity. [1]

    References
    ----------
    .. [1] Bohren and Huffman, Absorption and scattering of light by small particles, Wiley, 1983, chapter 9.

    Examples
    --------
    >>> permittivity_from_index(2 + 1j)
    (3+4j)
    """
    return refractive_index**2


def clausius_mossotti(permittivity):
    """Polarisability of a small sphere divided by 3 ε0 V, (ε - 1)/(ε + 2).

    Parameters
    ----------
    permittivity : complex array
        Relative permittivity (not the refractive index). [1]

    Returns
    -------
    complex array
        χ. [1]

    References
    ----------
    .. [1] Bohren and Huffman, Absorption and scattering of light by small particles, Wiley, 1983, eq. 5.15.

    Examples
    --------
    >>> clausius_mossotti(4.0)
    0.5
    """
    return (permittivity - 1.0) / (permittivity + 2.0)


def gas_thermal_wavelength(temperature, molecule_mass):
    """Thermal de Broglie wavelength of a gas molecule, h / sqrt(2 π m k T).

    Parameters
    ----------
    temperature : array
        Gas temperature. [K]
    molecule_mass : array
        Mass of one molecule. [kg]

    Returns
    -------
    array
        Wavelength. [m]

    References
    ----------
    .. [1] Romero-Isart, Phys. Rev. A 84, 052121 (2011), doi 10.1103/PhysRevA.84.052121.

    Examples
    --------
    >>> round(float(gas_thermal_wavelength(20.0, 28.97 * 1.66054e-27)) * 1e9, 4)   # air at 20 K, in nm
    0.0725
    """
    return PLANCK / np.sqrt(2.0 * np.pi * molecule_mass * BOLTZMANN * temperature)


def gas_mean_speed(temperature, molecule_mass):
    """Mean speed of a Maxwell gas, sqrt(8 k T / π m).

    Parameters
    ----------
    temperature : array
        Gas temperature. [K]
    molecule_mass : array
        Mass of one molecule. [kg]

    Returns
    -------
    array
        Mean speed. [m/s]

    References
    ----------
    .. [1] Any text on kinetic theory, for example Reif, Statistical and thermal physics, 1965, section 7.10.

    Examples
    --------
    >>> round(float(gas_mean_speed(300.0, 28.0134 * 1.66054e-27)))   # nitrogen at room temperature
    476
    """
    return np.sqrt(8.0 * BOLTZMANN * temperature / (np.pi * molecule_mass))


def gas_thermal_speed(temperature, molecule_mass):
    """Root-mean-square speed of a Maxwell gas, sqrt(3 k T / m).

    Parameters
    ----------
    temperature : array
        Gas temperature. [K]
    molecule_mass : array
        Mass of one molecule. [kg]

    Returns
    -------
    array
        Root-mean-square speed. [m/s]

    References
    ----------
    .. [1] Any text on kinetic theory, for example Reif, Statistical and thermal physics, 1965, section 7.10.

    Examples
    --------
    >>> round(float(gas_thermal_speed(300.0, 28.0134 * 1.66054e-27)))
    517
    """
    return np.sqrt(3.0 * BOLTZMANN * temperature / molecule_mass)


def gas_localisation(number_density, temperature, molecule_mass, radius):
    """Long-wavelength localisation parameter of gas collisions.

    Only for separations shorter than the gas wavelength (0.1 nm), which is never the case in an interferometer: use
    :func:`gas_collision_rate` there.

    Parameters
    ----------
    number_density : array
        Molecules per volume. [m⁻³]
    temperature : array
        Gas temperature. [K]
    molecule_mass : array
        Mass of one molecule. [kg]
    radius : array
        Radius of the sphere. [m]

    Returns
    -------
    array
        Localisation parameter. [m⁻² s⁻¹]

    References
    ----------
    .. [1] Romero-Isart, Phys. Rev. A 84, 052121 (2011), doi 10.1103/PhysRevA.84.052121; prefactor re-derived.
    .. [2] Carlesso and Bassi, Phys. Lett. A 380, 2354 (2016), doi 10.1016/j.physleta.2016.05.034.

    Examples
    --------
    >>> air = 28.97 * 1.66054e-27
    >>> f"{gas_localisation(3.621e8, 20.0, air, 100e-9):.2e}"
    '2.19e+18'
    """
    energy = BOLTZMANN * temperature
    impulse = np.sqrt(2.0 * np.pi * molecule_mass) * energy**1.5
    return 8.0 / (3.0 * REDUCED_PLANCK**2) * number_density * impulse * radius**2


def gas_collision_rate_saturated(number_density, temperature, molecule_mass, radius):
    """Collision rate at which the long-wavelength form saturates: a conservative upper bound.

    It is the localisation parameter times the squared gas wavelength, and exactly 8 π/3 times the rate of
    geometric hits.

    Parameters
    ----------
    number_density : array
        Molecules per volume. [m⁻³]
    temperature : array
        Gas temperature. [K]
    molecule_mass : array
        Mass of one molecule. [kg]
    radius : array
        Radius of the sphere. [m]

    Returns
    -------
    array
        Rate. [s⁻¹]

    References
    ----------
    .. [1] Romero-Isart, Phys. Rev. A 84, 052121 (2011), doi 10.1103/PhysRevA.84.052121.
    .. [2] Carlesso and Bassi, Phys. Lett. A 380, 2354 (2016), doi 10.1016/j.physleta.2016.05.034.

    Examples
    --------
    >>> air = 28.97 * 1.66054e-27
    >>> round(float(gas_collision_rate_saturated(3.621e8, 20.0, air, 100e-9)), 5)
    0.01152
    """
    pressure = number_density * BOLTZMANN * temperature
    momentum = molecule_mass * gas_thermal_speed(temperature, molecule_mass)
    return 16.0 * np.pi * np.sqrt(2.0 * np.pi / 3.0) * pressure * radius**2 / momentum


def gas_collision_rate_geometric(number_density, temperature, molecule_mass, radius):
    """Rate of hits on the geometric cross-section, n v π R² with the mean speed.

    The quantum cross-section of a hard sphere at short wavelength is 2 π R², so the truth lies between one and two
    times this rate.

    Parameters
    ----------
    number_density : array
        Molecules per volume. [m⁻³]
    temperature : array
        Gas temperature. [K]
    molecule_mass : array
        Mass of one molecule. [kg]
    radius : array
        Radius of the sphere. [m]

    Returns
    -------
    array
        Rate. [s⁻¹]

    References
    ----------
    .. [1] Any text on kinetic theory, for example Reif, Statistical and thermal physics, 1965, section 7.11.

    Examples
    --------
    >>> air = 28.97 * 1.66054e-27
    >>> round(float(gas_collision_rate_geometric(3.621e8, 20.0, air, 100e-9)), 6)
    0.001375
    """
    return number_density * gas_mean_speed(temperature, molecule_mass) * np.pi * radius**2


def london_coefficient(
    radius, static_permittivity, gas_polarizability_volume, particle_ionisation_energy, gas_ionisation_energy
):
    """C6 coefficient of the van der Waals attraction between a molecule and a small sphere (London formula).

    Parameters
    ----------
    radius : array
        Radius of the sphere. [m]
    static_permittivity : array
        Relative permittivity of the sphere at low frequency; silica 3.8, silicon 11.9. [1]
    gas_polarizability_volume : array
        Polarisability of the molecule divided by 4 π ε0; nitrogen 1.74e-30. [m³]
    particle_ionisation_energy : array
        Ionisation energy of the sphere; 5 eV is usual. [J]
    gas_ionisation_energy : array
        Ionisation energy of the molecule; nitrogen 15.6 eV. [J]

    Returns
    -------
    array
        C6. [J m⁶]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788,
       supplementary information.

    Examples
    --------
    >>> f"{london_coefficient(10e-9, 4.0, 2e-30, 4e-19, 4e-19):.1e}"   # (3/2) R³ χ α' I/2
    '3.0e-73'
    """
    particle_volume = radius**3 * clausius_mossotti(static_permittivity)
    reduced_energy = (
        particle_ionisation_energy * gas_ionisation_energy / (particle_ionisation_energy + gas_ionisation_energy)
    )
    return 1.5 * particle_volume * gas_polarizability_volume * reduced_energy


def gas_collision_rate_van_der_waals(number_density, temperature, molecule_mass, c6):
    """Collision rate of a point particle attracting the gas with a van der Waals force.

    Uses the root-mean-square thermal speed; an average over the Maxwell distribution would use sqrt(2 k T / m) and
    give a slightly lower rate. Only meaningful while above the geometric rate (radius below about 30 nm).

    Parameters
    ----------
    number_density : array
        Molecules per volume. [m⁻³]
    temperature : array
        Gas temperature. [K]
    molecule_mass : array
        Mass of one molecule. [kg]
    c6 : array
        Coefficient from :func:`london_coefficient`. [J m⁶]

    Returns
    -------
    array
        Rate. [s⁻¹]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788,
       supplementary information.

    Examples
    --------
    >>> f"{gas_collision_rate_van_der_waals(3.62e8, 20.0, 4.65e-26, 2.5e-72):.1e}"
    '5.2e-05'
    """
    from scipy.special import gamma

    prefactor = 4.0 * np.pi * gamma(0.9) / (5.0 * np.sin(np.pi / 5.0))
    strength = (3.0 * np.pi * c6 / (2.0 * REDUCED_PLANCK)) ** 0.4
    return prefactor * strength * number_density * gas_thermal_speed(temperature, molecule_mass) ** 0.6


def gas_collision_rate(number_density, temperature, molecule_mass, radius, c6=0.0):
    """Recommended rate of coherence loss by gas: the greater of geometric hits and van der Waals collisions.

    Number density, temperature and species are all needed: a pressure alone does not fix the rate. The pessimistic
    envelope is :func:`gas_collision_rate_saturated`.

    Parameters
    ----------
    number_density : array
        Molecules per volume. [m⁻³]
    temperature : array
        Gas temperature. [K]
    molecule_mass : array
        Mass of one molecule. [kg]
    radius : array
        Radius of the sphere. [m]
    c6 : array, optional
        Coefficient from :func:`london_coefficient`; 0 leaves out the attraction. [J m⁶]

    Returns
    -------
    array
        Rate. [s⁻¹]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.
    .. [2] Carlesso and Bassi, Phys. Lett. A 380, 2354 (2016), doi 10.1016/j.physleta.2016.05.034.

    Examples
    --------
    >>> air = 28.97 * 1.66054e-27
    >>> round(float(gas_collision_rate(3.621e8, 20.0, air, 100e-9)), 6)
    0.001375
    """
    return np.maximum(
        gas_collision_rate_geometric(number_density, temperature, molecule_mass, radius),
        gas_collision_rate_van_der_waals(number_density, temperature, molecule_mass, c6),
    )


def directed_hit_rate(number_density, speed, radius):
    """Rate of hits by a directed flow (solar wind, ram), n v π R²; every hit is taken to end the coherence.

    Parameters
    ----------
    number_density : array
        Particles per volume. [m⁻³]
    speed : array
        Relative speed of the flow. [m/s]
    radius : array
        Radius of the sphere. [m]

    Returns
    -------
    array
        Rate. [s⁻¹]

    References
    ----------
    .. [1] Geometric cross-section; computed from the stated formula.

    Examples
    --------
    >>> round(float(directed_hit_rate(5e6, 400e3, 120e-9)), 3)   # solar wind
    0.09
    """
    return number_density * speed * np.pi * radius**2


def maximum_number_density(loss, time, temperature, molecule_mass, radius, rate=gas_collision_rate):
    """Number density at which gas collisions cost a given loss exponent.

    Parameters
    ----------
    loss : array
        Allowed -ln of the visibility reduction. [1]
    time : array
        Time of flight. [s]
    temperature : array
        Gas temperature. [K]
    molecule_mass : array
        Mass of one molecule. [kg]
    radius : array
        Radius of the sphere. [m]
    rate : callable, optional
        One of the rate functions of this module, called as (number_density, temperature, molecule_mass, radius).

    Returns
    -------
    array
        Number density. [m⁻³]

    References
    ----------
    .. [1] Inverse of exp(-rate time); every rate is proportional to the number density.

    Examples
    --------
    >>> hydrogen = 2.016 * 1.66054e-27
    >>> f"{maximum_number_density(0.1, 100.0, 20.0, hydrogen, 56.5e-9):.1e}"
    '2.2e+08'
    """
    return loss / (time * rate(1.0, temperature, molecule_mass, radius))


def blackbody_scattering_localisation(temperature, radius, permittivity):
    """Localisation parameter of scattered thermal photons, sphere much smaller than the wavelength.

    Uses |χ|²; part of the literature writes (Re χ)², which is up to 12 % lower for ε = 2.1 + 0.57i.

    Parameters
    ----------
    temperature : array
        Temperature of the surroundings. [K]
    radius : array
        Radius of the sphere. [m]
    permittivity : complex array
        Relative permittivity at thermal wavelengths. [1]

    Returns
    -------
    array
        Localisation parameter. [m⁻² s⁻¹]

    References
    ----------
    .. [1] Romero-Isart, Phys. Rev. A 84, 052121 (2011), doi 10.1103/PhysRevA.84.052121; prefactor re-derived.
    .. [2] Carlesso and Bassi, Phys. Lett. A 380, 2354 (2016), doi 10.1016/j.physleta.2016.05.034.

    Examples
    --------
    >>> f"{blackbody_scattering_localisation(300.0, 50e-9, 2.1 + 0.57j):.2e}"
    '5.45e+13'
    """
    wavenumber = BOLTZMANN * temperature / (REDUCED_PLANCK * SPEED_OF_LIGHT)
    prefactor = 8.0 * 40_320.0 * ZETA_9 * SPEED_OF_LIGHT / (9.0 * np.pi)
    return prefactor * radius**6 * wavenumber**9 * np.abs(clausius_mossotti(permittivity)) ** 2


def blackbody_absorption_localisation(temperature, radius, permittivity):
    """Localisation parameter of absorbed thermal photons, sphere much smaller than the wavelength.

    A constant permittivity such as 2.1 + 0.57i for silica is an average at room temperature; below 77 K it
    overstates the loss (13 times at 20 K).

    Parameters
    ----------
    temperature : array
        Temperature of the surroundings. [K]
    radius : array
        Radius of the sphere. [m]
    permittivity : complex array
        Relative permittivity at thermal wavelengths. [1]

    Returns
    -------
    array
        Localisation parameter. [m⁻² s⁻¹]

    References
    ----------
    .. [1] Romero-Isart, Phys. Rev. A 84, 052121 (2011), doi 10.1103/PhysRevA.84.052121; prefactor re-derived.
    .. [2] Carlesso and Bassi, Phys. Lett. A 380, 2354 (2016), doi 10.1016/j.physleta.2016.05.034.

    Examples
    --------
    >>> f"{blackbody_absorption_localisation(300.0, 50e-9, 2.1 + 0.57j):.3e}"
    '4.899e+17'
    """
    wavenumber = BOLTZMANN * temperature / (REDUCED_PLANCK * SPEED_OF_LIGHT)
    prefactor = 16.0 * np.pi**5 * SPEED_OF_LIGHT / 189.0
    return prefactor * radius**3 * wavenumber**6 * np.imag(clausius_mossotti(permittivity))


def blackbody_emission_localisation(internal_temperature, radius, permittivity):
    """Localisation parameter of emitted thermal photons; depends on the particle's own temperature.

    Parameters
    ----------
    internal_temperature : array
        Temperature of the sphere itself. [K]
    radius : array
        Radius of the sphere. [m]
    permittivity : complex array
        Relative permittivity at thermal wavelengths. [1]

    Returns
    -------
    array
        Localisation parameter. [m⁻² s⁻¹]

    References
    ----------
    .. [1] Romero-Isart, Phys. Rev. A 84, 052121 (2011), doi 10.1103/PhysRevA.84.052121.

    Examples
    --------
    >>> f"{blackbody_emission_localisation(20.0, 50e-9, 2.1 + 0.57j):.2e}"
    '4.30e+10'
    """
    return blackbody_absorption_localisation(internal_temperature, radius, permittivity)


def thermal_emission_power(temperature, radius, permittivity):
    """Thermal power radiated by a sphere much smaller than the wavelength.

    Parameters
    ----------
    temperature : array
        Temperature of the sphere. [K]
    radius : array
        Radius of the sphere. [m]
    permittivity : complex array
        Relative permittivity at thermal wavelengths. [1]

    Returns
    -------
    array
        Power, growing as the fifth power of temperature. [W]

    References
    ----------
    .. [1] Chang et al., Proc. Natl. Acad. Sci. 107, 1005 (2010), doi 10.1073/pnas.0912969107; prefactor re-derived.

    Examples
    --------
    >>> f"{thermal_emission_power(300.0, 50e-9, 2.1 + 0.57j):.1e}"
    '1.4e-13'
    """
    volume = 4.0 / 3.0 * np.pi * radius**3
    polarizability = 3.0 * VACUUM_PERMITTIVITY * volume * np.imag(clausius_mossotti(permittivity))
    prefactor = 24.0 * ZETA_5 / (np.pi**2 * VACUUM_PERMITTIVITY * SPEED_OF_LIGHT**3 * REDUCED_PLANCK**4)
    return prefactor * polarizability * (BOLTZMANN * temperature) ** 5


def cooling_time(start_temperature, end_temperature, mass, specific_heat, radius, thermal_permittivity):
    """Time in which a small sphere cools by its own radiation, M c (T1⁻⁴ - T0⁻⁴) / 4 A with the power A T⁵.

    Constant specific heat and permittivity, nothing received from outside.

    Parameters
    ----------
    start_temperature : array
        Temperature T0 at which the light goes off. [K]
    end_temperature : array
        Temperature T1. [K]
    mass : array
        Mass of the sphere. [kg]
    specific_heat : array
        Specific heat; silica about 740 at room temperature and a tenth of that at 50 K. [J kg⁻¹ K⁻¹]
    radius : array
        Radius of the sphere. [m]
    thermal_permittivity : complex array
        Relative permittivity at thermal wavelengths. [1]

    Returns
    -------
    array
        Time. [s]

    References
    ----------
    .. [1] Chang et al., Proc. Natl. Acad. Sci. 107, 1005 (2010), doi 10.1073/pnas.0912969107, integrated.

    Examples
    --------
    >>> round(float(cooling_time(300.0, 150.0, 1.16e-18, 740.0, 50e-9, 2.1 + 0.57j)), 1)
    6.7
    """
    emission_5 = thermal_emission_power(1.0, radius, thermal_permittivity)
    start, end = (np.asarray(value, dtype=float) ** -4 for value in (start_temperature, end_temperature))
    return mass * specific_heat * (end - start) / (4.0 * emission_5)


def charge_acceleration(field, mass, charges=1):
    """Acceleration of a charged particle in a stray electric field.

    Parameters
    ----------
    field : array
        Electric field. [V/m]
    mass : array
        Mass of the particle. [kg]
    charges : int array, optional
        Elementary charges on it. [1]

    Returns
    -------
    array
        Acceleration. [m/s²]

    References
    ----------
    .. [1] Coulomb force on a charge.

    Examples
    --------
    >>> f"{float(charge_acceleration(1.0, 1e10 * 1.66054e-27)):.1e}"   # the particle must be neutral
    '9.6e-03'
    """
    return charges * ELEMENTARY_CHARGE * field / mass
