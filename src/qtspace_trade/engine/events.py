"""Eclipses and passes one by one: when they begin and end, and what is seen in them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qtspace_trade.constants import SPEED_OF_LIGHT
from qtspace_trade.engine import intervals as sets
from qtspace_trade.engine.intervals import IntervalSet
from qtspace_trade.engine.orbit_layer import OrbitLayer, Track
from qtspace_trade.errors import QtspaceError
from qtspace_trade.physics import eclipse, frames, visibility
from qtspace_trade.schema.entries import Station

Array = NDArray[np.float64]
SAMPLES = 33  # of each pass, for the highest elevation
RATE_STEP = 0.5  # s


class Eclipses(NamedTuple):
    """Eclipses in the order of time; seconds since the epoch. NaN where the spacecraft stays in the penumbra."""

    penumbra_entry: Array
    umbra_entry: Array
    umbra_exit: Array
    penumbra_exit: Array

    @property
    def umbra_duration(self) -> Array:
        """Time in the umbra, zero where only the penumbra is crossed. [s]"""
        return np.nan_to_num(self.umbra_exit - self.umbra_entry)

    @property
    def penumbra_duration(self) -> Array:
        """Time in penumbra and umbra together. [s]"""
        return self.penumbra_exit - self.penumbra_entry


class Passes(NamedTuple):
    """Passes over one station in the order of time; seconds since the epoch, SI.

    `doppler` is the relative shift of a signal from the spacecraft at rise and set, -range rate / c.
    """

    rise: Array
    culmination: Array
    set: Array
    highest_elevation: Array
    nearest_range: Array
    doppler_at_rise: Array
    doppler_at_set: Array
    sun_elevation: Array
    sunlit: NDArray[np.bool_]

    @property
    def duration(self) -> Array:
        """Time above the lowest elevation. [s]"""
        return self.set - self.rise


def _found(layer: OrbitLayer, function: Any, station: Station | None = None) -> IntervalSet:
    if not layer.computed:
        raise QtspaceError(f"'{layer.orbit.name}': where and when it flies is not stated, so it has no eclipses and passes")

    def at(times: Array) -> Array:
        return function(layer.track_at(times, station))

    return sets.find(at, layer.grid, function(layer.scan_of(station)))


def eclipses(layer: OrbitLayer) -> Eclipses:
    """Every eclipse by the Earth, umbra and penumbra as cones.

    Raises
    ------
    QtspaceError
        The place of the orbit is not stated.
    """
    outer = _found(layer, lambda track: eclipse.penumbra_function(track.position, track.sun_vector))
    inner = _found(layer, lambda track: eclipse.umbra_function(track.position, track.sun_vector))
    entry, leave = np.full(outer.count, np.nan), np.full(outer.count, np.nan)
    within = np.searchsorted(outer.begins, inner.begins, side="right") - 1
    entry[within], leave[within] = inner.begins, inner.ends
    return Eclipses(outer.begins, entry, leave, outer.ends)


def passes(layer: OrbitLayer, station: Station, minimum_elevation: float) -> Passes:
    """Every pass over a station above an elevation, geometric (no refraction).

    Parameters
    ----------
    minimum_elevation : float
        Lowest elevation. [rad]

    Raises
    ------
    QtspaceError
        The place of the orbit is not stated.
    """
    found = _found(layer, lambda track: minimum_elevation - _elevation(track), station)
    if not found.count:
        return Passes(*(np.empty(0),) * 8, np.empty(0, bool))
    share = np.linspace(0.0, 1.0, SAMPLES)
    times = found.begins[:, None] + (found.ends - found.begins)[:, None] * share
    elevation = _elevation(layer.track_at(times.ravel(), station)).reshape(times.shape)
    culmination = _vertex(times, elevation)
    top = layer.track_at(culmination, station)
    return Passes(
        found.begins, culmination, found.ends, _elevation(top), _range(layer, culmination, station),
        _doppler(layer, found.begins, station), _doppler(layer, found.ends, station), _sun(top),
        eclipse.umbra_function(top.position, top.sun_vector) > 0,
    )  # fmt: skip


def _elevation(track: Track) -> Array:
    return visibility.station_elevation(
        track.earth_fixed_position, track.station_latitude, track.station_longitude, track.station_altitude
    )


def _sun(track: Track) -> Array:
    return visibility.station_sun_elevation(track.earth_fixed_sun, track.station_latitude, track.station_longitude)


def _range(layer: OrbitLayer, times: Array, station: Station) -> Array:
    track = layer.track_at(times, station)
    return visibility.station_range(
        track.earth_fixed_position, track.station_latitude, track.station_longitude, track.station_altitude
    )


def _doppler(layer: OrbitLayer, times: Array, station: Station) -> Array:
    later, earlier = (_range(layer, times + step, station) for step in (RATE_STEP, -RATE_STEP))
    return -(later - earlier) / (2.0 * RATE_STEP * SPEED_OF_LIGHT)


def _vertex(times: Array, values: Array) -> Array:
    """Time of the largest value of each row, by a parabola through the best sample and its neighbours."""
    rows = np.arange(len(times))
    best = np.clip(np.argmax(values, axis=1), 1, times.shape[1] - 2)
    left, middle, right = (values[rows, best + shift] for shift in (-1, 0, 1))
    bend = left - 2.0 * middle + right
    shift = np.where(bend < 0, 0.5 * (left - right) / np.where(bend < 0, bend, -1.0), 0.0)
    return times[rows, best] + np.clip(shift, -1.0, 1.0) * (times[rows, 1] - times[rows, 0])


def calendar(layer: OrbitLayer, times: Array) -> list[str]:
    """UTC texts of times since the epoch, empty where there is none."""
    return [frames.calendar_text(layer.scenario.epoch, time) if np.isfinite(time) else "" for time in times]
