"""What kind of file it is: its first bytes where they are clear, else its name, else how its text begins."""

from __future__ import annotations

import re
import zlib
from pathlib import PurePath

from dateline.errors import InputError

TEXT = "text/plain"
HTML = "text/html"
PDF = "application/pdf"
LINES = "application/x-ndjson"
TABLE = "text/csv"
RSS = "application/rss+xml"
ATOM = "application/atom+xml"
WARC = "application/warc"
# One article cut from a file of many: a JSON line; the head of a table and one row.
LINE = "application/x-dateline-article+json"
ROW = "application/x-dateline-article+csv"

FEEDS = frozenset({RSS, ATOM, "application/xml", "text/xml", "application/rdf+xml"})
PAGES = frozenset({HTML, "application/xhtml+xml"})
SPLIT = frozenset({LINES, TABLE, WARC}) | FEEDS
READABLE = frozenset({TEXT, PDF, LINE, ROW}) | PAGES | FEEDS

SUFFIXES = {
    "": TEXT, ".txt": TEXT, ".text": TEXT, ".html": HTML, ".htm": HTML, ".xhtml": HTML, ".pdf": PDF,
    ".jsonl": LINES, ".ndjson": LINES, ".csv": TABLE, ".tsv": TABLE,
    ".rss": RSS, ".atom": ATOM, ".xml": RSS, ".rdf": RSS, ".warc": WARC,
}  # fmt: skip

HEAD = 4096  # bytes that are looked at
_FOREIGN = (
    (b"PK\x03\x04", "is a zip archive or an office document: unpack it, or save it as PDF or text"),
    (b"PK\x05\x06", "is an empty zip archive"),
    (b"\xd0\xcf\x11\xe0", "is an old office document: save it as PDF or text"),
    (b"{\\rtf", "is a rich-text document: save it as PDF or text"),
    (b"7z\xbc\xaf", "is a 7z archive: unpack it and give the folder"),
    (b"Rar!", "is a RAR archive: unpack it and give the folder"),
    (b"BZh", "is compressed by bzip2: unpack it"),
    (b"\xfd7zXZ", "is compressed by xz: unpack it"),
    (b"(\xb5/\xfd", "is compressed by zstd: unpack it"),
    (b"\x89PNG", "is an image: dateline reads text"),
    (b"\xff\xd8\xff", "is an image: dateline reads text"),
    (b"GIF8", "is an image: dateline reads text"),
    (b"SQLite format 3", "is a database; `dateline add` puts reports into one, it reads none"),
)
_NAMES = re.compile(r"[,;\t|]")


def by_name(name: str) -> str | None:
    """The media type that a file name tells, None when it tells none."""
    path = PurePath(name.lower())
    if path.suffixes[-2:] == [".warc", ".gz"]:
        return WARC
    return SUFFIXES.get(path.suffix)


def media_type(head: bytes, name: str, declared: str = "") -> str:
    """The media type of a document by its first bytes, its name, and what a server declared.

    Text that a name says nothing about may be JSON lines or a table; raises InputError for archives,
    images and other files that hold no text that is read here.
    """
    if head.lstrip()[:5] == b"%PDF-":
        return PDF
    if head.startswith(b"WARC/"):
        return WARC
    if head.startswith(b"\x1f\x8b"):
        if _unzipped(head).startswith(b"WARC/"):
            return WARC
        raise InputError("is compressed by gzip: unpack it (only .warc.gz is read as it is)")
    for magic, reason in _FOREIGN:
        if head.startswith(magic):
            raise InputError(reason)
    told = declared.partition(";")[0].strip().lower()
    named = told if told in READABLE else by_name(name)
    if named not in (None, TEXT):
        return named or TEXT
    return _by_look(head, certain=named == TEXT and PurePath(name).suffix != "")


def parts(media: str) -> tuple[str, str | None]:
    """A media type without parameters, and the encoding it names: "text/html; charset=utf-8"."""
    kind, *parameters = (part.strip() for part in media.split(";"))
    named = (p.partition("=")[2].strip(" \"'") for p in parameters if p.lower().startswith("charset"))
    return kind.lower(), next(named, None) or None


def _by_look(head: bytes, *, certain: bool) -> str:
    """The type of text by how it begins; a file that is named as text is no JSON and no table."""
    start = _text(head).lstrip().lower()
    if start.startswith(("<!doctype html", "<html", "<head", "<body")):
        return HTML
    if start.startswith(("<rss", "<feed", "<rdf:rdf")) or (
        start.startswith("<?xml") and re.search(r"<(?:rss|feed|rdf:rdf)\b", start)
    ):
        return RSS
    if start.startswith("<?xml") and "<html" in start:
        return HTML
    if certain:
        return TEXT
    if start.startswith("{"):
        return LINES
    first = start.partition("\n")[0]
    names = {n.strip(" \"'\r") for n in _NAMES.split(first)}
    return TABLE if len(first) < 500 and len(names) > 1 and "text" in names else TEXT


def _text(head: bytes) -> str:
    """The first characters, well enough to see how they begin."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8", "replace").removeprefix("\ufeff")


def _unzipped(head: bytes) -> bytes:
    """The first bytes inside a gzip file, empty when it is damaged."""
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, 64)
    except zlib.error:
        return b""
