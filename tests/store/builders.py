"""Builders for the store's tests: small reports, claims and incidents, and strategies for any claim."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from dateline.record import (
    Capture,
    Claim,
    FieldView,
    Incident,
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
    Told,
    Toll,
)
from dateline.store import Material, Store

TEXT = "Rebels shelled Khushām on Tuesday and killed 12 people, Émile of SANA said."
NOON = datetime(2017, 9, 15, 12, tzinfo=UTC)
VERSIONS = {"reader_version": "reader-1", "codebook_version": "codebook-1"}


def report(text: str = TEXT, **more: Any) -> Report:
    """A report with an outlet and a day."""
    return Report(text, **{"outlet": "SANA", "published": date(2017, 9, 15)} | more)


def span(quote: str, text: str = TEXT) -> Span:
    """Where a quote stands in a text."""
    begin = text.index(quote)
    return Span(begin, begin + len(quote))


def claim(of: Report, id: str = "c1", **more: Any) -> Claim:
    """The shelling that `TEXT` tells of, with every kind of value."""
    place = Place(
        span("Khushām"), "Khushām", "Khasham", "SYR", "Deir ez-Zor", None, 7, 35.3, 40.3, 5.0, "city", Relation("near")
    )
    values: dict[str, Any] = {
        "event": "shelling",
        "trigger": span("shelled"),
        "evidence": Span(0, len(TEXT)),
        "actors": (Party(span("Rebels"), "Rebels", None, None, "REB", "a word for fighters"),),
        "weapons": (span("shelled"),),
        "place": place,
        "when": Interval(span("Tuesday"), "Tuesday", date(2017, 9, 12), date(2017, 9, 12), "day"),
        "quantities": (Quantity("killed", span("12 people"), "12 people", 12, None, True, "people"),),
        "sources": (Source(Party(span("Émile"), "Émile", "SANA", "SYR", "MED"), "claims"),),
        "confidence": 0.75,
        "notes": ("one step", "another"),
    }
    return Claim(id=id, report=of.id, **values | more)


def filled(path: Path) -> Store:
    """A store with one captured report, its claim, its incident and a case in quarantine."""
    store, told = Store.open(path, create=True), report()
    original = store.add_original(TEXT.encode() * 20)
    capture = store.add_capture(original, Capture("file", NOON, path="news.txt", tools={"reader": "1"}))
    store.add_report(told, capture=capture, origin=Origin(told.id, "own"))
    store.put_claims(told.id, [claim(told), claim(told, "c2", event="killing", place=None)], **VERSIONS)
    store.quarantine("bomb.warc", "takes more memory than it may")
    store.rebuild(alone)
    return store


def incident(id: str, *claims: str, **more: Any) -> Summary:
    """An incident of some claims, with a grid."""
    told = (Told("o1", ("12",), claims[:1]), Told("o2", ("13",), claims[1:]))
    values: dict[str, Any] = {
        "events": ("shelling",),
        "status": "single-source",
        "modality": "actual",
        "earliest": date(2017, 9, 12),
        "latest": None,
        "place": Place(
            span("Khushām"), "Khushām", lat=35.3, lon=40.3, radius_km=5, relation=Relation("distance", km=(1, 2))
        ),
        "actors": (Party(span("Rebels"), "Rebels"),),
        "targets": (),
        "killed": Toll(12, 12, 13, "the most origins"),
        "injured": None,
        "fields": (FieldView("killed", told, "range", "12", "the most origins"),),
        "origins": (Origin("o1", "wire", "SANA"), Origin("o2", "own")),
        "reports": ("sha256:a",),
        "revisions": ("SANA raised its figure",),
    }
    return Summary(Incident(id, frozenset(claims)), **values | more)


def alone(given: Material) -> list[Summary]:
    """The simplest merging: every claim is an incident."""
    every = (claim for _, several in given.coded for claim in several)
    return [incident(f"i-{claim.id}", claim.id, place=claim.place) for claim in every]


# ---------------------------------------------------------------- any claim

_words = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
_maybe = lambda strategy: st.none() | strategy
_numbers = st.floats(allow_nan=False)
_days = st.dates()


@st.composite
def _spans(draw: st.DrawFn) -> Span:
    begin = draw(st.integers(0, 10_000))
    return Span(begin, begin + draw(st.integers(1, 100)))


def _parties() -> st.SearchStrategy[Party]:
    return st.builds(Party, _spans(), _words, _maybe(_words), _maybe(_words), _maybe(_words), _words)


@st.composite
def _places(draw: st.DrawFn) -> Place:
    point = draw(_maybe(st.tuples(st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 20_000))))
    lat, lon, radius = point or (None, None, None)
    named = [draw(_maybe(_words)) for _ in range(4)]
    relations = st.builds(Relation, _words, _maybe(_words), _maybe(st.tuples(_numbers, _numbers)), _maybe(_words))
    geonameid = draw(_maybe(st.integers(0, 2**31 - 1)))
    precision = draw(st.sampled_from(["exact", "city", "unknown"]))
    where = (lat, lon, radius, precision, draw(_maybe(relations)), draw(_words))
    return Place(draw(_spans()), draw(_words), *named, geonameid, *where)  # type: ignore[arg-type]


@st.composite
def _intervals(draw: st.DrawFn) -> Interval:
    ends = sorted(draw(st.tuples(_days, _days)))
    earliest, latest = (draw(_maybe(st.just(end))) for end in ends)
    return Interval(
        draw(_spans()), draw(_words), earliest, latest, draw(st.sampled_from(["day", "span"])), draw(_words)
    )


def claims_of(of: Report) -> st.SearchStrategy[Claim]:
    """Any claim that the types allow."""
    several = lambda strategy: st.lists(strategy, max_size=3).map(tuple)
    return st.builds(
        Claim,
        id=_words,
        report=st.just(of.id),
        event=_words,
        trigger=_spans(),
        evidence=_spans(),
        polarity=st.sampled_from(["affirmed", "denied"]),
        modality=st.sampled_from(["actual", "planned", "possible"]),
        actors=several(_parties()),
        targets=several(_parties()),
        weapons=several(_spans()),
        place=_maybe(_places()),
        origin=_maybe(_places()),
        destination=_maybe(_places()),
        when=_maybe(_intervals()),
        quantities=several(
            st.builds(
                Quantity, _words, _spans(), _words, _maybe(_numbers), _maybe(_numbers), st.booleans(), _maybe(_words)
            )
        ),
        sources=several(st.builds(Source, _parties(), st.sampled_from(["says", "denies"]))),
        confidence=st.floats(0, 1),
        notes=several(_words),
    )
