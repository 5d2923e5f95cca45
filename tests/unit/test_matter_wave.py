"""Matter-wave and cooling models: hand values, limits, shapes, and known traps."""

from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.integrate import quad
from scipy.special import jv, spherical_jn

from qtspace_trade.constants import ATOMIC_MASS, BOLTZMANN
from qtspace_trade.physics import (
    atmosphere,
    collapse,
    decoherence,
    matter_wave,
    optical_constants,
    passive_cooling,
    photons,
    talbot,
)

SILICA = 2.1 + 0.57j
HYDROGEN = 2.016 * ATOMIC_MASS
AIR = 28.97 * ATOMIC_MASS


def test_grating_without_absorption_is_a_bessel_function():
    argument = np.linspace(0.0, 3.0, 31)
    for order in (1, 2, 3):
        expected = jv(order, 2.5 * np.sin(np.pi * order * argument))
        assert_allclose(talbot.grating_coefficient(2.5, argument, order=order), expected, atol=1e-9)


@pytest.mark.parametrize("argument", [0.2, 0.7, 1.2, 1.6])
@pytest.mark.parametrize("ratio", [0.05, 0.4, 3.0])
def test_grating_coefficient_from_its_definition(argument, ratio):
    """B_n = exp(-z_a) times a Fourier coefficient of exp(i z_c sin u - z_a cos u), integrated numerically."""
    phase, order = 2.0, 1
    coherent = phase * np.sin(np.pi * order * argument)
    absorbed = phase * ratio * (1 - np.cos(np.pi * order * argument))
    angle = np.linspace(0.0, 2 * np.pi, 4001)[:-1]
    series = np.mean(np.exp(1j * coherent * np.sin(angle) + absorbed * np.cos(angle) - 1j * order * angle))
    ours = talbot.grating_coefficient(phase, argument, ratio)
    assert_allclose(ours, np.exp(-absorbed) * series.real, atol=1e-12)


def test_classical_and_quantum_agree_for_short_times():
    quantum = talbot.grating_coefficient(2.0, 1e-3)
    assert_allclose(quantum, talbot.classical_grating_coefficient(2.0, 1e-3), rtol=1e-5)
    assert abs(talbot.grating_coefficient(2.0, 1.0)) < 1e-12  # the quantum carpet vanishes at the Talbot time
    assert abs(talbot.classical_grating_coefficient(2.0, 1.0)) > 0.1


def test_sinusoidal_visibility_may_exceed_one():
    """The greatest value of J₁ is 0.5819, at 1.8412."""
    assert_allclose(talbot.visibility(talbot.grating_coefficient(1.8412, 0.5)), 2 * 0.581865, rtol=1e-5)


def test_path_average_is_a_third():
    """Mean of s² for a separation that rises and falls linearly."""
    time, separation = 7.0, 2.0
    mean = quad(lambda s: (separation * min(s, time - s) / (time / 2)) ** 2, 0, time, points=[time / 2])[0]
    assert_allclose(talbot.localisation_exponent(1.0, separation, time), mean, rtol=1e-12)
    assert talbot.localisation_exponent(1.0, separation, time) != 1.0 * separation**2 * time


@pytest.mark.parametrize("kernel", [talbot.absorption_kernel, talbot.scattering_kernel])
def test_photon_kernels_join_their_series(kernel):
    assert_allclose(kernel(0.0099999) / 0.0099999**2, kernel(0.0100001) / 0.0100001**2, rtol=1e-6)
    assert kernel(0.0) == 0.0
    assert_allclose(kernel(1e4), 1.0, atol=1e-3)


def test_scattering_kernel_is_the_path_average():
    numeric = quad(lambda s: 1 - np.sinc(3.0 * s / np.pi) ** 2, 0, 1)[0]
    assert_allclose(talbot.scattering_kernel(3.0), numeric, rtol=1e-10)


def test_gas_must_not_use_its_long_wavelength_form():
    """Λ x²/3 is more than a million times too high at a separation of 100 nm."""
    gas = (3.6e8, 20.0, AIR, 56e-9)
    wrong = talbot.localisation_exponent(decoherence.gas_localisation(*gas), 100e-9, 100.0)
    right = talbot.saturated_exponent(decoherence.gas_collision_rate(*gas), 100.0)
    assert wrong > 1e6 * right


def test_pressure_alone_does_not_fix_the_loss():
    """At the same pressure, warm hydrogen and cold air differ in rate by (m T)^(-1/2)."""

    def rate(temperature, mass):
        return decoherence.gas_collision_rate(1e-13 / (BOLTZMANN * temperature), temperature, mass, 100e-9)

    assert_allclose(rate(300.0, HYDROGEN) / rate(20.0, HYDROGEN), np.sqrt(20.0 / 300.0), rtol=1e-9)
    assert_allclose(rate(20.0, HYDROGEN) / rate(20.0, AIR), np.sqrt(AIR / HYDROGEN), rtol=1e-9)


def test_emission_follows_the_particle_and_absorption_the_surroundings():
    cold = photons.maximum_temperature(0.1, 100e-9, 100.0, 56e-9, SILICA)
    warm = photons.maximum_temperature(0.1, 100e-9, 100.0, 56e-9, SILICA, internal_excess=5.0)
    too_warm = photons.maximum_temperature(0.1, 100e-9, 100.0, 56e-9, SILICA, internal_excess=40.0)
    assert cold - 5.0 < warm < cold
    assert too_warm == 0.0
    doubled = decoherence.blackbody_emission_localisation(2 * 20.0, 56e-9, SILICA)
    assert_allclose(doubled / decoherence.blackbody_emission_localisation(20.0, 56e-9, SILICA), 64.0, rtol=1e-12)


def test_maximum_temperature_meets_the_loss():
    temperature = photons.maximum_temperature(0.2, 30e-9, 60.0, 80e-9, SILICA, internal_excess=1.0)
    localisation = (
        decoherence.blackbody_emission_localisation(temperature + 1.0, 80e-9, SILICA)
        + decoherence.blackbody_absorption_localisation(temperature, 80e-9, SILICA)
        + decoherence.blackbody_scattering_localisation(temperature, 80e-9, SILICA)
    )
    assert_allclose(talbot.localisation_exponent(localisation, 30e-9, 60.0), 0.2, rtol=1e-3)  # the limit of long waves


def test_scattering_powers():
    """R⁶ and T⁹."""
    base = decoherence.blackbody_scattering_localisation(20.0, 50e-9, SILICA)
    assert_allclose(decoherence.blackbody_scattering_localisation(20.0, 100e-9, SILICA) / base, 64.0, rtol=1e-12)
    assert_allclose(decoherence.blackbody_scattering_localisation(40.0, 50e-9, SILICA) / base, 512.0, rtol=1e-12)


def test_internal_temperature_without_light_is_that_of_the_surroundings():
    assert_allclose(photons.internal_temperature(0.0, 35.0, 50e-9, SILICA), 35.0, rtol=1e-7)


def test_a_particle_in_empty_space_has_the_temperature_of_its_light():
    """Fifth power of the temperature: 32 times the light makes it twice as warm."""
    weak, strong = (photons.internal_temperature(power, 0.0, 50e-9, SILICA) for power in (1e-19, 32e-19))
    assert_allclose(strong / weak, 2.0, rtol=1e-6)
    assert photons.internal_temperature(0.0, 0.0, 50e-9, SILICA) == 0.0


def test_a_warm_particle_stays_within_the_tables():
    silicon = partial(optical_constants.permittivity, "silicon")
    limit = photons.maximum_temperature(0.1, 1e-7, 100.0, 50e-9, silicon, 80.0)
    spent = sum(photons.thermal_exponents(limit, limit + 80.0, 50e-9, silicon, 1e-7, 100.0))
    assert_allclose(spent, 0.1, rtol=1e-4)
    with pytest.raises(ValueError, match="internal excess 900 K"):
        photons.maximum_temperature(0.1, 1e-7, 100.0, 50e-9, silicon, 900.0)


@pytest.mark.parametrize("name", ["silica", "silica_plate"])
@pytest.mark.parametrize("micrometres", [0.21, 0.354, 0.532, 1.064, 1.55, 2.2])
def test_glass_is_clear_and_refracts_by_its_dispersion_formula(name, micrometres):
    """Malitson's formula of 1965."""
    square = micrometres**2
    terms = ((0.6961663, 0.0684043), (0.4079426, 0.1162414), (0.8974794, 9.896161))
    expected = np.sqrt(1 + sum(strength * square / (square - line**2) for strength, line in terms))
    found = complex(optical_constants.refractive_index(name, micrometres * 1e-6))
    assert_allclose(found.real, expected, rtol=6e-3)
    assert found.imag == 0.0


def test_a_wide_source_leaves_nothing_and_is_a_number():
    exponent = talbot.source_exponent(1e-3, 100e-9, 50.0, 50.0)
    assert_allclose(exponent, 2 * (np.pi * 5e3) ** 2)
    assert talbot.source_reduction(1e-3, 100e-9, 50.0, 50.0) == 0.0


@pytest.mark.parametrize("mass", [1e6, 1e7, 1e9])
def test_requirements_of_an_attracted_gas_spend_the_budget(mass):
    radius = float(talbot.particle_radius(mass * ATOMIC_MASS, 2329.0))
    silicon = matter_wave.Particle(mass * ATOMIC_MASS, radius, 11.7 + 0.01j, 12.1)
    design = matter_wave.Interferometer(177e-9, 1.0, 1.0)
    c6 = float(decoherence.london_coefficient(radius, 11.9, 1.74e-30, 8.0e-19, 2.5e-18))
    gases = {"N2": matter_wave.Species(28.0134 * ATOMIC_MASS, c6)}
    limits = matter_wave.requirements(silicon, design, 0.1, 0.1, 0.1, 0.1, gases, 20.0, 0.0, 1e-4, 20e-3)
    gas = matter_wave.Gas(limits.number_density["N2"], 20.0, 28.0134 * ATOMIC_MASS, c6)
    losses = matter_wave.decoherence_budget(silicon, design, matter_wave.Surroundings(((1.0, 4.0),), 4.0, (gas,)))
    assert_allclose(losses["gas"], 0.1, rtol=1e-9)


def test_cooling_time_is_the_integral_of_the_power():
    heat = quad(lambda t: 2e-16 / float(decoherence.thermal_emission_power(t, 80e-9, SILICA)), 60.0, 200.0)[0]
    assert_allclose(decoherence.cooling_time(200.0, 60.0, 1e-18, 200.0, 80e-9, SILICA), heat, rtol=1e-8)


def test_response_to_acceleration_from_its_definition():
    before, after, frequency = 30.0, 70.0, 0.013
    turn = 2 * np.pi * frequency
    parts = [
        quad(lambda s, f=f: s * after / before * f(turn * s), 0, before)[0]
        + quad(lambda s, f=f: (before + after - s) * f(turn * s), before, before + after)[0]
        for f in (np.cos, np.sin)
    ]
    assert_allclose(talbot.acceleration_response(frequency, before, after), np.hypot(*parts), rtol=1e-8)
    assert_allclose(talbot.acceleration_response(1e-8, before, after), talbot.acceleration_shift(1.0, before, after), rtol=1e-6)


def test_white_noise_shifts_as_its_closed_form():
    rms = talbot.fringe_shift_noise([1e-6, 20.0], [1e-11, 1e-11], 30.0, 70.0)
    assert_allclose(rms, 1e-11 / talbot.maximum_acceleration_asd(1.0, 30.0, 70.0), rtol=2e-3)


def test_a_wave_packet_of_the_ground_state_spreads():
    """After one period over 2 π the momentum adds as much as the start."""
    mass, frequency = 1e-18, 1e5
    spread = talbot.ground_state_spread(mass, frequency)
    momentum = mass * 2 * np.pi * frequency * spread
    assert_allclose(spread * momentum, 1.054571817e-34 / 2, rtol=1e-9)
    variance = talbot.wave_packet_variance(1 / (2 * np.pi * frequency), spread, momentum, mass)
    assert_allclose(variance, 2 * spread**2, rtol=1e-12)
    diffused = talbot.wave_packet_variance(3.0, 0.0, 0.0, mass, 1e20)
    assert_allclose(diffused, quad(lambda s: 2e20 * 1.054571817e-34**2 / mass**2 * (3 - s) ** 2, 0, 3)[0], rtol=1e-6)


def test_karolyhazy_cells_join():
    """Where the cell is as large as the body both forms agree."""
    mass = 1e-17
    size = 1.054571817e-34**2 / (6.6743e-11 * mass**3)
    below, above = (collapse.karolyhazy_cell(mass, size * factor) for factor in (0.999, 1.001))
    assert_allclose(above, below, rtol=2e-3)


def test_bounds_state_their_source():
    assert all(bound.source and bound.rate > 0 for bound in collapse.BOUNDS)
    lowest = min(bound.rate for bound in collapse.BOUNDS if bound.excluded)
    assert_allclose(lowest, 8.3e-11)


def test_csl_reference_mass_and_length():
    """One atomic mass unit, and 4 r_C² below the fraction."""
    assert_allclose(collapse.csl_localisation(ATOMIC_MASS, 0.0, 1.0, 1.0), 0.25, rtol=1e-12)
    assert_allclose(collapse.csl_rate(ATOMIC_MASS, 2.0, 1.0, 1.0), 1 - np.exp(-1), rtol=1e-12)


def test_csl_form_factor_is_smooth():
    """Series and closed form meet at 0.5, and nothing cancels near 0."""
    assert_allclose(collapse.csl_form_factor(0.5 - 1e-12), collapse.csl_form_factor(0.5 + 1e-12), rtol=1e-10)
    small = np.array([1e-8, 1e-4, 1e-2])
    assert_allclose(collapse.csl_form_factor(small), 1 - small**2 / 2, atol=2e-9)


def test_csl_exponent_is_the_rate_averaged_over_the_path():
    case = (1e7 * ATOMIC_MASS, 3e-7)
    numeric = quad(lambda s: float(collapse.csl_rate(case[0], s * case[1], 1e-16, 1e-7)), 0, 1)[0] * 50.0
    assert_allclose(collapse.csl_exponent(*case, 50.0, 1e-16, 1e-7), numeric, rtol=1e-9)
    long_wave = talbot.localisation_exponent(collapse.csl_localisation(case[0], 0.0, 1e-16, 1e-7), 1e-9, 50.0)
    assert_allclose(collapse.csl_exponent(case[0], 1e-9, 50.0, 1e-16, 1e-7), long_wave, rtol=1e-4)


@pytest.mark.parametrize("apart", [900.0, 1_100.0, 1e4, 1e6])
def test_far_beyond_the_length_every_event_of_csl_counts(apart):
    """The kernel tends to 1 - pi/(2 a x), whose integral over a sphere of one length is taken on its own."""
    case = (1e-18, 1e-9, apart * 1e-9, 100.0, 1e-16, 1e-9)
    shape = lambda a: np.exp(-a * a) * spherical_jn(1, a) ** 2  # noqa: E731
    whole = quad(shape, 0, 7)[0] - np.pi / 2 / apart * quad(lambda a: shape(a) / a, 1e-9, 7)[0]
    expected = 1e-16 * 36 / np.sqrt(np.pi) * (1e-18 / ATOMIC_MASS) ** 2 * 100.0 * whole
    assert_allclose(collapse.csl_sphere_exponent(*case), expected, rtol=1e-6)


@pytest.mark.parametrize("phase", [50.0, 5e3])
def test_a_grating_that_absorbs_much_leaves_a_number(phase):
    found = talbot.grating_coefficient(phase, np.array([0.1, 0.5, 1.0]), 5.0, order=3)
    assert np.all(np.isfinite(found)) and np.all(np.abs(found) <= 1.0)


def test_diosi_penrose_pieces_join():
    near = collapse.diosi_penrose_rate(1e-18, 1e-7, 2e-7 * (1 - 1e-9))
    assert_allclose(near, collapse.diosi_penrose_rate(1e-18, 1e-7, 2e-7 * (1 + 1e-9)), rtol=1e-8)
    short = collapse.diosi_penrose_rate(1e-18, 1e-7, 1e-11)
    assert_allclose(short, collapse.diosi_penrose_localisation(1e-18, 1e-7) * 1e-22, rtol=1e-3)


def test_ladder_of_one_stage_by_hand():
    """One node between 300 K and an empty sky: T⁴ = 300⁴ / (1 + s/e)."""
    assert_allclose(passive_cooling.ladder(300.0, 1, 15.0, 0.0), [150.0], rtol=1e-12)


def test_ladder_of_long_reach_has_the_asymptotic_ratio():
    fourth = passive_cooling.ladder(300.0, 12, 8.7, 0.0) ** 4
    assert_allclose(fourth[1:6] / fourth[:5], passive_cooling.asymptotic_ratio(8.7), rtol=1e-6)


def test_ladder_broadcasts_and_never_undercuts_the_sky():
    sink = np.array([[2.725, 40.0, 300.0], [10.0, 20.0, 50.0]])
    nodes = passive_cooling.ladder(300.0, 4, 8.7, sink)
    assert nodes.shape == (2, 3, 4)
    assert_allclose(nodes[0, 2], 300.0, rtol=1e-12)
    assert_allclose(nodes[1, 0], passive_cooling.ladder(300.0, 4, 8.7, 10.0), rtol=1e-12)


def numeric_view_factor(ratio, cosine, steps=1500):
    """Integral of the cosine at the plate over the visible part of a sphere's solid angle."""
    polar_cosine = 1 - (np.arange(steps) + 0.5) / steps * (1 - np.sqrt(1 - 1 / ratio**2))
    azimuth = (np.arange(steps) + 0.5) * 2 * np.pi / steps
    tilt = np.sqrt(1 - cosine**2)
    across = np.sqrt(1 - polar_cosine**2)[:, np.newaxis] * np.cos(azimuth)
    incidence = polar_cosine[:, np.newaxis] * cosine + across * tilt
    cell = (1 - np.sqrt(1 - 1 / ratio**2)) * 2 * np.pi / steps**2
    return np.sum(np.maximum(incidence, 0.0)) * cell / np.pi


@pytest.mark.parametrize("ratio", [1.02, 1.08, 1.6, 6.6])
@pytest.mark.parametrize("degrees", [0.0, 40.0, 75.0, 85.0, 90.0, 97.0, 120.0])
def test_tilted_view_factor_against_integral(ratio, degrees):
    cosine = np.cos(np.radians(degrees))
    assert_allclose(
        passive_cooling.tilted_view_factor(ratio, cosine), numeric_view_factor(ratio, cosine), rtol=2e-4, atol=2e-6
    )


def lambert_earth(ratio, sun_angle):
    """Flux at a plate facing a diffusely reflecting lit sphere, as a part of that with every point fully lit."""
    height = np.linspace(-1, 1, 1001)[1:] - 1e-3
    azimuth = (np.arange(360) + 0.5) * np.pi / 180
    height, azimuth = np.meshgrid(height, azimuth)
    across = np.sqrt(np.maximum(1 - height**2, 0.0))
    surface = np.stack([height, across * np.cos(azimuth), across * np.sin(azimuth)], axis=-1)
    plate = ratio * np.array([np.cos(sun_angle), np.sin(sun_angle), 0.0])
    line = plate - surface
    length = np.linalg.norm(line, axis=-1)
    leaving = np.maximum(np.sum(line * surface, axis=-1) / length, 0.0)
    arriving = np.maximum(line @ plate / (ratio * length), 0.0)
    cell = 2e-3 * np.pi / 180
    return np.sum(np.maximum(surface[..., 0], 0.0) * leaving * arriving / length**2) * cell / np.pi * ratio**2


@pytest.mark.parametrize("ratio", [1.08, 1.5, 6.6, 236.0])
@pytest.mark.parametrize("degrees", [0.0, 60.0, 90.0, 120.0, 150.0])
def test_reflected_light_against_a_diffuse_sphere(ratio, degrees):
    """The rule is never lower by more than 1 % of full light nor higher by more than 35 %."""
    angle = np.radians(degrees)
    position = ratio * 6371e3 * np.array([np.cos(angle), np.sin(angle), 0.0])
    normal = -position / np.linalg.norm(position)
    full = 0.30 * 1361.0 / ratio**2
    ours = passive_cooling.earth_albedo_flux(position, np.array([149_597_870_700.0, 0, 0]), normal) / full
    excess = ours - lambert_earth(ratio, angle)
    assert -0.01 < excess < 0.35


def test_a_plate_turned_away_sees_no_earth():
    position, normal = np.array([[4.2e7, 0, 0], [0, 4.2e7, 0]]), np.array([[1.0, 0, 0], [0, 1.0, 0]])
    assert_allclose(passive_cooling.earth_infrared_flux(position, normal), [0.0, 0.0])
    sun = np.broadcast_to([1.5e11, 0.0, 0.0], (2, 3))
    assert_allclose(passive_cooling.earth_albedo_flux(position, sun, normal), [0.0, 0.0])


def test_atmosphere_refuses_low_altitude():
    with pytest.raises(ValueError, match="expected at least 100000 m"):
        atmosphere.atmosphere(np.array([500e3, 80e3]), 150.0, 150.0, 8.0)


def test_atmosphere_is_open_space_not_a_chamber():
    """Brought to the temperature of walls, the gas at 600 km has less than a third of its own pressure."""
    gas = atmosphere.atmosphere(600e3, 150.0, 150.0, 8.0)
    own = atmosphere.thermalised_pressure(gas.number_density, gas.temperature)
    chamber = atmosphere.thermalised_pressure(gas.number_density, 300.0)
    assert_allclose(own, 1.42e-7, rtol=0.15)  # 1e13 m⁻³ and 1050 K by hand
    assert own > 3 * chamber


def test_limits_on_the_bench_are_inverses():
    heat = passive_cooling.maximum_dissipation(30.0, 27.0, 0.5, 0.9)
    assert_allclose(passive_cooling.sink_temperature(heat / (0.5 * 0.9), 27.0), 30.0, rtol=1e-12)
    assert passive_cooling.maximum_dissipation(20.0, 27.0, 0.5, 0.9) == 0.0
    part = passive_cooling.largest_warm_fraction(20.0, 300.0, 16.0)
    assert_allclose(passive_cooling.effective_temperature([part, 1 - part], [300.0, 16.0], 6), 20.0, rtol=1e-12)


@pytest.mark.parametrize("axis", [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.6, 0.0, 0.8]])
def test_side_flux_does_not_depend_on_how_finely_it_is_taken(axis):
    place, sun = np.array([[4.2e7, 0.0, 0.0]]), np.array([[1.5e11, 0.0, 0.0]])
    coarse, fine = (passive_cooling.side_flux(place, sun, np.array([axis]), number) for number in (36, 360))
    assert_allclose(coarse, fine, rtol=2e-3)


def test_plate_takes_up_sun_and_earth_by_hand():
    """Over the subsolar point of a plate facing the Earth there is no Sun; at 42 164 km 5.41 and 9.32 W/m²."""
    place, sun = np.array([[42_164e3, 0.0, 0.0]]), np.array([[149_597_870_700.0, 0.0, 0.0]])
    down = passive_cooling.plate_heat(place, sun, np.array([[-1.0, 0.0, 0.0]]), 2.0, 0.3, 0.8)
    assert_allclose(down, 2 * (0.3 * 9.32 + 0.8 * 5.41), rtol=2e-3)
    up = passive_cooling.plate_heat(place, sun, np.array([[1.0, 0.0, 0.0]]), 2.0, 0.3, 0.8, sunlit=0.5)
    assert_allclose(up, 2 * 0.3 * 1361.0 * 0.5, rtol=1e-3)
