"""Reports and requests that attack whoever looks at them: they stay data, and their links stay words."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from dateline.desk.accounts import Door
from dateline.desk.app import application
from dateline.desk.app import desk as made
from dateline.desk.parts import link
from dateline.keeping import Keeper
from dateline.pipeline import Dateline
from dateline.store import Store
from tests.desk.conftest import VECTORS, Served, taken, version, write

LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript://example.org/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "DATA:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:http://localhost:8765/x",
    "//evil.example/x",
    "\\\\evil.example\\x",
    "http:evil.example",
    "view-source:http://localhost",
)
TEMPLATES = ("{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{% debug %}", "{@html x}", "%(x)s", "{0.__class__}")
ALL = (*VECTORS, *TEMPLATES)
SCREENS = ("/", "/incidents/x", "/sources/x", "/review", "/review/adjudication", "/intake", "/export", "/history")


@pytest.fixture(scope="module")
def attacked(filled: Path, tmp_path_factory: pytest.TempPathFactory, reader: Dateline) -> Iterator[Served]:
    """A record in which every text that can come from elsewhere is one of the vectors."""
    path = tmp_path_factory.mktemp("attacked") / "desk.db"
    shutil.copy(filled, path)
    with Store.open(path, by="ana") as store:
        keeper = Keeper(store, lambda: reader)
        given = [
            taken(
                f"Rebels of {vector} shelled {vector} in Goma on Tuesday, killing {n + 2} people, {vector} said.",
                vector,
                title=f"{vector} {n}",
                url=LINKS[n] if n < len(LINKS) else f"http://example.org/{vector}",
            )
            for n, vector in enumerate(ALL)
        ]
        list(keeper.add(given))
        desk = made(keeper, Door(store, False, "ana"))
        yield Served(store, desk, application(desk))
        desk.close()


@pytest.fixture(scope="module")
def visitor(attacked: Served) -> TestClient:
    """Who looks at it; one claim of each hostile report has the vector for every name besides."""
    client = attacked.browser(launch=True)
    for report in attacked.store.reports():
        claims = list(attacked.store.claims_in([("report", 0, report.id)]))
        if report.outlet in ALL and claims:
            answer = write(client, "decide", **renamed(claims[0].report, claims[0].id, claims[0].event, report, client))
            assert answer.status_code == 200, answer.text
    return client


def renamed(report: str, claim: str, event: str, of: Any, client: TestClient) -> dict[str, Any]:
    vector, words = of.outlet, {"begin": 0, "end": 6}
    party = {**words, "name": vector, "sector": vector[:40]}
    place = {**words, "name": vector, "admin1": vector, "lat": -1.67, "lon": 29.22, "radius_km": 5.0}
    value = {
        "event": event,
        "trigger": words,
        "actors": [party],
        "targets": [party],
        "place": {**place, "precision": "city"},
        "quantities": [{"kind": "killed", **words, "least": 1.0, "most": 2.0, "of": vector}],
        "sources": [{"party": party, "stance": "says"}],
    }
    return {
        "version": version(client),
        "report": report,
        "claim": claim,
        "verdict": "edit",
        "value": value,
        "why": vector,
    }


def addresses(attacked: Served) -> list[str]:
    """Every page that shows something of the record."""
    pages = ["/index.json", "/map.json?zoom=12", "/holders.json", "/history.json", "/intake.json", "/export.json"]
    pages += ["/review.json", "/review/adjudication.json", "/search.json?q=alert", "/search.json?q=Goma&kind=report"]
    hostile = [r.id for r in attacked.store.reports() if r.outlet in ALL]
    claims = [c.id for c in attacked.store.claims() if c.report in hostile]
    incidents = {i for c in claims if (i := attacked.store.incident_of(c))}
    return [*pages, *(f"/sources/{r}.json" for r in hostile), *(f"/incidents/{i}.json" for i in sorted(incidents))]


def strings(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    for part in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from strings(part)


def fields(told: Any, name: str) -> Iterator[Any]:
    if isinstance(told, dict) and name in told:
        yield told[name]
    for part in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from fields(part, name)


# ---------------------------------------------------------------- stored


def test_every_page_is_json_that_no_browser_takes_for_html(attacked: Served, visitor: TestClient) -> None:
    shown = ""
    for path in addresses(attacked):
        answer = visitor.get(path)
        assert answer.status_code == 200, (path, answer.text)
        assert answer.headers["content-type"] == "application/json", path
        assert answer.headers["x-content-type-options"] == "nosniff" and b"<" not in answer.content, path
        shown += "\n".join(strings(answer.json()))
    assert not [vector for vector in ALL if vector not in shown]  # nothing is lost, cut out or filled in
    assert "49" not in {*shown.split()}


def test_a_text_is_shown_to_the_letter(attacked: Served, visitor: TestClient) -> None:
    for report in attacked.store.reports():
        page = visitor.get(f"/sources/{report.id}.json").json()
        assert page["text"] == report.text and page["report"]["outlet"] == report.outlet
        assert report.title is None or page["report"]["title"] == report.title


@pytest.mark.parametrize("path", SCREENS)
def test_the_html_of_a_screen_is_the_same_for_everybody(attacked: Served, visitor: TestClient, path: str) -> None:
    page = visitor.get(path)
    assert page.headers["content-type"].startswith("text/html")
    assert page.content == attacked.browser().get("/").content
    assert not [vector for vector in ALL if vector in page.text] and "Goma" not in page.text


# ---------------------------------------------------------------- reflected


@pytest.mark.parametrize("vector", ALL)
def test_what_is_asked_for_comes_back_as_data_alone(own: TestClient, vector: str) -> None:
    names = ("q", "subject", "actor", "source", "country", "event", "status", "since", "bbox", "after", "kind", "zoom")
    for path in ("/index.json", "/search.json", "/history.json", "/map.json", "/export.json", "/nowhere"):
        for name in names:
            answer = own.get(path, params={name: vector})
            assert b"<" not in answer.content and answer.headers["content-type"] == "application/json"
    for path in SCREENS:
        assert vector not in own.get(path, params={"q": vector, "sel": vector}).text


@pytest.mark.parametrize("vector", ALL)
def test_what_is_written_comes_back_as_data_alone(own: TestClient, vector: str) -> None:
    told: dict[str, dict[str, Any]] = {
        "judge": {"version": 0, "claims": [vector, vector], "verdict": "same", "why": vector},
        "decide": {"version": 0, "report": vector, "verdict": "accept", "claim": vector},
        "split": {"version": 0, "incident": vector, "claims": [vector]},
        "export": {"what": vector, "format": vector, "query": vector},
        "verify": {"head": vector},
        "sign-in": {"name": vector, "password": vector},
        "lease": {vector: vector},
    }
    for name, form in told.items():
        answer = write(own, name, **form)
        assert answer.status_code in (400, 401, 404, 409, 429), (name, answer.text)
        assert b"<" not in answer.content and answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("vector", VECTORS)
def test_no_address_reflects_its_own_path(own: TestClient, vector: str) -> None:
    for start in ("/incidents/", "/sources/", "/originals/", "/exports/x/", "/static/", "/nowhere/"):
        answer = own.get(start + vector.replace("/", "%2f").replace("?", "%3f").replace("#", "%23"))
        kind = answer.headers["content-type"].split(";")[0]
        assert b"<script>alert" not in answer.content and b"onerror" not in answer.content
        assert kind == "application/json" or answer.content == own.get("/").content


# ---------------------------------------------------------------- links


@pytest.mark.parametrize("address", LINKS)
def test_an_address_that_a_browser_would_run_is_no_link(address: str) -> None:
    assert link(address) is None


@pytest.mark.parametrize("address", ["http://example.org/", "HTTPS://example.org/?q=javascript:x"])
def test_an_address_of_the_web_is_a_link(address: str) -> None:
    assert link(address) == address


def test_no_page_offers_a_link_that_is_not_of_the_web(attacked: Served, visitor: TestClient) -> None:
    seen = set()
    for path in addresses(attacked):
        page = visitor.get(path).json()
        for report in fields(page, "report"):
            seen |= {report["url"]} if isinstance(report, dict) else set()
        for several in (*fields(page, "copies"), *fields(page, "reports"), *fields(page, "latest")):
            seen |= {report["url"] for report in several} if isinstance(several, list) else set()
        assert all(d.startswith("/originals/") for d in fields(page, "download"))
    assert None in seen and {url for url in seen if url and not url.startswith(("http://", "https://"))} == set()


# ---------------------------------------------------------------- files


class _Page(HTMLParser):
    """The elements of a page, and where they lead."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words += data


def exported(visitor: TestClient, what: str, format: str) -> Any:
    done = write(visitor, "export", what=what, format=format, query="").json()
    answer = visitor.get(done["download"])
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    return answer


def test_the_html_report_holds_hostile_words_as_words(attacked: Served, visitor: TestClient) -> None:
    page = _Page(exported(visitor, "incidents", "html").text)
    known = (
        "html head meta title style body h1 h2 p table thead tbody tr th td br a span cite blockquote svg path circle"
    )
    assert page.tags <= set(known.split())
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "srcdoc", "style")]
    links = {value for name, value in page.attributes if name in ("href", "xlink:href", "action")}
    assert all(value.startswith(("#", "http://", "https://")) for value in links) and links
    policies = [value for name, value in page.attributes if name == "content" and "default-src" in value]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]
    claims = [c for c in attacked.store.claims() if attacked.store.incident_of(c.id)]
    told = {o for c in claims if (o := attacked.store.report(c.report).outlet) in ALL}
    assert told and not [vector for vector in told if vector not in page.words]


def test_the_html_report_says_which_filter_it_was_made_with(visitor: TestClient) -> None:
    for vector in VECTORS[:4]:
        done = write(visitor, "export", what="incidents", format="html", query=f"actor={vector.replace('&', '%26')}")
        page = _Page(visitor.get(done.json()["download"]).text)
        assert not page.tags & {"script", "img", "iframe", "math", "details", "textarea"} and "actor" in page.words


def test_tables_and_maps_hold_no_formula_and_no_html(visitor: TestClient) -> None:
    for format in ("csv", "csv-excel"):
        rows = csv.reader(io.StringIO(exported(visitor, "claims", format).content.decode("utf-8-sig")))
        assert not [c for row in rows for c in row if c.startswith(("=", "@", "\t", "\r"))]
    placemarks = ElementTree.fromstring(exported(visitor, "incidents", "kml").content)
    assert not [text for text in placemarks.itertext() if "<" in text]
    shapes = json.loads(exported(visitor, "incidents", "geojson").content)
    assert len(shapes["features"]) > len(ALL) / 2


def test_originals_are_files_to_keep_never_pages_to_show(attacked: Served, visitor: TestClient) -> None:
    for report in attacked.store.reports():
        if report.outlet in ALL:
            page = visitor.get(f"/sources/{report.id}.json").json()
            answer = visitor.get(page["captures"][0]["download"])
            assert answer.content == report.text.encode()
            assert answer.headers["content-type"] == "application/octet-stream"
            assert answer.headers["content-disposition"].startswith("attachment")
            assert answer.headers["x-content-type-options"] == "nosniff"
