"""Derived requirements and figures of merit of atom interferometers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from qtspace_trade.constants import EARTH_GM, EARTH_RADIUS, JULIAN_YEAR
from qtspace_trade.models.atom_interferometer import budget, campaign
from qtspace_trade.models.atom_interferometer.budget import (
    PAIR,
    differential,
    projection_noise,
    projection_noise_of,
    velocity_spread,
    wave_number,
)
from qtspace_trade.models.derived import Derived, FigureOfMerit, stated
from qtspace_trade.models.error_budget import ErrorBudget, Term
from qtspace_trade.physics import atom_interferometry as ai

FREE_FALL = "2 T and the preparation before it"
SHOT_NOISE = "differential projection noise over n shots, sqrt(2)/(C sqrt(N) K T^2); Aguilera et al. (2014)"
CONTRAST = "contrast exp[-2 (K s T^2 Omega)^2] of a rotating mirror; Lan et al., Phys. Rev. Lett. 108, 090402 (2012)"
COMMON = "common-mode leak R a below eta g; Aguilera et al., Class. Quantum Grav. 31, 115010 (2014)"
DRIFT = "cloud drifts out of the beam, a (2T)^2 / 2"
VIBRATION = "phase K sqrt(S T^3/3) of white vibration; Cheinet et al., IEEE Trans. Instrum. Meas. 57, 1141 (2008)"
LINE = "phase 4 K a/w^2 sin^2(w T/2) of a line, at most K a T^2 and 4 K a/w^2; Cheinet et al. (2008), eq. 7"
ZEEMAN = "leak of the outside field stays a given part of the bias field; Milke et al., Rev. Sci. Instrum. 85, 083105 (2014)"
GRADIENT = "projection noise of two clouds sqrt(2) sigma_a / b over n shots; Trimeche et al., CQG 36, 215004 (2019)"
SELF = "moving masses must not change the gradient by more than the goal"
JITTER = "2 v dOmega below the projection noise of one shot; Peters, Chung and Chu, Metrologia 38, 25 (2001)"
STEEPEST = "contrast exp[-(K Gamma T^2)^2 (s_r^2 + s_v^2 T^2)/2], one radian over the cloud; Roura (2017)"
COLOCATION = "f Gamma (dz + dv T) below eta g; Roura, Phys. Rev. Lett. 118, 160401 (2017)"
FORCE = "h kappa B B'/m, difference of the species, below eta g; Breit and Rabi, Phys. Rev. 38, 2082 (1931)"
FIELD_CHANGE = "h kappa dB B'/m, difference of the species, below eta g; Breit and Rabi, Phys. Rev. 38, 2082 (1931)"
BLACKBODY = "8 alpha sigma T^3/(m c eps0), difference of the species; Haslinger et al., Nature Phys. 14, 257 (2018)"
VACUUM = "survival exp(-2 T P/2e-8 torr s) of nine atoms in ten; Arpornthip et al., Phys. Rev. A 85, 033420 (2012)"
RECOIL = "half of the phase noise over 2 hbar K^2 T/m; Parker et al., Science 360, 191 (2018)"
STRAIN = "phase over (2 pi/lambda) L [sin(n x)/x] [cos(n x) - cos(omega T)]; Graham et al., PRL 110, 171102 (2013)"
DENSITY = "projection noise of one shot times the root of the cycle time"
DETUNING = "tuning range (c/lambda) Gamma T^2/2 that cancels the gradient; Roura, Phys. Rev. Lett. 118, 160401 (2017)"
INSIDE = "kept by the instrument itself, shown beside what it asks of its host"
SIGNAL = ("species", "photon_recoils", "pulse_separation", "atoms", "contrast")
BASE = ("species", "target_eotvos", "useful_altitude", "reference_altitude")
RUN = ("cycle_time", "measuring_time")
SURVIVAL = 0.9
LINES = 1e3  # Hz, up to which wheels and coolers shake
MID_BAND = np.geomspace(0.01, 10.0, 20_001)  # Hz


def _largest_wave_number(p: SimpleNamespace) -> float:
    return max(wave_number(p, name) for name in p.species)


def _limit_altitude(p: SimpleNamespace) -> float | None:
    """Altitude at which limits are derived: the highest of the window, or that of the orbit of the design."""
    return p.reference_altitude if p.useful_altitude is None else p.useful_altitude


def _useful_gravity(p: SimpleNamespace) -> float:
    return EARTH_GM / (EARTH_RADIUS + _limit_altitude(p)) ** 2


def _window(p: SimpleNamespace) -> str:
    return f"gravity_signal > {_useful_gravity(p):.4g} m/s^2" if p.useful_altitude is not None else ""


def _shots(p: SimpleNamespace) -> float:
    return float(ai.number_of_shots(p.measuring_time, p.cycle_time))


def derive(p: SimpleNamespace) -> list[Derived]:
    """Requirements that let the measurement reach its goal; see the formula of each row."""
    return [
        *_free_fall(p), *_signal(p), *_rotation(p), *_acceleration(p), *_vibration(p), *_lines(p), *_field(p), *_jitter(p),
        *_gradient(p), *_forces(p), *_vacuum(p),
    ]  # fmt: skip


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
        weakest = projection_noise(p) / (p.target_eotvos * np.sqrt(_shots(p)))
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
    return float(ai.gradiometer_noise(projection_noise_of(p, p.species[0]), p.baseline))


def _rotation(p: SimpleNamespace) -> list[Derived]:
    inputs = ("species", "photon_recoils", "pulse_separation", "effective_temperature", "contrast", "minimum_contrast")
    if not stated(p, *inputs):
        return []
    kept = min(p.minimum_contrast / p.contrast, 1.0)
    fastest = min(
        float(ai.rotation_rate_for_contrast(
            kept, wave_number(p, name), p.pulse_separation,
            velocity_spread(p, name),
        ))
        for name in p.species
    )  # fmt: skip
    taken_up = max((p.rotation_compensation or 0.0) - (p.rotation_residual or 0.0), 0.0)  # a worse mirror stays at rest
    return [Derived("rotation_rate", "at_most", fastest + taken_up, CONTRAST,
                    (*inputs, "rotation_compensation", "rotation_residual"), when=_window(p))]  # fmt: skip


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


def _lines(p: SimpleNamespace) -> list[Derived]:
    """Amplitude of a vibration line that a bolted mirror turns into the projection noise of one shot."""
    if not stated(p, *SIGNAL, "purpose"):
        return []
    rejection = p.common_mode_rejection if differential(p) else 1.0
    if not rejection or p.vibration_tracking == 0:
        return []
    tracked = 1.0 if p.vibration_tracking is None else p.vibration_tracking
    flat = float(projection_noise(p)) / (rejection * tracked)
    corner = 1.0 / (np.pi * p.pulse_separation)
    low, high = 0.01 * corner, max(LINES, 100.0 * corner)
    curve = ((low, flat), (corner, flat), (high, flat * (high / corner) ** 2))
    return [Derived("vibration_line", "spectrum", flat, LINE, (*SIGNAL, "common_mode_rejection", "vibration_tracking"),
                    curve=curve, hard=False, why="an isolator of the instrument's own is not in it")]  # fmt: skip


def _field(p: SimpleNamespace) -> list[Derived]:
    inputs = ("bias_field", "field_leak_fraction", "shielding_factor")
    if not stated(p, *inputs):
        return []
    outside = ai.maximum_external_field(p.bias_field, p.field_leak_fraction, p.shielding_factor)
    return [Derived("magnetic_field", "at_most", float(outside), ZEEMAN, inputs, when=_window(p))]


def _jitter(p: SimpleNamespace) -> list[Derived]:
    inputs = (*SIGNAL, "velocity_offset")
    if not stated(p, *inputs) or not p.velocity_offset:
        return []
    jitter = projection_noise(p) / (2.0 * p.velocity_offset)
    return [Derived("rotation_jitter", "at_most", float(jitter), JITTER, inputs, when=_window(p), hard=False)]


def _gradient(p: SimpleNamespace) -> list[Derived]:
    rows = []
    left = 1.0 if p.gradient_residual is None else p.gradient_residual
    inputs = ("species", "photon_recoils", "pulse_separation", "effective_temperature", "position_spread")
    if stated(p, *inputs) and left:
        steepest = min(
            float(ai.maximum_gradient(campaign.VISIBLE, wave_number(p, name), p.pulse_separation, p.position_spread,
                                      velocity_spread(p, name)))
            for name in p.species
        ) / left  # fmt: skip
        rows.append(Derived("gravity_gradient", "at_most", steepest, STEEPEST, (*inputs, "gradient_residual"),
                            when=_window(p), hard=False))  # fmt: skip
    if _target(p) and stated(p, "pulse_separation") and left:
        gradient = 2.0 * EARTH_GM / (EARTH_RADIUS + _limit_altitude(p)) ** 3 * left
        inputs = ("target_eotvos", "useful_altitude", "reference_altitude", "gradient_residual")
        offset = float(ai.maximum_offset(p.target_eotvos, _useful_gravity(p), gradient))
        velocity = float(ai.maximum_velocity_offset(p.target_eotvos, _useful_gravity(p), gradient, p.pulse_separation))
        rows += [
            Derived("position_offset", "at_most", offset, COLOCATION, inputs, hard=False, why=INSIDE),
            Derived("velocity_offset", "at_most", velocity, COLOCATION, (*inputs, "pulse_separation"), hard=False, why=INSIDE),
        ]
    return rows


def _target(p: SimpleNamespace) -> bool:
    test = p.purpose == "equivalence_principle" and stated(p, "species", "target_eotvos") and len(p.species) == PAIR
    return test and _limit_altitude(p) is not None


def _forces(p: SimpleNamespace) -> list[Derived]:
    """Limits on what follows the orbit and pushes the species apart; the whole goal is left to each."""
    if not _target(p):
        return []
    rows, allowed, base = [], p.target_eotvos * _useful_gravity(p), BASE
    one, two = (ai.SPECIES[name] for name in p.species)
    if p.common_mode_rejection is not None:
        common = float(ai.maximum_common_acceleration(p.target_eotvos, _useful_gravity(p), p.common_mode_rejection))
        rows.append(Derived("acceleration_at_signal", "at_most", common, COMMON, (*base, "common_mode_rejection"),
                            when=_window(p), hard=False))  # fmt: skip
    zeeman = ai.zeeman_response(one.mass, one.quadratic_zeeman) - ai.zeeman_response(two.mass, two.quadratic_zeeman)
    if p.bias_field is not None:
        slope = float(ai.maximum_field_gradient(allowed, zeeman, p.bias_field))
        rows.append(Derived("field_gradient", "at_most", slope, FORCE, (*base, "bias_field"), hard=False, why=INSIDE))
    if p.field_gradient:
        change = float(ai.maximum_field_gradient(allowed, zeeman, p.field_gradient))
        rows.append(Derived("magnetic_stability", "at_most", change, FIELD_CHANGE, (*base, "field_gradient"), hard=False,
                            why=INSIDE))  # fmt: skip
    if p.chamber_temperature is not None:
        heat = p.chamber_temperature
        response = ai.blackbody_response(heat, one.mass, one.polarizability) - ai.blackbody_response(
            heat, two.mass, two.polarizability
        )
        slope = float(ai.maximum_temperature_gradient(allowed, response))
        rows.append(Derived("chamber_gradient", "at_most", slope, BLACKBODY, (*base, "chamber_temperature"), hard=False,
                            why=INSIDE))  # fmt: skip
    return rows


def _vacuum(p: SimpleNamespace) -> list[Derived]:
    if p.pulse_separation is None:
        return []
    largest = float(ai.maximum_pressure(SURVIVAL, p.pulse_separation))
    return [Derived("chamber_pressure", "at_most", largest, VACUUM, ("pulse_separation",), hard=False, why=INSIDE)]


def error_budget(p: SimpleNamespace, see: Any) -> ErrorBudget | None:
    """Budget of one shot while the instrument measures; None where the instrument itself is not stated."""
    if not stated(p, *budget.NEEDED):
        return None
    return budget.budget_in(p, budget.surroundings(see, _usable_window(p, see)))


def _usable_window(p: SimpleNamespace, see: Any) -> str:
    """The altitude window, or all the time on an orbit that never comes so low."""
    window = _window(p)
    return "" if window and see("measurement_fraction", "mean") == 0 else window


def _of_budget(name: str, part: Term, scale: float, unit: str) -> FigureOfMerit:
    """A branch of the budget as a figure, unknown where one of its terms is."""
    if part.value is None or part.bound != "exact":
        missing = part.missing or (f"{part.name} is known only on one side",)
        return FigureOfMerit(name, None, unit, False, part.formula, missing)
    if not np.isfinite(part.value):
        return FigureOfMerit(name, None, unit, False, part.formula, ("no fringe is left",))
    return FigureOfMerit(name, float(part.value) * scale, unit, False, part.formula)


def performance(p: SimpleNamespace, see: Any) -> list[FigureOfMerit]:
    """What projection noise allows, and the whole budget: statistical and systematic apart."""
    missing = tuple(name for name in (*SIGNAL, "cycle_time") if getattr(p, name) is None)
    return [*_floors(p, see, missing), *campaign.figures(p, see)]


def _floors(p: SimpleNamespace, see: Any, missing: tuple[str, ...]) -> list[FigureOfMerit]:
    if p.purpose == "gravitational_wave":
        return _strain(p)
    if p.purpose == "gradiometer":
        return _gradiometer(p, see, missing)
    if p.purpose == "recoil":
        return _recoil(p, see, missing)
    if p.purpose != "equivalence_principle" or (p.species and len(p.species) != PAIR):
        return _accelerometer(p, see, missing)
    return _eotvos(p, see, missing)


def _accelerometer(p: SimpleNamespace, see: Any, missing: tuple[str, ...]) -> list[FigureOfMerit]:
    if missing:
        return [FigureOfMerit("acceleration_noise_per_shot", None, "m/s^2", False, SHOT_NOISE, missing)]
    noise = projection_noise(p)
    found = error_budget(p, see)
    return [
        FigureOfMerit("acceleration_noise_per_shot", float(noise), "m/s^2", False, SHOT_NOISE),
        FigureOfMerit("acceleration_noise_density", float(noise * np.sqrt(p.cycle_time)), "m/s^2/sqrt(Hz)", False, DENSITY),
        _of_budget("acceleration_statistical", found.statistical, 1.0, "m/s^2"),
        _of_budget("acceleration_systematic", found.systematic, 1.0, "m/s^2"),
    ]


def _gradiometer(p: SimpleNamespace, see: Any, missing: tuple[str, ...]) -> list[FigureOfMerit]:
    if missing or p.baseline is None:
        reason = missing or ("baseline",)
        return [FigureOfMerit("gradient_noise_per_shot", None, "1/s^2", False, GRADIENT, reason)]
    found = error_budget(p, see)
    return [
        FigureOfMerit("gradient_noise_per_shot", _gradient_noise(p), "1/s^2", False, GRADIENT),
        FigureOfMerit("gradient_noise_density", _gradient_noise(p) * float(np.sqrt(p.cycle_time)), "1/s^2/sqrt(Hz)", False,
                      DENSITY),
        _of_budget("gradient_statistical", found.statistical, 1.0 / p.baseline, "1/s^2"),
        _of_budget("gradient_systematic", found.systematic, 1.0 / p.baseline, "1/s^2"),
    ]


def _recoil(p: SimpleNamespace, see: Any, missing: tuple[str, ...]) -> list[FigureOfMerit]:
    if missing or p.measuring_time is None:
        reason = missing or ("measuring_time",)
        return [FigureOfMerit("alpha_uncertainty", None, "", False, RECOIL, reason)]
    name = p.species[0]
    phase = np.sqrt(2.0) * projection_noise_of(p, name) * budget.scale_factor(p, name)
    recoil = ai.recoil_phase(wave_number(p, name), ai.SPECIES[name].mass, p.pulse_separation)
    reached = float(ai.fine_structure_uncertainty(phase, recoil, _shots(p)))
    return [FigureOfMerit("alpha_uncertainty", reached, "", False, RECOIL + "; projection noise of two interferometers")]


def _strain(p: SimpleNamespace) -> list[FigureOfMerit]:
    needed = ("phase_noise_density", "wavelength", "baseline", "pulse_separation", "photon_recoils")
    missing = tuple(name for name in needed if getattr(p, name) is None)
    if missing:
        return [FigureOfMerit("strain_density", None, "1/sqrt(Hz)", False, STRAIN, missing)]
    if p.pulse_separation < ai.pulse_train_time(p.baseline, p.photon_recoils):
        reason = "pulse_separation is shorter than the photons of a pulse train take"
        return [FigureOfMerit("strain_density", None, "1/sqrt(Hz)", False, STRAIN, (reason,))]
    response = ai.gravitational_wave_response(
        MID_BAND, p.wavelength, p.baseline, p.pulse_separation, p.photon_recoils
    )
    best = int(np.argmax(response))
    strain = float(ai.strain_sensitivity(p.phase_noise_density, response[best]))
    return [
        FigureOfMerit("strain_density", strain, "1/sqrt(Hz)", False, STRAIN + "; at the best frequency from 0.01 to 10 Hz"),
        FigureOfMerit("best_frequency", float(MID_BAND[best]), "Hz", False, STRAIN),
    ]


def _eotvos(p: SimpleNamespace, see: Any, missing: tuple[str, ...]) -> list[FigureOfMerit]:
    formula = SHOT_NOISE + "; sum over shots of (g cos theta)^2, projection noise only"
    gravity, share = see("gravity_along_axis", "rms", _window(p)), see("measurement_fraction", "mean")
    if share == 0:
        gravity, share, formula = see("gravity_along_axis", "rms"), 1.0, formula + "; no useful window, all the time"
    if missing or gravity is None or share is None:
        reason = missing or ("gravity_along_axis" if gravity is None else "measurement_fraction",)
        return [FigureOfMerit("eotvos_sigma_1yr", None, "", False, formula, reason)]
    noise = float(projection_noise(p))
    shots = ai.number_of_shots(JULIAN_YEAR, p.cycle_time, share)
    found = error_budget(p, see)
    figures = [
        FigureOfMerit("eotvos_sigma_1yr", float(ai.eotvos_uncertainty(noise, gravity, shots)), "", False, formula),
        FigureOfMerit("differential_acceleration_noise", noise, "m/s^2", False, SHOT_NOISE + "; one shot"),
        _of_budget("eotvos_statistical_1yr", found.statistical, float(1.0 / (gravity * np.sqrt(shots))), ""),
        _of_budget("eotvos_systematic", found.systematic, 1.0 / gravity, ""),
    ]
    gradient = see("gravity_gradient", "max", _usable_window(p, see))
    if gradient is not None:
        tuning = max(
            float(ai.compensation_detuning(gradient, p.pulse_separation, p.wavelength or ai.SPECIES[name].wavelength))
            for name in p.species
        )
        figures.append(FigureOfMerit("compensation_detuning", tuning, "Hz", False, DETUNING))
    if p.measuring_time is not None:
        whole = float(ai.eotvos_uncertainty(noise, gravity, _shots(p)))
        figures.append(FigureOfMerit("eotvos_uncertainty", whole, "", False, formula + "; over the measuring time"))
    if p.target_eotvos is not None:
        needed = ai.shots_for_eotvos(noise, gravity, p.target_eotvos)
        duration = float(ai.time_for_shots(needed, p.cycle_time, share))
        figures.append(FigureOfMerit("time_to_target", duration, "s", False, formula + "; mission time to the goal"))
    return figures
