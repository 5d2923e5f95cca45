"""Derived requirements, figures of merit and the stage temperatures of a matter-wave experiment."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from qtspace_trade.constants import BOLTZMANN, COSMIC_BACKGROUND_TEMPERATURE, EARTH_RADIUS
from qtspace_trade.models.derived import Derived, FigureOfMerit, stated
from qtspace_trade.physics import collapse, decoherence, passive_cooling, talbot

THERMAL = "black-body localisation, Romero-Isart, Phys. Rev. A 84, 052121 (2011); path average x^2 T/3"
GAS = "geometric collision rate, saturated; Carlesso and Bassi, Phys. Lett. A 380, 2354 (2016)"
DYNAMICS = "fringe shift a t2 (t1 + t2)/2 of a near-field interferometer; Bateman et al., Nat. Commun. 5, 4788 (2014)"
CORIOLIS = "Coriolis shift v_y Omega t2 (t1 + t2) with v_y = sqrt(k T / M)"
CSL = "CSL exponent of a particle smaller than r_C; Bassi et al., Rev. Mod. Phys. 85, 471 (2013)"
CSL_LENGTH = 1e-7  # m, the conventional r_C
TIMES = ("mass", "grating_period", "time_before", "time_after")
MATERIAL = ("density", "permittivity_real", "permittivity_imaginary")


def stage_temperature(
    stage: str, bus_temperature: float, sink_temperature: float, earth_distance: Any, shield_gaps: float,
    radiating_ratio: float, bench_view_fraction: float, radiator_area: float, radiator_emissivity: float,
    bench_dissipation: float, shaded_earth_radius: float, heat_on_cold_stage: float = 0.0,
) -> float:  # fmt: skip
    """Temperature of the bench or, as the particle feels it by absorption, of the test volume. [K]

    The bench is the last node of the shield ladder; its dissipation and the neighbours' heat raise it. The test volume
    sees the bench over `bench_view_fraction` and the cold sky over the rest, weighted with the sixth power; it sees
    the sink instead of the sky where the Earth is too large for the baffle.
    """
    ladder = passive_cooling.ladder(bus_temperature, round(shield_gaps), radiating_ratio, sink_temperature)
    cooled = float(np.asarray(ladder)[..., -1])
    heat = (bench_dissipation + heat_on_cold_stage) / (radiator_area * radiator_emissivity)
    bench = float(passive_cooling.sink_temperature(heat, cooled))
    if stage == "bench":
        return bench
    largest = float(np.max(np.arcsin(np.minimum(EARTH_RADIUS / np.asarray(earth_distance), 1.0))))
    sky = COSMIC_BACKGROUND_TEMPERATURE if largest <= shaded_earth_radius else sink_temperature
    fractions = np.array([bench_view_fraction, 1.0 - bench_view_fraction])
    return float(passive_cooling.effective_temperature(fractions, np.array([bench, sky]), 6))


def _permittivity(p: SimpleNamespace) -> complex:
    return complex(p.permittivity_real, p.permittivity_imaginary)


def derive(p: SimpleNamespace) -> list[Derived]:
    """Requirements that keep each loss within its budget; see the formula of each row."""
    if not stated(p, *TIMES):
        return []
    rows = [Derived("free_fall_time", "at_least", p.time_before + p.time_after, "t1 + t2",
                    ("time_before", "time_after"))]  # fmt: skip
    total = p.time_before + p.time_after
    separation = float(talbot.path_separation(p.mass, p.grating_period, p.time_before, p.time_after))
    if stated(p, *MATERIAL):
        radius = float(talbot.particle_radius(p.mass, p.density))
        if stated(p, "thermal_loss", "internal_excess"):
            hottest = decoherence.maximum_temperature(
                p.thermal_loss, separation, total, radius, _permittivity(p), p.internal_excess
            )
            rows.append(Derived("environment_temperature", "at_most", float(hottest), THERMAL,
                                (*TIMES, *MATERIAL, "thermal_loss", "internal_excess"),
                                at=(("stage", "test_volume"),), statistic="max"))  # fmt: skip
        if stated(p, "gas_loss", "gas_molecule_mass", "gas_temperature"):
            densest = float(decoherence.maximum_number_density(
                p.gas_loss, total, p.gas_temperature, p.gas_molecule_mass, radius
            ))  # fmt: skip
            inputs = (*TIMES, "density", "gas_loss", "gas_molecule_mass", "gas_temperature")
            pressure = densest * BOLTZMANN * p.gas_temperature
            rows.append(Derived("pressure", "at_most", pressure, GAS, inputs, at=(("stage", "test_volume"),),
                                why=f"at most {densest:.3g} molecules per m^3"))  # fmt: skip
    if stated(p, "shift_fraction"):
        shift = p.shift_fraction * float(talbot.fringe_period(p.grating_period, p.time_before, p.time_after))
        inputs = ("grating_period", "time_before", "time_after", "shift_fraction")
        drift = float(talbot.maximum_acceleration(shift, p.time_before, p.time_after))
        noise = float(talbot.maximum_acceleration_asd(shift, p.time_before, p.time_after))
        rows.append(Derived("acceleration_drift", "at_most", drift, DYNAMICS, inputs,
                            why="a drift between shots shifts the fringes; a constant is calibrated"))  # fmt: skip
        rows.append(Derived("residual_acceleration_asd", "at_most", noise, DYNAMICS, inputs,
                            band=(0.1 / total, 10.0 / total)))  # fmt: skip
        if stated(p, "release_offset"):
            steepest = 2 * shift / (p.release_offset * p.time_after * total)
            rows.append(Derived("gravity_gradient", "at_most", steepest, DYNAMICS, (*inputs, "release_offset"),
                                statistic="p50", why="met in half of the time, in which it measures"))  # fmt: skip
        if stated(p, "centre_of_mass_temperature"):
            velocity = float(talbot.thermal_velocity(p.centre_of_mass_temperature, p.mass))
            fastest = float(talbot.maximum_rotation_rate(shift, velocity, p.time_before, p.time_after))
            rows.append(Derived("rotation_rate", "at_most", fastest, CORIOLIS,
                                (*inputs, "mass", "centre_of_mass_temperature")))  # fmt: skip
    return rows


def performance(p: SimpleNamespace, see: Any) -> list[FigureOfMerit]:
    """CSL rate that would be seen at r_C = 100 nm, and the thermal loss in this environment."""
    if not stated(p, *TIMES, *MATERIAL):
        return [FigureOfMerit("csl_rate_tested", None, "1/s", False, CSL, ("mass, density or times",))]
    total = p.time_before + p.time_after
    separation = float(talbot.path_separation(p.mass, p.grating_period, p.time_before, p.time_after))
    unit = float(collapse.csl_exponent(p.mass, separation, total, 1.0, CSL_LENGTH))
    losses = ("thermal_loss", "gas_loss")
    unknown = tuple(name for name in losses if getattr(p, name) is None)
    tested = None if unknown else (p.thermal_loss + p.gas_loss) / unit
    figures = [FigureOfMerit("csl_rate_tested", tested, "1/s", False,
                             CSL + "; rate whose exponent equals the declared thermal and gas losses", unknown)]  # fmt: skip
    temperature = see("environment_temperature", "max", "", (("stage", "test_volume"),))
    if temperature is None or p.internal_excess is None:
        return [*figures, FigureOfMerit("thermal_loss", None, "", False, THERMAL, ("environment_temperature",))]
    radius, permittivity = float(talbot.particle_radius(p.mass, p.density)), _permittivity(p)
    localisation = (
        decoherence.blackbody_absorption_localisation(temperature, radius, permittivity)
        + decoherence.blackbody_emission_localisation(temperature + p.internal_excess, radius, permittivity)
        + decoherence.blackbody_scattering_localisation(temperature, radius, permittivity)
    )
    loss = float(talbot.localisation_exponent(localisation, separation, total))
    return [*figures, FigureOfMerit("thermal_loss", loss, "", False, THERMAL)]
