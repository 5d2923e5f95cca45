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

from qtspace_trade.assessment.rows import SCALES, Columns

Array = NDArray[np.float64]

K = 1.5
CLIP = 12.0  # decades
FLOOR = -3.0  # u in every score
TOLERANCE = 1e-9
MET, UNKNOWN, VIOLATED = 1, 0, -1
LOG, DECIBEL = SCALES["log"], SCALES["decibel"]
DECIBELS = 10.0


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
        Clipped at +-12 decades, exactly zero at the limit to 1e-9; NaN where unknown.
    """
    tiny = np.finfo(float).tiny
    with np.errstate(invalid="ignore"):
        margin = np.log10(np.maximum(low, tiny))
        margin -= np.log10(np.maximum(columns.limit, tiny))
        margin *= columns.sense
        for row in np.flatnonzero((columns.scale != LOG) | (columns.sense == 0)):
            margin[..., row] = _linear(columns, int(row), low[..., row], high[..., row])
    np.clip(margin, -CLIP, CLIP, out=margin)
    margin[np.abs(margin) < TOLERANCE] = 0.0
    return margin


def _linear(columns: Columns, row: int, low: Array, high: Array) -> Array:
    limit = columns.limit[row]
    if columns.sense[row] == 0:
        return np.minimum(low - limit, columns.high[row] - high) / (0.5 * (columns.high[row] - limit))
    return columns.sense[row] * (low - limit) / (DECIBELS if columns.scale[row] == DECIBEL else 1.0)


def states(columns: Columns, margin: Array, bound: Array) -> NDArray[np.int8]:
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
    met = np.where(margin >= 0.0, MET, VIOLATED).astype(np.int8)
    if np.any(bound):
        decisive = np.where(columns.sense * bound > 0, met == MET, met == VIOLATED)
        met[(bound != 0) & ~(decisive & (columns.sense != 0))] = UNKNOWN
    met[np.isnan(margin)] = UNKNOWN
    return met


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


def scores(columns: Columns, margin: Array, state: NDArray[np.int8]) -> Scores:
    """Scores from margins and states.

    `log` covers the known groups, `log_low` counts each unknown group and each unstated optional kind as u = -3; where
    no group is known both are the floor. A group takes the smallest u of its scoring rows.
    """
    unknown = (state == UNKNOWN) & columns.scoring
    u = margin / columns.distance
    u[..., ~columns.scoring] = np.inf
    u[unknown] = FLOOR
    if len(columns.starts) < len(columns.rows):
        u = np.minimum.reduceat(u, columns.starts, axis=-1)
        unknown = np.logical_or.reduceat(unknown, columns.starts, axis=-1)
        u[unknown] = FLOOR
    group_known = ~unknown
    terms = log_desirability(u) * columns.weight
    group_u = np.where(group_known, u, np.nan)
    known = np.sum(terms, axis=-1, where=group_known)
    weight = np.sum(np.broadcast_to(columns.weight, terms.shape), axis=-1, where=group_known)
    total = columns.weight.sum()
    floor = float(log_desirability(np.array(FLOOR)))
    log = np.where(weight > 0, known / np.where(weight > 0, weight, 1.0), floor)
    share = np.where(group_known, terms, 0.0) / np.where(known < 0, known, -1.0)[..., None]
    low = terms.sum(axis=-1) + columns.unstated * floor
    log_low = np.minimum(low / (total + columns.unstated), log)  # equal where all or nothing is known, up to rounding
    return Scores(log, log_low, weight / (total + columns.unstated), group_u, group_known, share)
