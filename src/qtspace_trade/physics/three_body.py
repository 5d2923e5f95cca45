"""Circular restricted three-body problem, libration points L1 and L2, and first-order motion about those of Sun and Earth.

The problem is in rotating axes: the origin is the centre of mass, x points from the larger to the smaller primary and z
along the angular momentum of both. Lengths are over the distance of the primaries and times are multiplied by their mean
motion, so that one revolution is 2π.
"""

from typing import NamedTuple

import numpy as np

from qtspace_trade.constants import ASTRONOMICAL_UNIT, EARTH_GM, MOON_GM, SUN_GM
from qtspace_trade.physics.frames import OBLIQUITY, sun_position

EARTH_MOON_MASS_RATIO = 3.040_423_404_760_033_3e-06  # (Earth + Moon)/(Sun + Earth + Moon), from the GM of DE440:
# Park et al., Astron. J. 161, 105 (2021), doi 10.3847/1538-3881/abd414

NEWTON_STEPS = 12
VELOCITY_STEP = 600.0  # s, central difference; error below 1e-6 m/s
ECLIPTIC_POLE = (0.0, -np.sin(OBLIQUITY), np.cos(OBLIQUITY))
CENTRIFUGAL = np.array([1.0, 1.0, 0.0])
IDENTITY = np.eye(3)
CORIOLIS = np.array([[0.0, 2.0, 0.0], [-2.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
RELATIVE_TOLERANCE = 1e-13
ABSOLUTE_TOLERANCE = 1e-15
COLLISION = 1e-6  # over the distance of the primaries, 150 km for Sun and Earth


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


def potential_gradient(position, mass_ratio):
    """Gradient of Ω = (x² + y²)/2 + (1 - μ)/r1 + μ/r2: the acceleration of a body at rest in the rotating axes.

    Parameters
    ----------
    position : (..., 3) array
        Position in rotating axes. [1]
    mass_ratio : float
        Mass of the smaller primary over that of both. [1]

    Returns
    -------
    (..., 3) array
        Gradient. [1]

    References
    ----------
    .. [1] Szebehely, Theory of orbits, Academic Press, 1967, section 10.2.

    Examples
    --------
    >>> gradient = potential_gradient([0.5 - 0.01, np.sqrt(0.75), 0.0], 0.01)   # L4 is at rest
    >>> bool(np.max(np.abs(gradient)) < 1e-15)
    True
    """
    position = np.asarray(position, dtype=float)
    masses, offsets, squares = _primaries(position, mass_ratio)
    pulls = masses * squares**-1.5
    return CENTRIFUGAL * position - (pulls[..., None, :] @ offsets)[..., 0, :]


def potential_hessian(position, mass_ratio):
    """Second derivatives of the potential of :func:`potential_gradient`.

    Parameters
    ----------
    position : (..., 3) array
        Position in rotating axes. [1]
    mass_ratio : float
        Mass of the smaller primary over that of both. [1]

    Returns
    -------
    (..., 3, 3) array
        Matrix of second derivatives. [1]

    References
    ----------
    .. [1] Szebehely, Theory of orbits, Academic Press, 1967, section 10.2.

    Examples
    --------
    >>> place = 1.0 - EARTH_MOON_MASS_RATIO - libration_gamma(EARTH_MOON_MASS_RATIO, 1)
    >>> hessian = potential_hessian([place, 0.0, 0.0], EARTH_MOON_MASS_RATIO)   # 1 + 2 c2, 1 - c2 and -c2
    >>> np.round(np.diagonal(hessian), 3).tolist()
    [9.122, -3.061, -4.061]
    """
    masses, offsets, squares = _primaries(np.asarray(position, dtype=float), mass_ratio)
    pulls = masses * squares**-1.5
    tides = (3.0 * pulls / squares)[..., None] * offsets
    return np.diag(CENTRIFUGAL) - pulls.sum(axis=-1)[..., None, None] * IDENTITY + tides.swapaxes(-1, -2) @ offsets


def state_rate(state, mass_ratio):
    """Equations of motion of the circular restricted three-body problem.

    Parameters
    ----------
    state : (..., 6) array
        Position and velocity in rotating axes. [1]
    mass_ratio : float
        Mass of the smaller primary over that of both. [1]

    Returns
    -------
    (..., 6) array
        Velocity and acceleration. [1]

    References
    ----------
    .. [1] Szebehely, Theory of orbits, Academic Press, 1967, section 10.2.

    Examples
    --------
    >>> state_rate([0.0, 0.0, 0.0, 0.5, 0.0, 0.0], 0.5).tolist()   # halfway between equal masses, Coriolis only
    [0.5, 0.0, 0.0, 0.0, -1.0, 0.0]
    """
    state = np.asarray(state, dtype=float)
    velocity = state[..., 3:]
    acceleration = potential_gradient(state[..., :3], mass_ratio) + velocity @ CORIOLIS.T
    return np.concatenate([velocity, acceleration], axis=-1)


def jacobi_constant(state, mass_ratio):
    """Integral of motion C = 2 Ω - v² of the circular restricted three-body problem.

    Parameters
    ----------
    state : (..., 6) array
        Position and velocity in rotating axes. [1]
    mass_ratio : float
        Mass of the smaller primary over that of both. [1]

    Returns
    -------
    (...) array
        Jacobi constant, without the term μ (1 - μ) that some authors add. [1]

    References
    ----------
    .. [1] Szebehely, Theory of orbits, Academic Press, 1967, section 10.2.

    Examples
    --------
    >>> round(float(jacobi_constant([0.5 - 0.01, np.sqrt(0.75), 0.0, 0.0, 0.0, 0.0], 0.01)), 10)   # L4: 3 - μ (1 - μ)
    2.9901
    """
    state = np.asarray(state, dtype=float)
    masses, _, squares = _primaries(state[..., :3], mass_ratio)
    potential = 2.0 * np.sum(masses / np.sqrt(squares), axis=-1)
    return state[..., 0] ** 2 + state[..., 1] ** 2 + potential - np.sum(state[..., 3:] ** 2, axis=-1)


def propagate(state, duration, mass_ratio):
    """End of a trajectory and its derivative with respect to the start, the state transition matrix.

    Several starts are integrated together with common steps.

    Parameters
    ----------
    state : (..., 6) array
        Start: position and velocity in rotating axes. [1]
    duration : float
        Time from start to end, negative to go back. [1]
    mass_ratio : float
        Mass of the smaller primary over that of both. [1]

    Returns
    -------
    end : (..., 6) array
        Position and velocity at the end. [1]
    transition : (..., 6, 6) array
        Derivatives of the end, by rows, with respect to the start, by columns. [1]

    Raises
    ------
    ValueError
        The trajectory comes within 1e-6 of a primary.

    References
    ----------
    .. [1] Hairer, Nørsett and Wanner, Solving ordinary differential equations I, 2nd ed., Springer, 1993, section II.10;
       DOP853 with a relative tolerance of 1e-13.

    Examples
    --------
    >>> end, transition = propagate([0.8, 0.0, 0.1, 0.0, 0.2, 0.0], 1.0, 0.01)
    >>> round(float(np.linalg.det(transition)), 9)   # volumes in phase space stay
    1.0
    """
    from scipy.integrate import solve_ivp

    state = np.asarray(state, dtype=float)
    shape = (*state.shape[:-1], 6, 7)

    def rate(_, packed):
        columns = packed.reshape(shape)
        rates = np.empty(shape)
        rates[..., 0] = state_rate(columns[..., 0], mass_ratio)
        position, velocity = columns[..., :3, 1:], columns[..., 3:, 1:]
        rates[..., :3, 1:] = velocity
        rates[..., 3:, 1:] = potential_hessian(columns[..., :3, 0], mass_ratio) @ position + CORIOLIS @ velocity
        return rates.ravel()

    def clearance(_, packed):
        _, _, squares = _primaries(packed.reshape(shape)[..., :3, 0], mass_ratio)
        return np.sqrt(np.min(squares)) - COLLISION

    clearance.terminal = True
    start = np.concatenate([state[..., None], np.broadcast_to(np.eye(6), (*state.shape, 6))], axis=-1)
    solution = solve_ivp(
        rate, (0.0, duration), start.ravel(), "DOP853", t_eval=[duration], events=clearance,
        rtol=RELATIVE_TOLERANCE, atol=ABSOLUTE_TOLERANCE,
    )  # fmt: skip
    if solution.status != 0:
        raise ValueError(f"trajectory from {state.tolist()} over {duration}: expected one without a collision")
    end = solution.y[:, -1].reshape(shape)
    return end[..., 0], end[..., 1:]


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


def _primaries(position, mass_ratio):
    places = np.array([[-mass_ratio, 0.0, 0.0], [1.0 - mass_ratio, 0.0, 0.0]])
    offsets = position[..., None, :] - places
    return np.array([1.0 - mass_ratio, mass_ratio]), offsets, np.einsum("...i,...i->...", offsets, offsets)


def _side(point):
    if point not in (1, 2):
        raise ValueError(f"libration point {point}: expected 1 or 2")
    return -1 if point == 1 else 1
