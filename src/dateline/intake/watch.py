"""Watching feeds: poll them when they are due, take what is new, and lose nothing when stopped.

After each entry the watch hands over what it took together with where the feed then stands. Whoever
stores both in one transaction can be killed at any moment: what was not stored is fetched again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dateline.errors import InputError
from dateline.intake.fetch import Clock, Fetched, Fetcher, FetchError
from dateline.record import Capture, FeedState, Found, Refusal, Taken

EVERY = timedelta(minutes=15)
_LONGEST = timedelta(days=1)
_ROUNDS = 4  # tries for a page before it is given up
_MOST_ENTRIES = 500  # taken in one poll; the others wait for the next
_MOST_SEEN = 5000  # ids kept of entries that have left the feed
_LONGEST_ID = 200
_NAP_S = 60.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed: its id, the page it links to, and what the feed itself holds of it."""

    id: str
    link: str | None = None
    own: Taken | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it came: its entries, and how long it asks to be left alone."""

    entries: tuple[Entry, ...]
    ttl: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What the watch took, if anything, and where the feed then stands.

    Store `taken` and then `state`, in one transaction. `remark` is for the person who watches.
    """

    state: FeedState
    taken: Taken | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class _Watch:
    fetcher: Fetcher
    parse: Callable[[Fetched], Feed]
    read: Callable[[Fetched, Entry], Taken]
    every: timedelta
    clock: Clock


def watch(
    feeds: Iterable[str],
    fetcher: Fetcher,
    states: Iterable[FeedState] = (),
    *,
    parse: Callable[[Fetched], Feed],
    read: Callable[[Fetched, Entry], Taken],
    once: bool = False,
    every: timedelta = EVERY,
    clock: Clock | None = None,
) -> Iterator[Step]:
    """Polls feeds, given by their addresses, as they become due; `once` stops after those that are due now.

    `states` say where each feed stood when it was last watched. `parse` makes a fetched feed into
    entries (InputError when it is none), `read` makes the page of an entry into documents. A feed
    is polled no more often than `every`, or than it asks for itself. A feed that fails is a step
    with a refusal, and is polled less and less often, at least once a day.
    """
    tools = _Watch(fetcher, parse, read, every, clock or Clock())
    known = {url: FeedState(url) for url in feeds}
    known |= {state.url: state for state in states if state.url in known}
    while known:
        for url, state in list(known.items()):
            if _due(state, tools.clock.now()) <= timedelta():
                for step in _poll(state, tools):
                    known[url] = step.state
                    yield step
        if once:
            return
        left = min(_due(state, tools.clock.now()) for state in known.values())
        if left > timedelta():
            tools.clock.sleep(min(left.total_seconds(), _NAP_S))  # naps, for clocks that are set


def _due(state: FeedState, now: datetime) -> timedelta:
    """How long until a feed is to be polled."""
    return state.next_at - now if state.next_at else timedelta()


def _poll(state: FeedState, tools: _Watch) -> Iterator[Step]:
    """One poll of one feed, an entry a step, and at its end a step that says when it is due again."""
    try:
        came = tools.fetcher.poll(state.url, etag=state.etag, last_modified=state.last_modified)
        feed = tools.parse(came) if isinstance(came, Fetched) else None
    except InputError as problem:
        yield _failed(state, problem, tools)
        return
    if feed is None:
        yield Step(replace(state, next_at=tools.clock.now() + tools.every, failures=0))
        return
    entries = {_key(entry): entry for entry in reversed(feed.entries)}
    fresh = [key for key in reversed(entries) if key not in set(state.seen)]
    for step in _entries(state, {key: entries[key] for key in fresh[:_MOST_ENTRIES]}, entries, tools):
        state = step.state
        yield step
    # The next poll is to get the feed whole while some of it is still to be taken.
    whole = not state.failed and len(fresh) <= _MOST_ENTRIES
    pause = min(max(tools.every, feed.ttl or tools.every), max(_LONGEST, tools.every))
    yield Step(
        replace(
            state,
            etag=came.headers.get("etag") if whole else None,
            last_modified=came.headers.get("last-modified") if whole else None,
            next_at=tools.clock.now() + pause,
            failures=0,
            seen=_kept(state.seen, entries),
        )
    )


def _failed(state: FeedState, problem: InputError, tools: _Watch) -> Step:
    """A feed that could not be had: it is polled half as often as before, and not before it allows."""
    now, failures = tools.clock.now(), state.failures + 1
    next_at = now + max(tools.every, min(tools.every * 2 ** min(failures, 10), _LONGEST))
    if isinstance(problem, FetchError) and problem.not_before:
        next_at = max(next_at, problem.not_before)
    taken = _refused(state.url, state.url, str(problem), now)
    return Step(replace(state, next_at=next_at, failures=failures), taken, f"{state.url} {problem}")


def _entries(
    state: FeedState, fresh: Mapping[str, Entry], all_there: Mapping[str, Entry], tools: _Watch
) -> Iterator[Step]:
    """Takes new entries one by one; gives up those that left the feed before their page could be had."""
    for key, entry in fresh.items():
        tries = state.failed.get(key, 0) + 1
        taken, remark = _take(state.url, entry, tries, tools)
        state = _done(state, key) if taken else replace(state, failed={**state.failed, key: tries})
        yield Step(state, taken, remark)
    for key in [key for key in state.failed if key not in all_there]:
        state = _done(state, key)
        reason = "left the feed before its page could be had"
        yield Step(state, _refused(f"{state.url}, entry {key}", state.url, reason, tools.clock.now()))


def _done(state: FeedState, key: str) -> FeedState:
    failed = {other: tries for other, tries in state.failed.items() if other != key}
    return replace(state, seen=(*state.seen, key), failed=failed)


def _take(feed: str, entry: Entry, tries: int, tools: _Watch) -> tuple[Taken | None, str]:
    """The page of an entry, or else the feed's own text; nothing when its page is worth another try."""
    if entry.link is None:
        reason, page = "links to no page", None
    else:
        try:
            page = tools.read(tools.fetcher.fetch(entry.link), entry)
        except InputError as problem:
            if isinstance(problem, FetchError) and not problem.lasting and tries < _ROUNDS:
                return None, f"{entry.link} {problem} (at the next poll)"
            reason, page = str(problem), None
        else:
            refusals = [found.result for found in page.found if isinstance(found.result, Refusal)]
            if len(refusals) < len(page.found):
                return page, ""
            reason = refusals[0].reason if refusals else "holds no document"
    name = entry.link or f"{feed}, entry {_key(entry)}"
    if entry.own:
        return entry.own, f"{name} {reason}; the feed's own text was taken"
    return page or _refused(name, entry.link or feed, reason, tools.clock.now()), f"{name} {reason}"


def _refused(name: str, url: str, reason: str, at: datetime) -> Taken:
    return Taken(name, None, Capture("feed", at, url=url), (Found(Refusal(name, reason)),))


def _key(entry: Entry) -> str:
    """What an entry is remembered by."""
    id = entry.id or entry.link or ""
    return id if len(id) <= _LONGEST_ID else f"sha256:{hashlib.sha256(id.encode()).hexdigest()}"


def _kept(seen: tuple[str, ...], there: Mapping[str, Entry]) -> tuple[str, ...]:
    """The ids worth remembering: all that are in the feed, and the newest of those that left it."""
    gone = [key for key in seen if key not in there]
    return (*gone[-_MOST_SEEN:], *(key for key in seen if key in there))
