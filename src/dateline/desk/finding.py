"""Search: places of the gazetteer, parties of the registry, days in words, incidents and reports of the record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property

from dateline import assets
from dateline.desk import pages
from dateline.desk.parts import iso, listed_line, report_line
from dateline.desk.views import Views
from dateline.errors import StoreError
from dateline.grounding import Gazetteer, Registry
from dateline.grounding.gazetteer import Entry as Named
from dateline.grounding.registry import Entry as Known
from dateline.grounding.spelling import fold
from dateline.grounding.times import resolve_time
from dateline.store import Query
from dateline.store import summaries as many
from dateline.store.fold import fold as plain

_SHOWN = 20
_ID = re.compile(r"(?:sha256:)?[0-9a-f]{6,64}")
_PRECISIONS = {"city": "city", "admin1": "admin1", "admin2": "admin2", "country": "country", "sea": "sea"}
_EXACT = ("base", "airport", "crossing", "field", "facility", "site")


class _Places(Gazetteer):
    """The gazetteer, asked for names that begin with some letters."""

    def starting(self, key: str, most: int) -> list[Named]:
        """Entries whose folded name begins so, largest first."""
        columns = "name kind country admin1 admin2 geonameid lat lon radius_km population capital"
        told = ", ".join(f"place.{name}" for name in columns.split())
        rows = self._database.execute(
            f"SELECT DISTINCT {told} FROM key JOIN place ON place.id = key.place"
            " WHERE key.key >= ? AND key.key < ? ORDER BY place.population DESC LIMIT ?",
            (key, key + "\U0010ffff", most),
        )
        return [Named(*row) for row in rows]


class Finder:
    """Search over one record and the tables that ship with the program."""

    def __init__(self, views: Views):
        self.views = views
        self.store = views.store

    @cached_property
    def _places(self) -> _Places | None:
        path = assets.gazetteer_file()
        return _Places(path) if path.exists() else None

    @cached_property
    def _parties(self) -> list[tuple[str, Known]]:
        return [(plain(name), entry) for name, entry in Registry.load().entries.items()]

    def search(self, q: str, kind: str, report: str = "") -> pages.SearchPage:
        """The best finds of a kind; of incidents and reports when no kind is given."""
        finders = {
            "place": self._find_places,
            "party": self._find_parties,
            "incident": self._find_incidents,
            "report": self._find_reports,
        }
        if kind == "day":
            hits = list(self._find_day(q, report))
        elif kind in finders:
            hits = list(finders[kind](q))
        else:
            hits = [*self._find_incidents(q), *self._find_reports(q)]
        return pages.SearchPage(q, kind, tuple(hits[:_SHOWN])) if q else pages.SearchPage(q, kind, ())

    # ------------------------------------------------------------ the world

    def _find_places(self, q: str) -> Iterator[pages.Hit]:
        if self._places is None:
            return
        key = fold(q)
        whole = self._places.lookup(q)
        begun = self._places.starting(key, _SHOWN) if len(key) > 2 else []
        for entry in dict.fromkeys([*whole, *begun]):
            precision = "exact" if entry.kind in _EXACT else _PRECISIONS.get(entry.kind, "region")
            detail = ", ".join(filter(None, (entry.kind, entry.admin2, entry.admin1, entry.country)))
            yield pages.Hit(
                "place",
                entry.name,
                detail,
                name=entry.name,
                country=entry.country,
                admin1=entry.admin1,
                admin2=entry.admin2,
                geonameid=entry.geonameid,
                lat=entry.lat,
                lon=entry.lon,
                radius_km=entry.radius_km,
                precision=precision,
            )

    def _find_parties(self, q: str) -> Iterator[pages.Hit]:
        """Names that begin with the words come before those that hold them."""
        wanted = plain(q)
        found = [(not name.startswith(wanted), len(name), name, e) for name, e in self._parties if wanted in name]
        for *_, entry in sorted(found, key=lambda f: f[:3])[:_SHOWN]:
            detail = ", ".join(filter(None, (entry.kind, entry.sector, entry.country)))
            yield pages.Hit("party", entry.shown, detail, name=entry.name, country=entry.country, sector=entry.sector)

    def _find_day(self, q: str, report: str) -> Iterator[pages.Hit]:
        """The days that words stand for, read as if they stood in the report."""
        found = resolve_time(q, anchor=self._published(report))
        if found.earliest or found.latest:
            yield pages.Hit(
                "day",
                f"{found.earliest or '…'} to {found.latest or '…'}"
                if found.earliest != found.latest
                else str(found.earliest),
                found.why,
                earliest=iso(found.earliest),
                latest=iso(found.latest),
                granularity=found.granularity,
            )

    def _published(self, report: str) -> date | None:
        try:
            return self.store.report(report).published if report else None
        except StoreError:
            return None

    # ------------------------------------------------------------ the record

    def _find_incidents(self, q: str) -> Iterator[pages.Hit]:
        with self.store.reading() as connection:
            exact = list(many.of_ids(connection, [q])) if _ID.fullmatch(q) else []
            found, _ = self.views.kept.of(
                self.views.version,
                ("find", q),
                lambda: many.page(connection, Query(words=q), after=None, limit=_SHOWN, newest=True),
            )
        for line in map(listed_line, [*exact, *found]):
            detail = " · ".join(filter(None, (line.status, line.earliest, f"{line.origins} origins")))
            yield pages.Hit("incident", line.sentence, detail, id=line.id, lat=line.lat, lon=line.lon)

    def _find_reports(self, q: str) -> Iterator[pages.Hit]:
        exact = [q] if _ID.fullmatch(q) else []
        for id in dict.fromkeys([*exact, *self.store.search(q, limit=_SHOWN)]):
            try:
                line = report_line(self.store.report(id))
            except StoreError:
                continue
            yield pages.Hit("report", line.title, " · ".join(filter(None, (line.outlet, line.published))), id=id)
