"""Attitude and time sharing: small linear programmes over attitude law x time cell x who measures together.

Every instrument gets at least z times the time it demands, in laws it can work in and cells in which its condition holds.
Instruments measure at the same time unless they exclude each other: a column of the programme is a law, a cell and a largest
set of instruments that measure together. z >= 1 is feasible; the duals name what binds.

What is charged
---------------
- A law kept throughout costs no slews. Blocks of a dwell fit into the windows of the instrument's condition.
- Laws that change return to a home law: each window of a cell given to another law is charged, inside it, with the slew
  there and the slew back, and each block lies inside one window of one cell. Windows are given whole; one pair of slews more
  for each law, cell and set covers those that are divided. This is never too little. z is the best of a kept law and of
  every home law.
- Duties of the platform are fixed and not scaled by z.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Z_CLIP = 1e12
TINY = 1e-9
ROUNDING = 1e-12  # of shares of the time that add up to 1
SOLVER = {"presolve": False, "primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
ZERO = 1e-8  # of a dual
TIE = 1e-9  # relative
Shares = tuple[tuple[float, ...], ...]  # by law and cell
Exclusions = tuple[tuple[str, str], ...]
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Demand:
    """What an instrument asks of the time: a fraction, the laws it can work in, the cells where its condition holds.

    Attributes
    ----------
    kept : tuple by law, cell
        Share of the cell that it can use while the law is kept throughout; all of it where nothing is given.
    visited : tuple by home law, law, cell
        Share of the cell that it can use where the platform goes to the law from a home law and returns to it.
    """

    instrument: str
    fraction: float
    laws: tuple[str, ...]
    cells: tuple[bool, ...]
    kept: Shares = ()
    visited: tuple[Shares, ...] = ()


@dataclass(frozen=True)
class Duty:
    """Time that the platform needs for itself, in some laws (any where none is named); `kept` and `visited` as in a demand.

    Instruments pause during an exclusive duty; no two exclusive duties are done at once.
    """

    name: str
    fraction: float
    laws: tuple[str, ...]
    cells: tuple[bool, ...]
    exclusive: bool = False
    kept: Shares = ()
    visited: tuple[Shares, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A share of the time in which the same conditions hold."""

    name: str
    fraction: float


@dataclass(frozen=True)
class Limit:
    """A resource that measuring uses up: `needs` are (instrument, what it takes if it measured all the time).

    Energy of an orbit, data of a day: need and capacity are in one unit.
    """

    name: str
    capacity: float
    needs: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Shared:
    """Outcome of the programme.

    Attributes
    ----------
    z : float
        Common scale of the demands that laws, cells, duties and exclusions allow; clipped at 1e12.
    binding : tuple of (str, float)
        Limits that hold z down, largest dual first. The dual is by how much z rises per unit of time if that limit alone
        is relaxed; 0 where it takes others relaxed with it. `demand of` an instrument: time that it is given beside.
    time : tuple of (instrument, law, cell, fraction)
        One optimal use of the time, as usable time.
    duty : float
        Smallest share of its demand that an instrument measures: at most 1, lowered by z and by the limits.
    derated_by : str
        What holds `duty` below 1: the name of a limit, or the time that binds.
    measured : tuple of (instrument, share, reason)
        Share of its demand that each instrument measures, and what holds it below 1. A limit lowers only those that use it.
    unmet : tuple of str
        Duties of the platform for which there is no time; z is then 0.
    home : str
        Law to which the platform returns; empty where one law is kept or changes cost nothing.
    unknown : tuple of str
        Losses that nobody states and that are not charged: z is an upper bound where there are any.
    """

    z: float
    binding: tuple[tuple[str, float], ...]
    time: tuple[tuple[str, str, str, float], ...]
    duty: float = 1.0
    derated_by: str = ""
    measured: tuple[tuple[str, float, str], ...] = ()
    unmet: tuple[str, ...] = ()
    home: str = ""
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relaxation:
    """Cheapest change that makes room: `cost` is the sum of the relative cuts, `changes` are (name, from, to)."""

    cost: float
    changes: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True)
class Question:
    """What shares the time of one platform.

    Attributes
    ----------
    demands : tuple of Demand
        One per instrument.
    laws : tuple of str
        Attitude laws of the platform.
    cells : tuple of Cell
        Disjoint shares of the time.
    overhead : float
        Share of the time in which nothing is measured.
    duties : tuple of Duty
        What the platform needs for itself.
    exclusions : tuple of (str, str)
        Pairs of instruments that cannot measure at once.
    slews : tuple of float
        Duration of a change into each law as a share of the whole time; 0 where nothing is given.
    """

    demands: tuple[Demand, ...]
    laws: tuple[str, ...]
    cells: tuple[Cell, ...]
    overhead: float
    duties: tuple[Duty, ...] = ()
    exclusions: Exclusions = ()
    slews: tuple[float, ...] = ()

    @functools.cached_property
    def _hash(self) -> int:
        return hash((self.demands, self.laws, self.cells, self.overhead, self.duties, self.exclusions, self.slews))

    def __hash__(self) -> int:
        return self._hash

    @functools.cached_property
    def asked(self) -> tuple[Demand, ...]:
        """The demands that ask for some time."""
        return tuple(demand for demand in self.demands if demand.fraction > 0)

    @functools.cached_property
    def bound(self) -> tuple[Duty, ...]:
        """The duties that take some time."""
        return tuple(duty for duty in self.duties if duty.fraction > 0)

    @property
    def wishes(self) -> tuple[Demand | Duty, ...]:
        """What asks for time: demands, then duties."""
        return (*self.asked, *self.bound)

    @functools.cached_property
    def plain(self) -> bool:
        """Changes of law cost nothing, and no block is cut by one."""
        return not any(self.slews) and not any(item.visited for item in self.wishes)


def share_time(
    demands: tuple[Demand, ...],
    laws: tuple[str, ...],
    cells: tuple[Cell, ...],
    overhead: float,
    *,
    duties: tuple[Duty, ...] = (),
    exclusions: Exclusions = (),
    limits: tuple[Limit, ...] = (),
    slews: tuple[float, ...] = (),
) -> Shared:
    """Largest common scale z of all demands, and the duty that limits of energy or data leave.

    The arguments are those of `Question`; `limits` lower the duty, not z.

    Examples
    --------
    >>> cells = (Cell("sunlit", 0.65), Cell("eclipse", 0.23), Cell("contact", 0.12))
    >>> a = Demand("a", 0.9, ("inertial",), (True, True, True))
    >>> q = Demand("q", 0.1, ("target",), (False, False, True))
    >>> shared = share_time((a, q), ("inertial", "target"), cells, 0.05)
    >>> round(shared.z, 6), shared.derated_by
    (0.95, 'time in all')
    >>> share_time((a,), ("inertial",), cells, 0.0, limits=(Limit("energy", 80.0, (("a", 100.0),)),)).measured
    (('a', 0.8888888888888888, 'energy'),)
    """
    return shared(Question(demands, laws, cells, overhead, duties, exclusions, slews), limits)


def shared(question: Question, limits: tuple[Limit, ...] = ()) -> Shared:
    """As `share_time`, of a question that is at hand."""
    return derated(largest_scale(question), question.asked, limits)


@functools.lru_cache(maxsize=100_000)
def largest_scale(question: Question) -> Shared:
    """z of a question, without limits of resources; memoised."""
    if not question.asked and not question.bound:
        return Shared(Z_CLIP, (), ())
    if len(question.asked) == 1 and not question.bound:
        return _alone(question)
    kept = _kept_together(question)
    if kept is not None:
        return kept
    bound = _solved(question, _programme(question, FREE))
    if bound.unmet or question.plain or len({law for _, law, _, _ in bound.columns if law}) <= 1:
        return _outcome(question, bound)
    found = []
    for way in _ways(question):
        found.append(_solved(question, _programme(question, way)))
        if found[-1].z >= bound.z * (1 - TIE) and not found[-1].unmet:
            break
    return _outcome(question, *_best(found))


# The ways of going about the laws: all free of charge (an upper bound), one kept throughout, or a home law and visits.


class Way(NamedTuple):
    """`kept` or `home` is the number of a law; both are None where changes of law are free of charge."""

    kept: int | None = None
    home: int | None = None


FREE = Way()


def _ways(question: Question) -> Iterator[Way]:
    laws = range(len(question.laws))
    useful = [i for i in laws if all(question.laws[i] in demand.laws for demand in question.asked)]
    yield from (Way(kept=i) for i in useful)
    yield from (Way(home=i) for i in laws)


def _usable(item: Demand | Duty, way: Way, law: int, cell: int) -> float:
    """Share of a cell in a law that counts for a demand or duty; 0 where it cannot work."""
    if not item.cells[cell]:
        return 0.0
    if way.home is not None:
        return item.visited[way.home][law][cell] if item.visited else 1.0
    return item.kept[law][cell] if item.kept else 1.0


def together(able: tuple[str, ...], exclusions: Exclusions) -> tuple[tuple[str, ...], ...]:
    """Largest sets of instruments that may measure at once.

    Examples
    --------
    >>> together(("a", "b", "c"), (("a", "b"),))
    (('a', 'c'), ('b', 'c'))
    """
    foes = {name: {*(b for a, b in exclusions if a == name), *(a for a, b in exclusions if b == name)} for name in able}
    return tuple(tuple(name for name in able if name in group) for group in _independent(able, foes))


def _independent(able: tuple[str, ...], foes: dict[str, set[str]]) -> list[frozenset[str]]:
    torn = next((name for name in able if foes[name] & set(able)), None)
    if torn is None:
        return [frozenset(able)]
    others = tuple(name for name in able if name != torn)
    with_it = [group | {torn} for group in _independent(tuple(name for name in others if name not in foes[torn]), foes)]
    without = [group for group in _independent(others, foes) if not any(group <= one for one in with_it)]
    return with_it + without


class Column(NamedTuple):
    """Time in a law and a cell, for instruments that measure together or for an exclusive duty."""

    who: tuple[str, ...]
    law: str
    cell: int
    duty: str = ""


class Programme(NamedTuple):
    """Rows `matrix @ (columns, z) <= limits`; `worth` turns the dual of a row into that of its time."""

    way: Way
    columns: tuple[Column, ...]
    matrix: Array
    limits: Array
    labels: tuple[str, ...]
    worth: Array


def _columns(question: Question, way: Way) -> list[Column]:
    laws = [way.kept] if way.kept is not None else list(range(len(question.laws)))
    found = []
    for law, cell in itertools.product(laws, range(len(question.cells))):
        name = question.laws[law]
        able = tuple(
            item.instrument for item in question.asked if name in item.laws and _usable(item, way, law, cell) > 0
        )
        waiting = any(not item.exclusive and _holds(item, name) and item.cells[cell] for item in question.bound)
        if able or waiting:
            found += [Column(who, name, cell) for who in together(able, question.exclusions)]
    for duty in question.bound:
        if duty.exclusive:
            names = [question.laws[law] for law in laws if question.laws[law] in duty.laws] if duty.laws else [""]
            cells = [cell for cell, held in enumerate(duty.cells) if held]
            found += [Column((), name, cell, duty.name) for name, cell in itertools.product(names, cells)]
    return found


def _holds(duty: Duty, law: str) -> bool:
    return not duty.laws or law in duty.laws


def _programme(question: Question, way: Way) -> Programme:
    columns = _columns(question, way)
    number = {law: i for i, law in enumerate(question.laws)}
    cells, asked, duties = question.cells, question.asked, question.bound
    matrix = np.zeros((len(cells) + 1 + len(asked) + len(duties), len(columns) + 1))
    row_of = {demand.instrument: len(cells) + 1 + i for i, demand in enumerate(asked)}
    demand_of = {demand.instrument: demand for demand in asked}
    for j, column in enumerate(columns):
        matrix[column.cell, j] = matrix[len(cells), j] = 1.0
        law = number.get(column.law, way.home or 0)
        for name in column.who:
            matrix[row_of[name], j] = -_usable(demand_of[name], way, law, column.cell) / demand_of[name].fraction
        for i, duty in enumerate(duties):
            served = column.duty == duty.name if duty.exclusive else not column.duty and _holds(duty, column.law)
            if served:
                share = _usable(duty, way, law, column.cell) if column.law else float(duty.cells[column.cell])
                matrix[len(cells) + 1 + len(asked) + i, j] = -share / duty.fraction
    matrix[len(cells) + 1 : len(cells) + 1 + len(asked), -1] = 1.0
    capacities = _capacities(question, way, columns)
    limits = np.concatenate([capacities, [1.0 - question.overhead], np.zeros(len(asked)), -np.ones(len(duties))])
    labels = [f"time in {cell.name}" for cell in cells] + ["time in all"]
    labels += [f"demand of {item.instrument}" for item in asked] + [f"duty '{item.name}'" for item in duties]
    worth = [1.0] * (len(cells) + 1) + [1.0 / item.fraction for item in question.wishes]
    return Programme(way, tuple(columns), matrix, limits, tuple(labels), np.array(worth))


def _capacities(question: Question, way: Way, columns: list[Column]) -> Array:
    """Time of each cell, less the slews for the windows that are divided."""
    whole = np.array([cell.fraction for cell in question.cells])
    if way.home is None or not question.slews:
        return whole
    slews = dict(zip(question.laws, question.slews, strict=True))
    home = question.laws[way.home]
    for column in columns:
        if column.law and column.law != home:
            whole[column.cell] -= slews[column.law] + slews[home]
    return np.maximum(whole, 0.0)


class Solution(NamedTuple):
    """An optimum: z, time of each column (who, law, cell, usable times), what binds, and the duties without time."""

    z: float
    columns: tuple[tuple[tuple[str, ...], str, int, tuple[float, ...]], ...]
    binding: tuple[tuple[str, float], ...]
    way: Way
    unmet: tuple[str, ...] = ()
    lacking: float = 0.0


def _linear(goal: Array, matrix: Array, limits: Array) -> Any:
    from scipy.optimize import linprog

    return linprog(goal, A_ub=matrix, b_ub=limits, bounds=(0, None), method="highs", options=SOLVER)


def _solved(question: Question, programme: Programme) -> Solution:
    if not question.asked or not programme.columns:
        return _without_demand(question, programme)
    goal = np.zeros(programme.matrix.shape[1])
    goal[-1] = -1.0
    result = _linear(goal, programme.matrix, programme.limits)
    if result.x is None:
        return _without_demand(question, programme)
    demand_of = {demand.instrument: demand for demand in question.asked}
    number = {law: i for i, law in enumerate(question.laws)}
    used = tuple(
        (column.who, column.law, column.cell,
         tuple(float(time * _usable(demand_of[name], programme.way, number[column.law], column.cell)) for name in column.who))
        for column, time in zip(programme.columns, result.x[:-1], strict=True)
        if time > TINY
    )  # fmt: skip
    duals, named = _right_duals(programme, result)
    binding = (
        (label, float(dual * worth))
        for label, dual, worth, bound in zip(programme.labels, duals, programme.worth, named, strict=True)
        if bound
    )
    z = min(max(float(-result.fun), 0.0) + 0.0, Z_CLIP)
    return Solution(z, used, tuple(sorted(binding, key=lambda item: -item[1])), programme.way)


def _without_demand(question: Question, programme: Programme) -> Solution:
    """Do the duties fit, measuring nothing: those that do not are named."""
    duties = question.bound
    if not duties:
        return Solution(0.0, (), tuple((f"demand of {item.instrument}", 0.0) for item in question.asked), programme.way)
    count = len(programme.columns)
    matrix = np.hstack([programme.matrix[:, :count], np.zeros((len(programme.matrix), len(duties)))])
    matrix[-len(duties) :, count:] = -np.eye(len(duties))
    goal = np.concatenate([np.zeros(count), np.ones(len(duties))])
    short = _linear(goal, matrix, programme.limits).x[count:]
    unmet = tuple(duty.name for duty, lack in zip(duties, short, strict=True) if lack > TINY)
    z = Z_CLIP if not question.asked and not unmet else 0.0
    return Solution(z, (), tuple((f"duty '{name}'", 0.0) for name in unmet), programme.way, unmet, float(short.sum()))


def _right_duals(programme: Programme, result: Any) -> tuple[Array, NDArray[np.bool_]]:
    """By how much z rises per unit if one row alone is relaxed, and which rows hold z down.

    The first is the least dual of the row among all optimal ones; the second, that it is above zero in one of them.
    """
    matrix, duals = programme.matrix, np.maximum(-result.ineqlin.marginals, 0.0)
    active = np.flatnonzero(result.ineqlin.residual < TINY)
    used = np.flatnonzero(result.x > TINY)
    free = _null_space(matrix[np.ix_(active, used)].T)
    least, most = duals.copy(), duals.copy()
    if free.shape[1]:
        cost = np.zeros(matrix.shape[1])
        cost[-1] = 1.0
        rows = matrix[active]
        inside = np.vstack([-free, -(rows.T @ free)])
        room = np.maximum(np.concatenate([duals[active], rows.T @ duals[active] - cost]), 0.0)
        for place, row in enumerate(active):
            if np.abs(free[place]).max() > TINY:
                least[row] += _least(free[place], inside, room)
                most[row] -= _least(-free[place], inside, room)
    return np.where(least > ZERO, least, 0.0), most > ZERO


def _null_space(matrix: Array) -> Array:
    _, values, right = np.linalg.svd(matrix)
    rank = int(np.sum(values > 1e-9 * max(values.max(initial=0.0), 1e-300)))
    return right[rank:].T


def _least(goal: Array, inside: Array, room: Array) -> float:
    """Smallest goal . t with inside . t <= room, t of any sign."""
    if len(goal) > 1:
        from scipy.optimize import linprog

        found = linprog(goal, A_ub=inside, b_ub=room, bounds=(None, None), method="highs")
        return -np.inf if found.fun is None else float(found.fun)
    slope = inside[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        edges = room / slope
    low = np.max(edges[slope < -TINY], initial=-np.inf)
    high = np.min(edges[slope > TINY], initial=np.inf)
    return float(min(goal[0] * low, goal[0] * high))


def _best(found: list[Solution]) -> list[Solution]:
    """The solutions with the largest z; without any that does all duties, the one that lacks least."""
    fitting = [item for item in found if not item.unmet]
    if not fitting:
        return [min(found, key=lambda item: item.lacking)]
    most = max(item.z for item in fitting)
    return [item for item in fitting if item.z >= most * (1 - TIE)]


def _outcome(question: Question, *best: Solution) -> Shared:
    """Of several equally good solutions the first is told; what binds is what raises any of them."""
    first = best[0]
    raised: dict[str, float] = {}
    for label, dual in itertools.chain.from_iterable(item.binding for item in best):
        raised[label] = max(raised.get(label, 0.0), dual)
    times: dict[tuple[str, str, str], float] = {}
    for who, law, cell, usable in first.columns:
        for name, time in zip(who, usable, strict=True):
            key = (name, law, question.cells[cell].name)
            times[key] = times.get(key, 0.0) + time
    order = {demand.instrument: i for i, demand in enumerate(question.demands)}
    return Shared(
        first.z, tuple(sorted(raised.items(), key=lambda item: -item[1])),
        tuple((*key, time) for key, time in sorted(times.items(), key=lambda item: order[item[0][0]]) if time > TINY),
        unmet=first.unmet, home="" if first.way.home is None else question.laws[first.way.home],
    )  # fmt: skip


def _alone(question: Question) -> Shared:
    """One instrument, in closed form: it keeps the law that gives it most, and takes its best cells first."""
    demand = question.asked[0]
    laws = [i for i, law in enumerate(question.laws) if law in demand.laws]
    if not laws:
        return Shared(0.0, ((f"demand of {demand.instrument}", 0.0),), ())
    return max((_alone_in(question, demand, law) for law in laws), key=lambda item: item.z)


def _kept_together(question: Question) -> Shared | None:
    """All in one law, in closed form, where whoever gets least alone gets as much beside the others; else None."""
    asked = question.asked
    names = {demand.instrument for demand in asked}
    laws = [i for i, law in enumerate(question.laws) if all(law in demand.laws for demand in asked)]
    if not laws or question.bound or any(names.issuperset(pair) for pair in question.exclusions):
        return None
    alone = sorted(((_alone(replace(question, demands=(demand,))), demand) for demand in asked), key=lambda item: item[0].z)
    (least, scarce), (second, _) = alone[:2]
    if second.z <= least.z * (1 + TIE):
        return None
    for law in laws:
        usable = np.array(
            [[_usable(demand, Way(kept=law), law, cell) for cell in range(len(question.cells))] for demand in asked]
        )
        own = usable[asked.index(scarce)]
        times = _filled(question, np.lexsort((-usable.sum(axis=0), -own)))
        supply = usable @ times / np.array([demand.fraction for demand in asked])
        if supply.min() >= least.z * (1 - TIE) and np.count_nonzero(supply <= least.z * (1 + TIE)) == 1:
            used = tuple(
                (demand.instrument, question.laws[law], cell.name, float(share * time))
                for demand, shares in zip(asked, usable, strict=True)
                for cell, share, time in zip(question.cells, shares, times, strict=True)
                if share * time > 0
            )
            return replace(least, time=used)
    return None


def _filled(question: Question, order: NDArray[np.int_]) -> Array:
    """Time of each cell where the cells are taken in this order until the time is spent."""
    size = np.array([cell.fraction for cell in question.cells])[order]
    times = np.empty(len(size))
    times[order] = np.clip(1.0 - question.overhead - np.concatenate([[0.0], np.cumsum(size)[:-1]]), 0.0, size)
    return times


def _alone_in(question: Question, demand: Demand, law: int) -> Shared:
    usable = np.array([_usable(demand, Way(kept=law), law, cell) for cell in range(len(question.cells))])
    size = np.array([cell.fraction for cell in question.cells])
    times = _filled(question, np.argsort(-usable, kind="stable"))
    useful, whole = usable > 0, times >= size - ROUNDING
    scarce = size[useful].sum() >= 1.0 - question.overhead - ROUNDING
    worst = usable[useful & (times > 0)].min(initial=1.0) if scarce else 0.0
    gains = {f"time in {cell.name}": gain for cell, gain, full in zip(question.cells, usable - worst, whole, strict=True)
             if full and gain >= 0}  # fmt: skip
    if scarce:
        gains["time in all"] = usable[useful & ~whole].max(initial=0.0)
    worth = 1.0 / demand.fraction
    binding = [(label, float(gain) * worth) for label, gain in gains.items() if gain > 0 or not any(gains.values())]
    used = tuple(
        (demand.instrument, question.laws[law], cell.name, float(time * share))
        for cell, time, share in zip(question.cells, times, usable, strict=True)
        if time * share > 0
    )
    binding.append((f"demand of {demand.instrument}", worth))
    z = min(float(times @ usable) * worth, Z_CLIP)
    return Shared(z, tuple(sorted(binding, key=lambda item: -item[1])), used)


def derated(found: Shared, demands: Iterable[Demand], limits: tuple[Limit, ...] = ()) -> Shared:
    """With the share of its demand that each instrument can measure within the limits.

    All shares rise together from 0; where a limit is used up, those that need it stay, and the others go on to what the time
    allows, at most 1.
    """
    fractions = {demand.instrument: demand.fraction for demand in demands}
    most = min(found.z, 1.0)
    why = "" if most >= 1.0 else _scarce_time(found)
    shares = dict.fromkeys(fractions, most)
    reasons = dict.fromkeys(fractions, why)
    rising, used = set(fractions), [0.0] * len(limits)
    while rising:
        rates = [sum(need * fractions[name] for name, need in limit.needs if name in rising) for limit in limits]
        tops = [
            (max(limit.capacity - spent, 0.0) / rate, i)
            for i, (limit, spent, rate) in enumerate(zip(limits, used, rates, strict=True))
            if rate > 0
        ]
        top, first = min(tops, default=(most, -1))
        if top >= most:
            break
        stopped = {name for name, need in limits[first].needs if name in rising and need > 0}
        for name in stopped:
            shares[name], reasons[name] = top, limits[first].name
            for i, limit in enumerate(limits):
                used[i] += dict(limit.needs).get(name, 0.0) * fractions[name] * top
        rising -= stopped
    measured = tuple((name, shares[name], reasons[name]) for name in fractions)
    least = min(measured, key=lambda item: item[1], default=("", most, why))
    return replace(found, duty=least[1], derated_by=least[2], measured=measured)


def _scarce_time(found: Shared) -> str:
    return next((label for label, _ in found.binding if not label.startswith("demand of ")), "no time in a law that fits")


def cheapest_relaxation(question: Question) -> Relaxation | None:
    """Smallest sum of relative cuts of demands and duties for which everything fits (z = 1); None where z is 1 already.

    Examples
    --------
    >>> whole = (Cell("all time", 1.0),)
    >>> asked = (Demand("a", 0.8, ("x",), (True,)), Demand("b", 0.5, ("y",), (True,)))
    >>> answer = cheapest_relaxation(Question(asked, ("x", "y"), whole, 0.0))
    >>> [(name, before, round(after, 6)) for name, before, after in answer.changes], round(answer.cost, 6)
    ([('a', 0.8, 0.5)], 0.375)
    """
    if _fits(question):
        return None
    ways = (FREE,) if question.plain else tuple(_ways(question))
    return min((_relaxed(question, _programme(question, way)) for way in ways), key=lambda item: item.cost)


def _relaxed(question: Question, programme: Programme) -> Relaxation:
    wishes = question.wishes
    count = len(programme.columns)
    first = len(programme.matrix) - len(wishes)
    matrix = np.hstack([programme.matrix[:, :count], np.zeros((len(programme.matrix), len(wishes)))])
    matrix[first:, count:] = -np.eye(len(wishes))
    limits = programme.limits - programme.matrix[:, count]
    goal = np.concatenate([np.zeros(count), np.ones(len(wishes))])
    cuts = _linear(goal, matrix, limits).x[count:]
    changes = tuple(
        (_name(item), item.fraction, item.fraction * (1.0 - float(cut)) if cut < 1.0 - TINY else 0.0)
        for item, cut in zip(wishes, cuts, strict=True)
        if cut > TINY
    )
    return Relaxation(float(cuts.sum()), changes)


def _name(item: Demand | Duty) -> str:
    return item.instrument if isinstance(item, Demand) else item.name


def _fits(question: Question) -> bool:
    found = largest_scale(question)
    return found.z >= 1.0 - TIE and not found.unmet


def time_conflicts(question: Question) -> tuple[frozenset[str], ...]:
    """Smallest sets of demands and duties for which there is no time together, by name.

    Examples
    --------
    >>> whole = (Cell("all time", 1.0),)
    >>> asked = tuple(Demand(name, 0.6, (law,), (True,)) for name, law in (("a", "x"), ("b", "y"), ("c", "x")))
    >>> sorted(sorted(names) for names in time_conflicts(Question(asked, ("x", "y"), whole, 0.0)))
    [['a', 'b'], ['b', 'c']]
    """
    wishes = question.wishes
    if _fits(question):
        return ()
    found: list[frozenset[str]] = []
    for size in range(1, len(wishes) + 1):
        for chosen in itertools.combinations(wishes, size):
            names = frozenset(_name(item) for item in chosen)
            if not any(one <= names for one in found) and not _fits(_part(question, chosen)):
                found.append(names)
    return tuple(found)


def _part(question: Question, chosen: tuple[Demand | Duty, ...]) -> Question:
    demands = tuple(item for item in chosen if isinstance(item, Demand))
    return replace(question, demands=demands, duties=tuple(item for item in chosen if isinstance(item, Duty)))
