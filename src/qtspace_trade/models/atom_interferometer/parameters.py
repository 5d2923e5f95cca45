"""Parameters of a dual-species atom interferometer and the requirement kinds its family must state."""

from __future__ import annotations

from typing import Literal

from qtspace_trade.schema.base import Model, fraction, positive, quantity

MANDATORY = (
    "gravity_signal", "free_fall_time", "rotation_rate", "residual_acceleration", "magnetic_field",
)  # fmt: skip

Species = Literal["Rb87", "Rb85", "K39", "K41", "Cs133"]


class Parameters(Model):
    """An equivalence-principle test with two species.

    `pulse_separation` is T, the whole interferometer takes 2T. `photon_recoils` counts the recoils between the arms:
    2 for Raman single diffraction, 4 for double diffraction; the full wave number follows from it once.
    `atoms` is the detected number per species and shot, `target_eotvos` the goal of the test.
    """

    species: tuple[Species, Species] | None = None
    photon_recoils: quantity("", positive) | None = None
    pulse_separation: quantity("s", positive) | None = None
    atoms: quantity("", positive) | None = None
    contrast: quantity("", fraction) | None = None
    minimum_contrast: quantity("", fraction) | None = None
    effective_temperature: quantity("K", positive) | None = None
    cycle_time: quantity("s", positive) | None = None
    useful_altitude: quantity("m", positive) | None = None
    common_mode_rejection: quantity("", positive) | None = None
    drift_out: quantity("m", positive) | None = None
    bias_field: quantity("T", positive) | None = None
    shielding_factor: quantity("", positive) | None = None
    field_leak_fraction: quantity("", fraction) | None = None
    target_eotvos: quantity("", positive) | None = None
    measuring_time: quantity("s", positive) | None = None
