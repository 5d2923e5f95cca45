"""What neighbours and the platform do to what an instrument sees: emission -> path -> variable.

A topic that a neighbour does not state is an unknown contribution: what is seen is then a lower bound. The platform adds
what it states to computed values; a value that the platform or the orbit offers holds its emissions already.
Contributions only ever worsen a row: a lower limit is not helped by them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qtspace_trade.assessment import placement
from qtspace_trade.assessment.rows import Row
from qtspace_trade.assessment.seen import BOUNDS, Grid, Seen, grid_of, look, of_grid
from qtspace_trade.constants import MOLECULE_MASS
from qtspace_trade.engine import providers
from qtspace_trade.engine.environment import Environment, Scope
from qtspace_trade.engine.values import Value
from qtspace_trade.physics import combination
from qtspace_trade.schema import glossary
from qtspace_trade.schema.base import weakest
from qtspace_trade.schema.entries import Instrument, Platform
from qtspace_trade.schema.rows import Emission

PATHS = "qtspace_trade.physics.neighbours:"
Array = NDArray[np.float64]
Emitter = Instrument | Platform
LINE_POINTS = 200
FREEZING = ("H2O", "CO2")  # at the temperatures of passively cooled shields
TOLD = 0.005  # decades; a neighbour that takes less is not paused and not told of
COMBINED: dict[str, Callable[..., Any]] = {
    "sum": combination.linear_sum, "rss": combination.root_sum_square, "max": combination.largest,
}  # fmt: skip


@dataclass(frozen=True)
class Contribution:
    """What one emitter adds to one variable of one instrument.

    Attributes
    ----------
    amount : float or None
        The emission, in `unit`; None where it is not stated.
    value : float or None
        What it adds, in the unit of the variable (or of what the variable is computed from), at most within the band of a
        spectral row; None where it is unknown, `missing` then says why.
    density : callable or None
        For a spectral row what it adds at frequencies; `edges` are those where it begins and ends.
    paused : bool
        The instrument pauses while the emitter operates: it costs time, not margin.
    """

    emitter: str
    coupling: glossary.Coupling
    amount: float | None
    unit: str
    value: float | None
    density: Callable[[Array], Array] | None = None
    edges: tuple[float, ...] = ()
    distance: float | None = None
    paused: bool = False
    evidence: str = "computed"
    sources: tuple[tuple[str, str], ...] = ()
    missing: str = ""

    @property
    def emission(self) -> str:
        return self.coupling.emission

    @property
    def known(self) -> bool:
        return self.value is not None


def contributions(
    environment: Environment, number: int, row: Row, raw: Seen, emitter: Emitter
) -> tuple[Contribution, ...]:
    """Contributions of one emitter to one row, the `number`th of its instrument; cached on the environment.

    Pairs only: the mass that a force moves is that of platform, victim and emitter, so that a further neighbour changes
    nothing here.
    """
    key = (row.instrument.digest, number, emitter.digest)
    cache = environment.contributions
    if key not in cache:
        found = _contributions(environment, row, raw, emitter)
        cache[key] = tuple(_harmless(environment, row, raw, item) if item.paused else item for item in found)
    return cache[key]


def _harmless(environment: Environment, row: Row, raw: Seen, item: Contribution) -> Contribution:
    """An exclusive emitter is not paused where it takes no margin, or leaves the row beyond its goal."""
    active = replace(item, paused=False)
    if item.value is None:
        return item
    seen = together(environment, row, raw, (active,))
    limit = 1.0 if row.variable.spectral else row.high if row.sense == "between" else row.limit
    taken = np.log10(seen.high / raw.high) if raw.high > 0 else np.inf
    left = np.log10(limit / seen.high) if seen.high > 0 else np.inf
    return active if taken < TOLD or left >= row.distance else item


def _applicable(row: Row) -> tuple[glossary.Coupling, ...]:
    if row.sense in ("at_least", "one_of", "absent"):
        return ()
    stated = dict(row.at)
    return tuple(
        coupling
        for coupling in glossary.couplings_of(row.variable.name)
        if all(stated.get(key, value) == value for key, value in coupling.at)
    )


def _contributions(environment: Environment, row: Row, raw: Seen, emitter: Emitter) -> Iterable[Contribution]:
    kinds = glossary.emission_kinds()
    applicable = _applicable(row)
    for topic in dict.fromkeys(kinds[coupling.emission].topic for coupling in applicable):
        of_topic = [coupling for coupling in applicable if kinds[coupling.emission].topic == topic]
        if (isinstance(emitter, Instrument) or row.variable.onboard) and not _answered(emitter, topic):
            yield _silent(emitter, of_topic)
        for coupling in of_topic:
            for emission in _emissions(emitter, coupling, row):
                yield _one(environment, row, raw, emitter, emission, coupling)


@functools.lru_cache(maxsize=4096)
def _answered(emitter: Emitter, topic: str) -> bool:
    kinds = glossary.emission_kinds()
    stated = {kinds[item.emission].topic for item in emitter.emits}
    if isinstance(emitter, Instrument):
        resources = emitter.resources
        stated |= {kind.topic for kind in kinds.values() if kind.resource and getattr(resources, kind.resource) is not None}
    return topic in stated


def _silent(emitter: Emitter, of_topic: list[glossary.Coupling]) -> Contribution:
    names = " or ".join(dict.fromkeys(coupling.emission for coupling in of_topic))
    unit = glossary.emission_kinds()[of_topic[0].emission].unit
    return Contribution(emitter.name, of_topic[0], None, unit, None, missing=f"{names} of {emitter.name} is not stated")


def _emissions(emitter: Emitter, coupling: glossary.Coupling, row: Row) -> Iterable[Emission]:
    kind = glossary.emission_kinds()[coupling.emission]
    if kind.resource:
        number = getattr(emitter.resources, kind.resource) if isinstance(emitter, Instrument) else None
        if number is not None:
            yield Emission.model_validate({"emission": kind.name, "value": number.si, "source": number.source,
                                           "evidence": emitter.cited(number)})  # fmt: skip
        return
    species = dict(row.at).get("species")
    for emission in emitter.emits:
        if emission.emission != coupling.emission or (coupling.modes and emission.mode not in coupling.modes):
            continue
        if species is None or not emission.species or emission.species == species:
            yield emission


def _one(
    environment: Environment, row: Row, raw: Seen, emitter: Emitter, emission: Emission, coupling: glossary.Coupling
) -> Contribution:
    kind = glossary.emission_kinds()[coupling.emission]
    assert environment.platform is not None
    away = placement.distance(environment.platform, emission, emitter, row.instrument)
    largest = emission.value if emission.curve is None else max(point[1] for point in emission.curve)
    about: dict[str, Any] = {
        "amount": largest, "unit": kind.unit, "distance": away.value if coupling.path else None,
        "paused": emission.exclusive and isinstance(emitter, Instrument),
        "sources": ((emitter.name, emission.source), *(away.source if coupling.path else ())),
        "evidence": weakest([emitter.evidence(emission.source, emission.evidence), away.evidence if coupling.path else "read"]),
    }  # fmt: skip
    if largest == 0 or not coupling.path:
        return Contribution(emitter.name, coupling, value=0.0 if largest == 0 else emission.value, **about)

    def walked(frequency: Array | None) -> tuple[Any, str]:
        given = _given(environment, row, emitter, emission, away.value, frequency)
        given[coupling.amount] = _amount(emission, frequency if kind.spectral else None)
        return _walked(environment, row, coupling, given)

    if not row.variable.spectral:
        value, missing = walked(_own_band(emission))
        return Contribution(emitter.name, coupling, value=None if missing else float(np.max(value)), missing=missing, **about)
    edges = _edges(emission)
    grid = grid_of(row, raw.value, edges)
    assert isinstance(grid, Grid)
    value, missing = walked(grid.frequency)
    if missing:
        return Contribution(emitter.name, coupling, value=None, missing=missing, **about)
    about |= {"density": lambda at: walked(at)[0], "edges": edges}
    return Contribution(emitter.name, coupling, value=float(np.max(value)), **about)


def _edges(emission: Emission) -> tuple[float, ...]:
    """Frequencies at which an emission begins, bends and ends."""
    if emission.curve is not None:
        return tuple(point[0] for point in emission.curve)
    return emission.band or ()


def _own_band(emission: Emission) -> Array | None:
    if emission.curve is not None:
        return np.array([point[0] for point in emission.curve])
    return None if emission.band is None else np.geomspace(emission.band[0], emission.band[1], LINE_POINTS)


def _amount(emission: Emission, frequency: Array | None) -> Any:
    if frequency is None:
        return emission.value
    if emission.curve is not None:
        points = np.array(emission.curve)
        logs = np.log(np.maximum(points[:, 1], np.finfo(float).tiny))
        inside = (frequency >= points[0, 0]) & (frequency <= points[-1, 0])
        return np.where(inside, np.exp(np.interp(np.log(frequency), np.log(points[:, 0]), logs)), 0.0)
    if emission.band is None:
        return np.full(len(frequency), emission.value)
    low, high = emission.band
    return np.where((frequency >= low * (1 - 1e-12)) & (frequency <= high * (1 + 1e-12)), emission.value, 0.0)


def _given(
    environment: Environment, row: Row, emitter: Emitter, emission: Emission, distance: float | None, frequency: Array | None
) -> dict[str, Any]:
    """Arguments that a path may ask for, by name; None where not stated."""
    platform = environment.platform
    assert platform is not None
    mass = _mass(platform, row.instrument, emitter)
    gyration = placement.gyration_radius(platform).value
    return {
        "distance": distance,
        "frequency": frequency,
        "in_sight": placement.in_sight(emitter, row.instrument),
        "spacecraft_mass": mass,
        "moment_of_inertia": mass * gyration**2 if mass is not None and gyration is not None else None,
        "thermal_resistance": placement.thermal_resistance(platform).value,
        "shielding": emission.shielding.si if emission.shielding else 1.0,
        "isolator_frequency": emission.isolator_frequency.si if emission.isolator_frequency else np.inf,
        "isolator_damping": emission.isolator_damping.si if emission.isolator_damping else 0.0,
        "lit_wavelengths": emission.wavelengths,
        "molecule_mass": MOLECULE_MASS.get(emission.species),
        "frozen": emission.species in FREEZING and placement.is_cold(row.instrument),
        **({"temperature": emission.temperature.si} if emission.temperature else {}),
    }


def _mass(platform: Platform, victim: Instrument, emitter: Emitter) -> float | None:
    """Mass of the platform with the two on board; a mass that is not stated moves nothing less. [kg]"""
    if platform.dry_mass is None:
        return None
    own = {item.name: item.resources.mass for item in (victim, emitter) if isinstance(item, Instrument)}
    return platform.dry_mass.si + sum(number.si for number in own.values() if number is not None)


def _walked(
    environment: Environment, row: Row, coupling: glossary.Coupling, given: dict[str, Any]
) -> tuple[Any, str]:
    """Contribution through the path, or why it is unknown."""
    path = PATHS + coupling.path
    rename = dict(coupling.rename)
    arguments: dict[str, Any] = {}
    for name, needed in providers.arguments(path):
        value = given.get(name)
        if name not in given:
            value = _resolved(environment, row, rename.get(name, name))
        if value is None:
            if needed:
                return None, f"{coupling.emission} reaches {row.variable.name} by way of {name}, which is not stated"
            continue
        arguments[name] = value
    return providers.function_of(path)(**arguments), ""


def _resolved(environment: Environment, row: Row, name: str) -> Any:
    value = environment.resolve(name, Scope(environment.layer.base, row.instrument, row.at))
    return float(np.max(value.data)) if value.known and not isinstance(value.data, tuple) else None


def together(environment: Environment, row: Row, raw: Seen, found: tuple[Contribution, ...]) -> Seen:
    """What a row sees with these contributions added to what it sees alone."""
    active = [item for item in found if not item.paused]
    if not active or np.isnan(raw.low):
        return raw
    seen = raw
    adding = [item for item in active if item.value]
    inputs = [item for item in adding if item.coupling.into]
    if inputs:
        amounts = {name: sum(item.value or 0.0 for item in inputs if item.coupling.into == name) for name in _targets(inputs)}
        seen = look(environment, row, tuple(sorted(amounts.items())))
    direct = [item for item in adding if not item.coupling.into]
    if direct:
        seen = _raised(row, seen, direct)
    for item in active:
        if not item.known and not np.isnan(seen.low):
            seen = _open_above(seen, item.missing)
    return seen


def _targets(inputs: list[Contribution]) -> list[str]:
    return list(dict.fromkeys(item.coupling.into for item in inputs))


def _open_above(seen: Seen, reason: str) -> Seen:
    """What is seen where something unknown adds to it: a lower bound, or nothing where only an upper bound was known."""
    value = replace(seen.value, missing=tuple(dict.fromkeys((*seen.value.missing, reason))))
    if seen.bound < 0:
        return replace(seen, low=np.nan, high=np.nan, value=value)
    return replace(seen, bound=BOUNDS["at_least"], value=value)


def _raised(row: Row, seen: Seen, adding: list[Contribution]) -> Seen:
    edges = tuple(edge for item in adding for edge in item.edges)
    grid = grid_of(row, seen.value, edges) if row.variable.spectral else None
    level: Any = grid.offered if isinstance(grid, Grid) else seen.high
    for rule, combined in COMBINED.items():
        of_rule = [item for item in adding if item.coupling.combine == rule]
        if of_rule:
            parts = [_at(item, grid) for item in of_rule]
            level = combined(np.stack(np.broadcast_arrays(level, *parts), axis=-1))
    if isinstance(grid, Grid):
        return of_grid(level, grid, seen)
    high = float(level)
    if row.sense == "between":
        return replace(seen, high=high, shown=(seen.low, high))
    return replace(seen, low=high, high=high, shown=high)


def _at(item: Contribution, grid: Grid | Value | None) -> Any:
    return item.density(grid.frequency) if item.density is not None and isinstance(grid, Grid) else item.value


def of_neighbours(
    environment: Environment, number: int, row: Row, raw: Seen, neighbours: tuple[Instrument, ...]
) -> tuple[Contribution, ...]:
    """Contributions of the platform, where what is seen is computed, and of every neighbour."""
    if environment.platform is None or np.isnan(raw.low) or not glossary.couplings_of(row.variable.name):
        return ()
    emitters: list[Emitter] = [] if raw.value.offered else [environment.platform]
    return tuple(
        item for emitter in (*emitters, *neighbours) for item in contributions(environment, number, row, raw, emitter)
    )
