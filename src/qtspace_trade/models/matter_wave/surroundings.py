"""What a matter-wave experiment meets at its place: stage temperatures, light, the Earth in its opening, its own gas."""

from __future__ import annotations

from typing import Any

import numpy as np

from qtspace_trade.constants import COSMIC_BACKGROUND_TEMPERATURE, EARTH_RADIUS
from qtspace_trade.physics import contamination, passive_cooling, photons, thermal_network, vacuum


def stage_temperature(
    stage: str, bus_temperature: float, sink_temperature: float, earth_distance: Any, shield_gaps: float,
    radiating_ratio: float, bench_view_fraction: float, radiator_area: float, radiator_emissivity: float,
    bench_dissipation: float, shaded_earth_radius: float, heat_on_cold_stage: float = 0.0,
    warm_view_fraction: float = 0.0, warm_view_temperature: float | None = None, shield_angle: float | None = None,
    shield_emissivity: float | None = None, strut_conductance: float | None = None,
) -> float:  # fmt: skip
    """Temperature of the bench or, as the particle feels it by absorption, of the test volume. [K]

    The bench is the last node of the shield ladder; its dissipation and the neighbours' heat raise it. Where angle and
    emissivity of the shields and the conductance of the struts are stated, their network takes the place of the ladder.
    The test volume sees the bench over `bench_view_fraction`, warm surfaces over `warm_view_fraction` and the cold sky
    over the rest, weighted with the sixth power; it sees the sink instead of the sky where the Earth is too large for
    the baffle.
    """
    heat = bench_dissipation + heat_on_cold_stage
    gaps = round(shield_gaps)
    if shield_angle is not None and shield_emissivity is not None and strut_conductance is not None:
        stack = thermal_network.shield_stack(
            bus_temperature, gaps - 1, radiator_area, shield_angle, shield_emissivity, radiator_emissivity,
            strut_conductance, sky_temperature=sink_temperature,
        )  # fmt: skip
        load = np.append(np.zeros(gaps), heat)
        bench = float(thermal_network.steady_temperatures(stack, load)[-1])
    else:
        ladder = passive_cooling.ladder(bus_temperature, gaps, radiating_ratio, sink_temperature)
        cooled = float(np.asarray(ladder)[..., -1])
        bench = float(passive_cooling.sink_temperature(heat / (radiator_area * radiator_emissivity), cooled))
    if stage == "bench":
        return bench
    largest = float(np.max(np.arcsin(np.minimum(EARTH_RADIUS / np.asarray(earth_distance), 1.0))))
    sky = COSMIC_BACKGROUND_TEMPERATURE if largest <= shaded_earth_radius else sink_temperature
    parts = [(bench_view_fraction, bench), (1.0 - bench_view_fraction - warm_view_fraction, sky)]
    if warm_view_fraction > 0.0:
        if warm_view_temperature is None:
            raise ValueError(f"warm surfaces over {warm_view_fraction:g} of the view: expected their temperature")
        parts.append((warm_view_fraction, warm_view_temperature))
    fractions, temperatures = np.transpose(parts)
    return float(passive_cooling.effective_temperature(fractions, temperatures, 6))


def stage_course(
    position: Any, sun_vector: Any, period: float, heat_capacity: float, bus_temperature: float, shield_gaps: float,
    radiator_area: float, radiator_emissivity: float, bench_dissipation: float, shield_angle: float,
    shield_emissivity: float, strut_conductance: float,
) -> Any:  # fmt: skip
    """Temperatures of bus, shields and bench along an orbit that repeats itself, at equal steps. [K]

    The stack looks away from the Sun. The bench sees the Earth in front, the grooves see it through their open edges;
    sunlight that the Earth reflects is absorbed like its infrared. Every node below the bus has the same heat capacity
    [J/K]. Rows are the edges of the steps, the last one the first.
    """
    gaps = round(shield_gaps)
    stack = thermal_network.shield_stack(
        bus_temperature, gaps - 1, radiator_area, shield_angle, shield_emissivity, radiator_emissivity, strut_conductance
    )
    away = position - sun_vector
    axis = away / np.linalg.norm(away, axis=-1)[..., None]
    front = passive_cooling.earth_infrared_flux(position, axis) + passive_cooling.earth_albedo_flux(position, sun_vector, axis)
    side = sum(passive_cooling.side_flux(position, sun_vector, axis))
    _, edge = thermal_network.groove_exchange(shield_angle, shield_emissivity)
    heat = np.zeros((len(position), gaps + 1))
    heat[:, 1:] = 2.0 * radiator_area * edge * np.asarray(side)[:, None]
    heat[:, -1] += radiator_area * (radiator_emissivity * front - edge * side) + bench_dissipation
    return thermal_network.orbital_temperatures(stack, np.full(gaps + 1, heat_capacity), heat, period)


def earth_exclusion(position: Any, sun_vector: Any, opening_tilt: float, sun_aspect_tolerance: float) -> Any:
    """Angle between the axis of the opening and the limb of the Earth. [rad]

    The axis looks away from the Sun, tilted to the side away from the Earth; the attitude may err by the tolerance of the
    shields, to the wrong side.
    """
    away = position - sun_vector
    distance = np.linalg.norm(position, axis=-1)
    cosine = -np.sum(away * position, axis=-1) / (np.linalg.norm(away, axis=-1) * distance)
    turned = np.arccos(np.clip(cosine, -1.0, 1.0)) + opening_tilt
    angle = np.minimum(turned, 2.0 * np.pi - turned)
    return angle - np.arcsin(np.minimum(EARTH_RADIUS / distance, 1.0)) - sun_aspect_tolerance


def visible_irradiance(
    position: Any, sun_vector: Any, opening_half_angle: float, opening_tilt: float, sun_aspect_tolerance: float
) -> Any:
    """Sunlit light at the particle: starlight and zodiacal light, and the Earth while it is in the opening. [W m^-2]"""
    towards = -position / np.linalg.norm(position, axis=-1)[..., None]
    earth = passive_cooling.earth_albedo_flux(position, sun_vector, towards)
    seen = earth_exclusion(position, sun_vector, opening_tilt, sun_aspect_tolerance) < opening_half_angle
    return photons.sky_irradiance(opening_half_angle) + np.where(seen, earth, 0.0)


def outgassing_density(
    sight_area: float, sight_distance: float, sight_temperature: float, outgassing_flux: float,
    outgassing_activation: float, gas_load: float, vent_area: float, gas_temperature: float, gas_molecule_mass: float,
) -> float:  # fmt: skip
    """Gas of the spacecraft at the particle: of surfaces in the line of sight, and of its own chamber behind a vent. [m^-3]

    `outgassing_flux` holds at 293 K and falls with the temperature of the surfaces, which are taken to face the particle.
    """
    flux = outgassing_flux * contamination.outgassing_factor(sight_temperature, outgassing_activation)
    arriving = contamination.patch_flux(flux, sight_area, sight_distance)
    sight = contamination.density_from_flux(arriving, sight_temperature, gas_molecule_mass)
    return float(sight + vacuum.vented_density(gas_load, vent_area, gas_temperature, gas_molecule_mass))
