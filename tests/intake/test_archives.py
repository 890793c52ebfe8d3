"""Web archives: which records are documents, and what damage costs."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.record import Refusal, Report, Taken
from tests.intake.made import DATED, TEXT, archive, page, refusals, report, taken

PAGES = [(f"http://example.org/{n}", page(f"Port {n}", extra=f"<p>{'More of it. ' * n}</p>"), {}) for n in range(5)]


def _kinds(all_taken: list[Taken]) -> list[type]:
    return [type(f.result) for one in all_taken for f in one.found]


def test_a_record_tells_its_address_and_moment_but_no_day_of_publication(tmp_path: Path) -> None:
    (one,) = taken(tmp_path, "a.warc.gz", archive(("https://www.bbc.co.uk/news/1", page(), {})))
    found = report([one])
    assert one.capture.at == found.retrieved == datetime(2018, 2, 3, 10, tzinfo=UTC)
    assert (one.capture.url, found.outlet, found.published) == ("https://www.bbc.co.uk/news/1", "BBC", None)


def test_a_day_after_the_capture_is_not_believed(tmp_path: Path) -> None:
    late = page(head=DATED.replace("2017", "2019"))
    (one,) = taken(tmp_path, "a.warc.gz", archive(("http://example.org/", late, {})))
    assert report([one]).published is None and one.found[0].dates


def test_records_that_are_no_documents_are_passed_over(tmp_path: Path) -> None:
    content = archive(
        ("http://example.org/a.png", b"\x89PNG", {"Content-Type": "image/png"}),
        ("http://example.org/a.js", b"x()", {"Content-Type": "text/javascript"}),
        PAGES[0],
    ) + archive(PAGES[1], status="404 Not Found")
    (one,) = taken(tmp_path, "a.warc.gz", content)
    assert one.name.endswith("record 3")
    (refusal,) = refusals(taken(tmp_path, "b.warc.gz", archive(PAGES[1], status="301 Moved")))
    assert "without a page" in refusal.reason


@pytest.mark.parametrize("bits", [16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS])
def test_compressed_bodies_are_unpacked(tmp_path: Path, bits: int) -> None:
    pack = zlib.compressobj(wbits=bits)
    coding = "gzip" if bits > 16 else "deflate"
    body = pack.compress(page()) + pack.flush()
    (one,) = taken(tmp_path, "a.warc.gz", archive(("http://example.org/", body, {"Content-Encoding": coding})))
    assert one.content == page()


def test_chunks_are_joined_and_bodies_that_only_claim_to_be_packed_are_kept(tmp_path: Path) -> None:
    html = page()
    chunks = b"%x\r\n%b\r\n%x;x=1\r\n%b\r\n0\r\n\r\n" % (100, html[:100], len(html) - 100, html[100:])
    headers = {"Transfer-Encoding": "chunked"}
    for body in (chunks, html):
        (one,) = taken(tmp_path, "a.warc.gz", archive(("http://example.org/", body, headers)))
        assert one.content == html
    (one,) = taken(tmp_path, "a.warc.gz", archive(("http://example.org/", html, {"Content-Encoding": "gzip"})))
    assert one.content == html


def test_bombs_cost_one_document(tmp_path: Path) -> None:
    zeros = gzip.compress(bytes(40 * 2**20))
    packed = {"Content-Encoding": "gzip"}
    bombs = [
        ("http://example.org/a", zeros, packed),
        ("http://example.org/b", gzip.compress(gzip.compress(bytes(40 * 2**20))), {"Content-Encoding": "gzip, gzip"}),
        ("http://example.org/c", zeros, {}),
        ("http://example.org/d", b"7fffffff\r\n" + zeros, {"Transfer-Encoding": "chunked", **packed}),
        ("http://example.org/e", zeros, {"Content-Encoding": "br"}),
    ]
    all_taken = taken(tmp_path, "a.warc.gz", archive(*bombs, PAGES[0]))
    assert _kinds(all_taken) == [Refusal] * 5 + [Report]
    assert "32 MiB" in refusals(all_taken)[0].reason


def test_an_archive_that_unpacks_without_end_is_given_up(tmp_path: Path) -> None:
    head = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 9999999999\r\n\r\n"
    content = archive(PAGES[0]) + gzip.compress(head + bytes(300 * 2**20), 6)
    all_taken = taken(tmp_path, "a.warc.gz", content)
    assert _kinds(all_taken) == [Report, Refusal]
    assert "unpacks to more than" in refusals(all_taken)[0].reason and "after record 1" in all_taken[1].name


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.75, 0.99])
def test_records_before_a_cut_are_kept_and_the_rest_named(tmp_path: Path, packed: bool, share: float) -> None:
    content = archive(*PAGES, packed=packed)
    all_taken = taken(tmp_path, "a.warc", content[: int(len(content) * share)])
    kinds = _kinds(all_taken)
    assert kinds == [Report] * (len(kinds) - 1) + [Refusal] and len(kinds) == int(5 * share) + 1
    assert "lost" in refusals(all_taken)[0].reason


def test_a_flipped_bit_costs_its_record_and_no_earlier_one(tmp_path: Path) -> None:
    content = bytearray(archive(*PAGES))
    content[content.rindex(b"\x1f\x8b\x08") - 40] ^= 0x10  # in the fourth record
    all_taken = taken(tmp_path, "a.warc.gz", bytes(content))
    assert _kinds(all_taken) == [Report] * 3 + [Refusal]
    plain = archive(*PAGES, packed=False).replace(b"Port 2", b"Port 9")
    all_taken = taken(tmp_path, "a.warc", plain)
    assert _kinds(all_taken) == [Report, Report, Refusal, Report, Report]
    assert "digest" in refusals(all_taken)[0].reason


def test_text_records_are_read(tmp_path: Path) -> None:
    head = b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://example.org/\r\nContent-Type: text/plain\r\n"
    content = head + b"Content-Length: %d\r\n\r\n%b\r\n\r\n" % (len(TEXT), TEXT.encode())
    assert report(taken(tmp_path, "a.warc", content)).text == TEXT
