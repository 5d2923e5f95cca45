"""Environments on integrated motion."""

import numpy as np
import pytest

import qtspace_trade as qt
from qtspace_trade import design
from qtspace_trade.errors import QtspaceError


def test_j2_alone_stays_on_the_mean_orbit():
    """The integrated orbit is the mean one with short-period terms along the track, up to 10 km, and second order."""
    mean, integrated = qt.environment("sso_600_dawn_dusk", days=10), qt.propagate("sso_600_dawn_dusk", forces=(), days=10)
    for which in ("min", "mean", "max"):
        found, expected = (env.statistic("altitude", which).value for env in (integrated, mean))
        assert found == pytest.approx(expected, abs=300.0)
    times = np.linspace(0.0, 10 * 86_400.0, 500)
    apart = mean.layer.trajectory.states(times)[0] - integrated.layer.trajectory.states(times)[0]
    assert np.linalg.norm(apart, axis=-1).max() < 40e3


def test_sun_and_moon_move_a_high_perigee():
    """Without them the perigee of the STE-QUEST orbit stays; with them it moves by kilometres in two months."""
    still = qt.propagate("ste_quest_m3_heo", forces="harmonics", days=60).statistic("altitude", "min").value
    moved = qt.propagate("ste_quest_m3_heo", forces=("harmonics", "sun", "moon"), days=60).statistic("altitude", "min").value
    assert abs(moved - still) > 2e3


def test_events_on_integrated_motion():
    env = qt.propagate("molniya", forces=("harmonics", "sun", "moon"), days=5)
    mean = qt.environment("molniya", days=5)
    assert len(env.passes("matera_mlro")) == len(mean.passes("matera_mlro"))
    assert env.statistic("eclipse_fraction", "mean").value == pytest.approx(
        mean.statistic("eclipse_fraction", "mean").value, abs=2e-3
    )


def test_drag_lowers_the_orbit():
    low = design.circular("300 km", "51.6 deg")
    free, dragged = (
        qt.propagate(low, "cubesat_12u", forces=forces, days=3).statistic("earth_distance", "mean").value
        for forces in ((), ("drag",))
    )
    assert free - dragged > 1e3


@pytest.mark.parametrize(
    ("orbit", "given", "message"),
    [
        ("sun_earth_l1", {}, "'sun_earth_l1' is halo: expected an orbit about the Earth"),
        ("iss", {"forces": ["wind"]}, "unknown force 'wind'"),
        ("iss", {"forces": "drag"}, "force 'drag' needs a platform"),
        ("iss", {"backend": "euler"}, "unknown backend 'euler'"),
    ],
)
def test_wrong_arguments(orbit, given, message):
    with pytest.raises(QtspaceError, match=message):
        qt.propagate(orbit, days=1, **given)


def test_reentry_says_when():
    with pytest.raises(QtspaceError, match=r"re-enters after [\d.]+ days"):
        qt.propagate(design.circular("160 km", "51.6 deg"), "cubesat_12u", forces=("drag",), days=60)


def test_lifetime_falls_with_solar_activity():
    quiet, active = (qt.lifetime("iss", "cubesat_12u", scenario=name).duration for name in ("solar_minimum", "solar_maximum"))
    assert 0 < active < quiet


def test_no_lifetime_on_the_edge_of_the_air():
    with pytest.raises(QtspaceError, match="expected the whole orbit above 100000 m"):
        qt.lifetime(design.circular("100 km", "0 deg"), "cubesat_12u")


def test_halo_and_lissajous_as_orbits():
    halo = qt.environment(design.halo("L2", "400000 km"), days=180)
    assert halo.statistic("earth_distance", "min").value > 1e9
    with pytest.raises(QtspaceError, match="no Lissajous motion about L1"):
        qt.environment(design.lissajous("L1", "800000 km", "500000 km"))
