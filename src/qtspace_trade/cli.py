"""Command line `qtspace`: list, show, check, env, assess, compare, joint, report, schema.

Exit codes: 0 feasible or done, 1 infeasible, 3 undetermined, 2 usage or data error.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from qtspace_trade import api
from qtspace_trade._version import __version__
from qtspace_trade.errors import QtspaceError, UnknownName

FEASIBLE, INFEASIBLE, ERROR, UNDETERMINED = 0, 1, 2, 3
EXIT_CODES = {"feasible": FEASIBLE, "infeasible": INFEASIBLE, "undetermined": UNDETERMINED}
CONFLICTS = 10
KINDS = {
    "instruments": "instrument", "orbits": "orbit", "platforms": "platform", "stations": "station",
    "scenarios": "scenario",
}  # fmt: skip
ENVIRONMENT_ROWS = (
    ("altitude", ("min", "mean", "max")), ("eclipse_fraction", ("mean",)), ("eclipse_duration", ("max",)),
    ("gravity_signal", ("min", "max")), ("gravity_gradient", ("max",)), ("potential_difference", ("max",)),
    ("potential_modulation", ("max",)), ("mass_density", ("max",)), ("number_density", ("max",)),
    ("magnetic_field", ("min", "max")), ("earth_infrared", ("max",)), ("albedo_irradiance", ("max",)),
    ("sink_temperature", ("mean",)), ("residual_acceleration", ("max",)), ("rotation_rate", ("max",)),
)  # fmt: skip

app = typer.Typer(
    name="qtspace",
    help="Which quantum experiments can share a space mission. Exit codes: 0 feasible or done, 1 infeasible, "
    "3 undetermined, 2 usage or data error.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Instruments = Annotated[
    list[str] | None, typer.Option("--instrument", "-i", help="Name or TOML file; repeat for a set.")
]
Orbits = Annotated[list[str] | None, typer.Option("--orbit", "-o", help="Name or TOML file; repeat.")]
Platforms = Annotated[list[str] | None, typer.Option("--platform", "-p", help="Name or TOML file; repeat.")]
Attitude = Annotated[str | None, typer.Option("--attitude", help="Attitude law; the best one unless given.")]
ScenarioName = Annotated[str, typer.Option("--scenario", help="Name or TOML file.")]
Days = Annotated[float | None, typer.Option("--days", help="Duration in days; the scenario's unless given.")]
Output = Annotated[Path | None, typer.Option("--output", "-O", help="File or folder to write to.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"qtspace {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    pass


@app.command("list")
def list_entries(
    kind: Annotated[str | None, typer.Argument(help="instruments, orbits, platforms, stations or scenarios.")] = None,
    as_json: Json = False,
) -> None:
    """Names and titles of the catalogue."""
    if kind is not None and kind not in KINDS:
        raise UnknownName("kind", kind, KINDS)
    chosen = {kind: KINDS[kind]} if kind else KINDS
    titles = _module("catalogue.load").titles
    table = {plural: titles(one) for plural, one in chosen.items()}
    if as_json:
        _print_json(table)
        return
    for plural, entries in table.items():
        typer.echo(f"{plural} ({len(entries)})")
        width = max(map(len, entries), default=0)
        for name, title in entries.items():
            typer.echo(f"  {name:<{width}}  {title}")


@app.command()
def show(name: Annotated[str, typer.Argument(help="Name or TOML file.")], as_json: Json = False) -> None:
    """One entry with its numbers, units, sources and evidence."""
    entry = _any_entry(name)
    view = _module("catalogue.view")
    if as_json:
        _print_json(view.entry_dict(entry))
    else:
        typer.echo(view.entry_text(entry))


@app.command()
def check(files: Annotated[list[Path], typer.Argument(help="TOML files.")]) -> None:
    """Read TOML files and report everything wrong in them."""
    load = _module("catalogue.load")
    failed = False
    for path in files:
        try:
            entry = load.check(path)
        except QtspaceError as error:
            failed = True
            typer.echo(str(error), err=True)
        else:
            typer.echo(f"{path}: valid {type(entry).__name__.lower()}, {len(entry.references)} references")
            for hint in _module("catalogue.view").hints(entry):
                typer.echo(f"{path}: {hint}")
    if failed:
        raise typer.Exit(ERROR)


@app.command()
def env(
    orbit: Annotated[str, typer.Argument(help="Name or TOML file.")],
    platform: Annotated[str | None, typer.Option("--platform", "-p", help="Name or TOML file.")] = None,
    attitude: Attitude = None,
    scenario: ScenarioName = api.SOLAR_MEAN,
    days: Days = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", help="Write one page about the orbit (png, svg or pdf) here.")
    ] = None,
    as_json: Json = False,
) -> None:
    """What an orbit offers, on a platform if one is named."""
    units = _module("units")
    glossary = _module("schema.glossary")
    _check_picture(plot)
    given = _read({"ORBIT": orbit, "--platform": platform, "--scenario": scenario})
    place = api.environment(**given, attitude=attitude, days=days)
    if plot is not None:
        _module("plotting.orbit_page").orbit_page(place, plot)
    rows = []
    for name, statistics in ENVIRONMENT_ROWS:
        for which in statistics:
            row: dict[str, Any] = {"variable": name, "statistic": which, "unit": glossary.variable(name).unit}
            try:
                value, error, _, bound = place.statistic(name, which)
                rows.append({**row, "value": value, "bound": bound, "error": error, "missing": ""})
            except QtspaceError as error:
                rows.append({**row, "value": None, "bound": "", "error": None, "missing": str(error)})
    if as_json:
        _print_json({"orbit": place.orbit.name, "platform": platform, "attitude": place.law, "rows": rows})
        return
    typer.echo(f"{place!r}"[1:-1])
    table = _table(("variable", "statistic", "value", "quadrature error"))
    for row in rows:
        display = glossary.variable(row["variable"]).display
        if row["value"] is None:
            table.add_row(row["variable"], row["statistic"], f"unknown: {row['missing'].partition(': ')[2]}", "")
            continue
        side = "" if row["bound"] == "exact" else f"{row['bound'].replace('_', ' ')} "
        shown = f"{side}{units.show(row['value'], display)}"
        table.add_row(row["variable"], row["statistic"], shown, units.show(row["error"], display))
    _print(table)
    if plot is not None:
        typer.echo(f"page: {plot}, eclipses and beta by day: {plot.with_suffix('.csv')}")


@app.command()
def assess(
    instrument: Instruments = None,
    orbit: Orbits = None,
    platform: Platforms = None,
    attitude: Attitude = None,
    scenario: ScenarioName = api.SOLAR_MEAN,
    days: Days = None,
    timeline: Annotated[
        Path | None, typer.Option("--timeline", help="Lay out the first day in slots and write the chart here.")
    ] = None,
    budget: Annotated[bool, typer.Option("--budget", help="Print the error budgets of the instruments as well.")] = False,
    as_json: Json = False,
) -> None:
    """One mission concept. Repeat -i for a set, -o and -p to give each its own orbit and platform, in the same order."""
    if not instrument or not orbit:
        raise QtspaceError("expected at least one --instrument/-i and an --orbit/-o")
    _check_picture(timeline, "--timeline")
    given = _read({"--instrument": instrument, "--orbit": orbit, "--platform": platform, "--scenario": scenario})
    fit = api.assess(
        given["instrument"], given["orbit"], given["platform"], attitude=attitude, scenario=given["scenario"], days=days
    )
    if timeline is not None:
        laid_out = fit.timeline()
        laid_out.plot(timeline)
        typer.echo(f"{laid_out}: {timeline}", err=True)
    if as_json:
        _print_json(fit.to_dict())
    else:
        typer.echo(fit.explain())
        _print_performance(fit)
        for name, terms in fit.error_budgets.items() if budget else ():
            typer.echo(f"{name}: {terms}")
    raise typer.Exit(EXIT_CODES[fit.status])


@app.command()
def compare(
    instrument: Instruments = None,
    orbit: Orbits = None,
    platform: Platforms = None,
    attitude: Attitude = None,
    scenario: ScenarioName = api.SOLAR_MEAN,
    days: Days = None,
    output: Annotated[Path | None, typer.Option("--plot", help="Write the margin heat map (png, svg or pdf) here.")] = None,
    as_json: Json = False,
) -> None:
    """Every instrument alone on every orbit and platform; the whole catalogue unless named."""
    _check_picture(output)
    given = _read_grid(instrument, orbit, platform, scenario)
    with _progress() as tell:
        found = api.compare(**given, attitude=attitude, days=days, progress=tell)
    if output is not None:
        found.plot(output)
    if as_json:
        _print_json(found.to_dict())
        return
    _print_fits("Single placements, best first", sorted(found.assessments, key=_module("trade.grid").rank))  # fmt: skip
    if output is not None:
        typer.echo(f"heat map: {output}, data: {output.with_suffix('.csv')}")


@app.command()
def joint(
    instrument: Instruments = None,
    orbit: Orbits = None,
    platform: Platforms = None,
    attitude: Attitude = None,
    scenario: ScenarioName = api.SOLAR_MEAN,
    days: Days = None,
    max_size: Annotated[int, typer.Option("--max-size", help="Largest number of instruments in a set.")] = 4,
    every: Annotated[bool, typer.Option("--all", help="Every site of each set, not only the best.")] = False,
    rows: Annotated[int, typer.Option("--rows", min=1, help="Number of missions to print.")] = 25,
    output: Annotated[
        Path | None, typer.Option("--output", "-O", help="Folder for D1.4, D4.1 and the margin heat map.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Joint missions: every set of instruments on every orbit and platform, ranked and explained."""
    given = _read_grid(instrument, orbit, platform, scenario)
    with _progress() as tell:
        missions = api.joint(**given, max_size=max_size, attitude=attitude, days=days, progress=tell)
        written = _write_all(missions, output, tell) if output is not None else []
    if as_json:
        _print_json(missions.to_dict())
        return
    _print_missions(missions, every, rows)
    best = missions.best()
    typer.echo(f"\n{best.explain()}")
    _print_conflicts(missions)
    for path in written:
        typer.echo(f"written: {path}")


@app.command()
def report(
    kind: Annotated[str, typer.Argument(help="D1.4 (joint missions) or D4.1 (mission parameters).")],
    output: Annotated[
        Path | None, typer.Option("--output", "-O", help="File, .md, .json or .csv; printed unless given.")
    ] = None,
    instrument: Instruments = None,
    orbit: Orbits = None,
    platform: Platforms = None,
    attitude: Attitude = None,
    scenario: ScenarioName = api.SOLAR_MEAN,
    days: Days = None,
    as_json: Json = False,
) -> None:
    """A deliverable as Markdown, JSON or CSV, by the ending of the file."""
    _check_report(output)
    given = _read_grid(instrument, orbit, platform, scenario)
    with _progress() as tell:
        found = api.report(kind, **given, attitude=attitude, days=days, progress=tell)
    if output is not None:
        typer.echo(f"written: {found.save(output)}")
    elif as_json:
        _print_json(found.to_dict())
    else:
        typer.echo(found.markdown())


@app.command()
def schema(
    kind: Annotated[str, typer.Argument(help="instrument, orbit, platform, station or scenario.")],
    family: Annotated[str | None, typer.Option("--family", help="Instrument family whose parameters to include.")] = None,
) -> None:
    """JSON Schema of what one writes in a TOML file of this kind."""
    _print_json(_module("catalogue.json_schema").json_schema(kind, family))


def _check_picture(path: Path | None, option: str = "--plot") -> None:
    _check_path(option, path, "plotting", "picture")


def _check_report(path: Path | None) -> None:
    _check_path("--output", path, "reports.document", "writable")


def _check_path(option: str, path: Path | None, module: str, check: str) -> None:
    if path is not None:
        try:
            getattr(_module(module), check)(path)
        except QtspaceError as error:
            raise QtspaceError(f"{option}: {error}") from error


def _module(name: str) -> Any:
    return importlib.import_module(f"qtspace_trade.{name}")


def _any_entry(name: str) -> Any:
    load, locate = _module("catalogue.load"), _module("catalogue.locate")
    if name.endswith(".toml"):
        return load.check(name)
    for kind in KINDS.values():
        if name in locate.files(kind):
            return load.load(kind, name)
    raise UnknownName("entry", name, [known for kind in KINDS.values() for known in load.names(kind)])


def _read(options: dict[str, Any]) -> dict[str, Any]:
    """Entries of options such as {"--orbit": "geo"}; None stays None. Everything wrong is reported at once."""
    entries: dict[str, Any] = {}
    wrong: list[str] = []
    for option, given in options.items():
        kind = option.removeprefix("--").lower()
        read = getattr(api, kind)
        many = given if isinstance(given, list) else [given]
        found = []
        for item in many:
            try:
                found.append(None if item is None else read(item))
            except UnknownName as error:
                wrong.append(f"{option}: {error}")
            except QtspaceError as error:
                wrong.append(str(error))
        entries[kind] = (found or None) if isinstance(given, list) else (found or [None])[0]
    if wrong:
        raise QtspaceError("\n".join(dict.fromkeys(wrong)))
    return entries


def _read_grid(
    instrument: list[str] | None, orbit: list[str] | None, platform: list[str] | None, scenario: str
) -> dict[str, Any]:
    given = _read({"--instrument": instrument, "--orbit": orbit, "--platform": platform, "--scenario": scenario})
    return {
        "instruments": given["instrument"], "orbits": given["orbit"], "platforms": given["platform"],
        "scenario": given["scenario"],
    }  # fmt: skip


def _print_json(data: Any) -> None:
    typer.echo(json.dumps(data, indent=2, allow_nan=False, ensure_ascii=False))


def _console() -> Any:
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 200, highlight=False)


def _print(item: Any) -> None:
    _console().print(item)


def _table(columns: tuple[str, ...]) -> Any:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def _print_fits(title: str, fits: Any) -> None:
    columns = ("instruments", "orbit", "platform", "status", "score", "score_low", "coverage", "limiting")
    typer.echo(title)
    table = _table(columns)
    for fit in fits:
        item = fit.limiting[0] if fit.limiting else None
        margin = f" {item.margin:+.2f}" if item is not None and item.margin is not None else ""
        limiting = f"{item.key}{margin}" if item is not None else "nothing known"
        table.add_row(" + ".join(fit.instruments), fit.orbit, fit.platform, fit.status, f"{fit.score:.3f}",
                      f"{fit.score_low:.2g}", f"{fit.coverage:.0%}", limiting)  # fmt: skip
    _print(table)
    typer.echo("limiting: the tightest requirement and its margin, in decades where it is not linear; "
               "score_low counts every unknown group as missed")  # fmt: skip


def _print_missions(missions: Any, every: bool, rows: int) -> None:
    found = missions.missions if every else missions.subsets
    _print_fits("Joint missions, best first", [item.fit for item in found[:rows]])
    if len(found) > rows:
        typer.echo(f"{len(found) - rows} more of {len(found)}: --rows, --json or --output show them")


def _print_performance(fit: Any) -> None:
    for name, figures in fit.performance.items():
        for figure in figures:
            value = f"{figure.value:.3g} {figure.unit}".rstrip() if figure.value is not None else "unknown"
            missing = f" (needs {', '.join(figure.missing)})" if figure.missing else ""
            typer.echo(f"{name}: {figure.name.replace('_', ' ')} = {value}{missing}")


def _print_conflicts(missions: Any) -> None:
    possible = {fit.instruments for fit in missions.subsets if fit.status != "infeasible"}
    pairs = [fit.instruments for fit in missions.subsets if len(fit.instruments) == 2 and fit.instruments not in possible]
    if pairs:
        typer.echo("\nWhy not:")
    for pair in pairs[:CONFLICTS]:
        why = missions.why_not(pair)
        typer.echo(f"  {' + '.join(pair)}: nowhere are {' and '.join(sorted(why.minimal))} met together.")
    if len(pairs) > CONFLICTS:
        typer.echo(f"  and {len(pairs) - CONFLICTS} more pairs: --output writes them all")


def _write_all(missions: Any, folder: Path, tell: Callable[[str], None]) -> list[Path]:
    tell("writing D1.4, D4.1 and the heat map")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind, stem in (("D1.4", "d14"), ("D4.1", "d41")):
        made = api.report(kind, missions=missions)
        written += [made.save(folder / f"{stem}{suffix}") for suffix in (".md", ".json", ".csv")]
    picture = folder / "margins.png"
    missions.comparison.plot(picture)
    return [*written, picture, picture.with_suffix(".csv")]


class _progress:
    """A status line on standard error while long work runs; silent where standard error is no terminal."""

    def __enter__(self) -> Callable[[str], None]:
        from rich.console import Console

        self.status = Console(stderr=True).status("starting")
        self.status.start()
        return lambda text: self.status.update(text)

    def __exit__(self, *_: object) -> None:
        self.status.stop()


def _fail(message: str) -> NoReturn:
    typer.echo(f"error: {message}", err=True)
    sys.exit(ERROR)


def main() -> None:
    """Entry point of `qtspace`."""
    try:
        app()
    except QtspaceError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename or ''}: {error.strerror or error}".removeprefix(": "))
