"""Gantt chart of a timeline: attitude, who measures, the platform's duties, with eclipses and contacts behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qtspace_trade.plotting import picture

LAW_COLOURS = ("#3b6ea5", "#d9822b", "#5a9e6f", "#a15c9b", "#8c6d46", "#4fa3a5", "#b0474b")
MEASURING, DUTY = "#3f4e63", "#8a93a0"
SHADING = ("#dfe3ea", "#f7e3c0", "#d9ead9", "#ecdcec")
HOUR, LONG = 3600.0, 3.0 * 3600.0  # s; longer than this the axis is in hours
THICK = 0.62


def gantt(timeline: Any, path: str | Path | None = None) -> Any:
    """Chart of a timeline.

    Parameters
    ----------
    timeline : Timeline
        Of `assessment.timeline`.
    path : str or Path, optional
        Where to save the figure; the rows go beside it as CSV.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    QtspaceError
        The ending of the path is not that of a picture.
    """
    from matplotlib.figure import Figure

    target = None if path is None else picture(path)
    lanes = ["attitude", *dict.fromkeys((*timeline.instruments, *(name for name, *_ in timeline.measured)))]
    figure = Figure(figsize=(12, 1.9 + 0.55 * len(lanes)), layout="constrained")
    axes = figure.subplots()
    unit, name = (HOUR, "h") if timeline.duration > LONG else (60.0, "min")
    _shade(axes, timeline, unit)
    _attitude(axes, timeline, unit)
    _lanes(axes, timeline, lanes, unit)
    _outside(axes, timeline, lanes)
    since = f"time since {timeline.begin / HOUR:.4g} h after the epoch [{name}]"
    axes.set(xlim=(0, timeline.duration / unit), ylim=(len(lanes) - 0.4, -0.6),
             xlabel=f"{since}; bars as high as the share of the slot")  # fmt: skip
    axes.set_yticks(range(len(lanes)), [lane.replace("_", " ") for lane in lanes])
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.set_title(str(timeline).replace("_", " "), fontsize=10, loc="left")
    _legend(figure, timeline)
    if target is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(target, dpi=150, metadata={"Date": None} if target.suffix.lower() in (".svg", ".pdf") else {})
        timeline.to_frame().to_csv(target.with_suffix(".csv"), index=False)
    return figure


def _shade(axes: Any, timeline: Any, unit: float) -> None:
    for intervals, colour in zip(timeline.shading.values(), SHADING, strict=False):
        for begin, end in intervals:
            axes.axvspan((begin - timeline.begin) / unit, (end - timeline.begin) / unit, color=colour, linewidth=0, zorder=0)


def _colours(timeline: Any) -> dict[str, str]:
    return {law: LAW_COLOURS[i % len(LAW_COLOURS)] for i, law in enumerate(timeline.laws)}


def _attitude(axes: Any, timeline: Any, unit: float) -> None:
    colours = _colours(timeline)
    for row in timeline.rows:
        bar = ((row.begin - timeline.begin) / unit, (row.end - row.begin) / unit)
        axes.broken_barh([bar], (-THICK / 2, THICK), facecolor=colours[row.law], linewidth=0, zorder=2)
        if row.slewing:
            axes.broken_barh([bar], (-THICK / 2, THICK), facecolor="none", hatch="////", edgecolor="white", linewidth=0,
                             zorder=3)  # fmt: skip


def _lanes(axes: Any, timeline: Any, lanes: list[str], unit: float) -> None:
    """One bar for each slot, as high as the share of the slot."""
    for name, begin, end, share in timeline.measured:
        lane = lanes.index(name)
        colour = DUTY if lane > len(timeline.instruments) else MEASURING
        bar = [((begin - timeline.begin) / unit, (end - begin) / unit)]
        axes.broken_barh(bar, (lane + THICK / 2 - THICK * share, THICK * share), facecolor=colour, linewidth=0, zorder=2)
    for lane in range(1, len(lanes)):
        axes.axhline(lane + THICK / 2, color="0.75", linewidth=0.6, zorder=1)


def _outside(axes: Any, timeline: Any, lanes: list[str]) -> None:
    """Right of each instrument: its share of the demand."""
    for name in timeline.instruments:
        share = "no window here" if name in timeline.without_window else f"{timeline.shares[name]:.0%} of demand"
        axes.text(1.01, lanes.index(name), share, transform=axes.get_yaxis_transform(), va="center", fontsize=9)


def _legend(figure: Any, timeline: Any) -> None:
    from matplotlib.patches import Patch

    held = [law for law in timeline.laws if any(row.law == law for row in timeline.rows)]
    patches = [Patch(color=_colours(timeline)[law], label=law.replace("_", " ")) for law in held]
    if any(row.slewing for row in timeline.rows):
        patches.append(Patch(facecolor="0.6", edgecolor="white", hatch="////", linewidth=0, label="slot with a slew"))
    shaded = zip(timeline.shading.items(), SHADING, strict=False)
    patches += [Patch(color=colour, label=name.replace("_", " ")) for (name, intervals), colour in shaded if intervals]
    figure.legend(handles=patches, loc="outside lower center", ncols=len(patches), frameon=False, fontsize=9)
