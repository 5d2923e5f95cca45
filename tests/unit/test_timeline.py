"""One timeline by mixed-integer programming: what it lays out obeys what the entries say, and the chart shows it."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from qtspace_trade.assessment.sharing import Demand, Duty, Question, largest_scale
from qtspace_trade.assessment.time_cells import Law, TimePlan, _usable, swept_cells
from qtspace_trade.assessment.timeline import MOST_SLOTS, timeline
from qtspace_trade.engine.intervals import IntervalSet
from qtspace_trade.errors import QtspaceError

DURATION = 30 * 86400.0
PERIOD = 5700.0


def windows(offset, length, period=PERIOD):
    begins = np.arange(offset, DURATION - length, period)
    return IntervalSet(0.0, DURATION, begins, begins + length)


ECLIPSE, CONTACT = windows(2000.0, 2100.0), windows(4000.0, 500.0)
LAWS = (Law("inertial_hold", 120.0, 3000.0), Law("nadir", 120.0), Law("target", 120.0))


def plan(wishes, laws=LAWS, duties=(), exclusions=(), overhead=0.0):
    """`wishes`: (name, fraction, laws, window, dwell); `duties`: (name, fraction, laws, window, exclusive)."""
    held = [window for _, _, _, window, _ in (*wishes, *duties)]
    cells = swept_cells(tuple(name for name, *_ in (*wishes, *duties)), held, DURATION)
    demands = tuple(
        Demand(name, fraction, names, cells.flags[i]) for i, (name, fraction, names, _, _) in enumerate(wishes)
    )
    needs = tuple(
        Duty(name, fraction, names, cells.flags[i], exclusive)
        for i, (name, fraction, names, _, exclusive) in enumerate(duties, len(wishes))
    )
    question = Question(demands, tuple(law.name for law in laws), cells.cells, overhead, needs, exclusions)
    dwells = tuple(dwell for *_, dwell in wishes)
    return TimePlan(question, laws, cells.windows, dwells, DURATION, True, "bus of a test")


def active(found, name):
    """Share of each slot in which somebody measures."""
    shares = np.zeros(round(found.duration / found.slot))
    for who, begin, _, share in found.measured:
        if who == name:
            shares[round((begin - found.begin) / found.slot)] = share
    return shares


def laws_of(found):
    held = []
    for row in found.rows:
        held += [row.law] * round((row.end - row.begin) / found.slot)
    return held


@pytest.fixture(scope="module")
def orbit():
    wishes = [
        ("atoms", 0.35, ("nadir", "inertial_hold"), None, 0.0), ("matter", 0.15, ("inertial_hold",), ECLIPSE, 300.0),
        ("link", 0.03, ("target",), CONTACT, 0.0),
    ]  # fmt: skip
    duties = [("downlink", 0.02, ("nadir", "target"), CONTACT, False), ("keeping", 0.02, (), None, True)]
    return timeline(plan(wishes, duties=duties, exclusions=(("atoms", "matter"),)), 20_000.0, PERIOD, 142.5)


def test_demands_and_duties_are_met(orbit):
    assert orbit.complete and orbit.gap < 0.01 + 1e-5
    assert min(orbit.shares.values()) >= 1.0 - 1e-5
    assert active(orbit, "duty downlink").sum() * orbit.slot >= 0.02 * PERIOD - 1e-3
    assert active(orbit, "duty keeping").sum() * orbit.slot >= 0.02 * PERIOD - 1e-3
    for name, fraction in (("atoms", 0.35), ("link", 0.03)):
        assert active(orbit, name).sum() / len(active(orbit, name)) == pytest.approx(fraction * orbit.shares[name], rel=1e-6)


def test_rows_follow_each_other(orbit):
    assert orbit.rows[0].begin == orbit.begin and orbit.rows[-1].end == pytest.approx(orbit.begin + orbit.duration)
    assert all(one.end == pytest.approx(two.begin) for one, two in itertools.pairwise(orbit.rows))


def test_everyone_measures_in_its_laws_and_windows(orbit):
    allowed = {"atoms": {"nadir", "inertial_hold"}, "matter": {"inertial_hold"}, "link": {"target"},
               "duty downlink": {"nadir", "target"}}  # fmt: skip
    begins = orbit.begin + orbit.slot * np.arange(40)
    for name, laws in allowed.items():
        shares = active(orbit, name)
        assert {law for law, share in zip(laws_of(orbit), shares, strict=True) if share > 0} <= laws
        window = {"matter": ECLIPSE, "link": CONTACT, "duty downlink": CONTACT}.get(name)
        for begin, share in zip(begins, shares, strict=True):
            if window is not None and share > 0:
                inside = np.clip(np.minimum(window.ends, begin + orbit.slot) - np.maximum(window.begins, begin), 0, None).sum()
                assert share * orbit.slot <= inside + 1e-3


def test_a_dwell_is_not_interrupted(orbit):
    """Blocks of 300 s take three slots of 142.5 s."""
    shares, held = active(orbit, "matter"), laws_of(orbit)
    runs = [len(list(group)) for on, group in itertools.groupby(shares > 0) if on]
    assert runs and all(length % 3 == 0 for length in runs)
    slewing = [row.slewing for row in orbit.rows for _ in range(round((row.end - row.begin) / orbit.slot))]
    assert not any(slewing[slot] for slot in np.flatnonzero(shares))
    assert {held[slot] for slot in np.flatnonzero(shares)} == {"inertial_hold"}


def test_who_excludes_whom(orbit):
    assert (active(orbit, "atoms") + active(orbit, "matter") <= 1 + 1e-6).all()
    paused = active(orbit, "duty keeping")
    assert all((active(orbit, name) + paused <= 1 + 1e-6).all() for name in ("atoms", "matter", "link"))


def test_slots_after_a_change_lose_the_slew(orbit):
    held = laws_of(orbit)
    changes = [slot for slot in range(1, len(held)) if held[slot] != held[slot - 1]]
    assert 1 <= len(changes) <= orbit.changes
    for slot in changes:
        for name in ("atoms", "link", "duty downlink"):
            assert active(orbit, name)[slot] <= 1 - 120 / orbit.slot + 1e-6


def test_a_law_is_kept_where_one_suffices():
    wishes = [("a", 0.5, ("nadir", "target"), None, 0.0), ("b", 0.5, ("nadir",), None, 0.0)]
    found = timeline(plan(wishes), 0.0, PERIOD, 285.0)
    assert found.changes == 0 and {row.law for row in found.rows} == {"nadir"}
    assert found.shares == pytest.approx({"a": 2.0, "b": 2.0})


def test_holds_end_with_a_re_pointing():
    found = timeline(plan([("a", 0.5, ("inertial_hold",), None, 0.0)], laws=LAWS[:1]), 0.0, 12_000.0, 600.0)
    assert found.changes == 3
    slewing = np.flatnonzero(active(found, "a") < 1)
    assert active(found, "a")[slewing] == pytest.approx(0.8)
    assert (np.diff([0, *slewing, 20]) <= 5).all()


def test_more_is_asked_than_there_is():
    """0.8 and 0.8 in two laws with slews of 1/10 of a slot: at best each gets half of what is left."""
    wishes = [("a", 0.8, ("nadir",), None, 0.0), ("b", 0.8, ("target",), None, 0.0)]
    found = timeline(plan(wishes, overhead=0.1), 0.0, 12_000.0, 600.0)
    z = largest_scale(plan(wishes, overhead=0.1).question).z
    assert found.average["a"] == z == pytest.approx(0.9 / 1.6)
    least = min(found.shares.values())
    assert 0.9 * z < least <= z * (1 + 1e-6)
    assert active(found, "overhead").sum() == pytest.approx(2.0, abs=1e-5)


@pytest.mark.parametrize(("slew", "dwell"), [(10.0, 0.0), (10.0, 40.0), (20.0, 30.0)])
def test_the_average_promises_no_more_than_a_timeline_gives(slew, dwell):
    """Windows, slews and blocks of whole slots over the whole mission: what the linear programme says can be laid out."""
    mission, period = 400.0, 100.0
    begins = np.arange(0.0, mission, period)
    contact = IntervalSet(0.0, mission, begins, begins + 50.0)
    laws = (Law("x", slew), Law("y", slew))
    cells = swept_cells(("a", "link"), [None, contact], mission)
    shares = [_usable(cells, laws, number, block) for number, block in enumerate((dwell, 0.0))]
    demands = (Demand("a", 0.7, ("x",), cells.flags[0], *shares[0]), Demand("link", 0.4, ("y",), cells.flags[1], *shares[1]))
    question = Question(demands, ("x", "y"), cells.cells, 0.0, (), (), (slew / mission,) * 2)
    whole = TimePlan(question, laws, cells.windows, (dwell, 0.0), mission, True, "bus")
    found = timeline(whole, 0.0, mission, 10.0, gap=0.0)
    z = largest_scale(question).z
    assert 0.1 < z <= min(found.shares.values()) + 1e-6


@pytest.mark.parametrize(
    ("hold", "slew", "dwell", "fraction", "slot", "slots", "z"),
    [(45, 5, 10, 0.95, 5, 72, 40 / 45 / 0.95), (59, 1, 30, 1.0, 1, 62, 30 / 31), (45, 5, 0, 1.0, 5, 60, 0.9)],
)
def test_a_hold_that_ends_early_agrees_with_the_average(hold, slew, dwell, fraction, slot, slots, z):
    """Blocks of 10 min in holds of 45 min: re-pointed after 40. Times in minutes; 45 / 50 where any time counts."""
    laws = (Law("x", 60.0 * slew, 60.0 * hold),)
    cells = swept_cells(("a",), [None], DURATION)
    asked = Demand("a", fraction, ("x",), (True,), *_usable(cells, laws, 0, 60.0 * dwell))
    question = Question((asked,), ("x",), cells.cells, 0.0)
    alone = TimePlan(question, laws, (None,), (60.0 * dwell,), DURATION, True, "bus")
    found = timeline(alone, 0.0, 60.0 * slot * slots, 60.0 * slot)
    assert largest_scale(question).z == pytest.approx(z)
    assert z - 1e-6 <= found.shares["a"] <= z + slew / (slot * slots * fraction) + 1e-6


def test_the_smallest_share_is_that_of_the_demand_and_not_of_the_windows_here():
    """v asks for 0.6 of the time and has 2100 s of 5700 s; e, which pauses for it, asks for 0.8."""
    wishes = [("v", 0.6, ("nadir",), ECLIPSE, 0.0), ("e", 0.8, ("nadir",), None, 0.0)]
    both = plan(wishes, exclusions=(("v", "e"),))
    found = timeline(both, 0.0, PERIOD, 285.0)
    assert largest_scale(both.question).z == pytest.approx(2100 / PERIOD / 0.6, rel=1e-3)
    assert found.shares == pytest.approx({"v": 2100 / PERIOD / 0.6, "e": 3600 / PERIOD / 0.8}, rel=1e-3)


def test_one_that_lacks_windows_here_does_not_lower_the_next():
    """The link gets its 500 s of 1140 s; the other two share what is left, 17 or 18 of 20 slots, evenly."""
    laws = tuple(Law(name, 0.0) for name in ("nadir", "target", "sun"))
    wishes = [("link", 0.2, ("target",), CONTACT, 0.0), ("a", 0.6, ("nadir",), None, 0.0), ("b", 0.6, ("sun",), None, 0.0)]
    found = timeline(plan(wishes, laws=laws), 0.0, PERIOD, 285.0)
    assert found.shares["link"] == pytest.approx(500 / 1140, rel=1e-2)
    assert min(found.shares["a"], found.shares["b"]) >= 8 / 12 - 1e-2


def test_duties_without_time_for_each_other_are_refused():
    duties = [("downlink", 0.6, (), None, True), ("keeping", 0.6, (), None, True)]
    with pytest.raises(QtspaceError, match="no time for 'downlink', 'keeping'"):
        timeline(plan([("a", 0.1, ("nadir",), None, 0.0)], duties=duties), 0.0, PERIOD, 285.0)


def test_windows_that_are_too_short_here_do_not_hold_the_others_back():
    """Before the first contact there is nothing for the link; after it there are 500 s of the 1140 s that it asks for."""
    wishes = [("a", 0.5, ("nadir",), None, 0.0), ("link", 0.2, ("target",), CONTACT, 0.0)]
    duties = [("downlink", 0.2, ("target",), CONTACT, False)]
    before = timeline(plan(wishes, duties=duties), 0.0, 3990.0, 285.0)
    assert before.shares == pytest.approx({"a": 2.0, "link": 0.0})
    assert len(before.notes) == 2 and "'link' in this stretch hold 0 s of the 798 s" in before.notes[0]
    assert before.without_window == ("link",)
    assert str(before).endswith("every other demand is met; no window here for link")
    assert "no window here" in [text.get_text() for text in before.plot().axes[0].texts]
    one = timeline(plan(wishes, laws=(Law("nadir", 0.0), Law("target", 0.0)), duties=duties), 0.0, PERIOD, 285.0)
    assert one.shares["a"] >= 1.0 - 1e-5 and one.shares["link"] == pytest.approx(500 / 1140, rel=1e-5)
    assert active(one, "duty downlink").sum() * 285.0 == pytest.approx(500.0, rel=1e-5)


@pytest.mark.parametrize(
    ("begin", "duration", "slot", "message"),
    [(0.0, PERIOD, PERIOD / (MOST_SLOTS + 1), "at most 400"), (0.0, PERIOD, 0.0, "at least one slot"),
     (DURATION, PERIOD, 60.0, "inside the mission"), (-1.0, PERIOD, 60.0, "inside the mission"), (0.0, 10.0, 60.0, "one slot")],
)  # fmt: skip
def test_times_that_do_not_fit(begin, duration, slot, message):
    with pytest.raises(QtspaceError, match=message):
        timeline(plan([("a", 0.1, ("nadir",), None, 0.0)]), begin, duration, slot)


def test_declared_windows_have_no_time():
    known = plan([("a", 0.1, ("nadir",), CONTACT, 0.0)])
    declared = TimePlan(known.question, known.laws, (None,), known.dwells, DURATION, False, "bus")
    with pytest.raises(QtspaceError, match="declared as shares"):
        timeline(declared, 0.0, PERIOD, 285.0)


def test_what_is_not_counted_is_said():
    laws = (Law("nadir"), Law("target", 60.0))
    wishes = [("a", 0.5, ("nadir",), None, 0.0), ("b", 0.3, ("target",), None, 0.0)]
    found = timeline(plan(wishes, laws=laws), 0.0, PERIOD, 285.0)
    assert found.notes == ("the slew into 'nadir' is not stated: changes into it cost nothing here",)


def test_table(orbit):
    frame = orbit.to_frame()
    assert list(frame.columns) == ["begin", "end", "law", "measuring", "duties", "slewing"]
    assert frame.attrs["units"] == {"begin": "s", "end": "s"}
    assert len(frame) == len(orbit.rows)


def test_chart(orbit, tmp_path):
    figure = orbit.plot(tmp_path / "deep" / "timeline.png")
    assert (tmp_path / "deep" / "timeline.png").stat().st_size > 5_000
    assert (tmp_path / "deep" / "timeline.csv").read_text().count("\n") == len(orbit.rows) + 1
    lanes = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert lanes == ["attitude", "atoms", "matter", "link", "duty downlink", "duty keeping"]
    with pytest.raises(QtspaceError, match=r"ends in \.png"):
        orbit.plot("timeline.txt")


def test_shading_is_cut_to_the_chart():
    shaded = replace(plan([("a", 0.5, ("nadir",), None, 0.0)]), shading=(("eclipse", ECLIPSE),))
    found = timeline(shaded, 3000.0, PERIOD, 285.0)
    assert found.shading == {"eclipse": ((3000.0, 4100.0), (7700.0, 8700.0))}
    assert "eclipse" in [text.get_text() for text in found.plot().legends[0].get_texts()]
