"""Where the catalogue folders are: inside the wheel, beside the source in an editable install."""

from __future__ import annotations

import functools
from pathlib import Path

from qtspace_trade.errors import QtspaceError

FOLDERS = {
    "instrument": "instruments", "orbit": "orbits", "platform": "platforms",
    "station": "stations", "scenario": "scenarios",
}  # fmt: skip

_PACKAGE = Path(__file__).resolve().parent.parent


@functools.cache
def folder(kind: str) -> Path:
    """Folder that holds the catalogue entries of one kind.

    Raises
    ------
    QtspaceError
        Neither the installed package nor the source tree has the folder.
    """
    name = FOLDERS[kind]
    for candidate in (_PACKAGE / "data" / name, _PACKAGE.parent.parent / name):
        if candidate.is_dir():
            return candidate
    raise QtspaceError(f"the catalogue folder '{name}' is missing from the installation")


@functools.cache
def files(kind: str) -> dict[str, Path]:
    """Catalogue files of one kind by entry name (the file stem)."""
    return {path.stem: path for path in sorted(folder(kind).glob("*.toml"))}
