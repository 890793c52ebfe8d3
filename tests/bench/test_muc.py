"""MUC's conventions on claims made by hand."""

from dataclasses import replace
from datetime import date

import pytest
from bench.gtt import Template
from bench.muc_fillers import template_of
from bench.muc_incidents import Incident, compatible, incidents, kind_of
from bench.muc_phrases import core, full_name, heads, is_named, is_organisation, person_names, said
from bench.muc_values import confidence_of, stage_of

from dateline.record import Claim, Interval, Party, Place, Reading, Source, Span
from tests.builders import reading

ATTACK = """
GUNMEN NOUN 2 nsubj
SHOT VERB 0 root
ANA PROPN 2 obj
SOSA PROPN 3 flat
"""


def read(table: str, names: tuple[int, ...] = (), organisations: tuple[int, ...] = ()) -> Reading:
    """A reading in which names of persons begin at some words, and others belong to organisations."""
    made = reading(table)
    words = [
        replace(
            w,
            name="B-person" if i in names else "O",
            entity="B-Organisation" if i in organisations else "B-Person" if i in names else "O",
        )
        for i, w in enumerate(made.words)
    ]
    return replace(made, words=tuple(words))


def span(made: Reading, text: str) -> Span:
    begin = made.report.text.index(text)
    return Span(begin, begin + len(text))


def party(made: Reading, text: str, name: str | None = None, sector: str | None = None) -> Party:
    return Party(span(made, text), text, name, None, sector)


def claim(made: Reading, event: str, trigger: str, place: str | None = None, day: int | None = None, **values) -> Claim:
    here = span(made, trigger)
    evidence = Span(0, len(made.report.text))
    when = Interval(here, "then", date(1990, 3, day), date(1990, 3, day)) if day else None
    where = Place(here, "", name=place) if place else None
    return Claim("id", "report", event, here, evidence, place=where, when=when, confidence=0.9, **values)


def slots(made: Reading, *claims: Claim) -> dict[str, list[str]]:
    template = template_of(Incident("attack", list(claims)), made)
    return {slot: [p for e in entities for p in e] for slot, entities in template.entities.items() if entities}


GROUP = """
THE DET 4 det
THREE NUM 4 nummod
MASKED ADJ 4 amod
MEN NOUN 0 root
WHO PRON 6 nsubj
FLED VERB 4 acl
"""
OFFICE = """
THE DET 2 det
OFFICES NOUN 0 root
OF ADP 6 case
THE DET 6 det
MINERS NOUN 6 compound
UNION NOUN 2 nmod
IN ADP 8 case
LIMA PROPN 6 nmod
"""
COUNTED = """
SOME DET 3 det
TWO NUM 3 nummod
MEN NOUN 0 root
"""


@pytest.mark.parametrize(
    ("table", "head", "number", "phrase"),
    [
        (GROUP, 3, False, "masked men"),
        (GROUP, 3, True, "masked men"),
        (OFFICE, 1, False, "offices of miners union"),
        (COUNTED, 2, False, "men"),
        (COUNTED, 2, True, "two men"),
    ],
)
def test_the_core_of_a_mention_is_its_head_with_what_names_it(table, head, number, phrase):
    made = read(table)
    assert said(made, core(made, head, number=number)) == phrase


def test_what_is_coordinated_is_an_entity_of_its_own():
    made = read("SHOPS NOUN 0 root\nAND CCONJ 3 cc\nBANKS NOUN 1 conj\nNEAR ADP 5 case\nROADS NOUN 3 nmod")
    assert heads(made, Span(0, len(made.report.text))) == [0, 2]


def test_a_persons_name_has_no_title_and_no_nationality():
    made = read("PERUVIAN PROPN 3 compound\nSENATOR PROPN 3 compound\nANA PROPN 0 root\nSOSA PROPN 3 flat", names=(2,))
    assert [said(made, n) for n in person_names(made)] == ["ana sosa"]


@pytest.mark.parametrize(
    "table",
    [
        "THE DET 2 det\nDRIVER NOUN 0 root\nOF ADP 4 case\nANA PROPN 2 nmod",
        "ANA PROPN 3 nmod\n'S PART 1 case\nCAR NOUN 0 root",
    ],
)
def test_a_mention_is_not_of_the_person_it_belongs_to(table):
    made = read(table, names=(next(i for i, line in enumerate(table.splitlines()) if line.startswith("ANA")),))
    (name,) = person_names(made)
    assert not is_named(made, Span(0, len(made.report.text)), name)


def test_a_surname_stands_for_the_longest_name_with_it():
    assert full_name("sosa", ["sosa", "ana sosa", "sosabal ruiz"]) == "ana sosa"
    assert full_name("rey", ["ana sosa"]) == "rey"


def test_collectives_and_names_are_organisations_and_people_are_not():
    made = read("ARMY NOUN 0 root\nZORRANISTA PROPN 0 root\nSOLDIERS PROPN 0 root\nMEN NOUN 0 root")
    assert [is_organisation(w) for w in made.words] == [True, True, False, False]


def test_denied_unsure_old_and_other_events_are_no_incidents():
    made = replace(read(ATTACK, (2,)), report=replace(read(ATTACK).report, published=date(1990, 6, 30)))
    hit = claim(made, "attack", "SHOT", targets=(party(made, "ANA SOSA"),))
    denied, unsure, planned = (
        replace(hit, polarity="denied"),
        replace(hit, confidence=0.2),
        replace(hit, modality="planned"),
    )
    old, talks = replace(hit, when=claim(made, "attack", "SHOT", day=2).when), replace(hit, event="talks")
    assert incidents([denied, unsure, planned, old, talks], made) == []
    assert incidents([hit], made) == [Incident("attack", [hit])]


def test_fights_against_armed_forces_and_seizures_by_the_state_are_no_incidents():
    made = read(ATTACK)
    soldiers = claim(made, "attack", "SHOT", targets=(party(made, "ANA", sector="MIL"),))
    seized = claim(
        made, "looting", "SHOT", actors=(party(made, "GUNMEN", sector="COP"),), targets=(party(made, "ANA"),)
    )
    nobody = claim(made, "attack", "SHOT")
    assert incidents([soldiers, seized, nobody], made) == []
    assert len(incidents([replace(seized, actors=())], made)) == 1


def test_what_somebody_threatens_to_do_is_an_incident():
    made = read("THEY PRON 2 nsubj\nTHREATENED VERB 0 root\nTO PART 4 mark\nKILL VERB 2 xcomp\nANA PROPN 4 obj", (4,))
    planned = claim(made, "execution", "KILL", modality="planned", targets=(party(made, "ANA"),))
    (found,) = incidents([planned], made)
    assert stage_of(found, made) == "THREATENED"


@pytest.mark.parametrize(
    ("event", "sentence", "trigger", "kind"),
    [
        ("destruction", "THEY TORE IT", "TORE", "attack"),
        ("destruction", "THEY BURNED IT", "BURNED", "arson"),
        ("destruction", "DYNAMITE WRECKED IT", "WRECKED", "bombing"),
        ("killing", "A BOMB KILLED HER", "KILLED", "attack"),
        ("abduction", "THEY TOOK HER", "TOOK", "kidnapping"),
        ("interception", "POLICE DEFUSED A BOMB", "DEFUSED", "bombing"),
        ("interception", "POLICE DEFUSED IT", "DEFUSED", None),
        ("interception", "POLICE FOUND A BOMB", "FOUND", None),
        ("talks", "THEY MET", "MET", None),
    ],
)
def test_the_type_of_an_incident_is_read_from_event_and_means(event, sentence, trigger, kind):
    made = read("\n".join(f"{form} NOUN 0 root" for form in sentence.split()))
    assert kind_of(claim(made, event, trigger), made) == kind


def test_deaths_told_beside_a_bombing_are_part_of_it():
    made = read(ATTACK, (2,))
    target = (party(made, "ANA SOSA"),)
    bombing, killing = (claim(made, event, "SHOT", targets=target) for event in ("bombing", "killing"))
    assert [(i.kind, len(i.claims)) for i in incidents([bombing, killing], made)] == [("bombing", 2)]
    assert [i.kind for i in incidents([killing, bombing], made)] == ["attack", "bombing"]


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        (("Lima", 4), ("Lima", 4), True),
        (("Lima", 4), ("Lima", 5), False),
        (("Lima", 4), ("Cusco", 4), False),
        ((None, 4), ("Cusco", None), True),
    ],
)
def test_claims_of_other_places_or_days_are_other_incidents(first, second, one):
    made = read(ATTACK)
    assert compatible(claim(made, "attack", "SHOT", *first), claim(made, "attack", "SHOT", *second), made) is one


def test_claims_that_name_other_victims_are_other_incidents():
    made = read(ATTACK + "AND CCONJ 6 cc\nEVA PROPN 3 conj\n", (2, 5))
    ana, eva, full = (claim(made, "attack", "SHOT", targets=(party(made, t),)) for t in ("ANA", "EVA", "ANA SOSA"))
    assert not compatible(ana, eva, made)
    assert compatible(ana, full, made)


def test_people_organisations_and_victims_go_to_their_slots():
    table = """
ARMY NOUN 2 compound
SOLDIERS NOUN 3 nsubj
SHOT VERB 0 root
SENATOR PROPN 5 compound
ANA PROPN 3 obj
SOSA PROPN 5 flat
WITH ADP 9 case
TWO NUM 9 nummod
RIFLES NOUN 3 obl
"""
    made = read(table, (4,), organisations=(0, 1))
    told = claim(
        made, "attack", "SHOT",
        actors=(party(made, "ARMY SOLDIERS"),), targets=(party(made, "SENATOR ANA SOSA"),),
        weapons=(span(made, "TWO RIFLES"),),
    )  # fmt: skip
    assert slots(made, told) == {
        "PerpInd": ["army soldiers"],
        "PerpOrg": ["army"],
        "Victim": ["ana sosa"],
        "Weapon": ["rifles"],
    }


def test_an_organisation_goes_by_the_name_that_the_message_writes():
    made = read("REBELS NOUN 2 nsubj\nSTRUCK VERB 0 root\nRED PROPN 4 compound\nDAWN PROPN 2 obj")
    known = claim(made, "attack", "STRUCK", actors=(party(made, "REBELS", name="Red Dawn", sector="REB"),))
    assert slots(made, known) == {"PerpInd": ["rebels"], "PerpOrg": ["red dawn"]}
    unknown = claim(made, "attack", "STRUCK", actors=(party(made, "REBELS", name="Blue Dawn", sector="REB"),))
    state = claim(made, "attack", "STRUCK", actors=(party(made, "REBELS", name="Peru", sector="GOV"),))
    assert slots(made, unknown) == slots(made, state) == {"PerpInd": ["rebels"]}


def test_the_whole_is_the_target_where_a_part_was_struck_and_forces_are_none():
    made = read("WINDOWS NOUN 0 root\nOF ADP 4 case\nTHE DET 4 det\nSTORE NOUN 1 nmod")
    struck = claim(made, "destruction", "WINDOWS", targets=(party(made, "WINDOWS OF THE STORE"),))
    assert slots(made, struck) == {"Target": ["store"]}
    armed = claim(made, "destruction", "WINDOWS", targets=(party(made, "STORE", sector="MIL"),))
    assert slots(made, armed) == {}


def test_the_building_at_which_a_bomb_went_off_is_a_target_and_a_town_is_none():
    made = read("BLAST NOUN 0 root\nAT ADP 3 case\nBANK NOUN 1 nmod\nIN ADP 5 case\nTOWN NOUN 3 nmod")
    at = lambda text: replace(claim(made, "bombing", "BLAST"), place=Place(span(made, text), text))
    assert slots(made, at("BANK")) == {"Target": ["bank"]}
    assert slots(made, at("TOWN")) == {}


@pytest.mark.parametrize(
    ("sentence", "trigger", "stage"),
    [
        ("THEY SHOT HER", "SHOT", "ACCOMPLISHED"),
        ("THEY TRIED TO SHOOT HER", "SHOOT", "ATTEMPTED"),
        ("POLICE FOILED THE ATTACK", "ATTACK", "ATTEMPTED"),
    ],
)
def test_what_failed_or_was_tried_is_attempted(sentence, trigger, stage):
    made = read("\n".join(f"{form} NOUN 0 root" for form in sentence.split()))
    tried = claim(made, "attack", trigger)
    assert stage_of(Incident("attack", [tried]), made) == stage


def test_an_incident_of_which_part_succeeded_is_accomplished():
    made = read("THEY PRON 2 nsubj\nSHOT VERB 0 root\n\nBOMB NOUN 0 root\nDEFUSED VERB 1 acl")
    done = replace(claim(made, "attack", "SHOT"), evidence=span(made, "THEY SHOT"))
    failed = claim(made, "interception", "DEFUSED")
    assert stage_of(Incident("bombing", [failed]), made) == "ATTEMPTED"
    assert stage_of(Incident("bombing", [failed, done]), made) == "ACCOMPLISHED"


@pytest.mark.parametrize(
    ("sentence", "source", "sector", "confidence"),
    [
        ("REBELS SHOT HER", None, None, "REPORTED AS FACT"),
        ("REBELS ALLEGEDLY SHOT HER NEIGHBOURS SAID", "NEIGHBOURS", "CVL", "SUSPECTED OR ACCUSED"),
        ("REBELS ALLEGEDLY SHOT HER POLICE SAID", "POLICE", "COP", "SUSPECTED OR ACCUSED BY AUTHORITIES"),
        ("REBELS SHOT HER REBELS SAID", "REBELS", "REB", "CLAIMED OR ADMITTED"),
        ("REBELS CLAIMED RESPONSIBILITY", None, None, "CLAIMED OR ADMITTED"),
    ],
)
def test_how_sure_the_report_is_depends_on_its_words_and_sources(sentence, source, sector, confidence):
    made = read("\n".join(f"{form} NOUN 0 root" for form in sentence.split()))
    sources = (Source(party(made, source, sector=sector)),) if source else ()
    told = claim(made, "attack", sentence.split()[1], actors=(party(made, "REBELS"),), sources=sources)
    named = Template("attack", {"PerpOrg": (frozenset({"rebels"}),)})
    assert confidence_of(Incident("attack", [told]), named, made) == confidence
    assert confidence_of(Incident("attack", [told]), Template("attack", {}), made) is None
