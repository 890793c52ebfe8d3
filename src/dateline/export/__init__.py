"""Export: claims into the files people use. One writer per format, in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dateline.export.geojson import geojson
from dateline.export.records import jsonl
from dateline.export.tables import csv
from dateline.record import Claim, Report

Coded = tuple[Report, tuple[Claim, ...]]

WRITERS: dict[str, Callable[[Iterable[Coded]], Iterator[str]]] = {
    "jsonl": jsonl,
    "csv": csv,
    "geojson": geojson,
}

__all__ = ["WRITERS", "Coded"]
