"""Web archives (WARC, plain or compressed record by record): one record of text a document.

Requests, metadata, redirects, error pages, images and the like hold no report and are passed
over. A record that does not match its own digest is refused; behind a cut or damaged record
nothing can be trusted to begin where it should, so the rest is refused as one.
"""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterator
from datetime import datetime
from typing import Any, BinaryIO

from dateline.errors import InputError
from dateline.intake.decoding import MOST_BYTES, TOO_LARGE
from dateline.intake.media import HEAD, READABLE, media_type
from dateline.intake.pieces import Piece

_KINDS = frozenset({"response", "resource", "conversion"})
_STEP, _BLOCK = 1 << 20, 1 << 16
# A record that unpacks to more than this and is smaller than a hundredth of it in the file is a bomb.
_MOST_UNPACKED, _MOST_RATIO = 256 << 20, 100


def records(file: BinaryIO) -> Iterator[Piece]:
    """The documents of a web archive in order. Raises InputError naming the first record that is lost."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number, texts = 0, 0
    archive = ArchiveIterator(_Unpacked(file), check_digests=True)
    walk = iter(archive)
    while True:
        number += 1
        begin = file.tell()
        try:
            record = next(walk, None)
            if record is None and archive.next_line:
                raise _Damage("it is cut short")
            if record is None:
                break
            content = yield from _body(record, file, begin)
        except (ArchiveLoadFailed, _Damage, OSError, ValueError) as problem:
            raise InputError(
                f"is damaged at record {number} ({_short(problem)}); it and what follows are lost"
            ) from problem
        whole = record.rec_headers.get_header("Content-Length") is not None
        if not whole or getattr(record.raw_stream, "limit", 0) > 0:
            raise InputError(f"is damaged or cut short at record {number}; it and what follows are lost")
        piece = _piece(f"record {number}", record, content)
        texts += piece is not None
        yield piece or Piece("")
    if not texts:
        raise InputError("is a web archive without a page or text in it")


class _Damage(Exception):
    """A compressed archive that ends early or is garbled; no EOFError, which warcio takes for the end."""


class _Unpacked:
    """The bytes of an archive, unpacked member by member where it is compressed.

    A read ends where a member ends, so that all records before a damaged one are had.
    """

    def __init__(self, file: BinaryIO):
        self._file = file
        self._packed = file.read(2) == b"\x1f\x8b"
        self._rest = b""
        self._unzip: Any = None  # the open member
        file.seek(0)

    def read(self, size: int) -> bytes:
        """At most that many bytes, none at the end."""
        if not self._packed:
            return self._file.read(size)
        while True:
            self._rest = self._rest or self._file.read(_BLOCK)
            if not self._rest and self._unzip:
                raise _Damage("it is cut short")
            if not self._rest:
                return b""
            self._unzip = self._unzip or zlib.decompressobj(16 + zlib.MAX_WBITS)
            try:
                out: bytes = self._unzip.decompress(self._rest, size)
            except zlib.error as problem:
                raise _Damage(str(problem)) from problem
            self._rest = self._unzip.unused_data if self._unzip.eof else self._unzip.unconsumed_tail
            if self._unzip.eof:
                self._unzip = None
            if out:
                return out

    def tell(self) -> int:
        """How many bytes of the file are done."""
        return self._file.tell() - len(self._rest)


def _body(record: Any, file: BinaryIO, begin: int) -> Generator[Piece, None, bytes | None]:
    """Reads a record to its end, saying so now and then; returns its bytes, None for more than may be kept."""
    kept: list[bytes] | None = []
    size = 0
    while block := record.raw_stream.read(_STEP):
        size += len(block)
        if kept is not None:
            kept = [*kept, block] if size <= MOST_BYTES else None
        if size > _MOST_UNPACKED and size > _MOST_RATIO * (file.tell() - begin):
            raise ValueError(f"a record that unpacks to more than {_MOST_UNPACKED >> 20} MiB")
        if size % (16 * _STEP) < _STEP:
            yield Piece("")
    return None if kept is None else b"".join(kept)


def _piece(where: str, record: Any, content: bytes | None) -> Piece | None:
    """A record as a document; None when it is none."""
    head = record.http_headers
    if record.rec_type not in _KINDS or (head and not head.get_statuscode().startswith("2")):
        return None
    declared = (head or record.rec_headers).get_header("Content-Type") or ""
    kind = declared.partition(";")[0].strip().lower()
    if kind.startswith("application/http"):
        return None  # a response whose HTTP head is missing
    if kind not in READABLE | {"", "application/octet-stream"}:
        return None
    url, at = record.rec_headers.get_header("WARC-Target-URI"), _moment(record.rec_headers.get_header("WARC-Date"))
    modified = head.get_header("Last-Modified") if head else None
    if content is None:
        return Piece(where, None, kind, url, at, modified, TOO_LARGE)
    try:
        content = _decoded(content, head)
        told = media_type(content[:HEAD], (url or "").partition("?")[0], declared)
    except InputError as problem:
        return Piece(where, content, kind, url, at, modified, str(problem)) if kind else None
    if told not in READABLE:
        return None
    told = declared if told == kind and declared else told
    if record.digest_checker.passed is False:
        return Piece(
            where, content, told, url, at, modified, "does not match its own digest: it was damaged or changed"
        )
    return Piece(where, content, told, url, at, modified)


def _decoded(content: bytes, head: Any) -> bytes:
    """A body as the browser saw it: chunks joined, compression undone, within the bounds."""
    if head is None:
        return content
    if "chunked" in (head.get_header("Transfer-Encoding") or "").lower():
        content = _joined(content)
    for coding in reversed((head.get_header("Content-Encoding") or "").lower().replace(" ", "").split(",")):
        if coding in ("gzip", "x-gzip", "deflate"):
            content = _unzipped(content)
        elif coding not in ("", "identity"):
            raise InputError(f"is compressed by {coding}, which is not read here")
    return content


def _joined(content: bytes) -> bytes:
    """A chunked body in one; as it is when it is not really chunked, as many archives keep it."""
    out: list[bytes] = []
    place = 0
    while True:
        line = content.find(b"\r\n", place, place + 64)
        try:
            size = int(content[place : max(line, place)].partition(b";")[0], 16)
        except ValueError:
            return content if not out else b"".join([*out, content[place:]])
        if size <= 0:
            return b"".join(out)
        out.append(content[line + 2 : line + 2 + size])
        place = line + 2 + size + 2


def _unzipped(content: bytes) -> bytes:
    """An unpacked body; as it is when it was unpacked before it was archived."""
    for bits in (32 + zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            out = zlib.decompressobj(bits).decompress(content, MOST_BYTES + 1)
        except zlib.error:
            continue
        if len(out) > MOST_BYTES:
            raise InputError(f"unpacks to more than {MOST_BYTES >> 20} MiB")
        return out
    return content


def _moment(written: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(written) if written else None
    except ValueError:
        return None
    return at if at and at.tzinfo else None


def _short(problem: Exception) -> str:
    """The first words of an error, on one line and without the garbled bytes it may quote."""
    return " ".join("".join(c for c in str(problem) if " " <= c <= "~").split())[:80] or type(problem).__name__
