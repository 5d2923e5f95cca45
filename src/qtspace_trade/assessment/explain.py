"""Explanation in sentences: what limits, why not, what would decide, what would make it feasible."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qtspace_trade.assessment.couplings import TOLD
from qtspace_trade.assessment.findings import Finding, shown
from qtspace_trade.assessment.margins import CLIP
from qtspace_trade.assessment.sharing import cheapest_relaxation, time_conflicts
from qtspace_trade.schema.entries import Platform

SETS_SHOWN = 200
TAKEN_SHOWN = 5


def explain(assessment: Any) -> str:
    """Verdict, limiting rows, what pulls the score, and what is unknown, as text."""
    laws = ", ".join(f"{name} {law or 'no law'}" for name, law in assessment.attitude.items())
    lines = [
        f"{' + '.join(assessment.instruments)} on {assessment.orbit} with {assessment.platform}: {assessment.status}.",
        f"Score {assessment.score:.3f} over {assessment.coverage:.0%} of the weight; "
        f"{assessment.score_low:.2g} with every unknown counted as u = -3. Attitude: {laws}.",
    ]
    heading = "Violated, worst first:" if assessment.limiting and assessment.limiting[0].status == "violated" else "Tightest:"
    lines += [heading, *(f"  - {item.sentence}" for item in assessment.limiting)]
    wishes = [item for item in assessment.violated if not item.hard]
    if wishes:
        lines += ["Wishes that are not met:", *(f"  - {item.sentence}" for item in wishes)]
    lines += told("What neighbours and platform take:", taken(assessment))
    lines += told("Time:", time_told(assessment))
    lines += told("Shared and provided:", synergies_told(assessment))
    pulls = sorted(shares_of_set(assessment).items(), key=lambda item: -item[1])[:3]
    named = [f"{group[0]}.{group[1]} {share:.0%}" for group, share in pulls if share > 0]
    lines.append(f"What pulls the score: {', '.join(named) or 'nothing known'}.")
    if assessment.unknown:
        lines += [f"{feasible_if(assessment)}", *(f"  - {item.sentence}" for item in assessment.unknown)]
    silent = [f"{name}: {', '.join(kinds)}" for name, kinds in assessment.unstated.items() if kinds]
    if silent:
        lines.append(f"Optional kinds that are not stated, counted as unknown in coverage and score_low: {'; '.join(silent)}.")
    lines.append(f"The verdict rests on evidence no better than: {assessment.evidence}.")
    return "\n".join(lines)


def told(heading: str, sentences: Sequence[str]) -> list[str]:
    """A heading with its list, nothing where the list is empty."""
    return [heading, *(f"  - {sentence}" for sentence in sentences)] if sentences else []


def taken(assessment: Any, most: int = TAKEN_SHOWN) -> list[str]:
    """The emitters that take most margin, in sentences."""
    rows = [item for item in assessment.interference if item.taken is not None and item.taken >= TOLD and not item.paused]
    return [_taken(item) for item in rows[:most]]


def _taken(item: Any) -> str:
    at = "".join(f" ({key} {value})" for key, value in item.qualifiers)
    amount = f"{item.contribution:.3g} {item.unit}" if item.into else shown(item.contribution, item.variable)
    where = f" at {item.distance:.2g} m" if item.distance is not None else ""
    variable, emission = (name.replace("_", " ") for name in (item.variable, item.emission))
    text = (
        f"{item.emitter} adds {amount}{where} to {item.victim}'s {variable}{at} by its {emission}: "
        f"margin {item.margin:.2f}, without it {'more than ' if item.margin_without >= CLIP else ''}{item.margin_without:.2f}"
    )
    return text + (f"; {item.further:.2g} times the distance would do" if item.further else "") + f" [{item.evidence}]"


def time_told(assessment: Any) -> list[str]:
    """What holds the time down: pauses, derating by energy and data, and the cheapest way out of a shortage."""
    sentences = []
    for item in assessment.aboard:
        sentences += [f"{victim} pauses while {emitter} operates." for victim, emitter in item.apart]
        sentences += [f"{name} loses {share:.2%} of its time to events on board." for name, share in item.lost]
        if item.shared is None:
            continue
        sentences += [
            f"{name} measures {share:.0%} of the time it asks for: {why}."
            for name, share, why in item.shared.measured if share < 1.0 and why
        ]
        sentences += [f"Not charged: {reason}." for reason in item.shared.unknown]
        if item.shared.z < 1.0:
            sentences += _way_out(item)
    return sentences


def _way_out(item: Any) -> list[str]:
    plan, _ = item.time_plan
    if plan is None:
        return []
    found = cheapest_relaxation(plan.question)
    conflicts = [", ".join(sorted(names)) for names in time_conflicts(plan.question)]
    lines = [f"No time for all of: {names}." for names in conflicts]
    if found is not None and found.changes:
        changes = "; ".join(f"{name} from {before:.3g} to {after:.3g} of the time" for name, before, after in found.changes)
        lines.append(f"Cheapest way out: {changes}.")
    return lines


def synergies_told(assessment: Any) -> list[str]:
    """Credits of shared hardware, improvements in use with their fallback, and science that only the set makes possible."""
    found = assessment.synergies
    credits = [row for item in found["platforms"].values() for row in item["credits"]]
    sentences = [row["sentence"] for row in credits if row["saved"] or (row["saved"] is None and row["resource"] == "mass")]
    for item in found["platforms"].values():
        for row in item["improvements"]:
            fallback = "unknown" if row["margin_if_it_fails"] is None else f"{row['margin_if_it_fails']:.2f}"
            sentences.append(f"{row['sentence']}; the margin is then {fallback}")
    sentences += [
        f"{item['title']}: {item['why']} ({', '.join(sorted({name for group in item['members'] for name in group}))})"
        for item in found["enabled_science"]
    ]
    return sentences


def shares_of_set(assessment: Any) -> dict[tuple, float]:
    """Share of each group in ln D of the whole set; they add up to 1."""
    logs = {item.instrument.name: float(item.scores.log) for item in assessment.placed}
    whole = sum(logs.values())
    return {group: share * logs[group[0]] / whole if whole else 0.0 for group, share in assessment.shares.items()}


def feasible_if(assessment: Any) -> str:
    """What would decide an undetermined verdict."""
    needed = [_wanted(item, _host(assessment, item)) for item in assessment.unknown if item.hard]
    if not needed:
        return "Unknown, but deciding nothing:"
    head = "Feasible if" if not assessment.violated else "Beside what is violated, unknown:"
    return f"{head} {'; '.join(needed)}. Unknown rows:"


def _host(assessment: Any, item: Finding) -> Platform | None:
    """The platform that carries the instruments of a finding."""
    first = item.instrument.partition("+")[0]
    return next((one.environment.platform for one in assessment.placed if one.instrument.name == first), None)


def _wanted(item: Finding, host: Platform | None) -> str:
    if host is not None and item.basis == "gate" and item.sense == "at_most" and item.value is not None:
        capacity = getattr(host, item.variable, None)
        if capacity is None or capacity.bound != "exact":
            resource = item.variable.replace("_", " ")
            return f"the {resource} capacity of {host.name} is at least {shown(item.value, item.variable)}"
    if item.limit is None or item.sense == "absent":
        return f"{item.key} is stated and met"
    word = {"at_most": "at most", "at_least": "at least", "spectrum": "at most", "between": "within",
            "one_of": "one of"}[item.sense]  # fmt: skip
    return f"{item.key} is {word} {shown(item.limit, item.variable)}"


@dataclass(frozen=True)
class WhyNot:
    """Why instruments share no environment.

    Attributes
    ----------
    conflicts : tuple of frozenset of str
        Minimal sets of rows that no environment meets together.
    corrections : tuple of frozenset of str
        Minimal sets of rows whose removal makes some environment feasible.
    where : dict
        (orbit, platform) -> the rows violated there.
    gates : frozenset of str
        Keys that are gates of the platform (attitude, resources, time), not requirements of an instrument.
    nearest : dict
        key -> the largest u at which it is violated: how far the best place is from meeting it.
    complete : bool
        False where there were too many sets to list them all.
    """

    instruments: tuple[str, ...]
    conflicts: tuple[frozenset[str], ...]
    corrections: tuple[frozenset[str], ...]
    where: dict[tuple[str, str], frozenset[str]]
    sentences: dict[str, str]
    gates: frozenset[str]
    nearest: dict[str, float]
    complete: bool = True

    @property
    def minimal(self) -> frozenset[str]:
        """The conflict with the fewest gates; of equals the smallest, across most instruments, farthest from met."""

        def order(keys: frozenset[str]) -> tuple:
            owners = {key.partition(".")[0] for key in keys}
            return len(keys & self.gates), len(keys), -len(owners), sum(self.nearest[key] for key in keys), sorted(keys)

        return min(self.conflicts, key=order, default=frozenset())

    def __str__(self) -> str:
        who = " + ".join(self.instruments)
        if not self.where:
            return f"{who}: no orbit and platform to try."
        if not self.conflicts:
            return f"{who}: nothing is violated on at least one orbit and platform."
        lines = [f"{who}: no orbit and platform meets all of {{{', '.join(sorted(self.minimal))}}} together."]
        for key in sorted(self.minimal):
            places = sorted({f"{orbit} ({platform})" for (orbit, platform), broken in self.where.items() if key in broken})
            lines.append(f"  - {key} is violated on {', '.join(places)}. At best: {self.sentences[key]}")
        lines.append("It would take dropping one of:")
        lines += [f"  - {', '.join(sorted(keys))}" for keys in self.corrections[:5]]
        return "\n".join(lines)


def minimal_sets(families: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """The sets that contain no other of the sets.

    Examples
    --------
    >>> minimal_sets([frozenset("ab"), frozenset("a")])
    (frozenset({'a'}),)
    """
    kept: list[frozenset[str]] = []
    for candidate in sorted(set(families), key=lambda keys: (len(keys), sorted(keys))):
        if not any(one <= candidate for one in kept):
            kept.append(candidate)
    return tuple(kept)


def hitting_sets(families: Sequence[frozenset[str]], most: int = SETS_SHOWN) -> tuple[tuple[frozenset[str], ...], bool]:
    """Minimal sets that meet every one of the given sets (Berge), and whether the list is complete.

    Examples
    --------
    >>> sets, complete = hitting_sets([frozenset({"q"}), frozenset({"t", "p"})])
    >>> [sorted(keys) for keys in sets], complete
    ([['p', 'q'], ['q', 't']], True)
    """
    partial: tuple[frozenset[str], ...] = (frozenset(),)
    complete = True
    for family in minimal_sets(families):
        grown = itertools.chain.from_iterable(
            [one] if one & family else [one | {key} for key in sorted(family)] for one in partial
        )
        partial = minimal_sets(grown)
        if len(partial) > most:
            partial, complete = partial[:most], False
    return partial, complete


def why_not(instruments: tuple[str, ...], violated: Mapping[tuple[str, str], Sequence[Finding]]) -> WhyNot:
    """Minimal conflicts and corrections of one set of instruments.

    Parameters
    ----------
    violated : mapping
        (orbit, platform) -> the hard rows and gates violated there, for every place tried.
    """
    causes = {place: _causes(found) for place, found in violated.items()}
    where = {place: frozenset(item.key for item in found) for place, found in causes.items()}
    worst_first = sorted((item for found in causes.values() for item in found), key=_farness)
    nearest = {item.key: _farness(item) for item in worst_first}
    sentences = {item.key: item.sentence for item in worst_first}
    gates = frozenset(item.key for item in worst_first if item.basis == "gate")
    about = (where, sentences, gates, nearest)
    if not where or any(not broken for broken in where.values()):
        return WhyNot(instruments, (), (), *about)
    conflicts, complete = hitting_sets(list(where.values()))
    return WhyNot(instruments, conflicts, minimal_sets(where.values()), *about, complete)


def _causes(found: Sequence[Finding]) -> list[Finding]:
    """Without the time of instruments that find no attitude law: there is none because of that."""
    lawless = {item.instrument for item in found if item.variable == "attitude_law"}
    return [item for item in found if item.variable != "time_share" or lawless.isdisjoint(item.instrument.split("+"))]


def _farness(item: Finding) -> float:
    return item.u if item.u is not None else 0.0
