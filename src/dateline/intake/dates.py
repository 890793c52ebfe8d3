"""The day of publication: every candidate is kept with who says it, and one is chosen by trust.

The order of trust, the best first (`TRUST`):

1. the "published" field of a JSON line, a table's row or a caller; the date of a feed's entry
2. what the page says of itself: JSON-LD datePublished, then its meta elements
3. the day in the address (/2017/09/15/), then the page's first time element
4. the day that was given with the document ("--published")
5. the dateline of the text ("LIMA, 20 AUG 88 (EFE)")
6. the day a feed's entry was last changed
7. htmldate, from markup only: it is not let guess from the text, whose dates are those of events

Never chosen, only kept: the Last-Modified header and a PDF's date of creation, which change when a
file is copied or printed; a day before 1900, one more than a day after the document was captured,
and 1 January 1970, which is the zero of clocks. Today is never a default.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from email.utils import parsedate_tz

from dateline.record import Dated

TRUST = (
    "published field", "feed published", "json-ld", "meta", "url", "time element", "--published", "dateline",
    "feed updated", "htmldate",
)  # fmt: skip
_EPOCH = date(1970, 1, 1)
_OLDEST = date(1900, 1, 1)
_MONTHS = {
    m: i for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d{2})-?(?P<day>\d{2})(?!\d)"
    r"(?:[T ]\d{1,2}:?\d{2}(?::?\d{2}(?:[.,]\d+)?)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2}|[A-Z]{3,4})?)?"
)
_WORDS = (
    re.compile(r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+" + _NAME + r",?\s+(?P<year>\d{4})\b", re.IGNORECASE),
    re.compile(r"\b" + _NAME + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})\b", re.IGNORECASE),
)
_ZONE = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AP]M\s*)?(?P<zone>[+-]\d{4}|[+-]\d{2}:\d{2}|[A-Z]{1,5})\b")
_IN_URL = re.compile(
    r"(?<!\d)(?P<year>19\d\d|20\d\d)(?:/(?P<a>\d{1,2}|[a-z]{3})/(?P<b>\d{1,2})(?=[/_-]|$)"
    r"|-(?P<c>\d{2})-(?P<d>\d{2})(?!\d)|(?P<e>[01]\d)(?P<f>[0-3]\d)(?!\d))"
)


def dated(said_by: str, written: str) -> Dated:
    """A candidate from words as they were found, with their day and zone where those are plain."""
    written = " ".join(written.split())[:200]
    return Dated(said_by, written, *_day_and_zone(written))


def _day_and_zone(written: str) -> tuple[date | None, str | None]:
    """The day on the writer's own calendar and the zone as written; days such as 03/04/2017 are no day."""
    if match := _ISO.match(written):
        return _day(match["year"], match["month"], match["day"]), match["zone"]
    zone = _ZONE.search(written)
    for form in _WORDS:
        if match := form.search(written):
            day = _day(match["year"], str(_MONTHS[match["name"].lower()[:3]]), match["day"])
            return day, zone["zone"] if zone else None
    mail = parsedate_tz(written) if ":" in written else None
    return (_day(*map(str, mail[:3])) if mail else None), zone["zone"] if zone and mail else None


def in_url(url: str | None) -> Dated | None:
    """The day in an address, such as /2017/09/15/ or /2017/sep/15/."""
    match = _IN_URL.search(url.partition("?")[0].lower()) if url else None
    if match is None:
        return None
    month = match["a"] or match["c"] or match["e"]
    day = _day(match["year"], str(_MONTHS.get(month, month)), match["b"] or match["d"] or match["f"])
    return Dated("url", match.group(), day) if day else None


def choose(candidates: Iterable[Dated], *, at: datetime) -> tuple[Dated, ...]:
    """All candidates in order of trust, the first believable one chosen; `at` is the moment of capture."""
    ordered = sorted(dict.fromkeys(candidates), key=_rank)
    latest = at.date() + timedelta(days=1)
    best = next((i for i, c in enumerate(ordered) if _rank(c) < len(TRUST) and _believable(c.day, latest)), None)
    return tuple(replace(c, chosen=i == best) for i, c in enumerate(ordered))


def _rank(candidate: Dated) -> int:
    """The place in the order of trust; past its end for what is never chosen."""
    return next((i for i, name in enumerate(TRUST) if candidate.said_by.startswith(name)), len(TRUST))


def _believable(day: date | None, latest: date) -> bool:
    return day is not None and day != _EPOCH and _OLDEST <= day <= latest


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
