"""The condition grammar: what it reads, how it binds, what it says about what it cannot read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qtspace_trade import testing
from qtspace_trade.errors import CatalogueError, ConditionError, QtspaceError
from qtspace_trade.when import STATES, Comparison, Joined, Not, State, atoms, parse

unhurried = settings(deadline=None)

A, B, C = State("eclipse"), State("sunlit"), State("station_visible")
LOW = Comparison("altitude", True, "3000 km")


def both(*terms):
    return Joined(True, terms)


def either(*terms):
    return Joined(False, terms)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("eclipse", A),
        ("  eclipse  ", A),
        ("(eclipse)", A),
        ("((eclipse))", A),
        ("not eclipse", Not(A)),
        ("not not eclipse", Not(Not(A))),
        ("eclipse and sunlit", both(A, B)),
        ("eclipse or sunlit", either(A, B)),
        ("eclipse and sunlit and station_visible", both(A, B, C)),
        ("eclipse or sunlit and station_visible", either(A, both(B, C))),
        ("eclipse and sunlit or station_visible", either(both(A, B), C)),
        ("(eclipse or sunlit) and station_visible", both(either(A, B), C)),
        ("not eclipse and sunlit", both(Not(A), B)),
        ("not (eclipse and sunlit)", Not(both(A, B))),
        ("eclipse and not sunlit", both(A, Not(B))),
        ("altitude < 3000 km", LOW),
        ("altitude <= 3000 km", LOW),
        ("altitude<3000 km", LOW),
        ("altitude<3000km", Comparison("altitude", True, "3000km")),
        ("altitude > 3000 km", Comparison("altitude", False, "3000 km")),
        ("altitude >= 3000 km", Comparison("altitude", False, "3000 km")),
        ("not altitude < 3000 km", Not(LOW)),
        ("eclipse and altitude < 3000 km", both(A, LOW)),
        ("altitude < 3000 km and eclipse", both(LOW, A)),
        ("(altitude < 3000 km) or eclipse", either(LOW, A)),
        ("(altitude < 3000 km or eclipse) and sunlit", both(either(LOW, A), B)),
        ("eclipse_fraction < 35 %", Comparison("eclipse_fraction", True, "35 %")),
        ("beta_angle > -0.1 rad", Comparison("beta_angle", False, "-0.1 rad")),
        ("tracking_rate < 1 deg/s", Comparison("tracking_rate", True, "1 deg/s")),
        ("altitude > 100 µm", Comparison("altitude", False, "100 µm")),
        ("(pressure < 1 kg/(m s^2))", Comparison("pressure", True, "1 kg/(m s^2)")),
    ],
)
def test_tree(text, tree):
    assert parse(text) == tree


def test_atoms_from_left_to_right():
    tree = parse("eclipse and not (altitude < 3000 km or sunlit) and station_visible")
    assert list(atoms(tree)) == [A, LOW, B, C]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("eclips", "'eclips' is neither a state nor a comparison. Did you mean 'eclipse'?"),
        ("ECLIPSE", "'ECLIPSE' is neither a state nor a comparison"),
        ("altitude", "'altitude' is neither a state nor a comparison"),
        ("eclipse sunlit", "'sunlit' was not expected"),
        ("eclipse and", "missing at its end"),
        ("not", "missing at its end"),
        ("(", "missing at its end"),
        ("and eclipse", "'and'"),
        ("eclipse or or sunlit", "'or'"),
        ("(eclipse", "a bracket is not closed"),
        ("eclipse)", "')' was not expected"),
        ("()", "')'"),
        ("altitude <", "'altitude' is compared with nothing"),
        ("altitude < and eclipse", "'altitude' is compared with nothing"),
        ("altitude = 3 km", "'altitude'"),
        ("altitude == 3 km", "'altitude'"),
        ("eclipse =", "'=' was not expected"),
        ("altitude <== 3 km", "'altitude' is compared with nothing"),
        ("1 km < altitude < 3 km", "'1'"),
        ("altitude < 3 km < 5 km", "'<' was not expected"),
        ("altitude < 3 km not eclipse", "'not' was not expected"),
        ("eclipse & sunlit", "'&' was not expected"),
        ("eclipse; sunlit", "';'"),
        ("altitude < 3 km)", "')' was not expected"),
        ("(" * 200 + "eclipse" + ")" * 200, "at most"),
        ("not " * 5000 + "eclipse", "at most"),
    ],
)
def test_what_cannot_be_read_is_named(text, said):
    with pytest.raises(ConditionError) as caught:
        parse(text)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "text",
    ["__import__('os').system('true')", "eclipse if 1 else sunlit", "lambda: 0", "exec('1')", "eclipse.name", "1 + 1",
     "open('x') or eclipse", "[eclipse]", "eclipse and print(1)"],
)  # fmt: skip
def test_nothing_is_run_as_code(text, monkeypatch):
    for name in ("eval", "exec", "compile", "__import__"):
        monkeypatch.setattr(f"builtins.{name}", lambda *_, **__: pytest.fail("a condition was run as code"))
    with pytest.raises(ConditionError):
        parse(text)


@unhurried
@given(st.text(alphabet="()<>= \tandortclipse_3km.%", max_size=30))
def test_any_text_gives_a_tree_or_a_clear_error(text):
    try:
        assert list(atoms(parse(text)))
    except QtspaceError as error:
        assert str(error)


trees = st.recursive(
    st.one_of(
        st.sampled_from(STATES).map(State),
        st.builds(Comparison, st.just("altitude"), st.booleans(), st.sampled_from(["3 km", "-0.1 Mm"])),
    ),
    lambda inner: st.one_of(
        inner.map(Not),
        st.builds(Joined, st.booleans(), st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)


def written(tree):
    if isinstance(tree, State):
        return tree.name
    if isinstance(tree, Comparison):
        return f"{tree.variable} {'<' if tree.below else '>'} {tree.value}"
    if isinstance(tree, Not):
        return f"not ({written(tree.term)})"
    return f" {'and' if tree.every else 'or'} ".join(f"({written(term)})" for term in tree.terms)


@unhurried
@given(trees)
def test_trees_survive_their_text(tree):
    assert parse(written(tree)) == tree


# Variables and units are checked where the condition is stated


def stated(condition):
    return testing.entry("instrument", "probe", {
        "title": "Instrument of a test", "family": "qkd", "parameters": {}, "operations": {"when": condition},
        "references": {"test": {"title": "Number of a test", "kind": "assumed", "evidence": "assumed"}},
    })  # fmt: skip


@pytest.mark.parametrize("condition", ["eclipse and altitude < 3000 km", "not (altitude > 3e6 m)", ""])
def test_conditions_of_an_instrument(condition):
    assert stated(condition).operations.when == condition


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("altitud < 3 km", ("unknown variable 'altitud'", "Did you mean 'altitude'?")),
        ("eclipse and altitude < 3 kg", ("'3 kg'", "expected m")),
        ("altitude < km", ("'km' does not start with a number",)),
        ("altitude < 3 km km km", ("expected m",)),
        ("altitude < nan km", ("does not start with a number",)),
        ("eclipse and", ("missing at its end",)),
        ("stations_visible", ("Did you mean 'station_visible'?",)),
    ],
)
def test_errors_of_a_condition_name_what_was_given(condition, said):
    with pytest.raises(CatalogueError) as caught:
        stated(condition)
    assert len(caught.value.problems) == 1
    assert all(part in str(caught.value) for part in ("operations: when", *said))
