"""Orbit objects of boinor as orbits here: elements, epoch, class, and what is refused."""

import astropy.units as u
import numpy as np
import pytest
from astropy.time import Time
from boinor.bodies import Earth, Moon, Sun
from boinor.frames import Planes
from boinor.twobody import Orbit

import qtspace_trade as qt
from qtspace_trade.catalogue.interop import is_orbit_object
from qtspace_trade.errors import CatalogueError, QtspaceError

START = Time(qt.scenario("solar_mean").epoch, scale="utc")


def classical(axis, eccentricity=0.0, inclination=97.4, node=30.0, perigee=40.0, true=50.0, epoch=START, body=Earth, **more):
    """Orbit from its elements, angles in degrees."""
    angles = (angle * u.deg for angle in (inclination, node, perigee, true))
    return Orbit.from_classical(body, axis, eccentricity * u.one, *angles, epoch=epoch, **more)


LOW = classical(7000 * u.km, 0.01)


def states(orbit, seconds):
    return qt.environment(orbit, days=1).layer.trajectory.states(np.array([seconds]))


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
    position, velocity = states(orbit, hours * 3600.0)
    np.testing.assert_allclose(position.ravel(), orbit.r.to_value("m"), atol=50)
    np.testing.assert_allclose(velocity.ravel(), orbit.v.to_value("m/s"), atol=0.05)


@pytest.mark.parametrize("scale", ["utc", "tdb", "tt", "tai"])
def test_time_scales_of_the_epoch(scale):
    orbit = classical(7000 * u.km, epoch=getattr(START + 1 * u.h, scale))
    np.testing.assert_allclose(states(orbit, 3600.0)[0].ravel(), orbit.r.to_value("m"), atol=50)


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
