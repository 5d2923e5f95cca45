"""The family of matter-wave experiments: derived requirements, surroundings, figures of merit, ranking of orbits."""

import itertools

import numpy as np
import pytest
from numpy.testing import assert_allclose

import qtspace_trade as qt
from qtspace_trade.models.derived import plain
from qtspace_trade.models.matter_wave import model, surroundings
from qtspace_trade.physics import neighbours, photons

SUN = np.array([[149_597_870_700.0, 0.0, 0.0]])
STACK = {
    "bus_temperature": 300.0, "sink_temperature": 2.725, "earth_distance": 1.5e9, "shield_gaps": 4.0, "radiating_ratio": 8.7,
    "bench_view_fraction": 0.043, "radiator_area": 0.5, "radiator_emissivity": 0.9, "bench_dissipation": 1e-4,
    "shaded_earth_radius": 0.0175,
}  # fmt: skip
OWN_GAS = {
    "sight_area": "0 m^2", "sight_distance": "1 m", "sight_temperature": "150 K", "outgassing_flux": "1e15 1/m^2/s",
    "outgassing_activation": "7000 K", "gas_load": "1e8 1/s", "vent_area": "0.1 m^2",
}  # fmt: skip


def changed(name="changed", **values):
    numbers = {
        f"parameters__{key}": {"value": value, "source": "assumed"} if key != "material" else value
        for key, value in values.items()
    }
    return qt.instrument("maqro_2015").replace(name=name, **numbers)


def limits(instrument):
    return {row.variable: row.limit for row in model.derive(plain(instrument.parameters))}


def figures(instrument, orbit="sun_earth_l2", platform="lpf_bus"):
    fit = qt.assess(instrument, orbit, platform, days=5)
    return fit, {item.name: item for item in fit.performance[instrument if isinstance(instrument, str) else instrument.name]}


def test_requirements_of_the_nominal_case():
    """1e9 u of silica, 50 + 50 s, 0.1 for each loss: the figures of the reference cases."""
    found = limits(qt.instrument("maqro_2015"))
    assert_allclose(found["environment_temperature"], 23.19, rtol=1e-2)
    assert_allclose(found["pressure"], 6.01e-14, rtol=1e-2)
    assert_allclose(found["acceleration_drift"], 8.0e-12, rtol=1e-2)
    assert_allclose(found["rotation_rate"], 9.8e-9, rtol=1e-2)
    assert_allclose(found["earth_exclusion"], np.radians(30.0))
    assert 0.5e-5 < found["visible_irradiance"] < 1.1e-5


def test_a_table_of_silica_allows_more_than_its_room_temperature_average():
    constant, table, silicon = (
        limits(changed(**change))["environment_temperature"] for change in ({}, {"material": "silica"}, {"material": "silicon"})
    )
    assert 1.3 * constant < table < silicon


def test_a_warmer_particle_needs_a_colder_place():
    assert limits(changed(internal_excess="5 K"))["environment_temperature"] < limits(changed())["environment_temperature"]


def test_no_temperature_is_required_where_none_costs_the_budget():
    assert "environment_temperature" not in limits(changed(mass="1e12 u", thermal_loss="1e9"))


def test_network_takes_the_place_of_the_ladder():
    fast = surroundings.stage_temperature("bench", **STACK)
    shields = {"shield_angle": np.radians(5.0), "shield_emissivity": 0.03}
    network = surroundings.stage_temperature("bench", **STACK, **shields, strut_conductance=0.0)
    leaking = surroundings.stage_temperature("bench", **STACK, **shields, strut_conductance=1e-3)
    assert network < fast < leaking  # the network knows that the radiator is black: colder, until the struts leak


def course(radius, steps=96, **changes):
    """Circular orbit in the plane of the Sun, at a distance from the centre of the Earth."""
    angle = 2 * np.pi * (np.arange(steps) + 0.5) / steps
    position = radius * np.column_stack([np.cos(angle), np.sin(angle), np.zeros(steps)])
    period = 2 * np.pi * np.sqrt(radius**3 / 3.986e14)
    shields = {"shield_angle": np.radians(5.0), "shield_emissivity": 0.03, "strut_conductance": 1e-4}
    keys = ("bus_temperature", "shield_gaps", "radiator_area", "radiator_emissivity", "bench_dissipation")
    stack = {key: STACK[key] for key in keys} | shields | changes
    return surroundings.stage_course(position, np.broadcast_to(SUN, position.shape), period, 500.0, **stack)


def test_far_from_the_earth_the_course_is_the_steady_stage():
    shields = {"shield_angle": np.radians(5.0), "shield_emissivity": 0.03, "strut_conductance": 1e-4}
    steady = surroundings.stage_temperature("bench", **STACK, **shields)
    assert_allclose(course(1e12)[:, -1], steady, rtol=1e-3)


def test_stages_get_colder_away_from_the_earth():
    means = [course(radius)[:, -1].mean() for radius in (6.9e6, 4.2e7, 3.8e8, 1.5e9)]
    assert all(near > far for near, far in itertools.pairwise(means))
    assert means[0] > 150.0 and means[-1] < 30.0


def test_a_low_orbit_swings_more_with_less_heat_capacity():
    low = course(6.9e6)
    assert np.ptp(low[:, -1]) > 20.0
    assert low[:, 3].mean() > course(4.2e7)[:, 3].mean() + 5.0  # the grooves see the Earth through their edges


def test_a_warm_surface_in_view_warms_the_test_volume():
    shaded = surroundings.stage_temperature("test_volume", **STACK)
    lit = surroundings.stage_temperature("test_volume", **STACK, warm_view_fraction=1e-6, warm_view_temperature=300.0)
    assert_allclose(lit**6, shaded**6 + 1e-6 * (300.0**6 - 2.725**6), rtol=1e-6)


@pytest.mark.parametrize(
    ("place", "degrees"),
    [
        ([1.5e9, 0.0, 0.0], 45.0),  # sunward of the Earth, which lies on the axis away from the Sun
        ([-1.5e9, 0.0, 0.0], 135.0),  # behind the Earth, which lies towards the Sun
        ([0.0, 1.5e9, 0.0], 135.0),  # beside it: 90 degrees and the tilt
    ],
)
def test_angle_between_opening_and_earth(place, degrees):
    angle = surroundings.earth_exclusion(np.array([place]), SUN, np.radians(45.0), 0.0)
    limb = np.degrees(np.arcsin(6_378_137.0 / 1.5e9))
    assert_allclose(np.degrees(angle), degrees - limb, atol=0.6)


def test_earth_shine_enters_with_the_earth():
    place = np.array([[1.507e9, 0.0, 0.0]])
    shaded = surroundings.visible_irradiance(place, SUN, np.radians(30.0), np.radians(45.0), 0.0)
    open_to_it = surroundings.visible_irradiance(place, SUN, np.radians(30.0), 0.0, 0.0)
    assert_allclose(shaded, photons.sky_irradiance(np.radians(30.0)))
    assert_allclose(open_to_it - shaded, 0.0073, rtol=0.03)


def test_own_gas_by_hand():
    """1e8 hydrogen molecules a second through 0.1 m² at 20 K, mean speed 458 m/s: 8.7e6 in a cubic metre."""
    args = (0.0, 1.0, 300.0, 1e15, 7000.0, 1e8, 0.1, 20.0, 3.3477e-27)
    assert_allclose(surroundings.outgassing_density(*args), 4e8 / (0.1 * 458.3), rtol=1e-3)
    warm = surroundings.outgassing_density(10.0, *args[1:])
    assert warm > 5e4 * surroundings.outgassing_density(*args)  # 10 m² at room temperature in sight


def test_own_gas_and_that_of_a_neighbour_are_one_law():
    """A surface of the spacecraft that faces the particle gives what a neighbour's of the same rate does."""
    own = surroundings.outgassing_density(0.1, 2.0, 293.0, 1e15, 7000.0, 0.0, 0.1, 20.0, 3.3477e-27)
    assert_allclose(own, neighbours.density_of_release(1e14, 2.0, True, 293.0, 3.3477e-27), rtol=1e-12)


def test_the_vacuum_is_undetermined_until_the_own_gas_is_stated():
    nominal, before = figures("maqro_2015")
    stated, after = figures(changed("stated", **OWN_GAS, time_before="70 s", time_after="30 s"))
    assert (nominal.status, stated.status) == ("undetermined", "feasible")
    assert before["visibility"].value is None and before["visibility"].missing == ("pressure",)
    assert 1.0 < after["visibility"].value < 1.2  # sinusoidal, not clipped
    assert after["classical_visibility"].value < 0.6
    assert after["coherence_time"].value > 100.0 and after["largest_mass"].value > 1e9


def test_warm_surfaces_in_sight_spoil_the_vacuum():
    fit, _ = figures(changed("warm", **{**OWN_GAS, "sight_area": "10 m^2", "sight_temperature": "250 K"}))
    assert "pressure" in {item.variable for item in fit.violated if item.hard}


def test_fringes_vanish_after_whole_talbot_times():
    _, found = figures("maqro_2015")
    assert found["design_visibility"].value < 0.05
    _, found = figures(changed(time_before="70 s", time_after="30 s"))
    assert found["design_visibility"].value > 0.5


@pytest.mark.parametrize("mass", ["maqro_2015", "maqro_2015_1e8u", "maqro_2015_1e10u"])
def test_orbits_in_the_order_of_the_physics(mass):
    """L2, drift-away and L1 before the Moon's distance, then geostationary, medium and low orbits."""
    places = [
        ("sun_earth_l2", "lpf_bus"), ("lunar_resonant_heo", "ste_quest_bus"), ("geo", "lpf_bus"), ("galileo_meo", "lpf_bus"),
        ("leo_500_noon_midnight", "lpf_bus"),
    ]  # fmt: skip
    fits = [qt.assess(mass, orbit, platform, days=5) for orbit, platform in places]
    scores = [fit.score for fit in fits]
    assert all(better > worse for better, worse in itertools.pairwise(scores))
    for orbit, platform in (("sun_earth_l1", "lpf_bus"), ("drift_away", "lisa_bus")):
        fit = qt.assess(mass, orbit, platform, days=5)
        assert fit.status == "undetermined" and fit.score > scores[1]


def test_behind_a_wake_shield_a_low_orbit_fails_on_temperature_and_gradient():
    """The pressure is offered as good as at L2, the opening sees no Earth."""
    host = qt.platform("lpf_bus")
    wake = {"variable": "pressure", "value": "1e-15 Pa", "source": "assumed"}
    dark = {"variable": "visible_irradiance", "value": "1e-6 W/m^2", "source": "assumed"}
    shielded = host.replace(name="wake_shield", offers=[wake, dark, *host.raw["offers"]])
    fit = qt.assess("maqro_2015", "leo_500_noon_midnight", shielded, days=5)
    assert {item.variable for item in fit.violated if item.hard} == {"environment_temperature", "gravity_gradient"}


@pytest.mark.parametrize("variable", ["environment_temperature", "pressure"])
def test_a_colder_or_emptier_place_never_lowers_a_margin(variable):
    host = qt.platform("lpf_bus")
    margins = []
    for value in np.geomspace(40.0, 5.0, 4) if variable == "environment_temperature" else np.geomspace(1e-12, 1e-16, 4):
        unit = "K" if variable == "environment_temperature" else "Pa"
        offer = {"variable": variable, "value": f"{value} {unit}", "source": "assumed"}
        fit = qt.assess("maqro_2015", "sun_earth_l2", host.replace(name="host", offers=[offer, *host.raw["offers"]]), days=5)
        margins.append(min(item.margin for item in fit.findings if item.variable == variable))
    assert all(later > earlier for earlier, later in itertools.pairwise(margins))


def test_trap_light_warms_the_particle():
    trap = {"trap_intensity": "1e10 W/m^2", "trap_wavelength": "1064 nm", "trap_absorption": "2.5e-10"}
    _, constant = figures(changed("trap", **trap))
    _, table = figures(changed("trap", **trap, material="silica"))
    assert_allclose(constant["trapped_temperature"].value, 147.0, rtol=0.01)  # silica at 20 K: the size drops out
    assert table["trapped_temperature"].value != pytest.approx(147.0, rel=0.02)


NITROGEN = {
    "gas_molecule_mass": "28.0134 u", "gas_polarizability_volume": "1.74e-30 m^3", "gas_ionisation_energy": "15.6 eV",
    "particle_ionisation_energy": "5 eV", "static_permittivity": "3.8",
}  # fmt: skip


def test_small_spheres_attract_their_gas():
    """Nitrogen at 20 K and 1e7 u of silica (12.2 nm): attraction takes 1.96 times as many molecules as hits do."""
    hits = limits(changed(mass="1e7 u", gas_molecule_mass="28.0134 u"))["pressure"]
    attracted = limits(changed(mass="1e7 u", **NITROGEN))["pressure"]
    assert_allclose(hits / attracted, 1.96, rtol=0.01)
    assert limits(changed(mass="1e9 u", **NITROGEN))["pressure"] == limits(changed(gas_molecule_mass="28.0134 u"))["pressure"]


@pytest.mark.parametrize("density", [1e6, 1e9, 1e12])
@pytest.mark.parametrize("case", [{}, NITROGEN])
def test_the_largest_mass_spends_the_budget_of_the_gas(density, case):
    found = plain(changed(**case, thermal_loss="1e9", time_before="5 s", time_after="5 s").parameters)
    heaviest = model.largest_mass(found, 20.0, density)
    there = changed(**case, mass=f"{heaviest!r} u", time_before="5 s", time_after="5 s")
    assert_allclose(limits(there)["pressure"], density * 1.380649e-23 * 20.0, rtol=1e-6)


def test_no_mass_is_large_enough_where_it_is_warm():
    assert model.largest_mass(plain(changed().parameters), 300.0, 1e6) == 0.0


@pytest.mark.parametrize("name", ["grating_phase", "grating_absorption", "trap_frequency", "centre_of_mass_temperature"])
def test_no_visibility_of_a_grating_or_source_that_is_not_stated(name):
    case = plain(changed(time_before="70 s", time_after="30 s").parameters)
    place = {"environment_temperature": 17.0, "pressure": 1e-15, "visible_irradiance": 1e-6}

    def figures_of(parameters):
        return {item.name: item for item in model.performance(parameters, lambda variable, *_: place[variable])}

    assert figures_of(case)["visibility"].value > 0.5
    setattr(case, name, None)
    found = figures_of(case)
    for figure in ("visibility", "classical_visibility", "design_visibility"):
        assert found[figure].value is None and found[figure].missing == (name,)


def test_the_spread_of_the_source_lowers_the_visibility():
    place = {"environment_temperature": 17.0, "pressure": 1e-15, "visible_irradiance": 1e-6}

    def seen(**trap):
        case = plain(changed(time_before="70 s", time_after="30 s", **trap).parameters)
        return next(item.value for item in model.performance(case, lambda name, *_: place[name]) if item.name == "visibility")

    blur = np.sqrt(1.380649e-23 * 20e-3 / (1e9 * 1.66053906660e-27)) / (2 * np.pi * 1e3)
    expected = np.exp(-2 * (np.pi * blur * 30.0 / (100e-9 * 100.0)) ** 2)
    assert_allclose(seen(trap_frequency="1 kHz") / seen(), expected, rtol=1e-3)


@pytest.mark.parametrize(
    ("parameter", "figure"),
    [("internal_excess", "thermal_loss"), ("gas_molecule_mass", "gas_loss"), ("visible_permittivity", "light_loss")],
)
def test_a_loss_names_the_number_it_lacks(parameter, figure):
    case = plain(changed().parameters)
    setattr(case, parameter, None)
    found = {item.name: item for item in model.performance(case, lambda *_: 1.0)}
    assert found[figure].value is None and found[figure].missing == (parameter,)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"warm_view_fraction": "1e-6"}, "warm_view_temperature: expected with warm_view_fraction"),
        ({"shield_angle": "5 deg"}, "shield_emissivity, strut_conductance: expected with shield_angle"),
        ({"warm_view_fraction": "0.99", "warm_view_temperature": "20 K"}, "add up to 1.033"),
        ({"shield_gaps": "3.5"}, "must be a whole number"),
        ({"gas_ionisation_energy": "15.6 eV"}, "gas_polarizability_volume, particle_ionisation_energy: expected with"),
        ({"shield_angle": "120 deg"}, "at most 90 degrees"),
        ({"opening_half_angle": "200 deg"}, "at most 180 degrees"),
        ({"radiator_emissivity": "0"}, "must be above 0"),
        ({"material": "teflon"}, "silica"),
        ({"trap_intensity": "1 W"}, "trap_intensity"),
    ],
)
def test_messages_about_wrong_parameters(values, message):
    with pytest.raises(qt.QtspaceError, match=message):
        changed(**values)


def test_the_coherence_time_counts_every_loss():
    place = {"environment_temperature": 17.0, "pressure": 1e-15, "visible_irradiance": 1e-6}
    case = plain(changed().parameters)

    def figures_at(place):
        return {item.name: item for item in model.performance(case, lambda name, *_: place[name])}

    found = figures_at(place)
    losses = sum(found[name].value for name in ("thermal_loss", "gas_loss", "light_loss"))
    assert_allclose(found["coherence_time"].value, 100.0 / losses, rtol=1e-12)
    dark = figures_at(place | {"visible_irradiance": None})["coherence_time"]
    assert dark.value is None and dark.missing == ("visible_irradiance",)


def test_warm_surfaces_need_a_temperature():
    with pytest.raises(ValueError, match="expected their temperature"):
        surroundings.stage_temperature("test_volume", **STACK, warm_view_fraction=0.1)
