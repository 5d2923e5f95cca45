"""Scoring of many concepts at once, against a plain loop over concepts in the same run."""

import math

import numpy as np
import pytest

from qtspace_trade import testing
from qtspace_trade.assessment import margins
from qtspace_trade.assessment.concept import columns_of

CONCEPTS, ROWS = 100_000, 20
LOOPED = 1_000
VARIABLES = (
    "pressure", "magnetic_field", "residual_acceleration", "rotation_rate", "pointing_jitter", "temperature_stability",
    "orbit_knowledge", "mass_density", "launch_load", "self_gravity", "acceleration_drift", "gravity_gradient",
    "environment_temperature", "pointing_error", "earth_infrared", "albedo_irradiance", "sink_temperature",
    "visible_irradiance", "detector_dark_counts", "radiation_dose",
)  # fmt: skip


@pytest.fixture(scope="module")
def warm():
    """Twenty rows of one instrument and what they see in a hundred thousand environments."""
    with testing.family("benchmark"):
        rows = [{"variable": name, "at_most": 1.0, "source": "test"} for name in VARIABLES]
        references = {"test": {"title": "Number of a benchmark", "kind": "assumed", "evidence": "assumed"}}
        probe = testing.entry(
            "instrument", "probe", {"title": "Probe", "family": "benchmark", "requires": rows, "references": references}
        )
        columns = columns_of(probe)
    assert len(columns.rows) == ROWS
    seen = 10.0 ** np.random.default_rng(1).uniform(-3, 3, (CONCEPTS, ROWS))
    return columns, seen, np.zeros((CONCEPTS, ROWS))


def score(columns, seen, bound):
    margin = margins.margins(columns, seen, seen)
    state = margins.states(columns, margin, bound)
    return margins.scores(columns, margin, state).log


def looped(columns, seen):
    distance, weight = columns.distance.tolist(), columns.weight.tolist()
    logs = []
    for values in seen.tolist():
        pull = sum(
            w * math.exp(-margins.K * max(-math.log10(value) / goal, margins.FLOOR))
            for value, goal, w in zip(values, distance, weight, strict=True)
        )
        logs.append(-pull / sum(weight))
    return logs


def test_hundred_thousand_concepts(benchmark, warm):
    columns, seen, bound = warm
    log = benchmark(score, columns, seen, bound)
    np.testing.assert_allclose(log[:LOOPED], looped(columns, seen[:LOOPED]), rtol=1e-12)


def test_plain_loop_over_a_thousand(benchmark, warm):
    columns, seen, _ = warm
    assert len(benchmark(looped, columns, seen[:LOOPED])) == LOOPED
