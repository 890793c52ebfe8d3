"""Originals: each document as it came, before it is read, and how it came."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import InputError
from dateline.intake.dates import dated
from dateline.intake.decoding import MOST_BYTES, TOO_LARGE
from dateline.intake.documents import NoText
from dateline.intake.files import files, opened, read_most, seekable
from dateline.intake.lines import lines
from dateline.intake.media import FEEDS, HEAD, LINE, LINES, ROW, SPLIT, TABLE, WARC, media_type, parts
from dateline.intake.parser import Parser
from dateline.intake.pieces import Piece
from dateline.record import Capture, Dated

if TYPE_CHECKING:
    from dateline.intake.fetch import Fetched

Fetch = Callable[[str], "Fetched"]
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Original:
    """One document as it came, before it is read.

    `dates` are candidate days that came with it, not in it; `id` and `link` are what a feed names
    its entry and the page of it.
    """

    name: str
    content: bytes | None
    capture: Capture
    problem: InputError | None = None
    dates: tuple[Dated, ...] = ()
    id: str | None = None
    link: str | None = None


def originals(name: str, splitter: Parser, fetch: Fetch | None, progress: Progress | None) -> Iterator[Original]:
    """The originals that a name stands for."""
    if name.lower().startswith(("http://", "https://")):
        yield from _from_url(name, splitter, fetch)
        return
    for path in files(name):
        where = Capture("stdin" if str(path) == "-" else "file", datetime.now(UTC), path=str(path))
        try:
            yield from _from_file(path, where, splitter, progress)
        except InputError as problem:
            yield Original(str(path), None, where, problem)


def _from_file(path: Path, where: Capture, splitter: Parser, progress: Progress | None) -> Iterator[Original]:
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
            yield Original(str(path), None, where, problem)
            return
        where = replace(where, media_type=kind)
        if size:
            file.seek(0)
        if kind == LINES:
            for piece in lines(file):
                yield cut(piece, where, str(path))
                done(file.tell() if size else 0)
        elif kind in SPLIT and size:
            yield from pieces(splitter, kind, where, str(path), done, path=path)
        else:
            content = read_most(file, MOST_BYTES + 1)
            if len(content) > MOST_BYTES:
                yield Original(str(path), None, where, InputError(TOO_LARGE))
            elif kind in SPLIT:
                yield from pieces(splitter, kind, where, str(path), done, content=content)
            else:
                yield Original(str(path), content, where)
                done(size)


def _from_url(url: str, splitter: Parser, fetch: Fetch | None) -> Iterator[Original]:
    """What an address answers."""
    try:
        yield from fetched((fetch or _fetcher())(url), url, splitter)
    except InputError as problem:
        yield Original(url, None, Capture("url", datetime.now(UTC), url=url), problem)


def fetched(came: Fetched, name: str, splitter: Parser) -> Iterator[Original]:
    """The originals in what an address answered; a feed, table or archive is split like a file."""
    where = Capture("url", came.at, url=came.final_url, media_type=came.media_type or "application/octet-stream")
    if not 200 <= came.status < 300:
        yield Original(name, None, where, InputError(f"was answered with status {came.status}"))
        return
    try:
        kind = media_type(came.content[:HEAD], came.final_url.partition("?")[0], came.media_type)
    except InputError as problem:
        yield Original(name, None, where, problem)
        return
    declared = came.headers.get("content-type", "")
    where = replace(where, media_type=declared if parts(declared)[0] == kind else kind)
    if kind == LINES:
        yield from (cut(piece, where, name) for piece in lines(io.BytesIO(came.content)))
    elif kind in SPLIT:
        yield from pieces(splitter, kind, replace(where, media_type=kind), name, lambda _: None, content=came.content)
    else:
        yield Original(name, came.content, where, dates=modified(came.headers.get("last-modified")))


@cache
def _fetcher() -> Fetch:
    """The project's own way to the net, made when the first address is asked for."""
    from dateline.intake.fetch import Fetcher

    return Fetcher().fetch


def pieces(
    splitter: Parser,
    kind: str,
    where: Capture,
    name: str,
    done: Callable[[int], None],
    *,
    path: Path | None = None,
    content: bytes = b"",
) -> Iterator[Original]:
    """The documents of a table, feed or archive; a last refusal names what could not be split."""
    last = ""
    try:
        for piece, position in splitter.pieces(kind, path=path, content=content):
            done(position)
            if piece.where:
                last = piece.where
                yield cut(piece, where, name)
    except NoText as problem:
        yield Original(name, content or None, where, problem)
    except InputError as problem:
        rest = replace(where, path=f"{where.path or name}#after {last}") if last else where
        yield Original(f"{name}, after {last}" if last else name, None, rest, problem)


def cut(piece: Piece, where: Capture, name: str) -> Original:
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
    dates = modified(piece.modified)
    return Original(f"{name}, {piece.where}", piece.content, capture, problem, dates, piece.id, piece.link)


def modified(header: str | None) -> tuple[Dated, ...]:
    """A Last-Modified header as a candidate day."""
    return (dated("HTTP Last-Modified", header),) if header else ()
