"""Accounts: what one report says of one event, its claims put side by side for comparison."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.merging.rules import Rules
from dateline.record import Claim, Origin, Party, Place, Span

Days = tuple[int, int]
Figures = frozenset[tuple[float | None, float | None]]

WORD = re.compile(r"[^\W\d_]{3,}")
_ENDING = re.compile(r"(ings?|edly|ed|ers?|es|s)$")


@dataclass(frozen=True, slots=True)
class Account:
    """The values of some claims of one event, ready to be compared.

    `alike` are the types that reports put for its own, `families` those it can be compared
    within. `places` are the narrowest located ones; `days` the narrowest dated interval, as ordinals, and
    `published` the first day of publication, likewise. Parties are canonical names; members of a
    state's organs also stand as "state SYR". `words` are the telling words of the sentences with how
    rare they are, up to 1, and `triggers` the stems of the words that name the event; both are empty
    when the texts are not at hand. `begin` and `end` are where its claims stand in their report.
    `sides` are those of the actors, "state" or "armed", `voices` those whose numbers of dead they are.
    `triggers_at` gives for where a sentence begins its first trigger, `turns` are the places in its
    sentences of words that set events apart.
    """

    claims: tuple[str, ...]
    reports: frozenset[str]
    origins: frozenset[str]
    events: frozenset[str]
    alike: frozenset[str]
    families: frozenset[str]
    places: tuple[Place, ...]
    names: frozenset[str]
    days: Days | None
    published: int | None
    actors: frozenset[str]
    targets: frozenset[str]
    killed: Figures
    injured: Figures
    weapons: frozenset[str]
    words: Mapping[str, float]
    triggers: frozenset[str]
    denied: bool
    modalities: frozenset[str]
    begin: int
    end: int
    points_back: bool
    turns_away: bool
    sides: frozenset[str]
    voices: frozenset[str]
    triggers_at: Mapping[int, int]
    turns: tuple[int, ...]


def account(
    claims: Sequence[Claim],
    rules: Rules,
    *,
    published: Mapping[str, date | None],
    texts: Mapping[str, str],
    origins: Mapping[str, Origin],
) -> Account:
    """The account that some claims, usually of one report, give together."""
    ordered = sorted(claims, key=lambda c: (c.report, c.trigger, c.id))
    first = ordered[0]
    days = [d for c in ordered if (d := published.get(c.report))]
    return Account(
        claims=tuple(c.id for c in ordered),
        reports=frozenset(c.report for c in ordered),
        origins=frozenset(o.key for c in ordered if (o := origins.get(c.report))),
        events=frozenset(c.event for c in ordered),
        alike=frozenset(x for c in ordered for x in rules.alike.get(c.event, {c.event})),
        families=frozenset(x for c in ordered for x in rules.families.get(c.event, {c.event})),
        places=_narrowest(ordered),
        names=frozenset(folded(p.name or p.text) for c in ordered for p in _places(c)),
        days=_days(ordered),
        published=min(days).toordinal() if days else None,
        actors=_names((p for c in ordered for p in c.actors), rules),
        targets=_names((p for c in ordered for p in c.targets), rules),
        killed=_figures(ordered, "killed"),
        injured=_figures(ordered, "injured"),
        weapons=frozenset(w for c in ordered for s in c.weapons for w in _telling(_quote(s, c, texts), rules)),
        words={w: rules.rarity.get(w, 1.0) for c in ordered for w in _telling(_quote(c.evidence, c, texts), rules)},
        triggers=frozenset(w for c in ordered for w in _telling(_quote(c.trigger, c, texts), rules)),
        denied=all(c.polarity == "denied" for c in ordered),
        modalities=frozenset(c.modality for c in ordered),
        begin=min(c.evidence.begin for c in ordered),
        end=max(c.evidence.end for c in ordered),
        points_back=_points_back(first, texts, rules),
        turns_away=_turns_away(first, texts, rules),
        sides=_sides(ordered, rules),
        voices=frozenset(_voices(c for c in ordered if _figures([c], "killed"))),
        triggers_at={c.evidence.begin: c.trigger.begin for c in reversed(ordered)},
        turns=tuple(sorted({n for c in ordered for n in _turns(c, texts, rules)})),
    )


def folded(name: str) -> str:
    """A name without case, diacritics, hyphens and articles."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(w for w in letters.split() if w not in ("al", "el", "the", "ad", "as", "ash", "ar"))


def located(account: Account) -> Place | None:
    """The narrowest located place of an account."""
    return account.places[0] if account.places else None


def _places(claim: Claim) -> list[Place]:
    return [p for p in (claim.place, claim.destination, claim.origin) if p]


def _narrowest(claims: Iterable[Claim]) -> tuple[Place, ...]:
    """Located places, those as narrow as the narrowest, at most three."""
    found = {(p.radius_km or 0.0, p.lat, p.lon): p for c in claims for p in _places(c) if p.lat is not None}
    ordered = [found[k] for k in sorted(found, key=lambda k: (k[0], k[1] or 0.0, k[2] or 0.0))]
    return tuple(p for p in ordered if (p.radius_km or 0) <= 2 * max(ordered[0].radius_km or 0, 10))[:3]


def _days(claims: Iterable[Claim]) -> Days | None:
    """The narrowest dated interval; of equals the one told first."""
    found = [
        (c.when.earliest.toordinal(), c.when.latest.toordinal())
        for c in claims
        if c.when and c.when.earliest and c.when.latest
    ]
    return min(found, key=lambda d: d[1] - d[0], default=None)


def _names(parties: Iterable[Party], rules: Rules) -> frozenset[str]:
    out: set[str] = set()
    for party in parties:
        if party.name:
            out.add(party.name)
        if party.country and party.sector in rules.state:
            out.add(f"state {party.country}")
    return frozenset(out)


def _sides(claims: Sequence[Claim], rules: Rules) -> frozenset[str]:
    """Whether the doers, named or not, belong to a state or to armed groups that fight one."""
    named = frozenset(_side(p, rules) for c in claims for p in c.actors) - {""}
    return named or frozenset("state" for c in claims if c.event in rules.flown)


def _side(party: Party, rules: Rules) -> str:
    if party.sector in rules.state:
        return "state"
    return "armed" if party.sector in rules.armed else ""


def _figures(claims: Iterable[Claim], kind: str) -> Figures:
    return frozenset((q.least, q.most) for c in claims for q in c.quantities if q.kind == kind)


def _voices(claims: Iterable[Claim]) -> Iterator[str]:
    """Names of those who say it."""
    for claim in claims:
        yield from (folded(s.party.name or s.party.text) for s in claim.sources)


def _quote(span: Span, claim: Claim, texts: Mapping[str, str]) -> str:
    return span.of(texts.get(claim.report, ""))


def _telling(quote: str, rules: Rules) -> set[str]:
    """Stems of the words that can tell one event from another."""
    found = (w.casefold() for w in WORD.findall(quote))
    return {stem(w) for w in found if w not in rules.common}


def stem(word: str) -> str:
    """A word of lower case without its ending."""
    return _ENDING.sub("", word) if len(word) > 4 else word


def _points_back(claim: Claim, texts: Mapping[str, str], rules: Rules) -> bool:
    """True when the words before the trigger point to an event already told ("the attack")."""
    before = texts.get(claim.report, "")[max(claim.evidence.begin, claim.trigger.begin - 25) : claim.trigger.begin]
    return any(w in rules.back for w in before.casefold().split()[-2:])


def _turns_away(claim: Claim, texts: Mapping[str, str], rules: Rules) -> bool:
    """True when the sentence opens by turning to another event ("Elsewhere, …")."""
    opening = texts.get(claim.report, "")[claim.evidence.begin : claim.evidence.begin + 40].casefold()
    return opening.startswith(rules.away)


def _turns(claim: Claim, texts: Mapping[str, str], rules: Rules) -> list[int]:
    """Where words stand in the sentence that set the events before and after them apart."""
    found = rules.apart.finditer(_quote(claim.evidence, claim, texts))
    return [claim.evidence.begin + turn.start() for turn in found]
