"""From triggers and arcs to claims, on readings built by hand."""

from dateline import assets
from dateline.coding import Codebook, code
from dateline.record import Claim
from tests.builders import reading, trigger

BOOK = Codebook.load(assets.data_file("events.toml"))
RAID = """
Rebels NOUN 2 nsubj
killed VERB 0 root
at ADV 4 advmod
least ADV 5 nmod
12 NUM 6 nummod
soldiers NOUN 2 obj
in ADP 8 case
Rahma PROPN 2 obl
on ADP 10 case
Tuesday PROPN 2 obl
, PUNCT 2 punct
the DET 13 det
ministry NOUN 14 nsubj
said VERB 2 parataxis
. PUNCT 2 punct
"""
STRIKES = """
Jets NOUN 2 nsubj
conducted VERB 0 root
34 NUM 4 nummod
strikes NOUN 2 obj
near ADP 6 case
Rahma PROPN 2 obl
. PUNCT 2 punct
"""


def _texts(claim: Claim, text: str) -> dict[str, object]:
    return {
        "actors": [p.text for p in claim.actors],
        "targets": [p.text for p in claim.targets],
        "place": claim.place and claim.place.text,
        "when": claim.when and claim.when.text,
        "sources": [s.party.text for s in claim.sources],
        "quantities": [(q.kind, q.text, q.least, q.most) for q in claim.quantities],
    }


def test_arcs_become_mentions() -> None:
    arcs = [("actor", 0), ("target", 5), ("place", 7), ("when", 9), ("source", 12), ("quantity", 4)]
    read = reading(RAID, triggers=(trigger(1, "attack", *arcs, kind="killed"),))
    (claim,) = code(read, BOOK)
    assert _texts(claim, read.report.text) == {
        "actors": ["Rebels"],
        "targets": ["at least 12 soldiers"],
        "place": "Rahma",
        "when": "Tuesday",
        "sources": ["the ministry"],
        "quantities": [("killed", "at least 12", 12, None)],
    }
    assert claim.trigger.of(read.report.text) == "killed"
    assert claim.evidence.of(read.report.text).startswith("Rebels killed")


def test_a_light_verb_and_its_noun_are_one_claim() -> None:
    triggers = (trigger(1, "air_strike", ("actor", 0)), trigger(3, "air_strike", ("place", 5)))
    read = reading(STRIKES, triggers=triggers)
    (claim,) = code(read, BOOK)
    assert claim.trigger.of(read.report.text) == "strikes"
    assert [p.text for p in claim.actors] == ["Jets"]
    assert claim.place is not None and claim.place.text == "near Rahma"


def test_one_word_fills_one_role() -> None:
    read = reading(RAID, triggers=(trigger(1, "attack", ("actor", 5), ("target", 5)),))
    (claim,) = code(read, BOOK)
    assert len(claim.actors) + len(claim.targets) == 1


def test_denied_and_planned_are_kept_apart_from_done() -> None:
    planned = trigger(1, "attack", denied=0.8, modality={"actual": 0.1, "planned": 0.8, "possible": 0.1})
    (claim,) = code(reading(RAID, triggers=(planned,)), BOOK)
    assert (claim.polarity, claim.modality) == ("denied", "planned")


def test_links_to_other_stories_are_no_claims() -> None:
    table = "More ADJ 2 amod\nnews NOUN 0 root\n: PUNCT 2 punct\nTroops NOUN 5 nsubj\nattack VERB 2 parataxis"
    assert code(reading(table, triggers=(trigger(4, "attack"),)), BOOK) == ()


def test_a_role_that_the_codebook_does_not_give_is_refused_with_a_reason() -> None:
    read = reading(RAID, triggers=(trigger(1, "talks", ("weapon", 5)),))
    (claim,) = code(read, BOOK)
    assert claim.weapons == ()
    assert any("no such role" in note for note in claim.notes)


def test_ids_are_the_same_on_every_run() -> None:
    read = reading(RAID, triggers=(trigger(1, "attack"),))
    assert code(read, BOOK)[0].id == code(read, BOOK)[0].id


def test_notes_name_types_and_arcs() -> None:
    read = reading(RAID, triggers=(trigger(1, "attack", ("actor", 0)),))
    notes = "\n".join(code(read, BOOK)[0].notes)
    assert "attack 0.90" in notes and "actor “Rebels” 0.90" in notes


def test_a_report_on_sport_yields_no_claims_and_a_riot_at_a_match_does() -> None:
    sport = "The DET 2 det\ncoach NOUN 3 nsubj\nattacked VERB 0 root\nthe DET 5 det\nreferee NOUN 3 obj"
    rest = "cup NOUN 5 conj\nleague NOUN 5 conj"
    match = reading(f"{sport}\n{rest}", triggers=(trigger(2, "attack"),))
    assert code(match, BOOK) == ()
    riot = reading(f"{sport}\n{rest}\npolice NOUN 5 conj\nkilled VERB 3 conj", triggers=(trigger(2, "attack"),))
    assert len(code(riot, BOOK)) == 1


ENDED = """
Troops NOUN 2 nsubj
ended VERB 0 root
the DET 4 det
siege NOUN 2 obj
of ADP 6 case
Rahma PROPN 4 nmod
by ADP 8 case
rebels NOUN 4 nmod
"""


def test_a_siege_that_is_lifted_is_no_second_claim() -> None:
    told = (
        trigger(1, "siege_lifted", ("actor", 0)),
        trigger(3, "siege", ("actor", 7), ("place", 5)),
    )
    read = reading(ENDED, triggers=told)
    (claim,) = code(read, BOOK)
    assert claim.event == "siege_lifted"
    assert _texts(claim, read.report.text)["actors"] == ["Troops"]
    assert claim.place and claim.place.text == "Rahma"
