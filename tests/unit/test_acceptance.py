"""What a physicist expects of the first instruments, orbits and spacecraft, and the rule that omission never pays."""

import itertools

import pytest

import qtspace_trade as qt
from qtspace_trade import testing
from qtspace_trade.models import registry

FIRST = ["ste_quest_clock", "ste_quest_ai", "maqro_2015", "micius"]


def test_pair_on_its_orbit():
    fit = qt.assess(["ste_quest_clock", "ste_quest_ai"], "ste_quest_m3_heo", "ste_quest_bus")
    assert not fit.violated
    assert fit.unknown and all(item.missing for item in fit.unknown)


@pytest.fixture(scope="module")
def deep_space():
    return qt.assess("maqro_2015", "sun_earth_l2", "lpf_bus")


def test_matter_waves_at_the_second_libration_point(deep_space):
    assert deep_space["environment_temperature"].status == "met"
    assert deep_space["gravity_gradient"].status == "met"
    vacuum = deep_space["pressure"]
    assert vacuum.status == "unknown" and vacuum.bound == "at_least"
    assert "factor" in vacuum.sentence and "outgassing" in vacuum.sentence


@pytest.mark.parametrize(("law", "status"), [("sun", "violated"), ("inertial_hold", "met")])
def test_rotation_depends_on_the_attitude_law(law, status):
    fit = qt.assess("maqro_2015", "sun_earth_l2", "lpf_bus", attitude=law)
    assert fit["rotation_rate"].status == status
    if law == "sun":
        assert fit["rotation_rate"].value == pytest.approx(2e-7, rel=0.05)


def test_matter_waves_in_low_orbit():
    fit = qt.assess("maqro_2015", "leo_500_noon_midnight", "lpf_bus")
    assert fit.status == "infeasible"
    assert {"environment_temperature", "pressure"} <= {item.variable for item in fit.violated}


def test_key_distribution_in_low_orbit_and_from_the_first_libration_point():
    assert not qt.assess("micius", "leo_500_noon_midnight", "micius_bus").violated
    far = qt.assess("micius", "sun_earth_l1", "lpf_bus")
    assert far.status == "infeasible" and far.violated[0].variable == "link_loss"


def test_matter_waves_and_key_distribution_share_no_orbit():
    missions = qt.joint(["maqro_2015", "micius"], None, None, days=60)
    assert all(mission.status == "infeasible" for mission in missions.missions)
    conflict = missions.why_not(["maqro_2015", "micius"]).minimal
    assert "micius.link_loss" in conflict
    assert any(key.startswith("maqro_2015.") for key in conflict)


@pytest.mark.parametrize("name", qt.instruments())
def test_declared_rows_are_kinds_that_the_family_asks_of_all(name):
    """A hard row is mandatory for the family, a soft one at least optional: an entry that leaves it out is seen to."""
    instrument = qt.instrument(name)
    family = registry.parameters_module(instrument.family)
    asked = set(family.mandatory(instrument.parameters))
    for row in instrument.requires:
        assert row.variable in (asked if row.hard else asked | set(family.OPTIONAL)), row.variable


PLACES = [
    ("ste_quest_m3_heo", "ste_quest_bus"), ("leo_500_noon_midnight", "micius_bus"), ("sun_earth_l2", "lpf_bus"),
    ("iss", "iss_columbus_external"), ("drop_tower", "drop_tower_capsule"),
]  # fmt: skip
ROWS = [(name, number) for name in qt.instruments() for number in range(len(qt.instrument(name).requires))]


@pytest.mark.parametrize(("name", "number"), ROWS)
def test_leaving_a_row_out_never_pays(name, number):
    whole = qt.instrument(name)
    less = testing.without_row(whole, number)
    if testing.derived_stands_in(less, whole.requires[number]):
        pytest.skip("a derived row takes its place")
    for orbit, platform in PLACES:
        fits = [qt.assess(item, orbit, platform, days=20) for item in (whole, less)]
        assert not testing.gains(*fits)


PARAMETERS = [
    (name, field)
    for name in qt.instruments()
    for field in sorted(qt.instrument(name).raw.get("parameters", {}))
]  # fmt: skip


@pytest.mark.parametrize(("name", "field"), PARAMETERS)
def test_leaving_a_parameter_out_never_makes_feasible(name, field):
    whole = qt.instrument(name)
    less = testing.without_parameter(whole, field)
    orbit, platform = PLACES[0] if whole.family in ("atom_interferometer", "optical_clock") else PLACES[2]
    if whole.family == "qkd":
        orbit, platform = PLACES[1]
    fits = [qt.assess(item, orbit, platform, days=20) for item in (whole, less)]
    assert fits[0].feasible or not fits[1].feasible


def test_adding_an_instrument_never_helps_another():
    """Neighbours only add: no margin of a first instrument rises when a second comes on board."""
    for pair in itertools.permutations(FIRST, 2):
        alone = qt.assess(pair[0], "ste_quest_m3_heo", "ste_quest_bus", days=20)
        both = qt.assess(pair, "ste_quest_m3_heo", "ste_quest_bus", days=20)
        for finding in alone.placed[0].columns.rows:
            key = f"{pair[0]}.{finding.variable.name}"
            before, after = (fit[key].margin for fit in (alone, both))
            if before is not None and after is not None:
                assert after <= before + 1e-9
