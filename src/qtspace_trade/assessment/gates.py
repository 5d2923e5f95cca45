"""Gates of a concept beside the requirement rows: reach, attitude, resources, launch, time."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from qtspace_trade.assessment import resources
from qtspace_trade.assessment.findings import Finding
from qtspace_trade.assessment.margins import CLIP, TOLERANCE
from qtspace_trade.assessment.resources import Budget
from qtspace_trade.assessment.sharing import Shared
from qtspace_trade.schema import glossary
from qtspace_trade.schema.base import weakest
from qtspace_trade.schema.entries import Instrument, Orbit, Platform


def _gate(instrument: str, variable: str, status: str, **about: Any) -> Finding:
    values: dict[str, Any] = {
        "qualifiers": (), "value": None, "limit": None, "margin": None, "u": None, "sense": "at_most", "hard": True,
        "basis": "gate", "scoring": False, **about,
    }  # fmt: skip
    return Finding(instrument, variable, status=status, unit=glossary.variable(variable).unit, **values)


def _limited(instrument: str, variable: str, value: float, limit: float, sense: str, **about: Any) -> Finding:
    tiny = 1e-300
    ratio = math.log10(max(limit, tiny) / max(value, tiny))
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
    """Does the estimate with maturity margin fit the payload capacity."""
    variable = f"payload_{item.resource}"
    hard = item.resource != "volume" or (item.with_maturity is not None and item.capacity is not None)
    missing = tuple(f"{item.resource} of '{name}' is not stated" for name in item.missing)
    if item.capacity is None:
        missing += (f"payload {item.resource} of '{platform.name}' is not stated",)
    if item.with_maturity is None or item.capacity is None:
        return _gate(owner, variable, "unknown", value=item.with_maturity, limit=item.capacity, hard=hard,
                     missing=missing)  # fmt: skip
    found = _limited(
        owner, variable, item.with_maturity, item.capacity, "at_most", hard=hard, sources=item.sources,
        evidence=item.evidence,
    )  # fmt: skip
    if _decided(found.status, item):
        return found
    return dataclasses.replace(found, status="unknown", missing=_sides(item, platform))


def _decided(status: str, item: Budget) -> bool:
    """Met is certain for needs known from above and capacities from below; violated the other way round."""
    need, capacity = ("at_most", "at_least") if status == "met" else ("at_least", "at_most")
    return item.need_bounds <= {"exact", need} and item.capacity_bound in ("exact", capacity)


def _sides(item: Budget, platform: Platform) -> tuple[str, ...]:
    words = {"at_least": "at least", "at_most": "at most"}
    reasons = [f"the need is known only as {words[side]} this" for side in sorted(item.need_bounds - {"exact"})]
    if item.capacity_bound != "exact":
        reasons.append(f"the capacity of '{platform.name}' is known only as {words[item.capacity_bound]} this")
    return tuple(reasons)


def launch(owner: str, payload: Budget, platform: Platform) -> Finding | None:
    """Does the dry mass with all margins fit the launcher; None where no launcher is stated."""
    if platform.launch_capability is None:
        return None
    mass = resources.launch_mass(payload, platform)
    if mass is None:
        return _gate(owner, "launch_mass", "unknown", limit=platform.launch_capability.si,
                     missing=("the mass of platform or payload is not stated",))  # fmt: skip
    stated = [number for number in (platform.launch_capability, platform.dry_mass) if number is not None]
    evidence = weakest([payload.evidence, *(platform.cited(number) for number in stated)])
    sources = {*payload.sources, *((platform.name, number.source) for number in stated)}
    return _limited(owner, "launch_mass", mass, platform.launch_capability.si, "at_most", evidence=evidence,
                    sources=tuple(sorted(sources)))  # fmt: skip


def time(owner: str, shared: Shared | None, missing: tuple[str, ...]) -> Finding:
    """Does the time suffice for all demands at once."""
    if shared is None:
        return _gate(owner, "time_share", "unknown", limit=1.0, sense="at_least", missing=missing)
    binding = "; ".join(label for label, _ in shared.binding)
    return _limited(owner, "time_share", shared.z, 1.0, "at_least", why=f"limited by {binding}" if binding else "")
