"""The small condition grammar of `when`: "altitude < 3000 km", "eclipse and station_visible".

A condition is a tree of comparisons (a variable against a value with unit) and named states, joined by
`not`, `and`, `or` and brackets. It is parsed by hand: nothing is ever evaluated as code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qtspace_trade.errors import ConditionError, nearest

STATES = ("eclipse", "sunlit", "station_visible", "station_dark")

_COMPARISONS = ("<", "<=", ">", ">=")
_STOPS = ("and", "or", "not", ")", "=", *_COMPARISONS)
_TOKEN = re.compile(r"\s*([<>]?=|[<>()]|[A-Za-z_][A-Za-z_0-9]*|[^\s()<>=]+)")
_DEEPEST = 50


@dataclass(frozen=True)
class State:
    """A named state that holds or does not hold."""

    name: str


@dataclass(frozen=True)
class Comparison:
    """`variable < value`; the value keeps its unit as text, the reader of the glossary resolves it."""

    variable: str
    below: bool
    value: str


@dataclass(frozen=True)
class Not:
    term: Condition


@dataclass(frozen=True)
class Joined:
    """Terms joined by `and` (every) or `or` (any)."""

    every: bool
    terms: tuple[Condition, ...]


Condition = State | Comparison | Not | Joined


def parse(text: str) -> Condition:
    """Tree of a condition text.

    Raises
    ------
    ConditionError
        Unknown word, missing value, unbalanced bracket.

    Examples
    --------
    >>> parse("eclipse and altitude < 3000 km")
    Joined(every=True, terms=(State(name='eclipse'), Comparison(variable='altitude', below=True, value='3000 km')))
    """
    if not isinstance(text, str):
        raise ConditionError(f"{text!r}: expected a condition as text")
    parser = _Parser(text)
    condition = parser.either()
    if parser.token:
        raise ConditionError(f"condition '{text}': '{parser.token}' was not expected here")
    return condition


def atoms(condition: Condition) -> Iterator[State | Comparison]:
    """Comparisons and states of a condition, left to right."""
    if isinstance(condition, Not):
        yield from atoms(condition.term)
    elif isinstance(condition, Joined):
        for term in condition.terms:
            yield from atoms(term)
    else:
        yield condition


class _Parser:
    def __init__(self, text: str):
        self.text = text
        self.matches = list(_TOKEN.finditer(text))
        self.tokens = [match.group(1) for match in self.matches]
        if not self.tokens:
            raise ConditionError("an empty condition: leave `when` out to mean always")
        if self.tokens.count("(") + self.tokens.count("not") > _DEEPEST:
            raise ConditionError(f"condition '{text[:40]}...': expected at most {_DEEPEST} brackets and negations")
        self.position = 0

    @property
    def token(self) -> str:
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def take(self) -> str:
        token = self.token
        self.position += 1
        return token

    def either(self) -> Condition:
        return self._joined("or", self.both)

    def both(self) -> Condition:
        return self._joined("and", self.single)

    def _joined(self, word, inner) -> Condition:
        terms = [inner()]
        while self.token == word:
            self.take()
            terms.append(inner())
        return terms[0] if len(terms) == 1 else Joined(word == "and", tuple(terms))

    def single(self) -> Condition:
        token = self.take()
        if token == "not":
            return Not(self.single())
        if token == "(":
            inner = self.either()
            if self.take() != ")":
                raise ConditionError(f"condition '{self.text}': a bracket is not closed")
            return inner
        if not token:
            raise ConditionError(f"condition '{self.text}': a state or a comparison is missing at its end")
        if self.token in _COMPARISONS:
            return self._comparison(token)
        if token in STATES:
            return State(token)
        hint = nearest(token, STATES)
        raise ConditionError(f"condition '{self.text}': '{token}' is neither a state nor a comparison.{hint}")

    def _comparison(self, variable: str) -> Comparison:
        below = self.take().startswith("<")
        first, depth = self.position, 0
        while self.token and (depth or self.token not in _STOPS):
            depth += (self.token == "(") - (self.token == ")")
            self.take()
        if first == self.position:
            raise ConditionError(f"condition '{self.text}': '{variable}' is compared with nothing")
        return Comparison(variable, below, self.text[self.matches[first].start(1) : self.matches[self.position - 1].end()])
