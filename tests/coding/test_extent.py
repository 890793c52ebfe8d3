"""How far mentions reach: rows of a parsed sentence, a head word, and the words a coder would mark."""

import pytest

from dateline.coding.extent import extent, phrase_heads
from tests.builders import reading

MILITIAS = """
US PROPN 3 compound
- PUNCT 3 punct
backed VERB 4 amod
militias NOUN 8 nsubj
fighting VERB 4 acl
the DET 7 det
junta NOUN 5 obj
entered VERB 0 root
the DET 10 det
city NOUN 8 obj
of ADP 12 case
Rahma PROPN 10 nmod
on ADP 14 case
Thursday PROPN 8 obl
, PUNCT 18 punct
an DET 17 det
army NOUN 18 compound
spokesman NOUN 19 nsubj
said VERB 8 parataxis
. PUNCT 8 punct
"""
PASSIVE = """
Six NUM 2 nummod
men NOUN 4 nsubj
were AUX 4 aux
killed VERB 0 root
by ADP 8 case
the DET 8 det
rebel NOUN 8 compound
fighters NOUN 4 obl
, PUNCT 11 punct
who PRON 11 nsubj
fled VERB 8 acl
, PUNCT 4 punct
12 NUM 14 nummod
km NOUN 15 obl
north ADV 4 advmod
of ADP 17 case
Rahma PROPN 15 obl
since SCONJ 19 case
2015 NUM 4 obl
. PUNCT 4 punct
"""
ROWS = [
    (MILITIAS, "militias", "party", "US - backed militias fighting the junta"),
    (MILITIAS, "city", "place", "the city of Rahma"),
    (MILITIAS, "Thursday", "when", "Thursday"),
    (MILITIAS, "spokesman", "party", "an army spokesman"),
    (PASSIVE, "men", "party", "Six men"),
    (PASSIVE, "fighters", "party", "the rebel fighters"),
    (PASSIVE, "Rahma", "place", "12 km north of Rahma"),
    (PASSIVE, "2015", "when", "since 2015"),
]


@pytest.mark.parametrize(("table", "head", "kind", "expected"), ROWS)
def test_a_mention_is_the_phrase_a_coder_marks(table: str, head: str, kind: str, expected: str) -> None:
    read = reading(table)
    word = next(i for i, w in enumerate(read.words) if w.form == head)
    assert extent(read, word, kind=kind).of(read.report.text) == expected


def test_a_verb_of_saying_is_no_part_of_who_says_it() -> None:
    told = reading("residents NOUN 0 root\nsaid VERB 1 acl\ntroops NOUN 4 nsubj\nfled VERB 2 ccomp")
    assert extent(told, 0, kind="party").of(told.report.text) == "residents"
    led = reading("troops NOUN 0 root\nled VERB 1 acl\nby ADP 4 case\nMalo PROPN 2 obl")
    assert extent(led, 0, kind="party").of(led.report.text) == "troops led by Malo"


def test_coordinated_fillers_are_mentions_of_their_own() -> None:
    read = reading("soldiers NOUN 4 nsubj\nand CCONJ 3 cc\npolice NOUN 1 conj\nfled VERB 0 root")
    assert extent(read, 0, kind="party", others=[0, 2]).of(read.report.text) == "soldiers"
    assert extent(read, 0, kind="party").of(read.report.text) == "soldiers and police"


def test_arcs_into_one_name_are_one_mention() -> None:
    table = """
Foreign ADJ 2 amod
Minister PROPN 3 compound
Ana PROPN 0 root
Sosa PROPN 3 flat
, PUNCT 7 punct
the DET 7 det
envoy NOUN 3 appos
"""
    read = reading(table)
    assert phrase_heads(read, [1, 3, 6], trigger=99) == [2]
    assert phrase_heads(read, [1], trigger=2) == [1]


def test_hyphenated_names_are_taken_whole_and_according_to_is_left_out() -> None:
    table = """
According VERB 4 case
to ADP 1 fixed
the DET 4 det
governor NOUN 9 obl
of ADP 6 case
Beit PROPN 4 nmod
- PUNCT 8 punct
Rahma PROPN 9 nsubj
fell VERB 0 root
"""
    read = reading(table, text="According to the governor of Beit-Rahma fell")
    assert extent(read, 5, kind="place").of(read.report.text) == "Beit-Rahma"
    assert extent(read, 3, kind="party").of(read.report.text).startswith("the governor")
