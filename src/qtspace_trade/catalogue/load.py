"""Reading and checking catalogue files: every error of a file at once, with file, line and row."""

from __future__ import annotations

import codecs
import difflib
import functools
import json
import re
import tomllib
import typing
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from qtspace_trade import units
from qtspace_trade.catalogue import locate
from qtspace_trade.catalogue.lines import key_lines, line_of
from qtspace_trade.errors import CatalogueError, Problem, QtspaceError, UnknownName, article, nearest
from qtspace_trade.models import registry
from qtspace_trade.schema import glossary
from qtspace_trade.schema.base import Cited
from qtspace_trade.schema.entries import ELEMENTS, ENTRY_TYPES, Entry, Instrument
from qtspace_trade.schema.rows import SENSES

REPLACED = "replaced"
NAME = re.compile(r"[\w-]+")
MARKS = {
    "family": "instrument", "flies": "platform", "lifts": "platform", "latitude": "station", "solar_flux": "scenario",
    "orbit_class": "orbit",
}  # fmt: skip


def names(kind: str) -> tuple[str, ...]:
    """Names of the catalogue entries of one kind."""
    return tuple(locate.files(kind))


def titles(kind: str) -> dict[str, str]:
    """Titles of the catalogue entries of one kind by name, read without checking the entries."""
    return {
        name: str(_inherited(kind, path, *_read(path), (path.resolve(),)).get("title", ""))
        for name, path in locate.files(kind).items()
    }


def load(kind: str, name: str | Path) -> Any:
    """One catalogue entry, by name or by path to a TOML file.

    Raises
    ------
    UnknownName
        Neither a name of the catalogue nor a file.
    CatalogueError
        The file cannot be read or is not valid; holds every problem found.
    """
    path = _find(kind, name)
    return _load(kind, path, _stamps(kind, path))


def check(path: str | Path, kind: str | None = None) -> Any:
    """Read and check one file; its kind is told from its folder or its keys.

    Raises
    ------
    CatalogueError
        Holds every problem found.
    """
    path = Path(path)
    raw, _ = _read(path)
    return load(kind or _kind_of(path, raw), path)


def _find(kind: str, name: str | Path) -> Path:
    text = str(name)
    if text in locate.files(kind):
        return locate.files(kind)[text]
    path = Path(text)
    if text.endswith(".toml") or "/" in text or "\\" in text:
        if path.is_file():
            return path
        raise CatalogueError([Problem(text, None, "", "is a folder, expected a file" if path.is_dir() else "no such file")])
    raise UnknownName(kind, text, names(kind))


def ancestor(kind: str, entry: Entry) -> str:
    """Name of the entry that a variant goes back to through `extends`; its own where it extends none."""
    while entry.extends in names(kind):
        entry = load(kind, entry.extends)
    return entry.extends or entry.name


def _kind_of(path: Path, raw: dict, seen: tuple[Path, ...] = ()) -> str:
    for kind, folder in locate.FOLDERS.items():
        if path.resolve().parent.name == folder:
            return kind
    for key, kind in MARKS.items():
        if key in raw:
            return kind
    if "extends" in raw:
        beside = path.parent / f"{raw['extends']}.toml"
        if beside.is_file() and beside not in seen:
            return _kind_of(beside, _read(beside)[0], (*seen, beside))
        for kind in locate.FOLDERS:
            if str(raw["extends"]) in locate.files(kind):
                return kind
    for key, kind in MARKS.items():
        if difflib.get_close_matches(key, raw, n=1, cutoff=0.8):
            return kind
    message = "cannot tell what it declares: expected family (instrument), orbit_class (orbit), flies (platform), "
    raise CatalogueError([Problem(str(path), None, "", message + "latitude (station) or solar_flux (scenario)")])


def _read(path: Path) -> tuple[dict, str]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CatalogueError([Problem(str(path), None, "", f"cannot be read: {error.strerror}")]) from None
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8: save the file as UTF-8"
        raise CatalogueError([Problem(str(path), line, "", message)]) from None
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        message = f"not valid TOML: {error} (reading stops at the first syntax error)"
        place = str(error).rpartition("at line ")[2].partition(",")[0]
        line = int(place) if place.isdigit() else None
        raise CatalogueError([Problem(str(path), line, "", message)]) from None
    except (ValueError, RecursionError) as error:
        raise CatalogueError([Problem(str(path), None, "", f"cannot be read as TOML: {error}")]) from None


def _merged(parent: dict, child: dict) -> dict:
    result = dict(parent)
    for key, value in child.items():
        old = result.get(key)
        cited = isinstance(old, dict) and "value" in old
        result[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) and not cited else value
    return result


def _extended(kind: str, path: Path, raw: dict) -> Path:
    """File of the entry that this one extends; beside it or in the catalogue."""
    beside = path.parent / f"{raw['extends']}.toml"
    return beside if beside.is_file() else _find(kind, str(raw["extends"]))


@functools.lru_cache(maxsize=1024)
def _parent(kind: str, path: Path, modified: int, size: int) -> Path | None:
    try:
        raw, _ = _read(path)
        return _extended(kind, path, raw) if "extends" in raw else None
    except QtspaceError:
        return None  # reported when the file itself is read


def _stamps(kind: str, path: Path | None) -> tuple[tuple[Path, int, int], ...]:
    """A file and those it extends, each with time of change and size."""
    stamps: tuple[tuple[Path, int, int], ...] = ()
    while path is not None and path not in [known for known, _, _ in stamps]:
        status = path.stat()
        stamps = (*stamps, (path, status.st_mtime_ns, status.st_size))
        path = _parent(kind, *stamps[-1])
    return stamps


def _inherited(kind: str, path: Path, raw: dict, text: str, seen: tuple[Path, ...]) -> dict:
    if "extends" not in raw:
        return raw
    line = line_of(key_lines(text), ("extends",))
    try:
        parent = _extended(kind, path, raw)
    except UnknownName as error:
        raise CatalogueError([Problem(str(path), line, "extends", str(error))]) from None
    if parent.resolve() in seen:
        raise CatalogueError([Problem(str(path), line, "extends", f"'{raw['extends']}' extends itself")])
    return _merged(_inherited(kind, parent, *_read(parent), (*seen, parent.resolve())), raw)


@functools.lru_cache(maxsize=1024)
def _load(kind: str, path: Path, stamps: tuple[tuple[Path, int, int], ...]) -> Any:
    own, text = _read(path)
    raw = _inherited(kind, path, own, text, (path.resolve(),))
    return build(kind, raw, path.stem, str(path), key_lines(text))


def build(kind: str, raw: dict, name: str, file: str, lines: dict | None = None) -> Any:
    """Entry from raw data.

    Raises
    ------
    CatalogueError
        Holds every problem found.
    """
    raw = _written(raw)
    lines = lines or {}
    problems: list[Problem] = []

    def report(path: tuple, message: str) -> None:
        problems.append(Problem(file, line_of(lines, path), _place(path, raw), message))

    entry_type = ENTRY_TYPES[kind]
    values = dict(raw)
    family = None
    if kind == "instrument":
        family = values.get("family")
        if family in registry.names() and registry.usable(family):
            values["parameters"] = _parameters(values.get("parameters", {}), family, report)
        else:
            values.pop("parameters", None)
    entry = _validated(entry_type, {**values, "name": name}, report, {"families": registry.names()})
    if not NAME.fullmatch(name):
        report((), f"name {name!r}: expected letters, digits, '_' and '-' only")
    if "name" in raw:
        report(("name",), "unknown key 'name': an entry is named by its file")
    _check_sources(raw, raw.get("references", {}), report)
    _check_rows(raw, report)
    if kind == "orbit":
        _check_elements(raw, report)
    if kind == "instrument":
        _check_stations(raw.get("operations"), ("operations",), report)
    if kind == "platform":
        _check_platform_emissions(raw.get("emits"), report)
        for index, row in enumerate(raw["duties"] if isinstance(raw.get("duties"), list) else ()):
            _check_stations(row, ("duties", index), report)
        _check_distinct(raw, "attitudes", "law", report)
        _check_distinct(raw, "duties", "name", report)
    if problems:
        raise CatalogueError(sorted(set(problems), key=lambda problem: (problem.line or 0, problem.where)))
    entry._raw = json.dumps(raw, sort_keys=True, default=str)
    return entry


def _written(value: Any) -> Any:
    """Raw data with every pint or astropy quantity as text."""
    if isinstance(value, dict):
        return {key: _written(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_written(item) for item in value]
    return units.written(value)


def _parameters(raw: Any, family: str, report: Any) -> Any:
    model = registry.parameters_module(family).Parameters
    return _validated(model, raw, lambda path, message: report(("parameters", *path), message), {})


def _validated(model: type[BaseModel], raw: Any, report: Any, context: dict) -> Any:
    try:
        return model.model_validate(raw, context=context)
    except ValidationError as error:
        for item in error.errors():
            report(tuple(item["loc"]), _message(item, model))
        return None


def _message(item: Any, model: type[BaseModel]) -> str:
    kind, path = item["type"], item["loc"]
    if kind == "extra_forbidden":
        return f"unknown key '{path[-1]}'.{nearest(str(path[-1]), _fields(model, path[:-1]))}"
    if kind == "missing":
        return f"'{path[-1]}' is missing"
    if kind == "value_error":
        return str(item["ctx"]["error"])
    if kind == "literal_error":
        valid = [word.strip(" '") for word in item["ctx"]["expected"].replace(" or ", ", ").split(",")]
        return f"{item['input']!r} is not valid.{nearest(str(item['input']), valid)}"
    return f"{item['input']!r}: {item['msg'][0].lower()}{item['msg'][1:]}"


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in _models_in(part)]


def _fields(model: type[BaseModel], path: tuple) -> list[str]:
    for step in path:
        if isinstance(step, str) and step in model.model_fields:
            inner = _models_in(model.model_fields[step].annotation)
            if inner:
                model = inner[0]
    return sorted(set(model.model_fields) - {"name"})


def _place(path: tuple, raw: dict) -> str:
    words: list[str] = []
    for step in path:
        if isinstance(step, int):
            words[-1] = f"[[{words[-1]}]] #{step + 1}"
        else:
            words.append(str(step))
    if len(path) > 2 and isinstance(path[1], int):
        try:
            row = raw[path[0]][path[1]]
            given = row.get(path[2]) if isinstance(row, dict) else None
        except (KeyError, IndexError, TypeError):
            given = None
        if isinstance(given, str | int | float) and not isinstance(given, bool):
            words[-1] = f"{words[-1]} = {given!r}"
    return ": ".join(words)


def _check_sources(raw: dict, references: Any, report: Any) -> None:
    known = set(references) if isinstance(references, dict) else set()

    def walk(value: Any, path: tuple) -> None:
        if isinstance(value, dict):
            source = value.get("source")
            if source == "" and isinstance(path[-1], int):
                report((*path, "source"), "the source is missing")
            if isinstance(source, str) and source and source not in known:
                report((*path, "source"), f"'{source}' is not in [references].{nearest(source, known)}")
            for key, item in value.items():
                walk(item, (*path, key))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                walk(item, (*path, index))

    for key, value in raw.items():
        if key != "references":
            walk(value, (key,))


def _check_rows(raw: dict, report: Any) -> None:
    for index, row in enumerate(raw.get("requires", ()) if isinstance(raw.get("requires"), list) else ()):
        if isinstance(row, dict):
            given = [sense for sense in SENSES if sense in row]
            if len(given) != 1:
                have = " and ".join(given) or "none"
                report(("requires", index), f"expected exactly one of {', '.join(SENSES)}; it has {have}")
            elif "goal" in row:
                _check_goal(given[0], row, lambda message, index=index: report(("requires", index, "goal"), message))
    for index, row in enumerate(raw.get("offers", ()) if isinstance(raw.get("offers"), list) else ()):
        if isinstance(row, dict) and sum(key in row for key in ("value", "words", "curve")) != 1:
            report(("offers", index), "expected exactly one of value, words, curve")
    for index, row in enumerate(raw.get("emits", ()) if isinstance(raw.get("emits"), list) else ()):
        if isinstance(row, dict) and sum(key in row for key in ("value", "curve")) != 1:
            report(("emits", index), "expected exactly one of value, curve")
        _check_emission(index, row, report)


def _check_platform_emissions(rows: Any, report: Any) -> None:
    for index, row in enumerate(rows if isinstance(rows, list) else ()):
        if isinstance(row, dict) and row.get("exclusive"):
            report(("emits", index, "exclusive"), "a platform does not pause: state the time as [[duties]] or as lost_time")


def _check_emission(index: int, row: Any, report: Any) -> None:
    name = row.get("emission") if isinstance(row, dict) else None
    kind = glossary.emission_kinds().get(name) if isinstance(name, str) else None
    if kind is not None and kind.resource:
        report(("emits", index, "emission"), f"'{kind.name}' is read from [resources]: state {kind.resource} there")


def _check_goal(sense: str, row: dict, report: Any) -> None:
    if sense not in ("at_least", "at_most"):
        report(f"a goal goes with at_least or at_most, not with {sense}")
        return
    try:
        variable = glossary.variable(row["variable"])
        limit, goal = (float(units.si(row[key], variable.unit)) for key in (sense, "goal"))
    except (QtspaceError, KeyError, TypeError, ValueError):
        return  # the value itself is reported
    if variable.scale == "log" and min(limit, goal) < 0:
        return
    beyond = goal - limit
    if beyond * (1 if sense == "at_least" else -1) < 0:
        side = "above" if sense == "at_least" else "below"
        report(f"the goal must not be easier than {sense} = {row[sense]!r}: expected a value {side} it")


def _check_elements(raw: dict, report: Any) -> None:
    kind = raw.get("kind")
    for element in ELEMENTS.get(kind, ()) if isinstance(kind, str) else ():
        if element not in raw:
            report((), f"a {kind} orbit needs '{element}'")


def _check_stations(row: Any, path: tuple, report: Any) -> None:
    named = row.get("stations") if isinstance(row, dict) else None
    for name in named if isinstance(named, list) else ():
        try:
            _find("station", name)
        except QtspaceError as error:
            report((*path, "stations"), str(error))


def _check_distinct(raw: dict, table: str, key: str, report: Any) -> None:
    """Rows of a table are told apart by this key."""
    rows = raw.get(table)
    named = [row.get(key) if isinstance(row, dict) else None for row in rows] if isinstance(rows, list) else []
    for index, name in enumerate(named):
        if isinstance(name, str) and name in named[:index]:
            first = named.index(name) + 1
            report((table, index, key), f"'{name}' is the {key} of [[{table}]] #{first} already: expected each once")


def _is_cited(model: type[BaseModel] | None, field: str) -> bool:
    if model is None or field not in model.model_fields:
        return False
    info = model.model_fields[field]
    return Cited in (info.annotation, *typing.get_args(info.annotation)) or any(
        Cited in typing.get_args(part) for part in typing.get_args(info.annotation)
    )


def _changed(raw: dict, changes: dict, model: type[BaseModel] | None) -> dict:
    result = dict(raw)
    for key, value in changes.items():
        old = result.get(key)
        if isinstance(value, dict) and isinstance(old, dict | None) and "value" not in value:
            inner = _models_in(model.model_fields[key].annotation) if model and key in model.model_fields else []
            result[key] = _changed(old or {}, value, inner[0] if inner else None)
        elif not isinstance(value, dict) and ((isinstance(old, dict) and "value" in old) or _is_cited(model, key)):
            kept = {k: v for k, v in (old or {}).items() if k not in ("sigma", "note", "evidence", "bound")}
            result[key] = {**kept, "value": value, "source": REPLACED}
        else:
            result[key] = value
    return result


def variant(entry: Entry, changes: dict[str, Any]) -> Any:
    """Entry with other values, checked like a file; see `Entry.replace`."""
    nested: dict[str, Any] = {}
    for key, value in changes.items():
        *tables, field = key.split("__")
        place = nested
        for table in tables:
            place = place.setdefault(table, {})
        place[field] = value
    kind = next(kind for kind, entry_type in ENTRY_TYPES.items() if isinstance(entry, entry_type))
    if "extends" in nested:
        raise QtspaceError("replace(extends=...): expected other values; the entry that is extended is written in its file")
    raw = entry.raw
    parameters = nested.pop("parameters", None)
    name = nested.pop("name", entry.name)
    raw = _changed(raw, nested, type(entry))
    if parameters is not None and isinstance(entry, Instrument):
        model = registry.parameters_module(entry.family).Parameters
        raw["parameters"] = _changed(raw.get("parameters", {}), parameters, model)
    raw["references"] = {
        **raw.get("references", {}),
        REPLACED: {"title": "Value given by the caller", "kind": "assumed", "evidence": "assumed"},
    }
    return build(kind, raw, name, f"{entry.name} (changed)")


def entry_of(kind: str, given: Any) -> Any:
    """Entry from an entry, a name or a path.

    Raises
    ------
    QtspaceError
        Not an entry of this kind.
    """
    expected = ENTRY_TYPES[kind]
    if isinstance(given, expected):
        return given
    if isinstance(given, str | Path):
        return load(kind, given)
    raise QtspaceError(f"{given!r}: expected {article(kind)}, its name or a path to its TOML file")


