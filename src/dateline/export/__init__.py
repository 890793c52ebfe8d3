"""Export: the record as the files people use, one writer per layout, and import back from them.

Bundle ──WRITERS[what, format]──▶ a draft ──▶ the file, whole or not at all, and its manifest
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal, get_args

from dateline.errors import SettingsError
from dateline.export import records
from dateline.export.acled import write_acled
from dateline.export.annotations import write_annotations
from dateline.export.bundle import Bundle, Written, bundle
from dateline.export.columns import Problem
from dateline.export.files import Manifest, check, manifest, manifest_path, whole, write_manifest
from dateline.export.ged import write_ged
from dateline.export.geojson import geojson, write_geojson
from dateline.export.geopackage import write_geopackage
from dateline.export.hxl import write_hxl
from dateline.export.imports import Imported, import_csv
from dateline.export.kml import write_kml
from dateline.export.plover import write_plover
from dateline.export.polecat import write_polecat
from dateline.export.tables import csv, write_csv, write_csv_excel, write_parquet, write_xlsx
from dateline.export.timemap import write_timemap
from dateline.heap import uncollected
from dateline.record import Claim, Report

__all__ = [
    "STREAMS",
    "SUFFIXES",
    "WRITERS",
    "Bundle",
    "Imported",
    "Manifest",
    "Problem",
    "bundle",
    "check",
    "export",
    "formats",
    "import_csv",
    "manifest_path",
]

What = Literal["incidents", "claims", "reports"]
Writer = Callable[[Bundle, Path], Written]
Coded = tuple[Report, tuple[Claim, ...]]

_TABLES: dict[str, Callable[[Bundle, Path, str], Written]] = {
    "csv": write_csv,
    "csv-excel": write_csv_excel,
    "xlsx": write_xlsx,
    "parquet": write_parquet,
}
_MAPS: dict[str, Callable[[Bundle, Path, str], Written]] = {
    "geojson": write_geojson,
    "gpkg": write_geopackage,
    "kml": write_kml,
}


def _of(write: Callable[[Bundle, Path, str], Written], what: str) -> Writer:
    """The writer of one thing in a format that holds several."""
    return lambda bundle, path: write(bundle, path, what)


# Every file that can be written: (what, format) → writer(bundle, path).
WRITERS: dict[tuple[str, str], Writer] = {
    ("incidents", "jsonl"): records.write_incidents,
    ("claims", "jsonl"): records.write_claims,
    ("reports", "jsonl"): records.write_reports,
    **{(what, name): _of(write, what) for name, write in _TABLES.items() for what in get_args(What)},
    **{(what, name): _of(write, what) for name, write in _MAPS.items() for what in ("incidents", "claims")},
    ("incidents", "ged"): write_ged,
    ("incidents", "acled"): write_acled,
    ("incidents", "plover"): write_plover,
    ("incidents", "polecat"): write_polecat,
    ("incidents", "hxl"): write_hxl,
    ("incidents", "timemap"): write_timemap,
    ("incidents", "annotations"): write_annotations,
    ("claims", "annotations"): write_annotations,
}

# The usual ending of a file of each format.
SUFFIXES = {
    "jsonl": ".jsonl",
    "csv": ".csv",
    "csv-excel": ".csv",
    "xlsx": ".xlsx",
    "parquet": ".parquet",
    "geojson": ".geojson",
    "gpkg": ".gpkg",
    "kml": ".kml",
    "ged": ".csv",
    "acled": ".csv",
    "plover": ".json",
    "polecat": ".tsv",
    "hxl": ".csv",
    "timemap": ".json",
    "annotations": ".jsonld",
}

# What `dateline read` prints while it reads: pieces of text, one report after the other.
STREAMS: dict[str, Callable[[Iterable[Coded]], Iterator[str]]] = {
    "jsonl": records.jsonl,
    "csv": csv,
    "geojson": geojson,
}


def formats(what: str) -> list[str]:
    """The formats in which something can be exported."""
    return [name for thing, name in WRITERS if thing == what]


def export(bundle: Bundle, path: Path, *, what: str, format: str) -> Manifest:
    """Writes a file and its manifest (NAME.manifest.json), each under its name only once it is whole.

    Raises SettingsError for a format that there is not, and when the file cannot be written.
    """
    writer = WRITERS.get((what, format))
    if writer is None:
        known = ", ".join(formats(what)) or "none"
        raise SettingsError(f"{what} cannot be exported as {format!r}: formats for {what} are {known}")
    with whole(manifest_path(path)) as beside, whole(path) as draft, uncollected():
        written = writer(bundle, draft)
        record = manifest(draft, bundle, written, name=path.name, what=what, format=format)
        write_manifest(record, beside)
    return record
