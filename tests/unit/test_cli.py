"""Command line: exit codes, JSON, and one clear error for everything wrong in what was typed or written."""

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import qtspace_trade as qt
from qtspace_trade import cli

FEASIBLE, INFEASIBLE, ERROR, UNDETERMINED = 0, 1, 2, 3
DAYS = ("--days", "5")

INSTRUMENT = """\
title = "Instrument of a test"
family = "matter_wave"

[parameters]
mass = { value = "1e9 u", source = "test" }

[[requires]]
variable = "free_fall_time"
at_least = "100 s"
source = "test"

[[requires]]
variable = "environment_temperature"
at_most = "20 K"
source = "test"

[references.test]
title = "Number of a test"
kind = "assumed"
evidence = "assumed"
"""

ORBIT = """\
title = "Orbit of a test"
kind = "keplerian"
orbit_class = "leo"
perigee_altitude = { value = "500 km", source = "test" }
apogee_altitude = { value = "600 km", source = "test" }
inclination = { value = "97.4 deg", source = "test" }
right_ascension = { value = "0 deg", source = "test" }
argument_of_perigee = { value = "0 deg", source = "test" }

[references.test]
title = "Number of a test"
kind = "assumed"
evidence = "assumed"
"""


@pytest.fixture
def run(monkeypatch, capfd):
    """Runs `qtspace` in this process: exit code, standard output, standard error."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["qtspace", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return caught.value.code or 0, out, err

    return run


@pytest.fixture
def write(tmp_path):
    def write(name, text, old="", new=""):
        assert not old or text.count(old) == 1, old
        path = tmp_path / name
        path.write_text(text.replace(old, new) if old else text, encoding="utf-8")
        return path

    return write


def process(*arguments):
    script = "from qtspace_trade.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)], capture_output=True, text=True, check=False,
        env={**os.environ, "MPLBACKEND": "Agg"},
    )  # fmt: skip


def strict(text):
    def refuse(word):
        raise AssertionError(f"{word} is not JSON")

    return json.loads(text, parse_constant=refuse)


# Exit codes, in a process of their own


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("-i", "micius", "-o", "leo_500_noon_midnight", "-p", "micius_bus"), FEASIBLE),
        (("-i", "maqro_2015", "-o", "leo_500_noon_midnight", "-p", "lpf_bus"), INFEASIBLE),
        (("-i", "maqro_2015", "-o", "sun_earth_l2", "-p", "lpf_bus"), UNDETERMINED),
        (("-i", "maqro_2015", "-o", "sun_earth_l3", "-p", "lpf_bus"), ERROR),
    ],
)
def test_exit_code_of_the_process(arguments, code):
    done = process("assess", *arguments, "--json")
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    if code == ERROR:
        assert done.stdout == ""
        assert "--orbit: unknown orbit 'sun_earth_l3'. Did you mean 'sun_earth_l" in done.stderr
    else:
        fit = strict(done.stdout)
        assert fit["feasible"] == (code == FEASIBLE)
        assert fit["status"] == {FEASIBLE: "feasible", INFEASIBLE: "infeasible", UNDETERMINED: "undetermined"}[code]


def test_usage_error_of_the_process():
    done = process("assess", "--orbital", "geo")
    assert (done.returncode, done.stdout) == (ERROR, "")
    assert "No such option: --orbital" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_is_installed():
    command = Path(sys.executable).with_name("qtspace")
    if not command.exists():
        pytest.skip("the package is not installed in this environment")
    done = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"qtspace {qt.__version__}"


# Wrong files: the same errors from `check` and from `assess`

BROKEN = {
    "wrong unit": (INSTRUMENT, '"20 K"', '"20 kg"', 14, "[[requires]] #2: at_most = '20 kg'", "'20 kg': expected K"),
    "no unit": (INSTRUMENT, '"20 K"', '"20"', 14, "[[requires]] #2: at_most = '20'", "expected K"),
    "unknown key": (INSTRUMENT, "at_most =", "at_moost =", 14, "[[requires]] #2: at_moost", "Did you mean 'at_most'?"),
    "missing source": (INSTRUMENT, '"1e9 u", source = "test"', '"1e9 u"', 5, "parameters: mass", "the source is missing"),
    "unknown source": (INSTRUMENT, '"20 K"\nsource = "test"', '"20 K"\nsource = "tests"', 15,
                       "[[requires]] #2: source = 'tests'", "'tests' is not in [references]. Did you mean 'test'?"),
    "not a number": (INSTRUMENT, '"20 K"', "nan", 14, "[[requires]] #2: at_most", "not a finite number"),
    "infinite": (INSTRUMENT, '"1e9 u"', "inf", 5, "parameters: mass", "not a finite number"),
    "below zero": (INSTRUMENT, '"20 K"', '"-20 K"', 14, "[[requires]] #2: at_most = '-20 K'", "cannot be negative"),
    "negative mass": (INSTRUMENT, '"1e9 u"', '"-1e9 u"', 5, "parameters: mass", "'-1e9 u': must be positive"),
    "not TOML": (INSTRUMENT, '"20 K"', '20 K', 14, "not valid TOML", "reading stops at the first syntax error"),
    "below the surface": (ORBIT, '"500 km"', '"-500 km"', 4, "perigee_altitude", "the orbit runs below the Earth's surface"),
    "apogee below perigee": (ORBIT, '"600 km"', '"450 km"', 5, "apogee_altitude", "lies below the perigee altitude '500 km'"),
}  # fmt: skip


def assessed(path, text):
    if text == ORBIT:
        return ("assess", "-i", "micius", "-o", path, "-p", "micius_bus")
    return ("assess", "-i", path, "-o", "geo", "-p", "lpf_bus")


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("command", ["check", "assess"])
def test_one_clear_error(run, write, command, broken):
    text, old, new, line, where, said = BROKEN[broken]
    path = write("probe.toml", text, old, new)
    code, out, err = run(*(("check", path) if command == "check" else assessed(path, text)))
    assert (code, out) == (ERROR, "")
    found = [row.removeprefix("error: ") for row in err.splitlines() if where in row]
    assert len(found) == 1, err
    assert found[0].startswith(f"{path}:{line}: ")
    assert said in found[0]
    assert all(row.removeprefix("error: ").startswith(f"{path}:") for row in err.splitlines())


@pytest.mark.parametrize("command", ["check", "assess"])
def test_unreadable_files(run, tmp_path, command, monkeypatch):
    latin = tmp_path / "latin.toml"
    latin.write_bytes("title = 'x'\nabout = 'für'\n".encode("latin-1"))
    locked = tmp_path / "locked.toml"
    locked.write_text(INSTRUMENT)
    read_bytes = Path.read_bytes

    def refused(path):
        if path == locked:
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    cases = {latin: ":2: byte 0xfc is not UTF-8", locked: ": cannot be read: Permission denied"}
    cases[tmp_path / "none.toml"] = ": cannot be read: No such file" if command == "check" else ": no such file"
    cases[tmp_path] = ": cannot be read: Is a directory" if command == "check" else ": is a folder, expected a file"
    for path, said in cases.items():
        code, out, err = run(*(("check", path) if command == "check" else assessed(path, INSTRUMENT)))
        assert (code, out) == (ERROR, "")
        assert f"{path}{said}" in err
        assert len(err.splitlines()) == 1


@pytest.mark.parametrize("command", ["check", "assess"])
def test_every_error_of_a_file_at_once(run, write, command):
    text = INSTRUMENT.replace('"20 K"', '"-20 K"').replace('"1e9 u"', '"-1 u"').replace("at_least", "at_leest")
    path = write("probe.toml", text)
    code, _, err = run(*(("check", path) if command == "check" else assessed(path, text)))
    assert code == ERROR
    lines = [int(re.search(r"probe\.toml:(\d+): ", row).group(1)) for row in err.splitlines()]
    assert lines == sorted(lines)
    assert {5, 9, 14} <= set(lines)


def test_errors_of_several_files_and_options_at_once(run, write):
    one, two = write("one.toml", INSTRUMENT, '"20 K"', '"-20 K"'), write("two.toml", INSTRUMENT, '"1e9 u"', '"1 s"')
    code, out, err = run("assess", "-i", one, "-i", two, "-o", "geoo", "-p", "lpf_buss", "--scenario", "solar_meen")
    assert (code, out) == (ERROR, "")
    for part in (f"{one}:14:", f"{two}:5:", "--orbit: unknown orbit 'geoo'. Did you mean 'geo'?",
                 "--platform: unknown platform 'lpf_buss'. Did you mean 'lpf_bus'?",
                 "--scenario: unknown scenario 'solar_meen'. Did you mean 'solar_mean'?"):  # fmt: skip
        assert part in err


def test_check_of_several_files(run, write):
    good, bad = write("good.toml", INSTRUMENT), write("bad.toml", ORBIT, '"600 km"', '"450 km"')
    code, out, err = run("check", bad, good)
    assert code == ERROR
    assert out == f"{good}: valid instrument, 1 references\n"
    assert err.startswith(f"{bad}:5: ")
    assert run("check", good)[0] == FEASIBLE


# Wrong options


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("assess", "-i", "micius", "--orbit", "leo_500_noon_midnigth", "-p", "micius_bus"),
         "--orbit: unknown orbit 'leo_500_noon_midnigth'. Did you mean 'leo_500_noon_midnight'?"),
        (("assess", "-i", "miciuss", "-o", "geo"), "--instrument: unknown instrument 'miciuss'. Did you mean 'micius'?"),
        (("assess", "-i", "micius", "-o", "geo", "-p", "lpf_buss"), "--platform: unknown platform 'lpf_buss'"),
        (("compare", "-o", "geoo"), "--orbit: unknown orbit 'geoo'. Did you mean 'geo'?"),
        (("joint", "-p", "lpf_buss"), "--platform: unknown platform 'lpf_buss'. Did you mean 'lpf_bus'?"),
        (("env", "geoo"), "unknown orbit 'geoo'. Did you mean 'geo'?"),
        (("env", "geo", "--platform", "lpf_buss"), "--platform: unknown platform 'lpf_buss'"),
        (("env", "geo", "-p", "lpf_bus", "--attitude", "nadirr"), "unknown attitude law 'nadirr'. Did you mean 'nadir'?"),
        (("env", "geo", "--days", "0"), "expected a positive number of days"),
        (("env", "geo", "--days", "nan"), "expected a positive number of days"),
        (("env", "geo", "--days", "soon"), "--days"),
        (("assess",), "--instrument/-i and an --orbit/-o"),
        (("assess", "-i", "micius"), "--orbit/-o"),
        (("assess", "-o", "geo"), "--instrument/-i"),
        (("assess", "-i"), "requires an argument"),
        (("assess", "--orbital", "geo"), "No such option: --orbital"),
        (("assess", "-i", "micius", "-i", "micius", "-o", "geo", "-p", "micius_bus"), "'micius' is given twice"),
        (("assess", "-i", "micius", "-i", "maqro_2015", "-o", "geo", "-p", "micius_bus", "-p", "lpf_bus", "-p", "lpf_bus"),
         "3 platforms for 2 instruments"),
        (("asses",), "No such command 'asses'"),
        (("list", "instrument"), "unknown kind 'instrument'. Did you mean 'instruments'?"),
        (("show", "miciuss"), "unknown entry 'miciuss'. Did you mean 'micius'?"),
        (("show",), "Missing argument"),
        (("check",), "Missing argument"),
        (("schema", "instruments"), "unknown kind 'instruments'. Did you mean 'instrument'?"),
        (("schema", "instrument", "--family", "qkdd"), "unknown family 'qkdd'. Did you mean 'qkd'?"),
        (("joint", "-i", "micius"), "expected at least 2"),
        (("joint", "-i", "maqro_2015", "-i", "maqro_2015_1e8u", "-o", "iss"), "variants of one instrument never fly together"),
        (("joint", "-i", "cal", "-i", "micius", "-o", "iss", "--attitude", "spin"), "nothing to try: no platform that holds"),
        (("compare", "-i", "cal", "-o", "iss", "--attitude", "spin"), "nothing to try: no platform that holds"),
        (("compare", "-i", "cal", "-o", "iss", "--attitude", "spin", "--plot", "z.png"), "nothing to try: no platform"),
        (("env", "iss", "--attitude", "bogus"), "unknown attitude law 'bogus'"),
        (("report", "D1.4", "-i", "cal", "-o", "iss", "--output", "x.docx"), "--output: 'x.docx': cannot write '.docx'"),
        (("compare", "-i", "micius", "-o", "geo", "--plot", "x.jpeg"), "--plot: 'x.jpeg': expected a file that ends in .png"),
    ],
)  # fmt: skip
def test_wrong_options_are_named(run, arguments, said):
    code, out, err = run(*arguments)
    assert (code, out) == (ERROR, "")
    assert said in err


# What the commands print


@pytest.fixture(scope="module")
def fit():
    done = process("assess", "-i", "maqro_2015", "-o", "leo_500_noon_midnight", "-p", "lpf_bus", *DAYS, "--json")
    return strict(done.stdout)


def test_json_of_an_assessment(fit):
    assert {"status", "feasible", "violated", "unknown", "limiting"} <= set(fit)
    assert {"score", "score_low", "coverage", "z", "performance"} <= set(fit)
    assert fit["violated"]
    assert fit["limiting"]
    for item in (*fit["violated"], *fit["unknown"], *fit["limiting"]):
        assert {"instrument", "variable", "qualifiers", "value", "limit", "unit", "margin"} <= set(item)
        assert isinstance(item["qualifiers"], dict)
    assert 0 <= fit["score_low"] <= fit["score"] <= 1
    assert 0 <= fit["coverage"] <= 1
    assert set(fit["performance"]) == {"maqro_2015"}


def test_violated_rows_come_worst_first(fit):
    shown = [(not item["hard"], item["u"]) for item in fit["violated"] if item["u"] is not None]
    assert shown == sorted(shown)


def test_violated_temperature(fit):
    item = next(item for item in fit["violated"] if item["variable"] == "environment_temperature")
    assert (item["qualifiers"], item["limit"], item["unit"]) == ({"stage": "test_volume"}, 20.0, "K")
    assert item["margin"] < 0
    assert item["value"] > 20.0


def test_text_of_an_assessment(run):
    code, out, _ = run("assess", "-i", "maqro_2015", "-o", "sun_earth_l2", "-p", "lpf_bus", *DAYS)
    status = out.removeprefix("maqro_2015 on sun_earth_l2 with lpf_bus: ").partition(".")[0]
    assert code == cli.EXIT_CODES[status]


def test_a_platform_for_each_instrument(run):
    sites = ("-p", "micius_bus", "-p", "lpf_bus")
    code, out, _ = run("assess", "-i", "micius", "-i", "maqro_2015", "-o", "leo_500_noon_midnight", *sites, *DAYS, "--json")
    fit = strict(out)
    assert code == INFEASIBLE
    assert fit["platform"] == "micius_bus+lpf_bus"
    assert set(fit["attitude"]) == {"micius", "maqro_2015"}


def test_without_a_platform_the_best_is_named(run):
    _, out, _ = run("assess", "-i", "micius", "-o", "leo_500_noon_midnight", *DAYS, "--json")
    assert strict(out)["platform"] in qt.platforms()


@pytest.mark.parametrize(("limit", "expected"), [("100 s", UNDETERMINED), ("1000 year", INFEASIBLE)])
def test_files_in_place_of_names(run, write, limit, expected):
    """A free fall of 100 s is met, and what the family must state beside it is unknown."""
    probe, place = write("probe.toml", INSTRUMENT, '"100 s"', f'"{limit}"'), write("place.toml", ORBIT)
    code, out, _ = run("assess", "-i", probe, "-o", place, "-p", "lpf_bus", *DAYS, "--json")
    fit = strict(out)
    assert code == expected == cli.EXIT_CODES[fit["status"]]
    assert (fit["instruments"], fit["orbit"]) == (["probe"], "place")


@pytest.mark.parametrize("kind", cli.KINDS)
def test_list(run, kind):
    code, out, _ = run("list", kind, "--json")
    names = getattr(qt, kind)()
    assert code == FEASIBLE
    assert tuple(strict(out)[kind]) == names
    code, out, _ = run("list", kind)
    assert [row.split()[0] for row in out.splitlines()[1:]] == list(names)


def test_list_of_everything(run):
    assert set(strict(run("list", "--json")[1])) == set(cli.KINDS)
    assert "micius" in run("list")[1]


@pytest.mark.parametrize("name", ["micius", "sun_earth_l2", "lpf_bus", "matera_mlro", "solar_mean"])
def test_show(run, name):
    code, out, _ = run("show", name)
    assert code == FEASIBLE
    assert out.startswith(f"{name} (")
    assert "references" in out
    code, out, _ = run("show", name, "--json")
    assert code == FEASIBLE
    assert strict(out)["name"] == name


def test_show_of_a_file(run, write):
    assert run("show", write("probe.toml", INSTRUMENT))[1].startswith("probe (instrument): Instrument of a test")


def test_env(run):
    code, out, _ = run("env", "leo_500_noon_midnight", "-p", "micius_bus", *DAYS, "--json")
    rows = {(row["variable"], row["statistic"]): row for row in strict(out)["rows"]}
    assert code == FEASIBLE
    assert rows["altitude", "min"]["unit"] == "m"
    assert 480e3 < rows["altitude", "min"]["value"] < rows["altitude", "max"]["value"] < 550e3
    assert all(row["missing"] for row in rows.values() if row["value"] is None)
    code, out, _ = run("env", "leo_500_noon_midnight", *DAYS)
    assert code == FEASIBLE
    assert re.search(r"altitude +min +\d{3}\.?\d* km", out)


def test_compare(run, tmp_path):
    grid = ("-i", "micius", "-i", "maqro_2015", "-o", "geo", "-o", "sun_earth_l2", "-p", "lpf_bus", *DAYS)
    code, out, _ = run("compare", *grid, "--json")
    placements = strict(out)["placements"]
    assert code == FEASIBLE
    assert {(item["instruments"], item["orbit"]) for item in placements} == {
        (one, place) for one in ("micius", "maqro_2015") for place in ("geo", "sun_earth_l2")
    }
    code, out, _ = run("compare", *grid, "--plot", tmp_path / "map.png")
    assert code == FEASIBLE
    assert "maqro_2015" in out
    assert (tmp_path / "map.png").stat().st_size > 1000
    assert (tmp_path / "map.csv").exists()


@pytest.mark.skipif(importlib.util.find_spec("qtspace_trade.reports.content") is None, reason="there are no reports")
def test_joint_and_report_run(run):
    grid = ("-i", "micius", "-i", "maqro_2015", "-o", "sun_earth_l2", "-p", "lpf_bus", *DAYS)
    code, out, _ = run("joint", *grid, "--json")
    assert code == FEASIBLE
    assert strict(out)
    code, out, _ = run("report", "D1.4", *grid)
    assert code == FEASIBLE
    assert out.startswith("#")


@pytest.mark.parametrize("kind", cli.KINDS.values())
def test_schema(run, kind):
    code, out, _ = run("schema", kind)
    assert code == FEASIBLE
    assert strict(out)["$schema"].startswith("https://json-schema.org/")


def test_help_of_a_report_names_every_format(run):
    assert ".md, .json or .csv" in " ".join(run("report", "--help")[1].split())


@pytest.mark.parametrize("arguments", [("--help",), ("assess", "--help"), ("--version",)])
def test_help_and_version(run, arguments):
    code, out, err = run(*arguments)
    assert (code, err) == (FEASIBLE, "")
    assert out


def test_an_assessment_lays_out_a_day_and_prints_its_budgets(run, tmp_path):
    arguments = ("assess", "-i", "ste_quest_ai", "-o", "ste_quest_m3_heo", "-p", "ste_quest_bus")
    _, out, err = run(*arguments, "--budget", "--timeline", tmp_path / "day.png")
    assert (tmp_path / "day.png").stat().st_size > 10_000
    assert "quantum floor" in out and "systematic" in out
    assert "slots" in err
    code, _, err = run(*arguments, "--timeline", tmp_path / "day.txt")
    assert code == 2 and "--timeline" in err and ".png" in err
