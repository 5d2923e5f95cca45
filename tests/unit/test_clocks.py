"""Clocks: hand values, limits, inverse pairs, shapes, and known traps."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.integrate import solve_ivp

from qtspace_trade.constants import EARTH_GEOPOTENTIAL, EARTH_GM, EARTH_J2, EARTH_RADIUS, SPEED_OF_LIGHT
from qtspace_trade.physics import clocks, kepler

SQUARED_LIGHT = SPEED_OF_LIGHT**2


def test_rate_from_state_and_from_elements():
    """On the circle of latitude where the flattening does not act, 35.26 degrees, both forms agree."""
    radius, axis = 9e6, 10e6
    sine = np.sqrt(1 / 3)
    position = radius * np.array([np.sqrt(1 - sine**2), 0.0, sine])
    speed = np.sqrt(EARTH_GM * (2 / radius - 1 / axis))
    ours = clocks.clock_rate(position, [0.0, speed, 0.0])
    assert_allclose(ours, clocks.kepler_clock_rate(radius, axis), rtol=1e-10)


def test_clock_at_rest_on_the_pole_and_the_equator():
    """Both keep the time of the geoid to the degree-4 terms of the field, some 1e-15."""
    pole = clocks.clock_rate([0.0, 0.0, 6_356_752.3], [0.0, 0.0, 0.0])
    equator = clocks.clock_rate([EARTH_RADIUS, 0.0, 0.0], [0.0, EARTH_RADIUS * 7.292115e-5, 0.0])
    assert_allclose([pole, equator], 0.0, atol=5e-15)


def flattened(_, state):
    position = state[:3]
    radius = np.linalg.norm(position)
    factor = 1.5 * EARTH_J2 * (EARTH_RADIUS / radius) ** 2
    squared_sine = (position[2] / radius) ** 2
    pull = np.array([1, 1, 1]) + factor * (np.array([1, 1, 3]) - 5 * squared_sine)
    return np.concatenate([state[3:], -EARTH_GM * position * pull / radius**3])


def perigee_passage(_, state):
    return state[:3] @ state[3:]


perigee_passage.direction = 1.0


@pytest.mark.parametrize("eccentricity", [0.1, 0.4])
@pytest.mark.parametrize("inclination", [0.0, 0.5, 1.714])
def test_flattening_from_an_integrated_orbit(inclination, eccentricity):
    """Twenty turns from perigee to perigee; the mean semi-major axis follows from the energy.

    The tolerance is the difference between the eccentricity at the start and the mean one, a thousandth or two.
    """
    start = 7.1e6
    speed = np.sqrt(EARTH_GM / start * (1 + eccentricity))
    state = np.array([start, 0.0, 0.0, 0.0, speed * np.cos(inclination), speed * np.sin(inclination)])
    turn = kepler.orbital_period(start / (1 - eccentricity))
    path = solve_ivp(
        flattened, (0.0, 20.5 * turn), state, method="DOP853", events=perigee_passage, dense_output=True,
        rtol=1e-12, atol=1e-6,
    )  # fmt: skip
    end = path.t_events[0][-1]
    assert_allclose(end, 20 * turn, rtol=0.01)
    times = np.linspace(0.0, end, 20_001)
    states = path.sol(times).T
    mean_rate = np.trapezoid(clocks.clock_rate(states[:, :3], states[:, 3:]), times) / end
    flattening = 0.5 * EARTH_J2 * EARTH_GM * EARTH_RADIUS**2 / start**3
    energy = 0.5 * speed**2 - EARTH_GM / start - flattening
    axis = start / (1 - eccentricity)
    averaged = 0.5 * EARTH_J2 * EARTH_GM * EARTH_RADIUS**2 / (axis * np.sqrt(1 - eccentricity**2)) ** 3
    axis = -EARTH_GM / (2 * (energy + averaged * (1 - 1.5 * np.sin(inclination) ** 2)))
    predicted = clocks.oblateness_rate(axis, eccentricity, inclination)
    assert_allclose(mean_rate - clocks.mean_clock_rate(axis), predicted, rtol=0.03)


def test_null_orbit_from_the_definition():
    axis = clocks.null_rate_semi_major_axis()
    assert_allclose(1.5 * EARTH_GM / axis, EARTH_GEOPOTENTIAL, rtol=1e-15)


def test_eccentric_orbit_is_symmetric():
    delay = clocks.eccentricity_delay(20e6, 0.3, np.array([0.0, 1.0, np.pi, -1.0]))
    assert_allclose(delay[[0, 2]], 0.0, atol=1e-20)
    assert delay[1] == -delay[3]


def test_circular_orbit_shows_no_modulation():
    assert clocks.redshift_amplitude(7e6, 0.0) == 0.0
    assert clocks.redshift_rms(7e6, 0.0) == 0.0
    assert clocks.modulated_redshift_uncertainty(1e-13, clocks.redshift_rms(7e6, 0.0), 1e7) == np.inf
    assert clocks.redshift_averaging_time(1e-6, 1e-13, clocks.redshift_rms(7e6, 0.0)) == np.inf
    assert clocks.redshift_floor(1e-16, clocks.redshift_amplitude(7e6, 0.0)) == np.inf
    assert clocks.absolute_redshift_uncertainty(1e-16, 0.0) == np.inf


@pytest.mark.parametrize("eccentricity", [0.02, 0.162, 0.78])
def test_modulation_from_a_fit(eccentricity):
    """Least squares of signal and offset over whole orbits; each sample carries white noise σ1/sqrt(step)."""
    axis, step, count = 28e6, 50.0, 4000
    anomaly = kepler.eccentric_anomaly(2 * np.pi * (np.arange(count) + 0.5) / count, eccentricity)
    signal = -EARTH_GM / (axis * (1 - eccentricity * np.cos(anomaly)) * SQUARED_LIGHT)
    design = np.column_stack([signal, np.full(count, 1e-10)])
    covariance = np.linalg.inv(design.T @ design) * (1e-13 / np.sqrt(step)) ** 2
    ours = clocks.modulated_redshift_uncertainty(1e-13, clocks.redshift_rms(axis, eccentricity), count * step)
    assert_allclose(ours, np.sqrt(covariance[0, 0]), rtol=1e-6)


def orbit_of(eccentricity, turns, axis=28e6, samples=400):
    """Potential over c² at even times over whole orbits, with the time between them."""
    mean = 2 * np.pi * (np.arange(turns * samples) + 0.5) / samples
    radius = axis * (1 - eccentricity * np.cos(kepler.eccentric_anomaly(mean, eccentricity)))
    return -EARTH_GM / radius / SQUARED_LIGHT, kepler.orbital_period(axis) / samples


@pytest.mark.parametrize("eccentricity", [0.02, 0.162, 0.78])
def test_fit_equals_the_closed_form_in_white_noise(eccentricity):
    potential, step = orbit_of(eccentricity, 5)
    ours = clocks.fitted_redshift_uncertainty(potential, step, 1e-13, drift_fitted=False)
    closed = clocks.modulated_redshift_uncertainty(1e-13, clocks.redshift_rms(28e6, eccentricity), len(potential) * step)
    assert_allclose(ours, closed, rtol=2e-3)


def test_fit_to_simulated_noise():
    """Scatter of 300 fits to white and flicker noise; flicker by a filter that halves the power every octave."""
    random = np.random.default_rng(3)
    potential, step = orbit_of(0.162, 10, samples=64)
    count = len(potential)
    frequency = np.fft.rfftfreq(16 * count, step)
    shape = np.sqrt(np.where(frequency > 0, 1e-28 / (2 * np.log(2) * np.maximum(frequency, 1e-30)), 0.0))
    fits = []
    design = np.column_stack([potential, np.full(count, 1e-10), 1e-10 * np.linspace(-1, 1, count)])
    for _ in range(300):
        noise = np.fft.irfft(shape * np.fft.rfft(random.normal(size=16 * count)))[:count] * np.sqrt(0.5 / step)
        white = 3e-12 / np.sqrt(step) * random.normal(size=count)
        fits.append(np.linalg.lstsq(design, noise + white, rcond=None)[0][0])
    ours = clocks.fitted_redshift_uncertainty(potential, step, 3e-12, 1e-14)
    assert_allclose(np.std(fits), ours, rtol=0.12)


def test_a_floor_that_averages_from_orbit_to_orbit():
    """Flicker noise at the orbital frequency falls with the root of the number of orbits."""
    few, many = (clocks.fitted_redshift_uncertainty(*orbit_of(0.162, turns), 0.0, 1e-14) for turns in (10, 160))
    assert_allclose(few / many, 4.0, rtol=0.1)


def test_a_constant_potential_tests_nothing():
    assert clocks.fitted_redshift_uncertainty(np.full(100, -1e-10), 60.0, 1e-13) == np.inf


def test_a_systematic_error_bounds_what_averaging_reaches():
    signal, amplitude = clocks.redshift_rms(28e6, 0.162), clocks.redshift_amplitude(28e6, 0.162)
    floor = clocks.redshift_floor(1e-15, amplitude)
    times = np.geomspace(1e4, 1e12, 20)
    total = clocks.combined_redshift_uncertainty(clocks.modulated_redshift_uncertainty(1e-12, signal, times), floor)
    assert np.all(total >= floor) and np.all(np.diff(total) <= 0)


def test_null_test_of_a_sine():
    times = np.arange(0.0, 10 * 86_400.0, 600.0)
    design = np.column_stack([np.sin(2 * np.pi * times / 86_400), np.cos(2 * np.pi * times / 86_400), np.ones(len(times))])
    covariance = np.linalg.inv(design.T @ design) * (1e-15 / np.sqrt(600.0) / 4.2e-13) ** 2
    assert_allclose(clocks.null_test_uncertainty(1e-15, 4.2e-13, 864_000.0), np.sqrt(covariance[0, 0]), rtol=1e-6)


def test_systematic_error_does_not_average():
    once = clocks.redshift_floor(1e-16, 2e-10)
    assert_allclose(clocks.redshift_floor(1e-16, 2e-10, 100), once / 10, rtol=1e-15)


def test_noise_terms_of_the_allan_deviation():
    assert_allclose(clocks.allan_deviation(4.0, white_frequency=6.0), 3.0, rtol=1e-15)
    assert_allclose(clocks.allan_deviation(4.0, white_phase=6.0), 1.5, rtol=1e-15)
    assert_allclose(clocks.allan_deviation(4.0, flicker_floor=6.0), 6.0, rtol=1e-15)
    assert_allclose(clocks.allan_deviation(4.0, drift=np.sqrt(2)), 4.0, rtol=1e-15)
    assert clocks.allan_deviation(4.0, white_frequency=6.0) == clocks.white_frequency_instability(6.0, 4.0)


def test_drift_from_its_definition():
    """Half the mean squared difference of successive averages of a linear ramp."""
    time, drift, averaging = np.arange(1000.0), 1e-16, 10
    averages = (drift * time).reshape(-1, averaging).mean(axis=1)
    expected = np.sqrt(0.5 * np.mean(np.diff(averages) ** 2))
    assert_allclose(clocks.allan_deviation(10.0, drift=drift), expected, rtol=1e-12)


def test_projection_noise_is_a_phase_over_the_interrogation():
    phase = 1 / np.sqrt(1e4)
    ours = clocks.projection_noise_instability(2.0, 1e4, 2.0, 1e15, 0.5, 0.8)
    assert_allclose(ours, phase / (2 * np.pi * 1e15 * 0.5 * 0.8), rtol=1e-14)


def test_harmonics_of_a_sampled_sensitivity():
    sensitivity = np.repeat([1.0, 0.0], [3000, 7000])
    sampled = clocks.sensitivity_harmonics(sensitivity)[:20]
    assert_allclose(sampled, clocks.ramsey_harmonics(np.arange(1, 21), 0.3), atol=1e-3)


def test_no_dead_time_no_dick_effect():
    order = np.arange(1, 50)
    assert clocks.dick_instability(clocks.ramsey_harmonics(order, 1.0), np.ones(49), 1.0) < 1e-12
    assert clocks.dick_instability(clocks.ramsey_harmonics(order, 0.5), np.ones(49), 1.0) > 0.1


def test_dick_effect_of_white_noise():
    """White frequency noise S: dead time raises S/2 to S/(2 d); Parseval gives Σ 2 g_m²/g_0² = 1/d - 1."""
    order = np.arange(1, 100_000)
    for duty in (0.2, 0.5, 0.9):
        ours = clocks.dick_instability(clocks.ramsey_harmonics(order, duty), np.full(99_999, 2.0), 1.0)
        assert_allclose(ours**2, 1 / duty - 1, rtol=1e-4)


def test_link_and_its_inverse():
    assert_allclose(clocks.link_instability(1.0, np.sqrt(3)), 1.0, rtol=1e-15)
    assert_allclose(clocks.maximum_time_deviation(1.0, np.sqrt(3)), 1.0, rtol=1e-15)


def test_orbit_limits_from_the_rate():
    radius, axis = 8e6, 9e6
    speed = np.sqrt(EARTH_GM * (2 / radius - 1 / axis))
    strength = EARTH_GM / radius**2
    position, velocity = np.array([radius, 0.0, 0.0]), np.array([0.0, speed, 0.0])
    error = clocks.maximum_position_error(1e-14, strength)
    # at 35.26 degrees the flattening does not act
    latitude = np.array([np.sqrt(2 / 3), 0.0, np.sqrt(1 / 3)])
    change = clocks.clock_rate((radius + error) * latitude, velocity) - clocks.clock_rate(radius * latitude, velocity)
    assert_allclose(change, 1e-14, rtol=1e-3)
    slower = velocity * (1 - clocks.maximum_velocity_error(1e-14, speed) / speed)
    assert_allclose(clocks.clock_rate(position, slower) - clocks.clock_rate(position, velocity), 1e-14, rtol=1e-3)


def test_two_way_link_relaxes_both_limits():
    naive = clocks.maximum_position_error(1e-16, 8.0), clocks.maximum_velocity_error(1e-16, 7e3)
    relaxed = clocks.maximum_position_error(1e-16, 8.0, 1.0, 10.0), clocks.maximum_velocity_error(1e-16, 7e3, 10.0)
    assert_allclose(np.divide(relaxed, naive), 10.0, rtol=1e-14)


@pytest.mark.parametrize("name", [name for name in clocks.TRANSITIONS if name != "H1"])
@pytest.mark.parametrize("temperature", [80.0, 295.0])
def test_temperature_limit_is_the_slope_of_the_shift(name, temperature):
    clock = clocks.TRANSITIONS[name]
    coefficients = (clock.blackbody_static, clock.blackbody_dynamic)
    error = clocks.maximum_temperature_error(1e-19, temperature, *coefficients)
    shifts = [clocks.blackbody_shift(temperature + sign * 1e-3, *coefficients) for sign in (1, -1)]
    assert_allclose(abs(shifts[0] - shifts[1]) / 2e-3 * error, 1e-19, rtol=1e-6)


def test_field_limit_takes_either_sign():
    clock = clocks.TRANSITIONS["Sr87"]
    limit = clocks.maximum_field_change(1e-18, 1e-4, clock.quadratic_zeeman, clock.frequency)
    assert limit > 0
    shift = clocks.zeeman_shift_change(1e-4, limit, clock.quadratic_zeeman, clock.frequency)
    assert_allclose(shift, -1e-18, rtol=1e-12)


def test_cavity():
    assert clocks.cavity_vibration_shift(2.0, 3.0) == 6.0
    assert clocks.maximum_cavity_acceleration(6.0, 3.0) == 2.0
    assert clocks.cavity_thermal_shift(-2.0, 3.0, 4.0) == 24.0
    assert clocks.maximum_cavity_temperature_change(24.0, -2.0, 4.0) == 3.0


def test_small_signals():
    assert_allclose(clocks.one_way_doppler(SPEED_OF_LIGHT), 1.0, rtol=1e-15)
    assert_allclose(clocks.height_redshift(1.0, SQUARED_LIGHT), 1.0, rtol=1e-15)
    assert_allclose(clocks.lorentz_violation_signal(2.0, 3.0, SQUARED_LIGHT), 6.0, rtol=1e-15)
    assert_allclose(clocks.null_redshift_signal(1.0, 1.0, np.pi / 3), 0.5 * EARTH_RADIUS / SQUARED_LIGHT, rtol=1e-12)
    assert clocks.fine_structure_sensitivity(6.0, -3.0) == 2.0
    assert clocks.dark_matter_coherence_time(2.0, 8.0) == 4.0


def test_shapes_follow_the_arguments():
    positions = np.ones((4, 5, 3)) * 5e6
    assert clocks.clock_rate(positions, np.ones(3)).shape == (4, 5)
    axes = np.array([[7e6], [2e7]])
    assert clocks.modulated_redshift_uncertainty(1e-13, clocks.redshift_rms(axes, [0.1, 0.2]), 1e7).shape == (2, 2)
    assert clocks.dick_instability(np.ones((3, 7)), np.ones(7), 1.0).shape == (3,)
    assert clocks.allan_deviation(np.array([1.0, 10.0]), 1e-13).shape == (2,)


@pytest.mark.parametrize(("eccentricity", "turns"), [(0.780427, 45.3), (0.1624, 55.7), (0.01, 300.4)])
def test_a_shift_that_follows_the_orbit_passes_for_redshift(eccentricity, turns):
    """Least squares of potential, offset and drift to a sine of the orbital frequency that is greatest at perigee."""
    axis, count = 32_236e3, 16_384
    mean = 2 * np.pi * turns * (np.arange(count) + 0.5) / count
    anomaly = mean.copy()
    for _ in range(80):
        anomaly -= (anomaly - eccentricity * np.sin(anomaly) - mean) / (1 - eccentricity * np.cos(anomaly))
    potential = -3.986004418e14 / (axis * (1 - eccentricity * np.cos(anomaly))) / 299_792_458.0**2
    design = np.stack([potential / 1e-10, np.ones(count), np.linspace(-1, 1, count)], axis=-1)
    taken = abs(np.linalg.lstsq(design, np.cos(mean), rcond=None)[0][0]) / 1e-10
    assert_allclose(clocks.redshift_systematic(1.0, axis, eccentricity), taken, rtol=5e-3)
    assert_allclose(clocks.fitted_redshift_systematic(potential, 1.0), taken, rtol=5e-3)
    assert clocks.fitted_redshift_systematic(potential, 1.0) >= 2 / np.ptp(potential)


def test_no_redshift_is_tested_on_a_circle():
    assert clocks.redshift_systematic(1e-17, np.array([7e6, 8e6]), 0.0).tolist() == [np.inf, np.inf]
    assert clocks.fitted_redshift_systematic(np.full(100, -7e-10), 1e-17) == np.inf
    assert clocks.redshift_systematic(1e-17, 7e6, 1e-6) == pytest.approx(1e-17 / clocks.redshift_amplitude(7e6, 1e-6), rel=1e-9)
