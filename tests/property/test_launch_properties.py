"""Properties of manoeuvres, propellant and launch loads that hold for any orbit and engine."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import qtspace_trade as qt
from qtspace_trade.assessment import closure
from qtspace_trade.constants import EARTH_RADIUS
from qtspace_trade.physics import forces, launch_loads, manoeuvres, power_budget

radii = st.floats(6.5e6, 1e8)
changes = st.floats(0.0, 1e4)
impulses = st.floats(40.0, 5e3)
masses = st.floats(1.0, 1e4)
altitudes = st.floats(200e3, 2000e3)
shares = st.floats(0.05, 1.0)
densities = st.lists(st.floats(1e-4, 1.0), min_size=2, max_size=6)


@given(radii)
def test_escape_from_a_circle_is_a_fixed_share_of_its_speed(radius):
    speed = manoeuvres.orbital_speed(radius, radius)
    assert manoeuvres.escape_change(radius, radius) == pytest.approx((np.sqrt(2.0) - 1.0) * speed)


@given(masses, changes, impulses, impulses)
def test_propellant_falls_with_the_specific_impulse(mass, delta_v, one, other):
    weak, strong = (manoeuvres.propellant_from_final_mass(mass, delta_v, impulse) for impulse in sorted((one, other)))
    assert strong <= weak


@given(masses, changes, changes, impulses)
def test_propellant_grows_with_the_velocity_change(mass, one, other, impulse):
    less, more = (manoeuvres.propellant_from_final_mass(mass, delta_v, impulse) for delta_v in sorted((one, other)))
    assert less <= more


@given(masses, changes, impulses)
def test_both_ends_of_the_rocket_equation_agree(mass, delta_v, impulse):
    burnt = manoeuvres.propellant_from_final_mass(mass, delta_v, impulse)
    assert manoeuvres.propellant_from_initial_mass(mass + burnt, delta_v, impulse) == pytest.approx(burnt, rel=1e-9)


@given(masses, st.floats(0.0, 10.0), impulses)
def test_little_propellant_is_impulse_over_exhaust_speed(mass, delta_v, impulse):
    burnt = manoeuvres.propellant_from_final_mass(mass, delta_v, impulse)
    assert burnt == pytest.approx(manoeuvres.propellant_for_impulse(mass * delta_v, impulse), rel=0.02)


@given(altitudes, altitudes)
def test_disposal_grows_with_the_altitude(one, other):
    low, high = (EARTH_RADIUS + altitude for altitude in sorted((one, other)))
    grave = EARTH_RADIUS + 50e3
    assert manoeuvres.apsis_change(low, low, grave) <= manoeuvres.apsis_change(high, high, grave) + 1e-9


@given(st.floats(1e-14, 1e-10), st.floats(1e-14, 1e-10), altitudes, altitudes)
def test_drag_goes_with_density_and_the_square_of_the_speed(one, other, low, high):
    speeds = [manoeuvres.orbital_speed(EARTH_RADIUS + height, EARTH_RADIUS + height) for height in (low, high)]
    drag = forces.drag_acceleration(np.array([one, other]), np.array(speeds), 2.2, 1.0, 300.0)
    assert drag[0] / drag[1] == pytest.approx(one / other * (speeds[0] / speeds[1]) ** 2)


@given(radii, radii, radii, radii)
def test_a_transfer_is_the_cheaper_order_and_costs_the_same_back(a, b, c, d):
    before, after = sorted((a, b)), sorted((c, d))
    found = manoeuvres.apsides_transfer(*before, *after).delta_v
    perigee = manoeuvres.apsis_change(before[1], before[0], after[0])
    assert found <= perigee + manoeuvres.apsis_change(after[0], before[1], after[1]) + 1e-9
    assert found == pytest.approx(manoeuvres.apsides_transfer(*after, *before).delta_v, abs=1e-6)


@given(radii, radii)
def test_staying_costs_nothing(a, b):
    low, high = sorted((a, b))
    assert manoeuvres.apsides_transfer(low, high, low, high).delta_v == 0.0


@given(st.floats(0.0, 500.0), st.floats(0.0, 500.0))
def test_the_shared_launch_costs_more_for_more_and_has_no_step(one, other):
    (listed,) = qt.platform("rideshare_f9").prices
    low, high = sorted((one, other))
    prices = [closure.launch_price(listed, mass)[0] for mass in (low, high)]
    assert 0.0 <= prices[1] - prices[0] <= 7e3 * (high - low) + 1e-6


@given(densities, st.floats(1.0, 3.0), st.floats(0.1, 10.0))
def test_vibration_goes_with_the_root_of_its_density(density, step, factor):
    frequency = 20.0 * (1.0 + step) ** np.arange(len(density))
    rms = launch_loads.random_vibration_rms(frequency, density)
    assert launch_loads.random_vibration_rms(frequency, factor * np.array(density)) == pytest.approx(rms * np.sqrt(factor))
    assert rms**2 <= max(density) * (frequency[-1] - frequency[0]) * (1 + 1e-9)
    assert rms**2 >= min(density) * (frequency[-1] - frequency[0]) * (1 - 1e-9)


@given(densities, st.floats(1.0, 3.0), shares)
def test_vibration_does_not_depend_on_where_a_line_is_cut(density, step, share):
    frequency = 20.0 * (1.0 + step) ** np.arange(len(density))
    cut = frequency[0] * (frequency[1] / frequency[0]) ** (0.9 * share)
    level = np.exp(np.interp(np.log(cut), np.log(frequency), np.log(density)))
    halves = launch_loads.random_vibration_rms(np.insert(frequency, 1, cut), np.insert(density, 1, level))
    assert halves == pytest.approx(launch_loads.random_vibration_rms(frequency, density))


@given(st.floats(0.0, 1e4), st.floats(1.0, 1e4), st.floats(0.0, 1e4), shares, shares)
def test_the_array_gives_back_what_the_night_took(load, sunlit, eclipsed, direct, battery):
    power = power_budget.array_power(load, load, sunlit, eclipsed, direct, battery)
    assert power * sunlit == pytest.approx(load * sunlit / direct + load * eclipsed / battery)
    assert power >= power_budget.array_power(load, load, sunlit, 0.5 * eclipsed, direct, battery)


@given(st.floats(0.0, 1e9), shares, shares)
def test_a_battery_made_for_an_energy_gives_it(energy, depth, efficiency):
    capacity = power_budget.battery_capacity(energy, depth, efficiency)
    assert power_budget.usable_energy(capacity, depth, efficiency) == pytest.approx(energy)
