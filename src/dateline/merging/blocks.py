"""Blocks: which accounts are worth comparing. Two that share no block cannot be one incident.

A block is a few days × one of: a cell of half a degree, a division, a place name, a party, a toll, a
type of event. Two accounts with narrow places meet in a cell or over a toll; a vague one meets others
in any block, though over the type alone only when their wording or their parties have something in
common. Types that cannot be one event (data/merging.toml, families) never meet.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from dateline.merging.accounts import Account
from dateline.record import Place

Block = tuple[str, int, str]

_WIDTH_DAYS = 4
_CELL_DEGREES = 0.5
_NARROW_KM = 60.0
_LONG_DAYS = 62
_MOST_YEARS = 6
_LEAST_TOLL = 3
# A report without a date of the event mostly tells of the days before it came out.
_BEFORE_DAYS = 4
_NO_TIME = -1  # every account that has the value, for those that have no day at all
_UNDATED = -2  # those that have no day at all, for every account that has one
_COMMON_WORDS = 2
# In these, two narrow accounts meet as well.
_STRICT = ("cell", "toll")
# In this, accounts without any day meet others of all times; a number alone is shared by too many.
_ANY_TIME = ("name",)


def blocks(account: Account) -> tuple[Block, ...]:
    """The blocks of an account, for an index; the same account always has the same ones."""
    out = [(kind, time, value) for kind, value in _values(account) for time in _times(account)]
    filed = (_NO_TIME, _UNDATED) if _timeless(account) else (_NO_TIME,)
    out += [(kind, time, value) for kind, value in _values(account) if kind in _ANY_TIME for time in filed]
    return tuple(dict.fromkeys(out))


def asked(account: Account) -> tuple[Block, ...]:
    """The blocks in which those stand that an account may meet; one with a day leaves years of others aside."""
    if _timeless(account):
        return tuple(b for b in blocks(account) if b[1] != _UNDATED)
    out = [b for b in blocks(account) if b[1] != _NO_TIME]
    out += [(kind, _UNDATED, value) for kind, value in _values(account) if kind in _ANY_TIME]
    return tuple(dict.fromkeys(out))


def is_narrow(account: Account) -> bool:
    """True when the account is located within some 60 km; what lies somewhere near another place may be elsewhere."""
    if not account.places or account.places[0].precision == "region":
        return False
    return (account.places[0].radius_km or 0.0) <= _NARROW_KM


def _values(account: Account) -> Iterator[tuple[str, str]]:
    """Kind and value of each block, without the time."""
    if is_narrow(account):
        yield from (("cell", cell) for place in account.places for cell in _cells(place))
    yield from (("division", f"{p.country} {p.admin1}") for p in account.places if p.admin1)
    yield from (("name", name) for name in sorted(account.names))
    parties = account.actors | account.targets
    yield from (("party", party) for party in sorted(parties) if not party.startswith("state "))
    figures = account.killed | account.injured
    yield from (("type", event) for event in sorted(account.events))
    yield from (("toll", f"{n:.0f}") for n in sorted({least for least, _ in figures if least}) if n >= _LEAST_TOLL)


def _cells(place: Place) -> Iterator[str]:
    """The cells that an area touches, with 5 km of grace."""
    lat, lon = place.lat or 0.0, place.lon or 0.0
    north = ((place.radius_km or 0.0) + 5) / 111
    east = min(north / max(math.cos(math.radians(lat)), 0.02), 180)
    rows = range(math.floor((lat - north) / _CELL_DEGREES), math.floor((lat + north) / _CELL_DEGREES) + 1)
    columns = range(math.floor((lon - east) / _CELL_DEGREES), math.floor((lon + east) / _CELL_DEGREES) + 1)
    around = round(360 / _CELL_DEGREES)
    yield from (f"{row},{column % around}" for row in rows for column in columns)


def _times(account: Account) -> Sequence[int]:
    """Numbers of the spells of days in which it may have happened; years for a state that lasts."""
    if account.days is None:
        if account.published is None:
            return (_NO_TIME,)
        return _spells(account.published - _BEFORE_DAYS, account.published + 1)
    first, last = account.days
    if last - first <= _LONG_DAYS:
        return _spells(first - 1, last + 1)
    years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
    return [-year for year in years[-_MOST_YEARS:]]


def _spells(first: int, last: int) -> range:
    return range(first // _WIDTH_DAYS, last // _WIDTH_DAYS + 1)


def _timeless(account: Account) -> bool:
    return account.days is None and account.published is None


def meet(accounts: Mapping[str, Account]) -> set[tuple[str, str]]:
    """Every pair of accounts, by key, that some block gives reason to compare."""
    shelves: dict[Block, tuple[list[str], list[str]]] = {}
    for key in sorted(accounts):
        account = accounts[key]
        for block in blocks(account):
            shelf = shelves.setdefault(block, ([], []))
            shelf[_is_vague_in(account, block)].append(key)
    found: set[tuple[str, str]] = set()
    for (kind, time, _), (narrow, vague) in shelves.items():
        if time == _UNDATED:
            continue
        pairs = itertools.chain(itertools.combinations(vague, 2), itertools.product(narrow, vague))
        if kind in _STRICT and time != _NO_TIME:
            pairs = itertools.chain(pairs, itertools.combinations(narrow, 2))
        if kind == "type":
            found.update(_sorted(p) for p in pairs if _have_common(accounts[p[0]], accounts[p[1]]))
        else:
            found.update(map(_sorted, pairs))
    return {p for p in found if not accounts[p[0]].families.isdisjoint(accounts[p[1]].families)}


def _sorted(p: tuple[str, str]) -> tuple[str, str]:
    return p if p[0] < p[1] else (p[1], p[0])


def may_meet(a: Account, b: Account, block: Block) -> bool:
    """True when a block that both have gives reason to compare them; what `meet` applies to all."""
    if a.families.isdisjoint(b.families):
        return False
    if block[0] == "type" and not _have_common(a, b):
        return False
    strict = block[0] in _STRICT and block[1] not in (_NO_TIME, _UNDATED)
    return strict or _is_vague_in(a, block) or _is_vague_in(b, block)


def _have_common(a: Account, b: Account) -> bool:
    """True when two accounts share a party or some telling words."""
    shared = len(a.words.keys() & b.words.keys())
    return shared >= _COMMON_WORDS or not a.actors.isdisjoint(b.actors) or not a.targets.isdisjoint(b.targets)


def _is_vague_in(account: Account, block: Block) -> bool:
    """True when the account may meet every other in this block, and not the vague ones alone."""
    return _timeless(account) if block[1] in (_NO_TIME, _UNDATED) else not is_narrow(account)
