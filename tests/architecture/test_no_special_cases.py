"""No code knows an entry of the catalogue by name."""

import ast
import re
from pathlib import Path

import pytest

import qtspace_trade
from qtspace_trade.catalogue import load, locate
from qtspace_trade.schema.rows import ORBIT_CLASSES

PACKAGE = Path(qtspace_trade.__file__).parent
DEFAULT_SCENARIO = "solar_mean"  # the one name that api.py states
# Names that are also words of the schema or of the physics, such as the orbit class `geo`.
NAMES = {name for kind in locate.FOLDERS for name in load.names(kind)} - set(ORBIT_CLASSES)
WORD = re.compile(r"\w+")


def texts(tree):
    """String constants outside docstrings, with their lines."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value


def named(source, allowed=()):
    found = [(line, word) for line, text in texts(ast.parse(source)) for word in WORD.findall(text)]
    return [(line, word) for line, word in found if word in NAMES and word not in allowed]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_entry_is_named(path):
    allowed = {DEFAULT_SCENARIO} if path.name == "api.py" else ()
    assert named(path.read_text(encoding="utf-8"), allowed) == []


def test_the_search_sees_names_but_not_docstrings():
    name = sorted(NAMES)[0]
    assert named(f'"""About {name}."""\ndef f(x):\n    """As {name}."""\n    return x') == []
    assert named(f'x = 1\ny = f"{{x}} of {name}.toml"') == [(2, name)]
    assert named(f'if orbit.name == "{name}":\n    pass') == [(1, name)]
