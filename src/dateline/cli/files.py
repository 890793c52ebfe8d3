"""Files out of the record and into it: `export`, `import`, `verify`, `backup`, `rebuild`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.common import (
    DATABASE,
    Actor,
    Bbox,
    By,
    Country,
    Database,
    Disputed,
    Event,
    MinConfidence,
    Since,
    Source,
    Standing,
    Until,
    query,
    record,
    remarks,
)
from dateline.errors import InputError, SettingsError, StoreError

if TYPE_CHECKING:
    from dateline.export import Imported
    from dateline.store import Store


class What(StrEnum):
    """What can be exported."""

    incidents = "incidents"
    claims = "claims"
    reports = "reports"


def export(
    what: Annotated[What, typer.Argument(help="What to export.")],
    out: Annotated[Path, typer.Argument(help="The file to write; NAME.manifest.json is written beside it.")],
    format: Annotated[
        str | None, typer.Option("--format", "-f", help="Layout; without it the ending of the file name says it.")
    ] = None,
    db: Database = DATABASE,
    since: Since = None,
    until: Until = None,
    bbox: Bbox = None,
    country: Country = None,
    actor: Actor = None,
    event: Event = None,
    source: Source = None,
    status: Standing = None,
    disputed: Disputed = False,
    min_confidence: MinConfidence = 0.0,
    by: By = None,
) -> None:
    """Write incidents, claims or reports in a layout that your field uses, with a manifest of hashes.

    Layouts: jsonl, csv, csv-excel, xlsx, parquet, geojson, gpkg, kml, ged, acled, plover, polecat, hxl,
    timemap, annotations.

    Example: dateline export incidents incidents.gpkg --since 2017-09-01 --country SYR
    """
    from dateline.export import export as write
    from dateline.selecting import bundle_of, told

    layout = format or _layout_of(out, what.value)
    wanted = query(since, until, bbox, country, actor, event, source, status, disputed, min_confidence)
    with record(db, by=by) as store:
        bundle = bundle_of(store, what.value, wanted, layout)
        made = write(bundle, out, what=what.value, format=layout)
        store.audit("export", str(out), after={"sha256": made.sha256, "rows": made.rows, "filters": told(wanted)})
    remarks.print(f"{made.rows:,} rows in {out}", markup=False, soft_wrap=True)
    for reason, count in made.left_out.items():
        remarks.print(f"  {count:,} left out: {reason}", markup=False, soft_wrap=True)
    remarks.print(f"  audit log head {bundle.audit_head} is in the manifest")


def _layout_of(out: Path, what: str) -> str:
    from dateline.export import SUFFIXES, formats

    known = formats(what)
    for name in known:
        if SUFFIXES[name] == out.suffix.lower():
            return name
    raise SettingsError(f"{out.name}: its ending names no layout; give --format, one of {', '.join(known)}")


def import_(
    file: Annotated[Path, typer.Argument(help="Our own claims CSV, or a GED- or ACLED-style file of your own.")],
    db: Database = DATABASE,
    store_it: Annotated[bool, typer.Option("--yes", help="Store it; without this, only say what it holds.")] = False,
    by: By = None,
) -> None:
    """Read a table back: first a dry run that names every problem by row and column, then --yes stores it.

    Example: dateline import claims.csv --db desk.db
    """
    from dateline.export import import_csv

    found = import_csv(file)
    remarks.print(f"{file.name}: {found.layout}, {found.rows:,} rows", markup=False)
    for problem in found.problems[:50]:
        remarks.print(f"  {problem}", markup=False, soft_wrap=True)
    if len(found.problems) > 50:
        remarks.print(f"  … and {len(found.problems) - 50:,} more")
    for reason, count in found.left_out.items():
        remarks.print(f"  {count:,} left out: {reason}", markup=False, soft_wrap=True)
    if found.problems:
        remarks.print("nothing was stored; mend these rows and run it again")
        raise typer.Exit(1)
    if found.layout == "incidents":
        remarks.print("incidents follow from claims and decisions, so there is nothing to store; import the claims")
        return
    if not store_it:
        remarks.print(f"{len(found.claims):,} claims of {len({c.report for c in found.claims}):,} reports; add --yes")
        return
    with record(db, create=found.layout in ("ged", "acled"), by=by) as store:
        changed = _import(store, found, file.name)
    remarks.print(f"{changed:,} reports have new claims")


def _import(store: Store, found: Imported, name: str) -> int:
    from dateline.cli.recording import keeper

    reports = {r.id: r for r in found.reports}
    for claim in found.claims:
        if claim.report not in reports:
            try:
                reports[claim.report] = store.report(claim.report)
            except StoreError as problem:
                raise InputError(
                    f"{name}: claim {claim.id} is of a report that this record lacks; {problem}"
                ) from problem
    coded = {r: tuple(c for c in found.claims if c.report == i) for i, r in reports.items()}
    return keeper(store, None).take_over(coded, by=f"import of {name} ({found.layout})")


def verify(
    db: Database = DATABASE,
    head: Annotated[
        str | None, typer.Option(help="Head of the audit log noted earlier, as NUMBER:HASH: nothing before it was cut.")
    ] = None,
) -> None:
    """Check the whole record: originals, texts, audit log, quotes, and that incidents follow from the claims.

    Example: dateline verify --db desk.db
    """
    from dateline.keeping import incidents_of
    from dateline.store import Head

    with record(db, read_only=True) as store:
        flaws = store.verify(merge=incidents_of, head=Head.parse(head) if head else None)
        now = store.head()
    for flaw in flaws:
        remarks.print(str(flaw), markup=False, soft_wrap=True)
    if flaws:
        remarks.print(f"{len(flaws):,} flaws")
        raise typer.Exit(1)
    remarks.print(f"the record is whole; audit log head {now}", soft_wrap=True)


def backup(
    out: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")],
    db: Database = DATABASE,
) -> None:
    """Copy the whole record into one file while others go on working; prints the head of its audit log.

    Example: dateline backup monday.db --db desk.db
    """
    with record(db) as store:
        head = store.backup(out)
    remarks.print(f"{out} is written; note its audit log head: {head}", markup=False, soft_wrap=True)


def rebuild(db: Database = DATABASE, by: By = None) -> None:
    """Make everything derived anew from what was stored: search index, areas, origins, incidents.

    Example: dateline rebuild --db desk.db
    """
    from dateline.cli.recording import keeper

    with record(db, by=by) as store:
        store.reindex()
        remarks.print(f"{keeper(store, None).merge():,} incidents")
