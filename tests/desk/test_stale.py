"""A page that others have overtaken: every write is refused with what they did, and nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from dateline.desk.blind import coded_twice
from dateline.record import Claim
from tests.desk.conftest import Served, version, write

WRITES = ("judge", "withdraw", "split", "join", "decide", "undo")


def plainly_coded(served: Served) -> list[Claim]:
    """Claims that share an incident and that one person codes, the largest incident first."""
    summary = max(served.store.incidents(), key=lambda s: len(s.incident.claims))
    return [c for c in served.claims() if c.id in summary.incident.claims and not coded_twice(c.id)]


def forms(served: Served, claims: list[Claim], decision: int) -> dict[str, dict[str, Any]]:
    one, two = claims[:2]
    other = next(s.incident.id for s in served.store.incidents() if one.id not in s.incident.claims)
    incident = served.store.incident_of(one.id)
    return {
        "judge": {"claims": [one.id, two.id], "verdict": "different", "why": "so"},
        "withdraw": {"pairs": [[one.id, two.id]]},
        "split": {"incident": incident, "claims": [one.id], "why": "so"},
        "join": {"incidents": [incident, other], "why": "so"},
        "decide": {"report": one.report, "claim": one.id, "verdict": "accept"},
        "undo": {"decision": decision},
    }


def judged(client: TestClient, claims: list[Claim]) -> Any:
    pair = [claims[0].id, claims[1].id]
    return write(client, "judge", version=version(client), claims=pair, verdict="same", why="one raid")


def rejected(client: TestClient, claims: list[Claim]) -> Any:
    form = {"report": claims[0].report, "claim": claims[0].id, "verdict": "reject", "why": "a drill"}
    return write(client, "decide", version=version(client), **form)


@pytest.mark.parametrize("change", [judged, rejected])
def test_no_write_goes_over_what_others_did_meanwhile(
    served: Served, change: Callable[[TestClient, list[Claim]], Any]
) -> None:
    ben, dora = served.user("ben", "coder"), served.user("dora", "admin")
    claims = plainly_coded(served)
    mine = write(dora, "decide", version=version(dora), report=claims[0].report, claim=claims[0].id, verdict="accept")
    told, seen = forms(served, claims, mine.json()["number"]), version(dora)
    done = change(ben, claims)
    assert done.status_code == 200, done.text
    head = served.store.head()
    for name in WRITES:
        if (name, change) == ("join", rejected):
            continue  # what was rejected is no longer of the incident, and the rest may well be joined
        answer = write(dora, name, version=seen, **told[name])
        assert answer.status_code == 409, (name, answer.text)
        stale = answer.json()
        assert (stale["seen"], stale["version"]) == (seen, head.number) and stale["error"]
        assert {c["by"] for c in stale["changes"]} == {"ben"}, name
    assert served.store.head() == head


def test_an_incident_that_others_joined_is_changed_not_missing(served: Served) -> None:
    ben, dora = served.user("ben", "reviewer"), served.user("dora", "reviewer")
    one, two, three = (s.incident.id for s in list(served.store.incidents())[:3])
    seen = version(dora)
    assert write(ben, "join", version=seen, incidents=[one, two], why="one raid").status_code == 200
    for incident in {one, two}:
        answer = write(dora, "join", version=seen, incidents=[incident, three], why="one raid")
        assert answer.status_code == 409 and answer.json()["changes"], answer.text


def test_a_decision_that_was_taken_back_meanwhile_is_changed_not_missing(served: Served) -> None:
    ben, dora = served.user("ben", "coder"), served.user("dora", "reviewer")
    claim = next(c for c in served.claims() if not coded_twice(c.id))
    form = {"report": claim.report, "claim": claim.id, "verdict": "accept"}
    number = write(ben, "decide", version=version(ben), **form).json()["number"]
    seen = version(ben)
    assert write(dora, "undo", version=seen, decision=number).status_code == 200
    assert write(ben, "undo", version=seen, decision=number).status_code == 409
    assert write(ben, "undo", version=version(ben), decision=number).status_code == 400


def test_what_others_did_elsewhere_makes_no_page_stale(served: Served) -> None:
    ben, dora = served.user("ben", "coder"), served.user("dora", "reviewer")
    claims = [c for c in served.claims() if not coded_twice(c.id)]
    one, two = claims[0], next(c for c in claims if c.report != claims[0].report)
    seen = version(dora)
    assert rejected(ben, [one]).status_code == 200
    answer = write(dora, "decide", version=seen, report=two.report, claim=two.id, verdict="accept")
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("name", WRITES)
def test_a_version_that_there_never_was_is_refused(served: Served, own: TestClient, name: str) -> None:
    claims = plainly_coded(served)
    number = write(own, "decide", version=version(own), report=claims[0].report, claim=claims[0].id, verdict="accept")
    head = served.store.head()
    told = forms(served, claims, number.json()["number"])[name]
    assert write(own, name, version=head.number + 1, **told).status_code == 400
    assert served.store.head() == head
