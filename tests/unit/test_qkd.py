"""Identities and limits of the satellite-QKD physics."""

import itertools

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.integrate import quad
from scipy.optimize import differential_evolution
from scipy.stats import binom

from qtspace_trade.physics import optical_link as link
from qtspace_trade.physics import qkd_background as background
from qtspace_trade.physics import qkd_keys as keys
from qtspace_trade.physics import qkd_passes as passes
from qtspace_trade.physics import visibility

PROBABILITIES, INTENSITIES = (0.84, 0.115, 0.045), (0.70, 0.13, 0.0)


def key_of(transmission, pulses=1e10, extraneous=1e-7, misalignment=0.005, **options):
    counts = keys.decoy_counts(transmission, pulses, 0.85, PROBABILITIES, INTENSITIES, extraneous, misalignment)
    return keys.two_decoy_key(counts, PROBABILITIES, INTENSITIES, **options)


def test_decibel_round_trip():
    assert_allclose(link.from_decibel(link.decibel(np.array([1.0, 0.37, 1e-6]))), [1.0, 0.37, 1e-6], rtol=1e-14)
    assert link.decibel(0.0) == np.inf


def test_obstruction_removes_the_inner_disc():
    whole = link.geometric_transmission(1e6, 1e-5, 0.1, 0.5)
    inner = link.geometric_transmission(1e6, 1e-5, 0.1, 0.2)
    assert_allclose(link.geometric_transmission(1e6, 1e-5, 0.1, 0.5, 0.2), whole - inner, rtol=1e-12)


def test_jitter_in_the_geometric_term_is_the_mean_pointing_loss():
    steady = link.geometric_transmission(1e9, 1e-5, 0.1, 0.1)
    jittery = link.geometric_transmission(1e9, 1e-5, 0.1, 0.1, pointing_jitter=4e-6)
    assert_allclose(link.decibel(jittery / steady), link.mean_pointing_loss(1e-5, 4e-6), rtol=1e-6)


def test_mean_pointing_loss_against_quadrature():
    divergence, jitter = 1e-5, 4e-6

    def weighted(angle):
        density = angle / jitter**2 * np.exp(-(angle**2) / (2 * jitter**2))
        return density * link.pointing_bias_transmission(divergence, angle)

    mean, _ = quad(weighted, 0, 12 * jitter, epsabs=0)
    assert_allclose(link.decibel(mean), link.mean_pointing_loss(divergence, jitter), rtol=1e-9)


def test_pointing_loss_exceeded_is_the_rayleigh_quantile():
    divergence, jitter, probability = 1e-5, 4e-6, 0.1
    angle = jitter * np.sqrt(-2 * np.log(probability))
    expected = link.decibel(link.pointing_bias_transmission(divergence, angle))
    assert_allclose(link.pointing_loss_exceeded(divergence, jitter, probability), expected, rtol=1e-12)


def test_jitter_requirement_inverts_the_loss():
    jitter = link.maximum_jitter_for_loss(7e-6, [0.0, 0.5, 3.0])
    assert_allclose(link.mean_pointing_loss(7e-6, jitter), [0.0, 0.5, 3.0], atol=1e-12)


def test_divergence_clipping_matches_the_on_axis_intensity():
    wavelength, waist, aperture, distance = 810e-9, 0.1, 0.112, 1e9
    small = 1e-2
    exact = link.fraunhofer_transmission(distance, wavelength, waist, aperture, small)
    divergence = link.divergence_half_angle(wavelength, waist, aperture)
    assert_allclose(link.geometric_transmission(distance, divergence, waist, small), exact, rtol=1e-6)


def test_fraunhofer_conserves_power():
    assert_allclose(link.fraunhofer_transmission(1e6, 800e-9, 0.05, 0.15, 60.0, nodes=128), 1.0, atol=1e-3)


def test_fraunhofer_obstructions_against_adaptive_quadrature():
    from scipy.special import j0

    distance, wavelength, waist = 700e3, 850e-9, 0.08
    wavenumber = 2 * np.pi / wavelength

    def intensity(rho):
        amplitude, _ = quad(lambda r: np.exp(-((r / waist) ** 2)) * j0(wavenumber * rho * r / distance) * r, 0.03, 0.1)
        return (wavenumber / distance * amplitude) ** 2

    caught, _ = quad(lambda rho: intensity(rho) * rho, 0.15, 0.5)
    emitted, _ = quad(lambda r: np.exp(-2 * (r / waist) ** 2) * r, 0.03, 0.1)
    result = link.fraunhofer_transmission(distance, wavelength, waist, 0.1, 0.5, 0.03, 0.15)
    assert_allclose(result, caught / emitted, rtol=1e-6)


def test_fraunhofer_refuses_what_its_nodes_do_not_resolve():
    with pytest.raises(ValueError, match="nodes = 64: expected 179 at least for a phase of 140 rad"):
        link.fraunhofer_transmission(5e3, 810e-9, 0.15, 0.15, 0.6)
    close = [float(link.fraunhofer_transmission(5e3, 810e-9, 0.15, 0.15, 0.6, nodes=nodes)) for nodes in (180, 400)]
    np.testing.assert_allclose(close[0], close[1], rtol=1e-6)


def test_air_and_reference_path_refuse_what_they_cannot_take():
    with pytest.raises(ValueError, match="wavelength has 2 values: expected one"):
        link.atmosphere_transmission(0.9, 1.0, np.array([785e-9, 850e-9]))
    beam = {"distance": 5e5, "wavelength": 8e-7, "waist_radius": 0.1, "receiver_radius": 0.5, "transmitter_radius": 0.1}
    for extra in ({"divergence": 5e-6}, {"beam_quality": 1.2}):
        with pytest.raises(ValueError, match="expected no divergence and beam_quality = 1"):
            link.link_loss_terms(**beam, **extra, reference_path=True)


def test_fraunhofer_broadcasts_over_range():
    distances = np.array([[500e3, 700e3], [900e3, 2000e3]])
    result = link.fraunhofer_transmission(distances, 810e-9, 0.1, 0.1, 0.5)
    assert result.shape == (2, 2)
    assert_allclose(result[1, 0], link.fraunhofer_transmission(900e3, 810e-9, 0.1, 0.1, 0.5), rtol=1e-13)


@pytest.mark.parametrize("order", [0.0, 5 / 3])
def test_turbulence_moments_against_adaptive_quadrature(order):
    pieces = [0.0, 100.0, 1e3, 5e3, 2e4, 8e4]
    expected = sum(
        quad(lambda z: link.hufnagel_valley(z) * z**order, low, high, epsabs=0)[0]
        for low, high in itertools.pairwise(pieces)
    )
    assert_allclose(link.turbulence_moment(order), expected, rtol=1e-7)


def test_fried_parameter_scaling():
    ratio = link.fried_parameter(1600e-9, np.radians(60)) / link.fried_parameter(800e-9)
    assert_allclose(ratio, 2**1.2 * 0.5**0.6, rtol=1e-12)


def test_fried_parameter_weights():
    plane = link.fried_parameter(800e-9)
    uplink = link.fried_parameter(800e-9, path="uplink", terminal_altitude=np.array([500e3, 1e12]))
    assert plane < uplink[0] < 1.003 * plane
    assert_allclose(uplink[1], plane, rtol=1e-6)
    assert link.fried_parameter(800e-9, path="downlink", terminal_altitude=500e3) > 10 * plane


def test_fried_parameter_refuses():
    with pytest.raises(ValueError, match="'uplink'"):
        link.fried_parameter(800e-9, path="upwards")
    with pytest.raises(ValueError, match="terminal_altitude"):
        link.fried_parameter(800e-9, path="uplink")
    with pytest.raises(ValueError, match="at least 60000 m"):
        link.fried_parameter(800e-9, path="uplink", terminal_altitude=10e3)


GIVEN = {
    "wavelength": 850e-9,
    "waist_radius": 0.1,
    "transmitter_radius": 0.12,
    "receiver_radius": 0.5,
    "zenith_transmission": 0.9,
    "optics_transmission": 0.4,
    "detector_efficiency": 0.5,
}


def test_link_budget_adds_up():
    distances = np.array([500e3, 1000e3, 1500e3])
    budget = link.link_loss_terms(distance=distances, elevation=np.radians([90, 30, 15]), **GIVEN)
    assert budget.total.shape == (3,)
    assert_allclose(budget.total, sum(budget[:-1]), rtol=1e-14)
    assert np.all(budget.pointing == 0.0) and np.all(budget.turbulence == 0.0)
    assert np.all(budget.truncation > 0.0)
    divergence = link.divergence_half_angle(850e-9, 0.1, 0.12)
    caught = link.geometric_transmission(distances, divergence, 0.1, 0.5)
    assert_allclose(budget.diffraction + budget.truncation, link.decibel(caught), rtol=1e-12)


def test_pointing_term_holds_jitter_and_bias():
    biased = link.link_loss_terms(
        distance=500e3, elevation=1.5, pointing_bias=3e-6, pointing_jitter=2e-6, turbulence_spread=1e-6, **GIVEN
    )
    divergence = link.divergence_half_angle(850e-9, 0.1, 0.12)
    jittery = link.geometric_transmission(500e3, divergence, 0.1, 0.5, pointing_jitter=2e-6, turbulence_spread=1e-6)
    steady = link.geometric_transmission(500e3, divergence, 0.1, 0.5, turbulence_spread=1e-6)
    bias = 20 / np.log(10) * 9e-12 / (divergence**2 + 1e-12 + 16e-12)
    assert_allclose(biased.pointing, link.decibel(jittery / steady) + bias, rtol=1e-9)
    assert biased.turbulence > 0.0


def test_reference_path_replaces_diffraction_and_truncation():
    exact = link.link_loss_terms(distance=800e3, reference_path=True, **{**GIVEN, "zenith_transmission": 1.0})
    expected = link.decibel(link.fraunhofer_transmission(800e3, 850e-9, 0.1, 0.12, 0.5))
    assert_allclose(exact.diffraction + exact.truncation, expected, rtol=1e-12)
    assert exact.atmosphere == 0.0
    with pytest.raises(ValueError, match="needs transmitter_radius"):
        link.link_loss_terms(distance=8e5, wavelength=8e-7, waist_radius=0.1, receiver_radius=0.5, reference_path=True)


def test_clipped_power_is_counted_when_asked_for():
    given = {"distance": 36e6, **GIVEN, "detector_efficiency": 1.0, "optics_transmission": 1.0}
    emitted = link.link_loss_terms(**given)
    produced = link.link_loss_terms(**given, clipped_power=True)
    assert_allclose(produced.truncation - emitted.truncation, link.decibel(link.transmitted_share(0.1, 0.12)), rtol=1e-9)
    antennas = link.decibel(link.antenna_transmission(36e6, 850e-9, 0.1, 0.12, 0.5))
    assert abs(produced.total - antennas) < 0.01


def test_obscured_transmitter_matches_the_fraunhofer_path():
    """Far field: the closed form has the on-axis intensity of the obscured, clipped beam."""
    divergence = link.divergence_half_angle(810e-9, 0.15, 0.15, obstruction_radius=0.05)
    exact = link.fraunhofer_transmission(1e9, 810e-9, 0.15, 0.15, 0.01, 0.05)
    assert_allclose(link.geometric_transmission(1e9, divergence, 0.0, 0.01), exact, rtol=1e-6)
    antennas = link.antenna_transmission(1e9, 810e-9, 0.15, 0.15, 0.01, 0.05)
    assert_allclose(antennas, exact * link.transmitted_share(0.15, 0.15, 0.05), rtol=1e-6)


def test_field_of_view_against_drawn_errors():
    draws = np.random.default_rng(1).normal(0.0, 10e-6, (2, 200_000))
    inside = np.mean(np.hypot(*draws) < 20e-6)
    assert abs(link.field_of_view_transmission(40e-6, 10e-6) - inside) < 0.005
    assert link.field_of_view_transmission(40e-6, 0.0) == 1.0


def test_tilt_correction_lies_between_the_beams():
    long, short = link.uplink_spread(800e-9, 0.08), link.tilt_corrected_spread(800e-9, 0.08, 0.25)
    assert 0.5 * long < short < long
    assert link.tilt_corrected_spread(800e-9, 0.08, 0.25, 0.0) == long
    half = link.tilt_corrected_spread(800e-9, 0.08, 0.25, 0.5)
    assert_allclose(half**2, 0.5 * (long**2 + short**2), rtol=1e-12)
    with pytest.raises(ValueError, match=r"expected more than 0.00908 m"):
        link.tilt_corrected_spread(800e-9, 0.08, 0.005)


def test_point_ahead_exceeds_the_isoplanatic_angle():
    assert link.point_ahead_angle(7.6e3) > 3 * link.isoplanatic_angle(800e-9)


def test_air_mass_tends_to_the_plane_one():
    assert_allclose(link.air_mass(np.radians([90, 60, 40])), 1 / np.sin(np.radians([90, 60, 40])), rtol=3e-3)
    assert link.air_mass(-0.01) == np.inf


@pytest.mark.parametrize("wavelength", sorted(link.MODTRAN))
def test_air_of_a_table_goes_through_its_points(wavelength):
    elevations = np.radians(link.TABLE_ELEVATIONS)
    table = link.MODTRAN[wavelength]
    assert_allclose(link.atmosphere_transmission(table[0], elevations, wavelength), table, rtol=1e-12)
    fine = link.atmosphere_transmission(table[0], np.radians(np.linspace(0.1, 90, 500)), wavelength)
    assert np.all(np.diff(fine) >= 0.0)


def test_water_band_without_a_table_warns():
    with pytest.warns(UserWarning, match="air-mass law at 812 nm, in the water-vapour band"):
        plane = link.atmosphere_transmission(0.8, np.radians([10.0, 30.0]), 812e-9, air_mass_law=True)
    table = link.atmosphere_transmission(0.8, np.radians([10.0, 30.0]), 812e-9)
    assert np.all(plane < table) and np.isclose(plane[1], 0.64)


def test_sky_radiance_levels():
    sun = np.radians([30, 0, -6, -12, -18, -40])
    radiance = background.night_sky_radiance(sun)
    assert_allclose(radiance, [1.5e6, 1.5e6, 1.5e4, 1.5e2, 1.5, 1.5], rtol=1e-12)
    assert_allclose(background.night_sky_radiance(sun[-1], night_radiance=15.0), 15.0, rtol=1e-12)


def test_sky_photons_scale_with_etendue():
    one = background.sky_photon_rate(1.5, 1e-4, 0.5, 1e-9, 850e-9)
    assert_allclose(background.sky_photon_rate(1.5, 2e-4, 1.0, 1e-9, 850e-9, 0.25), 4 * one, rtol=1e-12)


def test_extraneous_probability_is_a_probability():
    assert background.extraneous_count_probability(1e12, 0.0, 4, 1.0) == 1.0
    assert_allclose(background.extraneous_count_probability(300.0, 400.0, 4, 1e-9), 4e-7, rtol=1e-6)


def test_dark_counts_double():
    rates = background.dark_count_rate(50.0, np.array([240.0, 248.0, 256.0]), 248.0, 8.0)
    assert_allclose(rates, [25.0, 50.0, 100.0], rtol=1e-14)


def test_moonlight_fades_from_full_to_new():
    phases = np.radians([0.0, 45.0, 90.0, 135.0, 180.0])
    light = background.moonlight(phases)
    assert light[0] == 1.0 and np.all(np.diff(light) < 0.0) and light[-1] < 1e-3


def test_phase_angle_of_the_quarters():
    sun = np.array([1.5e11, 0.0, 0.0])
    moons = 3.8e8 * np.array([[-1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    assert_allclose(np.degrees(background.moon_phase_angle(sun, moons)), [0.0, 90.0, 180.0], atol=0.2)


def test_damage_is_taken_back_by_cooling():
    grown = background.damaged_dark_count_rate(100.0, 219.0 / 86_400, 100 * 86_400.0)
    assert_allclose(grown, 22_000.0)
    cooled = background.detector_temperature(100.0, grown, 250.0, 8.0)
    assert_allclose(background.dark_count_rate(grown, cooled, 250.0, 8.0), 100.0, rtol=1e-12)
    assert background.damaged_dark_count_rate(100.0, 1.0, 1e6, 1.0) == 100.0


def test_photon_radiance_of_one_photon():
    assert_allclose(background.photon_radiance(6.62607015e-34 * 299_792_458.0 / 1e-6, 1e-6), 1.0, rtol=1e-12)


def test_equivalent_bins_give_the_same_detections():
    crossing = passes.analytic_pass(500e3, np.pi / 2, 200, 2e-2, 0.85)
    eta, sent = keys.equivalent_bins(crossing.transmission, 1e8)
    assert len(eta) == keys.EQUIVALENT_BINS
    few = keys.decoy_counts(eta, sent, 0.8, PROBABILITIES, INTENSITIES, 1e-7, 0.01)
    many = keys.decoy_counts(crossing.transmission, 1e8, 0.8, PROBABILITIES, INTENSITIES, 1e-7, 0.01)
    assert_allclose(few, many, rtol=1e-12)


@pytest.mark.parametrize("transmission", [[], [0.0, 0.0], [1e-3] * 50, np.full(20, 0.0)])
def test_equivalent_bins_of_flat_and_empty_links(transmission):
    eta, sent = keys.equivalent_bins(transmission, 1e8)
    assert_allclose(np.sum(eta * sent), np.sum(np.asarray(transmission)) * 1e8, rtol=1e-12)


def test_counts_take_settings_and_backgrounds_of_many():
    settings = np.array([PROBABILITIES, (0.6, 0.3, 0.1)])
    intensities = np.array([INTENSITIES, (0.5, 0.1, 0.0)])
    dark = np.array([1e-7, 3e-7])
    many = keys.decoy_counts([1e-3, 2e-3], 1e9, np.array([0.8, 0.9]), settings, intensities, dark, 0.01)
    for row, basis in enumerate((0.8, 0.9)):
        parts = [
            keys.decoy_counts([eta], 1e9, basis, settings[row], intensities[row], noise, 0.01)
            for eta, noise in zip((1e-3, 2e-3), dark, strict=True)
        ]
        for name in many._fields:
            assert_allclose(getattr(many, name)[row], sum(getattr(part, name) for part in parts), rtol=1e-12)


def test_key_says_whom_to_trust():
    key = key_of([1e-3])
    assert key.trusted_node and key.passes_accumulated == 1


def test_bell_counts_invert():
    needed = keys.coincidences_for_violation(0.9, 5.0)
    excess = 2 * np.sqrt(2) * 0.9 - 2
    assert_allclose(excess / keys.chsh_uncertainty(needed, 0.9), 5.0, rtol=1e-12)
    assert keys.coincidences_for_violation(0.7, 1.0) == np.inf


def test_store_serves_the_best_of_a_pass_first():
    share = passes.usable_share([[1.0, 5.0, 3.0], [1.0, 5.0, 3.0]], [[2.0, 2.0, 2.0], [0.0, 1.0, 0.0]], 3.0)
    assert_allclose(share, [[0.0, 1.0, 0.5], [1.0, 1.0, 1.0]])
    with pytest.raises(ValueError, match="expected 0 or more"):
        passes.usable_share([1.0], [1.0], -1.0)


def test_one_pass_at_a_time_and_the_longest():
    random = np.random.default_rng(0)
    for _ in range(50):
        begin = random.uniform(0.0, 100.0, random.integers(1, 25))
        end = begin + random.uniform(0.1, 30.0, len(begin))
        first, last = passes.one_at_a_time(begin, end)
        times = np.linspace(0.01, 129.99, 4001)[:, None]
        active, served = (times >= begin) & (times < end), (times >= first) & (times < last)
        assert np.array_equal(served.sum(axis=1), active.any(axis=1))
        longest = np.where(active, end - begin, 0.0).argmax(axis=1)
        assert np.array_equal(served.argmax(axis=1)[active.any(axis=1)], longest[active.any(axis=1)])


def test_passes_that_are_alike_are_served_once():
    first, last = passes.one_at_a_time([0.0, 0.0, 0.0], [10.0, 10.0, 10.0])
    assert (last - first).tolist() == [10.0, 0.0, 0.0]
    assert [len(part) for part in passes.one_at_a_time([], [])] == [0, 0]


def test_skies_go_together_over_short_distances():
    near = passes.cloud_correlation(np.radians([40.0, 40.1, 60.0]), np.radians([10.0, 10.0, 100.0]), 500e3)
    assert near[0, 1] > 0.97 and near[0, 2] < 1e-4
    nights = np.repeat(np.arange(3000), 3)
    clear = passes.clear_skies(np.full(9000, 0.5), nights, np.tile([0, 1, 2], 3000), near, 4).reshape(4, 3000, 3)
    assert np.mean(clear[..., 0] == clear[..., 1]) > 0.9
    assert abs(np.mean(clear[..., 0] == clear[..., 2]) - 0.5) < 0.02
    again = passes.clear_skies(np.full(9000, 0.5), nights, np.tile([0, 1, 2], 3000), near, 4)
    assert np.array_equal(clear.ravel(), again.ravel())


def test_independent_skies_have_no_length():
    assert np.array_equal(passes.cloud_correlation(np.array([0.1, 0.2]), np.array([0.0, 0.0]), 0.0), np.eye(2))


def test_skies_that_never_and_always_clear():
    nights = np.arange(10)
    clear = passes.clear_skies(np.where(nights < 5, 0.0, 1.0), nights, 0 * nights, np.eye(1), 3)
    assert not clear[:, :5].any() and clear[:, 5:].all()


def test_binary_entropy_ends():
    assert_allclose(keys.binary_entropy([0.0, 0.25, 0.5, 0.75, 1.0]), [0, 0.8112781, 1, 0.8112781, 0], atol=1e-7)


def test_decoys_cost_key():
    transmission = np.logspace(-4, -1, 7)
    infinite = keys.infinite_decoy_rate(transmission, 0.5, 1e-6, 0.01)
    decoyed = keys.vacuum_weak_rate(transmission, 0.5, 0.1, 1e-6, 0.01)
    assert np.all(decoyed < infinite)
    assert np.all(decoyed > 0.8 * infinite)


def test_maximum_loss_is_the_edge():
    loss = keys.maximum_loss_for_key(0.5, 0.1, 1e-6, 0.01)
    assert keys.vacuum_weak_rate(10 ** (-(loss - 0.01) / 10), 0.5, 0.1, 1e-6, 0.01) > 0
    assert keys.vacuum_weak_rate(10 ** (-(loss + 0.01) / 10), 0.5, 0.1, 1e-6, 0.01) == 0


def test_maximum_loss_limits():
    assert keys.maximum_loss_for_key(0.5, 0.1, 0.0, 0.01) == np.inf
    assert keys.maximum_loss_for_key(0.5, 0.1, 1e-6, 0.2) == -np.inf
    tenfold = keys.maximum_loss_for_key(0.5, 0.1, 1e-7, 0.01) - keys.maximum_loss_for_key(0.5, 0.1, 1e-6, 0.01)
    assert_allclose(tenfold, 10.0, atol=0.01)


def test_finite_key_is_zero_not_negative_on_a_bad_link():
    for transmission, extraneous in ((0.0, 0.0), (0.0, 1e-6), (1e-7, 1e-6), (1e-4, 1e-3)):
        key = key_of([transmission], extraneous=extraneous)
        assert key.key_length == 0.0
        assert all(np.isfinite(value) for value in (key.phase_error, key.error_rate, key.leakage))


def test_bounds_are_ordered():
    lengths = [key_of([1e-3], pulses=1e11, bound=bound).key_length for bound in ("hoeffding", "chernoff", "asymptotic")]
    assert 0 < lengths[0] < lengths[1] < lengths[2]


def test_finite_key_tends_to_the_asymptotic_key():
    ratios = [key_of([1e-3], pulses=n).key_length / key_of([1e-3], n, bound="asymptotic").key_length for n in (1e12, 1e18)]
    assert ratios[0] < 0.98
    assert 0.999 < ratios[1] < 1.0


def test_longer_block_is_worth_more_than_its_parts():
    one, ten = key_of([1e-4], pulses=3e10).key_length, key_of([1e-4], pulses=3e11).key_length
    assert ten / 10 > 1.2 * one > 0


def test_finite_leakage_against_the_binomial_quantile():
    key = key_of([1e-4], pulses=2e8, misalignment=0.02)
    n, q = round(float(key.sifted_counts)), float(key.error_rate)
    quantile = binom.ppf(1e-15 * (1 + n**-0.5), n, 1 - q)
    expected = n * keys.binary_entropy(q) + (n * (1 - q) - quantile - 1) * np.log2((1 - q) / q) - 0.5 * np.log2(n)
    bit_per_count = np.log2((1 - q) / q)
    assert 0 <= key.leakage - (expected - 15 * np.log2(10)) < 2 * bit_per_count
    assert key.leakage > 1.16 * n * keys.binary_entropy(q)


def test_leakage_choices_agree_for_long_blocks():
    assert key_of([1e-3], pulses=1e12).leakage == key_of([1e-3], pulses=1e12, leakage="block").leakage


def test_finite_key_broadcasts():
    transmission = np.array([[[1e-3, 5e-4], [2e-3, 1e-3]], [[1e-4, 5e-5], [4e-3, 1e-3]]])
    key = key_of(transmission)
    assert key.key_length.shape == (2, 2)
    assert_allclose(key.key_length[1, 0], key_of(transmission[1, 0]).key_length, rtol=1e-12)


def test_result_states_its_security():
    key = key_of([1e-3], bound="hoeffding", secrecy=1e-10)
    assert key.security == "two-decoy BB84, 21 terms, hoeffding"
    assert (key.secrecy, key.correctness) == (1e-10, 1e-15)


def test_two_decoy_refuses():
    counts = keys.decoy_counts([1e-3], 1e10, 0.85, PROBABILITIES, INTENSITIES, 1e-7, 0.005)
    with pytest.raises(ValueError, match="'chernoff', 'hoeffding', 'asymptotic'"):
        keys.two_decoy_key(counts, PROBABILITIES, INTENSITIES, "chernov")
    with pytest.raises(ValueError, match="'finite', 'block'"):
        keys.two_decoy_key(counts, PROBABILITIES, INTENSITIES, leakage="logM")
    with pytest.raises(ValueError, match="mu1 > mu2"):
        keys.two_decoy_key(counts, PROBABILITIES, (0.1, 0.5, 0.0))


def test_one_decoy_refuses():
    counts = keys.decoy_counts([1e-3], 1e10, 0.85, (0.7, 0.3), (0.5, 0.2), 1e-7, 0.005)
    with pytest.raises(ValueError, match="'hoeffding', 'asymptotic'"):
        keys.one_decoy_key(counts, (0.7, 0.3), (0.5, 0.2), "chernoff")
    with pytest.raises(ValueError, match="mu1 > mu2"):
        keys.one_decoy_key(counts, (0.7, 0.3), (0.2, 0.5))


def test_probabilities_must_add_up():
    counts = keys.decoy_counts([1e-3], 1e9, 0.5, (0.5, 0.3, 0.2), (0.5, 0.1, 0.0), 1e-7, 0.01)
    for probabilities in ((0.5, 0.3, 0.1), (0.7, 0.3, 0.0), (0.9, 0.3, -0.2)):
        with pytest.raises(ValueError, match="expected positive ones with a sum of 1"):
            keys.two_decoy_key(counts, probabilities, (0.5, 0.1, 0.0))


def test_optimum_is_reproducible_and_consistent():
    first, second = (keys.optimise_decoy_key([1e-3], 1e10, 1e-7, 0.01) for _ in range(2))
    assert first == second
    basis, probabilities, intensities = first.settings
    counts = keys.decoy_counts([1e-3], 1e10, basis, probabilities, intensities, 1e-7, 0.01)
    assert_allclose(keys.two_decoy_key(counts, probabilities, intensities).key_length, first.key.key_length, rtol=1e-12)
    assert first.key.key_length > key_of([1e-3], misalignment=0.01).key_length


def test_optimum_on_a_link_near_its_limit():
    """Two maxima compete here; the values are differential-evolution optima of the same objective."""
    for overhead, clock, misalignment, expected in ((5e-5, 1e8, 0.01, 14_392.68), (2e-5, 1e9, 0.005, 50_317.08)):
        crossing = passes.analytic_pass(500e3, np.pi / 2, 200, overhead, 0.85)
        best = keys.optimise_decoy_key(crossing.transmission, clock, 1e-7, misalignment, leakage="block")
        assert_allclose(best.key.key_length, expected, rtol=1e-4)


def evolved_key(transmission, pulses, extraneous, misalignment):
    """Differential evolution of the same objective in the same box."""

    def cost(values):
        basis, signal, mu1, ratio, share = values
        weak, mu2 = (1 - signal) * share, keys.SMALLEST_DECOY + (mu1 - keys.SMALLEST_DECOY) * ratio
        probabilities = np.stack([signal, weak, 1 - signal - weak], axis=-1)
        intensities = np.stack([mu1, mu2, np.zeros_like(mu1)], axis=-1)
        counts = keys.decoy_counts([transmission], pulses, basis, probabilities, intensities, extraneous, misalignment)
        return -keys._two_decoy_key(counts, probabilities, intensities, "chernoff", "finite", 1.16, 1e-9, 1e-15).key_length

    lower, upper = keys.TWO_DECOY_BOX[:2]
    found = differential_evolution(
        cost, list(zip(lower + 1e-9, upper - 1e-9, strict=True)), vectorized=True, updating="deferred", popsize=20,
        maxiter=300, tol=1e-10, seed=1, polish=False,
    )  # fmt: skip
    return float(-found.fun)


@pytest.mark.parametrize(
    ("loss", "pulses", "extraneous", "misalignment"),
    [
        (21.0, 10**11.5, 10**-7.5, 0.08),
        (21.0, 10**11.5, 2 * 10**-7.5, 0.08),
        (30.4, 10**10.5, 10**-8.4, 0.079),
        (34.2, 10**11.6, 10**-6.8, 0.076),
        (28.1, 10**9.9, 10**-6.1, 0.068),
        (12.0, 10**12.0, 10**-7.2, 0.065),
        (25.6, 10**12.6, 10**-7.8, 0.061),
        (28.7, 10**12.6, 10**-5.9, 0.059),
    ],
)
def test_optimum_near_the_cliff(loss, pulses, extraneous, misalignment):
    """Within 1e-5 of differential evolution, where the key comes from the weak or from the bright pulses."""
    best = keys.optimise_decoy_key([10 ** (-loss / 10)], pulses, extraneous, misalignment)
    expected = evolved_key(10 ** (-loss / 10), pulses, extraneous, misalignment)
    assert expected > 0.0
    assert best.key.key_length >= (1 - 1e-5) * expected
    assert best.evaluations <= 400


def test_optimum_of_a_hopeless_link_is_zero():
    assert keys.optimise_decoy_key([1e-8], 1e8, 1e-6, 0.01).key.key_length == 0.0


def test_pair_sources_without_light():
    assert keys.pulsed_pair_key(0.05, 0.0, 0.0, 0.0, 0.0, 0.01).key_rate == 0.0
    assert keys.continuous_pair_key(1e6, 0.0, 0.0, 0.0, 0.0, 1e-9, 1e-9, 0.01).key_rate == 0.0


def test_finite_pair_key_tends_to_the_asymptotic_fraction():
    n = 1e14
    fraction = keys.finite_pair_key(n, n, 0.02, 1.1) / n
    assert_allclose(fraction, 1 - 2.1 * keys.binary_entropy(0.02), rtol=1e-4)


def test_device_independent_needs_a_violation():
    limit = 0.5 * (1 - 1 / np.sqrt(2))
    assert_allclose(keys.chsh_value(limit), 2.0, rtol=1e-14)
    assert_allclose(keys.device_independent_key_fraction([0.0, 0.08, limit, 0.4]), [1.0, 0.0, 0.0, 0.0], atol=1e-12)


def test_pass_geometry_is_consistent():
    crossing = passes.analytic_pass(600e3, np.radians(50), 400, 1e-3, 0.9, np.radians(10))
    assert_allclose(crossing.elevation.max(), np.radians(50), rtol=1e-12)
    assert_allclose(visibility.slant_range(600e3, crossing.elevation), crossing.slant_range, rtol=1e-10)
    duration = passes.pass_duration(600e3, np.radians(50), np.radians(10))
    assert abs(len(crossing.times) - duration) < 1.0
    assert crossing.transmission.max() < 1e-3


def test_pass_below_the_limit_is_empty():
    assert len(passes.analytic_pass(600e3, np.radians(8), 400, 1e-3, 0.9, np.radians(10)).times) == 0
    assert passes.pass_duration(600e3, np.radians(8), np.radians(10)) == 0.0


def test_empty_pass_gives_no_key():
    assert key_of(np.array([])).key_length == 0.0


def test_central_angle_round_trip():
    elevation = np.radians([0.0, 10.0, 45.0, 90.0])
    assert_allclose(passes.elevation_at_central_angle(visibility.central_angle(700e3, elevation), 700e3), elevation, atol=1e-12)
