"""Provider functions: the names of the engine on one side, the physics on the other."""

from __future__ import annotations

from typing import Any

import numpy as np

from qtspace_trade.engine.values import Spectrum
from qtspace_trade.physics import atmosphere, forces, magnetism, passive_cooling, visibility

EVERY_FREQUENCY = (1e-6, 1e6)  # Hz


def _norm(vector: Any) -> Any:
    return np.linalg.norm(vector, axis=-1)


def mass_density(altitude: Any, solar_flux: float, geomagnetic_ap: float) -> Any:
    """Mass density of the ambient gas. [kg m^-3]"""
    return atmosphere.atmosphere(altitude, solar_flux, solar_flux, geomagnetic_ap).mass_density


def ambient_number_density(altitude: Any, solar_flux: float, geomagnetic_ap: float) -> Any:
    """Number density of the ambient gas. [m^-3]"""
    return atmosphere.atmosphere(altitude, solar_flux, solar_flux, geomagnetic_ap).number_density


def drag_acceleration(
    mass_density: Any, velocity: Any, drag_coefficient: float, cross_section: float, spacecraft_mass: float
) -> Any:
    """Deceleration by drag; the speed against the inertial frame stands for that against the air. [m s^-2]"""
    return forces.drag_acceleration(mass_density, _norm(velocity), drag_coefficient, cross_section, spacecraft_mass)


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


def magnetic_field_gradient(ambient_field: Any, distance: Any) -> Any:
    """Gradient of the natural field, as of a dipole at the centre of the Earth. [T m^-1]"""
    return 3.0 * ambient_field / distance


def nothing_of_nature() -> float:
    """What only platform and neighbours cause."""
    return 0.0


def no_line_of_nature() -> Spectrum:
    """Vibration lines without a platform: none, anywhere. [m s^-2]"""
    return Spectrum(EVERY_FREQUENCY, (0.0, 0.0))


def one_fall(free_fall_duration: float) -> float:
    """Uninterrupted free fall of a facility. [s]"""
    return free_fall_duration


def towards_the_earth(position: Any) -> Any:
    """Line of sight of a payload that looks at the Earth."""
    return -position


def away_from_the_sun(position: Any, sun_vector: Any) -> Any:
    """Line of sight of a payload on the cold side of a Sun-pointing spacecraft."""
    return position - sun_vector


def along_the_track(velocity: Any) -> Any:
    """Line of sight of a payload that looks ahead."""
    return velocity


def earth_exclusion(position: Any, line_of_sight: Any) -> Any:
    """Angle from the limb of the Earth. [rad]"""
    return visibility.limb_exclusion_angle(position, line_of_sight)
