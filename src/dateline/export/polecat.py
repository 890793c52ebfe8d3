"""POLECAT-style TSV: the 40 columns in which PLOVER data are published, one line per PLOVER event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dateline.export.bundle import Bundle, Written
from dateline.export.countries import country
from dateline.export.plover import Coded, actors, coded
from dateline.export.tables import write_lines
from dateline.export.telling import name_of
from dateline.record import Party, Place

POLECAT_COLUMNS = (
    "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor Country|Actor COW|"
    "Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|Recipient Name|"
    "Recipient Country|Recipient COW|Primary Recipient Sector|Recipient Sectors|Recipient Title|Recipient Name Raw|"
    "Wikipedia Recipient ID|Placename|City|District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|"
    "Feature Type|Source|Publication Date|Story People|Story Organizations|Story Locations|Language|Version"
).split("|")


def write_polecat(bundle: Bundle, path: Path) -> Written:
    """The TSV, with how many incidents PLOVER cannot hold."""
    left_out: Counter[str] = Counter()
    rows = (polecat_row(event) for event in coded(bundle, left_out))
    lines = ([row.get(c) for c in POLECAT_COLUMNS] for row in rows)
    return Written(write_lines(path, [POLECAT_COLUMNS], lines, separator="\t"), left_out)


def polecat_row(event: Coded) -> dict[str, Any]:
    """One POLECAT line; columns that it does not name are empty."""
    item, summary = event.item, event.item.summary
    first, second = actors(event)
    return {
        "Event ID": f"{summary.incident.id}-{event.type}",
        "Event Date": summary.earliest or summary.latest,
        "Event Type": event.type,
        "Event Mode": event.mode,
        "Intensity": event.score,
        "Quad Code": event.quad,
        "Contexts": event.context,
        **_polecat_party("Actor", first),
        **_polecat_party("Recipient", second),
        **_polecat_place(summary.place),
        "Source": "; ".join(item.outlets()),
        "Publication Date": summary.first_published,
        "Story Organizations": _each(name_of(p) for p in (*first, *second)),
        "Story Locations": _each(c.place.name or c.place.text for c in item.claims if c.place),
        "Language": _each(r.lang for r in item.reports),
        "Version": item.bundle.made_by.get("dateline"),
    }


def _polecat_party(role: str, parties: Sequence[Party]) -> dict[str, Any]:
    homes = [home for p in parties if (home := country(p.country))]
    sectors = [p.sector or "UNK" for p in parties]
    return {
        f"{role} Name": _each(name_of(p) for p in parties),
        f"{role} Country": _each(h.code for h in homes),
        f"{role} COW": _each(str(h.cow) for h in homes if h.cow),
        f"Primary {role} Sector": next(iter(sectors), None),
        f"{role} Sectors": _each(sectors),
        f"{role} Name Raw": _each(p.text for p in parties),
    }


def _polecat_place(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {}
    home = country(place.country)
    return {
        "Placename": place.name,
        "City": place.name if place.precision in ("exact", "city") else None,
        "District": place.admin2,
        "Province": place.admin1,
        "Country": home.name if home else None,
        "Latitude": place.lat,
        "Longitude": place.lon,
        "GeoNames ID": place.geonameid,
        "Raw Placename": place.text,
        "Feature Type": place.precision,
    }


def _each(values: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(values))
