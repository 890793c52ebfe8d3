"""What a person changes: it is stored, survives a reload, stands in the log, and is never lost to somebody else's."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Person, Site


def say(page: Page, words: str) -> None:
    """Waits until the desk says so."""
    expect(page.locator(".saying")).to_contain_text(words)


def claim_of(person: Person, report: str, event: str) -> Any:
    return next(c for c in person.data(f"/sources/{report}.json")["claims"] if c["event"] == event)


def correct(page: Page, claim: str) -> None:
    """Opens the form on a claim of the source that is shown."""
    if page.locator(f"#claim-{claim} .pick").get_attribute("aria-expanded") != "true":
        page.locator(f"#claim-{claim} .pick").click()
    page.locator(f"#claim-{claim}").get_by_role("button", name="Correct").click()


def find(page: Page, label: str, words: str, hit: str = "") -> None:
    """Types into a search and takes the first find (that has the words of `hit`)."""
    page.get_by_label(label, exact=True).fill(words)
    page.locator(".finder li", has_text=hit or words).first.click()


def test_a_correction_survives_a_reload_and_stands_in_the_log(owner: Person, site: Site) -> None:
    report = site.report("صحيفة العينة").id
    claim = claim_of(owner, report, "capture")
    page = owner.goes_to(f"/sources/{report}#{claim['id']}", ".claim")
    correct(page, claim["id"])
    find(page, "Search a place", "Mayadin")
    find(page, "Who: search a party", "Syrian Democratic Forces")
    find(page, "Type a time", "last Tuesday", "2017-09-12")
    page.get_by_role("button", name="add a number").click()
    page.get_by_label("least").fill("3")
    page.get_by_label("Why", exact=False).fill("the map of the paper shows it")
    page.get_by_role("button", name="Save").click()
    say(page, "The claim is corrected.")
    page.reload()
    entry = page.locator(f"#claim-{claim['id']}")
    for words in ("Mayadin", "Syrian Democratic Forces", "12 Sep 2017", "killed", "edit by ana"):
        expect(entry).to_contain_text(words)
    page.get_by_role("link", name="History", exact=True).click()
    line = page.locator("tr", has_text="the map of the paper shows it").first
    expect(line).to_contain_text("ana")
    expect(line).to_contain_text("decision")
    owner.goes_to(f"/history?subject={claim['id']}", "tbody td.mono")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_selected_words_become_a_claim(owner: Person, site: Site) -> None:
    report = site.report("صحيفة العينة")
    page = owner.goes_to(f"/sources/{report.id}", ".claim")
    before = page.locator(".claim").count()
    page.mouse.dblclick(*middle(page, "killing"))  # a double click selects a word; two emoji stand before this one
    expect(page.locator(".adding mark")).to_have_text("killing")
    page.get_by_role("button", name="New claim on these words").click()
    page.get_by_role("combobox", name="What", exact=True).select_option("killing")
    page.mouse.dblclick(*middle(page, "civilians"))
    expect(page.locator(".chosen")).to_contain_text("“civilians”")
    page.locator("fieldset", has_text="Whom").get_by_role("button", name="add selected").click()
    page.get_by_role("button", name="Save").click()
    say(page, "A claim is added.")
    page.reload()
    expect(page.locator(".claim")).to_have_count(before + 1)
    made = claim_of(owner, report.id, "killing")
    assert made["trigger"]["text"] == "killing" and made["targets"][0]["text"] == "civilians"
    assert report.text[made["trigger"]["begin"] : made["trigger"]["end"]] == "killing"


def middle(page: Page, word: str) -> tuple[float, float]:
    """Where a word of the text is on screen."""
    box = page.evaluate(
        """(word) => {
            const walk = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
            for (let node; (node = walk.nextNode()); ) {
                const at = node.data.indexOf(word);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + word.length);
                const { x, y, width, height } = range.getBoundingClientRect();
                return [x + width / 2, y + height / 2];
            }
        }""",
        word,
    )
    return (box[0], box[1])


def test_a_stale_tab_is_told_and_loses_nothing(owner: Person, site: Site) -> None:
    report = site.report("صحيفة العينة").id
    claim = claim_of(owner, report, "capture")
    page = owner.goes_to(f"/sources/{report}#{claim['id']}", ".claim")
    other = owner.tab(f"/sources/{report}#{claim['id']}", ".claim")
    correct(page, claim["id"])
    page.get_by_label("Status").select_option("denied")
    page.get_by_label("Why", exact=False).fill("read again")
    other.locator(f"#claim-{claim['id']}").get_by_role("button", name="Accept").click()
    say(other, "Accepted.")
    owner.expected.append("409")
    page.get_by_role("button", name="Save").click()
    told = page.get_by_role("dialog")
    expect(told).to_contain_text("Somebody changed this after you opened it")
    expect(told.locator("tbody tr")).to_contain_text(["ana"])
    told.get_by_role("button", name="Keep mine unsent").click()
    expect(page.get_by_label("Status")).to_have_value("denied")
    expect(page.get_by_label("Why", exact=False)).to_have_value("read again")
    assert [n.decision.verdict for n in site.store.decisions()] == ["accept"]
    page.get_by_role("button", name="Save").click()
    say(page, "The claim is corrected.")
    assert [n.decision.verdict for n in site.store.decisions()] == ["edit"]


def test_a_stale_tab_may_send_all_the_same(owner: Person, site: Site) -> None:
    report = site.report("صحيفة العينة").id
    claim = claim_of(owner, report, "capture")
    page = owner.goes_to(f"/sources/{report}#{claim['id']}", ".claim")
    other = owner.tab(f"/sources/{report}#{claim['id']}", ".claim")
    other.locator(f"#claim-{claim['id']}").get_by_role("button", name="Accept").click()
    say(other, "Accepted.")
    owner.expected.append("409")
    page.get_by_role("button", name="Reject…").click()
    page.get_by_label("Why reject").fill("another village")
    page.get_by_role("button", name="Reject", exact=True).click()
    page.get_by_role("button", name="Send mine all the same").click()
    say(page, "Rejected.")
    expect(page.locator(f"#claim-{claim['id']}")).to_contain_text("rejected")


def incident_with(person: Person, fits: Any) -> Any:
    """The first incident whose page fits."""
    for line in person.data("/index.json")["incidents"]:
        told = person.data(f"/incidents/{line['id']}.json")
        if fits(told):
            return told
    raise AssertionError("no such incident in the record")


def held(site: Site) -> set[frozenset[str]]:
    return {s.incident.claims for s in site.store.incidents()}


def do_it(page: Page, button: str, why: str) -> None:
    """Looks at a preview, and does what it shows."""
    preview = page.get_by_role("region", name="Preview")
    expect(preview).to_contain_text("Nothing is stored yet")
    preview.get_by_label("Why").fill(why)
    preview.get_by_role("button", name=button).click()


def test_split_is_shown_first_and_can_be_undone(owner: Person, site: Site) -> None:
    told = incident_with(owner, lambda i: len(i["claims"]) == 3)
    before, odd = held(site), told["claims"][0]["id"]
    page = owner.goes_to(f"/incidents/{told['incident']['id']}", ".claims input")
    page.locator(f".claims input[value='{odd}']").check()
    page.get_by_role("button", name="Split off: preview").click()
    page.get_by_role("region", name="Preview").wait_for()
    assert held(site) == before  # a preview stores nothing
    do_it(page, "Do it", "another day")
    expect(page.locator(".saying")).to_be_visible()
    apart = next(claims for claims in held(site) if odd in claims)
    assert not apart & {c["id"] for c in told["claims"][1:]}
    expect(page.locator("main")).to_contain_text("another day")  # in the history of what is shown now
    page.locator(".saying").get_by_role("button", name="Undo").click()
    say(page, "Taken back.")
    assert held(site) == before


def test_move_and_join_are_shown_first_and_can_be_undone(owner: Person, site: Site) -> None:
    told = incident_with(owner, lambda i: len(i["claims"]) == 2)
    alone = {s.incident.id for s in site.store.incidents() if len(s.incident.claims) == 1}
    other = next(i for i in owner.data("/index.json")["incidents"] if i["id"] in alone)
    before, moved = held(site), told["claims"][0]["id"]
    theirs = site.store.incident(other["id"]).incident.claims
    page = owner.goes_to(f"/incidents/{told['incident']['id']}", ".claims input")
    page.locator(f".claims input[value='{moved}']").check()
    find(page, "Move into which incident", other["id"], other["sentence"])
    page.get_by_role("button", name="Move: preview").click()
    do_it(page, "Do it", "it is of that raid")
    expect(page.locator(".saying")).to_be_visible()
    assert next(claims for claims in held(site) if moved in claims) >= theirs | {moved}
    page.locator(".saying").get_by_role("button", name="Undo").click()
    say(page, "Taken back.")
    assert held(site) == before
    page = owner.goes_to(f"/incidents/{told['incident']['id']}", ".claims input")
    find(page, "Join with which incident", other["id"], other["sentence"])
    do_it(page, "Join them", "one raid, two tellings")
    expect(page.locator(".saying")).to_be_visible()
    assert next(claims for claims in held(site) if moved in claims) >= theirs | {c["id"] for c in told["claims"]}
    page.locator(".saying").get_by_role("button", name="Undo").click()
    say(page, "Taken back.")
    assert held(site) == before


def test_an_export_holds_what_the_filter_wants(owner: Person) -> None:
    page = owner.goes_to("/export?country=SYR", ".layout")
    page.locator("input[value='incidents/gpkg']").check()
    page.get_by_role("button", name="Write").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download the file").click()
    assert taken.value.path().read_bytes().startswith(b"SQLite format 3")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download its manifest").click()
    assert b"SYR" in taken.value.path().read_bytes()
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_text("The record is whole")).to_be_visible()
