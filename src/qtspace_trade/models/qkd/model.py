"""Derived requirements, figures of merit and what a quantum-communication terminal sees."""

from __future__ import annotations

import functools
import math
from types import SimpleNamespace
from typing import Any

import numpy as np

from qtspace_trade.constants import JULIAN_YEAR
from qtspace_trade.models.derived import Derived, FigureOfMerit, stated
from qtspace_trade.models.qkd import keys
from qtspace_trade.models.qkd import link as terminal
from qtspace_trade.models.qkd.parameters import Parameters
from qtspace_trade.physics import optical_link, qkd_background, qkd_keys, qkd_passes

KEY = "vacuum + weak decoy bound; Ma, Qi, Zhao and Lo, Phys. Rev. A 72, 012326 (2005), eqs. 34 to 42"
PAIRS = "BBM92 with a continuously pumped source; Neumann et al., Phys. Rev. A 104, 022406 (2021)"
FINITE = "finite key of a block; Lim et al., Phys. Rev. A 89, 022307 (2014), for pairs Tomamichel et al., Nat. Commun. 3, 634"
POINTING = "mean loss of a Gaussian beam with a Rayleigh-distributed error; Borah and Voelz, J. Lightwave Technol. 27, 3965"
VIEW = "both stations of the baseline must see the spacecraft at once"
PROTOCOL = ("signal_intensity", "decoy_intensity", "misalignment", "error_correction_efficiency")
DARK = "station_visible and station_dark"
BOTH = "; both stations taken as dark, in view and at the same loss whenever one is: an upper bound"
LEAST_KEY = 1e-30
SHORTEST, FARTHEST = 1e4, 1e12  # m, between which the reach of a link is looked for
MOST_LOSS, LOSS_STEPS = 100.0, 12  # dB, and halvings of it
TIMESTAMP_BITS = 40.0  # of each detection that is announced, with its basis; an allowance


def link_loss(
    slant_range: Any, station_elevation: Any, wavelength: float, divergence: float, transmitter_radius: float,
    pointing_jitter_terminal: float, receiver_radius: float, optics_transmission: float, detector_efficiency: float,
    zenith_transmission: float, link: str, turbulence_spread: float | None = None, receiver_obstruction: float | None = None,
    tilt_corrected_share: float | None = None,
) -> Any:  # fmt: skip
    """Loss of the link with the station in view, receiver optics and detector included. [dB]"""
    return terminal.budget(SimpleNamespace(**locals()), slant_range, station_elevation).total


def background_light(station_sun_elevation: Any, link: str, artificial_light: float | None = None) -> Any:
    """Spectral radiance that the receiver looks into: the clear sky, or the ground for an uplink. [W m^-2 sr^-1 m^-1]"""
    if link == "uplink":
        night = terminal.darkest(SimpleNamespace(link=link, artificial_light=artificial_light))
        return qkd_background.ground_radiance(station_sun_elevation, night)
    return qkd_background.night_sky_radiance(station_sun_elevation)


def secret_key_per_year(
    link_loss: Any, background_light: Any, times: Any, time_weights: Any, station_latitude: Any, station_longitude: Any,
    duration: float, link: str, pulse_rate: float, signal_intensity: float, decoy_intensity: float, misalignment: float,
    error_correction_efficiency: float, dark_count_rate: float, gate: float, field_of_view: float, filter_bandwidth: float,
    receiver_radius: float, wavelength: float, optics_transmission: float, detector_efficiency: float,
    signal_probability: float | None = None, decoy_probability: float | None = None,
    key_basis_probability: float | None = None, afterpulse_probability: float | None = None,
    passes_accumulated: float | None = None, secrecy: float | None = None, correctness: float | None = None,
    raw_key_memory: float | None = None, bits_per_detection: float | None = None, random_bit_store: float | None = None,
    random_bits_per_pulse: float | None = None,
) -> float:  # fmt: skip
    """Secret key of a year of passes under a clear sky, each block of passes over one station with its finite key. [bit]

    One station is served at a time, to the node; NaN where a store is stated and its use is not.
    """
    p = _parameters(locals())
    if not stated(p, *keys.needed(p)):
        return math.nan
    transmission = optical_link.from_decibel(link_loss)
    extraneous = terminal.extraneous_probability(p, background_light)
    first = _pass_starts(time_weights)
    time_weights = time_weights * _one_station(times, first)
    settings = _settings_of_passes(p, transmission, time_weights, extraneous, first)
    seconds = time_weights * _served(p, transmission, extraneous, time_weights, first, settings)
    counts = keys.pulse_counts(p, settings, transmission[:, None], seconds[:, None], extraneous[:, None]).columns
    passes, size = np.add.reduceat(counts, first, axis=0), int(passes_accumulated or 1)
    served = np.add.reduceat(time_weights, first) > 0.0
    places, station = np.unique(np.stack([station_latitude, station_longitude])[:, first], axis=1, return_inverse=True)
    grouped = [qkd_passes.blocks(passes[served & (station.ravel() == number)], size) for number in range(places.shape[1])]
    found = keys.key_of(p, keys.Counts(np.concatenate(grouped)), settings, size)
    return float(np.sum(found.key_length)) * JULIAN_YEAR / duration


def _parameters(given: dict[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(**{**dict.fromkeys(Parameters.model_fields), **given})


def _pass_starts(time_weights: Any) -> Any:
    """First node of each pass: both ends of a pass have no weight."""
    edge = time_weights == 0.0
    return np.flatnonzero(edge & np.concatenate([[True], edge[:-1]]))


def _one_station(times: Any, first: Any) -> Any:
    """1 at the nodes of passes that are served, 0 where a longer pass over another station is."""
    ends = np.append(first[1:], len(times))
    begin, end = qkd_passes.one_at_a_time(times[first], times[ends - 1])
    row = np.repeat(np.arange(len(first)), ends - first)
    return ((times >= begin[row]) & (times < end[row])).astype(float)


def _settings_of_passes(p: SimpleNamespace, transmission: Any, weights: Any, extraneous: Any, first: Any) -> Any:
    """Protocol as stated, or optimised for a typical block."""
    rows = keys.typical_passes(np.add.reduceat(transmission * weights, first), int(p.passes_accumulated or 1))
    ends = np.append(first, len(weights))[1:]
    nodes = np.concatenate([np.arange(first[row], ends[row]) for row in rows])
    return keys.protocol(p, transmission[nodes], weights[nodes], float(np.median(extraneous[nodes])))


def _served(p: SimpleNamespace, transmission: Any, extraneous: Any, weights: Any, first: Any, settings: Any) -> Any:
    if not (stated(p, "random_bit_store", "random_bits_per_pulse") or stated(p, "raw_key_memory", "bits_per_detection")):
        return 1.0
    ends = np.append(first[1:], len(weights))
    parts = (slice(begin, end) for begin, end in zip(first, ends, strict=True))
    detections = keys.pulse_detections(p, settings, transmission, extraneous)
    return np.concatenate([
        keys.served(p, transmission[part], detections[part], weights[part], settings) for part in parts
    ])  # fmt: skip


def _key(p: SimpleNamespace, transmission: Any, dark: float) -> Any:
    return qkd_keys.vacuum_weak_rate(
        transmission, p.signal_intensity, p.decoy_intensity, dark, p.misalignment, p.error_correction_efficiency
    )


def _pair_rate(p: SimpleNamespace, transmission: float, radiance: float) -> Any:
    arms, noise = keys.pair_sides(p, np.array([transmission]), np.array([radiance]))
    return qkd_keys.continuous_pair_key(
        p.pair_rate, *arms, *noise, p.coincidence_window, p.timing_jitter, p.misalignment,
        p.error_correction_efficiency,
    )  # fmt: skip


def _largest(positive: Any, low: float, high: float) -> float | None:
    """Largest argument for which a falling function is positive, between two ends; None where it is so nowhere."""
    from scipy.optimize import brentq

    if positive(low) <= 0:
        return None
    return float(brentq(positive, low, high)) if positive(high) < 0 else high


def _largest_yield(p: SimpleNamespace) -> float | None:
    """Largest background yield at which the key is positive at the operating loss."""
    transmission = optical_link.from_decibel(p.operating_link_loss)
    exponent = _largest(lambda x: float(_key(p, transmission, 10.0**x)) - LEAST_KEY, -12.0, -1.0)
    return None if exponent is None else 10.0**exponent


@functools.lru_cache(maxsize=256)
def _largest_loss(names: tuple[str, ...], values: tuple[Any, ...]) -> float | None:
    p = SimpleNamespace(**dict(zip(names, values, strict=True)))

    def has_key(loss: float) -> bool:
        return keys.steady_key(p, loss, keys.block_seconds(p), terminal.darkest(p)) > 0.0

    low, high = 0.0, MOST_LOSS
    if not has_key(low):
        return None
    for _ in range(LOSS_STEPS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if has_key(middle) else (low, middle)
    return low


def largest_loss(p: SimpleNamespace) -> float | None:
    """Largest loss, seen all the time in a dark sky, at which a block of the declared size has a key; None without one. [dB]

    To 0.03 dB. Of a double downlink that of each arm.
    """
    return _largest_loss(tuple(vars(p)), tuple(vars(p).values()))


def reach(p: SimpleNamespace) -> float | None:
    """Longest range overhead at which a block of the declared size has a key; None without one. [m]"""
    loss = largest_loss(p)
    if loss is None:
        return None
    exponent = _largest(
        lambda x: loss - float(terminal.budget(p, 10.0**x, 0.5 * math.pi).total), *np.log10([SHORTEST, FARTHEST])
    )
    return None if exponent is None else 10.0**exponent


def derive(p: SimpleNamespace) -> list[Derived]:
    """Requirements of a link.

    The largest loss at which a block of the declared size has a key in a dark sky, and the range and altitude up to
    which that is so overhead; the brightest background in which the asymptotic key stays positive at the operating loss;
    what the terminal's pointing, tracking and detectors ask for. Vacuum, magnetic field and residual acceleration do not
    matter. Where blocks cannot be computed the loss is that of an endless one.
    """
    rows: list[Derived] = []
    if p.baseline is not None:
        rows.append(Derived("common_view", "at_least", p.baseline, VIEW, ("baseline",), statistic="max"))
    if stated(p, *keys.PAIR_SOURCE, *terminal.COUNTERS):
        rows += _pair_rows(p)
    elif stated(p, *PROTOCOL, *terminal.COUNTERS):
        rows += _decoy_rows(p)
    return rows + _range_rows(p) + _terminal_rows(p)


def _decoy_rows(p: SimpleNamespace) -> list[Derived]:
    rows: list[Derived] = []
    dark = float(terminal.background_yield(p, terminal.darkest(p)))
    endless = qkd_keys.maximum_loss_for_key(
        p.signal_intensity, p.decoy_intensity, dark, p.misalignment, p.error_correction_efficiency
    )
    if math.isfinite(endless) and not stated(p, *keys.needed(p)):
        rows.append(Derived("link_loss", "at_most", float(endless), KEY, (*PROTOCOL, *terminal.COUNTERS), statistic="min",
                            why="largest loss with a positive asymptotic decoy-state key, dark background"))  # fmt: skip
    if p.operating_link_loss is None:
        return rows
    brightest = _largest_yield(p)
    floor = float(terminal.background_yield(p, 0.0))
    if brightest is not None and brightest > floor:
        per_radiance = float(terminal.background_yield(p, 1.0)) - floor
        rows.append(_background_row(p, (brightest - floor) / per_radiance, KEY, PROTOCOL))
    if brightest is not None and p.link == "uplink":
        counts = brightest / (terminal.DETECTORS * p.gate)
        rows.append(Derived("detector_dark_counts", "at_most", counts, KEY, (*PROTOCOL, "gate", "operating_link_loss"),
                            hard=False, why="dark counts at which the key ends at the operating loss"))  # fmt: skip
    return rows


def _pair_rows(p: SimpleNamespace) -> list[Derived]:
    rows: list[Derived] = []
    if p.operating_link_loss is not None:
        arm = optical_link.from_decibel(p.operating_link_loss)
        exponent = _largest(lambda x: float(_pair_rate(p, arm, 10.0**x).key_rate) - LEAST_KEY, -6.0, 9.0)
        if exponent is not None:
            rows.append(_background_row(p, 10.0**exponent, PAIRS, keys.PAIR_SOURCE))
    return rows


def _background_row(p: SimpleNamespace, radiance: float, formula: str, source: tuple[str, ...]) -> Derived:
    return Derived(
        "background_light", "at_most", radiance, formula, (*source, *terminal.COUNTERS, "operating_link_loss"), statistic="min",
        why="brightest background in which the key is positive at the operating loss",
    )  # fmt: skip


def _range_rows(p: SimpleNamespace) -> list[Derived]:
    """Loss, range and altitude up to which a block has a key; range and altitude say the same again and do not bar."""
    inputs = keys.needed(p)
    loss = largest_loss(p) if stated(p, *inputs) else None
    if loss is None:
        return []
    passes = int(p.passes_accumulated or 1)
    block = f"a finite key from a block of {passes} pass{'es' if passes > 1 else ''} of 250 s, dark sky"
    arm = " of each arm" if p.link == "double_downlink" else ""
    rows = [Derived("link_loss", "at_most", loss, FINITE, inputs, statistic="min", why=f"largest loss{arm} with {block}")]
    optics = (*inputs, *terminal.optics(p))
    farthest = reach(p) if stated(p, *optics) else None
    if farthest is not None and farthest < FARTHEST:
        rows += [
            Derived(variable, "at_most", farthest, FINITE, optics, statistic="min", hard=False,
                    why=f"longest range overhead with {block}")
            for variable in ("slant_range", "altitude")
        ]  # fmt: skip
    return rows


def _terminal_rows(p: SimpleNamespace) -> list[Derived]:
    rows: list[Derived] = []
    if p.acquisition_field is not None:
        rows.append(Derived("pointing_error", "at_most", 0.5 * p.acquisition_field, "half of the field in which the beacon "
                            "is looked for", ("acquisition_field",), hard=False))  # fmt: skip
    if p.maximum_tracking_rate is not None:
        rows.append(Derived("tracking_rate", "at_most", p.maximum_tracking_rate, "largest rate that the terminal follows",
                            ("maximum_tracking_rate",), statistic="min"))  # fmt: skip
    if p.wanted_key is not None and p.operating_link_loss is not None and stated(p, *keys.needed(p)):
        block = keys.steady_key(p, p.operating_link_loss, keys.block_seconds(p), terminal.darkest(p))
        if block > 0.0:
            share = p.wanted_key * keys.block_seconds(p) / block / JULIAN_YEAR
            rows.append(Derived("dark_contact_time", "at_least", share, FINITE, (*keys.needed(p), "wanted_key"),
                                why="contact in which the wanted key of a year is made at the operating loss"))  # fmt: skip
    return rows


def announced_rate(p: SimpleNamespace, loss: float) -> float:
    """Data that detections cause in the open channel at a loss of each arm, the pulses all taken as signals. [bit/s]"""
    transmission, radiance = np.array([optical_link.from_decibel(loss)]), np.array([terminal.darkest(p)])
    if keys.pairs(p):
        detections = keys.pair_detections(p, *keys.pair_sides(p, transmission, radiance))
    else:
        signals = qkd_keys.DecoySettings(0.5, (1.0,), (p.signal_intensity,))
        detections = keys.pulse_detections(p, signals, transmission, terminal.extraneous_probability(p, radiance))
    return TIMESTAMP_BITS * float(np.squeeze(detections))


def performance(p: SimpleNamespace, see: Any) -> list[FigureOfMerit]:
    """Secret key of a year and errors under a clear sky, what pointing and detectors must hold, and what is announced."""
    if p.link == "none":
        return []
    of_pairs = keys.pairs(p)
    formula = PAIRS if of_pairs else FINITE
    dark_time = see("eclipse_fraction", "mean", DARK) if p.link == "uplink" else see("dark_contact_time", "mean")
    loss = see("link_loss", "mean", "station_dark") if dark_time else None
    missing = tuple(name for name in keys.needed(p) if getattr(p, name) is None)
    if dark_time == 0:
        return [FigureOfMerit("secret_key_per_year", 0.0, "bit", True, formula), *_of_terminal(p)]
    if missing or dark_time is None or loss is None:
        reason = missing or ("dark_contact_time" if dark_time is None else "link_loss",)
        return [FigureOfMerit("secret_key_per_year", None, "bit", True, formula, reason), *_of_terminal(p)]
    return [*(_pair_figures(p, loss, dark_time) if of_pairs else _pulse_figures(p, see, loss, dark_time)), *_of_terminal(p)]


def _pair_figures(p: SimpleNamespace, loss: float, dark_time: float) -> list[FigureOfMerit]:
    arm = optical_link.from_decibel(loss)
    rate = _pair_rate(p, arm, terminal.darkest(p))
    about = f"{PAIRS}; at the mean loss of dark contacts, clear sky, asymptotic{BOTH if p.link == 'double_downlink' else ''}"
    return [
        FigureOfMerit("secret_key_per_year", float(rate.key_rate) * dark_time * JULIAN_YEAR, "bit", True, about),
        FigureOfMerit("qber", float(rate.error_rate), "", False, f"{PAIRS}; at the mean loss of dark contacts"),
    ]


def _pulse_figures(p: SimpleNamespace, see: Any, loss: float, dark_time: float) -> list[FigureOfMerit]:
    when = f"{DARK} and eclipse" if p.link == "uplink" else "station_dark"
    year = see("secret_key_per_year", "mean", when)
    dark = float(terminal.background_yield(p, terminal.darkest(p)))
    transmission = optical_link.from_decibel(loss)
    clicks = -math.expm1(-transmission * p.signal_intensity)
    errors = (0.5 * dark + p.misalignment * clicks) / (dark + clicks)
    passes = int(p.passes_accumulated or 1)
    clear = "clear sky; one satellite, trusted node"
    about = f"{FINITE}, {passes} passes a block, eps {p.secrecy or keys.SECRECY:g} and {p.correctness or keys.CORRECTNESS:g}"
    return [
        FigureOfMerit("secret_key_per_year", year, "bit", True, f"{about}, {clear}", () if year is not None else ("passes",)),
        FigureOfMerit("secret_key_rate", None if year is None else year / (dark_time * JULIAN_YEAR), "bit/s", True,
                      f"{about}; mean over dark contact", () if year is not None else ("passes",)),
        FigureOfMerit("qber", errors, "", False, "errors of the signal pulses at the mean loss of dark contacts"),
        FigureOfMerit("announced_data_rate", announced_rate(p, loss), "bit/s", False,
                      f"{TIMESTAMP_BITS:.0f} bits for each detection at the mean loss of dark contacts"),
    ]  # fmt: skip


def _of_terminal(p: SimpleNamespace) -> list[FigureOfMerit]:
    """What the terminal must hold itself: jitter for its allowance, temperature of its detectors at the end of life."""
    found: list[FigureOfMerit] = []
    if stated(p, "divergence", "pointing_loss_allowance"):
        jitter = float(optical_link.maximum_jitter_for_loss(p.divergence, p.pointing_loss_allowance))
        found.append(FigureOfMerit("pointing_jitter_allowed", jitter, "rad", True, POINTING))
    aging = ("dark_count_rate", "dark_count_growth", "design_life", "dark_count_doubling", "detector_temperature")
    if stated(p, *aging):
        grown = terminal.dark_count_rate(p, p.design_life)
        needed = qkd_background.detector_temperature(p.dark_count_rate, grown, p.detector_temperature, p.dark_count_doubling)
        found.append(FigureOfMerit("detector_temperature_at_end_of_life", float(needed), "K", True,
                                   "temperature that brings the dark counts of the damaged detector back"))  # fmt: skip
    return found
