"""HXL 1.1: a CSV whose second line tags its columns, for HDX and humanitarian tools."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from dateline.export.bundle import Bundle, Written
from dateline.export.countries import division_code
from dateline.export.tables import write_lines
from dateline.export.telling import Told, names, told
from dateline.record import Place, Toll


def _place(read: Callable[[Place], Any]) -> Callable[[Told], Any]:
    return lambda t: read(t.summary.place) if t.summary.place else None


def _killed(read: Callable[[Toll], Any]) -> Callable[[Told], Any]:
    return lambda t: read(t.summary.killed) if t.summary.killed else None


def _injured(read: Callable[[Toll], Any]) -> Callable[[Told], Any]:
    return lambda t: read(t.summary.injured) if t.summary.injured else None


# Header, hashtag, value. Tags of our own begin with #x_, as the standard asks.
HXL_COLUMNS: tuple[tuple[str, str, Callable[[Told], Any]], ...] = (
    ("Event id", "#event+id", lambda t: t.summary.incident.id),
    ("Event types", "#event+type", lambda t: "; ".join(t.summary.events)),
    ("Start date", "#date+start", lambda t: t.summary.earliest),
    ("End date", "#date+end", lambda t: t.summary.latest),
    ("Country code", "#country+code", lambda t: t.country),
    ("Country", "#country+name", lambda t: t.country_name),
    ("Admin 1", "#adm1+name", _place(lambda p: p.admin1)),
    ("Admin 1 code", "#adm1+code", _place(lambda p: division_code(p.country, p.admin1))),
    ("Admin 2", "#adm2+name", _place(lambda p: p.admin2)),
    ("Place", "#loc+name", _place(lambda p: p.name or p.text)),
    ("Latitude", "#geo+lat", _place(lambda p: p.lat)),
    ("Longitude", "#geo+lon", _place(lambda p: p.lon)),
    ("Radius in km", "#x_geo+radius_km", _place(lambda p: p.radius_km)),
    ("Killed", "#affected+killed", _killed(lambda k: k.best)),
    ("Killed, lowest", "#affected+killed+min", _killed(lambda k: k.low)),
    ("Killed, highest", "#affected+killed+max", _killed(lambda k: k.high)),
    ("Injured", "#affected+injured", _injured(lambda k: k.best)),
    ("Injured, lowest", "#affected+injured+min", _injured(lambda k: k.low)),
    ("Injured, highest", "#affected+injured+max", _injured(lambda k: k.high)),
    ("Actors", "#x_actor+name", lambda t: names(t.summary.actors)),
    ("Targets", "#x_target+name", lambda t: names(t.summary.targets)),
    ("Sources", "#org+source", lambda t: "; ".join(t.outlets())),
    ("Status", "#status", lambda t: t.summary.status),
    ("Modality", "#x_modality", lambda t: t.summary.modality),
    ("Independent origins", "#x_origins+num", lambda t: len(t.summary.origins)),
    ("Link", "#meta+url", lambda t: next((r.url for r in t.reports if r.url), None)),
)


def write_hxl(bundle: Bundle, path: Path) -> Written:
    """Every incident; unknown values are empty cells."""
    header = [[title for title, _, _ in HXL_COLUMNS], [tag for _, tag, _ in HXL_COLUMNS]]
    items = (told(bundle, summary) for summary in bundle.summaries)
    return Written(write_lines(path, header, ([value(t) for _, _, value in HXL_COLUMNS] for t in items)))
