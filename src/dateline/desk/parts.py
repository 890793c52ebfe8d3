"""Parts of pages from the types of the record: plain values, and an incident in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from dateline.desk import pages
from dateline.record import (
    Claim,
    Interval,
    Origin,
    Party,
    Place,
    Quantity,
    Relation,
    Report,
    Source,
    Span,
    Summary,
    Toll,
)
from dateline.store import Entry, Numbered
from dateline.store.summaries import Listed

_SHOWN = 3  # names in one sentence
# What stands between an act and those it was done to, where it is not "against".
_TOWARDS = {
    **dict.fromkeys(
        "killing execution torture detention abduction release displacement destruction looting interception capture "
        "control siege arming surrender accusation support rejection investigation".split(), "of"
    ),
    **dict.fromkeys("clash talks agreement".split(), "with"),
    **dict.fromkeys("aid demand".split(), "to"),
}  # fmt: skip
_TITLE = 100  # characters of a text that stands for a missing title
_COMPASS = {"N": "north", "NE": "north-east", "E": "east", "SE": "south-east", "S": "south", "SW": "south-west",
            "W": "west", "NW": "north-west"}  # fmt: skip
# Parts of a place that stand before its name without "of".
_ADJECTIVE = re.compile(r"(?:far |central-)?(?:north|south)?[- ]?(?:east|west|north|south)?(?:ern|ernmost)?"
                        r"|central|downtown|inner|upper|lower|rural")  # fmt: skip


def iso(moment: date | datetime | None) -> str | None:
    """A day or an instant as text."""
    return moment.isoformat() if moment else None


def event_label(key: str) -> str:
    """An event type as it reads."""
    return key.replace("_", " ")


# ---------------------------------------------------------------- incidents


def listed_line(given: Listed) -> pages.IncidentLine:
    """An incident that was asked for without its grid."""
    return incident_line(given.summary, disputed=given.disputed)


def incident_line(summary: Summary, *, disputed: bool = False) -> pages.IncidentLine:
    """An incident in a list; with its grid it is known whether it is disputed."""
    place = summary.place
    conflict = disputed or any(view.agreement == "conflict" for view in summary.fields)
    return pages.IncidentLine(
        id=summary.incident.id,
        sentence=sentence(summary),
        events=summary.events,
        status=summary.status,
        disputed=summary.status == "disputed" or conflict,
        modality=summary.modality,
        earliest=iso(summary.earliest),
        latest=iso(summary.latest),
        place=(place.name or place.text) if place else None,
        country=place.country if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        radius_km=place.radius_km if place else None,
        precision=place.precision if place else None,
        killed=figure(summary.killed),
        injured=figure(summary.injured),
        actors=_names(summary.actors),
        targets=_names(summary.targets),
        origins=len({origin.key for origin in summary.origins}),
        reports=len(summary.reports),
        last_published=iso(summary.last_published),
    )


def sentence(summary: Summary) -> str:
    """What is claimed, in one sentence: what, by whom, to whom, where, when, how many."""
    what = " and ".join(event_label(e) for e in summary.events[:2]) or "event"
    if summary.modality != "actual":
        what = f"{summary.modality} {what}"
    said = [what[0].upper() + what[1:]]
    word = next((_TOWARDS.get(event, "against") for event in summary.events), "of")
    doers = [f"by {_listed(actors)}"] if (actors := _names(summary.actors)) else []
    others = [f"{word} {_listed(targets)}"] if (targets := _names(summary.targets)) else []
    said += [*others, *doers] if word == "of" else [*doers, *others]
    if summary.place:
        near = "near" if summary.place.precision == "near" else "in"
        said.append(f"{near} {summary.place.name or summary.place.text}")
    days = shown_days(summary.earliest, summary.latest)
    tolls = [f"{_range(t)} {kind}" for kind, t in (("killed", summary.killed), ("injured", summary.injured)) if t]
    denied = ["denied by all who speak of it"] if summary.status == "denied" else []
    return ", ".join([" ".join(said), *([days] if days else []), *tolls, *denied]) + "."


def shown_days(earliest: date | None, latest: date | None) -> str:
    """Days in words; empty when nothing is known."""
    if earliest == latest:
        return str(earliest or "")
    return f"{earliest or '…'} to {latest or '…'}"


def figure(toll: Toll | None) -> pages.Figure | None:
    """A toll."""
    return pages.Figure(toll.low, toll.best, toll.high, toll.rule) if toll else None


def _range(toll: Toll) -> str:
    if toll.low == toll.high:
        return str(toll.best)
    return f"{'…' if toll.low is None else toll.low}–{'…' if toll.high is None else toll.high}"


def _names(parties: Iterable[Party]) -> tuple[str, ...]:
    """What parties are called; a bare number ("34 were killed") calls nobody anything."""
    called = (p.name or p.text for p in parties)
    return tuple(dict.fromkeys(name for name in called if any(map(str.isalpha, name))))


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


# ---------------------------------------------------------------- claims


def claim_part(
    claim: Claim,
    text: str,
    *,
    incident: str | None = None,
    decisions: Iterable[Numbered] = (),
    current: bool = True,
) -> pages.ClaimPart:
    """A claim with its words, taken from the text of its report."""
    status = "denied" if claim.polarity == "denied" else "done" if claim.modality == "actual" else claim.modality
    return pages.ClaimPart(
        id=claim.id,
        report=claim.report,
        incident=incident,
        event=claim.event,
        status=status,
        attributed=bool(claim.sources),
        polarity=claim.polarity,
        modality=claim.modality,
        trigger=extent(claim.trigger, text),
        evidence=extent(claim.evidence, text),
        actors=tuple(map(party, claim.actors)),
        targets=tuple(map(party, claim.targets)),
        weapons=tuple(extent(span, text) for span in claim.weapons),
        place=place_part(claim.place),
        origin=place_part(claim.origin),
        destination=place_part(claim.destination),
        when=when_part(claim.when),
        quantities=tuple(map(quantity, claim.quantities)),
        sources=tuple(map(source, claim.sources)),
        confidence=claim.confidence,
        notes=claim.notes,
        decisions=tuple(map(decision_line, decisions)),
        current=current,
    )


def extent(span: Span, text: str) -> pages.Extent:
    """Words of a text."""
    return pages.Extent(span.begin, span.end, span.of(text))


def party(given: Party) -> pages.PartyPart:
    """A party on a claim."""
    return pages.PartyPart(
        given.span.begin, given.span.end, given.text, given.name, given.country, given.sector, given.why
    )


def source(given: Source) -> pages.SourcePart:
    """Who is said to say so."""
    return pages.SourcePart(party(given.party), given.stance)


def place_part(given: Place | None) -> pages.PlacePart | None:
    """A place on a claim."""
    if given is None:
        return None
    names = ("text", "name", "country", "admin1", "admin2", "geonameid", "lat", "lon", "radius_km", "precision")
    told = {name: getattr(given, name) for name in names}
    return pages.PlacePart(
        begin=given.span.begin, end=given.span.end, **told, relation=relation(given.relation, given.name), why=given.why
    )


def relation(given: Relation | None, name: str | None) -> str | None:
    """What the words around a place's name add to it, as it reads before the name: "6 km south of".

    None where they add nothing, or the name says it already ("eastern Syria").
    """
    if given is None:
        return None
    compass = _COMPASS.get(given.bearing or "")
    if given.km:
        low, high = (f"{km:g}" for km in given.km)
        return f"{low if low == high else f'{low}–{high}'} km {f'{compass} of' if compass else 'from'}"
    if given.kind == "direction":
        return f"{compass} of" if compass else "near"
    if given.kind != "part":
        return {"surrounding": "around"}.get(given.kind, given.kind)
    part = given.part or (f"{compass}ern" if compass else "part")
    if part in (name or "").lower():
        return None
    return part if _ADJECTIVE.fullmatch(part) else f"{part} of"


def when_part(given: Interval | None) -> pages.WhenPart | None:
    """A time on a claim."""
    if given is None:
        return None
    days = (iso(given.earliest), iso(given.latest))
    return pages.WhenPart(given.span.begin, given.span.end, given.text, *days, given.granularity, given.why)


def quantity(given: Quantity) -> pages.QuantityPart:
    """A number on a claim."""
    span = (given.span.begin, given.span.end)
    return pages.QuantityPart(given.kind, *span, given.text, given.least, given.most, given.approx, given.of)


# ---------------------------------------------------------------- reports, decisions, the log


def report_line(report: Report, origin: Origin | None = None) -> pages.ReportLine:
    """A report in a list."""
    title = report.title or " ".join(report.text.split())[:_TITLE]
    repeats = origin is not None and (origin.kind != "own" or origin.why.startswith("repeats"))
    copy_of = (origin.name or origin.key) if origin and repeats else None
    return pages.ReportLine(report.id, title, report.outlet, iso(report.published), link(report.url), copy_of)


def link(url: str | None) -> str | None:
    """An address that may be followed: only of the web, never one that a browser would run."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def decision_line(numbered: Numbered) -> pages.DecisionLine:
    """A person's decision on a claim."""
    d = numbered.decision
    flags = (d.blind, d.adjudicates, numbered.standing)
    return pages.DecisionLine(numbered.number, d.claim, d.verdict, d.by, d.at.isoformat(), d.why, *flags)


def entry_line(entry: Entry) -> pages.EntryLine:
    """A line of the audit log."""
    who = (entry.number, entry.at.isoformat(), entry.by, entry.what, entry.subject)
    return pages.EntryLine(*who, entry.before, entry.after, entry.why)
