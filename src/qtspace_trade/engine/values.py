"""What the engine hands on: a value, or the reason why there is none, with where it came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from qtspace_trade.schema.base import weakest


@dataclass(frozen=True)
class Spectrum:
    """A spectral density known at rising frequencies, log-log between them, unknown outside."""

    frequency: tuple[float, ...]
    density: tuple[float, ...]

    def at(self, frequency: Any) -> Any:
        """Density at frequencies inside the known band."""
        tiny = np.finfo(float).tiny
        logs = np.interp(np.log(frequency), np.log(self.frequency), np.log(np.maximum(self.density, tiny)))
        return np.exp(logs)


@dataclass(frozen=True)
class Value:
    """A resolved quantity.

    Attributes
    ----------
    data : float, array, Spectrum, tuple of words, or None
        SI value at the nodes, or None where it is unknown.
    bound : str
        `exact`, or `at_least` / `at_most` where only one side is known.
    missing : tuple of str
        Why it is unknown or one-sided: the inputs nobody states, innermost last.
    sources : frozenset
        (entry, reference key) of every number used.
    depends : frozenset
        Which of orbit, platform, law, instrument the value depends on.
    names : frozenset
        Every name resolved on the way.
    """

    data: Any = None
    bound: str = "exact"
    missing: tuple[str, ...] = ()
    sources: frozenset[tuple[str, str]] = frozenset()
    evidence: str = "computed"
    offered: bool = False
    sigma: float | None = None
    depends: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    @property
    def known(self) -> bool:
        return self.data is not None


def unknown(reason: str, **about: Any) -> Value:
    """A value nobody states."""
    return Value(missing=(reason,), **about)


def joined(values: list[Value], name: str) -> dict[str, Any]:
    """Provenance of a value made from others."""
    return {
        "sources": frozenset().union(*(value.sources for value in values)),
        "evidence": weakest([value.evidence for value in values]),
        "depends": frozenset().union(*(value.depends for value in values)),
        "names": frozenset({name}).union(*(value.names for value in values)),
    }


def labelled(value: Value, name: str) -> Value:
    """The same value with its name added to those resolved."""
    return replace(value, names=value.names | {name})
