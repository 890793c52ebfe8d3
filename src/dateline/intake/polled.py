"""What a watch polled, by way of `gather`: feeds as entries with their ids and links, pages as documents."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from dateline.errors import InputError
from dateline.intake import gather
from dateline.intake.fetch import Fetched
from dateline.intake.media import FEEDS
from dateline.intake.watch import Entry, Feed
from dateline.record import Refusal, Report, Taken

_ENTRY = re.compile(r"#entry (\d+)$")
_WORD = {"hourly": 60, "daily": 24 * 60, "weekly": 7 * 24 * 60}
_DAY_MINUTES = 24 * 60


def feed(came: Fetched) -> Feed:
    """A fetched feed with its entries. Raises InputError for what is no feed."""
    several = list(gather([came.url], fetch=lambda _: came))
    own = {int(m[1]): t for t in several if t.content and (m := _ENTRY.search(t.capture.path or ""))}
    if not own:
        _check_empty(several)
        return Feed(())
    # The child process that cut the feed into entries has refused what is dangerous to parse.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    root = etree.fromstring(came.content, parser)
    items = [element for element in root.iter() if _name(element) in ("entry", "item")]
    return Feed(tuple(_entry(items[n - 1], taken, came.final_url) for n, taken in own.items()), _ttl(root))


def page(came: Fetched, entry: Entry) -> Taken:
    """The page that an entry links to."""
    return next(gather([came.url], fetch=lambda _: came))


def _check_empty(several: list[Taken]) -> None:
    """Raises InputError unless a feed without entries was all there was."""
    for taken in several:
        for found in taken.found:
            if taken.capture.media_type not in FEEDS:
                raise InputError("is a page, not a feed; give the address of an RSS or Atom feed, or `dateline add` it")
            if isinstance(found.result, Refusal) and found.result.kind != "no text":
                raise InputError(found.result.reason)


def _entry(item: Any, taken: Taken, base: str) -> Entry:
    texts = {_name(child): (child.text or "").strip() for child in reversed(item)}
    link = texts.get("link") or _href(item)
    id = texts.get("guid") or texts.get("id") or ""
    link = link or _permalink(item)
    readable = any(isinstance(found.result, Report) for found in taken.found)
    fallback = hashlib.sha256(taken.content or b"").hexdigest()
    return Entry(id or link or fallback, urljoin(base, link) if link else None, taken if readable else None)


def _href(item: Any) -> str:
    """The address of the page in an Atom entry."""
    links = [child for child in item if _name(child) == "link" and child.get("rel", "alternate") == "alternate"]
    return next((link.get("href", "").strip() for link in links if link.get("href")), "")


def _permalink(item: Any) -> str:
    """The id of an RSS entry, which is its address unless it says otherwise."""
    guids = [child for child in item if _name(child) == "guid" and child.get("isPermaLink") != "false"]
    written = (guids[0].text or "").strip() if guids else ""
    return written if written.startswith(("http://", "https://")) else ""


def _ttl(root: Any) -> timedelta | None:
    """How long a feed asks to be left alone: RSS's ttl, or the update period of its syndication module."""
    channel = next((child for child in root if _name(child) == "channel"), root)
    texts = {_name(child): (child.text or "").strip().lower() for child in channel}
    written, times = texts.get("ttl", ""), texts.get("updatefrequency", "")
    minutes = int(written) if re.fullmatch(r"[0-9]{1,6}", written) else _WORD.get(texts.get("updateperiod", ""), 0)
    if minutes and not written and re.fullmatch(r"[1-9][0-9]{0,3}", times):
        minutes = minutes // int(times)
    return timedelta(minutes=min(minutes, _DAY_MINUTES)) if minutes else None


def _name(element: Any) -> str:
    """The name of an element without namespace, in lower case; empty for comments."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""
