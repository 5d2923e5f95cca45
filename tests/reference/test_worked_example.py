"""The worked example of docs/method.md to its digits, as entries of the catalogue; see worked_example/README.md."""

import itertools
import math
from pathlib import Path

import pytest

import qtspace_trade as qt
from qtspace_trade import testing

FOLDER = Path(__file__).parent / "worked_example"
LETTERS = {"A": "atoms", "M": "matter_wave", "Q": "key_link", "C": "clock"}
ORBITS = {"LEO": "low_orbit", "L1": "first_libration_point"}
SUBSETS = ["".join(letters) for size in range(1, 5) for letters in itertools.combinations("AMQC", size)]

# What the example prints. Desirability of sets and singles:
SCORES = [
    ("A", "LEO", "0.66175"), ("A", "L1", "0.918"), ("M", "L1", "0.7123"), ("Q", "LEO", "0.620"), ("C", "LEO", "0.610"),
    ("C", "L1", "0.819"), ("AQ", "LEO", "0.5731"), ("AC", "LEO", "0.5589"), ("AQC", "LEO", "0.5372"),
    ("AM", "L1", "0.8085"), ("AMC", "L1", "0.726"),
]  # fmt: skip
MARGINS = [
    ("A", "LEO", "atoms.residual_acceleration", "0.523"), ("AQ", "LEO", "atoms.residual_acceleration", "0.06834"),
    ("M", "LEO", "matter_wave.environment_temperature", "-0.54"), ("M", "LEO", "matter_wave.pressure", "-3.0"),
    ("M", "LEO", "matter_wave.free_fall_time", "-0.70"), ("M", "L1", "matter_wave.environment_temperature", "0.09691"),
    ("Q", "L1", "key_link.slant_range", "-3.09691"),
]  # fmt: skip
MASSES = {"AC": 256.8, "AQC": 300.9, "MC": 364.8, "AM": 432.0, "AMC": 516.0}
FEASIBLE = {"LEO": {"A", "Q", "C", "AQ", "AC", "QC", "AQC"}, "L1": {"A", "M", "C", "AC"}}
TIME_SHARES = [(0.5, 0.1, 1.2), (0.9, 0.1, 0.95), (0.9, 0.04, 0.95 / 0.94)]


@pytest.fixture(scope="module", autouse=True)
def test_family():
    with testing.family("worked_example"):
        yield


def path(name):
    return FOLDER / f"{name}.toml"


def instruments(letters):
    return [qt.instrument(path(LETTERS[letter])) for letter in letters]


def assess(letters, orbit):
    return qt.assess(instruments(letters), path(ORBITS[orbit]), path("spacecraft"))


def joint(letters="AMQC", orbits=("LEO", "L1"), **sizes):
    return qt.joint(instruments(letters), [path(ORBITS[name]) for name in orbits], path("spacecraft"), **sizes)


def printed(digits):
    """The printed number within half a unit of its last digit."""
    return pytest.approx(float(digits), abs=0.5000001 * 10.0 ** -len(digits.partition(".")[2]))


@pytest.mark.parametrize(("letters", "orbit", "desirability"), SCORES)
def test_desirability(letters, orbit, desirability):
    fit = assess(letters, orbit)
    assert fit.score == printed(desirability)
    assert fit.coverage == 1 and fit.score_low == fit.score


@pytest.mark.parametrize(("letters", "orbit", "key", "margin"), MARGINS)
def test_margin_in_decades(letters, orbit, key, margin):
    assert assess(letters, orbit)[key].margin == printed(margin)


def test_effective_margin_and_share_of_the_first_case():
    fit = assess("A", "LEO")
    assert fit.u_eff == pytest.approx(0.58975, abs=5e-6)
    shares = {variable: share for (_, variable, _), share in fit.shares.items()}
    assert max(shares, key=shares.get) == "residual_acceleration"
    assert shares["residual_acceleration"] == pytest.approx(0.5528, abs=5e-5)
    assert sum(shares.values()) == pytest.approx(1.0)


def test_first_case_by_hand():
    """Three groups with weights 2, 1, 1, straight from the definitions."""
    terms = [
        (2, math.log10(1e-9 / 3e-10) / math.log10(1e-9 / 1e-10)),
        (1, math.log10(1e-6 / 2e-7) / math.log10(1e-6 / 1e-7)),
        (1, math.log10(20 / 10) / math.log10(30 / 10)),
    ]
    pulls = [weight * math.exp(-1.5 * u) / 4 for weight, u in terms]
    fit = assess("A", "LEO")
    assert fit.score == pytest.approx(math.exp(-sum(pulls)), rel=1e-12)
    assert fit.u_eff == pytest.approx(-math.log(sum(pulls)) / 1.5, rel=1e-12)


def test_acceleration_with_the_key_link_on_board():
    """The neighbour's 8e-10 adds to 3e-10 in quadrature, and the score of the atoms alone drops to 0.5294."""
    fit = assess("AQ", "LEO")
    finding = fit["atoms.residual_acceleration"]
    assert finding.value == pytest.approx(math.hypot(3e-10, 8e-10))
    assert [(item.emitter, item.amount) for item in finding.contributions] == [("key_link", 8e-10)]
    atoms = next(item for item in fit.placed if item.instrument.name == "atoms")
    assert math.exp(atoms.scores.log) == pytest.approx(0.5294, abs=5e-5)


def test_a_hopeless_case_stays_finite():
    fit = assess("Q", "L1")
    assert fit.status == "infeasible"
    assert math.isfinite(fit.log) and math.isfinite(fit.u_eff)
    assert [item.key for item in fit.violated] == ["key_link.slant_range"]


@pytest.mark.parametrize("orbit", ORBITS)
def test_no_common_orbit_of_three(orbit):
    assert assess("AMQ", orbit).status == "infeasible"


@pytest.mark.parametrize(("letters", "mass"), MASSES.items())
def test_launch_mass(letters, mass):
    fit = assess(letters, "L1")
    assert fit["launch_mass"].value == pytest.approx(mass, abs=1e-9)
    budget = next(item for item in fit.budgets if item.resource == "mass")
    assert budget.credit == pytest.approx(18.0 if {"A", "C"} <= set(letters) else 0.0)
    assert budget.with_system_margin == pytest.approx(1.2 * budget.with_maturity)


@pytest.mark.parametrize("orbit", ORBITS)
def test_feasible_sets(orbit):
    found = {letters for letters in SUBSETS if assess(letters, orbit).feasible}
    assert found == FEASIBLE[orbit]


@pytest.mark.parametrize("orbit", ORBITS)
def test_joint_finds_the_same_sets(orbit):
    missions = joint(orbits=(orbit,), min_size=1)
    assert len(missions.assessments) == len(SUBSETS)
    letter = {name: key for key, name in LETTERS.items()}
    found = {"".join(letter[name] for name in fit.instruments) for fit in missions.assessments if fit.feasible}
    assert found == FEASIBLE[orbit]


@pytest.mark.parametrize("letters", ["AM", "MC", "AMC"])
def test_compatible_but_too_heavy(letters):
    """No requirement row is violated at L1; the launcher alone says no."""
    assert [item.variable for item in assess(letters, "L1").violated] == ["launch_mass"]


@pytest.mark.parametrize(("atoms", "key_link", "z"), TIME_SHARES)
def test_time_shares(atoms, key_link, z):
    members = [
        member.replace(operations__time_fraction=str(fraction))
        for member, fraction in zip(instruments("AQ"), (atoms, key_link), strict=True)
    ]
    fit = qt.assess(members, path("low_orbit"), path("spacecraft"))
    assert fit.z == pytest.approx(z, abs=1e-9)
    assert fit.feasible == (z >= 1)


@pytest.mark.parametrize(("atoms", "binding"), [(0.5, "time in eclipse and station_visible"), (0.9, "time in all")])
def test_what_binds_the_time(atoms, binding):
    members = [instruments("A")[0].replace(operations__time_fraction=str(atoms)), *instruments("Q")]
    fit = qt.assess(members, path("low_orbit"), path("spacecraft"))
    assert binding in dict(fit.shared.binding)


def test_why_not():
    """Neither orbit hosts M with Q: three minimal conflicts, two minimal corrections."""
    answer = joint("MQ").why_not(["matter_wave", "key_link"])
    rows = ("environment_temperature", "pressure", "free_fall_time")
    assert set(answer.conflicts) == {frozenset({"key_link.slant_range", f"matter_wave.{row}"}) for row in rows}
    assert set(answer.corrections) == {
        frozenset({"key_link.slant_range"}), frozenset({f"matter_wave.{row}" for row in rows}),
    }  # fmt: skip
    assert answer.complete and not answer.gates
    assert "key_link.slant_range" in str(answer)


def test_adding_an_orbit_leaves_the_others_alone():
    alone = {fit.instruments: fit.score for fit in joint(orbits=("LEO",)).assessments}
    both = {fit.instruments: fit.score for fit in joint().assessments if fit.orbit == ORBITS["LEO"]}
    assert alone == both
