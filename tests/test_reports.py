"""The bundled example reports against their expected coding (tests/reports, coded by hand).

How well the reader does is measured by `bench`; this holds what users of the examples will look for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.intake import take
from dateline.pipeline import Dateline
from dateline.record import Claim, Report

HERE = Path(__file__).parent / "reports"
EXAMPLES = HERE.parent.parent / "examples"


@pytest.fixture(scope="module")
def read() -> dict[str, tuple[Report, tuple[Claim, ...]]]:
    """Every example report by its text, with its claims."""
    results = Dateline(threads=2).run(take([str(EXAMPLES)]))
    return {r[0].text.strip(): r for r in results if isinstance(r, tuple)}


def _expected() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(HERE.glob("*.yaml")):
        coded = yaml.safe_load(path.read_text(encoding="utf8"))
        text = (HERE / coded["report"]["file"]).read_text(encoding="utf8")
        yield text.strip(), coded


def _found(report: Report, claims: tuple[Claim, ...], wanted: dict[str, Any]) -> Claim | None:
    """The claim of a wanted type whose trigger is the wanted word in the wanted sentence."""
    types = {wanted["event"], *wanted.get("also", [])}
    begin = report.text.find(wanted["s"])
    end = begin + len(wanted["s"])
    word = wanted["t"].partition("##")[0].split()[-1]
    inside = [c for c in claims if begin <= c.trigger.begin < end and c.event in types]
    return next((c for c in inside if c.trigger.of(report.text) in word or word in c.trigger.of(report.text)), None)


def test_every_example_is_read_as_it_was_coded(read: dict[str, Any]) -> None:
    assert [text[:60] for text, _ in _expected() if text not in read] == []


def test_most_expected_claims_are_found(read: dict[str, Any]) -> None:
    wanted = [(text, c) for text, coded in _expected() for c in coded["claims"] or () if not c.get("optional")]
    found = [(_found(*read[text], c), c) for text, c in wanted]
    paired = [(claim, c) for claim, c in found if claim]
    assert len(paired) / len(wanted) >= 0.6
    polarity = [claim.polarity == c.get("polarity", "affirmed") for claim, c in paired]
    modality = [claim.modality == c.get("modality", "actual") for claim, c in paired]
    assert sum(polarity) / len(polarity) >= 0.9 and sum(modality) / len(modality) >= 0.85


def test_few_claims_are_made_up(read: dict[str, Any]) -> None:
    made = sum(len(read[text][1]) for text, _ in _expected())
    coded = sum(len(c["claims"] or ()) for _, c in _expected())
    assert made <= 1.4 * coded


def test_the_football_report_yields_no_claims(read: dict[str, Any]) -> None:
    text = (EXAMPLES / "goma" / "football.txt").read_text(encoding="utf8").strip()
    assert read[text][1] == ()
