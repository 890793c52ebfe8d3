"""Intake: files, feeds, archives and addresses into reports; what cannot be read is refused with its reason.

name ──files──▶ file ──media──▶ originals ──documents, parser──▶ Document ──dates, outlets──▶ Report | Refusal

An **original** is what is kept of a document, byte by byte, and can be read again alone:

- a text file, a page, a PDF file, what an address answered: its bytes
- a JSON line: the line (without its line end); a row of a table: the head of the table and the row
- an entry of a feed: the feed with its title and that entry alone
- a record of a web archive: its body, compression and chunks undone

So a file of ten gigabytes is never held: its documents come one by one. Plain text and JSON lines
are read here; everything else is taken apart in a child process (`parser`) with bounds on time and
memory. What a page hides from its readers is left out; nothing else is stripped.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dateline import __version__
from dateline.errors import InputError
from dateline.intake import parser
from dateline.intake.dates import choose, dated
from dateline.intake.decoding import MOST_BYTES, TOO_LARGE, decode
from dateline.intake.documents import Document, NoText, from_line, from_text
from dateline.intake.files import files, opened, read_most, seekable
from dateline.intake.headers import header
from dateline.intake.language import foreign
from dateline.intake.lines import lines
from dateline.intake.media import FEEDS, HEAD, LINE, LINES, PAGES, PDF, ROW, SPLIT, TABLE, TEXT, WARC, media_type
from dateline.intake.outlets import outlets
from dateline.intake.pieces import Piece
from dateline.record import Capture, Dated, Found, Refusal, Report, Taken

if TYPE_CHECKING:
    from dateline.intake.fetch import Fetched

__all__ = ["gather", "reread", "take", "to_report"]

Fetch = Callable[[str], "Fetched"]
Progress = Callable[[str, float], None]


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
    with parser.Parser() as splitter:
        for name in names:
            for original in _originals(name, splitter, fetch, progress):
                yield _taken(original, published, outlet)


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
    return _found(_Original(name, content, capture), published, outlet)


def to_report(document: Document, *, published: date | None = None, outlet: str | None = None) -> Report | Refusal:
    """A document as a report: the dateline in its text fills what nothing else gives."""
    here = Capture("text", datetime.now(UTC), media_type=TEXT)
    return _judged(document, here, published=published, outlet=outlet).result


# ---------------------------------------------------------------- originals


@dataclass(frozen=True, slots=True)
class _Original:
    """One document as it came, before it is read; `modified` is a Last-Modified header."""

    name: str
    content: bytes | None
    capture: Capture
    problem: InputError | None = None
    modified: str | None = None


def _originals(
    name: str, splitter: parser.Parser, fetch: Fetch | None, progress: Progress | None
) -> Iterator[_Original]:
    """The originals that a name stands for."""
    if name.lower().startswith(("http://", "https://")):
        yield from _from_url(name, splitter, fetch)
        return
    for path in files(name):
        where = Capture("stdin" if str(path) == "-" else "file", datetime.now(UTC), path=str(path))
        try:
            yield from _from_file(path, where, splitter, progress)
        except InputError as problem:
            yield _Original(str(path), None, where, problem)


def _from_file(path: Path, where: Capture, splitter: parser.Parser, progress: Progress | None) -> Iterator[_Original]:
    """The originals in one file."""
    with opened(path) as file:
        size = path.stat().st_size if seekable(path) else 0

        def done(position: int) -> None:
            if progress and size:
                progress(str(path), min(1.0, position / size))

        head = read_most(file, HEAD) if size else file.peek(HEAD)[:HEAD]
        try:
            kind = media_type(head, str(path))
        except InputError as problem:
            yield _Original(str(path), None, where, problem)
            return
        where = replace(where, media_type=kind)
        if size:
            file.seek(0)
        if kind == LINES:
            for piece in lines(file):
                yield _cut(piece, where, str(path))
                done(file.tell() if size else 0)
        elif kind in SPLIT and size:
            yield from _pieces(splitter, kind, where, str(path), done, path=path)
        else:
            content = read_most(file, MOST_BYTES + 1)
            if len(content) > MOST_BYTES:
                yield _Original(str(path), None, where, InputError(TOO_LARGE))
            elif kind in SPLIT:
                yield from _pieces(splitter, kind, where, str(path), done, content=content)
            else:
                yield _Original(str(path), content, where)
                done(size)


def _from_url(url: str, splitter: parser.Parser, fetch: Fetch | None) -> Iterator[_Original]:
    """What an address answers; a feed and a web archive are split like files."""
    where = Capture("url", datetime.now(UTC), url=url)
    try:
        got = (fetch or _fetcher())(url)
        where = replace(where, at=got.at, url=got.final_url, media_type=got.media_type or where.media_type)
        if not 200 <= got.status < 300:
            raise InputError(f"was answered with status {got.status}")
        kind = media_type(got.content[:HEAD], got.final_url.partition("?")[0], got.media_type)
    except InputError as problem:
        yield _Original(url, None, where, problem)
        return
    where = replace(where, media_type=got.headers.get("content-type", kind) if kind in PAGES | {TEXT} else kind)
    if kind == LINES:
        yield from (_cut(piece, where, url) for piece in lines(io.BytesIO(got.content)))
    elif kind in SPLIT:
        yield from _pieces(splitter, kind, where, url, lambda _: None, content=got.content)
    else:
        yield _Original(url, got.content, where, modified=got.headers.get("last-modified"))


@cache
def _fetcher() -> Fetch:
    """The project's own way to the net, made when the first address is asked for."""
    from dateline.intake.fetch import Fetcher

    return Fetcher().fetch


def _pieces(
    splitter: parser.Parser,
    kind: str,
    where: Capture,
    name: str,
    done: Callable[[int], None],
    *,
    path: Path | None = None,
    content: bytes = b"",
) -> Iterator[_Original]:
    """The documents of a table, feed or archive; a last refusal names what could not be split."""
    last = ""
    try:
        for piece, position in splitter.pieces(kind, path=path, content=content):
            done(position)
            if piece.where:
                last = piece.where
                yield _cut(piece, where, name)
    except NoText as problem:
        yield _Original(name, content or None, where, problem)
    except InputError as problem:
        rest = replace(where, path=f"{where.path or name}#after {last}") if last else where
        yield _Original(f"{name}, after {last}" if last else name, None, rest, problem)


def _cut(piece: Piece, where: Capture, name: str) -> _Original:
    """A piece of a file as an original."""
    kind = {LINES: LINE, TABLE: ROW}.get(where.media_type, piece.media_type or where.media_type)
    capture = replace(
        where,
        method={WARC: "warc"}.get(where.media_type, "feed" if where.media_type in FEEDS else where.method),
        at=piece.at or where.at,
        url=piece.url or where.url,
        path=f"{where.path or name}#{piece.where}",
        media_type=kind,
    )
    problem = InputError(piece.problem) if piece.problem else None
    return _Original(f"{name}, {piece.where}", piece.content, capture, problem, piece.modified)


# ---------------------------------------------------------------- documents


def _taken(original: _Original, published: date | None, outlet: str | None) -> Taken:
    """An original with the documents in it."""
    found = _found(original, published, outlet)
    first = next((f.result for f in found if isinstance(f.result, Report)), None)
    capture = original.capture
    tools = _tools(capture.media_type, capture.method)
    capture = replace(capture, outlet=outlets().of_url(capture.url) or (first.outlet if first else None), tools=tools)
    return Taken(original.name, original.content, capture, found)


def _found(original: _Original, published: date | None, outlet: str | None) -> tuple[Found, ...]:
    """The documents of an original; a refusal where there is none."""
    name, capture = original.name, original.capture
    try:
        if original.problem:
            raise original.problem
        if original.content is None:
            raise InputError("was not kept")
        documents = _documents(original.content, capture, name)
    except NoText as problem:
        return (Found(Refusal(name, str(problem), "no text")),)
    except InputError as problem:
        return (Found(Refusal(name, str(problem))),)
    found = []
    for number, document in enumerate(documents, 1):
        where = f"entry {number}" if len(documents) > 1 else ""
        if isinstance(document, NoText):
            found.append(Found(Refusal(", ".join(filter(None, (name, where))), str(document), "no text"), where=where))
            continue
        more = (dated("HTTP Last-Modified", original.modified),) if original.modified else ()
        judged = _judged(document, capture, published=published, outlet=outlet, more=more)
        found.append(replace(judged, where=where))
    return tuple(found)


def _documents(content: bytes, capture: Capture, name: str) -> list[Document | NoText]:
    """The documents in the bytes of an original, by its media type. Raises InputError."""
    kind, charset = _parts(capture.media_type)
    if not content:
        raise NoText("is empty")
    if kind == LINE:
        return [from_line(decode(content), name)]
    if kind in FEEDS | PAGES | {PDF, ROW}:
        return parser.shared().documents(content, kind, name, url=capture.url, charset=charset)
    return [from_text(decode(content, declared=charset), name)]


def _parts(media: str) -> tuple[str, str | None]:
    """A media type without parameters, and the encoding it names: "text/html; charset=utf-8"."""
    kind, *parameters = (part.strip() for part in media.split(";"))
    named = (p.partition("=")[2].strip(" \"'") for p in parameters if p.lower().startswith("charset"))
    return kind.lower(), next(named, None) or None


def _judged(
    document: Document, capture: Capture, *, published: date | None, outlet: str | None, more: tuple[Dated, ...] = ()
) -> Found:
    """A document as a report with its day and outlet, or the reason why it is none."""
    if not any(c.isalnum() for c in document.text):
        return Found(Refusal(document.name, "holds no text; nothing was read", "no text"))
    if language := foreign(document.text):
        reason = f"is in {language}, not in English; dateline reads English reports only"
        return Found(Refusal(document.name, reason, "language"))
    top = header(document.text, document.title)
    days = [*document.dates, *more]
    days += [dated("published field", document.published.isoformat())] if document.published else []
    days += [dated("--published", published.isoformat())] if published else []
    days += [dated("dateline", top.published.isoformat())] if top.published else []
    dates = choose(days, at=capture.at)
    url = capture.url or document.url
    if capture.media_type in FEEDS | {LINE, ROW}:  # came from the address of a feed or table, not from its own
        url = document.url or capture.url
    known = outlets()
    names = (document.outlet, document.site, outlet, top.outlet)
    by_name = [known.named(n) or n for n in names]
    report = Report(
        text=document.text,
        title=document.title,
        published=next((d.day for d in dates if d.chosen), None),
        outlet=by_name[0] or known.of_url(url) or next(filter(None, by_name), None),
        url=url,
        retrieved=capture.at if capture.url else None,
        filed_from=top.place,
    )
    return Found(report, dates)


@cache
def _tools(media: str, method: str) -> dict[str, str]:
    """The programs that read such an original, with their versions."""
    from importlib.metadata import PackageNotFoundError, version

    kind, _ = _parts(media)
    used = ["trafilatura", "htmldate", "lxml"] if kind in PAGES else ["feedparser", "lxml"] if kind in FEEDS else []
    used += ["pypdf"] if kind == PDF else []
    used += ["warcio"] if method == "warc" else []
    found = {"dateline": __version__}
    for name in used:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
