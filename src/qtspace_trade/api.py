"""What users call: names and entries of the catalogue, environments, assessments, comparisons, joint missions, reports.

Every argument that asks for an entry takes the entry itself, its name in the catalogue, or the path of a TOML file;
an orbit may also be an `Orbit` object of the poliastro family.
"""

from __future__ import annotations

import functools
import importlib
import numbers
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qtspace_trade.catalogue import load
from qtspace_trade.constants import DAY
from qtspace_trade.errors import QtspaceError, UnknownName
from qtspace_trade.schema.entries import DURATIONS, Entry, Instrument, Orbit, Platform, Scenario, Station
from qtspace_trade.schema.rows import ATTITUDE_LAWS

if TYPE_CHECKING:
    from pandas import DataFrame

    from qtspace_trade.assessment.concept import Assessment
    from qtspace_trade.engine.bulk import Piece
    from qtspace_trade.engine.environment import Environment
    from qtspace_trade.physics.propagation import Lifetime
    from qtspace_trade.reports.document import Report
    from qtspace_trade.trade.grid import Comparison, JointMissions

Given = Entry | str | Path
Progress = Callable[[str], None]

SOLAR_MEAN = "solar_mean"


def instruments() -> tuple[str, ...]:
    """Names of the instruments in the catalogue."""
    return load.names("instrument")


def orbits() -> tuple[str, ...]:
    """Names of the orbits in the catalogue."""
    return load.names("orbit")


def platforms() -> tuple[str, ...]:
    """Names of the platforms in the catalogue."""
    return load.names("platform")


def stations() -> tuple[str, ...]:
    """Names of the ground stations in the catalogue."""
    return load.names("station")


def scenarios() -> tuple[str, ...]:
    """Names of the scenarios in the package."""
    return load.names("scenario")


def instrument(given: Given) -> Instrument:
    """An instrument by name or path.

    Raises
    ------
    UnknownName
        No such name; the message holds the nearest one.
    CatalogueError
        The file is not valid; holds every problem found.
    """
    return load.entry_of("instrument", given)


def orbit(given: Any) -> Orbit:
    """An orbit by name, path, or from an `Orbit` object of boinor, hapsira or poliastro.

    Raises
    ------
    UnknownName
        No such name; the message holds the nearest one.
    CatalogueError
        The file is not valid; holds every problem found.
    """
    interop = _module("catalogue.interop")
    return interop.orbit_entry(given) if interop.is_orbit_object(given) else load.entry_of("orbit", given)


def platform(given: Given) -> Platform:
    """A platform by name or path; raises as `instrument` does."""
    return load.entry_of("platform", given)


def station(given: Given) -> Station:
    """A ground station by name or path; raises as `instrument` does."""
    return load.entry_of("station", given)


def scenario(given: Given) -> Scenario:
    """A scenario by name or path; raises as `instrument` does."""
    return load.entry_of("scenario", given)


def environment(
    orbit: Any,
    platform: Given | None = None,
    *,
    attitude: str | None = None,
    scenario: Given = SOLAR_MEAN,
    days: Any = None,
) -> Environment:
    """What an orbit offers on a platform that holds an attitude law.

    Parameters
    ----------
    platform : optional
        Without one, only what the orbit decides is known.
    attitude : str, optional
        Attitude law; the first one of the platform unless given.
    days : float, text or quantity, optional
        Duration, 0.001 d to a century; that of the scenario unless given. [d]

    Returns
    -------
    Environment
        `env["altitude"]` gives SI values, `env.statistic("altitude", "max")` a number with its error,
        `env.intervals("eclipse")` the times of a condition, `env.to_frame()` a table.
    """
    _check_law(attitude)
    layer = _module("engine.orbit_layer").layer_of(api_orbit(orbit), api_scenario(scenario), _seconds(days))
    host = None if platform is None else api_platform(platform)
    law = attitude or (host.attitudes[0].law if host is not None and host.attitudes else "")
    if host is not None:
        _check_attitude(host, law)
    return _module("engine.environment").environment_of(layer, host, law)


def propagate(
    orbit: Any,
    platform: Given | None = None,
    *,
    forces: Sequence[str] = ("harmonics", "sun", "moon"),
    backend: str = "scipy",
    attitude: str | None = None,
    scenario: Given = SOLAR_MEAN,
    days: Any = None,
) -> Environment:
    """As `environment`, on the numerically integrated motion that begins on the mean orbit.

    Parameters
    ----------
    platform : optional
        Needed for `drag` and `radiation_pressure`, which act on the bus without payload.
    forces : sequence of str
        Of `harmonics` (EGM2008 to degree 8 about the true pole; without it J2 alone), `sun`, `moon`, `drag`,
        `radiation_pressure`.
    backend : str
        `scipy`, or `heyoka` (extra `precision`; no drag and no radiation pressure).

    Raises
    ------
    QtspaceError
        No orbit about the Earth, an unknown force, numbers missing, or re-entry before the end.
    """
    _check_law(attitude)
    host = None if platform is None else api_platform(platform)
    law = attitude or (host.attitudes[0].law if host is not None and host.attitudes else "")
    if host is not None:
        _check_attitude(host, law)
    where = api_scenario(scenario)
    seconds = _seconds(days) or where.duration
    named = (forces,) if isinstance(forces, str) else tuple(forces)
    layer = _module("engine.numerical").integrated(api_orbit(orbit), host, where, seconds, named, backend)
    return _module("engine.environment").environment_of(layer, host, law)


def ephemeris(orbits: Any, *, step: Any = 60.0, scenario: Given = SOLAR_MEAN, days: Any = None) -> Iterator[Piece]:
    """Many orbits about the Earth at even steps, piece by piece, so that memory stays bounded.

    Parameters
    ----------
    orbits : entry, name, path, `Orbit` object, or a sequence of them
        Mean orbits about the Earth.
    step : float, text or quantity
        Time between points. [s]

    Returns
    -------
    iterator of Piece
        `times` (n,) since the epoch [s] and `ephemeris` with `position`, `velocity` (m, n, 3), `sun` (n, 3), `shadow`
        and `altitude` (m, n). [m, m/s, 1]
    """
    found, where = _given("orbit", orbits), api_scenario(scenario)
    return _module("engine.bulk").pieces(found, where, _seconds(days) or where.duration, _module("units").si(step, "s"))


def orbit_table(orbits: Any = None, *, step: Any = 60.0, scenario: Given = SOLAR_MEAN, days: Any = None) -> DataFrame:
    """One row for each orbit about the Earth: period, rates of node and perigee, altitude, umbra and beta angle, SI.

    None means those of the catalogue that are given by elements. Units stand in `attrs["units"]`.
    """
    where, bulk = api_scenario(scenario), _module("engine.bulk")
    found = _given("orbit", orbits)
    if orbits is None:
        found = tuple(place for place in found if place.kind in ("keplerian", "sun_synchronous", "geostationary"))
    return bulk.table(found, where, _seconds(days) or where.duration, _module("units").si(step, "s"))


def lifetime(orbit: Any, platform: Given, *, scenario: Given = SOLAR_MEAN) -> Lifetime:
    """How long drag lets a spacecraft without thrust stay in orbit, within a century.

    Returns
    -------
    Lifetime
        `duration` [s], `end_reason`, and the history of axis, eccentricity and apsides over `times`. [s, m, 1]

    Raises
    ------
    QtspaceError
        No orbit about the Earth, or a platform that does not state mass, cross section and drag coefficient.
    """
    return _module("engine.numerical").lifetime(api_orbit(orbit), api_platform(platform), api_scenario(scenario))


def assess(
    instruments: Given | Sequence[Given],
    orbit: Any,
    platform: Given | Sequence[Given] | None = None,
    *,
    attitude: str | None = None,
    scenario: Given = SOLAR_MEAN,
    days: Any = None,
) -> Assessment:
    """One mission concept: instruments on an orbit with a platform, or several spacecraft on orbits of their own.

    Parameters
    ----------
    instruments : entry, name, path, or a sequence of them
        What flies.
    orbit : entry, name, path, `Orbit` object, or a sequence of them
        One orbit for all, or one for each instrument in the same order.
    platform : optional
        One platform for all, or one for each instrument in the same order. Without it every platform of the catalogue
        that can fly the orbit is tried and the best one used; the result says which.
    attitude : str, optional
        Fixes the attitude law; the best one is used unless given.

    Raises
    ------
    QtspaceError
        Nothing to assess, an orbit or a platform too many or too few, a launcher in place of a platform, an attitude law
        that the platform does not hold.
    """
    _check_law(attitude)
    members = _some("instrument", instruments)
    _distinct(members)
    places = _some("orbit", orbit)
    grid, concept, engine = _module("trade.grid"), _module("assessment.concept"), _module("engine.orbit_layer")
    layers = [engine.layer_of(place, api_scenario(scenario), _seconds(days)) for place in _each(places, members, "orbits")]
    if platform is None:
        if len(set(layers)) > 1:
            raise QtspaceError("several orbits: name the platform, one for all or one for each instrument")
        return _on_the_best_platform(members, places[0], layers[0], attitude, grid, concept)
    hosts = _some("platform", platform)
    for host in hosts:
        _check_platform(host, attitude)
    _one_meaning(places)
    _one_meaning(hosts)
    sites = [
        concept.site(layer, host, attitude)
        for layer, host in zip(layers, _each(hosts, members, "platforms"), strict=True)
    ]
    return concept.evaluate(tuple(zip(members, sites, strict=True)))


def _on_the_best_platform(
    members: tuple[Instrument, ...], place: Orbit, layer: Any, attitude: str | None, grid: Any, concept: Any
) -> Assessment:
    hosts = grid.reachable(place, _entries("platform", None))
    if not hosts:
        raise QtspaceError(f"no platform of the catalogue flies '{place.name}' ({place.orbit_class}): name one")
    sites = [concept.site(layer, host, attitude) for host in hosts if _holds(host, attitude)]
    if not sites:
        raise QtspaceError(f"no platform that flies '{place.name}' holds the attitude law '{attitude}'")
    return min((concept.evaluate(tuple((item, where) for item in members)) for where in sites), key=grid.rank)


def _each(given: tuple[Any, ...], members: tuple[Instrument, ...], what: str) -> tuple[Any, ...]:
    if len(given) not in (1, len(members)):
        raise QtspaceError(f"{len(given)} {what} for {len(members)} instruments: expected one, or one for each")
    return given * len(members) if len(given) == 1 else given


def compare(
    instruments: Given | Sequence[Given] | None = None,
    orbits: Any = None,
    platforms: Given | Sequence[Given] | None = None,
    *,
    attitude: str | None = None,
    scenario: Given = SOLAR_MEAN,
    days: Any = None,
    progress: Progress | None = None,
) -> Comparison:
    """Every instrument alone on every orbit with every platform that can fly it; None means the whole catalogue.

    Platforms that are named are tried on every orbit, also out of their reach: what is violated says so.
    """
    members, sites = _grid(instruments, orbits, platforms, attitude, scenario, days)
    return _module("trade.grid").compare(members, sites, progress)


def joint(
    instruments: Given | Sequence[Given] | None = None,
    orbits: Any = None,
    platforms: Given | Sequence[Given] | None = None,
    *,
    min_size: int = 2,
    max_size: int = 4,
    attitude: str | None = None,
    scenario: Given = SOLAR_MEAN,
    days: Any = None,
    progress: Progress | None = None,
) -> JointMissions:
    """Every subset of the instruments on every orbit and platform, ranked by status and `score_low`.

    None means the whole catalogue. `.best()`, `.pareto()`, `.why_not([...])`, `.to_frame()`.
    """
    for size in (min_size, max_size):
        if not isinstance(size, numbers.Integral) or isinstance(size, bool):
            raise QtspaceError(f"size {size!r}: expected a whole number of instruments")
    if not 1 <= min_size <= max_size:
        raise QtspaceError(f"sizes {min_size} to {max_size}: expected 1 <= min_size <= max_size")
    members, sites = _grid(instruments, orbits, platforms, attitude, scenario, days)
    if len(members) < min_size:
        raise QtspaceError(f"{len(members)} instrument(s) given: expected at least {min_size}")
    grid = _module("trade.grid")
    if next(grid.subsets(members, min_size, max_size), None) is None:
        names = ", ".join(item.name for item in members)
        raise QtspaceError(f"no set of {min_size} of {names}: variants of one instrument never fly together")
    return grid.joint(members, sites, min_size, max_size, progress)


def report(
    kind: str,
    instruments: Any = None,
    orbits: Any = None,
    platforms: Any = None,
    *,
    missions: JointMissions | None = None,
    min_size: int = 1,
    max_size: int = 3,
    attitude: str | None = None,
    scenario: Given = SOLAR_MEAN,
    days: Any = None,
    progress: Progress | None = None,
) -> Report:
    """A deliverable: `D4.1` (mission parameters) or `D1.4` (joint missions).

    Parameters
    ----------
    missions : JointMissions, optional
        Outcome of `joint` to report on; computed from the other arguments unless given.
    min_size, max_size : int
        Sizes of the sets of instruments that D1.4 ranks.

    Returns
    -------
    Report
        `.save("d14.md")` writes Markdown, JSON or CSV by the suffix; `.markdown()`, `.to_dict()` and `.to_frame()` give
        the content.
    """
    make = _module("reports.content").maker(kind)
    if missions is not None and not isinstance(missions, _module("trade.grid").JointMissions):
        raise QtspaceError(f"missions = {missions!r}: expected what 'joint' returns")
    found = missions or joint(
        instruments, orbits, platforms, min_size=min_size, max_size=max_size, attitude=attitude, scenario=scenario,
        days=days, progress=progress,
    )  # fmt: skip
    return make(found)


def _module(name: str) -> Any:
    return importlib.import_module(f"qtspace_trade.{name}")


api_orbit, api_platform, api_scenario = orbit, platform, scenario


def _entries(kind: str, given: Any) -> tuple[Any, ...]:
    read = api_orbit if kind == "orbit" else functools.partial(load.entry_of, kind)
    if given is None:
        return tuple(read(name) for name in load.names(kind))
    single = isinstance(given, Entry | str | Path) or not isinstance(given, Iterable)
    return tuple(read(item) for item in ((given,) if single else given))


def _grid(
    instruments: Any, orbits: Any, platforms: Any, attitude: str | None, scenario: Given, days: float | None
) -> tuple[tuple[Instrument, ...], Any]:
    _check_law(attitude)
    members = _given("instrument", instruments)
    _distinct(members)
    hosts = _given("platform", platforms)
    if platforms is not None:
        for host in hosts:
            _check_platform(host, attitude)
    holding = tuple(host for host in hosts if _holds(host, attitude))
    places = _given("orbit", orbits)
    _one_meaning(hosts)
    _one_meaning(places)
    sites = _module("trade.grid").sites_of(
        tuple(dict.fromkeys(places)), tuple(dict.fromkeys(holding)), api_scenario(scenario), attitude, _seconds(days),
        every=platforms is not None,
    )  # fmt: skip
    if not sites:
        law = f" that holds the attitude law '{attitude}'" if attitude else ""
        where = ", ".join(place.name for place in places)
        raise QtspaceError(f"nothing to try: no platform{law} of those given flies {where}")
    return members, sites


def _given(kind: str, given: Any) -> tuple[Any, ...]:
    """Entries, at least one; None means the whole catalogue."""
    found = _entries(kind, given)
    if not found:
        raise QtspaceError(f"no {kind} given: expected at least one")
    return found


def _some(kind: str, given: Any) -> tuple[Any, ...]:
    """Entries of a mission concept, which names what flies."""
    return _given(kind, () if given is None else given)


def _one_meaning(entries: Sequence[Entry]) -> None:
    """Two entries of one name must be the same entry, since results are told apart by name."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        if seen.setdefault(entry.name, entry) != entry:
            raise QtspaceError(f"two different entries are named '{entry.name}': expected replace(name=...) on one of them")


def _distinct(members: Sequence[Entry]) -> None:
    names = [item.name for item in members]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise QtspaceError(f"'{twice[0]}' is given twice: expected different instruments (use replace(name=...) to fly two)")


def _check_law(attitude: Any) -> None:
    if attitude is not None and (not isinstance(attitude, str) or attitude not in ATTITUDE_LAWS):
        raise UnknownName("attitude law", str(attitude), ATTITUDE_LAWS)


def _holds(host: Platform, attitude: str | None) -> bool:
    return attitude is None or attitude in {item.law for item in host.attitudes}


def _check_platform(host: Platform, attitude: str | None) -> None:
    if host.kind == "launcher":
        raise QtspaceError(f"'{host.name}' is a launcher: it lifts a spacecraft and carries no instrument of its own")
    _check_attitude(host, attitude)


def _check_attitude(host: Platform, attitude: str | None) -> None:
    if attitude and not _holds(host, attitude):
        laws = ", ".join(item.law for item in host.attitudes) or "none"
        raise QtspaceError(f"attitude law '{attitude}' is not held by '{host.name}'. It holds: {laws}.")


def _seconds(days: Any) -> float | None:
    if days is None:
        return None
    given = _days(days)
    shortest, longest = DURATIONS
    if given is None or not shortest <= given <= longest:
        raise QtspaceError(f"days = {days!r}: expected a positive number of days, {shortest:g} to {longest:g}")
    return given * DAY


def _days(given: Any) -> float | None:
    if isinstance(given, numbers.Real) and not isinstance(given, bool):
        return given if isinstance(given, int) else float(given)
    if not isinstance(given, str) and not hasattr(given, "units") and not hasattr(given, "unit"):
        return None
    try:
        seconds = _module("units").si(given, "s")
    except QtspaceError as error:
        raise QtspaceError(f"days = {given!r}: expected a number of days or a time with its unit, such as '5 day'") from error
    return None if getattr(seconds, "ndim", 0) else float(seconds) / DAY
