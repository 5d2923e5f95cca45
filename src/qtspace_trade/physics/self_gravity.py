"""Gravity of the spacecraft itself: units at rest, units that move, and the jitter of both."""

import numpy as np

from qtspace_trade.constants import GRAVITATION
from qtspace_trade.physics._checks import _not_negative, _number, _positive


def self_gravity(mass, distance):
    """Gravitational acceleration towards a unit of the spacecraft, G m/d².

    Parameters
    ----------
    mass : array
        Mass of the unit. [kg]
    distance : array
        Distance. [m]

    Returns
    -------
    array
        Acceleration. [m/s²]

    Raises
    ------
    ValueError
        The mass is negative or the distance not positive.

    References
    ----------
    .. [1] Newton's law of gravitation.

    Examples
    --------
    >>> f"{self_gravity(100.0, 1.0):.2e}"
    '6.67e-09'
    """
    return GRAVITATION * _not_negative(mass, "mass", "kg") / _positive(distance, "distance", "m") ** 2


def self_gravity_gradient(mass, distance):
    """Radial gravity gradient of a unit of the spacecraft, 2 G m/d³.

    Parameters
    ----------
    mass : array
        Mass of the unit. [kg]
    distance : array
        Distance. [m]

    Returns
    -------
    array
        Gradient. [s⁻²]

    Raises
    ------
    ValueError
        The mass is negative or the distance not positive.

    References
    ----------
    .. [1] Newton's law of gravitation.

    Examples
    --------
    >>> f"{self_gravity_gradient(5.0, 1.0):.2e}"
    '6.67e-10'
    """
    return 2.0 * self_gravity(mass, distance) / _number(distance)


def gravity_of_units(masses, displacements):
    """Acceleration by several units at known places, as a vector, Σ G m d/|d|³.

    Parameters
    ----------
    masses : (n,) array
        Masses. [kg]
    displacements : (..., n, 3) array
        From the victim to each unit. [m]

    Returns
    -------
    (..., 3) array
        Acceleration. [m/s²]

    Raises
    ------
    ValueError
        A mass is negative or a unit is where the victim is.

    References
    ----------
    .. [1] Newton's law of gravitation.

    Examples
    --------
    >>> balanced = gravity_of_units([100.0, 100.0], [[1.0, 0.0, 0.0], [-1.0, 0.0, 0.0]])
    >>> balanced.tolist()
    [0.0, 0.0, 0.0]
    """
    displacements = np.asarray(displacements, dtype=float)
    distances = np.linalg.norm(displacements, axis=-1)
    pulls = self_gravity(np.asarray(masses, dtype=float), distances) / distances
    return np.sum(pulls[..., None] * displacements, axis=-2)


def moving_mass_acceleration(mass, distance, approach):
    """Change of self-gravity when a mass moves towards the victim, exact difference.

    Parameters
    ----------
    mass : array
        Moving mass. [kg]
    distance : array
        Distance before the move. [m]
    approach : array
        How much nearer it comes; negative if it moves away. [m]

    Returns
    -------
    array
        Change of acceleration. [m/s²]

    Raises
    ------
    ValueError
        The mass is negative, the distance not positive or the approach not shorter than it.

    References
    ----------
    .. [1] Newton's law of gravitation. 2 G m x/d³ is 15 % too low for a move of a tenth of the distance.

    Examples
    --------
    >>> f"{moving_mass_acceleration(5.0, 1.0, 0.1):.2e}"
    '7.83e-11'
    """
    mass, distance, approach = _moved(mass, distance, approach)
    return GRAVITATION * mass * approach * (2.0 * distance - approach) / (distance * (distance - approach)) ** 2


def moving_mass_gradient(mass, distance, approach):
    """Change of the gravity gradient when a mass moves towards the victim, exact difference; 6 G m x/d⁴ for small x.

    Parameters
    ----------
    mass : array
        Moving mass. [kg]
    distance : array
        Distance before the move. [m]
    approach : array
        How much nearer it comes; negative if it moves away. [m]

    Returns
    -------
    array
        Change of the gradient. [s⁻²]

    Raises
    ------
    ValueError
        The mass is negative, the distance not positive or the approach not shorter than it.

    References
    ----------
    .. [1] Newton's law of gravitation.

    Examples
    --------
    >>> f"{moving_mass_gradient(5.0, 1.0, 0.001):.2e}"
    '2.01e-12'
    """
    mass, distance, approach = _moved(mass, distance, approach)
    near = distance - approach
    cubes = approach * (distance**2 + distance * near + near**2)
    return 2.0 * GRAVITATION * mass * cubes / (distance * near) ** 3


def moving_mass_acceleration_asd(mass, distance, displacement_asd):
    """Acceleration noise by a mass that jitters, or by jitter of the victim in its gradient, 2 G m/d³ S_x^(1/2).

    Parameters
    ----------
    mass : array
        Mass. [kg]
    distance : array
        Distance. [m]
    displacement_asd : array
        Amplitude spectral density of the relative motion along the line, small against the distance. [m Hz⁻¹ᐟ²]

    Returns
    -------
    array
        Acceleration noise. [m s⁻² Hz⁻¹ᐟ²]

    Raises
    ------
    ValueError
        Mass or motion are negative or the distance is not positive.

    References
    ----------
    .. [1] :func:`self_gravity_gradient` times the motion.

    Examples
    --------
    >>> f"{moving_mass_acceleration_asd(100.0, 1.0, 1e-9):.2e}"
    '1.33e-17'
    """
    return self_gravity_gradient(mass, distance) * _not_negative(displacement_asd, "displacement", "m/√Hz")


def _moved(mass, distance, approach):
    mass, distance = _not_negative(mass, "mass", "kg"), _positive(distance, "distance", "m")
    _positive(distance - _number(approach), "distance after the move", "m")
    return mass, distance, _number(approach)
