"""Which claims of a message are incidents to MUC, of which type, and which are one incident.

What is asked for (the MUC-3 and MUC-4 task definition): violence with political aims against people who
take no part in it and against their things. Not asked for: fighting between armed forces and guerrillas,
attacks on either, seizures by the authorities, what lies months back, and what is told of nobody.
An explosive in the sentence makes an attack a bombing; deaths and damage told beside a bombing or an
arson are part of it. A bomb that was defused is a bombing that was attempted; what somebody threatens to
do is an incident too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bench.muc_phrases import is_named, person_names, said
from dateline.coding.lemmas import lemmas
from dateline.record import Claim, Interval, Reading, Span

_TYPES = {
    "attack": "attack", "killing": "attack", "execution": "attack", "shelling": "attack", "air_strike": "attack",
    "missile_strike": "attack", "torture": "attack", "sexual_violence": "attack", "destruction": "attack",
    "bombing": "bombing", "abduction": "kidnapping", "looting": "robbery",
}  # fmt: skip
_BURNING = frozenset({"burn", "torch", "arson", "fire", "set"})
EXPLOSIVES = frozenset("bomb dynamite explosive device grenade mine tnt blast explosion charge".split())
_BY_BOMB = frozenset({"attack", "destruction", "air_strike"})
_WHOLES = frozenset({"bombing", "arson"})
_CONSEQUENCES = frozenset({"attack", "killing", "destruction"})
_ARMED = frozenset({"MIL", "REB"})
_AUTHORITIES = frozenset({"GOV", "MIL", "COP", "JUD"})
DEFUSED = frozenset("defuse deactivate disarm neutralize foil".split())
_MENACE = frozenset("threaten threat warn plot".split())
_RECENT = timedelta(days=60)
_SURE = 0.5


@dataclass(slots=True)
class Incident:
    """Claims taken for one incident, in text order."""

    kind: str
    claims: list[Claim] = field(default_factory=list)


def incidents(claims: Sequence[Claim], reading: Reading) -> list[Incident]:
    """The incidents of a message: each claim joins the last one that it can be part of."""
    found: list[Incident] = []
    for claim in claims:
        kind = kind_of(claim, reading)
        if kind is None or not is_asked_for(claim, reading):
            continue
        for home in reversed(found):
            part = home.kind in _WHOLES and kind == "attack" and claim.event in _CONSEQUENCES
            if (home.kind == kind or part) and all(compatible(claim, c, reading) for c in home.claims):
                break
        else:
            found.append(home := Incident(kind))
        home.claims.append(claim)
    return [i for i in found if any(c.weapons or _harms_others(c) for c in i.claims)]


def _harms_others(claim: Claim) -> bool:
    """True when somebody or something is hit that is no armed force."""
    return any(p.sector not in _ARMED for p in claim.targets)


def kind_of(claim: Claim, reading: Reading) -> str | None:
    """The MUC incident type of a claim, or None for an event that MUC does not ask for."""
    if claim.event == "interception" and DEFUSED & lemmas_in(reading, claim.trigger):
        return "bombing" if EXPLOSIVES & lemmas_in(reading, claim.evidence) else None
    if claim.event == "destruction" and _BURNING & lemmas_in(reading, claim.trigger):
        return "arson"
    spans = [p.span for p in claim.actors] + list(claim.weapons)
    if claim.event in _BY_BOMB:
        spans.append(claim.evidence)
    if _TYPES.get(claim.event) == "attack" and any(EXPLOSIVES & lemmas_in(reading, s) for s in spans):
        return "bombing"
    return _TYPES.get(claim.event)


def lemmas_in(reading: Reading, span: Span) -> set[str]:
    """Base forms of the words of a span."""
    return set().union(*(lemmas(reading.words[i].form) for i in reading.words_in(span)))


def is_asked_for(claim: Claim, reading: Reading) -> bool:
    """True for what was done, lately, to others than armed forces and guerrillas."""
    if claim.polarity == "denied" or claim.confidence < _SURE:
        return False
    if claim.modality != "actual" and not _MENACE & lemmas_in(reading, claim.evidence):
        return False
    published, when = reading.report.published, claim.when
    if published and when and when.latest and published - when.latest > _RECENT:
        return False
    if claim.event == "looting" and any(p.sector in _AUTHORITIES for p in claim.actors):
        return False
    return not claim.targets or _harms_others(claim)


def compatible(a: Claim, b: Claim, reading: Reading) -> bool:
    """True unless both tell places, days or names of victims, and these exclude each other."""
    if a.place and b.place and a.place.name and b.place.name and a.place.name != b.place.name:
        return False
    if not _overlap(a.when, b.when):
        return False
    hit, struck = named_words(a, reading), named_words(b, reading)
    return not (hit and struck) or bool(hit & struck)


def _overlap(x: Interval | None, y: Interval | None) -> bool:
    """True unless both are known from end to end and share no day."""
    if not (x and y and x.earliest and x.latest and y.earliest and y.latest):
        return True
    return x.earliest <= y.latest and y.earliest <= x.latest


def named_words(claim: Claim, reading: Reading) -> set[str]:
    """The words of the names of a claim's victims."""
    names = (n for p in claim.targets for n in person_names(reading, p.span) if is_named(reading, p.span, n))
    return {word for name in names for word in said(reading, name).split()}
