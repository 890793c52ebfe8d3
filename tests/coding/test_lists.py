"""The date of a list's lead holds for items that go on about its event, and for no others."""

from __future__ import annotations

import pytest

from dateline import assets
from dateline.coding import Codebook, code
from tests.builders import reading, trigger

BOOK = Codebook.load(assets.data_file("events.toml"))
SUMMARY = """
Jets NOUN 2 nsubj
struck VERB 0 root
Monday PROPN 2 obl
: PUNCT 2 punct

- PUNCT 3 punct
Engineers NOUN 3 nsubj
acted VERB 0 root
. PUNCT 3 punct
"""
TEXT = "Jets struck Monday :\n- Engineers acted ."


@pytest.mark.parametrize(("event", "when"), [("air_strike", "Monday"), ("interception", None)])
def test_an_item_takes_the_leads_day_when_it_tells_of_the_leads_event(event: str, when: str | None) -> None:
    told = (trigger(1, "air_strike", ("when", 2)), trigger(6, event))
    _, item = code(reading(SUMMARY, triggers=told, text=TEXT), BOOK)
    assert (item.when.text if item.when else None) == when
