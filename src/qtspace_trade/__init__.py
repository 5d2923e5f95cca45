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
        ("assess", "compare", "environment", "instrument", "instruments", "joint", "orbit", "orbits", "platform",
         "platforms", "report", "scenario", "scenarios", "station", "stations"),
        "api",
    ),
    "QtspaceError": "errors",
    "__version__": "_version",
}  # fmt: skip

__all__ = sorted(_EXPORTS)


def __getattr__(name: str) -> Any:
    if name in _EXPORTS:
        value = getattr(importlib.import_module(f"qtspace_trade.{_EXPORTS[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'qtspace_trade' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *_EXPORTS})
