"""A web of answers and a clock for the tests of fetching."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import httpx2

from dateline.intake.fetch import Clock, Fetcher

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class FakeClock(Clock):
    """A clock that goes on when somebody sleeps."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> datetime:
        return NOON + timedelta(seconds=sum(self.slept))

    def seconds(self) -> float:
        return sum(self.slept)

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))


class Bytes(httpx2.SyncByteStream):
    """A body as it comes over the wire; says how many chunks were asked for."""

    def __init__(self, chunks: Iterator[bytes]):
        self._chunks = chunks
        self.taken = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self.taken += 1
            yield chunk


class Web:
    """A web of answers by address; an address that is not in it has no page, a list is answered in turn."""

    def __init__(self, pages: Mapping[str, object]):
        self.pages = dict(pages)
        self.asked: list[str] = []
        self.requests: list[httpx2.Request] = []
        self.clock = FakeClock()

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(str(request.url))
        self.requests.append(request)
        answer = self.pages.get(str(request.url), 404)
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, int):
            return httpx2.Response(answer)
        if isinstance(answer, str):
            return httpx2.Response(200, text=answer)
        assert isinstance(answer, httpx2.Response)
        return answer

    def fetcher(self, **more: str) -> Fetcher:
        return Fetcher(transport=httpx2.MockTransport(self), clock=self.clock, **more)
