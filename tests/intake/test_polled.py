"""Feeds and pages that a watch polled: ids, links, texts of their own, and how often to come."""

from datetime import timedelta

import httpx2
import pytest

from dateline.errors import InputError
from dateline.intake import polled
from dateline.intake.fetch import Fetched
from dateline.intake.watch import watch
from dateline.record import Report
from tests.intake.web import NOON, Web

URL = "https://news.example/feed.xml"
STORY = "Rebels shelled the port of the town on Tuesday and killed twelve people, the ministry said in a statement."
RSS = f"""<?xml version="1.0"?>
<rss version="2.0"><channel><title>The Gazette</title><ttl>60</ttl>
<item><title>Port</title><link> /port </link><guid>g1</guid><description>{STORY}</description></item>
<item><title>Bare</title><link>https://news.example/bare</link></item>
<item><title>Id</title><guid>https://news.example/id</guid><description>{STORY}</description></item>
<item><title>Nothing</title><guid isPermaLink="false">https://news.example/no</guid>
<description>{STORY} It said no more.</description></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<title>The Gazette</title><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>
<entry><id>tag:1</id><link rel="self" href="/self"/><link href="/port"/><content>{STORY}</content></entry></feed>"""
PAGE = f"<html><head><title>Port</title></head><body><article><p>{STORY} {STORY} It gave no names.</p></article></body>"


def came(text: str, kind: str = "application/xml") -> Fetched:
    return Fetched(URL, URL, 200, text.encode(), kind, {"content-type": kind}, NOON)


def test_the_entries_of_an_rss_feed() -> None:
    feed = polled.feed(came(RSS))
    links = ["https://news.example/port", "https://news.example/bare", "https://news.example/id", None]
    assert [entry.link for entry in feed.entries] == links
    ids = ["g1", "https://news.example/bare", "https://news.example/id", "https://news.example/no"]
    assert [entry.id for entry in feed.entries] == ids
    assert [entry.own is not None for entry in feed.entries] == [True, False, True, True]
    assert feed.ttl == timedelta(hours=1)


def test_the_entries_of_an_atom_feed() -> None:
    feed = polled.feed(came(ATOM))
    assert [(entry.id, entry.link) for entry in feed.entries] == [("tag:1", "https://news.example/port")]
    assert feed.ttl == timedelta(hours=6)


def test_a_feed_without_entries_is_one() -> None:
    assert polled.feed(came("<rss version='2.0'><channel><title>a</title></channel></rss>")).entries == ()


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        (PAGE, "text/html", "is a page, not a feed"),
        ("<rss><channel><item>", "application/rss+xml", "cut short"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><rss><channel><item/></channel></rss>", "application/rss+xml", "entities"),
    ],
)
def test_what_is_no_feed_is_refused(text: str, kind: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        polled.feed(came(text, kind))


def test_a_watch_reads_pages_and_falls_back_to_the_feed() -> None:
    page = httpx2.Response(200, headers={"content-type": "text/html"}, text=PAGE)
    web = Web({URL: RSS, "https://news.example/port": page})
    steps = watch([URL], web.fetcher(), parse=polled.feed, read=polled.page, once=True, clock=web.clock)
    taken = [step.taken for step in steps if step.taken]
    assert [t.capture.method for t in taken] == ["url", "feed", "feed", "feed"]
    first, second, *_ = (t.found[0].result for t in taken)
    assert isinstance(first, Report) and first.url == "https://news.example/port" and "no names" in first.text
    assert not isinstance(second, Report) and "answered 404" in second.reason
