"""Interval sets against plain sets: algebra, totals, and events of polynomials with known roots."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qtspace_trade.engine.intervals import ROOT_TOLERANCE, IntervalSet, always, find, never

unhurried = settings(deadline=None)

START, STOP = 0.0, 100.0


def of_edges(edges):
    times = np.array(sorted(edges), dtype=float)
    return IntervalSet(START, STOP, times[: len(times) // 2 * 2 : 2], times[1::2])


sets = st.sets(st.integers(0, 100), max_size=14).map(of_edges)


def same(one, two):
    np.testing.assert_array_equal(one.begins, two.begins)
    np.testing.assert_array_equal(one.ends, two.ends)
    assert (one.start, one.stop) == (two.start, two.stop)


def well_formed(one):
    edges = np.column_stack([one.begins, one.ends]).ravel()
    assert (np.diff(edges) > 0).all()
    assert not one.count or (one.start <= edges[0] and edges[-1] <= one.stop)


@unhurried
@given(sets, sets)
def test_results_are_disjoint_and_rise(one, two):
    for result in (one & two, one | two, ~one):
        well_formed(result)


@unhurried
@given(sets, sets)
def test_membership(one, two):
    times = np.arange(START, STOP, 0.5) + 0.25
    np.testing.assert_array_equal((one & two).contains(times), one.contains(times) & two.contains(times))
    np.testing.assert_array_equal((one | two).contains(times), one.contains(times) | two.contains(times))
    np.testing.assert_array_equal((~one).contains(times), ~one.contains(times))


@unhurried
@given(sets, sets)
def test_de_morgan(one, two):
    same(~(one & two), ~one | ~two)
    same(~(one | two), ~one & ~two)


@unhurried
@given(sets)
def test_twice_not(one):
    same(~~one, one)


@unhurried
@given(sets, sets, sets)
def test_lattice(one, two, three):
    same(one & two, two & one)
    same(one | two, two | one)
    same((one & two) & three, one & (two & three))
    same((one | two) | three, one | (two | three))
    same(one & (two | three), (one & two) | (one & three))
    same(one | (one & two), one)


@unhurried
@given(sets)
def test_bounds(one):
    everything, nothing = always(START, STOP), never(START, STOP)
    same(one & everything, one)
    same(one | nothing, one)
    same(one & nothing, nothing)
    same(one | everything, everything)
    same(one & ~one, nothing)
    same(one | ~one, everything)


@unhurried
@given(sets, sets)
def test_totals(one, two):
    assert one.total + (~one).total == pytest.approx(STOP - START)
    assert (one | two).total + (one & two).total == pytest.approx(one.total + two.total)
    assert 0 <= one.longest <= one.total <= STOP - START
    assert one.fraction == pytest.approx(one.total / 100.0)


@st.composite
def ragged(draw, stop=1e6):
    """Sets with edges anywhere, as of events found in twelve days."""
    edges = draw(st.lists(st.floats(0.0, stop), max_size=12, unique=True))
    times = np.array(sorted(edges))
    return IntervalSet(0.0, stop, times[: len(times) // 2 * 2 : 2], times[1::2])


@unhurried
@given(ragged(), ragged(), ragged())
def test_algebra_closes_for_any_edges(one, two, three):
    everything = always(0.0, 1e6)
    same(~(one & two), ~one | ~two)
    same(~(one | two), ~one & ~two)
    same((one & two) & three, one & (two & three))
    same((one | two) | three, one | (two | three))
    same(one & one, one)
    same(one | one, one)
    same(one | ~one, everything)
    assert (one & ~one).count == 0
    assert abs(one.total + (~one).total - 1e6) < 1e-9
    assert abs((one - two).total + (one & two).total - one.total) < 1e-9
    same(one ^ two, (one | two) - (one & two))


@unhurried
@given(sets, sets)
def test_difference_is_membership(one, two):
    times = np.arange(START, STOP, 0.5) + 0.25
    np.testing.assert_array_equal((one - two).contains(times), one.contains(times) & ~two.contains(times))
    np.testing.assert_array_equal((one ^ two).contains(times), one.contains(times) ^ two.contains(times))


@unhurried
@given(sets, st.floats(-150.0, 150.0))
def test_shift_moves_and_never_gains(one, seconds):
    moved = one.shift(seconds)
    well_formed(moved)
    assert moved.total <= one.total + 1e-9
    times = np.arange(START, STOP, 0.5) + 0.25
    back = times - seconds
    clear = np.abs(back[:, None] - np.concatenate([one.begins, one.ends, [-1e9]])).min(axis=1) > 1e-9
    inside = (back > START) & (back < STOP) & clear
    np.testing.assert_array_equal(moved.contains(times[inside]), one.contains(back[inside]))


@unhurried
@given(sets)
def test_gaps_and_means(one):
    assert one.longest_gap == (~one).longest
    assert one.mean * one.count == pytest.approx(one.total)


@unhurried
@given(st.sets(st.integers(1, 99), min_size=1, max_size=6), st.booleans(), st.integers(101, 400))
def test_events_end_at_the_roots_of_a_polynomial(roots, positive, count):
    roots = np.array(sorted(roots)) + 0.37  # on no scan time
    sign = 1.0 if positive else -1.0

    def function(times):
        return sign * np.prod((np.asarray(times)[..., None] - roots) / 100.0, axis=-1)

    grid = np.linspace(START, STOP, count)
    events = find(function, grid, function(grid))
    edges = np.concatenate([[START], roots, [STOP]])
    middles = 0.5 * (edges[1:] + edges[:-1])
    inside = function(middles) < 0
    np.testing.assert_allclose(events.begins, edges[:-1][inside], atol=2 * ROOT_TOLERANCE)
    np.testing.assert_allclose(events.ends, edges[1:][inside], atol=2 * ROOT_TOLERANCE)


@unhurried
@given(st.floats(0.5, 99.5), st.floats(0.01, 0.4))
def test_short_events_of_a_parabola_are_found(center, half):
    """Shorter than the scan step of 1 s, at any phase of it."""
    grid = np.linspace(START, STOP, 101)
    events = find(lambda times: (times - center) ** 2 - half**2, grid, (grid - center) ** 2 - half**2)
    assert events.count == 1
    assert events.total == pytest.approx(2 * half, abs=4 * ROOT_TOLERANCE)


@unhurried
@given(st.floats(0.0, 1.0), st.floats(5.0, 30.0), st.floats(0.01, 0.4))
def test_short_events_of_a_wave_are_found(phase, period, half):
    """As an eclipse that shortens towards the end of its season; the scan step is 1 s."""

    def function(times):
        return np.cos(2 * np.pi * half / period) - np.cos(2 * np.pi * (times / period - phase))

    grid = np.linspace(START, STOP, 101)
    events = find(function, grid, function(grid))
    inner = period * (phase + np.arange(-1, STOP / period + 1))
    inner = inner[(inner > 2) & (inner < STOP - 2)]
    middles = 0.5 * (events.begins + events.ends)
    assert all(np.abs(middles - time).min() < 2 * ROOT_TOLERANCE for time in inner)
    assert events.longest == pytest.approx(2 * half, abs=4 * ROOT_TOLERANCE)
