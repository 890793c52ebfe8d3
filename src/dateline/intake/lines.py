"""JSON lines: one article a line, read as a stream however long the file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from dateline.intake.decoding import MOST_BYTES, TOO_LARGE
from dateline.intake.pieces import Piece


def lines(file: io.BufferedReader | io.BytesIO) -> Iterator[Piece]:
    """The lines of a file without their ends, empty ones left out; one that is too long is named and passed over.

    Files in UTF-16 or UTF-32 are read as such and their lines given in UTF-8.
    """
    begin = file.peek(4)[:4] if isinstance(file, io.BufferedReader) else file.getvalue()[:4]
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-32" if begin == b"\xff\xfe\0\0" else "utf-16"
        yield from _wide(io.TextIOWrapper(file, encoding, errors="replace", newline="\n"))
        return
    number = 0
    while line := file.readline(MOST_BYTES + 1):
        number += 1
        if len(line) > MOST_BYTES:
            _skip(file)
            yield Piece(f"line {number}", problem=TOO_LARGE)
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield Piece(f"line {number}", line.rstrip(b"\r\n"))


def _skip(file: BinaryIO) -> None:
    """Passes over the rest of a line without keeping it."""
    while (block := file.readline(MOST_BYTES)) and not block.endswith(b"\n"):
        continue


def _wide(text: io.TextIOWrapper) -> Iterator[Piece]:
    """Lines of a file whose characters are wider than a byte."""
    number = 0
    while line := text.readline(MOST_BYTES + 1):
        number += 1
        if len(line) > MOST_BYTES:
            yield Piece(f"line {number}", problem=TOO_LARGE)
            return
        if line.strip():
            yield Piece(f"line {number}", line.rstrip("\r\n").encode())
    text.detach()
