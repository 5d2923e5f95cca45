"""The compiled solver of Kepler's equation and states for any closed orbit."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qtspace_trade.constants import EARTH_GM
from qtspace_trade.physics import kepler, secular
from qtspace_trade.physics.short_period import MeanElements

PERIGEE = 7e6
angles = st.floats(-20.0, 20.0)


@given(st.floats(0.0, 0.999), st.floats(0.0, np.pi), angles, angles, st.floats(-1e4, 1e4))
def test_states_lie_on_the_ellipse_where_kepler_puts_them(eccentricity, inclination, raan, perigee, mean_anomaly):
    elements = MeanElements(PERIGEE / (1.0 - eccentricity), eccentricity, inclination, raan, perigee, mean_anomaly)
    position, velocity = secular.states(elements, np.zeros(1), short_period=False)
    expected = kepler.position_velocity(*elements[:5], kepler.eccentric_anomaly(mean_anomaly, eccentricity))
    size = np.linalg.norm(expected[0])
    np.testing.assert_allclose(position[0], expected[0], atol=1e-8 * elements.semi_major_axis)
    energy = 0.5 * np.sum(velocity[0] ** 2) - EARTH_GM / np.linalg.norm(position[0])
    assert abs(energy + 0.5 * EARTH_GM / elements.semi_major_axis) < 1e-7 * EARTH_GM / size
    momentum = np.linalg.norm(np.cross(position[0], velocity[0]))
    assert abs(momentum - np.sqrt(EARTH_GM * PERIGEE * (1.0 + eccentricity))) < 1e-7 * momentum


@given(st.floats(0.0, 0.7), st.floats(0.0, np.pi), angles, st.floats(0.0, 1e8))
def test_a_time_alone_or_among_others(eccentricity, inclination, perigee, time):
    elements = MeanElements(PERIGEE / (1.0 - eccentricity), eccentricity, inclination, 0.3, perigee, 1.0)
    many, _ = secular.states(elements, [*np.linspace(0.0, 1e8, 7), time])
    alone, _ = secular.states(elements, np.array([time]))
    np.testing.assert_allclose(many[-1], alone[0], atol=1e-5)
