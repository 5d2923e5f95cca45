"""Orbit objects of boinor as orbits here and back: elements, epoch, class, and what is refused."""

import types

import astropy.units as u
import numpy as np
import pytest
from astropy.time import Time
from boinor.bodies import Earth, Moon, Sun
from boinor.frames import Planes
from boinor.twobody import Orbit

import qtspace_trade as qt
from qtspace_trade import design
from qtspace_trade.catalogue.interop import is_orbit_object, mean_elements, to_boinor
from qtspace_trade.constants import EARTH_J2, EARTH_RADIUS
from qtspace_trade.errors import CatalogueError, QtspaceError, UnknownName
from qtspace_trade.physics import frames, kepler

START = Time(qt.scenario("solar_mean").epoch, scale="utc")


def classical(axis, eccentricity=0.0, inclination=97.4, node=30.0, perigee=40.0, true=50.0, epoch=START, body=Earth, **more):
    """Orbit from its elements, angles in degrees."""
    angles = (angle * u.deg for angle in (inclination, node, perigee, true))
    return Orbit.from_classical(body, axis, eccentricity * u.one, *angles, epoch=epoch, **more)


LOW = classical(7000 * u.km, 0.01)


def states(orbit, seconds):
    return qt.environment(orbit, days=1).layer.trajectory.states(np.array([seconds]))


def assert_state(found, orbit):
    """The given state, apart from what J2 does to the radius within a revolution: at most 3/2 J2 R²/p."""
    position, velocity = (part.ravel() for part in found)
    given = orbit.r.to_value("m")
    distance, expected = np.linalg.norm(position), np.linalg.norm(given)
    np.testing.assert_allclose(position / distance, given / expected, atol=2e-6)
    assert abs(distance - expected) < 1.5 * EARTH_J2 * EARTH_RADIUS**2 / orbit.p.to_value("m")
    np.testing.assert_allclose(velocity, orbit.v.to_value("m/s"), atol=2e-3 * np.linalg.norm(velocity))


def test_elements_are_kept():
    entry = qt.orbit(LOW)
    assert entry.kind == "keplerian"
    assert entry.perigee_altitude.si == pytest.approx((7000 * 0.99 - 6378.137) * 1e3, abs=100)
    assert entry.apogee_altitude.si - entry.perigee_altitude.si == pytest.approx(2 * 0.01 * 7000e3)
    angles = (entry.inclination, entry.right_ascension, entry.argument_of_perigee)
    np.testing.assert_allclose([np.degrees(angle.si) for angle in angles], [97.4, 30, 40])
    assert {angle.source for angle in angles} == set(entry.references) == {"given"}


@pytest.mark.parametrize("eccentricity", [0.0, 0.01, 0.7])
@pytest.mark.parametrize("hours", [0.0, 1.0, 20.0])
def test_state_at_the_epoch_of_the_elements(eccentricity, hours):
    """The epoch is a moment inside the scenario; there, and nowhere else, the state is the given one."""
    orbit = classical(25_000 * u.km, eccentricity, epoch=START + hours * u.h)
    assert_state(states(orbit, hours * 3600.0), orbit)


@pytest.mark.parametrize("scale", ["utc", "tdb", "tt", "tai"])
def test_time_scales_of_the_epoch(scale):
    orbit = classical(7000 * u.km, epoch=getattr(START + 1 * u.h, scale))
    assert_state(states(orbit, 3600.0), orbit)


def test_elements_of_an_old_epoch_precess():
    """At 7000 km and 97.4 deg the node of a Sun-synchronous orbit turns once a year."""
    now = classical(7000 * u.km, inclination=97.9)
    old = classical(7000 * u.km, inclination=97.9, epoch=START - 91.31 * u.day)
    normals = [np.cross(*(part.ravel() for part in states(orbit, 0.0))) for orbit in (now, old)]
    nodes = [np.degrees(np.arctan2(normal[0], -normal[1])) for normal in normals]
    assert (nodes[1] - nodes[0]) % 360 == pytest.approx(90, abs=2)


@pytest.mark.parametrize(
    ("orbit", "expected"),
    [
        (LOW, "leo"),
        (classical(26_560 * u.km, 0.0, 55.0), "meo"),
        (classical(42_164 * u.km, 0.0, 0.1), "geo"),
        (classical(42_164 * u.km, 0.0, 60.0), "meo"),
        (classical(26_560 * u.km, 0.72, 63.4), "heo"),
    ],
)
def test_class(orbit, expected):
    assert qt.orbit(orbit).orbit_class == expected


def test_environment_and_assessment():
    env = qt.environment(LOW, "micius_bus", days=2)
    assert env.statistic("altitude", "min").value == pytest.approx(552e3, abs=30e3)
    fit = qt.assess("micius", LOW, "micius_bus", days=2)
    assert fit.orbit.startswith("given_orbit_")
    assert fit["platform_orbit"].status == "met"


def test_comparison_takes_orbit_objects():
    found = qt.compare("micius", [LOW, "geo"], "micius_bus", days=2)
    assert {fit.orbit.removesuffix(fit.orbit[-8:]) for fit in found.assessments if fit.orbit != "geo"} == {"given_orbit_"}


def test_equal_objects_give_equal_entries():
    assert qt.orbit(LOW) == qt.orbit(classical(7000 * u.km, 0.01))
    assert qt.orbit(LOW) != qt.orbit(classical(7001 * u.km, 0.01))


@pytest.mark.parametrize(
    ("orbit", "said"),
    [
        (classical(1 * u.AU, body=Sun), "orbit around Sun, expected one around the Earth"),
        (classical(3000 * u.km, body=Moon), "orbit around Moon, expected one around the Earth"),
        (classical(-9000 * u.km, 1.5), "eccentricity 1.5, expected a closed orbit (below 1)"),
        (classical(7000 * u.km, plane=Planes.EARTH_ECLIPTIC), "plane EARTH_ECLIPTIC, expected EARTH_EQUATOR"),
    ],
)
@pytest.mark.parametrize("use", [qt.orbit, qt.environment, lambda orbit: qt.assess("micius", orbit, "micius_bus")])
def test_what_is_refused(orbit, said, use):
    with pytest.raises(QtspaceError) as caught:
        use(orbit)
    assert said in str(caught.value)


@pytest.mark.parametrize("orbit", [classical(6300 * u.km), classical(8000 * u.km, 0.3)])
def test_below_the_surface(orbit):
    with pytest.raises(CatalogueError, match=r"perigee_altitude.*runs below the Earth's surface"):
        qt.orbit(orbit)


@pytest.mark.parametrize("thing", ["geo", 3, None, object(), qt.orbit("geo")])
def test_what_is_no_orbit_object(thing):
    assert not is_orbit_object(thing)


EPOCH = "2027-03-01T12:00:00"
ORBITS = {
    "circular": design.circular("600 km", "51.6 deg", right_ascension="20 deg", mean_anomaly="300 deg", epoch=EPOCH),
    "elliptical": design.elliptical(
        "700 km", "51000 km", "63 deg", argument_of_perigee="270 deg", right_ascension="350 deg", mean_anomaly="10 deg",
        epoch=EPOCH,
    ),
    "retrograde": design.elliptical("500 km", "600 km", "120 deg", mean_anomaly="181 deg", epoch=EPOCH),
}  # fmt: skip
ANGLES = ("inclination", "right_ascension", "argument_of_perigee", "mean_anomaly")


@pytest.mark.parametrize("orbit", ORBITS.values(), ids=ORBITS)
def test_round_trip_through_boinor(orbit):
    again = qt.orbit(to_boinor(orbit))
    assert again.perigee_altitude.si == pytest.approx(orbit.perigee_altitude.si, abs=1e-3)
    assert again.apogee_altitude.si == pytest.approx(orbit.apogee_altitude.si, abs=1e-3)
    turned = [np.exp(1j * (getattr(again, angle).si - getattr(orbit, angle).si)) for angle in ANGLES]
    np.testing.assert_allclose(turned, 1.0, atol=1e-9)
    assert frames.parse_epoch(again.epoch) == pytest.approx(frames.parse_epoch(EPOCH), abs=1e-3)
    assert again.orbit_class == orbit.orbit_class


def test_round_trip_from_boinor():
    again = to_boinor(qt.orbit(LOW))
    np.testing.assert_allclose(again.r.to_value("m"), LOW.r.to_value("m"), atol=0.01)
    np.testing.assert_allclose(again.v.to_value("m/s"), LOW.v.to_value("m/s"), atol=1e-5)
    assert abs((again.epoch - LOW.epoch).sec) < 1e-3


def test_epoch_of_a_boinor_object_as_text_and_as_time():
    text, time = to_boinor("iss", EPOCH), to_boinor("iss", Time(EPOCH, scale="utc"))
    assert abs((text.epoch - Time(EPOCH, scale="utc")).sec) < 1e-6
    assert abs((text.epoch - time.epoch).sec) < 1e-6
    np.testing.assert_allclose(text.r.to_value("m"), time.r.to_value("m"), atol=0.1)


def test_elements_move_to_another_epoch_by_the_secular_rates():
    orbit = ORBITS["elliptical"]
    moved, elapsed = to_boinor(orbit, "2027-03-31T12:00:00"), 30 * 86_400.0
    axis, shape = moved.a.to_value("m"), moved.ecc.to_value("")
    node, perigee, _ = kepler.j2_rates(axis, shape, orbit.inclination.si)
    expected = np.degrees([orbit.right_ascension.si + node * elapsed, orbit.argument_of_perigee.si + perigee * elapsed])
    np.testing.assert_allclose([moved.raan.to_value("deg") % 360, moved.argp.to_value("deg") % 360], expected % 360, atol=1e-6)


def test_sun_synchronous_and_geostationary_orbits_as_boinor_objects():
    dawn = to_boinor("sso_600_dawn_dusk", EPOCH)
    assert dawn.inc.to_value("deg") == pytest.approx(97.788, abs=1e-3)
    node = np.degrees(frames.raan_from_local_time(18.0, frames.parse_epoch(EPOCH)))
    assert dawn.raan.to_value("deg") % 360 == pytest.approx(node)
    geo = to_boinor(design.geostationary("10 deg"), EPOCH)
    fixed = frames.earth_fixed_position(geo.r.to_value("m"), frames.parse_epoch(EPOCH))
    assert np.degrees(np.arctan2(fixed[1], fixed[0])) == pytest.approx(10.0, abs=0.01)


def test_mean_elements_are_those_the_engine_flies():
    epoch = frames.parse_epoch(qt.scenario("solar_mean").epoch)
    for name in ("molniya", "geo", "sso_600_dawn_dusk", "galileo_5_6"):
        flown = qt.environment(name, days=1).layer.trajectory
        expected = (flown.semi_major_axis, flown.eccentricity, flown.inclination, flown.right_ascension,
                    flown.argument_of_perigee, flown.mean_anomaly)  # fmt: skip
        np.testing.assert_allclose(mean_elements(qt.orbit(name), epoch), expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("orbit", "epoch", "said"),
    [
        ("sun_earth_l1", EPOCH, "of kind halo, without elements about the Earth: expected keplerian"),
        ("drift_away", EPOCH, "of kind heliocentric"),
        ("drop_tower", EPOCH, "of kind ballistic"),
        ("parabola", None, "without elements about the Earth"),
        ("iss", None, "expected a date and time in UTC"),
        ("iss", "tomorrow", "'tomorrow': expected a date and time in UTC"),
        ("iss", 2027, "2027: expected a date and time in UTC"),
    ],
)
def test_what_has_no_boinor_object(orbit, epoch, said):
    with pytest.raises(QtspaceError) as caught:
        to_boinor(orbit, epoch)
    assert said in str(caught.value)


def test_unknown_orbit_has_no_boinor_object():
    with pytest.raises(UnknownName):
        to_boinor("nowhere", EPOCH)


def test_objects_are_told_by_their_attributes():
    """hapsira and poliastro are not installed here; what counts is what the object holds."""
    copy = types.SimpleNamespace(
        a=LOW.a, ecc=LOW.ecc, inc=LOW.inc, raan=LOW.raan, argp=LOW.argp, nu=LOW.nu, epoch=LOW.epoch, attractor="Earth"
    )
    assert qt.orbit(copy) == qt.orbit(LOW)
