"""The wheel holds every module and every catalogue file, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from qtspace_trade.catalogue.locate import FOLDERS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "src/qtspace_trade/"
OUTSIDE = ("instruments", "orbits", "platforms", "stations")


def git(*arguments):
    return subprocess.run(["git", *arguments], capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.fixture(scope="module")
def files():
    """Files of the project that git tracks or would track."""
    if git("rev-parse", "--show-toplevel").stdout.strip() != str(ROOT):
        pytest.skip("not in a git checkout: nothing tells which files belong to the project")
    listed = git("ls-files", "--cached", "--others", "--exclude-standard").stdout.splitlines()
    return sorted({name for name in listed if (ROOT / name).is_file()})


@pytest.fixture(scope="module")
def wheel(tmp_path_factory, files):
    pytest.importorskip("build")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path).namelist()


def test_catalogue_files_are_in_the_wheel(files, wheel):
    catalogue = [name for name in files if name.startswith(OUTSIDE) and name.endswith(".toml")]
    assert {name.split("/")[0] for name in catalogue} == set(OUTSIDE)
    assert [name for name in catalogue if f"qtspace_trade/data/{name}" not in wheel] == []
    assert {name.split("/")[2] for name in wheel if name.startswith("qtspace_trade/data/") and name.count("/") == 3} == set(
        FOLDERS.values()
    )


def test_modules_are_in_the_wheel(files, wheel):
    modules = [name.removeprefix("src/") for name in files if name.startswith(PACKAGE) and name.endswith((".py", ".pyi"))]
    assert "qtspace_trade/cli.py" in modules
    assert [name for name in modules if name not in wheel] == []


def test_nothing_else_is_in_the_wheel(files, wheel):
    expected = {name.removeprefix("src/") for name in files if name.startswith(PACKAGE)}
    expected |= {f"qtspace_trade/data/{name}" for name in files if name.startswith(OUTSIDE)}
    about = {name for name in wheel if name.split("/")[0].endswith(".dist-info")}
    assert set(wheel) - about == expected
    assert {name.split("/", 1)[1] for name in about} >= {"METADATA", "RECORD", "entry_points.txt", "licenses/LICENSE"}
