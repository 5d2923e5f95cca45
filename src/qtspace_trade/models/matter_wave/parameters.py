"""Parameters of a near-field matter-wave interferometer and the requirement kinds its family must state."""

from __future__ import annotations

import math
from typing import Any, Literal

from pydantic import model_validator

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


ATTRACTION = ("gas_polarizability_volume", "gas_ionisation_energy", "particle_ionisation_energy")


def whole(number: float) -> str:
    return "" if number >= 1 and number == round(number) else "must be a whole number from 1 on"


def positive_fraction(number: float) -> str:
    return "" if 0 < number <= 1 else "must be above 0 and at most 1"


def up_to_a_right_angle(number: float) -> str:
    return "" if 0 < number <= 0.5 * math.pi else "must be above 0 and at most 90 degrees"


def up_to_half_a_turn(number: float) -> str:
    return "" if 0 < number <= math.pi else "must be above 0 and at most 180 degrees"


class Parameters(Model):
    """A Talbot interferometer in free fall: trap, grating of light, detection; and its passively cooled stages.

    `experiment` tells a full interferometer with passively cooled stages from a pathfinder in a chamber of its own and
    from an inertial sensor that compares the fall of two particles.
    `mass` in kg (write `"1e9 u"`), `permittivity` as real and imaginary part at thermal wavelengths, or `material` as the
    name of a table of optical constants; `visible_permittivity` in sunlight. `gas_polarizability_volume` (over 4 π ε0),
    both ionisation energies and `static_permittivity` tell how gas is attracted, which counts below about 30 nm.
    `grating_phase` is the greatest phase shift and `grating_absorption` β of the grating. `thermal_loss`, `gas_loss` and
    `light_loss` are budgets of exponents.
    `trap_absorption` is the imaginary part of the permittivity at `trap_wavelength`; with `trap_intensity` it tells how
    warm the trap makes the particle, `internal_excess` how much of that is left in the fall. `shield_gaps` counts the
    gaps from the bus to the bench, `radiating_ratio` is s/e of the shield ladder; with `shield_angle`,
    `shield_emissivity` and `strut_conductance` (W/K from stage to stage) a network takes its place. `bench_view_fraction`
    and `warm_view_fraction` are the shares of the test volume's view taken by the bench and by warm surfaces.
    `shaded_earth_radius` is the largest angular radius of the Earth that the baffle of the test volume keeps out of its
    thermal view. The particle sees the sky through an opening of `opening_half_angle`, whose axis looks away from the
    Sun, tilted by `opening_tilt` away from the Earth; the attitude errs by at most `sun_aspect_tolerance`. Its own gas:
    surfaces of `sight_area` at `sight_distance` in the line of sight give off `outgassing_flux` (molecules, at 293 K)
    with `outgassing_activation`; the chamber sets free `gas_load` (molecules per second) behind `vent_area`.
    """

    experiment: Literal["interferometer", "pathfinder", "inertial_sensor"] = "interferometer"
    material: Literal["silica", "silica_plate", "silicon", "silicon_float_zone"] | None = None
    mass: quantity("kg", positive) | None = None
    density: quantity("kg/m^3", positive) | None = None
    permittivity_real: quantity("", positive) | None = None
    permittivity_imaginary: quantity("", not_negative) | None = None
    visible_permittivity: quantity("", positive) | None = None
    static_permittivity: quantity("", positive) | None = None
    grating_period: quantity("m", positive) | None = None
    time_before: quantity("s", positive) | None = None
    time_after: quantity("s", positive) | None = None
    grating_phase: quantity("rad", positive) | None = None
    grating_absorption: quantity("", not_negative) | None = None
    centre_of_mass_temperature: quantity("K", positive) | None = None
    trap_frequency: quantity("Hz", positive) | None = None
    trap_intensity: quantity("W/m^2", positive) | None = None
    trap_wavelength: quantity("m", positive) | None = None
    trap_absorption: quantity("", not_negative) | None = None
    internal_excess: quantity("K", not_negative) | None = None
    gas_molecule_mass: quantity("kg", positive) | None = None
    gas_temperature: quantity("K", positive) | None = None
    gas_polarizability_volume: quantity("m^3", positive) | None = None
    gas_ionisation_energy: quantity("J", positive) | None = None
    particle_ionisation_energy: quantity("J", positive) | None = None
    thermal_loss: quantity("", positive) | None = None
    gas_loss: quantity("", positive) | None = None
    light_loss: quantity("", positive) | None = None
    shift_fraction: quantity("", fraction) | None = None
    release_offset: quantity("m", positive) | None = None
    shield_gaps: quantity("", whole) | None = None
    radiating_ratio: quantity("", positive) | None = None
    shield_angle: quantity("rad", up_to_a_right_angle) | None = None
    shield_emissivity: quantity("", positive_fraction) | None = None
    strut_conductance: quantity("W/K", not_negative) | None = None
    bench_view_fraction: quantity("", fraction) | None = None
    warm_view_fraction: quantity("", fraction) | None = None
    warm_view_temperature: quantity("K", positive) | None = None
    radiator_area: quantity("m^2", positive) | None = None
    radiator_emissivity: quantity("", positive_fraction) | None = None
    bench_dissipation: quantity("W", not_negative) | None = None
    shaded_earth_radius: quantity("rad", not_negative) | None = None
    opening_half_angle: quantity("rad", up_to_half_a_turn) | None = None
    opening_tilt: quantity("rad", not_negative) | None = None
    sun_aspect_tolerance: quantity("rad", not_negative) | None = None
    sight_area: quantity("m^2", not_negative) | None = None
    sight_distance: quantity("m", positive) | None = None
    sight_temperature: quantity("K", positive) | None = None
    outgassing_flux: quantity("1/m^2/s", not_negative) | None = None
    outgassing_activation: quantity("K", positive) | None = None
    gas_load: quantity("1/s", not_negative) | None = None
    vent_area: quantity("m^2", positive) | None = None

    @model_validator(mode="after")
    def _complete(self) -> Parameters:
        shields = ("shield_angle", "shield_emissivity", "strut_conductance")
        for group in (shields, ("warm_view_fraction", "warm_view_temperature"), (*ATTRACTION,)):
            missing = [name for name in group if getattr(self, name) is None]
            if missing and len(missing) < len(group):
                raise ValueError(f"{', '.join(missing)}: expected with {', '.join(n for n in group if n not in missing)}")
        seen = sum(part.si for part in (self.bench_view_fraction, self.warm_view_fraction) if part is not None)
        if seen > 1.0:
            raise ValueError(f"bench_view_fraction and warm_view_fraction add up to {seen:g}: expected at most 1")
        return self


def mandatory(parameters: Any) -> tuple[str, ...]:
    """Requirement kinds that an experiment must state or derive."""
    return MANDATORY[parameters.experiment]
