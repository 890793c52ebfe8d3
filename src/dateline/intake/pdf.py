"""PDF files: their text layer, with lines joined into paragraphs."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

from dateline.errors import InputError
from dateline.intake.dates import dated
from dateline.intake.decoding import clean
from dateline.intake.documents import Document, NoText, check_length, joined
from dateline.record import Dated

MOST_PAGES = 1000
_CREATED = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_HYPHEN = re.compile(r"(?<=[a-z])[-\u00ad]\n(?=[a-z])")


def document(content: bytes, name: str) -> Document:
    """The text of a PDF file. Raises InputError for a locked one and for one that is only images."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("is a PDF file locked by a password; save it without")
        if len(reader.pages) > MOST_PAGES:
            raise InputError(f"has {len(reader.pages):,} pages; a report may have {MOST_PAGES:,}: split it")
        pages = [clean(page.extract_text()).strip().split("\n") for page in reader.pages]
        title, days = _metadata(reader.metadata)
    except (PyPdfError, NotImplementedError) as problem:  # the latter is pypdf's word for ciphers and filters it lacks
        raise InputError(f"is a PDF file that cannot be read ({problem})") from problem
    body = "\n\n".join(p for page in _without_running_heads(pages) if (p := _paragraphs(page)))
    if not body:
        raise NoText("is a PDF file without text, perhaps scanned pages; run text recognition (OCR) over it first")
    check_length(body)
    if title and " ".join(body[: 3 * len(title)].split()).startswith(title):
        return Document(name, body, title=title if body.startswith(title) else None, dates=days)
    return Document(name, joined(title, body), title=title, dates=days)


def _metadata(found: Any) -> tuple[str | None, tuple[Dated, ...]]:
    """The title, unless it is a file's name, and the day of creation, which may be that of printing."""
    title = " ".join(clean(str(found.get("/Title") or "")).split()) if found else ""
    named = (
        not title
        or len(title) > 300
        or re.search(r"\.\w{2,5}$|^(?:microsoft word|untitled|document\d*\b)", title, re.I)
    )
    created = _CREATED.match(str(found.get("/CreationDate") or "")) if found else None
    days = (dated("PDF CreationDate", "-".join(created.groups())),) if created else ()
    return (None if named else title), days


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Pages without the first and last lines that most of them share, and without bare page numbers."""
    ends = Counter(_shape(line) for page in pages for line in {*page[:1], *page[-1:]})
    common = {shape for shape, count in ends.items() if len(pages) > 2 and count > len(pages) / 2}
    last = [len(page) - 1 for page in pages]
    return [
        [x for i, x in enumerate(page) if not (i in (0, end) and (_shape(x) in common or x.strip().isdigit()))]
        for page, end in zip(pages, last, strict=True)
    ]


def _shape(line: str) -> str:
    """A line with its numbers masked, so that page numbers do not tell running heads apart."""
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _paragraphs(lines: list[str]) -> str:
    """Lines joined where a sentence goes on: a paragraph ends at an empty line or a short one that ends a sentence."""
    full = max((len(line) for line in lines), default=0)
    out: list[str] = []
    for line in lines:
        words = line.strip()
        ends = not words or (len(line) < 0.75 * full and words.endswith((".", "!", "?", ":", "”", '"')))
        out.append(words + ("\n\n" if ends else "\n"))
    text = _HYPHEN.sub("", "".join(out))
    return "\n\n".join(" ".join(p.split()) for p in re.split(r"\n{2,}", text) if p.strip())
