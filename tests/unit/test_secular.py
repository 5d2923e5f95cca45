"""Compiled ephemerides against the plain functions, and what a bad orbit gives."""

import numpy as np
import pytest

import qtspace_trade as qt
from qtspace_trade.errors import QtspaceError
from qtspace_trade.physics import eclipse, frames, kepler, secular, short_period
from qtspace_trade.physics.secular_kernel import sine_cosine

EPOCH = 8.2e8
TIMES = np.arange(0.0, 3 * 86_400.0, 97.0)
LOW = secular.MeanElements(6_978_137.0, 0.001, 1.7, 1.0, 2.0, 0.3)
MOLNIYA = secular.MeanElements(26_553e3, 0.74, 1.1065, 0.5, 4.7, 0.0)
HIGH = secular.MeanElements(200_000e3, 0.96, 0.0, 0.0, 0.0, 3.0)
EACH = pytest.mark.parametrize("elements", [LOW, MOLNIYA, HIGH], ids=["low", "molniya", "high"])


def plain(elements):
    node, perigee, anomaly = kepler.j2_rates(*elements[:3])
    eccentric = kepler.eccentric_anomaly(elements.mean_anomaly + anomaly * TIMES, elements.eccentricity)
    return kepler.position_velocity(
        *elements[:3], elements.raan + node * TIMES, elements.argument_of_perigee + perigee * TIMES, eccentric
    )


@EACH
def test_states_without_short_period_terms(elements):
    position, velocity = secular.states(elements, TIMES, short_period=False)
    expected_position, expected_velocity = plain(elements)
    np.testing.assert_allclose(position, expected_position, atol=1e-9 * elements.semi_major_axis)
    np.testing.assert_allclose(velocity, expected_velocity, atol=1e-8 * np.abs(expected_velocity).max())


@EACH
def test_radius_has_the_short_period_term(elements):
    mean, _ = plain(elements)
    position, _ = secular.states(elements, TIMES)
    _, perigee, anomaly = kepler.j2_rates(*elements[:3])
    eccentric = kepler.eccentric_anomaly(elements.mean_anomaly + anomaly * TIMES, elements.eccentricity)
    half = np.sqrt((1 + elements.eccentricity) / (1 - elements.eccentricity)) * np.tan(0.5 * eccentric)
    true = 2 * np.arctan(half)
    latitude = elements.argument_of_perigee + perigee * TIMES + true
    term = short_period.radial_correction(*elements[:3], latitude, true)
    np.testing.assert_allclose(frames.distance(position) - frames.distance(mean), term, atol=1e-2)


@EACH
def test_sun_shadow_and_altitude(elements):
    found = secular.ephemeris(elements, EPOCH, TIMES)
    time = EPOCH + TIMES
    np.testing.assert_allclose(found.sun, frames.sun_position(time), rtol=1e-12, atol=1.0)
    cones = (eclipse.umbra_function, eclipse.penumbra_function)
    shade = sum((cone(found.position, found.sun) < 0).astype(int) for cone in cones)
    np.testing.assert_array_equal(found.shadow, shade)
    altitude = frames.geodetic_altitude(frames.earth_fixed_position(found.position, time))
    np.testing.assert_allclose(found.altitude, altitude, atol=0.01)


def test_many_orbits_are_each_alone():
    many = secular.MeanElements(*(np.array(column) for column in zip(LOW, MOLNIYA, HIGH, strict=True)))
    together = secular.ephemeris(many, EPOCH, TIMES)
    for row, elements in enumerate((LOW, MOLNIYA, HIGH)):
        alone = secular.ephemeris(elements, EPOCH, TIMES)
        for name in ("position", "velocity", "shadow", "altitude"):
            np.testing.assert_array_equal(getattr(together, name)[row], getattr(alone, name))


def test_one_time_is_one_of_many():
    whole, _ = secular.states(MOLNIYA, TIMES)
    for index in (0, 1, 511, 512, len(TIMES) - 1):
        single, _ = secular.states(MOLNIYA, TIMES[[index]])
        np.testing.assert_allclose(single[0], whole[index], atol=1e-6)


def test_sine_and_cosine():
    angle = np.random.default_rng(1).uniform(-1e5, 1e5, 20_000)
    found = np.array([sine_cosine(value) for value in angle])
    np.testing.assert_allclose(found, np.stack([np.sin(angle), np.cos(angle)], -1), atol=5e-15)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"semi_major_axis": -7e6}, "semi-major axis of -7e\\+06 m: expected more than zero"),
        ({"eccentricity": 1.0}, "eccentricity of 1: expected a closed orbit"),
        ({"eccentricity": -0.1}, "eccentricity of -0.1: expected a closed orbit"),
        ({"eccentricity": 0.2}, "perigee at -795.6 km: expected above the surface"),
        ({"inclination": np.nan}, "inclination of nan: expected a finite number"),
        ({"raan": np.array([0.0, np.inf])}, "raan of inf: expected a finite number"),
    ],
)
def test_bad_orbit(change, message):
    with pytest.raises(ValueError, match=message):
        secular.states(LOW._replace(**change), TIMES)


@pytest.mark.parametrize(("step", "message"), [(0, "step of 0 s"), ("2 day", "step of 172800 s"), (-5.0, "step of -5 s")])
def test_bad_step(step, message):
    with pytest.raises(QtspaceError, match=message):
        qt.ephemeris("iss", days=1, step=step)


def test_pieces_join_to_the_whole(monkeypatch):
    names = ["iss", "geo", "molniya"]
    (whole,) = qt.ephemeris(names, days=1, step="5 min")
    monkeypatch.setattr("qtspace_trade.engine.bulk.POINTS", 200)
    parts = list(qt.ephemeris(names, days=1, step="5 min"))
    assert len(parts) > 2
    joined = np.concatenate([part.ephemeris.position for part in parts], axis=1)
    np.testing.assert_allclose(joined, whole.ephemeris.position, atol=1e-6)
    np.testing.assert_array_equal(np.concatenate([part.times for part in parts]), whole.times)


def test_orbit_table_agrees_with_each_environment(monkeypatch):
    monkeypatch.setattr("qtspace_trade.engine.bulk.POINTS", 1_001)
    table = qt.orbit_table(["iss", "geo"], days=20, step="20 s").set_index("orbit")
    for name in ("iss", "geo"):
        env = qt.environment(name, days=20)
        assert table.umbra_fraction[name] == pytest.approx(env.statistic("eclipse_fraction", "mean").value, abs=1e-3)
        assert table.longest_umbra[name] == pytest.approx(env.statistic("eclipse_duration", "max").value, abs=20.0)
        assert table.altitude_min[name] == pytest.approx(env.statistic("altitude", "min").value, abs=50.0)
        assert table.altitude_mean[name] == pytest.approx(env.statistic("altitude", "mean").value, rel=1e-4)
        assert table.beta_max[name] == pytest.approx(env.statistic("beta_angle", "max").value, abs=2e-3)


def test_no_ephemeris_of_a_libration_point():
    with pytest.raises(QtspaceError, match="'sun_earth_l2' is libration: expected an orbit about the Earth"):
        qt.orbit_table(["iss", "sun_earth_l2"], days=1)
