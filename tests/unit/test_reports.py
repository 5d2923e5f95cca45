"""Reports: what is in them, in which form, and that they can be read alone."""

import csv
import io
import json

import pytest

import qtspace_trade as qt
from qtspace_trade.errors import QtspaceError, UnknownName
from qtspace_trade.reports import mission_parameters, render
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
