"""What a map file shows of a row: its properties and its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from dateline.export.bundle import Bundle
from dateline.export.claim_table import CLAIM_COLUMNS, ClaimRow
from dateline.export.columns import Column, main_columns
from dateline.export.incident_table import INCIDENT_COLUMNS
from dateline.export.tables import table
from dateline.record import Place, Summary


@dataclass(frozen=True, slots=True)
class Layer:
    """The rows of a map layer: which columns, and how a row tells its id, place and title."""

    one: str
    columns: tuple[Column[Any], ...]
    id: Callable[[Any], str]
    place: Callable[[Any], Place | None]
    title: Callable[[Any], str]


def _incident_title(summary: Summary) -> str:
    where = summary.place.name or summary.place.text if summary.place else "place unknown"
    when = summary.earliest.isoformat() if summary.earliest else "date unknown"
    return f"{', '.join(summary.events) or 'event'}, {where}, {when}"


def _claim_title(row: ClaimRow) -> str:
    place = row.claim.place
    return f"{row.claim.event}, {(place.name or place.text) if place else 'place unknown'}"


LAYERS = {
    "incidents": Layer(
        "incident", main_columns(INCIDENT_COLUMNS), lambda s: s.incident.id, lambda s: s.place, _incident_title
    ),
    "claims": Layer("claim", main_columns(CLAIM_COLUMNS), lambda r: r.claim.id, lambda r: r.claim.place, _claim_title),
}


def rows(bundle: Bundle, what: str) -> Iterator[Any]:
    """The rows of a layer."""
    return iter(table(bundle, what)[1])
