"""What only SQLite has, kept beside the portable tables and rebuildable from them.

Full-text search over folded words, R*Trees over areas, guards against changes by accident, and the
views that Datasette shows. Another database would have its own file like this one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select, text

from dateline.record import Place
from dateline.store.fold import fold
from dateline.store.query import Box
from dateline.store.tables import claim_places, incidents, reports

# An index without a copy of the texts: a third of the size. Texts never change, so nothing goes stale.
_TABLES = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS report_words USING fts5"
    "(words, content='', tokenize='unicode61 remove_diacritics 0')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS claim_areas USING rtree(id, west, east, south, north, +reading, +claim)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS incident_areas USING rtree(id, west, east, south, north)",
)

_GUARDS = {
    "audit_is_final": "UPDATE ON audit",
    "audit_is_kept": "DELETE ON audit",
    "texts_are_final": "UPDATE OF id, text ON reports",
    "texts_are_kept": "DELETE ON reports",
    "originals_are_final": "UPDATE ON originals",
    "originals_are_kept": "DELETE ON originals",
    "claims_are_final": "UPDATE ON claims",
    "claims_are_kept": "DELETE ON claims",
    "judgements_are_kept": "DELETE ON judgements",
    "decisions_are_kept": "DELETE ON decisions",
}

_NAMED = """(SELECT group_concat(coalesce(name, text), '; ') FROM claim_parties AS p
    WHERE p.reading = c.reading AND p.claim = c.number AND p.role = '{role}')"""

_VIEWS = {
    "claims_flat": f"""
SELECT c.id, r.id AS report, r.outlet, r.published, r.title, c.event, c.polarity, c.modality,
  {_NAMED.format(role="actor")} AS actors,
  {_NAMED.format(role="target")} AS targets,
  coalesce(w.name, w.text) AS place, w.country, w.admin1, w.lat AS latitude, w.lon AS longitude, w.radius_km,
  w.precision, c.earliest, c.latest, c.granularity,
  (SELECT group_concat(kind || ': ' || text, '; ') FROM claim_quantities AS q
    WHERE q.reading = c.reading AND q.claim = c.number) AS quantities,
  {_NAMED.format(role="source")} AS sources,
  substr(r.text, c.evidence_begin + 1, c.evidence_end - c.evidence_begin) AS evidence,
  substr(r.text, c.trigger_begin + 1, c.trigger_end - c.trigger_begin) AS trigger_word,
  c.confidence, i.id AS incident, d.reader_version, d.codebook_version, r.url
FROM claims AS c
JOIN readings AS d ON d.number = c.reading AND d.superseded_by IS NULL
JOIN reports AS r ON r.number = d.report
LEFT JOIN claim_places AS w ON w.reading = c.reading AND w.claim = c.number AND w.role = 'place'
LEFT JOIN incident_claims AS ic ON ic.claim = c.id
LEFT JOIN incidents AS i ON i.number = ic.incident""",
    "incidents_flat": """
SELECT id, status, disputed,
  (SELECT group_concat(event, '; ') FROM incident_events AS e WHERE e.incident = i.number) AS events,
  earliest, latest, place, country, admin1, latitude, longitude, radius_km, precision,
  (SELECT group_concat(name, '; ') FROM incident_parties AS p WHERE p.incident = i.number AND role = 'actor') AS actors,
  (SELECT group_concat(name, '; ') FROM incident_parties AS p WHERE p.incident = i.number AND role = 'target')
    AS targets,
  killed_low, killed_best, killed_high, injured_low, injured_best, injured_high,
  origins, reports, first_published, last_published, modality
FROM incidents AS i""",
    "incidents_map": "SELECT * FROM incidents_flat WHERE latitude IS NOT NULL",
}


def install(connection: Connection) -> None:
    """Makes all that is missing, and the views anew; fills the indexes if they were missing."""
    missing = not _has(connection, "report_words")
    for statement in _TABLES:
        connection.exec_driver_sql(statement)
    for name, moment in _GUARDS.items():
        if not _has(connection, moment.rpartition(" ")[2]):
            continue  # on the way to a newer schema
        connection.exec_driver_sql(
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {moment}"
            f" BEGIN SELECT raise(ABORT, '{name.replace('_', ' ')}'); END"
        )
    for name in reversed(_VIEWS):
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")
    for name, query in _VIEWS.items():
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {query}")
    if missing:
        reindex(connection)


def reindex(connection: Connection) -> None:
    """Fills the search index and the areas again from the tables."""
    connection.exec_driver_sql("INSERT INTO report_words(report_words) VALUES ('delete-all')")
    connection.exec_driver_sql("DELETE FROM claim_areas")
    connection.exec_driver_sql("DELETE FROM incident_areas")
    for number, words in connection.execute(select(reports.c.number, reports.c.text)):
        index_words(connection, number, words)
    table = claim_places.c
    rows = connection.execute(select(table.reading, table.claim, table.lat, table.lon, table.radius_km))
    index_claims(connection, [(r, c, area) for r, c, *area in rows])
    table = incidents.c
    rows = connection.execute(select(table.number, table.latitude, table.longitude, table.radius_km))
    index_incidents(connection, [(number, area) for number, *area in rows])


def _has(connection: Connection, table: str) -> bool:
    found = connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = :name"), {"name": table})
    return found.first() is not None


# ---------------------------------------------------------------- words


def index_words(connection: Connection, report: int, words: str) -> None:
    """Makes a report's words findable."""
    connection.exec_driver_sql("INSERT INTO report_words(rowid, words) VALUES (?, ?)", (report, fold(words)))


def find_words(connection: Connection, wanted: str, *, limit: int) -> list[int]:
    """Numbers of the reports that hold all words (and "phrases in quotes"), best first."""
    match = matching(wanted)
    if not match:
        return []
    rows = connection.exec_driver_sql(
        "SELECT rowid FROM report_words WHERE report_words MATCH ? ORDER BY rank, rowid LIMIT ?", (match, limit)
    )
    return [row[0] for row in rows]


def matching(wanted: str) -> str:
    """What full-text search is asked for all words and "phrases in quotes"; empty when there is no word."""
    return " ".join(f'"{term}"' for term in _terms(fold(wanted)))


def _terms(wanted: str) -> Iterator[str]:
    for i, part in enumerate(wanted.split('"')):
        terms = [part] if i % 2 else part.split()
        yield from (term for term in terms if any(c.isalnum() for c in term))


# ---------------------------------------------------------------- areas

Area = Iterable[float | None]


def index_claims(connection: Connection, areas: Iterable[tuple[int, int, Area]]) -> None:
    """Makes the areas (latitude, longitude, radius in km) of claims findable."""
    rows = [(*box, reading, claim) for reading, claim, area in areas for box in _boxes(area)]
    if rows:
        insert = "INSERT INTO claim_areas(west, east, south, north, reading, claim) VALUES (?, ?, ?, ?, ?, ?)"
        connection.exec_driver_sql(insert, rows)


def index_incidents(connection: Connection, areas: Iterable[tuple[int, Area]]) -> None:
    """Makes the areas of incidents findable; each has at most two boxes, with two ids of their own."""
    rows = [(2 * number + i, *box) for number, area in areas for i, box in enumerate(_boxes(area))]
    if rows:
        insert = "INSERT INTO incident_areas(id, west, east, south, north) VALUES (?, ?, ?, ?, ?)"
        connection.exec_driver_sql(insert, rows)


def forget_incidents(connection: Connection, numbers: Iterable[int]) -> None:
    """Takes incidents out of the areas."""
    ids = [(2 * number + i,) for number in numbers for i in (0, 1)]
    if ids:
        connection.exec_driver_sql("DELETE FROM incident_areas WHERE id = ?", ids)


def area(place: Place | None) -> tuple[float | None, ...]:
    """A place as an area."""
    return (place.lat, place.lon, place.radius_km) if place else (None, None, None)


def _boxes(area: Area) -> Iterator[tuple[float, float, float, float]]:
    """West, east, south, north of an area; two boxes when it crosses the 180th meridian."""
    lat, lon, radius = area
    if lat is None or lon is None:
        return
    high = (radius or 0.0) / KM_PER_DEGREE
    south, north = max(-90.0, lat - high), min(90.0, lat + high)
    shrink = math.cos(math.radians(max(abs(south), abs(north))))
    wide = high / shrink if shrink > 1e-6 else 180.0
    if wide >= 180:
        yield -180.0, 180.0, south, north
        return
    west, east = lon - wide, lon + wide
    yield max(-180.0, west), min(180.0, east), south, north
    if west < -180:
        yield west + 360, 180.0, south, north
    elif east > 180:
        yield -180.0, east - 360, south, north


KM_PER_DEGREE = 111.195


def touches(box: Box) -> str:
    """The SQL condition under which a row of an R*Tree touches a box."""
    across = "(east >= {w} {join} west <= {e})".format(
        w=box.west, e=box.east, join="OR" if box.west > box.east else "AND"
    )
    return f"(south <= {box.north} AND north >= {box.south} AND {across})"
