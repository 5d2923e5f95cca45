"""Compiled loops behind `secular`: sine and cosine, Kepler's equation, states, Sun, shadow and altitude in one pass.

Plain arithmetic without branches over blocks that stay in the cache, so that the compiler turns it into vector
instructions. Imported only where it is used, because it loads the compiler.
"""

import math

import numba
import numpy as np

from qtspace_trade.constants import DAY, EARTH_GM, EARTH_J2, EARTH_RADIUS, SUN_RADIUS
from qtspace_trade.physics import frames

BLOCK = 512
NEARLY_ROUND = 0.05  # eccentricity below which a series starts Kepler's equation
ROUND_STEPS, ELLIPTIC_STEPS = 1, 3

TURNS = 0.5 / math.pi
TURN_HIGH, TURN_MIDDLE, TURN_LOW = 6.28125, 0.0019353071693331003, 1.025313143278826e-11  # add up to 2π, 32 digits
COS_OBLIQUITY, SIN_OBLIQUITY = math.cos(frames.OBLIQUITY), math.sin(frames.OBLIQUITY)


def compiled(**options):
    """Decorator that makes machine code, kept on disk where a place for it can be written; threads run it side by side.

    Parameters
    ----------
    options
        Of `numba.njit`. [1]

    Returns
    -------
    callable
        The decorator.

    References
    ----------
    .. [1] Numba documentation, "Compiling Python code with @jit".
    """

    def decorate(function):
        about = {"nogil": True, "error_model": "numpy", "fastmath": {"contract", "nsz"}, **options}
        try:
            return numba.njit(cache=True, **about)(function)
        except RuntimeError:
            return numba.njit(**about)(function)

    return decorate


@compiled(inline="always")
def sine_cosine(angle):
    """Sine and cosine to 1.5e-15: the angle within its turn, series at a quarter of it, and two doublings.

    Parameters
    ----------
    angle : float
        Angle, up to a million turns. [rad]

    Returns
    -------
    float, float
        Sine and cosine. [1]

    References
    ----------
    .. [1] Taylor series to the 15th and 16th power; the three parts of a turn are subtracted one by one, after Cody and
       Waite, Software manual for the elementary functions, Prentice-Hall, 1980.
    """
    turn = np.floor(angle * TURNS + 0.5)
    quarter = 0.25 * (((angle - turn * TURN_HIGH) - turn * TURN_MIDDLE) - turn * TURN_LOW)
    z = quarter * quarter
    sine = quarter * (
        1.0 + z * (-1.0 / 6.0 + z * (1.0 / 120.0 + z * (-1.0 / 5_040.0 + z * (1.0 / 362_880.0 + z * (
            -1.0 / 39_916_800.0 + z * (1.0 / 6_227_020_800.0 - z / 1_307_674_368_000.0))))))
    )  # fmt: skip
    versine = z * (
        0.5 + z * (-1.0 / 24.0 + z * (1.0 / 720.0 + z * (-1.0 / 40_320.0 + z * (1.0 / 3_628_800.0 + z * (
            -1.0 / 479_001_600.0 + z * (1.0 / 87_178_291_200.0 - z / 20_922_789_888_000.0))))))
    )  # fmt: skip
    half_sine, half_cosine = 2.0 * sine * (1.0 - versine), 1.0 - 2.0 * sine * sine
    return 2.0 * half_sine * half_cosine, 1.0 - 2.0 * half_sine * half_sine


@compiled(inline="always")
def _start(mean, eccentricity):
    """Cubic start of Markley (1995) for Kepler's equation, within 1e-3."""
    turn = np.floor(mean * TURNS + 0.5)
    within = ((mean - turn * TURN_HIGH) - turn * TURN_MIDDLE) - turn * TURN_LOW
    alpha = (3.0 * math.pi**2 + 1.6 * math.pi * (math.pi - abs(within)) / (1.0 + eccentricity)) / (math.pi**2 - 6.0)
    d = 3.0 * (1.0 - eccentricity) + alpha * eccentricity
    q = 2.0 * alpha * d * (1.0 - eccentricity) - within**2
    r = (3.0 * alpha * d * (d - 1.0 + eccentricity) + within**2) * within
    w = np.cbrt(abs(r) + math.sqrt(q**3 + r**2)) ** 2
    return (2.0 * r * w / (w**2 + w * q + q**2) + within) / d + (mean - within)


@compiled()
def _solve_kepler(mean, eccentricity, anomaly, sine, cosine):
    """Eccentric anomaly of a block with its sine and cosine, into the last three arguments."""
    if eccentricity < NEARLY_ROUND:
        for i in range(len(mean)):
            s, c = sine_cosine(mean[i])
            anomaly[i] = mean[i] + eccentricity * s * (
                1.0 + eccentricity * c + eccentricity * eccentricity * (1.0 - 1.5 * s * s)
            )
        steps = ROUND_STEPS
    else:
        for i in range(len(mean)):
            anomaly[i] = _start(mean[i], eccentricity)
        steps = ELLIPTIC_STEPS
    for _ in range(steps):
        for i in range(len(mean)):
            s, c = sine_cosine(anomaly[i])
            residual = anomaly[i] - eccentricity * s - mean[i]
            slope = 1.0 - eccentricity * c
            anomaly[i] -= residual * slope / (slope * slope - 0.5 * residual * eccentricity * s)
    for i in range(len(mean)):
        sine[i], cosine[i] = sine_cosine(anomaly[i])


@compiled()
def _states(times, orbit, radial, scratch, x, y, z, vx, vy, vz):
    """Position and velocity of a block. `orbit` holds elements and rates, `radial` is 1 with short-period terms else 0."""
    axis, eccentricity, inclination, raan, perigee, mean_anomaly, raan_rate, perigee_rate, anomaly_rate = orbit
    count = len(times)
    mean, anomaly, sine, cosine = scratch[0, :count], scratch[1, :count], scratch[2, :count], scratch[3, :count]
    for i in range(count):
        mean[i] = mean_anomaly + anomaly_rate * times[i]
    _solve_kepler(mean, eccentricity, anomaly, sine, cosine)
    sin_inclination, cos_inclination = math.sin(inclination), math.cos(inclination)
    sine_squared = sin_inclination * sin_inclination
    shape = math.sqrt(1.0 - eccentricity * eccentricity)
    size = radial * 0.25 * EARTH_J2 * EARTH_RADIUS * EARTH_RADIUS / (axis * shape * shape)
    speed = math.sqrt(EARTH_GM / axis)
    for i in range(count):
        sin_raan, cos_raan = sine_cosine(raan + raan_rate * times[i])
        sin_perigee, cos_perigee = sine_cosine(perigee + perigee_rate * times[i])
        reach = 1.0 - eccentricity * cosine[i]
        cos_true, sin_true = (cosine[i] - eccentricity) / reach, shape * sine[i] / reach
        along, across = cos_perigee * cos_true - sin_perigee * sin_true, sin_perigee * cos_true + cos_perigee * sin_true
        kappa = eccentricity * cos_true
        round_part = (2.0 - 3.0 * sine_squared) * (1.0 + kappa / (1.0 + shape) + 2.0 * shape / (1.0 + kappa))
        distance = axis * reach + size * (sine_squared * (2.0 * along * along - 1.0) - round_part)
        x[i] = distance * (cos_raan * along - sin_raan * cos_inclination * across)
        y[i] = distance * (sin_raan * along + cos_raan * cos_inclination * across)
        z[i] = distance * sin_inclination * across
        forward, outward = -speed * sine[i] / reach, speed * shape * cosine[i] / reach
        along = cos_perigee * forward - sin_perigee * outward
        across = sin_perigee * forward + cos_perigee * outward
        vx[i] = cos_raan * along - sin_raan * cos_inclination * across
        vy[i] = sin_raan * along + cos_raan * cos_inclination * across
        vz[i] = sin_inclination * across


@compiled()
def _sun(times, epoch, x, y, z):
    """Vector to the Sun, the series of `frames.sun_position`."""
    for i in range(len(times)):
        centuries = (epoch + times[i]) / frames.CENTURY
        anomaly = math.radians(frames.SUN_ANOMALY[0]) + math.radians(frames.SUN_ANOMALY[1]) * centuries
        sine, cosine = sine_cosine(anomaly)
        perihelion = math.radians(frames.SUN_PERIHELION[0]) + math.radians(frames.SUN_PERIHELION[1]) * centuries
        equation = frames.ARCSECOND * (frames.SUN_EQUATION[0] * sine + frames.SUN_EQUATION[1] * sine * cosine)
        sin_longitude, cos_longitude = sine_cosine(perihelion + anomaly + equation)
        distance = (
            frames.SUN_DISTANCE[0] + frames.SUN_DISTANCE[1] * cosine
            + frames.SUN_DISTANCE[2] * (2.0 * cosine * cosine - 1.0)
        )  # fmt: skip
        x[i] = distance * cos_longitude
        y[i] = distance * sin_longitude * COS_OBLIQUITY
        z[i] = distance * sin_longitude * SIN_OBLIQUITY


@compiled()
def _shadow(x, y, z, sun_x, sun_y, sun_z, state):
    """0 in sunlight, 1 in the penumbra, 2 in the umbra: distance from the axis of the shadow against that of its cones."""
    for i in range(len(x)):
        sun = math.sqrt(sun_x[i] * sun_x[i] + sun_y[i] * sun_y[i] + sun_z[i] * sun_z[i])
        behind = -(x[i] * sun_x[i] + y[i] * sun_y[i] + z[i] * sun_z[i]) / sun
        aside = math.sqrt(max(x[i] * x[i] + y[i] * y[i] + z[i] * z[i] - behind * behind, 0.0))
        narrowing, widening = (SUN_RADIUS - EARTH_RADIUS) / sun, (SUN_RADIUS + EARTH_RADIUS) / sun
        umbra = (EARTH_RADIUS - behind * narrowing) / math.sqrt(1.0 - narrowing * narrowing)
        penumbra = (EARTH_RADIUS + behind * widening) / math.sqrt(1.0 - widening * widening)
        shaded = behind > 0.0
        state[i] = (1 if shaded and aside < penumbra else 0) + (1 if shaded and aside < umbra else 0)


@compiled()
def _altitude(x, y, z, pole_x, pole_y, pole_z, altitude):
    """Height above the ellipsoid about a given pole, the formula of `frames.geodetic` without its angles."""
    for i in range(len(x)):
        height = pole_x * x[i] + pole_y * y[i] + pole_z * z[i]
        square = x[i] * x[i] + y[i] * y[i] + z[i] * z[i]
        axis_distance, radius = math.sqrt(max(square - height * height, 0.0)), math.sqrt(square)
        rise = frames.POLAR_RADIUS * height * (1.0 + frames.SECOND_ECCENTRICITY_SQUARED * frames.POLAR_RADIUS / radius)
        run = EARTH_RADIUS * axis_distance
        reduced = 1.0 / math.sqrt(rise * rise + run * run)
        sine, cosine = rise * reduced, run * reduced
        rise = height + frames.SECOND_ECCENTRICITY_SQUARED * frames.POLAR_RADIUS * sine * sine * sine
        run = axis_distance - frames.ECCENTRICITY_SQUARED * EARTH_RADIUS * cosine * cosine * cosine
        reduced = 1.0 / math.sqrt(rise * rise + run * run)
        sine, cosine = rise * reduced, run * reduced
        normal = EARTH_RADIUS * math.sqrt(1.0 - frames.ECCENTRICITY_SQUARED * sine * sine)
        altitude[i] = axis_distance * cosine + height * sine - normal


@compiled()
def fill_states(times, orbits, radial, position, velocity):
    """States of many orbits at common times, written into arrays.

    Parameters
    ----------
    times : (n,) array
        Times since the epoch of the elements. [s]
    orbits : (m, 9) array
        Elements and rates, as `secular.states` puts them together. [m, 1, rad, rad/s]
    radial : float
        1 with the short-period part of the radius, 0 without. [1]
    position, velocity : (m, 3, n) array
        Where the states go. [m, m/s]

    Returns
    -------
    None

    References
    ----------
    .. [1] :func:`qtspace_trade.physics.secular.states`.
    """
    scratch = np.empty((4, BLOCK))
    for j in range(len(orbits)):
        orbit = _tuple_of(orbits[j])
        for begin in range(0, len(times), BLOCK):
            end = min(begin + BLOCK, len(times))
            _states(
                times[begin:end], orbit, radial, scratch,
                position[j, 0, begin:end], position[j, 1, begin:end], position[j, 2, begin:end],
                velocity[j, 0, begin:end], velocity[j, 1, begin:end], velocity[j, 2, begin:end],
            )  # fmt: skip


@compiled()
def fill_ephemeris(times, orbits, radial, epoch, poles, position, velocity, sun, shadow, altitude):
    """States, Sun, shadow and altitude, written into arrays.

    Parameters
    ----------
    times, orbits, radial, position, velocity
        As for :func:`fill_states`. [s, m, 1, m/s]
    epoch : float
        Epoch of the elements, TT since J2000.0. [s]
    poles : (k, 3) array
        Axis of the Earth for each block of times. [1]
    sun : (3, n) array
        Where the Sun goes. [m]
    shadow : (m, n) array of int8
        Where the shadow goes: 0 in sunlight, 1 in the penumbra, 2 in the umbra. [1]
    altitude : (m, n) array
        Where the altitude goes. [m]

    Returns
    -------
    None

    References
    ----------
    .. [1] :func:`qtspace_trade.physics.secular.ephemeris`.
    """
    scratch = np.empty((4, BLOCK))
    for begin in range(0, len(times), BLOCK):
        end = min(begin + BLOCK, len(times))
        pole_x, pole_y, pole_z = poles[begin // BLOCK]
        sun_x, sun_y, sun_z = sun[0, begin:end], sun[1, begin:end], sun[2, begin:end]
        _sun(times[begin:end], epoch, sun_x, sun_y, sun_z)
        for j in range(len(orbits)):
            x, y, z = position[j, 0, begin:end], position[j, 1, begin:end], position[j, 2, begin:end]
            _states(
                times[begin:end], _tuple_of(orbits[j]), radial, scratch, x, y, z,
                velocity[j, 0, begin:end], velocity[j, 1, begin:end], velocity[j, 2, begin:end],
            )  # fmt: skip
            _shadow(x, y, z, sun_x, sun_y, sun_z, shadow[j, begin:end])
            _altitude(x, y, z, pole_x, pole_y, pole_z, altitude[j, begin:end])


@compiled()
def fill_earth_fixed(x, y, z, times, universal_times, poles, fixed):
    """Inertial positions in axes that turn with the Earth, written into an array.

    Parameters
    ----------
    x, y, z : (n,) array
        Inertial position. [m]
    times, universal_times : (n,) array
        Time TT and UT1 since J2000.0. [s]
    poles : (4, k) array
        Times in even steps that span the others [s], coordinates of the pole [1] and locator of the origin. [rad]
    fixed : (3, n) array
        Where the Earth-fixed position goes. [m]

    Returns
    -------
    None

    References
    ----------
    .. [1] IERS Conventions (2010), Tech. Note 36, chapter 5, as :func:`qtspace_trade.physics.frames.earth_fixed_position`.
    """
    begin, pace, last = poles[0, 0], 1.0 / (poles[0, 1] - poles[0, 0]), poles.shape[1] - 2
    for i in range(len(x)):
        place = (times[i] - begin) * pace
        node = min(int(place), last)
        share = place - node
        x_pole = poles[1, node] + share * (poles[1, node + 1] - poles[1, node])
        y_pole = poles[2, node] + share * (poles[2, node + 1] - poles[2, node])
        locator = poles[3, node] + share * (poles[3, node + 1] - poles[3, node])
        days = universal_times[i] / DAY
        turns = frames.ROTATION_AT_EPOCH + frames.ROTATION_EXCESS * days + (days - np.floor(days))
        sine, cosine = sine_cosine(2.0 * math.pi * turns - locator)
        z_pole = math.sqrt(1.0 - x_pole * x_pole - y_pole * y_pole)
        towards = x_pole * x[i] + y_pole * y[i]
        tilt = towards / (1.0 + z_pole) + z[i]
        across, along = x[i] - x_pole * tilt, y[i] - y_pole * tilt
        fixed[0, i] = cosine * across + sine * along
        fixed[1, i] = cosine * along - sine * across
        fixed[2, i] = towards + z_pole * z[i]


@compiled(inline="always")
def _tuple_of(row):
    return row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8]
