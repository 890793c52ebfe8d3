"""What is an original, how it came, and that it can be read again."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

import pytest

from dateline.errors import InputError
from dateline.intake import gather, reread, take
from dateline.intake.fetch import Fetched
from dateline.record import Refusal, Report
from tests.intake.made import DATED, TEXT, archive, feed, page, pdf, refusals, report, taken

ITEM = f"<title>Port shelled</title><pubDate>Fri, 15 Sep 2017 10:00:00 GMT</pubDate><description>{TEXT}</description>"
LINE = json.dumps({"text": TEXT, "published": "2017-09-15"}).encode()

ORIGINALS: list[tuple[str, bytes, str, str, str]] = [
    # file, its bytes, place of the document in it, method, media type
    ("a.txt", TEXT.encode(), "", "file", "text/plain"),
    ("a.html", page(head=DATED), "", "file", "text/html"),
    ("a.pdf", pdf([[TEXT]]), "", "file", "application/pdf"),
    ("a.jsonl", b"\n" + LINE + b"\r\n", "line 2", "file", "application/x-dateline-article+json"),
    ("a.csv", f'text,date\n"{TEXT}",2017-09-15\n'.encode(), "line 2", "file", "application/x-dateline-article+csv"),
    ("a.xml", feed(ITEM), "entry 1", "feed", "application/rss+xml"),
    ("a.warc.gz", archive(("http://example.org/a", page(), {})), "record 1", "warc", "text/html"),
    ("a.warc", archive(("http://example.org/a", TEXT.encode(), {"Content-Type": "text/plain; charset=ascii"}),
                       packed=False), "record 1", "warc", "text/plain; charset=ascii"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "where", "method", "media"), ORIGINALS)
def test_an_original_says_how_it_came_and_reads_the_same_again(
    tmp_path: Path, name: str, content: bytes, where: str, method: str, media: str
) -> None:
    (one,) = taken(tmp_path, name, content)
    path = str(tmp_path / name)
    assert one.name == (f"{path}, {where}" if where else path)
    assert (one.capture.method, one.capture.media_type) == (method, media)
    assert one.capture.path == (f"{path}#{where}" if where else path)
    assert "dateline" in one.capture.tools
    assert isinstance(one.found[0].result, Report), one.found
    assert one.content is not None
    again = reread(one.content, one.capture, one.name)
    assert again == one.found


def test_an_original_is_the_bytes_as_they_came(tmp_path: Path) -> None:
    (text,) = taken(tmp_path, "a.txt", b"\xef\xbb\xbf" + TEXT.encode() + b"\r\n")
    (line,) = taken(tmp_path, "a.jsonl", LINE + b"\r\n")
    (row,) = taken(tmp_path, "a.csv", f"title;text\r\nPort;{TEXT}\r\n".encode())
    (record,) = taken(tmp_path, "a.warc", archive(("http://example.org/", page(), {})))
    assert text.content == b"\xef\xbb\xbf" + TEXT.encode() + b"\r\n"
    assert line.content == LINE
    assert row.content == f"title;text\r\nPort;{TEXT}\r\n".encode()
    assert record.content == page()


def test_take_is_gather_without_originals(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(LINE + b"\n{}\n" + LINE)
    results = list(take([str(tmp_path / "a.jsonl")]))
    assert [type(r) for r in results] == [Report, Refusal, Report]


def test_plain_text_and_json_lines_start_no_child(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.jsonl").write_bytes(LINE)
    script = (
        "import subprocess, sys\nfrom dateline.intake import take\nsubprocess.Popen = None\n"
        f"found = list(take([{str(tmp_path)!r}]))\n"
        "assert len(found) == 2 and not any(hasattr(f, 'reason') for f in found), found\n"
        "assert not {'trafilatura', 'lxml', 'feedparser', 'httpx2'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_folder_gives_its_readable_files_in_order_and_leaves_others_out(tmp_path: Path) -> None:
    for name in (
        "b/2.txt",
        "b/1.txt",
        "a.TXT",
        "README",
        "README.txt",
        "LICENSE",
        ".hidden.txt",
        ".git/x.txt",
        "x.png",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT)
    (tmp_path / "b" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    names = [Path(one.name).relative_to(tmp_path).as_posix() for one in gather([str(tmp_path)])]
    assert names == ["a.TXT", "b/1.txt", "b/2.txt", "gone.txt"]


def test_a_folder_is_read_as_it_goes(tmp_path: Path) -> None:
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text(TEXT)
    some = gather([str(tmp_path)])
    next(some)
    changed = "This was changed while the first was being read, so it was not read before its turn."
    (tmp_path / "2.txt").write_text(changed)
    assert [report([one]).text for one in some] == [TEXT, changed]


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        (TEXT.encode(), ["stdin"]),
        (LINE + b"\n" + LINE, ["stdin", "stdin"]),
        (page(), ["stdin"]),
        (feed(ITEM), ["feed"]),
        (pdf([[TEXT]]), ["stdin"]),
        (f"title,text\nPort,{TEXT}\n".encode(), ["stdin"]),
        (archive(("http://example.org/a", page(), {})), ["warc"]),
    ],
)
def test_standard_input_may_be_of_any_kind(monkeypatch: pytest.MonkeyPatch, content: bytes, kinds: list[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    all_taken = list(gather(["-"]))
    assert [one.capture.method for one in all_taken] == kinds
    assert all(isinstance(f.result, Report) for one in all_taken for f in one.found), all_taken


# ---------------------------------------------------------------- addresses

AT = datetime(2018, 5, 6, 7, 8, tzinfo=UTC)


def _fetch(content: bytes, media: str, *, status: int = 200, **headers: str) -> Callable[[str], Fetched]:
    names = MappingProxyType({"content-type": media} | {k.replace("_", "-"): v for k, v in headers.items()})

    def fetch(url: str) -> Fetched:
        return Fetched(url, url, status, content, media.partition(";")[0], names, AT)

    return fetch


def test_an_address_gives_a_report_of_its_outlet_and_moment() -> None:
    latin = page().replace(b"Rebels", "Rebels from Málaga".encode("latin-1"))
    modified = "Sat, 05 May 2018 07:00:00 GMT"
    fetch = _fetch(latin, "text/html; charset=latin-1", last_modified=modified)
    (one,) = gather(["https://www.reuters.com/world/port"], fetch=fetch)
    found = report([one])
    assert (one.capture.method, one.capture.at, one.capture.url) == ("url", AT, "https://www.reuters.com/world/port")
    assert (found.outlet, found.url, found.retrieved, found.published) == ("Reuters", one.capture.url, AT, None)
    assert "Málaga" in found.text and one.content == latin
    assert [(d.said_by, d.day, d.chosen) for d in one.found[0].dates] == [
        ("HTTP Last-Modified", date(2018, 5, 5), False)
    ]


def test_the_address_of_a_feed_gives_its_entries() -> None:
    item = f"{ITEM}<link>https://www.dawn.com/news/1</link>"
    all_taken = list(gather(["https://example.org/feed"], fetch=_fetch(feed(item, item), "application/rss+xml")))
    assert [one.name for one in all_taken] == [f"https://example.org/feed, entry {n}" for n in (1, 2)]
    assert all(one.capture.url == "https://example.org/feed" for one in all_taken)
    assert report(all_taken[:1]).url == "https://www.dawn.com/news/1"
    assert report(all_taken[:1]).outlet == "Dawn"


def test_an_address_that_fails_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    def fetch(url: str) -> Fetched:
        raise InputError("cannot be reached")

    (tmp_path / "a.txt").write_text(TEXT)
    all_taken = list(gather(["http://example.org/", str(tmp_path / "a.txt")], fetch=fetch))
    assert [r.reason for r in refusals(all_taken)] == ["cannot be reached"]
    assert all_taken[0].content is None and len(all_taken) == 2
    (gone,) = gather(["http://example.org/"], fetch=_fetch(b"", "text/html", status=404))
    assert "404" in refusals([gone])[0].reason


# ---------------------------------------------------------------- files that are none


def test_what_is_no_file_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "broken.txt").symlink_to("nowhere")
    names = [str(tmp_path / n) for n in ("pipe.txt", "loop.txt", "broken.txt", "none.txt", "nul\0.txt")]
    reasons = [r.reason for r in refusals(gather([*names, "/dev/zero"]))]
    words = ("pipe", "symbolic links", "broken link", "No such file", "null", "device")
    assert all(word in reason for word, reason in zip(words, reasons, strict=True)), reasons


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0)
    (tmp_path / "a.txt").touch(mode=0)
    reasons = [r.reason for r in refusals(gather([str(tmp_path)]))]
    assert reasons == ["cannot be opened: Permission denied"] * 2


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (b"PK\x03\x04", "zip archive"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"\x89PNG\r\n", "image"),
        (b"SQLite format 3\0", "database"),
        (b"\xd0\xcf\x11\xe0", "office document"),
        (b"\x7fELF\0\0\0\0", "binary"),
    ],
)
def test_files_of_other_kinds_are_refused_whatever_their_name(tmp_path: Path, start: bytes, reason: str) -> None:
    (refusal,) = refusals(taken(tmp_path, "a.txt", start + b"\0\1\2\3" * 100))
    assert reason in refusal.reason and refusal.kind == "broken"


def test_what_it_is_is_told_by_its_first_bytes_before_its_name(tmp_path: Path) -> None:
    (one,) = taken(tmp_path, "a.txt", pdf([[TEXT]]))
    (two,) = taken(tmp_path, "noname", page())
    assert (one.capture.media_type, two.capture.media_type) == ("application/pdf", "text/html")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", b"", "no text"),
        ("a.txt", b" \n ", "no text"),
        ("a.html", b"<html><body><script>x</script></body></html>", "no text"),
        ("a.pdf", pdf([[]]), "no text"),
        ("a.csv", b"text,title\n,Port\n", "no text"),
        ("a.txt", "Мятежники обстреляли порт, и армия открыла ответный огонь. ".encode() * 3, "language"),
        ("a.jsonl", b"{", "broken"),
    ],
)
def test_refusals_are_sorted_by_kind(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    (refusal,) = refusals(taken(tmp_path, name, content))
    assert refusal.kind == kind, refusal


def test_progress_hears_the_file_and_its_share(tmp_path: Path) -> None:
    heard: list[tuple[str, float]] = []
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join([LINE] * 4))
    list(gather([str(path)], progress=lambda name, share: heard.append((name, share))))
    assert heard[0][0] == str(path) and 0 < heard[0][1] <= heard[-1][1] == 1.0
