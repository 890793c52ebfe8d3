"""The address fence: which addresses may be fetched, and a transport that reaches no others.

A name is resolved once. Every address it has must be public, and the connection goes to the very
address that was checked, so that a name server that answers differently the second time (DNS
rebinding) gains nothing, and neither does any spelling of an address (2130706433, 0177.0.0.1,
①②⑦.⓪.⓪.①): what counts is what is connected to. Proxies of the environment are not asked.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import httpcore2
import httpx2

from dateline.errors import InputError

PORTS = frozenset({80, 443, 8080, 8443})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_MOST_CHARACTERS = 2000  # of an address; longer ones are mistakes or attacks
_MOST_TRIED = 4  # addresses of one name

Resolve = Callable[[str, int], Iterable[str]]


class FetchError(InputError):
    """An address that could not be fetched; the message says why as a predicate ("answered 404 …").

    `lasting` when another try would end the same way; `not_before` when the site said how long to wait.
    """

    def __init__(self, reason: str, *, lasting: bool = True, not_before: datetime | None = None):
        super().__init__(reason)
        self.lasting = lasting
        self.not_before = not_before


# ---------------------------------------------------------------- addresses

# The special-purpose registries of IANA (as of 2025-10), less what they call globally reachable,
# and one public address that a cloud answers to its own machines on.
_CLOSED: dict[IPv4Network | IPv6Network, str] = {
    ip_network(network): what
    for what, networks in {
        "this machine": "127.0.0.0/8 ::1/128",
        "no address of a machine": "0.0.0.0/8 ::/128",
        "in a private network": "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fec0::/10",
        "in a provider's inner network": "100.64.0.0/10",
        "on the local link, where clouds keep their secrets": "169.254.0.0/16 fe80::/10",
        "a cloud's inner service": "168.63.129.16/32",
        "kept for protocols": "192.0.0.0/24 192.88.99.0/24 2001::/23 2002::/16 64:ff9b:1::/48",
        "kept for benchmarks": "198.18.0.0/15",
        "kept for examples": "192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32 3fff::/20",
        "a multicast address": "224.0.0.0/4 ff00::/8",
        "an IPv4 address written as IPv6": "::ffff:0:0/96 ::/96",
        "reserved": "240.0.0.0/4",
    }.items()
    for network in networks.split()
}
_PUBLIC_6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")  # its last 32 bits are the IPv4 address that is reached


def why_closed(address: IPv4Address | IPv6Address) -> str | None:
    """What an address is when it is not one of a public machine; None for a public one."""
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return "an address within one network only"
        if address in _NAT64:
            return why_closed(IPv4Address(int(address) & 0xFFFFFFFF))
    for network, what in _CLOSED.items():
        if address in network:
            return what
    return "reserved" if isinstance(address, IPv6Address) and address not in _PUBLIC_6 else None


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host, as the system knows them, best first. Raises OSError or ValueError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


@dataclass(frozen=True, slots=True)
class Fence:
    """Which URLs and addresses may be fetched.

    `open_to` are addresses that are let through although they are not public, `ports` those that
    may be asked. `resolve` gives the addresses of a host and port.
    """

    ports: frozenset[int] = PORTS
    open_to: frozenset[str] = frozenset()
    resolve: Resolve = resolve

    def url(self, text: str) -> httpx2.URL:
        """An address as a URL without its fragment. Raises FetchError for one that may not be fetched."""
        if len(text) > _MOST_CHARACTERS:
            raise FetchError(f"is an address of more than {_MOST_CHARACTERS} characters; no page has such")
        try:
            url = httpx2.URL(text.strip())
        except (httpx2.InvalidURL, ValueError) as problem:
            raise FetchError(f"is no address of a page ({problem}); copy it from the browser") from problem
        if url.scheme not in _DEFAULT_PORTS:
            raise FetchError(f"begins with {url.scheme or text[:10]!r}; only http and https are fetched")
        if not url.host or "%" in url.host:
            raise FetchError(f"names no host ({url.host!r}); an address begins like https://example.org/")
        if url.userinfo:
            raise FetchError("holds a name or password; take them out, dateline fetches public pages only")
        self.check_port(_DEFAULT_PORTS[url.scheme] if url.port is None else url.port)
        return url.copy_with(fragment=None)

    def check_port(self, port: int) -> None:
        """Raises FetchError for a port that pages are not kept on."""
        if port not in self.ports:
            usual = ", ".join(str(p) for p in sorted(self.ports))
            raise FetchError(f"asks for port {port}; pages are fetched from ports {usual} only")

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host, all of them public. Raises FetchError; ConnectError when nobody knows now."""
        self.check_port(port)
        try:
            found = list(self.resolve(host, port))
        except socket.gaierror as problem:
            if problem.errno == socket.EAI_AGAIN:
                raise httpcore2.ConnectError(f"{host} cannot be looked up at the moment") from problem
            found = []
        except (OSError, ValueError) as problem:
            raise FetchError(f"has a host name that cannot be looked up ({problem})") from problem
        if not found:
            raise FetchError(f"names {host}, which no name server knows; check the spelling", lasting=False)
        for address in found:
            self._check(host, address)
        return found

    def _check(self, host: str, address: str) -> None:
        if address in self.open_to:
            return
        if what := why_closed(ip_address(address)):
            stands = "is" if host == address else f"stands for {address}, which is"
            raise FetchError(f"names {host}, and that {stands} {what}; only public addresses are fetched")


# ---------------------------------------------------------------- the transport


class FencedTransport(httpx2.BaseTransport):
    """Sends requests over connections that stay outside the fence, one connection a request.

    `total_s` bounds a connection from its first to its last byte, however slowly bytes drip.
    """

    def __init__(self, fence: Fence, *, total_s: float):
        self._fence = fence
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpcore2.default_ssl_context(),
            network_backend=_Backend(fence, total_s),
            max_keepalive_connections=0,
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One request and its answer, redirects not followed. Raises FetchError and httpx2.TransportError."""
        url = self._fence.url(str(request.url))
        asked = httpcore2.Request(
            request.method,
            httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            extensions=request.extensions,
        )
        with _as_httpx():
            answer = self._pool.handle_request(asked)
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        """Lets go of all connections."""
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, answer: httpcore2.Response):
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Backend(httpcore2.NetworkBackend):
    """Resolves and checks a host, and connects to what was checked."""

    def __init__(self, fence: Fence, total_s: float):
        self._fence = fence
        self._total_s = total_s
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        ends = time.monotonic() + self._total_s
        problem: Exception | None = None
        for address in self._fence.addresses(host, port)[:_MOST_TRIED]:
            try:
                return _Timed(self._sockets.connect_tcp(address, port, timeout, local_address, socket_options), ends)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as failed:
                problem = problem or failed
        assert problem
        raise problem


class _Timed(httpcore2.NetworkStream):
    """A stream that ends at a moment: the time limits of HTTP libraries begin anew at every byte."""

    def __init__(self, stream: httpcore2.NetworkStream, ends: float):
        self._stream = stream
        self._ends = ends

    def _left(self, timeout: float | None) -> float:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("took too long in all")
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, self._left(timeout)), self._ends)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


@contextmanager
def _as_httpx() -> Iterator[None]:
    """Errors of httpcore as those of httpx, whose names are the same."""
    try:
        yield
    except (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError) as problem:
        raise getattr(httpx2, type(problem).__name__)(str(problem)) from problem
