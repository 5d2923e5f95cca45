"""D4.1: list of mission parameters - what each instrument asks of orbit and spacecraft, with unit, evidence and source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from qtspace_trade import units
from qtspace_trade._version import __version__
from qtspace_trade.assessment.rows import Row, rows_of
from qtspace_trade.engine.environment import environment_of
from qtspace_trade.reports.document import Block, Heading, Items, Report, Table, Text, table
from qtspace_trade.schema import glossary
from qtspace_trade.schema.base import EVIDENCE_ORDER, Cited, Reference
from qtspace_trade.schema.entries import MATURITY_MARGINS, Instrument

CATEGORIES = {
    "orbit": ("orbit", "gravity", "link", "illumination", "time"),
    "thermal": ("thermal",),
    "vacuum": ("vacuum",),
    "pointing": ("pointing", "attitude", "rotation"),
    "acceleration": ("acceleration",),
    "magnetic": ("magnetic",),
    "radiation": ("radiation",),
    "launch": ("launch",),
    "accommodation": ("accommodation", "programme", "resources"),
}
ALWAYS = ("orbit", "thermal", "vacuum", "pointing", "acceleration", "magnetic")
RESOURCES = {
    "mass": "kg", "power": "W", "peak_power": "W", "standby_power": "W", "heat": "W", "volume": "L", "aperture": "mm",
    "data_rate": "kbit/s", "cold_load": "mW", "cold_temperature": "K",
}  # fmt: skip
COLUMNS = (
    "instrument", "category", "parameter", "condition", "sense", "value", "unit", "goal", "hard", "basis", "evidence",
    "source", "place",
)  # fmt: skip
SENSES = {"at_least": "at least", "at_most": "at most", "between": "within", "one_of": "one of", "spectrum": "below curve"}
UNKNOWN = "unknown"
INTRODUCTION = (
    "What each instrument asks of its orbit and its spacecraft. A row is one requirement: the parameter, the side on "
    "which it is limited, the value in the unit beside it, and where the number comes from. *Basis*: declared - stated "
    "by the source; derived - computed by this library from the instrument's own parameters with the formula in the "
    "source column; unknown - a requirement of this kind must exist for such an instrument, or the category is usual, "
    "but nobody states it. *Evidence*: read - the number was read at the source; recalled - known from the source, not "
    "read again; computed - follows from other numbers; assumed - an engineering estimate, with its reason. A hard row "
    "decides feasibility, a soft one only the score; a derived row beside a declared one of its parameter is a cross-check "
    "and decides nothing. Masses and powers are current best estimates without margin."
)


def report(missions: Any) -> Report:
    """Mission parameters of the instruments of a set of joint missions, and where each can fly alone."""
    instruments = missions.comparison.members
    rows = [row for instrument in instruments for row in parameter_rows(instrument)]
    parameters = table("mission_parameters", "Mission parameters, all instruments", COLUMNS, rows)
    blocks: list[Block] = [
        Text(INTRODUCTION), Heading(2, "Instruments"), _overview(instruments), Heading(2, "Evidence"),
        *_evidence(rows), Heading(2, "Where each instrument can fly alone"), *_placements(missions.comparison),
        Heading(2, "Parameters by instrument"), *_details(instruments, rows), Heading(2, "All parameters in one table"),
        parameters, Heading(2, "What instruments give off"), *_emissions(instruments),
        Heading(2, "Orbits"), *_orbits(missions.sites), Heading(2, "Spacecraft, sites and facilities"),
        _platforms(missions.sites), Heading(2, "Reproducibility"),
        Text(f"Written by qtspace_trade {__version__}; content digests of the entries: "
             + ", ".join(f"{item.name} {item.digest}" for item in instruments) + "."),
    ]  # fmt: skip
    return Report("D4.1", "D4.1 List of mission parameters", tuple(blocks), parameters.name)


def parameter_rows(instrument: Instrument) -> list[tuple[Any, ...]]:
    """Rows of one instrument in the columns of the report; a category without any is an unknown row."""
    found = [_row(instrument, row) for row in rows_of(instrument)]
    laws = instrument.operations.attitude_laws
    if laws:
        found.append(_cells(instrument, "pointing", "attitude law", "", "one of", ", ".join(laws), "", "", True, "declared",
                            "", "operations", ""))  # fmt: skip
    found += _operations(instrument)
    found += [_none(instrument, item) for item in instrument.unaffected]
    present = {row[1] for row in found}
    found += [_unknown(instrument, name, name) for name in ALWAYS if name not in present]
    order = {name: number for number, name in enumerate(CATEGORIES)}
    return [*sorted(found, key=lambda row: (order[row[1]], row[2])), *_resources(instrument)]


def _cells(instrument: Instrument, *cells: Any) -> tuple[Any, ...]:
    return (instrument.name, *cells)


def _unknown(instrument: Instrument, category: str, parameter: str) -> tuple[Any, ...]:
    return _cells(instrument, category, parameter, "", "", UNKNOWN, "", "", None, UNKNOWN, UNKNOWN, "", "")


def _none(instrument: Instrument, item: Any) -> tuple[Any, ...]:
    reference = instrument.references[item.source]
    place = "; ".join(part for part in (reference.where, item.note) if part)
    variable = glossary.variable(item.variable)
    return _cells(instrument, category(variable), item.variable.replace("_", " "), "", "", "none", "", "", None, "declared",
                  instrument.evidence(item.source, item.evidence), address(reference), place)  # fmt: skip


def category(variable: glossary.Variable) -> str:
    """Category of a variable in the report."""
    return next(name for name, groups in CATEGORIES.items() if variable.group in groups)


def _row(instrument: Instrument, row: Row) -> tuple[Any, ...]:
    variable = row.variable
    name = variable.name.replace("_", " ") + "".join(f" ({value})" for _, value in row.at)
    if row.sense == "absent":
        return _unknown(instrument, category(variable), name)
    condition = "; ".join(part for part in (row.statistic if row.statistic != "instant" else "", _while(row)) if part)
    source, place = _reference(instrument, row)
    return _cells(
        instrument, category(variable), name, condition, SENSES[row.sense], _value(row),
        "" if variable.text else variable.display, _goal(row), row.hard and row.scoring, row.basis, row.evidence, source, place,
    )  # fmt: skip


def _while(row: Row) -> str:
    band = f"{row.band[0]:.3g} to {row.band[1]:.3g} Hz" if row.band else ""
    return "; ".join(part for part in (f"while {row.when}" if row.when else "", band) if part)


def _value(row: Row) -> Any:
    def shown(value: float) -> float:
        return units.in_unit(value, row.variable.display)

    if row.sense == "one_of":
        return ", ".join(row.words)
    if row.sense == "between":
        return f"{shown(row.limit):.4g} to {shown(row.high):.4g}"
    if row.curve:
        return "; ".join(f"{shown(value):.3g} at {frequency:.3g} Hz" for frequency, value in row.curve)
    return shown(row.limit)


def _goal(row: Row) -> Any:
    if row.sense not in ("at_least", "at_most") or row.variable.text:
        return ""
    sign = 1.0 if row.sense == "at_least" else -1.0
    if row.variable.scale == "log":
        return units.in_unit(row.limit * 10.0 ** (sign * row.distance), row.variable.display)
    step = row.distance * (10.0 if row.variable.scale == "decibel" else 1.0)
    return units.in_unit(row.limit + sign * step, row.variable.display)


def _reference(instrument: Instrument, row: Row) -> tuple[str, str]:
    if row.basis == "derived":
        return row.source, row.why if row.why != row.source else ""
    reference = instrument.references[row.source]
    return address(reference), "; ".join(part for part in (reference.where, row.why) if part)


def address(reference: Reference) -> str:
    """Title and identifier of a reference in one line."""
    marks = (f"doi:{reference.doi}" if reference.doi else "", f"arXiv:{reference.arxiv}" if reference.arxiv else "",
             reference.url)  # fmt: skip
    return ". ".join(part for part in (reference.title, *marks) if part)


def _operations(instrument: Instrument) -> Iterator[tuple[Any, ...]]:
    operations = instrument.operations
    if operations.time_fraction is not None:
        yield _quantity(instrument, "orbit", "time fraction", "at least", operations.time_fraction, "%",
                        f"while {operations.when}" if operations.when else "")  # fmt: skip
    if operations.dwell is not None:
        yield _quantity(instrument, "orbit", "uninterrupted block of time", "at least", operations.dwell, "s")
    if operations.stations:
        yield _cells(instrument, "orbit", "ground stations", "", "one of", ", ".join(operations.stations), "", "", False,
                     "declared", "", "operations", "")  # fmt: skip


def _quantity(
    instrument: Instrument, category: str, parameter: str, sense: str, number: Cited, unit: str, condition: str = ""
) -> tuple[Any, ...]:
    reference = instrument.references[number.source]
    place = "; ".join(part for part in (reference.where, number.note) if part)
    return _cells(instrument, category, parameter, condition, sense, units.in_unit(number.si, unit), unit, "", True, "declared",
                  instrument.cited(number), address(reference), place)  # fmt: skip


def _resources(instrument: Instrument) -> Iterator[tuple[Any, ...]]:
    for name, unit in RESOURCES.items():
        number = getattr(instrument.resources, name)
        if number is not None:
            bound = {"at_least": "at least", "at_most": "at most"}.get(number.bound, "estimate")
            yield _quantity(instrument, name, name.replace("_", " "), bound, number, unit)
        elif name in ("mass", "power"):
            yield _unknown(instrument, name, name)


def _overview(instruments: tuple[Instrument, ...]) -> Table:
    rows = [
        (item.name, item.title, item.family.replace("_", " "),
         "; ".join(f"{glossary.purposes()[service.purpose].title}{f': {service.target}' if service.target else ''}"
                   for service in item.serves) or UNKNOWN,
         f"{item.resources.heritage.replace('_', ' ')} (+{MATURITY_MARGINS[item.resources.heritage]:.0%})")
        for item in instruments
    ]  # fmt: skip
    return table("instruments", "Instruments, what they serve, and their heritage with its maturity margin",
                 ("instrument", "title", "family", "serves", "heritage"), rows)  # fmt: skip


def _evidence(rows: list[tuple[Any, ...]]) -> Iterator[Block]:
    where = COLUMNS.index("evidence")
    known = [row for row in rows if row[where] in EVIDENCE_ORDER]
    counts = Counter(row[where] for row in known)
    shares = ", ".join(f"{name} {counts[name]} ({counts[name] / len(known):.0%})" for name in EVIDENCE_ORDER if known)
    unknown = sum(row[where] == UNKNOWN for row in rows)
    yield Text(f"{len(known)} numbers are known, {unknown} rows are unknown. Evidence of the known ones: {shares}. "
               f"**{counts['read'] / max(len(known), 1):.0%} were read at their source.**")  # fmt: skip
    names = dict.fromkeys(row[0] for row in rows)
    yield table(
        "evidence", "Numbers by evidence", ("instrument", *EVIDENCE_ORDER, UNKNOWN),
        [(name, *(sum(row[0] == name and row[where] == mark for row in rows) for mark in (*EVIDENCE_ORDER, UNKNOWN)))
         for name in names],
    )  # fmt: skip


def _placements(comparison: Any) -> Iterator[Block]:
    yield Text("Best platform on each orbit where no hard requirement is violated. *Undetermined*: nothing is violated, "
               "but numbers are missing that could; *tightest* is the requirement with the smallest margin, in decades "
               "where the scale is logarithmic.")  # fmt: skip
    rows = []
    for name in comparison.instruments:
        fits = [fit for orbit in comparison.orbits if (fit := comparison.best(name, orbit)) is not None]
        good = [fit for fit in fits if fit.status != "infeasible"]
        for fit in sorted(good, key=lambda item: -item.log_low):
            limit = fit.limiting[0] if fit.limiting else None
            rows.append((name, fit.orbit, fit.platform, fit.status, len(fit.unknown), limit.key if limit else "",
                         limit.margin if limit else None))  # fmt: skip
        if not good:
            rows.append((name, "none of those tried", "", "infeasible", None, "", None))
    yield table("placements", "Single placements without a violated hard requirement",
                ("instrument", "orbit", "platform", "status", "unknown rows", "tightest", "margin"), rows)  # fmt: skip


def _details(instruments: tuple[Instrument, ...], rows: list[tuple[Any, ...]]) -> Iterator[Block]:
    for instrument in instruments:
        yield Heading(3, instrument.title)
        lines = [f"Catalogue name `{instrument.name}`, family {instrument.family.replace('_', ' ')}."]
        if instrument.about:
            lines.append(instrument.about)
        lines += [_served(service) for service in instrument.serves]
        lines += [_technology(name) for name in instrument.technologies]
        yield Items(tuple(lines))
        own = [row[1:] for row in rows if row[0] == instrument.name]
        yield table(f"parameters_{instrument.name}", f"Mission parameters of {instrument.name}", COLUMNS[1:], own)


def _served(service: Any) -> str:
    purpose = glossary.purposes()[service.purpose]
    best = f"; best today: {purpose.bound} [{purpose.evidence}; {purpose.source}]" if purpose.bound else ""
    aim = f", aim {service.target}" if service.target else ""
    return f"Serves {purpose.kind} *{purpose.title}* ({purpose.figure}){aim}{best}."


def _technology(name: str) -> str:
    item = glossary.technologies()[name]
    low, high = item.readiness
    level = f"{low}" if low == high else f"{low} to {high}"
    return f"Technology *{item.title}*: readiness level {level} [{item.evidence}], {item.basis}. Gap: {item.gap}."


def _emissions(instruments: tuple[Instrument, ...]) -> Iterator[Block]:
    yield Text("Where nothing is stated on a topic the instrument is not clean: what it does to a neighbour is unknown. Zero "
               "is a statement.")  # fmt: skip
    rows = [(instrument.name, *cells) for instrument in instruments for cells in _given_off(instrument)]
    yield table("emissions", "What each instrument gives off to its neighbours",
                ("instrument", "emission", "how", "value", "evidence", "source", "place"), rows)  # fmt: skip


def _given_off(entry: Any) -> Iterator[tuple[Any, ...]]:
    """Emissions as they were written: kind, how, value, evidence, source, place."""
    for raw, row in zip(entry.raw.get("emits", ()), entry.emits, strict=True):
        ranges = [" to ".join(map(str, raw[key])) for key in ("band", "wavelengths") if key in raw]
        how = [row.mode if row.mode != "static" else "", row.species, *ranges, "neighbours pause" if row.exclusive else ""]
        value = _curve(raw["curve"]) if "curve" in raw else str(raw.get("value", UNKNOWN))
        reference = entry.references[row.source]
        yield (row.emission.replace("_", " "), ", ".join(filter(None, how)), value, entry.evidence(row.source, row.evidence),
               address(reference), "; ".join(part for part in (reference.where, row.note) if part))  # fmt: skip


ORBIT_FACTS = (
    ("altitude", "min"), ("altitude", "max"), ("eclipse_fraction", "mean"), ("gravity_signal", "max"),
    ("gravity_gradient", "max"), ("magnetic_field", "max"), ("sink_temperature", "mean"), ("mass_density", "max"),
)  # fmt: skip


def _orbits(sites: tuple[Any, ...]) -> Iterator[Block]:
    yield Text("What each orbit offers on any spacecraft, over the scenario; *unknown* where its place is not stated.")
    places = {site.orbit.name: site.environments[0] for site in sites}
    named = [(name.replace("_", " "), which, glossary.variable(name).display or "1") for name, which in ORBIT_FACTS]
    columns = tuple(f"{name}, {which} [{unit}]" for name, which, unit in named)
    rows = [(name, place.orbit.title, *_facts(place)) for name, place in sorted(places.items())]
    yield table("orbits", "Orbits", ("orbit", "title", *columns), rows)


def _facts(place: Any) -> Iterator[Any]:
    bare = environment_of(place.layer, None)
    for name, which in ORBIT_FACTS:
        value, number = bare.measured(name, which, "", (), None)
        exact = number is not None and value.bound == "exact"
        yield units.in_unit(number.value, glossary.variable(name).display) if exact else UNKNOWN


def _platforms(sites: tuple[Any, ...]) -> Table:
    rows = []
    for platform in sorted({site.platform for site in sites}, key=lambda item: item.name):
        for path, number in _cited(platform):
            reference = platform.references[number.source]
            side = "" if number.bound == "exact" else number.bound.replace("_", " ")
            rows.append((platform.name, path.replace("_", " "), "", side, number.text, platform.cited(number),
                         address(reference), "; ".join(part for part in (reference.where, number.note) if part)))  # fmt: skip
        for raw, row in zip(platform.raw.get("offers", []), platform.offers, strict=True):
            reference = platform.references[row.source]
            where = ", ".join([*(f"{key} {item}" for key, item in row.at), *([row.law] if row.law else [])])
            value = raw["value"] if "value" in raw else ", ".join(raw["words"]) if "words" in raw else _curve(raw["curve"])
            side = "" if row.bound == "exact" else row.bound.replace("_", " ")
            rows.append((platform.name, row.variable.replace("_", " "), where, side, str(value),
                         platform.evidence(row.source, row.evidence), address(reference),
                         "; ".join(part for part in (reference.where, row.note) if part)))  # fmt: skip
        for emission in _given_off(platform):
            rows.append((platform.name, f"emits {emission[0]}", emission[1], "", *emission[2:]))
        laws = ", ".join(item.law for item in platform.attitudes) or "not controlled"
        classes = ", ".join(item.orbit_class for item in platform.flies)
        rows.append((platform.name, "attitude laws", "", "", laws, "", "attitudes", ""))
        rows.append((platform.name, "orbit classes", "", "", classes, "", "flies", ""))
    columns = ("platform", "parameter", "qualifier", "bound", "value", "evidence", "source", "place")
    return table("platforms", "What platforms state", columns, rows)


def _curve(points: Any) -> str:
    return "; ".join(f"{value} at {frequency}" for frequency, value in points)


def _cited(entry: Any) -> Iterator[tuple[str, Cited]]:
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        if isinstance(value, Cited):
            yield name, value
