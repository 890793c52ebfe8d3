"""Speed and size on this machine: a folder of reports as `dateline read` reads it, and a cold start.

The reports are made of our own coded texts, joined and cut at about 400 words. They are read in a
process of its own, so that its peak memory is that of reading alone. The cold start is the time
from the command to its first printed claim, gazetteer already built. The installed size is that of
every package that the project needs at run time, its own included.
"""

from __future__ import annotations

import importlib.metadata
import itertools
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bench.corpora import ROOT

if TYPE_CHECKING:
    from dateline.reading.encoder import Window
    from dateline.record import Claim, Report

REPORTS, WORDS = 2000, 400
_COLD_RUNS = 3
_COLD_TEXT = "Rebels shelled the port of Latakia on Tuesday, killing at least 12 soldiers, the army said.\n"


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, float | int]:
    """Reports a second, the encoder's share of the time, peak memory, cold start, installed size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for i, text in enumerate(itertools.islice(report_texts(), limit or REPORTS)):
            (folder / f"{i:05}.txt").write_text(text, encoding="utf8")
        command = [sys.executable, "-m", "bench.speed", name]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    measured: dict[str, float | int] = json.loads(done.stdout)
    return measured | {"cold_first_claim_s": cold_start(), "installed_mb": installed_mb()}


def report_texts() -> Iterator[str]:
    """Endless reports of about 400 words, whole sentences of our own texts in an order of their own."""
    pool = [p.read_text(encoding="utf8") for p in sorted((ROOT / "training/claims/src").glob("*.txt"))]
    sentences = [s for text in pool for s in re.split(r"(?<=[.!?])\s+", text) if s.strip()]
    shuffle = random.Random(1).sample
    while True:
        report: list[str] = []
        for sentence in shuffle(sentences, len(sentences)):
            report.append(sentence)
            if sum(len(s.split()) for s in report) >= WORDS:
                yield " ".join(report) + "\n"
                report = []


def read_folder(folder: str) -> dict[str, float | int]:
    """Reads a folder as the command does and says how long it took, loading included."""
    from dateline.export import STREAMS
    from dateline.intake import take
    from dateline.pipeline import Dateline
    from dateline.record import Refusal

    started = time.perf_counter()
    path = Dateline()
    loaded = time.perf_counter() - started
    inside = 0.0
    run = path.model.run

    def timed(first_word: int, pieces: Sequence[Sequence[int]]) -> Window:
        nonlocal inside
        before = time.perf_counter()
        window = run(first_word, pieces)
        inside += time.perf_counter() - before
        return window

    path.model.run = timed  # type: ignore[method-assign]
    results = [0, 0]

    def read() -> Iterator[tuple[Report, tuple[Claim, ...]]]:
        for result in path.run(take([folder])):
            results[isinstance(result, Refusal)] += 1
            if not isinstance(result, Refusal):
                yield result

    written = sum(len(line) for line in STREAMS["jsonl"](read()))
    seconds = time.perf_counter() - started
    reading = seconds - loaded
    return {
        "reports": results[0],
        "refused": results[1],
        "reports_per_s": round(results[0] / reading, 2),
        "encoder_share": round(inside / reading, 3),
        "load_s": round(loaded, 2),
        "peak_rss_mb": peak_mb(),
        "written_mb": round(written / 1e6, 1),
    }


def peak_mb() -> int:
    """Peak memory of this process; Linux's rusage would count that of its parent as well."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        return round(int(found[1]) / 1024) if found else 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024))


def cold_start() -> float:
    """Median seconds of `dateline read` on one short report, up to its first line."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "report.txt"
        file.write_text(_COLD_TEXT, encoding="utf8")
        command = [sys.executable, "-c", "from dateline.cli import main; main()", "read", str(file), "-f", "jsonl"]
        return round(sorted(_first_line(command) for _ in range(_COLD_RUNS))[_COLD_RUNS // 2], 2)


def _first_line(command: list[str]) -> float:
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        taken = time.perf_counter() - started
    if not line:
        raise SystemExit("bench: `dateline read` printed nothing on a cold start")
    return taken


def installed_mb() -> int:
    """Megabytes of the files of dateline's run-time packages."""
    sizes = {}
    for package in needed("dateline"):
        files = importlib.metadata.distribution(package).files or []
        sizes[package] = sum(p.stat().st_size for f in files if (p := Path(str(f.locate()))).is_file())
    own = sum(p.stat().st_size for p in (ROOT / "src/dateline").rglob("*") if p.is_file())
    return round((sum(v for k, v in sizes.items() if k != "dateline") + own) / 1e6)


def needed(package: str) -> set[str]:
    """A package and all that it requires on this machine, extras left out."""
    found, queue = set(), [package]
    while queue:
        name = queue.pop()
        if name in found:
            continue
        try:
            requires = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        found.add(name)
        queue += [re.split(r"[\s<>=!~;\[(]", r, maxsplit=1)[0].lower() for r in requires if "extra ==" not in r]
    return found


if __name__ == "__main__":
    print(json.dumps(read_folder(sys.argv[1])))
