"""Figures; every one saves its data beside it."""

from __future__ import annotations

import os
from pathlib import Path

from qtspace_trade.errors import QtspaceError

PICTURES = (".png", ".svg", ".pdf")


def picture(path: str | Path) -> Path:
    """Path of a picture, checked before anything is drawn.

    Raises
    ------
    QtspaceError
        It is no path, or its ending is not that of a picture.
    """
    if not isinstance(path, str | os.PathLike):
        raise QtspaceError(f"{path!r}: expected the path of a file that ends in {', '.join(PICTURES)}")
    target = Path(path)
    if target.suffix.lower() not in PICTURES:
        raise QtspaceError(f"'{path}': expected a file that ends in {', '.join(PICTURES)}")
    return target
