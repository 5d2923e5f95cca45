"""D1.4: possible joint missions - which instruments can share a mission, what limits them, what is not known."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from qtspace_trade import units
from qtspace_trade._version import __version__
from qtspace_trade.assessment.explain import feasible_if
from qtspace_trade.assessment.views import bibliography, digests
from qtspace_trade.reports.document import Block, Heading, Items, Report, Table, Text, table
from qtspace_trade.reports.mission_parameters import address
from qtspace_trade.schema.base import Cited

SUMMARY_ROWS = 15
DETAILED = 5
INFEASIBLE = "infeasible"
COLUMNS = (
    "rank", "instruments", "number", "orbit", "platform", "status", "score", "score_low", "coverage", "time margin z",
    "tightest", "margin", "unknown rows", "evidence", "payload mass", "payload power",
)  # fmt: skip
BUDGET_COLUMNS = (
    "platform", "resource", "unit", "estimate", "with maturity margin", "with system margin", "shared credit", "capacity",
    "missing",
)  # fmt: skip
NOT_MODELLED = (
    "Radiation: dose and displacement damage, which weigh on orbits through the belts (highly elliptical, medium, "
    "geostationary transfer) and on detectors.",
    "Propellant and velocity change: transfer, station keeping, drag compensation, disposal. The launch entry compares mass "
    "with stated capabilities only.",
    "Data volume and downlink, energy through eclipse, cold-stage lift.",
    "Clouds: link figures are for clear sky, keys are asymptotic. Microwave and laser links that compare clocks or carry "
    "data: no loss, no range.",
    "Couplings beyond heat on a cold stage, force on the structure, magnetic field and quasi-static acceleration at a "
    "neighbour; outgassing and plumes, stray light, self-gravity and switching are not.",
    "Development risk, cost and schedule.",
)
WORDS = (
    "**Status.** *Infeasible*: at least one hard requirement, resource or the time is known to fail. *Undetermined*: "
    "nothing known fails, but a hard or mandatory number is missing. *Feasible*: everything is known and met. An "
    "undetermined mission is not a bad one: it says which numbers would decide it.",
    "**Margin.** Distance from the limit in decades (log10 of the ratio), positive where the requirement is met; for "
    "losses in tens of dB. u is the margin over the distance from limit to goal: 0 at the limit, 1 at the goal.",
    "**Score.** Desirability of the known requirements, 0 to 1: 0.37 where everything is just met, 0.80 where everything "
    "is at its goal; a soft minimum, so one bad requirement is not outweighed by many good ones. *score_low* counts every "
    "unknown group, and every optional requirement kind that an instrument says nothing of, as missed by three goals; missions "
    "are ranked by status, then score_low. *Coverage* is the known share of the weight, the optional kinds included.",
    "**z** is the common factor by which all time demands could grow before attitude laws and conditions (eclipse, "
    "stations in view) no longer allow them together; below 1 the time does not suffice.",
    "**Evidence** is the weakest on which the verdict rests: read at the source, computed, recalled, or assumed.",
    "Payload mass and power are sums of best estimates with maturity margin (0, 5, 10, 20 % by heritage), shared "
    "hardware credited; the system margin of 20 % belongs to the launch mass.",
)


def report(missions: Any) -> Report:
    """Joint missions ranked and explained, for somebody who has only this document."""
    possible = [item for item in missions.subsets if item.status != INFEASIBLE]
    shown = _chosen(missions)
    main = table("joint_missions", "Sets of instruments on their best orbit and platform, best first", COLUMNS,
                 [_row(number, item.fit) for number, item in enumerate(possible, start=1)])  # fmt: skip
    blocks: list[Block] = [
        Heading(2, "Summary"), *_summary(missions, possible), Heading(2, "How to read this"), Items(WORDS),
        Heading(2, "What these verdicts do not contain"), Items(NOT_MODELLED),
        Heading(2, "Joint missions in detail"), *_details(shown), Heading(2, "Pairs"), *_pairs(missions),
        Heading(2, "All sets in which nothing is violated"), main, Heading(2, "Names"), _names(missions),
        Heading(2, "Assumed numbers"), *_assumed(shown),
        Heading(2, "Sources"), _sources(shown), Heading(2, "Reproducibility"), Text(_origin(missions, shown)),
    ]  # fmt: skip
    return Report("D1.4", "D1.4 Possible joint missions", tuple(blocks), main.name)


def _names(missions: Any) -> Table:
    """What was tried, by the name that the other tables use."""
    tried = {("instrument", item.name): item.title for item in missions.members}
    tried |= {("orbit", site.orbit.name): site.orbit.title for site in missions.sites}
    tried |= {("platform", site.platform.name): site.platform.title for site in missions.sites}
    rows = [(kind, name, title) for (kind, name), title in sorted(tried.items())]
    return table("names", "Instruments, orbits and platforms that were tried", ("kind", "name", "what it is"), rows)


def _chosen(missions: Any) -> list[Any]:
    """The missions shown in detail: the best, and the best of each larger size."""
    best = list(missions.subsets[:DETAILED])
    for item in missions.pareto():
        if all(item.instruments != other.instruments for other in best):
            best.append(next(mission for mission in missions.subsets if mission.instruments == item.instruments))
    return [item for item in best if item.status != INFEASIBLE] or best[:1]


def _summary(missions: Any, possible: list[Any]) -> Iterator[Block]:
    tried = len({site.key for site in missions.sites})
    sizes = sorted({len(item.members) for item in missions.subsets})
    feasible = sum(item.status == "feasible" for item in possible)
    yield Text(f"Tried: {len(missions.subsets)} sets of {sizes[0]} to {sizes[-1]} of {len(missions.members)} instruments, "
               f"combinations of orbit and platform: {tried}. Sets in which nothing is violated: {len(possible)}; feasible "
               f"among them, so that no unknown decides: {feasible}.")  # fmt: skip
    yield Text(f"Orbits tried {_listed({site.orbit.name for site in missions.sites})}. Platforms tried "
               f"{_listed({site.platform.name for site in missions.sites})}. *Names* below says what each is.")  # fmt: skip
    if not possible:
        best = missions.best()
        yield Text(f"No set can fly together. Closest: {best.instruments} on {best.orbit}: {best.limiting[0].sentence}")
        return
    largest = max(len(item.members) for item in possible)
    yield Text(f"The largest sets have {largest} instruments. Sets that are part of no larger possible set: "
               + "; ".join(f"{' + '.join(item.instruments)} ({item.fit.orbit} on {item.fit.platform})"
                           for item in missions.maximal()[:SUMMARY_ROWS]) + ".")  # fmt: skip
    rows = [_row(number, item.fit) for number, item in enumerate(possible[:SUMMARY_ROWS], start=1)]
    yield table("decision", "Best sets", COLUMNS, rows)


def _listed(names: set[str]) -> str:
    more = f" and {len(names) - SUMMARY_ROWS} more" if len(names) > SUMMARY_ROWS else ""
    return f"({len(names)}): {', '.join(sorted(names)[:SUMMARY_ROWS])}{more}"


def _row(rank: int, fit: Any) -> tuple[Any, ...]:
    limit = fit.limiting[0] if fit.limiting else None
    budgets = {resource: _margined(fit, resource) for resource in ("mass", "power")}
    return (
        rank, " + ".join(fit.instruments), len(fit.instruments), fit.orbit, fit.platform, fit.status, fit.score, fit.score_low,
        fit.coverage, fit.z, limit.key if limit else "", limit.margin if limit else None, len(fit.unknown), fit.evidence,
        budgets["mass"], budgets["power"],
    )  # fmt: skip


def _margined(fit: Any, resource: str) -> str:
    found = [item for item in fit.budgets if item.resource == resource]
    if any(item.with_maturity is None for item in found):
        return "unknown"
    return f"{sum(item.with_maturity for item in found):.4g} {found[0].unit}"


def _details(shown: list[Any]) -> Iterator[Block]:
    for mission in shown:
        fit = mission.fit
        yield Heading(3, f"{' + '.join(fit.instruments)} on {fit.orbit} with {fit.platform}")
        laws = ", ".join(f"{name} {law or 'uncontrolled'}" for name, law in fit.attitude.items())
        z = f"{fit.z:.3g}" if fit.z is not None else "unknown"
        yield Text(f"**{fit.status.capitalize()}**, score {fit.score:.3f} over {fit.coverage:.0%} of the weight (score_low "
                   f"{fit.score_low:.2g}). Attitude: {laws}. Time margin z = {z}. Evidence: {fit.evidence}.")  # fmt: skip
        yield Text("Violated, worst first:" if fit.status == INFEASIBLE else "Tightest requirements:")
        yield Items(tuple(item.sentence for item in fit.limiting))
        if fit.unknown:
            yield Text(feasible_if(fit))
            yield Items(tuple(item.sentence for item in fit.unknown))
        silent = [f"{name}: {', '.join(kinds)}" for name, kinds in fit.unstated.items() if kinds]
        if silent:
            yield Text(f"Optional requirement kinds that nobody states: {'; '.join(silent)}.")
        yield table(f"budgets_{'_'.join(fit.instruments)}", "Resources: estimate, with maturity margin, with system margin",
                    BUDGET_COLUMNS, _budgets(fit))  # fmt: skip
        yield Text("What the instruments share:")
        yield Items(tuple(f"{level.name}: {_word(level.shared)} - {level.reason}" for level in fit.sharing))
        figures = [
            (name, figure.name.replace("_", " "), figure.value, figure.unit, "larger" if figure.larger else "smaller",
             ", ".join(figure.missing), figure.formula)
            for name, merits in fit.performance.items() for figure in merits
        ]  # fmt: skip
        if figures:
            yield table(f"performance_{'_'.join(fit.instruments)}", "Figures of merit in this environment",
                        ("instrument", "figure", "value", "unit", "better is", "missing", "formula"), figures)  # fmt: skip


def _word(shared: bool | None) -> str:
    return {True: "yes", False: "no", None: "unknown"}[shared]


def _budgets(fit: Any) -> Iterator[tuple[Any, ...]]:
    names = [site.platform.name for site in fit.sites for _ in range(len(fit.budgets) // len(fit.sites))]
    for name, item in zip(names, fit.budgets, strict=True):
        bound = {"at_least": "at least ", "at_most": "at most "}.get(item.capacity_bound, "")
        capacity = f"{bound}{item.capacity:.4g}" if item.capacity is not None else "unknown"
        yield (name, item.resource, item.unit, item.estimate, item.with_maturity, item.with_system_margin, item.credit or None,
               capacity, ", ".join(item.missing))  # fmt: skip


def _pairs(missions: Any) -> Iterator[Block]:
    names = [item.name for item in missions.members]
    by_set = {frozenset(item.instruments): item for item in missions.subsets}
    pairs = [pair for pair in itertools.combinations(names, 2) if frozenset(pair) in by_set]
    if not pairs:
        yield Text("No sets of two were tried.")
        return
    yield Text("Best verdict of each pair over all orbits and platforms. Where a pair is infeasible everywhere, the "
               "conflict is a smallest set of requirements that no orbit and platform meets together.")  # fmt: skip
    rows = []
    for pair in pairs:
        mission = by_set[frozenset(pair)]
        if mission.status != INFEASIBLE:
            rows.append((*pair, mission.status, mission.fit.orbit, mission.fit.platform, ""))
        else:
            rows.append((*pair, INFEASIBLE, "", "", " and ".join(sorted(missions.why_not(pair).minimal))))
    yield table("pairs", "Pairs of instruments", ("first", "second", "status", "orbit", "platform", "conflict"), rows)


def _assumed(shown: list[Any]) -> Iterator[Block]:
    yield Text("Numbers of the missions in detail that rest on an engineering assumption, with the reason. A sigma is one "
               "standard deviation in decades.")  # fmt: skip
    rows: dict[tuple[str, str], tuple[Any, ...]] = {}
    for mission in shown:
        for entry in (*(item.instrument for item in mission.fit.placed), *(item.platform for item in mission.fit.sites)):
            for path, number in _numbers(entry):
                if entry.cited(number) == "assumed":
                    rows[entry.name, path] = (entry.name, path, number.text, number.sigma, number.note)
    yield table("assumptions", "Assumed numbers", ("entry", "number", "value", "sigma", "reason"), rows.values())


def _numbers(entry: Any) -> Iterator[tuple[str, Cited]]:
    for holder, prefix in ((entry, ""), (getattr(entry, "parameters", None), "parameters."),
                           (getattr(entry, "resources", None), "resources."),
                           (getattr(entry, "operations", None), "operations.")):  # fmt: skip
        for name in type(holder).model_fields if holder is not None else ():
            value = getattr(holder, name)
            if isinstance(value, Cited):
                yield f"{prefix}{name}", value


def _sources(shown: list[Any]) -> Block:
    found = {}
    for mission in shown:
        for (entry, key), reference in bibliography(mission.fit).items():
            if reference.kind != "assumed":
                found[entry, key] = (entry, key, address(reference), reference.where, reference.evidence)
    return table("sources", "Sources used by the missions in detail", ("entry", "key", "source", "place", "evidence"),
                 [found[key] for key in sorted(found)])  # fmt: skip


def _origin(missions: Any, shown: list[Any]) -> str:
    layer = missions.sites[0].environments[0].layer
    entries: dict[str, str] = {}
    for mission in shown:
        entries.update(digests(mission.fit))
    listed = ", ".join(f"{name} {digest}" for name, digest in sorted(entries.items()))
    duration = units.show(layer.duration, "day")
    return (f"Written by qtspace_trade {__version__}. Scenario {layer.scenario.name}: from {layer.scenario.epoch} UTC for "
            f"{duration}. Content digests of the entries in detail: {listed}.")  # fmt: skip
