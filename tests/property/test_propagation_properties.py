"""Laws that numerical motion and the short-period terms keep for any orbit."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from qtspace_trade.constants import EARTH_GM
from qtspace_trade.physics import geopotential, kepler, propagation, short_period

angles = st.floats(0.0, 2 * np.pi)
inclinations = st.one_of(st.sampled_from([0.0, np.pi / 2, np.pi]), st.floats(0.0, np.pi))
eccentricities = st.one_of(st.just(0.0), st.floats(0.0, 0.75))
few = settings(max_examples=25)


@st.composite
def elements(draw):
    """Perigee from 300 to 4000 km; the last element is the mean anomaly."""
    eccentricity = draw(eccentricities)
    axis = draw(st.floats(6.68e6, 1.04e7)) / (1 - eccentricity)
    return axis, eccentricity, draw(inclinations), draw(angles), draw(angles), draw(angles)


def motion_of(orbit, revolutions=3.0, **options):
    state = short_period.osculating_state(*orbit)
    return state, propagation.propagate(*state, 0.0, revolutions * kepler.orbital_period(orbit[0]), **options)


@few
@given(elements())
def test_energy_and_momentum_about_the_pole(orbit):
    _, motion = motion_of(orbit)
    position, velocity = motion.states(np.linspace(0.0, motion.end, 50))
    energy = 0.5 * np.sum(velocity**2, axis=-1) + geopotential.potential(position, 2, 0)
    assert_allclose(energy, energy[0], rtol=1e-9)
    momentum = np.cross(position, velocity)
    assert_allclose(momentum[:, 2], momentum[0, 2], rtol=0, atol=1e-9 * np.linalg.norm(momentum[0]))


@few
@given(elements())
def test_motion_can_be_reversed(orbit):
    """Back with a negative duration, and forwards with the velocity turned round."""
    state, motion = motion_of(orbit)
    position, velocity = motion.states(motion.end)
    back = propagation.propagate(position, velocity, motion.end, -motion.end)
    mirrored = propagation.propagate(position, -velocity, 0.0, motion.end)
    assert_allclose(back.states(0.0)[0], state[0], rtol=0, atol=1.0)
    assert_allclose(mirrored.states(motion.end)[0], state[0], rtol=0, atol=1.0)
    middle = 0.37 * motion.end
    assert_allclose(back.states(middle)[0], motion.states(middle)[0], rtol=0, atol=1.0)


@few
@given(elements())
def test_states_of_many_times_are_those_of_each(orbit):
    _, motion = motion_of(orbit, 1.0)
    times = motion.end * np.array([[0.9, 0.1], [0.0, 1.0]])
    position, velocity = motion.states(times)
    for index in np.ndindex(times.shape):
        alone = motion.states(times[index])
        assert_allclose(position[index], alone[0], rtol=1e-14, atol=1e-7)
        assert_allclose(velocity[index], alone[1], rtol=1e-14, atol=1e-10)


@given(elements())
def test_mean_elements_round_trip(orbit):
    """By way of the state: angles that are ill-defined may differ, the mean orbit's state may not."""
    mean = short_period.mean_elements(*short_period.osculating_state(*orbit))
    assert_allclose(mean.semi_major_axis, orbit[0], rtol=1e-11)
    assert_allclose([mean.eccentricity, mean.inclination], orbit[1:3], rtol=0, atol=1e-8)
    place, again = (
        kepler.position_velocity(*each[:5], kepler.eccentric_anomaly(each[5], each[1]))[0] for each in (orbit, mean)
    )
    assert_allclose(again, place, rtol=0, atol=1e-7 * orbit[0])


@given(elements())
def test_corrections_are_of_the_first_order(orbit):
    position, _ = short_period.osculating_state(*orbit)
    simple, _ = kepler.position_velocity(*orbit[:5], kepler.eccentric_anomaly(orbit[5], orbit[1]))
    assert np.linalg.norm(position - simple) < 60e3 / (1 - orbit[1])


@few
@given(elements())
def test_circular_and_elliptic_motion_about_a_point(orbit):
    anomaly = kepler.eccentric_anomaly(orbit[5], orbit[1])
    state = kepler.position_velocity(*orbit[:5], anomaly)
    motion = propagation.propagate(*state, 0.0, 5e4, propagation.Forces(degree=0))
    later = kepler.eccentric_anomaly(orbit[5] + np.sqrt(EARTH_GM / orbit[0] ** 3) * 5e4, orbit[1])
    assert_allclose(motion.states(5e4)[0], kepler.position_velocity(*orbit[:5], later)[0], rtol=0, atol=1e-7 * orbit[0])
