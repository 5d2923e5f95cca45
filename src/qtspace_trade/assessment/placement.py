"""Where emitter and victim sit: their distance, whether they see each other, what the platform adds to the paths.

References
----------
.. [1] Distances by class of platform are assumptions of the table `data/accommodations.toml`; a stated one replaces them.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from qtspace_trade import units
from qtspace_trade.schema import glossary
from qtspace_trade.schema.base import Cited
from qtspace_trade.schema.entries import Instrument, Platform
from qtspace_trade.schema.rows import Emission

OPEN_ZONES = ("outside", "cold")
ASSUMED = "assumed"


@dataclass(frozen=True)
class Known:
    """A number of the accommodation with its evidence; `value` None where no class gives it."""

    value: float | None
    evidence: str = ASSUMED
    source: tuple[tuple[str, str], ...] = ()


@functools.lru_cache(maxsize=512)
def class_of(platform: Platform) -> glossary.AccommodationClass | None:
    """The class of platforms whose distances stand in for those that are not stated; None where an open mass decides."""
    pressurised = any(row.variable == "pressurised_volume" and row.words == ("yes",) for row in platform.offers)
    for item in glossary.accommodation_classes():
        if platform.kind not in item.kinds:
            continue
        if item.drag_free is not None and item.drag_free != platform.drag_free:
            continue
        if item.pressurised is not None and item.pressurised != pressurised:
            continue
        if item.dry_mass_up_to:
            if platform.dry_mass is None:
                return None
            if platform.dry_mass.si > units.si(item.dry_mass_up_to, "kg"):
                continue
        return item
    return None


def _stated(platform: Platform, number: Cited) -> Known:
    return Known(number.si, platform.cited(number), ((platform.name, number.source),))


@functools.lru_cache(maxsize=4096)
def separation(platform: Platform, place: str) -> Known:
    """Distance from a payload to other payloads, to equipment or to thruster exits. [m]"""
    number = getattr(platform.accommodation, f"{place}_separation")
    if number is not None:
        return _stated(platform, number)
    text = getattr(class_of(platform), place, "")
    return Known(units.si(text, "m") if text else None)


@functools.lru_cache(maxsize=512)
def gyration_radius(platform: Platform) -> Known:
    """Radius of gyration of the spacecraft with its payload. [m]"""
    if platform.accommodation.gyration_radius is not None:
        return _stated(platform, platform.accommodation.gyration_radius)
    text = getattr(class_of(platform), "gyration", "")
    return Known(units.si(text, "m") if text else None)


@functools.lru_cache(maxsize=512)
def thermal_resistance(platform: Platform) -> Known:
    """Rise of the bus temperature per dissipated power. [K/W]"""
    if platform.accommodation.thermal_resistance is not None:
        return _stated(platform, platform.accommodation.thermal_resistance)
    text = getattr(class_of(platform), "thermal_resistance_times_mass", "")
    if not text or platform.dry_mass is None or platform.dry_mass.si == 0:
        return Known(None)
    return Known(units.si(text, "K*kg/W") / platform.dry_mass.si)


def distance(platform: Platform, emission: Emission, emitter: Instrument | Platform, victim: Instrument) -> Known:
    """Distance from emitter to victim: the largest of what platform and instruments state. [m]"""
    found = [separation(platform, emission.place or ("equipment" if isinstance(emitter, Platform) else "payload"))]
    for entry in (item for item in (emitter, victim) if isinstance(item, Instrument)):
        if entry.placement is not None and entry.placement.least_separation is not None:
            number = entry.placement.least_separation
            found.append(Known(number.si, entry.cited(number), ((entry.name, number.source),)))
    known = [item for item in found if item.value is not None]
    return max(known, key=lambda item: item.value or 0.0) if known else Known(None)


def in_sight(emitter: Instrument | Platform, victim: Instrument) -> bool:
    """May the two see each other: not where one is hidden, nor from one closed zone to another or to the open."""
    places = [item.placement for item in (emitter, victim) if isinstance(item, Instrument) and item.placement is not None]
    if any(place.hidden for place in places):
        return False
    zones = {"the open" if place.zone in OPEN_ZONES else place.zone for place in places if place.zone is not None}
    return len(zones) < 2


def is_cold(victim: Instrument) -> bool:
    """Is the instrument behind passively cooled shields, on which water freezes."""
    return victim.placement is not None and victim.placement.zone == "cold"
