"""The bench of the desk on a small record: every kind of request is one that the desk answers."""

from __future__ import annotations

import random
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bench.desk_record import record
from bench.desk_requests import Known, requests

from bench import desk
from dateline.desk.asked import Asked, filter_of, query_of

KNOWN = Known([("2014-05-03", "aa"), ("2015-01-01", "bb")], ["cc"])


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    return record(800)


def test_requests_make_sense_and_vary() -> None:
    rng = random.Random(2)
    for group, make in requests(KNOWN).items():
        asks = [make(rng) for _ in range(30)]
        for ask in asks:
            query_of(filter_of(Asked(urlsplit(ask.path).query)))
        if group not in ("list_plain", "incident", "source", "lease", "list_next", "search_day"):
            assert len({ask.path for ask in asks}) >= 9, group


def test_a_value_that_most_do_not_exceed() -> None:
    assert desk._at([3.0, 1.0, 2.0], 0.5) == 2.0
    assert desk._at(list(map(float, range(1, 101))), 0.95) == 95.0
    assert desk._at([7.0], 0.95) == 7.0


def test_the_record_is_kept_and_the_desk_answers_all_that_is_asked(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert record(800) == small
    monkeypatch.setattr(desk, "TIMES", 1)
    monkeypatch.setattr(desk, "USERS", 3)
    monkeypatch.setattr(desk, "EACH", 4)
    with desk._served(small) as server:
        timed, together = desk._timed(server), desk._together(server)
    wrong = {group: a.body for group, answers in timed.items() for a in answers if a.status != 200}
    assert wrong == {}
    assert len(together) == 12 and not desk._errors(together)
