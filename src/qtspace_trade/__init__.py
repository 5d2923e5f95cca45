"""Which quantum experiments can share a space mission: requirements, orbits, spacecraft and their compatibility.

Examples
--------
>>> import qtspace_trade as qt
>>> fit = qt.assess("maqro_2015", "sun_earth_l2", "lpf_bus")
>>> fit.status, fit["environment_temperature"].status
('undetermined', 'met')
"""

from __future__ import annotations

import importlib
from typing import Any

_EXPORTS = {
    **dict.fromkeys(
        ("assess", "compare", "environment", "ephemeris", "instrument", "instruments", "joint", "lifetime", "orbit",
         "orbit_table", "orbits", "platform", "platforms", "propagate", "report", "scenario", "scenarios", "station",
         "stations"),
        "api",
    ),
    "to_boinor": "catalogue.interop",
    "QtspaceError": "errors",
    "__version__": "_version",
}  # fmt: skip

_MODULES = ("design", "quantum_links")

__all__ = sorted(_EXPORTS)


def __getattr__(name: str) -> Any:
    if name in _EXPORTS:
        value = getattr(importlib.import_module(f"qtspace_trade.{_EXPORTS[name]}"), name)
        globals()[name] = value
        return value
    if name in _MODULES:
        return importlib.import_module(f"qtspace_trade.{name}")
    raise AttributeError(f"module 'qtspace_trade' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *_EXPORTS, *_MODULES})
