"""Short-period terms of J2 against numerical motion, the closed form of the literature and limiting cases."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from qtspace_trade.constants import EARTH_J2, EARTH_RADIUS
from qtspace_trade.physics import kepler, propagation, short_period

INCLINATIONS = (0.0, 0.5, 1.1, np.pi / 2, 1.7, np.pi)
SIZES = {"low": (7e6, 0.0), "nearly round": (7e6, 1e-3), "0.1": (8e6, 0.1), "0.4": (12e6, 0.4), "0.74": (26.5e6, 0.74)}
each_size = pytest.mark.parametrize(("axis", "eccentricity"), SIZES.values(), ids=SIZES)
each_inclination = pytest.mark.parametrize("inclination", INCLINATIONS)


def mean_at(axis, eccentricity, inclination, times):
    node, perigee, anomaly = kepler.j2_rates(axis, eccentricity, inclination)
    return axis, eccentricity, inclination, 1.0 + node * times, 4.0 + perigee * times, 0.5 + anomaly * times


def second_order(axis, eccentricity):
    """Size of the square of the J2 term at perigee, as a length. [m]"""
    return axis * (EARTH_J2 * (EARTH_RADIUS / (axis * (1 - eccentricity))) ** 2) ** 2


@each_size
@each_inclination
def test_radius_of_numerical_motion(axis, eccentricity, inclination):
    """Three revolutions; 26 m out of 9.5 km near the Earth, 145 m out of 5.6 km at worst (e = 0.4).

    The second-order coefficients are not small numbers: 39/4 on a circle above the equator, up to 17 seen here.
    """
    times = np.linspace(0.0, 3 * kepler.orbital_period(axis), 200)
    elements = mean_at(axis, eccentricity, inclination, times)
    start = short_period.osculating_state(*(np.ravel(np.broadcast_to(part, times.shape))[0] for part in elements))
    position, _ = propagation.propagate(*start, 0.0, times[-1]).states(times)
    anomaly = kepler.eccentric_anomaly(elements[5], eccentricity)
    true = np.arctan2(np.sqrt(1 - eccentricity**2) * np.sin(anomaly), np.cos(anomaly) - eccentricity)
    correction = short_period.radial_correction(axis, eccentricity, inclination, elements[4] + true, true)
    simple = axis * (1 - eccentricity * np.cos(anomaly))
    assert_allclose(np.linalg.norm(position, axis=-1), simple + correction, rtol=0, atol=20 * second_order(axis, eccentricity))
    assert np.abs(np.linalg.norm(position, axis=-1) - simple).max() > 50 * second_order(axis, eccentricity)


@each_size
@each_inclination
def test_states_of_numerical_motion(axis, eccentricity, inclination):
    """Second-order rates carry the place 1.2 km along the track in three revolutions of the lowest orbit."""
    times = np.linspace(0.0, 3 * kepler.orbital_period(axis), 50)
    expected, speed = short_period.osculating_state(*mean_at(axis, eccentricity, inclination, times))
    position, velocity = propagation.propagate(expected[0], speed[0], 0.0, times[-1]).states(times)
    assert_allclose(position, expected, rtol=0, atol=250 * second_order(axis, eccentricity))
    motion = kepler.mean_motion(axis * (1 - eccentricity))
    assert_allclose(velocity, speed, rtol=0, atol=350 * second_order(axis, eccentricity) * motion)


@pytest.mark.parametrize("eccentricity", [0.0, 0.1, 0.74, 0.95])
def test_radial_correction_in_the_form_of_the_literature(eccentricity):
    axis, inclination, argument = 30e6, 0.9, 2.0
    true = np.linspace(0.0, 6.2, 17)
    kappa, shape = eccentricity * np.cos(true), np.sqrt(1 - eccentricity**2)
    round_part = (3 * np.cos(inclination) ** 2 - 1) * (kappa / (1 + shape) + 2 * shape / (1 + kappa) + 1)
    wave = np.sin(inclination) ** 2 * np.cos(2 * (argument + true))
    expected = -EARTH_J2 * EARTH_RADIUS**2 / (4 * axis * shape**2) * (round_part - wave)
    found = short_period.radial_correction(axis, eccentricity, inclination, argument + true, true)
    assert_allclose(found, expected, rtol=1e-12, atol=1e-9)


def test_radial_correction_is_that_of_the_state():
    """To the second order: the state is evaluated at the corrected places."""
    axis, eccentricity, inclination, _, perigee, mean = mean_at(8e6, 0.1, 1.1, np.linspace(0.0, 7e3, 30))
    anomaly = kepler.eccentric_anomaly(mean, eccentricity)
    true = np.arctan2(np.sqrt(1 - eccentricity**2) * np.sin(anomaly), np.cos(anomaly) - eccentricity)
    position, _ = short_period.osculating_state(axis, eccentricity, inclination, 0.0, perigee, mean)
    correction = short_period.radial_correction(axis, eccentricity, inclination, perigee + true, true)
    assert_allclose(np.linalg.norm(position, axis=-1), axis * (1 - eccentricity * np.cos(anomaly)) + correction, rtol=1e-12)


@each_size
@each_inclination
def test_mean_elements_are_the_inverse(axis, eccentricity, inclination):
    state = short_period.osculating_state(axis, eccentricity, inclination, 0.3, 2.0, 1.0)
    mean = short_period.mean_elements(*state)
    assert_allclose(mean.semi_major_axis, axis, rtol=1e-13)
    assert_allclose([mean.eccentricity, mean.inclination], [eccentricity, inclination], rtol=0, atol=1e-13)
    again = short_period.osculating_state(*mean)
    assert_allclose(again[0], state[0], rtol=0, atol=1e-6)
    assert_allclose(again[1], state[1], rtol=0, atol=1e-9)


def test_mean_elements_of_numerical_motion_stand_still():
    """The osculating semi-major axis swings by 9 km, the mean one by 60 m."""
    axis = 7e6
    times = np.linspace(0.0, 6e3, 60)
    state = short_period.osculating_state(axis, 0.01, 1.2, 0.0, 1.0, 0.0)
    states = propagation.propagate(*state, 0.0, 6e3).states(times)
    assert np.ptp(kepler.state_to_elements(*states).semi_major_axis) > 7e3
    mean = short_period.mean_elements(*states)
    assert np.ptp(mean.semi_major_axis) < 100.0
    assert np.ptp(mean.inclination) < 2e-6


def test_osculating_elements_give_the_state():
    elements = (9e6, 0.2, 1.0, 0.1, 0.2, 0.3)
    state = short_period.osculating_state(*elements)
    again = kepler.position_velocity(*short_period.osculating_elements(*elements))
    assert_allclose(again[0], state[0], rtol=1e-12)


def test_equator_stays_in_the_plane():
    for inclination in (0.0, np.pi):
        position, velocity = short_period.osculating_state(7e6, 0.0, inclination, 0.0, 0.0, np.linspace(0.0, 6.0, 7))
        assert np.abs(position[:, 2]).max() < 1e-6
        assert np.abs(velocity[:, 2]).max() < 1e-9


def test_vectors_equal_scalars():
    anomaly = np.linspace(0.0, 6.0, 5)
    together = short_period.osculating_state(8e6, 0.1, 1.0, 0.1, 0.2, anomaly)
    for i, value in enumerate(anomaly):
        alone = short_period.osculating_state(8e6, 0.1, 1.0, 0.1, 0.2, value)
        assert_allclose(together[0][i], alone[0], rtol=1e-14)
        assert_allclose(together[1][i], alone[1], rtol=1e-14)
    inverse = short_period.mean_elements(*together)
    assert inverse.semi_major_axis.shape == anomaly.shape
    assert_allclose(np.exp(1j * inverse.mean_anomaly), np.exp(1j * anomaly), atol=1e-12)
