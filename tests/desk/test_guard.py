"""What comes from elsewhere: other hosts, other sites, other people's sessions, hostile texts and names."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dateline.desk.accounts import COOKIE, hashed
from dateline.desk.guard import MOST_FORM, Pace
from dateline.desk.jobs import place_for
from tests.desk.conftest import ORIGIN, PASSWORD, VECTORS, Served, version, write

PAGES = ("/", "/index.json", "/map.json", "/review.json", "/openapi.json", "/health", "/static/none.js", "/nowhere")


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_policy(own: TestClient, path: str) -> None:
    headers = own.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"


def test_data_is_for_those_who_came_in(served: Served) -> None:
    stranger = served.browser()
    for path in ("/index.json", "/review.json", "/history.json", f"/originals/{'0' * 64}", "/exports/x/y"):
        assert stranger.get(path).status_code == 401, path
    assert write(stranger, "verify").status_code == 401


def test_the_launch_token_works_once(served: Served) -> None:
    token = served.desk.door.launch
    first, second = served.browser(), served.browser()
    answer = first.get(f"/?launch={token}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert second.get(f"/?launch={token}", follow_redirects=False).status_code == 403
    assert first.get("/index.json").status_code == 200 and second.get("/index.json").status_code == 401


@pytest.mark.parametrize("guess", ["", "None", "x" * 32, "\u2603"])
def test_a_guess_is_no_launch_token(served: Served, guess: str) -> None:
    assert served.desk.door.exchange(guess) is None
    assert served.desk.door.launch is not None


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "192.168.1.5:8765", ""])
def test_another_host_name_is_refused(own: TestClient, host: str) -> None:
    assert own.get("/index.json", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "localhost:9999", "127.0.0.1:8765", "[::1]:8765", "LOCALHOST"])
def test_this_machine_goes_by_its_own_names(own: TestClient, host: str) -> None:
    assert own.get("/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9999"},
        {"origin": "https://localhost:8765"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": ORIGIN, "sec-fetch-site": "cross-site"},
    ],
)
def test_a_write_from_elsewhere_is_refused(own: TestClient, headers: dict[str, str]) -> None:
    assert own.post("/api/verify", json={}, headers=headers).status_code == 403


def test_a_form_that_another_site_could_send_is_refused(own: TestClient) -> None:
    answer = own.post("/api/verify", content="{}", headers={"origin": ORIGIN, "content-type": "text/plain"})
    assert answer.status_code == 415


def test_reading_changes_nothing_and_writes_are_no_reads(served: Served, own: TestClient) -> None:
    before = served.store.head()
    for path in ("/api/judge", "/api/sign-out-all"):
        assert own.get(path).status_code in (404, 405)
    assert served.store.head() == before and own.get("/index.json").status_code == 200


# ---------------------------------------------------------------- hostile reports


def test_hostile_texts_come_back_as_json_that_no_browser_takes_for_html(served: Served, own: TestClient) -> None:
    report = next(r for r in served.store.reports() if r.outlet == VECTORS[0])
    paths = [f"/sources/{report.id}.json", "/index.json", "/history.json", "/intake.json", "/search.json?q=alert"]
    paths += [f"/incidents/{i}.json" for c in served.claims() if (i := served.store.incident_of(c.id))][-3:]
    for path in paths:
        answer = own.get(path)
        assert answer.headers["content-type"] == "application/json" and b"<" not in answer.content, path
    page = own.get(paths[0]).json()
    assert page["text"] == report.text and all(vector in page["text"] for vector in VECTORS)
    assert page["report"]["url"] is None


@pytest.mark.parametrize("vector", VECTORS)
def test_what_is_asked_for_comes_back_as_data_alone(own: TestClient, vector: str) -> None:
    for path in ("/index.json", "/search.json", "/history.json", "/nowhere"):
        answer = own.get(path, params={"q": vector, "subject": vector, "actor": vector})
        assert b"<" not in answer.content and answer.headers["content-type"] == "application/json"
    shell = own.get("/", params={"q": vector})
    assert vector.encode() not in shell.content


def test_originals_are_files_to_keep_never_pages_to_show(served: Served, own: TestClient) -> None:
    report = next(r for r in served.store.reports() if r.outlet == VECTORS[0])
    page = own.get(f"/sources/{report.id}.json").json()
    answer = own.get(page["captures"][0]["download"])
    assert answer.content == report.text.encode()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_html_report_runs_and_loads_nothing(own: TestClient) -> None:
    made = write(own, "export", what="incidents", format="html", query="").json()
    page = own.get(made["download"]).text
    assert "<script" not in page.lower() and "javascript:" not in page.replace("&lt;", "")[: page.find("<blockquote")]
    assert not [v for v in VECTORS if "<" in v and v in page]
    assert (
        "default-src 'none'" in page and "<svg viewBox" in page and 'src="' not in page and 'href="http://x' not in page
    )
    assert page.count("<h2 ") == made["rows"] == own.get("/index.json").json()["total"]


# ---------------------------------------------------------------- paths and sizes


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/pages.py",
        "/static/..%2fpages.py",
        "/exports/../../etc/passwd",
        "/exports/x/..%2f..%2fetc%2fpasswd",
        "/originals/..%2f..%2fetc%2fpasswd",
        "/incidents/..%2f..%2fetc%2fpasswd.json",
    ],
)
def test_no_path_leads_out(own: TestClient, path: str) -> None:
    answer = own.get(path)
    assert answer.status_code in (400, 404) and b"root:" not in answer.content and b"dataclass" not in answer.content


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/passwd", "..\\..\\evil.txt", "a/../../b.txt", "\x00.txt", "..", "x" * 500, "."]
)
def test_an_uploaded_file_stays_in_its_folder(tmp_path: Path, name: str) -> None:
    target = place_for(tmp_path, name)
    target.write_text("x")
    assert target.resolve().is_relative_to(tmp_path.resolve()) and target.is_file()


def test_a_body_too_large_is_refused_whatever_it_says(own: TestClient) -> None:
    headers = {"origin": ORIGIN, "content-type": "application/json"}
    big = b'{"head": "' + b"x" * MOST_FORM + b'"}'
    assert own.post("/api/verify", content=big, headers=headers).status_code == 413
    assert own.post("/api/verify", content=iter([big]), headers=headers).status_code == 413


@pytest.mark.parametrize(
    "body", ["", "[]", "null", "{", '"x"', '{"head": 5}', '{"head": "\\ud800"}', "[" * 100_000, '{"head":"1:zz"}']
)
def test_what_is_no_form_is_refused(own: TestClient, body: str) -> None:
    headers = {"origin": ORIGIN, "content-type": "application/json"}
    assert own.post("/api/verify", content=body, headers=headers).status_code == 400


def test_too_many_requests_are_put_off() -> None:
    now = [0.0]
    pace = Pace(rate=1, burst=2, clock=lambda: now[0])
    assert [pace.allows("a") for _ in range(3)] == [True, True, False]
    assert pace.allows("b")
    now[0] = 5
    assert pace.allows("a")


# ---------------------------------------------------------------- accounts and roles


@pytest.mark.parametrize(
    ("role", "allowed", "denied"),
    [
        ("viewer", ["verify"], ["decide", "judge", "split", "join", "lease", "intake", "retry", "undo", "withdraw"]),
        ("coder", ["verify", "lease"], ["split", "join"]),
    ],
)
def test_a_role_may_do_no_more_than_it_says(served: Served, role: str, allowed: list[str], denied: list[str]) -> None:
    client = served.user("ben", role)
    for name in denied:
        assert write(client, name).status_code == 403, name
    for name in allowed:
        assert write(client, name).status_code == 200, name
    assert set(denied).isdisjoint(client.get("/index.json").json()["visitor"]["may"])


def test_one_coder_cannot_undo_what_another_decided_but_a_reviewer_can(served: Served) -> None:
    claim = served.claim("Kivu Wire")
    ben, cleo, dora = (served.user(n, r) for n, r in (("ben", "coder"), ("cleo", "coder"), ("dora", "reviewer")))
    done = write(ben, "decide", version=version(ben), report=claim.report, verdict="accept", claim=claim.id).json()
    undo = {"version": done["version"], "decision": done["number"]}
    assert write(cleo, "undo", **undo).status_code == 403
    assert write(dora, "undo", **undo).status_code == 200


def test_an_export_is_for_who_made_it(served: Served) -> None:
    ben, cleo = served.user("ben", "viewer"), served.user("cleo", "admin")
    made = write(ben, "export", what="incidents", format="csv", query="disputed=1").json()
    assert ben.get(made["download"]).status_code == 200
    assert cleo.get(made["download"]).status_code == 404


def test_only_the_fields_of_a_form_can_be_set(served: Served, own: TestClient) -> None:
    claim = served.claim("Kivu Wire")
    form: dict[str, Any] = {"version": version(own), "report": claim.report, "verdict": "accept", "claim": claim.id}
    for name, value in (("by", "somebody"), ("at", "1999-01-01"), ("blind", True), ("role", "admin")):
        answer = write(own, "decide", **form, **{name: value})
        assert answer.status_code == 400 and name in answer.json()["error"]
    assert served.store.decisions() == ()


def test_a_session_is_made_anew_at_sign_in(served: Served) -> None:
    served.store.put_user("ben", "coder", password=hashed(PASSWORD))
    served.desk.door.accounts = True
    client = served.browser()
    client.cookies.set(COOKIE, "fixed-by-the-attacker")
    assert write(client, "sign-in", name="ben", password=PASSWORD).status_code == 200
    fixed = served.browser()
    fixed.cookies.set(COOKIE, "fixed-by-the-attacker")
    assert fixed.get("/index.json").status_code == 401 and client.get("/index.json").status_code == 200


def test_signing_in_again_ends_the_session_before(served: Served) -> None:
    client = served.user("ben", "coder")
    old = client.cookies[COOKIE]
    assert write(client, "sign-in", name="ben", password=PASSWORD).status_code == 200
    thief = served.browser()
    thief.cookies.set(COOKIE, old)
    assert thief.get("/index.json").status_code == 401


def test_sign_out_all_ends_every_session_of_that_person(served: Served) -> None:
    one, two, other = served.user("ben", "coder"), served.browser(), served.user("cleo", "coder")
    assert write(two, "sign-in", name="ben", password=PASSWORD).status_code == 200
    assert write(one, "sign-out-all").status_code == 200
    assert [c.get("/index.json").status_code for c in (one, two, other)] == [401, 401, 200]


def test_another_role_or_password_ends_sessions(served: Served) -> None:
    client = served.user("ben", "admin")
    served.store.put_user("ben", "viewer")
    assert client.get("/index.json").status_code == 401


def test_a_session_ends_when_it_is_idle_or_old(served: Served) -> None:
    client = served.user("ben", "coder")
    clock = served.desk.door.clock
    served.desk.door.clock = lambda: clock() + 13 * 3600
    assert client.get("/index.json").status_code == 401


def test_wrong_names_and_wrong_passwords_look_alike_and_are_counted(served: Served) -> None:
    served.user("ben", "coder")
    client = served.browser()
    told = {write(client, "sign-in", name=n, password="x").text for n in ("ben", "nobody")}
    assert len(told) == 1
    assert 429 in [write(client, "sign-in", name="ben", password=str(n)).status_code for n in range(12)]


def test_without_accounts_no_password_opens_the_desk(served: Served) -> None:
    served.store.put_user("ben", "admin", password=hashed(PASSWORD))
    assert write(served.browser(), "sign-in", name="ben", password=PASSWORD).status_code == 401


def test_passwords_are_kept_as_argon2id_and_never_logged(served: Served) -> None:
    served.user("ben", "coder")
    (user,) = served.store.users()
    assert user.password.startswith("$argon2id$")
    assert not [e for e in served.store.history() if "argon2" in f"{e.before}{e.after}"]


def test_nobody_writes_lines_into_the_log(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "dateline.desk")
    served.user("ben", "coder")
    client = served.browser()
    write(client, "sign-in", name="ben\nWARNING all is well\x1b[2J", password="x")
    client.get("/x%0aWARNING%20all%20is%20well", headers={"host": "evil.example"})
    assert len(caplog.messages) == 2
    assert not [m for m in caplog.messages if "\n" in m or "\x1b" in m]


def test_an_upload_is_taken_in_under_its_own_name(served: Served, own: TestClient) -> None:
    text = "Gunmen attacked a police post near Zamboanga on Wednesday and took three officers hostage, police said."
    files = [("file", ("../news/post.txt", io.BytesIO(text.encode()))), ("file", ("empty.txt", io.BytesIO(b"")))]
    answer = own.post("/api/intake", files=files, data={"published": "2013-09-11"}, headers={"origin": ORIGIN})
    assert answer.status_code == 200, answer.text
    served.desk.jobs.close()
    page = own.get("/intake.json").json()
    (job,) = page["jobs"]
    assert (job["id"], job["state"], job["by"]) == (answer.json()["job"], "done", "ana"), job["problem"]
    assert dict(job["counts"]) == {"read": 1, "no text": 1}
    report = next(r for r in served.store.reports() if r.text.startswith("Gunmen"))
    ((_, _, capture),) = served.store.captures(report.id)
    assert (capture.path, capture.method, str(report.published)) == ("news/post.txt", "upload", "2013-09-11")
    assert [c["name"] for c in page["cases"]] == ["empty.txt"]


def test_addresses_must_be_of_the_web(own: TestClient) -> None:
    for address in ("file:///etc/passwd", "/etc/passwd", "ftp://x", "javascript:alert(1)"):
        assert write(own, "intake", addresses=[address]).status_code == 400


def test_an_export_comes_with_its_manifest_and_is_in_the_log(served: Served, own: TestClient) -> None:
    made = write(own, "export", what="claims", format="jsonl", query="?country=COD").json()
    manifest = json.loads(own.get(made["manifest"]).content)
    assert manifest["sha256"] == made["sha256"] and manifest["filters"] == {"country": "COD"}
    lines = own.get(made["download"]).content.splitlines()
    assert sum(len(json.loads(line)["claims"]) for line in lines) == made["rows"] > 0
    (entry,) = own.get("/export.json").json()["exported"]
    assert entry["by"] == "ana" and made["sha256"] in entry["after"]
    assert write(own, "export", what="claims", format="exe", query="").status_code == 400
