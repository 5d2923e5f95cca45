"""Rows of the catalogue: requirements, offers, emissions."""

from __future__ import annotations

import itertools
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema, field_validator

from qtspace_trade import units, when
from qtspace_trade.constants import MOLECULE_MASS
from qtspace_trade.errors import QtspaceError, nearest
from qtspace_trade.schema import glossary
from qtspace_trade.schema.base import Bound, Evidence, Model, positive, quantity

ATTITUDE_LAWS = ("inertial", "inertial_hold", "sun", "nadir", "target", "spin", "along_track")
AttitudeLaw = Literal["inertial", "inertial_hold", "sun", "nadir", "target", "spin", "along_track"]
STATISTICS = ("min", "max", "mean", "rms", "p05", "p50", "p95", "range", "instant")
SENSES = ("at_least", "at_most", "between", "one_of", "spectrum")
Statistic = Literal["min", "max", "mean", "rms", "p05", "p50", "p95", "range", "instant"]

ORBIT_CLASSES = (
    "leo", "sso", "iss", "css", "meo", "geo", "heo", "lunar", "sun_earth_l1", "sun_earth_l2", "heliocentric",
    "drop_tower", "parabola", "sounding_rocket", "facility",
)  # fmt: skip
OrbitClass = Literal[
    "leo", "sso", "iss", "css", "meo", "geo", "heo", "lunar", "sun_earth_l1", "sun_earth_l2", "heliocentric",
    "drop_tower", "parabola", "sounding_rocket", "facility",
]  # fmt: skip

def at_least_one(number: float) -> str:
    return "" if number >= 1 else "must be at least 1"


_TEXT = {"type": ["string", "number"]}
_LIMIT = WithJsonSchema({**_TEXT, "description": "text with a unit of the row's variable"})
Value = Annotated[Any, _LIMIT]


def _qualifiers(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    for key, item in value.items():
        if not isinstance(item, str) or not item:
            raise ValueError(f"{key} = {item!r}: expected text")
    return tuple(sorted(value.items()))


Qualifiers = Annotated[
    tuple[tuple[str, str], ...],
    BeforeValidator(_qualifiers),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}}),
]


def known_variable(name: str) -> str:
    if name not in glossary.canonical_names():
        raise ValueError(f"unknown variable '{name}'.{nearest(name, glossary.canonical_names())}")
    return glossary.canonical_names()[name]


def _variable(info: ValidationInfo) -> glossary.Variable | None:
    name = info.data.get("variable")
    return glossary.variables().get(name) if name else None


def _si(value: Any, unit: str) -> float:
    if isinstance(value, list | dict):
        raise ValueError(f"{value!r}: expected one value")
    try:
        return units.si(value, unit)
    except QtspaceError as error:
        raise ValueError(str(error)) from None


def in_variable_unit(value: Any, info: ValidationInfo) -> Any:
    """SI value of a field in the unit of the row's variable; kelvin and other log quantities are not negative."""
    variable = _variable(info)
    if value is None or variable is None:
        return None
    if variable.text:
        raise ValueError(f"'{variable.name}' is a word: use one_of")
    number = _si(value, variable.unit)
    if variable.scale == "log" and number < 0:
        raise ValueError(f"{value!r}: '{variable.name}' cannot be negative")
    return number


def _condition(text: str) -> str:
    if not text:
        return text
    try:
        condition = when.parse(text)
        for atom in when.atoms(condition):
            if isinstance(atom, when.Comparison):
                variable = glossary.variable(atom.variable)
                if variable.text or variable.spectral:
                    kind = "a word" if variable.text else "a spectrum"
                    raise ValueError(f"'{variable.name}' cannot be compared: it is {kind}")
                units.si(atom.value, variable.unit)
    except QtspaceError as error:
        raise ValueError(str(error)) from None
    return text


ConditionText = Annotated[str, BeforeValidator(_condition), WithJsonSchema({"type": "string"})]


def _curve(value: Any, info: ValidationInfo) -> Any:
    variable = _variable(info)
    if value is None or variable is None:
        return None
    if not variable.spectral:
        raise ValueError(f"'{variable.name}' is not a spectrum")
    return spectrum_points(value, variable.unit)


def spectrum_points(value: Any, unit: str) -> tuple[tuple[float, float], ...]:
    """Points of a spectrum in hertz and in the unit, frequencies rising."""
    if not isinstance(value, list | tuple) or len(value) < 2:
        raise ValueError("expected a list of at least two [frequency, value] pairs")
    points = []
    for pair in value:
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise ValueError(f"{pair!r}: expected a [frequency, value] pair")
        points.append((_si(pair[0], "Hz"), _si(pair[1], unit)))
    if any(low[0] >= high[0] for low, high in itertools.pairwise(points)) or points[0][0] <= 0:
        raise ValueError("frequencies must be positive and rise")
    if any(point[1] < 0 for point in points):
        raise ValueError("a spectral density cannot be negative")
    return tuple(points)


_CURVE = WithJsonSchema({"type": "array", "items": {"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2}})
Curve = Annotated[Any, _CURVE]
EmissionCurve = Annotated[Any, _CURVE]


def _interval(value: Any, unit: str, quantity_name: str) -> Any:
    if value is None:
        return None
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError(f"expected [lowest {quantity_name}, highest {quantity_name}]")
    low, high = (_si(item, unit) for item in value)
    if not 0 < low < high:
        raise ValueError(f"the {quantity_name} must be positive and rise")
    return (low, high)


def _band(value: Any) -> Any:
    return _interval(value, "Hz", "frequency")


def _wavelengths(value: Any) -> Any:
    return _interval(value, "m", "wavelength")


_PAIR = WithJsonSchema({"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2})
Band = Annotated[Any, BeforeValidator(_band), _PAIR]
Wavelengths = Annotated[Any, BeforeValidator(_wavelengths), _PAIR]


class Row(Model):
    """What every row has: a variable, its qualifiers and where the number comes from."""

    variable: str
    at: Qualifiers = ()
    source: str
    evidence: Evidence | None = None
    note: str = ""

    @field_validator("variable")
    @classmethod
    def _known(cls, name: str) -> str:
        return known_variable(name)

    @field_validator("at")
    @classmethod
    def _qualified(cls, at: tuple, info: ValidationInfo) -> tuple:
        variable = _variable(info)
        for key, _ in at:
            if variable is not None and key not in variable.qualifiers:
                raise ValueError(f"'{variable.name}' has no qualifier '{key}'.{nearest(key, variable.qualifiers)}")
        return at


class Requirement(Row):
    """One thing an instrument needs of its surroundings."""

    at_least: Value = None
    at_most: Value = None
    between: Value = None
    one_of: tuple[str, ...] | None = None
    spectrum: Curve = None
    goal: Value = None
    statistic: Statistic | None = None
    band: Band = None
    when: ConditionText = ""
    hard: bool = True
    weight: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    sigma: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    why: str = ""

    _limits = field_validator("at_least", "at_most", "goal")(in_variable_unit)
    _spectrum = field_validator("spectrum")(_curve)

    @field_validator("between")
    @classmethod
    def _window(cls, value: Any, info: ValidationInfo) -> Any:
        variable = _variable(info)
        if value is None or variable is None:
            return None
        if not isinstance(value, list | tuple) or len(value) != 2:
            raise ValueError("expected [lowest, highest]")
        low, high = (in_variable_unit(item, info) for item in value)
        if low >= high:
            raise ValueError("the window must rise")
        return (low, high)


class Offer(Row):
    """A value that a platform, facility or orbit states; it takes the place of a computed one.

    `orbit_classes` are those in which it holds, all of them where none is named.
    """

    value: Value = None
    words: tuple[str, ...] | None = None
    curve: Curve = None
    band: Band = None
    law: AttitudeLaw | Literal[""] = ""
    orbit_classes: tuple[OrbitClass, ...] = ()
    bound: Bound = "exact"
    sigma: float | None = Field(default=None, ge=0, allow_inf_nan=False)

    _value = field_validator("value")(in_variable_unit)
    _points = field_validator("curve")(_curve)


class Emission(Model):
    """What an instrument or platform puts into its surroundings; zero must be stated to count as clean.

    A kind with a spectrum takes `curve`, or one `value` within `band`, or at all frequencies without one. `exclusive` says
    that a neighbour pauses while the emitter operates: it loses time, not margin.
    """

    emission: str
    value: Value = None
    curve: EmissionCurve = None
    band: Band = None
    wavelengths: Wavelengths = None
    temperature: quantity("K", positive) | None = None
    species: str = ""
    mode: Literal["static", "switched", "line", "floor", "transient"] = "static"
    place: Literal["payload", "equipment", "thruster"] | None = None
    shielding: quantity("", at_least_one) | None = None
    isolator_frequency: quantity("Hz", positive) | None = None
    isolator_damping: quantity("", positive) | None = None
    exclusive: bool = False
    source: str
    evidence: Evidence | None = None
    sigma: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    note: str = ""

    @field_validator("emission")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in glossary.emission_kinds():
            raise ValueError(f"unknown emission '{name}'.{nearest(name, glossary.emission_kinds())}")
        return name

    @field_validator("value")
    @classmethod
    def _si_value(cls, value: Any, info: ValidationInfo) -> Any:
        kind = glossary.emission_kinds().get(info.data.get("emission", ""))
        if kind is None or value is None:
            return None
        number = _si(value, kind.unit)
        if number < 0:
            raise ValueError(f"{value!r}: an emission cannot be negative")
        if kind.share and number > 1:
            raise ValueError(f"{value!r}: a share is at most 1")
        return number

    @field_validator("band", "isolator_frequency")
    @classmethod
    def _of_frequency(cls, value: Any, info: ValidationInfo) -> Any:
        kind = glossary.emission_kinds().get(info.data.get("emission", ""))
        if value is not None and kind is not None and not kind.spectral:
            raise ValueError(f"'{kind.name}' does not depend on frequency")
        return value

    @field_validator("curve")
    @classmethod
    def _points(cls, value: Any, info: ValidationInfo) -> Any:
        kind = glossary.emission_kinds().get(info.data.get("emission", ""))
        if kind is None or value is None:
            return None
        if not kind.spectral:
            raise ValueError(f"'{kind.name}' is not a spectrum: give one value")
        return spectrum_points(value, kind.unit)

    @field_validator("species")
    @classmethod
    def _gas(cls, name: str) -> str:
        if name and name not in MOLECULE_MASS:
            raise ValueError(f"unknown species '{name}'.{nearest(name, MOLECULE_MASS)}")
        return name
