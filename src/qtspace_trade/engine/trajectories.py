"""Trajectories: from a declared orbit to positions at times, scan grids and quadrature nodes."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from qtspace_trade.catalogue import interop
from qtspace_trade.constants import ASTRONOMICAL_UNIT, DAY, JULIAN_YEAR
from qtspace_trade.engine.nodes import PHASES, Nodes, even_nodes, moments, revolution_nodes
from qtspace_trade.errors import QtspaceError
from qtspace_trade.physics import ballistic, halo, heliocentric, kepler, secular
from qtspace_trade.schema.entries import Orbit

if TYPE_CHECKING:
    from qtspace_trade.physics.propagation import Propagation

Array = NDArray[np.float64]

STEPS_PER_REVOLUTION = 200
STEPS_PER_ROUND_REVOLUTION = 64
NEARLY_ROUND = 0.05
LIBRATION_MARGIN = DAY  # beyond the end, for differences in time
EARTH_ROTATION_STEP = DAY / STEPS_PER_REVOLUTION


class Trajectory(Protocol):
    """What the engine asks of an orbit. Times are seconds since the scenario's epoch."""

    @property
    def regime(self) -> str: ...

    @property
    def scan_step(self) -> float: ...

    def states(self, times: Array) -> tuple[Array, Array]: ...

    def nodes(self, duration: float) -> Nodes: ...

    def perigee_direction(self, times: Array) -> Array: ...


class _Unbound:
    """Motion that is no orbit about the Earth."""

    def perigee_direction(self, times: Array) -> Array:
        raise QtspaceError("only an orbit about the Earth has a perigee")


@dataclass(frozen=True)
class Keplerian:
    """Mean elements with secular J2 rates and the short-period part of the radius; see `physics.secular`."""

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

    @property
    def scan_step(self) -> float:
        period = 2 * np.pi / self.rates[2]
        steps = STEPS_PER_REVOLUTION if self.eccentricity > NEARLY_ROUND else STEPS_PER_ROUND_REVOLUTION
        return float(min(period / steps, EARTH_ROTATION_STEP))

    def states(self, times: Array) -> tuple[Array, Array]:
        """Inertial position [m] and velocity [m/s] at times [s since epoch], shape (n, 3)."""
        return secular.states(self.elements, times)

    @property
    def elements(self) -> secular.MeanElements:
        """Mean elements at the epoch."""
        return secular.MeanElements(
            self.semi_major_axis, self.eccentricity, self.inclination, self.right_ascension, self.argument_of_perigee,
            self.mean_anomaly,
        )  # fmt: skip

    def perigee_direction(self, times: Array) -> Array:
        """Unit vectors from the centre of the Earth to the perigee at times [s since epoch], shape (n, 3)."""
        node, perigee, _ = self.rates
        direction, _ = kepler.position_velocity(
            1.0, 0.0, self.inclination, self.right_ascension + node * times, self.argument_of_perigee + perigee * times, 0.0
        )
        return direction

    def nodes(self, duration: float) -> Nodes:
        """Revolutions spread over the duration, phases even in eccentric anomaly."""
        return revolution_nodes(duration, self.eccentricity, self.mean_anomaly, self.rates[2])


@dataclass(frozen=True)
class Numerical:
    """Integrated motion about the Earth, with the mean orbit it began on for the steps in time."""

    mean: Keplerian
    motion: Propagation
    regime: str = "earth"

    @property
    def rates(self) -> tuple[float, float, float]:
        """Secular rates of the mean orbit. [rad/s]"""
        return self.mean.rates

    @property
    def scan_step(self) -> float:
        return self.mean.scan_step

    def states(self, times: Array) -> tuple[Array, Array]:
        """Inertial position [m] and velocity [m/s] at times [s since epoch], shape (n, 3)."""
        return self.motion.states(np.clip(self.motion.start + times, self.motion.start, self.motion.end))

    def nodes(self, duration: float) -> Nodes:
        """Nodes of the mean orbit."""
        return self.mean.nodes(duration)

    def perigee_direction(self, times: Array) -> Array:
        """That of the mean orbit."""
        return self.mean.perigee_direction(times)


@dataclass(frozen=True)
class Libration(_Unbound):
    """Halo or Lissajous orbit about Sun-Earth L1 or L2, placed with the real direction and distance of the Sun.

    `amplitude_y` is None for a halo. The motion begins at the epoch with phase zero.
    """

    point: int
    amplitude_y: float | None
    amplitude_z: float
    epoch: float
    duration: float
    regime: str = "libration"
    scan_step: float = EARTH_ROTATION_STEP

    def states(self, times: Array) -> tuple[Array, Array]:
        """Inertial position [m] and velocity [m/s] at times [s since epoch], shape (n, 3)."""
        path = _libration_path(self.point, self.amplitude_y, self.amplitude_z, self.duration)
        return halo.position_velocity(self.epoch + times, path, self.epoch)

    def nodes(self, duration: float) -> Nodes:
        """Nodes even in time."""
        return even_nodes(duration)


@functools.lru_cache(maxsize=64)
def _libration_path(point: int, amplitude_y: float | None, amplitude_z: float, duration: float) -> Any:
    if amplitude_y is None:
        return halo.periodic_trajectory(halo.halo_orbit(point, amplitude_z / ASTRONOMICAL_UNIT))
    span = (duration + LIBRATION_MARGIN) / JULIAN_YEAR * 2 * np.pi
    return halo.lissajous(point, amplitude_y / ASTRONOMICAL_UNIT, amplitude_z / ASTRONOMICAL_UNIT, span)


@dataclass(frozen=True)
class Heliocentric(_Unbound):
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
        return even_nodes(duration)


@dataclass(frozen=True)
class Ballistic(_Unbound):
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
        return even_nodes(self.free_fall_time, PHASES)


@dataclass(frozen=True)
class Declared(_Unbound):
    """No computed trajectory: everything is offered as declared values and windows."""

    regime: str = "declared"
    scan_step: float = DAY

    def states(self, times: Array) -> tuple[Array, Array]:
        raise QtspaceError("a declared trajectory has no computed positions")

    def nodes(self, duration: float) -> Nodes:
        return moments(np.array([0.5 * duration]))


def trajectory(orbit: Orbit, epoch: float, duration: float) -> Trajectory:
    """Trajectory of a declared orbit.

    Parameters
    ----------
    orbit : Orbit
        Catalogue entry; angles that nobody published are given there as assumed.
    epoch : float
        Seconds TT since J2000.
    duration : float
        How long it is followed. [s]

    Raises
    ------
    QtspaceError
        No orbit of that size is Sun-synchronous, or none of those amplitudes goes round the libration point.
    """
    element = functools.partial(_element, orbit)
    if orbit.kind == "declared":
        return Declared()
    if orbit.kind in ("libration", "halo"):
        across = element("amplitude_y") if orbit.kind == "libration" else None
        about = Libration(1 if orbit.point == "L1" else 2, across, element("amplitude_z"), epoch, duration)
        try:
            about.states(np.zeros(1))
        except ValueError as error:
            raise QtspaceError(f"'{orbit.name}': {error}") from error
        return about
    if orbit.kind == "heliocentric":
        shape = (element("semi_major_axis"), element("eccentricity"), element("inclination"), element("lag"))
        return Heliocentric(*shape, epoch)
    if orbit.kind == "ballistic":
        return Ballistic(element("apogee_altitude"), element("free_fall_time"))
    return Keplerian(*interop.mean_elements(orbit, epoch))


def _element(orbit: Orbit, name: str) -> float:
    return float(getattr(orbit, name).si)


def orbital_period(path: Trajectory) -> float | None:
    """Mean anomalistic period of a Keplerian trajectory, None for others. [s]"""
    return 2 * np.pi / path.rates[2] if isinstance(path, Keplerian | Numerical) else None


