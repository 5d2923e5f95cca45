"""Figures of atom interferometers and clocks: budget bars, progress of a test, orbits, a spectrum against its limit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from qtspace_trade.assessment.sight import Sight
from qtspace_trade.constants import EARTH_GM, EARTH_RADIUS, JULIAN_YEAR, SPEED_OF_LIGHT
from qtspace_trade.errors import QtspaceError
from qtspace_trade.models.atom_interferometer.budget import projection_noise
from qtspace_trade.models.derived import plain
from qtspace_trade.models.error_budget import ErrorBudget
from qtspace_trade.physics import atom_interferometry as ai
from qtspace_trade.physics import clocks, kepler
from qtspace_trade.plotting import picture

BLUE, ORANGE, GREY, RED = "#3b6ea5", "#d9822b", "0.6", "#b3312c"
SMALLEST = 1e-6  # of the largest bar
SIDES = {"exact": "", "at_least": " ≥", "at_most": " ≤"}
YEARS = np.geomspace(0.01, 10.0, 121)
SPECTRUM_POINTS = 400
INTERFEROMETER_NEEDS = ("useful_altitude", "cycle_time", "species", "photon_recoils", "pulse_separation", "atoms", "contrast")
CLOCK_NEEDS = ("instability", "observation_time", "accuracy")


def _saved(figure: Any, table: Any, path: str | Path | None) -> Any:
    """The figure; saved with its data beside it as CSV if there is a path."""
    if path is not None:
        target = picture(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(target, dpi=130, metadata={"Date": None} if target.suffix.lower() in (".svg", ".pdf") else {})
        table.to_csv(target.with_suffix(".csv"), index=False)
    return figure


def _drawn(size: tuple[float, float]) -> tuple[Any, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, layout="constrained")
    return figure, figure.subplots()


def budget_bars(budget: ErrorBudget, path: str | Path | None = None, title: str = "") -> Any:
    """Bars of every single term, statistical and systematic apart; what is unknown is written, not drawn.

    Parameters
    ----------
    budget : ErrorBudget
        From `Assessment.error_budgets`.
    path : str or Path, optional
        Where to save the figure; the data go beside it as CSV.
    title : str, optional
        Heading.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    QtspaceError
        The ending of the path is not that of a picture.
    """
    target = None if path is None else picture(path)
    lines = []
    for branch, colour in ((budget.floor, GREY), (budget.statistical, BLUE), (budget.systematic, ORANGE)):
        lines += [(part, colour, False) for part in branch.parts]
        lines.append((branch, colour, True))
    values = [float(item.value) for item, *_ in lines if item.value is not None and np.isfinite(item.value) and item.value > 0]
    high = max(values, default=1.0)
    low = max(min(values, default=1.0), SMALLEST * high) / 3
    figure, axes = _drawn((8.5, 1.2 + 0.3 * len(lines)))
    for row, (item, colour, whole) in enumerate(lines):
        if item.value is None or not np.isfinite(item.value):
            why = "unknown" if item.value is None else "no fringe left"
            axes.text(low * 1.1, row, why, va="center", color=RED, fontsize=8.5)
            continue
        axes.barh(row, max(float(item.value), low), left=0, color=colour, alpha=1.0 if whole else 0.55,
                  edgecolor="black" if whole else "none", linewidth=0.8, hatch="//" if item.bound == "at_least" else "")
        shown = f"{SIDES[item.bound]} {item.value:.2g}"
        axes.text(max(float(item.value), low) * 1.1, row, shown, va="center", fontsize=8.5)
    axes.set_yticks(range(len(lines)), [item.name + (", whole" if item.parts else "") for item, *_ in lines])
    axes.set_xscale("log")
    axes.set_xlim(low, high * 12)
    axes.set_ylim(len(lines) - 0.3, -0.7)
    axes.set_xlabel(budget.quantity + (f" [{budget.unit.replace('^2', '²')}]" if budget.unit else ""))
    axes.set_title(title or "Error budget; hatched: a lower bound", fontsize=10)
    return _saved(figure, budget.to_frame(), target)


def eotvos_over_time(fit: Any, name: str, path: str | Path | None = None) -> Any:
    """Uncertainty of the Eötvös ratio against mission time: projection noise, known systematic terms and the goal.

    Parameters
    ----------
    fit : Assessment
        With an equivalence-principle test on board.
    name : str
        Name of that instrument.
    path : str or Path, optional
        Where to save the figure; the data go beside it as CSV.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    QtspaceError
        The instrument has no such figure in this environment, or the ending of the path is not that of a picture.
    """
    import pandas as pd

    target = None if path is None else picture(path)
    item = _placed(fit, name)
    found = {figure.name: figure for figure in fit.performance[name]}
    year = found.get("eotvos_sigma_1yr")
    if year is None or year.value is None:
        raise QtspaceError(f"'{name}': no uncertainty of the Eötvös ratio is known here, so there is nothing to draw")
    budget = fit.error_budgets[name]
    per_shot = year.value / budget.floor.value
    columns = {"years": YEARS, "projection_noise": year.value / np.sqrt(YEARS)}
    known = budget.statistical.value
    if known is not None and np.isfinite(known):
        columns["statistical"] = known * per_shot / np.sqrt(YEARS)
    gravity = budget.floor.value / (year.value * np.sqrt(_shots_per_year(item)))
    if budget.systematic.value is not None:
        columns["systematic"] = np.full(len(YEARS), budget.systematic.value / gravity)
    figure, axes = _drawn((7, 4.6))
    styles = {"projection_noise": ("black", "--", "projection noise"), "statistical": (BLUE, "-", "statistical"),
              "systematic": (ORANGE, "-", "systematic")}  # fmt: skip
    sides = {"statistical": budget.statistical.bound, "systematic": budget.systematic.bound}
    for key, (colour, line, label) in styles.items():
        if key in columns:
            bound = ", known terms" if sides.get(key) == "at_least" else ""
            axes.loglog(YEARS, columns[key], line, color=colour, label=label + bound, zorder=4 if line == "--" else 3)
    target_eotvos = plain(item.instrument.parameters).target_eotvos
    if target_eotvos is not None:
        axes.axhline(target_eotvos, color=RED, linewidth=0.8, label=f"goal {target_eotvos:.0e}")
    axes.set(xlabel="mission time [years]", ylabel="uncertainty of the Eötvös ratio", title=f"{name} on {fit.orbit}")
    axes.grid(color="0.9", which="both")
    axes.legend(fontsize=9)
    return _saved(figure, pd.DataFrame(columns), target)


def _placed(fit: Any, name: str) -> Any:
    placed = {item.instrument.name: item for item in fit.placed}
    if name not in placed:
        raise QtspaceError(f"no instrument '{name}' on board: expected one of {', '.join(placed)}")
    return placed[name]


def _shots_per_year(item: Any) -> float:
    """Shots in a year while the instrument's condition holds, or all the time where it never does."""
    share = Sight(item.environment, item.instrument)("measurement_fraction", "mean") or 1.0
    return float(ai.number_of_shots(JULIAN_YEAR, plain(item.instrument.parameters).cycle_time, share))


def joint_orbits(
    interferometer: Any, clock: Any, perigee_altitude: float, apogee_altitudes: Any, path: str | Path | None = None
) -> Any:
    """Eötvös ratio after a year and redshift by both routes against the apogee, from Kepler orbits of one perigee.

    Parameters
    ----------
    interferometer, clock : Instrument
        An equivalence-principle test and a clock; the first measures with an inertial axis below its useful altitude.
    perigee_altitude : float
        [m]
    apogee_altitudes : (n,) array
        [m]
    path : str or Path, optional
        Where to save the figure; the data go beside it as CSV.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    QtspaceError
        The ending of the path is not that of a picture.
    """
    target = None if path is None else picture(path)
    table = joint_orbit_table(interferometer, clock, perigee_altitude, apogee_altitudes)
    figure, axes = _drawn((7.5, 5))
    height = table.apogee_altitude / 1e3
    axes.loglog(height, table.redshift_absolute, color=BLUE, label="redshift, absolute")
    axes.loglog(height, table.redshift_modulated, color=BLUE, linestyle="--", label="redshift, modulated")
    axes.loglog(height, table.redshift_modulated_statistical, color=BLUE, linestyle=":", label="  statistical part alone")
    axes.set(xlabel="apogee altitude [km]", ylabel="uncertainty of the redshift",
             title=f"One orbit for two instruments, perigee {perigee_altitude / 1e3:.0f} km")  # fmt: skip
    other = axes.twinx()
    other.loglog(height, table.eotvos_1yr, color=ORANGE, label="Eötvös ratio after a year")
    other.set_ylabel("uncertainty of the Eötvös ratio", color=ORANGE)
    lines = [*axes.get_lines(), *other.get_lines()]
    axes.legend(lines, [line.get_label() for line in lines], fontsize=8.5, loc="upper center")
    axes.grid(color="0.9", which="both")
    return _saved(figure, table, target)


def joint_orbit_table(interferometer: Any, clock: Any, perigee_altitude: float, apogee_altitudes: Any) -> Any:
    """Data of `joint_orbits`, as a pandas frame.

    Examples
    --------
    >>> import qtspace_trade as qt
    >>> pair = qt.instrument("ste_quest_ai"), qt.instrument("ste_quest_clock")
    >>> joint_orbit_table(*pair, 700e3, [51_015.7e3]).eotvos_1yr.round(17).tolist()
    [2.28e-15]
    """
    import pandas as pd

    a, c = plain(interferometer.parameters), plain(clock.parameters)
    for instrument, stated_ones, needed in ((interferometer, a, INTERFEROMETER_NEEDS), (clock, c, CLOCK_NEEDS)):
        missing = [key for key in needed if getattr(stated_ones, key, None) is None]
        if missing:
            raise QtspaceError(f"'{instrument.name}': {', '.join(missing)} not stated, so the orbits cannot be compared")
    apogee = EARTH_RADIUS + np.asarray(apogee_altitudes, dtype=float)
    perigee = EARTH_RADIUS + perigee_altitude
    axis = 0.5 * (apogee + perigee)
    eccentricity = (apogee - perigee) / (apogee + perigee)
    reach = EARTH_RADIUS + a.useful_altitude
    signal = ai.orbit_signal(axis, eccentricity, reach, ai.INERTIAL)
    share = ai.time_below(axis, eccentricity, reach) / kepler.orbital_period(axis)
    shots = ai.number_of_shots(JULIAN_YEAR, a.cycle_time, share)
    difference = EARTH_GM * (1.0 / EARTH_RADIUS - 1.0 / apogee) / SPEED_OF_LIGHT**2
    deviation = clocks.redshift_rms(axis, eccentricity)
    statistical = clocks.modulated_redshift_uncertainty(c.instability, deviation, c.observation_time)
    floor = np.nan if c.orbit_systematic is None else clocks.redshift_systematic(c.orbit_systematic, axis, eccentricity)
    return pd.DataFrame(
        {
            "apogee_altitude": apogee - EARTH_RADIUS, "period": kepler.orbital_period(axis), "measuring_share": share,
            "eotvos_1yr": ai.eotvos_uncertainty(projection_noise(a), signal, shots),
            "redshift_absolute": clocks.absolute_redshift_uncertainty(c.accuracy, difference),
            "redshift_modulated_statistical": statistical,
            "redshift_modulated": clocks.combined_redshift_uncertainty(statistical, floor),
        }
    )  # fmt: skip


def vibration_against_limit(fit: Any, name: str, path: str | Path | None = None) -> Any:
    """Spectrum of the platform against the limit of an instrument, with the worst frequency marked.

    Parameters
    ----------
    fit : Assessment
        With the instrument on board.
    name : str
        Name of the instrument, which has a row for the vibration.
    path : str or Path, optional
        Where to save the figure; the data go beside it as CSV.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    QtspaceError
        No limit or no spectrum is stated, or the ending of the path is not that of a picture.
    """
    import pandas as pd

    target = None if path is None else picture(path)
    item = _placed(fit, name)
    rows = [row for row in item.columns.rows if row.variable.name == "residual_acceleration_asd" and row.sense != "absent"]
    offered = Sight(item.environment, item.instrument).spectrum("residual_acceleration_asd")
    if not rows or not offered.known:
        raise QtspaceError(f"'{name}' on '{fit.platform}': no limit or no spectrum of the vibration is stated")
    row = max(rows, key=lambda row: row.scoring)
    curve = row.curve or tuple((edge, row.limit) for edge in row.band or offered.value.frequency[:: len(offered.value[0]) - 1])
    known, density = (np.asarray(part) for part in offered.value)
    wanted, limit = (np.asarray(part) for part in zip(*curve, strict=True))
    low, high = max(known[0], wanted[0]), min(known[-1], wanted[-1])
    if low >= high:
        raise QtspaceError(f"'{name}' on '{fit.platform}': vibration is known from {known[0]:g} to {known[-1]:g} Hz, "
                           f"and limited from {wanted[0]:g} to {wanted[-1]:g} Hz: nothing to compare")  # fmt: skip
    frequency = np.geomspace(low, high, SPECTRUM_POINTS)
    ratio = np.exp(_log_interp(frequency, known, density) - _log_interp(frequency, wanted, limit))
    worst = int(np.argmax(ratio))
    figure, axes = _drawn((7, 4.6))
    axes.loglog(known, density, color=BLUE, label=f"{fit.platform} offers")
    axes.loglog(wanted, limit, color=RED, label=f"{name} asks for at most")
    level = float(np.exp(_log_interp(frequency[worst], known, density)))
    axes.plot(frequency[worst], level, "o", color=ORANGE)
    axes.annotate(f"worst at {frequency[worst]:.3g} Hz: {ratio[worst]:.2g} x the limit", (frequency[worst], level),
                  xytext=(-6, 10), textcoords="offset points", fontsize=9, color=ORANGE, ha="right")  # fmt: skip
    axes.set(xlabel="frequency [Hz]", ylabel="acceleration [m/s²/√Hz]", title=f"Vibration: {name} on {fit.orbit}")
    axes.grid(color="0.9", which="both")
    axes.margins(y=0.25)
    axes.legend(fontsize=9)
    table = pd.DataFrame({"frequency": frequency, "ratio": ratio})
    return _saved(figure, table, target)


def _log_interp(frequency: Any, known: Any, density: Any) -> Any:
    return np.interp(np.log(frequency), np.log(known), np.log(np.maximum(density, np.finfo(float).tiny)))
