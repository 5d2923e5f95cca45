"""Orbit objects of the poliastro family (boinor, hapsira, poliastro) as orbit entries, and orbit entries as such objects."""

from __future__ import annotations

import hashlib
import math
from typing import Any

from qtspace_trade.catalogue.load import build, entry_of
from qtspace_trade.constants import DAY, EARTH_RADIUS
from qtspace_trade.errors import QtspaceError
from qtspace_trade.schema.entries import Orbit

ELEMENTS = ("a", "ecc", "inc", "raan", "argp", "nu", "attractor", "epoch")
LOW_EARTH_CEILING = 2_000e3  # m, altitude
GEOSTATIONARY_ALTITUDE = (35_000e3, 36_600e3)  # m
ELLIPTICAL = 0.25
SOURCE = "given"
EQUATOR = "EARTH_EQUATOR"
ABOUT_THE_EARTH = ("keplerian", "sun_synchronous", "geostationary")


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
        "orbit_class": earth_orbit_class(low, max(low, high), inclination),
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


def earth_orbit_class(perigee_altitude: float, apogee_altitude: float, inclination: float) -> str:
    """Class of an orbit about the Earth, told from its altitudes [m] and its inclination [rad].

    Examples
    --------
    >>> earth_orbit_class(600e3, 600e3, 1.0), earth_orbit_class(600e3, 39_000e3, 1.0)
    ('leo', 'heo')
    """
    if apogee_altitude < LOW_EARTH_CEILING:
        return "leo"
    if (apogee_altitude - perigee_altitude) / (2 * EARTH_RADIUS + apogee_altitude + perigee_altitude) > ELLIPTICAL:
        return "heo"
    bottom, top = GEOSTATIONARY_ALTITUDE
    if bottom < perigee_altitude and apogee_altitude < top and inclination < math.radians(15):
        return "geo"
    return "meo"


def to_boinor(orbit: Any, epoch: Any = None) -> Any:
    """`Orbit` object of boinor with the mean elements of an orbit entry, taken as osculating elements.

    Mean and osculating elements of a low orbit differ by up to about 10 km in the semi-major axis, by the short-period
    terms of J2. An orbit that is propagated further should be given at the epoch where it starts.

    Parameters
    ----------
    orbit : Orbit, str or path
        Entry of an orbit about the Earth.
    epoch : str or astropy Time, optional
        Moment of the elements, text in UTC; elements that hold at another moment are moved there by the secular rates
        of J2. The epoch of the entry unless given.

    Raises
    ------
    QtspaceError
        The orbit has no elements about the Earth, there is no epoch, or no orbit of that size is Sun-synchronous.
    """
    entry = entry_of("orbit", orbit)
    _check_kind(entry)
    seconds = _seconds(entry, epoch)
    axis, eccentricity, *angles, mean_anomaly = mean_elements(entry, seconds)

    from astropy import units
    from boinor.bodies import Earth
    from boinor.twobody import Orbit as BoinorOrbit

    turned = (angle * units.rad for angle in (*angles, _true_anomaly(mean_anomaly, eccentricity)))
    return BoinorOrbit.from_classical(Earth, axis * units.m, eccentricity * units.one, *turned, epoch=_tt(seconds))


def mean_elements(orbit: Orbit, time: float) -> tuple[float, float, float, float, float, float]:
    """Mean elements of an orbit about the Earth at a time TT since J2000.0 [s].

    Returns
    -------
    tuple of float
        Semi-major axis [m], eccentricity [1], inclination, right ascension of the ascending node, argument of perigee and
        mean anomaly. [rad]

    Raises
    ------
    QtspaceError
        The orbit has no elements about the Earth, or no orbit of that size is Sun-synchronous.
    """
    from qtspace_trade.physics import frames, kepler

    _check_kind(orbit)
    if orbit.kind == "geostationary":
        angle = float(frames.earth_rotation_angle(time)) + _element(orbit, "longitude")
        return kepler.station_kept_geostationary_semi_major_axis(), 0.0, 0.0, 0.0, 0.0, angle
    low = EARTH_RADIUS + _element(orbit, "perigee_altitude")
    high = EARTH_RADIUS + _element(orbit, "apogee_altitude" if orbit.apogee_altitude else "perigee_altitude")
    axis, eccentricity = 0.5 * (low + high), (high - low) / (high + low)
    perigee = _element(orbit, "argument_of_perigee")
    if orbit.kind == "sun_synchronous":
        node = float(frames.raan_from_local_time(_element(orbit, "local_time_of_node") / 3600, time))
        return axis, eccentricity, _sun_synchronous(orbit, axis, eccentricity), node, perigee, 0.0
    inclination = _element(orbit, "inclination")
    elapsed = time - frames.parse_epoch(orbit.epoch) if orbit.epoch else 0.0
    node_rate, perigee_rate, anomaly_rate = kepler.j2_rates(axis, eccentricity, inclination)
    return (
        axis,
        eccentricity,
        inclination,
        float(_element(orbit, "right_ascension") + node_rate * elapsed),
        float(perigee + perigee_rate * elapsed),
        float(_element(orbit, "mean_anomaly") + anomaly_rate * elapsed),
    )


def _check_kind(orbit: Orbit) -> None:
    if orbit.kind not in ABOUT_THE_EARTH:
        raise QtspaceError(
            f"'{orbit.name}' is of kind {orbit.kind}, without elements about the Earth: expected "
            f"{', '.join(ABOUT_THE_EARTH)}"
        )


def _seconds(orbit: Orbit, epoch: Any) -> float:
    """Moment of the elements, TT since J2000.0. [s]"""
    from qtspace_trade.physics.frames import parse_epoch

    given = orbit.epoch if epoch is None else epoch
    if hasattr(given, "tt"):
        return float((given.tt - _tt(0.0)).sec)
    try:
        return parse_epoch(given)
    except (TypeError, ValueError):
        raise QtspaceError(
            f"'{orbit.name}', epoch = {given!r}: expected a date and time in UTC such as '2030-01-01T00:00:00'"
        ) from None


def _tt(seconds: float) -> Any:
    from astropy.time import Time

    from qtspace_trade.physics.frames import J2000_JULIAN_DATE

    return Time(J2000_JULIAN_DATE, seconds / DAY, format="jd", scale="tt")


def _sun_synchronous(orbit: Orbit, axis: float, eccentricity: float) -> float:
    from qtspace_trade.physics.kepler import sun_synchronous_inclination

    try:
        return float(sun_synchronous_inclination(axis, eccentricity))
    except ValueError as error:
        raise QtspaceError(f"'{orbit.name}': {error}") from None


def _element(orbit: Orbit, name: str) -> float:
    """SI value of an element; an angle that is left out is zero."""
    cited = getattr(orbit, name)
    return float(cited.si) if cited else 0.0


def _true_anomaly(mean_anomaly: float, eccentricity: float) -> float:
    from qtspace_trade.physics.kepler import eccentric_anomaly

    half = 0.5 * float(eccentric_anomaly(mean_anomaly % (2 * math.pi), eccentricity))
    true = 2 * math.atan2(math.sqrt(1 + eccentricity) * math.sin(half), math.sqrt(1 - eccentricity) * math.cos(half))
    return (true + math.pi) % (2 * math.pi) - math.pi
