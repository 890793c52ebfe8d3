"""A small record for export tests: two reports of one shelling, one unlocated accusation, and builders."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from dateline.export import Bundle
from dateline.record import (
    Claim,
    Counted,
    FieldView,
    Incident,
    Interval,
    Judgement,
    Origin,
    Party,
    Place,
    Quantity,
    Report,
    Source,
    Span,
    Summary,
    Told,
    Toll,
)

AT = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
FIRST = Report(
    "=SUM: Army shells Rahma\n\nSyrian troops shelled Rahma on Tuesday, killing at least 12 civilians, a monitor said.",
    title="=SUM: Army shells Rahma",
    published=date(2017, 9, 13),
    outlet="Example Wire",
    url="https://example.org/1?a=1&b=2",
    retrieved=AT,
)
SECOND = Report(
    "Dozens died when <b>shells</b> hit Rahma. The council accused the army.",
    published=date(2017, 9, 14),
    outlet="Second Paper",
)


def span(report: Report, quote: str) -> Span:
    """Where some words first stand in a report."""
    begin = report.text.index(quote)
    return Span(begin, begin + len(quote))


def party(
    report: Report, text: str, name: str | None = None, country: str | None = None, sector: str | None = None
) -> Party:
    """A party by its words."""
    return Party(span(report, text), text, name, country, sector, "by name")


def place(report: Report = FIRST, **more: Any) -> Place:
    """The town of Rahma, 5 km around, unless said otherwise."""
    values = {"name": "Rahma", "country": "SYR", "admin1": "Homs", "lat": 35.0, "lon": 40.5, "radius_km": 5.0}
    return Place(span(report, "Rahma"), "Rahma", **(values | {"precision": "city"} | more))


ARMY = party(FIRST, "Syrian troops", "Syrian Arab Army", "SYR", "MIL")
CIVILIANS = party(FIRST, "civilians", None, None, "CVL")
SHELLING = Claim(
    "c1",
    FIRST.id,
    "shelling",
    span(FIRST, "shelled"),
    Span(25, len(FIRST.text)),
    actors=(ARMY,),
    targets=(CIVILIANS,),
    place=place(),
    when=Interval(span(FIRST, "Tuesday"), "Tuesday", date(2017, 9, 12), date(2017, 9, 12), "day"),
    quantities=(Quantity("killed", span(FIRST, "at least 12"), "at least 12", 12.0, None, of="civilians"),),
    sources=(Source(party(FIRST, "a monitor", "The Monitor", "GBR", "NGO")),),
    confidence=0.9,
)
DEATHS = Claim(
    "c2",
    SECOND.id,
    "killing",
    span(SECOND, "died"),
    span(SECOND, "Dozens died when <b>shells</b> hit Rahma."),
    place=place(SECOND),
    quantities=(Quantity("killed", span(SECOND, "Dozens"), "Dozens", 24.0, 99.0, approx=True),),
    confidence=0.7,
)
BLAME = Claim(
    "c3",
    SECOND.id,
    "accusation",
    span(SECOND, "accused"),
    span(SECOND, "The council accused the army."),
    actors=(party(SECOND, "The council", "The Council", None, "CVL"),),
    targets=(party(SECOND, "the army", "Syrian Arab Army", "SYR", "MIL"),),
)
GRID = (
    FieldView(
        "killed",
        (Told("wire", ("at least 12",), ("c1",)), Told("paper", ("Dozens",), ("c2",))),
        "range",
        "12",
        "the lowest that two origins allow",
    ),
    FieldView("place", (Told("wire", ("Rahma",), ("c1",)),), "same", "Rahma", "the only one"),
)
COUNTED = (Counted("c1", (span(FIRST, "at least 12"),)), Counted("c2", (span(SECOND, "Dozens"),)))
ORIGINS = (Origin("wire", "wire", "Example Wire", "credited"), Origin("paper", "own", "Second Paper"))


def summary(id: str = "i1", claims: frozenset[str] = frozenset(["c1", "c2"]), **more: Any) -> Summary:
    """The shelling, unless said otherwise."""
    values: dict[str, Any] = {
        "events": ("shelling", "killing"),
        "status": "corroborated",
        "modality": "actual",
        "earliest": date(2017, 9, 12),
        "latest": date(2017, 9, 12),
        "place": place(),
        "actors": (ARMY,),
        "targets": (CIVILIANS,),
        "killed": Toll(12, 12, 99, "the lowest that two origins allow", COUNTED),
        "injured": None,
        "fields": GRID,
        "origins": ORIGINS,
        "reports": (FIRST.id, SECOND.id),
        "first_published": date(2017, 9, 13),
        "last_published": date(2017, 9, 14),
        "revisions": ("Second Paper raised the toll; see c2",),
    }
    return Summary(Incident(id, claims), **(values | more))


UNLOCATED = summary(
    "i2",
    frozenset(["c3"]),
    events=("accusation",),
    status="single-source",
    earliest=None,
    latest=None,
    place=None,
    actors=BLAME.actors,
    targets=BLAME.targets,
    killed=None,
    fields=(),
    origins=ORIGINS[1:],
    reports=(SECOND.id,),
    revisions=(),
)
JUDGEMENT = Judgement(("c1", "c2"), "same", "ann", AT, 2.5, ("same place",))


def bundle(*summaries: Summary, claims: tuple[Claim, ...] = (SHELLING, DEATHS, BLAME), **more: Any) -> Bundle:
    """A bundle of the sample reports and claims with some incidents."""
    return Bundle(
        {FIRST.id: FIRST, SECOND.id: SECOND},
        {c.id: c for c in claims},
        summaries or (summary(), UNLOCATED),
        (JUDGEMENT,),
        audit_head="abc123",
        filters={"since": "2017-09-01"},
        made_by={"dateline": "0.1.0", "reader": "r1"},
        at=AT,
        **more,
    )
