"""Findings: one requirement checked in one concept, built when somebody looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from qtspace_trade import units
from qtspace_trade.assessment import margins as m
from qtspace_trade.assessment.couplings import Contribution
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
    text = f"{owner}{name}{statistic}{during} = {shown(item.value, item.variable)}{frequency} {verb} "
    text += f"{'the limit ' if item.sense in ('at_most', 'at_least', 'spectrum') else ''}{shown(item.limit, item.variable)}"
    if item.margin is not None and item.sense in ("at_most", "at_least", "spectrum"):
        text += f" by {_distance(item.margin, item.variable)}"
    if item.contributions:
        stated = [c for c in item.contributions if c.amount]
        if stated:
            text += "; with " + ", ".join(f"{c.emitter} adding {c.amount:.3g} {c.unit}" for c in stated)
    source = ", ".join(sorted({key for _, key in item.sources}))
    return f"{text} [{item.basis}; {item.evidence}{'; ' + source if source else ''}]."


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
    row: Row, seen: Seen, margin: float, state: int, contributions: tuple[Contribution, ...], scenario: Scenario
) -> Finding:
    """Finding of a requirement row."""
    known = not np.isnan(margin)
    limit: Any = {"between": (row.limit, row.high), "one_of": row.words}.get(row.sense, row.limit)
    if row.variable.spectral:
        limit = seen.limit if seen.limit is not None else (None if row.curve else row.limit)
    if row.sense == "absent":
        limit = None
    sources = set(seen.value.sources)
    if row.basis == "declared":
        sources.add((row.instrument.name, row.source))
    return Finding(
        instrument=row.instrument.name, variable=row.variable.name, qualifiers=row.at, status=STATUS[state],
        value=seen.shown, limit=limit, unit=row.variable.unit, margin=float(margin) if known else None,
        u=float(margin / row.distance) if known else None, sense=row.sense, hard=row.hard, basis=row.basis,
        scoring=row.scoring, bound={0: "exact", 1: "at_least", -1: "at_most"}[seen.bound], statistic=row.statistic,
        when=row.when, why=row.why, evidence=weakest([row.evidence, seen.value.evidence]), sources=tuple(sorted(sources)),
        missing=seen.value.missing, contributions=contributions, moment=moment_text(seen.moment, scenario),
        frequency=seen.frequency,
    )  # fmt: skip


