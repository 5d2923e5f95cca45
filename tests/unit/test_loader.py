"""Catalogue files: every error at once with file, line and row; inheritance; frozen entries; text, JSON and JSON Schema."""

import copy
import dataclasses
import datetime
import itertools
import json
import os
import tomllib

import astropy.units as u
import jsonschema
import pint
import pytest

import qtspace_trade as qt
from qtspace_trade.catalogue import load, locate, view
from qtspace_trade.catalogue.json_schema import json_schema
from qtspace_trade.catalogue.lines import key_lines, line_of
from qtspace_trade.errors import CatalogueError, QtspaceError, UnknownName
from qtspace_trade.schema.base import Cited, Model

INSTRUMENT = """\
title = "Instrument of a test"
family = "matter_wave"

[parameters]
mass = { value = "1e9 u", source = "test", sigma = 0.1 }
centre_of_mass_temperature = { value = "20 mK", source = "test" }

[[requires]]
variable = "pressure"
at = { stage = "bench" }
at_most = "1e-9 Pa"
goal = "1e-10 Pa"
source = "test"

[[requires]]
variable = "environment_temperature"
at_most = "20 K"
statistic = "max"
source = "test"

[[requires]]
variable = "free_fall_time"
at_least = "100 s"
goal = "200 s"
weight = 2.0
source = "test"

[[requires]]
variable = "altitude"
between = ["400 km", "800 km"]
source = "test"

[[requires]]
variable = "residual_acceleration_asd"
spectrum = [["1 mHz", "1e-9 m/s^2/sqrt(Hz)"], ["1 Hz", "1e-8 m/s^2/sqrt(Hz)"]]
source = "test"

[[requires]]
variable = "attitude_law"
one_of = ["inertial", "nadir"]
source = "test"

[[emits]]
emission = "magnetic_field_at_neighbour"
value = "1 nT"
source = "test"

[resources]
power = { value = "10 W", source = "test" }

[operations]
when = "eclipse and altitude < 3000 km"
stations = ["matera_mlro"]
time_fraction = { value = "0.5", source = "test" }

[references.test]
title = "Number of a test"
kind = "assumed"
evidence = "assumed"
doi = "10.1000/182"
"""

ORBIT = """\
title = "Orbit of a test"
kind = "keplerian"
orbit_class = "leo"
epoch = "2030-01-01T00:00:00"
perigee_altitude = { value = "500 km", source = "test" }
apogee_altitude = { value = "600 km", source = "test" }
inclination = { value = "97.4 deg", source = "test" }
right_ascension = { value = "0 deg", source = "test" }
argument_of_perigee = { value = "0 deg", source = "test" }

[[offers]]
variable = "magnetic_field"
value = "30 uT"
source = "test"

[references.test]
title = "Number of a test"
kind = "assumed"
evidence = "assumed"
"""

STATION = """\
title = "Station of a test"
latitude = { value = "40 deg", source = "test" }
longitude = { value = "16 deg", source = "test" }
altitude = { value = "500 m", source = "test" }
aperture = { value = "1 m", source = "test" }

[references.test]
title = "Number of a test"
kind = "assumed"
evidence = "assumed"
"""

HEADER = "[[requires]]"
KINDS = tuple(locate.FOLDERS)
CATALOGUE = [(kind, name) for kind in KINDS for name in load.names(kind)]


@pytest.fixture
def write(tmp_path):
    def write(text, name="probe.toml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def problems(path):
    with pytest.raises(CatalogueError) as caught:
        load.check(path)
    return caught.value.problems


def replaced(text, old, new):
    assert text.count(old) == 1, old
    return text.replace(old, new)


def line_with(text, part):
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)


@pytest.mark.parametrize("text", [INSTRUMENT, ORBIT, STATION])
def test_the_files_of_these_tests_are_valid(write, text):
    assert load.check(write(text)).title.endswith("of a test")


# One error: what it names


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ('"1e-9 Pa"', '"1e-9 kg"', "[[requires]] #1: at_most = '1e-9 kg'", "'1e-9 kg': expected Pa"),
        ('"1e-9 Pa"', '"1e-9"', "[[requires]] #1: at_most = '1e-9'", "'1e-9': expected Pa"),
        ('"1e-9 Pa"', '"1e-9 Pascals"', "[[requires]] #1: at_most", "unknown unit 'Pascals'"),
        ('"1e-9 Pa"', "nan", "[[requires]] #1: at_most", "not a finite number"),
        ('"1e-9 Pa"', "inf", "[[requires]] #1: at_most", "not a finite number"),
        ('"1e-9 Pa"', '"nan Pa"', "[[requires]] #1: at_most", "does not start with a number"),
        ('"1e-9 Pa"', '"-1e-9 Pa"', "[[requires]] #1: at_most = '-1e-9 Pa'", "'pressure' cannot be negative"),
        ('"20 K"', '"-20 K"', "[[requires]] #2: at_most = '-20 K'", "cannot be negative"),
        ('"20 K"', '"20 degC"', "[[requires]] #2: at_most = '20 degC'", "temperatures are written in kelvin"),
        ('"20 mK"', '"-20 K"', "parameters: centre_of_mass_temperature", "'-20 K': must be positive"),
        ('"1e9 u"', '"-1e9 u"', "parameters: mass", "'-1e9 u': must be positive"),
        ('"1e9 u"', '"1e9 s"', "parameters: mass", "'1e9 s': expected kg"),
        ('"1e9 u"', "nan", "parameters: mass", "not a finite number"),
        ('"1e9 u"', "[1, 2]", "parameters: mass", "expected one number"),
        ('"1e9 u"', "{ x = 1 }", "parameters: mass", "expected a number"),
        ("sigma = 0.1", "sigma = nan", "parameters: mass", "sigma = nan"),
        ("sigma = 0.1", "sigma = -0.1", "parameters: mass", "sigma = -0.1"),
        ("sigma = 0.1", 'sigma = "wide"', "parameters: mass", "sigma = 'wide'"),
        ("sigma = 0.1", 'bound = "about"', "parameters: mass", "expected 'exact', 'at_least' or 'at_most'"),
        ("sigma = 0.1", 'evidence = "hearsay"', "parameters: mass", "expected one of read, computed"),
        ("sigma = 0.1", "sgima = 0.1", "parameters: mass", "unknown key 'sgima'"),
        ('"10 W"', '"-10 W"', "resources: power", "'-10 W': must not be negative"),
        ('value = "0.5"', 'value = "1.5"', "operations: time_fraction", "must lie between 0 and 1"),
        ('family = "matter_wave"', 'family = "mater_wave"', "family", "'mater_wave'. Did you mean 'matter_wave'?"),
        ('"free_fall_time"', '"free_fal_time"', "[[requires]] #3: variable =", "Did you mean 'free_fall_time'?"),
        ("at = { stage =", "at = { stag =", "[[requires]] #1: at", "has no qualifier 'stag'. Did you mean 'stage'?"),
        ('statistic = "max"', 'statistic = "maxx"', "[[requires]] #2: statistic = 'maxx'", "Did you mean 'max'?"),
        ("weight = 2.0", "weight = nan", "[[requires]] #3: weight", "nan"),
        ("weight = 2.0", "weight = 0", "[[requires]] #3: weight", "greater than 0"),
        ("weight = 2.0", "wieght = 2.0", "[[requires]] #3: wieght", "unknown key 'wieght'. Did you mean 'weight'?"),
        ('goal = "1e-10 Pa"', 'goal = "1e-8 Pa"', "[[requires]] #1: goal = '1e-8 Pa'", "expected a value below it"),
        ('goal = "200 s"', 'goal = "50 s"', "[[requires]] #3: goal = '50 s'", "expected a value above it"),
        ('"800 km"]', '"300 km"]', "[[requires]] #4: between", "the window must rise"),
        ('["400 km", "800 km"]', '["400 km"]', "[[requires]] #4: between", "expected [lowest, highest]"),
        ('["400 km", "800 km"]', '["400 km", "800 kg"]', "[[requires]] #4: between", "'800 kg': expected m"),
        ('["1 Hz",', '["0.1 mHz",', "[[requires]] #5: spectrum", "frequencies must be positive and rise"),
        ('"1 mHz"', '"1 mrad/s"', "[[requires]] #5: spectrum", "expected Hz"),
        ('"1e-9 m/s^2/sqrt(Hz)"', '"-1e-9 m/s^2/sqrt(Hz)"', "[[requires]] #5: spectrum", "cannot be negative"),
        ('one_of = ["inertial", "nadir"]', 'at_most = "3"', "[[requires]] #6: at_most", "'attitude_law' is a word: use one_of"),
        ('"1 nT"', '"-1 nT"', "[[emits]] #1: value = '-1 nT'", "cannot be negative"),
        ('"1 nT"', '"3 Hz"', "[[emits]] #1: value", "expected T"),
        ("_at_neighbour", "_at_nieghbour", "[[emits]] #1: emission", "Did you mean 'magnetic_field_at_neighbour'?"),
        ('when = "eclipse and', 'when = "eclips and', "operations: when", "Did you mean 'eclipse'?"),
        ('"matera_mlro"', '"matera"', "operations: stations", "unknown station 'matera'"),
        ('doi = "10.1000/182"', 'doii = "10.1000/182"', "references: test: doii", "Did you mean 'doi'?"),
        ('evidence = "assumed"', 'evidence = "asumed"', "references: test: evidence", "Did you mean 'assumed'?"),
    ],
)  # fmt: skip
def test_one_error_names_line_and_row(write, old, new, where, said):
    text = replaced(INSTRUMENT, old, new)
    path = write(text)
    (problem,) = problems(path)
    assert problem.line == line_with(text, new)
    assert problem.where.startswith(where)
    assert said in problem.message
    assert str(problem) == f"{path}:{problem.line}: {problem.where}: {problem.message}"


PLATFORM = """\
title = "Platform of a test"
kind = "spacecraft"

[[attitudes]]
law = "nadir"
source = "test"

[[attitudes]]
law = "inertial"
source = "test"

[[duties]]
name = "downlink"
fraction = { value = "0.1", source = "test" }
source = "test"

[[duties]]
name = "keeping"
fraction = { value = "0.1", source = "test" }
source = "test"

[references.test]
title = "Numbers of a test"
kind = "assumed"
evidence = "assumed"
"""


@pytest.mark.parametrize(
    ("old", "new", "where", "first"),
    [
        ('law = "inertial"', 'law = "nadir"', "[[attitudes]] #2: law = 'nadir'", "'nadir' is the law of [[attitudes]] #1"),
        ('"keeping"', '"downlink"', "[[duties]] #2: name = 'downlink'", "'downlink' is the name of [[duties]] #1"),
    ],
)
def test_laws_and_duties_of_a_platform_are_told_apart(write, old, new, where, first):
    path = write(PLATFORM)
    load.check(path, "platform")
    path = write(replaced(PLATFORM, old, new))
    with pytest.raises(CatalogueError) as caught:
        load.check(path, "platform")
    (problem,) = caught.value.problems
    assert (problem.where, problem.message) == (where, f"{first} already: expected each once")


@pytest.mark.parametrize(
    ("old", "new", "line", "where", "said"),
    [
        ('family = "matter_wave"', 'familly = "matter_wave"', "familly", "familly", "Did you mean 'family'?"),
        ('[parameters]\n', '[parameters]\nmasss = { value = "1 u", source = "test" }\n', "masss", "parameters: masss",
         "unknown key 'masss'. Did you mean 'mass'?"),
        ('at_least = "100 s"\n', 'at_least = "100 s"\nat_most = "900 s"\n', HEADER, "[[requires]] #3",
         "it has at_least and at_most"),
        ('at_most = "20 K"\n', "", HEADER, "[[requires]] #2", "it has none"),
        ('statistic = "max"\nsource = "test"\n', 'statistic = "max"\n', HEADER, "[[requires]] #2: source",
         "'source' is missing"),
        ('statistic = "max"\nsource = "test"', 'statistic = "max"\nsource = ""', 'source = ""', "[[requires]] #2: source",
         "the source is missing"),
        ('statistic = "max"\nsource = "test"', 'statistic = "max"\nsource = "tset"', 'source = "tset"',
         "[[requires]] #2: source = 'tset'", "'tset' is not in [references]. Did you mean 'test'?"),
        ('"20 mK", source = "test"', '"20 mK"', '"20 mK"', "parameters: centre_of_mass_temperature", "the source is missing"),
        ('"20 mK", source = "test"', '"20 mK", source = ""', '"20 mK"', "parameters: centre_of_mass_temperature",
         "the source is missing"),
        ('"20 mK", source = "test"', '"20 mK", source = 5', '"20 mK"', "parameters: centre_of_mass_temperature",
         "source = 5: expected a key of [references]"),
        ('"20 mK", source = "test"', '"20 mK", source = "nobody"', '"20 mK"',
         "parameters: centre_of_mass_temperature: source", "'nobody' is not in [references]"),
        ('{ value = "20 mK", source = "test" }', '"20 mK"', '"20 mK"', "parameters: centre_of_mass_temperature",
         "expected { value"),
        ('one_of = ["inertial", "nadir"]\n', 'one_of = ["nadir"]\ngoal = "3"\n', 'goal = "3"', "[[requires]] #6: goal", "goal"),
    ],
)  # fmt: skip
def test_one_error_of_a_key_or_row(write, old, new, line, where, said):
    """A row as a whole is reported at its header."""
    text = replaced(INSTRUMENT, old, new)
    found = problems(write(text))
    (chosen,) = (item for item in found if item.where.startswith(where) and said in item.message)
    assert line in text.splitlines()[chosen.line - 1]


def test_a_missing_key(write):
    (problem,) = problems(write(INSTRUMENT.replace('title = "Instrument of a test"\n', "")))
    assert "'title' is missing" in problem.message


def test_an_entry_is_named_by_its_file(write):
    (problem,) = problems(write('name = "other"\n' + INSTRUMENT))
    assert (problem.line, problem.where) == (1, "name")
    assert load.check(write(INSTRUMENT, "other.toml")).name == "other"


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ('"500 km"', '"-500 km"', "perigee_altitude", "'-500 km': the orbit runs below the Earth's surface"),
        ('"600 km"', '"450 km"', "apogee_altitude", "'450 km' lies below the perigee altitude '500 km'"),
        ('"500 km"', '"500 kg"', "perigee_altitude", "'500 kg': expected m"),
        ('"97.4 deg"', '"97.4"', "inclination", "'97.4': expected rad (an angle)"),
        ('"97.4 deg"', '"97.4 Hz"', "inclination", "expected rad"),
        ('kind = "keplerian"', 'kind = "kepler"', "kind", "Did you mean 'keplerian'?"),
        ('orbit_class = "leo"', 'orbit_class = "leoo"', "orbit_class", "Did you mean 'leo'?"),
        ('"2030-01-01T00:00:00"', '"2030-13-01T00:00:00"', "epoch", "expected a date and time in UTC"),
        ('value = "30 uT"', 'value = "30 uT"\nwords = ["a"]', "[[offers]] #1", "expected exactly one of value, words, curve"),
        ("perigee_altitude =", "perigee_altitud =", "perigee_altitud", "Did you mean 'perigee_altitude'?"),
    ],
)
def test_one_error_of_an_orbit(write, old, new, where, said):
    found = problems(write(replaced(ORBIT, old, new)))
    assert [item for item in found if item.where.startswith(where) and said in item.message and item.line], found


def test_a_missing_element_is_named(write):
    found = problems(write(replaced(ORBIT, 'inclination = { value = "97.4 deg", source = "test" }\n', "")))
    assert [item.message for item in found] == ["a keplerian orbit needs 'inclination'"]


# All errors of a file at once


def test_every_error_of_a_file_at_once(write):
    text = INSTRUMENT
    for old, new in (
        ('"1e9 u"', '"-1e9 u"'), ('"20 mK"', '"-20 K"'), ('"1e-9 Pa"', '"1e-9 kg"'), ('"20 K"', '"20 degC"'),
        ('"free_fall_time"', '"free_fal_time"'), ('"800 km"]', '"300 km"]'), ("weight = 2.0", "weihgt = 2.0"),
        ('"10 W"', "nan"), ('"matera_mlro"', '"matera"'), ('family = "matter_wave"', 'family = "matter_wave"\nfoo = 1'),
    ):  # fmt: skip
        text = replaced(text, old, new)
    path = write(text)
    found = problems(path)
    assert [item.line for item in found] == sorted(item.line for item in found)
    assert [item.where.partition(" =")[0] for item in found] == [
        "foo", "parameters: mass", "parameters: centre_of_mass_temperature", "[[requires]] #1: at_most",
        "[[requires]] #2: at_most", "[[requires]] #3: variable", "[[requires]] #3: weihgt", "[[requires]] #4: between",
        "resources: power", "operations: stations",
    ]  # fmt: skip
    with pytest.raises(CatalogueError) as caught:
        qt.instrument(path)
    assert str(caught.value).splitlines() == [str(item) for item in found]
    assert all(str(item).startswith(f"{path}:{item.line}: ") for item in found)


def test_line_numbers_behind_long_strings_and_carriage_returns(write, tmp_path):
    about = 'about = """\nmass = 3\n[[requires]]\nat_most = "x"\n"""\n'
    text = replaced(INSTRUMENT, "\n[parameters]", f"{about}\n[parameters]").replace('"10 W"', '"10 kg"')
    assert [item.line for item in problems(write(text))] == [line_with(text, '"10 kg"')]
    path = tmp_path / "windows.toml"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    assert [item.line for item in problems(path)] == [line_with(text, '"10 kg"')]


def test_line_numbers_behind_unicode_line_separators(write):
    text = "# \u2028 \x85 and more\n" + INSTRUMENT.replace('"10 W"', '"10 kg"')
    assert [item.line for item in problems(write(text))] == [1 + line_with(INSTRUMENT, '"10 W"')]


def test_lines_of_keys():
    lines = key_lines('a = 1\n[t]\nb.c = 2\n[[r]]\nx = 1\n[[r]]\nx = 2 # y = 3\n[r.s]\nz = 1\n["q r"]\n"k" = 1\n')
    assert lines[("a",)] == 1
    assert lines[("t", "b", "c")] == 3
    assert (lines[("r", 0, "x")], lines[("r", 1, "x")]) == (5, 7)
    assert lines[("r", 1, "s", "z")] == 9
    assert lines[("q r", "k")] == 11
    assert line_of(lines, ("r", 1, "nowhere")) == 6
    assert line_of(lines, ("nowhere",)) is None


# Files that cannot be read


def test_missing_file(tmp_path):
    path = tmp_path / "none.toml"
    for read in (load.check, qt.instrument):
        with pytest.raises(CatalogueError, match=r"none\.toml: .*[Nn]o such file"):
            read(path)


def test_folder(tmp_path):
    with pytest.raises(CatalogueError, match="is a folder"):
        qt.instrument(tmp_path)
    with pytest.raises(CatalogueError, match="cannot be read"):
        load.check(tmp_path)


def test_file_without_permission(write, monkeypatch):
    path = write(INSTRUMENT)
    if os.geteuid() == 0:
        refused = PermissionError(13, "Permission denied", str(path))
        monkeypatch.setattr(type(path), "read_bytes", lambda self: (_ for _ in ()).throw(refused))
    else:
        path.chmod(0)
    (problem,) = problems(path)
    assert problem.message == "cannot be read: Permission denied"


def test_other_encoding(tmp_path):
    path = tmp_path / "latin.toml"
    path.write_bytes(INSTRUMENT.replace("Number of a test", "Zahl für einen Test").encode("latin-1"))
    (problem,) = problems(path)
    assert problem.line == line_with(INSTRUMENT, "Number of a test")
    assert problem.message == "byte 0xfc is not UTF-8: save the file as UTF-8"


def test_byte_order_mark(tmp_path):
    path = tmp_path / "notepad.toml"
    path.write_bytes(b"\xef\xbb\xbf" + INSTRUMENT.encode())
    assert load.check(path).family == "matter_wave"


@pytest.mark.parametrize("text", ['title = "x"\nfamily = \n', 'title = "x"\nfamily = "a" "b"\n', 'title = "x"\ntitle = "y"\n'])
def test_invalid_toml(write, text):
    (problem,) = problems(write(text))
    assert problem.line == 2
    assert "not valid TOML" in problem.message
    assert "reading stops at the first syntax error" in problem.message


def test_absurd_toml(write):
    for text in ("a = " + "9" * 5000, "a = " + "[" * 5000 + "]" * 5000):
        assert problems(write(text))


def test_a_file_that_declares_nothing(write):
    (problem,) = problems(write('title = "x"'))
    assert "cannot tell what it declares" in problem.message


@pytest.mark.parametrize(("kind", "given"), [("orbit", "leo_500_noon_midnigth"), ("platform", "lpf_buss")])
def test_unknown_name(kind, given):
    with pytest.raises(UnknownName, match=f"unknown {kind} '{given}'. Did you mean '"):
        load.load(kind, given)


def test_something_else_than_an_entry():
    with pytest.raises(QtspaceError, match="expected an orbit, its name or a path"):
        qt.orbit(3)
    with pytest.raises(QtspaceError, match="expected an instrument"):
        qt.instrument(qt.orbit("geo"))


JUNK = (
    float("nan"), float("inf"), -1e300, 10**400, True, "", "zzz", [], [1, 2], ["a"], [[]], {}, {"value": [1]},
    {"value": {}}, {"value": "1 m", "source": 5}, {"value": "1 m", "source": "test", "sigma": 10**400},
    datetime.date(2030, 1, 1),
)  # fmt: skip


def places(value, path=()):
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*path, key)
        yield from places(item, (*path, key))


def put(raw, path, value):
    raw = copy.deepcopy(raw)
    table = raw
    for step in path[:-1]:
        table = table[step]
    table[path[-1]] = value
    return raw


def smallest(kind):
    return min((path.read_text(encoding="utf-8") for path in locate.files(kind).values()), key=len)


@pytest.mark.parametrize(
    ("kind", "text"),
    [("instrument", INSTRUMENT), ("orbit", ORBIT), ("station", STATION), ("platform", smallest("platform")),
     ("scenario", smallest("scenario"))],
    ids=lambda item: item if item in KINDS else "",
)  # fmt: skip
def test_junk_in_any_place_is_read_or_reported(kind, text):
    raw = tomllib.loads(text)
    refused = 0
    for path in places(raw):
        for junk in JUNK:
            try:
                load.build(kind, put(raw, path, junk), "probe", "probe.toml")
            except CatalogueError as error:
                refused += 1
                assert all(item.message for item in error.problems)
    assert refused > 50


# Inheritance


def test_a_variant_states_what_differs(write):
    write(INSTRUMENT, "parent.toml")
    child = load.check(write('extends = "parent"\ntitle = "Variant"\nparameters.mass = { value = "1e8 u", source = "test" }\n'))
    parent = load.check(write(INSTRUMENT, "parent.toml"))
    assert child.name == "probe"
    assert child.title == "Variant"
    assert child.parameters.mass.si == pytest.approx(parent.parameters.mass.si / 10)
    assert child.parameters.mass.sigma is None  # a number is replaced as a whole
    assert child.parameters.centre_of_mass_temperature == parent.parameters.centre_of_mass_temperature
    assert child.requires == parent.requires
    assert child != parent


def test_a_variant_of_a_variant(write):
    write(INSTRUMENT, "one.toml")
    write('extends = "one"\ntitle = "Two"\n', "two.toml")
    assert load.load("instrument", write('extends = "two"\nrequires = []\n', "three.toml")).title == "Two"


@pytest.mark.parametrize("kind", KINDS)
def test_a_variant_of_a_catalogue_entry(write, kind):
    parent = load.load(kind, load.names(kind)[0])
    child = load.load(kind, write(f'extends = "{parent.name}"\ntitle = "Variant"\n', "variant.toml"))
    assert (child.title, child.name) == ("Variant", "variant")
    assert {**child.raw, "title": parent.title, "extends": ""} == {**parent.raw, "extends": ""}


def test_errors_of_a_variant_name_its_own_lines(write):
    write(INSTRUMENT, "parent.toml")
    (problem,) = problems(write('extends = "parent"\n\n[parameters]\nmass = { value = "-1 u", source = "test" }\n'))
    assert (problem.line, problem.where) == (4, "parameters: mass")


def test_unknown_parent(write):
    (problem,) = problems(write(f'family = "qkd"\nextends = "{qt.instruments()[0]}x"\n'))
    assert (problem.line, problem.where) == (2, "extends")
    assert f"Did you mean '{qt.instruments()[0]}'?" in problem.message


@pytest.mark.parametrize("names", [("one", "one"), ("one", "two", "one"), ("one", "two", "three", "two")])
def test_a_circle_of_variants(write, names):
    for name, parent in itertools.pairwise(names):
        write(f'family = "qkd"\nextends = "{parent}"\n', f"{name}.toml")
    path = write(f'family = "qkd"\nextends = "{names[1]}"\n', "one.toml")
    with pytest.raises(CatalogueError, match="extends itself"):
        load.load("instrument", path)


def test_a_changed_file_is_read_again(write):
    path = write(INSTRUMENT, "parent.toml")
    child = write('extends = "parent"\ntitle = "Variant"\n')
    before = qt.instrument(child)
    path.write_text(INSTRUMENT.replace('"1e9 u"', '"123456789 u"'))
    assert qt.instrument(path).parameters.mass.text == "123456789 u"
    assert qt.instrument(child).parameters.mass.text == "123456789 u"
    assert before.parameters.mass.text == "1e9 u"
    assert qt.instrument(child).digest != before.digest


# Entries


@pytest.fixture
def probe(write):
    return qt.instrument(write(INSTRUMENT))


def test_entries_are_frozen(probe):
    for target, name in ((probe, "title"), (probe.parameters, "mass"), (probe.requires[0], "at_most")):
        with pytest.raises(ValueError, match="frozen"):
            setattr(target, name, None)
    with pytest.raises(dataclasses.FrozenInstanceError):
        probe.parameters.mass.si = 1.0


def test_raw_is_a_copy(probe):
    probe.raw["requires"].clear()
    probe.raw["parameters"]["mass"]["value"] = "1 kg"
    assert len(probe.raw["requires"]) == 6
    assert probe.raw["parameters"]["mass"]["value"] == "1e9 u"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"parameters__mass": "-1 u"}, "parameters: mass: '-1 u': must be positive"),
        ({"parameters__mass": "1 s"}, "'1 s': expected kg"),
        ({"parameters__mas": "1 u"}, "unknown key 'mas'. Did you mean 'mass'?"),
        ({"titel": "x"}, "unknown key 'titel'. Did you mean 'title'?"),
        ({"family": "mater_wave"}, "unknown family 'mater_wave'"),
        ({"resources__mass": float("nan")}, "not a finite number"),
        ({"requires": [{"variable": "pressure", "at_most": "1 Pa", "source": "nobody"}]}, "'nobody' is not in [references]"),
    ],
)
def test_replace_checks_again(probe, changes, said):
    with pytest.raises(CatalogueError) as caught:
        probe.replace(**changes)
    assert said in str(caught.value)


@pytest.mark.parametrize("value", ["1e8 u", 1.66053906892e-19, pint.Quantity(1e8, "dalton"), 1e8 * u.u])
def test_replace_takes_text_numbers_and_quantities(probe, value):
    variant = probe.replace(parameters__mass=value)
    assert variant.parameters.mass.si == pytest.approx(1.66053906892e-19, rel=1e-6)
    assert variant.parameters.mass.source == "replaced"
    assert variant.cited(variant.parameters.mass) == "assumed"
    assert variant.parameters.mass.sigma is None
    assert probe.parameters.mass.text == "1e9 u"


def test_replace_takes_quantities_in_rows(probe):
    rows = [{"variable": "pressure", "at_most": 3e-9 * u.N / u.m**2, "source": "test"}]
    assert probe.replace(requires=rows).requires[0].at_most == pytest.approx(3e-9)
    assert probe.replace(requires=rows).replace(title="again").requires[0].at_most == pytest.approx(3e-9)


def test_a_cited_number_may_be_replaced_with_its_source(probe):
    variant = probe.replace(parameters__mass={"value": "1e8 u", "source": "test"})
    assert variant.parameters.mass.source == "test"


def test_replace_may_rename(probe):
    assert probe.replace(name="other").name == "other"
    assert probe.replace(name="other") != probe


def test_digest_follows_content_and_name(write, tmp_path, probe):
    (tmp_path / "elsewhere").mkdir()
    twin = qt.instrument(write(INSTRUMENT, "elsewhere/probe.toml"))
    assert twin == probe
    assert hash(twin) == hash(probe)
    assert len({twin, probe}) == 1
    others = [
        qt.instrument(write(INSTRUMENT, "other.toml")),
        qt.instrument(write(INSTRUMENT.replace("1e9 u", "2e9 u"), "elsewhere/probe.toml")),
        qt.instrument(write(INSTRUMENT.replace('stage = "bench"', 'stage = "test_volume"'), "elsewhere/probe.toml")),
        probe.replace(parameters__mass="2e9 u"),
    ]
    assert len({probe, *others}) == 5
    assert all(item.digest != probe.digest for item in others)


def test_a_comment_does_not_change_the_digest(write, tmp_path, probe):
    (tmp_path / "elsewhere").mkdir()
    assert qt.instrument(write("# a comment\n" + INSTRUMENT, "elsewhere/probe.toml")).digest == probe.digest


def test_entries_of_different_kinds_differ(probe, write):
    assert probe != qt.orbit(write(ORBIT, "place.toml"))
    assert probe != "probe"


def test_text_of_an_entry(probe):
    assert str(probe) == "probe"
    assert repr(probe) == "<Instrument probe: Instrument of a test; 1 references>"
    text = view.entry_text(probe)
    for part in (
        "probe (instrument): Instrument of a test", "mass = 1e9 u [test: assumed, sigma 0.1 decades]",
        "pressure stage bench at most 1e-9 Pa; goal 1e-10 Pa [test: assumed]", "[test] Number of a test. assumed, assumed.",
        "doi:10.1000/182", "time_fraction = 0.5 [test: assumed]", "when = eclipse and altitude < 3000 km",
    ):  # fmt: skip
        assert part in text


def test_data_of_an_entry(probe):
    data = json.loads(json.dumps(view.entry_dict(probe), allow_nan=False))
    assert (data["kind"], data["name"], data["digest"]) == ("instrument", "probe", probe.digest)
    assert data["parameters"]["mass"] == {"value": "1e9 u", "source": "test", "sigma": 0.1}


# The whole catalogue


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_entries(kind):
    assert load.names(kind)
    assert load.titles(kind) == {name: load.load(kind, name).title for name in load.names(kind)}


@pytest.mark.parametrize(("kind", "name"), CATALOGUE, ids="/".join)
def test_every_entry_loads(kind, name):
    entry = load.load(kind, name)
    assert entry.name == name
    assert name == name.lower()
    assert load.check(locate.files(kind)[name]) == entry
    used = set(sources(entry))
    assert used <= set(entry.references), used - set(entry.references)
    assert view.entry_text(entry).startswith(f"{name} ({kind}): {entry.title}")
    json.dumps(view.entry_dict(entry), allow_nan=False)


def sources(value):
    if isinstance(value, Cited):
        yield value.source
    elif isinstance(value, Model):
        if "source" in type(value).model_fields and "references" not in type(value).model_fields:
            yield value.source
        for name in type(value).model_fields:
            yield from sources(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from sources(item)


@pytest.fixture(scope="module")
def validators():
    return {kind: jsonschema.Draft202012Validator(json_schema(kind)) for kind in KINDS}


def toml_of(kind, name):
    return tomllib.loads(locate.files(kind)[name].read_text(encoding="utf-8"))


@pytest.mark.parametrize(("kind", "name"), CATALOGUE, ids="/".join)
def test_every_file_has_the_form_that_the_json_schema_describes(validators, kind, name):
    raw = toml_of(kind, name)
    assert [error.message for error in validators[kind].iter_errors(raw)] == []
    assert not validators[kind].is_valid({**raw, "zzz": 1})


@pytest.mark.parametrize(("kind", "text"), [("instrument", INSTRUMENT), ("orbit", ORBIT), ("station", STATION)])
def test_json_schema_refuses_an_unknown_key_in_every_table(validators, kind, text):
    raw = tomllib.loads(text)
    assert validators[kind].is_valid(raw)
    tables = [path for path in places(raw) if isinstance(at(raw, path), dict) and path not in {("references",)}]
    for path in tables:
        if path[-1] != "at":
            assert not validators[kind].is_valid(put(raw, (*path, "zzz"), 1)), path


def at(raw, path):
    for step in path:
        raw = raw[step]
    return raw


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("parameters", "mass"), "1e9 u"), (("parameters", "mass"), {"value": "1e9 u"}), (("title",), 3),
        (("family",), "mater_wave"), (("requires", 0, "at_least"), "1 Pa"), (("requires", 0, "statistic"), "maxx"),
        (("references", "test", "kind"), "guessed"), (("requires", 0, "at"), "bench"),
    ],
)  # fmt: skip
def test_json_schema_refuses_the_wrong_form(validators, path, value):
    assert not validators["instrument"].is_valid(put(tomllib.loads(INSTRUMENT), path, value))


def test_json_schema_of_one_family():
    validator = jsonschema.Draft202012Validator(json_schema("instrument", "matter_wave"))
    raw = tomllib.loads(INSTRUMENT)
    assert validator.is_valid(raw)
    assert not validator.is_valid({**raw, "family": "qkd", "parameters": {}})


@pytest.mark.parametrize(("kind", "family"), [("instrumnt", None), ("instrument", "matter_waves")])
def test_json_schema_of_something_unknown(kind, family):
    with pytest.raises(UnknownName, match="Did you mean '"):
        json_schema(kind, family)


@pytest.mark.parametrize("kind", KINDS)
def test_json_schemas_are_valid_schemas(kind):
    jsonschema.Draft202012Validator.check_schema(json_schema(kind))
