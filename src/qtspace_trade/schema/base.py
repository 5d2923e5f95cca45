"""Base model, cited numbers and references."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from qtspace_trade import units
from qtspace_trade.errors import QtspaceError

Evidence = Literal["read", "computed", "recalled", "assumed"]
EVIDENCE_ORDER = ("read", "computed", "recalled", "assumed")
Bound = Literal["exact", "at_least", "at_most"]


class Model(BaseModel):
    """Frozen, with unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Reference(Model):
    """Where a number comes from and who has seen it there."""

    title: str
    kind: Literal["measured", "published", "derived", "assumed"]
    evidence: Evidence
    doi: str = ""
    arxiv: str = ""
    url: str = ""
    where: str = ""
    note: str = ""


@dataclasses.dataclass(frozen=True)
class Cited:
    """A number with its source.

    Attributes
    ----------
    si : float
        Value in the SI unit `unit`.
    text : str
        As written in the catalogue.
    sigma : float or None
        One standard deviation, in decades.
    bound : str
        `exact`, or `at_least` / `at_most` where only one side is known.
    """

    si: float
    unit: str
    text: str
    source: str
    sigma: float | None = None
    evidence: str = ""
    bound: str = "exact"
    note: str = ""


_KEYS = {"value", "source", "sigma", "evidence", "bound", "note"}


def _plain(check: Callable[[float], str], value: Any, unit: str) -> float:
    try:
        number = units.si(value, unit)
    except QtspaceError as error:
        raise ValueError(str(error)) from None
    if not isinstance(number, float):
        raise ValueError(f"{value!r}: expected one number")
    message = check(number)
    if message:
        raise ValueError(f"{value!r}: {message}")
    return number


def _sigma(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= sys.float_info.max:
        raise ValueError(f"sigma = {value!r}: expected a standard deviation in decades, not negative")
    return float(value)


def _cited(value: Any, unit: str, check: Callable[[float], str]) -> Any:
    if isinstance(value, Cited):
        return value
    if not isinstance(value, dict):
        raise ValueError(f"{value!r}: expected {{ value = \"...\", source = \"key\" }}")
    for key in value:
        if key not in _KEYS:
            raise ValueError(f"unknown key '{key}' (valid: {', '.join(sorted(_KEYS))})")
    if "value" not in value:
        raise ValueError("the value is missing")
    if not value.get("source"):
        raise ValueError("the source is missing")
    if not isinstance(value["source"], str):
        raise ValueError(f"source = {value['source']!r}: expected a key of [references]")
    if value.get("bound", "exact") not in ("exact", "at_least", "at_most"):
        raise ValueError(f"bound = {value['bound']!r}: expected 'exact', 'at_least' or 'at_most'")
    if value.get("evidence", "read") not in EVIDENCE_ORDER:
        raise ValueError(f"evidence = {value['evidence']!r}: expected one of {', '.join(EVIDENCE_ORDER)}")
    sigma = value.get("sigma")
    return Cited(
        si=_plain(check, value["value"], unit), unit=unit, text=str(value["value"]), source=value["source"],
        sigma=None if sigma is None else _sigma(sigma), evidence=value.get("evidence", ""),
        bound=value.get("bound", "exact"), note=value.get("note", ""),
    )  # fmt: skip


def any_number(number: float) -> str:
    return ""


def positive(number: float) -> str:
    return "" if number > 0 else "must be positive"


def not_negative(number: float) -> str:
    return "" if number >= 0 else "must not be negative"


def fraction(number: float) -> str:
    return "" if 0 <= number <= 1 else "must lie between 0 and 1"


def distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    """Refuses a name that stands twice."""
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"'{name}' is named twice")
    return names


_SCHEMA_TEXT = {"type": ["string", "number"]}


def _json_schema(unit: str) -> dict:
    about = f"text with a unit convertible to {unit}" if unit else "a pure number"
    return {
        "type": "object",
        "properties": {
            "value": {**_SCHEMA_TEXT, "description": about},
            "source": {"type": "string", "description": "key of [references]"},
            "sigma": {"type": "number", "description": "standard deviation in decades"},
            "evidence": {"enum": list(EVIDENCE_ORDER)},
            "bound": {"enum": ["exact", "at_least", "at_most"]},
            "note": {"type": "string"},
        },
        "required": ["value", "source"],
        "additionalProperties": False,
    }


def quantity(unit: str, check: Callable[[float], str] = any_number) -> Any:
    """Field type of a cited number with this SI unit."""
    return Annotated[
        Cited, BeforeValidator(partial(_cited, unit=unit, check=check)), WithJsonSchema(_json_schema(unit))
    ]


def number(unit: str, check: Callable[[float], str] = any_number) -> Any:
    """Field type of a bare SI number written as text with a unit (definitions, not measured figures)."""
    return Annotated[
        float,
        BeforeValidator(lambda value: _plain(check, value, unit)),
        WithJsonSchema({**_SCHEMA_TEXT, "description": f"text with a unit convertible to {unit}"}),
    ]


def weakest(evidences: Any) -> str:
    """Weakest evidence of several, `computed` if there is none.

    Examples
    --------
    >>> weakest(["read", "assumed", "recalled"])
    'assumed'
    """
    return max(evidences, key=EVIDENCE_ORDER.index, default="computed")
