"""Verbs that report: who says it, and the content by the first of the ways in which a verb may have one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from bench.clauses import Clauses
from bench.saying_words import MARKERS, is_light, kinds, leads_to_matter
from dateline.record import Span

Form = Literal["quotation", "clause", "beside", "deed", "matter", "seeming"]

_MARKS = "”\"'’"
_COMPLETING = frozenset({"as", "for", "with", "from", "about"})
_OF_STANCE = _COMPLETING | {"of", "against", "over", "to", "on"}


@dataclass(frozen=True, slots=True)
class Attribution:
    """One cue, who is its source, if anyone is named, and what is said.

    `form` says how the content hangs on the cue: a quotation or clause that it governs, one that it
    stands beside ("…, he said", "according to …"), a deed that is wanted, the matter of a speech or
    stance, or what only seems so.
    """

    cue: Span
    sources: tuple[Span, ...]
    contents: tuple[Span, ...]
    form: Form


@dataclass(slots=True)
class _Verb:
    """A verb that reports, with what may be its source and content; `last` grows with the cue."""

    at: int
    first: int
    last: int
    kinds: frozenset[str]
    doers: list[int]
    clauses: list[int] = field(default_factory=list)
    deeds: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)

    @property
    def reports(self) -> bool:
        """True for a verb whose clause is something said or thought."""
        return bool(self.kinds & {"speech", "thought", "feeling"})


def said(clauses: Clauses, i: int) -> Attribution | None:
    """The attribution of a verb, by the first of the ways in which it may have content."""
    first, last = clauses.verb_group(i)
    first = _with_governor(clauses, i, first)
    verb = _Verb(
        i, first, last, kinds(clauses.form(i)), clauses.doers(i),
        clauses.below(i, "ccomp"), clauses.below(i, "xcomp"), clauses.below(i, "obj"),
    )  # fmt: skip
    for form, read in _WAYS:
        if spans := read(clauses, verb):
            cue = clauses.reading.span_of(first, verb.last)
            if clauses.text[cue.end : cue.end + 1] == ":":
                cue = Span(cue.begin, cue.end + 1)
            doers = [] if form == "seeming" else verb.doers
            return Attribution(cue, clauses.sources(doers, i), tuple(spans), form)
    return None


def _with_governor(clauses: Clauses, i: int, first: int) -> int:
    """The first word of the cue, with a verb that only leads to this one: "went on to say"."""
    governor = clauses.words[i].head
    if clauses.words[i].relation != "xcomp" or not 0 < first - governor <= 4:
        return first
    if clauses.words[governor].tag not in ("VERB", "ADJ") or kinds(clauses.form(governor)) & {"will", "seeming"}:
        return first
    return clauses.verb_group(governor)[0]


def _quoted(clauses: Clauses, verb: _Verb) -> list[Span]:
    """The quotations beside the clause of a verb of speech, with the rest of the clause they are part of."""
    if not verb.kinds & {"speech", "stance", "turn"}:
        return []
    spans = _quotations_beside(clauses, verb)
    behind = bool(verb.clauses) and verb.clauses[0] > verb.last
    if not behind:
        return spans
    if not any(s.begin > clauses.words[verb.last].span.begin for s in spans):
        return []  # a name in quotation marks goes before the clause: "On “X”, she said that …"
    for side in clauses.sides({c for c in clauses.subtree(verb.clauses[0]) if c > verb.last}, verb.first):
        joined = [Span(min(s.begin, side.begin), max(s.end, side.end)) if s.overlaps(side) else s for s in spans]
        spans = [_opened(clauses, j, verb) if j != s else s for j, s in zip(joined, spans, strict=True)]
    return spans


def _quotations_beside(clauses: Clauses, verb: _Verb) -> list[Span]:
    """The quotation that ends before the clause, the one that begins behind it, and one that goes on after."""
    text, words = clauses.text, clauses.words
    a, b = clauses.sentence(verb.at)
    start, end = words[verb.first].span.begin, words[verb.last].span.end
    for mention in (clauses.mention(d, verb.at) for d in verb.doers if a <= d < b):
        start, end = min(start, mention.begin), max(end, mention.end)
    out: list[Span] = []
    before = next((q for q in clauses.quotes if q.end == len(text[:start].rstrip(" ,"))), None)
    if before and (before.of(text).rstrip(_MARKS)[-1:] in ",?!-—–.…" or text[before.end : before.end + 1] == ","):
        opening = words[a].span.begin
        led = opening < before.begin and not any(opening < q.end and q.begin < before.begin for q in clauses.quotes)
        out.append(Span(opening, before.end) if led else before)
    stop = words[b - 1].span.end
    behind = next((q for q in clauses.quotes if end <= q.begin < stop), None)
    if behind and text[end : behind.begin].rstrip()[-1:] in ("", ":", ","):
        out.append(behind)
    following = next((q for q in clauses.quotes if q.begin >= stop), None)
    if out and following and text[stop : following.begin].strip(" \xa0") == "" and following not in out:
        out.append(following)
    return out


def _beside(clauses: Clauses, verb: _Verb) -> list[Span]:
    """What a verb of speech stands beside: "…, the ministry said", "as he noted, …"."""
    word = clauses.words[verb.at]
    if not verb.reports or verb.clauses or verb.objects or word.head < 0:
        return []
    aside = word.relation == "parataxis" and clauses.below(verb.at, "nsubj") and clauses.form(verb.at) not in MARKERS
    as_said = word.relation == "advcl" and clauses.case(verb.at) is not None and _has_as(clauses, verb.at)
    if not aside and not as_said:
        return []
    return clauses.sides(clauses.subtree(word.head) - clauses.subtree(verb.at), verb.first)


def _has_as(clauses: Clauses, word: int) -> bool:
    return any(clauses.form(c) == "as" for c in clauses.below(word, "case", "mark"))


def _clause(clauses: Clauses, verb: _Verb) -> list[Span]:
    """The clause that a verb governs, before or behind it."""
    if not verb.clauses or not (verb.reports or "stance" in verb.kinds):
        return []
    clause = verb.clauses[0]
    spans = clauses.sides({c for c in clauses.subtree(clause) if (c > verb.last) == (clause > verb.last)}, verb.first)
    return [_opened(clauses, s, verb) for s in spans] if clause > verb.last else spans


def _deed(clauses: Clauses, verb: _Verb) -> list[Span]:
    """The deed that is wanted, promised or refused, with who is to do it."""
    willed = "will" in verb.kinds
    if not verb.deeds or not (willed or verb.kinds & {"stance", "speech", "feeling"}):
        return []
    if verb.objects and (not willed or "stance" in verb.kinds):
        return []
    if clauses.words[verb.at].relation == "advcl":
        return []
    if clauses.is_passive(verb.at) and not verb.doers:
        subjects = [clauses.mention(s, verb.at) for s in clauses.below(verb.at, "nsubj")]
    else:
        subjects = []
    spans = clauses.sides(clauses.subtree(verb.deeds[0]), verb.first)
    if verb.objects and spans:
        opening = min(clauses.subtree(verb.objects[0]))
        if verb.at < opening < verb.deeds[0]:
            spans = [Span(clauses.words[opening].span.begin, spans[-1].end)]
    return subjects + spans


def _seems(clauses: Clauses, verb: _Verb) -> list[Span]:
    """The subject and the deed of what only seems so."""
    if "seeming" not in verb.kinds or not verb.deeds:
        return []
    subjects = [clauses.mention(s) for s in clauses.below(verb.at, "nsubj")]
    return subjects + clauses.sides(clauses.subtree(verb.deeds[0]), verb.first)


def _suffered(clauses: Clauses, verb: _Verb) -> list[Span]:
    """The subject of a passive whose agent is named: "X was criticised by Y for …"."""
    subjects = clauses.below(verb.at, "nsubj")
    stated = verb.kinds & {"stance", "speech", "feeling", "will"}
    if not (stated and subjects and verb.doers and clauses.is_passive(verb.at)):
        return []
    spans = [clauses.mention(s, verb.at) for s in subjects]
    more = [o for o in clauses.below(verb.at, "obl", "xcomp", "advcl") if o > verb.at and _completes(clauses, o, True)]
    for o in more[:1]:
        spans += clauses.sides({c for c in clauses.subtree(o) if c > verb.last}, verb.first)
    return spans


def _object(clauses: Clauses, verb: _Verb) -> list[Span]:
    """The object of a speech or stance, with what the verb says of it."""
    if not verb.objects or not verb.kinds & {"stance", "speech", "feeling", "will"} or not _stands_alone(clauses, verb):
        return []
    noun = verb.objects[0]
    if is_light(clauses.form(verb.at), clauses.form(noun)) and any(c > noun for c in clauses.below(noun)):
        return []  # the noun reports: "voiced fears that …"
    inside = clauses.subtree(noun)
    for o in clauses.below(verb.at, "obl", "xcomp", "advcl", "ccomp"):
        if o > noun and _completes(clauses, o, "stance" in verb.kinds):
            inside |= clauses.subtree(o)
    return clauses.sides(inside, verb.first)


def _matter(clauses: Clauses, verb: _Verb) -> list[Span]:
    """What a speech or stance is about; its preposition goes to the cue."""
    if verb.objects or not _stands_alone(clauses, verb):
        return []
    for o in clauses.below(verb.at, "obl", "advcl"):
        case = clauses.case(o)
        if o > verb.at and case == verb.last + 1 and leads_to_matter(clauses.form(verb.at), clauses.form(case)):
            verb.last = case
            return clauses.sides({c for c in clauses.subtree(o) if c > case}, verb.first)
    return []


def _stands_alone(clauses: Clauses, verb: _Verb) -> bool:
    """True for a verb with a doer that no other verb leads to."""
    return bool(verb.doers) and not (clauses.words[verb.at].relation == "xcomp" and verb.first == verb.at)


def _completes(clauses: Clauses, word: int, stance: bool) -> bool:
    """True for what a verb says of its object: "called it a lie", "blamed him for the loss"."""
    if clauses.words[word].relation in ("xcomp", "ccomp"):
        return True
    case = clauses.case(word)
    return case is not None and clauses.form(case) in (_OF_STANCE if stance else _COMPLETING)


def _opened(clauses: Clauses, span: Span, verb: _Verb) -> Span:
    """A clause with what stands between it and the cue and is nobody's phrase: "why", a torn-off subject."""
    first = clauses.reading.words_in(span)[0]
    beside = clauses.below(verb.at, "obj", "iobj", "obl", "advmod", "nsubj", "advcl", "compound")
    aside = {i for c in beside for i in clauses.subtree(c)}
    while first - 1 > verb.last and first - 1 not in aside and clauses.words[first - 1].tag != "PUNCT":
        first -= 1
    return Span(min(span.begin, clauses.words[first].span.begin), span.end)


_WAYS: tuple[tuple[Form, Callable[[Clauses, _Verb], list[Span]]], ...] = (
    ("quotation", _quoted),
    ("beside", _beside),
    ("clause", _clause),
    ("deed", _deed),
    ("seeming", _seems),
    ("matter", _suffered),
    ("matter", _object),
    ("matter", _matter),
)
