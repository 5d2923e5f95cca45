"""The public names: they resolve, are described, and hide no module."""

import pkgutil
import sys
from pathlib import Path

import pytest

import qtspace_trade as qt

# `qt.platform` is a word of the domain; nothing in the package imports the module of the standard library.
WORDS_OF_THE_DOMAIN = {"platform"}


@pytest.mark.parametrize("name", qt.__all__)
def test_every_export_resolves(name):
    assert getattr(qt, name) is not None
    assert name in dir(qt)
    assert name == "__version__" or getattr(qt, name).__doc__


def test_no_export_hides_a_module_of_the_package():
    modules = {item.name for item in pkgutil.iter_modules(qt.__path__)}
    assert {"api", "units", "when", "engine"} <= modules
    assert not modules & set(qt.__all__)


def test_no_export_has_the_name_of_a_module_of_the_standard_library():
    assert set(qt.__all__) & sys.stdlib_module_names <= WORDS_OF_THE_DOMAIN
    for path in Path(qt.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not any(f"\nimport {word}\n" in text for word in WORDS_OF_THE_DOMAIN), path


def test_the_stub_names_the_same_exports():
    stub = Path(qt.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
    assert [name for name in qt.__all__ if name not in stub] == []


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'qtspace_trade' has no attribute 'asess'"):
        _ = qt.asess
