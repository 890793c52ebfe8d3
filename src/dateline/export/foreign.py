"""GED- and ACLED-style rows of a user's own, as claims.

A row becomes a short report, its cells written out line by line, and one claim that quotes those
cells: so every value still leads to the words it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateline.export import values
from dateline.export.columns import Cells
from dateline.export.countries import by_gwno, by_name
from dateline.record import Claim, Granularity, Interval, Party, Place, Precision, Quantity, Report, Source, Span

_GED_CELLS = (
    "id type_of_violence conflict_name dyad_name side_a side_b where_coordinates where_description adm_1 adm_2 country "
    "latitude longitude date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best low high "
    "source_headline source_office source_original"
).split()
_ACLED_CELLS = (
    "event_id_cnty event_date time_precision event_type sub_event_type actor1 assoc_actor_1 actor2 assoc_actor_2 "
    "location admin2 admin1 country latitude longitude geo_precision fatalities source notes"
).split()

# Cells that name the place, the narrowest first.
_GED_PLACES = ("where_coordinates", "where_description", "adm_2", "adm_1", "country")
_ACLED_PLACES = ("location", "admin2", "admin1", "country")

# Type of violence → event: state-based and non-state fighting are clashes, one-sided violence is an attack.
_GED_EVENTS = {"1": "clash", "2": "clash", "3": "attack"}
# ACLED sub-event → event; what is not here has no event in the codebook.
_ACLED_EVENTS = {
    "Government regains territory": "capture",
    "Non-state actor overtakes territory": "capture",
    "Armed clash": "clash",
    "Excessive force against protesters": "attack",
    "Protest with intervention": "protest",
    "Peaceful protest": "protest",
    "Violent demonstration": "protest",
    "Mob violence": "protest",
    "Chemical weapon": "attack",
    "Air/drone strike": "air_strike",
    "Suicide bomb": "bombing",
    "Shelling/artillery/missile attack": "shelling",
    "Remote explosive/landmine/IED": "bombing",
    "Grenade": "bombing",
    "Sexual violence": "sexual_violence",
    "Attack": "attack",
    "Abduction/forced disappearance": "abduction",
    "Agreement": "agreement",
    "Arrests": "detention",
    "Disrupted weapons use": "interception",
    "Headquarters or base established": "deployment",
    "Looting/property destruction": "destruction",
    "Non-violent transfer of territory": "withdrawal",
}
# Sub-events that the codebook has no event for.
_ACLED_UNCODED = frozenset(["Change to group/activity", "Other"])
# Precision codes → precision and radius in km; the files give no radius, so these are ours.
_WHERE_PREC: dict[str, tuple[Precision, float]] = {
    "1": ("city", 5),
    "2": ("near", 25),
    "3": ("admin2", 40),
    "4": ("admin1", 100),
    "5": ("region", 100),
    "6": ("country", 500),
    "7": ("sea", 200),
}
_GEO_PRECISION: dict[str, tuple[Precision, float]] = {"1": ("city", 10), "2": ("near", 25), "3": ("admin1", 100)}
_SECTORS = {
    **dict.fromkeys(("1", "state forces"), "MIL"),
    **dict.fromkeys(("2", "rebel group", "rebel forces", "rebel groups"), "REB"),
    **dict.fromkeys(("3", "4", "political militia", "identity militia"), "PRM"),
    **dict.fromkeys(("5", "6", "7", "rioters", "protesters", "civilians"), "CVL"),
}
_OF_STATE = re.compile(r"(?:Government|Military Forces|Police Forces) of (?:the )?([^(]+)")
_YEARS = re.compile(r" \(\d{4}-(?:\d{4})?\)")


@dataclass(slots=True)
class _Row:
    """A row written out as text, with where each cell stands in it."""

    cells: Cells
    text: str
    spans: dict[str, Span]

    @classmethod
    def of(cls, cells: Cells, title: str, columns: Iterable[str]) -> _Row:
        """The title, a blank line, and a line per cell that holds something."""
        text, spans = title + "\n\n", {}
        for column in columns:
            if value := cells.text(column):
                text += f"{column}: "
                spans[column] = Span(len(text), len(text) + len(value))
                text += value + "\n"
        return cls(cells, text, spans)

    def quote(self, column: str) -> tuple[Span, str] | None:
        """Where a cell stands, and its text."""
        span = self.spans.get(column)
        return (span, span.of(self.text)) if span else None

    def items(self, column: str) -> list[tuple[Span, str]]:
        """The parts of a cell between semicolons, each with where it stands."""
        if (quote := self.quote(column)) is None:
            return []
        whole, text = quote
        parts = re.finditer(r"[^;\s](?:[^;]*[^;\s])?", text)
        return [(Span(whole.begin + p.start(), whole.begin + p.end()), p.group()) for p in parts]


# ---------------------------------------------------------------- GED


def ged_row(cells: Cells) -> tuple[Report, Claim] | str | None:
    """A GED-style row; None when something in it cannot be read (the cells say what)."""
    row = _Row.of(cells, f"GED-style event {cells.need('id')}", _GED_CELLS)
    code = cells.choice("type_of_violence", list(_GED_EVENTS), "1")
    where = cells.choice("where_prec", list(_WHERE_PREC), "") if cells.text("where_prec") else ""
    gwno = cells.whole("country_id")
    home = by_gwno(gwno) if gwno else by_name(cells.text("country") or "")
    place = _place(row, _GED_PLACES, home, _WHERE_PREC.get(where))
    first, last = values.days(cells, "date_start", "date_end")
    quantities = _ged_deaths(row)
    if cells.problems:
        return None
    claim = Claim(
        f"ged-{cells.need('id')}",
        "",
        _GED_EVENTS[code],
        _trigger(row, "type_of_violence"),
        Span(0, len(row.text.rstrip())),
        actors=_parties(row, "side_a"),
        targets=_parties(row, "side_b"),
        place=place,
        when=_when(row, "date_start", first, last, "day" if first == last else "span"),
        quantities=quantities,
        sources=_sources(row, "source_original"),
        confidence=1.0,
        notes=(f"from row {cells.row} of a GED-style file",),
    )
    return _told(row, claim, outlet=_only(row, "source_office"), published=_only_day(cells, "source_date"))


def _ged_deaths(row: _Row) -> tuple[Quantity, ...]:
    cells = row.cells
    low, best, high = (cells.whole(c) for c in ("low", "best", "high"))
    known = [n for n in (low, best, high) if n is not None]
    if known != sorted(known) or any(n < 0 for n in known):
        cells.complain("best", f"low {low}, best {best}, high {high} do not rise", "give 0 ≤ low ≤ best ≤ high")
    parts = [cells.whole(f"deaths_{side}") for side in ("a", "b", "civilians", "unknown")]
    if best is not None and None not in parts and abs(best - sum(p or 0 for p in parts)) > max(1, best // 20):
        message = f"{best} is not the sum of deaths_a, deaths_b, deaths_civilians and deaths_unknown"
        cells.complain("best", message, "correct the sum")
    column = "best" if "best" in row.spans else "low" if "low" in row.spans else "high"
    return _killed(row, column, low if low is not None else best, high if high is not None else best)


# ---------------------------------------------------------------- ACLED


def acled_row(cells: Cells) -> tuple[Report, Claim] | str | None:
    """An ACLED-style row; the reason why it is left out; or None when something in it cannot be read."""
    row = _Row.of(cells, f"ACLED-style event {cells.need('event_id_cnty')}", _ACLED_CELLS)
    code = cells.choice("sub_event_type", [*_ACLED_EVENTS, *_ACLED_UNCODED], "Other")
    precision = cells.text("geo_precision")
    if precision:
        precision = cells.choice("geo_precision", list(_GEO_PRECISION), "1")
    home = by_name(cells.text("country") or "")
    place = _place(row, _ACLED_PLACES, home, _GEO_PRECISION.get(precision or ""))
    when = _acled_when(row)
    dead = cells.whole("fatalities")
    if cells.problems:
        return None
    if code in _ACLED_UNCODED:
        return f"no event for {code!r}"
    claim = Claim(
        f"acled-{cells.need('event_id_cnty')}",
        "",
        _ACLED_EVENTS[code],
        _trigger(row, "sub_event_type"),
        Span(0, len(row.text.rstrip())),
        actors=(*_parties(row, "actor1", "inter1"), *_parties(row, "assoc_actor_1")),
        targets=(*_parties(row, "actor2", "inter2"), *_parties(row, "assoc_actor_2")),
        place=place,
        when=when,
        quantities=_killed(row, "fatalities", dead, dead),
        sources=_sources(row, "source"),
        confidence=1.0,
        notes=(f"from row {cells.row} of an ACLED-style file",),
    )
    return _told(row, claim)


def _acled_when(row: _Row) -> Interval | None:
    """ACLED's day with its precision undone: the week or the month around it; none for an empty cell."""
    day = row.cells.day("event_date")
    if day is None:
        return None
    match row.cells.choice("time_precision", ["1", "2", "3"], "1"):
        case "2":
            return _when(row, "event_date", day - timedelta(days=3), day + timedelta(days=3), "week")
        case "3":
            next_month = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
            return _when(row, "event_date", day.replace(day=1), next_month - timedelta(days=1), "month")
        case _:
            return _when(row, "event_date", day, day, "day")


# ---------------------------------------------------------------- shared


def _told(row: _Row, claim: Claim, *, outlet: str | None = None, published: date | None = None) -> tuple[Report, Claim]:
    title = row.text.split("\n", maxsplit=1)[0]
    report = Report(row.text.rstrip(), title=title, outlet=outlet, published=published)
    return report, replace(claim, report=report.id)


def _trigger(row: _Row, column: str) -> Span:
    return row.spans.get(column) or Span(0, row.text.index("\n"))


def _parties(row: _Row, column: str, kind: str = "") -> tuple[Party, ...]:
    sector = _SECTORS.get((row.cells.text(kind) or "").casefold()) if kind else None
    return tuple(_party(span, text, sector) for span, text in row.items(column))


def _party(span: Span, text: str, sector: str | None) -> Party:
    """A party by its name in the file; a state's government and forces get their country."""
    name = _YEARS.sub("", text)
    state = _OF_STATE.match(name)
    home = by_name(state.group(1).strip()) if state else None
    if name.casefold().startswith(("civilians", "protesters", "rioters")):
        return Party(span, text, None, None, "CVL", "as the file names it")
    if home and sector is None:
        sector = "COP" if name.startswith("Police") else "MIL" if name.startswith("Military") else "GOV"
    return Party(span, text, name, home, sector, "as the file names it")


def _place(row: _Row, columns: Iterable[str], home: str | None, area: tuple[Precision, float] | None) -> Place | None:
    """The place by the narrowest cell that names one."""
    lat, lon = values.point(row.cells, "latitude", "longitude")
    quote = next((q for c in columns if (q := row.quote(c))), None)
    if quote is None:
        return None
    precision, radius_km = area or ("unknown", 100.0)
    span, text = quote
    return Place(
        span,
        text,
        text,
        home,
        row.cells.text("adm_1") or row.cells.text("admin1"),
        row.cells.text("adm_2") or row.cells.text("admin2"),
        lat=lat,
        lon=lon,
        radius_km=radius_km if lat is not None else None,
        precision=precision if lat is not None else "unknown",
        why="as the file places it",
    )


def _when(row: _Row, column: str, first: date | None, last: date | None, granularity: Granularity) -> Interval | None:
    quote = row.quote(column)
    return Interval(*quote, first, last, granularity, "as the file dates it") if quote else None


def _killed(row: _Row, column: str, low: int | None, high: int | None) -> tuple[Quantity, ...]:
    quote = row.quote(column)
    if quote is None or low is None:
        return ()
    return (Quantity("killed", *quote, float(low), None if high is None else float(high)),)


def _sources(row: _Row, column: str) -> tuple[Source, ...]:
    return tuple(Source(Party(span, text, text)) for span, text in row.items(column))


def _only(row: _Row, column: str) -> str | None:
    found = row.items(column)
    return found[0][1] if len(found) == 1 else None


def _only_day(cells: Cells, column: str) -> date | None:
    """A day when the cell holds just one."""
    text = cells.text(column) or ""
    try:
        return date.fromisoformat(text[:10]) if ";" not in text else None
    except ValueError:
        return None
