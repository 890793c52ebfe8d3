"""No address, upload or form leads out of the record: paths, originals, file names, addresses to fetch, bodies."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dateline.desk.jobs import place_for
from tests.desk.conftest import ORIGIN, Served, version, write

UP = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "..\\", "....//", "%252e%252e%252f", "..%c0%af", "/")


@pytest.mark.parametrize("up", UP)
@pytest.mark.parametrize(
    "start", ["/static/", "/static/assets/", "/originals/", "/exports/", "/exports/x/", "/sources/"]
)
def test_no_path_leads_out(own: TestClient, start: str, up: str) -> None:
    shell = own.get("/").content  # the page of a screen, whatever report it is asked for
    for target in ("etc/passwd", "desk.db", "app.py", "openapi.json"):
        answer = own.get(f"{start}{up * 4}{target}")
        out = (b"root:", b"SQLite format", b"from __future__")
        beside = answer.url.path == "/openapi.json" or answer.content == shell
        assert answer.status_code in (400, 404) or beside, answer.url
        assert not [sign for sign in out if sign in answer.content]


@pytest.mark.parametrize(
    "name",
    ["0" * 63, "0" * 65, "G" * 64, "A" * 64, "desk.db", "0" * 63 + "%00", "%2e%2e", "0" * 64 + "%0a", "0" * 64 + ".db"],
)
def test_an_original_is_asked_for_by_its_hash_alone(own: TestClient, name: str) -> None:
    assert own.get(f"/originals/{name}").status_code == 404


def test_an_export_has_its_file_and_its_manifest_and_nothing_else(served: Served, own: TestClient) -> None:
    made = write(own, "export", what="incidents", format="csv", query="").json()
    folder = Path(made["download"]).parent
    (served.desk.exports.file(folder.name).path.parent / "other.txt").write_text("secret")  # type: ignore[union-attr]
    names = (
        "other.txt",
        "..%2fother.txt",
        "",
        ".",
        "%00",
        f"{made['name']}%00",
        f"..%2f{folder.name}%2f{made['name']}",
    )
    for name in names:
        assert own.get(f"{folder}/{name}").status_code == 404, name
    for token in ("x", "..", "%2e%2e", "*", folder.name[:-1], folder.name.swapcase()):
        assert own.get(f"/exports/{token}/{made['name']}").status_code == 404, token
    assert own.get(made["manifest"]).status_code == own.get(made["download"]).status_code == 200


@pytest.mark.parametrize("what", ["../claims", "claims/../..", "/etc/passwd", "claims\x00", "*"])
def test_a_layout_is_one_of_those_there_are(served: Served, own: TestClient, what: str) -> None:
    for form in ({"what": what, "format": "csv"}, {"what": "claims", "format": what}):
        assert write(own, "export", **form, query="").status_code == 400
    assert list(served.desk.exports._folder.iterdir()) == []


# ---------------------------------------------------------------- uploads


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.txt",
        "/etc/passwd",
        "..\\..\\evil.txt",
        "C:\\Windows\\evil.txt",
        "a/../../b.txt",
        "....//....//b.txt",
        "\x00.txt",
        "..",
        ".",
        "",
        "x" * 500,
        "/".join("x" * 200),
        "~/.ssh/authorized_keys",
        "con\n.txt",
        ".hidden",
    ],
)
def test_an_uploaded_file_stays_in_its_folder(tmp_path: Path, name: str) -> None:
    root = tmp_path / "upload"
    root.mkdir()
    target = place_for(root, name)
    target.write_text("x")
    assert target.resolve().is_relative_to(root.resolve()) and target.is_file()
    assert not target.name.startswith(".") and [p.name for p in tmp_path.iterdir()] == ["upload"]


def test_of_two_files_with_one_name_neither_is_lost(tmp_path: Path) -> None:
    for n in range(3):
        place_for(tmp_path, "a/report.txt").write_text(str(n))
    assert sorted(p.read_text() for p in tmp_path.rglob("*report.txt")) == ["0", "1", "2"]


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


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "/etc/passwd",
        "ftp://example.org/x",
        "javascript:alert(1)",
        "data:text/plain,x",
        "",
        "http:/x",
    ],
)
def test_what_is_fetched_must_be_of_the_web(own: TestClient, address: str) -> None:
    assert write(own, "intake", addresses=[address]).status_code == 400
    assert write(own, "intake", addresses=["http://example.org/", address]).status_code == 400


def test_the_desk_fetches_nothing_from_this_machine_or_its_network(served: Served, own: TestClient) -> None:
    inside = ["http://127.0.0.1:1/", "http://[::1]:1/", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/"]
    assert write(own, "intake", addresses=inside).status_code == 200
    served.desk.jobs.close()
    (job,) = own.get("/intake.json").json()["jobs"]
    assert dict(job["counts"]) == {"broken": len(inside)}, job
    assert {o["name"] for o in job["outcomes"]} == set(inside) and all(o["reason"] for o in job["outcomes"])


# ---------------------------------------------------------------- bodies


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "null",
        "{",
        '"x"',
        "5",
        '{"head": 5}',
        '{"head": "\\ud800"}',
        '{"head": "\\u0000"}',
        '{"head": "1:\\u001b[2J"}',
        "[" * 100_000,
        '{"a":' * 50_000,
        '{"head":"1:zz"}',
        '{"head": NaN}',
        '{"head": 1e999}',
    ],
)
def test_what_is_no_form_is_refused(own: TestClient, body: str) -> None:
    headers = {"origin": ORIGIN, "content-type": "application/json"}
    assert own.post("/api/verify", content=body.encode(), headers=headers).status_code == 400


@pytest.mark.parametrize("number", ["1e400", "NaN", "Infinity", "-1e400", "9" * 5000, "true", "1.5", '"1"', "null"])
def test_a_version_is_a_whole_number(own: TestClient, number: str) -> None:
    body = f'{{"version": {number}, "claims": ["a", "b"], "verdict": "same", "why": "x"}}'
    headers = {"origin": ORIGIN, "content-type": "application/json"}
    assert own.post("/api/judge", content=body, headers=headers).status_code == 400


def test_an_upload_that_is_none_is_refused(own: TestClient) -> None:
    kind = "multipart/form-data; boundary=x"
    bodies = (
        b"",
        b"--x--",
        b"--x\r\n\r\n",
        b"\x00" * 100,
        b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--x--',
    )
    for content_type, body in [*((kind, body) for body in bodies), ("multipart/form-data", b"x")]:
        answer = own.post("/api/intake", content=body, headers={"origin": ORIGIN, "content-type": content_type})
        assert answer.status_code == 400, (content_type, body, answer.text)


def test_an_export_comes_with_its_manifest_and_is_in_the_log(served: Served, own: TestClient) -> None:
    made = write(own, "export", what="claims", format="jsonl", query="?country=COD").json()
    manifest = json.loads(own.get(made["manifest"]).content)
    assert manifest["sha256"] == made["sha256"] and manifest["filters"] == {"country": "COD"}
    lines = own.get(made["download"]).content.splitlines()
    assert sum(len(json.loads(line)["claims"]) for line in lines) == made["rows"] > 0
    (entry,) = own.get("/export.json").json()["exported"]
    assert entry["by"] == "ana" and made["sha256"] in entry["after"]
    assert write(own, "export", what="claims", format="exe", query="").status_code == 400


@pytest.mark.parametrize("why", ["\x1b[2J", "a\x00b", "\x07", "\u009b31m"])
def test_a_reason_that_a_terminal_would_run_is_refused(served: Served, own: TestClient, why: str) -> None:
    claim = served.claim("Kivu Wire")
    form = {"version": version(own), "report": claim.report, "claim": claim.id, "verdict": "reject", "why": why}
    assert write(own, "decide", **form).status_code == 400
    assert write(own, "decide", **{**form, "why": "two\nlines"}).status_code == 200
    assert [n.decision.why for n in served.store.decisions()] == ["two lines"]
