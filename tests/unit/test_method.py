"""The scoring and joint-mission method: margins, bounds, scores, verdicts, time, resources, conflicts, couplings."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qtspace_trade as qt
from qtspace_trade import testing
from qtspace_trade.assessment.explain import hitting_sets, minimal_sets
from qtspace_trade.assessment.sharing import Z_CLIP, Cell, Demand, share_time
from qtspace_trade.constants import STEFAN_BOLTZMANN
from qtspace_trade.errors import QtspaceError
from qtspace_trade.schema import glossary

# Variables that nothing computes on a declared orbit, with the side on which they are limited.
POOL = {
    "pressure": ("at_most", "Pa"), "magnetic_field": ("at_most", "T"), "radiation_dose": ("at_most", "Gy"),
    "orbit_knowledge": ("at_most", "m"), "free_fall_time": ("at_least", "s"), "data_rate": ("at_least", "bit/s"),
}  # fmt: skip
CITED = {"references": {"test": {"title": "Number of a test", "kind": "assumed", "evidence": "assumed"}}}
KINDS = glossary.emission_kinds()
CLEAN = ("heat_on_cold_stage", "vibration_force", "magnetic_field_at_neighbour", "acceleration_at_neighbour", "gas_release")
EMISSION_UNITS = {name: kind.unit for name, kind in KINDS.items()}


@pytest.fixture(scope="module", autouse=True)
def families():
    with testing.family("free"), testing.family("strict", mandatory=tuple(POOL)):
        yield


def cited(value):
    return {"value": value, "source": "test"}


def row(variable, value, sense=None, **more):
    sense, unit = POOL[variable] if sense is None and variable in POOL else (sense, "")
    limit = f"{value!r} {unit}" if isinstance(value, float) else value
    return {"variable": variable, sense: limit, "source": "test", **more}


def offer(variable, value, **more):
    text = f"{value!r} {POOL[variable][1]}" if isinstance(value, float) else value
    return {"variable": variable, "value": text, "source": "test", **more}


def instrument(*rows, name="probe", family="free", emits=None, operations=None, resources=None, **more):
    amounts = dict.fromkeys(CLEAN, 0.0) if emits is None else emits
    return testing.entry("instrument", name, {
        "title": "Instrument of a test", "family": family,
        "requires": list(rows) or ([row("attitude_law", ["nadir"], "one_of")] if family == "free" else []),
        "operations": {"attitude_laws": ["nadir"], "time_fraction": cited("0.5"), **(operations or {})},
        "resources": {"mass": cited("10 kg"), "power": cited("10 W"), "heritage": "flown", **(resources or {})},
        "emits": [{"emission": kind, "value": f"{amount!r} {EMISSION_UNITS[kind]}", "source": "test"}
                  for kind, amount in amounts.items()],
        **CITED, **more,
    })  # fmt: skip


def orbit(*offers, name="place", windows=()):
    return testing.entry("orbit", name, {
        "title": "Orbit of a test", "kind": "declared", "orbit_class": "facility", "offers": list(offers),
        "windows": list(windows), **CITED,
    })  # fmt: skip


def platform(*offers, laws=("nadir", "inertial"), **numbers):
    usual = {"dry_mass": "100 kg", "payload_mass": "1000 kg", "payload_power": "1000 W", "time_overhead": "0"}
    stated = {key: value for key, value in {**usual, **numbers}.items() if value is not None}
    return testing.entry("platform", "bus", {
        "title": "Platform of a test", "kind": "spacecraft",
        "flies": [{"orbit_class": "facility", "source": "test"}],
        "attitudes": [{"law": law, "source": "test"} for law in laws], "offers": list(offers),
        **{key: cited(value) if isinstance(value, str) else value for key, value in stated.items()},
        **CITED,
    })  # fmt: skip


def seen(requirement, *offers):
    """Finding of one row where these values are offered."""
    fit = qt.assess(instrument(requirement), orbit(*offers), platform())
    return fit[f"probe.{requirement['variable']}"]


# One row: margin, u, status


@pytest.mark.parametrize(
    ("variable", "value", "margin"),
    [("pressure", 1e-4, 2.0), ("pressure", 1e-1, -1.0), ("free_fall_time", 1e-1, 1.0), ("free_fall_time", 1e-4, -2.0)],
)
def test_margin_in_decades(variable, value, margin):
    finding = seen(row(variable, 1e-2), offer(variable, value))
    assert finding.margin == pytest.approx(margin)
    assert finding.status == ("met" if margin >= 0 else "violated")
    assert finding.factor == pytest.approx(10**margin)


def test_goal_sets_the_unit_of_u():
    assert seen(row("pressure", 1e-2, goal="1e-4 Pa"), offer("pressure", 1e-3)).u == pytest.approx(0.5)
    assert seen(row("pressure", 1e-2), offer("pressure", 1e-3)).u == pytest.approx(1.0)
    assert seen(row("free_fall_time", 10.0), offer("free_fall_time", 20.0)).u == pytest.approx(math.log10(2) / 0.3)


@pytest.mark.parametrize(
    ("requirement", "offered", "margin", "u"),
    [
        (row("link_loss", "40 dB", "at_most"), offer("link_loss", "37 dB"), 0.3, 1.0),
        (row("link_loss", "40 dB", "at_most"), offer("link_loss", "46 dB"), -0.6, -2.0),
        (row("link_loss", "40 dB", "at_most", goal="30 dB"), offer("link_loss", "35 dB"), 0.5, 0.5),
        (row("beta_angle", "0.2 rad", "at_least", goal="0.4 rad"), offer("beta_angle", "0.3 rad"), 0.1, 0.5),
        (row("beta_angle", "0.1 rad", "at_most", goal="-0.1 rad"), offer("beta_angle", "-0.2 rad"), 0.3, 1.5),
        (row("altitude", ["400 km", "800 km"], "between"), offer("altitude", "600 km"), 1.0, 2.5),
        (row("altitude", ["400 km", "800 km"], "between"), offer("altitude", "480 km"), 0.4, 1.0),
        (row("altitude", ["400 km", "800 km"], "between"), offer("altitude", "900 km"), -0.5, -1.25),
    ],
)
def test_linear_decibel_and_window_scales(requirement, offered, margin, u):
    finding = seen(requirement, offered)
    assert finding.margin == pytest.approx(margin)
    assert finding.u == pytest.approx(u)
    assert finding.status == ("met" if margin >= 0 else "violated")


@pytest.mark.parametrize(("words", "u", "status"), [(["nadir", "sun"], 1.0, "met"), (["sun"], -3.0, "violated")])
def test_one_of(words, u, status):
    finding = seen(row("attitude_law", words, "one_of"))
    assert (finding.u, finding.status) == (u, status)


@pytest.mark.parametrize("sense", ["at_most", "at_least"])
@pytest.mark.parametrize("zero", ["limit", "value", "both"])
def test_zeros_give_clipped_margins(sense, zero):
    limit, value = (0.0 if zero in (which, "both") else 1.0 for which in ("limit", "value"))
    finding = seen(row("pressure", f"{limit} Pa", sense), offer("pressure", value))
    away = {"limit": -12.0, "value": 12.0, "both": 0.0}[zero]
    assert finding.margin == (away if sense == "at_most" or not away else -away)


def test_margins_are_clipped_but_not_floored():
    finding = seen(row("pressure", 1e-15), offer("pressure", 1e5))
    assert finding.margin == finding.u == -12.0


@pytest.mark.parametrize("sense", ["at_most", "at_least"])
@pytest.mark.parametrize(("relative", "status"), [(0.0, "met"), (1e-9, "met"), (1e-8, "violated")])
def test_equality_counts_as_met(sense, relative, status):
    value = 1.0 + relative if sense == "at_most" else 1.0 - relative
    assert seen(row("pressure", "1 Pa", sense), offer("pressure", value)).status == status


@pytest.mark.parametrize(
    ("sense", "bound", "value", "status"),
    [
        ("at_most", "at_least", 0.1, "unknown"), ("at_most", "at_least", 10.0, "violated"),
        ("at_most", "at_most", 0.1, "met"), ("at_most", "at_most", 10.0, "unknown"),
        ("at_least", "at_least", 10.0, "met"), ("at_least", "at_least", 0.1, "unknown"),
        ("at_least", "at_most", 10.0, "unknown"), ("at_least", "at_most", 0.1, "violated"),
    ],
)  # fmt: skip
def test_one_sided_values_decide_on_one_side(sense, bound, value, status):
    """A lower bound above the limit violates `at_most`; below it nothing is known."""
    finding = seen(row("pressure", "1 Pa", sense), offer("pressure", value, bound=bound))
    assert (finding.status, finding.bound) == (status, bound)


def density(*points):
    return [[f"{frequency} Hz", f"{value} m/s^2/sqrt(Hz)"] for frequency, value in points]


CURVE = density((0.01, 1e-9), (1, 1e-7))  # rises in proportion
FLAT, STEEP = density((0.01, 1e-8), (1, 1e-8)), density((0.01, 2e-9), (1, 2e-5))


@pytest.mark.parametrize(
    ("requirement", "status", "margin", "frequency"),
    [
        ({"at_most": "1e-6 m/s^2/sqrt(Hz)", "band": ["0.01 Hz", "1 Hz"]}, "met", 1.0, 1.0),
        ({"at_most": "1e-8 m/s^2/sqrt(Hz)", "band": ["0.01 Hz", "1 Hz"]}, "violated", -1.0, 1.0),
        ({"at_most": "1e-8 m/s^2/sqrt(Hz)", "band": ["0.01 Hz", "0.05 Hz"]}, "met", math.log10(2), 0.05),
        ({"at_most": "1e-6 m/s^2/sqrt(Hz)", "band": ["0.001 Hz", "1 Hz"]}, "unknown", 1.0, 1.0),
        ({"at_most": "1e-8 m/s^2/sqrt(Hz)", "band": ["0.001 Hz", "1 Hz"]}, "violated", -1.0, 1.0),
        ({"spectrum": FLAT}, "violated", -1.0, 1.0),
        ({"spectrum": STEEP}, "met", math.log10(2), 0.01),
    ],
)
def test_a_spectrum_is_judged_at_its_worst_frequency(requirement, status, margin, frequency):
    """Outside the offered band nothing is known: what is met inside stays undecided, what is violated does not."""
    asked = {"variable": "residual_acceleration_asd", "source": "test", **requirement}
    finding = seen(asked, {"variable": "residual_acceleration_asd", "curve": CURVE, "source": "test"})
    assert finding.status == status
    assert finding.margin == pytest.approx(margin)
    assert finding.frequency == pytest.approx(frequency)


# Scores

MET = {"pressure": -3.0}
ONE_ROW = [row("pressure", 1e-2)]
exponents = st.floats(-6, 6)
rows_of_a_kind = st.fixed_dictionaries({}, optional={
    name: st.tuples(exponents, st.floats(0.1, 3), st.booleans()) for name in POOL
}).filter(bool)  # fmt: skip
values_of_a_place = st.fixed_dictionaries({}, optional=dict.fromkeys(POOL, exponents))
quick = settings(max_examples=40, deadline=None)


def requirements(drawn):
    return {
        name: row(name, 10.0**limit, goal=f"{10.0 ** (limit + (goal if POOL[name][0] == 'at_least' else -goal))!r} "
                  f"{POOL[name][1]}", hard=hard)
        for name, (limit, goal, hard) in drawn.items()
    }  # fmt: skip


def offers(drawn):
    return [offer(name, 10.0**value) for name, value in drawn.items()]


def assessed(rows, values, family="free", name="place"):
    return qt.assess(instrument(*rows, family=family), orbit(*offers(values), name=name), platform())


@quick
@given(rows_of_a_kind, values_of_a_place, values_of_a_place)
def test_another_orbit_never_changes_a_score(drawn, here, there):
    probe = instrument(*requirements(drawn).values())
    first, second = orbit(*offers(here), name="first"), orbit(*offers(there), name="second")
    alone = qt.compare(probe, first, platform()).assessments[0]
    beside = qt.compare(probe, [second, first], platform()).assessments[1]
    assert (alone.score, alone.score_low, alone.status) == (beside.score, beside.score_low, beside.status)


@quick
@given(rows_of_a_kind, values_of_a_place, st.data())
def test_a_row_written_twice_counts_once(drawn, values, data):
    rows = requirements(drawn)
    doubled = data.draw(st.sampled_from(sorted(rows)))
    once, twice = assessed(rows.values(), values), assessed([*rows.values(), rows[doubled]], values)
    assert twice.score == pytest.approx(once.score, rel=1e-12)
    assert twice.score_low == pytest.approx(once.score_low, rel=1e-12)
    assert twice.status == once.status


@quick
@given(rows_of_a_kind, values_of_a_place, st.data())
def test_deleting_a_mandatory_row_never_pays(drawn, values, data):
    rows = requirements(drawn)
    deleted = data.draw(st.sampled_from(sorted(rows)))
    whole = assessed(rows.values(), values, "strict")
    part = assessed([item for name, item in rows.items() if name != deleted], values, "strict")
    assert testing.gains(whole, part) == []
    assert part.status != "feasible"


@quick
@given(rows_of_a_kind, values_of_a_place.filter(bool), st.data())
def test_missing_data_never_pay(drawn, values, data):
    lost = data.draw(st.sampled_from(sorted(values)))
    rows = requirements(drawn).values()
    known = assessed(rows, values)
    part = assessed(rows, {name: value for name, value in values.items() if name != lost})
    assert part.log_low <= known.log_low + 1e-12
    assert part.coverage <= known.coverage
    hard = lost in drawn and drawn[lost][2]
    assert not hard or part.status != "feasible"


@quick
@given(rows_of_a_kind, values_of_a_place)
def test_scores_are_ordered_and_finite(drawn, values):
    fit = assessed(requirements(drawn).values(), values)
    assert math.isfinite(fit.log) and math.isfinite(fit.log_low) and math.isfinite(fit.u_eff)
    assert fit.log_low <= fit.log + 1e-12
    assert 0 <= fit.score_low <= fit.score <= 1
    assert fit.coverage == pytest.approx(len(set(drawn) & set(values)) / len(drawn))


@quick
@given(rows_of_a_kind, values_of_a_place)
def test_u_eff_lies_between_the_smallest_and_the_mean(drawn, values):
    fit = assessed(requirements(drawn).values(), values)
    known = [max(item.u, -3.0) for item in fit.findings if item.basis == "declared" and item.u is not None]
    if known:
        assert min(known) - 1e-9 <= fit.u_eff <= np.mean(known) + 1e-9
        assert sum(fit.shares.values()) == pytest.approx(1.0)


@quick
@given(rows_of_a_kind, values_of_a_place)
def test_status_follows_the_hard_rows(drawn, values):
    fit = assessed(requirements(drawn).values(), values)
    states = {item.status for item in fit.findings if item.basis == "declared" and item.hard}
    worst = "infeasible" if "violated" in states else "undetermined" if "unknown" in states else "feasible"
    assert fit.status == worst
    assert fit.feasible == (worst == "feasible")


def test_desirability_at_limit_and_goal():
    for value, desirability in ((1e-2, math.exp(-1)), (1e-4, math.exp(-math.exp(-1.5)))):
        fit = assessed([row("pressure", 1e-2, goal="1e-4 Pa")], {"pressure": math.log10(value)})
        assert fit.score == pytest.approx(desirability)


def test_scores_are_floored_at_minus_three():
    fits = [assessed([row("pressure", 1e-2)], {"pressure": exponent}) for exponent in (1.0, 5.0)]
    assert [fit["pressure"].u for fit in fits] == pytest.approx([-3.0, -7.0])
    assert fits[0].log == pytest.approx(-math.exp(4.5))
    assert fits[1].log == pytest.approx(fits[0].log)


def test_an_unknown_group_counts_as_minus_three():
    fit = assessed([row("pressure", 1e-2), row("data_rate", 1.0)], {"pressure": -3.0})
    assert fit.coverage == 0.5
    assert fit.log == pytest.approx(-math.exp(-1.5))
    assert fit.log_low == pytest.approx(-0.5 * (math.exp(-1.5) + math.exp(4.5)))


def test_a_group_takes_its_smallest_u():
    loose, tight = row("pressure", 1e-2), row("pressure", 1e-4)
    both, one = (assessed(rows, {"pressure": -5.0}) for rows in ([loose, tight], [tight]))
    assert [item.u for item in both.findings if item.variable == "pressure"] == pytest.approx([1.0, 3.0])
    assert both.score == pytest.approx(one.score)


@pytest.mark.parametrize(("limit", "status"), [(1e-6, "undetermined"), (1e-8, "infeasible")])
def test_a_group_with_an_unknown_row_is_unknown(limit, status):
    """It leaves the score, not the verdict: a known row of the group may still violate."""
    asked = {"variable": "residual_acceleration_asd", "at_most": f"{limit!r} m/s^2/sqrt(Hz)", "source": "test"}
    rows = [{**asked, "band": band} for band in (["0.01 Hz", "1 Hz"], ["2 Hz", "3 Hz"])]
    place = orbit({"variable": "residual_acceleration_asd", "curve": CURVE, "source": "test"})
    fit = qt.assess(instrument(*rows, *ONE_ROW), place, platform(offer("pressure", 1e-3)))
    assert fit.status == status
    assert fit.coverage == 0.5
    assert fit.log == pytest.approx(-math.exp(-1.5))


def test_weights_belong_to_the_group():
    rows = [row("pressure", 1e-2, weight=3), row("pressure", 1.0), row("data_rate", 1.0)]
    fit = assessed(rows, {"pressure": -2.0, "data_rate": 0.08 * 2})
    assert fit.log == pytest.approx(-(3 + math.exp(-3.0)) / 4)


def test_sets_average_the_logarithm():
    rows = [row("pressure", 1e-2)], [row("data_rate", 1.0)]
    probes = [instrument(*part, name=name) for part, name in zip(rows, "ab", strict=True)]
    place = orbit(*offers({"pressure": -3.0, "data_rate": 0.0}))
    both = qt.assess(probes, place, platform())
    singles = [qt.assess(probe, place, platform()) for probe in probes]
    assert both.log == pytest.approx(0.5 * sum(fit.log for fit in singles))


def test_nothing_to_assess():
    silent = instrument().replace(requires=[])
    with pytest.raises(QtspaceError, match="'probe' states no requirement"):
        qt.assess(silent, orbit(), platform())


# Verdicts


@pytest.mark.parametrize(
    ("rows", "family", "status"),
    [
        (ONE_ROW, "free", "feasible"),
        (ONE_ROW, "strict", "undetermined"),
        ([*ONE_ROW, row("data_rate", 1.0)], "free", "undetermined"),
        ([*ONE_ROW, row("data_rate", 1.0, hard=False)], "free", "feasible"),
        ([row("pressure", 1e-4)], "free", "infeasible"),
        ([row("pressure", 1e-4, hard=False)], "free", "feasible"),
        ([row("pressure", 1e-4), row("data_rate", 1.0)], "free", "infeasible"),
    ],
)
def test_status_of_rows(rows, family, status):
    assert assessed(rows, MET, family).status == status


@pytest.mark.parametrize(
    ("instrument_changes", "platform_changes", "status"),
    [
        ({}, {}, "feasible"),
        ({}, {"payload_mass": "9 kg"}, "infeasible"),
        ({}, {"payload_mass": None}, "undetermined"),
        ({}, {"payload_mass": {**cited("9 kg"), "bound": "at_least"}}, "undetermined"),
        ({}, {"payload_mass": {**cited("10 kg"), "bound": "at_least"}}, "feasible"),
        ({}, {"payload_power": "9 W"}, "infeasible"),
        ({"resources": {"power": None}}, {}, "undetermined"),
        ({"resources": {"volume": cited("2 L")}}, {}, "feasible"),
        ({"resources": {"volume": cited("2 L")}}, {"payload_volume": "1 L"}, "infeasible"),
        ({}, {"launch_capability": "132 kg"}, "feasible"),
        ({}, {"launch_capability": "131 kg"}, "infeasible"),
        ({}, {"launch_capability": "132 kg", "dry_mass": None}, "undetermined"),
        ({}, {"time_overhead": "0.6"}, "infeasible"),
        ({}, {"time_overhead": None}, "undetermined"),
        ({"operations": {"time_fraction": None}}, {}, "undetermined"),
        ({"operations": {"attitude_laws": ["sun"]}}, {}, "infeasible"),
        ({"operations": {"attitude_laws": []}}, {}, "undetermined"),
        ({"operations": {"when": "eclipse"}}, {}, "undetermined"),
    ],
)
def test_status_of_gates(instrument_changes, platform_changes, status):
    probe = instrument(*ONE_ROW, **instrument_changes)
    assert qt.assess(probe, orbit(*offers(MET)), platform(**platform_changes)).status == status


def test_an_orbit_out_of_reach_is_still_evaluated():
    fit = qt.assess(instrument(row("altitude", "1 km", "at_least")), "geo", platform(), days=5)
    assert fit.status == "infeasible"
    assert [item.variable for item in fit.violated] == ["platform_orbit"]
    assert fit["altitude"].status == "met"


def test_violated_rows_are_listed_worst_first():
    rows = [row("pressure", 1e-2), row("data_rate", 1.0), row("magnetic_field", 1e-2)]
    fit = assessed(rows, {"pressure": -1.0, "data_rate": -1.0, "magnetic_field": 1.0})
    assert [item.u for item in fit.violated] == sorted(item.u for item in fit.violated)
    assert len(fit.violated) == 3


# Time and attitude sharing, by hand

ALL = (Cell("all time", 1.0),)
DAY_NIGHT = (Cell("day", 0.6), Cell("night", 0.4))


DAY, NIGHT, ANY = (True, False), (False, True), (True, True)


def demand(name, fraction, *laws, cells=(True,)):
    return Demand(name, fraction, laws, cells)


@pytest.mark.parametrize(
    ("demands", "cells", "overhead", "z"),
    [
        ((demand("a", 0.5, "x"),), ALL, 0.0, 2.0),
        ((demand("a", 0.5, "x"),), ALL, 0.1, 1.8),
        ((demand("a", 0.5, "x"), demand("b", 0.5, "x")), ALL, 0.0, 2.0),
        ((demand("a", 0.5, "x"), demand("b", 0.5, "y")), ALL, 0.0, 1.0),
        ((demand("a", 0.5, "x"), demand("b", 0.25, "y")), ALL, 0.0, 4 / 3),
        ((demand("a", 0.5, "x"), demand("b", 0.5, "x", "y")), ALL, 0.0, 2.0),
        ((demand("a", 0.5, "x"), demand("b", 0.25, "z")), ALL, 0.0, 0.0),
        ((demand("a", 0.5),), ALL, 0.0, 0.0),
        ((demand("a", 0.0, "x"),), ALL, 0.0, Z_CLIP),
        ((demand("a", 0.2, "x", cells=NIGHT),), DAY_NIGHT, 0.0, 2.0),
        ((demand("a", 0.2, "x", cells=NIGHT), demand("b", 0.6, "y", cells=ANY)), DAY_NIGHT, 0.0, 1.25),
        ((demand("a", 0.3, "x", cells=NIGHT), demand("b", 0.3, "y", cells=NIGHT)), DAY_NIGHT, 0.0, 2 / 3),
        ((demand("a", 0.3, "x", cells=NIGHT), demand("b", 0.3, "y", cells=DAY)), DAY_NIGHT, 0.0, 4 / 3),
        ((demand("a", 0.3, "x", cells=(False, False)),), DAY_NIGHT, 0.0, 0.0),
    ],
)
def test_time_sharing_by_hand(demands, cells, overhead, z):
    shared = share_time(demands, ("x", "y"), cells, overhead)
    assert shared.z == pytest.approx(z, abs=1e-9)
    spent = {}
    for _, law, cell, fraction in shared.time:
        spent[law, cell] = fraction
    assert sum(spent.values()) <= 1 - overhead + 1e-9


SOLVER = 1e-7  # feasibility tolerance of HiGHS; one instrument alone is exact
fractions = st.floats(0.01, 1.0)
laws = st.sets(st.sampled_from("xyz"), min_size=1).map(lambda names: tuple(sorted(names)))
masks = st.tuples(st.booleans(), st.booleans()).filter(any)
crews = st.lists(st.tuples(fractions, laws, masks), min_size=2, max_size=4)


@quick
@given(crews, st.floats(0.0, 0.5))
def test_one_instrument_more_never_gives_more_time(drawn, overhead):
    crew = tuple(Demand(str(number), *item) for number, item in enumerate(drawn))
    scale = [share_time(crew[:size], tuple("xyz"), DAY_NIGHT, overhead).z for size in range(1, len(crew) + 1)]
    assert all(later <= earlier * (1 + SOLVER) for earlier, later in itertools.pairwise(scale))


@quick
@given(crews, st.floats(0.1, 1.0))
def test_time_margin_is_inverse_to_the_demands(drawn, factor):
    crew = tuple(Demand(str(number), *item) for number, item in enumerate(drawn))
    less = tuple(Demand(item.instrument, item.fraction * factor, item.laws, item.cells) for item in crew)
    whole, part = (share_time(demands, tuple("xyz"), DAY_NIGHT, 0.1).z for demands in (crew, less))
    assert part * factor == pytest.approx(whole, rel=1e-6)


def test_declared_windows_limit_the_time():
    windows = [{"fraction": 0.3, "holds": ["eclipse"]}, {"fraction": 0.1, "holds": ["eclipse", "station_visible"]}]
    place = orbit(windows=windows)
    probes = [
        instrument(name="dark", operations={"when": "eclipse", "time_fraction": cited("0.2")}),
        instrument(name="seen", operations={"when": "station_visible", "time_fraction": cited("0.2")}),
        instrument(name="bright", operations={"when": "not eclipse", "time_fraction": cited("0.2")}),
    ]
    z = {probe.name: qt.assess(probe, place, platform()).z for probe in probes}
    assert z == pytest.approx({"dark": 2.0, "seen": 0.5, "bright": 3.0})


# Resources


@pytest.mark.parametrize(
    ("heritage", "margin"), [("flown", 0.0), ("off_the_shelf", 0.05), ("minor_modification", 0.1), ("new", 0.2)]
)
def test_maturity_and_system_margins(heritage, margin):
    probe = instrument(resources={"heritage": heritage, "mass": cited("50 kg")})
    fit = qt.assess(probe, orbit(), platform(launch_capability="1 t"))
    mass = next(item for item in fit.budgets if item.resource == "mass")
    assert (mass.estimate, mass.with_maturity) == pytest.approx((50.0, 50 * (1 + margin)))
    assert mass.with_system_margin == pytest.approx(60 * (1 + margin))
    assert fit["payload_mass"].value == pytest.approx(50 * (1 + margin))
    assert fit["launch_mass"].value == pytest.approx(1.2 * (100 + 50 * (1 + margin)))


@pytest.mark.parametrize(
    ("shared", "extra", "saved"),
    [((20,), 0.0, 0.0), ((20, 20), 0.0, 20.0), ((20, 20), 0.1, 18.0), ((20, 30), 0.1, 17.0), ((20, 20, 20), 0.1, 36.0),
     ((20, 20), 1.5, 0.0)],
)  # fmt: skip
def test_credit_for_shared_hardware(shared, extra, saved):
    """Needs m_i alone, max(m_i) (1 + a (n - 1)) together; never a debit."""
    probes = [
        instrument(name=f"probe_{number}", resources={"mass": cited("50 kg")},
                   shares=[{"function": "laser", "mass": cited(f"{need} kg"), "extra_per_user": cited(str(extra))}])
        for number, need in enumerate(shared)
    ]  # fmt: skip
    mass = next(item for item in qt.assess(probes, orbit(), platform()).budgets if item.resource == "mass")
    assert mass.credit == pytest.approx(saved)
    assert mass.with_maturity == pytest.approx(50 * len(shared) - saved)


def test_different_functions_share_nothing():
    probes = [
        instrument(name=name, shares=[{"function": name, "mass": cited("5 kg"), "extra_per_user": cited("0")}])
        for name in ("laser", "clock")
    ]
    assert next(item for item in qt.assess(probes, orbit(), platform()).budgets if item.resource == "mass").credit == 0


def test_an_unstated_mass_leaves_the_sum_unknown():
    probes = [instrument(name="a"), instrument(name="b", resources={"mass": None})]
    fit = qt.assess(probes, orbit(), platform())
    assert fit["payload_mass"].status == "unknown"
    assert "b" in fit["payload_mass"].missing[0]


# Conflicts and corrections

small_sets = st.lists(st.sets(st.sampled_from("abcde"), min_size=1).map(frozenset), min_size=1, max_size=5)


@given(small_sets)
def test_minimal_sets_against_brute_force(families):
    kept = {one for one in families if not any(other < one for other in families)}
    found = minimal_sets(families)
    assert set(found) == kept
    assert len(found) == len(kept)


@given(small_sets)
def test_hitting_sets_against_brute_force(families):
    subsets = [frozenset(part) for size in range(6) for part in itertools.combinations("abcde", size)]
    hits = [one for one in subsets if all(one & family for family in families)]
    found, complete = hitting_sets(families)
    assert complete
    assert set(found) == {one for one in hits if not any(other < one for other in hits)}


def test_hitting_sets_say_when_the_list_is_cut():
    pairs = [frozenset({f"a{number}", f"b{number}"}) for number in range(8)]
    found, complete = hitting_sets(pairs, most=10)
    assert not complete
    assert all(all(one & pair for pair in pairs) for one in found)


def test_why_not_where_something_is_feasible():
    missions = qt.joint([instrument(name="a"), instrument(name="b")], orbit(), platform())
    answer = missions.why_not(["a", "b"])
    assert answer.conflicts == answer.corrections == ()
    assert "nothing is violated" in str(answer)


# Couplings

HEAT_WATTS = 5e-3


@pytest.fixture(scope="module")
def cold():
    """The matter-wave experiment with a row on its bench."""
    maqro = qt.instrument("maqro_2015")
    bench = row("environment_temperature", "30 K", "at_most", at={"stage": "bench"}, source="assumed")
    return maqro.replace(requires=[*maqro.raw["requires"], bench])


def neighbour(heat):
    emits = [] if heat is None else [{"emission": "heat_on_cold_stage", "value": f"{heat!r} W", "source": "assumed"}]
    return qt.instrument("micius").replace(emits=emits)


def bench_of(*members):
    fit = qt.assess(list(members), "sun_earth_l2", "lpf_bus", days=60)
    return fit["maqro_2015.environment_temperature[stage=bench]"]


def test_heat_on_a_cold_stage_follows_the_fourth_power(cold):
    alone, warmed = bench_of(cold), bench_of(cold, neighbour(HEAT_WATTS))
    area, emissivity = (getattr(cold.parameters, name).si for name in ("radiator_area", "radiator_emissivity"))
    expected = (alone.value**4 + HEAT_WATTS / (emissivity * area * STEFAN_BOLTZMANN)) ** 0.25
    assert expected > alone.value + 1
    assert warmed.value == pytest.approx(expected, rel=1e-9)
    assert [(item.emitter, item.amount, item.unit) for item in warmed.contributions] == [("micius", HEAT_WATTS, "W")]
    assert "micius adding 0.005 W" in warmed.sentence


def test_no_heat_stated_as_zero_changes_nothing(cold):
    alone, beside = bench_of(cold), bench_of(cold, neighbour(0.0))
    assert (beside.value, beside.status, beside.bound) == (alone.value, "met", "exact")


def test_heat_that_nobody_states_leaves_the_temperature_open(cold):
    finding = bench_of(cold, neighbour(None))
    assert (finding.status, finding.bound) == ("unknown", "at_least")
    assert "heat_on_cold_stage or warm_view of micius is not stated" in finding.missing


def test_known_heat_may_violate_beside_unknown_heat(cold):
    silent = qt.instrument("ste_quest_clock").replace(emits=[])
    finding = bench_of(cold, neighbour(1.0), silent)
    assert (finding.status, finding.bound) == ("violated", "at_least")


NOISE = {"variable": "residual_acceleration_asd", "curve": density((0.01, 3e-9), (10, 3e-9)), "source": "test"}
QUIET = {"variable": "residual_acceleration_asd", "band": ["0.01 Hz", "10 Hz"], "source": "test"}
BUS = 120.0  # kg: 100 kg, the victim and one shaker of 10 kg each; a further one must not make it quieter


def shaken(limit, force, bus=None):
    victim = instrument({**QUIET, "at_most": f"{limit!r} m/s^2/sqrt(Hz)"}, name="victim")
    emits = {} if force is None else {"vibration_force": force}
    fit = qt.assess([victim, instrument(name="shaker", emits=emits)], orbit(), platform({**NOISE, **(bus or {})}))
    return fit["victim.residual_acceleration_asd"]


def test_vibration_adds_in_quadrature_as_force_over_mass():
    finding = shaken(6e-9, 4e-9 * BUS)
    assert finding.value == pytest.approx(5e-9)
    assert finding.margin == pytest.approx(math.log10(6 / 5))
    assert finding.status == "met"
    assert shaken(4.9e-9, 4e-9 * BUS).status == "violated"


def test_two_shakers_add_in_quadrature():
    victim = instrument({**QUIET, "at_most": "1e-8 m/s^2/sqrt(Hz)"}, name="victim")
    shakers = [instrument(name=name, emits={"vibration_force": BUS * 4e-9}) for name in ("one", "two")]
    fit = qt.assess([victim, *shakers], orbit(), platform(NOISE))
    assert fit["victim.residual_acceleration_asd"].value == pytest.approx(math.sqrt(9 + 16 + 16) * 1e-9)


@pytest.mark.parametrize(
    ("limit", "force", "status", "bound"),
    [(6e-9, 0.0, "met", "exact"), (6e-9, None, "unknown", "at_least"), (2e-9, None, "violated", "at_least")],
)
def test_vibration_that_nobody_states(limit, force, status, bound):
    """Zero that is stated keeps the value exact; silence makes it a lower bound."""
    finding = shaken(limit, force)
    assert (finding.status, finding.bound) == (status, bound)
    assert finding.value == pytest.approx(3e-9)


@pytest.mark.parametrize(("limit", "bound", "status"), [
    (6e-9, "exact", "unknown"), (2e-9, "exact", "violated"), (6e-9, "at_most", "unknown"), (2e-9, "at_most", "unknown"),
])  # fmt: skip
def test_vibration_on_a_spacecraft_of_unknown_mass(limit, bound, status):
    victim = instrument({**QUIET, "at_most": f"{limit!r} m/s^2/sqrt(Hz)"}, name="victim")
    shaker = instrument(name="shaker", emits={"vibration_force": 1e-7})
    fit = qt.assess([victim, shaker], orbit(), platform({**NOISE, "bound": bound}, dry_mass=None))
    assert fit["victim.residual_acceleration_asd"].status == status


@pytest.mark.parametrize(
    ("variable", "emission", "unit", "limit", "alone", "added", "together"),
    [
        ("magnetic_field", "magnetic_field_at_neighbour", "T", 1e-6, 3e-7, 4e-7, 7e-7),
        ("residual_acceleration", "acceleration_at_neighbour", "m/s^2", 1e-6, 3e-7, 4e-7, 5e-7),
    ],
)
def test_direct_couplings(variable, emission, unit, limit, alone, added, together):
    """Static fields add up, accelerations add in quadrature."""
    victim = instrument(row(variable, f"{limit!r} {unit}", "at_most"), name="victim")
    place = orbit({"variable": variable, "value": f"{alone!r} {unit}", "source": "test"})
    for amount, value, status in ((added, together, "met"), (0.0, alone, "met"), (10 * limit, None, "violated")):
        fit = qt.assess([victim, instrument(name="source", emits={emission: amount})], place, platform())
        assert fit[f"victim.{variable}"].status == status
        assert value is None or fit[f"victim.{variable}"].value == pytest.approx(value)
    silent = qt.assess([victim, instrument(name="source", emits={})], place, platform())[f"victim.{variable}"]
    assert (silent.status, silent.bound) == ("unknown", "at_least")
    assert [text for text in silent.missing if emission in text and text.endswith(" of source is not stated")]


def test_an_instrument_does_not_disturb_itself():
    probe = instrument(row("magnetic_field", "1 uT", "at_most"), emits={"magnetic_field_at_neighbour": 1.0})
    fit = qt.assess(probe, orbit(offer("magnetic_field", "0.5 uT")), platform())
    assert fit["magnetic_field"].status == "met"
    assert fit["magnetic_field"].contributions == ()


def test_neighbours_on_another_platform_do_not_disturb():
    victim = instrument(row("magnetic_field", "1 uT", "at_most"), name="victim")
    source = instrument(name="source", emits={"magnetic_field_at_neighbour": 1.0})
    other = platform().replace(name="other_bus")
    fit = qt.assess([victim, source], orbit(offer("magnetic_field", "0.5 uT")), [platform(), other])
    assert fit["victim.magnetic_field"].status == "met"
