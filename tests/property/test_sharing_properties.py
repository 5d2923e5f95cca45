"""Time sharing: the programme against another formulation, its duals against relaxed problems, and what must not matter."""

import functools
import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from qtspace_trade.assessment import sharing, time_cells
from qtspace_trade.assessment.sharing import (
    Cell,
    Demand,
    Duty,
    Limit,
    Question,
    cheapest_relaxation,
    derated,
    largest_scale,
    shared,
    time_conflicts,
)

LAWS = ("x", "y", "z")
SOLVER = 1e-8  # what is left of the solver's tolerances
STEP = 1e-6

quick = settings(deadline=None, max_examples=30)
fractions = st.floats(0.05, 1.0).map(lambda value: round(value, 3))
some_laws = st.sets(st.sampled_from(LAWS), min_size=1).map(lambda names: tuple(sorted(names)))
masks = st.tuples(st.booleans(), st.booleans(), st.booleans()).filter(any)


@st.composite
def questions(draw, most_duties=2, most=4):
    sizes = [draw(st.integers(1, 10)) for _ in range(3)]
    cells = tuple(Cell(f"cell {i}", size / sum(sizes)) for i, size in enumerate(sizes))
    names = "abcd"[: draw(st.integers(1, most))]
    demands = tuple(Demand(name, draw(fractions), draw(some_laws), draw(masks)) for name in names)
    pairs = list(itertools.combinations(names, 2))
    exclusions = tuple(draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True))) if pairs else ()
    small = fractions.map(lambda value: round(0.2 * value, 3))
    laws_of_duties = st.just(()) | some_laws
    duties = tuple(
        Duty(f"duty {i}", draw(small), draw(laws_of_duties), draw(masks), draw(st.booleans()))
        for i in range(draw(st.integers(0, most_duties)))
    )
    overhead = draw(st.floats(0.0, 0.4).map(lambda value: round(value, 2)))
    return Question(demands, LAWS, cells, overhead, duties, exclusions)


def by_activities(question):
    """z with the time of each law and cell and, inside it, that of each instrument and duty as variables."""
    laws, cells = question.laws, question.cells
    count = len(laws) * len(cells)
    blocks = len(question.demands) + len(question.duties)
    size = count * (1 + blocks) + 1
    place = np.arange(count).reshape(len(laws), len(cells))
    rows, limits = [], []

    def add(entries, limit):
        row = np.zeros(size)
        for index, factor in entries:
            row[index] += factor
        rows.append(row)
        limits.append(limit)

    def own(block, law, cell):
        return count * (1 + block) + place[law, cell]

    order = {item.instrument: i for i, item in enumerate(question.demands)}
    for cell, held in enumerate(cells):
        add([(place[law, cell], 1.0) for law in range(len(laws))], held.fraction)
    add([(index, 1.0) for index in range(count)], 1.0 - question.overhead)
    for law, cell in itertools.product(range(len(laws)), range(len(cells))):
        paused = [
            (own(len(order) + j, law, cell), 1.0) for j, duty in enumerate(question.duties) if duty.exclusive
        ]
        for i in range(len(order)):
            add([(own(i, law, cell), 1.0), *paused, (place[law, cell], -1.0)], 0.0)
        for one, two in question.exclusions:
            mine = [(own(order[name], law, cell), 1.0) for name in (one, two)]
            add([*mine, *paused, (place[law, cell], -1.0)], 0.0)
        for j, duty in enumerate(question.duties):
            with_it = [] if duty.exclusive else [(own(len(order) + j, law, cell), 1.0)]
            add([*with_it, *paused, (place[law, cell], -1.0)], 0.0)
    for i, demand in enumerate(question.demands):
        able = [(own(i, law, cell), -1.0) for law in range(len(laws)) for cell in range(len(cells))
                if laws[law] in demand.laws and demand.cells[cell]]  # fmt: skip
        add([*able, (size - 1, demand.fraction)], 0.0)
    for j, duty in enumerate(question.duties):
        able = [(own(len(order) + j, law, cell), -1.0) for law in range(len(laws)) for cell in range(len(cells))
                if (not duty.laws or laws[law] in duty.laws) and duty.cells[cell]]  # fmt: skip
        add(able, -duty.fraction)
    goal = np.zeros(size)
    goal[-1] = -1.0
    result = linprog(goal, A_ub=np.array(rows), b_ub=limits, bounds=(0, None), method="highs")
    return None if result.status == 2 else -result.fun


@quick
@given(questions())
def test_sets_of_instruments_against_activities(question):
    expected = by_activities(question)
    found = largest_scale(question)
    assert bool(found.unmet) == (expected is None)
    assert found.z == pytest.approx(expected or 0.0, abs=1e-6)


def relaxed(question, label, step):
    """The question with one limit relaxed by a share of the time."""
    kind, _, name = label.partition(" ")
    if label == "time in all":
        return replace(question, overhead=question.overhead - step)
    if label.startswith("time in "):
        cells = [replace(cell, fraction=cell.fraction + step) if label == f"time in {cell.name}" else cell
                 for cell in question.cells]  # fmt: skip
        return replace(question, cells=tuple(cells))
    if kind == "duty":
        duties = [replace(duty, fraction=duty.fraction - step) if f"'{duty.name}'" == name else duty
                  for duty in question.duties]  # fmt: skip
        return replace(question, duties=tuple(duties))
    demands = [replace(item, fraction=item.fraction - step) if label == f"demand of {item.instrument}" else item
               for item in question.demands]  # fmt: skip
    return replace(question, demands=tuple(demands))


def limits_of(question):
    yield from (f"time in {cell.name}" for cell in question.cells)
    yield "time in all"
    yield from (f"duty '{duty.name}'" for duty in question.duties)


@quick
@given(questions())
def test_the_dual_is_what_relaxing_that_limit_alone_gives(question):
    found = largest_scale(question)
    assume(not found.unmet and found.z > 1e-3)
    duals = dict(found.binding)
    for label in limits_of(question):
        gain = largest_scale(relaxed(question, label, STEP)).z - found.z
        assert gain == pytest.approx(duals.get(label, 0.0) * STEP, rel=1e-4, abs=3e-9), label


@quick
@given(questions())
def test_the_dual_of_a_demand_is_what_time_given_to_it_gives(question):
    """An instrument that asks for a share e less is given z e of time."""
    found = largest_scale(question)
    assume(not found.unmet and found.z > 1e-3)
    duals = dict(found.binding)
    for demand in question.demands:
        label = f"demand of {demand.instrument}"
        gain = largest_scale(relaxed(question, label, STEP)).z - found.z
        assert gain == pytest.approx(duals.get(label, 0.0) * found.z * STEP, rel=1e-3, abs=3e-9), label


@quick
@given(questions(most_duties=0))
def test_something_always_binds(question):
    """Relaxed together, what is named raises z, also where no limit alone does."""
    found = largest_scale(question)
    easier = question
    for label, _ in found.binding:
        if not label.startswith("demand"):
            easier = relaxed(easier, label, 1e-3)
    assume(found.z > 0)
    assert largest_scale(easier).z > found.z


@quick
@given(questions(), st.integers(0, 2), st.floats(0.1, 0.9))
def test_a_cell_split_in_two_changes_nothing(question, which, share):
    def split(flags):
        return (*flags, flags[which])

    cell = question.cells[which]
    cells = list(question.cells)
    cells[which] = replace(cell, fraction=share * cell.fraction)
    apart = replace(
        question, cells=(*cells, Cell("other half", (1 - share) * cell.fraction)),
        demands=tuple(replace(item, cells=split(item.cells)) for item in question.demands),
        duties=tuple(replace(item, cells=split(item.cells)) for item in question.duties),
    )  # fmt: skip
    whole, parts = largest_scale(question), largest_scale(apart)
    assert parts.unmet == whole.unmet
    assert parts.z == pytest.approx(whole.z, rel=1e-6, abs=1e-9)


@quick
@given(questions(), st.floats(0.0, 0.2))
def test_more_time_never_lowers_z(question, more):
    before = largest_scale(question).z
    for label in limits_of(question):
        if not label.startswith("duty"):
            assert largest_scale(relaxed(question, label, more)).z >= before * (1 - SOLVER)


@quick
@given(questions(), st.randoms(use_true_random=False))
def test_order_does_not_matter(question, random):
    demands = list(question.demands)
    random.shuffle(demands)
    turned = replace(
        question, demands=tuple(demands), laws=question.laws[::-1],
        exclusions=tuple((two, one) for one, two in question.exclusions[::-1]), duties=question.duties[::-1],
    )  # fmt: skip
    assert largest_scale(turned).z == pytest.approx(largest_scale(question).z, rel=1e-6, abs=1e-9)


@quick
@given(questions())
def test_times_fit_and_serve_the_demands(question):
    found = largest_scale(question)
    assume(not found.unmet)
    for demand in question.demands:
        own = [time for name, _, _, time in found.time if name == demand.instrument]
        assert sum(own) >= found.z * demand.fraction - 1e-6
    names = {cell.name: cell.fraction for cell in question.cells}
    for _, law, cell, time in found.time:
        assert law in LAWS and time <= names[cell] + 1e-9
    excluded = [set(pair) for pair in question.exclusions]
    for pair in excluded:
        assert sum(time for name, _, _, time in found.time if name in pair) <= 1 - question.overhead + 1e-6


@quick
@given(questions(), st.sampled_from("abcd"), st.sampled_from("abcd"))
def test_one_exclusion_more_never_gives_more_time(question, one, two):
    assume(one != two)
    tighter = replace(question, exclusions=(*question.exclusions, (one, two)))
    assert largest_scale(tighter).z <= largest_scale(question).z * (1 + SOLVER)


@quick
@given(questions(most_duties=0), st.floats(0.0, 0.2), st.floats(0.0, 0.2))
def test_slews_cost_time_and_longer_ones_more(question, slew, more):
    """With slews in windows of known length; visits lose the slew there and the slew back."""

    def with_slews(size):
        shares = tuple(
            tuple(tuple(1.0 if i == j else max(1 - 2 * size, 0.0) for _ in question.cells) for j in range(3)) for i in range(3)
        )
        return replace(
            question, slews=(size * 1e-3,) * 3, demands=tuple(replace(item, visited=shares) for item in question.demands)
        )

    free, short, long = (largest_scale(item).z for item in (question, with_slews(slew), with_slews(slew + more)))
    kept = max(largest_scale(replace(question, laws=(law,))).z for law in LAWS)
    assert free * (1 + SOLVER) >= short and short * (1 + SOLVER) >= long
    assert long >= kept * (1 - SOLVER)


@quick
@given(questions(), st.integers(0, 10**6))
def test_ways_that_are_left_out_give_no_more(question, seed):
    """Against the programmes of all ways: one law kept, or a home law with visits."""
    rng = np.random.default_rng(seed)

    def losing(item):
        kept = rng.uniform(0.6, 1.0, (3, 3))
        visited = kept * rng.uniform(0.7, 1.0, (3, 3, 3))
        shares = tuple(map(tuple, kept.tolist())), tuple(tuple(map(tuple, home)) for home in visited.tolist())
        return replace(item, kept=shares[0], visited=shares[1])

    demands, duties = (tuple(map(losing, items)) for items in (question.demands, question.duties))
    turning = replace(question, demands=demands, duties=duties, slews=(1e-4,) * 3)
    assume(len(turning.asked) > 1 or turning.bound)
    ways = [sharing._solved(turning, sharing._programme(turning, way)) for way in sharing._ways(turning)]
    most = max((item.z for item in ways if not item.unmet), default=0.0)
    assert largest_scale(turning).z == pytest.approx(most, rel=1e-7, abs=1e-9)


def most_blocks(length, dwell, hold, slew):
    """By trying everything, in whole units of time: measure a block, wait, or point anew."""

    @functools.cache
    def best(time, held):
        if time >= length:
            return 0
        found = best(time + 1, min(held + 1, hold))
        if time + slew <= length and (slew or held):
            found = max(found, best(time + slew, 0))
        block = dwell or 1
        if held + block <= hold and time + block <= length:
            found = max(found, block + best(time + block, held + block))
        return found

    return best(0, 0)


@quick
@given(st.integers(0, 60), st.integers(0, 9), st.integers(1, 20), st.integers(0, 7))
def test_usable_time_against_all_ways_of_pointing(length, dwell, hold, slew):
    found = time_cells.usable_time(np.array([float(length)]), float(dwell), float(hold), float(slew))[0]
    assert found == pytest.approx(most_blocks(length, dwell, hold, slew))


dwells = st.lists(st.integers(0, 9), min_size=1, max_size=4)


@quick
@given(dwells, st.integers(0, 9), st.integers(9, 40), st.integers(1, 7))
def test_one_pattern_of_re_pointing_serves_all(together, more, hold, slew):
    """There is a hold that gives all of them what is counted, and one more never raises it."""
    laws = (time_cells.Law("x", float(slew), float(hold)),)
    cells = time_cells.swept_cells(tuple("abcde"), [None] * 5, 1e7)

    def shares(crew):
        company = ((*map(float, crew),),)
        return [time_cells._usable(cells, laws, 0, dwell, ((*company[0][:i], *company[0][i + 1 :]),))[0][0][0]
                for i, dwell in enumerate(company[0])]  # fmt: skip

    found = np.array(shares(together))

    def given_by(held):
        return np.array([(held // dwell * dwell if dwell else held) / (held + slew) for dwell in together])

    assert any((given_by(held) >= found - 1e-9).all() for held in range(1, hold + 1))
    assert (np.array(shares([*together, more]))[:-1] <= found + 1e-12).all()


@quick
@given(questions(most_duties=1, most=3))
def test_the_cheapest_relaxation_just_fits(question):
    answer = cheapest_relaxation(question)
    found = largest_scale(question)
    assert (answer is None) == (found.z >= 1 - 1e-9 and not found.unmet)
    assume(answer is not None)
    after = {name: fraction for name, _, fraction in answer.changes}
    eased = replace(
        question, demands=tuple(replace(d, fraction=max(after.get(d.instrument, d.fraction), 0.0)) for d in question.demands),
        duties=tuple(replace(d, fraction=max(after.get(d.name, d.fraction), 0.0)) for d in question.duties),
    )  # fmt: skip
    outcome = largest_scale(eased)
    assert outcome.z >= 1 - 1e-5 and not outcome.unmet
    assert answer.cost == pytest.approx(sum(1 - to / of for _, of, to in answer.changes), abs=1e-6)
    conflicts = time_conflicts(question)
    cut = {name for name, _, _ in answer.changes}
    assert all(names & cut for names in conflicts)


needs = st.dictionaries(st.sampled_from("abcd"), st.floats(1.0, 100.0), min_size=1)
limits = st.lists(st.tuples(st.floats(0.1, 200.0), needs), min_size=1, max_size=3).map(
    lambda drawn: tuple(Limit(f"limit {i}", size, tuple(sorted(of.items()))) for i, (size, of) in enumerate(drawn))
)


@quick
@given(questions(most_duties=0), limits)
def test_duties_fill_the_limits(question, bounds):
    """No limit is exceeded; whoever is held back is held by a limit it uses that is full, or by the time."""
    found = shared(question, bounds)
    share = {name: duty for name, duty, _ in found.measured}
    asked = {item.instrument: item.fraction for item in question.demands}
    spent = {one.name: sum(need * asked[name] * share[name] for name, need in one.needs if name in asked) for one in bounds}
    for one in bounds:
        assert spent[one.name] <= one.capacity * (1 + 1e-9)
    most = min(found.z, 1.0)
    for name, duty, reason in found.measured:
        if duty < most:
            holding = next(one for one in bounds if one.name == reason)
            assert name in dict(holding.needs)
            assert spent[reason] == pytest.approx(holding.capacity)
        else:
            assert (reason == "") == (most >= 1)
    assert found.duty == min(share.values()) and found.z == largest_scale(question).z


@quick
@given(questions(most_duties=0), limits)
def test_a_limit_that_nobody_reaches_changes_nothing(question, bounds):
    wide = tuple(replace(one, capacity=1e6) for one in bounds)
    assert shared(question, wide).measured == derated(largest_scale(question), question.demands).measured
