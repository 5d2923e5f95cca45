"""Single placements over orbits and platforms, and joint missions over subsets of instruments."""

from __future__ import annotations

import functools
import importlib
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from qtspace_trade.assessment.concept import ORDER, Assessment, Site, best_laws, evaluate, site
from qtspace_trade.assessment.explain import WhyNot, why_not
from qtspace_trade.engine.environment import layer_of
from qtspace_trade.schema.entries import Instrument, Orbit, Platform, Scenario

Progress = Callable[[str], None]


def rank(fit: Assessment) -> tuple[int, float, float, str, str]:
    """Sort key, best first: status, shortfall of the gates, then score_low in the log domain.

    Gates (reach, attitude, resources, launch) are in no score; only infeasible concepts violate any, so that feasible
    and undetermined ones rank by status and score_low alone. The share of time follows from the others.
    """
    shortfall = sum(-item.u for item in fit.violated if item.basis == "gate" and item.variable != "time_share")
    return (ORDER[fit.status], shortfall, -fit.log_low, fit.orbit, fit.platform)


def reachable(orbit: Orbit, platforms: Sequence[Platform]) -> tuple[Platform, ...]:
    """Platforms that can fly the orbit."""
    return tuple(item for item in platforms if orbit.orbit_class in {reach.orbit_class for reach in item.flies})


def sites_of(
    orbits: Sequence[Orbit], platforms: Sequence[Platform], scenario: Scenario, attitude: str | None,
    duration: float | None, every: bool,
) -> tuple[Site, ...]:  # fmt: skip
    """Sites of every orbit with every platform that can fly it; `every` also takes those that cannot."""
    return tuple(
        site(layer_of(orbit, scenario, duration), platform, attitude)
        for orbit in orbits
        for platform in (platforms if every else reachable(orbit, platforms))
    )


@dataclass(frozen=True)
class Comparison:
    """Single placements: every instrument on every site."""

    assessments: tuple[Assessment, ...]

    def best(self, instrument: str, orbit: str) -> Assessment | None:
        """Best placement of an instrument on an orbit."""
        found = [fit for fit in self.assessments if fit.instruments == (instrument,) and fit.orbit == orbit]
        return min(found, key=rank, default=None)

    @property
    def instruments(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fit.instruments[0] for fit in self.assessments))

    @property
    def orbits(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fit.orbit for fit in self.assessments))

    def to_frame(self) -> Any:
        """One row per placement: verdict, scores, limiting row."""
        return _frame(self.assessments)

    def to_dict(self) -> dict[str, Any]:
        return {"placements": [_summary(fit) for fit in self.assessments]}

    def plot(self, path: Any = None) -> Any:
        """Heat map of the smallest margin, instrument x orbit; data saved beside the file."""
        return importlib.import_module("qtspace_trade.plotting.heatmap").margin_map(self, path)


@dataclass(frozen=True)
class JointMissions:
    """Joint missions, best first."""

    assessments: tuple[Assessment, ...]
    comparison: Comparison
    _sites: tuple[Site, ...]
    _instruments: tuple[Instrument, ...]

    def best(self) -> Assessment:
        """Best joint mission."""
        return self.assessments[0]

    def pareto(self) -> tuple[Assessment, ...]:
        """Missions that none other beats in number of instruments, status and score_low together."""
        def beats(one: Assessment, two: Assessment) -> bool:
            a = (len(one.placed), -ORDER[one.status], one.log_low)
            b = (len(two.placed), -ORDER[two.status], two.log_low)
            return all(x >= y for x, y in zip(a, b, strict=True)) and a != b

        return tuple(fit for fit in self.assessments if not any(beats(other, fit) for other in self.assessments))

    @functools.cached_property
    def subsets(self) -> tuple[Assessment, ...]:
        """The best site of each subset, best first."""
        seen: dict[tuple[str, ...], Assessment] = {}
        for fit in self.assessments:
            seen.setdefault(fit.instruments, fit)
        return tuple(seen.values())

    def why_not(self, instruments: Iterable[Any]) -> WhyNot:
        """Why these instruments share no orbit and platform."""
        wanted = {getattr(item, "name", item) for item in instruments}
        members = tuple(item for item in self._instruments if item.name in wanted)
        return why_not([evaluate(tuple((item, where) for item in members)) for where in self._sites])

    def to_frame(self) -> Any:
        """One row per joint mission: verdict, scores, time margin, limiting row."""
        return _frame(self.assessments)

    def to_dict(self) -> dict[str, Any]:
        return {"missions": [_summary(fit) for fit in self.assessments]}


def compare(
    instruments: Sequence[Instrument], sites: Sequence[Site], progress: Progress | None = None
) -> Comparison:
    """Every instrument alone on every site."""
    fits = []
    for where in sites:
        if progress:
            progress(f"{where.environments[0].orbit.name} on {where.platform.name}")
        fits += [evaluate(((instrument, where),)) for instrument in instruments]
    return Comparison(tuple(fits))


def joint(
    instruments: Sequence[Instrument], sites: Sequence[Site], smallest: int = 2, largest: int = 4,
    progress: Progress | None = None,
) -> JointMissions:  # fmt: skip
    """Every subset of the instruments on every site, ranked by status and score_low."""
    comparison = compare(instruments, sites, progress)
    fits = []
    for where in sites:
        best = {(item.digest, where.platform.digest): best_laws(item, where) for item in instruments}
        for size in range(smallest, min(largest, len(instruments)) + 1):
            for subset in itertools.combinations(instruments, size):
                fits.append(evaluate(tuple((item, where) for item in subset), best))
    return JointMissions(tuple(sorted(fits, key=rank)), comparison, tuple(sites), tuple(instruments))


def _summary(fit: Assessment) -> dict[str, Any]:
    limit = fit.limiting[0] if fit.limiting else None
    return {
        "instruments": "+".join(fit.instruments),
        "orbit": fit.orbit,
        "platform": fit.platform,
        "status": fit.status,
        "score": fit.score,
        "score_low": fit.score_low,
        "coverage": fit.coverage,
        "z": fit.z,
        "limiting": limit.key if limit else "",
        "margin": limit.margin if limit else None,
        "violated": len(fit.violated),
        "unknown": len(fit.unknown),
        "sentence": limit.sentence if limit else "",
    }


def _frame(fits: Sequence[Assessment]) -> Any:
    import pandas as pd

    return pd.DataFrame([_summary(fit) for fit in fits])
