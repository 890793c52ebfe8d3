"""The desk's list, map and timeline show the same: what is chosen in one is what the others show, and the address."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dateline.desk import views
from tests.browser.conftest import SOFTWARE, Look, Person, Site, entering

GOMA = "27,-4,31,1"


def query(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def drag(page: Page, on: Locator, begin: tuple[float, float], end: tuple[float, float]) -> None:
    """Drags over an element, from and to shares of its width and height."""
    box = on.bounding_box()
    assert box
    ends = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (begin, end)]
    page.mouse.move(*ends[0])
    page.mouse.down()
    page.mouse.move(sum(x for x, _ in ends) / 2, sum(y for _, y in ends) / 2)
    page.mouse.move(*ends[1])
    page.mouse.up()


def counted(page: Page, total: int) -> None:
    """The list says that it holds so many incidents."""
    expect(page.locator("h1")).to_contain_text(f"{total} incident")


def wanted(person: Person) -> Any:
    """The list as the server gives it for the filter in the address."""
    return person.data(f"/index.json?{urlsplit(person.page.url).query}")


def test_a_box_on_the_map_fills_the_list(look: Look) -> None:
    person = look()
    page = person.goes_to("/", ".map svg .cluster")
    everything = wanted(person)["total"]
    page.get_by_role("button", name="Box on the map").click()
    drag(page, page.locator(".map svg").first, (0.35, 0.3), (0.95, 0.95))
    page.wait_for_url("**/?bbox=*")
    west, south, east, north = map(float, query(page)["bbox"].split(","))
    found = wanted(person)
    assert 0 < found["total"] < everything
    for i in found["incidents"]:  # the areas of all reach into the box
        high = i["radius_km"] / 111
        wide = high / math.cos(math.radians(i["lat"]))
        assert west - wide <= i["lon"] <= east + wide and south - high <= i["lat"] <= north + high
    counted(page, found["total"])
    expect(page.locator(".chip", has_text="area")).to_be_visible()
    page.go_back()
    counted(page, everything)
    expect(page.locator(".chip")).to_have_count(0)


def test_a_brush_on_the_timeline_thins_the_map(look: Look) -> None:
    person = look()
    page = person.goes_to("/", ".timeline svg rect.all")
    everything = person.data("/map.json?zoom=2")
    plot = page.locator(".plot")
    drag(page, plot, (0.9, 0.5), (0.999, 0.5))
    page.wait_for_url("**/?since=*")
    since, until = query(page)["since"], query(page)["until"]
    found = wanted(person)
    counted(page, found["total"])
    assert found["total"] > 0
    assert all(i["earliest"] <= until and i["latest"] >= since for i in found["incidents"])
    drawn = person.data(f"/map.json?zoom=2&since={since}&until={until}")
    assert 0 < shown(drawn) < shown(everything)
    expect(page.locator(".traybutton")).to_have_text(f"no location ({drawn['unlocated']})")
    plot.press("Escape")
    page.wait_for_function("!location.search")


def shown(marks: Any) -> int:
    return len(marks["areas"]) + sum(c["count"] for c in marks["clusters"])


def test_the_address_is_the_state(look: Look) -> None:
    person = look()
    address = f"/?since=2012-11-01&until=2012-12-31&bbox={GOMA}&country=COD&order=oldest"
    page = person.goes_to(address, ".list li a")
    first = wanted(person)
    assert first["total"]
    counted(page, first["total"])
    expect(page.get_by_label("from", exact=True)).to_have_value("2012-11-01")
    expect(page.locator(".chip")).to_have_count(4)
    rect = page.locator(".map svg rect.box")
    expect(rect).to_be_visible()
    page.locator(".list li a").first.click()  # the filter goes along, and leads back to the same list
    page.locator("table.grid").wait_for()
    page.get_by_role("link", name="← Desk").click()
    counted(page, first["total"])
    page.get_by_role("link", name="Export & verify").click()
    expect(page.get_by_text("The filter wants")).to_contain_text(f"{first['total']} incident")
    page.reload()
    expect(page.get_by_text("The filter wants")).to_contain_text(f"{first['total']} incident")


def test_what_the_list_points_at_is_marked_on_the_map_and_the_other_way(look: Look) -> None:
    person = look()
    page = person.goes_to(f"/?bbox={GOMA}", ".map svg .cluster, .map svg .point")
    line = next(i for i in wanted(person)["incidents"] if i["precision"] in ("exact", "city"))
    row = page.locator(f"#incident-{line['id']}")
    row.hover()
    expect(page.locator(".map svg .point", has_text=line["sentence"]).first).to_be_attached()
    row.locator("a").focus()
    page.mouse.move(0, 0)
    page.keyboard.press("j")
    assert query(page)["sel"]
    expect(page.locator("li.selected")).to_have_count(1)
    expect(page.locator(".card")).to_contain_text("Open the incident")
    page.keyboard.press("Enter")
    page.locator("table.grid").wait_for()


def test_a_cell_of_the_grid_opens_its_sentence(look: Look) -> None:
    person = look()
    disputed = max(person.data("/index.json?disputed=1")["incidents"], key=lambda i: i["origins"])
    page = person.goes_to(f"/incidents/{disputed['id']}", ".cell")
    told = person.data(f"/incidents/{disputed['id']}.json")
    claims = {c["id"]: c for c in told["claims"]}
    differing = [(r, c) for r in told["rows"] for c in r["cells"] if c["differs"] and c["values"]]
    assert differing
    row, cell = differing[0]
    position = [c["key"] for c in told["columns"]].index(cell["column"])
    button = page.locator(f"[data-cell='{told['rows'].index(row)},{position}']")
    expect(button).to_contain_text("≠")
    button.click()
    quotes = page.locator(".opened blockquote p")
    assert quotes.all_inner_texts() == [claims[c]["evidence"]["text"] for c in cell["claims"]]
    page.keyboard.press("Escape")
    expect(quotes).to_have_count(0)
    button.press("Enter")
    page.locator(".opened a").first.click()  # and the sentence leads to the whole text
    page.locator(".text .trigger[aria-pressed=true]").wait_for()


def test_who_holds_what_on_a_day_is_on_the_map_and_in_a_table(look: Look, library: Site) -> None:
    person = look()
    page = person.goes_to("/?bbox=36,32.5,43,38", ".map svg")
    page.get_by_label("Who held what on").fill("2017-09-16")
    page.wait_for_url("**day=2017-09-16**")
    held = person.data("/holders.json?day=2017-09-16&bbox=36,32.5,43,38")["holders"]
    assert held
    expect(page.locator(".heldlist tbody tr")).to_have_count(len(held))
    expect(page.locator(".map svg .holder")).to_have_count(sum(h["lat"] is not None for h in held))
    names = {o.name for o in library.store.origins().values()}
    cells = page.locator(".heldlist tbody td:last-child").all_inner_texts()
    assert cells == [", ".join(h["origins"]) for h in held]
    assert {name for h in held for name in h["origins"]} <= names  # people know origins by name, not by key


def test_the_tray_lists_all_that_has_no_location(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LINES", 2)  # incidents on a page
    person = look()
    page = person.goes_to(f"/?bbox={GOMA}", ".list li a")  # nothing in the list itself is without a location
    lost, some = (person.data(f"/index.json?located=0{more}") for more in ("", "&event=clash"))
    assert lost["next"] and 0 < some["total"] < lost["total"]
    page.get_by_role("button", name=f"no location ({lost['total']})").click()
    tray = page.get_by_role("region", name="Incidents without a location")
    expect(tray.locator("li")).to_have_count(2)
    expect(tray.locator("li").first).to_contain_text(lost["incidents"][0]["sentence"])
    while tray.get_by_role("button", name="Show more").count():
        before = tray.locator("li").count()
        tray.get_by_role("button", name="Show more").click()
        tray.locator("li").nth(before).wait_for()
    expect(tray.locator("li")).to_have_count(lost["total"])
    page.get_by_label("Event", exact=True).select_option("clash")
    expect(tray.locator("li")).to_have_count(min(2, some["total"]))
    expect(page.locator(".traybutton")).to_have_text(f"no location ({some['total']})")
    page.goto(f"{person.address}/?located=1")
    expect(page.locator(".chip")).to_contain_text("with a location")
    counted(page, person.data("/index.json?located=1")["total"])
    expect(page.locator(".traybutton")).to_have_count(0)


@pytest.fixture
def drawing(launch: Callable[..., Browser]) -> Browser:
    """Chromium with WebGL, drawn by the processor."""
    return launch(*SOFTWARE)


def test_with_webgl_the_map_is_maplibres(drawing: Browser, library: Site, pass_: Any) -> None:
    with entering(drawing, library, storage_state=pass_) as person:
        person.expected.append("GL Driver Message")  # drawing without a graphics card is slow, and says so
        page = person.goes_to(f"/?bbox={GOMA}", ".list li a")
        assert page.evaluate("!!document.createElement('canvas').getContext('webgl2')")
        page.locator(".map [data-ready=true] canvas").wait_for(timeout=60_000)
        page.get_by_role("button", name="Box on the map").click()
        drag(page, page.locator(".map canvas"), (0.3, 0.3), (0.7, 0.7))
        page.wait_for_url(lambda url: "bbox" in url and GOMA.replace(",", "%2C") not in url)
        counted(page, wanted(person)["total"])
        page.emulate_media(color_scheme="dark")  # the map changes its colours and nothing else
        page.wait_for_timeout(300)
        expect(page.locator(".map [data-ready=true] canvas")).to_be_visible()
        assert "bbox" in query(page)
