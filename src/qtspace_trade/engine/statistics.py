"""Statistics of smooth quantities from quadrature nodes, with an error from four interleaved samples."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qtspace_trade.engine.nodes import PARTS
from qtspace_trade.errors import UnknownName
from qtspace_trade.schema.rows import STATISTICS

Array = NDArray[np.float64]


class Statistic(NamedTuple):
    """A statistic, the spread of its four interleaved samples, and the node it was taken at (extremes only).

    `bound` says whether the value is `exact`, or only `at_least` / `at_most` what it states.
    """

    value: float
    error: float
    node: int | None
    bound: str = "exact"


def statistic(name: str, values: Array, weights: Array, part: NDArray[np.int_]) -> Statistic:
    """Weighted statistic of node values.

    Parameters
    ----------
    name : str
        One of min, max, mean, rms, p05, p50, p95, range.
    values, weights : (n,) array
        Node values and their share of the time.
    part : (n,) int array
        Which of the interleaved samples each node belongs to.

    Raises
    ------
    UnknownName
        No such statistic.
    """
    if name not in STATISTICS or name == "instant":
        raise UnknownName("statistic", name, set(STATISTICS) - {"instant"})
    whole = _value(name, values, weights)
    chosen = [part == one for one in range(PARTS)]
    samples = [_value(name, values[one], weights[one]) for one in chosen if np.any(weights[one] > 0)]
    error = float(np.ptp(samples)) if len(samples) > 1 else 0.0
    where = {"min": np.argmin, "max": np.argmax}.get(name)
    return Statistic(whole, error, int(where(values)) if where else None)


def _value(name: str, values: Array, weights: Array) -> float:
    if name == "min":
        return float(np.min(values))
    if name == "max":
        return float(np.max(values))
    if name == "range":
        return float(np.max(values) - np.min(values))
    if name == "mean":
        return float(np.average(values, weights=weights))
    if name == "rms":
        return float(np.sqrt(np.average(values**2, weights=weights)))
    order = np.argsort(values)
    share = np.cumsum(weights[order])
    return float(np.interp(int(name[1:]) / 100 * share[-1], share - 0.5 * weights[order], values[order]))
