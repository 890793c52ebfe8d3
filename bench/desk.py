"""The desk's server under the requests of its front end, on a record of 100,000 claims.

`dateline desk` runs as a process of its own on a copy of the record (bench/desk_record.py). Every kind
of request is sent once to warm up, then at least thirty times, each with other arguments, so that answers
kept from the time before help little. Beside the time on the wall stands the time that the server's
threads had a core: other work on the machine lengthens the first, not the second. First paint is
Chromium's own timing of a browser that has never been there.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import math
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bench.desk_record import CLAIMS, record
from bench.desk_requests import DAYS, FIRST, Ask, Known, get, requests

TIMES, USERS, EACH = 30, 10, 20
_BROWSERS = 3
_GROUPS = ("list", "map", "timeline", "search")  # asked to answer within 150 ms, 95 times of 100
_A_SECOND = 40  # requests: less than the desk allows one visitor
_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_LISTED = "() => document.querySelector('[id^=incident-]') && performance.now()"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, after how many milliseconds, of which the server had a core for `cpu` (None: not told)."""

    status: int
    body: bytes
    wall: float
    cpu: float | None


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, object]:
    """Milliseconds a group of requests, errors among ten users at once, milliseconds to first paint."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise FileNotFoundError("there is no chromium")
    with tempfile.TemporaryDirectory() as name:
        database = Path(name) / "desk.db"
        shutil.copy(record(limit or CLAIMS), database)
        with _served(database) as server:
            timed = _timed(server)
            together = _together(server)
            paint, listed = _shown(server, chromium)
    within = [a for group, answers in timed.items() if group.partition("_")[0] in _GROUPS for a in answers]
    return {
        "claims": limit or CLAIMS,
        "requests": sum(map(len, timed.values())),
        "errors": _errors(a for answers in timed.values() for a in answers),
        "list_map_timeline_search": _quantiles(within),
        **{group: _quantiles(answers) for group, answers in timed.items()},
        "ten_users": {"errors": _errors(together), "p95_ms": _at([a.wall for a in together], 0.95)},
        "first_paint_ms": round(paint),
        "list_shown_ms": round(listed),
    }


def _errors(answers: Iterable[Answer]) -> int:
    return sum(answer.status != 200 for answer in answers)


def _quantiles(answers: Sequence[Answer]) -> dict[str, float]:
    wall, cpu = [a.wall for a in answers], [a.cpu for a in answers if a.cpu is not None]
    told = {"p50_ms": _at(wall, 0.5), "p95_ms": _at(wall, 0.95)}
    return told | {"p50_cpu_ms": _at(cpu, 0.5), "p95_cpu_ms": _at(cpu, 0.95)} if cpu else told


def _at(values: Sequence[float], share: float) -> float:
    """The value that a share of the values does not exceed."""
    return round(sorted(values)[math.ceil(len(values) * share) - 1], 1)


# ---------------------------------------------------------------- the server


class Server:
    """A running desk and a session in it."""

    def __init__(self, process: subprocess.Popen[str], address: str):
        self.process = process
        self.port = urlsplit(address).port or 80
        self.address = f"http://127.0.0.1:{self.port}"
        self.cookie = self._signed_in(parse_qs(urlsplit(address).query)["launch"][0])

    def _signed_in(self, token: str) -> str:
        with self.visitor() as (connection, _):
            connection.request("GET", f"/?launch={token}")
            response = connection.getresponse()
            response.read()
        return (response.getheader("set-cookie") or "").partition(";")[0]

    @contextmanager
    def visitor(self) -> Iterator[tuple[http.client.HTTPConnection, Callable[[Ask], Answer]]]:
        """A connection that stays open, as a browser's does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            yield connection, lambda ask: self._answer(connection, ask)
        finally:
            connection.close()

    def _answer(self, connection: http.client.HTTPConnection, ask: Ask) -> Answer:
        headers = {"cookie": self.cookie, "origin": self.address, "content-type": "application/json"}
        began, spent = time.perf_counter(), self._cpu()
        if ask.form is None:
            connection.request("GET", ask.path, headers=headers)
        else:
            connection.request("POST", ask.path, json.dumps(ask.form), headers)
        response = connection.getresponse()
        body = response.read()
        wall = time.perf_counter() - began
        return Answer(response.status, body, 1000 * wall, self._cpu() - spent if spent else None)

    def _cpu(self) -> float:
        """Milliseconds that the threads of the server have had a core; 0 where no Linux tells."""
        told = 0
        for task in Path(f"/proc/{self.process.pid}/task").glob("*/schedstat"):
            with contextlib.suppress(FileNotFoundError):  # a thread that has just ended
                told += int(task.read_text().split()[0])
        return told / 1e6


@contextmanager
def _served(database: Path) -> Iterator[Server]:
    command = [sys.executable, "-c", "from dateline.cli import main; main()"]
    command += ["desk", "--db", str(database), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().rpartition(" ")[2].strip()
            if not address.startswith("http"):
                raise SystemExit("bench: the desk did not start")
            yield Server(process, address)
        finally:
            process.terminate()


# ---------------------------------------------------------------- requests


def _timed(server: Server) -> dict[str, list[Answer]]:
    """The answers of every group of requests, one request at a time."""
    rng = random.Random(1)
    out: defaultdict[str, list[Answer]] = defaultdict(list)
    with server.visitor() as (_, ask):
        known = _known(ask)
        for group, make in requests(known).items():
            ask(make(rng))
            for _ in range(TIMES):
                began = time.monotonic()
                out[group].append(ask(make(rng)))
                time.sleep(max(0.0, 1 / _A_SECOND - (time.monotonic() - began)))
    return dict(out)


def _known(ask: Callable[[Ask], Answer]) -> Known:
    """Some incidents of every year, and the reports of some of these."""
    found: list[tuple[str, str]] = []
    for year in range(FIRST.year, FIRST.year + DAYS // 365):
        page = json.loads(ask(get("/index.json", {"until": f"{year}-12-31"})).body)
        found += [(i["earliest"], i["id"]) for i in page["incidents"] if i["earliest"]]
    pages = (json.loads(ask(Ask(f"/incidents/{id}.json")).body) for _, id in found[::10])
    reports = {report["id"] for page in pages for column in page["columns"] for report in column["reports"]}
    return Known(found, sorted(reports))


def _together(server: Server) -> list[Answer]:
    """The answers to people who use the desk at once."""
    with server.visitor() as (_, ask):
        known = _known(ask)

    def user(number: int) -> list[Answer]:
        rng = random.Random(number)
        makers = [make for group, make in requests(known).items() if group != "lease"]
        with server.visitor() as (_, ask):
            return [ask(rng.choice(makers)(rng)) for _ in range(EACH)]

    with ThreadPoolExecutor(USERS) as people:
        return [answer for answers in people.map(user, range(USERS)) for answer in answers]


def _shown(server: Server, chromium: str) -> tuple[float, float]:
    """Milliseconds from the address to the first thing painted, and to the list; medians of new browsers."""
    from playwright.sync_api import sync_playwright

    paints, lists = [], []
    with sync_playwright() as driver:
        for _ in range(_BROWSERS):
            browser = driver.chromium.launch(executable_path=chromium, args=_FLAGS)
            context = browser.new_context()
            name, _, value = server.cookie.partition("=")
            context.add_cookies([{"name": name, "value": value, "url": server.address}])
            page = context.new_page()
            page.goto(server.address, wait_until="commit")
            lists.append(float(page.wait_for_function(_LISTED).json_value()))
            paints.append(float(page.wait_for_function(_PAINT).json_value()))
            browser.close()
    return statistics.median(paints), statistics.median(lists)
