"""Bytes into text: encodings, and what is no text at all.

Nothing is stripped: what no text may hold (NUL, lone surrogates, control characters that steer a
terminal) becomes U+FFFD, one for one, so that offsets stay and the place can be seen. Characters
that turn the direction of writing are kept where text comes as it is (in pages and PDF files, what
is invisible is left to the extraction); whoever shows a text isolates them.
"""

from __future__ import annotations

import codecs
import re

from dateline.errors import InputError

MOST_BYTES = 32 * 1024 * 1024
TOO_LARGE = f"is larger than {MOST_BYTES // 2**20} MiB; split it, one report a file or a line"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MOST_NUL = 0.01  # of the first bytes: pages have a stray one, binary files many
# Tab, line feed, vertical tab, form feed and next line are white space; the others print nothing.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The text of a document, line ends normalised.

    What the byte order mark says, then the `declared` encoding, then UTF-8, then the best guess of
    charset-normalizer. Raises InputError for an empty document, one over 32 MiB, and one that is
    no text.
    """
    if not data:
        raise InputError("is empty")
    if len(data) > MOST_BYTES:
        raise InputError(TOO_LARGE)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _tidy(data.decode(encoding, "replace"))
    if data[:4096].count(0) > _MOST_NUL * len(data[:4096]):
        raise InputError("is a binary file, not text; give text, HTML, PDF, JSONL, CSV, a feed or WARC")
    for named in (declared, "utf-8"):
        text = _strict(data, named)
        if text is not None:
            return _tidy(text)
    return _tidy(_guess(data))


def _strict(data: bytes, encoding: str | None) -> str | None:
    """Text in a named encoding; None when it is another, or one that Python does not know."""
    try:
        return data.decode(encoding) if encoding and codecs.lookup(encoding)._is_text_encoding else None
    except (UnicodeError, LookupError):
        return None


def _guess(data: bytes) -> str:
    """Text in an unnamed encoding; refused when no encoding makes sense of it."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:100_000]).best()
    if best is None:
        raise InputError("is in no known encoding, or is no text; save it as UTF-8")
    return data.decode(best.encoding, "replace")


def _tidy(text: str) -> str:
    """Line ends as "\\n", and what no text holds as U+FFFD."""
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"))


def clean(text: str) -> str:
    """Lone surrogates and control characters as U+FFFD, one for one, so that offsets stay."""
    return _NO_TEXT.sub("\ufffd", text)
