"""Clauses of a reading: who does a verb, how far its noun phrases reach, which words go with it."""

from __future__ import annotations

from collections.abc import Sequence

from bench.quotations import quotations
from dateline.record import Reading, Span

_BE = frozenset("be is are was were been being am 's ’s 're ’re".split())
_PARTICIPLE = ("ed", "en", "wn", "ht", "nt", "ld", "id", "un", "ut", "lt", "st")
_EDGES = " \n\t\xa0.,;:–—-"
_DASHES = frozenset({"—", "–", "--"})
_PARTICLES = frozenset("out up down off back over away on in along around forth".split())
# Adverbs that open a clause rather than belong to its verb.
_OPENERS = frozenset(
    "when while as if because since although though after before until unless so how why where".split()
)
# Dependents of the head of a noun phrase that are no part of it.
_OUTSIDE = frozenset(
    {"case", "cop", "mark", "advcl", "parataxis", "nsubj", "aux", "discourse", "ccomp", "xcomp", "punct"}
)
_INSIDE = frozenset({"compound", "flat", "amod", "det", "nummod", "nsubj", "nmod"})
_BEFORE = frozenset("and but or even only just also yet so".split())
_NOMINAL = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "DET"})


class Clauses:
    """The trees of a reading, with the quotations of its text."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.words, self.text = reading, reading.words, reading.report.text
        self.quotes = quotations(self.text)
        self._below: dict[int, list[int]] = {}
        for i, word in enumerate(self.words):
            self._below.setdefault(word.head, []).append(i)

    def form(self, word: int) -> str:
        """A word without its case, "" beyond the ends of the text."""
        return self.words[word].form.casefold() if 0 <= word < len(self.words) else ""

    def below(self, word: int, *relations: str) -> list[int]:
        """What hangs on a word by some relations, or by any."""
        return [c for c in self._below.get(word, ()) if not relations or self.words[c].relation in relations]

    def case(self, word: int) -> int | None:
        """The preposition or conjunction that ties a word to what governs it."""
        return next(iter(self.below(word, "case", "mark")), None)

    def subtree(self, word: int) -> set[int]:
        """A word and all that hangs on it."""
        inside, queue = set(), [word]
        while queue:
            inside.add(current := queue.pop())
            queue += [c for c in self._below.get(current, ()) if c not in inside]
        return inside

    def sentence(self, word: int) -> tuple[int, int]:
        """The words of a word's sentence, half-open."""
        return self.reading.sentences[self.reading.sentence_of(word)]

    def quoted(self, word: int) -> Span | None:
        """The quotation that a word stands in."""
        at = self.words[word].span
        return next((q for q in self.quotes if q.covers(at)), None)

    # ---------------------------------------------------------------- who

    def is_passive(self, verb: int) -> bool:
        """True for "was told", not for "was telling"."""
        auxiliaries = self.below(verb, "aux")
        return self.form(verb).endswith(_PARTICIPLE) and any(self.form(a) in _BE for a in auxiliaries)

    def doers(self, verb: int) -> list[int]:
        """Head words of who does a verb, found up the tree where the verb shares the subject of another."""
        seen: set[int] = set()
        while verb >= 0 and verb not in seen:
            seen.add(verb)
            word = self.words[verb]
            if self.is_passive(verb):
                return self._agents(verb)
            if subjects := self.below(verb, "nsubj"):
                return subjects
            if word.relation == "acl":
                return [word.head] if self.form(verb).endswith("ing") else self._agents(verb)
            if word.relation not in ("conj", "xcomp", "advcl"):
                return []
            verb = word.head
        return []

    def _agents(self, verb: int) -> list[int]:
        return [o for o in self.below(verb, "obl") if any(self.form(c) == "by" for c in self.below(o, "case"))]

    def sources(self, heads: Sequence[int], verb: int) -> tuple[Span, ...]:
        """The mention of who says it: what touches is one, and of several the nearest to the verb."""
        quote = self.quoted(verb)
        mentions = sorted(self.mention(h, verb) for h in heads if self.quoted(h) == quote)
        spans: list[Span] = []
        for m in mentions:
            if spans and not self.text[min(spans[-1].end, m.begin) : m.begin].strip():
                spans[-1] = Span(spans[-1].begin, max(spans[-1].end, m.end))
            else:
                spans.append(m)
        at = self.words[verb].span.begin
        return tuple(sorted(spans, key=lambda m: min(abs(m.end - at), abs(m.begin - at)))[:1])

    def mention(self, head: int, verb: int | None = None) -> Span:
        """A whole noun phrase: titles, appositions and what hangs on it, save clauses set off by a comma.

        The clause of `verb`, which the phrase may govern, is left out of it.
        """
        above: set[int] = set()
        while verb is not None and verb >= 0 and verb not in above:
            above.add(verb)
            verb = self.words[verb].head
        inside, queue = set(), [head]
        while queue:
            inside.add(word := queue.pop())
            queue += [c for c in self._below.get(word, ()) if c not in above and self._is_of(c, head)]
        first, last = self._run(head, inside)
        while first > 0 and self._leads(first - 1):
            first -= 1
        while first < head and (self.words[first].tag == "PUNCT" or self.form(first) in _BEFORE):
            first += 1
        while last > head and self.words[last].tag in ("PUNCT", "CCONJ", "ADP"):
            last -= 1
        return self._closed(*self._whole_name(first, last))

    def _is_of(self, child: int, head: int) -> bool:
        """True when a dependent belongs to the phrase of `head`."""
        word = self.words[child]
        if word.head != head:
            return word.relation != "parataxis"
        return word.relation not in _OUTSIDE and not (word.relation == "acl" and self._is_set_off(child, head))

    def _is_set_off(self, child: int, head: int) -> bool:
        """True when a comma or dash opens the phrase of a dependent behind its head."""
        first = min(self.subtree(child))
        return any(self.form(i) in _DASHES | {",", ";", "-"} for i in range(max(head + 1, first - 1), first + 1))

    def _run(self, head: int, inside: set[int]) -> tuple[int, int]:
        """The words of a set around its head without a gap, but for punctuation."""
        first = last = head
        while first - 1 in inside or (first - 2 in inside and self.words[first - 1].tag == "PUNCT"):
            first -= 1
        while last + 1 in inside or (last + 2 in inside and self.words[last + 1].tag == "PUNCT"):
            last += 1
        return first, last

    def _leads(self, i: int) -> bool:
        """True for a word before a noun phrase that belongs to it, wherever the tree hangs it."""
        word, after = self.words[i], self.words[i + 1]
        if self.sentence(i) != self.sentence(i + 1):
            return False
        if word.tag in _NOMINAL and word.relation in _INSIDE:
            return after.tag in _NOMINAL | {"PART"} and (word.name != "B-place" or word.relation != "nmod")
        return self.form(i) in ("'s", "’s") and word.relation == "case"

    def _whole_name(self, first: int, last: int) -> tuple[int, int]:
        """Takes in the rest of a name that the tree tore apart."""
        words = self.words
        while first > 0 and words[first].name.startswith("I-") and words[first - 1].name != "O":
            first -= 1
        while last + 1 < len(words) and words[last + 1].name.startswith("I-") and words[last].name != "O":
            last += 1
        return first, last

    def _closed(self, first: int, last: int) -> Span:
        """The span of some words with the bracket that closes it, or the comma or dash that ends an apposition."""
        forms = [self.form(i) for i in range(first, last + 1)]
        after = [self.form(i) for i in range(last + 1, last + 6)]
        if forms.count("(") > forms.count(")") and ")" in after:
            last += 1 + after.index(")")
        apposed = any(self.words[i].relation == "appos" for i in range(first, last + 1))
        if apposed and self.form(last + 1) in _DASHES | {","} and self.form(last + 1) in forms[:-1]:
            last += 1
        return self.reading.span_of(first, last)

    # ---------------------------------------------------------------- with which words

    def verb_group(self, verb: int) -> tuple[int, int]:
        """First and last word of a verb with its auxiliaries, adverbs before it, "not", "to" and particle."""
        first = last = verb
        while first > 0 and self._is_before_verb(first - 1, verb):
            first -= 1
        after = self.words[verb + 1] if verb + 1 < len(self.words) else None
        if (
            after
            and after.head == verb
            and after.relation in ("compound", "advmod")
            and self.form(verb + 1) in _PARTICLES
        ):
            last += 1
        return first, last

    def _is_before_verb(self, i: int, verb: int) -> bool:
        word = self.words[i]
        if self.form(i) in _OPENERS or self.sentence(i) != self.sentence(verb):
            return False
        if self.form(i) == "to":
            return word.head == verb and self.words[verb].relation != "xcomp"
        return word.tag in ("AUX", "PART") or (word.tag == "ADV" and verb in (word.head, self.words[word.head].head))

    # ---------------------------------------------------------------- from where to where

    def sides(self, inside: set[int], cue: int) -> list[Span]:
        """From the first to the last of some words before the cue, and the same behind it."""
        halves = [[i for i in inside if i < cue], [i for i in inside if i > cue]]
        spans = [self.whole(self.reading.span_of(min(h), max(h))) for h in halves if h]
        return [s for s in spans if s is not None]

    def whole(self, span: Span) -> Span | None:
        """Without outer punctuation, but with the quotations it takes part in; None when nothing is left."""
        begin, end, text = span.begin, span.end, self.text
        for q in self.quotes:
            if q.overlaps(span) and not Span(begin, end).covers(q):
                begin = q.begin if q.begin <= begin <= q.begin + 2 else begin
                end = max(end, q.end)
        while begin < end and text[begin] in _EDGES:
            begin += 1
        while end > begin and text[end - 1] in _EDGES:
            end -= 1
        return Span(begin, end) if any(c.isalnum() for c in text[begin:end]) else None
