"""Quotations of a text: from mark to mark, the marks included."""

from __future__ import annotations

import re

from dateline.record import Span

_MARKS = re.compile(r"“|”|\"|''|``")
_OPENING = ("“", "``")


def quotations(text: str) -> list[Span]:
    """The quotations of a text in order; one that is left open runs to the end of its paragraph."""
    return [q for p in re.finditer(r"[^\n]+", text) for q in _in_paragraph(text, p.start(), p.end())]


def _in_paragraph(text: str, begin: int, end: int) -> list[Span]:
    found: list[Span] = []
    opened: int | None = None
    for mark in _MARKS.finditer(text, begin, end):
        if opened is None:
            opened = mark.start() if _opens(text, mark) else None
        elif mark[0] not in _OPENING:
            found.append(Span(opened, mark.end()))
            opened = None
    stop = len(text[:end].rstrip())
    if opened is not None and stop > opened:
        found.append(Span(opened, stop))
    return found


def _opens(text: str, mark: re.Match[str]) -> bool:
    """True for an opening mark; one that looks the same at both ends opens where no space follows."""
    if mark[0] in _OPENING or mark[0] == "”":
        return mark[0] != "”"
    behind = text[mark.end() : mark.end() + 1]
    return bool(behind) and not behind.isspace()
