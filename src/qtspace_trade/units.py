"""The only door for units: text, pint and astropy quantities come in, SI floats go out.

Number and unit are parsed apart, and each unit text is resolved once. Beside its dimension a unit has a *family*:
its exponents of angle, cycle (hertz), data, count and decibel, which a dimension check alone cannot tell apart
(pint turns 1 Hz into 1 rad/s and adds degrees to bits). A value whose family differs from the expected one is refused.
"""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Iterable
from typing import Any, NamedTuple

from qtspace_trade.errors import UnitError

_NUMBER = re.compile(r"^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*?)\s*$", re.DOTALL)
_SQRT = re.compile(r"(?:sqrt|√)\s*\(\s*([^()]+?)\s*\)|√\s*([A-Za-zµμ]+)")
_SUPERSCRIPT = re.compile("(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_GLUED = re.compile(r"(?<=[\w)])\s*\(")  # pint reads km (s)**0.5 as (km s)**0.5
_STRANGE = re.compile(r"[^\w\s.*/^()%°-]")
_REWRITES = (
    (re.compile(r"\bAU\b"), "astronomical_unit"),  # pint: absorbance unit
    (re.compile(r"\bTorr\b"), "torr"),  # pint: undefined
    # pint: cgs gauss, not convertible to tesla
    (re.compile(r"\b(|[pnµμumkM]|nano|micro|milli|kilo)(?:G|gauss)\b"), r"\1gauss_in_tesla"),
    (re.compile(r"\b([pnµμumkM]?)E\b"), r"\1eotvos"),
)
_REFUSED = {
    "ct": "'ct' is a carat; for counts write 'count'",
    "ph": "'ph' is a picohour; for photons write 'count'",
    "ton": "'ton' is a short ton of 907 kg; for 1000 kg write 't'",
    "Gs": "'Gs' is a gigasecond; for gauss write 'G'",
    "Mb": "'Mb' is a megabarn; for megabits write 'Mbit'",
    "krad": "'krad' is a kiloradian; for a dose write it in gray (1 krad = 10 Gy)",
    "mrad_dose": "write a dose in gray",
    "a": "'a' is ambiguous; write 'year'",
}
_ASTROPY_NAMES = {"ct": "count", "ph": "count", "Angstrom": "angstrom", "Ohm": "ohm", "a": "year", "lyr": "light_year"}
_FAMILIES = {
    "radian": {"angle": 1}, "degree": {"angle": 1}, "arcminute": {"angle": 1}, "arcsecond": {"angle": 1},
    "milliarcsecond": {"angle": 1}, "grade": {"angle": 1}, "mil": {"angle": 1}, "turn": {"angle": 1},
    "steradian": {"angle": 2}, "square_degree": {"angle": 2},
    "revolutions_per_minute": {"angle": 1}, "revolutions_per_second": {"angle": 1},
    "hertz": {"cycle": 1}, "bit": {"data": 1}, "byte": {"data": 1}, "baud": {"data": 1}, "count": {"count": 1},
    "counts_per_second": {"count": 1},
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
    registry.define("ppb = 1e-9")
    return registry


def _normalised(text: str) -> str:
    text = _SQRT.sub(lambda match: f"({match.group(1) or match.group(2)})**0.5", text.strip())
    text = _SUPERSCRIPT.sub(lambda match: f"**{'-' if match.group(1) else ''}{match.group(2).translate(_DIGITS)}", text)
    text = text.replace("·", "*").replace("×", "*")
    text = _GLUED.sub("*(", text)
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    return f"1{text}" if text.startswith("/") else text


@functools.cache
def resolve(text: str) -> Unit:
    """Factor, dimension and family of a unit text; `""` is a pure number.

    Raises
    ------
    UnitError
        The unit is unknown, has an offset (degC), is logarithmic (dBm) or is one that is easily misread.
    """
    if text == "":
        return Unit(1.0, (), ())
    if text == "%":
        return Unit(0.01, (), ())
    for word in re.findall(r"[A-Za-z_]+", text):
        if word in _REFUSED:
            raise UnitError(f"unit '{text}': {_REFUSED[word]}")
    registry = _registry()
    plain = _normalised(text)
    try:
        if _STRANGE.search(plain):  # pint drops what it does not know: "m$" would be a metre
            raise ValueError(plain)
        unit = registry.parse_units(plain)
        names = dict(unit._units)
    except Exception as error:
        raise UnitError(f"unknown unit '{text}'") from error
    if names == {"decibel": 1}:
        return Unit(1.0, (), (("decibel", 1.0),))
    family: dict[str, float] = {}
    for name, exponent in names.items():
        parts = registry.parse_unit_name(name)
        root = parts[0][1] if parts else name.removeprefix("delta_")
        kind = registry._units[root]
        if kind.is_logarithmic:
            raise UnitError(f"unit '{text}': of logarithmic units only plain dB is known")
        if not kind.is_multiplicative:
            raise UnitError(f"unit '{text}': temperatures are written in kelvin (20 degC = 293.15 K)")
        for tag, weight in _FAMILIES.get(root, {}).items():
            family[tag] = family.get(tag, 0.0) + weight * exponent
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
    parts = _parts(value)
    if parts is not None:
        return _finite(parts[0] * _factor(parts[1], unit, str(value)), value)
    if isinstance(value, bool) or value is None:
        raise UnitError(f"{value!r}: expected a number with unit {unit or '(none)'}")
    return _finite(value, value)


def written(value: Any) -> Any:
    """Text of a pint or astropy quantity that `si` reads back; anything else as it is."""
    parts = _parts(value)
    try:
        return value if parts is None else f"{float(parts[0])!r} {parts[1]}".strip()
    except TypeError:  # an array has no such text
        return value


def _parts(value: Any) -> tuple[Any, str] | None:
    """Number and unit text of a pint or astropy quantity."""
    if hasattr(value, "magnitude") and hasattr(value, "units"):
        return value.magnitude, _pint_text(value)
    if hasattr(value, "unit") and hasattr(value, "to_value"):
        return value.value * getattr(value.unit, "scale", 1.0), _astropy_text(value.unit)
    return None


def _pint_text(quantity: Any) -> str:
    return _product(quantity.units._units.items())


def _astropy_text(unit: Any) -> str:
    if not hasattr(unit, "bases"):
        raise UnitError(f"unit '{unit}': of logarithmic units only plain dB is known")
    names = (_ASTROPY_NAMES.get(base.name, base.name) for base in unit.bases)
    return _product(zip(names, unit.powers, strict=True))


def _product(powers: Iterable[tuple[str, Any]]) -> str:
    return " * ".join(name if power == 1 else f"{name}**{float(power)!r}" for name, power in powers)


def _factor(given: str, expected: str, shown: str) -> float:
    have, want = resolve(given), resolve(expected)
    if have.dimension != want.dimension or have.family != want.family:
        raise UnitError(f"'{shown}'{_kind(have)}: expected {expected or 'a pure number'}{_kind(want)}")
    return have.factor


def _finite(number: Any, shown: Any) -> Any:
    if isinstance(number, (int, float)):
        if not abs(number) <= sys.float_info.max:
            raise UnitError(f"'{shown}' is not a finite number")
        return float(number)
    import numpy as np

    try:
        array = np.asarray(number, dtype=float)
    except (TypeError, ValueError):
        raise UnitError(f"{shown!r}: expected a number or a text with a unit") from None
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
