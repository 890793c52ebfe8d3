"""How many: one phrase, counted by the convention of whoever will read the file.

The record keeps the phrase ("dozens of soldiers") and the widest honest range. Schemes make different
numbers of it; each convention is one function here, with its rules in its docstring.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from dateline.export.crosswalk import crosswalk
from dateline.record import Quantity

# What ACLED counts for "several", "many" and any plural without a figure; it allows 10 in heavy fighting.
PLURAL = 3


@dataclass(frozen=True, slots=True)
class Count:
    """Lowest, best and highest number; None at an end that the words leave open."""

    low: int | None
    best: int | None
    high: int | None


def acled(quantity: Quantity) -> Count:
    """ACLED: one conservative number.

    An exact figure is itself; of a range, or "at least", the lowest; several, many, few = 3; dozens = 12,
    scores = 20, hundreds = 100, thousands = 1,000; "up to N" is an unknown plural of at most N: 3 or N;
    "casualties", and nothing that can be counted, is 0.
    """
    number = _acled_number(quantity)
    return Count(number, number, number)


def _acled_number(quantity: Quantity) -> int:
    least, most = quantity.least, quantity.most
    vague = _vague(quantity.text)
    if least is not None:
        in_words = least != most and not re.search(r"\d", quantity.text) and (vague or 0) > PLURAL
        return vague if in_words and vague is not None else int(least)
    if vague is not None:
        return vague
    return min(PLURAL, int(most)) if most is not None else 0


@cache
def _vague_words() -> re.Pattern[str]:
    longest_first = sorted(crosswalk().counts, key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


def _vague(text: str) -> int | None:
    """What the words without a figure count; of "several hundred" the hundred."""
    found = [crosswalk().counts[m.group(1).casefold()] for m in _vague_words().finditer(text)]
    return max(found, default=None)


def ucdp(quantity: Quantity) -> Count:
    """UCDP: low, best and high.

    Low and best are the lowest figure that the words state, high the highest; "at least N" is N for all
    three; "up to N" is 0, 0, N; words without a figure give 0, 0, 0.
    """
    low = int(quantity.least or 0)
    return Count(low, low, int(quantity.most) if quantity.most is not None else low)


def claims(quantity: Quantity) -> Count:
    """dateline's own: the range as the claim keeps it, open ends left open; best is the lower end."""
    low = None if quantity.least is None else int(quantity.least)
    high = None if quantity.most is None else int(quantity.most)
    return Count(low, low if low is not None else high, high)


CONVENTIONS: dict[str, Callable[[Quantity], Count]] = {"acled": acled, "ucdp": ucdp, "claims": claims}


def total(parts: Iterable[Count]) -> Count:
    """The sum of disjoint parts; an end that any part leaves open is open, a low end at least what is known."""
    found = list(parts)
    return Count(*(_sum([getattr(c, end) for c in found]) for end in ("low", "best", "high")))


def _sum(numbers: list[int | None]) -> int | None:
    known = [n for n in numbers if n is not None]
    return sum(known) if len(known) == len(numbers) and known else None
