"""Heliocentric and ballistic trajectories, and the environment on them."""

import numpy as np
import pytest

import qtspace_trade as qt
from qtspace_trade import testing
from qtspace_trade.constants import ASTRONOMICAL_UNIT, DAY, EARTH_GM, EARTH_RADIUS, JULIAN_YEAR, SUN_GM
from qtspace_trade.errors import CatalogueError, QtspaceError
from qtspace_trade.physics import atom_interferometry, ballistic, gravity, heliocentric, kepler
from qtspace_trade.physics.frames import sun_position

CITED = {"references": {"test": {"title": "Number of a test", "kind": "assumed", "evidence": "assumed"}}}


def cited(value):
    return {"value": value, "source": "test"}


def orbit(kind, orbit_class, **elements):
    raw = {"title": "Orbit of a test", "kind": kind, "orbit_class": orbit_class, **CITED}
    return testing.entry("orbit", "place", {**raw, **{name: cited(value) for name, value in elements.items()}})


# Heliocentric


def test_trailing_spacecraft_keeps_its_distance():
    """LISA trails by 20 degrees: 2 au sin(10°) = 52 million km, the eccentricity of the Earth adds a few per cent."""
    times = np.linspace(0.0, JULIAN_YEAR, 50)
    position, _ = heliocentric.position_velocity(times, 0.0, ASTRONOMICAL_UNIT, 0.0, 0.0, np.radians(20.0))
    assert np.linalg.norm(position, axis=-1) == pytest.approx(2 * ASTRONOMICAL_UNIT * np.sin(np.radians(10.0)), rel=0.12)


def test_drift_away_of_kepler():
    """Kepler, a = 1.0133 au, falls behind by 7.0 degrees a year: 360° (1 - 1.0133^-1.5)."""
    start = np.array([0.0])
    first, last = (
        heliocentric.position_velocity(start + years * JULIAN_YEAR, 0.0, 1.0133 * ASTRONOMICAL_UNIT, 0.0361, 0.0, 0.0)[0][0]
        - sun_position(years * JULIAN_YEAR)
        for years in (0.0, 4.0)
    )
    turned = np.degrees(np.arccos(first @ last / np.linalg.norm(first) / np.linalg.norm(last)))
    assert turned == pytest.approx(4 * 7.0, abs=2.5)


def test_energy_about_the_sun():
    axis, eccentricity = 0.857 * ASTRONOMICAL_UNIT, 0.1667
    times = np.linspace(0.0, 200 * DAY, 20)
    position, velocity = heliocentric.position_velocity(times, 0.0, axis, eccentricity, 0.02, 0.0)
    step = 3600.0
    sun = sun_position(times)
    sun_velocity = (sun_position(times + step) - sun_position(times - step)) / (2 * step)
    radius = np.linalg.norm(position - sun, axis=-1)
    speed = np.linalg.norm(velocity - sun_velocity, axis=-1)
    assert 0.5 * speed**2 - SUN_GM / radius == pytest.approx(-0.5 * SUN_GM / axis, rel=1e-4)


def test_starts_beside_the_earth_at_its_apsis():
    for axis, eccentricity in ((0.857, 0.1667), (1.0133, 0.0361)):
        position, _ = heliocentric.position_velocity(np.array([0.0]), 0.0, axis * ASTRONOMICAL_UNIT, eccentricity, 0.0, 0.0)
        assert np.linalg.norm(position[0]) < 0.03 * ASTRONOMICAL_UNIT


# Ballistic


@pytest.mark.parametrize(("time", "apogee"), [(9.3, 120.0), (22.0, 8_500.0), (360.0, 250e3)])
def test_free_fall_obeys_gravity(time, apogee):
    moments = np.linspace(0.0, time, 101)[1:-1]
    position, velocity = ballistic.position_velocity(moments, apogee, time)
    height = ballistic.height(position)
    assert height.max() == pytest.approx(apogee, rel=1e-6)
    fall = EARTH_GM / (EARTH_RADIUS + apogee) ** 2
    assert np.gradient(velocity[:, 0], moments) == pytest.approx(-fall, rel=1e-6)
    assert 0.5 * velocity[:, 0] ** 2 + fall * height == pytest.approx(fall * apogee, rel=1e-6)


@pytest.fixture(scope="module")
def tower():
    return qt.environment(orbit("ballistic", "drop_tower", apogee_altitude="120 m", free_fall_time="9.3 s"))


@pytest.mark.parametrize(
    ("variable", "value"),
    [("free_fall_time", 9.3), ("measurement_duration", 9.3), ("gravity_signal", 9.798), ("gravity_along_axis", 9.798),
     ("gravity_gradient", 3.07e-6)],
)  # fmt: skip
def test_what_a_tower_offers(tower, variable, value):
    assert tower.statistic(variable, "mean").value == pytest.approx(value, rel=2e-3)


@pytest.mark.parametrize("variable", ["eclipse_fraction", "contact_time", "magnetic_field", "mass_density", "sun_exclusion"])
def test_what_a_tower_does_not_state(tower, variable):
    with pytest.raises(QtspaceError, match="unknown here"):
        tower.statistic(variable, "mean")


def test_a_perigee_in_the_air_is_refused():
    with pytest.raises(CatalogueError, match="expected at least 100 km"):
        orbit("keplerian", "leo", perigee_altitude="80 km", apogee_altitude="300 km", inclination="0 deg",
              right_ascension="0 deg", argument_of_perigee="0 deg")  # fmt: skip


# Gravity along an inertial axis


@pytest.mark.parametrize(("perigee", "apogee"), [(700e3, 700e3), (700e3, 51_016e3), (500e3, 2_000e3)])
def test_gravity_along_the_axis_against_the_closed_integral(perigee, apogee):
    """The mean square over an orbit is the integral of the atom-interferometry note in closed quadrature."""
    low, high = EARTH_RADIUS + perigee, EARTH_RADIUS + apogee
    axis, eccentricity = 0.5 * (low + high), (high - low) / (high + low)
    anomaly = 2 * np.pi * (np.arange(20_000) + 0.5) / 20_000
    position, _ = kepler.position_velocity(axis, eccentricity, 0.4, 0.3, 0.2, anomaly)
    perigee, _ = kepler.position_velocity(1.0, 0.0, 0.4, 0.3, 0.2, 0.0)
    along = gravity.gravity_along_inertial_axis(position, perigee)
    weight = 1 - eccentricity * np.cos(anomaly)
    mean_square = np.average(along**2, weights=weight)
    integral = atom_interferometry.signal_integral(axis, eccentricity, 2 * high, atom_interferometry.INERTIAL)
    period = kepler.orbital_period(axis)
    assert mean_square * period == pytest.approx(float(integral), rel=1e-6)


def test_nadir_pointing_sees_all_of_gravity():
    held = {law: qt.environment("leo_500_noon_midnight", "cubesat_12u", attitude=law, days=2) for law in ("nadir", "inertial")}
    nadir, inertial = (held[law].statistic("gravity_along_axis", "rms").value for law in ("nadir", "inertial"))
    assert nadir == pytest.approx(8.43, rel=2e-3)
    assert inertial == pytest.approx(nadir / np.sqrt(2), rel=0.02)


# Conditions and lines of sight


def test_eclipse_with_a_condition_is_the_share_of_all_time_in_which_both_hold():
    place = qt.environment("leo_500_noon_midnight", days=3)
    alone = place.statistic("eclipse_fraction", "mean").value
    low = place.statistic("eclipse_fraction", "mean", "altitude < 6000 km").value
    never = place.statistic("eclipse_fraction", "mean", "altitude < 200 km").value
    opposite = place.statistic("eclipse_fraction", "mean", "sunlit").value
    assert low == pytest.approx(alone, abs=1e-6) and never == 0.0 and opposite == pytest.approx(0.0, abs=1e-6)


def test_exclusion_angles():
    nadir = qt.environment("leo_500_noon_midnight", "cubesat_12u", attitude="nadir", days=2)
    assert nadir.statistic("earth_exclusion", "max").value == pytest.approx(-np.arcsin(EARTH_RADIUS / 6_878_137.0), rel=0.01)
    cold = qt.environment("sun_earth_l2", "lpf_bus", attitude="sun", days=30)
    assert cold.statistic("sun_exclusion", "min").value == pytest.approx(np.pi, abs=1e-6)
    assert cold.statistic("earth_exclusion", "min").value > np.radians(150)
    assert cold.statistic("moon_exclusion", "min").value > np.radians(120)


def test_short_scale_field_fades_with_height():
    """Ratio of two heights is (r1/r2)^(l + 3), whatever Kaula's constant is."""
    low, high = gravity.degree_gradient([[6_641e3, 0, 0], [6_796e3, 0, 0]], 100)
    assert high / low == pytest.approx((6_641 / 6_796) ** 103, rel=1e-9)
