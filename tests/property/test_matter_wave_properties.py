"""Properties of matter-wave losses and of thermal networks over their whole range."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.optimize import root

from qtspace_trade.constants import ATOMIC_MASS
from qtspace_trade.physics import collapse, decoherence, matter_wave, photons, talbot, thermal_network

SILICA = 2.1 + 0.57j
GLASS = 2.13
DENSITY = 2201.0
FEW = settings(max_examples=40)
masses = st.floats(6.0, 10.5).map(lambda power: 10.0**power * ATOMIC_MASS)
temperatures = st.floats(1.0, 300.0)
molecules = st.sampled_from([2.016, 18.015, 28.0134]).map(lambda units: units * ATOMIC_MASS)
densities = st.floats(5.0, 14.0).map(lambda power: 10.0**power)
radii = st.floats(1.0, 300.0).map(lambda nanometres: nanometres * 1e-9)
gas = st.builds(matter_wave.Gas, densities, temperatures, molecules, st.just(0.0))


def budget(mass, around):
    particle = matter_wave.Particle(mass, float(talbot.particle_radius(mass, DENSITY)), SILICA, GLASS)
    design = matter_wave.Interferometer(100e-9, 50.0, 50.0)
    losses = matter_wave.decoherence_budget(particle, design, around)
    return losses, matter_wave.visibilities(particle, design, losses)


@given(densities, temperatures, molecules, radii)
def test_saturated_rate_is_localisation_times_squared_wavelength(density, temperature, molecule, radius):
    rate = decoherence.gas_collision_rate_saturated(density, temperature, molecule, radius)
    wavelength = decoherence.gas_thermal_wavelength(temperature, molecule)
    assert_allclose(rate / wavelength**2, decoherence.gas_localisation(density, temperature, molecule, radius), rtol=1e-10)


@given(densities, temperatures, molecules, radii)
def test_saturated_rate_is_8_pi_over_3_hits(density, temperature, molecule, radius):
    hits = decoherence.gas_collision_rate_geometric(density, temperature, molecule, radius)
    rate = decoherence.gas_collision_rate_saturated(density, temperature, molecule, radius)
    assert_allclose(rate / hits, 8 * np.pi / 3, rtol=1e-10)


@FEW
@given(temperatures, radii, st.floats(1e-10, 1e-8))
def test_spectral_integral_has_the_closed_form_as_its_limit(temperature, radius, separation):
    found = photons.thermal_exponents(temperature, temperature, radius, SILICA, separation, 1.0)
    ours = [found.absorption, found.scattering]
    closed = [
        talbot.localisation_exponent(form(temperature, radius, SILICA), separation, 1.0)
        for form in (decoherence.blackbody_absorption_localisation, decoherence.blackbody_scattering_localisation)
    ]
    assert_allclose(ours, closed, rtol=1e-3)


@FEW
@given(temperatures, radii, st.floats(1e-9, 1e-4))
def test_no_photon_costs_more_than_one_coherence(temperature, radius, separation):
    found = photons.thermal_exponents(temperature, temperature, radius, SILICA, separation, 1.0)
    closed = decoherence.blackbody_absorption_localisation(temperature, radius, SILICA) * separation**2 / 3.0
    assert 0.0 < found.absorption <= closed * (1 + 1e-3)


@FEW
@given(masses, temperatures, st.floats(1.0, 3.0), gas, st.floats(1.0, 1e3), st.floats(0.0, 1e-10))
def test_visibility_never_rises_with_a_worse_environment(mass, temperature, warmer, some, denser, noise):
    def seen(temperature, gas, noise):
        shifts = (("noise", noise / float(talbot.maximum_acceleration_asd(1.0, 50.0, 50.0))),)
        around = matter_wave.Surroundings(((1.0, temperature),), temperature, (gas,), shifts=shifts)
        losses, visibility = budget(mass, around)
        assert all(loss >= 0.0 for loss in losses.values())
        return visibility.quantum

    here = seen(temperature, some, noise)
    assert seen(temperature * warmer, some, noise) <= here
    assert seen(temperature, some._replace(number_density=some.number_density * denser), noise) <= here
    assert seen(temperature, some, noise * warmer) <= here


@FEW
@given(masses, st.floats(0.01, 1.0), st.floats(0.0, 5.0))
def test_the_required_temperature_spends_the_budget(mass, loss, excess):
    radius, separation = float(talbot.particle_radius(mass, DENSITY)), 1e-8
    limit = photons.maximum_temperature(loss, separation, 100.0, radius, SILICA, excess)
    assume(0.0 < limit < np.inf)
    assert_allclose(sum(photons.thermal_exponents(limit, limit + excess, radius, SILICA, separation, 100.0)), loss, rtol=1e-4)


@FEW
@given(masses, st.floats(-8.0, -4.0), st.floats(-8.0, -5.1))
def test_an_extended_sphere_never_loses_more_than_a_point(mass, length, separation):
    case = (10.0**separation, 100.0, 1e-16, 10.0**length)
    radius = float(talbot.particle_radius(mass, DENSITY))
    extended = float(collapse.csl_sphere_exponent(mass, radius, *case))
    assert 0.0 <= extended <= float(collapse.csl_exponent(mass, *case)) * (1 + 1e-6)


@given(masses, st.floats(-12.0, -4.0))
def test_nothing_collapses_without_a_separation_and_all_saturates(mass, separation):
    radius = float(talbot.particle_radius(mass, DENSITY))
    apart = 10.0**separation
    exponent = float(collapse.diosi_penrose_exponent(mass, radius, apart, 100.0))
    assert 0.0 < exponent <= float(collapse.diosi_penrose_rate(mass, radius, apart)) * 100.0


@st.composite
def networks(draw):
    size = draw(st.integers(2, 10))
    couplings = [draw(st.floats(1e-4, 1.0)) for _ in range(size - 1)]
    struts = [draw(st.floats(0.0, 1e-2)) for _ in range(size - 1)]
    radiative, conductive = np.zeros((size, size)), np.zeros((size, size))
    link = np.arange(size - 1)
    radiative[link, link + 1] = radiative[link + 1, link] = couplings
    conductive[link, link + 1] = conductive[link + 1, link] = struts
    fixed = np.full(size, np.nan)
    fixed[0] = draw(st.floats(150.0, 400.0))
    sky = np.array([draw(st.floats(1e-3, 1.0)) for _ in range(size)])
    heat = np.array([0.0, *(draw(st.floats(0.0, 10.0)) for _ in range(size - 1))])
    power = draw(st.sampled_from([1.0, 1.5, 2.0]))
    return thermal_network.Network(radiative, conductive * 300.0 ** (1.0 - power), sky, fixed, power), heat


@FEW
@given(networks())
def test_every_free_node_is_in_balance(case):
    network, heat = case
    found = thermal_network.steady_temperatures(network, heat)
    rest = thermal_network.heat_flows(network, found, heat)[1:]
    assert np.all(np.abs(rest) <= 1e-9 * thermal_network.throughput(network, found, heat)[1:])


@FEW
@given(networks(), st.floats(1.0, 5.0))
def test_more_heat_cools_nothing(case, factor):
    network, heat = case
    cold = thermal_network.steady_temperatures(network, heat)
    assert np.all(thermal_network.steady_temperatures(network, factor * heat) >= cold * (1 - 1e-9))


@settings(max_examples=10)
@given(networks(), st.floats(100.0, 1e4), st.floats(0.0, 1.0))
def test_the_heat_of_an_orbit_adds_up_to_zero(case, capacity, depth):
    """The heat of both stages of every step, their inner temperatures found by another solver."""
    network, heat = case
    steps, period = 24, 5700.0
    loads = heat * (1.0 + depth * np.sin(2 * np.pi * (np.arange(steps) + 0.5) / steps))[:, np.newaxis]
    course = thermal_network.orbital_temperatures(network, np.full(len(heat), capacity), loads, period)
    reach = thermal_network.GAMMA * period / steps / capacity
    gained, passed = np.zeros(len(heat) - 1), np.zeros(len(heat) - 1)
    for before, after, load in zip(course[:-1], course[1:], loads, strict=True):

        def rest(inner, before=before, load=load):
            flow = thermal_network.heat_flows(network, np.append(before[0], inner), load)[1:]
            return before[1:] + reach * flow - inner

        inner = np.append(before[0], root(rest, before[1:], tol=1e-14).x)
        assert np.max(np.abs(rest(inner[1:]))) < 1e-9
        both = [thermal_network.heat_flows(network, one, load)[1:] for one in (inner, after)]
        gained += (1.0 - thermal_network.GAMMA) * both[0] + thermal_network.GAMMA * both[1]
        passed += thermal_network.throughput(network, after, load)[1:]
    assert np.all(np.abs(gained) <= 1e-9 * passed)


@given(st.floats(0.02, 1.5), st.floats(0.01, 1.0))
def test_a_groove_gives_away_no_more_than_its_walls_emit(angle, emissivity):
    between, sky = thermal_network.groove_exchange(angle, emissivity, points=120)
    assert between >= 0.0 and sky > 0.0
    assert between + sky <= emissivity * (1 + 1e-9)
