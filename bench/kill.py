"""Whether anything is lost when the program is killed: SIGKILL at random moments of add, merge, export, migration.

Each run starts a process of its own on a copy of the record, kills it, and then holds what is left
against what the process had acknowledged: every report it reported as read is there, `verify` finds no
flaw, no half-written export stands under its name, and doing it again gives the record of a run that
nobody killed. The reader's claims are worked out once and replayed: it is the record that is tested.
"""

from __future__ import annotations

import pickle
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from bench.corpora import ROOT
from bench.speed import report_texts
from dateline.export import bundle, export
from dateline.intake import gather
from dateline.keeping import Keeper, incidents_of
from dateline.pipeline import Dateline
from dateline.record import Report
from dateline.store import Store
from dateline.store.engine import APPLICATION_ID

KILLS, REPORTS = 200, 40


@dataclass(slots=True)
class Tally:
    """How many runs were killed while at work, and what was wrong after."""

    killed: int = 0
    lost: int = 0
    flaws: int = 0
    half_written: int = 0
    differing: int = 0


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, int]:
    """Kills, and how many acknowledged reports were lost, records flawed, exports half written, re-runs different."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as name:
        bed = Bed(Path(name))
        steps = ("add", "add", "merge", "export", "migrate")
        rng = random.Random(7)
        run = 0
        while tally.killed < (limit or KILLS):
            bed.kill(steps[run % len(steps)], rng, tally)
            run += 1
    return {
        "kills": tally.killed,
        "runs": run,
        "lost_reports": tally.lost,
        "flawed_records": tally.flaws,
        "half_written_exports": tally.half_written,
        "differing_reruns": tally.differing,
    }


class Bed:
    """Reports, the claims of the reader for them, and the record of a run that nobody killed."""

    def __init__(self, folder: Path, reports: int = REPORTS):
        self.folder = folder
        self.texts = folder / "reports"
        self.texts.mkdir()
        for i, text in enumerate(islice(report_texts(), reports)):
            (self.texts / f"{i:03}.txt").write_text(text, encoding="utf8")
        reader = Dateline()
        # Without chances, which the oldest schema has no column for: a record of that time knew none.
        claims = {r.id: tuple(replace(c, chances={}) for c in reader.claims(r)) for t in gather([str(self.texts)])
                  for f in t.found for r in [f.result] if isinstance(r, Report)}  # fmt: skip
        (folder / "claims.pickle").write_bytes(pickle.dumps(claims))
        self.whole = folder / "whole.db"
        with Store.open(self.whole, create=True) as store:
            list(keeper(store, folder).add(gather([str(self.texts)])))
            self.incidents = {s.incident for s in store.incidents()}
        self.old = folder / "old.db"
        _oldest(self.whole, self.old)
        self.seconds = {step: self._seconds(step) for step in STEPS}

    def kill(self, step: str, rng: random.Random, tally: Tally) -> None:
        """Runs a step, kills it at a random moment of its work, and looks at what is left."""
        db, out = self._fresh(step)
        process, heard = self._start(step, db, out)
        time.sleep(rng.uniform(0, self.seconds[step]))
        alive = process.poll() is None
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate()
        if not alive:
            return
        tally.killed += 1
        acknowledged = set((heard + rest).split()) - {"ready"}
        if step == "migrate":
            acknowledged = set()
        with Store.open(db, create=True) as store:
            tally.lost += len(acknowledged - {r.id for r in store.reports()})
            tally.flaws += bool(store.verify(merge=incidents_of if step != "add" else None))
        tally.half_written += out.exists() and not self._is_whole(out)
        STEPS[step](db, self.folder, out)
        with Store.open(db) as store:
            same = {s.incident for s in store.incidents()} == self.incidents
            tally.differing += not same or store.counts()["reports"] != len(list(self.texts.iterdir()))
            tally.flaws += bool(store.verify(merge=incidents_of))

    def _is_whole(self, out: Path) -> bool:
        """True when an exported GeoPackage has all incidents and no damage."""
        with closing(sqlite3.connect(out)) as file:
            sound = file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            tables = [name for (name,) in file.execute("SELECT table_name FROM gpkg_contents")]
            counts = [file.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables]
            return sound and max(counts) == len(self.incidents)

    def _fresh(self, step: str) -> tuple[Path, Path]:
        db, out = self.folder / "killed.db", self.folder / "out.gpkg"
        for path in self.folder.glob("killed.db*"):
            path.unlink()
        for path in self.folder.glob("*out.gpkg*"):
            path.unlink()
        if step != "add":
            shutil.copy(self.old if step == "migrate" else self.whole, db)
        return db, out

    def _start(self, step: str, db: Path, out: Path) -> tuple[subprocess.Popen[str], str]:
        """The process, once it is ready to work."""
        command = [sys.executable, "-m", "bench.kill", step, str(db), str(self.folder), str(out)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        return process, process.stdout.readline()

    def _seconds(self, step: str) -> float:
        """How long a step works when nobody kills it."""
        process, _ = self._start(step, *self._fresh(step))
        started = time.perf_counter()
        process.communicate()
        if process.returncode:
            raise SystemExit(f"bench: the step {step} failed on its own")
        return time.perf_counter() - started


class Replayed:
    """A reader that gives the claims worked out before."""

    def __init__(self, folder: Path):
        self._claims = pickle.loads((folder / "claims.pickle").read_bytes())
        self.model = SimpleNamespace(version="replayed")
        self.codebook = SimpleNamespace(version="replayed")

    def claims(self, report: Report) -> object:
        """The claims of a report that was read before."""
        return self._claims[report.id]


def keeper(store: Store, folder: Path) -> Keeper:
    """A keeper with the replayed reader."""
    return Keeper(store, lambda: cast(Dateline, Replayed(folder)))


def _add(db: Path, folder: Path, out: Path) -> None:
    with Store.open(db, create=True) as store:
        for outcome in keeper(store, folder).add(gather([str(folder / "reports")])):
            if __name__ == "__main__":  # the process that is killed says what it has done
                print(outcome.report, flush=True)


def _merge(db: Path, folder: Path, out: Path) -> None:
    with Store.open(db) as store:
        keeper(store, folder).merge()


def _export(db: Path, folder: Path, out: Path) -> None:
    with Store.open(db) as store:
        export(bundle(store.coded(), store.incidents()), out, what="incidents", format="gpkg")


def _migrate(db: Path, folder: Path, out: Path) -> None:
    Store.open(db).close()


STEPS: dict[str, Callable[[Path, Path, Path], None]] = {
    "add": _add, "merge": _merge, "export": _export, "migrate": _migrate,
}  # fmt: skip


def _oldest(whole: Path, old: Path) -> None:
    """The record as the first schema held it: its tables, filled with what they know of the whole."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    config = Config()
    config.set_main_option("script_location", "dateline:store/migrations")
    with create_engine(f"sqlite:///{old}").begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with closing(sqlite3.connect(old)) as file:
        file.execute("ATTACH ? AS whole", (str(whole),))
        file.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        tables = file.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            if table.startswith(("sqlite_", "alembic_")):
                continue
            columns = ", ".join(f'"{row[1]}"' for row in file.execute(f"PRAGMA main.table_info({table})"))
            kept = " WHERE role NOT IN ('speaker', 'outlet')" if table == "incident_parties" else ""  # added later
            file.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM whole.{table}{kept}")
        file.commit()


if __name__ == "__main__":
    step, *paths = sys.argv[1:]
    print("ready", flush=True)
    STEPS[step](*map(Path, paths))
