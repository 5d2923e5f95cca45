"""Units at the one door: the silent traps of pint, families, messages, numbers from pint and astropy."""

import math

import astropy.units as u
import numpy as np
import pint
import pytest

from qtspace_trade import units
from qtspace_trade.errors import QtspaceError, UnitError

AU = 149_597_870_700.0  # m, IAU 2012


@pytest.mark.parametrize(
    ("text", "unit", "si"),
    [
        ("350 km", "m", 350e3),
        ("350km", "m", 350e3),
        ("  .5e1   km ", "m", 5e3),
        ("-3 km", "m", -3e3),
        ("+3 km", "m", 3e3),
        ("1 AU", "m", AU),
        ("1 au", "m", AU),
        ("2 AU/s", "m/s", 2 * AU),
        ("1 Torr", "Pa", 101_325 / 760),
        ("1 torr", "Pa", 101_325 / 760),
        ("1 mbar", "Pa", 100.0),
        ("1 u", "kg", 1.660539e-27),
        ("1 t", "kg", 1000.0),
        ("1 g", "kg", 1e-3),
        ("1 G", "T", 1e-4),
        ("1 gauss", "T", 1e-4),
        ("1 mG", "T", 1e-7),
        ("1 µG", "T", 1e-10),
        ("3 nT", "T", 3e-9),
        ("1 E", "1/s^2", 1e-9),
        ("1 mE", "1/s^2", 1e-12),
        ("1 eotvos", "1/s^2", 1e-9),
        ("1 ppm", "", 1e-6),
        ("1 ppb", "", 1e-9),
        ("35 %", "", 0.35),
        ("35%", "", 0.35),
        ("0.35", "", 0.35),
        ("3 dB", "dB", 3.0),
        ("60 rpm", "rad/s", 2 * math.pi),
        ("1 deg", "rad", math.pi / 180),
        ("1 °", "rad", math.pi / 180),
        ("1 arcsec", "rad", math.pi / 648_000),
        ("1 urad", "rad", 1e-6),
        ("1 sr", "sr", 1.0),
        ("1 kHz", "Hz", 1e3),
        ("1 Mbit/s", "bit/s", 1e6),
        ("1 byte", "bit", 8.0),
        ("1 day", "s", 86_400.0),
        ("1 h", "s", 3600.0),
        ("1 year", "s", 31_557_600.0),
    ],
)
def test_value_in_si(text, unit, si):
    assert units.si(text, unit) == pytest.approx(si, rel=1e-6)
    assert type(units.si(text, unit)) is float


def test_a_revolution_per_minute_is_an_angular_rate():
    assert units.si("1 rpm", "rad/s") == pytest.approx(0.10472, abs=1e-6)


@pytest.mark.parametrize(
    "text", ["1 nT/sqrt(Hz)", "1 nT/√Hz", "1 nT/√(Hz)", "1 nT/Hz**0.5", "1 nT/Hz^0.5", "1 nT Hz^(-1/2)", "1 nT·Hz**-0.5"]
)
def test_every_way_to_write_a_root(text):
    assert units.si(text, "T/sqrt(Hz)") == pytest.approx(1e-9)


@pytest.mark.parametrize("text", ["1 km√s", "1 km √s", "1 km sqrt(s)", "1 km (s)^0.5", "1 km(s)**0.5", "1 (km)(s)^0.5"])
def test_a_root_takes_only_its_own_unit(text):
    assert units.si(text, "m s**0.5") == pytest.approx(1e3)


@pytest.mark.parametrize("text", ["2 m s⁻²", "2 m/s²", "2 m/s**2", "2 m/s^2", "2 m·s⁻²", "2 m×s^-2", "2 m*s^-2", "2 m s^(-2)"])
def test_every_way_to_write_a_power(text):
    assert units.si(text, "m/s^2") == 2.0


@pytest.mark.parametrize("text", ["1 um", "1 µm", "1 μm", "1 micrometer"])
def test_micro_with_each_letter(text):
    """Letter u, micro sign U+00B5 and Greek mu U+03BC."""
    assert units.si(text, "m") == pytest.approx(1e-6)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 Hz", "rad/s"), ("1 rad/s", "Hz"), ("1 rpm", "Hz"), ("1 deg/s", "Hz"), ("1 Hz", "1/s"), ("1 1/s", "Hz"),
        ("1 rad/s", "bit/s"), ("1 bit/s", "Hz"), ("1 bit", "rad"), ("1 deg", "bit"), ("1 deg", ""), ("1 bit", ""),
        ("0.1", "rad"), ("1 count/s", "Hz"), ("1 cps", "Hz"), ("1 count/s", "bit/s"), ("1 dB", ""), ("3", "dB"),
        ("1 %", "dB"), ("1 sr", "rad"), ("1 m/s^2/sqrt(Hz)", "m/s^2/sqrt(rad/s)"), ("1 rad", "Gy"), ("1 kAU", "m"),
        ("1 W/m^2/um", "W/m^2/sr/um"),
    ],
)  # fmt: skip
def test_families_do_not_mix(text, expected):
    with pytest.raises(UnitError, match="expected"):
        units.si(text, expected)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("20 degC", "kelvin"),
        ("20 °C", "kelvin"),
        ("70 degF", "kelvin"),
        ("1 ct", "count"),
        ("1 ph/s", "count"),
        ("1 Gs", "'G'"),
        ("1 Mb", "Mbit"),
        ("100 krad", "gray"),
        ("1 a", "year"),
        ("1 ton", "'t'"),
        ("10 dBm", "dB"),
        ("1 dB/km", "dB"),
        ("1 neper", "dB"),
    ],
)
def test_misleading_units_are_refused_with_a_hint(text, hint):
    with pytest.raises(UnitError, match=hint):
        units.si(text, "kg")


def test_a_temperature_difference_may_be_in_celsius():
    assert units.si("2 degC/km", "K/m") == pytest.approx(2e-3)


@pytest.mark.parametrize("unit", ["foo", "m$", "m,s", "m;s", "m'", 'm"', "m#s", "m=s", "m√", "sqrt(Hz", "m**", "m+s", "2 m"])
def test_an_unknown_unit_is_named(unit):
    with pytest.raises(UnitError) as caught:
        units.si(f"1 {unit}", "m")
    assert f"unknown unit '{unit}'" in str(caught.value)


@pytest.mark.parametrize("text", ["km", "", "nan m", "inf m", "-inf m", "abc", "− 20 K", "+ 3 m", "e3 m"])
def test_text_without_a_number(text):
    with pytest.raises(UnitError, match="does not start with a number"):
        units.si(text, "m")


@pytest.mark.parametrize("text", ["1,5 m", "1_000 m", "1.5.2 m", "1 e3 m"])
def test_numbers_in_another_notation(text):
    with pytest.raises(UnitError, match="unknown unit"):
        units.si(text, "m")


@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, -math.inf, 10**400, "1e400 m", np.nan, np.array([1.0, np.nan]), [1.0, math.inf], math.nan * u.m,
     pint.Quantity(math.inf, "m")],
)  # fmt: skip
def test_not_finite(value):
    with pytest.raises(UnitError, match="finite"):
        units.si(value, "m")


@pytest.mark.parametrize("value", [None, True, {}, {"x": 1}, ["1 km"], object()])
def test_not_a_number(value):
    with pytest.raises(UnitError, match="expected a number"):
        units.si(value, "m")


@pytest.mark.parametrize(
    ("value", "expected", "message"),
    [
        ("350 kg", "m", "'350 kg': expected m"),
        ("350", "m", "'350': expected m"),
        ("3 m", "", "'3 m': expected a pure number"),
        ("1 Hz", "rad/s", "'1 Hz' (a cyclic frequency): expected rad/s (an angle)"),
        ("1 bit", "rad", "'1 bit' (data): expected rad (an angle)"),
        (3 * u.kg, "m", "'3.0 kg': expected m"),
        (pint.Quantity(3, "kg"), "m", "'3 kilogram': expected m"),
    ],
)
def test_message_names_what_was_given_and_expected(value, expected, message):
    with pytest.raises(UnitError) as caught:
        units.si(value, expected)
    assert str(caught.value) == message


def test_errors_can_be_caught_as_value_errors():
    assert issubclass(UnitError, QtspaceError)
    assert issubclass(UnitError, ValueError)


def test_a_bare_number_is_si():
    assert units.si(3, "km") == 3.0
    assert units.si(np.float64(2.5), "km") == 2.5
    assert units.si(np.int64(2), "km") == 2.0
    np.testing.assert_array_equal(units.si([1, 2], "km"), [1.0, 2.0])


@pytest.mark.parametrize(
    ("value", "unit", "si"),
    [
        (pint.Quantity(350, "km"), "m", 350e3),
        (pint.Quantity(2, "m/s**2/Hz**0.5"), "m/s^2/sqrt(Hz)", 2.0),
        (pint.Quantity(1, "rpm"), "rad/s", math.pi / 30),
        (pint.Quantity(1, "gauss"), "T", 1e-4),
        (pint.Quantity(1, "milligauss"), "T", 1e-7),
        (pint.Quantity(1, "au"), "m", AU),
        (pint.Quantity(3, "dB"), "dB", 3.0),
        (pint.Quantity(3, "percent"), "", 0.03),
        (350 * u.km, "m", 350e3),
        (2 * u.m / u.s**2 / u.Hz**0.5, "m/s^2/sqrt(Hz)", 2.0),
        (2 * u.nT / u.Hz**0.5, "T/sqrt(Hz)", 2e-9),
        (1 * u.AU, "m", AU),
        (1 * u.G, "T", 1e-4),
        (1 * u.deg / u.s, "rad/s", math.pi / 180),
        (3 * u.ct / u.s, "count/s", 3.0),
        (3 * u.photon / u.s, "count/s", 3.0),
        (3 * u.dB, "dB", 3.0),
        (3 * u.percent, "", 0.03),
        (3 * u.dimensionless_unscaled, "", 3.0),
        (3 * u.Unit("1000 km"), "m", 3e6),
        (3 * u.AA, "m", 3e-10),
        (1 * u.Mbit / u.s, "bit/s", 1e6),
    ],
)
def test_quantities_of_pint_and_astropy(value, unit, si):
    assert units.si(value, unit) == pytest.approx(si, rel=1e-6)


@pytest.mark.parametrize(
    "value", [pint.Quantity(20, "degC"), 20 * u.deg_C, 3 * u.mag, u.Magnitude(3), 1 * u.Hz, pint.Quantity(1, "hertz")]
)
def test_quantities_that_are_refused(value):
    for unit in ("K", "rad/s", ""):
        with pytest.raises(UnitError):
            units.si(value, unit)


@pytest.mark.parametrize("module", [u.si, u.cgs, u.astrophys, u.misc])
def test_astropy_units_mean_the_same_here_or_are_refused(module):
    """Symbols clash: `ct` is a count there and a carat here, `ph` a photon there and a picohour here."""
    named = {unit for unit in vars(module).values() if isinstance(unit, u.UnitBase) and not isinstance(unit, u.PrefixUnit)}
    compared = 0
    for unit in named:
        try:
            plain = unit.decompose(bases=u.si.bases | {u.bit, u.ct, u.ph})
            unscaled = u.CompositeUnit(1.0, plain.bases, plain.powers)
            here, there = (units.resolve(units.split(units.written(1.0 * item))[1]) for item in (unit, unscaled))
        except (UnitError, u.UnitConversionError):
            continue
        if here.dimension == there.dimension:  # else it fits nothing that is expected, so it is refused
            assert here.factor == pytest.approx(plain.scale, rel=1e-6), unit
            compared += 1
    assert compared


def test_array_quantities():
    np.testing.assert_allclose(units.si(np.arange(3) * u.km, "m"), [0, 1e3, 2e3])
    np.testing.assert_allclose(units.si(pint.Quantity(np.arange(3), "km"), "m"), [0, 1e3, 2e3])


@pytest.mark.parametrize("value", [3e-9 * u.m / u.s**2 / u.Hz**0.5, pint.Quantity(np.float64(3e-9), "m/s**2/Hz**0.5")])
def test_quantities_as_text(value):
    assert units.si(units.written(value), "m/s^2/sqrt(Hz)") == pytest.approx(3e-9)


def test_what_is_no_quantity_stays_as_it_is():
    for value in ("3 km", 3.0, None, [1, 2]):
        assert units.written(value) is value


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (350e3, "km", "350 km"), (1.23456789e-9, "nT", "1.235 nT"), (0.35, "%", "35 %"), (0.5, "", "0.5"),
        (3.0, "dB", "3 dB"), (math.pi, "deg", "180 deg"), (AU, "astronomical_unit", "1 astronomical_unit"),
        (0.0, "km", "0 km"), (-2e3, "km", "-2 km"), (1.5e12, "km", "1.5e+09 km"),
    ],
)  # fmt: skip
def test_show(value, unit, text):
    assert units.show(value, unit) == text


def test_same_kind():
    assert units.same_kind("km", "m")
    assert units.same_kind("rpm", "deg/s")
    assert not units.same_kind("Hz", "rad/s")
    assert not units.same_kind("kg", "m")


def test_the_spelling_of_a_unit_does_not_matter():
    assert units.resolve("m/s^2/sqrt(Hz)") == units.resolve("m/s**2/Hz**0.5")
    assert units.resolve("") == units.Unit(1.0, (), ())
