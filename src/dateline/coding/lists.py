"""Bulleted summaries: a date in the lead sentence holds for the items below it.

"On 3 March aircraft conducted five strikes:  • Near Rahma, one strike destroyed a depot." The item
leaves the day unsaid because the lead has said it (claims.md §5, Dates). It goes on about the lead's
event: other items ("two wells have been repaired") have days of their own that nobody says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from dateline.record import Claim, Interval, Reading

_BULLET = re.compile(r"(?:^|\n)[ \t]*(?:[•·*●▪■◦‣–—-]|\.|\(?\w{1,2}[.)])\s*$")
_LOOK_BACK = 8  # sentences between an item and its lead, other items not counted


def with_lead_dates(reading: Reading, claims: Sequence[Claim]) -> list[Claim]:
    """Claims in list items without a time take that of the lead."""
    items = [_is_item(reading, i) for i in range(len(reading.sentences))]
    if not any(items):
        return list(claims)
    bare = {
        i
        for i, (a, b) in enumerate(reading.sentences)
        if not any(c.isalnum() for w in reading.words[a:b] for c in w.form)
    }
    sentence = [reading.sentence_of(reading.words_in(c.trigger)[0]) for c in claims]
    told = [{c.event for c, s in zip(claims, sentence, strict=True) if s == i} for i in range(len(items))]
    out = []
    for claim, i in zip(claims, sentence, strict=True):
        if items[i] and claim.when is None and claim.modality == "actual":
            out.append(replace(claim, when=_lead(claims, sentence, items, bare, i, told[i])))
        else:
            out.append(claim)
    return out


def _is_item(reading: Reading, number: int) -> bool:
    """True for a sentence that opens with a bullet, or that follows a line holding nothing else."""
    a, b = reading.sentences[number]
    begin = reading.words[a].span.begin
    text = reading.report.text
    if _BULLET.search(text[max(0, begin - 12) : begin]):
        return True
    marker = reading.words[a]
    opened = f"{text[max(0, begin - 1) : begin]}{marker.form} "
    return b - a > 1 and marker.tag in ("PUNCT", "SYM") and bool(_BULLET.search(opened))


def _lead(
    claims: Sequence[Claim],
    sentence: Sequence[int],
    items: Sequence[bool],
    bare: Set[int],
    item: int,
    events: Set[str],
) -> Interval | None:
    """The time of the nearest dated claim above the list, if the item tells of an event of its type."""
    left = _LOOK_BACK
    for i in range(item - 1, -1, -1):
        if items[i] or i in bare:
            continue
        dated = [c.when for c, s in zip(claims, sentence, strict=True) if s == i and c.when and c.modality == "actual"]
        if dated:
            alike = any(c.event in events for c, s in zip(claims, sentence, strict=True) if s == i and c.when)
            return dated[0] if alike else None
        left -= 1
        if left == 0:
            return None
    return None
