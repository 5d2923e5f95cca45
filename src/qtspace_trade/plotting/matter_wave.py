"""Figures of matter-wave experiments: what a mass requires, where fringes are lost, shields, and what collapse is tested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np

from qtspace_trade.constants import ATOMIC_MASS, BOLTZMANN
from qtspace_trade.physics import collapse, matter_wave, talbot
from qtspace_trade.plotting import picture

LENGTHS = np.geomspace(1e-9, 1e-5, 100)
MASSES = np.geomspace(1e7, 1e11, 41)
CLOSE = 1.12  # ratio of values that share a label
FAINTEST = 1e-6  # exponent, left end of the bars
COLOURS = ("#3b6ea5", "#d9822b", "#4a8f5b", "#8b5e9e", "#b23a48", "0.45", "#8c7a3d", "#3f9aa6", "0.7", "#c77b9b")


def csl_map(
    cases: Mapping[str, tuple[matter_wave.Particle, matter_wave.Interferometer, float]],
    path: str | Path | None = None, lengths: Any = LENGTHS,
) -> Any:  # fmt: skip
    """Exclusion map in the plane of CSL length and rate, with published bounds.

    Parameters
    ----------
    cases : mapping of str to (Particle, Interferometer, float)
        Instrument in its environment: the exponent is the uncertainty of all other losses there. [1]
    path : str or Path, optional
        Where to save the figure; the borders go beside it as CSV.
    lengths : array, optional
        CSL lengths. [m]

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    QtspaceError
        The ending of the path is not that of a picture.
    """
    import pandas as pd
    from matplotlib.figure import Figure

    target = None if path is None else picture(path)
    figure = Figure(figsize=(7.5, 5.2), layout="constrained")
    axes = figure.subplots()
    borders = {}
    for (label, (particle, interferometer, exponent)), colour in zip(cases.items(), cycle(COLOURS), strict=False):
        separation, _, time = matter_wave.geometry(particle, interferometer)
        rates = collapse.csl_rate_reached(particle.mass, particle.radius, float(separation), time, exponent, lengths)
        borders[label] = rates
        axes.loglog(lengths, rates, color=colour, label=f"{label}: exponent {exponent:.2g}")
    axes.fill_between(lengths, np.min(list(borders.values()), axis=0), 1.0, color=COLOURS[0], alpha=0.07, linewidth=0)
    for bound, shift in zip(collapse.BOUNDS, (9, 0, 0, -9), strict=True):
        marker = "v" if bound.excluded else "o"
        axes.plot(bound.length, bound.rate, marker, color="0.2", markersize=6, markerfacecolor="0.2" if bound.excluded else "w")
        axes.annotate(bound.name, (bound.length, bound.rate), (9, shift), textcoords="offset points", fontsize=8, va="center")
    axes.set(xlabel="CSL length $r_C$ [m]", ylabel="CSL rate λ [1/s]", ylim=(1e-21, 1e-6), xlim=(lengths[0], lengths[-1]))
    axes.set_title("Tested above each line; ▼ excluded above, ○ proposed", fontsize=10)
    axes.grid(which="major", alpha=0.3)
    axes.legend(fontsize=8, loc="upper left")
    _save(figure, target, pd.DataFrame({"length_m": lengths, **borders}))
    return figure


def requirement_plot(
    case: Any, offers: Sequence[tuple[str, float | None, float | None]], times: Sequence[float] = (20.0, 100.0, 200.0),
    path: str | Path | None = None, masses: Any = MASSES,
) -> Any:  # fmt: skip
    """Required temperature and pressure against mass, with what places offer.

    Parameters
    ----------
    case : callable
        `case(mass in kg, time in s)` gives the `Requirements` of a particle and a time of flight; the first gas is drawn.
    offers : sequence of (str, float or None, float or None)
        Place, temperature of the surroundings [K] and gas pressure at 20 K [Pa]; None where it is not known.
    times : sequence of float, optional
        Times of flight. [s]
    path : str or Path, optional
        Where to save the figure; the limits go beside it as CSV.
    masses : array, optional
        Masses. [u]

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    QtspaceError
        The ending of the path is not that of a picture.
    """
    import pandas as pd
    from matplotlib.figure import Figure

    target = None if path is None else picture(path)
    figure = Figure(figsize=(11, 4.8), layout="constrained")
    warm, gas = figure.subplots(1, 2)
    table = {"mass_u": masses}
    for time, colour in zip(times, cycle(COLOURS), strict=False):
        limits = [case(mass * ATOMIC_MASS, time) for mass in masses]
        temperature = np.array([limit.environment_temperature for limit in limits])
        pressure = np.array([next(iter(limit.number_density.values())) for limit in limits]) * BOLTZMANN * 20.0
        table[f"temperature_K_{time:g}_s"], table[f"pressure_Pa_{time:g}_s"] = temperature, pressure
        warm.loglog(masses, temperature, color=colour, label=f"{time:g} s")
        gas.loglog(masses, pressure, color=colour, label=f"{time:g} s")
    reached = {name: value for name, value, _ in offers if value is not None}
    ambient = {name: value for name, _, value in offers if value is not None}
    for axes, values in ((warm, reached), (gas, ambient)):
        _mark(axes, values, masses[0])
        axes.set_xlabel("mass [u]")
        axes.grid(which="major", alpha=0.3)
    warm.legend(title="needed for a flight of", fontsize=8, title_fontsize=8, loc="lower right")
    _plain_ticks(warm)
    warm.set(ylabel="temperature of the surroundings [K]", title="Required temperature (lines) and what places reach")
    gas.set(ylabel="gas pressure at 20 K [Pa]", title="Required pressure (lines) and ambient gas")
    _save(figure, target, pd.DataFrame(table))
    return figure


def budget_bars(budgets: Mapping[str, Mapping[str, float]], path: str | Path | None = None) -> Any:
    """Loss exponents of each place, cause by cause, on a logarithmic scale.

    Parameters
    ----------
    budgets : mapping of str to mapping of str to float
        Exponents of :func:`~qtspace_trade.physics.matter_wave.decoherence_budget` by place. [1]
    path : str or Path, optional
        Where to save the figure; the exponents go beside it as CSV.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    QtspaceError
        The ending of the path is not that of a picture.
    """
    import pandas as pd
    from matplotlib.figure import Figure

    target = None if path is None else picture(path)
    table = pd.DataFrame(budgets).T
    table = table.loc[:, (table > FAINTEST).any()]
    causes = list(table.columns)
    height = 0.8 / len(causes)
    figure = Figure(figsize=(8.5, 0.9 + 0.19 * len(causes) * len(table)), layout="constrained")
    axes = figure.subplots()
    for number, (cause, colour) in enumerate(zip(causes, cycle(COLOURS), strict=False)):
        lengths = np.maximum(table[cause].to_numpy(), FAINTEST)
        rows = np.arange(len(table)) + (number - 0.5 * (len(causes) - 1)) * height
        axes.barh(rows, lengths, height, color=colour, label=cause)
    axes.axvline(0.1, color="0.2", linewidth=0.9, linestyle="--")
    axes.annotate("0.1", (0.1, -0.5), (3, 0), textcoords="offset points", fontsize=8)
    axes.set_yticks(range(len(table)), list(table.index))
    axes.set(xscale="log", xlabel="loss exponent", xlim=(FAINTEST, None), ylim=(len(table) - 0.45, -0.6))
    axes.set_title("What costs the fringes where", fontsize=10)
    axes.grid(axis="x", which="major", alpha=0.3)
    axes.legend(fontsize=8, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    _save(figure, target, table.reset_index(names="place"))
    return figure


def shield_temperatures(stacks: Mapping[str, Sequence[float]], path: str | Path | None = None) -> Any:
    """Temperature from the warm bus down the shields to the cold stage.

    Parameters
    ----------
    stacks : mapping of str to sequence of float
        Temperatures from the warmest to the coldest node, by case. [K]
    path : str or Path, optional
        Where to save the figure; the temperatures go beside it as CSV.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    QtspaceError
        The ending of the path is not that of a picture.
    """
    import pandas as pd
    from matplotlib.figure import Figure

    target = None if path is None else picture(path)
    figure = Figure(figsize=(6.5, 4.4), layout="constrained")
    axes = figure.subplots()
    for (label, values), colour in zip(stacks.items(), cycle(COLOURS), strict=False):
        axes.semilogy(range(len(values)), values, "o-", color=colour, markersize=4, label=label)
    longest = max(len(values) for values in stacks.values())
    axes.set_xticks(range(longest), ["bus", *(f"{number}" for number in range(1, longest))])
    _plain_ticks(axes)
    axes.set(xlabel="stage", ylabel="temperature [K]", title="Shields from the bus to the cold stage")
    axes.grid(which="major", alpha=0.3)
    axes.legend(fontsize=8)
    rows = [(label, number, value) for label, values in stacks.items() for number, value in enumerate(values)]
    _save(figure, target, pd.DataFrame(rows, columns=["case", "stage", "temperature_K"]))
    return figure


def silica_requirements(mass: float, time: float) -> matter_wave.Requirements:
    """Requirements of silica, 100 nm grating, equal times, 0.1 for each loss, hydrogen at 20 K.

    Hydrogen hits such a sphere more often than it is attracted to it from 1e7 u on.

    Parameters
    ----------
    mass : float
        Mass. [kg]
    time : float
        Time of flight. [s]
    """
    radius = float(talbot.particle_radius(mass, 2201.0))
    particle = matter_wave.Particle(mass, radius, 2.1 + 0.57j, 2.13)
    design = matter_wave.Interferometer(100e-9, 0.5 * time, 0.5 * time)
    gases = {"H2": matter_wave.Species(2.016 * ATOMIC_MASS)}
    return matter_wave.requirements(particle, design, 0.1, 0.1, 0.1, 0.1, gases, 20.0, 0.0, 1e-4, 20e-3)


def _mark(axes: Any, values: Mapping[str, float], left: float) -> None:
    """Dashed lines of places, those that lie close together under one label."""
    merged: list[tuple[float, list[str]]] = []
    for name, value in sorted(values.items(), key=lambda item: item[1]):
        if merged and value / merged[-1][0] < CLOSE:
            merged[-1][1].append(name)
        else:
            merged.append((value, [name]))
    for value, names in merged:
        axes.axhline(value, color="0.5", linewidth=0.8, linestyle="--")
        axes.annotate(", ".join(names), (left, value), (2, 2), textcoords="offset points", fontsize=7.5, color="0.3")


def _plain_ticks(axes: Any) -> None:
    low, high = axes.get_ylim()
    ticks = [value for value in (5, 10, 20, 50, 100, 200, 300) if low <= value <= high]
    axes.set_yticks(ticks, [str(value) for value in ticks])
    axes.tick_params(axis="y", which="minor", labelleft=False)


def _save(figure: Any, target: Path | None, table: Any) -> None:
    if target is None:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    metadata = {"Date": None} if target.suffix.lower() in (".svg", ".pdf") else {}
    figure.savefig(target, dpi=150, metadata=metadata)
    table.to_csv(target.with_suffix(".csv"), index=False)
