import json

from bench.floors import broken, load, raised, save


def test_pinning_raises_a_floor_and_never_lowers_it():
    floors, remarks = raised({}, "parse/dev", {"las": 0.80}, "data")
    floors, remarks = raised(floors, "parse/dev", {"las": 0.85}, "data")
    assert not remarks
    floors, remarks = raised(floors, "parse/dev", {"las": 0.70}, "data")
    assert floors["parse/dev"]["las"]["floor"] == 0.85
    assert "below the floor 0.85" in remarks[0]


def test_pinning_one_task_leaves_the_others():
    floors, _ = raised({"a": {"x": {"floor": 1.0, "digest": "d"}}}, "b", {"y": 0.5}, "e")
    assert set(floors) == {"a", "b"}


def test_pinning_on_changed_data_is_refused():
    floors, _ = raised({}, "parse/dev", {"las": 0.8}, "old data")
    floors, remarks = raised(floors, "parse/dev", {"las": 0.9}, "new data")
    assert floors["parse/dev"]["las"] == {"floor": 0.8, "digest": "old data"}
    assert "the data changed" in remarks[0]


def test_a_score_under_its_floor_is_found():
    floors, _ = raised({}, "parse/dev", {"las": 0.8, "uas": 0.9}, "data")
    assert broken(floors, "parse/dev", {"las": 0.8, "uas": 0.95}, "data") == []
    assert broken(floors, "parse/dev", {"las": 0.79, "uas": 0.95}, "data") == [
        "parse/dev las: 0.79 is under its floor 0.8"
    ]


def test_a_metric_that_vanished_does_not_pass():
    floors, _ = raised({}, "parse/dev", {"las": 0.8}, "data")
    assert "was not measured" in broken(floors, "parse/dev", {}, "data")[0]


def test_other_data_are_reported():
    floors, _ = raised({}, "parse/dev", {"las": 0.8}, "data")
    assert "other data" in broken(floors, "parse/dev", {"las": 0.9}, "changed")[0]


def test_floors_survive_the_file(tmp_path):
    path = tmp_path / "floors.json"
    assert load(path) == {}
    floors, _ = raised({}, "parse/dev", {"las": 0.8}, "data")
    save(floors, path)
    assert load(path) == floors == json.loads(path.read_text())
