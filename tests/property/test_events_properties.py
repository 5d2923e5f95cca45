"""Properties of eclipses, passes and lines of sight for any place, station and limit."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import qtspace_trade as qt
from qtspace_trade.constants import ASTRONOMICAL_UNIT, EARTH_RADIUS
from qtspace_trade.engine import events
from qtspace_trade.engine.orbit_layer import OrbitLayer
from qtspace_trade.physics import eclipse, visibility

few = settings(deadline=None, max_examples=12)
WINDOW = 3 * 86_400.0
FUNCTIONS = (eclipse.umbra_function, eclipse.penumbra_function, eclipse.covered_share)
unit = st.floats(-1.0, 1.0)


@st.composite
def vectors(draw, shortest, longest):
    direction = np.array([draw(unit), draw(unit), draw(unit)])
    assume(np.linalg.norm(direction) > 0.1)
    return draw(st.floats(shortest, longest)) * direction / np.linalg.norm(direction)


@st.composite
def stations(draw):
    latitude, longitude = draw(st.floats(-70.0, 70.0)), draw(st.floats(-180.0, 180.0))
    return qt.station("matera_mlro").replace(latitude=f"{latitude} deg", longitude=f"{longitude} deg")


outside = vectors(6.4e6, 2e9)
suns = vectors(1.47e11, 1.52e11)


def layer(orbit="iss", refine=1):
    one = OrbitLayer(qt.orbit(orbit), qt.scenario("solar_mean"), WINDOW)
    one.__dict__["grid"] = np.linspace(0.0, WINDOW, refine * (len(one.grid) - 1) + 1)
    return one


COARSE, FINE, GEOSTATIONARY = layer(), layer(refine=2), layer("geo")


def same(one, two, tolerance):
    assert one.count == two.count
    np.testing.assert_allclose(one.begins, two.begins, atol=tolerance, rtol=0.0)
    np.testing.assert_allclose(one.ends, two.ends, atol=tolerance, rtol=0.0)


@given(outside, suns, vectors(1.0, 1.0))
def test_shadow_is_mirrored_at_any_plane_through_the_sun(position, sun, direction):
    normal = np.cross(sun, direction)
    assume(np.linalg.norm(normal) > 0.1 * np.linalg.norm(sun))
    normal = normal / np.linalg.norm(normal)
    mirrored = position - 2.0 * (position @ normal) * normal
    for function in FUNCTIONS:
        assert function(mirrored, sun) == pytest.approx(function(position, sun), abs=1e-8)


@given(vectors(1e7, 2e9), suns, vectors(3.6e8, 4.1e8))
def test_parts_of_the_shadow_are_nested(position, sun, moon):
    assume(np.linalg.norm(position - moon) > eclipse.MOON_RADIUS)
    shadows = eclipse.shadow_functions(position, sun, moon, eclipse.MOON_RADIUS)
    assert shadows.penumbra < shadows.umbra and shadows.penumbra < shadows.annulus
    assert not (shadows.umbra < 0 and shadows.annulus < 0)
    share = eclipse.covered_share(position, sun, moon, eclipse.MOON_RADIUS)
    assert (share > 0) == (shadows.penumbra < 0) or abs(shadows.penumbra) < 1e-7
    assert (share == pytest.approx(1.0, abs=1e-9)) == (shadows.umbra < 0) or abs(shadows.umbra) < 1e-7


@given(st.lists(outside, min_size=1, max_size=8), suns)
def test_vectorised_shadow_is_scalar(positions, sun):
    for function in FUNCTIONS:
        many = function(np.array(positions), sun)
        np.testing.assert_array_equal(many, [function(position, sun) for position in positions])


@given(st.floats(0.0, 1.0), st.floats(-3.0, 3.0))
def test_covered_share_falls_with_the_separation(share, step):
    """Across the shadow of the Earth at the distance of geostationary orbit."""
    sun = np.array([ASTRONOMICAL_UNIT, 0.0, 0.0])
    offsets = EARTH_RADIUS + 2e5 * np.array([step, step + share])
    near, far = eclipse.covered_share(np.stack([np.full(2, -4.2e7), offsets, np.zeros(2)], axis=-1), sun)
    assert 0.0 <= far <= near + 1e-12 <= 1.0 + 1e-12


@few
@given(stations(), st.floats(-2.0, 75.0))
def test_passes_do_not_depend_on_the_scan_step(station, degrees):
    coarse, fine = (events.pass_set(one, station, np.radians(degrees)) for one in (COARSE, FINE))
    same(coarse, fine, 1e-3)


@few
@given(stations(), st.floats(0.0, 60.0), st.floats(0.0, 20.0))
def test_higher_limits_leave_less(station, degrees, more):
    low, high = (events.pass_set(COARSE, station, np.radians(limit)) for limit in (degrees, degrees + more))
    assert (high - low).total < 1e-5


@few
@given(stations(), st.floats(5.0, 60.0))
def test_passes_are_above_the_limit_and_the_rest_is_not(station, degrees):
    """On a thousand times, against the elevation itself."""
    held = events.pass_set(COARSE, station, np.radians(degrees))
    times = np.linspace(7.0, WINDOW - 7.0, 1000)
    place = (station.latitude.si, station.longitude.si, station.altitude.si)
    seen = visibility.station_elevation(COARSE.track_at(times).earth_fixed_position, *place) > np.radians(degrees)
    np.testing.assert_array_equal(held.contains(times), seen)


@few
@given(st.floats(-40.0, 40.0), st.floats(-40.0, 40.0))
def test_always_in_view_is_one_interval(latitude, east):
    """Less than 57 degrees from the point below a geostationary spacecraft it stands above 15 degrees."""
    longitude = np.degrees(qt.orbit("geo").longitude.si) + east
    station = qt.station("matera_mlro").replace(latitude=f"{latitude} deg", longitude=f"{(longitude + 180) % 360 - 180} deg")
    held = events.pass_set(GEOSTATIONARY, station, np.radians(15.0))
    assert (held.count, held.total) == (1, WINDOW)


@few
@given(stations(), stations(), st.floats(0.0, 30.0))
def test_common_view_is_symmetric_and_within_both(one, two, degrees):
    limit = np.radians(degrees)
    found, swapped = (events.common_views(COARSE, pair, limit) for pair in ((one, two), (two, one)))
    np.testing.assert_array_equal(found.begin, swapped.begin)
    np.testing.assert_array_equal(found.elevation_a, swapped.elevation_b)
    assert np.all(found.elevation_a > limit) and np.all(found.elevation_b > limit)


@few
@given(st.lists(st.tuples(st.floats(0.0, 359.0), st.floats(-5.0, 40.0)), min_size=2, max_size=6, unique_by=lambda row: row[0]))
def test_a_horizon_is_between_its_extremes(rows):
    skyline = events.horizon([(f"{azimuth} deg", f"{elevation} deg") for azimuth, elevation in rows])
    limits = skyline.at(np.linspace(0.0, 2 * np.pi, 100))
    assert np.all(limits >= skyline.elevation.min() - 1e-12) and np.all(limits <= skyline.elevation.max() + 1e-12)
    station = qt.station("matera_mlro")
    masked = events.pass_set(COARSE, station, np.radians(5.0), skyline)
    highest = max(float(skyline.elevation.max()), np.radians(5.0))
    assert (masked - events.pass_set(COARSE, station, np.radians(5.0))).total < 1e-4
    assert (events.pass_set(COARSE, station, highest) - masked).total < 1e-4


@few
@given(st.floats(-100e3, 350e3))
def test_sight_is_mutual(grazing_altitude):
    forth, back = (events.sight_set(*pair, grazing_altitude) for pair in ((COARSE, GEOSTATIONARY), (GEOSTATIONARY, COARSE)))
    same(forth, back, 1e-5)
    assert (events.sight_set(COARSE, GEOSTATIONARY, grazing_altitude + 1e3) - forth).total < 1e-5
