"""Satellite-QKD physics against papers, against SatQuMA, and against independent evaluations of the stated formulas.

SatQuMA is J. S. Sidhu et al., arXiv 2109.01686, git f2b9229, MIT licence; it gives every intensity the pooled error rate.
"""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import brentq, differential_evolution, minimize_scalar

from qtspace_trade.physics import optical_link as link
from qtspace_trade.physics import qkd_background as background
from qtspace_trade.physics import qkd_keys as keys
from qtspace_trade.physics import qkd_passes as passes
from qtspace_trade.physics import visibility

GYS = {"background_yield": 1.7e-6, "misalignment": 0.033, "error_correction_efficiency": 1.22}


def gys_transmission(length):
    return 0.045 * 10 ** (-0.21 * length / 10)


def settings(basis, signal, weak, mu1, mu2, mu3=0.0):
    return basis, (signal, weak, 1 - signal - weak), (mu1, mu2, mu3)


X0 = settings(0.7611, 0.7501, 0.1749, 0.7921, 0.1707)
X3 = settings(0.85, 0.84, 0.115, 0.70, 0.13)


def pass_key(overhead, x, clock, extraneous, pooled_errors):
    basis, probabilities, intensities = x
    counts = keys.decoy_counts(
        overhead.transmission, clock, basis, probabilities, intensities, extraneous, 0.005, pooled_errors=pooled_errors
    )
    return keys.two_decoy_key(counts, probabilities, intensities)


# V1: Gobby-Yuan-Shields parameters of Ma et al., PRA 72, 012326 (2005); rates computed from the stated formula.
@pytest.mark.parametrize(("length", "expected"), [(0, 2.55458e-3), (50, 2.22595e-4), (100, 1.71844e-5)])
def test_infinite_decoy_rate(length, expected):
    assert_allclose(keys.infinite_decoy_rate(gys_transmission(length), 0.48, **GYS), expected, rtol=1e-5)


def test_infinite_decoy_reach():
    lengths = np.arange(130, 150, 0.01)
    reach = lengths[keys.infinite_decoy_rate(gys_transmission(lengths), 0.48, **GYS) > 0][-1]
    assert abs(reach - 142.0) < 0.1


@pytest.mark.parametrize(("length", "expected"), [(0, 0.486), (100, 0.475)])
def test_infinite_decoy_best_intensity(length, expected):
    best = minimize_scalar(
        lambda mu: -1e6 * keys.infinite_decoy_rate(gys_transmission(length), mu, **GYS), bounds=(0.1, 1), method="bounded"
    )
    assert abs(best.x - expected) < 5e-4


# V2: the same link; reach 140.55 km in the paper's figure, 140.62 computed from the stated formula.
def test_vacuum_weak():
    assert_allclose(keys.vacuum_weak_rate(gys_transmission(100), 0.48, 0.05, **GYS), 1.602e-5, rtol=1e-4)
    reach = (keys.maximum_loss_for_key(0.48, 0.05, 1.7e-6, 0.033, 1.22) - link.decibel(0.045)) / 0.21
    assert abs(reach - 140.62) < 0.15


# V3: Sasiela's table (1994) as quoted in the Arroyo documentation.
@pytest.mark.parametrize(("wind", "fried", "isoplanatic"), [(21, 4.96e-2, 6.90e-6), (35, 4.67e-2, 3.95e-6)])
def test_hufnagel_valley_table(wind, fried, isoplanatic):
    assert_allclose(link.fried_parameter(0.5e-6, wind_speed=wind), fried, rtol=5e-3)
    assert_allclose(link.isoplanatic_angle(0.5e-6, wind_speed=wind), isoplanatic, rtol=5e-3)


# V4: computed from the stated formula with adaptive quadrature.
def test_hufnagel_valley_57():
    wavelengths = np.array([785e-9, 850e-9, 1550e-9])
    assert_allclose(link.fried_parameter(wavelengths), [8.523e-2, 9.377e-2, 19.283e-2], rtol=5e-3)
    assert_allclose(link.isoplanatic_angle(850e-9), 13.03e-6, rtol=5e-3)
    assert_allclose(link.turbulence_moment(0), 2.2354e-12, rtol=5e-3)


# V5, V6, V6b, V6c: SatQuMA f2b9229 key length, pooled errors; optima from differential evolution of the same objective.
PASSES = {
    "V5": (500e3, 200, 2e-3, 0.85, X0, 1e8, 5e-7, 3_417_571.0, 5_250_416),
    "V6": (500e3, 200, 4e-4, 0.85, X3, 1e8, 1e-7, 816_322.8, 828_366),
    "V6b": (600e3, 200, 1e-4, 0.88, X3, 5e8, 1e-7, 1_108_503.5, 1_133_299),
    "V6c": (1200e3, 300, 5e-4, 0.88, X3, 2e8, 2e-7, 5_264_216.4, 6_098_399),
}


@pytest.mark.parametrize("case", PASSES.values(), ids=PASSES)
def test_pass_key(case):
    altitude, half_duration, overhead, atmosphere, x, clock, extraneous, expected, optimum = case
    crossing = passes.analytic_pass(altitude, np.pi / 2, half_duration, overhead, atmosphere)
    assert_allclose(pass_key(crossing, x, clock, extraneous, True).key_length, expected, rtol=1e-6)
    best = keys.optimise_decoy_key(crossing.transmission, clock, extraneous, 0.005, pooled_errors=True)
    assert 0.9999 * optimum <= best.key.key_length <= 1.0001 * optimum


# V5: SatQuMA f2b9229, pooled errors; the last key length computed from the stated formula, errors per intensity.
def test_pass_key_details():
    crossing = passes.analytic_pass(500e3, np.pi / 2, 200, 2e-3, 0.85)
    key = pass_key(crossing, X0, 1e8, 5e-7, True)
    assert_allclose(key.sifted_counts, 11_248_937.0, rtol=1e-6)
    assert_allclose(key.error_rate, 0.006517, atol=5e-7)
    assert_allclose(key.phase_error, 0.016221, atol=5e-7)
    assert_allclose(key.single_photon_events, 4_710_469.0, rtol=1e-6)
    assert_allclose(key.leakage, 739_816.9, rtol=1e-6)
    assert_allclose(np.degrees(crossing.elevation[-1]), 12.3872, atol=5e-5)
    assert_allclose(crossing.transmission[-1], 1.15244e-4, rtol=5e-6)
    assert_allclose(pass_key(crossing, X0, 1e8, 5e-7, False).key_length, 3_366_692, rtol=1e-6)


# V7, V8, V9: SatQuMA f2b9229 on its own table of an overhead pass at 500 km, `qkd/README.md`; pooled errors.
X1 = settings(0.90, 0.80, 0.15, 0.60, 0.20)
X2 = settings(0.50, 0.50, 0.25, 0.48, 0.10)


@pytest.fixture(scope="module")
def table():
    rows = np.loadtxt(Path(__file__).parent / "qkd" / "FS_loss_XI0.csv", delimiter=",", comments="#")
    return rows[np.argsort(rows[:, 0])]


def transmission_of(table, half_duration, loss=0.0):
    return table[np.abs(table[:, 0]) <= half_duration, 2] * link.from_decibel(loss)


def table_key(table, x, extraneous, misalignment, half_duration, loss, blocks=1, **options):
    basis, probabilities, intensities = x
    transmission = transmission_of(table, half_duration, loss)
    counts = keys.decoy_counts(
        transmission, blocks * 1e8, basis, probabilities, intensities, extraneous, misalignment, pooled_errors=True
    )
    return keys.two_decoy_key(counts, probabilities, intensities, **options)


def test_loss_table(table):
    for time, elevation, transmission in ((0, 89.954, 2e-3), (100, 31.054, 6.1e-4), (200, 12.376, 1.94e-4)):
        row = table[table[:, 0] == time][0]
        assert_allclose(np.degrees(row[1]), elevation, rtol=1e-3)
        assert_allclose(row[2], transmission, rtol=1e-12)


@pytest.mark.parametrize(("blocks", "expected"), [(1, 36_440.07), (2, 152_144.01), (5, 193_119.26)])
def test_accumulated_passes(table, blocks, expected):
    assert_allclose(table_key(table, X3, 1e-7, 0.005, 200, 13, blocks).key_length / blocks, expected, rtol=1e-6)


@pytest.mark.parametrize(
    ("x", "extraneous", "misalignment", "half_duration", "loss", "options", "expected"),
    [
        (X0, 1e-8, 0.001, 210, 0, {}, 4_652_997.75),
        (X0, 5e-7, 0.005, 200, 10, {}, 183_013.906),
        (X1, 1e-7, 0.005, 200, 7, {}, 849_876.5475),
        (X1, 1e-7, 0.005, 200, 7, {"bound": "hoeffding"}, 0.0),
        (X1, 1e-7, 0.005, 200, 7, {"bound": "asymptotic", "leakage": "block"}, 1_142_774.193),
        (X2, 1e-6, 0.01, 150, 3, {}, 358_399.02),
        (X1, 1e-7, 0.005, 50, 15, {}, 0.0),
    ],
    ids=["a", "b", "c", "c'", "c''", "d", "e"],
)
def test_fixed_parameters(table, x, extraneous, misalignment, half_duration, loss, options, expected):
    key = table_key(table, x, extraneous, misalignment, half_duration, loss, **options)
    assert_allclose(key.key_length, expected, rtol=1e-6)


def test_ten_passes(table):
    assert_allclose(table_key(table, X1, 1e-7, 0.005, 200, 7, 10).key_length / 10, 1_047_506.36, rtol=1e-6)


# V9: SatQuMA's searches gave 7.788249e6, 5.681401e6, 9.790370e5, 0 on one of six runs else 5.5661e5, 1.600109e6, in 10 to
# 73 s; here are the optima by differential evolution of the same objective, with its lower limit of 0.1 on the decoy.
@pytest.mark.parametrize(
    ("extraneous", "misalignment", "loss", "half_duration", "clock", "expected"),
    [
        (1e-8, 0.001, 0, 210, 1e8, 7.788319e6),
        (5e-7, 0.005, 0, 200, 1e8, 5.681424e6),
        (1e-7, 0.005, 13, 200, 5e8, 9.790408e5),
        (1e-8, 0.001, 10, 200, 1e8, 5.566177e5),
        (1e-8, 0.001, 13, 200, 5e8, 1.600120e6),
    ],
    ids=["P1", "P3", "P5", "P7", "P9"],
)
def test_optimised_parameters(table, extraneous, misalignment, loss, half_duration, clock, expected):
    transmission = transmission_of(table, half_duration, loss)
    best = keys.optimise_decoy_key(
        transmission, clock, extraneous, misalignment, pooled_errors=True, smallest_decoy=0.1
    )
    assert 0.9999 * expected <= best.key.key_length <= 1.0001 * expected
    assert best.evaluations <= 400


# V9b: the lower limit on the decoy is active in SatQuMA's box and costs up to 0.2 %.
@pytest.mark.parametrize(
    ("extraneous", "misalignment", "half_duration", "expected", "decoy"),
    [(1e-8, 0.001, 210, 7.802080e6, 0.083), (5e-7, 0.005, 200, 5.681770e6, 0.097)],
)
def test_optimum_without_the_limit(table, extraneous, misalignment, half_duration, expected, decoy):
    transmission = transmission_of(table, half_duration)
    best = keys.optimise_decoy_key(transmission, 1e8, extraneous, misalignment, pooled_errors=True)
    assert_allclose(best.key.key_length, expected, rtol=1e-4)
    assert abs(best.settings.intensities[1] - decoy) < 0.004


# V11: SatQuMA f2b9229 pass table, 810 nm; it was made with GM about 3.98615e14, so that angles agree to 5e-5.
@pytest.mark.parametrize(
    ("time", "elevation", "distance", "diffraction", "air"),
    [(100, 31.061, 887.34e3, 8.7254, 1.5926), (200, 12.387, 1546.90e3, 13.3656, 3.4078)],
)
def test_pass_table(time, elevation, distance, diffraction, air):
    crossing = passes.analytic_pass(500e3, np.pi / 2, 300, 1.0, 1.0)
    row = np.flatnonzero(crossing.times == time)[0]
    assert_allclose(np.degrees(crossing.elevation[row]), elevation, rtol=2e-4)
    assert_allclose(crossing.slant_range[row], distance, rtol=2e-4)
    budget = link.link_loss_terms(
        distance=distance, elevation=np.radians(elevation), wavelength=810e-9, waist_radius=0.15, transmitter_radius=0.15,
        receiver_radius=0.6, zenith_transmission=0.813639, reference_path=True,
    )  # fmt: skip
    assert abs(budget.diffraction + budget.truncation - diffraction) < 0.002
    assert abs(budget.atmosphere - air) < 0.002


def test_pass_table_durations():
    assert [
        int(np.sum(passes.analytic_pass(500e3, np.pi / 2, 300, 1.0, 1.0, np.radians(lowest)).times > -1e9))
        for lowest in (10, 20, 30)
    ] == [443, 295, 207]


# V11b: SatQuMA f2b9229 from geometry to key, with its MODTRAN air.
@pytest.mark.parametrize(
    ("altitude", "highest", "wavelength", "small", "large", "extra", "half", "clock", "noise", "error", "losses", "expected"),
    [
        (500e3, 90, 785e-9, 0.04, 0.35, 8, 200, 1e8, 5e-7, 0.005, (27.951, 39.755), 3_669_527.8),
        (600e3, 45, 850e-9, 0.125, 0.3, 9, 150, 2e8, 1e-7, 0.01, (25.459, 30.488), 15_044_749.8),
    ],
    ids=["B1", "B3"],
)
def test_end_to_end(altitude, highest, wavelength, small, large, extra, half, clock, noise, error, losses, expected):
    crossing = passes.analytic_pass(altitude, np.radians(highest), half, 1.0, 1.0)
    budget = link.link_loss_terms(
        distance=crossing.slant_range, elevation=crossing.elevation, wavelength=wavelength, waist_radius=small,
        transmitter_radius=small, receiver_radius=large, zenith_transmission=link.MODTRAN[wavelength][0],
        optics_transmission=link.from_decibel(extra), reference_path=True,
    )  # fmt: skip
    assert_allclose([budget.total.min(), budget.total.max()], losses, atol=0.005)
    basis, probabilities, intensities = X3
    counts = keys.decoy_counts(
        link.from_decibel(budget.total), clock, basis, probabilities, intensities, noise, error, pooled_errors=True
    )
    assert_allclose(keys.two_decoy_key(counts, probabilities, intensities).key_length, expected, rtol=1e-3)


# Random links against differential evolution of the same objective.
def test_optimum_of_random_links():
    random = np.random.default_rng(20)
    for _ in range(12):
        crossing = passes.analytic_pass(
            random.uniform(400e3, 1200e3), np.radians(random.uniform(20, 90)), 200, 10 ** -random.uniform(2.5, 4.6),
            random.uniform(0.7, 0.92),
        )  # fmt: skip
        clock, extraneous, error = 10 ** random.uniform(7.7, 9.3), 10 ** -random.uniform(6, 8.5), random.uniform(0.002, 0.03)
        best = keys.optimise_decoy_key(crossing.transmission, clock, extraneous, error)
        evolved = differential_optimum(crossing.transmission, clock, extraneous, error)
        assert best.evaluations <= 400
        assert best.key.key_length >= 0.9999 * evolved


def differential_optimum(transmission, clock, extraneous, error):
    eta, sent = keys.equivalent_bins(transmission, clock)

    def cost(x):
        basis, signal, mu1, ratio, share = x
        weak = (1 - signal) * share
        probabilities = np.stack([signal, weak, 1 - signal - weak], axis=-1)
        mu2 = keys.SMALLEST_DECOY + (mu1 - keys.SMALLEST_DECOY) * ratio
        intensities = np.stack([mu1, mu2, np.zeros_like(mu1)], axis=-1)
        counts = keys.decoy_counts(eta, sent, basis, probabilities, intensities, extraneous, error)
        return -keys._two_decoy_key(counts, probabilities, intensities, "chernoff", "finite", 1.16, 1e-9, 1e-15).key_length

    lower, upper = keys.TWO_DECOY_BOX[:2]
    found = differential_evolution(
        cost, list(zip(lower + 1e-9, upper - 1e-9, strict=True)), vectorized=True, updating="deferred", popsize=16,
        maxiter=250, tol=1e-9, seed=2, polish=False,
    )  # fmt: skip
    return max(-found.fun, 0.0)


# V10: SatQuMA f2b9229 diffraction; decibels and transmissions.
@pytest.mark.parametrize(
    ("transmitter", "receiver", "waist", "wavelength", "distance", "loss", "transmission"),
    [
        (0.15, 0.6, 0.15, 810e-9, 500e3, 4.334, 0.3686676),
        (0.05, 0.3, 0.05, 785e-9, 600e3, 20.356, 9.213101e-3),
        (0.04, 0.35, 0.04, 810e-9, 500e3, 19.647, 1.084645e-2),
        (0.10, 0.4, 0.10, 810e-9, 36_000e3, 47.654, 1.716419e-5),
    ],
)
def test_fraunhofer(transmitter, receiver, waist, wavelength, distance, loss, transmission):
    result = link.fraunhofer_transmission(distance, wavelength, waist, transmitter, receiver)
    assert_allclose(result, transmission, rtol=1e-4)
    assert_allclose(link.decibel(result), loss, atol=6e-4)
    divergence = link.divergence_half_angle(wavelength, waist, transmitter)
    far_field = link.geometric_transmission(distance, divergence, 0.0, receiver)
    assert abs(link.decibel(far_field) - loss) < 0.08  # both without the near field of the waist


# V12: computed from the equations of Rusca et al., APL 112, 171104 (2018).
@pytest.mark.parametrize(
    ("pulses", "pooled", "expected"),
    [(1e11, False, 11_457_823.4), (1e10, False, 654_686.7), (1e11, True, 11_435_738.9), (1e10, True, 652_110.8)],
)
def test_one_decoy(pulses, pooled, expected):
    probabilities, intensities = (0.7, 0.3), (0.5, 0.2)
    counts = keys.decoy_counts([1e-3], pulses, 0.9, probabilities, intensities, 1e-7, 0.01, 0.0, pooled)
    key = keys.one_decoy_key(counts, probabilities, intensities)
    assert_allclose(key.key_length, expected, rtol=1e-6)
    if pulses == 1e11 and not pooled:
        assert_allclose(key.sifted_counts, 33_218_621, rtol=1e-6)
        assert_allclose(key.phase_error, 0.0353706, atol=5e-8)
        assert_allclose(key.single_photon_events, 18_774_855, rtol=1e-6)


# V12: with the same Hoeffding bound one decoy wins, as the abstract of Rusca et al. states; values computed.
@pytest.mark.parametrize(
    ("pulses", "expected"), [(1e11, (1.1929e7, 1.1688e7, 1.585e7)), (1e10, (8.279e5, 8.122e5, 1.196e6))]
)
def test_one_decoy_optimum(pulses, expected):
    lengths = [
        keys.optimise_decoy_key([1e-3], pulses, 1e-7, 0.01, 0.0, decoys, bound).key.key_length
        for decoys, bound in ((1, "hoeffding"), (2, "hoeffding"), (2, "chernoff"))
    ]
    assert_allclose(lengths, expected, rtol=2e-3)
    assert lengths[0] > lengths[1]


# V13: fibre link with the count model of Lim et al., PRA 89, 022307 (2014); values computed from the stated formula.
@pytest.mark.parametrize(
    ("length", "block", "pooled", "expected", "pulses"),
    [
        (0, 1e7, False, 1_075_898.8, 3.680819e8),
        (50, 1e7, False, 865_767.2, 3.604042e9),
        (100, 1e9, False, 266_148_471, 3.584808e12),
        (100, 1e9, True, 262_092_409, 3.584808e12),
    ],
)
def test_lim_fibre(length, block, pooled, expected, pulses):
    basis, probabilities, intensities = settings(0.9, 0.6, 0.3, 0.5, 0.1, 2e-4)
    shares, photons = np.array(probabilities), 0.1 * 10 ** (-0.2 * length / 10) * np.array(intensities)
    detection = 1 - (1 - 2 * 6e-7) * np.exp(-photons)
    error = 6e-7 + 0.005 * (1 - np.exp(-photons)) + 0.04 * detection / 2
    click = 1.04 * detection
    if pooled:
        error = click * (shares @ error) / (shares @ click)
    sent = block / (basis**2 * (shares @ click))
    assert_allclose(sent, pulses, rtol=1e-6)
    counts = keys.DecoyCounts(
        basis**2 * sent * shares * click,
        basis**2 * sent * shares * error,
        (1 - basis) ** 2 * sent * shares * click,
        (1 - basis) ** 2 * sent * shares * error,
    )
    key = keys.two_decoy_key(counts, probabilities, intensities, "hoeffding", secrecy=1e-10)
    assert_allclose(key.key_length, expected, rtol=1e-5)


# V14: computed from the formulas of Ma, Fung and Lo, PRA 76, 012307 (2007).
@pytest.mark.parametrize(
    ("arm", "rate", "error_rate", "best", "best_rate"),
    [(0.01, 1.70764e-6, 0.057250, 0.0510, 1.70822e-6), (0.001, 1.49214e-8, 0.061856, 0.0480, 1.49439e-8)],
)
def test_pulsed_pairs(arm, rate, error_rate, best, best_rate):
    def key(half_mean_pairs):
        return keys.pulsed_pair_key(half_mean_pairs, arm, arm, 6.02e-6, 6.02e-6, 0.015, 1.22)

    assert_allclose(key(0.05).key_rate, rate, rtol=1e-4)
    assert_allclose(key(0.05).error_rate, error_rate, rtol=1e-4)
    optimum = minimize_scalar(lambda value: -1e8 * key(value).key_rate, bounds=(0.01, 0.2), method="bounded")
    assert abs(optimum.x - best) < 1e-4
    assert_allclose(key(optimum.x).key_rate, best_rate, rtol=1e-4)


def test_pulsed_pair_gain():
    assert_allclose(keys.pulsed_pair_key(0.05, 0.01, 0.01, 6.02e-6, 6.02e-6, 0.015).gain, 1.14791e-5, rtol=1e-4)


# V15: computed from the formulas of Neumann et al., PRA 104, 022406 (2021), with Micius-like numbers.
def test_continuous_pairs():
    arm = 10**-3.2
    key = keys.continuous_pair_key(5.9e6, arm, arm, 1000.0, 1000.0, 2.5e-9, 1e-9, 0.02, 1.1)
    assert_allclose(key, [2.3412, 0.05576, 0.031166, 0.69460], rtol=1e-4)


# V16: Yin et al., Nature 582, 501 (2020): 1.1 Hz sifted, QBER about 4.5 %, f 1.19 gave 0.43 bit/s.
def test_micius_entanglement():
    assert_allclose(1.1 * (1 - 2.19 * keys.binary_entropy(0.045)), 0.43, rtol=0.10)
    assert keys.finite_pair_key(1705.0, 1705.0, 0.045, 1.19, secrecy=1e-10) == 0.0  # known limit of that bound


# V17: Yin et al., PRL 119, 200501 (2017): 29 dB at 530 km, 36 dB at 1000 km; second value computed.
@pytest.mark.parametrize(("zenith", "computed"), [(0.75, 7.02), (0.85, 6.36)])
def test_loss_against_range(zenith, computed):
    distances = np.array([530e3, 1000e3])
    elevations = [brentq(lambda e, d=d: visibility.slant_range(500e3, e) - d, 0.1, np.pi / 2) for d in distances]
    loss = 20 * np.log10(distances) + link.decibel(link.atmosphere_transmission(zenith, elevations))
    assert abs(loss[1] - loss[0] - 7.0) < 1.0
    assert_allclose(loss[1] - loss[0], computed, atol=6e-3)


# V18: computed from the stated formula.
@pytest.mark.parametrize(
    ("divergence", "jitter", "mean", "worst_tenth"), [(5e-6, 1.2e-6, 0.9005, 2.304), (10e-6, 3e-6, 1.3354, 3.600)]
)
def test_pointing(divergence, jitter, mean, worst_tenth):
    assert_allclose(link.mean_pointing_loss(divergence, jitter), mean, rtol=1e-4)
    assert_allclose(link.pointing_loss_exceeded(divergence, jitter, 0.1), worst_tenth, rtol=1e-4)


# V19: spherical geometry, computed from the stated formula.
def test_geometry():
    elevations = np.radians([10.0, 20.0, 45.0])
    assert_allclose(visibility.slant_range(500e3, elevations), [1694.57e3, 1192.80e3, 683.07e3], rtol=1e-4)
    assert_allclose(np.degrees(visibility.central_angle(500e3, np.radians(10))), 14.0565, rtol=1e-4)
    durations = passes.pass_duration(500e3, np.pi / 2, np.radians([10.0, 20.0, 30.0]))
    assert_allclose(durations, [442.64, 295.64, 207.26], rtol=1e-4)


# V20: computed from the stated formula for a full-moon sky.
def test_sky_counts():
    rate = background.sky_photon_rate(background.SKY_RADIANCE["full moon night"], 100e-6, 0.5, 1e-9, 850e-9)
    assert_allclose(rate, 3.959e4, rtol=1e-3)
    assert_allclose(background.extraneous_count_probability(0.0, rate, 1, 1e-9), 3.96e-5, rtol=1e-3)


# V21: computed from the stated formula, errors per intensity or pooled within its tolerance.
def test_annual_key():
    altitude, ten_degrees = 500e3, np.radians(10)
    offsets = np.arange(0, 1561e3, 10e3)

    def length(offset):
        highest = passes.elevation_at_central_angle(offset / 6371e3, altitude)
        crossing = passes.analytic_pass(altitude, highest, 300, 2e-3, 0.85, ten_degrees)
        return pass_key(crossing, X3, 1e8, 5e-7, True).key_length

    lengths = np.array([length(offset) for offset in offsets])
    assert_allclose(lengths[[0, 50, 100]], [4_620_319, 2_441_437, 725_826], rtol=5e-3)
    with_key = lengths > 0
    assert offsets[with_key][-1] == 1420e3
    year = passes.annual_key(offsets[with_key], lengths[with_key], altitude, np.radians(55.9))
    assert_allclose(year, 1.3592e9, rtol=5e-3)
    cloudy = passes.annual_key(offsets[with_key], lengths[with_key], altitude, np.radians(55.9), 0.4)
    assert_allclose(cloudy, 5.437e8, rtol=5e-3)


# V22: computed from the formulas of Acín et al., PRL 98, 230501 (2007).
def test_device_independent():
    assert_allclose(keys.chsh_value(0.02), 2.7153, rtol=1e-4)
    assert_allclose(keys.device_independent_key_fraction(0.02), 0.61229, rtol=1e-4)
    assert_allclose(1 - 2 * keys.binary_entropy(0.02), 0.71712, rtol=1e-4)
