"""What a query string asks for: the filter bar as a query of the record, cursors, views, days."""

from __future__ import annotations

import contextlib
from datetime import date
from urllib.parse import parse_qsl

from dateline.desk.pages import Filter
from dateline.errors import InputError
from dateline.store import Box, Query

_FIELDS = 500  # fields of one query string
_MOST = 100  # values of one filter
_LONGEST = 500  # characters of one value
STATUSES = ("corroborated", "single-source", "disputed", "denied")


class Asked:
    """A query string. Raises InputError when it is no such thing."""

    def __init__(self, text: str):
        try:
            self._pairs = parse_qsl(text.lstrip("?"), max_num_fields=_FIELDS)
        except ValueError as problem:
            raise InputError("the query string cannot be read") from problem

    def get(self, key: str, default: str = "") -> str:
        """The first value of a field."""
        return next((value for name, value in self._pairs if name == key), default)

    def getlist(self, key: str) -> list[str]:
        """All values of a field."""
        return [value for name, value in self._pairs if name == key]


def filter_of(asked: Asked) -> Filter:
    """The filter bar. Raises InputError for a value that makes no sense."""
    box = _box(asked.get("bbox"))
    status = _several(asked, "status")
    if wrong := [s for s in status if s not in STATUSES]:
        raise InputError(f"status {wrong[0]!r} is not known; it is one of {', '.join(STATUSES)}")
    return Filter(
        since=_day_text(asked.get("since")),
        until=_day_text(asked.get("until")),
        bbox=(box.west, box.south, box.east, box.north) if box else None,
        country=tuple(c.upper() for c in _several(asked, "country")),
        actor=_several(asked, "actor", commas=False),
        event=_several(asked, "event"),
        source=_several(asked, "source", commas=False),
        status=status,
        disputed=asked.get("disputed") in ("1", "true", "yes", "on"),
        q=text(asked.get("q")),
        located=_yes_or_no(asked.get("located")),
    )


def query_of(given: Filter) -> Query:
    """A filter as a query. Raises InputError when it contradicts itself."""
    try:
        return Query(
            since=day(given.since),
            until=day(given.until),
            bbox=Box(*given.bbox) if given.bbox else None,
            country=given.country,
            actor=given.actor,
            event=given.event,
            status=given.status,
            source=given.source,
            disputed=given.disputed,
            words=given.q,
            located=given.located,
        )
    except ValueError as problem:
        raise InputError(str(problem)) from problem


def day(given: str | None) -> date | None:
    """A day. Raises InputError for anything else."""
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError as problem:
        raise InputError(f"{given[:40]!r} is no day; write it as YYYY-MM-DD") from problem


def view_of(asked: Asked) -> Box | None:
    """The part of the Earth that a map shows."""
    return _box(asked.get("view"))


def number(asked: Asked, name: str, default: float, *, least: float, most: float) -> float:
    """A number within bounds. Raises InputError for anything that is none."""
    given = asked.get(name)
    if not given:
        return default
    value = float("nan")
    with contextlib.suppress(ValueError):
        value = float(given)
    if value != value:
        raise InputError(f"{name} must be a number, not {given[:40]!r}")
    return min(max(value, least), most)


def cursor(given: str) -> tuple[str, str] | None:
    """Where a list goes on: "2017-09-14~id", or "~id" among those without a date."""
    if not given:
        return None
    first, mark, id = given.partition("~")
    if not mark or not id:
        raise InputError(f"{given[:40]!r} is no place in the list; take `next` of the page before")
    return (day(first) or date.min).isoformat() if first else "", id


def text(given: str) -> str:
    """A text that can be searched for."""
    if len(given) > _LONGEST:
        raise InputError(f"a filter has at most {_LONGEST} characters")
    return given.replace("\x00", "").encode("utf-8", "replace").decode().strip()


def _several(asked: Asked, name: str, *, commas: bool = True) -> tuple[str, ...]:
    """The values of a filter; given several times, or separated by commas where names have none."""
    values = [text(part) for given in asked.getlist(name) for part in (given.split(",") if commas else [given])]
    found = tuple(dict.fromkeys(filter(None, values)))
    if len(found) > _MOST:
        raise InputError(f"{name} has {len(found)} values; at most {_MOST} are possible")
    return found


def _yes_or_no(given: str) -> bool | None:
    if given not in ("", "0", "1"):
        raise InputError("located is 1 for what has a place on the map, 0 for what has none")
    return given == "1" if given else None


def _day_text(given: str) -> str | None:
    found = day(given)
    return found.isoformat() if found else None


def _box(given: str) -> Box | None:
    if not given:
        return None
    try:
        return Box.parse(given)
    except ValueError as problem:
        raise InputError(str(problem)) from problem
