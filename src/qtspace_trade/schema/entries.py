"""The five kinds of catalogue entry: instrument, orbit, platform, station, scenario."""

from __future__ import annotations

import datetime
import functools
import hashlib
import importlib
import json
import math
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, ValidationInfo, WithJsonSchema, field_validator

from qtspace_trade.constants import DAY
from qtspace_trade.errors import QtspaceError, nearest
from qtspace_trade.schema import glossary
from qtspace_trade.schema.base import (
    Cited,
    Evidence,
    Model,
    Reference,
    any_number,
    fraction,
    not_negative,
    number,
    positive,
    quantity,
)
from qtspace_trade.schema.rows import (
    AttitudeLaw,
    ConditionText,
    Emission,
    Offer,
    OrbitClass,
    Requirement,
    known_variable,
)

LOWEST_PERIGEE = 100e3  # m, below it an orbit ends within a revolution
HIGHEST_APOGEE = 1.5e9  # m, beyond it the Sun holds the spacecraft
SOLAR_FLUX, GEOMAGNETIC_AP = (50.0, 500.0), (0.0, 400.0)  # F10.7 in sfu; what the records and the ap scale span
DURATIONS = (0.001, 36_525.0)  # d; a century
SPECIFIC_IMPULSES = (10.0, 1e5)  # s; cold gas of any kind to the fastest ion engines
EPOCHS = (1972, 2200)  # leap seconds begin; the series of Sun and Moon lose their accuracy
CONDITIONS = ("eclipse", "sunlit", "station_visible", "station_dark")


def _calendar(text: Any) -> Any:
    if isinstance(text, str) and text:
        try:
            year = datetime.datetime.fromisoformat(text).year
        except ValueError:
            raise ValueError(f"'{text}': expected a date and time in UTC such as '2030-01-01T00:00:00'") from None
        if not EPOCHS[0] <= year <= EPOCHS[1]:
            raise ValueError(f"'{text}': expected a year from {EPOCHS[0]} to {EPOCHS[1]}")
    return text


def _specific_impulse(seconds: float) -> str:
    low, high = SPECIFIC_IMPULSES
    return "" if low <= seconds <= high else f"expected {low:g} to {high:g} s"


def _mission_time(seconds: float) -> str:
    low, high = DURATIONS
    return "" if low * DAY <= seconds <= high * DAY else f"expected {low:g} to {high:g} day"


def _reachable(altitude: float) -> str:
    if LOWEST_PERIGEE <= altitude <= HIGHEST_APOGEE:
        return ""
    return f"expected {LOWEST_PERIGEE / 1e3:g} km to {HIGHEST_APOGEE / 1e9:g} million km"


def _not_below(apogee: Cited, perigee: Cited | None) -> Cited:
    if perigee is not None and apogee.si < perigee.si:
        raise ValueError(f"'{apogee.text}' lies below the perigee altitude '{perigee.text}'")
    return apogee


FunctionName = Annotated[str, Field(min_length=1), AfterValidator(glossary.function_name)]
EpochText = Annotated[str, BeforeValidator(_calendar), WithJsonSchema({"type": "string", "description": "UTC"})]


class Entry(Model):
    """What every catalogue entry has."""

    name: str = ""
    title: str
    about: str = ""
    extends: str = ""
    references: dict[str, Reference] = Field(default_factory=dict)
    _raw: str = PrivateAttr(default="{}")

    @functools.cached_property
    def digest(self) -> str:
        """Content digest of the name and of what was written."""
        return hashlib.sha256(f"{type(self).__name__}:{self.name}:{self._raw}".encode()).hexdigest()[:16]

    @property
    def raw(self) -> dict[str, Any]:
        """A copy of what was written, after `extends`."""
        return json.loads(self._raw)

    def evidence(self, source: str, given: str | None = None) -> str:
        """Evidence of a number: its own mark, or that of its reference."""
        if given:
            return given
        reference = self.references.get(source)
        return reference.evidence if reference else "assumed"

    def cited(self, quantity: Cited) -> str:
        """Evidence of a cited number of this entry."""
        return self.evidence(quantity.source, quantity.evidence)

    def replace(self, **changes: Any) -> Any:
        """Variant with other values, checked as if it had been written so.

        A plain value in place of a cited number keeps the other keys of that number and is marked `assumed`
        (source `replaced`). Nested tables are given as dicts, or with a double underscore:
        `replace(parameters__mass="1e8 u")`.

        Raises
        ------
        CatalogueError
            A value is not valid.
        QtspaceError
            The name is no text.
        """
        if not isinstance(changes.get("name", ""), str):
            raise QtspaceError(f"replace(name={changes['name']!r}): expected a name as text")
        return importlib.import_module("qtspace_trade.catalogue.load").variant(self, changes)

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.digest == other.digest

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}: {self.title}; {len(self.references)} references>"

    def __str__(self) -> str:
        return self.name


class Resources(Model):
    """What an instrument takes from its spacecraft: current best estimates.

    `power` is the mean while it measures, `standby_power` that while it does not, `peak_power` the highest. `data_rate` is
    that while it measures. `aperture` is the diameter it takes on an outside face. `cold_load` is what it puts on a cold
    stage shared with others at `cold_temperature`. `heat` is what it dissipates: power less the light it emits.
    """

    mass: quantity("kg", not_negative) | None = None
    power: quantity("W", not_negative) | None = None
    peak_power: quantity("W", not_negative) | None = None
    standby_power: quantity("W", not_negative) | None = None
    volume: quantity("m^3", not_negative) | None = None
    data_rate: quantity("bit/s", not_negative) | None = None
    aperture: quantity("m", not_negative) | None = None
    cold_load: quantity("W", not_negative) | None = None
    cold_temperature: quantity("K", positive) | None = None
    heat: quantity("W", not_negative) | None = None
    heritage: Literal["flown", "off_the_shelf", "minor_modification", "new"] = "new"


MATURITY_MARGINS = {"flown": 0.0, "off_the_shelf": 0.05, "minor_modification": 0.10, "new": 0.20}


class Operations(Model):
    """When and how an instrument measures; `dwell` is the uninterrupted block of time that one measurement takes."""

    attitude_laws: tuple[AttitudeLaw, ...] = ()
    time_fraction: quantity("", fraction) | None = None
    dwell: quantity("s", positive) | None = None
    when: ConditionText = ""
    stations: tuple[str, ...] = ()
    minimum_elevation: quantity("rad", any_number) | None = None
    dark_sun_elevation: quantity("rad", any_number) | None = None


class Placement(Model):
    """Where an instrument sits on its spacecraft.

    `least_separation` is the least distance from everything else that its own size, boom or shields leave; a larger distance of
    the platform holds.
    a `hidden` one has no line of sight to its neighbours.
    """

    zone: Literal["bus", "outside", "cabin", "cold"] | None = None
    least_separation: quantity("m", positive) | None = None
    hidden: bool = False
    source: str
    evidence: Evidence | None = None
    note: str = ""


class Accommodation(Model):
    """Distances on a platform, from payload to payload, to equipment (wheels, torquers) and to thruster exits.

    What is not stated is taken from the class of the platform by kind and mass, and marked assumed.
    """

    payload_separation: quantity("m", positive) | None = None
    equipment_separation: quantity("m", positive) | None = None
    thruster_separation: quantity("m", positive) | None = None
    gyration_radius: quantity("m", positive) | None = None
    thermal_resistance: quantity("K/W", not_negative) | None = None


class KeepOut(Model):
    """An emission that the instrument cannot have beside it, for effects that are not modelled."""

    emission: str
    source: str
    evidence: Evidence | None = None
    why: str = ""

    @field_validator("emission")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in glossary.emission_kinds():
            raise ValueError(f"unknown emission '{name}'.{nearest(name, glossary.emission_kinds())}")
        return name


class Share(Model):
    """Hardware that can be shared with another instrument that needs the same function.

    `mass`, `power`, `volume` are those of the unit where the instrument has it for itself. `fallback` is the share of it
    that the instrument keeps as its own when it shares: 1 where sharing buys performance and no hardware. `part_of` names
    a wider shared unit that contains this one. `source` says that there is such a unit; where it is left out, the source
    of the first number does.
    """

    function: FunctionName
    mass: quantity("kg", not_negative) | None = None
    power: quantity("W", not_negative) | None = None
    volume: quantity("m^3", not_negative) | None = None
    extra_per_user: quantity("", not_negative) | None = None
    fallback: quantity("", fraction) | None = None
    wavelength: quantity("m", positive) | None = None
    part_of: FunctionName | Literal[""] = ""
    source: str = Field(default="", validate_default=True)
    evidence: Evidence | None = None
    note: str = ""

    @field_validator("source")
    @classmethod
    def _of_the_unit(cls, source: str, info: ValidationInfo) -> str:
        names = ("mass", "power", "volume", "fallback", "wavelength", "extra_per_user")
        stated = next((info.data[name].source for name in names if info.data.get(name) is not None), "")
        if not (source or stated) and set(names) <= set(info.data):
            raise ValueError("the source is missing: expected that of the unit, or one of its numbers")
        return source or stated


class Provision(Offer):
    """What a unit on board makes better for those neighbours that accept its function.

    The value or curve is what they then see of the variable, in the attitude law `law`, in `orbit_classes` and under the
    condition `when`, everywhere where these are not given. `with_neighbours` says that it holds with all that other
    instruments add; otherwise it takes the place of the surroundings alone, and they add to it.
    """

    function: FunctionName
    when: ConditionText = ""
    with_neighbours: bool = False

    @field_validator("function")
    @classmethod
    def _one_number(cls, name: str, info: ValidationInfo) -> str:
        given = [key for key in ("value", "curve", "words") if info.data.get(key) is not None]
        if {"value", "curve", "words", "variable"} <= set(info.data) and given not in (["value"], ["curve"]):
            raise ValueError("expected exactly one of value, curve beside the function")
        variable = glossary.variables().get(info.data.get("variable", ""))
        if variable and variable.spectral and given == ["value"] and not info.data.get("band"):
            raise ValueError(f"'{variable.name}' is a spectrum: its value needs a band")
        return name


class Acceptance(Model):
    """A function of others that the instrument uses where it is on board, and what it does when the provider fails."""

    function: FunctionName
    variables: tuple[str, ...] = ()
    fallback: str
    source: str
    evidence: Evidence | None = None
    note: str = ""

    @field_validator("variables")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(known_variable(name) for name in names)


class Service(Model):
    """A fundamental test or an application that the instrument serves, with what it aims at."""

    purpose: str
    target: str = ""
    source: str
    evidence: Evidence | None = None
    note: str = ""

    @field_validator("purpose")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in glossary.purposes():
            raise ValueError(f"unknown purpose '{name}'.{nearest(name, glossary.purposes())}")
        return name


class Unaffected(Model):
    """A requirement kind that the instrument does not have, which is not the same as one nobody states."""

    variable: str
    source: str
    evidence: Evidence | None = None
    note: str = ""

    _known = field_validator("variable")(known_variable)


class Merit(Model):
    """Goal of a figure of merit."""

    figure: str
    goal: Any
    source: str
    note: str = ""


class Instrument(Entry):
    """A declared payload: model parameters, requirements, emissions, resources, operations, references."""

    family: str
    parameters: Any = None
    requires: tuple[Requirement, ...] = ()
    emits: tuple[Emission, ...] = ()
    keeps_out: tuple[KeepOut, ...] = ()
    placement: Placement | None = None
    shares: tuple[Share, ...] = ()
    provides: tuple[Provision, ...] = ()
    accepts: tuple[Acceptance, ...] = ()
    unaffected: tuple[Unaffected, ...] = ()
    serves: tuple[Service, ...] = ()
    technologies: tuple[str, ...] = ()
    merits: tuple[Merit, ...] = ()
    resources: Resources = Resources()
    operations: Operations = Operations()

    @field_validator("family")
    @classmethod
    def _family(cls, family: str, info: ValidationInfo) -> str:
        known = (info.context or {}).get("families")
        if known is not None and family not in known:
            raise ValueError(f"unknown family '{family}'.{nearest(family, known)}")
        return family

    @field_validator("technologies")
    @classmethod
    def _technologies(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in glossary.technologies():
                raise ValueError(f"unknown technology '{name}'.{nearest(name, glossary.technologies())}")
        return names


class Window(Model):
    """A share of the time in which these conditions hold, where it is declared and not computed."""

    fraction: Annotated[float, Field(ge=0, le=1)]
    holds: tuple[Literal["eclipse", "sunlit", "station_visible", "station_dark"], ...] = ()


class Orbit(Entry):
    """A declared trajectory. `kind` says which of the elements are used.

    `epoch` (UTC) is when Keplerian elements hold; without it they hold at the start of the scenario. Heliocentric
    elements refer to the ecliptic; `lag` is the mean longitude by which the spacecraft trails the Earth at the start of
    the scenario. A ballistic trajectory is a free fall of `free_fall_time` whose highest point is `apogee_altitude`.
    """

    kind: Literal["keplerian", "sun_synchronous", "geostationary", "libration", "halo", "heliocentric", "ballistic", "declared"]
    orbit_class: OrbitClass
    perigee_altitude: quantity("m") | None = None
    apogee_altitude: quantity("m") | None = None
    inclination: quantity("rad") | None = None
    right_ascension: quantity("rad") | None = None
    argument_of_perigee: quantity("rad") | None = None
    mean_anomaly: quantity("rad") | None = None
    epoch: EpochText = ""
    local_time_of_node: quantity("s") | None = None
    longitude: quantity("rad") | None = None
    point: Literal["L1", "L2"] | None = None
    semi_major_axis: quantity("m", positive) | None = None
    eccentricity: quantity("", fraction) | None = None
    lag: quantity("rad") | None = None
    free_fall_time: quantity("s", positive) | None = None
    amplitude_y: quantity("m", not_negative) | None = None
    amplitude_z: quantity("m", not_negative) | None = None
    offers: tuple[Offer, ...] = ()
    windows: tuple[Window, ...] = ()

    @field_validator("windows")
    @classmethod
    def _disjoint(cls, windows: tuple[Window, ...]) -> tuple[Window, ...]:
        whole = sum(window.fraction for window in windows)
        if whole > 1 + 1e-9:
            raise ValueError(f"the fractions of the windows add up to {whole:g}: expected at most 1")
        return windows

    @field_validator("perigee_altitude", "apogee_altitude")
    @classmethod
    def _above_surface(cls, altitude: Cited | None, info: ValidationInfo) -> Cited | None:
        if altitude is None:
            return None
        if altitude.si <= 0:
            raise ValueError(f"'{altitude.text}': the orbit runs below the Earth's surface")
        if altitude.si > HIGHEST_APOGEE:
            raise ValueError(f"'{altitude.text}': expected at most {HIGHEST_APOGEE / 1e9:g} million km")
        if altitude.si < LOWEST_PERIGEE and info.data.get("kind") != "ballistic":
            raise ValueError(f"'{altitude.text}': expected at least {LOWEST_PERIGEE / 1e3:g} km, below it drag ends the orbit")
        return altitude

    @field_validator("inclination")
    @classmethod
    def _tilted(cls, inclination: Cited | None) -> Cited | None:
        if inclination is not None and not 0 <= inclination.si <= math.pi:
            raise ValueError(f"'{inclination.text}': expected between 0 and 180 deg")
        return inclination

    @field_validator("apogee_altitude")
    @classmethod
    def _above_perigee(cls, apogee: Cited | None, info: ValidationInfo) -> Cited | None:
        return apogee and _not_below(apogee, info.data.get("perigee_altitude"))


ELEMENTS = {
    "keplerian": ("perigee_altitude", "apogee_altitude", "inclination", "right_ascension", "argument_of_perigee"),
    "sun_synchronous": ("perigee_altitude", "local_time_of_node"),
    "geostationary": ("longitude",),
    "libration": ("point", "amplitude_y", "amplitude_z"),
    "halo": ("point", "amplitude_z"),
    "heliocentric": ("semi_major_axis", "eccentricity", "inclination", "lag"),
    "ballistic": ("apogee_altitude", "free_fall_time"),
    "declared": (),
}


class Attitude(Model):
    """An attitude law the platform can hold.

    `slew_time` is that of a change into the law with settling, `hold` the longest time without a re-pointing.
    """

    law: AttitudeLaw
    rotation_rate: quantity("rad/s", not_negative) | None = None
    slew_time: quantity("s", not_negative) | None = None
    hold: quantity("s", positive) | None = None
    source: str
    evidence: Evidence | None = None
    note: str = ""


class Duty(Model):
    """Time that the platform needs for itself: downlink, station keeping.

    It is done while `when` holds (of its own `stations` above their `minimum_elevation`) in one of the `laws`, any where
    none is named. Instruments pause during an exclusive one.
    """

    name: Annotated[str, Field(min_length=1)]
    fraction: quantity("", fraction)
    when: ConditionText = ""
    stations: tuple[str, ...] = ()
    minimum_elevation: quantity("rad", any_number) | None = None
    laws: tuple[AttitudeLaw, ...] = ()
    exclusive: bool = False
    source: str
    evidence: Evidence | None = None
    note: str = ""


class Reach(Model):
    """An orbit class the platform can fly."""

    orbit_class: OrbitClass
    source: str
    evidence: Evidence | None = None
    note: str = ""


class Lift(Model):
    """Mass that a launcher brings to an orbit class."""

    orbit_class: OrbitClass
    mass: quantity("kg", positive)
    note: str = ""


class Price(Model):
    """Price of a launch in the money of its year: `amount` up to `included_mass`, then `per_kilogram` for the rest.

    `amount_high` is the other end where a range is printed. Prices of different years and currencies do not add.
    """

    amount: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    amount_high: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    included_mass: number("kg", positive) | None = None
    per_kilogram: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    currency: Literal["EUR", "USD", "JPY"]
    year: int | None = None
    kind: Literal["list", "contract", "estimate"]
    source: str
    evidence: Evidence | None = None
    note: str = ""


class Injection(Model):
    """Orbit in which a launcher leaves the spacecraft, which goes on by its own propulsion."""

    orbit_class: OrbitClass
    perigee_altitude: quantity("m", _reachable)
    apogee_altitude: quantity("m", _reachable)
    note: str = ""

    @field_validator("apogee_altitude")
    @classmethod
    def _above_perigee(cls, apogee: Cited, info: ValidationInfo) -> Cited:
        return _not_below(apogee, info.data.get("perigee_altitude"))


class Platform(Entry):
    """Spacecraft bus, site of a host, facility or launcher.

    Sites of one host are platforms with the same `host`. A launcher flies no payload itself: it states `lifts`, `prices`
    and its `status`.

    `battery_energy` is what the payload may draw in one eclipse, `data_volume` what reaches the ground in the long run,
    `payload_aperture` the largest opening that a face takes and `payload_face_area` the area of all faces for openings.
    `cold_lift` is the heat that a cold stage for the payload takes away at `cold_lift_temperature`. `propellant_capacity`
    and `specific_impulse` belong to the main propulsion, a capacity of zero says that there is none; without an
    `injection` the launcher brings the spacecraft to its orbit. `thrust_maximum`, `micro_propellant` and
    `micro_specific_impulse` belong to the thrusters that keep a drag-free spacecraft free of drag.
    """

    kind: Literal["spacecraft", "host_site", "facility", "launcher"]
    host: str = ""
    flies: tuple[Reach, ...] = ()
    lifts: tuple[Lift, ...] = ()
    lifetime: quantity("s", _mission_time) | None = None
    attitudes: tuple[Attitude, ...] = ()
    dry_mass: quantity("kg", not_negative) | None = None
    cross_section: quantity("m^2", not_negative) | None = None
    drag_coefficient: quantity("", positive) | None = None
    reflectivity_coefficient: quantity("", positive) | None = None
    bus_temperature: quantity("K", positive) | None = None
    payload_mass: quantity("kg", not_negative) | None = None
    payload_power: quantity("W", not_negative) | None = None
    payload_volume: quantity("m^3", not_negative) | None = None
    payload_peak_power: quantity("W", not_negative) | None = None
    payload_aperture: quantity("m", not_negative) | None = None
    payload_face_area: quantity("m^2", not_negative) | None = None
    battery_energy: quantity("J", not_negative) | None = None
    data_volume: quantity("bit/s", not_negative) | None = None
    heat_rejection: quantity("W", not_negative) | None = None
    cold_lift: quantity("W", not_negative) | None = None
    cold_lift_temperature: quantity("K", positive) | None = None
    propellant_capacity: quantity("kg", not_negative) | None = None
    specific_impulse: quantity("s", _specific_impulse) | None = None
    injection: Injection | None = None
    thrust_maximum: quantity("N", not_negative) | None = None
    micro_propellant: quantity("kg", not_negative) | None = None
    micro_specific_impulse: quantity("s", _specific_impulse) | None = None
    prices: tuple[Price, ...] = ()
    status: Literal["operational", "announced", "grounded_or_unknown", "withdrawn"] | None = None
    launch_capability: quantity("kg", not_negative) | None = None
    time_overhead: quantity("", fraction) | None = None
    duties: tuple[Duty, ...] = ()
    drag_free: bool = False
    provides: tuple[Provision, ...] = ()
    offers: tuple[Offer, ...] = ()
    emits: tuple[Emission, ...] = ()
    accommodation: Accommodation = Accommodation()


class Station(Entry):
    """A ground station or clock institute."""

    @field_validator("latitude", "longitude")
    @classmethod
    def _on_the_globe(cls, angle: Cited, info: ValidationInfo) -> Cited:
        largest = math.pi / 2 if info.field_name == "latitude" else 2 * math.pi
        if abs(angle.si) > largest:
            raise ValueError(f"'{angle.text}': expected between {-math.degrees(largest):g} and {math.degrees(largest):g} deg")
        return angle

    latitude: quantity("rad")
    longitude: quantity("rad")
    altitude: quantity("m")
    aperture: quantity("m", positive) | None = None
    clear_fraction: quantity("", fraction) | None = None


class Scenario(Entry):
    """When the mission flies and how active the Sun is."""

    epoch: Annotated[EpochText, Field(min_length=1)]
    duration: number("s", _mission_time)
    solar_flux: quantity("", positive)
    geomagnetic_ap: quantity("", not_negative)

    @field_validator("solar_flux", "geomagnetic_ap")
    @classmethod
    def _on_record(cls, number: Cited, info: ValidationInfo) -> Cited:
        low, high = SOLAR_FLUX if info.field_name == "solar_flux" else GEOMAGNETIC_AP
        if not low <= number.si <= high:
            raise ValueError(f"'{number.text}': expected {low:g} to {high:g}")
        return number


ENTRY_TYPES: dict[str, type[Entry]] = {
    "instrument": Instrument, "orbit": Orbit, "platform": Platform, "station": Station, "scenario": Scenario,
}  # fmt: skip

