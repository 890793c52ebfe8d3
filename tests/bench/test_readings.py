"""What the tasks make of readings and records, on tiny ones made by hand."""

import pytest
from bench.claim_errors import listing
from bench.entities import Mention, kept
from bench.parse import accuracies
from bench.reader import look_at_words

from bench import attribution, entities, factuality, roles
from dateline.record import Reading, Report, Span, Word

SENTENCES = [["Rebels", "shelled", "the", "port", "."], ["Troops", "fled", "."]]


def reading(*tagged: tuple[str, str]) -> Reading:
    """One sentence of (form, entity tag)."""
    text, words = "", []
    for form, tag in tagged:
        words.append(Word(Span(len(text), len(text) + len(form)), form, "NOUN", -1, "root", tag))
        text += form + " "
    return Reading(Report(text), tuple(words), ((0, len(words)),), ())


def record(sentence: list[str], heads: list[int], relations: list[str]) -> dict:
    words = zip(sentence, heads, relations, strict=True)
    return {"doc": "d", "tokens": [{"form": f, "head": h, "deprel": r, "upos": "X"} for f, h, r in words]}


def test_the_parse_score_is_one_against_our_own_tree_and_falls_by_one_word():
    read = look_at_words(SENTENCES).reading
    own = []
    for (a, b), sentence in zip(read.sentences, SENTENCES, strict=True):
        words = read.words[a:b]
        own.append(record(sentence, [w.head - a + 1 if w.head >= 0 else 0 for w in words], [w.relation for w in words]))
    assert (accuracies(own)["uas"], accuracies(own)["las"]) == (1, 1)
    own[0]["tokens"][2]["deprel"] += ":sub"
    assert accuracies(own)["las"] == 1
    own[0]["tokens"][2]["deprel"] = "vocative"
    assert accuracies(own)["las"] == pytest.approx(7 / 8)
    own[1]["tokens"][2]["head"] = 3
    assert accuracies(own)["uas"] == pytest.approx(7 / 8)


def test_roles_leave_out_light_verbs_and_references():
    frames = [
        {"predicate": 1, "sense": "be.03", "args": [{"role": "ARG1", "head_tok": 0}]},
        {"predicate": 3, "sense": "attack.01", "args": [
            {"role": "ARG0", "head_tok": 0}, {"role": "R-ARG0", "head_tok": 2}, {"role": "C-ARG1", "head_tok": 4},
            {"role": "ARGM-TMP", "head_tok": 5}, {"role": "V", "head_tok": 3}]},
    ]  # fmt: skip
    assert roles.gold({"frames": frames}) == ({(3, 0, "ARG0"), (3, 5, "ARGM-TMP")}, {1})


def test_entity_runs_follow_their_tags():
    read = reading(("US", "B-Location"), ("troops", "I-Location"), ("IS", "B-Person"), ("x", "I-Weapon"), ("y", "O"))
    assert entities.mentions(read) == [Mention(0, 9, "Location"), Mention(10, 12, "Person"), Mention(13, 14, "Weapon")]


def test_a_mention_that_only_a_candidate_speaks_for_counts_neither_way():
    gold, candidate = Mention(0, 5, "Person"), Mention(10, 15, "Person")
    said = [Mention(0, 3, "Person"), Mention(10, 15, "Person"), Mention(20, 22, "Person")]
    assert kept(said, [gold], [candidate, Mention(1, 3, "Person")]) == [said[0], said[2]]


def test_of_nested_attributions_the_outermost_is_scored():
    said = look_at_words(
        [["The", "mayor", "said", "that", "the", "rebels", "claim", "that", "the", "port", "fell", "."]]
    )
    cues = [a.cue.of(said.reading.report.text) for a in attribution.outermost(said.reading)]
    assert cues == ["said"]


@pytest.mark.parametrize(
    ("certainty", "polarity", "time", "wanted"),
    [
        ("CERTAIN", "POS", "NON_FUTURE", "actual"),
        ("PROBABLE", "POS", "NON_FUTURE", "possible"),
        ("POSSIBLE", "POS", "FUTURE", "planned"),
        ("CERTAIN", "NEG", "FUTURE", "denied"),
        ("UNDERSPECIFIED", "POS", "NON_FUTURE", None),
    ],
)
def test_a_gold_event_is_denied_before_planned_before_possible(certainty, polarity, time, wanted):
    assert factuality.gold_class({"certainty": certainty, "polarity": polarity, "time": time}) == wanted


def test_the_most_frequent_errors_come_first():
    groups = {("1 missed", "talks"): ["a"], ("1 missed", "clash"): ["b", "c"], ("2 false", "aid"): ["d"]}
    kinds = [line.strip() for line in listing(groups).splitlines() if line and "       " not in line]
    assert kinds == ["== 1 missed", "2 clash", "1 talks", "== 2 false", "1 aid"]
