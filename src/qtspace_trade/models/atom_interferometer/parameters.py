"""Parameters of an atom interferometer and the requirement kinds its family must state."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from qtspace_trade.schema.base import Model, fraction, not_negative, positive, quantity

SINGLE = ("free_fall_time", "rotation_rate", "residual_acceleration", "magnetic_field", "pressurised_volume")
MANDATORY = {
    "equivalence_principle": (
        "gravity_signal", "free_fall_time", "rotation_rate", "residual_acceleration", "magnetic_field",
        "pressurised_volume",
    ),
    "gradiometer": (
        "gravity_gradient_signal", "self_gravity", "free_fall_time", "rotation_rate", "residual_acceleration_asd",
        "pressurised_volume",
    ),
    "accelerometer": SINGLE,
    "gravitational_wave": SINGLE,
    "demonstrator": SINGLE,
}  # fmt: skip

Species = Literal["Rb87", "Rb85", "K39", "K41", "Cs133"]
OPTIONAL = ("residual_acceleration_asd",)


class Parameters(Model):
    """A light-pulse atom interferometer or a source of ultracold atoms.

    `purpose` says what it measures. `pulse_separation` is T, the whole interferometer takes 2T, after
    `preparation_time`. `photon_recoils` counts the recoils between the arms: 2 for Raman single diffraction, 4 for
    double diffraction; the full wave number follows from it once. `atoms` is the detected number per species and shot.
    `rotation_compensation` is the rotation rate that a counter-rotating mirror takes up, `vibration_phase` the phase
    noise allowed from vibration. An equivalence-principle test states `target_eotvos`; a gradiometer `baseline`, the
    spherical-harmonic `degree` it has to see and the change of gradient `target_gradient` that still may pass as signal.
    """

    purpose: Literal[
        "equivalence_principle", "gradiometer", "accelerometer", "gravitational_wave", "demonstrator"
    ] = "equivalence_principle"
    species: Annotated[tuple[Species, ...], Field(min_length=1, max_length=2)] | None = None
    photon_recoils: quantity("", positive) | None = None
    pulse_separation: quantity("s", positive) | None = None
    preparation_time: quantity("s", not_negative) | None = None
    atoms: quantity("", positive) | None = None
    contrast: quantity("", fraction) | None = None
    minimum_contrast: quantity("", fraction) | None = None
    effective_temperature: quantity("K", positive) | None = None
    cycle_time: quantity("s", positive) | None = None
    useful_altitude: quantity("m", positive) | None = None
    common_mode_rejection: quantity("", positive) | None = None
    drift_out: quantity("m", positive) | None = None
    vibration_phase: quantity("rad", positive) | None = None
    rotation_compensation: quantity("rad/s", not_negative) | None = None
    bias_field: quantity("T", positive) | None = None
    shielding_factor: quantity("", positive) | None = None
    field_leak_fraction: quantity("", fraction) | None = None
    target_eotvos: quantity("", positive) | None = None
    baseline: quantity("m", positive) | None = None
    degree: quantity("", positive) | None = None
    target_gradient: quantity("1/s^2", positive) | None = None
    measuring_time: quantity("s", positive) | None = None


def mandatory(parameters: Any) -> tuple[str, ...]:
    """Requirement kinds that an interferometer must state or derive."""
    return MANDATORY[parameters.purpose]
