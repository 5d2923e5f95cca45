"""Quantum links between a spacecraft and the ground: loss budgets, keys of real passes and years, reach, Bell tests.

Instruments, orbits, platforms and stations are entries, names or paths, as everywhere; lengths, angles and times are texts
with a unit, quantities, or SI floats. Every key says by which proof, with which failure probabilities and from how many
passes it was made, and whether the satellite must be trusted.

Examples
--------
>>> from qtspace_trade import quantum_links
>>> table = quantum_links.budget("micius", ["90 deg", "30 deg"], "500 km")
>>> table.round(1)[["elevation", "slant_range", "diffraction", "atmosphere", "total"]].values.tolist()
[[1.6, 500000.0, 11.2, 0.5, 30.1], [0.5, 909424.9, 16.2, 1.0, 35.6]]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from qtspace_trade import api, units
from qtspace_trade.catalogue import load
from qtspace_trade.constants import DAY, EARTH_GM, EARTH_MEAN_RADIUS, JULIAN_YEAR, SPEED_OF_LIGHT
from qtspace_trade.engine import quantum_passes
from qtspace_trade.errors import QtspaceError
from qtspace_trade.models.derived import plain, stated
from qtspace_trade.models.qkd import keys, model
from qtspace_trade.models.qkd import link as terminal
from qtspace_trade.physics import optical_link, qkd_keys, qkd_passes, visibility
from qtspace_trade.schema import glossary
from qtspace_trade.schema.entries import Instrument, Station

if TYPE_CHECKING:
    from pandas import DataFrame

MONTHS = 12
DRAWS = 64
CORRELATION_LENGTH = 500e3  # m, assumed
INDIFFERENT = ("pressure", "magnetic_field", "residual_acceleration")


def _terminal(instrument: Any) -> tuple[Instrument, SimpleNamespace]:
    entry = load.entry_of("instrument", instrument)
    if entry.family != "qkd" or entry.parameters is None or entry.parameters.link == "none":
        raise QtspaceError(f"'{entry.name}' has no quantum link: expected an instrument of family 'qkd' with a link")
    return entry, plain(entry.parameters)


def _check_stated(entry: Instrument, p: SimpleNamespace, names: Iterable[str]) -> None:
    missing = sorted({name for name in names if getattr(p, name) is None})
    if missing:
        raise QtspaceError(f"'{entry.name}' does not state {', '.join(missing)}: the link cannot be computed")


def _angles(values: Any, unit: str) -> Any:
    several = isinstance(values, Sequence) and not isinstance(values, str)
    return np.array([units.si(value, unit) for value in values]) if several else np.asarray(units.si(values, unit))


def _check_above_horizon(angle: Any, given: Any) -> None:
    if angle is not None and not np.all((angle > 0.0) & (angle <= 0.5 * np.pi)):
        raise QtspaceError(f"elevation = {given!r}: expected above 0 and at most 90 deg")


def budget(instrument: Any, elevation: Any = None, altitude: Any = None, *, distance: Any = None) -> DataFrame:
    """Loss of each part of a link in decibels, one row for each elevation or distance.

    Parameters
    ----------
    elevation : text, float, or a sequence of them, optional
        Elevation of the satellite above a station at sea level. [rad]
    altitude : text or float, optional
        Height of the satellite, with an elevation. [m]
    distance : text, float, or a sequence of them, optional
        Range; without an elevation the link runs between spacecraft, through no air. [m]

    Raises
    ------
    QtspaceError
        No quantum link, a parameter of it that is not stated, or neither a distance nor an elevation with an altitude.
    """
    import pandas as pd

    entry, p = _terminal(instrument)
    _check_stated(entry, p, terminal.optics(p, elevation is not None))
    angle = None if elevation is None else _angles(elevation, "rad")
    if distance is not None:
        length = _angles(distance, "m")
    elif angle is not None and altitude is not None:
        length = visibility.slant_range(units.si(altitude, "m"), angle)
    else:
        raise QtspaceError("expected a distance, or an elevation with an altitude")
    _check_above_horizon(angle, elevation)
    if not np.all(length > 0.0):
        raise QtspaceError(f"distance = {distance if altitude is None else altitude!r}: expected a positive one")
    terms = terminal.budget(p, length, angle)
    rows = np.broadcast_arrays(*(np.atleast_1d(np.asarray(term, dtype=float)) for term in (length, *terms)))
    columns = dict(zip(("slant_range", *optical_link.LinkLoss._fields), rows, strict=True))
    if angle is not None:
        columns = {"elevation": np.broadcast_to(np.atleast_1d(angle), rows[0].shape), **columns}
    frame = pd.DataFrame(columns)
    frame.attrs["units"] = {**dict.fromkeys(frame.columns, "dB"), "slant_range": "m", "elevation": "rad"}
    return frame


class Reach(NamedTuple):
    """How far a link of an instrument makes a key, with the block that it declares.

    `altitude` is the highest one at which a pass overhead makes a key, which is also the longest range there; None where
    there is none at any height. `pointing_jitter` is what the instrument's allowance for pointing loss lets its terminal do.
    """

    altitude: float | None
    link_loss: float | None
    passes_accumulated: int
    security: str
    secrecy: float
    correctness: float
    trusted_node: bool
    pointing_jitter: float | None


def reach(instrument: Any) -> Reach:
    """Altitude up to which a link makes a key, and what it takes.

    Raises
    ------
    QtspaceError
        No quantum link, or a parameter of it that is not stated.
    """
    entry, p = _terminal(instrument)
    _check_stated(entry, p, (*keys.needed(p), *terminal.optics(p)))
    farthest = model.reach(p)
    jitter = None
    if p.pointing_loss_allowance is not None:
        jitter = float(optical_link.maximum_jitter_for_loss(p.divergence, p.pointing_loss_allowance))
    security = keys.PAIR_SECURITY if keys.pairs(p) else f"two-decoy BB84, {qkd_keys.TWO_DECOY_TERMS} terms, chernoff"
    return Reach(
        farthest, model.largest_loss(p), int(p.passes_accumulated or 1), security, p.secrecy or keys.SECRECY,
        p.correctness or keys.CORRECTNESS, p.link != "double_downlink", jitter,
    )  # fmt: skip


def requirements(instrument: Any, altitude: Any = None) -> DataFrame:
    """What a link asks of its orbit, platform and ground segment, one record for each axis. SI.

    Derived from the physics, taken from its operations, or (`emission`) what it does to its neighbours. `value` is None
    where the axis does not matter to a link: vacuum, magnetic field, residual acceleration.

    Parameters
    ----------
    altitude : text or float, optional
        Height of a circular orbit, for the rate at which a station turns overhead and the point-ahead angle. [m]

    Raises
    ------
    QtspaceError
        No quantum link.
    """
    import pandas as pd

    entry, p = _terminal(instrument)
    unit_of = {name: variable.unit for name, variable in glossary.variables().items()}
    rows: list[tuple[Any, ...]] = [
        (row.variable, row.sense, row.limit, unit_of[row.variable], row.hard, row.why or row.formula, row.formula)
        for row in model.derive(p)
    ]
    uplink = p.link == "uplink"
    operations = entry.operations
    if p.operating_link_loss is not None and stated(p, *keys.needed(p)):
        announced = model.announced_rate(p, p.operating_link_loss) * keys.PASS_SECONDS
        rows.append(("announced_data", "at_least", announced, "bit", False,
                     f"time and basis of the detections of a pass of {keys.PASS_SECONDS:.0f} s at the operating loss",
                     f"{model.TIMESTAMP_BITS:.0f} bits for each detection"))  # fmt: skip
    rows.append(("attitude_law", "one_of", ", ".join(operations.attitude_laws), "", True, "the telescope follows its station",
                 "operations"))  # fmt: skip
    if operations.dark_sun_elevation is not None:
        rows.append(("station_sun_elevation", "at_most", operations.dark_sun_elevation.si, "rad", not uplink,
                     "night at the station", "operations"))  # fmt: skip
    if operations.minimum_elevation is not None:
        rows.append(("station_elevation", "at_least", operations.minimum_elevation.si, "rad", True, "lowest elevation used",
                     "operations"))  # fmt: skip
    if operations.time_fraction is not None:
        rows.append(("dark_contact_time", "at_least", operations.time_fraction.si, "", True, "least time in contact",
                     "operations"))  # fmt: skip
    rows.append(("eclipse", "at_all_times" if uplink else "none", None, "", uplink,
                 "a sunlit receiver is blind" if uplink else "the receiver stands on the ground", "operations"))  # fmt: skip
    if altitude is not None:
        height = float(units.si(altitude, "m"))
        speed = float(np.sqrt(EARTH_GM / (EARTH_MEAN_RADIUS + height)))
        rows.append(("slew_rate", "at_least", speed / height, "rad/s", True, "rate at which a station overhead turns",
                     "speed over height of a circular orbit, Earth at rest"))  # fmt: skip
        if uplink:
            rows.append(("point_ahead", "at_least", float(optical_link.point_ahead_angle(speed)), "rad", True,
                         "the ground telescope leads the spacecraft", "2 v / c"))  # fmt: skip
    for figure in model.performance(p, lambda *_, **__: None):
        if figure.value is not None:
            bound = "at_most" if figure.larger else "at_least"
            rows.append((figure.name, bound, figure.value, figure.unit, False, "of the terminal itself", figure.formula))
    rows += [(name, "none", None, unit_of[name], False, "a link works in any of space", "photons") for name in INDIFFERENT]
    rows += [("emission", "emits", f"{item.emission} {item.value}", "", False, item.note, item.source) for item in entry.emits]
    return pd.DataFrame(rows, columns=["axis", "sense", "value", "unit", "hard", "why", "basis"])


@dataclass(frozen=True)
class KeyYear:
    """Keys of the passes of a scenario.

    Attributes
    ----------
    clear_sky_key : float
        Secret bits of a Julian year without clouds.
    expected_key, spread : float or None
        Mean and standard deviation over drawn skies; None where the clear fraction of a station is not known.
    asymptotic_key : float
        Secret bits of a year without clouds if blocks had no end.
    key_per_pass : float
        Secret bits of a pass under a clear sky, blocks shared out over their passes.
    error_rate : float
        QBER of all sifted bits; NaN without any.
    night_probability : float
        Share of the nights of the scenario in which a pass of its own makes a key, with clouds where they are known.
    monthly_key : array
        Secret bits of each calendar month, at the month of the last pass of each block; expected where clouds are known,
        else of a clear sky. A month of which the scenario holds a part is scaled to its length; NaN where it holds none.
    security, secrecy, correctness, trusted_node, passes_accumulated
        Proof and bound, failure probabilities, whether the satellite knows the key, passes in a block.
    """

    instrument: str
    orbit: str
    table: Any
    clear_sky_key: float
    expected_key: float | None
    spread: float | None
    asymptotic_key: float
    key_per_pass: float
    error_rate: float
    night_probability: float
    monthly_key: Any
    settings: Any
    security: str
    secrecy: float
    correctness: float
    trusted_node: bool
    passes_accumulated: int

    def to_frame(self) -> DataFrame:
        """One row for each pass: stations, time, highest elevation, loss, sifted bits, errors, key of its own. SI, dB."""
        return self.table

    def __repr__(self) -> str:
        expected = "clouds unknown"
        if self.expected_key is not None and self.spread is not None:
            expected = f"{self.expected_key:.3g} +- {self.spread:.2g} with clouds"
        trust = "trusted" if self.trusted_node else "untrusted"
        return (
            f"<KeyYear {self.instrument} on {self.orbit}: {self.clear_sky_key:.3g} bit/year clear, {expected}; "
            f"{self.security}, {self.passes_accumulated} passes a block, {trust} node>"
        )


def year(
    instrument: Any,
    orbit: Any,
    *,
    stations: Any = None,
    clear_fraction: Any = None,
    correlation_length: Any = CORRELATION_LENGTH,
    draws: int = DRAWS,
    seed: int = 0,
    time_in_orbit: Any = 0.0,
    scenario: Any = api.SOLAR_MEAN,
    days: Any = None,
) -> KeyYear:
    """Keys of every pass of a scenario, from the orbit, the Sun and the Moon.

    Parameters
    ----------
    stations : optional
        Ground stations; those that the instrument names unless given. A double downlink uses every pair of them.
    clear_fraction : number, twelve numbers, or a mapping from the name of a station to these, optional
        Probability of a clear sky, by month if there are twelve. Unless given that of each station; if a station does not
        state it, keys with clouds are unknown.
    correlation_length : text or float, optional
        Distance at which the skies of two stations correlate by 1/e, an assumption; 0 for independent ones. [m]
    draws, seed : int, optional
        Years of sky that are drawn, and where the random numbers start.
    time_in_orbit : text or float, optional
        Age of the detectors, for their radiation damage. [s]

    Raises
    ------
    QtspaceError
        No quantum link, parameters or a trajectory that are not stated, or fewer than two stations of a double downlink.
    """
    return survey(
        [instrument], orbit, stations=stations, clear_fraction=clear_fraction, correlation_length=correlation_length,
        draws=draws, seed=seed, time_in_orbit=time_in_orbit, scenario=scenario, days=days,
    )[0]  # fmt: skip


def survey(
    instruments: Iterable[Any],
    orbit: Any,
    *,
    stations: Any = None,
    clear_fraction: Any = None,
    correlation_length: Any = CORRELATION_LENGTH,
    draws: int = DRAWS,
    seed: int = 0,
    time_in_orbit: Any = 0.0,
    scenario: Any = api.SOLAR_MEAN,
    days: Any = None,
) -> list[KeyYear]:
    """Years of several terminals on one orbit; those with the same operations share their passes. Arguments as of `year`."""
    environment = api.environment(orbit, scenario=scenario, days=days)
    age, length = float(units.si(time_in_orbit, "s")), float(units.si(correlation_length, "m"))
    if age < 0.0 or length < 0.0 or draws < 1:
        raise QtspaceError(
            f"time_in_orbit = {time_in_orbit!r}, correlation_length = {correlation_length!r}, draws = {draws!r}: expected "
            "none below 0, and one draw at least"
        )
    terminals = [_terminal(given) for given in instruments]
    places = [_sites(entry, environment, stations) for entry, _ in terminals]
    known = {site.name for sites in places for site in sites}
    if isinstance(clear_fraction, Mapping) and (unknown := sorted(set(clear_fraction) - known)):
        valid = ", ".join(sorted(known))
        raise QtspaceError(f"clear_fraction names {', '.join(unknown)}: expected stations of the link: {valid}")
    shared: dict[Any, Any] = {}
    found = []
    for (entry, p), sites in zip(terminals, places, strict=True):
        _check_stated(entry, p, (*keys.needed(p), *terminal.optics(p)))
        limits = entry.operations.minimum_elevation, entry.operations.dark_sun_elevation
        key = (quantum_passes.condition_of(entry), limits, sites, p.link, p.artificial_light)
        if key not in shared:
            samples = quantum_passes.samples(environment, entry, sites, p)
            shared[key] = samples, _clear(samples, clear_fraction, length, draws, seed)
        samples, clear = shared[key]
        found.append(_year(entry, p, environment, samples, clear, age))
    return found


def _sites(entry: Instrument, environment: Any, stations: Any) -> tuple[Station, ...]:
    if stations is None:
        return environment.stations(entry)
    several = isinstance(stations, Sequence) and not isinstance(stations, str)
    return tuple(load.entry_of("station", one) for one in (stations if several else (stations,)))


def _monthly(station: Station, given: Any) -> Any:
    """Twelve probabilities of a clear sky, or None where it is not known."""
    number = given.get(station.name) if isinstance(given, Mapping) else given
    if number is None:
        number = station.clear_fraction.si if station.clear_fraction is not None else None
    if number is None:
        return None
    values = np.broadcast_to(np.asarray(number, dtype=float), (MONTHS,)) if np.size(number) in (1, MONTHS) else None
    if values is None or np.any((values < 0.0) | (values > 1.0)):
        raise QtspaceError(f"clear fraction of '{station.name}' = {number!r}: expected one number from 0 to 1, or twelve")
    return values


def _clear(samples: Any, given: Any, length: float, draws: int, seed: int) -> Any:
    """Drawn skies (draws, passes), or None where the clear fraction of a station is not known."""
    sites = list(dict.fromkeys(station for stations in samples.places for station in stations))
    fractions = [_monthly(station, given) for station in sites]
    if any(values is None for values in fractions) or not len(samples.begin):
        return None
    table = np.array(fractions)
    latitude, longitude = (np.array([getattr(site, name).si for site in sites]) for name in ("latitude", "longitude"))
    correlation = qkd_passes.cloud_correlation(latitude, longitude, length)
    clear = True
    for number in range(len(samples.places[0])):
        station = np.array([sites.index(stations[number]) for stations in samples.places])[samples.place]
        chance = table[station, samples.month - 1]
        clear = clear & qkd_passes.clear_skies(chance, samples.night, station, correlation, draws, seed)
    return clear


def _year(entry: Instrument, p: SimpleNamespace, environment: Any, samples: Any, clear: Any, age: float) -> KeyYear:
    made = quantum_passes.pass_keys(p, samples, age)
    per_year = JULIAN_YEAR / environment.layer.duration
    every = np.ones(len(samples.begin), dtype=bool)
    lengths, last, key = quantum_passes.block_keys(p, samples, made, every)
    whole = quantum_passes.month_scale(environment.layer)
    months = np.bincount(samples.month[last] - 1, lengths, MONTHS) * whole
    expected = spread = None
    if clear is not None:
        totals = np.zeros((len(clear), MONTHS))
        if key.passes_accumulated == 1:
            alone = np.asarray(made.alone.key_length)
            by_month = np.eye(MONTHS)[samples.month - 1] * alone[:, None]
            totals = clear @ by_month
        else:
            for row, sky in enumerate(clear):
                some, ends, _ = quantum_passes.block_keys(p, samples, made, sky)
                totals[row] = np.bincount(samples.month[ends] - 1, some, MONTHS)
        months = totals.mean(axis=0) * whole
        years = totals.sum(axis=1) * per_year
        expected, spread = float(years.mean()), float(years.std(ddof=1)) if len(clear) > 1 else None
    total = float(lengths.sum())
    sifted = np.asarray(made.alone.sifted_counts)
    error_rate = float(np.sum(sifted * made.alone.error_rate) / sifted.sum()) if sifted.sum() > 0.0 else float("nan")
    return KeyYear(
        entry.name, environment.orbit.name, _table(samples, made), total * per_year, expected, spread,
        float(np.sum(made.asymptotic)) * per_year, total / len(every) if len(every) else 0.0, error_rate,
        _night_probability(environment, samples, np.asarray(made.alone.key_length), clear), months, made.settings,
        key.security, key.secrecy, key.correctness, key.trusted_node, key.passes_accumulated,
    )  # fmt: skip


def _night_probability(environment: Any, samples: Any, lengths: Any, clear: Any) -> float:
    """Share of the nights in which a pass of its own makes a key, somewhere."""
    if not len(lengths):
        return 0.0
    nights = max(round(environment.layer.duration / DAY), 1)
    order = np.argsort(samples.night, kind="stable")
    first = np.flatnonzero(np.diff(samples.night[order], prepend=-1))
    good = (lengths > 0.0) & (np.ones((1, len(lengths)), bool) if clear is None else clear)
    with_key = np.logical_or.reduceat(good[:, order], first, axis=1).sum(axis=1)
    return min(float(np.mean(with_key)) / nights, 1.0)


def _table(samples: Any, made: Any) -> DataFrame:
    import pandas as pd

    names = ["+".join(station.name for station in stations) for stations in samples.places]
    loss = made.loss.sum(axis=-1)
    light = np.sum(samples.seconds * optical_link.from_decibel(loss), axis=-1)
    mean = optical_link.decibel(light / np.maximum(samples.end - samples.begin, 1e-9))
    frame = pd.DataFrame({
        "station": np.array(names, dtype=object)[samples.place], "begin": samples.begin, "end": samples.end,
        "month": samples.month, "night": samples.night, "highest_elevation": samples.culmination,
        "least_loss": loss.min(axis=-1), "mean_loss": mean, "usable_share": np.average(
            made.share, axis=-1, weights=samples.seconds[0]) if len(samples.begin) else np.empty(0),
        "sifted_counts": made.alone.sifted_counts, "error_rate": made.alone.error_rate, "key": made.alone.key_length,
    })  # fmt: skip
    frame.attrs["units"] = {"begin": "s", "end": "s", "highest_elevation": "rad", "least_loss": "dB", "mean_loss": "dB",
                            "usable_share": "", "sifted_counts": "bit", "error_rate": "", "key": "bit"}  # fmt: skip
    return frame


class BellTest(NamedTuple):
    """Test of a Bell inequality with entangled pairs over a distance, no key; SI.

    `arm_losses` are those of the two photons, `chsh` the value expected and `time` how long it takes to stand
    `standard_deviations` above 2. `light_time` is the time that light needs over the distance: settings chosen and
    results written down at both ends within it are space-like separated. `decoherence` is the loss of visibility that a
    time `seconds` of counting tells from none, at one standard deviation.
    """

    arm_losses: tuple[float, float]
    coincidence_rate: float
    accidental_rate: float
    visibility: float
    chsh: float
    chsh_uncertainty: float
    time: float
    standard_deviations: float
    light_time: float
    decoherence: float
    seconds: float


def bell_test(
    instrument: Any,
    distance: Any,
    *,
    elevation: Any = "90 deg",
    seconds: Any = "1 hour",
    standard_deviations: float = 5.0,
    radiance: float | None = None,
) -> BellTest:
    """Bell test between the ends of a link, from the distance of a low orbit to that of the Moon or of L1 and L2.

    A double downlink sends both photons over the distance; else one stays with its source and is counted there with the
    efficiency of the detectors of the instrument.

    Parameters
    ----------
    distance : text or float
        Range of the link. [m]
    elevation : text or float, or None
        Elevation of the spacecraft above its station; None between spacecraft. [rad]
    seconds : text or float
        Time of counting. [s]
    standard_deviations : float
        Wanted of the violation.
    radiance : float, optional
        Background; a moonless sky, or for an uplink the ground in full moonlight, unless given. [W/m^2/sr/m]

    Raises
    ------
    QtspaceError
        No quantum link, no pair source, or a parameter that is not stated.
    """
    entry, p = _terminal(instrument)
    if not stated(p, *keys.PAIR_SOURCE):
        missing = ", ".join(name for name in keys.PAIR_SOURCE if getattr(p, name) is None)
        raise QtspaceError(f"'{entry.name}' is no source of pairs: it does not state {missing}")
    _check_stated(entry, p, (*keys.needed(p), *terminal.optics(p, elevation is not None)))
    length, time = float(units.si(distance, "m")), float(units.si(seconds, "s"))
    if length <= 0.0 or time <= 0.0:
        raise QtspaceError(f"distance = {distance!r}, seconds = {seconds!r}: expected positive ones")
    angle = None if elevation is None else float(units.si(elevation, "rad"))
    _check_above_horizon(angle, elevation)
    loss = np.array([float(terminal.budget(p, length, angle).total)])
    light = np.array([terminal.darkest(p) if radiance is None else radiance])
    arms, noise = keys.pair_sides(p, optical_link.from_decibel(loss), light)
    first, second = (float(optical_link.decibel(arm)) for arm in arms)
    found = qkd_keys.continuous_pair_key(
        p.pair_rate, *arms, *noise, p.coincidence_window, p.timing_jitter, p.misalignment,
        p.error_correction_efficiency,
    )  # fmt: skip
    rate = float(found.true_coincidence_rate + found.accidental_coincidence_rate)
    visibility_seen = 1.0 - 2.0 * float(found.error_rate)
    count = rate * time
    return BellTest(
        (first, second), rate, float(found.accidental_coincidence_rate), visibility_seen,
        float(qkd_keys.chsh_value(found.error_rate)), float(qkd_keys.chsh_uncertainty(count, visibility_seen)),
        float(qkd_keys.coincidences_for_violation(visibility_seen, standard_deviations)) / rate, standard_deviations,
        length / SPEED_OF_LIGHT, float(np.sqrt((1.0 - visibility_seen**2) / count)), time,
    )  # fmt: skip
