"""Files into reports: what is read, what is refused, and what a dateline says."""

import json
from datetime import date
from pathlib import Path

import pytest

from dateline.intake import take
from dateline.intake.headers import header
from dateline.record import Refusal, Report

TEXT = "Rebels shelled the port of Rahma and the army said it had fired back at them on Tuesday."


def _take(tmp_path: Path, name: str, content: str | bytes, **options: object) -> list[Report | Refusal]:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(take([str(path)], **options))  # type: ignore[arg-type]


def _refused(results: list[Report | Refusal]) -> str:
    assert len(results) == 1 and isinstance(results[0], Refusal), results
    return results[0].reason


def test_the_first_line_is_the_title_when_a_blank_line_follows(tmp_path: Path) -> None:
    (report,) = _take(tmp_path, "a.txt", f"Port shelled\n\n{TEXT}")
    assert isinstance(report, Report)
    assert report.title == "Port shelled"
    assert report.text == f"Port shelled\n\n{TEXT}"
    (plain,) = _take(tmp_path, "b.txt", TEXT)
    assert isinstance(plain, Report) and plain.title is None and plain.text == TEXT


def test_line_ends_are_normalised(tmp_path: Path) -> None:
    (report,) = _take(tmp_path, "a.txt", f"Title\r\n\r\n{TEXT}\r\n")
    assert isinstance(report, Report) and "\r" not in report.text


def test_a_json_line_joins_title_and_text(tmp_path: Path) -> None:
    line = json.dumps({"text": TEXT, "title": "Port shelled", "published": "2017-09-15", "outlet": "Example Wire"})
    (report,) = _take(tmp_path, "a.jsonl", line + "\n")
    assert isinstance(report, Report)
    assert (report.text, report.published, report.outlet) == (
        f"Port shelled\n\n{TEXT}", date(2017, 9, 15), "Example Wire",
    )  # fmt: skip


def test_a_broken_json_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    good = json.dumps({"text": TEXT})
    results = _take(tmp_path, "a.jsonl", f"{good}\n{{broken\n{good}\n")
    assert [type(r) for r in results] == [Report, Refusal, Report]
    assert isinstance(results[1], Refusal) and "line 2" in results[1].name


def test_lone_surrogates_and_nul_become_replacement_characters(tmp_path: Path) -> None:
    (report,) = _take(tmp_path, "a.jsonl", '{"text": "' + TEXT + ' \\ud83d end"}')
    assert isinstance(report, Report) and report.text.endswith("\ufffd end")


def test_web_pages_give_their_main_text(tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{TEXT} It was the {n}th time this month.</p>" for n in range(4, 9))
    page = (
        "<html><head><title>Port shelled - Example</title><meta property='article:published_time' content='2017-09-15'>"
        "</head><body><nav><a href='/'>Home</a> <a href='/w'>World</a></nav><article><h1>Port shelled</h1>"
        f"{paragraphs}</article><footer>Copyright Example. More news: football results</footer></body></html>"
    )
    (report,) = _take(tmp_path, "a.html", page)
    assert isinstance(report, Report)
    assert "Rebels shelled" in report.text and "football" not in report.text
    assert report.published == date(2017, 9, 15)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b"  \n\n ", "holds no text"),
        ("a.txt", b"\x7fELF\x00\x01\x02" * 20, "binary"),
        ("a.txt", "Мятежники обстреляли порт, и армия сказала, что открыла ответный огонь. " * 3, "Cyrillic"),
        (
            "a.txt",
            "Les rebelles ont bombardé le port et l'armée a riposté mardi, selon un porte-parole. " * 3,
            "French",
        ),
        ("a.jsonl", '{"title": "no text"}', 'needs a "text"'),
        ("a.jsonl", '{"text": "x", "published": "yesterday"}', "YYYY-MM-DD"),
        ("a.jsonl", '{"text": "x", "outlet": 5}', '"outlet" must be'),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(
    tmp_path: Path, name: str, content: str | bytes, reason: str
) -> None:
    assert reason in _refused(_take(tmp_path, name, content))


def test_a_missing_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TEXT)
    results = list(take([str(tmp_path / "none.txt"), str(tmp_path / "b.txt")]))
    assert [type(r) for r in results] == [Refusal, Report]


def test_a_very_long_report_is_refused(tmp_path: Path) -> None:
    assert "split it" in _refused(_take(tmp_path, "a.txt", "war " * 300_000))


def test_other_encodings_are_recognised(tmp_path: Path) -> None:
    (report,) = _take(tmp_path, "a.txt", ("“" + TEXT + "” said José").encode("utf-16"))
    assert isinstance(report, Report) and "José" in report.text


def test_given_date_and_outlet_fill_what_is_missing(tmp_path: Path) -> None:
    (report,) = _take(tmp_path, "a.txt", TEXT, published=date(2001, 2, 3), outlet="Example")
    assert isinstance(report, Report) and report.published == date(2001, 2, 3) and report.outlet == "Example"


DATELINES = [
    ("LIMA, 20 AUG 88 (EFE) -- GUERRILLAS BLEW UP A BRIDGE.", "LIMA", date(1988, 8, 20), "EFE"),
    ("KABUL, Afghanistan (Jan. 25, 2013) - A soldier died.", "KABUL, Afghanistan", date(2013, 1, 25), None),
    ("BAGHDAD (Example Wire) - A bomb went off.", "BAGHDAD", None, "Example Wire"),
    ("DEIR EZ-ZOR, Sept. 10, 2017 (Example Wire) - Troops advanced.", "DEIR EZ-ZOR", date(2017, 9, 10), "Example Wire"),
    ("HARARE — A court ruled.", "HARARE", None, None),
    ("[BOGOTA, 14 MAR 91 (NETWORK) -- [TEXT] REBELS ATTACKED.", "BOGOTA", date(1991, 3, 14), "NETWORK"),
    ("Title here\n\nGOMA, 20 Nov 2012 (Example) -- Rebels entered.", "GOMA", date(2012, 11, 20), "Example"),
]


@pytest.mark.parametrize(("text", "place", "day", "agency"), DATELINES)
def test_datelines_tell_where_when_and_who_filed(text: str, place: str, day: date | None, agency: str | None) -> None:
    found = header(text, None)
    assert found.place is not None and found.place.of(text) == place
    assert (found.published, found.outlet) == (day, agency)


@pytest.mark.parametrize("text", [
    "The army said on Tuesday - a day after the raid - that it had won.",
    "Two dead in raid",
    "Mr Okoro: we will not leave the town.",
    "IS fighters - about 40 of them - fled.",
])  # fmt: skip
def test_ordinary_sentences_are_no_datelines(text: str) -> None:
    assert header(text, None).place is None
