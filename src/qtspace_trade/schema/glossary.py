"""The glossary: which quantities the library can talk about, and which couplings it knows. Data, not code."""

from __future__ import annotations

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
    (windows: a fraction of their width). `group` is the physical group a variable belongs to.
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
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class EmissionKind:
    """What an instrument or a platform puts into its surroundings."""

    name: str
    unit: str
    about: str


@dataclass(frozen=True)
class Coupling:
    """How an emission reaches a neighbour: a path function, the variable it changes, how contributions combine."""

    name: str
    emission: str
    path: str
    variable: str
    combine: str
    about: str


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


@functools.cache
def emission_kinds() -> dict[str, EmissionKind]:
    """Every emission kind of the coupling table by name."""
    return {name: EmissionKind(name, **row) for name, row in _table("couplings.toml")["emissions"].items()}


@functools.cache
def couplings() -> tuple[Coupling, ...]:
    """Every coupling, in the order of the table."""
    return tuple(Coupling(name, **row) for name, row in _table("couplings.toml")["couplings"].items())


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
