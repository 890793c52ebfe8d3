"""Who says what: cues, sources and contents read off the grammar.

    a word that reports ──▶ its verb group (the cue) ──▶ who does it (the source)
                                                    └──▶ what it governs or stands beside (the content)

How far each reaches follows the habit of attribution corpora: the cue with its auxiliaries, negation,
particle and the preposition that leads to its matter; the source with titles and appositions; the
content as a clause with its "that", a quotation with its marks, both halves of one that is split, and
what goes on behind the sentence. An attribution inside the content of another is one of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bench.clauses import Clauses
from bench.reporting_verbs import Attribution, Form, said
from bench.saying_words import MINDED, is_light, kinds
from dateline.record import Reading, Span

_OF_MIND = frozenset("about of to with for at by in over on".split())
_TURN = re.compile(r"^((?:[A-Z][\w.'’-]* ?){1,4}(?<! ))(:)[ \t]+(\S.*)$", re.MULTILINE)


def attributions(reading: Reading) -> Iterator[Attribution]:
    """The attributions of a report: those of its words in order, then the turns of a transcript."""
    clauses = Clauses(reading)
    for i, word in enumerate(reading.words):
        found = None
        if clauses.form(i) == "according" and clauses.form(i + 1) == "to":
            found = _according(clauses, i)
        elif word.tag in ("VERB", "AUX") and kinds(word.form):
            found = said(clauses, i)
        if found is None and word.tag in ("ADJ", "VERB") and clauses.form(i) in MINDED:
            found = _minded(clauses, i)
        if found is None and word.tag == "NOUN" and word.relation == "obj":
            found = _lent(clauses, i)
        if found and found.contents:
            yield found
    yield from _turns(clauses)


def _according(clauses: Clauses, i: int) -> Attribution | None:
    """ "According to X": the rest of the clause that X hangs on."""
    source = clauses.words[i].head
    if not i < source < clauses.sentence(i)[1]:
        return None
    governor = clauses.words[source].head
    rest = clauses.subtree(governor) - clauses.subtree(source) if governor >= 0 else set()
    cue = clauses.reading.span_of(i, i + 1)
    return Attribution(cue, (clauses.mention(source),), tuple(clauses.sides(rest, i)), "beside")


def _minded(clauses: Clauses, i: int) -> Attribution | None:
    """The attribution of an adjective: "is convinced that …", "grew wary of …"."""
    word = clauses.words[i]
    shares = word.relation in ("xcomp", "conj") and word.head >= 0
    subjects = clauses.below(i, "nsubj") or (clauses.below(word.head, "nsubj") if shares else [])
    subjects = [s for s in subjects if clauses.form(s) not in ("it", "there")]
    first, last = clauses.verb_group(i)
    if word.relation == "xcomp" and 0 < i - word.head <= 3:
        first = clauses.verb_group(word.head)[0]
    inside: set[int] = set()
    form: Form = "matter"
    for o in clauses.below(i, "obl", "advcl"):
        case = clauses.case(o)
        if o > i and case == last + 1 and clauses.form(case) in _OF_MIND:
            last, inside = case, clauses.subtree(o)
            break
    if not inside and (behind := [c for c in clauses.below(i, "ccomp", "xcomp", "advcl") if c > i]):
        inside = clauses.subtree(behind[0])
        form = "clause" if clauses.words[behind[0]].relation == "ccomp" else "deed"
    spans = clauses.sides({c for c in inside if c > last}, first)
    if not subjects:
        return None
    return Attribution(clauses.reading.span_of(first, last), clauses.sources(subjects, i), tuple(spans), form)


def _lent(clauses: Clauses, i: int) -> Attribution | None:
    """The attribution of a noun whose verb lends it a source: "voiced fears that …"."""
    verb = clauses.words[i].head
    if not 0 < i - verb <= 4 or verb < 0 or not is_light(clauses.form(verb), clauses.form(i)):
        return None
    last, inside = i, set[int]()
    form: Form = "matter"
    for c in clauses.below(i, "acl", "ccomp", "nmod"):
        case = clauses.case(c)
        opened = clauses.form(case) if case is not None else ""
        if c > i and clauses.words[c].relation != "nmod" and opened in ("that", "to"):
            inside, form = clauses.subtree(c), "clause" if opened == "that" else "deed"
            break
        if c > i and case == i + 1 and not inside:
            last, inside = case, clauses.subtree(c)
    spans = clauses.sides({c for c in inside if c > last}, i)
    cue = clauses.reading.span_of(clauses.verb_group(verb)[0], last)
    return Attribution(cue, clauses.sources(clauses.doers(verb), verb), tuple(spans), form)


def _turns(clauses: Clauses) -> Iterator[Attribution]:
    """The turns of a transcript: "Name: …" to the end of the paragraph."""
    for turn in _TURN.finditer(clauses.text):
        named = clauses.reading.words_in(Span(*turn.span(1)))
        content = clauses.whole(Span(*turn.span(3)))
        if content and any(clauses.words[i].name.endswith("person") for i in named):
            yield Attribution(Span(*turn.span(2)), (Span(*turn.span(1)),), (content,), "quotation")
