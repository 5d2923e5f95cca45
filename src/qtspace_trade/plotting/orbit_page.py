"""One page per orbit: picture with Sun and shadow, altitude, eclipses and beta, ground track, passes, numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from qtspace_trade import units
from qtspace_trade.catalogue import load
from qtspace_trade.constants import DAY, EARTH_RADIUS
from qtspace_trade.engine import events
from qtspace_trade.errors import QtspaceError
from qtspace_trade.physics import frames
from qtspace_trade.plotting import picture
from qtspace_trade.schema import glossary

MERIDIANS = np.radians(np.arange(-150.0, 180.0, 60.0))
LOWEST = np.radians(20.0)
TIMELINE_DAYS, TRACK_DAYS = 7.0, 1.0
SAMPLES = 2_000
WEEK = 7  # days
BLUE, ORANGE, GREY = "#3b6ea5", "#d9822b", "0.6"
NUMBERS = (
    ("altitude", "min"), ("altitude", "max"), ("eclipse_fraction", "mean"), ("eclipse_duration", "max"),
    ("gravity_signal", "max"), ("gravity_gradient", "max"), ("potential_difference", "max"), ("mass_density", "max"),
    ("magnetic_field", "max"), ("earth_infrared", "max"), ("sink_temperature", "mean"),
)  # fmt: skip


def orbit_page(environment: Any, path: str | Path | None = None) -> Any:
    """Page of an orbit.

    Parameters
    ----------
    environment : Environment
        Orbit, scenario and, if there is one, platform.
    path : str or Path, optional
        Where to save the figure; the daily eclipse time and beta angle go beside it as CSV.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    QtspaceError
        The place of the orbit is not stated: there is nothing to draw; or the ending of the path is not that of a picture.
    """
    from matplotlib.figure import Figure

    target = None if path is None else picture(path)
    layer = environment.layer
    if not layer.computed:
        raise QtspaceError(f"'{layer.orbit.name}': where and when it flies is not stated, so there is no page to draw")
    figure = Figure(figsize=(14, 8.5), layout="constrained")
    axes = figure.subplots(2, 3)
    daily = _daily(layer)
    _picture(axes[0, 0], layer)
    _altitude(axes[0, 1], environment)
    _seasons(axes[0, 2], daily)
    _ground_track(axes[1, 0], layer)
    _timeline(axes[1, 1], layer)
    _numbers(axes[1, 2], environment)
    figure.suptitle(f"{layer.orbit.title}: {layer.scenario.epoch[:10]} and {layer.duration / DAY:.0f} days")
    if target is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(target, dpi=130, metadata={"Date": None} if target.suffix.lower() in (".svg", ".pdf") else {})
        daily.to_csv(target.with_suffix(".csv"), index=False)
    return figure


def _span(layer: Any) -> float:
    """Time that shows the whole shape: a revolution about the Earth, else the whole duration. [s]"""
    rates = getattr(layer.trajectory, "rates", None)
    return float(2 * np.pi / rates[2]) if rates else float(layer.duration)


def _picture(axes: Any, layer: Any) -> None:
    times = np.linspace(0.0, _span(layer), SAMPLES)
    position, velocity = layer.trajectory.states(times)
    sun = frames.sun_position(layer.epoch + times)
    if layer.trajectory.regime == "earth":
        normal = np.cross(position[0], velocity[0])
        first, normal = position[0] / np.linalg.norm(position[0]), normal / np.linalg.norm(normal)
        second = np.cross(normal, first)
        scale, unit, what = 1e6, "1000 km", "orbit plane, Earth to scale"
        x, y = position @ first / scale, position @ second / scale
        direction = np.array([sun[0] @ first, sun[0] @ second]) / np.linalg.norm(sun[0])
        _shadow(axes, direction, np.hypot(x, y).max())
    else:
        towards = sun / np.linalg.norm(sun, axis=-1, keepdims=True)
        across = np.cross([0.0, -np.sin(frames.OBLIQUITY), np.cos(frames.OBLIQUITY)], towards)
        scale, unit, what = 1e9, "million km", "ecliptic, turning with the Sun to the right"
        x, y = np.sum(position * towards, axis=-1) / scale, np.sum(position * across, axis=-1) / scale
        direction = np.array([1.0, 0.0])
    axes.plot(x, y, color=BLUE, linewidth=1.3)
    axes.plot(x[0], y[0], "o", color=BLUE, markersize=4)
    reach = max(np.abs(x).max(), np.abs(y).max(), EARTH_RADIUS / scale)
    circle = np.linspace(0, 2 * np.pi, 90)
    axes.fill(EARTH_RADIUS / scale * np.cos(circle), EARTH_RADIUS / scale * np.sin(circle), color="#9ab8d6", zorder=3)
    axes.annotate("", 1.12 * reach * direction, 0.85 * reach * direction, arrowprops={"arrowstyle": "->", "color": ORANGE})
    axes.text(*(1.25 * reach * direction), "Sun", color=ORANGE, ha="center", va="center")
    axes.set(xlabel=unit, ylabel=unit, title=f"Orbit ({what})", xlim=(-1.35 * reach, 1.35 * reach),
             ylim=(-1.35 * reach, 1.35 * reach), aspect="equal")  # fmt: skip


def _shadow(axes: Any, direction: Any, reach: float) -> None:
    """Shadow of the Earth in the plane: a strip away from the Sun, as long as the Sun stands near the plane."""
    inside = np.linalg.norm(direction)
    radius = EARTH_RADIUS / 1e6
    if inside < 1e-3:
        return
    along = -direction / inside
    side = np.array([-along[1], along[0]]) * radius
    corners = np.array([side, -side, -side + along * reach, side + along * reach])
    axes.fill(corners[:, 0], corners[:, 1], color="0.85", zorder=0)


def _altitude(axes: Any, environment: Any) -> None:
    layer = environment.layer
    times = np.linspace(0.0, layer.duration, 20 * SAMPLES)
    position, _ = layer.trajectory.states(times)
    altitude = frames.geodetic_altitude(frames.earth_fixed_position(position, layer.epoch + times))
    scale, unit = (1e9, "million km") if altitude.max() > 1e9 else (1e3, "km")
    altitude /= scale
    axes.hist(altitude, bins=60, weights=np.full(len(times), 100.0 / len(times)), color=BLUE)
    axes.set(xlabel=f"altitude [{unit}]", ylabel="share of the time [%]", title="Altitude above the ellipsoid")


def _daily(layer: Any) -> Any:
    import pandas as pd

    found = events.eclipses(layer)
    days = np.arange(int(layer.duration // DAY))
    middle = (days + 0.5) * DAY
    entries = found.umbra_entry[~np.isnan(found.umbra_entry)]
    minutes = np.bincount((entries // DAY).astype(int), found.umbra_duration[found.umbra_duration > 0] / 60, len(days))
    beta = np.full(len(days), np.nan)
    if layer.trajectory.regime == "earth":
        position, velocity = layer.trajectory.states(middle)
        normal = np.cross(position, velocity)
        sun = frames.sun_position(layer.epoch + middle)
        sine = np.sum(normal * sun, axis=-1) / np.linalg.norm(normal, axis=-1) / np.linalg.norm(sun, axis=-1)
        beta = np.degrees(np.arcsin(sine))
    return pd.DataFrame({"day": days, "eclipse_minutes": minutes[: len(days)], "beta_degrees": beta})


def _seasons(axes: Any, daily: Any) -> None:
    minutes = daily.eclipse_minutes.rolling(WEEK, center=True, min_periods=1).mean()
    axes.fill_between(daily.day, minutes, color=GREY, linewidth=0)
    axes.set(xlabel="day", ylabel="umbra [min per day], weekly mean", title="Eclipses and beta angle",
             ylim=(0, max(1.1 * minutes.max(), 1.0)))  # fmt: skip
    if not minutes.any():
        axes.text(0.5, 0.5, "no eclipse", transform=axes.transAxes, ha="center")
    other = axes.twinx()
    other.plot(daily.day, daily.beta_degrees, color=ORANGE)
    other.set_ylabel("beta [deg]", color=ORANGE)
    other.set_ylim(-95, 95)


def _stations() -> list[Any]:
    """The station of the catalogue nearest to each of six meridians."""
    stations = [load.load("station", name) for name in load.names("station")]
    nearest = (max(stations, key=lambda place: np.cos(place.longitude.si - meridian)) for meridian in MERIDIANS)
    return list({station.name: station for station in nearest}.values())


def _ground_track(axes: Any, layer: Any) -> None:
    times = np.linspace(0.0, min(TRACK_DAYS * DAY, layer.duration), SAMPLES)
    position, _ = layer.trajectory.states(times)
    latitude, longitude, _ = frames.geodetic(frames.earth_fixed_position(position, layer.epoch + times))
    east = np.degrees((longitude + np.pi) % (2 * np.pi) - np.pi)
    axes.plot(east, np.degrees(latitude), ".", markersize=1.2, color=BLUE)
    for station in _stations():
        axes.plot(np.degrees(station.longitude.si), np.degrees(station.latitude.si), "^", color=ORANGE, markersize=5)
    axes.set(xlim=(-180, 180), ylim=(-90, 90), xlabel="longitude [deg]", ylabel="latitude [deg]",
             xticks=range(-180, 181, 60), yticks=range(-90, 91, 30),
             title=f"Ground track of {times[-1] / DAY:.0f} day; triangles: stations")  # fmt: skip
    axes.grid(color="0.9")


def _timeline(axes: Any, layer: Any) -> None:
    last = min(TIMELINE_DAYS * DAY, layer.duration)
    stations = _stations()
    for row, station in enumerate(stations):
        found = events.passes(layer, station, LOWEST)
        shown = found.rise < last
        dark = found.sun_elevation < np.radians(-12.0)
        for chosen, colour in ((shown & ~dark, "#b8cce0"), (shown & dark, BLUE)):
            bars = np.stack([found.rise[chosen], np.maximum(found.duration[chosen], 0.01 * DAY)], axis=-1) / DAY
            axes.broken_barh(bars, (row - 0.35, 0.7), facecolors=colour)
    axes.set_yticks(range(len(stations)), [station.name.replace("_", " ") for station in stations])
    axes.set(xlim=(0, last / DAY), xlabel="day", title=f"Passes above {np.degrees(LOWEST):.0f} deg; dark: Sun below -12 deg")


def _numbers(axes: Any, environment: Any) -> None:
    lines = []
    for name, which in NUMBERS:
        try:
            number = environment.statistic(name, which)
        except QtspaceError:
            shown = "unknown"
        else:
            side = "" if number.bound == "exact" else f"{number.bound.replace('_', ' ')} "
            shown = f"{side}{units.show(number.value, glossary.variable(name).display)}"
        lines.append((f"{name.replace('_', ' ')}, {which}", shown))
    axes.axis("off")
    axes.set_title("Over the scenario")
    for row, (label, shown) in enumerate(lines):
        axes.text(0.0, 0.95 - 0.078 * row, label, transform=axes.transAxes, fontsize=9.5)
        axes.text(0.62, 0.95 - 0.078 * row, shown, transform=axes.transAxes, fontsize=9.5)
