"""Resource sums of a set of instruments: current best estimate, with maturity margin, with system margin.

References
----------
.. [1] ESA SRE-PA/2011.097, Margin philosophy for science assessment studies: maturity margins of 5, 10 and 20 % by
   heritage, system margin of 20 % on dry mass (numbers as quoted in published interface documents).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Collection
from dataclasses import dataclass

from qtspace_trade.assessment import synergies
from qtspace_trade.assessment.sharing import Limit
from qtspace_trade.engine.environment import Environment, MissingInput
from qtspace_trade.physics import power_budget
from qtspace_trade.schema.base import Cited, weakest
from qtspace_trade.schema.entries import MATURITY_MARGINS, Entry, Instrument, Platform

SYSTEM_MARGIN = 0.20
RESOURCES = ("mass", "power", "volume")
IN_TURNS = ("power", "peak power")  # of which those that wait take their standby only
ECLIPSE = "eclipse"

Exclusive = Collection[Collection[str]]


@dataclass(frozen=True)
class Budget:
    """Sum of one resource over a set. The columns are None where an instrument does not state its need.

    Attributes
    ----------
    variable : str
        Of the finding that compares need and capacity.
    credit : float
        Hardware saved by sharing, taken off the columns.
    known : float or None
        What those that state their need take, with maturity margin.
    least : float or None
        Lower bound of the sum: `known`, less what is counted in it and may not be taken.
    lower : tuple of str
        Why the sum may be lower than what is known: credits and standby powers that nobody states.
    capacity_bound, need_bounds
        Which sides of capacity and needs are known.
    stated : bool
        True where every need is stated itself, False where another number stands for one.
    derates : bool
        True where a shortage costs time before it makes anything impossible.
    missing : tuple of str
        Instruments whose need is unknown.
    why : str
        What the finding says beside its numbers.
    offer : str
        What the platform states as capacity.
    quiet : bool
        True where a finding would say no more than that of another resource: no instrument states this need itself.
    evidence
        The weakest of needs and capacity.
    """

    resource: str
    unit: str
    estimate: float | None
    with_maturity: float | None
    with_system_margin: float | None
    credit: float
    capacity: float | None
    capacity_bound: str
    missing: tuple[str, ...]
    need_bounds: frozenset[str] = frozenset({"exact"})
    evidence: str = "computed"
    sources: tuple[tuple[str, str], ...] = ()
    variable: str = ""
    known: float | None = None
    stated: bool = True
    derates: bool = False
    why: str = ""
    offer: str = ""
    quiet: bool = False
    least: float | None = None
    lower: tuple[str, ...] = ()

    @property
    def spoken_of(self) -> bool:
        """Does the platform or an instrument ask for it; a number that stands for another asks for nothing."""
        return not self.quiet and (self.capacity is not None or (bool(self.known) and self.stated))


@dataclass(frozen=True)
class Need:
    """What one instrument takes of a resource; `stated` is False where another number stands for it."""

    instrument: Instrument
    value: float
    bound: str
    cited: tuple[Cited, ...]
    stated: bool = True

    @property
    def mature(self) -> float:
        """With the maturity margin of its heritage."""
        return self.value * (1 + MATURITY_MARGINS[self.instrument.resources.heritage])


@dataclass(frozen=True)
class Resource:
    """A resource that adds up: unit, variable of its finding, capacity of the platform, need of an instrument.

    A `geometry` has no margins, `largest` counts the largest need only.
    """

    unit: str
    variable: str
    capacity: str
    need: Callable[[Instrument], Need | None]
    geometry: bool = False
    largest: bool = False


def _need(instrument: Instrument, name: str, stated: bool = True, bound: str = "") -> Need | None:
    cited = getattr(instrument.resources, name)
    return None if cited is None else Need(instrument, cited.si, bound or cited.bound, (cited,), stated)


def _plain(name: str) -> Callable[[Instrument], Need | None]:
    return lambda instrument: _need(instrument, name)


def _heat(instrument: Instrument) -> Need | None:
    """Heat; the power, of which none leaves as light, is its upper bound."""
    power = instrument.resources.power
    bound = "at_most" if power is not None and power.bound != "at_least" else "at_least"
    return _need(instrument, "heat") or (_need(instrument, "power", False, bound) if bound == "at_most" else None)


def _peak(instrument: Instrument) -> Need | None:
    """Peak power; the mean while measuring is its lower bound."""
    peak, power = _need(instrument, "peak_power"), instrument.resources.power
    if power is None or power.bound == "at_most" or (peak is not None and peak.value >= power.si):
        return peak
    return _need(instrument, "power", False, "at_least")


def _opening(instrument: Instrument) -> Need | None:
    need = _need(instrument, "aperture")
    return need and Need(instrument, 0.25 * math.pi * need.value**2, need.bound, need.cited, stated=False)


SUMS = {
    "mass": Resource("kg", "payload_mass", "payload_mass", _plain("mass")),
    "power": Resource("W", "payload_power", "payload_power", _plain("power")),
    "volume": Resource("m^3", "payload_volume", "payload_volume", _plain("volume")),
    "peak power": Resource("W", "payload_peak_power", "payload_peak_power", _peak),
    "heat": Resource("W", "payload_heat", "heat_rejection", _heat),
    "aperture": Resource("m", "payload_aperture", "payload_aperture", _plain("aperture"), geometry=True, largest=True),
    "area of apertures": Resource("m^2", "payload_face_area", "payload_face_area", _opening, geometry=True),
    "cold load": Resource("W", "cold_lift", "cold_lift", _plain("cold_load")),
}


def budgets(
    instruments: tuple[Instrument, ...], platform: Platform, environment: Environment, exclusive: Exclusive = frozenset(),
    contact: float | None = None,
) -> dict[str, Budget]:
    """Every budget of a set by name of the resource.

    Parameters
    ----------
    instruments : tuple of Instrument
        On one platform.
    environment : Environment
        Of the platform on its orbit, for eclipses and downlink; any attitude law.
    exclusive : collection of pairs of names, optional
        Instruments that never run at the same time.
    contact : float, optional
        Share of the time in which the platform sends to the ground, where it does not state what reaches the ground.
    """
    sums = {name: budget(instruments, platform, name, exclusive) for name in SUMS}
    return {
        **sums,
        "eclipse energy": eclipse_energy(instruments, platform, environment),
        "standby energy": standby_energy(instruments, platform, environment),
        "data": data(instruments, platform, environment, contact),
    }


def budget(
    instruments: tuple[Instrument, ...], platform: Platform, resource: str, exclusive: Exclusive = frozenset()
) -> Budget:
    """Budget of one resource on one platform."""
    about = SUMS[resource]
    needs = {instrument: about.need(instrument) for instrument in instruments}
    stated = tuple(need for need in needs.values() if need is not None)
    missing = tuple(instrument.name for instrument, need in needs.items() if need is None)
    draws = _draws(stated, frozenset(map(frozenset, exclusive)), resource)
    worst = max(draws, key=lambda draw: draw.mature)
    total = max if about.largest else sum
    estimate = total([need.value for need in worst.needs]) - worst.saved if stated else None
    mature = estimate if about.geometry or estimate is None else worst.mature
    system = mature if about.geometry or mature is None else mature * (1 + SYSTEM_MARGIN)
    lower = tuple(dict.fromkeys(reason for draw in draws for reason in draw.lower))
    return _budget(
        resource, about.unit, about.variable, platform, about.capacity, worst.needs, missing, (estimate, mature, system),
        credit=0.0 if missing else worst.saved, why="; ".join(worst.in_full),
        quiet=resource == "peak power" and not any(need.stated for need in stated),
        least=max(draw.least for draw in draws) if lower else None, lower=lower,
    )  # fmt: skip


@dataclass(frozen=True)
class _Draw:
    """What a set takes at one time: those that run, the standby of those that wait, and those that wait and do not state it.

    The last are counted in full.
    """

    running: tuple[Need, ...]
    waiting: tuple[Need, ...]
    silent: tuple[Need, ...]
    resource: str
    apart: frozenset[frozenset[str]]

    @property
    def needs(self) -> tuple[Need, ...]:
        return (*self.running, *self.waiting, *self.silent)

    @functools.cached_property
    def _credit(self) -> synergies.Credit:
        return self._shared((*self.running, *self.silent))

    def _shared(self, needs: tuple[Need, ...]) -> synergies.Credit:
        return synergies.credit(tuple(need.instrument for need in needs), self.resource, self.apart)

    @property
    def saved(self) -> float:
        return self._credit.value

    @property
    def mature(self) -> float:
        """With maturity margins, less the credits that are known."""
        return sum(need.mature for need in self.needs) - self.saved

    @property
    def least(self) -> float:
        """Less the largest credits there can be, with nothing for a standby that is not stated; never below one need."""
        credit = self._shared(self.running)
        drawn = (*self.running, *self.waiting)
        largest = sum(_largest_credit(row, self.running) for row in credit.rows if row.saved is None)
        highest = max((need.mature for need in self.running), default=0.0) + sum(need.mature for need in self.waiting)
        return max(sum(need.mature for need in drawn) - credit.value - largest, highest)

    @property
    def in_full(self) -> tuple[str, ...]:
        return tuple(
            f"standby power of '{need.instrument.name}' is not stated: counted in full while it waits" for need in self.silent
        )

    @property
    def lower(self) -> tuple[str, ...]:
        return (*self._credit.unknown, *self.in_full)


def _largest_credit(unit: synergies.SharedUnit, needs: tuple[Need, ...]) -> float:
    """A shared unit saves at most all that its users take but the largest."""
    taken = [need.mature for need in needs if need.instrument.name in unit.users]
    return sum(taken) - max(taken)


def _draws(needs: tuple[Need, ...], apart: frozenset[frozenset[str]], resource: str) -> tuple[_Draw, ...]:
    """What a set takes at each time: of power, one for each largest set that runs together."""
    pairs = frozenset(
        frozenset((i, j))
        for i, one in enumerate(needs)
        for j, other in enumerate(needs[:i])
        if resource in IN_TURNS and frozenset((one.instrument.name, other.instrument.name)) in apart
    )
    rest = [_need(need.instrument, "standby_power") for need in needs]
    return tuple(
        _Draw(
            tuple(need for number, need in enumerate(needs) if number in crew),
            tuple(standby for number, standby in enumerate(rest) if number not in crew and standby is not None),
            tuple(need for number, need in enumerate(needs) if number not in crew and rest[number] is None),
            resource, apart,
        )
        for crew in synergies.together(len(needs), pairs)
    )  # fmt: skip


def _budget(
    resource: str, unit: str, variable: str, platform: Platform, capacity: str | tuple[float, str, str, tuple] | None,
    needs: tuple[Need, ...], missing: tuple[str, ...], columns: tuple[float | None, float | None, float | None],
    credit: float = 0.0, derates: bool = False, why: str = "", offer: str = "", quiet: bool = False,
    least: float | None = None, lower: tuple[str, ...] = (),
) -> Budget:  # fmt: skip
    """Budget of needs against a field of the platform, or against a capacity with its bound, evidence and sources."""
    cited: list[tuple[Entry, Cited]] = [(need.instrument, number) for need in needs for number in need.cited]
    if isinstance(capacity, str):
        offer = capacity
        limit = getattr(platform, capacity)
        capacity = limit and (limit.si, limit.bound, platform.cited(limit), ((platform.name, limit.source),))
    evidence = [entry.cited(number) for entry, number in cited] + ([capacity[2]] if capacity else [])
    sources = {(entry.name, number.source) for entry, number in cited} | set(capacity[3] if capacity else ())
    estimate, mature, system = (None,) * 3 if missing else columns
    known = columns[1] if needs else None
    return Budget(
        resource, unit, estimate, mature, system, credit, capacity[0] if capacity else None,
        capacity[1] if capacity else "exact", missing, frozenset(need.bound for need in needs) or frozenset({"exact"}),
        weakest(evidence), tuple(sorted(sources)), variable, known,
        all(need.stated for need in needs), derates, why, offer, quiet, known if least is None else least, lower,
    )  # fmt: skip


# Energy and data, of which a shortage costs time


def eclipse_energy(instruments: tuple[Instrument, ...], platform: Platform, environment: Environment) -> Budget:
    """Energy that the payload draws from the battery in the longest eclipse, each instrument at the share of time it demands.

    An instrument spreads its time evenly over its window; standby that is not stated counts as switched off.
    """
    longest = _longest_eclipse(platform, environment)
    needs = {instrument: _through_eclipse(instrument, environment, longest) for instrument in instruments}
    stated = tuple(need for need in needs.values() if need is not None)
    missing = tuple(instrument.name for instrument, need in needs.items() if need is None)
    mature = sum(need.mature for need in stated)
    why = f"the longest eclipse lasts {longest / 60:.3g} min; a shortage costs time" if longest is not None else ""
    columns = (sum(need.value for need in stated), mature, mature * (1 + SYSTEM_MARGIN))
    return _budget("eclipse energy", "J", "eclipse_energy", platform, "battery_energy", stated, missing, columns,
                   derates=True, why=why)  # fmt: skip


def standby_energy(instruments: tuple[Instrument, ...], platform: Platform, environment: Environment) -> Budget:
    """Energy that the payload draws in the longest eclipse in standby: what no derating of the duty saves."""
    longest = _longest_eclipse(platform, environment)
    needs = {instrument: _need(instrument, "standby_power") for instrument in instruments}
    stated = tuple(
        Need(instrument, float(power_budget.energy_through_eclipse(need.value, longest)), need.bound, need.cited)
        for instrument, need in needs.items() if need is not None and longest is not None
    )  # fmt: skip
    missing = tuple(instrument.name for instrument in instruments if instrument not in {need.instrument for need in stated})
    mature = sum(need.mature for need in stated)
    return _budget("standby energy", "J", "standby_energy", platform, "battery_energy", stated, missing,
                   (sum(need.value for need in stated), mature, mature * (1 + SYSTEM_MARGIN)), quiet=not stated)  # fmt: skip


def _through_eclipse(instrument: Instrument, environment: Environment, longest: float | None) -> Need | None:
    share = instrument.operations.time_fraction
    drawn = None if longest is None else _eclipse_draw(instrument, environment, longest)
    if share is None or drawn is None:
        return None
    rest, power = (_need(instrument, name) for name in ("standby_power", "power"))
    cited = tuple(number for need in (rest, power) if need is not None for number in need.cited)
    return Need(instrument, drawn[0] + drawn[1] * share.si, power.bound if power else "exact", (*cited, share))


def _eclipse_draw(instrument: Instrument, environment: Environment, longest: float) -> tuple[float, float] | None:
    """Energy in the longest eclipse [J]: in standby, and what measuring adds to it per share of the time."""
    power, standby = instrument.resources.power, instrument.resources.standby_power
    if power is None:
        return None
    if not longest:
        return 0.0, 0.0
    within, eclipsed = _eclipsed_share(instrument, environment), environment.fraction(ECLIPSE)
    if within is None or not eclipsed:
        return None
    rest = standby.si if standby is not None and standby.bound != "at_most" else 0.0
    waiting, measuring = (float(power_budget.energy_through_eclipse(load, longest)) for load in (rest, power.si))
    return waiting, max(measuring - waiting, 0.0) * within / eclipsed


def _longest_eclipse(platform: Platform, environment: Environment) -> float | None:
    """Longest eclipse, looked up only where a battery is stated. [s]"""
    if platform.battery_energy is None:
        return None
    _, number = environment.measured("eclipse_duration", "instant", "", (), None)
    return None if number is None else number.value


def data(
    instruments: tuple[Instrument, ...], platform: Platform, environment: Environment, contact: float | None = None
) -> Budget:
    """Data of the payload in the long run, each instrument at the share of the time that it demands."""
    needs = {instrument: _mean_data(instrument) for instrument in instruments}
    stated = tuple(need for need in needs.values() if need is not None)
    missing = tuple(instrument.name for instrument, need in needs.items() if need is None)
    mature = sum(need.mature for need in stated)
    return _budget("data", "bit/s", "data_volume", platform, _downlink(platform, environment, contact), stated, missing,
                   (sum(need.value for need in stated), mature, mature * (1 + SYSTEM_MARGIN)), derates=True,
                   offer="data_volume")  # fmt: skip


def _mean_data(instrument: Instrument) -> Need | None:
    need, share = _need(instrument, "data_rate"), instrument.operations.time_fraction
    if need is None or share is None:
        return None
    return Need(instrument, need.value * share.si, need.bound, (*need.cited, share))


def _downlink(platform: Platform, environment: Environment, contact: float | None) -> tuple[float, str, str, tuple] | None:
    """What reaches the ground in the long run: stated, or the rate in contact times the share of the time in contact."""
    stated = platform.data_volume
    if stated is not None:
        return stated.si, stated.bound, platform.cited(stated), ((platform.name, stated.source),)
    if contact is None:
        return None
    value, number = environment.measured("data_rate", "mean", "", (), None)
    return None if number is None else (number.value * contact, number.bound, value.evidence, tuple(sorted(value.sources)))


def limits(
    instruments: tuple[Instrument, ...], platform: Platform, environment: Environment, contact: float | None = None
) -> tuple[Limit, ...]:
    """Linear limits on the time of the instruments by energy and data.

    The sum over the instruments of need times share of the time stays within the capacity. Only what is certain limits:
    capacities and needs known from the other side only are left out, as are instruments that do not state their need.
    """
    found = (_energy_limit(instruments, platform, environment), _data_limit(instruments, platform, environment, contact))
    return tuple(limit for limit in found if limit is not None and limit.needs)


def _energy_limit(instruments: tuple[Instrument, ...], platform: Platform, environment: Environment) -> Limit | None:
    battery, longest = platform.battery_energy, _longest_eclipse(platform, environment)
    if battery is None or battery.bound == "at_least" or not longest:
        return None
    needs, waiting = [], 0.0
    for instrument in instruments:
        drawn, power = _eclipse_draw(instrument, environment, longest), instrument.resources.power
        if drawn is None or power is None or power.bound == "at_most":
            continue
        margin = 1 + MATURITY_MARGINS[instrument.resources.heritage]
        waiting += drawn[0] * margin
        needs.append((instrument.name, drawn[1] * margin))
    return Limit("energy in the longest eclipse", max(battery.si - waiting, 0.0), tuple(needs))


def _eclipsed_share(instrument: Instrument, environment: Environment) -> float | None:
    """Share of an instrument's window that lies in eclipse; None where nothing states it."""
    condition = instrument.operations.when
    if not condition:
        return environment.fraction(ECLIPSE)
    try:
        window = environment.fraction(condition, instrument)
        both = environment.fraction(f"({condition}) and {ECLIPSE}", instrument)
    except MissingInput:
        return None
    return None if window is None or both is None else both / window if window else 0.0


def _data_limit(
    instruments: tuple[Instrument, ...], platform: Platform, environment: Environment, contact: float | None
) -> Limit | None:
    capacity = _downlink(platform, environment, contact)
    if capacity is None or capacity[1] == "at_least":
        return None
    rates = [need for instrument in instruments if (need := _need(instrument, "data_rate")) is not None]
    needs = ((need.instrument.name, need.mature) for need in rates if need.bound != "at_most" and need.value > 0)
    return Limit("data to the ground", capacity[0], tuple(needs))
