"""Which hosts the desk answers to, from where it is written to, and what every answer carries."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import pytest
from starlette.testclient import TestClient

from dateline.desk.app import application
from dateline.desk.guard import HEADERS, MOST_FORM, Pace, host_name
from tests.desk.conftest import ORIGIN, Served, write

PAGES = ("/", "/index.json", "/map.json", "/review.json", "/openapi.json", "/health", "/static/none.js", "/nowhere")


def ask(app: Any, headers: list[tuple[bytes, bytes]], *, method: str = "GET", path: str = "/health") -> int:
    """The status of a request with just these headers, as a client could send that keeps to no rule."""
    told: list[dict[str, Any]] = []
    scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b""}
    scope |= {"headers": headers, "scheme": "http", "client": ("127.0.0.1", 1), "http_version": "1.1", "root_path": ""}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"{}", "more_body": False}

    async def send(message: Any) -> None:
        told.append(message)

    asyncio.run(app(scope, receive, send))
    return int(told[0]["status"])


# ---------------------------------------------------------------- every answer


def policy(headers: Any) -> dict[str, list[str]]:
    parts = (part.split() for part in headers["content-security-policy"].split(";"))
    return {name: values for name, *values in parts}


def fenced(headers: Any) -> bool:
    return all(headers.get(name) == value for name, value in HEADERS.items())


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_policy(own: TestClient, path: str) -> None:
    headers = own.get(path).headers
    assert fenced(headers)
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"


def test_the_policy_lets_nothing_in_from_elsewhere(own: TestClient) -> None:
    rules = policy(own.get("/").headers)
    assert rules["default-src"] == ["'self'"] and rules["object-src"] == rules["base-uri"] == ["'none'"]
    assert set(rules.get("script-src", ["'self'"])) == {"'self'"} == set(rules.get("style-src", ["'self'"]))
    allowed = {value for values in rules.values() for value in values}
    assert allowed == {"'self'", "'none'", "data:", "blob:"}  # nothing unsafe, no wildcard, no host
    assert [name for name, values in rules.items() if {"data:", "blob:"} & set(values)] == ["img-src"]


@pytest.mark.parametrize("path", ["/", "/index.json", "/incidents/x", "/export", "/originals/x", "/nowhere"])
def test_no_answer_can_be_framed(own: TestClient, path: str) -> None:
    headers = own.get(path).headers
    assert policy(headers)["frame-ancestors"] == ["'none'"] and headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"


def test_refusals_and_failures_carry_the_policy_too(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    own = served.browser(launch=True)
    big = {"origin": ORIGIN, "content-type": "application/json"}
    monkeypatch.setattr(served.desk.finder, "search", lambda *given: 1 / 0)
    answers = {
        421: own.get("/", headers={"host": "evil.example"}),
        403: own.post("/api/verify", json={}),
        413: own.post("/api/verify", content=iter([b" " * (MOST_FORM + 1)]), headers=big),
        405: own.put("/api/verify", headers={"origin": ORIGIN}),
        500: own.get("/search.json?q=x"),
        401: served.browser().get("/index.json"),
    }
    for status, answer in answers.items():
        assert answer.status_code == status and fenced(answer.headers), status
        assert answer.json()["error"] and "Traceback" not in answer.text
    assert answers[405].headers["allow"] == "POST"


@pytest.mark.parametrize("path", PAGES)
def test_no_other_site_may_read_an_answer(own: TestClient, path: str) -> None:
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    for answer in (own.get(path, headers=asked), own.options(path, headers=asked)):
        assert not [name for name in answer.headers if name.startswith("access-control-")]


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8765",
        "EVIL.EXAMPLE",
        "evil.example.",
        "localhost.evil.example",
        "evil-localhost",
        "127.0.0.1.nip.io",
        "192.168.1.5:8765",
        "0.0.0.0:8765",
        "[::]:8765",
        "[fe80::1]:8765",
        "[2001:db8::1]",
        "[::1]evil.example",
        "[::1].evil.example",
        "[::1",
        "::1",
        "localhost:8765:80",
        "localhost@evil.example",
        "evil.example#@localhost",
        "localhost:port",
        "localhost ",
        "2130706433",
        "0x7f000001",
        "",
    ],
)
def test_a_name_that_could_be_bound_to_this_machine_is_refused(own: TestClient, served: Served, host: str) -> None:
    assert ask(served.app, [(b"host", host.encode())]) == 421
    if host == host.strip():
        assert own.get("/index.json", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:9999",
        "LocalHost:8765",
        "localhost.",
        "127.0.0.1:8765",
        "127.9.9.9",
        "[::1]:8765",
        "[::1]",
    ],
)
def test_this_machine_goes_by_its_own_names(own: TestClient, host: str) -> None:
    assert own.get("/health", headers={"host": host}).status_code == 200


def test_a_request_names_one_host(served: Served) -> None:
    assert ask(served.app, [(b"host", b"localhost")]) == 200
    assert ask(served.app, []) == 421
    assert ask(served.app, [(b"host", b"localhost"), (b"host", b"evil.example")]) == 421


def test_a_served_name_is_known_besides_addresses_in_digits(served: Served) -> None:
    app = application(served.desk, names=("Desk.Example.org",), local=False)
    known = ("desk.example.org", "DESK.example.org.:443", "192.168.1.5:8765", "[2001:db8::1]:80")
    assert [ask(app, [(b"host", host.encode())]) for host in known] == [200] * len(known)
    assert ask(app, [(b"host", b"example.org")]) == 421 == ask(app, [(b"host", b"desk.example.org.evil.example")])
    assert ask(served.app, [(b"host", b"desk.example.org")]) == 421


def test_a_host_is_read_without_port_brackets_case_and_final_dot() -> None:
    assert host_name("Example.ORG.:80") == "example.org" and host_name("[2001:DB8::1]:8080") == "2001:db8::1"


# ---------------------------------------------------------------- writes from elsewhere


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://localhost:9999"},
        {"origin": "http://localhost"},
        {"origin": "https://localhost:8765"},
        {"origin": "http://localhost:8765.evil.example"},
        {"origin": "http://127.0.0.1:8765"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": ""},
        {"origin": ORIGIN, "sec-fetch-site": "cross-site"},
        {"origin": ORIGIN, "sec-fetch-site": "same-site"},
        {"origin": "https://evil.example", "sec-fetch-site": "same-origin"},
        {"referer": f"{ORIGIN}/"},
    ],
)
@pytest.mark.parametrize("path", ["/api/verify", "/api/sign-in", "/api/intake", "/nowhere"])
def test_a_write_from_elsewhere_is_refused(own: TestClient, path: str, headers: dict[str, str]) -> None:
    assert own.post(path, json={}, headers=headers).status_code == 403


@pytest.mark.parametrize("headers", [{"origin": ORIGIN}, {"sec-fetch-site": "same-origin"}])
def test_a_write_from_the_desks_own_pages_is_done(own: TestClient, headers: dict[str, str]) -> None:
    assert own.post("/api/verify", json={}, headers=headers).status_code == 200


def test_two_origins_are_none(served: Served) -> None:
    host, good, bad = (b"host", b"localhost:8765"), (b"origin", ORIGIN.encode()), (b"origin", b"https://evil.example")
    assert ask(served.app, [host, good, bad], method="POST", path="/api/verify") == 403
    assert ask(served.app, [host, good], method="POST", path="/api/verify") == 401  # in order, but nobody's


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"])
def test_whatever_is_no_read_counts_as_a_write(own: TestClient, method: str) -> None:
    assert own.request(method, "/index.json").status_code == 403
    assert own.request(method, "/index.json", headers={"origin": ORIGIN}).status_code == 405


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json", ""]
)
def test_a_form_that_another_site_could_send_is_refused(own: TestClient, kind: str) -> None:
    answer = own.post("/api/verify", content="{}", headers={"origin": ORIGIN, "content-type": kind})
    assert answer.status_code == 415


def test_an_upload_from_another_site_is_refused(served: Served, own: TestClient) -> None:
    files = [("file", ("a.txt", io.BytesIO(b"Rebels shelled Goma on Tuesday.")))]
    for headers in ({}, {"origin": "https://evil.example"}, {"origin": ORIGIN, "sec-fetch-site": "cross-site"}):
        assert own.post("/api/intake", files=files, headers=headers).status_code == 403
    assert served.desk.jobs.lines() == ()


def test_reading_changes_nothing_and_writes_are_no_reads(served: Served, own: TestClient) -> None:
    before = served.store.head()
    for path in ("/api/judge", "/api/decide?claim=x", "/api/sign-out-all", "/api/export?what=claims&format=csv"):
        assert own.get(path).status_code == 405 == own.head(path).status_code
    assert served.store.head() == before and own.get("/index.json").status_code == 200


# ---------------------------------------------------------------- how much, how often


def test_a_body_too_large_is_refused_whatever_it_says(own: TestClient) -> None:
    headers = {"origin": ORIGIN, "content-type": "application/json"}
    big = b'{"head": "' + b"x" * MOST_FORM + b'"}'
    assert own.post("/api/verify", content=big, headers=headers).status_code == 413
    assert own.post("/api/verify", content=iter([big]), headers=headers).status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e3", "0x10", "\u00b2", "9" * 30, "many"])
def test_a_length_that_is_none_is_refused(served: Served, length: str) -> None:
    told = [(b"host", b"localhost:8765"), (b"origin", ORIGIN.encode()), (b"content-length", length.encode("latin-1"))]
    assert ask(served.app, told, method="POST", path="/api/verify") == 413


def test_too_many_requests_are_put_off() -> None:
    now = [0.0]
    pace = Pace(rate=1, burst=2, clock=lambda: now[0])
    assert [pace.allows("a") for _ in range(3)] == [True, True, False]
    assert pace.allows("b")
    now[0] = 5
    assert pace.allows("a")


def test_one_machine_may_not_ask_without_end(served: Served) -> None:
    client = TestClient(application(served.desk, pace=Pace(rate=0.0, burst=3)), base_url=ORIGIN)
    assert [client.get("/health").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert write(client, "verify").status_code == 429
