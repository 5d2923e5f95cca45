"""Point-mass gravity against derivatives, closed forms and published values."""

import numpy as np
import pytest
from boinor.core.propagation import func_twobody
from numpy.testing import assert_allclose
from scipy.integrate import cumulative_trapezoid

from qtspace_trade.constants import (
    DAY,
    EARTH_GM,
    EARTH_J2,
    EARTH_RADIUS,
    EARTH_ROTATION_RATE,
    SPEED_OF_LIGHT,
    SUN_GM,
)
from qtspace_trade.physics import gravity, kepler

POSITION = np.array([4e6, -5e6, 3e6])
SUN = np.array([1e11, -9e10, 5e10])
EOTVOS = 1e-9  # s⁻²


def derivative(function, point, step):
    """Central difference along each axis; the axis of differentiation comes last."""
    return np.stack(
        [(function(point + shift) - function(point - shift)) / (2 * step) for shift in step * np.eye(3)], axis=-1
    )


def test_acceleration_against_boinor():
    expected = func_twobody(0.0, np.concatenate([POSITION, np.zeros(3)]), EARTH_GM)[3:]
    assert_allclose(gravity.gravity_acceleration(POSITION), expected, rtol=1e-14)


def test_acceleration_is_the_slope_of_the_potential():
    slope = derivative(gravity.potential, POSITION, 10.0)
    assert_allclose(gravity.gravity_acceleration(POSITION), -slope, rtol=1e-7)


def test_gradient_is_the_slope_of_the_acceleration():
    """The Sun is left in place, so that its own tide counts."""

    def acceleration(position):
        return gravity.gravity_acceleration(position) + gravity.gravity_acceleration(position - SUN, SUN_GM)

    found = gravity.tidal_gradient(POSITION, SUN)
    assert_allclose(found, derivative(acceleration, POSITION, 100.0), atol=1e-9 * np.abs(found).max())


def test_gradient_of_many_positions():
    positions = np.array([[POSITION, 2 * POSITION], [-POSITION, 3 * POSITION]])
    assert gravity.tidal_gradient(positions, SUN).shape == (2, 2, 3, 3)
    assert gravity.largest_gradient(positions, SUN).shape == (2, 2)
    assert_allclose(gravity.tidal_gradient(positions, SUN)[0, 1], gravity.tidal_gradient(2 * POSITION, SUN))


def test_laplace_equation():
    tensor = gravity.tidal_gradient(POSITION, SUN)
    assert np.trace(tensor) == pytest.approx(0.0, abs=1e-14 * np.abs(tensor).max())
    assert_allclose(tensor, tensor.T, rtol=1e-15)


def test_radial_direction_has_the_largest_gradient():
    radial = gravity.gravity_gradient(POSITION)
    assert gravity.largest_gradient(POSITION, SUN) == pytest.approx(radial, rel=1e-6)
    direction = POSITION / np.linalg.norm(POSITION)
    assert direction @ gravity.tidal_gradient(POSITION, SUN) @ direction == pytest.approx(radial, rel=1e-6)


@pytest.mark.parametrize("side", [-1, 1])
def test_gradient_at_the_sun_earth_points(side):
    """In units of n² it is 2 c2 with c2 of about 4 (Richardson, Celest. Mech. 22, 241, 1980), of which the Sun has 2.

    The Moon is left out here, 1.2 % of the Earth.
    """
    sun = np.array([1.495978707e11, 0.0, 0.0])
    c2 = {-1: 3.94052, 1: 4.06107}[side]
    distance = {-1: 1_507_683e3, 1: 1_497_621e3}[side]
    tide = gravity.largest_gradient([side * distance, 0.0, 0.0], sun)
    assert tide / (SUN_GM / sun[0] ** 3) == pytest.approx(2 * c2, rel=0.012)


def test_surface_gradient():
    """Free-air gradient of 0.3086 mGal/m: Torge, Gravimetry, 1989; spin and flattening make up 0.2 %."""
    assert gravity.gravity_gradient([6_371e3, 0.0, 0.0]) == pytest.approx(3086 * EOTVOS, rel=2e-3)


def test_tide_of_the_sun_on_the_earth():
    """2GM/d³ is 7.9e-14 s⁻², the textbook tide: 46 % of that of the Moon."""
    assert gravity.gravity_gradient([1.495978707e11, 0.0, 0.0], SUN_GM) == pytest.approx(7.93e-14, rel=1e-3)


@pytest.mark.parametrize(("altitude", "acceleration"), [(0.0, 9.798), (400e3, 8.676), (35_786e3, 0.2242)])
def test_earth_acceleration(altitude, acceleration):
    """GM/r² by hand: 398 600.4418 over the square of 6 378.137, 6 778.137 and 42 164.137 km."""
    position = [0.0, EARTH_RADIUS + altitude, 0.0]
    assert gravity.earth_acceleration(position) == pytest.approx(acceleration, rel=2e-4)


def test_clock_rate_of_the_global_positioning_system():
    """Ashby, Living Rev. Relativ. 6, 1 (2003): clocks on GPS orbits are fast by 4.4647e-10 of the geoid's.

    The geoid's potential is that of the point mass, the oblateness and the rotation at the equator, his equation 18.
    """
    semi_major_axis = 26_562e3
    potential = gravity.potential_difference([semi_major_axis, 0.0, 0.0])
    oblateness = 0.5 * EARTH_GM * EARTH_J2 / EARTH_RADIUS / SPEED_OF_LIGHT**2
    rotation = 0.5 * (EARTH_ROTATION_RATE * EARTH_RADIUS / SPEED_OF_LIGHT) ** 2
    motion = 0.5 * EARTH_GM / semi_major_axis / SPEED_OF_LIGHT**2
    assert potential + oblateness + rotation - motion == pytest.approx(4.4647e-10, abs=5e-15)


def test_redshift_over_a_metre():
    """g/c² = 1.09e-16 per metre: Chou et al., Science 329, 1630 (2010)."""
    assert gravity.potential_difference([EARTH_RADIUS + 1.0, 0.0, 0.0]) == pytest.approx(1.09e-16, rel=2e-3)


def test_potential_difference_vanishes_on_the_equator():
    assert gravity.potential_difference([0.0, EARTH_RADIUS, 0.0]) == 0.0


def test_modulation_on_an_eccentric_orbit():
    """2 e GM/(a (1 - e²)) with a and e of the Galileo satellites 5 and 6."""
    axis, eccentricity = 27_977e3, 0.162
    position, _ = kepler.position_velocity(axis, eccentricity, 0.87, 1.0, 0.9, np.linspace(0, 2 * np.pi, 721))
    expected = 2 * eccentricity * EARTH_GM / (axis * (1 - eccentricity**2)) / SPEED_OF_LIGHT**2
    assert gravity.potential_modulation(position) == pytest.approx(expected, rel=1e-12)


def test_clock_swing_on_an_eccentric_orbit():
    """Interface specification IS-GPS-200: 4.442807633e-10 s/sqrt(m) e sqrt(a) sin E, half of it by the potential."""
    axis, eccentricity = 27_977e3, 0.162
    mean = np.linspace(0.0, np.pi, 2001)
    anomaly = kepler.eccentric_anomaly(mean, eccentricity)
    position, _ = kepler.position_velocity(axis, eccentricity, 0.0, 0.0, 0.0, anomaly)
    rate = gravity.potential(position) / SPEED_OF_LIGHT**2
    gain = cumulative_trapezoid(rate - np.trapezoid(rate, mean) / np.pi, mean) / kepler.mean_motion(axis)
    assert 2 * np.abs(gain).max() == pytest.approx(4.442807633e-10 * eccentricity * np.sqrt(axis), rel=1e-5)


@pytest.mark.parametrize("eccentricity", [0.01, 0.162, 0.7])
def test_potential_deviation_of_an_orbit(eccentricity):
    """Time averages of 1/r and 1/r² are 1/a and 1/(a² sqrt(1 - e²)): weights from the mean anomaly and from r dE."""
    axis, anomaly = 27_977e3, np.linspace(0.0, 2 * np.pi, 1000, endpoint=False)
    expected = EARTH_GM / axis * np.sqrt(1 / np.sqrt(1 - eccentricity**2) - 1) / SPEED_OF_LIGHT**2
    later = kepler.eccentric_anomaly(anomaly, eccentricity)
    even, _ = kepler.position_velocity(axis, eccentricity, 0.9, 0.1, 0.2, later)
    uneven, _ = kepler.position_velocity(axis, eccentricity, 0.9, 0.1, 0.2, anomaly)
    assert gravity.potential_deviation(even, np.ones(1000)) == pytest.approx(expected, rel=1e-9)
    weights = np.linalg.norm(uneven, axis=-1)
    assert gravity.potential_deviation(uneven, weights) == pytest.approx(expected, rel=1e-9)


def test_free_fall_lasts_as_long_as_the_orbit():
    assert gravity.uninterrupted_free_fall(3 * DAY) == 3 * DAY
