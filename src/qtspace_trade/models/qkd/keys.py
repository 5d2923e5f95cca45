"""Finite keys of a terminal from what its link passes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from qtspace_trade.models.derived import stated
from qtspace_trade.models.qkd import link
from qtspace_trade.physics import optical_link, qkd_keys, qkd_passes

PAIR_SOURCE = ("pair_rate", "coincidence_window", "timing_jitter", "misalignment", "error_correction_efficiency")
DECOY_SOURCE = ("pulse_rate", "signal_intensity", "decoy_intensity", "misalignment", "error_correction_efficiency")
FIXED_PROTOCOL = ("signal_intensity", "decoy_intensity", "signal_probability", "decoy_probability", "key_basis_probability")
STORES = (("raw_key_memory", "bits_per_detection"), ("random_bit_store", "random_bits_per_pulse"))
SECRECY, CORRECTNESS = 1e-9, 1e-15
SIFTING = 0.5
PASS_SECONDS = 250.0  # of a low pass above 20 degrees
PAIR_SECURITY = "BBM92, uncertainty relation, each basis tests the other"


class Key(NamedTuple):
    """Secret bits of blocks, with what an auditor asks for."""

    key_length: Any
    sifted_counts: Any
    error_rate: Any
    security: str
    secrecy: float
    correctness: float
    trusted_node: bool
    passes_accumulated: int


class Counts(NamedTuple):
    """What adds up over time on the first axis: per intensity for pulses, sifted and wrong ones for pairs."""

    columns: np.ndarray

    def decoy(self) -> qkd_keys.DecoyCounts:
        *leading, width = self.columns.shape
        return qkd_keys.DecoyCounts(*np.moveaxis(self.columns.reshape(*leading, 4, width // 4), -2, 0))


def pairs(p: SimpleNamespace) -> bool:
    """Does the terminal share entangled pairs, or send pulses."""
    return p.pair_rate is not None


def needed(p: SimpleNamespace) -> tuple[str, ...]:
    """Parameters without which there is no key to compute; a store that is stated needs what fills or empties it."""
    stores = (use for store, use in STORES if getattr(p, store) is not None)
    return (*(PAIR_SOURCE if pairs(p) else DECOY_SOURCE), *link.COUNTERS, *stores)


def protocol(p: SimpleNamespace, transmission: Any, seconds: Any, background: float) -> qkd_keys.DecoySettings:
    """Settings of decoy-state BB84: those stated, else the best for this link."""
    if stated(p, *FIXED_PROTOCOL):
        rest = 1.0 - p.signal_probability - p.decoy_probability
        return qkd_keys.DecoySettings(
            p.key_basis_probability, (p.signal_probability, p.decoy_probability, rest),
            (p.signal_intensity, p.decoy_intensity, 0.0),
        )  # fmt: skip
    return qkd_keys.optimise_decoy_key(
        transmission, p.pulse_rate * np.asarray(seconds), background, p.misalignment, p.afterpulse_probability or 0.0,
        error_correction_efficiency=p.error_correction_efficiency, secrecy=p.secrecy or SECRECY,
        correctness=p.correctness or CORRECTNESS,
    ).settings  # fmt: skip


def typical_passes(light: Any, passes: int) -> Any:
    """Index of passes for whose block a protocol is chosen: one brighter than three in four, or an even draw of several."""
    share = np.array([0.75]) if passes == 1 else (np.arange(passes) + 0.5) / passes
    return np.argsort(light, kind="stable")[(share * len(light)).astype(int)]


def pulse_counts(
    p: SimpleNamespace, settings: qkd_keys.DecoySettings, transmission: Any, seconds: Any, extraneous: Any
) -> Counts:
    """Detections of time bins (..., time), added over time."""
    counts = qkd_keys.decoy_counts(
        transmission, p.pulse_rate * np.asarray(seconds), *settings, extraneous, p.misalignment,
        p.afterpulse_probability or 0.0,
    )  # fmt: skip
    return Counts(np.concatenate(counts, axis=-1))


def pair_counts(p: SimpleNamespace, arms: tuple[Any, Any], seconds: Any, noise: tuple[Any, Any]) -> Counts:
    """Sifted pairs and wrong ones of time bins (..., time), added over time; `noise` are the counts without pairs. [Hz]"""
    key = qkd_keys.continuous_pair_key(
        p.pair_rate, *arms, *noise, p.coincidence_window, p.timing_jitter, p.misalignment,
        p.error_correction_efficiency,
    )  # fmt: skip
    sifted = SIFTING * (key.true_coincidence_rate + key.accidental_coincidence_rate) * seconds
    return Counts(np.stack([np.sum(sifted, axis=-1), np.sum(sifted * key.error_rate, axis=-1)], axis=-1))


def pair_noise(p: SimpleNamespace, radiance: Any, time_in_orbit: float = 0.0) -> Any:
    """Counts of one side without a pair: dark counts of both bases and the sky. [Hz]"""
    return 2 * link.DETECTORS * link.dark_count_rate(p, time_in_orbit) + link.sky_rate(p, radiance)


def pair_sides(
    p: SimpleNamespace, transmission: Any, radiance: Any, time_in_orbit: float = 0.0
) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """Efficiencies of both photons, and the counts without a pair of both sides [Hz].

    Link and radiance have one column for each arm. A photon that stays with its source is lost in its detector only, which
    sees no sky.
    """
    noise = pair_noise(p, radiance, time_in_orbit)
    if p.link == "double_downlink":
        return (transmission[..., 0], transmission[..., -1]), (noise[..., 0], noise[..., -1])
    far = transmission[..., 0]
    return (far, np.full_like(far, p.detector_efficiency)), (noise[..., 0], pair_noise(p, 0.0, time_in_orbit))


def key_of(p: SimpleNamespace, counts: Counts, settings: qkd_keys.DecoySettings | None, passes: int = 1) -> Key:
    """Key of blocks of detections, each of so many passes."""
    secrecy, correctness = p.secrecy or SECRECY, p.correctness or CORRECTNESS
    if settings is None:
        sifted, wrong = np.moveaxis(counts.columns, -1, 0)
        error_rate = np.where(sifted > 0.0, wrong / np.where(sifted > 0.0, sifted, 1.0), 0.5)
        half = np.maximum(0.5 * sifted, 1e-9)
        length = 2.0 * qkd_keys.finite_pair_key(
            half, half, error_rate, p.error_correction_efficiency, 0.5 * secrecy, 0.5 * correctness
        )
        return Key(length, sifted, error_rate, PAIR_SECURITY, secrecy, correctness, p.link != "double_downlink", passes)
    found = qkd_keys.two_decoy_key(
        counts.decoy(), settings.probabilities, settings.intensities,
        error_correction_efficiency=p.error_correction_efficiency, secrecy=secrecy, correctness=correctness,
    )  # fmt: skip
    return Key(
        found.key_length, found.sifted_counts, found.error_rate, found.security, secrecy, correctness,
        found.trusted_node, passes,
    )  # fmt: skip


def asymptotic_rate(p: SimpleNamespace, settings: qkd_keys.DecoySettings | None, counts: Counts) -> Any:
    """Key of the same detections as part of an endless block. [bit]"""
    if settings is None:
        sifted, wrong = np.moveaxis(counts.columns, -1, 0)
        error_rate = np.where(sifted > 0.0, wrong / np.where(sifted > 0.0, sifted, 1.0), 0.5)
        kept = 1.0 - (1.0 + p.error_correction_efficiency) * qkd_keys.binary_entropy(error_rate)
        return sifted * np.maximum(kept, 0.0)
    return qkd_keys.two_decoy_key(
        counts.decoy(), settings.probabilities, settings.intensities, "asymptotic", "block", p.error_correction_efficiency
    ).key_length


def pulse_detections(p: SimpleNamespace, settings: qkd_keys.DecoySettings, transmission: Any, extraneous: Any) -> Any:
    """Detections of pulses, dark counts and background included. [Hz]"""
    clicks = -np.expm1(-np.multiply.outer(transmission, settings.intensities)) @ np.array(settings.probabilities)
    return p.pulse_rate * (clicks + link.DETECTORS * extraneous)


def pair_detections(p: SimpleNamespace, arms: tuple[Any, Any], noise: tuple[Any, Any]) -> Any:
    """Detections of the side whose memory they fill: the spacecraft, or the fuller station of a double downlink. [Hz]"""
    far, near = (p.pair_rate * np.asarray(arm) + counts for arm, counts in zip(arms, noise, strict=True))
    return {"uplink": far, "downlink": near}.get(p.link, np.maximum(far, near))


def served(
    p: SimpleNamespace, rank: Any, detections: Any, seconds: Any, settings: qkd_keys.DecoySettings | None
) -> Any:
    """Share of each time bin that memory and random bits serve, the best of the pass by rank first."""
    share = np.ones(np.broadcast_shapes(np.shape(rank), np.shape(seconds)))
    if settings is not None and stated(p, "random_bit_store", "random_bits_per_pulse"):
        drawn = p.pulse_rate * p.random_bits_per_pulse * np.broadcast_to(seconds, share.shape)
        share = share * qkd_passes.usable_share(rank, drawn, p.random_bit_store)
    if stated(p, "raw_key_memory", "bits_per_detection"):
        stored = np.asarray(detections) * p.bits_per_detection * np.asarray(seconds) * share
        share = share * qkd_passes.usable_share(rank, stored, p.raw_key_memory)
    return share


def block_seconds(p: SimpleNamespace) -> float:
    """Time in contact of a block. [s]"""
    return PASS_SECONDS * int(p.passes_accumulated or 1)


def steady_key(p: SimpleNamespace, loss: float, seconds: float, radiance: float) -> float:
    """Key of a block at one loss of each arm. [bit]"""
    transmission = np.array([optical_link.from_decibel(loss)])
    if pairs(p):
        arms, noise = pair_sides(p, transmission[:, None], np.array([[radiance]]))
        return float(key_of(p, pair_counts(p, arms, seconds, noise), None).key_length)
    background = float(link.extraneous_probability(p, radiance))
    settings = protocol(p, transmission, seconds, background)
    return float(key_of(p, pulse_counts(p, settings, transmission, seconds, background), settings).key_length)
