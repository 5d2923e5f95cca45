"""One mission concept assessed: instruments on an orbit and one or several platforms."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from qtspace_trade.assessment import closure, couplings, gates, interference, levels, resources, synergies, time_cells
from qtspace_trade.assessment import margins as m
from qtspace_trade.assessment.closure import Closure
from qtspace_trade.assessment.findings import Finding, of_row
from qtspace_trade.assessment.resources import Budget
from qtspace_trade.assessment.rows import Columns, columns, rows_of, unstated_kinds
from qtspace_trade.assessment.seen import Seen, arrays, look
from qtspace_trade.assessment.sharing import Shared
from qtspace_trade.assessment.sight import Sight
from qtspace_trade.engine.environment import Environment, environment_of
from qtspace_trade.engine.orbit_layer import OrbitLayer
from qtspace_trade.models import registry
from qtspace_trade.models.derived import FigureOfMerit, plain
from qtspace_trade.models.error_budget import ErrorBudget
from qtspace_trade.schema import glossary
from qtspace_trade.schema.base import weakest
from qtspace_trade.schema.entries import Instrument, Orbit, Platform

FEASIBLE, UNDETERMINED, INFEASIBLE = "feasible", "undetermined", "infeasible"
TIGHTEST = 3
ORDER = {FEASIBLE: 0, UNDETERMINED: 1, INFEASIBLE: 2}


@dataclass(frozen=True)
class Placed:
    """An instrument in one environment: its rows seen, margins, states, scores.

    `raw` is what the environment offers, `aided` that with what others provide in its place, `seen` what is left with the
    platform and the neighbours on board; `alone` and `margin` are the margins of the first and the last. `unaided` are the
    margins where every provider fails.
    """

    instrument: Instrument
    environment: Environment
    columns: Columns
    raw: tuple[Seen, ...]
    aided: tuple[Seen, ...]
    seen: tuple[Seen, ...]
    contributions: tuple[tuple[couplings.Contribution, ...], ...]
    improvements: tuple[synergies.Improvement | None, ...]
    alone: m.Array
    unaided: m.Array
    margin: m.Array
    state: Any
    scores: m.Scores

    @property
    def violated(self) -> frozenset[int]:
        gating = self.columns.hard & self.columns.scoring
        return frozenset(np.flatnonzero((self.state == m.VIOLATED) & gating).tolist())


@functools.lru_cache(maxsize=512)
def columns_of(instrument: Instrument) -> Columns:
    """Columns of an instrument's rows."""
    return columns(rows_of(instrument), len(unstated_kinds(instrument)))


def place(instrument: Instrument, environment: Environment) -> Placed:
    """Every row of an instrument, alone on the platform, in one environment; cached on the environment."""
    cache = environment.placements
    if instrument.digest not in cache:
        held = columns_of(instrument)
        raw = tuple(look(environment, row) for row in held.rows)
        cache[instrument.digest] = _coupled(instrument, environment, held, raw, ())
    return cache[instrument.digest]


def beside(placed: Placed, neighbours: tuple[Instrument, ...]) -> Placed:
    """The same instrument with neighbours on board: every coupled row recomputed."""
    if not neighbours:
        return placed
    return _coupled(placed.instrument, placed.environment, placed.columns, placed.raw, neighbours)


def _coupled(
    instrument: Instrument, environment: Environment, held: Columns, raw: tuple[Seen, ...], neighbours: tuple[Instrument, ...]
) -> Placed:
    """Providers first, then what platform and neighbours add, then providers whose number holds with neighbours."""
    surroundings = ((instrument, *neighbours), environment.platform, environment.law, environment.orbit.orbit_class)
    aided, before = synergies.improve(held.rows, raw, *surroundings)
    added = tuple(
        couplings.of_neighbours(environment, number, row, one, neighbours)
        for number, (row, one) in enumerate(zip(held.rows, raw, strict=True))
    )
    disturbed = _disturbed(environment, held, aided, added)
    seen, after = synergies.improve(held.rows, disturbed, *surroundings, with_neighbours=True)
    improvements = tuple(late or early for early, late in zip(before, after, strict=True))
    low, high, bound = arrays(list(seen))
    margin = m.margins(held, low, high)
    state = m.states(held, margin, bound)
    scores = m.scores(held, margin, state)
    unaided = _margins(held, _disturbed(environment, held, raw, added)) if any(improvements) else margin
    alone = _margins(held, raw) if any(added) or any(improvements) else margin
    return Placed(
        instrument, environment, held, raw, aided, seen, added, improvements, alone, unaided, margin, state, scores
    )


def _disturbed(
    environment: Environment, held: Columns, seen: tuple[Seen, ...], added: tuple[tuple[couplings.Contribution, ...], ...]
) -> tuple[Seen, ...]:
    return tuple(
        couplings.together(environment, row, one, found) if found else one
        for row, one, found in zip(held.rows, seen, added, strict=True)
    )


def _margins(held: Columns, seen: tuple[Seen, ...]) -> m.Array:
    low, high, _ = arrays(list(seen))
    return m.margins(held, low, high)


@dataclass(frozen=True)
class Site:
    """A platform on the orbit with the environment of each attitude law it can hold."""

    platform: Platform
    environments: tuple[Environment, ...]

    @property
    def laws(self) -> tuple[str, ...]:
        return tuple(environment.law for environment in self.environments)

    @property
    def orbit(self) -> Orbit:
        return self.environments[0].orbit

    @property
    def key(self) -> tuple[str, str]:
        """Names of platform and orbit: one spacecraft of the concept. No two entries of a concept share a name."""
        return self.platform.name, self.orbit.name


def site(layer: OrbitLayer, platform: Platform, attitude: str | None = None) -> Site:
    """Site of a platform; `attitude` fixes the law."""
    laws = tuple(item.law for item in platform.attitudes) or ("",)
    chosen = (attitude,) if attitude else laws
    return Site(platform, tuple(environment_of(layer, platform, law) for law in chosen))


def best_laws(
    instrument: Instrument, where: Site, neighbours: tuple[Instrument, ...] = ()
) -> tuple[Placed, tuple[str, ...]]:
    """The instrument in the attitude law that suits it best, and every law it can work in beside its neighbours.

    An instrument can work in a law it accepts in which no hard row is violated beyond those violated in all of them. The
    law that suits it best alone is kept while it can work in it.
    """
    accepted = instrument.operations.attitude_laws
    allowed = [item for item in where.environments if not accepted or not item.law or item.law in accepted]
    alone = [place(instrument, environment) for environment in allowed or where.environments]
    liked = sorted(alone, key=lambda item: (-float(item.scores.log_low), -float(item.scores.log)))
    candidates = liked if instrument.accepts else _least_violated(liked)
    least = _least_violated([beside(item, neighbours) for item in candidates])
    return least[0], tuple(item.environment.law for item in least) if allowed and _agree(least) else ()


def _least_violated(placed: list[Placed]) -> list[Placed]:
    """Those that violate no hard row beyond what all of them do, else the one that violates the fewest."""
    always = frozenset.intersection(*(item.violated for item in placed))
    return [item for item in placed if item.violated == always] or [min(placed, key=lambda item: len(item.violated))]


def _agree(placed: list[Placed]) -> bool:
    return len({item.violated for item in placed}) == 1


@dataclass(frozen=True)
class Aboard:
    """What came of the instruments on one platform.

    Attributes
    ----------
    working : tuple of (Instrument, laws)
        Attitude laws in which each instrument can work.
    gates : tuple of Finding
        Reach, attitude, keep-outs, resources, closure, time.
    budgets : dict
        Budget by name of the resource.
    closure : Closure or None
        Velocity changes, propellant and launch of a spacecraft.
    apart : tuple of (victim, emitter)
        Instruments of which one pauses while the other operates.
    lost : tuple of (instrument, share)
        Share of its time that an instrument loses to events on board.
    shared : Shared or None
        How the time is shared; None on a facility, and where a number is missing.
    """

    site: Site
    placed: tuple[Placed, ...]
    working: tuple[tuple[Instrument, tuple[str, ...]], ...]
    gates: tuple[Finding, ...]
    budgets: dict[str, Budget]
    closure: Closure | None
    apart: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, float], ...]
    shared: Shared | None

    @property
    def members(self) -> tuple[Instrument, ...]:
        return tuple(item.instrument for item in self.placed)

    @property
    def time_plan(self) -> tuple[time_cells.TimePlan | None, tuple[str, ...]]:
        """What shares the time, without its outcome; None and the reasons where a number is missing."""
        return time_cells.time_plan(self.working, self.site.environments[0], self.site.laws, self.apart, self.lost)


@dataclass(frozen=True)
class Assessment:
    """What came of one mission concept.

    Attributes
    ----------
    status : str
        `feasible`, `infeasible` or `undetermined`.
    score, score_low : float
        Desirability of the known groups, and with every unknown group counted as u = -3. 0 to 1.
    u_eff : float
        The margin that would give the score alone.
    coverage : float
        Share of the weight that is known.
    z : float or None
        Common scale of all demanded times that the attitude laws and conditions allow; None where unknown.
    shares : dict
        (instrument, variable, qualifiers) -> its share in ln D of that instrument: what pulls the score.
    """

    placed: tuple[Placed, ...]
    aboard: tuple[Aboard, ...]
    log: float
    log_low: float

    @property
    def sites(self) -> tuple[Site, ...]:
        return tuple(item.site for item in self.aboard)

    @functools.cached_property
    def gates(self) -> tuple[Finding, ...]:
        return tuple(gate for item in self.aboard for gate in item.gates)

    @functools.cached_property
    def budgets(self) -> tuple[Budget, ...]:
        """Budgets of every platform, those that somebody speaks of."""
        return tuple(one for item in self.aboard for one in item.budgets.values() if one.spoken_of)

    @property
    def closures(self) -> tuple[Closure, ...]:
        """Velocity changes, propellant and launch of every spacecraft."""
        return tuple(item.closure for item in self.aboard if item.closure is not None)

    @functools.cached_property
    def shared(self) -> Shared | None:
        """How the time of the platform with the least of it is shared."""
        timed = [item for item in self.aboard if item.site.platform.kind != "facility"]
        known = [item.shared for item in timed if item.shared is not None]
        return min(known, key=lambda item: item.z) if known and len(known) == len(timed) else None

    @property
    def instruments(self) -> tuple[str, ...]:
        return tuple(item.instrument.name for item in self.placed)

    @property
    def orbit(self) -> str:
        return "+".join(dict.fromkeys(item.orbit.name for item in self.sites))

    @property
    def platform(self) -> str:
        return "+".join(dict.fromkeys(item.platform.name for item in self.sites))

    @property
    def attitude(self) -> dict[str, str]:
        return {item.instrument.name: item.environment.law for item in self.placed}

    @property
    def score(self) -> float:
        return float(np.exp(self.log))

    @property
    def score_low(self) -> float:
        return float(np.exp(self.log_low))

    @property
    def u_eff(self) -> float:
        return float(m.soft_minimum(np.array(self.log)))

    @property
    def coverage(self) -> float:
        return float(np.mean([item.scores.coverage for item in self.placed]))

    @property
    def z(self) -> float | None:
        return self.shared.z if self.shared else None

    @functools.cached_property
    def duties(self) -> dict[str, tuple[float, str]]:
        """Share of its demanded time that each instrument measures, and what lowers it: time, energy or data."""
        return {name: (share, why) for item in self.aboard if item.shared for name, share, why in item.shared.measured}

    def timeline(self, days: Any = 1.0, slot: Any = "15 min", begin: Any = 0.0) -> Any:
        """One timeline of the first platform by integer programming: who measures when, in which attitude.

        Parameters
        ----------
        days, begin : float or time with its unit
            Length of the timeline and where it begins after the epoch. [d]
        slot : text or quantity
            Length of its slots, a time with its unit.

        Raises
        ------
        QtspaceError
            The time is not stated, windows are declared and not computed, or the times do not fit the mission.
        """
        from qtspace_trade.assessment.timeline import of_spacecraft

        return of_spacecraft(self.aboard[0], days, slot, begin)

    @functools.cached_property
    def synergies(self) -> dict[str, Any]:
        """Shared hardware, improvements in use, and science that only the set makes possible, as plain data."""
        from qtspace_trade.assessment.views import synergies_dict

        return synergies_dict(self)

    @functools.cached_property
    def shares(self) -> dict[tuple, float]:
        return {
            item.columns.rows[start].group: float(share)
            for item in self.placed
            for start, share in zip(item.columns.starts, item.scores.share, strict=True)
        }

    @functools.cached_property
    def status(self) -> str:
        gate_states = [gate.status for gate in self.gates if gate.hard]
        rows = [item.state[item.columns.hard & item.columns.scoring] for item in self.placed]
        if "violated" in gate_states or any((state == m.VIOLATED).any() for state in rows):
            return INFEASIBLE
        if "unknown" in gate_states or any((state == m.UNKNOWN).any() for state in rows):
            return UNDETERMINED
        return FEASIBLE

    @functools.cached_property
    def shortfall(self) -> float:
        """Sum of -u over the violated gates; the share of time is left out, it follows from the others."""
        violated = [item for item in self.gates if item.hard and item.status == "violated"]
        return sum(-item.u for item in violated if item.u is not None and item.variable != "time_share")

    @property
    def feasible(self) -> bool:
        return self.status == FEASIBLE

    @functools.cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every row and gate, hard and violated ones first, worst u first."""
        rows = [
            of_row(row, seen, margin, int(state), added, alone, item.environment.layer.scenario)
            for item in self.placed
            for row, seen, margin, state, added, alone in zip(
                item.columns.rows, item.seen, item.margin, item.state, item.contributions, item.alone, strict=True
            )
        ]
        rank = {"violated": 0, "unknown": 1, "met": 2}
        return tuple(
            sorted(
                (*rows, *self.gates),
                key=lambda f: (rank[f.status], not f.hard, f.variable == "time_share", np.inf if f.u is None else f.u, f.key),
            )
        )

    @property
    def violated(self) -> tuple[Finding, ...]:
        return tuple(item for item in self.findings if item.status == "violated" and _decides(item))

    @property
    def unknown(self) -> tuple[Finding, ...]:
        return tuple(item for item in self.findings if item.status == "unknown" and _decides(item))

    @property
    def limiting(self) -> tuple[Finding, ...]:
        """The tightest known hard rows, worst first: the violated ones, else the three smallest margins.

        A choice that is met (an attitude law, a view) has no margin and is not tight.
        """
        violated = tuple(f for f in self.violated if f.hard)
        measured = [f for f in self.findings if f.margin is not None and f.sense != "one_of" and _decides(f)]
        known = [(not f.hard, f.u, f) for f in measured if f.u is not None and f.status != "unknown"]
        return violated or tuple(f for *_, f in sorted(known, key=lambda item: item[:2])[:TIGHTEST])

    @property
    def evidence(self) -> str:
        """Weakest evidence that the verdict rests on."""
        decisive = self.violated or tuple(f for f in self.findings if f.status == "met")
        return weakest([item.evidence for item in decisive])

    def __getitem__(self, key: str) -> Finding:
        """Finding by key, e.g. `fit["maqro_2015.environment_temperature[stage=bench]"]` or its unambiguous end.

        Of a declared row and the derived one beside it, the declared one, which decides.
        """
        from qtspace_trade.errors import UnknownName

        name = glossary.canonical_names().get(key, key)
        found = [f for f in self.findings if key in (f.key, f.key.partition("[")[0]) or f.variable == name]
        if not found:
            raise UnknownName("finding", key, {f.key for f in self.findings})
        return min(found, key=lambda item: not _decides(item))

    @functools.cached_property
    def performance(self) -> dict[str, tuple[FigureOfMerit, ...]]:
        """Figures of merit of each instrument in its environment."""
        return {item.instrument.name: _performance(item) for item in self.placed}

    @functools.cached_property
    def error_budgets(self) -> dict[str, ErrorBudget]:
        """Error budget of each instrument in its environment, where its family and its parameters give one."""
        budgets = {item.instrument.name: _error_budget(item) for item in self.placed}
        return {name: budget for name, budget in budgets.items() if budget is not None}

    @functools.cached_property
    def sharing(self) -> tuple[levels.Level, ...]:
        """What the instruments have in common: spacecraft, host, orbit, launch, ground segment."""
        return levels.levels(self)

    @functools.cached_property
    def unstated(self) -> dict[str, tuple[str, ...]]:
        """Optional requirement kinds that each instrument says nothing of; they count in coverage and `score_low`."""
        return {item.instrument.name: unstated_kinds(item.instrument) for item in self.placed}

    @functools.cached_property
    def interference(self) -> tuple[interference.Interference, ...]:
        """What platform and neighbours do to each requirement: emitter, victim, variable, contribution, margin left."""
        return interference.table(self.placed)

    def interference_frame(self) -> Any:
        """The interference table as a pandas frame."""
        from qtspace_trade.assessment.views import interference_frame

        return interference_frame(self)

    def conflicts(self) -> frozenset[str]:
        """Keys of the hard rows and gates that are violated."""
        return frozenset(item.key for item in self.violated if item.hard)

    def explain(self) -> str:
        from qtspace_trade.assessment.explain import explain

        return explain(self)

    def to_frame(self) -> Any:
        from qtspace_trade.assessment.views import findings_frame

        return findings_frame(self)

    def to_dict(self) -> dict[str, Any]:
        from qtspace_trade.assessment.views import assessment_dict

        return assessment_dict(self)

    def cite(self) -> str:
        from qtspace_trade.assessment.views import bibtex

        return bibtex(self)

    def __repr__(self) -> str:
        return (
            f"<Assessment {'+'.join(self.instruments)} on {self.orbit}, {self.platform}: {self.status}, "
            f"score {self.score:.3f} (low {self.score_low:.2g}), coverage {self.coverage:.0%}>"
        )


def _decides(item: Finding) -> bool:
    return item.scoring or item.basis == "gate"


def _performance(item: Placed) -> tuple[FigureOfMerit, ...]:
    model = registry.model_module(item.instrument.family)
    sight = Sight(item.environment, item.instrument)
    return tuple(model.performance(plain(item.instrument.parameters), sight))


def _error_budget(item: Placed) -> ErrorBudget | None:
    model = registry.model_module(item.instrument.family)
    if not hasattr(model, "error_budget"):
        return None
    sight = Sight(item.environment, item.instrument)
    return model.error_budget(plain(item.instrument.parameters), sight)


def evaluate(placements: tuple[tuple[Instrument, Site], ...]) -> Assessment:
    """Assessment of instruments, each on its site; sites on one platform share mass, power, attitude and time."""
    sites = tuple({where.key: where for _, where in placements}.values())
    aboard = tuple(_aboard(where, tuple(item for item, at in placements if at.key == where.key)) for where in sites)
    placed = tuple(item for spacecraft in aboard for item in spacecraft.placed)
    log = float(np.mean([float(item.scores.log) for item in placed]))
    log_low = float(np.mean([float(item.scores.log_low) for item in placed]))
    return Assessment(placed, aboard, log, log_low)


def _aboard(where: Site, members: tuple[Instrument, ...]) -> Aboard:
    """Instruments on one platform: rows with their neighbours, laws they can work in, budgets, closure, time."""
    platform, environment = where.platform, where.environments[0]
    owner = "+".join(item.name for item in members)
    found_laws = [best_laws(item, where, tuple(other for other in members if other is not item)) for item in members]
    placed = tuple(item for item, _ in found_laws)
    working = tuple((item, laws) for item, (_, laws) in zip(members, found_laws, strict=True))
    apart = interference.exclusions(placed)
    budgets = resources.budgets(members, platform, environment, apart)
    closed = closure.close(budgets["mass"], platform, environment)
    found = [gates.reach(where.orbit, platform)]
    for item in members:
        others: tuple[Instrument | Platform, ...] = (platform, *(other for other in members if other is not item))
        found.append(gates.attitude(item, platform, where.laws))
        found.extend(gates.keep_out(item, others))
        cold = gates.cold_stage(item, platform)
        found.extend([cold] if cold else [])
    found.extend(gates.budgets(owner, budgets, platform))
    found.extend(gates.closing(owner, closed))
    lost = interference.lost_times(members, platform)
    shared = None
    if platform.kind != "facility":
        limits = resources.limits(members, platform, environment)
        shared, missing = time_cells.time_share(working, environment, where.laws, apart, limits, lost)
        if shared is not None and (silent := interference.silent_of_events(members)):
            reason = f"time that neighbours lose to events of {', '.join(silent)} is not stated"
            shared = replace(shared, unknown=(*shared.unknown, reason))
        found.extend(gates.time(owner, shared, missing))
    return Aboard(where, placed, working, tuple(found), budgets, closed, apart, lost, shared)
