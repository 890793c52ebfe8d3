"""Grounding: mentions into the world. Where, when and who, each with the reason it was chosen.

    claims (mentions) ──places──▶ areas ──times──▶ days ──parties──▶ names ──▶ claims (grounded)

Places come first, since they tell which country a report is about; days and parties need no order.
Every mention of a report is resolved together: what one sentence leaves open, another may settle.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dateline.grounding.gazetteer import Gazetteer
from dateline.grounding.parties import PartyResolver
from dateline.grounding.places import PlaceResolver
from dateline.grounding.registry import Registry
from dateline.grounding.times import TimeResolver
from dateline.grounding.toponyms import ACT_ABROAD
from dateline.record import Claim, Interval, Party, Place, Reading, Source, Span

__all__ = ["Gazetteer", "Registry", "World", "ground"]

_PRONOUNS = frozenset("i he she it they we".split())
# Parties whose name does not tell where a report plays.
_AT_HOME_NOWHERE = frozenset({"state", "agency", "body", "coalition"})
_LOCATIONS = frozenset({"Location"})
# In these events actor and target are never one party.
_HOSTILE = frozenset(
    "air_strike missile_strike shelling bombing clash attack killing execution torture sexual_violence interception"
    " advance capture siege detention abduction destruction looting accusation demand threat sanction".split()
)


@dataclass(frozen=True, slots=True)
class World:
    """What grounding knows: places, parties, and the calendar."""

    registry: Registry
    places: PlaceResolver
    parties: PartyResolver
    times: TimeResolver

    @classmethod
    def load(cls, gazetteer: Gazetteer, registry: Registry) -> World:
        """The resolvers over a gazetteer and a registry."""
        return cls(registry, PlaceResolver(gazetteer), PartyResolver(registry), TimeResolver())


def ground(claims: Sequence[Claim], reading: Reading, world: World) -> tuple[Claim, ...]:
    """Claims with their mentions resolved; one that cannot be resolved keeps its words alone."""
    places = _places(claims, reading, world)
    times = _times(claims, reading, world)
    parties = _parties(claims, reading, world, places)
    return tuple(_grounded(c, places, times, parties) for c in claims)


def _grounded(
    claim: Claim,
    places: dict[Span, Place],
    times: dict[tuple[Span, str], Interval],
    parties: dict[Span, Party],
) -> Claim:
    """One claim with the values found for its mentions, and the reasons added to its notes."""

    def where(place: Place | None) -> Place | None:
        return places.get(place.span, place) if place else None

    def who(found: tuple[Party, ...]) -> tuple[Party, ...]:
        return tuple(parties.get(p.span, p) for p in found)

    when = times.get((claim.when.span, claim.modality), claim.when) if claim.when else None
    sources = _once([Source(parties.get(s.party.span, s.party), s.stance) for s in claim.sources], claim)
    place, actors, targets = where(claim.place), who(claim.actors), who(claim.targets)
    reasons = [p.why for p in (place, *actors, *targets, *(s.party for s in sources)) if p and p.why]
    if when and when.why:
        reasons.append(when.why)
    return replace(
        claim,
        place=place,
        origin=where(claim.origin),
        destination=where(claim.destination),
        when=when,
        actors=actors,
        targets=targets,
        sources=sources,
        notes=claim.notes + tuple(dict.fromkeys(reasons)),
    )


def _once(sources: Sequence[Source], claim: Claim) -> tuple[Source, ...]:
    """Sources with each speaker once: of "Townsend" and "he" the one in the claim's sentence, then the nearer."""

    def distance(source: Source) -> tuple[bool, int]:
        span = source.party.span
        return not claim.evidence.overlaps(span), max(span.begin - claim.trigger.end, claim.trigger.begin - span.end)

    kept: list[Source] = []
    for source in sorted(sources, key=distance):
        if not any(_is_again(source.party, other.party) for other in kept):
            kept.append(source)
    return tuple(s for s in sources if s in kept)


def _is_again(one: Party, other: Party) -> bool:
    """True for two mentions of one party of which one is a pronoun, or that end alike, and for one pronoun twice."""
    last = {p.text.casefold().split()[-1] for p in (one, other)}
    if one.name is None:
        return other.name is None and len(last) == 1 and last <= _PRONOUNS
    return one.name == other.name and (len(last) == 1 or bool(last & _PRONOUNS))


def _places(claims: Sequence[Claim], reading: Reading, world: World) -> dict[Span, Place]:
    """Every place mention of a report, resolved together."""
    mentions = sorted({p.span for c in claims for p in (c.place, c.origin, c.destination) if p})
    if not mentions:
        return {}
    parties = _party_names(reading.report.text, world.registry)
    found = world.places.resolve(
        reading.report.text,
        mentions,
        toponyms=[part for run in _toponyms(reading) for part in _without(run, parties) if _is_named(reading, part)],
        filed_from=reading.report.filed_from,
        hints=_homes(reading.report.text, world.registry),
        parties=parties,
    )
    return {m: p for m, p in zip(mentions, found, strict=True) if p is not None}


def _toponyms(reading: Reading) -> list[Span]:
    """Runs of words that the reader takes for places."""
    spans = _runs(reading, "name", {"place"}) + _runs(reading, "entity", _LOCATIONS)
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or not kept[-1].overlaps(span):
            kept.append(span)
    return kept


def _party_names(text: str, registry: Registry) -> list[Span]:
    """Where the registry reads a party that is no state: "Islamic State" is not a place, nor is "IRNA"."""
    tokens, hits = registry.scan(text)
    return [
        Span(tokens[hit.first].begin, tokens[hit.last].end)
        for hit in hits
        if all(alias.entry.kind != "state" for alias in hit.aliases)
    ]


def _homes(text: str, registry: Registry) -> list[str]:
    """Countries whose people and groups the text names, each once: those that act in one country only."""
    homes = Counter[str]()
    for hit in registry.scan(text)[1]:
        found = {alias.entry.country for alias in hit.aliases if alias.entry.kind not in _AT_HOME_NOWHERE}
        found |= {c for alias in hit.aliases for c in alias.entry.places}
        if len(found) == 1 and all(alias.entry.kind not in _AT_HOME_NOWHERE for alias in hit.aliases):
            homes.update(c for c in found if c)
    return [country for country in homes if country not in ACT_ABROAD]


def _without(run: Span, parties: Sequence[Span]) -> list[Span]:
    """What is left of a run before, between and after the parties that it holds: the tags run long."""
    left, begin = [], run.begin
    for party in sorted(p for p in parties if run.overlaps(p)):
        left.append((begin, party.begin))
        begin = max(begin, party.end)
    return [Span(a, b) for a, b in (*left, (begin, run.end)) if a < b]


def _is_named(reading: Reading, span: Span) -> bool:
    """True for a stretch that holds a proper noun."""
    return any(reading.words[i].tag == "PROPN" for i in reading.words_in(span))


def _runs(reading: Reading, layer: str, types: Iterable[str]) -> list[Span]:
    """Spans of one layer of BIO tags ("name" or "entity")."""
    wanted, runs, first = set(types), list[Span](), None
    tags = [w.name if layer == "name" else w.entity for w in reading.words]
    for i, tag in enumerate([*tags, "O"]):
        inside = tag[:2] == "I-" and first is not None and tag[2:] == tags[first][2:]
        if first is not None and not inside:
            runs.append(reading.span_of(first, i - 1))
            first = None
        if first is None and tag != "O" and tag[2:] in wanted:
            first = i
    return runs


def _times(claims: Sequence[Claim], reading: Reading, world: World) -> dict[tuple[Span, str], Interval]:
    """Every time mention, resolved in text order; a plan looks ahead where a deed looks back."""
    wanted = sorted({(c.when.span, c.modality) for c in claims if c.when})
    if not wanted:
        return {}
    found = world.times.resolve(
        reading.report.text,
        [span for span, _ in wanted],
        anchor=reading.report.published,
        tenses=["future" if modality == "planned" else "past" for _, modality in wanted],
    )
    return dict(zip(wanted, found, strict=True))


def _parties(claims: Sequence[Claim], reading: Reading, world: World, places: dict[Span, Place]) -> dict[Span, Party]:
    """Every actor, target and source of a report, resolved together."""
    mentions = sorted({p.span for c in claims for p in (*c.actors, *c.targets, *(s.party for s in c.sources))})
    if not mentions:
        return {}
    heads = [reading.head_in(m) for m in mentions]
    names = [(span, kind) for kind in ("person", "organization", "place") for span in _runs(reading, "name", {kind})]
    found = world.parties.resolve(
        reading.report.text,
        mentions,
        heads=[reading.words[h].span if h is not None else m for h, m in zip(heads, mentions, strict=True)],
        names=sorted(names),
        published=reading.report.published,
        countries=_countries(places.values()),
        sentences=[reading.span_of(a, b - 1) for a, b in reading.sentences],
        words=reading.words,
        links=reading.links,
        opponents=_opponents(claims),
        filed_from=reading.report.filed_from,
        speakers={s.party.span for c in claims for s in c.sources},
    )
    return dict(zip(mentions, found, strict=True))


def _opponents(claims: Iterable[Claim]) -> dict[Span, list[Span]]:
    """For every party of a hostile event, those on the other side of it."""
    sides: dict[Span, list[Span]] = defaultdict(list)
    for claim in claims:
        if claim.event not in _HOSTILE:
            continue
        for actor in claim.actors:
            for target in claim.targets:
                sides[actor.span].append(target.span)
                sides[target.span].append(actor.span)
    return sides


def _countries(places: Iterable[Place]) -> list[str]:
    """Countries of the places of a report, the commonest first."""
    counts = Counter(p.country for p in places if p.country)
    return [country for country, _ in counts.most_common()]
