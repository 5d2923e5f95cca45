"""Emissions of the catalogue: every topic answered, what is assumed says so, orders of magnitude at a neighbour."""

import numpy as np
import pytest

import qtspace_trade as qt
from qtspace_trade.assessment import placement
from qtspace_trade.physics import neighbours
from qtspace_trade.schema import glossary

KINDS = glossary.emission_kinds()
COUPLED = {KINDS[coupling.emission].topic for coupling in glossary.couplings()}
UNSAID = {"magnetic noise": "no spectrum of the moment of any of these instruments was found, and nobody would guess one"}
WITHOUT_MASS = {"aedge", "focos", "geoqkd", "soc", "soc2", "spoqc"}  # their masses are not published
INSTRUMENTS = list(qt.instruments())
PLATFORMS = [name for name in qt.platforms() if qt.platform(name).kind != "launcher"]
HOSTS = [("instrument", name) for name in INSTRUMENTS] + [("platform", name) for name in PLATFORMS]
AMBIENT = 50e-6  # T, low orbit
DISTANCE = 0.8  # m, payload to payload on a 500 kg satellite


def topics(entry):
    return {KINDS[emission.emission].topic for emission in entry.emits}


def entry_of(kind, name):
    return getattr(qt, kind)(name)


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_instrument_answers_every_topic(name):
    instrument = qt.instrument(name)
    stated = topics(instrument) | ({"mass"} if instrument.resources.mass is not None else set())
    unsaid = set(UNSAID) | ({"mass"} if name in WITHOUT_MASS else set())
    assert COUPLED - stated == unsaid


@pytest.mark.parametrize("name", PLATFORMS)
def test_every_platform_states_field_and_lines(name):
    assert {"magnetic field", "vibration lines"} <= topics(qt.platform(name))


@pytest.mark.parametrize(("kind", "name"), HOSTS)
def test_assumed_emissions_have_a_width_and_a_reason(kind, name):
    entry = entry_of(kind, name)
    for emission in entry.emits:
        if entry.evidence(emission.source, emission.evidence) == "assumed":
            assert emission.sigma is not None, emission.emission
            assert emission.sigma > 0, emission.emission
            assert emission.note, emission.emission


@pytest.mark.parametrize(("kind", "name"), HOSTS)
def test_zero_is_stated_with_its_reason(kind, name):
    for emission in entry_of(kind, name).emits:
        if emission.value == 0:
            assert len(emission.note) > 10, emission.emission


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_instrument_has_its_place(name):
    instrument = qt.instrument(name)
    assert instrument.placement is not None
    assert instrument.placement.zone is not None
    cold = any(row.variable == "environment_temperature" and row.at_most and row.at_most < 30 for row in instrument.requires)
    assert (instrument.placement.zone == "cold") is cold
    assert instrument.placement.hidden is cold


def field_at(instrument, distance):
    paths = {
        "magnetic_dipole": neighbours.dipole_field, "magnetic_quadrupole": neighbours.quadrupole_field,
        "magnetic_shield_radius": lambda radius, away, shielding: neighbours.induced_field(radius, AMBIENT, away),
    }  # fmt: skip
    return sum(
        float(paths[item.emission](item.value, distance, item.shielding.si if item.shielding else 1.0))
        for item in instrument.emits if item.emission in paths
    )  # fmt: skip


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_field_at_a_neighbour_is_a_fraction_of_the_ambient_one(name):
    """Nanotesla to microtesla at 0.8 m, below the 100 uT that a shielded clock or interferometer stands."""
    field = field_at(qt.instrument(name), DISTANCE)
    assert 1e-9 < field < 10e-6


def test_a_shielded_instrument_disturbs_more_than_an_unshielded_one():
    """In low orbit the shield is the larger source: 2 B0 (R/r)^3 is 3.1 uT at 0.8 m for 0.25 m, a dipole of 0.5 A m2 0.2 uT."""
    shield = neighbours.induced_field(0.25, AMBIENT, DISTANCE)
    assert shield == pytest.approx(3.05e-6, rel=0.01)
    assert field_at(qt.instrument("ste_quest_ai"), DISTANCE) == pytest.approx(shield + 2e-7 * 0.5 / DISTANCE**3, rel=0.01)


@pytest.mark.parametrize("name", PLATFORMS)
def test_field_of_a_platform_stays_below_the_ambient_one(name):
    """All torquers on, at the distance of the class or the stated one."""
    platform = qt.platform(name)
    moment = sum(item.value for item in platform.emits if item.emission == "magnetic_dipole")
    away = placement.separation(platform, "equipment").value
    assert away is not None
    assert 2e-7 * moment / away**3 < AMBIENT


@pytest.mark.parametrize("name", PLATFORMS)
def test_wheels_push_as_wheels_do(name):
    """At full speed 0.01 to 2 N, as the table of wheels from 0.015 to 100 N m s gives."""
    for item in qt.platform(name).emits:
        if item.emission == "static_imbalance":
            assert 0.01 < item.value * (2 * np.pi * item.band[1]) ** 2 < 2.0


def test_shaded_blankets_release_ten_decades_less():
    """4 m2 at 1.0e15 a second and m2 near 220 K fall by 2.7e-10 at 130 K: exp[-7000 K (1/130 - 1/220)]."""
    warm = 4.0 * 1.0e15
    cold = warm * np.exp(-7000.0 * (1.0 / 130.0 - 1.0 / 220.0))
    stated = [item.value for item in qt.platform("lpf_bus").emits if item.emission == "gas_release"]
    assert stated == [pytest.approx(cold, rel=0.1)]


def test_micro_thrusters_of_the_quiet_platforms_rest_during_a_fall():
    for name in PLATFORMS:
        platform = qt.platform(name)
        flows = [item.value for item in platform.emits if item.emission == "thruster_flow"]
        cold_guest = any(reach.orbit_class in ("sun_earth_l1", "sun_earth_l2", "heliocentric") for reach in platform.flies)
        if platform.drag_free and cold_guest:
            assert flows == [0.0]
