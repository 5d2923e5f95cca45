"""Error budget of a clock in orbit, in fractions of its frequency: statistical over the observation, and systematic."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from qtspace_trade.constants import SPEED_OF_LIGHT
from qtspace_trade.models.error_budget import AT_MOST, ErrorBudget, Quantity, Term, joined, parameter, term, total
from qtspace_trade.physics import clocks

PROJECTION = "sqrt(T_c/(N tau))/(2 pi nu T_i C); Itano et al., Phys. Rev. A 47, 3554 (1993)"
WHITE = "sigma_1/sqrt(tau); Riley, NIST SP 1065 (2008)"
FLOOR = "flicker floor; Riley, NIST SP 1065 (2008)"
DRIFT = "D tau/sqrt(2), where the drift is not fitted; Riley, NIST SP 1065 (2008)"
LINK = "sqrt(3) TDEV/tau at the stated averaging time; Riley, NIST SP 1065 (2008)"
DICK = "k [sum (g_m/g_0)^2 S_a(m/T_c)/tau]^(1/2); Santarelli et al., IEEE Trans. UFFC 45, 887 (1998)"
ACCURACY = "stated"
BLACKBODY = "(4 y_s + 6 y_d) dT/T with the swing of the mounting over the attenuation; Middelmann et al. (2012)"
ZEEMAN = "2 kappa B dB/nu with the change of the outside field over the shielding; Breit and Rabi, Phys. Rev. 38, 2082 (1931)"
ORBIT = "1.5 g dr/c^2 over the relief of a two-way link; Duchayne et al., Astron. Astrophys. 504, 653 (2009)"
HARMONICS = 200
NEEDED_HARMONICS = 10
NAIVE = "two_way_relief is not stated: the error without a two-way link is an upper bound"


def _transition(p: SimpleNamespace, *fields: str) -> Quantity:
    """Data of the species; unknown where it is not stated or has no such number."""
    if p.species is None:
        return Quantity(missing=("species is not stated",))
    found = clocks.TRANSITIONS[p.species]
    if any(np.isnan(getattr(found, name)) for name in fields):
        return Quantity(missing=(f"{fields[0]} of {p.species} was not found",))
    return Quantity(found)


def projection(p: SimpleNamespace) -> Quantity:
    """Allan deviation at one second at the projection limit."""
    return joined(
        lambda cycle, atoms, clock, time, contrast: clocks.projection_noise_instability(
            cycle, atoms, 1.0, clock.frequency, time, contrast
        ),
        parameter(p, "cycle_time"), parameter(p, "atoms"), _transition(p), parameter(p, "interrogation_time"),
        parameter(p, "contrast"),
    )  # fmt: skip


def oscillator_vibration(p: SimpleNamespace, spectrum: Quantity) -> Quantity:
    """Allan deviation at one second by vibration of the cavity, which the atoms read only part of the time.

    Harmonics of the cycle, up to the tenth, at which the spectrum is not known leave a lower bound.
    """
    sensitivity, cycle, time = (parameter(p, name) for name in ("cavity_sensitivity", "cycle_time", "interrogation_time"))
    if not (spectrum.known and sensitivity.known and cycle.known and time.known):
        return Quantity(missing=(*spectrum.missing, *sensitivity.missing, *cycle.missing, *time.missing))
    known, density = (np.asarray(part, dtype=float) for part in spectrum.value)
    order = np.arange(1, HARMONICS + 1)
    frequency = order / cycle.value
    inside = (frequency >= known[0]) & (frequency <= known[-1])
    offered = np.exp(np.interp(np.log(frequency), np.log(known), np.log(np.maximum(density, np.finfo(float).tiny))))
    noise = clocks.cavity_vibration_shift(np.where(inside, offered, 0.0), sensitivity.value)
    harmonics = clocks.ramsey_harmonics(order, time.value / cycle.value)
    value = clocks.dick_instability(harmonics, noise**2, 1.0)
    if np.all(inside[:NEEDED_HARMONICS]):
        return Quantity(value, spectrum.bound, spectrum.missing)
    if spectrum.bound == AT_MOST:
        return Quantity(missing=("the vibration spectrum is known only from above and only in part of the band",))
    low, high = frequency[0], frequency[NEEDED_HARMONICS - 1]
    gap = f"vibration is known from {known[0]:g} to {known[-1]:g} Hz, the cycle needs it from {low:.3g} to {high:.3g} Hz"
    return Quantity(value, "at_least", (*spectrum.missing, gap))


def _statistical(p: SimpleNamespace, see: Any) -> tuple[Term, ...]:
    time = parameter(p, "observation_time")
    white = joined(clocks.white_frequency_instability, parameter(p, "instability"), time)
    drift = joined(lambda rate, tau: clocks.allan_deviation(tau, drift=rate), parameter(p, "drift"), time)
    link = joined(clocks.link_instability, parameter(p, "link_time_deviation"), parameter(p, "link_averaging_time"))
    vibration = joined(
        clocks.white_frequency_instability, oscillator_vibration(p, see.spectrum("residual_acceleration_asd")), time
    )
    return (
        term("white frequency noise", white, WHITE), term("flicker floor", parameter(p, "flicker_floor"), FLOOR),
        term("drift", drift, DRIFT), term("link", link, LINK), term("vibration of the oscillator", vibration, DICK),
    )  # fmt: skip


def _blackbody(p: SimpleNamespace, swing: Quantity) -> Quantity:
    def shift(clock: Any, heat: Any, change: Any, attenuation: Any) -> Any:
        allowed = clocks.maximum_temperature_error(1.0, heat, clock.blackbody_static, clock.blackbody_dynamic)
        return change / attenuation / allowed

    clock = _transition(p, "blackbody_static", "blackbody_dynamic")
    return joined(shift, clock, parameter(p, "atom_temperature"), swing, parameter(p, "thermal_attenuation"))


def _zeeman(p: SimpleNamespace, change: Quantity) -> Quantity:
    return joined(
        lambda clock, field, outside, shield: clocks.zeeman_shift_change(
            field, outside / shield, clock.quadratic_zeeman, clock.frequency
        ),
        _transition(p, "quadratic_zeeman"), parameter(p, "bias_field"), change, parameter(p, "shielding_factor"),
    )  # fmt: skip


def orbit_error(p: SimpleNamespace, see: Any) -> Quantity:
    """Shift by the error of the orbit; without the relief of a two-way link an upper bound."""
    naive = joined(
        lambda error, gravity: clocks.CIRCULAR_ORBIT * gravity * error / SPEED_OF_LIGHT**2,
        see.quantity("orbit_knowledge", "max"), see.quantity("gravity_signal", "max"),
    )  # fmt: skip
    if p.two_way_relief is not None or not naive.known:
        return joined(lambda shift: shift / (p.two_way_relief or 1.0), naive)
    if naive.bound == "at_least":
        return Quantity(missing=(*naive.missing, NAIVE))
    return naive._replace(bound="at_most", missing=(*naive.missing, NAIVE))


def _systematic(p: SimpleNamespace, see: Any) -> tuple[Term, ...]:
    swing = see.quantity("temperature_stability", "max", "", (("stage", "bus"),))
    return (
        term("accuracy", parameter(p, "accuracy"), ACCURACY), term("black-body swing", _blackbody(p, swing), BLACKBODY),
        term("quadratic Zeeman", _zeeman(p, see.quantity("magnetic_field", "range")), ZEEMAN),
        term("orbit knowledge", orbit_error(p, see), ORBIT),
    )  # fmt: skip


def budget_in(p: SimpleNamespace, see: Any) -> ErrorBudget:
    """Budget of a clock over its time of observation."""
    floor = joined(clocks.white_frequency_instability, projection(p), parameter(p, "observation_time"))
    return ErrorBudget(
        "fractional frequency over the observation", "", term("quantum floor", floor, PROJECTION),
        total("statistical", _statistical(p, see)), total("systematic", _systematic(p, see)),
    )  # fmt: skip
