"""Figures of matter-wave experiments: data beside the picture, and the data are those of the physics."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from qtspace_trade.constants import ATOMIC_MASS
from qtspace_trade.errors import QtspaceError
from qtspace_trade.physics import matter_wave, passive_cooling
from qtspace_trade.plotting import matter_wave as plots

SILICA = matter_wave.Particle(1e9 * ATOMIC_MASS, 56.47e-9, 2.1 + 0.57j, 2.13)
DESIGN = matter_wave.Interferometer(100e-9, 50.0, 50.0)


def saved(path):
    assert path.stat().st_size > 5_000
    return pd.read_csv(path.with_suffix(".csv"))


def test_csl_map_holds_the_border(tmp_path):
    target = tmp_path / "csl.png"
    figure = plots.csl_map({"1e9 u": (SILICA, DESIGN, 0.1)}, target, np.geomspace(1e-8, 1e-6, 11))
    table = saved(target)
    assert_allclose(table["1e9 u"][np.isclose(table.length_m, 1e-7)], 1.51e-20, rtol=0.01)
    assert len([text for text in figure.axes[0].texts if "Pathfinder" in text.get_text()]) == 2


def test_requirements_fall_with_time_and_pressure_with_mass(tmp_path):
    target = tmp_path / "needs.png"
    offers = [("L2", 17.0, 1e-15), ("GEO", 91.0, None)]
    plots.requirement_plot(plots.silica_requirements, offers, (50.0, 100.0), target, np.geomspace(1e8, 1e10, 3))
    table = saved(target)
    assert_allclose(table["temperature_K_100_s"], [15.8, 23.2, 34.0], rtol=0.01)
    assert_allclose(table["pressure_Pa_100_s"], [2.8e-13, 6.0e-14, 1.3e-14], rtol=0.05)
    assert (table["temperature_K_50_s"] > table["temperature_K_100_s"]).all()


def test_bars_leave_out_what_is_nowhere_seen(tmp_path):
    target = tmp_path / "bars.png"
    budgets = {"L2": {"gas": 0.01, "light": 0.02, "flow": 0.0}, "LEO": {"gas": 1e4, "light": 1e6, "flow": 0.0}}
    figure = plots.budget_bars(budgets, target)
    assert list(saved(target).columns) == ["place", "gas", "light"]
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == ["gas", "light"]


def test_stages_are_drawn_from_the_bus(tmp_path):
    target = tmp_path / "shields.png"
    ladder = [300.0, *passive_cooling.ladder(300.0, 4, 8.7)]
    plots.shield_temperatures({"ladder": ladder}, target)
    assert_allclose(saved(target).temperature_K, ladder)


def test_only_pictures_are_written(tmp_path):
    with pytest.raises(QtspaceError, match="expected a file that ends in"):
        plots.shield_temperatures({"ladder": [300.0, 100.0]}, tmp_path / "shields.txt")


def test_no_case_is_lost_for_want_of_a_colour():
    figure = plots.shield_temperatures({f"case {number}": [300.0, 100.0 + number] for number in range(14)})
    assert len(figure.axes[0].lines) == 14
