"""Time data of the catalogue: dwells, slews, holds, duties and what is left to the overhead."""

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose

import qtspace_trade as qt
from qtspace_trade.constants import DAY
from qtspace_trade.physics import slews

SPACECRAFT = [item for item in map(qt.platform, qt.platforms()) if item.kind == "spacecraft"]
INSTRUMENTS = [qt.instrument(name) for name in qt.instruments()]
WITHOUT_SLEW: dict[str, str] = {}  # spacecraft of several laws that state no slew, with the reason
WITHOUT_DWELL = {
    "optical_clock": "a clock runs through a session of days, which is its row of measurement_duration",
    "qkd": "the shortest contact of use follows from the key, and is not published",
}
SUN_MOTION = 360.0 / 365.25  # deg a day


def ids(entries):
    return [entry.name for entry in entries]


@pytest.mark.parametrize("platform", SPACECRAFT, ids=ids(SPACECRAFT))
def test_several_laws_state_the_slew_into_each(platform):
    if len(platform.attitudes) < 2:
        assert all(law.slew_time is None or law.hold for law in platform.attitudes), "nothing to turn into"
        return
    missing = [law.law for law in platform.attitudes if law.slew_time is None]
    assert bool(missing) == (platform.name in WITHOUT_SLEW), missing


@pytest.mark.parametrize("platform", SPACECRAFT, ids=ids(SPACECRAFT))
def test_a_hold_is_far_longer_than_its_slew(platform):
    """Every inertial hold of the catalogue states how long it lasts."""
    for law in platform.attitudes:
        assert law.hold or law.law != "inertial_hold"
        if law.hold:
            assert law.hold.si > 0 and law.slew_time.si < 0.1 * law.hold.si


@pytest.mark.parametrize("name", ["lpf_bus", "lisa_bus", "l2_observatory_host"])
def test_a_hold_at_the_distance_of_the_earth_is_a_tolerance_of_the_sun(name):
    hold = next(law.hold for law in qt.platform(name).attitudes if law.law == "inertial_hold")
    assert_allclose(hold.si / DAY * SUN_MOTION, 10.0, rtol=0.02)


def test_the_sun_moves_fastest_at_perihelion():
    """ASTROD I: 10 deg by the rate at perihelion is rounded down to whole days."""
    orbit = qt.orbit("astrod_i")
    axis, eccentricity = orbit.semi_major_axis.si / 149_597_870_700.0, orbit.eccentricity.si
    rate = SUN_MOTION * axis**-1.5 * np.sqrt(1 - eccentricity**2) / (1 - eccentricity) ** 2
    assert_allclose(rate, 1.76, rtol=5e-3)
    hold = next(law.hold for law in qt.platform("astrod_i_bus").attitudes if law.hold)
    assert np.floor(10.0 / rate) * DAY == hold.si


NUMBER = r"(\d+(?:\.\d+)?(?:e-?\d+)?)"
TURN = re.compile(rf"{NUMBER} deg with (?:wheels of|thrusters of [\d.]+ uN,) (.*?) on {NUMBER} kg m\^2: {NUMBER} s")
MODE = re.compile(rf"of {NUMBER} Hz, damping ratio {NUMBER}, calm to a thousandth in {NUMBER} s")
QUIET = re.compile(rf"and {NUMBER} s until")
SPIN = re.compile(rf"spin of {NUMBER} rad/s .*? {NUMBER} N m, on {NUMBER} kg m\^2: {NUMBER} s")


def turn_and_wait(note):
    """Slew with settling, worked out from the numbers of the note, which must agree with the printed steps."""
    if spin := SPIN.search(note):
        rate, torque, inertia, printed = map(float, spin.groups())
        turn = inertia * rate / torque
    else:
        angle, actuator, inertia, printed = TURN.search(note).groups()
        inertia, printed = float(inertia), float(printed)
        torque = float(re.search(rf"{NUMBER} (m?)N m(?! s)", actuator)[1])
        torque *= 1e-3 if "mN m" in actuator else 1.0
        momentum = re.search(rf"{NUMBER} N m s", actuator)
        limit = float(momentum[1]) / inertia if momentum else np.inf
        turn = float(slews.slew_time(np.radians(float(angle)), inertia, torque, limit))
    assert_allclose(turn, printed, rtol=0.02)
    if mode := MODE.search(note):
        frequency, damping, printed = map(float, mode.groups())
        assert_allclose(slews.settling_time(1.0, 1e-3, frequency, damping), printed, rtol=0.01)
        return turn + printed
    return turn + float(QUIET.search(note)[1])


@pytest.mark.parametrize("platform", SPACECRAFT, ids=ids(SPACECRAFT))
def test_a_slew_of_the_class_follows_from_its_note(platform):
    for law in platform.attitudes:
        if law.slew_time and law.slew_time.source == "slews":
            assert_allclose(law.slew_time.si, turn_and_wait(law.slew_time.note), rtol=0.03)
            assert platform.cited(law.slew_time) == "assumed" and 0.3 <= law.slew_time.sigma <= 0.5


@pytest.mark.parametrize("platform", SPACECRAFT, ids=ids(SPACECRAFT))
def test_duties_and_overhead_leave_most_of_the_time(platform):
    exclusive = sum(duty.fraction.si for duty in platform.duties if duty.exclusive)
    assert platform.time_overhead.si + exclusive < 0.5
    assert {law for duty in platform.duties for law in duty.laws} <= {law.law for law in platform.attitudes}


@pytest.mark.parametrize(
    ("name", "duty", "hours", "days", "whole"),
    [
        ("kepler_class_bus", "downlink", 20.0, 30.4, 0.1),
        ("l1_observatory_host", "station keeping", 4 * 24.0, 365.25, 0.05),
        ("l2_observatory_host", "station keeping", 8.0, 30.0, 0.1),
    ],
)
def test_a_duty_is_taken_out_of_the_overhead(name, duty, hours, days, whole):
    platform = qt.platform(name)
    found = next(item for item in platform.duties if item.name == duty)
    assert found.exclusive
    assert_allclose(found.fraction.si, hours / (24.0 * days), rtol=0.03)
    assert_allclose(platform.time_overhead.si + found.fraction.si, whole, rtol=1e-9)


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=ids(INSTRUMENTS))
def test_a_dwell_is_stated_where_a_shot_is(instrument):
    assert bool(instrument.operations.dwell) != (instrument.family in WITHOUT_DWELL)


@pytest.mark.parametrize(
    "instrument", [item for item in INSTRUMENTS if item.family == "atom_interferometer"], ids=lambda item: item.name
)
def test_a_dwell_holds_preparation_and_both_arms(instrument):
    """Up to the 20 s cycle of STE-QUEST and the 10 s of CARIOQA, which hold a detection too."""
    given = instrument.parameters
    shot = 2.0 * given.pulse_separation.si + (given.preparation_time.si if given.preparation_time else 0.0)
    assert shot * (1 - 1e-9) <= instrument.operations.dwell.si <= 2.0 * shot


@pytest.mark.parametrize(
    "instrument", [item for item in INSTRUMENTS if item.family == "matter_wave"], ids=lambda item: item.name
)
def test_a_dwell_holds_a_free_fall(instrument):
    fall = next(row.at_least for row in instrument.requires if row.variable == "free_fall_time")
    assert fall <= instrument.operations.dwell.si <= 2.0 * fall


def test_holds_cost_a_re_pointing_and_nothing_more():
    """LISA Pathfinder: 1900 s once in ten days of blocks of 200 s."""
    platform = qt.platform("lpf_bus")
    bare = platform.replace(attitudes=[{**law, "hold": None} for law in platform.raw["attitudes"]])
    held, free = (qt.assess("maqro_2015", "sun_earth_l2", bus).z for bus in (platform, bare))
    assert held < free
    assert_allclose(1.0 - held / free, 1900.0 / (10 * DAY + 1900.0), rtol=0.2)
