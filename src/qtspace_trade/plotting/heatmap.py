"""The margin heat map: instrument x orbit, diverging around zero, hatched where a hard row fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qtspace_trade.assessment.findings import Finding
from qtspace_trade.plotting import picture

LIMIT = 3.0
MANY = 200  # cells
COLOURS = "RdBu"


def _shown(fit: Any) -> Finding | None:
    return fit.limiting[0] if fit.limiting else None


def margin_table(comparison: Any) -> Any:
    """Data of the heat map: best placement of each instrument on each orbit, as a pandas frame."""
    import pandas as pd

    rows = []
    for instrument in comparison.instruments:
        for orbit in comparison.orbits:
            fit = comparison.best(instrument, orbit)
            item = _shown(fit) if fit else None
            rows.append(
                {
                    "instrument": instrument, "orbit": orbit, "platform": fit.platform if fit else "",
                    "status": fit.status if fit else "no platform", "variable": item.variable if item else "",
                    "margin_decades": item.margin if item else None, "u": item.u if item else None,
                    "unknown_rows": len(fit.unknown) if fit else 0, "sentence": item.sentence if item else "",
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def margin_map(comparison: Any, path: str | Path | None = None) -> Any:
    """Heat map of the tightest margin in decades.

    Parameters
    ----------
    comparison : Comparison
        Single placements.
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
    import numpy as np
    from matplotlib.colors import TwoSlopeNorm
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    target = None if path is None else picture(path)
    table = margin_table(comparison)
    instruments, orbits = comparison.instruments, comparison.orbits
    figure = Figure(figsize=(2.6 + 1.75 * len(orbits), 1.9 + 0.85 * len(instruments)), layout="constrained")
    axes = figure.subplots()
    margin = table["margin_decades"].to_numpy(dtype=float).reshape(len(instruments), len(orbits))
    fails = (table["status"] == "infeasible").to_numpy().reshape(margin.shape)
    colour = np.where(np.isnan(margin) & fails, -LIMIT, np.clip(margin, -LIMIT, LIMIT))
    image = axes.imshow(colour, cmap=COLOURS, norm=TwoSlopeNorm(0.0, -LIMIT, LIMIT), aspect="auto")
    for number, row in enumerate(table.itertuples()):
        y, x = divmod(number, len(orbits))
        if row.status == "infeasible":
            box = Rectangle((x - 0.5, y - 0.5), 1, 1, fill=False, hatch="///", edgecolor="0.35", linewidth=0)
            axes.add_patch(box)
        known = np.isfinite(margin[y, x])
        limit = f"{margin[y, x]:+.2f}" if known else row.status
        text = "\n".join(part for part in (row.variable.replace("_", " "), limit) if part)
        text += "\n?" if row.status == "undetermined" else ""
        axes.text(x, y, text, ha="center", va="center", fontsize=7.5,
                  bbox={"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 1.2})  # fmt: skip
    axes.set_xticks(range(len(orbits)), [name.replace("_", " ") for name in orbits], rotation=20, ha="right")
    axes.set_yticks(range(len(instruments)), [name.replace("_", " ") for name in instruments])
    axes.set_title("Tightest requirement on the best platform: margin in decades\n"
                   "hatched: a hard requirement fails; ?: rows unknown", fontsize=10)  # fmt: skip
    figure.colorbar(image, ax=axes, label=f"margin [decades], clipped at ±{LIMIT:g}", shrink=0.9)
    if target is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        metadata = {"Date": None} if target.suffix.lower() in (".svg", ".pdf") else {}
        figure.savefig(target, dpi=150 if len(table) < MANY else 80, metadata=metadata)
        table.to_csv(target.with_suffix(".csv"), index=False)
    return figure
