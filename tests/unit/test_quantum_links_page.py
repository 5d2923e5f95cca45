"""The table of docs/quantum_links.md says what the catalogue computes."""

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import qtspace_trade as qt
from qtspace_trade import design, quantum_links

PAGE = (Path(__file__).parents[2] / "docs" / "quantum_links.md").read_text(encoding="utf-8")
NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e\d+)?")


def shown(entry, figure):
    """Numbers in the column of computed values."""
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in PAGE.splitlines() if line.startswith(f"| `{entry}` |")]
    (row,) = [cells for cells in rows if cells[1] == figure]
    return [float(text) for text in NUMBER.findall(row[4])]


@cache
def year(name, orbit, stations=None, clear_fraction=None):
    place = design.sun_synchronous(f"{orbit} km", local_time_of_node="22:30") if isinstance(orbit, int) else orbit
    sites = list(stations) if isinstance(stations, tuple) else stations
    return quantum_links.year(name, place, stations=sites, clear_fraction=clear_fraction)


def rates(found):
    table = found.to_frame()
    return table.sifted_counts / (table.end - table.begin)


def micius_rate(distance, elevation):
    loss = quantum_links.budget("micius", elevation, distance=distance).total[0]
    return 0.5 * 1e8 * (0.5 * 0.8 + 0.25 * 0.1) * 10 ** (-loss / 10)


def early_receivers():
    entry = qt.instrument("micius_entanglement").replace(parameters__optics_transmission="0.035")
    return quantum_links.budget(entry, ["69.9 deg", "26.2 deg"], distance=["530 km", "1000 km"]).total


def per_contact(found, key):
    table = found.to_frame()
    return key / ((table.end - table.begin).sum() * 365.25 / 365)


PAIRS = ("micius_entanglement", "micius_orbit", ("delingha", "nanshan"))
COMPUTED = {
    ("micius", "sifted rate at 645 km"): lambda: [micius_rate("645 km", "49 deg") / 1e3],
    ("micius", "sifted rate at 1200 km"): lambda: [micius_rate("1200 km", "19.8 deg") / 1e3],
    ("micius", "key of a good pass"): lambda: [year("micius", "micius_orbit", "xinglong").to_frame().key.max()],
    ("micius", "QBER"): lambda: [100 * year("micius", "micius_orbit", "xinglong").error_rate],
    ("micius_entanglement", "loss of one arm, 530 and 1000 km"): early_receivers,
    ("micius_entanglement", "its growth from 530 to 1000 km"): lambda: np.diff(early_receivers()),
    ("micius_entanglement", "sifted rate"): lambda: [rates(year(*PAIRS)).mean(), rates(year(*PAIRS)).max()],
    ("micius_entanglement", "QBER"): lambda: [100 * year(*PAIRS).error_rate],
    ("micius_entanglement", "asymptotic key"): lambda: [per_contact(year(*PAIRS), year(*PAIRS).asymptotic_key)],
    ("jinan_1", "key of the best pass"): lambda: [year("jinan_1", 500).to_frame().key.max()],
    ("spoqc", "key of a pass"): lambda: [year("spoqc", 600).key_per_pass],
    ("qeyssat", "nights with a key"): lambda: [7 * year("qeyssat", 600, clear_fraction=0.4).night_probability],
    ("nanoqey", "key of the mission"): lambda: [year("nanoqey", 600).clear_sky_key],
    ("qubsat_class_uplink", "largest loss, detector included"): lambda: (
        quantum_links.budget("qubsat_class_uplink", "20 deg", "500 km").total
    ),
    ("geoqkd", "untrusted key"): lambda: [per_contact(year("geoqkd", "geo"), year("geoqkd", "geo").clear_sky_key)],
}


@pytest.mark.parametrize(("entry", "figure"), COMPUTED, ids=[" ".join(key) for key in COMPUTED])
def test_computed_value(entry, figure):
    """To the digits shown: within 5 %, or half of the last of two digits."""
    np.testing.assert_allclose(shown(entry, figure), COMPUTED[entry, figure](), rtol=0.05)


def test_every_quantum_link_of_the_catalogue_is_in_the_table():
    families = [name for name in qt.instruments() if qt.instrument(name).family == "qkd"]
    assert [name for name in families if f"| `{name}` |" not in PAGE] == []


def test_the_altitudes_said_of_weak_pulses():
    low, high = (float(text) * 1e3 for text in re.search(r"end between (\d+) and (\d+) km", PAGE).groups())
    weak = ("micius", "jinan_1", "spoqc", "qeyssat", "nanoqey", "qubsat_class_uplink")
    reached = [quantum_links.reach(name).altitude for name in weak]
    assert 0.95 * low < min(reached) < 1.05 * low and 0.95 * high < max(reached) < 1.05 * high


def test_a_link_that_ends_near_1000_km_has_little_key_in_real_passes():
    said = float(re.search(r"has (\S+) bit in a year of passes at 500 km", PAGE).group(1))
    assert year("qubsat_class_uplink", "leo_500_noon_midnight").clear_sky_key == pytest.approx(said, rel=0.05)


def test_the_bell_tests_said_of_the_moon_and_of_l1():
    single = qt.instrument("geoqkd").replace(parameters__link="downlink")
    quiet = single.replace(parameters__dark_count_rate="10 Hz")

    def found(entry, distance, elevation=None):
        return quantum_links.bell_test(entry, distance, elevation=elevation, radiance=None if elevation else 0.0)

    assert 0.5 < found(single, "384400 km").time < 1.5
    np.testing.assert_allclose(found("geoqkd", "384400 km").time / 86400, 4.4, rtol=0.05)
    np.testing.assert_allclose(found("geoqkd", "384400 km", "90 deg").time / 86400, 7.4, rtol=0.05)
    assert found(single, "1.5e6 km", "90 deg").time == float("inf")
    np.testing.assert_allclose([found(single, "1.5e6 km").chsh, found("geoqkd", "1.5e6 km").chsh], [2.0, 1.05], atol=0.01)
    np.testing.assert_allclose([found(quiet, "1.5e6 km").chsh, found(quiet, "1.5e6 km").time], [2.46, 13.0], rtol=0.05)
