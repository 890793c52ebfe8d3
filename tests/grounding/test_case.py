"""What letter case tells, and what it does not."""

import pytest

from dateline.grounding.registry import Registry
from dateline.grounding.spelling import begins_small

REGISTRY = Registry.load()


@pytest.mark.parametrize(
    ("text", "small"),
    [
        ("The air force flew forty sorties. It hit nothing.", False),
        ("police said two men were held. they are from the north.", True),
        ("AT LEAST NINE WERE HELD. THEY ARE FROM THE NORTH.", False),
        ("", False),
        ("12 dead", False),
    ],
)
def test_a_page_without_capitals_is_told_from_a_sentence_without_names(text: str, small: bool) -> None:
    assert begins_small(text) is small


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("THE CAR EXPLODED NEAR THE SITE. THE AIR FORCE HAD A PLAN.", []),
        ("THE US LEFT. THE WHO STAYED.", ["United States", "World Health Organization"]),
        ("The car exploded. The air force had a plan.", []),
        ("Troops of the CAR crossed the river in Bouar.", ["Central African Republic"]),
    ],
)
def test_a_word_that_things_have_too_is_no_acronym_in_capitals(text: str, names: list[str]) -> None:
    _, hits = REGISTRY.scan(text)
    assert [hit.aliases[0].entry.name for hit in hits if len(hit.aliases[0].written) < 5] == names
