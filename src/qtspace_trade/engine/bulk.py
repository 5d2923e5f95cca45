"""Many orbits about the Earth at common times, in pieces of bounded size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qtspace_trade.constants import DAY
from qtspace_trade.engine.numerical import mean_orbit
from qtspace_trade.errors import QtspaceError
from qtspace_trade.physics import eclipse, frames, kepler, secular
from qtspace_trade.schema.entries import Orbit, Scenario

Array = NDArray[np.float64]
POINTS = 500_000  # of one piece: 40 MB
UNITS = {
    "period": "s", "node_rate": "rad/s", "perigee_rate": "rad/s", "altitude_min": "m", "altitude_mean": "m",
    "altitude_max": "m", "umbra_fraction": "", "longest_umbra": "s", "beta_min": "rad", "beta_max": "rad",
}  # fmt: skip


class Piece(NamedTuple):
    """Part of the time of m orbits: times since the epoch [s], (n,), and the ephemeris of all."""

    times: Array
    ephemeris: secular.Ephemeris


def mean_elements(orbits: Sequence[Orbit], scenario: Scenario, duration: float) -> secular.MeanElements:
    """Mean elements at the epoch of the scenario as (m,) arrays.

    Raises
    ------
    QtspaceError
        One is no orbit about the Earth, or there is none.
    """
    if not orbits:
        raise QtspaceError("no orbit given: expected at least one")
    rows = [mean_orbit(orbit, scenario, duration).elements for orbit in orbits]
    return secular.MeanElements(*(np.array(column, dtype=float) for column in zip(*rows, strict=True)))


def pieces(orbits: Sequence[Orbit], scenario: Scenario, duration: float, step: float) -> Iterator[Piece]:
    """States, Sun, shadow and altitude of all orbits at even steps, in pieces of half a million points.

    Parameters
    ----------
    duration, step : float
        Window from the epoch of the scenario and time between points. [s]

    Raises
    ------
    QtspaceError
        As for `mean_elements`, or a step that is not positive or longer than the duration.
    """
    if not 0 < step <= duration:
        raise QtspaceError(f"step of {step:g} s: expected more than zero and at most the duration, {duration:g} s")
    elements = mean_elements(orbits, scenario, duration)
    epoch = frames.parse_epoch(scenario.epoch)
    times = np.arange(0.0, duration + 0.5 * step, step)
    each = max(POINTS // len(orbits), 1)
    return (
        Piece(part, secular.ephemeris(elements, epoch, part))
        for part in (times[begin : begin + each] for begin in range(0, len(times), each))
    )


def table(orbits: Sequence[Orbit], scenario: Scenario, duration: float, step: float) -> Any:
    """One row for each orbit as a pandas frame, from even steps; units in `attrs`.

    The longest stay in the umbra is right to a step, altitudes to what happens within one.
    """
    import pandas as pd

    elements = mean_elements(orbits, scenario, duration)
    node, perigee, anomaly = kepler.j2_rates(*elements[:3])
    count = len(orbits)
    lowest, highest, total, dark = np.full(count, np.inf), np.full(count, -np.inf), np.zeros(count), np.zeros(count)
    beta_low, beta_high = np.full(count, np.inf), np.full(count, -np.inf)
    running, longest, seen = np.zeros(count), np.zeros(count), 0
    for piece in pieces(orbits, scenario, duration, step):
        found = piece.ephemeris
        lowest, highest = np.minimum(lowest, found.altitude.min(1)), np.maximum(highest, found.altitude.max(1))
        total += found.altitude.sum(1)
        inside = found.shadow == 2
        dark += inside.sum(1)
        running, longest = _runs(inside, running, longest)
        thinned = slice(None, None, max(int(DAY / 24 / step), 1))
        beta = eclipse.beta_angle(found.position[:, thinned], found.velocity[:, thinned], found.sun[thinned])
        beta_low, beta_high = np.minimum(beta_low, beta.min(1)), np.maximum(beta_high, beta.max(1))
        seen += len(piece.times)
    altitude = (lowest, total / seen, highest)
    columns = (2 * np.pi / anomaly, node, perigee, *altitude, dark / seen, longest * step, beta_low, beta_high)
    frame = pd.DataFrame({"orbit": [orbit.name for orbit in orbits], **dict(zip(UNITS, columns, strict=True))})
    frame.attrs["units"] = dict(UNITS)
    return frame


def _runs(inside: NDArray[np.bool_], running: Array, longest: Array) -> tuple[Array, Array]:
    """Lengths of the stretch that still runs at the end of each row, and of the longest so far, in points."""
    count = inside.shape[1]
    number = np.arange(1, count + 1)
    last_out = np.maximum.accumulate(np.where(inside, 0, number), axis=1)
    length = np.where(inside, number - last_out + np.where(last_out == 0, running[:, None], 0), 0)
    return length[:, -1].astype(float), np.maximum(longest, length.max(1))
