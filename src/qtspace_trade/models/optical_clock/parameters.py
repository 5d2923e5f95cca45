"""Parameters of a space clock and the requirement kinds its family must state."""

from __future__ import annotations

from qtspace_trade.schema.base import Model, positive, quantity

MANDATORY = (
    "potential_modulation", "potential_difference", "common_view", "temperature_stability", "magnetic_field",
    "orbit_knowledge",
)  # fmt: skip


class Parameters(Model):
    """A clock compared with the ground.

    `instability` is the Allan deviation at 1 s of its white frequency noise, `accuracy` its fractional uncertainty.
    `target_redshift` is the relative uncertainty asked of the redshift of the Earth, `baseline` the separation of the
    ground clocks compared through the satellite.
    """

    instability: quantity("", positive) | None = None
    accuracy: quantity("", positive) | None = None
    target_redshift: quantity("", positive) | None = None
    observation_time: quantity("s", positive) | None = None
    baseline: quantity("m", positive) | None = None
