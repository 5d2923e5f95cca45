"""Findings: one requirement checked in one concept, built when somebody looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from qtspace_trade import units
from qtspace_trade.assessment import margins as m
from qtspace_trade.assessment.couplings import TOLD, Contribution
from qtspace_trade.assessment.rows import Row
from qtspace_trade.assessment.seen import Seen
from qtspace_trade.physics import frames
from qtspace_trade.schema import glossary
from qtspace_trade.schema.base import weakest
from qtspace_trade.schema.entries import Scenario

STATUS = {m.MET: "met", m.VIOLATED: "violated", m.UNKNOWN: "unknown"}


@dataclass(frozen=True)
class Finding:
    """One requirement, gate or budget checked in one concept. Values in SI."""

    instrument: str
    variable: str
    qualifiers: tuple[tuple[str, str], ...]
    status: str
    value: Any
    limit: Any
    unit: str
    margin: float | None
    u: float | None
    sense: str
    hard: bool
    basis: str
    scoring: bool
    bound: str = "exact"
    statistic: str = ""
    when: str = ""
    why: str = ""
    evidence: str = "computed"
    sources: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    alone: float | None = None
    moment: str = ""
    frequency: float | None = None

    @property
    def key(self) -> str:
        """Name of the requirement, e.g. `maqro_2015.environment_temperature[stage=bench]`."""
        at = ",".join(f"{key}={value}" for key, value in self.qualifiers)
        owner = f"{self.instrument}." if self.instrument else ""
        return f"{owner}{self.variable}" + (f"[{at}]" if at else "")

    @property
    def factor(self) -> float | None:
        """Ratio by which the limit is met (above 1) or missed (below 1)."""
        return None if self.margin is None else 10.0**self.margin

    @property
    def sentence(self) -> str:
        """The finding in one sentence with numbers, units and sources."""
        return _sentence(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "instrument": self.instrument,
            "variable": self.variable,
            "qualifiers": dict(self.qualifiers),
            "value": _plain(self.value),
            "limit": _plain(self.limit),
            "unit": self.unit,
            "margin": self.margin,
            "u": self.u,
            "status": self.status,
            "sense": self.sense,
            "bound": self.bound,
            "hard": self.hard,
            "basis": self.basis,
            "statistic": self.statistic,
            "when": self.when,
            "margin_alone": self.alone,
            "contributions": [
                {"emitter": one.emitter, "emission": one.emission, "amount": one.amount, "unit": one.unit,
                 "coupling": one.coupling.name, "paused": one.paused, "missing": one.missing}
                for one in self.contributions
            ],
            "evidence": self.evidence,
            "sources": [f"{entry}:{key}" for entry, key in self.sources],
            "missing": list(self.missing),
            "sentence": self.sentence,
        }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return None if isinstance(value, float) and not np.isfinite(value) else value


_WORDS = {
    "at_most": ("stays below", "exceeds"), "at_least": ("exceeds", "stays below"), "spectrum": ("stays below", "exceeds"),
    "between": ("lies within", "leaves"), "one_of": ("is one of", "is none of"), "absent": ("", ""),
}  # fmt: skip


def shown(value: Any, variable: str) -> str:
    """A value in the display unit of its variable."""
    if value is None:
        return "unknown"
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        if value and isinstance(value[0], str):
            return ", ".join(value)
        return " to ".join(shown(part, variable) for part in value)
    return units.show(float(value), glossary.variable(variable).display)


def _sentence(item: Finding) -> str:
    at = " ".join(f"{key} {value}" for key, value in item.qualifiers)
    name = f"{item.variable.replace('_', ' ')}" + (f" ({at})" if at else "")
    owner = f"{item.instrument}: " if item.instrument else ""
    during = f" while {item.when}" if item.when else ""
    if item.status == "unknown":
        known = ""
        if item.value is not None and item.margin is not None:
            side = {"at_least": "at least ", "at_most": "at most "}.get(item.bound, "")
            known = f" is {side}{shown(item.value, item.variable)}, the limit {shown(item.limit, item.variable)}"
            known += f" (factor {_factor(item.margin)})"
        reason = "; ".join(dict.fromkeys(item.missing)) or "nothing states it"
        return f"{owner}{name}{during}{known} is unknown: {reason}." if not known else (
            f"{owner}{name}{during}{known}; undecided: {reason}."
        )
    met, violated = _WORDS[item.sense]
    verb = met if item.status == "met" else violated
    statistic = f" ({item.statistic})" if item.statistic not in ("", "instant") else ""
    frequency = f" at {item.frequency:.3g} Hz" if item.frequency else ""
    seen = f" = {shown(item.value, item.variable)}{frequency}" if item.value is not None else ""
    text = f"{owner}{name}{statistic}{during}{seen} {verb} "
    text += f"{'the limit ' if item.sense in ('at_most', 'at_least', 'spectrum') else ''}{shown(item.limit, item.variable)}"
    if item.margin is not None and item.sense in ("at_most", "at_least", "spectrum"):
        text += f" by {_distance(item.margin, item.variable)}"
    adding = [added(one, item.variable) for one in item.contributions if one.amount and not one.paused and one.known]
    if adding:
        text += "; with " + ", ".join(adding)
        if item.alone is not None and item.margin is not None and item.alone < m.CLIP and item.alone - item.margin >= TOLD:
            text += f", which together take {item.alone - item.margin:.2f} of {item.alone:.2f} {_scale(item.variable)}"
    if item.basis == "gate" and item.why:
        text += f"; {item.why}"
    source = ", ".join(sorted({key for _, key in item.sources}))
    return f"{text} [{item.basis}; {item.evidence}{'; ' + source if source else ''}]."


def added(one: Contribution, variable: str) -> str:
    """What one emitter adds, in words."""
    if not one.coupling.path:
        return f"{one.emitter} adding {one.amount:.3g} {one.unit}"
    unit = glossary.emission_kinds()[one.coupling.into].unit if one.coupling.into else glossary.variable(variable).unit
    value = f"{one.value:.3g} {unit}" if one.coupling.into else shown(one.value, variable)
    place = f" at {one.distance:.2g} m" if one.distance is not None else ""
    return f"{one.emitter} adding {value} ({one.emission.replace('_', ' ')} {one.amount:.3g} {one.unit}{place})"


def _scale(variable: str) -> str:
    return {"log": "decades", "decibel": "tens of dB"}.get(glossary.variable(variable).scale, "SI units")


def _distance(margin: float, variable: str) -> str:
    """Distance from the limit in words; margins are clipped, so that the largest is only a lower bound."""
    if abs(margin) >= m.CLIP:
        return f"more than {m.CLIP:g} {_scale(variable)}"
    factor = f" (factor {_factor(margin)})" if glossary.variable(variable).scale == "log" else ""
    return f"{abs(margin):.2f} {_scale(variable)}{factor}"


def _factor(margin: float) -> str:
    return f"{10 ** abs(margin):.3g}"


def moment_text(seconds: float | None, scenario: Scenario) -> str:
    """UTC text of a time since the scenario's epoch."""
    if seconds is None:
        return ""
    return frames.calendar_text(scenario.epoch, seconds)


def of_row(
    row: Row, seen: Seen, margin: float, state: int, contributions: tuple[Contribution, ...], alone: float, scenario: Scenario
) -> Finding:
    """Finding of a requirement row; `alone` is its margin without platform and neighbours."""
    known = not np.isnan(margin)
    limit: Any = {"between": (row.limit, row.high), "one_of": row.words}.get(row.sense, row.limit)
    if row.variable.spectral:
        limit = seen.limit if seen.limit is not None else (None if row.curve else row.limit)
    if row.sense == "absent":
        limit = None
    sources = set(seen.value.sources)
    if row.basis == "declared":
        sources.add((row.instrument.name, row.source))
    takes = alone - margin >= TOLD
    telling = [one for one in contributions if one.known and (takes or not one.amount)]
    sources.update(source for one in telling for source in one.sources)
    return Finding(
        instrument=row.instrument.name, variable=row.variable.name, qualifiers=row.at, status=STATUS[state],
        value=seen.shown, limit=limit, unit=row.variable.unit, margin=float(margin) if known else None,
        u=float(margin / row.distance) if known else None, sense=row.sense, hard=row.hard, basis=row.basis,
        scoring=row.scoring, bound={0: "exact", 1: "at_least", -1: "at_most"}[seen.bound], statistic=row.statistic,
        when=row.when, why=row.why,
        evidence=weakest([row.evidence, seen.value.evidence, *(one.evidence for one in telling)]),
        sources=tuple(sorted(sources)), missing=seen.value.missing, contributions=contributions,
        alone=float(alone) if contributions and not np.isnan(alone) else None, moment=moment_text(seen.moment, scenario),
        frequency=seen.frequency,
    )  # fmt: skip


