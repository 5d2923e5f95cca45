"""What was asked before changes nothing: caches are keyed by everything a value depends on."""

import pytest

import qtspace_trade as qt
from qtspace_trade import testing
from qtspace_trade.engine import orbit_layer
from qtspace_trade.errors import QtspaceError

REFERENCE = {"me": {"title": "made for this test", "kind": "published", "evidence": "read"}}


def fresh():
    orbit_layer._layer.cache_clear()


def verdicts(orbit, pairs):
    found = {}
    for instrument, platform in pairs:
        fit = qt.assess(instrument, orbit, platform, days=5)
        found[instrument, platform] = fit.status, fit.score, fit.score_low, fit.coverage
    return found


@pytest.mark.parametrize("orbit", ["iss", "leo_500_noon_midnight"])
def test_the_order_of_assessments_changes_no_verdict(orbit):
    pairs = [
        (instrument, platform)
        for instrument in ("cal", "ice", "carioqa", "micius", "maqro_2015")
        for platform in ("iss_internal_rack", "cubesat_12u", "micius_bus", "ste_quest_bus", "lpf_bus")
    ]
    fresh()
    forward = verdicts(orbit, pairs)
    fresh()
    backward = verdicts(orbit, reversed(pairs))
    assert forward == backward


def test_a_condition_on_an_instruments_link_is_its_own():
    large = qt.instrument("micius")
    small = large.replace(name="small_telescope", parameters__receiver_radius="0.3 m")
    condition = "link_loss < 36 dB"
    place = qt.environment("leo_500_noon_midnight", "micius_bus", days=5)
    seen = [place.intervals(condition, instrument).fraction for instrument in (large, small)]
    fresh()
    again = qt.environment("leo_500_noon_midnight", "micius_bus", days=5)
    assert [again.intervals(condition, instrument).fraction for instrument in (small, large)] == seen[::-1]
    assert seen[0] > seen[1] > 0


def declared(windows):
    return testing.entry(
        "orbit", "windows_only",
        {"title": "Windows", "kind": "declared", "orbit_class": "leo", "windows": windows, "references": REFERENCE},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "fraction"),
    [
        ("eclipse", 0.4), ("not eclipse", 0.6), ("eclipse or sunlit", 0.7), ("station_visible", None),
        ("not station_visible", None), ("altitude < 3000 km", None), ("not altitude < 3000 km", None),
    ],
)  # fmt: skip
def test_declared_windows_say_what_they_name_and_nothing_else(condition, fraction):
    orbit = declared([{"fraction": 0.4, "holds": ["eclipse"]}, {"fraction": 0.3, "holds": ["sunlit"]}])
    clock = qt.instrument("aces_pharao").replace(name="clock", operations__when=condition)
    fit = qt.assess(clock, orbit, "ste_quest_bus", days=5)
    found = fit.placed[0].environment.fraction(condition, clock)
    assert found == (None if fraction is None else pytest.approx(fraction))
    assert (fit.z is None) == (fraction is None)
    if fraction is not None:
        assert fit.z == pytest.approx(min(fraction, 0.95) / clock.operations.time_fraction.si, rel=0.06)


def test_windows_share_out_one_whole():
    with pytest.raises(QtspaceError, match=r"add up to 1\.8: expected at most 1"):
        declared([{"fraction": 0.9, "holds": ["eclipse"]}, {"fraction": 0.9, "holds": ["sunlit"]}])


def test_times_of_a_fall_are_not_stated():
    with pytest.raises(QtspaceError, match="'sunlit': where and when 'drop_tower' flies is not stated"):
        qt.environment("drop_tower").intervals("sunlit")


def test_values_handed_out_are_copies():
    place = qt.environment("geo", days=5)
    before = place.statistic("altitude", "mean").value
    place["altitude"][:] = 1.0
    assert place.statistic("altitude", "mean").value == before
