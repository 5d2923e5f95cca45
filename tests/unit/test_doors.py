"""What users hand in at the doors of the library: every wrong thing is named, nothing passes in silence."""

import decimal

import astropy.units
import numpy as np
import pytest

import qtspace_trade as qt
from qtspace_trade import testing
from qtspace_trade.errors import QtspaceError

REFERENCE = {"me": {"title": "made for this test", "kind": "published", "evidence": "read"}}
DAY = 86_400.0


@pytest.mark.parametrize("days", [5, 5.0, np.float32(5), np.int64(5), "5 day", "120 h", 5 * astropy.units.day])
def test_a_duration_is_a_number_of_days_or_a_time(days):
    assert qt.environment("geo", days=days).layer.duration == pytest.approx(5 * DAY)


@pytest.mark.parametrize("days", [
    "5", "5 m", [5], np.array([3.0]), np.array(864_000.0), b"864000", decimal.Decimal(864_000), {5}, 10**400,
    True, 1e-12, 0, -1, float("nan"), 1e9, 5 * astropy.units.m,
])  # fmt: skip
def test_a_wrong_duration_is_named(days):
    with pytest.raises(QtspaceError, match="days = "):
        qt.environment("geo", days=days)


LPF = "lpf_bus"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: qt.assess(None, "iss"), "no instrument given"),
        (lambda: qt.assess([], "iss"), "no instrument given"),
        (lambda: qt.assess("cal", None), "no orbit given"),
        (lambda: qt.assess("cal", "iss", []), "no platform given"),
        (lambda: qt.assess("cal", "iss", attitude=["nadir"]), "unknown attitude law"),
        (lambda: qt.environment("iss", attitude="bogus"), "unknown attitude law 'bogus'"),
        (lambda: qt.assess(b"cal", "iss"), "expected an instrument"),
        (lambda: qt.report(["D4.1"]), "unknown report"),
        (lambda: qt.report("D1.4", missions=5), "expected what 'joint' returns"),
        (lambda: qt.joint(["cal", "micius"], "iss", max_size="2"), "size '2': expected a whole number"),
        (lambda: qt.joint(["cal", "micius"], "iss", max_size=2.5), r"size 2\.5: expected a whole number"),
        (lambda: qt.joint(["cal", "micius"], []), "no orbit given"),
        (lambda: qt.report("D1.4", "cal", []), "no orbit given"),
        (lambda: qt.compare("cal", "iss", []), "no platform given"),
        (lambda: qt.joint(["cal", "micius"], "iss", attitude="spin"), "holds the attitude law 'spin'"),
        (lambda: qt.joint(["maqro_2015", "maqro_2015_1e8u"], "iss"), "variants of one instrument never fly together"),
        (lambda: qt.compare("cal", "iss", attitude="spin"), "holds the attitude law 'spin' of those given flies iss"),
        (lambda: qt.compare([], "iss"), "no instrument given"),
        (lambda: qt.instrument("cal").replace(name=""), "expected letters"),
        (lambda: qt.instrument("cal").replace(name="cal+micius"), "expected letters"),
        (lambda: qt.instrument("cal").replace(name="a/b"), "expected letters"),
        (lambda: qt.instrument("cal").replace(name=None), "expected a name as text"),
        (lambda: qt.instrument("cal").replace(extends="micius"), "replace\\(extends"),
    ],
)
def test_wrong_arguments_are_named(call, said):
    with pytest.raises(QtspaceError, match=said):
        call()


def test_two_entries_of_one_name_are_refused():
    plain = qt.platform(LPF)
    larger = plain.replace(payload_mass="1000 kg")
    for call in (lambda: qt.assess(["cal", "micius"], "sun_earth_l2", [plain, larger]),
                 lambda: qt.compare("cal", "sun_earth_l2", [plain, larger])):  # fmt: skip
        with pytest.raises(QtspaceError, match="two different entries are named 'lpf_bus'"):
            call()
    assert len(qt.compare("cal", ["iss", "iss"], "iss_internal_rack", days=1).assessments) == 1


@pytest.fixture(scope="module")
def station():
    return qt.joint(["cal", "micius"], "iss", "iss_internal_rack", days=1)


def test_why_not_takes_one_name_and_no_empty_list(station):
    assert station.why_not("cal").instruments == ("cal",)
    assert station.why_not(qt.instrument("cal")).instruments == ("cal",)
    for nothing in (None, [], ()):
        with pytest.raises(QtspaceError, match="expected at least one"):
            station.why_not(nothing)
    for wrong in (5, True, [5], [["cal"]], [None], b"cal"):
        with pytest.raises(QtspaceError, match="expected an instrument of this comparison or its name"):
            station.why_not(wrong)


@pytest.mark.parametrize("path", [None, 5, [], True, "", "x.txt"])
def test_paths_of_reports_and_pictures(station, path):
    with pytest.raises(QtspaceError, match=r"expected one of \.md|ends in \.md"):
        qt.report("D1.4", missions=station).save(path)
    if path is not None:
        with pytest.raises(QtspaceError, match=r"ends in \.png"):
            station.comparison.plot(path)


def test_endings_in_capitals(station, tmp_path):
    report = qt.report("D1.4", missions=station)
    for suffix in (".md", ".json", ".csv"):
        capital, small = report.save(tmp_path / f"A{suffix.upper()}"), report.save(tmp_path / f"b{suffix}")
        assert capital.read_bytes() == small.read_bytes()
    station.comparison.plot(tmp_path / "C.PNG")
    assert (tmp_path / "C.PNG").stat().st_size > 1000


@pytest.mark.parametrize("table", ["", "no_table", 5, [], ["pairs"]])
def test_tables_of_a_report_have_names(station, table):
    with pytest.raises(QtspaceError, match="unknown table"):
        qt.report("D1.4", missions=station).to_frame(table)


def test_sizes_may_be_numpy_numbers():
    found = qt.joint(["cal", "micius"], "iss", "iss_internal_rack", min_size=np.int64(1), max_size=np.int64(2), days=1)
    assert {len(mission.members) for mission in found.missions} == {1, 2}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"solar_flux": "1e9"}, "expected 50 to 500"),
        ({"geomagnetic_ap": "1000"}, "expected 0 to 400"),
        ({"epoch": "0001-01-01T00:00:00"}, "expected a year from 1972 to 2200"),
        ({"duration": "0 s"}, "expected 0.001 to 36525 day"),
        ({"duration": "1e300 day"}, "expected 0.001 to 36525 day"),
    ],
)
def test_scenarios_stay_within_the_records(changes, said):
    with pytest.raises(QtspaceError, match=said):
        qt.scenario("solar_mean").replace(**changes)


def test_orbits_stay_with_the_earth():
    with pytest.raises(QtspaceError, match=r"expected at most 1\.5 million km"):
        qt.orbit("geo").replace(name="far", kind="keplerian", perigee_altitude="1e300 km")
    high = qt.orbit("sso_600_dawn_dusk").replace(name="high", perigee_altitude="9000 km", apogee_altitude="9000 km")
    with pytest.raises(QtspaceError, match="'high': no Sun-synchronous orbit"):
        qt.environment(high, days=1)


def test_an_offer_under_an_unknown_law_is_named():
    platform = qt.platform(LPF)
    with pytest.raises(QtspaceError, match="law"):
        platform.replace(offers=[*platform.raw["offers"], {
            "variable": "rotation_rate", "value": "0 rad/s", "law": "snu", "source": "replaced"}])  # fmt: skip


def test_every_paper_is_cited_though_keys_collide():
    text = qt.assess(["micius", "micius_entanglement"], "micius_orbit", "micius_bus", days=1).cite()
    assert "10.1103/PhysRevLett.119.200501" in text
    keys = [line for line in text.splitlines() if line.startswith("@misc{")]
    assert len(keys) == len(set(keys))
    assert "4.5 \\% errors" in text


def test_shares_of_a_set_add_up_to_one():
    from qtspace_trade.assessment import explain

    fit = qt.assess(["ste_quest_clock", "ste_quest_ai"], "ste_quest_m3_heo", "ste_quest_bus", days=20)
    assert sum(explain.shares_of_set(fit).values()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("capacity", "said"),
    [
        (None, "the payload mass capacity of changed_bus is at least 120 kg"),
        ({"value": "100 kg", "bound": "at_least"}, "the payload mass capacity of changed_bus is at least 120 kg"),
        ({"value": "900 kg", "bound": "at_most"}, "the payload mass capacity of changed_bus is at least 120 kg"),
    ],
)
def test_an_unknown_capacity_is_asked_of_the_platform(capacity, said):
    raw = qt.platform(LPF).raw
    if capacity is None:
        del raw["payload_mass"]
    else:
        raw["payload_mass"] = {"source": raw["payload_mass"]["source"], **capacity}
    bus = testing.entry("platform", "changed_bus", raw)
    assert said in qt.assess("maqro_2015", "sun_earth_l2", bus, days=1).explain()


def test_an_unknown_need_is_asked_of_the_instrument():
    probe = qt.instrument("maqro_2015").raw
    probe["resources"]["mass"] = {"value": "100 kg", "bound": "at_least", "source": probe["resources"]["mass"]["source"]}
    bus = qt.platform(LPF).replace(name="known_bus", payload_mass="900 kg")
    text = qt.assess(testing.entry("instrument", "probe", probe), "sun_earth_l2", bus, days=1).explain()
    assert "probe.payload_mass is at most 900 kg" in text


def test_an_offer_of_zero_appears_in_the_parameters():
    bus = qt.platform(LPF)
    still = bus.replace(name="still_bus", offers=[*bus.raw["offers"], {
        "variable": "rotation_rate", "value": 0, "law": "sun", "source": "replaced"}])  # fmt: skip
    assert "still_bus" in qt.report("D4.1", "maqro_2015", "sun_earth_l2", still, days=1).markdown()


def test_unknown_times_of_declared_orbits():
    about = {"title": "Nothing stated", "kind": "declared", "orbit_class": "leo", "references": REFERENCE}
    orbit = testing.entry("orbit", "unstated", about)
    assert qt.environment(orbit).fraction("eclipse") is None
