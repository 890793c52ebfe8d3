"""Mentions as the answer keys of MUC write them: short core phrases, full names, one entity each.

A key holds "URBAN GUERRILLAS" where a claim's mention is "A GROUP OF SIX URBAN GUERRILLAS WHO FLED": the
head word with what stands before it and makes its name, without article, number or tail. A bare head
keeps its tail ("HEADQUARTERS OF THE X PARTY"), and its number where people are counted ("THREE MEN").
All positions are indices of words; a phrase is its first and last word.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bench.gtt import normalised
from dateline.coding.lemmas import lemmas
from dateline.grounding.party_words import Vocabulary
from dateline.grounding.registry import fold, read_table, split
from dateline.record import Reading, Span, Word

Phrase = tuple[int, int]

_BEFORE = frozenset({"compound", "amod", "nmod", "flat"})
_NO_START = frozenset({"DET", "PUNCT", "PRON", "ADP", "CCONJ", "ADV"})
_VAGUE = frozenset(
    "several many some few other different various numerous more least most certain such another second first".split()
)
_COLLECTIVE = frozenset(
    "army navy force police government military movement front party cartel mafia organization organisation command "
    "ministry".split()
)
_PEOPLE = frozenset(
    "civilian rebel spokesman unknown journalist either enemy expert transient opposition person plural we i".split()
)
_LONGEST_NAME = 5  # words of a person's name; more is a list that the reader took for one


def said(reading: Reading, phrase: Phrase) -> str:
    """The words of a phrase as the score compares them."""
    return normalised(reading.span_of(*phrase).of(reading.report.text))


def message(reading: Reading) -> str:
    """The whole text as the score compares it, between spaces, so that " name " finds whole words."""
    return f" {normalised(fold(reading.report.text))} "


def children(reading: Reading, word: int) -> list[int]:
    """Words that a word governs."""
    first, end = reading.sentences[reading.sentence_of(word)]
    return [i for i in range(first, end) if reading.words[i].head == word]


def _below(reading: Reading, word: int) -> set[int]:
    """A word and all that hangs on it."""
    found, queue = {word}, [word]
    while queue:
        new = [c for c in children(reading, queue.pop()) if c not in found]
        found.update(new)
        queue += new
    return found


def heads(reading: Reading, mention: Span) -> list[int]:
    """The head word of a mention and of what is coordinated with it: one entity each."""
    top = reading.head_in(mention)
    if top is None:
        return []
    found = [top]
    for i in reading.words_in(mention):
        if i != top and reading.words[i].relation == "conj" and reading.words[i].head in found:
            found.append(i)
    return found


def core(reading: Reading, head: int, *, number: bool = False, tail: bool = True) -> Phrase:
    """The core phrase around a head word; `number` and `tail` say what a bare head may keep."""
    phrase = _named(reading, head, number=False)
    if phrase != (head, head):
        return phrase
    if tail and (end := _tail(reading, head)) is not None:
        return head, end
    return _named(reading, head, number=number)


def _named(reading: Reading, head: int, *, number: bool) -> Phrase:
    """A head word with all words next to it that are part of its name, or say what kind it is."""
    part: set[int] = set()
    for child in children(reading, head):
        word = reading.words[child]
        before = child < head and (word.relation in _BEFORE or (number and word.relation == "nummod"))
        if (
            before
            and word.relation == "nmod"
            and any(reading.words[i].relation == "case" for i in children(reading, child))
        ):
            continue
        if word.relation == "flat" or word.form == "-":
            part |= _below(reading, child)
        elif before:
            part |= {i for i in _below(reading, child) if i < head}
    first = last = head
    while first - 1 in part:
        first -= 1
    while last + 1 in part:
        last += 1
    return _trimmed(reading, head, (first, last), number=number)


def _trimmed(reading: Reading, head: int, phrase: Phrase, *, number: bool) -> Phrase:
    """A phrase without articles, possessors, vague words and (unless asked for) numbers in front."""
    first, last = phrase
    while first < head:
        word = reading.words[first]
        loose = word.tag in _NO_START or word.form.lower() in _VAGUE or (word.tag == "NUM" and not number)
        if not loose:
            break
        first += 1
    return first, last


def _tail(reading: Reading, head: int) -> int | None:
    """The last word of "of the X" right behind a head."""
    words = reading.words
    if head + 1 >= len(words) or words[head + 1].form.lower() != "of":
        return None
    for child in children(reading, head):
        if child > head + 1 and words[child].relation == "nmod":
            first, last = core(reading, child, number=True, tail=False)
            if all(words[i].tag in ("DET", "ADP") for i in range(head + 1, first)):
                return last
    return None


# ---------------------------------------------------------------- whom and what a word speaks of


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary()


@cache
def states() -> frozenset[str]:
    """Names of states and of what belongs to them ("Peru", "Peruvian"), as the score compares them."""
    columns = ("name", "aliases", "adjectives", "people")
    names = (name for row in read_table("states.tsv") for column in columns for name in split(row[column]))
    return frozenset(normalised(fold(name)) for name in names)


def is_people(word: Word) -> bool:
    """True for a word that says what somebody is: "civilians", "senator"."""
    key = fold(word.form)
    role = _vocabulary().role_ending([key], 0)
    return _vocabulary().has("title", key) or (role is not None and role.organ is None and role.kind in _PEOPLE)


def is_organisation(word: Word) -> bool:
    """True for the head of an organisation: a collective ("army"), or a name that is no word for people."""
    if lemmas(word.form) & _COLLECTIVE:
        return True
    plural = word.form.upper().endswith(("S", "MEN"))
    known = _vocabulary().role_ending([fold(word.form)], 0) is not None
    return word.tag == "PROPN" and not (plural and known)


def person_names(reading: Reading, mention: Span | None = None) -> list[Phrase]:
    """Names of persons, in a mention or in the whole message, without titles and nationalities."""
    found = []
    for first, last in _proper(reading, mention):
        if not any(reading.words[i].name == "B-person" for i in range(first, last + 1)):
            continue
        titles = [i for i in range(first, last + 1) if _vocabulary().has("title", fold(reading.words[i].form))]
        first = max(titles, default=first - 1) + 1
        while first <= last and said(reading, (first, first)) in states():
            first += 1
        if first <= last:
            found.append((first, last))
    return found


def _proper(reading: Reading, mention: Span | None) -> Iterator[Phrase]:
    """Runs of proper nouns."""
    inside = reading.words_in(mention) if mention else range(len(reading.words))
    first: int | None = None
    for i in inside:
        if reading.words[i].tag != "PROPN":
            first = None
        elif first is None:
            first = i
        if first is not None and (i + 1 not in inside or reading.words[i + 1].tag != "PROPN"):
            yield first, i


def is_named(reading: Reading, mention: Span, name: Phrase) -> bool:
    """True when a mention is of that person, not of somebody's driver, killer or car."""
    before = [reading.words[i] for i in reading.words_in(mention) if i < name[0]]
    after = reading.words[name[1] + 1].form.lower() if name[1] + 1 < len(reading.words) else ""
    return after not in ("'s", "’s", "'") and not any(w.tag == "ADP" or w.relation == "acl" for w in before)


def full_name(name: str, people: list[str]) -> str:
    """The longest name of the message that holds the words of a name, itself if none does."""
    holding = [p for p in people if f" {name} " in f" {p} " and len(p.split()) <= _LONGEST_NAME]
    return max(holding, key=lambda p: len(p.split()), default=name)
