"""Passes of a satellite over quantum ground stations: geometry without an orbit, memory, clouds, and a year of them."""

from typing import NamedTuple

import numpy as np

from qtspace_trade.constants import EARTH_GM, EARTH_MEAN_RADIUS, JULIAN_YEAR
from qtspace_trade.physics import visibility


class SatellitePass(NamedTuple):
    """A pass over a ground station, one entry per time bin."""

    times: np.ndarray  # s, 0 at the highest point
    elevation: np.ndarray  # rad
    slant_range: np.ndarray  # m
    transmission: np.ndarray  # 1, end to end


def elevation_at_central_angle(angle, altitude):
    """Elevation of a satellite at a given angle at the Earth's centre from the station, on a sphere.

    Parameters
    ----------
    angle : array
        Angle between station and satellite. [rad]
    altitude : array
        Altitude. [m]

    Returns
    -------
    array
        Elevation, negative below the horizon. [rad]

    References
    ----------
    .. [1] Inverse of `visibility.central_angle`.

    Examples
    --------
    >>> round(float(np.degrees(elevation_at_central_angle(np.radians(14.0565), 500e3))), 3)
    10.0
    """
    semi_major_axis = EARTH_MEAN_RADIUS + altitude
    return np.arctan2(semi_major_axis * np.cos(angle) - EARTH_MEAN_RADIUS, semi_major_axis * np.sin(angle))


def _mean_motion(altitude):
    """Angular rate of a circular orbit."""
    return np.sqrt(EARTH_GM / (EARTH_MEAN_RADIUS + altitude) ** 3)


def pass_duration(altitude, maximum_elevation, minimum_elevation):
    """Time that a circular orbit over a non-rotating Earth spends above an elevation.

    Parameters
    ----------
    altitude : array
        Altitude. [m]
    maximum_elevation, minimum_elevation : array
        Highest elevation of the pass, and the elevation it is counted from. [rad]

    Returns
    -------
    array
        Duration, 0 where the pass stays below. [s]

    References
    ----------
    .. [1] Spherical triangle of station, highest point and satellite.

    Examples
    --------
    >>> round(float(pass_duration(500e3, np.pi / 2, np.radians(10))), 2)
    442.64
    """
    offset = visibility.central_angle(altitude, maximum_elevation)
    reach = visibility.central_angle(altitude, minimum_elevation)
    return 2.0 / _mean_motion(altitude) * np.arccos(np.minimum(np.cos(reach) / np.cos(offset), 1.0))


def analytic_pass(
    altitude,
    maximum_elevation,
    half_duration,
    overhead_transmission,
    zenith_atmosphere,
    minimum_elevation=0.0,
    time_step=1.0,
):
    """Pass of a circular orbit over a non-rotating Earth, with an inverse-square and air-mass link.

    Durations are good to a few percent, up to ten with the Earth's rotation.

    Parameters
    ----------
    altitude : float
        Altitude h. [m]
    maximum_elevation : float
        Elevation of the highest point. [rad]
    half_duration : float
        Time used before and after the highest point. [s]
    overhead_transmission : float
        End-to-end transmission with the satellite overhead, η0. [1]
    zenith_atmosphere : float
        Transmission of the atmosphere alone at the zenith, T (contained in η0). [1]
    minimum_elevation : float
        Bins at or below this elevation, or the horizon, are left out. [rad]
    time_step : float
        Width of the time bins. [s]

    Returns
    -------
    SatellitePass
        With transmission η0 (h / L)² T^(1 / sin e - 1).

    References
    ----------
    .. [1] J. S. Sidhu et al., npj Quantum Inf. 8, 18 (2022), doi 10.1038/s41534-022-00525-3 (pass geometry).

    Examples
    --------
    >>> overhead = analytic_pass(500e3, np.pi / 2, 200.0, 2e-3, 0.85)
    >>> len(overhead.times), round(float(np.degrees(overhead.elevation[-1])), 4), float(overhead.transmission.max())
    (401, 12.3872, 0.002)
    """
    bins = int(np.floor(half_duration / time_step + 1e-9))
    times = time_step * np.arange(-bins, bins + 1)
    semi_major_axis = EARTH_MEAN_RADIUS + altitude
    offset = visibility.central_angle(altitude, maximum_elevation)
    cosine = np.cos(offset) * np.cos(_mean_motion(altitude) * times)
    separation = 2.0 * EARTH_MEAN_RADIUS * semi_major_axis * (1.0 - cosine)
    distance = np.sqrt(float(altitude) ** 2 + separation)
    sine = np.clip((semi_major_axis * cosine - EARTH_MEAN_RADIUS) / distance, -1.0, 1.0)
    used = sine > max(np.sin(minimum_elevation), 0.0)
    times, distance, sine = times[used], distance[used], sine[used]
    transmission = overhead_transmission * np.square(altitude / distance) * zenith_atmosphere ** (1.0 / sine - 1.0)
    return SatellitePass(times, np.arcsin(sine), distance, transmission)


def one_at_a_time(begin, end):
    """Passes of a spacecraft that serves one station at a time: while two overlap, the longer of them is served.

    Longer passes go higher. A pass keeps one piece at most, since no longer one lies within it.

    Parameters
    ----------
    begin, end : (passes,) array
        Of each pass over its station, in any order. [s]

    Returns
    -------
    begin, end : (passes,) array
        Of the part that is served; equal where a pass is not. [s]

    References
    ----------
    .. [1] Greedy schedule by priority.

    Examples
    --------
    >>> begin, end = one_at_a_time([0.0, 200.0, 800.0], [300.0, 700.0, 900.0])   # the first one is the shorter of two
    >>> begin.tolist(), end.tolist()
    ([0.0, 200.0, 800.0], [200.0, 700.0, 900.0])
    """
    begin, end = np.asarray(begin, dtype=float), np.asarray(end, dtype=float)
    order = np.argsort(begin, kind="stable")
    first, last = begin[order], end[order]
    length = last - first
    served_first, served_last = first.copy(), last.copy()
    low = np.searchsorted(first, first - length.max(initial=0.0))
    high = np.searchsorted(first, last)
    for number in range(len(first)):
        near = np.arange(low[number], high[number])
        longer = (length[near] > length[number]) | ((length[near] == length[number]) & (near < number))
        near = near[longer & (last[near] > first[number])]
        ahead = first[near] <= first[number]
        served_first[number] = last[near][ahead].max(initial=first[number])
        served_last[number] = first[near][~ahead].min(initial=last[number])
    served_first = np.minimum(served_first, last)
    result = np.empty((2, len(begin)))
    result[:, order] = served_first, np.maximum(served_last, served_first)
    return result[0], result[1]


def annual_key(offsets, key_lengths, altitude, latitude, clear_fraction=1.0):
    """Expected key per year from one night crossing of the station's latitude per orbit.

    Parameters
    ----------
    offsets : (passes,) array
        Ground-track offsets of the passes at closest approach, from 0 upwards. [m]
    key_lengths : (passes,) array
        Key of each pass. [1]
    altitude : float
        Altitude. [m]
    latitude : float
        Latitude of the station. [rad]
    clear_fraction : float
        Probability of a clear sky. [1]

    Returns
    -------
    float
        Secret bits per Julian year. [1]

    References
    ----------
    .. [1] J. S. Sidhu et al., Finite key effects in satellite quantum key distribution, npj Quantum Inf. 8, 18 (2022),
       doi 10.1038/s41534-022-00525-3.

    Examples
    --------
    >>> circumference = 2 * np.pi * 6371e3   # one bit everywhere: one bit per orbit of 5668 s
    >>> round(float(annual_key([0.0, circumference / 2], [1.0, 1.0], 500e3, 0.0)), 1)
    5567.5
    """
    orbits = JULIAN_YEAR * _mean_motion(altitude) / (2.0 * np.pi)
    both_sides = 2.0 * np.trapezoid(key_lengths, offsets)
    return clear_fraction * orbits * both_sides / (2.0 * np.pi * EARTH_MEAN_RADIUS * np.cos(latitude))


def usable_share(rank, consumption, capacity):
    """Share of each part of a pass that a store of limited size can serve, the best parts first.

    A memory for raw key fills with detections, a store of random bits is emptied by pulses.

    Parameters
    ----------
    rank : (..., time) array
        The larger, the sooner a part is served, such as the transmission. [1]
    consumption : (..., time) array
        What each part takes from the store. [bit]
    capacity : float
        Size of the store at the begin of each pass. [bit]

    Returns
    -------
    (..., time) array
        Between 0 and 1. [1]

    Raises
    ------
    ValueError
        A negative capacity.

    References
    ----------
    .. [1] J. S. Sidhu et al., Finite resource performance of small-satellite-based quantum-key-distribution missions,
       Commun. Phys. 6 (2023), doi 10.1038/s42005-023-01299-6, fig. 5: limits of memory shorten the usable window.

    Examples
    --------
    >>> usable_share([1.0, 3.0, 2.0], [10.0, 10.0, 10.0], 15.0).tolist()
    [0.0, 1.0, 0.5]
    """
    if capacity < 0.0:
        raise ValueError(f"capacity = {capacity} bit: expected 0 or more")
    consumption = np.asarray(consumption, dtype=float)
    order = np.argsort(-np.broadcast_to(rank, consumption.shape), axis=-1, kind="stable")
    taken = np.take_along_axis(consumption, order, axis=-1)
    left = np.maximum(capacity - (np.cumsum(taken, axis=-1) - taken), 0.0)
    share = np.where(taken > left, left / np.where(taken > 0.0, taken, 1.0), 1.0)
    result = np.empty_like(share)
    np.put_along_axis(result, order, share, axis=-1)
    return result


def blocks(values, size):
    """Sums over consecutive groups of passes; a last group that is not full is left out.

    Parameters
    ----------
    values : (passes, ...) array
        What adds up, such as detections. [1]
    size : int
        Passes in a block. [1]

    Returns
    -------
    (blocks, ...) array
        Sums. [1]

    References
    ----------
    .. [1] J. S. Sidhu et al., npj Quantum Inf. 8, 18 (2022), doi 10.1038/s41534-022-00525-3: accumulated passes.

    Examples
    --------
    >>> blocks(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), 2).tolist()
    [3.0, 7.0]
    """
    values = np.asarray(values)
    count = len(values) // size
    return values[: count * size].reshape(count, size, *values.shape[1:]).sum(axis=1)


def cloud_correlation(latitude, longitude, correlation_length):
    """Correlation of the sky over stations, falling exponentially with their distance.

    Parameters
    ----------
    latitude, longitude : (stations,) array
        Places. [rad]
    correlation_length : float
        Distance at which it has fallen to 1/e; that of night-time cloud is some hundreds of kilometres. 0 for skies that
        do not depend on each other. [m]

    Returns
    -------
    (stations, stations) array
        Correlation. [1]

    References
    ----------
    .. [1] Exponential model on the sphere of the Earth's mean radius, positive definite by I. J. Schoenberg, Duke Math. J.
       9, 96 (1942).

    Examples
    --------
    >>> cloud_correlation(np.array([0.0, 0.1]), np.array([0.0, 0.0]), 6371e2).round(4).tolist()   # exp(-1)
    [[1.0, 0.3679], [0.3679, 1.0]]
    """
    latitude, longitude = np.asarray(latitude, dtype=float), np.asarray(longitude, dtype=float)
    half = np.square(np.sin(0.5 * np.subtract.outer(latitude, latitude)))
    half = half + np.multiply.outer(np.cos(latitude), np.cos(latitude)) * np.square(
        np.sin(0.5 * np.subtract.outer(longitude, longitude))
    )
    apart = 2.0 * EARTH_MEAN_RADIUS * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(apart == 0.0, 1.0, np.exp(-apart / correlation_length))


def clear_skies(clear_fraction, night, station, correlation, draws, seed=0):
    """Drawn skies: for each pass, is the sky over its station clear.

    The sky over a station is clear or cloudy for a whole night, drawn anew each night; the stations go together by a
    Gaussian copula. How long clouds stay is not modelled: it spreads the keys of blocks of few passes, not their mean.

    Parameters
    ----------
    clear_fraction : (passes,) array
        Probability of a clear sky for each pass, such as that of its station and month. [1]
    night : (passes,) int array
        Number of the night of each pass, from 0. [1]
    station : (passes,) int array
        Station of each pass, a row of the correlation. [1]
    correlation : (stations, stations) array
        Correlation of the copula, see `cloud_correlation`. [1]
    draws : int
        How many years are drawn. [1]
    seed : int
        Of the random numbers: the same seed gives the same skies. [1]

    Returns
    -------
    (draws, passes) bool array
        True where the sky is clear.

    References
    ----------
    .. [1] R. B. Nelsen, An Introduction to Copulas, 2nd ed., Springer, 2006, section 2.3.

    Examples
    --------
    >>> nights = np.arange(4000)
    >>> clear = clear_skies(np.full(4000, 0.4), nights, 0 * nights, np.eye(1), 50)
    >>> bool(abs(clear.mean() - 0.4) < 0.005)
    True
    """
    from scipy.special import ndtri

    night, station = np.asarray(night, dtype=int), np.asarray(station, dtype=int)
    values, vectors = np.linalg.eigh(np.asarray(correlation, dtype=float))
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    nights = int(night.max(initial=-1)) + 1
    sky = np.random.default_rng(seed).standard_normal((draws, nights, len(root))) @ root.T
    return sky[:, night, station] < ndtri(np.asarray(clear_fraction, dtype=float))
