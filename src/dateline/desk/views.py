"""Pages from the record: one function a page. What is slow to make is kept until the record changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

from dateline import assets
from dateline.coding import Codebook
from dateline.desk import pages
from dateline.desk.blind import claims_seen, coded_twice, entry_seen, hidden_from, seen
from dateline.desk.grid import UNKNOWN, columns, rows
from dateline.desk.nearby import nearby
from dateline.desk.parts import (
    claim_part,
    decision_line,
    entry_line,
    event_label,
    extent,
    incident_line,
    iso,
    listed_line,
    report_line,
    sentence,
)
from dateline.keeping import Keeper
from dateline.merging.holders import Hold, holders
from dateline.record import Claim, Report, Summary
from dateline.selecting import told
from dateline.store import Box, Numbered, Query, Store
from dateline.store import asking as log
from dateline.store import summaries as many
from dateline.store.claims import DECIDED, sketched
from dateline.store.query import EVERYTHING

T = TypeVar("T")

LINES = 50  # incidents on one page of the list
_MANY = 1000  # incidents of which a page is found soonest by asking one after another
_HEAPS = 600  # clusters and areas on one map
_CELL_PIXELS = 48  # a cluster stands for about so much of the screen
_ENTRIES = 100  # lines of the log on one page
_KEPT = 256  # answers kept while the record stays the same
_HOLDING = ("control", "capture", "withdrawal", "siege", "siege_lifted")
_UNITS = (("day", 120), ("week", 800), ("month", 7300))


@dataclass(slots=True)
class Kept:
    """Answers that hold until the record changes. Of several who ask at once, one makes the answer."""

    version: int = -1
    answers: dict[Any, Any] = field(default_factory=dict)
    making: dict[Any, Lock] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def of(self, version: int, key: Any, make: Callable[[], T]) -> T:
        """The answer for a key at a version of the record, made when it is not there."""
        with self.lock:
            if version > self.version or len(self.answers) > _KEPT:
                self.version, self.answers, self.making = max(version, self.version), {}, {}
            answers, turn = self.answers, self.making.setdefault((version, key), Lock())
        with turn:
            if (version, key) not in answers:
                answers[version, key] = make()
            found: T = answers[version, key]
            return found


class Views:
    """The pages of one record."""

    def __init__(self, keeper: Keeper):
        self.keeper = keeper
        self.store: Store = keeper.store
        self.kept = Kept()

    @cached_property
    def events(self) -> tuple[pages.EventType, ...]:
        """The codebook's event types."""
        book = Codebook.load(assets.data_file("events.toml"))
        return tuple(pages.EventType(e.key, event_label(e.key), e.covers) for e in book.events.values())

    @property
    def version(self) -> int:
        """The number of the last entry of the audit log."""
        return self.store.head().number

    # ------------------------------------------------------------ the desk

    def desk(
        self, visitor: pages.Visitor, wanted: pages.Filter, query: Query, after: tuple[str, str] | None, newest: bool
    ) -> pages.DeskPage:
        """`/`."""
        version = self.version
        with self.store.reading() as connection:
            counts = self.kept.of(version, ("outline", query), lambda: many.outline(connection, query))
            found, last = self.kept.of(
                version,
                ("list", query, after, newest, LINES),
                lambda: many.page(
                    connection, query, after=after, limit=LINES, newest=newest, many=counts.total > _MANY
                ),
            )
            empty = counts.total == 0 and query == EVERYTHING
        return pages.DeskPage(
            version=version,
            visitor=visitor,
            filter=wanted,
            events=self.events,
            total=counts.total,
            disputed=counts.disputed,
            unlocated=counts.unlocated,
            undated=counts.undated,
            incidents=tuple(map(listed_line, found)),
            next="~".join(last) if last else None,
            record_empty=empty,
        )

    def map(self, query: Query, view: Box | None, zoom: float) -> pages.MapPage:
        """`/map.json`: a cell of the grid is as wide as a cluster on the screen."""
        version = self.version
        cell = 360 / 2**zoom * _CELL_PIXELS / 512

        def make() -> pages.MapPage:
            with self.store.reading() as connection:
                found = many.heaps(connection, query, view=view, cell=cell, wide_km=cell * 111, limit=_HEAPS)
                single = many.of_ids(connection, [heap.first for heap in found if heap.count == 1])
                areas = tuple(filter(None, map(_area, single)))
                counts = self.kept.of(version, ("outline", query), lambda: many.outline(connection, query))
            return pages.MapPage(
                version, tuple(map(_cluster, (h for h in found if h.count > 1))), areas, counts.unlocated
            )

        return self.kept.of(version, ("map", query, view, zoom), make)

    def timeline(self, query: Query, unit: str) -> pages.TimelinePage:
        """`/timeline.json`."""
        version = self.version

        def make() -> pages.TimelinePage:
            with self.store.reading() as connection:
                spells, undated = many.timeline(connection, query)
            chosen = unit or _unit(spells)
            return pages.TimelinePage(version, chosen, tuple(_bars(spells, chosen)), undated)

        return self.kept.of(version, ("timeline", query, unit), make)

    def holders(self, query: Query, day: date | None) -> pages.HoldersPage:
        """`/holders.json`: the last step before the end of that day, of every place."""
        version = self.version
        steps, names = self.kept.of(version, ("holders", query), lambda: self._steps(query))
        last = [[s for s in held if day is None or _day(s) <= day] for held in steps.values()]
        shown = [held[-1] for held in last if held]
        with self.store.reading() as connection:
            incidents = log.incidents_of(connection, [c for step in shown for c in step.claims])
        return pages.HoldersPage(version, iso(day), tuple(_holder(step, names, incidents) for step in shown))

    def _steps(self, query: Query) -> tuple[Mapping[str, Sequence[Hold]], Mapping[str, str]]:
        """Who held what, place by place, and the origins' names; the filter's days and events do not count here."""
        wanted = Query(bbox=query.bbox, country=query.country, actor=query.actor, source=query.source, event=_HOLDING)
        with self.store.reading() as connection:
            claims = sketched(connection, wanted)
            published = log.published(connection)
        origins = self.store.origins()
        return holders(claims, origins, published=published), {o.key: o.name for o in origins.values() if o.name}

    # ------------------------------------------------------------ incident and source

    def incident(self, visitor: pages.Visitor, id: str) -> pages.IncidentPage:
        """`/incidents/{id}`. StoreError when there is none."""
        version = self.version
        summary = self.store.incident(id)
        claims = self.claims_of(summary)
        reports = {i: self.store.report(i) for i in summary.reports}
        origins = {i: o for i in reports if (o := self.store.origin(i))}
        ids = [c.id for c in claims]
        with self.store.reading() as connection:
            judged = list(log.judgements_on(connection, ids))
            history = list(log.history_of(connection, ids, [" ".join(sorted(j.claims)) for j in judged]))
        held = {i: self.store.decisions(report=i) for i in reports}
        hidden = hidden_from(self.store, visitor, [n for several in held.values() for n in several])
        decided: defaultdict[str, list[Numbered]] = defaultdict(list)
        for report, several in held.items():
            shown = seen(visitor, several, hidden)
            for numbered in shown:
                decided[numbered.decision.claim].append(numbered)
            if len(shown) < len(several):
                apart = {c.id: c for c in claims_seen(self.store.as_read(report)[1], shown)}
                claims = [apart.get(c.id, c) for c in claims]
        return pages.IncidentPage(
            version=version,
            visitor=visitor,
            incident=incident_line(summary),
            columns=columns(summary, reports, origins),
            rows=rows(summary, claims, reports, origins),
            claims=tuple(claim_part(c, reports[c.report].text, incident=id, decisions=decided[c.id]) for c in claims),
            revisions=summary.revisions,
            judgements=tuple(pages.JudgementLine(j.claims, j.verdict, j.by, j.at.isoformat()) for j in judged),
            near=nearby(self.store, summary, claims),
            history=tuple(entry_line(entry_seen(visitor, e, hidden)) for e in history),
        )

    def claims_of(self, summary: Summary) -> list[Claim]:
        """An incident's claims, by report in the order of the summary, and text."""
        order = {report: n for n, report in enumerate(summary.reports)}
        wanted = summary.incident.claims
        found = [c for c in self.store.claims_in([("claim", 0, i) for i in sorted(wanted)]) if c.id in wanted]
        return sorted(found, key=lambda c: (order.get(c.report, len(order)), c.trigger, c.id))

    def source(self, visitor: pages.Visitor, id: str) -> pages.SourcePage:
        """`/sources/{report}`. StoreError when there is none."""
        version = self.version
        report = self.store.report(id)
        origin = self.store.origin(id)
        made_ever = self.store.decisions(report=id, superseded=True)
        decisions = seen(visitor, made_ever, hidden_from(self.store, visitor, made_ever))
        standing: defaultdict[str, list[Numbered]] = defaultdict(list)
        for numbered in decisions:
            if numbered.standing:
                standing[numbered.decision.claim].append(numbered)
        claims = list(self.store.claims_in([("report", 0, id)]))
        if len(decisions) < len(made_ever):
            claims = list(claims_seen(self.store.as_read(id)[1], decisions))
        current = [
            claim_part(c, report.text, incident=self.store.incident_of(c.id), decisions=standing[c.id]) for c in claims
        ]
        shown = {c.id for c in claims}
        gone = {n.decision.claim: n.decision.value for n in decisions if n.standing and n.decision.claim not in shown}
        current += [claim_part(c, report.text, decisions=standing[i], current=False) for i, c in gone.items()]
        with self.store.reading() as connection:
            same = list(log.same_origin(connection, id)) if origin else []
            made = log.made_by(connection, id)
        return pages.SourcePage(
            version=version,
            visitor=visitor,
            report=report_line(report, origin),
            text=report.text,
            lang=report.lang,
            retrieved=iso(report.retrieved),
            filed_from=extent(report.filed_from, report.text) if report.filed_from else None,
            origin_name=origin.name if origin else None,
            origin_kind=origin.kind if origin else None,
            origin_why=origin.why if origin else "",
            claims=tuple(current),
            captures=tuple(_capture(*told) for told in self.store.captures(id)),
            dates=tuple(
                pages.DateLine(d.said_by, d.written, iso(d.day), d.zone, d.chosen) for d in self.store.dates(id)
            ),
            copies=tuple(report_line(r, self.store.origin(r.id)) for r in same),
            decisions=tuple(map(decision_line, decisions)),
            events=self.events,
            reader_version=made[0].removesuffix(DECIDED) if made else None,
            codebook_version=made[1] if made else None,
        )

    # ------------------------------------------------------------ the log

    def history(self, visitor: pages.Visitor, subject: str | None, before: int | None) -> pages.HistoryPage:
        """`/history`."""
        version = self.version
        with self.store.reading() as connection:
            found = list(log.latest(connection, subject=subject, before=before, limit=_ENTRIES + 1))
        after = found[_ENTRIES - 1].number if len(found) > _ENTRIES else None
        decided = {e.subject for e in found if e.what == "decision" and coded_twice(e.subject)}
        hidden = hidden_from(self.store, visitor, [n for c in sorted(decided) for n in self.store.decisions(claim=c)])
        lines = tuple(entry_line(entry_seen(visitor, e, hidden)) for e in found[:_ENTRIES])
        return pages.HistoryPage(version, visitor, subject, lines, after)

    def sizes(self, query: Query) -> tuple[int, int, int]:
        """How many incidents, claims and reports a query wants."""
        version = self.version
        with self.store.reading() as connection:
            counts = self.kept.of(version, ("outline", query), lambda: many.outline(connection, query))
            claims, reports = self.kept.of(
                version, ("sizes", query), lambda: many.claims_and_reports(connection, query)
            )
            if not told(query):
                reports = log.report_count(connection)
        return counts.total, claims, reports

    def entries(self, what: str, limit: int) -> tuple[pages.EntryLine, ...]:
        """The latest entries of a kind in the log."""
        with self.store.reading() as connection:
            return tuple(map(entry_line, log.latest(connection, subject=None, before=None, limit=limit, what=what)))

    def report_line(self, report: Report) -> pages.ReportLine:
        """A report in a list."""
        return report_line(report, self.store.origin(report.id))


# ---------------------------------------------------------------- parts of the desk


def _cluster(heap: many.Heap) -> pages.Cluster:
    box = (heap.west, heap.south, heap.east, heap.north)
    return pages.Cluster(heap.lat, heap.lon, heap.radius_km, heap.count, heap.disputed, *box)


def _area(given: many.Listed) -> pages.Area | None:
    summary = given.summary
    place = summary.place
    if place is None or place.lat is None or place.lon is None:
        return None
    where = (place.lat, place.lon, place.radius_km or 0.0, place.precision)
    return pages.Area(summary.incident.id, *where, summary.status, given.disputed, summary.modality, sentence(summary))


def _unit(spells: Sequence[many.Spell]) -> str:
    """Bars few enough to see: days for months, weeks for two years, months for twenty, else years."""
    days = (spells[-1].day - spells[0].day).days if spells else 0
    return next((unit for unit, most in _UNITS if days <= most), "year")


def _bars(spells: Iterable[many.Spell], unit: str) -> list[pages.Bar]:
    counts: dict[tuple[date, date], list[int]] = {}
    for spell in spells:
        count = counts.setdefault(_within(spell.day, unit), [0, 0])
        count[0] += spell.count
        count[1] += spell.disputed
    return [pages.Bar(a.isoformat(), b.isoformat(), *count) for (a, b), count in sorted(counts.items())]


def _within(day: date, unit: str) -> tuple[date, date]:
    """The first and last day of the day, week (from Monday), month or year that holds a day."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        last = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return day.replace(day=1), last
    if unit == "year":
        return day.replace(month=1, day=1), day.replace(month=12, day=31)
    return day, day


def _holder(step: Hold, names: Mapping[str, str], incidents: Mapping[str, str]) -> pages.Holder:
    place = step.place
    return pages.Holder(
        place=place.name or place.text,
        lat=place.lat,
        lon=place.lon,
        radius_km=place.radius_km,
        party=(step.party.name or step.party.text) if step.party else None,
        change=step.change,
        since=iso(step.earliest or step.published),
        rivals=step.rivals,
        origins=tuple(names.get(key, UNKNOWN) for key in step.origins),
        claims=step.claims,
        incidents=tuple(dict.fromkeys(incidents[c] for c in step.claims if c in incidents)),
    )


def _day(step: Hold) -> date:
    return step.earliest or step.published or date.max


def _capture(number: int, sha256: str, capture: Any) -> pages.CaptureLine:
    return pages.CaptureLine(
        number=number,
        original=sha256,
        download=f"/originals/{sha256}",
        method=capture.method,
        at=capture.at.isoformat(),
        url=capture.url,
        path=capture.path,
        outlet=capture.outlet,
        media_type=capture.media_type,
        tools=tuple(f"{name} {version}" for name, version in sorted(capture.tools.items())),
    )
