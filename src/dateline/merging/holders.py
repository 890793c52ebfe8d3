"""Who holds what: claims of control, capture, withdrawal and siege as a dated sequence per place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dateline.merging.accounts import folded
from dateline.record import Claim, Origin, Party, Place

Change = Literal["holds", "does not hold", "takes", "leaves", "besieges", "lifts the siege"]

_CHANGES: dict[tuple[str, str], Change] = {
    ("control", "affirmed"): "holds",
    ("control", "denied"): "does not hold",
    ("capture", "affirmed"): "takes",
    ("withdrawal", "affirmed"): "leaves",
    ("siege", "affirmed"): "besieges",
    ("siege_lifted", "affirmed"): "lifts the siege",
}


@dataclass(frozen=True, slots=True)
class Hold:
    """One step in who holds a place: who does what from when on, and which claims and origins say so.

    `earliest`/`latest` are the days of the event; without a date they are None and `published`, the
    first day of publication, is the only order there is. `rivals` are parties that other claims
    with overlapping days say held or took the place.
    """

    place: Place
    party: Party | None
    change: Change
    earliest: date | None
    latest: date | None
    published: date | None
    claims: tuple[str, ...]
    origins: tuple[str, ...]
    rivals: tuple[str, ...] = ()


def holders(
    claims: Iterable[Claim], origins: Mapping[str, Origin], *, published: Mapping[str, date | None]
) -> dict[str, list[Hold]]:
    """For every named place, by name: its steps in order of time, told by actual claims alone.

    Claims of the same step (same party, same change, days that touch) are one, with all their origins.
    """
    steps: dict[tuple[str, str, Change], list[Hold]] = {}
    for claim in sorted(claims, key=lambda c: (_start(c, published), c.report, c.trigger, c.id)):
        change = _CHANGES.get((claim.event, claim.polarity))
        if change is None or claim.modality != "actual" or claim.place is None:
            continue
        for party in claim.actors or (None,):
            told = _hold(claim, claim.place, party, change, origins, published)
            same = steps.setdefault((_key(claim.place), _name(party), change), [])
            if same and _touch(same[-1], told):
                same[-1] = _together(same[-1], told)
            else:
                same.append(told)
    out: dict[str, list[Hold]] = {}
    for (place, _, _), found in sorted(steps.items(), key=lambda item: item[0]):
        out.setdefault(place, []).extend(found)
    return {place: _ordered(found) for place, found in out.items()}


def _hold(
    claim: Claim,
    place: Place,
    party: Party | None,
    change: Change,
    origins: Mapping[str, Origin],
    published: Mapping[str, date | None],
) -> Hold:
    origin = origins.get(claim.report)
    earliest, latest = (claim.when.earliest, claim.when.latest) if claim.when else (None, None)
    key = origin.key if origin else f"report {claim.report}"
    return Hold(place, party, change, earliest, latest, published.get(claim.report), (claim.id,), (key,))


def _ordered(found: Iterable[Hold]) -> list[Hold]:
    """Steps in order of time, each with the rival holders of the same days."""
    steps = sorted(found, key=lambda h: (_first(h), _name(h.party), h.change))
    return [_with_rivals(step, steps) for step in steps]


def _with_rivals(step: Hold, steps: Iterable[Hold]) -> Hold:
    if step.change not in ("holds", "takes"):
        return step
    rivals = {
        _name(other.party)
        for other in steps
        if other.change in ("holds", "takes") and other.party and _name(other.party) != _name(step.party)
        and _overlap(step, other)
    }  # fmt: skip
    values = (step.place, step.party, step.change, step.earliest, step.latest, step.published)
    return Hold(*values, step.claims, step.origins, tuple(sorted(rivals)))


def _together(a: Hold, b: Hold) -> Hold:
    """Two tellings of one step."""
    days = [d for d in (a.published, b.published) if d]
    narrow = min((h for h in (a, b) if h.earliest and h.latest), key=_length, default=a)
    return Hold(
        min((a.place, b.place), key=lambda p: (p.lat is None, p.radius_km or 0.0)),
        a.party,
        a.change,
        narrow.earliest,
        narrow.latest,
        min(days, default=None),
        (*a.claims, *b.claims),
        tuple(dict.fromkeys((*a.origins, *b.origins))),
    )


def _touch(a: Hold, b: Hold) -> bool:
    """True when the days of two steps overlap or follow each other; undated, when published within 3 days."""
    if a.earliest and a.latest and b.earliest and b.latest:
        return (b.earliest - a.latest).days <= 1 and (a.earliest - b.latest).days <= 1
    return abs((_first(a) - _first(b)).days) <= 3


def _overlap(a: Hold, b: Hold) -> bool:
    if not (a.earliest and a.latest and b.earliest and b.latest):
        return False
    return a.earliest <= b.latest and b.earliest <= a.latest


def _length(hold: Hold) -> int:
    return (hold.latest - hold.earliest).days if hold.earliest and hold.latest else 0


def _first(hold: Hold) -> date:
    return hold.earliest or hold.published or date.max


def _start(claim: Claim, published: Mapping[str, date | None]) -> date:
    return (claim.when.earliest if claim.when else None) or published.get(claim.report) or date.max


def _key(place: Place) -> str:
    return place.name or folded(place.text)


def _name(party: Party | None) -> str:
    return (party.name or folded(party.text)) if party else ""
