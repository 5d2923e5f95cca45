"""Halo and Lyapunov orbits against an independent integrator and a published catalogue; provenance in orbits/README.md."""

import csv
import functools
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from qtspace_trade.constants import ASTRONOMICAL_UNIT
from qtspace_trade.physics import halo, three_body

with (Path(__file__).parent / "orbits" / "halo.csv").open(newline="") as file:
    ROWS = list(csv.DictReader(file))

KILOMETRES = ASTRONOMICAL_UNIT / 1e3
YEAR = 365.25636  # d, 2π units of time
CATALOGUE_KILOMETRES = 149_597_871.0  # units of the catalogue
CATALOGUE_DAYS = 5_022_635.0 / 86_400.0


def rows(*quantities):
    found = [row for row in ROWS if row["quantity"] in quantities]
    names = [f"{row['orbit']}-{row['quantity']}-{row['unit']}" for row in found]
    return pytest.mark.parametrize("row", found, ids=names)


def stated(orbit, quantity):
    return next(row for row in ROWS if row["orbit"] == orbit and row["quantity"] == quantity)


def start(orbit):
    x, z, vy = (float(stated(orbit, quantity)["value"]) for quantity in ("x", "z", "vy"))
    return np.array([x, 0.0, z, 0.0, vy, 0.0])


def northern(orbit):
    z = start(orbit)[2]
    return (z > 0.0) == (int(stated(orbit, "x")["point"]) == 1)


@functools.cache
def built(name):
    """From the amplitude, or from the start in the catalogue and a period that is a little off."""
    row = stated(name, "x")
    point, mass_ratio = int(row["point"]), float(row["mass_ratio"])
    if row["amplitude_z_km"]:
        return halo.halo_orbit(point, float(row["amplitude_z_km"]) / KILOMETRES, northern(name), mass_ratio)
    return halo.periodic_orbit(start(name), float(stated(name, "period")["value"]) + 1e-3, point, mass_ratio)


@functools.cache
def track(name):
    orbit = built(name)
    return halo.rotating_state(np.linspace(0.0, orbit.period, 20_001), halo.periodic_trajectory(orbit))


def units(row):
    catalogue = row["orbit"].startswith("JPL")
    if row["unit"] == "d":
        return CATALOGUE_DAYS if catalogue else YEAR / (2.0 * np.pi)
    if row["unit"] == "km":
        return CATALOGUE_KILOMETRES if catalogue else KILOMETRES
    return 1.0


def check(found, row):
    """Within the stated tolerance and half of the last digit given."""
    digits = len(row["value"].partition(".")[2])
    assert found * units(row) == pytest.approx(
        float(row["value"]), rel=float(row["relative_tolerance"]), abs=0.51 * 10.0**-digits
    )


@rows("x", "z", "vy")
def test_start(row):
    index = {"x": 0, "z": 2, "vy": 4}[row["quantity"]]
    check(built(row["orbit"]).state[index], row)


@rows("period")
def test_period(row):
    check(built(row["orbit"]).period, row)


@rows("jacobi_constant")
def test_jacobi_constant(row):
    check(built(row["orbit"]).jacobi_constant, row)
    state = start(row["orbit"])
    check(float(three_body.jacobi_constant(state, float(row["mass_ratio"]))), row)


@rows("half_extent_x", "half_extent_y")
def test_half_extents(row):
    axis = "xy".index(row["quantity"][-1])
    check(0.5 * float(np.ptp(track(row["orbit"])[:, axis])), row)


@rows("z_max", "z_min")
def test_heights(row):
    z = track(row["orbit"])[:, 2]
    check(float(z.max() if row["quantity"] == "z_max" else z.min()), row)


@rows("third_order_amplitude_x", "third_order_amplitude_y", "third_order_period")
def test_third_order(row):
    approximation = halo.third_order_halo(int(row["point"]), float(row["amplitude_z_km"]) / KILOMETRES)
    check(getattr(approximation, row["quantity"].removeprefix("third_order_")), row)


@rows("in_plane_frequency", "c2", "axis_ratio")
def test_linear_constants(row):
    constants = three_body.libration_constants(int(row["point"]), float(row["mass_ratio"]))
    check(getattr(constants, row["quantity"]), row)


@pytest.mark.parametrize("name", sorted({row["orbit"] for row in ROWS}))
def test_stated_starts_and_ours_close(name):
    orbit = built(name)
    for state in (start(name), orbit.state):
        end, _ = three_body.propagate(state, orbit.period, orbit.mass_ratio)
        assert_allclose(end, state, rtol=0, atol=1e-10)


def test_lyapunov_orbit_of_the_catalogue_by_its_amplitude():
    """The catalogue starts on the side of the Earth; half a period later it is on the other."""
    found = built("JPL_L1_Lyapunov")
    opposite, _ = three_body.propagate(start("JPL_L1_Lyapunov"), 0.5 * found.period, found.mass_ratio)
    centre = 1.0 - found.mass_ratio - three_body.libration_gamma(found.mass_ratio, 1)
    orbit = halo.lyapunov_orbit(1, centre - opposite[0], found.mass_ratio)
    check(orbit.period, stated("JPL_L1_Lyapunov", "period"))
    assert_allclose(orbit.state, opposite, rtol=0, atol=1e-10)


def test_example_of_richardson():
    """ISEE-3: amplitudes of 206 000, 665 000 and 110 000 km and a period of 177.73 d: Richardson (1980)."""
    approximation = halo.third_order_halo(1, 110_000 / KILOMETRES)
    amplitudes = np.array([approximation.amplitude_x, approximation.amplitude_y]) * KILOMETRES
    assert_allclose(amplitudes, [206_000, 665_000], rtol=1e-3)
    assert approximation.period * YEAR / (2 * np.pi) == pytest.approx(177.73, abs=0.05)
