"""First-order short-period terms of J2: mean elements to the osculating state and back.

Mean elements are those of Brouwer (1959) without his long-period terms: they move at the secular rates of
:func:`qtspace_trade.physics.kepler.j2_rates`. What is left out is of the order of the square of J2 within a revolution;
over the months of a turn of perigee the eccentricity swings by about J2 times itself, more near the critical
inclinations of 63.4° and 116.6°. The corrections are written for the distance, the argument of latitude, the node and
their momenta, which have no singularity on a circle or on the equator. A generating function W of these variables gives
all corrections by its derivatives.
"""

from typing import NamedTuple

import numpy as np

from qtspace_trade.constants import EARTH_GM, EARTH_J2, EARTH_RADIUS
from qtspace_trade.physics import kepler

INVERSE_STEPS = 15
TURN = 2.0 * np.pi


class MeanElements(NamedTuple):
    """Mean elements of one orbit (floats) or of many ((m,) arrays): semi-major axis [m], eccentricity [1], angles [rad]."""

    semi_major_axis: float | np.ndarray
    eccentricity: float | np.ndarray
    inclination: float | np.ndarray
    raan: float | np.ndarray
    argument_of_perigee: float | np.ndarray
    mean_anomaly: float | np.ndarray


class _Polar(NamedTuple):
    """Distance, argument of latitude, node, radial speed, angular momentum and the sine and cosine of inclination."""

    radius: np.ndarray
    latitude_argument: np.ndarray
    raan: np.ndarray
    radial_speed: np.ndarray
    momentum: np.ndarray
    sine: np.ndarray
    cosine: np.ndarray


def radial_correction(semi_major_axis, eccentricity, inclination, argument_of_latitude, true_anomaly):
    """Osculating distance from the centre of the Earth minus that of the mean Kepler orbit.

    Parameters
    ----------
    semi_major_axis : array
        Mean semi-major axis. [m]
    eccentricity : array
        Mean eccentricity. [1]
    inclination : array
        Mean inclination. [rad]
    argument_of_latitude : array
        Mean argument of perigee plus true anomaly. [rad]
    true_anomaly : array
        True anomaly of the mean orbit. [rad]

    Returns
    -------
    array
        Correction of the distance. [m]

    References
    ----------
    .. [1] Brouwer, Astron. J. 64, 378 (1959), doi 10.1086/107958.
    .. [2] Lara, Math. Probl. Eng. 2015, 980652, arXiv 1407.8076, in the same polar variables.

    Examples
    --------
    >>> round(float(radial_correction(7e6, 0.0, np.pi / 2, np.pi / 2, 0.0)))   # over the pole, J2 R²/2a
    3146
    """
    eccentricity, true_anomaly = np.asarray(eccentricity, dtype=float), np.asarray(true_anomaly, dtype=float)
    kappa, sigma = eccentricity * np.cos(true_anomaly), eccentricity * np.sin(true_anomaly)
    parameter = semi_major_axis * (1.0 - eccentricity**2)
    _, _, by_sigma = _centre(kappa, sigma)
    sine_squared = np.sin(inclination) ** 2
    wave = sine_squared * np.cos(2.0 * np.asarray(argument_of_latitude))
    level = (2.0 - 3.0 * sine_squared) * (1.0 + by_sigma)
    return EARTH_J2 * EARTH_RADIUS**2 / (4.0 * parameter) * (wave - level)


def osculating_state(semi_major_axis, eccentricity, inclination, raan, argument_of_perigee, mean_anomaly):
    """Position and velocity of a spacecraft of given mean elements. All arguments broadcast.

    Parameters
    ----------
    semi_major_axis : array
        Mean semi-major axis. [m]
    eccentricity : array
        Mean eccentricity. [1]
    inclination : array
        Mean inclination. [rad]
    raan : array
        Mean right ascension of the ascending node. [rad]
    argument_of_perigee : array
        Mean argument of perigee. [rad]
    mean_anomaly : array
        Mean anomaly. [rad]

    Returns
    -------
    position : (..., 3) array
        Position relative to the centre of the Earth, inertial axes with z along the pole. [m]
    velocity : (..., 3) array
        Velocity in the same axes. [m/s]

    References
    ----------
    .. [1] Brouwer, Astron. J. 64, 378 (1959), doi 10.1086/107958.
    .. [2] Lara, Math. Probl. Eng. 2015, 980652, arXiv 1407.8076, in the same polar variables.

    Examples
    --------
    >>> position, _ = osculating_state(7e6, 0.0, np.pi / 2, 0.0, 0.0, np.pi / 2)   # over the pole
    >>> round(float(np.linalg.norm(position)))
    7003146
    """
    mean = _polar_of_elements(semi_major_axis, eccentricity, inclination, raan, argument_of_perigee, mean_anomaly)
    return _state_of_polar(_corrected(mean, _corrections(mean)))


def osculating_elements(semi_major_axis, eccentricity, inclination, raan, argument_of_perigee, mean_anomaly):
    """Osculating elements of given mean elements. All arguments broadcast.

    Parameters
    ----------
    semi_major_axis : array
        Mean semi-major axis. [m]
    eccentricity : array
        Mean eccentricity. [1]
    inclination : array
        Mean inclination. [rad]
    raan : array
        Mean right ascension of the ascending node. [rad]
    argument_of_perigee : array
        Mean argument of perigee. [rad]
    mean_anomaly : array
        Mean anomaly. [rad]

    Returns
    -------
    kepler.Elements of (...) arrays
        As :func:`qtspace_trade.physics.kepler.state_to_elements` gives them. [m, 1, rad]

    References
    ----------
    .. [1] :func:`osculating_state`.

    Examples
    --------
    >>> round(float(osculating_elements(7e6, 0.0, np.pi / 2, 0.0, 0.0, 0.0).semi_major_axis - 7e6))   # 3 J2 R²/2a = 9438
    9442
    """
    return kepler.state_to_elements(
        *osculating_state(semi_major_axis, eccentricity, inclination, raan, argument_of_perigee, mean_anomaly)
    )


def mean_elements(position, velocity):
    """Mean elements of a state, the inverse of :func:`osculating_state`.

    Fixed-point iteration in the polar variables. As for the osculating ones, the node of an equatorial orbit is put on
    the x axis and the perigee of a circular one is where rounding puts it; the state that they give is right.

    Parameters
    ----------
    position : (..., 3) array
        Position relative to the centre of the Earth, inertial axes with z along the pole. [m]
    velocity : (..., 3) array
        Velocity in the same axes. [m/s]

    Returns
    -------
    MeanElements of (...) arrays
        Semi-major axis [m], eccentricity [1], inclination, right ascension of the ascending node, argument of perigee
        and mean anomaly, angles from 0 to 2π. [rad]

    References
    ----------
    .. [1] Brouwer, Astron. J. 64, 378 (1959), doi 10.1086/107958.

    Examples
    --------
    >>> mean = mean_elements(*osculating_state(7e6, 0.01, 1.0, 0.5, 0.3, 0.2))
    >>> [round(float(value), 6) for value in mean]
    [7000000.0, 0.01, 1.0, 0.5, 0.3, 0.2]
    """
    osculating = _polar_of_state(position, velocity)
    mean = osculating
    for _ in range(INVERSE_STEPS):
        mean = _corrected(osculating, -_corrections(mean))
    return _elements_of_polar(mean)


def _corrections(mean):
    """Osculating minus mean distance, argument of latitude, node, radial speed and angular momentum.

    Derivatives of W = K [(1 - 3 c²)(φ + σ) - s² ((3/2 + 2κ) sin 2θ - σ cos 2θ)], K = GM² J2 R²/(4 G³), by the conjugate
    variables, with κ = e cos f, σ = e sin f and the equation of the centre φ.
    """
    radius, argument, _, radial_speed, momentum, sine, cosine = mean
    parameter = momentum**2 / EARTH_GM
    kappa, sigma = parameter / radius - 1.0, momentum * radial_speed / EARTH_GM
    centre, by_kappa, by_sigma = _centre(kappa, sigma)
    size = EARTH_GM**2 * EARTH_J2 * EARTH_RADIUS**2 / (4.0 * momentum**3)
    sine_2, cosine_2 = np.sin(2.0 * argument), np.cos(2.0 * argument)
    tilt, sine_squared = 1.0 - 3.0 * cosine**2, sine**2
    wave = (1.5 + 2.0 * kappa) * sine_2 - sigma * cosine_2
    rounded = centre + sigma
    per_kappa = tilt * by_kappa - 2.0 * sine_squared * sine_2
    per_sigma = tilt * (by_sigma + 1.0) + sine_squared * cosine_2
    inclined = 6.0 * rounded - 2.0 * wave  # derivative by c² with s² = 1 - c², times -2
    total = tilt * rounded - sine_squared * wave
    by_momentum = (
        -3.0 * total + cosine**2 * inclined + 2.0 * (1.0 + kappa) * per_kappa + sigma * per_sigma
    ) / momentum
    return size * np.stack(
        np.broadcast_arrays(
            per_sigma * momentum / EARTH_GM,
            by_momentum,
            -cosine * inclined / momentum,
            per_kappa * (1.0 + kappa) / radius,
            sine_squared * ((3.0 + 4.0 * kappa) * cosine_2 + 2.0 * sigma * sine_2),
        )
    )


def _centre(kappa, sigma):
    """Equation of the centre φ = f - M and its derivatives by e cos f and e sin f."""
    shape = np.sqrt(1.0 - kappa**2 - sigma**2)
    near = 1.0 + kappa
    centre = 2.0 * np.arctan2(sigma, near + shape) + shape * sigma / near
    q = 1.0 + shape + shape**2
    by_kappa = -sigma * ((2.0 + kappa) * kappa + q) / ((1.0 + shape) * near**2)
    by_sigma = ((2.0 + kappa) * (1.0 + shape - sigma**2) + kappa * q) / ((1.0 + shape) * near**2)
    return centre, by_kappa, by_sigma


def _corrected(polar, change):
    """Polar variables with changes added; the momentum about the pole, G cos i, stays."""
    momentum = polar.momentum + change[4]
    ratio = polar.momentum / momentum
    sine = np.sqrt(np.maximum(polar.sine**2 + polar.cosine**2 * (1.0 - ratio**2), 0.0))
    return _Polar(
        polar.radius + change[0],
        polar.latitude_argument + change[1],
        polar.raan + change[2],
        polar.radial_speed + change[3],
        momentum,
        sine,
        polar.cosine * ratio,
    )


def _polar_of_elements(semi_major_axis, eccentricity, inclination, raan, argument_of_perigee, mean_anomaly):
    eccentricity = np.asarray(eccentricity, dtype=float)
    anomaly = kepler.eccentric_anomaly(mean_anomaly, eccentricity)
    shape = np.sqrt(1.0 - eccentricity**2)
    true = np.arctan2(shape * np.sin(anomaly), np.cos(anomaly) - eccentricity)
    momentum = np.sqrt(EARTH_GM * semi_major_axis) * shape
    return _Polar(
        *np.broadcast_arrays(
            semi_major_axis * (1.0 - eccentricity * np.cos(anomaly)),
            argument_of_perigee + true,
            raan,
            EARTH_GM / momentum * eccentricity * np.sin(true),
            momentum,
            np.abs(np.sin(inclination)),
            np.cos(inclination),
        )
    )


def _elements_of_polar(polar):
    kappa = polar.momentum**2 / EARTH_GM / polar.radius - 1.0
    sigma = polar.momentum * polar.radial_speed / EARTH_GM
    eccentricity = np.hypot(kappa, sigma)
    true = np.arctan2(sigma, kappa)
    shape = np.sqrt(1.0 - eccentricity**2)
    centre, _, _ = _centre(kappa, sigma)
    return MeanElements(
        polar.momentum**2 / EARTH_GM / shape**2,
        eccentricity,
        np.arctan2(polar.sine, polar.cosine),
        polar.raan % TURN,
        (polar.latitude_argument - true) % TURN,
        (true - centre) % TURN,
    )


def _state_of_polar(polar):
    cosine, sine = np.cos(polar.latitude_argument), np.sin(polar.latitude_argument)
    cosine_raan, sine_raan = np.cos(polar.raan), np.sin(polar.raan)
    towards = np.stack(
        [
            cosine * cosine_raan - sine * polar.cosine * sine_raan,
            cosine * sine_raan + sine * polar.cosine * cosine_raan,
            sine * polar.sine,
        ],
        axis=-1,
    )
    forwards = np.stack(
        [
            -sine * cosine_raan - cosine * polar.cosine * sine_raan,
            -sine * sine_raan + cosine * polar.cosine * cosine_raan,
            cosine * polar.sine,
        ],
        axis=-1,
    )
    position = polar.radius[..., None] * towards
    return position, polar.radial_speed[..., None] * towards + (polar.momentum / polar.radius)[..., None] * forwards


def _polar_of_state(position, velocity):
    position, velocity = np.asarray(position, dtype=float), np.asarray(velocity, dtype=float)
    radius = np.linalg.norm(position, axis=-1)
    momentum = np.cross(position, velocity)
    size = np.linalg.norm(momentum, axis=-1)
    normal = momentum / size[..., None]
    raan = np.arctan2(normal[..., 0], 0.0 - normal[..., 1])
    along_node = np.cos(raan) * position[..., 0] + np.sin(raan) * position[..., 1]
    beyond_node = (
        normal[..., 2] * (np.cos(raan) * position[..., 1] - np.sin(raan) * position[..., 0])
        + np.hypot(normal[..., 0], normal[..., 1]) * position[..., 2]
    )
    return _Polar(
        radius,
        np.arctan2(beyond_node, along_node),
        raan,
        np.einsum("...i,...i->...", position, velocity) / radius,
        size,
        np.hypot(normal[..., 0], normal[..., 1]),
        normal[..., 2],
    )
