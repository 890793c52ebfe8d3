"""Tolls: the dead and the injured of an incident, from the lowest figure to the highest, and the best.

What counts as a figure: not one told as a part of another ("30, among them 12 women"; 25 and 5
where the same report says 30), no "six others", which come on top, and no "dozens" where anyone gives
a number. A number
whose own words say "wounded" or "raids" is no number of dead, whatever it was read as. Rival figures
all count; lowest and highest are over all reports, best is chosen by a rule that the toll names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.record import Claim, Interval, Origin, Quantity, Report, Toll

# "41 others injured", "wounding 220": group 1 is there for the injured, group 2 for the dead.
_FATES = r"(?:(injur\w*|wound\w*|hurt\b|harm\w*)|(kill\w*|dead\b|died\b))"
_FATE_AFTER = re.compile(rf"\W*(?:(?!and\b)\w+\W+){{0,2}}?(?!\w+ing\b){_FATES}", re.IGNORECASE)
_FATE_BEFORE = re.compile(rf"{_FATES}\W+(?:(?!and\b|injur|wound|hurt|kill|dead|died)\w+\W+){{0,2}}?$", re.IGNORECASE)
# "Two others", "six other people": in addition to those told before.
_OTHERS = re.compile(r"\W*(?:(?:more|further|additional)\b|others?\b)", re.IGNORECASE)
# "Kills Three Wounds Nine": a verb on either side; the number is the object of the one before.
_VERB_AFTER = re.compile(rf"\W*{_FATES}", re.IGNORECASE)
_VERB_BEFORE = re.compile(rf"{_FATES}\W+$", re.IGNORECASE)
_NOT_PEOPLE = re.compile(
    r"\W*(?:of\W+the\W+)?(?:\w+\W+){0,2}?(?:air)?(?:raids?|strikes?|airstrikes?|attacks?|shells?|rockets?|missiles?|"
    r"bombs?|mortars?|villages?|houses?|vehicles?|families|homes|buildings|days?|weeks?|months?|hours?|years?)\b",
    re.IGNORECASE,
)
# Who is counted as a part of all people, where a larger figure stands beside it.
_NEAR_CHARACTERS = 45
_AND = re.compile(r"\b(and|plus|as well as)\b", re.IGNORECASE)
_AMONG = re.compile(r"\b(includ\w+|among\w*|of (whom|them|these|which)|whom)\b", re.IGNORECASE)
# A figure for a spell so much longer than the incident's is a sum over several.
_SPELL_DAYS = 6
_PARTS = frozenset("child children women woman minors girls boys infants babies elderly".split())


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people that a claim gives; an end that is open is None."""

    least: int | None
    most: int | None
    approx: bool
    part: bool
    claim: Claim

    def __str__(self) -> str:
        if self.most is None:
            return f"at least {self.least}"
        if self.least is None:
            return f"up to {self.most}"
        return str(self.least) if self.least == self.most else f"{self.least}–{self.most}"

    @property
    def size(self) -> int:
        """The figure as one number: its lower end where it has one."""
        return self.least if self.least is not None else self.most or 0


def figures(
    claims: Iterable[Claim], kind: str, reports: Mapping[str, Report], days: Interval | None = None
) -> list[Figure]:
    """The figures for the killed or the injured that count, in the order of the reports' texts.

    `days` are those of the incident: a figure of other days, or of weeks around them, counts something else.
    """
    affirmed = [c for c in claims if c.polarity == "affirmed" and c.modality != "planned"]
    told = [c for c in affirmed if _fits(c.when, days)] or affirmed
    by_report: dict[str, list[Figure]] = {}
    parts: set[int] = set()
    for claim in sorted(told, key=lambda c: (c.report, c.trigger, c.id)):
        text = reports[claim.report].text if claim.report in reports else ""
        figure, within = _claimed(claim, kind, text)
        parts |= within
        if figure:
            by_report.setdefault(claim.report, []).append(figure)
    return [f for told_here in by_report.values() for f in _telling(told_here, parts)]


def _fits(when: Interval | None, days: Interval | None) -> bool:
    """True unless a claim is dated to other days than the incident, or to a spell much longer."""
    if not (when and days and when.earliest and when.latest and days.earliest and days.latest):
        return True
    if (when.latest - when.earliest).days > _SPELL_DAYS + (days.latest - days.earliest).days:
        return False
    return (when.earliest - days.latest).days <= 1 and (days.earliest - when.latest).days <= 1


def toll(found: Sequence[Figure], origins: Mapping[str, Origin], reports: Mapping[str, Report]) -> Toll | None:
    """Lowest, best and highest of some figures."""
    if not found:
        return None
    found = [f for f in found if not _vague(f)] or found
    lows = [f.least for f in found if f.least is not None]
    highs = [h for f in found if (h := f.most if f.most is not None else f.least) is not None]
    best, rule = _best(found, origins, reports)
    return Toll(min(lows, default=None), best, max(highs, default=None), rule)


def _best(found: Sequence[Figure], origins: Mapping[str, Origin], reports: Mapping[str, Report]) -> tuple[int, str]:
    """The number that most independent origins give; of equals the one published last, then the lower."""
    backers: dict[int, set[str]] = {}
    last: dict[int, date] = {}
    for figure in found:
        report = figure.claim.report
        backers.setdefault(figure.size, set()).add(origins[report].key if report in origins else report)
        day = (reports[report].published if report in reports else None) or date.min
        last[figure.size] = max(last.get(figure.size, date.min), day)
    best = max(backers, key=lambda n: (len(backers[n]), last[n], -n))
    count = len(backers[best])
    if len(backers) == 1:
        return best, "the only figure given"
    if count > max(len(b) for n, b in backers.items() if n != best):
        return best, f"given by {count} independent origins, more than any other figure"
    if last[best] > min(last.values()):
        return best, "the figure published last; no figure has more origins"
    return best, "the lowest of the figures that equally many origins give"


def _claimed(claim: Claim, kind: str, text: str) -> tuple[Figure | None, set[int]]:
    """What a claim counts in all, and the numbers it tells as parts of that.

    "31 drivers and four guards" add up; in "30, among them 12 women" the 12 are a part.
    """
    total: Figure | None = None
    parts: set[int] = set()
    end = 0
    for quantity in sorted((q for q in claim.quantities if _kind(q, text) == kind), key=lambda q: q.span):
        figure = _figure(claim, quantity, text[quantity.span.end :][:20])
        between = text[end : quantity.span.begin] if total else ""
        end = quantity.span.end
        if total is None:
            total = figure
        elif len(between) < _NEAR_CHARACTERS and _AND.search(between) and not _AMONG.search(between):
            parts |= {total.size, figure.size}
            total = _sum(total, figure)
        else:
            total, smaller = (total, figure) if total.size >= figure.size else (figure, total)
            parts.add(smaller.size)
    return total, parts


def _kind(quantity: Quantity, text: str) -> str:
    """What a number of dead or injured counts by the words beside it, where they are plain."""
    if quantity.kind not in ("killed", "injured"):
        return quantity.kind
    after, before = text[quantity.span.end :][:40], text[: quantity.span.begin][-40:]
    if _NOT_PEOPLE.match(after):
        return "other"
    between = _VERB_BEFORE.search(before) if _VERB_AFTER.match(after) else None
    if found := between or _FATE_AFTER.match(after) or _FATE_BEFORE.search(before):
        return "injured" if found.group(1) else "killed"
    return quantity.kind


def _sum(a: Figure, b: Figure) -> Figure:
    least = a.least + b.least if a.least is not None and b.least is not None else None
    most = a.most + b.most if a.most is not None and b.most is not None else None
    return Figure(least, most, a.approx or b.approx, False, a.claim)


def _figure(claim: Claim, quantity: Quantity, after: str) -> Figure:
    least = int(quantity.least) if quantity.least is not None else None
    most = int(quantity.most) if quantity.most is not None else None
    counted = (quantity.of or "").casefold().split()
    part = any(w in _PARTS for w in counted) or bool(_OTHERS.match(after)) or "other" in quantity.text.casefold()
    return Figure(least, most, quantity.approx, part, claim)


def _telling(found: Sequence[Figure], parts: set[int]) -> list[Figure]:
    """One report's figures without parts of a larger one, and without vague ones beside a number."""
    sizes = {f.size for f in found if f.size}
    largest = max(f.size for f in found)
    summands = {n for n in sizes for other in sizes if n + other in sizes and n != other}
    whole = [f for f in found if f.size == largest or not (f.part or f.size in parts | summands)]
    exact = [f for f in whole if not _vague(f)]
    return exact or whole


def _vague(figure: Figure) -> bool:
    """True for "dozens" and the like."""
    return figure.approx and figure.least is not None and figure.most is not None and figure.most > 2 * figure.least
