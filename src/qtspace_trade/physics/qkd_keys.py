"""Secret key of quantum key distribution: decoy-state BB84, entangled pairs, device-independent keys.

Asymptotic rates are per pulse or per second and hold for infinitely long keys; the finite-key functions give the bits
of one block of detections, with the failure probabilities in the result. Nothing here returns a negative key.
"""

from typing import NamedTuple

import numpy as np

TWO_DECOY_TERMS = 21  # error terms that share the secrecy parameter in Lim et al.
ONE_DECOY_TERMS = 19  # in Rusca et al.
BOUNDS = ("chernoff", "hoeffding", "asymptotic")
LEAKAGES = ("finite", "block")


def binary_entropy(probability):
    """Shannon entropy of a biased coin.

    Parameters
    ----------
    probability : array
        Between 0 and 1. [1]

    Returns
    -------
    array
        h2. [bit]

    References
    ----------
    .. [1] C. E. Shannon, A mathematical theory of communication, Bell Syst. Tech. J. 27, 379 (1948), section 6.

    Examples
    --------
    >>> float(binary_entropy(0.5)), round(float(binary_entropy(0.11)), 4)
    (1.0, 0.4999)
    """
    probability = np.asarray(probability, dtype=float)
    inside = (probability > 0.0) & (probability < 1.0)
    p = np.where(inside, probability, 0.5)
    return np.where(inside, -(p * np.log2(p) + (1.0 - p) * np.log2(1.0 - p)), 0.0)


# Asymptotic decoy-state BB84


def _gain_and_errors(transmission, intensity, background_yield, misalignment):
    """Detections and errors per pulse of a weak coherent pulse."""
    clicks = -np.expm1(-transmission * intensity)
    return background_yield + clicks, 0.5 * background_yield + misalignment * clicks


def _gllp_rate(gain, errors, single_gain, single_error, error_correction_efficiency, sifting):
    """Key per pulse before it is limited to values above 0."""
    error_rate = errors / np.where(gain > 0.0, gain, 1.0)
    correction = gain * error_correction_efficiency * binary_entropy(np.minimum(error_rate, 0.5))
    return sifting * (single_gain * (1.0 - binary_entropy(np.clip(single_error, 0.0, 0.5))) - correction)


def infinite_decoy_rate(
    transmission,
    signal_intensity,
    background_yield,
    misalignment,
    error_correction_efficiency=1.16,
    sifting=0.5,
):
    """Asymptotic BB84 key per pulse with weak coherent pulses and infinitely many decoy intensities.

    Parameters
    ----------
    transmission : array
        End-to-end transmission with the detector. [1]
    signal_intensity : array
        Mean photon number of a pulse. [1]
    background_yield : array
        Probability of a count without a signal photon, all detectors. [1]
    misalignment : array
        Probability that a signal photon is counted in the wrong detector. [1]
    error_correction_efficiency : array
        Leakage over the Shannon limit. [1]
    sifting : array
        Share of the pulses kept: 1/2 in the standard protocol, near 1 with a strong basis bias. [1]

    Returns
    -------
    array
        Secret bits per pulse. [1]

    References
    ----------
    .. [1] X. Ma, B. Qi, Y. Zhao and H.-K. Lo, Practical decoy state for quantum key distribution, Phys. Rev. A 72,
       012326 (2005), doi 10.1103/PhysRevA.72.012326.

    Examples
    --------
    >>> rate = infinite_decoy_rate(0.045, 0.48, 1.7e-6, 0.033, 1.22)   # the Gobby-Yuan-Shields link at 0 km
    >>> round(float(rate) * 1e3, 5)
    2.55458
    """
    gain, errors = _gain_and_errors(transmission, signal_intensity, background_yield, misalignment)
    single_yield = background_yield + transmission - background_yield * transmission
    single_errors = 0.5 * background_yield + misalignment * transmission
    single_error = single_errors / np.where(single_yield > 0.0, single_yield, 1.0)
    single_gain = single_yield * signal_intensity * np.exp(-signal_intensity)
    rate = _gllp_rate(gain, errors, single_gain, single_error, error_correction_efficiency, sifting)
    return np.maximum(rate, 0.0)


def _vacuum_weak_rate(
    transmission,
    signal_intensity,
    decoy_intensity,
    background_yield,
    misalignment,
    error_correction_efficiency,
    sifting,
):
    mu, nu = signal_intensity, decoy_intensity
    gain, errors = _gain_and_errors(transmission, mu, background_yield, misalignment)
    decoy_gain, decoy_errors = _gain_and_errors(transmission, nu, background_yield, misalignment)
    ratio = np.square(nu / mu)
    single_yield = (
        mu
        / (mu * nu - np.square(nu))
        * (decoy_gain * np.exp(nu) - gain * np.exp(mu) * ratio - (1.0 - ratio) * background_yield)
    )
    positive = single_yield > 0.0
    single_errors = (decoy_errors * np.exp(nu) - 0.5 * background_yield) / nu
    single_error = np.where(positive, single_errors / np.where(positive, single_yield, 1.0), 0.5)
    single_gain = np.maximum(single_yield, 0.0) * mu * np.exp(-mu)
    return _gllp_rate(gain, errors, single_gain, single_error, error_correction_efficiency, sifting)


def vacuum_weak_rate(
    transmission,
    signal_intensity,
    decoy_intensity,
    background_yield,
    misalignment,
    error_correction_efficiency=1.16,
    sifting=0.5,
):
    """Asymptotic BB84 key per pulse with one weak decoy and the vacuum.

    Parameters
    ----------
    transmission : array
        End-to-end transmission with the detector. [1]
    signal_intensity, decoy_intensity : array
        Mean photon numbers μ > ν > 0. [1]
    background_yield : array
        Probability of a count without a signal photon, all detectors. [1]
    misalignment : array
        Probability that a signal photon is counted in the wrong detector. [1]
    error_correction_efficiency : array
        Leakage over the Shannon limit. [1]
    sifting : array
        Share of the pulses kept: 1/2 in the standard protocol, near 1 with a strong basis bias. [1]

    Returns
    -------
    array
        Secret bits per pulse. [1]

    References
    ----------
    .. [1] X. Ma, B. Qi, Y. Zhao and H.-K. Lo, Practical decoy state for quantum key distribution, Phys. Rev. A 72,
       012326 (2005), doi 10.1103/PhysRevA.72.012326.

    Examples
    --------
    >>> transmission = 0.045 * 10 ** (-2.1)   # the Gobby-Yuan-Shields link at 100 km
    >>> round(float(vacuum_weak_rate(transmission, 0.48, 0.05, 1.7e-6, 0.033, 1.22)) * 1e5, 3)
    1.602
    """
    rate = _vacuum_weak_rate(
        transmission,
        signal_intensity,
        decoy_intensity,
        background_yield,
        misalignment,
        error_correction_efficiency,
        sifting,
    )
    return np.maximum(rate, 0.0)


def maximum_loss_for_key(
    signal_intensity, decoy_intensity, background_yield, misalignment, error_correction_efficiency=1.16
):
    """System loss at which the asymptotic vacuum and weak decoy key vanishes.

    Parameters
    ----------
    signal_intensity, decoy_intensity : float
        Mean photon numbers μ > ν > 0. [1]
    background_yield : float
        Probability per pulse of a count without a signal photon, all detectors. [1]
    misalignment : float
        Probability that a signal photon is counted in the wrong detector. [1]
    error_correction_efficiency : float
        Leakage over the Shannon limit. [1]

    Returns
    -------
    float
        Largest loss, source to detector click: infinite without background, minus infinity where there is no key
        even without loss. [dB]

    References
    ----------
    .. [1] Root of `vacuum_weak_rate`.

    Examples
    --------
    >>> loss = maximum_loss_for_key(0.48, 0.05, 1.7e-6, 0.033, 1.22)
    >>> round(float(loss + 10 * np.log10(0.045)) / 0.21, 1)   # km of the Gobby-Yuan-Shields fibre
    140.6
    """
    from scipy.optimize import brentq

    def rate_per_transmission(loss):
        transmission = 10.0 ** (-loss / 10.0)
        rate = _vacuum_weak_rate(
            transmission,
            signal_intensity,
            decoy_intensity,
            background_yield,
            misalignment,
            error_correction_efficiency,
            1.0,
        )
        return float(rate) / transmission

    if rate_per_transmission(0.0) <= 0.0:
        return -np.inf
    if background_yield == 0.0:
        return np.inf
    signal_lost_in_background = 30.0 - 10.0 * np.log10(background_yield)
    return float(brentq(rate_per_transmission, 0.0, signal_lost_in_background, xtol=1e-9))


# Finite-key decoy-state BB84


class DecoyCounts(NamedTuple):
    """Detections and errors after sifting, of each basis, with one entry per intensity on the last axis. [1]"""

    key_counts: np.ndarray
    key_errors: np.ndarray
    test_counts: np.ndarray
    test_errors: np.ndarray


class FiniteKey(NamedTuple):
    """Secret key of one block and the quantities it was bounded with."""

    key_length: np.ndarray  # secret bits, 0 where the bound gives none
    sifted_counts: np.ndarray  # detections in the key basis
    error_rate: np.ndarray  # QBER of the key basis
    phase_error: np.ndarray  # upper bound for single photons of the key basis
    vacuum_events: np.ndarray  # lower bound, key basis
    single_photon_events: np.ndarray  # lower bound, key basis
    single_photon_test_events: np.ndarray  # lower bound, test basis
    leakage: np.ndarray  # bits revealed by error correction
    security: str  # proof and statistical bound
    secrecy: float  # ε_s
    correctness: float  # ε_c
    trusted_node: bool = True  # a satellite that prepares or measures the pulses knows the key
    passes_accumulated: int = 1  # whose detections make up the block


def decoy_counts(
    transmission,
    pulses,
    key_basis_probability,
    probabilities,
    intensities,
    extraneous_probability,
    misalignment,
    afterpulse_probability=1e-3,
    pooled_errors=False,
):
    """Expected detections and errors of decoy-state BB84 over a varying link.

    Parameters
    ----------
    transmission : (..., time) array
        End-to-end transmission with the detector, in each time bin. [1]
    pulses : (..., time) array or float
        Pulses sent in each time bin. For K equal passes in one block, give K times the pulses and divide the key
        by K. [1]
    key_basis_probability : array
        Probability with which each side chooses the key basis. [1]
    probabilities, intensities : (..., intensity) array
        Probability and mean photon number of each intensity. [1]
    extraneous_probability : (..., time) array or float
        Dark and background counts per pulse of each of the two detectors of a basis, below 1/2. [1]
    misalignment : float
        Probability that a signal photon is counted in the wrong detector. [1]
    afterpulse_probability : float
        Afterpulses per detection. [1]
    pooled_errors : bool
        Give every intensity the error rate of its time bin over all intensities, as SatQuMA does.

    Returns
    -------
    DecoyCounts
        Each (..., intensity).

    References
    ----------
    .. [1] C. C. W. Lim et al., Phys. Rev. A 89, 022307 (2014), doi 10.1103/PhysRevA.89.022307.
    .. [2] J. S. Sidhu et al., npj Quantum Inf. 8, 18 (2022), doi 10.1038/s41534-022-00525-3; SatQuMA, arXiv 2109.01686.

    Examples
    --------
    >>> counts = decoy_counts([1e-3], 1e9, 0.5, (0.5, 0.3, 0.2), (0.5, 0.1, 0.0), 0.0, 0.01, 0.0)
    >>> [round(float(n)) for n in counts.key_counts]   # 1e9 * 0.5² * P_j * (1 - exp(-1e-3 μ_j))
    [62484, 7500, 0]
    """
    probabilities, intensities = np.asarray(probabilities, dtype=float), np.asarray(intensities, dtype=float)
    photons = np.asarray(transmission, dtype=float)[..., None, :] * intensities[..., None]
    clicks = -np.expm1(-photons)
    extraneous = np.asarray(extraneous_probability, dtype=float)
    extraneous = extraneous[..., None, :] if extraneous.ndim else extraneous
    detection = (1.0 + afterpulse_probability) * (clicks + 2.0 * extraneous * (1.0 - clicks))
    error = extraneous + misalignment * clicks + 0.5 * afterpulse_probability * detection
    if pooled_errors:
        pooled_detection = np.einsum("...j,...jt->...t", probabilities, detection)
        pooled_error = np.einsum("...j,...jt->...t", probabilities, error)
        error_rate = pooled_error / np.where(pooled_detection > 0.0, pooled_detection, 1.0)
        error = detection * error_rate[..., None, :]
    sent = np.broadcast_to(pulses, np.shape(transmission))
    detections = probabilities * np.einsum("...t,...jt->...j", sent, detection)
    errors = probabilities * np.einsum("...t,...jt->...j", sent, error)
    basis = np.asarray(key_basis_probability, dtype=float)[..., None]
    key_share, test_share = basis**2, (1.0 - basis) ** 2
    return DecoyCounts(key_share * detections, key_share * errors, test_share * detections, test_share * errors)


def _deviations(counts, log_term, bound):
    """How far below and above the observed counts their expectation may lie."""
    if bound == "asymptotic":
        return 0.0, 0.0
    if bound == "hoeffding":
        deviation = np.sqrt(0.5 * counts.sum(axis=-1, keepdims=True) * log_term)
        return deviation, deviation
    root = 2.0 * counts * log_term
    lower = 0.5 * log_term + np.sqrt(root + 0.25 * log_term**2)
    return lower, log_term + np.sqrt(root + log_term**2)


def _scaled_bounds(counts, weights, log_term, bound):
    """Lower and upper bounds of the counts, divided by the Poisson weight of each intensity."""
    lower, upper = _deviations(counts, log_term, bound)
    return weights * (counts - lower), weights * (counts + upper)


def _photon_number_probability(probabilities, intensities, number):
    """Probability that a pulse holds 0 or 1 photons."""
    return np.sum(probabilities * np.exp(-intensities) * intensities**number, axis=-1)


def _sampling_correction(secrecy, terms, error, test_events, key_events):
    """Statistical difference between the error rates of test and key samples, 0 without errors."""
    variance = error * (1.0 - error)
    spread = (test_events + key_events) / (test_events * key_events)
    inside = variance > 0.0
    safe = np.where(inside, variance, 0.25)
    logarithm = np.log2(spread) - np.log2(safe) + 2.0 * np.log2(terms / secrecy)
    return np.where(inside, np.sqrt(spread * safe / np.log(2.0) * np.maximum(logarithm, 0.0)), 0.0)


def _error_correction_leakage(sifted, error_rate, efficiency, correctness, leakage):
    """Bits revealed by error correction: a fixed efficiency or, if larger, the finite-length bound."""
    sifted, error_rate = np.asarray(sifted, dtype=float), np.asarray(error_rate, dtype=float)
    block = efficiency * sifted * binary_entropy(error_rate)
    if leakage == "block":
        return block
    usable = (sifted >= 1.0) & (error_rate > 0.0)
    n, q = np.where(usable, sifted, 1.0), np.where(usable, error_rate, 0.25)
    failure = correctness * (1.0 + 1.0 / np.sqrt(n))
    exponent = -np.log(failure)
    deviation = exponent / 3.0 + np.sqrt(np.square(exponent / 3.0) + 2.0 * n * q * (1.0 - q) * exponent)
    may_exceed = usable & (_finite_leakage(n, q, n * (1.0 - q) - deviation - 1.0, correctness) > block)
    if not np.any(may_exceed):
        return block
    from scipy.special import bdtrik

    n, q = np.where(may_exceed, n, 1.0), np.where(may_exceed, q, 0.25)
    quantile = np.zeros(np.shape(n))
    quantile[may_exceed] = bdtrik(failure[may_exceed], n[may_exceed], 1.0 - q[may_exceed])
    return np.where(may_exceed, np.maximum(block, _finite_leakage(n, q, quantile, correctness)), block)


def _finite_leakage(n, q, quantile, correctness):
    """Leakage of n bits at error rate q from a quantile of the right ones; a lower quantile gives more.

    Bernstein's inequality bounds the quantile from below, which shows where the exact one is needed at all.
    """
    finite = n * binary_entropy(q) + (n * (1.0 - q) - quantile - 1.0) * np.log2((1.0 - q) / q)
    return finite - 0.5 * np.log2(n) - np.log2(1.0 / correctness)


def _finite_key(
    counts,
    vacuum,
    single_key,
    single_test,
    single_errors,
    terms,
    security,
    bound,
    leakage,
    efficiency,
    secrecy,
    correctness,
):
    """Key of one block from the bounded photon-number events; the length is not yet limited to values above 0."""
    present = (single_key > 0.0) & (single_test > 0.0)
    safe_key, safe_test = np.where(present, single_key, 1.0), np.where(present, single_test, 1.0)
    ratio = np.minimum(np.where(present, single_errors / safe_test, 0.5), 0.5)
    if bound == "asymptotic":
        correction, overhead = 0.0, 0.0
    else:
        correction = _sampling_correction(secrecy, terms, ratio, safe_test, safe_key)
        overhead = 6.0 * np.log2(terms / secrecy) + np.log2(2.0 / correctness)
    phase_error = np.minimum(ratio + correction, 0.5)
    sifted = counts.key_counts.sum(axis=-1)
    error_rate = np.where(sifted > 0.0, counts.key_errors.sum(axis=-1) / np.where(sifted > 0.0, sifted, 1.0), 0.5)
    error_rate = np.minimum(error_rate, 0.5)
    leaked = _error_correction_leakage(sifted, error_rate, efficiency, correctness, leakage)
    length = vacuum + single_key * (1.0 - binary_entropy(phase_error)) - leaked - overhead
    return FiniteKey(
        length,
        sifted,
        error_rate,
        phase_error,
        vacuum,
        single_key,
        single_test,
        leaked,
        f"{security}, {bound}",
        secrecy,
        correctness,
    )


def _two_decoy_key(counts, probabilities, intensities, bound, leakage, efficiency, secrecy, correctness, counted=None):
    log_term = np.log(TWO_DECOY_TERMS / secrecy)
    mu1, mu2, mu3 = np.moveaxis(intensities, -1, 0)
    weights = np.exp(intensities) / probabilities
    no_photon = _photon_number_probability(probabilities, intensities, 0)
    one_photon = _photon_number_probability(probabilities, intensities, 1)

    def events(detections):
        lower, upper = _scaled_bounds(detections, weights, log_term, bound)
        vacuum = np.maximum(no_photon * (mu2 * lower[..., 2] - mu3 * upper[..., 1]) / (mu2 - mu3), 0.0)
        multiphoton = (mu2**2 - mu3**2) / mu1**2 * (upper[..., 0] - vacuum / no_photon)
        scale = one_photon * mu1 / (mu1 * (mu2 - mu3) - mu2**2 + mu3**2)
        return vacuum, np.maximum(scale * (lower[..., 1] - upper[..., 2] - multiphoton), 0.0)

    vacuum, single_key = events(counts.key_counts)
    _, single_test = events(counts.test_counts)
    lower, upper = _scaled_bounds(counts.test_errors, weights, log_term, bound)
    decoyed = np.maximum(one_photon * (upper[..., 1] - lower[..., 2]) / (mu2 - mu3), 0.0)
    total = counts.test_errors.sum(axis=-1)
    single_errors = np.minimum(decoyed, total) if counted is None else (total if counted else decoyed)
    return _finite_key(
        counts,
        vacuum,
        single_key,
        single_test,
        single_errors,
        TWO_DECOY_TERMS,
        "two-decoy BB84, 21 terms",
        bound,
        leakage,
        efficiency,
        secrecy,
        correctness,
    )


def _one_decoy_key(counts, probabilities, intensities, bound, leakage, efficiency, secrecy, correctness):
    log_term = np.log(ONE_DECOY_TERMS / secrecy)
    mu1, mu2 = np.moveaxis(intensities, -1, 0)
    weights = np.exp(intensities) / probabilities
    no_photon = _photon_number_probability(probabilities, intensities, 0)
    one_photon = _photon_number_probability(probabilities, intensities, 1)

    def events(detections, errors):
        lower, upper = _scaled_bounds(detections, weights, log_term, bound)
        vacuum = np.maximum(no_photon * (mu1 * lower[..., 1] - mu2 * upper[..., 0]) / (mu1 - mu2), 0.0)
        _, upper_errors = _scaled_bounds(errors, weights, log_term, bound)
        deviation = 0.0 if bound == "asymptotic" else np.sqrt(0.5 * detections.sum(axis=-1) * log_term)
        vacuum_upper = 2.0 * (no_photon * upper_errors.min(axis=-1) + deviation)
        multiphoton = (mu2 / mu1) ** 2 * upper[..., 0] + (1.0 - (mu2 / mu1) ** 2) * vacuum_upper / no_photon
        scale = one_photon * mu1 / (mu2 * (mu1 - mu2))
        return vacuum, np.maximum(scale * (lower[..., 1] - multiphoton), 0.0)

    vacuum, single_key = events(counts.key_counts, counts.key_errors)
    _, single_test = events(counts.test_counts, counts.test_errors)
    lower, upper = _scaled_bounds(counts.test_errors, weights, log_term, bound)
    single_errors = np.maximum(one_photon * (upper[..., 0] - lower[..., 1]) / (mu1 - mu2), 0.0)
    return _finite_key(
        counts,
        vacuum,
        single_key,
        single_test,
        single_errors,
        ONE_DECOY_TERMS,
        "one-decoy BB84, 19 terms",
        bound,
        leakage,
        efficiency,
        secrecy,
        correctness,
    )


def _check_choice(name, value, choices):
    if value not in choices:
        raise ValueError(f"{name} = {value!r}: expected one of {', '.join(map(repr, choices))}")


def _check_probabilities(probabilities):
    if np.any(probabilities <= 0.0) or abs(probabilities.sum() - 1.0) > 1e-9:
        raise ValueError(f"probabilities {', '.join(map(str, probabilities))}: expected positive ones with a sum of 1")


def two_decoy_key(
    counts,
    probabilities,
    intensities,
    bound="chernoff",
    leakage="finite",
    error_correction_efficiency=1.16,
    secrecy=1e-9,
    correctness=1e-15,
):
    """Finite key of BB84 with a signal and two decoy intensities.

    Parameters
    ----------
    counts : DecoyCounts
        Detections and errors, (..., 3) each. [1]
    probabilities, intensities : sequence of 3 floats
        Probabilities, and mean photon numbers μ1 > μ2 + μ3, μ2 > μ3 >= 0. [1]
    bound : {'chernoff', 'hoeffding', 'asymptotic'}
        Statistical bound; 'asymptotic' also drops the costs of secrecy and correctness.
    leakage : {'finite', 'block'}
        'block' is efficiency times the Shannon limit; 'finite' the larger of that and the finite-length bound [3]_.
    error_correction_efficiency : float
        Leakage over the Shannon limit. [1]
    secrecy, correctness : float
        Failure probabilities ε_s, ε_c of the key. [1]

    Returns
    -------
    FiniteKey

    References
    ----------
    .. [1] C. C. W. Lim et al., Concise security bounds for practical decoy-state quantum key distribution, Phys. Rev. A
       89, 022307 (2014), doi 10.1103/PhysRevA.89.022307, eqs. 1 to 5.
    .. [2] J. S. Sidhu et al., npj Quantum Inf. 8, 18 (2022), doi 10.1038/s41534-022-00525-3 (Chernoff bounds).
    .. [3] M. Tomamichel, J. Martinez-Mateo, C. Pacher and D. Elkouss, Fundamental finite key limits for one-way
       information reconciliation, Quantum Inf. Process. 16, 280 (2017).

    Examples
    --------
    >>> probabilities, intensities = (0.84, 0.115, 0.045), (0.7, 0.13, 0.0)
    >>> counts = decoy_counts([1e-3], 1e10, 0.85, probabilities, intensities, 0.0, 0.0, 0.0)
    >>> key = two_decoy_key(counts, probabilities, intensities, "asymptotic", "block")
    >>> one_photon = 0.84 * 0.7 * np.exp(-0.7) + 0.115 * 0.13 * np.exp(-0.13)
    >>> round(float(key.key_length / (1e10 * 0.85**2 * 1e-3 * one_photon)), 3)   # share of the single photons kept
    0.939
    """
    probabilities, intensities = np.asarray(probabilities, dtype=float), np.asarray(intensities, dtype=float)
    _check_choice("bound", bound, BOUNDS)
    _check_choice("leakage", leakage, LEAKAGES)
    mu1, mu2, mu3 = intensities
    if not (mu1 > mu2 + mu3 and mu2 > mu3 >= 0.0):
        raise ValueError(f"intensities {mu1}, {mu2}, {mu3}: expected mu1 > mu2 + mu3 and mu2 > mu3 >= 0")
    _check_probabilities(probabilities)
    key = _two_decoy_key(
        counts, probabilities, intensities, bound, leakage, error_correction_efficiency, secrecy, correctness
    )
    return key._replace(key_length=np.maximum(key.key_length, 0.0))


def one_decoy_key(
    counts,
    probabilities,
    intensities,
    bound="hoeffding",
    leakage="finite",
    error_correction_efficiency=1.16,
    secrecy=1e-9,
    correctness=1e-15,
):
    """Finite key of BB84 with a signal and one decoy intensity.

    Parameters
    ----------
    counts : DecoyCounts
        Detections and errors, (..., 2) each. [1]
    probabilities, intensities : sequence of 2 floats
        Probabilities, and mean photon numbers μ1 > μ2 > 0. [1]
    bound : {'hoeffding', 'asymptotic'}
        Statistical bound; 'asymptotic' also drops the costs of secrecy and correctness.
    leakage : {'finite', 'block'}
        As in `two_decoy_key`.
    error_correction_efficiency : float
        Leakage over the Shannon limit. [1]
    secrecy, correctness : float
        Failure probabilities ε_s, ε_c of the key. [1]

    Returns
    -------
    FiniteKey

    References
    ----------
    .. [1] D. Rusca, A. Boaron, F. Grünenfelder, A. Martin and H. Zbinden, Finite-key analysis for the 1-decoy state QKD
       protocol, Appl. Phys. Lett. 112, 171104 (2018), arXiv 1801.03443.

    Examples
    --------
    >>> counts = decoy_counts([1e-3], 1e11, 0.9, (0.7, 0.3), (0.5, 0.2), 1e-7, 0.01, 0.0)
    >>> round(float(one_decoy_key(counts, (0.7, 0.3), (0.5, 0.2)).key_length))
    11457823
    """
    probabilities, intensities = np.asarray(probabilities, dtype=float), np.asarray(intensities, dtype=float)
    _check_choice("bound", bound, ("hoeffding", "asymptotic"))
    _check_choice("leakage", leakage, LEAKAGES)
    mu1, mu2 = intensities
    if not mu1 > mu2 > 0.0:
        raise ValueError(f"intensities {mu1}, {mu2}: expected mu1 > mu2 > 0")
    _check_probabilities(probabilities)
    key = _one_decoy_key(
        counts, probabilities, intensities, bound, leakage, error_correction_efficiency, secrecy, correctness
    )
    return key._replace(key_length=np.maximum(key.key_length, 0.0))


class DecoySettings(NamedTuple):
    """What the sender of decoy-state BB84 chooses. [1]"""

    key_basis_probability: float
    probabilities: tuple[float, ...]
    intensities: tuple[float, ...]


class OptimisedKey(NamedTuple):
    """Best settings found, the key they give, and how many key lengths were evaluated on the way."""

    settings: DecoySettings
    key: FiniteKey
    evaluations: int


SMALLEST_DECOY = 0.005  # mean photon number that a modulator is assumed to set reliably
# Lower and upper limits, then starts, of: the key-basis probability, P1, μ1, the position of μ2 between the smallest
# decoy and μ1, and the share of P2 in 1 - P1. The starts are for low loss, high loss and many errors, then for so many
# errors that the key comes from the weak pulses and the bright ones are the decoy.
TWO_DECOY_BOX = np.array(
    [
        [0.1, 0.05, 0.3, 0.0, 0.01],
        [1.0, 1.0, 1.2, 0.95, 0.99],
        [0.9, 0.88, 0.7, 0.17, 0.67],
        [0.7, 0.7, 0.64, 0.25, 0.72],
        [0.9, 0.85, 0.35, 0.12, 0.8],
        [0.85, 0.1, 0.32, 0.22, 0.95],
    ]
)
ONE_DECOY_BOX = np.array(
    [
        [0.1, 0.1, 0.2, 0.0],
        [1.0, 1.0, 1.2, 0.95],
        [0.9, 0.7, 0.5, 0.4],
        [0.7, 0.5, 0.5, 0.4],
        [0.85, 0.15, 0.25, 0.4],
    ]
)
MOST_EVALUATIONS = 398  # the key at the optimum is one more
SEARCH_ROUNDS = ((42, 4), (48, 2), (MOST_EVALUATIONS, 4))  # most evaluations of each search, and how many of the best go on
RIVAL_HEIGHT = 0.8  # of the best search after a round, below which another one is given up
NEAREST_LIMIT = 1e-13  # of the width of the box, how near the settings come to its limits
STEP = 1e-5  # of the coordinates without limits, for derivatives
FIRST_STEP, LARGEST_STEP = 0.3, 2.0  # of a search, in these coordinates
SHORTEST_STRETCH = 1e-6  # of a step, below which a search ends
SMALLEST_GAIN = 1e-8  # expected of a step, relative, below which a search ends
EQUIVALENT_BINS = 8


def equivalent_bins(transmission, pulses, count=EQUIVALENT_BINS):
    """Few time bins that give the same detections as a whole pass: the Gauss quadrature of its transmissions.

    Sums of polynomials of the transmission up to degree 2 n - 1 are exact, so that those of 1 - exp(-η μ) are so to
    rounding.

    Parameters
    ----------
    transmission : (time,) array
        Transmission in each bin. [1]
    pulses : (time,) array or float
        Pulses in each bin. [1]
    count : int
        Largest number n of bins. [1]

    Returns
    -------
    transmission, pulses : (n,) array
        Of each equivalent bin. [1]

    References
    ----------
    .. [1] G. H. Golub and J. H. Welsch, Calculation of Gauss quadrature rules, Math. Comp. 23, 221 (1969); the recurrence
       from the weights by Lanczos' method.

    Examples
    --------
    >>> eta, sent = equivalent_bins(np.linspace(1e-4, 1e-3, 401), 1e8)
    >>> len(eta), round(float(sent.sum() / 401e8), 12)
    (8, 1.0)
    """
    transmission = np.asarray(transmission, dtype=float)
    pulses = np.broadcast_to(np.asarray(pulses, dtype=float), transmission.shape)
    total, largest = pulses.sum(), transmission.max(initial=0.0)
    if transmission.size <= count or total <= 0.0 or largest <= 0.0:
        return transmission, pulses
    scaled, vectors, diagonal, beside = transmission / largest, [np.sqrt(pulses / total)], [], []
    while True:
        image = scaled * vectors[-1]
        diagonal.append(image @ vectors[-1])
        for vector in vectors:
            image = image - (image @ vector) * vector
        beside.append(np.linalg.norm(image))
        if len(diagonal) == count or beside[-1] < 1e-12:
            break
        vectors.append(image / beside[-1])
    jacobi = np.diag(diagonal) + np.diag(beside[:-1], 1) + np.diag(beside[:-1], -1)
    nodes, rows = np.linalg.eigh(jacobi)
    return largest * np.clip(nodes, 0.0, 1.0), total * rows[0] ** 2


def optimise_decoy_key(
    transmission,
    pulses,
    extraneous_probability,
    misalignment,
    afterpulse_probability=1e-3,
    decoys=2,
    bound="chernoff",
    leakage="finite",
    pooled_errors=False,
    error_correction_efficiency=1.16,
    secrecy=1e-9,
    correctness=1e-15,
    smallest_decoy=SMALLEST_DECOY,
):
    """Decoy-state BB84 settings that give the longest finite key over one varying link.

    Deterministic, with at most 399 key lengths: quasi-Newton searches in coordinates without limits, in turns, of which
    the best ones are gone on with. Of the two bounds on the errors of single photons, by the decoys and by all errors,
    the lower one counts; the key has a ridge where they meet, so that each search keeps to one of them. With each bound
    one search starts where bright pulses carry the key and one where weak ones do, which is better with many errors. The
    third intensity is the vacuum. Differential evolution in the same box was nowhere better by more than 2e-7, on 400
    passes with 0.2 to 3 % misalignment and on 410 links of 10 to 35 dB with 5 to 10 %.

    The brightest pulses are kept between 0.3 and 1.2 photons (0.2 and 1.2 with one decoy). From about 4 % misalignment on
    the optimum lies at the lower limit and the key is that of this range: with two decoys, a range down to 0.05 photons
    (and to a probability of 0.01) gave 1.03 times as much in the median at 5 to 6 %, 1.36 times at 7 to 8 %, and above
    8 % often a key where this range has none.

    Parameters
    ----------
    transmission : (time,) array
        End-to-end transmission with the detector, in each time bin. [1]
    pulses : (time,) array or float
        Pulses sent in each time bin. [1]
    extraneous_probability, misalignment, afterpulse_probability, pooled_errors
        As in `decoy_counts`.
    decoys : {1, 2}
        Number of decoy intensities.
    bound, leakage, error_correction_efficiency, secrecy, correctness
        As in `two_decoy_key` and `one_decoy_key`.
    smallest_decoy : float
        Lower limit of the decoy intensity. [1]

    Returns
    -------
    OptimisedKey

    References
    ----------
    .. [1] J. S. Sidhu et al., npj Quantum Inf. 8, 18 (2022), doi 10.1038/s41534-022-00525-3.

    Examples
    --------
    >>> best = optimise_decoy_key([1e-3], 1e10, 1e-7, 0.01)
    >>> bool(best.key.key_length > 1e5), len(best.settings.intensities)
    (True, 3)
    """
    _check_choice("decoys", decoys, (1, 2))
    _check_choice("bound", bound, BOUNDS if decoys == 2 else ("hoeffding", "asymptotic"))
    _check_choice("leakage", leakage, LEAKAGES)
    lower, upper, *starts = TWO_DECOY_BOX if decoys == 2 else ONE_DECOY_BOX
    bins = (transmission, pulses) if pooled_errors else equivalent_bins(transmission, pulses)
    link = (extraneous_probability, misalignment, afterpulse_probability, pooled_errors)
    statistics = (bound, leakage, error_correction_efficiency, secrecy, correctness)

    def settings_at(values):
        basis, signal, mu1, ratio = np.moveaxis(values, -1, 0)[:4]
        mu2 = smallest_decoy + (mu1 - smallest_decoy) * ratio
        if decoys == 1:
            return basis, np.stack([signal, 1.0 - signal], axis=-1), np.stack([mu1, mu2], axis=-1)
        weak = (1.0 - signal) * values[..., 4]
        probabilities = np.stack([signal, weak, 1.0 - signal - weak], axis=-1)
        return basis, probabilities, np.stack([mu1, mu2, np.zeros_like(mu1)], axis=-1)

    def key_at(values, time_bins, *branch):
        basis, probabilities, intensities = settings_at(values)
        counts = decoy_counts(*time_bins, basis, probabilities, intensities, *link)
        key_function = _two_decoy_key if decoys == 2 else _one_decoy_key
        return key_function(counts, probabilities, intensities, *statistics, *branch)

    branches = ((False,), (True,)) if decoys == 2 else ((),)
    values, evaluations = _best_settings(lambda v, *branch: key_at(v, bins, *branch), branches, lower, upper, starts)
    basis, probabilities, intensities = settings_at(values)
    key = key_at(values, (transmission, pulses))
    return OptimisedKey(
        DecoySettings(float(basis), tuple(map(float, probabilities)), tuple(map(float, intensities))),
        key._replace(key_length=np.maximum(key.key_length, 0.0)),
        evaluations + 1,
    )


def _best_settings(key_at, branches, lower, upper, starts):
    """Settings with the longest key of all branches, and the number of keys looked at.

    A cosine keeps the settings in their box: limits are reached at finite coordinates, where the slope vanishes but the
    curvature does not, so that settings at a limit do not slow down the search for the others.
    """
    origins = np.arccos(1.0 - 2.0 * (np.array(starts) - lower) / (upper - lower))

    def values_at(coordinates):
        return lower + (upper - lower) * (0.5 - (0.5 - NEAREST_LIMIT) * np.cos(coordinates))

    climbs, used = [], 0
    for branch in branches:
        lengths = key_at(values_at(origins), *branch).key_length
        climbs += [_Climb(key_at, branch, values_at, origins[start]) for start in (int(np.argmax(lengths[:-1])), -1)]
        used += len(origins) + sum(len(climb.probes) for climb in climbs[-2:])
    for granted, kept in SEARCH_ROUNDS:
        for climb in climbs[:kept]:
            used += climb.go_on(min(granted, MOST_EVALUATIONS - used))
        climbs.sort(key=_Climb.rank, reverse=True)
        if climbs[0].has_key:
            climbs = [climb for climb in climbs if climb.has_key and climb.height >= RIVAL_HEIGHT * climbs[0].height]
    return values_at(climbs[0].here), used


class _Climb:
    """Quasi-Newton climb (BFGS, shortened steps) of one branch of the key, which can be gone on with.

    The height is the key length. As long as there is no key it is the (negative) length over the root of the sifted
    counts, because a length below 0 also rises where detections are given up, and there is never a key at that end.
    """

    def __init__(self, key_at, branch, values_at, start):
        self.key_at, self.branch, self.values_at = key_at, branch, values_at
        self.probes = STEP * np.vstack([np.zeros(len(start)), np.eye(len(start))])
        self.here, self.over = start, False
        self.begin(self.look(start))

    def rank(self):
        return self.has_key, self.height

    def look(self, coordinates):
        return self.key_at(self.values_at(coordinates + self.probes), *self.branch)

    def rise(self, key):
        """Height and its slope."""
        heights = key.key_length if self.has_key else key.key_length / np.sqrt(np.maximum(key.sifted_counts, 1.0))
        return float(heights[0]), (heights[1:] - heights[0]) / STEP

    def begin(self, key):
        self.has_key = bool(key.key_length[0] > 0.0)
        self.height, self.slope = self.rise(key)
        self.inverse = np.eye(len(self.here)) * FIRST_STEP / max(float(np.linalg.norm(self.slope)), 1e-300)
        self.fresh = True

    def go_on(self, granted):
        """Climb until the top or until as many key lengths are looked at; returns how many."""
        used = 0
        while not self.over and used + len(self.probes) <= granted:
            direction = self.inverse @ self.slope
            direction *= min(1.0, LARGEST_STEP / max(float(np.abs(direction).max()), 1e-300))
            gain = float(self.slope @ direction)
            if gain <= SMALLEST_GAIN * max(abs(self.height), 1.0):
                self.over = True
                break
            stretch, height = 1.0, -np.inf
            while height < self.height + 1e-4 * stretch * gain and used + len(self.probes) <= granted:
                used += len(self.probes)
                key = self.look(self.here + stretch * direction)
                height, slope = self.rise(key)
                tried = stretch
                parabola = 0.5 * stretch**2 * gain / max(stretch * gain + self.height - height, 1e-300)
                stretch = float(np.clip(parabola, 0.1 * stretch, 0.5 * stretch))
                if tried < SHORTEST_STRETCH:
                    break
            if height <= self.height:
                self.over = tried < SHORTEST_STRETCH
                break
            self.step(tried * direction, height, slope)
            if key.key_length[0] > 0.0 and not self.has_key:
                self.begin(key)
        return used

    def step(self, move, height, slope):
        bend = self.slope - slope
        curvature = float(move @ bend)
        if curvature > 0.0:
            one = np.eye(len(move))
            if self.fresh:
                self.inverse = one * curvature / float(bend @ bend)
            turned = one - np.outer(move, bend) / curvature
            self.inverse = turned @ self.inverse @ turned.T + np.outer(move, move) / curvature
            self.fresh = False
        self.here, self.height, self.slope = self.here + move, height, slope


# Entangled pairs


class PulsedPairKey(NamedTuple):
    """Key of a pulsed pair source, per pulse. [1]"""

    gain: np.ndarray
    error_rate: np.ndarray
    key_rate: np.ndarray


class ContinuousPairKey(NamedTuple):
    """Key of a continuously pumped pair source; rates in s⁻¹."""

    true_coincidence_rate: np.ndarray
    accidental_coincidence_rate: np.ndarray
    error_rate: np.ndarray
    key_rate: np.ndarray


def pulsed_pair_key(
    half_mean_pairs,
    first_transmission,
    second_transmission,
    first_background,
    second_background,
    misalignment,
    error_correction_efficiency=1.16,
    sifting=0.5,
):
    """Asymptotic BBM92 key of a pulsed parametric down-conversion source that need not be trusted.

    Parameters
    ----------
    half_mean_pairs : array
        λ, half the mean number of pairs per pulse. [1]
    first_transmission, second_transmission : array
        Transmission of each arm with its detector. [1]
    first_background, second_background : array
        Probability per pulse of a count without a pair, for each side. [1]
    misalignment : array
        Probability that a pair gives the wrong result. [1]
    error_correction_efficiency : array
        Leakage over the Shannon limit. [1]
    sifting : array
        Share of matching bases. [1]

    Returns
    -------
    PulsedPairKey

    References
    ----------
    .. [1] X. Ma, C.-H. F. Fung and H.-K. Lo, Quantum key distribution with entangled photon sources, Phys. Rev. A 76,
       012307 (2007), arXiv quant-ph/0703122.

    Examples
    --------
    >>> key = pulsed_pair_key(0.05, 0.01, 0.01, 6.02e-6, 6.02e-6, 0.015, 1.22)
    >>> round(float(key.key_rate) * 1e6, 5)
    1.70764
    """
    a, b = first_transmission * half_mean_pairs, second_transmission * half_mean_pairs
    apart, together = (1.0 + a) * (1.0 + b), 1.0 + a + b - first_transmission * b
    correlated = first_transmission * b * (1.0 + half_mean_pairs)
    pairs = correlated / (apart * together)
    first_click, second_click = (
        (2.0 * arm + np.square(arm) + dark) / np.square(1.0 + arm)
        for arm, dark in ((a, first_background), (b, second_background))
    )
    gain = first_click * second_click + (1.0 - first_background) * (1.0 - second_background) * pairs * (
        apart + together
    ) / (apart * together)
    errors = 0.5 * gain - 2.0 * (0.5 - misalignment) * pairs
    error_rate = np.where(gain > 0.0, np.clip(errors / np.where(gain > 0.0, gain, 1.0), 0.0, 0.5), 0.5)
    rate = sifting * gain * (1.0 - (1.0 + error_correction_efficiency) * binary_entropy(error_rate))
    return PulsedPairKey(gain, error_rate, np.maximum(rate, 0.0))


def continuous_pair_key(
    pair_rate,
    first_transmission,
    second_transmission,
    first_dark_rate,
    second_dark_rate,
    coincidence_window,
    timing_jitter,
    polarisation_error,
    error_correction_efficiency=1.16,
    sifting=0.5,
):
    """Asymptotic BBM92 key of a continuously pumped pair source that need not be trusted.

    Parameters
    ----------
    pair_rate : array
        Pairs made. [s⁻¹]
    first_transmission, second_transmission : array
        Transmission of each arm with its detector. [1]
    first_dark_rate, second_dark_rate : array
        Dark and background counts of each side, over all its detectors. [s⁻¹]
    coincidence_window : array
        Full width of the window. [s]
    timing_jitter : array
        Combined timing uncertainty, full width at half maximum. [s]
    polarisation_error : array
        Error rate of true pairs. [1]
    error_correction_efficiency : array
        Leakage over the Shannon limit. [1]
    sifting : array
        Share of matching bases. [1]

    Returns
    -------
    ContinuousPairKey

    References
    ----------
    .. [1] S. P. Neumann, T. Scheidl, M. Selimovic, M. Pivoluska, B. Liu, M. Bohmann and R. Ursin, Model for optimizing
       quantum key distribution with continuous-wave pumped entangled-photon sources, Phys. Rev. A 104, 022406 (2021).

    Examples
    --------
    >>> key = continuous_pair_key(1e6, 0.01, 0.01, 0.0, 0.0, 1e-9, 1e-12, 0.0)
    >>> round(float(key.true_coincidence_rate), 6), round(float(key.accidental_coincidence_rate), 6)
    (100.0, 0.1)
    """
    from scipy.special import erf

    inside = erf(np.sqrt(np.log(2.0)) * coincidence_window / timing_jitter)
    true = pair_rate * first_transmission * second_transmission * inside
    first_singles = pair_rate * first_transmission + first_dark_rate
    second_singles = pair_rate * second_transmission + second_dark_rate
    accidental = first_singles * second_singles * coincidence_window
    total = true + accidental
    errors = true * polarisation_error + 0.5 * accidental
    error_rate = np.where(total > 0.0, errors / np.where(total > 0.0, total, 1.0), 0.5)
    rate = sifting * total * (1.0 - (1.0 + error_correction_efficiency) * binary_entropy(error_rate))
    return ContinuousPairKey(true, accidental, error_rate, np.maximum(rate, 0.0))


def finite_pair_key(
    key_counts, test_counts, error_rate, error_correction_efficiency=1.16, secrecy=1e-9, correctness=1e-15
):
    """Finite BBM92 key from the uncertainty relation.

    It gives no key for the 3410 sifted bits at 4.5 % errors of the Micius experiment at 1e-10, where 372 bits are
    published: of 1705 test bits the errors of the key are known to no better than 17 %, and 4.5 % + 17 % leave
    1 - h2(0.21) = 0.25 of secrecy against 0.32 for error correction. Lim et al. found a sharper bound with a positive
    key for that experiment at 1e-5 only.

    Parameters
    ----------
    key_counts, test_counts : array
        Sifted pairs used for the key, and those compared in the other basis. [1]
    error_rate : array
        Observed error rate of both. [1]
    error_correction_efficiency : float
        Leakage over the Shannon limit. [1]
    secrecy, correctness : float
        Failure probabilities ε_s, ε_c of the key. [1]

    Returns
    -------
    array
        Secret bits. [1]

    References
    ----------
    .. [1] M. Tomamichel, C. C. W. Lim, N. Gisin and R. Renner, Tight finite-key analysis for quantum cryptography,
       Nat. Commun. 3, 634 (2012), doi 10.1038/ncomms1631.
    .. [2] C. C.-W. Lim, F. Xu, J.-W. Pan and A. Ekert, Security analysis of quantum key distribution with small block
       length and its application to quantum space communications, Phys. Rev. Lett. 126, 100501 (2021).

    Examples
    --------
    >>> float(finite_pair_key(1705.0, 1705.0, 0.045, 1.19, secrecy=1e-10))
    0.0
    """
    n, k = np.asarray(key_counts, dtype=float), np.asarray(test_counts, dtype=float)
    deviation = np.sqrt((n + k) / (n * k) * (k + 1.0) / k * np.log(4.0 / secrecy))
    phase_error = np.minimum(error_rate + deviation, 0.5)
    length = n * (1.0 - binary_entropy(phase_error) - error_correction_efficiency * binary_entropy(error_rate))
    return np.maximum(length - 2.0 * np.log2(0.5 / secrecy) - np.log2(2.0 / correctness), 0.0)


def chsh_uncertainty(coincidences, visibility):
    """Standard deviation of a CHSH value from a number of coincidences, shared equally by the four settings.

    Parameters
    ----------
    coincidences : array
        All coincidences of the four pairs of settings. [1]
    visibility : array
        Of the Werner state that is seen, 1 - 2 error rate. [1]

    Returns
    -------
    array
        4 sqrt((1 - V² / 2) / N). [1]

    References
    ----------
    .. [1] Binomial variance (1 - E²) / (N / 4) of each correlation E = V / √2. The 1167 coincidences of J. Yin et al.,
       Science 356, 1140 (2017), S = 2.37 ± 0.09, give 0.094.

    Examples
    --------
    >>> round(float(chsh_uncertainty(1167.0, 2.37 / 2**1.5)), 3)
    0.094
    """
    return 4.0 * np.sqrt((1.0 - 0.5 * np.square(visibility)) / np.asarray(coincidences, dtype=float))


def coincidences_for_violation(visibility, standard_deviations):
    """Coincidences with which a CHSH value stands above 2 by a number of standard deviations.

    Parameters
    ----------
    visibility : array
        Of the Werner state that is seen, 1 - 2 error rate. [1]
    standard_deviations : array
        Wanted. [1]

    Returns
    -------
    array
        Coincidences; infinite where the inequality is not violated. [1]

    References
    ----------
    .. [1] Inverse of `chsh_uncertainty`.

    Examples
    --------
    >>> round(float(coincidences_for_violation(1.0, 1.0)), 2)   # 8 / (2 √2 - 2)²
    11.66
    """
    excess = 2.0 * np.sqrt(2.0) * np.asarray(visibility, dtype=float) - 2.0
    violated = excess > 0.0
    needed = 16.0 * (1.0 - 0.5 * np.square(visibility)) * np.square(standard_deviations / np.where(violated, excess, 1.0))
    return np.where(violated, needed, np.inf)


def chsh_value(error_rate):
    """CHSH value of a Werner state with a given error rate.

    Parameters
    ----------
    error_rate : array
        Between 0 and 1/2. [1]

    Returns
    -------
    array
        S. [1]

    References
    ----------
    .. [1] A. Acín et al., Device-independent security of quantum cryptography against collective attacks, Phys. Rev.
       Lett. 98, 230501 (2007).

    Examples
    --------
    >>> round(float(chsh_value(0.0)), 4)
    2.8284
    """
    return 2.0 * np.sqrt(2.0) * (1.0 - 2.0 * np.asarray(error_rate, dtype=float))


def device_independent_key_fraction(error_rate):
    """Asymptotic device-independent key per pair measured in the key settings.

    Parameters
    ----------
    error_rate : array
        Error rate of a Werner state, between 0 and 1/2. [1]

    Returns
    -------
    array
        Secret bits per pair; 0 where the CHSH inequality is not violated. [1]

    References
    ----------
    .. [1] A. Acín et al., Device-independent security of quantum cryptography against collective attacks, Phys. Rev.
       Lett. 98, 230501 (2007).

    Examples
    --------
    >>> round(float(device_independent_key_fraction(0.0)), 12)
    1.0
    """
    excess = np.maximum(np.square(0.5 * chsh_value(error_rate)) - 1.0, 0.0)
    eavesdropper = binary_entropy(0.5 * (1.0 + np.minimum(np.sqrt(excess), 1.0)))
    return np.maximum(1.0 - binary_entropy(error_rate) - eavesdropper, 0.0)
