"""The documentation: its examples are valid entries, its field names are those of the schema, its links lead somewhere."""

import re
import tomllib
from pathlib import Path

import pytest

from qtspace_trade import testing
from qtspace_trade.schema import entries, glossary
from qtspace_trade.schema.rows import Emission

ROOT = Path(__file__).parents[2]
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"]
CATALOGUE = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
WHOLE, OTHERS, PLATFORM = re.findall(r"```toml\n(.*?)```", CATALOGUE, re.DOTALL)[1:]
CITED = {"drawing": {"title": "Drawing", "kind": "published", "evidence": "read"}}


def test_the_instrument_is_a_valid_entry():
    found = testing.entry("instrument", "example", tomllib.loads(WHOLE))
    (emission,) = found.emits
    assert emission.emission == "magnetic_dipole" and emission.value == 0.5 and found.operations.dwell.si == 20.0
    assert found.placement.least_separation.si == 0.5 and found.shares[0].mass.si == 20.0


def test_what_else_an_instrument_states_is_valid():
    found = testing.entry("instrument", "example", tomllib.loads(WHOLE) | tomllib.loads(OTHERS))
    assert found.keeps_out[0].emission == "high_voltage" and found.accepts[0].fallback == "its own quartz"
    assert found.provides[0].value == 1e-9 and found.provides[0].law == "inertial"


def test_the_platform_is_a_valid_entry():
    data = {"title": "Platform", "kind": "spacecraft", "references": CITED, **tomllib.loads(PLATFORM)}
    found = testing.entry("platform", "example", data)
    assert found.attitudes[0].hold.si == 10 * 86400 and found.duties[0].exclusive
    assert found.accommodation.gyration_radius.si == 0.7


def stated(heading):
    section = CATALOGUE.split(heading)[1].split("\n#")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {name for cell in cells for name in re.findall(r"`([a-z_]+)", cell)}


@pytest.mark.parametrize(("heading", "model", "left_out"), [
    ("### What it takes", entries.Resources, {"heritage"}),
    ("### What it gives off", Emission, set()),
])  # fmt: skip
def test_every_field_is_explained(heading, model, left_out):
    assert stated(heading) == set(model.model_fields) - left_out


def test_fields_of_a_platform_are_fields():
    assert stated("### A platform") <= set(entries.Platform.model_fields)
    offered = {name for name in entries.Platform.model_fields if name.startswith(("payload_", "micro_", "cold_lift"))}
    assert stated("### A platform") >= offered


def test_every_kind_of_emission_is_in_the_table():
    text = (ROOT / "docs" / "emissions.md").read_text(encoding="utf-8")
    missing = [name for name in glossary.emission_kinds() if f"`{name}`" not in text]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_to_files(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
