"""Attitude and time sharing: a small linear programme over attitude law x time cell.

Variables are the fractions of time spent in each law and cell; every instrument gets at least z times the fraction it
demands, in laws it can work in and cells in which its condition holds. z >= 1 is feasible; the duals name what binds.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

Z_CLIP = 1e12


@dataclass(frozen=True)
class Demand:
    """What an instrument asks of the time: a fraction, the laws it can work in, the cells where its condition holds."""

    instrument: str
    fraction: float
    laws: tuple[str, ...]
    cells: tuple[bool, ...]


@dataclass(frozen=True)
class Cell:
    """A share of the time in which the same conditions hold."""

    name: str
    fraction: float


@dataclass(frozen=True)
class Shared:
    """Outcome of the programme.

    Attributes
    ----------
    z : float
        Common scale of the demands that the time allows; clipped at 1e12.
    binding : tuple of (str, float)
        Limits with a dual above zero: what would raise z if there were more of it, largest first.
    time : tuple of (instrument, law, cell, fraction)
        One optimal use of the time.
    """

    z: float
    binding: tuple[tuple[str, float], ...]
    time: tuple[tuple[str, str, str, float], ...]


@functools.lru_cache(maxsize=100_000)
def share_time(demands: tuple[Demand, ...], laws: tuple[str, ...], cells: tuple[Cell, ...], overhead: float) -> Shared:
    """Largest common scale z of all demands.

    Parameters
    ----------
    demands : tuple of Demand
        One per instrument.
    laws : tuple of str
        Attitude laws of the platform.
    cells : tuple of Cell
        Disjoint shares of the time.
    overhead : float
        Share of the time lost to slews, safe modes and downlink.

    Examples
    --------
    >>> cells = (Cell("sunlit", 0.65), Cell("eclipse", 0.23), Cell("contact", 0.12))
    >>> a = Demand("a", 0.9, ("inertial",), (True, True, True))
    >>> q = Demand("q", 0.1, ("target",), (False, False, True))
    >>> round(share_time((a, q), ("inertial", "target"), cells, 0.05).z, 6)
    0.95
    """
    from scipy.optimize import linprog

    asked = [demand for demand in demands if demand.fraction > 0]
    if not asked:
        return Shared(Z_CLIP, (), ())
    if len(asked) == 1:
        return _alone(asked[0], laws, cells, 1.0 - overhead)
    count = len(laws) * len(cells)
    index = np.arange(count).reshape(len(laws), len(cells))
    rows, limits, labels = [], [], []
    for cell_number, cell in enumerate(cells):
        row = np.zeros(count + 1)
        row[index[:, cell_number]] = 1.0
        rows.append(row)
        limits.append(cell.fraction)
        labels.append(f"time in {cell.name}")
    rows.append(np.append(np.ones(count), 0.0))
    limits.append(1.0 - overhead)
    labels.append("time in all")
    for demand in asked:
        row = np.zeros(count + 1)
        for law_number, law in enumerate(laws):
            if law in demand.laws:
                row[index[law_number, np.array(demand.cells, bool)]] = -1.0
        row[count] = demand.fraction
        rows.append(row)
        limits.append(0.0)
        labels.append(f"demand of {demand.instrument}")
    goal = np.append(np.zeros(count), -1.0)
    result = linprog(goal, A_ub=np.array(rows), b_ub=limits, bounds=[(0, None)] * (count + 1), method="highs")
    duals = -result.ineqlin.marginals
    binding = sorted(((label, float(dual)) for label, dual in zip(labels, duals, strict=True) if dual > 1e-9),
                     key=lambda item: -item[1])  # fmt: skip
    used = tuple(
        (demand.instrument, law, cell.name, float(result.x[index[i, j]]))
        for demand in asked
        for i, law in enumerate(laws)
        for j, cell in enumerate(cells)
        if law in demand.laws and demand.cells[j] and result.x[index[i, j]] > 1e-9
    )
    return Shared(min(max(float(-result.fun), 0.0) + 0.0, Z_CLIP), tuple(binding), used)


def _alone(demand: Demand, laws: tuple[str, ...], cells: tuple[Cell, ...], time: float) -> Shared:
    """The programme of one instrument in closed form: its cells, or all the time there is."""
    law = next((name for name in laws if name in demand.laws), None)
    usable = [cell for cell, held in zip(cells, demand.cells, strict=True) if held and law is not None]
    inside = sum(cell.fraction for cell in usable)
    worth = 1.0 / demand.fraction
    binding = tuple((f"time in {cell.name}", worth) for cell in usable) if inside <= time else (("time in all", worth),)
    available = min(inside, time)
    scale = available / inside if inside > 0 else 0.0
    used = tuple((demand.instrument, str(law), cell.name, cell.fraction * scale) for cell in usable if cell.fraction > 0)
    return Shared(min(available * worth, Z_CLIP), binding, used)
