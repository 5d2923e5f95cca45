"""Time sharing: one programme against a plain linear programme of the same size, what is remembered, and a timeline."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog

from qtspace_trade.assessment.sharing import Cell, Demand, Duty, Question, cheapest_relaxation, largest_scale
from qtspace_trade.assessment.time_cells import Law, TimePlan, swept_cells
from qtspace_trade.assessment.timeline import timeline
from qtspace_trade.engine.intervals import IntervalSet

LAWS = ("inertial", "nadir", "target", "sun")
CELLS = tuple(Cell(f"cell {number}", size) for number, size in enumerate((0.3, 0.2, 0.2, 0.1, 0.1, 0.1)))
EXCLUSIONS = (("atoms", "clock"), ("waves", "link"))
DUTIES = (Duty("downlink", 0.05, ("nadir",), (False,) * 3 + (True,) * 3), Duty("keeping", 0.02, (), (True,) * 6, True))
NUMBERS = itertools.count()


def question(slews=(), **more):
    """Four instruments, four laws, six cells; never the same twice, so that nothing is remembered."""
    demands = (
        Demand("atoms", 0.5 + 1e-9 * next(NUMBERS), ("inertial", "sun"), (True,) * 6),
        Demand("waves", 0.4, ("inertial", "nadir"), (True, False, True, True, False, True)),
        Demand("link", 0.04, ("target",), (False,) * 4 + (True,) * 2), Demand("clock", 0.7, LAWS, (True,) * 6),
    )  # fmt: skip
    return (Question(demands, LAWS, CELLS, 0.05, slews=slews, **more),), {}


@pytest.mark.parametrize(
    "about", [{}, {"exclusions": EXCLUSIONS}, {"exclusions": EXCLUSIONS, "duties": DUTIES}],
    ids=["plain", "exclusions", "exclusions and duties"],
)  # fmt: skip
def test_one_programme(benchmark, about):
    found = benchmark.pedantic(largest_scale, setup=lambda: question(**about), rounds=200)
    assert 0.5 < found.z < 2


def test_with_slews(benchmark):
    """Up to one programme for each law kept and for each home law."""
    about = {"exclusions": EXCLUSIONS, "slews": (1e-5,) * 4}
    assert benchmark.pedantic(largest_scale, setup=lambda: question(**about), rounds=200).z > 0.5


def losing(item, rng):
    """Windows that lose 5 % where the law is kept and up to 10 % more in a visit."""
    visited = 0.95 * (1.0 - 0.1 * rng.uniform(size=(4, 4, 6)) * (1.0 - np.eye(4))[:, :, None])
    shares = tuple(tuple(map(tuple, home)) for home in visited.tolist())
    return replace(item, kept=((0.95,) * 6,) * 4, visited=shares)


def test_with_visits(benchmark):
    """Every home law has its own programme; those that cannot give more are left out."""
    rng = np.random.default_rng(1)

    def one():
        (asked,), _ = question(exclusions=EXCLUSIONS, duties=DUTIES, slews=(1e-5,) * 4)
        wishes = [tuple(losing(item, rng) for item in items) for items in (asked.demands, asked.duties)]
        return (replace(asked, demands=wishes[0], duties=wishes[1]),), {}

    assert benchmark.pedantic(largest_scale, setup=one, rounds=200).z > 0.5


def test_plain_linear_programme_of_the_same_size(benchmark):
    rng = np.random.default_rng(0)
    matrix, limits = rng.uniform(0.1, 1.0, (13, 49)), np.ones(13)
    found = benchmark(linprog, -np.ones(49), A_ub=matrix, b_ub=limits, bounds=(0, None), method="highs")
    assert found.status == 0


def test_remembered(benchmark):
    (asked,), _ = question(exclusions=EXCLUSIONS)
    z = largest_scale(asked).z
    assert benchmark(largest_scale, asked).z == z


def test_one_instrument_alone(benchmark):
    def one():
        (asked,), _ = question()
        return (Question(asked.demands[:1], LAWS, CELLS, 0.05),), {}

    assert benchmark.pedantic(largest_scale, setup=one, rounds=200).z > 1


def test_cheapest_relaxation(benchmark):
    (asked,), _ = question(exclusions=EXCLUSIONS)
    assert benchmark(cheapest_relaxation, asked).cost > 0


DAYS = 2 * 86400.0


def plan():
    begins = np.arange(2000.0, DAYS - 6000.0, 5700.0)
    eclipse, contact = IntervalSet(0.0, DAYS, begins, begins + 2100.0), IntervalSet(0.0, DAYS, begins + 2000, begins + 2500)
    laws = (Law("inertial_hold", 120.0, 3000.0), Law("nadir", 120.0), Law("target", 120.0))
    held = [None, eclipse, contact, None, contact]
    names = ("atoms", "waves", "link", "clock", "downlink")
    cells = swept_cells(names, held, DAYS)
    wishes = ((0.35, ("nadir", "inertial_hold")), (0.15, ("inertial_hold",)), (0.03, ("target",)), (0.5, ("nadir", "target")))
    demands = tuple(Demand(names[i], *wish, cells.flags[i]) for i, wish in enumerate(wishes))
    duties = (Duty("downlink", 0.02, ("nadir", "target"), cells.flags[4]),)
    exclusions = (("atoms", "link"), ("atoms", "waves"))
    asked = Question(demands, tuple(law.name for law in laws), cells.cells, 0.05, duties, exclusions)
    return TimePlan(asked, laws, cells.windows, (0.0, 300.0, 0.0, 0.0), DAYS, True, "bus")


@pytest.mark.parametrize(("duration", "slot"), [(5700.0, 95.0), (86400.0, 900.0)], ids=["60 slots", "96 slots"])
def test_timeline(benchmark, duration, slot):
    found = benchmark.pedantic(timeline, (plan(), 20_000.0, duration, slot), rounds=1)
    assert found.gap <= 0.02
