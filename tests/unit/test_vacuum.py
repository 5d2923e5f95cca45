"""Gas of a spacecraft: limits and inverses."""

import itertools

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.integrate import quad

import qtspace_trade as qt
from qtspace_trade.constants import ATOMIC_MASS, BOLTZMANN
from qtspace_trade.engine.environment import environment_of
from qtspace_trade.physics import atmosphere, contamination, decoherence, vacuum

OXYGEN = 15.999 * ATOMIC_MASS


def test_at_rest_every_side_meets_a_quarter():
    quarter = 0.25 * 1e13 * decoherence.gas_mean_speed(1000.0, OXYGEN)
    for cosine in (-1.0, 0.0, 1.0):
        assert_allclose(vacuum.plate_flux(1e13, 1000.0, OXYGEN, 0.0, cosine), quarter, rtol=1e-12)


@pytest.mark.parametrize("cosine", [-1.0, -0.3, 0.0, 0.5, 1.0])
def test_flux_on_a_moving_plate_from_the_maxwell_distribution(cosine):
    speed, temperature, mass = 1500.0, 900.0, 4.0026 * ATOMIC_MASS
    width = np.sqrt(BOLTZMANN * temperature / mass)

    def meeting(v):
        return v * np.exp(-((v - speed * cosine) ** 2) / (2 * width**2)) / (width * np.sqrt(2 * np.pi))

    expected = quad(meeting, 0.0, speed + 12 * width, epsabs=1e-12)[0]
    assert_allclose(vacuum.plate_flux(1.0, temperature, mass, speed, cosine), expected, rtol=1e-7)


def test_hottest_surface_is_the_inverse_of_the_suppression():
    factor = contamination.outgassing_factor(163.0, vacuum.WATER_ACTIVATION)
    assert_allclose(vacuum.hottest_surface(factor), 163.0, rtol=1e-12)
    lighter = contamination.outgassing_factor(150.0, 2000.0)
    assert lighter > contamination.outgassing_factor(150.0, vacuum.WATER_ACTIVATION)  # hydrogen leaves first


def test_chamber_behind_a_vent_loses_what_it_gains():
    density = vacuum.vented_density(1e12, 0.02, 77.0, OXYGEN)
    assert_allclose(0.25 * density * decoherence.gas_mean_speed(77.0, OXYGEN) * 0.02, 1e12, rtol=1e-12)


def test_far_up_the_gas_is_hydrogen():
    for altitude in (2e7, 3.6e7):
        parts = atmosphere.composition(altitude, 140.0, 140.0, 15.0)
        total = atmosphere.atmosphere(altitude, 140.0, 140.0, 15.0).number_density
        assert_allclose(sum(parts.values()), total, rtol=1e-9)
        assert parts["H"] > 0.99 * total
    low = atmosphere.composition(3e5, 140.0, 140.0, 15.0)
    assert max(low, key=low.get) == "O"


def composition(altitude, flux):
    return atmosphere.composition(altitude, flux, flux, 8.0)


@pytest.mark.parametrize("flux", [70.0, 150.0, 230.0])
def test_every_species_thins_out_above_the_model(flux):
    places = [composition(altitude, flux) for altitude in (1e6, 1.001e6, 1.336e6, 2e6, 5e6, 1.9e7, 6e7)]
    for near, far in itertools.pairwise(places):
        assert all(far[name] <= near[name] for name in near)
    assert_allclose(places[1]["H"], places[0]["H"], rtol=0.01)
    assert_allclose(sum(places[3].values()), atmosphere.atmosphere(2e6, flux, flux, 8.0).number_density, rtol=1e-12)


def test_helium_above_the_model_by_hand():
    """1000 km to 2000 km at 1050 K: G M m/(k T) is 1.83e8 m, times 1/7371 km - 1/8371 km is 2.96, exp(-2.96) = 0.052."""
    low, high = composition(1e6, 150.0), composition(2e6, 150.0)
    assert_allclose(high["HE"] / low["HE"], 0.052, rtol=0.05)


def test_turning_with_the_sun_is_too_fast_and_holding_is_not():
    """1.991e-7 rad/s against a limit of 9.8e-9 rad/s."""
    fit = qt.assess("maqro_2015", "sun_earth_l2", "lpf_bus", days=5)
    limit = fit["rotation_rate"].limit
    held = qt.environment("sun_earth_l2", "lpf_bus", days=5)
    turning = environment_of(held.layer, held.platform, "sun").value("rotation_rate").data.max()
    assert_allclose(turning, 1.97e-7, rtol=0.03)
    assert turning > 10 * limit
    assert fit["rotation_rate"].status == "met"
