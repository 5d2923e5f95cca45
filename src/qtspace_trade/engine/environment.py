"""Environment: orbit x scenario x platform x attitude law, evaluated on demand by name."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qtspace_trade import units, when
from qtspace_trade.catalogue import load
from qtspace_trade.engine import events, providers
from qtspace_trade.engine import intervals as sets
from qtspace_trade.engine.intervals import IntervalSet
from qtspace_trade.engine.nodes import interval_nodes
from qtspace_trade.engine.nodes import joined as joined_nodes
from qtspace_trade.engine.orbit_layer import OrbitLayer, Track, dark_times
from qtspace_trade.engine.statistics import Statistic
from qtspace_trade.engine.values import Spectrum, Value, joined, labelled, unknown
from qtspace_trade.errors import ProviderError, QtspaceError, UnknownName
from qtspace_trade.physics import eclipse, visibility
from qtspace_trade.schema import glossary
from qtspace_trade.schema.base import Cited, weakest
from qtspace_trade.schema.entries import Entry, Instrument, Orbit, Platform, Station, Window
from qtspace_trade.schema.rows import Offer

Array = NDArray[np.float64]

ECLIPSE, SUNLIT = when.State("eclipse"), when.State("sunlit")
VISIBLE, DARK = when.State("station_visible"), when.State("station_dark")
MASKED_NODES = 20_000
WINDOW_TOLERANCE = 1e-9
FAR = 1e100  # stands for infinity where a condition is searched for its roots
STATION_STATES = ("station_visible", "station_dark")
PLATFORM_INPUTS = ("cross_section", "drag_coefficient", "reflectivity_coefficient", "bus_temperature", "dry_mass", "lifetime")
LOADED_INPUTS = ("spacecraft_mass",)
SCENARIO_INPUTS = ("solar_flux", "geomagnetic_ap", "duration")
OPERATION_INPUTS = ("minimum_elevation", "dark_sun_elevation")


TRACK_INPUTS = (
    "position", "velocity", "sun_vector", "moon_vector", "earth_fixed_position", "earth_fixed_velocity", "earth_fixed_sun",
    "perigee_direction", "times", "time_weights", "station_latitude", "station_longitude", "station_altitude",
)  # fmt: skip
BALLISTIC_INPUTS = ("position", "velocity", "time_weights")
STATION_INPUTS = tuple(name for name in TRACK_INPUTS if name.startswith("station_"))


@dataclass(frozen=True)
class Scope:
    """For whom a name is resolved: an instrument, the qualifiers, the track of times.

    `added` holds what neighbours on board add, by the name of the emission.
    """

    track: Track
    instrument: Instrument | None = None
    at: tuple[tuple[str, str], ...] = ()
    added: tuple[tuple[str, float], ...] = ()


class MissingInput(QtspaceError):
    """A condition needs an input that nobody states."""


class NeedsStation(QtspaceError):
    """A name that is defined only while a ground station is in view."""


class Environment:
    """What an orbit offers on a platform that holds an attitude law.

    `env["altitude"]` gives SI values at the quadrature nodes, `env.statistic("altitude", "max")` one number,
    `env.intervals("eclipse")` the times in which a condition holds.
    """

    def __init__(self, layer: OrbitLayer, platform: Platform | None, law: str = ""):
        self.layer, self.platform, self.law = layer, platform, law
        self.placements: dict[str, Any] = {}
        self.contributions: dict[Any, Any] = {}
        self.events: dict[Any, IntervalSet] = {}
        self.unions: dict[Any, IntervalSet] = {}
        self.tracks: dict[Any, Track] = {}

    @property
    def orbit(self) -> Orbit:
        return self.layer.orbit

    @functools.cached_property
    def offers(self) -> Mapping[str, tuple[tuple[Entry, Offer], ...]]:
        """Offer rows of platform and orbit that hold in this class of orbit, by variable; the platform's come first."""
        table: dict[str, tuple[tuple[Entry, Offer], ...]] = {}
        for entry in (self.platform, self.orbit):
            if entry is None:
                continue
            for row in entry.offers:
                if row.orbit_classes and self.orbit.orbit_class not in row.orbit_classes:
                    continue
                table[row.variable] = (*table.get(row.variable, ()), (entry, row))
        return table

    @functools.cached_property
    def selectors(self) -> tuple[str, ...]:
        drag_free = ("drag_free",) if self.platform and self.platform.drag_free else ()
        law = (f"law:{self.law}",) if self.law else ()
        return (*law, *drag_free, self.layer.trajectory.regime, "*")

    def resolve(self, name: str, scope: Scope, chain: tuple[str, ...] = ()) -> Value:
        """Value of a name, or the reason why it is unknown.

        Raises
        ------
        ProviderError
            The providers lead back to a name already being resolved; the message holds the chain.
        """
        if name in chain:
            raise ProviderError("providers run in a circle: " + " <- ".join((*chain, name)))
        cache = scope.track.values
        orbital = (name, scope.at, scope.instrument.family if scope.instrument else "")
        if orbital in cache and cache[orbital].names.isdisjoint(self.offers):
            return cache[orbital]
        hosted = (self, *orbital)
        own = (*hosted, scope.instrument.digest if scope.instrument else "", scope.added)
        for key in (hosted, own):
            if key in cache:
                return cache[key]
        value = labelled(self._resolved(name, scope, chain), name)
        if value.depends <= {"orbit"} and not value.offered and name not in OPERATION_INPUTS:
            cache[orbital] = value
        else:
            cache[own if "instrument" in value.depends or scope.added else hosted] = value
        return value

    def _resolved(self, name: str, scope: Scope, chain: tuple[str, ...]) -> Value:
        offered = self._offered(name, scope)
        if offered is not None:
            return offered
        base = self._base(name, scope)
        if base is not None:
            return base
        family = (scope.instrument.family,) if scope.instrument else ()
        found = providers.provider(name, (*family, *self.selectors))
        if found is None:
            return unknown(f"{name}: nothing states or computes it here", depends=providers.depends_on(name))
        return self._provided(name, *found, scope, (*chain, name))

    def _offered(self, name: str, scope: Scope) -> Value | None:
        wanted = dict(scope.at)
        for entry, row in self.offers.get(name, ()):
            if any(wanted.get(key, value) != value for key, value in row.at) or (row.law and row.law != self.law):
                continue
            if row.curve is not None:
                data: Any = Spectrum(*map(tuple, zip(*row.curve, strict=True)))
            elif row.band is not None:
                data = Spectrum(row.band, (row.value, row.value))
            else:
                data = row.words if row.words is not None else row.value
            return Value(
                data, row.bound, sources=frozenset({(entry.name, row.source)}), offered=True, sigma=row.sigma,
                evidence=entry.evidence(row.source, row.evidence), depends=frozenset({"platform"}),
            )  # fmt: skip
        return None

    def _base(self, name: str, scope: Scope) -> Value | None:
        if name == "attitude_law":
            return Value((self.law,), depends=frozenset({"law"})) if self.law else unknown("no attitude law is chosen")
        if name == "rotation_rate" and self.platform:
            for attitude in self.platform.attitudes:
                if attitude.law == self.law and attitude.rotation_rate is not None:
                    return self._cited(self.platform, attitude.rotation_rate, frozenset({"law"}))
        stated = {**dict(scope.at), **dict(scope.added)}
        if name in stated:
            return Value(stated[name], depends=frozenset({"instrument"}))
        if scope.instrument is not None:
            for holder, names in ((scope.instrument.parameters, None), (scope.instrument.operations, OPERATION_INPUTS)):
                if holder is not None and name in type(holder).model_fields and (names is None or name in names):
                    return self._field(scope.instrument, holder, name, "instrument")
        if name in glossary.emission_kinds():
            return unknown(f"{name}: no neighbour adds it", depends=frozenset({"instrument"}))
        if name in TRACK_INPUTS:
            return self._track_input(name, scope.track)
        if name in PLATFORM_INPUTS:
            if self.platform is None:
                return unknown(f"{name}: no platform is chosen", depends=frozenset({"platform"}))
            return self._field(self.platform, self.platform, name, "platform")
        if name in LOADED_INPUTS:
            return self._spacecraft_mass(scope.instrument)
        if name == "free_fall_duration":
            return self._field(self.orbit, self.orbit, "free_fall_time", "orbit")
        if name in SCENARIO_INPUTS:
            data = self.layer.duration if name == "duration" else getattr(self.layer.scenario, name).si
            return Value(data, depends=frozenset({"orbit"}))
        return None

    def _spacecraft_mass(self, instrument: Instrument | None) -> Value:
        """Bus with the instrument on board; what more it carries makes it heavier still."""
        bus = self.resolve("dry_mass", Scope(self.layer.base))
        if not bus.known or instrument is None:
            return bus
        payload = instrument.resources.mass
        depends = frozenset({"platform", "instrument"})
        if payload is None:
            reason = f"mass of '{instrument.name}' is not stated"
            return replace(bus, bound="at_least", missing=(reason,), depends=depends)
        own = self._cited(instrument, payload, depends)
        about = {**joined([bus, own], "spacecraft_mass"), "depends": depends}
        if "at_most" in (bus.bound, own.bound):
            return Value(missing=("the mass of the spacecraft is known only from above",), **about)
        bound = "exact" if bus.bound == own.bound == "exact" else "at_least"
        return Value(bus.data + own.data, bound, **about)

    def _track_input(self, name: str, track: Track) -> Value:
        stated = name in BALLISTIC_INPUTS if self.layer.trajectory.regime == "ballistic" else self.layer.computed
        if not stated:
            return unknown(f"{name}: where and when '{self.orbit.name}' flies is not stated")
        if name in STATION_INPUTS and track.station is None:
            raise NeedsStation(name)
        return Value(
            getattr(track, name), sources=self.layer.sources, evidence=self.layer.evidence, depends=frozenset({"orbit"})
        )

    def _field(self, entry: Entry, holder: Any, name: str, depends: str) -> Value:
        number = getattr(holder, name)
        if number is None:
            return unknown(f"{name} of '{entry.name}' is not stated", depends=frozenset({depends}))
        if isinstance(number, Cited):
            return self._cited(entry, number, frozenset({depends}))
        return Value(number, depends=frozenset({depends}))

    @staticmethod
    def _cited(entry: Entry, number: Cited, depends: frozenset[str]) -> Value:
        return Value(
            number.si, number.bound, sources=frozenset({(entry.name, number.source)}), evidence=entry.cited(number),
            sigma=number.sigma, depends=depends,
        )  # fmt: skip

    def _provided(
        self, name: str, selector: str, entry: providers.Provider, scope: Scope, chain: tuple[str, ...]
    ) -> Value:
        depends = providers.depends_on(name)
        if isinstance(entry, providers.Unpublished):
            return unknown(f"{name}: {entry.reason}", depends=depends | {"platform"})
        if isinstance(entry, providers.Event):
            return self._event(name, entry, scope)
        if isinstance(entry, providers.Parts):
            return self._parts(name, entry, scope, chain, depends)
        return self._computed(name, entry, scope, chain, depends)

    def _parts(self, name: str, entry: providers.Parts, scope: Scope, chain: tuple[str, ...], depends: Any) -> Value:
        parts = [self.resolve(part, scope, chain) for part in entry.parts]
        known = [part for part in parts if part.known]
        about = joined(parts, name)
        about["depends"] |= depends
        missing = tuple(reason for part in parts for reason in part.missing)
        if not known:
            return Value(missing=missing, **about)
        about["evidence"] = weakest([part.evidence for part in known])
        bounds = {part.bound for part in known} | (set() if len(known) == len(parts) else {"at_least"})
        if {"at_least", "at_most"} <= bounds:
            return Value(missing=missing, **about)
        bound = next(iter(bounds - {"exact"}), "exact")
        return Value(sum(part.data for part in known), bound, missing=missing, **about)

    def _computed(
        self, name: str, entry: providers.Computed, scope: Scope, chain: tuple[str, ...], depends: Any
    ) -> Value:
        given: dict[str, Any] = {}
        used: list[Value] = []
        bound = "exact"
        missing: tuple[str, ...] = ()
        for argument, needed in providers.arguments(entry.path):
            value = self.resolve(entry.rename.get(argument, argument), scope, chain)
            if not value.known and not needed:
                depends |= value.depends
                continue
            used.append(value)
            missing += value.missing
            if not value.known:
                about = joined(used, name)
                about["depends"] |= depends
                return Value(missing=(f"{name} needs {argument}", *value.missing), **about)
            if value.bound != "exact":
                side = _side(value.bound, argument, entry)
                if side is None or bound not in ("exact", side):
                    about = joined(used, name)
                    about["depends"] |= depends
                    return Value(missing=(f"{name}: {argument} is known only as {value.bound}", *missing), **about)
                bound = side
            given[argument] = value.data
        about = joined(used, name)
        about["depends"] |= depends
        if entry.floor:
            bound, missing = "at_least", (*missing, f"{name}: {entry.floor}")
        data = providers.function_of(entry.path)(**given)
        return Value(data, bound, missing=missing, **about)

    def _event(self, name: str, entry: providers.Event, scope: Scope) -> Value:
        condition = entry.condition
        if condition == "own":
            condition = scope.instrument.operations.when if scope.instrument else ""
        depends = frozenset({"orbit", "instrument"}) if scope.instrument else frozenset({"orbit"})
        if not condition:
            return Value(1.0 if entry.measure == "fraction" else self.layer.duration, depends=depends)
        if not self.layer.computed:
            fraction = self.fraction(condition, scope.instrument)
            if fraction is None or entry.measure != "fraction":
                return unknown(f"{name}: the windows of '{self.orbit.name}' do not state it", depends=depends)
            return Value(fraction, depends=depends)
        return Value(
            getattr(self.intervals(condition, scope.instrument), entry.measure), sources=self.layer.sources,
            evidence=self.layer.evidence, depends=depends,
        )  # fmt: skip

    # Conditions

    def stations(self, instrument: Instrument | None) -> tuple[Station, ...]:
        """Stations of the ground segment: those the instrument names, else the whole catalogue."""
        named = instrument.operations.stations if instrument else ()
        return tuple(load.load("station", name) for name in named or load.names("station"))

    def intervals(self, condition: str, instrument: Instrument | None = None) -> IntervalSet:
        """Times in which a condition holds, over the whole duration; any of the instrument's stations counts.

        Raises
        ------
        QtspaceError
            The place of the orbit is not stated.
        """
        if not self.layer.computed:
            raise QtspaceError(f"'{condition}': where and when '{self.orbit.name}' flies is not stated")
        tree = when.parse(condition)
        stations = self._stations_in(tree, instrument)
        orbital = self._is_orbital(tree, instrument)
        cache = self.layer.unions if orbital else self.unions
        key = self._key(condition, stations, instrument, orbital)
        if key not in cache:
            result = sets.never(0.0, self.layer.duration)
            for station in stations:
                result = result | self._held(tree, station, instrument)
            cache[key] = result
        return cache[key]

    def intervals_of(self, condition: str, station: Station, instrument: Instrument | None = None) -> IntervalSet:
        """Times in which a condition holds for one ground station.

        Raises
        ------
        QtspaceError
            The place of the orbit is not stated.
        """
        if not self.layer.computed:
            raise QtspaceError(f"'{condition}': where and when '{self.orbit.name}' flies is not stated")
        return self._held(when.parse(condition), station, instrument)

    @staticmethod
    def _key(
        condition: str, stations: tuple[Station | None, ...], instrument: Instrument | None, orbital: bool
    ) -> tuple:
        limits = tuple(getattr(instrument.operations, name) for name in OPERATION_INPUTS) if instrument else ()
        whose = instrument.digest if instrument and not orbital else ""
        return condition, tuple(station.digest if station else "" for station in stations), limits, whose

    def fraction(self, condition: str, instrument: Instrument | None = None) -> float | None:
        """Share of the time in which a condition holds; None where nothing states it."""
        if not condition:
            return 1.0
        if self.layer.computed:
            return self.intervals(condition, instrument).fraction
        if not self.windows_state(condition):
            return None
        tree = when.parse(condition)
        return sum(window.fraction for window in self.windows if _holds(tree, window.holds))

    @functools.cached_property
    def windows(self) -> tuple[Window, ...]:
        """Declared windows, with the rest of the time as one in which none of their states holds."""
        stated = self.orbit.windows
        rest = 1.0 - sum(window.fraction for window in stated)
        return (*stated, Window(fraction=rest)) if stated and rest > WINDOW_TOLERANCE else stated

    def windows_state(self, condition: str) -> bool:
        """Do the declared windows say when a condition holds: it is made of states that they name."""
        if not condition:
            return True
        named = {state for window in self.windows for state in window.holds}
        atoms = list(when.atoms(when.parse(condition)))
        return all(isinstance(atom, when.State) and atom.name in named for atom in atoms)

    @staticmethod
    def condition_holds(condition: str, states: tuple[str, ...]) -> bool:
        """Does a condition made of states hold while exactly these states do."""
        return not condition or _holds(when.parse(condition), states)

    def _is_orbital(self, tree: when.Condition, instrument: Instrument | None) -> bool:
        """True where the orbit alone decides: every platform and attitude law on it shares the outcome."""
        return all(
            isinstance(atom, when.State) or self._is_orbital_variable(atom.variable, instrument) for atom in when.atoms(tree)
        )

    def _is_orbital_variable(self, name: str, instrument: Instrument | None) -> bool:
        if name in self.offers:
            return False
        try:
            value = self.resolve(name, Scope(self.layer.base, instrument))
        except NeedsStation:
            return False
        return value.depends <= {"orbit"} and value.names.isdisjoint(self.offers)

    def _stations_in(self, tree: when.Condition, instrument: Instrument | None) -> tuple[Station | None, ...]:
        needs = any(
            atom.name in STATION_STATES
            if isinstance(atom, when.State)
            else "station" in glossary.variable(atom.variable).qualifiers
            for atom in when.atoms(tree)
        )
        return self.stations(instrument) if needs else (None,)

    def _held(self, tree: when.Condition, station: Station | None, instrument: Instrument | None) -> IntervalSet:
        if isinstance(tree, when.Not):
            return ~self._held(tree.term, station, instrument)
        if isinstance(tree, when.Joined):
            join = (lambda a, b: a & b) if tree.every else (lambda a, b: a | b)
            return functools.reduce(join, (self._held(term, station, instrument) for term in tree.terms))
        return self._atom(tree, station, instrument)

    def _atom(
        self, atom: when.State | when.Comparison, station: Station | None, instrument: Instrument | None
    ) -> IntervalSet:
        if atom == SUNLIT:
            return ~self._atom(ECLIPSE, station, instrument)
        if atom == DARK and station is not None:
            darkest = self._operation("dark_sun_elevation", instrument)
            return dark_times(station, self.layer.epoch, self.layer.duration, darkest)
        orbital = self._is_orbital(atom, instrument)
        cache = self.layer.events if orbital else self.events
        station = station if atom == VISIBLE or _of_a_station(atom) else None
        key = (atom, station, self._depends(atom, instrument, orbital))
        if key not in cache:
            function = self._signed(atom, instrument)
            track = self.layer.scan_of(station)

            def at(times: Array) -> Array:
                return function(self.layer.track_at(times, station))

            cache[key] = sets.find(at, self.layer.grid, function(track))
        return cache[key]

    def _signed(self, atom: when.State | when.Comparison, instrument: Instrument | None) -> Callable[[Track], Array]:
        if isinstance(atom, when.Comparison):
            limit = units.si(atom.value, glossary.variable(atom.variable).unit)
            sign = 1.0 if atom.below else -1.0
            return lambda track: np.clip(sign * (self._data(atom.variable, Scope(track, instrument)) - limit), -FAR, FAR)
        if atom == ECLIPSE:
            return lambda track: eclipse.umbra_function(track.position, track.sun_vector)
        lowest = self._operation("minimum_elevation", instrument)
        return lambda track: lowest - visibility.station_elevation(
            track.earth_fixed_position, track.station_latitude, track.station_longitude, track.station_altitude
        )

    @staticmethod
    def _depends(atom: when.State | when.Comparison, instrument: Instrument | None, orbital: bool) -> Any:
        """What of the instrument an atom depends on."""
        if atom == VISIBLE and instrument is not None:
            return instrument.operations.minimum_elevation
        return instrument.digest if instrument is not None and not orbital else None

    def _operation(self, name: str, instrument: Instrument | None) -> float:
        number = getattr(instrument.operations, name) if instrument else None
        if number is None:
            whose = f"of '{instrument.name}'" if instrument else "of an instrument"
            raise MissingInput(f"the condition needs operations.{name} {whose}, which is not stated")
        return float(number.si)

    def _data(self, name: str, scope: Scope) -> Array:
        value = self._resolved(name, scope, ())
        if not value.known:
            raise MissingInput(f"'{name}' cannot be used in a condition here: {'; '.join(value.missing)}")
        return np.broadcast_to(np.asarray(value.data, dtype=float), scope.track.times.shape)

    def track(self, condition: str = "", instrument: Instrument | None = None) -> Track:
        """Track of the times in which a condition holds; the base track where there is none."""
        if not condition or not self.layer.computed:
            return self.layer.base
        tree = when.parse(condition)
        stations = self._stations_in(tree, instrument)
        orbital = self._is_orbital(tree, instrument)
        cache = self.layer.tracks if orbital else self.tracks
        key = self._key(condition, stations, instrument, orbital)
        if key not in cache:
            wanted = max(MASKED_NODES // len(stations), 1)
            held = [interval_nodes(self._held(tree, station, instrument), wanted) for station in stations]
            nodes = joined_nodes(held)
            index = np.repeat(np.arange(len(held)), [len(part.times) for part in held])
            station = None if stations == (None,) else index
            cache[key] = Track(self.layer, nodes, tuple(item for item in stations if item is not None), station)
        return cache[key]

    # What users ask

    def value(self, name: str, at: Mapping[str, str] | None = None, instrument: Instrument | None = None) -> Value:
        """Resolved value of a variable at the quadrature nodes, with provenance."""
        qualifiers = tuple(sorted((at or {}).items()))
        try:
            return self.resolve(name, Scope(self.layer.base, instrument, qualifiers))
        except NeedsStation:
            return self.resolve(name, Scope(self.track("station_visible", instrument), instrument, qualifiers))

    def __getitem__(self, name: str) -> Any:
        glossary.variable(name)
        value = self.value(name)
        if not value.known:
            raise QtspaceError(f"'{name}' is unknown here: {'; '.join(value.missing)}")
        if value.bound != "exact":
            side = value.bound.replace("_", " ")
            raise QtspaceError(f"'{name}' is known only as {side} a value ({'; '.join(value.missing)}): see .value('{name}')")
        return value.data.copy() if isinstance(value.data, np.ndarray) else value.data

    def statistic(
        self,
        name: str,
        which: str,
        condition: str = "",
        at: Mapping[str, str] | None = None,
        instrument: Instrument | None = None,
    ) -> Statistic:
        """One number of a variable with its quadrature error; its `bound` tells a lower or upper bound.

        Raises
        ------
        QtspaceError
            The variable is unknown here.
        """
        value, number = self.measured(name, which, condition, tuple(sorted((at or {}).items())), instrument)
        if number is None:
            raise QtspaceError(f"'{name}' is unknown here: {'; '.join(value.missing)}")
        return number

    def measured(
        self,
        name: str,
        which: str,
        condition: str,
        at: tuple[tuple[str, str], ...],
        instrument: Instrument | None,
        added: tuple[tuple[str, float], ...] = (),
    ) -> tuple[Value, Statistic | None]:
        """Value and statistic of a probe; the statistic is None where the value is unknown."""
        if condition and not self.layer.computed and name not in self.offers:
            return unknown(f"{name} while {condition}: where and when '{self.orbit.name}' flies is not stated"), None
        if condition and _is_event(name) and name not in self.offers:
            return self._measured_event(name, condition, instrument)
        try:
            track = self.track_of(name, condition, instrument)
        except MissingInput as error:
            return unknown(f"{name}: {error}"), None
        if not len(track.times):
            return unknown(f"{name}: '{condition or 'station_visible'}' never holds"), None
        value = self.resolve(name, Scope(track, instrument, at, added))
        if not value.known or isinstance(value.data, tuple | Spectrum):
            return value, None
        data = np.asarray(value.data, dtype=float)
        if not data.ndim:
            return value, Statistic(float(data), 0.0, None, value.bound)
        number = track.statistic(which, value, data)
        if not np.isfinite(number.value):
            return replace(value, data=None, missing=(f"{name}: not a finite number",)), None
        return value, number

    def _measured_event(
        self, name: str, condition: str, instrument: Instrument | None
    ) -> tuple[Value, Statistic | None]:
        event = providers.PROVIDERS[name, "*"]
        assert isinstance(event, providers.Event)
        own = event.condition if event.condition != "own" else instrument.operations.when if instrument else ""
        both = f"({own}) and ({condition})" if own else condition
        try:
            value = self._event(name, providers.Event(both, event.measure), Scope(self.layer.base, instrument))
        except MissingInput as error:
            return unknown(f"{name}: {error}"), None
        return value, Statistic(float(value.data), 0.0, None) if value.known else None

    def track_of(self, name: str, condition: str, instrument: Instrument | None) -> Track:
        """Track on which a variable is evaluated: the base track, or the times of the condition and of contact."""
        if name in self.offers:
            return self.layer.base
        if "station" in glossary.variable(name).qualifiers and not _is_event(name):
            condition = f"({condition}) and station_visible" if condition else "station_visible"
        return self.track(condition, instrument)

    def eclipses(self, body: str = "earth") -> Any:
        """Every eclipse by Earth or Moon as a pandas frame: penumbra, umbra, annulus [s since the epoch, and UTC], depth.

        Parameters
        ----------
        body : str, optional
            `"earth"` or `"moon"`.

        Raises
        ------
        QtspaceError
            The place of the orbit is not stated, or no such body.
        """
        found = events.eclipses(self.layer, body)
        columns = {
            **found._asdict(), "penumbra_duration": found.penumbra_duration,
            "penumbra_entry_utc": events.calendar(self.layer, found.penumbra_entry),
            "umbra_entry_utc": events.calendar(self.layer, found.umbra_entry),
        }  # fmt: skip
        units_of = dict.fromkeys((*found._fields, "penumbra_duration"), "s")
        return _framed(columns, {**units_of, "covered_share": ""})

    def eclipse_summary(self, body: str = "earth") -> Any:
        """Number, mean, longest and total duration, share of the time of the eclipses by a body, as a pandas frame.

        Rows are penumbra (with umbra and annulus in it), umbra and annulus; errors as for `eclipses`.
        """
        columns = events.summary(events.eclipse_sets(self.layer, body)._asdict())
        return _framed(columns, {**dict.fromkeys(("mean", "longest", "total"), "s"), "count": "", "fraction": ""})

    def passes(
        self,
        station: Station | str,
        minimum_elevation: Any = "20 deg",
        *,
        horizon: Any = None,
        maximum_off_nadir: Any = None,
        maximum_sun_elevation: Any = None,
        lighting: str | None = None,
    ) -> Any:
        """Every pass over a ground station as a pandas frame, geometric, without refraction.

        Each limit that is given shortens passes or splits them; `rise` and `set` are the ends of what is left.

        Parameters
        ----------
        station : Station or str
            Entry, name or path.
        minimum_elevation : text, quantity or float
            Lowest elevation. [rad]
        horizon : mapping or rows, optional
            Azimuth and elevation of the station's horizon, straight lines in between; counts where it is higher. Parts
            narrower than 1 deg may be missed. [rad]
        maximum_off_nadir : text, quantity or float, optional
            Largest angle at the spacecraft between the station and the centre of the Earth. [rad]
        maximum_sun_elevation : text, quantity or float, optional
            Only while the Sun stands lower at the station. [rad]
        lighting : str, optional
            `"sunlit"`: only while the spacecraft is out of the umbra of the Earth, `"eclipsed"`: only while in it.

        Raises
        ------
        QtspaceError
            The place of the orbit is not stated, no such station or lighting, or a horizon that is none.
        """
        if lighting not in (None, *events.LIGHTINGS):
            raise UnknownName("lighting", str(lighting), events.LIGHTINGS)
        where, lowest = load.entry_of("station", station), units.si(minimum_elevation, "rad")
        skyline = None if horizon is None else events.horizon(horizon)
        held = events.pass_set(self.layer, where, lowest, skyline, _optional(maximum_off_nadir, "rad"))
        if maximum_sun_elevation is not None:
            held = held & events.darkness(self.layer, where, units.si(maximum_sun_elevation, "rad"))
        if lighting is not None:
            umbra = self.intervals("eclipse")
            held = held - umbra if lighting == "sunlit" else held & umbra
        found = events.passes(self.layer, where, lowest, held)
        columns = {
            **found._asdict(), "duration": found.duration, "rise_utc": events.calendar(self.layer, found.rise),
            "set_utc": events.calendar(self.layer, found.set),
        }  # fmt: skip
        return _framed(columns, {name: _unit_of_event(name) for name in (*found._fields, "duration") if name != "sunlit"})

    def common_view(self, station_a: Station | str, station_b: Station | str, minimum_elevation: Any = "20 deg") -> Any:
        """Times in which two stations see the spacecraft, as a pandas frame: elevation and range of both at the middle.

        Raises
        ------
        QtspaceError
            The place of the orbit is not stated, or no such station.
        """
        first, second = (load.entry_of("station", station) for station in (station_a, station_b))
        found = events.common_views(self.layer, (first, second), units.si(minimum_elevation, "rad"))
        return self._timed(found)

    def darkness(self, station: Station | str, twilight: str = "astronomical") -> Any:
        """Times in which the Sun stands below a twilight at a station, as a pandas frame.

        Parameters
        ----------
        twilight : str, optional
            `"day"`: Sun below -0.833 deg, `"civil"`: -6 deg, `"nautical"`: -12 deg, `"astronomical"`: -18 deg.

        Raises
        ------
        QtspaceError
            No such station or twilight.
        """
        where = load.entry_of("station", station)
        held = events.darkness(self.layer, where, events.twilight(twilight))
        return self._timed(events.Times(held.begins, held.ends))

    def line_of_sight(self, other: Environment, grazing_altitude: Any = "0 km", maximum_range: Any = None) -> Any:
        """Times in which the spacecraft of two environments see each other past the Earth, as a pandas frame.

        Parameters
        ----------
        other : Environment
            Of the same scenario and days.
        grazing_altitude : text, quantity or float, optional
            Height above the sphere of the Earth's equator that the line between them clears. [m]
        maximum_range : text, quantity or float, optional
            Longest line. [m]

        Raises
        ------
        QtspaceError
            The place of an orbit is not stated, both are at the same place, or epochs or durations differ.
        """
        lowest, longest = units.si(grazing_altitude, "m"), _optional(maximum_range, "m")
        return self._timed(events.sights(self.layer, other.layer, lowest, longest))

    def _timed(self, found: Any) -> Any:
        columns = {
            **found._asdict(), "duration": found.duration, "begin_utc": events.calendar(self.layer, found.begin),
            "end_utc": events.calendar(self.layer, found.end),
        }  # fmt: skip
        return _framed(columns, {name: _unit_of_event(name) for name in (*found._fields, "duration")})

    def to_frame(self, names: tuple[str, ...] = ("altitude", "gravity_signal", "gravity_gradient")) -> Any:
        """Values at the quadrature nodes as a pandas frame, SI, with units in `attrs`."""
        import pandas as pd

        frame = pd.DataFrame({"time": self.layer.base.times, **{name: self[name] for name in names}})
        frame.attrs["units"] = {"time": "s", **{name: glossary.variable(name).unit for name in names}}
        return frame

    def __repr__(self) -> str:
        host = self.platform.name if self.platform else "no platform"
        return f"<Environment {self.orbit.name} on {host}, attitude {self.law or 'open'}, {self.layer.scenario.name}>"


def environment_of(layer: OrbitLayer, platform: Platform | None, law: str = "") -> Environment:
    """Environment of a platform that holds a law on an orbit, kept with the orbit layer."""
    key = (platform.digest if platform else "", law)
    if key not in layer.environments:
        layer.environments[key] = Environment(layer, platform, law)
    return layer.environments[key]


def _framed(columns: dict[str, Any], units_of: dict[str, str]) -> Any:
    import pandas as pd

    frame = pd.DataFrame(columns)
    frame.attrs["units"] = units_of
    return frame


def _optional(value: Any, unit: str) -> Any:
    return None if value is None else units.si(value, unit)


def _unit_of_event(name: str) -> str:
    kinds = {"range_rate": "m/s", "range": "m", "height": "m", "elevation": "rad", "azimuth": "rad", "doppler": ""}
    return next((unit for kind, unit in kinds.items() if kind in name), "s")


def _side(bound: str, argument: str, entry: providers.Computed) -> str | None:
    """Which side of a result a bound on an argument gives; None where it gives none."""
    if argument in entry.rising:
        return bound
    return {"at_least": "at_most", "at_most": "at_least"}[bound] if argument in entry.falling else None


def _of_a_station(atom: when.State | when.Comparison) -> bool:
    return isinstance(atom, when.Comparison) and "station" in glossary.variable(atom.variable).qualifiers


def _is_event(name: str) -> bool:
    return isinstance(providers.PROVIDERS.get((name, "*")), providers.Event)


def _holds(tree: when.Condition, states: tuple[str, ...]) -> bool:
    if isinstance(tree, when.Not):
        return not _holds(tree.term, states)
    if isinstance(tree, when.Joined):
        return (all if tree.every else any)(_holds(term, states) for term in tree.terms)
    return isinstance(tree, when.State) and tree.name in states
