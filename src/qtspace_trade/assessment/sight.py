"""What a family's model may ask of the environment an instrument is placed in."""

from __future__ import annotations

import functools

import numpy as np

from qtspace_trade.catalogue import load
from qtspace_trade.engine import events
from qtspace_trade.engine.environment import Environment
from qtspace_trade.engine.orbit_layer import OrbitLayer
from qtspace_trade.engine.values import Spectrum
from qtspace_trade.models.error_budget import CommonView, Density, Path, Quantity
from qtspace_trade.schema.entries import Instrument, Station


class Sight:
    """One environment through the eyes of one instrument; called, it gives the number of an exactly known quantity."""

    def __init__(self, environment: Environment, instrument: Instrument):
        self.environment, self.instrument = environment, instrument

    def __call__(self, name: str, statistic: str, when: str = "", at: tuple = ()) -> float | None:
        found = self.quantity(name, statistic, when, at)
        return found.value if found.bound == "exact" else None

    def quantity(self, name: str, statistic: str, when: str = "", at: tuple = ()) -> Quantity:
        """A statistic with its bound, or why it is unknown."""
        value, number = self.environment.measured(name, statistic, when, at, self.instrument)
        if number is None:
            return Quantity(missing=value.missing or (f"{name} is not a number",))
        return Quantity(number.value, value.bound, value.missing)

    def spectrum(self, name: str) -> Quantity:
        """A spectral density as it is offered, at its nodes."""
        value, _ = self.environment.measured(name, "max", "", (), self.instrument)
        if not isinstance(value.data, Spectrum):
            return Quantity(missing=value.missing or (f"{name} is stated without its frequencies",))
        return Quantity(Density(value.data.frequency, value.data.density), value.bound, value.missing)

    def path(self, count: int, longest: float) -> Path | None:
        """Even samples of the orbit over the duration or the longest time wanted; None where it is not stated."""
        layer = self.environment.layer
        return _path(layer, count, min(layer.duration, longest)) if layer.computed else None

    def common_view(self, names: tuple[str, ...]) -> CommonView | None:
        """Share of the time in which two stations see the spacecraft; None where the orbit or its horizon is not stated."""
        lowest = self.instrument.operations.minimum_elevation
        layer = self.environment.layer
        if not layer.computed or lowest is None:
            return None
        stations = tuple(load.load("station", name) for name in names)
        places = ([one.latitude.si for one in stations], [one.longitude.si for one in stations])
        return CommonView(_seen_together(layer, stations, lowest.si), *places)


@functools.lru_cache(maxsize=64)
def _seen_together(layer: OrbitLayer, stations: tuple[Station, ...], lowest: float) -> float:
    first, second = (events.pass_set(layer, station, lowest) for station in stations)
    return (first & second).fraction


@functools.lru_cache(maxsize=8)
def _path(layer: OrbitLayer, count: int, span: float) -> Path:
    step = span / count
    return Path(*layer.trajectory.states(np.linspace(0.5 * step, span - 0.5 * step, count)), step)
