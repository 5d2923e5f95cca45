"""Trajectories: from a declared orbit to positions at times, scan grids and quadrature nodes."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qtspace_trade.constants import DAY, EARTH_RADIUS
from qtspace_trade.errors import QtspaceError
from qtspace_trade.physics import ballistic, frames, heliocentric, kepler, three_body
from qtspace_trade.schema.entries import Orbit

Array = NDArray[np.float64]

REVOLUTIONS = 240
PHASES = 120
LIBRATION_NODES = 2000
STEPS_PER_REVOLUTION = 200
STEPS_PER_ROUND_REVOLUTION = 100
NEARLY_ROUND = 0.05
EARTH_ROTATION_STEP = DAY / STEPS_PER_REVOLUTION


@dataclass(frozen=True)
class Nodes:
    """Times with their share of the time; `half` marks one of two interleaved half-samples."""

    times: Array
    weights: Array
    half: NDArray[np.bool_]


class Trajectory(Protocol):
    """What the engine asks of an orbit. Times are seconds since the scenario's epoch."""

    @property
    def regime(self) -> str: ...

    @property
    def scan_step(self) -> float: ...

    def states(self, times: Array) -> tuple[Array, Array]: ...

    def nodes(self, duration: float) -> Nodes: ...


@dataclass(frozen=True)
class Keplerian:
    """Mean elements with secular J2 rates; the elements are mean, not osculating."""

    semi_major_axis: float
    eccentricity: float
    inclination: float
    right_ascension: float
    argument_of_perigee: float
    mean_anomaly: float = 0.0
    regime: str = "earth"

    @functools.cached_property
    def rates(self) -> tuple[float, float, float]:
        """Secular rates of node, perigee and mean anomaly. [rad/s]"""
        return kepler.j2_rates(self.semi_major_axis, self.eccentricity, self.inclination)

    def advanced(self, seconds: float) -> Keplerian:
        """The same orbit with its elements a time later. [s]"""
        node, perigee, anomaly = self.rates
        return replace(
            self,
            right_ascension=self.right_ascension + node * seconds,
            argument_of_perigee=self.argument_of_perigee + perigee * seconds,
            mean_anomaly=(self.mean_anomaly + anomaly * seconds) % (2 * np.pi),
        )

    @property
    def scan_step(self) -> float:
        period = 2 * np.pi / self.rates[2]
        steps = STEPS_PER_REVOLUTION if self.eccentricity > NEARLY_ROUND else STEPS_PER_ROUND_REVOLUTION
        return float(min(period / steps, EARTH_ROTATION_STEP))

    def states(self, times: Array) -> tuple[Array, Array]:
        """Inertial position [m] and velocity [m/s] at times [s since epoch], shape (n, 3)."""
        node, perigee, anomaly = self.rates
        return kepler.position_velocity(
            self.semi_major_axis, self.eccentricity, self.inclination,
            self.right_ascension + node * times, self.argument_of_perigee + perigee * times,
            kepler.eccentric_anomaly(self.mean_anomaly + anomaly * times, self.eccentricity),
        )  # fmt: skip

    def nodes(self, duration: float) -> Nodes:
        """Revolutions spread over the duration, phases even in eccentric anomaly."""
        rate = self.rates[2]
        available = max(int(duration * rate / (2 * np.pi)), 1)
        count = min(REVOLUTIONS, available)
        first = np.floor(np.arange(count) * available / count)
        anomaly = 2 * np.pi * (np.arange(PHASES) + 0.5) / PHASES
        weight = 1 - self.eccentricity * np.cos(anomaly)
        mean = anomaly - self.eccentricity * np.sin(anomaly)
        times = (2 * np.pi * first[:, None] + mean[None, :] - self.mean_anomaly) / rate
        half = np.broadcast_to((np.arange(count) % 2 == 0)[:, None], times.shape)
        return Nodes(times.ravel(), np.broadcast_to(weight, times.shape).ravel(), half.ravel())


@dataclass(frozen=True)
class Libration:
    """Linear Lissajous motion about Sun-Earth L1 or L2, placed with the real direction and distance of the Sun."""

    point: int
    amplitude_y: float
    amplitude_z: float
    epoch: float
    regime: str = "libration"
    scan_step: float = EARTH_ROTATION_STEP

    def states(self, times: Array) -> tuple[Array, Array]:
        """Inertial position [m] and velocity [m/s] at times [s since epoch], shape (n, 3)."""
        return three_body.linear_lissajous(self.epoch + times, self.point, self.amplitude_y, self.amplitude_z)

    def nodes(self, duration: float) -> Nodes:
        """Nodes even in time."""
        return _even_nodes(duration, LIBRATION_NODES)


@dataclass(frozen=True)
class Heliocentric:
    """Kepler orbit about the Sun that trails the Earth by `lag` at the epoch."""

    semi_major_axis: float
    eccentricity: float
    inclination: float
    lag: float
    epoch: float
    regime: str = "heliocentric"
    scan_step: float = EARTH_ROTATION_STEP

    def states(self, times: Array) -> tuple[Array, Array]:
        """Position [m] and velocity [m/s] relative to the Earth at times [s since epoch], shape (n, 3)."""
        return heliocentric.position_velocity(
            self.epoch + times, self.epoch, self.semi_major_axis, self.eccentricity, self.inclination, self.lag
        )

    def nodes(self, duration: float) -> Nodes:
        """Nodes even in time."""
        return _even_nodes(duration, LIBRATION_NODES)


@dataclass(frozen=True)
class Ballistic:
    """Free fall in a tower, an aircraft or on a sounding rocket, over and over; where and when is not stated."""

    apogee_altitude: float
    free_fall_time: float
    regime: str = "ballistic"

    @property
    def scan_step(self) -> float:
        return self.free_fall_time / STEPS_PER_REVOLUTION

    def states(self, times: Array) -> tuple[Array, Array]:
        """Position [m] and velocity [m/s] at times [s since the start of a fall], shape (n, 3)."""
        return ballistic.position_velocity(times, self.apogee_altitude, self.free_fall_time)

    def nodes(self, duration: float) -> Nodes:
        """Nodes even in time over one fall."""
        return _even_nodes(self.free_fall_time, PHASES)


@dataclass(frozen=True)
class Declared:
    """No computed trajectory: everything is offered as declared values and windows."""

    regime: str = "declared"
    scan_step: float = DAY

    def states(self, times: Array) -> tuple[Array, Array]:
        raise QtspaceError("a declared trajectory has no computed positions")

    def nodes(self, duration: float) -> Nodes:
        return Nodes(np.array([0.5 * duration]), np.ones(1), np.ones(1, bool))


def trajectory(orbit: Orbit, epoch: float) -> Trajectory:
    """Trajectory of a declared orbit.

    Parameters
    ----------
    orbit : Orbit
        Catalogue entry; angles that nobody published are given there as assumed.
    epoch : float
        Seconds TT since J2000.

    Raises
    ------
    QtspaceError
        No orbit of that size is Sun-synchronous.
    """
    element = functools.partial(_element, orbit)
    if orbit.kind == "declared":
        return Declared()
    if orbit.kind == "libration":
        return Libration(1 if orbit.point == "L1" else 2, element("amplitude_y"), element("amplitude_z"), epoch)
    if orbit.kind == "heliocentric":
        shape = (element("semi_major_axis"), element("eccentricity"), element("inclination"), element("lag"))
        return Heliocentric(*shape, epoch)
    if orbit.kind == "ballistic":
        return Ballistic(element("apogee_altitude"), element("free_fall_time"))
    if orbit.kind == "geostationary":
        axis = kepler.station_kept_geostationary_semi_major_axis()
        return Keplerian(axis, 0.0, 0.0, 0.0, 0.0, _sidereal_angle(epoch) + element("longitude"))
    perigee = EARTH_RADIUS + element("perigee_altitude")
    apogee = EARTH_RADIUS + (element("apogee_altitude") if orbit.apogee_altitude else element("perigee_altitude"))
    axis, eccentricity = 0.5 * (perigee + apogee), (apogee - perigee) / (apogee + perigee)
    if orbit.kind == "sun_synchronous":
        node = frames.raan_from_local_time(element("local_time_of_node") / 3600.0, epoch)
        perigee_angle = element("argument_of_perigee") if orbit.argument_of_perigee else 0.0
        try:
            inclination = kepler.sun_synchronous_inclination(axis, eccentricity)
        except ValueError as error:
            raise QtspaceError(f"'{orbit.name}': {error}") from error
        return Keplerian(axis, eccentricity, inclination, node, perigee_angle)
    mean_anomaly = element("mean_anomaly") if orbit.mean_anomaly else 0.0
    path = Keplerian(axis, eccentricity, element("inclination"), element("right_ascension"),
                     element("argument_of_perigee"), mean_anomaly)  # fmt: skip
    return path.advanced(epoch - frames.parse_epoch(orbit.epoch)) if orbit.epoch else path


def _even_nodes(duration: float, count: int) -> Nodes:
    return Nodes(duration * (np.arange(count) + 0.5) / count, np.ones(count), np.arange(count) % 2 == 0)


def _element(orbit: Orbit, name: str) -> float:
    return float(getattr(orbit, name).si)


def _sidereal_angle(epoch: float) -> float:
    return float(frames.earth_rotation_angle(epoch))


def orbital_period(path: Trajectory) -> float | None:
    """Mean anomalistic period of a Keplerian trajectory, None for others. [s]"""
    return 2 * np.pi / path.rates[2] if isinstance(path, Keplerian) else None


