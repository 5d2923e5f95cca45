"""Whole missions from their catalogue entries, and flown instruments, against what was published; allantools for noise.

Nothing is adjusted to a published figure: where an input was not published the catalogue assumes it and says so, and the
ratio that remains is explained in docs/atoms_and_clocks.md.
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose

import qtspace_trade as qt
from qtspace_trade.constants import ASTRONOMICAL_UNIT, JULIAN_YEAR, MOON_DISTANCE, MOON_GM, SUN_GM
from qtspace_trade.engine.values import Spectrum
from qtspace_trade.physics import atom_interferometry as atoms
from qtspace_trade.physics import clocks


def figures(fit):
    (found,) = fit.performance.values()
    return {item.name: item for item in found}


@pytest.fixture(scope="module")
def ste_quest():
    return qt.assess("ste_quest_ai", "ste_quest_m3_heo", "ste_quest_bus")


def test_ste_quest_interferometer_from_its_entry(ste_quest):
    """Schubert et al. (2013) and Aguilera et al. (2014): 2.93e-12 m/s² a shot, 2e-15 in at most 1.5 years.

    The orbit is the catalogue's, with the flattening of the Earth, the axis inertial and along gravity at perigee.
    """
    found = figures(ste_quest)
    assert_allclose(found["differential_acceleration_noise"].value, 2.93e-12, atol=0.005e-12)
    assert_allclose(found["time_to_target"].value / JULIAN_YEAR, 1.30, rtol=0.02)
    assert found["time_to_target"].value < 1.5 * JULIAN_YEAR
    assert_allclose(found["eotvos_sigma_1yr"].value, 2.28e-15, rtol=0.01)


@pytest.mark.parametrize(
    ("orbit", "expected", "rtol"),
    [("ste_quest_m3_heo", 1.93e-15, 0.01), ("joint_heo_700_10000", 7.52e-16, 0.02), ("joint_heo_700_20000", 1.09e-15, 0.02)],
)
def test_axis_that_follows_the_earth_on_propagated_orbits(orbit, expected, rtol):
    """One year below 3000 km; computed for Kepler orbits, here with the flattening of the Earth and its turning perigee."""
    tracking = qt.instrument("ste_quest_ai").replace(name="tracking", operations__attitude_laws=["nadir"])
    found = figures(qt.assess(tracking, orbit, "ste_quest_bus"))
    assert_allclose(found["eotvos_sigma_1yr"].value, expected, rtol=rtol)


def test_tracking_reaches_the_goal_sooner(ste_quest):
    """Schubert et al. (2013); 511 revolutions, 0.93 years, computed."""
    tracking = qt.instrument("ste_quest_ai").replace(name="tracking", operations__attitude_laws=["nadir"])
    found = figures(qt.assess(tracking, "ste_quest_m3_heo", "ste_quest_bus"))
    assert_allclose(found["time_to_target"].value / JULIAN_YEAR, 0.93, rtol=0.02)
    assert found["time_to_target"].value < figures(ste_quest)["time_to_target"].value


def test_ste_quest_systematics_stay_below_the_goal(ste_quest):
    """Known systematic terms, a lower bound of the whole: below 2e-15 of gravity at perigee, 1.6e-14 m/s²."""
    branch = ste_quest.error_budgets["ste_quest_ai"].systematic
    assert branch.bound == "at_least"
    assert branch.value < 2e-15 * 7.956
    assert branch["Coriolis"].value == pytest.approx(6.2e-16, rel=1e-6)  # Aguilera et al. (2014)


def test_ste_quest_clock_from_its_entry():
    """Goal 2e-7 for the redshift of the Earth; reached by comparison with the ground, accuracy 1e-16 at apogee."""
    found = figures(qt.assess("ste_quest_clock", "ste_quest_m3_heo", "ste_quest_bus"))
    assert_allclose(found["redshift_uncertainty_absolute"].value, 1e-16 / 6.18e-10, rtol=0.01)
    assert found["redshift_uncertainty"].value < 2e-7
    assert found["redshift_uncertainty"].formula.startswith("absolute route")
    assert found["redshift_modulated_statistical"].value < 2e-7


def test_second_ste_quest_reaches_its_goal_by_projection_noise():
    """1e-17 in 24 months at 1400 km (Struckmann et al., 2024)."""
    found = figures(qt.assess("ste_quest_m7", "leo_1400_circular", "microscope_bus"))
    assert 0.3e-17 < found["eotvos_uncertainty"].value < 1e-17


# Flown: the projection noise lies at or below what was reached


def test_interferometer_of_the_chinese_space_station():
    """Zhang et al. (2026): 2.8e-8 statistical after 280 days. Pulse separation, atoms and duty are assumed."""
    fit = qt.assess("css_interferometer", "css", "css_rack")
    found = figures(fit)
    assert found["eotvos_uncertainty"].value <= 2.8e-8
    branch = fit.error_budgets["css_interferometer"].statistical
    assert branch.value >= fit.error_budgets["css_interferometer"].floor.value
    shots = 280 * 86_400 / 2.0
    assert branch.value / 8.7 / np.sqrt(shots) <= 2.8e-8


def test_the_chinese_interferometer_as_accelerometer_and_gyroscope():
    """Realization of a cold atom gyroscope in space (2025): 1.03e-6 m/s² resolved, (-115.64 ± 1.71)e-5 rad/s.

    The rotation is that of a station that keeps one side to the Earth. One species, one shot, assumed parameters.
    """
    fit = qt.assess("css_interferometer", "css", "css_rack")
    single = fit.error_budgets["css_interferometer"].floor.value / np.sqrt(2)
    assert single <= 1.03e-6
    assert_allclose(fit["rotation_rate"].value, 115.64e-5, atol=2 * 1.71e-5)


def test_interferometer_of_the_parabolic_flights():
    """Barrett et al. (2016): 2e-4 m/s²/√Hz in weightlessness. Atoms, contrast and cycle are assumed."""
    fit = qt.assess("ice", "parabola", "zero_g_aircraft")
    noise = fit.error_budgets["ice"].floor.value
    assert noise * np.sqrt(1.6) <= 2e-4
    assert fit.error_budgets["ice"].statistical.value >= noise


def test_cold_atom_laboratory_loses_its_fringe_where_it_did():
    """Williams et al. (2024): a full fringe at T = 0.5 ms, vibration of the station limits at T = 10 ms.

    The vibration of the rack is the order of magnitude of the catalogue, not a spectrum measured beside the instrument.
    """
    cal = qt.instrument("cal")
    phases = {}
    for separation in ("0.5 ms", "10 ms"):
        fit = qt.assess(cal.replace(name="cal", parameters__pulse_separation=separation), "iss", "iss_internal_rack", days=20)
        budget = fit.error_budgets["cal"]
        scale = atoms.scale_factor(atoms.effective_wave_number(780.241e-9, 2), float(separation.split()[0]) * 1e-3)
        phases[separation] = budget.statistical["vibration"].value * scale
        assert budget.floor.value <= budget.statistical.value
    assert phases["0.5 ms"] < 1.0 < phases["10 ms"]
    longest = figures(qt.assess(cal, "iss", "iss_internal_rack", days=20))["longest_pulse_separation"].value
    assert 0.5e-3 <= longest < 10e-3


def test_masers_of_galileo():
    """Delva et al. (2018): 2.48e-5 after 1008 days, most of it systematic and not in the entry."""
    fit = qt.assess("galileo_maser", "galileo_5_6", "ste_quest_bus")
    found = figures(fit)
    assert found["redshift_modulated_statistical"].value <= 2.48e-5
    assert found["redshift_modulated_statistical"].value > 0.1 * 2.48e-5
    floor = clocks.modulated_redshift_uncertainty(1e-12, fit["potential_modulation"].value, 1008 * 86_400.0)
    assert_allclose(floor, 6.0e-6, rtol=0.01)  # white noise of the maser alone
    assert floor <= found["redshift_modulated_statistical"].value
    assert found["redshift_uncertainty_modulated"].value is None  # no shift that follows the orbit is declared


# What a platform-mounted mirror feels is not what test masses inside it feel


@pytest.mark.parametrize("name", qt.platforms())
def test_no_platform_offers_the_differential_noise_of_test_masses(name):
    """5.2 fm/s²/√Hz between the test masses of LISA Pathfinder, Armano et al., Phys. Rev. Lett. 116, 231101 (2016)."""
    for row in qt.platform(name).offers:
        if row.variable == "residual_acceleration_asd":
            nodes = row.curve or [(edge, row.value) for edge in row.band]
            assert min(density for _, density in nodes) > 5 * 5.2e-15


def test_structure_of_lisa_pathfinder_shakes_a_mirror():
    """Thrust noise of 0.2 μN/√Hz on half a tonne: above 1e-10 m/s²/√Hz at a tenth of a hertz."""
    offer = next(row for row in qt.platform("lpf_bus").offers if row.variable == "residual_acceleration_asd")
    density = Spectrum(*map(tuple, zip(*offer.curve, strict=True))).at(0.1)
    assert density > 1e-10


# Noise against allantools


@pytest.fixture(scope="module")
def allantools():
    return pytest.importorskip("allantools")


def test_white_and_flicker_noise_have_their_allan_deviation(allantools):
    """Simulated noise of 2^17 s; tolerance is the scatter of the estimate."""
    count, level, floor = 2**17, 3e-13, 1e-14
    random = np.random.default_rng(5)
    frequency = np.fft.rfftfreq(count, 1.0)
    shape = np.sqrt(np.where(frequency > 0, floor**2 / (2 * np.log(2)) / np.maximum(frequency, 1e-9), 0.0) / 2)
    flicker = np.fft.irfft(shape * np.fft.rfft(random.normal(size=count)))
    data = level * random.normal(size=count) + flicker
    taus, measured, _, _ = allantools.oadev(data, rate=1.0, data_type="freq", taus=[1, 10, 100, 1000, 4000])
    assert_allclose(measured, clocks.allan_deviation(taus, white_frequency=level, flicker_floor=floor), rtol=0.15)


def test_white_phase_noise_and_drift(allantools):
    random = np.random.default_rng(6)
    phase = 1e-12 / np.sqrt(3) * random.normal(size=100_000)  # Allan deviation sqrt(3) σ_x/τ
    taus, measured, _, _ = allantools.adev(phase, rate=1.0, data_type="phase", taus=[1, 4, 16])
    assert_allclose(measured, clocks.allan_deviation(taus, white_phase=1e-12), rtol=0.05)
    drift = 2e-18 * np.arange(20_000.0)
    taus, measured, _, _ = allantools.adev(drift, rate=1.0, data_type="freq", taus=[100, 1000])
    assert_allclose(measured, clocks.allan_deviation(taus, drift=2e-18), rtol=1e-6)


def test_time_deviation_of_a_link(allantools):
    """Modified Allan deviation is sqrt(3) TDEV/τ."""
    phase = 1e-12 * np.random.default_rng(7).normal(size=50_000)
    taus, time_deviation, _, _ = allantools.tdev(phase, rate=1.0, data_type="phase", taus=[1, 10, 100])
    _, modified, _, _ = allantools.mdev(phase, rate=1.0, data_type="phase", taus=[1, 10, 100])
    assert_allclose(clocks.link_instability(time_deviation, taus), modified, rtol=1e-9)
    assert_allclose(clocks.maximum_time_deviation(modified, taus), time_deviation, rtol=1e-9)


def test_dick_effect_of_a_simulated_oscillator(allantools):
    """White frequency noise read half of the time, sampled a hundred times a cycle."""
    cycles, samples, density = 4000, 100, 2e-28
    noise = np.sqrt(density / 2 * samples) * np.random.default_rng(8).normal(size=(cycles, samples))
    read = noise[:, : samples // 2].mean(axis=1)
    _, measured, _, _ = allantools.adev(read, rate=1.0, data_type="freq", taus=[1])
    order = np.arange(1, 2001)
    aliased = clocks.dick_instability(clocks.ramsey_harmonics(order, 0.5), np.full(2000, density), 1.0)
    assert_allclose(measured[0], np.hypot(aliased, np.sqrt(density / 2)), rtol=0.03)


# Ground clocks compared through the satellite


def test_institutes_in_common_view_see_the_redshift_of_the_sun():
    """Paris and Boulder through the 16 h orbit, four years, white noise of 1e-13 at 1 s of clocks and microwave link.

    The goals of STE-QUEST were 2e-6 for the Sun and 4e-4 for the Moon (recalled): they ask for a comparison that is
    better by the ratio found here, a factor of ten to a hundred, which is that of an optical link.
    """
    seen = qt.environment("ste_quest_m3_heo", days=60).common_view("syrte_paris", "nist_boulder", "10 deg")
    share = seen.duration.sum() / (60 * 86_400)
    assert 0.2 < share < 0.6
    assert seen.duration.max() > 3 * 3600  # hours around apogee
    time = share * 4 * JULIAN_YEAR
    latitude = np.radians(44.0)
    reached = [
        clocks.null_test_uncertainty(1e-13, clocks.null_redshift_signal(mass, distance, latitude), time)
        for mass, distance in ((SUN_GM, ASTRONOMICAL_UNIT), (MOON_GM, MOON_DISTANCE))
    ]
    assert_allclose(reached[1] / reached[0], 4.208e-13 / 2.355e-15, rtol=1e-2)
    assert 10 < reached[0] / 2e-6 < 100


def test_low_orbits_do_not_connect_continents():
    seen = qt.environment("iss", days=20).common_view("syrte_paris", "nist_boulder", "10 deg")
    assert not len(seen)
