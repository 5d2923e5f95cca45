"""Units: numbers survive their text, values scale with number and prefix, families never mix."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qtspace_trade import units
from qtspace_trade.errors import QtspaceError, UnitError

unhurried = settings(deadline=None)

UNITS = ("m", "km", "AU", "nT", "mG", "K", "mK", "kg", "u", "Torr", "rad", "deg", "Hz", "rpm", "bit/s", "count/s", "dB", "%",
         "ppb", "E", "m/s^2/sqrt(Hz)", "rad/s/√Hz", "1/s^2", "W/m^2/sr/um", "")  # fmt: skip
PREFIXES = {"n": 1e-9, "µ": 1e-6, "u": 1e-6, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9}

numbers = st.floats(-1e100, 1e100, allow_nan=False)
positive = st.floats(1e-100, 1e100)
unit_texts = st.sampled_from(UNITS)


@unhurried
@given(numbers)
def test_numbers_survive_their_text(number):
    assert units.split(f"{number!r} km") == (number, "km")
    assert units.si(repr(number), "") == number


@unhurried
@given(numbers, unit_texts)
def test_values_are_linear_in_the_number(number, unit):
    value = units.si(f"{number!r} {unit}", unit)
    assert value == pytest.approx(number * units.resolve(unit).factor, rel=1e-14)
    assert units.in_unit(value, unit) == pytest.approx(number, rel=1e-12)


@unhurried
@given(positive, unit_texts)
def test_shown_text_is_read_back(number, unit):
    value = number * units.resolve(unit).factor
    assert units.si(units.show(value, unit), unit) == pytest.approx(value, rel=1e-3)


@unhurried
@given(numbers, st.sampled_from(sorted(PREFIXES)), st.sampled_from(["m", "T", "Pa", "W", "Hz", "eV", "G", "E"]))
def test_prefixes_scale(number, prefix, unit):
    assume(prefix + unit not in ("GG", "GE"))  # no such units, and nobody writes them
    expected = number * PREFIXES[prefix] * units.si(f"1 {unit}", unit)
    assert units.si(f"{number!r} {prefix}{unit}", unit) == pytest.approx(expected, rel=1e-12)


@unhurried
@given(unit_texts, unit_texts)
def test_a_value_is_accepted_exactly_where_the_kind_is_the_same(given_unit, expected):
    assert units.same_kind(given_unit, expected) == units.same_kind(expected, given_unit)
    if units.same_kind(given_unit, expected):
        assert math.isfinite(units.si(f"1 {given_unit}", expected))
    else:
        with pytest.raises(UnitError):
            units.si(f"1 {given_unit}", expected)


@unhurried
@given(st.text(max_size=12))
def test_any_text_gives_a_number_or_a_clear_error(text):
    for given_text in (text, f"1 {text}"):
        try:
            assert math.isfinite(units.si(given_text, "m"))
        except QtspaceError as error:
            assert str(error)
