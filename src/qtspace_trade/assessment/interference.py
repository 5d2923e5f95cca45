"""Who takes which margin: the table emitter x victim x variable, and the pairs that exclude each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from qtspace_trade.assessment import couplings, synergies
from qtspace_trade.assessment import margins as m
from qtspace_trade.assessment.couplings import Contribution
from qtspace_trade.assessment.seen import Seen, arrays
from qtspace_trade.schema import glossary
from qtspace_trade.schema.entries import Instrument, Platform


@dataclass(frozen=True)
class Interference:
    """What one emitter does to one requirement of one instrument.

    Attributes
    ----------
    baseline : float or None
        What the instrument sees without platform and neighbours, in the unit of the variable.
    contribution : float or None
        What this emitter adds, in the unit of the variable or of what it is computed from (`into`); None where it is not
        stated; at the worst frequency of a spectral row.
    value, margin : float or None
        What is seen, and the margin, with everything on board.
    margin_without : float or None
        Margin with everything but this emitter: what comes back without it.
    taken : float or None
        Decades of margin that this emitter takes: `margin_without - margin`.
    further : float or None
        Factor in distance to this emitter that would meet the limit, where it alone exceeds it and its path falls with
        distance; None otherwise.
    """

    emitter: str
    victim: str
    variable: str
    qualifiers: tuple[tuple[str, str], ...]
    emission: str
    coupling: str
    amount: float | None
    amount_unit: str
    distance: float | None
    baseline: float | None
    contribution: float | None
    into: str
    unit: str
    value: float | None
    margin: float | None
    margin_without: float | None
    taken: float | None
    paused: bool
    further: float | None
    evidence: str
    missing: str
    about: str

    def to_dict(self) -> dict[str, Any]:
        """Plain data, the qualifiers as a dict."""
        return {**self.__dict__, "qualifiers": dict(self.qualifiers)}


def table(placed: tuple[Any, ...]) -> tuple[Interference, ...]:
    """Every contribution of platform and neighbours in a concept, what takes most margin first."""
    found = [one for item in placed for number in range(len(item.columns.rows)) for one in _of_row(item, number)]
    return tuple(sorted(found, key=lambda one: (-(one.taken or 0.0), one.victim, one.variable, one.emitter, one.coupling)))


def _of_row(item: Any, number: int) -> list[Interference]:
    row, raw, found = item.columns.rows[number], item.raw[number], item.contributions[number]
    seen, margin = item.seen[number], _number(item.margin[number])
    unit = row.variable.unit
    rows = []
    for one in found:
        others = tuple(other for other in found if other.emitter != one.emitter)
        without = _margin(item, number, _seen_with(item, number, others))
        taken = without - margin if margin is not None and without is not None else None
        rows.append(Interference(
            one.emitter, row.instrument.name, row.variable.name, row.at, one.emission, one.coupling.name, one.amount, one.unit,
            one.distance, _shown(raw), _largest(one, seen), one.coupling.into, _unit(one, unit), _shown(seen), margin,
            without, taken, one.paused, _further(item, number, one), one.evidence, one.missing, one.coupling.about,
        ))  # fmt: skip
    return rows


def _unit(one: Contribution, unit: str) -> str:
    return glossary.emission_kinds()[one.coupling.into].unit if one.coupling.into else unit


def _largest(one: Contribution, seen: Seen) -> float | None:
    """Contribution at the worst frequency of a spectral row, else as it is."""
    if one.density is None or seen.frequency is None:
        return one.value
    return float(one.density(np.array([seen.frequency]))[0])


def _seen_with(item: Any, number: int, found: tuple[Contribution, ...]) -> Seen:
    """What a row sees with these contributions alone, a provider whose number holds with neighbours included."""
    row, late = item.columns.rows[number], item.improvements[number]
    seen = couplings.together(item.environment, row, item.aided[number], found)
    return synergies.improved(row, seen, late) if late is not None and late.with_neighbours else seen


def _margin(item: Any, number: int, seen: Seen) -> float | None:
    low, high, _ = arrays([*item.seen[:number], seen, *item.seen[number + 1 :]])
    return _number(m.margins(item.columns, low, high)[number])


def _further(item: Any, number: int, one: Contribution) -> float | None:
    power = one.coupling.fall
    if not power or one.value is None or one.coupling.into:
        return None
    row, raw = item.columns.rows[number], item.aided[number]
    with_it, alone = (_margin(item, number, _seen_with(item, number, part)) for part in ((one,), ()))
    if with_it is None or alone is None or with_it >= 0 or alone < 0 or row.variable.spectral:
        return None
    room = (row.high if row.sense == "between" else row.limit) - raw.high
    return float((one.value / room) ** (1.0 / power)) if room > 0 else None


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _shown(seen: Seen) -> float | None:
    if isinstance(seen.shown, tuple):
        return float(seen.shown[-1])
    return None if seen.shown is None or isinstance(seen.shown, str) else float(seen.shown)


def exclusions(placed: tuple[Any, ...]) -> tuple[tuple[str, str], ...]:
    """Pairs (victim, emitter) of which one pauses while the other operates."""
    return tuple(sorted({
        (item.instrument.name, one.emitter) for item in placed for found in item.contributions for one in found if one.paused
    }))  # fmt: skip


def silent_of_events(members: tuple[Instrument, ...]) -> tuple[str, ...]:
    """Neighbours that do not say how much of the time of others they take by events on board."""
    if len(members) < 2:
        return ()
    return tuple(item.name for item in members if not any(row.emission == "lost_time" for row in item.emits))


def lost_times(members: tuple[Instrument, ...], platform: Platform) -> tuple[tuple[str, float], ...]:
    """Share of its time that each instrument loses to events of the others and of the platform, at most 1."""
    lost = []
    for member in members:
        others: tuple[Instrument | Platform, ...] = (platform, *(item for item in members if item is not member))
        stated = sum(row.value for other in others for row in other.emits if row.emission == "lost_time")
        if stated:
            lost.append((member.name, min(stated, 1.0)))
    return tuple(lost)
