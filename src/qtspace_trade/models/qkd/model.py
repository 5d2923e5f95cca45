"""Derived requirements, figures of merit and what a quantum-communication terminal sees."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

from qtspace_trade.constants import JULIAN_YEAR
from qtspace_trade.models.derived import Derived, FigureOfMerit, stated
from qtspace_trade.physics import optical_link, qkd_background, qkd_keys

KEY = "vacuum + weak decoy bound; Ma, Qi, Zhao and Lo, Phys. Rev. A 72, 012326 (2005), eqs. 34 to 42"
PAIRS = "BBM92 with a continuously pumped source, both arms alike; Neumann et al., Phys. Rev. A 104, 022406 (2021)"
VIEW = "both stations of the baseline must see the spacecraft at once"
PROTOCOL = ("signal_intensity", "decoy_intensity", "misalignment", "error_correction_efficiency")
COUNTERS = ("dark_count_rate", "gate", "field_of_view", "filter_bandwidth", "receiver_radius", "wavelength",
            "optics_transmission", "detector_efficiency")  # fmt: skip
PAIR_SOURCE = ("pair_rate", "coincidence_window", "timing_jitter", "misalignment", "error_correction_efficiency")
DETECTORS = 2
DARK = "station_visible and station_dark"
BOTH = "; both stations taken as dark and in view whenever one is: an upper bound"
LEAST_KEY = 1e-30


def link_loss(
    slant_range: Any, station_elevation: Any, wavelength: float, divergence: float, transmitter_radius: float,
    pointing_jitter_terminal: float, receiver_radius: float, optics_transmission: float, detector_efficiency: float,
    zenith_transmission: float, turbulence_spread: float = 0.0,
) -> Any:  # fmt: skip
    """Loss of the link with the station in view, receiver optics and detector included. [dB]"""
    geometric = optical_link.geometric_transmission(
        slant_range, divergence, transmitter_radius, receiver_radius, pointing_jitter=pointing_jitter_terminal,
        turbulence_spread=turbulence_spread,
    )  # fmt: skip
    air = optical_link.atmosphere_transmission(zenith_transmission, station_elevation)
    return optical_link.decibel(geometric * air * optics_transmission * detector_efficiency)


def background_light(station_sun_elevation: Any, link: str) -> Any:
    """Spectral radiance that the receiver looks into: the clear sky, or the ground for an uplink. [W m^-2 sr^-1 m^-1]"""
    if link == "uplink":
        return qkd_background.ground_radiance(station_sun_elevation)
    return qkd_background.night_sky_radiance(station_sun_elevation)


def _night(p: SimpleNamespace) -> float:
    if p.link == "uplink":
        return qkd_background.GROUND_RADIANCE["full moon night"]
    return qkd_background.SKY_RADIANCE["moonless clear night"]


def background_yield(p: SimpleNamespace, radiance: Any) -> Any:
    """Probability per pulse that any detector counts without signal."""
    return DETECTORS * qkd_background.extraneous_count_probability(p.dark_count_rate, _sky(p, radiance), DETECTORS, p.gate)


def _sky(p: SimpleNamespace, radiance: Any) -> Any:
    return qkd_background.sky_photon_rate(
        radiance, p.field_of_view, p.receiver_radius, p.filter_bandwidth, p.wavelength,
        p.optics_transmission * p.detector_efficiency,
    )  # fmt: skip


def _key(p: SimpleNamespace, transmission: Any, dark: float) -> Any:
    return qkd_keys.vacuum_weak_rate(
        transmission, p.signal_intensity, p.decoy_intensity, dark, p.misalignment, p.error_correction_efficiency
    )


def _pair_rate(p: SimpleNamespace, first: Any, second: Any, radiance: float) -> Any:
    dark = DETECTORS * 2 * p.dark_count_rate + _sky(p, radiance)
    return qkd_keys.continuous_pair_key(
        p.pair_rate, first, second, dark, dark, p.coincidence_window, p.timing_jitter, p.misalignment,
        p.error_correction_efficiency,
    ).key_rate  # fmt: skip


def _largest(positive: Any, low: float, high: float) -> float | None:
    """Largest argument for which a falling function is positive, between two ends; None where it is so nowhere."""
    from scipy.optimize import brentq

    if positive(low) <= 0:
        return None
    return float(brentq(positive, low, high)) if positive(high) < 0 else high


def _largest_background(p: SimpleNamespace) -> float | None:
    transmission = optical_link.from_decibel(p.operating_link_loss)
    exponent = _largest(lambda x: float(_key(p, transmission, 10.0**x)) - LEAST_KEY, -12.0, -1.0)
    return None if exponent is None else 10.0**exponent


def derive(p: SimpleNamespace) -> list[Derived]:
    """Requirements of a link.

    The largest loss at which the asymptotic key stays positive in a dark sky, and the brightest background in which it
    stays positive at the operating loss.
    """
    rows: list[Derived] = []
    if p.baseline is not None:
        rows.append(Derived("common_view", "at_least", p.baseline, VIEW, ("baseline",), statistic="max"))
    if stated(p, *PAIR_SOURCE, *COUNTERS):
        rows += _pair_rows(p)
    elif stated(p, *PROTOCOL, *COUNTERS):
        rows += _decoy_rows(p)
    return rows


def _decoy_rows(p: SimpleNamespace) -> list[Derived]:
    rows: list[Derived] = []
    dark = float(background_yield(p, _night(p)))
    largest = qkd_keys.maximum_loss_for_key(
        p.signal_intensity, p.decoy_intensity, dark, p.misalignment, p.error_correction_efficiency
    )
    if math.isfinite(largest):
        rows.append(Derived("link_loss", "at_most", float(largest), KEY, (*PROTOCOL, *COUNTERS), statistic="min",
                            why="largest loss with a positive asymptotic decoy-state key, dark background"))  # fmt: skip
    if p.operating_link_loss is not None:
        brightest = _largest_background(p)
        floor = float(background_yield(p, 0.0))
        if brightest is not None and brightest > floor:
            per_radiance = float(background_yield(p, 1.0)) - floor
            rows.append(_background_row(p, (brightest - floor) / per_radiance, KEY, PROTOCOL))
    return rows


def _pair_rows(p: SimpleNamespace) -> list[Derived]:
    def of_loss(loss: float) -> float:
        arm = optical_link.from_decibel(loss)
        return float(_pair_rate(p, arm, arm, _night(p))) - LEAST_KEY

    rows: list[Derived] = []
    largest = _largest(of_loss, 0.0, 100.0)
    if largest is not None:
        rows.append(Derived("link_loss", "at_most", largest, PAIRS, (*PAIR_SOURCE, *COUNTERS), statistic="min",
                            why="largest loss of each arm at which the asymptotic key is positive, dark sky"))  # fmt: skip
    if p.operating_link_loss is not None:
        arm = optical_link.from_decibel(p.operating_link_loss)
        exponent = _largest(lambda x: float(_pair_rate(p, arm, arm, 10.0**x)) - LEAST_KEY, -6.0, 9.0)
        if exponent is not None:
            rows.append(_background_row(p, 10.0**exponent, PAIRS, PAIR_SOURCE))
    return rows


def _background_row(p: SimpleNamespace, radiance: float, formula: str, source: tuple[str, ...]) -> Derived:
    return Derived(
        "background_light", "at_most", radiance, formula, (*source, *COUNTERS, "operating_link_loss"), statistic="min",
        why="brightest background in which the key is positive at the operating loss",
    )  # fmt: skip


def performance(p: SimpleNamespace, see: Any) -> list[FigureOfMerit]:
    """Secret key per year, asymptotic, clear sky, from the mean loss of dark contacts."""
    if p.link == "none":
        return []
    pairs = p.pair_rate is not None
    formula = PAIRS if pairs else KEY
    needed = (*PAIR_SOURCE, *COUNTERS) if pairs else (*PROTOCOL, *COUNTERS, "pulse_rate", "signal_probability")
    missing = tuple(name for name in needed if getattr(p, name) is None)
    dark_time = see("eclipse_fraction", "mean", DARK) if p.link == "uplink" else see("dark_contact_time", "mean")
    if dark_time == 0:
        return [FigureOfMerit("secret_key_per_year", 0.0, "bit", True, formula)]
    loss = see("link_loss", "mean", "station_dark")
    if missing or dark_time is None or loss is None:
        reason = missing or ("dark_contact_time" if dark_time is None else "link_loss",)
        return [FigureOfMerit("secret_key_per_year", None, "bit", True, formula, reason)]
    transmission = optical_link.from_decibel(loss)
    if pairs:
        rate = float(_pair_rate(p, transmission, transmission, _night(p)))
    else:
        rate = float(_key(p, transmission, float(background_yield(p, _night(p))))) * p.pulse_rate * p.signal_probability
    key = max(rate, 0.0) * dark_time * JULIAN_YEAR
    about = f"{formula}; at the mean loss of dark contacts, clear sky, asymptotic{BOTH if pairs else ''}"
    return [FigureOfMerit("secret_key_per_year", key, "bit", True, about)]

