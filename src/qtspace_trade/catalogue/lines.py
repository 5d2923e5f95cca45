"""Line numbers of the keys of a TOML text, which the parser of the standard library does not keep."""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*(\[\[|\[)\s*([^\[\]]+?)\s*(\]\]|\])\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\")(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"))*)\s*=")


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip().strip('"') for part in text.split("."))


def key_lines(text: str) -> dict[tuple[str | int, ...], int]:
    """Line of every table, array row and key, by key path.

    Examples
    --------
    >>> key_lines('title = "x"\\n[[requires]]\\nvariable = "altitude"')[("requires", 0, "variable")]
    3
    """
    lines: dict[tuple[str | int, ...], int] = {}
    counts: dict[tuple[str | int, ...], int] = {}
    prefix: tuple[str | int, ...] = ()
    inside = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if inside:
            inside = "" if inside in line else inside
            continue
        header = _HEADER.match(line)
        if header:
            path: tuple[str | int, ...] = ()
            *parents, last = _parts(header.group(2))
            for part in parents:
                path += (part,)
                if path in counts:
                    path += (counts[path] - 1,)
            path += (last,)
            if header.group(1) == "[[":
                counts[path] = counts.get(path, 0) + 1
                lines.setdefault(path, number)
                path += (counts[path] - 1,)
            prefix = path
            lines[path] = number
            continue
        key = _KEY.match(line)
        if key:
            path = prefix
            for part in _parts(key.group(1)):
                path += (part,)
                lines.setdefault(path, number)
            value = line[key.end():]
            for quote in ('"""', "'''"):
                if value.count(quote) == 1:
                    inside = quote
    return lines


def line_of(lines: dict[tuple[str | int, ...], int], path: tuple[str | int, ...]) -> int | None:
    """Line of a key path, or of the nearest table around it."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None
