"""Orbits about the Sun that start near the Earth's: Earth-trailing drift-away and inner solar-system orbits."""

import numpy as np

from qtspace_trade.constants import ASTRONOMICAL_UNIT, SUN_GM
from qtspace_trade.physics import kepler
from qtspace_trade.physics.frames import OBLIQUITY, sun_position

VELOCITY_STEP = 60.0  # s


def longitude_of_the_earth(time):
    """Longitude of the Earth seen from the Sun, in the ecliptic.

    Parameters
    ----------
    time : (...) array
        Time TT since J2000.0. [s]

    Returns
    -------
    (...) array
        True longitude from the equinox of J2000. [rad]

    References
    ----------
    .. [1] The direction opposite to `sun_position`.

    Examples
    --------
    >>> round(float(np.degrees(longitude_of_the_earth(0.0))), 1)   # 1 January: the Sun at 280 degrees
    100.4
    """
    x, y, z = np.moveaxis(-sun_position(time), -1, 0)
    return np.arctan2(np.cos(OBLIQUITY) * y + np.sin(OBLIQUITY) * z, x) % (2.0 * np.pi)


def position_velocity(time, start, semi_major_axis, eccentricity, inclination, lag):
    """Spacecraft on a Kepler orbit about the Sun, relative to the Earth.

    At `start` it stands at perihelion, or at aphelion where the semi-major axis is below that of the Earth, and trails
    the Earth by `lag` in longitude; so an orbit with the Earth's distance as its other apsis leaves along the Earth's
    own orbit. The attraction of the planets, the Earth included, is left out.

    Parameters
    ----------
    time : (n,) array
        Time TT since J2000.0. [s]
    start : float
        Time TT since J2000.0 at which the elements hold. [s]
    semi_major_axis : float
        Semi-major axis. [m]
    eccentricity : float
        Eccentricity. [1]
    inclination : float
        Inclination to the ecliptic; the node lies at the starting point. [rad]
    lag : float
        Longitude behind the Earth at the start. [rad]

    Returns
    -------
    position : (n, 3) array
        Position relative to the centre of the Earth, equatorial inertial axes. [m]
    velocity : (n, 3) array
        Velocity in the same axes. [m/s]

    References
    ----------
    .. [1] Kepler's laws; the Sun from the Earth as in `sun_position`.

    Examples
    --------
    >>> position, _ = position_velocity(np.array([0.0]), 0.0, 1.4960e11, 0.0, 0.0, np.radians(20.0))
    >>> round(float(np.linalg.norm(position)) / 1e9)   # LISA trails by 20 degrees: 5e7 km
    52
    """
    time = np.asarray(time, dtype=float)
    motion = kepler.mean_motion(semi_major_axis, SUN_GM)
    apsis = np.pi if semi_major_axis < ASTRONOMICAL_UNIT else 0.0
    node = longitude_of_the_earth(start) - lag
    cosine, sine = np.cos(OBLIQUITY), np.sin(OBLIQUITY)

    def position_at(moment):
        anomaly = kepler.eccentric_anomaly(apsis + motion * (moment - start), eccentricity)
        ecliptic, _ = kepler.position_velocity(semi_major_axis, eccentricity, inclination, node, -apsis, anomaly)
        x, y, z = np.moveaxis(ecliptic, -1, 0)
        return sun_position(moment) + np.stack([x, cosine * y - sine * z, sine * y + cosine * z], axis=-1)

    later, earlier = position_at(time + VELOCITY_STEP), position_at(time - VELOCITY_STEP)
    return position_at(time), (later - earlier) / (2.0 * VELOCITY_STEP)
