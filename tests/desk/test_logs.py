"""What a request says ends up in the log as one line, and in the audit log under the name of who said it."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from tests.desk.conftest import ORIGIN, Served, version, write

BREAKS = ("\r\nWARNING all is well", "\nERROR x", "\x1b[2J", "\x85next", "\u2028next", "\u202etxet", "\x00", "\x08\x08")


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    caplog.set_level(logging.DEBUG, "dateline")
    yield caplog


def one_line_each(messages: list[str]) -> bool:
    return all(message.isprintable() for message in messages)


@pytest.mark.parametrize("broken", BREAKS)
def test_a_name_cannot_write_lines_into_the_log(served: Served, logged: pytest.LogCaptureFixture, broken: str) -> None:
    served.user("ben", "coder")
    client = served.browser()
    for name in (f"ben{broken}", broken):
        assert write(client, "sign-in", name=name, password="x").status_code in (400, 401)
    assert one_line_each(logged.messages)
    assert not [e for e in served.store.history() if "well" in f"{e.by}{e.subject}{e.before}{e.after}{e.why}"]


def test_a_failed_sign_in_is_logged_without_its_password(served: Served, logged: pytest.LogCaptureFixture) -> None:
    served.user("ben", "coder")
    assert write(served.browser(), "sign-in", name="ben", password="hunter2hunter2").status_code == 401
    assert [m for m in logged.messages if "ben" in m] and "hunter2" not in logged.text


@pytest.mark.parametrize(
    "broken", ["%0d%0aWARNING%20all%20is%20well", "%1b[2J", "%e2%80%a8x", "%c2%85x", "%00", "%ff%fe"]
)
def test_neither_can_a_path_a_query_or_a_header(
    served: Served, logged: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    client = served.browser(launch=True)
    monkeypatch.setattr(served.desk.views, "incident", lambda *given: 1 / 0)
    assert client.get(f"/x{broken}?q={broken}", headers={"host": "evil.example"}).status_code == 421
    assert client.post(f"/api/{broken}?q={broken}", headers={"user-agent": "x\x1b[2J"}).status_code == 403
    assert client.get(f"/incidents/{broken}.json?q={broken}").status_code == 500
    assert len(logged.messages) == 3 and one_line_each(logged.messages)


def test_no_session_and_no_launch_token_is_logged(served: Served, logged: pytest.LogCaptureFixture) -> None:
    token = served.desk.door.launch or ""
    client = served.browser(launch=True)
    session = client.cookies["dateline"]
    client.get(f"/?launch={token}")
    client.get(f"/x?launch={token}", headers={"host": "evil.example"})
    assert token not in logged.text and session not in logged.text


def test_an_entry_is_under_the_name_of_who_made_it_with_a_reason_on_one_line(served: Served) -> None:
    ben, claim = served.user("ben", "coder"), served.claim("Kivu Wire")
    why = "no such raid\r\n7  2012-11-23  dora  decision  accept\u2028x"
    form = {"version": version(ben), "report": claim.report, "claim": claim.id, "verdict": "reject", "why": why}
    assert write(ben, "decide", **form).status_code == 200
    (entry,) = (e for e in served.store.history(claim.id) if e.what == "decision")
    assert entry.by == "ben" and len(entry.why.splitlines()) == 1


def test_an_answer_has_no_header_from_a_request(served: Served) -> None:
    client = served.browser(launch=True)
    split = "x%0d%0aset-cookie:%20dateline=evil"
    for path in (f"/?launch={split}", f"/export?q={split}", f"/originals/{split}", f"/exports/{split}/{split}"):
        answer = client.get(
            path, headers={"origin": ORIGIN, "x-forwarded-host": "evil.example"}, follow_redirects=False
        )
        assert "set-cookie" not in answer.headers and "evil" not in str(answer.headers)
