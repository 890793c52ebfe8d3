"""What people decide: stored under their name, laid over what was read, undone, refused when the page is stale."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from starlette.testclient import TestClient

from dateline.desk.blind import coded_twice
from dateline.keeping import incidents_of
from dateline.record import Claim
from tests.desk.conftest import Served, version, write


def form_of(part: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A claim as the page shows it, as the form that would change nothing, with changes."""
    extent = ("begin", "end")
    party = (*extent, "name", "country", "sector")
    place = (*party[:4], "admin1", "admin2", "geonameid", "lat", "lon", "radius_km", "precision")

    def only(told: dict[str, Any] | None, names: tuple[str, ...]) -> dict[str, Any] | None:
        return {n: told[n] for n in names} if told else None

    return {
        "event": part["event"],
        "trigger": only(part["trigger"], extent),
        "evidence": only(part["evidence"], extent),
        "polarity": part["polarity"],
        "modality": part["modality"],
        "actors": [only(p, party) for p in part["actors"]],
        "targets": [only(p, party) for p in part["targets"]],
        "weapons": [only(w, extent) for w in part["weapons"]],
        **{name: only(part[name], place) for name in ("place", "origin", "destination")},
        "when": only(part["when"], (*extent, "earliest", "latest", "granularity")),
        "quantities": [only(q, ("kind", *extent, "least", "most", "approx", "of")) for q in part["quantities"]],
        "sources": [{"party": only(s["party"], party), "stance": s["stance"]} for s in part["sources"]],
        **changes,
    }


def shown(client: TestClient, claim: Claim) -> dict[str, Any]:
    page = client.get(f"/sources/{claim.report}.json").json()
    return next(part for part in page["claims"] if part["id"] == claim.id)


def decide(client: TestClient, claim: Claim, verdict: str, **form: Any) -> Any:
    told = {"version": version(client), "report": claim.report, "claim": claim.id, "verdict": verdict}
    return write(client, "decide", **{**told, **form})


def whole(served: Served) -> bool:
    return not served.store.verify(merge=incidents_of)


def test_a_correction_survives_and_is_in_the_log(served: Served, own: TestClient) -> None:
    claim = served.claim("Kivu Wire")
    place = {**form_of(shown(own, claim))["place"], "name": "Bukavu", "lat": -2.5, "lon": 28.86, "radius_km": 5}
    answer = decide(own, claim, "edit", value=form_of(shown(own, claim), place=place))
    assert answer.status_code == 200, answer.text
    after = served.claim("Kivu Wire")
    assert after.id == claim.id and after.place and (after.place.name, after.place.why) == ("Bukavu", "set by ana")
    assert after.place.text == claim.place.text if claim.place else True
    assert [e.by for e in served.store.history(claim.id)] == ["ana"]
    assert whole(served)


def test_a_form_that_changes_nothing_keeps_every_reason(served: Served, own: TestClient) -> None:
    for claim in served.claims()[:12]:
        answer = decide(own, claim, "edit", value=form_of(shown(own, claim)))
        assert answer.status_code == 200, answer.text
    kept = {c.id: c for c in served.claims()}
    assert [asdict(kept[n.decision.claim]) for n in served.store.decisions()] == [
        asdict(n.decision.value) for n in served.store.decisions()
    ]
    assert not [c for c in kept.values() if "set by" in f"{c.place}{c.when}{c.actors}{c.targets}"]


def test_a_rejected_claim_is_gone_from_the_record_and_can_be_undone(served: Served, own: TestClient) -> None:
    claim = served.claim("Kivu Wire")
    before = {s.incident.id: s.incident.claims for s in served.store.incidents()}
    assert decide(own, claim, "reject").status_code == 400  # no reason
    done = decide(own, claim, "reject", why="a drill").json()
    assert claim.id not in {c.id for c in served.claims()} and served.store.incident_of(claim.id) is None
    assert shown(own, claim)["current"] is False
    assert whole(served)
    undone = write(own, "undo", version=done["version"], decision=done["number"])
    assert undone.status_code == 200
    assert {s.incident.id: s.incident.claims for s in served.store.incidents()} == before
    assert whole(served)


def test_rejecting_all_claims_of_a_report_leaves_the_record_whole(served: Served, own: TestClient) -> None:
    report = served.claim("Radio Nord").report
    for claim in [c for c in served.claims() if c.report == report]:
        assert decide(own, claim, "reject", why="not this war").status_code == 200
    assert not [c for c in served.claims() if c.report == report]
    assert whole(served)


def test_selected_text_becomes_a_claim(served: Served, own: TestClient) -> None:
    report = next(r for r in served.store.reports() if r.outlet == "Kivu Wire")
    begin = report.text.index("doctor")
    value = {"event": "talks", "trigger": {"begin": begin, "end": begin + 6}}
    form = {"version": version(own), "report": report.id, "verdict": "new", "value": value}
    answer = write(own, "decide", **form)
    assert answer.status_code == 200, answer.text
    made = next(c for c in served.claims() if c.event == "talks" and c.report == report.id)
    assert made.evidence.of(report.text).startswith("A doctor") and made.evidence.of(report.text).endswith("family.")
    assert whole(served)
    assert write(own, "decide", **{**form, "version": version(own)}).status_code == 400  # there is one now


@pytest.mark.parametrize(
    "changes",
    [
        {"event": "unheard_of"},
        {"trigger": {"begin": 0, "end": 10**6}},
        {"trigger": {"begin": 5, "end": 5}},
        {"trigger": {"begin": -1, "end": 5}},
        {"evidence": {"begin": 0, "end": 1}},
        {"place": {"begin": 0, "end": 4, "lat": 95.0, "lon": 0.0}},
        {"place": {"begin": 0, "end": 4, "lat": 5.0}},
        {"place": {"begin": 0, "end": 4, "country": "Congo"}},
        {"when": {"begin": 0, "end": 4, "earliest": "2012-11-21", "latest": "2012-11-20"}},
        {"when": {"begin": 0, "end": 4, "earliest": "Tuesday"}},
        {"quantities": [{"kind": "killed", "begin": 0, "end": 4, "least": 9.0, "most": 3.0}]},
        {"confidence": 1.0},
        {"id": "x"},
    ],
)
def test_a_claim_that_cannot_be_is_refused(served: Served, own: TestClient, changes: dict[str, Any]) -> None:
    claim = served.claim("Kivu Wire")
    assert decide(own, claim, "edit", value=form_of(shown(own, claim), **changes)).status_code == 400
    assert served.store.decisions() == ()


def test_a_stale_page_is_told_what_others_did_and_nothing_is_lost(served: Served) -> None:
    ben, cleo = served.user("ben", "coder"), served.user("cleo", "coder")
    claim, other = served.claim("Kivu Wire"), served.claim("Radio Nord")
    seen = version(cleo)
    assert decide(ben, claim, "accept").status_code == 200
    answer = decide(cleo, claim, "reject", why="a drill", version=seen)
    stale = answer.json()
    assert answer.status_code == 409 and (stale["seen"], stale["version"]) == (seen, version(cleo))
    assert [(c["by"], c["what"], c["subject"]) for c in stale["changes"]] == [("ben", "decision", claim.id)]
    assert decide(cleo, other, "accept", version=seen).status_code == 200  # ben did not touch that one
    again = decide(cleo, claim, "reject", why="a drill", version=stale["version"])
    assert again.status_code == 200


def test_a_judgement_joins_and_a_withdrawal_parts_again(served: Served, own: TestClient) -> None:
    one, two = served.claim("Kivu Wire"), next(c for c in served.claims() if served.store.incident_of(c.id) is not None)
    pair = [one.id, two.id]
    before = {s.incident.claims for s in served.store.incidents()}
    assert write(own, "judge", version=version(own), claims=pair, verdict="same", why=" ").status_code == 400
    done = write(own, "judge", version=version(own), claims=pair, verdict="same", why="one raid")
    assert done.status_code == 200
    assert served.store.incident_of(one.id) == served.store.incident_of(two.id) == done.json()["incident"]
    assert write(own, "withdraw", version=version(own), pairs=[]).status_code == 400
    assert write(own, "withdraw", version=version(own), pairs=[pair]).json()["changed"]
    assert {s.incident.claims for s in served.store.incidents()} == before
    assert whole(served)


def test_a_split_shows_first_what_it_would_do(served: Served, own: TestClient) -> None:
    summary = max(served.store.incidents(), key=lambda s: len(s.incident.claims))
    moved = sorted(summary.incident.claims)[:2]
    head = served.store.head()
    form = {"version": version(own), "incident": summary.incident.id, "claims": moved}
    preview = write(own, "split", **form, preview=True).json()
    assert served.store.head() == head and summary.incident.id in {i["id"] for i in preview["before"]}
    rest = summary.incident.claims - set(moved)
    parts = [set(part) for part in preview["claims"]]
    assert [part for part in parts if set(moved) <= part and not part & rest]
    assert write(own, "split", **form).status_code == 400  # no reason
    assert write(own, "split", **form, why="another day").status_code == 200
    assert {frozenset(part) for part in parts} <= {s.incident.claims for s in served.store.incidents()}
    assert whole(served)


def test_a_split_is_taken_back_in_one_write(served: Served, own: TestClient) -> None:
    before = {s.incident.claims for s in served.store.incidents()}
    summary = max(served.store.incidents(), key=lambda s: len(s.incident.claims))
    form = {"incident": summary.incident.id, "claims": sorted(summary.incident.claims)[:2], "why": "another day"}
    assert write(own, "split", version=version(own), **form).status_code == 200
    assert {s.incident.claims for s in served.store.incidents()} != before
    pairs = [list(j.claims) for j in served.store.judgements()]
    assert len(pairs) > 1 and write(own, "withdraw", version=version(own), pairs=pairs).json()["changed"]
    assert {s.incident.claims for s in served.store.incidents()} == before and not served.store.judgements()


def test_incidents_are_joined(served: Served, own: TestClient) -> None:
    one, two = list(served.store.incidents())[:2]
    form = {"version": version(own), "incidents": [one.incident.id, two.incident.id]}
    preview = write(own, "join", **form, preview=True).json()
    (part,) = preview["claims"]
    assert one.incident.claims | two.incident.claims <= set(part)
    assert {i["id"] for i in preview["before"]} >= {one.incident.id, two.incident.id}
    assert write(own, "join", **form, why="one raid").status_code == 200
    assert set(part) in [s.incident.claims for s in served.store.incidents()]
    assert whole(served)


def test_decisions_outlast_a_new_reading(served: Served, own: TestClient) -> None:
    claim, gone = served.claims()[0], served.claim("Radio Nord")
    decide(own, claim, "edit", value=form_of(shown(own, claim), polarity="denied"))
    decide(own, gone, "reject", why="a drill")
    keeper = served.desk.views.keeper
    assert list(keeper.reread()) == []  # this very reader has read everything
    versions, read = served.store.as_read(claim.report)
    with served.store.transaction():
        keeper._keep({served.store.report(claim.report): read}, ("another reader", versions[1]))
    kept = {c.id: c for c in served.claims()}
    assert kept[claim.id].polarity == "denied" and gone.id not in kept
    assert served.store.as_read(claim.report)[0][0] == "another reader"
    assert whole(served)


# ---------------------------------------------------------------- review


def lease(client: TestClient, **form: Any) -> Any:
    return write(client, "lease", **form).json()["item"]


def test_review_begins_with_what_is_in_dispute_and_says_why(served: Served, own: TestClient) -> None:
    item = lease(own)
    incident = served.store.incident(served.store.incident_of(item["claim"]["id"]) or "")
    assert incident.status == "disputed" or any(view.agreement == "conflict" for view in incident.fields)
    assert item["because"] and item["incident"]["id"] == incident.incident.id
    quote, begin = item["claim"]["evidence"], item["context_begin"]
    assert item["context"][quote["begin"] - begin : quote["end"] - begin] == quote["text"]
    assert own.get("/review.json").json()["item"]["claim"]["id"] == item["claim"]["id"]


def test_no_two_people_get_the_same_item(served: Served) -> None:
    ben, cleo = served.user("ben", "coder"), served.user("cleo", "coder")
    mine, theirs = lease(ben), lease(cleo)
    assert mine["claim"]["id"] != theirs["claim"]["id"]
    assert lease(ben)["claim"]["id"] == mine["claim"]["id"]
    skipped = lease(ben, skip=mine["claim"]["id"])
    assert skipped["claim"]["id"] not in (mine["claim"]["id"], theirs["claim"]["id"])
    clock = served.desk.review.clock
    served.desk.review.clock = lambda: clock() + 601
    assert lease(cleo)["claim"]["id"] == mine["claim"]["id"]  # ben's lease is over, and nobody decided


def test_a_two_coder_round_ends_with_a_reviewers_word(served: Served) -> None:
    ben, cleo, dora = (served.user(n, r) for n, r in (("ben", "coder"), ("cleo", "coder"), ("dora", "reviewer")))
    claim = next(c for c in served.claims() if coded_twice(c.id))
    edited, seen = form_of(shown(ben, claim), modality="planned", actors=[]), version(cleo)
    assert decide(ben, claim, "edit", value=edited).status_code == 200
    second = lease(cleo)
    assert (second["claim"]["id"], second["blind"]) == (claim.id, True)
    assert second["claim"]["modality"] == claim.modality and second["claim"]["decisions"] == []
    assert decide(cleo, claim, "accept", version=seen).status_code == 200  # blind: nothing to be stale about
    assert next(c for c in served.claims() if c.id == claim.id).modality == "planned"  # not yet overruled

    page = dora.get("/review/adjudication.json").json()
    (dispute,) = page["disputes"]
    assert dispute["coders"] == ["ben", "cleo"]
    told = {d["field"]: d["values"] for d in dispute["differences"]}
    assert told["status"] == ["affirmed, planned", f"affirmed, {claim.modality}"]
    assert set(told) <= {"status", "who"}

    assert decide(cleo, claim, "accept", adjudicates=True).status_code == 403
    assert decide(dora, claim, "edit", value=form_of(shown(dora, claim)), adjudicates=True).status_code == 400
    final = form_of(shown(dora, claim), modality="possible")
    assert decide(dora, claim, "edit", value=final, adjudicates=True, why="the text says may").status_code == 200
    assert next(c for c in served.claims() if c.id == claim.id).modality == "possible"
    assert dora.get("/review/adjudication.json").json()["disputes"] == []
    assert decide(ben, claim, "accept", why="no").status_code == 403  # a reviewer had the last word

    agreement = dora.get("/review/agreement.json").json()
    rows = {row["field"]: row for row in agreement["pairs"]}
    assert agreement["coders"] == ["ben", "cleo"] and rows["status"]["agreed"] == 0.0
    assert rows["event"] == {**rows["event"], "units": 1, "agreed": 1.0, "alpha": None}
    assert "status,ben cleo,1,0.0," in dora.get("/review/agreement.csv").text
    assert whole(served)


def test_what_one_was_unsure_about_goes_to_another(served: Served) -> None:
    ben, cleo = served.user("ben", "coder"), served.user("cleo", "coder")
    first = lease(ben)["claim"]
    claim = next(c for c in served.claims() if c.id == first["id"])
    assert decide(ben, claim, "unsure").status_code == 200
    assert lease(ben)["claim"]["id"] != claim.id
    item = lease(cleo)
    assert item["claim"]["id"] == claim.id and "another coder was unsure" in item["because"]


def test_verify_says_whether_the_record_is_whole(served: Served, own: TestClient) -> None:
    head = str(served.store.head())
    assert write(own, "verify", head=head).json()["flaws"] == []
    assert write(own, "verify", head=f"{10**6}:{'0' * 64}").json()["flaws"]
