"""Intake: files, feeds, archives and addresses into reports; what cannot be read is refused with its reason.

name ──files──▶ file ──media──▶ originals ──documents, parser──▶ Document ──dates, outlets──▶ Report | Refusal

An **original** is what is kept of a document, byte by byte, and can be read again alone:

- a text file, a page, a PDF file, what an address answered: its bytes
- a JSON line: the line (without its line end); a row of a table: the head of the table and the row
- an entry of a feed: the feed with its title and that entry alone
- a record of a web archive: its body, compression and chunks undone

What cannot be had as bytes (a folder, a file over 32 MiB, a zip archive) has no original, only its
refusal. So a file of ten gigabytes is never held: its documents come one by one. Plain text and JSON lines
are read here; everything else is taken apart in a child process (`parser`) with bounds on time and
memory. What a page hides from its readers is left out; nothing else is stripped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache

from dateline.intake.documents import Document
from dateline.intake.finding import find, judged
from dateline.intake.media import FEEDS, PAGES, PDF, TEXT, parts
from dateline.intake.originals import Fetch, Original, Progress, originals
from dateline.intake.outlets import outlets
from dateline.intake.parser import Parser
from dateline.record import Capture, Found, Refusal, Report, Taken

__all__ = ["gather", "reread", "take", "to_report"]

_TOOLS = {
    **dict.fromkeys(PAGES, ("trafilatura", "htmldate", "lxml")),
    **dict.fromkeys(FEEDS, ("feedparser", "lxml")),
    PDF: ("pypdf",),
}


def gather(
    names: Iterable[str],
    *,
    published: date | None = None,
    outlet: str | None = None,
    fetch: Fetch | None = None,
    progress: Progress | None = None,
) -> Iterator[Taken]:
    """Takes in files, folders, "-" (standard input), feeds, web archives and http(s) addresses, in the order given.

    `published` and `outlet` are for reports that carry none. `fetch` gets addresses; left out, the
    project's own does. `progress` hears the file in work and the share of it that is done. One bad
    document never stops the rest.
    """
    with Parser() as splitter:
        for name in names:
            for original in originals(name, splitter, fetch, progress):
                yield taken_from(original, published, outlet)


def take(
    names: Iterable[str], *, published: date | None = None, outlet: str | None = None
) -> Iterator[Report | Refusal]:
    """The reports and refusals of `gather`, for those who keep nothing."""
    for taken in gather(names, published=published, outlet=outlet):
        yield from (found.result for found in taken.found)


def reread(
    content: bytes, capture: Capture, name: str, *, published: date | None = None, outlet: str | None = None
) -> tuple[Found, ...]:
    """The documents of an archived original, read again as `gather` read them.

    The one candidate day that the bytes do not hold, the Last-Modified header, is not there again.
    """
    return find(Original(name, content, capture), published, outlet)


def to_report(document: Document, *, published: date | None = None, outlet: str | None = None) -> Report | Refusal:
    """A document as a report: the dateline in its text fills what nothing else gives."""
    here = Capture("text", datetime.now(UTC), media_type=TEXT)
    return judged(document, here, published=published, outlet=outlet).result


def taken_from(original: Original, published: date | None = None, outlet: str | None = None) -> Taken:
    """An original with the documents in it."""
    found = find(original, published, outlet)
    first = next((f.result for f in found if isinstance(f.result, Report)), None)
    capture = original.capture
    tools = _tools(parts(capture.media_type)[0], capture.method)
    capture = replace(capture, outlet=outlets().of_url(capture.url) or (first.outlet if first else None), tools=tools)
    return Taken(original.name, original.content, capture, found)


@lru_cache(maxsize=64)
def _tools(kind: str, method: str) -> dict[str, str]:
    """The programs that read such an original, with their versions."""
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for name in ("dateline", *_TOOLS.get(kind, ()), *(("warcio",) if method == "warc" else ())):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
