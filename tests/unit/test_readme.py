"""The README: its example prints what it says, its commands are those of the continuous integration."""

import re
import shlex
from pathlib import Path

import pytest

from qtspace_trade import cli

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(kind, text=README):
    return re.search(rf"```{kind}\n(.*?)```", text, re.DOTALL).group(1)


def test_notebook_example_prints_what_it_says(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(compile(block("python"), "README.md", "exec"), {})
    assert capsys.readouterr().out.strip() == block("text").strip()
    assert (tmp_path / "margins.png").stat().st_size > 10_000


def test_integration_calls_the_test_command():
    command = re.search(r"python -m pytest", README).group()
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


COMMANDS = [line.partition("#")[0].strip() for line in block("", README.partition("## On the command line")[2]).splitlines()]
WORDS = [shlex.split(part) for line in COMMANDS for part in line.split(";")]


@pytest.mark.parametrize("words", [words for words in WORDS if words[1] not in ("check", "report")], ids=" ".join)
def test_commands_run(words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", words)
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code in (0, 1, 3, None)
    assert capsys.readouterr().out
