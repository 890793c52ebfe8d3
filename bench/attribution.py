"""Who says it: sources, cues and contents read off grammar and arguments.

Nothing of ours was trained on attribution spans, but PolNeAR's dev score is not blind: the verb list
and the rule on punctuation were written after a look at its dev split (commonest cues, some forty
attributions); those on gaps and open quotations were made on its train split.

An attribution is a predicate whose verb is one of speech or thought, or "according to":

- cue: the verb with its auxiliaries, or "according to";
- source: its ARG0, else its subject;
- content: its clausal complement, else its ARG1; where the verb stands beside what is said ("…, he
  said"), the rest of the clause it stands beside. An open quotation runs to its closing mark;
  other closing punctuation stays out.

PolNeAR: F1 of spans of exactly the same characters; every gold span counts once, however many
attributions share it. GUM (`attribution/gum_rst`) marks no exact spans: there an attribution is
right when its cue lies in a gold attribution unit and its content overlaps that unit's content.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpora import Record, records
from bench.measures import Counts
from bench.reader import Look, look_at
from dateline.coding.extent import extent
from dateline.coding.lemmas import lemmas
from dateline.record import Span

SPEECH = frozenset(
    """say tell add report note write call claim argue announce suggest show find warn acknowledge allege accuse
    admit affirm agree ask assert assure believe blame blast boast caution charge cite comment complain concede
    conclude condemn confirm contend criticize criticise declare decline demand deny describe disclose dispute
    doubt emphasize emphasise estimate expect explain express fear hear hint hope indicate inform insist know
    learn maintain mention mock observe plan pledge point praise predict promise propose question quote read
    recall recommend refuse reject remark remember repeat reply request respond reveal slam speculate state stress
    support suspect tell testify think threaten tweet understand urge vow want wish worry""".split()
)
_CUE = frozenset({"aux", "advmod", "mark"})
_OPENING = "“\"‘'«"
_DROPPED = " \n\t\xa0.,;:–—-"


@dataclass(frozen=True, slots=True)
class Attribution:
    """One cue, who is its source, if anyone is named, and what is said."""

    cue: Span
    sources: tuple[Span, ...]
    contents: tuple[Span, ...]


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, float | int]:
    """Exact F1 of PolNeAR's spans, and F1 of GUM's attributions; `limit` counts texts."""
    exact = {"source": Counts(), "cue": Counts(), "content": Counts()}
    for record in records(corpora, f"attribution/polnear/{split}", limit):
        found = list(attributions(look_at(record["text"])))
        for part, said in (
            ("source", {s for a in found for s in a.sources}),
            ("cue", {a.cue for a in found}),
            ("content", {s for a in found for s in a.contents}),
        ):
            exact[part].add(said, {_span(s) for a in record["attributions"] for s in a[part]})
    gum = Counts()
    for record in records(corpora, f"attribution/gum_rst/{split}", limit):
        gum.add_pairs(list(attributions(look_at(record["text"]))), record["attributions"], same_unit)
    out: dict[str, float | int] = {}
    for part, counts in exact.items():
        out |= counts.as_scores(part)
    return out | gum.as_scores("gum") | {"sources": exact["source"].gold, "gum_attributions": gum.gold}


def same_unit(said: Attribution, gold: Record) -> bool:
    """True when a GUM unit holds the cue and its content overlaps ours."""
    heads = [_span(s) for s in gold["content_head"]]
    return _span(gold["attribution_edu"]).covers(said.cue) and any(s.overlaps(h) for s in said.contents for h in heads)


def attributions(look: Look) -> Iterator[Attribution]:
    """The attributions of a text, in order; one without content is none."""
    words = look.reading.words
    for a, b in look.reading.sentences:
        clause = _Clause(look, a, b)
        for i in range(a, b):
            found = None
            if words[i].form.casefold() == "according" and i + 1 < b and words[i + 1].form.casefold() == "to":
                found = clause.according_to(i)
            elif words[i].tag == "VERB" and SPEECH & lemmas(words[i].form) and look.is_predicate(i):
                found = clause.said(i)
            if found and found.contents:
                yield found


class _Clause:
    """One sentence, with the words below each word."""

    def __init__(self, look: Look, first: int, end: int):
        self.look, self.first, self.end = look, first, end
        self.words, self.text = look.reading.words, look.reading.report.text
        self.below: dict[int, list[int]] = {}
        for i in range(first, end):
            self.below.setdefault(self.words[i].head, []).append(i)

    def subtree(self, word: int) -> set[int]:
        """A word and all that hangs on it."""
        inside, queue = set(), [word]
        while queue:
            inside.add(current := queue.pop())
            queue += self.below.get(current, ())
        return inside

    def said(self, verb: int) -> Attribution:
        """The attribution of a verb of speech."""
        arguments = self.look.arguments(verb)
        subjects = [c for c in self.below.get(verb, ()) if self.words[c].relation == "nsubj"]
        sources = [w for role, w in arguments if role == "ARG0"] or subjects
        return Attribution(self._cue(verb), self._mentions(sources), self._content(verb, arguments, sources))

    def according_to(self, word: int) -> Attribution | None:
        """The attribution of "according to" and the noun behind it."""
        source = self.words[word].head
        if not word < source < self.end:
            return None
        rest = self.subtree(self.words[source].head) if self.words[source].head >= 0 else set()
        contents = self._spans(rest - self.subtree(source), word)
        return Attribution(self.look.reading.span_of(word, word + 1), self._mentions([source]), contents)

    def _cue(self, verb: int) -> Span:
        first = verb
        while first - 1 in self.below.get(verb, ()) and self.words[first - 1].relation in _CUE:
            first -= 1
        return self.look.reading.span_of(first, verb)

    def _mentions(self, heads: Sequence[int]) -> tuple[Span, ...]:
        return tuple(dict.fromkeys(extent(self.look.reading, h, kind="party", others=heads) for h in heads))

    def _content(self, verb: int, arguments: Sequence[tuple[str, int]], sources: Collection[int]) -> tuple[Span, ...]:
        relation, head = self.words[verb].relation, self.words[verb].head
        if relation == "parataxis" and head >= 0:
            return self._spans(self.subtree(head) - self.subtree(verb), verb)
        clauses = [c for c in self.below.get(verb, ()) if self.words[c].relation in ("ccomp", "xcomp", "parataxis")]
        heads = clauses[:1] or [w for role, w in arguments if role == "ARG1" and w not in sources and w != verb][:1]
        beside = self.subtree(verb) - (self.subtree(heads[0]) if heads else set())
        return self._spans(self.subtree(heads[0]) - beside, verb) if heads else ()

    def _spans(self, inside: set[int], cue: int) -> tuple[Span, ...]:
        """From the first to the last of some words before the cue, and the same behind it."""
        sides = [[i for i in inside if i < cue], [i for i in inside if i > cue]]
        spans = [trimmed(self.text, self.look.reading.span_of(min(s), max(s))) for s in sides if s]
        return tuple(s for s in spans if s is not None)


def trimmed(text: str, span: Span) -> Span | None:
    """Without outer punctuation, save that of a quotation; None when nothing is left."""
    begin, end = span.begin, span.end
    while begin < end and text[begin] in _DROPPED:
        begin += 1
    while end > begin and text[end - 1] in _DROPPED:
        end -= 1
    if begin and text[begin - 1] in _OPENING and text[begin : begin + 1].isalnum():
        begin -= 1
    inside = text[begin:end]
    if inside.count("“") > inside.count("”"):
        end = _quotation_end(text, end, "”")
    elif inside.count('"') % 2:
        end = _quotation_end(text, end, '"')
    return Span(begin, end) if any(c.isalnum() for c in text[begin:end]) else None


def _quotation_end(text: str, place: int, mark: str) -> int:
    """Behind the closing mark of an open quotation, or where it was if the paragraph has none."""
    found = text.find(mark, place)
    return found + 1 if found >= 0 and "\n\n" not in text[place:found] else place


def _span(mention: Record) -> Span:
    return Span(mention["begin"], mention["end"])
