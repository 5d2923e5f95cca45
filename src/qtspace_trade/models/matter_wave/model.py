"""Derived requirements and figures of merit of a matter-wave experiment."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np

from qtspace_trade.constants import ATOMIC_MASS, BOLTZMANN
from qtspace_trade.models.derived import Derived, FigureOfMerit, stated
from qtspace_trade.physics import collapse, decoherence, matter_wave, optical_constants, photons, talbot

THERMAL = "thermal photons over their spectrum, Romero-Isart, Phys. Rev. A 84, 052121 (2011); path average x^2 T/3"
GAS = "geometric collision rate, saturated; Carlesso and Bassi, Phys. Lett. A 380, 2354 (2016)"
LIGHT = "photons scattered out of sunlit light, k^4 R^6; path average of 1 - sinc^2(k x)"
OPENING = "the Earth stays out of the opening through which the particle sees the sky"
CHOICE = "the opening is a choice of the design that another baffle can change: marks down, does not bar"
DYNAMICS = "fringe shift a t2 (t1 + t2)/2 of a near-field interferometer; Bateman et al., Nat. Commun. 5, 4788 (2014)"
CORIOLIS = "Coriolis shift v_y Omega t2 (t1 + t2) with v_y = sqrt(k T / M)"
CSL = "CSL exponent of a homogeneous sphere; Gasbarri et al., Commun. Phys. 4, 155 (2021)"
GRATING = "sinusoidal visibility 2 |B_1| R, not clipped; Bateman et al., Nat. Commun. 5, 4788 (2014)"
TRAP = "absorbed trap light against thermal radiation; Chang et al., PNAS 107, 1005 (2010)"
COHERENCE = "time in which thermal photons and gas cost an exponent of 1 at this separation"
MASS = "heaviest particle that keeps the thermal and gas budgets; same grating and times, whatever its Talbot time"
CSL_LENGTH = 1e-7  # m, the conventional r_C
TIMES = ("mass", "grating_period", "time_before", "time_after")
CONSTANT = ("permittivity_real", "permittivity_imaginary")
STAGE = (("stage", "test_volume"),)
LIGHTEST, HEAVIEST = 1e4, 1e13  # u
LOSSES = ("thermal_loss", "gas_loss", "light_loss")


def _thermal_permittivity(p: SimpleNamespace) -> Any:
    """Constant permittivity, or the table of the material; None where neither is stated."""
    if p.material is not None:
        return partial(optical_constants.permittivity, p.material)
    return complex(p.permittivity_real, p.permittivity_imaginary) if stated(p, *CONSTANT) else None


def _visible_permittivity(p: SimpleNamespace) -> Any:
    return partial(optical_constants.permittivity, p.material) if p.material is not None else p.visible_permittivity


def _material_inputs(p: SimpleNamespace) -> tuple[str, ...]:
    return ("density", "material") if p.material is not None else ("density", *CONSTANT)


def particle_of(p: SimpleNamespace, mass: float | None = None) -> matter_wave.Particle:
    """Particle of an instrument, or one of the same material and another mass."""
    mass = p.mass if mass is None else mass
    radius = float(talbot.particle_radius(mass, p.density))
    return matter_wave.Particle(mass, radius, _thermal_permittivity(p), _visible_permittivity(p))


def interferometer_of(p: SimpleNamespace) -> matter_wave.Interferometer:
    """Interferometer of an instrument; half a turn of phase, no absorption and a point source where nothing is stated."""
    source = 0.0
    if stated(p, "centre_of_mass_temperature", "trap_frequency"):
        source = float(talbot.source_size(p.centre_of_mass_temperature, p.mass, p.trap_frequency))
    phase, absorption = (value or default for value, default in ((p.grating_phase, np.pi), (p.grating_absorption, 0.0)))
    return matter_wave.Interferometer(
        p.grating_period, p.time_before, p.time_after, phase, absorption, source_size=source
    )


def derive(p: SimpleNamespace) -> list[Derived]:
    """Requirements that keep each loss within its budget; see the formula of each row."""
    if not stated(p, *TIMES):
        return []
    total = p.time_before + p.time_after
    fall = Derived("free_fall_time", "at_least", total, "t1 + t2", ("time_before", "time_after"))
    return [fall, *_thermal(p), *_gas(p, total), *_light(p), *_dynamics(p, total)]


def _bath(p: SimpleNamespace) -> tuple[float, float]:
    return float(talbot.path_separation(p.mass, p.grating_period, p.time_before, p.time_after)), p.time_before + p.time_after


def _thermal(p: SimpleNamespace) -> list[Derived]:
    permittivity = _thermal_permittivity(p)
    if permittivity is None or not stated(p, "density", "thermal_loss", "internal_excess"):
        return []
    radius = float(talbot.particle_radius(p.mass, p.density))
    hottest = photons.maximum_temperature(p.thermal_loss, *_bath(p), radius, permittivity, p.internal_excess)
    if not np.isfinite(hottest):
        return []
    inputs = (*TIMES, *_material_inputs(p), "thermal_loss", "internal_excess")
    return [Derived("environment_temperature", "at_most", hottest, THERMAL, inputs, at=STAGE, statistic="max")]


def _gas(p: SimpleNamespace, total: float) -> list[Derived]:
    if not stated(p, "density", "gas_loss", "gas_molecule_mass", "gas_temperature"):
        return []
    radius = float(talbot.particle_radius(p.mass, p.density))
    limit = partial(decoherence.maximum_number_density, p.gas_loss, total, p.gas_temperature, p.gas_molecule_mass, radius)
    densest, least = float(limit()), float(limit(decoherence.gas_collision_rate_saturated))
    inputs = (*TIMES, "density", "gas_loss", "gas_molecule_mass", "gas_temperature")
    why = f"at most {densest:.3g} molecules per m^3, {least:.3g} by the pessimistic rate"
    return [Derived("pressure", "at_most", densest * BOLTZMANN * p.gas_temperature, GAS, inputs, at=STAGE, why=why)]


def _light(p: SimpleNamespace) -> list[Derived]:
    rows = []
    permittivity = _visible_permittivity(p)
    if permittivity is not None and stated(p, "density", "light_loss"):
        radius = float(talbot.particle_radius(p.mass, p.density))
        separation, time = _bath(p)
        brightest = float(photons.maximum_irradiance(p.light_loss, radius, permittivity, separation, time))
        source = "material" if p.material is not None else "visible_permittivity"
        rows.append(Derived("visible_irradiance", "at_most", brightest, LIGHT, (*TIMES, "density", source, "light_loss"),
                            hard=False, why=CHOICE))  # fmt: skip
    if p.opening_half_angle is not None:
        rows.append(Derived("earth_exclusion", "at_least", p.opening_half_angle, OPENING, ("opening_half_angle",),
                            hard=False, why=CHOICE))  # fmt: skip
    return rows


def _dynamics(p: SimpleNamespace, total: float) -> list[Derived]:
    if p.shift_fraction is None:
        return []
    times = (p.time_before, p.time_after)
    shift = p.shift_fraction * float(talbot.fringe_period(p.grating_period, *times))
    inputs = ("grating_period", "time_before", "time_after", "shift_fraction")
    drift = float(talbot.maximum_acceleration(shift, *times))
    noise = float(talbot.maximum_acceleration_asd(shift, *times))
    rows = [
        Derived("acceleration_drift", "at_most", drift, DYNAMICS, inputs,
                why="a drift between shots shifts the fringes; a constant is calibrated"),
        Derived("residual_acceleration_asd", "at_most", noise, DYNAMICS, inputs, band=(0.1 / total, 10.0 / total)),
    ]  # fmt: skip
    if stated(p, "release_offset"):
        rows.append(Derived("gravity_gradient", "at_most", drift / p.release_offset, DYNAMICS, (*inputs, "release_offset"),
                            statistic="p50", why="met in half of the time, in which it measures"))  # fmt: skip
    if stated(p, "centre_of_mass_temperature"):
        velocity = float(talbot.thermal_velocity(p.centre_of_mass_temperature, p.mass))
        fastest = float(talbot.maximum_rotation_rate(shift, velocity, *times))
        angle = float(talbot.maximum_rotation_angle(shift, velocity, *times))
        rows.append(Derived("rotation_rate", "at_most", fastest, CORIOLIS, (*inputs, "mass", "centre_of_mass_temperature"),
                            why=f"grating and detector may turn by {angle:.3g} rad between them"))  # fmt: skip
    return rows


def performance(p: SimpleNamespace, see: Any) -> list[FigureOfMerit]:
    """Losses in this environment, visibility, coherence time, largest mass and the CSL rate that is tested."""
    if not stated(p, *TIMES, "density") or _thermal_permittivity(p) is None:
        return [FigureOfMerit("csl_rate_tested", None, "1/s", False, CSL, ("mass, density, material or times",))]
    losses = {
        "thermal_loss": _thermal_loss(p, see), "gas_loss": _gas_loss(p, see), "light_loss": _light_loss(p, see),
    }  # fmt: skip
    formulas = {"thermal_loss": THERMAL, "gas_loss": GAS, "light_loss": LIGHT}
    needs = {"thermal_loss": "environment_temperature", "gas_loss": "pressure", "light_loss": "visible_irradiance"}
    unknown = tuple(needs[name] for name, loss in losses.items() if loss is None)
    single = [
        FigureOfMerit(name, loss, "", False, formulas[name], (needs[name],) if loss is None else ())
        for name, loss in losses.items()
    ]
    return [
        _csl_rate(p), *single, *_visibility(p, losses, unknown), *_design_visibility(p), _coherence(p, losses),
        _largest_mass(p, see), *_trapped(p, see),
    ]  # fmt: skip


def _csl_rate(p: SimpleNamespace) -> FigureOfMerit:
    budgets = ("thermal_loss", "gas_loss")
    unknown = tuple(name for name in budgets if getattr(p, name) is None)
    separation, time = _bath(p)
    radius = float(talbot.particle_radius(p.mass, p.density))
    formula = CSL + "; rate whose exponent equals the declared thermal and gas losses"
    tested = None
    if not unknown:
        loss = sum(getattr(p, name) for name in budgets)
        tested = float(collapse.csl_rate_reached(p.mass, radius, separation, time, loss, [CSL_LENGTH])[0])
    return FigureOfMerit("csl_rate_tested", tested, "1/s", False, formula, unknown)


def _thermal_loss(p: SimpleNamespace, see: Any) -> float | None:
    temperature = see("environment_temperature", "max", "", STAGE)
    if temperature is None or p.internal_excess is None:
        return None
    return _photon_loss(p, particle_of(p), temperature)


def _photon_loss(p: SimpleNamespace, particle: matter_wave.Particle, temperature: float) -> float:
    separation, _, time = matter_wave.geometry(particle, interferometer_of(p))
    inside = temperature + p.internal_excess
    return float(sum(photons.thermal_exponents(
        temperature, inside, particle.radius, particle.permittivity, float(separation), time
    )))  # fmt: skip


def _gas_loss(p: SimpleNamespace, see: Any) -> float | None:
    pressure, temperature = see("pressure", "max", "", STAGE), see("environment_temperature", "max", "", STAGE)
    if pressure is None or temperature is None or not stated(p, "gas_molecule_mass"):
        return None
    radius = float(talbot.particle_radius(p.mass, p.density))
    density = pressure / (BOLTZMANN * temperature)
    rate = decoherence.gas_collision_rate(density, temperature, p.gas_molecule_mass, radius)
    return float(talbot.saturated_exponent(rate, p.time_before + p.time_after))


def _light_loss(p: SimpleNamespace, see: Any) -> float | None:
    irradiance, permittivity = see("visible_irradiance", "max"), _visible_permittivity(p)
    if irradiance is None or permittivity is None:
        return None
    radius = float(talbot.particle_radius(p.mass, p.density))
    return float(photons.sunlight_exponent(irradiance, radius, permittivity, *_bath(p)))


def _visibility(p: SimpleNamespace, losses: dict[str, float | None], unknown: tuple[str, ...]) -> list[FigureOfMerit]:
    names = ("visibility", "classical_visibility")
    if unknown:
        return [FigureOfMerit(name, None, "", name == "visibility", GRATING, unknown) for name in names]
    known = {name: loss for name, loss in losses.items() if loss is not None}
    seen = matter_wave.visibilities(particle_of(p), interferometer_of(p), known)
    return [
        FigureOfMerit(name, float(value), "", name == "visibility", GRATING)
        for name, value in zip(names, seen, strict=True)
    ]


def _design_visibility(p: SimpleNamespace) -> list[FigureOfMerit]:
    formula = GRATING + "; every declared budget spent, the random shift once"
    missing = tuple(name for name in (*LOSSES, "shift_fraction") if getattr(p, name) is None)
    if missing:
        return [FigureOfMerit("design_visibility", None, "", True, formula, missing)]
    spent = {name: getattr(p, name) for name in LOSSES} | {"shift": 2.0 * (np.pi * p.shift_fraction) ** 2}
    seen = matter_wave.visibilities(particle_of(p), interferometer_of(p), spent)
    return [FigureOfMerit("design_visibility", float(seen.quantum), "", True, formula)]


def _coherence(p: SimpleNamespace, losses: dict[str, float | None]) -> FigureOfMerit:
    thermal, gas = losses["thermal_loss"], losses["gas_loss"]
    if thermal is None or gas is None:
        unknown = ("environment_temperature",) if thermal is None else ("pressure",)
        return FigureOfMerit("coherence_time", None, "s", True, COHERENCE, unknown)
    return FigureOfMerit("coherence_time", (p.time_before + p.time_after) / (thermal + gas), "s", True, COHERENCE)


def _largest_mass(p: SimpleNamespace, see: Any) -> FigureOfMerit:
    temperature, pressure = see("environment_temperature", "max", "", STAGE), see("pressure", "max", "", STAGE)
    missing = tuple(
        name for name, value in (("environment_temperature", temperature), ("pressure", pressure)) if value is None
    )
    missing += tuple(name for name in ("thermal_loss", "gas_loss", "internal_excess", "gas_molecule_mass")
                     if getattr(p, name) is None)  # fmt: skip
    if missing:
        return FigureOfMerit("largest_mass", None, "u", True, MASS, missing)
    mass = largest_mass(p, temperature, pressure / (BOLTZMANN * temperature))
    return FigureOfMerit("largest_mass", mass, "u", True, MASS)


def _trapped(p: SimpleNamespace, see: Any) -> list[FigureOfMerit]:
    if not stated(p, "trap_intensity", "trap_wavelength", "trap_absorption", "visible_permittivity"):
        return []
    temperature = see("environment_temperature", "max", "", STAGE)
    if temperature is None:
        return [FigureOfMerit("trapped_temperature", None, "K", False, TRAP, ("environment_temperature",))]
    particle = particle_of(p)
    glass = complex(p.visible_permittivity, p.trap_absorption)
    absorbing, _ = photons.cross_sections(2.0 * np.pi / p.trap_wavelength, particle.radius, glass)
    power = p.trap_intensity * float(absorbing)
    warm = photons.internal_temperature(power, temperature, particle.radius, particle.permittivity)
    return [FigureOfMerit("trapped_temperature", warm, "K", False, TRAP)]


def largest_mass(p: SimpleNamespace, temperature: float, number_density: float) -> float:
    """Largest mass at which gas and thermal photons stay within their budgets; 0 where no mass does. [u]

    At fixed grating and times heavier particles lose more to gas and less to photons, whose separation falls with the mass.
    """
    masses = np.geomspace(LIGHTEST, HEAVIEST, 91)
    radii = talbot.particle_radius(masses * ATOMIC_MASS, p.density)
    rate = decoherence.gas_collision_rate(number_density, temperature, p.gas_molecule_mass, radii)
    quiet = talbot.saturated_exponent(rate, p.time_before + p.time_after) <= p.gas_loss
    for mass in masses[quiet][::-1]:
        if _photon_loss(p, particle_of(p, mass * ATOMIC_MASS), temperature) <= p.thermal_loss:
            return float(mass)
    return 0.0
