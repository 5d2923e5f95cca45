"""Provider functions: the names of the engine on one side, the physics on the other."""

from __future__ import annotations

from typing import Any

import numpy as np

from qtspace_trade.constants import EARTH_GM, EARTH_RADIUS, SPEED_OF_LIGHT, SUN_GM
from qtspace_trade.physics import atmosphere, forces, frames, gravity, magnetism, passive_cooling, visibility


def _norm(vector: Any) -> Any:
    return np.linalg.norm(vector, axis=-1)


def altitude(earth_fixed_position: Any) -> Any:
    """Geodetic altitude. [m]"""
    return frames.geodetic(earth_fixed_position)[2]


def earth_distance(position: Any) -> Any:
    """Distance from the Earth's centre. [m]"""
    return _norm(position)


def sun_distance(position: Any, sun_vector: Any) -> Any:
    """Distance from the Sun. [m]"""
    return _norm(sun_vector - position)


def gravity_signal(position: Any) -> Any:
    """Gravitational acceleration of the Earth. [m s^-2]"""
    return gravity.gravity_acceleration(position, EARTH_GM)


def gravity_gradient(position: Any, sun_vector: Any) -> Any:
    """Sum of the largest gradients of Earth and Sun, an upper bound of their tensor sum. [s^-2]"""
    return gravity.gravity_gradient(position, EARTH_GM) + gravity.gravity_gradient(sun_vector - position, SUN_GM)


def potential_difference(earth_distance: Any) -> Any:
    """Newtonian potential difference to the ground over c^2."""
    return EARTH_GM * (1 / EARTH_RADIUS - 1 / earth_distance) / SPEED_OF_LIGHT**2


def potential_modulation(earth_distance: Any) -> float:
    """Change of the potential of the Earth over c^2 from the nearest to the farthest node."""
    return float(EARTH_GM * (1 / np.min(earth_distance) - 1 / np.max(earth_distance)) / SPEED_OF_LIGHT**2)


def common_view(altitude: Any, minimum_elevation: float) -> float:
    """Greatest separation of two stations that see the spacecraft at its highest. [m]"""
    return float(visibility.common_view_separation(np.max(altitude), minimum_elevation))


def free_fall_time(duration: float) -> float:
    """A spacecraft falls freely for the whole duration unless its platform states interruptions. [s]"""
    return duration


def station_elevation(
    earth_fixed_position: Any, station_latitude: Any, station_longitude: Any, station_altitude: Any
) -> Any:
    """Elevation above the horizon of the station. [rad]"""
    station = frames.station_position(station_latitude, station_longitude, station_altitude)
    return visibility.elevation(earth_fixed_position, station, station_latitude, station_longitude)


def station_sun_elevation(earth_fixed_sun: Any, station_latitude: Any, station_longitude: Any) -> Any:
    """Elevation of the Sun at the station. [rad]"""
    station = frames.station_position(station_latitude, station_longitude, 0.0)
    return visibility.elevation(earth_fixed_sun, station, station_latitude, station_longitude)


def slant_range(earth_fixed_position: Any, station_latitude: Any, station_longitude: Any, station_altitude: Any) -> Any:
    """Distance from the station. [m]"""
    station = frames.station_position(station_latitude, station_longitude, station_altitude)
    return _norm(earth_fixed_position - station)


def tracking_rate(
    earth_fixed_position: Any, earth_fixed_velocity: Any, station_latitude: Any, station_longitude: Any,
    station_altitude: Any,
) -> Any:  # fmt: skip
    """Rate at which the direction from the spacecraft to the station turns against the stars. [rad s^-1]"""
    station = frames.station_position(station_latitude, station_longitude, station_altitude)
    line = earth_fixed_position - station
    motion = earth_fixed_velocity - frames.ground_velocity(station)
    return _norm(np.cross(line, motion)) / _norm(line) ** 2


def mass_density(altitude: Any, solar_flux: float, geomagnetic_ap: float) -> Any:
    """Mass density of the ambient gas. [kg m^-3]"""
    return atmosphere.atmosphere(altitude, solar_flux, solar_flux, geomagnetic_ap).mass_density


def ambient_number_density(altitude: Any, solar_flux: float, geomagnetic_ap: float) -> Any:
    """Number density of the ambient gas. [m^-3]"""
    return atmosphere.atmosphere(altitude, solar_flux, solar_flux, geomagnetic_ap).number_density


def drag_acceleration(
    mass_density: Any, velocity: Any, drag_coefficient: float, cross_section: float, dry_mass: float
) -> Any:
    """Deceleration by drag; the speed against the inertial frame stands for that against the air. [m s^-2]"""
    return forces.drag_acceleration(mass_density, _norm(velocity), drag_coefficient, cross_section, dry_mass)


def radiation_pressure_acceleration(
    sun_distance: Any, reflectivity_coefficient: float, cross_section: float, dry_mass: float
) -> Any:
    """Acceleration by sunlight. [m s^-2]"""
    return forces.radiation_pressure_acceleration(sun_distance, reflectivity_coefficient, cross_section, dry_mass)


def earth_infrared(position: Any) -> Any:
    """Infrared of the Earth on a plate that faces it. [W m^-2]"""
    return passive_cooling.earth_infrared_flux(position, -position / _norm(position)[..., None])


def albedo_irradiance(position: Any, sun_vector: Any) -> Any:
    """Reflected sunlight on a plate that faces the Earth. [W m^-2]"""
    return passive_cooling.earth_albedo_flux(position, sun_vector, -position / _norm(position)[..., None])


def sink_temperature(position: Any, sun_vector: Any, time_weights: Any) -> float:
    """Equilibrium temperature of a black plate facing away from the Sun, from the mean flux. [K]"""
    away = position - sun_vector
    normal = away / _norm(away)[..., None]
    flux = passive_cooling.earth_infrared_flux(position, normal) + passive_cooling.earth_albedo_flux(
        position, sun_vector, normal
    )
    return float(passive_cooling.sink_temperature(np.average(flux, weights=time_weights)))


def magnetic_field(earth_fixed_position: Any) -> Any:
    """Natural field: the tilted dipole of the Earth, not below that of the interplanetary medium. [T]"""
    return magnetism.ambient_field(earth_fixed_position, magnetism.EARTH_DIPOLE_AXIS)
