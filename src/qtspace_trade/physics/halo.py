"""Halo, Lyapunov and Lissajous orbits about L1 and L2 as solutions of the circular restricted three-body problem.

States are in the rotating axes of :mod:`three_body`: lengths over the distance of the primaries, times multiplied by
their mean motion. :func:`position_velocity` places them about the Earth. The orbits are unstable, errors grow by a factor
of about 2000 per revolution: no trajectory is integrated over more than half a revolution at a time.
"""

import math
from typing import NamedTuple

import numpy as np

from qtspace_trade.constants import ASTRONOMICAL_UNIT, EARTH_GM, MOON_GM, SUN_GM
from qtspace_trade.physics.frames import moon_position, sun_position
from qtspace_trade.physics.three_body import (
    ABSOLUTE_TOLERANCE,
    CORIOLIS,
    EARTH_MOON_MASS_RATIO,
    ECLIPTIC_POLE,
    RELATIVE_TOLERANCE,
    jacobi_constant,
    libration_constants,
    libration_gamma,
    potential_gradient,
    potential_hessian,
    propagate,
    state_rate,
)

TURN = 2.0 * np.pi
MEAN_MOTION = math.sqrt((SUN_GM + EARTH_GM + MOON_GM) / ASTRONOMICAL_UNIT**3)  # of Sun and Earth with Moon, rad/s
MOON_SHARE = MOON_GM / (EARTH_GM + MOON_GM)

MIRROR = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])  # time reversal in the plane y = 0
SPATIAL = ([0, 2, 4], [1, 3, 5])  # free at the start: x, z, vy; zero half a period later: y, vx, vz
PLANAR = ([0, 4], [1, 3])
NEWTON_STEPS = 20
CONVERGED = 1e-11  # last step of Newton's method, whose next one would be its square
CONTINUOUS = 1e-9  # gaps between arcs before the last step
PERIOD_WEIGHT = 1e4  # of a change of the state against one of the period

DIRECT_AMPLITUDE = 0.3  # over the distance of the point from the smaller primary
DIRECT_PLANAR_AMPLITUDE = 0.05
FIRST_STEP, SMALLEST_STEP, LARGEST_STEP = 0.1, 1e-3, 0.3
CONTINUATION_STEPS = 60
CLEARANCE = 0.02  # of the smaller primary, over the distance of the point from it

HARMONICS = 10  # order of the Fourier series of a torus
REMAINDER = 5e-3  # of the equations of motion, over the distance of the point from the smaller primary
ARCS_PER_REVOLUTION = 6
NODE_STEP = TURN / 256.0
PLACEMENT_STEP = 3 * 3600.0  # s, between nodes of Sun and Moon
PLACEMENT_MARGIN = 12  # nodes, beyond which the ends of the spline are not felt


class ThirdOrderHalo(NamedTuple):
    """Third-order approximation of a halo orbit: amplitudes, period and the series in the phase. [1]"""

    amplitude_x: float
    amplitude_y: float
    amplitude_z: float
    period: float
    cosines_x: tuple
    sines_y: tuple
    cosines_z: tuple


class PeriodicOrbit(NamedTuple):
    """Periodic orbit, symmetric about the plane y = 0, by its state in that plane with vx = vz = 0. [1]"""

    state: tuple
    period: float
    jacobi_constant: float
    mass_ratio: float
    point: int


class LissajousTorus(NamedTuple):
    """Quasi-periodic motion as Fourier series: multiples of two angles in x, y and in z, coefficients, frequencies. [1]"""

    multiples_xy: np.ndarray
    multiples_z: np.ndarray
    cosines_x: np.ndarray
    sines_y: np.ndarray
    cosines_z: np.ndarray
    in_plane_frequency: float
    out_of_plane_frequency: float


class Trajectory(NamedTuple):
    """Motion over time: piecewise polynomials of the position in rotating axes, periodic or over one span. [1]"""

    position: object
    mass_ratio: float
    point: int


def third_order_halo(point, amplitude_z, northern=True, mass_ratio=EARTH_MOON_MASS_RATIO):
    """Richardson's third-order approximation of a halo orbit.

    The amplitudes are those of the first-order terms; the true extent differs by some per cent, and differs between the
    two sides. Amplitude 0 gives the smallest halo in the plane, A_x = sqrt(-Δ/l1): there the halos branch off from the
    planar Lyapunov orbits.

    Parameters
    ----------
    point : int
        1 between the primaries, 2 beyond the smaller one. [1]
    amplitude_z : float
        Amplitude out of the plane, over the distance of the primaries. [1]
    northern : bool, optional
        Whether the greatest distance from the plane is on the side of positive z. At L1 the northern halos are those of
        class I of the paper, at L2 those of class II.
    mass_ratio : float, optional
        Mass of the smaller primary over that of both. [1]

    Returns
    -------
    ThirdOrderHalo
        Amplitudes, period and series coefficients. [1]

    Raises
    ------
    ValueError
        The amplitude is negative.

    References
    ----------
    .. [1] Richardson, Celest. Mech. 22, 241 (1980), doi 10.1007/BF01229511: solution, amplitude constraint and appendix.

    Examples
    --------
    >>> halo = third_order_halo(1, 110e6 / ASTRONOMICAL_UNIT)   # ISEE-3, the example of the paper: 206 000, 665 000 km
    >>> round(halo.amplitude_x * ASTRONOMICAL_UNIT / 1e6), round(halo.amplitude_y * ASTRONOMICAL_UNIT / 1e6)
    (206, 665)
    """
    if amplitude_z < 0.0:
        raise ValueError(f"halo amplitude {amplitude_z:.6g}: expected 0 or more")
    gamma = libration_gamma(mass_ratio, point)
    c2, motion, _, k = libration_constants(point, mass_ratio)
    c3, c4 = _legendre(3, point, mass_ratio), _legendre(4, point, mass_ratio)

    d1 = 3.0 * motion**2 / k * (k * (6.0 * motion**2 - 1.0) - 2.0 * motion)
    d2 = 8.0 * motion**2 / k * (k * (11.0 * motion**2 - 1.0) - 2.0 * motion)
    a21 = 3.0 * c3 * (k**2 - 2.0) / (4.0 * (1.0 + 2.0 * c2))
    a22 = 3.0 * c3 / (4.0 * (1.0 + 2.0 * c2))
    a23 = -3.0 * c3 * motion / (4.0 * k * d1) * (3.0 * k**3 * motion - 6.0 * k * (k - motion) + 4.0)
    a24 = -3.0 * c3 * motion / (4.0 * k * d1) * (2.0 + 3.0 * k * motion)
    b21 = -3.0 * c3 * motion / (2.0 * d1) * (3.0 * k * motion - 4.0)
    b22 = 3.0 * c3 * motion / d1
    d21 = -c3 / (2.0 * motion**2)
    square_x = 3.0 * c3 * (2.0 * a23 - k * b21) + c4 * (2.0 + 3.0 * k**2)
    square_y = 4.0 * c3 * (k * a23 - b21) + k * c4 * (4.0 + k**2)
    mixed_x = c3 * (k * b22 + d21 - 2.0 * a24) - c4
    mixed_y = 4.0 * c3 * (k * a24 - b22) + k * c4
    along, across = 9.0 * motion**2 + 1.0 - c2, 9.0 * motion**2 + 1.0 + 2.0 * c2
    a31 = (-9.0 * motion / 4.0 * square_y + along / 2.0 * square_x) / d2
    a32 = -(9.0 * motion / 4.0 * mixed_y + 1.5 * along * mixed_x) / d2
    b31 = 0.375 * (-8.0 * motion * square_x + across * square_y) / d2
    b32 = (9.0 * motion * mixed_x + 0.375 * across * mixed_y) / d2
    d31 = 3.0 / (64.0 * motion**2) * (4.0 * c3 * a24 + c4)
    d32 = 3.0 / (64.0 * motion**2) * (4.0 * c3 * (a23 - d21) + c4 * (4.0 + k**2))

    scale = 2.0 * motion * (motion * (1.0 + k**2) - 2.0 * k)
    s1 = 1.5 * c3 * (2.0 * a21 * (k**2 - 2.0) - a23 * (k**2 + 2.0) - 2.0 * k * b21)
    s1 = (s1 - 0.375 * c4 * (3.0 * k**4 - 8.0 * k**2 + 8.0)) / scale
    s2 = 1.5 * c3 * (2.0 * a22 * (k**2 - 2.0) + a24 * (k**2 + 2.0) + 2.0 * k * b22 + 5.0 * d21)
    s2 = (s2 + 0.375 * c4 * (12.0 - k**2)) / scale
    l1 = -1.5 * c3 * (2.0 * a21 + a23 + 5.0 * d21) - 0.375 * c4 * (12.0 - k**2) + 2.0 * motion**2 * s1
    l2 = 1.5 * c3 * (a24 - 2.0 * a22) + 1.125 * c4 + 2.0 * motion**2 * s2

    z = amplitude_z / gamma
    x = math.sqrt((c2 - motion**2 - l2 * z**2) / l1)
    sign = gamma if northern == (point == 1) else -gamma
    return ThirdOrderHalo(
        gamma * x,
        gamma * k * x,
        amplitude_z,
        TURN / (motion * (1.0 + s1 * x**2 + s2 * z**2)),
        (gamma * (a21 * x**2 + a22 * z**2), -gamma * x, gamma * (a23 * x**2 - a24 * z**2),
         gamma * (a31 * x**3 - a32 * x * z**2)),
        (0.0, gamma * k * x, gamma * (b21 * x**2 - b22 * z**2), gamma * (b31 * x**3 - b32 * x * z**2)),
        (-3.0 * sign * d21 * x * z, sign * z, sign * d21 * x * z, sign * (d32 * z * x**2 - d31 * z**3)),
    )  # fmt: skip


def third_order_state(phase, halo, point, mass_ratio=EARTH_MOON_MASS_RATIO):
    """State on the third-order approximation of a halo orbit.

    Parameters
    ----------
    phase : (...) array
        Phase, 0 at the crossing of y = 0 on the side of the larger primary. [rad]
    halo : ThirdOrderHalo
        Result of :func:`third_order_halo`. [1]
    point : int
        1 between the primaries, 2 beyond the smaller one. [1]
    mass_ratio : float, optional
        Mass of the smaller primary over that of both. [1]

    Returns
    -------
    (..., 6) array
        Position and velocity in rotating axes. [1]

    References
    ----------
    .. [1] Richardson, Celest. Mech. 22, 241 (1980), doi 10.1007/BF01229511.

    Examples
    --------
    >>> state = third_order_state(0.0, third_order_halo(1, 110e6 / ASTRONOMICAL_UNIT), 1)
    >>> np.round(state, 6).tolist()
    [0.988874, 0.0, 0.000811, 0.0, 0.008877, 0.0]
    """
    orders = np.arange(4)
    angles = np.asarray(phase, dtype=float)[..., None] * orders
    cosines, sines, rates = np.cos(angles), np.sin(angles), TURN / halo.period * orders
    x, y, z = np.array(halo.cosines_x), np.array(halo.sines_y), np.array(halo.cosines_z)
    return np.stack(
        [
            _point_x(point, mass_ratio) + cosines @ x, sines @ y, cosines @ z,
            sines @ (-rates * x), cosines @ (rates * y), sines @ (-rates * z),
        ],
        axis=-1,
    )  # fmt: skip


def halo_orbit(point, amplitude_z, northern=True, mass_ratio=EARTH_MOON_MASS_RATIO):
    """Periodic halo orbit about L1 or L2.

    The start is the third-order approximation at phase 0; its z is kept, and x, vy and the period are corrected until the
    orbit closes. Larger orbits are reached along the family from a smaller one. Towards amplitude 0 the halos end in the
    plane, where they branch off from the Lyapunov orbits. Towards large amplitudes z at phase 0 has a maximum along the
    family; members beyond it are found with :func:`periodic_orbit` from a state near them.

    Parameters
    ----------
    point : int
        1 between the primaries, 2 beyond the smaller one. [1]
    amplitude_z : float
        Amplitude A_z of the third-order approximation, :func:`third_order_halo`, over the distance of the primaries.
        The greatest distance from the plane is some 10 % larger. [1]
    northern : bool, optional
        Whether the greatest distance from the plane is on the side of positive z.
    mass_ratio : float, optional
        Mass of the smaller primary over that of both. [1]

    Returns
    -------
    PeriodicOrbit
        State at phase 0, the crossing of y = 0 on the side of the larger primary with vy > 0. [1]

    Raises
    ------
    ValueError
        The amplitude is not positive, or beyond the maximum.

    References
    ----------
    .. [1] Howell, Celest. Mech. 32, 53 (1984), doi 10.1007/BF01358403: differential correction of halo orbits.
    .. [2] Keller, in Applications of bifurcation theory, Academic Press, 1977: continuation by pseudo-arclength.

    Examples
    --------
    >>> orbit = halo_orbit(1, 110e6 / ASTRONOMICAL_UNIT)
    >>> round(orbit.period / TURN * 365.25636, 3), round(orbit.jacobi_constant, 6)   # days
    (177.866, 3.000827)
    """
    if not amplitude_z > 0.0:
        raise ValueError(
            f"halo amplitude {amplitude_z:.6g}: expected more than 0, where the halos branch off from the planar orbits "
            "of `lyapunov_orbit`"
        )

    def start(amplitude):
        halo = third_order_halo(point, amplitude, northern, mass_ratio)
        state = third_order_state(0.0, halo, point, mass_ratio)
        return np.array([*state[SPATIAL[0]], 0.5 * halo.period])

    gamma = libration_gamma(mass_ratio, point)
    height = start(amplitude_z)[1]
    free = start(min(amplitude_z, DIRECT_AMPLITUDE * gamma))
    member = _corrected(free, mass_ratio, SPATIAL, gamma, _holding(1, free[1], 4))
    if amplitude_z > DIRECT_AMPLITUDE * gamma:
        member = _followed(member, mass_ratio, SPATIAL, point, 1, height)
    return _periodic(member[0], SPATIAL, mass_ratio, point)


def lyapunov_orbit(point, amplitude_x, mass_ratio=EARTH_MOON_MASS_RATIO):
    """Periodic orbit about L1 or L2 in the plane of the primaries.

    Parameters
    ----------
    point : int
        1 between the primaries, 2 beyond the smaller one. [1]
    amplitude_x : float
        Distance of the libration point from the crossing of y = 0 on the side of the larger primary, over the distance of
        the primaries. [1]
    mass_ratio : float, optional
        Mass of the smaller primary over that of both. [1]

    Returns
    -------
    PeriodicOrbit
        State at that crossing. [1]

    Raises
    ------
    ValueError
        The amplitude is not positive, or too large.

    References
    ----------
    .. [1] Szebehely, Theory of orbits, Academic Press, 1967, chapter 8.

    Examples
    --------
    >>> orbit = lyapunov_orbit(2, 1e-6)   # small: the period of the linear motion
    >>> round(TURN / orbit.period, 5), round(libration_constants(2).in_plane_frequency, 5)
    (2.05701, 2.05701)
    """
    if not amplitude_x > 0.0:
        raise ValueError(f"Lyapunov amplitude {amplitude_x:.6g}: expected more than 0")
    gamma = libration_gamma(mass_ratio, point)
    constants = libration_constants(point, mass_ratio)
    first = min(amplitude_x, DIRECT_PLANAR_AMPLITUDE * gamma)
    centre = _point_x(point, mass_ratio)
    if not _clear([(centre - amplitude_x, 0.0, 0.0)], point, mass_ratio):
        raise ValueError(f"Lyapunov amplitude {amplitude_x:.6g}: expected less than {(1.0 - CLEARANCE) * gamma:.6g}")
    speed = constants.in_plane_frequency * constants.axis_ratio * first
    free = np.array([centre - first, speed, np.pi / constants.in_plane_frequency])
    member = _corrected(free, mass_ratio, PLANAR, gamma, _holding(0, free[0], 3))
    if amplitude_x > first:
        member = _followed(member, mass_ratio, PLANAR, point, 0, centre - amplitude_x)
    return _periodic(member[0], PLANAR, mass_ratio, point)


def periodic_orbit(state, period, point, mass_ratio=EARTH_MOON_MASS_RATIO):
    """Periodic orbit next to a given state in the plane y = 0, of whatever size.

    The smallest change of x, z and vy that closes the orbit is made; the period follows.

    Parameters
    ----------
    state : (6,) array
        Position and velocity in rotating axes with y = vx = vz = 0. [1]
    period : float
        Period, approximately. [1]
    point : int
        1 between the primaries, 2 beyond the smaller one. [1]
    mass_ratio : float, optional
        Mass of the smaller primary over that of both. [1]

    Returns
    -------
    PeriodicOrbit
        Corrected state and period. [1]

    Raises
    ------
    ValueError
        The state is not in the plane, or there is no periodic orbit near it.

    References
    ----------
    .. [1] Howell, Celest. Mech. 32, 53 (1984), doi 10.1007/BF01358403.

    Examples
    --------
    >>> state = (1.0110059685997803, 0.0, 0.0045638537751076817, 0.0, -0.011344790710813389, 0.0)
    >>> orbit = periodic_orbit(state, 3.08, 2, 3.0542e-6)   # JPL catalogue of periodic orbits, Sun and Earth, 1197
    >>> round(orbit.period, 3)
    3.08
    """
    state = np.asarray(state, dtype=float)
    if np.any(np.abs(state[SPATIAL[1]]) > CONVERGED):
        raise ValueError(f"state {state.tolist()}: expected y, vx and vz of 0")
    free = np.array([*state[SPATIAL[0]], 0.5 * period])
    member = _corrected(free, mass_ratio, SPATIAL, libration_gamma(mass_ratio, point), np.empty((0, 5)))
    return _periodic(member[0], SPATIAL, mass_ratio, point)


def periodic_trajectory(orbit):
    """Motion on a periodic orbit at any time, from half a revolution and its mirror image.

    Parameters
    ----------
    orbit : PeriodicOrbit
        Orbit, at time 0 in its state. [1]

    Returns
    -------
    Trajectory
        Polynomials of degree 7 between nodes. [1]

    References
    ----------
    .. [1] Hermite interpolation of position, velocity, acceleration and its rate.

    Examples
    --------
    >>> orbit = lyapunov_orbit(2, 1e-4)
    >>> trajectory = periodic_trajectory(orbit)
    >>> bool(np.allclose(rotating_state(5.0 * orbit.period, trajectory), orbit.state, atol=1e-12))
    True
    """
    times, states = _nodes(np.array(orbit.state)[None], 0.5 * orbit.period, orbit.mass_ratio)
    states = states[0]
    states[-1] *= 0.5 * (1.0 + MIRROR)
    times = np.concatenate([times, orbit.period - times[-2::-1]])
    states = np.concatenate([states, MIRROR * states[-2::-1]])
    return Trajectory(_hermite(times, states, orbit.mass_ratio, "periodic"), orbit.mass_ratio, orbit.point)


def lissajous_torus(point, amplitude_y, amplitude_z, mass_ratio=EARTH_MOON_MASS_RATIO):
    """Quasi-periodic motion about L1 or L2 as Fourier series in the in-plane and the out-of-plane angle.

    x and z are sums of cosines and y of sines of j θ_y + l θ_z, with l even in x and y and odd in z, and |j| + |l| up to
    10. The series and both frequencies fulfil the equations of motion but for a remainder: below 5e-3 of the distance of
    the point from the smaller primary for the largest amplitudes, far less for others. Amplitudes below 1e-11 count as 0.

    Parameters
    ----------
    point : int
        1 between the primaries, 2 beyond the smaller one. [1]
    amplitude_y : float
        Coefficient of sin θ_y in y, over the distance of the primaries. [1]
    amplitude_z : float
        Coefficient of cos θ_z in z, over the distance of the primaries. [1]
    mass_ratio : float, optional
        Mass of the smaller primary over that of both. [1]

    Returns
    -------
    LissajousTorus
        Series relative to the libration point, and the frequencies in units of the mean motion of the primaries. [1]

    Raises
    ------
    ValueError
        There is no such motion: with larger amplitudes both frequencies become equal, and halos take its place.

    References
    ----------
    .. [1] Jorba and Masdemont, Physica D 132, 189 (1999), doi 10.1016/S0167-2789(99)00042-1: Lissajous orbits as series in
       two angles, and where they end. Here the coefficients are found by Newton's method on a grid of angles.

    Examples
    --------
    >>> torus = lissajous_torus(2, 1e-6, 1e-6)   # small: the frequencies of the linear motion
    >>> round(torus.in_plane_frequency, 5), round(torus.out_of_plane_frequency, 5)
    (2.05701, 1.98507)
    """
    if min(amplitude_y, amplitude_z) < 0.0:
        raise ValueError(f"amplitudes {amplitude_y:.6g} and {amplitude_z:.6g}: expected 0 or more")
    gamma, constants = libration_gamma(mass_ratio, point), libration_constants(point, mass_ratio)
    moving = np.array([amplitude_y, amplitude_z]) > CONVERGED
    multiples = _multiples(moving)
    even, odd = multiples
    in_plane, out_of_plane = np.all(even == (1, 0), axis=1), np.all(odd == (0, 1), axis=1)
    series = [-amplitude_y / constants.axis_ratio * in_plane, amplitude_y * in_plane, amplitude_z * out_of_plane]
    frequencies = np.array([constants.in_plane_frequency, constants.out_of_plane_frequency])

    constant = np.all(even == 0, axis=1)
    equations = np.concatenate([np.full(len(even), True), ~constant, np.full(len(odd), True)])
    unknown = np.concatenate([np.full(len(even), True), ~constant & ~in_plane, ~out_of_plane])
    columns = np.concatenate([unknown, moving])
    weights = np.concatenate([np.ones(np.count_nonzero(unknown)), np.array([amplitude_y, amplitude_z])[moving]])
    for _ in range(NEWTON_STEPS):
        remainder, slopes, size = _torus_equations(series, frequencies, multiples, point, mass_ratio)
        step = np.zeros(len(columns))
        step[columns] = np.linalg.solve(slopes[np.ix_(equations, columns)], -remainder[equations])
        change = np.max(np.abs(step[columns] * weights))
        if not change < gamma:
            break
        steps = np.split(step, np.cumsum([len(even), len(even), len(odd)]))
        series = [old + new for old, new in zip(series, steps[:3], strict=True)]
        frequencies = frequencies + steps[3]
        if change < CONVERGED and size < REMAINDER * gamma:
            return LissajousTorus(even, odd, *series, *frequencies.tolist())
    raise ValueError(
        f"no Lissajous motion about L{point} with amplitudes {amplitude_y:.6g} and {amplitude_z:.6g}: expected smaller "
        "ones; where both frequencies become equal it turns into halos, see `halo_orbit`"
    )


def lissajous(point, amplitude_y, amplitude_z, duration, phase_y=0.0, phase_z=0.0, mass_ratio=EARTH_MOON_MASS_RATIO):
    """Lissajous trajectory about L1 or L2 over a time span.

    It starts from the series of :func:`lissajous_torus`; multiple shooting with six arcs per revolution and the smallest
    change of their ends then makes it a continuous solution. To first order it is the motion of
    :func:`three_body.linear_lissajous` with its own frequencies: y = A_y sin(λτ + φ_y), z = A_z sin(ντ + φ_z).

    Parameters
    ----------
    point : int
        1 between the primaries, 2 beyond the smaller one. [1]
    amplitude_y, amplitude_z : float
        Amplitudes in and out of the plane as for :func:`lissajous_torus`; either may be 0. The greatest |y| and |z| are
        some per cent larger. [1]
    duration : float
        Time span, from 0. [1]
    phase_y, phase_z : float, optional
        Phases at time 0. [rad]
    mass_ratio : float, optional
        Mass of the smaller primary over that of both. [1]

    Returns
    -------
    Trajectory
        Polynomials of degree 7 between nodes, from 0 to `duration`. [1]

    Raises
    ------
    ValueError
        There is no such motion, or the duration is not positive.

    References
    ----------
    .. [1] Howell and Pernicka, Celest. Mech. 41, 107 (1988), doi 10.1007/BF01238756: correction by levels of patch points.

    Examples
    --------
    >>> trajectory = lissajous(2, 1e-4, 1e-4, 10.0, phase_y=0.5 * np.pi)
    >>> _, y, z = rotating_state(0.0, trajectory)[:3]
    >>> round(float(y) * 1e4, 1), abs(round(float(z) * 1e4, 1))
    (1.0, 0.0)
    """
    if not duration > 0.0:
        raise ValueError(f"duration {duration:.6g}: expected more than 0")
    torus = lissajous_torus(point, amplitude_y, amplitude_z, mass_ratio)
    arcs = math.ceil(duration * ARCS_PER_REVOLUTION * torus.in_plane_frequency / TURN)
    arc = duration / arcs
    start = _torus_states(arc * np.arange(arcs + 1), torus, (phase_y, phase_z - 0.25 * TURN))
    start[:, 0] += _point_x(point, mass_ratio)
    ends = _continuous(start, arc, mass_ratio)
    times, states = _nodes(ends[:-1], arc, mass_ratio)
    times = np.append((arc * np.arange(arcs)[:, None] + times[:-1]).ravel(), duration)
    states = np.concatenate([states[:, :-1].reshape(-1, 6), ends[-1:]])
    return Trajectory(_hermite(times, states, mass_ratio, False), mass_ratio, point)


def rotating_state(time, trajectory):
    """State on a trajectory in rotating axes.

    Parameters
    ----------
    time : (...) array
        Time, in units of the mean motion of the primaries. [1]
    trajectory : Trajectory
        Result of :func:`periodic_trajectory` or :func:`lissajous`. [1]

    Returns
    -------
    (..., 6) array
        Position and velocity. [1]

    Raises
    ------
    ValueError
        A time lies outside the span of the trajectory.

    References
    ----------
    .. [1] Piecewise polynomials and their derivatives.

    Examples
    --------
    >>> orbit = lyapunov_orbit(1, 1e-4)
    >>> state = rotating_state([0.0, 0.5 * orbit.period], periodic_trajectory(orbit))
    >>> np.round((state[:, 0] - state[:, 0].mean()) * 1e4, 1).tolist()
    [-1.0, 1.0]
    """
    time = np.asarray(time, dtype=float)
    position = trajectory.position
    if position.extrapolate != "periodic":
        first, last = position.x[0], position.x[-1]
        slack = 1e-12 * last
        if np.any((time < first - slack) | (time > last + slack)):
            raise ValueError(f"times {np.min(time):.6g} to {np.max(time):.6g}: expected {first:.6g} to {last:.6g}")
        time = np.clip(time, first, last)
    return np.concatenate([position(time), position.derivative()(time)], axis=-1)


def position_velocity(time, trajectory, reference_time=0.0, offset=0.0):
    """Trajectory about Sun-Earth L1 or L2 placed about the Earth with the real direction and distance of the Sun.

    The smaller primary is the centre of mass of Earth and Moon, x points away from the Sun and z to the pole of the
    ecliptic. All lengths scale with the distance of the Sun. The series of :func:`frames.sun_position` leaves out the
    monthly motion of the Earth and so is the Sun as seen from that centre of mass.

    Parameters
    ----------
    time : (...) array
        Time TT since J2000.0. [s]
    trajectory : Trajectory
        Result of :func:`periodic_trajectory` or :func:`lissajous`. [1]
    reference_time : float, optional
        Time TT since J2000.0 at which the trajectory is at `offset`. [s]
    offset : float, optional
        Time of the trajectory at the reference time; for a periodic orbit the phase over 2π times its period. [1]

    Returns
    -------
    position : (..., 3) array
        Position relative to the centre of the Earth, equatorial inertial axes. [m]
    velocity : (..., 3) array
        Velocity in the same axes. [m/s]

    Raises
    ------
    ValueError
        The trajectory is not one of Sun and Earth, or a time lies outside its span.

    References
    ----------
    .. [1] Szebehely, Theory of orbits, Academic Press, 1967, section 10.3, for pulsating axes.

    Examples
    --------
    >>> trajectory = periodic_trajectory(halo_orbit(2, 110e6 / ASTRONOMICAL_UNIT))
    >>> position, _ = position_velocity(0.0, trajectory)
    >>> 1.0e9 < float(np.linalg.norm(position)) < 1.8e9
    True
    """
    if abs(trajectory.mass_ratio / EARTH_MOON_MASS_RATIO - 1.0) > 0.02:
        raise ValueError(f"mass ratio {trajectory.mass_ratio:.6g}: expected that of Sun and Earth, 3.04e-6")
    time = np.asarray(time, dtype=float)
    state = rotating_state(MEAN_MOTION * (time - reference_time) + offset, trajectory)
    x, y, z = (state[..., axis, None] for axis in range(3))
    x_rate, y_rate, z_rate = (MEAN_MOTION * state[..., axis, None] for axis in range(3, 6))
    x, pole = x - (1.0 - trajectory.mass_ratio), np.asarray(ECLIPTIC_POLE)

    bodies = _smooth(time)
    here, rate = bodies(time), bodies.derivative()(time)
    sun, centre, sun_rate, centre_rate = here[..., :3], here[..., 3:], rate[..., :3], rate[..., 3:]
    distance = np.linalg.norm(sun, axis=-1, keepdims=True)
    distance_rate = np.sum(sun * sun_rate, axis=-1, keepdims=True) / distance
    position = centre - x * sun - y * np.cross(pole, sun) + z * distance * pole
    velocity = centre_rate - x_rate * sun - x * sun_rate - y_rate * np.cross(pole, sun) - y * np.cross(pole, sun_rate)
    return position, velocity + (z_rate * distance + z * distance_rate) * pole


def _point_x(point, mass_ratio):
    side = -1.0 if point == 1 else 1.0
    return 1.0 - mass_ratio + side * libration_gamma(mass_ratio, point)


def _legendre(order, point, mass_ratio):
    gamma, side = libration_gamma(mass_ratio, point), -1.0 if point == 1 else 1.0
    larger = (-1.0) ** order * (1.0 - mass_ratio) * (gamma / (1.0 + side * gamma)) ** (order + 1)
    return ((-side) ** order * mass_ratio + larger) / gamma**3


def _holding(index, value, count):
    row = np.zeros((1, count + 1))
    row[0, index], row[0, count] = 1.0, value
    return row


def _corrected(free, mass_ratio, symmetry, gamma, held):
    """Newton's method for a perpendicular crossing after half a period, with rows of conditions and their values held.

    Gives what is free at the start and half the period, their derivatives, and the state after half a period.
    """
    at_start, at_half = symmetry
    weights = np.append(np.ones(len(at_start)), PERIOD_WEIGHT)
    for _ in range(NEWTON_STEPS):
        end, transition = propagate(_state(free, symmetry), free[-1], mass_ratio)
        jacobian = np.column_stack([transition[np.ix_(at_half, at_start)], state_rate(end, mass_ratio)[at_half]])
        missing = np.concatenate([end[at_half], held[:, :-1] @ free - held[:, -1]])
        step = weights * np.linalg.lstsq(np.vstack([jacobian, held[:, :-1]]) * weights, -missing)[0]
        if not (np.max(np.abs(step[:-1])) < gamma and 0.0 < free[-1] + step[-1] < TURN):
            break
        free = free + step
        if max(np.max(np.abs(step[:-1])), abs(free[-2] * step[-1])) < CONVERGED:
            return free, jacobian, end
    raise ValueError(
        f"no periodic orbit near {_state(free, symmetry).tolist()} with a period of about {2.0 * free[-1]:.6g}: "
        "expected a state nearer to one"
    )


def _followed(member, mass_ratio, symmetry, point, index, target):
    """Member of a family with a given value of one coordinate, by pseudo-arclength steps from a smaller member."""
    free, jacobian, _ = member
    gamma = libration_gamma(mass_ratio, point)
    scale = np.append(np.full(len(free) - 1, gamma), 1.0)
    sign = math.copysign(1.0, target - free[index])
    ahead, step = sign * np.eye(len(free))[index], FIRST_STEP
    for _ in range(CONTINUATION_STEPS):
        tangent = np.linalg.svd(jacobian * scale)[2][-1]
        tangent = tangent * math.copysign(1.0, tangent @ ahead)
        slope = sign * tangent[index] * gamma
        if slope < 0.0 or step < SMALLEST_STEP:
            break
        remaining = sign * (target - free[index]) / slope
        start = free + min(step, remaining) * scale * tangent
        held = np.append(tangent / scale, tangent @ (start / scale))[None]
        if remaining <= step:
            held = _holding(index, target, len(free))
        try:
            found = _corrected(start, mass_ratio, symmetry, gamma, held)
        except ValueError:
            step *= 0.5
            continue
        if not _clear([_state(found[0], symmetry), found[2]], point, mass_ratio):
            break
        if remaining <= step:
            return found
        (free, jacobian, _), ahead, step = found, tangent, min(1.5 * step, LARGEST_STEP)
    raise ValueError(
        f"amplitude too large: no orbit of the family crosses y = 0 at {'xz'[index]} = {target:.6g}, "
        f"expected up to about {free[index]:.6g}"
    )


def _clear(crossings, point, mass_ratio):
    """Whether crossings of y = 0 are on the point's side of the smaller primary, or off the plane."""
    margin = CLEARANCE * libration_gamma(mass_ratio, point)
    side = -1.0 if point == 1 else 1.0
    return all(side * (x - 1.0 + mass_ratio) > margin or abs(z) > margin for x, _, z, *_ in crossings)


def _state(free, symmetry):
    state = np.zeros(6)
    state[symmetry[0]] = free[:-1]
    return state


def _periodic(free, symmetry, mass_ratio, point):
    state = _state(free, symmetry)
    constant = float(jacobi_constant(state, mass_ratio))
    return PeriodicOrbit(tuple(state.tolist()), 2.0 * float(free[-1]), constant, mass_ratio, point)


def _nodes(states, duration, mass_ratio):
    """Common times from 0 to the duration, and the states of all starts at them."""
    from scipy.integrate import solve_ivp

    solution = solve_ivp(
        lambda _, packed: state_rate(packed.reshape(states.shape), mass_ratio).ravel(),
        (0.0, duration), states.ravel(), "DOP853", max_step=NODE_STEP, rtol=RELATIVE_TOLERANCE, atol=ABSOLUTE_TOLERANCE,
    )  # fmt: skip
    return solution.t, np.moveaxis(solution.y.reshape(*states.shape, -1), -1, 1)


def _hermite(times, states, mass_ratio, extrapolate):
    """Polynomials that take position and three derivatives from the equations of motion at both ends."""
    from scipy.interpolate import PPoly

    position, velocity = states[:, :3], states[:, 3:]
    acceleration = state_rate(states, mass_ratio)[:, 3:]
    jerk = (potential_hessian(position, mass_ratio) @ velocity[..., None])[..., 0] + acceleration @ CORIOLIS.T
    length = np.diff(times)[:, None]
    derivatives = [position, velocity, acceleration, jerk]
    left = np.stack([d[:-1] * length**n / math.factorial(n) for n, d in enumerate(derivatives)])
    right = np.stack([d[1:] * length**n / math.factorial(n) for n, d in enumerate(derivatives)])
    binomials = np.array([[float(math.comb(power, n)) for power in range(8)] for n in range(4)])
    missing = right - np.einsum("np,p...->n...", binomials[:, :4], left)
    rest = np.einsum("pn,n...->p...", np.linalg.inv(binomials[:, 4:]), missing)
    powers = np.arange(8)[:, None, None]
    return PPoly((np.concatenate([left, rest]) / length**powers)[::-1], times, extrapolate)


def _multiples(moving):
    """Multiples of both angles, those in x and y, and those in z; none of the opposite sign twice."""
    first, second = (np.arange(-HARMONICS, HARMONICS + 1) if moves else np.zeros(1, int) for moves in moving)
    first, second = (axis.ravel() for axis in np.meshgrid(first, second))
    once = (first > 0) | ((first == 0) & (second >= 0))
    pairs = np.stack([first, second], axis=-1)[once & (np.abs(first) + np.abs(second) <= HARMONICS)]
    return pairs[pairs[:, 1] % 2 == 0], pairs[pairs[:, 1] % 2 == 1]


def _angle_grid(multiples):
    """Both angles; half a turn of the second is enough, after which z changes its sign only."""
    samples = TURN * np.arange(2 * HARMONICS + 4) / (2 * HARMONICS + 4)
    first = samples if np.any(multiples[0][:, 0]) else samples[:1]
    second = samples[: HARMONICS + 2] if len(multiples[1]) else samples[:1]
    return np.stack(np.meshgrid(first, second), axis=-1).reshape(-1, 2)


def _torus_equations(series, frequencies, multiples, point, mass_ratio):
    """Harmonics of the remainder of the equations of motion, their derivatives by series and frequencies, and its size."""
    (x, y, z), (even, odd) = series, multiples
    grid = _angle_grid(multiples)
    cosine, sine, upward = np.cos(grid @ even.T), np.sin(grid @ even.T), np.cos(grid @ odd.T)
    rates, upward_rates = even @ frequencies, odd @ frequencies
    waves = (cosine, sine, upward)
    position = np.stack([_point_x(point, mass_ratio) + cosine @ x, sine @ y, upward @ z], axis=-1)

    remainder = np.stack(
        [
            -cosine @ (rates**2 * x + 2.0 * rates * y),
            -sine @ (rates**2 * y + 2.0 * rates * x),
            -upward @ (upward_rates**2 * z),
        ]
    ) - potential_gradient(position, mass_ratio).T  # fmt: skip
    hessian = potential_hessian(position, mass_ratio)
    slopes = [[-hessian[:, row, axis, None] * waves[axis] for axis in range(3)] for row in range(3)]
    slopes[0][0] -= cosine * rates**2
    slopes[0][1] -= cosine * 2.0 * rates
    slopes[1][0] -= sine * 2.0 * rates
    slopes[1][1] -= sine * rates**2
    slopes[2][2] -= upward * upward_rates**2
    slopes[0].append(-2.0 * cosine @ (even * (rates * x + y)[:, None]))
    slopes[1].append(-2.0 * sine @ (even * (rates * y + x)[:, None]))
    slopes[2].append(-2.0 * upward @ (odd * (upward_rates * z)[:, None]))

    def harmonics(rows):
        return np.concatenate([wave.T @ row for wave, row in zip(waves, rows, strict=True)]) / len(grid)

    return harmonics(remainder), harmonics([np.hstack(row) for row in slopes]), np.max(np.abs(remainder))


def _torus_states(times, torus, phases):
    """States relative to the libration point."""
    frequencies = np.array([torus.in_plane_frequency, torus.out_of_plane_frequency])
    angles = times[:, None] * frequencies + np.array(phases)
    even, odd = angles @ torus.multiples_xy.T, angles @ torus.multiples_z.T
    rates, upward_rates = torus.multiples_xy @ frequencies, torus.multiples_z @ frequencies
    return np.stack(
        [
            np.cos(even) @ torus.cosines_x,
            np.sin(even) @ torus.sines_y,
            np.cos(odd) @ torus.cosines_z,
            -np.sin(even) @ (rates * torus.cosines_x),
            np.cos(even) @ (rates * torus.sines_y),
            -np.sin(odd) @ (upward_rates * torus.cosines_z),
        ],
        axis=-1,
    )


def _continuous(states, arc, mass_ratio):
    """Starts of equally long arcs, each ending where the next begins, by Newton steps of least size."""
    from scipy import sparse
    from scipy.sparse.linalg import spsolve

    for _ in range(NEWTON_STEPS):
        ends, transitions = propagate(states[:-1], arc, mass_ratio)
        gaps = (ends - states[1:]).ravel()
        slopes = sparse.hstack([sparse.block_diag(transitions), sparse.csc_array((gaps.size, 6))])
        slopes = sparse.csc_array(slopes - sparse.eye_array(gaps.size, gaps.size + 6, k=6))
        states = states - (slopes.T @ spsolve(slopes @ slopes.T, gaps)).reshape(states.shape)
        if np.max(np.abs(gaps)) < CONTINUOUS:
            return states
    raise ValueError(f"arcs leave gaps of {np.max(np.abs(gaps)):.2g}: expected smaller amplitudes")


def _smooth(time):
    """Spline of the vectors from the centre of mass of Earth and Moon to the Sun, and to it from the Earth. [m]"""
    from scipy.interpolate import make_interp_spline

    first, last = math.floor(np.min(time) / PLACEMENT_STEP), math.ceil(np.max(time) / PLACEMENT_STEP)
    nodes = PLACEMENT_STEP * np.arange(first - PLACEMENT_MARGIN, last + PLACEMENT_MARGIN + 1)
    return make_interp_spline(nodes, np.hstack([sun_position(nodes), MOON_SHARE * moon_position(nodes)]), k=5)
