"""Gates of a concept beside the requirement rows: reach, attitude, resources, launch, time."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from qtspace_trade import units
from qtspace_trade.assessment import closure, resources
from qtspace_trade.assessment.closure import Closure, Line
from qtspace_trade.assessment.findings import Finding
from qtspace_trade.assessment.margins import CLIP, TOLERANCE
from qtspace_trade.assessment.resources import Budget
from qtspace_trade.assessment.sharing import Shared
from qtspace_trade.schema import glossary
from qtspace_trade.schema.base import weakest
from qtspace_trade.schema.entries import Instrument, Orbit, Platform
from qtspace_trade.schema.rows import Emission

ALWAYS = ("mass", "power")  # decide even where they are unknown


def _gate(instrument: str, variable: str, status: str, **about: Any) -> Finding:
    values: dict[str, Any] = {
        "qualifiers": (), "value": None, "limit": None, "margin": None, "u": None, "sense": "at_most", "hard": True,
        "basis": "gate", "scoring": False, **about,
    }  # fmt: skip
    return Finding(instrument, variable, status=status, unit=glossary.variable(variable).unit, **values)


def _limited(instrument: str, variable: str, value: float, limit: float, sense: str, **about: Any) -> Finding:
    tiny = 1e-300
    ratio = math.log10(max(limit, tiny)) - math.log10(max(value, tiny))
    margin = max(-CLIP, min(CLIP, ratio if sense == "at_most" else -ratio))
    margin = 0.0 if abs(margin) < TOLERANCE else margin
    status = "met" if margin >= 0.0 else "violated"
    return _gate(
        instrument, variable, status, value=value, limit=limit, margin=margin, sense=sense,
        u=margin / glossary.variable(variable).goal, **about,
    )  # fmt: skip


def reach(orbit: Orbit, platform: Platform) -> Finding:
    """Can the platform fly this class of orbit."""
    classes = tuple(item.orbit_class for item in platform.flies)
    found = next((item for item in platform.flies if item.orbit_class == orbit.orbit_class), None)
    sources = ((platform.name, found.source),) if found else ()
    evidence = platform.evidence(found.source, found.evidence) if found else "computed"
    return _gate("", "platform_orbit", "met" if found else "violated", value=orbit.orbit_class, limit=classes,
                 sense="one_of", u=1.0 if found else -3.0, sources=sources, evidence=evidence)  # fmt: skip


def attitude(instrument: Instrument, platform: Platform, laws: tuple[str, ...]) -> Finding:
    """Does the platform hold an attitude law that the instrument accepts."""
    accepted = instrument.operations.attitude_laws
    offered = tuple(item.law for item in platform.attitudes if item.law in laws)
    if platform.kind == "facility" and not offered:
        reason = f"attitude is not controlled in '{platform.name}': the rotation row decides"
        return _gate(instrument.name, "attitude_law", "unknown", limit=accepted, sense="one_of", hard=False,
                     missing=(reason,))  # fmt: skip
    if not accepted or not offered:
        reason = f"'{instrument.name}' states no attitude laws" if not accepted else f"'{platform.name}' states none"
        return _gate(instrument.name, "attitude_law", "unknown", limit=accepted, sense="one_of", missing=(reason,))
    common = tuple(law for law in offered if law in accepted)
    return _gate(instrument.name, "attitude_law", "met" if common else "violated", value=common or offered,
                 limit=accepted, sense="one_of", u=1.0 if common else -3.0)  # fmt: skip


def budget(owner: str, item: Budget, platform: Platform) -> Finding:
    """Does the estimate with maturity margin fit the capacity.

    Mass and power decide always, other resources only where what is known of need and capacity settles it. A shortage
    that costs time first decides nothing here. Above the capacity only what is certain counts: what may not be taken is left
    out, and named where it decides.
    """
    status = _budget_status(item)
    hard = item.resource in ALWAYS or (not item.derates and status != "unknown")
    missing = _unstated(item, platform)
    from_below = bool(item.missing) or (status == "violated" and bool(item.lower))
    value = item.least if from_below else item.known
    bound = "at_least" if from_below else "at_most" if item.lower else "exact"
    if item.capacity is None or value is None or (item.missing and status == "unknown"):
        return _gate(owner, item.variable, "unknown", value=value, limit=item.capacity, hard=hard, missing=missing,
                     bound=bound)  # fmt: skip
    found = _limited(
        owner, item.variable, value, item.capacity, "at_most", hard=hard, sources=item.sources, evidence=item.evidence,
        bound=bound, why=item.why,
    )  # fmt: skip
    return dataclasses.replace(found, status=status, missing=missing or (_sides(item, platform) if status == "unknown" else ()))


def budgets(owner: str, sums: dict[str, Budget], platform: Platform) -> list[Finding]:
    """Findings of mass, power and volume, and of every other resource of which an instrument or the platform speaks."""
    return [budget(owner, item, platform) for name, item in sums.items() if name in resources.RESOURCES or item.spoken_of]


def _unstated(item: Budget, platform: Platform) -> tuple[str, ...]:
    missing = tuple(f"{item.resource} of '{name}' is not stated" for name in item.missing)
    if item.capacity is None:
        missing += (f"{item.offer.replace('_', ' ')} of '{platform.name}' is not stated",)
    return missing


def _budget_status(item: Budget) -> str:
    """Met is certain for needs known from above and capacities from below; violated the other way round."""
    if item.capacity is None or item.known is None or item.least is None:
        return "unknown"
    limit = item.capacity * 10.0**TOLERANCE
    within = item.known <= limit
    if not within and item.least <= limit:
        return "unknown"
    need, capacity = ("at_most", "at_least") if within else ("at_least", "at_most")
    certain = item.need_bounds <= {"exact", need} and item.capacity_bound in ("exact", capacity)
    if not certain or (within and item.missing):
        return "unknown"
    return "met" if within else "violated"


def _sides(item: Budget, platform: Platform) -> tuple[str, ...]:
    words = {"at_least": "at least", "at_most": "at most"}
    limit = item.capacity or 0.0
    reasons = list(item.lower) if (item.known or 0.0) > limit else []
    reasons += [f"the need is known only as {words[side]} this" for side in sorted(item.need_bounds - {"exact"})]
    if item.capacity_bound != "exact":
        reasons.append(f"the capacity of '{platform.name}' is known only as {words[item.capacity_bound]} this")
    return tuple(reasons)


def cold_stage(instrument: Instrument, platform: Platform) -> Finding | None:
    """Is the shared cold stage as cold as the instrument needs it; None where the instrument asks for none."""
    wanted, offered = instrument.resources.cold_temperature, platform.cold_lift_temperature
    if wanted is None:
        return None
    if offered is None:
        reason = f"cold lift temperature of '{platform.name}' is not stated, {units.show(wanted.si, 'K')} are needed"
        return _gate(instrument.name, "cold_lift_temperature", "unknown", limit=wanted.si, hard=False, missing=(reason,))
    return _limited(
        instrument.name, "cold_lift_temperature", offered.si, wanted.si, "at_most",
        sources=((instrument.name, wanted.source), (platform.name, offered.source)),
        evidence=weakest([instrument.cited(wanted), platform.cited(offered)]),
    )  # fmt: skip


def launch_mass(owner: str, closed: Closure) -> Finding:
    """Does the mass at launch fit the launcher: the capability of the platform, else the strongest launcher for its orbit.

    Propellant that is unknown leaves the mass a lower bound; where the platform says nothing of its propulsion the dry mass is
    compared, and the sentence says so.
    """
    found, own = closure.capability(closed), closed.platform.launch_capability is not None
    if found is None:
        reason = f"no launcher of the catalogue states the orbit class {closed.injection_class}"
        return _gate(owner, "launch_mass", "unknown", value=closed.launch_mass, hard=False, missing=(reason,))
    if closed.launch_mass is None:
        return _gate(owner, "launch_mass", "unknown", limit=found.si, hard=own,
                     missing=("the mass of platform or payload is not stated",))  # fmt: skip
    open_above = closed.missing if closed.propulsion_stated or closed.silent else ()
    return _closed(owner, "launch_mass", closed.launch_mass, found, closed.evidence, closed.sources, open_above,
                   _launched(closed, found.launcher), closed.bounds,
                   closed.lowered.launch_mass if closed.lowered else None, closed.lower)  # fmt: skip


def _launched(closed: Closure, launcher: str) -> str:
    if not closed.has_propulsion:
        propellant = "no propulsion"
    elif closed.propellant is None:
        propellant = f"without propellant: {closed.missing[0]}" if closed.missing else ""
    else:
        propellant = f"with {closed.propellant:.3g} kg of propellant for {closed.delta_v:.3g} m/s"
    able = [item.name for item in closed.launchers if item.able and item.status not in closure.NOT_FOR_NEW_MISSIONS]
    by = f"launchers that lift it: {', '.join(able)}" if launcher and able else ""
    return "; ".join(part for part in (propellant, by) if part)


def propellant(owner: str, closed: Closure) -> Finding | None:
    """Does the propellant last; None where the platform says nothing of its propulsion, or has none and needs none."""
    name, capacity = closed.platform.name, closure.stated(closed.platform, "propellant_capacity")
    if not closed.has_propulsion:
        return _without_propulsion(owner, closed)
    if not closed.propulsion_stated:
        return None
    if capacity is None or closed.propellant is None:
        reasons = closed.missing if closed.propellant is None else ()
        reasons += (f"propellant capacity of '{name}' is not stated",) if capacity is None else ()
        return _gate(owner, "propellant_mass", "unknown", value=closed.propellant, limit=capacity and capacity.si, hard=False,
                     missing=reasons)  # fmt: skip
    found = _closed(owner, "propellant_mass", closed.propellant, capacity, closed.evidence, closed.sources, closed.missing,
                    _asked(closed.lines), closed.bounds,
                    closed.lowered.propellant if closed.lowered else None, closed.lower)  # fmt: skip
    spared = tuple(line for line in closed.lines if line.spared and line.delta_v)
    needed, _ = closure.propellant_for(closed, tuple(line for line in closed.lines if line not in spared))
    if found.status != "violated" or not spared or needed is None or needed > capacity.si:
        return found
    left = f"enough without {' and '.join(line.name for line in spared)} ({_told(spared)})"
    return dataclasses.replace(found, hard=False, why=f"{found.why}; {left}")


def _told(spared: tuple[Line, ...]) -> str:
    return ", ".join(dict.fromkeys(line.spared for line in spared))


def _asked(lines: tuple[Line, ...]) -> str:
    return ", ".join(f"{line.name} {line.with_margin:.3g} m/s" for line in lines if line.with_margin)


def _without_propulsion(owner: str, closed: Closure) -> Finding | None:
    """Does the orbit ask for propulsion that there is not: hard where it is not reached or not kept without it.

    Drag compensation is not asked for: drag then ends the orbit.
    """
    asked = tuple(line for line in closed.lines if line.name != closure.DRAG)
    holding = tuple(line for line in asked if not line.spared)
    others = tuple(line for line in asked if line.spared)
    needed = tuple(line for line in holding if line.delta_v)
    open_lines = tuple(f"{line.name}: {reason}" for line in (*holding, *others) for reason in (*line.missing, *line.spared_by))
    wished = tuple(line for line in others if line.delta_v and not line.spared_by)
    if not needed and (not wished or any(line.missing for line in holding)):
        return _gate(owner, "propellant_mass", "unknown", limit=0.0, hard=False, missing=open_lines) if open_lines else None
    lines = tuple(line for line in closed.lines if needed or line in wished)
    asking = tuple(line for line in lines if line.delta_v)
    propellant, reasons = closure.propellant_for(closed, lines)
    why = f"there is no propulsion for {_asked(lines)}"
    if not needed:
        why += f" ({_told(lines)})"
    if propellant is None:
        why += f"; how much it takes is open: {reasons[0]}"
    tank = closure.stated(closed.platform, "propellant_capacity")
    cited: list[Any] = [*asking, *([tank] if tank else [])]
    sources = {*closed.sources, *(source for line in asking for source in line.sources)}
    sources |= {tank.source} if tank else set()
    return _gate(
        owner, "propellant_mass", "violated", value=propellant, limit=0.0, u=-3.0, hard=bool(needed), why=why,
        bound="at_least" if reasons else "exact", missing=reasons,
        evidence=weakest([closed.evidence, *(item.evidence for item in cited)]), sources=tuple(sorted(sources)),
    )  # fmt: skip


def drag_free(owner: str, closed: Closure) -> list[Finding]:
    """Thrust and gas of drag-free flight against what the thrusters have; no gas where nothing is stated of it."""
    item = closed.drag_free
    if item is None:
        return []
    pairs = (
        ("drag_free_thrust", item.thrust, "thrust_maximum", item.forces_missing,
         f"{closure.PEAK_FACTOR:g} times the largest force"),
        ("micro_propellant", item.propellant, "micro_propellant", item.gas_missing, "mean force over the lifetime"),
    )  # fmt: skip
    found = []
    for variable, need, field, missing, why in pairs:
        capacity = closure.stated(closed.platform, field)
        if capacity is None and variable == "micro_propellant" and closed.platform.micro_specific_impulse is None:
            continue
        if capacity is None or need is None:
            reasons = missing if capacity else (_unstated_capacity(closed.platform, field, variable, need), *missing)
            found.append(_gate(owner, variable, "unknown", value=need, limit=capacity and capacity.si, hard=False,
                               bound="at_least" if missing else "exact", missing=reasons))  # fmt: skip
        else:
            found.append(_closed(owner, variable, need, capacity, item.evidence, item.sources, missing, why))
    return found


def _unstated_capacity(platform: Platform, field: str, variable: str, need: float | None) -> str:
    needed = "" if need is None else f", {units.show(need, glossary.variable(variable).display)} are needed"
    return f"{field.replace('_', ' ')} of '{platform.name}' is not stated{needed}"


def _closed(
    owner: str, variable: str, need: float, capacity: closure.Capacity, evidence: str, sources: tuple[tuple[str, str], ...],
    missing: tuple[str, ...], why: str, bounds: frozenset[str] = frozenset({"exact"}), least: float | None = None,
    lower: tuple[str, ...] = (),
) -> Finding:  # fmt: skip
    """A need, a lower bound where something is missing, against a capacity: hard where that decides.

    Where `lower` says why the need may be lower, as low as `least`, that decides above the capacity.
    """
    about: dict[str, Any] = {
        "evidence": weakest([evidence, capacity.evidence]), "sources": tuple(sorted({*sources, capacity.source})), "why": why,
    }  # fmt: skip
    found = _limited(owner, variable, need, capacity.si, "at_most", **about)
    if lower and least is not None and found.status == "violated":
        lowest = _limited(owner, variable, least, capacity.si, "at_most", bound="at_least", **about)
        if lowest.status == "met":
            return dataclasses.replace(found, status="unknown", hard=False, missing=lower, bound="at_most")
        found = lowest
    need_side, side = ("at_most", "at_least") if found.status == "met" else ("at_least", "at_most")
    certain = capacity.bound in ("exact", side) and bounds <= {"exact", need_side}
    if certain and not (found.status == "met" and missing):
        return found
    sides = {f"the capacity is known only as {capacity.bound.replace('_', ' ')} this"} if capacity.bound != "exact" else set()
    sides |= {f"a part of the need is known only as {bound.replace('_', ' ')} this" for bound in bounds - {"exact"}}
    reasons = missing or tuple(sorted(sides))
    return dataclasses.replace(found, status="unknown", hard=False, missing=reasons)


def closing(owner: str, closed: Closure | None) -> list[Finding]:
    """Findings of the closure of a spacecraft: launch, propellant, drag-free flight."""
    if closed is None:
        return []
    found = (launch_mass(owner, closed), propellant(owner, closed), *drag_free(owner, closed))
    return [item for item in found if item is not None]


def _emits(row: Emission) -> bool:
    return row.value > 0 if row.curve is None else any(level > 0 for _, level in row.curve)


def keep_out(instrument: Instrument, others: tuple[Instrument | Platform, ...]) -> list[Finding]:
    """Do neighbours and platform leave out the emissions that the instrument keeps out; neighbours must say so."""
    found = []
    must_answer = {other.name for other in others if isinstance(other, Instrument)}
    for rule in instrument.keeps_out:
        about: dict[str, Any] = {
            "sources": ((instrument.name, rule.source),), "evidence": instrument.evidence(rule.source, rule.evidence),
            "why": rule.why, "sense": "one_of", "limit": (f"no {rule.emission}",),
        }  # fmt: skip
        stated = {other.name: [row for row in other.emits if row.emission == rule.emission] for other in others}
        emitting = tuple(name for name, rows in stated.items() if any(_emits(row) for row in rows))
        unsaid = [name for name, rows in stated.items() if not rows and name in must_answer]
        silent = tuple(f"{rule.emission} of {name} is not stated" for name in unsaid)
        if emitting:
            value = tuple(f"{rule.emission} of {name}" for name in emitting)
            found.append(_gate(instrument.name, "keep_out", "violated", value=value, u=-3.0, **about))
        elif silent:
            found.append(_gate(instrument.name, "keep_out", "unknown", missing=silent, **about))
        else:
            found.append(_gate(instrument.name, "keep_out", "met", value=(f"no {rule.emission}",), u=1.0, **about))
    return found


def time(owner: str, shared: Shared | None, missing: tuple[str, ...]) -> list[Finding]:
    """Does the time suffice for all demands at once, and how much of it do energy and data leave."""
    if shared is None:
        return [_gate(owner, "time_share", "unknown", limit=1.0, sense="at_least", missing=missing)]
    labels = [label for label, _ in shared.binding]
    binding = "; ".join([label for label in labels if not label.startswith("demand of")] or labels)
    unmet = "".join(f"; no time for {name}" for name in shared.unmet)
    why = f"limited by {binding}{unmet}" if binding else unmet.removeprefix("; ")
    cited: dict[str, Any] = {"evidence": shared.evidence, "sources": shared.sources}
    found = [_limited(owner, "time_share", shared.z, 1.0, "at_least", why=why, missing=shared.unknown, **cited)]
    found += [
        _limited(name, "duty", share, 1.0, "at_least", hard=share == 0.0, why=f"derated by {reason}", **cited)
        for name, share, reason in shared.measured
        if share < min(1.0, shared.z) * (1 - TOLERANCE)
    ]
    return found
