"""Gravity field, forces, dense output, reentry and lifetimes against independent formulas and integrators."""

import importlib.util

import numpy as np
import pytest
from boinor.core.perturbations import J2_perturbation, J3_perturbation
from numpy.testing import assert_allclose
from scipy.integrate import solve_ivp

from qtspace_trade.constants import (
    DAY,
    EARTH_GM,
    EARTH_J2,
    EARTH_RADIUS,
    EARTH_ROTATION_RATE,
    MOON_GM,
    SUN_GM,
)
from qtspace_trade.physics import forces, frames, geopotential, gravity, kepler, short_period
from qtspace_trade.physics.propagation import Forces, lifetime, perigee_passages, propagate

EPOCH = frames.parse_epoch("2026-01-01T00:00:00")
POINT = Forces(degree=0)
AIR = (tuple(np.arange(100e3, 1001e3, 20e3)), tuple(1e-11 * np.exp(-(np.arange(100e3, 1001e3, 20e3) - 300e3) / 45e3)))
PLACES = np.array([[6.9e6, 1e5, 2e5], [-2e6, 3e6, 6e6], [1e6, -8e6, -1e6], [0.0, 0.0, 7e6]])
STATE = np.array([6.9e6, 1e5, 2e5]), np.array([100.0, 4.6e3, 6.1e3])
HAS_HEYOKA = importlib.util.find_spec("heyoka") is not None


@pytest.mark.parametrize(("degree", "order"), [(0, 0), (2, 0), (2, 2), (5, 3), (8, 0), (8, 8)])
def test_acceleration_is_the_gradient_of_the_potential(degree, order):
    step = 100.0
    shifts = np.stack([step * np.eye(3), -step * np.eye(3)])
    after, before = geopotential.potential(PLACES[:, None] + shifts[:, None], degree, order)
    numerical = (before - after) / (2 * step)
    assert_allclose(geopotential.acceleration(PLACES, degree, order), numerical, rtol=0, atol=2e-9)


@pytest.mark.parametrize("place", PLACES[:3])
def test_first_harmonics_against_boinor(place):
    cosine, _ = geopotential.coefficients(3, 0)
    state, field = np.array([*place / 1e3, 0.0, 0.0, 0.0]), (EARTH_GM / 1e9, EARTH_RADIUS / 1e3)
    fields = [geopotential.acceleration(place, degree, 0) for degree in (0, 2, 3)]
    oblate = 1e3 * J2_perturbation(0.0, state, field[0], EARTH_J2, field[1])
    pear = 1e3 * J3_perturbation(0.0, state, field[0], -cosine[3, 0], field[1])
    assert_allclose(fields[1] - fields[0], oblate, rtol=0, atol=1e-14)
    assert_allclose(fields[2] - fields[1], pear, rtol=0, atol=1e-14)


def test_point_mass_alone():
    assert_allclose(geopotential.acceleration(PLACES, 0, 0), gravity.gravity_acceleration(PLACES), rtol=1e-14)
    assert_allclose(geopotential.potential(PLACES, 0, 0), gravity.potential(PLACES), rtol=1e-14)


def test_coefficients_of_published_zonal_harmonics():
    """J3, J4 and J5 of EGM96 as in Vallado (2013), table D-1; the models differ in the fourth digit."""
    cosine, sine = geopotential.coefficients(8, 8)
    assert_allclose(-cosine[3:6, 0], [-2.53266e-6, -1.61962e-6, -2.27e-7], rtol=5e-3)
    assert not sine[:, 0].any()
    assert_allclose(np.hypot(cosine[2, 2], sine[2, 2]), 1.81553e-6, rtol=1e-4)


@pytest.mark.parametrize(("degree", "order"), [(9, 0), (-1, 0), (3, 4), (3, -1)])
def test_unknown_harmonics(degree, order):
    with pytest.raises(ValueError, match="expected 0 to"):
        geopotential.coefficients(degree, order)


ORBITS = {
    "low": (6.9e6, 0.001, 0.9), "equator": (7e6, 0.0, 0.0), "backwards": (7.2e6, 0.0, np.pi), "polar": (7e6, 0.01, np.pi / 2),
    "transfer": (24.4e6, 0.73, 0.1), "slim": (60e6, 0.88, 1.1),
}  # fmt: skip


@pytest.mark.parametrize("orbit", ORBITS.values(), ids=ORBITS)
def test_against_plain_integration(orbit):
    """Newton's equations in Cartesian coordinates with boinor's J2, two revolutions."""
    axis, eccentricity, inclination = orbit
    position, velocity = kepler.position_velocity(axis, eccentricity, inclination, 1.0, 2.0, 0.3)
    duration = 2 * kepler.orbital_period(axis)
    times = np.linspace(0.0, duration, 40)

    def newton(time, state):
        pull = -EARTH_GM * state[:3] / np.linalg.norm(state[:3]) ** 3
        push = J2_perturbation(time, state / 1e3, EARTH_GM / 1e9, EARTH_J2, EARTH_RADIUS / 1e3)
        return np.concatenate([state[3:], pull + 1e3 * push])

    scale = np.repeat([1e-6, 1e-9], 3)
    plain = solve_ivp(newton, (0, duration), [*position, *velocity], method="DOP853", rtol=3e-14, atol=scale, t_eval=times)
    found = propagate(position, velocity, EPOCH, duration).states(EPOCH + times)
    assert_allclose(found[0], plain.y[:3].T, rtol=0, atol=0.05)
    assert_allclose(found[1], plain.y[3:].T, rtol=0, atol=1e-4)


def test_dense_output():
    """Between the ends of steps the polynomials are as good as the steps."""
    motion = propagate(*STATE, 0.0, DAY)
    for time in np.linspace(1e3, DAY - 1.0, 12):
        direct, _ = propagate(*STATE, 0.0, time, tolerance=1e-13).states(time)
        assert np.linalg.norm(motion.states(time)[0] - direct) < 0.1


def test_velocity_is_the_derivative_of_the_position():
    times = np.linspace(100.0, 8e3, 50)
    motion = propagate(*STATE, 0.0, 9e3)
    difference = motion.states(times + 0.5)[0] - motion.states(times - 0.5)[0]
    assert_allclose(motion.states(times)[1], difference, rtol=0, atol=2e-3)


def push_of(force, position, velocity, duration=2.0):
    """Acceleration that a force adds, from the change of velocity in the middle of a short time."""
    with_it, without = (
        propagate(position, velocity, EPOCH, duration, given).states(EPOCH + duration)[1] for given in (force, POINT)
    )
    return (with_it - without) / duration


def test_field_about_the_real_pole():
    """The field in Earth-fixed axes, turned back by the transpose of the rotation of `frames`."""
    middle = EPOCH + 1.0
    place, _ = propagate(*STATE, EPOCH, 2.0, POINT).states(middle)
    turn = np.stack([frames.earth_fixed_position(axis, middle) for axis in np.eye(3)], axis=-1)
    fixed = turn @ place
    expected = turn.T @ (geopotential.acceleration(fixed, 8, 8) - geopotential.acceleration(fixed, 0, 0))
    found = push_of(Forces(8, 8, true_pole=True), *STATE)
    assert_allclose(found, expected, rtol=0, atol=1e-6 * np.linalg.norm(expected) + 1e-8)


@pytest.mark.parametrize("name", ["sun", "moon"])
def test_third_bodies(name):
    position, velocity = kepler.position_velocity(60e6, 0.1, 0.5, 0.3, 0.2, 1.0)
    body = {"sun": frames.sun_position, "moon": frames.moon_position}[name](EPOCH + 50.0)
    parameter = {"sun": SUN_GM, "moon": MOON_GM}[name]
    place = position + 50.0 * velocity
    expected = parameter * ((body - place) / np.linalg.norm(body - place) ** 3 - body / np.linalg.norm(body) ** 3)
    found = push_of(POINT._replace(**{name: True}), position, velocity, 100.0)
    assert_allclose(found, expected, rtol=0, atol=2e-3 * np.linalg.norm(expected))


def test_drag_against_its_formula():
    air = POINT._replace(drag_area_to_mass=0.02, altitude_table=AIR[0], density_table=AIR[1])
    position, velocity = kepler.position_velocity(6.678e6, 0.0, 0.0, 0.0, 0.0, 1.0)
    wind = np.cross([0.0, 0.0, EARTH_ROTATION_RATE], position)
    altitude = np.linalg.norm(position) - EARTH_RADIUS
    density = 1e-11 * np.exp(-(altitude - 300e3) / 45e3)
    relative = velocity - wind
    size = forces.drag_acceleration(density, np.linalg.norm(relative), 2.0, 0.01, 1.0)
    found = push_of(air, position, velocity, 10.0)
    assert np.linalg.norm(found) == pytest.approx(size, rel=1e-4)
    assert found @ relative < 0


def test_sunlight_and_shadow():
    sun = frames.sun_position(EPOCH)
    towards = sun / np.linalg.norm(sun)
    light = POINT._replace(radiation_area_to_mass=0.02)
    speed = np.sqrt(EARTH_GM / 7e6) * np.cross(towards, [0.0, 0.0, 1.0])
    day = push_of(light, 7e6 * towards, speed, 20.0)
    pressure = forces.radiation_pressure_acceleration(np.linalg.norm(sun) - 7e6, 0.02, 1.0, 1.0)
    assert_allclose(day, -pressure * towards, rtol=0, atol=2e-2 * pressure)
    assert np.abs(push_of(light, -7e6 * towards, speed, 20.0)).max() < 1e-3 * pressure


@pytest.mark.parametrize(
    ("given", "allowed"), [(Forces(8, 8, True, True, True), 0.01), (Forces(4, 0, radiation_area_to_mass=0.02), 0.5)],
    ids=["gravity", "sunlight"],
)  # fmt: skip
def test_tolerance_has_converged(given, allowed):
    """A tenth of the tolerance changes a day of motion little.

    Steps pass over the edges of the shadow, which costs 0.2 m of the 11 m by which sunlight moves the spacecraft.
    """
    ends = [propagate(*STATE, EPOCH, DAY, given, tolerance=size).states(EPOCH + DAY)[0] for size in (1e-12, 1e-13)]
    assert np.linalg.norm(ends[0] - ends[1]) < allowed


def test_reentry_of_an_orbit_that_meets_the_air():
    position, velocity = kepler.position_velocity(6.6e6, 0.05, 0.7, 0.0, 0.0, np.pi)
    motion = propagate(position, velocity, EPOCH, DAY)
    assert motion.end_reason == "reentry"
    assert 0.3 < (motion.end - EPOCH) / kepler.orbital_period(6.6e6) < 0.5
    altitude = frames.geodetic_altitude(motion.states(motion.end)[0])
    assert altitude == pytest.approx(100e3, abs=50.0)
    with pytest.raises(ValueError, match="the motion lasts"):
        motion.states(motion.end + 10.0)


BAD = {
    "unbound": ((7e6, 0, 0), (0, 2e4, 0), 100.0, POINT, "bound orbit"),
    "below": ((6.4e6, 0, 0), (0, 7.9e3, 0), 100.0, POINT, "at the start"),
    "not a number": ((np.nan, 0, 0), (0, 7e3, 0), 100.0, POINT, "finite"),
    "no time": ((7e6, 0, 0), (0, 7e3, 0), 0.0, POINT, "duration"),
    "no table": ((7e6, 0, 0), (0, 7e3, 0), 1.0, Forces(drag_area_to_mass=1.0), "table"),
    "negative drag": ((7e6, 0, 0), (0, 7e3, 0), 1.0, Forces(drag_area_to_mass=-1.0), "zero or more"),
    "negative pressure": ((7e6, 0, 0), (0, 7e3, 0), 1.0, Forces(radiation_area_to_mass=-1.0), "zero or more"),
    "falling table": ((7e6, 0, 0), (0, 7e3, 0), 1.0, Forces(2, 0, False, False, False, 1.0, (2e5, 1e5), (1, 2)), "rising"),
    "high table": ((7e6, 0, 0), (0, 7e3, 0), 1.0, Forces(2, 0, False, False, False, 1.0, (2e5, 3e5), (1, 2)), "begin at"),
}


@pytest.mark.parametrize(("position", "velocity", "duration", "given", "message"), BAD.values(), ids=BAD)
def test_what_cannot_be_done(position, velocity, duration, given, message):
    with pytest.raises(ValueError, match=message):
        propagate(position, velocity, EPOCH, duration, given)


def test_unknown_backend():
    with pytest.raises(ValueError, match="expected one of scipy, heyoka"):
        propagate(*STATE, EPOCH, 10.0, backend="rk4")


@pytest.mark.skipif(HAS_HEYOKA, reason="heyoka is installed")
def test_missing_backend_names_the_extra():
    with pytest.raises(ModuleNotFoundError, match=r"qtspace-trade\[precision\]"):
        propagate(*STATE, EPOCH, 10.0, backend="heyoka")


@pytest.mark.skipif(not HAS_HEYOKA, reason="heyoka is not installed")
@pytest.mark.parametrize("given", [Forces(), Forces(4, 4, True), Forces(2, 0, False, True, True)], ids=["J2", "pole", "bodies"])
def test_backends_agree(given):
    """The truncated series of pole, Sun and Moon differ by 0.1″, 0.01° and 0.1° at most."""
    times = EPOCH + np.linspace(0.0, DAY, 20)
    motions = [propagate(*STATE, EPOCH, DAY, given, backend=backend).states(times) for backend in ("scipy", "heyoka")]
    assert_allclose(motions[0][0], motions[1][0], rtol=0, atol=0.01 if given == Forces() else 3.0)


@pytest.mark.skipif(not HAS_HEYOKA, reason="heyoka is not installed")
def test_backend_without_surface_forces():
    with pytest.raises(ValueError, match="neither drag nor sunlight"):
        propagate(*STATE, EPOCH, 10.0, Forces(radiation_area_to_mass=0.01), backend="heyoka")


def test_perigee_passages_of_a_kepler_orbit():
    position, velocity = kepler.position_velocity(12e6, 0.4, 1.0, 0.0, 0.0, np.pi)
    period = kepler.orbital_period(12e6)
    times, radii = perigee_passages(propagate(position, velocity, 0.0, 3 * period, POINT))
    assert_allclose(times, period * np.array([0.5, 1.5, 2.5]), atol=1e-3)
    assert_allclose(radii, 7.2e6, rtol=1e-9)


def test_perigee_of_a_high_orbit_under_the_moon():
    """Rate of the doubly averaged quadrupole: Kozai, Astron. J. 67, 591 (1962), doi 10.1086/108790.

    de/dt = 15/8 GM'/(n a'³ (1 - e'²)^(3/2)) e sqrt(1 - e²) sin² i sin 2ω, angles from the Moon's orbit. Over three
    revolutions of the Moon the node and the finite ratio of the distances, a/a' = 0.08, leave some per cent.
    """
    axis, eccentricity, month = 32e6, 0.7, 27.321_661 * DAY
    normal = np.cross(frames.moon_position(EPOCH), frames.moon_position(EPOCH + 7 * DAY))
    pole = normal / np.linalg.norm(normal)
    node = np.cross([0.0, 0.0, 1.0], pole)
    node = node / np.linalg.norm(node)
    beside = np.cross(pole, node)
    inclination, argument = np.pi / 3, np.pi / 4
    local = kepler.position_velocity(axis, eccentricity, inclination, 0.7, argument, np.pi)
    position, velocity = (vector @ np.stack([node, beside, pole]) for vector in local)
    _, radii = perigee_passages(propagate(position, velocity, EPOCH, 3 * month, POINT._replace(moon=True)))
    per_volume = 1 / (384_400e3**3 * (1 - 0.0549**2) ** 1.5)
    rate = 1.875 * MOON_GM * per_volume / kepler.mean_motion(axis) * eccentricity * np.sqrt(1 - eccentricity**2)
    expected = -axis * rate * np.sin(inclination) ** 2 * np.sin(2 * argument) * 3 * month
    assert abs(expected) > 50e3
    assert radii[-1] - radii[0] == pytest.approx(expected, rel=0.15)


@pytest.mark.parametrize("orbit", [(6.645e6, 0.0005, 0.9, 0.0), (6.65e6, 1e-4, 1.7, 0.0), (6.69e6, 0.01, 1.1, 1.0)])
def test_lifetime_against_full_integration(orbit):
    """Averages over revolutions that are a percent of the lifetime."""
    axis, eccentricity, inclination, perigee = orbit
    averaged = lifetime(axis, eccentricity, inclination, 0.05, *AIR, perigee)
    state = short_period.osculating_state(axis, eccentricity, inclination, 0.0, perigee, np.pi)
    air = Forces(drag_area_to_mass=0.05, altitude_table=AIR[0], density_table=AIR[1])
    full = propagate(*state, EPOCH, 60 * DAY, air, tolerance=1e-10)
    assert full.end_reason == averaged.end_reason == "reentry"
    assert averaged.duration == pytest.approx(full.end - EPOCH, rel=0.02)


def test_lifetime_of_a_circle_in_an_exponential_air():
    """King-Hele (1987): the time to fall by one scale height at altitude a - R is H/(ρ B sqrt(GM a) w²) (1 - 1/e).

    Air that turns with the Earth makes w = 1 - ω/n on the equator; the axis is cut to the first order.
    """
    axis, scale = 6.878e6, 45e3
    found = lifetime(axis, 0.0, 0.0, 0.01, *AIR)
    radius = axis + short_period.radial_correction(axis, 0.0, 0.0, 0.0, 0.0)
    density = 1e-11 * np.exp(-(radius - EARTH_RADIUS - 300e3) / scale)
    wind = (1 - EARTH_ROTATION_RATE / kepler.mean_motion(axis)) ** 2
    expected = scale / (density * 0.01 * np.sqrt(EARTH_GM * axis) * wind) * (1 - np.exp(-1))
    time = np.interp(scale, axis - found.semi_major_axis, found.times)
    assert time == pytest.approx(expected, rel=0.02)


def test_lifetime_history():
    found = lifetime(7.5e6, 0.1, 1.1, 0.05, *AIR)
    assert found.end_reason == "reentry"
    assert found.times[-1] == found.duration
    assert np.all(np.diff(found.semi_major_axis) < 0)
    assert np.ptp(found.apogee_altitude) > 5 * np.ptp(found.perigee_altitude)


def test_lifetime_cut_short():
    found = lifetime(7.578e6, 0.0, 1.0, 0.01, *AIR, longest=5 * DAY)
    assert (found.end_reason, found.duration) == ("end of the time", pytest.approx(5 * DAY))
    with pytest.raises(ValueError, match="the whole orbit above"):
        lifetime(6.5e6, 0.05, 1.0, 0.01, *AIR)
