"""One mission concept assessed: instruments on an orbit and one or several platforms."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np

from qtspace_trade.assessment import couplings, gates, levels, resources, sharing
from qtspace_trade.assessment import margins as m
from qtspace_trade.assessment.findings import Finding, of_row
from qtspace_trade.assessment.resources import Budget
from qtspace_trade.assessment.rows import Columns, columns, rows_of, unstated_kinds
from qtspace_trade.assessment.seen import Seen, arrays, look
from qtspace_trade.assessment.sharing import Cell, Demand, Shared
from qtspace_trade.assessment.sight import Sight
from qtspace_trade.engine.environment import Environment, MissingInput, environment_of
from qtspace_trade.engine.intervals import IntervalSet
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
    """An instrument in one environment: its rows seen, margins, states, scores."""

    instrument: Instrument
    environment: Environment
    columns: Columns
    seen: tuple[Seen, ...]
    contributions: tuple[tuple[couplings.Contribution, ...], ...]
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
    """Every row of an instrument, alone, in one environment; cached on the environment."""
    cache = environment.placements
    if instrument.digest not in cache:
        held = columns_of(instrument)
        seen = tuple(look(environment, row) for row in held.rows)
        cache[instrument.digest] = _scored(instrument, environment, held, seen, ((),) * len(seen))
    return cache[instrument.digest]


def _scored(
    instrument: Instrument, environment: Environment, held: Columns, seen: tuple[Seen, ...], added: tuple
) -> Placed:
    low, high, bound = arrays(list(seen))
    margin = m.margins(held, low, high)
    state = m.states(held, margin, bound)
    return Placed(instrument, environment, held, seen, added, margin, state, m.scores(held, margin, state))


def beside(placed: Placed, neighbours: tuple[Instrument, ...], mass: float | None) -> Placed:
    """The same instrument with neighbours on board: every coupled row recomputed."""
    rows = placed.columns.rows
    if not neighbours or not any(couplings.couplings_of(row.variable.name) for row in rows):
        return placed
    pairs = [
        couplings.with_neighbours(placed.environment, row, alone, neighbours, mass)
        for row, alone in zip(rows, placed.seen, strict=True)
    ]
    seen, added = (tuple(part) for part in zip(*pairs, strict=True))
    return _scored(placed.instrument, placed.environment, placed.columns, seen, added)


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


def best_laws(instrument: Instrument, where: Site) -> tuple[Placed, tuple[str, ...]]:
    """The instrument in the attitude law that suits it best, and every law it can work in.

    An instrument can work in a law it accepts in which no hard row is violated beyond those violated in all of them.
    """
    accepted = instrument.operations.attitude_laws
    allowed = [item for item in where.environments if not accepted or not item.law or item.law in accepted]
    placed = [place(instrument, environment) for environment in allowed or where.environments]
    always = frozenset.intersection(*(item.violated for item in placed))
    least = [item for item in placed if item.violated == always] or [min(placed, key=lambda item: len(item.violated))]
    best = max(least, key=lambda item: (float(item.scores.log_low), float(item.scores.log)))
    working = tuple(item.environment.law for item in least if item.violated == always) if allowed else ()
    return best, working


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
    sites: tuple[Site, ...]
    gates: tuple[Finding, ...]
    budgets: tuple[Budget, ...]
    shared: Shared | None
    log: float
    log_low: float

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
            of_row(row, seen, margin, int(state), added, item.environment.layer.scenario)
            for item in self.placed
            for row, seen, margin, state, added in zip(
                item.columns.rows, item.seen, item.margin, item.state, item.contributions, strict=True
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


def evaluate(placements: tuple[tuple[Instrument, Site], ...], best: dict | None = None) -> Assessment:
    """Assessment of instruments, each on its site; sites on one platform share mass, power, attitude and time.

    `best` may hand in the outcome of `best_laws` by (instrument digest, key of the site).
    """
    chosen = [
        best[instrument.digest, where.key] if best is not None else best_laws(instrument, where)
        for instrument, where in placements
    ]
    placed: list[Placed] = []
    found_gates: list[Finding] = []
    budgets: list[Budget] = []
    shares: list[Shared | None] = []
    sites = tuple({where.key: where for _, where in placements}.values())
    for where in sites:
        crew = [(item, chosen[i]) for i, (item, at) in enumerate(placements) if at.key == where.key]
        members = tuple(item for item, _ in crew)
        owner = "+".join(item.name for item in members)
        sums = {name: resources.budget(members, where.platform, name) for name in resources.RESOURCES}
        budgets.extend(sums.values())
        mass = resources.launch_mass(sums["mass"], where.platform)
        bus = mass / (1 + resources.SYSTEM_MARGIN) if mass is not None else None
        for item, (alone, _) in crew:
            neighbours = tuple(other for other in members if other is not item)
            placed.append(beside(alone, neighbours, bus))
        found_gates.append(gates.reach(where.orbit, where.platform))
        found_gates.extend(gates.attitude(item, where.platform, where.laws) for item in members)
        found_gates.extend(gates.budget(owner, item, where.platform) for item in sums.values())
        launched = gates.launch(owner, sums["mass"], where.platform)
        found_gates.extend([launched] if launched else [])
        if where.platform.kind != "facility":
            shared, missing = _time(crew, where)
            shares.append(shared)
            found_gates.append(gates.time(owner, shared, missing))
    log = float(np.mean([float(item.scores.log) for item in placed]))
    log_low = float(np.mean([float(item.scores.log_low) for item in placed]))
    known = [item for item in shares if item is not None]
    shared = min(known, key=lambda item: item.z) if known and len(known) == len(shares) else None
    return Assessment(tuple(placed), sites, tuple(found_gates), tuple(budgets), shared, log, log_low)


def _time(crew: list, where: Site) -> tuple[Shared | None, tuple[str, ...]]:
    members = [(item, working) for item, (_, working) in crew]
    missing = [f"time fraction of '{item.name}' is not stated" for item, _ in members if not item.operations.time_fraction]
    overhead = where.platform.time_overhead
    if overhead is None:
        missing.append(f"time overhead of '{where.platform.name}' is not stated")
    if missing or overhead is None:
        return None, tuple(missing)
    try:
        cells, held = time_cells(where.environments[0], tuple(item for item, _ in members))
    except MissingInput as error:
        return None, (str(error),)
    if cells is None:
        return None, (f"the windows of '{where.environments[0].orbit.name}' do not state the conditions",)
    demands = tuple(
        Demand(item.name, item.operations.time_fraction.si, working, held[number])
        for number, (item, working) in enumerate(members)
        if item.operations.time_fraction is not None
    )
    return sharing.share_time(demands, where.laws, cells, overhead.si), ()


def time_cells(
    environment: Environment, instruments: tuple[Instrument, ...]
) -> tuple[tuple[Cell, ...] | None, tuple[tuple[bool, ...], ...]]:
    """Disjoint shares of the time by which instruments' conditions hold, and for each instrument where its own does."""
    conditions = [item.operations.when for item in instruments]
    if not any(conditions):
        return (Cell("all time", 1.0),), ((True,),) * len(instruments)
    if not environment.layer.computed:
        return _declared_cells(environment, instruments)
    held = [environment.intervals(item.operations.when, item) if item.operations.when else None for item in instruments]
    return _swept_cells([item.name for item in instruments], held, environment.layer.duration)


def _swept_cells(names: list[str], held: list[IntervalSet | None], duration: float) -> tuple:
    edges = [np.array([0.0, duration])]
    edges += [part for item in held if item is not None for part in (item.begins, item.ends)]
    times = np.unique(np.concatenate(edges))
    middle, length = 0.5 * (times[1:] + times[:-1]), np.diff(times)
    inside = np.array([item.contains(middle) if item is not None else np.ones(len(middle), bool) for item in held])
    code = (1 << np.arange(len(held))) @ inside
    cells, flags = [], []
    for value in np.unique(code):
        flag = tuple(bool(value >> number & 1) for number in range(len(held)))
        label = ", ".join(name for name, item, on in zip(names, held, flag, strict=True) if item is not None and on)
        cells.append(Cell(f"windows of {label}" if label else "other windows", float(length[code == value].sum() / duration)))
        flags.append(flag)
    return tuple(cells), tuple(zip(*flags, strict=True))


def _declared_cells(environment: Environment, instruments: tuple[Instrument, ...]) -> tuple:
    conditions = [item.operations.when for item in instruments]
    if not environment.windows or not all(environment.windows_state(condition) for condition in conditions):
        return None, ()
    cells = tuple(Cell(" and ".join(window.holds) or "the rest", window.fraction) for window in environment.windows)
    flags = tuple(
        tuple(environment.condition_holds(condition, window.holds) for window in environment.windows)
        for condition in conditions
    )
    return cells, flags
