"""Time sharing by hand: who measures together, duties, slews, dwells, holds, limits, and the cells of an environment."""

import math
from dataclasses import replace

import numpy as np
import pytest

import qtspace_trade as qt
from qtspace_trade import testing
from qtspace_trade.assessment import gates, sharing, time_cells
from qtspace_trade.assessment.sharing import Z_CLIP, Cell, Demand, Duty, Limit, Question, largest_scale, share_time
from qtspace_trade.assessment.time_cells import swept_cells, time_plan, time_share, usable_time
from qtspace_trade.constants import DAY
from qtspace_trade.engine import environment as engine
from qtspace_trade.engine.intervals import IntervalSet

ALL = (Cell("all time", 1.0),)
DAY_NIGHT = (Cell("day", 0.6), Cell("night", 0.4))
LAWS = ("x", "y")


def demand(name, fraction, *laws, cells=(True,), **shares):
    return Demand(name, fraction, laws, cells, **shares)


# Who measures together


@pytest.mark.parametrize(
    ("exclusions", "z"),
    [((), 2.0), ((("a", "b"),), 1.0), ((("b", "a"),), 1.0), ((("a", "b"), ("b", "c"), ("a", "c")), 2 / 3),
     ((("a", "elsewhere"),), 2.0)],
)  # fmt: skip
def test_instruments_measure_together_unless_they_exclude_each_other(exclusions, z):
    crew = (demand("a", 0.5, "x"), demand("b", 0.5, "x"), demand("c", 0.5, "x"))
    assert share_time(crew, LAWS, ALL, 0.0, exclusions=exclusions).z == pytest.approx(z)


def test_largest_sets():
    ring = (("a", "b"), ("b", "c"), ("c", "d"), ("d", "a"))
    assert sorted(sharing.together(tuple("abcd"), ring)) == [("a", "c"), ("b", "d")]
    assert sharing.together((), ring) == ((),)


def test_excluded_instruments_never_measure_at_once():
    crew = (demand("a", 0.3, "x"), demand("b", 0.2, "x"))
    found = share_time(crew, LAWS, ALL, 0.0, exclusions=(("a", "b"),))
    assert found.z == pytest.approx(2.0)
    assert {name: time for name, _, _, time in found.time} == pytest.approx({"a": 0.6, "b": 0.4})


# Duties of the platform


@pytest.mark.parametrize(
    ("duty", "z"),
    [
        (Duty("downlink", 0.2, (), (True, True)), 2.0),
        (Duty("downlink", 0.2, (), (True, True), exclusive=True), 1.6),
        (Duty("downlink", 0.2, ("y",), (True, True)), 1.6),
        (Duty("downlink", 0.2, ("x",), (False, True)), 2.0),
        (Duty("downlink", 0.0, ("y",), (True, True), exclusive=True), 2.0),
    ],
)
def test_a_duty_takes_time_only_if_it_needs_a_law_of_its_own_or_a_pause(duty, z):
    assert share_time((demand("a", 0.5, "x", cells=(True, True)),), LAWS, DAY_NIGHT, 0.0, duties=(duty,)).z == pytest.approx(z)


def test_a_duty_is_not_scaled_with_the_demands():
    duty = Duty("downlink", 0.5, ("y",), (True,))
    z = [share_time((demand("a", fraction, "x"),), LAWS, ALL, 0.0, duties=(duty,)).z for fraction in (0.5, 0.25)]
    assert z == pytest.approx([1.0, 2.0])


def test_a_duty_without_time_is_named():
    duties = (Duty("downlink", 0.5, ("y",), (False, True)), Duty("keeping", 0.1, (), (True, True), exclusive=True))
    found = share_time((demand("a", 0.1, "x", cells=(True, True)),), LAWS, DAY_NIGHT, 0.0, duties=duties)
    assert (found.z, found.unmet, found.duty) == (0.0, ("downlink",), 0.0)
    assert found.derated_by == "duty 'downlink'"


def test_a_duty_in_a_law_that_the_platform_does_not_hold():
    found = share_time((demand("a", 0.1, "x"),), LAWS, ALL, 0.0, duties=(Duty("downlink", 0.1, ("z",), (True,)),))
    assert found.unmet == ("downlink",)


def test_duties_alone_are_no_demand():
    assert share_time((), LAWS, ALL, 0.0, duties=(Duty("downlink", 0.5, ("x",), (True,)),)).z == Z_CLIP


# What binds


def test_limits_that_raise_z_only_together_have_no_dual():
    """Two instruments that fill two equal windows: neither window alone helps."""
    crew = (demand("a", 0.3, "x", cells=(True, False)), demand("b", 0.2, "y", cells=(False, True)))
    found = dict(share_time(crew, LAWS, DAY_NIGHT, 0.0).binding)
    assert found["time in day"] == found["time in night"] == 0.0
    wider = (Cell("day", 0.63), Cell("night", 0.42))
    assert share_time(crew, LAWS, wider, -0.05).z == pytest.approx(2.1)


def test_dual_of_a_window_by_hand():
    """0.4 of night over a demand of 0.2: each unit of night is worth 1 / 0.2."""
    crew = (demand("a", 0.2, "x", cells=(False, True)), demand("b", 0.1, "x", cells=(True, True)))
    found = share_time(crew, LAWS, DAY_NIGHT, 0.0)
    assert found.z == pytest.approx(2.0)
    assert dict(found.binding) == pytest.approx({"time in night": 5.0, "demand of a": 5.0})


@pytest.mark.parametrize("overhead", [0.0, 0.1])
@pytest.mark.parametrize("names", ["a", "ab"])
def test_one_cell_and_all_the_time_are_one_limit(names, overhead):
    crew = tuple(demand(name, 0.5, law) for name, law in zip(names, LAWS, strict=False))
    found = share_time(crew, LAWS, ALL, overhead)
    assert [label for label, _ in found.binding if not label.startswith("demand")] == ["time in all"]
    assert dict(found.binding)["time in all"] == pytest.approx(2.0 / len(names))


def test_what_has_the_same_name_is_not_one():
    """Duties of one name, told apart by number."""
    duties = (Duty("keeping", 0.4, (), (True,), exclusive=True),) * 2
    assert share_time((demand("a", 0.5, "x"),), LAWS, ALL, 0.0, duties=duties).z == pytest.approx(0.2 / 0.5)
    twins = (demand("a", 0.5, "x"), demand("a", 0.5, "y"))
    assert share_time(twins, LAWS, ALL, 0.0).z == pytest.approx(1.0)


# Method: what would make it fit


def method_example():
    laws = ("inertial", "ground", "link")
    demands = (demand("A", 0.60, "inertial"), demand("B", 0.50, "inertial"), demand("Q", 0.15, "ground"))
    return Question(demands, laws, ALL, 0.05, (Duty("downlink", 0.30, ("link",), (True,)),))


def test_cheapest_relaxation_of_the_method():
    """Duties 0.60 and 0.50 inertial, 0.15 ground, 0.30 downlink, overhead 0.05: cut A to 0.50, at a cost of 1/6."""
    answer = sharing.cheapest_relaxation(method_example())
    assert answer.cost == pytest.approx(1 / 6)
    ((name, before, after),) = answer.changes
    assert (name, before) == ("A", 0.60) and after == pytest.approx(0.50)


def test_conflict_of_the_method():
    assert sharing.time_conflicts(method_example()) == (frozenset({"A", "Q", "downlink"}),)


def test_nothing_to_relax_where_it_fits():
    fits = Question((demand("a", 0.5, "x"),), LAWS, ALL, 0.0)
    assert sharing.cheapest_relaxation(fits) is None
    assert sharing.time_conflicts(fits) == ()


# Limits of energy and data


def test_a_limit_lowers_the_duty_of_those_who_use_it_and_not_z():
    crew = (demand("a", 0.5, "x"), demand("b", 0.5, "x"))
    found = share_time(crew, LAWS, ALL, 0.0, limits=(Limit("data", 30.0, (("a", 100.0),)),))
    assert found.z == pytest.approx(2.0)
    assert found.measured == (("a", pytest.approx(0.6), "data"), ("b", 1.0, ""))
    assert (found.duty, found.derated_by) == (pytest.approx(0.6), "data")


def test_the_scarcest_limit_is_named():
    limits = (Limit("energy", 45.0, (("a", 100.0), ("b", 20.0))), Limit("data", 20.0, (("a", 100.0),)))
    crew = (demand("a", 0.5, "x"), demand("b", 0.5, "x"))
    found = share_time(crew, LAWS, ALL, 0.0, limits=limits)
    assert found.measured == (("a", pytest.approx(0.4), "data"), ("b", 1.0, ""))
    tight = share_time(crew, LAWS, ALL, 0.0, limits=(Limit("energy", 30.0, (("a", 100.0), ("b", 20.0))), limits[1]))
    assert [duty for _, duty, _ in tight.measured] == pytest.approx([0.4, 1.0])
    none = share_time(crew, LAWS, ALL, 0.0, limits=(Limit("energy", 0.0, (("a", 100.0),)),))
    assert (none.duty, none.derated_by, none.z) == (0.0, "energy", pytest.approx(2.0))


def test_time_alone_derates_with_its_limit_named():
    found = share_time((demand("a", 0.8, "x"), demand("b", 0.45, "y")), LAWS, ALL, 0.0)
    assert found.duty == pytest.approx(0.8)
    assert found.derated_by in ("time in all", "time in all time")


def test_an_instrument_that_finds_no_law():
    found = share_time((demand("a", 0.5),), LAWS, ALL, 0.0)
    assert (found.z, found.duty, found.derated_by) == (0.0, 0.0, "no time in a law that fits")


# Usable time in windows


@pytest.mark.parametrize(
    ("length", "dwell", "hold", "slew", "usable"),
    [
        (99.9, 100.0, None, 0.0, 0.0), (100.0, 100.0, None, 0.0, 100.0), (299.0, 100.0, None, 0.0, 200.0),
        (299.0, 0.0, None, 60.0, 299.0), (0.3, 0.1, None, 0.0, 0.3),
        (2200.0, 0.0, 1000.0, 100.0, 2000.0), (2150.0, 0.0, 1000.0, 100.0, 2000.0), (2200.0, 300.0, 1000.0, 100.0, 1800.0),
        (2300.0, 300.0, 1000.0, 100.0, 2100.0), (1000.0, 0.0, 1000.0, 100.0, 1000.0), (1050.0, 0.0, 1000.0, 100.0, 1000.0),
        (5000.0, 1100.0, 1000.0, 100.0, 0.0), (1.0, 1.0, 1.0, 0.0, 1.0),
    ],
)  # fmt: skip
def test_usable_time_of_a_window(length, dwell, hold, slew, usable):
    assert usable_time(np.array([length]), dwell, hold, slew)[0] == pytest.approx(usable)


def test_usable_share_of_a_long_hold():
    """K d / (K d + slew): a hold that is not filled by its blocks ends early."""
    assert usable_time(np.array([1e8]), 0.0, 900.0, 100.0)[0] / 1e8 == pytest.approx(0.9, rel=1e-4)
    assert usable_time(np.array([1e8]), 200.0, 900.0, 100.0)[0] / 1e8 == pytest.approx(8 / 9, rel=1e-4)


@pytest.mark.parametrize("length", [50.0, 300.0, 900.0, 2345.0])
@pytest.mark.parametrize("dwell", [0.0, 70.0])
def test_blocks_at_any_phase_against_a_sweep(length, dwell):
    """Re-pointings of 100 s after each 900 s at all phases: the mean of what they leave of a window."""
    hold, slew = 900.0, 100.0
    kept = []
    for phase in np.arange(-hold, slew, 0.5):
        begins = phase + (hold + slew) * np.arange(-1, 6)
        parts = np.clip(np.minimum(begins + hold, length) - np.maximum(begins, 0.0), 0.0, None)
        kept.append(usable_time(parts, dwell).sum())
    found = time_cells._pointed_anyhow(np.array([length]), dwell, hold, slew)[0]
    assert found == pytest.approx(np.mean(kept), rel=2e-3)


HELD = (time_cells.Law("x", 100.0, 900.0),)


def kept_of(cells, wish, dwell, *others, laws=HELD):
    kept, _ = time_cells._usable(cells, laws, wish, dwell, (others,))
    return kept[0]


def test_those_who_measure_together_are_pointed_together():
    """Blocks of 400 s end a hold after 800 s, which the other one then has too."""
    cells = swept_cells(("a", "b"), [None, None], 1e6)
    assert kept_of(cells, 0, 0.0) == pytest.approx((0.9,))
    assert kept_of(cells, 1, 400.0) == pytest.approx((8 / 9,))
    assert kept_of(cells, 0, 0.0, 400.0) == kept_of(cells, 1, 400.0, 0.0) == pytest.approx((8 / 9,))
    assert kept_of(cells, 0, 0.0, 1000.0) == kept_of(cells, 0, 0.0, None) == pytest.approx((0.9,))


@pytest.mark.parametrize("gap", [100.0, 60.0, 20.0])
def test_one_alone_is_pointed_in_the_gaps_between_its_windows(gap):
    """Windows of 650 s and blocks of 300 s: two blocks, as long as no more than 50 s of the slew lie in the window."""
    begins = np.arange(0.0, 1e6 - 1000.0, 650.0 + gap)
    window = IntervalSet(0.0, 1e6, begins, begins + 650.0)
    cells = swept_cells(("a", "b"), [window, None], 1e6)
    inside = next(i for i, on in enumerate(cells.flags[0]) if on)
    laws = (time_cells.Law("x", 100.0, 700.0),)
    alone = kept_of(cells, 0, 300.0, laws=laws)[inside] * 650.0
    mean = time_cells._pointed_anyhow(np.array([650.0]), 300.0, 600.0, 100.0)[0]
    assert alone == pytest.approx(max(600.0 if gap >= 50 else 300.0, mean), rel=1e-3)
    assert kept_of(cells, 0, 300.0, 0.0, laws=laws)[inside] * 650.0 == pytest.approx(mean, rel=1e-3)


def test_home_is_not_pointed_for_nothing():
    """Windows of somebody else cut the time of a home law, but do not point it."""
    laws = (*HELD, time_cells.Law("y", 100.0))
    cells = swept_cells(("a", "q"), [None, windows(*((t, t + 300.0) for t in range(0, 99_000, 700)), stop=1e5)], 1e5)
    kept, visited = time_cells._usable(cells, laws, 0, 0.0)
    assert visited[0][0] == pytest.approx((0.9, 0.9)) and kept[0] == pytest.approx((0.9, 0.9))
    assert visited[1][0] == pytest.approx((0.5, 1 / 3), rel=2e-2)


# Cells of windows


def windows(*pairs, stop=1000.0):
    begins, ends = np.array(pairs, float).T
    return IntervalSet(0.0, stop, begins, ends)


def test_a_window_is_not_broken_by_the_windows_of_others():
    """Cells cut the window of a in three, yet one block of 300 s fits in it while one law is kept."""
    cells = swept_cells(("a", "q"), [windows((100, 400)), windows((200, 250))], 1000.0)
    kept, visited = time_cells._usable(cells, (time_cells.Law("x"),), 0, 300.0)
    names = {cell.name: number for number, cell in enumerate(cells.cells)}
    assert kept[0][names["windows of a"]] == kept[0][names["windows of a, q"]] == pytest.approx(1.0)
    assert visited == ()


def test_a_change_of_law_breaks_it():
    laws = (time_cells.Law("x", 20.0), time_cells.Law("y", 30.0))
    cells = swept_cells(("a", "q"), [windows((100, 400)), windows((200, 250))], 1000.0)
    _, visited = time_cells._usable(cells, laws, 0, 100.0)
    number = next(i for i, cell in enumerate(cells.cells) if cell.name == "windows of a")
    assert visited[0][0][number] == pytest.approx(200 / 250)
    assert visited[1][0][number] == pytest.approx(100 / 250)
    _, plain = time_cells._usable(cells, laws, 1, 0.0)
    contact = next(i for i, cell in enumerate(cells.cells) if cell.name == "windows of a, q")
    assert plain[0][1][contact] == pytest.approx(0.0) and plain[1][1][contact] == pytest.approx(1.0)


def with_windows(slew, period=100.0, length=20.0, share=0.5, contact=0.1):
    """Atoms in law x all the time, a link in law y in 20 s of every 100 s."""
    duration = 1e6
    begins = np.arange(0.0, duration, period)
    held = [None, IntervalSet(0.0, duration, begins, begins + length)]
    cells = swept_cells(("atoms", "link"), held, duration)
    laws = (time_cells.Law("x", slew), time_cells.Law("y", slew))
    parts = [time_cells._usable(cells, laws, number, 0.0) for number in range(2)]
    demands = (
        Demand("atoms", share, ("x",), cells.flags[0], *parts[0]),
        Demand("link", contact, ("y",), cells.flags[1], *parts[1]),
    )
    return Question(demands, LAWS, cells.cells, 0.0, (), (), (slew / duration,) * 2 if slew else ())


def by_hand(slew):
    """The better of two homes.

    Home x: of each window of 20 s given to the link the part u = 1 - 2 slew / 20 is used; with w the share of the time given
    to it, z = (1 - w) / 0.5 = u w / 0.1 as long as w is below 0.2. Home y: of the 80 s in between atoms use 80 - 2 slew, and
    they are given windows w that the link can spare: z = (0.2 - w) / 0.1 = (0.8 (1 - slew / 40) + u w) / 0.5.
    """
    used = max(1 - slew / 10, 0.0)
    w = min(0.1 / (0.5 * used + 0.1), 0.2)
    home_x = min((1 - w) / 0.5, used * w / 0.1)
    between = 0.8 * (1 - slew / 40)
    home_y = min((between + 0.2 * used) / (0.5 + 0.1 * used), 2.0)
    return max(home_x, home_y)


@pytest.mark.parametrize("slew", [0.0, 2.0, 4.0, 5.0, 9.0, 10.0, 39.0])
def test_slews_are_charged_in_the_windows(slew):
    found = largest_scale(with_windows(slew))
    assert found.z == pytest.approx(by_hand(slew), abs=1e-3)
    assert found.z <= by_hand(slew) * (1 + 1e-9)


def test_slews_that_fill_every_window_leave_nothing():
    assert largest_scale(with_windows(40.0)).z == 0.0


def test_a_kept_law_is_taken_where_slews_cost_more():
    """Both may work in x: changing law gains nothing, and nothing is charged."""
    question = with_windows(5.0)
    atoms, link = question.demands
    found = largest_scale(replace(question, demands=(atoms, replace(link, laws=LAWS))))
    assert found.z == pytest.approx(2.0) and found.home == ""
    assert {law for _, law, _, _ in found.time} == {"x"}


# From entries of the catalogue

MARKS = {"test": "assumed", "paper": "read", "memory": "recalled"}
CITED = {"references": {key: {"title": "Number of a test", "kind": "assumed", "evidence": MARKS[key]} for key in MARKS}}


def cited(value):
    return {"value": value, "source": "test"}


@pytest.fixture(scope="module", autouse=True)
def family():
    with testing.family("timed"):
        yield


def instrument(name, laws=("inertial",), **operations):
    return testing.entry("instrument", name, {
        "title": "Instrument of a test", "family": "timed",
        "operations": {"attitude_laws": list(laws), "time_fraction": cited("0.5"), **operations}, **CITED,
    })  # fmt: skip


def platform(attitudes=({"law": "inertial"}, {"law": "target"}), **more):
    return testing.entry("platform", "bus_of_a_test", {
        "title": "Bus of a test", "kind": "spacecraft", "time_overhead": cited("0"),
        "flies": [{"orbit_class": "leo", "source": "test"}, {"orbit_class": "sso", "source": "test"}],
        "attitudes": [{"source": "test", **item} for item in attitudes], **more, **CITED,
    })  # fmt: skip


def environment(host, days=2):
    return engine.environment_of(qt.environment("leo_500_noon_midnight", days=days).layer, host, "inertial")


def plan_of(members, host, where=None):
    laws = tuple(item.law for item in host.attitudes)
    crew = tuple((item, item.operations.attitude_laws) for item in members)
    return time_share(crew, where or environment(host), laws)


def test_dwell_in_eclipses():
    """Of each eclipse of about 35 min only the whole blocks count."""
    host = platform()
    where = environment(host)
    eclipses = where.intervals("eclipse")
    found, missing = plan_of([instrument("a", when="eclipse", dwell=cited("1000 s"))], host, where)
    blocks = np.floor(eclipses.durations / 1000.0).sum() * 1000.0
    assert not missing and found.z == pytest.approx(blocks / (2 * DAY) / 0.5, rel=1e-6)
    without, _ = plan_of([instrument("b", when="eclipse")], host, where)
    assert without.z == pytest.approx(eclipses.fraction / 0.5)


def test_a_dwell_longer_than_every_window():
    found, _ = plan_of([instrument("a", when="eclipse", dwell=cited("1 h"))], platform())
    assert found.z == 0.0 and found.derated_by


def test_hold_of_an_attitude():
    host = platform([{"law": "inertial", "hold": cited("900 s"), "slew_time": cited("100 s")}])
    found, _ = plan_of([instrument("a")], host)
    assert found.z == pytest.approx(0.9 / 0.5, rel=1e-3) and found.unknown == ()


def test_a_slew_that_is_not_stated_is_said():
    crew = [instrument("a"), instrument("b", ["target"], time_fraction=cited("0.1"))]
    found, _ = plan_of(crew, platform())
    assert found.z == pytest.approx(1 / 0.6)
    assert found.unknown == tuple(f"the slew into '{law}' of 'bus_of_a_test' is not stated" for law in ("inertial", "target"))
    held, _ = plan_of([instrument("c")], platform([{"law": "inertial", "hold": cited("900 s")}]))
    assert held.unknown == ("the slew into 'inertial' of 'bus_of_a_test' is not stated",)


def test_a_downlink_with_stations_of_its_own():
    duty = {"name": "downlink", "fraction": cited("1 %"), "when": "station_visible", "stations": [qt.stations()[0]],
            "minimum_elevation": cited("10 deg"), "laws": ["target"], "source": "test"}  # fmt: skip
    host = platform(duties=[duty])
    where = environment(host)
    found, missing = plan_of([instrument("a")], host, where)
    assert missing == () and found.z == pytest.approx(0.99 / 0.5)
    plan, _ = time_plan(((instrument("a"), ("inertial",)),), where, ("inertial", "target"))
    assert plan.windows[1].fraction > 0.01
    wide = platform(duties=[{**duty, "fraction": cited("90 %")}])
    assert plan_of([instrument("a")], wide)[0].unmet == ("downlink",)


def test_a_duty_whose_windows_nobody_can_tell():
    host = platform(duties=[{"name": "downlink", "fraction": cited("1 %"), "when": "station_visible", "source": "test"}])
    found, missing = plan_of([instrument("a")], host)
    assert found is None and "minimum_elevation" in missing[0]


def test_dwell_in_declared_windows_is_unknown():
    place = testing.entry("orbit", "declared_windows", {
        "title": "Orbit of a test", "kind": "declared", "orbit_class": "leo",
        "windows": [{"fraction": 0.4, "holds": ["eclipse"]}],
    })  # fmt: skip
    host = platform([{"law": "inertial", "slew_time": cited("60 s")}, {"law": "target", "slew_time": cited("60 s")}])
    where = engine.environment_of(qt.environment(place).layer, host, "inertial")
    crew = [instrument("a", when="eclipse", dwell=cited("100 s"), time_fraction=cited("0.2")), instrument("b", ["target"])]
    found, _ = plan_of(crew, host, where)
    assert found.z == pytest.approx(1 / 0.7)
    assert "dwell of 'a'" in found.unknown[0] and "slews" in found.unknown[1]


def test_exclusions_and_limits_reach_the_programme():
    host = platform()
    crew = tuple((instrument(name), ("inertial",)) for name in "ab")
    limits = (Limit("energy", 10.0, (("a", 100.0),)),)
    found, _ = time_share(crew, environment(host), ("inertial",), (("a", "b"), ("a", "elsewhere")), limits)
    assert found.z == pytest.approx(1.0)
    assert found.measured == (("a", pytest.approx(0.2), "energy"), ("b", pytest.approx(1.0), ""))


def test_evidence_and_sources_of_the_time():
    """Of what is used: the slew into a law that nobody works in is not."""
    host = platform([{"law": "inertial"}, {"law": "target", "slew_time": cited("60 s")}],
                    time_overhead={"value": "0", "source": "memory"})  # fmt: skip
    asked = {"value": "0.1", "source": "paper"}
    one, two = instrument("a", time_fraction=asked), instrument("b", ["target"], time_fraction=asked)
    alone = (("a", "paper"), ("bus_of_a_test", "memory"))
    both = (("a", "paper"), ("b", "paper"), ("bus_of_a_test", "memory"), ("bus_of_a_test", "test"))
    for members, evidence, sources in (([one], "recalled", alone), ([one, two], "assumed", both)):
        found, _ = plan_of(members, host)
        assert (found.evidence, found.sources) == (evidence, sources)
        (finding, *_) = gates.time("a", found, ())
        assert (finding.evidence, finding.sources) == (evidence, sources)


def test_missing_fractions_are_named():
    host = platform(time_overhead=None)
    silent = instrument("silent", time_fraction=None)
    found, missing = plan_of([silent], host)
    assert found is None
    assert missing == ("time fraction of 'silent' is not stated", "time overhead of 'bus_of_a_test' is not stated")


def test_plans_are_kept_with_the_environment():
    host = platform()
    where = environment(host)
    crew = ((instrument("a"), ("inertial",)),)
    assert time_plan(crew, where, ("inertial",))[0] is time_plan(crew, where, ("inertial",))[0]
    assert math.isfinite(time_share(crew, where, ("inertial",))[0].z)
