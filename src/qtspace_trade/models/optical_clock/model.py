"""Derived requirements and figures of merit of a space clock compared with the ground."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from qtspace_trade.models.derived import Derived, FigureOfMerit, stated
from qtspace_trade.physics import clocks

ABSOLUTE = "u / (dU/c^2), one comparison with the ground; Savalle et al., Class. Quantum Grav. 36, 245004 (2019)"
MODULATED = (
    "sigma_1 / (rms of U/c^2 about its mean x sqrt(t)), white frequency noise, fitted offset; "
    "Delva et al., Phys. Rev. Lett. 121, 231101 (2018)"
)


ECLIPSE = "share of the time in the umbra, in place of the temperature swing that nobody publishes"
AVERAGING = "(sigma_1 / u)^2; Riley, Handbook of frequency stability analysis, NIST SP 1065 (2008)"


def derive(p: SimpleNamespace) -> list[Derived]:
    """Requirements that let the redshift test reach its goal; see the formula of each row."""
    rows: list[Derived] = []
    if stated(p, "instability", "accuracy"):
        averaging = clocks.time_to_instability(p.instability, p.accuracy)
        rows.append(Derived("measurement_duration", "at_least", float(averaging), AVERAGING, ("instability", "accuracy"),
                            why="uninterrupted time in which white frequency noise averages down to the accuracy"))  # fmt: skip
    if p.baseline is not None:
        rows.append(Derived("common_view", "at_least", p.baseline, "separation of the compared ground clocks",
                            ("baseline",), statistic="max"))  # fmt: skip
    if p.redshift_test in ("modulated", "both") and stated(p, "instability", "target_redshift", "observation_time"):
        needed = clocks.redshift_signal_needed(p.target_redshift, p.instability, p.observation_time)
        sole = p.redshift_test == "modulated"
        why = "modulation along the orbit" + ("" if sole else "; time transfer and geodesy need none")
        rows.append(Derived("potential_modulation", "at_least", float(needed), MODULATED,
                            ("instability", "target_redshift", "observation_time"), hard=sole, why=why))  # fmt: skip
    if p.redshift_test in ("absolute", "both") and stated(p, "accuracy", "target_redshift"):
        deepest = clocks.absolute_redshift_uncertainty(p.accuracy, p.target_redshift)
        rows.append(Derived("potential_difference", "at_least", float(deepest), ABSOLUTE,
                            ("accuracy", "target_redshift"), statistic="max", hard=False,
                            why="absolute comparison; time transfer and geodesy need none"))  # fmt: skip
    return rows


def performance(p: SimpleNamespace, see: Any) -> list[FigureOfMerit]:
    """Relative uncertainty of the redshift, absolute and modulated; share of the time without sunlight."""
    difference, modulation = see("potential_difference", "max"), see("potential_modulation", "max")
    shadow = see("eclipse_fraction", "mean")
    absolute = modulated = None
    if p.accuracy is not None and difference:
        absolute = float(clocks.absolute_redshift_uncertainty(p.accuracy, difference))
    if stated(p, "instability", "observation_time") and modulation:
        modulated = float(clocks.modulated_redshift_uncertainty(p.instability, modulation, p.observation_time))
    return [
        FigureOfMerit("redshift_uncertainty_absolute", absolute, "", False, ABSOLUTE,
                      () if absolute is not None else ("accuracy or potential_difference",)),
        FigureOfMerit("redshift_uncertainty_modulated", modulated, "", False, MODULATED,
                      () if modulated is not None else ("instability, observation_time or potential_modulation",)),
        FigureOfMerit("thermal_stability", shadow, "", False, ECLIPSE, () if shadow is not None else ("eclipse_fraction",)),
    ]  # fmt: skip
