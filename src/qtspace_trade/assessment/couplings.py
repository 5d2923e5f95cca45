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
from qtspace_trade.engine.values import Spectrum, Value
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
TOLD = 0.005  # decades; a neighbour that takes less is not told of
PAUSING_SHARE = 0.01  # of the limit; an exclusive emitter that adds less is not paused
EVERY_FREQUENCY = (1e-6, 1e6)  # Hz
RESONANCE_STEPS = (-0.01, -0.001, 0.0, 0.001, 0.01)  # relative, about the peak of an isolator
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


def contributions(environment: Environment, number: int, row: Row, emitter: Emitter) -> tuple[Contribution, ...]:
    """Contributions of one emitter to one row, the `number`th of its instrument; cached on the environment.

    Pairs only: what a contribution is does not depend on who else is on board. The mass that a force moves is that of
    platform, victim and emitter.
    """
    key = (row.instrument.digest, number, emitter.digest)
    cache = environment.contributions
    if key not in cache:
        cache[key] = tuple(_contributions(environment, row, emitter))
    return cache[key]


def _applicable(row: Row) -> tuple[glossary.Coupling, ...]:
    if row.sense in ("at_least", "one_of", "absent"):
        return ()
    stated = dict(row.at)
    return tuple(
        coupling
        for coupling in glossary.couplings_of(row.variable.name)
        if all(stated.get(key, value) == value for key, value in coupling.at)
        and not any(stated.get(key) == value for key, value in coupling.elsewhere)
    )


def _contributions(environment: Environment, row: Row, emitter: Emitter) -> Iterable[Contribution]:
    kinds = glossary.emission_kinds()
    applicable = _applicable(row)
    for topic in dict.fromkeys(kinds[coupling.emission].topic for coupling in applicable):
        of_topic = [coupling for coupling in applicable if kinds[coupling.emission].topic == topic]
        if (isinstance(emitter, Instrument) or row.variable.onboard) and not _answered(emitter, topic):
            yield _silent(emitter, of_topic)
        for coupling in of_topic:
            for emission in _emissions(emitter, coupling, row):
                yield _one(environment, row, emitter, emission, coupling)


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
        if row.statistic == "range" and emission.mode == "static" and not coupling.varies:
            continue
        if species is None or not emission.species or emission.species == species:
            yield emission


def _one(
    environment: Environment, row: Row, emitter: Emitter, emission: Emission, coupling: glossary.Coupling
) -> Contribution:
    kind = glossary.emission_kinds()[coupling.emission]
    assert environment.platform is not None
    away = placement.distance(environment.platform, emission, emitter, row.instrument)
    spaced = bool(coupling.path) and "distance" in dict(providers.arguments(PATHS + coupling.path))
    largest = emission.value if emission.curve is None else max(point[1] for point in emission.curve)
    about: dict[str, Any] = {
        "amount": largest, "unit": kind.unit, "distance": away.value if spaced else None,
        "paused": emission.exclusive and isinstance(emitter, Instrument),
        "sources": ((emitter.name, emission.source), *(away.source if spaced else ())),
        "evidence": weakest([emitter.evidence(emission.source, emission.evidence), away.evidence if spaced else "read"]),
    }  # fmt: skip
    if largest == 0 or not coupling.path:
        found = Contribution(emitter.name, coupling, value=0.0 if largest == 0 else emission.value, **about)
        return _harmless(found, row)

    def walked(frequency: Array | None) -> tuple[Any, str]:
        given = _given(environment, row, emitter, emission, away.value, frequency)
        given[coupling.amount] = _amount(emission, frequency if kind.spectral else None)
        return _walked(environment, row, coupling, given)

    frequency = _own_band(emission)
    if row.variable.spectral:
        about |= {"density": lambda at: walked(at)[0], "edges": _edges(emission)}
        frequency = np.union1d(_row_band(row, emission), about["edges"])
    value, missing = walked(frequency)
    if missing:
        return Contribution(emitter.name, coupling, value=None, missing=missing, **{**about, "density": None})
    return _harmless(Contribution(emitter.name, coupling, value=float(np.max(value)), **about), row)


def _harmless(item: Contribution, row: Row) -> Contribution:
    """An exclusive emitter is not paused for a wish, nor where it adds less than a hundredth of the limit."""
    limit = row.high if row.sense == "between" else row.limit
    if row.variable.spectral and row.curve:
        limit = min(point[1] for point in row.curve)
    small = item.value is not None and not item.coupling.into and item.value < PAUSING_SHARE * limit
    return replace(item, paused=False) if item.paused and (small or item.value == 0.0 or not row.hard) else item


def _row_band(row: Row, emission: Emission) -> Array:
    """Frequencies of a spectral row; without a band of its own those of the emission."""
    ends = row.band or (row.curve and (row.curve[0][0], row.curve[-1][0])) or _edges(emission) or EVERY_FREQUENCY
    return np.geomspace(min(ends), max(ends), LINE_POINTS)


def _edges(emission: Emission) -> tuple[float, ...]:
    """Frequencies at which an emission begins, bends and ends."""
    own = tuple(point[0] for point in emission.curve) if emission.curve is not None else emission.band or ()
    if emission.isolator_frequency is None:
        return own
    damping = emission.isolator_damping.si if emission.isolator_damping else 0.0
    peak = emission.isolator_frequency.si * np.sqrt(max(1.0 - 2.0 * damping**2, 0.0))
    return (*own, *(float(peak * (1 + step)) for step in RESONANCE_STEPS))


def _own_band(emission: Emission) -> Array | None:
    """Frequencies of an emission with its bends and the resonance of its isolator; None where no band is stated."""
    if emission.curve is None and emission.band is None:
        return None
    edges = np.array(_edges(emission))
    ends = emission.band or (emission.curve[0][0], emission.curve[-1][0])
    inside = edges[(edges >= ends[0]) & (edges <= ends[1])]
    return np.union1d(np.geomspace(ends[0], ends[1], LINE_POINTS), inside)


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
        "lever": gyration,
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
    if platform.dry_mass is None or platform.dry_mass.si == 0:
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
    """What a row sees with these contributions added to what it sees without them.

    Where that is unknown, what neighbours add is a lower bound. A stated value of what heat or gas is an input of does not
    say what it becomes.
    """
    active = [item for item in found if not item.paused]
    adding = [item for item in active if item.value]
    if np.isnan(raw.low):
        return _from_nothing(row, raw, [item for item in adding if not item.coupling.into])
    seen = raw
    inputs = [item for item in adding if item.coupling.into]
    if inputs and not raw.value.offered:
        amounts = {name: sum(item.value or 0.0 for item in inputs if item.coupling.into == name) for name in _targets(inputs)}
        seen = look(environment, row, tuple(sorted(amounts.items())))
    direct = [item for item in adding if not item.coupling.into]
    if direct:
        seen = _raised(row, seen, direct)
    reasons = [item.missing for item in active if not item.known]
    if raw.value.offered:
        reasons += [f"{item.emission} of {item.emitter} adds to a value that is stated, not computed" for item in inputs]
    for reason in reasons:
        if not np.isnan(seen.low):
            seen = _open_above(seen, reason)
    return seen


def _from_nothing(row: Row, raw: Seen, adding: list[Contribution]) -> Seen:
    """Lower bound from what neighbours add to an unknown value; as it was where that decides nothing."""
    if not adding or row.sense == "absent":
        return raw
    if not row.variable.spectral:
        seen = _raised(row, replace(raw, low=0.0, high=0.0, shown=0.0, bound=BOUNDS["at_least"]), adding)
        return seen if seen.high > 0 else raw
    ends = row.band or (row.curve and (row.curve[0][0], row.curve[-1][0])) or EVERY_FREQUENCY
    silent = Value(Spectrum((ends[0], ends[-1]), (0.0, 0.0)))
    grid = grid_of(row, silent, tuple(edge for item in adding for edge in item.edges))
    assert isinstance(grid, Grid)
    return of_grid(_level(grid.offered, adding, grid), grid, replace(raw, bound=BOUNDS["at_least"]))


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
    if isinstance(grid, Grid):
        return of_grid(_level(grid.offered, adding, grid), grid, seen)
    high = float(_level(seen.high, adding, grid))
    if row.sense == "between":
        return replace(seen, high=high, shown=(seen.low, high))
    return replace(seen, low=high, high=high, shown=high)


def _level(level: Any, adding: list[Contribution], grid: Grid | Value | None) -> Any:
    """Contributions added to a level, sums first, then root sums of squares."""
    for rule, combined in COMBINED.items():
        parts = [_at(item, grid) for item in adding if item.coupling.combine == rule]
        if parts:
            level = combined(np.stack(np.broadcast_arrays(level, *parts), axis=-1))
    return level


def _at(item: Contribution, grid: Grid | Value | None) -> Any:
    return item.density(grid.frequency) if item.density is not None and isinstance(grid, Grid) else item.value


def of_neighbours(
    environment: Environment, number: int, row: Row, raw: Seen, neighbours: tuple[Instrument, ...]
) -> tuple[Contribution, ...]:
    """Contributions of the platform, where what is seen is computed, and of every neighbour."""
    if environment.platform is None or not glossary.couplings_of(row.variable.name):
        return ()
    emitters: list[Emitter] = [] if raw.value.offered else [environment.platform]
    return tuple(
        item for emitter in (*emitters, *neighbours) for item in contributions(environment, number, row, emitter)
    )
