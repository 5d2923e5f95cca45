"""Orbits by what is asked of them: inverses, closing ground tracks, limits, and what is refused."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from qtspace_trade.constants import DAY, EARTH_J2, EARTH_RADIUS, EARTH_ROTATION_RATE, TROPICAL_YEAR
from qtspace_trade.physics import frames, kepler, orbit_design

TURN = 2.0 * np.pi
SHAPES = [(7e6, 0.0, 0.9), (7.3e6, 0.001, 1.72), (26_554e3, 0.74, 1.107), (42_164e3, 0.3, 1.107)]
each_shape = pytest.mark.parametrize("shape", SHAPES)


def closing_longitudes(axis, eccentricity, inclination, revolutions):
    """Longitude of the ascending node at the start and after a cycle, from the states of the secular motion."""
    elapsed = np.array([0.0, revolutions]) * orbit_design.nodal_period(axis, eccentricity, inclination)
    node, perigee, _ = kepler.j2_rates(axis, eccentricity, inclination)
    argument = 0.3 + perigee * elapsed
    true = -argument
    eccentric = 2 * np.arctan(np.sqrt((1 - eccentricity) / (1 + eccentricity)) * np.tan(true / 2))
    position, _ = kepler.position_velocity(axis, eccentricity, inclination, node * elapsed, argument, eccentric)
    assert_allclose(position[:, 2], 0.0, atol=1e-3)
    return np.arctan2(position[:, 1], position[:, 0]) - EARTH_ROTATION_RATE * elapsed


@pytest.mark.parametrize(
    ("revolutions", "days", "eccentricity", "inclination"),
    [(127, 10, 0.0, 1.1526), (15, 1, 0.001, 0.9), (2, 1, 0.7, 1.107), (1387, 91, 0.0, 1.6057), (1, 1, 0.2, 1.107)],
)
def test_ground_track_closes(revolutions, days, eccentricity, inclination):
    axis = orbit_design.repeat_semi_major_axis(revolutions, days, eccentricity, inclination)
    start, end = closing_longitudes(axis, eccentricity, inclination, revolutions)
    assert np.exp(1j * (end - start)) == pytest.approx(1.0, abs=1e-9 * days)
    assert revolutions * orbit_design.nodal_period(axis, eccentricity, inclination) == pytest.approx(
        days * orbit_design.nodal_day(axis, eccentricity, inclination), rel=1e-13
    )


@each_shape
def test_ground_track_shift_adds_up_to_whole_turns(shape):
    axis, eccentricity, inclination = shape
    start, end = closing_longitudes(axis, eccentricity, inclination, 1)
    shift = orbit_design.ground_track_shift(axis, eccentricity, inclination)
    assert np.exp(1j * (end - start - shift)) == pytest.approx(1.0, abs=1e-8)
    assert shift < 0


@each_shape
def test_periods_and_their_inverses(shape):
    axis, eccentricity, inclination = shape
    nodal = orbit_design.nodal_period(*shape)
    anomalistic = orbit_design.anomalistic_period(*shape)
    assert orbit_design.semi_major_axis_from_nodal_period(nodal, eccentricity, inclination) == pytest.approx(axis, rel=1e-12)
    assert orbit_design.semi_major_axis_from_anomalistic_period(anomalistic, eccentricity, inclination) == pytest.approx(
        axis, rel=1e-12
    )
    perigee_rate = kepler.j2_rates(*shape)[1]
    assert TURN / nodal - TURN / anomalistic == pytest.approx(perigee_rate, rel=1e-6, abs=1e-16)


def test_periods_are_equal_at_the_critical_inclination():
    shape = 26_554e3, 0.74, orbit_design.critical_inclination()
    assert orbit_design.nodal_period(*shape) == pytest.approx(orbit_design.anomalistic_period(*shape), rel=1e-14)


def test_functions_take_arrays():
    inclinations = np.radians([30.0, 60.0, 98.0])
    axes = orbit_design.repeat_semi_major_axis([15, 14, 127], [1, 1, 10], 0.0, inclinations)
    cycles = zip((15, 14, 127), (1, 1, 10), inclinations, strict=True)
    single = [orbit_design.repeat_semi_major_axis(turns, days, 0.0, tilt) for turns, days, tilt in cycles]
    assert_allclose(axes, single)
    axes, inclinations = orbit_design.sun_synchronous_repeat(np.array([14, 15]), 1)
    assert axes.shape == inclinations.shape == (2,)
    axes, shapes = orbit_design.repeat_orbit_of_perigee(2, 1, np.array([500e3, 1000e3]), 1.1)
    assert_allclose(axes * (1 - shapes) - EARTH_RADIUS, [500e3, 1000e3])


def test_sun_synchronous_repeat_keeps_solar_days():
    """To 1.2e-7: the rotation rate of the Earth has seven digits."""
    axis, inclination = orbit_design.sun_synchronous_repeat(143, 10)
    assert orbit_design.nodal_day(axis, 0.0, inclination) == pytest.approx(DAY, rel=2e-7)
    assert orbit_design.nodal_period(axis, 0.0, inclination) == pytest.approx(10 * DAY / 143, rel=2e-7)
    assert kepler.j2_rates(axis, 0.0, inclination)[0] == pytest.approx(TURN / TROPICAL_YEAR, rel=1e-12)


def test_sun_synchronous_repeat_agrees_with_the_orbit_of_that_inclination():
    axis, inclination = orbit_design.sun_synchronous_repeat(233, 16, 0.001)
    assert orbit_design.repeat_semi_major_axis(233, 16, 0.001, inclination) == pytest.approx(axis, rel=1e-9)


@pytest.mark.parametrize(("axis", "eccentricity"), [(6_778e3, 0.0), (7_178e3, 0.001), (9_000e3, 0.2)])
def test_sun_synchronous_axis_and_inclination_are_inverse(axis, eccentricity):
    inclination = kepler.sun_synchronous_inclination(axis, eccentricity)
    assert orbit_design.sun_synchronous_semi_major_axis(inclination, eccentricity) == pytest.approx(axis, rel=1e-12)


def test_local_time_of_a_sun_synchronous_node_stays():
    """Over a year the mean local time moves by less than 1 s: mean Sun and node turn at the same mean rate."""
    axis, inclination = orbit_design.sun_synchronous_repeat(143, 10)
    start, year = 8.2e8, 365.25 * DAY
    node = kepler.j2_rates(axis, 0.0, inclination)[0] * year + frames.raan_from_local_time(10.5, start)
    difference = (node - frames.raan_from_local_time(10.5, start + year) + np.pi) % TURN - np.pi
    assert abs(difference) / TURN * DAY < 4.0


def test_perigee_is_kept_by_a_repeat_orbit_of_given_perigee():
    axis, eccentricity = orbit_design.repeat_orbit_of_perigee(5, 1, 800e3, 1.0)
    assert orbit_design.repeat_semi_major_axis(5, 1, eccentricity, 1.0) == pytest.approx(axis, rel=1e-13)
    assert axis * (1 - eccentricity) == pytest.approx(EARTH_RADIUS + 800e3)


def test_molniya_and_tundra_rest_their_perigee_and_repeat_daily():
    axis, eccentricity, inclination = orbit_design.molniya_elements(600e3)
    assert abs(kepler.j2_rates(axis, eccentricity, inclination)[1]) < 1e-20
    assert 2 * orbit_design.nodal_period(axis, eccentricity, inclination) == pytest.approx(
        orbit_design.nodal_day(axis, eccentricity, inclination), rel=1e-13
    )
    axis, inclination = orbit_design.tundra_elements(0.27)
    assert orbit_design.nodal_period(axis, 0.27, inclination) == pytest.approx(
        orbit_design.nodal_day(axis, 0.27, inclination), rel=1e-13
    )


def test_critical_inclination():
    both = orbit_design.critical_inclination(), orbit_design.critical_inclination(retrograde=True)
    assert_allclose(np.sin(both) ** 2, 0.8)
    assert sum(both) == pytest.approx(np.pi)


def test_frozen_eccentricity_balances_j2_and_j3():
    """Rate of the perigee by J3 at ω = 90°, first order in e: 3/8 n J3 (R/a)³ (4 - 5 s²)(s/e)... ; their sum is zero.

    With s = sin i and p ≈ a, J2 gives 3/4 n J2 (R/p)² (4 - 5 s²) and J3 3/8 n J3 (R/p)³ (4 - 5 s²) s/e.
    """
    axis, inclination = 7_159.5e3, np.radians(98.55)
    eccentricity = orbit_design.frozen_eccentricity(axis, inclination)
    ratio, sine = EARTH_RADIUS / axis, np.sin(inclination)
    by_j2 = 0.75 * EARTH_J2 * ratio**2 * (4 - 5 * sine**2)
    by_j3 = 0.375 * orbit_design.EARTH_J3 * ratio**3 * (4 - 5 * sine**2) * sine / eccentricity
    assert by_j2 + by_j3 == pytest.approx(0.0, abs=1e-12 * abs(by_j2))
    assert by_j2 * kepler.mean_motion(axis) == pytest.approx(kepler.j2_rates(axis, 0.0, inclination)[1], rel=1e-12)
    assert orbit_design.frozen_eccentricity(axis, 0.0) == 0.0


def test_apsides_and_their_inverse():
    axis, eccentricity = orbit_design.axis_and_eccentricity(500e3, 39_000e3)
    assert_allclose(orbit_design.apsis_altitudes(axis, eccentricity), (500e3, 39_000e3))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: orbit_design.axis_and_eccentricity(-1.0, 5e5), "perigee altitude -1 m"),
        (lambda: orbit_design.axis_and_eccentricity(6e5, 5e5), "apogee altitude 500000 m"),
        (lambda: orbit_design.apsis_altitudes(7e6, 1.0), "expected a closed orbit"),
        (lambda: orbit_design.apsis_altitudes(-7e6, 0.1), "expected a positive one"),
        (lambda: orbit_design.repeat_semi_major_axis(17, 1, 0.0, 1.0), "below the surface"),
        (lambda: orbit_design.repeat_semi_major_axis(15, 1, np.nan, 1.0), "expected a closed orbit"),
        (lambda: orbit_design.repeat_semi_major_axis(0, 1, 0.0, 1.0), "expected positive numbers"),
        (lambda: orbit_design.repeat_orbit_of_perigee(2, 1, -5e5, 1.0), "above the surface"),
        (lambda: orbit_design.repeat_orbit_of_perigee(2, 1, 21e6, 1.0), "expected at most 201"),
        (lambda: orbit_design.sun_synchronous_semi_major_axis(1.0), "turns eastward"),
        (lambda: orbit_design.sun_synchronous_semi_major_axis(1.58), "below the surface"),
        (lambda: orbit_design.sun_synchronous_repeat(2, 1), "no Sun-synchronous orbit"),
        (lambda: orbit_design.sun_synchronous_repeat(18, 1), "below the surface"),
    ],
)
def test_what_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
