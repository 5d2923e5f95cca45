"""Properties that hold for any input of the coupling paths and of the rules that combine them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from qtspace_trade.constants import ATOMIC_MASS
from qtspace_trade.physics import (
    cold_stage,
    combination,
    contamination,
    micro_vibration,
    self_gravity,
    slews,
    stray_fields,
    stray_light,
)

WATER = 18.015 * ATOMIC_MASS
positive = st.floats(1e-3, 1e3)
distances = st.floats(0.05, 50.0)
factors = st.floats(1.001, 10.0)
shares = st.floats(0.0, 1.0)
amounts = st.lists(st.floats(0.0, 1e6), min_size=1, max_size=6)


def outgassed(flux, distance):
    return contamination.outgassed_density(flux, contamination.disc_solid_angle(0.5, distance), 200.0, WATER)


def outgassed_by_panel(flux, distance):
    return contamination.outgassed_density(flux, contamination.rectangle_solid_angle(2.0, 0.7, distance), 330.0, WATER)


# Amount at the source and distance to what the neighbour gets.
PATHS = {
    "dipole axis": stray_fields.dipole_field_at_distance,
    "dipole equator": lambda moment, distance: stray_fields.point_dipole_field(moment, distance, 0.0),
    "dipole rms": stray_fields.point_dipole_field_rms,
    "dipole gradient": stray_fields.dipole_gradient_at_distance,
    "quadrupole": lambda moment, distance: stray_fields.quadrupole_field_at_distance(moment, 0.02, distance),
    "coil": lambda current, distance: stray_fields.coil_field_on_axis(10.0, current, 0.04, distance),
    "outgassing": outgassed,
    "panel": outgassed_by_panel,
    "disc": lambda flux, distance: contamination.disc_flux(flux, 0.5, distance),
    "patch": lambda flux, distance: contamination.patch_flux(flux, 0.1, distance, 0.3, 0.4),
    "backflow": lambda flow, distance: contamination.plume_backflow(flow, 1e-4, distance),
    "plume": lambda flow, distance: contamination.plume_density(flow, 600.0, distance, 0.5, 2.0, 1.4),
    "lamp": stray_light.irradiance_at_distance,
    "gravity": self_gravity.self_gravity,
    "gravity gradient": self_gravity.self_gravity_gradient,
    "moving mass": lambda mass, distance: self_gravity.moving_mass_acceleration(mass, distance, 0.01),
    "moving mass gradient": lambda mass, distance: self_gravity.moving_mass_gradient(mass, distance, 0.01),
    "jittering mass": lambda mass, distance: self_gravity.moving_mass_acceleration_asd(mass, distance, 1e-9),
    "conduction": lambda integral, length: cold_stage.conducted_heat(integral, 1e-6, length),
}
ANY_PATH = pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)


@ANY_PATH
@given(amount=positive, distance=distances, factor=factors)
def test_paths_fall_with_distance(path, amount, distance, factor):
    assert 0.0 < path(amount, distance * factor) < path(amount, distance)


@ANY_PATH
@given(amount=positive, distance=distances, factor=factors)
def test_paths_are_linear_in_the_emission(path, amount, distance, factor):
    assert path(0.0, distance) == 0.0
    assert_allclose(path(factor * amount, distance), factor * path(amount, distance), rtol=1e-12)


@ANY_PATH
def test_paths_vanish_far_away(path):
    assert path(1.0, 1e9) < 1e-8 * path(1.0, 1.0)


@ANY_PATH
def test_paths_take_arrays_and_keep_the_unknown(path):
    values = path(np.array([1.0, 2.0, np.nan]), np.array([1.0, np.nan, 1.0]))
    assert_allclose(values, [path(1.0, 1.0), np.nan, np.nan], rtol=1e-14)
    grid = path(np.array([[1.0], [2.0]]), np.array([0.5, 1.0, 2.0]))
    assert grid.shape == (2, 3)


@pytest.mark.parametrize("name", [name for name in PATHS if name != "coil"])
@pytest.mark.parametrize(("amount", "distance"), [(1.0, 0.0), (1.0, -1.0), (-1.0, 1.0), (1.0, [1.0, -1.0])])
def test_impossible_input(name, amount, distance):
    """A coil has a field in its plane and a current of either sign."""
    with pytest.raises(ValueError, match="expected"):
        PATHS[name](amount, distance)


NONE = np.zeros(3)
IMPOSSIBLE = {
    "point at the magnet": lambda: stray_fields.dipole_field_vector([0.0, 0.0, 1.0], [0.0, 0.0, 0.0]),
    "coil without size": lambda: stray_fields.coil_field_on_axis(1.0, 1.0, 0.0, 1.0),
    "permeability": lambda: stray_fields.spherical_shield_factor(-1.0, 1e-3, 0.1),
    "shrinking shields": lambda: stray_fields.nested_shield_factor([10.0, 10.0], [0.2, 0.1]),
    "amplifying shield": lambda: stray_fields.nested_shield_factor([0.5, 10.0], [0.1, 0.2]),
    "shape": lambda: stray_fields.nested_shield_factor([10.0, 10.0], [0.1, 0.2], "cube"),
    "shield below 1": lambda: stray_fields.field_behind_shield(1e-6, 0.9),
    "short ellipsoid": lambda: stray_fields.demagnetising_factor(0.5),
    "wall": lambda: stray_fields.eddy_corner_frequency(3.8e7, 0.0, 0.3),
    "massless test mass": lambda: stray_fields.magnetic_acceleration(1e-5, 1e-4, 0.0, 1e-6, 1e-6),
    "spacecraft without mass": lambda: micro_vibration.rigid_body_acceleration(1.0, 0.0),
    "inertia": lambda: micro_vibration.rigid_body_acceleration(1.0, 1.0, 1.0, -1.0, 1.0),
    "inertia tensor": lambda: micro_vibration.point_acceleration(NONE, 1.0, NONE, np.diag([1.0, 1.0, -1.0]), NONE),
    "undamped": lambda: micro_vibration.resonance_factor(0.0),
    "undamped isolator": lambda: micro_vibration.isolator_transmissibility(5.0, 5.0, 0.0),
    "line at rest": lambda: micro_vibration.interferometer_line_phase(1e-6, 0.0, 1.6e7),
    "cooling": lambda: cold_stage.cold_node_temperature(20.0, -1e-3, 1.0, 0.9),
    "emissivity": lambda: cold_stage.cold_node_temperature(20.0, 1e-3, 1.0, 1.1),
    "view factor": lambda: cold_stage.radiated_heat(1.0, 0.9, 1.5, 0.8, 290.0),
    "more than the sphere": lambda: contamination.outgassed_density(1e15, 13.0, 200.0, WATER),
    "backflow": lambda: contamination.plume_backflow(1e18, 1.1, 1.0),
    "gas": lambda: contamination.plume_density(1e18, 600.0, 1.0, 0.0, 2.0, 1.0),
    "plume": lambda: contamination.plume_density(1e18, 600.0, 1.0, 0.0, 4.0, 1.4),
    "sticking": lambda: contamination.condensed_film(1e13, 1.2, 1.0, WATER, 917.0),
    "reflectivity": lambda: stray_light.diffuse_radiance(1.0, 1.2),
    "mass through the victim": lambda: self_gravity.moving_mass_acceleration(5.0, 1.0, 1.0),
    "torque": lambda: slews.slew_time(1.0, 100.0, 0.0),
    "tolerance": lambda: slews.settling_time(1.0, 0.0, 0.3, 0.005),
    "coherence": lambda: combination.partly_coherent([1.0, 1.0], [0.5, 1.5]),
}


@pytest.mark.parametrize("call", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_other_impossible_input(call):
    with pytest.raises(ValueError, match="expected"):
        call()


# Fields


@given(st.floats(-3.0, 3.0), st.floats(0.0, 2.0 * np.pi), distances)
def test_no_direction_exceeds_the_axis(latitude, turn, distance):
    axis = stray_fields.dipole_field_at_distance(1.0, distance)
    assert 0.5 * axis * (1 - 1e-12) <= stray_fields.point_dipole_field(1.0, distance, latitude) <= axis * (1 + 1e-12)
    place = distance * np.array([np.cos(latitude) * np.cos(turn), np.cos(latitude) * np.sin(turn), np.sin(latitude)])
    field = np.linalg.norm(stray_fields.dipole_field_vector([0.0, 0.0, 1.0], place))
    assert_allclose(field, stray_fields.point_dipole_field(1.0, distance, latitude), rtol=1e-9)


@given(st.floats(0.01, 0.1), st.floats(5.0, 100.0))
def test_dipole_law_is_the_far_field_and_an_upper_bound(radius, sizes):
    distance = sizes * radius
    dipole = stray_fields.dipole_field_at_distance(stray_fields.loop_moment(10.0, 2.0, np.pi * radius**2), distance)
    exact = stray_fields.coil_field_on_axis(10.0, 2.0, radius, distance)
    assert_allclose(exact, dipole * stray_fields.near_field_factor(radius, distance), rtol=1e-12)
    assert dipole * (1.0 - 1.5 / sizes**2) <= exact <= dipole


@given(st.floats(0.01, 0.1), st.floats(20.0, 1000.0))
def test_pair_of_coils_is_a_quadrupole_far_away(radius, sizes):
    distance = sizes * radius
    moment = stray_fields.loop_moment(10.0, 2.0, np.pi * radius**2)
    exact = stray_fields.coil_pair_field_on_axis(10.0, 2.0, radius, radius, distance)
    quadrupole = stray_fields.quadrupole_field_at_distance(moment, radius, distance)
    assert_allclose(exact, quadrupole, rtol=3.0 / sizes**2 + 1e-10)
    assert exact < stray_fields.dipole_field_at_distance(moment, distance)


@given(st.lists(st.tuples(st.floats(0.0, 1e5), st.floats(1e-5, 0.01)), min_size=1, max_size=4),
       st.sampled_from(["sphere", "cylinder", "axial"]), st.floats(0.02, 0.5), st.floats(1.02, 2.0))  # fmt: skip
def test_shields_never_amplify(walls, shape, radius, growth):
    radii = radius * growth ** np.arange(len(walls))
    single = {"sphere": stray_fields.spherical_shield_factor}.get(shape, stray_fields.cylindrical_shield_factor)
    each = np.array([single(*wall, at) for wall, at in zip(walls, radii, strict=True)])
    whole = stray_fields.nested_shield_factor(each, radii, shape)
    assert np.all(each >= 1.0)
    assert whole >= np.max(each) * (1 - 1e-12)
    assert whole <= np.prod(each) * (1 + 1e-9)
    assert 1.0 <= stray_fields.leading_shield_factor(each, radii, shape) <= whole * (1 + 1e-12)
    without_outer = stray_fields.nested_shield_factor(each[:-1], radii[:-1], shape) if len(walls) > 1 else 1.0
    assert without_outer <= whole * (1 + 1e-12)


def test_one_nested_shield_and_stacks_of_them():
    assert stray_fields.nested_shield_factor([7.0], [0.1]) == 7.0
    stacked = stray_fields.nested_shield_factor([[11.0, 11.0], [1.0, 11.0]], [1.0, 2.0])
    assert_allclose(stacked, [108.5, 11.0])


@given(st.floats(1.0, 1e4), shares, st.floats(1.0, 50.0))
def test_along_the_axis_shields_are_weaker_when_long(factor, share, ratio):
    demagnetising = stray_fields.demagnetising_factor(ratio)
    assert 0.0 < demagnetising <= 1.0 / 3.0 + 1e-12
    assert stray_fields.demagnetising_factor(ratio * 1.1) < demagnetising
    along = stray_fields.axial_shield_factor(factor, share)
    assert along >= 1.0
    assert (along <= factor) == (share <= 0.25) or factor == 1.0 or abs(share - 0.25) < 1e-9


@given(st.floats(0.0, 1e4), st.floats(0.1, 1e3), factors)
def test_metal_boxes_shield_only_above_their_corner(frequency, corner, factor):
    shielding = stray_fields.eddy_shield_factor(frequency, corner)
    assert shielding >= 1.0
    assert stray_fields.eddy_shield_factor(frequency * factor, corner) >= shielding
    assert stray_fields.eddy_shield_factor(0.0, corner) == 1.0
    assert stray_fields.eddy_shield_factor(0.1 * corner, corner) < 1.005


@given(st.floats(0.0, 1e-3), st.floats(1.0, 1e6))
def test_shields_only_reduce(field, factor):
    assert 0.0 <= stray_fields.field_behind_shield(field, factor) <= field


@given(st.floats(0.0, 1.0), st.floats(0.01, 1.0))
def test_openings_leak_less_with_depth_and_less_across(depth, radius):
    along = stray_fields.opening_leakage(depth, radius)
    assert stray_fields.opening_leakage(depth, radius, "cylinder") <= along <= 1.0
    assert stray_fields.opening_leakage(depth + 0.1, radius) < along


# Vibration


@given(st.floats(1.0, 500.0), st.floats(0.1, 50.0), st.floats(1e-3, 0.5))
def test_isolators_amplify_below_root_two_and_isolate_above(frequency, natural, damping):
    passed = micro_vibration.isolator_transmissibility(frequency, natural, damping)
    assert (passed > 1.0) == (frequency < np.sqrt(2.0) * natural) or abs(passed - 1.0) < 1e-9
    assert micro_vibration.isolator_transmissibility(0.0, natural, damping) == 1.0


@given(st.floats(0.1, 500.0), st.floats(1.0, 50.0), st.floats(1.0, 50.0), st.floats(0.01, 0.5))
def test_a_light_victim_does_not_disturb_the_first_stage(frequency, first, second, damping):
    stages = [micro_vibration.isolator_transmissibility(frequency, natural, damping) for natural in (first, second)]
    together = micro_vibration.two_stage_transmissibility(frequency, first, damping, second, damping, 0.0)
    assert_allclose(together, np.prod(stages), rtol=1e-9)
    assert_allclose(micro_vibration.two_stage_transmissibility(0.0, first, damping, second, damping, 3.0), 1.0)


@given(st.floats(0.0, 1e-3), st.floats(0.01, 1e3), st.floats(1e-3, 50.0))
def test_no_pulse_separation_exceeds_the_bound(acceleration, frequency, separation):
    bound = micro_vibration.interferometer_line_phase(acceleration, frequency, 1.6e7)
    phase = micro_vibration.interferometer_line_phase(acceleration, frequency, 1.6e7, separation)
    assert phase <= bound * (1 + 1e-9)
    assert phase <= 1.6e7 * acceleration * separation**2 * (1 + 1e-12)


@given(st.floats(0.0, 10.0), st.floats(1.0, 1e4), st.floats(0.0, 10.0), st.floats(1.0, 1e4), st.floats(0.0, 3.0))
def test_worst_direction_bounds_every_direction(force, mass, torque, inertia, arm):
    worst = micro_vibration.rigid_body_acceleration(force, mass, torque, inertia, arm)
    directions = np.array([[1.0, 2.0, -2.0], [2.0, 2.0, 1.0], [-2.0, 1.0, 2.0]]) / 3.0
    for along in directions:
        vector = micro_vibration.point_acceleration(
            force * along, mass, torque * directions[0], inertia * np.eye(3), arm * directions[2]
        )
        assert np.linalg.norm(vector) <= worst * (1 + 1e-12) + 1e-300


@given(amounts, positive)
def test_more_thrusters_are_never_quieter(forces, mass):
    before = micro_vibration.thruster_acceleration_asd(forces, mass)
    assert micro_vibration.thruster_acceleration_asd([*forces, 1.0], mass) >= before
    assert micro_vibration.thruster_acceleration_asd(0.0, mass) == 0.0


@given(st.lists(st.tuples(st.floats(0.0, 1e-2), st.floats(0.0, 1e4)), min_size=1, max_size=5))
def test_lost_time_is_a_share(events):
    rates, durations = np.array(events).T
    lost = micro_vibration.lost_time_fraction(rates, durations)
    assert 0.0 <= lost <= 1.0
    assert micro_vibration.lost_time_fraction([*rates, 1e-6], [*durations, 10.0]) >= lost


# Heat, gas, light


@given(st.floats(3.0, 100.0), st.floats(0.0, 10.0), st.floats(0.01, 5.0), st.floats(0.05, 1.0))
def test_slope_is_the_tangent(base, heat, area, emissivity):
    exact = cold_stage.cold_node_temperature(base, heat, area, emissivity)
    tangent = base + heat * cold_stage.cold_node_slope(base, area, emissivity)
    assert base * (1 - 1e-12) <= exact <= tangent * (1 + 1e-12)
    small = 1e-6 * base / cold_stage.cold_node_slope(base, area, emissivity)
    rise = cold_stage.cold_node_temperature(base, small, area, emissivity) - base
    assert_allclose(rise, 1e-6 * base, rtol=1e-5)


@given(st.floats(0.01, 3.0), st.floats(10.0, 1e4))
def test_far_sources_are_small_patches(radius, sizes):
    distance, area = sizes * radius, np.pi * radius**2
    patch = contamination.patch_flux(1e15, area, distance)
    assert_allclose(contamination.disc_flux(1e15, radius, distance), patch, rtol=1.1 / sizes**2)
    assert_allclose(contamination.disc_solid_angle(radius, distance), area / distance**2, rtol=1.0 / sizes**2)
    side = np.sqrt(area)
    assert_allclose(contamination.rectangle_solid_angle(side, side, distance), area / distance**2, rtol=1.0 / sizes**2)


@given(st.floats(0.01, 3.0), distances)
def test_stream_understates_what_fills_the_view(radius, distance):
    exact = contamination.outgassed_density(1e15, contamination.disc_solid_angle(radius, distance), 200.0, WATER)
    stream = contamination.density_from_flux(contamination.disc_flux(1e15, radius, distance), 200.0, WATER)
    assert stream <= exact * (1 + 1e-12)
    assert exact <= 2.0 * stream


@given(st.floats(1.6, 3.1), st.floats(0.0, 3.0))
def test_nothing_arrives_from_behind(behind, front):
    assert contamination.patch_flux(1e15, 1.0, 1.0, behind, front) == 0.0
    assert contamination.patch_flux(1e15, 1.0, 1.0, front, behind) == 0.0


@given(st.floats(50.0, 400.0), st.floats(0.0, 2e4), factors)
def test_warmer_surfaces_outgas_more(temperature, activation, factor):
    cold = contamination.outgassing_factor(temperature, activation)
    assert contamination.outgassing_factor(temperature * factor, activation) >= cold
    assert contamination.outgassing_factor(293.0, activation) == 1.0


@given(st.floats(0.0, 1.0), factors)
def test_films_only_darken(thickness, factor):
    clear = contamination.film_transmission(thickness, 1.0)
    assert contamination.film_transmission(thickness * factor, 1.0) <= clear <= 1.0


@given(positive, shares, st.floats(0.01, 2.0), st.floats(0.0, 1e-2))
def test_no_more_light_than_falls_on_the_surface(irradiance, reflectivity, aperture, field):
    collected = stray_light.collected_power(stray_light.diffuse_radiance(irradiance, reflectivity), aperture, field)
    assert 0.0 <= collected <= irradiance * reflectivity * np.pi / 4.0 * aperture**2


# Gravity and slews


@given(positive, distances, st.floats(1e-5, 0.02))
def test_small_moves_are_linear_and_larger_ones_are_not(mass, distance, share):
    exact = self_gravity.moving_mass_acceleration(mass, distance, share * distance)
    linear = self_gravity.self_gravity_gradient(mass, distance) * share * distance
    assert linear < exact < linear * (1.0 + 1.6 * share)
    tenth = self_gravity.moving_mass_acceleration(mass, distance, 0.1 * distance)
    assert_allclose(self_gravity.self_gravity_gradient(mass, distance) * 0.1 * distance / tenth, 0.8526, rtol=1e-3)


@given(positive, distances, st.floats(-5.0, 0.9))
def test_move_is_a_difference_and_reverses(mass, distance, share):
    after = distance * (1.0 - share)
    there = self_gravity.moving_mass_acceleration(mass, distance, share * distance)
    difference = self_gravity.self_gravity(mass, after) - self_gravity.self_gravity(mass, distance)
    scale = self_gravity.self_gravity(mass, min(after, distance))
    assert_allclose(there, difference, rtol=1e-9, atol=1e-12 * scale)
    back = self_gravity.moving_mass_acceleration(mass, after, -share * distance)
    assert_allclose(back, -there, rtol=1e-9, atol=1e-12 * scale)
    gradient = self_gravity.moving_mass_gradient(mass, distance, share * distance)
    change = self_gravity.self_gravity_gradient(mass, after) - self_gravity.self_gravity_gradient(mass, distance)
    assert_allclose(gradient, change, rtol=1e-9, atol=1e-12 * self_gravity.self_gravity_gradient(mass, min(after, distance)))


@given(st.lists(st.tuples(positive, st.floats(0.1, 5.0), st.floats(-5.0, 5.0), st.floats(-5.0, 5.0)), min_size=1, max_size=6))
def test_vectors_never_exceed_the_sum_of_magnitudes(units):
    table = np.array(units)
    pulls = self_gravity.self_gravity(table[:, 0], np.linalg.norm(table[:, 1:], axis=1))
    vector = self_gravity.gravity_of_units(table[:, 0], table[:, 1:])
    assert np.linalg.norm(vector) <= combination.linear_sum(pulls) * (1 + 1e-12)


@given(st.floats(0.0, 6.0), st.floats(1.0, 1e4), st.floats(1e-3, 1.0), st.floats(1e-4, 1.0))
def test_slews(angle, inertia, torque, limit):
    free = slews.slew_time(angle, inertia, torque)
    limited = slews.slew_time(angle, inertia, torque, limit)
    assert limited >= free * (1 - 1e-12)
    assert limited >= angle / limit * (1 - 1e-12)
    assert_allclose(free, 2.0 * np.sqrt(angle * inertia / torque), rtol=1e-12)
    assert slews.slew_time(angle + 0.1, inertia, torque, limit) > limited
    peak = np.sqrt(angle * torque / inertia)
    assert_allclose(slews.slew_time(angle, inertia, torque, max(peak, 1e-9) * 1.001), free, rtol=1e-9)


@given(st.floats(0.0, 1e3), st.floats(1e-3, 1e3), st.floats(0.01, 10.0), st.floats(1e-3, 0.1))
def test_settling(amplitude, required, frequency, damping):
    wait = slews.settling_time(amplitude, required, frequency, damping)
    assert (wait == 0.0) == (amplitude <= required)
    left = amplitude * np.exp(-damping * 2.0 * np.pi * frequency * wait)
    assert left <= max(amplitude if amplitude <= required else required, 0.0) * (1 + 1e-9)


# Combination

RULES = [combination.linear_sum, combination.root_sum_square, combination.largest]


@given(amounts, st.floats(0.0, 1e6))
def test_sums_are_ordered_and_an_emitter_never_lowers_them(values, another):
    total, root, top = (rule(values) for rule in RULES)
    assert top <= root * (1 + 1e-12)
    assert root <= total * (1 + 1e-12)
    assert total <= np.sqrt(len(values)) * root * (1 + 1e-12)
    for rule, before in zip(RULES, (total, root, top), strict=True):
        assert rule([*values, another]) >= before * (1 - 1e-15)
        assert_allclose(rule(values[::-1]), before, rtol=1e-12)
        assert_allclose(rule(np.negative(values)), before, rtol=1e-15)
        assert rule([*values, 0.0]) == pytest.approx(before, rel=1e-15)


@given(amounts, st.data())
def test_partly_coherent_noise_lies_between(values, data):
    parts = data.draw(st.lists(shares, min_size=len(values), max_size=len(values)))
    together = combination.partly_coherent(values, parts)
    assert combination.root_sum_square(values) * (1 - 1e-9) <= together <= combination.linear_sum(values) * (1 + 1e-9)
    more = combination.partly_coherent(values, np.minimum(np.array(parts) + 0.1, 1.0))
    assert more >= together * (1 - 1e-9)
    another = combination.partly_coherent([*values, 1.0], [*parts, 0.5])
    assert another >= together * (1 - 1e-9)


@pytest.mark.parametrize("rule", RULES)
def test_nothing_is_zero_and_unknown_stays_unknown(rule):
    assert rule([]) == 0.0
    assert rule([0.0, 0.0]) == 0.0
    assert np.isnan(rule([1.0, np.nan, 3.0]))
    assert_allclose(rule([[3.0, 4.0], [0.0, 2.0]]), [rule([3.0, 4.0]), 2.0])
    assert_allclose(rule([1e-200, 1e-200]), rule([1.0, 1.0]) * 1e-200, rtol=1e-12)
