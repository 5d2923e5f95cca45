"""Providers by name: which function answers for a variable, in which regime.

A provider is fed by parameter name: each argument is resolved in turn as an offered value, a parameter of the
instrument, another provider, or a base input of the orbit, platform or scenario. The selector says where a provider
holds: a regime (`earth`, `libration`, `declared`), an attitude law (`law:nadir`), an instrument family, `drag_free`,
or `*` for everywhere.
"""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from qtspace_trade.errors import ProviderError


@dataclass(frozen=True)
class Computed:
    """A function, named `module:function` so that the table loads nothing.

    `rising` and `falling` name arguments with which the result only rises or only falls: a bound on one is then a bound
    on the result. `floor` says that the result is the least there can be.
    """

    path: str
    rename: Mapping[str, str] = field(default_factory=dict)
    rising: tuple[str, ...] = ()
    falling: tuple[str, ...] = ()
    floor: str = ""


@dataclass(frozen=True)
class Parts:
    """A sum of parts that cannot be negative: where one is unknown the known ones are a lower bound."""

    parts: tuple[str, ...]


@dataclass(frozen=True)
class Event:
    """A measure (`fraction`, `longest`) of the times in which a condition holds; `own` is the instrument's `when`."""

    condition: str
    measure: str


@dataclass(frozen=True)
class Unpublished:
    """Nobody states this."""

    reason: str


Provider = Computed | Parts | Event | Unpublished

_ADAPTERS = "qtspace_trade.engine.adapters:"
_PHYSICS = "qtspace_trade.physics."
_MODELS = "qtspace_trade.models."
_JITTER = "the rate of the attitude law is known, that of its jitter is not stated"

PROVIDERS: dict[tuple[str, str], Provider] = {
    ("altitude", "ballistic"): Computed(_PHYSICS + "ballistic:height"),
    ("altitude", "*"): Computed(_PHYSICS + "frames:geodetic_altitude"),
    ("earth_distance", "*"): Computed(_PHYSICS + "frames:distance"),
    ("sun_distance", "*"): Computed(_PHYSICS + "frames:sun_distance"),
    ("gravity_signal", "*"): Computed(_PHYSICS + "gravity:earth_acceleration"),
    ("gravity_along_axis", "law:nadir"): Computed(_PHYSICS + "gravity:earth_acceleration"),
    ("gravity_along_axis", "earth"): Computed(_PHYSICS + "gravity:gravity_along_inertial_axis"),
    ("gravity_along_axis", "*"): Computed(_PHYSICS + "gravity:earth_acceleration"),
    ("gravity_gradient_signal", "*"): Computed(_PHYSICS + "gravity:degree_gradient"),
    ("gravity_gradient", "ballistic"): Computed(_PHYSICS + "gravity:gravity_gradient"),
    ("gravity_gradient", "*"): Computed(_PHYSICS + "gravity:largest_gradient", {"sun": "sun_vector"}),
    ("potential_difference", "*"): Computed(_PHYSICS + "gravity:potential_difference"),
    ("potential_modulation", "*"): Computed(_PHYSICS + "gravity:potential_deviation"),
    ("common_view", "*"): Computed(_PHYSICS + "visibility:widest_common_view"),
    ("station_elevation", "*"): Computed(_PHYSICS + "visibility:station_elevation"),
    ("station_sun_elevation", "*"): Computed(_PHYSICS + "visibility:station_sun_elevation"),
    ("slant_range", "*"): Computed(_PHYSICS + "visibility:station_range"),
    ("tracking_rate", "*"): Computed(_PHYSICS + "visibility:tracking_rate"),
    ("mass_density", "ballistic"): Unpublished("the payload of a facility stands in the air of its capsule"),
    ("ambient_number_density", "ballistic"): Unpublished("the payload of a facility stands in the air of its capsule"),
    ("mass_density", "*"): Computed(_ADAPTERS + "mass_density"),
    ("ambient_number_density", "*"): Computed(_ADAPTERS + "ambient_number_density"),
    ("drag_acceleration", "*"): Computed(_ADAPTERS + "drag_acceleration", falling=("spacecraft_mass",)),
    ("radiation_pressure_acceleration", "*"): Computed(
        _PHYSICS + "forces:radiation_pressure_acceleration",
        {"area": "cross_section", "mass": "spacecraft_mass"},
        falling=("mass",),
    ),
    ("earth_infrared", "*"): Computed(_ADAPTERS + "earth_infrared"),
    ("albedo_irradiance", "*"): Computed(_ADAPTERS + "albedo_irradiance"),
    ("sink_temperature", "*"): Computed(_ADAPTERS + "sink_temperature"),
    ("magnetic_field", "*"): Computed(_ADAPTERS + "magnetic_field"),
    ("magnetic_field_gradient", "*"): Computed(
        _ADAPTERS + "magnetic_field_gradient", {"ambient_field": "magnetic_field", "distance": "earth_distance"}
    ),
    ("magnetic_field_change", "*"): Computed(_ADAPTERS + "nothing_of_nature"),
    ("vibration_line", "*"): Computed(_ADAPTERS + "no_line_of_nature"),
    ("beta_angle", "earth"): Computed(_PHYSICS + "eclipse:beta_angle", {"sun": "sun_vector"}),
    ("eclipse_fraction", "*"): Event("eclipse", "fraction"),
    ("eclipse_duration", "*"): Event("eclipse", "longest"),
    ("contact_time", "*"): Event("station_visible", "fraction"),
    ("dark_contact_time", "*"): Event("station_visible and station_dark", "fraction"),
    ("measurement_duration", "ballistic"): Computed(_ADAPTERS + "one_fall"),
    ("measurement_duration", "*"): Event("own", "longest"),
    ("measurement_fraction", "*"): Event("own", "fraction"),
    ("free_fall_time", "ballistic"): Computed(_ADAPTERS + "one_fall"),
    ("free_fall_time", "declared"): Unpublished("the declared trajectory does not state it"),
    ("free_fall_time", "*"): Computed(_PHYSICS + "gravity:uninterrupted_free_fall"),
    ("visible_irradiance", "*"): Computed(_ADAPTERS + "albedo_irradiance"),
    ("line_of_sight", "law:nadir"): Computed(_ADAPTERS + "towards_the_earth"),
    ("line_of_sight", "law:target"): Computed(_ADAPTERS + "towards_the_earth"),
    ("line_of_sight", "law:sun"): Computed(_ADAPTERS + "away_from_the_sun"),
    ("line_of_sight", "law:along_track"): Computed(_ADAPTERS + "along_the_track"),
    ("line_of_sight", "*"): Unpublished("the attitude law leaves the line of sight open"),
    ("sun_exclusion", "*"): Computed(
        _PHYSICS + "visibility:sun_exclusion_angle", {"direction": "line_of_sight", "sun": "sun_vector"}
    ),
    ("earth_exclusion", "*"): Computed(_ADAPTERS + "earth_exclusion"),
    ("moon_exclusion", "*"): Computed(
        _PHYSICS + "visibility:sun_exclusion_angle", {"direction": "line_of_sight", "sun": "moon_vector"}
    ),
    ("rotation_rate", "law:inertial"): Computed(_PHYSICS + "attitude:at_rest", floor=_JITTER),
    ("rotation_rate", "law:inertial_hold"): Computed(_PHYSICS + "attitude:at_rest", floor=_JITTER),
    ("rotation_rate", "law:sun"): Computed(_PHYSICS + "attitude:sun_pointing_rate", floor=_JITTER),
    ("rotation_rate", "law:nadir"): Computed(_PHYSICS + "kepler:nadir_rotation_rate"),
    ("rotation_rate", "law:along_track"): Computed(_PHYSICS + "kepler:nadir_rotation_rate"),
    ("outgassing_number_density", "*"): Unpublished("the outgassing of this spacecraft at the payload is not published"),
    ("number_density", "*"): Parts(("ambient_number_density", "outgassing_number_density")),
    ("pressure", "*"): Computed(
        _PHYSICS + "atmosphere:thermalised_pressure", {"temperature": "environment_temperature"}, ("number_density",)
    ),
    ("residual_acceleration", "*"): Parts(("drag_acceleration", "radiation_pressure_acceleration")),
    ("residual_acceleration", "drag_free"): Unpublished(
        "the residual acceleration of the drag-free structure is not published"
    ),
    ("environment_temperature", "matter_wave"): Computed(_MODELS + "matter_wave.surroundings:stage_temperature"),
    ("earth_exclusion", "matter_wave"): Computed(_MODELS + "matter_wave.surroundings:earth_exclusion"),
    ("visible_irradiance", "matter_wave"): Computed(_MODELS + "matter_wave.surroundings:visible_irradiance"),
    ("outgassing_number_density", "matter_wave"): Computed(_MODELS + "matter_wave.surroundings:outgassing_density"),
    ("link_loss", "qkd"): Computed(_MODELS + "qkd.model:link_loss"),
    ("background_light", "qkd"): Computed(_MODELS + "qkd.model:background_light"),
    ("secret_key_per_year", "qkd"): Computed(_MODELS + "qkd.model:secret_key_per_year"),
}


def provider(name: str, selectors: tuple[str, ...]) -> tuple[str, Provider] | None:
    """The most specific provider of a name, with its selector."""
    for selector in selectors:
        if (name, selector) in PROVIDERS:
            return selector, PROVIDERS[name, selector]
    return None


@functools.cache
def depends_on(name: str) -> frozenset[str]:
    """What beside the orbit selects the provider of a name: `law`, `platform`, `instrument`, none or several."""
    selectors = {selector for variable, selector in PROVIDERS if variable == name}
    law = frozenset({"law"}) if any(selector.startswith("law:") for selector in selectors) else frozenset()
    return law | (frozenset({"platform"}) if "drag_free" in selectors else frozenset())


@functools.cache
def function_of(path: str) -> Callable[..., Any]:
    """The function behind `module:function`.

    Raises
    ------
    ProviderError
        There is no such function.
    """
    module, _, name = path.partition(":")
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise ProviderError(f"provider '{path}' cannot be loaded: {error}") from error


@functools.cache
def arguments(path: str) -> tuple[tuple[str, bool], ...]:
    """Arguments of a provider function: name, and whether it must be known."""
    parameters = inspect.signature(function_of(path)).parameters.values()
    return tuple((item.name, item.default is inspect.Parameter.empty) for item in parameters)


def inputs(entry: Provider) -> tuple[str, ...]:
    """Names that a provider resolves."""
    if isinstance(entry, Computed):
        return tuple(entry.rename.get(name, name) for name, needed in arguments(entry.path) if needed)
    return entry.parts if isinstance(entry, Parts) else ()
