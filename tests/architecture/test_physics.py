"""Physics functions: pure, described with parameters, result, units and references."""

import ast
import importlib
import inspect
import pkgutil
import re

import pytest

from qtspace_trade import physics

# Definitions, for which there is nothing to cite.
WITHOUT_REFERENCE = {"decibel", "from_decibel", "pointing_bias_transmission", "at_rest"}
WITHOUT_RETURNS = {"at_rest"}
UNIT = re.compile(r"(?<!\.\. )\[[^\[\]]+\](?!_)")


def modules():
    return [importlib.import_module(f"{physics.__name__}.{item.name}") for item in pkgutil.iter_modules(physics.__path__)]


def functions():
    for module in modules():
        for name, function in vars(module).items():
            plain = getattr(function, "py_func", function)
            if inspect.isfunction(plain) and plain.__module__ == module.__name__ and not name.startswith("_"):
                yield pytest.param(plain, id=f"{module.__name__.rpartition('.')[2]}:{name}")


FUNCTIONS = list(functions())


def has_section(text, name):
    return re.search(rf"^{name}\n-{{{len(name)}}}$", text, re.MULTILINE) is not None


def test_there_are_functions():
    assert len(FUNCTIONS) > 100


@pytest.mark.parametrize("function", FUNCTIONS)
def test_docstring(function):
    text = inspect.getdoc(function) or ""
    assert text.partition("\n")[0]
    assert UNIT.search(text), "no [unit]"
    assert has_section(text, "Parameters") or not inspect.signature(function).parameters
    assert has_section(text, "Returns") or function.__name__ in WITHOUT_RETURNS
    assert has_section(text, "References") or function.__name__ in WITHOUT_REFERENCE


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_parameter_is_described(function):
    section = (inspect.getdoc(function) or "").partition("\nParameters\n")[2].partition("\nReturns\n")[0]
    described = {name for row in re.findall(r"^(\w[\w, ]*)(?: : .*)?$", section, re.MULTILINE) for name in row.split(", ")}
    assert set(inspect.signature(function).parameters) <= described


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.__name__.rpartition(".")[2])
def test_modules_keep_no_state_and_read_no_files(module):
    tree = ast.parse(inspect.getsource(module))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Global)]
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & {"open", "print", "input", "eval", "exec"}
