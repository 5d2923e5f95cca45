"""Interval sets: events and durations, found by a scan and a root search."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qtspace_trade.errors import QtspaceError

Array = NDArray[np.float64]
ROOT_TOLERANCE = 1e-6  # s
TURNING_TOLERANCE = 1e-3  # s, of the times of lowest values
TOLERANCES = {"xrtol": 0.0, "fatol": 0.0, "frtol": 0.0}
FEWEST_SAMPLES = 9  # of each interval


@dataclass(frozen=True)
class IntervalSet:
    """Disjoint, rising intervals inside a window. Times in seconds.

    Sets of the same window combine by `&` (both), `|` (either), `-` (the one without the other) and `^` (one of the two);
    `~` is the rest of the window. Edges are taken over as they are, so that durations close to rounding.

    Examples
    --------
    >>> day = IntervalSet(0.0, 10.0, np.array([1.0, 5.0]), np.array([2.0, 8.0]))
    >>> day.total, day.fraction, day.longest, day.mean, day.count
    (4.0, 0.4, 3.0, 2.0, 2)
    >>> (~day).total, day.longest_gap
    (6.0, 3.0)
    """

    start: float
    stop: float
    begins: Array
    ends: Array

    @property
    def durations(self) -> Array:
        return self.ends - self.begins

    @property
    def total(self) -> float:
        return math.fsum(self.durations)

    @property
    def fraction(self) -> float:
        return self.total / (self.stop - self.start)

    @property
    def longest(self) -> float:
        return float(np.max(self.durations, initial=0.0))

    @property
    def mean(self) -> float:
        """Mean duration, 0 where there is no interval."""
        return self.total / self.count if self.count else 0.0

    @property
    def longest_gap(self) -> float:
        """Longest time in the window without the event, before the first and after the last one too."""
        return (~self).longest

    @property
    def count(self) -> int:
        return len(self.begins)

    def contains(self, times: Array) -> NDArray[np.bool_]:
        """True for each time inside one of the intervals."""
        index = np.searchsorted(self.begins, times, side="right") - 1
        return (index >= 0) & (times < self.ends[np.maximum(index, 0)]) if self.count else np.zeros(len(times), bool)

    def shift(self, seconds: float) -> IntervalSet:
        """The same intervals later (earlier if negative), cut at the ends of the window. [s]"""
        begins, ends = (np.clip(edges + seconds, self.start, self.stop) for edges in (self.begins, self.ends))
        return _lasting(self.start, self.stop, begins, ends)

    def samples(self, step: float) -> tuple[Array, NDArray[np.int_]]:
        """Times even in each interval from edge to edge, no further apart than a step and nine at least.

        Returns the times, and where those of each interval start.
        """
        counts = np.maximum(np.ceil(self.durations / step).astype(int) + 1, FEWEST_SAMPLES)
        first = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(int)[: self.count]
        share = (np.arange(counts.sum()) - np.repeat(first, counts)) / np.repeat(counts - 1, counts)
        return np.repeat(self.begins, counts) * (1.0 - share) + np.repeat(self.ends, counts) * share, first

    def __invert__(self) -> IntervalSet:
        begins, ends = np.concatenate([[self.start], self.ends]), np.concatenate([self.begins, [self.stop]])
        return _lasting(self.start, self.stop, begins, ends)

    def __and__(self, other: IntervalSet) -> IntervalSet:
        return _swept(self, other, 2)

    def __or__(self, other: IntervalSet) -> IntervalSet:
        return _swept(self, other, 1)

    def __sub__(self, other: IntervalSet) -> IntervalSet:
        return self & ~other

    def __xor__(self, other: IntervalSet) -> IntervalSet:
        return (self - other) | (other - self)


def always(start: float, stop: float) -> IntervalSet:
    """The whole window."""
    return IntervalSet(start, stop, np.array([start]), np.array([stop]))


def never(start: float, stop: float) -> IntervalSet:
    """Nothing of the window."""
    return IntervalSet(start, stop, np.empty(0), np.empty(0))


def _lasting(start: float, stop: float, begins: Array, ends: Array) -> IntervalSet:
    keep = ends > begins
    return IntervalSet(start, stop, begins[keep], ends[keep])


def _swept(one: IntervalSet, two: IntervalSet, needed: int) -> IntervalSet:
    if (one.start, one.stop) != (two.start, two.stop):
        raise QtspaceError(
            f"intervals of two windows, {one.start:g} to {one.stop:g} s and {two.start:g} to {two.stop:g} s: "
            "expected the same window"
        )
    times = np.concatenate([one.begins, two.begins, one.ends, two.ends])
    steps = np.concatenate([np.ones(one.count + two.count), -np.ones(one.count + two.count)])
    order = np.lexsort((-steps, times))
    times, depth = times[order], np.cumsum(steps[order])
    inside = depth >= needed
    before = np.concatenate([[False], inside[:-1]])
    return _lasting(one.start, one.stop, times[inside & ~before], times[~inside & before])


def find(function: Callable[[Array], Array], grid: Array, values: Array) -> IntervalSet:
    """Intervals in which a signed function of time is negative, their edges to 1e-6 s.

    Parameters
    ----------
    function : callable
        Vectorised, continuous; negative while the event holds.
    grid : (n,) array
        Rising scan times. [s]
    values : (n,) array
        The function on the grid.

    Returns
    -------
    IntervalSet
        Right at the window's ends (inside at the start counts), where an event or a gap is shorter than the scan step,
        and where it lies wholly in the first or the last step: each turning point of the function that may reach zero is
        searched and tested. Of several events in one step one is found.
    """
    grid, values = _with_turning_points(function, grid, values)
    negative = values < 0
    change = np.flatnonzero(negative[1:] != negative[:-1])
    roots = _roots(function, grid[change], grid[change + 1])
    begins, ends = roots[negative[change + 1]], roots[~negative[change + 1]]
    if negative[0]:
        begins = np.concatenate([[grid[0]], begins])
    if negative[-1]:
        ends = np.concatenate([ends, [grid[-1]]])
    return _lasting(float(grid[0]), float(grid[-1]), begins, ends)


def lowest(function: Callable[[Array], Array], intervals: IntervalSet, step: float) -> Array:
    """Time at which a function is lowest, in each interval, to 1e-3 s.

    Parameters
    ----------
    function : callable
        Vectorised, continuous, with a single turning point within the step.
    step : float
        Longest step of the samples that are refined. [s]
    """
    times, first = intervals.samples(step)
    if not intervals.count:
        return times
    values = function(times)
    least = np.minimum.reduceat(values, first)
    row = np.repeat(np.arange(intervals.count), np.diff(np.append(first, len(times))))
    candidates = np.flatnonzero(values == least[row])
    best = candidates[np.unique(row[candidates], return_index=True)[1]]
    left, right = np.maximum(best - 1, first), np.minimum(best + 1, np.append(first[1:], len(times)) - 1)
    return _turning_points(function, times[left], times[best], times[right])


def _with_turning_points(function: Callable[[Array], Array], grid: Array, values: Array) -> tuple[Array, Array]:
    """The grid with the turning points at which the function has changed its sign since the scan time before."""
    sizes, last = np.abs(values), len(grid) - 1
    rises = np.concatenate([[False], sizes[1:] >= sizes[:-1], [True]])
    low = np.flatnonzero(rises[1:] & ~rises[:-1])
    before, after = np.maximum(low - 1, 0), np.minimum(low + 1, last)
    inner = (low > 0) & (low < last)
    reach = np.maximum(sizes[before], sizes[after])
    bent = (sizes[before] + sizes[after] > 2.0 * sizes[low]) & (2.0 * sizes[low] < reach)
    negative = values < 0
    same_side = (negative[before] == negative[low]) & (negative[after] == negative[low])
    low = low[same_side & (bent | ~inner)]
    if not len(low):
        return grid, values
    sign = np.where(negative[low], -1.0, 1.0)
    left, right = grid[np.maximum(low - 1, 0)], grid[np.minimum(low + 1, last)]
    times = _turning_points(lambda t, s: s * function(t), left, grid[low], right, sign)
    found = function(times)
    changed = sign * found < 0
    times, found = times[changed], found[changed]
    order = np.argsort(times)
    place = np.searchsorted(grid, times[order])
    return np.insert(grid, place, times[order]), np.insert(values, place, found[order])


def _turning_points(function: Callable[..., Array], left: Array, middle: Array, right: Array, *arguments: Array) -> Array:
    """Times of the lowest value between left and right; `middle` is the lowest of the three, an end or between them."""
    from scipy.optimize import elementwise

    inward = np.minimum(TURNING_TOLERANCE, 0.25 * (right - left))
    inner = np.where(middle == left, left + inward, np.where(middle == right, right - inward, middle))
    found = elementwise.find_minimum(
        function, (left, inner, right), args=arguments, tolerances={"xatol": TURNING_TOLERANCE, **TOLERANCES}
    )
    return np.where(found.success, found.x, middle)


def _roots(function: Callable[[Array], Array], a: Array, b: Array) -> Array:
    from scipy.optimize import elementwise

    if not len(a):
        return a
    return elementwise.find_root(function, (a, b), tolerances={"xatol": ROOT_TOLERANCE, **TOLERANCES}).x
