"""Tables of articles: which columns count, and rows that are broken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dateline.record import Refusal, Report
from tests.intake.made import TEXT, refusals, report, taken


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_columns_are_found_by_name_whatever_separates_them(tmp_path: Path, sign: str, encoding: str) -> None:
    head = sign.join(["Headline", "Body", "Date", "Source", "Link"])
    row = sign.join(["Port", f'"{TEXT} ""Málaga""\nend"', "2017-09-15", "BBC News", "https://example.org/1"])
    (one,) = taken(tmp_path, "a.csv", f"{head}\n{row}\n".encode(encoding))
    found = report([one])
    assert found.text == f'Port\n\n{TEXT} "Málaga"\nend'
    assert (found.title, found.published, found.outlet) == ("Port", date(2017, 9, 15), "BBC")
    assert found.url == "https://example.org/1"


def test_broken_rows_are_named_by_line_and_the_others_are_read(tmp_path: Path) -> None:
    rows = [f"{TEXT},2017-09-15", '"never closed,2017-09-15', f"{TEXT},yesterday", ",", f'"{TEXT}" x,', f"{TEXT} 2,"]
    all_taken = taken(tmp_path, "a.csv", ("text,published\n" + "\n".join(rows)).encode())
    assert [one.name.rpartition(" ")[2] for one in all_taken] == ["2", "3", "4", "6", "7"]
    assert [type(one.found[0].result) for one in all_taken] == [Report, Refusal, Refusal, Refusal, Report]


def test_a_table_of_broken_rows_is_given_up(tmp_path: Path) -> None:
    all_taken = taken(tmp_path, "a.csv", b"text,title\n" + b'"x"y\n' * 5000)
    assert len(all_taken) == 101 and "100 broken rows" in refusals(all_taken)[-1].reason


@pytest.mark.parametrize("content", [b"title,date\nx,y\n", b"\n", b"no table at all"])
def test_a_table_without_text_is_refused(tmp_path: Path, content: bytes) -> None:
    (refusal,) = refusals(taken(tmp_path, "a.csv", content))
    assert 'column "text"' in refusal.reason
