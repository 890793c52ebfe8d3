"""The foreign layouts: their columns as their codebooks list them, and how the record fills them."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dateline.export import export, import_csv
from dateline.export.acled import SUB_EVENTS
from dateline.export.ged import priogrid
from dateline.export.plover import SCORES
from dateline.record import Interval, Party, Quantity, Summary, Toll
from tests.export.samples import (
    ARMY,
    BLAME,
    CIVILIANS,
    COUNTED,
    FIRST,
    SECOND,
    SHELLING,
    UNLOCATED,
    bundle,
    party,
    place,
    span,
    summary,
)

GED = (
    "id, relid, year, active_year, code_status, type_of_violence, conflict_dset_id, conflict_new_id, conflict_name,"
    " dyad_dset_id, dyad_new_id, dyad_name, side_a_dset_id, side_a_new_id, side_a, side_b_dset_id, side_b_new_id, "
    "side_b, number_of_sources, source_article, source_office, source_date, source_headline, source_original, "
    "where_prec, where_coordinates, where_description, adm_1, adm_2, latitude, longitude, geom_wkt, priogrid_gid, "
    "country, country_id, region, event_clarity, date_prec, date_start, date_end, deaths_a, deaths_b, "
    "deaths_civilians, deaths_unknown, best, high, low, gwnoa, gwnob"
).split(", ")
ACLED = (
    "event_id_cnty, event_date, year, time_precision, disorder_type, event_type, sub_event_type, actor1, "
    "assoc_actor_1, inter1, actor2, assoc_actor_2, inter2, interaction, civilian_targeting, iso, region, country, "
    "admin1, admin2, admin3, location, latitude, longitude, geo_precision, source, source_scale, notes, fatalities,"
    " tags, timestamp"
).split(", ")
POLECAT = (
    "Event ID, Event Date, Event Type, Event Mode, Intensity, Quad Code, Contexts, Actor Name, Actor Country, Actor"
    " COW, Primary Actor Sector, Actor Sectors, Actor Title, Actor Name Raw, Wikipedia Actor ID, Recipient Name, "
    "Recipient Country, Recipient COW, Primary Recipient Sector, Recipient Sectors, Recipient Title, Recipient Name"
    " Raw, Wikipedia Recipient ID, Placename, City, District, Province, Country, Latitude, Longitude, GeoNames ID, "
    "Raw Placename, Feature Type, Source, Publication Date, Story People, Story Organizations, Story Locations, "
    "Language, Version"
).split(", ")
REBELS = party(FIRST, "a monitor", "The Rebels", None, "REB")
OTHER_TARGET = party(FIRST, "a monitor", "The Rebels", None, "REB")


def _rows(tmp_path: Path, name: str, *summaries: Summary, separator: str = ",", **more: Any) -> list[list[str]]:
    export(bundle(*summaries, **more), tmp_path / "out", what="incidents", format=name)
    with (tmp_path / "out").open(encoding="utf8", newline="") as file:
        return list(csv.reader(file, delimiter=separator))


def _dicts(tmp_path: Path, name: str, *summaries: Summary, separator: str = ",", **more: Any) -> list[dict[str, str]]:
    header, *rows = _rows(tmp_path, name, *summaries, separator=separator, **more)
    return [dict(zip(header, row, strict=True)) for row in rows]


def _left_out(tmp_path: Path, name: str, *summaries: Summary) -> dict[str, int]:
    return dict(export(bundle(*summaries), tmp_path / "out", what="incidents", format=name).left_out)


@pytest.mark.parametrize(
    ("name", "columns", "many"), [("ged", GED, 49), ("acled", ACLED, 31), ("polecat", POLECAT, 40)]
)
def test_a_layout_has_the_columns_of_its_codebook(name: str, columns: Sequence[str], many: int, tmp_path: Path) -> None:
    assert len(columns) == many
    assert _rows(tmp_path, name, separator="\t" if name == "polecat" else ",")[0] == columns


# ---------------------------------------------------------------- GED


def test_ged_one_sided_violence(tmp_path: Path) -> None:
    (row,) = _dicts(tmp_path, "ged")
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == ("3", "Government of Syria", "Civilians")
    assert (row["low"], row["best"], row["high"]) == ("12", "12", "99")
    assert (row["deaths_a"], row["deaths_b"], row["deaths_civilians"], row["deaths_unknown"]) == ("0", "0", "12", "0")
    assert (row["country"], row["country_id"], row["gwnoa"], row["region"]) == ("Syria", "652", "652", "Middle East")
    assert (row["where_prec"], row["date_prec"], row["event_clarity"]) == ("1", "1", "1")
    assert row["geom_wkt"] == "POINT (40.5 35.0)" and row["priogrid_gid"] == str(priogrid(35.0, 40.5))
    assert row["number_of_sources"] == "2" and row["source_office"] == "Example Wire;Second Paper"
    assert row["conflict_new_id"] == "" and row["active_year"] == ""


def test_ged_puts_the_state_first_and_deaths_with_their_side(tmp_path: Path) -> None:
    killed = (Quantity("killed", span(FIRST, "at least 12"), "12", 12, 12, of="Rebels fighters"),)
    claim = replace(SHELLING, event="clash", quantities=killed)
    fight = summary(events=("clash",), actors=(REBELS,), targets=(ARMY,), killed=Toll(12, 15, 20, counted=COUNTED))
    (row,) = _dicts(tmp_path, "ged", fight, claims=(claim,))
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == ("1", "Government of Syria", "The Rebels")
    assert (row["deaths_a"], row["deaths_b"], row["deaths_unknown"], row["best"]) == ("0", "12", "3", "15")
    assert row["dyad_name"] == "Government of Syria - The Rebels"


def test_ged_leaves_out_what_did_not_kill_or_did_not_happen(tmp_path: Path) -> None:
    cases = (summary("a", killed=None), summary("b", killed=Toll(0, 0, 0)), summary("c", modality="planned"))
    left_out = _left_out(tmp_path, "ged", *cases, summary("d", status="denied"))
    assert left_out == {"no death reported": 2, "planned": 1, "denied": 1}


@pytest.mark.parametrize(
    ("lat", "lon", "cell"),
    [(-90, -180, 1), (-90, -179.4, 2), (-89.4, -180, 721), (90, 180, 259200), (35.0, 40.5, 180442)],
)
def test_priogrid_cells(lat: float, lon: float, cell: int) -> None:
    assert priogrid(lat, lon) == cell


# ---------------------------------------------------------------- ACLED


def test_acled_row(tmp_path: Path) -> None:
    (row,) = _dicts(tmp_path, "acled")
    assert (row["event_type"], row["sub_event_type"]) == (
        "Explosions/Remote violence",
        "Shelling/artillery/missile attack",
    )
    assert (row["actor1"], row["inter1"]) == ("Military Forces of Syria", "State forces")
    assert (row["actor2"], row["inter2"]) == ("Civilians (Syria)", "Civilians")
    assert row["interaction"] == "State forces-Civilians" and row["civilian_targeting"] == "Civilians targeted"
    assert (row["event_date"], row["year"], row["time_precision"]) == ("2017-09-12", "2017", "1")
    assert (row["iso"], row["country"], row["region"]) == ("760", "Syria", "Middle East")
    assert (row["latitude"], row["longitude"], row["geo_precision"]) == ("35", "40.5", "1")
    assert row["fatalities"] == "12" and row["source"] == "Example Wire; Second Paper"
    assert row["notes"].startswith("Syrian troops shelled Rahma on Tuesday")
    assert row["tags"] == "status=corroborated; origins=2; fatalities=12-99"


# events, actors, targets → sub-event type, actor1, actor2
KINDS = [
    (("clash",), (REBELS, ARMY), (), "Armed clash", "The Rebels", "Military Forces of Syria"),
    (("attack",), (REBELS,), (ARMY,), "Armed clash", "The Rebels", "Military Forces of Syria"),
    (("attack",), (ARMY,), (CIVILIANS,), "Attack", "Military Forces of Syria", "Civilians (Syria)"),
    (("attack",), (CIVILIANS,), (ARMY,), "Attack", "Military Forces of Syria", "Civilians (Syria)"),
    (("killing",), (), (CIVILIANS,), "Attack", "Unidentified Armed Group (Syria)", "Civilians (Syria)"),
    (("execution",), (), (), "Attack", "Unidentified Armed Group (Syria)", "Civilians (Syria)"),
    (
        ("capture",),
        (ARMY,),
        (),
        "Government regains territory",
        "Military Forces of Syria",
        "Unidentified Armed Group (Syria)",
    ),
    (
        ("capture",),
        (REBELS,),
        (),
        "Non-state actor overtakes territory",
        "The Rebels",
        "Unidentified Armed Group (Syria)",
    ),
    (("shelling", "clash"), (REBELS,), (ARMY,), "Armed clash", "The Rebels", "Military Forces of Syria"),
    (("air_strike", "killing"), (ARMY,), (), "Air/drone strike", "Military Forces of Syria", ""),
    (("protest",), (CIVILIANS,), (), "Peaceful protest", "Protesters (Syria)", ""),
    (("protest",), (), (), "Peaceful protest", "Protesters (Syria)", ""),
    (("interception",), (ARMY,), (), "Disrupted weapons use", "Military Forces of Syria", ""),
    (("agreement", "talks"), (ARMY,), (REBELS,), "Agreement", "Military Forces of Syria", "The Rebels"),
]


@pytest.mark.parametrize(("events", "actors", "targets", "kind", "first", "second"), KINDS)
def test_acled_types_and_sides(
    events: tuple[str, ...],
    actors: tuple[Party, ...],
    targets: tuple[Party, ...],
    kind: str,
    first: str,
    second: str,
    tmp_path: Path,
) -> None:
    (row,) = _dicts(tmp_path, "acled", summary(events=events, actors=actors, targets=targets), claims=())
    assert (row["sub_event_type"], row["actor1"], row["actor2"]) == (kind, first, second)
    assert row["event_type"] == SUB_EVENTS[kind][0]


def test_acled_words_choose_the_finer_type(tmp_path: Path) -> None:
    claim = replace(
        SHELLING, event="bombing", trigger=span(SECOND, "hit"), report=SECOND.id, evidence=span(SECOND, "Dozens died")
    )
    (row,) = _dicts(tmp_path, "acled", summary(events=("bombing",)), claims=(claim,))
    assert row["sub_event_type"] == "Remote explosive/landmine/IED"


def test_acled_forces_of_another_state_are_external(tmp_path: Path) -> None:
    abroad = replace(ARMY, country="RUS", name="Russian Air Force")
    (row,) = _dicts(tmp_path, "acled", summary(actors=(abroad, ARMY)))
    assert (row["actor1"], row["inter1"]) == ("Military Forces of Russia", "External/Other forces")
    assert row["assoc_actor_1"] == "Syrian Arab Army" and row["interaction"] == "Civilians-External/Other forces"


def test_forces_of_several_states_are_external_to_acled_and_a_state_to_ged(tmp_path: Path) -> None:
    coalition = replace(ARMY, country=None, name="The Coalition")
    strike = summary(events=("air_strike",), actors=(coalition,), targets=(REBELS, coalition))
    (row,) = _dicts(tmp_path, "acled", strike)
    assert (row["actor1"], row["inter1"], row["assoc_actor_2"]) == ("The Coalition", "External/Other forces", "")
    (row,) = _dicts(tmp_path, "ged", strike)
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == ("1", "The Coalition", "The Rebels")


def test_acled_splits_a_toll_over_the_days_of_a_lasting_event(tmp_path: Path) -> None:
    days = Interval(span(FIRST, "Tuesday"), "from Tuesday", date(2017, 9, 12), date(2017, 9, 16), "span")
    rows = _dicts(
        tmp_path,
        "acled",
        summary(earliest=date(2017, 9, 12), latest=date(2017, 9, 16)),
        claims=(replace(SHELLING, when=days),),
    )
    assert [r["fatalities"] for r in rows] == ["3", "3", "2", "2", "2"]
    assert len({r["event_id_cnty"] for r in rows}) == 5 and rows[-1]["event_date"] == "2017-09-16"


@pytest.mark.parametrize(("last", "day", "precision"), [(18, "2017-09-15", "2"), (30, "2017-09-21", "3")])
def test_acled_an_uncertain_day_is_the_middle_of_its_interval(
    last: int, day: str, precision: str, tmp_path: Path
) -> None:
    (row,) = _dicts(tmp_path, "acled", summary(latest=date(2017, 9, last)))
    assert (row["event_date"], row["time_precision"]) == (day, precision)


def test_acled_leaves_out_what_it_would_not_code(tmp_path: Path) -> None:
    cases = (
        UNLOCATED,
        summary("b", status="denied"),
        summary("c", modality="possible"),
        summary("d", events=("control",)),
    )
    assert _left_out(tmp_path, "acled", *cases) == {"no ACLED type": 2, "denied": 1, "possible": 1}


def test_acled_keeps_what_has_neither_day_nor_place(tmp_path: Path) -> None:
    (row,) = _dicts(tmp_path, "acled", summary(place=None, earliest=None, latest=None))
    assert row["event_date"] == row["latitude"] == row["country"] == row["geo_precision"] == ""


# ---------------------------------------------------------------- PLOVER


def _plover(tmp_path: Path, *summaries: Summary, **more: Any) -> list[dict[str, Any]]:
    export(bundle(*summaries, **more), tmp_path / "out", what="incidents", format="plover")
    found: list[dict[str, Any]] = json.loads((tmp_path / "out").read_text(encoding="utf8"))
    return found


def test_plover_types_are_those_of_the_manual() -> None:
    types = (
        "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION "
        "MOBILIZE COERCE ASSAULT"
    )
    assert list(SCORES) == types.split()
    assert {t: q for t, (q, _, _) in SCORES.items()} == {
        **dict.fromkeys(["AGREE", "CONSULT", "SUPPORT", "CONCEDE"], 1),
        **dict.fromkeys(["COOPERATE", "AID", "RETREAT"], 2),
        **dict.fromkeys(["REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION"], 3),
        **dict.fromkeys(["PROTEST", "MOBILIZE", "COERCE", "ASSAULT"], 4),
    }


def test_plover_record(tmp_path: Path) -> None:
    (record,) = _plover(tmp_path, summary())
    assert {"id", "date", "actor", "event"} <= set(record)
    assert (record["event"], record["mode"], record["quad_code"]) == ("ASSAULT", ["heavy-weapons"], 4)
    assert record["event_scale"] == -9.5 and record["size"] == {"dead": 12}
    assert record["actor"] == [
        {"code": "SYR", "sector": ["MIL"], "entity_text": "Syrian troops", "identifier_text": "Syrian Arab Army"}
    ]
    assert record["event_loc"]["resolution"] == 4 and record["event_loc"]["country_code"] == "SYR"
    assert record["text_info"][0] == {"sequence": 0, "start": 25, "end": len(FIRST.text), "text_story": FIRST.id}


# events, modality, status → (type, mode) pairs
CODES = [
    (("talks",), "actual", "corroborated", [("CONSULT", [])]),
    (("talks",), "planned", "corroborated", [("AGREE", [])]),
    (("aid",), "planned", "corroborated", [("AGREE", [])]),
    (("withdrawal",), "actual", "corroborated", [("RETREAT", ["withdraw"])]),
    (("withdrawal",), "planned", "corroborated", [("CONCEDE", [])]),
    (("shelling",), "planned", "corroborated", [("ASSAULT", ["heavy-weapons", "future"])]),
    (("shelling",), "possible", "denied", [("ASSAULT", ["heavy-weapons", "hypothetical", "negation"])]),
    (("agreement",), "actual", "corroborated", [("AGREE", []), ("RETREAT", ["ceasefire"])]),
    (("deployment",), "actual", "corroborated", [("MOBILIZE", ["troops"])]),
    (("deployment", "shelling"), "actual", "corroborated", [("ASSAULT", ["heavy-weapons"])]),
    (("arming",), "actual", "corroborated", [("AID", [])]),
    (("investigation",), "actual", "corroborated", [("ACCUSE", ["investigate"])]),
]


@pytest.mark.parametrize(("events", "modality", "status", "codes"), CODES)
def test_plover_codes(events: tuple[str, ...], modality: str, status: str, codes: list[Any], tmp_path: Path) -> None:
    found = _plover(tmp_path, summary(events=events, modality=modality, status=status), claims=())
    assert [(r["event"], r.get("mode", [])) for r in found] == codes
    if events == ("arming",):
        assert found[0]["context"] == ["military"]


def test_plover_words_choose_the_mode(tmp_path: Path) -> None:
    dated = replace(UNLOCATED, earliest=date(2017, 9, 13))
    (record,) = _plover(tmp_path, dated, claims=(BLAME,))
    assert (record["event"], record["mode"]) == ("ACCUSE", ["allege"])


def test_plover_all_sides_of_a_clash_are_actors_and_nobody_is_unk(tmp_path: Path) -> None:
    (fight,) = _plover(tmp_path, summary(events=("clash",), actors=(REBELS,), targets=(ARMY,)))
    assert len(fight["actor"]) == 2 and "recipient" not in fight
    (aid,) = _plover(tmp_path, summary(events=("aid",), actors=(), targets=()))
    assert aid["actor"] == aid["recipient"] == [{"sector": ["UNK"]}]


def test_plover_needs_a_day_and_a_type(tmp_path: Path) -> None:
    left_out = _left_out(tmp_path, "plover", UNLOCATED, summary("b", events=("control",)))
    assert left_out == {"no day": 1, "no PLOVER type": 1}


def test_polecat_row(tmp_path: Path) -> None:
    (row,) = _dicts(tmp_path, "polecat", summary(), separator="\t")
    assert (row["Event Type"], row["Event Mode"], row["Intensity"], row["Quad Code"]) == (
        "ASSAULT",
        "heavy-weapons",
        "-9.5",
        "4",
    )
    assert (row["Actor Name"], row["Actor Country"], row["Actor COW"]) == ("Syrian Arab Army", "SYR", "652")
    assert (row["Primary Actor Sector"], row["Actor Name Raw"]) == ("MIL", "Syrian troops")
    assert (row["City"], row["Country"], row["Publication Date"]) == ("Rahma", "Syria", "2017-09-13")


# ---------------------------------------------------------------- HXL


def test_hxl_tags_stand_in_the_second_line(tmp_path: Path) -> None:
    header, tags, first, second = _rows(tmp_path, "hxl", summary(place=place(admin1="Idlib")), UNLOCATED)
    assert len(header) == len(tags) == len(first)
    wanted = (
        "#event+id #date+start #date+end #adm1+name #adm1+code #loc+name #geo+lat #geo+lon #affected+killed "
        "#affected+killed+min #affected+killed+max #org+source #status #meta+url"
    ).split()
    assert set(wanted) <= set(tags) and len(set(tags)) == len(tags)
    standard = (
        "#event",
        "#date",
        "#country",
        "#adm1",
        "#adm2",
        "#loc",
        "#geo",
        "#affected",
        "#org",
        "#status",
        "#meta",
    )
    assert all(tag.startswith("#x_") or tag.split("+")[0] in standard for tag in tags)
    row = dict(zip(tags, first, strict=True))
    assert row["#adm1+code"] == "SY-ID" and row["#affected+killed+max"] == "99" and row["#date+start"] == "2017-09-12"
    empty = dict(zip(tags, second, strict=True))
    assert empty["#geo+lat"] == empty["#date+start"] == empty["#affected+killed"] == ""


# ---------------------------------------------------------------- TimeMap


def test_timemap_joins_events_and_sources(tmp_path: Path) -> None:
    export(bundle(), tmp_path / "x", what="incidents", format="timemap")
    told = json.loads((tmp_path / "x").read_text(encoding="utf8"))
    (event,) = told["events"]
    assert set(event) == set(
        "id description date time time_precision location latitude longitude type category associations sources".split()
    )
    assert (event["date"], event["latitude"], event["time_precision"]) == ("09/12/2017", "35.0", "day")
    assert event["sources"] == [FIRST.id, SECOND.id] == list(told["sources"])
    assert set(told["sources"][FIRST.id]) == set("id title type url author date paths".split())
    assert set(event["associations"]) <= {a["id"] for a in told["associations"]}
    assert _left_out(tmp_path, "timemap", UNLOCATED) == {"neither day nor place": 1}


# ---------------------------------------------------------------- annotations


def test_annotations_quote_the_text_by_words_and_by_position(tmp_path: Path) -> None:
    export(bundle(), tmp_path / "x", what="claims", format="annotations")
    told = json.loads((tmp_path / "x").read_text(encoding="utf8"))
    assert told["@context"][0] == "http://www.w3.org/ns/anno.jsonld" and told["total"] == 3
    for item, report in zip(told["first"]["items"], (FIRST, SECOND, SECOND), strict=True):
        target = item["target"]
        quote, position = target["selector"]
        assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert report.text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in report.text
        assert f"sha256:{target['textSha256']}" == report.id
    assert told["first"]["items"][0]["target"]["state"]["type"] == "TimeState"


def test_provenance_leads_from_incident_to_claim_to_text_and_names_only_what_it_declares(tmp_path: Path) -> None:
    export(bundle(), tmp_path / "x", what="claims", format="annotations")
    prov = json.loads((tmp_path / "x").read_text(encoding="utf8"))["provenance"]
    derived = {(d["prov:generatedEntity"], d["prov:usedEntity"]) for d in prov["wasDerivedFrom"].values()}
    assert ("dateline:incident:i1", "dateline:claim:c1") in derived
    assert ("dateline:claim:c1", f"dateline:report:{FIRST.id}") in derived
    for relation in ("used", "wasGeneratedBy", "wasDerivedFrom", "wasAssociatedWith"):
        for link in prov[relation].values():
            for role, name in link.items():
                kind = {"prov:activity": "activity", "prov:agent": "agent"}.get(role, "entity")
                assert name in prov[kind], (relation, name)


# ---------------------------------------------------------------- back from a user's own files


def test_our_ged_style_file_comes_back_as_claims_that_quote_their_cells(tmp_path: Path) -> None:
    export(bundle(), tmp_path / "ged.csv", what="incidents", format="ged")
    back = import_csv(tmp_path / "ged.csv")
    (claim,), (report,) = back.claims, back.reports
    assert back.problems == () and back.layout == "ged" and claim.report == report.id
    assert (claim.event, claim.actors[0].name, claim.actors[0].country) == ("attack", "Government of Syria", "SYR")
    assert claim.targets[0].sector == "CVL" and claim.when and claim.when.earliest == date(2017, 9, 12)
    assert claim.place and (claim.place.lat, claim.place.precision, claim.place.country) == (35.0, "city", "SYR")
    assert (claim.quantities[0].least, claim.quantities[0].most) == (12, 99)
    for value in (*claim.actors, *claim.targets, claim.place, claim.when, *claim.quantities):
        assert value.span.of(report.text) == value.text


def test_our_acled_style_file_comes_back_as_claims(tmp_path: Path) -> None:
    export(bundle(), tmp_path / "acled.csv", what="incidents", format="acled")
    back = import_csv(tmp_path / "acled.csv")
    (claim,) = back.claims
    assert back.problems == () and back.layout == "acled"
    assert (claim.event, claim.actors[0].sector, claim.targets[0].sector) == ("shelling", "MIL", "CVL")
    assert claim.quantities[0].least == claim.quantities[0].most == 12
    assert [s.party.text for s in claim.sources] == ["Example Wire", "Second Paper"]


def test_an_acled_style_row_without_a_day_is_a_claim_without_one(tmp_path: Path) -> None:
    export(bundle(summary(earliest=None, latest=None)), tmp_path / "acled.csv", what="incidents", format="acled")
    back = import_csv(tmp_path / "acled.csv")
    assert not back.problems and back.claims[0].when is None


WRONG = [
    ("ged", "best", "5", "best: low 12, best 5, high 99 do not rise"),
    ("ged", "deaths_civilians", "90", "best: 12 is not the sum of deaths_a"),
    ("ged", "where_prec", "9", "where_prec: '9' is not known; use one of 1, 2, 3"),
    ("ged", "latitude", "140", "latitude: 140 is no latitude; are latitude and longitude swapped?"),
    ("acled", "event_date", "12 September 2017", "event_date: '12 September 2017' is no day"),
    ("acled", "fatalities", "ten", "fatalities: 'ten' is no number"),
    ("acled", "sub_event_type", "Party", "sub_event_type: 'Party' is not known"),
]


@pytest.mark.parametrize(("name", "column", "value", "message"), WRONG)
def test_a_wrong_foreign_cell_is_named(name: str, column: str, value: str, message: str, tmp_path: Path) -> None:
    (row,) = _dicts(tmp_path, name)
    path = tmp_path / "edited.csv"
    with path.open("w", encoding="utf8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row | {column: value})
    back = import_csv(path)
    assert not back.claims and any(f"row 2, column {message}" in str(p) for p in back.problems), back.problems


def test_acled_weeks_and_months_open_into_intervals_and_other_is_left_out(tmp_path: Path) -> None:
    (row,) = _dicts(tmp_path, "acled")
    path = tmp_path / "edited.csv"
    with path.open("w", encoding="utf8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row | {"event_id_cnty": "a", "time_precision": "2"})
        writer.writerow(row | {"event_id_cnty": "b", "time_precision": "3"})
        writer.writerow(row | {"event_id_cnty": "c", "sub_event_type": "Other"})
    back = import_csv(path)
    spans = [(c.when.earliest, c.when.latest) for c in back.claims if c.when]
    assert spans == [(date(2017, 9, 9), date(2017, 9, 15)), (date(2017, 9, 1), date(2017, 9, 30))]
    assert back.left_out == {"no event for 'Other'": 1} and place(FIRST).country == "SYR"
