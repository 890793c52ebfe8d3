"""The record from the command line, as its users meet it: filled, asked, decided on, exported, checked."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from dateline.cli import app

EXAMPLES = Path(__file__).parent.parent / "examples"
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the example reports and an empty file."""
    folder = tmp_path_factory.mktemp("record")
    (folder / "empty.txt").touch()
    db = folder / "desk.db"
    result = CliRunner().invoke(app, ["add", str(EXAMPLES), str(folder / "empty.txt"), "--db", str(db), "--by", "ana"])
    assert result.exit_code == 1 and "empty.txt is empty" in result.stderr, result.output
    return db


@pytest.fixture
def run(desk: Path) -> Run:
    def call(*words: str, code: int = 0) -> Result:
        result = CliRunner().invoke(app, [words[0], *words[1:], "--db", str(desk)])
        assert result.exit_code == code, result.output
        return result

    return call


def _incidents(desk: Path, where: str = "1") -> list[str]:
    with sqlite3.connect(desk) as database:
        return [id for (id,) in database.execute(f"SELECT id FROM incidents WHERE {where} ORDER BY id")]


def test_status_counts_and_names_what_waits(run: Run) -> None:
    out = run("status").stdout
    assert "30 reports" in out and "empty.txt is empty" in out and "audit log head" in out


def test_incidents_are_listed_under_filters(run: Run, desk: Path) -> None:
    assert "Marawi" in run("incidents", "--country", "PHL").stdout
    assert "Marawi" not in run("incidents", "--country", "SYR").stdout
    assert run("incidents", "--disputed").stderr.startswith(f"{len(_incidents(desk, 'disputed'))} incidents")


@pytest.mark.parametrize(
    "wrong", [["--country", "Syria"], ["--event", "battle"], ["--bbox", "1,2,3"], ["--since", "x"]]
)
def test_a_wrong_filter_is_said_to_be_wrong(run: Run, wrong: list[str]) -> None:
    assert "Usage" in run("incidents", *wrong, code=2).stderr


def test_show_prints_the_grid_and_the_quotes(run: Run, desk: Path) -> None:
    out = run("show", _incidents(desk, "origins > 1 AND killed_best IS NOT NULL")[0]).stdout
    assert "killed ≠" in out or "killed =" in out or "killed ≈" in out
    assert "· claim " in out and "“" in out


def test_an_unknown_id_is_an_error_with_advice(run: Run) -> None:
    result = run("show", "zzzz", code=1)
    assert "dateline incidents" in str(result.exception)


def test_why_gives_points_and_a_judgement_can_be_made_and_taken_back(run: Run, desk: Path) -> None:
    with sqlite3.connect(desk) as database:
        wanted = "SELECT group_concat(claim) FROM incident_claims GROUP BY incident HAVING count(*) = 2 LIMIT 1"
        one, two = database.execute(wanted).fetchone()[0].split(",")
    assert "in one incident" in run("why", one, two).stdout
    run("judge", one, two, "different", "--why", "two raids", "--by", "ana")
    assert "in different incidents" in run("why", one, two).stdout
    assert "ana judged" in run("why", one, two).stdout
    run("withdraw", one, two, "--why", "my mistake", "--by", "ana")
    assert "in one incident" in run("why", one, two).stdout
    run("withdraw", one, two, "--why", "again", "--by", "ana", code=1)


def test_holders_names_who_is_said_to_hold_a_place(run: Run) -> None:
    out = run("holders", "Goma").stdout
    assert "March 23 Movement" in out and ("takes" in out or "holds" in out)


@pytest.mark.parametrize(
    "format", ["jsonl", "csv", "gpkg", "geojson", "kml", "ged", "acled", "plover", "polecat", "hxl"]
)
def test_incidents_go_out_with_a_manifest(run: Run, tmp_path: Path, format: str) -> None:
    out = tmp_path / f"incidents.{format}"
    run("export", "incidents", str(out), "--format", format)
    manifest = json.loads((tmp_path / f"{out.name}.manifest.json").read_text())
    assert manifest["rows"] > 0 and manifest["audit_head"] and out.stat().st_size == manifest["bytes"]


def test_filters_hold_for_exports_and_stand_in_the_manifest(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "claims.csv"
    run("export", "claims", str(out), "--country", "phl", "--event", "killing")
    rows = list(csv.DictReader(out.open(encoding="utf8")))
    assert rows and {row["event"] for row in rows} == {"killing"}
    manifest = json.loads((tmp_path / "claims.csv.manifest.json").read_text())
    assert manifest["filters"] == {"country": "PHL", "event": "killing"}


def test_a_name_that_tells_no_layout_is_asked_about(run: Run, tmp_path: Path) -> None:
    assert "--format" in str(run("export", "claims", str(tmp_path / "claims.abc"), code=1).exception)


def test_our_own_claims_come_back_as_they_were(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "claims.csv"
    run("export", "claims", str(out))
    assert "add --yes" in run("import", str(out)).stderr
    assert "0 reports have new claims" in run("import", str(out), "--yes").stderr


def test_a_broken_table_is_refused_by_row_and_column(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "claims.csv"
    run("export", "claims", str(out))
    out.write_text(out.read_text(encoding="utf8").replace("affirmed", "afirmed", 1), encoding="utf8")
    assert "afirmed" in run("import", str(out), "--yes", code=1).stderr


def test_the_record_is_whole_and_a_backup_too(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    head = run("backup", str(copy)).stderr.split()[-1]
    assert "whole" in run("verify", "--head", head).stderr
    assert CliRunner().invoke(app, ["verify", "--db", str(copy), "--head", head]).exit_code == 0
    run("backup", str(copy), code=1)


def test_verify_finds_a_changed_text(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    run("backup", str(copy))
    with sqlite3.connect(copy) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute("UPDATE reports SET text = text || ' never' WHERE number = 1")
    result = CliRunner().invoke(app, ["verify", "--db", str(copy)])
    assert result.exit_code == 1 and "its text is no longer" in result.stderr


def test_rebuild_and_merge_change_nothing(run: Run, desk: Path) -> None:
    before = _incidents(desk)
    run("rebuild")
    run("merge")
    assert _incidents(desk) == before
    assert "whole" in run("verify").stderr


def test_without_a_record_the_way_to_one_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["status", "--db", str(tmp_path / "none.db")])
    assert "dateline add" in str(result.exception)
