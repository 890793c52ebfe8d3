"""The fence: whatever a document does to its parser is a refusal, and the next one is read."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from dateline.errors import InputError
from dateline.intake.decoding import MOST_BYTES
from dateline.intake.documents import Document
from dateline.intake.media import HTML, TABLE
from dateline.intake.parser import Breach, Parser
from tests.intake.made import TEXT, page, refusals, report, taken

LONG = b"<html><body><article>" + b"<p>a b c</p>" * 200_000 + b"</article></body></html>"
resource = pytest.importorskip("resource")


def test_a_document_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    with Parser(seconds=3) as parser:
        with pytest.raises(Breach, match="took longer than 3 s"):
            parser.documents(LONG, HTML, "a")
        parser.seconds = 30
        assert parser.documents(page(), HTML, "b")


def test_a_document_that_needs_too_much_memory_is_given_up() -> None:
    with Parser(memory=400 * 2**20) as parser, pytest.raises(InputError) as refused:
        parser.documents(page(extra="<p>" + "x <b>y</b> " * 2_500_000), HTML, "a")
    assert "memory" in str(refused.value), refused.value


def test_a_crash_is_named_by_its_signal() -> None:
    with Parser() as parser:

        def crash() -> None:
            while parser._process is None:
                time.sleep(0.05)
            time.sleep(0.3)
            os.kill(parser._process.pid, signal.SIGSEGV)

        thread = threading.Thread(target=crash)
        thread.start()
        with pytest.raises(Breach, match=r"crashed the parser \(signal 11\)"):
            parser.documents(LONG, HTML, "a")
        thread.join()


def test_a_crash_by_what_earlier_documents_left_behind_costs_no_document() -> None:
    with Parser() as parser:
        parser.documents(page(), HTML, "a")
        process = parser._process
        assert process
        process.kill()
        process.wait()
        assert parser.documents(page("Second"), HTML, "b")[0]


def test_an_interrupted_document_leaves_no_answer_for_the_next() -> None:
    with Parser() as parser:
        parser.documents(page(), HTML, "warm")
        was = signal.signal(signal.SIGALRM, signal.default_int_handler)
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        try:
            with pytest.raises(KeyboardInterrupt):
                parser.documents(LONG, HTML, "a")
        finally:
            signal.signal(signal.SIGALRM, was)
        (found,) = parser.documents(page("Second"), HTML, "b")
        assert isinstance(found, Document) and found.title == "Second"


def test_a_child_left_half_way_is_ended() -> None:
    rows = b"text\n" + b"\n".join(b"Rebels shelled the port." for _ in range(10_000))
    with Parser() as parser:
        pieces = parser.pieces(TABLE, content=rows)
        first, _ = next(pieces)
        pieces.close()
        assert first.where == "line 2"
        assert len(list(parser.pieces(TABLE, content=rows))) == 10_000


def test_the_child_takes_nothing_from_the_folder_it_is_run_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("trafilatura", "lxml", "json", "dateline"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(5)")
    monkeypatch.chdir(tmp_path)
    with Parser() as parser:
        assert parser.documents(page(), HTML, "a")


def test_deep_nesting_is_survived(tmp_path: Path) -> None:
    deep = b"<html><body>" + b"<div>" * 10_000 + f"<p>{TEXT}</p>".encode() + b"</div>" * 10_000 + b"</body></html>"
    (one,) = taken(tmp_path, "a.html", deep)
    assert one.content == deep and len(one.found) == 1


def test_files_over_the_bound_are_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.html").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (refusal,) = refusals(taken(tmp_path, "b.txt", b"war " * (MOST_BYTES // 4 + 1)))
    assert "larger than 32 MiB" in refusal.reason
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


def test_a_line_without_end_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "')
        file.truncate(100 * 2**20)
        file.seek(0, 2)
        file.write(b'"}\n{"text": "' + TEXT.encode() + b'"}\n')
    from dateline.intake import gather

    long, good = gather([str(path)])
    assert "larger than 32 MiB" in refusals([long])[0].reason
    assert report([good]).text == TEXT


@pytest.mark.parametrize("line", ["[" * 200_000, '{"text": ' + "9" * 10_000 + "}", '{"text": NaN}', '"text"', "nul\0"])
def test_hostile_json_is_one_broken_line(tmp_path: Path, line: str) -> None:
    first, second = taken(tmp_path, "a.jsonl", f'{line}\n{{"text": "{TEXT}"}}'.encode())
    assert refusals([first]) and report([second]).text == TEXT
