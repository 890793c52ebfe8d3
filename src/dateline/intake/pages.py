"""Web pages: main text, title, names and days; menus, links and hidden text left out.

Tuned on two public collections of news pages (`bench/intake.py`): of trafilatura's settings, the one
that favours precision was also the best in F1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from dateline.intake.dates import dated, in_url
from dateline.intake.decoding import clean, decode
from dateline.intake.documents import Document, NoText, check_length, joined
from dateline.intake.markup import drop_hidden
from dateline.record import Dated

# Elements that state the day of publication, those that mean it most plainly first.
_META = (
    "article:published_time", "og:article:published_time", "datepublished", "og:published_time", "parsely-pub-date",
    "sailthru.date", "article.published", "published_time", "publication_date", "publish-date", "publishdate",
    "pubdate", "cxenseparse:recs:publishtime", "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date",
    "dc.date.created", "dcterms.date", "citation_publication_date", "date",
)  # fmt: skip
_ARTICLES = ("article", "report", "posting", "statement")  # in names of schema.org types
_MOST_OBJECTS = 10_000  # of JSON-LD that are looked at
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})""")


def document(content: bytes, name: str, *, url: str | None = None, charset: str | None = None) -> Document:
    """The article of a page; `charset` is what the server declared. Raises InputError for a page without one."""
    import trafilatura  # a second to import

    text = decode(content, declared=charset or _declared(content))
    tree = trafilatura.load_html(text)
    if tree is None:
        raise NoText("is a page without readable main text")
    days = list(_days(tree, url))
    drop_hidden(tree)
    for element in tree.xpath("//script[not(contains(@type, 'ld+json'))] | //style | //template"):
        element.drop_tree()
    page = trafilatura.bare_extraction(
        tree,
        url=url,
        favor_precision=True,
        with_metadata=True,
        include_comments=False,
        # Only what markup says: the days in a text are those of events.
        date_extraction_params={
            "original_date": True,
            "extensive_search": False,
            "max_date": (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%d"),
        },
    )
    if page is None:
        raise NoText("is a page without readable main text")
    found: dict[str, Any] = page if isinstance(page, dict) else page.as_dict()
    title = " ".join(clean(str(found["title"])).split()) if found.get("title") else None
    body = _without_title(clean(str(found.get("text") or "")), title)
    if not body.strip():
        raise NoText("is a page without readable main text")
    check_length(body)
    if found.get("date"):
        days.append(dated("htmldate", str(found["date"])))
    return Document(
        name, joined(title, body), title=title, url=found.get("url"), site=found.get("sitename"), dates=tuple(days)
    )


def _declared(content: bytes) -> str | None:
    """The encoding that the page itself names, within its first bytes."""
    match = _XML_CHARSET.search(content[:200]) or _CHARSET.search(content[:4096])
    return match.group(1).decode() if match else None


def _without_title(body: str, title: str | None) -> str:
    """Main text without the headline that many pages repeat as its first line."""
    first, _, rest = body.partition("\n")
    return rest.lstrip("\n") if title and " ".join(first.split()) == title else body


def _days(tree: Any, url: str | None) -> Iterator[Dated]:
    """What a page and its address say about the day of publication, one candidate an origin."""
    if written := next(_json_ld(tree), None):
        yield dated("json-ld datePublished", written)
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        if element.get("content", "").strip():
            metas.setdefault(key, element.get("content"))
    yield from (dated(f"meta {key}", metas[key]) for key in _META if key in metas)
    if day := in_url(url or _canonical(tree)):
        yield day
    for element in tree.xpath("//time[@datetime and not(ancestor::aside or ancestor::nav or ancestor::footer)]")[:1]:
        yield dated("time element", element.get("datetime"))
    for element in tree.xpath("//*[@itemprop='datePublished'][not(self::meta)]")[:1]:
        yield dated("meta itemprop datePublished", element.get("datetime") or element.text_content())


def _canonical(tree: Any) -> str | None:
    """The address that a page gives itself."""
    found = tree.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    return str(found[0]) if found else None


def _json_ld(tree: Any) -> Iterator[str]:
    """Days of publication in JSON-LD, those of articles first."""
    objects: list[dict[str, Any]] = []
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            waiting = [json.loads(clean(script.text or ""), strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting and len(objects) < _MOST_OBJECTS:
            value = waiting.pop(0)
            if isinstance(value, dict):
                objects.append(value)
                waiting.extend(value.get("@graph", ()) if isinstance(value.get("@graph"), list) else ())
            elif isinstance(value, list):
                waiting.extend(value[:_MOST_OBJECTS])
    for wanted in (True, False):
        for value in objects:
            kind = str(value.get("@type", "")).lower()
            if isinstance(value.get("datePublished"), str) and any(a in kind for a in _ARTICLES) == wanted:
                yield value["datePublished"]
