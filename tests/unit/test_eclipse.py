"""Shadow cones against rays to the Sun's limb, closed forms and published geometry."""

import numpy as np
import pytest
from boinor.core.events import eclipse_function
from numpy.testing import assert_allclose
from scipy.optimize import brentq

from qtspace_trade.constants import ASTRONOMICAL_UNIT, EARTH_GM, EARTH_RADIUS, SUN_RADIUS
from qtspace_trade.physics import eclipse, frames, kepler

SUN = ASTRONOMICAL_UNIT * np.array([0.6, -0.7, np.sqrt(0.15)])
SUN_ON_AXIS = np.array([ASTRONOMICAL_UNIT, 0.0, 0.0])
UMBRA_HALF_ANGLE = np.arcsin((SUN_RADIUS - EARTH_RADIUS) / ASTRONOMICAL_UNIT)
PENUMBRA_HALF_ANGLE = np.arcsin((SUN_RADIUS + EARTH_RADIUS) / ASTRONOMICAL_UNIT)


def perpendicular(vector):
    first = np.cross(vector, [0.0, 0.0, 1.0])
    first = first / np.linalg.norm(first)
    return first, np.cross(vector / np.linalg.norm(vector), first)


def hidden_share_of_limb(position, sun, points=720):
    """Share of the Sun's visible rim whose line of sight meets the Earth, by the distance of each ray from it."""
    line = sun - position
    distance = np.linalg.norm(line)
    rim_distance = distance - SUN_RADIUS**2 / distance
    rim_radius = SUN_RADIUS * np.sqrt(1 - (SUN_RADIUS / distance) ** 2)
    angle = np.linspace(0.0, 2 * np.pi, points, endpoint=False)[:, None]
    first, second = perpendicular(line)
    ray = rim_distance * line / distance + rim_radius * (np.cos(angle) * first + np.sin(angle) * second)
    ray = ray / np.linalg.norm(ray, axis=-1, keepdims=True)
    along = -ray @ position
    miss = np.linalg.norm(position + along[:, None] * ray, axis=-1)
    return np.mean((along > 0) & (miss < EARTH_RADIUS))


def behind(distance, offset):
    """Points behind the Earth at a distance along the axis and an offset from it, Sun on the x axis."""
    return np.stack(np.broadcast_arrays(-distance, offset, 0.0), axis=-1).astype(float)


@pytest.mark.parametrize("radius", [6_678e3, 7e6, 26_560e3, 42_164e3, 4e8])
def test_shadow_against_rays_to_the_rim(radius):
    """Umbra hides the whole rim, and outside the penumbra nothing is hidden; 200 places around each edge."""
    first, _ = perpendicular(SUN)
    axis = -SUN / np.linalg.norm(SUN)
    edge = np.arcsin(EARTH_RADIUS / radius)
    for angle in edge + np.linspace(-0.012, 0.012, 200):
        position = radius * (np.cos(angle) * axis + np.sin(angle) * first)
        umbra, penumbra = eclipse.umbra_function(position, SUN), eclipse.penumbra_function(position, SUN)
        if min(abs(umbra), abs(penumbra)) < 1e-6:
            continue
        hidden = hidden_share_of_limb(position, SUN)
        assert (hidden == 1.0) == (umbra < 0)
        assert (hidden == 0.0) == (penumbra > 0)


@pytest.mark.parametrize("distance", [6.5e6, 1e7, 4.2e7, 1e9])
def test_cones_of_the_textbook(distance):
    """Half angles arcsin((R_sun ∓ R)/d), tips at R/sin: Vallado, 4th ed., 2013, section 5.3.2."""
    umbra_radius = (EARTH_RADIUS / np.sin(UMBRA_HALF_ANGLE) - distance) * np.tan(UMBRA_HALF_ANGLE)
    penumbra_radius = (EARTH_RADIUS / np.sin(PENUMBRA_HALF_ANGLE) + distance) * np.tan(PENUMBRA_HALF_ANGLE)
    assert_allclose(eclipse.umbra_function(behind(distance, umbra_radius), SUN_ON_AXIS), 0.0, atol=1e-12)
    assert_allclose(eclipse.penumbra_function(behind(distance, penumbra_radius), SUN_ON_AXIS), 0.0, atol=1e-12)


def test_tip_of_the_umbra():
    """1.384 million km behind the Earth, so that L2 at 1.508 million km is in no full shadow."""
    tip = EARTH_RADIUS / np.sin(UMBRA_HALF_ANGLE)
    assert tip == pytest.approx(1.384e9, rel=1e-3)
    before, beyond = eclipse.umbra_function(behind(tip * np.array([1 - 1e-6, 1 + 1e-6]), 0.0), SUN_ON_AXIS)
    assert before < 0 < beyond
    second_point = behind(1.5077e9, 0.0)
    assert eclipse.umbra_function(second_point, SUN_ON_AXIS) > 0
    assert eclipse.penumbra_function(second_point, SUN_ON_AXIS) < 0


@pytest.mark.parametrize("place", [[7e6, 0.0, 0.0], [0.0, 7e6, 0.0], [4.2e7, 0.0, 1e3], [-1e6, 7e6, 0.0]])
def test_no_shadow_in_front_of_or_beside_the_earth(place):
    assert eclipse.penumbra_function(place, SUN_ON_AXIS) > 0


def test_penumbra_is_a_solar_diameter_wide():
    """Twice 959.22″ for the nominal radius of 695 700 km at 1 au: IAU 2015 resolution B3."""
    position = behind(7e6, np.array([0.0, 5e6]))
    width = eclipse.umbra_function(position, SUN_ON_AXIS) - eclipse.penumbra_function(position, SUN_ON_AXIS)
    assert_allclose(np.degrees(width) * 3600, 2 * 959.22, atol=0.1)


@pytest.mark.parametrize("umbra", [True, False])
def test_edge_against_boinor(umbra):
    """boinor follows Escobal (1985) with the cone's half angle at the Earth's centre.

    Both edges are those of the same cone; Escobal's quadratic leaves out the square of the half angle, 2e-5.
    """

    def state(angle):
        return kepler.position_velocity(7e6, 1e-6, 0.3, 0.0, 0.0, angle)

    def ours(angle):
        function = eclipse.umbra_function if umbra else eclipse.penumbra_function
        return function(state(angle)[0], SUN_ON_AXIS)

    def theirs(angle):
        return eclipse_function(
            EARTH_GM, np.concatenate(state(angle)), SUN_ON_AXIS, SUN_RADIUS, EARTH_RADIUS, umbra=umbra
        )

    assert brentq(ours, 1.6, 3.1) == pytest.approx(brentq(theirs, 1.6, 3.1), abs=1e-4)


@pytest.mark.parametrize(
    ("radius", "minutes"), [(EARTH_RADIUS + 400e3, 36.1), (42_164e3, 69.4)], ids=["low orbit", "geostationary"]
)
def test_longest_eclipse(radius, minutes):
    """Cylinder of the Earth, 2 arcsin(R/r)/n, between umbra and penumbra: 36 min at 400 km, 69 min geostationary."""
    angle = np.linspace(0.0, 2 * np.pi, 100_001)
    position, _ = kepler.position_velocity(radius, 0.0, 0.0, 0.0, 0.0, angle)
    period = kepler.orbital_period(radius) / 60
    cylinder = period * np.arcsin(EARTH_RADIUS / radius) / np.pi
    umbra = period * np.mean(eclipse.umbra_function(position, SUN_ON_AXIS) < 0)
    penumbra = period * np.mean(eclipse.penumbra_function(position, SUN_ON_AXIS) < 0)
    assert cylinder == pytest.approx(minutes, abs=0.1)
    assert umbra < cylinder < penumbra
    assert penumbra - umbra == pytest.approx(2 * 0.533 / 360 * period, rel=0.1 if radius > 1e7 else 0.5)


MOON = 384_400e3 * np.array([-0.6, 0.0, 0.8])


@pytest.mark.parametrize("function", [eclipse.umbra_function, eclipse.penumbra_function, eclipse.covered_share])
def test_any_body_is_the_earth_moved(function):
    """The shadow of a sphere of the Earth's size elsewhere is that of the Earth with everything shifted."""
    place = -7e6 * SUN / np.linalg.norm(SUN) + np.array([[0.0, 0.0, 6e6], [1e6, 0.0, 0.0], [0.0, 6.36e6, 0.0]])
    expected = function(place, SUN)
    assert_allclose(function(place + MOON, SUN + MOON, MOON, EARTH_RADIUS), expected, atol=1e-9)


def test_umbra_of_the_moon():
    """Its tip is 374 000 km behind it at 1 au: short of the Earth at the mean distance, as annular eclipses show."""
    tip = eclipse.MOON_RADIUS * ASTRONOMICAL_UNIT / (SUN_RADIUS - eclipse.MOON_RADIUS)
    assert tip == pytest.approx(374.5e6, rel=2e-3)
    moon = np.zeros(3)
    before, beyond = behind(tip * np.array([1 - 1e-6, 1 + 1e-6]), 0.0)
    assert eclipse.umbra_function(before, SUN_ON_AXIS, moon, eclipse.MOON_RADIUS) < 0
    shadows = eclipse.shadow_functions(beyond, SUN_ON_AXIS, moon, eclipse.MOON_RADIUS)
    assert shadows.umbra > 0 and shadows.annulus < 0 and shadows.penumbra < 0


def test_umbra_and_annulus_meet_at_the_tip():
    distance = np.linspace(1.2e9, 1.6e9, 41)
    shadows = eclipse.shadow_functions(behind(distance, 0.0), SUN_ON_AXIS)
    assert_allclose(shadows.umbra, -shadows.annulus, atol=1e-15)
    assert np.all((shadows.umbra < 0) != (shadows.annulus < 0))
    aside = eclipse.shadow_functions(behind(distance, 2e7), SUN_ON_AXIS)
    assert np.all(aside.umbra > 0) and np.all(aside.annulus > 0)


def covered_by_rays(position, sun, body, radius, points=400):
    """Share of the Sun's disk whose line of sight meets the body, on rings of equal area."""
    line = sun - position
    distance = np.linalg.norm(line)
    edge = np.arcsin(SUN_RADIUS / distance)
    rings = edge * np.sqrt((np.arange(points) + 0.5) / points)
    around = 2 * np.pi * (np.arange(points) + 0.5) / points
    first, second = perpendicular(line)
    aside = np.cos(around)[:, None] * first + np.sin(around)[:, None] * second
    ray = np.cos(rings)[:, None, None] * line / distance + np.sin(rings)[:, None, None] * aside
    return np.mean(ray @ ((body - position) / np.linalg.norm(body - position)) > np.cos(np.arcsin(
        radius / np.linalg.norm(body - position)
    )))  # fmt: skip


@pytest.mark.parametrize("share_of_edge", [-0.9, -0.5, 0.0, 0.3, 0.8])
@pytest.mark.parametrize("height", [200e3, 35_786e3, 3e8])
def test_covered_share_against_rays(height, share_of_edge):
    """The flat disks cost less than 0.003 in a low orbit, 1e-4 far away; the rays themselves are good to 1e-3."""
    radius = EARTH_RADIUS + height
    angle = np.arcsin(EARTH_RADIUS / radius) + share_of_edge * SUN_RADIUS / ASTRONOMICAL_UNIT
    position = radius * np.array([-np.cos(angle), np.sin(angle), 0.0])
    expected = covered_by_rays(position, SUN_ON_AXIS, np.zeros(3), EARTH_RADIUS)
    assert 0.0 < expected < 1.0
    assert eclipse.covered_share(position, SUN_ON_AXIS) == pytest.approx(expected, abs=0.003)


@pytest.mark.parametrize("offset", [0.0, 5e5, 1.5e6, 4e6])
def test_covered_share_of_the_moon_against_rays(offset):
    position = behind(4.0e8, offset)
    found = eclipse.covered_share(position, SUN_ON_AXIS, np.zeros(3), eclipse.MOON_RADIUS)
    expected = covered_by_rays(position, SUN_ON_AXIS, np.zeros(3), eclipse.MOON_RADIUS)
    assert found == pytest.approx(expected, abs=2e-3)


def test_covered_share_at_its_ends():
    """Nothing in the light, all in the umbra, the ratio of the areas in the annulus."""
    assert eclipse.covered_share([7e6, 0.0, 0.0], SUN_ON_AXIS) == 0.0
    assert eclipse.covered_share([-7e6, 0.0, 0.0], SUN_ON_AXIS) == 1.0
    disks = eclipse.apparent_disks([-1.6e9, 1e5, 0.0], SUN_ON_AXIS)
    found = eclipse.covered_share([-1.6e9, 1e5, 0.0], SUN_ON_AXIS)
    assert found == pytest.approx((disks.body / disks.sun) ** 2, rel=1e-9)


def test_covered_share_is_continuous_and_falls_from_the_axis():
    shares = eclipse.covered_share(behind(1.35e9, np.linspace(0.0, 2e7, 4001)), SUN_ON_AXIS)
    assert shares[0] == 1.0 and shares[-1] == 0.0
    assert np.all(np.diff(shares) <= 1e-12)
    assert np.abs(np.diff(shares)).max() < 2e-3


@pytest.mark.parametrize(
    "function", [eclipse.umbra_function, eclipse.penumbra_function, eclipse.covered_share, eclipse.shadow_functions]
)
def test_vectorised_is_scalar(function):
    rng = np.random.default_rng(7)
    places = 8e6 * rng.normal(size=(20, 3)) - 2e7 * SUN / np.linalg.norm(SUN)
    many = np.asarray(function(places, SUN))
    for column, place in zip(np.moveaxis(many, -1, 0), places, strict=True):
        np.testing.assert_array_equal(column, np.asarray(function(place, SUN)))


def test_shadow_is_the_same_on_both_sides_of_a_plane_through_the_sun():
    rng = np.random.default_rng(8)
    places = 7e6 * rng.normal(size=(200, 3)) - 1e7 * SUN / np.linalg.norm(SUN)
    first, _ = perpendicular(SUN)
    mirrored = places - 2.0 * (places @ first)[:, None] * first
    for function in (eclipse.umbra_function, eclipse.penumbra_function, eclipse.covered_share):
        assert_allclose(function(mirrored, SUN), function(places, SUN), atol=1e-9)


def test_shadow_broadcasts():
    sun = np.stack([SUN, SUN_ON_AXIS])[:, None]
    assert eclipse.umbra_function(np.full((2, 4, 3), 5e6), sun).shape == (2, 4)


@pytest.mark.parametrize(
    ("inclination", "node", "beta"), [(0.0, 0.0, 0.0), (90.0, 90.0, 90.0), (90.0, -90.0, -90.0), (30.0, 90.0, 30.0)]
)
def test_beta_of_simple_planes(inclination, node, beta):
    """Sun on the x axis: the orbit normal is (sin Ω sin i, -cos Ω sin i, cos i)."""
    state = kepler.position_velocity(7e6, 0.0, np.radians(inclination), np.radians(node), 0.0, np.linspace(0, 6, 4))
    assert_allclose(np.degrees(eclipse.beta_angle(*state, SUN_ON_AXIS)), beta, atol=1e-6)


def test_beta_by_the_formula_of_thermal_engineers():
    """sin β = cos Γ sin Ω sin i - sin Γ cos ε cos Ω sin i + sin Γ sin ε cos i, Γ the Sun's ecliptic longitude.

    Rickman, Introduction to on-orbit thermal environments, NASA TFAWS, 2014.
    """
    inclination, node, longitude = 0.9, 2.2, np.linspace(0.0, 6.0, 13)
    obliquity = frames.OBLIQUITY
    sine = (
        np.cos(longitude) * np.sin(node) * np.sin(inclination)
        - np.sin(longitude) * np.cos(obliquity) * np.cos(node) * np.sin(inclination)
        + np.sin(longitude) * np.sin(obliquity) * np.cos(inclination)
    )
    sun = np.stack(
        [np.cos(longitude), np.sin(longitude) * np.cos(obliquity), np.sin(longitude) * np.sin(obliquity)], axis=-1
    )
    state = kepler.position_velocity(7e6, 0.01, inclination, node, 0.3, 1.0)
    assert_allclose(eclipse.beta_angle(*state, ASTRONOMICAL_UNIT * sun), np.arcsin(sine), atol=1e-12)


def test_largest_beta_without_eclipse_of_a_circular_orbit():
    """Full sunlight above the beta of arcsin(R/r), 66.07° in 600 km, and half a solar diameter of penumbra.

    The parallax of the Sun over the radius of the orbit, 5e-5, is left out.
    """
    radius = EARTH_RADIUS + 600e3
    limit = np.arcsin(EARTH_RADIUS / radius)
    assert np.degrees(limit) == pytest.approx(66.07, abs=0.01)

    def nearest(beta):
        position, _ = kepler.position_velocity(radius, 0.0, beta, np.pi / 2, 0.0, np.linspace(0.0, 2 * np.pi, 3601))
        return eclipse.penumbra_function(position, SUN_ON_AXIS).min()

    assert brentq(nearest, 0.5, 1.5) == pytest.approx(limit + np.arcsin(SUN_RADIUS / ASTRONOMICAL_UNIT), abs=5e-5)
