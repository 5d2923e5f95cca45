"""Derived requirements and figures of merit of a dual-species atom interferometer."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from qtspace_trade.constants import BOLTZMANN, EARTH_GM, EARTH_RADIUS
from qtspace_trade.models.derived import Derived, FigureOfMerit, stated
from qtspace_trade.physics import atom_interferometry as ai

SHOT_NOISE = "differential projection noise over n shots, sqrt(2)/(C sqrt(N) K T^2); Aguilera et al. (2014)"
CONTRAST = "contrast exp[-2 (K s T^2 Omega)^2] of a rotating mirror; Lan et al., Phys. Rev. Lett. 108, 090402 (2012)"
COMMON = "common-mode leak R a below eta g; Aguilera et al., Class. Quantum Grav. 31, 115010 (2014)"
DRIFT = "cloud drifts out of the beam, a (2T)^2 / 2"
ZEEMAN = "leak of the outside field stays a given part of the bias field; Milke et al., Rev. Sci. Instrum. 85, 083105 (2014)"
SIGNAL = ("species", "photon_recoils", "pulse_separation", "atoms", "contrast")
RUN = ("cycle_time", "measuring_time")


def _wave_number(p: SimpleNamespace, species: str) -> float:
    return float(ai.effective_wave_number(ai.SPECIES[species].wavelength, p.photon_recoils))


def _differential_noise(p: SimpleNamespace) -> float:
    phase = ai.phase_noise(p.contrast, p.atoms)
    one, two = (ai.acceleration_noise(phase, _wave_number(p, name), p.pulse_separation) for name in p.species)
    return float(ai.differential_noise(one, two))


def _window(p: SimpleNamespace) -> str:
    return f"altitude < {p.useful_altitude / 1e3:.15g} km" if p.useful_altitude is not None else ""


def _shots(p: SimpleNamespace) -> float:
    return float(ai.number_of_shots(p.measuring_time, p.cycle_time))


def derive(p: SimpleNamespace) -> list[Derived]:
    """Requirements that let the test reach its goal; see the formula of each row."""
    rows: list[Derived] = []
    if p.pulse_separation is not None:
        rows.append(Derived("free_fall_time", "at_least", 2 * p.pulse_separation, "2 T", ("pulse_separation",)))
    if stated(p, *SIGNAL, *RUN, "target_eotvos"):
        weakest = _differential_noise(p) / (p.target_eotvos * np.sqrt(_shots(p)))
        rows.append(Derived("gravity_signal", "at_least", float(weakest), SHOT_NOISE,
                            (*SIGNAL, *RUN, "target_eotvos"), statistic="max",
                            why="gravity along the axis at which all shots together reach the goal"))  # fmt: skip
    rows += _rotation(p)
    rows += _acceleration(p)
    if stated(p, "bias_field", "field_leak_fraction", "shielding_factor"):
        outside = ai.maximum_external_field(p.bias_field, p.field_leak_fraction, p.shielding_factor)
        rows.append(Derived("magnetic_field", "at_most", float(outside), ZEEMAN,
                            ("bias_field", "field_leak_fraction", "shielding_factor"), when=_window(p)))  # fmt: skip
    return rows


def _rotation(p: SimpleNamespace) -> list[Derived]:
    inputs = ("species", "photon_recoils", "pulse_separation", "effective_temperature", "contrast", "minimum_contrast")
    if not stated(p, *inputs):
        return []
    kept = p.minimum_contrast / p.contrast
    fastest = min(
        float(ai.rotation_rate_for_contrast(
            kept, _wave_number(p, name), p.pulse_separation,
            np.sqrt(BOLTZMANN * p.effective_temperature / ai.SPECIES[name].mass),
        ))
        for name in p.species
    )  # fmt: skip
    return [Derived("rotation_rate", "at_most", fastest, CONTRAST, inputs, when=_window(p))]


def _acceleration(p: SimpleNamespace) -> list[Derived]:
    limits: list[tuple[float, str, tuple[str, ...]]] = []
    if stated(p, "drift_out", "pulse_separation"):
        drift = float(ai.maximum_drift_acceleration(p.drift_out, p.pulse_separation))
        limits.append((drift, DRIFT, ("drift_out", "pulse_separation")))
    if stated(p, "target_eotvos", "common_mode_rejection", "useful_altitude"):
        gravity = EARTH_GM / (EARTH_RADIUS + p.useful_altitude) ** 2
        common = float(ai.maximum_common_acceleration(p.target_eotvos, gravity, p.common_mode_rejection))
        limits.append((common, COMMON, ("target_eotvos", "common_mode_rejection", "useful_altitude")))
    if not limits:
        return []
    limit, formula, inputs = min(limits)
    return [Derived("residual_acceleration", "at_most", limit, formula, inputs, when=_window(p))]


def performance(p: SimpleNamespace, see: Any) -> list[FigureOfMerit]:
    """Eötvös uncertainty after the measuring time, noise only, the axis along gravity."""
    missing = tuple(name for name in (*SIGNAL, *RUN) if getattr(p, name) is None)
    gravity = see("gravity_signal", "rms", _window(p))
    if missing or gravity is None:
        return [FigureOfMerit("eotvos_uncertainty", None, "", False, SHOT_NOISE, missing or ("gravity_signal",))]
    noise = _differential_noise(p)
    return [
        FigureOfMerit("eotvos_uncertainty", float(ai.eotvos_uncertainty(noise, gravity, _shots(p))), "", False,
                      SHOT_NOISE + "; projection noise only, measuring axis along gravity"),
        FigureOfMerit("differential_acceleration_noise", noise, "m/s^2", False, SHOT_NOISE + "; one shot"),
    ]  # fmt: skip
