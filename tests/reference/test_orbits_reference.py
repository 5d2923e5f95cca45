"""Secular J2 orbits and libration points against numerical references; provenance in orbits/README.md."""

import csv
import functools
from pathlib import Path

import numpy as np
import pytest

from qtspace_trade.constants import DAY, EARTH_GM, EARTH_J2, EARTH_RADIUS
from qtspace_trade.physics import eclipse, frames, kepler, three_body, visibility

FOLDER = Path(__file__).parent / "orbits"
STEP = 60.0
MUNICH = (np.radians(48.15), np.radians(11.58), 0.0)
LOWEST_ELEVATION = np.radians(20.0)


def table(name):
    with (FOLDER / name).open(newline="") as file:
        return list(csv.DictReader(file))


ORBITS = {row["id"]: row for row in table("orbits.csv")}
LIBRATION = table("libration.csv")
LOW_ORBITS = ("ISS", "SSO600_1030")


def reference(orbit, column):
    return float(ORBITS[orbit][column])


def elements(orbit):
    angles = (np.radians(reference(orbit, name)) for name in ("i_deg", "raan_deg", "argp_deg", "M_deg"))
    return reference(orbit, "a_km") * 1e3, reference(orbit, "e"), *angles


def reference_state(orbit):
    position = np.array([reference(orbit, name) * 1e3 for name in ("x_km", "y_km", "z_km")])
    return position, np.array([reference(orbit, name) * 1e3 for name in ("vx_kms", "vy_kms", "vz_kms")])


@functools.cache
def year(orbit):
    """Times, positions, velocities and Sun vectors every minute for the reference's 365 days."""
    axis, eccentricity, inclination, raan, perigee, anomaly = elements(orbit)
    elapsed = np.arange(0.0, reference(orbit, "duration_days") * DAY, STEP)
    node_rate, perigee_rate, anomaly_rate = kepler.j2_rates(axis, eccentricity, inclination)
    eccentric = kepler.eccentric_anomaly(anomaly + anomaly_rate * elapsed, eccentricity)
    position, velocity = kepler.position_velocity(
        axis, eccentricity, inclination, raan + node_rate * elapsed, perigee + perigee_rate * elapsed, eccentric
    )
    time = frames.parse_epoch(ORBITS[orbit]["epoch_utc"]) + elapsed
    return time, position, velocity, frames.sun_position(time)


@functools.cache
def in_umbra(orbit):
    _, position, _, sun = year(orbit)
    return eclipse.umbra_function(position, sun) < 0


def longest_run(inside):
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]]).astype(int)))
    return (edges[1::2] - edges[::2]).max() * STEP


@pytest.mark.parametrize("orbit", ORBITS)
def test_umbra_fraction(orbit):
    assert in_umbra(orbit).mean() == pytest.approx(reference(orbit, "umbra_fraction"), abs=1e-3)


@pytest.mark.parametrize("orbit", ORBITS)
def test_shadow_fraction_with_penumbra(orbit):
    _, position, _, sun = year(orbit)
    inside = eclipse.penumbra_function(position, sun) < 0
    assert inside.mean() == pytest.approx(reference(orbit, "umbra_or_penumbra_fraction"), abs=1e-3)


@pytest.mark.parametrize("orbit", ORBITS)
def test_longest_umbra(orbit):
    assert longest_run(in_umbra(orbit)) == pytest.approx(reference(orbit, "umbra_max_s"), abs=STEP + 10.0)


@pytest.mark.parametrize("orbit", ORBITS)
def test_beta_range(orbit):
    _, position, velocity, sun = (values[::15] for values in year(orbit))
    beta = np.degrees(eclipse.beta_angle(position, velocity, sun))
    tolerance = 0.3 if orbit.startswith("SSO") else 0.05
    assert beta.min() == pytest.approx(reference(orbit, "beta_min_deg"), abs=tolerance)
    assert beta.max() == pytest.approx(reference(orbit, "beta_max_deg"), abs=tolerance)


@pytest.mark.parametrize("orbit", ORBITS)
def test_altitude_range(orbit):
    """The reference's ellipsoid stands on the inertial z axis, so the inertial position goes in."""
    altitude = frames.geodetic(year(orbit)[1])[2] / 1e3
    tolerance = 7.0 if orbit in LOW_ORBITS else 2.0
    assert altitude.min() == pytest.approx(reference(orbit, "alt_geodetic_min_km"), abs=tolerance)
    assert altitude.max() == pytest.approx(reference(orbit, "alt_geodetic_max_km"), abs=tolerance)


@pytest.mark.parametrize("orbit", ORBITS)
def test_contact_time(orbit):
    time, position, _, _ = year(orbit)
    elevation = visibility.station_elevation(frames.earth_fixed_position(position, time), *MUNICH)
    contact = (elevation >= LOWEST_ELEVATION).mean() * DAY
    assert contact == pytest.approx(reference(orbit, "munich_contact_s_per_day"), rel=0.015)


@pytest.mark.parametrize("orbit", [name for name, row in ORBITS.items() if row["raan_rate_deg_day"]])
def test_node_rate(orbit):
    rate, _, _ = kepler.j2_rates(*elements(orbit)[:3])
    assert np.degrees(rate) * DAY == pytest.approx(reference(orbit, "raan_rate_deg_day"), rel=1.5e-3)


@pytest.mark.parametrize("orbit", ORBITS)
def test_first_order_rates(orbit):
    """Same formula on both sides, to the digits of the table."""
    node, perigee, _ = kepler.j2_rates(*elements(orbit)[:3])
    assert np.degrees(node) * DAY == pytest.approx(reference(orbit, "raan_rate_first_order_deg_day"), abs=1e-6)
    assert np.degrees(perigee) * DAY == pytest.approx(reference(orbit, "argp_rate_first_order_deg_day"), abs=1e-6)


def oblateness_energy(position):
    """J2 term of the potential energy per mass about the z axis. [m²/s²]"""
    radius = np.linalg.norm(position, axis=-1)
    sine = position[..., 2] / radius
    return 0.5 * EARTH_GM * EARTH_J2 * EARTH_RADIUS**2 / radius**3 * (3.0 * sine**2 - 1.0)


@pytest.mark.parametrize("orbit", ORBITS)
def test_state_of_the_reference_has_the_mean_semi_major_axis(orbit):
    """Osculating minus mean semi-major axis is 2a²/GM (⟨U⟩ - U), by conservation of energy with the J2 term U.

    All states are at perigee. There U, which goes as 1/r³, is 57 times its scale for the Molniya orbit, and the
    osculating semi-major axis is 130 km below the mean one; a low circular orbit has 6 to 9 km. The first order leaves
    out the square of J2 (R/a)² (a/r)³; its coefficient is 39/4 on a circle above the equator, where a closed form is
    known, and 15 is allowed: 5 km for the Molniya orbit, 0.1 km for the low orbits, 0.4 m for the geostationary one.
    """
    position, velocity = reference_state(orbit)
    axis, eccentricity, inclination, raan, perigee, _ = elements(orbit)
    at_perigee, _ = kepler.position_velocity(axis, eccentricity, inclination, raan, perigee, 0.0)
    scale = EARTH_GM * EARTH_J2 * EARTH_RADIUS**2 / axis**3 / (1 - eccentricity**2) ** 1.5
    average = 0.25 * scale * (3.0 * np.sin(inclination) ** 2 - 2.0)
    expected = 2.0 * axis**2 / EARTH_GM * (average - oblateness_energy(at_perigee))
    smallness = EARTH_J2 * (EARTH_RADIUS / axis) ** 2 / (1 - eccentricity) ** 3
    osculating = kepler.state_to_elements(position, velocity)
    assert osculating.semi_major_axis - axis == pytest.approx(expected, abs=15.0 * smallness**2 * axis)


@pytest.mark.parametrize("orbit", ORBITS)
def test_plane_of_the_reference_is_near_the_mean_one(orbit):
    """Short-period terms of inclination and node are of the size J2 (R/p)², 1e-3 in a low orbit."""
    osculating = kepler.state_to_elements(*reference_state(orbit))
    axis, eccentricity, inclination, raan, *_ = elements(orbit)
    bound = EARTH_J2 * (EARTH_RADIUS / (axis * (1 - eccentricity**2))) ** 2
    assert osculating.inclination == pytest.approx(inclination, abs=bound)
    assert np.sin(osculating.raan - raan) == pytest.approx(0.0, abs=bound)


def test_sun_synchronous_orbit_of_the_reference():
    axis, eccentricity, inclination, raan, *_ = elements("SSO600_1030")
    epoch = frames.parse_epoch(ORBITS["SSO600_1030"]["epoch_utc"])
    assert kepler.sun_synchronous_inclination(axis, eccentricity) == pytest.approx(inclination, abs=1e-6)
    assert np.degrees(frames.raan_from_local_time(10.5, epoch)) == pytest.approx(np.degrees(raan), abs=1e-3)


def libration_rows(*quantities):
    rows = [row for row in LIBRATION if row["quantity"] in quantities]
    return pytest.mark.parametrize("row", rows, ids=lambda row: f"L{row['point']}-{row['quantity']}")


@libration_rows("gamma")
def test_libration_gamma(row):
    found = three_body.libration_gamma(float(row["mass_ratio"]), int(row["point"]))
    assert found == pytest.approx(float(row["value"]), rel=1e-12)


@libration_rows("distance")
def test_libration_distance(row):
    found = three_body.libration_distance(int(row["point"]), mass_ratio=float(row["mass_ratio"]))
    assert found == pytest.approx(float(row["value"]) * 1e3, rel=1e-9)


@libration_rows("c2", "in_plane_frequency", "axis_ratio")
def test_libration_constants(row):
    constants = three_body.libration_constants(int(row["point"]), float(row["mass_ratio"]))
    assert getattr(constants, row["quantity"]) == pytest.approx(float(row["value"]), abs=1e-9)


@pytest.mark.parametrize("point", ["1", "2"])
def test_axis_ratio_relates_the_amplitudes(point):
    amplitude = {row["quantity"]: float(row["value"]) for row in LIBRATION if row["point"] == point}
    ratio = three_body.libration_constants(int(point)).axis_ratio
    assert amplitude["amplitude_y"] / ratio == pytest.approx(amplitude["amplitude_x"], rel=1e-9)
