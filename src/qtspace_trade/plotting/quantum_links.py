"""Figures of quantum links: where the light goes, key against elevation and altitude, key of the months."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from qtspace_trade.catalogue import load
from qtspace_trade.models.derived import plain
from qtspace_trade.models.qkd import keys
from qtspace_trade.models.qkd import link as terminal
from qtspace_trade.physics import optical_link, visibility
from qtspace_trade.plotting import picture

BLUE, ORANGE, GREY = "#3b6ea5", "#d9822b", "0.6"
LINES = ("-", "--", "-.", ":")
MONTHS = ("J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D")
LEAST_SHOWN = 1e-3  # dB, a smaller part of a loss is no bar
OVERHEAD = 0.5 * np.pi


def _saved(figure: Any, table: Any, path: str | Path | None) -> Any:
    if path is not None:
        target = picture(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(target, dpi=130, metadata={"Date": None} if target.suffix.lower() in (".svg", ".pdf") else {})
        table.to_csv(target.with_suffix(".csv"), index=False)
    return figure


def _figure(width: float = 7.5, height: float = 4.6) -> tuple[Any, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots()


def _terminal(instrument: Any) -> tuple[Any, Any]:
    entry = load.entry_of("instrument", instrument)
    return entry, plain(entry.parameters)


def loss_waterfall(table: Any, path: str | Path | None = None) -> Any:
    """Loss of a link part by part, from `quantum_links.budget`; one column of steps for each of its rows, two at most.

    Parameters
    ----------
    table : DataFrame
        Of `quantum_links.budget`.
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
    parts = [name for name in optical_link.LinkLoss._fields[:-1] if np.any(np.abs(table[name]) > LEAST_SHOWN)]
    figure, axes = _figure()
    rows = table.head(2)
    width = 0.8 / len(rows)
    for number, (colour, row) in enumerate(zip((BLUE, ORANGE), rows.itertuples(), strict=False)):
        values = np.array([getattr(row, name) for name in parts])
        bottom = np.concatenate([[0.0], np.cumsum(values)[:-1]])
        place = np.arange(len(parts) + 1) + width * (number - 0.5 * (len(rows) - 1))
        label = f"{row.slant_range / 1e3:.0f} km"
        if "elevation" in table:
            label += f", {np.degrees(row.elevation):.0f} deg"
        axes.bar(place, [*values, row.total], width, [*bottom, 0.0], color=colour, label=label)
        for x, base, value in zip(place, [*bottom, 0.0], [*values, row.total], strict=True):
            axes.text(x, base + value + 0.4, f"{value:.1f}", ha="center", fontsize=8)
    axes.set_xticks(range(len(parts) + 1), [*parts, "total"], rotation=20, ha="right")
    axes.set(ylabel="loss [dB]", title="Loss of the link, part by part", ylim=(0.0, 1.1 * float(rows.total.max())))
    axes.legend(loc="upper left", frameon=False)
    return _saved(figure, rows, path)


def key_against_elevation(instrument: Any, altitude: Any, path: str | Path | None = None) -> Any:
    """Loss, and asymptotic key in a dark sky, against the elevation of the satellite.

    Parameters
    ----------
    instrument : Instrument, name or path
        A terminal of the family `qkd`.
    altitude : float or text
        Height of the satellite. [m]
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
    import pandas as pd

    from qtspace_trade import units

    entry, p = _terminal(instrument)
    elevation = np.radians(np.linspace(10.0, 90.0, 81))
    height = units.si(altitude, "m")
    loss = terminal.budget(p, visibility.slant_range(height, elevation), elevation).total
    transmission = optical_link.from_decibel(loss)[:, None]
    one = np.ones_like(transmission)
    if keys.pairs(p):
        arms, noise = keys.pair_sides(p, transmission[..., None], np.array([terminal.darkest(p)]))
        counts, settings = keys.pair_counts(p, arms, one, noise), None
    else:
        background = float(terminal.extraneous_probability(p, terminal.darkest(p)))
        settings = keys.protocol(p, transmission[len(elevation) // 3], keys.block_seconds(p), background)
        counts = keys.pulse_counts(p, settings, transmission, one, background)
    rate = np.asarray(keys.asymptotic_rate(p, settings, counts))
    figure, axes = _figure()
    axes.plot(np.degrees(elevation), loss, color=BLUE)
    axes.set(xlabel="elevation [deg]", title=f"{entry.title}\nat {height / 1e3:.0f} km", xlim=(10, 90))
    axes.set_ylabel("loss [dB]", color=BLUE)
    other_axes = axes.twinx()
    other_axes.semilogy(np.degrees(elevation), np.where(rate > 0.0, rate, np.nan), color=ORANGE)
    other_axes.set_ylabel("asymptotic key [bit/s]", color=ORANGE)
    return _saved(figure, pd.DataFrame({"elevation_degrees": np.degrees(elevation), "loss_dB": loss, "key_per_s": rate}), path)


def key_against_altitude(instruments: Iterable[Any], path: str | Path | None = None, points: int = 61) -> Any:
    """Finite key of a block overhead against the altitude, a line for each terminal.

    Each block of 250 s a pass sees the loss of the satellite overhead all the time, in a dark sky; protocols that are not
    stated are optimised at each altitude. Terminals without a key are left out of the picture but not of the data.

    Parameters
    ----------
    instruments : iterable of Instrument, name or path
        Terminals of the family `qkd`.
    path : str or Path, optional
        Where to save the figure; the data go beside it as CSV.
    points : int
        Altitudes, from 300 km to the distance of L1.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    QtspaceError
        The ending of the path is not that of a picture.
    """
    import pandas as pd

    altitude = np.geomspace(3e5, 1.5e9, points)
    figure, axes = _figure()
    rows = []
    for number, given in enumerate(instruments):
        entry, p = _terminal(given)
        loss = terminal.budget(p, altitude, OVERHEAD).total
        seconds, radiance = keys.block_seconds(p), terminal.darkest(p)
        key = np.array([keys.steady_key(p, float(value), seconds, radiance) for value in loss]) / seconds
        rows.append(pd.DataFrame({"instrument": entry.name, "altitude_m": altitude, "loss_dB": loss, "key_per_s": key}))
        if np.any(key > 0.0):
            axes.loglog(altitude / 1e3, np.where(key > 0.0, key, np.nan), LINES[number % len(LINES)], marker=".",
                        label=entry.name.replace("_", " "))  # fmt: skip
    low, high = axes.get_ylim()
    for height, name in ((500.0, "LEO"), (20_200.0, "GNSS"), (35_786.0, "GEO"), (384_400.0, "Moon"), (1.5e6, "L1, L2")):
        axes.axvline(height, color=GREY, linewidth=0.6)
        axes.text(0.94 * height, low * (high / low) ** 0.02, name, rotation=90, color=GREY, fontsize=8, ha="right")
    axes.set(xlabel="altitude [km]", ylabel="finite key [bit/s of contact]", ylim=(low, high),
             title="Key of a block with the satellite overhead, dark clear sky", xlim=(250, 1.8e6))  # fmt: skip
    axes.legend(frameon=False)
    return _saved(figure, pd.concat(rows, ignore_index=True), path)


def monthly_key(years: Iterable[Any], path: str | Path | None = None) -> Any:
    """Key of each calendar month, bars for each of the years given; months that a scenario does not hold have none.

    Parameters
    ----------
    years : iterable of KeyYear
        Of `quantum_links.year`.
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
    import pandas as pd

    found = list(years)
    figure, axes = _figure()
    width = 0.8 / max(len(found), 1)
    columns: dict[str, Any] = {"month": np.arange(1, 13)}
    for number, one in enumerate(found):
        place = np.arange(12) + width * (number - 0.5 * (len(found) - 1))
        sky = "clear sky" if one.expected_key is None else "with clouds"
        axes.bar(place, one.monthly_key, width, label=f"{one.instrument} on {one.orbit}, {sky}".replace("_", " "))
        columns[f"{one.instrument} on {one.orbit}"] = one.monthly_key
    axes.set_xticks(range(12), MONTHS)
    axes.set(ylabel="secret key [bit per month]", title="Key of the months", yscale="log" if _wide(found) else "linear")
    low, high = axes.get_ylim()
    axes.set_ylim(low, high * (10.0 if _wide(found) else 1.2))
    axes.legend(frameon=False, fontsize=8, loc="upper left")
    return _saved(figure, pd.DataFrame(columns), path)


def _wide(years: list[Any]) -> bool:
    best_months = [max((key for key in one.monthly_key if key > 0.0), default=None) for one in years]
    found = [key for key in best_months if key is not None]
    return bool(found) and max(found) > 20.0 * min(found)
