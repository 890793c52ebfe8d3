"""Filters, words and areas."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dateline.record import Origin, Party, Place, Report, Summary
from dateline.store import Box, Query, Store, summaries
from dateline.store.fold import fold
from tests.store.builders import VERSIONS, alone, claim, filled, incident, report, span

HERE = Box(40, 35, 41, 36)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = filled(tmp_path_factory.mktemp("store") / "desk.db")
    store.add_report(report("قصفت المعارضة مَدينة أَعزاز", outlet="وكالة"))
    return store


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (Query(), ["c1", "c2"]),
        (Query(since=date(2017, 9, 12), until=date(2017, 9, 12)), ["c1", "c2"]),
        (Query(since=date(2017, 9, 13)), []),
        (Query(until=date(2017, 9, 11)), []),
        (Query(bbox=HERE), ["c1"]),
        (Query(country=("SYR", "IRQ")), ["c1"]),
        (Query(actor=("REBEL",)), ["c1", "c2"]),
        (Query(actor=("sana",)), []),
        (Query(source=("emile",)), ["c1", "c2"]),
        (Query(source=("sana",)), ["c1", "c2"]),
        (Query(source=("100%",)), []),
        (Query(event=("killing", "talks")), ["c2"]),
        (Query(event=("killing",), bbox=HERE), []),
        (Query(status=("single-source",)), ["c1", "c2"]),
        (Query(status=("denied",)), []),
        (Query(disputed=True), []),
    ],
)
def test_claims_and_incidents_are_found_by_one_query(store: Store, query: Query, ids: list[str]) -> None:
    assert [c.id for c in store.claims(query)] == ids
    if not query.event and not query.country:
        assert [i.incident.id for i in store.incidents(query)] == [f"i-{id}" for id in ids]


def towns(count: int) -> list[Summary]:
    """Incidents of nobody, each with two parties of its own and one that every third has."""
    named = lambda *names: tuple(Party(span("Rebels"), "they", name) for name in names)
    return [
        incident(
            f"i{n:02}",
            f"c{n}",
            actors=named(f"Brigade {n}", "Old Guard") if n % 3 == 0 else named(f"Brigade {n}"),
            targets=named(f"Élan {n % 5}"),
            origins=(Origin(f"o{n}", "wire", f"Agency {n % 4}"),),
        )
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (Query(actor=("old",)), lambda n: n % 3 == 0),
        (Query(actor=("OLD GUARD", "brigade 7")), lambda n: n % 3 == 0 or n == 7),
        (Query(actor=("elan 2",)), lambda n: n % 5 == 2),
        (Query(actor=("they",)), lambda n: True),
        (Query(actor=("agency",)), lambda n: False),
        (Query(source=("agency 1", "AGENCY 3")), lambda n: n % 4 in (1, 3)),
        (Query(source=("old guard",)), lambda n: False),
        (Query(source=("%",)), lambda n: False),
        (Query(source=("_gency",)), lambda n: False),
        (Query(actor=("élan 1",), source=("agency 0",)), lambda n: n % 5 == 1 and n % 4 == 0),
    ],
)
def test_names_find_the_same_looked_up_first_or_asked_in_turn(
    tmp_path: Path, query: Query, wanted: Callable[[int], bool]
) -> None:
    with Store.open(tmp_path / "desk.db", create=True) as store:
        store.put_incidents(towns(30))
        ids = [f"i{n:02}" for n in range(30) if wanted(n)]
        with store.reading() as connection:
            assert summaries.outline(connection, query).total == len(ids)
            for many in (False, True):
                found, _ = summaries.page(connection, query, after=None, limit=30, newest=False, many=many)
                assert [one.summary.incident.id for one in found] == ids


def test_an_incident_is_found_by_the_words_of_any_one_of_its_reports(tmp_path: Path) -> None:
    with Store.open(tmp_path / "desk.db", create=True) as store:
        texts = ("Shells hit the bridge near the mill.", "The bridge fell, a convoy waited.", "A convoy left.")
        for n, text in enumerate(texts):
            one = Report(text)
            store.add_report(one)
            store.put_claims(one.id, [replace(claim(report(), f"c{n}"), report=one.id)], **VERSIONS)
        store.put_incidents([incident("i1", "c0", "c2"), incident("i2", "c1")])
        found = lambda words: [i.incident.id for i in store.incidents(Query(words=words))]
        assert found("bridge") == ["i1", "i2"]
        assert found("bridge convoy") == ["i2"], "both words are in one report"
        assert found("left") == ["i1"]
        assert found("tower") == []


def test_what_is_less_sure_than_asked_is_left_out(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "desk.db", create=True)
    one = report()
    store.add_report(one)
    made = [claim(one, "c1", confidence=0.9), claim(one, "c2", confidence=0.4, event="killing")]
    store.put_claims(one.id, made, **VERSIONS)
    store.put_incidents([incident("i1", "c1"), incident("i2", "c2")])
    assert [c.id for c in store.claims(Query(min_confidence=0.5))] == ["c1"]
    assert [i.incident.id for i in store.incidents(Query(min_confidence=0.5))] == ["i1"]
    assert len(list(store.incidents(Query(min_confidence=0.4)))) == 2
    with pytest.raises(ValueError, match="between 0 and 1"):
        Query(min_confidence=80)


def test_an_incident_in_which_origins_conflict_is_disputed(tmp_path: Path) -> None:
    store = filled(tmp_path / "desk.db")
    store.put_incidents([incident("i9", "c1", status="disputed")])
    assert [i.incident.id for i in store.incidents(Query(disputed=True))] == ["i9"]
    assert [c.id for c in store.claims(Query(disputed=True))] == ["c1"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("khusham", True),
        ("KHUSHĀM emile", True),
        ('"shelled khusham"', True),
        ('"khusham shelled"', False),
        ("khusham aleppo", False),
        ("khush*", False),
        ('" OR NOT (', False),
        ("", False),
    ],
)
def test_words_are_found_whatever_their_case_and_accents(store: Store, words: str, found: bool) -> None:
    assert store.search(words) == ((report().id,) if found else ())


@pytest.mark.parametrize("words", ["مدينة", "مدينه", "اعزاز", "إعزاز", "مدينـــة أعزاز"])
def test_arabic_is_found_without_vowel_signs_and_whichever_alef(store: Store, words: str) -> None:
    assert len(store.search(words)) == 1


def test_folding_is_stable() -> None:
    for text in ("Straße İstanbul Ångström", "ٱلْقُرْآن", "می‌رود", "ﻻ"):
        assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("lat", "lon", "radius_km", "box", "touched"),
    [
        (0, 179.9, 50, Box(-180, -1, -179.7, 1), True),
        (0, -179.9, 50, Box(179.7, -1, 180, 1), True),
        (0, 0, 0, Box(170, -1, -170, 1), False),
        (0, 175, 0, Box(170, -1, -170, 1), True),
        (0, -175, 0, Box(170, -1, -170, 1), True),
        (89.9, 0, 100, Box(100, 89, 110, 90), True),
        (60, 10, 111, Box(11.9, 59, 12.5, 61), True),
        (60, 10, 111, Box(12.2, 59, 12.5, 61), False),
        (35, 40, None, Box(40, 35, 40, 35), True),
    ],
)
def test_areas_reach_over_the_180th_meridian_and_the_poles(
    tmp_path: Path, lat: float, lon: float, radius_km: float | None, box: Box, touched: bool
) -> None:
    told = report()
    place = Place(span("Khushām"), "Khushām", lat=lat, lon=lon, radius_km=radius_km)
    with Store.open(tmp_path / "desk.db", create=True) as store:
        store.add_report(told)
        store.put_claims(told.id, [claim(told, place=place)], **VERSIONS)
        store.rebuild(alone)
        assert store.within(box) == (("c1",) if touched else ())
        assert len(list(store.incidents(Query(bbox=box)))) == touched


def test_a_box_refuses_what_is_no_box() -> None:
    assert Box.parse("35.5,32,42.4,37.4") == Box(35.5, 32, 42.4, 37.4)
    for wrong in ("1,2,3", "a,b,c,d", "0,50,10,40", "0,0,181,1", "35,100,36,120"):
        with pytest.raises(ValueError):
            Box.parse(wrong)
    with pytest.raises(ValueError, match="after"):
        Query(since=date(2018, 1, 1), until=date(2017, 1, 1))
