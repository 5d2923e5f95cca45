"""Orbits about the oblate Earth from mean elements with secular J2 rates, for one orbit or many at common times.

What J2 adds within a revolution is left out of mean elements; the states here have its radial part, up to 10 km in a low
orbit. Its parts along the track and across the orbit plane are of the same size and are not in them: they move events by
about a second. `short_period` has all of it.
"""

import functools
from typing import NamedTuple

import numpy as np

from qtspace_trade.constants import EARTH_RADIUS
from qtspace_trade.physics import frames, kepler
from qtspace_trade.physics.short_period import MeanElements


class Ephemeris(NamedTuple):
    """Orbits at common times: (..., n, 3) vectors [m, m/s], the Sun (n, 3) [m], shadow and altitude (..., n) [1, m].

    `shadow` is 0 in sunlight, 1 in the penumbra and 2 in the umbra of the Earth.
    """

    position: np.ndarray
    velocity: np.ndarray
    sun: np.ndarray
    shadow: np.ndarray
    altitude: np.ndarray


def states(elements, times, short_period=True):
    """Position and velocity at times since the epoch of the elements.

    Parameters
    ----------
    elements : MeanElements
        Of one orbit, or of m orbits as (m,) arrays. [m, 1, rad]
    times : (n,) array
        Times since the epoch of the elements. [s]
    short_period : bool, optional
        Add what J2 does to the radius within a revolution.

    Returns
    -------
    position : (n, 3) or (m, n, 3) array
        Position relative to the centre of the Earth, equatorial inertial axes. [m]
    velocity : (n, 3) or (m, n, 3) array
        Velocity of the mean orbit, to 0.1 %. [m/s]

    Raises
    ------
    ValueError
        An element is not a finite number, the orbit is not closed or runs through the Earth.

    References
    ----------
    .. [1] Vallado, Fundamentals of astrodynamics and applications, 4th ed., 2013, section 9.6 (secular rates).
    .. [2] :func:`qtspace_trade.physics.short_period.radial_correction`.

    Examples
    --------
    >>> position, _ = states(MeanElements(7e6, 0.0, 1.7, 0.0, 0.0, 0.0), np.array([0.0, 1500.0]))
    >>> np.round(np.linalg.norm(position, axis=-1) / 1e3, 1)   # the mean radius is 7000 km
    array([7006. , 7002.9])
    """
    table, single = _table(elements)
    times = np.ascontiguousarray(times, dtype=float)
    shape = (len(table), 3, len(times))
    position, velocity = np.empty(shape), np.empty(shape)
    _kernel().fill_states(times, table, float(short_period), position, velocity)
    return _vectors(position, single), _vectors(velocity, single)


def ephemeris(elements, epoch, times, short_period=True):
    """States, Sun, shadow and altitude in one pass.

    Parameters
    ----------
    elements : MeanElements
        Of one orbit, or of m orbits as (m,) arrays. [m, 1, rad]
    epoch : float
        Epoch of the elements, TT since J2000.0. [s]
    times : (n,) array
        Rising times since that epoch; the pole of the Earth is that at the middle of each 512 of them. [s]
    short_period : bool, optional
        As for :func:`states`.

    Returns
    -------
    Ephemeris
        Position, velocity [m, m/s], Sun [m], shadow [1] and altitude above the ellipsoid. [m]

    Raises
    ------
    ValueError
        As for :func:`states`.

    References
    ----------
    .. [1] :func:`states`, :func:`qtspace_trade.physics.frames.sun_position`,
       :func:`qtspace_trade.physics.eclipse.umbra_function`, :func:`qtspace_trade.physics.frames.geodetic`.

    Examples
    --------
    >>> found = ephemeris(MeanElements(7e6, 0.0, 1.7, 5.0, 0.0, 0.0), 0.0, np.arange(0.0, 5800.0, 60.0))
    >>> round(float(np.mean(found.shadow == 2)), 2)   # share of the umbra
    0.37
    """
    table, single = _table(elements)
    times = np.ascontiguousarray(times, dtype=float)
    count, kernel = len(times), _kernel()
    shape = (len(table), 3, count)
    position, velocity, sun = np.empty(shape), np.empty(shape), np.empty((3, count))
    shadow, altitude = np.empty((len(table), count), np.int8), np.empty((len(table), count))
    middles = times[np.minimum(np.arange(0, count, kernel.BLOCK) + kernel.BLOCK // 2, count - 1)]
    x, y, _ = frames.celestial_pole(epoch + middles)
    poles = np.stack([x, y, np.sqrt(1.0 - x**2 - y**2)], axis=-1)
    kernel.fill_ephemeris(times, table, float(short_period), epoch, poles, position, velocity, sun, shadow, altitude)
    if single:
        shadow, altitude = shadow[0], altitude[0]
    return Ephemeris(_vectors(position, single), _vectors(velocity, single), sun.T, shadow, altitude)


def _table(elements):
    """Elements and rates as rows of one table, and whether they were those of a single orbit."""
    single = all(isinstance(column, float) for column in elements)
    return _single_table(elements) if single else _checked_table(elements)


@functools.lru_cache(maxsize=1024)
def _single_table(elements):
    return _checked_table(elements)


def _checked_table(elements):
    columns = [np.asarray(column, dtype=float) for column in elements]
    for name, column in zip(MeanElements._fields, columns, strict=True):
        if not np.all(np.isfinite(column)):
            raise ValueError(f"{name} of {column[~np.isfinite(column)].flat[0]}: expected a finite number")
    axis, eccentricity = columns[:2]
    if np.any(axis <= 0.0):
        raise ValueError(f"semi-major axis of {np.min(axis):g} m: expected more than zero")
    if np.any((eccentricity < 0.0) | (eccentricity >= 1.0)):
        wrong = eccentricity[(eccentricity < 0.0) | (eccentricity >= 1.0)].flat[0]
        raise ValueError(f"eccentricity of {wrong:g}: expected a closed orbit, 0 to below 1")
    perigee = np.min(axis * (1.0 - eccentricity)) - EARTH_RADIUS
    if perigee <= 0.0:
        raise ValueError(f"perigee at {perigee / 1e3:.1f} km: expected above the surface of the Earth")
    rates = kepler.j2_rates(*columns[:3])
    rows = np.broadcast_arrays(*columns, *rates)
    return np.stack([np.atleast_1d(row) for row in rows], axis=-1), not rows[0].ndim


def _vectors(components, single):
    moved = np.moveaxis(components, 1, -1)
    return moved[0] if single else moved


@functools.cache
def _kernel():
    from qtspace_trade.physics import secular_kernel

    return secular_kernel
