"""Derived requirements and figures of merit of a matter-wave experiment."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np

from qtspace_trade.constants import ATOMIC_MASS, BOLTZMANN
from qtspace_trade.models.derived import Derived, FigureOfMerit, stated
from qtspace_trade.models.matter_wave.parameters import ATTRACTION
from qtspace_trade.physics import collapse, decoherence, matter_wave, optical_constants, photons, talbot

THERMAL = "thermal photons over their spectrum, Romero-Isart, Phys. Rev. A 84, 052121 (2011); path average x^2 T/3"
GAS = "collision rate, saturated: geometric, or by attraction where that is stated; Carlesso and Bassi (2016)"
LIGHT = "photons scattered out of sunlit light, k^4 R^6; path average of 1 - sinc^2(k x)"
OPENING = "the Earth stays out of the opening through which the particle sees the sky"
CHOICE = "the opening is a choice of the design that another baffle can change: marks down, does not bar"
DYNAMICS = "fringe shift a t2 (t1 + t2)/2 of a near-field interferometer; Bateman et al., Nat. Commun. 5, 4788 (2014)"
CORIOLIS = "Coriolis shift v_y Omega t2 (t1 + t2) with v_y = sqrt(k T / M)"
CSL = "CSL exponent of a homogeneous sphere; Gasbarri et al., Commun. Phys. 4, 155 (2021)"
GRATING_LIGHT = "sinusoidal visibility 2 |B_1| R, not clipped; Bateman et al., Nat. Commun. 5, 4788 (2014)"
TRAP = "absorbed trap light against thermal radiation; Chang et al., PNAS 107, 1005 (2010)"
COHERENCE = "time in which thermal photons, gas and light cost an exponent of 1 at this separation"
MASS = "heaviest particle that keeps the thermal and gas budgets; same grating and times, whatever its Talbot time"
CSL_LENGTH = 1e-7  # m, the conventional r_C
TIMES = ("mass", "grating_period", "time_before", "time_after")
CONSTANT = ("permittivity_real", "permittivity_imaginary")
STAGE = (("stage", "test_volume"),)
ROUNDING = 1e-9
SMALLEST = 1e-6  # of the radius allowed by hits alone
LOSSES = ("thermal_loss", "gas_loss", "light_loss")
GRATING = ("grating_phase", "grating_absorption")
SOURCE = ("centre_of_mass_temperature", "trap_frequency")


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
    """Interferometer of an instrument that states its `GRATING` and `SOURCE`."""
    source = float(talbot.source_size(p.centre_of_mass_temperature, p.mass, p.trap_frequency))
    return matter_wave.Interferometer(
        p.grating_period, p.time_before, p.time_after, p.grating_phase, p.grating_absorption, source_size=source
    )


def _collision_rate(p: SimpleNamespace, radius: Any) -> Any:
    """Rate of collisions as a function of density, temperature, molecular mass and radius; attraction where it is stated."""
    permittivity = _static_permittivity(p)
    if permittivity is None or not stated(p, *ATTRACTION):
        return decoherence.gas_collision_rate
    c6 = decoherence.london_coefficient(
        radius, permittivity, p.gas_polarizability_volume, p.particle_ionisation_energy, p.gas_ionisation_energy
    )
    return partial(decoherence.gas_collision_rate, c6=c6)


def _static_permittivity(p: SimpleNamespace) -> float | None:
    if p.static_permittivity is None and p.material is not None:
        return optical_constants.MATERIALS[p.material].static_permittivity
    return p.static_permittivity


def _absent(**values: Any) -> tuple[str, ...]:
    return tuple(name for name, value in values.items() if value is None)


def _unstated(p: SimpleNamespace, *names: str) -> tuple[str, ...]:
    return _absent(**{name: getattr(p, name) for name in names})


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
    densest, least = float(limit(_collision_rate(p, radius))), float(limit(decoherence.gas_collision_rate_saturated))
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
    losses = [_thermal_loss(p, see), _gas_loss(p, see), _light_loss(p, see)]
    return [
        _csl_rate(p), *losses, *_visibility(p, losses), _design_visibility(p),
        _coherence(losses, p.time_before + p.time_after), _largest_mass(p, see), *_trapped(p, see),
    ]  # fmt: skip


def _csl_rate(p: SimpleNamespace) -> FigureOfMerit:
    unknown = _unstated(p, "thermal_loss", "gas_loss")
    separation, time = _bath(p)
    radius = float(talbot.particle_radius(p.mass, p.density))
    formula = CSL + "; rate whose exponent equals the declared thermal and gas losses"
    tested = None
    if not unknown:
        loss = p.thermal_loss + p.gas_loss
        tested = float(collapse.csl_rate_reached(p.mass, radius, separation, time, loss, [CSL_LENGTH])[0])
    return FigureOfMerit("csl_rate_tested", tested, "1/s", False, formula, unknown)


def _thermal_loss(p: SimpleNamespace, see: Any) -> FigureOfMerit:
    temperature = see("environment_temperature", "max", "", STAGE)
    missing = _absent(environment_temperature=temperature) + _unstated(p, "internal_excess")
    loss = None if missing else _photon_loss(p, p.mass, temperature)
    return FigureOfMerit("thermal_loss", loss, "", False, THERMAL, missing)


def _photon_loss(p: SimpleNamespace, mass: float, temperature: float) -> float:
    particle = particle_of(p, mass)
    separation = float(talbot.path_separation(mass, p.grating_period, p.time_before, p.time_after))
    inside = temperature + p.internal_excess
    return float(sum(photons.thermal_exponents(
        temperature, inside, particle.radius, particle.permittivity, separation, p.time_before + p.time_after
    )))  # fmt: skip


def _gas_loss(p: SimpleNamespace, see: Any) -> FigureOfMerit:
    pressure, temperature = see("pressure", "max", "", STAGE), see("environment_temperature", "max", "", STAGE)
    missing = _absent(pressure=pressure, environment_temperature=temperature) + _unstated(p, "gas_molecule_mass")
    if missing:
        return FigureOfMerit("gas_loss", None, "", False, GAS, missing)
    radius = float(talbot.particle_radius(p.mass, p.density))
    rate = _collision_rate(p, radius)(pressure / (BOLTZMANN * temperature), temperature, p.gas_molecule_mass, radius)
    loss = float(talbot.saturated_exponent(rate, p.time_before + p.time_after))
    return FigureOfMerit("gas_loss", loss, "", False, GAS)


def _light_loss(p: SimpleNamespace, see: Any) -> FigureOfMerit:
    irradiance, permittivity = see("visible_irradiance", "max"), _visible_permittivity(p)
    missing = _absent(visible_irradiance=irradiance, visible_permittivity=permittivity)
    loss = None
    if not missing:
        radius = float(talbot.particle_radius(p.mass, p.density))
        loss = float(photons.sunlight_exponent(irradiance, radius, permittivity, *_bath(p)))
    return FigureOfMerit("light_loss", loss, "", False, LIGHT, missing)


def _visibility(p: SimpleNamespace, losses: list[FigureOfMerit]) -> list[FigureOfMerit]:
    names = ("visibility", "classical_visibility")
    missing = _missing(losses) + _unstated(p, *GRATING, *SOURCE)
    if missing:
        return [FigureOfMerit(name, None, "", name == "visibility", GRATING_LIGHT, missing) for name in names]
    known = {loss.name: loss.value for loss in losses if loss.value is not None}
    seen = matter_wave.visibilities(particle_of(p), interferometer_of(p), known | _blur(p))
    return [
        FigureOfMerit(name, float(value), "", name == "visibility", GRATING_LIGHT)
        for name, value in zip(names, seen, strict=True)
    ]


def _blur(p: SimpleNamespace) -> dict[str, float]:
    """Loss exponent by the spread of the source."""
    source = interferometer_of(p).source_size
    return {"source": float(talbot.source_exponent(source, p.grating_period, p.time_before, p.time_after))}


def _design_visibility(p: SimpleNamespace) -> FigureOfMerit:
    formula = GRATING_LIGHT + "; every declared budget spent, the random shift once"
    missing = _unstated(p, *LOSSES, "shift_fraction", *GRATING, *SOURCE)
    if missing:
        return FigureOfMerit("design_visibility", None, "", True, formula, missing)
    spent = {name: getattr(p, name) for name in LOSSES} | {"shift": 2.0 * (np.pi * p.shift_fraction) ** 2}
    seen = matter_wave.visibilities(particle_of(p), interferometer_of(p), spent | _blur(p))
    return FigureOfMerit("design_visibility", float(seen.quantum), "", True, formula)


def _coherence(losses: list[FigureOfMerit], time: float) -> FigureOfMerit:
    known = [loss.value for loss in losses if loss.value is not None]
    if len(known) < len(losses):
        return FigureOfMerit("coherence_time", None, "s", True, COHERENCE, _missing(losses))
    return FigureOfMerit("coherence_time", time / sum(known) if sum(known) > 0.0 else float("inf"), "s", True, COHERENCE)


def _missing(losses: list[FigureOfMerit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for loss in losses for name in loss.missing))


def _largest_mass(p: SimpleNamespace, see: Any) -> FigureOfMerit:
    temperature, pressure = see("environment_temperature", "max", "", STAGE), see("pressure", "max", "", STAGE)
    missing = _absent(environment_temperature=temperature, pressure=pressure)
    missing += _unstated(p, "thermal_loss", "gas_loss", "internal_excess", "gas_molecule_mass")
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
    """Mass at which collisions with gas spend their budget; 0 where thermal photons cost such a particle more than theirs. [u]

    At fixed grating and times heavier particles lose more to gas and not more to photons, whose separation falls with the
    mass.
    """
    from scipy.optimize import brentq

    budget = p.gas_loss / (p.time_before + p.time_after)
    hits = float(decoherence.gas_collision_rate_geometric(number_density, temperature, p.gas_molecule_mass, 1.0))
    if hits == 0.0:
        return float("inf")
    radius = np.sqrt(budget / hits)

    def surplus(log_radius: float) -> float:
        size = np.exp(log_radius)
        return float(np.log(_collision_rate(p, size)(number_density, temperature, p.gas_molecule_mass, size) / budget))

    if surplus(np.log(radius)) > ROUNDING:
        radius = np.exp(brentq(surplus, np.log(SMALLEST * radius), np.log(radius)))
    mass = float(talbot.particle_mass(radius, p.density))
    return mass / ATOMIC_MASS if _photon_loss(p, mass, temperature) <= p.thermal_loss else 0.0
