"""The page of an orbit: its data table against the environment's own statistics."""

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import qtspace_trade as qt
from qtspace_trade.cli import app
from qtspace_trade.errors import QtspaceError
from qtspace_trade.plotting.orbit_page import orbit_page


@pytest.mark.parametrize("name", ["leo_500_noon_midnight", "ste_quest_m3_heo", "sun_earth_l2"])
def test_daily_eclipse_minutes_add_up_to_the_eclipse_fraction(name, tmp_path):
    place = qt.environment(name, days=60)
    orbit_page(place, tmp_path / "page.png")
    daily = pd.read_csv(tmp_path / "page.csv")
    umbra = place.statistic("eclipse_fraction", "mean")
    assert len(daily) == 60
    assert daily.eclipse_minutes.sum() / (60 * 1440) == pytest.approx(umbra.value, abs=0.01 * umbra.value + 1e-9)


def test_beta_of_a_noon_midnight_orbit_stays_small_and_of_a_dawn_dusk_orbit_large(tmp_path):
    for name, low, high in (("leo_500_noon_midnight", 0.0, 10.0), ("sso_600_dawn_dusk", 55.0, 90.0)):
        orbit_page(qt.environment(name), tmp_path / f"{name}.svg")
        beta = np.abs(pd.read_csv(tmp_path / f"{name}.csv").beta_degrees)
        assert low <= beta.min() and beta.max() <= high


def test_no_page_without_a_computed_orbit(tmp_path):
    with pytest.raises(QtspaceError, match="where and when it flies is not stated"):
        orbit_page(qt.environment("drop_tower"), tmp_path / "page.png")
    assert not list(tmp_path.iterdir())


def test_env_writes_the_page_and_says_so(tmp_path):
    done = CliRunner().invoke(app, ["env", "iss", "--days", "7", "--plot", str(tmp_path / "iss.png")])
    assert done.exit_code == 0 and "page:" in done.stdout
    assert (tmp_path / "iss.png").stat().st_size > 20_000
