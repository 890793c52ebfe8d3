"""Feeds: one entry a document, and feeds that mean harm."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dateline.record import Report
from tests.intake.made import TEXT, archive, feed, refusals, report, taken

ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Dawn - Home</title><entry>
<title type="html">Port &amp;amp; city</title><link href="https://www.dawn.com/news/1"/>
<updated>2017-09-16T01:00:00Z</updated><published>2017-09-15T23:00:00+05:00</published><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>{TEXT}</p><p hidden="hidden">SECRET</p></div></content></entry></feed>"""


def test_the_fullest_text_of_an_entry_is_read(tmp_path: Path) -> None:
    full = f"<content:encoded><![CDATA[<p>{TEXT}</p><p>Two died.</p><script>no</script>]]></content:encoded>"
    item = f"<title>Port shelled</title><description>Rebels shelled…</description>{full}"
    assert report(taken(tmp_path, "a.xml", feed(item))).text == f"Port shelled\n\n{TEXT}\nTwo died."


def test_an_atom_entry_says_its_day_address_and_outlet(tmp_path: Path) -> None:
    (one,) = taken(tmp_path, "a.atom", ATOM.encode())
    found = report([one])
    assert (found.title, found.text) == ("Port & city", f"Port & city\n\n{TEXT}")
    assert (found.published, found.outlet, found.url) == (date(2017, 9, 15), "Dawn", "https://www.dawn.com/news/1")
    assert [(d.said_by, d.zone, d.chosen) for d in one.found[0].dates] == [
        ("feed published", "+05:00", True), ("feed updated", "Z", False),
    ]  # fmt: skip


def test_an_original_holds_one_entry_and_nothing_that_changes_by_the_hour(tmp_path: Path) -> None:
    items = [f"<title>{n}</title><description>{TEXT}</description>" for n in (1, 2)]
    first, second = taken(tmp_path, "a.xml", feed(*items))
    later, *_ = taken(tmp_path, "a.xml", feed(items[0], before="<!-- made 10:00 -->"))
    assert first.content and second.content and first.content.count(b"<item>") == 1
    assert later.content == first.content != second.content


def test_an_entry_without_text_is_refused_with_its_address(tmp_path: Path) -> None:
    bare = "<title>Port</title><link>https://example.org/1</link>"
    one, two = taken(tmp_path, "a.xml", feed(bare, f"<description>{TEXT}</description>"))
    assert "read https://example.org/1" in refusals([one])[0].reason and refusals([one])[0].kind == "no text"
    assert report([two]).text == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = feed("<title>&l9;</title>", before=f'<!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]>').decode()
    content = bomb.replace("utf-8", encoding).encode(encoding)
    (refusal,) = refusals(taken(tmp_path, "a.xml", content))
    assert "entities" in refusal.reason


def test_no_file_is_read_through_an_entity(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    before = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    all_taken = taken(tmp_path, "a.xml", feed(f"<title>&x;</title><description>{TEXT}</description>", before=before))
    assert len(refusals(all_taken)) == len(all_taken) == 1


def test_a_cut_feed_gives_its_whole_entries_and_says_that_it_is_cut(tmp_path: Path) -> None:
    item = f"<description>{TEXT}</description>"
    whole = feed(item, item, item)
    all_taken = taken(tmp_path, "a.xml", whole[: whole.rindex(b"on Tuesday")])
    assert [isinstance(one.found[0].result, Report) for one in all_taken] == [True, True, False]
    assert "cut short" in refusals(all_taken)[0].reason and "after entry 2" in all_taken[2].name


@pytest.mark.parametrize(
    ("content", "reason"), [(b"<a/>", "no RSS"), (b"", "empty"), (b"{}", "no RSS"), (feed(), "without entries")]
)
def test_what_is_no_feed_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    (refusal,) = refusals(taken(tmp_path, "a.rss", content))
    assert reason in refusal.reason


def test_a_feed_in_an_archive_is_one_original_of_many_documents(tmp_path: Path) -> None:
    items = [f"<title>{n}</title><description>{TEXT}</description>" for n in (1, 2)] + ["<title>bare</title>"]
    record = ("http://example.org/feed", feed(*items), {"Content-Type": "application/rss+xml"})
    (one,) = taken(tmp_path, "a.warc.gz", archive(record))
    assert [f.where for f in one.found] == ["entry 1", "entry 2", "entry 3"]
    assert len(refusals([one])) == 1
