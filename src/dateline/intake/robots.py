"""What a site asks of programs: which pages they leave alone, and how long they wait between two.

Rules are those of RFC 9309, by Protego. A site without a robots.txt allows everything; one whose
robots.txt cannot be had at the moment is left alone until it can.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx2
from protego import Protego

from dateline.intake.net import FetchError

# The name that a robots.txt may call us by.
TOKEN = "dateline"
# RFC 9309 asks readers for at least this much, and to ask again after a day.
MOST_BYTES = 500 * 1024
_KEPT_S = 24 * 3600.0
_TROUBLE_KEPT_S = 600.0
_MOST_SITES = 1000

LEAST_PAUSE_S = 2.0
_MOST_PAUSE_S = 60.0  # a site that asks for more is asked once a minute
_MOST_WAIT_S = 120.0  # that anybody waits in a running command


class Clock:
    """The time, and waiting for it; tests put their own in its place."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC)

    def seconds(self) -> float:
        """Seconds since some moment in the past, never going back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Waits."""
        time.sleep(seconds)


class Pace:
    """Pauses between two requests to one host."""

    def __init__(self, clock: Clock):
        self._clock = clock
        self._free: dict[str, float] = {}

    def wait(self, host: str) -> None:
        """Sleeps until a host may be asked again. Raises FetchError when that is too long to wait for."""
        left = self._free.get(host, 0.0) - self._clock.seconds()
        if left > _MOST_WAIT_S:
            until = self._clock.now() + timedelta(seconds=left)
            raise FetchError(
                f"is on {host}, which wants to be left alone until {until:%Y-%m-%d %H:%M} UTC; try again then",
                lasting=False,
                not_before=until,
            )
        if left > 0:
            self._clock.sleep(left)

    def rest(self, host: str, seconds: float) -> None:
        """Leaves a host alone for some seconds from now; never for less than was asked before."""
        now = self._clock.seconds()
        if len(self._free) >= _MOST_SITES:
            self._free = {name: free for name, free in self._free.items() if free > now}
        self._free[host] = max(now + seconds, self._free.get(host, 0.0))


@dataclass(frozen=True, slots=True)
class _Rules:
    """A site's rules, or why they could not be had."""

    rules: Protego | None
    trouble: FetchError | None
    until: float


class Robots:
    """The rules of sites, fetched when first needed and kept for a day."""

    def __init__(self, read: Callable[[httpx2.URL], str], clock: Clock):
        """`read` gives the text of a robots.txt, empty when there is none, and raises FetchError when nobody knows."""
        self._read = read
        self._clock = clock
        self._sites: OrderedDict[str, _Rules] = OrderedDict()

    def check(self, url: httpx2.URL) -> None:
        """Raises FetchError when the site asks us to leave a page alone, or its wishes are not known."""
        rules = self._rules(url)
        if rules.trouble:
            trouble = rules.trouble
            raise FetchError(str(trouble), lasting=trouble.lasting, not_before=trouble.not_before)
        if rules.rules and not rules.rules.can_fetch(str(url), TOKEN):
            raise FetchError("is closed to programs by the site's robots.txt; save the page by hand and add the file")

    def pause_s(self, url: httpx2.URL) -> float:
        """How long the site wants us to wait between two requests, in seconds."""
        rules = self._sites.get(_site(url))
        asked = rules.rules.crawl_delay(TOKEN) if rules and rules.rules else None
        return min(max(LEAST_PAUSE_S, asked or 0.0), _MOST_PAUSE_S)

    def _rules(self, url: httpx2.URL) -> _Rules:
        site = _site(url)
        known = self._sites.get(site)
        if known is None or known.until < self._clock.seconds():
            known = self._sites[site] = self._fetch(url)
        self._sites.move_to_end(site)
        if len(self._sites) > _MOST_SITES:
            self._sites.popitem(last=False)
        return known

    def _fetch(self, url: httpx2.URL) -> _Rules:
        try:
            text = self._read(url.copy_with(raw_path=b"/robots.txt"))
        except FetchError as problem:
            return _Rules(None, problem, self._clock.seconds() + _TROUBLE_KEPT_S)
        return _Rules(Protego.parse(text), None, self._clock.seconds() + _KEPT_S)


def _site(url: httpx2.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
