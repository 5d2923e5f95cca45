"""Properties that hold for any orbit of the circular restricted three-body problem."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from qtspace_trade.physics import halo, three_body

points = st.sampled_from([1, 2])
mass_ratios = st.floats(1e-9, 0.1)
coordinates = st.floats(-2.0, 2.0)
speeds = st.floats(-1.0, 1.0)
MIRROR = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])
NORTH_TO_SOUTH = np.array([1.0, 1.0, -1.0, 1.0, 1.0, -1.0])


@st.composite
def states(draw, mass_ratio):
    position = np.array([draw(coordinates), draw(coordinates), draw(coordinates)])
    for place in (-mass_ratio, 1.0 - mass_ratio):
        assume(np.linalg.norm(position - [place, 0.0, 0.0]) > 0.3)
    return np.concatenate([position, [draw(speeds), draw(speeds), draw(speeds)]])


problems = mass_ratios.flatmap(lambda mass_ratio: st.tuples(st.just(mass_ratio), states(mass_ratio)))


@given(problems)
def test_jacobi_constant_does_not_change_with_time(problem):
    mass_ratio, state = problem
    gradient = three_body.potential_gradient(state[:3], mass_ratio)
    rate = three_body.state_rate(state, mass_ratio)
    change = 2.0 * gradient @ rate[:3] - 2.0 * state[3:] @ rate[3:]
    assert abs(change) < 1e-12 * (1.0 + np.linalg.norm(gradient))


@given(problems)
def test_time_reversal_and_mirror_leave_the_equations_as_they_are(problem):
    mass_ratio, state = problem
    rate = three_body.state_rate(state, mass_ratio)
    assert_allclose(three_body.state_rate(MIRROR * state, mass_ratio), -MIRROR * rate, rtol=1e-12, atol=1e-13)
    mirrored = three_body.state_rate(NORTH_TO_SOUTH * state, mass_ratio)
    assert_allclose(mirrored, NORTH_TO_SOUTH * rate, rtol=1e-12, atol=1e-13)


@given(problems)
def test_trace_of_the_hessian(problem):
    """Gravity has no divergence, the centrifugal force has one of 2."""
    mass_ratio, state = problem
    hessian = three_body.potential_hessian(state[:3], mass_ratio)
    assert abs(np.trace(hessian) - 2.0) < 1e-11
    assert_allclose(hessian, hessian.T, rtol=0, atol=1e-12)


@settings(max_examples=12)
@given(problems, st.floats(-0.3, 0.3))
def test_transition_matrix_is_symplectic_in_canonical_momenta(problem, duration):
    """p = v + ω x r makes the problem Hamiltonian."""
    mass_ratio, state = problem
    assume(abs(duration) > 1e-3)
    end, transition = three_body.propagate(state, duration, mass_ratio)
    canonical = np.eye(6)
    canonical[3, 1], canonical[4, 0] = -1.0, 1.0
    canonical_transition = canonical @ transition @ np.linalg.inv(canonical)
    form = np.block([[np.zeros((3, 3)), np.eye(3)], [-np.eye(3), np.zeros((3, 3))]])
    size = np.max(np.abs(transition)) ** 2
    assert_allclose(canonical_transition.T @ form @ canonical_transition, form, rtol=0, atol=1e-10 * size)
    before, after = (three_body.jacobi_constant(value, mass_ratio) for value in (state, end))
    assert abs(after - before) < 1e-10 * (1.0 + np.linalg.norm(end[3:]) ** 2)


@settings(max_examples=6)
@given(points, mass_ratios, st.floats(1e-4, 0.3), st.booleans())
def test_halos_close_and_lie_on_the_stated_side(point, mass_ratio, share, northern):
    orbit = halo.halo_orbit(point, share * three_body.libration_gamma(mass_ratio, point), northern, mass_ratio)
    end, _ = three_body.propagate(orbit.state, orbit.period, mass_ratio)
    assert_allclose(end, orbit.state, rtol=0, atol=1e-10)
    opposite, _ = three_body.propagate(orbit.state, 0.5 * orbit.period, mass_ratio)
    assert (orbit.state[2] > -opposite[2]) == northern


@settings(max_examples=8)
@given(points, mass_ratios, st.floats(0.0, 0.25), st.floats(0.0, 0.2), st.floats(0.0, 6.0), st.floats(0.0, 6.0))
def test_lissajous_keeps_the_jacobi_constant(point, mass_ratio, across, up, phase_y, phase_z):
    gamma = three_body.libration_gamma(mass_ratio, point)
    path = halo.lissajous(point, across * gamma, up * gamma, 12.0, phase_y, phase_z, mass_ratio)
    states = halo.rotating_state(np.linspace(0.0, 12.0, 500), path)
    assert np.ptp(three_body.jacobi_constant(states, mass_ratio)) < 1e-11
    assert np.max(np.abs(states[:, :3] - [1.0 - mass_ratio, 0.0, 0.0])) < 2.0 * gamma


@given(problems, st.integers(1, 4))
def test_many_states_are_those_one_by_one(problem, count):
    mass_ratio, state = problem
    many = np.stack([state * (1.0 + 0.01 * index) for index in range(count)])
    for function in (three_body.state_rate, three_body.jacobi_constant):
        one_by_one = [function(each, mass_ratio) for each in many]
        assert_allclose(function(many, mass_ratio), one_by_one, rtol=1e-13, atol=1e-14)
