"""What an instrument sees in an environment: one number per row, with its bound and provenance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qtspace_trade.assessment.rows import Row
from qtspace_trade.engine.environment import Environment
from qtspace_trade.engine.statistics import Statistic
from qtspace_trade.engine.values import Spectrum, Value, unknown

Array = NDArray[np.float64]
BOUNDS = {"exact": 0, "at_least": 1, "at_most": -1}
SPECTRUM_POINTS = 400
NOTHING = 1e-300  # a density that stands for zero on a logarithmic scale


@dataclass(frozen=True)
class Seen:
    """One row's value in one environment.

    `low` and `high` are equal except for windows; NaN where unknown. For a spectrum they hold the worst ratio of
    offered to required density, `shown` and `limit` the two densities at the worst `frequency`. `value` keeps where it
    comes from, not the values at the nodes.
    """

    low: float
    high: float
    bound: int
    value: Value
    shown: Any = None
    limit: float | None = None
    frequency: float | None = None
    error: float = 0.0
    moment: float | None = None


def unseen(value: Value) -> Seen:
    """A row whose value is unknown."""
    return Seen(np.nan, np.nan, 0, value)


def look(environment: Environment, row: Row, added: tuple[tuple[str, float], ...] = ()) -> Seen:
    """Value of a row's probe in an environment; `added` is what neighbours contribute by name."""
    if row.sense == "absent":
        return unseen(unknown(row.why))
    value, number = environment.measured(row.variable.name, row.statistic, row.when, row.at, row.instrument, added)
    seen = _look(environment, row, value, number, added)
    return replace(seen, value=replace(value, data=None)) if isinstance(value.data, np.ndarray) else seen


def _look(
    environment: Environment, row: Row, value: Value, number: Statistic | None, added: tuple[tuple[str, float], ...]
) -> Seen:
    if not value.known:
        return unseen(value)
    if row.sense == "one_of":
        met = bool(set(value.data) & set(row.words))
        return Seen(1.5 if met else -2.5, 1.5 if met else -2.5, 0, value, ", ".join(value.data))
    if isinstance(value.data, Spectrum) or row.variable.spectral:
        return spectral(row, value)
    bound = BOUNDS[value.bound]
    if number is None:
        return unseen(value)
    if row.sense == "between":
        _, low = environment.measured(row.variable.name, "min", row.when, row.at, row.instrument, added)
        _, high = environment.measured(row.variable.name, "max", row.when, row.at, row.instrument, added)
        assert low is not None and high is not None
        return Seen(low.value, high.value, bound, value, (low.value, high.value), error=number.error)
    moment = None
    if number.node is not None:
        moment = float(environment.track_of(row.variable.name, row.when, row.instrument).times[number.node])
    return Seen(number.value, number.value, bound, value, number.value, error=number.error, moment=moment)


@dataclass(frozen=True)
class Grid:
    """A spectral row on its frequencies: what is offered, the limit, and whether the whole band is covered."""

    frequency: Array
    offered: Array
    limit: Array
    covered: bool


def grid_of(row: Row, value: Value, edges: tuple[float, ...] = ()) -> Grid | Value:
    """A spectral row and what is offered on common frequencies, those of `edges` among them, or why it is unknown."""
    if not isinstance(value.data, Spectrum):
        return unknown(f"{row.variable.name}: stated without its frequency band", sources=value.sources)
    curve = Spectrum(*map(tuple, zip(*row.curve, strict=True))) if row.curve else None
    band = row.band or (curve and (curve.frequency[0], curve.frequency[-1])) or None
    if band is None:
        band = (value.data.frequency[0], value.data.frequency[-1])
    low = max(band[0], value.data.frequency[0])
    high = min(band[1], value.data.frequency[-1])
    if low >= high:
        return unknown(f"{row.variable.name}: not known in {band[0]:.3g} to {band[1]:.3g} Hz")
    frequency = np.geomspace(low, high, SPECTRUM_POINTS)
    if edges:
        frequency = np.union1d(frequency, [edge for edge in edges if low < edge < high])
    limit = curve.at(frequency) if curve else np.full(len(frequency), row.limit)
    covered = low <= band[0] * (1 + 1e-12) and high >= band[1] * (1 - 1e-12)
    return Grid(frequency, value.data.at(frequency), limit, covered)


def of_grid(offered: Array, grid: Grid, seen: Seen) -> Seen:
    """What a spectral row sees where this is offered: its worst frequency."""
    worst = int(np.argmax(offered / grid.limit))
    ratio = float(offered[worst] / grid.limit[worst])
    level = float(offered[worst]) if offered[worst] > NOTHING else 0.0
    return replace(seen, low=ratio, high=ratio, shown=level, limit=float(grid.limit[worst]),
                   frequency=float(grid.frequency[worst]))  # fmt: skip


def spectral(row: Row, value: Value) -> Seen:
    grid = grid_of(row, value)
    if not isinstance(grid, Grid):
        return unseen(grid)
    bound = BOUNDS[value.bound] if grid.covered else BOUNDS["at_least"]
    return of_grid(grid.offered, grid, Seen(np.nan, np.nan, bound, value))


def arrays(seen: list[Seen]) -> tuple[Array, Array, Array]:
    """Low, high and bound of rows as arrays."""
    return (
        np.array([item.low for item in seen]),
        np.array([item.high for item in seen]),
        np.array([item.bound for item in seen]),
    )
