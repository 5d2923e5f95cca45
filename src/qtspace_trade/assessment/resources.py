"""Resource sums of a set of instruments: current best estimate, with maturity margin, with system margin.

References
----------
.. [1] ESA SRE-PA/2011.097, Margin philosophy for science assessment studies: maturity margins of 5, 10 and 20 % by
   heritage, system margin of 20 % on dry mass (numbers as quoted in published interface documents).
"""

from __future__ import annotations

from dataclasses import dataclass

from qtspace_trade.schema.base import Cited, weakest
from qtspace_trade.schema.entries import MATURITY_MARGINS, Entry, Instrument, Platform

SYSTEM_MARGIN = 0.20
RESOURCES = ("mass", "power", "volume")


@dataclass(frozen=True)
class Budget:
    """Sum of one resource over a set. None where an instrument does not state its need.

    `credit` is the hardware saved by sharing; `capacity_bound` and `need_bounds` say which sides of capacity and needs are
    known, `evidence` is the weakest of needs and capacity.
    """

    resource: str
    unit: str
    estimate: float | None
    with_maturity: float | None
    with_system_margin: float | None
    credit: float
    capacity: float | None
    capacity_bound: str
    missing: tuple[str, ...]
    need_bounds: frozenset[str] = frozenset({"exact"})
    evidence: str = "computed"
    sources: tuple[tuple[str, str], ...] = ()


UNITS = {"mass": "kg", "power": "W", "volume": "m^3"}


def credit(instruments: tuple[Instrument, ...], resource: str) -> float:
    """Mass or power saved by hardware that several instruments share.

    For the users of one function, each needing m_i alone, a shared unit needs max(m_i) (1 + a (n - 1)); the credit is
    the difference and never negative.
    """
    if resource not in ("mass", "power"):
        return 0.0
    users: dict[str, list] = {}
    for instrument in instruments:
        for share in instrument.shares:
            users.setdefault(share.function, []).append(share)
    saved = 0.0
    for shares in users.values():
        needs = [getattr(share, resource) for share in shares]
        if len(shares) < 2 or any(need is None for need in needs):
            continue
        alone = [need.si for need in needs]
        extra = max(share.extra_per_user.si for share in shares)
        saved += max(sum(alone) - max(alone) * (1 + extra * (len(alone) - 1)), 0.0)
    return saved


def budget(instruments: tuple[Instrument, ...], platform: Platform, resource: str) -> Budget:
    """Budget of one resource on one platform."""
    needs = [getattr(instrument.resources, resource) for instrument in instruments]
    missing = tuple(item.name for item, need in zip(instruments, needs, strict=True) if need is None)
    capacity = getattr(platform, f"payload_{resource}")
    limit = capacity.si if capacity else None
    bound = capacity.bound if capacity else "exact"
    if missing:
        return Budget(resource, UNITS[resource], None, None, None, 0.0, limit, bound, missing)
    cited: list[tuple[Entry, Cited]] = list(zip(instruments, needs, strict=True))
    cited += [(platform, capacity)] if capacity else []
    saved = credit(instruments, resource)
    estimate = sum(need.si for need in needs)
    mature = sum(
        need.si * (1 + MATURITY_MARGINS[instrument.resources.heritage])
        for instrument, need in zip(instruments, needs, strict=True)
    )
    return Budget(
        resource, UNITS[resource], estimate - saved, mature - saved, (mature - saved) * (1 + SYSTEM_MARGIN), saved,
        limit, bound, (), frozenset(need.bound for need in needs), *_provenance(cited),
    )  # fmt: skip


def _provenance(cited: list[tuple[Entry, Cited]]) -> tuple[str, tuple[tuple[str, str], ...]]:
    sources = {(entry.name, number.source) for entry, number in cited}
    return weakest([entry.cited(number) for entry, number in cited]), tuple(sorted(sources))


def launch_mass(payload: Budget, platform: Platform) -> float | None:
    """Dry mass of platform and payload with maturity and system margins. [kg]"""
    if payload.with_maturity is None or platform.dry_mass is None:
        return None
    return (platform.dry_mass.si + payload.with_maturity) * (1 + SYSTEM_MARGIN)
