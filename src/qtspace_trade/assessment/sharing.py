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
from typing import Any, NamedTuple, TypeVar

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
Name = TypeVar("Name", str, int)


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
    evidence, sources
        Weakest evidence and all sources of the numbers that went in, where they come from entries.
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
    evidence: str = "computed"
    sources: tuple[tuple[str, str], ...] = ()


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

    @functools.cached_property
    def apart(self) -> tuple[tuple[int, int], ...]:
        """The exclusions, by number among those that ask."""
        names = [demand.instrument for demand in self.asked]
        return tuple(
            (i, j) for one, two in self.exclusions for i, a in enumerate(names) for j, b in enumerate(names)
            if (a, b) == (one, two)
        )  # fmt: skip

    @functools.cached_property
    def kinds(self) -> tuple[Cell, ...]:
        """The cells that limit the time beside the whole of it: none where one is all the time."""
        return self.cells if any(cell.fraction < 1.0 - ROUNDING for cell in self.cells) else ()

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
    if question.plain:
        return _outcome(question, _solved(question, _programme(question, FREE)))
    return _outcome(question, *_best(_solutions(question)))


def _solutions(question: Question) -> list[Solution]:
    """Of each way of going about the laws, the most promising first; those that cannot give more are left out."""
    promising = sorted(((_most(question, way), way) for way in _ways(question)), key=lambda item: -item[0])
    found: list[Solution] = []
    for most, way in promising:
        best = max((item.z for item in found if not item.unmet), default=-1.0)
        if most <= best * (1 + TIE):
            break
        programme = _programme(question, way)
        if all(_bound(question, item, programme) > best * (1 + TIE) for item in found):
            found.append(_solved(question, programme))
    return found


def _bound(question: Question, found: Solution, other: Programme) -> float:
    """No more than this is z of another way: the duals of an optimum, with time in all made dear enough for its columns."""
    if found.result is None or found.z <= 0:
        return np.inf
    prices = np.maximum(-found.result.ineqlin.marginals, 0.0)
    whole = len(question.kinds)
    dearer = max(-float((prices @ other.matrix[:, :-1]).min(initial=0.0)), 0.0)
    demands = float(prices[whole + 1 : whole + 1 + len(question.asked)].sum())
    return float(prices @ other.limits + dearer * other.limits[whole]) / demands


def _most(question: Question, way: Way) -> float:
    """No more than this is z: the least that a demand alone gets, were every law at hand at once."""
    laws = [way.kept] if way.kept is not None else range(len(question.laws))
    size = np.array([cell.fraction for cell in question.cells])
    most = Z_CLIP
    for demand in question.asked:
        able = [law for law in laws if question.laws[law] in demand.laws]
        usable = np.array([[_usable(demand, way, law, cell) for cell in range(len(size))] for law in able])
        best = usable.max(axis=0, initial=0.0) if able else np.zeros(len(size))
        most = min(most, float(_filled(question, np.argsort(-best, kind="stable")) @ best) / demand.fraction)
    return most


# The ways of going about the laws: all free of charge, one kept throughout, or a home law and visits.


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


def together(able: tuple[Name, ...], exclusions: tuple[tuple[Name, Name], ...]) -> tuple[tuple[Name, ...], ...]:
    """Largest sets of instruments, by name or number, that may measure at once.

    Examples
    --------
    >>> together(("a", "b", "c"), (("a", "b"),))
    (('a', 'c'), ('b', 'c'))
    """
    foes: dict[Name, set[Name]] = {name: set() for name in able}
    for one, two in exclusions:
        if one in foes and two in foes:
            foes[one].add(two)
            foes[two].add(one)
    return tuple(tuple(name for name in able if name in group) for group in _independent(able, foes))


def _independent(able: tuple[Name, ...], foes: dict[Name, set[Name]]) -> list[frozenset[Name]]:
    for torn in able:
        if not foes[torn].isdisjoint(able):
            others = tuple(one for one in able if one != torn)
            with_it = [group | {torn} for group in _independent(tuple(one for one in others if one not in foes[torn]), foes)]
            without = [group for group in _independent(others, foes) if not any(group <= one for one in with_it)]
            return with_it + without
    return [frozenset(able)]


class Column(NamedTuple):
    """Time in a law and a cell, for instruments that measure together or for an exclusive duty: all by number."""

    who: tuple[int, ...]
    law: int | None
    cell: int
    duty: int | None = None


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
    sets = functools.cache(lambda able: together(able, question.apart))
    for law, cell in itertools.product(laws, range(len(question.cells))):
        name = question.laws[law]
        able = tuple(
            i for i, item in enumerate(question.asked) if name in item.laws and _usable(item, way, law, cell) > 0
        )
        waiting = any(not item.exclusive and _holds(item, name) and item.cells[cell] for item in question.bound)
        if able or waiting:
            found += [Column(who, law, cell) for who in sets(able)]
    for number, duty in enumerate(question.bound):
        if duty.exclusive:
            places = [law for law in laws if question.laws[law] in duty.laws] if duty.laws else [None]
            cells = [cell for cell, held in enumerate(duty.cells) if held]
            found += [Column((), law, cell, number) for law, cell in itertools.product(places, cells)]
    return found


def _holds(duty: Duty, law: str) -> bool:
    return not duty.laws or law in duty.laws


def _serves(question: Question, way: Way, column: Column, number: int) -> float:
    """Share of a column that counts for a duty."""
    duty = question.bound[number]
    if duty.exclusive or column.duty is not None:
        done = column.duty == number
    else:
        done = column.law is not None and _holds(duty, question.laws[column.law])
    if not done:
        return 0.0
    return float(duty.cells[column.cell]) if column.law is None else _usable(duty, way, column.law, column.cell)


def _programme(question: Question, way: Way) -> Programme:
    columns = _columns(question, way)
    cells, asked, duties = question.kinds, question.asked, question.bound
    matrix = np.zeros((len(cells) + 1 + len(asked) + len(duties), len(columns) + 1))
    first = len(cells) + 1
    for j, column in enumerate(columns):
        matrix[len(cells), j] = 1.0
        if cells:
            matrix[column.cell, j] = 1.0
        for i in column.who:
            assert column.law is not None
            matrix[first + i, j] = -_usable(asked[i], way, column.law, column.cell) / asked[i].fraction
        for i, duty in enumerate(duties):
            matrix[first + len(asked) + i, j] = -_serves(question, way, column, i) / duty.fraction
    matrix[first : first + len(asked), -1] = 1.0
    capacities = _capacities(question, way, columns)
    whole = 1.0 - question.overhead
    limits = [*capacities, whole] if cells else [min(float(capacities.sum()), whole)]
    labels = [f"time in {cell.name}" for cell in cells] + ["time in all"]
    labels += [f"demand of {item.instrument}" for item in asked] + [f"duty '{item.name}'" for item in duties]
    worth = [1.0] * first + [1.0 / item.fraction for item in question.wishes]
    rows = np.concatenate([limits, np.zeros(len(asked)), -np.ones(len(duties))])
    return Programme(way, tuple(columns), matrix, rows, tuple(labels), np.array(worth))


def _capacities(question: Question, way: Way, columns: list[Column]) -> Array:
    """Time of each cell, less the slews for the windows that are divided."""
    whole = np.array([cell.fraction for cell in question.cells])
    if way.home is None or not question.slews:
        return whole
    for column in columns:
        if column.law is not None and column.law != way.home:
            whole[column.cell] -= question.slews[column.law] + question.slews[way.home]
    return np.maximum(whole, 0.0)


class Solution(NamedTuple):
    """An optimum: z, time of each column, and the duties without time."""

    z: float
    programme: Programme
    result: Any = None
    unmet: tuple[str, ...] = ()
    lacking: float = 0.0

    @property
    def binding(self) -> list[tuple[str, float]]:
        """What binds, with its dual."""
        programme = self.programme
        if self.result is None:
            return [(f"duty '{name}'", 0.0) for name in self.unmet]
        duals, named = _right_duals(programme, self.result)
        worth = (duals * programme.worth).tolist()
        return [(label, gain) for label, gain, bound in zip(programme.labels, worth, named, strict=True) if bound]


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
    return Solution(min(max(float(-result.fun), 0.0) + 0.0, Z_CLIP), programme, result)


def _without_demand(question: Question, programme: Programme) -> Solution:
    """Do the duties fit, measuring nothing: those that do not are named."""
    duties = question.bound
    if not duties:
        return Solution(0.0, programme)
    count = len(programme.columns)
    matrix = np.hstack([programme.matrix[:, :count], np.zeros((len(programme.matrix), len(duties)))])
    matrix[-len(duties) :, count:] = -np.eye(len(duties))
    goal = np.concatenate([np.zeros(count), np.ones(len(duties))])
    short = _linear(goal, matrix, programme.limits).x[count:]
    unmet = tuple(duty.name for duty, lack in zip(duties, short, strict=True) if lack > TINY)
    z = Z_CLIP if not question.asked and not unmet else 0.0
    return Solution(z, programme, unmet=unmet, lacking=float(short.sum()))


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
    if not raised and first.z < Z_CLIP:
        raised = {f"demand of {item.instrument}": 0.0 for item in question.asked}
    home = first.programme.way.home
    return Shared(
        first.z, tuple(sorted(raised.items(), key=lambda item: -item[1])), _used(question, first), unmet=first.unmet,
        home="" if home is None else question.laws[home],
    )  # fmt: skip


def _used(question: Question, found: Solution) -> tuple[tuple[str, str, str, float], ...]:
    if found.result is None:
        return ()
    programme, times = found.programme, np.zeros((len(question.asked), len(question.laws), len(question.cells)))
    for column, time in zip(programme.columns, found.result.x[:-1], strict=True):
        for i in column.who:
            assert column.law is not None
            times[i, column.law, column.cell] += time * _usable(question.asked[i], programme.way, column.law, column.cell)
    return tuple(
        (question.asked[i].instrument, question.laws[law], question.cells[cell].name, float(times[i, law, cell]))
        for i, law, cell in np.argwhere(times > TINY)
    )


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
    limiting = zip(question.kinds, usable - worst, whole, strict=bool(question.kinds))
    gains = {f"time in {cell.name}": gain for cell, gain, full in limiting if full and gain >= 0}
    if scarce:
        gains["time in all"] = usable[useful & ~whole].max(initial=0.0) if question.kinds else usable[0]
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
