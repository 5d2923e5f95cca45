"""Orbits from words: what comes out, how it is named, where it can be used, and one clear error for each bad one."""

import math

import astropy.units as u
import numpy as np
import pint
import pytest

import qtspace_trade as qt
from qtspace_trade import design
from qtspace_trade.constants import ASTRONOMICAL_UNIT, DAY, EARTH_RADIUS
from qtspace_trade.errors import CatalogueError, QtspaceError
from qtspace_trade.physics import kepler, orbit_design
from qtspace_trade.schema.entries import Orbit

PINT = pint.UnitRegistry()

ORBITS = {
    "circular": lambda: design.circular("600 km", "51.6 deg"),
    "elliptical": lambda: design.elliptical("700 km", "51000 km", "63 deg", argument_of_perigee="270 deg"),
    "by_period": lambda: design.by_period("12 h", 0.5, "63.4 deg"),
    "sun_synchronous": lambda: design.sun_synchronous("600 km", local_time_of_node="18:00"),
    "sun_synchronous repeat": lambda: design.sun_synchronous(revolutions=143, days=10, local_time_of_node="22:30"),
    "repeat_ground_track": lambda: design.repeat_ground_track(127, 10, "66.04 deg"),
    "frozen": lambda: design.frozen("781 km", "98.5 deg"),
    "molniya": lambda: design.molniya("600 km"),
    "tundra": lambda: design.tundra(0.27),
    "geostationary": lambda: design.geostationary("10 deg"),
    "lissajous": lambda: design.lissajous("L2", "340000 km", "90000 km"),
    "heliocentric": lambda: design.heliocentric("1.0133 au", 0.0361, "0.447 deg", "4 deg"),
    "earth_trailing": lambda: design.earth_trailing("20 deg"),
}


def axis(orbit):
    return EARTH_RADIUS + 0.5 * (orbit.perigee_altitude.si + orbit.apogee_altitude.si)


def eccentricity(orbit):
    return 0.5 * (orbit.apogee_altitude.si - orbit.perigee_altitude.si) / axis(orbit)


@pytest.mark.parametrize("make", ORBITS.values(), ids=ORBITS)
def test_orbits_go_wherever_an_orbit_is_expected(make):
    orbit = make()
    assert isinstance(orbit, Orbit)
    assert qt.orbit(orbit) is orbit
    assert make() == orbit
    assert set(orbit.references) <= {"given", "assumed"}
    found = qt.environment(orbit, days=1)
    assert found.statistic("altitude", "min").value > 90e3


def test_a_comparison_of_designed_orbits():
    found = qt.compare("micius", [ORBITS["sun_synchronous"](), ORBITS["circular"]()], "micius_bus", days=1)
    assert {fit.orbit for fit in found.assessments} == {"sso_600km_18h", "circular_600km_51_6deg"}


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        ("circular", "leo"), ("elliptical", "heo"), ("by_period", "heo"), ("sun_synchronous", "sso"), ("frozen", "leo"),
        ("repeat_ground_track", "leo"), ("molniya", "heo"), ("tundra", "heo"), ("geostationary", "geo"),
        ("lissajous", "sun_earth_l2"), ("heliocentric", "heliocentric"), ("earth_trailing", "heliocentric"),
    ],
)  # fmt: skip
def test_class(make, expected):
    assert ORBITS[make]().orbit_class == expected


def test_class_by_size():
    assert design.circular("20182 km", "55 deg").orbit_class == "meo"
    assert design.circular("35786 km", "0.1 deg").orbit_class == "geo"
    assert design.circular("35786 km", "60 deg").orbit_class == "meo"


@pytest.mark.parametrize("altitude", ["600 km", "6e5 m", 600e3, 600_000, np.float64(6e5), 600 * u.km, 600 * PINT.km])
@pytest.mark.parametrize("inclination", ["51.6 deg", math.radians(51.6), 51.6 * u.deg, 51.6 * PINT.degree])
def test_arguments_as_text_quantity_or_number(altitude, inclination):
    orbit = design.circular(altitude, inclination)
    assert orbit.perigee_altitude.si == orbit.apogee_altitude.si == pytest.approx(600e3, rel=1e-14)
    assert orbit.inclination.si == pytest.approx(math.radians(51.6), rel=1e-14)
    assert orbit.name == "circular_600km_51_6deg"


def test_text_is_kept_as_written():
    orbit = design.circular("600 km", "51.6 deg")
    assert (orbit.perigee_altitude.text, orbit.inclination.text) == ("600 km", "51.6 deg")


@pytest.mark.parametrize("time", ["10:30", "10:30:00", " 10:30 ", "10.5 h", "630 min", 37_800.0, 10.5 * u.hour])
def test_local_times(time):
    orbit = design.sun_synchronous("700 km", local_time_of_node=time)
    assert orbit.local_time_of_node.si == pytest.approx(37_800.0)
    assert orbit.name == "sso_700km_10_5h"


def test_angles_that_nobody_gave_are_zero_and_assumed():
    orbit = design.elliptical("700 km", "900 km", "63 deg", argument_of_perigee="90 deg")
    assert orbit.cited(orbit.argument_of_perigee) == "computed"
    for angle in (orbit.right_ascension, orbit.mean_anomaly):
        assert (angle.si, orbit.cited(angle)) == (0.0, "assumed")
    complete = design.elliptical(
        "700 km", "900 km", "63 deg", argument_of_perigee="90 deg", right_ascension="1 deg", mean_anomaly="2 deg"
    )
    assert set(complete.references) == {"given"}


def test_names_tell_orbits_apart():
    orbits = [
        design.circular("600 km", "51.6 deg"),
        design.circular("600.5 km", "51.6 deg"),
        design.circular("600 km", "51.7 deg"),
        design.circular("600 km", "51.6 deg", right_ascension="30 deg"),
        design.circular("600 km", "51.6 deg", right_ascension="-30 deg"),
        design.circular("600 km", "51.6 deg", mean_anomaly="30 deg"),
        design.circular("600 km", "51.6 deg", epoch="2030-01-01T00:00:00"),
        design.repeat_ground_track(15, 1, "51.6 deg"),
        design.repeat_ground_track(15, 1, "51.6 deg", eccentricity=0.01),
        design.molniya("600 km"),
        design.molniya("600 km", argument_of_perigee="90 deg"),
        design.earth_trailing("20 deg"),
        design.earth_trailing("-20 deg"),
    ]
    assert len({orbit.name for orbit in orbits}) == len(orbits)
    assert orbits[6].name == "circular_600km_51_6deg_at_20300101t000000"
    assert orbits[6].epoch == "2030-01-01T00:00:00"


def test_period_is_the_one_the_engine_flies():
    path = qt.environment(design.by_period("2 h", 0.1, "60 deg"), days=1).layer.trajectory
    assert 2 * np.pi / path.rates[2] == pytest.approx(7_200.0, rel=1e-12)
    assert path.eccentricity == pytest.approx(0.1, rel=1e-12)


def test_repeating_ground_track_is_the_one_the_engine_flies():
    path = qt.environment(ORBITS["repeat_ground_track"](), days=1).layer.trajectory
    shape = path.semi_major_axis, path.eccentricity, path.inclination
    cycle = 127 * orbit_design.nodal_period(*shape), 10 * orbit_design.nodal_day(*shape)
    assert cycle[0] == pytest.approx(cycle[1], rel=1e-12)


def test_sun_synchronous_repeat_is_the_one_the_engine_flies():
    path = qt.environment(ORBITS["sun_synchronous repeat"](), days=1).layer.trajectory
    shape = path.semi_major_axis, path.eccentricity, path.inclination
    assert 143 * orbit_design.nodal_period(*shape) == pytest.approx(10 * DAY, rel=2e-7)


def test_frozen_orbit():
    orbit = ORBITS["frozen"]()
    assert axis(orbit) == pytest.approx(EARTH_RADIUS + 781e3)
    assert eccentricity(orbit) == pytest.approx(orbit_design.frozen_eccentricity(axis(orbit), orbit.inclination.si))
    assert math.degrees(orbit.argument_of_perigee.si) == pytest.approx(90.0)


def test_molniya_and_tundra():
    fast, slow = ORBITS["molniya"](), ORBITS["tundra"]()
    for orbit, hours in ((fast, 11.967), (slow, 23.934)):
        assert kepler.orbital_period(axis(orbit)) / 3600 == pytest.approx(hours, abs=0.01)
        assert math.degrees(orbit.inclination.si) == pytest.approx(63.435, abs=1e-3)
        assert math.degrees(orbit.argument_of_perigee.si) == pytest.approx(270.0)
    assert fast.perigee_altitude.si == 600e3
    assert eccentricity(slow) == pytest.approx(0.27)


def test_designed_orbits_agree_with_those_of_the_catalogue():
    """The catalogue's Molniya orbit has half a sidereal day and no J2: 12 km in the semi-major axis."""
    assert axis(design.molniya("500 km")) == pytest.approx(axis(qt.orbit("molniya")), abs=15e3)
    catalogue, designed = (qt.environment(orbit, days=1).layer.trajectory for orbit in ("geo", design.geostationary("10 deg")))
    assert catalogue == designed
    listed = qt.orbit("sso_600_dawn_dusk")
    made = ORBITS["sun_synchronous"]()
    assert (made.perigee_altitude.si, made.local_time_of_node.si) == (listed.perigee_altitude.si, listed.local_time_of_node.si)


def test_geostationary_longitudes():
    assert design.geostationary("345 deg").name == design.geostationary("-15 deg").name == "geostationary_15deg_west"
    assert design.geostationary(0.0).name == "geostationary_0deg_east"


def test_earth_trailing_orbit():
    orbit = ORBITS["earth_trailing"]()
    assert (orbit.semi_major_axis.si, orbit.eccentricity.si, orbit.inclination.si) == (ASTRONOMICAL_UNIT, 0.0, 0.0)
    assert orbit.cited(orbit.eccentricity) == "assumed"
    ahead = design.earth_trailing("-20 deg")
    assert (ahead.name, ahead.lag.si) == ("earth_leading_20deg", pytest.approx(math.radians(-20)))
    assert "leading" in ahead.title


BAD = {
    "below the surface": (lambda: design.circular("-5 km", 1.0), "perigee altitude -5 km: the orbit runs below the Earth"),
    "too low": (lambda: design.circular("90 km", 1.0), "expected at least 100 km"),
    "too high": (lambda: design.circular("2e6 km", 1.0), "expected at most 1.5 million km"),
    "apsides": (lambda: design.elliptical("700 km", "600 km", 1.0), "600 km lies below the perigee altitude 700 km"),
    "not closed": (lambda: design.by_period("12 h", 1.0, 1.0), "eccentricity = 1.0: expected a closed orbit"),
    "negative eccentricity": (lambda: design.tundra(-0.1), "expected a closed orbit, from 0 to below 1"),
    "period": (lambda: design.by_period("-12 h", 0.1, 1.0), "expected a positive time"),
    "short period": (lambda: design.by_period("80 min", 0.0, 1.0), "runs below the Earth's surface"),
    "not a number": (lambda: design.circular(float("nan"), 1.0), "altitude: 'nan' is not a finite number"),
    "infinite": (lambda: design.circular("600 km", math.inf), "inclination: 'inf' is not a finite number"),
    "array": (lambda: design.circular([600e3, 700e3], 1.0), "expected one number"),
    "no unit": (lambda: design.circular("600", 1.0), "altitude: '600'"),
    "wrong unit": (lambda: design.circular("600 s", 1.0), "altitude: '600 s': expected m"),
    "nothing": (lambda: design.circular(None, 1.0), "altitude: None"),
    "inclination": (lambda: design.circular("600 km", "200 deg"), "inclination = 200 deg: expected between 0 and 180 deg"),
    "angle": (lambda: design.circular("600 km", 1.0, right_ascension="30 km"), "right_ascension: '30 km'"),
    "too high for the Sun": (lambda: design.sun_synchronous("7000 km", local_time_of_node="6:00"), "no Sun-synchronous orbit"),
    "hours without unit": (lambda: design.sun_synchronous("600 km", local_time_of_node=10.5), "'10.5 h' if hours are meant"),
    "late": (lambda: design.sun_synchronous("600 km", local_time_of_node="25:00"), "from '00:00' to '24:00'"),
    "no time": (lambda: design.sun_synchronous("600 km", local_time_of_node="noon"), "local_time_of_node: 'noon'"),
    "both": (lambda: design.sun_synchronous("600 km", revolutions=15, days=1, local_time_of_node="6:00"), "expected either"),
    "neither": (lambda: design.sun_synchronous(local_time_of_node="6:00"), "either an altitude or revolutions and days"),
    "no days": (lambda: design.sun_synchronous(revolutions=15, local_time_of_node="6:00"), "days: None"),
    "too fast": (lambda: design.repeat_ground_track(17, 1, 0.9), "17 revolutions in 1 day: nearest is 16 revolutions"),
    "too fast for long": (lambda: design.repeat_ground_track(900, 7, 0.9), "nearest is 114 revolutions in 7 days"),
    "too slow": (lambda: design.repeat_ground_track(1, 300, 0.9), "nearest is 7 revolutions in 300 days"),
    "too slow for the Sun": (
        lambda: design.sun_synchronous(revolutions=3, days=1, local_time_of_node="6:00"),
        "no such orbit repeats after 3 revolutions in 1 day: nearest is 7 revolutions in 1 day",
    ),
    "divisor": (lambda: design.repeat_ground_track(30, 2, 0.9), "closes after 15 revolutions in 1 day already"),
    "fraction": (lambda: design.repeat_ground_track(14.5, 1, 0.9), "revolutions = 14.5: expected a whole number from 1"),
    "no revolutions": (lambda: design.repeat_ground_track(0, 1, 0.9), "expected a whole number from 1"),
    "eccentric repeat": (lambda: design.repeat_ground_track(15, 1, 0.9, eccentricity=0.3), "nearest is"),
    "Molniya": (lambda: design.molniya("21000 km"), "expected at most 201"),
    "low Molniya": (lambda: design.molniya("-1 km"), "runs below the Earth's surface"),
    "eccentric Tundra": (lambda: design.tundra(0.9), "below the surface"),
    "longitude": (lambda: design.geostationary("400 deg"), "expected between -180 and 360 deg"),
    "point": (lambda: design.lissajous("L3", 1e8, 1e8), "point = 'L3': expected 'L1' or 'L2'"),
    "amplitude": (lambda: design.lissajous("L2", "-1 km", 1e8), "amplitude_y = -1 km: expected less than 1.508 million km"),
    "large amplitude": (lambda: design.lissajous("L1", 1e8, "2e6 km"), "amplitude_z = 2e6 km: expected less than 1.498"),
    "negative axis": (lambda: design.heliocentric("-1 au", 0.0, 0.0, 0.1), "expected a positive length"),
    "open about the Sun": (lambda: design.heliocentric("1 au", 1.2, 0.0, 0.1), "expected a closed orbit"),
    "at the Earth": (lambda: design.earth_trailing("0.1 deg"), "expected between 0.58 and 180 deg"),
    "beyond the Sun": (lambda: design.earth_trailing("200 deg"), "expected between 0.58 and 180 deg"),
}  # fmt: skip


@pytest.mark.parametrize(("make", "said"), BAD.values(), ids=BAD)
def test_one_clear_error(make, said):
    with pytest.raises(QtspaceError) as caught:
        make()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not isinstance(caught.value, CatalogueError)


def test_epoch_is_checked_like_that_of_a_file():
    with pytest.raises(CatalogueError, match="expected a date and time in UTC"):
        design.circular("600 km", 1.0, epoch="tomorrow")
