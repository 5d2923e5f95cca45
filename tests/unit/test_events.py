"""Eclipses and passes one by one."""

import numpy as np
import pytest

import qtspace_trade as qt
from qtspace_trade.constants import SPEED_OF_LIGHT
from qtspace_trade.engine import events
from qtspace_trade.engine.orbit_layer import layer_of
from qtspace_trade.errors import QtspaceError
from qtspace_trade.physics import kepler

DAYS = 20 * 86_400.0


def layer(orbit, duration=DAYS):
    return layer_of(qt.orbit(orbit), qt.scenario("solar_mean"), duration)


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
        beside = events._elevation(station.track_at(passes.culmination + shift, where))
        assert np.all(beside <= passes.highest_elevation + 1e-9)


def test_doppler_changes_sign_and_is_that_of_the_orbital_speed(passes):
    """At 20 degrees elevation the range rate is 0.9 of 7.7 km/s at most."""
    assert np.all(passes.doppler_at_rise > 0) and np.all(passes.doppler_at_set < 0)
    fastest = np.abs(passes.doppler_at_rise).max() * SPEED_OF_LIGHT
    assert 5_500 < fastest < 7_400


def test_range_follows_from_height_and_elevation(passes):
    overhead = passes.highest_elevation > np.radians(80)
    assert overhead.any()
    assert np.all((passes.nearest_range[overhead] > 410e3) & (passes.nearest_range[overhead] < 445e3))


def test_passes_do_not_depend_on_the_scan_step(station, passes, monkeypatch):
    monkeypatch.setitem(station.__dict__, "grid", np.linspace(0.0, DAYS, 2 * len(station.grid)))
    station.__dict__.pop("scan", None)
    again = events.passes(station, qt.station("matera_mlro"), np.radians(20.0))
    station.__dict__.pop("scan", None)
    assert len(again.rise) == len(passes.rise)
    assert again.rise == pytest.approx(passes.rise, abs=0.01) and again.set == pytest.approx(passes.set, abs=0.01)


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


def test_facilities_have_none():
    with pytest.raises(QtspaceError, match="not stated"):
        events.eclipses(layer("drop_tower"))


def test_environment_hands_out_frames():
    env = qt.environment("iss", days=3)
    dark, seen = env.eclipses(), env.passes("matera_mlro", minimum_elevation="30 deg")
    assert dark.attrs["units"]["umbra_duration"] == "s" and seen.attrs["units"]["nearest_range"] == "m"
    assert len(dark) > 40 and (seen.highest_elevation >= np.radians(30) - 1e-6).all()
    assert seen.rise_utc.iloc[0].startswith("2027-01-0")


def test_mean_motion_is_the_draconic_one():
    """A guard on the fixture: the period above is the anomalistic one of the mean elements."""
    assert kepler.orbital_period(6_797_000.0) == pytest.approx(2 * np.pi / layer("iss").trajectory.rates[2], rel=2e-3)
