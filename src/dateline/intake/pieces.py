"""A piece cut from a file of many documents: a row, a feed's entry, a record of a web archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes of one document in a larger file, and what the file says about it.

    `where` is its place ("line 12"); `content` is None when it could not be had and `problem` then
    says why. `id` and `link` are what a feed names
    its entry and the page of it. A piece without place is no document: it only says that work goes on.
    """

    where: str
    content: bytes | None = None
    media_type: str = ""
    url: str | None = None
    at: datetime | None = None
    modified: str | None = None
    problem: str | None = None
    id: str | None = None
    link: str | None = None
