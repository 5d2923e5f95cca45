"""One joint assessment of four instruments with all couplings, budgets, closure and time, against its parts alone."""

import pytest

import qtspace_trade as qt
from qtspace_trade.assessment import concept
from qtspace_trade.catalogue import load
from qtspace_trade.engine.orbit_layer import layer_of

NAMES = ("ste_quest_ai", "ste_quest_clock", "micius", "carioqa")


@pytest.fixture(scope="module")
def placements():
    layer = layer_of(qt.orbit("leo_500_noon_midnight"), load.load("scenario", "solar_mean"), None)
    where = concept.site(layer, qt.platform("ste_quest_bus"))
    found = tuple((qt.instrument(name), where) for name in NAMES)
    concept.evaluate(found)
    for one in found:
        concept.evaluate((one,))
    return found


def test_four_together(benchmark, placements):
    """Warm: the environments, the rows alone and the paths of the pairs are kept."""
    fit = benchmark(concept.evaluate, placements)
    assert len(fit.placed) == 4 and any(one.amount for one in fit.interference)


def test_four_alone(benchmark, placements):
    """The baseline: the same four without neighbours."""
    fits = benchmark(lambda: [concept.evaluate((one,)) for one in placements])
    assert len(fits) == 4


def test_every_path_anew(benchmark, placements):
    """All contributions walked again, nothing of the pairs kept."""

    def forget():
        for _, where in placements:
            for environment in where.environments:
                environment.contributions.clear()
                environment.placements.clear()
        for one in placements:
            concept.evaluate((one,))
        return (placements,), {}

    fit = benchmark.pedantic(concept.evaluate, setup=forget, rounds=20)
    assert len(fit.placed) == 4


def test_interference_table(benchmark, placements):
    fit = concept.evaluate(placements)

    def table():
        fit.__dict__.pop("interference", None)
        return fit.interference

    assert len(benchmark(table)) > 20
