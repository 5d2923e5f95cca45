"""Atmosphere, sunlight pressure and magnetic field against tabulated and published values."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from qtspace_trade.physics import atmosphere, forces, magnetism

ASTRONOMICAL_UNIT = 149_597_870_700.0


@pytest.mark.parametrize(
    ("altitude", "f107", "ap", "expected"),
    [
        (300e3, 65.0, 0.0, 6.519e-12),
        (300e3, 140.0, 15.0, 2.470e-11),
        (300e3, 250.0, 45.0, 6.030e-11),
        (400e3, 65.0, 0.0, 5.346e-13),
        (400e3, 140.0, 15.0, 3.819e-12),
        (400e3, 250.0, 45.0, 1.306e-11),
        (600e3, 65.0, 0.0, 1.263e-14),
        (600e3, 140.0, 15.0, 1.746e-13),
        (600e3, 250.0, 45.0, 1.057e-12),
    ],
)
def test_global_mean_mass_density(altitude, f107, ap, expected):
    # NRLMSISE-00 averaged separately over the same 20 latitudes, 12 longitudes and 4 days of 2000: checks the
    # averaging and the table, not the model
    assert_allclose(atmosphere.atmosphere(altitude, f107, f107, ap).mass_density, expected, rtol=0.02)


@pytest.mark.parametrize(
    ("f107", "expected"),
    [
        (70.0, [3.3e13, 5.5e12, 1.8e12, 5.8e11, 2.9e11]),
        (150.0, [1.7e14, 3.7e13, 9.7e12, 1.5e12, 5.9e11]),
        (230.0, [4.1e14, 1.1e14, 3.4e13, 4.7e12, 1.3e12]),
    ],
)
def test_number_density_at_equinox(f107, expected):
    # NRLMSISE-00, 21 March, ap 8, mean of 20 points at 400, 500, 600, 800 and 1000 km; another choice of points
    altitude, profile = atmosphere.global_mean_profile(f107, f107, 8.0, ("2025-03-21T12:00",))
    chosen = np.isin(altitude, [400e3, 500e3, 600e3, 800e3, 1000e3])
    assert_allclose(profile.number_density[chosen], expected, rtol=0.15)


def test_moderate_activity_at_600_km():
    # NRLMSISE-00 at F10.7 = 150, ap 8: 9.7e12 m⁻³, 2.15e-13 kg/m³, exosphere of 1050 K
    ours = atmosphere.atmosphere(600e3, 150.0, 150.0, 8.0)
    assert_allclose(ours.number_density, 9.7e12, rtol=0.3)
    assert_allclose(ours.mass_density, 2.15e-13, rtol=0.3)
    assert_allclose(ours.temperature, 1050.0, rtol=0.05)


def test_hydrogen_at_ten_earth_radii():
    # Zoennchen et al., Ann. Geophys. 40, 271 (2022): 35 per cm³ on the day side
    ours = atmosphere.atmosphere(9 * 6371e3, 150.0, 150.0, 8.0)
    assert_allclose(ours.number_density, 35e6, rtol=1e-9)
    assert_allclose(ours.mass_density / ours.number_density, 1.008 * 1.66053906660e-27, rtol=1e-9)


def test_geostationary_hydrogen_is_the_stated_bound():
    # below 100 per cm³; one low-authority table has 45
    density = atmosphere.atmosphere(42_164e3 - 6371e3, 150.0, 150.0, 8.0).number_density
    assert 45e6 < density < 1.05e8


def test_interplanetary_floor():
    # solar wind at 1 au: 5 per cm³ (3 to 10)
    assert atmosphere.atmosphere(1.5e9, 150.0, 150.0, 8.0).number_density == 5e6


@pytest.mark.parametrize(("distance", "expected"), [(1.0, 1.180350e-07), (1.01671, 1.141870e-07)])
def test_radiation_pressure(distance, expected):
    # closed form with 1361 W/m² at 1 au, reflectivity coefficient 1.3, 0.02 m²/kg
    ours = forces.radiation_pressure_acceleration(distance * ASTRONOMICAL_UNIT, 1.3, 0.02, 1.0)
    assert_allclose(ours, expected, rtol=1e-6)


def earth_fixed(latitude, longitude, height):
    """Position from geodetic coordinates in degrees and metres, WGS 84."""
    latitude, longitude = np.radians(latitude), np.radians(longitude)
    semi_major, flattening = 6_378_137.0, 1 / 298.257223563
    squared = flattening * (2 - flattening)
    normal = semi_major / np.sqrt(1 - squared * np.sin(latitude) ** 2)
    horizontal = (normal + height) * np.cos(latitude)
    vertical = (normal * (1 - squared) + height) * np.sin(latitude)
    return np.array([horizontal * np.cos(longitude), horizontal * np.sin(longitude), vertical])


@pytest.mark.parametrize("axis", [(0.0, 0.0, 1.0), magnetism.EARTH_DIPOLE_AXIS])
@pytest.mark.parametrize(
    ("place", "components"),
    [
        ((0.0, 0.0, 0.0), (27539.1, -2244.6, -16008.5)),
        ((70.3, 30.8, 100e3), (9547.4, 2618.7, 51278.1)),
        ((0.0, 0.0, 400e3), (-1987.0, 22640.0, 11681.0)),
    ],
)
def test_dipole_against_full_field_model(place, components, axis):
    # IGRF-14 of 2020 by two independent implementations; a dipole is good to 15 % away from the South Atlantic
    field = magnetism.earth_dipole_field(earth_fixed(*place), axis)
    assert_allclose(field * 1e9, np.linalg.norm(components), rtol=0.15)


def test_dipole_axis_is_the_geomagnetic_pole():
    # IGRF-14 at 2025: geomagnetic north pole near 80.8 N, 72.8 W
    x, y, z = magnetism.EARTH_DIPOLE_AXIS
    assert_allclose(np.degrees(np.arcsin(z)), 80.8, atol=0.1)
    assert_allclose(np.degrees(np.arctan2(y, x)), -72.8, atol=0.1)


def test_dipole_fails_in_the_south_atlantic():
    # IGRF-14 has about 22 μT at the surface there (26 S, 58 W), the dipole half as much again
    assert magnetism.earth_dipole_field(earth_fixed(-26.0, -58.0, 0.0), magnetism.EARTH_DIPOLE_AXIS) > 1.3 * 22.3e-6
