"""Loss and background light of a terminal's link."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from qtspace_trade.physics import optical_link, qkd_background

DETECTORS = 2  # of the basis that is chosen
OPTICS = ("wavelength", "divergence", "transmitter_radius", "pointing_jitter_terminal", "receiver_radius",
          "optics_transmission", "detector_efficiency")  # fmt: skip
COUNTERS = ("dark_count_rate", "gate", "field_of_view", "filter_bandwidth", "receiver_radius", "wavelength",
            "optics_transmission", "detector_efficiency")  # fmt: skip

# Airglow and starlight on a ground of the albedo that `qkd_background` takes: a sky of the radiance of a moonless clear
# night over a Lambert surface.
DARK_GROUND = qkd_background.GROUND_ALBEDO * qkd_background.SKY_RADIANCE["moonless clear night"]


def optics(p: SimpleNamespace, through_air: bool = True) -> tuple[str, ...]:
    """Parameters without which there is no loss to compute."""
    air = ("zenith_transmission", *(("turbulence_spread",) if p.link == "uplink" else ()))
    return (*OPTICS, *(air if through_air else ()))


def turbulence_spread_at(p: SimpleNamespace, elevation: Any) -> Any:
    """Half-angle that the air adds to an uplink beam, which grows with the air on the way; none downwards. [rad]

    NaN where an uplink does not state it.
    """
    if p.link != "uplink" or elevation is None or p.turbulence_spread == 0.0:
        return 0.0
    if p.turbulence_spread is None:
        return np.nan
    spread = p.turbulence_spread * np.sin(elevation) ** -0.6
    if not p.tilt_corrected_share:
        return spread
    fried = p.wavelength / spread * optical_link.uplink_spread(1.0, 1.0)
    return optical_link.tilt_corrected_spread(p.wavelength, fried, 2.0 * p.transmitter_radius, p.tilt_corrected_share)


def budget(p: SimpleNamespace, slant_range: Any, elevation: Any = None) -> optical_link.LinkLoss:
    """Loss of each part of the link; without an elevation it runs between spacecraft, through no air. [dB]"""
    return optical_link.link_loss_terms(
        distance=slant_range, wavelength=p.wavelength, waist_radius=p.transmitter_radius, divergence=p.divergence,
        receiver_radius=p.receiver_radius, receiver_obstruction=p.receiver_obstruction or 0.0,
        optics_transmission=p.optics_transmission, detector_efficiency=p.detector_efficiency, elevation=elevation,
        zenith_transmission=1.0 if elevation is None else p.zenith_transmission,
        pointing_jitter=p.pointing_jitter_terminal,
        turbulence_spread=turbulence_spread_at(p, elevation),
    )  # fmt: skip


def dark_count_rate(p: SimpleNamespace, time_in_orbit: float = 0.0) -> float:
    """Dark counts of one detector after a time in orbit. [Hz]"""
    growth = p.dark_count_growth or 0.0
    return float(qkd_background.damaged_dark_count_rate(p.dark_count_rate, growth, time_in_orbit))


def sky_rate(p: SimpleNamespace, radiance: Any) -> Any:
    """Background photons counted, over all detectors. [Hz]"""
    open_radius = np.sqrt(p.receiver_radius**2 - (p.receiver_obstruction or 0.0) ** 2)
    return qkd_background.sky_photon_rate(
        radiance, p.field_of_view, open_radius, p.filter_bandwidth, p.wavelength,
        p.optics_transmission * p.detector_efficiency,
    )  # fmt: skip


def extraneous_probability(p: SimpleNamespace, radiance: Any, time_in_orbit: float = 0.0) -> Any:
    """Probability per pulse that one detector counts without signal."""
    return qkd_background.extraneous_count_probability(
        dark_count_rate(p, time_in_orbit), sky_rate(p, radiance), DETECTORS, p.gate
    )


def background_yield(p: SimpleNamespace, radiance: Any) -> Any:
    """Probability per pulse that any detector counts without signal."""
    return DETECTORS * extraneous_probability(p, radiance)


def radiance(p: SimpleNamespace, sun_elevation: Any, moon_phase: Any, moon_elevation: Any) -> Any:
    """Spectral radiance that the receiver looks into: the clear sky, or the ground for an uplink. [W m^-2 sr^-1 m^-1]"""
    if p.link == "uplink":
        full, dark = qkd_background.GROUND_RADIANCE["full moon night"], DARK_GROUND + (p.artificial_light or 0.0)
        return qkd_background.ground_radiance(
            sun_elevation, qkd_background.moonlit_radiance(full, moon_phase, moon_elevation, dark)
        )
    full, dark = (qkd_background.SKY_RADIANCE[name] for name in ("full moon night", "moonless clear night"))
    return qkd_background.night_sky_radiance(
        sun_elevation, qkd_background.moonlit_radiance(full, moon_phase, moon_elevation, dark)
    )


def darkest(p: SimpleNamespace) -> float:
    """Radiance of a night by which requirements are derived: moonless sky, or for an uplink ground in full moonlight.

    [W m^-2 sr^-1 m^-1]
    """
    if p.link == "uplink":
        return qkd_background.GROUND_RADIANCE["full moon night"] + (p.artificial_light or 0.0)
    return qkd_background.SKY_RADIANCE["moonless clear night"]
