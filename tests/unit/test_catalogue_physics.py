"""Verdicts that follow from where a number of the catalogue holds."""

import pytest

import qtspace_trade as qt
from qtspace_trade import testing
from qtspace_trade.errors import QtspaceError


def hard(fit):
    return {item.variable for item in fit.violated if item.hard}


@pytest.mark.parametrize("name", ["micius", "micius_entanglement"])
def test_a_night_link_asks_for_dark_contacts_and_no_more_time_than_they_need(name):
    least = next(row for row in qt.instrument(name).requires if row.variable == "dark_contact_time").at_least
    assert qt.instrument(name).operations.time_fraction.si == least
    fit = qt.assess(name, "sso_600_dawn_dusk", "micius_bus")
    assert fit.status == "feasible"
    assert least < fit["dark_contact_time"].value < 0.005


@pytest.mark.parametrize(
    ("orbit", "platform"),
    [
        ("drop_tower", "drop_tower_capsule"),
        ("gravitower", "gravitower_capsule"),
        ("einstein_elevator", "einstein_elevator_carrier"),
        ("sounding_rocket", "vsb30_payload"),
    ],
)
@pytest.mark.parametrize("name", ["micius", "space_quest", "soc"])
def test_no_link_out_of_a_closed_capsule(name, orbit, platform):
    assert "external_field_of_view" in hard(qt.assess(name, orbit, platform))


def test_a_test_of_the_modulation_needs_one():
    assert "potential_modulation" in hard(qt.assess("focos", "leo_1400_circular", "ste_quest_bus"))
    assert "potential_modulation" not in hard(qt.assess("focos", "ste_quest_m3_heo", "ste_quest_bus"))
    assert "potential_modulation" not in hard(qt.assess("ste_quest_clock", "leo_1400_circular", "ste_quest_bus"))


@pytest.mark.parametrize(
    ("platform", "variable", "holds", "lapses"),
    [
        ("lpf_bus", "residual_acceleration_asd", "sun_earth_l1", "leo_500_noon_midnight"),
        ("lpf_bus", "acceleration_drift", "drift_away", "geo"),
        ("microscope_bus", "residual_acceleration_asd", "microscope_710_dawn_dusk", "iss"),
        ("ste_quest_bus", "orbit_knowledge", "ste_quest_m3_heo", "lunar_resonant_heo"),
    ],
)
def test_an_offer_holds_in_the_orbits_it_names(platform, variable, holds, lapses):
    assert qt.environment(holds, platform).value(variable).known
    assert not qt.environment(lapses, platform).value(variable).known


def test_orbit_classes_of_an_offer_are_checked():
    row = {"variable": "orbit_knowledge", "value": "1 m", "source": "assumed", "orbit_classes": ["low"]}
    with pytest.raises(QtspaceError, match="orbit_classes"):
        qt.platform("lpf_bus").replace(offers=[row])


def test_one_payload_that_two_entries_use_is_counted_once():
    fit = qt.assess(["micius", "micius_entanglement"], "micius_orbit", "micius_bus", days=20)
    sums = {item.resource: item for item in fit.budgets}
    assert (sums["mass"].estimate, sums["power"].estimate) == (130.0, 130.0)


def test_a_fixed_rack_feels_the_gradient_over_its_distance_from_the_centre_of_mass():
    rack = qt.environment("css", "css_rack")
    assert rack.statistic("residual_acceleration", "max").value > 2.0 * rack.statistic("gravity_gradient", "max").value
@pytest.mark.parametrize("name", ["aces_pharao", "ste_quest_clock", "soc", "soc2"])
def test_metres_of_a_low_orbit_do_not_bar_a_clock_from_afar(name):
    fit = qt.assess(name, "sun_earth_l1", "l1_observatory_host")
    assert fit["orbit_knowledge"].status == "violated"
    assert "orbit_knowledge" not in hard(fit)
    assert "slant_range" in hard(fit)


def test_a_link_of_station_passes_does_not_reach_the_distance_of_the_moon():
    assert "slant_range" in hard(qt.assess("aces_pharao", "lunar_resonant_heo", "ste_quest_bus"))
    assert qt.assess("aces_pharao", "iss", "iss_columbus_external")["slant_range"].status == "met"
    assert qt.assess("ste_quest_clock", "ste_quest_m3_heo", "ste_quest_bus")["slant_range"].status == "met"


@pytest.mark.parametrize("lost", ["thermal_loss", "gas_loss"])
def test_a_missing_loss_budget_leaves_the_tested_rate_unknown(lost):
    whole = qt.instrument("maqro_2015")
    less = testing.without_parameter(whole, lost)
    figures = {item.name: item for item in qt.assess(less, "sun_earth_l2", "lpf_bus", days=5).performance[less.name]}
    assert figures["csl_rate_tested"].value is None and figures["csl_rate_tested"].missing == (lost,)
