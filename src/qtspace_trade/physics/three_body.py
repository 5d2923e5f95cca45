"""Sun-Earth libration points L1 and L2, and first-order motion about them."""

from typing import NamedTuple

import numpy as np

from qtspace_trade.constants import ASTRONOMICAL_UNIT, EARTH_GM, MOON_GM, SUN_GM
from qtspace_trade.physics.frames import OBLIQUITY, sun_position

EARTH_MOON_MASS_RATIO = 3.040_423_404_760_033_3e-06  # (Earth + Moon)/(Sun + Earth + Moon), from the GM of DE440:
# Park et al., Astron. J. 161, 105 (2021), doi 10.3847/1538-3881/abd414

NEWTON_STEPS = 12
VELOCITY_STEP = 600.0  # s, central difference; error below 1e-6 m/s
ECLIPTIC_POLE = (0.0, -np.sin(OBLIQUITY), np.cos(OBLIQUITY))


class LibrationConstants(NamedTuple):
    """Linear motion about a collinear point; frequencies in units of the mean motion of the primaries. [1]"""

    c2: float
    in_plane_frequency: float
    out_of_plane_frequency: float
    axis_ratio: float


def libration_gamma(mass_ratio, point):
    """Distance of a collinear point from the smaller primary, over the distance of the primaries.

    Parameters
    ----------
    mass_ratio : float
        Mass of the smaller primary over that of both. [1]
    point : int
        1 between the primaries, 2 beyond the smaller one. [1]

    Returns
    -------
    float
        Distance. [1]

    Raises
    ------
    ValueError
        `point` is neither 1 nor 2.

    References
    ----------
    .. [1] Szebehely, Theory of orbits, Academic Press, 1967, chapter 4; root of the quintic by Newton's method.

    Examples
    --------
    >>> round(libration_gamma(3.0404234047600333e-06, 1), 9), round(libration_gamma(3.0404234047600333e-06, 2), 9)
    (0.010010977, 0.01007824)
    """
    side = _side(point)
    quintic = np.polynomial.Polynomial(
        [-mass_ratio, -side * 2 * mass_ratio, -mass_ratio, 3 - 2 * mass_ratio, side * (3 - mass_ratio), 1]
    )
    slope = quintic.deriv()
    gamma = np.cbrt(mass_ratio / 3.0)
    for _ in range(NEWTON_STEPS):
        gamma = gamma - quintic(gamma) / slope(gamma)
    return float(gamma)


def libration_distance(point, primaries_distance=ASTRONOMICAL_UNIT, mass_ratio=EARTH_MOON_MASS_RATIO):
    """Distance of L1 or L2 from the smaller primary.

    Parameters
    ----------
    point : int
        1 between the primaries, 2 beyond the smaller one. [1]
    primaries_distance : array, optional
        Distance of the primaries, by default of Sun and Earth. [m]
    mass_ratio : float, optional
        Mass of the smaller primary over that of both. [1]

    Returns
    -------
    array
        Distance. [m]

    References
    ----------
    .. [1] :func:`libration_gamma`.

    Examples
    --------
    >>> round(libration_distance(2) / 1e6)   # in 1000 km
    1508
    """
    return libration_gamma(mass_ratio, point) * primaries_distance


def libration_constants(point, mass_ratio=EARTH_MOON_MASS_RATIO):
    """Constants of the linear motion about L1 or L2.

    Parameters
    ----------
    point : int
        1 between the primaries, 2 beyond the smaller one. [1]
    mass_ratio : float, optional
        Mass of the smaller primary over that of both. [1]

    Returns
    -------
    LibrationConstants
        The coefficient c2, the in-plane frequency λ, the out-of-plane frequency sqrt(c2) and the ratio k of the
        in-plane amplitudes along the orbit of the primaries and towards them. [1]

    References
    ----------
    .. [1] Richardson, Celest. Mech. 22, 241 (1980), doi 10.1007/BF01229511.

    Examples
    --------
    >>> c2, in_plane, out_of_plane, ratio = libration_constants(1)
    >>> round(c2, 5), round(in_plane, 5), round(ratio, 5)   # the worked example of the paper
    (4.06107, 2.08645, 3.22927)
    """
    gamma = libration_gamma(mass_ratio, point)
    c2 = mass_ratio / gamma**3 + (1.0 - mass_ratio) / (1.0 + _side(point) * gamma) ** 3
    in_plane = np.sqrt(0.5 * (2.0 - c2 + np.sqrt(9.0 * c2**2 - 8.0 * c2)))
    ratio = (in_plane**2 + 1.0 + 2.0 * c2) / (2.0 * in_plane)
    return LibrationConstants(float(c2), float(in_plane), float(np.sqrt(c2)), float(ratio))


def linear_lissajous(time, point, amplitude_y, amplitude_z, phase_y=0.0, phase_z=0.0, halo=False):
    """First-order motion about the Sun-Earth point L1 or L2, placed with the real direction and distance of the Sun.

    About the point, with x from the Sun to the Earth, z to the north of the ecliptic and τ in units of the Earth's mean
    motion: x = -(A_y/k) cos(λτ + φ_y), y = A_y sin(λτ + φ_y), z = A_z sin(ντ + φ_z). All lengths scale with the
    distance of the Sun. The Earth stands for the centre of mass of Earth and Moon (4700 km off).

    Parameters
    ----------
    time : (...) array
        Time TT since J2000.0; phases hold at J2000.0. [s]
    point : int
        1 between Sun and Earth, 2 beyond the Earth. [1]
    amplitude_y : float
        Amplitude along the orbit of the Earth, at 1 au. [m]
    amplitude_z : float
        Amplitude out of the ecliptic, at 1 au. [m]
    phase_y, phase_z : float, optional
        Phases in and out of the plane. [rad]
    halo : bool, optional
        Take the in-plane frequency for the motion out of the plane too, as large amplitudes do.

    Returns
    -------
    position : (..., 3) array
        Position relative to the centre of the Earth, equatorial inertial axes. [m]
    velocity : (..., 3) array
        Velocity in the same axes. [m/s]

    References
    ----------
    .. [1] Richardson, Celest. Mech. 22, 241 (1980), doi 10.1007/BF01229511.

    Examples
    --------
    >>> position, _ = linear_lissajous(0.0, 2, 0.0, 0.0)   # L2 itself, near perihelion
    >>> round(float(np.linalg.norm(position)) / 1e6)   # in 1000 km
    1483
    """
    constants = libration_constants(point)
    gamma, side = libration_gamma(EARTH_MOON_MASS_RATIO, point), _side(point)
    motion = np.sqrt((SUN_GM + EARTH_GM + MOON_GM) / ASTRONOMICAL_UNIT**3)
    vertical_frequency = constants.in_plane_frequency if halo else constants.out_of_plane_frequency

    def position_at(moment):
        sun = sun_position(moment)
        sun_distance = np.linalg.norm(sun, axis=-1, keepdims=True)
        away = -sun / sun_distance
        in_plane = (constants.in_plane_frequency * motion * moment + phase_y)[..., None]
        out_of_plane = (vertical_frequency * motion * moment + phase_z)[..., None]
        along_x = side * gamma - amplitude_y / constants.axis_ratio * np.cos(in_plane) / ASTRONOMICAL_UNIT
        along_y = amplitude_y * np.sin(in_plane) / ASTRONOMICAL_UNIT
        along_z = amplitude_z * np.sin(out_of_plane) / ASTRONOMICAL_UNIT
        pole = np.asarray(ECLIPTIC_POLE)
        return sun_distance * (along_x * away + along_y * np.cross(pole, away) + along_z * pole)

    time = np.asarray(time, dtype=float)
    later, earlier = position_at(time + VELOCITY_STEP), position_at(time - VELOCITY_STEP)
    return position_at(time), (later - earlier) / (2.0 * VELOCITY_STEP)


def _side(point):
    if point not in (1, 2):
        raise ValueError(f"libration point {point}: expected 1 or 2")
    return -1 if point == 1 else 1
