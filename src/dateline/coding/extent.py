"""How far a mention reaches around its head word: its subtree, trimmed as coders would."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from dateline.record import Reading, Span

# Dependents that stand beside a mention rather than in it.
_BESIDE = frozenset(
    {"appos", "parataxis", "discourse", "vocative", "dislocated", "orphan", "list", "cop", "mark", "expl"}
)
# Dependents of a word that heads a clause: they belong to the clause, not to the mention.
_CLAUSE = frozenset({"nsubj", "csubj", "advcl", "ccomp", "aux", "obl", "punct", "cc", "advmod", "xcomp"})
# Never a participle: "residents said" that hangs on "residents" is a clause of its own, whatever the tree says.
_SAYS = frozenset({"said", "says", "say", "added", "adds"})
_COMMAS = frozenset({",", ";", ":", "--", "—", "–", "("})
_EDGES = frozenset((", ; : . \" “ ” '' `` ( ) [ ] - – — -- ? ! • * ’ ‘ ' 's ’s and or").split())
# Prepositions that say how the mention hangs on the sentence; those of place and time that change
# what is meant ("since 2015", "near Homs") stay.
_DROPPED = {
    "party": None,  # every preposition goes
    "place": frozenset(("in at on to into from of for by inside within towards toward via through onto upon").split()),
    "when": frozenset(["on", "in", "at", "of"]),
}

_DIRECTION = (
    r"(?:north|south|east|west|north[- ]?east|north[- ]?west|south[- ]?east|south[- ]?west)"
    r"(?:ern|wards?|erly)?"
)
_RELATION = re.compile(
    r"(?:(?:just|only|some|about|around|roughly|approximately|nearly|almost|less than|more than|within|up to|an?)\s+)*"
    r"(?:[\d.,]+(?:\s?(?:-|–|to|and)\s?[\d.,]+)?\s?-?"
    r"(?:km|kms|kilomet(?:er|re)s?|miles?|m|met(?:er|re)s?|nautical miles?)\b"
    r"(?:\s?\([^)]{3,25}\))?\s+)?"
    r"(?:(?:to\s+)?(?:the\s+)?" + _DIRECTION + r"(?:\s+(?:of|from))|(?:away\s+)?from|outside(?:\s+of)?|near(?:by)?|off|"
    r"around|along|between|close\s+to|not\s+far\s+from|on\s+the\s+outskirts\s+of|beyond|across|opposite)\s*(?:the\s+)?$",
    re.IGNORECASE,
)


def extent(reading: Reading, head: int, *, kind: str, others: Collection[int] = ()) -> Span:
    """The span of the mention headed by a word.

    `kind` is "party", "place" or "when" and decides which prepositions stay; `others` are head
    words of further fillers of the same role, whose own mentions are left out of this one.
    """
    words = reading.words
    a, b = reading.sentences[reading.sentence_of(head)]
    inside = _subtree(reading, head, a, b, frozenset(others) - {head})
    first = last = head
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    first, last = _trim(reading, first, last, head, kind)
    first, last = _whole_names(reading, first, last, a, b)
    span = reading.span_of(first, last)
    if kind == "place":
        span = _with_relation(reading.report.text, span, words[a].span.begin)
    return span


def phrase_heads(reading: Reading, heads: Collection[int], trigger: int) -> list[int]:
    """One head per phrase: arcs to several words of one name or apposition speak of one party.

    "Foreign Minister Ana Sosa" may draw arcs to "Minister" and to "Sosa"; both climb to the word
    that governs the name. The trigger itself ends the climb.
    """
    found: list[int] = []
    for head in heads:
        top = head
        while _is_part_of_name(reading, top, trigger):
            top = reading.words[top].head
        if top not in found:
            found.append(top)
    return [h for h in found if not _renames(reading, h, found)]


def _is_part_of_name(reading: Reading, word: int, trigger: int) -> bool:
    """True for a word inside a name that another word of the name governs."""
    parent = reading.words[word].head
    if parent < 0 or parent == trigger or reading.words[parent].tag not in ("PROPN", "NOUN"):
        return False
    relation = reading.words[word].relation
    return relation == "flat" or (relation == "compound" and reading.words[parent].tag == "PROPN")


def _renames(reading: Reading, word: int, others: Collection[int]) -> bool:
    """True for an apposition to another filler ("Ana Sosa, the foreign minister")."""
    return reading.words[word].relation == "appos" and reading.words[word].head in others


def _whole_names(reading: Reading, first: int, last: int, a: int, b: int) -> tuple[int, int]:
    """Takes in what hyphens join to the edges: "Deir ez" in "Deir ez-Zor" is no name."""
    words = reading.words

    def joined(left: int, hyphen: int, right: int) -> bool:
        """True for three words without space between, the middle one a hyphen."""
        return (
            a <= left
            and right < b
            and words[hyphen].form == "-"
            and words[left].span.end == words[hyphen].span.begin
            and words[hyphen].span.end == words[right].span.begin
            and words[left].tag == words[right].tag == "PROPN"
        )

    while joined(last, last + 1, last + 2) if last + 2 < b else False:
        last += 2
    while joined(first - 2, first - 1, first) if first - 2 >= a else False:
        first -= 2
    return first, last


def _subtree(reading: Reading, head: int, a: int, b: int, others: frozenset[int]) -> set[int]:
    """Words of a sentence below the head, without what stands beside the mention."""
    children: dict[int, list[int]] = {}
    for i in range(a, b):
        children.setdefault(reading.words[i].head, []).append(i)
    inside: set[int] = set()
    queue = [head]
    while queue:
        word = queue.pop()
        inside.add(word)
        queue += [c for c in children.get(word, ()) if _belongs(reading, c, word, head, others)]
    return inside


def _belongs(reading: Reading, child: int, parent: int, head: int, others: frozenset[int]) -> bool:
    """True when a dependent is part of the mention."""
    if child in others:
        return False
    word = reading.words[child]
    if parent != head:
        return word.relation not in ("parataxis", "discourse")
    if child > head and word.form.casefold() in _SAYS:
        return False
    if word.relation in _BESIDE:
        return word.relation == "appos" and child == parent + 1 and not _comma_between(reading, parent, child)
    if reading.words[head].tag in ("VERB", "AUX", "ADJ") and word.relation in _CLAUSE:
        return False
    if word.relation == "acl":  # "militias fighting IS" belongs, ", who fled, " does not
        return child > head and not _comma_between(reading, head, child)
    if word.relation in ("conj", "cc"):
        return not _starts_clause(reading, child)
    return word.relation not in ("nsubj", "csubj", "advcl", "ccomp", "aux", "punct") or child == parent - 1 == head - 1


def _comma_between(reading: Reading, left: int, right: int) -> bool:
    """True when a comma or its like stands between two words."""
    low, high = sorted((left, right))
    return any(reading.words[i].form in _COMMAS for i in range(low + 1, high))


def _starts_clause(reading: Reading, word: int) -> bool:
    """True for a coordinated verb."""
    return reading.words[word].tag in ("VERB", "AUX")


def _trim(reading: Reading, first: int, last: int, head: int, kind: str) -> tuple[int, int]:
    """Drops punctuation, clitics and prepositions at the edges."""
    words: Sequence[str] = [reading.words[i].form.casefold() for i in range(first, last + 1)]
    low, high = first, last
    dropped = _DROPPED[kind]
    while low < head:
        form, tag = words[low - first], reading.words[low].tag
        # "According to" hangs on its noun as a preposition does, whatever its own tag.
        hangs = tag in ("ADP", "SCONJ") or reading.words[low].relation in ("case", "fixed")
        case = hangs and (dropped is None or form in dropped)
        if form in _EDGES or case or tag in ("CCONJ", "PUNCT"):
            low += 1
        else:
            break
    while high > head and (words[high - first] in _EDGES or reading.words[high].tag in ("PUNCT", "CCONJ", "ADP")):
        high -= 1
    return low, high


def _with_relation(text: str, span: Span, floor: int) -> Span:
    """Takes in the words before a place that say where it is meant: "12 km north of"."""
    before = text[max(floor, span.begin - 70) : span.begin]
    match = _RELATION.search(before)
    if match is None or not match.group().strip():
        return span
    return Span(span.begin - len(match.group()), span.end)
