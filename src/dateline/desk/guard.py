"""The fence around the desk: which hosts it answers to, who may write from where, how much, how often.

A page elsewhere can make a browser send requests to 127.0.0.1, under a name of its own that it binds
to that address (DNS rebinding) or with the visitor's cookies (forged writes). So a request is
answered only under a known name, and a write only when the browser says it comes from the desk itself.
"""

from __future__ import annotations

import ipaddress
import json
import logging
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("dateline.desk")

MOST_FORM = 2 * 2**20  # bytes of a JSON body
MOST_UPLOAD = 512 * 2**20  # bytes of an upload
_READS = ("GET", "HEAD", "OPTIONS")
_HOST = re.compile(r"(?:\[([0-9a-fA-F:.]+)\]|([\w.-]+))(?::[0-9]{1,5})?", re.ASCII)
_LENGTH = re.compile(r"[0-9]{1,18}")

HEADERS = {
    "content-security-policy": (
        "default-src 'self'; img-src 'self' data: blob:; worker-src 'self'; object-src 'none'; base-uri 'none';"
        " form-action 'self'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


@dataclass(slots=True)
class Pace:
    """How often one visitor may ask: `burst` requests at once, and `rate` a second in the long run."""

    rate: float
    burst: float
    clock: Callable[[], float] = time.monotonic
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def allows(self, who: str) -> bool:
        """Whether one more request is in order."""
        now = self.clock()
        if len(self._left) > 10_000:
            self._left.clear()
        left, then = self._left.get(who, (self.burst, now))
        left = min(self.burst, left + (now - then) * self.rate)
        self._left[who] = (max(left - 1, -1.0), now)
        return left >= 1


class Guard:
    """Wraps the desk: refuses what is not in order, and puts the headers on every answer.

    `names` are the host names that the desk answers to, besides addresses written in digits: those
    cannot be bound to another machine. With `local`, only addresses of this machine will do.
    """

    def __init__(self, app: ASGIApp, *, names: Iterable[str], local: bool, pace: Pace):
        self.app = app
        self.names = {name.lower() for name in names}
        self.local = local
        self.pace = pace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        fenced = _Fenced(send)
        if refused := self._refused(scope, headers):
            status, error = refused
            log.warning("refused %s %r from %s: %s", scope["method"], scope["path"], _client(scope), error)
            await answer(fenced, status, error)
            return
        limit = MOST_UPLOAD if scope["path"] == "/api/intake" else MOST_FORM
        counted = _Counted(receive, limit)
        try:
            await self.app(scope, counted, fenced)
        except TooMuch:
            if not fenced.begun:
                await answer(fenced, 413, f"the request is larger than {limit:,} bytes")
        except Exception:
            log.exception("%s %r failed", scope["method"], scope["path"])
            if fenced.begun:
                raise
            await answer(fenced, 500, "the desk failed; its log says more")

    def _refused(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._is_known(hosts[0]):
            return 421, "this desk does not go by that name; start it with --name to let it answer to others"
        if not self.pace.allows(_client(scope)):
            return 429, "too many requests; wait a moment"
        if scope["method"] in _READS:
            return None
        if not _is_own(scope, headers):
            return 403, "a write must come from the desk's own pages"
        length = headers.get("content-length", "0")
        limit = MOST_UPLOAD if scope["path"] == "/api/intake" else MOST_FORM
        if not _LENGTH.fullmatch(length) or int(length) > limit:
            return 413, f"the request is larger than {limit:,} bytes"
        return None

    def _is_known(self, host: str) -> bool:
        name = host_name(host)
        if name in self.names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return address.is_loopback or not self.local


def host_name(host: str) -> str:
    """The name in a Host header, without port, brackets and final dot, in lower case; empty when it is none."""
    found = _HOST.fullmatch(host)
    return (found[1] or found[2]).lower().removesuffix(".") if found else ""


def _is_own(scope: Scope, headers: Headers) -> bool:
    """Whether a browser says that a request comes from a page of this very origin; silence is no."""
    sites, origins = headers.getlist("sec-fetch-site"), headers.getlist("origin")
    if len(sites) > 1 or len(origins) > 1:
        return False
    site, origin = next(iter(sites), None), next(iter(origins), None)
    if site is not None and site != "same-origin":
        return False
    if origin is not None:
        return origin == f"{scope['scheme']}://{headers['host']}"
    return site == "same-origin"


def _client(scope: Scope) -> str:
    return str((scope.get("client") or ("unknown", 0))[0])


async def answer(send: Send, status: int, error: str) -> None:
    """A refusal in JSON."""
    body = json.dumps({"status": status, "error": error}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class TooMuch(Exception):
    """A body that is larger than it said or may be."""


class _Counted:
    """Passes a body on until it is too much."""

    def __init__(self, receive: Receive, limit: int):
        self._receive, self._left = receive, limit

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise TooMuch
        return message


class _Fenced:
    """Puts the headers on an answer; what the answer says itself (a static file's caching) stays."""

    def __init__(self, send: Send):
        self._send = send
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)
