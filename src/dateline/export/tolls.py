"""How many people an incident killed, by a named convention, from the phrases that merging counted.

Which figures count, and which are parts of others, is decided there (`Toll.counted`); here they are
only counted another way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.export.bundle import Bundle
from dateline.export.conventions import PLURAL, acled, total, ucdp
from dateline.export.crosswalk import Crosswalk, crosswalk
from dateline.record import Claim, Counted, Party, Quantity, Span, Summary

_PLURAL = re.compile(r"(s|people|men|women|children)$", re.IGNORECASE)
_DEADLY = ("killing", "execution")


def acled_fatalities(bundle: Bundle, summary: Summary) -> int:
    """ACLED's number: the highest each origin gives, and of different origins the lowest."""
    figures: dict[str, int] = {}
    origins = _origins(summary)
    for claim, number in _numbers(bundle, summary):
        if claim.polarity == "affirmed" and claim.modality == "actual":
            origin = origins.get(claim.id, claim.report)
            figures[origin] = max(figures.get(origin, 0), number)
    if figures:
        return min(figures.values())
    return (summary.killed.low or 0) if summary.killed else 0


def _numbers(bundle: Bundle, summary: Summary) -> list[tuple[Claim, int]]:
    """What each claim counts, and "several" for the killings of several that give no figure."""
    counted = [(bundle.claims[c.claim], c.phrases) for c in _counted(bundle, summary) if c.phrases]
    out = [(claim, total(acled(q) for q in _quantities(claim, spans)).low or 0) for claim, spans in counted]
    words = crosswalk(bundle.codebook)
    for claim in bundle.claims_of(summary):
        trigger = claim.trigger.of(bundle.report_of(claim).text)
        untold = claim.event in _DEADLY and not claim.quantities and words.deadly.search(trigger)
        if untold and any(_PLURAL.search(t.text.strip()) for t in claim.targets):
            out.append((claim, PLURAL))
    return out


def deaths_by_side(
    bundle: Bundle, summary: Summary, sides: tuple[Sequence[Party], Sequence[Party]], best: int
) -> tuple[int, int, int]:
    """UCDP's deaths of side a, side b and civilians, together no more than the best estimate.

    A figure goes to civilians when its phrase speaks of people who are no combatants, and to a side
    when its phrase shares a word with that side alone; what is left over is unknown.
    """
    words = crosswalk(bundle.codebook)
    told = [0, 0, 0]  # a, b, civilians
    for counted in _counted(bundle, summary):
        for quantity in _quantities(bundle.claims[counted.claim], (*counted.phrases, *counted.parts)):
            group = _group(words, quantity, sides)
            if group is not None:
                told[group] = max(told[group], ucdp(quantity).best or 0)
    out, left = [0, 0, 0], best
    for group in (2, 0, 1):
        out[group] = min(told[group], left)
        left -= out[group]
    return out[0], out[1], out[2]


def _group(words: Crosswalk, quantity: Quantity, sides: tuple[Sequence[Party], Sequence[Party]]) -> int | None:
    of = (quantity.of or "").strip()
    if not of or words.everybody.fullmatch(of):
        return None
    named = [any(_speaks_of(of, p) for p in side) for side in sides]
    if words.armed.search(of):
        return named.index(True) if sum(named) == 1 else None
    return 2 if words.civilian.search(of) else (named.index(True) if sum(named) == 1 else None)


def _speaks_of(phrase: str, party: Party) -> bool:
    """True when a phrase shares a telling word with a party's mention or name."""
    telling = set(re.findall(r"\w{4,}", phrase.casefold()))
    return bool(telling & set(re.findall(r"\w{4,}", f"{party.text} {party.name or ''}".casefold())))


def _counted(bundle: Bundle, summary: Summary) -> list[Counted]:
    """What went into the toll, as far as its claims are here."""
    return [c for c in summary.killed.counted if c.claim in bundle.claims] if summary.killed else []


def _quantities(claim: Claim, spans: Sequence[Span]) -> list[Quantity]:
    """The numbers of a claim at some places of the text."""
    return [q for q in claim.quantities if q.span in spans]


def _origins(summary: Summary) -> dict[str, str]:
    """The origin of every claim that the agreement grid names."""
    return {c: t.origin for view in summary.fields for t in view.told for c in t.claims}
