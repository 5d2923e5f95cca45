"""Quadrature nodes: the times at which smooth quantities are looked at, and their share of the time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qtspace_trade.engine.intervals import IntervalSet
from qtspace_trade.physics import kepler

Array = NDArray[np.float64]

PARTS = 4
REVOLUTIONS = 720
PHASES = 60
EVEN_NODES = 2000
GOLDEN = 0.618_033_988_749_894_9
TURN = 2 * np.pi


@dataclass(frozen=True)
class Nodes:
    """Times with their share of the time; `part` marks each as of one of four interleaved samples that stand for the whole."""

    times: Array
    weights: Array
    part: NDArray[np.int_]


def moments(times: Array) -> Nodes:
    """Times of one weight that stand for themselves."""
    return Nodes(times, np.ones(len(times)), np.arange(len(times)) % PARTS)


def even_nodes(duration: float, count: int = EVEN_NODES) -> Nodes:
    """Nodes even in time, the ends of the window among them without weight."""
    step = duration / count
    times = np.concatenate([[0.0], step * (np.arange(count) + 0.5), [duration]])
    weights = np.concatenate([[0.0], np.ones(count), [0.0]])
    return Nodes(times, weights, np.arange(count + 2) % PARTS)


def revolution_nodes(duration: float, eccentricity: float, mean_anomaly: float, rate: float) -> Nodes:
    """Nodes of an orbit about the Earth, even in eccentric anomaly over whole revolutions and what is left at the end.

    Where there are more than 720 revolutions as many are spread over the duration, each in the middle of those it stands
    for. The phases of each are shifted against those of the last, so that all together fill the ellipse; perigee and
    apogee of each are among the nodes without weight.

    Parameters
    ----------
    duration : float
        Window, which begins at the epoch. [s]
    eccentricity, mean_anomaly, rate : float
        Mean elements at the epoch and the rate of the mean anomaly. [1, rad, rad/s]
    """
    ends = kepler.eccentric_anomaly(mean_anomaly + rate * np.array([0.0, duration]), eccentricity)
    whole = int((ends[1] - ends[0]) / TURN)
    count = min(whole, REVOLUTIONS)
    each = max(PHASES, min(EVEN_NODES, REVOLUTIONS * PHASES // max(count, 1)))
    number = np.arange(count)
    first = ends[0] + TURN * np.floor((number + 0.5) * whole / max(count, 1))
    turning = (np.arange(each) + (number[:, None] * GOLDEN % 1.0)) * TURN / each
    apsides = np.pi * np.ceil(first / np.pi)[:, None] + [0.0, np.pi]
    rest = ends[1] - ends[0] - TURN * whole
    last = max(PARTS * PHASES, int(each * rest / TURN)) if rest else 0
    tail = ends[0] + TURN * whole + rest * (np.arange(last) + 0.5) / max(last, 1)
    edges = np.array([*ends, *np.pi * np.arange(np.ceil(tail[0] / np.pi) if last else 0, ends[1] / np.pi if last else 0)])
    anomaly = np.concatenate([(first[:, None] + turning).ravel(), tail, apsides.ravel(), edges])
    share = np.repeat([whole / max(count, 1) / each, rest / TURN / max(last, 1), 0.0],
                      [count * each, last, 2 * count + len(edges)])  # fmt: skip
    part = np.concatenate([np.repeat(number, each), np.arange(last), np.repeat(number, 2), np.zeros(len(edges), int)]) % PARTS
    reach = 1.0 - eccentricity * np.cos(anomaly)
    times = np.clip((anomaly - eccentricity * np.sin(anomaly) - mean_anomaly) / rate, 0.0, duration)
    return Nodes(times, share * reach, part)


def interval_nodes(held: IntervalSet, wanted: int) -> Nodes:
    """Nodes inside intervals, about `wanted` in all and at least four in each; their edges are nodes without weight."""
    if not held.count:
        return moments(np.empty(0))
    each = int(np.clip(wanted // held.count, 4, wanted))
    length = (held.ends - held.begins)[:, None]
    share = np.concatenate([[0.0], (np.arange(each) + 0.5) / each, [1.0]])
    times = held.begins[:, None] + length * share
    weights = np.repeat(length / each, each + 2, axis=1)
    weights[:, [0, -1]] = 0.0
    part = np.arange(times.size).reshape(times.shape) % PARTS
    return Nodes(times.ravel(), weights.ravel(), part.ravel())


def joined(nodes: list[Nodes]) -> Nodes:
    """Nodes of several stations, one after the other."""
    return Nodes(
        np.concatenate([one.times for one in nodes]), np.concatenate([one.weights for one in nodes]),
        np.concatenate([one.part for one in nodes]),
    )  # fmt: skip
