"""Incidents as rows: one row each, with how far the origins agree; and a summary from its row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, Literal, cast, get_args

from dateline.export import values
from dateline.export.columns import Cells, Column
from dateline.record import FieldView, Incident, Modality, Origin, Summary, Told, Toll

_STATUSES = ("corroborated", "single-source", "disputed", "denied")
_KINDS = ("own", "wire", "monitor")


def grid_json(fields: Iterable[FieldView]) -> list[dict[str, Any]]:
    """The agreement grid: per field what each origin says, and how the record's value was chosen."""
    return [
        {
            "field": view.field,
            "agreement": view.agreement,
            "chosen": view.chosen,
            "rule": view.rule,
            "told": [{"origin": t.origin, "values": list(t.values), "claims": list(t.claims)} for t in view.told],
        }
        for view in fields
    ]


def disputed_fields(summary: Summary) -> list[str]:
    """The fields on which independent origins contradict each other."""
    return [view.field for view in summary.fields if view.agreement == "conflict"]


def _toll_columns(kind: str, get: Callable[[Summary], Toll | None]) -> tuple[Column[Summary], ...]:
    def part(read: Callable[[Toll], Any]) -> Callable[[Summary], Any]:
        return lambda s: None if (toll := get(s)) is None else read(toll)

    return (
        Column(f"{kind}_low", "int", part(lambda t: t.low)),
        Column(f"{kind}_best", "int", part(lambda t: t.best)),
        Column(f"{kind}_high", "int", part(lambda t: t.high)),
        Column(f"{kind}_rule", "text", part(lambda t: t.rule), detail=True),
    )


INCIDENT_COLUMNS: tuple[Column[Summary], ...] = (
    Column("incident", "text", lambda s: s.incident.id),
    Column("events", "texts", lambda s: s.events),
    Column("status", "text", lambda s: s.status),
    Column("modality", "text", lambda s: s.modality),
    Column("date_from", "day", lambda s: s.earliest),
    Column("date_to", "day", lambda s: s.latest),
    *values.place_columns(lambda s: s.place),
    *values.party_columns("actor", lambda s: s.actors),
    *values.party_columns("target", lambda s: s.targets),
    *_toll_columns("killed", lambda s: s.killed),
    *_toll_columns("injured", lambda s: s.injured),
    Column("disputed", "texts", disputed_fields),
    Column("origin_count", "int", lambda s: len(s.origins)),
    Column("origins", "texts", lambda s: [o.key for o in s.origins], detail=True),
    Column("origin_kinds", "texts", lambda s: [o.kind for o in s.origins], detail=True),
    Column("origin_names", "texts", lambda s: [o.name for o in s.origins]),
    Column("origin_whys", "texts", lambda s: [o.why for o in s.origins], detail=True),
    Column("report_count", "int", lambda s: len(s.reports)),
    Column("reports", "texts", lambda s: s.reports, detail=True),
    Column("claims", "texts", lambda s: sorted(s.incident.claims), detail=True),
    Column("first_published", "day", lambda s: s.first_published),
    Column("last_published", "day", lambda s: s.last_published),
    Column("revisions", "texts", lambda s: s.revisions, detail=True),
    Column("agreement", "text", lambda s: json.dumps(grid_json(s.fields), ensure_ascii=False), detail=True),
)


def summary_of(cells: Cells) -> Summary | None:
    """A summary from its row, or None when something in it cannot be read (the cells say what)."""
    incident, claims = cells.need("incident"), frozenset(cells.texts("claims"))
    earliest, latest = values.days(cells, "date_from", "date_to")
    summary = Summary(
        incident=Incident(incident, claims),
        events=tuple(cells.texts("events")),
        status=cast(Any, cells.choice("status", _STATUSES, "single-source")),
        modality=cast(Modality, cells.choice("modality", get_args(Modality), "actual")),
        earliest=earliest,
        latest=latest,
        place=values.place(cells),
        actors=values.parties(cells, "actor"),
        targets=values.parties(cells, "target"),
        killed=_toll(cells, "killed"),
        injured=_toll(cells, "injured"),
        fields=_grid(cells),
        origins=_origins(cells),
        reports=tuple(cells.texts("reports")),
        first_published=cells.day("first_published"),
        last_published=cells.day("last_published"),
        revisions=tuple(cells.texts("revisions")),
    )
    return None if cells.problems else summary


def _toll(cells: Cells, kind: str) -> Toll | None:
    """A toll; figures that stand in the wrong order are a mistake of the file."""
    low, best, high = (cells.whole(f"{kind}_{part}") for part in ("low", "best", "high"))
    rule = cells.text(f"{kind}_rule") or ""
    known = [n for n in (low, best, high) if n is not None]
    if known != sorted(known):
        cells.complain(f"{kind}_best", f"{low}, {best}, {high} do not rise", "give low ≤ best ≤ high")
    return Toll(low, best, high, rule) if known or rule else None


def _origins(cells: Cells) -> tuple[Origin, ...]:
    keys = cells.texts("origins")
    kinds, names, whys = (cells.aligned(f"origin_{part}", len(keys)) for part in ("kinds", "names", "whys"))
    for kind in kinds:
        if kind not in (None, *_KINDS):
            cells.complain("origin_kinds", f"{kind!r} is not known", f"use one of {', '.join(_KINDS)}")
    return tuple(
        Origin(key, cast(Literal["own", "wire", "monitor"], kind if kind in _KINDS else "own"), name, why or "")
        for key, kind, name, why in zip(keys, kinds, names, whys, strict=True)
    )


def _grid(cells: Cells) -> tuple[FieldView, ...]:
    text = cells.text("agreement")
    try:
        return tuple(_view(view) for view in json.loads(text)) if text else ()
    except (ValueError, KeyError, TypeError):
        fix = "leave the column as exported, or empty it"
        cells.complain("agreement", "is not the grid that an export writes", fix)
        return ()


def _view(view: dict[str, Any]) -> FieldView:
    told = tuple(Told(t["origin"], tuple(t["values"]), tuple(t["claims"])) for t in view["told"])
    return FieldView(view["field"], told, view["agreement"], view["chosen"], view["rule"])
