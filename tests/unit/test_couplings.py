"""Couplings in an assessment: emission, placement, path, combination, what is unknown, who takes the margin."""

import math

import numpy as np
import pytest

import qtspace_trade as qt
from qtspace_trade import testing
from qtspace_trade.assessment import placement
from qtspace_trade.errors import CatalogueError
from qtspace_trade.schema import glossary

CITED = {"references": {"test": {"title": "Number of a test", "kind": "assumed", "evidence": "assumed"}}}
KINDS = glossary.emission_kinds()


@pytest.fixture(scope="module", autouse=True)
def family():
    with testing.family("free"):
        yield


def cited(value):
    return {"value": value, "source": "test"}


def emission(kind, value, **more):
    stated = value if isinstance(value, str) else f"{value!r} {KINDS[kind].unit}"
    return {"emission": kind, "value": stated, "source": "test", **more}


def instrument(name, *rows, emits=(), **more):
    return testing.entry("instrument", name, {
        "title": "Instrument of a test", "family": "free",
        "requires": list(rows) or [{"variable": "attitude_law", "one_of": ["nadir"], "source": "test"}],
        "operations": {"attitude_laws": ["nadir"], "time_fraction": cited("0.5")},
        "resources": {"mass": cited("10 kg"), "power": cited("10 W"), "heritage": "flown"}, "emits": list(emits),
        **CITED, **more,
    })  # fmt: skip


def victim(variable, limit, **more):
    return instrument("victim", {"variable": variable, "at_most": limit, "source": "test"}, **more)


def orbit(*offers):
    return testing.entry("orbit", "place", {
        "title": "Orbit of a test", "kind": "declared", "orbit_class": "facility", "offers": list(offers), **CITED,
    })  # fmt: skip


def platform(**more):
    numbers = {"dry_mass": "100 kg", "payload_mass": "1000 kg", "payload_power": "1000 W", "time_overhead": "0"}
    return testing.entry("platform", "bus", {
        "title": "Platform of a test", "kind": "spacecraft", "flies": [{"orbit_class": "facility", "source": "test"}],
        "attitudes": [{"law": "nadir", "source": "test"}], **CITED,
        **{key: cited(value) for key, value in numbers.items() if key not in more},
        **{key: value for key, value in more.items() if value is not None},
    })  # fmt: skip


def offered(variable, value, **more):
    return {"variable": variable, "value": value, "source": "test", **more}


def finding(variable, members, *offers, bus=None):
    return qt.assess(members, orbit(*offers), bus or platform())[f"victim.{variable}"]


SMALL = 0.4  # m between payloads of a 100 kg spacecraft, data/accommodations.toml


@pytest.mark.parametrize(("kind", "amount", "variable", "expected"), [
    ("magnetic_dipole", 0.05, "magnetic_field", 2e-7 * 0.05 / SMALL**3),
    ("magnetic_dipole", 0.05, "magnetic_field_gradient", 6e-7 * 0.05 / SMALL**4),
    ("magnetic_quadrupole", 0.05, "magnetic_field", 6e-7 * 0.05 / SMALL**4),
    ("magnetic_shield_radius", 0.1, "magnetic_field", 2 * 30e-6 * (0.1 / SMALL) ** 3),
    ("moving_mass", 0.5, "self_gravity", 6 * 6.6743e-11 * 0.5 / SMALL**4),
])  # fmt: skip
def test_a_path_by_hand(kind, amount, variable, expected):
    unit = glossary.variable(variable).unit
    base = {"magnetic_field": "30 uT", "self_gravity": "1e-12 1/s^2"}.get(variable, f"1e-9 {unit}")
    members = [victim(variable, f"1 {unit}"), instrument("source", emits=[emission(kind, amount)])]
    alone, beside = finding(variable, members[:1], offered(variable, base)), finding(variable, members, offered(variable, base))
    assert beside.value - alone.value == pytest.approx(expected, rel=1e-3)
    (row,) = [one for one in beside.contributions if one.amount]
    assert row.emitter == "source" and row.distance == SMALL


@pytest.mark.parametrize(("kind", "amount", "more", "expected"), [
    ("static_imbalance", 1.5e-6, {"band": ["50 Hz", "60 Hz"]}, 2 * 1.5e-6 * (2 * math.pi * 60) ** 2 / 120),
    ("force_line", 0.1, {"band": ["40 Hz", "50 Hz"]}, 2 * 0.1 / 120),
    ("dynamic_imbalance", 2e-7, {"band": ["50 Hz", "60 Hz"]},
     2e-7 * (2 * math.pi * 60) ** 2 * 0.35 / (120 * 0.35**2)),
])  # fmt: skip
def test_lines_of_a_neighbour_at_their_worst_speed(kind, amount, more, expected):
    """Force and payload at the radius of gyration, 0.35 m: F/M + F r r/I = 2 F/M."""
    quiet = platform(emits=[emission("force_line", 0.0)])
    members = [victim("vibration_line", "1 m/s^2"), instrument("source", emits=[emission(kind, amount, **more)])]
    seen = finding("vibration_line", members, bus=quiet)
    assert seen.value == pytest.approx(expected, rel=1e-3)
    assert kind == "force_line" or seen.frequency == pytest.approx(60)


def test_lines_that_the_platform_does_not_state_are_unknown():
    members = [victim("vibration_line", "1 m/s^2"), instrument("source", emits=[emission("force_line", 0.0)])]
    assert finding("vibration_line", members).status == "unknown"
    wheels = platform(emits=[emission("static_imbalance", 1.5e-6, band=["10 Hz", "100 Hz"])])
    assert finding("vibration_line", members, bus=wheels).status == "met"


def test_the_worst_frequency_moves_with_the_neighbour():
    """A floor rising with frequency beside a neighbour that shakes at 1 Hz: the sum is worst where the neighbour is."""
    curve = [["0.1 Hz", "1e-9 m/s^2/sqrt(Hz)"], ["100 Hz", "4e-9 m/s^2/sqrt(Hz)"]]
    floor = {"variable": "residual_acceleration_asd", "curve": curve, "source": "test"}
    shaker = instrument("source", emits=[emission("vibration_force", 120 * 3e-8, band=["0.9 Hz", "1.1 Hz"])])
    quiet = victim("residual_acceleration_asd", "1e-8 m/s^2/sqrt(Hz)")
    alone, beside = (finding("residual_acceleration_asd", members, floor) for members in ([quiet], [quiet, shaker]))
    assert alone.frequency == pytest.approx(100) and alone.status == "met"
    assert beside.frequency == pytest.approx(1, rel=0.15) and beside.status == "violated"
    assert beside.value == pytest.approx(3e-8, rel=0.01)


def test_an_isolator_lowers_what_is_above_its_frequency():
    curve = [["1 Hz", "1e-12 m/s^2/sqrt(Hz)"], ["100 Hz", "1e-12 m/s^2/sqrt(Hz)"]]
    floor = {"variable": "residual_acceleration_asd", "curve": curve, "source": "test"}
    noise = {"band": ["49 Hz", "51 Hz"]}
    isolated = {**noise, "isolator_frequency": cited("5 Hz"), "isolator_damping": cited("0.02")}
    bare, mounted = (
        finding("residual_acceleration_asd", [victim("residual_acceleration_asd", "1 m/s^2/sqrt(Hz)"),
                instrument("source", emits=[emission("vibration_force", 1e-6, **more)])], floor).value
        for more in (noise, isolated)
    )  # fmt: skip
    assert mounted / bare == pytest.approx(0.0109, rel=0.05)


def test_a_shield_around_the_emitter():
    bare, behind = (
        finding("magnetic_field", [victim("magnetic_field", "1 T"), instrument("source", emits=[row])],
                offered("magnetic_field", "1e-9 T")).value
        for row in (emission("magnetic_dipole", 1.0), emission("magnetic_dipole", 1.0, shielding=cited("100")))
    )  # fmt: skip
    assert (bare - 1e-9) / (behind - 1e-9) == pytest.approx(100)


def test_distances_that_are_stated_take_the_place_of_the_class():
    boom = {"placement": {"least_separation": cited("2 m"), "source": "test"}}
    source = instrument("source", emits=[emission("magnetic_dipole", 1.0)])
    base = offered("magnetic_field", "1e-12 T")
    far = finding("magnetic_field", [victim("magnetic_field", "1 T", **boom), source], base)
    assert far.value == pytest.approx(2e-7 / 8, rel=1e-3)
    wide = platform(accommodation={"payload_separation": cited("1 m")})
    near = finding("magnetic_field", [victim("magnetic_field", "1 T"), source], base, bus=wide)
    assert near.value == pytest.approx(2e-7, rel=1e-3)


def test_gas_that_is_not_in_sight_is_a_tenth():
    gas = emission("gas_release", 1e15, species="H2O", temperature=cited("293 K"))
    base = offered("number_density", "1 1/m^3")

    def density(zone):
        cold = victim("number_density", "1e20 1/m^3", placement={"zone": "outside", "source": "test"})
        source = instrument("source", emits=[gas], placement={"zone": zone, "source": "test"})
        return finding("number_density", [cold, source], base).value

    assert density("outside") / density("bus") == pytest.approx(10, rel=1e-6)


def test_gas_of_another_species_does_not_count():
    gas = emission("gas_release", 1e15, species="H2O", temperature=cited("293 K"))
    row = {"variable": "number_density", "at_most": "1e20 1/m^3", "source": "test", "at": {"species": "He"}}
    members = [instrument("victim", row), instrument("source", emits=[gas])]
    fit = qt.assess(members, orbit(offered("number_density", "1 1/m^3")), platform())
    assert fit["victim.number_density[species=He]"].value == pytest.approx(1.0)


def test_light_outside_the_band_of_the_receiver_adds_nothing(monkeypatch):
    lamp = emission("lit_power", 1.0)
    base = offered("background_light", "1e-6 W/m^2/sr/m")
    seen = finding("background_light", [victim("background_light", "1 W/m^2/sr/m"), instrument("source", emits=[lamp])], base)
    assert seen.status == "unknown" and "lit_wavelengths" in " ".join(seen.missing)


def test_any_kind_answers_for_its_topic():
    base = offered("magnetic_field", "1e-9 T")
    for row, status in ((emission("magnetic_shield_radius", 0.0), "met"), (emission("vibration_force", 0.0), "unknown")):
        members = [victim("magnetic_field", "1 T"), instrument("source", emits=[row])]
        assert finding("magnetic_field", members, base).status == status


def test_the_platform_adds_to_what_is_computed_and_not_to_what_it_offers():
    torquer = platform(emits=[emission("magnetic_dipole", 10.0, place="payload")])
    probe = victim("magnetic_field", "1 T")
    assert finding("magnetic_field", [probe], offered("magnetic_field", "30 uT"), bus=torquer).value == pytest.approx(30e-6)
    loud, clean = (
        qt.assess("ste_quest_clock", "geo", qt.platform("ste_quest_bus").replace(emits=emits))["magnetic_field"].value
        for emits in ([emission("magnetic_dipole", 10.0, source="assumed")], [])
    )
    assert loud > clean + 1e-6


def test_a_lower_limit_is_not_helped():
    needs = instrument("victim", {"variable": "magnetic_field", "at_least": "1 uT", "source": "test"})
    source = instrument("source", emits=[emission("magnetic_dipole", 100.0)])
    assert finding("magnetic_field", [needs, source], offered("magnetic_field", "0.9 uT")).status == "violated"


def test_the_interference_table_names_who_takes_the_margin():
    members = [victim("magnetic_field", "1 uT"), instrument("strong", emits=[emission("magnetic_dipole", 0.3)]),
               instrument("weak", emits=[emission("magnetic_dipole", 0.01)])]  # fmt: skip
    fit = qt.assess(members, orbit(offered("magnetic_field", "0.1 uT")), platform())
    rows = {one.emitter: one for one in fit.interference if one.victim == "victim"}
    assert next(iter(rows)) == "strong"
    strong = rows["strong"]
    assert strong.baseline == pytest.approx(1e-7) and strong.unit == "T"
    assert strong.margin == pytest.approx(fit["victim.magnetic_field"].margin)
    without = qt.assess([members[0], members[2]], orbit(offered("magnetic_field", "0.1 uT")), platform())
    assert strong.margin_without == pytest.approx(without["victim.magnetic_field"].margin)
    assert strong.taken == pytest.approx(strong.margin_without - strong.margin)
    assert "strong adding" in fit["victim.magnetic_field"].sentence and "take" in fit["victim.magnetic_field"].sentence
    farther = platform(accommodation={"payload_separation": cited(f"{SMALL * strong.further!r} m")})
    pair = qt.assess(members[:2], orbit(offered("magnetic_field", "0.1 uT")), farther)
    assert pair["victim.magnetic_field"].margin == pytest.approx(0.0, abs=1e-9)


def test_a_pause_costs_time_and_not_margin():
    loud = emission("magnetic_dipole", 100.0, exclusive=True)
    members = [victim("magnetic_field", "1 uT"), instrument("source", emits=[loud])]
    fit = qt.assess(members, orbit(offered("magnetic_field", "0.1 uT")), platform())
    alone = qt.assess(members[0], orbit(offered("magnetic_field", "0.1 uT")), platform())
    assert fit["victim.magnetic_field"].margin == alone["victim.magnetic_field"].margin
    assert fit.z == pytest.approx(1.0) and alone.z == pytest.approx(2.0)


def test_keep_out_is_a_gate():
    wary = victim("magnetic_field", "1 T", keeps_out=[{"emission": "radio_power", "source": "test"}])
    base = offered("magnetic_field", "1 nT")
    for emits, status in (([emission("radio_power", 5.0)], "infeasible"), ([emission("radio_power", 0.0)], "feasible"),
                          ([], "undetermined")):  # fmt: skip
        source = instrument("source", emits=[emission("magnetic_dipole", 0.0), *emits])
        fit = qt.assess([wary, source], orbit(base), platform())
        assert fit.status == status, fit.explain()


def test_lost_time_is_taken_from_the_neighbours():
    calm = victim("magnetic_field", "1 T")
    source = instrument("source", emits=[emission("magnetic_dipole", 0.0), emission("lost_time", 0.5)])
    fit = qt.assess([calm, source], orbit(offered("magnetic_field", "1 nT")), platform())
    assert fit.z == pytest.approx(1.0)


def test_classes_of_platforms():
    assert placement.separation(platform(), "payload").value == SMALL
    assert placement.separation(platform(), "payload").evidence == "assumed"
    heavy = platform(dry_mass=cited("600 kg"))
    assert placement.class_of(heavy).name == "medium satellite"
    unknown = platform(dry_mass=None)
    assert placement.class_of(unknown) is None
    members = [victim("magnetic_field", "1 T"), instrument("source", emits=[emission("magnetic_dipole", 1.0)])]
    assert finding("magnetic_field", members, offered("magnetic_field", "1 nT"), bus=unknown).status == "unknown"


@pytest.mark.parametrize(("row", "message"), [
    ({"emission": "magnetic_dipole", "value": "1 T", "source": "test"}, "expected A*m^2"),
    ({"emission": "gas_release", "value": "1 1/s", "species": "N3", "source": "test"}, "unknown species 'N3'"),
    ({"emission": "magnetic_dipole", "curve": [["1 Hz", "1 A*m^2"], ["2 Hz", "1 A*m^2"]], "source": "test"}, "not a spectrum"),
    ({"emission": "vibration_force", "source": "test"}, "expected exactly one of value, curve"),
])  # fmt: skip
def test_wrong_emissions_say_what_is_wrong(row, message):
    with pytest.raises(CatalogueError, match=message.replace("*", r"\*").replace("^", r"\^")):
        instrument("source", emits=[row])


def test_every_coupling_walks_a_path_that_exists():
    from qtspace_trade.assessment.couplings import PATHS
    from qtspace_trade.engine import providers

    for coupling in glossary.couplings():
        assert coupling.emission in KINDS and coupling.variable in glossary.variables()
        if coupling.path:
            names = [name for name, _ in providers.arguments(PATHS + coupling.path)]
            assert coupling.amount in names
            assert {name for name, _ in coupling.rename} <= set(names)
    assert np.all([kind.topic for kind in KINDS.values()])


@pytest.mark.parametrize("coupling", [item for item in glossary.couplings() if item.path], ids=lambda item: item.name)
def test_a_path_falls_with_the_power_that_the_table_states(coupling):
    from qtspace_trade.assessment.couplings import PATHS
    from qtspace_trade.engine import providers

    given = {
        "frequency": 50.0, "in_sight": True, "spacecraft_mass": 100.0, "moment_of_inertia": 50.0, "temperature": 293.0,
        "thermal_resistance": 0.1, "lit_wavelengths": (0.8e-6, 0.9e-6), "wavelength": 0.85e-6, "molecule_mass": 3e-26,
        "stage_temperature": 20.0, "radiator_area": 1.0, "radiator_emissivity": 0.9, "ambient_field": 3e-5,
        "lever": 0.35,
    }  # fmt: skip
    path = providers.function_of(PATHS + coupling.path)
    names = [name for name, needed in providers.arguments(PATHS + coupling.path) if needed]

    def at(distance):
        values = {**given, "distance": distance, coupling.amount: 0.01}
        return float(path(**{name: values[name] for name in names}))

    if coupling.fall:
        assert at(1.0) / at(2.0) == pytest.approx(2.0**coupling.fall, rel=1e-6)
    else:
        assert at(2.0) >= at(1.0)


# What a reviewer would try


DRIFT = "residual_acceleration"
PROVIDES = {"function": "drag_free", "variable": DRIFT, "value": "1e-12 m/s^2", "source": "test"}
ACCEPTS = {"function": "drag_free", "fallback": "measures less well", "source": "test"}


def two_laws(*offers, laws=("nadir", "inertial"), **more):
    return platform(attitudes=[{"law": law, "source": "test"} for law in laws], offers=list(offers), **more)


def free(name, *rows, laws=("nadir", "inertial"), share="0.4", **more):
    return instrument(name, *rows, operations={"attitude_laws": list(laws), "time_fraction": cited(share)}, **more)


def test_what_was_assessed_before_changes_nothing():
    """A provider that makes an exclusive emitter matter, or not: the same verdict in both orders of assessment."""
    limit = {"variable": DRIFT, "at_most": "1e-8 m/s^2", "source": "test"}
    crew = [
        free("victim", limit, accepts=[ACCEPTS]),
        free("source", emits=[emission("acceleration_at_neighbour", 5e-8, exclusive=True)]),
        free("quiet", provides=[PROVIDES], emits=[emission("acceleration_at_neighbour", 0.0)]),
    ]

    def verdicts(order):
        place, bus = orbit(offered(DRIFT, "1e-6 m/s^2")), platform()
        seen = {}
        for size in order:
            fit = qt.assess(crew[:size], place, bus)
            seen[size] = (fit.status, fit["victim.residual_acceleration"].margin, fit.aboard[0].apart)
        return seen

    assert verdicts((2, 3)) == verdicts((3, 2))


def test_laws_are_chosen_beside_the_neighbours():
    """Nadir is too noisy once the neighbour adds to it; the victim may work in the inertial law only."""
    bus = two_laws(offered(DRIFT, "1e-12 m/s^2", law="inertial"), offered(DRIFT, "9e-10 m/s^2", law="nadir"))
    limit = {"variable": DRIFT, "at_most": "1e-9 m/s^2", "source": "test"}
    crew = [
        free("victim", limit, share="0.5"),
        free("source", laws=("nadir",), share="0.9", emits=[emission("acceleration_at_neighbour", 8e-10)]),
    ]
    fit = qt.assess(crew, orbit(), bus)
    assert fit.attitude["victim"] == "inertial"
    assert fit.status == "infeasible" and fit.z == pytest.approx(1 / 1.4)
    assert all(law == "inertial" for who, law, _, _ in fit.shared.time if who == "victim")


def test_a_provider_may_decide_the_law():
    bus = two_laws(offered(DRIFT, "1e-7 m/s^2"))
    limit = {"variable": DRIFT, "at_most": "1e-9 m/s^2", "source": "test"}
    quiet = free("quiet", provides=[{**PROVIDES, "law": "inertial"}], emits=[emission("acceleration_at_neighbour", 0.0)])
    fit = qt.assess([free("victim", limit, accepts=[ACCEPTS]), quiet], orbit(), bus)
    assert fit.status == "feasible" and fit.attitude["victim"] == "inertial"
    missions = qt.joint([free("victim", limit, accepts=[ACCEPTS]), quiet], orbit(), bus)
    assert missions.best().status == "feasible"
    assert not missions.why_not(["victim", "quiet"]).conflicts


def test_heat_beside_a_temperature_that_is_stated_is_unknown():
    cold = victim("environment_temperature", "20 K")
    warm = instrument("source", emits=[emission("heat_on_cold_stage", 5.0)])
    seen = finding("environment_temperature", [cold, warm], offered("environment_temperature", "16 K"))
    assert seen.status == "unknown" and "stated, not computed" in " ".join(seen.missing)
    clean = instrument("source", emits=[emission("heat_on_cold_stage", 0.0)])
    assert finding("environment_temperature", [cold, clean], offered("environment_temperature", "16 K")).status == "met"


@pytest.mark.parametrize(("amount", "status"), [(1e-3, "violated"), (1e-12, "unknown")])
def test_what_neighbours_add_to_an_unknown_is_a_lower_bound(amount, status):
    members = [victim(DRIFT, "1e-9 m/s^2"), instrument("source", emits=[emission("acceleration_at_neighbour", amount)])]
    assert finding(DRIFT, members).status == status
    shaker = instrument("source", emits=[emission("vibration_force", 120 * amount, band=["1 Hz", "2 Hz"])])
    seen = finding("residual_acceleration_asd", [victim("residual_acceleration_asd", "1e-9 m/s^2/sqrt(Hz)"), shaker])
    assert seen.status == status


def test_of_two_providers_neither_hides_the_other():
    """One holds with neighbours, a stricter one without: together no worse than the first alone."""
    limit = {"variable": DRIFT, "at_most": "1e-11 m/s^2", "source": "test"}
    loud = free("source", emits=[emission("acceleration_at_neighbour", 1e-9)])
    clean = [emission("acceleration_at_neighbour", 0.0)]
    first = free("first", provides=[{**PROVIDES, "value": "2e-12 m/s^2", "with_neighbours": True}], emits=clean)
    second = free("second", provides=[PROVIDES], emits=clean)
    crew = [free("victim", limit, accepts=[ACCEPTS]), loud, first]
    place = orbit(offered(DRIFT, "1e-6 m/s^2"))
    assert qt.assess(crew, place, platform()).status == "feasible"
    fit = qt.assess([*crew, second], place, platform())
    assert fit.status == "feasible"
    assert all(one.taken is None or one.taken >= 0 for one in fit.interference)


def test_the_resonance_of_an_isolator_is_not_missed():
    """1/(2 damping) at 23.7 Hz, narrower than the grid."""
    mounted = {"band": ["10 Hz", "100 Hz"], "isolator_frequency": cited("23.7 Hz"), "isolator_damping": cited("0.002")}
    quiet = platform(emits=[emission("force_line", 0.0)])
    source = instrument("source", emits=[emission("force_line", 0.1, **mounted)])
    seen = finding("vibration_line", [victim("vibration_line", "1 m/s^2"), source], bus=quiet)
    assert seen.value == pytest.approx(2 * 0.1 / 120 / (2 * 0.002), rel=1e-3)
    assert seen.frequency == pytest.approx(23.7, rel=1e-3)


def test_a_constant_field_changes_no_range():
    row = {"variable": "magnetic_field", "at_most": "1 T", "statistic": "range", "source": "test"}
    still = instrument("source", emits=[emission("magnetic_dipole", 1.0)])
    fit = qt.assess([instrument("victim", row), still], orbit(offered("magnetic_field", "1 uT")), platform())
    assert fit["victim.magnetic_field"].value == pytest.approx(qt.assess(
        instrument("victim", row), orbit(offered("magnetic_field", "1 uT")), platform())["magnetic_field"].value)  # fmt: skip


def test_a_verdict_rests_on_what_neighbours_state_as_clean():
    said = {"references": {**CITED["references"], "paper": {"title": "A paper", "kind": "published", "evidence": "read"}}}
    base = {"variable": "magnetic_field", "value": "1 nT", "source": "paper"}
    place = testing.entry("orbit", "place", {"title": "Orbit of a test", "kind": "declared", "orbit_class": "facility",
                                             "offers": [base], **said})  # fmt: skip
    row = {"variable": "magnetic_field", "at_most": "1 T", "source": "paper"}
    probe = instrument("victim", row, **said)
    alone = qt.assess(probe, place, platform())["magnetic_field"]
    beside = qt.assess([probe, instrument("source", emits=[emission("magnetic_dipole", 0.0)])], place, platform())
    assert (alone.evidence, beside["victim.magnetic_field"].evidence) == ("read", "assumed")


@pytest.mark.parametrize(("row", "message"), [
    ({"emission": "lost_time", "value": "2", "source": "test"}, "a share is at most 1"),
    ({"emission": "magnetic_dipole", "value": "1 A*m^2", "band": ["1 Hz", "9 Hz"], "source": "test"}, "not depend on"),
    ({"emission": "resting_mass", "value": "1 kg", "source": "test"}, "read from .resources."),
])  # fmt: skip
def test_emissions_that_mean_nothing_are_refused(row, message):
    with pytest.raises(CatalogueError, match=message):
        instrument("source", emits=[row])
    with pytest.raises(CatalogueError, match="does not pause"):
        platform(emits=[emission("magnetic_dipole", 1.0, exclusive=True)])


@pytest.mark.parametrize(("hard", "apart"), [(True, True), (False, False)])
def test_nobody_pauses_for_a_wish(hard, apart):
    row = {"variable": "magnetic_field", "at_most": "1 uT", "source": "test", "hard": hard}
    crew = [instrument("victim", row), instrument("source", emits=[emission("magnetic_dipole", 100.0, exclusive=True)])]
    fit = qt.assess(crew, orbit(offered("magnetic_field", "0.1 uT")), platform())
    assert (fit.aboard[0].apart == (("victim", "source"),)) == apart
    assert fit["victim.magnetic_field"].status == ("met" if apart else "violated") and fit.status == "feasible"


def test_what_an_orbit_induces_changes_a_range():
    row = {"variable": "magnetic_field", "at_most": "1 T", "statistic": "range", "source": "assumed"}
    probe = qt.instrument("ste_quest_clock").replace(requires=[row])
    shielded = instrument("source", emits=[emission("magnetic_shield_radius", 0.1)])
    alone = qt.assess(probe, "gto", "ste_quest_bus", days=30)["magnetic_field"].value
    beside = qt.assess([probe, shielded], "gto", "ste_quest_bus", days=30)["ste_quest_clock.magnetic_field"].value
    assert beside > alone
