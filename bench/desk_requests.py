"""What a front end asks of the desk, group by group, each time with other arguments."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from bench.desk_record import WORDS

FIRST, DAYS = date(2011, 1, 1), 3650
_VIEW = (33.0, 36.0, 37.0, 42.0)  # south, west, north, east of the synthetic country
_EVENTS = "attack killing shelling air_strike clash capture displacement detention demand talks".split()
_PARTIES = ("army of the north", "army of the south", "free", "guard", "column", "army")
_STATUSES = ("corroborated", "single-source", "disputed", "denied")
_PLACES = "damascus aleppo homs goma kharkiv gaza mosul sanaa tripoli khartoum juba bamako".split()
_NAMES = ("army", "rebel", "police", "united", "government", "islamic", "front", "union", "guard", "ministry", "people")
_SAID = ("last tuesday", "yesterday", "on 3 may 2014", "in early june", "two days ago", "this week", "in 2013")
Fields = dict[str, object]


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: where to, and for a write what."""

    path: str
    form: dict[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the record holds: incidents as (day, id), and ids of reports."""

    incidents: Sequence[tuple[str, str]]
    reports: Sequence[str]


def requests(known: Known) -> dict[str, Callable[[random.Random], Ask]]:
    """A maker of requests for every group."""

    def cursor(rng: random.Random) -> Fields:
        return {"after": "~".join(rng.choice(known.incidents))}

    return {
        **{f"list_{name}": _asking("/index.json", fields, _order) for name, fields in _FILTERS.items()},
        "list_next": _asking("/index.json", cursor),
        "map_plain": _asking("/map.json", _view),
        "map_filtered": _asking("/map.json", _view, _any_filter),
        "timeline_filtered": _asking("/timeline.json", _any_filter, _unit),
        **{f"search_{kind}": _asking("/search.json", _searching(kind, words)) for kind, words in _SEARCHES.items()},
        "holders": _asking("/holders.json", _holding),
        "incident": lambda rng: Ask(f"/incidents/{rng.choice(known.incidents)[1]}.json"),
        "source": lambda rng: Ask(f"/sources/{rng.choice(known.reports)}.json"),
        "lease": lambda rng: Ask("/api/lease", {"skip": None}),
    }


def _asking(path: str, *several: Callable[[random.Random], Fields]) -> Callable[[random.Random], Ask]:
    """A maker of requests with the fields of several makers."""
    return lambda rng: get(path, {name: value for make in several for name, value in make(rng).items()})


def get(path: str, fields: Fields) -> Ask:
    """A question with the fields of a query string."""
    return Ask(f"{path}?{urlencode(fields)}")


def _days(rng: random.Random) -> Fields:
    since = FIRST + timedelta(days=rng.randrange(DAYS))
    return {"since": since, "until": since + timedelta(days=rng.choice([7, 30, 365, 3650]))}


def _box(rng: random.Random) -> str:
    """A part of the country: west, south, east, north."""
    south, west, north, east = _VIEW
    size = rng.choice([0.3, 1, 3])
    lat, lon = rng.uniform(south, north - size), rng.uniform(west, east - size)
    return f"{lon:.4f},{lat:.4f},{lon + size:.4f},{lat + size:.4f}"


def _words(rng: random.Random) -> Fields:
    return {"q": " ".join(rng.sample(list(WORDS), rng.choice([1, 1, 2])))}


def _source(rng: random.Random) -> Fields:
    """An outlet, several outlets of like names, or a party that says so."""
    return {"source": rng.choice([f"Outlet {rng.randrange(60)}", f"Outlet {rng.randrange(6)}", rng.choice(_PARTIES)])}


_FILTERS: dict[str, Callable[[random.Random], Fields]] = {
    "plain": lambda rng: {},
    "days": _days,
    "bbox": lambda rng: {"bbox": _box(rng)},
    "country": lambda rng: {"country": f"SYR,{rng.choice(['IRQ', 'LBN', 'TUR'])}", **_some_days(rng)},
    "actor": lambda rng: {"actor": rng.choice(_PARTIES), **_some_days(rng)},
    "event": lambda rng: {"event": ",".join(rng.sample(_EVENTS, rng.randint(1, 3)))},
    "status": lambda rng: {"status": ",".join(rng.sample(_STATUSES, rng.randint(1, 2))), **_some_days(rng)},
    "source": _source,
    "disputed": lambda rng: {"disputed": 1, **_some_days(rng)},
    "words": _words,
}


def _some_days(rng: random.Random) -> Fields:
    """Days that leave most of the record in: another request to the server, and as much work."""
    return {"since": FIRST + timedelta(days=rng.randrange(300))}


def _any_filter(rng: random.Random) -> Fields:
    return rng.choice(list(_FILTERS.values()))(rng)


def _order(rng: random.Random) -> Fields:
    return {"order": rng.choice(["newest", "oldest"])}


def _unit(rng: random.Random) -> Fields:
    return {"unit": rng.choice(["day", "week", "month", "year"])}


def _view(rng: random.Random) -> Fields:
    """The whole country, or a part of it as one zooms in."""
    zoom = round(rng.uniform(2, 12), 1)
    return {"zoom": zoom, "view": _box(rng)} if zoom > 6 else {"zoom": zoom}


def _holding(rng: random.Random) -> Fields:
    """A day, in a part of the country or in all of it."""
    day: Fields = {"day": FIRST + timedelta(days=rng.randrange(DAYS))}
    return day | {"bbox": _box(rng)} if rng.random() < 0.5 else day


def _searching(kind: str, words: Sequence[str]) -> Callable[[random.Random], Fields]:
    """A search as somebody types it: for the beginning of a word, or of two."""

    def make(rng: random.Random) -> Fields:
        word = rng.choice(words)
        return {"kind": kind, "q": word if kind in ("day", "incident", "report") else word[: rng.randint(3, len(word))]}

    return make


_SEARCHES: dict[str, Sequence[str]] = {
    "place": _PLACES,
    "party": _NAMES,
    "incident": tuple(WORDS),
    "report": tuple(WORDS),
    "day": _SAID,
}
