"""The pages of the formats name every column and every tag that the files have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dateline.export import formats
from dateline.export.acled import ACLED_COLUMNS
from dateline.export.claim_table import CLAIM_COLUMNS
from dateline.export.ged import GED_COLUMNS
from dateline.export.hxl import HXL_COLUMNS
from dateline.export.incident_table import INCIDENT_COLUMNS
from dateline.export.polecat import POLECAT_COLUMNS
from dateline.export.report_table import REPORT_COLUMNS

PAGES = Path(__file__).parents[2] / "docs" / "formats"
NAMED = {
    "csv": [c.name for c in (*INCIDENT_COLUMNS, *CLAIM_COLUMNS, *REPORT_COLUMNS)],
    "ged": GED_COLUMNS,
    "acled": ACLED_COLUMNS,
    "polecat": POLECAT_COLUMNS,
    "hxl": [tag for _, tag, _ in HXL_COLUMNS],
}


def _page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf8")


@pytest.mark.parametrize("name", sorted(NAMED))
def test_a_page_names_every_column(name: str) -> None:
    quoted = set(re.findall(r"`([^`]+)`", _page(name)))
    assert [c for c in NAMED[name] if c not in quoted] == []


@pytest.mark.parametrize("name", sorted({n for what in ("incidents", "claims", "reports") for n in formats(what)}))
def test_every_format_has_a_page_that_says_what_it_cannot_carry(name: str) -> None:
    assert "**Cannot carry**" in _page(name) and f"({name}.md)" in _page("README")


def test_the_csv_page_marks_the_columns_of_detail() -> None:
    marked = set(re.findall(r"`([^`]+)`\*", _page("csv")))
    detail = {c.name for c in (*INCIDENT_COLUMNS, *CLAIM_COLUMNS) if c.detail}
    assert marked == detail
