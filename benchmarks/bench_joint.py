"""Ranking of joint missions with the shortcut for infeasible sets, against assessing every set in full."""

import pytest

from qtspace_trade import api
from qtspace_trade.assessment.concept import evaluate
from qtspace_trade.trade import grid

INSTRUMENTS = ["aces_pharao", "cal", "micius", "ste_quest_ai", "ste_quest_clock", "maqro_2015", "nanoqey", "quantus"]
ORBITS = ["iss", "leo_500_noon_midnight", "ste_quest_m3_heo", "sun_earth_l2"]
DAYS = 30


@pytest.fixture(scope="module")
def warm():
    """Instruments and sites whose single placements are known."""
    members, sites = api._grid(INSTRUMENTS, ORBITS, None, None, api.SOLAR_MEAN, DAYS)
    grid.joint(members, sites, 2, 3)
    return members, sites


def in_full(members, sites):
    sets = list(grid.subsets(members, 2, 3))
    fits = [evaluate(tuple((item, where) for item in one)) for where in sites for one in sets]
    return sorted(fits, key=grid.rank)


def test_with_the_shortcut(benchmark, warm):
    missions = benchmark(grid.joint, *warm, 2, 3)
    assert missions.best().instruments == in_full(*warm)[0].instruments


def test_every_set_in_full(benchmark, warm):
    assert len(benchmark.pedantic(in_full, warm, rounds=1)) > 1000
