"""Shadow of spherical bodies, how much of the Sun they cover, and the angle of the Sun above the orbit plane."""

from typing import NamedTuple

import numpy as np

from qtspace_trade.constants import EARTH_RADIUS, SUN_RADIUS
from qtspace_trade.physics.frames import distance
from qtspace_trade.physics.visibility import angle_between

MOON_RADIUS = 1_737_400.0  # m, mean: IAU report of 2015, Archinal et al., Celest. Mech. Dyn. Astron. 130, 22 (2018)
EARTH_CENTRE = (0.0, 0.0, 0.0)


class Disks(NamedTuple):
    """Sun and occulting body as seen from a spacecraft: separation of the centres and angular radii. [rad]"""

    separation: np.ndarray
    body: np.ndarray
    sun: np.ndarray


class Shadows(NamedTuple):
    """Signed angles, each negative inside the part of the shadow of that name. [rad]"""

    penumbra: np.ndarray
    umbra: np.ndarray
    annulus: np.ndarray


def apparent_disks(position, sun, body=EARTH_CENTRE, radius=EARTH_RADIUS):
    """Separation and angular radii of the Sun and of a spherical body, as seen from a spacecraft.

    Parameters
    ----------
    position : (..., 3) array
        Spacecraft relative to the centre of the Earth, outside the body. [m]
    sun : (..., 3) array
        Sun relative to the centre of the Earth. [m]
    body : (..., 3) array, optional
        Occulting body relative to the centre of the Earth; the Earth itself unless given. [m]
    radius : float, optional
        Radius of the body. [m]

    Returns
    -------
    Disks
        Separation of the centres, angular radius of the body and of the Sun. [rad]

    References
    ----------
    .. [1] Montenbruck and Gill, Satellite orbits, Springer, 2000, section 3.4.2.

    Examples
    --------
    >>> disks = apparent_disks([-7e6, 0.0, 0.0], [149.6e9, 0.0, 0.0])
    >>> np.round(np.degrees(disks), 2).tolist()
    [0.0, 65.67, 0.27]
    """
    position = np.asarray(position, dtype=float)
    to_sun, to_body = np.subtract(sun, position), np.subtract(body, position)
    body_disk = np.arcsin(np.minimum(radius / distance(to_body), 1.0))
    return Disks(angle_between(to_body, to_sun), body_disk, np.arcsin(SUN_RADIUS / distance(to_sun)))


def shadow_functions(position, sun, body=EARTH_CENTRE, radius=EARTH_RADIUS):
    """How far a spacecraft is from penumbra, umbra and annulus of a spherical body.

    In the umbra the body covers the whole Sun, in the annulus it stands wholly before the Sun and leaves a ring, in the
    penumbra it covers any of it. Umbra and annulus lie in the penumbra and meet at the tip of the umbra.

    Parameters
    ----------
    position : (..., 3) array
        Spacecraft relative to the centre of the Earth, outside the body. [m]
    sun : (..., 3) array
        Sun relative to the centre of the Earth. [m]
    body : (..., 3) array, optional
        Occulting body relative to the centre of the Earth; the Earth itself unless given. [m]
    radius : float, optional
        Radius of the body. [m]

    Returns
    -------
    Shadows
        Signed angles, each negative inside and zero on the cone. [rad]

    References
    ----------
    .. [1] Montenbruck and Gill, Satellite orbits, Springer, 2000, section 3.4.2.

    Examples
    --------
    >>> behind_the_tip = shadow_functions([-1.5e9, 0.0, 0.0], [149.6e9, 0.0, 0.0])
    >>> [bool(angle < 0) for angle in behind_the_tip]
    [True, False, True]
    """
    separation, body_disk, sun_disk = apparent_disks(position, sun, body, radius)
    return Shadows(
        separation - (body_disk + sun_disk), separation - (body_disk - sun_disk), separation - (sun_disk - body_disk)
    )


def umbra_function(position, sun, body=EARTH_CENTRE, radius=EARTH_RADIUS):
    """How far a spacecraft is from full shadow: negative in the umbra, zero on the cone.

    The angle between the centres of Sun and body as seen from the spacecraft, minus the one at which the body just
    covers the whole Sun. Beyond the tip of the cone, 1.4 million km from the Earth, it is positive everywhere.

    Parameters
    ----------
    position : (..., 3) array
        Spacecraft relative to the centre of the Earth, outside the body. [m]
    sun : (..., 3) array
        Sun relative to the centre of the Earth. [m]
    body : (..., 3) array, optional
        Occulting body relative to the centre of the Earth; the Earth itself unless given. [m]
    radius : float, optional
        Radius of the body. [m]

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
    return shadow_functions(position, sun, body, radius).umbra


def penumbra_function(position, sun, body=EARTH_CENTRE, radius=EARTH_RADIUS):
    """How far a spacecraft is from any shadow: negative in umbra and penumbra, zero on the penumbra's cone.

    Parameters
    ----------
    position : (..., 3) array
        Spacecraft relative to the centre of the Earth, outside the body. [m]
    sun : (..., 3) array
        Sun relative to the centre of the Earth. [m]
    body : (..., 3) array, optional
        Occulting body relative to the centre of the Earth; the Earth itself unless given. [m]
    radius : float, optional
        Radius of the body. [m]

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
    return shadow_functions(position, sun, body, radius).penumbra


def covered_share(position, sun, body=EARTH_CENTRE, radius=EARTH_RADIUS):
    """Share of the Sun's disk that a spherical body covers: 0 in sunlight, 1 in the umbra.

    Both disks are taken as flat, which is within 0.003 of the sphere for the Earth as seen from 200 km up.
    Darkening of the Sun towards its limb and the air of the Earth are left out.

    Parameters
    ----------
    position : (..., 3) array
        Spacecraft relative to the centre of the Earth, outside the body. [m]
    sun : (..., 3) array
        Sun relative to the centre of the Earth. [m]
    body : (..., 3) array, optional
        Occulting body relative to the centre of the Earth; the Earth itself unless given. [m]
    radius : float, optional
        Radius of the body. [m]

    Returns
    -------
    (...) array
        Covered share of the area. [1]

    References
    ----------
    .. [1] Montenbruck and Gill, Satellite orbits, Springer, 2000, section 3.4.2.

    Examples
    --------
    >>> sun = [149.6e9, 0.0, 0.0]
    >>> round(float(covered_share([-1.5e9, 0.0, 0.0], sun)), 2)   # the Earth before the Sun, from L2
    0.85
    """
    separation, body_disk, sun_disk = apparent_disks(position, sun, body, radius)
    nearest = np.maximum(np.abs(body_disk - sun_disk), np.finfo(float).tiny)
    apart = np.clip(separation, nearest, body_disk + sun_disk)
    to_chord = 0.5 * (apart + (sun_disk - body_disk) * (sun_disk + body_disk) / apart)
    sides = (sun_disk + body_disk - apart, apart + sun_disk - body_disk, apart - sun_disk + body_disk)
    half_chord = np.sqrt(np.prod([np.maximum(side, 0.0) for side in sides], axis=0) * (apart + sun_disk + body_disk))
    half_chord = 0.5 * half_chord / apart
    sun_sector = sun_disk**2 * np.arctan2(half_chord, to_chord)
    covered = sun_sector + body_disk**2 * np.arctan2(half_chord, apart - to_chord) - apart * half_chord
    return np.clip(covered / (np.pi * sun_disk**2), 0.0, 1.0)


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
