"""What instruments share: spacecraft, host, orbit, launch, ground segment."""

import pytest

import qtspace_trade as qt
from qtspace_trade.errors import QtspaceError


def levels(fit):
    return {level.name: level for level in fit.sharing}


def test_one_spacecraft_shares_everything_above():
    found = levels(qt.assess(["ste_quest_clock", "ste_quest_ai"], "ste_quest_m3_heo", "ste_quest_bus", days=20))
    assert [found[name].shared for name in ("spacecraft", "host", "orbit")] == [True, True, True]


def test_sites_of_one_host():
    fit = qt.assess(["ste_quest_clock", "micius"], "iss", ["iss_internal_rack", "iss_columbus_external"], days=20)
    found = levels(fit)
    assert [found[name].shared for name in ("spacecraft", "host", "orbit", "launch")] == [False, True, True, False]
    assert fit.platform == "iss_internal_rack+iss_columbus_external"


def test_two_spacecraft_on_orbits_of_their_own():
    members, orbits, hosts = ["ste_quest_ai", "maqro_2015"], ["ste_quest_m3_heo", "sun_earth_l2"], ["ste_quest_bus", "lpf_bus"]
    fit = qt.assess(members, orbits, hosts, days=20)
    found = levels(fit)
    assert [found[name].shared for name in ("spacecraft", "host", "orbit")] == [False, False, False]
    assert "kg with all margins to heo, sun_earth_l2" in found["launch"].reason
    apart = [qt.assess(*one, days=20) for one in zip(members, orbits, hosts, strict=True)]
    assert fit.log == pytest.approx(sum(item.log for item in apart) / 2)


def test_stations_in_common():
    fit = qt.assess(["micius", "micius_entanglement"], "micius_orbit", "micius_bus", days=20)
    assert levels(fit)["ground segment"].shared


def test_counts_must_fit():
    with pytest.raises(QtspaceError, match="2 orbits for 3 instruments: expected one, or one for each"):
        qt.assess(["ste_quest_ai", "maqro_2015", "micius"], ["geo", "iss"], "lpf_bus")
    with pytest.raises(QtspaceError, match="several orbits: name the platform"):
        qt.assess(["ste_quest_ai", "maqro_2015"], ["geo", "iss"])


def test_a_launcher_carries_no_instrument():
    with pytest.raises(QtspaceError, match="'vega_c' is a launcher"):
        qt.assess("micius", "leo_500_noon_midnight", "vega_c")


def test_variants_of_one_entry_are_alternatives():
    missions = qt.joint(["maqro_2015", "maqro_2015_1e8u", "micius"], "sun_earth_l2", "lpf_bus", days=20)
    assert {mission.instruments for mission in missions.missions} == {("maqro_2015", "micius"), ("maqro_2015_1e8u", "micius")}
