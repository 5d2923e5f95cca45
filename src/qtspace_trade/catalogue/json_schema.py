"""JSON Schema of what one writes in a catalogue file: text with units, before anything is converted."""

from __future__ import annotations

from typing import Any

from qtspace_trade.errors import UnknownName
from qtspace_trade.models import registry
from qtspace_trade.schema.entries import ENTRY_TYPES
from qtspace_trade.schema.rows import SENSES

WINDOW = {"type": "array", "items": {"type": ["string", "number"]}, "minItems": 2, "maxItems": 2}
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(kind: str, family: str | None = None) -> dict[str, Any]:
    """JSON Schema of a TOML file of one kind; with the parameters of one instrument family, else of any family.

    Raises
    ------
    UnknownName
        No such kind or family.
    """
    if kind not in ENTRY_TYPES:
        raise UnknownName("kind", kind, ENTRY_TYPES)
    schema = ENTRY_TYPES[kind].model_json_schema(mode="validation")
    schema["properties"].pop("name")
    if kind == "instrument":
        _add_parameters(schema, (family,) if family else registry.names())
        requirement = schema["$defs"]["Requirement"]
        requirement["oneOf"] = [{"required": [sense]} for sense in SENSES]
        requirement["properties"]["between"] = WINDOW
    return {"$schema": DRAFT, **_relaxed(schema)}


def _add_parameters(schema: dict[str, Any], families: tuple[str, ...]) -> None:
    schema["properties"]["family"] = {"enum": list(families)}
    choices = []
    for family in families:
        parameters = registry.parameters_module(family).Parameters.model_json_schema(mode="validation")
        schema["$defs"].update(parameters.pop("$defs", {}))
        choices.append({"properties": {"family": {"const": family}, "parameters": parameters}})
    schema["properties"].pop("parameters")
    schema["anyOf"] = choices
    schema["properties"]["parameters"] = {"type": "object"}


def _relaxed(schema: dict[str, Any]) -> dict[str, Any]:
    """A variant that extends another entry states only what differs: nothing is required of it."""
    required = schema.pop("required", [])
    return {**schema, "if": {"required": ["extends"]}, "then": {}, "else": {"required": required}}
