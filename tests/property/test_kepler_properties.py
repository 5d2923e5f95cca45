"""Properties that hold for any orbit, station and shadow."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from qtspace_trade.constants import EARTH_GM, EARTH_RADIUS
from qtspace_trade.physics import eclipse, frames, gravity, kepler, three_body, visibility

TURN = 2.0 * np.pi
axes = st.floats(6.6e6, 1e9)
eccentricities = st.floats(0.0, 0.99)
inclinations = st.floats(0.0, np.pi)
angles = st.floats(0.0, TURN)
times = st.floats(-3e8, 2e9)  # 1990 to 2063
unit = st.floats(-1.0, 1.0)


@st.composite
def vectors(draw, shortest, longest):
    direction = np.array([draw(unit), draw(unit), draw(unit)])
    assume(np.linalg.norm(direction) > 0.1)
    return draw(st.floats(shortest, longest)) * direction / np.linalg.norm(direction)


@st.composite
def orbits(draw):
    return draw(axes), draw(eccentricities), draw(inclinations), draw(angles), draw(angles)


outside = vectors(6.4e6, 2e9)
suns = vectors(1.47e11, 1.52e11)
stations = st.tuples(st.floats(-np.pi / 2, np.pi / 2), st.floats(-np.pi, np.pi), st.floats(0.0, 5e3))


@given(st.floats(-np.pi, np.pi), st.floats(0.0, 1.0, exclude_max=True))
def test_residual_of_keplers_equation(mean, eccentricity):
    anomaly = kepler.eccentric_anomaly(mean, eccentricity)
    assert abs(anomaly - eccentricity * np.sin(anomaly) - mean) < 1e-14


@given(st.floats(0.0, np.pi), st.floats(1e-3, 0.1), st.floats(0.0, 0.999))
def test_eccentric_anomaly_grows_and_is_odd(mean, step, eccentricity):
    anomaly = kepler.eccentric_anomaly(mean, eccentricity)
    assert kepler.eccentric_anomaly(mean + step, eccentricity) > anomaly
    assert_allclose(kepler.eccentric_anomaly(-mean, eccentricity), -anomaly, atol=1e-15)


@given(axes)
def test_period_and_semi_major_axis(axis):
    assert_allclose(kepler.semi_major_axis_from_period(kepler.orbital_period(axis)), axis, rtol=1e-14)


@given(orbits())
def test_energy_and_momentum_are_conserved(orbit):
    position, velocity = kepler.position_velocity(*orbit, np.linspace(0.0, TURN, 17))
    axis, eccentricity = orbit[:2]
    kinetic, potential = 0.5 * np.sum(velocity**2, axis=-1), gravity.potential(position)
    assert np.all(np.abs(kinetic + potential + 0.5 * EARTH_GM / axis) <= 1e-14 * (kinetic - potential))
    momentum = np.cross(position, velocity)
    size = np.sqrt(EARTH_GM * axis * (1 - eccentricity**2))
    longest = np.linalg.norm(position, axis=-1) * np.linalg.norm(velocity, axis=-1)
    _, _, inclination, raan, _ = orbit
    normal = frames.local_vertical(np.pi / 2 - inclination, raan - np.pi / 2)
    assert np.all(np.abs(momentum - size * normal) <= 1e-14 * longest[:, None])


@given(orbits(), angles)
def test_elements_round_trip(orbit, anomaly):
    """By way of the state: angles that are ill-defined may differ, the place and speed may not."""
    position, velocity = kepler.position_velocity(*orbit, anomaly)
    elements = kepler.state_to_elements(position, velocity)
    axis, eccentricity, inclination = orbit[:3]
    assert_allclose(elements.semi_major_axis, axis, rtol=1e-11)
    assert_allclose(elements.eccentricity, eccentricity, atol=1e-11)
    assert_allclose(elements.inclination, inclination, atol=1e-11)
    again = kepler.position_velocity(*elements)
    assert_allclose(again[0], position, rtol=0, atol=1e-9 * axis)
    assert_allclose(again[1], velocity, rtol=0, atol=1e-9 * np.sqrt(EARTH_GM / axis) / (1 - eccentricity))


@given(axes, st.floats(0.01, 0.99), st.floats(0.01, np.pi - 0.01), angles, angles, angles)
def test_angles_round_trip(axis, eccentricity, inclination, raan, perigee, anomaly):
    elements = kepler.state_to_elements(
        *kepler.position_velocity(axis, eccentricity, inclination, raan, perigee, anomaly)
    )
    assert np.all((np.array(elements[3:]) >= 0) & (np.array(elements[3:]) <= TURN))
    assert_allclose(np.exp(1j * np.array(elements[3:])), np.exp(1j * np.array([raan, perigee, anomaly])), atol=1e-8)


@given(axes, eccentricities, st.floats(0.0, np.pi / 2))
def test_rates_of_the_mirrored_orbit(axis, eccentricity, inclination):
    """Backwards, the node turns the other way; perigee and anomaly do not notice."""
    forwards = np.array(kepler.j2_rates(axis, eccentricity, inclination))
    backwards = np.array(kepler.j2_rates(axis, eccentricity, np.pi - inclination))
    scale = np.abs(forwards).max()
    assert_allclose(backwards, forwards * [-1, 1, 1], rtol=0, atol=1e-14 * scale)


@given(st.floats(6.6e6, 1.2e7), st.floats(0.0, 0.3))
def test_sun_synchronous_node_turns_once_a_year(axis, eccentricity):
    inclination = kepler.sun_synchronous_inclination(axis, eccentricity)
    rate = kepler.j2_rates(axis, eccentricity, inclination)[0]
    assert_allclose(rate * 365.242_189_7 * 86_400.0, TURN, rtol=1e-12)
    assert np.pi / 2 < inclination < np.pi


@given(outside, vectors(1.0, 1e4))
def test_nadir_rotation_is_at_most_speed_over_distance(position, velocity):
    bound = np.linalg.norm(velocity) / np.linalg.norm(position)
    assert kepler.nadir_rotation_rate(position, velocity) <= bound * (1 + 1e-15)


@settings(deadline=None)  # a new month needs new nodes of the pole
@given(outside, times)
def test_earth_fixed_axes_keep_lengths_and_angles(position, time):
    other = np.array([position[1], position[2], -position[0]])
    fixed, fixed_other = frames.earth_fixed_position(np.stack([position, other]), time)
    size = np.linalg.norm(position)
    assert_allclose(np.linalg.norm(fixed), size, rtol=1e-14)
    assert_allclose(fixed @ fixed_other, position @ other, atol=1e-13 * size**2)


@given(st.floats(-np.pi / 2, np.pi / 2), st.floats(-3.14, 3.14), st.floats(-1e4, 1.6e9))
def test_geodetic_round_trip(latitude, longitude, altitude):
    position = frames.station_position(latitude, longitude, altitude)
    assert_allclose(frames.station_position(*frames.geodetic(position)), position, rtol=0, atol=1e-4)
    assert_allclose(frames.geodetic_altitude(position), altitude, rtol=0, atol=1e-4)


@given(times)
def test_sun_and_moon_stay_in_their_ranges(time):
    """Sun from 0.983 to 1.017 au and in the ecliptic; Moon from 356 to 407 thousand km and within 5.4° of it."""
    sun, moon = frames.sun_position(time), frames.moon_position(time)
    assert 1.470e11 < np.linalg.norm(sun) < 1.522e11
    assert abs(sun @ three_body.ECLIPTIC_POLE) < 1e-9 * np.linalg.norm(sun)
    assert 3.56e8 < np.linalg.norm(moon) < 4.07e8
    assert abs(moon @ three_body.ECLIPTIC_POLE) < np.sin(np.radians(5.4)) * np.linalg.norm(moon)


@given(outside, suns)
def test_umbra_lies_inside_the_penumbra(position, sun):
    umbra, penumbra = eclipse.umbra_function(position, sun), eclipse.penumbra_function(position, sun)
    assert penumbra < umbra
    assert np.radians(0.51) < umbra - penumbra < np.radians(0.56)


@given(outside, suns)
def test_shadow_is_on_the_far_side(position, sun):
    """A place on the near side of the plane through the terminator is in the light."""
    assume(position @ sun > 0)
    assert eclipse.penumbra_function(position, sun) > 0


@given(vectors(6.4e6, 1e8), suns, st.floats(0.0, TURN))
def test_shadow_is_the_same_all_around_the_axis(position, sun, angle):
    axis = sun / np.linalg.norm(sun)
    along = (axis @ position) * axis
    turned = along + np.cos(angle) * (position - along) + np.sin(angle) * np.cross(axis, position)
    assert_allclose(eclipse.umbra_function(turned, sun), eclipse.umbra_function(position, sun), atol=1e-12)


@given(orbits(), angles, suns)
def test_beta_changes_sign_with_the_direction_of_motion(orbit, anomaly, sun):
    position, velocity = kepler.position_velocity(*orbit, anomaly)
    beta = eclipse.beta_angle(position, velocity, sun)
    assert abs(beta) <= np.pi / 2 + 1e-15
    assert_allclose(eclipse.beta_angle(position, -velocity, sun), -beta, atol=1e-12)
    assert_allclose(eclipse.beta_angle(position, velocity, -sun), -beta, atol=1e-12)


@given(outside, outside)
def test_angle_is_symmetric_and_complete(first, second):
    angle = visibility.angle_between(first, second)
    assert 0 <= angle <= np.pi
    assert_allclose(visibility.angle_between(second, first), angle, rtol=1e-15)
    assert_allclose(visibility.angle_between(3 * first, second), angle, rtol=1e-14, atol=1e-15)
    assert_allclose(visibility.angle_between(-first, second), np.pi - angle, atol=1e-14)


@given(outside, outside)
def test_range_is_symmetric(first, second):
    assert visibility.topocentric_range(first, second) == visibility.topocentric_range(second, first)


@given(vectors(6.4e6, 5e7), vectors(6.4e6, 5e7))
def test_two_spacecraft_see_each_other_or_not_at_all(first, second):
    """The line between them misses the Earth for one end as for the other."""
    assume(np.linalg.norm(second - first) > 1e3)
    towards_second = visibility.limb_exclusion_angle(first, second - first)
    towards_first = visibility.limb_exclusion_angle(second, first - second)
    assume(min(abs(towards_second), abs(towards_first)) > 1e-9)
    ray = (second - first) / np.linalg.norm(second - first)
    blocked = np.linalg.norm(np.cross(first, ray)) < EARTH_RADIUS and -first @ ray > 0 and second @ ray > 0
    assert blocked == (towards_second < 0 and towards_first < 0)


@given(stations, st.floats(1e5, 1e8), st.floats(-3.1, 3.1))
def test_elevation_falls_with_the_distance_from_the_station(station, altitude, angle):
    """Of all places at one distance from a station's zenith line, elevation and range go together."""
    latitude, longitude, height = station
    foot = frames.station_position(latitude, longitude, height)
    up = frames.local_vertical(latitude, longitude)
    east = np.array([-np.sin(longitude), np.cos(longitude), 0.0])
    spacecraft = foot + altitude * (np.cos(angle) * up + np.sin(angle) * east)
    assert_allclose(visibility.station_elevation(spacecraft, *station), np.pi / 2 - abs(angle), atol=1e-7)
    assert_allclose(visibility.station_range(spacecraft, *station), altitude, rtol=1e-9)


@given(st.floats(1e5, 1e8), st.floats(0.0, 1.5), st.floats(1e-3, 0.07))
def test_higher_in_the_sky_is_nearer(altitude, elevation, step):
    assert visibility.slant_range(altitude, elevation + step) < visibility.slant_range(altitude, elevation)
    assert visibility.central_angle(altitude, elevation + step) < visibility.central_angle(altitude, elevation)
    assert visibility.common_view_separation(2 * altitude, elevation) > visibility.common_view_separation(
        altitude, elevation
    )
    assert altitude * (1 - 1e-9) <= visibility.slant_range(altitude, elevation + step)


@given(outside, suns)
def test_gradient_has_no_trace(position, sun):
    tensor = gravity.tidal_gradient(position, sun)
    size = np.abs(tensor).max()
    assert abs(np.trace(tensor)) <= 1e-14 * size
    assert size <= gravity.largest_gradient(position, sun) * (1 + 1e-12)


@given(st.floats(1e-9, 0.5), st.sampled_from([1, 2]))
def test_libration_points_balance(mass_ratio, point):
    """Attraction of both bodies against the centrifugal force, about the centre of mass."""
    side = {1: -1, 2: 1}[point]
    gamma = three_body.libration_gamma(mass_ratio, point)
    attraction = (1 - mass_ratio) / (1 + side * gamma) ** 2 + side * mass_ratio / gamma**2
    assert_allclose(attraction, 1 - mass_ratio + side * gamma, atol=1e-11)
    assert 0 < gamma < 1
