"""How text is cut into words and sentences: a table that reads as a specification."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.words import cut_sentences, cut_words
from tests.builders import sentences, words

WORDS = [
    ("U.S. -backed troops", "U.S. | - | backed | troops"),
    ("U.S.-backed troops", "U.S. | - | backed | troops"),
    ("the army's tanks", "the | army | 's | tanks"),
    ("THE ARMY'S TANKS", "THE | ARMY | 'S | TANKS"),
    ("it isn't over", "it | is | n't | over"),
    ("they can’t pass", "they | ca | n’t | pass"),
    ("Da'esh and Qur’an", "Da'esh | and | Qur’an"),
    ("500-650 km", "500 | - | 650 | km"),
    ("30km (19 miles)", "30 | km | ( | 19 | miles | )"),
    ("$40m and 3.5%", "$ | 40 | m | and | 3.5 | %"),
    ("1,200 people at 10:30", "1,200 | people | at | 10:30"),
    ("on Dec. 7th", "on | Dec. | 7th"),
    ("Lt. Gen. Okoro", "Lt. | Gen. | Okoro"),
    ("Paul D. Okoro and J. P. Ndour", "Paul | D. | Okoro | and | J. | P. | Ndour"),
    ("a plan B.", "a | plan | B | ."),
    ("No. 5 and no.", "No. | 5 | and | no | ."),
    ("see https://a.example/x?y=1.", "see | https://a.example/x?y=1 | ."),
    ("“Go,” he said", "“ | Go | , | ” | he | said"),
    ("wait... now", "wait | ... | now"),
    ("Kharkiv — again", "Kharkiv | — | again"),
    ("the 1990s", "the | 1990s"),
    ("Деражня fell", "Деражня | fell"),
    ("a 💥 blast", "a | 💥 | blast"),
]

SENTENCES = [
    ("He fled. She stayed.", 2),
    ("Paul D. Okoro fled. PAUL D. OKORO STAYED.", 2),
    ("He chose plan B. The others left.", 2),
    ("It was not I. Rebels did it.", 2),
    ("HE FLED. SHE STAYED.", 2),
    ("he fled. she stayed.", 2),
    ("Gen. Okoro spoke to the U.S. envoy on Monday.", 1),
    ("They left the U.S. The army stayed.", 2),
    ("THEY LEFT THE U.S. THE ARMY STAYED.", 2),
    ("The town fell.The army withdrew.", 2),
    ("It was at 5 p.m. on Tuesday.", 1),
    ('"We won." He left.', 2),
    ('He said: "We won."\nThen he left.', 2),
    ("Title without full stop\n\nThe story begins.", 2),
    ("• First strike hit a tank\n• Second strike hit a depot", 2),
    ("- one strike\n- two strikes\n- three strikes", 3),
    ("LIMA, 20 AUG 88 (EFE) -- Rebels attacked a bridge. They fled.", 3),
    ("Is it over? No! It goes on.", 3),
    ("He said no. Then they fired.", 2),
    ("The price rose 3.5 percent in Mosul.", 1),
    ("The raid, near St. Petersburg, failed.", 1),
]


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_words_are_cut_as_treebanks_cut_them(text: str, expected: str) -> None:
    assert words(text) == expected.split(" | ")


@pytest.mark.parametrize(("text", "count"), SENTENCES)
def test_sentences_end_where_they_end(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_wrapped_lines_do_not_end_sentences() -> None:
    lines = (
        "Government forces have taken the last two villages on the road that leads",
        "from the provincial capital to the border, an army spokesman said, and the",
        "rebels have pulled back behind the river, where they hold the bridge and a",
        "hill above it. No one could say how many had died in the fighting there.",
    )
    assert len(sentences("\n".join(lines))) == 2


@pytest.mark.parametrize("text", [t for t, _ in SENTENCES if t.isascii()])
def test_upper_case_is_cut_at_the_same_characters(text: str) -> None:
    assert cut_words(text) == cut_words(text.upper())


@given(st.text(max_size=300))
def test_words_cover_everything_but_white_space(text: str) -> None:
    cut = cut_words(text)
    assert all(a.end <= b.begin for a, b in itertools.pairwise(cut))
    left = "".join(
        text[a:b] for a, b in zip([0, *(w.end for w in cut)], [*(w.begin for w in cut), len(text)], strict=True)
    )
    assert not left.strip()


@given(st.text(alphabet="aB .\n\"'-,5U", max_size=200))
def test_sentences_cover_every_word_once(text: str) -> None:
    cut = cut_words(text)
    covered = [i for a, b in cut_sentences(text, cut) for i in range(a, b)]
    assert covered == list(range(len(cut)))
