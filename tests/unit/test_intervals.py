"""Interval sets: events by scan and root search, and / or / not / without, durations, lowest values."""

import numpy as np
import pytest

from qtspace_trade.engine.intervals import ROOT_TOLERANCE, IntervalSet, always, find, lowest, never
from qtspace_trade.errors import QtspaceError

HALF_TURN = np.pi


def sets(*pairs, start=0.0, stop=10.0):
    begins, ends = (np.array(part, dtype=float) for part in zip(*pairs, strict=True)) if pairs else (np.empty(0), np.empty(0))
    return IntervalSet(start, stop, begins, ends)


def pairs(one):
    return [(float(begin), float(end)) for begin, end in zip(one.begins, one.ends, strict=True)]


def found(function, grid):
    return find(function, grid, function(grid))


def test_known_roots():
    """sin is negative on (pi, 2 pi) and (3 pi, 4 pi)."""
    events = found(np.sin, np.linspace(0.1, 13.0, 60))
    np.testing.assert_allclose(events.begins, [HALF_TURN, 3 * HALF_TURN], atol=ROOT_TOLERANCE)
    np.testing.assert_allclose(events.ends, [2 * HALF_TURN, 4 * HALF_TURN], atol=ROOT_TOLERANCE)
    assert (events.start, events.stop) == (0.1, 13.0)


def test_roots_do_not_depend_on_the_scan():
    coarse, fine = (found(np.sin, np.linspace(0.1, 13.0, count)) for count in (14, 1400))
    np.testing.assert_allclose(coarse.begins, fine.begins, atol=2 * ROOT_TOLERANCE)
    np.testing.assert_allclose(coarse.ends, fine.ends, atol=2 * ROOT_TOLERANCE)


def test_inside_at_the_start_and_at_the_end():
    events = found(np.cos, np.linspace(2.0, 8.5, 40))
    np.testing.assert_allclose(pairs(events), [(2.0, 1.5 * HALF_TURN), (2.5 * HALF_TURN, 8.5)], atol=ROOT_TOLERANCE)


@pytest.mark.parametrize(("value", "expected"), [(-1.0, [(0.0, 10.0)]), (1.0, []), (0.0, [])])
def test_always_or_never(value, expected):
    events = found(lambda times: np.full(len(times), value), np.linspace(0.0, 10.0, 7))
    assert pairs(events) == expected


@pytest.mark.parametrize("center", [3.0, 3.21, 3.5, 3.77, 7.49])
@pytest.mark.parametrize("half", [0.3, 0.03, 0.005])
def test_an_event_shorter_than_the_scan_step(center, half):
    """A parabola that dips below zero between two scan times one second apart."""
    events = found(lambda times: (times - center) ** 2 - half**2, np.linspace(0.0, 10.0, 11))
    np.testing.assert_allclose(pairs(events), [(center - half, center + half)], atol=2 * ROOT_TOLERANCE)


def test_an_event_that_just_does_not_happen():
    assert found(lambda times: (times - 3.4) ** 2 + 1e-6, np.linspace(0.0, 10.0, 11)).count == 0


def test_short_events_of_a_wave():
    """cos(t) + 0.999 is negative for 0.0894 s around each odd multiple of pi; the scan step is 0.5 s."""
    events = found(lambda times: np.cos(times) + 0.999, np.arange(0.0, 40.1, 0.5))
    half = np.pi - np.arccos(-0.999)
    np.testing.assert_allclose(0.5 * (events.begins + events.ends), np.pi * np.arange(1, 13, 2), atol=2 * ROOT_TOLERANCE)
    np.testing.assert_allclose(events.ends - events.begins, 2 * half, atol=2 * ROOT_TOLERANCE)


def test_durations():
    one = sets((1, 2), (5, 8))
    assert (one.total, one.fraction, one.longest, one.count) == (4.0, 0.4, 3.0, 2)
    assert (always(0, 10).total, always(0, 10).fraction) == (10.0, 1.0)
    assert (never(0, 10).total, never(0, 10).longest, never(0, 10).count) == (0.0, 0.0, 0)


def test_contains():
    one = sets((1, 2), (5, 8))
    times = np.array([0.0, 1.0, 1.5, 2.0, 3.0, 5.0, 7.9, 8.0, 9.0])
    np.testing.assert_array_equal(one.contains(times), [0, 1, 1, 0, 0, 1, 1, 0, 0])
    assert not never(0, 10).contains(times).any()


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (sets((1, 2), (5, 8)), [(0, 1), (2, 5), (8, 10)]), (sets((0, 2), (8, 10)), [(2, 8)]), (sets((0, 10)), []),
        (sets(), [(0, 10)]), (sets((0, 1)), [(1, 10)]),
    ],
)  # fmt: skip
def test_not(one, expected):
    assert pairs(~one) == expected


@pytest.mark.parametrize(
    ("one", "two", "overlap", "union"),
    [
        (sets((1, 4)), sets((2, 6)), [(2, 4)], [(1, 6)]),
        (sets((1, 4)), sets((4, 6)), [], [(1, 6)]),
        (sets((1, 4)), sets((5, 6)), [], [(1, 4), (5, 6)]),
        (sets((1, 9)), sets((2, 3), (5, 6)), [(2, 3), (5, 6)], [(1, 9)]),
        (sets((1, 4)), sets((1, 4)), [(1, 4)], [(1, 4)]),
        (sets((1, 4)), sets(), [], [(1, 4)]),
        (sets((1, 4)), sets((0, 10)), [(1, 4)], [(0, 10)]),
        (sets((1, 2), (3, 4)), sets((2, 3)), [], [(1, 4)]),
    ],
)
def test_and_or(one, two, overlap, union):
    assert pairs(one & two) == pairs(two & one) == overlap
    assert pairs(one | two) == pairs(two | one) == union


@pytest.mark.parametrize(
    ("one", "two", "rest", "either"),
    [
        (sets((1, 4)), sets((2, 6)), [(1, 2)], [(1, 2), (4, 6)]),
        (sets((1, 4)), sets((1, 4)), [], []),
        (sets((1, 9)), sets((2, 3), (5, 6)), [(1, 2), (3, 5), (6, 9)], [(1, 2), (3, 5), (6, 9)]),
        (sets((1, 4)), sets(), [(1, 4)], [(1, 4)]),
        (sets(), sets((1, 4)), [], [(1, 4)]),
    ],
)
def test_difference(one, two, rest, either):
    assert pairs(one - two) == rest
    assert pairs(one ^ two) == pairs(two ^ one) == either


@pytest.mark.parametrize(
    ("seconds", "expected"), [(1.0, [(2, 3), (6, 9)]), (3.0, [(4, 5), (8, 10)]), (-1.5, [(0, 0.5), (3.5, 6.5)]), (20.0, [])]
)
def test_shift_is_cut_at_the_window(seconds, expected):
    assert pairs(sets((1, 2), (5, 8)).shift(seconds)) == expected


def test_means_and_gaps():
    one = sets((1, 2), (5, 8))
    assert (one.mean, one.longest_gap) == (2.0, 3.0)
    assert (always(0, 10).longest_gap, never(0, 10).longest_gap, never(0, 10).mean) == (0.0, 10.0, 0.0)
    assert sets((1, 9)).longest_gap == 1.0


def test_windows_must_be_the_same():
    with pytest.raises(QtspaceError, match="same window"):
        _ = sets((1, 2)) & sets((1, 2), stop=11.0)


@pytest.mark.parametrize("center", [0.02, 0.31, 0.5, 0.97, 9.04, 9.5, 9.75, 9.99])
@pytest.mark.parametrize("half", [0.3, 0.01])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_an_event_or_a_gap_inside_the_first_or_last_step(center, half, sign):
    events = found(lambda times: sign * ((times - center) ** 2 - half**2), np.linspace(0.0, 10.0, 11))
    dip = sets((max(center - half, 0.0), min(center + half, 10.0)))
    expected = dip if sign > 0 else ~dip
    np.testing.assert_allclose(pairs(events), pairs(expected), atol=2 * ROOT_TOLERANCE)


@pytest.mark.parametrize("center", [3.0, 3.21, 3.5, 7.49])
def test_a_gap_shorter_than_the_scan_step(center):
    events = found(lambda times: 0.02**2 - (times - center) ** 2, np.linspace(0.0, 10.0, 11))
    np.testing.assert_allclose(pairs(events), [(0.0, center - 0.02), (center + 0.02, 10.0)], atol=2 * ROOT_TOLERANCE)


@pytest.mark.parametrize("center", [3.03, 3.5, 7.49])
def test_a_short_event_with_a_sharp_minimum(center):
    """As the Moon passes the middle of the Sun."""
    events = found(lambda times: np.abs(times - center) - 0.004, np.linspace(0.0, 10.0, 11))
    np.testing.assert_allclose(pairs(events), [(center - 0.004, center + 0.004)], atol=2 * ROOT_TOLERANCE)


def test_edges_of_a_year_are_as_sharp():
    """A microsecond at 3e7 s, where a float resolves 4e-9 s."""
    year = 3.1536e7
    events = found(lambda times: -np.sin(2 * np.pi * (times - year + 777.123) / 5556.0), np.linspace(year - 6000.0, year, 61))
    assert events.begins[-1] == pytest.approx(year - 777.123, abs=ROOT_TOLERANCE)


def test_lowest_of_each_interval():
    """Once inside, once at the start, once at the end, and the best of many in a long interval."""
    held = sets((1.0, 2.5), (4.0, 5.0), (6.0, 6.1), (7.0, 40.0), stop=40.0)

    def function(times):
        return np.where(times < 6.5, (times - 2.0) ** 2 * np.where(times > 5.5, -1.0, 1.0), np.cos(times) - 0.01 * times)

    times = lowest(function, held, 0.5)
    np.testing.assert_allclose(times[:3], [2.0, 4.0, 6.1], atol=2e-3)
    assert times[3] == pytest.approx(11 * np.pi + np.arcsin(0.01), abs=2e-3)
    assert len(lowest(function, never(0.0, 40.0), 0.5)) == 0


@pytest.mark.parametrize("step", [0.01, 0.7, 100.0])
def test_samples_go_from_edge_to_edge(step):
    one = sets((1, 2), (5, 8))
    times, first = one.samples(step)
    parts = np.split(times, first[1:])
    for part, (begin, end) in zip(parts, pairs(one), strict=True):
        assert (part[0], part[-1]) == (begin, end)
        assert 0 < np.diff(part).max() <= step * (1 + 1e-9) and len(part) >= 9
