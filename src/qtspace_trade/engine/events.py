"""Eclipses, passes and lines of sight one by one: when they begin and end, and what is seen in them.

Edges are found to 1e-6 s of the trajectory given (1e-5 s where an event grazes its limit), turning points to 1e-3 s. A
trajectory of mean elements is itself about a second off along the track and its velocity up to 7 m/s, see
`physics.secular`; range rates are as good as that velocity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qtspace_trade import units
from qtspace_trade.constants import SPEED_OF_LIGHT
from qtspace_trade.engine import intervals as sets
from qtspace_trade.engine.intervals import IntervalSet
from qtspace_trade.engine.orbit_layer import OrbitLayer, Track, dark_times
from qtspace_trade.errors import QtspaceError, UnknownName
from qtspace_trade.physics import eclipse, frames, visibility
from qtspace_trade.schema.entries import Station

Array = NDArray[np.float64]
TURN = 2.0 * np.pi
BODIES = ("earth", "moon")
FINER = 4  # steps within a scan step where a pass is looked at again
AZIMUTH_STEP = np.radians(1.0)  # narrower parts of a horizon may be missed
SHORTEST_STEP = 1e-2  # s, where a pass through the zenith turns the azimuth at once
DEPTH = 0.1  # of the distance from the Earth: further below the horizon than any orbit rises within a scan step
MOON_STEP = 3600.0  # s
# Half a step of the Moon among the stars at perigee, 15.4 deg/d, the angular radius of the Sun, and a third more.
MOON_MARGIN = np.radians(0.8)
LIGHTINGS = ("sunlit", "eclipsed")
TWILIGHTS = {"day": -0.833, "civil": -6.0, "nautical": -12.0, "astronomical": -18.0}  # deg, the Sun's centre, geometric


class ShadowSets(NamedTuple):
    """Times in penumbra (with umbra and annulus), umbra and annulus of one body."""

    penumbra: IntervalSet
    umbra: IntervalSet
    annulus: IntervalSet


class Eclipses(NamedTuple):
    """Eclipses by one body in the order of time; seconds since the epoch. NaN where umbra or annulus are not reached.

    Umbra and annulus go from first entry to last exit; their durations are those of the time inside. `greatest` is when
    most of the Sun is covered, the middle of the umbra where there is one, and `covered_share` how much of it is.
    """

    penumbra_entry: Array
    umbra_entry: Array
    umbra_exit: Array
    annulus_entry: Array
    annulus_exit: Array
    penumbra_exit: Array
    umbra_duration: Array
    annulus_duration: Array
    greatest: Array
    covered_share: Array

    @property
    def penumbra_duration(self) -> Array:
        """Time in penumbra and umbra together. [s]"""
        return self.penumbra_exit - self.penumbra_entry


class Passes(NamedTuple):
    """Passes over one station in the order of time; seconds since the epoch, SI, azimuth from north through east.

    `rise` and `set` are the ends of the time in which every limit asked for is kept. Of a pass cut by the window or by a
    limit the culmination may be one of its ends. `doppler` is the relative shift of a signal from the spacecraft to first
    order, -range rate / c.
    """

    rise: Array
    culmination: Array
    set: Array
    highest_elevation: Array
    range_at_rise: Array
    range_at_culmination: Array
    range_at_set: Array
    range_rate_at_rise: Array
    range_rate_at_culmination: Array
    range_rate_at_set: Array
    doppler_at_rise: Array
    doppler_at_set: Array
    azimuth_at_rise: Array
    azimuth_at_culmination: Array
    azimuth_at_set: Array
    sun_elevation: Array
    sunlit: NDArray[np.bool_]

    @property
    def duration(self) -> Array:
        """Time in which every limit is kept. [s]"""
        return self.set - self.rise


class Times(NamedTuple):
    """Times in which something holds. [s since the epoch]"""

    begin: Array
    end: Array

    @property
    def duration(self) -> Array:
        """Time in which it holds. [s]"""
        return self.end - self.begin


class CommonViews(NamedTuple):
    """Times in which two stations see the spacecraft; elevations and ranges at the middle. SI."""

    begin: Array
    middle: Array
    end: Array
    elevation_a: Array
    elevation_b: Array
    range_a: Array
    range_b: Array

    @property
    def duration(self) -> Array:
        """Time in common view. [s]"""
        return self.end - self.begin


class Sights(NamedTuple):
    """Times in which two spacecraft see each other. SI; statistics over samples no further apart than the scan step."""

    begin: Array
    end: Array
    nearest_range: Array
    mean_range: Array
    farthest_range: Array
    lowest_range_rate: Array
    highest_range_rate: Array
    lowest_height: Array

    @property
    def duration(self) -> Array:
        """Time in sight. [s]"""
        return self.end - self.begin


class Horizon(NamedTuple):
    """Elevation below which a station sees nothing, by rising azimuth, straight lines in between. [rad]"""

    azimuth: Array
    elevation: Array

    def at(self, azimuth: Array) -> Array:
        return np.interp(azimuth, self.azimuth, self.elevation, period=TURN)


def horizon(table: Mapping[Any, Any] | Iterable[tuple[Any, Any]]) -> Horizon:
    """Horizon of a station from a table of azimuth and elevation.

    Raises
    ------
    QtspaceError
        Less than two rows, an azimuth twice or outside 0 to 360 deg, an elevation outside -90 to 90 deg.

    Examples
    --------
    >>> wall = horizon({"0 deg": "5 deg", "90 deg": "25 deg", "180 deg": "5 deg"})
    >>> np.degrees(wall.at(np.radians([45.0, 270.0]))).round(9).tolist()
    [15.0, 5.0]
    """
    rows = list(table.items() if isinstance(table, Mapping) else table)
    if len(rows) < 2 or any(len(row) != 2 for row in rows):
        raise QtspaceError("a horizon needs rows of azimuth and elevation, two at least, such as {'0 deg': '5 deg', ...}")
    azimuth, elevation = (np.array([units.si(value, "rad") for value in column]) for column in zip(*rows, strict=True))
    for name, values, least, most in (("azimuth", azimuth, 0.0, 360.0), ("elevation", elevation, -90.0, 90.0)):
        wrong = values[(values < np.radians(least)) | (values > np.radians(most))]
        if len(wrong):
            raise QtspaceError(f"{name} of {np.degrees(wrong[0]):g} deg in a horizon: expected {least:g} to {most:g} deg")
    order = np.argsort(azimuth)
    azimuth, elevation = azimuth[order], elevation[order]
    if np.any(np.diff(azimuth) == 0.0):
        twice = np.degrees(azimuth[1:][np.diff(azimuth) == 0.0][0])
        raise QtspaceError(f"azimuth of {twice:g} deg twice in a horizon: expected one elevation for each azimuth")
    return Horizon(azimuth, elevation)


def _check_computed(layer: OrbitLayer) -> None:
    if not layer.computed:
        raise QtspaceError(f"'{layer.orbit.name}': where and when it flies is not stated, so it has no eclipses and passes")


def eclipse_sets(layer: OrbitLayer, body: str = "earth") -> ShadowSets:
    """Times in the shadow of a spherical body, Earth or Moon, as cones.

    Raises
    ------
    QtspaceError
        The place of the orbit is not stated, or no such body.
    """
    _check_computed(layer)
    if body not in BODIES:
        raise UnknownName("occulting body", body, BODIES)
    if body == "earth":
        track, grid = layer.scan, layer.grid
    else:
        grid = layer.grid[_near_new_moon(layer)]
        track = layer.track_at(grid)
    if len(grid) < 2:
        return ShadowSets(*(sets.never(0.0, layer.duration),) * 3)
    return ShadowSets(*(
        _windowed(layer, sets.find(_shadow(layer, body, name), grid, values))
        for name, values in eclipse.shadow_functions(*_sky(track, body))._asdict().items()
    ))  # fmt: skip


def _sky(track: Track, body: str) -> tuple[Any, ...]:
    moon = (track.moon_vector, eclipse.MOON_RADIUS) if body == "moon" else ()
    return track.position, track.sun_vector, *moon


def _shadow(layer: OrbitLayer, body: str, name: str) -> Callable[[Array], Array]:
    return lambda times: getattr(eclipse.shadow_functions(*_sky(layer.track_at(times), body)), name)


def _windowed(layer: OrbitLayer, found: IntervalSet) -> IntervalSet:
    return IntervalSet(0.0, layer.duration, found.begins, found.ends)


def _near_new_moon(layer: OrbitLayer) -> NDArray[np.bool_]:
    """Scan times at which the Moon may touch the Sun as seen from anywhere as far from the Earth as the spacecraft gets."""
    times = np.linspace(0.0, layer.duration, int(np.ceil(layer.duration / MOON_STEP)) + 1)
    sun, moon = frames.sun_position(layer.epoch + times), frames.moon_position(layer.epoch + times)
    reach, distance = _reach(layer), frames.distance(moon)
    parallax = np.arcsin(np.minimum(reach / distance, 1.0))
    radius = np.arcsin(eclipse.MOON_RADIUS / np.maximum(distance - reach, eclipse.MOON_RADIUS))
    apart = visibility.angle_between(sun, moon) - parallax - radius - MOON_MARGIN
    return np.interp(layer.grid, times, np.where(reach < distance, apart, -1.0)) < 0


def eclipses(layer: OrbitLayer, body: str = "earth") -> Eclipses:
    """Every eclipse by a spherical body, Earth or Moon, with shadows as cones.

    The Moon's place is good to 0.1 deg: its eclipses are right to two minutes and to some 0.02 of the Sun's area, and
    those that just graze may be missed or made up.

    Raises
    ------
    QtspaceError
        The place of the orbit is not stated, or no such body.
    """
    outer, umbra, annulus = eclipse_sets(layer, body)
    umbra_entry, umbra_exit, umbra_duration = _within(outer, umbra)
    annulus_entry, annulus_exit, annulus_duration = _within(outer, annulus)
    greatest, share = 0.5 * (umbra_entry + umbra_exit), np.ones(outer.count)
    partial = np.isnan(greatest)
    if partial.any():
        greatest[partial], share[partial] = _greatest(layer, body, outer, partial)
    return Eclipses(
        outer.begins, umbra_entry, umbra_exit, annulus_entry, annulus_exit, outer.ends, umbra_duration, annulus_duration,
        greatest, share,
    )  # fmt: skip


def _greatest(layer: OrbitLayer, body: str, outer: IntervalSet, chosen: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Time at which most of the Sun is covered, and how much of it, of the chosen eclipses."""
    crossed = IntervalSet(outer.start, outer.stop, outer.begins[chosen], outer.ends[chosen])
    times = sets.lowest(_shadow(layer, body, "penumbra"), crossed, layer.trajectory.scan_step)
    return times, eclipse.covered_share(*_sky(layer.track_at(times), body))


def _within(outer: IntervalSet, inner: IntervalSet) -> tuple[Array, Array, Array]:
    """First entry, last exit and time inside the inner intervals, for each outer one."""
    entry, leave, duration = np.full(outer.count, np.nan), np.full(outer.count, np.nan), np.zeros(outer.count)
    row = np.searchsorted(outer.begins, inner.begins, side="right") - 1
    entry[row[::-1]], leave[row] = inner.begins[::-1], inner.ends
    np.add.at(duration, row, inner.durations)
    return entry, leave, duration


def pass_set(
    layer: OrbitLayer,
    station: Station,
    minimum_elevation: float,
    skyline: Horizon | None = None,
    maximum_off_nadir: float | None = None,
) -> IntervalSet:
    """Times in which a station sees the spacecraft, geometric (no refraction).

    Parameters
    ----------
    minimum_elevation : float
        Lowest elevation. [rad]
    skyline : Horizon, optional
        Horizon of the station, which counts where it is higher.
    maximum_off_nadir : float, optional
        Largest angle at the spacecraft between the station and the centre of the Earth. [rad]

    Raises
    ------
    QtspaceError
        The place of the orbit is not stated.
    """
    _check_computed(layer)
    lowest = minimum_elevation if skyline is None else max(minimum_elevation, float(skyline.elevation.min()))
    place = (station.latitude.si, station.longitude.si, station.altitude.si)

    def below(position: Array) -> Array:
        return visibility.elevation_function(position, *place, lowest)

    scanned = layer.scan.earth_fixed_position
    near = _near_station(layer, scanned, place, lowest)
    if near.sum() < 2:
        return sets.never(0.0, layer.duration)
    found = _windowed(layer, sets.find(
        lambda times: below(layer.track_at(times).earth_fixed_position), layer.grid[near], below(scanned[near])
    ))  # fmt: skip
    if skyline is not None and skyline.elevation.max() > lowest and found.count:
        grid = _fine_in_azimuth(layer, station, _fine(layer, found))
        found = found & _held(layer, station, grid, lambda track: _above_horizon(track, skyline))
    if maximum_off_nadir is not None and found.count:
        found = found & _held(layer, station, _fine(layer, found), lambda track: _off_nadir(track) - maximum_off_nadir)
    return found


def _near_station(layer: OrbitLayer, scanned: Array, place: tuple[float, ...], lowest: float) -> NDArray[np.bool_]:
    """Scan times at which the spacecraft is not far below the lowest elevation."""
    vertical = frames.local_vertical(*place[:2])
    deepest = (2.0 * min(np.sin(lowest), 0.0) - DEPTH) * _reach(layer)
    return scanned @ vertical > frames.station_position(*place) @ vertical + deepest


def _reach(layer: OrbitLayer) -> float:
    """Largest distance from the Earth. [m]"""
    return float(frames.distance(layer.base.position).max())


def _seen(track: Track) -> tuple[Array, Array, Array, Array]:
    return track.earth_fixed_position, track.station_latitude, track.station_longitude, track.station_altitude


def _above_horizon(track: Track, skyline: Horizon) -> Array:
    return skyline.at(visibility.station_azimuth(*_seen(track))) - visibility.station_elevation(*_seen(track))


def _off_nadir(track: Track) -> Array:
    return visibility.off_nadir_angle(*_seen(track))


def _fine(layer: OrbitLayer, found: IntervalSet) -> Array:
    return found.samples(layer.trajectory.scan_step / FINER)[0]


def _fine_in_azimuth(layer: OrbitLayer, station: Station, grid: Array) -> Array:
    """Times within the passes, with more put in between where the azimuth changes by more than a degree."""
    while True:
        azimuth = visibility.station_azimuth(*_seen(layer.track_at(grid, station)))
        turned = np.abs((np.diff(azimuth) + np.pi) % TURN - np.pi)
        step = np.diff(grid)
        within = (step > SHORTEST_STEP) & (step < 1.001 * layer.trajectory.scan_step / FINER)
        wide = np.flatnonzero((turned > AZIMUTH_STEP) & within)
        if not len(wide):
            return grid
        grid = np.insert(grid, wide + 1, 0.5 * (grid[wide] + grid[wide + 1]))


def _held(layer: OrbitLayer, station: Station, grid: Array, function: Callable[[Track], Array]) -> IntervalSet:
    """Times at which a function of the track is negative, of those covered by a grid with gaps."""

    def at(times: Array) -> Array:
        return function(layer.track_at(times, station))

    return _windowed(layer, sets.find(at, grid, at(grid)))


def passes(layer: OrbitLayer, station: Station, minimum_elevation: float, held: IntervalSet | None = None) -> Passes:
    """Every pass over a station, geometric (no refraction).

    Parameters
    ----------
    minimum_elevation : float
        Lowest elevation. [rad]
    held : IntervalSet, optional
        Times that count, such as of `pass_set` with more limits; those above the lowest elevation unless given.

    Raises
    ------
    QtspaceError
        The place of the orbit is not stated.
    """
    found = pass_set(layer, station, minimum_elevation) if held is None else held
    if not found.count:
        nothing: dict[str, Any] = dict.fromkeys(Passes._fields, np.empty(0))
        return Passes(**{**nothing, "sunlit": np.empty(0, bool)})
    culmination = sets.lowest(
        lambda times: -np.sin(visibility.station_elevation(*_seen(layer.track_at(times, station)))), found,
        layer.trajectory.scan_step,
    )  # fmt: skip
    rise, top, end = (layer.track_at(times, station) for times in (found.begins, culmination, found.ends))
    rates = [_range_rate(track) for track in (rise, top, end)]
    return Passes(
        found.begins, culmination, found.ends,
        highest_elevation=visibility.station_elevation(*_seen(top)),
        range_at_rise=visibility.station_range(*_seen(rise)),
        range_at_culmination=visibility.station_range(*_seen(top)),
        range_at_set=visibility.station_range(*_seen(end)),
        range_rate_at_rise=rates[0],
        range_rate_at_culmination=rates[1],
        range_rate_at_set=rates[2],
        doppler_at_rise=-rates[0] / SPEED_OF_LIGHT,
        doppler_at_set=-rates[2] / SPEED_OF_LIGHT,
        azimuth_at_rise=visibility.station_azimuth(*_seen(rise)),
        azimuth_at_culmination=visibility.station_azimuth(*_seen(top)),
        azimuth_at_set=visibility.station_azimuth(*_seen(end)),
        sun_elevation=_sun(top),
        sunlit=eclipse.umbra_function(top.position, top.sun_vector) > 0,
    )  # fmt: skip


def _range_rate(track: Track) -> Array:
    position, *place = _seen(track)
    return visibility.station_range_rate(position, track.earth_fixed_velocity, *place)


def _sun(track: Track) -> Array:
    return visibility.station_sun_elevation(track.earth_fixed_sun, track.station_latitude, track.station_longitude)


def common_views(layer: OrbitLayer, stations: tuple[Station, Station], minimum_elevation: float) -> CommonViews:
    """Times in which both of two stations see the spacecraft above an elevation [rad].

    Raises
    ------
    QtspaceError
        The place of the orbit is not stated.
    """
    first, second = (pass_set(layer, station, minimum_elevation) for station in stations)
    both = first & second
    if not both.count:
        return CommonViews(*(np.empty(0),) * len(CommonViews._fields))
    middle = 0.5 * (both.begins + both.ends)
    first_sees, second_sees = (_seen(layer.track_at(middle, station)) for station in stations)
    return CommonViews(
        both.begins, middle, both.ends,
        elevation_a=visibility.station_elevation(*first_sees),
        elevation_b=visibility.station_elevation(*second_sees),
        range_a=visibility.station_range(*first_sees),
        range_b=visibility.station_range(*second_sees),
    )  # fmt: skip


def darkness(layer: OrbitLayer, station: Station, sun_elevation: float) -> IntervalSet:
    """Times in which the Sun stands lower than an elevation [rad] at a station."""
    return dark_times(station, layer.epoch, layer.duration, sun_elevation)


def twilight(name: str) -> float:
    """Elevation of the Sun [rad] at which day, civil, nautical or astronomical twilight ends.

    Raises
    ------
    UnknownName
        No such twilight; the message holds the nearest one.
    """
    if name not in TWILIGHTS:
        raise UnknownName("twilight", name, TWILIGHTS)
    return float(np.radians(TWILIGHTS[name]))


def sight_set(layer: OrbitLayer, other: OrbitLayer, grazing_altitude: float, maximum_range: float | None = None) -> IntervalSet:
    """Times in which the straight line between two spacecraft clears the Earth.

    Parameters
    ----------
    grazing_altitude : float
        Height above the sphere of the Earth's equator that the line clears. [m]
    maximum_range : float, optional
        Longest line. [m]

    Raises
    ------
    QtspaceError
        The place of an orbit is not stated, both are at the same place, or their epochs or durations differ.
    """
    for one in (layer, other):
        _check_computed(one)
    if layer.trajectory == other.trajectory:
        raise QtspaceError(f"'{layer.orbit.name}' and '{other.orbit.name}' are the same orbit: expected two spacecraft apart")
    for what, ours, theirs in (("epoch", layer.epoch, other.epoch), ("duration", layer.duration, other.duration)):
        if ours != theirs:
            raise QtspaceError(
                f"{what}s of '{layer.orbit.name}' and '{other.orbit.name}' differ by {abs(ours - theirs):g} s: "
                "expected the same scenario and days for both"
            )
    finer = min(layer, other, key=lambda one: one.trajectory.scan_step)
    scanned = [one.scan if one.grid is finer.grid else one.track_at(finer.grid) for one in (layer, other)]

    def blocked(first: Track, second: Track) -> Array:
        return grazing_altitude - visibility.line_height(first.position, second.position)

    def too_far(first: Track, second: Track) -> Array:
        return frames.distance(second.position - first.position) - maximum_range

    found = sets.find(lambda times: blocked(layer.track_at(times), other.track_at(times)), finer.grid, blocked(*scanned))
    if maximum_range is None:
        return found
    near = sets.find(lambda times: too_far(layer.track_at(times), other.track_at(times)), finer.grid, too_far(*scanned))
    return found & near


def sights(layer: OrbitLayer, other: OrbitLayer, grazing_altitude: float, maximum_range: float | None = None) -> Sights:
    """Every time in which two spacecraft see each other; arguments and errors as for `sight_set`."""
    found = sight_set(layer, other, grazing_altitude, maximum_range)
    if not found.count:
        return Sights(*(np.empty(0),) * len(Sights._fields))
    times, first = found.samples(min(layer.trajectory.scan_step, other.trajectory.scan_step))
    ours, theirs = layer.track_at(times), other.track_at(times)
    line = theirs.position - ours.position
    distance, rate = frames.distance(line), visibility.range_rate(line, theirs.velocity - ours.velocity)
    areas = np.append(0.5 * (distance[1:] + distance[:-1]) * np.diff(times), 0.0)
    areas[first[1:] - 1] = 0.0
    return Sights(
        found.begins, found.ends, np.minimum.reduceat(distance, first), np.add.reduceat(areas, first) / found.durations,
        np.maximum.reduceat(distance, first), np.minimum.reduceat(rate, first), np.maximum.reduceat(rate, first),
        np.minimum.reduceat(visibility.line_height(ours.position, theirs.position), first),
    )  # fmt: skip


def summary(found: Mapping[str, IntervalSet]) -> dict[str, list[Any]]:
    """Columns of numbers of events of several kinds, one row a kind: count, durations [s] and share of the time."""
    measures = ("count", "mean", "longest", "total", "fraction")
    return {"kind": list(found), **{name: [getattr(held, name) for held in found.values()] for name in measures}}


def calendar(layer: OrbitLayer, times: Array) -> list[str]:
    """UTC texts of times since the epoch, empty where there is none."""
    return [frames.calendar_text(layer.scenario.epoch, time) if np.isfinite(time) else "" for time in times]
