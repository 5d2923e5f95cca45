"""Errors a user can mend: each says what was given, where, what was expected and the nearest valid thing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import NamedTuple


class QtspaceError(Exception):
    """Base of every error that a user can mend."""


class UnitError(QtspaceError, ValueError):
    """A value whose unit is missing, unknown or of the wrong kind."""


class ConditionError(QtspaceError, ValueError):
    """A `when` condition that cannot be read."""


class UnknownName(QtspaceError, LookupError):
    """A name that is not in the catalogue, the glossary or a list of choices."""

    def __init__(self, kind: str, given: str, valid: Iterable[str]):
        choices = sorted(valid)
        super().__init__(f"unknown {kind} '{given}'.{nearest(given, choices)}")


class ProviderError(QtspaceError):
    """The provider table contradicts itself: a name that resolves in a circle or an argument nobody provides."""


class Problem(NamedTuple):
    """One thing wrong in a file."""

    file: str
    line: int | None
    where: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.where}: {self.message}" if self.where else f"{place}: {self.message}"


class CatalogueError(QtspaceError):
    """Everything wrong in one catalogue file, all rows at once."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def article(noun: str) -> str:
    """A noun with its article.

    Examples
    --------
    >>> article("orbit"), article("platform")
    ('an orbit', 'a platform')
    """
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def nearest(given: str, valid: Iterable[str]) -> str:
    """Sentence that points from a wrong name to the closest valid ones.

    Examples
    --------
    >>> nearest("altitud", ["altitude", "pressure"])
    " Did you mean 'altitude'?"
    >>> nearest("x", ["altitude", "pressure"])
    ' Valid: altitude, pressure.'
    """
    choices = list(valid)
    close = difflib.get_close_matches(str(given), choices, n=1, cutoff=0.6)
    if close:
        return f" Did you mean '{close[0]}'?"
    if not choices:
        return ""
    shown = ", ".join(choices[:12]) + (", ..." if len(choices) > 12 else "")
    return f" Valid: {shown}."
