"""Single placements over orbits and platforms, and joint missions over subsets of instruments."""

from __future__ import annotations

import functools
import importlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from qtspace_trade.assessment.concept import INFEASIBLE, ORDER, Assessment, Site, evaluate, site
from qtspace_trade.assessment.explain import WhyNot, why_not
from qtspace_trade.assessment.findings import Finding
from qtspace_trade.catalogue import load
from qtspace_trade.engine.orbit_layer import layer_of
from qtspace_trade.errors import QtspaceError, UnknownName
from qtspace_trade.schema.entries import Instrument, Orbit, Platform, Scenario

Progress = Callable[[str], None]
STATUSES = tuple(sorted(ORDER, key=lambda status: ORDER[status]))


def rank(fit: Assessment) -> tuple[int, float, float, str, str]:
    """Sort key, best first: status, shortfall of the gates, then score_low in the log domain.

    Gates (reach, attitude, resources, launch) are in no score; only infeasible concepts violate any, so that feasible
    and undetermined ones rank by status and score_low alone. The share of time follows from the others.
    """
    return (ORDER[fit.status], fit.shortfall, -fit.log_low, fit.orbit, fit.platform)


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
        return self._best.get((instrument, orbit))

    @functools.cached_property
    def _best(self) -> dict[tuple[str, str], Assessment]:
        ranked = sorted(self.assessments, key=rank, reverse=True)
        return {(fit.instruments[0], fit.orbit): fit for fit in ranked}

    @functools.cached_property
    def members(self) -> tuple[Instrument, ...]:
        return tuple({fit.instruments[0]: fit.placed[0].instrument for fit in self.assessments}.values())

    @property
    def instruments(self) -> tuple[str, ...]:
        return tuple(item.name for item in self.members)

    @functools.cached_property
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


class Single(NamedTuple):
    """What a set needs to know of a member alone on its site."""

    infeasible: bool
    shortfall: float
    log_low: float


@dataclass(frozen=True)
class Mission:
    """A set of instruments on a site, ranked; the assessment is made when somebody looks at it.

    `key` sorts best first. Where a member alone is infeasible there, so is the set, and the key is a bound from the
    members alone: neighbours and shared budgets only make it worse, unless one provides what another accepts.
    """

    members: tuple[Instrument, ...]
    site: Site
    key: tuple[int, float, float, str, str]

    @property
    def status(self) -> str:
        return STATUSES[self.key[0]]

    @property
    def instruments(self) -> tuple[str, ...]:
        return tuple(item.name for item in self.members)

    @functools.cached_property
    def fit(self) -> Assessment:
        """The assessment."""
        return evaluate(tuple((item, self.site) for item in self.members))


@dataclass(frozen=True)
class JointMissions:
    """Joint missions, best first.

    Attributes
    ----------
    missions : tuple of Mission
        Every set on every site, ranked.
    comparison : Comparison
        The single placements they were built from.
    sites, members : tuple
        What was tried.
    """

    missions: tuple[Mission, ...]
    comparison: Comparison
    sites: tuple[Site, ...]
    members: tuple[Instrument, ...]

    @functools.cached_property
    def assessments(self) -> tuple[Assessment, ...]:
        """The assessment of every mission; for a large catalogue look at `missions` first."""
        return tuple(item.fit for item in self.missions)

    def best(self) -> Assessment:
        """Best joint mission."""
        return self.missions[0].fit

    def pareto(self) -> tuple[Assessment, ...]:
        """Missions that none other beats in number of instruments, status and score_low together."""

        def merits(mission: Mission) -> tuple[int, int, float]:
            return len(mission.members), -mission.key[0], -mission.key[2]

        best: dict[tuple[int, int], Mission] = {}
        for mission in self.subsets:
            kind = merits(mission)[:2]
            if kind not in best or merits(mission) > merits(best[kind]):
                best[kind] = mission
        candidates = [(merits(mission), mission) for mission in best.values()]
        return tuple(
            mission.fit
            for mine, mission in candidates
            if not any(other != mine and all(x >= y for x, y in zip(other, mine, strict=True)) for other, _ in candidates)
        )

    @functools.cached_property
    def subsets(self) -> tuple[Mission, ...]:
        """The best site of each subset, best first."""
        seen: dict[tuple[str, ...], Mission] = {}
        for mission in self.missions:
            seen.setdefault(mission.instruments, mission)
        return tuple(seen.values())

    def maximal(self) -> tuple[Mission, ...]:
        """Best site of the subsets that violate nothing and are part of no larger such subset."""
        found = [item for item in self.subsets if item.status != INFEASIBLE]
        sets = [frozenset(item.instruments) for item in found]
        return tuple(item for item, own in zip(found, sets, strict=True) if not any(own < other for other in sets))

    def why_not(self, instruments: Iterable[Any]) -> WhyNot:
        """Why these instruments share no orbit and platform."""
        single = isinstance(instruments, str | Instrument) or not isinstance(instruments, Iterable)
        asked = [] if instruments is None else [instruments] if single else list(instruments)
        if not asked:
            raise QtspaceError("why_not: no instrument given, expected at least one")
        for item in asked:
            if not isinstance(item, str | Instrument):
                raise QtspaceError(f"why_not: {item!r}: expected an instrument of this comparison or its name")
        wanted = {getattr(item, "name", item) for item in asked}
        members = tuple(item for item in self.members if item.name in wanted)
        if len(members) < len(wanted):
            missing = sorted(wanted - {item.name for item in members})
            raise UnknownName("instrument of this comparison", missing[0], [item.name for item in self.members])
        names = tuple(item.name for item in members)
        return why_not(names, {where.key[::-1]: self._violated(members, where) for where in self.sites})

    def _violated(self, members: tuple[Instrument, ...], where: Site) -> tuple[Finding, ...]:
        """Hard violations of the members alone, where neighbours cannot help; else, or where there are none, of the set."""
        fits = [] if _may_help(members) else [self._alone[item.name, where.key] for item in members]
        alone = tuple(finding for fit in fits for finding in fit.violated if finding.hard)
        if alone:
            return alone
        return tuple(f for f in evaluate(tuple((item, where) for item in members)).violated if f.hard)

    @functools.cached_property
    def _alone(self) -> dict[tuple[str, tuple[str, str]], Assessment]:
        return {(fit.instruments[0], fit.sites[0].key): fit for fit in self.comparison.assessments}

    def to_frame(self, every: bool = False) -> Any:
        """One row per subset on its best site, or per mission: verdict, scores, time margin, limiting row."""
        return _frame([item.fit for item in (self.missions if every else self.subsets)])

    def to_dict(self) -> dict[str, Any]:
        return {"missions": [_summary(item.fit) for item in self.subsets]}


def compare(
    instruments: Sequence[Instrument], sites: Sequence[Site], progress: Progress | None = None
) -> Comparison:
    """Every instrument alone on every site."""
    fits: list[Assessment] = []
    for where in _told(sites, progress):
        fits += _singles(instruments, where).values()
    return Comparison(tuple(fits))


def joint(
    instruments: Sequence[Instrument], sites: Sequence[Site], smallest: int = 2, largest: int = 4,
    progress: Progress | None = None,
) -> JointMissions:  # fmt: skip
    """Every subset of the instruments on every site, ranked by status and score_low; see `subsets`."""
    chosen = tuple(subsets(instruments, smallest, largest))
    singles: list[Assessment] = []
    missions: list[Mission] = []
    for where in _told(sites, progress):
        fits = _singles(instruments, where)
        singles += fits.values()
        alone = {name: Single(fit.status == INFEASIBLE, fit.shortfall, fit.log_low) for name, fit in fits.items()}
        missions += [_mission(subset, where, alone) for subset in chosen]
    ranked = tuple(sorted(missions, key=lambda item: item.key))
    return JointMissions(ranked, Comparison(tuple(singles)), tuple(sites), tuple(instruments))


def _told(sites: Sequence[Site], progress: Progress | None) -> Iterator[Site]:
    """Sites one by one, telling progress; the scan of an orbit is let go when the next orbit comes."""
    for number, where in enumerate(sites):
        if progress:
            progress(f"{number + 1} of {len(sites)}: {where.orbit.name} on {where.platform.name}")
        yield where
        if number + 1 == len(sites) or sites[number + 1].orbit != where.orbit:
            where.environments[0].layer.release()


def _singles(instruments: Sequence[Instrument], where: Site) -> dict[str, Assessment]:
    return {item.name: evaluate(((item, where),)) for item in instruments}


def _mission(members: tuple[Instrument, ...], where: Site, alone: dict[str, Single]) -> Mission:
    singles = [alone[item.name] for item in members]
    if any(item.infeasible for item in singles) and not _may_help(members):
        log_low = sum(item.log_low for item in singles) / len(singles)
        shortfall = max(item.shortfall for item in singles)
        return Mission(members, where, (ORDER[INFEASIBLE], shortfall, -log_low, where.orbit.name, where.platform.name))
    fit = evaluate(tuple((item, where) for item in members))
    mission = Mission(members, where, rank(fit))
    mission.__dict__["fit"] = fit
    return mission


def _may_help(members: tuple[Instrument, ...]) -> bool:
    """Does one of the set provide a function that another accepts: then a set may do what a member alone cannot."""
    provided = {row.function for item in members for row in item.provides}
    return any(row.function in provided for item in members for row in item.accepts)


def subsets(
    instruments: Sequence[Instrument], smallest: int, largest: int
) -> Iterator[tuple[Instrument, ...]]:
    """Subsets of instruments, small ones first, without two variants of one entry: they are alternatives."""
    for size in range(smallest, min(largest, len(instruments)) + 1):
        for subset in itertools.combinations(instruments, size):
            if len({load.ancestor("instrument", item) for item in subset}) == size:
                yield subset


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
