from pathlib import Path

import pytest
from bench.corpora import digest
from bench.tasks import TASKS, flat

from bench import floors, results

HERE = Path(results.__file__).parent


@pytest.mark.parametrize("name", TASKS)
def test_every_task_has_its_module(name):
    assert (HERE / f"{TASKS[name].module}.py").exists()


def test_nested_scores_are_flattened_and_words_left_out():
    assert flat({"lgl": {"mean_km": 3, "note": "x"}, "f1": 0.5}) == {"lgl_mean_km": 3, "f1": 0.5}


def test_counts_get_no_floor():
    assert TASKS["parse"].is_pinned("ewt_las")
    assert not TASKS["parse"].is_pinned("ewt_words")


def test_the_digest_follows_content_not_order(tmp_path):
    for name, text in (("a", "1"), ("b", "2")):
        (tmp_path / name).write_text(text)
    before = digest([tmp_path / "a", tmp_path / "b"])
    assert digest([tmp_path / "b", tmp_path / "a"]) == before
    (tmp_path / "b").write_text("3")
    assert digest([tmp_path / "a", tmp_path / "b"]) != before


def test_the_page_shows_value_and_floor():
    run = {"date": "2026-11-25", "model": "t0", "scores": {"ewt_las": 0.8, "ewt_words": 25147}}
    page = results.page({"parse/dev": run}, {"parse/dev": {"ewt_las": {"floor": 0.79, "digest": ""}}})
    assert "| ewt las | 0.8 | 0.79 |" in page
    assert "| ewt words | 25,147 |  |" in page


def test_the_page_is_that_of_the_last_results():
    if results.load():
        assert results.PAGE.read_text(encoding="utf8") == results.page(results.load(), floors.load())
