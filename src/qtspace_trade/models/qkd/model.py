"""Derived requirements, figures of merit and what a QKD terminal sees."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

from qtspace_trade.constants import JULIAN_YEAR
from qtspace_trade.models.derived import Derived, FigureOfMerit, stated
from qtspace_trade.physics import optical_link, qkd_background, qkd_keys

KEY = "vacuum + weak decoy bound; Ma, Qi, Zhao and Lo, Phys. Rev. A 72, 012326 (2005), eqs. 34 to 42"
PROTOCOL = ("signal_intensity", "decoy_intensity", "misalignment", "error_correction_efficiency")
COUNTERS = ("dark_count_rate", "gate", "field_of_view", "filter_bandwidth", "receiver_radius", "wavelength",
            "optics_transmission", "detector_efficiency")  # fmt: skip
NIGHT = qkd_background.SKY_RADIANCE["moonless clear night"]
DETECTORS = 2


def link_loss(
    slant_range: Any, station_elevation: Any, wavelength: float, divergence: float, transmitter_radius: float,
    pointing_jitter_terminal: float, receiver_radius: float, optics_transmission: float, detector_efficiency: float,
    zenith_transmission: float,
) -> Any:  # fmt: skip
    """Loss of the downlink to the station in view. [dB]"""
    geometric = optical_link.geometric_transmission(
        slant_range, divergence, transmitter_radius, receiver_radius, pointing_jitter=pointing_jitter_terminal
    )
    air = optical_link.atmosphere_transmission(zenith_transmission, station_elevation)
    return optical_link.decibel(geometric * air * optics_transmission * detector_efficiency)


def background_light(station_sun_elevation: Any) -> Any:
    """Spectral radiance of the clear sky above the station in view. [W m^-2 sr^-1 m^-1]"""
    return qkd_background.night_sky_radiance(station_sun_elevation)


def background_yield(p: SimpleNamespace, radiance: Any) -> Any:
    """Probability per pulse that any detector counts without signal."""
    sky = qkd_background.sky_photon_rate(
        radiance, p.field_of_view, p.receiver_radius, p.filter_bandwidth, p.wavelength,
        p.optics_transmission * p.detector_efficiency,
    )  # fmt: skip
    return DETECTORS * qkd_background.extraneous_count_probability(p.dark_count_rate, sky, DETECTORS, p.gate)


def _key(p: SimpleNamespace, transmission: Any, dark: float) -> Any:
    return qkd_keys.vacuum_weak_rate(
        transmission, p.signal_intensity, p.decoy_intensity, dark, p.misalignment, p.error_correction_efficiency
    )


def _largest_background(p: SimpleNamespace) -> float | None:
    from scipy.optimize import brentq

    transmission = optical_link.from_decibel(p.operating_link_loss)

    def excess(exponent: float) -> float:
        return float(_key(p, transmission, 10.0**exponent)) - 1e-30

    if excess(-12.0) <= 0:
        return None
    return 10.0 ** brentq(excess, -12.0, -1.0) if excess(-1.0) < 0 else None


def derive(p: SimpleNamespace) -> list[Derived]:
    """Requirements of a decoy-state downlink.

    The largest loss at which the asymptotic key stays positive in a dark sky, and the brightest sky in which it stays
    positive at the operating loss.
    """
    rows: list[Derived] = []
    if not stated(p, *PROTOCOL, *COUNTERS):
        return rows
    dark = float(background_yield(p, NIGHT))
    largest = qkd_keys.maximum_loss_for_key(
        p.signal_intensity, p.decoy_intensity, dark, p.misalignment, p.error_correction_efficiency
    )
    if math.isfinite(largest):
        rows.append(Derived("link_loss", "at_most", float(largest), KEY, (*PROTOCOL, *COUNTERS), statistic="min",
                            why="largest loss at which the asymptotic decoy-state key is positive, dark sky"))  # fmt: skip
    if p.operating_link_loss is not None:
        brightest = _largest_background(p)
        per_radiance = float(background_yield(p, 1.0) - background_yield(p, 0.0))
        floor = float(background_yield(p, 0.0))
        if brightest is not None and brightest > floor:
            rows.append(Derived(
                "background_light", "at_most", (brightest - floor) / per_radiance, KEY,
                (*PROTOCOL, *COUNTERS, "operating_link_loss"), statistic="min",
                why="brightest sky in which the key is positive at the operating loss",
            ))  # fmt: skip
    return rows


def performance(p: SimpleNamespace, see: Any) -> list[FigureOfMerit]:
    """Secret key per year, asymptotic, clear sky, from the mean rate over dark contacts."""
    needed = (*PROTOCOL, *COUNTERS, "pulse_rate", "signal_probability")
    missing = tuple(name for name in needed if getattr(p, name) is None)
    dark_time = see("dark_contact_time", "mean")
    loss = see("link_loss", "mean", "station_dark")
    if dark_time == 0:
        return [FigureOfMerit("secret_key_per_year", 0.0, "bit", True, KEY)]
    if missing or dark_time is None or loss is None:
        reason = missing or ("dark_contact_time" if dark_time is None else "link_loss",)
        return [FigureOfMerit("secret_key_per_year", None, "bit", True, KEY, reason)]
    dark = float(background_yield(p, NIGHT))
    rate = float(_key(p, optical_link.from_decibel(loss), dark)) * p.pulse_rate * p.signal_probability
    return [FigureOfMerit("secret_key_per_year", max(rate, 0.0) * dark_time * JULIAN_YEAR, "bit", True,
                          KEY + "; at the mean loss of dark contacts, clear sky, asymptotic")]  # fmt: skip


