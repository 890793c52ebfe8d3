"""Files are whole or not there; the manifest tells what they hold."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from dateline.errors import SettingsError
from dateline.export import SUFFIXES, check, export, formats, manifest_path
from dateline.export.files import whole
from tests.export.samples import bundle

ROOT = Path(__file__).parents[2]
EVERY = [(what, name) for what in ("incidents", "claims", "reports") for name in formats(what)]


@pytest.mark.parametrize(("what", "name"), EVERY)
def test_every_format_is_written_with_a_manifest_that_fits(what: str, name: str, tmp_path: Path) -> None:
    pytest.importorskip({"parquet": "pyarrow", "xlsx": "xlsxwriter"}.get(name, "json"))
    path = tmp_path / f"out{SUFFIXES[name]}"
    record = export(bundle(), path, what=what, format=name)
    told = json.loads(manifest_path(path).read_text(encoding="utf8"))
    assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest() == record.sha256
    assert told["audit_head"] == "abc123" and told["filters"] == {"since": "2017-09-01"}
    assert told["counts"] == {"incidents": 2, "claims": 3, "reports": 2, "judgements": 1}
    assert told["rows"] + sum(told["left_out"].values()) >= 1
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([path.name, manifest_path(path).name])
    assert check(path) is None


@pytest.mark.parametrize(("what", "name"), EVERY)
def test_the_same_bundle_gives_the_same_bytes(what: str, name: str, tmp_path: Path) -> None:
    pytest.importorskip({"parquet": "pyarrow", "xlsx": "xlsxwriter"}.get(name, "json"))
    hashes = {export(bundle(), tmp_path / "out", what=what, format=name).sha256 for _ in range(2)}
    assert len(hashes) == 1


def test_check_finds_a_changed_file(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    export(bundle(), path, what="claims", format="csv")
    path.write_bytes(path.read_bytes() + b"x")
    assert "not the file that was exported" in (check(path) or "")


def test_a_failing_writer_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), whole(path) as draft:
        draft.write_text("half")
        _ = 1 / 0
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


LOOP = """
import sys
from pathlib import Path
from dateline.export import export
from tests.export.samples import bundle, summary
many = bundle(*[summary(f"i{n}") for n in range(300)])
print("ready", flush=True)
while True:
    for name in ("csv", "gpkg"):
        export(many, Path(sys.argv[1]) / name, what="incidents", format=name)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_killed_export_leaves_whole_files_and_the_next_one_tidies_up(tmp_path: Path) -> None:
    for wait in (0.05, 0.21, 0.43):
        child = subprocess.Popen([sys.executable, "-c", LOOP, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT)
        assert child.stdout and child.stdout.readline() == b"ready\n"
        time.sleep(wait)
        child.kill()
        child.wait()
        child.stdout.close()
        if (tmp_path / "csv").exists():
            rows = (tmp_path / "csv").read_bytes()
            assert rows.count(b"\r\n") == 301
        if (tmp_path / "gpkg").exists():
            with closing(sqlite3.connect(tmp_path / "gpkg")) as file:
                assert file.execute("SELECT count(*) FROM incidents_points").fetchone() == (300,)
    for name in ("csv", "gpkg"):
        export(bundle(), tmp_path / name, what="incidents", format=name)
        assert check(tmp_path / name) is None
    assert not [p for p in tmp_path.iterdir() if ".partial" in p.name]


def test_an_unknown_format_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="formats for reports are jsonl"):
        export(bundle(), tmp_path / "x", what="reports", format="gpkg")


def test_a_missing_folder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot write"):
        export(bundle(), tmp_path / "no" / "x.csv", what="claims", format="csv")
    with pytest.raises(SettingsError, match="cannot write"):
        export(bundle(), tmp_path / "no" / "x.gpkg", what="claims", format="gpkg")
