"""Passes of a quantum link, from the events of an orbit: where and when light goes, and the key it makes.

A pass is the time in which the link's condition holds over its station, or over both stations of a double downlink, and in
which no longer pass over another one is served. It is sampled at Gauss-Legendre nodes, on which detections add up to rounding.
"""

from __future__ import annotations

import datetime
import itertools
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qtspace_trade.constants import DAY
from qtspace_trade.engine.environment import Environment
from qtspace_trade.engine.orbit_layer import OrbitLayer
from qtspace_trade.errors import QtspaceError
from qtspace_trade.models.qkd import keys
from qtspace_trade.models.qkd import link as terminal
from qtspace_trade.physics import frames, optical_link, qkd_background, qkd_passes, visibility
from qtspace_trade.schema.entries import Instrument, Station

Array = NDArray[np.float64]
NODES = 13  # of each pass, one of them in its middle
NIGHT_LINK = "station_visible and station_dark"
HALF_DAY = 0.5 * DAY
MONTH_DAYS = np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


class Samples(NamedTuple):
    """Passes of one link over stations, by station and time; SI.

    `place` counts the stations, or the pairs of them of a double downlink; the last axis of elevation, range and radiance
    goes over the stations of a place.
    """

    places: tuple[tuple[Station, ...], ...]
    place: NDArray[np.int_]
    begin: Array
    end: Array
    seconds: Array
    elevation: Array
    slant_range: Array
    radiance: Array
    month: NDArray[np.int_]
    night: NDArray[np.int_]

    @property
    def culmination(self) -> Array:
        """Highest elevation of each pass at its nodes, of the lower of two stations. [rad]"""
        return self.elevation.min(axis=-1).max(axis=-1)


class PassKeys(NamedTuple):
    """Key of passes that are seen under a clear sky, in the order of the samples."""

    counts: keys.Counts
    settings: Any
    alone: keys.Key
    asymptotic: Array
    loss: Array
    share: Array


def condition_of(instrument: Instrument) -> str:
    """When the link works: what the instrument says, or in contact with a dark station."""
    return instrument.operations.when or NIGHT_LINK


def samples(
    environment: Environment, instrument: Instrument, stations: tuple[Station, ...], p: SimpleNamespace, nodes: int = NODES
) -> Samples:
    """Every pass of the link in the scenario, one station or pair of stations at a time.

    Raises
    ------
    QtspaceError
        The place of the orbit is not stated, or a double downlink has fewer than two stations.
    """
    layer = environment.layer
    condition = f"({condition_of(instrument)}) and station_visible"
    held = [environment.intervals_of(condition, station, instrument) for station in stations]
    if p.link == "double_downlink":
        if len(stations) < 2:
            raise QtspaceError(f"'{instrument.name}' is a double downlink: expected two stations at least, not {len(stations)}")
        pairs = list(itertools.combinations(range(len(stations)), 2))
        places: tuple[tuple[Station, ...], ...] = tuple((stations[one], stations[two]) for one, two in pairs)
        found = [held[one] & held[two] for one, two in pairs]
    else:
        places, found = tuple((station,) for station in stations), held
    begin, end = (np.concatenate([getattr(one, name) for one in found]) for name in ("begins", "ends"))
    place = np.repeat(np.arange(len(places)), [one.count for one in found])
    begin, end = qkd_passes.one_at_a_time(begin, end)
    served = end > begin
    begin, end, place = begin[served], end[served], place[served]
    abscissae, weights = np.polynomial.legendre.leggauss(nodes)
    half = 0.5 * (end - begin)[:, None]
    times = begin[:, None] + half * (abscissae + 1.0)
    seen = [_seen(layer, times, place, places, number, p) for number in range(len(places[0]) if places else 1)]
    elevation, distance, radiance = (np.stack(parts, axis=-1) for parts in zip(*seen, strict=True))
    middle = 0.5 * (begin + end)
    month, night = _calendar(layer, middle, place, places)
    return Samples(places, place, begin, end, half * weights, elevation, distance, radiance, month, night)


def _seen(
    layer: OrbitLayer, times: Array, place: NDArray[np.int_], places: tuple[tuple[Station, ...], ...], number: int,
    p: SimpleNamespace,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """Elevation, range and radiance at the nodes as seen from one station of each place."""
    sites = np.array([
        [getattr(stations[number], name).si for name in ("latitude", "longitude", "altitude")] for stations in places
    ]).reshape(-1, 3)  # fmt: skip
    latitude, longitude, altitude = (np.repeat(sites[place, column], times.shape[1]) for column in range(3))
    track = layer.track_at(times.ravel())
    position, moment = track.earth_fixed_position, layer.epoch + track.times
    elevation = visibility.station_elevation(position, latitude, longitude, altitude)
    distance = visibility.station_range(position, latitude, longitude, altitude)
    sun = visibility.station_sun_elevation(track.earth_fixed_sun, latitude, longitude)
    moon = visibility.station_sun_elevation(frames.earth_fixed_position(track.moon_vector, moment), latitude, longitude)
    phase = qkd_background.moon_phase_angle(track.sun_vector, track.moon_vector)
    light = terminal.radiance(p, sun, phase, moon)
    return elevation.reshape(times.shape), distance.reshape(times.shape), light.reshape(times.shape)


def _calendar(
    layer: OrbitLayer, middle: Array, place: NDArray[np.int_], places: tuple[tuple[Station, ...], ...]
) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    """Month in UTC, and number of the night, which ends at local noon."""
    start = _start(layer)
    month = np.array([(start + datetime.timedelta(seconds=float(time))).month for time in middle], dtype=int)
    east = np.array([stations[0].longitude.si for stations in places])[place] if len(places) else np.empty(0)
    of_day = (start - start.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()
    local = of_day + middle + DAY * east / (2.0 * np.pi) + HALF_DAY
    night = np.floor(local / DAY).astype(int)
    return month, night - night.min(initial=0)


def _start(layer: OrbitLayer) -> datetime.datetime:
    """Begin of the scenario in UTC."""
    stated = datetime.datetime.fromisoformat(layer.scenario.epoch)
    return stated if stated.tzinfo is None else stated.astimezone(datetime.UTC).replace(tzinfo=None)


def month_scale(layer: OrbitLayer) -> Array:
    """Length of each calendar month, in a year of 365.25 days, over the time of it in the scenario; NaN without any."""
    begin = _start(layer)
    end = begin + datetime.timedelta(seconds=layer.duration)
    held = np.zeros(12)
    while begin < end:
        following = datetime.datetime(begin.year + begin.month // 12, begin.month % 12 + 1, 1)
        held[begin.month - 1] += (min(following, end) - begin).total_seconds()
        begin = following
    return np.where(held > 0.0, MONTH_DAYS * DAY / np.where(held > 0.0, held, 1.0), np.nan)


def pass_keys(p: SimpleNamespace, found: Samples, time_in_orbit: float = 0.0) -> PassKeys:
    """Detections of each pass, and the key of each on its own, under a clear sky."""
    loss = terminal.budget(p, found.slant_range, found.elevation).total
    transmission = optical_link.from_decibel(loss)
    if keys.pairs(p):
        arms, noise = keys.pair_sides(p, transmission, found.radiance, time_in_orbit)
        share = keys.served(p, arms[0] * arms[1], keys.pair_detections(p, arms, noise), found.seconds, None)
        counts, settings = keys.pair_counts(p, arms, found.seconds * share, noise), None
    else:
        eta = transmission[..., 0]
        extraneous = terminal.extraneous_probability(p, found.radiance[..., 0], time_in_orbit)
        settings = protocol_of(p, eta, found.seconds, extraneous)
        share = keys.served(p, eta, keys.pulse_detections(p, settings, eta, extraneous), found.seconds, settings)
        counts = keys.pulse_counts(p, settings, eta, found.seconds * share, extraneous)
    return PassKeys(counts, settings, keys.key_of(p, counts, settings), keys.asymptotic_rate(p, settings, counts), loss, share)


def protocol_of(p: SimpleNamespace, transmission: Array, seconds: Array, extraneous: Array) -> Any:
    """Protocol of all passes: as stated, or optimised for a typical block."""
    if not len(transmission):
        return keys.protocol(p, np.array([1e-4]), np.array([keys.block_seconds(p)]), float(p.gate * p.dark_count_rate))
    rows = keys.typical_passes(np.sum(transmission * seconds, axis=-1), int(p.passes_accumulated or 1))
    return keys.protocol(p, transmission[rows].ravel(), seconds[rows].ravel(), float(np.median(extraneous[rows])))


def block_keys(
    p: SimpleNamespace, found: Samples, made: PassKeys, chosen: NDArray[np.bool_]
) -> tuple[Array, NDArray[np.int_], keys.Key]:
    """Key of the blocks of chosen passes: their last passes' index, with the key of all of them."""
    size = int(p.passes_accumulated or 1)
    if size == 1:
        return np.asarray(made.alone.key_length)[chosen], np.flatnonzero(chosen), made.alone
    index = [np.flatnonzero(chosen & (found.place == place)) for place in range(len(found.places))]
    last = np.concatenate([rows[size - 1 :: size][: len(rows) // size] for rows in index]) if index else np.empty(0, int)
    columns = [qkd_passes.blocks(made.counts.columns[rows], size) for rows in index]
    empty = np.empty((0, made.counts.columns.shape[-1]))
    key = keys.key_of(p, keys.Counts(np.concatenate(columns) if columns else empty), made.settings, size)
    return np.asarray(key.key_length), last.astype(int), key
