"""Properties that hold for any sensible input of the atom-interferometer and clock functions."""

from types import SimpleNamespace

import numpy as np
import pint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

import qtspace_trade as qt
from qtspace_trade import units
from qtspace_trade.constants import EARTH_GM, EARTH_RADIUS
from qtspace_trade.models.atom_interferometer import budget, model
from qtspace_trade.models.atom_interferometer.parameters import Parameters
from qtspace_trade.models.derived import plain
from qtspace_trade.models.error_budget import Density, Quantity
from qtspace_trade.physics import atom_interferometry as atoms
from qtspace_trade.physics import clocks, kepler, talbot

PINT = pint.UnitRegistry()
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


# Budgets


LEVELS = {
    "rotation_rate": 1e-6, "rotation_jitter": 1e-7, "acceleration": 1e-6, "vibration": 1e-7, "gravity_gradient": 2e-6,
    "self_gravity": 1e-8,
}  # fmt: skip
INSTRUMENT = {
    "purpose": "equivalence_principle", "species": ("Rb87", "K41"), "photon_recoils": 4.0, "pulse_separation": 5.0,
    "atoms": 1e6, "contrast": 0.6, "effective_temperature": 7e-11, "position_spread": 1e-4, "position_offset": 1e-9,
    "velocity_offset": 3e-10, "common_mode_rejection": 1e-6, "bias_field": 1e-7, "field_gradient": 1e-9,
}  # fmt: skip


def of_levels(levels):
    found = {name: Quantity(level) for name, level in levels.items()}
    found["vibration"] = Quantity(Density((1e-3, 1e2), (levels["vibration"], 10 * levels["vibration"])))
    return budget.Surroundings(**found)


def interferometer(**changes):
    return SimpleNamespace(**{**dict.fromkeys(Parameters.model_fields), **INSTRUMENT, **changes})


@given(st.sampled_from(list(LEVELS)), st.dictionaries(st.sampled_from(list(LEVELS)), log_uniform(-2, 0.5)), parts,
       st.sampled_from([None, 1e-7, 1e-3]))  # fmt: skip
def test_a_tighter_environment_never_worsens_a_budget(name, changes, part, mirror):
    p = interferometer(rotation_compensation=mirror, rotation_residual=0.0 if mirror else None)
    levels = {key: LEVELS[key] * changes.get(key, 1.0) for key in LEVELS}
    wide, tight = (budget.budget_in(p, of_levels(each)) for each in (levels, {**levels, name: part * levels[name]}))
    for branch in ("statistical", "systematic"):
        for (_, one), (_, other) in zip(getattr(wide, branch).walk(), getattr(tight, branch).walk(), strict=True):
            assert other.value is None or other.value <= one.value * (1 + 1e-12), one.name


@settings(max_examples=10, deadline=None)
@given(st.floats(0.1, 0.99), st.sampled_from(["residual_acceleration_asd", "self_gravity", "residual_acceleration"]))
def test_a_quieter_platform_never_worsens_a_margin(part, variable):
    rack = qt.platform("iss_internal_rack")
    offers = []
    for row in rack.raw["offers"]:
        quieter = dict(row)
        if row["variable"] == variable:
            for key in {"value", "curve"} & set(row):
                old = row[key]
                quieter[key] = [[f, f"{part * units.si(d, 'm/s^2/sqrt(Hz)')} m/s^2/sqrt(Hz)"] for f, d in old] if (
                    key == "curve"
                ) else f"{part * float(old.split()[0])} {old.split(maxsplit=1)[1]}"
        offers.append(quieter)
    for name in ("cal", "cai"):
        before, after = (qt.assess(name, "iss", host, days=10) for host in (rack, rack.replace(offers=offers)))
        margins = {item.key: item.margin for item in before.findings}
        for item in after.findings:
            if item.margin is not None:
                assert item.margin >= margins[item.key] - 1e-9, item.key


@given(st.floats(1.01, 100.0), st.sampled_from(["atoms", "contrast", "pulse_separation"]))
def test_more_of_the_instrument_never_raises_its_floor(factor, name):
    more = interferometer(**{name: min(INSTRUMENT[name] * factor, 1.0) if name == "contrast" else INSTRUMENT[name] * factor})
    assert budget.projection_noise(more) <= budget.projection_noise(interferometer()) * (1 + 1e-12)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.1, 30.0), st.sampled_from(["s", "ms", "minute", "hour"]))
def test_units_change_nothing(separation, unit):
    """SI text, other units and pint quantities give the same budget and the same rows."""
    quantity = PINT.Quantity(separation, "s").to(unit)
    given = [f"{separation!r} s", f"{quantity.magnitude!r} {unit}", quantity]
    whole = qt.instrument("ste_quest_ai")
    found = [plain(whole.replace(parameters__pulse_separation=value).parameters) for value in given]
    limits = [{row.variable: row.limit for row in model.derive(p)} for p in found]
    noise = [budget.projection_noise(p) for p in found]
    assert_allclose(noise, noise[0], rtol=1e-12)
    for other in limits[1:]:
        assert_allclose(list(other.values()), list(limits[0].values()), rtol=1e-12)


@given(st.floats(0.05, 0.9), st.integers(1, 4), log_uniform(-14, -12), log_uniform(-16, -14))
def test_more_orbits_never_worsen_a_fit(eccentricity, turns, white, floor):
    def uncertainty(count):
        mean = 2 * np.pi * (np.arange(128 * count) + 0.5) / 128
        radius = 28e6 * (1 - eccentricity * np.cos(kepler.eccentric_anomaly(mean, eccentricity)))
        depth = -EARTH_GM / radius / 299_792_458.0**2
        return clocks.fitted_redshift_uncertainty(depth, kepler.orbital_period(28e6) / 128, white, floor)

    assert uncertainty(2 * turns) < uncertainty(turns)
