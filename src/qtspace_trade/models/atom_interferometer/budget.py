"""Error budget of an atom interferometer: statistical and systematic acceleration of one shot in an environment.

Every number may be an array over variants of the instrument; they are carried through by broadcasting.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from qtspace_trade.constants import BOLTZMANN
from qtspace_trade.models.error_budget import (
    AT_LEAST,
    AT_MOST,
    EXACT,
    ErrorBudget,
    Quantity,
    Term,
    joined,
    parameter,
    term,
    total,
)
from qtspace_trade.physics import atom_interferometry as ai

PAIR = 2
SPECTRUM_NODES = 200
LOST = np.pi / np.sqrt(3.0)  # rad, spread of a phase of which nothing is known

PROJECTION = "xi/(C sqrt(N) K T^2); Itano et al., Phys. Rev. A 47, 3554 (1993)"
ROTATION = "contrast exp[-2 (K s T^2 (Omega - Omega_m))^2]; Lan et al., Phys. Rev. Lett. 108, 090402 (2012)"
GRADIENT_CONTRAST = "contrast exp[-(K Gamma T^2)^2 (s_r^2 + s_v^2 T^2)/2]; Roura, Phys. Rev. Lett. 118, 160401 (2017)"
SURVIVAL = "exp(-2 T/tau), tau = 2e-8 torr s/P; Arpornthip et al., Phys. Rev. A 85, 033420 (2012)"
DETECTION = "stated phase noise of detection over K T^2"
LASER = "stated phase noise of the laser over K T^2, and its common-mode rejection"
VIBRATION = "K [int |H|^2 S df]^(1/2), times what is rejected; Cheinet et al., IEEE Trans. Instrum. Meas. 57, 1141 (2008)"
JITTER = "2 v dOmega; Peters, Chung and Chu, Metrologia 38, 25 (2001)"
COMMON = "R a; Aguilera et al., Class. Quantum Grav. 31, 115010 (2014)"
CORIOLIS = "2 (Omega - Omega_m) dv; Aguilera et al., Class. Quantum Grav. 31, 115010 (2014)"
CENTRIFUGAL = "(Omega - Omega_m)^2 dz, over the baseline of a gradiometer; classical mechanics"
GRADIENT = "f Gamma (dz + dv T); Roura, Phys. Rev. Lett. 118, 160401 (2017)"
SELF_GRAVITY = "2 G M dz/d^3 of masses that move on board"
ZEEMAN = "h kappa B B'/m, difference of the species; Breit and Rabi, Phys. Rev. 38, 2082 (1931)"
BLACKBODY = "8 alpha sigma T^3/(m c eps0) dT/dz, difference of the species; Haslinger et al., Nature Phys. 14, 257 (2018)"
WAVEFRONT = "k T/(m R), times the mismatch of the species; Louchet-Chauvet et al., New J. Phys. 13, 065025 (2011)"
STATED = "stated"
WHOLE = "acceleration_at_signal is not stated: the residual acceleration of any phase is an upper bound"
MIRROR = "rotation_residual of the turned mirror is not stated"


class Surroundings(NamedTuple):
    """What the environment does to the instrument while it measures."""

    rotation_rate: Quantity
    rotation_jitter: Quantity
    acceleration: Quantity
    vibration: Quantity
    gravity_gradient: Quantity
    self_gravity: Quantity


def surroundings(see: Any, when: str) -> Surroundings:
    """Worst values over the time in which the instrument measures."""
    return Surroundings(
        see.quantity("rotation_rate", "max", when), see.quantity("rotation_jitter", "max", when),
        _acceleration_at_signal(see, when),
        see.spectrum("residual_acceleration_asd"), see.quantity("gravity_gradient", "max", when),
        see.quantity("self_gravity", "max", when),
    )  # fmt: skip


def _acceleration_at_signal(see: Any, when: str) -> Quantity:
    """Acceleration in phase with the signal; where it is not stated, that of any phase is an upper bound."""
    stated, whole = (see.quantity(name, "max", when) for name in ("acceleration_at_signal", "residual_acceleration"))
    if stated.known or not whole.known or whole.bound == AT_LEAST:
        return stated
    return whole._replace(bound=AT_MOST, missing=(*whole.missing, WHOLE))


def wave_number(p: SimpleNamespace, species: str) -> Any:
    """Full wave number of the separation of the arms; the wavelength is that of the species unless one is stated."""
    line = p.wavelength if p.wavelength is not None else ai.SPECIES[species].wavelength
    return ai.effective_wave_number(line, p.photon_recoils)


def scale_factor(p: SimpleNamespace, species: str) -> Any:
    """Phase per acceleration."""
    return ai.scale_factor(wave_number(p, species), p.pulse_separation, p.pulse_duration or 0.0)


def differential(p: SimpleNamespace) -> bool:
    """True where the difference of two clouds is measured: of two species, or of two places."""
    return p.purpose == "gradiometer" or (p.purpose == "equivalence_principle" and len(p.species) == PAIR)


def clouds(p: SimpleNamespace) -> tuple[str, ...]:
    """Species of each cloud that is measured: two where their difference is, else the first named."""
    return (p.species * PAIR)[:PAIR] if differential(p) else p.species[:1]


def velocity_spread(p: SimpleNamespace, species: str) -> Any:
    """Thermal velocity of a cloud."""
    return np.sqrt(BOLTZMANN * p.effective_temperature / ai.SPECIES[species].mass)


def projection_noise_of(p: SimpleNamespace, name: str) -> Any:
    """Projection noise of one cloud and one shot as designed, in acceleration."""
    return ai.phase_noise(p.contrast, p.atoms, 1.0 if p.squeezing is None else p.squeezing) / scale_factor(p, name)


def projection_noise(p: SimpleNamespace) -> Any:
    """Projection noise of one shot as designed, of the difference where that is measured."""
    return _added([projection_noise_of(p, name) for name in clouds(p)])


def _added(parts: list[Any]) -> Any:
    return np.sqrt(sum(part**2 for part in parts))


def noise_factors(p: SimpleNamespace, name: str, around: Surroundings) -> dict[str, Quantity]:
    """By how much rotation, gravity gradient and residual gas raise the projection noise of one species."""
    spread = joined(lambda _: velocity_spread(p, name), parameter(p, "effective_temperature"))
    left = turning(p, around)
    rotation = joined(
        lambda s, rate: 1.0 / ai.rotation_contrast(wave_number(p, name), p.pulse_separation, s, rate), spread, left
    )
    steep = residual_gradient(p, around)
    gradient = joined(
        lambda g, r, s: 1.0 / ai.gradient_contrast(wave_number(p, name), p.pulse_separation, g, r, s),
        steep, parameter(p, "position_spread"), spread,
    )  # fmt: skip
    survival = joined(
        lambda pressure: 1.0 / np.sqrt(ai.vacuum_survival(pressure, p.pulse_separation)), parameter(p, "chamber_pressure")
    )
    return {"rotation": rotation, "gravity gradient": gradient, "residual gas": survival}


def turning(p: SimpleNamespace, around: Surroundings) -> Quantity:
    """Rotation that is left: what exceeds the reach of the mirror, and the error of its own motion."""
    if p.rotation_compensation is None:
        return around.rotation_rate
    exceeding = joined(lambda rate: np.maximum(rate - p.rotation_compensation, 0.0), around.rotation_rate)
    if p.rotation_residual is not None:
        return joined(lambda rate: rate + p.rotation_residual, exceeding)
    missing = (*exceeding.missing, MIRROR)
    if not exceeding.known or exceeding.bound == AT_MOST:
        return Quantity(missing=missing)
    return exceeding._replace(bound=AT_LEAST, missing=missing)


def residual_gradient(p: SimpleNamespace, around: Surroundings) -> Quantity:
    """Gravity gradient that compensation and demodulation leave."""
    left = 1.0 if p.gradient_residual is None else p.gradient_residual
    return joined(lambda gradient: left * gradient, around.gravity_gradient)


def _noise_of_species(p: SimpleNamespace, name: str, around: Surroundings) -> Quantity:
    """Projection noise in the environment, infinite where the fringe is lost in it.

    What nobody can tell leaves a lower bound over the other factors.
    """
    factors = noise_factors(p, name, around).values()
    below = any(not factor.known or factor.bound == AT_LEAST for factor in factors)
    used = [factor for factor in factors if factor.known and not (below and factor.bound == AT_MOST)]
    scale = scale_factor(p, name)

    def noise(*parts: Any) -> Any:
        product = np.prod(np.broadcast_arrays(*parts), axis=0)
        return np.where(product * scale < LOST, product, np.inf)[()]

    grown = joined(noise, Quantity(projection_noise_of(p, name)), *used)
    missing = tuple(dict.fromkeys(reason for factor in factors for reason in factor.missing))
    return grown._replace(bound=AT_LEAST, missing=missing) if below else grown


def _rejection(p: SimpleNamespace) -> Quantity:
    if not differential(p):
        return Quantity(1.0)
    return parameter(p, "common_mode_rejection")


def vibration(p: SimpleNamespace, around: Surroundings) -> Quantity:
    """Acceleration noise by vibration of the platform, with common-mode rejection and tracking by another sensor."""
    tracked = 1.0 if p.vibration_tracking is None else p.vibration_tracking
    noise = common_vibration(p, around.vibration)
    return joined(lambda part, left: part * left * tracked, noise, _rejection(p))


def common_vibration(p: SimpleNamespace, spectrum: Quantity) -> Quantity:
    """Acceleration of one species and one shot by the vibration of its mirror.

    Frequencies of the band 1/(10 T) to 10/T at which the spectrum is not known leave a lower bound.
    """
    if not spectrum.known:
        return spectrum
    known, density = (np.asarray(part, dtype=float) for part in spectrum.value)
    frequency = np.unique(np.concatenate([known, np.geomspace(known[0], known[-1], SPECTRUM_NODES)]))
    tiny = np.finfo(float).tiny
    fine = np.exp(np.interp(np.log(frequency), np.log(known), np.log(np.maximum(density, tiny))))
    time = np.asarray(p.pulse_separation, dtype=float)
    value = ai.vibration_phase_from_spectrum(1.0, time, frequency, fine) / time**2
    low, high = ai.vibration_band(time)
    if np.all(low >= known[0] * (1 - 1e-12)) and np.all(high <= known[-1] * (1 + 1e-12)):
        return Quantity(value, spectrum.bound, spectrum.missing)
    if spectrum.bound == AT_MOST:
        return Quantity(missing=("the vibration spectrum is known only from above and only in part of the band",))
    gap = f"vibration is known from {known[0]:g} to {known[-1]:g} Hz, needed from {np.min(low):.3g} to {np.max(high):.3g} Hz"
    return Quantity(value, AT_LEAST, (*spectrum.missing, gap))


def _statistical(p: SimpleNamespace, around: Surroundings) -> tuple[Term, ...]:
    names = clouds(p)
    quantum = total("projection noise", tuple(
        term(f"cloud {number + 1}, {name}", _noise_of_species(p, name, around), f"{PROJECTION}; {ROTATION}")
        for number, name in enumerate(names)
    ))  # fmt: skip
    reference = scale_factor(p, names[0])
    detection = joined(lambda phase: _added([phase / scale_factor(p, name) for name in names]), parameter(p, "detection_noise"))
    laser = joined(lambda phase, left: phase * left / reference, parameter(p, "laser_phase_noise"), _rejection(p))
    jitter = joined(ai.coriolis_acceleration, around.rotation_jitter, parameter(p, "velocity_offset"))
    return (
        quantum, term("detection", detection, DETECTION), term("laser phase", laser, LASER),
        term("vibration", vibration(p, around), VIBRATION), term("rotation jitter", jitter, JITTER),
    )  # fmt: skip


def _of_species(p: SimpleNamespace, response: Any) -> Any:
    """Response of one species, or the difference of two; two places of one species are taken as if one alone felt it."""
    values = [response(ai.SPECIES[name]) for name in clouds(p)]
    return values[0] - values[1] if len(set(clouds(p))) == PAIR else values[0]


def _wavefront(p: SimpleNamespace) -> Quantity:
    acceleration = joined(
        lambda heat, radius: np.maximum.reduce(
            [ai.wavefront_acceleration(heat, ai.SPECIES[name].mass, radius) for name in clouds(p)]
        ),
        parameter(p, "effective_temperature"), parameter(p, "wavefront_radius"),
    )  # fmt: skip
    left = parameter(p, "expansion_mismatch") if differential(p) else Quantity(1.0)
    return joined(lambda whole, part: whole * part, acceleration, left)


def _systematic(p: SimpleNamespace, around: Surroundings) -> tuple[Term, ...]:
    offset, velocity, rate = parameter(p, "position_offset"), parameter(p, "velocity_offset"), turning(p, around)
    apart = parameter(p, "baseline") if p.purpose == "gradiometer" else offset
    terms = []
    if differential(p):
        common = joined(ai.common_mode_acceleration, parameter(p, "common_mode_rejection"), around.acceleration)
        terms.append(term("common acceleration", common, COMMON))
    time = p.pulse_separation
    gradient = joined(lambda g, z, v: ai.gradient_acceleration(g, z, v, time), residual_gradient(p, around), offset, velocity)
    zeeman = joined(
        lambda field, slope: ai.zeeman_acceleration(
            np.abs(_of_species(p, lambda atom: ai.zeeman_response(atom.mass, atom.quadratic_zeeman))), field, slope
        ),
        parameter(p, "bias_field"), parameter(p, "field_gradient"),
    )  # fmt: skip
    thermal = joined(
        lambda heat, slope: slope * np.abs(
            _of_species(p, lambda atom: ai.blackbody_response(heat, atom.mass, atom.polarizability))
        ),
        parameter(p, "chamber_temperature"), parameter(p, "chamber_gradient"),
    )  # fmt: skip
    terms += [
        term("Coriolis", joined(ai.coriolis_acceleration, rate, velocity), CORIOLIS),
        term("centrifugal", joined(ai.centrifugal_acceleration, rate, apart), CENTRIFUGAL),
        term("gravity gradient", gradient, GRADIENT),
        term("self-gravity", joined(lambda g, z: g * z, around.self_gravity, offset), SELF_GRAVITY),
        term("quadratic Zeeman", zeeman, ZEEMAN), term("black-body gradient", thermal, BLACKBODY),
        term("wave front", _wavefront(p), WAVEFRONT),
        term("mean field", parameter(p, "mean_field_acceleration"), STATED),
        term("light shift", parameter(p, "light_shift_acceleration"), STATED),
    ]  # fmt: skip
    return tuple(terms)


def _contrast(p: SimpleNamespace, around: Surroundings) -> tuple[Term, ...]:
    """What is left of contrast and root of the atoms, of each species; the bound is that of the factor."""
    formulas = {"rotation": ROTATION, "gravity gradient": GRADIENT_CONTRAST, "residual gas": SURVIVAL}
    other_side = {EXACT: EXACT, AT_LEAST: AT_MOST, AT_MOST: AT_LEAST}
    terms = []
    for name in dict.fromkeys(clouds(p)):
        for effect, grown in noise_factors(p, name, around).items():
            left = Quantity(None if grown.value is None else 1.0 / grown.value, other_side[grown.bound], grown.missing)
            terms.append(term(f"{effect}, {name}", left, formulas[effect]))
    return tuple(terms)


NEEDED = ("species", "photon_recoils", "pulse_separation", "atoms", "contrast")


def budget_in(p: SimpleNamespace, around: Surroundings) -> ErrorBudget:
    """Budget in given surroundings; needs species, recoils, pulse separation, atoms and contrast."""
    of = "difference of accelerations, one shot" if differential(p) else "acceleration, one shot"
    floor = term("quantum floor", Quantity(projection_noise(p)), PROJECTION)
    return ErrorBudget(
        of, "m/s^2", floor, total("statistical", _statistical(p, around)), total("systematic", _systematic(p, around)),
        _contrast(p, around),
    )  # fmt: skip
