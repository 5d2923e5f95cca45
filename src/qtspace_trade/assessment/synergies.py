"""What instruments gain from each other: shared hardware, an improved environment, science of the combination.

All of it one level deep: a shared unit is not built of shared units, an improvement is the number that its provider states
and is never computed from another improvement, and the science of a combination enters no score.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from qtspace_trade import units
from qtspace_trade.assessment.rows import Row, rows_of
from qtspace_trade.assessment.seen import BOUNDS, Seen, spectral
from qtspace_trade.engine.values import Spectrum, Value
from qtspace_trade.schema import glossary
from qtspace_trade.schema.base import Cited, weakest
from qtspace_trade.schema.entries import Instrument, Platform, Provision, Share

SHARED = {"mass": "kg", "power": "W", "volume": "L"}
EDGE = 1e-9  # a spectrum steps within this share of the frequency at the ends of an improved band


# Shared hardware


@dataclass(frozen=True)
class SharedUnit:
    """One function that several instruments share, and what that saves of one resource. SI.

    Attributes
    ----------
    users : tuple of str
        Instruments that share.
    alone : tuple of float or None
        What each of them needs where it has the unit for itself.
    shared, saved : float or None
        What the shared unit needs, fallbacks that users keep included, and the credit; None where a number is not stated.
    missing : tuple of str
        The numbers that are not stated.
    conditions : tuple of str
        What sharing asks of the unit, and what is lost with it.
    """

    function: str
    resource: str
    users: tuple[str, ...]
    alone: tuple[float | None, ...]
    shared: float | None
    saved: float | None
    missing: tuple[str, ...]
    conditions: tuple[str, ...]
    evidence: str
    sources: tuple[tuple[str, str], ...]

    @property
    def sentence(self) -> str:
        """The credit in one sentence with numbers and units."""
        title, users = _title(self.function), _listed(self.users)
        if self.saved is None:
            return f"credit of {self.resource} for {title} shared by {users} is unknown: {'; '.join(self.missing)}"
        unit = SHARED[self.resource]
        if self.saved == 0.0:
            return f"{title} shared by {users}: saves no {self.resource}"
        alone = " + ".join(_known(need, unit) for need in self.alone)
        return f"{title} shared by {users}: {self.resource} {alone} alone, saves {units.show(self.saved, unit)}"

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "function": self.function, "resource": self.resource, "users": list(self.users), "alone": list(self.alone),
            "shared": self.shared, "saved": self.saved, "missing": list(self.missing), "conditions": list(self.conditions),
            "evidence": self.evidence, "sources": [f"{entry}:{key}" for entry, key in self.sources],
            "sentence": self.sentence,
        }  # fmt: skip


@dataclass(frozen=True)
class Credit:
    """What a set saves of one resource by sharing hardware.

    `value` is the sum of the credits that are known; `unknown` says for which functions there is one that nobody can
    state, and which number is missing.
    """

    value: float
    unknown: tuple[str, ...]
    rows: tuple[SharedUnit, ...]

    @property
    def known(self) -> bool:
        return not self.unknown


@dataclass(frozen=True)
class _Unit:
    """A unit of one function with its owners: one instrument, or those that share a wider unit around it."""

    owners: tuple[str, ...]
    needs: tuple[float | None, ...]
    fallback: float
    extra: float | None
    missing: tuple[str, ...]

    @property
    def need(self) -> float:
        return max(need for need in self.needs if need is not None)


def shared_need(needs: tuple[float, ...], extra: float) -> float:
    """What one unit needs that serves several users at the same time, max(m_i) (1 + a (n - 1)).

    Examples
    --------
    >>> round(shared_need((11.9, 30.0), 0.1), 9)
    33.0
    """
    return max(needs) * (1.0 + extra * (len(needs) - 1)) if needs else 0.0


def together(count: int, apart: frozenset[frozenset[int]]) -> frozenset[frozenset[int]]:
    """Sets of users that may run at the same time, the largest ones among them, where some pairs never do.

    Examples
    --------
    >>> sorted(map(sorted, together(3, frozenset({frozenset({0, 1})}))))
    [[0, 2], [1, 2]]
    """
    found: set[frozenset[int]] = set()
    open_sets = {frozenset(range(count))}
    while open_sets:
        crew = open_sets.pop()
        pair = next((pair for pair in apart if pair <= crew), None)
        if pair is None:
            found.add(crew)
        else:
            open_sets |= {crew - {user} for user in pair}
    return frozenset(found)


def saving(
    needs: tuple[float, ...], extra: float, fallbacks: tuple[float, ...] = (), apart: frozenset[frozenset[int]] = frozenset()
) -> float:
    """Credit of one shared unit: the sum of the needs less that of the unit, times 1 - f, never negative.

    Parameters
    ----------
    needs : tuple of float
        What each user needs alone.
    extra : float
        Growth a of the unit with each further user at the same time.
    fallbacks : tuple of float, optional
        Share of its own unit that each user keeps. The credit counts (1 - f) with the largest f among those who give up
        hardware; users with a larger f may keep theirs and leave the credit to the others, where that saves more.
    apart : frozenset of pairs, optional
        Users that never run at the same time.

    Examples
    --------
    >>> round(saving((11.9, 30.0), 0.1), 9), saving((20.0, 20.0), 0.1, (1.0, 1.0))
    (8.9, 0.0)
    """
    kept = fallbacks or (0.0,) * len(needs)
    best = 0.0
    for limit in sorted(set(kept)):
        crew = [user for user in range(len(needs)) if kept[user] <= limit]
        own = frozenset(frozenset(crew.index(user) for user in pair) for pair in apart if pair <= set(crew))
        unit = max(shared_need(tuple(needs[crew[user]] for user in active), extra) for active in together(len(crew), own))
        best = max(best, (sum(needs[user] for user in crew) - unit) * (1.0 - limit))
    return best


def credit(instruments: tuple[Instrument, ...], resource: str, exclusive: Collection[Collection[str]] = frozenset()) -> Credit:
    """What a set of instruments saves of one resource by sharing hardware, against the sum of all of their needs.

    Parameters
    ----------
    instruments : tuple of Instrument
        Instruments on one spacecraft.
    resource : str
        `mass`, `power` or `volume`; of others nothing is saved.
    exclusive : set of pairs of names, optional
        Instruments that never operate at the same time: of power the shared unit then takes what one of them needs.
    """
    return _credit(instruments, resource, frozenset(map(frozenset, exclusive)))


@functools.lru_cache(maxsize=65_536)
def _credit(instruments: tuple[Instrument, ...], resource: str, exclusive: frozenset[frozenset[str]]) -> Credit:
    if resource not in SHARED or len(instruments) < 2:
        return Credit(0.0, (), ())
    users: dict[str, dict[Instrument, tuple[Share, ...]]] = {}
    for instrument in sorted(instruments, key=lambda item: item.name):
        for share in instrument.shares:
            of = users.setdefault(share.function, {})
            of[instrument] = (*of.get(instrument, ()), share)
    apart = exclusive if resource == "power" else frozenset()
    rows = [_shared(function, resource, users, apart, exclusive) for function in sorted(users)]
    found = tuple(row for row in rows if row is not None)
    unknown = tuple(row.sentence for row in found if row.saved is None)
    return Credit(sum((row.saved for row in found if row.saved is not None), 0.0), unknown, found)


def _shared(
    function: str, resource: str, users: dict[str, dict[Instrument, tuple[Share, ...]]],
    apart: frozenset[frozenset[str]], exclusive: frozenset[frozenset[str]],
) -> SharedUnit | None:  # fmt: skip
    pool = [_unit(function, resource, crew) for crew in _crews(users[function], users)]
    if len(pool) < 2:
        return None
    stated = [share for shares in users[function].values() for share in shares]
    common = glossary.functions().get(function)
    extras = [item.extra for item in pool if item.extra is not None]
    extra = max(extras) if extras else (common.extra_per_user if common else None)
    giving = [item for item in pool if item.fallback < 1.0]
    missing = [text for item in giving for text in item.missing] if len(giving) > 1 else []
    if extra is None and len(giving) > 1:
        missing.append(f"the growth of a shared {_title(function)} with each further user is not stated")
    saved = None if missing else _saved(giving, extra or 0.0, apart)
    shared = sum(item.need for item in pool) - saved if saved is not None and not any(item.missing for item in pool) else None
    numbers = [
        (instrument, number)
        for instrument, shares in users[function].items()
        for share in shares
        for number in (getattr(share, resource), share.extra_per_user, share.fallback)
        if number is not None
    ]
    marks = [instrument.cited(number) for instrument, number in numbers]
    marks += [
        instrument.evidence(share.source, share.evidence)
        for instrument, shares in users[function].items()
        for share in shares
    ]
    marks += [common.evidence] if common and not extras and saved else []
    sources = {(instrument.name, number.source) for instrument, number in numbers}
    sources |= {(instrument.name, share.source) for instrument, shares in users[function].items() for share in shares}
    owners = tuple(instrument.name for instrument in users[function])
    needs = tuple(_alone(shares, resource) for shares in users[function].values())
    return SharedUnit(
        function, resource, owners, needs, shared, saved, tuple(missing),
        tuple(_conditions(common, stated, users[function], exclusive)), weakest(marks), tuple(sorted(sources)),
    )  # fmt: skip


def _saved(giving: list[_Unit], extra: float, apart: frozenset[frozenset[str]]) -> float:
    if len(giving) < 2:
        return 0.0
    needs = tuple(item.need for item in giving)
    pairs = frozenset(
        frozenset({one, other})
        for one in range(len(giving))
        for other in range(one)
        if all(frozenset({a, b}) in apart for a in giving[one].owners for b in giving[other].owners)
    )
    return saving(needs, extra, tuple(item.fallback for item in giving), pairs)


def _crews(
    of: dict[Instrument, tuple[Share, ...]], users: dict[str, dict[Instrument, tuple[Share, ...]]]
) -> Iterator[dict[Instrument, tuple[Share, ...]]]:
    """Owners of one unit each: instruments whose units lie within the same wider unit that they share have one already."""
    within: dict[str, dict[Instrument, tuple[Share, ...]]] = {}
    for instrument, shares in of.items():
        wider = next((share.part_of for share in shares if instrument in users.get(share.part_of, {})), "")
        within.setdefault(wider or f"own of {instrument.name}", {})[instrument] = shares
    yield from within.values()


def _unit(function: str, resource: str, crew: dict[Instrument, tuple[Share, ...]]) -> _Unit:
    needs, missing = [], []
    for instrument, shares in crew.items():
        need = _alone(shares, resource)
        whole = getattr(instrument.resources, resource)
        if need is None:
            missing.append(f"the {resource} of the {_title(function)} of '{instrument.name}' is not stated")
        elif whole is not None and whole.bound != "at_least" and _units_of(instrument, resource) > whole.si * (1 + 1e-9):
            missing.append(f"the units of '{instrument.name}' take more {resource} than its stated {whole.text}")
        needs.append(need)
    every = [share for shares in crew.values() for share in shares]
    fallback = max((share.fallback.si for share in every if share.fallback), default=0.0)
    extra = max((share.extra_per_user.si for share in every if share.extra_per_user), default=None)
    return _Unit(tuple(item.name for item in crew), tuple(needs), fallback, extra, tuple(missing))


def _alone(shares: tuple[Share, ...], resource: str) -> float | None:
    numbers: list[Cited | None] = [getattr(share, resource) for share in shares]
    return None if any(number is None for number in numbers) else sum(number.si for number in numbers if number is not None)


def _units_of(instrument: Instrument, resource: str) -> float:
    """What the units of an instrument take together, those within a wider one of its own left out."""
    own = {share.function for share in instrument.shares}
    numbers = [getattr(share, resource) for share in instrument.shares if share.part_of not in own]
    return sum(number.si for number in numbers if number is not None)


def _conditions(
    common: glossary.Function | None, stated: list[Share], of: dict[Instrument, tuple[Share, ...]],
    exclusive: frozenset[frozenset[str]],
) -> Iterator[str]:  # fmt: skip
    names = sorted(instrument.name for instrument in of)
    if common:
        yield f"one unit meets {common.union}"
    apart = sorted(sorted(pair) for pair in exclusive if pair <= set(names) and len(pair) == 2)
    if apart:
        yield "never at the same time: " + "; ".join(" and ".join(pair) for pair in apart)
    if len(apart) < len(names) * (len(names) - 1) // 2:
        yield "needed by all others at the same time" if apart else "needed by all at the same time"
    plan = {
        units.show(share.wavelength.si, "nm"): instrument.name
        for instrument, shares in of.items()
        for share in shares
        if share.wavelength is not None
    }
    if len(plan) > 1:
        yield "wavelength plan: " + ", ".join(f"{length} ({name})" for length, name in plan.items())
    loss = f": {common.failure}" if common else ""
    yield f"a failure of the unit hits {_listed(names)} together{loss}"
    for instrument, shares in of.items():
        for share in shares:
            if share.fallback is not None and share.fallback.si > 0:
                yield f"{instrument.name} keeps {share.fallback.si:.0%} of its own unit as a fallback"


def _known(need: float | None, unit: str) -> str:
    return "unknown" if need is None else units.show(need, unit)


def _listed(names: Collection[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _title(function: str) -> str:
    return function.replace("_", " ")


# Improved environment


@dataclass(frozen=True)
class Improvement:
    """What a provider on board offers one row of an instrument that accepts its function. SI.

    `curve` is the spectrum of a spectral variable, `value` the number of any other. `fallback` says in the words of the
    victim what it does when the provider fails. `with_neighbours`: the number holds with what neighbours add.
    """

    instrument: str
    variable: str
    at: tuple[tuple[str, str], ...]
    function: str
    provider: str
    value: float | None
    curve: Spectrum | None
    bound: str
    with_neighbours: bool
    fallback: str
    source: str
    evidence: str
    sigma: float | None
    accepted_by: str

    @property
    def sources(self) -> frozenset[tuple[str, str]]:
        return frozenset({(self.provider, self.source), (self.instrument, self.accepted_by)})

    @property
    def sentence(self) -> str:
        """The improvement in one sentence with its number and the fallback."""
        shown = "a spectrum" if self.value is None else units.show(self.value, glossary.variable(self.variable).display)
        return (
            f"{self.provider} gives {self.instrument} a {self.variable.replace('_', ' ')} of {shown} "
            f"by its {_title(self.function)}; if it fails: {self.fallback}"
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "instrument": self.instrument, "variable": self.variable, "qualifiers": dict(self.at),
            "function": self.function, "provider": self.provider, "value": self.value,
            "unit": glossary.variable(self.variable).unit,
            "curve": list(map(list, zip(self.curve.frequency, self.curve.density, strict=True))) if self.curve else None,
            "bound": self.bound, "with_neighbours": self.with_neighbours, "fallback": self.fallback,
            "source": f"{self.provider}:{self.source}", "evidence": self.evidence, "sigma": self.sigma,
            "sentence": self.sentence,
        }  # fmt: skip


DIRECTION = {"at_most": 1.0, "spectrum": 1.0, "at_least": -1.0}  # of what is worse
WORTHLESS = {"at_most": "at_least", "spectrum": "at_least", "at_least": "at_most"}  # bounds that promise nothing


def improvement(
    row: Row, members: tuple[Instrument, ...], platform: Platform | None = None, law: str = "", orbit_class: str = "",
    with_neighbours: bool | None = None,
) -> Improvement | None:  # fmt: skip
    """The best number that another instrument or the platform provides for a row whose instrument accepts it.

    Parameters
    ----------
    row : Row
        A requirement of one of the members; windows and words are not improved.
    members : tuple of Instrument
        Every instrument on board. What an instrument provides serves the others, not itself.
    platform : Platform, optional
        The platform, whose services count as well.
    law, orbit_class : str, optional
        Attitude law held and class of the orbit; without them only provisions count that hold in all.
    with_neighbours : bool, optional
        Only provisions that hold with what neighbours add, or only those to which neighbours add.
    """
    if row.sense not in DIRECTION:
        return None
    accepted = {
        item.function: item
        for item in row.instrument.accepts
        if not item.variables or row.variable.name in item.variables
    }
    providers = [item for item in members if item.name != row.instrument.name]
    entries: list[Instrument | Platform] = [*sorted(providers, key=lambda item: item.name), *([platform] if platform else [])]
    found = []
    for entry in entries if accepted else ():
        for offered in entry.provides:
            if with_neighbours not in (None, offered.with_neighbours):
                continue
            if offered.function in accepted and _serves(offered, row, law, orbit_class):
                acceptance = accepted[offered.function]
                found.append(Improvement(
                    row.instrument.name, row.variable.name, row.at, offered.function, entry.name,
                    None if row.variable.spectral else offered.value, _curve(offered), offered.bound,
                    offered.with_neighbours, acceptance.fallback, offered.source,
                    entry.evidence(offered.source, offered.evidence), offered.sigma, acceptance.source,
                ))  # fmt: skip
    return min(found, key=lambda item: _rank(row, item)) if found else None


def _serves(offered: Provision, row: Row, law: str, orbit_class: str) -> bool:
    return (
        offered.variable == row.variable.name
        and dict(row.at) == {**dict(row.at), **dict(offered.at)}
        and offered.law in ("", law)
        and (not offered.orbit_classes or orbit_class in offered.orbit_classes)
        and offered.when in ("", row.when)
        and offered.bound != WORTHLESS[row.sense]
    )


def _curve(offered: Provision) -> Spectrum | None:
    if offered.curve is not None:
        return Spectrum(*map(tuple, zip(*offered.curve, strict=True)))
    return Spectrum(offered.band, (offered.value, offered.value)) if offered.band is not None else None


def _rank(row: Row, item: Improvement) -> tuple[float, bool, str, str]:
    """The strictest number first; of spectra the one with the smallest worst ratio, those with a gap in the band last."""
    if item.value is not None:
        return (DIRECTION[row.sense] * item.value, item.bound != "exact", item.provider, item.function)
    seen = spectral(row, Value(item.curve))
    return (np.inf if np.isnan(seen.low) else seen.low, seen.bound != 0, item.provider, item.function)


def improved(row: Row, seen: Seen, item: Improvement | None) -> Seen:
    """What a row sees with a provider at work: never worse than before, the same object where it is no better.

    An improvement without `with_neighbours` takes the place of the surroundings: it is put in before neighbours add to
    them. Where the surroundings are unknown the provider's number is a bound: it may be better still.
    """
    if item is None:
        return seen
    if item.curve is not None and row.variable.spectral:
        return _improved_spectrum(row, seen, item)
    if item.value is None or row.variable.spectral:
        return seen
    bound = _bound_after(row, seen, item.value, row.limit, item.bound)
    return seen if bound is None else _replaced(row, seen, item, item.value, bound)


def _bound_after(row: Row, seen: Seen, offered: float, limit: float, stated: str) -> int | None:
    """Which side of the offered number is known once it is in place: none where it is exact; None where it is not used."""
    direction = int(DIRECTION[row.sense])
    better = direction * (seen.low - offered)
    guarantee = -direction
    if np.isnan(seen.low):
        return guarantee
    exact = 0 if stated == "exact" else guarantee
    if seen.bound * direction <= 0:
        return None if better <= 0 else (exact if seen.bound == 0 else guarantee)
    if better >= 0:
        return exact
    return guarantee if direction * (limit - offered) >= 0 else None


def _replaced(row: Row, seen: Seen, item: Improvement, offered: float, bound: int) -> Seen:
    missing = () if bound == 0 else seen.value.missing
    side = next(name for name, sign in BOUNDS.items() if sign == bound)
    value = replace(
        seen.value, data=offered, bound=side, missing=missing, evidence=item.evidence, sigma=item.sigma,
        sources=item.sources,
    )  # fmt: skip
    return Seen(offered, offered, bound, value, offered)


def _improved_spectrum(row: Row, seen: Seen, item: Improvement) -> Seen:
    """Improvement of a spectrum: frequency by frequency, or over the whole band where neighbours are in it already."""
    promised = spectral(row, Value(item.curve, item.bound, sources=item.sources, evidence=item.evidence, sigma=item.sigma))
    base = seen.value.data
    if isinstance(base, Spectrum) and not item.with_neighbours and seen.bound <= 0:
        merged = replace(
            seen.value, data=_lower(base, item.curve), sources=seen.value.sources | item.sources,
            evidence=weakest([seen.value.evidence, item.evidence]),
        )  # fmt: skip
        better = spectral(row, merged)
        return better if better.low < seen.low else seen
    if np.isnan(promised.low) or promised.bound > 0:
        return seen
    bound = _bound_after(row, seen, promised.low, 1.0, item.bound)
    if bound is None:
        return seen
    side = next(name for name, sign in BOUNDS.items() if sign == bound)
    return replace(promised, bound=bound, value=replace(promised.value, bound=side))


def _lower(base: Spectrum, offered: Spectrum | None) -> Spectrum:
    """The lower of two spectra where both are known, the first one elsewhere."""
    assert offered is not None
    low, high = max(base.frequency[0], offered.frequency[0]), min(base.frequency[-1], offered.frequency[-1])
    if low >= high:
        return base
    inner = np.unique([low, high, *np.geomspace(low, high, 200), *(f for f in (*base.frequency, *offered.frequency)
                                                                   if low < f < high)])  # fmt: skip
    points = {f: base.at(f) for f in base.frequency if f < low or f > high}
    for edge in (low * (1 - EDGE), high * (1 + EDGE)):
        if base.frequency[0] < edge < base.frequency[-1]:
            points[edge] = base.at(edge)
    points |= dict(zip(inner, np.minimum(base.at(inner), offered.at(inner)), strict=True))
    frequency = sorted(points)
    return Spectrum(tuple(map(float, frequency)), tuple(float(points[f]) for f in frequency))


def improve(
    rows: tuple[Row, ...], seen: tuple[Seen, ...], members: tuple[Instrument, ...], platform: Platform | None,
    law: str = "", orbit_class: str = "", with_neighbours: bool = False,
) -> tuple[tuple[Seen, ...], tuple[Improvement | None, ...]]:  # fmt: skip
    """Every row of an instrument with what others provide, and which improvement each row uses.

    Called before the couplings with `with_neighbours` false, and after them with it true.
    """
    if not rows or not rows[0].instrument.accepts:
        return seen, (None,) * len(rows)
    stage = [improvement(row, members, platform, law, orbit_class, with_neighbours) for row in rows]
    after = tuple(improved(row, before, item) for row, before, item in zip(rows, seen, stage, strict=True))
    used = tuple(item if new is not old else None for item, new, old in zip(stage, after, seen, strict=True))
    return after, used


# Science of the combination


@dataclass(frozen=True)
class EnabledScience:
    """What the members of a concept make possible together and none of them alone. It enters no score."""

    name: str
    title: str
    why: str
    members: tuple[tuple[str, ...], ...]
    serves: tuple[str, ...]
    source: str
    evidence: str

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "name": self.name, "title": self.title, "why": self.why, "members": [list(group) for group in self.members],
            "serves": list(self.serves), "source": self.source, "evidence": self.evidence,
        }  # fmt: skip


def traits(instrument: Instrument) -> frozenset[str]:
    """What a combination can ask of an instrument, as `kind:name`."""
    purpose = getattr(instrument.parameters, "purpose", "")
    functions = [share.function for share in instrument.shares] + [offered.function for offered in instrument.provides]
    return frozenset([
        f"family:{instrument.family}", *([f"purpose:{purpose}"] if purpose else []),
        *(f"serves:{item.purpose}" for item in instrument.serves), *(f"technology:{name}" for name in instrument.technologies),
        *(f"function:{name}" for name in functions),
    ])  # fmt: skip


def _meets(has: frozenset[str], need: tuple[str, ...]) -> bool:
    return any(set(alternative.split(" & ")) <= has for alternative in need)


def enabled(members: tuple[Instrument, ...]) -> tuple[EnabledScience, ...]:
    """Combinations whose needs the members of a concept meet together, and no single member meets alone."""
    known = [(item.name, traits(item)) for item in sorted(members, key=lambda item: item.name)]
    found = []
    for entry in glossary.combinations():
        meeting = [[name for name, has in known if _meets(has, need)] for need in entry.needs]
        alone = any(all(_meets(has, need) for need in entry.needs) for _, has in known)
        if all(meeting) and not alone:
            found.append(EnabledScience(
                entry.name, entry.title, entry.why, tuple(map(tuple, meeting)), entry.serves, entry.source, entry.evidence,
            ))  # fmt: skip
    return tuple(found)


@dataclass(frozen=True)
class Synergies:
    """Every synergy of a set of instruments on one platform."""

    credits: dict[str, Credit]
    improvements: tuple[Improvement, ...]
    enabled: tuple[EnabledScience, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "credits": {
                name: {"value": item.value, "unknown": list(item.unknown), "rows": [row.to_dict() for row in item.rows]}
                for name, item in self.credits.items()
            },
            "improvements": [item.to_dict() for item in self.improvements],
            "enabled": [item.to_dict() for item in self.enabled],
        }


def report(
    members: tuple[Instrument, ...], platform: Platform | None = None,
    exclusive: Collection[Collection[str]] = frozenset(), law: str = "", orbit_class: str = "",
) -> Synergies:  # fmt: skip
    """Shared hardware, improvements on offer and enabled science of a set of instruments."""
    offers = [
        improvement(row, members, platform, law, orbit_class)
        for member in sorted(members, key=lambda item: item.name)
        if member.accepts
        for row in rows_of(member)
        if row.scoring
    ]
    credits = {resource: credit(members, resource, exclusive) for resource in SHARED}
    return Synergies(credits, tuple(item for item in offers if item is not None), enabled(members))
