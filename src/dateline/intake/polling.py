"""What the watch of feeds asks of intake: the entries of a feed, and the documents of an entry's page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from dateline.errors import InputError
from dateline.intake import taken_from
from dateline.intake.documents import NoText
from dateline.intake.fetch import Fetched
from dateline.intake.media import FEEDS, LINE, ROW, SPLIT, parts
from dateline.intake.originals import fetched
from dateline.intake.parser import Parser
from dateline.intake.watch import Entry, Feed
from dateline.record import Report, Taken

# How long a feed asks to be left alone: RSS's ttl in minutes, or the period of its syndication module.
_TTL = re.compile(rb"<ttl>\s*([0-9]{1,6})\s*</", re.IGNORECASE)
_PERIOD = re.compile(rb"updatePeriod>\s*(hourly|daily|weekly)", re.IGNORECASE)
_TIMES = re.compile(rb"updateFrequency>\s*([1-9][0-9]{0,2})\s*<", re.IGNORECASE)
_MINUTES = {b"hourly": 60, b"daily": 24 * 60, b"weekly": 7 * 24 * 60}
_HEAD_BYTES = 20_000


def entries(came: Fetched) -> Feed:
    """The entries of a fetched feed, each with its own text where it carries any. Raises InputError for no feed."""
    found: list[Entry] = []
    with Parser() as splitter:
        for original in fetched(came, came.final_url, splitter):
            if isinstance(original.problem, NoText):
                break
            if original.problem and not found:
                raise original.problem
            if original.problem:
                break  # cut short: the next poll gets the rest
            if parts(original.capture.media_type)[0] not in FEEDS:
                raise InputError("is no feed")
            own = taken_from(original)
            texts = [f for f in own.found if isinstance(f.result, Report)]
            found.append(Entry(original.id or original.name, original.link, own if texts else None))
    return Feed(tuple(found), _pause(came.content[:_HEAD_BYTES]))


def _pause(head: bytes) -> timedelta | None:
    """How long a feed asks to be left alone, at most a day."""
    if written := _TTL.search(head):
        minutes = int(written[1])
    elif period := _PERIOD.search(head):
        times = _TIMES.search(head)
        minutes = _MINUTES[period[1].lower()] // (int(times[1]) if times else 1)
    else:
        return None
    return timedelta(minutes=min(minutes, 24 * 60)) if minutes else None


def page(came: Fetched, entry: Entry) -> Taken:
    """The documents of the page that an entry links to; the feed's date of the entry is a candidate day of theirs."""
    with Parser() as splitter:
        first, *more = fetched(came, came.final_url, splitter)
    if more or parts(first.capture.media_type)[0] in SPLIT | {LINE, ROW}:
        raise InputError("is a feed, a table or an archive, not the page of an entry")
    days = (d for f in entry.own.found for d in f.dates if d.said_by.startswith("feed")) if entry.own else ()
    return taken_from(replace(first, dates=(*first.dates, *(replace(d, chosen=False) for d in days))))
