"""The provider table: every function exists, every argument has an origin, nothing runs in a circle."""

import inspect

import pytest

from qtspace_trade import when
from qtspace_trade.engine import environment, providers
from qtspace_trade.engine.providers import PROVIDERS, Computed, Event, Parts, Unpublished
from qtspace_trade.errors import ProviderError
from qtspace_trade.models import registry
from qtspace_trade.schema import glossary
from qtspace_trade.schema.rows import ATTITUDE_LAWS

TABLE = list(PROVIDERS.items())
COMPUTED = [(key, entry) for key, entry in TABLE if isinstance(entry, Computed)]
REGIMES = {"earth", "libration", "heliocentric", "ballistic", "declared"}


def label(item):
    return "-".join(item) if isinstance(item, tuple) else ""


def stated_names():
    """Names that an orbit, platform, scenario, instrument, neighbour or qualifier states."""
    inputs = {name for group, names in vars(environment).items() if group.endswith("_INPUTS") for name in names}
    parameters = {name for family in registry.names() for name in registry.parameters_module(family).Parameters.model_fields}
    qualifiers = {name for variable in glossary.variables().values() for name in variable.qualifiers}
    return inputs | parameters | qualifiers | set(glossary.emission_kinds()) | {"free_fall_duration"}


STATED = stated_names()
PROVIDED = {name for name, _ in PROVIDERS}


def all_inputs(entry):
    """Names that a provider resolves, those included that it can do without."""
    if isinstance(entry, Computed):
        return tuple(entry.rename.get(name, name) for name, _ in providers.arguments(entry.path))
    return providers.inputs(entry)


@pytest.mark.parametrize(("key", "entry"), COMPUTED, ids=label)
def test_the_function_exists_and_takes_its_arguments_by_name(key, entry):
    function = providers.function_of(entry.path)
    names = [name for name, _ in providers.arguments(entry.path)]
    assert set(entry.rename) <= set(names)
    assert {*entry.rising, *entry.falling} <= set(names)
    kinds = {item.kind for item in inspect.signature(function).parameters.values()}
    assert kinds <= {inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize(("key", "entry"), TABLE, ids=label)
def test_every_argument_has_an_origin(key, entry):
    known = PROVIDED | STATED | set(glossary.variables())
    assert [name for name in providers.inputs(entry) if name not in known] == []


@pytest.mark.parametrize(("key", "entry"), TABLE, ids=label)
def test_entry(key, entry):
    name, selector = key
    laws = {f"law:{law}" for law in ATTITUDE_LAWS}
    assert selector in {"*", "drag_free"} | laws | REGIMES | set(registry.names())
    assert name in PROVIDED
    if isinstance(entry, Event):
        assert entry.measure in {"fraction", "longest"}
        assert entry.condition == "own" or when.parse(entry.condition)
        assert name in glossary.variables()
    if isinstance(entry, Unpublished):
        assert entry.reason
    if isinstance(entry, Parts):
        assert len(entry.parts) > 1


def test_every_name_is_a_variable_or_an_input_of_another():
    used = {name for entry in PROVIDERS.values() for name in all_inputs(entry)}
    assert set(glossary.variables()) | used >= PROVIDED


def circle(graph):
    """Names along a circle of a graph, empty where there is none."""
    done = set()

    def walk(name, chain):
        if name in chain:
            return (*chain[chain.index(name) :], name)
        if name in done:
            return ()
        for other in graph.get(name, ()):
            found = walk(other, (*chain, name))
            if found:
                return found
        done.add(name)
        return ()

    return next(filter(None, (walk(name, ()) for name in graph)), ())


def test_nothing_runs_in_a_circle():
    graph = {}
    for (name, _), entry in PROVIDERS.items():
        graph.setdefault(name, set()).update(all_inputs(entry))
    assert circle(graph) == ()


@pytest.mark.parametrize(
    ("graph", "expected"),
    [({"a": "b", "b": "c"}, ()), ({"a": "bc", "b": "c", "c": "d"}, ()), ({"a": "a"}, ("a", "a")),
     ({"a": "b", "b": "c", "c": "b"}, ("b", "c", "b"))],
)  # fmt: skip
def test_the_search_for_circles(graph, expected):
    assert circle(graph) == expected


@pytest.mark.parametrize("path", ["qtspace_trade.physics.frames:no_such_function", "qtspace_trade.no_such_module:altitude"])
def test_a_missing_function_is_named(path):
    with pytest.raises(ProviderError, match=f"provider '{path}' cannot be loaded"):
        providers.function_of(path)
