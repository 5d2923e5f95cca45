"""The glossary: which quantities the library can talk about, and which couplings it knows. Data, not code."""

from __future__ import annotations

import difflib
import functools
import tomllib
from dataclasses import dataclass
from importlib import resources

from qtspace_trade.errors import UnknownName

SCALES = ("log", "decibel", "linear")
COMBINATIONS = ("sum", "rss", "max", "none")


@dataclass(frozen=True)
class Variable:
    """A quantity the library can talk about. Metadata only.

    `goal` is the default distance from limit to goal: in decades on a log scale, in SI units on a linear one
    (windows: a fraction of their width). `group` is the physical group a variable belongs to. An `onboard` quantity is
    caused by platform and neighbours alone, so that a platform that is silent of it leaves it unknown.
    """

    name: str
    unit: str
    scale: str
    goal: float
    about: str
    display: str
    group: str
    combine: str = "none"
    qualifiers: tuple[str, ...] = ()
    spectral: bool = False
    text: bool = False
    onboard: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class EmissionKind:
    """What an instrument or a platform puts into its surroundings.

    An instrument that states any kind of a `topic` has answered for the topic. A kind with a `resource` is read from
    `[resources]`; a `share` is at most 1.
    """

    name: str
    unit: str
    about: str
    topic: str
    spectral: bool = False
    resource: str = ""
    share: bool = False


@dataclass(frozen=True)
class Coupling:
    """How an emission reaches a neighbour: a path function, the variable it changes, how contributions combine.

    `amount` names the argument of the path that takes the emission; without a path the emission is the contribution.
    `into` names what the contribution is added to where the variable is computed from it; `modes` and `at` say for which
    emissions and rows it holds, `elsewhere` for which rows not; `rename` gives arguments other names of the environment.
    `fall` is the power of the distance with which the contribution falls, 0 where it does not; one that `varies` follows the
    orbit although the emission is static.
    """

    name: str
    emission: str
    variable: str
    combine: str
    about: str
    path: str = ""
    amount: str = ""
    into: str = ""
    fall: int = 0
    varies: bool = False
    modes: tuple[str, ...] = ()
    at: tuple[tuple[str, str], ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()
    rename: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class AccommodationClass:
    """Distances on a platform that states none, by kind and dry mass; assumed."""

    name: str
    kinds: tuple[str, ...]
    payload: str
    equipment: str
    note: str
    thruster: str = ""
    gyration: str = ""
    thermal_resistance_times_mass: str = ""
    dry_mass_up_to: str = ""
    drag_free: bool | None = None
    pressurised: bool | None = None


def _table(name: str) -> dict:
    return tomllib.loads(resources.files("qtspace_trade").joinpath(name).read_text(encoding="utf-8"))


@functools.cache
def variables() -> dict[str, Variable]:
    """Every variable of the glossary by name."""
    rows = _table("variables.toml")
    return {
        name: Variable(name=name, display=row.pop("display", row["unit"]), qualifiers=tuple(row.pop("qualifiers", ())),
                       aliases=tuple(row.pop("aliases", ())), **row)
        for name, row in rows.items()
    }  # fmt: skip


@functools.cache
def canonical_names() -> dict[str, str]:
    """Name of every variable by its name and by its aliases."""
    return {known: item.name for item in variables().values() for known in (item.name, *item.aliases)}


@dataclass(frozen=True)
class Purpose:
    """A fundamental test or an application that instruments serve.

    `bound` is the best result today in words, with its source and evidence; empty where none is known.
    """

    name: str
    title: str
    kind: str
    figure: str
    bound: str
    source: str
    evidence: str


@dataclass(frozen=True)
class Technology:
    """A technology with its readiness.

    `readiness` is the technology readiness level of ISO 16290 as a range in words, with its evidence and basis.
    """

    name: str
    title: str
    readiness: tuple[int, int]
    evidence: str
    basis: str
    source: str
    gap: str


@functools.cache
def purposes() -> dict[str, Purpose]:
    """Every fundamental test and application by name."""
    return {name: Purpose(name, **row) for name, row in _table("data/purposes.toml").items()}


@functools.cache
def technologies() -> dict[str, Technology]:
    """Every technology by name."""
    rows = _table("data/technologies.toml")
    return {name: Technology(name, readiness=tuple(row.pop("readiness")), **row) for name, row in rows.items()}


@dataclass(frozen=True)
class Function:
    """A function of hardware that instruments can share or use of each other.

    `union` says which requirements one unit has to meet for all of its users, `failure` what is lost with it.
    `extra_per_user` is the growth of a shared unit with each further user, None where nobody would dare to say.
    """

    name: str
    title: str
    union: str
    failure: str
    extra_per_user: float | None = None
    evidence: str = "assumed"
    source: str = ""
    aliases: tuple[str, ...] = ()


@functools.cache
def functions() -> dict[str, Function]:
    """Every function of the vocabulary by name; entries may use names of their own beside it."""
    rows = _table("data/functions.toml")
    return {name: Function(name, aliases=tuple(row.pop("aliases", ())), **row) for name, row in rows.items()}


@functools.cache
def _function_names() -> dict[str, str]:
    return {known: item.name for item in functions().values() for known in (item.name, *item.aliases)}


def function_name(name: str) -> str:
    """Name of a function in the vocabulary by its name or an alias; a name of one's own stays as it is.

    Examples
    --------
    >>> function_name("maser"), function_name("my own oven")
    ('microwave_reference', 'my own oven')
    """
    return _function_names().get(name, name)


def similar_function(name: str) -> str:
    """Name of the vocabulary that a name of one's own resembles, empty where it is known or resembles none.

    Examples
    --------
    >>> similar_function("frequency_combs"), similar_function("frequency_comb"), similar_function("oven")
    ('frequency_comb', '', '')
    """
    if name in _function_names():
        return ""
    written = name.lower().replace(" ", "_").replace("-", "_")
    close = difflib.get_close_matches(written, _function_names(), n=1, cutoff=0.8)
    return function_name(close[0]) if close else ""


@dataclass(frozen=True)
class Combination:
    """Instruments that together make possible what none of them does alone.

    Each need is a tuple of alternatives, `kind:name` with kind one of family, purpose, serves, technology, function;
    `a & b` asks for both of one member.
    """

    name: str
    title: str
    needs: tuple[tuple[str, ...], ...]
    why: str
    source: str
    evidence: str
    serves: tuple[str, ...] = ()


@functools.cache
def combinations() -> tuple[Combination, ...]:
    """Every combination with science of its own, in the order of the table."""
    return tuple(
        Combination(name, needs=tuple(map(tuple, row.pop("needs"))), serves=tuple(row.pop("serves", ())), **row)
        for name, row in _table("data/enabled_science.toml").items()
    )


@functools.cache
def emission_kinds() -> dict[str, EmissionKind]:
    """Every emission kind of the coupling table by name."""
    return {name: EmissionKind(name, **row) for name, row in _table("couplings.toml")["emissions"].items()}


@functools.cache
def couplings() -> tuple[Coupling, ...]:
    """Every coupling, in the order of the table."""
    return tuple(_coupling(name, row) for name, row in _table("couplings.toml")["couplings"].items())


def _coupling(name: str, row: dict) -> Coupling:
    pairs = (tuple(sorted(row.pop(key, {}).items())) for key in ("at", "elsewhere", "rename"))
    at, elsewhere, rename = pairs
    return Coupling(name, modes=tuple(row.pop("modes", ())), at=at, elsewhere=elsewhere, rename=rename, **row)


@functools.cache
def couplings_of(variable: str) -> tuple[Coupling, ...]:
    """Couplings that change a variable; sums first, then root sums of squares."""
    return tuple(sorted((item for item in couplings() if item.variable == variable), key=lambda item: item.combine != "sum"))


@functools.cache
def accommodation_classes() -> tuple[AccommodationClass, ...]:
    """Classes of platforms with their usual distances, the first that fits holds."""
    rows = _table("data/accommodations.toml")["class"]
    return tuple(AccommodationClass(kinds=tuple(row.pop("kinds")), **row) for row in rows)


def variable(name: str) -> Variable:
    """One variable of the glossary.

    Raises
    ------
    UnknownName
        No such variable; the message names the nearest one.
    """
    try:
        return variables()[canonical_names()[name]]
    except KeyError:
        raise UnknownName("variable", name, variables()) from None
