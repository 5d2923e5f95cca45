"""Help for tests of instruments and of the method: test families without files, the contract of an instrument entry.

Examples
--------
>>> import qtspace_trade as qt
>>> from qtspace_trade import testing
>>> with testing.family("bench_test", mandatory=("pressure",)):
...     bench = testing.entry("instrument", "bench", {"title": "Bench", "family": "bench_test"})
...     fit = qt.assess(bench, "sun_earth_l2", "lpf_bus", days=10)
>>> fit["bench.pressure"].status
'unknown'
"""

from __future__ import annotations

import contextlib
import importlib
import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from qtspace_trade import api
from qtspace_trade.catalogue import load
from qtspace_trade.errors import QtspaceError
from qtspace_trade.models import registry
from qtspace_trade.models.derived import Derived, FigureOfMerit
from qtspace_trade.schema.base import Model
from qtspace_trade.schema.entries import Instrument

TOLERANCE = 1e-9


class NoParameters(Model):
    """Parameters of a family that has no physics model."""


def no_rows(parameters: Any) -> list[Derived]:
    """A model that derives no requirement."""
    return []


def no_figures(parameters: Any, see: Any) -> list[FigureOfMerit]:
    """A model without figures of merit."""
    return []


@contextlib.contextmanager
def family(
    name: str,
    mandatory: Sequence[str] = (),
    weights: Mapping[str, float] | None = None,
    parameters: type[Model] = NoParameters,
    derive: Callable[[Any], list[Derived]] = no_rows,
    performance: Callable[[Any, Any], list[FigureOfMerit]] = no_figures,
) -> Iterator[str]:
    """Instrument family that exists inside a `with` block, without files on disk.

    Parameters
    ----------
    name : str
        Name that instruments state as their family.
    mandatory : sequence of str
        Variables an instrument of the family must state or derive; an absent one is an unknown row.
    weights : mapping, optional
        Weights of derived and absent rows by variable; 1 unless given.
    parameters : type, optional
        Pydantic model of the parameters.
    derive, performance : callable, optional
        What `models/<family>/model.py` holds for a family on disk.

    Raises
    ------
    QtspaceError
        There is a family of this name.
    """
    if name in registry.names():
        raise QtspaceError(f"family '{name}' exists: expected a new name")
    package = f"qtspace_trade_testing.{name}"
    modules = {
        f"{package}.parameters": {
            "Parameters": parameters, "mandatory": lambda _: tuple(mandatory), "WEIGHTS": dict(weights or {}),
        },
        f"{package}.model": {"derive": derive, "performance": performance},
    }  # fmt: skip
    for path, content in modules.items():
        module = ModuleType(path)
        module.__dict__.update(content)
        sys.modules[path] = module
    registry.FAMILIES[name] = package
    try:
        yield name
    finally:
        del registry.FAMILIES[name]
        for path in modules:
            del sys.modules[path]
        _forget()


def _forget() -> None:
    """Empty the caches that hold rows and placements by the content of an instrument, not of its family."""
    load._load.cache_clear()
    for module, name in (("assessment.rows", "rows_of"), ("assessment.concept", "columns_of"),
                         ("engine.orbit_layer", "_layer")):  # fmt: skip
        getattr(importlib.import_module(f"qtspace_trade.{module}"), name).cache_clear()


def entry(kind: str, name: str, raw: Mapping[str, Any]) -> Any:
    """Catalogue entry from a dict with the keys of the TOML form, checked like a file.

    Parameters
    ----------
    kind : str
        One of instrument, orbit, platform, station, scenario.

    Raises
    ------
    CatalogueError
        Holds every problem found.

    Examples
    --------
    >>> entry("orbit", "tower", {"title": "Drop tower", "kind": "declared", "orbit_class": "facility"}).kind
    'declared'
    """
    return load.build(kind, dict(raw), name, f"{name} (not from a file)")


def without_row(instrument: Instrument, number: int) -> Instrument:
    """The instrument with one of its `[[requires]]` rows left out, counted from zero."""
    rows = instrument.raw.get("requires", [])
    return instrument.replace(requires=[row for index, row in enumerate(rows) if index != number])


def without_parameter(instrument: Instrument, name: str) -> Instrument:
    """The instrument with one of its parameters left out."""
    raw = instrument.raw
    raw["parameters"] = {key: value for key, value in raw["parameters"].items() if key != name}
    return load.build("instrument", raw, instrument.name, f"{instrument.name} without {name}")


def check_instrument(
    given: Instrument | str | Path,
    orbits: Any = None,
    platforms: Any = None,
    days: float | None = 30.0,
) -> None:
    """Public contract of an instrument entry; run it on your own TOML.

    The entry loads, states at least one requirement, evaluates on every orbit and platform without error, with finite
    numbers, known or unknown and never something between; and leaving out a row never pays.

    Parameters
    ----------
    given : entry, name or path
        The instrument.
    orbits, platforms : optional
        Where it is tried; the whole catalogue unless given, every platform on every orbit.
    days : float, optional
        Duration of each environment; None takes that of the scenario. [d]

    Raises
    ------
    CatalogueError
        The entry is not valid.
    AssertionError
        Holds every problem found.
    """
    instrument = api.instrument(given)
    places = [
        (orbit, host)
        for orbit in api._entries("orbit", orbits)
        for host in api._entries("platform", platforms)
    ]
    problems = [] if _rows(instrument) else [f"{instrument.name}: no requirement is stated or derived"]
    fits: dict[tuple[str, str], Any] = {}
    for orbit, host in places:
        try:
            fits[orbit.name, host.name] = fit = api.assess(instrument, orbit, host, days=days)
            problems += _finding_problems(fit)
        except Exception as error:
            problems.append(f"{_where(instrument, orbit, host)}: {type(error).__name__}: {error}")
    for number, row in enumerate(instrument.requires):
        less = without_row(instrument, number)
        if derived_stands_in(less, row):
            continue
        for orbit, host in places:
            if (orbit.name, host.name) in fits:
                whole, part = fits[orbit.name, host.name], api.assess(less, orbit, host, days=days)
                problems += [
                    f"{_where(instrument, orbit, host)}: without row {number + 1} ({row.variable}) {gain}"
                    for gain in gains(whole, part)
                ]
    assert not problems, "\n".join(problems)


def gains(whole: Any, part: Any) -> list[str]:
    """What an assessment with something left out has over the whole one: by the omission rule, nothing.

    Parameters
    ----------
    whole, part : Assessment
        With everything stated, and with something left out.

    Returns
    -------
    list of str
        Empty where omission does not pay.
    """
    found = []
    if part.log_low > whole.log_low + TOLERANCE * abs(whole.log_low):
        found.append(f"score_low rises from {whole.score_low:.3g} to {part.score_low:.3g}")
    if part.feasible and not whole.feasible:
        found.append(f"the verdict turns from {whole.status} to feasible")
    return found


def _where(instrument: Any, orbit: Any, host: Any) -> str:
    return f"{instrument.name} on {orbit.name} with {host.name}"


def _rows(instrument: Instrument) -> tuple[Any, ...]:
    rows = importlib.import_module("qtspace_trade.assessment.rows").rows_of(instrument)
    return tuple(row for row in rows if row.basis != "absent")


def derived_stands_in(less: Instrument, row: Any) -> bool:
    return any((item.basis, item.variable.name, item.at) == ("derived", row.variable, row.at) for item in _rows(less))


def _finding_problems(fit: Any) -> Iterable[str]:
    for item in fit.findings:
        place = f"{fit.orbit} with {fit.platform}: {item.key}"
        numbers = [number for number in (item.margin, item.u) if number is not None]
        if not all(math.isfinite(number) for number in numbers):
            yield f"{place}: margin {item.margin} is not finite"
        if item.status == "unknown" and not item.missing:
            yield f"{place}: unknown without a reason"
        if item.status != "unknown" and item.sense != "one_of" and item.margin is None:
            yield f"{place}: {item.status} without a margin"
        if not item.sentence.endswith("."):
            yield f"{place}: its sentence has no end: {item.sentence}"
