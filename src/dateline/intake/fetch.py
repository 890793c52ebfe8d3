"""Fetching pages and feeds from the public net: politely, within limits, and never behind the fence.

One request at a time, pauses between two to one host, robots.txt obeyed, no cookies, no
credentials. Every hop of a redirect is a request like the first.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import responses
from importlib.metadata import version
from typing import Self

import httpx2

from dateline.errors import SettingsError
from dateline.intake import robots
from dateline.intake.net import Fence, FencedTransport, FetchError
from dateline.intake.robots import Clock, Pace, Robots

__all__ = ["Clock", "Fence", "FetchError", "Fetched", "Fetcher", "NotModified"]

MOST_BYTES = 16 * 2**20
_MOST_REDIRECTS = 5
_CONNECT_S, _READ_S, _TOTAL_S = 10.0, 20.0, 120.0
# What may stand in a header; what a site gave us as its etag need not be that.
_SENDABLE = re.compile(r"[ -~]{1,500}")
# Waits before the second and the third try.
_WAITS_S = (2.0, 8.0)
_MOST_WAIT_S = 24 * 3600.0
_MOST_MEMBERS = 1000  # of a gzip stream
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Answers that another try may change: 408 and 425 ask for it, 429 and 503 say when.
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_TROUBLE = {
    httpx2.ConnectTimeout: f"did not answer within {_CONNECT_S:.0f} seconds",
    httpx2.TimeoutException: "answered too slowly",
    httpx2.ProtocolError: "broke off, or answered in something that is not HTTP",
    httpx2.TransportError: "cannot be reached",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came: `content` unpacked, header names in lower case, `at` in UTC."""

    url: str
    final_url: str
    status: int
    content: bytes
    media_type: str
    headers: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class NotModified:
    """A page that is still what it was when its etag or date was noted."""

    url: str
    final_url: str
    headers: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class _Answer:
    url: httpx2.URL
    status: int
    headers: Mapping[str, str]
    content: bytes


class Fetcher:
    """Fetches pages one after the other. Not for use by several threads at once."""

    def __init__(
        self,
        *,
        contact: str = "",
        fence: Fence | None = None,
        clock: Clock | None = None,
        transport: httpx2.BaseTransport | None = None,
        total_s: float = _TOTAL_S,
    ):
        """`contact` (a page or mail address) tells sites whom to write to; `total_s` bounds one request.

        `fence`, `clock` and `transport` are for tests and for those who keep pages at home.
        """
        if not re.fullmatch(r"[!-'*-~ ]{0,200}", contact):
            raise SettingsError(f"the contact {contact!r} cannot be sent; give a mail address or a page in plain ASCII")
        self.agent = f"{robots.TOKEN}/{version('dateline')}" + (f" (+{contact})" if contact else "")
        self._fence = fence or Fence()
        self._clock = clock or Clock()
        self._transport = transport or FencedTransport(self._fence, total_s=total_s)
        self._pace = Pace(self._clock)
        self._robots = Robots(self._robots_text, self._clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._transport.close()

    def fetch(self, url: str) -> Fetched:
        """The page at an address.

        Raises FetchError, an InputError: an address that is not public, a page that is closed to
        programs, missing, too large (16 MiB), too slow or not there at the moment.
        """
        answer = self._follow(self._fence.url(url), {}, most=MOST_BYTES)
        return self._fetched(url, answer)

    def poll(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched | NotModified:
        """The page, or that it is as it was when its `etag` or `last_modified` was noted. Raises alike."""
        conditions = {"if-none-match": etag, "if-modified-since": last_modified}
        headers = {name: value for name, value in conditions.items() if value and _SENDABLE.fullmatch(value)}
        answer = self._follow(self._fence.url(url), headers, most=MOST_BYTES)
        if answer.status == HTTPStatus.NOT_MODIFIED and headers:
            return NotModified(url, str(answer.url), answer.headers, self._clock.now())
        return self._fetched(url, answer)

    def _fetched(self, url: str, answer: _Answer) -> Fetched:
        if answer.status != HTTPStatus.OK:
            raise _refused(answer.status)
        written = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        media_type = written or "application/octet-stream"
        at = self._clock.now()
        return Fetched(url, str(answer.url), answer.status, answer.content, media_type, answer.headers, at)

    def _robots_text(self, url: httpx2.URL) -> str:
        answer = self._follow(url, {}, most=robots.MOST_BYTES, whole=False, obey=False)
        if answer.status in _PASSING or answer.status >= 500:
            raise FetchError(f"is on a site whose robots.txt {_refused(answer.status)}", lasting=False)
        return answer.content.decode("utf-8-sig", "replace") if answer.status == HTTPStatus.OK else ""

    def _follow(
        self, url: httpx2.URL, headers: Mapping[str, str], *, most: int, whole: bool = True, obey: bool = True
    ) -> _Answer:
        """The answer at the end of all redirects; `obey` says whether robots.txt is asked at each."""
        hops = 0
        while True:
            try:
                if obey:
                    self._robots.check(url)
                answer = self._ask(url, headers, most=most, whole=whole)
                if answer.status not in _REDIRECTS or "location" not in answer.headers:
                    return answer
                if hops == _MOST_REDIRECTS:
                    raise FetchError(f"leads on more than {_MOST_REDIRECTS} times; give the address it should lead to")
            except FetchError as problem:
                if not hops:
                    raise
                reason = f"{'leads' if obey else 'has a robots.txt that leads'} on to {_short(url)}, which {problem}"
                raise FetchError(reason, lasting=problem.lasting, not_before=problem.not_before) from problem
            url, hops = self._next(url, answer.headers["location"]), hops + 1

    def _next(self, url: httpx2.URL, location: str) -> httpx2.URL:
        try:
            return self._fence.url(str(url.join(location)))
        except (httpx2.InvalidURL, ValueError) as problem:
            raise FetchError(f"leads on to {location[:100]!r}, which is no address") from problem
        except FetchError as problem:
            raise FetchError(f"leads on to {location[:100]}, which {problem}") from problem

    def _ask(self, url: httpx2.URL, headers: Mapping[str, str], *, most: int, whole: bool) -> _Answer:
        """The answer of one address, which is asked again after passing trouble."""
        for wait in (*_WAITS_S, 0.0):
            self._pace.wait(url.host)
            came: _Answer | FetchError
            try:
                came = self._once(url, headers, most=most, whole=whole)
                if came.status not in _PASSING:
                    return came
                wait = self._retry_after(came.headers) or wait
            except httpx2.TransportError as problem:
                words = next(words for kind, words in _TROUBLE.items() if isinstance(problem, kind))
                came = FetchError(f"{words} ({problem}); try again later", lasting=False)
            finally:
                self._pace.rest(url.host, self._robots.pause_s(url))
            self._pace.rest(url.host, wait)
        if isinstance(came, FetchError):
            raise came
        return came

    def _once(self, url: httpx2.URL, headers: Mapping[str, str], *, most: int, whole: bool) -> _Answer:
        times = httpx2.Timeout(_READ_S, connect=_CONNECT_S)
        usual = {
            "user-agent": self.agent,
            "accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml;q=0.9,*/*;q=0.8",
            "accept-encoding": "gzip",
        }
        request = httpx2.Request("GET", url, headers=usual | dict(headers), extensions={"timeout": times.as_dict()})
        with closing(self._transport.handle_request(request)) as response:
            content = _body(response, most, whole=whole) if response.status_code == HTTPStatus.OK else b""
            return _Answer(url, response.status_code, dict(response.headers), content)

    def _retry_after(self, headers: Mapping[str, str]) -> float | None:
        """Seconds that the site asks us to wait, at most a day."""
        written = headers.get("retry-after", "").strip()
        if written.isascii() and written.isdigit():
            return min(float(written), _MOST_WAIT_S)
        try:
            until = parsedate_to_datetime(written)
        except ValueError:
            return None
        left = (until if until.tzinfo else until.replace(tzinfo=UTC)) - self._clock.now()
        return min(max(left.total_seconds(), 0.0), _MOST_WAIT_S)


def _refused(status: int) -> FetchError:
    """What an answer without a page means."""
    told = f"answered {status} ({responses.get(status, 'of no known meaning').lower()})"
    if status in _PASSING or status >= 500:
        return FetchError(f"{told}; try again later", lasting=False)
    if status in (401, 402, 403, 451):
        return FetchError(f"{told}: the site gives it to no program; save the page by hand and add the file")
    return FetchError(f"{told}; check the address")


def _short(url: httpx2.URL) -> str:
    text = str(url)
    return text if len(text) <= 100 else text[:99] + "…"


# ---------------------------------------------------------------- bodies


def _body(response: httpx2.Response, most: int, *, whole: bool) -> bytes:
    """The unpacked bytes of an answer, counted while they come.

    Raises FetchError when there are more than `most`; without `whole` the rest is left instead.
    """
    declared = response.headers.get("content-length", "")
    if whole and declared.isdigit() and int(declared) > most:
        raise _too_large(most)
    assert isinstance(response.stream, httpx2.SyncByteStream)
    content = bytearray()
    for part in _unpacked(response.stream, response.headers.get("content-encoding", ""), most):
        content += part
        if len(content) > most:
            if whole:
                raise _too_large(most)
            break
    return bytes(content[:most])


def _unpacked(packed: httpx2.SyncByteStream, coding: str, most: int) -> Iterator[bytes]:
    """The parts of a body, each at most `most` bytes and one; gzip and deflate are the codings known."""
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        yield from packed
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"is packed as {coding[:40]!r}, which nobody asked for; save the page and add the file")
    came, members, unpacker = 0, 1, zlib.decompressobj(47)  # 47: gzip or zlib, whichever it is
    try:
        for chunk in packed:
            came += len(chunk)
            while chunk:
                if unpacker.eof:
                    members, unpacker = members + 1, zlib.decompressobj(47)
                if came > most or members > _MOST_MEMBERS:  # a stream of empty members unpacks to nothing for ever
                    raise _too_large(most)
                yield unpacker.decompress(chunk, most + 1)
                chunk = unpacker.unconsumed_tail or unpacker.unused_data
    except zlib.error as problem:
        raise FetchError(f"is packed wrongly ({problem}); save the page and add the file") from problem
    if came and not unpacker.eof:
        raise FetchError("broke off before its end; try again later", lasting=False)


def _too_large(most: int) -> FetchError:
    return FetchError(f"is larger than {most // 2**20} MiB; save it, split it and add the parts")
