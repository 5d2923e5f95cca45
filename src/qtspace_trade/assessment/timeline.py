"""One timeline of a platform, drawn by mixed-integer programming: which law, who measures, when the duties are done.

The linear programme of `sharing` says what is possible on the average; this one lays it out in slots of equal length.
First the smallest share of a demand is made as large as possible, as z is: measured time over the demanded fraction of this
stretch, up to 1. Where the windows of an instrument allow it no more, the next smallest share is, and so on. Then the changes
of law are made as few as possible, and then as much as possible is measured. An instrument without a window here is left out
and named; of a duty only that counts for which there are windows here.

In each slot one law is held. A change takes the slew at the beginning of the slots that follow it. A hold ends with a
re-pointing that takes the same slew; the stretch begins pointed. An instrument with a dwell measures in blocks of whole slots,
each inside one window of its condition and one law, without a slew; as many dwells count as fit into the block. One without a
dwell measures in any part of a slot. All of this is conservative: what the slots cut off is not counted.
"""

from __future__ import annotations

import importlib
import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qtspace_trade import units
from qtspace_trade.assessment.sharing import Demand, Duty, Question, largest_scale, together
from qtspace_trade.assessment.time_cells import Law, TimePlan, with_shading
from qtspace_trade.constants import DAY
from qtspace_trade.engine.intervals import IntervalSet
from qtspace_trade.errors import QtspaceError

Array = NDArray[np.float64]
MOST_SLOTS = 400
GAP = 1e-2  # relative, of the smallest share
TIME_LIMIT = 10.0  # s, of each search
ROUNDING, TINY = 1e-6, 1e-9


class Row(NamedTuple):
    """A stretch of time in which law, activity and duties are the same. [s]"""

    begin: float
    end: float
    law: str
    measuring: tuple[str, ...]
    duties: tuple[str, ...]
    slewing: bool


@dataclass(frozen=True)
class Timeline:
    """One use of the time.

    Attributes
    ----------
    rows : tuple of Row
        In order of time; instruments and duties that have part of a slot are named for the whole of it.
    shares : dict
        Instrument -> its measured time over the demanded fraction of this stretch of time, whatever its windows hold here.
    without_window : tuple of str
        Instruments for which there is no window in this stretch: their share is 0, and they hold nobody back.
    average : dict
        Instrument -> what the linear programme gives it on the average over the mission, z; for comparison.
    changes : int
        Changes of law and re-pointings.
    gap : float
        How far, relatively, the smallest share of those with a window may lie below the largest possible one.
    complete : bool
        False where the search ended by its time limit.
    slot : float
        [s]
    measured : tuple of (name, begin, end, share)
        Slots in which an instrument measures, a duty (`duty NAME`) is done or nothing is (`overhead`), and in what share
        of the slot.
    shading : dict
        What is drawn behind: name -> intervals. [s]
    notes : tuple of str
        Losses that are not counted.
    """

    rows: tuple[Row, ...]
    begin: float
    duration: float
    slot: float
    laws: tuple[str, ...]
    instruments: tuple[str, ...]
    duties: tuple[str, ...]
    measured: tuple[tuple[str, float, float, float], ...]
    shares: dict[str, float]
    average: dict[str, float]
    changes: int
    gap: float
    complete: bool
    platform: str
    shading: dict[str, tuple[tuple[float, float], ...]]
    notes: tuple[str, ...] = ()
    without_window: tuple[str, ...] = ()

    def to_frame(self) -> Any:
        """Rows as a pandas frame, times in seconds since the epoch of the scenario."""
        import pandas as pd

        frame = pd.DataFrame(
            {
                "begin": row.begin, "end": row.end, "law": row.law, "measuring": ", ".join(row.measuring),
                "duties": ", ".join(row.duties), "slewing": row.slewing,
            }
            for row in self.rows
        )  # fmt: skip
        frame.attrs["units"] = {"begin": "s", "end": "s"}
        return frame

    def plot(self, path: Any = None) -> Any:
        """Gantt chart with one lane for each instrument and duty, one for the attitude; data saved beside the file."""
        return importlib.import_module("qtspace_trade.plotting.gantt").gantt(self, path)

    def __str__(self) -> str:
        worst = min(self.shares.keys() - self.without_window, key=lambda name: (self.shares[name], name), default="")
        share = self.shares.get(worst, 1.0)
        if share < 1.0 - ROUNDING:
            least = f"; the least share of a demand is {share:.0%} ({worst})"
        else:
            least = "; every other demand is met" if self.without_window else "; every demand is met"
        least += f"; no window here for {', '.join(self.without_window)}" if self.without_window else ""
        limit = "" if self.complete else f"; the search ended by its time limit with a gap of {self.gap:.1%}"
        number = "1 change of law" if self.changes == 1 else f"{self.changes} changes of law"
        what = f"{self.duration / 3600:.4g} h of {self.platform} in slots of {self.slot:.4g} s: {number}"
        return what + least + limit


def timeline(
    plan: TimePlan,
    begin: float = 0.0,
    duration: float = 86_400.0,
    slot: float = 900.0,
    *,
    gap: float = GAP,
    time_limit: float = TIME_LIMIT,
) -> Timeline:
    """A timeline of a plan.

    Parameters
    ----------
    plan : TimePlan
        Of `time_cells.time_plan`.
    begin, duration, slot : float
        Where it begins, how long it is, and the length of its slots; the last slot is whole. [s]
    gap : float
        Relative gap at which a search ends.
    time_limit : float
        Of each search. [s]

    Raises
    ------
    QtspaceError
        Windows that are declared and not computed, times that do not fit the mission, too many slots, or duties that leave
        each other no time in this stretch.
    """
    count = _slot_count(plan, begin, duration, slot)
    grid = _grid(plan, begin, count, slot)
    searches, floors = _fairest(grid, gap, time_limit)
    if searches[-1].found is not None:
        searches.append(_search(grid, gap, time_limit, floors, aim=_fewest))
        searches.append(_search(grid, gap, time_limit, floors, aim=_most, laid_out=_last(searches)))
    complete = all(search.complete for search in searches)
    return _told(plan, grid, _last(searches), searches[0], complete)


def _fairest(grid: _Grid, gap: float, time_limit: float) -> tuple[list[_Found], dict[str, float]]:
    """The smallest share as large as possible, then that of those whose windows still allow more; the shares found."""
    rising = {demand.instrument: grid.ceiling(demand) for demand in grid.asked if grid.ceiling(demand) > 0}
    floors: dict[str, float] = {}
    searches: list[_Found] = []
    while not searches or (rising and searches[-1].found is not None):
        searches.append(_search(grid, gap, time_limit, floors, tuple(rising)))
        share = searches[-1].share
        full = [name for name, most in rising.items() if most <= share * (1.0 + gap)]
        stopped = full if full and share < 1.0 - ROUNDING else list(rising)
        floors |= {name: min(share, rising.pop(name)) for name in stopped}
    return searches, floors


def _last(searches: list[_Found]) -> _Found:
    return next((search for search in reversed(searches) if search.found is not None), searches[0])


def of_spacecraft(aboard: Any, days: Any = 1.0, slot: Any = "15 min", begin: Any = 0.0) -> Timeline:
    """Timeline of the instruments on one platform; `days` and `begin` in days, or as times with their units."""
    environment = aboard.site.environments[0]
    plan, missing = aboard.time_plan
    if plan is None:
        raise QtspaceError(f"no timeline: {'; '.join(missing)}")
    start, length = (_seconds(given, name) for given, name in ((begin, "begin"), (days, "days")))
    return timeline(with_shading(plan, environment), start, length, units.si(slot, "s"))


def _seconds(given: Any, name: str) -> float:
    if isinstance(given, int | float) and not isinstance(given, bool):
        return given * DAY
    try:
        return float(units.si(given, "s"))
    except (QtspaceError, TypeError) as error:
        expected = "a number of days or a time with its unit, such as '95 min'"
        raise QtspaceError(f"{name} = {given!r}: expected {expected}") from error


def _slot_count(plan: TimePlan, begin: float, duration: float, slot: float) -> int:
    wishes: tuple[Demand | Duty, ...] = (*plan.question.demands, *plan.question.duties)
    if not plan.computed and any(item.cells != (True,) for item in wishes):
        raise QtspaceError("the windows are declared as shares: there is no time at which they lie, so no timeline")
    if not (slot > 0 and duration >= slot and begin >= 0 and begin + duration <= plan.duration * (1 + ROUNDING)):
        raise QtspaceError(
            f"begin {begin:g} s, duration {duration:g} s, slot {slot:g} s: expected at least one slot inside the mission of "
            f"{plan.duration:g} s"
        )
    count = math.ceil(duration / slot - ROUNDING)
    if count > MOST_SLOTS:
        longer = duration / MOST_SLOTS
        raise QtspaceError(f"{count} slots of {slot:g} s: expected at most {MOST_SLOTS}, that is slots of {longer:.3g} s")
    return count


@dataclass(frozen=True)
class _Grid:
    """The slots: what of each lies in whose windows, and what slews, holds and dwells are in slots."""

    question: Question
    laws: tuple[Law, ...]
    begin: float
    slot: float
    count: int
    inside: dict[str, Array]
    blocks: dict[str, tuple[int, float]]

    @property
    def asked(self) -> tuple[Demand, ...]:
        return self.question.asked

    def held(self, item: Demand | Duty) -> float:
        """Slots, or blocks as slots, that the windows of a demand or duty hold here."""
        name = item.instrument if isinstance(item, Demand) else f"duty {item.name}"
        if name not in self.blocks:
            return float(self.inside[name].sum())
        length, worth = self.blocks[name]
        whole = self.inside[name] > 1.0 - ROUNDING
        runs = (len(list(group)) for on, group in itertools.groupby(whole) if on)
        return sum(run // length for run in runs) * worth

    def ceiling(self, demand: Demand) -> float:
        """Share of a demand for which there are windows here."""
        return self.held(demand) / (demand.fraction * self.count)

    def wanted(self, duty: Duty) -> float:
        """Slots that a duty asks for, at most those that its windows hold here."""
        return min(duty.fraction * self.count, self.held(duty))

    @property
    def duties(self) -> tuple[Duty, ...]:
        return self.question.bound


def _grid(plan: TimePlan, begin: float, count: int, slot: float) -> _Grid:
    edges = np.linspace(begin, begin + slot * count, count + 1)
    items: tuple[Demand | Duty, ...] = (*plan.question.demands, *plan.question.duties)
    names = [item.instrument if isinstance(item, Demand) else f"duty {item.name}" for item in items]
    inside = {name: _part_inside(window, edges) for name, window in zip(names, plan.windows, strict=True)}
    blocks = {}
    for demand, dwell in zip(plan.question.demands, plan.dwells, strict=True):
        if dwell:
            length = math.ceil(dwell / slot - ROUNDING)
            blocks[demand.instrument] = (length, math.floor(length * slot / dwell + ROUNDING) * dwell / slot)
    return _Grid(plan.question, plan.laws, begin, slot, count, inside, blocks)


def _part_inside(window: IntervalSet | None, edges: Array) -> Array:
    """Share of each slot that lies inside the intervals."""
    if window is None:
        return np.ones(len(edges) - 1)
    if not window.count:
        return np.zeros(len(edges) - 1)
    passed = np.concatenate([[0.0], np.cumsum(window.durations)])
    index = np.searchsorted(window.begins, edges, side="right")
    since = np.where(index > 0, np.minimum(edges, window.ends[index - 1]) - window.begins[index - 1], 0.0)
    until = passed[np.maximum(index - 1, 0)] + since
    return np.clip(np.diff(until) / np.diff(edges), 0.0, 1.0)


class _Found(NamedTuple):
    share: float
    bound: float
    complete: bool
    found: dict[str, Array] | None


class _Model:
    """Variables by name and rows of a mixed-integer programme."""

    def __init__(self) -> None:
        self.places: dict[str, NDArray[np.int_]] = {}
        self.lowest: list[Array] = []
        self.highest: list[Array] = []
        self.whole: list[Array] = []
        self.size = 0
        self.entries: list[tuple[int, int, float]] = []
        self.below: list[float] = []
        self.above: list[float] = []

    def variable(self, name: str, highest: Array, whole: bool = False) -> NDArray[np.int_]:
        places = self.size + np.arange(len(highest))
        self.places[name] = places
        self.size += len(highest)
        self.lowest.append(np.zeros(len(highest)))
        self.highest.append(highest)
        self.whole.append(np.full(len(highest), float(whole)))
        return places

    def fix(self, values: Array) -> None:
        """Give the last variable these values."""
        self.lowest[-1], self.highest[-1] = values, values

    def row(self, terms: list[tuple[int, float]], highest: float, lowest: float = -np.inf) -> None:
        self.entries += [(len(self.above), int(place), factor) for place, factor in terms]
        self.below.append(lowest)
        self.above.append(highest)

    def solve(self, goal: Array, gap: float, time_limit: float) -> Any:
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import coo_array

        rows, columns, factors = zip(*self.entries, strict=True)
        matrix = coo_array((factors, (rows, columns)), shape=(len(self.above), self.size)).tocsr()
        return milp(
            goal, integrality=np.concatenate(self.whole), constraints=LinearConstraint(matrix, self.below, self.above),
            bounds=Bounds(np.concatenate(self.lowest), np.concatenate(self.highest)),
            options={"mip_rel_gap": gap, "time_limit": time_limit},
        )  # fmt: skip


def _search(
    grid: _Grid, gap: float, time_limit: float, floors: dict[str, float], rising: tuple[str, ...] = (),
    aim: Callable[[_Model, _Grid, Array], None] | None = None, laid_out: _Found | None = None,
) -> _Found:  # fmt: skip
    """A use of the slots that keeps the shares `floors`: with the largest smallest share of the `rising`, or with an aim.

    `laid_out` gives the laws, so that they are not sought again.
    """
    model, ones = _Model(), np.ones(grid.count)
    least = model.variable("least", np.ones(1))
    for law in grid.laws:
        for kind in ("law", "event"):
            model.variable(f"{kind} {law.name}", ones, whole=True)
            if laid_out is not None and laid_out.found is not None:
                model.fix(np.round(laid_out.found[f"{kind} {law.name}"]))
    for demand in grid.asked:
        _activity(model, grid, demand)
    for duty in grid.duties:
        model.variable(f"duty {duty.name}", grid.inside[f"duty {duty.name}"])
    model.variable("rest", ones)
    _attitude(model, grid)
    _exclusive(model, grid)
    for demand in grid.asked:
        name, asked = demand.instrument, demand.fraction * grid.count
        measured = [(place, -factor / asked) for place, factor in _counted(model, grid, demand)]
        if name in rising:
            model.row([(least[0], 1.0), *measured], 0.0)
        elif name in floors:
            model.row(measured, -floors[name] * (1.0 - ROUNDING))
    for duty in grid.duties:
        model.row([(place, 1.0) for place in model.places[f"duty {duty.name}"]], np.inf, grid.wanted(duty) * (1.0 - TINY))
    model.row([(place, 1.0) for place in model.places["rest"]], np.inf, grid.question.overhead * grid.count)
    goal = np.zeros(model.size)
    goal[least] = -1.0 if aim is None else 0.0
    if aim is not None:
        aim(model, grid, goal)
    result = model.solve(goal, gap, time_limit)
    if result.x is None:
        if result.status == 2:
            names = ", ".join(f"'{duty.name}'" for duty in grid.duties) or "the overhead"
            end = grid.begin + grid.slot * grid.count
            raise QtspaceError(f"there is no time for {names} between {grid.begin:g} and {end:g} s")
        return _Found(0.0, 1.0, False, None)
    found = {name: result.x[places] for name, places in model.places.items()}
    bound = 1.0 if result.mip_dual_bound is None else -float(result.mip_dual_bound)
    return _Found(float(found["least"][0]), bound, result.status == 0, found)


def _fewest(model: _Model, grid: _Grid, goal: Array) -> None:
    for law in grid.laws:
        goal[model.places[f"event {law.name}"]] = 1.0


def _most(model: _Model, grid: _Grid, goal: Array) -> None:
    """All measured time counts alike; what is early counts a little more, so that it lies together."""
    early = np.linspace(1.0, 0.9, grid.count)
    for demand in grid.asked:
        for slot, (place, factor) in enumerate(_counted(model, grid, demand)):
            goal[place] = -factor * early[slot]
    for duty in grid.duties:
        goal[model.places[f"duty {duty.name}"]] = 0.01 / early
    goal[model.places["rest"]] = 0.01


def _slots_of_slew(law: Law, grid: _Grid) -> tuple[int, float]:
    """Whole slots that a slew takes, and the share of the next one."""
    slew = (law.slew or 0.0) / grid.slot
    whole = math.floor(slew + ROUNDING)
    return whole, max(slew - whole, 0.0)


def _holds_within(law: Law, grid: _Grid, slew: float = 0.0) -> int:
    """Slots of a hold, with the slew that begins it; 0 where there is none, or one shorter than a slot."""
    return math.floor((slew + law.hold) / grid.slot + ROUNDING) if law.hold is not None else 0


def _attitude(model: _Model, grid: _Grid) -> None:
    """One law in each slot; an event where it changes or is pointed anew."""
    kept = [model.places[f"law {law.name}"] for law in grid.laws]
    for slot in range(grid.count):
        model.row([(places[slot], 1.0) for places in kept], 1.0, 1.0)
    for law in grid.laws:
        held, events = model.places[f"law {law.name}"], model.places[f"event {law.name}"]
        model.row([(events[0], 1.0)], 0.0)
        for slot in range(1, grid.count):
            model.row([(held[slot], 1.0), (held[slot - 1], -1.0), (events[slot], -1.0)], 0.0)
            model.row([(events[slot], 1.0), (held[slot], -1.0)], 0.0)
        if _holds_within(law, grid):
            longest = _holds_within(law, grid, law.slew or 0.0)
            stretches = [(0, _holds_within(law, grid)), *((slot, longest) for slot in range(1, grid.count - longest))]
            for slot, length in stretches:
                stretch = [(place, 1.0) for place in held[slot : slot + length + 1]]
                anew = [(place, -1.0) for place in events[slot + 1 : slot + length + 1]]
                model.row([*stretch, *anew], float(length))


def _activity(model: _Model, grid: _Grid, demand: Demand) -> None:
    """Who measures: in any part of a slot inside the window, or in blocks of whole slots."""
    name, inside = demand.instrument, grid.inside[demand.instrument]
    laws = [law for law in grid.laws if law.name in demand.laws]
    if name not in grid.blocks:
        active = model.variable(f"active {name}", inside)
    else:
        length, _ = grid.blocks[name]
        whole = (inside > 1.0 - ROUNDING).astype(float)
        fits = np.array([float(whole[slot : slot + length].sum() == length) for slot in range(grid.count)])
        active = model.variable(f"active {name}", whole)
        begins = model.variable(f"begin {name}", fits, whole=True)
        for slot in range(grid.count):
            running = [(place, -1.0) for place in begins[max(slot - length + 1, 0) : slot + 1]]
            model.row([(active[slot], 1.0), *running], 0.0, 0.0)
            if slot and length > 1:
                for law in laws:
                    _unbroken(model, law, active, begins, slot)
    for slot in range(grid.count):
        model.row([(active[slot], 1.0), *((model.places[f"law {law.name}"][slot], -1.0) for law in laws)], 0.0)
        for law in laws:
            _slewing(model, grid, law, active[slot], slot, inside[slot], name in grid.blocks)


def _unbroken(model: _Model, law: Law, active: Any, begins: Any, slot: int) -> None:
    """No change of law inside a block: where one goes on, there is no event."""
    event = model.places[f"event {law.name}"][slot]
    model.row([(active[slot], 1.0), (begins[slot], -1.0), (event, 1.0)], 1.0)


def _slewing(model: _Model, grid: _Grid, law: Law, active: int, slot: int, inside: float, blocked: bool) -> None:
    """What an event takes of the slots that follow it."""
    whole, part = _slots_of_slew(law, grid)
    events = model.places[f"event {law.name}"]
    for back in range(whole + (part > ROUNDING)):
        if slot - back >= 0:
            taken = inside if back < whole or blocked else min(part, inside)
            if taken > 0:
                model.row([(active, 1.0), (events[slot - back], 1.0 if blocked else taken)], 1.0 if blocked else inside)


def _counted(model: _Model, grid: _Grid, demand: Demand) -> list[tuple[int, float]]:
    """Variables of the measured time with what each counts, in slots."""
    name = demand.instrument
    if name in grid.blocks:
        _, worth = grid.blocks[name]
        return [(int(place), worth) for place in model.places[f"begin {name}"]]
    return [(int(place), 1.0) for place in model.places[f"active {name}"]]


def _exclusive(model: _Model, grid: _Grid) -> None:
    """Instruments that exclude each other, exclusive duties and rest share the time of a slot; duties need their laws."""
    names = tuple(demand.instrument for demand in grid.asked)
    pausing = [model.places["rest"], *(model.places[f"duty {duty.name}"] for duty in grid.duties if duty.exclusive)]
    foes = {name: {other for pair in grid.question.exclusions if name in pair for other in pair} - {name} for name in names}
    apart = together(names, tuple((a, b) for a, b in itertools.combinations(names, 2) if b not in foes[a]))
    for slot in range(grid.count):
        paused = [(places[slot], 1.0) for places in pausing]
        for group in apart:
            model.row([*((model.places[f"active {name}"][slot], 1.0) for name in group), *paused], 1.0)
        for duty in grid.duties:
            laws = [law for law in grid.laws if law.name in duty.laws] if duty.laws else []
            for law in laws:
                whole, part = _slots_of_slew(law, grid)
                place, inside = model.places[f"duty {duty.name}"][slot], grid.inside[f"duty {duty.name}"][slot]
                if whole or part > ROUNDING:
                    _slewing(model, grid, law, place, slot, inside, blocked=False)
            if duty.laws:
                held = [(model.places[f"law {law.name}"][slot], -1.0) for law in laws]
                model.row([(model.places[f"duty {duty.name}"][slot], 1.0), *held], 0.0)
            if not duty.exclusive:
                model.row([(model.places[f"duty {duty.name}"][slot], 1.0), *paused], 1.0)


def _told(plan: TimePlan, grid: _Grid, best: _Found, fairest: _Found, complete: bool) -> Timeline:
    if best.found is None:
        raise QtspaceError(f"no timeline found in {TIME_LIMIT:g} s: try fewer slots or a longer time limit")
    found = best.found
    held = np.array([found[f"law {law.name}"] for law in grid.laws])
    events = np.array([found[f"event {law.name}"] for law in grid.laws]) > 0.5
    number = held.argmax(axis=0)
    slewing = np.zeros(grid.count, bool)
    for law, slot in zip(*np.nonzero(events), strict=True):
        whole, part = _slots_of_slew(grid.laws[law], grid)
        slewing[slot : slot + whole + (part > ROUNDING)] = True
    active = {demand.instrument: found[f"active {demand.instrument}"] for demand in grid.asked}
    duties = {duty.name: found[f"duty {duty.name}"] for duty in grid.duties}
    states = [
        (grid.laws[number[slot]].name, tuple(name for name in active if active[name][slot] > ROUNDING),
         tuple(name for name in duties if duties[name][slot] > ROUNDING), bool(slewing[slot]))
        for slot in range(grid.count)
    ]  # fmt: skip
    changed = [slot for slot in range(1, grid.count) if states[slot] != states[slot - 1] or events[:, slot].any()]
    edges = [0, *changed, grid.count]
    at = [grid.begin + grid.slot * edge for edge in edges]
    rows = tuple(Row(a, b, *states[edge]) for a, b, edge in zip(at[:-1], at[1:], edges[:-1], strict=True))
    measured = tuple(
        (name, grid.begin + grid.slot * slot, grid.begin + grid.slot * (slot + 1), float(min(share[slot], 1.0)))
        for name, share in (*active.items(), *((f"duty {name}", share) for name, share in duties.items()),
                            ("overhead", found["rest"]))
        for slot in range(grid.count)
        if share[slot] > ROUNDING
    )
    shares = {
        demand.instrument: float(_measured_time(found, grid, demand)) / (demand.fraction * grid.count) for demand in grid.asked
    }
    z = largest_scale(plan.question).z
    end = grid.begin + grid.slot * grid.count
    drawn = {name: _cut(window, grid.begin, end) for name, window in plan.shading}
    bound = fairest.bound
    gap = max(bound / fairest.share - 1.0, 0.0) if fairest.share > 0 else float(bound > ROUNDING)
    without = tuple(demand.instrument for demand in grid.asked if not grid.held(demand))
    return Timeline(
        rows, grid.begin, grid.slot * grid.count, grid.slot, tuple(law.name for law in grid.laws), tuple(active),
        tuple(duties), measured, shares, dict.fromkeys(active, z), int(events.sum()), gap,
        complete, plan.platform, drawn, _notes(plan, grid, number), without,
    )  # fmt: skip


def _measured_time(found: dict[str, Array], grid: _Grid, demand: Demand) -> float:
    if demand.instrument in grid.blocks:
        _, worth = grid.blocks[demand.instrument]
        return float(found[f"begin {demand.instrument}"].sum()) * worth
    return float(found[f"active {demand.instrument}"].sum())


def _cut(window: IntervalSet, begin: float, end: float) -> tuple[tuple[float, float], ...]:
    keep = (window.ends > begin) & (window.begins < end)
    pairs = zip(np.maximum(window.begins[keep], begin).tolist(), np.minimum(window.ends[keep], end).tolist(), strict=True)
    return tuple(pairs)


def _notes(plan: TimePlan, grid: _Grid, number: NDArray[np.int_]) -> tuple[str, ...]:
    used = [grid.laws[i] for i in sorted(set(number.tolist()))]
    notes = [
        f"the slew into '{law.name}' is not stated: changes into it cost nothing here"
        for law in used
        if law.slew is None and len(used) > 1
    ]
    notes += [
        f"the hold of '{law.name}' is shorter than a slot: its re-pointings are not drawn"
        for law in used
        if law.hold is not None and not _holds_within(law, grid)
    ]
    for item in plan.question.wishes:
        name = item.instrument if isinstance(item, Demand) else item.name
        held, asked = grid.held(item) * grid.slot, item.fraction * grid.count * grid.slot
        if held < asked * (1.0 - ROUNDING):
            notes.append(f"the windows of '{name}' in this stretch hold {held:.4g} s of the {asked:.4g} s that it asks for")
    return (*plan.unknown, *notes)
