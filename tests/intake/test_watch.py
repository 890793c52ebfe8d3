"""Watching feeds: polled when due, read once, and nothing is lost when the watch is stopped."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice

import httpx2
import pytest

from dateline.errors import InputError
from dateline.intake.fetch import Fetched
from dateline.intake.watch import Entry, Feed, Step, watch
from dateline.record import Capture, FeedState, Found, Refusal, Report, Taken
from tests.intake.web import NOON, Web

URL = "https://news.example/feed.xml"
QUARTER = timedelta(minutes=15)


def taken(name: str, text: str) -> Taken:
    return Taken(name, text.encode(), Capture("url", NOON), (Found(Report(text)),))


def parse(came: Fetched) -> Feed:
    """A feed of the tests: a line "ttl 60", then lines of an id, a link or "-", and a text of its own or none."""
    lines = [line.split(" ", 2) for line in came.content.decode().splitlines()]
    if not lines or lines[0][0] != "ttl":
        raise InputError("is no feed")
    entries = (
        Entry(id, None if link == "-" else link, taken(id, *own) if own else None) for id, link, *own in lines[1:]
    )
    return Feed(tuple(entries), timedelta(minutes=int(lines[0][1])))


def read(came: Fetched, entry: Entry) -> Taken:
    if came.content == b"paywall":
        found = Found(Refusal(came.url, "holds no text"))
        return Taken(came.url, came.content, Capture("url", came.at), (found,))
    return taken(came.url, came.content.decode())


def feed(*entries: str, ttl: int = 0, etag: str = '"1"') -> httpx2.Response:
    return httpx2.Response(200, headers={"etag": etag}, text="\n".join([f"ttl {ttl}", *entries]))


def page(n: int) -> str:
    return f"https://news.example/{n}"


def steps(
    web: Web, states: Iterable[FeedState] = (), *feeds: str, once: bool = True, **more: timedelta
) -> Iterator[Step]:
    fetcher = web.fetcher()
    return watch(
        feeds or (URL,),
        fetcher,
        states,
        parse=parse,
        read=read,
        once=once,
        clock=web.clock,
        **more,  # type: ignore[arg-type]
    )


def later(web: Web, state: FeedState) -> FeedState:
    """Lets the time go by until a feed is due again."""
    assert state.next_at is not None
    web.clock.slept.append((state.next_at - web.clock.now()).total_seconds())
    return state


def texts(several: Iterable[Step]) -> list[str]:
    return [
        found.result.text if isinstance(found.result, Report) else found.result.reason
        for step in several
        if step.taken
        for found in step.taken.found
    ]


def test_new_entries_are_read_from_their_pages_and_noted_one_by_one() -> None:
    web = Web({URL: feed(f"a {page(1)} short", f"b {page(2)}"), page(1): "Long one.", page(2): "Long two."})
    several = list(steps(web))
    assert texts(several) == ["Long one.", "Long two."]
    assert [step.state.seen for step in several] == [("a",), ("a", "b"), ("a", "b")]
    assert [step.state.etag for step in several] == [None, None, '"1"']
    assert several[-1].state.next_at == web.clock.now() + QUARTER and several[0].state.next_at is None


def test_an_entry_is_read_once_and_an_unchanged_feed_not_at_all() -> None:
    web = Web(
        {URL: [feed(f"a {page(1)}"), feed(f"b {page(2)}", f"a {page(1)}", etag='"2"'), 304], page(1): "1", page(2): "2"}
    )
    state = later(web, list(steps(web))[-1].state)
    second = list(steps(web, [state]))
    assert texts(second) == ["2"] and web.asked.count(page(1)) == 1
    state = later(web, second[-1].state)
    (third,) = steps(web, [state])
    assert third.taken is None and third.state == replace(state, next_at=web.clock.now() + QUARTER)
    assert web.requests[-1].headers["if-none-match"] == '"2"'


def test_a_watch_killed_between_fetching_and_storing_loses_nothing() -> None:
    pages = {page(n): f"Page {n}." for n in range(4)}
    web = Web({URL: feed(*(f"{n} {page(n)}" for n in range(4))), **pages})
    stored: list[Step] = []
    for step in islice(steps(web), 3):
        stored.append(step)
    killed = stored.pop()  # it was fetched and handed over, and never stored
    again = list(steps(web, [stored[-1].state]))
    assert texts([killed]) == ["Page 2."] and texts(stored + again) == [f"Page {n}." for n in range(4)]


@pytest.mark.parametrize(("status", "reason"), [(404, "answered 404"), (403, "answered 403")])
def test_an_entry_whose_page_is_closed_falls_back_to_what_the_feed_holds(status: int, reason: str) -> None:
    web = Web({URL: feed(f"a {page(1)} The feed's own text.", f"b {page(1)}"), page(1): status})
    own, refused, _ = steps(web)
    assert texts([own]) == ["The feed's own text."]
    assert reason in own.remark and own.remark.endswith("the feed's own text was taken")
    assert refused.taken and refused.taken.content is None and reason in texts([refused])[0]
    assert refused.state.seen == ("a", "b")


def test_a_page_that_gives_no_report_falls_back_too() -> None:
    web = Web({URL: feed(f"a {page(1)} The feed's own text.", f"b {page(1)}"), page(1): "paywall"})
    own, refused, _ = steps(web)
    assert texts([own, refused]) == ["The feed's own text.", "holds no text"]
    assert refused.taken and refused.taken.content == b"paywall"


@pytest.mark.parametrize("link", ["file:///etc/passwd", "http://ana:b@news.example/", "-"])
def test_a_link_that_leads_nowhere_is_not_followed(link: str) -> None:
    web = Web({URL: feed(f"a {link} The feed's own text.")})
    assert texts(steps(web)) == ["The feed's own text."]
    assert [url for url in web.asked if not url.startswith("https://news.example/")] == []


def test_a_page_that_is_not_there_at_the_moment_is_tried_in_some_rounds_and_given_up() -> None:
    web = Web({URL: feed(f"a {page(1)} The feed's own text.", f"b {page(2)}"), page(1): 503, page(2): "Two."})
    state, rounds = FeedState(URL), []
    for _ in range(5):
        several = list(steps(web, [state]))
        rounds.append(texts(several))
        state = later(web, several[-1].state)
    assert rounds == [["Two."], [], [], ["The feed's own text."], []]
    assert state.failed == {} and state.seen == ("b", "a") and state.etag == '"1"'


def test_while_a_page_is_waited_for_the_feed_is_asked_for_whole() -> None:
    web = Web({URL: feed(f"a {page(1)}"), page(1): [503, 503, 503, "One."]})
    state = later(web, list(steps(web))[-1].state)
    assert (state.etag, state.failed, state.seen) == (None, {"a": 1}, ())
    assert texts(steps(web, [state])) == ["One."]
    assert "if-none-match" not in web.requests[-2].headers


def test_an_entry_that_left_the_feed_unread_is_told() -> None:
    web = Web({URL: [feed(f"a {page(1)}"), feed()], page(1): 503})
    state = later(web, list(steps(web))[-1].state)
    told = list(steps(web, [state]))
    assert texts(told) == ["left the feed before its page could be had"] and told[-1].state.seen == ("a",)


def test_a_feed_that_fails_is_asked_less_and_less_often() -> None:
    web = Web({URL: "no feed at all"})
    state, pauses = FeedState(URL, seen=("a",)), []
    for _ in range(9):
        (step,) = steps(web, [state])
        assert step.state.next_at and texts([step]) == ["is no feed"]
        pauses.append(step.state.next_at - web.clock.now())
        state = later(web, step.state)
    assert pauses[:3] == [2 * QUARTER, 4 * QUARTER, 8 * QUARTER] and pauses[-1] == timedelta(days=1)
    assert (state.failures, state.seen) == (9, ("a",))
    web.pages[URL] = feed()
    assert list(steps(web, [state]))[-1].state.failures == 0


def test_a_feed_that_says_how_long_to_wait_is_left_alone_until_then() -> None:
    web = Web({URL: httpx2.Response(429, headers={"retry-after": "7200"})})
    (step,) = steps(web)
    assert step.state.next_at == NOON + timedelta(seconds=7202)


@pytest.mark.parametrize(
    ("ttl", "every", "pause"),
    [(0, 15, 15), (60, 15, 60), (5, 15, 15), (60, 120, 120), (10**6, 15, 24 * 60)],
)
def test_a_feed_is_polled_as_often_as_both_sides_want(ttl: int, every: int, pause: int) -> None:
    web = Web({URL: feed(ttl=ttl)})
    (step,) = steps(web, every=timedelta(minutes=every))
    assert step.state.next_at == web.clock.now() + timedelta(minutes=pause)


def test_feeds_that_are_not_due_are_left_alone() -> None:
    web = Web({URL: feed()})
    assert list(steps(web, [FeedState(URL, next_at=NOON + QUARTER)])) == [] == web.asked


def test_the_watch_goes_on_until_it_is_stopped() -> None:
    other = "https://other.example/feed"
    web = Web({URL: [feed(), feed(f"a {page(1)}")], other: feed(ttl=60), page(1): "One."})
    several = list(islice(steps(web, (), URL, other, once=False), 4))
    assert [step.state.url for step in several] == [URL, other, URL, URL]
    assert texts(several) == ["One."] and max(web.clock.slept) <= 60


def test_no_feeds_are_no_work() -> None:
    assert list(watch([], Web({}).fetcher(), parse=parse, read=read)) == []


def test_what_is_remembered_stays_bounded() -> None:
    long = "x" * 5000
    web = Web({URL: feed(f"{long} - Text.", *(f"n{n} - Text {n}." for n in range(600)))})
    first = list(steps(web))
    assert len(texts(first)) == 500 and first[-1].state.etag is None
    assert first[0].state.seen[0].startswith("sha256:")
    rest = list(steps(web, [later(web, first[-1].state)]))
    assert len(texts(rest)) == 101 and rest[-1].state.etag == '"1"'
    many = replace(rest[-1].state, seen=tuple(str(n) for n in range(7000)) + rest[-1].state.seen)
    (last,) = steps(web, [later(web, many)])
    assert len(last.state.seen) == 5000 + 601 and last.state.seen[0] == "2000"
