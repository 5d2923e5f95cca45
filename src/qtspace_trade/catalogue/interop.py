"""Orbit objects of the poliastro family (boinor, hapsira, poliastro) as orbit entries."""

from __future__ import annotations

import hashlib
import math
from typing import Any

from qtspace_trade.catalogue.load import build
from qtspace_trade.constants import EARTH_RADIUS
from qtspace_trade.errors import QtspaceError
from qtspace_trade.schema.entries import Orbit

ELEMENTS = ("a", "ecc", "inc", "raan", "argp", "nu", "attractor", "epoch")
LOW_EARTH_CEILING = 2_000e3  # m, altitude
GEOSTATIONARY_ALTITUDE = (35_000e3, 36_600e3)  # m
ELLIPTICAL = 0.25
SOURCE = "given"
EQUATOR = "EARTH_EQUATOR"


def is_orbit_object(given: Any) -> bool:
    """True for an object with the osculating elements of a poliastro `Orbit`; no package is imported to tell."""
    return all(hasattr(given, name) for name in ELEMENTS)


def orbit_entry(given: Any) -> Orbit:
    """Orbit entry of a poliastro-family `Orbit`; its osculating elements are taken as mean elements at its epoch.

    Parameters
    ----------
    given : Orbit of boinor, hapsira or poliastro
        Closed orbit around the Earth, elements in the axes of the GCRS.

    Raises
    ------
    QtspaceError
        The attractor is not the Earth, the elements do not refer to the equator, or the orbit is not closed.
    CatalogueError
        The orbit runs below the surface.
    """
    attractor = str(getattr(given.attractor, "name", given.attractor))
    if attractor != "Earth":
        raise QtspaceError(f"{given!r}: orbit around {attractor}, expected one around the Earth")
    plane = str(getattr(getattr(given, "plane", None), "name", EQUATOR))
    if plane != EQUATOR:
        raise QtspaceError(f"{given!r}: elements in the plane {plane}, expected {EQUATOR}")
    axis, eccentricity = float(given.a.to_value("m")), float(given.ecc.to_value(""))
    if not 0 <= eccentricity < 1:
        raise QtspaceError(f"{given!r}: eccentricity {eccentricity:.6g}, expected a closed orbit (below 1)")
    inclination, node, perigee, true = (
        float(angle.to_value("rad")) for angle in (given.inc, given.raan, given.argp, given.nu)
    )
    low, high = axis * (1 - eccentricity) - EARTH_RADIUS, axis * (1 + eccentricity) - EARTH_RADIUS
    numbers = {
        "perigee_altitude": f"{low!r} m",
        "apogee_altitude": f"{max(low, high)!r} m",
        "inclination": f"{inclination!r} rad",
        "right_ascension": f"{node!r} rad",
        "argument_of_perigee": f"{perigee!r} rad",
        "mean_anomaly": f"{_mean_anomaly(true, eccentricity)!r} rad",
    }
    raw = {
        "title": f"Orbit given by the caller, {low / 1e3:.0f} x {high / 1e3:.0f} km, {math.degrees(inclination):.2f} deg",
        "kind": "keplerian",
        "orbit_class": _orbit_class(low, high, eccentricity, inclination),
        "epoch": given.epoch.utc.isot,
        **{name: {"value": text, "source": SOURCE} for name, text in numbers.items()},
        "references": {
            SOURCE: {
                "title": "Osculating elements of an orbit object given by the caller, taken as mean elements",
                "kind": "derived",
                "evidence": "computed",
            }
        },
    }
    mark = hashlib.sha256(repr([*sorted(numbers.items()), raw["epoch"]]).encode()).hexdigest()[:8]
    return build("orbit", raw, f"given_orbit_{mark}", "orbit object")


def _mean_anomaly(true: float, eccentricity: float) -> float:
    half = 0.5 * true
    eccentric = 2 * math.atan2(math.sqrt(1 - eccentricity) * math.sin(half), math.sqrt(1 + eccentricity) * math.cos(half))
    return eccentric - eccentricity * math.sin(eccentric)


def _orbit_class(low: float, high: float, eccentricity: float, inclination: float) -> str:
    if high < LOW_EARTH_CEILING:
        return "leo"
    if eccentricity > ELLIPTICAL:
        return "heo"
    bottom, top = GEOSTATIONARY_ALTITUDE
    if bottom < low and high < top and inclination < math.radians(15):
        return "geo"
    return "meo"
