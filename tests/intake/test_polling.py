"""What the watch asks of intake: entries of a feed, and the page of an entry."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dateline.errors import InputError
from dateline.intake import polling
from dateline.intake.fetch import Fetched
from dateline.record import Report
from tests.intake.made import DATED, TEXT, feed, page, report

AT = datetime(2018, 5, 6, 7, 8, tzinfo=UTC)
LINK = "https://example.org/1"
ITEM = f"<title>Port</title><link>{LINK}</link><guid>g1</guid><pubDate>Fri, 15 Sep 2017 10:00:00 GMT</pubDate>"
OWN = f"<description>{TEXT}</description>"


def _came(content: bytes, media: str = "application/rss+xml", url: str = "https://example.org/feed") -> Fetched:
    return Fetched(url, url, 200, content, media, {"content-type": media}, AT)


def test_entries_have_their_id_their_page_and_their_own_text() -> None:
    bare, linked = f"<guid>g2</guid>{OWN}", f"<link>{LINK}</link>"
    one, two, three = polling.entries(_came(feed(ITEM + OWN, bare, linked))).entries
    assert (one.id, one.link) == ("g1", LINK) and one.own and report([one.own]).url == LINK
    assert (two.id, two.link) == ("g2", None) and two.own
    assert (three.id, three.link, three.own) == (LINK, LINK, None)


def test_an_atom_entry_links_to_its_page_and_not_to_what_else_it_names() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><id>urn:1</id>'
        f'<link rel="self" href="https://example.org/self"/><link href="{LINK}"/></entry></feed>'
    )
    (entry,) = polling.entries(_came(atom.encode())).entries
    assert (entry.id, entry.link) == ("urn:1", LINK)


def test_a_link_that_is_no_address_is_none() -> None:
    (entry,) = polling.entries(_came(feed("<link>javascript:x()</link><guid>g</guid>"))).entries
    assert entry.link is None


def test_a_cut_feed_gives_what_it_has_and_an_empty_one_nothing() -> None:
    whole = feed(ITEM + OWN, ITEM + OWN)
    assert len(polling.entries(_came(whole[:-90])).entries) == 1
    assert polling.entries(_came(feed())).entries == ()


@pytest.mark.parametrize(("content", "media"), [(page(), "text/html"), (b"<a/>", "text/xml"), (b"", "text/xml")])
def test_what_is_no_feed_has_no_entries(content: bytes, media: str) -> None:
    with pytest.raises(InputError):
        polling.entries(_came(content, media))


def test_the_page_of_an_entry_takes_the_feeds_date_where_it_has_none() -> None:
    (entry,) = polling.entries(_came(feed(ITEM + OWN))).entries
    undated = polling.page(_came(page(), "text/html", LINK), entry)
    assert report([undated]).published == date(2017, 9, 15)
    dated = polling.page(_came(page(head=DATED), "text/html", LINK), entry)
    assert {d.said_by: d.day for d in dated.found[0].dates}["meta article:published_time"] == date(2017, 9, 15)
    assert isinstance(dated.found[0].result, Report) and sum(d.chosen for d in dated.found[0].dates) == 1


def test_a_feed_is_no_page() -> None:
    (entry,) = polling.entries(_came(feed(ITEM + OWN))).entries
    with pytest.raises(InputError, match="not the page"):
        polling.page(_came(feed(ITEM + OWN)), entry)


@pytest.mark.parametrize(
    ("head", "hours"),
    [
        ("<ttl>60</ttl>", 1.0),
        ("<ttl>0</ttl>", None),
        ("<ttl>999999</ttl>", 24.0),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 6.0),
        ("", None),
    ],
)
def test_a_feed_says_how_long_it_wants_to_be_left_alone(head: str, hours: float | None) -> None:
    came = _came(feed(ITEM + OWN).replace(b"<channel>", f"<channel>{head}".encode()))
    ttl = polling.entries(came).ttl
    assert ttl == (None if hours is None else timedelta(hours=hours))
