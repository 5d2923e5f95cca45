"""Parameters of a space clock and the requirement kinds its family must state."""

from __future__ import annotations

from typing import Any, Literal

from qtspace_trade.schema.base import Model, positive, quantity

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


class Parameters(Model):
    """A clock compared with the ground.

    `instability` is the Allan deviation at 1 s of its white frequency noise, `accuracy` its fractional uncertainty.
    `redshift_test` says how the redshift of the Earth is tested: against the ground (needs accuracy), by its modulation
    along the orbit (needs stability), or either. `target_redshift` is the relative uncertainty asked of it, `baseline`
    the separation of the ground clocks compared through the satellite.
    """

    redshift_test: Literal["absolute", "modulated", "both", "none"] = "both"
    instability: quantity("", positive) | None = None
    accuracy: quantity("", positive) | None = None
    target_redshift: quantity("", positive) | None = None
    observation_time: quantity("s", positive) | None = None
    baseline: quantity("m", positive) | None = None


def mandatory(parameters: Any) -> tuple[str, ...]:
    """Requirement kinds that a clock must state or derive."""
    return (*TESTS[parameters.redshift_test], *COMMON)
