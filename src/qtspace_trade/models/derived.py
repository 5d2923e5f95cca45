"""What a family's model hands back: derived requirement rows and figures of merit."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from qtspace_trade.schema.base import Cited


@dataclass(frozen=True)
class Derived:
    """A requirement that follows from the instrument's physics.

    Attributes
    ----------
    sense : str
        `at_least`, `at_most` or `spectrum`.
    limit : float
        SI; of a spectrum the lowest of its curve.
    curve : tuple of (frequency, limit)
        Of a spectrum, log-log between its points. [Hz, SI]
    decades : float or None
        Distance from limit to goal; log10(loss ratio) / n where the loss goes with the n-th power. None takes the
        variable's default.
    formula : str
        Where the formula comes from: paper and equation.
    inputs : tuple of str
        The parameters it was derived from.
    """

    variable: str
    sense: str
    limit: float
    formula: str
    inputs: tuple[str, ...]
    at: tuple[tuple[str, str], ...] = ()
    statistic: str | None = None
    band: tuple[float, float] | None = None
    when: str = ""
    decades: float | None = None
    hard: bool = True
    why: str = ""
    curve: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class FigureOfMerit:
    """How well the instrument performs in an environment.

    `larger` says which way is better; `value` is None where an input is unknown, `missing` says which.
    """

    name: str
    value: float | None
    unit: str
    larger: bool
    formula: str
    missing: tuple[str, ...] = ()


def plain(parameters: Any) -> SimpleNamespace:
    """Parameters as SI floats and words; None where a number is not stated."""
    fields = {name: getattr(parameters, name) for name in type(parameters).model_fields} if parameters else {}
    return SimpleNamespace(**{name: value.si if isinstance(value, Cited) else value for name, value in fields.items()})


def stated(parameters: SimpleNamespace, *names: str) -> bool:
    """True where every one of these parameters is stated."""
    return all(getattr(parameters, name) is not None for name in names)
