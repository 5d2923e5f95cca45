"""Synergies: shared hardware, improved environment, science of the combination."""

import json
import math

import numpy as np
import pytest

import qtspace_trade as qt
from qtspace_trade import testing
from qtspace_trade.assessment import synergies
from qtspace_trade.assessment.rows import rows_of
from qtspace_trade.assessment.seen import Seen, unseen
from qtspace_trade.catalogue import view
from qtspace_trade.engine.values import Spectrum, Value, unknown
from qtspace_trade.errors import CatalogueError
from qtspace_trade.models import registry
from qtspace_trade.schema import glossary

CITED = {"references": {"test": {"title": "Number of a test", "kind": "published", "evidence": "read"}}}


@pytest.fixture(scope="module", autouse=True)
def families():
    with testing.family("free"):
        yield


def cited(value):
    return {"value": value, "source": "test"}


def instrument(name, **more):
    return testing.entry("instrument", name, {"title": name, "family": "free", **CITED, **more})


def share(function, mass=None, **more):
    numbers = {key: cited(value) for key, value in more.items() if key not in ("part_of", "source")}
    text = {key: value for key, value in more.items() if key in ("part_of", "source")}
    return {"function": function, **({"mass": cited(mass)} if mass else {}), **numbers, **text}


def pair(first, second, **more):
    return tuple(instrument(name, shares=[row], **more) for name, row in (("a", first), ("b", second)))


class TestSharedHardware:
    def test_two_terminals_of_the_note(self):
        """11.9 and 30 kg with a tenth more for the second user: 33.0 kg shared, 8.9 kg saved."""
        members = pair(share("optical_terminal", "11.9 kg"), share("optical_terminal", "30 kg"))
        found = synergies.credit(members, "mass")
        assert found.value == pytest.approx(8.9)
        assert found.rows[0].shared == pytest.approx(33.0)
        assert found.known
        assert found.rows[0].evidence == "assumed"  # the tenth is the vocabulary's

    def test_own_growth_goes_before_that_of_the_vocabulary(self):
        members = pair(share("laser", "20 kg", extra_per_user="0.5"), share("laser", "20 kg", extra_per_user="0.2"))
        found = synergies.credit(members, "mass")
        assert found.value == pytest.approx(40 - 20 * 1.5)
        assert found.rows[0].evidence == "read"

    def test_a_name_of_ones_own_is_shared_and_needs_its_own_growth(self):
        known = pair(share("oven of mine", "5 kg", extra_per_user="0"), share("oven of mine", "7 kg"))
        assert synergies.credit(known, "mass").value == pytest.approx(5.0)
        silent = pair(share("oven of mine", "5 kg"), share("oven of mine", "7 kg"))
        found = synergies.credit(silent, "mass")
        assert found.value == 0.0
        assert "growth of a shared oven of mine" in found.unknown[0]

    def test_an_alias_is_the_same_function(self):
        members = pair(share("laser_system", "20 kg"), share("laser", "20 kg"))
        assert synergies.credit(members, "mass").value == pytest.approx(18.0)

    def test_an_unstated_mass_is_named_and_not_counted(self):
        members = pair(share("telescope", "20 kg"), share("telescope", source="test"))
        found = synergies.credit(members, "mass")
        assert found.value == 0.0
        assert found.rows[0].saved is None
        assert found.unknown == (
            "credit of mass for telescope shared by a and b is unknown: the mass of the telescope of 'b' is not stated",
        )

    def test_unknown_beside_known(self):
        members = tuple(
            instrument(name, shares=[share("laser", "20 kg"), share("telescope", source="test")]) for name in ("a", "b")
        )
        found = synergies.credit(members, "mass")
        assert found.value == pytest.approx(18.0)
        assert not found.known

    @pytest.mark.parametrize(("fallback", "saved"), [("0", 18.0), ("0.25", 13.5), ("1", 0.0)])
    def test_a_fallback_kept_by_all_scales_the_credit(self, fallback, saved):
        row = share("laser", "20 kg", fallback=fallback)
        found = synergies.credit(pair(row, row), "mass")
        assert found.value == pytest.approx(saved)
        kept = [text for text in found.rows[0].conditions if "fallback" in text]
        assert len(kept) == (2 if fallback != "0" else 0)

    def test_who_keeps_all_of_its_own_takes_nothing_from_the_others(self):
        members = (*pair(share("laser", "20 kg"), share("laser", "20 kg")),
                   instrument("c", shares=[share("laser", source="test", fallback="1")]))  # fmt: skip
        assert synergies.credit(members, "mass").value == pytest.approx(18.0)

    def test_performance_instead_of_mass_needs_no_mass(self):
        """STE-QUEST: both instruments keep an oscillator of their own beside the optically derived microwave."""
        members = (qt.instrument("ste_quest_clock"), qt.instrument("ste_quest_ai"))
        row = next(row for row in synergies.credit(members, "mass").rows if row.function == "microwave_reference")
        assert row.saved == 0.0
        assert row.missing == ()
        assert all(item.accepts[0].function == "microwave_reference" for item in members)

    def test_power_of_users_that_never_run_together_is_the_largest(self):
        members = pair(share("laser", "20 kg", power="30 W"), share("laser", "20 kg", power="50 W"))
        assert synergies.credit(members, "power").value == pytest.approx(80 - 55)
        apart = frozenset({("b", "a")})
        assert synergies.credit(members, "power", apart).value == pytest.approx(80 - 50)
        assert synergies.credit(members, "mass", apart).value == pytest.approx(18.0)
        assert "never at the same time: a and b" in synergies.credit(members, "power", apart).rows[0].conditions

    def test_three_users_of_which_two_never_run_together(self):
        members = tuple(
            instrument(name, shares=[share("laser", power=power, extra_per_user="0.1")])
            for name, power in (("a", "50 W"), ("b", "40 W"), ("c", "10 W"))
        )
        assert synergies.credit(members, "power").value == pytest.approx(100 - 60)
        assert synergies.credit(members, "power", frozenset({("a", "b")})).value == pytest.approx(100 - 55)

    def test_several_units_of_one_instrument_are_not_shared_with_itself(self):
        one = instrument("a", shares=[share("telescope", "20 kg"), share("telescope", "20 kg")])
        assert synergies.credit((one,), "mass").value == 0.0
        both = (one, instrument("b", shares=[share("telescope", "10 kg")]))
        assert synergies.credit(both, "mass").value == pytest.approx(50 - 44)

    def test_a_unit_within_a_shared_one_is_not_credited_again(self):
        """Two uses of one payload share its telescope already; a third instrument meets one telescope, not two."""
        rows = [share("payload X", "100 kg", extra_per_user="0"), share("telescope", "30 kg", part_of="payload X")]
        uses = tuple(instrument(name, shares=rows) for name in ("a", "b"))
        assert synergies.credit(uses, "mass").value == pytest.approx(100.0)
        third = instrument("c", shares=[share("telescope", "20 kg")])
        assert synergies.credit((*uses, third), "mass").value == pytest.approx(100.0 + 50 - 33)
        assert synergies.credit((uses[0], third), "mass").value == pytest.approx(50 - 33)

    def test_units_heavier_than_their_instrument_give_no_credit(self):
        members = pair(share("laser", "20 kg"), share("laser", "20 kg"), resources={"mass": cited("15 kg")})
        found = synergies.credit(members, "mass")
        assert found.value == 0.0
        assert "take more mass than its stated 15 kg" in found.unknown[0]

    def test_a_telescope_of_two_wavelengths_says_so(self):
        members = pair(share("telescope", "20 kg", wavelength="850 nm"), share("telescope", "20 kg", wavelength="1.55 um"))
        conditions = synergies.credit(members, "mass").rows[0].conditions
        assert "wavelength plan: 850 nm (a), 1550 nm (b)" in conditions
        assert any(text.startswith("one unit meets the largest aperture") for text in conditions)
        assert any("hits a and b together" in text for text in conditions)

    def test_other_resources_have_no_credit(self):
        members = pair(share("laser", "20 kg"), share("laser", "20 kg"))
        assert synergies.credit(members, "data_rate") == synergies.Credit(0.0, (), ())

    def test_micius_is_one_payload_with_two_uses(self):
        members = (qt.instrument("micius"), qt.instrument("micius_entanglement"))
        assert synergies.credit(members, "mass").value == pytest.approx(130.0)
        assert synergies.credit(members, "mass").known

    def test_published_masses_of_the_catalogue(self):
        """Laser system of MAIUS-1 27 kg and 21 litres (arXiv:1606.00271), hydrogen maser of ACES 35 kg (SHM-35)."""
        laser = next(item for item in qt.instrument("maius").shares if item.function == "laser")
        assert (laser.mass.si, laser.volume.si) == pytest.approx((27.0, 0.021))
        maser = next(item for item in qt.instrument("aces_pharao").shares if item.function == "microwave_reference")
        assert maser.mass.si == 35.0

    def test_a_unit_has_a_source(self):
        with pytest.raises(CatalogueError, match="the source is missing"):
            instrument("a", shares=[{"function": "laser"}])
        assert instrument("a", shares=[share("laser", "5 kg")]).shares[0].source == "test"

    def test_hint_at_a_misspelt_function(self):
        odd = instrument("a", shares=[share("frequency_combs", "5 kg"), share("oven of mine", "5 kg"), share("laser", "5 kg")])
        assert view.hints(odd) == (
            "[[shares]] function 'frequency_combs' is a name of its own; did you mean 'frequency_comb'?",
        )

    def test_nothing_of_the_catalogue_needs_a_hint(self):
        assert not [hint for name in qt.instruments() for hint in view.hints(qt.instrument(name))]


def requirement(variable, sense, limit, **more):
    return {"variable": variable, sense: limit, "source": "test", **more}


def victim(*rows, accepts=("drag_free",), **more):
    taken = [{"function": name, "fallback": "rides along", "source": "test", **more} for name in accepts]
    return instrument("victim", requires=list(rows), accepts=taken)


def provider(name="provider", function="drag_free", variable="residual_acceleration", value="1e-12 m/s^2", **more):
    number = {} if value is None else {"value": value}
    return instrument(name, provides=[{"function": function, "variable": variable, **number, "source": "test", **more}])


def seen_of(value, bound=0):
    return Seen(value, value, bound, Value(value, {0: "exact", 1: "at_least", -1: "at_most"}[bound]), value)


QUIET = requirement("residual_acceleration", "at_most", "1e-10 m/s^2")


class TestImprovedEnvironment:
    def test_a_provider_lowers_what_a_neighbour_sees(self):
        row = rows_of(victim(QUIET))[0]
        item = synergies.improvement(row, (row.instrument, provider()))
        before = seen_of(1e-7)
        after = synergies.improved(row, before, item)
        assert (after.low, after.shown, after.bound) == (1e-12, 1e-12, 0)
        assert ("provider", "test") in after.value.sources
        assert item.fallback == "rides along"
        assert before.low == 1e-7
        assert "provider gives victim a residual acceleration of 1e-12 m/s^2" in item.sentence

    def test_only_what_is_accepted(self):
        deaf = rows_of(instrument("victim", requires=[QUIET]))[0]
        assert synergies.improvement(deaf, (deaf.instrument, provider())) is None
        other = rows_of(victim(QUIET, variables=["temperature_stability"]))[0]
        assert synergies.improvement(other, (other.instrument, provider())) is None

    def test_nobody_helps_itself(self):
        row = rows_of(victim(QUIET))[0]
        assert synergies.improvement(row, (row.instrument, provider(name="victim"))) is None

    def test_no_worse_than_without(self):
        row = rows_of(victim(QUIET))[0]
        item = synergies.improvement(row, (row.instrument, provider()))
        before = seen_of(1e-13)
        assert synergies.improved(row, before, item) is before
        assert synergies.improved(row, before, None) is before

    def test_a_lower_limit_is_raised(self):
        row = rows_of(victim(requirement("free_fall_time", "at_least", "10 s")))[0]
        item = synergies.improvement(row, (row.instrument, provider(variable="free_fall_time", value="20 s")))
        assert synergies.improved(row, seen_of(5.0), item).low == 20.0
        before = seen_of(50.0)
        assert synergies.improved(row, before, item) is before

    @pytest.mark.parametrize(
        ("seen", "bound", "value", "expected"),
        [
            (1e-9, 1, "1e-12 m/s^2", (1e-12, 0)),  # at least 1e-9 without: exactly the provider's
            (1e-13, 1, "1e-12 m/s^2", (1e-12, -1)),  # at least 1e-13, and at most what is provided, which is enough
            (1e-13, 1, "1e-9 m/s^2", (1e-13, 1)),  # what is provided is not enough: nothing is known that was not before
            (1e-9, -1, "1e-12 m/s^2", (1e-12, -1)),
            (math.nan, 0, "1e-12 m/s^2", (1e-12, -1)),
        ],
    )
    def test_one_sided_knowledge(self, seen, bound, value, expected):
        row = rows_of(victim(QUIET))[0]
        item = synergies.improvement(row, (row.instrument, provider(value=value)))
        before = unseen(unknown("nobody says")) if math.isnan(seen) else seen_of(seen, bound)
        after = synergies.improved(row, before, item)
        assert (after.low, after.bound) == expected

    def test_a_bound_that_promises_nothing_is_no_offer(self):
        row = rows_of(victim(QUIET))[0]
        assert synergies.improvement(row, (row.instrument, provider(bound="at_least"))) is None
        item = synergies.improvement(row, (row.instrument, provider(bound="at_most")))
        assert synergies.improved(row, seen_of(1e-7), item).bound == -1

    def test_the_best_of_several_and_only_that(self):
        row = rows_of(victim(QUIET))[0]
        members = (row.instrument, provider("x", value="1e-11 m/s^2"), provider("y", value="1e-12 m/s^2"))
        assert synergies.improvement(row, members).provider == "y"
        assert synergies.improvement(row, members[::-1]).provider == "y"

    def test_law_orbit_class_and_condition_of_the_offer(self):
        row = rows_of(victim(QUIET))[0]
        members = (row.instrument, provider(law="inertial", orbit_classes=["leo"]))
        assert synergies.improvement(row, members) is None
        assert synergies.improvement(row, members, law="inertial", orbit_class="leo") is not None
        assert synergies.improvement(row, members, law="nadir", orbit_class="leo") is None
        dark = provider(when="eclipse")
        assert synergies.improvement(row, (row.instrument, dark)) is None
        eclipsed = rows_of(victim({**QUIET, "when": "eclipse"}))[0]
        assert synergies.improvement(eclipsed, (eclipsed.instrument, dark)) is not None

    def test_the_stage_has_to_be_the_same(self):
        rows = rows_of(victim(requirement("environment_temperature", "at_most", "20 K", at={"stage": "bench"})))
        cold = {"variable": "environment_temperature", "value": "15 K"}
        assert synergies.improvement(rows[0], (rows[0].instrument, provider(**cold, at={"stage": "bench"}))) is not None
        assert synergies.improvement(rows[0], (rows[0].instrument, provider(**cold, at={"stage": "bus"}))) is None
        assert synergies.improvement(rows[0], (rows[0].instrument, provider(**cold))) is not None

    def test_windows_and_words_are_not_improved(self):
        row = rows_of(victim(requirement("environment_temperature", "between", ["10 K", "20 K"])))[0]
        cold = provider(variable="environment_temperature", value="15 K")
        assert synergies.improvement(row, (row.instrument, cold)) is None

    def test_a_platform_serves_too(self):
        row = rows_of(victim(QUIET))[0]
        offer = {"function": "drag_free", "variable": "residual_acceleration", "value": "1e-11 m/s^2", "source": "test"}
        bus = {"title": "bus", "kind": "spacecraft", **CITED, "provides": [offer]}
        platform = testing.entry("platform", "bus", bus)
        assert synergies.improvement(row, (row.instrument,), platform).provider == "bus"

    def test_a_chain_is_not_followed(self):
        """The provider's own surroundings are improved by a third: its number stays the one it states."""
        middle = instrument(
            "middle", requires=[QUIET], accepts=[{"function": "cold_stage", "fallback": "none", "source": "test"}],
            provides=[{"function": "drag_free", "variable": "residual_acceleration", "value": "1e-11 m/s^2", "source": "test"}],
        )  # fmt: skip
        first = provider("first", "cold_stage", value="1e-14 m/s^2")
        row = rows_of(victim(QUIET))[0]
        alone = synergies.improvement(row, (row.instrument, middle))
        assert synergies.improvement(row, (row.instrument, middle, first)) == alone
        assert alone.value == 1e-11

    def test_every_row_in_two_stages(self):
        rows = rows_of(victim(QUIET, requirement("free_fall_time", "at_least", "10 s")))
        seen = tuple(seen_of(1e-7) if row.variable.name == "residual_acceleration" else seen_of(20.0) for row in rows)
        members = (rows[0].instrument, provider(with_neighbours=True))
        before, used = synergies.improve(rows, seen, members, None)
        assert before == seen
        assert used == (None, None)
        after, used = synergies.improve(rows, seen, members, None, with_neighbours=True)
        assert [item.variable for item in used if item] == ["residual_acceleration"]
        assert sum(new is old for new, old in zip(after, seen, strict=True)) == 1


BAND = {"band": ["1 mHz", "1 Hz"]}
FLAT = "1e-9 m/s^2/sqrt(Hz)"
NOISE = requirement("residual_acceleration_asd", "spectrum", [["1 mHz", FLAT], ["1 Hz", FLAT]])


def spectral(level, low=1e-3, high=1.0):
    return Value(Spectrum((low, high), (level, level)))


class TestImprovedSpectrum:
    def row_and(self, **offer):
        row = rows_of(victim(NOISE))[0]
        offer = {"variable": "residual_acceleration_asd", "value": "1e-10 m/s^2/sqrt(Hz)", **BAND, **offer}
        return row, synergies.improvement(row, (row.instrument, provider(**offer)))

    def test_over_the_whole_band(self):
        row, item = self.row_and()
        before = synergies.spectral(row, spectral(1e-8))
        after = synergies.improved(row, before, item)
        assert (before.low, after.low) == pytest.approx((10.0, 0.1))

    def test_over_a_part_of_the_band_the_rest_stays(self):
        row, item = self.row_and(band=["1 mHz", "100 mHz"])
        falling = Value(Spectrum((1e-3, 1.0), (1e-7, 1e-9)))
        before = synergies.spectral(row, falling)
        after = synergies.improved(row, before, item)
        assert before.low == pytest.approx(100.0)
        assert after.low == pytest.approx(falling.data.at(0.1) / 1e-9, rel=0.05)
        assert after.frequency == pytest.approx(0.1, rel=0.02)

    def test_unknown_before_is_a_bound_after(self):
        row, item = self.row_and()
        after = synergies.improved(row, unseen(unknown("nobody says")), item)
        assert (after.low, after.bound) == (pytest.approx(0.1), -1)
        row, item = self.row_and(band=["1 mHz", "100 mHz"])
        before = unseen(unknown("nobody says"))
        assert synergies.improved(row, before, item) is before

    def test_with_neighbours_only_the_whole_band_counts(self):
        row, item = self.row_and(with_neighbours=True)
        assert synergies.improved(row, synergies.spectral(row, spectral(1e-8)), item).low == pytest.approx(0.1)

    def test_no_worse_than_without(self):
        row, item = self.row_and()
        before = synergies.spectral(row, spectral(1e-11))
        assert synergies.improved(row, before, item) is before


class TestEnabledScience:
    def test_clock_and_atoms(self):
        members = (qt.instrument("ste_quest_clock"), qt.instrument("ste_quest_ai"))
        names = [item.name for item in synergies.enabled(members)]
        assert names == ["equivalence_principle_in_one_field"]
        assert synergies.enabled(members[::-1]) == synergies.enabled(members)

    def test_clock_link_and_keys(self):
        members = (qt.instrument("aces_pharao"), qt.instrument("micius"))
        found = synergies.enabled(members)
        assert [item.name for item in found] == ["quantum_secure_time"]
        assert found[0].members == (("aces_pharao",), ("aces_pharao",), ("micius",))

    def test_dark_matter_needs_both_ranges(self):
        found = synergies.enabled((qt.instrument("focos"), qt.instrument("aedge")))
        assert "dark_matter_clocks_and_atoms" in [item.name for item in found]
        assert not [item for item in synergies.enabled((qt.instrument("focos"), qt.instrument("beccal")))
                    if item.name == "dark_matter_clocks_and_atoms"]  # fmt: skip

    def test_one_instrument_enables_nothing(self):
        for name in qt.instruments():
            assert synergies.enabled((qt.instrument(name),)) == ()

    def test_the_table_speaks_of_what_exists(self):
        known = {
            "family": set(registry.names()), "serves": set(glossary.purposes()), "technology": set(glossary.technologies()),
            "function": set(glossary.functions()),
        }  # fmt: skip
        for entry in glossary.combinations():
            assert entry.source
            assert entry.evidence in ("read", "recalled", "computed")
            assert set(entry.serves) <= set(glossary.purposes())
            for alternative in (one for need in entry.needs for one in need):
                for kind, name in (part.split(":") for part in alternative.split(" & ")):
                    assert name in known[kind], alternative


class TestVocabulary:
    def test_aliases_name_one_function_each(self):
        names = [name for item in glossary.functions().values() for name in (item.name, *item.aliases)]
        assert len(names) == len(set(names))

    def test_every_growth_has_its_reason(self):
        for item in glossary.functions().values():
            assert item.union
            assert item.failure
            assert item.extra_per_user is None or (item.extra_per_user >= 0 and item.source and item.evidence)

    @pytest.mark.parametrize(
        "row",
        [
            {"function": "drag_free", "variable": "residual_acceleration", "source": "test"},
            {"function": "drag_free", "variable": "residual_acceleration", "value": "1 K", "source": "test"},
            {"function": "drag_free", "variable": "no_such_variable", "value": "1 K", "source": "test"},
            {"function": "drag_free", "variable": "attitude_law", "words": ["nadir"], "source": "test"},
            {"function": "", "variable": "residual_acceleration", "value": "1e-9 m/s^2", "source": "test"},
            {"function": "drag_free", "variable": "residual_acceleration_asd", "value": "1e-9 m/s^2/Hz^0.5", "source": "test"},
        ],
    )
    def test_a_provision_states_one_number_of_a_known_variable(self, row):
        with pytest.raises(CatalogueError):
            instrument("a", provides=[row])

    def test_an_acceptance_states_its_fallback(self):
        with pytest.raises(CatalogueError, match="fallback"):
            instrument("a", accepts=[{"function": "drag_free", "source": "test"}])


def test_report_as_plain_data():
    members = (qt.instrument("ste_quest_clock"), qt.instrument("ste_quest_ai"), qt.instrument("micius"))
    found = synergies.report(members, qt.platform("ste_quest_bus")).to_dict()
    assert set(found) == {"credits", "improvements", "enabled"}
    assert json.loads(json.dumps(found)) == found
    row = rows_of(victim(QUIET))[0]
    offered = synergies.report((row.instrument, provider())).to_dict()["improvements"]
    assert [item["value"] for item in offered] == [1e-12]
    assert np.isfinite(offered[0]["value"])
