"""What neighbours may and may not do to a margin."""

import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qtspace_trade as qt
from qtspace_trade import testing
from qtspace_trade.schema import glossary

CITED = {"references": {"test": {"title": "Number of a test", "kind": "assumed", "evidence": "assumed"}}}
KINDS = glossary.emission_kinds()

# Emissions of every topic with an amount that matters at some 0.4 m, and rows that they reach.
AMOUNTS = {
    "magnetic_dipole": 0.1, "magnetic_quadrupole": 0.05, "magnetic_shield_radius": 0.1, "vibration_force": 1e-7,
    "force_line": 1e-3, "static_imbalance": 1e-8, "torque_line": 1e-4, "steady_force": 1e-6, "gas_release": 1e14,
    "moving_mass": 0.1, "dissipation_change": 5.0,
}  # fmt: skip
MORE = {
    "gas_release": {"species": "H2O", "temperature": {"value": "293 K", "source": "test"}},
    "static_imbalance": {"band": ["10 Hz", "100 Hz"]}, "torque_line": {"band": ["1 Hz", "100 Hz"]},
    "force_line": {"band": ["40 Hz", "60 Hz"]}, "magnetic_dipole": {"mode": "switched"},
}  # fmt: skip
ROWS = [
    ("magnetic_field", "2 uT", "0.1 uT"), ("magnetic_field_gradient", "5 uT/m", "0.1 uT/m"),
    ("magnetic_field_change", "1 uT", None), ("residual_acceleration", "1e-7 m/s^2", "1e-9 m/s^2"),
    ("vibration_line", "1e-4 m/s^2", None),
    ("pointing_jitter", "1 urad", "0.1 urad"), ("number_density", "1e14 1/m^3", "1e10 1/m^3"),
    ("self_gravity", "1e-9 1/s^2", "1e-12 1/s^2"), ("temperature_stability", "1 K", "0.1 K"),
]  # fmt: skip
SPECTRUM = {"variable": "residual_acceleration_asd", "source": "test",
            "curve": [["0.1 Hz", "1e-10 m/s^2/sqrt(Hz)"], ["100 Hz", "1e-9 m/s^2/sqrt(Hz)"]]}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def family():
    with testing.family("free"):
        yield


def emission(kind, factor):
    return {"emission": kind, "value": f"{AMOUNTS[kind] * factor!r} {KINDS[kind].unit}", "source": "test", **MORE.get(kind, {})}


def instrument(name, requires, emits=()):
    return testing.entry("instrument", name, {
        "title": "Instrument of a test", "family": "free", "requires": requires,
        "operations": {"attitude_laws": ["nadir"], "time_fraction": {"value": "0.1", "source": "test"}},
        "resources": {"mass": {"value": "10 kg", "source": "test"}, "power": {"value": "1 W", "source": "test"}},
        "emits": list(emits), **CITED,
    })  # fmt: skip


@functools.cache
def victim():
    rows = [{"variable": name, "at_most": limit, "source": "test"} for name, limit, _ in ROWS]
    shaken = {"variable": "residual_acceleration_asd", "at_most": "1e-8 m/s^2/sqrt(Hz)", "source": "test"}
    return instrument("victim", [*rows, shaken])


def source(name, factors):
    emits = [emission(kind, factor) for kind, factor in sorted(factors.items())]
    return instrument(name, [{"variable": "attitude_law", "one_of": ["nadir"], "source": "test"}], emits)


@functools.cache
def place():
    offers = [{"variable": name, "value": base, "source": "test"} for name, _, base in ROWS if base]
    return testing.entry("orbit", "place", {"title": "Orbit of a test", "kind": "declared", "orbit_class": "facility",
                                            "offers": [*offers, SPECTRUM], **CITED})  # fmt: skip


def bus(separation="0.4 m"):
    numbers = {"dry_mass": "100 kg", "payload_mass": "1000 kg", "payload_power": "1000 W", "time_overhead": "0"}
    return testing.entry("platform", "bus", {
        "title": "Platform of a test", "kind": "spacecraft", "flies": [{"orbit_class": "facility", "source": "test"}],
        "attitudes": [{"law": "nadir", "source": "test"}],
        "emits": [emission("force_line", 0.0), emission("magnetic_dipole", 0.0)],
        "accommodation": {"payload_separation": {"value": separation, "source": "test"}},
        **{key: {"value": value, "source": "test"} for key, value in numbers.items()}, **CITED,
    })  # fmt: skip


def margins(members, platform=None):
    fit = qt.assess(members, place(), platform or bus())
    item = next(one for one in fit.placed if one.instrument.name == "victim")
    return fit, item.margin


FACTORS = st.dictionaries(st.sampled_from(sorted(AMOUNTS)), st.sampled_from([0.0, 0.01, 1.0, 30.0]))
COMPLETE = st.fixed_dictionaries({kind: st.sampled_from([0.0, 0.01, 1.0, 30.0]) for kind in AMOUNTS})
few = settings(max_examples=25, deadline=None)


@few
@given(FACTORS, FACTORS)
def test_a_neighbour_never_improves_a_margin(first, second):
    alone, one = margins([victim()])
    pair, two = margins([victim(), source("first", first)])
    trio, three = margins([victim(), source("first", first), source("second", second)])
    assert (two <= one).all() and (three <= two).all()
    states = [next(item.state for item in fit.placed if item.instrument.name == "victim") for fit in (alone, pair, trio)]
    assert (states[1] <= states[0]).all() and (states[2] <= states[1]).all()


@few
@given(FACTORS, COMPLETE)
def test_removing_an_emitter_restores_the_margins_exactly(first, second):
    _, before = margins([victim(), source("first", first)])
    margins([victim(), source("first", first), source("second", second)])
    _, after = margins([victim(), source("first", first)])
    assert (before == after).all()
    clean = source("clean", dict.fromkeys(AMOUNTS, 0.0))
    fit, beside = margins([victim(), source("first", first), clean])
    assert (beside == before).all(), fit.explain()


@few
@given(COMPLETE, COMPLETE)
def test_the_order_of_instruments_changes_nothing(first, second):
    members = [victim(), source("first", first), source("second", second)]
    assert margins(members)[1] == pytest.approx(margins(members[::-1])[1], abs=1e-12)


@few
@given(st.sampled_from(sorted(AMOUNTS)), st.floats(0.01, 10), st.floats(1.01, 5))
def test_a_stronger_emitter_takes_more_and_a_farther_one_less(kind, factor, growth):
    silent = dict.fromkeys(AMOUNTS, 0.0)
    weak, strong = (source("first", {**silent, kind: value}) for value in (factor, factor * growth))
    near = margins([victim(), weak])[1]
    assert (margins([victim(), strong])[1] <= near).all()
    if kind not in ("torque_line", "static_imbalance"):  # an arm grows with the distance
        assert (margins([victim(), weak], bus("0.8 m"))[1] >= near).all()


@few
@given(COMPLETE)
def test_silence_is_never_better_than_a_number(factors):
    """Leaving a topic out leaves every row it reaches unknown or violated, never met where the number would not be."""
    said, _ = margins([victim(), source("first", factors)])
    for kind in factors:
        unsaid, _ = margins([victim(), source("first", {name: value for name, value in factors.items() if name != kind})])
        assert unsaid.score_low <= said.score_low + 1e-12 or _answered_otherwise(kind, factors)


def _answered_otherwise(kind, factors):
    return any(KINDS[other].topic == KINDS[kind].topic for other in factors if other != kind)


@few
@given(COMPLETE)
def test_the_table_accounts_for_what_is_taken(factors):
    fit, seen = margins([victim(), source("first", factors)])
    item = next(one for one in fit.placed if one.instrument.name == "victim")
    for number, row in enumerate(item.columns.rows):
        rows = [one for one in fit.interference if one.victim == "victim" and one.variable == row.variable.name]
        assert all(one.taken is None or one.taken >= 0 for one in rows)
        if not any(one.amount for one in rows):
            assert seen[number] == item.alone[number] or all(one.missing for one in rows if one.amount is None)
