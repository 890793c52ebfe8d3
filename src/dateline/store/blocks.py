"""The index that incremental merging looks into: blocks, and the reports that have a claim in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, delete, insert, select

from dateline.record import Claim
from dateline.store.claims import of_readings
from dateline.store.filters import CURRENT
from dateline.store.reports import need
from dateline.store.tables import claim_blocks, claims, readings, reports

# A kind, a spell of time and a value, as merging makes them; the store does not look inside, but
# for the kinds "report" and "claim", whose value is an id.
Block = tuple[str, int, str]
_IDS = 10_000


def put_blocks(connection: Connection, keys: Mapping[str, Iterable[Block]]) -> None:
    """Puts the blocks of reports, given by id, in place of those they had."""
    numbers = {need(connection, report): blocks for report, blocks in keys.items()}
    rows = [{"block": key, "report": n} for n, blocks in numbers.items() for key in {_key(b) for b in blocks}]
    for number in numbers:
        connection.execute(delete(claim_blocks).where(claim_blocks.c.report == number))
    if rows:
        connection.execute(insert(claim_blocks), rows)


def claims_in(connection: Connection, wanted: Iterable[Block]) -> Iterator[Claim]:
    """All current claims of every report that has a claim in one of the blocks."""
    found: set[tuple[int, str]] = set()
    asked = list(wanted)
    for i in range(0, len(asked), _IDS):
        found |= _readings(connection, asked[i : i + _IDS])
    batch = sorted(found)
    for i in range(0, len(batch), 200):
        for several in of_readings(connection, dict(batch[i : i + 200])).values():
            yield from several


def _readings(connection: Connection, asked: list[Block]) -> set[tuple[int, str]]:
    current = select(readings.c.number, reports.c.id).join(reports, reports.c.number == readings.c.report)
    current = current.where(CURRENT)
    held = current.join(claim_blocks, claim_blocks.c.report == readings.c.report)
    told = current.join(claims, claims.c.reading == readings.c.number)
    ids = {kind: [value for k, _, value in asked if k == kind] for kind in ("report", "claim")}
    queries = [
        (held.where(claim_blocks.c.block.in_([_key(b) for b in asked if b[0] not in ids])), True),
        (current.where(reports.c.id.in_(ids["report"])), bool(ids["report"])),
        (told.where(claims.c.id.in_(ids["claim"])), bool(ids["claim"])),
    ]
    return {(row.number, row.id) for query, needed in queries if needed for row in connection.execute(query)}


def _key(block: Block) -> str:
    kind, time, value = block
    return f"{kind} {time} {value}"
