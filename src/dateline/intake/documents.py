"""The three kinds of file that hold reports: plain text, HTML, and JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateline.errors import InputError
from dateline.intake.decoding import clean
from dateline.record import Refusal

MOST_CHARACTERS = 1_000_000  # a report longer than a book is a mistake in the input


@dataclass(frozen=True, slots=True)
class Document:
    """Readable text with what its file says about it."""

    name: str
    text: str
    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    url: str | None = None


def from_text(text: str, name: str) -> Document:
    """A plain-text file: its first line is the title when a blank line follows."""
    _check_length(text)
    first, _, rest = text.lstrip("\n").partition("\n")
    titled = bool(first.strip()) and rest.startswith("\n") and bool(rest.strip())
    return Document(name, text, title=first.strip() if titled else None)


def from_html(text: str, name: str) -> Document:
    """A web page: main text, title, outlet and date, menus and links left out."""
    _check_length(text)
    import trafilatura  # a second to import, and only pages need it

    page = trafilatura.bare_extraction(text, favor_precision=True, with_metadata=True, include_comments=False)
    if page is None:
        raise InputError("is a page without readable main text")
    found: dict[str, Any] = page if isinstance(page, dict) else page.as_dict()
    title = str(found["title"]).strip() if found.get("title") else None
    body = _without_title(str(found.get("text") or ""), title)
    return Document(
        name,
        _joined(title, body),
        title=title,
        published=_date(found.get("date")),
        outlet=found.get("sitename"),
        url=found.get("url"),
    )


def _without_title(body: str, title: str | None) -> str:
    """Main text without the headline that many pages repeat as its first line."""
    first, _, rest = body.partition("\n")
    return rest.lstrip("\n") if title and " ".join(first.split()) == " ".join(title.split()) else body


def from_jsonl(text: str, name: str) -> Iterator[Document | Refusal]:
    """One report a line; a broken line is refused by number and the others are read."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        try:
            yield _from_line(line, where)
        except InputError as problem:
            yield Refusal(where, str(problem))


def _from_line(line: str, where: str) -> Document:
    """The report of one JSON line."""
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as problem:
        raise InputError(f"is not valid JSON ({problem}); mend or delete the line") from problem
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise InputError('needs a "text" that is a string, as in {"text": "…", "published": "2017-09-15"}')
    for key in ("title", "outlet", "url", "published"):
        if record.get(key) is not None and not isinstance(record[key], str):
            raise InputError(f'"{key}" must be a string or null, not {record[key]!r}')
    published = record.get("published")
    day = _date(published)
    if published and day is None:
        raise InputError(f'"published" is {published!r}: write the day as YYYY-MM-DD')
    title = clean(record["title"]) if record.get("title") else None
    text = _joined(title, clean(record["text"]))
    _check_length(text)
    return Document(where, text, title, day, record.get("outlet"), record.get("url"))


def _joined(title: str | None, body: str) -> str:
    """Title, blank line, body."""
    return f"{title}\n\n{body}" if title else body


def _check_length(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"is {len(text):,} characters long; a report may have {MOST_CHARACTERS:,}: split it into reports"
        )


def _date(value: object) -> date | None:
    """An ISO day, or None."""
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None
