"""Review: ten claims by keys alone; two coders who differ, and the reviewer who has the last word."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from dateline.desk.review import coded_twice
from tests.browser.conftest import Enter, Person, Site
from tests.browser.test_deciding import held, say


def at_hand(page: Page) -> str:
    """The claim that is asked about, by its link to the source."""
    page.locator(".actions").wait_for()
    return (page.locator("section[aria-label='The claim in its text'] a").first.get_attribute("href") or "").split("#")[
        1
    ]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_ten_claims_are_reviewed_by_keys_alone(owner: Person, site: Site) -> None:
    page = owner.goes_to("/", ".list li a")
    press(page, "g", "r")
    given = []
    for verdict in "a u r e a a r u a a".split():
        given.append(at_hand(page))
        press(page, verdict)
        if verdict == "r":
            expect(page.get_by_label("Why is this no claim of the report?")).to_be_focused()
            page.keyboard.type("a heading, no event")
            press(page, "Enter")
        elif verdict == "e":
            expect(page.get_by_role("combobox", name="What", exact=True)).to_be_focused()
            press(page, "Tab")
            page.keyboard.type("den")  # the status: denied, not done
            expect(page.get_by_label("Status")).to_have_value("denied")
            press(page, "Control+Enter")
        page.wait_for_function("(was) => !document.querySelector(`a[href$='#${was}']`)", arg=given[-1])
    decided = {n.decision.claim: n.decision.verdict for n in site.store.decisions()}
    assert [decided[c] for c in given] == "accept unsure reject edit accept accept reject unsure accept accept".split()
    passed = at_hand(page)
    press(page, "s")
    page.wait_for_function("(was) => !document.querySelector(`a[href$='#${was}']`)", arg=passed)
    press(page, "z")  # the last decision is taken back
    say(page, "Taken back")
    assert given[-1] not in {n.decision.claim for n in site.store.decisions()}


def test_confidence_says_what_it_is_the_chance_of(owner: Person) -> None:
    page = owner.goes_to("/review", ".actions")
    chance = owner.data("/review.json")["item"]["claim"]["confidence"]
    told = page.get_by_title("chance that a second coder would code this claim")
    expect(told).to_have_text(f"{int(100 * chance + 0.5)} % confidence")


def test_match_and_new_by_keys(owner: Person, site: Site) -> None:
    page = owner.goes_to("/review", ".actions")
    while not page.locator(".near").count():
        was = at_hand(page)
        press(page, "s")
        page.wait_for_function("(was) => !document.querySelector(`a[href$='#${was}']`)", arg=was)
    suggested = page.locator(".near").count()
    ours, theirs = owner.data("/review.json")["item"]["near"][0]["claims"]
    before = held(site)
    assert site.store.incident_of(ours) != site.store.incident_of(theirs)
    press(page, "m")
    say(page, "Matched: one event.")
    assert site.store.incident_of(ours) == site.store.incident_of(theirs)
    expect(page.locator(".near")).to_have_count(suggested - 1)
    page.locator(".saying").get_by_role("button", name="Undo").click()
    say(page, "Taken back.")
    assert held(site) == before
    page.reload()
    at_hand(page)
    press(page, "n")
    say(page, "Noted: an event of its own.")
    assert {j.verdict for j in site.store.judgements()} == {"different"}


def test_two_coders_differ_and_a_reviewer_decides(enter: Enter, site: Site) -> None:
    twice = next(c for c in site.store.claims() if coded_twice(c.id))
    ben, cleo, rita = enter("ben", "coder"), enter("cleo", "coder"), enter("rita", "reviewer")

    page = ben.goes_to(f"/sources/{twice.report}#{twice.id}", ".claim")
    page.locator(f"#claim-{twice.id}").get_by_role("button", name="Accept").click()
    say(page, "Accepted.")

    page = cleo.goes_to("/review", ".actions")  # the second look comes first, and does not show the first
    assert at_hand(page) == twice.id
    expect(page.locator(".tag", has_text="blind")).to_be_visible()
    assert "ben" not in page.locator("main").inner_text()
    press(page, "r")
    page.keyboard.type("it tells of a plan")
    press(page, "Enter")
    say(page, "Rejected")

    ben.expected.append("403")  # a coder may not look, and is told why and where to go on
    page = ben.goes_to("/review/adjudication", ".notice")
    expect(page.locator(".notice")).to_contain_text("Ask for the role of a reviewer")
    expect(page.locator(".who")).to_contain_text("ben, coder")
    assert "it tells of a plan" not in page.locator("main").inner_text() and not page.locator("article").count()
    page.locator(".notice").get_by_role("link", name="the queue").click()
    at_hand(page)

    page = rita.goes_to("/review/adjudication", "article")
    expect(page.locator("article thead")).to_contain_text("ben")
    expect(page.get_by_role("button", name="Decide as cleo")).to_be_disabled()  # without a reason
    page.get_by_label("Why (needed").fill("the verb stands in the future")
    page.get_by_role("button", name="Decide as cleo").click()
    say(page, "Decided as cleo did.")
    expect(page.get_by_role("heading", name="Nothing to adjudicate")).to_be_visible()
    assert twice.id not in {c.id for c in site.store.claims()}

    page = rita.goes_to("/review/agreement", "tbody tr")
    expect(page.locator("tbody tr", has_text="claim").first).to_contain_text("0 %")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download as CSV").click()
    assert taken.value.path().read_text().startswith("field,coders,units,agreed,alpha")


def test_a_viewer_looks_and_does_not_decide(enter: Enter, site: Site) -> None:
    report = site.report("صحيفة العينة").id
    vera = enter("vera", "viewer")
    page = vera.goes_to(f"/sources/{report}", ".claim")
    page.locator(".claim .pick").first.click()
    page.locator("dl.fields").wait_for()
    assert not page.get_by_role("button", name="Correct").count()
    page = vera.goes_to("/review", "p")
    expect(page.get_by_text("A viewer may look, but not decide.")).to_be_visible()
    page.get_by_role("button", name="everywhere").click()
    page.locator("dialog[open]").get_by_text("Sign in to this desk").wait_for()
