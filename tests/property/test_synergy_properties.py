"""What holds for every synergy: credits within their bounds, improvements that only improve and vanish with their provider."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qtspace_trade import testing
from qtspace_trade.assessment import synergies
from qtspace_trade.assessment.rows import rows_of
from qtspace_trade.assessment.seen import Seen
from qtspace_trade.engine.values import Value

CITED = {"references": {"test": {"title": "Number of a test", "kind": "published", "evidence": "read"}}}
FUNCTIONS = ("laser", "telescope", "a function of my own")

masses = st.floats(0.1, 100.0)
growths = st.floats(0.0, 2.0)
kept = st.sampled_from([0.0, 0.25, 1.0])
needs = st.lists(masses, min_size=1, max_size=5).map(tuple)
levels = st.floats(1e-14, 1e-6)
bounds = st.sampled_from([-1, 0, 1])


@pytest.fixture(scope="module", autouse=True)
def families():
    with testing.family("free"):
        yield


def cited(value):
    return {"value": str(value), "source": "test"}


def instrument(name, **more):
    return testing.entry("instrument", name, {"title": name, "family": "free", **CITED, **more})


@st.composite
def crews(draw):
    """Instruments with units of some functions; some of the masses are not stated."""
    crew = []
    for number in range(draw(st.integers(1, 4))):
        shares = []
        for function in draw(st.sets(st.sampled_from(FUNCTIONS))):
            growth, fallback = cited(draw(growths)), cited(draw(kept))
            row = {"function": function, "extra_per_user": growth, "fallback": fallback, "source": "test"}
            if draw(st.booleans()):
                mass = draw(masses)
                row |= {"mass": cited(f"{mass} kg"), "power": cited(f"{mass} W")}
            shares.append(row)
        crew.append(instrument(f"i{number}", shares=sorted(shares, key=lambda row: row["function"])))
    return tuple(crew)


@given(needs, growths)
def test_a_credit_is_at_most_the_sum_less_the_largest(needs, extra):
    saved = synergies.saving(needs, extra)
    assert 0.0 <= saved <= (sum(needs) - max(needs)) * (1 + 1e-12)
    assert len(needs) > 1 or saved == 0.0


@given(needs, growths, st.floats(0.0, 1.0), st.lists(kept, min_size=5, max_size=5))
def test_a_fallback_takes_its_share_of_the_credit(needs, extra, fallback, mixed):
    alone = synergies.saving(needs, extra)
    assert synergies.saving(needs, extra, (fallback,) * len(needs)) == pytest.approx((1 - fallback) * alone)
    kept_by_each = tuple(mixed[: len(needs)])
    giving = [need * (1 - share) for need, share in zip(needs, kept_by_each, strict=True)]
    assert 0.0 <= synergies.saving(needs, extra, kept_by_each) <= sum(giving) * (1 + 1e-12)


@given(needs, growths, st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda pair: pair[0] < pair[1])))
def test_users_that_never_meet_need_no_more_and_the_bound_stays(needs, extra, pairs):
    apart = frozenset(frozenset(pair) for pair in pairs if max(pair) < len(needs))
    saved = synergies.saving(needs, extra, (), apart)
    assert synergies.saving(needs, extra) - 1e-9 <= saved <= (sum(needs) - max(needs)) * (1 + 1e-12) + 1e-9


@given(st.integers(1, 5), st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda pair: pair[0] < pair[1])))
def test_sets_that_run_together_hold_no_pair_that_does_not(count, pairs):
    """Against every subset, one by one: a set without an excluded pair lies within one of those found."""
    apart = frozenset(frozenset(pair) for pair in pairs if max(pair) < count)
    found = synergies.together(count, apart)
    assert not [1 for crew in found for pair in apart if pair <= crew]
    for size in range(1, count + 1):
        for crew in map(frozenset, itertools.combinations(range(count), size)):
            if not any(pair <= crew for pair in apart):
                assert any(crew <= larger for larger in found)


@given(crews(), st.randoms(use_true_random=False))
def test_the_order_of_instruments_does_not_matter(crew, random):
    shuffled = list(crew)
    random.shuffle(shuffled)
    assert synergies.credit(tuple(shuffled), "mass") == synergies.credit(crew, "mass")
    assert synergies.report(tuple(shuffled)) == synergies.report(crew)


@given(crews())
def test_an_unknown_need_is_said_and_never_counted(crew):
    found = synergies.credit(crew, "mass")
    counted = sum(row.saved for row in found.rows if row.saved is not None)
    assert found.value == pytest.approx(counted)
    assert len(found.unknown) == sum(row.saved is None for row in found.rows)
    for row in found.rows:
        giving = [
            share for item in crew for share in item.shares if share.function == row.function and share.fallback.si < 1.0
        ]
        silent = any(share.mass is None for share in giving) and len(giving) > 1
        assert (row.saved is None) == silent
        stated = [need for need in row.alone if need is not None]
        if row.saved:
            assert row.saved <= sum(stated) - max(stated) + 1e-9


@given(st.lists(masses, min_size=1, max_size=4))
def test_one_user_of_each_function_saves_nothing(weights):
    crew = tuple(
        instrument(f"i{number}", shares=[{"function": f"{number}", "mass": cited(f"{mass} kg"), "extra_per_user": cited(0)}])
        for number, mass in enumerate(weights)
    )
    assert synergies.credit(crew, "mass") == synergies.Credit(0.0, (), ())


def victim(sense, limit):
    variable, unit = {"at_most": ("residual_acceleration", "m/s^2"), "at_least": ("free_fall_time", "s")}[sense]
    row = {"variable": variable, sense: f"{limit} {unit}", "source": "test"}
    accepts = [{"function": "drag_free", "fallback": "rides along", "source": "test"}]
    return rows_of(instrument("victim", requires=[row], accepts=accepts))[0]


def provider(name, row, value):
    unit = row.variable.unit
    offer = {"function": "drag_free", "variable": row.variable.name, "value": f"{value} {unit}", "source": "test"}
    return instrument(name, provides=[offer])


def seen_of(value, bound):
    return Seen(value, value, bound, Value(value, {0: "exact", 1: "at_least", -1: "at_most"}[bound]), value)


@given(st.sampled_from(["at_most", "at_least"]), levels, levels, levels, bounds)
def test_an_improvement_never_worsens_and_its_removal_restores_the_row(sense, limit, baseline, offered, bound):
    row = victim(sense, limit)
    helper = provider("helper", row, offered)
    before = seen_of(baseline, bound)
    after = synergies.improved(row, before, synergies.improvement(row, (row.instrument, helper)))
    direction = synergies.DIRECTION[sense]
    if bound == 0:
        assert after.low == (min if sense == "at_most" else max)(baseline, offered)
    if bound * direction <= 0:  # the true value is known to be no worse than stated, before and after
        assert direction * (before.low - after.low) >= 0
    (restored,), used = synergies.improve((row,), (before,), (row.instrument,), None)
    assert restored is before
    assert used == (None,)


@given(st.sampled_from(["at_most", "at_least"]), levels, levels, levels, levels, bounds)
def test_the_true_value_stays_within_what_is_said(sense, limit, truth, stated, offered, bound):
    """Whatever the surroundings are within their bound: what they then are is within the bound of the result."""
    if (bound > 0 and truth < stated) or (bound < 0 and truth > stated):
        truth, stated = stated, truth
    row = victim(sense, limit)
    before = seen_of(truth if bound == 0 else stated, bound)
    after = synergies.improved(row, before, synergies.improvement(row, (row.instrument, provider("helper", row, offered))))
    true = (min if sense == "at_most" else max)(truth, offered)
    assert (after.bound == 0 and after.low == true) or (after.bound > 0 and after.low <= true) or (
        after.bound < 0 and after.low >= true
    )


@given(levels, levels, levels, st.permutations(["x", "y", "z"]))
def test_chains_are_not_followed_and_order_does_not_matter(first, second, limit, names):
    row = victim("at_most", limit)
    one, two, three = names
    link = instrument(
        three,
        requires=[{"variable": "residual_acceleration", "at_most": "1e-9 m/s^2", "source": "test"}],
        accepts=[{"function": "cold_stage", "fallback": "none", "source": "test"}],
        provides=[{"function": "drag_free", "variable": "residual_acceleration", "value": f"{second} m/s^2", "source": "test"}],
    )
    below = instrument(two, provides=[
        {"function": "cold_stage", "variable": "residual_acceleration", "value": "1e-20 m/s^2", "source": "test"},
    ])  # fmt: skip
    members = (row.instrument, provider(one, row, first), below, link)
    found = [synergies.improvement(row, tuple(order)).value for order in itertools.permutations(members)]
    assert set(found) == {min(first, second)}
    assert not math.isclose(found[0], 1e-20)
