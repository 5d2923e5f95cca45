"""What the instruments of a concept have in common: spacecraft, host, orbit, launch, ground segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qtspace_trade.assessment import closure
from qtspace_trade.schema.entries import Platform

SPACECRAFT, HOST, ORBIT, LAUNCH, GROUND = "spacecraft", "host", "orbit", "launch", "ground segment"


@dataclass(frozen=True)
class Level:
    """One level of sharing; `shared` is None where a number that decides it is not stated."""

    name: str
    shared: bool | None
    reason: str


def levels(fit: Any) -> tuple[Level, ...]:
    """Levels at which the instruments of an assessment share, from the closest to the loosest."""
    return (_spacecraft(fit), _host(fit), _orbit(fit), _launch(fit), _ground(fit))


def _spacecraft(fit: Any) -> Level:
    names = [" on ".join(site.key) for site in fit.sites]
    return Level(SPACECRAFT, len(names) == 1, f"{len(names)} spacecraft or sites: {', '.join(names)}")


def _host(fit: Any) -> Level:
    hosts = {site.platform.host or site.platform.name for site in fit.sites}
    return Level(HOST, len(hosts) == 1, f"hosts: {', '.join(sorted(hosts))}")


def _orbit(fit: Any) -> Level:
    names = sorted({site.orbit.name for site in fit.sites})
    return Level(ORBIT, len(names) == 1, f"orbits: {', '.join(names)}")


def _launch(fit: Any) -> Level:
    if any(site.platform.kind != "spacecraft" for site in fit.sites):
        return Level(LAUNCH, False, "a site of a host or a facility has no launch of its own")
    masses = [item.launch_mass for item in fit.closures]
    if any(item.launch_mass is None or item.silent for item in fit.closures):
        return Level(LAUNCH, None, "the mass of a spacecraft or of an instrument is not stated")
    total = sum(mass for mass in masses if mass is not None)
    classes = {item.injection_class for item in fit.closures}
    offered = [item for item in closure.launchers() if item.status not in closure.NOT_FOR_NEW_MISSIONS]
    able = [item for item in offered if total <= _least_lift(item, classes)]
    wanted = f"{total:.0f} kg with all margins to {', '.join(sorted(classes))}"
    if able:
        return Level(LAUNCH, True, f"{wanted}: within {', '.join(item.name for item in able)}")
    stated = any(_least_lift(item, classes) > 0 for item in offered)
    reason = "more than any launcher of the catalogue lifts there" if stated else "no launcher states this orbit class"
    return Level(LAUNCH, False if stated else None, f"{wanted}: {reason}")


def _least_lift(launcher: Platform, classes: set[str]) -> float:
    """Mass that a launcher brings to every one of the orbit classes, zero where it states none. [kg]"""
    stated: dict[str, float] = {item.orbit_class: item.mass.si for item in launcher.lifts}
    return min(stated.get(name, 0.0) for name in classes)


def _ground(fit: Any) -> Level:
    wanted = [set(item.instrument.operations.stations) for item in fit.placed if item.instrument.operations.stations]
    if not wanted:
        return Level(GROUND, None, "no instrument names its ground stations")
    common = sorted(set.intersection(*wanted))
    if len(wanted) == 1:
        return Level(GROUND, None, f"only one instrument names ground stations: {', '.join(common)}")
    return Level(GROUND, bool(common), f"stations in common: {', '.join(common) or 'none'}")
