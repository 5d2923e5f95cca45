"""What neighbours on board do to what an instrument sees: emission -> path -> variable.

A kind of emission that a neighbour does not state is an unknown contribution: what is seen is then a lower bound.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from qtspace_trade.assessment.rows import Row
from qtspace_trade.assessment.seen import BOUNDS, Seen, look
from qtspace_trade.engine.environment import Environment
from qtspace_trade.physics import coupling_paths
from qtspace_trade.schema import glossary
from qtspace_trade.schema.entries import Instrument


@dataclass(frozen=True)
class Contribution:
    """What one neighbour adds to a variable; `amount` in the emission's unit, None where it is not stated."""

    emitter: str
    coupling: str
    emission: str
    amount: float | None
    unit: str
    source: str


@functools.cache
def couplings_of(variable: str) -> tuple[glossary.Coupling, ...]:
    """Couplings that change a variable, directly or through what it is computed from."""
    return tuple(coupling for coupling in glossary.couplings() if coupling.variable == variable)


def contributions(row: Row, neighbours: tuple[Instrument, ...]) -> tuple[Contribution, ...]:
    """Contribution of every neighbour to a row's variable; several emissions of a kind add up."""
    found = []
    for coupling in couplings_of(row.variable.name):
        unit = glossary.emission_kinds()[coupling.emission].unit
        for neighbour in neighbours:
            stated = [emission for emission in neighbour.emits if emission.emission == coupling.emission]
            amount = _combined([item.value for item in stated], coupling.combine) if stated else None
            source = stated[0].source if stated else ""
            found.append(Contribution(neighbour.name, coupling.name, coupling.emission, amount, unit, source))
    return tuple(found)


def _combined(amounts: list[float], combine: str) -> float:
    if combine == "rss":
        return float(np.sqrt(np.sum(np.square(amounts))))
    return float(np.max(amounts)) if combine == "max" else float(np.sum(amounts))


def with_neighbours(
    environment: Environment, row: Row, alone: Seen, neighbours: tuple[Instrument, ...], mass: float | None
) -> tuple[Seen, tuple[Contribution, ...]]:
    """What a row sees with its neighbours on board, and who contributed what."""
    found = contributions(row, neighbours)
    if not found or np.isnan(alone.low):
        return alone, found
    seen = alone
    for coupling in couplings_of(row.variable.name):
        of = [item for item in found if item.coupling == coupling.name]
        stated = [item.amount for item in of if item.amount is not None]
        total = _combined(stated, coupling.combine) if stated else 0.0
        if total > 0:
            seen = _through(coupling, environment, row, seen, total, mass)
        if len(stated) < len(of) and not np.isnan(seen.low):
            silent = ", ".join(item.emitter for item in of if item.amount is None)
            seen = _open_above(seen, f"{glossary.emission_kinds()[coupling.emission].name} of {silent} is not stated")
    return seen, found


def _through(
    coupling: glossary.Coupling, environment: Environment, row: Row, seen: Seen, total: float, mass: float | None
) -> Seen:
    if coupling.path == "input":
        return look(environment, row, ((coupling.emission, total),))
    if coupling.path == "rigid_body":
        if mass is None:
            return _open_above(seen, "the mass of the spacecraft is not stated")
        total = float(coupling_paths.rigid_body_acceleration(total, mass))
    return _added(row, seen, total, coupling.combine)


def _open_above(seen: Seen, reason: str) -> Seen:
    """What is seen where something unknown adds to it: a lower bound, or nothing where only an upper bound was known."""
    value = replace(seen.value, missing=(*seen.value.missing, reason))
    if seen.bound < 0:
        return replace(seen, low=np.nan, high=np.nan, value=value)
    return replace(seen, bound=BOUNDS["at_least"], value=value)


def _added(row: Row, seen: Seen, amount: float, combine: str) -> Seen:
    def plus(baseline: Any) -> Any:
        if isinstance(baseline, tuple):
            return tuple(plus(part) for part in baseline)
        return _combined([baseline, amount], combine)

    if seen.limit is None:
        return replace(seen, low=plus(seen.low), high=plus(seen.high), shown=plus(seen.shown))
    shown = plus(seen.shown)
    ratio = shown / seen.limit
    return replace(seen, low=ratio, high=ratio, shown=shown)
