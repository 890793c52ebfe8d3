"""Every screen: it loads with the network cut, is usable by anybody, and fits where it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dateline.pipeline import Dateline
from tests.browser.conftest import Look, Person, Site, entering, served

# Each screen by the address it stands at, what says that it is there, and what a person did on it.
SCREENS = {
    "desk": ("/", ".list li a"),
    "desk with one picked": ("/?sel={incident}", ".card"),
    "desk by day": ("/?day=2017-09-14", ".heldlist tr td"),
    "desk without finds": ("/?q=nowhere+to+be+found", ".none"),
    "incident": ("/incidents/{incident}", "table.grid .cell"),
    "source": ("/sources/{report}", ".claim"),
    "review": ("/review", ".actions"),
    "adjudication": ("/review/adjudication", "h2"),
    "agreement": ("/review/agreement", "h1"),
    "intake": ("/intake", ".latest"),
    "export": ("/export", ".layout"),
    "history": ("/history", "tbody tr td.mono"),
    "lost": ("/incidents/none", ".notice"),
}


WIDE, ZOOMED = {"width": 1280, "height": 800}, {"width": 640, "height": 400}  # ZOOMED: WIDE at 200 %


@pytest.fixture(scope="package")
def ids(browser: Browser, library: Site, pass_: Any) -> dict[str, str]:
    """The incident that most origins dispute, and the report that mixes scripts."""
    with entering(browser, library, storage_state=pass_) as person:
        lines = person.data("/index.json?disputed=1")["incidents"]
    return {"incident": max(lines, key=lambda i: i["origins"])["id"], "report": library.report("صحيفة العينة").id}


def opened(person: Person, screen: str, ids: dict[str, str]) -> Page:
    path, ready = SCREENS[screen]
    if screen == "lost":
        person.expected.append("404")
    return person.goes_to(path.format(**ids), ready)


@dataclass
class Shown:
    """A screen that stands in a browser while several tests look at it."""

    screen: str
    person: Person

    @property
    def page(self) -> Page:
        return self.person.page


@pytest.fixture(scope="module", params=SCREENS)
def shown(
    request: pytest.FixtureRequest, browser: Browser, library: Site, pass_: Any, ids: dict[str, str]
) -> Iterator[Shown]:
    """Each screen in turn, loaded once."""
    with entering(browser, library, storage_state=pass_) as person:
        page = opened(person, request.param, ids)
        page.wait_for_load_state("networkidle")
        yield Shown(request.param, person)


@pytest.fixture
def plainly(shown: Shown) -> Iterator[Shown]:
    """The screen as it was, after a test that shows it otherwise."""
    yield shown
    shown.page.set_viewport_size(WIDE)
    shown.page.emulate_media(color_scheme="light", media="screen")


def test_a_screen_loads_without_a_network_and_without_complaint(shown: Shown) -> None:
    assert shown.person.surprises() == []  # foreign requests, broken policy, console errors and warnings
    assert shown.page.title().endswith("dateline") and shown.page.locator("h1").count() == (shown.screen != "lost")
    assert shown.page.locator("header nav [aria-current=page]").count() == 1


def test_a_screen_is_open_to_everybody(shown: Shown) -> None:
    assert barriers(shown.page) == []


def test_a_dark_screen_is_as_easy_to_read(plainly: Shown) -> None:
    plainly.page.emulate_media(color_scheme="dark")
    assert plainly.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 22, 26)"
    assert barriers(plainly.page, "color-contrast", "link-in-text-block") == []


def test_at_200_percent_nothing_runs_off_the_page(plainly: Shown) -> None:
    page = plainly.page
    page.set_viewport_size(ZOOMED)
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert outside(page) == []


def test_paper_shows_the_words_and_no_controls(plainly: Shown) -> None:
    page = plainly.page
    page.emulate_media(color_scheme="dark", media="print")
    for control in ("header nav", "search", "button:not(.cell)", "input:not([type=radio])", "select", "dialog"):
        assert not [e for e in page.locator(control).all() if e.is_visible()], control
    assert page.locator("main").inner_text().strip()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    if plainly.screen == "incident":
        assert page.locator(".cell").first.is_visible()


def barriers(page: Page, *rules: str) -> list[str]:
    """What axe-core finds that keeps people out, by all of its rules or some."""
    only = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    found = Axe().run(page, options={"resultTypes": ["violations"], **only}).response["violations"]
    return [
        f"{v['id']} ({v['impact']}): {v['help']}: {[n['html'][:120] for n in v['nodes'][:4]]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


def test_what_opens_on_a_screen_is_open_to_everybody(look: Look, ids: dict[str, str]) -> None:
    person = look()
    page = opened(person, "incident", ids)
    page.locator(".cell").first.click()
    page.locator(".opened").wait_for()
    assert barriers(page) == []
    opened(person, "source", ids)
    page.locator(".claim .pick").first.click()
    page.get_by_role("button", name="Correct").click()
    page.get_by_label("Search a place").fill("Bukavu")
    page.locator(".finder li").first.wait_for()
    assert barriers(page) == []
    opened(person, "review", ids)
    page.keyboard.press("r")
    page.get_by_label("Why is this no claim").wait_for()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    opened(person, "desk", ids)
    page.get_by_role("button", name="no location").click()
    page.locator(".legend summary").click()
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()
    assert barriers(page) == []


def outside(page: Page) -> list[str]:
    """Words and controls that reach out of the window without a box of their own to scroll in."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter((e) => {
            const { left, right } = e.getBoundingClientRect();
            if (right <= innerWidth + 1 && left >= -1) return false;
            if (e.closest('.hidden, svg') || !e.checkVisibility()) return false;
            for (let up = e.parentElement; up; up = up.parentElement)
                if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(up).overflowX)) return false;
            return true;
        }).map((e) => e.outerHTML.slice(0, 100))"""
    )
    return found


def test_text_runs_its_own_way(look: Look, library: Site, ids: dict[str, str]) -> None:
    page = opened(look(), "source", ids)
    ways = page.locator(".text p").evaluate_all("(all) => all.map((p) => getComputedStyle(p).direction)")
    text = library.report("صحيفة العينة").text
    assert ways == ["rtl" if line[0] > "\u0600" and line[0] < "\u0700" else "ltr" for line in text.split("\n") if line]
    outlet = page.locator(".top").get_by_text("صحيفة العينة")
    assert outlet.evaluate("(e) => getComputedStyle(e).direction") == "rtl"


def test_highlights_are_on_their_words(look: Look, library: Site, ids: dict[str, str]) -> None:
    person = look()
    page = opened(person, "source", ids)
    claims = person.data(f"/sources/{ids['report']}.json")["claims"]
    text = library.report("صحيفة العينة").text
    assert len(claims) >= 2 and any(ord(c) > 0xFFFF for c in text[: claims[0]["trigger"]["begin"]])
    for claim in claims:
        trigger = page.locator(f".trigger[data-at='{claim['trigger']['begin']}']")
        assert trigger.inner_text() == claim["trigger"]["text"]
        trigger.hover()
        parts = {"place": claim["place"], "when": claim["when"], "actor": next(iter(claim["actors"]), None)}
        assert parts["actor"]
        for role, part in parts.items():
            marked = page.locator(f".text .{role}")
            assert "".join(marked.all_inner_texts()) == (part["text"] if part else "")


def test_a_first_visit_says_what_to_do_next(browser: Browser, reader: Dateline, tmp_path: Path) -> None:
    with served(tmp_path / "new.db", reader) as site, entering(browser, site) as person:
        person.page.goto(site.entrance)
        page = person.page
        expect(page.get_by_role("heading", name="There is nothing in this record yet")).to_be_visible()
        assert barriers(page) == []
        page.get_by_role("link", name="Take in the first reports").click()
        page.get_by_label("Choose files").set_input_files(REPORT)
        page.locator("td", has_text="✓ read").wait_for(timeout=60_000)
        page.get_by_role("link", name="Desk", exact=True).click()
        page.locator(".list li a").first.wait_for()
        for path, ready in (("/review", ".actions"), ("/review/adjudication", "h2"), ("/history", "tbody tr")):
            person.goes_to(path, ready)


REPORT = Path(__file__).parents[2] / "examples" / "deir-ez-zor" / "07-ferries-34-dead.txt"
