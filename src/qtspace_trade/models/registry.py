"""The instrument families: an explicit table, extended by entry points of the group `qtspace_trade.families`."""

from __future__ import annotations

import functools
import importlib
import warnings
from importlib.metadata import entry_points
from types import ModuleType

from qtspace_trade.errors import UnknownName

FAMILIES: dict[str, str] = {
    "atom_interferometer": "qtspace_trade.models.atom_interferometer",
    "matter_wave": "qtspace_trade.models.matter_wave",
    "optical_clock": "qtspace_trade.models.optical_clock",
    "qkd": "qtspace_trade.models.qkd",
}


@functools.cache
def _plugins() -> dict[str, str]:
    return {point.name: point.value for point in entry_points(group="qtspace_trade.families")}


def names() -> tuple[str, ...]:
    """Names of every instrument family."""
    return tuple(sorted({**_plugins(), **FAMILIES}))


def package(family: str) -> str:
    """Package that holds a family.

    Raises
    ------
    UnknownName
        No such family.
    """
    table = {**_plugins(), **FAMILIES}
    if family not in table:
        raise UnknownName("family", family, table)
    return table[family]


def parameters_module(family: str) -> ModuleType:
    """Module with the `Parameters` type and the `mandatory(parameters)` requirement kinds of a family; loads no numpy."""
    return importlib.import_module(f"{package(family)}.parameters")


def model_module(family: str) -> ModuleType:
    """Module with `derive`, `performance` and `SEEN` of a family."""
    return importlib.import_module(f"{package(family)}.model")


def usable(family: str) -> bool:
    """False, with a warning, where a plugin's family cannot be imported."""
    try:
        parameters_module(family)
    except ImportError as error:
        warnings.warn(f"instrument family '{family}' cannot be loaded: {error}", stacklevel=2)
        return False
    return True
