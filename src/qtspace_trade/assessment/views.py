"""Views of results as plain data: dictionaries, frames, bibliographies."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import numpy as np

from qtspace_trade._version import __version__
from qtspace_trade.assessment import synergies
from qtspace_trade.assessment.interference import Interference
from qtspace_trade.schema.base import Reference


def _brief(item: Any) -> dict[str, Any]:
    return item.to_dict()


def assessment_dict(fit: Any) -> dict[str, Any]:
    """Everything of an assessment as plain data for JSON."""
    return {
        "instruments": list(fit.instruments),
        "orbit": fit.orbit,
        "platform": fit.platform,
        "scenario": fit.placed[0].environment.layer.scenario.name,
        "attitude": fit.attitude,
        "status": fit.status,
        "feasible": fit.feasible,
        "violated": [_brief(item) for item in fit.violated],
        "unknown": [_brief(item) for item in fit.unknown],
        "limiting": [_brief(item) for item in fit.limiting],
        "score": fit.score,
        "score_low": fit.score_low,
        "u_eff": fit.u_eff,
        "coverage": fit.coverage,
        "z": fit.z,
        "duties": {name: {"share": share, "derated_by": why} for name, (share, why) in fit.duties.items()},
        "sharing": [{"level": item.name, "shared": item.shared, "reason": item.reason} for item in fit.sharing],
        "time_limits": [list(item) for item in fit.shared.binding] if fit.shared else [],
        "shares": [
            {"instrument": group[0], "variable": group[1], "qualifiers": dict(group[2]), "share": share}
            for group, share in fit.shares.items()
        ],
        "unstated": {name: list(kinds) for name, kinds in fit.unstated.items()},
        "budgets": [
            {
                "resource": item.resource, "unit": item.unit, "estimate": item.estimate,
                "with_maturity_margin": item.with_maturity, "with_system_margin": item.with_system_margin,
                "known_from_below": item.least,
                "credit": item.credit, "capacity": item.capacity, "capacity_bound": item.capacity_bound,
                "missing": list(item.missing),
            }
            for item in fit.budgets
        ],
        "closures": [item.to_dict() for item in fit.closures],
        "interference": [item.to_dict() for item in fit.interference],
        "synergies": fit.synergies,
        "performance": {
            name: [
                {"figure": merit.name, "value": merit.value, "unit": merit.unit, "larger_is_better": merit.larger,
                 "formula": merit.formula, "missing": list(merit.missing)}
                for merit in merits
            ]
            for name, merits in fit.performance.items()
        },
        "error_budgets": {
            name: {"quantity": budget.quantity, "unit": budget.unit, "terms": [_finite(row) for row in budget.rows()]}
            for name, budget in fit.error_budgets.items()
        },
        "findings": [_brief(item) for item in fit.findings],
        "evidence": fit.evidence,
        "digests": digests(fit),
        "version": __version__,
    }  # fmt: skip


def _finite(row: dict[str, Any]) -> dict[str, Any]:
    """A term of a budget for JSON, which has no infinity: a fringe that is lost says so."""
    value = row["value"]
    if value is None or np.isfinite(value):
        return row
    return {**row, "value": None, "missing": "infinite" if not row["missing"] else f"infinite; {row['missing']}"}


def synergies_dict(fit: Any) -> dict[str, Any]:
    """Shared hardware and improvements of every platform, and science that the set makes possible, as plain data."""
    platforms = {}
    for item in fit.aboard:
        apart = frozenset(map(frozenset, item.apart))
        credits = {name: synergies.credit(item.members, name, apart) for name in synergies.SHARED}
        platforms[item.site.platform.name] = {
            "credits": [row.to_dict() for credit in credits.values() for row in credit.rows],
            "improvements": [
                {**used.to_dict(), "margin": _plain(margin), "margin_if_it_fails": _plain(unaided)}
                for one in item.placed
                for used, margin, unaided in zip(one.improvements, one.margin, one.unaided, strict=True)
                if used is not None
            ],
        }
    members = tuple(item.instrument for item in fit.placed)
    return {"platforms": platforms, "enabled_science": [item.to_dict() for item in synergies.enabled(members)]}


def _plain(margin: float) -> float | None:
    return None if np.isnan(margin) else float(margin)


def interference_frame(fit: Any) -> Any:
    """The interference table as a pandas frame: emitter, victim, variable, baseline, contribution, margins."""
    import pandas as pd

    fields = [field.name for field in dataclasses.fields(Interference)]
    return pd.DataFrame([item.to_dict() for item in fit.interference], columns=fields)


def digests(fit: Any) -> dict[str, str]:
    """Content digests of every catalogue entry used."""
    entries = [
        *(item.instrument for item in fit.placed), *(item.platform for item in fit.sites),
        *(item.orbit for item in fit.sites), fit.placed[0].environment.layer.scenario,
    ]  # fmt: skip
    return {entry.name: entry.digest for entry in entries}


def findings_frame(fit: Any) -> Any:
    """Findings as a pandas frame, one row each; units in their own column."""
    import pandas as pd

    keys = ("instrument", "variable", "qualifiers", "status", "value", "limit", "unit", "margin", "u", "sense", "hard",
            "basis", "evidence", "when", "statistic", "sentence")  # fmt: skip
    return pd.DataFrame([{key: item.to_dict()[key] for key in keys} for item in fit.findings], columns=list(keys))


def bibliography(fit: Any) -> dict[tuple[str, str], Reference]:
    """References that the findings used, by (entry, key)."""
    entries = {
        entry.name: entry
        for entry in (
            *(item.instrument for item in fit.placed), *(item.platform for item in fit.sites),
            *(item.orbit for item in fit.sites),
        )
    }  # fmt: skip
    used = sorted({source for item in fit.findings for source in item.sources})
    return {
        (name, key): entries[name].references[key]
        for name, key in used
        if name in entries and key in entries[name].references
    }


def bibtex(fit: Any) -> str:
    """BibTeX of the references used; assumptions are left to the assumption list.

    A key that several entries use for different works is written with the name of its entry.
    """
    cited = {name: reference for name, reference in bibliography(fit).items() if reference.kind != "assumed"}
    works: dict[str, list[Reference]] = {}
    for (_, key), reference in cited.items():
        works.setdefault(key, []).append(reference)
    texts: dict[str, str] = {}
    for (entry, key), reference in cited.items():
        alike = all(_fields(other) == _fields(reference) for other in works[key])
        label = key if alike else f"{entry}_{key}"
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in _fields(reference).items())
        texts[label] = f"@misc{{{label},\n{body}\n}}"
    return "\n\n".join(texts.values())


def _fields(reference: Reference) -> dict[str, str]:
    fields = {"title": _latex(reference.title), "doi": reference.doi, "eprint": reference.arxiv, "url": reference.url,
              "note": _latex(reference.where)}  # fmt: skip
    return {name: value for name, value in fields.items() if value}


def _latex(text: str) -> str:
    return re.sub(r"([&%_#$])", r"\\\1", text)
