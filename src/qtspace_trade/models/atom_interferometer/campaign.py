"""What an atom interferometer reaches in a short free fall, and which requirement binds it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from qtspace_trade.models.atom_interferometer import budget
from qtspace_trade.models.derived import FigureOfMerit, stated
from qtspace_trade.physics import atom_interferometry as ai

FRINGE = 1.0  # rad, beyond which vibration hides the fringe
VISIBLE = np.exp(-0.5)  # contrast that a phase of one radian over the cloud leaves
TIMES = np.geomspace(1e-4, 100.0, 241)  # s
COVERED = 0.9  # part of the response to white vibration at the frequencies that are known
LONGEST = "shortest of (fall - preparation)/2, fringe kept in vibration, contrast kept in rotation, cloud kept in the beam"


class Limits(NamedTuple):
    """Longest pulse separation by each requirement; None where it is not stated. [s]"""

    free_fall_time: float | None
    residual_acceleration_asd: float | None
    rotation_rate: float | None
    residual_acceleration: float | None

    @property
    def binding(self) -> str:
        """The requirement that binds."""
        known = {name: time for name, time in self._asdict().items() if time is not None}
        return min(known, key=lambda name: known[name])

    @property
    def longest(self) -> float:
        return getattr(self, self.binding)


def limits(p: SimpleNamespace, see: Any) -> Limits | None:
    """Longest pulse separation that each property of the place allows; None without species and recoils, or no fall.

    A fringe is kept in vibration of one radian, after tracking and common-mode rejection, and in rotation where the
    phase over the cloud is one radian. A bound on the wrong side counts as unknown.
    """
    fall = see("free_fall_time", "min")
    if fall is None or not stated(p, "species", "photon_recoils"):
        return None
    preparation = p.preparation_time or 0.0
    return Limits(float(ai.longest_pulse_separation(fall, preparation)), _by_vibration(p, see), _by_rotation(p, see),
                  _by_drift(p, see))  # fmt: skip


def _by_vibration(p: SimpleNamespace, see: Any) -> float | None:
    spectrum = see.spectrum("residual_acceleration_asd")
    if not spectrum.known or spectrum.bound == "at_least":
        return None
    left = (p.common_mode_rejection if budget.differential(p) else None) or 1.0
    left *= 1.0 if p.vibration_tracking is None else p.vibration_tracking
    variants = SimpleNamespace(**{**vars(p), "pulse_separation": TIMES})
    noise = budget.common_vibration(variants, spectrum._replace(bound="exact")).value
    scale = max(budget.wave_number(p, name) for name in p.species) * TIMES**2
    return _last(noise * scale * left <= FRINGE)


def _by_rotation(p: SimpleNamespace, see: Any) -> float | None:
    rate = see.quantity("rotation_rate", "max")
    unturned = p.rotation_compensation is not None and p.rotation_residual is None
    if not rate.known or rate.bound == "at_least" or p.effective_temperature is None or unturned:
        return None
    left = max(rate.value - (p.rotation_compensation or 0.0), 0.0) + (p.rotation_residual or 0.0)
    contrasts = [
        ai.rotation_contrast(budget.wave_number(p, name), TIMES, budget.velocity_spread(p, name), left) for name in p.species
    ]
    return _last(np.min(contrasts, axis=0) >= VISIBLE)


def _by_drift(p: SimpleNamespace, see: Any) -> float | None:
    acceleration = see.quantity("residual_acceleration", "max")
    if not acceleration.known or acceleration.bound == "at_least" or p.drift_out is None:
        return None
    return float(np.sqrt(p.drift_out / (2.0 * acceleration.value))) if acceleration.value else float(TIMES[-1])


def _last(allowed: Any) -> float:
    """Last time before the first that is not allowed."""
    refused = np.flatnonzero(~allowed)
    return float(TIMES[refused[0] - 1]) if len(refused) and refused[0] else 0.0 if len(refused) else float(TIMES[-1])


def sensitivity(p: SimpleNamespace, see: Any, falls: float) -> float | None:
    """Projection noise of a campaign with the longest pulse separation, one shot a fall or as many as fit. [m/s^2]"""
    found = limits(p, see)
    fall = see("free_fall_time", "min")
    if found is None or not stated(p, "atoms", "contrast") or not found.longest:
        return None
    longest = SimpleNamespace(**{**vars(p), "pulse_separation": found.longest})
    cycle = ai.cycle_time(p.preparation_time or 0.0, found.longest)
    shots = falls * max(np.floor(fall / cycle), 1.0)
    return float(budget.projection_noise(longest) / np.sqrt(shots))


def figures(p: SimpleNamespace, see: Any) -> list[FigureOfMerit]:
    """Longest pulse separation that the place allows; its formula names what binds."""
    found = limits(p, see)
    if found is None:
        return []
    missing = tuple(name for name, time in found._asdict().items() if time is None)
    if p.preparation_time is None:
        missing += ("preparation_time",)
    value = None if missing else found.longest
    formula = LONGEST if missing else LONGEST + _vibration_gap(see, found.longest)
    return [FigureOfMerit("longest_pulse_separation", value, "s", True, f"{formula}; here {found.binding} binds", missing)]


def _vibration_gap(see: Any, time: float) -> str:
    """Says that the time is an upper bound where a good part of the response lies outside the known vibration."""
    ends = np.asarray(see.spectrum("residual_acceleration_asd").value.frequency)[[0, -1]]
    low, high = ai.response_integral(ends, time)
    if high - low >= COVERED * time**3 / 3.0:
        return ""
    return f"; at most, for vibration is known from {ends[0]:g} to {ends[1]:g} Hz alone"
