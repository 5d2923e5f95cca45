"""A complete decoherence budget, a CSL map and an orbit of a thermal network, each beside a plain way to the same numbers."""

from functools import partial

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp
from scipy.special import sici, spherical_jn

from qtspace_trade.constants import ATOMIC_MASS
from qtspace_trade.physics import collapse, decoherence, matter_wave, optical_constants, photons, talbot, thermal_network

MASS = 1e9 * ATOMIC_MASS
RADIUS = 56.47e-9
SILICA = matter_wave.Particle(
    MASS, RADIUS, partial(optical_constants.permittivity, "silica"), partial(optical_constants.permittivity, "silica")
)
DESIGN = matter_wave.Interferometer(100e-9, 70.0, 30.0)
SEPARATION, TIME = 84e-9, 100.0
PERIOD, STEPS, NODES = 5_700.0, 240, 10


@pytest.mark.benchmark(group="budget")
def test_complete_budget(benchmark):
    shifts = matter_wave.random_shifts(SILICA, DESIGN, acceleration_drift=1e-12, acceleration_asd=1e-11, gravity_gradient=1e-8,
                                       release_offset=1e-4, rotation_rate=1e-9, motion_temperature=20e-3)  # fmt: skip
    around = matter_wave.Surroundings(
        ((0.043, 27.0), (0.957, 2.725)), 20.0, (matter_wave.Gas(2e8, 20.0, 2.016 * ATOMIC_MASS),),
        (matter_wave.Flow(5e6, 4e5),), 1.8e-6, shifts,
    )  # fmt: skip
    losses = benchmark(matter_wave.decoherence_budget, SILICA, DESIGN, around)
    assert len(losses) == 12 and sum(losses.values()) > 0.0


@pytest.mark.benchmark(group="budget")
def test_one_thermal_loss_by_adaptive_quadrature(benchmark):
    def plain():
        def rate(wavenumber):
            material = optical_constants.permittivity("silica", 2 * np.pi / wavenumber)
            absorbing = photons.cross_sections(wavenumber, RADIUS, material)[0]
            kernel = talbot.absorption_kernel(wavenumber * SEPARATION)
            return float(photons.thermal_flux(wavenumber, 20.0) * absorbing * kernel)

        return TIME * quad(rate, 10.0, 5e5, limit=200, epsrel=1e-4)[0]

    ours = photons.thermal_exponents(20.0, 0.0, RADIUS, SILICA.permittivity, SEPARATION, TIME).absorption
    assert benchmark(plain) == pytest.approx(ours, rel=2e-3)


@pytest.mark.benchmark(group="csl map")
def test_map_of_a_hundred_lengths_and_rates(benchmark):
    lengths, rates = np.geomspace(1e-9, 1e-5, 100), np.geomspace(1e-22, 1e-12, 100)

    def exponents():
        border = collapse.csl_rate_reached(MASS, RADIUS, SEPARATION, TIME, 1.0, lengths)
        return rates[:, np.newaxis] / border

    assert benchmark(exponents).shape == (100, 100)


@pytest.mark.benchmark(group="csl map")
def test_one_point_by_adaptive_quadrature(benchmark):
    size, apart = RADIUS / 1e-8, SEPARATION / 1e-8

    def plain():
        def integrand(a):
            return np.exp(-a * a) * spherical_jn(1, a * size) ** 2 * (1.0 - sici(a * apart)[0] / (a * apart))

        return 36 / np.sqrt(np.pi) * (MASS / ATOMIC_MASS) ** 2 * TIME / size**2 * quad(integrand, 0.0, 7.0, limit=500)[0]

    ours = float(collapse.csl_sphere_exponent(MASS, RADIUS, SEPARATION, TIME, 1.0, 1e-8))
    assert benchmark(plain) == pytest.approx(ours, rel=1e-6)


@pytest.fixture(scope="module")
def network():
    stack = thermal_network.shield_stack(300.0, NODES - 2, 1.0, np.radians(5.0), 0.03, 0.9, 1e-4)
    load = np.zeros((STEPS, NODES))
    phase = 2 * np.pi * (np.arange(STEPS) + 0.5) / STEPS
    load[:, 1:] = 0.5 * np.linspace(1.0, 0.01, NODES - 1) * (1.0 + np.sin(phase))[:, np.newaxis]
    return stack, np.full(NODES, 200.0), load


@pytest.mark.benchmark(group="orbit of ten nodes")
def test_closed_orbit(benchmark, network):
    stack, capacity, load = network
    course = benchmark(thermal_network.orbital_temperatures, stack, capacity, load, PERIOD)
    assert course.shape == (STEPS + 1, NODES)


@pytest.mark.benchmark(group="orbit of ten nodes")
def test_one_orbit_by_radau(benchmark, network):
    """One revolution from a start that is already that of the closed orbit: without any run-in."""
    stack, capacity, load = network
    course = thermal_network.orbital_temperatures(stack, capacity, load, PERIOD)

    def slope(time, free):
        heat = load[min(int(time / PERIOD * STEPS), STEPS - 1)]
        flow = thermal_network.heat_flows(stack, np.concatenate([[300.0], free]), heat)
        return flow[1:] / capacity[1:]

    found = benchmark.pedantic(
        solve_ivp, (slope, (0.0, PERIOD), course[0, 1:]), {"method": "Radau", "rtol": 1e-6}, rounds=1, iterations=1
    )
    np.testing.assert_allclose(found.y[:, -1], course[-1, 1:], rtol=1e-3)


@pytest.mark.benchmark(group="gas")
def test_gas_rate_over_a_million_particles(benchmark):
    radii = np.geomspace(1e-9, 1e-6, 1_000_000)
    assert benchmark(decoherence.gas_collision_rate, 2e8, 20.0, 3.3e-27, radii).shape == radii.shape
