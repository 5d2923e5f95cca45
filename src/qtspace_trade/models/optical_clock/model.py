"""Derived requirements and figures of merit of a space clock compared with the ground."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from qtspace_trade.constants import (
    ASTRONOMICAL_UNIT,
    DAY,
    EARTH_GM,
    EARTH_RADIUS,
    MOON_DISTANCE,
    MOON_GM,
    SPEED_OF_LIGHT,
    SUN_GM,
)
from qtspace_trade.models.derived import Derived, FigureOfMerit, stated
from qtspace_trade.models.error_budget import ErrorBudget
from qtspace_trade.models.optical_clock import budget
from qtspace_trade.physics import clocks, gravity

ABSOLUTE = "u / (dU/c^2), one comparison with the ground; Savalle et al., Class. Quantum Grav. 36, 245004 (2019)"
MODULATED = (
    "sigma_1 / (rms of U/c^2 about its mean x sqrt(t)), white frequency noise, fitted offset; "
    "Delva et al., Phys. Rev. Lett. 121, 231101 (2018)"
)
AVERAGED = "statistical branch of the budget over dU/c^2; the accuracy is counted apart"
NO_BETTER = "never better than what the fit takes for redshift of the shift that follows the orbit"
FIT = "least squares of redshift, offset and drift in white and flicker noise along the orbit; Delva et al. (2018)"
GROUND = "sigma_1/sqrt(t), t in common view; Riley, Handbook of frequency stability analysis, NIST SP 1065 (2008)"
NULL = "sqrt(2) sigma_1/(A sqrt(t)), t in common view; Wolf and Blanchet, Class. Quantum Grav. 33, 035012 (2016)"
EXPANSION = "u/(beta' (T - T0)) for the instability at 1 s; Legero, Kessler and Sterr, J. Opt. Soc. Am. B 27, 914 (2010)"
LORENTZ = "u c^2/(v w), w = 369 km/s; Delva et al., Phys. Rev. Lett. 118, 221102 (2017)"
CONSTANTS = "instability over the observation and the sensitivity |K|; Arvanitaki et al., Phys. Rev. D 91, 015015 (2015)"
BLACKBODY = "u T/(4 |y_s| + 6 |y_d|); Middelmann et al., Phys. Rev. Lett. 109, 263004 (2012)"
ZEEMAN = "u nu/(2 |kappa| B); Breit and Rabi, Phys. Rev. 38, 2082 (1931)"
CAVITY = "white frequency noise k S^(1/2)/sqrt(2) of the oscillator; Chen et al., Rev. Sci. Instrum. 85, 113107 (2014)"
CHANGING = "an orbit along which the potential changes"
WHITE_ALONE = "; white noise alone, flicker_floor is not stated"
AVERAGED_TOO = "; with its white noise over the observation"
NOISE_LEFT_OUT = "; its noise is left out, instability or observation_time is not stated"
LINK = "u tau/sqrt(3); Riley, Handbook of frequency stability analysis, NIST SP 1065 (2008)"
ORBIT = "u c^2/(1.5 g) and u c^2/v; Duchayne, Mercier and Wolf, Astron. Astrophys. 504, 653 (2009)"
INSIDE = "at the atoms, kept by the clock itself"
SAMPLES = 16_384
LONGEST_FIT = 30 * DAY
ECLIPSE = "share of the time in the umbra, in place of the temperature swing that nobody publishes"
AVERAGING = "(sigma_1 / u)^2; Riley, Handbook of frequency stability analysis, NIST SP 1065 (2008)"


def derive(p: SimpleNamespace) -> list[Derived]:
    """Requirements that let the redshift test reach its goal; see the formula of each row."""
    rows: list[Derived] = []
    if stated(p, "instability", "accuracy"):
        averaging = clocks.time_to_instability(p.instability, p.accuracy)
        rows.append(Derived("measurement_duration", "at_least", float(averaging), AVERAGING, ("instability", "accuracy"),
                            why="uninterrupted time in which white frequency noise averages down to the accuracy"))  # fmt: skip
    if p.baseline is not None:
        rows.append(Derived("common_view", "at_least", p.baseline, "separation of the compared ground clocks",
                            ("baseline",), statistic="max"))  # fmt: skip
    if p.redshift_test in ("modulated", "both") and stated(p, "instability", "target_redshift", "observation_time"):
        needed = clocks.redshift_signal_needed(p.target_redshift, p.instability, p.observation_time)
        sole = p.redshift_test == "modulated"
        why = "modulation along the orbit" + ("" if sole else "; time transfer and geodesy need none")
        rows.append(Derived("potential_modulation", "at_least", float(needed), MODULATED,
                            ("instability", "target_redshift", "observation_time"), hard=sole, why=why))  # fmt: skip
    if p.redshift_test in ("absolute", "both") and stated(p, "accuracy", "target_redshift"):
        deepest = clocks.absolute_redshift_uncertainty(p.accuracy, p.target_redshift)
        rows.append(Derived("potential_difference", "at_least", float(deepest), ABSOLUTE,
                            ("accuracy", "target_redshift"), statistic="max", hard=False,
                            why="absolute comparison; time transfer and geodesy need none"))  # fmt: skip
    return [*rows, *_internal(p), *_orbit(p)]


def _internal(p: SimpleNamespace) -> list[Derived]:
    """What the physics package, its oscillator and its link have to hold."""
    rows: list[Derived] = []
    if stated(p, "species", "atom_temperature", "blackbody_allowance"):
        clock, inputs = clocks.TRANSITIONS[p.species], ("species", "atom_temperature", "blackbody_allowance")
        error = float(clocks.maximum_temperature_error(
            p.blackbody_allowance, p.atom_temperature, clock.blackbody_static, clock.blackbody_dynamic
        ))  # fmt: skip
        if np.isfinite(error):
            rows.append(Derived("atom_temperature_stability", "at_most", error, BLACKBODY, inputs, hard=False, why=INSIDE))
            if p.thermal_attenuation is not None:
                rows.append(Derived("temperature_stability", "at_most", error * p.thermal_attenuation, BLACKBODY,
                                    (*inputs, "thermal_attenuation")))  # fmt: skip
    if stated(p, "species", "bias_field", "zeeman_allowance"):
        clock, inputs = clocks.TRANSITIONS[p.species], ("species", "bias_field", "zeeman_allowance")
        change = float(clocks.maximum_field_change(
            p.zeeman_allowance, p.bias_field, clock.quadratic_zeeman, clock.frequency
        ))  # fmt: skip
        rows.append(Derived("magnetic_stability", "at_most", change, ZEEMAN, inputs, hard=False, why=INSIDE))
        if p.shielding_factor is not None:
            rows.append(Derived("magnetic_field", "at_most", change * p.shielding_factor, ZEEMAN,
                                (*inputs, "shielding_factor")))  # fmt: skip
    if stated(p, "cavity_sensitivity", "cycle_time", "instability"):
        largest = clocks.maximum_cavity_acceleration(np.sqrt(2.0) * p.instability, p.cavity_sensitivity)
        rows.append(Derived("residual_acceleration_asd", "at_most", float(largest), CAVITY,
                            ("cavity_sensitivity", "cycle_time", "instability"), hard=False,
                            band=(1.0 / p.cycle_time, 10.0 / p.cycle_time)))  # fmt: skip
    if stated(p, "cavity_offset", "cavity_curvature", "instability"):
        change = clocks.maximum_cavity_temperature_change(p.instability, p.cavity_offset, p.cavity_curvature)
        rows.append(Derived("cavity_temperature_stability", "at_most", float(change), EXPANSION,
                            ("cavity_offset", "cavity_curvature", "instability"), hard=False, why=INSIDE))  # fmt: skip
    if stated(p, "accuracy", "link_averaging_time"):
        deviation = float(clocks.maximum_time_deviation(p.accuracy, p.link_averaging_time))
        rows.append(Derived("link_time_deviation", "at_most", deviation, LINK, ("accuracy", "link_averaging_time"),
                            hard=False))  # fmt: skip
    return rows


def _orbit(p: SimpleNamespace) -> list[Derived]:
    """Knowledge of the orbit without and with the relief of a two-way link, at the surface: an upper bound on strictness."""
    if p.accuracy is None:
        return []
    relief = 1.0 if p.two_way_relief is None else p.two_way_relief
    inputs = ("accuracy", "two_way_relief")
    strongest, speed = EARTH_GM / EARTH_RADIUS**2, np.sqrt(EARTH_GM / EARTH_RADIUS)
    naive = float(clocks.maximum_position_error(p.accuracy, strongest, clocks.CIRCULAR_ORBIT))
    why = f"at the lowest orbit; {naive:.2g} m without a two-way link" + ("" if relief == 1.0 else ", relieved by it here")
    position = clocks.maximum_position_error(p.accuracy, strongest, clocks.CIRCULAR_ORBIT, relief)
    velocity = clocks.maximum_velocity_error(p.accuracy, speed, relief)
    return [
        Derived("orbit_knowledge", "at_most", float(position), ORBIT, inputs, hard=False, why=why),
        Derived("velocity_knowledge", "at_most", float(velocity), ORBIT, inputs, hard=False, why=why),
    ]


def error_budget(p: SimpleNamespace, see: Any) -> ErrorBudget:
    """Budget over the time of observation."""
    return budget.budget_in(p, see)


def performance(p: SimpleNamespace, see: Any) -> list[FigureOfMerit]:
    """Uncertainty of the redshift by each route, Lorentz invariance, constants; share of the time without sunlight."""
    return [*_redshift(p, see), *_null_tests(p, see), *_constants(p, see), _shadow(see)]


def _figure(name: str, value: float | None, formula: str, *missing: str) -> FigureOfMerit:
    return FigureOfMerit(name, value, "", False, formula, () if value is not None else missing)


def _redshift(p: SimpleNamespace, see: Any) -> list[FigureOfMerit]:
    absolute = None
    difference = see("potential_difference", "max")
    comparison = budget.budget_in(p, see).statistical
    averaged = None
    if p.accuracy is not None and difference:
        absolute = float(clocks.absolute_redshift_uncertainty(p.accuracy, difference))
    if comparison.value is not None and comparison.bound == "exact" and difference:
        averaged = float(clocks.absolute_redshift_uncertainty(comparison.value, difference))
    statistical, systematic = _modulated(p, see)
    modulated = None
    if statistical is not None and systematic is not None:
        modulated = float(clocks.combined_redshift_uncertainty(statistical, systematic))
    figures = [
        _figure("redshift_uncertainty_absolute", absolute, ABSOLUTE, "accuracy or potential_difference"),
        _figure("redshift_absolute_statistical", averaged, AVERAGED, *comparison.missing or ("potential_difference",)),
        _figure("redshift_uncertainty_modulated", modulated, f"{FIT}{_without_floor(p)}; {NO_BETTER}",
                f"instability, observation_time, orbit_systematic or {CHANGING}"),
        _figure("redshift_modulated_statistical", statistical, FIT + _without_floor(p),
                f"instability, observation_time or {CHANGING}"),
        _figure("redshift_modulated_systematic", systematic, NO_BETTER, f"orbit_systematic or {CHANGING}"),
    ]  # fmt: skip
    claimed, noise = {"absolute": absolute, "modulated": modulated}, NOISE_LEFT_OUT
    if absolute is not None and stated(p, "instability", "observation_time"):
        white = float(clocks.white_frequency_instability(p.instability, p.observation_time)) / difference
        claimed["absolute"], noise = float(clocks.combined_redshift_uncertainty(white, absolute)), AVERAGED_TOO
    asked = ("absolute", "modulated") if p.redshift_test == "both" else (p.redshift_test,)
    routes = {route: claimed[route] for route in asked if claimed.get(route) is not None}
    if routes:
        route = min(routes, key=lambda name: routes[name])
        about = ABSOLUTE + noise if route == "absolute" else f"{FIT}{_without_floor(p)}; {NO_BETTER}"
        figures.append(_figure("redshift_uncertainty", routes[route], f"{route} route: {about}"))
    return figures


def _modulated(p: SimpleNamespace, see: Any) -> tuple[float | None, float | None]:
    """Statistical part from a fit along the orbit, systematic part from what follows the orbit."""
    path = see.path(SAMPLES, LONGEST_FIT)
    statistical = systematic = None
    if path is None:
        return statistical, systematic
    depth = gravity.potential(path.position) / SPEED_OF_LIGHT**2
    if p.orbit_systematic is not None:
        systematic = _tested(clocks.fitted_redshift_systematic(depth, p.orbit_systematic))
    if stated(p, "instability", "observation_time"):
        fitted = clocks.fitted_redshift_uncertainty(depth, path.step, p.instability, p.flicker_floor or 0.0)
        statistical = _tested(fitted * np.sqrt(SAMPLES * path.step / p.observation_time))
    return statistical, systematic


def _tested(value: Any) -> float | None:
    """An uncertainty of one and more is no test: the potential hardly changes along the orbit."""
    return float(value) if value < 1.0 else None


def _without_floor(p: SimpleNamespace) -> str:
    return WHITE_ALONE if p.flicker_floor is None else ""


def _null_tests(p: SimpleNamespace, see: Any) -> list[FigureOfMerit]:
    """Clocks of two institutes in common view, and the redshift of Sun and Moon from them; none where no stations are named."""
    if p.compared_stations is None:
        return []
    seen = see.common_view(p.compared_stations)
    time = None
    if seen is not None and seen.fraction and stated(p, "ground_instability", "observation_time"):
        time = seen.fraction * p.observation_time
    missing = "ground_instability, observation_time or view"
    compared = None if time is None else float(clocks.white_frequency_instability(p.ground_instability, time))
    figures = [_figure("ground_comparison_uncertainty", compared, GROUND, missing)]
    for body, mass, distance in (("sun", SUN_GM, ASTRONOMICAL_UNIT), ("moon", MOON_GM, MOON_DISTANCE)):
        reached = None
        if time is not None:
            signal = clocks.null_redshift_difference(mass, distance, seen.latitudes, seen.longitudes)
            reached = float(clocks.null_test_uncertainty(p.ground_instability, signal, time))
        figures.append(_figure(f"redshift_{body}_uncertainty", reached, NULL, missing))
    return figures


def _constants(p: SimpleNamespace, see: Any) -> list[FigureOfMerit]:
    path = see.path(SAMPLES, LONGEST_FIT)
    lorentz = variation = None
    if path is not None and p.accuracy is not None:
        speed = float(np.max(np.linalg.norm(path.velocity, axis=-1)))
        lorentz = p.accuracy / float(clocks.lorentz_violation_signal(speed))
    response = clocks.ALPHA_SENSITIVITY.get(p.species)
    if response and stated(p, "instability", "observation_time"):
        reached = clocks.allan_deviation(p.observation_time, p.instability, flicker_floor=p.flicker_floor or 0.0)
        variation = float(clocks.fine_structure_sensitivity(reached, response))
    return [
        _figure("lorentz_violation_uncertainty", lorentz, LORENTZ, "accuracy or the path of the orbit"),
        _figure("fine_structure_change", variation, CONSTANTS + _without_floor(p), "species, instability or observation_time"),
    ]


def _shadow(see: Any) -> FigureOfMerit:
    return _figure("thermal_stability", see("eclipse_fraction", "mean"), ECLIPSE, "eclipse_fraction")
