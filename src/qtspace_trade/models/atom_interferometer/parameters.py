"""Parameters of an atom interferometer and the requirement kinds its family must state."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from qtspace_trade.schema.base import Model, distinct, fraction, not_negative, positive, quantity

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
    "recoil": SINGLE,
    "gravitational_wave": SINGLE,
    "demonstrator": SINGLE,
}  # fmt: skip

Species = Literal["Rb87", "Rb85", "K39", "K41", "Cs133"]
OPTIONAL = ("residual_acceleration_asd",)
# What an instrument keeps by itself, compared with what it states, or no platform offers: shown, without weight in the score.
WEIGHTS = dict.fromkeys(
    ("acceleration_at_signal", "rotation_jitter", "gravity_gradient", "position_offset", "velocity_offset",
     "field_gradient", "magnetic_stability", "chamber_gradient", "chamber_pressure", "vibration_line"),
    0.0,
)  # fmt: skip


def visible(contrast: float) -> str:
    """Check of a fringe contrast: above 0, at most 1."""
    return positive(contrast) or fraction(contrast)


class Parameters(Model):
    """A light-pulse atom interferometer or a source of ultracold atoms.

    `purpose` says what it measures. `pulse_separation` is T, the whole interferometer takes 2T, after
    `preparation_time`. `photon_recoils` counts the recoils between the arms: 2 for Raman single diffraction, 4 for
    double diffraction; the full wave number follows from it once. `atoms` is the detected number per species and shot.
    `rotation_compensation` is the rotation rate that a counter-rotating mirror takes up, `vibration_phase` the phase
    noise allowed from vibration. An equivalence-principle test states `target_eotvos`; a gradiometer `baseline`, the
    spherical-harmonic `degree` it has to see and the change of gradient `target_gradient` that still may pass as signal.

    An equivalence-principle test measures below `useful_altitude`; one without such a window may state the
    `reference_altitude` of its design, at which its limits are derived.

    The error budget takes: the rotation that the turned mirror leaves, `rotation_residual`; the size of the cloud
    `position_spread`; between two clouds, or of one against the beam, `position_offset` and `velocity_offset` at the
    first pulse; `gradient_residual`, the part of the gravity gradient that compensation and demodulation leave; inside
    the shield `field_gradient`, `chamber_temperature` and its gradient at the signal frequency `chamber_gradient`,
    `chamber_pressure`; the `wavefront_radius` of curvature and the relative difference of the expansion energies per
    mass of two clouds, `expansion_mismatch`; `vibration_tracking`, the part of the vibration that another sensor on the
    mirror leaves; `detection_noise` and `laser_phase_noise` of one shot; and as plain numbers `mean_field_acceleration`
    and `light_shift_acceleration`. `wavelength` replaces the line of the species, `squeezing` is below 1 for entangled
    atoms, `phase_noise_density` is the phase noise of a gravitational-wave detector.
    """

    purpose: Literal[
        "equivalence_principle", "gradiometer", "accelerometer", "recoil", "gravitational_wave", "demonstrator"
    ] = "equivalence_principle"
    species: Annotated[tuple[Species, ...], Field(min_length=1, max_length=2), AfterValidator(distinct)] | None = None
    photon_recoils: quantity("", positive) | None = None
    pulse_separation: quantity("s", positive) | None = None
    preparation_time: quantity("s", not_negative) | None = None
    atoms: quantity("", positive) | None = None
    contrast: quantity("", visible) | None = None
    minimum_contrast: quantity("", visible) | None = None
    effective_temperature: quantity("K", positive) | None = None
    cycle_time: quantity("s", positive) | None = None
    useful_altitude: quantity("m", positive) | None = None
    reference_altitude: quantity("m", positive) | None = None
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
    wavelength: quantity("m", positive) | None = None
    pulse_duration: quantity("s", not_negative) | None = None
    squeezing: quantity("", positive) | None = None
    rotation_residual: quantity("rad/s", not_negative) | None = None
    position_spread: quantity("m", positive) | None = None
    position_offset: quantity("m", not_negative) | None = None
    velocity_offset: quantity("m/s", not_negative) | None = None
    gradient_residual: quantity("", not_negative) | None = None
    vibration_tracking: quantity("", not_negative) | None = None
    field_gradient: quantity("T/m", not_negative) | None = None
    chamber_temperature: quantity("K", positive) | None = None
    chamber_gradient: quantity("K/m", not_negative) | None = None
    chamber_pressure: quantity("Pa", positive) | None = None
    wavefront_radius: quantity("m", positive) | None = None
    expansion_mismatch: quantity("", not_negative) | None = None
    detection_noise: quantity("rad", not_negative) | None = None
    laser_phase_noise: quantity("rad", not_negative) | None = None
    mean_field_acceleration: quantity("m/s^2", not_negative) | None = None
    light_shift_acceleration: quantity("m/s^2", not_negative) | None = None
    phase_noise_density: quantity("rad/sqrt(Hz)", positive) | None = None


def mandatory(parameters: Any) -> tuple[str, ...]:
    """Requirement kinds that an interferometer must state or derive."""
    return MANDATORY[parameters.purpose]
