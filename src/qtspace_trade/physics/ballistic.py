"""Free falls in towers, aircraft and on sounding rockets."""

import numpy as np

from qtspace_trade.constants import EARTH_GM, EARTH_RADIUS


def position_velocity(time, apogee_altitude, free_fall_time):
    """Vertical free fall that begins anew each time it ends, its highest point in the middle.

    Gravity is constant along the fall; the place on the Earth is not stated and stands on the x axis.

    Parameters
    ----------
    time : (n,) array
        Time since the start of a fall. [s]
    apogee_altitude : float
        Highest point above the surface. [m]
    free_fall_time : float
        Duration of one fall. [s]

    Returns
    -------
    position : (n, 3) array
        Position relative to the centre of the Earth. [m]
    velocity : (n, 3) array
        Velocity. [m/s]

    References
    ----------
    .. [1] Uniformly accelerated motion.

    Examples
    --------
    >>> position, velocity = position_velocity(np.array([0.0]), 120.0, 9.3)   # catapult of a tower of 120 m
    >>> round(float(velocity[0, 0]), 1)
    45.6
    """
    gravity = EARTH_GM / (EARTH_RADIUS + apogee_altitude) ** 2
    phase = np.mod(np.asarray(time, dtype=float), free_fall_time) - 0.5 * free_fall_time
    up = np.array([1.0, 0.0, 0.0])
    height = EARTH_RADIUS + apogee_altitude - 0.5 * gravity * phase**2
    return height[..., None] * up, -(gravity * phase)[..., None] * up


def height(position):
    """Height above the equatorial radius of the Earth.

    Parameters
    ----------
    position : (..., 3) array
        Position relative to the centre of the Earth. [m]

    Returns
    -------
    (...) array
        Height. [m]

    References
    ----------
    .. [1] Spherical Earth with the equatorial radius of WGS 84.

    Examples
    --------
    >>> float(height([6_378_237.0, 0.0, 0.0]))
    100.0
    """
    return np.linalg.norm(position, axis=-1) - EARTH_RADIUS
