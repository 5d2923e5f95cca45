"""D1.4: possible joint missions - which instruments can share a mission, what limits them, what is not known."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from qtspace_trade import units
from qtspace_trade._version import __version__
from qtspace_trade.assessment.closure import RESIDUAL_PROPELLANT, Closure
from qtspace_trade.assessment.couplings import TOLD
from qtspace_trade.assessment.explain import feasible_if, time_told
from qtspace_trade.assessment.interference import Interference
from qtspace_trade.assessment.resources import SYSTEM_MARGIN
from qtspace_trade.assessment.synergies import SHARED
from qtspace_trade.assessment.views import bibliography, digests
from qtspace_trade.reports.document import Block, Heading, Items, Report, Table, Text, table
from qtspace_trade.reports.mission_parameters import address
from qtspace_trade.schema import glossary
from qtspace_trade.schema.base import Cited, Model, weakest

SUMMARY_ROWS = 15
DETAILED = 5
INFEASIBLE = "infeasible"
COLUMNS = (
    "rank", "instruments", "number", "orbit", "platform", "status", "score", "score_low", "coverage", "time margin z",
    "tightest", "margin", "unknown rows", "evidence", "payload mass", "payload power",
)  # fmt: skip
BUDGET_COLUMNS = (
    "platform", "resource", "unit", "estimate", "with maturity margin", "with system margin", "shared credit", "capacity",
    "verdict", "not stated by",
)  # fmt: skip
INTERFERENCE_COLUMNS = (
    "emitter", "neighbour", "variable", "emission", "amount", "distance", "without all of them", "this one adds",
    "with all of them", "margin without this one", "margin", "far enough at", "evidence", "not known",
)  # fmt: skip
LINE_COLUMNS = ("line", "velocity change [m/s]", "margin", "with margin [m/s]", "how it was found", "evidence")
LAUNCHER_COLUMNS = ("launcher", "lifts [kg]", "status", "lifts this spacecraft", "price", "evidence")
TIME_COLUMNS = (
    "platform", "instrument", "while", "uninterrupted block", "asks for", "could have beside the others", "measures of it",
)  # fmt: skip
CREDIT_COLUMNS = (
    "what is shared", "by", "mass saved", "power saved", "volume saved", "not stated", "what it asks, what is lost with it",
    "evidence",
)  # fmt: skip
IMPROVEMENT_COLUMNS = (
    "instrument", "variable", "provider", "by its", "value", "margin", "margin where it fails", "then", "evidence",
)  # fmt: skip
LARGE = 1000  # no powers of ten below it
CLOSING = ("launch_mass", "propellant_mass", "drag_free_thrust", "micro_propellant")
NOT_MODELLED = (
    "Radiation: dose and displacement damage, which weigh on orbits through the belts (highly elliptical, medium, "
    "geostationary transfer) and on detectors.",
    "Clouds: link figures are for clear sky, keys are asymptotic. Microwave and laser links that compare clocks or carry "
    "data have no loss: only the view counts, and a range that somebody states.",
    "Electromagnetic interference: radio power and high voltage have no path to a neighbour; an instrument can keep them out.",
    "Structural modes: forces and torques act on a rigid body. A mode can raise a line in it by its quality factor.",
    "What a plume puts in front of a nozzle, films that condense on optics and on cold surfaces: a tenth of a gas out of sight "
    "and one ten-thousandth of a plume behind its nozzle are all that is counted.",
    "Orientations and places on board: distances are by class of platform unless somebody states them, the worst orientation "
    "counts, magnitudes of fields add up. The path of heat has no heat capacity.",
    "Changes of plane, phasing and corrections of the launch; burns are impulses. What reaches the ground is what the platform "
    "states, whatever its contacts.",
    "Loads at launch, where a platform or a launcher does not offer them.",
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
    "stations in view) no longer allow them together, with slews, uninterrupted blocks and the duties of the platform charged; "
    "below 1 the time does not suffice.",
    "**Interference.** What instruments and platform give off (emission), on a path, at a requirement of another. *Margin "
    "without this one* is what comes back if this emitter alone is taken away. An instrument that states no emission of a "
    "kind is not clean there: its contribution is unknown, and the value a lower bound.",
    "**Resources** are three numbers: estimate; with maturity margin (0, 5, 10, 20 % by heritage), which the capacity of the "
    "platform must hold; with system margin (20 %). Mass and power always decide. Another resource decides where need and "
    "capacity are both stated. A shortage of energy or data first costs time.",
    "**Evidence** is the weakest on which the verdict rests: read at the source, computed, recalled, or assumed.",
    "**Shared hardware** is credited in mass, power and volume where both owners state what their unit takes. An improved "
    "environment is the number that its provider states, one level deep, with the margin where the provider fails. Science "
    "that only the set makes possible enters no score.",
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
        key = "_".join(fit.instruments)
        yield table(f"budgets_{key}", "Resources: the column with maturity margin is held against the capacity",
                    BUDGET_COLUMNS, _budgets(fit))  # fmt: skip
        yield from _interference(fit, key)
        for item in fit.aboard:
            if item.closure is not None:
                yield from _closure(item, f"{key}_{item.site.platform.name}")
        yield from _time(fit, key)
        yield from _synergies(fit, key)
        yield Text("What the instruments share:")
        yield Items(tuple(f"{level.name}: {_word(level.shared)} - {level.reason}" for level in fit.sharing))
        figures = [
            (name, figure.name.replace("_", " "), figure.value, figure.unit, "larger" if figure.larger else "smaller",
             ", ".join(figure.missing), figure.formula)
            for name, merits in fit.performance.items() for figure in merits
        ]  # fmt: skip
        if figures:
            yield table(f"performance_{key}", "Figures of merit in this environment",
                        ("instrument", "figure", "value", "unit", "better is", "missing", "formula"), figures)  # fmt: skip


def _word(shared: bool | None) -> str:
    return {True: "yes", False: "no", None: "unknown"}[shared]


def _budgets(fit: Any) -> Iterator[tuple[Any, ...]]:
    for item in fit.aboard:
        verdicts = {gate.variable: _verdict(gate) for gate in item.gates}
        for one in item.budgets.values():
            if not one.spoken_of:
                continue
            unit = glossary.variable(one.variable).display
            estimate, mature, system, known, credit, capacity = (
                _number(value, unit)
                for value in (one.estimate, one.with_maturity, one.with_system_margin, one.least, one.credit or None,
                              one.capacity)
            )  # fmt: skip
            if mature is None and known:
                mature = _bounded(known, "at_least")
            yield (item.site.platform.name, one.resource, unit, estimate, mature, system, credit,
                   _bounded(capacity, one.capacity_bound), verdicts.get(one.variable, ""), ", ".join(one.missing))  # fmt: skip


def _verdict(gate: Any) -> str:
    if gate.hard:
        return gate.status
    return "short, costs time" if gate.status == "violated" else f"{gate.status}, decides nothing"


def _number(value: float | None, unit: str) -> Any:
    return None if value is None else units.in_unit(value, unit)


def _bounded(value: float | None, bound: str) -> str:
    side = "" if bound == "exact" else f"{bound.replace('_', ' ')} "
    return "unknown" if value is None else f"{side}{value:.0f}" if value >= LARGE else f"{side}{value:.4g}"


def _share(value: float) -> str:
    return f"{100 * value:.3g} %"


# What instruments and platform do to each other


def _interference(fit: Any, key: str) -> Iterator[Block]:
    found = fit.interference
    telling = [item for item in found if item.contribution is None or _takes(item)]
    paused = sum(item.paused for item in found)
    rest = len(found) - len(telling) - paused
    if telling:
        yield table(f"interference_{key}", "Interference: what takes margin of whom, and what is not known of it",
                    INTERFERENCE_COLUMNS, map(_effect, telling))  # fmt: skip
    sentences = [] if telling else ["Interference: nothing on board takes margin of another."]
    if rest:
        sentences.append(f"{_counted(rest, 'contribution takes', 'contributions take')} less than {TOLD:g} of margin each.")
    if paused:
        sentences.append(f"{_counted(paused, 'contribution costs', 'contributions cost')} time and no margin.")
    if sentences:
        yield Text(" ".join(sentences))


def _takes(item: Interference) -> bool:
    return item.taken is not None and item.taken >= TOLD and not item.paused


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _effect(item: Interference) -> tuple[Any, ...]:
    unit = (glossary.variable(item.variable).display, glossary.variable(item.variable).unit)
    name = item.variable.replace("_", " ") + "".join(f" ({value})" for _, value in item.qualifiers)
    enough = item.distance * item.further if item.distance is not None and item.further is not None else None
    return (
        item.emitter, item.victim, name, "" if item.amount is None else item.emission.replace("_", " "),
        _shown(item.amount, item.amount_unit),
        _shown(item.distance, "m"), _shown(item.baseline, *unit),
        _shown(item.contribution, *((item.unit,) if item.into else unit)), _shown(item.value, *unit), item.margin_without,
        item.margin, _shown(enough, "m"), item.evidence, item.missing,
    )  # fmt: skip


def _shown(value: float | None, unit: str, base: str = "") -> str:
    """Three digits, emissions are not known better; in the base unit where the other makes the number large."""
    if value is None:
        return ""
    number = units.in_unit(value, unit)
    return f"{number:.3g} {unit}".strip() if abs(number) < LARGE or not base else f"{value:.3g} {base}"


# Velocity changes, masses, launchers


def _price(price: dict[str, Any]) -> str:
    """A price in millions with its year and kind."""
    low, high = price["low"] / 1e6, price["high"] / 1e6
    span = f"{low:.3g}" if low == high else f"{low:.3g} to {high:.3g}"
    year = f", {price['year']}" if price["year"] else ""
    return f"{span} M{price['currency']} ({price['kind']}{year})"


def _closure(item: Any, key: str) -> Iterator[Block]:
    closed: Closure = item.closure
    name = closed.platform.name
    lines = [
        (line.name, "unknown" if line.delta_v is None else line.delta_v, _share(line.margin), line.with_margin,
         line.formula or "; ".join(line.missing), line.evidence)
        for line in closed.lines
    ]  # fmt: skip
    yield table(f"velocity_{key}", f"Velocity changes of {name} over its lifetime", LINE_COLUMNS, lines)
    yield table(f"mass_{key}", f"Mass of {name}", ("part", "mass [kg]", "what is in it"), _masses(item))
    launchers = [
        (one.name, _bounded(one.capability, one.bound), (one.status or "unknown").replace("_", " "), _word(one.able),
         "; ".join(_price(price) for price in closed.prices(one)), one.evidence)
        for one in closed.launchers
    ]  # fmt: skip
    if launchers:
        yield table(f"launchers_{key}", f"Launchers that state the orbit class {closed.injection_class}", LAUNCHER_COLUMNS,
                    launchers)  # fmt: skip
    yield Items(tuple(gate.sentence for gate in item.gates if gate.variable in CLOSING))


def _masses(item: Any) -> Iterator[tuple[Any, ...]]:
    closed: Closure = item.closure
    bus, gas = closed.platform.dry_mass, closed.drag_free
    unknown, silent = next(iter(closed.missing), ""), f", without {', '.join(closed.silent)}" if closed.silent else ""
    yield "platform", bus.si if bus else "unknown", ""
    yield "payload", _or_unknown(item.budgets["mass"].known), f"with maturity margin{silent}"
    yield "dry mass", _or_unknown(closed.dry_mass), f"with a system margin of {_share(SYSTEM_MARGIN)}"
    if not closed.has_propulsion:
        yield "propellant", 0.0, "no propulsion: nothing holds the orbit"
    else:
        residual = f"for {closed.delta_v:.4g} m/s, residuals of {_share(RESIDUAL_PROPELLANT)} included"
        short = f"a lower bound: {unknown}" if unknown else ""
        yield ("propellant", _or_unknown(closed.propellant),
               unknown if closed.propellant is None else "; ".join(part for part in (residual, short) if part))  # fmt: skip
    if gas is not None:
        yield "gas of the drag-free thrusters", _or_unknown(gas.propellant), "; ".join(gas.gas_missing)
    yield "at launch", _or_unknown(closed.launch_mass), "what is unknown above is not in it" if unknown else ""


def _or_unknown(value: float | None) -> Any:
    return "unknown" if value is None else value


# Time


def _time(fit: Any, key: str) -> Iterator[Block]:
    timed = [item for item in fit.aboard if item.shared is not None]
    rows = [row for item in timed for row in _times(item)]
    if rows:
        yield table(f"time_{key}", "Time: shares of all time, and of what is asked for", TIME_COLUMNS, rows)
    sentences = [sentence for item in timed for sentence in _held_down(item)] + time_told(fit)
    if sentences:
        yield Items(tuple(sentences))
    if not timed:
        runs = all(item.site.platform.kind == "facility" for item in fit.aboard)
        yield Text("Time is not shared here: runs follow one another." if runs
                   else "How the time is shared is unknown: a number that decides it is not stated.")  # fmt: skip


def _times(item: Any) -> Iterator[tuple[Any, ...]]:
    measured = {name: _share(share) for name, share, _ in item.shared.measured}
    for one, _ in item.working:
        operations = one.operations
        asked = operations.time_fraction
        given = sum(part for name, _, _, part in item.shared.time if name == one.name)
        yield (
            item.site.platform.name, one.name, operations.when or "always",
            operations.dwell.text if operations.dwell else "any length", _share(asked.si) if asked else "",
            _share(min(given, 1.0)), measured.get(one.name, ""),
        )  # fmt: skip


def _held_down(item: Any) -> Iterator[str]:
    shared, platform = item.shared, item.site.platform
    name = platform.name
    duties = [f"{duty.name} {_share(duty.fraction.si)}{', instruments pause' if duty.exclusive else ''}"
              for duty in platform.duties]  # fmt: skip
    if duties:
        yield f"Duties of {name}, in shares of all time: {'; '.join(duties)}."
    limits = [f"{'less of ' if label.startswith('duty') else ''}{label} ({dual / 100:.2g} for each percent of all time)"
              for label, dual in shared.binding if dual > 0 and not label.startswith("demand of")]  # fmt: skip
    if limits:
        yield f"{name}: z = {shared.z:.3g} rises with {'; '.join(limits)}."
    if shared.home:
        yield f"{name} returns to the law {shared.home} after each change."
    yield from (f"{name} has no time for its duty {duty}." for duty in shared.unmet)


# Synergies


def _synergies(fit: Any, key: str) -> Iterator[Block]:
    found = fit.synergies
    platforms = found["platforms"].values()
    credits = [row for item in platforms for row in _credits(item["credits"])]
    improvements = [_improvement(row) for item in platforms for row in item["improvements"]]
    science = [(item["title"], "; ".join(dict.fromkeys(" or ".join(group) for group in item["members"])), item["why"],
                item["source"], item["evidence"]) for item in found["enabled_science"]]  # fmt: skip
    if credits:
        yield table(f"shared_{key}", "Hardware that can be shared", CREDIT_COLUMNS, credits)
    if improvements:
        yield table(f"improved_{key}", "What others on board make better", IMPROVEMENT_COLUMNS, improvements)
    if science:
        yield table(f"science_{key}", "Science that only the set makes possible, in no score",
                    ("what", "by", "why", "source", "evidence"), science)  # fmt: skip


def _credits(rows: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """One row for each shared unit, with what it saves of each resource."""
    for function in dict.fromkeys(row["function"] for row in rows):
        of = {row["resource"]: row for row in rows if row["function"] == function}
        saved = [_saving(of[name]["saved"], unit) if name in of else "" for name, unit in SHARED.items()]
        first = next(iter(of.values()))
        missing = next((row["missing"] for row in of.values() if row["missing"]), ())
        yield (function.replace("_", " "), ", ".join(first["users"]), *saved, "; ".join(missing),
               "; ".join(first["conditions"]), weakest([row["evidence"] for row in of.values()]))  # fmt: skip


def _saving(saved: float | None, unit: str) -> str:
    return "unknown" if saved is None else "nothing" if saved == 0 else units.show(saved, unit)


def _improvement(row: dict[str, Any]) -> tuple[Any, ...]:
    variable = glossary.variable(row["variable"])
    name = row["variable"].replace("_", " ") + "".join(f" ({value})" for value in row["qualifiers"].values())
    value = "a spectrum" if row["value"] is None else units.show(row["value"], variable.display)
    return (row["instrument"], name, row["provider"], row["function"].replace("_", " "), value, row["margin"],
            _or_unknown(row["margin_if_it_fails"]), row["fallback"], row["evidence"])  # fmt: skip


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
    entries = {
        entry.name: entry
        for mission in shown
        for entry in (*(item.instrument for item in mission.fit.placed), *(item.platform for item in mission.fit.sites))
    }
    rows = [
        (name, path, text, sigma, note)
        for name, entry in entries.items()
        for path, text, sigma, note, evidence in (*_cited(entry), *_rows(entry))
        if evidence == "assumed"
    ]
    yield table("assumptions", "Assumed numbers", ("entry", "number", "value", "sigma", "reason"), rows)


def _cited(entry: Any) -> Iterator[tuple[Any, ...]]:
    for path, number in _numbers(entry):
        yield path.replace("_", " "), number.text, number.sigma, number.note, entry.cited(number)


def _rows(entry: Any) -> Iterator[tuple[Any, ...]]:
    """What an entry gives off, offers and provides, as it was written."""
    for kind, field in (("emits", "emission"), ("offers", "variable"), ("provides", "variable")):
        for raw, row in zip(entry.raw.get(kind, ()), getattr(entry, kind, ()), strict=True):
            if "words" not in raw:
                name, text = f"{kind} {getattr(row, field)}".replace("_", " "), str(raw.get("value", "a spectrum"))
                yield name, text, row.sigma, row.note, entry.evidence(row.source, row.evidence)


def _numbers(model: Model, prefix: str = "") -> Iterator[tuple[str, Cited]]:
    """Cited numbers of an entry and of its tables, by path; rows of a table by their name."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, Cited):
            yield f"{prefix}{name}", value
        elif isinstance(value, Model):
            yield from _numbers(value, f"{prefix}{name}.")
        elif isinstance(value, tuple):
            for row in value:
                if isinstance(row, Model):
                    yield from _numbers(row, f"{prefix}{name}[{_label(row)}].")


def _label(row: Model) -> str:
    return str(getattr(row, next(iter(type(row).model_fields))))


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
