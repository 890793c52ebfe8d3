"""CSV, XLSX and Parquet: no cell runs, nothing is lost, and what is wrong in a file is named."""

from __future__ import annotations

import csv
import string
import zipfile
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.export import Bundle, export, import_csv
from dateline.export.columns import cell, joined, parted, safe, unsafe
from dateline.record import (
    Claim,
    FieldView,
    Incident,
    Interval,
    Origin,
    Party,
    Place,
    Quantity,
    Relation,
    Report,
    Source,
    Span,
    Summary,
    Told,
    Toll,
)
from tests.export.samples import bundle

# What can stand in a cell: any text that is not empty, hostile characters often. An empty text is an absent one.
_NASTY = st.sampled_from(
    ["=1+1", "+x", "-x", "@x", "\tx", "\rx", "\nx", "'=x", "''=x", ";", "a; b", "\\", "\\;", '"', ",", "＝x", " x "]
)
TEXT = _NASTY | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
MAYBE = st.none() | TEXT
SPAN = st.builds(lambda a, n: Span(a, a + n), st.integers(0, 10**6), st.integers(1, 10**4))
DAY = st.dates(date(1, 1, 2), date(9999, 12, 30))
NUMBER = st.floats(0, 1e12, allow_nan=False)


@st.composite
def places(draw: st.DrawFn) -> Place:
    """Places, located or not."""
    found = draw(st.booleans())
    lat, lon = (draw(st.floats(-90, 90)), draw(st.floats(-180, 180))) if found else (None, None)
    relation = draw(st.none() | st.builds(Relation, TEXT, MAYBE, st.none() | st.tuples(NUMBER, NUMBER), MAYBE))
    return Place(
        draw(SPAN),
        draw(TEXT),
        *draw(st.tuples(MAYBE, MAYBE, MAYBE, MAYBE)),
        draw(st.none() | st.integers(0, 10**9)),
        lat,
        lon,
        draw(st.none() | NUMBER),
        draw(st.sampled_from(["exact", "city", "near", "sea", "unknown"])),
        relation,
        draw(TEXT | st.just("")),
    )


def _intervals() -> st.SearchStrategy[Interval]:
    ends = st.tuples(st.none() | DAY, st.none() | DAY).map(
        lambda d: (min(d), max(d)) if d[0] and d[1] else d  # type: ignore[type-var]
    )
    return st.builds(
        lambda span, text, days, fine, why: Interval(span, text, *days, fine, why),
        SPAN,
        TEXT,
        ends,
        st.sampled_from(["day", "week", "span", "unknown"]),
        TEXT,
    )


PARTY = st.builds(Party, SPAN, TEXT, MAYBE, MAYBE, MAYBE, TEXT | st.just(""))
PARTIES = st.lists(PARTY, max_size=3).map(tuple)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
QUANTITY = st.builds(Quantity, TEXT, SPAN, TEXT, st.none() | NUMBER, st.none() | NUMBER, st.booleans(), MAYBE)
SOURCE = st.builds(Source, PARTY, st.sampled_from(["says", "confirms", "denies", "claims"]))
CLAIM = st.builds(
    Claim,
    TEXT,
    TEXT,
    TEXT,
    SPAN,
    SPAN,
    st.sampled_from(["affirmed", "denied"]),
    st.sampled_from(["actual", "planned", "possible"]),
    PARTIES,
    PARTIES,
    st.lists(SPAN, max_size=2).map(tuple),
    st.none() | places(),
    st.none() | places(),
    st.none() | places(),
    st.none() | _intervals(),
    st.lists(QUANTITY, max_size=3).map(tuple),
    st.lists(SOURCE, max_size=3).map(tuple),
    st.floats(0, 1),
    TEXTS,
)
TOLL = st.builds(lambda n, rule: Toll(*sorted(n), rule), st.tuples(*[st.integers(0, 10**6)] * 3), TEXT | st.just(""))
VIEW = st.builds(
    FieldView,
    TEXT,
    st.lists(st.builds(Told, TEXT, TEXTS, TEXTS), max_size=2).map(tuple),
    st.sampled_from(["same", "range", "conflict", "silent"]),
    MAYBE,
    TEXT,
)


@st.composite
def summaries(draw: st.DrawFn) -> Summary:
    """Summaries of any kind; the days are in order."""
    first, last = sorted([draw(DAY), draw(DAY)])
    return Summary(
        Incident(draw(TEXT), draw(st.frozensets(TEXT, max_size=3))),
        draw(TEXTS),
        draw(st.sampled_from(["corroborated", "single-source", "disputed", "denied"])),
        draw(st.sampled_from(["actual", "planned", "possible"])),
        draw(st.none() | st.just(first)),
        draw(st.none() | st.just(last)),
        draw(st.none() | places()),
        draw(PARTIES),
        draw(PARTIES),
        draw(st.none() | TOLL),
        draw(st.none() | TOLL),
        draw(st.lists(VIEW, max_size=2).map(tuple)),
        draw(
            st.lists(st.builds(Origin, TEXT, st.sampled_from(["own", "wire", "monitor"]), MAYBE, TEXT), max_size=2).map(
                tuple
            )
        ),
        draw(TEXTS),
        draw(st.none() | DAY),
        draw(st.none() | DAY),
        draw(TEXTS),
    )


def _whole(value: Any) -> Any:
    """A value with its notes, which take no part in equality."""
    return tuple(getattr(value, f.name) for f in fields(value))


RARELY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@RARELY
@given(found=st.lists(CLAIM, max_size=3, unique_by=lambda c: c.id), excel=st.booleans())
def test_claims_come_back_from_csv_as_they_were(found: Sequence[Claim], excel: bool, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    export(Bundle({}, {c.id: c for c in found}), path, what="claims", format="csv-excel" if excel else "csv")
    back = import_csv(path)
    assert back.problems == ()
    assert [_whole(c) for c in back.claims] == [_whole(c) for c in found]


@RARELY
@given(found=st.lists(summaries(), max_size=3, unique_by=lambda s: s.incident.id))
def test_incidents_come_back_from_csv_as_they_were(found: Sequence[Summary], tmp_path: Path) -> None:
    path = tmp_path / "incidents.csv"
    export(Bundle({}, {}, tuple(found)), path, what="incidents", format="csv")
    back = import_csv(path)
    assert back.problems == ()
    assert list(back.summaries) == list(found)


@settings(deadline=None)
@given(TEXT | st.text(st.sampled_from("'=+-@ab"), max_size=5))
def test_safe_cells_can_be_undone_and_never_start_like_a_formula(text: str) -> None:
    assert unsafe(str(safe(text))) == text
    assert not str(safe(text)).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@settings(deadline=None)
@given(st.lists(TEXT, max_size=4))
def test_several_values_in_a_cell_come_apart_again(items: list[str]) -> None:
    assert parted(joined(items)) == items


def test_numbers_stay_numbers() -> None:
    assert [safe(cell(v)) for v in (-33.5, -2.0, 0, None, date(2017, 9, 1))] == [-33.5, -2, 0, "", "2017-09-01"]


@pytest.mark.parametrize("name", ["csv", "csv-excel", "hxl", "ged", "acled", "polecat"])
def test_no_cell_of_a_delimited_file_is_a_formula(name: str, tmp_path: Path) -> None:
    path = tmp_path / "out"
    export(bundle(), path, what="incidents", format=name)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file, delimiter="\t" if name == "polecat" else ","):
            for value in row:
                assert not value.startswith(("=", "+", "@", "\t", "\r")), value
                assert not value.startswith("-") or value.lstrip("-")[0] in string.digits


def test_the_excel_file_starts_with_a_byte_order_mark(tmp_path: Path) -> None:
    export(bundle(), tmp_path / "x", what="reports", format="csv-excel")
    assert (tmp_path / "x").read_bytes().startswith(b"\xef\xbb\xbfreport,title,")


def test_a_sheet_holds_text_only_no_formula_and_no_link(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    long = Report('=HYPERLINK("http://x")' + "x" * 40_000, url="https://example.org")
    export(Bundle({long.id: long}, {}), tmp_path / "x.xlsx", what="reports", format="xlsx")
    sheet = zipfile.ZipFile(tmp_path / "x.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "hyperlink" not in sheet and "=HYPERLINK" in sheet


def test_parquet_has_types(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    export(bundle(), tmp_path / "x.parquet", what="incidents", format="parquet")
    table = parquet.read_table(tmp_path / "x.parquet")
    row = table.to_pylist()[0]
    assert row["date_from"] == date(2017, 9, 12) and row["events"] == ["shelling", "killing"]
    assert row["killed_high"] == 99 and table.schema.metadata[b"audit_head"] == b"abc123"
    assert table.to_pylist()[1]["latitude"] is None


# ---------------------------------------------------------------- what is wrong in a file

WRONG = [
    ("latitude", "140.5", "latitude: 140.5 is no latitude; are latitude and longitude swapped?"),
    ("longitude", "", "longitude: is missing while the other coordinate is there; give both"),
    ("confidence", "high", "confidence: 'high' is no number"),
    ("confidence", "7", "confidence: 7 is outside 0…1"),
    ("date_from", "12.9.2017", "date_from: '12.9.2017' is no day; write it as YYYY-MM-DD"),
    ("date_from", "2018-01-01", "date_to: 2017-09-12 lies before date_from 2018-01-01"),
    ("polarity", "maybe", "polarity: 'maybe' is not known; use one of affirmed, denied"),
    ("trigger_span", "9..2", "trigger_span: '9..2' is no span"),
    ("actor_names", "a; b", "actor_names: has 2 items where the row has 1"),
    ("report", "", "report: is empty"),
    ("stances", "shouts", "stances: 'shouts' is not known"),
    ("place_relation", "near", "place_relation: 'near' is no relation"),
]


def _edited(tmp_path: Path, column: str, value: str) -> Path:
    path = tmp_path / "claims.csv"
    export(bundle(), path, what="claims", format="csv")
    with path.open(encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0][column] = value
    with path.open("w", encoding="utf8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize(("column", "value", "message"), WRONG)
def test_a_wrong_cell_is_named_with_its_row_and_how_to_mend_it(
    column: str, value: str, message: str, tmp_path: Path
) -> None:
    back = import_csv(_edited(tmp_path, column, value))
    assert any(f"row 2, column {message}" in str(p) for p in back.problems), [str(p) for p in back.problems]
    assert [c.id for c in back.claims] == ["c2", "c3"]


def test_a_claim_twice_and_a_missing_column_are_named(tmp_path: Path) -> None:
    back = import_csv(_edited(tmp_path, "claim", "c2"))
    assert "row 3, column claim: c2 stands in row 2 already" in str(back.problems[0])
    path = tmp_path / "short.csv"
    path.write_text("claim,report\nc1,r1\n")
    assert {p.column for p in import_csv(path).problems} >= {"trigger_span", "evidence_span"}


def test_semicolons_tabs_and_windows_encoding_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    text = "incident;events;status;modality;date_from;date_to\ni1;attack;denied;actual;2017-01-02;\nü;x;;;;\n"
    for separator, encoding in ((";", "cp1252"), ("\t", "utf8"), (";", "utf-8-sig")):
        path.write_bytes(text.replace(";", separator).encode(encoding))
        back = import_csv(path)
        assert not back.problems and [s.incident.id for s in back.summaries] == ["i1", "ü"]
        assert replace(back.summaries[0]).earliest == date(2017, 1, 2)
