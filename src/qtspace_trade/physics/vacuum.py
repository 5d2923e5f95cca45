"""Gas at an experiment that is open to space: own outgassing, vents, ram and wake.

The densities add to those of :mod:`qtspace_trade.physics.atmosphere`. All flows are free of collisions; reflected gas is
left out except where a function says so.
"""

import numpy as np

from qtspace_trade.constants import BOLTZMANN
from qtspace_trade.physics.decoherence import gas_mean_speed

REFERENCE_TEMPERATURE = 293.0  # K, at which outgassing rates are stated
WATER_ACTIVATION = 7.0e3  # K, of the gas that moved the test masses of LISA Pathfinder, arXiv 2405.05207
BLANKET_MASS_FLUX = 3e-11  # kg m^-2 s^-1, insulation of MSX and Rosetta in flight, taken as at 200 K; recalled at second hand


def hottest_surface(suppression, activation_temperature=WATER_ACTIVATION, reference=REFERENCE_TEMPERATURE):
    """Temperature of a surface at which its outgassing has fallen by a factor.

    Inverse of :func:`qtspace_trade.physics.contamination.outgassing_factor`.

    Parameters
    ----------
    suppression : array
        Factor above 0. [1]
    activation_temperature : array, optional
        Θ. [K]
    reference : array, optional
        Reference temperature T0. [K]

    Returns
    -------
    array
        Temperature: warmer surfaces must stay out of the line of sight. [K]

    References
    ----------
    .. [1] LISA Pathfinder Collaboration, arXiv 2405.05207.

    Examples
    --------
    >>> round(float(hottest_surface(1e-5)))
    198
    """
    return 1.0 / (1.0 / reference - np.log(suppression) / activation_temperature)


def density_at_surface(flux, temperature, molecule_mass):
    """Number density next to a surface that gives off molecules, 2 φ over their mean speed.

    Parameters
    ----------
    flux : array
        Molecules per area and time, diffuse. [m⁻² s⁻¹]
    temperature : array
        Temperature of the surface. [K]
    molecule_mass : array
        Mass of one molecule. [kg]

    Returns
    -------
    array
        Number density. [m⁻³]

    References
    ----------
    .. [1] Knudsen's cosine law: half a Maxwell gas, of which a quarter n v leaves.

    Examples
    --------
    >>> water = 18.015 * 1.66054e-27
    >>> f"{float(density_at_surface(3e-11 / water, 200.0, water)):.0e}"
    '4e+12'
    """
    return 2.0 * flux / gas_mean_speed(temperature, molecule_mass)


def density_in_sight(flux, area, distance, temperature, molecule_mass):
    """Number density at a distance from a surface in the line of sight, spread evenly over the sphere.

    Straight in front of a flat surface it is four times as much; of a body that gives off gas on all sides it is right.

    Parameters
    ----------
    flux : array
        Molecules per area and time. [m⁻² s⁻¹]
    area : array
        Area that gives off gas. [m²]
    distance : array
        Distance, well above the size of the surface. [m]
    temperature : array
        Temperature of the surface. [K]
    molecule_mass : array
        Mass of one molecule. [kg]

    Returns
    -------
    array
        Number density; 0 where the surface is out of sight. [m⁻³]

    References
    ----------
    .. [1] Conservation of molecules that fly freely.

    Examples
    --------
    >>> water = 18.015 * 1.66054e-27
    >>> f"{float(density_in_sight(3e-11 / water, 10.0, 1.0, 200.0, water)):.1e}"
    '1.6e+12'
    """
    return flux * area / (4.0 * np.pi * distance**2 * gas_mean_speed(temperature, molecule_mass))


def vented_density(gas_load, vent_area, temperature, molecule_mass):
    """Number density in a chamber that is open to space, 4 Q / (A v).

    Parameters
    ----------
    gas_load : array
        Molecules set free in the chamber per time. [s⁻¹]
    vent_area : array
        Area of the opening. [m²]
    temperature : array
        Temperature of the gas in the chamber. [K]
    molecule_mass : array
        Mass of one molecule. [kg]

    Returns
    -------
    array
        Number density. [m⁻³]

    References
    ----------
    .. [1] Conductance of an opening, a quarter of area times mean speed.

    Examples
    --------
    >>> hydrogen = 2.016 * 1.66054e-27
    >>> f"{float(vented_density(1e9, 0.1, 20.0, hydrogen)):.1e}"
    '8.7e+07'
    """
    return 4.0 * gas_load / (vent_area * gas_mean_speed(temperature, molecule_mass))


def plate_flux(number_density, temperature, molecule_mass, speed, cosine):
    """Molecules that hit a moving plate: the ram, the sides and the wake of a spacecraft.

    Parameters
    ----------
    number_density : array
        Undisturbed molecules per volume. [m⁻³]
    temperature : array
        Temperature of the undisturbed gas. [K]
    molecule_mass : array
        Mass of one molecule. [kg]
    speed : array
        Speed of the plate through the gas. [m/s]
    cosine : array
        Cosine of the angle between the plate's normal and the velocity; 1 is ram, -1 is wake. [1]

    Returns
    -------
    array
        Flux; a quarter of n v at rest. [m⁻² s⁻¹]

    References
    ----------
    .. [1] Bird, Molecular gas dynamics and the direct simulation of gas flows, Oxford, 1994, eq. 4.22.

    Examples
    --------
    >>> oxygen = 16.0 * 1.66054e-27
    >>> ram = plate_flux(1e13, 1000.0, oxygen, 7600.0, 1.0)
    >>> f"{float(ram):.2e}"   # n v
    '7.60e+16'
    """
    from scipy.special import erfc, erfcx

    ratio = speed * np.asarray(cosine, dtype=float) / np.sqrt(2.0 * BOLTZMANN * temperature / molecule_mass)
    away = np.maximum(-ratio, 0.0)
    leaving = np.exp(-(away**2)) * (1.0 - np.sqrt(np.pi) * away * erfcx(away))
    meeting = np.exp(-(ratio**2)) + np.sqrt(np.pi) * ratio * erfc(-ratio)
    return 0.25 * number_density * gas_mean_speed(temperature, molecule_mass) * np.where(ratio < 0.0, leaving, meeting)


def wall_hit_rate(flux, radius, beam=False):
    """Hits on a sphere by a flux that was stated for a wall.

    Parameters
    ----------
    flux : array
        Molecules per area and time. [m⁻² s⁻¹]
    radius : array
        Radius of the sphere. [m]
    beam : bool, optional
        The molecules come from one direction; otherwise from all sides.

    Returns
    -------
    array
        π R² times a beam, 4 π R² times a diffuse flux. [s⁻¹]

    References
    ----------
    .. [1] Cross-section and surface of a sphere.

    Examples
    --------
    >>> round(float(wall_hit_rate(1e11, 120e-9)), 4)   # behind a wake shield
    0.0181
    """
    return (1.0 if beam else 4.0) * np.pi * radius**2 * flux
