"""Velocity changes, propellant, forces, price and vibration of a launch against independent evaluations and flown missions.

Evaluated with GM 398 600.4418 km³/s², equatorial radius 6378.137 km, g0 9.80665 m/s², a year of 3.15576e7 s.
"""

import math

import pytest

import qtspace_trade as qt
from qtspace_trade.assessment import closure
from qtspace_trade.constants import ASTRONOMICAL_UNIT, DAY, EARTH_RADIUS, JULIAN_YEAR
from qtspace_trade.physics import forces, launch_loads, manoeuvres

TOLERANCE = 1e-3
KM = 1e3


def radius(altitude_km):
    return EARTH_RADIUS + altitude_km * KM


def escape(perigee_km, apogee_km):
    return manoeuvres.escape_change(radius(perigee_km), 0.5 * (radius(perigee_km) + radius(apogee_km)))


@pytest.mark.parametrize(
    ("perigee", "apogee", "delta_v"), [(300, 300, 3200.1), (250, 35_786, 772.1), (200, 1_620, 2854.0), (700, 700, 3108.4)]
)
def test_escape(perigee, apogee, delta_v):
    assert escape(perigee, apogee) == pytest.approx(delta_v, rel=1e-4)


def test_circular_speed_at_300_km():
    assert manoeuvres.orbital_speed(radius(300), radius(300)) == pytest.approx(7725.76, rel=1e-6)


def test_propellant_of_a_flown_climb():
    """LISA Pathfinder, 1910 kg: what is left is the science module of 420 to 480 kg and the empty propulsion module."""
    burnt = manoeuvres.propellant_from_initial_mass(1910.0, 2854.0, 315.0)
    assert burnt == pytest.approx(1151.8, rel=1e-4)
    assert 1910.0 - burnt == pytest.approx(758.2, rel=1e-4)
    assert manoeuvres.propellant_from_final_mass(1910.0 - burnt, 2854.0, 315.0) == pytest.approx(burnt)


@pytest.mark.parametrize(
    ("altitude", "density", "force", "yearly", "decay"),
    [(400, 3e-12, 194.1e-6, 20.41, -98.8), (500, 6e-13, 38.25e-6, 4.023, -19.91), (600, 1.5e-13, 9.425e-6, 0.991, -5.01)],
)
def test_drag_compensation(altitude, density, force, yearly, decay):
    """300 kg with 1 m² and a coefficient of 2.2."""
    speed = manoeuvres.orbital_speed(radius(altitude), radius(altitude))
    acceleration = forces.drag_acceleration(density, speed, 2.2, 1.0, 300.0)
    assert acceleration * 300.0 == pytest.approx(force, rel=TOLERANCE)
    assert manoeuvres.compensation_change(acceleration) == pytest.approx(yearly, rel=TOLERANCE)
    assert manoeuvres.drag_decay_rate(radius(altitude), acceleration) * DAY == pytest.approx(decay, rel=TOLERANCE)


@pytest.mark.parametrize(("specific_impulse", "mass"), [(60.0, 10.41), (2000.0, 0.312)])
def test_gas_against_drag_at_400_km(specific_impulse, mass):
    speed = manoeuvres.orbital_speed(radius(400), radius(400))
    impulse = forces.drag_acceleration(3e-12, speed, 2.2, 1.0, 1.0) * JULIAN_YEAR
    assert speed == pytest.approx(7668.6, rel=1e-5)
    assert impulse == pytest.approx(6124.0, rel=TOLERANCE)
    assert manoeuvres.propellant_for_impulse(impulse, specific_impulse) == pytest.approx(mass, rel=TOLERANCE)


def test_sunlight_at_l2():
    """6 m² with a coefficient of 1.3, at 1 au; nitrogen at 60 s, colloid at 200 s."""
    force = forces.radiation_pressure_acceleration(ASTRONOMICAL_UNIT, 1.3, 6.0, 1.0)
    assert force == pytest.approx(35.41e-6, rel=TOLERANCE)
    assert force / 500.0 == pytest.approx(7.082e-8, rel=TOLERANCE)
    assert force * JULIAN_YEAR == pytest.approx(1117.5, rel=TOLERANCE)
    assert manoeuvres.propellant_for_impulse(force * JULIAN_YEAR, 60.0) == pytest.approx(1.899, rel=TOLERANCE)
    assert manoeuvres.propellant_for_impulse(force * JULIAN_YEAR, 200.0) == pytest.approx(0.570, rel=TOLERANCE)


@pytest.mark.parametrize(
    ("altitude", "perigee", "delta_v"),
    [(600, 50, 156.66), (700, 50, 182.80), (500, 50, 129.83), (1400, 50, 348.63), (600, 250, 97.84)],
)
def test_disposal(altitude, perigee, delta_v):
    assert manoeuvres.apsis_change(radius(altitude), radius(altitude), radius(perigee)) == pytest.approx(delta_v, rel=1e-4)


@pytest.mark.parametrize(("specific_impulse", "mass"), [(220.0, 15.06), (60.0, 61.0)])
def test_propellant_of_a_disposal(specific_impulse, mass):
    delta_v = manoeuvres.apsis_change(radius(600), radius(600), radius(50))
    assert manoeuvres.propellant_from_final_mass(200.0, delta_v, specific_impulse) == pytest.approx(mass, rel=TOLERANCE)


def test_geostationary_graveyard():
    delta_v = manoeuvres.hohmann_transfer(42_164 * KM, 42_464 * KM).delta_v
    assert delta_v == pytest.approx(10.88, rel=TOLERANCE)
    assert manoeuvres.apsides_transfer(42_164e3, 42_164e3, 42_464e3, 42_464e3).delta_v == pytest.approx(delta_v)
    assert manoeuvres.propellant_from_final_mass(2000.0, delta_v, 300.0) == pytest.approx(7.41, rel=TOLERANCE)


def test_climb_of_smile():
    """707 km circular to 5000 x 121 182 km; a period of 51 h is published. No gravity loss and no change of plane."""
    transfer = manoeuvres.apsides_transfer(radius(707), radius(707), radius(5000), radius(121_182))
    assert transfer.burns == pytest.approx((2824.0, 141.9), rel=TOLERANCE)
    assert transfer.delta_v == pytest.approx(2965.9, rel=1e-4)
    axis = 0.5 * (radius(5000) + radius(121_182))
    assert 2 * math.pi * math.sqrt(axis**3 / 398_600.4418e9) / 3600 == pytest.approx(50.62, rel=TOLERANCE)
    assert manoeuvres.propellant_from_initial_mass(2200.0, transfer.delta_v, 320.0) == pytest.approx(1345.0, rel=TOLERANCE)


@pytest.mark.parametrize(("apogee", "delta_v"), [(10_000, 1363.7), (20_000, 1919.1), (51_016, 2508.9)])
def test_joint_orbits_from_700_km(apogee, delta_v):
    found = manoeuvres.apsides_transfer(radius(700), radius(700), radius(700), radius(apogee))
    assert found.delta_v == pytest.approx(delta_v, rel=1e-4)


def test_joint_orbit_from_a_transfer_orbit():
    """250 x 35 786 km to 700 x 51 016 km, the perigee first; the other order is cheaper by some metres per second."""
    perigee = manoeuvres.apsis_change(radius(35_786), radius(250), radius(700))
    apogee = manoeuvres.apsis_change(radius(700), radius(35_786), radius(51_016))
    assert (perigee, apogee) == pytest.approx((45.9, 192.8), rel=TOLERANCE)
    assert perigee + apogee == pytest.approx(238.7, rel=TOLERANCE)
    cheaper = manoeuvres.apsides_transfer(radius(250), radius(35_786), radius(700), radius(51_016)).delta_v
    assert 0.9 * (perigee + apogee) < cheaper <= perigee + apogee


def test_five_years_on_a_halo_orbit():
    assert manoeuvres.propellant_from_final_mass(1000.0, 5 * 2.0, 220.0) == pytest.approx(4.65, rel=TOLERANCE)


@pytest.mark.parametrize(
    ("mass", "price"), [(180.0, 1.26e6), (10.0, 0.35e6), (50.0, 0.35e6), (100.0, 0.7e6), (200.0, 1.4e6), (500.0, 3.5e6)]
)
def test_price_of_a_shared_launch(mass, price):
    """List of February 2026; 100, 200 and 500 kg are printed."""
    (listed,) = qt.platform("rideshare_f9").prices
    assert closure.launch_price(listed, mass) == (price, price)


def test_random_vibration_of_the_shared_launch():
    """Guide of October 2022 prints 5.57 g rms beside its levels."""
    rms = launch_loads.random_vibration_rms([20, 50, 700, 800, 925, 2000], [0.01, 0.015, 0.015, 0.03, 0.03, 0.00644])
    assert rms == pytest.approx(5.568, rel=5e-3)
    assert rms == pytest.approx(5.57, rel=2e-3)


@pytest.mark.parametrize(
    ("frequency", "density", "rms"),
    [
        ([20, 50, 800, 2000], [0.026, 0.16, 0.16, 0.026], 14.14), ([20, 50, 800, 2000], [0.013, 0.08, 0.08, 0.013], 9.995),
        ([20, 80, 500, 2000], [0.01, 0.04, 0.04, 0.01], 6.784),
    ],
)  # fmt: skip
def test_random_vibration_of_standards(frequency, density, rms):
    """Qualification and acceptance of GSFC-STD-7000; 6.8 g is printed for NASA-STD-7001A."""
    assert launch_loads.random_vibration_rms(frequency, density) == pytest.approx(rms, rel=TOLERANCE)
