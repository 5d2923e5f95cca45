"""One catalogue entry as text or plain data: every number with unit, source and evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qtspace_trade.schema import glossary
from qtspace_trade.schema.base import Cited, Model
from qtspace_trade.schema.entries import Entry
from qtspace_trade.schema.rows import SENSES

HEADS = ("variable", "emission", "orbit_class", "law", "function", "purpose")
SKIPPED = {"name", "title", "about", "references"}


def entry_dict(entry: Entry) -> dict[str, Any]:
    """What was written, after `extends`, with kind, name and content digest."""
    return {"kind": type(entry).__name__.lower(), "name": entry.name, "digest": entry.digest, **entry.raw}


def entry_text(entry: Entry) -> str:
    """Title, numbers, rows and references as text."""
    lines = [f"{entry.name} ({type(entry).__name__.lower()}): {entry.title}"]
    if entry.about:
        lines.append(entry.about)
    lines += _fields(entry, entry, 0)
    lines.append("references")
    for key, reference in entry.references.items():
        place = " ".join(filter(None, (f"doi:{reference.doi}" if reference.doi else "",
                                       f"arXiv:{reference.arxiv}" if reference.arxiv else "", reference.url)))  # fmt: skip
        where = f"; {reference.where}" if reference.where else ""
        lines.append(f"  [{key}] {reference.title}. {reference.kind}, {reference.evidence}. {place}{where}".rstrip())
    return "\n".join(lines)


def _fields(entry: Entry, model: Model, depth: int) -> Iterator[str]:
    indent = "  " * depth
    for name in type(model).model_fields:
        value = getattr(model, name)
        if (depth == 0 and name in SKIPPED) or value in (None, "", ()):
            continue
        if isinstance(value, Cited):
            yield f"{indent}{name} = {_number(entry, value)}"
        elif isinstance(value, Model):
            yield f"{indent}{name}"
            yield from _fields(entry, value, depth + 1)
        elif isinstance(value, tuple) and isinstance(value[0], Model):
            yield f"{indent}{name}"
            yield from (f"{indent}  {_row(entry, name, number, row)}" for number, row in enumerate(value))
        else:
            yield f"{indent}{name} = {', '.join(map(str, value)) if isinstance(value, tuple) else value}"


def _number(entry: Entry, number: Cited) -> str:
    side = {"at_least": "at least ", "at_most": "at most "}.get(number.bound, "")
    sigma = f", sigma {number.sigma:g} decades" if number.sigma is not None else ""
    note = f" ({number.note})" if number.note else ""
    return f"{side}{number.text} [{number.source}: {entry.cited(number)}{sigma}]{note}"


def _row(entry: Entry, table: str, number: int, row: Model) -> str:
    raw = entry.raw[table][number]
    head = next((raw[key] for key in HEADS if key in raw), "")
    at = "".join(f" {key} {value}" for key, value in raw.get("at", {}).items())
    limits = "; ".join(f"{key.replace('_', ' ')} {raw[key]}" for key in (*SENSES, "goal", "value", "words", "curve",
                       "band", "statistic", "when", "fraction", "holds", "figure", "target",
                       "bound", "sigma") if key in raw)  # fmt: skip
    source = raw.get("source")
    mark = f" [{source}: {entry.evidence(source, raw.get('evidence'))}]" if source else ""
    soft = ", soft" if raw.get("hard") is False else ""
    why = raw.get("why") or raw.get("note")
    return f"{head}{at} {limits}{soft}{mark}{f' ({why})' if why else ''}".strip()


def hints(entry: Entry) -> tuple[str, ...]:
    """Names of functions of one's own that resemble one of the vocabulary: nobody else shares them by that name."""
    rows = [(kind, row) for kind in ("shares", "provides", "accepts") for row in getattr(entry, kind, ())]
    return tuple(
        f"[[{kind}]] function '{row.function}' is a name of its own; did you mean '{similar}'?"
        for kind, row in rows
        if (similar := glossary.similar_function(row.function))
    )
