"""Quotation marks: which stretches of a text stand inside a pair of them."""

from __future__ import annotations

import re

from dateline.record import Span

_MARK = re.compile(r"``|''|\"+|[“”«»]")
_OPENING, _CLOSING = frozenset("“«"), frozenset("”»")


def quotations(text: str) -> list[Span]:
    """What stands inside each pair of marks, in text order; a pair that a paragraph leaves open ends with it.

    Where a paragraph has doubled marks it is a field of a table, whose single marks are the table's own.
    """
    found: list[tuple[int, int]] = []
    for paragraph in re.finditer(r"[^\n]+", text):
        marks = list(_MARK.finditer(text, *paragraph.span()))
        is_field = any(mark[0].startswith('""') for mark in marks)
        begin: int | None = None
        for mark in marks:
            if is_field and mark[0] == '"':
                continue
            if mark[0] in _CLOSING or (begin is not None and mark[0] not in _OPENING):
                if begin is not None:
                    found.append((begin, mark.start()))
                begin = None
            elif begin is None:
                begin = mark.end()
        if begin is not None:
            found.append((begin, paragraph.end()))
    return [Span(begin, end) for begin, end in found if begin < end]
