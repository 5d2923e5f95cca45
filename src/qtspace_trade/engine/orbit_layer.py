"""Orbit x scenario: trajectory, quadrature nodes, scan grid and events, shared by every platform and attitude law."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qtspace_trade.engine import intervals as sets
from qtspace_trade.engine.intervals import IntervalSet
from qtspace_trade.engine.nodes import Nodes, moments
from qtspace_trade.engine.statistics import Statistic, statistic
from qtspace_trade.engine.trajectories import Trajectory, trajectory
from qtspace_trade.engine.values import Value
from qtspace_trade.physics import frames, visibility
from qtspace_trade.schema.base import Cited, weakest
from qtspace_trade.schema.entries import Orbit, Scenario, Station

Array = NDArray[np.float64]
DARKNESS_STEP = 900.0  # s, the Sun crosses any elevation at most twice a day


class Track:
    """Base inputs at times: positions and what follows from them, computed when first asked for.

    `station` is the index into `stations`, for each node or for all; None where no station is meant.
    """

    def __init__(self, layer: OrbitLayer, nodes: Nodes, stations: tuple[Station, ...] = (), station: Any = None):
        self.layer, self.nodes, self.times, self.weights = layer, nodes, nodes.times, nodes.weights
        self.stations, self.station = stations, station
        self.values: dict[Any, Value] = {}
        self._statistics: dict[tuple[str, int], tuple[Value, Statistic]] = {}

    def forget(self) -> None:
        """Let go of the values found, not of the times."""
        self.values.clear()
        self._statistics.clear()

    @functools.cached_property
    def _states(self) -> tuple[Array, Array]:
        return self.layer.trajectory.states(self.times)

    @property
    def position(self) -> Array:
        return self._states[0]

    @property
    def velocity(self) -> Array:
        return self._states[1]

    @functools.cached_property
    def perigee_direction(self) -> Array:
        return self.layer.trajectory.perigee_direction(self.times)

    @functools.cached_property
    def sun_vector(self) -> Array:
        return frames.sun_position(self.layer.epoch + self.times)

    @functools.cached_property
    def moon_vector(self) -> Array:
        return frames.moon_position(self.layer.epoch + self.times)

    @functools.cached_property
    def earth_fixed_position(self) -> Array:
        return frames.earth_fixed_position(self.position, self.layer.epoch + self.times)

    @functools.cached_property
    def earth_fixed_velocity(self) -> Array:
        return frames.earth_fixed_velocity(self.position, self.velocity, self.layer.epoch + self.times)

    @functools.cached_property
    def earth_fixed_sun(self) -> Array:
        return frames.earth_fixed_position(self.sun_vector, self.layer.epoch + self.times)

    @property
    def time_weights(self) -> Array:
        return self.weights

    def statistic(self, which: str, value: Value, data: Array) -> Statistic:
        """Statistic of a value on this track, made once for each value."""
        key = (which, id(value))
        if key not in self._statistics:
            number = statistic(which, data, self.weights, self.nodes.part)._replace(bound=value.bound)
            self._statistics[key] = (value, number)
        return self._statistics[key][1]

    def _of_station(self, name: str) -> Array:
        values = np.array([getattr(station, name).si for station in self.stations])
        return values[self.station]

    @property
    def station_latitude(self) -> Array:
        return self._of_station("latitude")

    @property
    def station_longitude(self) -> Array:
        return self._of_station("longitude")

    @property
    def station_altitude(self) -> Array:
        return self._of_station("altitude")


class OrbitLayer:
    """Orbit x scenario: trajectory, quadrature nodes, scan grid and event intervals, shared by every platform."""

    def __init__(self, orbit: Orbit, scenario: Scenario, duration: float, path: Trajectory | None = None):
        self.orbit, self.scenario, self.duration = orbit, scenario, duration
        self.epoch = frames.parse_epoch(scenario.epoch)
        self.trajectory: Trajectory = path or trajectory(orbit, self.epoch, duration)
        self.events: dict[Any, IntervalSet] = {}
        self.unions: dict[Any, IntervalSet] = {}
        self.tracks: dict[Any, Track] = {}
        self.environments: dict[tuple[str, str], Any] = {}

    @property
    def computed(self) -> bool:
        """False where the place on the sky is not stated: no eclipses, contacts or seasons follow."""
        return self.trajectory.regime not in ("declared", "ballistic")

    @functools.cached_property
    def base(self) -> Track:
        """Track at the quadrature nodes of the whole duration."""
        return Track(self, self.trajectory.nodes(self.duration))

    @functools.cached_property
    def grid(self) -> Array:
        """Scan times."""
        return np.linspace(0.0, self.duration, int(np.ceil(self.duration / self.trajectory.scan_step)) + 1)

    @functools.cached_property
    def scan(self) -> Track:
        """Track at the scan times."""
        return self.track_at(self.grid)

    def track_at(self, times: Array, station: Station | None = None) -> Track:
        """Track at any times, all of one weight; as seen from a station if one is given."""
        return Track(self, moments(times), (station,), 0) if station else Track(self, moments(times))

    def scan_of(self, station: Station | None) -> Track:
        """Scan track as seen from one station; shares the positions."""
        if station is None:
            return self.scan
        track = self.track_at(self.grid, station)
        track.__dict__["earth_fixed_position"] = self.scan.earth_fixed_position
        return track

    def release(self) -> None:
        """Let go of the scan and of values at nodes, the largest things held; the events found stay."""
        self.__dict__.pop("scan", None)
        self.base.forget()
        self.tracks.clear()
        for environment in self.environments.values():
            environment.tracks.clear()

    @functools.cached_property
    def sources(self) -> frozenset[tuple[str, str]]:
        return frozenset((self.orbit.name, number.source) for number in self._elements())

    @functools.cached_property
    def evidence(self) -> str:
        return weakest([self.orbit.cited(number) for number in self._elements()])

    def _elements(self) -> list[Cited]:
        return [value for name in type(self.orbit).model_fields if isinstance(value := getattr(self.orbit, name), Cited)]


@functools.lru_cache(maxsize=64)
def _layer(orbit: Orbit, scenario: Scenario, duration: float) -> OrbitLayer:
    return OrbitLayer(orbit, scenario, duration)


def layer_of(orbit: Orbit, scenario: Scenario, duration: float | None = None) -> OrbitLayer:
    """Orbit layer, cached by content."""
    return _layer(orbit, scenario, scenario.duration if duration is None else duration)


@functools.lru_cache(maxsize=1024)
def dark_times(station: Station, epoch: float, duration: float, darkest: float) -> IntervalSet:
    """Times in which the Sun stands lower than a limit at a station; the orbit has no part in it.

    Parameters
    ----------
    epoch : float
        Time TT since J2000.0 at which the times start. [s]
    duration : float
        Window. [s]
    darkest : float
        Elevation of the Sun. [rad]
    """

    def above(times: Array) -> Array:
        sun = frames.earth_fixed_position(frames.sun_position(epoch + times), epoch + times)
        return visibility.station_sun_elevation(sun, station.latitude.si, station.longitude.si) - darkest

    grid = np.linspace(0.0, duration, int(np.ceil(duration / DARKNESS_STEP)) + 1)
    return sets.find(above, grid, above(grid))
