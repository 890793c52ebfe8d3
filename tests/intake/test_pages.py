"""Web pages and PDF files: main text, what is hidden, encodings, and characters that steer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.intake.markup import plain
from tests.intake.made import TEXT, page, pdf, refusals, report, taken

HIDDEN = [
    "<p style='display:none'>SECRET killed nine.</p>",
    "<p style='color:red; DISPLAY : NONE !important'>SECRET killed nine.</p>",
    "<div style='visibility: hidden'><p>SECRET killed nine.</p></div>",
    "<p hidden>SECRET killed nine.</p>",
    "<p aria-hidden='true'>SECRET killed nine.</p>",
    "<script>var x = 'SECRET killed nine.'</script>",
    "<template><p>SECRET killed nine.</p></template>",
    "<!-- SECRET killed nine. -->",
    "<style>SECRET</style>",
]


@pytest.mark.parametrize("extra", HIDDEN)
def test_what_a_page_hides_is_not_reported(tmp_path: Path, extra: str) -> None:
    shown = report(taken(tmp_path, "a.html", page(extra=f"{extra}<p>The governor spoke of nine dead in all.</p>")))
    assert "SECRET" not in shown.text and "governor spoke" in shown.text and "football" not in shown.text
    assert "SECRET" not in plain(f"<p>One.</p>{extra}<p>Two.</p>")


def test_a_page_that_shows_nothing_holds_no_text(tmp_path: Path) -> None:
    (refusal,) = refusals(taken(tmp_path, "a.html", f"<html><body hidden><p hidden>{TEXT}</p></body></html>".encode()))
    assert refusal.kind == "no text"


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("latin-1", '<meta charset="iso-8859-1">'),
        ("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'),
        ("utf-16", ""),
        ("utf-8", '<meta charset="no-such-encoding">'),
        ("utf-8", '<meta charset="base64">'),
    ],
)
def test_a_page_says_its_encoding(tmp_path: Path, encoding: str, head: str) -> None:
    content = page(head=head, extra="<p>The mayor of Málaga, José, spoke of it.</p>").decode().encode(encoding)
    assert "Málaga, José" in report(taken(tmp_path, "a.html", content)).text


def test_characters_that_no_text_holds_are_replaced_one_for_one_and_direction_marks_kept(tmp_path: Path) -> None:
    text = f"{TEXT} \u202eesrever\u202c end\x1b[2J\x9b."
    found = report(taken(tmp_path, "a.txt", text.encode()))
    assert found.text == text.replace("\x1b", "\ufffd").replace("\x9b", "\ufffd")
    line = json.dumps({"text": f"{TEXT} \ud800 \x00 end"}).encode()
    assert report(taken(tmp_path, "a.jsonl", line)).text == f"{TEXT} \ufffd \ufffd end"
    stray = page(extra="<p>The port\0 was shut.</p>")
    assert "The port\ufffd was" in report(taken(tmp_path, "a.html", stray)).text


PLAIN = [
    ("Two  dead\nin raid", "Two dead\nin raid"),
    ("Two &amp; three", "Two & three"),
    ("<p>One.</p><p>Two <b>and</b> more.</p>", "One.\nTwo and more."),
    ("One.<br>Two.", "One.\nTwo."),
    ("<div>One.<div>Two.</div>Three.</div>", "One.\nTwo.\nThree."),
    ("<ul><li>One</li><li>Two</li></ul>tail", "One\nTwo\ntail"),
    ("<p>a\nb</p>", "a b"),
    ("a<!-- x -->b", "ab"),
    ("a < b", "a < b"),
    ("", ""),
]


@pytest.mark.parametrize(("markup", "text"), PLAIN)
def test_markup_becomes_lines_of_text(markup: str, text: str) -> None:
    assert plain(markup) == text


def test_lines_of_a_pdf_file_are_joined_and_running_heads_left_out(tmp_path: Path) -> None:
    first = ["Report 4", "Rebels shelled the port of Rahma on Tuesday and the army fired back at posi-",
             "tions in the hills above it.", "The governor said that forty families had fled to the next town, "
             "and more.", "Page 1"]  # fmt: skip
    second = ["Report 4", "Aid came later in the week.", "Page 2"]
    third = ["Report 4", "Nothing more was heard of them.", "Page 3"]
    found = report(taken(tmp_path, "a.pdf", pdf([first, second, third], title="Rahma")))
    assert found.text == (
        "Rahma\n\nRebels shelled the port of Rahma on Tuesday and the army fired back at positions in the hills above "
        "it.\n\nThe governor said that forty families had fled to the next town, and more.\n\nAid came later in the "
        "week.\n\nNothing more was heard of them."
    )
    assert (found.title, found.published) == ("Rahma", None)


@pytest.mark.parametrize("title", ["report.docx", "Microsoft Word - x", "untitled", ""])
def test_a_pdf_files_name_is_no_title(tmp_path: Path, title: str) -> None:
    assert report(taken(tmp_path, "a.pdf", pdf([[TEXT]], title=title))).title is None


@pytest.mark.parametrize("content", [b"%PDF-1.4\n" + b"garbage" * 999, pdf([[TEXT]])[:400], b"%PDF-"])
def test_a_damaged_pdf_file_is_refused(tmp_path: Path, content: bytes) -> None:
    assert len(refusals(taken(tmp_path, "a.pdf", content))) == 1
