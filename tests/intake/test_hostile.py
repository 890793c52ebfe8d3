"""Documents made to harm: each costs itself at most, and nothing is written where it should not be."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from dateline.record import Refusal, Report
from tests.intake.made import TEXT, page, refusals, report, taken

OVERRIDES = "\u202e\u2066\u2069\u200f"


def test_a_page_of_many_tiny_paragraphs_is_read_or_refused_and_the_next_one_is_read(tmp_path: Path) -> None:
    many = b"<html><body><article>" + b"<p>war</p>" * 200_000 + b"</article></body></html>"
    (one,) = taken(tmp_path, "a.html", many)
    assert one.content == many
    (found,) = one.found
    assert isinstance(found.result, Report) or found.result.kind == "broken"
    assert report(taken(tmp_path, "b.html", page())).text


def test_a_zip_with_names_that_climb_out_is_refused_and_never_unpacked(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("../../escaped.txt", TEXT)
        archive.writestr(str(tmp_path / "absolute.txt"), TEXT)
    folder = tmp_path / "in" / "here"
    folder.mkdir(parents=True)
    (refusal,) = refusals(taken(folder, "a.zip", held.getvalue()))
    assert "zip" in refusal.reason.lower()
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [folder / "a.zip"]


def test_marks_that_turn_the_writing_cannot_shift_what_is_quoted(tmp_path: Path) -> None:
    text = f"Rebels {OVERRIDES}shelled{OVERRIDES} the port on Tuesday, the army said. {TEXT}"
    found = report(taken(tmp_path, "a.txt", text.encode()))
    assert found.text.strip() == text.strip()
    begin = found.text.index("shelled")
    assert found.text[begin - len(OVERRIDES) : begin] == OVERRIDES


def test_marks_that_turn_the_writing_are_dropped_from_pages(tmp_path: Path) -> None:
    content = page().replace(TEXT.encode(), f"{OVERRIDES}{TEXT}".encode())
    assert OVERRIDES.encode() in content
    (one,) = taken(tmp_path, "a.html", content)
    result = one.found[0].result
    assert not isinstance(result, Refusal) and "\u202e" not in result.text
    assert one.content == content
