"""Feeds: RSS and Atom, one entry a document.

An entry's original is the feed with its title and address and that one entry alone, so that it
can be read again. Feeds that declare entities are refused whole: no feed needs them, and they can
grow without bound.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from dateline.errors import InputError
from dateline.intake.dates import dated
from dateline.intake.decoding import MOST_BYTES, TOO_LARGE
from dateline.intake.documents import Document, NoText, check_length, joined
from dateline.intake.markup import plain
from dateline.intake.media import ATOM, RSS
from dateline.intake.pieces import Piece

_KEPT = frozenset({"title", "link", "language", "id"})  # of the feed's own head: what does not change by the hour


def entries(content: bytes) -> Iterator[Piece]:
    """The entries of a feed, each as a feed of its own. Raises InputError for what is no feed."""
    if len(content) > MOST_BYTES:
        raise InputError(TOO_LARGE)
    root = _root(content)
    atom = _name(root) == "feed"
    found = [e for e in root.iter() if _name(e) == ("entry" if atom else "item")]
    whole = b"</" in content[-400:] and (_closing(root) in content[-4000:] or b"\0" in content[:100])
    if not whole and found:
        found.pop()  # the cut one
    if not found and whole:
        raise NoText("is a feed without entries")
    for number, entry in enumerate(found, 1):
        id, link = _id(entry), _link(entry)
        yield Piece(f"entry {number}", _alone(root, entry), ATOM if atom else RSS, id=id or link, link=link)
    if not whole:
        raise InputError(f"is cut short: what follows entry {len(found)} is lost")


def documents(content: bytes, name: str) -> Iterator[Document | NoText]:
    """The documents of a feed, or of one entry that was cut from it; an entry without text is said to be one."""
    import feedparser

    _root(content)  # refuses entities
    feed = feedparser.parse(io.BytesIO(content), resolve_relative_uris=False)
    if not feed.entries:
        raise NoText("is a feed without entries")
    site = plain(feed.feed.get("title", "")) or None
    for entry in feed.entries:
        try:
            yield _document(entry, site, name)
        except NoText as problem:
            yield problem


def _document(entry: Any, site: str | None, name: str) -> Document:
    """The fullest text that an entry carries, with its title, address and dates."""
    texts = [c.get("value", "") for c in entry.get("content", ())] + [entry.get("summary", "")]
    body = max((plain(t) for t in texts), key=len)
    if not body:
        raise NoText("is an entry without text" + (f"; read {entry.link}" if entry.get("link") else ""))
    title = " ".join(plain(entry.get("title", "")).split()) or None
    check_length(body)
    # dict.get: its own would give one for the other
    days = (("feed published", dict.get(entry, "published")), ("feed updated", dict.get(entry, "updated")))
    return Document(
        name,
        body if title and body.startswith(title) else joined(title, body),
        title=title,
        url=entry.get("link"),
        site=site,
        dates=tuple(dated(by, written) for by, written in days if written),
    )


def _root(content: bytes) -> Any:
    """The feed's element. Raises InputError for what is no feed, and for one that declares entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as problem:
        raise InputError(f"is no feed that can be read ({problem})") from problem
    if root is None or _name(root) not in ("rss", "feed", "rdf"):
        raise InputError("is XML, but no RSS or Atom feed")
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(iter(declared.iterentities()), None) is not None:
        raise InputError("declares XML entities, which no feed needs and which can grow without bound; it was not read")
    return root


def _alone(root: Any, entry: Any) -> bytes:
    """The feed with one entry: its root and channel, stripped of all others."""
    shell = etree.Element(root.tag, root.attrib, nsmap=root.nsmap)
    channel = next((c for c in root if _name(c) == "channel"), None)
    head = shell
    if channel is not None:
        head = etree.SubElement(shell, channel.tag, channel.attrib, nsmap=channel.nsmap)
    for element in root if channel is None else channel:
        if _name(element) in _KEPT:
            head.append(deepcopy(element))
    (head if entry.getparent() is channel else shell).append(deepcopy(entry))
    content: bytes = etree.tostring(shell, encoding="utf-8", xml_declaration=True)
    return content


def _id(entry: Any) -> str | None:
    """What the feed remembers an entry by."""
    named = (e.text for e in entry if _name(e) in ("guid", "id"))
    about = (value for key, value in entry.attrib.items() if _local(key) == "about")
    return next((i.strip() for i in (*named, *about) if i and i.strip()), None)


def _link(entry: Any) -> str | None:
    """The page of an entry, when it is one on the net."""
    links = [e for e in entry if _name(e) == "link" and e.get("rel", "alternate") == "alternate"]
    found = ((e.get("href") or e.text or "").strip() for e in links)
    return next((link for link in found if link.lower().startswith(("http://", "https://"))), None)


def _name(element: Any) -> str:
    """The name of an element without namespace, in lower case; empty for comments."""
    return _local(element.tag).lower() if isinstance(element.tag, str) else ""


def _local(name: str) -> str:
    """A name without its namespace, or without a prefix that the feed never declares."""
    return name.rpartition("}")[2].rpartition(":")[2]


def _closing(root: Any) -> bytes:
    """How the end tag of the feed begins, as it is written."""
    tag = _local(root.tag)
    return f"</{root.prefix}:{tag}".encode() if root.prefix else f"</{tag}".encode()
