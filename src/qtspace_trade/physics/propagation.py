"""Numerical motion about the Earth under its gravity field, Sun, Moon, air drag and sunlight; lifetimes.

The integrated variables are osculating elements without singularities: the orientation of Hansen's ideal frame as a
quaternion, the eccentricity vector in that frame, the semi-major axis and the mean longitude. Only the perturbations move
them, so that steps are a good part of a revolution long. Imported only where it is used, because it loads the compiler.
"""

import math
from typing import NamedTuple

import numpy as np

from qtspace_trade.constants import (
    ASTRONOMICAL_UNIT,
    DAY,
    EARTH_FLATTENING,
    EARTH_GM,
    EARTH_RADIUS,
    EARTH_ROTATION_RATE,
    JULIAN_YEAR,
    MOON_GM,
    SOLAR_CONSTANT,
    SPEED_OF_LIGHT,
    SUN_GM,
    SUN_RADIUS,
)
from qtspace_trade.physics import frames, kepler, short_period
from qtspace_trade.physics.geopotential import coefficients, fill_harmonics, sum_acceleration
from qtspace_trade.physics.secular_kernel import compiled

TURN = 2.0 * math.pi
SIDEREAL_RATE = TURN * 1.002_737_811_911_354_48 / DAY  # rad/s, of the Earth rotation angle, as in `frames`

END_OF_TIME, REENTRY = "end of the time", "reentry"
REENTRY_ALTITUDE = 100e3  # m, the boundary of space of the Fédération Aéronautique Internationale
TOLERANCE = 1e-12  # of one step, for elements of order one
SMALLEST_RELATIVE_TOLERANCE = 2.3e-14  # SciPy raises anything below 100 roundings to that
TABLE_STEP = 6 * 3600.0  # s, cubic splines of Sun and Moon within 100 m of their series
REENTRY_SAMPLES = 17  # of the altitude in a step that may end the motion
REENTRY_MARGIN = 50e3  # m, by which the altitude may lie below that of the osculating perigee within a step
KEPLER_STEPS = 20

RADIATION_PRESSURE = SOLAR_CONSTANT / SPEED_OF_LIGHT  # Pa, at 1 au
FLATTENED = EARTH_FLATTENING * (2.0 - EARTH_FLATTENING)

HEYOKA_TOLERANCE = 1e-15  # its cost hardly depends on it
POLE_THRESHOLD, MOON_THRESHOLD, SUN_THRESHOLD = 1e-1, 1e-3, 1e-5  # of the terms in its series

AVERAGING_NODES = 360
LIFETIME_TOLERANCE = 1e-7
DECAY_STEP = 10e3  # m, of semi-major axis in a unit of the variable along which lifetimes are integrated
SAMPLES_PER_REVOLUTION = 24


class Forces(NamedTuple):
    """What acts on the spacecraft besides the point mass of the Earth; by default J2 about the inertial z axis.

    `degree` [1] and `order` [1] of the gravity field; `true_pole` [1] turns field and air about the real axis of the
    Earth instead of the inertial z axis; `sun` [1] and `moon` [1] attract. Drag needs the drag coefficient times area
    over mass [m²/kg] and a table of geodetic altitudes [m], rising, with mass densities [kg/m³]: between them the
    logarithm is linear, above them there is no air. Sunlight presses with the reflectivity coefficient times area over
    mass [m²/kg].
    """

    degree: int = 2
    order: int = 0
    true_pole: bool = False
    sun: bool = False
    moon: bool = False
    drag_area_to_mass: float = 0.0
    altitude_table: tuple = ()
    density_table: tuple = ()
    radiation_area_to_mass: float = 0.0


OBLATE_EARTH = Forces()


class Propagation(NamedTuple):
    """Motion from `start` to `end`, both TT since J2000.0 [s], why it ended, and the elements of each step.

    `steps` holds the beginnings of the steps [s since the start] and the end, `begins` and `shapes` the elements there
    and the coefficients of their polynomials [1], `reference` the semi-major axis [m] and the mean longitude [rad] at the
    start.
    """

    start: float
    end: float
    end_reason: str
    steps: np.ndarray
    begins: np.ndarray
    shapes: np.ndarray
    reference: tuple

    def states(self, times):
        """Position [m] and velocity [m/s] at times TT since J2000.0 [s], as (..., 3) arrays."""
        times = np.asarray(times, dtype=float)
        elapsed = times.ravel() - self.start
        forwards = math.copysign(1.0, self.end - self.start)
        _within(elapsed, self.end - self.start)
        index = np.searchsorted(forwards * self.steps, forwards * elapsed, side="right") - 1
        index = np.clip(index, 0, len(self.begins) - 1)
        position, velocity = _states(elapsed, index, self.steps, self.begins, self.shapes, *self.reference)
        return position.reshape(*times.shape, 3), velocity.reshape(*times.shape, 3)


class Taylor(NamedTuple):
    """Motion from `start` to `end`, both TT since J2000.0 [s], as Taylor series of each step."""

    start: float
    end: float
    end_reason: str
    series: object

    def states(self, times):
        """Position [m] and velocity [m/s] at times TT since J2000.0 [s], as (..., 3) arrays."""
        times = np.asarray(times, dtype=float)
        elapsed = times.ravel() - self.start
        _within(elapsed, self.end - self.start)
        states = self.series(elapsed).copy().reshape(*times.shape, 6)
        return states[..., :3], states[..., 3:]


def propagate(
    position, velocity, epoch, duration, forces=OBLATE_EARTH, reentry_altitude=REENTRY_ALTITUDE, backend="scipy",
    tolerance=TOLERANCE,
):  # fmt: skip
    """Numerical motion of a spacecraft on a bound orbit about the Earth.

    With the default tolerance and J2 alone a low orbit is some 50 m late after a year and its energy right to 3e-10.
    Sun and Moon are those of `frames`, by cubic splines; heyoka has the truncated series of VSOP2013 and ELP2000 instead.

    Parameters
    ----------
    position : (3,) array
        Position relative to the centre of the Earth, inertial axes. [m]
    velocity : (3,) array
        Velocity in the same axes. [m/s]
    epoch : float
        Time of that state, TT since J2000.0. [s]
    duration : float
        How long to go on; negative to go back. [s]
    forces : Forces, optional
        What acts besides the point mass. [1]
    reentry_altitude : float, optional
        Height above the ellipsoid at which the motion ends. [m]
    backend : str, optional
        "scipy", or "heyoka" for gravity of Earth, Sun and Moon alone, with series of high order. [1]
    tolerance : float, optional
        Error of a step, relative to elements of order one. [1]

    Returns
    -------
    Propagation
        `states(times)` gives position [m] and velocity [m/s] at any time up to `end`; `end_reason` is "end of the
        time" or "reentry". [s]

    Raises
    ------
    ValueError
        The orbit is not bound, begins below the reentry altitude, or the forces are incomplete; the backend is unknown
        or cannot do what is asked.

    References
    ----------
    .. [1] Hairer, Nørsett and Wanner, Solving ordinary differential equations I, 2nd ed., 1993, section II.10: DOP853.
    .. [2] Deprit, J. Res. Natl. Bur. Stand. 79B, 1 (1975), doi 10.6028/jres.079B.001, for the ideal frame.
    .. [3] Battin, An introduction to the mathematics and methods of astrodynamics, revised ed., 1999, section 10.4, for
       the rates of equinoctial elements.

    Examples
    --------
    >>> motion = propagate([7e6, 0.0, 0.0], [0.0, 5.4e3, 5.4e3], 0.0, 3600.0)
    >>> position, velocity = motion.states(3600.0)
    >>> motion.end_reason, bool(np.linalg.norm(position) > 7e6)
    ('end of the time', True)
    """
    if backend not in BACKENDS:
        raise ValueError(f"backend '{backend}': expected one of {', '.join(BACKENDS)}")
    position, velocity = np.asarray(position, dtype=float), np.asarray(velocity, dtype=float)
    _check(position, velocity, duration, forces, reentry_altitude)
    return BACKENDS[backend](position, velocity, float(epoch), float(duration), forces, reentry_altitude, tolerance)


def _check(position, velocity, duration, forces, reentry_altitude):
    if not np.isfinite([*position, *velocity, duration]).all() or duration == 0.0:
        raise ValueError(f"state {position}, {velocity} and duration {duration}: expected finite numbers and a duration")
    if 0.5 * velocity @ velocity >= EARTH_GM / np.linalg.norm(position):
        raise ValueError(f"speed {np.linalg.norm(velocity):.0f} m/s: expected a bound orbit, below the speed of escape")
    if forces.radiation_area_to_mass < 0.0:
        raise ValueError(f"area over mass {forces.radiation_area_to_mass} m²/kg: expected zero or more")
    _check_air(forces.drag_area_to_mass, forces.altitude_table, forces.density_table, reentry_altitude)
    altitude = float(frames.geodetic_altitude(position))
    if altitude <= reentry_altitude:
        raise ValueError(f"altitude {altitude:.0f} m at the start: expected more than {reentry_altitude:.0f} m")


def _check_air(area_to_mass, altitude_table, density_table, reentry_altitude):
    if area_to_mass < 0.0:
        raise ValueError(f"area over mass {area_to_mass} m²/kg: expected zero or more")
    if area_to_mass == 0.0 and len(altitude_table) == 0:
        return
    if len(altitude_table) < 2 or len(altitude_table) != len(density_table):
        raise ValueError("drag: expected a table of at least two altitudes and as many densities")
    if np.any(np.diff(altitude_table) <= 0) or np.any(np.asarray(density_table) <= 0):
        raise ValueError("drag: expected rising altitudes and densities above zero")
    if altitude_table[0] > reentry_altitude:
        raise ValueError(
            f"densities begin at {altitude_table[0]:.0f} m: expected the reentry altitude, {reentry_altitude:.0f} m, or less"
        )


def _within(elapsed, duration):
    low, high = min(0.0, duration), max(0.0, duration)
    slack = 1e-6 + 1e-15 * abs(high)
    if len(elapsed) and (elapsed.min() < low - slack or elapsed.max() > high + slack):
        raise ValueError(
            f"times from {elapsed.min():.0f} to {elapsed.max():.0f} s after the start: "
            f"the motion lasts from {low:.0f} to {high:.0f} s"
        )


def _propagate_scipy(position, velocity, epoch, duration, forces, reentry_altitude, tolerance):
    from scipy.integrate import DOP853

    elements, reference = _elements(position, velocity)
    settings = (*reference, *_field(forces), *_surroundings(epoch, duration, forces), *_surface(forces))
    solver = DOP853(
        lambda elapsed, values: _rates(elapsed, values, *settings), 0.0, elements, duration,
        rtol=SMALLEST_RELATIVE_TOLERANCE, atol=tolerance,
    )  # fmt: skip
    steps, begins, shapes, reason, end = [0.0], [], [], END_OF_TIME, duration
    lowest = (EARTH_RADIUS + reentry_altitude + REENTRY_MARGIN) / reference[0]
    while solver.status == "running":
        failure = solver.step()
        if failure:
            raise ValueError(f"the integration stopped {solver.t:.0f} s after the start: {failure}")
        polynomial = solver.dense_output()
        steps.append(solver.t)
        begins.append(polynomial.y_old)
        shapes.append(polynomial.F)
        if _perigee(polynomial.y_old) < lowest or _perigee(solver.y) < lowest:
            crossing = _crossing(steps, polynomial, reference, settings, reentry_altitude)
            if crossing is not None:
                reason, end = REENTRY, crossing
                break
    return Propagation(epoch, epoch + end, reason, np.array(steps), np.array(begins), np.array(shapes), reference)


def _perigee(elements):
    """Osculating perigee radius over the semi-major axis at the start."""
    return elements[6] * (1.0 - math.hypot(elements[4], elements[5]))


def _crossing(steps, polynomial, reference, settings, reentry_altitude):
    from scipy.optimize import brentq

    ends = np.array(steps[-2:])
    one_step = (ends, polynomial.y_old[None], polynomial.F[None], *reference)
    turning = settings[6:9]

    def height(elapsed):
        position, _ = _states(np.array([elapsed]), np.zeros(1, dtype=np.int64), *one_step)
        return _altitude(elapsed, *position[0], *turning) - reentry_altitude

    times = np.linspace(*ends, REENTRY_SAMPLES)
    below = np.flatnonzero([height(elapsed) <= 0.0 for elapsed in times])
    if not len(below):
        return None
    return brentq(height, times[below[0] - 1], times[below[0]]) if below[0] else float(times[0])


def _elements(position, velocity):
    """Integrated variables at the start, with the semi-major axis [m] and the mean longitude [rad] they refer to."""
    from scipy.spatial.transform import Rotation

    radius = np.linalg.norm(position)
    momentum = np.cross(position, velocity)
    normal, towards = momentum / np.linalg.norm(momentum), position / radius
    attitude = Rotation.from_matrix(np.stack([towards, np.cross(normal, towards), normal], axis=-1))
    quaternion = attitude.as_quat(canonical=True, scalar_first=True)
    parameter = momentum @ momentum / EARTH_GM
    cosine_part, sine_part = parameter / radius - 1.0, -math.sqrt(parameter / EARTH_GM) * (velocity @ towards)
    axis = 1.0 / (2.0 / radius - velocity @ velocity / EARTH_GM)
    eccentricity, perigee = math.hypot(cosine_part, sine_part), math.atan2(sine_part, cosine_part)
    half = 0.5 * -perigee
    eccentric = 2.0 * math.atan2(
        math.sqrt(1.0 - eccentricity) * math.sin(half), math.sqrt(1.0 + eccentricity) * math.cos(half)
    )
    longitude = perigee + eccentric - eccentricity * math.sin(eccentric)
    return np.array([*quaternion, cosine_part, sine_part, 1.0, 0.0]), (float(axis), longitude)


def _field(forces):
    cosine, sine = coefficients(forces.degree, forces.order)
    cosine[0, 0] = 0.0
    scratch = (len(cosine) + 1,) * 2
    return cosine, sine, np.zeros(scratch), np.zeros(scratch)


def _surroundings(epoch, duration, forces):
    """Whether the pole is the real one, the table of Sun, Moon and pole, the rotation angle, whether Sun and Moon pull."""
    wanted = forces.true_pole or forces.sun or forces.moon or forces.radiation_area_to_mass > 0.0
    begin, table = _table(epoch, duration) if wanted else (0.0, np.zeros((4, 1, 9)))
    angle = float(frames.earth_rotation_angle(epoch))
    return bool(forces.true_pole), begin, table, angle, bool(forces.sun), bool(forces.moon)


def _table(epoch, duration):
    """Beginning [s since the epoch] and cubic polynomials of Sun and Moon [m], pole [1] and origin locator [rad]."""
    from scipy.interpolate import CubicSpline

    first = math.floor(min(0.0, duration) / TABLE_STEP) - 1
    nodes = TABLE_STEP * np.arange(first, math.ceil(max(0.0, duration) / TABLE_STEP) + 2)
    columns = [frames.sun_position(epoch + nodes), frames.moon_position(epoch + nodes)]
    columns.append(np.stack(frames.celestial_pole(epoch + nodes), axis=-1))
    return float(nodes[0]), np.ascontiguousarray(CubicSpline(nodes, np.concatenate(columns, axis=-1)).c)


def _surface(forces):
    altitudes, densities = np.array(forces.altitude_table, dtype=float), np.array(forces.density_table, dtype=float)
    return altitudes, np.log(densities), float(forces.drag_area_to_mass), float(forces.radiation_area_to_mass)


@compiled()
def _rates(
    elapsed, values, axis, longitude, cosine, sine, v, w, true_pole, begin, table, angle, sun, moon, altitudes,
    log_densities, drag, radiation,
):  # fmt: skip
    """Rates of the integrated variables. The arguments after them are those of the functions above, in order."""
    x, y, along, across = _axes_and_place(elapsed, values, axis, longitude)
    radius = math.sqrt(along * along + across * across)
    cosine_angle, sine_angle = along / radius, across / radius
    radial = cosine_angle * x + sine_angle * y
    transverse = cosine_angle * y - sine_angle * x
    f, g = values[4], values[5]
    size = axis * values[6]
    square = f * f + g * g
    momentum = math.sqrt(EARTH_GM * size * (1.0 - square))
    ratio = 1.0 + f * cosine_angle + g * sine_angle
    rising = f * sine_angle - g * cosine_angle
    scale = EARTH_GM / momentum
    velocity = scale * (rising * radial + ratio * transverse)
    push = _acceleration(
        elapsed, radius * radial, velocity, cosine, sine, v, w, true_pole, begin, table, angle, sun, moon, altitudes,
        log_densities, drag, radiation,
    )  # fmt: skip
    outward, forwards = np.dot(push, radial), np.dot(push, transverse)
    sideways = (
        push[0] * (radial[1] * transverse[2] - radial[2] * transverse[1])
        + push[1] * (radial[2] * transverse[0] - radial[0] * transverse[2])
        + push[2] * (radial[0] * transverse[1] - radial[1] * transverse[0])
    )
    rates = np.empty(8)
    turning = 0.5 * radius * sideways / momentum
    turn_x, turn_y = turning * cosine_angle, turning * sine_angle
    rates[0] = -values[1] * turn_x - values[2] * turn_y
    rates[1] = values[0] * turn_x - values[3] * turn_y
    rates[2] = values[0] * turn_y + values[3] * turn_x
    rates[3] = values[1] * turn_y - values[2] * turn_x
    rates[4] = (outward * sine_angle + forwards * (cosine_angle + (cosine_angle + f) / ratio)) / scale
    rates[5] = (-outward * cosine_angle + forwards * (sine_angle + (sine_angle + g) / ratio)) / scale
    rates[6] = 2.0 * size * size / momentum * (outward * rising + forwards * ratio) / axis
    motion = math.sqrt(EARTH_GM / axis) / axis
    rates[7] = (
        motion * (values[6] ** -1.5 - 1.0)
        - 2.0 * radius * outward / math.sqrt(EARTH_GM * size)
        + (f * rates[5] - g * rates[4]) / (1.0 + math.sqrt(1.0 - square))
    )
    return rates


@compiled()
def _states(elapsed, index, steps, begins, shapes, axis, longitude):
    """Positions and velocities from the polynomials of the steps."""
    position, velocity = np.empty((len(elapsed), 3)), np.empty((len(elapsed), 3))
    values = np.empty(8)
    for i in range(len(elapsed)):
        step = index[i]
        share = (elapsed[i] - steps[step]) / (steps[step + 1] - steps[step])
        for j in range(8):
            total = 0.0
            for k in range(6, -1, -1):
                total = (total + shapes[step, k, j]) * (share if k % 2 == 0 else 1.0 - share)
            values[j] = begins[step, j] + total
        x, y, along, across = _axes_and_place(elapsed[i], values, axis, longitude)
        f, g = values[4], values[5]
        radius = math.sqrt(along * along + across * across)
        speed = math.sqrt(EARTH_GM / (axis * values[6] * (1.0 - f * f - g * g)))
        position[i] = along * x + across * y
        velocity[i] = speed * ((f + along / radius) * y - (g + across / radius) * x)
    return position, velocity


@compiled()
def _axes_and_place(elapsed, values, axis, longitude):
    """Axes of the ideal frame in the orbit plane, and the coordinates of the place along them. [m]"""
    a, b, c, d = values[0], values[1], values[2], values[3]
    scale = 1.0 / (a * a + b * b + c * c + d * d)
    x, y = np.empty(3), np.empty(3)
    x[0] = scale * (a * a + b * b - c * c - d * d)
    x[1] = scale * 2.0 * (b * c + a * d)
    x[2] = scale * 2.0 * (b * d - a * c)
    y[0] = scale * 2.0 * (b * c - a * d)
    y[1] = scale * (a * a - b * b + c * c - d * d)
    y[2] = scale * 2.0 * (c * d + a * b)
    f, g = values[4], values[5]
    eccentricity, perigee = math.sqrt(f * f + g * g), math.atan2(g, f)
    mean = longitude + math.sqrt(EARTH_GM / axis) / axis * elapsed + values[7] - perigee
    eccentric = _eccentric_anomaly(mean, eccentricity)
    size = axis * values[6]
    to_perigee = size * (math.cos(eccentric) - eccentricity)
    beside = size * math.sqrt(1.0 - eccentricity * eccentricity) * math.sin(eccentric)
    cosine, sine = math.cos(perigee), math.sin(perigee)
    return x, y, cosine * to_perigee - sine * beside, sine * to_perigee + cosine * beside


@compiled()
def _eccentric_anomaly(mean, eccentricity):
    """Root of Kepler's equation by Halley's method from the start of Danby (1987), in the turn around zero. [rad]"""
    mean = mean - TURN * np.floor(mean / TURN + 0.5)
    eccentric = mean + 0.85 * eccentricity * np.sign(mean)
    for _ in range(KEPLER_STEPS):
        sine, cosine = eccentricity * math.sin(eccentric), eccentricity * math.cos(eccentric)
        residual, slope = eccentric - sine - mean, 1.0 - cosine
        change = residual * slope / (slope * slope - 0.5 * residual * sine)
        eccentric -= change
        if abs(change) < 1e-9:
            break
    sine, cosine = eccentricity * math.sin(eccentric), eccentricity * math.cos(eccentric)
    return eccentric - (eccentric - sine - mean) / (1.0 - cosine)


@compiled()
def _acceleration(
    elapsed, position, velocity, cosine, sine, v, w, true_pole, begin, table, angle, sun, moon, altitudes,
    log_densities, drag, radiation,
):  # fmt: skip
    """Everything but the attraction of the Earth as a point. [m/s²]"""
    row = min(max(int((elapsed - begin) / TABLE_STEP), 0), table.shape[1] - 1)
    within = elapsed - begin - row * TABLE_STEP
    body = ((table[0, row] * within + table[1, row]) * within + table[2, row]) * within + table[3, row]
    total = np.zeros(3)
    if len(cosine) > 1:
        locator = body[8] if true_pole else 0.0
        total += _harmonics(position, _pole(body, true_pole), angle + SIDEREAL_RATE * elapsed - locator, cosine, sine, v, w)
    if sun:
        total += _third_body(position, body[0:3], SUN_GM)
    if moon:
        total += _third_body(position, body[3:6], MOON_GM)
    if drag > 0.0:
        height = _altitude(elapsed, position[0], position[1], position[2], true_pole, begin, table)
        total += _drag(position, velocity, _pole(body, true_pole), height, altitudes, log_densities, drag)
    if radiation > 0.0:
        total += _sunlight(position, body[0:3], radiation)
    return total


@compiled()
def _pole(body, true_pole):
    pole = np.empty(3)
    pole[0], pole[1] = (body[6], body[7]) if true_pole else (0.0, 0.0)
    pole[2] = math.sqrt(1.0 - pole[0] ** 2 - pole[1] ** 2)
    return pole


@compiled()
def _harmonics(position, pole, angle, cosine, sine, v, w):
    """Gravity field of the Earth turned to the pole and by the rotation angle, after `frames.earth_fixed_position`."""
    towards = pole[0] * position[0] + pole[1] * position[1]
    tilt = towards / (1.0 + pole[2]) + position[2]
    x, y = position[0] - pole[0] * tilt, position[1] - pole[1] * tilt
    c, s = math.cos(angle), math.sin(angle)
    fill_harmonics(c * x + s * y, c * y - s * x, towards + pole[2] * position[2], v, w)
    pull_x, pull_y, pull_z = sum_acceleration(v, w, cosine, sine)
    x, y = c * pull_x - s * pull_y, s * pull_x + c * pull_y
    along = pull_z - (pole[0] * x + pole[1] * y) / (1.0 + pole[2])
    pull = np.empty(3)
    pull[0], pull[1] = x + pole[0] * along, y + pole[1] * along
    pull[2] = pole[2] * pull_z - pole[0] * x - pole[1] * y
    return pull


@compiled()
def _third_body(position, body, gravitational_parameter):
    line = body - position
    return gravitational_parameter * (line / np.dot(line, line) ** 1.5 - body / np.dot(body, body) ** 1.5)


@compiled()
def _altitude(elapsed, x, y, z, true_pole, begin, table):
    """Height above the ellipsoid along the line to its centre, within 5 m of the geodetic one below 1000 km. [m]"""
    along = z
    if true_pole:
        row = min(max(int((elapsed - begin) / TABLE_STEP), 0), table.shape[1] - 1)
        within = elapsed - begin - row * TABLE_STEP
        body = ((table[0, row] * within + table[1, row]) * within + table[2, row]) * within + table[3, row]
        along = np.dot(_pole(body, True), np.array([x, y, z]))
    square = x * x + y * y + z * z
    surface = (1.0 - EARTH_FLATTENING) / math.sqrt(1.0 - FLATTENED * (1.0 - along * along / square))
    return math.sqrt(square) - EARTH_RADIUS * surface


@compiled()
def _drag(position, velocity, pole, height, altitudes, log_densities, area_to_mass):
    push = np.zeros(3)
    if height >= altitudes[-1]:
        return push
    wind = EARTH_ROTATION_RATE * pole
    push[0] = velocity[0] - wind[1] * position[2] + wind[2] * position[1]
    push[1] = velocity[1] - wind[2] * position[0] + wind[0] * position[2]
    push[2] = velocity[2] - wind[0] * position[1] + wind[1] * position[0]
    row = max(np.searchsorted(altitudes, height, side="right") - 1, 0)
    share = (height - altitudes[row]) / (altitudes[row + 1] - altitudes[row])
    density = math.exp(log_densities[row] + share * (log_densities[row + 1] - log_densities[row]))
    return push * (-0.5 * density * area_to_mass * math.sqrt(np.dot(push, push)))


@compiled()
def _sunlight(position, sun, area_to_mass):
    line = position - sun
    distance = math.sqrt(np.dot(line, line))
    pressure = RADIATION_PRESSURE * (ASTRONOMICAL_UNIT / distance) ** 2
    return line * (_sunlit_share(position, line, distance) * pressure * area_to_mass / distance)


@compiled()
def _sunlit_share(position, from_sun, distance):
    """Part of the solar disk that the Earth leaves uncovered: Montenbruck and Gill (2000), section 3.4.2. [1]"""
    radius = math.sqrt(np.dot(position, position))
    sun, earth = math.asin(SUN_RADIUS / distance), math.asin(min(EARTH_RADIUS / radius, 1.0))
    apart = math.acos(min(max(np.dot(position, from_sun) / (radius * distance), -1.0), 1.0))
    if apart >= sun + earth:
        return 1.0
    if apart <= abs(earth - sun):
        return 0.0 if earth > sun else 1.0 - (earth / sun) ** 2
    chord = (apart * apart + sun * sun - earth * earth) / (2.0 * apart)
    height = math.sqrt(max(sun * sun - chord * chord, 0.0))
    covered = (
        sun * sun * math.acos(min(max(chord / sun, -1.0), 1.0))
        + earth * earth * math.acos(min(max((apart - chord) / earth, -1.0), 1.0))
        - apart * height
    )
    return 1.0 - covered / (math.pi * sun * sun)


def _propagate_heyoka(position, velocity, epoch, duration, forces, reentry_altitude, tolerance):
    try:
        import heyoka
    except ModuleNotFoundError as missing:
        raise ModuleNotFoundError(
            "backend 'heyoka': expected the package heyoka; install qtspace-trade[precision] or take the backend 'scipy'"
        ) from missing
    if forces.drag_area_to_mass > 0.0 or forces.radiation_area_to_mass > 0.0:
        raise ValueError("backend 'heyoka' has neither drag nor sunlight: expected the backend 'scipy' for them")
    place = heyoka.make_vars("x", "y", "z")
    speed = heyoka.make_vars("vx", "vy", "vz")
    pull, height = _expressions(place, epoch, forces)
    stop = heyoka.t_event(height - reentry_altitude, direction=heyoka.event_direction.negative)
    solver = heyoka.taylor_adaptive(
        [*zip(place, speed, strict=True), *zip(speed, pull, strict=True)], [*position, *velocity], t_events=[stop],
        tol=min(tolerance, HEYOKA_TOLERANCE), compact_mode=True,
    )  # fmt: skip
    series = solver.propagate_until(duration, c_output=True)[4]
    reason = END_OF_TIME if solver.time == duration else REENTRY
    return Taylor(epoch, epoch + solver.time, reason, series)


def _expressions(place, epoch, forces):
    """Acceleration and height above the ellipsoid as expressions of place and time; Sun and Moon of VSOP2013 and ELP2000."""
    import heyoka

    centuries = (epoch + heyoka.time) / frames.CENTURY
    pole_x, pole_y, locator = heyoka.model.iau2006(centuries, POLE_THRESHOLD) if forces.true_pole else (0.0, 0.0, 0.0)
    pole_z = (1.0 - pole_x**2 - pole_y**2) ** 0.5
    angle = float(frames.earth_rotation_angle(epoch)) + SIDEREAL_RATE * heyoka.time - locator
    cosine, sine = heyoka.cos(angle), heyoka.sin(angle)
    x, y, z = place
    towards = pole_x * x + pole_y * y
    tilt = towards / (1.0 + pole_z) + z
    east, north, along = x - pole_x * tilt, y - pole_y * tilt, towards + pole_z * z
    coefficient = coefficients(forces.degree, forces.order)
    v, w = (np.empty((forces.degree + 2,) * 2, dtype=object) for _ in range(2))
    fill_harmonics.py_func(cosine * east + sine * north, cosine * north - sine * east, along, v, w)
    pull_x, pull_y, pull_z = sum_acceleration.py_func(v, w, *coefficient)
    east, north = cosine * pull_x - sine * pull_y, sine * pull_x + cosine * pull_y
    lift = pull_z - (pole_x * east + pole_y * north) / (1.0 + pole_z)
    pull = [east + pole_x * lift, north + pole_y * lift, pole_z * pull_z - pole_x * east - pole_y * north]
    moon = [1e3 * part for part in heyoka.model.elp2000_cartesian_fk5(centuries, MOON_THRESHOLD)]
    if forces.moon:
        pull = _with_body(pull, place, moon, MOON_GM)
    if forces.sun:
        barycentre = heyoka.model.vsop2013_cartesian_icrf(3, centuries / 10.0, SUN_THRESHOLD)[:3]
        share = MOON_GM / (EARTH_GM + MOON_GM)
        sun = [share * towards_moon - ASTRONOMICAL_UNIT * part for towards_moon, part in zip(moon, barycentre, strict=True)]
        pull = _with_body(pull, place, sun, SUN_GM)
    square = x**2 + y**2 + z**2
    surface = EARTH_RADIUS * (1.0 - EARTH_FLATTENING) / (1.0 - FLATTENED * (1.0 - along**2 / square)) ** 0.5
    return pull, square**0.5 - surface


def _with_body(pull, place, body, gravitational_parameter):
    line = [towards - here for towards, here in zip(body, place, strict=True)]
    near, far = (sum(part**2 for part in vector) ** -1.5 for vector in (line, body))
    return [
        part + gravitational_parameter * (near * from_here - far * from_centre)
        for part, from_here, from_centre in zip(pull, line, body, strict=True)
    ]


BACKENDS = {"scipy": _propagate_scipy, "heyoka": _propagate_heyoka}


class Lifetime(NamedTuple):
    """Decay of an orbit by drag: how long it lasts [s], why it ends, and its history.

    `times` [s since the start], mean semi-major axis [m], mean eccentricity [1], perigee and apogee of the mean orbit
    above the equatorial radius of the Earth [m].
    """

    duration: float
    end_reason: str
    times: np.ndarray
    semi_major_axis: np.ndarray
    eccentricity: np.ndarray
    perigee_altitude: np.ndarray
    apogee_altitude: np.ndarray


def lifetime(
    semi_major_axis, eccentricity, inclination, drag_area_to_mass, altitude_table, density_table,
    argument_of_perigee=0.0, longest=100.0 * JULIAN_YEAR, reentry_altitude=REENTRY_ALTITUDE,
):  # fmt: skip
    """Time until the air brings an orbit down, from rates averaged over each revolution.

    The steps follow the decay: a steady pace in time as long as the air is thin, then one in the semi-major axis. Air
    density by geodetic altitude, at rest relative to the turning Earth; the orbit has the secular motion of the
    perigee and the short-period radial terms of J2. Sun, Moon and sunlight are left out: for the perigee of a highly
    elliptical orbit see :func:`propagate` and :func:`perigee_passages`.

    Parameters
    ----------
    semi_major_axis : float
        Mean semi-major axis. [m]
    eccentricity : float
        Mean eccentricity. [1]
    inclination : float
        Mean inclination. [rad]
    drag_area_to_mass : float
        Drag coefficient times area over mass. [m²/kg]
    altitude_table : (n,) array
        Geodetic altitudes, rising. [m]
    density_table : (n,) array
        Mass density there; the logarithm is linear in between and there is no air above. [kg/m³]
    argument_of_perigee : float, optional
        Mean argument of perigee at the start. [rad]
    longest : float, optional
        When to stop in any case. [s]
    reentry_altitude : float, optional
        Lowest height of a revolution above the ellipsoid at which the orbit ends. [m]

    Returns
    -------
    Lifetime
        How long it lasts [s], "reentry" or "end of the time", and the history of the orbit.

    Raises
    ------
    ValueError
        The orbit begins below the reentry altitude, or the table is no table or begins above it.

    References
    ----------
    .. [1] King-Hele, Satellite orbits in an atmosphere: theory and applications, Blackie, 1987.
    .. [2] Gauss' equations: Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, section 9.3.

    Examples
    --------
    >>> air = [100e3, 300e3, 1000e3], [5e-7, 2e-11, 3e-15]
    >>> round(lifetime(6_678_137.0, 0.0, 0.9, 0.02, *air).duration / 86_400)   # 300 km, in days
    15
    """
    from scipy.integrate import solve_ivp

    altitudes, densities = np.array(altitude_table, dtype=float), np.array(density_table, dtype=float)
    _check_air(drag_area_to_mass, altitudes, densities, reentry_altitude)
    orbit = (semi_major_axis, inclination)

    def rates(_, values):
        rate = _averaged_rates(values, *orbit, drag_area_to_mass, altitudes, np.log(densities))
        pace = 1.0 / (1.0 / longest + semi_major_axis * abs(rate[0]) / DECAY_STEP)
        return np.array([*(pace * rate), pace / longest])

    def margin(_, values):
        _, height = _revolution(values, *orbit)
        return (np.min(height) - reentry_altitude) / EARTH_RADIUS

    def time_left(_, values):
        return 1.0 - values[3]

    time_left.terminal = True
    margin.terminal = True
    start = np.array([1.0, eccentricity, argument_of_perigee, 0.0])
    if margin(0.0, start) <= 0.0:
        raise ValueError(
            f"perigee altitude {semi_major_axis * (1 - eccentricity) - EARTH_RADIUS:.0f} m: "
            f"expected the whole orbit above {reentry_altitude:.0f} m"
        )
    solution = solve_ivp(
        rates, (0.0, 1.0 + semi_major_axis / DECAY_STEP), start, method="RK45", rtol=LIFETIME_TOLERANCE,
        atol=LIFETIME_TOLERANCE * 1e-3, events=(margin, time_left),
    )  # fmt: skip
    axis, shape, times = semi_major_axis * solution.y[0], solution.y[1], longest * solution.y[3]
    return Lifetime(
        float(times[-1]),
        REENTRY if len(solution.t_events[0]) else END_OF_TIME,
        times,
        axis,
        shape,
        axis * (1.0 - np.abs(shape)) - EARTH_RADIUS,
        axis * (1.0 + np.abs(shape)) - EARTH_RADIUS,
    )


def _revolution(values, axis, inclination):
    """Eccentric anomaly and true anomaly around one revolution, and the height above the ellipsoid there. [m]"""
    size, eccentricity, perigee = axis * values[0], values[1], values[2]
    anomaly = TURN * (np.arange(AVERAGING_NODES) + 0.5) / AVERAGING_NODES
    true = np.arctan2(math.sqrt(1.0 - eccentricity**2) * np.sin(anomaly), np.cos(anomaly) - eccentricity)
    radius = size * (1.0 - eccentricity * np.cos(anomaly))
    radius = radius + short_period.radial_correction(size, eccentricity, inclination, perigee + true, true)
    cosine_squared = 1.0 - (math.sin(inclination) * np.sin(perigee + true)) ** 2
    surface = EARTH_RADIUS * (1.0 - EARTH_FLATTENING) / np.sqrt(1.0 - FLATTENED * cosine_squared)
    return (anomaly, true), radius - surface


def _averaged_rates(values, axis, inclination, drag, altitudes, log_densities):
    """Rates of the relative semi-major axis, the eccentricity and the argument of perigee."""
    (anomaly, true), height = _revolution(values, axis, inclination)
    size, eccentricity, perigee = axis * values[0], values[1], values[2]
    density = np.where(height < altitudes[-1], np.exp(_line(height, altitudes, log_densities)), 0.0)
    momentum = math.sqrt(EARTH_GM * size * (1.0 - eccentricity**2))
    radius = size * (1.0 - eccentricity * np.cos(anomaly))
    rising, passing = EARTH_GM / momentum * eccentricity * np.sin(true), momentum / radius
    wind = EARTH_ROTATION_RATE * radius
    ahead = passing - wind * math.cos(inclination)
    aside = wind * math.sin(inclination) * np.cos(perigee + true)
    push = -0.5 * drag * density * np.sqrt(rising**2 + ahead**2 + aside**2)
    outward, forwards = push * rising, push * ahead
    weight = (1.0 - eccentricity * np.cos(anomaly)) / AVERAGING_NODES
    along = eccentricity * np.sin(true) * outward + (1.0 + eccentricity * np.cos(true)) * forwards
    across = np.sin(true) * outward + (np.cos(true) + np.cos(anomaly)) * forwards
    _, perigee_rate, _ = kepler.j2_rates(size, eccentricity, inclination)
    return np.array(
        [2.0 * size**2 / momentum / axis * (weight @ along), momentum / EARTH_GM * (weight @ across), perigee_rate]
    )


def _line(height, altitudes, log_densities):
    """Logarithm of the density, the first line going on below the table."""
    row = np.clip(np.searchsorted(altitudes, height, side="right") - 1, 0, len(altitudes) - 2)
    share = (height - altitudes[row]) / (altitudes[row + 1] - altitudes[row])
    return log_densities[row] + share * (log_densities[row + 1] - log_densities[row])


def perigee_passages(motion):
    """Times and distances of all closest approaches to the centre of the Earth.

    Parameters
    ----------
    motion : Propagation or Taylor
        As :func:`propagate` gives it. [1]

    Returns
    -------
    times : (n,) array
        TT since J2000.0, rising if the motion goes forwards. [s]
    radii : (n,) array
        Distance from the centre of the Earth. [m]

    References
    ----------
    .. [1] Zeros of the radial velocity at which it rises.

    Examples
    --------
    >>> motion = propagate([7e6, 0.0, 0.0], [0.0, 8e3, 0.0], 0.0, 20_000.0, Forces(degree=0))
    >>> times, radii = perigee_passages(motion)
    >>> times.round().tolist(), radii.round().tolist()
    ([7108.0, 14216.0], [7000000.0, 7000000.0])
    """
    from scipy.optimize import elementwise

    def radial(times):
        position, velocity = motion.states(times)
        return np.einsum("...i,...i->...", position, velocity)

    first = kepler.state_to_elements(*motion.states(motion.start))
    count = SAMPLES_PER_REVOLUTION * abs(motion.end - motion.start) / kepler.orbital_period(first.semi_major_axis)
    grid = np.linspace(motion.start, motion.end, int(count) + 2)
    values = radial(grid)
    low = np.flatnonzero((values[:-1] < 0) & (values[1:] >= 0))
    times = elementwise.find_root(radial, (grid[low], grid[low + 1])).x
    return times, frames.distance(motion.states(times)[0])
