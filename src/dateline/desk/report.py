"""A report to read anywhere offline: one HTML page with a map, every incident's grid, and its sources.

There is no script in it and nothing that it loads; its own policy forbids both. All that comes from
reports is escaped, and addresses are links only when they are of the web.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import escape
from importlib.resources import files
from math import cos, radians
from pathlib import Path
from typing import Any

from dateline.desk.grid import columns, rows
from dateline.desk.pages import GridCell, GridColumn, GridRow, IncidentLine
from dateline.desk.parts import incident_line, link, report_line
from dateline.export import Bundle
from dateline.export.bundle import Written
from dateline.record import Origin, Report, Summary

_WIDE = 900  # pixels of the map
_MARGIN = 0.15  # of the map around the outermost areas
_LEAST_DEGREES = 4.0
_POINTS = ("exact", "city")
_SIGNS = {"same": "= they agree", "range": "≈ they differ in degree", "conflict": "≠ they conflict", "silent": ""}

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --dim: #666; --land: #e8e4da; --sea: #f7f8fa; --mark: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --dim: #aaa; --land: #3a3a36; --sea: #1c2024; --mark: #ff897d; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: start; vertical-align: top; }
h2 { margin-top: 2.5rem; border-top: 2px solid var(--line); padding-top: 1rem; }
.dim, .silent { color: var(--dim); } .differs { font-weight: 600; }
blockquote { margin: .3rem 0 .3rem 1rem; } svg { width: 100%; height: auto; background: var(--sea); }
.land { fill: var(--land); } .border { fill: none; stroke: var(--dim); stroke-width: .5; }
.area { fill: var(--mark); fill-opacity: .12; stroke: var(--mark); stroke-width: 1; }
.disputed { stroke-dasharray: 4 2; } .point { fill: var(--mark); }
@media print { h2 { break-after: avoid; } table, blockquote { break-inside: avoid; } }
"""


def write_report(bundle: Bundle, origins: Mapping[str, Origin], path: Path) -> Written:
    """Writes the page; one row is one incident. `origins` go by report id."""
    with path.open("w", encoding="utf-8", errors="replace") as file:
        file.writelines(_page(bundle, origins))
    return Written(len(bundle.summaries))


def _page(bundle: Bundle, origins: Mapping[str, Origin]) -> Iterator[str]:
    count = f"{len(bundle.summaries):,} incidents"
    yield (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{count}</title><style>{_STYLE}</style></head><body>\n<h1>{count}</h1>\n"
    )
    filters = "; ".join(f"{name}: {value}" for name, value in bundle.filters.items()) or "none: the whole record"
    yield f"<p>Made {_t(bundle.at.isoformat())} by {_t(_made_by(bundle))}. Filters: {_t(filters)}.</p>\n"
    yield f'<p class="dim">Head of the audit log: {_t(bundle.audit_head)}</p>\n'
    yield from _map(bundle.summaries)
    yield from _contents(bundle.summaries)
    for summary in bundle.summaries:
        yield from _incident(bundle, summary, origins)
    yield '<p class="dim">Outlines: Natural Earth, public domain.</p>\n</body></html>\n'


def _made_by(bundle: Bundle) -> str:
    return ", ".join(f"{name} {version}" for name, version in bundle.made_by.items())


def _contents(summaries: Iterable[Summary]) -> Iterator[str]:
    yield "<table><thead><tr><th>when</th><th>what is claimed</th><th>status</th><th>origins</th></tr></thead><tbody>\n"
    for line in map(incident_line, summaries):
        said = f'<a href="#{_t(line.id)}">{_t(line.sentence)}</a>'
        yield f"<tr><td>{_t(line.earliest or 'no date')}</td><td>{said}</td><td>{_t(_standing(line))}</td>"
        yield f"<td>{line.origins}</td></tr>\n"
    yield "</tbody></table>\n"


def _standing(line: IncidentLine) -> str:
    return line.status + (", origins conflict" if line.disputed and line.status != "disputed" else "")


def _incident(bundle: Bundle, summary: Summary, origins: Mapping[str, Origin]) -> Iterator[str]:
    line = incident_line(summary)
    yield f'<h2 id="{_t(line.id)}">{_t(line.sentence)}</h2>\n<p>{_t(_standing(line))}'
    where = (
        f"{line.lat:.3f}, {line.lon:.3f} ± {line.radius_km or 0:.0f} km ({line.precision})"
        if line.lat is not None
        else ""
    )
    yield f' <span class="dim">{_t(where or "no location")}</span></p>\n'
    reports = {r.id: r for r in bundle.reports_of(summary)}
    if len(reports) == len(summary.reports):
        yield from _grid(columns(summary, reports, origins), rows(summary, bundle.claims_of(summary), reports, origins))
    yield from (f"<p>{_t(revision)}</p>\n" for revision in summary.revisions)
    for report in reports.values():
        yield from _source(bundle, summary, report)


def _grid(origins: tuple[GridColumn, ...], grid: tuple[GridRow, ...]) -> Iterator[str]:
    yield "<table><thead><tr><th></th>" + "".join(f"<th>{_t(o.name)}</th>" for o in origins)
    yield "<th>the record</th></tr></thead><tbody>\n"
    for row in grid:
        if row.agreement == "silent":
            continue
        yield f'<tr><th>{_t(row.label)} <span class="dim">{_SIGNS[row.agreement]}</span></th>'
        yield "".join(map(_cell, row.cells))
        rule = f' <span class="dim">{_t(row.rule)}</span>' if row.rule else ""
        yield f"<td>{_t(row.chosen or '')}{rule}</td></tr>\n"
    yield "</tbody></table>\n"


def _cell(cell: GridCell) -> str:
    if not cell.values:
        return '<td class="silent">·</td>'
    mark = ' class="differs"' if cell.differs else ""
    return f"<td{mark}>{'≠ ' if cell.differs else ''}{'<br>'.join(map(_t, cell.values))}</td>"


def _source(bundle: Bundle, summary: Summary, report: Report) -> Iterator[str]:
    line = report_line(report)
    title = f'<cite dir="auto">{_t(line.title)}</cite>'
    if address := link(report.url):
        title = f'<a href="{_t(address)}" rel="noreferrer">{title}</a>'
    about = " · ".join(filter(None, (line.outlet, line.published)))
    yield f'<p>{title} <span class="dim">{_t(about)} · {_t(report.id)}</span></p>\n'
    quotes = dict.fromkeys(bundle.quote(c) for c in bundle.claims_of(summary) if c.report == report.id)
    yield from (f'<blockquote dir="auto">{_t(quote)}</blockquote>\n' for quote in quotes if quote)


def _t(text: str) -> str:
    """Text as HTML."""
    return escape(text, quote=True)


# ---------------------------------------------------------------- the map


def _map(summaries: Iterable[Summary]) -> Iterator[str]:
    """Areas over outlines, in degrees made square at the middle latitude."""
    lines = [line for line in map(incident_line, summaries) if line.lat is not None and line.lon is not None]
    if not lines:
        return
    west, south, east, north = _frame(lines)
    squeeze = cos(radians((south + north) / 2))
    scale = _WIDE / ((east - west) * squeeze)
    high = (north - south) * scale

    def at(lon: float, lat: float) -> str:
        return f"{(lon - west) * squeeze * scale:.1f},{(north - lat) * scale:.1f}"

    yield f'<svg viewBox="0 0 {_WIDE} {high:.0f}" role="img" aria-label="Map of the incidents">\n'
    for name, kind in (("land", "land"), ("borders", "border")):
        for ring in _outlines()[name]:
            if _meets(ring, west, south, east, north):
                closed = "Z" if kind == "land" else ""
                yield f'<path class="{kind}" d="M{" ".join(at(x, y) for x, y in ring)}{closed}"/>\n'
    for line in sorted(lines, key=lambda one: -(one.radius_km or 0)):
        x, y = at(line.lon or 0.0, line.lat or 0.0).split(",")
        point = line.precision in _POINTS
        size = 4.0 if point else max((line.radius_km or 0) / 111 * scale, 5.0)
        style = "point" if point else f"area{' disputed' if line.disputed else ''}"
        yield f'<a href="#{_t(line.id)}"><circle class="{style}" cx="{x}" cy="{y}" r="{size:.1f}">'
        yield f"<title>{_t(line.sentence)}</title></circle></a>\n"
    yield "</svg>\n"


def _frame(lines: Iterable[IncidentLine]) -> tuple[float, float, float, float]:
    """West, south, east, north of all areas, with a margin."""
    boxes = []
    for line in lines:
        lat, lon, high = line.lat or 0.0, line.lon or 0.0, min((line.radius_km or 0) / 111, 20)
        boxes.append((lon - high, lat - high, lon + high, lat + high))
    west, south = min(b[0] for b in boxes), min(b[1] for b in boxes)
    east, north = max(b[2] for b in boxes), max(b[3] for b in boxes)
    more = max(max(east - west, north - south) * _MARGIN, (_LEAST_DEGREES - max(east - west, north - south)) / 2)
    return max(west - more, -180), max(south - more, -85), min(east + more, 180), min(north + more, 85)


def _meets(ring: Iterable[tuple[float, float]], west: float, south: float, east: float, north: float) -> bool:
    points = list(ring)
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs) <= east and max(xs) >= west and min(ys) <= north and max(ys) >= south


@cache
def _outlines() -> dict[str, Any]:
    """Land and borders, coarsely: rings and lines of longitude and latitude."""
    told: dict[str, Any] = json.loads(files("dateline.desk").joinpath("outlines.json").read_text(encoding="utf8"))
    return told
