"""Intake: files into reports, one by one; what cannot be read is refused with its reason.

bytes ──decoding──▶ text ──documents──▶ text, title, dates ──▶ Report | Refusal
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from dateline.errors import InputError
from dateline.intake.decoding import MOST_BYTES, decode
from dateline.intake.documents import Document, from_html, from_jsonl, from_text
from dateline.intake.headers import header
from dateline.intake.language import foreign
from dateline.record import Refusal, Report

__all__ = ["take", "to_report"]

_HTML = frozenset({".html", ".htm", ".xhtml"})
_JSONL = frozenset({".jsonl", ".ndjson"})
_TEXT = frozenset({"", ".txt", ".text"})


def take(
    names: Iterable[str], *, published: date | None = None, outlet: str | None = None
) -> Iterator[Report | Refusal]:
    """Reads files, folders and "-" (standard input), in the order given.

    `published` and `outlet` are for reports that carry none. One bad document never stops the rest.
    """
    for name in names:
        for path in _files(name):
            for document in _documents(path):
                if isinstance(document, Refusal):
                    yield document
                else:
                    yield to_report(document, published=published, outlet=outlet)


def to_report(document: Document, *, published: date | None = None, outlet: str | None = None) -> Report | Refusal:
    """A document as a report: the dateline in its text fills what nothing else gives."""
    if not any(c.isalnum() for c in document.text):
        return Refusal(document.name, "holds no text; nothing was read")
    if language := foreign(document.text):
        return Refusal(document.name, f"is in {language}, not in English; dateline reads English reports only")
    found = header(document.text, document.title)
    return Report(
        text=document.text,
        title=document.title,
        published=document.published or published or found.published,
        outlet=document.outlet or outlet or found.outlet,
        url=document.url,
        filed_from=found.place,
    )


def _files(name: str) -> Iterator[Path]:
    """The files that a name stands for; a folder stands for the readable files below it."""
    path = Path(name)
    if name != "-" and path.is_dir():
        yield from sorted(p for p in path.rglob("*") if p.suffix.lower() in _HTML | _JSONL | _TEXT and p.is_file())
    else:
        yield path


def _documents(path: Path) -> Iterator[Document | Refusal]:
    """The documents of one file."""
    try:
        text = decode(_bytes(path), str(path))
        if path.suffix.lower() in _JSONL or (str(path) == "-" and text.lstrip().startswith("{")):
            yield from from_jsonl(text, str(path))
        elif path.suffix.lower() in _HTML or _looks_like_html(text):
            yield from_html(text, str(path))
        else:
            yield from_text(text, str(path))
    except InputError as problem:
        yield Refusal(str(path), str(problem))


def _bytes(path: Path) -> bytes:
    """The bytes of a file or of standard input, at most one more than may be read."""
    try:
        if str(path) == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as problem:
        raise InputError(f"cannot be opened: {problem.strerror}") from problem


def _looks_like_html(text: str) -> bool:
    """True for markup that came without a telling file name."""
    start = text[:1000].lstrip().lower()
    return start.startswith(("<!doctype html", "<html", "<head", "<body"))
