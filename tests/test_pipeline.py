"""The whole path on small texts, with the shipped reader."""

from __future__ import annotations

from datetime import date

import pytest

import dateline
from dateline.errors import InputError
from dateline.pipeline import Dateline
from dateline.record import Claim, Refusal, Report

TITLE = "Port shelled in eastern Congo"
STORY = (
    "Rebels shelled the port of Goma on Tuesday, killing at least 12 civilians, the army said.\n\n"
    "Government troops are not planning to enter the city, a military spokesman said on Wednesday."
)


@pytest.fixture(scope="session")
def claims(reader: Dateline) -> tuple[Claim, ...]:
    return reader.read(STORY, title=TITLE, published="2012-11-23")[1]


def _last(claims: tuple[Claim, ...], quote: str) -> Claim:
    """The last claim whose trigger is a word."""
    text = f"{TITLE}\n\n{STORY}"
    return [c for c in claims if c.trigger.of(text) == quote][-1]


def test_a_shelling_is_read_with_who_where_when_and_how_many(claims: tuple[Claim, ...]) -> None:
    claim = _last(claims, "shelled")
    assert claim.event == "shelling"
    assert [p.text for p in claim.actors] == ["Rebels"]
    assert claim.when is not None and claim.when.earliest == date(2012, 11, 20)
    assert claim.place is not None and claim.place.country == "COD"


def test_a_plan_that_is_denied_is_denied_and_planned(claims: tuple[Claim, ...]) -> None:
    claim = _last(claims, "enter")
    assert (claim.polarity, claim.modality) == ("denied", "planned")
    assert any("spokesman" in s.party.text for s in claim.sources)


def test_every_value_quotes_the_text(reader: Dateline) -> None:
    report, claims = reader.read(STORY, published="2012-11-23")
    for claim in claims:
        for value in (*claim.actors, *claim.targets, *(s.party for s in claim.sources), *claim.quantities):
            assert value.span.of(report.text) == value.text
        for place in (claim.place, claim.origin, claim.destination):
            assert place is None or place.span.of(report.text) == place.text
        assert claim.evidence.covers(claim.trigger)


def test_upper_case_reads_as_the_same_events(reader: Dateline) -> None:
    lower = {c.event for c in reader.read(STORY, published="2012-11-23")[1]}
    upper = {c.event for c in reader.read(STORY.upper(), published="2012-11-23")[1]}
    assert lower == upper


def test_football_yields_no_claims(reader: Dateline) -> None:
    text = (
        "United attacked from the first minute and captured the title with a late strike. The visitors' defence was "
        "under siege for most of the second half, and the captain fired two shots over the bar before the winner. "
        "The coach said his side had fought like lions and would target the cup next."
    )
    assert reader.read(text, published="2019-05-01")[1] == ()


@pytest.mark.parametrize(
    "text",
    [
        "💥 𝔸 bomb killed 3 soldiers near Kabul on Monday. 💥 The Taliban said it carried out the attack.",
        "قالت the army said (رويترز) that rebels attacked a base near Homs on Friday and killed two soldiers there.",
        "a" * 5000 + " rebels attacked the town and the army fled.",
        "They attacked the town! " * 300,
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14",
        "\ufffd\u200b\u00a0 the rebels attacked \u2028 the base",
    ],
)
def test_odd_texts_are_read_without_complaint(reader: Dateline, text: str) -> None:
    report, claims = reader.read(text)
    assert all(c.trigger.of(report.text) for c in claims)


def test_a_report_that_cannot_be_read_says_why() -> None:
    with pytest.raises(InputError, match="no text"):
        dateline.read("  \n ")


def test_long_reports_are_read_to_the_end(reader: Dateline) -> None:
    text = "\n\n".join(
        f"On Monday the army shelled the town of Goma for the {i}th time, a witness said." for i in range(3, 90)
    )
    report, claims = reader.read(text, published="2012-11-23")
    assert max(c.trigger.begin for c in claims) > 0.9 * len(report.text)
    assert len({(c.trigger, c.event) for c in claims}) == len(claims)


def test_one_failing_report_does_not_stop_the_rest(reader: Dateline, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_on_bad(report: Report) -> tuple[Claim, ...]:
        if "bad" in report.text:
            raise RuntimeError("boom")
        return ()

    monkeypatch.setattr(reader, "claims", fail_on_bad)
    results = list(reader.run([Report("good"), Report("bad", title="the bad one"), Refusal("x", "y"), Report("fine")]))
    assert [type(r) for r in results] == [tuple, Refusal, Refusal, tuple]
    assert isinstance(results[1], Refusal) and "boom" in results[1].reason
