"""Shadow of the spherical Earth and the angle of the Sun above the orbit plane."""

import numpy as np

from qtspace_trade.constants import EARTH_RADIUS, SUN_RADIUS
from qtspace_trade.physics.visibility import angle_between


def umbra_function(position, sun):
    """How far a spacecraft is from full shadow: negative in the umbra, zero on the cone.

    The angle between the centres of Sun and Earth as seen from the spacecraft, minus the one at which the Earth just
    covers the whole Sun. Beyond the tip of the cone, 1.4 million km from the Earth, it is positive everywhere.

    Parameters
    ----------
    position : (..., 3) array
        Spacecraft relative to the centre of the Earth, outside the Earth. [m]
    sun : (..., 3) array
        Sun relative to the centre of the Earth. [m]

    Returns
    -------
    (...) array
        Signed angle. [rad]

    References
    ----------
    .. [1] Montenbruck and Gill, Satellite orbits, Springer, 2000, section 3.4.2.

    Examples
    --------
    >>> sun = np.array([149.6e9, 0.0, 0.0])
    >>> umbra_function([[7e6, 0.0, 0.0], [-7e6, 0.0, 0.0]], sun) < 0
    array([False,  True])
    """
    separation, earth, sun_disk = _disks(position, sun)
    return separation - (earth - sun_disk)


def penumbra_function(position, sun):
    """How far a spacecraft is from any shadow: negative in umbra and penumbra, zero on the penumbra's cone.

    Parameters
    ----------
    position : (..., 3) array
        Spacecraft relative to the centre of the Earth, outside the Earth. [m]
    sun : (..., 3) array
        Sun relative to the centre of the Earth. [m]

    Returns
    -------
    (...) array
        Signed angle, below :func:`umbra_function` by the angular diameter of the Sun. [rad]

    References
    ----------
    .. [1] Montenbruck and Gill, Satellite orbits, Springer, 2000, section 3.4.2.

    Examples
    --------
    >>> sun = np.array([149.6e9, 0.0, 0.0])
    >>> difference = umbra_function([-7e6, 0.0, 0.0], sun) - penumbra_function([-7e6, 0.0, 0.0], sun)
    >>> round(float(np.degrees(difference)), 3)
    0.533
    """
    separation, earth, sun_disk = _disks(position, sun)
    return separation - (earth + sun_disk)


def _disks(position, sun):
    """Separation of the centres of Earth and Sun and their angular radii, seen from the spacecraft. [rad]"""
    position = np.asarray(position, dtype=float)
    to_sun = np.asarray(sun, dtype=float) - position
    earth = np.arcsin(np.minimum(EARTH_RADIUS / np.linalg.norm(position, axis=-1), 1.0))
    return angle_between(-position, to_sun), earth, np.arcsin(SUN_RADIUS / np.linalg.norm(to_sun, axis=-1))


def beta_angle(position, velocity, sun):
    """Elevation of the Sun above the orbit plane, positive on the side of the orbital angular momentum.

    Parameters
    ----------
    position : (..., 3) array
        Spacecraft relative to the centre of the Earth. [m]
    velocity : (..., 3) array
        Inertial velocity. [m/s]
    sun : (..., 3) array
        Sun relative to the centre of the Earth. [m]

    Returns
    -------
    (...) array
        Beta angle, -π/2 to π/2. [rad]

    References
    ----------
    .. [1] Definition: complement of the angle between the orbit normal and the Sun.

    Examples
    --------
    >>> round(float(np.degrees(beta_angle([7e6, 0.0, 0.0], [0.0, 7.5e3, 0.0], [0.0, 0.0, 1.5e11]))), 9)
    90.0
    """
    return 0.5 * np.pi - angle_between(np.cross(position, velocity), sun)
