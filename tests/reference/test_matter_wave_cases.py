"""Matter-wave and cooling models against worked cases; each test says where its numbers come from."""

from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.integrate import quad
from scipy.special import sici, spherical_jn

from qtspace_trade.constants import (
    ATOMIC_MASS,
    BOLTZMANN,
    COSMIC_BACKGROUND_TEMPERATURE,
    ELEMENTARY_CHARGE,
    REDUCED_PLANCK,
    SPEED_OF_LIGHT,
)
from qtspace_trade.physics import collapse, decoherence, matter_wave, mie, optical_constants, passive_cooling, photons, talbot

SILICA = 2.1 + 0.57j  # permittivity of silica, average over room-temperature radiation
SILICA_DENSITY = 2201.0
SILICON_DENSITY = 2329.0
SILICON_INDEX = 5.6005 + 3.0125j  # at 354 nm, interpolated from tabulated optical constants
AIR = 28.97 * ATOMIC_MASS
HYDROGEN = 2.016 * ATOMIC_MASS
NITROGEN = 28.0134 * ATOMIC_MASS


@pytest.fixture
def heavy_silicon():
    """A particle of 1e8 u in the scenario of a space mission: 177 nm grating, t1 = 2 and t2 = 1.6 Talbot times."""
    mass = 1e8 * ATOMIC_MASS
    talbot_time = talbot.talbot_time(mass, 177e-9)
    return {
        "mass": mass,
        "grating_period": 177e-9,
        "time_before": 2.0 * talbot_time,
        "time_after": 1.6 * talbot_time,
    }


def silicon_c6(radius):
    """London coefficient of nitrogen and a silicon sphere, inputs of the public code MW-Interf."""
    return decoherence.london_coefficient(radius, 11.9, 1.74e-30, 5 * ELEMENTARY_CHARGE, 15.6 * ELEMENTARY_CHARGE)


def silica_sphere(atomic_masses):
    mass = atomic_masses * ATOMIC_MASS
    return mass, talbot.particle_radius(mass, SILICA_DENSITY)


def test_talbot_time_and_published_flight_times():
    # Bateman et al., Nat. Commun. 5, 4788 (2014): 1e6 u, grating period 177 nm, times 160 ms and 126 ms
    talbot_time = talbot.talbot_time(1e6 * ATOMIC_MASS, 177e-9)
    assert_allclose(talbot_time, 78.51e-3, rtol=1e-3)
    assert_allclose(0.126 / talbot_time, 1.60, rtol=1e-2)
    assert_allclose(np.sqrt(2 * 0.125 / 9.81) / talbot_time, 2.03, rtol=1e-2)


def test_space_scenario_geometry(heavy_silicon):
    # scenario MAQRO8 of the public code MW-Interf; numbers computed from the stated formulas
    mass, period = heavy_silicon["mass"], heavy_silicon["grating_period"]
    before, after = heavy_silicon["time_before"], heavy_silicon["time_after"]
    assert_allclose(before / 2, 7.8513, rtol=2e-3)
    assert_allclose(before + after, 28.265, rtol=2e-3)
    assert_allclose(talbot.fringe_period(period, before, after), 318.60e-9, rtol=2e-3)
    assert_allclose(talbot.path_separation(**heavy_silicon), 157.33e-9, rtol=2e-3)
    assert_allclose(talbot.source_size(20e-3, mass, 200e3), 1.026e-9, rtol=2e-3)
    assert_allclose(talbot.particle_radius(mass, SILICON_DENSITY), 25.72e-9, rtol=2e-3)


def test_separation_has_two_equal_forms(heavy_silicon):
    # identity n d ξ = n h t2 / (M D)
    fringe = talbot.fringe_period(*list(heavy_silicon.values())[1:])
    expected = 3 * 6.62607015e-34 * heavy_silicon["time_after"] / (heavy_silicon["mass"] * fringe)
    assert_allclose(talbot.path_separation(**heavy_silicon, order=3), expected, rtol=1e-12)


@pytest.mark.parametrize(("temperature", "expected"), [(300.0, 4.899e17), (20.0, 4.301e10), (4.5, 5.580e6)])
def test_emission_localisation(temperature, expected):
    # computed from the formula of Romero-Isart, Phys. Rev. A 84, 052121 (2011)
    assert_allclose(decoherence.blackbody_emission_localisation(temperature, 50e-9, SILICA), expected, rtol=1e-3)


@pytest.mark.parametrize(("temperature", "expected"), [(300.0, 4.847e13), (20.0, 1.261e3), (4.5, 1.864e-3)])
def test_scattering_localisation(temperature, expected):
    # same source; its numbers are for (Re χ)² where this library has |χ|²
    susceptibility = decoherence.clausius_mossotti(SILICA)
    assert_allclose(susceptibility.real, 0.28217, rtol=1e-4)
    convention = abs(susceptibility) ** 2 / susceptibility.real**2
    assert_allclose(convention, 1.125, rtol=1e-3)
    ours = decoherence.blackbody_scattering_localisation(temperature, 50e-9, SILICA)
    assert_allclose(ours / convention, expected, rtol=1e-3)


def test_gas_rates_at_1e_minus_13_pascal():
    # computed from the formulas of Romero-Isart (2011) and of kinetic theory
    density = 1e-13 / (BOLTZMANN * 20.0)
    gas = (density, 20.0, AIR, 100e-9)
    assert_allclose(density, 3.621e8, rtol=1e-3)
    assert_allclose(decoherence.gas_thermal_wavelength(20.0, AIR), 0.07253e-9, rtol=1e-3)
    assert_allclose(decoherence.gas_localisation(*gas), 2.191e18, rtol=1e-3)
    assert_allclose(decoherence.gas_collision_rate_saturated(*gas), 1.152e-2, rtol=1e-3)
    assert_allclose(decoherence.gas_collision_rate_geometric(*gas), 1.375e-3, rtol=1e-3)


def test_gas_identities():
    # saturated rate / wavelength² = localisation; saturated rate / geometric rate = 8 π / 3
    gas = (3e8, 77.0, HYDROGEN, 40e-9)
    saturated = decoherence.gas_collision_rate_saturated(*gas)
    wavelength = decoherence.gas_thermal_wavelength(77.0, HYDROGEN)
    assert_allclose(saturated / wavelength**2, decoherence.gas_localisation(*gas), rtol=1e-10)
    assert_allclose(saturated / decoherence.gas_collision_rate_geometric(*gas), 8 * np.pi / 3, rtol=1e-10)


@pytest.mark.parametrize(("static_permittivity", "crossover"), [(3.8, 28e-9), (11.9, 36e-9)])
def test_van_der_waals_gives_way_to_geometry(static_permittivity, crossover):
    # nitrogen at 20 K on silica and silicon; crossover radii (rounded to 1 nm) computed from the two formulas
    def rate(radius):
        c6 = decoherence.london_coefficient(
            radius, static_permittivity, 1.74e-30, 5 * ELEMENTARY_CHARGE, 15.6 * ELEMENTARY_CHARGE
        )
        return decoherence.gas_collision_rate_van_der_waals(1e8, 20.0, NITROGEN, c6)

    def geometric(radius):
        return decoherence.gas_collision_rate_geometric(1e8, 20.0, NITROGEN, radius)

    assert rate(crossover - 1e-9) > geometric(crossover - 1e-9)
    assert rate(crossover + 1e-9) < geometric(crossover + 1e-9)


def test_van_der_waals_exponent_of_public_code(heavy_silicon):
    # MW-Interf, run with 1e8 u of silicon in nitrogen at 1e-13 Pa and 20 K: ln R = -3.42992e-3
    radius = talbot.particle_radius(heavy_silicon["mass"], SILICON_DENSITY)
    time = heavy_silicon["time_before"] + heavy_silicon["time_after"]
    gas = (1e-13 / (BOLTZMANN * 20.0), 20.0, NITROGEN)
    rate = decoherence.gas_collision_rate_van_der_waals(*gas, silicon_c6(radius))
    assert_allclose(talbot.saturated_exponent(rate, time), 3.42992e-3, rtol=5e-3)
    assert decoherence.gas_collision_rate(*gas, radius, silicon_c6(radius)) == rate


def test_read_out_exponent_of_public_code(heavy_silicon):
    # MW-Interf, position error 1.026 nm + 0.1 nm/s over 28.26 s: ln R = -2.886e-3
    fringe = talbot.fringe_period(*list(heavy_silicon.values())[1:])
    reduction = talbot.readout_reduction(1.026e-9 + 0.1e-9 * 28.26, fringe)
    assert_allclose(np.log(reduction), -2.886e-3, rtol=5e-3)


@pytest.mark.parametrize(("phase", "expected"), [(np.pi, 0.8755), (4.0, 0.926)])
def test_visibility_of_the_space_scenario(heavy_silicon, phase, expected):
    # MW-Interf and an independent calculation, silicon at 354 nm, source blur only
    beta = talbot.absorption_ratio(decoherence.permittivity_from_index(SILICON_INDEX))
    blur = talbot.source_reduction(
        talbot.source_size(20e-3, heavy_silicon["mass"], 200e3), *list(heavy_silicon.values())[1:]
    )
    coefficient = talbot.grating_coefficient(phase, talbot.talbot_argument(**heavy_silicon), beta)
    assert_allclose(talbot.visibility(coefficient, blur), expected, rtol=5e-3)


def test_spectral_integral_reduces_to_closed_form():
    # photons absorbed per wavenumber times the kernel of the interferometer, against Λ x² / 3
    radius, temperature, separation = 50e-9, 300.0, 157.33e-9
    thermal = BOLTZMANN * temperature / (REDUCED_PLANCK * SPEED_OF_LIGHT)
    cross_section = 4 * np.pi * radius**3 * decoherence.clausius_mossotti(SILICA).imag  # times wavenumber

    def spectrum(scaled):
        wavenumber = scaled * thermal
        flux = SPEED_OF_LIGHT * (wavenumber / np.pi) ** 2 / np.expm1(scaled)
        return flux * cross_section * wavenumber * float(talbot.absorption_kernel(wavenumber * separation)) * thermal

    expected = decoherence.blackbody_absorption_localisation(temperature, radius, SILICA) * separation**2 / 3
    assert_allclose(quad(spectrum, 0, 60, limit=200)[0], expected, rtol=5e-3)


def test_csl_form_factor():
    # values computed from the closed form; 0.62 at 1 is also a constant of MW-Interf
    ratio = np.array([0.0, 0.1, 0.5, 1.0, 2.0, 5.0])
    expected = [1.0, 0.99501, 0.88388, 0.62183, 0.19780, 0.008832]
    assert_allclose(collapse.csl_form_factor(ratio), expected, rtol=1e-4)


def silicon_on_ground():
    """Bateman et al. (2014): 1e6 u of silicon, 160 ms and 126 ms, trapped at 200 kHz and 20 mK."""
    return {"mass": 1e6 * ATOMIC_MASS, "grating_period": 177e-9, "time_before": 0.160, "time_after": 0.126}


def test_visibility_of_the_ground_experiment():
    # inputs of Bateman et al.; numbers computed from the formulas. The paper states 75 to 83 %.
    case = silicon_on_ground()
    argument = talbot.talbot_argument(**case)
    blur = talbot.source_reduction(talbot.source_size(20e-3, case["mass"], 200e3), 177e-9, 0.160, 0.126)
    beta = talbot.absorption_ratio(decoherence.permittivity_from_index(SILICON_INDEX))
    assert_allclose(argument, 0.8978, rtol=1e-2)
    assert_allclose(blur, 0.9872, rtol=1e-2)
    assert_allclose(beta, 0.0611, rtol=1e-2)
    assert_allclose(talbot.visibility(talbot.grating_coefficient(np.pi, argument), blur), 0.8633, rtol=1e-2)
    assert_allclose(talbot.visibility(talbot.grating_coefficient(np.pi, argument, beta), blur), 0.833, rtol=1e-2)
    assert_allclose(talbot.visibility(talbot.classical_grating_coefficient(np.pi, argument), blur), 0.512, rtol=1e-2)


def test_gas_in_the_ground_experiment():
    # nitrogen at 1e-8 Pa and 300 K: R = 0.921, total visibility 0.767 (computed; the paper states 75 to 83 %)
    case = silicon_on_ground()
    c6 = silicon_c6(talbot.particle_radius(case["mass"], SILICON_DENSITY))
    rate = decoherence.gas_collision_rate_van_der_waals(1e-8 / (BOLTZMANN * 300.0), 300.0, NITROGEN, c6)
    reduction = np.exp(-talbot.saturated_exponent(rate, 0.286))
    assert_allclose(reduction, 0.921, rtol=1e-2)
    assert_allclose(0.833 * reduction, 0.767, rtol=1e-2)


@pytest.mark.parametrize(("phase", "right", "wrong"), [(np.pi, 0.833, 0.686), (2 * np.pi, 0.81, 0.48)])
def test_refractive_index_is_not_permittivity(phase, right, wrong):
    # known error in a public code: n = 5.656 + 2.952i of silicon used as if it were the permittivity; computed
    case = silicon_on_ground()
    argument = talbot.talbot_argument(**case)
    blur = talbot.source_reduction(talbot.source_size(20e-3, case["mass"], 200e3), 177e-9, 0.160, 0.126)
    mistaken = 5.656 + 2.952j
    assert_allclose(decoherence.permittivity_from_index(mistaken), 23.3 + 33.4j, rtol=2e-3)
    proper = decoherence.permittivity_from_index(SILICON_INDEX)
    for permittivity, beta, expected in ((proper, 0.0611, right), (mistaken, 0.200, wrong)):
        ours = talbot.absorption_ratio(permittivity)
        assert_allclose(ours, beta, rtol=1e-2)
        value = talbot.visibility(talbot.grating_coefficient(phase, argument, ours), blur)
        assert_allclose(value, expected, rtol=1e-2)


def test_diosi_penrose_sphere():
    # closed form for a homogeneous sphere, computed
    radius = 100e-9
    mass = talbot.particle_mass(radius, SILICA_DENSITY)
    assert_allclose(mass, 9.2195e-18, rtol=1e-3)
    assert_allclose(collapse.diosi_penrose_localisation(mass, radius), 2.690e10, rtol=1e-3)
    assert_allclose(collapse.diosi_penrose_rate(mass, radius, 1.0), 6.455e-4, rtol=1e-3)


def test_csl_localisation():
    # λ = 1e-16 /s, r_C = 100 nm (Ghirardi, Rimini, Weber), silica of 100 nm; computed
    mass = talbot.particle_mass(100e-9, SILICA_DENSITY)
    assert_allclose(collapse.csl_localisation(mass, 100e-9, 1e-16, 1e-7), 4.792e16, rtol=1e-3)


REQUIREMENTS = [  # u, radius nm, separation nm, temperature K, pressure H2 and air, geometric and saturated, Pa
    (1e8, 26.2, 998.0, 15.8, 2.8e-13, 3.3e-14, 1.1e-12, 1.3e-13),
    (1e9, 56.5, 99.8, 23.2, 6.0e-14, 7.2e-15, 2.3e-13, 2.7e-14),
    (1e10, 121.7, 10.0, 34.0, 1.3e-14, 1.5e-15, 4.9e-14, 5.9e-15),
]


@pytest.mark.parametrize("row", REQUIREMENTS)
def test_requirements_for_a_tenth_of_loss(row):
    # silica, 100 nm grating, 50 + 50 s, gas at 20 K; computed. Tolerances: the printed digits.
    atomic_masses, radius_nm, separation_nm, temperature, *pressures = row
    mass, radius = silica_sphere(atomic_masses)
    separation = talbot.path_separation(mass, 100e-9, 50.0, 50.0)
    assert_allclose(radius, radius_nm * 1e-9, atol=0.05e-9)
    assert_allclose(separation, separation_nm * 1e-9, rtol=3e-3)
    assert_allclose(photons.maximum_temperature(0.1, separation, 100.0, radius, SILICA), temperature, atol=0.05)
    rates = (decoherence.gas_collision_rate, decoherence.gas_collision_rate_saturated)
    ours = [
        decoherence.maximum_number_density(0.1, 100.0, 20.0, gas, radius, rate) * BOLTZMANN * 20.0
        for gas in (HYDROGEN, AIR)
        for rate in rates
    ]
    assert_allclose(ours, pressures, rtol=0.05)  # printed with two digits


def test_requirements_at_1e9():
    # the middle row of the table above with more digits
    mass, radius = silica_sphere(1e9)
    separation = talbot.path_separation(mass, 100e-9, 50.0, 50.0)
    assert_allclose(photons.maximum_temperature(0.1, separation, 100.0, radius, SILICA), 23.19, rtol=1e-2)
    limit = partial(decoherence.maximum_number_density, 0.1, 100.0, 20.0)
    geometric = limit(HYDROGEN, radius) * BOLTZMANN * 20.0
    saturated = limit(AIR, radius, decoherence.gas_collision_rate_saturated) * BOLTZMANN * 20.0
    assert_allclose(saturated, 2.72e-14, rtol=1e-2)
    assert_allclose(geometric, 6.01e-14, rtol=1e-2)


@pytest.mark.parametrize(
    ("atomic_masses", "csl", "penrose"), [(1e8, None, 7.2e-5), (1e9, 1.51e-20, 8.6e-4), (1e10, 2.4e-20, 1.6e-4)]
)
def test_collapse_models_in_the_same_cases(atomic_masses, csl, penrose):
    # CSL rate that costs an exponent of 0.1 (r_C = 100 nm), Diósi-Penrose exponent averaged over the path; computed
    mass, radius = silica_sphere(atomic_masses)
    separation = talbot.path_separation(mass, 100e-9, 50.0, 50.0)
    exponent = 100 * quad(lambda part: float(collapse.diosi_penrose_rate(mass, radius, part * separation)), 0, 1)[0]
    assert_allclose(exponent, penrose, rtol=0.02)  # printed with two digits
    if csl is not None:
        per_rate = collapse.csl_exponent(mass, separation, 100.0, 1.0, 1e-7) * collapse.csl_form_factor(radius / 1e-7)
        assert_allclose(0.1 / per_rate, csl, rtol=0.01)


def test_fringe_shift_limits():
    # 50 + 50 s, fringes of 200 nm, a tenth of a fringe; computed from the response to acceleration
    assert_allclose(talbot.maximum_acceleration(20e-9, 50.0, 50.0), 8.0e-12, rtol=5e-3)
    assert_allclose(talbot.maximum_acceleration_asd(20e-9, 50.0, 50.0), 9.80e-11, rtol=5e-3)


def test_white_noise_limit_from_the_response():
    # numerical integral of the squared response to acceleration, unequal flight times
    before, after, shift = 30.0, 70.0, 20e-9
    squared = quad(lambda s: (s * after / before) ** 2, 0, before)[0]
    squared += quad(lambda s: (before + after - s) ** 2, before, before + after)[0]
    assert_allclose(talbot.maximum_acceleration_asd(shift, before, after), shift / np.sqrt(squared / 2), rtol=1e-9)


@pytest.mark.parametrize(("gradient", "offset", "rtol"), [(2.46e-6, 3.3e-6, 0.02), (1.06e-8, 0.75e-3, 0.01)])
def test_release_offset(gradient, offset, rtol):
    # 500 km and geostationary orbit, 50 + 50 s, 20 nm; computed, printed with two digits
    assert_allclose(talbot.maximum_release_offset(20e-9, gradient, 50.0, 50.0), offset, rtol=rtol)


def test_rotation_limits(heavy_silicon):
    # 20 mK, a tenth of a fringe; computed. Following the Sun (1.991e-7 rad/s) breaks each of them.
    speed = talbot.thermal_velocity(20e-3, heavy_silicon["mass"])
    before, after = heavy_silicon["time_before"], heavy_silicon["time_after"]
    fringe = talbot.fringe_period(177e-9, before, after)
    assert_allclose(talbot.maximum_rotation_angle(fringe / 10, speed, before, after), 8.7e-7, rtol=1e-2)
    assert_allclose(talbot.maximum_rotation_rate(fringe / 10, speed, before, after), 6.96e-8, rtol=5e-3)
    speed = talbot.thermal_velocity(20e-3, 1e9 * ATOMIC_MASS)
    assert_allclose(talbot.maximum_rotation_rate(20e-9, speed, 50.0, 50.0), 9.8e-9, rtol=1e-2)
    assert_allclose(talbot.maximum_rotation_rate(35.4e-9, speed, 50.0, 50.0), 1.74e-8, rtol=1e-2)


def test_ladder():
    # e = 0.02, s = 0.2, 300 K, four nodes; linear solve in T⁴. Then 0.01 W/m² dissipated on the last node.
    assert_allclose(passive_cooling.ladder(300.0, 4, 10.0), [161.47, 86.91, 46.78, 25.69], atol=0.05)
    loaded = passive_cooling.ladder(300.0, 4, 10.0, dissipated_flux=0.01 / 0.2)
    assert_allclose(loaded, [161.47, 86.91, 46.95, 33.39], atol=0.05)


def test_sunshield_of_webb():
    # NASA: hot layer 383 K, cold layer 36 K; five layers are four gaps
    hot, cold, layers = 383.0, 36.0, 5
    assert_allclose(hot * 0.094 ** ((layers - 1) / 4), cold, rtol=0.1)
    assert abs(hot * 0.094 ** (layers / 4) / cold - 1) > 0.1  # counting layers misses it
    assert_allclose(passive_cooling.radiating_ratio(0.094), 8.7, rtol=0.01)


def test_bench_of_a_passively_cooled_mission():
    # 300 K and four stages with the ratio fitted to the Webb telescope: 28.2 K (MAQRO states 27 K)
    assert_allclose(300.0 * passive_cooling.asymptotic_ratio(8.7), 28.2, rtol=0.01)


@pytest.mark.parametrize(
    ("distance", "factor", "infrared", "temperature", "albedo"),
    [
        (6371e3 + 500e3, 0.860, 204.0, 245.0, 351.0),
        (6371e3 + 700e3, 0.812, 192.0, 241.0, 332.0),
        (6371e3 + 20_200e3, 0.0575, 13.6, 124.0, 23.0),
        (42_164e3, 0.02283, 5.4, 98.8, 9.3),
        (384_400e3, 2.75e-4, 0.065, 32.7, 0.11),
        (1.507e9, 1.787e-5, 0.0042, 16.5, 0.0073),
    ],
)
def test_plate_facing_the_earth(distance, factor, infrared, temperature, albedo):
    # 237 W/m², (R/r)²; the table's digits give the tolerance
    position = np.array([[distance, 0.0, 0.0]])
    normal = np.array([[-1.0, 0.0, 0.0]])
    sun = np.array([[149_597_870_700.0, 0.0, 0.0]])
    flux = passive_cooling.earth_infrared_flux(position, normal)[0]
    assert_allclose(passive_cooling.view_factor_to_earth(distance), factor, rtol=5e-3)
    assert_allclose(flux, infrared, rtol=1e-2)
    assert_allclose(passive_cooling.sink_temperature(flux, 0.0), temperature, rtol=5e-3)
    assert_allclose(passive_cooling.earth_albedo_flux(position, sun, normal)[0], albedo, rtol=3e-2)


def test_cold_side_at_the_inner_libration_point():
    # infrared and reflected sunlight of a full Earth on a black plate at 1.507e6 km: 21.2 K
    position, normal = np.array([1.507e9, 0.0, 0.0]), np.array([-1.0, 0.0, 0.0])
    sun = np.array([149_597_870_700.0, 0.0, 0.0])
    flux = passive_cooling.earth_infrared_flux(position, normal)
    flux = flux + passive_cooling.earth_albedo_flux(position, sun, normal)
    assert_allclose(passive_cooling.sink_temperature(flux, 0.0), 21.2, rtol=5e-3)


@pytest.mark.parametrize(("heat", "area", "expected"), [(1e-3, 0.1, 21.0), (10e-3, 0.25, 29.8), (100e-3, 0.5, 44.5)])
def test_floor_of_the_last_node(heat, area, expected):
    # emissivity 0.9; computed
    assert_allclose(passive_cooling.sink_temperature(heat / (0.9 * area)), expected, atol=0.05)


def test_effective_temperatures():
    # Earth of 254 K in a fraction 4.5e-6 of the sphere, and a bench at 27 K in 0.043 of it; computed
    earth = passive_cooling.effective_temperature
    assert_allclose(earth([4.5e-6, 0.0], [254.0, 0.0], 6), 33.0, rtol=0.02)
    assert_allclose(earth([4.5e-6, 0.0], [254.0, 0.0], 9), 65.0, rtol=0.01)
    assert_allclose(earth([0.043, 0.957], [27.0, COSMIC_BACKGROUND_TEMPERATURE]), 16.0, rtol=0.01)


def test_earth_seen_by_the_particle_at_the_inner_libration_point():
    # 1e9 u of silica, 50 + 50 s: absorbing the Earth's infrared alone costs an exponent of 0.39; computed
    mass, radius = silica_sphere(1e9)
    separation = talbot.path_separation(mass, 100e-9, 50.0, 50.0)
    temperature = passive_cooling.effective_temperature([4.5e-6, 0.0], [254.0, 0.0], 6)
    localisation = decoherence.blackbody_absorption_localisation(temperature, radius, SILICA)
    assert_allclose(talbot.localisation_exponent(localisation, separation, 100.0), 0.39, rtol=0.03)


@pytest.mark.parametrize(("intensity", "expected"), [(1e8, 58.7), (1e10, 147.0), (6.4e10, 214.0)])
def test_particle_in_laser_light(intensity, expected):
    # silica of 120 nm at 20 K in 1064 nm light, Im ε = 2.5e-10; computed
    absorbing, _ = photons.cross_sections(2 * np.pi / 1064e-9, 120e-9, 2.1 + 2.5e-10j)
    ours = photons.internal_temperature(intensity * absorbing, 20.0, 120e-9, SILICA)
    assert_allclose(ours, expected, rtol=5e-3)


def test_solar_wind_hits():
    # 5 per cm³ at 400 km/s on a radius of 120 nm: 0.090 per second; computed
    assert_allclose(decoherence.directed_hit_rate(5e6, 400e3, 120e-9), 0.090, rtol=1e-2)


def test_macroscopicity_of_the_ground_experiment():
    # Bateman et al. (2014): 18
    assert_allclose(collapse.macroscopicity(1e6 * ATOMIC_MASS, 0.286, 0.42), 18.0, atol=0.1)


# Spectra and tabulated materials

SILICA_SPHERE = 50e-9
SILICA_TABLE = partial(optical_constants.permittivity, "silica")


def test_tabulated_silica_emits_less_when_cold():
    # handbook table of silica against the constant permittivity at 20 K: 0.076, computed by an independent integration
    tabulated = photons.thermal_exponents(20.0, 20.0, SILICA_SPHERE, SILICA_TABLE, 1e-8, 1.0)
    constant = photons.thermal_exponents(20.0, 20.0, SILICA_SPHERE, SILICA, 1e-8, 1.0)
    assert_allclose(tabulated.emission / constant.emission, 0.076, rtol=0.15)


@pytest.mark.parametrize(("temperature", "ratio"), [(10.0, 0.028), (50.0, 0.37), (77.0, 1.01), (100.0, 1.5), (300.0, 1.9)])
def test_tabulated_silica_at_other_temperatures(temperature, ratio):
    # same source; the gap of the table between 27 and 100 µm, which counts at 16 to 50 K, is bridged in slightly other ways
    tabulated = photons.thermal_exponents(temperature, temperature, SILICA_SPHERE, SILICA_TABLE, 1e-8, 1.0)
    constant = photons.thermal_exponents(temperature, temperature, SILICA_SPHERE, SILICA, 1e-8, 1.0)
    assert_allclose(tabulated.emission / constant.emission, ratio, rtol=0.2)


COMPLETE_ROWS = {0.8266, 2.714, 5.0, 8.0, 10.0, 20.0, 25.0, 62.5, 83.33, 100.0, 125.0, 166.7, 200.0, 250.0}  # µm


def silicon_of_complete_rows(wavelength):
    """Silicon from the rows of the handbook that state both n and k, and nothing beyond 250 µm."""
    table, n, k = np.array([row for row in optical_constants.SILICON.table if row[0] in COMPLETE_ROWS]).T
    micrometres = wavelength * 1e6
    absorbing = np.where(micrometres <= 250.0, np.interp(micrometres, table, k), 0.0)
    return (np.interp(micrometres, table, n) + 1j * absorbing) ** 2


@pytest.mark.parametrize(("temperature", "expected"), [(20.0, 7.0e-7), (25.0, 2.2e-6), (100.0, 3.7e-3), (300.0, 1.04)])
def test_silicon_absorbs_little(temperature, expected):
    """1e8 u of silicon in the space scenario, ln R by absorption; computed from the rows that have both n and k.

    With every row of the handbook, and k held beyond 250 µm, the library has 8.7e-7, 2.4e-6, 4.7e-3 and 1.68: the rows left
    out hold the absorption by two phonons at 16 µm.
    """
    ours = photons.thermal_exponents(temperature, 0.0, 25.72e-9, silicon_of_complete_rows, 157.33e-9, 28.265)
    assert_allclose(ours.absorption, expected, rtol=0.1)
    whole = photons.thermal_exponents(
        temperature, 0.0, 25.72e-9, partial(optical_constants.permittivity, "silicon"), 157.33e-9, 28.265
    )
    assert 1.05 < whole.absorption / ours.absorption < 1.7


def test_silicon_scatters_at_room_temperature():
    # same scenario, 300 K: 1.6, computed
    ours = photons.thermal_exponents(
        300.0, 0.0, 25.72e-9, partial(optical_constants.permittivity, "silicon"), 157.33e-9, 28.265
    )
    assert_allclose(ours.scattering, 1.6, rtol=0.1)


def test_silicon_in_the_grating_light():
    # handbook, interpolated to 354 nm by an independent code
    assert_allclose(optical_constants.refractive_index("silicon", 354e-9), SILICON_INDEX, rtol=1e-3)


def test_earth_shine_on_the_particle_at_the_inner_libration_point():
    # 0.0073 W/m² at 0.6 µm on 1e9 u of silica, 50 + 50 s: 537 photons, 65 in the limit of long waves, 60 with the kernel,
    # up to twice as much with the spectrum of the Sun; 0.1 needs at most 1.1e-5 W/m². Computed.
    mass, radius = silica_sphere(1e9)
    separation = talbot.path_separation(mass, 100e-9, 50.0, 50.0)
    glass = optical_constants.permittivity("silica", 0.6e-6)
    wavenumber = 2 * np.pi / 0.6e-6
    passing = 0.0073 * 100 / (REDUCED_PLANCK * SPEED_OF_LIGHT * wavenumber)
    scattered = photons.cross_sections(wavenumber, radius, glass)[1] * passing
    one = photons.light_exponent(0.0073, 0.6e-6, radius, glass, separation, 100.0)
    assert_allclose(scattered, 537, rtol=0.01)
    assert_allclose(scattered * (wavenumber * separation) ** 2 / 9, 65, rtol=0.01)
    assert_allclose(one, 60, rtol=0.01)
    assert_allclose(0.1 * 0.0073 / (scattered * (wavenumber * separation) ** 2 / 9), 1.1e-5, rtol=0.03)
    assert one < photons.sunlight_exponent(0.0073, radius, glass, separation, 100.0) < 2.1 * one


# Collapse models of extended bodies


def test_extended_sphere_reduces_to_the_long_wavelength_form():
    # 1e10 u of silica, 10 nm: λ (M/u)² f(R/r_C) x² t/(12 r_C²) to 0.06 %
    mass, radius = silica_sphere(1e10)
    long_wave = talbot.localisation_exponent(collapse.csl_localisation(mass, radius, 1e-20, 1e-7), 10e-9, 100.0)
    assert_allclose(collapse.csl_sphere_exponent(mass, radius, 10e-9, 100.0, 1e-20, 1e-7), long_wave, rtol=1e-3)


@pytest.mark.parametrize(("atomic_masses", "rate"), [(1e8, 1.24e-19), (1e9, 1.51e-20), (1e10, 2.4e-20)])
def test_rate_that_costs_a_tenth(atomic_masses, rate):
    # silica, 50 + 50 s, r_C = 100 nm, extended sphere; computed
    mass, radius = silica_sphere(atomic_masses)
    separation = talbot.path_separation(mass, 100e-9, 50.0, 50.0)
    ours = collapse.csl_rate_reached(mass, radius, separation, 100.0, 0.1, [1e-7])[0]
    assert_allclose(ours, rate, rtol=5e-3)


def test_extended_sphere_by_another_quadrature():
    # trapezoid of the integral of Gasbarri et al. (2021) with a hundred thousand points
    radius, separation, length = 56e-9, 300e-9, 2e-8
    a = np.linspace(1e-9, 7.0, 100_001)
    phase = a * separation / length
    integrand = np.exp(-(a**2)) * spherical_jn(1, a * radius / length) ** 2 * (1 - sici(phase)[0] / phase)
    strength = 1e-20 * 36 / np.sqrt(np.pi) * (1e-18 / ATOMIC_MASS) ** 2 * (length / radius) ** 2 * 100
    expected = strength * np.trapezoid(integrand, a)
    assert_allclose(collapse.csl_sphere_exponent(1e-18, radius, separation, 100.0, 1e-20, length), expected, rtol=1e-6)


def test_nuclear_granularity_is_out_of_reach():
    # 1e9 u of silica at the bound of LISA Pathfinder, R0 = 40.1 fm: 5.3e-7 per second; computed
    nucleus = (28.0**2 + 2 * 16.0**2) / 60.0 * ATOMIC_MASS
    rate = collapse.diosi_penrose_nuclear_rate(1e9 * ATOMIC_MASS, nucleus, 40.1e-15, 100e-9)
    assert_allclose(rate, 5.3e-7, rtol=0.01)


# Complete budgets


def test_complete_budget_of_the_space_scenario(heavy_silicon):
    # ln R by gas and by the position error as MW-Interf has them, visibility with the blur of the source alone
    radius = talbot.particle_radius(heavy_silicon["mass"], SILICON_DENSITY)
    silicon = matter_wave.Particle(heavy_silicon["mass"], radius, silicon_of_complete_rows, 12.1)
    beta = talbot.absorption_ratio(decoherence.permittivity_from_index(SILICON_INDEX))
    source = talbot.source_size(20e-3, heavy_silicon["mass"], 200e3)
    times = (heavy_silicon["time_before"], heavy_silicon["time_after"])
    design = matter_wave.Interferometer(177e-9, *times, 4.0, beta, source_size=source)
    gas = matter_wave.Gas(1e-13 / (BOLTZMANN * 20.0), 20.0, NITROGEN, silicon_c6(radius))
    error = dict(matter_wave.random_shifts(silicon, design, readout_error=1.026e-9 + 0.1e-9 * 28.26))["read-out"]
    around = matter_wave.Surroundings(((1.0, 20.0),), 25.0, (gas,), shifts=(("read-out", error),))
    losses = matter_wave.decoherence_budget(silicon, design, around)
    assert_allclose(losses["gas"], 3.430e-3, rtol=5e-3)
    assert_allclose(losses["read-out"], 2.886e-3, rtol=5e-3)
    assert_allclose(losses["absorption"], 7.0e-7, rtol=0.1)
    assert_allclose(losses["emission"], 2.2e-6, rtol=0.1)
    seen = matter_wave.visibilities(silicon, design, {"source": losses["source"]})
    assert_allclose(seen.quantum, 0.926, rtol=5e-3)


def test_inverse_of_the_complete_budget():
    # 1e9 u of silica, 50 + 50 s, 0.1 for each loss: the limits of the table above, at which the budget is spent
    mass, radius = silica_sphere(1e9)
    silica = matter_wave.Particle(mass, radius, SILICA, 2.13)
    design = matter_wave.Interferometer(100e-9, 50.0, 50.0)
    gases = {"H2": matter_wave.Species(HYDROGEN), "air": matter_wave.Species(AIR)}
    limits = matter_wave.requirements(silica, design, 0.1, 0.1, 0.1, 0.1, gases, 20.0, 0.0, 0.1e-3, 20e-3)
    assert_allclose(limits.environment_temperature, 23.19, rtol=1e-2)
    assert_allclose(limits.number_density["H2"] * BOLTZMANN * 20.0, 6.01e-14, rtol=1e-2)
    assert_allclose((limits.acceleration_drift, limits.acceleration_asd), (8.0e-12, 9.8e-11), rtol=5e-3)
    assert_allclose(limits.rotation_rate, 9.8e-9, rtol=1e-2)
    assert_allclose(limits.gravity_gradient, 8e-8, rtol=1e-2)
    temperature = limits.environment_temperature
    around = matter_wave.Surroundings(
        ((1.0, temperature),), temperature, (matter_wave.Gas(limits.number_density["H2"], 20.0, HYDROGEN),),
        irradiance=limits.irradiance,
        shifts=matter_wave.random_shifts(silica, design, acceleration_asd=limits.acceleration_asd),
    )  # fmt: skip
    losses = matter_wave.decoherence_budget(silica, design, around)
    assert_allclose(losses["absorption"] + losses["scattering"] + losses["emission"], 0.1, rtol=1e-4)
    assert_allclose((losses["gas"], losses["light"]), 0.1, rtol=1e-6)
    assert_allclose(losses["noise"], 2 * np.pi**2 / 100, rtol=1e-9)


# Large spheres in the grating


def test_grating_of_a_faint_sphere_is_its_mean_over_the_standing_wave():
    # Born limit, ε near 1: the phase follows the light averaged over the sphere, 3 j₁(2 k R)/(2 k R)
    pytest.importorskip("miepython")
    for size in (0.2, 1.0, 2.0, 3.0):
        expected = 3 * spherical_jn(1, 2 * size) / (2 * size)
        assert_allclose(mie.grating_response(1e7, size / 1e7, 1.001).phase_ratio, expected, atol=3e-4)


def test_grating_of_a_small_sphere_is_that_of_a_dipole():
    pytest.importorskip("miepython")
    found = mie.grating_response(1e7, 1e-9, 2.1 + 0.3j)
    assert_allclose(found, (1.0, talbot.absorption_ratio(2.1 + 0.3j), 1.0), rtol=5e-4)


def test_cross_sections_of_a_small_sphere_are_those_of_a_dipole():
    pytest.importorskip("miepython")
    case = (np.array([1e6, 3e6]), 3e-9, 2.1 + 0.57j)
    assert_allclose(mie.cross_sections(*case), photons.cross_sections(*case), rtol=2e-3)
