"""Many writers at once wait for each other; a killed one loses nothing that it was told is stored."""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from dateline.store import Store
from tests.store.builders import TEXT, VERSIONS, claim, report

_WRITE = """
import sys
from pathlib import Path
from dateline.record import Capture
from dateline.store import Store
from tests.store.builders import NOON, TEXT, VERSIONS, claim, report

store = Store.open(Path(sys.argv[1]), create=True)
for n in range(int(sys.argv[2]), 100_000):
    told = report(f"{TEXT} {n}")
    with store.transaction():
        original = store.add_original(told.text.encode())
        capture = store.add_capture(original, Capture("file", NOON, path=str(n)))
        store.add_report(told, capture=capture)
        store.put_claims(told.id, [claim(told, f"c{n}")], **VERSIONS)
    print(told.id, flush=True)
"""


def _write(path: Path, writer: int, count: int) -> None:
    with Store.open(path, create=True, by=f"writer {writer}") as store:
        for n in range(count):
            told = report(f"{TEXT} ({n} of writer {writer})")
            store.add_report(told)
            store.put_claims(told.id, [claim(told, f"c{writer}-{n}")], **VERSIONS)


def test_six_writers_make_one_file_without_a_lock_error(tmp_path: Path) -> None:
    path, context = tmp_path / "desk.db", multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(path, writer, 15)) for writer in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0] * 6
    with Store.open(path, read_only=True) as store:
        assert len(list(store.reports())) == store.counts()["current_claims"] == 90
        assert store.verify() == ()


def test_a_killed_writer_loses_nothing_acknowledged(tmp_path: Path) -> None:
    path, told, dice = tmp_path / "desk.db", list[str](), random.Random(7)
    for _ in range(4):
        command = [sys.executable, "-c", _WRITE, str(path), str(len(told))]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_environment()) as writer:
            assert writer.stdout
            told.append(writer.stdout.readline().strip())
            time.sleep(dice.uniform(0, 0.2))
            os.kill(writer.pid, signal.SIGKILL)
            told += [line.strip() for line in writer.stdout if line.endswith("\n")]
    with Store.open(path, read_only=True) as store:
        found = [r.id for r in store.reports()]
        assert set(told) <= set(found) and len(found) <= len(set(told)) + 4
        assert store.counts()["captures"] >= len(found) == store.counts()["current_claims"]
        assert store.verify() == ()


def _environment() -> dict[str, str]:
    here = Path(__file__).parents[2]
    return os.environ | {"PYTHONPATH": os.pathsep.join((str(here), str(here / "src")))}
