"""The placement truth table: where instruments flew, were designed to fly, or cannot fly; sources in each row."""

import csv
import functools
import itertools
from pathlib import Path

import pytest

import qtspace_trade as qt
from qtspace_trade.schema import glossary

FILE = Path(__file__).parent / "placements" / "placements.csv"
REACH = "platform_orbit"
AGREEMENT = 0.9
AMPLE = 1e6

# Rows whose list of reasons leaves out one that the physics finds as well.
FURTHER_REASONS = {
    "S020": {"external_field_of_view"},  # the closed capsule also leaves its links no view of the ground
    "S028": {"self_gravity"},  # 0.4 E by an array or antenna of 1 kg m that moves at 1 m (assumed), against a goal of 1 mE
    "S026": {"pressurised_volume"},  # built for the air of a cabin rack, which is what keeps it off the outside of the station
    "S056": {"propellant_mass"},  # the CubeSat has no propulsion to stay at L2
    "S072": {"gravity_gradient"},  # 3.1e-6 s^-2 at the ground, more than the 2.5e-6 s^-2 that row S066 names in low orbit
    "S076": {"payload_power", "propellant_mass"},  # 150 W assumed against 30 W of the CubeSat, which cannot stay at L2 either
}


def read():
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = read()
SINGLE = [row for row in ROWS if row["kind"] == "single"]
JOINT = [row for row in ROWS if row["kind"] == "joint"]
RANKING = [row for row in ROWS if row["kind"] == "ranking"]


def named(text):
    """Canonical names of the variables of a cell."""
    return [glossary.canonical_names().get(name.rpartition(":")[2], name.rpartition(":")[2]) for name in text.split("|")]


@functools.cache
def assess(instruments, orbit, platform):
    platforms = platform.split("+")
    members = instruments.split("+")
    if len(platforms) == 2 and len(members) == 3:
        platforms = [platforms[0], platforms[1], platforms[1]]
    return qt.assess(members, orbit, platforms if len(platforms) > 1 else platforms[0])


def of(row):
    return assess(row["instruments"], row["orbit"], row["platform"])


def hard(fit):
    return [item for item in fit.violated if item.hard and item.variable != REACH]


def group(variable):
    return glossary.variables()[variable].group if variable in glossary.variables() else variable


def disagreement(row):
    """Why the library and a single or joint row differ; empty where they agree."""
    fit = of(row)
    if row["expected"] in ("feasible", "compatible"):
        return "; ".join(item.sentence for item in fit.violated if item.hard)
    wanted = named(row["limiting"])
    found = [item for item in fit.violated if item.hard]
    if not found:
        return f"nothing is violated; unknown: {', '.join(item.key for item in fit.unknown)}"
    variables = {item.variable for item in found}
    if not variables & set(wanted):
        return f"violated: {sorted(variables)}, expected one of {wanted}"
    worst = (hard(fit) or found)[0].variable
    if row["kind"] == "single" and worst not in wanted and group(worst) not in {group(name) for name in wanted}:
        return f"worst is {worst}, expected one of {wanted} or its group"
    return ""


def cases(rows, confidence=None):
    chosen = [row for row in rows if confidence is None or row["confidence"] == confidence]
    return pytest.mark.parametrize("row", chosen, ids=[row["id"] for row in chosen])


@cases([*SINGLE, *JOINT], "certain")
def test_certain_placements(row):
    assert not disagreement(row)


def test_share_of_single_placements_that_agree():
    wrong = {row["id"]: text for row in SINGLE if (text := disagreement(row))}
    assert len(wrong) <= (1 - AGREEMENT) * len(SINGLE), wrong


def test_share_of_joint_placements_that_agree():
    wrong = {row["id"]: text for row in JOINT if (text := disagreement(row))}
    assert len(wrong) <= (1 - AGREEMENT) * len(JOINT), wrong


@cases([row for row in SINGLE if row["expected"] == "feasible"])
def test_feasible_rows_list_their_missing_numbers(row):
    fit = of(row)
    assert fit.status in ("feasible", "undetermined")
    assert fit.status == "feasible" or all(item.missing for item in fit.unknown if item.hard)


def compliant(row):
    """The placement with only its named variables, and the reach of the platform, made compliant."""
    fit = of(row)
    platform = qt.platform(row["platform"])
    orbit = qt.orbit(row["orbit"])
    source = "compliant"
    references = {**platform.raw["references"], source: {"title": "Test", "kind": "assumed", "evidence": "assumed"}}
    wanted = set(named(row["limiting"]))
    offers = []
    for item in fit.findings:
        if item.variable not in wanted or item.basis == "gate" or item.limit is None:
            continue
        offer = {"variable": item.variable, "source": source}
        if item.sense == "one_of":
            offer["words"] = list(item.limit)
        elif glossary.variables()[item.variable].spectral:
            offer.update(curve=[[1e-6, item.limit * 1e-3], [1e6, item.limit * 1e-3]])
        else:
            offer["value"] = item.limit * (1.5 if item.sense == "at_least" else 0.5)
        offers.append(offer)
    changes = {
        "references": references,
        "offers": [*offers, *platform.raw.get("offers", [])],
        "flies": [*platform.raw.get("flies", []), {"orbit_class": orbit.orbit_class, "source": source}],
    }
    for resource, unit in (("mass", "kg"), ("power", "W"), ("volume", "m^3")):
        if f"payload_{resource}" in wanted:
            changes[f"payload_{resource}"] = {"value": f"{AMPLE} {unit}", "source": source}
    return qt.assess(with_named_windows(row, wanted), orbit, platform.replace(**changes))


def with_named_windows(row, wanted):
    """The instrument, without the window that a named variable measures: enough eclipse is made compliant with it."""
    instrument = qt.instrument(row["instruments"])
    if "eclipse_fraction" in wanted and "eclipse" in instrument.operations.when:
        return instrument.replace(operations__when="station_visible and station_dark")
    return instrument


@cases([row for row in SINGLE if row["expected"] == "infeasible"])
def test_named_variables_are_the_whole_reason(row):
    fit = compliant(row)
    found = {item.variable for item in fit.violated if item.hard}
    assert found == FURTHER_REASONS.get(row["id"], set()), [item.sentence for item in fit.violated if item.hard]


# Rankings


def figure(instrument, orbit, platform, name):
    fit = qt.assess(instrument, orbit, platform)
    return next(item.value for item in fit.performance[instrument] if item.name == name)


def rising(values):
    return all(one < two for one, two in itertools.pairwise(values))


def ranking(identifier):
    row = next(row for row in RANKING if row["id"] == identifier)
    return row["instruments"], row["orbit"].split(">"), row["platform"]


def test_equivalence_principle_prefers_low_orbits():
    instrument, orbits, platform = ranking("R002")
    sigma = [figure(instrument, orbit, platform, "eotvos_sigma_1yr") for orbit in orbits]
    assert sigma[0] == pytest.approx(4.14e-16, rel=0.03) and sigma[1] == pytest.approx(2.28e-15, rel=0.03)
    assert rising(sigma)


def temperatures(identifier, platforms):
    instrument, orbits, _ = ranking(identifier)
    places = zip(orbits, platforms, strict=True)
    return [qt.assess(instrument, orbit, host)["environment_temperature"].value for orbit, host in places]


def test_matter_waves_prefer_cold_places():
    assert rising(temperatures("R004", ["lpf_bus"] * 5))


def test_drift_away_is_colder_than_an_elliptical_orbit():
    assert rising(temperatures("R010", ["lisa_bus", "ste_quest_bus"]))


def test_free_fall_of_the_facilities():
    _, orbits, _ = ranking("R006")
    falls = [qt.environment(orbit).statistic("free_fall_time", "min").value for orbit in orbits]
    assert rising(falls[::-1])


def test_dawn_dusk_is_thermally_calmer_than_noon_midnight():
    instrument, orbits, _ = ranking("R008")
    assert rising([figure(instrument, orbit, "smallsat_150kg", "thermal_stability") for orbit in orbits])
