"""Numbers that count nothing: dates, years, times, ages, calibres, model and document numbers.

They are told by the words around them, so the lists here are of neighbours.
"""

from __future__ import annotations

import re

from dateline.record import Span

_MONTH = (
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
_NO_COUNT_AFTER = re.compile(
    rf"-\d|\s*(?:of\s+)?(?!may\s(?:have|be|not|also|well|yet|still)){_MONTH}|[:/]\d|\s?[ap]\.?m\b"
    r"|\s?(?:gmt|utc|hrs)\b|[\s-]*(?:more\s+)?(?:seconds?|minutes?|hours?|days?|nights?|weeks?|"
    r"months?|years?|decades?|centur(?:y|ies)|o['’]?clock|yr)\b|[\s-]?(?:mm|cm|km|kms|kph|km/h|mph|"
    r"inch(?:es)?|calib(?:er|re)|ft|feet|foot|yards?|(?:kilo|centi|milli)?met(?:er|re)s?|"
    r"(?:nautical\s+)?miles?|m\b(?![.-])|degrees?|°)(?!\w|-)|[\s-]?(?:mm|cm|km|inch|met(?:er|re))-"
    r"|[\s-](?:thirds?|quarters?|fifths?)\b|-(?!plus|odd|man|member|strong|person|wom)[a-z]|x\d|\s?°",
    re.IGNORECASE,
)
_NO_COUNT_BEFORE = re.compile(  # of figures only
    r"(?:\b(?:resolution|article|section|chapter|highway|route|road|flight|phase|camp|"
    r"sector|zone|page|protocol|no\.?|nos\.?|hill|channel|level|type|mark|block|gate|room|"
    r"paragraph|decree|law|order|line|aged?|bridge|kilomet(?:er|re)|formation|version|model)"
    r"|[#§№])\s*$|[a-z]-$|\d[-/.:]$",
    re.IGNORECASE,
)
_MONTH_BEFORE = re.compile(rf"{_MONTH}\.?\s$", re.IGNORECASE)
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|by|of|until|till|from|during|between|after|before|early|mid|late|through|and|"
    r"spring|summer|autumn|winter|the|to)[\s-]$|[(,–-]\s?$",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"(?:between\s|from\s|about\s|around\s|circa\s)?(?:1[89]\d\d|20[0-6]\d)"
    r"(?:\s?(?:[-–]|and|to)\s?\d{2,4})?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\s+[a-z]*(?:s|men|people|children|personnel|troops)\b", re.IGNORECASE)
_NO_COUNTS = frozenset("5.45 5.56 7.62 7.65 12.7 14.5 no none zero".split())  # calibres and noughts
_ONE_OF = re.compile(r"\s+(?:another|of\s+the\s+(?:most|main|few))", re.IGNORECASE)


def is_count(text: str, span: Span) -> bool:
    """True when a number phrase in its surroundings is an amount of something."""
    words = span.of(text).lower()
    before, after = text[max(0, span.begin - 24) : span.begin], text[span.end : span.end + 24]
    year = _YEARS.match(words)
    if _NO_COUNT_AFTER.match(after) or words in _NO_COUNTS:
        return False
    if words[0].isdigit() and _NO_COUNT_BEFORE.search(before):
        return False
    if (year or re.fullmatch(r"(?:[12]?\d|3[01])(?:\D.*)?", words)) and _MONTH_BEFORE.search(before):
        return False
    if words == "one" and (_ONE_OF.match(after) or re.search(r"\b(?:no|any|every)\s$", before, re.I)):
        return False
    if (not before or before.endswith("\n")) and re.match(r"\d{1,2}[.)]\s", words + after):
        return False  # the number of a list item
    if year:
        return bool(_COUNTED.match(after)) and not _YEAR_BEFORE.search(before)
    return True
