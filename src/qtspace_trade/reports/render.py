"""Renderers of reports: Markdown, JSON, CSV. Byte-stable: no times, fixed number format."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from qtspace_trade.reports.document import Heading, Items, Report, Table, Text

DIGITS = 4


def cell(value: Any) -> str:
    """A cell as text: four digits, yes and no, nothing for None.

    Examples
    --------
    >>> cell(0.000123456), cell(True), cell(None), cell("a|b")
    ('0.0001235', 'yes', '', 'a|b')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.{DIGITS}g}"
    return str(value)


def _table(block: Table) -> str:
    def line(cells: Any) -> str:
        return "| " + " | ".join(text.replace("|", "\\|").replace("\n", " ") for text in cells) + " |"

    head = [line(block.columns), line("---" for _ in block.columns)]
    body = [line(cell(value) for value in row) for row in block.rows]
    return "\n".join([f"*{block.caption}*", "", *head, *body])


def _block(block: Any) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {block.text}"
    if isinstance(block, Text):
        return block.text
    if isinstance(block, Items):
        return "\n".join(f"- {item}" for item in block.items)
    return _table(block)


def markdown(report: Report) -> str:
    """The whole report as Markdown."""
    return "\n\n".join([f"# {report.title}", *map(_block, report.blocks)]) + "\n"


def json_text(report: Report) -> str:
    """The tables as JSON."""
    return json.dumps(report.to_dict(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def csv_text(report: Report) -> str:
    """The main table as CSV; numbers with all their digits."""
    found = report.tables[report.main]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(found.columns)
    writer.writerows(found.rows)
    return out.getvalue()
