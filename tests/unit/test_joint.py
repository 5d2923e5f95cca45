"""Joint missions: the shortcut for infeasible sets against brute force, ranking, maximal sets, Pareto front."""

import itertools

import pytest

import qtspace_trade as qt
from qtspace_trade.errors import UnknownName
from qtspace_trade.trade import grid

INSTRUMENTS = ["aces_pharao", "cal", "micius", "ste_quest_ai", "ste_quest_clock", "maqro_2015"]
ORBITS = ["iss", "leo_500_noon_midnight", "ste_quest_m3_heo", "sun_earth_l2"]
PLATFORMS = ["iss_internal_rack", "iss_columbus_external", "micius_bus", "ste_quest_bus", "lpf_bus"]


@pytest.fixture(scope="module")
def missions():
    return qt.joint(INSTRUMENTS, ORBITS, PLATFORMS, min_size=1, max_size=3, days=20)


def test_every_set_on_every_site_once(missions):
    sizes = sum(len(list(itertools.combinations(INSTRUMENTS, size))) for size in (1, 2, 3))
    places = {(mission.instruments, mission.site.key) for mission in missions.missions}
    assert len(missions.missions) == len(places) == sizes * len(missions.sites)


def test_shortcut_agrees_with_brute_force(missions):
    """A set is infeasible whenever the shortcut says so, and its key is no worse than the exact one."""
    for mission in missions.missions:
        exact = qt.assess(mission.instruments, mission.site.orbit, mission.site.platform, days=20)
        assert exact.status == mission.status
        if mission.status == "infeasible":
            assert mission.key[2] <= -exact.log_low + 1e-9
        else:
            assert mission.key == grid.rank(exact)


def test_ranked_by_status_then_score_low(missions):
    keys = [mission.key for mission in missions.missions]
    assert keys == sorted(keys)
    good = [mission.fit.log_low for mission in missions.missions if mission.status == "undetermined"]
    assert good == sorted(good, reverse=True)


def test_subsets_keep_their_best_site(missions):
    best = {}
    for mission in missions.missions:
        best[mission.instruments] = min(best.get(mission.instruments, mission.key), mission.key)
    assert {mission.instruments: mission.key for mission in missions.subsets} == best


def test_maximal_sets_are_part_of_no_other(missions):
    possible = {frozenset(mission.instruments) for mission in missions.subsets if mission.status != "infeasible"}
    maximal = {frozenset(mission.instruments) for mission in missions.maximal()}
    assert maximal == {one for one in possible if not any(one < other for other in possible)}


def test_pareto_front_against_all_pairs(missions):
    def merits(mission):
        return len(mission.members), -mission.key[0], -mission.key[2]

    for fit in missions.pareto():
        mine = next(merits(mission) for mission in missions.subsets if mission.instruments == fit.instruments)
        beaten = [
            mission for mission in missions.subsets
            if merits(mission) != mine and all(x >= y for x, y in zip(merits(mission), mine, strict=True))
        ]  # fmt: skip
        assert not beaten


def test_station_instruments_find_their_own_accommodation(missions):
    assert missions.comparison.best("cal", "iss").platform == "iss_internal_rack"
    assert missions.comparison.best("aces_pharao", "iss").platform == "iss_columbus_external"
    both = next(mission for mission in missions.subsets if set(mission.instruments) == {"aces_pharao", "cal"})
    assert both.status == "infeasible"
    apart = qt.assess(["cal", "aces_pharao"], "iss", ["iss_internal_rack", "iss_columbus_external"], days=20)
    assert apart.status == "feasible"


def test_frames_hold_one_row_for_each(missions):
    assert len(missions.to_frame()) == len(missions.subsets)
    assert len(missions.comparison.to_frame()) == len(INSTRUMENTS) * len(missions.sites)


def test_why_not_names_what_is_not_there(missions):
    with pytest.raises(UnknownName, match=r"'miciuss'\. Did you mean 'micius'"):
        missions.why_not(["miciuss", "cal"])


def test_why_not_names_the_missing_attitude_law_and_not_the_time_it_takes():
    found = qt.joint(["micius", "ste_quest_ai"], ["iss", "ste_quest_m3_heo"], days=5).why_not(["micius", "ste_quest_ai"])
    for broken in found.where.values():
        for name in ("micius", "ste_quest_ai"):
            assert not {f"{name}.attitude_law", f"{name}.time_share"} <= broken
    assert any("micius.attitude_law" in broken for broken in found.where.values())
