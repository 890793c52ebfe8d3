"""What is on every page: who looks, what is filtered, and why something was not done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at the page, and which writes they may ask for (the last part of an address under /api/).

    `role` is viewer, coder, reviewer or admin. Without `accounts` the desk is one person's own machine.
    """

    name: str
    role: str
    may: tuple[str, ...]
    accounts: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """The filter bar: the query string of every screen and export. `bbox` is west, south, east, north.

    `q` is searched for in the text of reports; `located` is whether there is a place on the map. An
    empty filter wants everything.
    """

    since: str | None = None
    until: str | None = None
    bbox: tuple[float, float, float, float] | None = None
    country: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    event: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    disputed: bool = False
    q: str = ""
    located: bool | None = None


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of event in the codebook: its key, how it reads, and what it means."""

    key: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request was not done, in words for the person who asked; `status` is that of the answer."""

    status: int
    error: str
