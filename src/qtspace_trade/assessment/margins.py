"""Margins, desirability and scores on arrays. Pure; the last axis runs over rows or groups.

A margin is a distance in decades, positive = met; `u` is the margin over the distance from limit to goal: 0 at the
limit, 1 at the goal. The desirability is Harrington's one-sided function on u, kept in the log domain:
ln d = -exp(-K u), with K = 1.5, so that d is 1/e at the limit and 0.8 at the goal.

References
----------
.. [1] E. C. Harrington, The desirability function, Industrial Quality Control 21, 494 (1965).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qtspace_trade.assessment.rows import Columns

Array = NDArray[np.float64]

K = 1.5
CLIP = 12.0  # decades
FLOOR = -3.0  # u in every score
TOLERANCE = 1e-9
MET, UNKNOWN, VIOLATED = 1, 0, -1


def margins(columns: Columns, low: Array, high: Array) -> Array:
    """Margins in decades (on a linear scale: in SI units, or in half-widths of a window).

    Parameters
    ----------
    columns : Columns
        The rows.
    low, high : (..., r) array
        Smallest and largest value seen; equal except for windows. NaN where unknown.

    Returns
    -------
    (..., r) array
        Clipped at +-12 decades; NaN where unknown.
    """
    tiny = np.finfo(float).tiny
    with np.errstate(invalid="ignore", over="ignore"):
        ratio = np.log10(np.maximum(low, tiny) / np.maximum(columns.limit, tiny))
        difference = low - columns.limit
        one_sided = columns.sense * np.where(
            columns.scale == 0, ratio, np.where(columns.scale == 1, difference / 10.0, difference)
        )
        width = np.where(columns.high > columns.limit, 0.5 * (columns.high - columns.limit), 1.0)
        window = np.minimum(low - columns.limit, columns.high - high) / width
    return np.clip(np.where(columns.sense == 0, window, one_sided), -CLIP, CLIP)


def states(columns: Columns, margin: Array, bound: Array) -> Array:
    """Met, violated or unknown for each row.

    Parameters
    ----------
    margin : (..., r) array
        NaN where unknown.
    bound : (..., r) array
        0 where the value is exact, +1 where it is a lower bound, -1 where it is an upper bound.

    Returns
    -------
    (..., r) int array
        A one-sided value decides only where the truth cannot cross the limit.
    """
    met = np.where(margin >= -TOLERANCE, MET, VIOLATED)
    decisive = np.where(columns.sense * bound > 0, met == MET, met == VIOLATED)
    state = np.where((bound == 0) | decisive & (columns.sense != 0), met, UNKNOWN)
    return np.where(np.isnan(margin), UNKNOWN, state).astype(np.int8)


class Scores(NamedTuple):
    """Scores of one instrument over environments, in the log domain; shapes (...,) and (..., g)."""

    log: Array
    log_low: Array
    coverage: Array
    group_u: Array
    group_known: NDArray[np.bool_]
    share: Array


def log_desirability(u: Array) -> Array:
    """ln d of normalised margins, floored at u = -3.

    Examples
    --------
    >>> [round(float(np.exp(log_desirability(np.array(u)))), 3) for u in (0.0, 1.0)]
    [0.368, 0.8]
    """
    return -np.exp(-K * np.maximum(u, FLOOR))


def soft_minimum(log: Array) -> Array:
    """u_eff of a combined ln D: the margin that would give it alone."""
    with np.errstate(divide="ignore"):
        return -np.log(-log) / K


def scores(columns: Columns, margin: Array, state: Array) -> Scores:
    """Scores from margins and states.

    `log` covers the known groups, `log_low` counts each unknown group as u = -3; where no group is known both are
    the floor. A group takes the smallest u of its scoring rows.
    """
    u = np.where(columns.scoring, margin / columns.distance, np.inf)
    silent = ~columns.scoring
    group_known = np.logical_and.reduceat((state != UNKNOWN) | silent, columns.starts, axis=-1)
    group_u = np.minimum.reduceat(np.where(state == UNKNOWN, np.inf, u), columns.starts, axis=-1)
    group_u = np.where(group_known, group_u, np.nan)
    terms = columns.weight * log_desirability(np.where(group_known, group_u, FLOOR))
    known = np.where(group_known, terms, 0.0).sum(axis=-1)
    weight = np.where(group_known, columns.weight, 0.0).sum(axis=-1)
    total = columns.weight.sum()
    floor = float(log_desirability(np.array(FLOOR)))
    log = np.where(weight > 0, known / np.where(weight > 0, weight, 1.0), floor)
    share = np.where(group_known, terms, 0.0) / np.where(known < 0, known, -1.0)[..., None]
    log_low = np.minimum(terms.sum(axis=-1) / total, log)  # equal where all or nothing is known, up to rounding
    return Scores(log, log_low, weight / total, group_u, group_known, share)
