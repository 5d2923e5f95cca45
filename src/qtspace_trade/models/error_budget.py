"""Error budgets: a tree of named terms whose sums carry upward what is unknown or known only on one side."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

EXACT, AT_LEAST, AT_MOST = "exact", "at_least", "at_most"
SUM = "root of the sum of squares"


class Quantity(NamedTuple):
    """A number or an array, None where it is unknown; `bound` as everywhere, `missing` says what is not stated."""

    value: Any = None
    bound: str = EXACT
    missing: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        return self.value is not None


class Density(NamedTuple):
    """Amplitude spectral density at ascending frequencies, unknown outside them."""

    frequency: Any
    density: Any


class Path(NamedTuple):
    """Positions and velocities at times one step apart, geocentric and against the stars."""

    position: Any
    velocity: Any
    step: float


class CommonView(NamedTuple):
    """Share of the time in which two places on the ground see the spacecraft, and where they are."""

    fraction: float
    latitudes: Any
    longitudes: Any


def parameter(parameters: Any, name: str) -> Quantity:
    """A parameter as a quantity."""
    value = getattr(parameters, name)
    return Quantity(value) if value is not None else Quantity(missing=(f"{name} is not stated",))


def joined(function: Callable[..., Any], *quantities: Quantity) -> Quantity:
    """A function that rises with each of its arguments, or is even in them: a bound on one is a bound on the result."""
    missing = tuple(dict.fromkeys(reason for item in quantities for reason in item.missing))
    bounds = {item.bound for item in quantities} - {EXACT}
    if not all(item.known for item in quantities):
        return Quantity(missing=missing)
    if len(bounds) > 1:
        return Quantity(missing=(*missing, "one part is known only from below, another only from above"))
    with np.errstate(over="ignore", divide="ignore"):
        return Quantity(function(*(item.value for item in quantities)), next(iter(bounds), EXACT), missing)


@dataclass(frozen=True)
class Term:
    """One line of a budget.

    Attributes
    ----------
    value : float, array or None
        In the unit of the budget; None where it is unknown.
    bound : str
        `at_least` where a part is unknown: the known parts alone.
    parts : tuple of Term
        What it is the sum of; empty for a single effect.
    """

    name: str
    value: Any
    formula: str
    bound: str = EXACT
    missing: tuple[str, ...] = ()
    parts: tuple[Term, ...] = ()

    def __getitem__(self, name: str) -> Term:
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(f"{name!r}: expected one of {', '.join(part.name for part in self.parts)}")

    @property
    def missing_terms(self) -> tuple[str, ...]:
        """Names of the single effects that are unknown."""
        return tuple(item.name for _, item in self.walk() if not item.parts and item.value is None)

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Term]]:
        """This term and all below it, with their depth."""
        yield depth, self
        for part in self.parts:
            yield from part.walk(depth + 1)


def term(name: str, quantity: Quantity, formula: str) -> Term:
    """A single effect; its sign is dropped."""
    value = None if quantity.value is None else np.abs(quantity.value)
    return Term(name, value, formula, quantity.bound, quantity.missing)


def total(name: str, parts: tuple[Term, ...], formula: str = SUM) -> Term:
    """Root of the sum of squares of uncorrelated parts.

    A part that is unknown, or known only from below, leaves the sum a lower bound; it is then taken over the parts that
    are not mere upper bounds.
    """
    missing = tuple(dict.fromkeys(reason for part in parts for reason in part.missing))
    below = any(part.value is None or part.bound == AT_LEAST for part in parts)
    above = any(part.bound == AT_MOST for part in parts)
    used = [part.value for part in parts if part.value is not None and not (below and part.bound == AT_MOST)]
    value = functools.reduce(np.hypot, used) if used else None
    bound = AT_LEAST if below else AT_MOST if above else EXACT
    return Term(name, value, formula, bound, missing, parts)


@dataclass(frozen=True)
class ErrorBudget:
    """Budget of an instrument in an environment; its two branches are never added up.

    Attributes
    ----------
    quantity, unit : str
        What is measured.
    floor : Term
        Quantum projection noise of the instrument as designed, in no environment.
    statistical : Term
        Uncertainty of one shot, or of the time of averaging; it averages down.
    systematic : Term
        What does not average down.
    contrast : tuple of Term
        Factors by which the environment lowers the contrast, or the root of the number of atoms; already in the statistical
        branch.
    """

    quantity: str
    unit: str
    floor: Term
    statistical: Term
    systematic: Term
    contrast: tuple[Term, ...] = ()

    def rows(self) -> list[dict[str, Any]]:
        """Every term as a flat row."""
        branches = [(branch.name, branch, self.unit) for branch in (self.floor, self.statistical, self.systematic)]
        branches += [("contrast", factor, "") for factor in self.contrast]
        return [
            {
                "branch": name, "term": item.name, "depth": depth, "value": item.value, "bound": item.bound, "unit": unit,
                "formula": item.formula, "missing": "; ".join(item.missing),
            }
            for name, branch, unit in branches
            for depth, item in branch.walk()
        ]  # fmt: skip

    def to_frame(self) -> Any:
        """Every term as a pandas frame; `unit` in its own column."""
        import pandas as pd

        return pd.DataFrame(self.rows())

    def __str__(self) -> str:
        lines = [f"{self.quantity} [{self.unit}]"]
        for row in self.rows():
            side = {"exact": "", "at_least": "at least ", "at_most": "at most "}[row["bound"]]
            shown = "unknown" if row["value"] is None else f"{side}{row['value']:.3g}"
            why = f"  ({row['missing']})" if row["value"] is None and row["missing"] else ""
            lines.append(f"{'  ' * (row['depth'] + 1)}{row['term']}: {shown}{why}")
        return "\n".join(lines)
