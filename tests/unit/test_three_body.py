"""Libration points and motion about them against boinor, the full equations and published orbits."""

import numpy as np
import pytest
from astropy import units as u
from boinor.threebody.restricted import lagrange_points
from numpy.testing import assert_allclose
from scipy.integrate import solve_ivp

from qtspace_trade.constants import ASTRONOMICAL_UNIT, DAY, EARTH_GM, MOON_GM, SUN_GM
from qtspace_trade.physics import frames, three_body

SUN_EARTH = three_body.EARTH_MOON_MASS_RATIO
EARTH_MOON = 0.012_150_584_27  # Moon over Earth and Moon, from the GM of DE440
MOTION = np.sqrt((SUN_GM + EARTH_GM + MOON_GM) / ASTRONOMICAL_UNIT**3)
YEAR = 365.25636 * DAY

each_point = pytest.mark.parametrize("point", [1, 2])


def side(point):
    return {1: -1, 2: 1}[point]


def acceleration(state, mass_ratio):
    """Circular restricted problem in rotating axes, unit distance and motion: Szebehely, Theory of orbits, 1967."""
    x, y, z, vx, vy, _ = state
    larger = (1 - mass_ratio) / np.linalg.norm([x + mass_ratio, y, z]) ** 3
    smaller = mass_ratio / np.linalg.norm([x - 1 + mass_ratio, y, z]) ** 3
    return np.array(
        [
            2 * vy + x - larger * (x + mass_ratio) - smaller * (x - 1 + mass_ratio),
            -2 * vx + y * (1 - larger - smaller),
            -z * (larger + smaller),
        ]
    )


def place(point, mass_ratio):
    return 1 - mass_ratio + side(point) * three_body.libration_gamma(mass_ratio, point)


def rotating(position, time):
    """Coordinates about the Earth along the Sun's direction, over the Sun's distance."""
    sun = frames.sun_position(time)
    distance = np.linalg.norm(sun, axis=-1, keepdims=True)
    x = -sun / distance
    z = np.broadcast_to(three_body.ECLIPTIC_POLE, x.shape)
    return np.stack([np.sum(position * axis, axis=-1) for axis in (x, np.cross(z, x), z)], axis=-1) / distance


@each_point
@pytest.mark.parametrize("mass_ratio", [1e-9, SUN_EARTH, 9.5e-4, EARTH_MOON, 0.3])
def test_forces_balance(point, mass_ratio):
    force = acceleration([place(point, mass_ratio), 0, 0, 0, 0, 0], mass_ratio)
    assert_allclose(force, 0.0, atol=1e-13)


@each_point
@pytest.mark.parametrize("mass_ratio", [SUN_EARTH, 9.5e-4, EARTH_MOON])
def test_points_against_boinor(point, mass_ratio):
    """boinor stops its root search at 2e-12 of the distance of the primaries."""
    points = lagrange_points(1.0 * u.km, (1 - mass_ratio) * u.kg, mass_ratio * u.kg)
    expected = side(point) * (points[point - 1].value - 1)
    assert three_body.libration_gamma(mass_ratio, point) == pytest.approx(expected, abs=3e-12)


@pytest.mark.parametrize(("point", "gamma"), [(1, 0.150_934), (2, 0.167_833)])
def test_earth_moon_points(point, gamma):
    """0.150934 and 0.167833 for the Earth and Moon: Koon et al., Dynamical systems, the three-body problem, 2011."""
    assert three_body.libration_gamma(EARTH_MOON, point) == pytest.approx(gamma, abs=2e-6)


@each_point
def test_distance_goes_to_the_hill_radius(point):
    """(μ/3)^(1/3) (1 ∓ (μ/3)^(1/3)/3) for small μ: Szebehely, chapter 4."""
    hill = np.cbrt(1e-10 / 3)
    expected = hill * (1 + side(point) * hill / 3)
    assert three_body.libration_gamma(1e-10, point) == pytest.approx(expected, rel=2e-7)


@pytest.mark.parametrize(("point", "kilometres"), [(1, 1.4976e6), (2, 1.5077e6)])
def test_sun_earth_distances(point, kilometres):
    """Roots for Earth and Moon together; the missions state "about 1.5 million km"."""
    assert three_body.libration_distance(point) == pytest.approx(kilometres * 1e3, rel=5e-5)
    scaled = three_body.libration_distance(point, np.array([1.0, 2.0]))
    assert_allclose(scaled, three_body.libration_gamma(SUN_EARTH, point) * np.array([1.0, 2.0]))


@pytest.mark.parametrize("point", [0, 3, -1])
def test_other_points_are_refused(point):
    for function in (three_body.libration_distance, three_body.libration_constants):
        with pytest.raises(ValueError, match="expected 1 or 2"):
            function(point)


def test_mass_ratio_of_the_ephemeris():
    """GM of Sun, Earth and Moon in DE440 [km³/s²]: Park et al., Astron. J. 161, 105 (2021), table 2."""
    sun, earth, moon = 132_712_440_041.279_4, 398_600.435_507, 4_902.800_118
    assert (earth + moon) / (sun + earth + moon) == pytest.approx(SUN_EARTH, rel=1e-11)


def test_mass_ratio_follows_from_the_constants():
    """IERS and DE440 values of GM agree to 2e-8, the factor between their times."""
    found = (EARTH_GM + MOON_GM) / (SUN_GM + EARTH_GM + MOON_GM)
    assert found == pytest.approx(SUN_EARTH, rel=3e-8)


@each_point
@pytest.mark.parametrize("mass_ratio", [SUN_EARTH, EARTH_MOON])
def test_constants_are_eigenvalues_of_the_motion(point, mass_ratio):
    """Jacobian by central differences of the full equations, whose error is 3e-6 of the frequencies."""
    centre = np.array([place(point, mass_ratio), 0, 0, 0, 0, 0])
    step = 1e-4 * three_body.libration_gamma(mass_ratio, point)
    columns = [
        (acceleration(centre + shift, mass_ratio) - acceleration(centre - shift, mass_ratio)) / (2 * step)
        for shift in step * np.eye(6)
    ]
    jacobian = np.vstack([np.eye(6)[3:], np.transpose(columns)])
    values, vectors = np.linalg.eig(jacobian)
    constants = three_body.libration_constants(point, mass_ratio)
    frequencies = np.sort(values[values.imag > 1.0].imag)
    assert_allclose(frequencies, np.sort([constants.in_plane_frequency, constants.out_of_plane_frequency]), rtol=1e-6)
    in_plane = np.argmin(np.abs(values - 1j * constants.in_plane_frequency))
    ratio = abs(vectors[1, in_plane] / vectors[0, in_plane])
    assert ratio == pytest.approx(constants.axis_ratio, rel=1e-6)
    assert constants.out_of_plane_frequency == pytest.approx(np.sqrt(constants.c2), rel=1e-15)


@pytest.mark.parametrize(
    ("point", "days"),
    [(1, 177.73), (2, 179.065)],
    ids=["ISEE-3, Richardson 1980", "JPL catalogue of periodic orbits, 1197"],
)
def test_period_of_small_orbits_is_near_that_of_halos(point, days):
    """Third-order terms lengthen the period by the square of the amplitude, 1 to 2 % for these halos."""
    period = YEAR / three_body.libration_constants(point).in_plane_frequency / DAY
    assert 1.0 < days / period < 1.02


@each_point
def test_linear_motion_against_the_full_equations(point):
    """A quarter of a turn with an amplitude of 1e-7; the first order leaves out A/γ, which the instability multiplies.

    The growth rate of 2.5 per unit of time makes 7 of it, and a few numbers of order c3 of 3 go with it.
    """
    constants = three_body.libration_constants(point)
    amplitude, ratio = 1e-7, constants.axis_ratio
    centre = np.array([place(point, SUN_EARTH), 0, 0, 0, 0, 0])

    def linear(moment):
        phase, upwards = constants.in_plane_frequency * moment, constants.out_of_plane_frequency * moment
        return amplitude * np.array([-np.cos(phase) / ratio, np.sin(phase), np.sin(upwards)])

    rates = amplitude * np.array([0.0, constants.in_plane_frequency, constants.out_of_plane_frequency])
    start = centre + np.concatenate([linear(0.0), rates])
    end = 0.5 * np.pi / constants.in_plane_frequency
    path = solve_ivp(
        lambda _, state: np.concatenate([state[3:], acceleration(state, SUN_EARTH)]),
        (0.0, end), start, "DOP853", rtol=1e-13, atol=1e-16,
    )  # fmt: skip
    error = amplitude**2 / three_body.libration_gamma(SUN_EARTH, point)
    assert_allclose(path.y[:3, -1] - centre[:3], linear(end), rtol=0, atol=30 * error)


@each_point
def test_resting_place_is_on_the_line_of_sun_and_earth(point):
    time = np.linspace(0.0, YEAR, 25)
    position, _ = three_body.linear_lissajous(time, point, 0.0, 0.0)
    expected = [side(point) * three_body.libration_gamma(SUN_EARTH, point), 0.0, 0.0]
    assert_allclose(rotating(position, time), np.broadcast_to(expected, (25, 3)), atol=1e-12)


@each_point
def test_lissajous_obeys_the_linear_equations(point):
    """x'' - 2y' = (1 + 2 c2) x, y'' + 2x' = (1 - c2) y, z'' = -c2 z: Richardson (1980), equations 5 to 7."""
    step = 0.01
    moment = np.linspace(0.0, 6.0, 601)
    time = moment / MOTION
    position, _ = three_body.linear_lissajous(time, point, 6e8, 2e8, 0.4, 1.1)
    motion = rotating(position, time) - [side(point) * three_body.libration_gamma(SUN_EARTH, point), 0.0, 0.0]
    rate = (motion[2:] - motion[:-2]) / (2 * step)
    bend = (motion[2:] - 2 * motion[1:-1] + motion[:-2]) / step**2
    x, y, z = motion[1:-1].T
    c2 = three_body.libration_constants(point).c2
    size = 6e8 / ASTRONOMICAL_UNIT
    assert_allclose(bend[:, 0] - 2 * rate[:, 1], (1 + 2 * c2) * x, atol=2e-3 * size)
    assert_allclose(bend[:, 1] + 2 * rate[:, 0], (1 - c2) * y, atol=2e-3 * size)
    assert_allclose(bend[:, 2], -c2 * z, atol=2e-3 * size)


def test_lissajous_amplitudes_scale_with_the_distance_of_the_sun():
    time = np.linspace(0.0, 3 * YEAR, 4001)
    position, _ = three_body.linear_lissajous(time, 2, 7e8, 3e8)
    motion = rotating(position, time) * ASTRONOMICAL_UNIT
    ratio = three_body.libration_constants(2).axis_ratio
    assert_allclose(np.ptp(motion, axis=0) / 2, [7e8 / ratio, 7e8, 3e8], rtol=1e-3)


def test_phases_hold_at_the_epoch():
    position, _ = three_body.linear_lissajous(0.0, 1, 7e8, 3e8, 0.5 * np.pi, 0.5 * np.pi)
    along, across, up = rotating(position, 0.0)
    assert along == pytest.approx(-three_body.libration_gamma(SUN_EARTH, 1), abs=1e-12)
    assert [across, up] == pytest.approx([7e8 / ASTRONOMICAL_UNIT, 3e8 / ASTRONOMICAL_UNIT], rel=1e-9)


def test_halo_closes_and_lissajous_does_not():
    """A halo has one frequency: after an in-plane period it is back where it was, as seen from Sun and Earth."""
    period = 2 * np.pi / three_body.libration_constants(2).in_plane_frequency / MOTION
    time = np.array([0.0, period])
    closed, open_path = (
        rotating(three_body.linear_lissajous(time, 2, 7e8, 3e8, 0.2, 0.3, halo)[0], time) for halo in (True, False)
    )
    assert_allclose(closed[1], closed[0], atol=1e-12)
    assert abs(open_path[1, 2] - open_path[0, 2]) > 1e-4


def test_velocity_of_lissajous():
    """Central difference over ±60 s against the ±600 s inside; the function states 1e-6 m/s."""
    time = 8e8 + np.array([-60.0, 0.0, 60.0])
    position, velocity = three_body.linear_lissajous(time, 2, 7e8, 3e8)
    assert_allclose((position[2] - position[0]) / 120.0, velocity[1], rtol=0, atol=1e-5)


def test_speed_at_the_resting_point():
    """L2 goes around the Sun with the Earth: relative to it, γ times the Earth's 29.8 km/s, 300 m/s."""
    _, velocity = three_body.linear_lissajous(np.linspace(0, YEAR, 50), 2, 0.0, 0.0)
    speed = np.linalg.norm(velocity, axis=-1)
    assert np.mean(speed) == pytest.approx(0.0100782 * 29_785.0, rel=1e-3)


def test_lissajous_at_many_times():
    position, velocity = three_body.linear_lissajous(np.zeros((2, 5)), 1, 1e8, 1e8)
    assert position.shape == velocity.shape == (2, 5, 3)
