"""TimeMap JSON: events, sources and the terms that join them, as TimeMap's front end reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dateline.export.bundle import Bundle, Written
from dateline.export.files import dumps, text_file
from dateline.export.telling import Told, name_of, span_days, told
from dateline.record import Report

# TimeMap takes a day as month/day/year.
_DAY = "%m/%d/%Y"


def write_timemap(bundle: Bundle, path: Path) -> Written:
    """{"events": […], "sources": {id: …}, "associations": […]}.

    TimeMap needs a day or a place of every event; an incident with neither is left out and counted.
    """
    left_out: Counter[str] = Counter()
    events: list[dict[str, Any]] = []
    used: dict[str, dict[str, Any]] = {}
    terms: dict[str, str] = {}
    for summary in bundle.summaries:
        item = told(bundle, summary)
        if summary.earliest is None and (summary.place is None or summary.place.lat is None):
            left_out["neither day nor place"] += 1
            continue
        events.append(_event(item))
        used.update((r.id, _source(r)) for r in item.reports)
        terms.update((name, mode) for mode, names in _terms(item) for name in names)
    associations = [{"id": name, "title": name, "mode": mode} for name, mode in sorted(terms.items())]
    with text_file(path) as file:
        file.write(dumps({"events": events, "sources": used, "associations": associations}, indent=1) + "\n")
    return Written(len(events), left_out)


def _event(item: Told) -> dict[str, Any]:
    """An event; TimeMap wants every value as text, coordinates included, and empty where unknown."""
    summary = item.summary
    place, day = summary.place, summary.earliest
    return {
        "id": summary.incident.id,
        "description": " | ".join(item.quotes()),
        "date": day.strftime(_DAY) if day else "",
        "time": "",
        "time_precision": _precision(span_days(summary)),
        "location": (place.name or place.text) if place else "",
        "latitude": str(place.lat) if place and place.lat is not None else "",
        "longitude": str(place.lon) if place and place.lon is not None else "",
        "type": next(iter(summary.events), ""),
        "category": summary.status,
        "associations": [name for _, names in _terms(item) for name in names],
        "sources": [r.id for r in item.reports],
    }


def _precision(days: int | None) -> str:
    if days is None:
        return "unknown"
    return "day" if days == 1 else f"{days} days"


def _terms(item: Told) -> tuple[tuple[str, Iterable[str]], ...]:
    parties = (*item.summary.actors, *item.summary.targets)
    return ("EVENT", item.summary.events), ("PARTY", list(dict.fromkeys(name_of(p) for p in parties)))


def _source(report: Report) -> dict[str, Any]:
    return {
        "id": report.id,
        "title": report.title or "",
        "type": "Article",
        "url": report.url or "",
        "author": report.outlet or "",
        "date": report.published.strftime(_DAY) if report.published else "",
        "paths": [],
    }
