"""The record's own path with the shipped reader: what comes in is kept, read, merged and decided on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path
from typing import Literal, cast

import pytest

from dateline.errors import StoreError
from dateline.intake import gather
from dateline.intake.fetch import Fetched
from dateline.keeping import Keeper, Outcome, incidents_of
from dateline.pipeline import Dateline
from dateline.record import Capture, Claim, Found, Judgement, Refusal, Report, Taken
from dateline.store import Store

EXAMPLES = Path(__file__).parent.parent / "examples"
NOON = datetime(2012, 11, 23, 12, tzinfo=UTC)
WIRE = (
    "GOMA, 20 Nov 2012 (Kivu Wire) -- Rebels shelled the port of Goma on Tuesday, killing at least 12 civilians,"
    " the army said. A doctor at the town's hospital said the dead included four children from one family."
)
COPY = WIRE.replace("GOMA, 20 Nov 2012 (Kivu Wire) -- ", "(Kivu Wire) - ") + " The airport stayed closed."
OTHER = "Rebels shelled the port of Goma on Tuesday, killing nine civilians, the Red Cross said on Wednesday."
FAR = "Gunmen attacked a police post near Zamboanga on Wednesday and took three officers hostage, police said."


def taken(text: str, outlet: str, name: str | None = None) -> Taken:
    report = Report(text, title=None, published=date(2012, 11, 21), outlet=outlet)
    return Taken(
        name or f"{outlet}.txt",
        text.encode(),
        Capture("file", NOON, path=f"{outlet}.txt", media_type="text/plain"),
        (Found(report),),
    )


def refused(name: str, kind: Literal["language", "broken"] = "broken") -> Taken:
    return Taken(name, b"", Capture("file", NOON, path=name), (Found(Refusal(name, "is empty", kind)),))


EVERYTHING = (taken(WIRE, "Kivu Wire"), taken(COPY, "Lake Post"), taken(OTHER, "Radio Nord"), taken(FAR, "Sulu Sun"))


@pytest.fixture
def keeper(tmp_path: Path, reader: Dateline) -> Iterator[Keeper]:
    with Store.open(tmp_path / "desk.db", create=True) as store:
        yield Keeper(store, lambda: reader)


def no_fetch(url: str) -> Fetched:
    raise AssertionError("nothing here is fetched")


def add(keeper: Keeper, *given: Taken) -> list[Outcome]:
    return list(keeper.add(given))


def incidents(keeper: Keeper) -> set[frozenset[str]]:
    return {s.incident.claims for s in keeper.store.incidents()}


def whole(keeper: Keeper) -> bool:
    return not keeper.store.verify(merge=incidents_of)


def claim(keeper: Keeper, outlet: str, event: str) -> Claim:
    report = next(r for r in keeper.store.reports() if r.outlet == outlet)
    return next(c for c in keeper.store.claims_in([("report", 0, report.id)]) if c.event == event)


def test_reports_become_claims_and_incidents(keeper: Keeper) -> None:
    assert [o.kind for o in add(keeper, *EVERYTHING)] == ["read", "copy", "read", "read"]
    shelling = next(s for s in keeper.store.incidents() if s.killed)
    assert {o.name for o in shelling.origins} == {"Kivu Wire", "Radio Nord"}
    assert shelling.killed is not None and (shelling.killed.low, shelling.killed.high) == (9, 12)
    assert whole(keeper)


def test_copies_count_as_one_origin(keeper: Keeper) -> None:
    add(keeper, *EVERYTHING)
    found = keeper.store.origins()
    keys = {r.outlet: found[r.id].key for r in keeper.store.reports()}
    assert keys["Kivu Wire"] == keys["Lake Post"] != keys["Radio Nord"]


def test_a_copy_that_comes_before_its_wire_is_folded_into_it_later(keeper: Keeper) -> None:
    add(keeper, taken(COPY, "Lake Post"))
    add(keeper, taken(WIRE, "Kivu Wire"))
    assert len({o.key for o in keeper.store.origins().values()}) == 1
    assert whole(keeper)


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_incidents_do_not_depend_on_the_order_of_arrival(keeper: Keeper, order: Iterable[int]) -> None:
    for n in order:
        add(keeper, EVERYTHING[n])
    one_by_one = incidents(keeper)
    keeper.merge()
    assert incidents(keeper) == one_by_one
    assert whole(keeper)


def test_the_same_text_again_is_known_and_its_capture_kept(keeper: Keeper) -> None:
    add(keeper, taken(WIRE, "Kivu Wire"))
    (outcome,) = add(keeper, taken(WIRE, "Mirror"))
    assert outcome.kind == "known"
    assert len(keeper.store.captures(outcome.report)) == 2


def test_what_cannot_be_read_is_quarantined_and_the_rest_is_read(keeper: Keeper) -> None:
    kinds = [o.kind for o in add(keeper, refused("a.pdf"), taken(WIRE, "Kivu Wire"), refused("b.txt", kind="language"))]
    assert kinds == ["broken", "read", "language"]
    assert [(q.name, q.state) for q in keeper.store.quarantined()] == [("a.pdf", "waiting"), ("b.txt", "given up")]


def test_retry_settles_what_can_be_read_now(keeper: Keeper) -> None:
    unread = Taken("a.txt", WIRE.encode(), Capture("file", NOON, media_type="text/plain"), refused("a.txt").found)
    add(keeper, unread)
    (outcome,) = keeper.retry(no_fetch)
    assert (outcome.kind, outcome.name) == ("read", "a.txt")
    assert keeper.store.quarantined("waiting") == ()
    assert incidents(keeper)


def test_a_run_cut_short_is_taken_up_by_the_next(keeper: Keeper) -> None:
    with keeper.store.transaction():  # what `add` stores before it reads
        number = keeper.store.add_capture(keeper.store.add_original(b"x"), Capture("file", NOON))
        keeper.store.add_report(Report(WIRE, outlet="Kivu Wire", published=date(2012, 11, 21)), capture=number)
    (outcome,) = add(keeper)
    assert outcome.kind == "read" and outcome.claims > 0
    assert keeper.store.unread() == ()


def test_the_examples_make_a_whole_record(keeper: Keeper) -> None:
    outcomes = list(keeper.add(gather([str(EXAMPLES)])))
    assert {o.kind for o in outcomes} == {"read", "copy"}
    assert whole(keeper)


class Fragile:
    """A reader that one report crashes."""

    def __init__(self, reader: Dateline):
        self.model, self.codebook, self._reader = reader.model, reader.codebook, reader

    def claims(self, report: Report) -> tuple[Claim, ...]:
        if report.outlet == "Lake Post":
            raise RuntimeError("no")
        return self._reader.claims(report)


def test_a_report_that_crashes_the_reader_is_quarantined_until_retried(keeper: Keeper, reader: Dateline) -> None:
    keeper.reader = cast(Dateline, Fragile(reader))
    assert [o.kind for o in add(keeper, *EVERYTHING[:2])] == ["read", "broken"]
    assert add(keeper) == []
    keeper.reader = reader
    (outcome,) = keeper.retry(no_fetch)
    assert outcome.claims > 0 and keeper.store.unread() == ()


def test_people_part_and_join_claims_and_can_take_it_back(keeper: Keeper) -> None:
    add(keeper, *EVERYTHING)
    before = incidents(keeper)
    pair = claim(keeper, "Kivu Wire", "shelling").id, claim(keeper, "Radio Nord", "shelling").id
    assert keeper.store.incident_of(pair[0]) == keeper.store.incident_of(pair[1])
    assert keeper.judge(Judgement(pair, "different", "ana", NOON), why="two days")
    assert keeper.store.incident_of(pair[0]) != keeper.store.incident_of(pair[1])
    assert whole(keeper)
    assert keeper.withdraw(pair, by="ana", why="my mistake")
    assert incidents(keeper) == before
    far = claim(keeper, "Sulu Sun", "attack").id
    keeper.judge(Judgement((pair[0], far), "same", "ana", NOON), why="I know")
    assert keeper.store.incident_of(far) == keeper.store.incident_of(pair[0])
    assert whole(keeper)


def test_reading_again_supersedes_and_loses_no_decision(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    add(keeper, *EVERYTHING)
    before = incidents(keeper)
    pair = claim(keeper, "Kivu Wire", "shelling").id, claim(keeper, "Sulu Sun", "attack").id
    keeper.judge(Judgement(pair, "same", "ana", NOON), why="I know")
    assert list(keeper.reread()) == []
    monkeypatch.setitem(vars(keeper), "versions", ("another reader", "another codebook"))
    assert len(list(keeper.reread())) == 4
    assert whole(keeper)
    assert keeper.store.incident_of(pair[0]) == keeper.store.incident_of(pair[1])
    keeper.withdraw(pair, by="ana", why="done")
    assert incidents(keeper) == before


def test_a_shorter_reading_leaves_no_incident_of_old_claims(keeper: Keeper) -> None:
    add(keeper, *EVERYTHING)
    report = next(r for r in keeper.store.reports() if r.outlet == "Sulu Sun")
    assert keeper.take_over({report: ()}, by="an import") == 1
    held = {c for claims in incidents(keeper) for c in claims}
    assert held == {c.id for c in keeper.store.claims()}
    assert whole(keeper)


def test_a_decision_needs_claims_that_are_there(keeper: Keeper) -> None:
    with pytest.raises(StoreError, match="no claim"):
        keeper.judge(Judgement(("x", "y"), "same", "ana", NOON), why="")
