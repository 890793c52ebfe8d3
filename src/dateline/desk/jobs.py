"""Intake in the background: one batch at a time, its progress and outcomes kept while the desk runs."""

from __future__ import annotations

import logging
import secrets
import shutil
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path, PurePosixPath
from threading import Lock

from dateline.desk import pages
from dateline.errors import DatelineError
from dateline.intake import gather
from dateline.intake.fetch import Fetcher
from dateline.keeping import Keeper, Outcome
from dateline.pipeline import Dateline
from dateline.record import Taken
from dateline.store import Store

log = logging.getLogger("dateline.desk")

_JOBS = 20  # kept for the page
_OUTCOMES = 200  # kept of one job


@dataclass(slots=True)
class _Job:
    id: str
    by: str
    what: str
    state: str = "waiting"
    started: str = field(default_factory=lambda: _now())
    finished: str | None = None
    counts: Counter[str] = field(default_factory=Counter)
    outcomes: deque[pages.OutcomeLine] = field(default_factory=lambda: deque(maxlen=_OUTCOMES))
    problem: str | None = None

    def line(self) -> pages.Job:
        return pages.Job(
            id=self.id,
            by=self.by,
            what=self.what,
            state=self.state,
            started=self.started,
            finished=self.finished,
            done=sum(self.counts.values()),
            counts=tuple(self.counts.most_common()),
            outcomes=tuple(reversed(self.outcomes)),
            problem=self.problem,
        )


class Jobs:
    """The batches of one record. Each writes under the name of the person who asked."""

    def __init__(self, path: Path, reader: Callable[[], Dateline]):
        self._path, self._reader = path, reader
        self._jobs: deque[_Job] = deque(maxlen=_JOBS)
        self._lock = Lock()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="intake")

    def lines(self) -> tuple[pages.Job, ...]:
        """All jobs, the latest first."""
        with self._lock:
            return tuple(job.line() for job in reversed(self._jobs))

    def close(self) -> None:
        """Lets the batch in work end and drops those that wait."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def files(self, by: str, folder: Path, *, published: date | None, outlet: str | None) -> str:
        """Takes in everything under a folder, which is removed afterwards; the id of the job."""
        count = sum(1 for path in folder.rglob("*") if path.is_file())

        def work(keeper: Keeper) -> Iterator[Outcome]:
            try:
                taken = gather([str(folder)], published=published, outlet=outlet)
                yield from keeper.add(_renamed(taken, folder))
            finally:
                shutil.rmtree(folder, ignore_errors=True)

        return self._begin(by, f"{count} files", work)

    def addresses(self, by: str, given: Sequence[str], *, published: date | None, outlet: str | None) -> str:
        """Takes in web addresses; the id of the job."""

        def work(keeper: Keeper) -> Iterator[Outcome]:
            with Fetcher() as fetcher:
                yield from keeper.add(gather(given, published=published, outlet=outlet, fetch=fetcher.fetch))

        return self._begin(by, f"{len(given)} addresses", work)

    def retry(self, by: str, names: Sequence[str]) -> str:
        """Tries what is in quarantine again, or only the cases named; the id of the job."""

        def work(keeper: Keeper) -> Iterator[Outcome]:
            with Fetcher() as fetcher:
                yield from chain(keeper.go_on(), keeper.retry(fetcher.fetch, set(names)))

        return self._begin(by, "another try", work)

    def _begin(self, by: str, what: str, work: Callable[[Keeper], Iterable[Outcome]]) -> str:
        job = _Job(secrets.token_hex(8), by, what)
        with self._lock:
            self._jobs.append(job)
        self._thread.submit(self._run, job, work)
        return job.id

    def _run(self, job: _Job, work: Callable[[Keeper], Iterable[Outcome]]) -> None:
        job.state = "running"
        try:
            with Store.open(self._path, by=job.by) as store:
                for outcome in work(Keeper(store, self._reader)):
                    self._note(job, outcome)
            job.state = "done"
        except DatelineError as problem:
            job.state, job.problem = "failed", str(problem)
        except Exception as problem:
            log.exception("job %s failed", job.id)
            job.state, job.problem = "failed", f"the desk failed ({type(problem).__name__}); its log says more"
        job.finished = _now()

    def _note(self, job: _Job, outcome: Outcome) -> None:
        line = pages.OutcomeLine(outcome.name, outcome.kind, outcome.reason, outcome.report, outcome.claims)
        with self._lock:
            job.counts[outcome.kind] += 1
            job.outcomes.append(line)


def folder() -> Path:
    """A folder for an upload, which nobody else can look into."""
    return Path(tempfile.mkdtemp(prefix="dateline-"))


def place_for(root: Path, name: str) -> Path:
    """Where an uploaded file is put: under the folder, whatever its name says."""
    parts = [p for p in PurePosixPath(name.replace("\\", "/").replace("\x00", "")).parts if p not in ("/", "..", ".")]
    parts = [part[-120:].lstrip(".") or "file" for part in parts[-4:]] or ["file"]
    target = root.joinpath(*parts)
    while target.exists():
        target = target.with_name(f"{secrets.token_hex(2)}-{target.name}")
    if not target.resolve().is_relative_to(root.resolve()):
        target = root / secrets.token_hex(8)
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _renamed(taken: Iterable[Taken], root: Path) -> Iterator[Taken]:
    """Under the names that the files had, not those of the folder they were put into."""
    start = f"{root}/"
    for one in taken:
        path = one.capture.path.removeprefix(start) if one.capture.path else None
        name = one.name.removeprefix(start)
        yield replace(one, name=name, capture=replace(one.capture, method="upload", path=path))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
