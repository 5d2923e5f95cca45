"""Times, Sun, Moon and the rotating Earth against astropy's built-in ephemeris and ERFA.

Nothing is downloaded: epochs lie where the Earth orientation bundled with astropy is final.
"""

import erfa
import numpy as np
import pytest
from astropy import units as u
from astropy.coordinates import (
    GCRS,
    ITRS,
    CartesianDifferential,
    CartesianRepresentation,
    EarthLocation,
    get_body_barycentric,
    get_sun,
)
from astropy.time import Time
from astropy.utils import iers
from numpy.testing import assert_allclose

from qtspace_trade.constants import ASTRONOMICAL_UNIT, DAY, EARTH_ROTATION_RATE
from qtspace_trade.physics import frames
from qtspace_trade.physics.visibility import angle_between

YEAR = 365.25 * DAY
ARCSECOND = np.radians(1 / 3600)
TWENTY_YEARS = np.linspace(16.0, 36.0, 2001) * YEAR  # 2016 to 2036
EPOCHS = ("1999-02-03T04:05:06", "2008-05-17T18:00:00", "2017-03-01T00:00:00", "2023-11-11T23:59:59")
POSITION = np.array([[7e6, 1e6, -2e6], [4.2e7, 0.0, 0.0], [0.0, 0.0, -8e6], [-6e6, 5e6, 3e6]])
VELOCITY = np.array([[1e3, 7e3, -2e3], [0.0, 3e3, 0.0], [6e3, 0.0, 1e3], [-4e3, -5e3, 3e3]])


@pytest.fixture(autouse=True)
def offline():
    with iers.conf.set_temp("auto_download", False):
        yield


def barycentric_time(time):
    """TDB taken as TT, within 2 ms."""
    return Time(frames.J2000_JULIAN_DATE, np.asarray(time) / DAY, format="jd", scale="tdb")


def geometric(body, time):
    moment = barycentric_time(time)
    centres = [get_body_barycentric(name, moment, ephemeris="builtin").xyz.to_value(u.m).T for name in (body, "earth")]
    return centres[0] - centres[1]


def terrestrial(epochs=EPOCHS):
    moment = Time(list(epochs), scale="utc")
    time = np.array([frames.parse_epoch(epoch) for epoch in epochs])
    universal = (moment.ut1.jd1 - moment.tt.jd1 + moment.ut1.jd2 - moment.tt.jd2) * DAY
    return moment, time, universal


@pytest.mark.parametrize("epoch", [*EPOCHS, "1972-01-01T00:00:00", "2016-12-31T23:59:59", "2017-01-01T00:00:00"])
def test_epoch_against_astropy(epoch):
    elapsed = Time(epoch, scale="utc").tt - Time("2000-01-01T12:00:00", scale="tt")
    assert frames.parse_epoch(epoch) == pytest.approx(elapsed.to_value(u.s), abs=1e-5)


@pytest.mark.parametrize("text", ["2026-01-01T02:00:00+02:00", "2026-01-01", "2026-01-01T00:00:00Z"])
def test_epoch_with_and_without_offset(text):
    assert frames.parse_epoch(text) == frames.parse_epoch("2026-01-01T00:00:00")


@pytest.mark.parametrize("text", ["yesterday", "1971-12-31", "2026-02-30"])
def test_epochs_that_are_none(text):
    with pytest.raises(ValueError):
        frames.parse_epoch(text)


def test_leap_second_of_2016_counts():
    after, before = frames.parse_epoch("2017-01-01T00:00:00"), frames.parse_epoch("2016-12-31T23:59:59")
    assert after - before == pytest.approx(2.0)


def test_sun_against_astropy():
    """VSOP87 as `epv00` of ERFA, geometric; the bounds are those that the function states."""
    found, expected = frames.sun_position(TWENTY_YEARS), geometric("sun", TWENTY_YEARS)
    assert np.degrees(angle_between(found, expected)).max() < 0.01
    assert_allclose(frames.distance(found), frames.distance(expected), rtol=1e-4)


def test_apparent_sun_of_astropy_is_behind_by_the_aberration():
    """`get_sun` shows the Sun where it was 8.3 min ago, 20.5″ behind; with the 0.01° of the series that is 0.016°."""
    time = TWENTY_YEARS[::100]
    apparent = get_sun(barycentric_time(time)).cartesian.xyz.to_value(u.m).T
    angle = angle_between(apparent, geometric("sun", time))
    assert_allclose(angle / ARCSECOND, 20.5, atol=0.4)
    assert np.degrees(angle_between(frames.sun_position(time), apparent)).max() < 0.016


def test_perihelion_and_aphelion():
    """1 ± e with e = 0.0167086 - 4.2e-5 T, T in centuries: Simon et al., Astron. Astrophys. 282, 663 (1994).

    Moon and planets move the Earth by a few 1e-5 au.
    """
    eccentricity = 0.0167086 - 4.2e-5 * 0.26
    year = frames.parse_epoch("2026-01-01T00:00:00") + np.arange(0.0, 365.0, 0.25) * DAY
    distance = frames.distance(frames.sun_position(year)) / ASTRONOMICAL_UNIT
    assert distance.min() == pytest.approx(1.0 - eccentricity, abs=1e-4)
    assert distance.max() == pytest.approx(1.0 + eccentricity, abs=1e-4)


@pytest.mark.parametrize(
    ("epoch", "longitude"), [("2026-03-20T14:46", 0.0), ("2026-06-21T08:24", 90.0), ("2026-12-21T20:50", 270.0)]
)
def test_equinox_and_solstices(epoch, longitude):
    """Instants of 2026 from the US Naval Observatory; they hold in the axes of date, 0.364° of precession later."""
    sun = frames.sun_position(frames.parse_epoch(epoch))
    ecliptic = np.degrees(np.arctan2(np.cos(frames.OBLIQUITY) * sun[1] + np.sin(frames.OBLIQUITY) * sun[2], sun[0]))
    precession = 26.2 * 50.29 / 3600
    assert (ecliptic + precession - longitude + 180) % 360 - 180 == pytest.approx(0.0, abs=0.02)


def test_moon_against_astropy():
    """Meeus' series as `moon98` of ERFA; the bounds are those that the function states."""
    found, expected = frames.moon_position(TWENTY_YEARS), geometric("moon", TWENTY_YEARS)
    assert np.degrees(angle_between(found, expected)).max() < 0.1
    assert_allclose(frames.distance(found), frames.distance(expected), rtol=0, atol=600e3)


def test_latitude_of_the_moon_against_astropy():
    """The series leaves out terms of up to 10″ of latitude; five of them at once are 0.014°."""
    pole = np.array([0.0, -np.sin(frames.OBLIQUITY), np.cos(frames.OBLIQUITY)])
    found, expected = (
        np.arcsin(moon @ pole / frames.distance(moon))
        for moon in (frames.moon_position(TWENTY_YEARS), geometric("moon", TWENTY_YEARS))
    )
    assert_allclose(np.degrees(found), np.degrees(expected), rtol=0, atol=0.02)


@pytest.mark.parametrize("function", [frames.sun_position, frames.moon_position])
def test_bodies_at_many_times(function):
    time = np.array([[0.0, 1e8, 2e8], [3e8, 4e8, 5e8]])
    assert function(time).shape == (2, 3, 3)
    assert_allclose(function(time)[1, 2], function(5e8))


def test_sun_distance_is_that_of_the_difference():
    assert_allclose(frames.sun_distance([[1e9, 0.0, 0.0], [0.0, 0.0, 3e9]], [1e9, 4e9, 0.0]), [4e9, np.sqrt(26e18)])


@pytest.mark.parametrize(("hours", "degrees"), [(6.0, -90.0), (10.5, -22.5), (12.0, 0.0), (18.0, 90.0), (24.0, 180.0)])
def test_local_time_counts_from_the_mean_sun(hours, degrees):
    node = np.degrees(frames.raan_from_local_time(hours, 8e8) - frames.raan_from_local_time(12.0, 8e8))
    assert (node - degrees + 180) % 360 - 180 == pytest.approx(0.0, abs=1e-9)


def test_mean_sun_is_the_true_one_on_average():
    """The equation of time is within 16.5 min (4.1°) and averages to nought over a year."""
    year = 20 * YEAR + np.arange(0.0, 1461.0, 0.5) * DAY
    sun = frames.sun_position(year)
    lead = np.degrees(np.arctan2(sun[:, 1], sun[:, 0]) - frames.raan_from_local_time(12.0, year))
    lead = (lead + 180) % 360 - 180
    # Right ascension of the Sun in the axes of J2000 and the mean Sun in those of date differ by precession.
    lead = lead + 0.01281 * np.mean(year) / YEAR
    assert np.abs(lead).max() < 4.3
    assert np.mean(lead) == pytest.approx(0.0, abs=0.05)


@pytest.mark.parametrize("epoch", EPOCHS)
def test_rotation_angle_against_astropy(epoch):
    moment, time, universal = terrestrial([epoch])
    expected = moment[0].earth_rotation_angle("tio").to_value(u.rad)
    turned = frames.earth_rotation_angle(time[0], universal[0])
    assert np.sin(turned - expected) == pytest.approx(0.0, abs=1e-8)


def test_rotation_rate_of_the_angle():
    rate = np.diff(np.unwrap(frames.earth_rotation_angle(np.array([8e8, 8e8 + 600.0])))) / 600.0
    assert rate == pytest.approx(EARTH_ROTATION_RATE, rel=1e-7)


def test_pole_against_erfa():
    """IAU 2006/2000A without interpolation; 0.001″ is the bound that the function states."""
    time = 26.0 * YEAR + np.random.default_rng(1).uniform(0.0, 400.0, 500) * DAY
    expected = erfa.xys06a(frames.J2000_JULIAN_DATE, time / DAY)
    assert_allclose(frames.celestial_pole(time), expected, rtol=0, atol=0.001 * ARCSECOND)


def test_pole_at_distant_times():
    """Each block of nodes serves only the times inside it."""
    time = np.array([[-20.0, 3.0], [26.0, 70.0]]) * YEAR
    expected = erfa.xys06a(frames.J2000_JULIAN_DATE, time / DAY)
    assert_allclose(frames.celestial_pole(time), expected, rtol=0, atol=0.001 * ARCSECOND)


def test_earth_fixed_position_against_erfa():
    """IAU 2006/2000A without polar motion; the interpolation of the pole leaves 0.001″."""
    time = 26.0 * YEAR + np.array([0.0, 12.34, 100.0, 321.0]) * DAY
    universal_days = (time + frames.UT1_MINUS_TT) / DAY
    matrix = erfa.c2t06a(frames.J2000_JULIAN_DATE, time / DAY, frames.J2000_JULIAN_DATE, universal_days, 0.0, 0.0)
    expected = np.einsum("nij,nj->ni", matrix, POSITION)
    found = frames.earth_fixed_position(POSITION, time)
    assert np.all(angle_between(found, expected) < 0.002 * ARCSECOND)


def test_earth_fixed_position_against_astropy():
    """What is left out is polar motion, at most 0.6″."""
    moment, time, universal = terrestrial()
    inertial = GCRS(CartesianRepresentation(POSITION.T * u.m), obstime=moment)
    expected = inertial.transform_to(ITRS(obstime=moment)).cartesian.xyz.to_value(u.m).T
    found = frames.earth_fixed_position(POSITION, time, universal)
    assert np.all(angle_between(found, expected) < 0.6 * ARCSECOND)
    assert_allclose(frames.distance(found), frames.distance(POSITION), rtol=1e-15)


def test_default_universal_time_is_within_a_second():
    """Since 2017 UT1 has been within 0.6 s of UTC, 9″ of rotation."""
    _, time, universal = terrestrial(EPOCHS[2:])
    assert_allclose(frames.UT1_MINUS_TT, universal, atol=0.6)
    precise = frames.earth_fixed_position(POSITION[:2], time, universal)
    assert np.all(angle_between(frames.earth_fixed_position(POSITION[:2], time), precise) < 9.1 * ARCSECOND)


def test_earth_fixed_velocity_against_astropy():
    """Polar motion, at most 0.6″ of 8 km/s, leaves 0.023 m/s."""
    moment, time, universal = terrestrial()
    motion = CartesianDifferential(VELOCITY.T * u.m / u.s)
    inertial = GCRS(CartesianRepresentation(POSITION.T * u.m, differentials=motion), obstime=moment)
    expected = inertial.transform_to(ITRS(obstime=moment)).velocity.d_xyz.to_value(u.m / u.s).T
    found = frames.earth_fixed_velocity(POSITION, VELOCITY, time, universal)
    assert_allclose(found, expected, rtol=0, atol=0.03)


def test_earth_fixed_velocity_is_the_derivative_of_the_position():
    """Central difference over ±1 s, whose error is v (ω Δt)²; the axis itself moves by 1e-8 m/s."""
    time = 8e8 + np.array([-1.0, 0.0, 1.0])
    path = POSITION[0] + VELOCITY[0] * (time - 8e8)[:, None]
    fixed = frames.earth_fixed_position(path, time)
    found = frames.earth_fixed_velocity(path[1], VELOCITY[0], time[1])
    assert_allclose(found, (fixed[2] - fixed[0]) / 2.0, rtol=0, atol=2e-4)


@pytest.mark.parametrize("latitude", [-90.0, -48.15, 0.0, 1e-7, 45.0, 78.2, 90.0])
@pytest.mark.parametrize("altitude", [-400.0, 0.0, 8_848.0, 500e3, 36e6, 1.5e9])
def test_geodetic_coordinates_against_erfa(latitude, altitude):
    """The function states 0.1 mm; on the ground that is 1.6e-11 of latitude."""
    fixed = erfa.gd2gc(erfa.WGS84, np.radians(11.58), np.radians(latitude), altitude)
    assert_allclose(frames.station_position(np.radians(latitude), np.radians(11.58), altitude), fixed, atol=1e-6)
    found = frames.geodetic(fixed)
    assert found[0] == pytest.approx(np.radians(latitude), abs=1.6e-11)
    assert found[2] == pytest.approx(altitude, abs=1e-4)
    if abs(latitude) < 90:
        assert found[1] == pytest.approx(np.radians(11.58), abs=1e-14)
    assert frames.geodetic_altitude(fixed) == found[2]
    assert_allclose(frames.station_position(*found), fixed, rtol=0, atol=1e-4)


def test_station_against_astropy():
    """Matera, Svalbard and Perth, roughly."""
    latitude, longitude = np.array([40.65, 78.23, -31.80]), np.array([16.70, 15.39, 115.89])
    altitude = np.array([537.0, 458.0, 22.0])
    expected = EarthLocation.from_geodetic(longitude * u.deg, latitude * u.deg, altitude * u.m)
    found = frames.station_position(np.radians(latitude), np.radians(longitude), altitude)
    assert_allclose(found, np.transpose([axis.to_value(u.m) for axis in expected.geocentric]), atol=1e-6)


def test_local_vertical_is_normal_to_the_ellipsoid():
    """Gradient of (x² + y²)/a² + z²/b² at the foot."""
    latitude, longitude = np.radians([[-70.0], [10.0], [48.0]]), np.radians([0.0, 120.0])
    foot = frames.station_position(latitude, longitude, 0.0)
    gradient = foot / np.array([6_378_137.0, 6_378_137.0, 6_356_752.314_245]) ** 2
    assert foot.shape == (3, 2, 3)
    assert angle_between(gradient, frames.local_vertical(latitude, longitude)).max() < 1e-12


def test_distance_of_many_vectors():
    assert_allclose(frames.distance(np.array([[3.0, 4.0, 0.0], [0.0, 0.0, -2.0]])), [5.0, 2.0])
