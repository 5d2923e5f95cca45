"""Statistics of smooth quantities against dense sampling on every orbit of the catalogue."""

import numpy as np
import pytest

import qtspace_trade as qt
from qtspace_trade.engine.environment import Scope
from qtspace_trade.engine.intervals import IntervalSet
from qtspace_trade.engine.nodes import interval_nodes, revolution_nodes
from qtspace_trade.engine.statistics import statistic
from qtspace_trade.physics import kepler

SAMPLES = 200_003
SMOOTH = ("altitude", "earth_distance", "gravity_signal", "gravity_gradient", "potential_difference", "earth_infrared",
          "sun_distance", "magnetic_field", "mass_density")  # fmt: skip
STATISTICS = ("min", "max", "mean", "rms", "p05", "p50", "p95")
COMPUTED = [name for name in qt.orbits() if qt.environment(name).layer.computed]


@pytest.mark.parametrize("orbit", COMPUTED)
def test_statistics_against_dense_sampling(orbit):
    """Within 0.1 % of the span or the size of the quantity, whichever is larger, or within the stated error.

    The largest error allowed is 0.5 %: percentiles of the magnetic field on orbits in step with the turning Earth.
    """
    env = qt.environment(orbit)
    dense = env.layer.track_at((np.arange(SAMPLES) + 0.5) * env.layer.duration / SAMPLES)
    for name in SMOOTH:
        value, sampled = (env.resolve(name, Scope(track)) for track in (env.layer.base, dense))
        scale = max(np.abs(sampled.data).max(), np.ptp(sampled.data))
        for which in STATISTICS:
            found = env.layer.base.statistic(which, value, value.data)
            expected = dense.statistic(which, sampled, sampled.data).value
            difference = abs(found.value - expected)
            assert difference <= 5e-3 * scale, (name, which)
            assert difference <= max(1e-3 * scale, found.error), (name, which)


@pytest.mark.parametrize("orbit", ["iss", "geo", "ste_quest_m3_heo", "molniya", "sun_earth_l2"])
def test_eclipse_fraction_against_dense_sampling(orbit):
    env = qt.environment(orbit)
    times = (np.arange(SAMPLES) + 0.5) * env.layer.duration / SAMPLES
    inside = env.intervals("eclipse").contains(times)
    assert env.statistic("eclipse_fraction", "mean").value == pytest.approx(inside.mean(), abs=1e-3)


@pytest.mark.parametrize("days", [0.02, 0.4, 3.3, 40.0, 365.0])
@pytest.mark.parametrize("eccentricity", [0.0, 0.3, 0.74])
def test_nodes_stay_in_the_window_and_weigh_it(days, eccentricity):
    duration, rate = days * 86_400.0, float(kepler.mean_motion(12e6))
    nodes = revolution_nodes(duration, eccentricity, 1.3, rate)
    assert nodes.times.min() >= 0.0 and nodes.times.max() <= duration
    assert np.average(nodes.times, weights=nodes.weights) == pytest.approx(0.5 * duration, rel=2e-3)
    mean = np.average(np.cos(1.3 + rate * nodes.times), weights=nodes.weights)
    exact = (np.sin(1.3 + rate * duration) - np.sin(1.3)) / (rate * duration)
    assert mean == pytest.approx(exact, abs=2e-4)


def test_interval_nodes_have_the_edges_without_weight():
    held = IntervalSet(0.0, 10.0, np.array([1.0, 5.0]), np.array([2.0, 8.0]))
    nodes = interval_nodes(held, 40)
    assert {1.0, 2.0, 5.0, 8.0} <= set(nodes.times)
    found = statistic("max", nodes.times, nodes.weights, nodes.part)
    assert found.value == 8.0
    assert statistic("mean", nodes.times, nodes.weights, nodes.part).value == pytest.approx((1.5 + 3 * 6.5) / 4)
