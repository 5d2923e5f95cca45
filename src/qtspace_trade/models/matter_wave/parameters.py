"""Parameters of a near-field matter-wave interferometer and the requirement kinds its family must state."""

from __future__ import annotations

from typing import Any, Literal

from qtspace_trade.schema.base import Model, fraction, not_negative, positive, quantity

INTERFEROMETER = (
    "environment_temperature", "pressure", "gravity_gradient", "free_fall_time", "rotation_rate", "acceleration_drift",
    "residual_acceleration_asd",
)  # fmt: skip
PATHFINDER = (
    "pressure", "gravity_gradient", "free_fall_time", "rotation_rate", "residual_acceleration", "residual_acceleration_asd",
)  # fmt: skip
INERTIAL_SENSOR = ("gravity_signal", "free_fall_time", "rotation_rate", "residual_acceleration", "pressure")
MANDATORY = {"interferometer": INTERFEROMETER, "pathfinder": PATHFINDER, "inertial_sensor": INERTIAL_SENSOR}
OPTIONAL = ("residual_acceleration", "environment_temperature", "residual_acceleration_asd", "acceleration_drift")


class Parameters(Model):
    """A Talbot interferometer in free fall: trap, grating of light, detection; and its passively cooled stages.

    `experiment` tells a full interferometer with passively cooled stages from a pathfinder in a chamber of its own and
    from an inertial sensor that compares the fall of two particles.
    `mass` in kg (write `"1e9 u"`), `permittivity` as real and imaginary part at thermal wavelengths.
    `shield_gaps` counts the gaps from the bus to the bench, `radiating_ratio` is s/e of the shield ladder,
    `bench_view_fraction` the share of the test volume's view taken by the bench. `shaded_earth_radius` is the largest
    angular radius of the Earth that the baffle of the test volume keeps out of view.
    """

    experiment: Literal["interferometer", "pathfinder", "inertial_sensor"] = "interferometer"
    mass: quantity("kg", positive) | None = None
    density: quantity("kg/m^3", positive) | None = None
    permittivity_real: quantity("", positive) | None = None
    permittivity_imaginary: quantity("", not_negative) | None = None
    grating_period: quantity("m", positive) | None = None
    time_before: quantity("s", positive) | None = None
    time_after: quantity("s", positive) | None = None
    centre_of_mass_temperature: quantity("K", positive) | None = None
    internal_excess: quantity("K", not_negative) | None = None
    gas_molecule_mass: quantity("kg", positive) | None = None
    gas_temperature: quantity("K", positive) | None = None
    thermal_loss: quantity("", positive) | None = None
    gas_loss: quantity("", positive) | None = None
    shift_fraction: quantity("", fraction) | None = None
    release_offset: quantity("m", positive) | None = None
    shield_gaps: quantity("", positive) | None = None
    radiating_ratio: quantity("", positive) | None = None
    bench_view_fraction: quantity("", fraction) | None = None
    radiator_area: quantity("m^2", positive) | None = None
    radiator_emissivity: quantity("", fraction) | None = None
    bench_dissipation: quantity("W", not_negative) | None = None
    shaded_earth_radius: quantity("rad", not_negative) | None = None




def mandatory(parameters: Any) -> tuple[str, ...]:
    """Requirement kinds that an experiment must state or derive."""
    return MANDATORY[parameters.experiment]
