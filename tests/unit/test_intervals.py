"""Interval sets: events by scan and root search, and / or / not, durations, quadrature nodes."""

import numpy as np
import pytest

from qtspace_trade.engine.intervals import ROOT_TOLERANCE, IntervalSet, always, find, never

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


@pytest.mark.parametrize("wanted", [1, 4, 10, 1000])
def test_nodes_lie_inside_and_weigh_the_total(wanted):
    one = sets((1, 2), (5, 8))
    times, weights = one.nodes(wanted)
    assert one.contains(times).all()
    assert weights.sum() == pytest.approx(one.total)
    assert (weights > 0).all()
    assert (np.diff(times) > 0).all()


def test_nodes_integrate():
    times, weights = sets((1, 2), (5, 8)).nodes(2000)
    assert np.dot(weights, times**2) == pytest.approx((8 - 1 + 512 - 125) / 3, rel=1e-6)


def test_no_nodes_of_nothing():
    times, weights = never(0, 10).nodes(100)
    assert len(times) == len(weights) == 0
