"""Derived requirements and figures of merit of atom interferometers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from qtspace_trade.constants import BOLTZMANN, EARTH_GM, EARTH_RADIUS, JULIAN_YEAR
from qtspace_trade.models.derived import Derived, FigureOfMerit, stated
from qtspace_trade.physics import atom_interferometry as ai

FREE_FALL = "2 T and the preparation before it"
SHOT_NOISE = "differential projection noise over n shots, sqrt(2)/(C sqrt(N) K T^2); Aguilera et al. (2014)"
CONTRAST = "contrast exp[-2 (K s T^2 Omega)^2] of a rotating mirror; Lan et al., Phys. Rev. Lett. 108, 090402 (2012)"
COMMON = "common-mode leak R a below eta g; Aguilera et al., Class. Quantum Grav. 31, 115010 (2014)"
DRIFT = "cloud drifts out of the beam, a (2T)^2 / 2"
VIBRATION = "phase K sqrt(S T^3/3) of white vibration; Cheinet et al., IEEE Trans. Instrum. Meas. 57, 1141 (2008)"
ZEEMAN = "leak of the outside field stays a given part of the bias field; Milke et al., Rev. Sci. Instrum. 85, 083105 (2014)"
GRADIENT = "projection noise of two clouds sqrt(2) sigma_a / b over n shots; Trimeche et al., CQG 36, 215004 (2019)"
SELF = "moving masses must not change the gradient by more than the goal"
SIGNAL = ("species", "photon_recoils", "pulse_separation", "atoms", "contrast")
RUN = ("cycle_time", "measuring_time")
PAIR = 2


def _wave_number(p: SimpleNamespace, species: str) -> float:
    return float(ai.effective_wave_number(ai.SPECIES[species].wavelength, p.photon_recoils))


def _largest_wave_number(p: SimpleNamespace) -> float:
    return max(_wave_number(p, name) for name in p.species)


def _acceleration_noise(p: SimpleNamespace, species: str) -> float:
    phase = ai.phase_noise(p.contrast, p.atoms)
    return float(ai.acceleration_noise(phase, _wave_number(p, species), p.pulse_separation))


def _differential_noise(p: SimpleNamespace) -> float:
    one, two = (_acceleration_noise(p, name) for name in p.species)
    return float(ai.differential_noise(one, two))


def _useful_gravity(p: SimpleNamespace) -> float:
    return EARTH_GM / (EARTH_RADIUS + p.useful_altitude) ** 2


def _window(p: SimpleNamespace) -> str:
    return f"gravity_signal > {_useful_gravity(p):.4g} m/s^2" if p.useful_altitude is not None else ""


def _shots(p: SimpleNamespace) -> float:
    return float(ai.number_of_shots(p.measuring_time, p.cycle_time))


def derive(p: SimpleNamespace) -> list[Derived]:
    """Requirements that let the measurement reach its goal; see the formula of each row."""
    return [*_free_fall(p), *_signal(p), *_rotation(p), *_acceleration(p), *_vibration(p), *_field(p)]


def _free_fall(p: SimpleNamespace) -> list[Derived]:
    if p.pulse_separation is None:
        return []
    preparation = p.preparation_time or 0.0
    why = "" if p.preparation_time is not None else "2 T alone; the preparation before it is not stated"
    inputs = ("pulse_separation", "preparation_time")
    return [Derived("free_fall_time", "at_least", 2 * p.pulse_separation + preparation, FREE_FALL, inputs, why=why)]


def _signal(p: SimpleNamespace) -> list[Derived]:
    rows = []
    if p.purpose == "equivalence_principle" and stated(p, *SIGNAL, *RUN, "target_eotvos") and len(p.species) == PAIR:
        weakest = _differential_noise(p) / (p.target_eotvos * np.sqrt(_shots(p)))
        rows.append(Derived("gravity_signal", "at_least", float(weakest), SHOT_NOISE,
                            (*SIGNAL, *RUN, "target_eotvos"), statistic="max",
                            why="gravity along the axis at which all shots together reach the goal"))  # fmt: skip
    if p.purpose == "gradiometer" and stated(p, *SIGNAL, *RUN, "baseline", "degree"):
        faintest = _gradient_noise(p) / np.sqrt(_shots(p))
        rows.append(Derived("gravity_gradient_signal", "at_least", float(faintest), GRADIENT,
                            (*SIGNAL, *RUN, "baseline", "degree"), statistic="max",
                            why=f"degree {p.degree:.0f} of the field stands above the noise of all shots"))  # fmt: skip
    if p.target_gradient is not None:
        rows.append(Derived("self_gravity", "at_most", p.target_gradient, SELF, ("target_gradient",)))
    return rows


def _gradient_noise(p: SimpleNamespace) -> float:
    return float(ai.gradiometer_noise(_acceleration_noise(p, p.species[0]), p.baseline))


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
    taken_up = p.rotation_compensation or 0.0
    return [Derived("rotation_rate", "at_most", fastest + taken_up, CONTRAST, (*inputs, "rotation_compensation"),
                    when=_window(p))]  # fmt: skip


def _acceleration(p: SimpleNamespace) -> list[Derived]:
    limits: list[tuple[float, str, tuple[str, ...]]] = []
    if stated(p, "drift_out", "pulse_separation"):
        drift = float(ai.maximum_drift_acceleration(p.drift_out, p.pulse_separation))
        limits.append((drift, DRIFT, ("drift_out", "pulse_separation")))
    if stated(p, "target_eotvos", "common_mode_rejection", "useful_altitude"):
        common = float(ai.maximum_common_acceleration(p.target_eotvos, _useful_gravity(p), p.common_mode_rejection))
        limits.append((common, COMMON, ("target_eotvos", "common_mode_rejection", "useful_altitude")))
    if not limits:
        return []
    limit, formula, inputs = min(limits)
    return [Derived("residual_acceleration", "at_most", limit, formula, inputs, when=_window(p))]


def _vibration(p: SimpleNamespace) -> list[Derived]:
    inputs = ("species", "photon_recoils", "pulse_separation", "vibration_phase")
    if not stated(p, *inputs):
        return []
    largest = ai.maximum_acceleration_asd(p.vibration_phase, _largest_wave_number(p), p.pulse_separation)
    low, high = ai.vibration_band(p.pulse_separation)
    return [Derived("residual_acceleration_asd", "at_most", float(largest), VIBRATION, inputs,
                    band=(float(low), float(high)))]  # fmt: skip


def _field(p: SimpleNamespace) -> list[Derived]:
    inputs = ("bias_field", "field_leak_fraction", "shielding_factor")
    if not stated(p, *inputs):
        return []
    outside = ai.maximum_external_field(p.bias_field, p.field_leak_fraction, p.shielding_factor)
    return [Derived("magnetic_field", "at_most", float(outside), ZEEMAN, inputs, when=_window(p))]


def performance(p: SimpleNamespace, see: Any) -> list[FigureOfMerit]:
    """What the projection noise allows in this environment."""
    missing = tuple(name for name in (*SIGNAL, "cycle_time") if getattr(p, name) is None)
    if p.purpose == "gradiometer":
        noise = None if missing or p.baseline is None else _gradient_noise(p)
        return [FigureOfMerit("gradient_noise_per_shot", noise, "1/s^2", False, GRADIENT, missing)]
    if p.purpose != "equivalence_principle" or (p.species and len(p.species) != PAIR):
        noise = None if missing else max(_acceleration_noise(p, name) for name in p.species)
        return [FigureOfMerit("acceleration_noise_per_shot", noise, "m/s^2", False, SHOT_NOISE, missing)]
    return _eotvos(p, see, missing)


def _eotvos(p: SimpleNamespace, see: Any, missing: tuple[str, ...]) -> list[FigureOfMerit]:
    formula = SHOT_NOISE + "; sum over shots of (g cos theta)^2, projection noise only"
    gravity, share = see("gravity_along_axis", "rms", _window(p)), see("measurement_fraction", "mean")
    if share == 0:
        gravity, share, formula = see("gravity_along_axis", "rms"), 1.0, formula + "; no useful window, all the time"
    if missing or gravity is None or share is None:
        reason = missing or ("gravity_along_axis" if gravity is None else "measurement_fraction",)
        return [FigureOfMerit("eotvos_sigma_1yr", None, "", False, formula, reason)]
    noise = _differential_noise(p)
    shots = ai.number_of_shots(JULIAN_YEAR, p.cycle_time, share)
    figures = [
        FigureOfMerit("eotvos_sigma_1yr", float(ai.eotvos_uncertainty(noise, gravity, shots)), "", False, formula),
        FigureOfMerit("differential_acceleration_noise", noise, "m/s^2", False, SHOT_NOISE + "; one shot"),
    ]
    if p.measuring_time is not None:
        whole = float(ai.eotvos_uncertainty(noise, gravity, _shots(p)))
        figures.append(FigureOfMerit("eotvos_uncertainty", whole, "", False, formula + "; over the measuring time"))
    return figures
