"""A record read from the example reports, the desk served on copies of it, and a browser without a network.

The browser is Debian's Chromium. Without one these tests are skipped; where DATELINE_BROWSER_TESTS is "required",
as it is in CI, they fail instead.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from dateline.desk.accounts import Door, hashed
from dateline.desk.app import application
from dateline.desk.app import desk as made
from dateline.intake import gather
from dateline.keeping import Keeper
from dateline.pipeline import Dateline
from dateline.record import Capture, Found, Report, Taken
from dateline.store import Store

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
 --disable-component-update --disable-sync""".split()
SOFTWARE = "--use-angle=swiftshader --enable-unsafe-swiftshader".split()  # WebGL drawn by the processor
PLAIN = "--disable-3d-apis"
VIOLATIONS = (
    "addEventListener('securitypolicyviolation', (e) => console.error(`${e.violatedDirective} ${e.blockedURI}`))"
)
PATIENCE = 60_000  # milliseconds: a busy machine is slow, and no reason to fail
PASSWORD = "a long enough password"

# Characters beyond the basic plane before the words of claims, names in Arabic letters, a paragraph that runs
# from right to left: highlights must still be on their words, and each paragraph must run its own way.
MIXED = """🎯🎯 Rebels shell the market of مدينة دير الزور again 𝔄𝔅
QAMISHLI, 14 September 2017 (Sample Wire) -- 🚨🚨 Rebels shelled the market of Deir ez-Zor (دير الزور) on Tuesday, \
killing 12 civilians, the army said.
قال متحدث إن القصف استمر حتى المساء.
👩‍👩‍👧 Government forces captured the village of Huwayjat 🏘️ on Wednesday, the Sample Relief Desk said.
"""


@pytest.fixture(scope="package")
def record(tmp_path_factory: pytest.TempPathFactory, reader: Dateline) -> Path:
    """Two of the example folders and a report of mixed scripts, read and merged as `dateline add` does."""
    folder = tmp_path_factory.mktemp("browser")
    mixed = Report(MIXED, title=MIXED.partition("\n")[0], published=date(2017, 9, 14), outlet="صحيفة العينة")
    capture = Capture("file", datetime(2017, 9, 15, tzinfo=UTC), path="mixed.txt")
    with Store.open(folder / "desk.db", create=True, by="test") as store:
        inputs = [str(ROOT / "examples" / name) for name in ("deir-ez-zor", "goma")]
        taken = Taken("mixed.txt", MIXED.encode(), capture, (Found(mixed),))
        list(Keeper(store, lambda: reader).add([*gather(inputs), taken]))
        store.backup(folder / "copy.db")
    return folder / "copy.db"


# ---------------------------------------------------------------- the desk, served


@dataclass
class Site:
    """A desk that is served, and its record."""

    store: Store
    door: Door
    address: str

    @property
    def entrance(self) -> str:
        """What `dateline desk` prints: it lets one browser in, once."""
        return f"{self.address}/?launch={self.door.launch}" if self.door.launch else f"{self.address}/"

    def add_user(self, name: str, role: str) -> None:
        """Somebody who may sign in; from the first one on, everybody has to."""
        self.store.put_user(name, role, password=_hashed())
        self.door.accounts = True

    def report(self, outlet: str) -> Report:
        """A report by its outlet."""
        return next(r for r in self.store.reports() if r.outlet == outlet)


@cache
def _hashed() -> str:
    return hashed(PASSWORD)


@contextmanager
def served(path: Path, reader: Dateline) -> Iterator[Site]:
    """The desk of a record on a free port, by the server that `dateline desk` runs."""
    with Store.open(path, create=True, by="ana") as store, socket.create_server(("127.0.0.1", 0)) as listener:
        door = Door(store, False, "ana")
        app = application(made(Keeper(store, lambda: reader), door))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        try:
            yield Site(store, door, f"http://127.0.0.1:{listener.getsockname()[1]}")
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.fixture(scope="package")
def library(record: Path, reader: Dateline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A desk for tests that only look; one for all of them."""
    path = tmp_path_factory.mktemp("library") / "desk.db"
    shutil.copy(record, path)
    with served(path, reader) as site:
        yield site


@pytest.fixture
def site(record: Path, reader: Dateline, tmp_path: Path) -> Iterator[Site]:
    """A desk of the test's own, to write into."""
    shutil.copy(record, tmp_path / "desk.db")
    with served(tmp_path / "desk.db", reader) as found:
        yield found


# ---------------------------------------------------------------- browsers


@pytest.fixture(scope="package")
def launch() -> Iterator[Callable[..., Browser]]:
    """Starts a Chromium with more flags than usual, or with none."""
    if not Path(CHROMIUM).exists():
        missing = f"no Chromium at {CHROMIUM}: apt-get install chromium, or name one in CHROMIUM"
        (pytest.fail if os.environ.get("DATELINE_BROWSER_TESTS") == "required" else pytest.skip)(missing)
    expect.set_options(timeout=PATIENCE)
    with ExitStack() as stack:
        player = stack.enter_context(sync_playwright())

        def start(*flags: str) -> Browser:
            browser = player.chromium.launch(executable_path=CHROMIUM, headless=True, args=[*FLAGS, *flags])
            stack.callback(browser.close)
            return browser

        yield start


@pytest.fixture(scope="package")
def browser(launch: Callable[..., Browser]) -> Browser:
    """Chromium without WebGL: maps are drawn as SVG."""
    return launch(PLAIN)


@dataclass
class Person:
    """Somebody at a browser of their own, in which whatever goes wrong is noted down."""

    context: BrowserContext
    address: str
    page: Page
    wrong: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def goes_to(self, path: str, ready: str = "h1") -> Page:
        """Loads a page of the desk, and waits for what says that it is there."""
        self.page.goto(self.address + path)
        self.page.locator(ready).first.wait_for(state="attached")
        return self.page

    def tab(self, path: str, ready: str = "h1") -> Page:
        """Another tab of the same browser."""
        page = self.context.new_page()
        page.goto(self.address + path)
        page.locator(ready).first.wait_for(state="attached")
        return page

    def data(self, path: str) -> Any:
        """The data behind a page, as this person may see it."""
        return self.context.request.get(self.address + path).json()

    def surprises(self) -> list[str]:
        """What went wrong without being expected."""
        return [one for one in self.wrong if not any(words in one for words in self.expected)]


Enter = Callable[..., Person]


@contextmanager
def entering(browser: Browser, site: Site, **options: Any) -> Iterator[Person]:
    """A new browser profile whose every request to anywhere else is cut off and noted."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **options})
    context.set_default_timeout(PATIENCE)
    person = Person(context, site.address, context.new_page())

    def gate(route: Route) -> None:
        if route.request.url.startswith(f"{site.address}/"):
            return route.continue_()
        person.wrong.append(f"asked for {route.request.url}")
        route.abort()

    def watch(page: Page) -> None:
        page.on("console", lambda m: person.wrong.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: person.wrong.append(f"{e.message}\n{e.stack}"))

    context.route("**/*", gate)
    context.on("page", watch)
    watch(person.page)
    context.add_init_script(VIOLATIONS)
    try:
        yield person
        assert person.surprises() == []
    finally:
        context.close()


@pytest.fixture
def owner(browser: Browser, site: Site) -> Iterator[Person]:
    """The person whose machine it is, at a desk of the test's own."""
    with entering(browser, site) as person:
        person.page.goto(site.entrance)
        yield person


@pytest.fixture
def enter(browser: Browser, site: Site) -> Iterator[Enter]:
    """Lets somebody with an account sign in, each in a browser of their own."""
    with ExitStack() as stack:

        def come(name: str, role: str) -> Person:
            site.add_user(name, role)
            person = stack.enter_context(entering(browser, site))
            person.expected.append("401")  # the page is asked for before anybody has signed in
            page = person.goes_to("/", "dialog[open]")
            page.get_by_label("Name").fill(name)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.locator(".who").get_by_text(f"{name}, {role}").wait_for()
            return person

        yield come


@pytest.fixture(scope="package")
def pass_(browser: Browser, library: Site) -> Any:
    """The session of whoever looks at the shared desk: its entrance lets in once."""
    with entering(browser, library) as person:
        person.page.goto(library.entrance)
        return person.context.storage_state()


Look = Callable[..., Person]
Scheme = Literal["light", "dark"]


@pytest.fixture
def look(browser: Browser, library: Site, pass_: Any) -> Iterator[Look]:
    """Opens a browser at the shared desk; options are those of a browser context."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(entering(browser, library, storage_state=pass_, **options))
