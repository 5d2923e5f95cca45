"""Closure of a concept: velocity changes, propellant, mass at launch against launchers, thrust and gas of drag-free flight.

The launcher brings the spacecraft to its orbit unless the platform states an `injection`. Burns are impulses in one plane.
What depends on the orbit and the platform alone is found once for each environment.

References
----------
.. [1] ESA margin philosophy for science assessment studies, recalled: 5 % on manoeuvres that are computed, 100 % on those
   that are specified by a rate and on attitude control, 2 % of residual propellant.
.. [2] ESSB-ST-U-007, ESA space debris mitigation requirements, recalled: 5 years in low orbit after the mission.
"""

from __future__ import annotations

import functools
import tomllib
import weakref
from dataclasses import dataclass, replace
from importlib import resources as files
from typing import Any

import numpy as np

from qtspace_trade import units
from qtspace_trade.assessment import resources
from qtspace_trade.assessment.resources import Budget
from qtspace_trade.catalogue import load
from qtspace_trade.constants import EARTH_RADIUS, JULIAN_YEAR, STANDARD_GRAVITY
from qtspace_trade.engine.adapters import mass_density
from qtspace_trade.engine.environment import Environment
from qtspace_trade.physics import manoeuvres
from qtspace_trade.schema.base import Cited, weakest
from qtspace_trade.schema.entries import HIGHEST_APOGEE, Orbit, Platform, Price

COMPUTED_MARGIN, RATE_MARGIN, ATTITUDE_MARGIN = 0.05, 1.0, 1.0
RESIDUAL_PROPELLANT = 0.02
PEAK_FACTOR = 2.0  # of the largest disturbing force, assumed
RE_ENTRY_ALTITUDE = 50e3  # m, of the perigee of a controlled re-entry
LONGEST_STAY = 5 * JULIAN_YEAR  # s, in low orbit after the mission
MOST_EXHAUSTS = 100.0  # velocity change over exhaust speed; beyond it the propellant is a lower bound that nothing carries
DRAG = "drag compensation"
CONDUCT = "a rule of conduct, recalled: it bars nothing"
LIBRATION_POINTS = {"L1": 1, "L2": 2}
NOT_FOR_NEW_MISSIONS = ("announced", "grounded_or_unknown", "withdrawn")
TABLE = "delta_v"

Source = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """One line of the budget of velocity changes, over the lifetime.

    Attributes
    ----------
    delta_v : float or None
        Without margin. [m/s]
    margin : float
        Share that is added.
    formula : str
        How it was found.
    missing : tuple of str
        Why it is unknown.
    spared : str
        Why a shortage of it bars nothing; empty where the orbit is not reached or not kept without it.
    spared_by : tuple of str
        What is not known that may spare it.
    """

    name: str
    delta_v: float | None
    margin: float
    formula: str
    evidence: str = "computed"
    sources: tuple[Source, ...] = ()
    missing: tuple[str, ...] = ()
    spared: str = ""
    spared_by: tuple[str, ...] = ()

    @property
    def with_margin(self) -> float | None:
        """Velocity change with its margin. [m/s]"""
        return None if self.delta_v is None else self.delta_v * (1 + self.margin)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "name": self.name, "delta_v": self.delta_v, "margin": self.margin, "with_margin": self.with_margin,
            "formula": self.formula, "evidence": self.evidence, "missing": list(self.missing),
            "sources": [f"{entry}:{key}" for entry, key in self.sources],
        }  # fmt: skip


@dataclass(frozen=True)
class Force:
    """Disturbing force on the spacecraft: mean and largest over the mission. [N]"""

    name: str
    mean: float | None
    largest: float | None
    evidence: str
    sources: tuple[Source, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class DragFree:
    """What drag-free flight asks of its thrusters: thrust [N] and propellant [kg] over the lifetime, with margins.

    Both are lower bounds where a force is missing. The gas holds the attitude as well: the margin of attitude control
    stands for that.
    """

    thrust: float | None
    propellant: float | None
    evidence: str
    sources: tuple[Source, ...]
    forces_missing: tuple[str, ...]
    gas_missing: tuple[str, ...]


@dataclass(frozen=True)
class Launcher:
    """A launcher, the mass it brings to the orbit, and its prices; `able` is None where its bound leaves it open."""

    name: str
    capability: float
    bound: str
    status: str | None
    able: bool | None
    evidence: str
    source: str
    prices: tuple[Price, ...] = ()


@dataclass(frozen=True)
class Capacity:
    """What there is of something, with its bound and provenance; `launcher` names the launcher whose lift it is."""

    si: float
    bound: str
    evidence: str
    source: Source
    launcher: str = ""


@dataclass(frozen=True)
class Closure:
    """Mass closure of one spacecraft.

    Attributes
    ----------
    lines : tuple of Line
        Velocity changes over the lifetime.
    dry_mass : float or None
        Spacecraft and payload with maturity and system margins, as far as known. [kg]
    silent : tuple of str
        Instruments whose mass is not in it.
    bounds : frozenset of str
        Which sides of its parts are known.
    delta_v : float
        Sum of the known lines with margins. [m/s]
    propellant : float or None
        Of the main propulsion, residuals included; a lower bound where `missing` names what is unknown. [kg]
    missing : tuple of str
        Why the propellant is unknown or only known from below.
    launch_mass : float or None
        Dry mass, propellant and gas as far as known. [kg]
    injection_class : str
        Orbit class to which the launcher brings the spacecraft.
    launchers : tuple of Launcher
        Launchers of the catalogue that state this class, the strongest first.
    drag_free : DragFree or None
        Only for drag-free spacecraft.
    lower, lowered
        Why the mass of the payload may be lower than counted, and the closure with the least that it can be.
    """

    platform: Platform
    lines: tuple[Line, ...]
    dry_mass: float | None
    silent: tuple[str, ...]
    bounds: frozenset[str]
    delta_v: float
    propellant: float | None
    missing: tuple[str, ...]
    launch_mass: float | None
    injection_class: str
    launchers: tuple[Launcher, ...]
    drag_free: DragFree | None
    evidence: str
    sources: tuple[Source, ...]
    lower: tuple[str, ...] = ()
    lowered: Closure | None = None

    @property
    def propulsion_stated(self) -> bool:
        """Does the platform say anything of its main propulsion."""
        return self.platform.specific_impulse is not None or self.platform.propellant_capacity is not None

    @property
    def has_propulsion(self) -> bool:
        """False where the platform states that there is none: nothing holds the orbit, drag ends it."""
        return _has_propulsion(self.platform)

    def prices(self, launcher: Launcher) -> list[dict[str, Any]]:
        """Prices of a launcher for this mass, each in the money of its year; they do not add. Empty for an unknown mass."""
        if self.launch_mass is None:
            return []
        ends = [launch_price(price, self.launch_mass) for price in launcher.prices]
        return [
            {"low": low, "high": high, "currency": price.currency, "year": price.year, "kind": price.kind}
            for price, (low, high) in zip(launcher.prices, ends, strict=True)
        ]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "delta_v": [line.to_dict() for line in self.lines], "delta_v_with_margins": self.delta_v,
            "dry_mass": self.dry_mass, "propellant": self.propellant, "missing": list(self.missing),
            "launch_mass": self.launch_mass, "launched_to": self.injection_class,
            "launchers": [
                {"name": item.name, "capability": item.capability, "bound": item.bound, "status": item.status,
                 "able": item.able, "evidence": item.evidence, "prices": self.prices(item)}
                for item in self.launchers
            ],
            "drag_free": None if self.drag_free is None else {
                "thrust": self.drag_free.thrust, "propellant": self.drag_free.propellant,
                "missing": list(self.drag_free.gas_missing),
            },
        }  # fmt: skip


@dataclass(frozen=True)
class _Course:
    """What the orbit asks of a platform, whatever payload it carries."""

    lines: tuple[Line, ...]
    drag: Force
    drag_free: DragFree | None
    injection_class: str
    lifts: tuple[tuple[Platform, Cited], ...]


_COURSES: weakref.WeakKeyDictionary[Environment, _Course] = weakref.WeakKeyDictionary()


def close(payload: Budget, platform: Platform, environment: Environment) -> Closure | None:
    """Closure of a spacecraft with a payload; None where the platform is none that is launched for itself.

    Parameters
    ----------
    payload : Budget
        Mass of the payload.
    environment : Environment
        Of the platform on its orbit; any attitude law.
    """
    if platform.kind != "spacecraft":
        return None
    course = _course(platform, environment)
    dry = _dry_mass(payload, platform)
    lines = (*course.lines, _drag_compensation(course.drag, dry, platform))
    delta_v = _sum(lines)
    propellant, missing = _propellant(platform, dry, delta_v, lines) if _has_propulsion(platform) else (0.0, ())
    missing += tuple(f"mass of '{name}' is not stated" for name in payload.missing)
    gas = course.drag_free if course.drag_free and course.drag_free.propellant else None
    mass = None if dry is None else dry + (propellant or 0.0) + (gas.propellant or 0.0 if gas else 0.0)
    parts: list[Line | DragFree] = [line for line in lines if line.delta_v and propellant]
    parts += [gas] if gas else []
    cited = [number for number in (platform.dry_mass, platform.specific_impulse) if number is not None]
    bounds = payload.need_bounds | ({platform.dry_mass.bound} if platform.dry_mass else set())
    evidence = [payload.evidence, *(part.evidence for part in parts), *(platform.cited(number) for number in cited)]
    sources = {*payload.sources, *(source for part in parts for source in part.sources)}
    sources |= {(platform.name, number.source) for number in cited}
    lowered = close(replace(payload, known=payload.least, lower=()), platform, environment) if payload.lower else None
    return Closure(
        platform, lines, dry, payload.missing, bounds, delta_v, propellant, missing, mass, course.injection_class,
        _able(course.lifts, mass), course.drag_free, weakest(evidence), tuple(sorted(sources)),
        payload.lower, lowered,
    )  # fmt: skip


def _sum(lines: tuple[Line, ...]) -> float:
    """Velocity changes that are known, with margins. [m/s]"""
    return sum(line.with_margin for line in lines if line.with_margin is not None)


def _has_propulsion(platform: Platform) -> bool:
    return platform.propellant_capacity is None or platform.propellant_capacity.si > 0


def propellant_for(closed: Closure, lines: tuple[Line, ...]) -> tuple[float | None, tuple[str, ...]]:
    """Propellant that velocity changes take, carried or not, and why it is unknown or only known from below. [kg]"""
    return _propellant(closed.platform, closed.dry_mass, _sum(lines), lines)


def _dry_mass(payload: Budget, platform: Platform) -> float | None:
    """Dry mass with margins, of those instruments that state theirs; None where nothing is known. [kg]"""
    if platform.dry_mass is None or (payload.known is None and payload.missing):
        return None
    return (platform.dry_mass.si + (payload.known or 0.0)) * (1 + resources.SYSTEM_MARGIN)


def _propellant(
    platform: Platform, dry: float | None, delta_v: float, lines: tuple[Line, ...]
) -> tuple[float | None, tuple[str, ...]]:
    impulse = platform.specific_impulse
    missing = tuple(f"{line.name}: {reason}" for line in lines for reason in line.missing)
    if impulse is None:
        return None, (f"specific impulse of '{platform.name}' is not stated", *missing)
    if dry is None:
        return None, ("the mass of platform or payload is not stated", *missing)
    most = MOST_EXHAUSTS * STANDARD_GRAVITY * impulse.si
    burnt = float(manoeuvres.propellant_from_final_mass(dry, min(delta_v, most), impulse.si))
    return burnt * (1 + RESIDUAL_PROPELLANT), missing


# What the orbit asks


def _course(platform: Platform, environment: Environment) -> _Course:
    if environment not in _COURSES:
        forces = _forces(platform, environment)
        orbit = environment.orbit
        reached = platform.injection.orbit_class if platform.injection else orbit.orbit_class
        lines = (
            _transfer(platform, environment), _by_rate("station keeping", "station_keeping", RATE_MARGIN, platform, orbit),
            _by_rate("attitude", "attitude", ATTITUDE_MARGIN, platform, orbit), _disposal(platform, environment, forces[0]),
        )  # fmt: skip
        gas = _drag_free(platform, forces) if platform.drag_free else None
        _COURSES[environment] = _Course(lines, forces[0], gas, reached, _lifts(reached))
    return _COURSES[environment]


def _transfer(platform: Platform, environment: Environment) -> Line:
    injection = platform.injection
    if injection is None:
        return Line("transfer", 0.0, COMPUTED_MARGIN, "the launcher brings the spacecraft to its orbit")
    low, high = (EARTH_RADIUS + altitude.si for altitude in (injection.perigee_altitude, injection.apogee_altitude))
    start = (injection.perigee_altitude, injection.apogee_altitude)
    evidence = weakest([*(platform.cited(number) for number in start), environment.layer.evidence])
    sources = tuple(sorted({*((platform.name, number.source) for number in start), *environment.layer.sources}))
    found = _reached_from(low, high, environment)
    if found is None:
        reason = f"no formula from the injection orbit to '{environment.orbit.name}'"
        return Line("transfer", None, COMPUTED_MARGIN, "", evidence, sources, (reason,))
    delta_v, formula = found
    return Line("transfer", delta_v, COMPUTED_MARGIN, formula, evidence, sources)


def _reached_from(low: float, high: float, environment: Environment) -> tuple[float, str] | None:
    regime, axis = environment.layer.trajectory.regime, 0.5 * (low + high)
    apsides = _apsides(environment)
    if apsides is not None:
        return float(manoeuvres.apsides_transfer(low, high, *apsides).delta_v), "vis-viva, one burn at each apsis, in one plane"
    if regime == "libration":
        point = LIBRATION_POINTS[environment.orbit.point or "L2"]
        energy = manoeuvres.libration_transfer_energy(low, point)
        return float(manoeuvres.escape_change(low, axis, energy)), "vis-viva, from the perigee to an apogee at the point"
    if regime == "heliocentric":
        return float(manoeuvres.escape_change(low, axis, 0.0)), "vis-viva, from the perigee to the energy of escape"
    return None


def _apsides(environment: Environment) -> tuple[float, float] | None:
    """Distances of perigee and apogee of an orbit about the Earth from its centre. [m]"""
    path: Any = environment.layer.trajectory
    if path.regime != "earth":
        return None
    mean = getattr(path, "mean", path)
    axis, eccentricity = mean.semi_major_axis, mean.eccentricity
    return axis * (1 - eccentricity), axis * (1 + eccentricity)


def _by_rate(name: str, table: str, margin: float, platform: Platform, orbit: Orbit) -> Line:
    row = _table()[table].get(orbit.orbit_class)
    if row is None:
        return Line(name, None, margin, "", missing=(f"no rate is known for the orbit class {orbit.orbit_class}",))
    rate = units.si(row["rate"], "m/s^2")
    about: dict[str, Any] = {
        "evidence": row["evidence"], "sources": ((TABLE, row["source"]),), "spared": row.get("spared", ""),
    }  # fmt: skip
    if rate == 0:
        return Line(name, 0.0, margin, row["note"], **about)
    if platform.lifetime is None:
        return Line(name, None, margin, "", missing=(f"lifetime of '{platform.name}' is not stated",), **about)
    formula = f"{row['rate']} over {platform.lifetime.text}: {row['note']}"
    about["evidence"] = weakest([row["evidence"], platform.cited(platform.lifetime)])
    return Line(name, rate * platform.lifetime.si, margin, formula, **about)


def _disposal(platform: Platform, environment: Environment, drag: Force) -> Line:
    row = _table()["disposal"].get(environment.orbit.orbit_class)
    if row is None:
        reason = f"no rule is known for the orbit class {environment.orbit.orbit_class}"
        return Line("disposal", None, COMPUTED_MARGIN, "", missing=(reason,))
    about: dict[str, Any] = {"evidence": row["evidence"], "sources": ((TABLE, row["source"]),), "spared": CONDUCT}
    if "delta_v" in row:
        return Line("disposal", units.si(row["delta_v"], "m/s"), RATE_MARGIN, row["note"], **about)
    apsides = _apsides(environment)
    if apsides is None:
        reason = f"the apsides of '{environment.orbit.name}' are not stated"
        return Line("disposal", None, COMPUTED_MARGIN, "", missing=(reason,), **about)
    if row["manoeuvre"] == "re_entry":
        return _re_entry(*apsides, platform, environment, drag, about)
    return _graveyard(*apsides, platform, about)


def _re_entry(
    perigee: float, apogee: float, platform: Platform, environment: Environment, drag: Force, about: dict[str, Any]
) -> Line:
    stay = _decay_time(perigee, apogee, platform, environment, drag)
    if stay is not None and stay <= LONGEST_STAY:
        formula = f"decays by itself within {stay / JULIAN_YEAR:.2g} years"
        about["evidence"] = weakest([about["evidence"], drag.evidence])
        return Line("disposal", 0.0, COMPUTED_MARGIN, formula, **about)
    delta_v = float(manoeuvres.apsis_change(apogee, perigee, EARTH_RADIUS + RE_ENTRY_ALTITUDE))
    spared_by = tuple(f"drag may end the orbit, {reason}" for reason in drag.missing)
    return Line("disposal", delta_v, COMPUTED_MARGIN, f"vis-viva, perigee to {RE_ENTRY_ALTITUDE / 1e3:.0f} km",
                spared_by=spared_by, **about)  # fmt: skip


def _decay_time(
    perigee: float, apogee: float, platform: Platform, environment: Environment, drag: Force
) -> float | None:
    """Time in which drag ends a nearly round orbit, with the scale height of its density; None where it is not known. [s]"""
    if drag.mean is None or not drag.mean or platform.dry_mass is None or apogee > 1.02 * perigee:
        return None
    scenario, radius = environment.layer.scenario, 0.5 * (perigee + apogee)
    below, above = mass_density(
        radius - EARTH_RADIUS + np.array([-5e3, 5e3]), scenario.solar_flux.si, scenario.geomagnetic_ap.si
    )
    height = 10e3 / np.log(below / above)
    loaded = platform.dry_mass.si + (platform.payload_mass.si if platform.payload_mass else 0.0)
    return float(height / -manoeuvres.drag_decay_rate(radius, drag.mean / loaded))


def _graveyard(perigee: float, apogee: float, platform: Platform, about: dict[str, Any]) -> Line:
    stated = {
        "reflectivity coefficient": platform.reflectivity_coefficient, "cross-section": platform.cross_section,
        "dry mass": platform.dry_mass,
    }  # fmt: skip
    silent = tuple(f"{name} of '{platform.name}' is not stated" for name, number in stated.items() if number is None)
    if platform.dry_mass is not None and not platform.dry_mass.si:
        silent += (f"dry mass of '{platform.name}' is zero",)
    if silent:
        return Line("disposal", None, COMPUTED_MARGIN, "", missing=silent, **about)
    reflectivity, area, mass = (number.si for number in stated.values() if number is not None)
    rise = min(float(manoeuvres.graveyard_rise(reflectivity, area / mass)), HIGHEST_APOGEE)
    delta_v = float(manoeuvres.apsides_transfer(perigee, apogee, perigee + rise, apogee + rise).delta_v)
    about["evidence"] = weakest([about["evidence"], *(platform.cited(item) for item in stated.values() if item is not None)])
    return Line("disposal", delta_v, COMPUTED_MARGIN, f"vis-viva, {rise / 1e3:.0f} km up in two burns", **about)


def _drag_compensation(drag: Force, dry: float | None, platform: Platform) -> Line:
    name, formula = DRAG, "mean drag over the lifetime"
    about: dict[str, Any] = {"evidence": drag.evidence, "sources": drag.sources}
    if platform.drag_free:
        return Line(name, 0.0, COMPUTED_MARGIN, "the drag-free thrusters take it")
    if drag.mean == 0.0:
        return Line(name, 0.0, COMPUTED_MARGIN, "no drag", **about)
    missing = drag.missing
    if platform.lifetime is None:
        missing += (f"lifetime of '{platform.name}' is not stated",)
    if dry is None:
        missing += ("the mass of platform or payload is not stated",)
    if missing or drag.mean is None or platform.lifetime is None or dry is None:
        return Line(name, None, COMPUTED_MARGIN, "", missing=missing, **about)
    delta_v = float(manoeuvres.compensation_change(drag.mean / dry, platform.lifetime.si))
    return Line(name, delta_v, COMPUTED_MARGIN, f"{formula}, {drag.mean:.3g} N on {dry:.4g} kg", **about)


# Forces and drag-free flight


def _forces(platform: Platform, environment: Environment) -> tuple[Force, Force]:
    """Drag and radiation pressure on the spacecraft; accelerations of the bus times its mass, so that the mass drops out."""
    return (
        _force("drag", "drag_acceleration", platform, environment),
        _force("radiation pressure", "radiation_pressure_acceleration", platform, environment),
    )


def _force(name: str, variable: str, platform: Platform, environment: Environment) -> Force:
    if name == "drag" and environment.layer.trajectory.regime in ("libration", "heliocentric"):
        return Force(name, 0.0, 0.0, "computed", (), ())
    mass = platform.dry_mass
    if mass is None or not mass.si:
        reason = f"dry mass of '{platform.name}' is {'not stated' if mass is None else 'zero'}"
        return Force(name, None, None, "computed", (), (reason,))
    value = environment.value(variable)
    if not value.known:
        return Force(name, None, None, value.evidence, tuple(sorted(value.sources)), value.missing[-1:])
    force = np.broadcast_to(np.asarray(value.data, dtype=float) * mass.si, environment.layer.base.times.shape)
    mean, largest = float(np.average(force, weights=environment.layer.base.weights)), float(np.max(force))
    return Force(name, mean, largest, value.evidence, tuple(sorted(value.sources)), ())


def _drag_free(platform: Platform, forces: tuple[Force, Force]) -> DragFree:
    silent = tuple(reason for force in forces for reason in force.missing)
    largest = [force.largest for force in forces if force.largest is not None]
    mean = [force.mean for force in forces if force.mean is not None]
    impulse, lifetime = platform.micro_specific_impulse, platform.lifetime
    stated = {"micro-thruster specific impulse": impulse, "lifetime": lifetime}
    missing = silent + tuple(f"{name} of '{platform.name}' is not stated" for name, number in stated.items() if number is None)
    propellant = None
    if impulse is not None and lifetime is not None and mean:
        gas = float(manoeuvres.propellant_for_impulse(sum(mean) * lifetime.si, impulse.si))
        propellant = gas * (1 + ATTITUDE_MARGIN) * (1 + RESIDUAL_PROPELLANT)
    return DragFree(
        PEAK_FACTOR * sum(largest) if largest else None, propellant, weakest([force.evidence for force in forces]),
        tuple(sorted({source for force in forces for source in force.sources})), silent, missing,
    )  # fmt: skip


# Launchers


def _lifts(orbit_class: str) -> tuple[tuple[Platform, Cited], ...]:
    """Launchers of the catalogue that state this orbit class, the strongest first."""
    stated = [(item, lift.mass) for item in launchers() for lift in item.lifts if lift.orbit_class == orbit_class]
    return tuple(sorted(stated, key=lambda pair: (pair[0].status in NOT_FOR_NEW_MISSIONS, -pair[1].si, pair[0].name)))


def _able(lifts: tuple[tuple[Platform, Cited], ...], mass: float | None) -> tuple[Launcher, ...]:
    return tuple(
        Launcher(item.name, lift.si, lift.bound, item.status, _lifted(mass, lift), item.cited(lift), lift.source,
                 item.prices)
        for item, lift in lifts
    )


def _lifted(mass: float | None, lift: Cited) -> bool | None:
    if mass is None:
        return None
    fits = mass <= lift.si
    return None if lift.bound == ("at_most" if fits else "at_least") else fits


def stated(platform: Platform, field: str) -> Capacity | None:
    """A capacity that the platform states."""
    number = getattr(platform, field)
    return number and Capacity(number.si, number.bound, platform.cited(number), (platform.name, number.source))


def launchers() -> tuple[Platform, ...]:
    """Launchers of the catalogue."""
    platforms = (load.load("platform", name) for name in load.names("platform"))
    return tuple(item for item in platforms if item.kind == "launcher")


def capability(closed: Closure) -> Capacity | None:
    """Mass that can be launched: as the platform states, else by the strongest launcher that is for sale."""
    own = stated(closed.platform, "launch_capability")
    best = next((item for item in closed.launchers if item.status not in NOT_FOR_NEW_MISSIONS), None)
    if own is not None or best is None:
        return own
    return Capacity(best.capability, best.bound, best.evidence, (best.name, best.source), best.name)


def launch_price(price: Price, mass: float) -> tuple[float, float]:
    """Price of a launch for a mass [kg], low and high end of its range, in the money of its currency and year."""
    low = price.amount
    high = price.amount if price.amount_high is None else price.amount_high
    if price.included_mass is None or price.per_kilogram is None:
        return low, high
    extra = max(mass - price.included_mass, 0.0) * price.per_kilogram
    return low + extra, high + extra


@functools.cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files.files("qtspace_trade").joinpath("data/delta_v.toml").read_text(encoding="utf-8"))
