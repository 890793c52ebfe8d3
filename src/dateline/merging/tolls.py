"""Tolls: the dead and the injured of an incident, from the lowest figure to the highest, and the best.

The only place that decides which numbers count; exports count the same phrases by their conventions.
No figure is what is told as a part of another ("30, among them 12 women and 3 guards"; 25 where the
same report says 30 and the sentence 5, or the next "five more"; the bodies that one hospital received),
"six others", which come on top, what was superseded ("up from 72"), what is dated to other days, or
"dozens" where anyone gives a number. A number whose own words say "wounded" or "raids" is no number of
dead, whatever it was read as. Rival figures all count; lowest and highest are over all reports, best is
chosen by a rule that the toll names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from dateline.record import Claim, Counted, Interval, Origin, Quantity, Report, Span, Toll

# "41 others injured", "wounding 220": group 1 is there for the injured, group 2 for the dead.
_FATES = r"(?:(injur\w*|wound\w*|hurt\b|harm\w*)|(kill\w*|dead\b|died\b))"
_FATE_AFTER = re.compile(rf"\W*(?:(?!and\b)\w+\W+){{0,2}}?(?!\w+ing\b){_FATES}", re.IGNORECASE)
_FATE_BEFORE = re.compile(rf"{_FATES}\W+(?:(?!and\b|injur|wound|hurt|kill|dead|died)\w+\W+){{0,2}}?$", re.IGNORECASE)
# "Two others", "six other people": in addition to those told before.
_OTHERS = re.compile(r"\W*(?:(?:more|further|additional)\b|others?\b)", re.IGNORECASE)
_MORE = re.compile(r"\b(\w+)\W+(?:more|further|additional|others?)\b", re.IGNORECASE)
_NEXT_SENTENCE = re.compile(r"(?<=[.!?])[\"'\u201d)]*\s+(?=[A-Z\"\u201c])")
# "Kills Three Wounds Nine": a verb on either side; the number is the object of the one before.
_VERB_AFTER = re.compile(rf"\W*{_FATES}", re.IGNORECASE)
_VERB_BEFORE = re.compile(rf"{_FATES}\W+$", re.IGNORECASE)
# "Three suicide bombers blew themselves up" counts those who did it.
_DOERS = re.compile(r"\W*(?:\w+\W+)?suicide\W+(?:bomb|attack)ers?\b", re.IGNORECASE)
_NOT_PEOPLE = re.compile(
    r"\W*(?:of\W+the\W+)?(?:\w+\W+){0,2}?(?:air)?(?:raids?|strikes?|airstrikes?|attacks?|shells?|rockets?|missiles?|"
    r"bombs?|mortars?|villages?|houses?|vehicles?|families|homes|buildings|days?|weeks?|months?|hours?|years?)\b",
    re.IGNORECASE,
)
# Numbers this close may be one list.
_NEAR_CHARACTERS = 45
_AND = re.compile(r"\b(and|plus|as well as|(?:along|together) with|alongside)\b", re.IGNORECASE)
_COMMA = re.compile(r",\W*$")
_AMONG = re.compile(r"\b(includ\w+|among\w*|of (whom|them|these|which)|whom)\b", re.IGNORECASE)
# "up from 72", "an earlier toll of 72": what was told before and no longer is.
_BEFORE_NOW = re.compile(
    r"\b(?:up from|(?:previous|earlier|initial)\W+(?:(?:death|official)\W+)?(?:toll|count|figure|tally) of)\W+"
    r"(?:(?:at|least|some|about)\W+)*$",
    re.IGNORECASE,
)
# One hospital knows a part of the dead.
_BODIES = re.compile(r"\b(bodies|corpses)\b[^.;]*\b(arrived|received|brought|taken|transferred)\b", re.IGNORECASE)
# A figure for a spell so much longer than the incident's is a sum over several.
_SPELL_DAYS = 6
# Who is counted as a part of all people, where a larger figure stands beside it.
_PARTS = frozenset("child children women woman minors girls boys infants babies elderly".split())
_ANYBODY = frozenset("people persons civilians residents others victims inhabitants dead bodies".split())
_IN_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
# "3 Killed 30 Wounded": where a number stands before the first verb as well, each has the verb after it.
_NUMBER_BEFORE = re.compile(
    rf"\b(?:\d[\d,]*|{'|'.join(_IN_WORDS)}|dozens|hundreds)\W+(?:(?!and\b)[^\W\d]+\W+){{0,2}}$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people that a claim gives; an end that is open is None.

    `part` is True for one that may be a part of a larger figure; `phrases` are the words that add up to
    it, `parts` those that are told as parts of it; `pieces` are the numbers of both, and `beside` all
    other numbers in its sentence.
    """

    least: int | None
    most: int | None
    approx: bool
    part: bool
    claim: Claim
    phrases: tuple[Span, ...] = ()
    parts: tuple[Span, ...] = ()
    pieces: frozenset[int] = frozenset()
    beside: frozenset[int] = frozenset()

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


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures that count, in the order of the reports' texts, and those that are parts of others."""

    counting: tuple[Figure, ...]
    parts: tuple[Figure, ...]


def figures(claims: Iterable[Claim], kind: str, reports: Mapping[str, Report], days: Interval | None = None) -> Figures:
    """The figures that some claims give for the killed or the injured.

    `days` are those of the incident: a figure of other days, or of weeks around them, counts something else.
    """
    affirmed = [c for c in claims if c.polarity == "affirmed" and c.modality != "planned"]
    told = [c for c in affirmed if _fits(c.when, days)] or affirmed
    by_report: dict[str, list[Figure]] = {}
    for claim in sorted(told, key=lambda c: (c.report, c.trigger, c.id)):
        text = reports[claim.report].text if claim.report in reports else ""
        if figure := _claimed(claim, kind, text):
            by_report.setdefault(claim.report, []).append(figure)
    counting = [f for found in by_report.values() for f in _telling(found)]
    parts = [f for found in by_report.values() for f in found if f not in counting]
    return Figures(tuple(counting), tuple(parts))


def _fits(when: Interval | None, days: Interval | None) -> bool:
    """True unless a claim is dated to other days than the incident, or to a spell much longer."""
    if not (when and days and when.earliest and when.latest and days.earliest and days.latest):
        return True
    if (when.latest - when.earliest).days > _SPELL_DAYS + (days.latest - days.earliest).days:
        return False
    return (when.earliest - days.latest).days <= 1 and (days.earliest - when.latest).days <= 1


def toll(told: Figures, origins: Mapping[str, Origin], reports: Mapping[str, Report]) -> Toll | None:
    """Lowest, best and highest of some figures."""
    if not told.counting:
        return None
    found = [f for f in told.counting if not _vague(f)] or told.counting
    lows = [f.least for f in found if f.least is not None]
    highs = [h for f in found if (h := f.most if f.most is not None else f.least) is not None]
    best, rule = _best(found, origins, reports)
    counted = [Counted(f.claim.id, f.phrases, f.parts) for f in told.counting]
    counted += [Counted(f.claim.id, (), (*f.phrases, *f.parts)) for f in told.parts]
    return Toll(min(lows, default=None), best, max(highs, default=None), rule, tuple(counted))


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


def _claimed(claim: Claim, kind: str, text: str) -> Figure | None:
    """What a claim counts in all.

    "31 drivers and four guards" add up, and so do "31 drivers, four guards"; in "30 people, four guards" and
    in "30, among them 12 women and 3 guards" the later numbers are parts.
    """
    told = sorted((q for q in claim.quantities if _kind(q, text) == kind), key=lambda q: q.span)
    told = [q for q in told if not _BEFORE_NOW.search(text[: q.span.begin][-60:])]
    if not told:
        return None
    total, listing = _figure(claim, told[0], text), False
    for before, quantity in pairwise(told):
        between = text[before.span.end : quantity.span.begin]
        near = len(between) < _NEAR_CHARACTERS
        linked = near and bool(_AND.search(between) or (_COMMA.search(between) and _one_group(before)))
        listing = bool(_AMONG.search(between)) or (listing and linked)
        figure = _figure(claim, quantity, text)
        total = _sum(total, figure) if linked and not listing else _whole(total, figure)
    return total


def _one_group(quantity: Quantity) -> bool:
    """True when a number counts people of one kind, so that others beside it come on top."""
    counted = (quantity.of or "").casefold().split()
    return bool(counted) and _ANYBODY.isdisjoint(counted)


def _kind(quantity: Quantity, text: str) -> str:
    """What a number of dead or injured counts by the words beside it, where they are plain."""
    if quantity.kind not in ("killed", "injured"):
        return quantity.kind
    after, before = text[quantity.span.end :][:40], text[: quantity.span.begin][-40:]
    if _NOT_PEOPLE.match(after):
        return "other"
    if _DOERS.match(after) and not _FATE_BEFORE.search(before):
        return "other"
    between = _VERB_BEFORE.search(before) if _VERB_AFTER.match(after) else None
    if between and _NUMBER_BEFORE.search(before[: between.start()]):
        between = None
    if found := between or _FATE_AFTER.match(after) or _FATE_BEFORE.search(before):
        return "injured" if found.group(1) else "killed"
    return quantity.kind


def _sum(a: Figure, b: Figure) -> Figure:
    least = a.least + b.least if a.least is not None and b.least is not None else None
    most = a.most + b.most if a.most is not None and b.most is not None else None
    pieces = a.pieces | {a.size, b.size}
    return Figure(
        least, most, a.approx or b.approx, False, a.claim, (*a.phrases, *b.phrases), a.parts, pieces, a.beside
    )


def _whole(a: Figure, b: Figure) -> Figure:
    """The larger of two figures, with the other as its part."""
    larger, smaller = (a, b) if a.size >= b.size else (b, a)
    parts = (*larger.parts, *smaller.parts, *smaller.phrases)
    return replace(larger, parts=parts, pieces=larger.pieces | {smaller.size})


def _figure(claim: Claim, quantity: Quantity, text: str) -> Figure:
    least = int(quantity.least) if quantity.least is not None else None
    most = int(quantity.most) if quantity.most is not None else None
    after, sentence = text[quantity.span.end :][:20], claim.evidence.of(text)
    counted = (quantity.of or "").casefold().split()
    part = any(w in _PARTS for w in counted) or bool(_OTHERS.match(after)) or "other" in quantity.text.casefold()
    part = part or bool(_BODIES.search(sentence))
    beside = frozenset(n for n in _numbers(sentence + _on_top(text, claim.evidence)) if n != (least or most))
    return Figure(least, most, quantity.approx, part, claim, (quantity.span,), (), frozenset(), beside)


def _on_top(text: str, evidence: Span) -> str:
    """The numbers that the sentence after adds ("Six more people died in a village")."""
    after = _NEXT_SENTENCE.split(text[evidence.end :].lstrip()[:300], maxsplit=1)[0]
    return "".join(f" {found[1]}" for found in _MORE.finditer(after))


def _numbers(sentence: str) -> Iterator[int]:
    """The numbers that a sentence writes in figures, or in words up to twenty."""
    for word in re.findall(r"\w+", sentence.casefold()):
        if word.isdecimal():
            yield int(word)
        elif word in _IN_WORDS:
            yield _IN_WORDS.index(word)


def _telling(found: Sequence[Figure]) -> list[Figure]:
    """One report's figures without parts of a larger one, and without vague ones beside a number."""
    sizes = {f.size for f in found if f.size}
    largest = max(f.size for f in found)
    summands = {n for n in sizes for other in sizes if n + other in sizes and n != other}
    summands |= {f.size for f in found if any(f.size + n in sizes for n in f.beside if n)}
    pieces = summands.union(*(f.pieces for f in found))
    whole = [f for f in found if f.size == largest or not (f.part or f.size in pieces)]
    exact = [f for f in whole if not _vague(f)]
    return exact or whole


def _vague(figure: Figure) -> bool:
    """True for "dozens" and the like."""
    return figure.approx and figure.least is not None and figure.most is not None and figure.most > 2 * figure.least
