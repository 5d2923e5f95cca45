"""Properties that hold for any sensible input of the atom-interferometer and clock functions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from qtspace_trade.constants import EARTH_GM, EARTH_RADIUS
from qtspace_trade.physics import atom_interferometry as atoms
from qtspace_trade.physics import clocks, kepler, talbot

factors = st.floats(1.01, 10.0)
separations = st.floats(0.01, 50.0)
wave_numbers = st.floats(1e6, 1e9)
altitudes = st.floats(200e3, 1e8)
eccentricities = st.floats(0.0, 0.95)
parts = st.floats(0.01, 0.99)
axes_laws = st.sampled_from(["nadir", "inertial"])


def log_uniform(low, high):
    return st.floats(low, high).map(lambda exponent: 10.0**exponent)


@given(wave_numbers, separations, log_uniform(2, 8), parts, factors)
def test_noise_falls_with_time_and_atoms(wave_number, separation, number, contrast, factor):
    def noise(separation, number):
        return atoms.acceleration_noise(atoms.phase_noise(contrast, number), wave_number, separation)

    assert_allclose(noise(separation, number) / noise(factor * separation, number), factor**2, rtol=1e-12)
    assert_allclose(noise(separation, number) / noise(separation, factor * number), np.sqrt(factor), rtol=1e-12)


@given(log_uniform(-14, -9), st.floats(0.01, 10.0), log_uniform(0, 8))
def test_shots_invert_the_uncertainty(noise, signal, shots):
    target = atoms.eotvos_uncertainty(noise, signal, shots)
    assert_allclose(atoms.shots_for_eotvos(noise, signal, target), shots, rtol=1e-9)


@given(st.lists(st.floats(1.0, 1e6), min_size=1, max_size=8), st.floats(0.1, 10.0))
def test_uncertainty_does_not_depend_on_the_bins(shots, signal):
    together = atoms.eotvos_uncertainty(1e-12, signal, sum(shots))
    information = sum(atoms.eotvos_uncertainty(1e-12, signal, part) ** -2.0 for part in shots)
    assert_allclose(together, information**-0.5, rtol=1e-9)


@given(altitudes, eccentricities, st.floats(0.01, 0.99), axes_laws)
def test_measuring_higher_up_only_adds_information(altitude, eccentricity, part, law):
    axis = (EARTH_RADIUS + altitude) / (1 - eccentricity)
    perigee, apogee = axis * (1 - eccentricity), axis * (1 + eccentricity)
    radii = np.array([0.9 * perigee, perigee + part * (apogee - perigee), 1.1 * apogee])
    times = atoms.time_below(axis, eccentricity, radii)
    information = atoms.signal_integral(axis, eccentricity, radii, law)
    assert np.all(np.diff(times) >= 0.0)
    assert np.all(np.diff(information) >= 0.0)
    assert_allclose(times[[0, 2]], [0.0, kepler.orbital_period(axis)], rtol=1e-12)


@given(altitudes, eccentricities, parts, axes_laws)
def test_signal_lies_below_the_gravity_at_perigee(altitude, eccentricity, part, law):
    perigee = EARTH_RADIUS + altitude
    axis = perigee / (1 - eccentricity)
    signal = atoms.orbit_signal(axis, eccentricity, perigee + part * 2 * axis * eccentricity, law)
    assert 0.0 <= signal <= EARTH_GM / perigee**2 * (1 + 1e-9)
    assert signal <= atoms.orbit_signal(axis, eccentricity, perigee + part * 2 * axis * eccentricity) * (1 + 1e-12)


@given(separations, wave_numbers, wave_numbers)
def test_matched_species_reject_the_common_mode(separation, first, second):
    matched = atoms.matched_pulse_separation(separation, first, second)
    assert atoms.common_mode_rejection(first, separation, second, matched) < 1e-14


@given(log_uniform(-4, 3), separations, factors)
def test_vibration_response_is_bounded(frequency, separation, factor):
    response = atoms.vibration_response(frequency, separation)
    assert 0.0 <= response <= separation**2 * (1 + 1e-12)
    assert_allclose(
        atoms.vibration_response(frequency / factor, factor * separation), factor**2 * response, rtol=1e-6, atol=1e-18
    )


@given(wave_numbers, separations, log_uniform(-12, -3))
def test_vibration_limit_inverts_the_phase(wave_number, separation, level):
    phase = atoms.vibration_phase(wave_number, separation, level)
    assert_allclose(atoms.maximum_acceleration_asd(phase, wave_number, separation), level, rtol=1e-12)


@given(wave_numbers, separations, log_uniform(-6, -3), parts)
def test_contrast_limits_invert_the_contrasts(wave_number, separation, spread, contrast):
    rate = atoms.rotation_rate_for_contrast(contrast, wave_number, separation, spread)
    assert_allclose(atoms.rotation_contrast(wave_number, separation, spread, rate), contrast, rtol=1e-9)
    steepest = atoms.maximum_gradient(contrast, wave_number, separation, spread, spread)
    assert_allclose(atoms.gradient_contrast(wave_number, separation, steepest, spread, spread), contrast, rtol=1e-9)


@given(wave_numbers, separations, log_uniform(-6, -3), log_uniform(-8, -3), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_contrast_recovers_as_the_mirror_follows(wave_number, separation, spread, rate, one, other):
    less, more = sorted((one, other))
    contrasts = atoms.rotation_contrast(wave_number, separation, spread, rate, np.array([less, more, 1.0]) * rate)
    assert np.all(np.diff(contrasts) >= 0.0)
    assert contrasts[-1] == 1.0


@given(st.sampled_from(list(atoms.SPECIES)), log_uniform(-10.4202, -7), st.floats(1.0, 25.0), st.floats(300e3, 2000e3))
def test_nadir_pointing_needs_a_turning_mirror(name, temperature, separation, altitude):
    """Double diffraction in a low orbit; from 38 pK on."""
    species = atoms.SPECIES[name]
    spread = talbot.thermal_velocity(temperature, species.mass)
    wave_number = atoms.effective_wave_number(species.wavelength, 4)
    rate = kepler.mean_motion(EARTH_RADIUS + altitude)
    assert atoms.rotation_contrast(wave_number, separation, spread, rate) < 0.2


def test_nadir_pointing_in_geostationary_orbit_may_do_without():
    spread = talbot.thermal_velocity(38e-12, atoms.SPECIES["Rb87"].mass)
    wave_number = atoms.effective_wave_number(780.241e-9, 4)
    assert atoms.rotation_contrast(wave_number, 1.0, spread, kepler.mean_motion(42_164e3)) > 0.9


@given(log_uniform(-18, -10), altitudes, separations)
def test_colocation_limit_is_half_the_radius(target, altitude, separation):
    radius = EARTH_RADIUS + altitude
    strength, gradient = EARTH_GM / radius**2, 2 * EARTH_GM / radius**3
    offset = atoms.maximum_offset(target, strength, gradient)
    assert_allclose(offset, target * radius / 2, rtol=1e-12)
    velocity = atoms.maximum_velocity_offset(target, strength, gradient, separation)
    assert_allclose(atoms.gradient_acceleration(gradient, 0.0, velocity, separation), target * strength, rtol=1e-12)


@given(log_uniform(-18, -10), st.floats(0.1, 10.0), log_uniform(-10, -2), log_uniform(-12, -6))
def test_acceleration_limits_invert(target, strength, rejection, velocity):
    acceleration = atoms.maximum_common_acceleration(target, strength, rejection)
    assert_allclose(atoms.common_mode_acceleration(rejection, acceleration), target * strength, rtol=1e-12)
    rate = atoms.maximum_rotation_rate(target, strength, velocity)
    assert_allclose(atoms.coriolis_acceleration(rate, velocity), target * strength, rtol=1e-12)


@given(parts, separations, st.floats(1e-7, 1e-5))
def test_pressure_limit_inverts_the_survival(survival, separation, constant):
    pressure = atoms.maximum_pressure(survival, separation, constant)
    assert_allclose(atoms.vacuum_survival(pressure, separation, constant), survival, rtol=1e-9)


@given(st.sampled_from(list(atoms.SPECIES)), log_uniform(-20, -10), log_uniform(-9, -4))
def test_field_gradient_limit_inverts_the_force(name, acceleration, field):
    response = atoms.zeeman_response(atoms.SPECIES[name].mass, atoms.SPECIES[name].quadratic_zeeman)
    steepest = atoms.maximum_field_gradient(acceleration, response, field)
    assert_allclose(atoms.zeeman_acceleration(response, field, steepest), acceleration, rtol=1e-12)


@given(altitudes, st.floats(0.0, 0.9))
def test_mean_clock_rate_over_an_orbit(altitude, eccentricity):
    axis = EARTH_RADIUS + altitude
    anomaly = 2 * np.pi * np.arange(256) / 256
    bracket = 1 - eccentricity * np.cos(anomaly)
    mean = np.mean(clocks.kepler_clock_rate(axis * bracket, axis) * bracket)
    assert_allclose(mean, clocks.mean_clock_rate(axis), atol=1e-15)


@given(altitudes, factors)
def test_higher_clocks_gain(altitude, factor):
    axis = EARTH_RADIUS + altitude
    assert clocks.mean_clock_rate(factor * axis) > clocks.mean_clock_rate(axis)


@given(altitudes, st.floats(0.001, 0.95))
def test_modulation_never_exceeds_that_of_a_sine(altitude, eccentricity):
    axis = (EARTH_RADIUS + altitude) / (1 - eccentricity)
    signal = clocks.redshift_rms(axis, eccentricity)
    assert 0.0 < signal <= clocks.redshift_amplitude(axis, eccentricity) / np.sqrt(2) * (1 + 1e-9)


@given(log_uniform(-17, -12), log_uniform(-12, -9), log_uniform(3, 9), factors)
def test_redshift_time_and_uncertainty(instability, signal, time, factor):
    uncertainty = clocks.modulated_redshift_uncertainty(instability, signal, time)
    assert_allclose(clocks.redshift_averaging_time(uncertainty, instability, signal), time, rtol=1e-9)
    assert_allclose(clocks.redshift_signal_needed(uncertainty, instability, time), signal, rtol=1e-9)
    later = clocks.modulated_redshift_uncertainty(instability, signal, factor**2 * time)
    assert_allclose(uncertainty / later, factor, rtol=1e-12)


@given(log_uniform(-17, -12), log_uniform(0, 7))
def test_averaging_time_inverts_the_instability(instability, time):
    reached = clocks.white_frequency_instability(instability, time)
    assert_allclose(clocks.time_to_instability(instability, reached), time, rtol=1e-9)


@given(log_uniform(0, 7), *[log_uniform(-18, -12)] * 4)
def test_each_noise_adds(time, frequency, phase, floor, drift):
    total = clocks.allan_deviation(time, frequency, phase, floor, drift)
    for alone in ((frequency, 0, 0, 0), (0, phase, 0, 0), (0, 0, floor, 0), (0, 0, 0, drift)):
        assert total >= clocks.allan_deviation(time, *alone) * (1 - 1e-12)


@given(log_uniform(-15, -9), log_uniform(0, 6))
def test_time_deviation_inverts_the_link(deviation, time):
    instability = clocks.link_instability(deviation, time)
    assert_allclose(clocks.maximum_time_deviation(instability, time), deviation, rtol=1e-12)


@given(st.floats(20.0, 400.0), factors, log_uniform(-17, -13), log_uniform(-19, -14))
def test_colder_clocks_tolerate_more(temperature, factor, static, dynamic):
    warm = clocks.maximum_temperature_error(1e-18, factor * temperature, static, dynamic)
    assert warm < clocks.maximum_temperature_error(1e-18, temperature, static, dynamic)


@given(st.floats(0.01, 1.0), st.integers(1, 200))
def test_harmonics_are_at_most_the_mean(duty, order):
    assert 0.0 <= clocks.ramsey_harmonics(order, duty) <= 1.0


@pytest.mark.parametrize("name", list(clocks.TRANSITIONS))
@given(log_uniform(-19, -14), log_uniform(-8, -3))
def test_field_limit_inverts_the_shift(name, uncertainty, field):
    clock = clocks.TRANSITIONS[name]
    change = clocks.maximum_field_change(uncertainty, field, clock.quadratic_zeeman, clock.frequency)
    shift = clocks.zeeman_shift_change(field, change, clock.quadratic_zeeman, clock.frequency)
    assert_allclose(abs(shift), uncertainty, rtol=1e-12)
