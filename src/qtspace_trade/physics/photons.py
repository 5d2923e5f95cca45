"""Loss of coherence by photons, integrated over their spectrum: thermal radiation, sunlight, starlight.

The path of a near-field interferometer opens and closes linearly, so each photon is weighted by the kernels of
:mod:`qtspace_trade.physics.talbot`. Permittivities are one complex number or a function of the vacuum wavelength; cross
sections are those of a sphere much smaller than the wavelength, or of any sphere with
:func:`qtspace_trade.physics.mie.cross_sections`.
"""

from typing import NamedTuple

import numpy as np

from qtspace_trade.constants import BOLTZMANN, PLANCK, REDUCED_PLANCK, SPEED_OF_LIGHT, STEFAN_BOLTZMANN
from qtspace_trade.physics import talbot
from qtspace_trade.physics.decoherence import clausius_mossotti

SUN_TEMPERATURE = 5772.0  # K, effective, IAU 2015 nominal
SHORTEST_SUNLIGHT = 0.3e-6  # m; what is shorter, 3 % of the power, ozone takes from Earth-shine and lines from sunlight
LONGEST_SUNLIGHT = 5e-6  # m
SKY_RADIANCE = 2.1e-6  # W m^-2 sr^-1, 230 stars of magnitude 10 in a square degree
THERMAL_RANGE = (1e-3, 60.0)  # photon energy over k T
THERMAL_POINTS = 1500
LOWEST_TEMPERATURE = 0.5  # K
COLDEST_PARTICLE = 1e-3  # K, of one in empty space that takes up light
HIGHEST_TEMPERATURE = 900.0  # K; hotter spectra begin below the tables of optical constants


class ThermalExponents(NamedTuple):
    """Loss exponents by absorbed, scattered and emitted thermal photons [1]."""

    absorption: np.ndarray
    scattering: np.ndarray
    emission: np.ndarray


def cross_sections(wavenumber, radius, permittivity):
    """Absorption and scattering cross-section of a sphere much smaller than the wavelength.

    Parameters
    ----------
    wavenumber : array
        2 π over the vacuum wavelength. [rad/m]
    radius : array
        Radius of the sphere. [m]
    permittivity : complex array
        Relative permittivity. [1]

    Returns
    -------
    absorption, scattering : array
        4 π k R³ Im χ and (8 π/3) k⁴ R⁶ |χ|². [m²]

    References
    ----------
    .. [1] Bohren and Huffman, Absorption and scattering of light by small particles, Wiley, 1983, eqs. 5.7, 5.8.

    Examples
    --------
    >>> absorption, scattering = cross_sections(1.0, 0.1, 4.0)   # χ = 1/2
    >>> absorption == 0.0, round(float(scattering / (8 * np.pi / 3 * 1e-6 * 0.25)), 6)
    (True, 1.0)
    """
    susceptibility = clausius_mossotti(permittivity)
    absorption = 4.0 * np.pi * wavenumber * radius**3 * np.imag(susceptibility)
    return absorption, 8.0 * np.pi / 3.0 * wavenumber**4 * radius**6 * np.abs(susceptibility) ** 2


def thermal_flux(wavenumber, temperature):
    """Photons of an isotropic thermal bath that cross unit area from all directions, per unit wavenumber.

    Parameters
    ----------
    wavenumber : array
        2 π over the vacuum wavelength. [rad/m]
    temperature : array
        Temperature of the bath. [K]

    Returns
    -------
    array
        c (k/π)² / (exp(ħ c k / k T) - 1). [m⁻¹ s⁻¹]

    References
    ----------
    .. [1] Planck's law, counted in photons; Romero-Isart, Phys. Rev. A 84, 052121 (2011), doi 10.1103/PhysRevA.84.052121.

    Examples
    --------
    >>> from scipy.integrate import quad
    >>> density = quad(lambda k: float(thermal_flux(k, 2.725)), 1.0, 1e5, limit=200)[0] / SPEED_OF_LIGHT
    >>> f"{density:.2e}"   # photons of the cosmic background in a cubic metre
    '4.11e+08'
    """
    energy = REDUCED_PLANCK * SPEED_OF_LIGHT * np.asarray(wavenumber, dtype=float) / (BOLTZMANN * temperature)
    return SPEED_OF_LIGHT * (wavenumber / np.pi) ** 2 / np.expm1(energy)


def permittivity_at(permittivity, wavenumber):
    """Permittivity at a wavenumber, from a constant or from a function of the vacuum wavelength.

    Parameters
    ----------
    permittivity : complex or callable
        Relative permittivity, or its function of the vacuum wavelength in metres. [1]
    wavenumber : array
        2 π over the vacuum wavelength. [rad/m]

    Returns
    -------
    complex array
        Relative permittivity. [1]

    References
    ----------
    .. [1] Definition of the wavenumber, 2 π / λ.

    Examples
    --------
    >>> complex(permittivity_at(2.1 + 0.57j, 1e6))
    (2.1+0.57j)
    """
    return permittivity(2.0 * np.pi / wavenumber) if callable(permittivity) else permittivity


def thermal_exponents(
    environment_temperature, internal_temperature, radius, permittivity, separation, time, sections=cross_sections
):
    """Loss exponents by thermal photons, from the spectrum: no long-wavelength limit, any dispersion.

    Parameters
    ----------
    environment_temperature : float
        Temperature of the surroundings on all sides; weight the result with a part of the sphere for a part. [K]
    internal_temperature : float
        Temperature of the particle, which emits. [K]
    radius : float
        Radius of the sphere. [m]
    permittivity : complex or callable
        Relative permittivity, or its function of the vacuum wavelength in metres. [1]
    separation : float
        Effective path separation. [m]
    time : float
        Time of flight. [s]
    sections : callable, optional
        Cross-sections of wavenumber, radius and permittivity.

    Returns
    -------
    ThermalExponents
        -ln of the three reduction factors. [1]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.
    .. [2] Carlesso and Bassi, Phys. Lett. A 380, 2354 (2016), doi 10.1016/j.physleta.2016.05.034.

    Examples
    --------
    >>> found = thermal_exponents(20.0, 20.0, 56.5e-9, 2.1 + 0.57j, 99.8e-9, 100.0)
    >>> round(float(found.absorption / (6.206e10 * (99.8e-9) ** 2 * 100.0 / 3)), 2)   # against Λ x² t / 3
    1.0
    """
    absorption, scattering = _thermal(environment_temperature, radius, permittivity, separation, sections)
    if internal_temperature == environment_temperature:
        emission = absorption
    else:
        emission, _ = _thermal(internal_temperature, radius, permittivity, separation, sections)
    return ThermalExponents(absorption * time, scattering * time, emission * time)


def _thermal(temperature, radius, permittivity, separation, sections):
    if temperature == 0.0:
        return 0.0, 0.0
    energy = np.geomspace(*THERMAL_RANGE, THERMAL_POINTS)
    wavenumber = energy * BOLTZMANN * temperature / (REDUCED_PLANCK * SPEED_OF_LIGHT)
    absorbing, scattering = sections(wavenumber, radius, permittivity_at(permittivity, wavenumber))
    rate = thermal_flux(wavenumber, temperature) * wavenumber
    step = np.log(energy)
    return (
        float(np.trapezoid(rate * absorbing * talbot.absorption_kernel(wavenumber * separation), step)),
        float(np.trapezoid(rate * scattering * talbot.scattering_kernel(wavenumber * separation), step)),
    )


def maximum_temperature(loss, separation, time, radius, permittivity, internal_excess=0.0, sections=cross_sections):
    """Temperature of the surroundings at which thermal photons cost a given loss exponent, from the spectrum.

    Parameters
    ----------
    loss : float
        Allowed -ln of the visibility reduction. [1]
    separation : float
        Effective path separation. [m]
    time : float
        Time of flight. [s]
    radius : float
        Radius of the sphere. [m]
    permittivity : complex or callable
        Relative permittivity, or its function of the vacuum wavelength in metres. [1]
    internal_excess : float, optional
        By how much the sphere is warmer than its surroundings. [K]
    sections : callable, optional
        Cross-sections of wavenumber, radius and permittivity.

    Returns
    -------
    float
        Temperature; 0 where the excess alone already costs more than the loss, infinite where the sphere would be above
        900 K. [K]

    Raises
    ------
    ValueError
        The excess leaves nothing below 900 K.

    References
    ----------
    .. [1] Inverse of :func:`thermal_exponents`.

    Examples
    --------
    >>> round(maximum_temperature(0.1, 99.8e-9, 100.0, 56.5e-9, 2.1 + 0.57j), 1)   # a constant permittivity
    23.2
    """
    from scipy.optimize import brentq

    def surplus(temperature):
        losses = thermal_exponents(
            temperature, temperature + internal_excess, radius, permittivity, separation, time, sections
        )
        return np.log(max(float(sum(losses)), np.finfo(float).tiny) / loss)

    hottest = HIGHEST_TEMPERATURE - internal_excess
    if hottest <= LOWEST_TEMPERATURE:
        raise ValueError(f"internal excess {internal_excess:g} K: expected less than {HIGHEST_TEMPERATURE:g} K")
    if surplus(LOWEST_TEMPERATURE) >= 0.0:
        return 0.0
    if surplus(hottest) <= 0.0:
        return float("inf")
    return float(brentq(surplus, LOWEST_TEMPERATURE, hottest, xtol=1e-6))


def thermal_power(temperature, radius, permittivity, sections=cross_sections):
    """Thermal power that a sphere radiates, from its spectrum.

    Parameters
    ----------
    temperature : float
        Temperature of the sphere. [K]
    radius : float
        Radius of the sphere. [m]
    permittivity : complex or callable
        Relative permittivity, or its function of the vacuum wavelength in metres. [1]
    sections : callable, optional
        Cross-sections of wavenumber, radius and permittivity.

    Returns
    -------
    float
        Power; also what a bath of that temperature gives it. [W]

    References
    ----------
    .. [1] Bohren and Huffman, Absorption and scattering of light by small particles, Wiley, 1983, section 4.7.

    Examples
    --------
    >>> from qtspace_trade.physics.decoherence import thermal_emission_power
    >>> round(thermal_power(300.0, 50e-9, 2.1 + 0.57j) / float(thermal_emission_power(300.0, 50e-9, 2.1 + 0.57j)), 3)
    1.0
    """
    if temperature == 0.0:
        return 0.0
    energy = np.geomspace(*THERMAL_RANGE, THERMAL_POINTS)
    wavenumber = energy * BOLTZMANN * temperature / (REDUCED_PLANCK * SPEED_OF_LIGHT)
    absorbing, _ = sections(wavenumber, radius, permittivity_at(permittivity, wavenumber))
    power = thermal_flux(wavenumber, temperature) * absorbing * energy * BOLTZMANN * temperature
    return float(np.trapezoid(power * wavenumber, np.log(energy)))


def internal_temperature(absorbed_power, environment_temperature, radius, permittivity, sections=cross_sections):
    """Temperature of a sphere that takes up light and radiates, for any dispersion.

    A cold particle radiates less than a constant permittivity says, so it stays warmer in the same light.

    Parameters
    ----------
    absorbed_power : float
        Power taken from the light: irradiance times absorption cross-section. [W]
    environment_temperature : float
        Temperature of the surroundings. [K]
    radius : float
        Radius of the sphere. [m]
    permittivity : complex or callable
        Relative permittivity, or its function of the vacuum wavelength in metres. [1]
    sections : callable, optional
        Cross-sections of wavenumber, radius and permittivity.

    Returns
    -------
    float
        Temperature of the sphere; infinite above 900 K. [K]

    References
    ----------
    .. [1] Chang et al., Proc. Natl. Acad. Sci. 107, 1005 (2010), doi 10.1073/pnas.0912969107.

    Examples
    --------
    >>> taken = 1e10 * float(cross_sections(2 * np.pi / 1064e-9, 120e-9, 2.1 + 2.5e-10j)[0])
    >>> round(internal_temperature(taken, 20.0, 120e-9, 2.1 + 0.57j))
    147
    """
    from scipy.optimize import brentq

    if absorbed_power == 0.0:
        return float(environment_temperature)
    received = absorbed_power + thermal_power(environment_temperature, radius, permittivity, sections)
    if thermal_power(HIGHEST_TEMPERATURE, radius, permittivity, sections) <= received:
        return float("inf")

    def surplus(temperature):
        return np.log(thermal_power(temperature, radius, permittivity, sections) / received)

    coldest = environment_temperature if environment_temperature > 0.0 else COLDEST_PARTICLE
    return float(brentq(surplus, 0.5 * coldest, HIGHEST_TEMPERATURE, xtol=1e-6))


def light_exponent(irradiance, wavelength, radius, permittivity, separation, time, sections=cross_sections):
    """Loss exponent by light of one wavelength, scattered and absorbed photons together.

    Parameters
    ----------
    irradiance : array
        Power through unit area facing the light, summed over the directions it comes from. [W/m²]
    wavelength : array
        Vacuum wavelength. [m]
    radius : array
        Radius of the sphere. [m]
    permittivity : complex or callable
        Relative permittivity, or its function of the vacuum wavelength in metres. [1]
    separation : array
        Effective path separation. [m]
    time : array
        Time of flight. [s]
    sections : callable, optional
        Cross-sections of wavenumber, radius and permittivity.

    Returns
    -------
    array
        -ln of the reduction factor. [1]

    References
    ----------
    .. [1] Bateman, Nimmrichter, Hornberger and Ulbricht, Nat. Commun. 5, 4788 (2014), doi 10.1038/ncomms5788.

    Examples
    --------
    >>> round(float(light_exponent(0.0073, 0.6e-6, 56.45e-9, 1.458**2, 99.8e-9, 100.0)))   # full Earth seen from L1
    60
    """
    wavenumber = 2.0 * np.pi / np.asarray(wavelength, dtype=float)
    photons = irradiance * time / (PLANCK * SPEED_OF_LIGHT / wavelength)
    absorbing, scattering = sections(wavenumber, radius, permittivity_at(permittivity, wavenumber))
    phase = wavenumber * separation
    return photons * (scattering * talbot.scattering_kernel(phase) + absorbing * talbot.absorption_kernel(phase))


def sunlight_exponent(irradiance, radius, permittivity, separation, time, sections=cross_sections):
    """Loss exponent by light with the spectrum of the Sun: reflected by the Earth, zodiacal light, starlight.

    Planck spectrum of 5772 K between 0.3 and 5 µm, scaled to the irradiance. A grey reflection is assumed.

    Parameters
    ----------
    irradiance : array
        Power through unit area facing the light, summed over the directions it comes from. [W/m²]
    radius : float
        Radius of the sphere. [m]
    permittivity : complex or callable
        Relative permittivity, or its function of the vacuum wavelength in metres. [1]
    separation : float
        Effective path separation. [m]
    time : float
        Time of flight. [s]
    sections : callable, optional
        Cross-sections of wavenumber, radius and permittivity.

    Returns
    -------
    array
        -ln of the reduction factor. [1]

    References
    ----------
    .. [1] Prša et al., Astron. J. 152, 41 (2016), doi 10.3847/0004-6256/152/2/41, for the effective temperature.

    Examples
    --------
    >>> one = light_exponent(1.0, 0.6e-6, 56e-9, 2.13, 1e-7, 100.0)
    >>> round(float(sunlight_exponent(1.0, 56e-9, 2.13, 1e-7, 100.0) / one), 1)   # blue light weighs most
    2.0
    """
    wavelength = np.geomspace(SHORTEST_SUNLIGHT, LONGEST_SUNLIGHT, 400)
    wavenumber = 2.0 * np.pi / wavelength
    energy = REDUCED_PLANCK * SPEED_OF_LIGHT * wavenumber
    power = thermal_flux(wavenumber, SUN_TEMPERATURE) * energy / (4.0 * STEFAN_BOLTZMANN * SUN_TEMPERATURE**4)
    unit = light_exponent(power, wavelength, radius, permittivity, separation, time, sections)
    return irradiance * np.trapezoid(unit * wavenumber, np.log(wavelength))


def maximum_irradiance(loss, radius, permittivity, separation, time, sections=cross_sections):
    """Irradiance of sunlit origin at the particle that costs a given loss exponent.

    Parameters
    ----------
    loss : array
        Allowed -ln of the visibility reduction. [1]
    radius : float
        Radius of the sphere. [m]
    permittivity : complex or callable
        Relative permittivity, or its function of the vacuum wavelength in metres. [1]
    separation : float
        Effective path separation. [m]
    time : float
        Time of flight. [s]
    sections : callable, optional
        Cross-sections of wavenumber, radius and permittivity.

    Returns
    -------
    array
        Irradiance, summed over all directions. [W/m²]

    References
    ----------
    .. [1] Inverse of :func:`sunlight_exponent`.

    Examples
    --------
    >>> f"{float(maximum_irradiance(0.1, 56.45e-9, 1.458**2, 99.8e-9, 100.0)):.1e}"   # less than the whole starry sky
    '6.1e-06'
    """
    return loss / sunlight_exponent(1.0, radius, permittivity, separation, time, sections)


def sky_irradiance(half_angle):
    """Starlight and zodiacal light that reach a particle through a round opening, away from the Sun.

    Taken as even over the sky; the plane of the Galaxy is a few times brighter and the pole of the ecliptic half as bright.

    Parameters
    ----------
    half_angle : array
        Half of the angle of the opening as seen by the particle. [rad]

    Returns
    -------
    array
        Power through unit area, summed over the directions it comes from. [W/m²]

    References
    ----------
    .. [1] Leinert et al., Astron. Astrophys. Suppl. Ser. 127, 1 (1998), doi 10.1051/aas:1998105; about 120 units of S10 of
       zodiacal light and 110 of starlight, recalled, good to a factor of 1.5; one unit is 9.0e-9 W m⁻² sr⁻¹.

    Examples
    --------
    >>> f"{float(sky_irradiance(np.pi)):.1e}"   # the whole sphere
    '2.6e-05'
    """
    return SKY_RADIANCE * 2.0 * np.pi * (1.0 - np.cos(half_angle))
