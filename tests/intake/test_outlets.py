"""Outlets: recognised by address or name, kept as they are when unknown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.intake import take
from dateline.intake.outlets import outlets
from dateline.record import Report
from tests.intake.made import TEXT, page, report, taken

ADDRESSES = [
    ("https://www.reuters.com/world/x", "Reuters"),
    ("https://news.un.org/en/story/1", "UN News"),
    ("https://press.un.org/en", "United Nations"),
    ("http://english.wafa.ps/page", "WAFA"),
    ("https://edition.cnn.com:443/x", "CNN"),
    ("https://www.gov.uk/government/news/x", "UK Government"),
    ("https://www.gov.uk/other", None),
    ("https://notreuters.com/", None),
    ("https://reuters.com.evil.example/", None),
    ("https://[bad", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("url", "name"), ADDRESSES)
def test_an_address_tells_the_outlet(url: str | None, name: str | None) -> None:
    assert outlets().of_url(url) == name


NAMES = [
    ("BBC News - World", "BBC"),
    ("Al Jazeera English | Latest", "Al Jazeera"),
    ("The Guardian", "The Guardian"),
    ("guardian", "The Guardian"),
    ("AFP", "Agence France-Presse"),
    ("Xinhua News Agency", "Xinhua"),
    ("SANA", "SANA"),
    ("DAWN.COM", "Dawn"),
    ("reuters.com", "Reuters"),
    ("ap", None),
    ("Time after time", None),
    ("Example Wire", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("site", "name"), NAMES)
def test_a_name_tells_the_outlet(site: str | None, name: str | None) -> None:
    assert outlets().named(site) == name


def test_what_is_said_outright_comes_before_the_address_and_that_before_the_sites_own_name(tmp_path: Path) -> None:
    record = {"text": TEXT, "outlet": "AFP", "url": "https://www.dawn.com/news/1"}
    assert report(taken(tmp_path, "a.jsonl", json.dumps(record).encode())).outlet == "Agence France-Presse"
    del record["outlet"]
    assert report(taken(tmp_path, "a.jsonl", json.dumps(record).encode())).outlet == "Dawn"
    site = '<meta property="og:site_name" content="Rahma Courier">'
    assert report(taken(tmp_path, "a.html", page(head=site))).outlet == "Rahma Courier"


def test_an_agencys_credit_is_recognised_and_gives_way_to_what_is_given(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"LIMA, 20 AUG 88 (AFP) -- {TEXT}")
    path = str(tmp_path / "a.txt")
    (own,) = take([path])
    (given,) = take([path], outlet="Rahma Courier")
    assert isinstance(own, Report) and own.outlet == "Agence France-Presse"
    assert isinstance(given, Report) and given.outlet == "Rahma Courier"


def test_the_table_is_sound() -> None:
    table = outlets()
    rows = set(table.by_domain.values()) | set(table.by_name.values()) | set(table.by_acronym.values())
    assert len({row.name for row in rows}) == len(rows) >= 350
    for row in rows:
        assert row.country is None or (len(row.country) == 3 and row.country.isupper()), row
        assert all(d == d.lower() and "." in d and not d.startswith("www.") for d in row.domains), row
