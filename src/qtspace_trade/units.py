"""The only door for units: text, pint and astropy quantities come in, SI floats go out.

Number and unit are parsed apart, and each unit text is resolved once. Beside its dimension a unit has a *family*:
its exponents of angle, cycle (hertz), data, count and decibel, which a dimension check alone cannot tell apart
(pint turns 1 Hz into 1 rad/s and adds degrees to bits). A value whose family differs from the expected one is refused.
"""

from __future__ import annotations

import functools
import math
import re
from typing import Any, NamedTuple

from qtspace_trade.errors import UnitError

_NUMBER = re.compile(r"^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*?)\s*$", re.DOTALL)
_SQRT = re.compile(r"sqrt\(\s*([^()]+?)\s*\)|√\s*([A-Za-zµ]+)")
_REWRITES = (
    (re.compile(r"\bAU\b"), "astronomical_unit"),  # pint: absorbance unit
    (re.compile(r"\bTorr\b"), "torr"),  # pint: undefined
    (re.compile(r"\b(?:G|gauss)\b"), "gauss_in_tesla"),  # pint: cgs gauss, not convertible to tesla
    (re.compile(r"\bE\b"), "eotvos"),
)
_REFUSED = {
    "ct": "'ct' is a carat; for counts write 'count'",
    "Gs": "'Gs' is a gigasecond; for gauss write 'G'",
    "Mb": "'Mb' is a megabarn; for megabits write 'Mbit'",
    "krad": "'krad' is a kiloradian; for a dose write it in gray (1 krad = 10 Gy)",
    "mrad_dose": "write a dose in gray",
    "a": "'a' is ambiguous; write 'year'",
}
_OFFSET = {"degree_Celsius", "degree_Fahrenheit", "degree_Reaumur"}
_FAMILIES = {
    "radian": {"angle": 1}, "degree": {"angle": 1}, "arcminute": {"angle": 1}, "arcsecond": {"angle": 1},
    "milliarcsecond": {"angle": 1}, "grade": {"angle": 1}, "mil": {"angle": 1}, "turn": {"angle": 1},
    "steradian": {"angle": 2}, "square_degree": {"angle": 2},
    "revolutions_per_minute": {"angle": 1}, "revolutions_per_second": {"angle": 1},
    "hertz": {"cycle": 1}, "bit": {"data": 1}, "byte": {"data": 1}, "baud": {"data": 1}, "count": {"count": 1},
}  # fmt: skip
_FAMILY_NAMES = {"angle": "an angle", "cycle": "a cyclic frequency", "data": "data", "count": "counts"}


class Unit(NamedTuple):
    """A resolved unit: factor to SI, SI dimension, family."""

    factor: float
    dimension: tuple[tuple[str, float], ...]
    family: tuple[tuple[str, float], ...]


@functools.cache
def _registry() -> Any:
    import pint

    registry = pint.UnitRegistry()
    registry.define("eotvos = 1e-9 / second ** 2")
    registry.define("gauss_in_tesla = 1e-4 * tesla")
    return registry


def _normalised(text: str) -> str:
    text = _SQRT.sub(lambda match: f"({match.group(1) or match.group(2)})**0.5", text.strip())
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    text = text.replace("·", "*").replace("²", "**2").replace("³", "**3")
    return f"1{text}" if text.startswith("/") else text


@functools.cache
def resolve(text: str) -> Unit:
    """Factor, dimension and family of a unit text; `""` is a pure number.

    Raises
    ------
    UnitError
        The unit is unknown, has an offset (degC) or is one that is easily misread.
    """
    if text == "":
        return Unit(1.0, (), ())
    if text == "dB":
        return Unit(1.0, (), (("decibel", 1.0),))
    if text == "%":
        return Unit(0.01, (), ())
    for word in re.findall(r"[A-Za-z_]+", text):
        if word in _REFUSED:
            raise UnitError(f"unit '{text}': {_REFUSED[word]}")
    registry = _registry()
    try:
        unit = registry.parse_units(_normalised(text))
        names = dict(unit._units)
    except Exception as error:
        raise UnitError(f"unknown unit '{text}'") from error
    family: dict[str, float] = {}
    for name, exponent in names.items():
        root = registry.parse_unit_name(name)[0][1]
        if root in _OFFSET:
            raise UnitError(f"unit '{text}': temperatures are written in kelvin (20 degC = 293.15 K)")
        for kind, weight in _FAMILIES.get(root, {}).items():
            family[kind] = family.get(kind, 0.0) + weight * exponent
    factor = registry.Quantity(1.0, unit).to_root_units().magnitude
    if any(name == "gram" for name in registry.Quantity(1.0, unit).to_root_units()._units):
        factor = registry.Quantity(1.0, unit).to_base_units().magnitude
    dimension = tuple(sorted((key, float(power)) for key, power in unit.dimensionality.items() if power))
    return Unit(float(factor), dimension, tuple(sorted((key, power) for key, power in family.items() if power)))


def split(text: str) -> tuple[float, str]:
    """Number and unit of a text such as `"350 km"`.

    Raises
    ------
    UnitError
        The text does not start with a finite number.
    """
    match = _NUMBER.match(text)
    if match is None:
        raise UnitError(f"'{text}' does not start with a number")
    return float(match.group(1)), match.group(2)


def _kind(unit: Unit) -> str:
    names = [_FAMILY_NAMES.get(key, key) for key, _ in unit.family]
    return f" ({', '.join(names)})" if names else ""


def si(value: Any, unit: str) -> Any:
    """SI value of a number, text, pint or astropy quantity.

    Parameters
    ----------
    value : float, str, array, pint.Quantity or astropy.units.Quantity
        A bare number is taken to be SI already.
    unit : str
        Expected unit, e.g. `"m"`; its dimension and family must match.

    Returns
    -------
    float or array
        Value in SI base units (kg, m, s, K, A, rad, bit, Hz).

    Raises
    ------
    UnitError
        Wrong dimension or family, unknown unit, offset unit, NaN or infinity.

    Examples
    --------
    >>> si("350 km", "m")
    350000.0
    >>> si("1 Hz", "rad/s")
    Traceback (most recent call last):
        ...
    qtspace_trade.errors.UnitError: '1 Hz' (a cyclic frequency): expected rad/s (an angle)
    """
    if isinstance(value, str):
        number, text = split(value)
        return _finite(number * _factor(text, unit, value), value)
    if hasattr(value, "magnitude") and hasattr(value, "units"):
        return _finite(value.magnitude * _factor(_pint_text(value), unit, str(value)), value)
    if hasattr(value, "unit") and hasattr(value, "to_value"):
        scale = getattr(value.unit, "scale", 1.0)
        return _finite(value.value * scale * _factor(_astropy_text(value.unit), unit, str(value)), value)
    if isinstance(value, bool) or value is None:
        raise UnitError(f"{value!r}: expected a number with unit {unit or '(none)'}")
    return _finite(value, value)


def _pint_text(quantity: Any) -> str:
    return " * ".join(f"{name}**{float(power)!r}" for name, power in quantity.units._units.items())


def _astropy_text(unit: Any) -> str:
    return " * ".join(f"{base.name}**{float(power)!r}" for base, power in zip(unit.bases, unit.powers, strict=True))


def _factor(given: str, expected: str, shown: str) -> float:
    have, want = resolve(given), resolve(expected)
    if have.dimension != want.dimension or have.family != want.family:
        raise UnitError(f"'{shown}'{_kind(have)}: expected {expected or 'a pure number'}{_kind(want)}")
    return have.factor


def _finite(number: Any, shown: Any) -> Any:
    if isinstance(number, (int, float)):
        if not math.isfinite(number):
            raise UnitError(f"'{shown}' is not a finite number")
        return float(number)
    import numpy as np

    array = np.asarray(number, dtype=float)
    if not np.isfinite(array).all():
        raise UnitError(f"'{shown}' holds a value that is not finite")
    return array if array.ndim else float(array)


def same_kind(first: str, second: str) -> bool:
    """True where the two units have the same dimension and family."""
    one, two = resolve(first), resolve(second)
    return one.dimension == two.dimension and one.family == two.family


def in_unit(value: float, unit: str) -> float:
    """Number of `unit`s in an SI value.

    Examples
    --------
    >>> in_unit(350e3, "km")
    350.0
    """
    return value / resolve(unit).factor


def show(value: float, unit: str) -> str:
    """Text of an SI value in a unit made for people.

    Examples
    --------
    >>> show(350e3, "km")
    '350 km'
    """
    return f"{in_unit(value, unit):.4g} {unit}".strip()
