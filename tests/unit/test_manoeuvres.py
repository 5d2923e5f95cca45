"""Velocity changes and propellant against boinor, closed formulas and limits."""

import numpy as np
import pytest
from boinor.bodies import Earth
from boinor.core import maneuver
from numpy.testing import assert_allclose

from qtspace_trade.constants import DAY, EARTH_GM, EARTH_RADIUS, EARTH_ROTATION_RATE
from qtspace_trade.physics import forces, kepler, manoeuvres


def circle(radius):
    """Position and velocity on a circle."""
    return np.array([radius, 0.0, 0.0]), np.array([0.0, np.sqrt(EARTH_GM / radius), 0.0])


def test_boinor_has_the_same_constant():
    assert Earth.k.to_value("m3/s2") == pytest.approx(EARTH_GM, rel=1e-10)


@pytest.mark.parametrize(("first", "last"), [(6.7e6, 42.164e6), (42.164e6, 6.7e6), (6.9e6, 7.1e6), (7e6, 4e8)])
def test_hohmann_against_boinor(first, last):
    *burns, duration = maneuver.hohmann.py_func(EARTH_GM, circle(first), last)
    found = manoeuvres.hohmann_transfer(first, last)
    assert_allclose(found.burns, np.linalg.norm(burns, axis=-1), rtol=1e-9)
    assert found.delta_v == pytest.approx(sum(found.burns))
    assert found.duration == pytest.approx(duration, rel=1e-9)


@pytest.mark.parametrize(("first", "middle", "last"), [(6.7e6, 5e8, 3.8e8), (7e6, 2e8, 42.164e6), (4e7, 9e7, 7e6)])
def test_bielliptic_against_boinor(first, middle, last):
    *burns, outward, inward = maneuver.bielliptic.py_func(EARTH_GM, middle, last, circle(first))
    found = manoeuvres.bielliptic_transfer(first, middle, last)
    assert_allclose(found.burns, np.linalg.norm(burns, axis=-1), rtol=1e-9)
    assert found.duration == pytest.approx(outward + inward, rel=1e-9)


def test_bielliptic_pays_beyond_a_ratio_of_15_6():
    """The known limit is 15.58: beyond it every intermediate radius outside the last circle is better than Hohmann."""
    for ratio, better in ((15.0, False), (16.2, True)):
        found = manoeuvres.bielliptic_transfer(7e6, 7e6 * ratio * 1.01, 7e6 * ratio).delta_v
        assert (found < manoeuvres.hohmann_transfer(7e6, 7e6 * ratio).delta_v) == better


def test_bielliptic_with_the_last_circle_between_is_a_hohmann_transfer():
    found = manoeuvres.bielliptic_transfer(7e6, 4e7, 4e7)
    assert_allclose(found.burns, [*manoeuvres.hohmann_transfer(7e6, 4e7).burns, 0.0])


def test_apsis_change_against_states():
    """From the perigee of a state after the burn at the apogee."""
    before = kepler.position_velocity(7_500e3, 0.05, 1.0, 2.0, 3.0, np.pi)
    apogee, perigee = 7_500e3 * 1.05, 7_500e3 * 0.95
    burn = manoeuvres.apsis_change(apogee, perigee, 6_428e3)
    position, velocity = before
    after = kepler.state_to_elements(position, velocity * (1 - burn / np.linalg.norm(velocity)))
    assert after.semi_major_axis * (1 - after.eccentricity) == pytest.approx(6_428e3, rel=1e-9)


def test_combined_change_is_the_difference_of_vectors():
    before, after, angle = 1_600.0, 3_075.0, 0.4
    vectors = np.array([before, 0.0]), after * np.array([np.cos(angle), np.sin(angle)])
    assert manoeuvres.combined_change(before, after, angle) == pytest.approx(np.linalg.norm(vectors[1] - vectors[0]))
    assert manoeuvres.combined_change(before, before, angle) == pytest.approx(manoeuvres.plane_change(before, angle))
    assert manoeuvres.combined_change(before, after, 0.0) == pytest.approx(after - before)


def test_combined_change_keeps_its_digits_for_small_angles():
    assert manoeuvres.combined_change(7_500.0, 7_500.0, 1e-9) == pytest.approx(7.5e-6, rel=1e-12)


def test_inclined_transfer_is_the_least_of_all_splits():
    first, last, angle = 6_678e3, 42_164e3, np.radians(28.5)
    transfer, turn = manoeuvres.inclined_transfer(first, last, angle)
    inner, outer = manoeuvres.orbital_speed(first, first), manoeuvres.orbital_speed(last, last)
    axis = 0.5 * (first + last)
    leaving, arriving = manoeuvres.orbital_speed(first, axis), manoeuvres.orbital_speed(last, axis)
    splits = np.linspace(0.0, angle, 20_001)
    total = manoeuvres.combined_change(inner, leaving, splits) + manoeuvres.combined_change(arriving, outer, angle - splits)
    assert transfer.delta_v == pytest.approx(total.min(), abs=1e-6)
    assert turn == pytest.approx(splits[total.argmin()], abs=1e-4)


def test_inclined_transfer_without_a_turn_and_for_arrays():
    transfer, turn = manoeuvres.inclined_transfer(7e6, [4e7, 4.2e7], 0.0)
    assert_allclose(transfer.delta_v, manoeuvres.hohmann_transfer(7e6, np.array([4e7, 4.2e7])).delta_v)
    assert_allclose(turn, 0.0)


@pytest.mark.parametrize("apogee", [30e6, 42_164_172.4, 60e6])
def test_geostationary_transfer_reaches_the_equator_and_the_radius(apogee):
    """The vectors of the burns, one after the other, lead to the geostationary velocity."""
    perigee, tilt, final = 6_628e3, np.radians(28.5), manoeuvres.GEOSTATIONARY_RADIUS
    transfer = manoeuvres.geostationary_transfer(perigee, apogee, tilt)
    speeds = [np.sqrt(EARTH_GM * (2 / apogee - 2 / (apogee + other))) for other in (perigee, final)]
    burn = np.linalg.norm(speeds[1] * np.array([1, 0]) - speeds[0] * np.array([np.cos(tilt), np.sin(tilt)]))
    assert transfer.burns[0] == pytest.approx(burn, rel=1e-9)
    circularising = abs(np.sqrt(EARTH_GM / final) - np.sqrt(EARTH_GM * (2 / final - 2 / (apogee + final))))
    assert transfer.burns[1] == pytest.approx(circularising, rel=1e-6, abs=1e-4)


@pytest.mark.parametrize("degrees", [-20.0, 5.0, 90.0])
def test_phasing_changes_the_place_by_the_angle(degrees):
    """During the phasing revolutions the old place moves on by whole turns and the angle."""
    transfer, opposite = manoeuvres.phasing(42_164e3, np.radians(degrees), 6)
    moved = np.degrees(kepler.mean_motion(42_164e3) * transfer.duration) - 6 * 360
    assert moved == pytest.approx(degrees, abs=1e-6)
    assert 6 * kepler.orbital_period(0.5 * (42_164e3 + opposite)) == pytest.approx(transfer.duration)
    assert (opposite > 42_164e3) == (degrees > 0)


@pytest.mark.parametrize("radius", [6_578e3, 7_078e3, 42_164e3])
def test_escape_from_a_circle(radius):
    assert manoeuvres.escape_change(radius, radius) == pytest.approx((np.sqrt(2) - 1) * np.sqrt(EARTH_GM / radius))


def test_escape_reaches_the_asked_speed():
    """Energy: v²/2 - GM/r = C3/2 after the burn."""
    radius, energy = 6_678e3, 10e6
    speed = manoeuvres.orbital_speed(radius, radius) + manoeuvres.escape_change(radius, radius, energy)
    assert speed**2 - 2 * EARTH_GM / radius == pytest.approx(energy, rel=1e-9)


def test_libration_transfer_has_its_apogee_at_the_point():
    for point, distance in ((1, 1.4976e9), (2, 1.5077e9)):
        axis = -EARTH_GM / manoeuvres.libration_transfer_energy(6_678e3, point)
        assert 2 * axis - 6_678e3 == pytest.approx(distance, rel=1e-4)


def test_inclination_keeping_is_many_small_plane_changes():
    speed = np.sqrt(EARTH_GM / 42_164e3)
    yearly = manoeuvres.inclination_keeping(42_164e3, np.radians(0.85) / (365.25 * DAY))
    assert yearly == pytest.approx(26 * manoeuvres.plane_change(speed, np.radians(0.85) / 26), rel=1e-7)


def test_east_west_acceleration_is_the_derivative_of_the_potential():
    """Sum of the harmonics on the equator with their associated Legendre functions at 0."""
    radius, ratio = manoeuvres.GEOSTATIONARY_RADIUS, EARTH_RADIUS / manoeuvres.GEOSTATIONARY_RADIUS

    def potential(longitude):
        c22, s22 = np.array([2.43938357e-6, -1.40027370e-6]) * np.sqrt(5 / 12)
        c31, s31 = np.array([2.03046201e-6, 2.4820042e-7]) * np.sqrt(7 / 6)
        c33, s33 = np.array([7.2132176e-7, 1.41434926e-6]) * np.sqrt(7 / 360)
        return EARTH_GM / radius * (
            3 * ratio**2 * (c22 * np.cos(2 * longitude) + s22 * np.sin(2 * longitude))
            - 1.5 * ratio**3 * (c31 * np.cos(longitude) + s31 * np.sin(longitude))
            + 15 * ratio**3 * (c33 * np.cos(3 * longitude) + s33 * np.sin(3 * longitude))
        )  # fmt: skip

    longitude = np.linspace(-3.0, 3.0, 50)
    slope = (potential(longitude + 1e-4) - potential(longitude - 1e-4)) / 2e-4 / radius
    assert_allclose(manoeuvres.east_west_acceleration(longitude), slope, rtol=0, atol=1e-15)


def test_geostationary_radius_turns_with_the_earth():
    assert kepler.mean_motion(manoeuvres.GEOSTATIONARY_RADIUS) == pytest.approx(EARTH_ROTATION_RATE)


def test_drag_decay_is_the_loss_of_energy():
    """Power F v taken from -GM m/2a."""
    radius = 6_778e3
    speed = np.sqrt(EARTH_GM / radius)
    drag = forces.drag_acceleration(3e-12, speed, 2.2, 1.0, 300.0)
    rate = manoeuvres.drag_decay_rate(radius, drag)
    assert EARTH_GM / (2 * radius**2) * rate == pytest.approx(-drag * speed)


def test_graveyard_rise():
    assert_allclose(manoeuvres.graveyard_rise([1.0, 2.0], 0.05), [285e3, 335e3])


@pytest.mark.parametrize("delta_v", [0.0, 10.0, 3_200.0])
def test_three_forms_of_the_rocket_equation_agree(delta_v):
    used = manoeuvres.propellant_from_initial_mass(1_910.0, delta_v, 315.0)
    assert manoeuvres.propellant_from_final_mass(1_910.0 - used, delta_v, 315.0) == pytest.approx(used)
    assert manoeuvres.rocket_delta_v(1_910.0, 1_910.0 - used, 315.0) == pytest.approx(delta_v, abs=1e-9)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: manoeuvres.orbital_speed(2.1e7, 1e7), "twice the semi-major axis"),
        (lambda: manoeuvres.orbital_speed(-1.0, 1e7), "expected one between 0"),
        (lambda: manoeuvres.phasing(7e6, -1.5, 1), "more revolutions or a smaller angle"),
        (lambda: manoeuvres.phasing(7e6, -10.0, 1), "more revolutions or a smaller angle"),
        (lambda: manoeuvres.phasing(7e6, 0.1, 0), "expected a positive number"),
        (lambda: manoeuvres.escape_change(7e6, 7e6, -2e8), "expected at least -1.13886e"),
        (lambda: manoeuvres.propellant_from_initial_mass(100.0, -1.0, 300.0), "expected none below zero"),
        (lambda: manoeuvres.propellant_from_final_mass(100.0, 1.0, 0.0), "expected none below zero"),
        (lambda: manoeuvres.rocket_delta_v(100.0, 101.0, 300.0), "between 0 and the initial mass"),
    ],
)
def test_what_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
