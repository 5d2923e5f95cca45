"""Orbits from the words in which people ask for them; each is an entry that goes wherever an orbit is expected.

Lengths, angles and times are texts with a unit, pint or astropy quantities, or SI floats. Altitudes are above the
equatorial radius. The elements are mean ones and hold at `epoch` (UTC), or at the start of the scenario without one. An
angle that nobody gave is zero and marked as assumed.

Examples
--------
>>> from qtspace_trade import design
>>> orbit = design.circular("600 km", "51.6 deg")
>>> orbit
<Orbit circular_600km_51_6deg: Circular orbit, 600 km, 51.6 deg; 2 references>
>>> orbit.orbit_class, orbit.cited(orbit.inclination), orbit.cited(orbit.right_ascension)
('leo', 'computed', 'assumed')
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from qtspace_trade import units
from qtspace_trade.catalogue.interop import earth_orbit_class
from qtspace_trade.catalogue.load import build
from qtspace_trade.constants import ASTRONOMICAL_UNIT, DAY, EARTH_RADIUS
from qtspace_trade.errors import QtspaceError
from qtspace_trade.physics import orbit_design
from qtspace_trade.physics.kepler import sun_synchronous_inclination
from qtspace_trade.physics.three_body import libration_distance
from qtspace_trade.schema.entries import HIGHEST_APOGEE, LOWEST_PERIGEE, Orbit

GIVEN, ASSUMED = "given", "assumed"
REFERENCES = {
    GIVEN: {"title": "Orbit asked for by the caller", "kind": "derived", "evidence": "computed"},
    ASSUMED: {"title": "Angle that the caller left open", "kind": "assumed", "evidence": "assumed"},
}
CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?")
MOST_REVOLUTIONS = 17  # a day; at 100 km there are 16.6
POINTS = ("L1", "L2")


class Number(NamedTuple):
    """A number as it goes into an entry, and its SI value."""

    text: str
    si: float
    source: str = GIVEN

    @property
    def cited(self) -> dict[str, str]:
        """What an entry holds."""
        return {"value": self.text, "source": self.source}


def circular(
    altitude: Any, inclination: Any, *, right_ascension: Any = None, mean_anomaly: Any = None, epoch: str = ""
) -> Orbit:
    """Circular orbit about the Earth.

    Raises
    ------
    QtspaceError
        The orbit runs below the surface, or a value cannot be read.

    Examples
    --------
    >>> circular(400e3, 0.9).name
    'circular_400km_51_566202deg'
    """
    height, tilt = _number("altitude", altitude, "m"), _inclination(inclination)
    angles = {"right_ascension": right_ascension, "argument_of_perigee": None, "mean_anomaly": mean_anomaly}
    return _keplerian(
        f"circular_{_km(height.si)}", f"Circular orbit, {_shown(height.si)} km", height, height, tilt, angles, epoch
    )


def elliptical(
    perigee_altitude: Any,
    apogee_altitude: Any,
    inclination: Any,
    *,
    argument_of_perigee: Any = None,
    right_ascension: Any = None,
    mean_anomaly: Any = None,
    epoch: str = "",
) -> Orbit:
    """Elliptical orbit about the Earth from the altitudes of perigee and apogee.

    Raises
    ------
    QtspaceError
        The perigee lies below the surface or above the apogee, or a value cannot be read.

    Examples
    --------
    >>> elliptical("700 km", "51000 km", "63 deg", argument_of_perigee="270 deg").name
    'elliptical_700x51000km_63deg_perigee_270deg'
    """
    low, high = _number("perigee_altitude", perigee_altitude, "m"), _number("apogee_altitude", apogee_altitude, "m")
    angles = _angles(right_ascension, argument_of_perigee, mean_anomaly)
    name = f"elliptical_{_label(low.si / 1e3)}x{_km(high.si)}"
    title = f"Elliptical orbit, {_shown(low.si)} x {_shown(high.si)} km"
    return _keplerian(name, title, low, high, _inclination(inclination), angles, epoch)


def by_period(
    period: Any,
    eccentricity: Any,
    inclination: Any,
    *,
    argument_of_perigee: Any = None,
    right_ascension: Any = None,
    mean_anomaly: Any = None,
    epoch: str = "",
) -> Orbit:
    """Orbit about the Earth from the time between two passages of the perigee.

    Raises
    ------
    QtspaceError
        The orbit is not closed or runs below the surface, or a value cannot be read.

    Examples
    --------
    >>> orbit = by_period("12 h", 0.5, "63.4 deg")
    >>> orbit.name, round(orbit.perigee_altitude.si / 1e3)
    ('period_12h_ecc_0_5_63_4deg', 6927)
    """
    time, shape, tilt = _number("period", period, "s"), _eccentricity(eccentricity), _inclination(inclination)
    if time.si <= 0:
        raise QtspaceError(f"period = {time.text}: expected a positive time")
    axis = orbit_design.semi_major_axis_from_anomalistic_period(time.si, shape.si, tilt.si)
    name = f"period_{_label(time.si / 3600)}h_ecc_{_label(shape.si)}"
    title = f"Orbit with a period of {_label(time.si / 3600, '.')} h"
    angles = _angles(right_ascension, argument_of_perigee, mean_anomaly)
    return _keplerian(name, title, *_apsides(axis, shape.si), tilt, angles, epoch)


def sun_synchronous(
    altitude: Any = None, *, revolutions: Any = None, days: Any = None, local_time_of_node: Any
) -> Orbit:
    """Circular orbit whose plane follows the mean Sun, of given altitude or with a repeating ground track.

    Parameters
    ----------
    altitude : length, optional
        Altitude; or else `revolutions` and `days`.
    revolutions, days : int, optional
        Nodal revolutions and mean solar days after which the ground track closes.
    local_time_of_node : str or time
        Mean local solar time at the ascending node, `"10:30"` or `"10.5 h"`.

    Raises
    ------
    QtspaceError
        No Sun-synchronous orbit is so high, the orbit runs below the surface, or a value cannot be read.

    Examples
    --------
    >>> sun_synchronous("600 km", local_time_of_node="18:00").name
    'sso_600km_18h'
    >>> orbit = sun_synchronous(revolutions=143, days=10, local_time_of_node="22:30")   # Sentinel-2
    >>> orbit.name, round(orbit.perigee_altitude.si / 1e3)
    ('sso_143_in_10_days_22_5h', 786)
    """
    hour = _local_time(local_time_of_node)
    if (altitude is None) == (revolutions is None and days is None):
        raise QtspaceError("sun_synchronous: expected either an altitude or revolutions and days")
    if altitude is not None:
        height = _number("altitude", altitude, "m")
        _check_altitudes(height.si, height.si)
        _of_physics(sun_synchronous_inclination, EARTH_RADIUS + height.si)
        name, title = f"sso_{_km(height.si)}", f"Sun-synchronous orbit, {_shown(height.si)} km"
    else:
        cycle = _cycle(revolutions, days, lambda turns, whole: orbit_design.sun_synchronous_repeat(turns, whole)[0])
        height = _metres(orbit_design.sun_synchronous_repeat(*cycle)[0] - EARTH_RADIUS)
        name, title = f"sso_{_cycle_name(cycle)}", f"Sun-synchronous orbit, {_cycle_title(cycle)}"
    raw = {"perigee_altitude": height.cited, "local_time_of_node": hour.cited}
    clock = _label(hour.si / 3600)
    return _entry("sun_synchronous", "sso", f"{name}_{clock}h", f"{title}, node at {_label(hour.si / 3600, '.')} h", raw)


def repeat_ground_track(
    revolutions: Any,
    days: Any,
    inclination: Any,
    *,
    eccentricity: Any = 0.0,
    argument_of_perigee: Any = None,
    right_ascension: Any = None,
    mean_anomaly: Any = None,
    epoch: str = "",
) -> Orbit:
    """Orbit whose ground track closes after so many nodal revolutions and nodal days.

    A nodal day is a turn of the Earth relative to the node of the orbit, up to half an hour shorter than a solar day.

    Raises
    ------
    QtspaceError
        The orbit is not closed or runs below the surface, the numbers share a divisor, or a value cannot be read.

    Examples
    --------
    >>> orbit = repeat_ground_track(127, 10, "66.04 deg")   # TOPEX/Poseidon, 1336 km
    >>> orbit.name, round(orbit.perigee_altitude.si / 1e3)
    ('repeat_127_in_10_days_66_04deg', 1336)
    """
    tilt, shape = _inclination(inclination), _eccentricity(eccentricity)

    def axis_of(turns: int, whole: int) -> float:
        return orbit_design.repeat_semi_major_axis(turns, whole, shape.si, tilt.si)

    cycle = _cycle(revolutions, days, axis_of, shape.si)
    name = f"repeat_{_cycle_name(cycle)}{f'_ecc_{_label(shape.si)}' if shape.si else ''}"
    low, high = _apsides(axis_of(*cycle), shape.si)
    angles = _angles(right_ascension, argument_of_perigee, mean_anomaly)
    return _keplerian(name, f"Repeating ground track, {_cycle_title(cycle)}", low, high, tilt, angles, epoch)


def frozen(
    altitude: Any, inclination: Any, *, right_ascension: Any = None, mean_anomaly: Any = None, epoch: str = ""
) -> Orbit:
    """Nearly circular orbit whose perigee J2 and J3 leave at rest over the northernmost point.

    `altitude` is that of the semi-major axis.

    Raises
    ------
    QtspaceError
        The orbit runs below the surface, or a value cannot be read.

    Examples
    --------
    >>> orbit = frozen("781.4 km", "98.55 deg")   # Envisat
    >>> orbit.name, round((orbit.apogee_altitude.si - orbit.perigee_altitude.si) / 1e3, 1)
    ('frozen_781_4km_98_55deg', 14.8)
    """
    height, tilt = _number("altitude", altitude, "m"), _inclination(inclination)
    _check_altitudes(height.si, height.si)
    axis = EARTH_RADIUS + height.si
    low, high = _apsides(axis, float(orbit_design.frozen_eccentricity(axis, tilt.si)))
    angles = {"right_ascension": right_ascension, "argument_of_perigee": "90 deg", "mean_anomaly": mean_anomaly}
    return _keplerian(
        f"frozen_{_km(height.si)}", f"Frozen orbit, {_shown(height.si)} km", low, high, tilt, angles, epoch, "90 deg"
    )


def molniya(
    perigee_altitude: Any,
    *,
    argument_of_perigee: Any = "270 deg",
    right_ascension: Any = None,
    mean_anomaly: Any = None,
    epoch: str = "",
) -> Orbit:
    """Molniya orbit: two revolutions in a nodal day at the critical inclination, apogee in the north.

    Raises
    ------
    QtspaceError
        The perigee lies below the surface or too high for the period, or a value cannot be read.

    Examples
    --------
    >>> orbit = molniya("600 km")
    >>> orbit.name, round(orbit.apogee_altitude.si / 1e3)
    ('molniya_600km', 39751)
    """
    low = _number("perigee_altitude", perigee_altitude, "m")
    _check_altitudes(low.si, max(low.si, LOWEST_PERIGEE))
    axis, eccentricity, inclination = _of_physics(orbit_design.molniya_elements, low.si)
    high = _apsides(axis, eccentricity)[1]
    angles = _angles(right_ascension, argument_of_perigee, mean_anomaly)
    return _keplerian(
        f"molniya_{_km(low.si)}", f"Molniya orbit, perigee at {_shown(low.si)} km", low, high, _radians(inclination), angles,
        epoch, "270 deg", named_tilt=False,
    )  # fmt: skip


def tundra(
    eccentricity: Any,
    *,
    argument_of_perigee: Any = "270 deg",
    right_ascension: Any = None,
    mean_anomaly: Any = None,
    epoch: str = "",
) -> Orbit:
    """Tundra orbit: one revolution in a nodal day at the critical inclination, apogee in the north.

    Raises
    ------
    QtspaceError
        The orbit is not closed or runs below the surface, or a value cannot be read.

    Examples
    --------
    >>> orbit = tundra(0.25)
    >>> orbit.name, round(orbit.perigee_altitude.si / 1e3)
    ('tundra_ecc_0_25', 25244)
    """
    shape = _eccentricity(eccentricity)
    axis, inclination = _of_physics(orbit_design.tundra_elements, shape.si)
    low, high = _apsides(axis, shape.si)
    angles = _angles(right_ascension, argument_of_perigee, mean_anomaly)
    return _keplerian(
        f"tundra_ecc_{_label(shape.si)}", f"Tundra orbit, eccentricity {shape.si:g}", low, high, _radians(inclination),
        angles, epoch, "270 deg", named_tilt=False,
    )  # fmt: skip


def geostationary(longitude: Any) -> Orbit:
    """Geostationary orbit over a longitude, east positive.

    Raises
    ------
    QtspaceError
        The longitude is not between -180 and 360 deg, or cannot be read.

    Examples
    --------
    >>> geostationary("-15 deg").name
    'geostationary_15deg_west'
    """
    place = _number("longitude", longitude, "rad")
    if not -math.pi <= place.si <= 2 * math.pi:
        raise QtspaceError(f"longitude = {place.text}: expected between -180 and 360 deg")
    degrees = math.degrees(math.remainder(place.si, 2 * math.pi))
    side = "west" if degrees < 0 else "east"
    name = f"geostationary_{_label(abs(degrees))}deg_{side}"
    title = f"Geostationary orbit, {_label(abs(degrees), '.')} deg {side}"
    return _entry("geostationary", "geo", name, title, {"longitude": place.cited})


def halo(point: str, amplitude_z: Any) -> Orbit:
    """Northern halo orbit about Sun-Earth L1 or L2 of a given amplitude out of the ecliptic, which fixes all the rest.

    Raises
    ------
    QtspaceError
        The point is neither L1 nor L2, the amplitude is negative or reaches the Earth, or a value cannot be read.

    Examples
    --------
    >>> halo("L1", "110000 km").name   # ISEE-3
    'halo_l1_110000km'
    """
    size = _amplitude(point, "amplitude_z", amplitude_z)
    name, label = f"halo_{point.lower()}_{_label(size.si / 1e3)}km", _label(size.si / 1e3, ".")
    raw = {"point": point, "amplitude_z": size.cited}
    return _entry("halo", f"sun_earth_{point.lower()}", name, f"Halo orbit about Sun-Earth {point}, {label} km", raw)


def lissajous(point: str, amplitude_y: Any, amplitude_z: Any) -> Orbit:
    """Lissajous orbit about Sun-Earth L1 or L2 with amplitudes in the ecliptic (y) and out of it (z).

    Raises
    ------
    QtspaceError
        The point is neither L1 nor L2, an amplitude is negative or reaches the Earth, or a value cannot be read.

    Examples
    --------
    >>> lissajous("L2", "340000 km", "90000 km").name   # Gaia
    'lissajous_l2_340000x90000km'
    """
    given = (("amplitude_y", amplitude_y), ("amplitude_z", amplitude_z))
    sizes = {name: _amplitude(point, name, size) for name, size in given}
    wide, high = (size.si / 1e3 for size in sizes.values())
    name = f"lissajous_{point.lower()}_{_label(wide)}x{_label(high)}km"
    title = f"Lissajous orbit about Sun-Earth {point}, {_label(wide, '.')} x {_label(high, '.')} km"
    raw = {"point": point, **{key: size.cited for key, size in sizes.items()}}
    return _entry("libration", f"sun_earth_{point.lower()}", name, title, raw)


def _amplitude(point: str, name: str, given: Any) -> Any:
    if point not in POINTS:
        raise QtspaceError(f"point = {point!r}: expected 'L1' or 'L2'")
    size, largest = _number(name, given, "m"), float(libration_distance(1 + POINTS.index(point)))
    if not 0 <= size.si < largest:
        raise QtspaceError(
            f"{name} = {size.text}: expected less than {largest / 1e9:.3f} million km, the distance of {point}, "
            "and not below zero"
        )
    return size


def heliocentric(semi_major_axis: Any, eccentricity: Any, inclination: Any, lag: Any) -> Orbit:
    """Orbit about the Sun; `lag` is the mean longitude by which it trails the Earth at the start, negative if it leads.

    Raises
    ------
    QtspaceError
        The orbit is not closed, its axis is not positive, or a value cannot be read.

    Examples
    --------
    >>> heliocentric("1.0133 au", 0.0361, "0.447 deg", "4 deg").name   # Kepler
    'heliocentric_1_0133au_ecc_0_0361_0_447deg_lag_4deg'
    """
    axis, shape = _number("semi_major_axis", semi_major_axis, "m"), _eccentricity(eccentricity)
    if axis.si <= 0:
        raise QtspaceError(f"semi_major_axis = {axis.text}: expected a positive length")
    tilt, behind = _inclination(inclination), _number("lag", lag, "rad")
    size = axis.si / ASTRONOMICAL_UNIT
    name = f"heliocentric_{_label(size)}au_ecc_{_label(shape.si)}_{_degrees(tilt.si)}_lag_{_degrees(behind.si)}"
    title = f"Orbit about the Sun, {_label(size, '.')} au, {_label(math.degrees(behind.si), '.')} deg behind the Earth"
    raw = {
        "semi_major_axis": axis.cited, "eccentricity": shape.cited, "inclination": tilt.cited, "lag": behind.cited,
    }  # fmt: skip
    return _entry("heliocentric", "heliocentric", name, title, raw)


def earth_trailing(lag: Any) -> Orbit:
    """Circular orbit about the Sun, one astronomical unit wide, that trails the Earth, or leads it if `lag` is negative.

    Raises
    ------
    QtspaceError
        The orbit would be nearer to the Earth than L1 and L2, where the Earth holds the spacecraft, or a value cannot be
        read.

    Examples
    --------
    >>> earth_trailing("20 deg").name   # LISA
    'earth_trailing_20deg'
    """
    behind = _number("lag", lag, "rad")
    least = float(libration_distance(2)) / ASTRONOMICAL_UNIT
    if not least <= abs(behind.si) <= math.pi:
        raise QtspaceError(
            f"lag = {behind.text}: expected between {math.degrees(least):.2f} and 180 deg in either direction; nearer, the "
            "Earth holds the spacecraft"
        )
    side = "trailing" if behind.si > 0 else "leading"
    degrees = abs(math.degrees(behind.si))
    zero, flat = Number("0", 0.0, ASSUMED), Number("0 deg", 0.0, ASSUMED)
    raw = {
        "semi_major_axis": Number("1 astronomical_unit", ASTRONOMICAL_UNIT).cited, "eccentricity": zero.cited,
        "inclination": flat.cited, "lag": behind.cited,
    }  # fmt: skip
    title = f"Earth-{side} orbit about the Sun, {_label(degrees, '.')} deg"
    return _entry("heliocentric", "heliocentric", f"earth_{side}_{_label(degrees)}deg", title, raw)


def _keplerian(
    name: str,
    title: str,
    low: Number,
    high: Number,
    tilt: Number,
    angles: dict[str, Any],
    epoch: str,
    usual_perigee: str = "",
    *,
    named_tilt: bool = True,
) -> Orbit:
    _check_altitudes(low.si, high.si)
    given = {key: _number(key, angle, "rad") for key, angle in angles.items() if angle is not None}
    open_angles = {key: Number("0 deg", 0.0, ASSUMED) for key in angles if key not in given}
    if named_tilt:
        name, title = f"{name}_{_degrees(tilt.si)}", f"{title}, {_label(math.degrees(tilt.si), '.')} deg"
    for key, short in (("argument_of_perigee", "perigee"), ("right_ascension", "node"), ("mean_anomaly", "anomaly")):
        if key in given and not (key == "argument_of_perigee" and given[key].text == usual_perigee):
            name += f"_{short}_{_degrees(given[key].si)}"
    if epoch:
        name += f"_at_{re.sub(r'[^0-9a-z]', '', str(epoch).lower())}"
    raw = {
        "perigee_altitude": low.cited, "apogee_altitude": high.cited, "inclination": tilt.cited,
        **{key: angle.cited for key, angle in {**given, **open_angles}.items()}, "epoch": epoch,
    }  # fmt: skip
    return _entry("keplerian", earth_orbit_class(low.si, high.si, tilt.si), name, title, raw)


def _entry(kind: str, orbit_class: str, name: str, title: str, raw: dict[str, Any]) -> Orbit:
    sources = {value["source"] for value in raw.values() if isinstance(value, dict)}
    used = {source: text for source, text in REFERENCES.items() if source in sources}
    whole = {"title": title, "kind": kind, "orbit_class": orbit_class, **raw, "references": used}
    return build("orbit", {key: value for key, value in whole.items() if value != ""}, name, f"design.{name}")


def _angles(right_ascension: Any, argument_of_perigee: Any, mean_anomaly: Any) -> dict[str, Any]:
    return {
        "right_ascension": right_ascension, "argument_of_perigee": argument_of_perigee, "mean_anomaly": mean_anomaly,
    }  # fmt: skip


def _number(name: str, given: Any, unit: str) -> Number:
    try:
        value = units.si(given, unit)
    except QtspaceError as error:
        raise QtspaceError(f"{name}: {error}") from None
    if not isinstance(value, float):
        raise QtspaceError(f"{name} = {given!r}: expected one number")
    text = given.strip() if isinstance(given, str) else units.written(given)
    return Number(text if isinstance(text, str) else f"{value!r} {unit}".strip(), value)


def _inclination(given: Any) -> Number:
    tilt = _number("inclination", given, "rad")
    if not 0 <= tilt.si <= math.pi:
        raise QtspaceError(f"inclination = {tilt.text}: expected between 0 and 180 deg")
    return tilt


def _eccentricity(given: Any) -> Number:
    shape = _number("eccentricity", given, "")
    if not 0 <= shape.si < 1:
        raise QtspaceError(f"eccentricity = {shape.text}: expected a closed orbit, from 0 to below 1")
    return shape


def _local_time(given: Any) -> Number:
    clock = CLOCK.fullmatch(given.strip()) if isinstance(given, str) else None
    if clock:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        value = 3600.0 * hours + 60.0 * minutes + seconds
        hour = Number(f"{value / 3600!r} h", value)
    else:
        hour = _number("local_time_of_node", given, "s")
    if not 0 <= hour.si <= DAY:
        raise QtspaceError(f"local_time_of_node = {given!r}: expected a time of day from '00:00' to '24:00'")
    if not isinstance(given, str) and hour.text.endswith(" s") and 0 < hour.si <= 24:
        raise QtspaceError(f"local_time_of_node = {given!r}: seconds after midnight, expected '{given} h' if hours are meant")
    return hour


def _cycle(
    revolutions: Any, days: Any, axis_of: Callable[[int, int], Any], eccentricity: float = 0.0
) -> tuple[int, int]:
    """Revolutions and days of a ground track that closes; a cycle that cannot be flown names the nearest that can."""
    turns, whole = _count("revolutions", revolutions), _count("days", days)
    divisor = math.gcd(turns, whole)
    if divisor > 1:
        raise QtspaceError(
            f"{_cycle_title((turns, whole))}: the ground track closes after "
            f"{_cycle_title((turns // divisor, whole // divisor))} already; expected numbers without a common divisor"
        )

    def flies(count: int) -> bool:
        try:
            axis = float(axis_of(count, whole))
        except ValueError:
            return False
        low, high = axis * (1 - eccentricity) - EARTH_RADIUS, axis * (1 + eccentricity) - EARTH_RADIUS
        return low >= LOWEST_PERIGEE and high <= HIGHEST_APOGEE

    if not flies(turns):
        others = (count for count in range(1, MOST_REVOLUTIONS * whole + 1) if math.gcd(count, whole) == 1)
        nearest = next((count for count in sorted(others, key=lambda count: abs(count - turns)) if flies(count)), None)
        hint = f"nearest is {_cycle_title((nearest, whole))}" if nearest else f"there is none in {_days(whole, ' ')}"
        raise QtspaceError(f"no such orbit repeats after {_cycle_title((turns, whole))}: {hint}")
    return turns, whole


def _count(name: str, given: Any) -> int:
    value = _number(name, given, "").si
    if value < 1 or value != int(value):
        raise QtspaceError(f"{name} = {given!r}: expected a whole number from 1")
    return int(value)


def _check_altitudes(low: float, high: float) -> None:
    if low <= 0:
        raise QtspaceError(f"perigee altitude {_shown(low)} km: the orbit runs below the Earth's surface")
    if low < LOWEST_PERIGEE:
        raise QtspaceError(
            f"perigee altitude {_shown(low)} km: expected at least {LOWEST_PERIGEE / 1e3:g} km, below it drag ends the orbit"
        )
    if high < low:
        raise QtspaceError(f"apogee altitude {_shown(high)} km lies below the perigee altitude {_shown(low)} km")
    if high > HIGHEST_APOGEE:
        raise QtspaceError(f"apogee altitude {_shown(high)} km: expected at most {HIGHEST_APOGEE / 1e9:g} million km")


def _of_physics(function: Callable[..., Any], *arguments: float) -> Any:
    try:
        return function(*arguments)
    except ValueError as error:
        raise QtspaceError(str(error)) from None


def _apsides(axis: Any, eccentricity: Any) -> tuple[Number, Number]:
    low, high = orbit_design.apsis_altitudes(axis, eccentricity)
    return _metres(low), _metres(high)


def _metres(length: Any) -> Number:
    return Number(f"{float(length)!r} m", float(length))


def _radians(angle: float) -> Number:
    return Number(f"{angle!r} rad", angle)


def _label(value: float, point: str = "_") -> str:
    text = f"{abs(value):.6f}".rstrip("0").rstrip(".").replace(".", point)
    return f"{'minus_' if point == '_' else '-'}{text}" if value < 0 else text


def _km(length: float) -> str:
    return f"{_label(length / 1e3)}km"


def _shown(length: float) -> str:
    return _label(length / 1e3, ".")


def _degrees(angle: float) -> str:
    return f"{_label(math.degrees(angle))}deg"


def _cycle_name(cycle: tuple[int, int]) -> str:
    return f"{cycle[0]}_in_{_days(cycle[1], '_')}"


def _cycle_title(cycle: tuple[int, int]) -> str:
    return f"{cycle[0]} revolution{'s' * (cycle[0] != 1)} in {_days(cycle[1], ' ')}"


def _days(count: int, space: str) -> str:
    return f"{count}{space}day{'s' * (count != 1)}"
