"""The margin heat map: a figure with its data beside it."""

import csv

import pytest

import qtspace_trade as qt
from qtspace_trade.plotting import heatmap


@pytest.fixture(scope="module")
def comparison():
    return qt.compare(["ste_quest_ai", "maqro_2015", "micius"], ["ste_quest_m3_heo", "sun_earth_l2", "geo"], days=30)


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_figure_and_data_are_written(comparison, tmp_path, suffix):
    figure = comparison.plot(tmp_path / "deep" / f"margins.{suffix}")
    assert (tmp_path / "deep" / f"margins.{suffix}").stat().st_size > 5_000
    with (tmp_path / "deep" / "margins.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(comparison.instruments) * len(comparison.orbits)
    assert figure.axes[0].get_title()


def test_table_names_the_limiting_variable(comparison):
    table = heatmap.margin_table(comparison).set_index(["instrument", "orbit"])
    assert table.loc[("ste_quest_ai", "sun_earth_l2"), "variable"] == "gravity_signal"
    assert table.loc[("ste_quest_ai", "sun_earth_l2"), "margin_decades"] < -3
    assert table.loc[("maqro_2015", "geo"), "status"] == "infeasible"


def test_infeasible_cells_are_hatched(comparison):
    figure = comparison.plot()
    infeasible = (heatmap.margin_table(comparison)["status"] == "infeasible").sum()
    assert len([patch for patch in figure.axes[0].patches if patch.get_hatch()]) == infeasible > 0


def test_a_cell_that_fails_by_a_choice_is_as_dark_as_one_that_fails_by_decades(comparison):
    figure = qt.compare(["micius"], ["ste_quest_m3_heo"], ["ste_quest_bus"], days=5).plot()
    assert figure.axes[0].images[0].get_array().tolist() == [[-heatmap.LIMIT]]
