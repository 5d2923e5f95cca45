"""What a report is made of: headings, paragraphs, lists and tables, before any format."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qtspace_trade._version import __version__
from qtspace_trade.errors import QtspaceError, UnknownName

FORMATS = {
    ".md": "qtspace_trade.reports.render:markdown",
    ".json": "qtspace_trade.reports.render:json_text",
    ".csv": "qtspace_trade.reports.render:csv_text",
}


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title."""

    level: int
    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Items:
    """A bulleted list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table: cells are text, numbers, true/false or None."""

    name: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


Block = Heading | Text | Items | Table


@dataclass(frozen=True)
class Report:
    """A deliverable.

    Attributes
    ----------
    kind : str
        Name of the deliverable, e.g. `D4.1`.
    blocks : tuple
        Content in order.
    main : str
        Name of the table that a CSV file holds.
    """

    kind: str
    title: str
    blocks: tuple[Block, ...]
    main: str

    @property
    def tables(self) -> dict[str, Table]:
        """Tables by name."""
        return {block.name: block for block in self.blocks if isinstance(block, Table)}

    def markdown(self) -> str:
        """The whole report as Markdown."""
        return _rendered(self, ".md")

    def to_dict(self) -> dict[str, Any]:
        """The tables as lists of rows, with kind, title and version."""
        tables = {
            name: [dict(zip(table.columns, row, strict=True)) for row in table.rows] for name, table in self.tables.items()
        }
        return {"report": self.kind, "title": self.title, "version": __version__, "tables": tables}

    def to_frame(self, table: str | None = None) -> Any:
        """One table as a pandas frame; the main one unless named.

        Raises
        ------
        UnknownName
            No such table.
        """
        import pandas as pd

        name = self.main if table is None else table
        if not isinstance(name, str) or name not in self.tables:
            raise UnknownName("table", str(table), self.tables)
        found = self.tables[name]
        return pd.DataFrame(list(found.rows), columns=list(found.columns))

    def save(self, path: str | Path) -> Path:
        """Write the report; the suffix says how: `.md`, `.json`, or `.csv` for the main table.

        Raises
        ------
        QtspaceError
            No path, or another suffix.
        """
        target = writable(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_rendered(self, target.suffix.lower()), encoding="utf-8")
        return target

    def __repr__(self) -> str:
        return f"<Report {self.kind}: {self.title}; {len(self.tables)} tables>"


def writable(path: str | Path) -> Path:
    """Path of a report, checked before anything is written.

    Raises
    ------
    QtspaceError
        It is no path, or its suffix is not that of a format.
    """
    if not isinstance(path, str | os.PathLike):
        raise QtspaceError(f"{path!r}: expected the path of a file that ends in {', '.join(FORMATS)}")
    target = Path(path)
    if target.suffix.lower() not in FORMATS:
        raise QtspaceError(f"'{target.name}': cannot write '{target.suffix}', expected one of {', '.join(FORMATS)}")
    return target


def _rendered(report: Report, suffix: str) -> str:
    module, _, function = FORMATS[suffix].partition(":")
    return getattr(importlib.import_module(module), function)(report)


def table(name: str, caption: str, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> Table:
    """A table from any iterables."""
    return Table(name, caption, tuple(columns), tuple(tuple(row) for row in rows))
