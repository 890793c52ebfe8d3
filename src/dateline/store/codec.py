"""Values of the record as JSON and back: for hashes, the audit log and the stored summaries.

A record is an object of those fields that differ from their defaults, so that a field added later
changes no hash of what was written before. A span is [begin, end].
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from dateline.record import Counted, FieldView, Incident, Origin, Party, Place, Relation, Span, Summary, Told, Toll


def plain(value: Any) -> Any:
    """A value of the record as JSON knows it: dates as text, sets sorted.

    Whole numbers lose their decimal point: 5 and 5.0 are equal, and are written alike.
    """
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, Span):
        return [value.begin, value.end]
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, date):  # and datetime, which is one
        return value.isoformat()
    told = ((name, getattr(value, name), usual) for name, usual in _fields(type(value)))  # type: ignore[arg-type]
    return {name: plain(item) for name, item, usual in told if item != usual}


def canonical(value: Any) -> str:
    """The one JSON text of a value."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value: Any) -> str:
    """The SHA-256 of a value's canonical JSON."""
    return hashlib.sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _fields(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    """Names and defaults of a record's fields; MISSING, which equals nothing, where there is no default."""
    return tuple(
        (field.name, field.default if field.default_factory is dataclasses.MISSING else field.default_factory())
        for field in dataclasses.fields(kind)
    )


# ---------------------------------------------------------------- summaries and back


def summary_texts(summary: Summary) -> tuple[str, str]:
    """A summary without its grid, and the grid: most readers of many incidents need no grid."""
    return canonical(dataclasses.replace(summary, fields=())), canonical(summary.fields)


def summary_of(text: str, grid: str | None) -> Summary:
    """The summary that `summary_texts` wrote; without a grid, one that has no fields."""
    told: dict[str, Any] = json.loads(text)
    incident = told.pop("incident")
    told["incident"] = Incident(incident["id"], frozenset(incident["claims"]))
    for name in ("earliest", "latest", "first_published", "last_published"):
        if told.get(name):
            told[name] = date.fromisoformat(told[name])
    for name in ("killed", "injured"):
        if told.get(name):
            told[name] = _toll(told[name])
    for name in ("events", "reports", "revisions"):
        told[name] = tuple(told.get(name, ()))
    for name in ("actors", "targets"):
        told[name] = tuple(_party(party) for party in told[name])
    told["place"] = _place(told["place"]) if told["place"] else None
    told["origins"] = tuple(Origin(**origin) for origin in told["origins"])
    told["fields"] = tuple(_view(view) for view in json.loads(grid)) if grid else ()
    return Summary(**told)


def _toll(told: dict[str, Any]) -> Toll:
    counted = (Counted(c["claim"], _spans(c, "phrases"), _spans(c, "parts")) for c in told.pop("counted", ()))
    return Toll(**told, counted=tuple(counted))


def _spans(told: dict[str, Any], name: str) -> tuple[Span, ...]:
    return tuple(Span(*bounds) for bounds in told.get(name, ()))


def _party(told: dict[str, Any]) -> Party:
    return Party(Span(*told.pop("span")), **told)


def _place(told: dict[str, Any]) -> Place:
    if relation := told.pop("relation", None):
        km = relation.pop("km", None)
        relation = Relation(**relation, km=tuple(km) if km else None)
    return Place(Span(*told.pop("span")), **told, relation=relation)


def _view(told: dict[str, Any]) -> FieldView:
    said = told.pop("told")
    return FieldView(told=tuple(Told(s["origin"], tuple(s["values"]), tuple(s["claims"])) for s in said), **told)
