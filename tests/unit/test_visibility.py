"""Angles between stations, spacecraft and Sun against astropy's horizon frame and plane triangles."""

import numpy as np
import pytest
from astropy import units as u
from astropy.coordinates import ITRS, AltAz, EarthLocation
from astropy.time import Time
from astropy.utils import iers
from boinor.core.events import elevation_function
from numpy.testing import assert_allclose

from qtspace_trade.constants import EARTH_MEAN_RADIUS, EARTH_RADIUS, EARTH_ROTATION_RATE
from qtspace_trade.physics import frames, kepler, visibility

MUNICH = (np.radians(48.15), np.radians(11.58), 540.0)
STATIONS = {
    "Munich": MUNICH,
    "Svalbard": (1.365, 0.269, 450.0),
    "Perth": (-0.555, 2.023, 0.0),
    "pole": (np.pi / 2, 0.0, 0.0),
}
each_station = pytest.mark.parametrize("station", STATIONS.values(), ids=STATIONS)
SPACECRAFT = np.array([[4.2e6, 1.5e6, 5.6e6], [4e7, 1e7, 1e6], [-7e6, 0.0, 0.0], [1e6, -2e6, -7e6]])


@each_station
def test_elevation_and_range_against_astropy(station):
    """Horizon frame of the geodetic vertical without air; the epoch only names the axes."""
    latitude, longitude, altitude = station
    with iers.conf.set_temp("auto_download", False):
        moment = Time("2020-06-21T12:00:00", scale="utc")
        place = EarthLocation.from_geodetic(longitude * u.rad, latitude * u.rad, altitude * u.m)
        line = SPACECRAFT.T * u.m - place.get_itrs(moment).cartesian.xyz[:, None]
        horizon = ITRS(*line, obstime=moment, location=place).transform_to(AltAz(obstime=moment, location=place))
    found = visibility.station_elevation(SPACECRAFT, *station)
    assert_allclose(found, horizon.alt.to_value(u.rad), atol=1e-10)
    assert_allclose(visibility.station_range(SPACECRAFT, *station), horizon.distance.to_value(u.m), rtol=1e-12)


def test_elevation_against_boinor():
    """boinor takes a station on the ellipsoid and inertial axes, here of a moment when both agree."""
    latitude, longitude, altitude = MUNICH
    for position in SPACECRAFT:
        state = np.concatenate([position, np.zeros(3)])
        polar_radius = frames.POLAR_RADIUS
        expected = elevation_function(1.0, state, latitude, longitude, EARTH_RADIUS, polar_radius, altitude)
        assert visibility.station_elevation(position, *MUNICH) == pytest.approx(expected, abs=1e-9)


@each_station
def test_azimuth_against_astropy(station):
    latitude, longitude, altitude = station
    with iers.conf.set_temp("auto_download", False):
        moment = Time("2020-06-21T12:00:00", scale="utc")
        place = EarthLocation.from_geodetic(longitude * u.rad, latitude * u.rad, altitude * u.m)
        line = SPACECRAFT.T * u.m - place.get_itrs(moment).cartesian.xyz[:, None]
        horizon = ITRS(*line, obstime=moment, location=place).transform_to(AltAz(obstime=moment, location=place))
    found = visibility.station_azimuth(SPACECRAFT, *station)
    assert np.all((found >= 0) & (found <= 2 * np.pi))
    assert_allclose(np.exp(1j * found), np.exp(1j * horizon.az.to_value(u.rad)), atol=1e-9)


@each_station
@pytest.mark.parametrize("degrees", [-10.0, 0.0, 5.0, 20.0, 85.0])
def test_elevation_function_has_the_sign_of_the_elevation(station, degrees):
    limit = np.radians(degrees)
    rng = np.random.default_rng(3)
    places = np.concatenate([SPACECRAFT, frames.station_position(*station) + 1e6 * rng.normal(size=(200, 3))])
    elevation, distance = visibility.station_elevation(places, *station), visibility.station_range(places, *station)
    found = visibility.elevation_function(places, *station, limit)
    assert_allclose(found, distance * (np.sin(limit) - np.sin(elevation)), atol=1e-6)
    for one, place in zip(found, places, strict=True):
        assert one == pytest.approx(visibility.elevation_function(place, *station, limit), abs=1e-7)


def test_elevation_function_of_many_stations():
    latitude, longitude, altitude = np.transpose(list(STATIONS.values()))
    found = visibility.elevation_function(SPACECRAFT[:, None], latitude, longitude, altitude, 0.3)
    for column, station in zip(found.T, STATIONS.values(), strict=True):
        assert_allclose(column, visibility.elevation_function(SPACECRAFT, *station, 0.3), rtol=1e-12)


@each_station
def test_range_rate_is_the_change_of_the_range(station):
    velocity = np.array([1e3, -5e3, 4e3])
    later, earlier = (visibility.station_range(SPACECRAFT + velocity * step, *station) for step in (0.5, -0.5))
    assert_allclose(visibility.station_range_rate(SPACECRAFT, velocity, *station), later - earlier, atol=2e-3)


def test_off_nadir_angle_by_the_law_of_sines():
    """sin(off-nadir) = R cos(elevation)/r on a sphere: here at the equator, seen along the equator."""
    angle = np.radians(np.array([0.0, 2.0, 8.0]))
    places = 6_878_137.0 * np.stack([np.cos(angle), np.sin(angle), np.zeros(3)], axis=-1)
    elevation = visibility.station_elevation(places, 0.0, 0.0, 0.0)
    expected = np.arcsin(EARTH_RADIUS * np.cos(elevation) / 6_878_137.0)
    assert_allclose(visibility.off_nadir_angle(places, 0.0, 0.0, 0.0), expected, atol=1e-9)


def test_sight_of_the_textbook():
    """Two spacecraft on opposite sides do not see each other: Vallado, 4th ed., 2013, example 5-6, positions in km."""
    first, second = 1e3 * np.array([0.0, -4464.696, -5102.509]), 1e3 * np.array([0.0, 5740.323, 3189.068])
    assert visibility.line_height(first, second) < -5000e3


@pytest.mark.parametrize("separation", [1.0, 20.0, 40.0, 40.1, 90.0])
def test_sight_along_a_circular_orbit(separation):
    """The middle of the chord is r cos(half the separation) from the centre."""
    radius, half = 6_878e3, 0.5 * np.radians(separation)
    first, second = (radius * np.array([np.cos(angle), np.sin(angle), 0.0]) for angle in (half, -half))
    assert visibility.line_height(first, second) == pytest.approx(radius * np.cos(half) - EARTH_RADIUS, abs=1e-6)


def test_sight_counts_the_segment_alone():
    """Of two spacecraft above each other the line runs through the Earth, the segment does not."""
    low, high = np.array([7e6, 0.0, 0.0]), np.array([4.2e7, 0.0, 0.0])
    assert visibility.line_height(low, high) == pytest.approx(7e6 - EARTH_RADIUS)
    assert visibility.line_height(low, -high) == pytest.approx(-EARTH_RADIUS)
    assert visibility.line_height(low, low) == pytest.approx(7e6 - EARTH_RADIUS)


def test_sight_is_mutual_and_vectorised():
    rng = np.random.default_rng(5)
    first, second = 1e7 * rng.normal(size=(2, 50, 3))
    heights = visibility.line_height(first, second)
    assert_allclose(visibility.line_height(second, first), heights, atol=1e-6)
    for height, a, b in zip(heights, first, second, strict=True):
        along = a + np.linspace(0.0, 1.0, 20_001)[:, None] * (b - a)
        assert height == pytest.approx(np.linalg.norm(along, axis=1).min() - EARTH_RADIUS, abs=10.0)


@each_station
def test_spacecraft_in_the_zenith(station):
    latitude, longitude, altitude = station
    above = frames.station_position(latitude, longitude, altitude + 5e5)
    assert visibility.station_elevation(above, *station) == pytest.approx(np.pi / 2, abs=1e-9)
    assert visibility.station_range(above, *station) == pytest.approx(5e5, abs=1e-6)


def test_elevation_of_many_stations():
    latitude, longitude, altitude = np.transpose(list(STATIONS.values()))
    found = visibility.station_elevation(SPACECRAFT[:, None], latitude, longitude, altitude)
    single = [[visibility.station_elevation(place, *station) for station in STATIONS.values()] for place in SPACECRAFT]
    assert found.shape == (4, 4)
    assert_allclose(found, single)


def test_geostationary_elevation():
    """tan E = (cos γ - R/r)/sin γ on the sphere for the central angle γ; on the equator the ellipsoid is a sphere.

    Maral and Bousquet, Satellite communications systems, 5th ed., 2009, section 2.2.5.
    """
    separation = np.radians(np.array([1.0, 30.0, 60.0, 80.0]))
    expected = np.arctan((np.cos(separation) - EARTH_RADIUS / 42_164e3) / np.sin(separation))
    found = visibility.station_elevation([42_164e3, 0.0, 0.0], 0.0, separation, 0.0)
    assert_allclose(found, expected, atol=1e-12)


@pytest.mark.parametrize("degrees", [0.0, 10.0, 30.0, 89.0])
def test_slant_range_by_the_law_of_sines(degrees):
    """Nadir angle from the elevation, range from the third angle."""
    elevation, radius = np.radians(degrees), EARTH_MEAN_RADIUS + 500e3
    nadir = np.arcsin(EARTH_MEAN_RADIUS * np.cos(elevation) / radius)
    expected = radius * np.cos(elevation + nadir) / np.cos(elevation)
    assert visibility.slant_range(500e3, elevation) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("altitude", [200e3, 1_200e3, 35_786e3])
@pytest.mark.parametrize("degrees", [0.0, 20.0, 75.0])
def test_sphere_agrees_with_vectors(altitude, degrees):
    """Place the spacecraft at the central angle; range and elevation are then those of the vectors."""
    angle = visibility.central_angle(altitude, np.radians(degrees))
    station = np.array([EARTH_MEAN_RADIUS, 0.0, 0.0])
    spacecraft = (EARTH_MEAN_RADIUS + altitude) * np.array([np.cos(angle), np.sin(angle), 0.0])
    assert visibility.elevation(spacecraft, station, 0.0, 0.0) == pytest.approx(np.radians(degrees), abs=1e-9)
    distance = visibility.topocentric_range(spacecraft, station)
    assert distance == pytest.approx(visibility.slant_range(altitude, np.radians(degrees)), rel=1e-12)


def test_common_view_of_micius():
    """Stations 1203 km apart were served at once from 500 km: Yin et al., Science 356, 1140 (2017).

    They worked at elevations from about 10° on; at 20° the widest separation is still above theirs.
    """
    assert visibility.common_view_separation(500e3, np.radians(20.0)) > 1203e3
    assert visibility.common_view_separation(500e3, np.radians(45.0)) < 1203e3


def test_widest_common_view_is_that_of_the_altitude():
    positions = (EARTH_MEAN_RADIUS + 500e3) * np.array([[1.0, 0.0, 0.0], [0.0, 0.6, 0.8]])
    expected = visibility.common_view_separation(500e3, 0.3)
    assert_allclose(visibility.widest_common_view(positions, 0.3), expected, rtol=1e-9)


def test_two_geostationary_horizons_are_81_degrees_away():
    """arccos(R/r) is 81.3°: Soop, Handbook of geostationary orbits, 1994."""
    angle = visibility.central_angle(42_164e3 - EARTH_RADIUS, 0.0, EARTH_RADIUS)
    assert np.degrees(angle) == pytest.approx(81.3, abs=0.05)


@pytest.mark.parametrize(("latitude", "declination"), [(48.15, 23.44), (48.15, -23.44), (-31.8, 23.44), (0.0, 0.0)])
def test_sun_at_noon(latitude, declination):
    """90° - |latitude - declination| on the meridian."""
    angle = np.radians(declination)
    sun = 1.496e11 * np.array([np.cos(angle), 0.0, np.sin(angle)])
    found = visibility.station_sun_elevation(sun, np.radians(latitude), 0.0)
    assert np.degrees(found) == pytest.approx(90 - abs(latitude - declination), abs=1e-9)


def test_sun_elevation_neglects_the_parallax():
    """At most 8.8″, at the horizon."""
    sun = 1.496e11 * np.array([0.3, np.sqrt(0.9), 0.1])
    true = visibility.station_elevation(sun, *MUNICH)
    apart = visibility.station_sun_elevation(sun, *MUNICH[:2]) - true
    assert 0 < apart < np.radians(8.81 / 3600)


def test_tracking_rate_in_the_zenith():
    """v/h of a circular orbit above the equator, less the speed of the rotating axes at that height."""
    position, velocity = kepler.position_velocity(6_878_137.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    relative = velocity - np.cross([0.0, 0.0, EARTH_ROTATION_RATE], position)
    expected = (velocity[1] - EARTH_ROTATION_RATE * 6_878_137.0) / 500e3
    assert visibility.tracking_rate(position, relative, 0.0, 0.0, 0.0) == pytest.approx(expected, rel=1e-9)


def test_tracking_rate_is_the_angle_per_time():
    velocity = np.array([1e3, -5e3, 4e3])
    before, after = (SPACECRAFT[0] + velocity * step for step in (-0.05, 0.05))
    station = frames.station_position(*MUNICH)
    turned = visibility.angle_between(before - station, after - station)
    found = visibility.tracking_rate(SPACECRAFT[0], velocity, *MUNICH)
    assert found == pytest.approx(turned / 0.1, rel=1e-6)


@pytest.mark.parametrize("angle", [0.0, 1e-9, 1e-4, 1.0, np.pi / 2, np.pi - 1e-7, np.pi])
def test_angle_between_is_exact_near_its_ends(angle):
    found = visibility.angle_between([1e11, 0.0, 0.0], [3.0 * np.cos(angle), 3.0 * np.sin(angle), 0.0])
    assert found == pytest.approx(angle, abs=4e-16, rel=1e-12)


def test_exclusion_angles_of_the_sun():
    """Looking along the orbit at noon, at the limb and at the Sun."""
    position, sun = np.array([7e6, 0.0, 0.0]), np.array([1.496e11, 0.0, 0.0])
    directions = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [-1.0, 0.0, 0.0], [1.0, 0.0, 1.0]])
    found = visibility.sun_exclusion_angle(position, directions, sun)
    assert_allclose(np.degrees(found), [90.0, 0.0, 180.0, 45.0], atol=1e-9)


def test_exclusion_angle_of_the_sun_has_its_parallax():
    found = visibility.sun_exclusion_angle([0.0, 1e9, 0.0], [1.0, 0.0, 0.0], [1e11, 0.0, 0.0])
    assert found == pytest.approx(np.arctan(0.01), rel=1e-12)


def test_limb_is_at_the_dip_of_the_horizon():
    """Dip arccos(R/r) below the local horizontal, 20.0° in 407 km."""
    radius = EARTH_RADIUS / np.cos(np.radians(20.0))
    position = np.array([radius, 0.0, 0.0])
    horizontal = visibility.limb_exclusion_angle(position, [0.0, 1.0, 0.0])
    assert np.degrees(horizontal) == pytest.approx(20.0, abs=1e-9)
    assert np.degrees(visibility.limb_exclusion_angle(position, -position)) == pytest.approx(-70.0, abs=1e-9)
    assert visibility.limb_exclusion_angle(position, [0.0, 1.0, 0.0], EARTH_RADIUS + 1e5) < horizontal


def test_line_to_the_limb_touches_the_earth():
    position = np.array([4e6, -6e6, 2e6])
    across = np.cross(position, [0.0, 0.0, 1.0])
    across = across / np.linalg.norm(across)
    edge = np.arcsin(EARTH_RADIUS / np.linalg.norm(position))
    ray = -np.cos(edge) * position / np.linalg.norm(position) + np.sin(edge) * across
    assert np.linalg.norm(np.cross(position, ray)) == pytest.approx(EARTH_RADIUS, rel=1e-12)
    assert visibility.limb_exclusion_angle(position, ray) == pytest.approx(0.0, abs=1e-12)
