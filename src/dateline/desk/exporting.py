"""Files for download: layouts with their columns and what they cannot carry, and the bundle that fills them."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from dateline.desk import pages
from dateline.desk.report import write_report
from dateline.errors import InputError
from dateline.export import SUFFIXES, WRITERS, Bundle, Manifest, export, manifest_path
from dateline.export.acled import ACLED_COLUMNS
from dateline.export.claim_table import CLAIM_COLUMNS
from dateline.export.files import manifest, whole, write_manifest
from dateline.export.ged import GED_COLUMNS
from dateline.export.incident_table import INCIDENT_COLUMNS
from dateline.export.polecat import POLECAT_COLUMNS
from dateline.export.report_table import REPORT_COLUMNS
from dateline.selecting import bundle_of, told
from dateline.store import Query, Store

_FILES = 20  # kept for download
_NEEDS = {"parquet": "pyarrow", "xlsx": "xlsxwriter"}

# How a layout is called, and what of the record it cannot carry; docs/formats tells more of each.
_TOLD: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "jsonl": ("JSON lines: everything, for programs", ()),
    "csv": ("CSV for R, pandas, `dateline import`", ("the audit log",)),
    "csv-excel": ("CSV that Excel opens as it is", ("the audit log", "spans and reasons")),
    "xlsx": ("Excel workbook", ("the audit log", "spans and reasons")),
    "parquet": ("Parquet for DuckDB, pandas, arrow", ("the audit log",)),
    "geojson": ("GeoJSON for web maps", ("the agreement grid", "spans and reasons")),
    "gpkg": ("GeoPackage for QGIS", ("the agreement grid", "spans and reasons")),
    "kml": ("KML for Google Earth", ("the agreement grid", "spans and reasons", "who holds what")),
    "ged": ("UCDP GED layout", ("incidents without deaths, place or day", "disagreement", "who says so")),
    "acled": ("ACLED-style layout", ("event types that ACLED has not", "disagreement by field", "who says so")),
    "plover": ("PLOVER JSON", ("event types that PLOVER has not", "incidents without a day", "disagreement")),
    "polecat": ("POLECAT table", ("event types that PLOVER has not", "incidents without a day", "disagreement")),
    "hxl": ("HXL-tagged CSV for humanitarian data", ("disagreement by field", "spans and reasons")),
    "timemap": ("TimeMap JSON", ("incidents without a place", "disagreement by field")),
    "annotations": ("W3C Web Annotations: claims in their texts", ("the agreement grid",)),
    "html": ("Report: one HTML page with map, grid and sources, for reading offline", ("texts beyond the quotes",)),
}
_COLUMNS: Mapping[tuple[str, str], tuple[str, ...]] = {
    **{("incidents", f): tuple(c.name for c in INCIDENT_COLUMNS) for f in ("csv", "csv-excel", "xlsx", "parquet")},
    **{("claims", f): tuple(c.name for c in CLAIM_COLUMNS) for f in ("csv", "csv-excel", "xlsx", "parquet")},
    **{("reports", f): tuple(c.name for c in REPORT_COLUMNS) for f in ("csv", "csv-excel", "xlsx", "parquet")},
    ("incidents", "ged"): tuple(GED_COLUMNS),
    ("incidents", "acled"): tuple(ACLED_COLUMNS),
    ("incidents", "polecat"): tuple(POLECAT_COLUMNS),
}


@cache
def layouts() -> tuple[pages.Layout, ...]:
    """Every file that can be written."""
    names = [*WRITERS, ("incidents", "html")]
    return tuple(_layout(what, format) for what, format in names)


def _layout(what: str, format: str) -> pages.Layout:
    label, cannot = _TOLD[format]
    missing = _NEEDS.get(format)
    ready = missing is None or find_spec(missing) is not None
    if not ready:
        cannot = (*cannot, f"anything at all until {missing} is installed: pip install 'dateline[formats]'")
    columns = tuple(pages.LayoutColumn(name, name.replace("_", " ")) for name in _COLUMNS.get((what, format), ()))
    return pages.Layout(what, format, label, SUFFIXES.get(format, f".{format}"), columns, cannot, ready)


@dataclass(frozen=True, slots=True)
class File:
    """A file for download, and whose it is."""

    path: Path
    by: str
    manifest: Manifest


class Exports:
    """Files that were exported while the desk runs; the oldest go."""

    def __init__(self, store: Store):
        self.store = store
        self._folder = Path(tempfile.mkdtemp(prefix="dateline-export-"))
        self._files: dict[str, File] = {}

    def close(self) -> None:
        """Removes the files."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def file(self, token: str) -> File | None:
        """The file behind a token."""
        return self._files.get(token)

    def write(self, what: str, format: str, query: Query, *, by: str) -> pages.Exported:
        """Writes a file with its manifest, and a line into the audit log. InputError for an unknown layout."""
        layout = next((one for one in layouts() if (one.what, one.format) == (what, format)), None)
        if layout is None or not layout.ready:
            raise InputError(f"{what[:40]!r} cannot be exported as {format[:40]!r} here; /export.json names what can")
        token = secrets.token_urlsafe(16)
        path = self._folder / token / f"dateline-{what}-{format}{layout.suffix}"
        path.parent.mkdir()
        selected = bundle_of(self.store, what, query, format)
        made = self._report(selected, path) if format == "html" else export(selected, path, what=what, format=format)
        after = {"sha256": made.sha256, "rows": made.rows, "filters": told(query)}
        self.store.audit("export", path.name, after=after, by=by)
        self._keep(token, File(path, by, made))
        start = f"/exports/{token}/{path.name}"
        problems = tuple(f"{count:,} left out: {reason}" for reason, count in made.left_out.items())
        return pages.Exported(
            path.name, start, f"{start}.manifest.json", made.sha256, made.rows, made.audit_head, problems
        )

    def _report(self, selected: Bundle, path: Path) -> Manifest:
        origins = {i: o for i in selected.reports if (o := self.store.origin(i))}
        with whole(manifest_path(path)) as beside, whole(path) as draft:
            written = write_report(selected, origins, draft)
            made = manifest(draft, selected, written, name=path.name, what="incidents", format="html")
            write_manifest(made, beside)
        return made

    def _keep(self, token: str, file: File) -> None:
        self._files[token] = file
        while len(self._files) > _FILES:
            oldest = next(iter(self._files))
            shutil.rmtree(self._files.pop(oldest).path.parent, ignore_errors=True)
