"""Verdicts that follow from where a number of the catalogue holds."""

import pytest

import qtspace_trade as qt


def hard(fit):
    return {item.variable for item in fit.violated if item.hard}


@pytest.mark.parametrize("name", ["micius", "micius_entanglement"])
def test_a_night_link_asks_for_dark_contacts_and_no_more_time_than_they_need(name):
    least = next(row for row in qt.instrument(name).requires if row.variable == "dark_contact_time").at_least
    assert qt.instrument(name).operations.time_fraction.si == least
    fit = qt.assess(name, "sso_600_dawn_dusk", "micius_bus")
    assert fit.status == "feasible"
    assert least < fit["dark_contact_time"].value < 0.005
