"""Requirement rows of instruments as columns: declared, derived and mandatory but absent."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qtspace_trade.errors import QtspaceError
from qtspace_trade.models import registry
from qtspace_trade.models.derived import Derived, plain
from qtspace_trade.schema import glossary
from qtspace_trade.schema.base import Cited, weakest
from qtspace_trade.schema.entries import Instrument
from qtspace_trade.schema.rows import Requirement

Array = NDArray[np.float64]

WORST = {"at_most": "max", "at_least": "min", "spectrum": "max", "between": "max", "one_of": "instant"}
WINDOW_GOAL = 0.4  # 20 % of the width, in units of the half-width


@dataclass(frozen=True)
class Row:
    """One requirement, normalised: SI, with its goal as a distance from the limit.

    `basis` is declared, derived or absent (mandatory for the family, stated by nobody).
    """

    instrument: Instrument
    variable: glossary.Variable
    at: tuple[tuple[str, str], ...]
    sense: str
    limit: float
    high: float
    words: tuple[str, ...]
    curve: tuple[tuple[float, float], ...]
    statistic: str
    band: tuple[float, float] | None
    when: str
    distance: float
    weight: float
    hard: bool
    sigma: float | None
    basis: str
    why: str
    source: str
    evidence: str
    scoring: bool = True

    @property
    def group(self) -> tuple[str, str, tuple[tuple[str, str], ...]]:
        return (self.instrument.name, self.variable.name, self.at)


@functools.lru_cache(maxsize=512)
def rows_of(instrument: Instrument) -> tuple[Row, ...]:
    """Every row of an instrument, sorted by group; a derived row scores only where none is declared.

    Raises
    ------
    QtspaceError
        No requirement is stated, derived or mandatory: there is nothing to assess.
    """
    family = registry.parameters_module(instrument.family)
    weights = getattr(family, "WEIGHTS", {})
    declared = [_declared(instrument, row) for row in instrument.requires]
    groups = {row.group for row in declared}
    derived = [
        _derived(instrument, item, weights.get(item.variable, 1.0), groups)
        for item in registry.model_module(instrument.family).derive(plain(instrument.parameters))
    ]
    present = {row.variable.name for row in (*declared, *derived)}
    kinds = family.mandatory(instrument.parameters)
    present |= {item.variable for item in instrument.unaffected}
    absent = [_absent(instrument, name, weights.get(name, 1.0)) for name in kinds if name not in present]
    if not (declared or derived or absent):
        raise QtspaceError(f"'{instrument.name}' states no requirement: expected at least one [[requires]] row")
    return tuple(sorted((*declared, *derived, *absent), key=lambda row: row.group))


def _distance(variable: glossary.Variable, sense: str, limit: float, goal: float | None) -> float:
    if sense == "between":
        return WINDOW_GOAL
    if goal is None or sense in ("one_of", "spectrum"):
        return variable.goal if sense != "one_of" else 1.0
    if variable.scale == "log":
        return abs(np.log10(max(goal, 1e-300) / max(limit, 1e-300))) or variable.goal
    return abs(goal - limit) / (10.0 if variable.scale == "decibel" else 1.0) or variable.goal


def _declared(instrument: Instrument, row: Requirement) -> Row:
    variable = glossary.variable(row.variable)
    sense = next(name for name in WORST if getattr(row, name) is not None)
    limit = getattr(row, sense) if sense in ("at_most", "at_least") else 0.0
    low, high = row.between if sense == "between" else (limit, limit)
    return Row(
        instrument, variable, row.at, sense, low, high, row.one_of or (), row.spectrum or (),
        row.statistic or WORST[sense], row.band, row.when, _distance(variable, sense, low, row.goal), row.weight,
        row.hard, row.sigma, "declared", row.why, row.source, instrument.evidence(row.source, row.evidence),
    )  # fmt: skip


def _derived(instrument: Instrument, item: Derived, weight: float, declared: set) -> Row:
    variable = glossary.variable(item.variable)
    numbers = [number for name in item.inputs if isinstance(number := getattr(instrument.parameters, name), Cited)]
    return Row(
        instrument, variable, item.at, item.sense, item.limit, item.limit, (), item.curve,
        item.statistic or WORST[item.sense], item.band, item.when, item.decades or variable.goal, weight, item.hard,
        None, "derived", item.why or item.formula, item.formula,
        weakest(["computed", *(instrument.cited(number) for number in numbers)]),
        scoring=(instrument.name, item.variable, item.at) not in declared,
    )  # fmt: skip


def _absent(instrument: Instrument, name: str, weight: float) -> Row:
    variable = glossary.variable(name)
    why = f"mandatory for the family '{instrument.family}', stated by nobody"
    return Row(
        instrument, variable, (), "absent", np.nan, np.nan, (), (), "instant", None, "", variable.goal, weight, True,
        None, "absent", why, "", "computed",
    )  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """Rows of one instrument as arrays, grouped; the core of every score.

    Attributes
    ----------
    sense : (r,) int array
        +1 at least, -1 at most (also spectra, as worst ratio to the curve), 0 between.
    starts : (g,) int array
        First row of each group; rows are sorted by group.
    unstated : int
        Optional requirement kinds of the family that the instrument neither states nor is unaffected by: each counts as
        an unknown group of weight 1 in `score_low`, so that leaving an optional row out does not pay.
    """

    rows: tuple[Row, ...]
    sense: NDArray[np.int8]
    scale: NDArray[np.int8]
    limit: Array
    high: Array
    distance: Array
    hard: NDArray[np.bool_]
    scoring: NDArray[np.bool_]
    starts: NDArray[np.intp]
    weight: Array
    unstated: int = 0


SCALES = {"log": 0, "decibel": 1, "linear": 2}
SENSES = {"at_least": 1, "at_most": -1, "between": 0, "one_of": 1, "spectrum": -1, "absent": 1}


def unstated_kinds(instrument: Instrument) -> tuple[str, ...]:
    """Optional requirement kinds of the family that an instrument says nothing of."""
    said = {row.variable.name for row in rows_of(instrument)} | {item.variable for item in instrument.unaffected}
    optional = getattr(registry.parameters_module(instrument.family), "OPTIONAL", ())
    return tuple(name for name in optional if name not in said)


def columns(rows: tuple[Row, ...], unstated: int = 0) -> Columns:
    """Columns of rows that are sorted by group."""
    groups = [row.group for row in rows]
    starts = [index for index, group in enumerate(groups) if index == 0 or group != groups[index - 1]]
    ends = [*starts[1:], len(rows)]

    def of(function: Any, kind: Any = float) -> NDArray:
        return np.array([function(row) for row in rows], dtype=kind)

    ratio = [_is_ratio(row) for row in rows]
    return Columns(
        rows, of(lambda row: SENSES[row.sense], np.int8),
        np.array([2 if row.sense == "one_of" else SCALES[row.variable.scale] for row in rows], dtype=np.int8),
        np.where(ratio, 1.0, of(lambda row: 0.5 if row.sense == "one_of" else row.limit)), of(lambda row: row.high),
        of(lambda row: row.distance), of(lambda row: row.hard, bool), of(lambda row: row.scoring, bool),
        np.array(starts, dtype=np.intp),
        np.array([max(row.weight for row in rows[a:b]) for a, b in zip(starts, ends, strict=True)]),
        unstated,
    )  # fmt: skip


def _is_ratio(row: Row) -> bool:
    return row.variable.spectral
