"""Interval sets: events and durations, found by a scan and a root search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
ROOT_TOLERANCE = 1e-3  # s
GRAZING_STEPS = 3


@dataclass(frozen=True)
class IntervalSet:
    """Disjoint, rising intervals inside a window. Times in seconds.

    Examples
    --------
    >>> day = IntervalSet(0.0, 10.0, np.array([1.0, 5.0]), np.array([2.0, 8.0]))
    >>> day.total, day.fraction, day.longest, day.count
    (4.0, 0.4, 3.0, 2)
    >>> (~day).total
    6.0
    """

    start: float
    stop: float
    begins: Array
    ends: Array

    @property
    def total(self) -> float:
        return float(np.sum(self.ends - self.begins))

    @property
    def fraction(self) -> float:
        return self.total / (self.stop - self.start)

    @property
    def longest(self) -> float:
        return float(np.max(self.ends - self.begins, initial=0.0))

    @property
    def count(self) -> int:
        return len(self.begins)

    def contains(self, times: Array) -> NDArray[np.bool_]:
        """True for each time inside one of the intervals."""
        index = np.searchsorted(self.begins, times, side="right") - 1
        return (index >= 0) & (times < self.ends[np.maximum(index, 0)]) if self.count else np.zeros(len(times), bool)

    def __invert__(self) -> IntervalSet:
        begins = np.concatenate([[self.start], self.ends])
        ends = np.concatenate([self.begins, [self.stop]])
        keep = ends > begins
        return IntervalSet(self.start, self.stop, begins[keep], ends[keep])

    def __and__(self, other: IntervalSet) -> IntervalSet:
        return _swept(self, other, 2)

    def __or__(self, other: IntervalSet) -> IntervalSet:
        return _swept(self, other, 1)

    def nodes(self, wanted: int) -> tuple[Array, Array]:
        """Midpoint nodes and weights inside the intervals, about `wanted` in all and at least four in each."""
        if not self.count:
            return np.empty(0), np.empty(0)
        each = int(np.clip(wanted // self.count, 4, wanted))
        length = (self.ends - self.begins)[:, None]
        times = self.begins[:, None] + length * (np.arange(each) + 0.5) / each
        return times.ravel(), np.repeat(length / each, each, axis=1).ravel()


def always(start: float, stop: float) -> IntervalSet:
    """The whole window."""
    return IntervalSet(start, stop, np.array([start]), np.array([stop]))


def never(start: float, stop: float) -> IntervalSet:
    """Nothing of the window."""
    return IntervalSet(start, stop, np.empty(0), np.empty(0))


def _swept(one: IntervalSet, two: IntervalSet, needed: int) -> IntervalSet:
    times = np.concatenate([one.begins, two.begins, one.ends, two.ends])
    steps = np.concatenate([np.ones(one.count + two.count), -np.ones(one.count + two.count)])
    order = np.lexsort((-steps, times))
    times, depth = times[order], np.cumsum(steps[order])
    inside = depth >= needed
    before = np.concatenate([[False], inside[:-1]])
    begins, ends = times[inside & ~before], times[~inside & before]
    keep = ends > begins
    return IntervalSet(one.start, one.stop, begins[keep], ends[keep])


def find(function: Callable[[Array], Array], grid: Array, values: Array) -> IntervalSet:
    """Intervals in which a signed function of time is negative.

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
        Right at the window's ends (inside at the start counts) and where an event grazes between grid points: a
        parabola through each local minimum is refined and tested.
    """
    grid, values = _with_grazing_minima(function, grid, values)
    negative = values < 0
    change = np.flatnonzero(negative[1:] != negative[:-1])
    roots = _roots(function, grid[change], grid[change + 1])
    begins, ends = roots[negative[change + 1]], roots[~negative[change + 1]]
    if negative[0]:
        begins = np.concatenate([[grid[0]], begins])
    if negative[-1]:
        ends = np.concatenate([ends, [grid[-1]]])
    return IntervalSet(float(grid[0]), float(grid[-1]), begins, ends)


def _with_grazing_minima(function: Callable[[Array], Array], grid: Array, values: Array) -> tuple[Array, Array]:
    low = 1 + np.flatnonzero((values[1:-1] >= 0) & (values[1:-1] <= values[:-2]) & (values[1:-1] <= values[2:]))
    left, middle, right = values[low - 1], values[low], values[low + 1]
    curvature = left - 2 * middle + right
    reach = np.maximum(left, right) - middle
    low = low[(curvature > 0) & (middle < reach)]
    if not len(low):
        return grid, values
    a, b = grid[low - 1].copy(), grid[low + 1].copy()
    for _ in range(GRAZING_STEPS):
        center = 0.5 * (a + b)
        offset = 0.25 * (b - a)
        fa, fc, fb = function(center - offset), function(center), function(center + offset)
        bend = fa - 2 * fc + fb
        shift = np.where(bend > 0, 0.5 * offset * (fa - fb) / np.where(bend > 0, bend, 1.0), 0.0)
        best = np.clip(center + shift, a, b)
        half = 0.25 * (b - a)
        a, b = np.maximum(best - half, a), np.minimum(best + half, b)
    value = function(best)
    hit = value < 0
    times = np.concatenate([grid, best[hit]])
    order = np.argsort(times, kind="stable")
    return times[order], np.concatenate([values, value[hit]])[order]


def _roots(function: Callable[[Array], Array], a: Array, b: Array) -> Array:
    from scipy.optimize import elementwise

    if not len(a):
        return a
    tolerances = {"xatol": ROOT_TOLERANCE, "xrtol": 0.0, "fatol": 0.0, "frtol": 0.0}
    return elementwise.find_root(function, (a, b), tolerances=tolerances).x
