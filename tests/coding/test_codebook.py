"""The codebook: the shipped one is whole, an analyst's rules win, and mistakes are named."""

from pathlib import Path

import pytest

from dateline import assets
from dateline.coding.codebook import Codebook
from dateline.coding.lemmas import lemmas
from dateline.errors import CodebookError
from tests.builders import reading, trigger

SENTENCE = "Guards NOUN 2 nsubj\nstruck VERB 0 root\na DET 4 det\nbalance NOUN 2 obj"
EVENT = '[[event]]\nkey = "attack"\n[[event]]\nkey = "looting"\n'


def _codebook(tmp_path: Path, rules: str) -> Codebook:
    path = tmp_path / "events.toml"
    path.write_text(EVENT + rules)
    return Codebook.load(path)


def test_the_shipped_codebook_has_every_event_type() -> None:
    book = Codebook.load(assets.data_file("events.toml"))
    assert len(book.events) == 39
    assert book.events["air_strike"].acled == ("Air/drone strike",)
    assert book.events["arming"].plover[0].context == "military"
    assert all(e.covers and e.examples and e.roles for e in book.events.values())


def test_the_model_decides_where_the_codebook_is_silent(tmp_path: Path) -> None:
    book = _codebook(tmp_path, "")
    read = reading(SENTENCE)
    assert book.judge(read, trigger(1, "attack")).event == "attack"
    assert book.judge(read, trigger(1, "attack", chance=0.3)).event is None


def test_a_forbidden_phrase_is_no_event(tmp_path: Path) -> None:
    book = _codebook(tmp_path, '[[forbid]]\nphrase = "strike a balance"\n')
    assert book.judge(reading(SENTENCE), trigger(1, "attack")).event is None


def test_a_forced_lemma_wins_over_the_model(tmp_path: Path) -> None:
    book = _codebook(tmp_path, '[[force]]\nevent = "looting"\nlemma = "strike"\nwith = ["guard"]\n')
    verdict = book.judge(reading(SENTENCE), trigger(1, "attack", chance=0.1))
    assert verdict.event == "looting"
    assert "forces" in verdict.why


def test_without_keeps_a_rule_silent(tmp_path: Path) -> None:
    book = _codebook(tmp_path, '[[force]]\nevent = "looting"\nlemma = "strike"\nwithout = ["balance"]\n')
    assert book.judge(reading(SENTENCE), trigger(1, "attack")).event == "attack"


def test_rules_wait_for_the_words_they_need(tmp_path: Path) -> None:
    book = _codebook(tmp_path, '[[force]]\nevent = "looting"\nlemma = "pillage"\n')
    assert book.watched({"pillaged", "the", "town"}) == {"pillaged"}


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ('[[force]]\nlemma = "x"\n', "needs an event"),
        ('[[force]]\nevent = "war"\nlemma = "x"\n', "no event 'war'"),
        ('[[forbid]]\nlemma = "two words"\n', "one word"),
        ('[[forbid]]\nlemma = "x"\nphrase = "y"\n', "either a lemma or a phrase"),
        ('[[forbid]]\nlemma = "x"\ncolour = "red"\n', "unknown ['colour']"),
        ('[[event]]\nkey = "attack"\n', "stands twice"),
        ('[[event]]\nkey = "raid"\nroles = ["victim"]\n', "unknown roles ['victim']"),
        ("[[event\n", "not valid TOML"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, rules: str, message: str) -> None:
    with pytest.raises(CodebookError, match=message.replace("[", r"\[")):
        _codebook(tmp_path, rules)


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("bombed", "bomb"), ("BOMBS", "bomb"), ("raided", "raid"), ("shot", "shoot"), ("seizing", "seize"),
     ("carried", "carry"), ("hitting", "hit"), ("shelling", "shell"), ("fled", "flee"), ("attacks", "attack")],
)  # fmt: skip
def test_lemmas_of_forms(form: str, lemma: str) -> None:
    assert lemma in lemmas(form)
