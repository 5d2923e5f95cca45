"""Properties that hold for any input of the environment, cooling and path functions."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from qtspace_trade.physics import (
    atmosphere,
    cold_stage,
    contamination,
    magnetism,
    passive_cooling,
    photons,
    self_gravity,
    stray_fields,
    talbot,
)

unit = st.floats(-1.0, 1.0)
positive = st.floats(1e-3, 1e3)
distances = st.floats(0.05, 20.0)


@given(unit, st.floats(1.001, 300.0))
def test_view_factors_of_both_sides_add_up(cosine, ratio):
    """The two faces of a plate see the sphere together; the difference is what a flat disc would give."""
    front = passive_cooling.tilted_view_factor(ratio, cosine)
    back = passive_cooling.tilted_view_factor(ratio, -cosine)
    assert front >= -1e-12
    assert back >= -1e-12
    assert_allclose(front - back, cosine / ratio**2, atol=1e-9)


@given(st.floats(-1.0, 0.99), st.floats(0.001, 0.01), st.floats(1.001, 50.0))
def test_view_factor_grows_towards_the_sphere(cosine, step, ratio):
    lower = passive_cooling.tilted_view_factor(ratio, cosine)
    assert passive_cooling.tilted_view_factor(ratio, cosine + step) >= lower - 1e-9


@given(st.floats(50.0, 400.0), st.integers(1, 8), st.floats(0.1, 50.0), st.floats(0.0, 45.0))
def test_ladder_falls_monotonically_between_top_and_sky(top, stages, ratio, sink):
    nodes = passive_cooling.ladder(top, stages, ratio, sink)
    assert np.all(np.diff(nodes) <= 1e-6)
    assert nodes[0] <= top
    assert nodes[-1] >= sink * (1 - 1e-9)


@given(st.floats(50.0, 400.0), st.integers(1, 6), st.floats(0.1, 50.0), st.floats(1e-4, 10.0))
def test_dissipation_never_cools(top, stages, ratio, flux):
    assert np.all(
        passive_cooling.ladder(top, stages, ratio, 3.0, flux) >= passive_cooling.ladder(top, stages, ratio, 3.0) - 1e-9
    )


@given(st.floats(0.01, 1e3))
def test_ladder_ratio_and_its_inverse(ratio):
    assert_allclose(passive_cooling.radiating_ratio(passive_cooling.asymptotic_ratio(ratio)), ratio, rtol=1e-6)


@given(st.floats(0.01, 1.0), st.floats(3.0, 300.0), st.floats(3.0, 300.0))
def test_effective_temperature_lies_between(part, first, second):
    fractions, temperatures = [part, 1.0 - part], [first, second]
    for power in (4, 6, 9):
        mean = passive_cooling.effective_temperature(fractions, temperatures, power)
        assert min(first, second) * (1 - 1e-9) <= mean <= max(first, second) * (1 + 1e-9)


@given(st.floats(100e3, 2e9), st.floats(1.0, 1.5))
def test_density_never_grows_with_altitude(altitude, factor):
    near = atmosphere.atmosphere(altitude, 150.0, 150.0, 8.0)
    far = atmosphere.atmosphere(altitude * factor, 150.0, 150.0, 8.0)
    assert far.number_density <= near.number_density * (1 + 1e-9)
    assert far.mass_density <= near.mass_density * (1 + 1e-9)
    assert far.number_density >= atmosphere.SOLAR_WIND_DENSITY


@given(st.floats(300e3, 900e3))
def test_active_sun_never_thins_the_thermosphere(altitude):
    quiet, active = (atmosphere.atmosphere(altitude, f, f, 8.0).mass_density for f in (70.0, 230.0))
    assert active > quiet


@given(st.tuples(unit, unit, unit), st.floats(7e6, 1e8))
def test_dipole_field_is_symmetric_and_bounded(direction, radius):
    direction = np.array(direction)
    length = np.linalg.norm(direction)
    assume(length > 0.1)
    position = direction / length * radius
    field = magnetism.earth_dipole_field(position)
    scale = magnetism.EARTH_DIPOLE_FIELD * (magnetism.IGRF_RADIUS / radius) ** 3
    assert scale * (1 - 1e-9) <= field <= 2 * scale * (1 + 1e-9)
    assert_allclose(magnetism.earth_dipole_field(-position), field, rtol=1e-12)
    assert_allclose(magnetism.earth_dipole_field(2 * position), field / 8, rtol=1e-12)


@given(positive, st.floats(1e-5, 0.01), st.floats(0.05, 1.0))
def test_a_shield_never_amplifies(permeability, wall, radius):
    factor = stray_fields.spherical_shield_factor(permeability, wall, radius)
    assert factor >= 1.0
    assert stray_fields.nested_shield_factor([factor, factor], [radius, 1.5 * radius]) >= factor


@given(positive, distances, st.floats(1.01, 5.0))
def test_paths_fall_with_distance(amount, distance, factor):
    for path in (
        stray_fields.dipole_field_at_distance,
        stray_fields.dipole_gradient_at_distance,
        self_gravity.self_gravity,
        self_gravity.self_gravity_gradient,
        contamination.disc_solid_angle,
    ):
        assert path(amount, distance * factor) < path(amount, distance)


@given(st.floats(3.0, 100.0), st.floats(1e-6, 10.0), st.floats(1e-6, 10.0))
def test_heat_loads_combine_in_any_order(base, first, second):
    node = cold_stage.cold_node_temperature
    together = node(base, first + second, 1.0, 0.9)
    assert_allclose(node(node(base, first, 1.0, 0.9), second, 1.0, 0.9), together, rtol=1e-9)
    assert together > base


@given(st.floats(0.01, 1.0), st.floats(5e-9, 5e-7), st.floats(1.0, 200.0), st.floats(1.1, 10.0))
def test_stricter_cases_need_colder_surroundings(loss, separation, time, factor):
    base = photons.maximum_temperature(loss, separation, time, 50e-9, 2.1 + 0.57j)
    assert photons.maximum_temperature(loss / factor, separation, time, 50e-9, 2.1 + 0.57j) < base
    assert photons.maximum_temperature(loss, separation * factor, time, 50e-9, 2.1 + 0.57j) < base


@given(st.floats(1.0, 200.0), st.floats(1.0, 200.0), st.floats(1e-10, 1e-7))
def test_acceleration_limit_is_the_inverse_of_the_shift(before, after, shift):
    limit = talbot.maximum_acceleration(shift, before, after)
    assert_allclose(talbot.acceleration_shift(limit, before, after), shift, rtol=1e-12)
