"""GED-style: the 49 columns of UCDP's georeferenced events, filled from the record.

GED holds lethal events only: incidents that did not happen, and those without a death, are left out
and counted. Numbers of UCDP's own lists (conflicts, dyads, actors) stay empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dateline.export.bundle import Bundle, Written
from dateline.export.countries import country
from dateline.export.tables import write_lines
from dateline.export.telling import Told, did_not_happen, midpoint, name_of, number_of, sides, span_days, told
from dateline.export.tolls import deaths_by_side
from dateline.record import Party, Toll

GED_COLUMNS = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name "
    "dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b "
    "number_of_sources source_article source_office source_date source_headline source_original where_prec "
    "where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id "
    "region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high "
    "low gwnoa gwnob"
).split()
WHERE_PREC = {"exact": 1, "city": 1, "near": 2, "admin2": 3, "admin1": 4, "region": 5, "country": 6, "sea": 7}
_CODE_STATUS = {
    "corroborated": "Clear",
    "single-source": "Check single source",
    "disputed": "Check sources disagree",
}
# Longest interval of each date_prec, in days.
_DATE_PREC = ((1, 1), (6, 2), (7, 3), (31, 4))


def write_ged(bundle: Bundle, path: Path) -> Written:
    """The CSV, with how many incidents GED's rules leave out."""
    left_out: Counter[str] = Counter()

    def rows() -> Iterator[list[Any]]:
        for summary in bundle.summaries:
            reason = did_not_happen(summary) or (None if _deadly(summary.killed) else "no death reported")
            if reason:
                left_out[reason] += 1
            else:
                row = ged_row(told(bundle, summary))
                yield [row.get(c) for c in GED_COLUMNS]

    return Written(write_lines(path, [GED_COLUMNS], rows()), left_out)


def _deadly(toll: Toll | None) -> bool:
    return toll is not None and any((toll.low, toll.best, toll.high))


def ged_row(item: Told) -> dict[str, Any]:
    """One lethal incident; columns that it does not name are empty."""
    return _who(item) | _when(item) | _sources(item) | _where(item) | _deaths(item)


# ---------------------------------------------------------------- who and when


def violence(item: Told) -> int | None:
    """1 a state and another armed party, 2 two armed parties without a state, 3 one-sided; None if unknown."""
    first, second = sides(item)
    if second and item.words.is_civilian(second[0]):
        return 3
    if not (first and second):
        return None
    return 1 if any(item.words.is_state(side[0]) for side in (first, second)) else 2


def ged_sides(item: Told) -> tuple[list[Party], list[Party]]:
    """The two sides; in state-based violence the state is side a."""
    first, second = sides(item)
    swap = violence(item) == 1 and not item.words.is_state(first[0])
    return (second, first) if swap else (first, second)


def _who(item: Told) -> dict[str, Any]:
    first, second = ged_sides(item)
    kind = violence(item)
    a, b = _side(item, first), "Civilians" if kind == 3 else _side(item, second)
    state_a, state_b = (country(_state(item, side)) for side in (first, second))
    year = date.year if (date := midpoint(item.summary)) else ""
    return {
        "id": number_of(item.summary.incident.id),
        "relid": f"{item.country or 'XXX'}-{year}-{kind or 0}-{item.summary.incident.id}",
        "year": year,
        "code_status": _CODE_STATUS.get(item.summary.status, "Check"),
        "type_of_violence": kind,
        "dyad_name": f"{a} - {b}" if a and b else None,
        "side_a": a,
        "side_b": b,
        "gwnoa": state_a.gwno if state_a else None,
        "gwnob": state_b.gwno if state_b and kind != 3 else None,
    }


def _side(item: Told, side: Sequence[Party]) -> str | None:
    """A side by its first party; a state by its government, as UCDP names it."""
    if not side:
        return None
    home = country(_state(item, side))
    return f"Government of {home.name}" if home else name_of(side[0])


def _state(item: Told, side: Sequence[Party]) -> str | None:
    return side[0].country if side and item.words.is_state(side[0]) else None


def _when(item: Told) -> dict[str, Any]:
    summary = item.summary
    days = span_days(summary)
    return {
        "date_start": summary.earliest or summary.latest,
        "date_end": summary.latest or summary.earliest,
        "date_prec": next((prec for most, prec in _DATE_PREC if days <= most), 5) if days else None,
        "event_clarity": 1 if days and days <= 31 else 2,
    }


# ---------------------------------------------------------------- where


def priogrid(lat: float, lon: float) -> int:
    """The PRIO-GRID cell of half a degree, counted from 1 at the south-west, row by row."""
    row, column = min(int((lat + 90) * 2), 359), min(int((lon + 180) * 2), 719)
    return row * 720 + column + 1


def _where(item: Told) -> dict[str, Any]:
    place, home = item.summary.place, country(item.country)
    out: dict[str, Any] = {
        "country": home.name if home else None,
        "country_id": home.gwno if home else None,
        "region": home.ucdp_region if home else None,
    }
    if place is None:
        return out
    out |= {"where_coordinates": place.name, "where_description": place.text}
    out |= {"adm_1": place.admin1, "adm_2": place.admin2}
    if place.lat is not None and place.lon is not None:
        out |= {
            "where_prec": WHERE_PREC.get(place.precision),
            "latitude": place.lat,
            "longitude": place.lon,
            "geom_wkt": f"POINT ({place.lon} {place.lat})",
            "priogrid_gid": priogrid(place.lat, place.lon),
        }
    return out


# ---------------------------------------------------------------- sources and deaths


def _sources(item: Told) -> dict[str, Any]:
    reports = item.reports
    articles = [f'"{r.outlet or "unknown"},{r.published or ""},{r.title or ""}"' for r in reports]
    return {
        "number_of_sources": len(item.summary.reports) or -1,
        "source_article": ";".join(articles),
        "source_office": ";".join(r.outlet or "" for r in reports),
        "source_date": ";".join(str(r.published or "") for r in reports),
        "source_headline": ";".join(r.title or "" for r in reports),
        "source_original": "; ".join(item.speakers()),
    }


def _deaths(item: Told) -> dict[str, Any]:
    """Low, best and high as the record has them, put in order; deaths by side add up to best."""
    toll = item.summary.killed or Toll(0, 0, 0)
    best = toll.best if toll.best is not None else toll.low if toll.low is not None else 0
    low = min(best, toll.low if toll.low is not None else best)
    high = max(best, toll.high if toll.high is not None else best)
    a, b, civilians = deaths_by_side(item.bundle, item.summary, ged_sides(item), best)
    unknown = best - a - b - civilians
    if violence(item) == 3:  # by UCDP's definition the dead of one-sided violence are civilians
        civilians, unknown = civilians + unknown, 0
    return {
        "deaths_a": a,
        "deaths_b": b,
        "deaths_civilians": civilians,
        "deaths_unknown": unknown,
        "best": best,
        "high": high,
        "low": low,
    }
