"""The fence: every way to a machine that is not public is closed, and what is checked is connected to."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from ipaddress import ip_address

import httpx2
import pytest

from dateline.intake.net import Fence, FencedTransport, FetchError, why_closed

PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


@contextmanager
def served(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server on this machine that talks to each caller in turn; its port."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        server.settimeout(0.05)
        over = threading.Event()

        def run() -> None:
            while not over.is_set():
                try:
                    caller, _ = server.accept()
                except TimeoutError:
                    continue
                with closing(caller):
                    caller.settimeout(5)
                    try:
                        caller.recv(65536)
                        talk(caller)
                    except OSError:
                        pass  # the other side hung up, as it should on some

        thread = threading.Thread(target=run)
        thread.start()
        yield server.getsockname()[1]
        over.set()
        thread.join()


def get(url: str, fence: Fence, total_s: float = 5.0) -> bytes:
    asked = httpx2.Request("GET", url, extensions={"timeout": httpx2.Timeout(5.0).as_dict()})
    with FencedTransport(fence, total_s=total_s) as transport, closing(transport.handle_request(asked)) as answer:
        return answer.read()


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("127.0.0.1", "this machine"),
        ("127.255.255.254", "this machine"),
        ("::1", "this machine"),
        ("0.0.0.0", "no address"),
        ("::", "no address"),
        ("10.1.2.3", "private"),
        ("172.16.0.1", "private"),
        ("172.31.255.255", "private"),
        ("192.168.1.1", "private"),
        ("fc00::1", "private"),
        ("fd00:ec2::254", "private"),
        ("fec0::1", "private"),
        ("100.64.0.1", "provider"),
        ("100.100.100.200", "provider"),
        ("169.254.169.254", "local link"),
        ("fe80::1", "local link"),
        ("168.63.129.16", "cloud"),
        ("192.0.0.192", "protocols"),
        ("192.88.99.1", "protocols"),
        ("198.18.0.1", "benchmarks"),
        ("198.19.255.255", "benchmarks"),
        ("192.0.2.1", "examples"),
        ("198.51.100.1", "examples"),
        ("203.0.113.1", "examples"),
        ("2001:db8::1", "examples"),
        ("3fff::1", "examples"),
        ("224.0.0.1", "multicast"),
        ("239.255.255.255", "multicast"),
        ("ff02::1", "multicast"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("4000::1", "reserved"),
        ("::ffff:127.0.0.1", "written as IPv6"),
        ("::ffff:8.8.8.8", "written as IPv6"),
        ("::127.0.0.1", "written as IPv6"),
        ("64:ff9b::7f00:1", "this machine"),
        ("64:ff9b::a9fe:a9fe", "local link"),
        ("64:ff9b:1::1", "protocols"),
        ("2002:7f00:1::", "protocols"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "protocols"),
        ("2606:4700::1111%eth0", "one network"),
    ],
)
def test_addresses_that_are_not_public_are_named_for_what_they_are(address: str, what: str) -> None:
    assert what in (why_closed(ip_address(address)) or "")


@pytest.mark.parametrize("address", ["8.8.8.8", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_addresses_are_open(address: str) -> None:
    assert why_closed(ip_address(address)) is None


@pytest.mark.parametrize(
    "host",
    (
        "127.0.0.1 2130706433 017700000001 0x7f000001 0x7f.1 127.1 127.0.1 0 [::1] [0:0:0:0:0:0:0:1]"
        " [::ffff:127.0.0.1] [::ffff:7f00:1] [64:ff9b::127.0.0.1] 127。0。0。1"
    ).split(),
)
def test_no_spelling_of_this_machine_gets_through(host: str) -> None:
    with pytest.raises(FetchError, match="only public addresses are fetched"):
        get(f"http://{host}/", Fence())


@pytest.mark.parametrize("host", ["0177.0.0.1", "127.000.000.001", "①②⑦.⓪.⓪.①", "１２７.0.0.1", "[fe80::1%25eth0]"])
def test_spellings_that_no_browser_shows_are_no_addresses(host: str) -> None:
    with pytest.raises(FetchError, match=r"no address|no host"):
        Fence().url(f"http://{host}/")


@pytest.mark.parametrize("name", ["localhost", "localhost.", "intranet", "metadata.google.internal"])
def test_names_of_inner_machines_are_refused_by_what_they_stand_for(name: str) -> None:
    with pytest.raises(FetchError, match=r"stands for 169\.254\.169\.254, which is on the local link"):
        get(f"http://{name}/", Fence(resolve=lambda host, port: ["169.254.169.254"]))


def test_a_name_with_one_inner_address_among_public_ones_is_refused() -> None:
    with pytest.raises(FetchError, match=r"stands for 10\.0\.0\.5"):
        get("http://mixed.example/", Fence(resolve=lambda host, port: ["8.8.8.8", "10.0.0.5"]))


def test_the_connection_goes_to_the_address_that_was_checked_and_no_name_is_asked_twice() -> None:
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    with served(lambda caller: caller.sendall(PAGE)) as port:
        fence = Fence(frozenset({port}), frozenset({"127.0.0.1"}), rebinding)
        assert get(f"http://rebinding.example:{port}/", fence) == b"hello"
        assert asked == ["rebinding.example"]
        with pytest.raises(FetchError, match=r"169\.254\.169\.254"):
            get(f"http://rebinding.example:{port}/", fence)


def test_a_name_that_nobody_knows_may_be_known_later() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(FetchError, match="which no name server knows") as caught:
        get("http://nosuch.example/", Fence(resolve=nobody))
    assert not caught.value.lasting

    def busy(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    with pytest.raises(httpx2.ConnectError, match="cannot be looked up at the moment"):
        get("http://busy.example/", Fence(resolve=busy))


def test_a_host_name_that_cannot_be_looked_up_is_refused() -> None:
    with pytest.raises(FetchError, match="cannot be looked up"):
        get(f"http://{'a' * 70}.example/", Fence())


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://example.org/a", "only http and https"),
        ("data:text/html,hello", "only http and https"),
        ("gopher://example.org/", "only http and https"),
        ("example.org/a", "only http and https"),
        ("//example.org/a", "only http and https"),
        ("http:///a", "names no host"),
        ("http://exa mple.org/", "names no host"),
        ("http://ana:secret@example.org/", "name or password"),
        ("http://example.org\\@127.0.0.1/", "name or password"),
        ("http://example.org:22/", "asks for port 22"),
        ("http://example.org:0/", "asks for port"),
        ("http://example.org:99999/", "asks for port"),
        ("http://example.org:x/", "no address of a page"),
        ("http://[::1/", "no address of a page"),
        ("http://exa\x00mple.org/", "no address of a page"),
        ("http://example.org/\r\nHost: b", "no address of a page"),
        ("http://example.org/" + "a" * 3000, "more than 2000 characters"),
    ],
)
def test_addresses_that_lead_elsewhere_than_to_a_public_page_are_refused(url: str, message: str) -> None:
    with pytest.raises(FetchError, match=message):
        Fence().url(url)


def test_an_address_loses_its_fragment() -> None:
    assert str(Fence().url(" https://example.org:8443/a?b=c#d ")) == "https://example.org:8443/a?b=c"


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    with served(lambda caller: caller.sendall(PAGE)) as port:
        assert get(f"http://127.0.0.1:{port}/", Fence(frozenset({port}), frozenset({"127.0.0.1"}))) == b"hello"


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["head", "body"])
def test_bytes_that_drip_end_with_the_time_for_the_whole(start: bytes) -> None:
    over = threading.Event()

    def drip(caller: socket.socket) -> None:
        caller.sendall(start)
        while not over.wait(0.02):
            caller.sendall(b"a")

    with served(drip) as port, pytest.raises(httpx2.ReadTimeout):
        try:
            get(f"http://127.0.0.1:{port}/", Fence(frozenset({port}), frozenset({"127.0.0.1"})), total_s=0.3)
        finally:
            over.set()


def test_what_is_not_http_and_a_closed_port_are_errors_of_the_transport() -> None:
    with served(lambda caller: caller.sendall(b"SSH-2.0-OpenSSH_9.0\r\n\r\n")) as port:
        fence = Fence(frozenset({port}), frozenset({"127.0.0.1"}))
        with pytest.raises(httpx2.RemoteProtocolError):
            get(f"http://127.0.0.1:{port}/", fence)
    with pytest.raises(httpx2.ConnectError):
        get(f"http://127.0.0.1:{port}/", fence)
