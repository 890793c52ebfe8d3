"""Bytes into text: encodings, and what is no text at all."""

from __future__ import annotations

import codecs
import re

from dateline.errors import InputError

MOST_BYTES = 32 * 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def decode(data: bytes, name: str) -> str:
    """The text of a file, line ends normalised.

    UTF-8 first, then what the byte order mark says, then the best guess of charset-normalizer.
    Raises InputError for an empty file, one over 32 MiB, and one that is not text.
    """
    if not data:
        raise InputError("is empty")
    if len(data) > MOST_BYTES:
        raise InputError(f"is larger than {MOST_BYTES // 2**20} MiB; split it, one report a file or a line")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _tidy(data.decode(encoding, "replace"))
    if b"\0" in data[:4096]:
        raise InputError("is a binary file, not text; give text, HTML or JSONL")
    try:
        return _tidy(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _tidy(_guess(data))


def _guess(data: bytes) -> str:
    """Text in an unnamed encoding; refused when no encoding makes sense of it."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise InputError("is in no known encoding, or is no text; save it as UTF-8")
    return data.decode(best.encoding, "replace")


def _tidy(text: str) -> str:
    """Line ends as "\\n"; NUL and lone surrogates, which no file may hold, as U+FFFD."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return clean(text)


def clean(text: str) -> str:
    """Lone surrogates as U+FFFD, one for one, so that offsets stay."""
    return _SURROGATE.sub("\ufffd", text)
