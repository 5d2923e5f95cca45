"""Kepler orbits with first-order secular J2 rates: anomalies, elements, states and special orbits."""

from typing import NamedTuple

import numpy as np

from qtspace_trade.constants import EARTH_GM, EARTH_J2, EARTH_RADIUS, EARTH_ROTATION_RATE, TROPICAL_YEAR

TURN = 2.0 * np.pi
KEPLER_STEPS = 3
GEOSTATIONARY_STEPS = 6


class Elements(NamedTuple):
    """Osculating elements, in the order that :func:`position_velocity` takes them. [m, 1, rad, rad, rad, rad]"""

    semi_major_axis: np.ndarray
    eccentricity: np.ndarray
    inclination: np.ndarray
    raan: np.ndarray
    argument_of_perigee: np.ndarray
    eccentric_anomaly: np.ndarray


def mean_motion(semi_major_axis, gravitational_parameter=EARTH_GM):
    """Mean angular rate of an unperturbed orbit, sqrt(GM/a³).

    Parameters
    ----------
    semi_major_axis : array
        Semi-major axis. [m]
    gravitational_parameter : float, optional
        GM of the central body. [m³ s⁻²]

    Returns
    -------
    array
        Mean motion. [rad/s]

    References
    ----------
    .. [1] Kepler's third law.

    Examples
    --------
    >>> float(mean_motion(4.0, 64.0))
    1.0
    """
    return np.sqrt(gravitational_parameter / np.asarray(semi_major_axis, dtype=float) ** 3)


def orbital_period(semi_major_axis, gravitational_parameter=EARTH_GM):
    """Period of an unperturbed orbit, 2π sqrt(a³/GM).

    Parameters
    ----------
    semi_major_axis : array
        Semi-major axis. [m]
    gravitational_parameter : float, optional
        GM of the central body. [m³ s⁻²]

    Returns
    -------
    array
        Period. [s]

    References
    ----------
    .. [1] Kepler's third law.

    Examples
    --------
    >>> round(float(orbital_period(6_978_137.0)) / 60, 2)   # 600 km above the equator, in min
    96.69
    """
    return TURN / mean_motion(semi_major_axis, gravitational_parameter)


def semi_major_axis_from_period(period, gravitational_parameter=EARTH_GM):
    """Semi-major axis of an unperturbed orbit of given period.

    Parameters
    ----------
    period : array
        Period. [s]
    gravitational_parameter : float, optional
        GM of the central body. [m³ s⁻²]

    Returns
    -------
    array
        Semi-major axis. [m]

    References
    ----------
    .. [1] Kepler's third law.

    Examples
    --------
    >>> round(float(semi_major_axis_from_period(86_164.1)) / 1e3)   # one sidereal day, in km
    42164
    """
    return np.cbrt(gravitational_parameter * (np.asarray(period, dtype=float) / TURN) ** 2)


def eccentric_anomaly(mean_anomaly, eccentricity):
    """Eccentric anomaly, the root E of Kepler's equation E - e sin E = M.

    The cubic start of Markley is within 1e-3 for every e < 1; three Halley steps, each tripling the number of correct
    digits, leave a residual at rounding level (below 1e-14 for M within one turn).

    Parameters
    ----------
    mean_anomaly : array
        Mean anomaly M, any number of turns. [rad]
    eccentricity : array
        Eccentricity, 0 ≤ e < 1. [1]

    Returns
    -------
    array
        Eccentric anomaly, in the same turn as M. [rad]

    References
    ----------
    .. [1] Markley, Celest. Mech. Dyn. Astron. 63, 101 (1995), doi 10.1007/BF00691917, fifth-order step replaced.

    Examples
    --------
    >>> round(float(eccentric_anomaly(np.pi / 2 - 0.5, 0.5)), 12) == round(np.pi / 2, 12)
    True
    """
    mean_anomaly = np.asarray(mean_anomaly, dtype=float)
    eccentricity = np.asarray(eccentricity, dtype=float)
    turns = TURN * np.round(mean_anomaly / TURN)
    mean = mean_anomaly - turns
    alpha = (3.0 * np.pi**2 + 1.6 * np.pi * (np.pi - np.abs(mean)) / (1.0 + eccentricity)) / (np.pi**2 - 6.0)
    d = 3.0 * (1.0 - eccentricity) + alpha * eccentricity
    q = 2.0 * alpha * d * (1.0 - eccentricity) - mean**2
    r = (3.0 * alpha * d * (d - 1.0 + eccentricity) + mean**2) * mean
    w = np.cbrt(np.abs(r) + np.sqrt(q**3 + r**2)) ** 2
    anomaly = (2.0 * r * w / (w**2 + w * q + q**2) + mean) / d
    for _ in range(KEPLER_STEPS):
        sine, cosine = eccentricity * np.sin(anomaly), eccentricity * np.cos(anomaly)
        residual, slope = anomaly - sine - mean, 1.0 - cosine
        anomaly = anomaly - residual * slope / (slope**2 - 0.5 * residual * sine)
    return anomaly + turns


def j2_rates(semi_major_axis, eccentricity, inclination):
    """First-order secular rates of mean elements about an oblate Earth.

    Parameters
    ----------
    semi_major_axis : array
        Mean semi-major axis. [m]
    eccentricity : array
        Mean eccentricity. [1]
    inclination : array
        Mean inclination. [rad]

    Returns
    -------
    raan_rate : array
        Rate of the right ascension of the ascending node. [rad/s]
    argument_of_perigee_rate : array
        Rate of the argument of perigee. [rad/s]
    mean_anomaly_rate : array
        Rate of the mean anomaly, the unperturbed mean motion included. [rad/s]

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, section 9.6.

    Examples
    --------
    >>> node, perigee, _ = j2_rates(26_553.4e3, 0.74, np.radians(63.4))   # a Molniya orbit
    >>> round(float(np.degrees(node) * 86_400), 4), round(float(np.degrees(perigee) * 86_400), 4)   # in °/day
    (-0.1481, 0.0004)
    """
    semi_major_axis = np.asarray(semi_major_axis, dtype=float)
    motion = mean_motion(semi_major_axis)
    shape = 1.0 - np.asarray(eccentricity, dtype=float) ** 2
    factor = 1.5 * EARTH_J2 * (EARTH_RADIUS / (semi_major_axis * shape)) ** 2 * motion
    sine_squared = np.sin(inclination) ** 2
    return (
        -factor * np.cos(inclination),
        factor * (2.0 - 2.5 * sine_squared),
        motion + factor * np.sqrt(shape) * (1.0 - 1.5 * sine_squared),
    )


def sun_synchronous_inclination(semi_major_axis, eccentricity=0.0):
    """Inclination at which the J2 node rate follows the mean Sun, 2π per tropical year.

    Parameters
    ----------
    semi_major_axis : array
        Mean semi-major axis. [m]
    eccentricity : array, optional
        Mean eccentricity. [1]

    Returns
    -------
    array
        Inclination. [rad]

    Raises
    ------
    ValueError
        The orbit is too high: no inclination turns the node fast enough.

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, section 11.4.1.

    Examples
    --------
    >>> round(float(np.degrees(sun_synchronous_inclination(6_978_137.0))), 3)   # 600 km
    97.788
    """
    polar_rate, _, _ = j2_rates(semi_major_axis, eccentricity, np.pi)
    cosine = -TURN / TROPICAL_YEAR / polar_rate
    if np.any(cosine < -1.0):
        raise ValueError(
            f"no Sun-synchronous orbit with semi-major axis {np.max(semi_major_axis):.0f} m: "
            "expected at most 12 352 km if circular"
        )
    return np.arccos(cosine)


def position_velocity(semi_major_axis, eccentricity, inclination, raan, argument_of_perigee, eccentric_anomaly):
    """Position and velocity on a Kepler ellipse about the Earth. All arguments broadcast.

    Parameters
    ----------
    semi_major_axis : array
        Semi-major axis. [m]
    eccentricity : array
        Eccentricity. [1]
    inclination : array
        Inclination. [rad]
    raan : array
        Right ascension of the ascending node. [rad]
    argument_of_perigee : array
        Argument of perigee. [rad]
    eccentric_anomaly : array
        Eccentric anomaly. [rad]

    Returns
    -------
    position : (..., 3) array
        Position relative to the centre of the Earth, equatorial inertial axes. [m]
    velocity : (..., 3) array
        Velocity in the same axes. [m/s]

    References
    ----------
    .. [1] Montenbruck and Gill, Satellite orbits, Springer, 2000, section 2.2.

    Examples
    --------
    >>> position, velocity = position_velocity(7e6, 0.1, 0.0, 0.0, 0.0, 0.0)   # at perigee, a (1 - e)
    >>> position.tolist(), round(float(velocity[1]), 1)
    ([6300000.0, 0.0, 0.0], 8342.5)
    """
    eccentricity = np.asarray(eccentricity, dtype=float)
    cos_raan, sin_raan = np.cos(raan), np.sin(raan)
    cos_perigee, sin_perigee = np.cos(argument_of_perigee), np.sin(argument_of_perigee)
    cos_anomaly, sin_anomaly = np.cos(eccentric_anomaly), np.sin(eccentric_anomaly)
    cos_inclination, sin_inclination = np.cos(inclination), np.sin(inclination)
    shape = np.sqrt(1.0 - eccentricity**2)
    speed = np.sqrt(EARTH_GM / semi_major_axis) / (1.0 - eccentricity * cos_anomaly)

    def oriented(along, across):
        to_node = cos_perigee * along - sin_perigee * across
        from_node = sin_perigee * along + cos_perigee * across
        return np.stack(
            np.broadcast_arrays(
                cos_raan * to_node - sin_raan * cos_inclination * from_node,
                sin_raan * to_node + cos_raan * cos_inclination * from_node,
                sin_inclination * from_node,
            ),
            axis=-1,
        )

    position = oriented(semi_major_axis * (cos_anomaly - eccentricity), semi_major_axis * shape * sin_anomaly)
    return position, oriented(-speed * sin_anomaly, speed * shape * cos_anomaly)


def state_to_elements(position, velocity):
    """Osculating elements of a bound state about the Earth.

    An equatorial orbit gets its node on the x axis; of a circular one the perigee is where rounding puts it. The state
    that the elements give is right in every case.

    Parameters
    ----------
    position : (..., 3) array
        Position relative to the centre of the Earth. [m]
    velocity : (..., 3) array
        Inertial velocity. [m/s]

    Returns
    -------
    Elements of (...) arrays
        Semi-major axis [m], eccentricity [1], inclination, right ascension of the ascending node, argument of perigee
        and eccentric anomaly, angles from 0 to 2π. [rad]

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, algorithm 9.

    Examples
    --------
    >>> elements = state_to_elements([7e6, 0.0, 0.0], [0.0, 0.0, 8e3])
    >>> round(float(np.degrees(elements.inclination))), round(float(elements.eccentricity), 4)   # r v²/GM - 1
    (90, 0.1239)
    """
    position, velocity = np.asarray(position, dtype=float), np.asarray(velocity, dtype=float)
    radius = np.linalg.norm(position, axis=-1)
    momentum = np.cross(position, velocity)
    normal = momentum / np.linalg.norm(momentum, axis=-1, keepdims=True)
    raan = np.arctan2(normal[..., 0], 0.0 - normal[..., 1])
    node = np.stack([np.cos(raan), np.sin(raan), np.zeros_like(raan)], axis=-1)
    beyond_node = np.cross(normal, node)
    towards_perigee = np.cross(velocity, momentum) / EARTH_GM - position / radius[..., None]
    perigee = np.arctan2(_dot(towards_perigee, beyond_node), _dot(towards_perigee, node))
    eccentricity = np.linalg.norm(towards_perigee, axis=-1)
    true_anomaly = np.arctan2(_dot(position, beyond_node), _dot(position, node)) - perigee
    anomaly = np.arctan2(np.sqrt(1.0 - eccentricity**2) * np.sin(true_anomaly), eccentricity + np.cos(true_anomaly))
    return Elements(
        1.0 / (2.0 / radius - _dot(velocity, velocity) / EARTH_GM),
        eccentricity,
        np.arctan2(np.hypot(normal[..., 0], normal[..., 1]), normal[..., 2]),
        raan % TURN,
        perigee % TURN,
        anomaly % TURN,
    )


def station_kept_geostationary_semi_major_axis():
    """Mean semi-major axis of a circular equatorial orbit that stays over one longitude under J2.

    The rates of mean anomaly, perigee and node add up to the rotation of the Earth. J2 makes the mean semi-major axis
    2.1 km larger but the true radius only 0.5 km; the rest is a short-period term that stands still on this orbit.

    Returns
    -------
    float
        Semi-major axis. [m]

    References
    ----------
    .. [1] :func:`j2_rates` at e = 0 and i = 0: n [1 + 3 J2 (R/a)²] = rotation rate of the Earth.

    Examples
    --------
    >>> round(station_kept_geostationary_semi_major_axis() / 1e3, 2)   # in km
    42166.26
    """
    semi_major_axis = np.cbrt(EARTH_GM / EARTH_ROTATION_RATE**2)
    for _ in range(GEOSTATIONARY_STEPS):
        share = 1.0 + 3.0 * EARTH_J2 * (EARTH_RADIUS / semi_major_axis) ** 2
        semi_major_axis = np.cbrt(EARTH_GM * (share / EARTH_ROTATION_RATE) ** 2)
    return float(semi_major_axis)


def nadir_rotation_rate(position, velocity):
    """Rotation rate of a spacecraft that keeps one face towards the centre of the Earth, |r x v|/r².

    Parameters
    ----------
    position : (..., 3) array
        Position relative to the centre of the Earth. [m]
    velocity : (..., 3) array
        Inertial velocity. [m/s]

    Returns
    -------
    (...) array
        Rotation rate. [rad/s]

    References
    ----------
    .. [1] Rate of the true anomaly from the conservation of angular momentum.

    Examples
    --------
    >>> float(nadir_rotation_rate([7e6, 0.0, 0.0], [100.0, 7e3, 0.0]))
    0.001
    """
    momentum = np.linalg.norm(np.cross(position, velocity), axis=-1)
    return momentum / np.linalg.norm(position, axis=-1) ** 2


def _dot(a, b):
    return np.einsum("...i,...i->...", a, b)
