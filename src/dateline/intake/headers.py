"""Datelines inside a text: "LIMA, 20 AUG 88 (EFE) --" says where and when it was filed, and by whom.

The place is where the report was filed, never where an event happened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dateline.record import Span

_MONTHS = {
    m: i for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATES = (
    re.compile(r"(?P<day>\d{1,2})\s+" + _MONTH + r",?\s+(?P<year>\d{4}|\d{2})\b", re.IGNORECASE),
    re.compile(_MONTH + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})\b", re.IGNORECASE),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
)
# A place in capitals or capitalised, a bracket or date, then a dash or colon.
_NAME = r"[^\W\d_a-z][^\W\d_]*(?:[ .'’/-]{1,2}(?!\d)[^\W\d_]+){0,4}\.?"
_NO_MONTH = r"(?!(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[A-Za-z]{0,6}\b)"
_DATELINE = re.compile(
    rf"^[\[(]?(?P<place>{_NAME}(?:,\s{_NO_MONTH}{_NAME})?)(?!\w)\s*,?\s*"
    r"(?P<tail>(?:\([^)\n]{2,60}\)|[^\n()—–]{0,40}?)(?:\s*\([^)\n]{2,60}\))?)\s*(?P<dash>--|—|–|-(?=\s)|:(?=\s))",
)
_AGENCY = re.compile(r"\(([^)\d]{2,60})\)")
_LOOK_AT = 6  # lines at the top of a text that may hold the dateline


@dataclass(frozen=True, slots=True)
class Header:
    """What a dateline says; None for what it does not."""

    place: Span | None = None
    published: date | None = None
    outlet: str | None = None


def header(text: str, title: str | None) -> Header:
    """The dateline of a report, looked for in its first lines below the title."""
    place = text.find(title) + len(title) if title and title in text[: len(title) + 10] else 0
    for _ in range(_LOOK_AT):
        while text[place : place + 1].isspace():
            place += 1
        end = text.find("\n", place)
        line = text[place : end if end >= 0 else len(text)]
        found = _parse(line[:200], place)
        if found is not None:
            return found
        if end < 0 or len(line) > 400:
            break
        place = end
    return Header()


def _parse(line: str, shift: int) -> Header | None:
    """The dateline at the start of a line, or None."""
    match = _DATELINE.match(line)
    if match is None:
        return None
    place, tail = match["place"], match["tail"]
    day = next((d for d in (_day(p.search(match.group())) for p in _DATES) if d), None)
    agency = _AGENCY.search(tail)
    loud = place.split(",")[0].isupper() and len(place) > 2
    if not (loud or agency or day) or (match["dash"] == ":" and not (day or agency)):
        return None
    if not loud and not day and len(tail) == 0:
        return None
    name = Span(shift + match.start("place"), shift + match.end("place"))
    return Header(name, day, agency.group(1).strip() if agency and not _DATES[0].search(agency.group(1)) else None)


def _day(match: re.Match[str] | None) -> date | None:
    """A matched date; two-digit years are of the last century from 30 on."""
    if match is None:
        return None
    year, month = int(match["year"]), match["month"].lower()[:3]
    year += (1900 if year >= 30 else 2000) if year < 100 else 0
    try:
        return date(year, _MONTHS[month] if month in _MONTHS else int(month), int(match["day"]))
    except ValueError:
        return None
