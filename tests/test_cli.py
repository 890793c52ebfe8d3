"""The command line as its users meet it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import dateline
from dateline.cli import app

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
ONE = str(EXAMPLES / "deir-ez-zor" / "05-no-plan-to-enter.txt")
run = CliRunner().invoke


@pytest.mark.skipif(os.environ.get("DATELINE_TESTS_WHEEL") != "required", reason="the tree is tested, not the wheel")
def test_what_is_tested_is_the_package_as_users_get_it() -> None:
    assert ROOT not in Path(dateline.__file__).parents or ".venv" in Path(dateline.__file__).parts


def test_read_prints_a_table_for_people() -> None:
    result = run(app, ["read", ONE])
    assert result.exit_code == 0, result.output
    assert "according to" in result.stdout and "denied" in result.stdout


def test_read_prints_json_lines() -> None:
    result = run(app, ["read", ONE, "--format", "jsonl"])
    (line,) = result.stdout.splitlines()
    record = json.loads(line)
    assert record["report"]["text"] == Path(ONE).read_text(encoding="utf8")
    assert record["claims"]


def test_read_leaves_out_what_is_less_sure_than_asked() -> None:
    claims = json.loads(run(app, ["read", ONE, "-f", "jsonl"]).stdout)["claims"]
    cut = sorted(c["confidence"] for c in claims)[len(claims) // 2]
    sure = json.loads(run(app, ["read", ONE, "-f", "jsonl", "--min-confidence", str(cut)]).stdout)["claims"]
    assert sure == [c for c in claims if c["confidence"] >= cut] and len(sure) < len(claims)
    assert run(app, ["read", ONE, "--min-confidence", "80"]).exit_code == 2


def test_read_prints_csv_and_geojson() -> None:
    rows = list(csv.DictReader(io.StringIO(run(app, ["read", ONE, "-f", "csv"]).stdout)))
    features = json.loads(run(app, ["read", ONE, "-f", "geojson"]).stdout)["features"]
    assert len(rows) == len(features) > 3


def test_read_takes_standard_input() -> None:
    text = "Rebels attacked an army base on Monday and killed two soldiers, the governor said."
    result = run(app, ["read", "-", "-f", "jsonl", "--published", "2012-11-23"], input=text)
    assert json.loads(result.stdout)["report"]["published"] == "2012-11-23"


def test_explain_says_how_a_claim_came_about() -> None:
    result = run(app, ["read", ONE, "--explain"])
    assert re.search(r"reads as \w+ 0\.\d\d", result.stdout)


def test_what_is_skipped_is_named_and_the_exit_code_is_1(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    result = run(app, ["read", str(empty), ONE, "-f", "jsonl"])
    assert result.exit_code == 1
    assert "empty.txt is empty" in result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_wrong_use_exits_with_2(tmp_path: Path) -> None:
    assert run(app, ["read", ONE, "--published", "yesterday"]).exit_code == 2
    assert run(app, ["read"]).exit_code == 2
    bad = tmp_path / "events.toml"
    bad.write_text("[[event]]\nkey = 5\n")
    done = subprocess.run(
        [sys.executable, "-m", "dateline", "read", ONE, "--events", str(bad)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2 and "needs a key" in done.stderr and "Traceback" not in done.stderr


def test_doctor_says_all_is_well() -> None:
    result = run(app, ["doctor"])
    assert result.exit_code == 0, result.stdout
    assert "reader:" in result.stdout and "parties" in result.stdout


@pytest.mark.parametrize("command", [["read"], ["gazetteer", "build"], ["gazetteer", "add"], ["doctor"]])
def test_every_help_text_has_an_example(command: list[str]) -> None:
    assert "Example: dateline" in run(app, [*command, "--help"]).stdout


def test_the_desk_stops_by_itself_when_told_to(tmp_path: Path) -> None:
    code = "from dateline.cli import main; main()"
    options = ["desk", "--db", str(tmp_path / "x.db"), "--port", "0", "--minutes", "0.01"]
    done = subprocess.run([sys.executable, "-c", code, *options], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and "the desk is at http://127.0.0.1:" in done.stdout
