"""The columns of parties, places and other values of the record, each beside how it is read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast, get_args

from dateline.export.columns import Cells, Column, span_text
from dateline.record import Granularity, Interval, Party, Place, Precision, Relation, Span

T = TypeVar("T")


# ---------------------------------------------------------------- parties


def party_columns(one: str, get: Callable[[T], Sequence[Party]]) -> tuple[Column[T], ...]:
    """Mentions, names, countries and sectors of some parties, item by item."""
    return (
        Column(f"{one}s", "texts", lambda row: [p.text for p in get(row)]),
        Column(f"{one}_names", "texts", lambda row: [p.name for p in get(row)]),
        Column(f"{one}_countries", "texts", lambda row: [p.country for p in get(row)]),
        Column(f"{one}_sectors", "texts", lambda row: [p.sector for p in get(row)]),
        Column(f"{one}_spans", "texts", lambda row: [span_text(p.span) for p in get(row)], detail=True),
        Column(f"{one}_whys", "texts", lambda row: [p.why for p in get(row)], detail=True),
    )


def parties(cells: Cells, one: str) -> tuple[Party, ...]:
    """The parties that `party_columns` wrote; there are as many as spans."""
    spans = cells.spans(f"{one}_spans")
    columns = [cells.aligned(f"{one}{c}", len(spans)) for c in ("s", "_names", "_countries", "_sectors", "_whys")]
    return tuple(
        Party(span, text or "", name, country, sector, why or "")
        for span, text, name, country, sector, why in zip(spans, *columns, strict=True)
    )


# ---------------------------------------------------------------- places

# The main place of a row keeps short column names; origin and destination put theirs in front.
_PLACE = "place"
_SHORT = ("country", "admin1", "admin2", "latitude", "longitude", "radius_km", "precision")


def _named(prefix: str, column: str) -> str:
    if prefix == _PLACE and column in _SHORT:
        return column
    return f"{prefix}_{column}" if column else prefix


def place_columns(
    get: Callable[[T], Place | None], prefix: str = _PLACE, *, detail: bool = False
) -> tuple[Column[T], ...]:
    """A place: mention, name, divisions, area, precision, and the words that relate the event to it."""

    def part(read: Callable[[Place], Any]) -> Callable[[T], Any]:
        return lambda row: None if (place := get(row)) is None else read(place)

    def column(name: str, kind: Any, read: Callable[[Place], Any], *, only: bool = False) -> Column[T]:
        return Column(_named(prefix, name), kind, part(read), detail or only)

    return (
        column("", "text", lambda p: p.text),
        column("name", "text", lambda p: p.name),
        column("country", "text", lambda p: p.country),
        column("admin1", "text", lambda p: p.admin1),
        column("admin2", "text", lambda p: p.admin2),
        column("latitude", "float", lambda p: p.lat),
        column("longitude", "float", lambda p: p.lon),
        column("radius_km", "float", lambda p: p.radius_km),
        column("precision", "text", lambda p: p.precision),
        column("geonameid", "int", lambda p: p.geonameid, only=True),
        column("relation", "text", lambda p: json.dumps(p.relation.as_json()) if p.relation else None, only=True),
        column("span", "text", lambda p: span_text(p.span), only=True),
        column("why", "text", lambda p: p.why, only=True),
    )


def place(cells: Cells, prefix: str = _PLACE) -> Place | None:
    """The place that `place_columns` wrote; none where no span stands."""
    span = cells.span(_named(prefix, "span"))
    latitude, longitude = _named(prefix, "latitude"), _named(prefix, "longitude")
    lat, lon = point(cells, latitude, longitude)
    if span is None:
        return None
    precision = cells.choice(_named(prefix, "precision"), get_args(Precision), "unknown")
    return Place(
        span,
        cells.text(_named(prefix, "")) or "",
        cells.text(_named(prefix, "name")),
        cells.text(_named(prefix, "country")),
        cells.text(_named(prefix, "admin1")),
        cells.text(_named(prefix, "admin2")),
        cells.whole(_named(prefix, "geonameid")),
        lat,
        lon,
        cells.number(_named(prefix, "radius_km"), least=0),
        cast(Precision, precision),
        _relation(cells, _named(prefix, "relation")),
        cells.text(_named(prefix, "why")) or "",
    )


def point(cells: Cells, latitude: str, longitude: str) -> tuple[float | None, float | None]:
    """Latitude and longitude of a row: both, or neither with a note of what is wrong."""
    north = cells.number(latitude)
    if north is not None and 90 < abs(north) <= 180:
        fix = f"are {latitude} and {longitude} swapped? Latitude lies within -90…90"
        cells.complain(latitude, f"{north:g} is no latitude", fix)
        return None, None
    lat, lon = cells.number(latitude, least=-90, most=90), cells.number(longitude, least=-180, most=180)
    if (lat is None) != (lon is None):
        missing = latitude if lat is None else longitude
        cells.complain(missing, "is missing while the other coordinate is there", "give both, or empty both")
        return None, None
    return lat, lon


def _relation(cells: Cells, column: str) -> Relation | None:
    text = cells.text(column)
    if text is None:
        return None
    try:
        told = json.loads(text)
        km = told.get("km")
        return Relation(told["kind"], told.get("bearing"), (km[0], km[1]) if km else None, told.get("part"))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        cells.complain(column, f"{text!r} is no relation", 'write it as JSON: {"kind": "direction", "bearing": "SE"}')
        return None


# ---------------------------------------------------------------- times


def when_columns(get: Callable[[T], Interval | None]) -> tuple[Column[T], ...]:
    """When: the words, the first and the last day, and how fine they are."""

    def part(read: Callable[[Interval], Any]) -> Callable[[T], Any]:
        return lambda row: None if (when := get(row)) is None else read(when)

    return (
        Column("when", "text", part(lambda w: w.text)),
        Column("date_from", "day", part(lambda w: w.earliest)),
        Column("date_to", "day", part(lambda w: w.latest)),
        Column("granularity", "text", part(lambda w: w.granularity)),
        Column("when_span", "text", part(lambda w: span_text(w.span)), detail=True),
        Column("when_why", "text", part(lambda w: w.why), detail=True),
    )


def when(cells: Cells) -> Interval | None:
    """The interval that `when_columns` wrote; none where no span stands."""
    span, (earliest, latest) = cells.span("when_span"), days(cells, "date_from", "date_to")
    if span is None:
        return None
    granularity = cells.choice("granularity", get_args(Granularity), "unknown")
    text, why = cells.text("when") or "", cells.text("when_why") or ""
    return Interval(span, text, earliest, latest, cast(Granularity, granularity), why)


def days(cells: Cells, first: str, last: str) -> Any:
    """Two days in order, or none of them with a note."""
    earliest, latest = cells.day(first), cells.day(last)
    if earliest and latest and earliest > latest:
        cells.complain(last, f"{latest} lies before {first} {earliest}", "swap the two, or correct one")
        return None, None
    return earliest, latest


# ---------------------------------------------------------------- spans that quote


def quoted_columns(one: str, get: Callable[[T], tuple[str, Span]]) -> tuple[Column[T], ...]:
    """A span of the text: its words on one line, and where it stands."""
    return (
        Column(one, "text", lambda row: " ".join(get(row)[0].split())),
        Column(f"{one}_span", "text", lambda row: span_text(get(row)[1]), detail=True),
    )
