import itertools
import random

import pytest
from bench.gtt import Tally, Template, add_document, best_pairing, legal, matches, normalised


def template(incident: str, **slots: list[list[str]]) -> Template:
    return Template(incident, {s: tuple(frozenset(e) for e in entities) for s, entities in slots.items()})


def scored(said: list[Template], gold: list[Template]) -> Tally:
    tally = Tally()
    add_document(tally, said, gold, best_pairing(said, gold))
    return tally


@pytest.mark.parametrize(
    ("mention", "plain"),
    [("The GUERRILLAS", "guerrillas"), ('"Santo Tomas" farm', "santo tomas farm"), ("a car-bomb.", "carbomb")],
)
def test_mentions_lose_case_punctuation_and_articles(mention, plain):
    assert normalised(mention) == plain


def test_a_gold_type_may_name_two_incidents():
    assert legal(template("attack"), template("bombing / attack"))
    assert not legal(template("arson"), template("bombing / attack"))


def test_an_entity_is_right_when_all_its_mentions_belong_to_one_gold_entity():
    gold = [frozenset({"fmln", "front"}), frozenset({"urng"})]
    assert matches([frozenset({"fmln"})], gold) == (1, 1)
    assert matches([frozenset({"fmln", "urng"})], gold) == (0, 0)


def test_two_phrases_of_one_gold_entity_are_both_right_but_find_it_once():
    assert matches([frozenset({"fmln"}), frozenset({"front"})], [frozenset({"fmln", "front"})]) == (2, 1)


def test_a_perfect_document_scores_one():
    gold = [template("attack", PerpInd=[["guerrillas"]]), template("bombing", Target=[["plant", "liquor plant"]])]
    said = [template("bombing", Target=[["plant"]]), template("attack", PerpInd=[["guerrillas"]])]
    assert scored(said, gold).f1 == 1


def test_templates_of_other_types_never_pair():
    tally = scored([template("arson", Target=[["farm"]])], [template("attack", Target=[["farm"]])])
    assert (tally.right, tally.said, tally.gold) == (0, 2, 2)


def test_the_mapping_with_the_best_f1_is_kept():
    gold = [template("attack", Victim=[["a"]]), template("attack", Victim=[["b"]], PerpInd=[["c"]])]
    said = [template("attack", Victim=[["b"]], PerpInd=[["c"]]), template("attack", Victim=[["a"]])]
    assert best_pairing(said, gold) == (1, 0)


def test_unmatched_templates_add_their_fillers_to_the_denominators():
    tally = scored([template("attack", Victim=[["a"], ["x"]])], [])
    assert (tally.right, tally.said, tally.found, tally.gold) == (0, 3, 0, 0)
    tally = scored([], [template("attack", Victim=[["a"], ["x"]])])
    assert (tally.said, tally.gold, tally.f1) == (0, 3, 0)


def test_more_predictions_than_gold_leave_the_rest_without_partner():
    said = [template("attack", Victim=[[name]]) for name in "abc"]
    tally = scored(said, [template("attack", Victim=[["c"]])])
    assert (tally.right, tally.said, tally.found, tally.gold) == (2, 6, 2, 2)
    assert tally.by_slot["incident_type"].said == 3


def test_the_kept_mapping_is_the_best_of_all_mappings():
    chance = random.Random(1)

    def some() -> list[Template]:
        phrases = lambda: [chance.sample("abcd", chance.randint(1, 2)) for _ in range(chance.randint(0, 2))]
        many = range(chance.randint(0, 4))
        return [template(chance.choice(["attack", "arson"]), Victim=phrases(), Weapon=phrases()) for _ in many]

    for _ in range(200):
        said, gold = some(), some()
        every = itertools.product([None, *range(len(gold))], repeat=len(said))
        one_to_one = (m for m in every if len(taken := [j for j in m if j is not None]) == len(set(taken)))
        right = [m for m in one_to_one if all(j is None or legal(t, gold[j]) for t, j in zip(said, m, strict=True))]
        best = 0.0
        for mapping in right:
            tally = Tally()
            add_document(tally, said, gold, mapping)
            best = max(best, tally.f1)
        assert scored(said, gold).f1 == best


def test_a_hundred_predictions_are_mapped_in_no_time():
    said = [template("attack", Victim=[[str(i)]]) for i in range(100)]
    gold = [template("attack", Victim=[[str(i)]]) for i in range(0, 100, 12)]
    assert scored(said, gold).found == 2 * len(gold)
