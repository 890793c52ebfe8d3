"""Every page's data, from a small record."""

from __future__ import annotations

from dataclasses import is_dataclass

import pytest
from starlette.testclient import TestClient

from dateline.desk import openapi, pages
from tests.desk.conftest import Served


def test_the_list_names_every_incident_once_and_says_what_is_claimed(
    served: Served, own: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.desk.views.LINES", 1000)
    page = own.get("/index.json").json()
    ids = [line["id"] for line in page["incidents"]]
    assert len(set(ids)) == len(ids) == page["total"] == served.store.counts()["incidents"]
    assert all(line["sentence"].endswith(".") for line in page["incidents"])
    assert page["visitor"] == {**page["visitor"], "name": "ana", "role": "admin", "accounts": False}


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_pages_of_the_list_join_without_a_gap(own: TestClient, monkeypatch: pytest.MonkeyPatch, order: str) -> None:
    monkeypatch.setattr("dateline.desk.views.LINES", 1000)
    whole = [line["id"] for line in own.get(f"/index.json?order={order}").json()["incidents"]]
    monkeypatch.setattr("dateline.desk.views.LINES", 7)
    got, after = [], ""
    while after is not None:
        page = own.get(f"/index.json?order={order}&after={after}").json()
        got += [line["id"] for line in page["incidents"]]
        after = page["next"]
    assert got == whole and len(got) > 7


def test_every_incident_is_on_the_map_once_at_any_zoom(own: TestClient) -> None:
    total = own.get("/index.json").json()["total"]
    for zoom in (0, 5, 12):
        page = own.get(f"/map.json?zoom={zoom}").json()
        shown = sum(c["count"] for c in page["clusters"]) + len(page["areas"])
        assert shown + page["unlocated"] == total


def test_the_timeline_counts_what_has_a_date(own: TestClient) -> None:
    page = own.get("/index.json").json()
    for unit in ("day", "week", "month", "year"):
        line = own.get(f"/timeline.json?unit={unit}").json()
        assert sum(bar["count"] for bar in line["bars"]) + line["undated"] == page["total"]
    assert len({(bar["first"], bar["last"]) for bar in line["bars"]}) == len(line["bars"])


def test_filters_narrow_all_screens_alike(own: TestClient) -> None:
    for query in ("event=shelling", "disputed=1", "q=port+%22of+Goma%22", "source=Radio+Nord", "bbox=28,-3,30,-1"):
        total = own.get(f"/index.json?{query}").json()["total"]
        line = own.get(f"/timeline.json?{query}").json()
        assert 0 < total == sum(bar["count"] for bar in line["bars"]) + line["undated"], query
        assert own.get(f"/export.json?{query}").json()["incidents"] == total
    assert own.get("/index.json?q=zeppelin").json()["total"] == 0


@pytest.mark.parametrize(
    "query", ["since=soon", "bbox=1,2,3", "status=odd", "after=x", "since=2012-02-02&until=2011-01-01"]
)
def test_a_filter_that_makes_no_sense_is_refused_with_the_reason(own: TestClient, query: str) -> None:
    answer = own.get(f"/index.json?{query}")
    assert answer.status_code == 400 and answer.json()["error"]


def test_the_grid_shows_who_differs_and_leads_to_the_words(served: Served, own: TestClient) -> None:
    incident = served.store.incident_of(served.claim("Radio Nord").id)
    page = own.get(f"/incidents/{incident}.json").json()
    rows = {row["field"]: row for row in page["rows"]}
    assert list(rows)[:8] == ["date", "place", "actors", "targets", "killed", "injured", "weapon", "responsibility"]
    killed = rows["killed"]
    assert killed["agreement"] == "conflict" and any(cell["differs"] for cell in killed["cells"])
    known = {claim["id"]: claim for claim in page["claims"]}
    for row in rows.values():
        assert [cell["column"] for cell in row["cells"]] == [column["key"] for column in page["columns"]]
        assert all(known[c]["evidence"]["text"] for cell in row["cells"] for c in cell["claims"])


def test_a_source_has_its_text_and_spans_that_quote_it_in_code_points(served: Served, own: TestClient) -> None:
    for report in served.store.reports():
        page = own.get(f"/sources/{report.id}.json").json()
        assert page["text"] == report.text
        for claim in page["claims"]:
            for span in (claim["trigger"], claim["evidence"], *claim["actors"], *claim["quantities"]):
                assert page["text"][span["begin"] : span["end"]] == span["text"]


def test_holders_are_as_of_the_day_asked_for(served: Served, own: TestClient) -> None:
    assert own.get("/holders.json?day=1990-01-01").json()["holders"] == []
    now = own.get("/holders.json?day=2030-01-01").json()["holders"]
    assert now and all(holder["claims"] and holder["incidents"] for holder in now)
    outlets = {report.outlet for report in served.store.reports()} | {o.name for o in served.store.origins().values()}
    assert {name for holder in now for name in holder["origins"]} <= outlets | {"unknown outlet"}


@pytest.mark.parametrize(
    ("query", "field", "value"),
    [
        ("kind=place&q=goma", "name", "Goma"),
        ("kind=party&q=red+cross", "kind", "party"),
        ("kind=incident&q=port", "kind", "incident"),
        ("kind=report&q=hospital", "kind", "report"),
        ("kind=day&q=20+November+2012", "earliest", "2012-11-20"),
    ],
)
def test_search_finds(own: TestClient, query: str, field: str, value: str) -> None:
    hits = own.get(f"/search.json?{query}").json()["hits"]
    assert hits and hits[0][field] == value


def test_what_has_no_location_can_be_asked_for(own: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.desk.views.LINES", 1000)
    whole = own.get("/index.json").json()
    lost, found = (own.get(f"/index.json?located={n}").json() for n in "01")
    assert 0 < lost["total"] == lost["unlocated"] == whole["unlocated"] == len(lost["incidents"])
    assert all(line["lat"] is None for line in lost["incidents"]) and lost["filter"]["located"] is False
    assert all(line["lat"] is not None for line in found["incidents"]) and found["unlocated"] == 0
    assert lost["total"] + found["total"] == whole["total"] and whole["filter"]["located"] is None
    assert own.get("/map.json?located=0").json()["areas"] == []
    sizes = [own.get(f"/export.json?{q}").json()["claims"] for q in ("located=0", "located=1", "")]
    assert sizes[0] + sizes[1] == sizes[2] and min(sizes) > 0
    assert own.get("/index.json?located=maybe").status_code == 400


def test_the_other_screens_answer(own: TestClient) -> None:
    for name in ("review", "review/adjudication", "review/agreement", "intake", "export", "history"):
        answer = own.get(f"/{name}.json")
        assert answer.status_code == 200 and answer.json()["version"] > 0


def test_what_is_not_there_is_not_found(own: TestClient) -> None:
    for path in ("/incidents/nothing.json", "/sources/sha256:0.json", "/nowhere", f"/originals/{'0' * 64}"):
        assert own.get(path).status_code == 404, path


def test_an_empty_record_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    from dateline.desk.accounts import Door
    from dateline.desk.app import application, desk
    from dateline.keeping import Keeper
    from dateline.store import Store

    with Store.open(tmp_path_factory.mktemp("empty") / "new.db", create=True) as store:
        made = desk(Keeper(store), Door(store, False, "ana"))
        client = Served(store, made, application(made)).browser(launch=True)
        page = client.get("/index.json").json()
        assert page["record_empty"] and page["incidents"] == []
        assert client.get("/map.json").json()["areas"] == []
        made.close()


def test_the_openapi_document_is_up_to_date_and_describes_every_page() -> None:
    assert openapi.FILE.read_text(encoding="utf8") == openapi.text()
    described = openapi.document()["components"]["schemas"]
    wanted = {name for name, kind in vars(pages).items() if is_dataclass(kind)}
    assert wanted <= set(described)
