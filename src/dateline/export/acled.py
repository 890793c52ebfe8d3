"""ACLED-style, not ACLED: its 31 columns and counting rules, filled from the record.

One row per day, place and pair of actors. What ACLED would not code is left out and counted:
incidents that did not happen (denied, planned, possible) and events without an ACLED type.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dateline.export.acled_names import CIVILIANS, STATE, actor_name, interaction, stand_in, standing
from dateline.export.bundle import Bundle, Written
from dateline.export.countries import country
from dateline.export.tables import write_lines
from dateline.export.telling import Told, did_not_happen, midpoint, name_of, sides, span_days, told
from dateline.export.tolls import acled_fatalities
from dateline.record import Party, Summary

ACLED_COLUMNS = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 "
    "actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location "
    "latitude longitude geo_precision source source_scale notes fatalities tags timestamp"
).split()

_VIOLENCE, _DEMONSTRATIONS, _STRATEGIC = "Political violence", "Demonstrations", "Strategic developments"

# Sub-event type → event type and disorder type, in ACLED's order of priority.
SUB_EVENTS: dict[str, tuple[str, str]] = {
    "Government regains territory": ("Battles", _VIOLENCE),
    "Non-state actor overtakes territory": ("Battles", _VIOLENCE),
    "Armed clash": ("Battles", _VIOLENCE),
    "Excessive force against protesters": ("Protests", f"{_VIOLENCE}; {_DEMONSTRATIONS}"),
    "Protest with intervention": ("Protests", _DEMONSTRATIONS),
    "Peaceful protest": ("Protests", _DEMONSTRATIONS),
    "Violent demonstration": ("Riots", _DEMONSTRATIONS),
    "Mob violence": ("Riots", _VIOLENCE),
    "Chemical weapon": ("Explosions/Remote violence", _VIOLENCE),
    "Air/drone strike": ("Explosions/Remote violence", _VIOLENCE),
    "Suicide bomb": ("Explosions/Remote violence", _VIOLENCE),
    "Shelling/artillery/missile attack": ("Explosions/Remote violence", _VIOLENCE),
    "Remote explosive/landmine/IED": ("Explosions/Remote violence", _VIOLENCE),
    "Grenade": ("Explosions/Remote violence", _VIOLENCE),
    "Sexual violence": ("Violence against civilians", _VIOLENCE),
    "Attack": ("Violence against civilians", _VIOLENCE),
    "Abduction/forced disappearance": ("Violence against civilians", _VIOLENCE),
    "Agreement": ("Strategic developments", _STRATEGIC),
    "Arrests": ("Strategic developments", _STRATEGIC),
    "Change to group/activity": ("Strategic developments", _STRATEGIC),
    "Disrupted weapons use": ("Strategic developments", _STRATEGIC),
    "Headquarters or base established": ("Strategic developments", _STRATEGIC),
    "Looting/property destruction": ("Strategic developments", _STRATEGIC),
    "Non-violent transfer of territory": ("Strategic developments", _STRATEGIC),
    "Other": ("Strategic developments", _STRATEGIC),
}
_PRIORITY = {name: place for place, name in enumerate(SUB_EVENTS)}
# Acts that are told beside the deaths they cause: the deaths then add no type of their own.
_ACTS = frozenset("air_strike missile_strike shelling bombing clash attack advance capture".split())
_RESULTS = frozenset(["killing", "destruction", "displacement"])
_GEO_PRECISION = {"exact": 1, "city": 1, "near": 2, "admin2": 2, "admin1": 3, "region": 3, "country": 3, "sea": 3}
# Beyond this a span is a background, and its toll is not split over its days.
_MOST_DAYS = 31


def write_acled(bundle: Bundle, path: Path) -> Written:
    """The CSV, with how many incidents ACLED's rules leave out."""
    left_out: Counter[str] = Counter()

    def rows() -> Iterator[list[Any]]:
        for summary in bundle.summaries:
            item = told(bundle, summary)
            reason = did_not_happen(summary) or (None if sub_event(item) else "no ACLED type")
            if reason:
                left_out[reason] += 1
            else:
                yield from ([row[c] for c in ACLED_COLUMNS] for row in acled_rows(item))

    return Written(write_lines(path, [ACLED_COLUMNS], rows()), left_out)


def sub_event(item: Told) -> str | None:
    """The sub-event type: of all the incident's events, the one that comes first in ACLED's order."""
    events = set(item.summary.events)
    if events & _ACTS:
        events -= _RESULTS
    found = [code for event in sorted(events) if (code := _coded(item, event))]
    return min(found, key=_PRIORITY.__getitem__, default=None)


def _coded(item: Told, event: str) -> str | None:
    """ACLED's code of one event, given who did it to whom."""
    code = item.words.sub_event(event, item.words_of(event))
    first, second = sides(item)
    if event in ("attack", "killing") and code in ("Attack", "Armed clash"):
        return "Armed clash" if second and item.words.is_armed(second[0]) else "Attack"
    if event == "capture":
        at_home = standing(item.words, first[:1], item.country, code or "") == STATE
        return "Government regains territory" if at_home else "Non-state actor overtakes territory"
    return code if code in SUB_EVENTS else ("Other" if code else None)


def acled_rows(item: Told) -> Iterator[dict[str, Any]]:
    """A row for each day of a multi-day incident, its fatalities split; otherwise one row."""
    summary = item.summary
    fatalities = acled_fatalities(item.bundle, summary)
    days: list[date | None] = [*_days(item)] or [midpoint(summary)]
    precision = 1 if len(days) > 1 else _time_precision(span_days(summary))
    share, rest = divmod(fatalities, len(days))
    for n, day in enumerate(days):
        number = f"-{n + 1}" if len(days) > 1 else ""
        dead = share + (1 if n < rest else 0)
        told_once = _who(item) | _where(item) | _said(item)
        yield _what(item, number) | _when(day, precision) | told_once | {"fatalities": dead}


def _days(item: Told) -> Iterator[date]:
    """The days of an incident that a report says lasted several days ("from 3 to 5 May")."""
    first, last = item.summary.earliest, item.summary.latest
    spans = [c.when for c in item.claims if c.when and c.when.granularity == "span"]
    lasting = any((s.earliest, s.latest) == (first, last) for s in spans)
    if lasting and first and last and 1 < (last - first).days + 1 <= _MOST_DAYS:
        yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


def _time_precision(days: int | None) -> int | str:
    """1 the day is known, 2 the week, 3 the month or less."""
    if days is None:
        return ""
    return 1 if days == 1 else 2 if days <= 7 else 3


def _what(item: Told, number: str) -> dict[str, Any]:
    code = sub_event(item) or "Other"
    event_type, disorder = SUB_EVENTS[code]
    return {
        "event_id_cnty": f"{item.country or 'XXX'}-{item.summary.incident.id}{number}",
        "disorder_type": disorder,
        "event_type": event_type,
        "sub_event_type": code,
    }


def _when(day: date | None, precision: int | str) -> dict[str, Any]:
    if day is None:
        return {"event_date": "", "year": "", "time_precision": ""}
    return {"event_date": day.isoformat(), "year": day.year, "time_precision": precision or 3}


def _who(item: Told) -> dict[str, Any]:
    code = sub_event(item) or "Other"
    event_type, disorder = SUB_EVENTS[code]
    first, second = sides(item)
    lead = [standing(item.words, p, item.country, code) for p in (first[:1], second[:1])]
    name = [actor_name(item.words, p, item.country_name, code) for p in (first[:1], second[:1])]
    for side in (0, 1):
        if not name[side]:
            name[side], lead[side] = stand_in(event_type, code, side, item.country_name)
    return {
        "actor1": name[0],
        "assoc_actor_1": _others(first),
        "inter1": lead[0],
        "actor2": name[1],
        "assoc_actor_2": _others(second),
        "inter2": lead[1],
        "interaction": interaction(lead[0], lead[1]),
        "civilian_targeting": "Civilians targeted" if _VIOLENCE in disorder and lead[1] == CIVILIANS else "",
    }


def _others(side: list[Party]) -> str:
    return "; ".join(dict.fromkeys(name_of(p) for p in side[1:]))


def _where(item: Told) -> dict[str, Any]:
    place, home = item.summary.place, country(item.country)
    located = place is not None and place.lat is not None
    return {
        "iso": home.numeric if home else None,
        "region": home.acled_region if home else None,
        "country": home.name if home else None,
        "admin1": place.admin1 if place else None,
        "admin2": place.admin2 if place else None,
        "admin3": None,
        "location": (place.name or place.text) if place else None,
        "latitude": round(place.lat, 4) if located and place and place.lat is not None else None,
        "longitude": round(place.lon, 4) if located and place and place.lon is not None else None,
        "geo_precision": _GEO_PRECISION.get(place.precision) if located and place else None,
    }


def _said(item: Told) -> dict[str, Any]:
    summary = item.summary
    return {
        "source": "; ".join(item.outlets()),
        "source_scale": None,
        "notes": " | ".join(item.quotes()),
        "tags": "; ".join(_tags(summary)),
        "timestamp": int(item.bundle.at.timestamp()),
    }


def _tags(summary: Summary) -> list[str]:
    toll = summary.killed
    span = [f"fatalities={toll.low}-{toll.high}"] if toll and toll.low != toll.high else []
    return [f"status={summary.status}", f"origins={len(summary.origins)}", *span]
