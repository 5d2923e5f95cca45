"""The deliverables by name: which function makes the content of each."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from qtspace_trade.errors import UnknownName
from qtspace_trade.reports.document import Report

KINDS = {
    "D1.4": "qtspace_trade.reports.joint_missions:report",
    "D4.1": "qtspace_trade.reports.mission_parameters:report",
}


def maker(kind: str) -> Callable[[Any], Report]:
    """The function that makes a deliverable from joint missions.

    Raises
    ------
    UnknownName
        No such deliverable.
    """
    if not isinstance(kind, str) or kind not in KINDS:
        raise UnknownName("report", str(kind), KINDS)
    module, _, function = KINDS[kind].partition(":")
    return getattr(importlib.import_module(module), function)
