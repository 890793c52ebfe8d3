"""Short names: an id by its first characters, and which programs made what is current."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, select

from dateline.errors import StoreError
from dateline.store.filters import CURRENT
from dateline.store.tables import claims, incidents, readings, reports

Named = Literal["report", "claim", "incident"]

_COLUMNS = {"report": reports.c.id, "claim": claims.c.id, "incident": incidents.c.id}
_SHOWN = 5


def named(connection: Connection, what: Named, start: str) -> str:
    """The one id that begins so; StoreError when there is none, or when several do."""
    column = _COLUMNS[what]
    wanted = select(column).where(column.startswith(start, autoescape=True)).distinct().order_by(column)
    found: list[str] = list(connection.execute(wanted.limit(_SHOWN + 1)).scalars())
    if start in found:
        return start
    if not found:
        raise StoreError(f"no {what} {start!r} in the record; `dateline incidents` and `dateline show` tell ids")
    if len(found) > 1:
        some = ", ".join(found[:_SHOWN]) + (", …" if len(found) > _SHOWN else "")
        raise StoreError(f"{start!r} begins several {what}s ({some}); give more characters")
    return found[0]


def made_by(connection: Connection) -> dict[str, str]:
    """Readers and codebooks of the current readings, each once."""
    out = {}
    for name, column in (("reader", readings.c.reader_version), ("codebook", readings.c.codebook_version)):
        out[name] = ", ".join(connection.execute(select(column).where(CURRENT).distinct().order_by(column)).scalars())
    return out
