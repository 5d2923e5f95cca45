"""Orbit layers of integrated motion: which forces act, from which spacecraft and scenario they get their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qtspace_trade.constants import DAY
from qtspace_trade.engine.orbit_layer import OrbitLayer
from qtspace_trade.engine.trajectories import Keplerian, Numerical, trajectory
from qtspace_trade.errors import QtspaceError, UnknownName
from qtspace_trade.physics import frames, short_period
from qtspace_trade.schema.entries import Orbit, Platform, Scenario

FORCES = ("harmonics", "sun", "moon", "drag", "radiation_pressure")
DEGREE = 8
BACKENDS = ("scipy", "heyoka")


def mean_orbit(orbit: Orbit, scenario: Scenario, duration: float) -> Keplerian:
    """Mean orbit about the Earth of an entry.

    Raises
    ------
    QtspaceError
        It is no orbit about the Earth.
    """
    path = trajectory(orbit, frames.parse_epoch(scenario.epoch), duration)
    if not isinstance(path, Keplerian):
        raise QtspaceError(f"'{orbit.name}' is {orbit.kind}: expected an orbit about the Earth, given by its elements")
    return path


def integrated(
    orbit: Orbit, platform: Platform | None, scenario: Scenario, duration: float, forces: Sequence[str], backend: str
) -> OrbitLayer:
    """Layer of the integrated motion that begins on the mean orbit of an entry.

    Parameters
    ----------
    duration : float
        How long. [s]
    forces : sequence of str
        Of `harmonics`, `sun`, `moon`, `drag`, `radiation_pressure`; without `harmonics` J2 alone, about the inertial z axis.

    Raises
    ------
    UnknownName
        No such force or backend.
    QtspaceError
        No orbit about the Earth, a force whose numbers the platform does not state, or re-entry before the end.
    """
    from qtspace_trade.physics import propagation

    for name in forces:
        if name not in FORCES:
            raise UnknownName("force", str(name), FORCES)
    if backend not in BACKENDS:
        raise UnknownName("backend", str(backend), BACKENDS)
    mean = mean_orbit(orbit, scenario, duration)
    epoch = frames.parse_epoch(scenario.epoch)
    harmonics = "harmonics" in forces
    acting = propagation.Forces(
        degree=DEGREE if harmonics else 2, order=DEGREE if harmonics else 0, true_pole=harmonics, sun="sun" in forces,
        moon="moon" in forces, **_surface_forces(platform, scenario, forces),
    )  # fmt: skip
    position, velocity = short_period.osculating_state(*mean.elements)
    try:
        motion = propagation.propagate(position, velocity, epoch, duration, acting, backend=backend)
    except (ValueError, ImportError) as error:
        raise QtspaceError(f"'{orbit.name}': {error}") from error
    if motion.end_reason == propagation.REENTRY:
        lived = (motion.end - epoch) / DAY
        raise QtspaceError(f"'{orbit.name}' re-enters after {lived:.2f} days: expected at most so many, not {duration / DAY:g}")
    return OrbitLayer(orbit, scenario, duration, Numerical(mean, motion))


def lifetime(orbit: Orbit, platform: Platform, scenario: Scenario) -> Any:
    """Averaged decay by drag until re-entry, within a century.

    Raises
    ------
    QtspaceError
        No orbit about the Earth, or a platform that does not state its mass, cross section and drag coefficient.
    """
    from qtspace_trade.physics import propagation

    mean = mean_orbit(orbit, scenario, DAY)
    air = _surface_forces(platform, scenario, ("drag",))
    try:
        return propagation.lifetime(
            mean.semi_major_axis, mean.eccentricity, mean.inclination, air["drag_area_to_mass"], air["altitude_table"],
            air["density_table"], mean.argument_of_perigee,
        )  # fmt: skip
    except ValueError as error:
        raise QtspaceError(f"'{orbit.name}': {error}") from error


def _surface_forces(platform: Platform | None, scenario: Scenario, forces: Sequence[str]) -> dict[str, Any]:
    from qtspace_trade.physics import atmosphere

    found: dict[str, Any] = {}
    if "drag" in forces:
        flux, activity = scenario.solar_flux.si, scenario.geomagnetic_ap.si
        altitude, profile = atmosphere.global_mean_profile(flux, flux, activity)
        found["drag_area_to_mass"] = _area_to_mass(platform, "drag", "drag_coefficient")
        found["altitude_table"], found["density_table"] = tuple(altitude), tuple(profile.mass_density)
    if "radiation_pressure" in forces:
        found["radiation_area_to_mass"] = _area_to_mass(platform, "radiation_pressure", "reflectivity_coefficient")
    return found


def _area_to_mass(platform: Platform | None, force: str, coefficient: str) -> float:
    if platform is None:
        raise QtspaceError(f"force '{force}' needs a platform: expected one that states {coefficient}, cross_section, dry_mass")
    numbers = {name: getattr(platform, name) for name in (coefficient, "cross_section", "dry_mass")}
    missing = [name for name, number in numbers.items() if number is None]
    if missing:
        raise QtspaceError(f"force '{force}': '{platform.name}' does not state {', '.join(missing)}")
    return numbers[coefficient].si * numbers["cross_section"].si / numbers["dry_mass"].si
