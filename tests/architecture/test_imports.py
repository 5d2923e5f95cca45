"""What is imported when: layers, laziness of the facade and of the commands that only read files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"numpy", "pint", "pandas", "matplotlib", "scipy", "numba", "astropy", "boinor", "jinja2", "pyarrow", "rich"}
# pint itself imports the bare package scipy, 14 ms; what costs are its parts.
SCIPY = {f"scipy.{part}" for part in ("optimize", "linalg", "special", "sparse", "stats", "integrate", "interpolate")}
OWN = {f"qtspace_trade.{part}" for part in ("physics", "engine", "assessment", "trade", "plotting", "reports")}
PHYSICS = {"numba", "pymsis", "boinor", "matplotlib", "pandas", "astropy"} | SCIPY | OWN


QTSPACE = "from qtspace_trade.cli import main; main()"


def modules_after(script, *arguments):
    """Names of the modules that a fresh interpreter has loaded at the end of a script."""
    head = "import atexit, json, sys\natexit.register(lambda: print('\\n' + json.dumps(sorted(sys.modules))))\n"
    done = subprocess.run(
        [sys.executable, "-c", head + script, *arguments], capture_output=True, text=True, check=False, cwd=ROOT,
        env={**os.environ, "MPLBACKEND": "Agg"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_facade_loads_nothing_heavy():
    assert not modules_after("import qtspace_trade") & HEAVY


def test_asking_the_facade_what_it_has_loads_nothing_heavy():
    script = "import qtspace_trade as qt; dir(qt); qt.__version__; qt.QtspaceError; qt.__all__"
    assert not modules_after(script) & HEAVY


def test_names_of_the_catalogue_load_no_physics():
    script = "import qtspace_trade as qt; qt.instruments(); qt.instrument(qt.instruments()[0]); qt.orbit(qt.orbits()[0])"
    assert not modules_after(script) & PHYSICS


@pytest.mark.parametrize("arguments", [("show", "micius"), ("check", "instruments/micius.toml")], ids=" ".join)
def test_commands_that_check_files_load_no_physics(arguments):
    assert not modules_after(QTSPACE, *arguments) & PHYSICS


@pytest.mark.parametrize("arguments", [("list",), ("list", "--json"), ("schema", "instrument"), ("--help",)], ids=" ".join)
def test_commands_that_only_list_load_nothing_heavy(arguments):
    assert not modules_after(QTSPACE, *arguments) & (HEAVY - {"rich"} | PHYSICS)


def test_parameters_of_a_family_load_no_numpy():
    script = "from qtspace_trade.models import registry; [registry.parameters_module(name) for name in registry.names()]"
    assert not modules_after(script) & HEAVY


def test_layers():
    """The contracts of `[tool.importlinter]` in pyproject.toml."""
    command = Path(sys.executable).with_name("lint-imports")
    if not command.exists():
        pytest.skip("import-linter is not installed")
    done = subprocess.run([command, "--no-cache"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout
