"""The day of publication: candidates, how they are read, and which is chosen."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dateline.intake import gather
from dateline.intake.dates import choose, dated, in_url
from tests.intake.made import DATED, TEXT, page, report, taken

AT = datetime(2018, 2, 3, 12, 0, tzinfo=UTC)

WRITTEN = [
    ("2017-09-15", date(2017, 9, 15), None),
    ("2017-09-15T23:30:00+03:00", date(2017, 9, 15), "+03:00"),
    ("2017-09-15T23:30:00Z", date(2017, 9, 15), "Z"),
    ("2017-09-15 10:00", date(2017, 9, 15), None),
    ("20170915", date(2017, 9, 15), None),
    ("Fri, 15 Sep 2017 23:30:00 +0300", date(2017, 9, 15), "+0300"),
    ("Fri, 15 Sep 2017 10:00:00 GMT", date(2017, 9, 15), "GMT"),
    ("September 15, 2017", date(2017, 9, 15), None),
    ("15th September 2017", date(2017, 9, 15), None),
    ("Sept. 15, 2017, 10:00 EST", date(2017, 9, 15), "EST"),
    ("03/04/2017", None, None),
    ("2017-02-30", None, None),
    ("1505433600", None, None),
    ("yesterday", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("written", "day", "zone"), WRITTEN)
def test_days_are_read_on_the_writers_calendar_and_keep_their_zone(
    written: str, day: date | None, zone: str | None
) -> None:
    found = dated("meta date", written)
    assert (found.day, found.zone, found.written) == (day, zone, written)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/2017/09/15/port-shelled", date(2017, 9, 15)),
        ("https://example.org/world/2017/sep/15/port", date(2017, 9, 15)),
        ("https://example.org/2017-09-15-port", date(2017, 9, 15)),
        ("https://example.org/news/20170915/port", date(2017, 9, 15)),
        ("https://example.org/2017/13/45/x", None),
        ("https://example.org/article/120170915", None),
        ("https://example.org/x?date=2017-09-15", None),
        (None, None),
    ],
)
def test_an_address_may_hold_the_day(url: str | None, day: date | None) -> None:
    found = in_url(url)
    assert (found.day if found else None) == day


TRUSTED = ["published field", "feed published", "json-ld datePublished", "meta date", "url", "time element",
           "--published", "dateline", "feed updated", "htmldate"]  # fmt: skip


def test_the_order_of_trust_decides_and_exactly_one_is_chosen() -> None:
    candidates = [dated(name, f"2017-09-{20 - i:02}") for i, name in enumerate(TRUSTED)]
    for i in range(len(TRUSTED)):
        chosen = [d.said_by for d in choose(reversed(candidates[i:]), at=AT) if d.chosen]
        assert chosen == [TRUSTED[i]]


@pytest.mark.parametrize(
    "written", ["1970-01-01", "1899-12-31", "2106-02-07", "2018-02-05", "0001-01-01", "9999-12-31", "nonsense"]
)
def test_unbelievable_days_are_kept_and_not_chosen(written: str) -> None:
    kept = choose([dated("meta date", written), dated("htmldate", "2017-09-15")], at=AT)
    assert [(d.said_by, d.chosen) for d in kept] == [("meta date", False), ("htmldate", True)]
    assert not choose([dated("meta date", written)], at=AT)[0].chosen


@pytest.mark.parametrize("written", ["1970-01-02", "1900-01-01", "2018-02-04"])
def test_the_bounds_themselves_are_believed(written: str) -> None:
    assert choose([dated("meta date", written)], at=AT)[0].chosen


@pytest.mark.parametrize("said_by", ["HTTP Last-Modified", "PDF CreationDate"])
def test_days_that_change_with_copying_are_never_chosen(said_by: str) -> None:
    assert not choose([dated(said_by, "2017-09-15")], at=AT)[0].chosen


def test_no_day_is_an_answer(tmp_path: Path) -> None:
    assert report(taken(tmp_path, "a.html", page())).published is None
    assert report(taken(tmp_path, "a.txt", TEXT.encode())).published is None


def test_a_page_keeps_all_its_candidates(tmp_path: Path) -> None:
    graph = '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "datePublished": "2001-01-01"}, ' \
            '{"@type": "NewsArticle", "datePublished": "2017-09-14T08:00:00Z"}]}</script>'  # fmt: skip
    link = '<link rel="canonical" href="https://example.org/2017/09/13/port">'
    body = page(head=DATED + graph + link, extra="<time datetime='2017-09-12'>12 September</time>")
    (one,) = taken(tmp_path, "a.html", body)
    days = {d.said_by: (d.day and d.day.day, d.zone) for d in one.found[0].dates}
    assert days.pop("htmldate")
    assert days == {
        "json-ld datePublished": (14, "Z"),
        "meta article:published_time": (15, "+03:00"),
        "url": (13, None),
        "time element": (12, None),
    }
    assert report([one]).published == date(2017, 9, 14)


def test_broken_json_ld_says_nothing(tmp_path: Path) -> None:
    for broken in ("{", "[" * 100_000, '{"@type": ["NewsArticle"], "datePublished": 5}', '"text"'):
        body = page(head=f'<script type="application/ld+json">{broken}</script>')
        assert report(taken(tmp_path, "a.html", body)).published is None


def test_the_given_day_stands_between_what_a_page_states_and_what_is_guessed(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(head=DATED))
    (tmp_path / "b.txt").write_text(f"LIMA, 20 AUG 88 (EFE) -- {TEXT}")
    given = date(2011, 1, 2)
    a, b = (report([one]) for one in gather([str(tmp_path / n) for n in ("a.html", "b.txt")], published=given))
    assert (a.published, b.published) == (date(2017, 9, 15), given)
    (c,) = gather([str(tmp_path / "b.txt")])
    assert report([c]).published == date(1988, 8, 20)
