"""Fetching: polite, within limits, and with a reason when there is no page."""

import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

import httpx2
import pytest

from dateline.errors import SettingsError
from dateline.intake.fetch import MOST_BYTES, Fence, Fetched, Fetcher, FetchError, NotModified
from tests.intake.web import NOON, Bytes, FakeClock, Web

PAGE = "https://news.example/a"


def streamed(chunks: Iterator[bytes], **headers: str) -> httpx2.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx2.Response(200, headers=named, stream=Bytes(chunks))


def moved(to: str, status: int = 302) -> httpx2.Response:
    return httpx2.Response(status, headers={"location": to})


def refused(pages: Mapping[str, object], url: str = PAGE) -> FetchError:
    with pytest.raises(FetchError) as caught:
        Web(pages).fetcher().fetch(url)
    return caught.value


# ---------------------------------------------------------------- a page


def test_a_page_comes_with_what_was_said_of_it() -> None:
    page = httpx2.Response(200, headers={"Content-Type": "Text/HTML; charset=utf-8", "ETag": '"1"'}, content=b"<p>")
    web = Web({PAGE: page})
    got = web.fetcher().fetch(f"{PAGE}#top")
    at = NOON + timedelta(seconds=2)
    assert got == Fetched(f"{PAGE}#top", PAGE, 200, b"<p>", "text/html", got.headers, at)
    assert got.headers["etag"] == '"1"'


def test_we_say_who_we_are_and_carry_nothing_else() -> None:
    web = Web({PAGE: httpx2.Response(200, headers={"set-cookie": "a=b"}, content=b"")})
    fetcher = web.fetcher(contact="mailto:desk@example.org")
    fetcher.fetch(PAGE)
    fetcher.fetch(PAGE)
    sent = web.requests[-1].headers
    assert sent["user-agent"].startswith("dateline/") and sent["user-agent"].endswith(" (+mailto:desk@example.org)")
    assert sent["accept-encoding"] == "gzip" and "cookie" not in sent


@pytest.mark.parametrize("contact", ["a\r\nHost: b", "näme@example.org", "(a)", "a" * 201])
def test_a_contact_that_cannot_be_sent_is_refused(contact: str) -> None:
    with pytest.raises(SettingsError, match="cannot be sent"):
        Fetcher(contact=contact)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/a", "data:text/html,a", "http://a:b@c.example/"]
)
def test_addresses_that_are_no_pages_are_not_even_tried(url: str) -> None:
    web = Web({})
    with pytest.raises(FetchError):
        web.fetcher().fetch(url)
    assert web.asked == []


def test_the_fence_stands_when_no_transport_is_given() -> None:
    with Fetcher(clock=FakeClock()) as fetcher, pytest.raises(FetchError, match="only public addresses"):
        fetcher.fetch("http://127.0.0.1/")


@pytest.mark.parametrize(
    ("status", "message", "lasting"),
    [
        (404, "answered 404 .not found.; check the address", True),
        (410, "answered 410", True),
        (403, "save the page by hand", True),
        (451, "save the page by hand", True),
        (206, "answered 206", True),
        (304, "answered 304", True),
        (999, "answered 999", False),
        (501, "try again later", False),
        (503, "try again later", False),
    ],
)
def test_an_answer_without_a_page_is_told(status: int, message: str, lasting: bool) -> None:
    problem = refused({PAGE: status})
    assert problem.lasting is lasting
    with pytest.raises(FetchError, match=message):
        raise problem


# ---------------------------------------------------------------- redirects


def test_redirects_are_followed_and_each_site_is_asked_for_its_rules() -> None:
    web = Web(
        {
            PAGE: moved("http://other.example/b", 301),
            "http://other.example/b": moved("c?d"),
            "http://other.example/c?d": "hello",
        }
    )
    assert web.fetcher().fetch(PAGE).final_url == "http://other.example/c?d"
    assert web.asked == [
        "https://news.example/robots.txt",
        PAGE,
        "http://other.example/robots.txt",
        "http://other.example/b",
        "http://other.example/c?d",
    ]


def test_redirects_without_end_are_given_up() -> None:
    assert "more than 5 times" in str(refused({PAGE: moved(PAGE)}))
    chain = {f"https://news.example/{n}": moved(f"/{n + 1}") for n in range(9)}
    assert "more than 5 times" in str(refused(chain, "https://news.example/0"))


@pytest.mark.parametrize(
    ("to", "message"),
    [
        ("file:///etc/passwd", "leads on to file:///etc/passwd, which begins with 'file'"),
        ("ftp://news.example/a", "begins with 'ftp'"),
        ("data:text/html,a", "begins with 'data'"),
        ("//ana:b@news.example/", "name or password"),
        ("https://news.example:22/", "port 22"),
        ("http://[", "leads on to"),
    ],
)
def test_a_redirect_that_leaves_the_web_is_not_followed(to: str, message: str) -> None:
    assert message in str(refused({PAGE: moved(to)}))


def test_a_redirect_to_an_inner_address_meets_the_fence() -> None:
    class Inner(Web):
        def __call__(self, request: httpx2.Request) -> httpx2.Response:
            Fence().addresses(request.url.host, 80) if request.url.host != "news.example" else None
            return super().__call__(request)

    web = Inner({PAGE: moved("http://169.254.169.254/latest/meta-data/")})
    with pytest.raises(FetchError, match=r"leads on to http://169\.254\.169\.254/.*local link") as caught:
        web.fetcher().fetch(PAGE)
    assert caught.value.lasting and len(web.asked) == 2


# ---------------------------------------------------------------- sizes


def test_an_endless_body_is_stopped_while_it_comes() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield bytes(2**20)

    page = streamed(endless())
    assert "larger than 16 MiB" in str(refused({PAGE: page}))
    assert isinstance(page.stream, Bytes) and page.stream.taken == MOST_BYTES // 2**20 + 1


def test_a_body_that_says_it_is_too_large_is_not_read() -> None:
    page = streamed(iter([b"a"]), content_length=str(MOST_BYTES + 1))
    assert "larger than 16 MiB" in str(refused({PAGE: page}))
    assert isinstance(page.stream, Bytes) and page.stream.taken == 0


def test_a_gzip_bomb_is_stopped_by_what_it_unpacks_to() -> None:
    bomb = gzip.compress(bytes(4 * MOST_BYTES), 1)
    assert len(bomb) < MOST_BYTES / 40
    assert "larger than 16 MiB" in str(refused({PAGE: streamed(iter([bomb]), content_encoding="gzip")}))


def test_a_stream_of_empty_gzip_members_ends() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield gzip.compress(b"") * 50

    assert "larger than" in str(refused({PAGE: streamed(endless(), content_encoding="gzip")}))


def in_pieces(content: bytes) -> Iterator[bytes]:
    return (content[i : i + 7] for i in range(0, len(content), 7))


@pytest.mark.parametrize(
    ("pack", "coding"),
    [
        (gzip.compress, "gzip"),
        (lambda content: gzip.compress(content[:100]) + gzip.compress(content[100:]), "X-GZIP"),
        (zlib.compress, "deflate"),
        (bytes, "identity"),
    ],
)
def test_packed_bodies_are_unpacked(pack: Callable[[bytes], bytes], coding: str) -> None:
    text = b"Rebels shelled the port on Tuesday. " * 50
    page = streamed(in_pieces(pack(text)), content_encoding=coding)
    assert Web({PAGE: page}).fetcher().fetch(PAGE).content == text


@pytest.mark.parametrize(
    ("content", "coding", "message"),
    [
        (b"never packed", "gzip", "packed wrongly"),
        (gzip.compress(b"a" * 99)[:-9], "gzip", "broke off"),
        (gzip.compress(gzip.compress(b"a")), "gzip, gzip", "nobody asked for"),
        (b"a", "br", "nobody asked for"),
    ],
)
def test_bodies_packed_otherwise_are_refused(content: bytes, coding: str, message: str) -> None:
    assert message in str(refused({PAGE: streamed(iter([content]), content_encoding=coding)}))


# ---------------------------------------------------------------- what sites ask for

ROBOTS = "https://news.example/robots.txt"


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: dateline\nDisallow: /private/\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: dateline\nDisallow: /private/\n", "/private/a", False),
        ("User-agent: *\nDisallow: /*?print=\nAllow: /a", "/b?print=1", False),
        ("User-agent: *\nDisallow: /\nAllow: /a", "/a", True),
        ("\ufeffUser-agent: *\nDisallow: /", "/a", False),
        ("<html>Not found</html>", "/a", True),
        ("", "/a", True),
    ],
)
def test_robots_txt_is_obeyed(rules: str, path: str, allowed: bool) -> None:
    url = f"https://news.example{path}"
    web = Web({ROBOTS: rules, url: "hello"})
    if allowed:
        assert web.fetcher().fetch(url).content == b"hello"
    else:
        with pytest.raises(FetchError, match=r"closed to programs by the site's robots\.txt"):
            web.fetcher().fetch(url)
        assert web.asked == [ROBOTS]


def test_robots_txt_is_asked_for_once_a_day() -> None:
    web = Web({PAGE: "hello"})
    fetcher = web.fetcher()
    for _ in range(3):
        fetcher.fetch(PAGE)
    assert web.asked.count(ROBOTS) == 1
    web.clock.slept.append(25 * 3600)
    fetcher.fetch(PAGE)
    assert web.asked.count(ROBOTS) == 2


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_rules_allows_everything(status: int) -> None:
    assert Web({ROBOTS: status, PAGE: "hello"}).fetcher().fetch(PAGE).content == b"hello"


def test_a_site_whose_rules_are_not_to_be_had_is_left_alone_for_a_while() -> None:
    web = Web({ROBOTS: [503, 503, 503, "User-agent: *\nAllow: /"], PAGE: "hello"})
    fetcher = web.fetcher()
    for _ in range(2):
        with pytest.raises(FetchError, match=r"robots\.txt answered 503") as caught:
            fetcher.fetch(PAGE)
        assert not caught.value.lasting and PAGE not in web.asked
    web.clock.slept.append(601)
    assert fetcher.fetch(PAGE).content == b"hello"


def test_only_the_beginning_of_an_endless_robots_txt_is_read() -> None:
    def endless() -> Iterator[bytes]:
        yield b"User-agent: *\nDisallow: /b\n"
        while True:
            yield b"# and so on\n" * 1000

    assert Web({ROBOTS: streamed(endless()), PAGE: "hello"}).fetcher().fetch(PAGE).content == b"hello"


@pytest.mark.parametrize(
    ("rules", "pause"),
    [
        ("", 2.0),
        ("User-agent: *\nCrawl-delay: 7", 7.0),
        ("User-agent: *\nCrawl-delay: 0.1", 2.0),
        ("User-agent: *\nCrawl-delay: 86400", 60.0),
        ("User-agent: *\nCrawl-delay: nan", 2.0),
    ],
)
def test_a_host_rests_between_two_requests(rules: str, pause: float) -> None:
    web = Web({ROBOTS: rules, PAGE: "hello", "https://other.example/b": "hello"})
    fetcher = web.fetcher()
    fetcher.fetch(PAGE)
    before = len(web.clock.slept)
    fetcher.fetch(PAGE)
    assert web.clock.slept[before:] == [pause]
    fetcher.fetch("https://other.example/b")
    assert web.clock.slept[before:] == [pause, 2.0]


# ---------------------------------------------------------------- trouble that passes


def test_passing_trouble_is_tried_again_after_growing_pauses() -> None:
    web = Web({PAGE: [httpx2.ConnectError("refused"), 502, "hello"]})
    assert web.fetcher().fetch(PAGE).content == b"hello"
    assert web.clock.slept == [2.0, 2.0, 8.0]  # after robots.txt, after the first try, after the second


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        (httpx2.ConnectTimeout("timed out"), "did not answer within 10 seconds"),
        (httpx2.ReadTimeout("took too long in all"), "answered too slowly"),
        (httpx2.RemoteProtocolError("illegal"), "broke off"),
        (httpx2.ConnectError("refused"), r"cannot be reached \(refused\)"),
    ],
)
def test_trouble_that_stays_is_told_after_three_tries(problem: Exception, message: str) -> None:
    web = Web({PAGE: problem})
    with pytest.raises(FetchError, match=message) as caught:
        web.fetcher().fetch(PAGE)
    assert not caught.value.lasting and web.asked.count(PAGE) == 3


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("after", ["30", "Sun, 01 Mar 2026 12:00:32 GMT"])
def test_a_site_that_asks_us_to_wait_is_waited_for(status: int, after: str) -> None:
    web = Web({PAGE: [httpx2.Response(status, headers={"retry-after": after}), "hello"]})
    assert web.fetcher().fetch(PAGE).content == b"hello"
    assert web.clock.slept == [2.0, 30.0]


def test_a_site_that_asks_for_a_long_wait_is_left_alone_until_then() -> None:
    other = "https://news.example/b"
    web = Web({PAGE: httpx2.Response(429, headers={"retry-after": "3600"}), other: "hello"})
    fetcher = web.fetcher()
    for url in (PAGE, other):
        with pytest.raises(FetchError, match="left alone until 2026-03-01 13:00 UTC") as caught:
            fetcher.fetch(url)
        assert caught.value.not_before == NOON + timedelta(seconds=3602) and not caught.value.lasting
    assert web.asked == [ROBOTS, PAGE]
    web.clock.slept.append(3600)
    assert fetcher.fetch(other).content == b"hello"


@pytest.mark.parametrize("after", ["soon", "-1", "9" * 400, "Sun, 01 Mar 2020 12:00:00 GMT"])
def test_a_wait_that_makes_no_sense_is_at_most_a_day(after: str) -> None:
    web = Web({PAGE: [httpx2.Response(503, headers={"retry-after": after}), "hello"]})
    fetcher = web.fetcher()
    try:
        assert fetcher.fetch(PAGE).content == b"hello"
        assert web.clock.slept == [2.0, 2.0]
    except FetchError as problem:
        assert after.startswith("9") and problem.not_before == NOON + timedelta(days=1, seconds=2)


# ---------------------------------------------------------------- has it changed?


def test_a_page_that_is_unchanged_is_not_sent_again() -> None:
    web = Web({PAGE: 304})
    got = web.fetcher().poll(PAGE, etag='W/"1"', last_modified="Sun, 01 Mar 2026 11:00:00 GMT")
    assert got == NotModified(PAGE, PAGE, {}, NOON + timedelta(seconds=2))
    assert web.requests[-1].headers["if-none-match"] == 'W/"1"'
    assert web.requests[-1].headers["if-modified-since"] == "Sun, 01 Mar 2026 11:00:00 GMT"


def test_an_etag_that_cannot_be_sent_is_left_out() -> None:
    web = Web({PAGE: "hello"})
    got = web.fetcher().poll(PAGE, etag="é\r\nHost: b")
    assert isinstance(got, Fetched) and "if-none-match" not in web.requests[-1].headers
