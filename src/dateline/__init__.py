"""dateline: from conflict reporting to a record that can be checked.

>>> import dateline
>>> report, claims = dateline.read("Rebels shelled the port on Tuesday.", published="2017-09-15")

`read` loads the reader on its first call and keeps it. `Dateline` is the same with options.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.pipeline import Dateline
    from dateline.record import Claim, Report

__version__ = "0.1.0"
__all__ = ["__version__", "read"]


@cache
def _reader() -> Dateline:
    from dateline.pipeline import Dateline

    return Dateline()


def read(
    text: str,
    *,
    title: str | None = None,
    published: date | str | None = None,
    outlet: str | None = None,
    url: str | None = None,
) -> tuple[Report, tuple[Claim, ...]]:
    """Reads one report into claims.

    `published` is the day of publication (a date or "YYYY-MM-DD"): relative times are resolved
    against it. Offsets in the claims point into `report.text`, which is the title, a blank line
    and the text where a title is given. Raises `dateline.errors.InputError` for a text that cannot
    be read, with the reason.
    """
    return _reader().read(text, title=title, published=published, outlet=outlet, url=url)
