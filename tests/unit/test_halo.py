"""Halo, Lyapunov and Lissajous orbits against each other, the linear motion and independent integration."""

import functools

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.integrate import solve_ivp

from qtspace_trade.constants import ASTRONOMICAL_UNIT, DAY, EARTH_GM, MOON_GM
from qtspace_trade.physics import frames, halo, three_body

SUN_EARTH = three_body.EARTH_MOON_MASS_RATIO
EARTH_MOON = 0.012_150_584_27  # Moon over Earth and Moon, from the GM of DE440
KILOMETRES = ASTRONOMICAL_UNIT / 1e3
METRE = 1.0 / ASTRONOMICAL_UNIT
TURN = 2.0 * np.pi
YEAR = 365.25636 * DAY
NORTH_OF_PLANE = [1, 1, -1, 1, 1, -1]

each_point = pytest.mark.parametrize("point", [1, 2])
each_side = pytest.mark.parametrize("northern", [True, False])


@functools.cache
def orbit(point, kilometres, northern=True):
    return halo.halo_orbit(point, kilometres / KILOMETRES, northern)


@functools.cache
def trajectory(point, kilometres, northern=True):
    return halo.periodic_trajectory(orbit(point, kilometres, northern))


@functools.cache
def lissajous(point, across, up, duration=30.0, phases=(0.3, 1.0)):
    return halo.lissajous(point, across / KILOMETRES, up / KILOMETRES, duration, *phases)


def place(point, mass_ratio=SUN_EARTH):
    side = {1: -1, 2: 1}[point]
    return 1 - mass_ratio + side * three_body.libration_gamma(mass_ratio, point)


def integrated(state, times, mass_ratio=SUN_EARTH):
    """The equations of motion written out, Szebehely, Theory of orbits, 1967, in steps far below those of the library."""

    def rate(_, s):
        x, y, z, vx, vy, vz = s
        larger = (1 - mass_ratio) / ((x + mass_ratio) ** 2 + y**2 + z**2) ** 1.5
        smaller = mass_ratio / ((x - 1 + mass_ratio) ** 2 + y**2 + z**2) ** 1.5
        return [
            vx, vy, vz,
            2 * vy + x - larger * (x + mass_ratio) - smaller * (x - 1 + mass_ratio),
            -2 * vx + y * (1 - larger - smaller),
            -z * (larger + smaller),
        ]  # fmt: skip

    span = (0.0, times[-1])
    return solve_ivp(rate, span, state, "DOP853", t_eval=times, max_step=0.01, rtol=1e-13, atol=1e-16).y.T


def test_state_rate_against_the_equations_written_out():
    state = np.array([0.99, 0.003, -0.002, 0.001, 0.004, 0.002])
    step = 1e-4
    path = integrated(state, [step, 2 * step])
    slope = (4 * path[0] - 3 * state - path[1]) / (2 * step)
    assert_allclose(three_body.state_rate(state, SUN_EARTH), slope, rtol=0, atol=1e-7)


@pytest.mark.parametrize("mass_ratio", [SUN_EARTH, EARTH_MOON, 0.3])
def test_gradient_and_hessian_by_differences(mass_ratio):
    """Jacobi constant of a body at rest is 2 Ω."""
    position = np.array([0.8, 0.3, -0.2])
    step = 1e-5

    def potential(shift):
        return 0.5 * three_body.jacobi_constant([*(position + shift), 0.0, 0.0, 0.0], mass_ratio)

    shifts = step * np.eye(3)
    gradient = [(potential(shift) - potential(-shift)) / (2 * step) for shift in shifts]
    assert_allclose(three_body.potential_gradient(position, mass_ratio), gradient, atol=1e-9)
    gradients = three_body.potential_gradient(position + np.stack([shifts, -shifts]), mass_ratio)
    columns = (gradients[0] - gradients[1]) / (2 * step)
    assert_allclose(three_body.potential_hessian(position, mass_ratio), np.transpose(columns), atol=1e-8)


def test_transition_matrix_by_differences():
    state, step = np.array([0.989, 0.0, 0.001, 0.0, 0.009, 0.0]), 1e-7
    _, transition = three_body.propagate(state, 0.7, SUN_EARTH)
    columns = [
        (three_body.propagate(state + shift, 0.7, SUN_EARTH)[0] - three_body.propagate(state - shift, 0.7, SUN_EARTH)[0])
        / (2 * step)
        for shift in step * np.eye(6)
    ]
    assert_allclose(transition, np.transpose(columns), atol=1e-5 * np.max(np.abs(transition)))


def test_propagation_there_and_back_and_of_several():
    states = np.array([[0.989, 0.0, 0.001, 0.0, 0.009, 0.0], [1.009, 0.001, 0.002, 0.0, 0.01, 0.001]])
    ends, transitions = three_body.propagate(states, 0.9, SUN_EARTH)
    back, inverses = three_body.propagate(ends, -0.9, SUN_EARTH)
    assert_allclose(back, states, rtol=0, atol=1e-11)
    assert_allclose(inverses @ transitions, np.broadcast_to(np.eye(6), (2, 6, 6)), atol=1e-8)
    for state, end in zip(states, ends, strict=True):
        assert_allclose(three_body.propagate(state, 0.9, SUN_EARTH)[0], end, rtol=0, atol=1e-12)


def test_collision_is_refused():
    state = [1 - SUN_EARTH + 1e-3, 0.0, 0.0, 0.0, -1e-3, 0.0]  # falls to the Earth, at rest in inertial axes
    with pytest.raises(ValueError, match="without a collision"):
        three_body.propagate(state, 1.0, SUN_EARTH)


@each_point
@each_side
def test_third_order_solves_the_equations_to_its_order(point, northern):
    """The smallest halo has A_y/γ of 0.4, whose third power is left out, times coefficients of order 1."""
    approximation = halo.third_order_halo(point, 50_000 / KILOMETRES, northern)
    phases = np.linspace(0.0, TURN, 200, endpoint=False)
    step = 1e-3
    rate = TURN / approximation.period
    before, here, after = (
        halo.third_order_state(phases + shift, approximation, point) for shift in (-step * rate, 0.0, step * rate)
    )
    assert_allclose((after - before)[:, :3] / (2 * step), here[:, 3:], rtol=0, atol=1e-7)
    acceleration = (after - before)[:, 3:] / (2 * step)
    remainder = acceleration - three_body.state_rate(here, SUN_EARTH)[:, 3:]
    assert np.max(np.abs(remainder)) < 0.05 * np.max(np.abs(acceleration))


@each_point
def test_smallest_halo_is_where_lyapunov_orbits_branch(point):
    """Out of the plane the transition over a period has two eigenvalues of 1 there: they are those of a block of two."""
    small = halo.halo_orbit(point, 1.0 / KILOMETRES)
    state = np.array(small.state) * [1, 1, 0, 1, 1, 0]
    planar = halo.periodic_orbit(state, small.period, point)
    assert planar.state[2] == 0.0
    assert planar.period == pytest.approx(small.period, rel=1e-9)
    _, transition = three_body.propagate(planar.state, planar.period, SUN_EARTH)
    upwards = transition[np.ix_([2, 5], [2, 5])]
    assert np.trace(upwards) == pytest.approx(2.0, abs=1e-5)
    third_order = halo.third_order_halo(point, 0.0)
    assert third_order.period == pytest.approx(planar.period, rel=2e-3)


@each_point
@pytest.mark.parametrize("kilometres", [1e-3, 1.0, 120_000, 400_000, 700_000])
def test_halos_close(point, kilometres):
    found = orbit(point, kilometres)
    end, _ = three_body.propagate(found.state, found.period, SUN_EARTH)
    assert_allclose(end, found.state, rtol=0, atol=1e-10)
    approximation = halo.third_order_halo(point, kilometres / KILOMETRES)
    z = halo.third_order_state(0.0, approximation, point)[2]
    assert found.state[2] == pytest.approx(z, rel=1e-12)
    assert found.state[0] < place(point)
    assert found.state[4] > 0.0


@each_point
@pytest.mark.parametrize("mass_ratio", [1e-9, 9.5e-4, EARTH_MOON, 0.1])
def test_halos_of_other_primaries_close(point, mass_ratio):
    amplitude = 0.4 * three_body.libration_gamma(mass_ratio, point)
    found = halo.halo_orbit(point, amplitude, mass_ratio=mass_ratio)
    end, _ = three_body.propagate(found.state, found.period, mass_ratio)
    assert_allclose(end, found.state, rtol=0, atol=1e-10)
    approximation = halo.third_order_halo(point, amplitude, mass_ratio=mass_ratio)
    assert found.period == pytest.approx(approximation.period, rel=0.01)


@each_point
def test_steps_along_the_family_give_what_the_third_order_starts(point, monkeypatch):
    direct = orbit(point, 400_000)
    monkeypatch.setattr(halo, "DIRECT_AMPLITUDE", 0.02)
    assert_allclose(halo.halo_orbit(point, 400_000 / KILOMETRES).state, direct.state, rtol=0, atol=1e-11)


@each_point
def test_southern_halo_is_the_mirror_image(point):
    north, south = orbit(point, 300_000, True), orbit(point, 300_000, False)
    assert_allclose(south.state, np.array(north.state) * NORTH_OF_PLANE, rtol=0, atol=1e-12)
    assert south.period == pytest.approx(north.period, rel=1e-12)
    z = halo.rotating_state(np.linspace(0.0, north.period, 400), trajectory(point, 300_000))[:, 2]
    assert z.max() > 1.1 * -z.min()


@each_point
def test_halos_beyond_the_end_are_refused(point):
    with pytest.raises(ValueError, match="amplitude too large"):
        halo.halo_orbit(point, 1.6e6 / KILOMETRES)


@pytest.mark.parametrize("amplitude", [0.0, -1e-4, np.nan])
def test_planar_and_negative_halos_are_refused(amplitude):
    with pytest.raises(ValueError, match="more than 0"):
        halo.halo_orbit(1, amplitude)
    with pytest.raises(ValueError, match="more than 0"):
        halo.lyapunov_orbit(1, amplitude)


def test_other_points_are_refused():
    for function in (halo.halo_orbit, halo.lyapunov_orbit, halo.third_order_halo):
        with pytest.raises(ValueError, match="expected 1 or 2"):
            function(3, 1e-4)


def test_negative_amplitude_of_the_third_order_is_refused():
    with pytest.raises(ValueError, match="expected 0 or more"):
        halo.third_order_halo(1, -1e-4)


@each_point
def test_periodic_orbit_finds_a_member_near_by(point):
    near = orbit(point, 300_000)
    state = np.add(near.state, [2e-6, 0.0, -3e-6, 0.0, 2e-6, 0.0])
    found = halo.periodic_orbit(state, near.period, point)
    end, _ = three_body.propagate(found.state, found.period, SUN_EARTH)
    assert_allclose(end, found.state, rtol=0, atol=1e-10)
    assert np.linalg.norm(np.subtract(found.state, state)) < 1e-5


def test_states_that_are_no_start_are_refused():
    with pytest.raises(ValueError, match="expected y, vx and vz of 0"):
        halo.periodic_orbit([0.99, 1e-3, 0.0, 0.0, 0.01, 0.0], 3.0, 1)
    with pytest.raises(ValueError, match="no periodic orbit near"):
        halo.periodic_orbit([0.5, 0.0, 0.1, 0.0, 3.0, 0.0], 3.0, 1)


@each_point
@pytest.mark.parametrize("kilometres", [0.1, 1e3, 200_000, 400_000])
def test_lyapunov_orbits_close_and_stay_in_the_plane(point, kilometres):
    found = halo.lyapunov_orbit(point, kilometres / KILOMETRES)
    end, _ = three_body.propagate(found.state, found.period, SUN_EARTH)
    assert_allclose(end, found.state, rtol=0, atol=1e-10)
    assert found.state[2] == found.state[5] == 0.0
    assert place(point) - found.state[0] == pytest.approx(kilometres / KILOMETRES, rel=1e-6)


@pytest.mark.parametrize(("point", "kilometres"), [(1, 9e5), (2, 2e6)])
def test_lyapunov_orbits_into_the_earth_are_refused(point, kilometres):
    with pytest.raises(ValueError, match="amplitude"):
        halo.lyapunov_orbit(point, kilometres / KILOMETRES)


@each_point
@pytest.mark.parametrize("kilometres", [200_000, 700_000])
def test_trajectory_against_integration(point, kilometres):
    """Below 0.1 m and 1e-6 m/s over half a revolution, between nodes."""
    found, path = orbit(point, kilometres), trajectory(point, kilometres)
    times = np.linspace(0.0, 0.5 * found.period, 271)
    error = halo.rotating_state(times, path) - integrated(found.state, times)
    assert np.max(np.abs(error[:, :3])) < 0.1 * METRE
    assert np.max(np.abs(error[:, 3:])) * ASTRONOMICAL_UNIT * halo.MEAN_MOTION < 1e-6


def test_trajectory_near_a_primary():
    """A halo of the Earth and Moon on the way to the rectilinear ones, whose speed changes a lot along the orbit."""
    gamma = three_body.libration_gamma(EARTH_MOON, 1)
    found = halo.halo_orbit(1, 0.8 * gamma, True, EARTH_MOON)
    times = np.linspace(0.0, 0.5 * found.period, 300)
    error = halo.rotating_state(times, halo.periodic_trajectory(found)) - integrated(found.state, times, EARTH_MOON)
    assert np.max(np.abs(error[:, :3])) < 1e-11


@each_point
def test_jacobi_constant_along_a_halo(point):
    found = orbit(point, 400_000)
    states = halo.rotating_state(np.linspace(-7.0, 40.0, 3001), trajectory(point, 400_000))
    assert_allclose(three_body.jacobi_constant(states, SUN_EARTH), found.jacobi_constant, rtol=0, atol=1e-11)


def test_periodic_trajectory_folds_and_is_symmetric():
    found, path = orbit(2, 400_000), trajectory(2, 400_000)
    times = np.linspace(0.1, 1.4, 7)
    here = halo.rotating_state(times, path)
    assert_allclose(halo.rotating_state(times + 20 * found.period, path), here, rtol=0, atol=1e-12)
    assert_allclose(halo.rotating_state(-times, path), here * [1, -1, 1, -1, 1, -1], rtol=0, atol=1e-12)


def test_states_at_many_times_are_those_at_each():
    path = trajectory(1, 400_000)
    times = np.linspace(-5.0, 9.0, 6).reshape(2, 3)
    states = halo.rotating_state(times, path)
    assert states.shape == (2, 3, 6)
    for index in np.ndindex(times.shape):
        assert_allclose(halo.rotating_state(times[index], path), states[index], rtol=0, atol=1e-15)


@each_point
@pytest.mark.parametrize("kilometres", [(1.0, 1.0), (350_000, 185_000), (400_000, 400_000), (650_000, 100_000)])
def test_lissajous_is_one_continuous_solution(point, kilometres):
    """Half a unit of time from any place leads to the place half a unit later; errors grow fourfold on the way."""
    path = lissajous(point, *kilometres)
    times = np.linspace(0.0, 29.4, 150)
    ends, _ = three_body.propagate(halo.rotating_state(times, path), 0.5, SUN_EARTH)
    assert_allclose(halo.rotating_state(times + 0.5, path), ends, rtol=0, atol=2e-11)
    constants = three_body.jacobi_constant(halo.rotating_state(np.linspace(0.0, 30.0, 4001), path), SUN_EARTH)
    assert np.ptp(constants) < 1e-11


@each_point
def test_correction_of_lissajous_is_small(point):
    """The series leave some 100 km of 650 000 km to the shooting."""
    torus = halo.lissajous_torus(point, 600_000 / KILOMETRES, 300_000 / KILOMETRES)
    times = np.linspace(0.0, 30.0, 500)
    frequencies = np.array([torus.in_plane_frequency, torus.out_of_plane_frequency])
    angles = times[:, None] * frequencies + np.array([0.3, 1.0 - 0.25 * TURN])
    position = np.stack(
        [
            place(point) + np.cos(angles @ torus.multiples_xy.T) @ torus.cosines_x,
            np.sin(angles @ torus.multiples_xy.T) @ torus.sines_y,
            np.cos(angles @ torus.multiples_z.T) @ torus.cosines_z,
        ],
        axis=-1,
    )
    found = halo.rotating_state(times, lissajous(point, 600_000, 300_000))[:, :3]
    assert np.max(np.abs(found - position)) * KILOMETRES < 300.0


@each_point
def test_small_lissajous_is_the_linear_motion(point):
    """Amplitudes of 1000 km, second-order terms are below 1e-3 of them."""
    size = 1e3 / KILOMETRES
    constants = three_body.libration_constants(point)
    times = np.linspace(0.0, 10.0, 101)
    states = halo.rotating_state(times, lissajous(point, 1e3, 1e3, 10.0, (0.4, 1.1)))
    in_plane, up = constants.in_plane_frequency * times + 0.4, constants.out_of_plane_frequency * times + 1.1
    expected = np.stack([-np.cos(in_plane) / constants.axis_ratio, np.sin(in_plane), np.sin(up)], axis=-1)
    assert_allclose((states[:, :3] - [place(point), 0, 0]) / size, expected, rtol=0, atol=2e-3)


@each_point
def test_planar_lissajous_is_a_lyapunov_orbit(point):
    """The series of one angle have the period that shooting finds for the same crossing."""
    torus = halo.lissajous_torus(point, 400_000 / KILOMETRES, 0.0)
    signs = np.cos(np.pi * torus.multiples_xy[:, 0])
    crossings = np.sort([np.sum(torus.cosines_x), np.sum(signs * torus.cosines_x)])
    found = halo.lyapunov_orbit(point, -crossings[0])
    assert torus.in_plane_frequency == pytest.approx(TURN / found.period, rel=1e-8)
    opposite, _ = three_body.propagate(found.state, 0.5 * found.period, SUN_EARTH)
    assert opposite[0] - place(point) == pytest.approx(crossings[1], rel=1e-7)


@each_point
def test_vertical_lissajous_closes(point):
    torus = halo.lissajous_torus(point, 0.0, 500_000 / KILOMETRES)
    times = np.array([1.0, 1.0 + TURN / torus.out_of_plane_frequency])
    first, second = halo.rotating_state(times, lissajous(point, 0.0, 500_000, 8.0))
    assert_allclose(second, first, rtol=0, atol=1e-9)


@each_point
def test_lissajous_without_amplitudes_rests(point):
    states = halo.rotating_state(np.linspace(0.0, 30.0, 50), lissajous(point, 0.0, 0.0))
    assert_allclose(states, np.broadcast_to([place(point), 0, 0, 0, 0, 0], states.shape), rtol=0, atol=1e-13)


@each_point
def test_where_halos_are_there_is_no_lissajous(point):
    """Both frequencies meet between 600 000 and 700 000 km at 300 000 km out of the plane."""
    torus = halo.lissajous_torus(point, 600_000 / KILOMETRES, 300_000 / KILOMETRES)
    assert 0.04 < torus.in_plane_frequency - torus.out_of_plane_frequency < 0.06
    with pytest.raises(ValueError, match="see `halo_orbit`"):
        halo.lissajous_torus(point, 700_000 / KILOMETRES, 300_000 / KILOMETRES)


def test_wrong_lissajous_arguments_are_refused():
    with pytest.raises(ValueError, match="expected 0 or more"):
        halo.lissajous_torus(1, -1e-4, 0.0)
    with pytest.raises(ValueError, match="duration 0"):
        halo.lissajous(1, 1e-4, 1e-4, 0.0)


@pytest.mark.parametrize("time", [-0.01, 30.01, [1.0, 31.0]])
def test_times_outside_a_lissajous_are_refused(time):
    with pytest.raises(ValueError, match="expected 0 to 30"):
        halo.rotating_state(time, lissajous(1, 350_000, 185_000))


def barycentre(time):
    """From the Earth to the centre of mass of Earth and Moon."""
    return frames.moon_position(time) * MOON_GM / (EARTH_GM + MOON_GM)


@each_point
def test_placement_reads_back_as_the_rotating_state(point):
    time = np.linspace(8e8, 8e8 + 2 * YEAR, 301)
    position, _ = halo.position_velocity(time, trajectory(point, 400_000), 7.9e8, 0.7)
    sun = frames.sun_position(time)
    distance = np.linalg.norm(sun, axis=-1, keepdims=True)
    x = -sun / distance
    z = np.broadcast_to(three_body.ECLIPTIC_POLE, x.shape)
    offset = (position - barycentre(time)) / distance
    found = np.stack([np.sum(offset * axis, axis=-1) for axis in (x, np.cross(z, x), z)], axis=-1)
    moment = halo.MEAN_MOTION * (time - 7.9e8) + 0.7
    expected = halo.rotating_state(moment, trajectory(point, 400_000))[:, :3] - [1 - SUN_EARTH, 0, 0]
    assert_allclose(found, expected, rtol=0, atol=1e-12)


@each_point
def test_placed_point_scales_with_the_distance_of_the_sun(point):
    """At rest about the point; the rest is the motion of the Earth about its centre of mass with the Moon."""
    time = np.linspace(8e8, 8e8 + 0.9 * 30.0 / halo.MEAN_MOTION, 200)
    position, _ = halo.position_velocity(time, lissajous(point, 0.0, 0.0), 8e8)
    distance = np.linalg.norm(position - barycentre(time), axis=-1)
    sun_distance = np.linalg.norm(frames.sun_position(time), axis=-1)
    assert_allclose(distance / sun_distance, three_body.libration_gamma(SUN_EARTH, point), rtol=1e-9)
    linear, _ = three_body.linear_lissajous(time, point, 0.0, 0.0)
    apart = np.linalg.norm(position - linear, axis=-1)
    assert 4.0e6 < np.min(apart) < np.max(apart) < 5.2e6


def test_placed_velocity_is_the_derivative():
    """Central difference over ±100 s; the third derivative leaves 1e-6 m/s."""
    for path in (trajectory(2, 400_000), lissajous(1, 350_000, 185_000)):
        time = np.linspace(8e8 + 1e5, 8e8 + 1e8, 300)
        _, velocity = halo.position_velocity(time, path, 8e8)
        after, before = (halo.position_velocity(time + shift, path, 8e8)[0] for shift in (100.0, -100.0))
        assert_allclose((after - before) / 200.0, velocity, rtol=0, atol=5e-6)


def test_placement_at_many_times_is_that_at_each():
    time = 8e8 + 1e6 * np.arange(6.0).reshape(2, 3)
    position, velocity = halo.position_velocity(time, trajectory(1, 400_000))
    assert position.shape == velocity.shape == (2, 3, 3)
    for index in np.ndindex(time.shape):
        single = halo.position_velocity(time[index], trajectory(1, 400_000))
        assert_allclose(single[0], position[index], rtol=0, atol=1e-3)
        assert_allclose(single[1], velocity[index], rtol=0, atol=1e-8)


def test_small_placed_orbit_is_the_linear_one():
    """1000 km about L2: the linear motion but for the centre of mass, within 1 % of the amplitude."""
    time = 8e8 + np.linspace(0.0, 9.0, 50) / halo.MEAN_MOTION
    start = 8e8
    constants = three_body.libration_constants(2)
    frequencies = np.array([constants.in_plane_frequency, constants.out_of_plane_frequency])
    phases = 0.4 - halo.MEAN_MOTION * start * frequencies
    linear, _ = three_body.linear_lissajous(time, 2, 1e6, 1e6, *phases)
    position, _ = halo.position_velocity(time, lissajous(2, 1e3, 1e3, 10.0, (0.4, 0.4)), start)
    assert np.max(np.linalg.norm(position - barycentre(time) - linear, axis=-1)) < 1e4


def test_only_orbits_of_sun_and_earth_are_placed():
    path = halo.periodic_trajectory(halo.halo_orbit(2, 1e-3, True, EARTH_MOON))
    with pytest.raises(ValueError, match="expected that of Sun and Earth"):
        halo.position_velocity(0.0, path)
    assert halo.periodic_trajectory(halo.halo_orbit(2, 1e-3, True, 3.0542e-6)).mass_ratio == 3.0542e-6
