"""Figures of interferometers and clocks: what is drawn, what is written, and the data beside it."""

import csv

import numpy as np
import pytest

import qtspace_trade as qt
from qtspace_trade.errors import QtspaceError
from qtspace_trade.models.error_budget import ErrorBudget, Quantity, term, total
from qtspace_trade.plotting import atoms_clocks


@pytest.fixture(scope="module")
def fit():
    return qt.assess("ste_quest_ai", "ste_quest_m3_heo", "ste_quest_bus", days=20)


def labels(figure):
    return [text.get_text() for text in figure.axes[0].get_yticklabels()]


def test_bars_of_a_budget(fit, tmp_path):
    budget = fit.error_budgets["ste_quest_ai"]
    figure = atoms_clocks.budget_bars(budget, tmp_path / "bars.png")
    assert {"vibration", "gravity gradient", "statistical, whole"} <= set(labels(figure))
    below, above = figure.axes[0].get_ylim()
    assert above <= -0.5 and below >= len(labels(figure)) - 0.5  # the first and the last row are whole
    written = [text.get_text() for text in figure.axes[0].texts]
    assert written.count("unknown") == len(budget.statistical.missing_terms) + len(budget.systematic.missing_terms)
    with (tmp_path / "bars.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == len(budget.rows())


def test_a_lost_fringe_is_written():
    lost = total("statistical", (term("projection noise", Quantity(np.inf), ""),))
    nothing = total("systematic", (term("Coriolis", Quantity(0.0), ""),))
    floor = term("quantum floor", Quantity(1e-9), "")
    figure = atoms_clocks.budget_bars(ErrorBudget("acceleration", "m/s^2", floor, lost, nothing))
    assert "no fringe left" in [text.get_text() for text in figure.axes[0].texts]


def test_eotvos_ratio_over_time(fit, tmp_path):
    atoms_clocks.eotvos_over_time(fit, "ste_quest_ai", tmp_path / "eta.png")
    with (tmp_path / "eta.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    one = min(rows, key=lambda row: abs(float(row["years"]) - 1.0))
    assert float(one["projection_noise"]) * np.sqrt(float(one["years"])) == pytest.approx(2.28e-15, rel=0.02)
    assert len({row["systematic"] for row in rows}) == 1  # it does not average


def test_no_ratio_no_figure():
    other = qt.assess("carioqa", "leo_500_noon_midnight", "medium_bus_500kg", days=5)
    with pytest.raises(QtspaceError, match="nothing to draw"):
        atoms_clocks.eotvos_over_time(other, "carioqa")


def test_orbits_for_two_instruments(tmp_path):
    pair = qt.instrument("ste_quest_ai"), qt.instrument("ste_quest_clock")
    heights = np.geomspace(1e6, 1e8, 40)
    table = atoms_clocks.joint_orbit_table(*pair, 700e3, heights)
    assert np.all(np.diff(table.eotvos_1yr) > 0) and np.all(np.diff(table.redshift_absolute) < 0)
    assert np.all(table.redshift_modulated > table.redshift_modulated_statistical)
    atoms_clocks.joint_orbits(*pair, 700e3, heights, tmp_path / "joint.svg")
    assert (tmp_path / "joint.svg").exists() and (tmp_path / "joint.csv").exists()


def test_worst_frequency_is_marked(tmp_path):
    noisy = qt.assess("cal", "iss", "iss_internal_rack", days=5)
    figure = atoms_clocks.vibration_against_limit(noisy, "cal", tmp_path / "vibration.png")
    (text,) = figure.axes[0].texts
    assert text.get_text().startswith("worst at 300 Hz: 89 x")
    assert noisy["cal.residual_acceleration_asd"].limit == pytest.approx(1.1e-4)
    silent = qt.assess("cal", "ste_quest_m3_heo", "ste_quest_bus", days=5)
    with pytest.raises(QtspaceError, match="no spectrum"):
        atoms_clocks.vibration_against_limit(silent, "cal")


def test_spectrum_and_limit_that_do_not_meet():
    bus = qt.platform("iss_internal_rack")
    others = [offer for offer in bus.raw["offers"] if offer["variable"] != "residual_acceleration_asd"]
    curve = [["1 kHz", "1e-4 m/s^2/sqrt(Hz)"], ["2 kHz", "1e-4 m/s^2/sqrt(Hz)"]]
    high = bus.replace(offers=[*others, {"variable": "residual_acceleration_asd", "curve": curve, "source": "micro_g"}])
    with pytest.raises(QtspaceError, match="nothing to compare"):
        atoms_clocks.vibration_against_limit(qt.assess("cal", "iss", high, days=5), "cal")


def test_an_instrument_that_is_not_on_board(fit):
    for figure in (atoms_clocks.eotvos_over_time, atoms_clocks.vibration_against_limit):
        with pytest.raises(QtspaceError, match="expected one of ste_quest_ai"):
            figure(fit, "cal")


def test_orbits_cannot_be_compared_without_a_window():
    pair = qt.instrument("ste_quest_m7"), qt.instrument("ste_quest_clock")
    with pytest.raises(QtspaceError, match="useful_altitude not stated"):
        atoms_clocks.joint_orbit_table(*pair, 700e3, [1e7])


def test_a_path_that_is_no_picture_is_refused(fit):
    with pytest.raises(QtspaceError, match="ends in"):
        atoms_clocks.budget_bars(fit.error_budgets["ste_quest_ai"], "bars.txt")
