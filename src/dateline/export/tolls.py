"""How many people an incident killed, by a named convention, from the phrases of its claims."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.export.bundle import Bundle
from dateline.export.conventions import PLURAL, acled, total, ucdp
from dateline.export.crosswalk import Crosswalk, crosswalk
from dateline.record import Claim, Party, Quantity, Summary

# Words between two figures that make the second a part of the first.
_PART_OF = re.compile(r"\b(includ|among|of (them|whom|those|which)|some of)", re.IGNORECASE)
_PLURAL = re.compile(r"(s|people|men|women|children)$", re.IGNORECASE)
_DEADLY = ("killing", "execution")


def acled_fatalities(bundle: Bundle, summary: Summary) -> int:
    """ACLED's number: the highest each origin gives, and of different origins the lowest."""
    figures: dict[str, int] = {}
    origins = _origins(summary)
    for claim in _actual(bundle.claims_of(summary)):
        number = _acled_of(bundle, claim)
        if number is not None:
            origin = origins.get(claim.id, claim.report)
            figures[origin] = max(figures.get(origin, 0), number)
    if figures:
        return min(figures.values())
    return (summary.killed.low or 0) if summary.killed else 0


def _acled_of(bundle: Bundle, claim: Claim) -> int | None:
    counted = _killed(bundle, claim)
    if counted:
        return total(acled(q) for q in counted).low
    words = crosswalk(bundle.codebook)
    trigger = claim.trigger.of(bundle.report_of(claim).text)
    untold = claim.event in _DEADLY and not claim.quantities and words.deadly.search(trigger)
    if untold and any(_PLURAL.search(t.text.strip()) for t in claim.targets):
        return PLURAL
    return None


def deaths_by_side(
    bundle: Bundle, summary: Summary, sides: tuple[Sequence[Party], Sequence[Party]], best: int
) -> tuple[int, int, int]:
    """UCDP's deaths of side a, side b and civilians, together no more than the best estimate.

    A figure goes to civilians when its phrase speaks of people who are no combatants, and to a side
    when its phrase shares a word with that side alone; what is left over is unknown.
    """
    words = crosswalk(bundle.codebook)
    told = [0, 0, 0]  # a, b, civilians
    for claim in _actual(bundle.claims_of(summary)):
        for quantity in _quantities(claim):
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


def _actual(claims: Sequence[Claim]) -> list[Claim]:
    return [c for c in claims if c.polarity == "affirmed" and c.modality == "actual"]


def _quantities(claim: Claim) -> list[Quantity]:
    return sorted((q for q in claim.quantities if q.kind == "killed"), key=lambda q: q.span)


def _killed(bundle: Bundle, claim: Claim) -> list[Quantity]:
    """The figures of a claim that add up to its dead: parts of another figure are left out."""
    found = _quantities(claim)
    everybody = crosswalk(bundle.codebook).everybody
    totals = [q for q in found if not q.of or everybody.search(q.of)]
    if totals and len(found) > 1:
        return [max(totals, key=lambda q: q.least or 0)]
    text = bundle.report_of(claim).text
    return [q for i, q in enumerate(found) if not (i and _PART_OF.search(text[found[i - 1].span.end : q.span.begin]))]


def _origins(summary: Summary) -> dict[str, str]:
    """The origin of every claim that the agreement grid names."""
    return {c: t.origin for view in summary.fields for t in view.told for c in t.claims}
