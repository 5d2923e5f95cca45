"""Reports: what is in them, in which form, and that they can be read alone."""

import csv
import io
import json
import math

import pytest

import qtspace_trade as qt
from qtspace_trade import testing
from qtspace_trade.errors import QtspaceError, UnknownName
from qtspace_trade.reports import joint_missions, mission_parameters, render
from qtspace_trade.reports.document import Heading, Items, Report, Text, table

INSTRUMENTS = ["ste_quest_clock", "ste_quest_ai", "maqro_2015", "micius"]
CATEGORIES = {"orbit", "thermal", "vacuum", "pointing", "acceleration", "magnetic", "mass", "power"}


@pytest.fixture(scope="module")
def missions():
    return qt.joint(
        INSTRUMENTS, ["ste_quest_m3_heo", "leo_500_noon_midnight", "sun_earth_l2"], ["ste_quest_bus", "micius_bus", "lpf_bus"],
        min_size=1, max_size=2, days=30,
    )  # fmt: skip


@pytest.fixture(scope="module", params=["D1.4", "D4.1"])
def report(request, missions):
    return qt.report(request.param, missions=missions)


def test_every_format_is_written_and_stable(report, tmp_path):
    for suffix in (".md", ".json", ".csv"):
        first, second = report.save(tmp_path / f"a{suffix}"), report.save(tmp_path / f"b{suffix}")
        assert first.read_bytes() == second.read_bytes()
        assert len(first.read_text(encoding="utf-8")) > 200


def test_markdown_tables_are_rectangular(report):
    width = None
    for line in report.markdown().splitlines():
        if line.startswith("|"):
            cells = line.replace("\\|", "").count("|")
            assert width in (None, cells), line
            width = cells
        else:
            width = None


def test_json_holds_the_tables(report):
    data = json.loads(render.json_text(report))
    assert data["report"] == report.kind
    assert set(data["tables"]) == set(report.tables)


def test_csv_is_the_main_table(report):
    rows = list(csv.reader(io.StringIO(render.csv_text(report))))
    assert tuple(rows[0]) == report.tables[report.main].columns
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == len(report.to_frame()) + 1


def test_every_instrument_has_every_category(missions):
    frame = qt.report("D4.1", missions=missions).to_frame()
    for name in INSTRUMENTS:
        rows = frame[frame.instrument == name]
        assert set(rows.category) >= CATEGORIES
        known = rows[rows.basis.isin(["declared", "derived"])]
        assert (known.value != "").all()
        assert (known[known.evidence != ""].source != "").all()


@pytest.mark.parametrize("name", qt.instruments())
def test_every_instrument_of_the_catalogue_has_every_category(name):
    rows = mission_parameters.parameter_rows(qt.instrument(name))
    assert {row[1] for row in rows} >= CATEGORIES
    for row in rows:
        cells = dict(zip(mission_parameters.COLUMNS, row, strict=True))
        assert cells["value"] not in ("", None)
        assert cells["basis"] in ("declared", "derived", "unknown")


def test_values_stand_in_the_unit_beside_them():
    rows = mission_parameters.parameter_rows(qt.instrument("maqro_2015"))
    named = [dict(zip(mission_parameters.COLUMNS, row, strict=True)) for row in rows]
    found = {row["parameter"]: row for row in named if row["basis"] == "declared"}
    temperature = found["environment temperature (test_volume)"]
    assert temperature["unit"] == "K" and temperature["sense"] == "at most" and temperature["evidence"] == "read"
    assert temperature["value"] == pytest.approx(20.0)
    assert found["mass"]["unit"] == "kg"


def test_share_read_at_the_source_is_printed(missions):
    text = qt.report("D4.1", missions=missions).markdown()
    assert "were read at their source" in text


def test_joint_missions_explain_pairs(missions):
    report = qt.report("D1.4", missions=missions)
    pairs = report.to_frame("pairs")
    pair = pairs[(pairs["first"] == "maqro_2015") & (pairs["second"] == "micius")].iloc[0]
    assert pair.status == "infeasible" and "micius.link_loss" in pair.conflict
    text = report.markdown()
    assert "How to read this" in text and "Assumed numbers" in text and "qtspace_trade" in text


def test_joint_missions_name_the_places_tried(missions):
    report = qt.report("D1.4", missions=missions)
    text = report.markdown()
    assert "Orbits tried (3): leo_500_noon_midnight, ste_quest_m3_heo, sun_earth_l2." in text
    assert "Platforms tried (3): lpf_bus, micius_bus, ste_quest_bus." in text
    names = report.to_frame("names").set_index("name")["what it is"]
    assert names["maqro_2015"] == qt.instrument("maqro_2015").title
    assert names["lpf_bus"] == qt.platform("lpf_bus").title


def test_a_derived_row_beside_a_declared_one_is_not_hard():
    rows = [dict(zip(mission_parameters.COLUMNS, row, strict=True))
            for row in mission_parameters.parameter_rows(qt.instrument("maqro_2015"))]  # fmt: skip
    hard = {(row["parameter"], row["basis"]): row["hard"] for row in rows}
    assert hard["free fall time", "declared"] is True
    assert hard["free fall time", "derived"] is False
    assert hard["gravity gradient", "derived"] is True


def test_unknown_report_and_format(missions, tmp_path):
    with pytest.raises(UnknownName, match=r"unknown report 'D4.2'\. Did you mean 'D4.1'"):
        qt.report("D4.2", missions=missions)
    with pytest.raises(QtspaceError, match=r"cannot write '.docx', expected one of .md, .json, .csv"):
        qt.report("D4.1", missions=missions).save(tmp_path / "d41.docx")
    with pytest.raises(UnknownName, match="table"):
        qt.report("D4.1", missions=missions).to_frame("no_table")


def test_cells():
    blocks = (Heading(2, "H"), Text("t"), Items(("a", "b")), table("x", "X", ("a", "b"), [(1.23456789, None), (False, "p|q")]))
    text = render.markdown(Report("T", "Title", blocks, "x"))
    assert "| 1.235 |  |" in text and "| no | p\\|q |" in text and text.startswith("# Title\n")


# What a set does to its members: a crew by hand, so that every number can be checked


CITED = {"references": {"test": {"title": "Number of a test", "kind": "assumed", "evidence": "assumed"}}}


def cited(value):
    return {"value": value, "source": "test"}


def member(name, **more):
    return testing.entry("instrument", name, {
        "title": "Instrument of a test", "family": "free",
        "operations": {"attitude_laws": ["nadir"], "time_fraction": cited("0.5")},
        "resources": {"mass": cited("100 kg"), "power": cited("60 W"), "volume": cited("50 L"), "heritage": "off_the_shelf"},
        **CITED, **more,
    })  # fmt: skip


def need(variable, limit):
    return {"variable": variable, "at_most": limit, "source": "test"}


HELD = {"variable": "attitude_law", "one_of": ["nadir"], "source": "test"}


def gives(emission, value, **more):
    return {"emission": emission, "value": value, "source": "test", **more}


@pytest.fixture(scope="module", autouse=True)
def family():
    with testing.family("free"):
        yield


@pytest.fixture(scope="module")
def crew(family):
    """A coil whose field takes margin, a gimbal that makes the victim pause, a comb that two share, one that helps."""
    comb = {"function": "frequency_comb", "mass": cited("20 kg"), "source": "test"}
    victim = member(
        "victim", requires=[need("magnetic_field", "1 uT"), need("vibration_line", "1e-6 m/s^2"),
                            need("residual_acceleration", "1e-6 m/s^2")],
        shares=[comb],
        accepts=[{"function": "drag_free_system", "fallback": "measures when it is quiet", "source": "test"}],
    )  # fmt: skip
    coil = member("coil", requires=[HELD], shares=[comb],
                  emits=[gives("magnetic_dipole", "0.05 A*m^2", note="guess"), gives("force_line", "0 N"),
                         gives("acceleration_at_neighbour", "0 m/s^2")],
                  provides=[{"function": "drag_free_system", "variable": "residual_acceleration", "value": "1e-8 m/s^2",
                             "source": "test"}])  # fmt: skip
    gimbal = member("gimbal", requires=[HELD],
                    emits=[gives("force_line", "1 N", exclusive=True), gives("steady_force", "0 N")])  # fmt: skip
    place = testing.entry("orbit", "place", {
        "title": "Orbit of a test", "kind": "declared", "orbit_class": "sun_earth_l2", **CITED,
        "offers": [{"variable": name, "value": value, "source": "test"} for name, value in
                   (("magnetic_field", "0.1 uT"), ("residual_acceleration", "5e-7 m/s^2"))],
    })  # fmt: skip
    bus = testing.entry("platform", "bus", {
        "title": "Platform of a test", "kind": "spacecraft", "flies": [{"orbit_class": "sun_earth_l2", "source": "test"}],
        "attitudes": [{"law": "nadir", "source": "test"}], "dry_mass": cited("500 kg"), "payload_mass": cited("1000 kg"),
        "payload_power": cited("1000 W"), "payload_volume": cited("1 m^3"), "time_overhead": cited("0.1"),
        "specific_impulse": cited("220 s"), "propellant_capacity": cited("60 kg"), "lifetime": cited("5 year"),
        "accommodation": {"payload_separation": cited("0.4 m")}, "emits": [gives("force_line", "0 N")], **CITED,
    })  # fmt: skip
    return qt.joint([victim, coil, gimbal], [place], [bus], min_size=3, max_size=3)


@pytest.fixture(scope="module")
def crew_report(crew):
    return qt.report("D1.4", missions=crew)


def frame_of(report, start):
    (name,) = [name for name in report.tables if name.startswith(f"{start}_")]
    return report.to_frame(name)


def test_interference_names_who_takes_what(crew_report):
    """2e-7 0.05 / 0.4^3 T = 0.156 uT at a victim that sees 0.1 uT of 1 uT."""
    rows = frame_of(crew_report, "interference")
    row = rows[(rows.emitter == "coil") & (rows.variable == "magnetic field")].iloc[0]
    assert (row.neighbour, row.emission, row.amount, row.distance) == ("victim", "magnetic dipole", "0.05 A*m^2", "0.4 m")
    assert (row["without all of them"], row["this one adds"], row["with all of them"]) == ("0.1 uT", "0.156 uT", "0.256 uT")
    assert row["margin without this one"] == pytest.approx(1.0)
    assert row.margin == pytest.approx(-math.log10(0.25625), abs=1e-6)


def test_interference_says_what_nobody_states(crew_report):
    rows = frame_of(crew_report, "interference")
    unknown = rows[rows["not known"] != ""]
    assert set(zip(unknown.emitter, unknown.variable, strict=True)) == {("gimbal", "magnetic field")}
    assert "of gimbal is not stated" in unknown.iloc[0]["not known"]
    assert (unknown["this one adds"] == "").all()


def test_contributions_that_take_nothing_are_counted(crew, crew_report):
    found = crew.best().interference
    shown = len(frame_of(crew_report, "interference"))
    paused = sum(item.paused for item in found)
    assert paused == 1 and shown == 2
    text = crew_report.markdown()
    assert f"{len(found) - paused - shown} contributions take less than 0.005 of margin each. 1 contribution costs time" in text


def test_who_pauses_and_the_cheapest_way_out(crew, crew_report):
    text = crew_report.markdown()
    assert "victim pauses while gimbal operates." in text
    assert crew.best().z == pytest.approx(0.9)
    rows = frame_of(crew_report, "time").set_index("instrument")
    assert rows.loc["victim", "asks for"] == "50 %" and rows.loc["victim", "measures of it"] == "90 %"
    assert "No time for all of: gimbal, victim." in text and "Cheapest way out: " in text


def test_three_columns_with_the_verdict_of_each_gate(crew_report):
    rows = frame_of(crew_report, "budgets").set_index("resource")
    mass = rows.loc["mass"]
    credit = 20.0 + 20.0 - 20.0 * 1.1
    assert mass["shared credit"] == pytest.approx(credit)
    assert mass.estimate == pytest.approx(300.0 - credit)
    assert mass["with maturity margin"] == pytest.approx(315.0 - credit)
    assert mass["with system margin"] == pytest.approx(1.2 * (315.0 - credit))
    assert mass.verdict == "met" and rows.loc["volume"].unit == "m^3"


def test_closure_adds_up(crew, crew_report):
    rows = frame_of(crew_report, "mass").set_index("part")["mass [kg]"]
    assert rows["dry mass"] == pytest.approx(1.2 * (rows["platform"] + rows["payload"]))
    assert rows["at launch"] == pytest.approx(rows["dry mass"] + rows["propellant"])
    lines = frame_of(crew_report, "velocity").set_index("line")
    keeping = lines.loc["station keeping"]
    assert keeping["velocity change [m/s]"] == pytest.approx(10.0) and keeping.margin == "100 %"
    assert keeping["with margin [m/s]"] == pytest.approx(20.0)
    whole = lines["with margin [m/s]"].sum()
    assert rows["propellant"] == pytest.approx(1.02 * rows["dry mass"] * math.expm1(whole / (220 * 9.80665)), rel=1e-9)
    lifted = frame_of(crew_report, "launchers")
    assert set(lifted["lifts this spacecraft"]) <= {"yes", "no", "unknown"}
    assert list(lifted.launcher) == [item.name for item in crew.best().closures[0].launchers]


def test_synergies_with_what_is_left_without_them(crew_report):
    shared = frame_of(crew_report, "shared").iloc[0]
    assert (shared["what is shared"], shared["mass saved"], shared["power saved"]) == ("frequency comb", "18 kg", "unknown")
    assert "power of the frequency comb" in shared["not stated"]
    row = frame_of(crew_report, "improved").iloc[0]
    assert (row.instrument, row.provider, row.value, row.then) == ("victim", "coil", "1e-08 m/s^2", "measures when it is quiet")
    assert row.margin == pytest.approx(2.0) and row["margin where it fails"] == pytest.approx(-math.log10(0.5), abs=1e-6)


def test_enabled_science_has_its_source(missions):
    report = qt.report("D1.4", missions=missions)
    rows = report.to_frame("science_ste_quest_clock_ste_quest_ai")
    assert "arXiv:1310.0084" in rows.iloc[0].source and rows.iloc[0].by == "ste_quest_clock; ste_quest_ai"


def test_assumed_emissions_are_listed(crew_report):
    rows = crew_report.to_frame("assumptions")
    row = rows[rows.number == "emits magnetic dipole"].iloc[0]
    assert (row.entry, row["value"], row.reason) == ("coil", "0.05 A*m^2", "guess")
    assert "accommodation.payload separation" in set(rows.number)


def test_a_need_known_from_below_is_at_least_that(missions):
    fit = qt.assess(["ste_quest_clock", "ste_quest_ai"], "ste_quest_m3_heo", "ste_quest_bus", days=5)
    rows = {row[1]: dict(zip(joint_missions.BUDGET_COLUMNS, row, strict=True)) for row in joint_missions._budgets(fit)}
    assert rows["volume"]["with maturity margin"] == "at least 0.564" and rows["volume"]["not stated by"] == "ste_quest_clock"
    assert rows["volume"]["estimate"] is None and rows["volume"]["verdict"] == "unknown, decides nothing"


def test_budgets_stand_beside_their_own_platform():
    """Two sites of one station, of which each has budgets of its own number."""
    fit = qt.assess(["cal", "aces_pharao"], "iss", ["iss_internal_rack", "iss_columbus_external"], days=5)
    rows = list(joint_missions._budgets(fit))
    for item in fit.aboard:
        own = [row for row in rows if row[0] == item.site.platform.name]
        assert [row[1] for row in own] == [one.resource for one in item.budgets.values() if one.spoken_of]


def test_what_instruments_and_platforms_give_off_is_listed(missions):
    report = qt.report("D4.1", missions=missions)
    rows = report.to_frame("emissions")
    for name in INSTRUMENTS:
        assert len(rows[rows.instrument == name]) == len(qt.instrument(name).emits)
    pausing = rows[(rows.instrument == "micius") & rows.how.str.contains("neighbours pause")]
    assert set(pausing.emission) == {row.emission.replace("_", " ") for row in qt.instrument("micius").emits if row.exclusive}
    platforms = report.to_frame("platforms")
    torquers = platforms[(platforms.platform == "micius_bus") & (platforms.parameter == "emits magnetic dipole")]
    assert "100 A*m^2" in set(torquers["value"])


def test_dwell_and_further_resources_are_parameters():
    full = member("full", requires=[HELD], operations={"dwell": cited("20 s")},
                  resources={"peak_power": cited("0.8 kW"), "cold_load": cited("5 mW")})  # fmt: skip
    rows = [dict(zip(mission_parameters.COLUMNS, row, strict=True)) for row in mission_parameters.parameter_rows(full)]
    found = {row["parameter"]: row for row in rows}
    assert (found["uninterrupted block of time"]["value"], found["uninterrupted block of time"]["unit"]) == (20.0, "s")
    assert (found["peak power"]["value"], found["cold load"]["value"]) == pytest.approx((800.0, 5.0))
    assert found["mass"]["basis"] == "unknown"


def test_duties_of_the_platform_are_told_with_what_they_cost():
    fit = qt.assess(["maqro_2015", "soc"], "sun_earth_l2", "l2_observatory_host", days=5)
    (platform,) = [site.platform for site in fit.sites]
    (items,) = [block.items for block in joint_missions._time(fit, "k") if isinstance(block, Items)]
    assert all(duty.name in items[0] for duty in platform.duties) and items[0].startswith("Duties of l2_observatory_host")
    assert "z = " in items[1] and "time in all" in items[1]
