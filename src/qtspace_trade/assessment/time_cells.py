"""What shares the time of a platform, from its environment: cells, windows, dwells, slews, holds and duties."""

from __future__ import annotations

import functools
import operator
import weakref
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qtspace_trade import when
from qtspace_trade.assessment import sharing
from qtspace_trade.assessment.sharing import Cell, Demand, Duty, Exclusions, Limit, Question, Shared, Shares
from qtspace_trade.engine.environment import Environment, MissingInput
from qtspace_trade.engine.intervals import IntervalSet, always
from qtspace_trade.schema.base import Cited, weakest
from qtspace_trade.schema.entries import Attitude, Entry, Instrument, Operations, Platform
from qtspace_trade.schema.entries import Duty as StatedDuty

Array = NDArray[np.float64]
LostTimes = tuple[tuple[str, float], ...]
Sources = tuple[tuple[str, str], ...]
Members = tuple[tuple[Instrument, tuple[str, ...]], ...]
Company = tuple[tuple[float | None, ...], ...]  # by law: the dwell of each that may measure in it, None of the others
KEPT = 4_096  # time plans kept with an environment
ROUNDING = 1e-9  # of a block


@dataclass(frozen=True)
class Law:
    """An attitude law with the time of a change into it and the longest time that it is held; None where not stated. [s]"""

    name: str
    slew: float | None = None
    hold: float | None = None


@dataclass(frozen=True, eq=False)
class TimePlan:
    """Question of the time with what it was made of.

    Attributes
    ----------
    windows : tuple of IntervalSet or None
        Times in which the condition of each demand holds, then of each duty; None where there is no condition, or where
        windows are declared and not computed.
    dwells : tuple of float
        Uninterrupted block of each demand; 0 where none is stated. [s]
    computed : bool
        The times of the windows are known, not only their shares.
    conditions : tuple of str
        Of each window.
    unknown : tuple of str
        Losses that are not charged because nobody states them.
    shading : tuple of (str, IntervalSet)
        What a chart shows behind.
    evidence, sources
        Weakest evidence and all sources of the numbers of instruments and platform that went in.
    """

    question: Question
    laws: tuple[Law, ...]
    windows: tuple[IntervalSet | None, ...]
    dwells: tuple[float, ...]
    duration: float
    computed: bool
    platform: str
    conditions: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    shading: tuple[tuple[str, IntervalSet], ...] = ()
    evidence: str = "computed"
    sources: Sources = ()


def time_share(
    members: Members,
    environment: Environment,
    laws: tuple[str, ...],
    exclusions: Exclusions = (),
    limits: tuple[Limit, ...] = (),
    lost: LostTimes = (),
) -> tuple[Shared | None, tuple[str, ...]]:
    """How the instruments of one platform share its time, or None and the reasons why that is unknown.

    Parameters
    ----------
    members : tuple of (Instrument, tuple of str)
        Instruments with the laws they can work in.
    laws : tuple of str
        Attitude laws that the platform may hold.
    exclusions : tuple of (victim, emitter)
        Names of instruments that cannot measure at once.
    limits : tuple of Limit
        Resources that measuring uses up.
    lost : tuple of (instrument, share)
        Share of its time that an instrument loses to events on board: it needs so much more.
    """
    plan, missing = time_plan(members, environment, laws, exclusions, lost)
    if plan is None:
        return None, missing
    found = sharing.shared(plan.question, limits)
    unknown = (*plan.unknown, *_unstated_losses(plan, found))
    return replace(found, unknown=unknown, evidence=plan.evidence, sources=plan.sources), ()


def time_plan(
    members: Members, environment: Environment, laws: tuple[str, ...], exclusions: Exclusions = (), lost: LostTimes = ()
) -> tuple[TimePlan | None, tuple[str, ...]]:
    """What shares the time, without its outcome; None and the reasons where a number is missing."""
    kept = _plans.setdefault(environment, {})
    key = tuple((item.digest, working) for item, working in members), laws
    if key not in kept:
        if len(kept) >= KEPT:
            kept.clear()
        kept[key] = _plan(members, environment, laws)
    plan, missing = kept[key]
    if plan is None:
        return None, missing
    names = {item.name for item, _ in members}
    pairs = tuple(sorted({pair for pair in exclusions if names.issuperset(pair)}))
    if not pairs and not lost:
        return plan, ()
    demands = tuple(_with_losses(demand, dict(lost).get(demand.instrument, 0.0)) for demand in plan.question.demands)
    return replace(plan, question=replace(plan.question, exclusions=pairs, demands=demands)), ()


def _with_losses(demand: Demand, lost: float) -> Demand:
    if lost >= 1.0:
        return replace(demand, cells=(False,) * len(demand.cells))
    return replace(demand, fraction=demand.fraction / (1.0 - lost)) if lost else demand


_plans: weakref.WeakKeyDictionary[Environment, dict] = weakref.WeakKeyDictionary()


def _plan(members: Members, environment: Environment, laws: tuple[str, ...]) -> tuple[TimePlan | None, tuple[str, ...]]:
    platform = environment.platform
    assert platform is not None
    instruments = tuple(item for item, _ in members)
    missing = [f"time fraction of '{item.name}' is not stated" for item in instruments if not item.operations.time_fraction]
    if platform.time_overhead is None:
        missing.append(f"time overhead of '{platform.name}' is not stated")
    if missing or platform.time_overhead is None:
        return None, tuple(missing)
    wishes = (*instruments, *(_as_instrument(platform, duty) for duty in platform.duties))
    try:
        found = _cells(environment, wishes, (*(item.name for item in instruments), *(duty.name for duty in platform.duties)))
    except MissingInput as error:
        return None, (str(error),)
    if found is None:
        return None, (f"the windows of '{environment.orbit.name}' do not state the conditions",)
    held_laws = tuple(_law(platform, name) for name in laws)
    dwells = tuple(item.operations.dwell.si if item.operations.dwell else 0.0 for item in instruments)
    blocks = (*dwells, *(0.0 for _ in platform.duties))
    company = _company(members, platform, laws, dwells)
    shares = [
        _usable(found, held_laws, number, dwell, tuple(others[:number] + others[number + 1 :] for others in company))
        for number, dwell in enumerate(blocks)
    ]
    demands = tuple(
        Demand(item.name, item.operations.time_fraction.si, working, found.flags[number], *shares[number])
        for number, (item, working) in enumerate(members)
        if item.operations.time_fraction is not None
    )
    duties = tuple(
        Duty(item.name, item.fraction.si, item.laws, found.flags[number], item.exclusive, *shares[number])
        for number, item in enumerate(platform.duties, len(members))
    )
    slews = tuple((law.slew or 0.0) / environment.layer.duration for law in held_laws) if found.runs else ()
    question = Question(
        demands, laws, found.cells, platform.time_overhead.si, duties, (), slews if any(slews) and len(laws) > 1 else ()
    )
    evidence, sources = _provenance(members, platform)
    plan = TimePlan(
        question, held_laws, found.windows, dwells, environment.layer.duration, environment.layer.computed, platform.name,
        tuple(item.operations.when for item in wishes), _unknown_windows(found, environment, instruments),
        evidence=evidence, sources=sources,
    )  # fmt: skip
    return plan, ()


def _provenance(members: Members, platform: Platform) -> tuple[str, Sources]:
    """Weakest evidence and sources of the fractions, dwells, elevations, overhead, slews and holds that are used."""
    numbers: list[tuple[Entry, Cited | None]] = [(platform, platform.time_overhead)]
    for item, _ in members:
        asked = item.operations
        conditions = (asked.minimum_elevation, asked.dark_sun_elevation) if asked.when else ()
        numbers += [(item, number) for number in (asked.time_fraction, asked.dwell, *conditions)]
    for duty in platform.duties:
        numbers += [(platform, duty.fraction), (platform, duty.minimum_elevation)]
    used = {law for _, working in members for law in working} | {law for duty in platform.duties for law in duty.laws}
    for law in platform.attitudes:
        if law.law in used:
            numbers += [(platform, law.slew_time if len(used) > 1 or law.hold else None), (platform, law.hold)]
    cited = [(entry, number) for entry, number in numbers if number is not None]
    evidence = weakest([entry.cited(number) for entry, number in cited])
    return evidence, tuple(sorted({(entry.name, number.source) for entry, number in cited}))


def _company(
    members: Members, platform: Platform, laws: tuple[str, ...], dwells: tuple[float, ...]
) -> Company:
    """By law, for each wish: its dwell where it asks for time in the law."""
    working = [names if item.operations.time_fraction and item.operations.time_fraction.si else () for item, names in members]
    for duty in platform.duties:
        everywhere = () if duty.exclusive else laws
        working.append((duty.laws or everywhere) if duty.fraction.si else ())
    blocks = (*dwells, *(0.0 for _ in platform.duties))
    return tuple(
        tuple(dwell if law in names else None for names, dwell in zip(working, blocks, strict=True)) for law in laws
    )


def with_shading(plan: TimePlan, environment: Environment) -> TimePlan:
    """The plan with what a chart shows behind it: eclipses, and contacts of those who need one."""
    if not environment.layer.computed:
        return plan
    contacts = [
        window
        for condition, window in zip(plan.conditions, plan.windows, strict=True)
        if window is not None and when.State("station_visible") in when.atoms(when.parse(condition))
    ]
    found = [("eclipse", environment.intervals("eclipse"))]
    found += [("contact", functools.reduce(operator.or_, contacts))] if contacts else []
    return replace(plan, shading=tuple(found))


def _as_instrument(platform: Platform, duty: StatedDuty) -> Instrument:
    """A duty as the environment sees what has a condition."""
    operations = Operations(when=duty.when, stations=duty.stations, minimum_elevation=duty.minimum_elevation)
    return Instrument(name=f"{platform.name}.{duty.name}", title=duty.name, family="duty", operations=operations)


def _law(platform: Platform, name: str) -> Law:
    stated: Attitude | None = next((item for item in platform.attitudes if item.law == name), None)
    if stated is None:
        return Law(name)
    return Law(name, stated.slew_time.si if stated.slew_time else None, stated.hold.si if stated.hold else None)


def _unknown_windows(found: Cells, environment: Environment, instruments: tuple[Instrument, ...]) -> tuple[str, ...]:
    if found.runs:
        return ()
    where = f"the windows of '{environment.orbit.name}' are declared without their length"
    return tuple(f"time lost to the dwell of '{item.name}': {where}" for item in instruments if item.operations.dwell)


def _unstated_losses(plan: TimePlan, found: Shared) -> tuple[str, ...]:
    used = {law for _, law, _, _ in found.time}
    laws = [law for law in plan.laws if law.name in used]
    reasons = [
        f"the slew into '{law.name}' of '{plan.platform}' is not stated"
        for law in laws
        if law.slew is None and (len(laws) > 1 or law.hold is not None)
    ]
    if len(laws) > 1 and not plan.question.slews and any(law.slew for law in laws):
        reasons.append("time lost to slews: windows are declared without their length")
    return tuple(reasons)


# Cells and windows


@dataclass(frozen=True, eq=False)
class Cells:
    """Disjoint shares of the time, for each wish where it holds, and the lengths of time behind them.

    Attributes
    ----------
    windows : tuple of IntervalSet or None
        Of each wish; None without a condition.
    runs : tuple of (n,) array
        Length of each uninterrupted window of each cell; empty where only shares are declared. [s]
    overlaps : tuple of tuple of (lengths, gaps, times)
        By wish and cell: length of the window of the wish's condition, the time since the window before, infinite for the
        first one, and how much of the window lies in the cell. [s]
    """

    cells: tuple[Cell, ...]
    flags: tuple[tuple[bool, ...], ...]
    windows: tuple[IntervalSet | None, ...]
    runs: tuple[Array, ...] = ()
    overlaps: tuple[tuple[tuple[Array, Array, Array], ...], ...] = ()

    @property
    def duration(self) -> float:
        """All the time of the windows. [s]"""
        return float(sum(run.sum() for run in self.runs))


def _cells(environment: Environment, wishes: tuple[Instrument, ...], names: tuple[str, ...]) -> Cells | None:
    conditions = [item.operations.when for item in wishes]
    duration = environment.layer.duration
    if not any(conditions):
        whole, pointed = np.array([duration]), np.array([np.inf])
        return Cells(
            (Cell("all time", 1.0),), ((True,),) * len(wishes), (None,) * len(wishes), (whole,),
            (((whole, pointed, whole),),) * len(wishes),
        )  # fmt: skip
    if not environment.layer.computed:
        return _declared_cells(environment, conditions)
    held = [environment.intervals(item.operations.when, item) if item.operations.when else None for item in wishes]
    return swept_cells(names, held, duration)


def swept_cells(names: tuple[str, ...], held: list[IntervalSet | None], duration: float) -> Cells:
    """Cells of known windows.

    Parameters
    ----------
    held : list of IntervalSet or None
        Windows of each wish; None where there is no condition.
    duration : float
        The windows lie between 0 and this. [s]

    Examples
    --------
    >>> night = IntervalSet(0.0, 10.0, np.array([1.0, 5.0]), np.array([2.0, 8.0]))
    >>> found = swept_cells(("a", "b"), [night, None], 10.0)
    >>> [(cell.name, cell.fraction) for cell in found.cells], found.flags, [run.tolist() for run in found.runs]
    ([('other windows', 0.6), ('windows of a', 0.4)], ((False, True), (True, True)), [[1.0, 3.0, 2.0], [1.0, 3.0]])
    """
    edges = [np.array([0.0, duration])]
    edges += [part for item in held if item is not None for part in (item.begins, item.ends)]
    times = np.unique(np.concatenate(edges))
    middle, length = 0.5 * (times[1:] + times[:-1]), np.diff(times)
    whole = always(0.0, duration)
    inside = np.array([item.contains(middle) if item is not None else np.ones(len(middle), bool) for item in held])
    code = (1 << np.arange(len(held))) @ inside
    run = np.concatenate([[0], np.cumsum(code[1:] != code[:-1])])
    run_length = np.bincount(run, length)
    run_code = code[np.concatenate([[True], code[1:] != code[:-1]])]
    cells, flags, runs, overlaps = [], [], [], []
    for value in np.unique(code):
        flag = tuple(bool(value >> number & 1) for number in range(len(held)))
        label = ", ".join(name for name, item, on in zip(names, held, flag, strict=True) if item is not None and on)
        here = code == value
        cells.append(Cell(f"windows of {label}" if label else "other windows", float(length[here].sum() / duration)))
        flags.append(flag)
        runs.append(run_length[run_code == value])
        overlaps.append(tuple(
            _overlap(item or whole, middle[here], length[here]) if on else (np.empty(0),) * 3
            for item, on in zip(held, flag, strict=True)
        ))  # fmt: skip
    by_wish = tuple(zip(*overlaps, strict=True))
    return Cells(tuple(cells), tuple(zip(*flags, strict=True)), tuple(held), tuple(runs), by_wish)


def _overlap(window: IntervalSet, middle: Array, length: Array) -> tuple[Array, Array, Array]:
    index = np.searchsorted(window.begins, middle, side="right") - 1
    gaps = np.concatenate([[np.inf], window.begins[1:] - window.ends[:-1]])
    return window.durations[index], gaps[index], length


def _declared_cells(environment: Environment, conditions: list[str]) -> Cells | None:
    if not environment.windows or not all(environment.windows_state(condition) for condition in conditions):
        return None
    cells = tuple(Cell(" and ".join(window.holds) or "the rest", window.fraction) for window in environment.windows)
    flags = tuple(
        tuple(environment.condition_holds(condition, window.holds) for window in environment.windows)
        for condition in conditions
    )
    return Cells(cells, flags, (None,) * len(conditions))


# Usable time


def usable_time(lengths: Array, dwell: float = 0.0, hold: float | None = None, slew: float = 0.0) -> Array:
    """Time in uninterrupted windows that blocks of a dwell can use.

    Without a hold that is the whole number of blocks. With one, pointed at the beginning of the window, it is the largest
    number m of blocks with m dwell + (ceil(m / k) - 1) slew <= length, where k = floor(hold / dwell) blocks fit between two
    re-pointings; an earlier re-pointing is allowed.

    Parameters
    ----------
    lengths : (n,) array
        Lengths of the windows. [s]
    dwell : float
        Uninterrupted block; 0 where any time counts. [s]
    hold : float, optional
        Longest time between re-pointings. [s]
    slew : float
        Duration of a re-pointing. [s]

    Examples
    --------
    >>> usable_time(np.array([50.0, 250.0, 1000.0]), dwell=100.0).tolist()
    [0.0, 200.0, 1000.0]
    >>> usable_time(np.array([2300.0]), dwell=300.0, hold=1000.0, slew=100.0).tolist()
    [2100.0]
    """
    return _blocks(lengths, dwell) if hold is None else _pointed_first(lengths, dwell, _fitting(hold, dwell), slew)


def _blocks(lengths: Any, dwell: float) -> Any:
    return np.floor(lengths / dwell + ROUNDING) * dwell if dwell else lengths


def _fitting(hold: float, dwell: float) -> float:
    """The hold cut to the blocks that fit into it."""
    return min(float(_blocks(hold, dwell)), hold)


def _pointed_first(lengths: Array, dwell: float, hold: float, slew: float) -> Array:
    """Blocks in windows that begin with a hold; re-pointings follow each hold."""
    if not hold:
        return np.zeros_like(lengths)
    cycles = np.floor((lengths + slew) / (hold + slew) * (1 + ROUNDING))
    rest = np.clip(lengths - cycles * (hold + slew), 0.0, hold)
    return np.minimum(cycles * _blocks(hold, dwell) + _blocks(rest, dwell), lengths)


def _pointed_anyhow(lengths: Array, dwell: float, hold: float, slew: float) -> Array:
    """Mean number of blocks, as time, over all phases of a re-pointing after each hold.

    A hold that begins at t has x in common with the window: 1 / (hold + slew) times the integral of the blocks of x over t.
    """
    if not hold:
        return np.zeros_like(lengths)
    short = np.minimum(lengths, hold)
    number = np.floor(short / dwell + ROUNDING) if dwell else 0.0
    below = dwell**2 * number * (number - 1) / 2 + number * dwell * (short - number * dwell) if dwell else short**2 / 2
    return (2 * below + np.abs(lengths - hold) * _blocks(short, dwell)) / (hold + slew)


def _endless(dwell: float, hold: float, slew: float) -> float:
    return float(_blocks(hold, dwell)) / (hold + slew) if hold else 0.0


def _usable(
    found: Cells, laws: tuple[Law, ...], wish: int, dwell: float, company: Company = ()
) -> tuple[Shares, tuple[Shares, ...]]:
    """`kept` and `visited` of a demand or duty; empty where nothing is lost."""
    held = any(law.hold is not None for law in laws)
    slews = [law.slew or 0.0 for law in laws]
    changes = bool(found.runs) and len(laws) > 1 and (any(slews) or bool(dwell) or held)
    beside = company or ((),) * len(laws)
    pointings = [_Pointing(law, dwell, others, found.duration) for law, others in zip(laws, beside, strict=True)]
    kept = tuple(_by_cell(found, wish, _kept(found, pointing, wish)) for pointing in pointings) if dwell or held else ()
    if not changes:
        return kept, ()
    visited = tuple(
        tuple(
            _by_cell(found, wish, _at_home(found, pointing) if i == j else _visited(found, pointing, slews[i] + slews[j]))
            for j, pointing in enumerate(pointings)
        )
        for i in range(len(laws))
    )
    return kept, tuple(_no_more(shares, kept, laws) for shares in visited)


def _no_more(visited: Shares, kept: Shares, laws: tuple[Law, ...]) -> Shares:
    """With a hold, visits never count more than the law kept throughout."""
    return tuple(
        tuple(map(min, shares, kept[number])) if law.hold is not None else shares
        for number, (shares, law) in enumerate(zip(visited, laws, strict=True))
    )


def _by_cell(found: Cells, wish: int, share: Callable[[int], float]) -> tuple[float, ...]:
    return tuple(share(cell) if on else 0.0 for cell, on in enumerate(found.flags[wish]))


class _Pointing:
    """How blocks of a dwell fit between the re-pointings of a law, which all who measure in it have in common.

    The hold is the shortest of those that suit them each. For each of them the worst of its own and that of each other one is
    counted, so that one more never makes it better.
    """

    def __init__(self, law: Law, dwell: float, company: tuple[float | None, ...], duration: float) -> None:
        self.dwell, self.slew, self.duration = dwell, law.slew or 0.0, duration
        others = [other for other in company if other is not None]
        self.alone = not others
        self.holds: tuple[float, ...] = ()
        if law.hold is not None:
            own, hold = _fitting(law.hold, dwell), law.hold
            self.holds = tuple({own, *(min(own, _fitting(hold, other)) for other in others if other <= hold)})

    def first(self, lengths: Array) -> Array:
        if not self.holds:
            return _blocks(lengths, self.dwell)
        return np.min([_pointed_first(lengths, self.dwell, hold, self.slew) for hold in self.holds], axis=0)

    def anyhow(self, lengths: Array) -> Array:
        """Windows that last all the time never end."""
        if not self.holds:
            return _blocks(lengths, self.dwell)
        mean = np.min([_pointed_anyhow(lengths, self.dwell, hold, self.slew) for hold in self.holds], axis=0)
        return np.where(lengths >= self.duration * (1 - ROUNDING), lengths * self.endless, mean)

    @property
    def endless(self) -> float:
        return min((_endless(self.dwell, hold, self.slew) for hold in self.holds), default=1.0)


def _kept(found: Cells, pointing: _Pointing, wish: int) -> Callable[[int], float]:
    """In a law kept throughout one alone is pointed before each window, in the gap where that is long enough."""

    def share(cell: int) -> float:
        if not found.runs:
            return pointing.endless
        lengths, gaps, times = found.overlaps[wish][cell]
        usable = pointing.anyhow(lengths)
        if pointing.holds and pointing.alone:
            first = pointing.first(np.maximum(lengths - np.maximum(pointing.slew - gaps, 0.0), 0.0))
            usable = np.where(lengths < pointing.duration * (1 - ROUNDING), np.maximum(usable, first), usable)
        whole = times.sum()
        return float((usable / lengths) @ times / whole) if whole else 0.0

    return share


def _at_home(found: Cells, pointing: _Pointing) -> Callable[[int], float]:
    def share(cell: int) -> float:
        return float(pointing.anyhow(found.runs[cell]).sum() / found.runs[cell].sum())

    return share


def _visited(found: Cells, pointing: _Pointing, slew: float) -> Callable[[int], float]:
    """A visit begins with the slew into the law, which points it."""

    def share(cell: int) -> float:
        runs = found.runs[cell]
        return float(pointing.first(np.maximum(runs - slew, 0.0)).sum() / runs.sum())

    return share
