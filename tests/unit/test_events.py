"""Eclipses and passes one by one."""

import numpy as np
import pytest

import qtspace_trade as qt
from qtspace_trade.constants import ASTRONOMICAL_UNIT, SPEED_OF_LIGHT, SUN_RADIUS
from qtspace_trade.engine import events
from qtspace_trade.engine.nodes import even_nodes
from qtspace_trade.engine.orbit_layer import OrbitLayer, layer_of
from qtspace_trade.errors import QtspaceError
from qtspace_trade.physics import eclipse, frames, kepler, visibility

DAYS = 20 * 86_400.0


def layer(orbit, duration=DAYS):
    return layer_of(qt.orbit(orbit), qt.scenario("solar_mean"), duration)


def of_track(function, layer, where, times):
    track = layer.track_at(times, where)
    return function(
        track.earth_fixed_position, track.station_latitude, track.station_longitude, track.station_altitude
    )  # fmt: skip


def elevation(layer, where, times):
    return of_track(visibility.station_elevation, layer, where, times)


@pytest.fixture(scope="module")
def station():
    return layer("iss")


@pytest.fixture(scope="module")
def passes(station):
    return events.passes(station, qt.station("matera_mlro"), np.radians(20.0))


def test_umbra_lies_inside_the_penumbra(station):
    found = events.eclipses(station)
    both = ~np.isnan(found.umbra_entry)
    assert both.any()
    assert np.all(found.penumbra_entry[both] < found.umbra_entry[both])
    assert np.all(found.umbra_exit[both] < found.penumbra_exit[both])
    assert np.all(np.diff(found.penumbra_entry) > 0)


def test_eclipses_agree_with_the_statistics(station):
    found = events.eclipses(station)
    env = qt.environment("iss", days=20)
    assert found.umbra_duration.sum() / DAYS == pytest.approx(env.statistic("eclipse_fraction", "mean").value, abs=1e-9)
    assert found.umbra_duration.max() == pytest.approx(env.statistic("eclipse_duration", "max").value, abs=0.01)


def test_eclipses_of_the_station_are_one_a_revolution(station):
    """At low beta there is an eclipse in every revolution; the longest is 36 min at 418 km."""
    found = events.eclipses(station)
    period = 2 * np.pi / station.trajectory.rates[2]
    gaps = np.diff(found.umbra_entry)
    assert np.nanmedian(gaps) == pytest.approx(period, rel=2e-3)
    assert 30 * 60 < found.umbra_duration.max() < 36.2 * 60


def test_penumbra_of_a_low_orbit_takes_seconds(station):
    """The Sun of 0.53 degrees crosses the limb in 8 s and more."""
    found = events.eclipses(station)
    into = (found.umbra_entry - found.penumbra_entry)[~np.isnan(found.umbra_entry)]
    assert 7.0 < into.min() < 12.0


def test_passes_culminate_between_rise_and_set(passes):
    assert len(passes.rise) > 30
    assert np.all((passes.rise < passes.culmination) & (passes.culmination < passes.set))
    assert np.all(passes.highest_elevation > np.radians(20.0))
    assert passes.duration.max() < 7 * 60


def test_culmination_is_the_highest_point(station, passes):
    where = qt.station("matera_mlro")
    for shift in (-2.0, 2.0):
        beside = elevation(station, where, passes.culmination + shift)
        assert np.all(beside <= passes.highest_elevation + 1e-9)


def test_doppler_changes_sign_and_is_that_of_the_orbital_speed(passes):
    """At 20 degrees elevation the range rate is 0.9 of 7.7 km/s at most."""
    assert np.all(passes.doppler_at_rise > 0) and np.all(passes.doppler_at_set < 0)
    fastest = np.abs(passes.doppler_at_rise).max() * SPEED_OF_LIGHT
    assert 5_500 < fastest < 7_400


def test_range_follows_from_height_and_elevation(passes):
    overhead = passes.highest_elevation > np.radians(80)
    assert overhead.any()
    assert np.all((passes.range_at_culmination[overhead] > 410e3) & (passes.range_at_culmination[overhead] < 445e3))


def test_edges_are_at_the_lowest_elevation(station, passes):
    """A microsecond at 0.1 deg/s of a low orbit."""
    for edges in (passes.rise, passes.set):
        assert elevation(station, qt.station("matera_mlro"), edges) == pytest.approx(np.radians(20.0), abs=1e-8)


def test_range_rates_and_azimuths_are_those_of_the_edges(station, passes):
    """Against the change of the range within a second; the velocity of the mean orbit is off by 7 m/s at most."""
    where = qt.station("matera_mlro")
    for times, rate in (
        (passes.rise, passes.range_rate_at_rise), (passes.culmination, passes.range_rate_at_culmination),
        (passes.set, passes.range_rate_at_set),
    ):  # fmt: skip
        later, earlier = (of_track(visibility.station_range, station, where, times + step) for step in (0.5, -0.5))
        assert rate == pytest.approx(later - earlier, abs=7.0)
    high = passes.highest_elevation > np.radians(60.0)
    assert high.any() and np.all(passes.range_rate_at_rise[high] < -5e3) and np.all(passes.range_rate_at_set[high] > 5e3)
    assert passes.doppler_at_rise == pytest.approx(-passes.range_rate_at_rise / SPEED_OF_LIGHT)
    assert passes.azimuth_at_set == pytest.approx(of_track(visibility.station_azimuth, station, where, passes.set))
    crossed = (passes.azimuth_at_set - passes.azimuth_at_rise) % (2 * np.pi)
    assert np.all(np.abs(crossed - np.pi) < np.radians(170))


def test_most_passes_of_an_inclined_orbit_go_from_west_to_east(passes):
    western = passes.azimuth_at_rise > np.pi
    assert np.mean(western) > 0.8 and np.mean(passes.azimuth_at_set < np.pi) > 0.8


def fresh(orbit, days, refine=1):
    """A layer of its own, with its scan refined."""
    one = OrbitLayer(qt.orbit(orbit), qt.scenario("solar_mean"), days * 86_400.0)
    one.__dict__["grid"] = np.linspace(0.0, one.duration, refine * (len(one.grid) - 1) + 1)
    return one


@pytest.mark.parametrize("orbit", ["iss", "gto", "molniya"])
@pytest.mark.parametrize("lowest", [0.0, 20.0, 35.0])
def test_passes_do_not_depend_on_the_scan_step(orbit, lowest):
    where = qt.station("matera_mlro")
    coarse, fine = (events.pass_set(fresh(orbit, 40, refine), where, np.radians(lowest)) for refine in (1, 2))
    assert coarse.count == fine.count > 10
    assert coarse.begins == pytest.approx(fine.begins, abs=1e-3) and coarse.ends == pytest.approx(fine.ends, abs=1e-3)


def test_grazing_passes_are_found():
    """Above the highest elevation of a pass less 0.01 deg it lasts seconds, less than the scan step of 56 s."""
    one, where = fresh("iss", 20), qt.station("matera_mlro")
    wide = events.passes(one, where, np.radians(10.0))
    for culmination, highest in zip(wide.culmination[:12], wide.highest_elevation[:12], strict=True):
        held = events.pass_set(one, where, highest - np.radians(0.01))
        index = np.searchsorted(held.begins, culmination) - 1
        assert held.begins[index] < culmination < held.ends[index]
        assert held.durations[index] < one.trajectory.scan_step


def test_a_pass_in_the_last_scan_step_is_found(station, passes):
    """The window ends two seconds after a rise, and after a pass shorter than the scan step."""
    where = qt.station("matera_mlro")
    cut = events.passes(fresh("iss", (passes.rise[5] + 2.0) / 86_400.0), where, np.radians(20.0))
    assert len(cut.rise) == 6 and cut.duration[-1] == pytest.approx(2.0, abs=1e-5)
    highest = passes.highest_elevation[5] - np.radians(0.01)
    short = events.passes(station, where, highest)
    last = np.searchsorted(short.rise, passes.culmination[5]) - 1
    whole = events.pass_set(fresh("iss", (short.set[last] + 1.0) / 86_400.0), where, highest)
    assert whole.ends[-1] == pytest.approx(short.set[last], abs=1e-5)


def test_always_in_view_is_one_pass():
    geostationary = events.passes(layer("geo"), qt.station("matera_mlro"), np.radians(20.0))
    assert len(geostationary.rise) == 1 and geostationary.duration[0] == DAYS


def test_never_in_view_is_no_pass():
    near_pole = qt.station("matera_mlro").replace(latitude="89 deg")
    none = events.passes(layer("geo"), near_pole, np.radians(5.0))
    assert all(len(part) == 0 for part in none)


def test_geostationary_eclipses_come_around_the_equinoxes():
    """At most 69.4 min in the umbra by the cylinder, 67.5 by the cone; 43 to 45 nights around each equinox."""
    found = events.eclipses(layer("geo", 365 * 86_400.0))
    nights = found.umbra_duration > 0
    assert 84 <= nights.sum() <= 92
    assert found.umbra_duration.max() / 60 == pytest.approx(67.5, abs=0.5)


def test_eclipses_hold_their_depth(station):
    """All of the Sun where the umbra is reached, less in the penumbra at either end of an eclipse season."""
    found = events.eclipses(station)
    total = found.umbra_duration > 0
    assert np.all(found.covered_share[total] == 1.0)
    assert np.all((found.penumbra_entry < found.greatest) & (found.greatest < found.penumbra_exit))
    year = events.eclipses(layer("iss", 90 * 86_400.0))
    partial = year.umbra_duration == 0
    assert 0 < partial.sum() < 40
    assert np.all((year.covered_share[partial] > 0) & (year.covered_share[partial] < 1))
    assert np.all(np.isnan(year.umbra_entry[partial])) and np.all(year.annulus_duration == 0)


def test_summary_of_eclipses():
    env = qt.environment("iss", days=20)
    summary, every = env.eclipse_summary().set_index("kind"), env.eclipses()
    assert list(summary.index) == ["penumbra", "umbra", "annulus"]
    umbra = summary.loc["umbra"]
    assert umbra["count"] == (every.umbra_duration > 0).sum()
    assert umbra["total"] == pytest.approx(every.umbra_duration.sum(), abs=1e-6)
    assert umbra["longest"] == every.umbra_duration.max()
    assert umbra["fraction"] == pytest.approx(env.statistic("eclipse_fraction", "mean").value, abs=1e-9)
    assert summary.loc["penumbra", "mean"] == pytest.approx(every.penumbra_duration.mean(), abs=1e-6)
    assert summary.loc["annulus", "count"] == 0


def test_moon_eclipses_a_low_orbit_in_the_eclipses_of_the_year():
    """Solar eclipses of 2027: annular on 6 February, total on 2 August (Espenak, Five millennium canon, 2006)."""
    found = qt.environment("iss", days=365).eclipses("moon")
    assert set(found.penumbra_entry_utc.str[:10]) == {"2027-02-06", "2027-08-02"}
    assert (found.covered_share > 0).all() and (found.covered_share <= 1.0).all()
    assert found.umbra_duration.sum() == 0.0


def test_moon_eclipses_high_orbits_at_more_new_moons():
    """From geostationary orbit on other new moons too, at most 1.5 days from those of the Earth's centre."""
    found = events.eclipses(layer("geo", 365 * 86_400.0), "moon")
    month, first = 29.530589, 7.85  # new moon of 7 January 2027, 20:24 UTC
    age = (found.greatest / 86_400.0 - first + 0.5 * month) % month - 0.5 * month
    assert len(age) >= 2 and np.all(np.abs(age) < 1.5)


def test_moon_is_looked_for_where_it_may_be(monkeypatch):
    one = fresh("geo", 240)
    quick = events.eclipses(one, "moon")
    monkeypatch.setattr(events, "_near_new_moon", lambda layer: np.ones(len(layer.grid), bool))
    whole = events.eclipses(one, "moon")
    assert len(quick.greatest) == len(whole.greatest) > 1
    np.testing.assert_allclose(quick.penumbra_entry, whole.penumbra_entry, atol=1e-5)
    np.testing.assert_allclose(quick.covered_share, whole.covered_share, atol=1e-9)


def test_umbra_of_the_moon_on_its_axis():
    """A spacecraft that follows the umbra's axis 6 000 km behind the Moon sees nothing of the Sun, one 3e8 m a ring."""

    class Follower:
        regime, scan_step = "earth", 432.0

        def __init__(self, distance):
            self.distance = distance

        def states(self, times):
            epoch = behind.epoch + times
            moon, sun = frames.moon_position(epoch), frames.sun_position(epoch)
            line = moon - sun
            place = moon + self.distance * line / frames.distance(line)[:, None]
            return place, np.zeros_like(place)

        def nodes(self, duration):
            return even_nodes(duration)

    behind = fresh("geo", 2)
    behind.trajectory = Follower(6e6)
    found = events.eclipses(behind, "moon")
    assert found.umbra_duration == pytest.approx([behind.duration]) and np.all(np.isnan(found.annulus_entry))
    behind = fresh("geo", 2)
    behind.trajectory = Follower(6e8)
    found = events.eclipses(behind, "moon")
    assert found.annulus_duration == pytest.approx([behind.duration]) and found.umbra_duration == 0.0
    expected = (eclipse.MOON_RADIUS / 6e8 / (SUN_RADIUS / (ASTRONOMICAL_UNIT + 6e8))) ** 2
    assert found.covered_share == pytest.approx(expected, rel=0.1)


def test_earth_leaves_a_ring_at_the_second_libration_point():
    """The umbra's tip is at 1.38 million km; on the axis at 1.51 million km the Earth covers 0.84 of the Sun.

    L2 is that of Earth and Moon together: the Earth swings by 4700 km, and the ring is open for most of the month.
    """
    near_axis = qt.orbit("sun_earth_l2").replace(amplitude_y="100 km", amplitude_z="100 km")
    one = OrbitLayer(near_axis, qt.scenario("solar_mean"), DAYS)
    found = events.eclipses(one)
    assert len(found.greatest) == 1 and 0 < found.annulus_duration[0] < DAYS
    assert np.isnan(found.umbra_entry[0]) and found.covered_share[0] == pytest.approx(0.84, abs=0.02)


def test_no_such_body():
    with pytest.raises(QtspaceError, match="Did you mean 'moon'"):
        qt.environment("iss", days=1).eclipses("moo")


@pytest.fixture(scope="module")
def env():
    return qt.environment("iss", days=20)


def test_a_level_horizon_is_a_lowest_elevation(env):
    level = env.passes("matera_mlro", "5 deg", horizon={"0 deg": "20 deg", "180 deg": "20 deg"})
    plain = env.passes("matera_mlro", "20 deg")
    np.testing.assert_allclose(level.rise, plain.rise, atol=1e-5)
    np.testing.assert_allclose(level.set, plain.set, atol=1e-5)


def test_a_low_horizon_changes_nothing(env):
    low = env.passes("matera_mlro", "20 deg", horizon=[("10 deg", "3 deg"), ("200 deg", "19 deg")])
    plain = env.passes("matera_mlro", "20 deg")
    np.testing.assert_allclose(low.rise, plain.rise, atol=1e-5)


def test_a_wall_in_the_east_cuts_passes_where_it_stands(env):
    """A wall of 60 deg from azimuth 60 to 120 deg: what is left of passes ends or begins at it."""
    wall = {"59 deg": "0 deg", "60 deg": "60 deg", "120 deg": "60 deg", "121 deg": "0 deg"}
    cut, plain = env.passes("matera_mlro", "10 deg", horizon=wall), env.passes("matera_mlro", "10 deg")
    assert cut.duration.sum() < 0.9 * plain.duration.sum()
    skyline, where = events.horizon(wall), qt.station("matera_mlro")
    times = np.concatenate([cut.rise, cut.set])
    azimuth = of_track(visibility.station_azimuth, env.layer, where, times)
    limit = np.maximum(skyline.at(azimuth), np.radians(10.0))
    np.testing.assert_allclose(elevation(env.layer, where, times), limit, atol=1e-6)


def test_a_mast_splits_the_passes_behind_it(env):
    """Five degrees wide and crossed in seconds; against a count of what is hidden every 0.2 s."""
    mast = {"30 deg": "0 deg", "30.1 deg": "80 deg", "35 deg": "80 deg", "35.1 deg": "0 deg"}
    where, plain, cut = qt.station("matera_mlro"), env.passes("matera_mlro"), env.passes("matera_mlro", horizon=mast)
    skyline, pieces = events.horizon(mast), 0
    for rise, end in zip(plain.rise, plain.set, strict=True):
        times = np.arange(rise + 1e-3, end, 0.2)
        azimuth = of_track(visibility.station_azimuth, env.layer, where, times)
        clear = elevation(env.layer, where, times) > skyline.at(azimuth)
        pieces += int(clear[0]) + np.count_nonzero(clear[1:] & ~clear[:-1])
    assert len(cut) == pieces > len(plain)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"0 deg": "5 deg"}, "two at least"), ([("0 deg", "5 deg"), ("0 deg", "6 deg")], "twice"),
        ({"0 deg": "5 deg", "400 deg": "5 deg"}, "expected 0 to 360 deg"),
        ({"0 deg": "5 deg", "90 deg": "95 deg"}, "expected -90 to 90 deg"), ([("0 deg",), ("1 deg",)], "rows of azimuth"),
    ],
)  # fmt: skip
def test_horizons_that_are_none(env, table, message):
    with pytest.raises(QtspaceError, match=message):
        env.passes("matera_mlro", horizon=table)


def test_off_nadir_limit(env):
    narrow, plain = env.passes("matera_mlro", "20 deg", maximum_off_nadir="40 deg"), env.passes("matera_mlro", "20 deg")
    assert 0 < len(narrow) < len(plain)
    edges = np.concatenate([narrow.rise, narrow.set])
    angle = of_track(visibility.off_nadir_angle, env.layer, qt.station("matera_mlro"), edges)
    assert angle == pytest.approx(np.radians(40.0), abs=1e-7)


def test_lighting_splits_the_passes(env):
    plain, sunlit, eclipsed = (
        env.passes("matera_mlro", "10 deg", lighting=lighting) for lighting in (None, "sunlit", "eclipsed")
    )
    assert 0 < sunlit.duration.sum() < plain.duration.sum()
    assert sunlit.duration.sum() + eclipsed.duration.sum() == pytest.approx(plain.duration.sum(), abs=1e-6)
    assert sunlit.sunlit.mean() > 0.9 and eclipsed.sunlit.mean() < 0.1
    with pytest.raises(QtspaceError, match="Did you mean 'sunlit'"):
        env.passes("matera_mlro", lighting="sunlight")


def test_passes_at_night(env):
    night = env.passes("matera_mlro", "10 deg", maximum_sun_elevation="-12 deg")
    day = env.passes("matera_mlro", "10 deg")
    assert 0 < len(night) < len(day)
    assert (night.sun_elevation <= np.radians(-12.0) + 1e-9).all()
    assert night.duration.sum() >= day.duration[day.sun_elevation < np.radians(-13.0)].sum()


def test_common_view_is_where_both_see_it(env):
    found = env.common_view("matera_mlro", "calern_meo", "10 deg")
    one, two = (events.pass_set(env.layer, qt.station(name), np.radians(10.0)) for name in ("matera_mlro", "calern_meo"))
    assert found.duration.sum() == pytest.approx((one & two).total, abs=1e-9)
    assert (found[["elevation_a", "elevation_b"]] > np.radians(10.0)).all(axis=None)
    swapped = env.common_view("calern_meo", "matera_mlro", "10 deg")
    np.testing.assert_array_equal(swapped.begin, found.begin)
    np.testing.assert_array_equal(swapped.range_b, found.range_a)
    assert found.attrs["units"]["range_a"] == "m" and found.begin_utc.iloc[0].startswith("2027-01-0")


def test_no_common_view_of_antipodes(env):
    assert len(env.common_view("matera_mlro", "yarragadee_tn2")) == 0


def test_darkness_of_a_latitude():
    """Night of 24 h less the day arc: cos H = -tan(latitude) tan(declination) for the Sun's centre at 0, less with depth."""
    env = qt.environment("iss", days=20)
    names = ("day", "civil", "nautical", "astronomical")
    whole = [env.darkness("matera_mlro", name).duration.iloc[1:-1].mean() / 3600 for name in names]
    latitude = qt.station("matera_mlro").latitude.si
    declination = np.radians(-21.6)  # in the middle of the twenty days from 1 January
    for hours, depth in zip(whole, (0.833, 6.0, 12.0, 18.0), strict=True):
        cosine = (np.sin(-np.radians(depth)) - np.sin(latitude) * np.sin(declination)) / np.cos(latitude) / np.cos(declination)
        assert hours == pytest.approx(24.0 * (1.0 - np.arccos(cosine) / np.pi), abs=0.1)
    with pytest.raises(QtspaceError, match="Did you mean 'civil'"):
        env.darkness("matera_mlro", "civill")


def test_polar_night_is_one_interval():
    north = qt.station("matera_mlro").replace(latitude="85 deg")
    dark = qt.environment("iss", days=20).darkness(north, "civil")
    assert len(dark) == 1 and dark.duration[0] == DAYS


def geostationary(longitude):
    return qt.environment(qt.orbit("geo").replace(longitude=longitude), days=3)


@pytest.mark.parametrize(("degrees", "seen"), [(60, True), (162, True), (163, False), (180, False)])
def test_sight_between_geostationary_spacecraft(degrees, seen):
    """The chord grazes the equator at a separation of 2 arccos(R/r), 162.6 deg."""
    found = geostationary("0 deg").line_of_sight(geostationary(f"{degrees} deg"))
    assert len(found) == int(seen)
    if seen:
        chord = 2 * 42_166e3 * np.sin(0.5 * np.radians(degrees))
        assert found.duration[0] == 3 * 86_400.0
        assert found[["nearest_range", "mean_range", "farthest_range"]].iloc[0].to_numpy() == pytest.approx(chord, rel=1e-3)


def test_sight_is_mutual_and_follows_the_height():
    low, high = qt.environment("iss", days=3), qt.environment("geo", days=3)
    ours, theirs = low.line_of_sight(high), high.line_of_sight(low)
    np.testing.assert_allclose(ours.begin, theirs.begin, atol=1e-5)
    np.testing.assert_allclose(ours.mean_range, theirs.mean_range, rtol=1e-12)
    assert (ours.lowest_height > -1.0).all() and (ours.lowest_range_rate < ours.highest_range_rate).all()
    above = low.line_of_sight(high, grazing_altitude="100 km")
    assert 0.9 < above.duration.sum() / ours.duration.sum() < 1.0
    inner = above.begin[above.begin > 0]
    ends = [one.layer.track_at(inner.to_numpy()).position for one in (low, high)]
    assert visibility.line_height(*ends) == pytest.approx(100e3, abs=1.0)


def test_sight_within_a_range():
    low, high = qt.environment("iss", days=3), qt.environment("geo", days=3)
    near = low.line_of_sight(high, maximum_range="38000 km")
    assert len(near) > 0 and (near.farthest_range <= 38e6 + 1.0).all()
    assert near.duration.sum() < low.line_of_sight(high).duration.sum()


def test_sight_needs_two_spacecraft_at_the_same_time():
    one = qt.environment("iss", days=3)
    with pytest.raises(QtspaceError, match="same scenario and days"):
        one.line_of_sight(qt.environment("geo", days=4))
    with pytest.raises(QtspaceError, match="same orbit"):
        one.line_of_sight(one)
    with pytest.raises(QtspaceError, match="not stated"):
        one.line_of_sight(qt.environment("drop_tower", days=3))


def test_facilities_have_none():
    with pytest.raises(QtspaceError, match="not stated"):
        events.eclipses(layer("drop_tower"))


def test_environment_hands_out_frames():
    env = qt.environment("iss", days=3)
    dark, seen = env.eclipses(), env.passes("matera_mlro", minimum_elevation="30 deg")
    assert dark.attrs["units"]["umbra_duration"] == "s" and seen.attrs["units"]["range_at_culmination"] == "m"
    assert len(dark) > 40 and (seen.highest_elevation >= np.radians(30) - 1e-6).all()
    assert seen.rise_utc.iloc[0].startswith("2027-01-0")


def test_mean_motion_is_the_draconic_one():
    """A guard on the fixture: the period above is the anomalistic one of the mean elements."""
    assert kepler.orbital_period(6_797_000.0) == pytest.approx(2 * np.pi / layer("iss").trajectory.rates[2], rel=2e-3)
