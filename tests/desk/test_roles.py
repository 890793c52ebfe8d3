"""Who may do and see what: roles on every write, other people's things, blind decisions, fields nobody may set."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from dateline.desk.accounts import LEAST, ROLES
from dateline.desk.blind import coded_twice
from dateline.record import Claim
from tests.desk.conftest import ORIGIN, Served, version, write

WRITES = tuple(name for name in LEAST if name != "adjudicate")
SECRET = "what ben thinks of it"


def decided(client: TestClient, claim: Claim, verdict: str, **form: Any) -> Any:
    told = {"version": version(client), "report": claim.report, "claim": claim.id, "verdict": verdict}
    return write(client, "decide", **{**told, **form})


# ---------------------------------------------------------------- roles


def test_every_write_says_the_least_role_that_may_ask_for_it(served: Served) -> None:
    posted = {route.path for route in served.app.routes if "POST" in (getattr(route, "methods", None) or ())}
    assert posted == {f"/api/{name}" for name in (*WRITES, "sign-in")}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_no_more_than_it_says(served: Served, role: str) -> None:
    client = served.user("ben", role)
    may = {name for name in LEAST if ROLES.index(role) >= ROLES.index(LEAST[name])}
    assert set(client.get("/index.json").json()["visitor"]["may"]) == may
    before = served.store.head()
    for name in WRITES:
        if name not in may:
            assert write(client, name).status_code == 403, name
            assert write(client, name, nonsense=1).status_code == 403, name  # before the form is looked at
        elif name not in ("sign-out", "sign-out-all", "retry", "verify", "lease"):
            assert write(client, name, nonsense=1).status_code == 400, name
    assert served.store.head() == before


def test_a_viewer_can_change_nothing_whatever_the_form(served: Served) -> None:
    client, claim = served.user("vera", "viewer"), served.claim("Kivu Wire")
    summaries = list(served.store.incidents())[:2]
    one, two = (s.incident.id for s in summaries)
    seen, before = version(client), served.store.head()
    forms: dict[str, dict[str, Any]] = {
        "decide": {"report": claim.report, "claim": claim.id, "verdict": "accept"},
        "judge": {"claims": [claim.id, served.claim("Radio Nord").id], "verdict": "same", "why": "so"},
        "withdraw": {"pairs": [[claim.id, served.claim("Radio Nord").id]]},
        "split": {"incident": one, "claims": sorted(summaries[0].incident.claims)[:1], "why": "so", "preview": True},
        "join": {"incidents": [one, two], "why": "so"},
        "undo": {"decision": 1},
    }
    for name, form in forms.items():
        assert write(client, name, version=seen, **form).status_code == 403, name
    upload = client.post("/api/intake", files={"file": ("a.txt", b"x")}, headers={"origin": ORIGIN})
    assert upload.status_code == 403 and served.store.head() == before and served.desk.jobs.lines() == ()


def test_a_role_is_looked_up_at_every_request(served: Served) -> None:
    client = served.user("ben", "admin")
    served.store.put_user("ben", "viewer")
    assert write(client, "lease").status_code == 401
    assert write(client, "sign-in", name="ben", password="a long enough password").status_code == 200
    assert write(client, "lease").status_code == 403


# ---------------------------------------------------------------- other people's things


def test_one_coder_cannot_undo_what_another_decided_but_a_reviewer_can(served: Served) -> None:
    claim = served.claim("Kivu Wire")
    ben, cleo, dora = (served.user(n, r) for n, r in (("ben", "coder"), ("cleo", "coder"), ("dora", "reviewer")))
    done = decided(ben, claim, "accept").json()
    undo = {"version": done["version"], "decision": done["number"]}
    assert write(cleo, "undo", **undo).status_code == 403
    assert [n.decision.by for n in served.store.decisions()] == ["ben"]
    assert write(dora, "undo", **undo).status_code == 200


def test_one_withdraws_ones_own_judgement_alone(served: Served) -> None:
    ben, dora = served.user("ben", "coder"), served.user("dora", "admin")
    pair = [served.claim("Kivu Wire").id, served.claim("Radio Nord").id]
    assert write(ben, "judge", version=version(ben), claims=pair, verdict="same", why="so").status_code == 200
    assert write(dora, "withdraw", version=version(dora), pairs=[pair]).json()["changed"] is False
    assert [j.by for j in served.store.judgements()] == ["ben"]


def test_a_claim_belongs_to_its_report(served: Served) -> None:
    ben, claim = served.user("ben", "coder"), served.claim("Kivu Wire")
    other = served.claim("Radio Nord").report
    assert decided(ben, claim, "accept", report=other).status_code == 400
    assert served.store.decisions() == ()


def test_an_export_is_for_who_made_it(served: Served) -> None:
    ben, cleo = served.user("ben", "viewer"), served.user("cleo", "admin")
    made = write(ben, "export", what="incidents", format="csv", query="disputed=1").json()
    for path in (made["download"], made["manifest"]):
        assert ben.get(path).status_code == 200
        assert cleo.get(path).status_code == 404 and served.browser().get(path).status_code == 401


def test_only_a_reviewer_has_the_last_word(served: Served) -> None:
    ben, cleo, dora = (served.user(n, r) for n, r in (("ben", "coder"), ("cleo", "coder"), ("dora", "reviewer")))
    claim = next(c for c in served.claims() if not coded_twice(c.id))
    assert decided(ben, claim, "accept", adjudicates=True, why="so").status_code == 403
    assert decided(dora, claim, "reject", adjudicates=True, why="so").status_code == 200
    assert decided(cleo, claim, "accept", why="no").status_code == 403
    assert [n.decision.verdict for n in served.store.decisions()] == ["reject"]


def test_one_may_not_skip_for_another(served: Served) -> None:
    ben, cleo = served.user("ben", "coder"), served.user("cleo", "coder")
    mine = write(ben, "lease").json()["item"]["claim"]["id"]
    assert write(cleo, "lease", skip=mine).json()["item"]["claim"]["id"] != mine
    assert ben.get("/review.json").json()["item"]["claim"]["id"] == mine
    assert write(cleo, "lease", skip="x" * 90_000).status_code == 200
    assert served.desk.review._skipped["cleo"] == {mine}


# ---------------------------------------------------------------- blind decisions


def pages(client: TestClient, served: Served, claim: Claim) -> str:
    """All that somebody can look at of a claim."""
    paths = [f"/sources/{claim.report}.json", f"/incidents/{served.store.incident_of(claim.id)}.json"]
    paths += ["/history.json", f"/history.json?subject={claim.id}", "/review.json", "/review/adjudication.json"]
    return "\n".join(client.get(path).text for path in paths)


def shown(client: TestClient, claim: Claim) -> dict[str, Any]:
    page = client.get(f"/sources/{claim.report}.json").json()
    return {c["id"]: c for c in page["claims"]}[claim.id]


def edited(claim: Claim) -> dict[str, Any]:
    span = {"begin": claim.trigger.begin, "end": claim.trigger.end}
    return {
        "event": claim.event,
        "trigger": span,
        "modality": "possible" if claim.modality != "possible" else "planned",
    }


def test_a_second_coder_sees_nothing_of_what_the_first_decided(served: Served) -> None:
    ben, cleo, dora = (served.user(n, r) for n, r in (("ben", "coder"), ("cleo", "coder"), ("dora", "reviewer")))
    claim = next(c for c in served.claims() if coded_twice(c.id))
    before = shown(cleo, claim)
    assert decided(ben, claim, "edit", value=edited(claim), why=SECRET).status_code == 200
    assert shown(cleo, claim) == {**before, "incident": served.store.incident_of(claim.id)}
    assert SECRET not in pages(cleo, served, claim)
    assert SECRET in pages(ben, served, claim) and SECRET in pages(dora, served, claim)
    assert shown(ben, claim)["modality"] == edited(claim)["modality"] == shown(dora, claim)["modality"]


def test_a_claim_that_the_first_coder_rejected_is_still_there_for_the_second(served: Served) -> None:
    ben, cleo = served.user("ben", "coder"), served.user("cleo", "coder")
    claim = next(c for c in served.claims() if coded_twice(c.id))
    assert decided(ben, claim, "reject", why=SECRET).status_code == 200
    page = cleo.get(f"/sources/{claim.report}.json")
    assert shown(cleo, claim)["current"] and SECRET not in page.text and page.json()["decisions"] == []
    assert not shown(ben, claim)["current"]
    assert decided(cleo, claim, "accept").status_code == 200  # found by herself: as blind as if she had been asked
    assert [n.decision.blind for n in served.store.decisions()] == [False, True]


def test_the_first_coder_sees_nothing_of_a_blind_decision_until_it_is_settled(served: Served) -> None:
    ben, cleo, dora = (served.user(n, r) for n, r in (("ben", "coder"), ("cleo", "coder"), ("dora", "reviewer")))
    claim = next(c for c in served.claims() if coded_twice(c.id))
    assert decided(ben, claim, "edit", value=edited(claim)).status_code == 200
    seen = version(ben)
    assert write(cleo, "lease").json()["item"]["blind"]
    assert decided(cleo, claim, "reject", why=SECRET).status_code == 200
    assert SECRET not in pages(ben, served, claim)
    assert ben.get("/review/adjudication.json").status_code == 403
    again = decided(ben, claim, "edit", value={**edited(claim), "polarity": "denied"}, version=seen)
    assert again.status_code == 200 and SECRET not in again.text  # nor is his page stale for what he may not see
    assert SECRET in dora.get("/review/adjudication.json").text
    assert decided(dora, claim, "accept", adjudicates=True, why="the text says so").status_code == 200
    assert SECRET in pages(ben, served, claim)


def test_coders_who_agree_may_see_each_other(served: Served) -> None:
    ben, cleo = served.user("ben", "coder"), served.user("cleo", "coder")
    claim = next(c for c in served.claims() if coded_twice(c.id))
    assert decided(ben, claim, "accept", why=SECRET).status_code == 200
    assert SECRET not in pages(cleo, served, claim)
    assert decided(cleo, claim, "accept").status_code == 200
    assert SECRET in pages(cleo, served, claim)


def test_a_reviewer_who_codes_blind_is_blind_meanwhile(served: Served) -> None:
    ben, dora = served.user("ben", "coder"), served.user("dora", "reviewer")
    claim = next(c for c in served.claims() if coded_twice(c.id))
    assert decided(ben, claim, "accept", why=SECRET).status_code == 200
    assert SECRET in pages(dora, served, claim)
    assert write(dora, "lease").json()["item"]["blind"]
    assert SECRET not in dora.get(f"/sources/{claim.report}.json").text


# ---------------------------------------------------------------- fields that nobody may set


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("by", "somebody"),
        ("at", "1999-01-01"),
        ("blind", True),
        ("role", "admin"),
        ("standing", True),
        ("number", 1),
        ("visitor", {"name": "x", "role": "admin"}),
        ("__proto__", {"role": "admin"}),
        ("__class__", "x"),
        ("Version", 1),
    ],
)
def test_only_the_fields_of_a_form_can_be_set(served: Served, own: TestClient, name: str, value: Any) -> None:
    claim = served.claim("Kivu Wire")
    form: dict[str, Any] = {"version": version(own), "report": claim.report, "verdict": "accept", "claim": claim.id}
    answer = write(own, "decide", **form, **{name: value})
    assert answer.status_code == 400 and name in answer.json()["error"]
    assert served.store.decisions() == ()


@pytest.mark.parametrize(
    ("part", "field"),
    [("", "id"), ("", "confidence"), ("", "notes"), ("trigger", "text"), ("place", "why"), ("actors", "why")],
)
def test_nor_can_those_of_its_parts(served: Served, own: TestClient, part: str, field: str) -> None:
    claim = served.claim("Kivu Wire")
    span = {"begin": claim.trigger.begin, "end": claim.trigger.end}
    value: dict[str, Any] = {"event": claim.event, "trigger": dict(span), "place": dict(span), "actors": [dict(span)]}
    at = value if not part else value[part][0] if part == "actors" else value[part]
    at[field] = "x"
    answer = decided(own, claim, "edit", value=value)
    assert answer.status_code == 400 and field in answer.json()["error"]
    assert served.store.decisions() == ()


def test_who_decides_is_who_is_signed_in_whatever_the_request_says(served: Served) -> None:
    ben, claim = served.user("ben", "coder"), served.claim("Kivu Wire")
    form = {"version": version(ben), "report": claim.report, "verdict": "accept", "claim": claim.id}
    headers = {"origin": ORIGIN, "x-forwarded-user": "dora", "x-remote-user": "dora", "x-http-method-override": "PUT"}
    answer = ben.post("/api/decide?by=dora&role=admin&adjudicates=true", json=form, headers=headers)
    assert answer.status_code == 200
    (made,) = served.store.decisions()
    assert (made.decision.by, made.decision.adjudicates, made.decision.blind) == ("ben", False, False)


def test_an_upload_is_by_who_sends_it(served: Served, own: TestClient) -> None:
    files = {"file": ("a.txt", b"Rebels shelled Goma on Tuesday.")}
    data = {"by": "somebody", "role": "admin", "what": "all", "outlet": "Radio Sud"}
    assert own.post("/api/intake", files=files, data=data, headers={"origin": ORIGIN}).status_code == 200
    assert [job.by for job in served.desk.jobs.lines()] == ["ana"]


def test_of_a_field_given_twice_one_is_taken_and_it_is_checked(served: Served, own: TestClient) -> None:
    claim = served.claim("Kivu Wire")
    form = {"version": version(own), "report": claim.report, "verdict": "accept", "claim": claim.id}
    body = json.dumps(form)[:-1] + ', "verdict": "overrule"}'
    headers = {"origin": ORIGIN, "content-type": "application/json"}
    assert own.post("/api/decide", content=body, headers=headers).status_code == 400
