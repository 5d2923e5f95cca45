"""Thermal networks: enclosures, hand values, refusals."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from qtspace_trade.constants import STEFAN_BOLTZMANN
from qtspace_trade.physics import thermal_network as tn

CUBE = np.full((6, 6), 0.0)
for one in range(6):
    for two in range(6):
        if one != two:
            CUBE[one, two] = 0.199825 if one // 2 == two // 2 else (1 - 0.199825) / 4  # faces of a cube, opposite and beside


def single(sky=1.0, held=np.nan):
    return tn.Network(np.zeros((1, 1)), np.zeros((1, 1)), np.array([sky]), np.array([held]))


def test_enclosure_against_radiosities():
    """Net heat of each face from the balance of what leaves and arrives, another way than absorption factors."""
    areas, emissivities = np.ones(6), np.array([0.05, 0.9, 0.3, 0.6, 0.1, 1.0])
    temperatures = np.array([300.0, 20.0, 100.0, 150.0, 250.0, 50.0])
    emitted = STEFAN_BOLTZMANN * temperatures**4
    radiosity = np.linalg.solve(np.eye(6) - (1 - emissivities)[:, np.newaxis] * CUBE, emissivities * emitted)
    expected = areas * (CUBE @ radiosity - radiosity)
    exchange = tn.enclosure_exchange(areas, emissivities, CUBE)
    assert_allclose(exchange, exchange.T, rtol=1e-9)
    ours = exchange @ emitted - exchange.sum(axis=1) * emitted
    assert_allclose(ours, expected, rtol=1e-9, atol=1e-9)
    assert_allclose(ours.sum(), 0.0, atol=1e-9)


def test_enclosure_refuses_open_and_one_sided_view_factors():
    with pytest.raises(ValueError, match="expected 1 in every row"):
        tn.enclosure_exchange([1.0, 1.0], [0.5, 0.5], [[0.0, 0.9], [0.9, 0.1]])
    with pytest.raises(ValueError, match="not reciprocal"):
        tn.enclosure_exchange([1.0, 2.0], [0.5, 0.5], [[0.0, 1.0], [1.0, 0.0]])


def test_floating_shields_share_the_flux():
    """N shields between two plates reduce the flux by N + 1."""
    nodes = 5
    link = np.arange(nodes - 1)
    radiative = np.zeros((nodes, nodes))
    radiative[link, link + 1] = radiative[link + 1, link] = tn.plate_exchange(1.0, 0.05, 0.05)
    fixed = np.array([300.0, np.nan, np.nan, np.nan, 77.0])
    stack = tn.Network(radiative, np.zeros((nodes, nodes)), np.zeros(nodes), fixed)
    found = tn.steady_temperatures(stack, np.zeros(nodes))
    through = tn.heat_flows(stack, found, np.zeros(nodes))[-1]
    bare = STEFAN_BOLTZMANN * (300.0**4 - 77.0**4) / (2 / 0.05 - 1)
    assert_allclose(through, bare / 4, rtol=1e-9)


def test_conductivity_that_rises_with_temperature():
    """A strut of k ∝ T: the integral of k over T, half the difference of the squares."""
    strut = np.array([[0.0, 1e-5], [1e-5, 0.0]])
    rod = tn.Network(np.zeros((2, 2)), strut, np.array([0.0, 0.05]), np.array([300.0, np.nan]), 2.0)
    cold = tn.steady_temperatures(rod, np.zeros(2))[1]
    assert_allclose(1e-5 * (300.0**2 - cold**2), 0.05 * STEFAN_BOLTZMANN * (cold**4 - 2.725**4), rtol=1e-9)


def test_a_plate_in_the_dark_reaches_the_sky():
    assert_allclose(tn.steady_temperatures(single(), np.zeros(1)), 2.725, rtol=1e-9)


@pytest.mark.parametrize("heat", [-1.0, -1e-3])
def test_heat_that_is_taken_away_has_no_balance(heat):
    with pytest.raises(ValueError, match=r"no balance above 0\.1 K"):
        tn.steady_temperatures(single(), np.array([heat]))


def test_a_node_joined_to_nothing_is_refused():
    with pytest.raises(ValueError, match="joined"):
        tn.steady_temperatures(single(sky=0.0), np.zeros(1))


@pytest.mark.parametrize(("angle", "emissivity"), [(0.0, 0.1), (2.0, 0.1), (0.1, 0.0), (0.1, 1.5)])
def test_grooves_that_are_none(angle, emissivity):
    with pytest.raises(ValueError, match="expected up to pi/2"):
        tn.groove_exchange(angle, emissivity)


def test_black_groove_has_the_view_factors_of_a_triangle():
    """Crossed strings: walls of one length at an angle see each other with 1 - sin(angle/2)."""
    for degrees in (10.0, 30.0, 60.0, 90.0):
        between, sky = tn.groove_exchange(np.radians(degrees), 1.0)
        half = np.sin(np.radians(degrees / 2))
        assert_allclose((between, sky), (1 - half, half), atol=2e-3)


def test_steps_converge_to_second_order():
    plate = single()

    def mean_end(steps):
        phase = 2 * np.pi * (np.arange(steps) + 0.5) / steps
        load = (250.0 + 200.0 * np.sin(phase))[:, np.newaxis]
        return tn.orbital_temperatures(plate, np.array([3e3]), load, 5700.0)[0, 0]

    fine = mean_end(3200)
    assert abs(mean_end(100) - fine) > 3.0 * abs(mean_end(200) - fine)


def test_slow_and_fast_nodes_close_together():
    """A foil and a block of a day: both close without a run-in."""
    couple = tn.Network(np.array([[0, 0.01], [0.01, 0]]), np.zeros((2, 2)), np.array([0.5, 0.2]), np.full(2, np.nan))
    load = np.zeros((60, 2))
    load[:30, 0] = 200.0
    course = tn.orbital_temperatures(couple, np.array([20.0, 5e5]), load, 5700.0)
    assert np.ptp(course[:, 0]) > 100.0 > 1.0 > np.ptp(course[:, 1])


@pytest.mark.parametrize("capacity", [1e-3, 0.1, 1.0, 10.0, 1e3, 1e5])
@pytest.mark.parametrize("power", [1e-3, 1.0, 1e2, 1e4])
def test_no_node_is_too_light_or_too_heavy_for_an_orbit(capacity, power):
    """Three steps of heat in 240: never warmer than that heat could hold, never colder than the sky."""
    plate = single()
    heat = np.zeros((240, 1))
    heat[:3] = power
    course = tn.orbital_temperatures(plate, np.array([capacity]), heat, 5700.0)[:, 0]
    assert course.max() <= (power / STEFAN_BOLTZMANN + 2.725**4) ** 0.25 * (1 + 1e-5)
    assert course.min() >= 2.725 * (1 - 1e-9)


def test_a_plate_without_heat_capacity_follows_its_heat():
    plate = single()
    heat = np.repeat([100.0, 5.0, 0.1], 20)[:, np.newaxis]
    course = tn.orbital_temperatures(plate, np.array([1e-6]), heat, 5700.0)[1:, 0]
    assert_allclose(course, (heat[:, 0] / STEFAN_BOLTZMANN + 2.725**4) ** 0.25, rtol=1e-4)
