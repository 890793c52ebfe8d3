"""The text of a document with what its file says about it; plain text and articles as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateline.errors import InputError
from dateline.intake.dates import dated
from dateline.intake.decoding import clean
from dateline.record import Dated

MOST_CHARACTERS = 1_000_000  # a report longer than a book is a mistake in the input


class NoText(InputError):
    """A document that is whole, and holds nothing to read."""


@dataclass(frozen=True, slots=True)
class Document:
    """Readable text with what its file says about it.

    `published` is a day that whoever made the document is sure of; `dates` are candidates with
    their origins. `outlet` is named outright, `site` is what a page or feed calls itself.
    """

    name: str
    text: str
    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    site: str | None = None
    dates: tuple[Dated, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What `from_json` reads: strings, and lists of strings."""
        return {
            "text": self.text, "title": self.title, "outlet": self.outlet, "url": self.url, "site": self.site,
            "dates": [[d.said_by, d.written, d.day.isoformat() if d.day else None, d.zone] for d in self.dates],
        }  # fmt: skip

    @classmethod
    def from_json(cls, name: str, record: Mapping[str, Any]) -> Document:
        """A document as `as_json` wrote it."""
        days = (
            (by, written, date.fromisoformat(day) if day else None, zone) for by, written, day, zone in record["dates"]
        )
        fields = {key: record[key] for key in ("text", "title", "outlet", "url", "site")}
        return cls(name, **fields, dates=tuple(Dated(*d) for d in days))


def from_text(text: str, name: str) -> Document:
    """A plain-text file: its first line is the title when a blank line follows."""
    check_length(text)
    first, _, rest = text.lstrip("\n").partition("\n")
    titled = bool(first.strip()) and rest.startswith("\n") and bool(rest.strip())
    return Document(name, text, title=first.strip() if titled else None)


def from_line(line: str, name: str) -> Document:
    """The report of one JSON line. Raises InputError for a line that is no article."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as problem:  # ValueError: also a number of too many digits
        raise InputError(f"is not valid JSON ({problem}); mend or delete the line") from problem
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise InputError('needs a "text" that is a string, as in {"text": "…", "published": "2017-09-15"}')
    for key in ("title", "outlet", "url", "published"):
        if record.get(key) is not None and not isinstance(record[key], str):
            raise InputError(f'"{key}" must be a string or null, not {record[key]!r:.80}')
    return from_fields(record, name)


def from_fields(record: Mapping[str, str | None], name: str) -> Document:
    """An article of named fields: text, title, published, outlet, url."""
    published = record.get("published")
    day = dated("published field", published) if published else None
    if day and day.day is None:
        raise InputError(f'"published" is {day.written!r:.80}: write the day as YYYY-MM-DD')
    title, outlet, url = (clean(value) if (value := record.get(key)) else None for key in ("title", "outlet", "url"))
    text = joined(title, clean(record.get("text") or ""))
    check_length(text)
    return Document(name, text, title, outlet=outlet, url=url, dates=(day,) if day else ())


def joined(title: str | None, body: str) -> str:
    """Title, blank line, body."""
    return f"{title}\n\n{body}" if title else body


def check_length(text: str) -> None:
    """Raises InputError for a text longer than a report may be."""
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"is {len(text):,} characters long; a report may have {MOST_CHARACTERS:,}: split it into reports"
        )
