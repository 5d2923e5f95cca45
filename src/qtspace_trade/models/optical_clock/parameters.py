"""Parameters of a space clock and the requirement kinds its family must state."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from qtspace_trade.schema.base import Cited, Model, distinct, fraction, not_negative, positive, quantity

COMMON = (
    "common_view", "external_field_of_view", "measurement_duration", "temperature_stability", "magnetic_field",
    "orbit_knowledge", "slant_range",
)  # fmt: skip
TESTS = {
    "absolute": ("potential_difference",),
    "modulated": ("potential_modulation",),
    "both": ("potential_difference", "potential_modulation"),
    "none": (),
}
OPTIONAL = ("residual_acceleration_asd",)


WEIGHTS = dict.fromkeys(("link_time_deviation", "velocity_knowledge", "atom_temperature_stability", "magnetic_stability",
                         "cavity_temperature_stability"), 0.0)  # fmt: skip

Species = Literal["Sr87", "Yb171", "Cs133", "Rb87", "Al27+", "Yb171+", "Hg199+", "H1"]


class Parameters(Model):
    """A clock compared with the ground, optical, microwave or maser.

    `instability` is the Allan deviation at 1 s of its white frequency noise, `accuracy` its fractional uncertainty.
    `redshift_test` says how the redshift of the Earth is tested: against the ground (needs accuracy), by its modulation
    along the orbit (needs stability), or either. `target_redshift` is the relative uncertainty asked of it, `baseline`
    the separation of the ground clocks compared through the satellite.

    `flicker_floor` and `drift` complete the instability. `orbit_systematic` is the amplitude of what follows the orbit
    and is not corrected (temperature, field, error of the orbit): no modulated test is better. `link_time_deviation` holds
    at `link_averaging_time`; `two_way_relief` is how much weaker a two-way link makes the need to know the orbit.

    Of the physics package: `species`, `interrogation_time`, `cycle_time`, `atoms` and `contrast` for projection noise;
    `atom_temperature` and `thermal_attenuation`, swing of the mounting over that at the atoms; `bias_field` and
    `shielding_factor`; `cavity_sensitivity` of the oscillator to acceleration. `blackbody_allowance` and
    `zeeman_allowance` are the parts of the accuracy that these two shifts may take. `cavity_offset` is the distance of the
    cavity from its temperature of zero expansion and `cavity_curvature` the change of its expansion there.

    `compared_stations` are two institutes whose clocks are compared while both see the satellite, `ground_instability` the
    Allan deviation at 1 s of that comparison: the redshift of Sun and Moon is tested so, without the clock on board.
    """

    redshift_test: Literal["absolute", "modulated", "both", "none"] = "both"
    instability: quantity("", positive) | None = None
    accuracy: quantity("", positive) | None = None
    target_redshift: quantity("", positive) | None = None
    observation_time: quantity("s", positive) | None = None
    baseline: quantity("m", positive) | None = None
    species: Species | None = None
    flicker_floor: quantity("", not_negative) | None = None
    drift: quantity("1/s", not_negative) | None = None
    orbit_systematic: quantity("", not_negative) | None = None
    link_time_deviation: quantity("s", positive) | None = None
    link_averaging_time: quantity("s", positive) | None = None
    two_way_relief: quantity("", positive) | None = None
    interrogation_time: quantity("s", positive) | None = None
    cycle_time: quantity("s", positive) | None = None
    atoms: quantity("", positive) | None = None
    contrast: quantity("", fraction) | None = None
    atom_temperature: quantity("K", positive) | None = None
    thermal_attenuation: quantity("", positive) | None = None
    blackbody_allowance: quantity("", positive) | None = None
    bias_field: quantity("T", positive) | None = None
    shielding_factor: quantity("", positive) | None = None
    compared_stations: Annotated[tuple[str, ...], Field(min_length=2, max_length=2), AfterValidator(distinct)] | None = None
    ground_instability: quantity("", positive) | None = None
    cavity_offset: quantity("K", positive) | None = None
    cavity_curvature: quantity("1/K^2", positive) | None = None
    zeeman_allowance: quantity("", positive) | None = None
    cavity_sensitivity: quantity("s^2/m", positive) | None = None

    @field_validator("cycle_time")
    @classmethod
    def _interrogation_fits(cls, cycle: Cited | None, info: ValidationInfo) -> Cited | None:
        interrogation = info.data.get("interrogation_time")
        if cycle is not None and interrogation is not None and cycle.si < interrogation.si:
            raise ValueError(f"'{cycle.text}': expected at least the interrogation time, {interrogation.text}")
        return cycle


def mandatory(parameters: Any) -> tuple[str, ...]:
    """Requirement kinds that a clock must state or derive."""
    return (*TESTS[parameters.redshift_test], *COMMON)
