"""Cuts text into words and sentences, exactly and without trusting case.

Words follow the Universal Dependencies habit for English: clitics ("'s", "n't"), hyphens, currency
and per cent signs stand alone; abbreviations keep their full stop. Sentences end at terminal
punctuation, blank lines and line ends that no wrapped paragraph explains. Upper-cased and
lower-cased copies of a text are cut at the same characters wherever the rules allow it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from dateline.record import Span

# Abbreviations after which a sentence goes on: titles, and words that stand before a name or number.
_LEADING = frozenset(
    (
        "mr mrs ms dr prof gen lt col maj capt cpl sgt cmdr adm brig rep sen gov pres rev hon st sr jr "
        "vs approx eg ie cf ft mt dept"
    ).split()
)
# Abbreviations only before a number ("No. 5"); elsewhere they are words that may end a sentence.
_NUMBERED = frozenset({"no", "nos", "art", "fig", "vol", "op", "para"})
# Abbreviations that may also close a sentence.
_OTHER = frozenset(
    (
        "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun "
        "inc co corp ltd bros etc est min hrs hr km kg mm cm sq u.s u.n u.k e.u d.c a.m p.m"
    ).split()
)
# Words that open a sentence far more often than they go on after an abbreviation inside one.
_OPENERS = frozenset(
    (
        "the a an this that these those he she it they we i you his her its their our but meanwhile "
        "however also some many more most several both yesterday today earlier there what who why how"
    ).split()
)

_WORD = re.compile(
    r"""
    (?P<url>(?:https?://|www\.)[^\s<>"”’)\]]+[^\s<>"”’)\].,;:!?])
  | (?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[@\#]\w+)
  | (?P<acronym>(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W\d_]))?)
  | (?P<initial>(?<![\w'’.])[b-hj-z]\.(?=[ ]+[^\W\d_]))  # "Paul D. Ryan"; "I" and "A" are words too often
  | (?P<number>\d+(?:[.,:]\d+)*(?:(?:st|nd|rd|th|s)\b)?)
  | (?P<word>[^\W\d_](?:[\w\u0300-\u036f\u064b-\u065f])*)
  | (?P<dots>\.{2,}|…)
  | (?P<dash>-{2,}|—|–)
  | (?P<quotes>''|``|"")
  | (?P<other>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NOT = re.compile(r"(?<=[^\W\d_])n['’]t$", re.IGNORECASE)
_CLITIC = re.compile(r"['’](?:s|ll|re|ve|d|m)(?![\w])|n['’]t(?![\w])", re.IGNORECASE)
_APOSTROPHE = re.compile(r"['’‘`ʼʿʾ]")
_TERMINAL = frozenset([".", "?", "!", "…", "..", "...", "....", "؟", "。"])
_CLOSERS = frozenset(['"', "''", '""', "”", "’", "'", ")", "]", "»"])
_BULLETS = frozenset(["•", "·", "*", "●", "▪", "■", "◦", "‣"])
_NEWLINE = re.compile(r"\n")


def cut_words(text: str) -> list[Span]:
    """The words of a text, in order; white space alone lies between them."""
    words: list[Span] = []
    place = 0
    while True:
        match = _WORD.search(text, place)
        if match is None:
            return words
        place = _add(text, match, words)


def _add(text: str, match: re.Match[str], words: list[Span]) -> int:
    """Appends the word (or words) of one match; returns where to go on."""
    begin, end = match.span()
    if match.lastgroup == "word":
        return _add_word(text, begin, end, words)
    if match.lastgroup == "acronym" and end < len(text) and text[end - 1] != "." and text[end] == ".":
        end += 1
    if match.lastgroup == "other" and (clitic := _CLITIC.match(text, begin)) and _follows(words, begin):
        end = clitic.end()
    words.append(Span(begin, end))
    return end


def _add_word(text: str, begin: int, end: int, words: list[Span]) -> int:
    """A run of letters, with the apostrophes inside it ("Da'esh", "isn't") and its abbreviation dot."""
    while (
        end + 1 < len(text)
        and _APOSTROPHE.match(text[end])
        and text[end + 1].isalpha()
        and not _CLITIC.match(text, end)
    ):
        inner = _WORD.match(text, end + 1)
        if inner is None or inner.lastgroup != "word":
            break
        joined = inner.end()
        if _NOT.search(text[begin:joined]):
            words += (
                [Span(begin, joined - 3), Span(joined - 3, joined)] if joined - 3 > begin else [Span(begin, joined)]
            )
            return joined
        end = joined
    if text[end : end + 1] == "." and not _glued(text, end) and _is_abbreviation(text, begin, end):
        words.append(Span(begin, end + 1))
        return end + 1
    words.append(Span(begin, end))
    return end


def _is_abbreviation(text: str, begin: int, end: int) -> bool:
    """True when the full stop behind a word belongs to it."""
    form = text[begin:end].casefold()
    if form in _LEADING:
        return True
    if form in _NUMBERED:
        return bool(re.match(r"\s?\d", text[end + 1 : end + 3]))
    return form in _OTHER and _goes_on(text, end + 1)


def _follows(words: Sequence[Span], begin: int) -> bool:
    """True when the last word ends right where this one begins."""
    return bool(words) and words[-1].end == begin


def _glued(text: str, dot: int) -> bool:
    """True for a full stop without a space before a letter ("spring.The")."""
    return text[dot + 1 : dot + 2].isalpha()


def _goes_on(text: str, place: int) -> bool:
    """True when what follows an abbreviation does not look like a new sentence."""
    rest = text[place : place + 40]
    match = re.match(r"[ \t]*(\w+|\S)", rest)
    if match is None or "\n" in rest[: match.start(1)]:
        return False
    return match.group(1).casefold() not in _OPENERS


def cut_sentences(text: str, words: Sequence[Span]) -> list[tuple[int, int]]:
    """Sentences as half-open ranges of word indices, covering every word once."""
    if not words:
        return []
    wrapped = _is_wrapped(text)
    cuts = [0]
    for i in range(1, len(words)):
        if i > cuts[-1] and _ends_before(text, words, i, cuts[-1], wrapped):
            cuts.append(i)
    cuts.append(len(words))
    return [(a, b) for a, b in itertools.pairwise(cuts) if b > a]


def _ends_before(text: str, words: Sequence[Span], i: int, first: int, wrapped: bool) -> bool:
    """True when a sentence ends between word i-1 and word i."""
    last, word = words[i - 1], words[i]
    gap = text[last.end : word.begin]
    form = text[word.begin : word.end]
    if gap.count("\n") >= 2:
        return True
    if "\n" in gap:
        return not wrapped or _closes(text, words, i, first) or _is_bullet(text, words, i)
    if form in _BULLETS and gap:
        return True
    if form in _CLOSERS and not gap:
        return False
    if _closes_dateline(text, words, i, first):
        return True
    if not _closes(text, words, i, first):
        return False
    if gap:
        return not _continues(text, words, i)
    # No space after the full stop: a new sentence when a longer word stands on both sides.
    before = words[i - 2] if i >= first + 2 else None
    return (
        text[last.begin : last.end] == "."
        and before is not None
        and before.end == last.begin
        and len(form) >= 2
        and form[0].isalpha()
        and before.end - before.begin >= 3
        and text[before.begin : before.end][-1].isalpha()
        and (form[0].isupper() or form.casefold() in _OPENERS)
    )


def _closes(text: str, words: Sequence[Span], i: int, first: int) -> bool:
    """True when the words before i end in terminal punctuation, closing quotes aside."""
    j = i - 1
    while j > first and text[words[j].begin : words[j].end] in _CLOSERS:
        j -= 1
    form = text[words[j].begin : words[j].end]
    if form in _TERMINAL:
        return True
    return form.endswith(".") and len(form) > 1 and form.rstrip(".").casefold() not in _LEADING


def _continues(text: str, words: Sequence[Span], i: int) -> bool:
    """True when word i goes on with the sentence although a full stop precedes it."""
    form = text[words[i].begin : words[i].end]
    last = text[words[i - 1].begin : words[i - 1].end]
    if form in {",", ";", ":", ")", "-", "–", "—", "--"}:
        return True
    if last.endswith(".") and len(last) > 1:  # an abbreviation such as "U.S."
        return form.casefold() not in _OPENERS
    if last in {"...", "…", "....", ".."}:
        return form[0].islower()
    # A lower-case letter after `."` carries on ('"Stop!" he said'); elsewhere case is not trusted.
    return last in _CLOSERS and form[0].islower() and _mixed_case(text)


def _mixed_case(text: str) -> bool:
    """True when the text uses capitals as usual, neither all capitals nor none."""
    sample = text[:2000]
    upper = sum(c.isupper() for c in sample)
    return 0.01 < upper / max(1, sum(c.isalpha() for c in sample)) < 0.5


def _is_bullet(text: str, words: Sequence[Span], i: int) -> bool:
    """True when word i opens a list item at the start of a line."""
    form = text[words[i].begin : words[i].end]
    return (
        form in _BULLETS
        or form in {"-", "–", "—", "--"}
        or bool(re.match(r"\(?\w{1,2}[.)]\s", text[words[i].begin : words[i].begin + 5]))
    )


def _closes_dateline(text: str, words: Sequence[Span], i: int, first: int) -> bool:
    """True right after "LIMA, 20 AUG 88 (EFE) --" at the start of a paragraph."""
    if text[words[i - 1].begin : words[i - 1].end] not in {"--", "—", "–", "-"} or i - first > 24:
        return False
    begin, dash = words[first].begin, words[i - 1].begin
    head = text[begin:dash]
    starts = begin == 0 or "\n" in text[max(0, begin - 2) : begin]
    spaced = text[dash - 1 : dash].isspace() or text[dash - 1 : dash] == ")"
    return starts and spaced and bool(re.match(r"\[?[A-Z]{3}", head)) and not re.search(r"[.!?]\s+[A-Z][a-z]", head)


def _is_wrapped(text: str) -> bool:
    """True when line ends are those of a wrapped paragraph, not of sentences."""
    lines = [len(line) for line in text.split("\n") if line.strip()]
    if len(lines) < 4:
        return False
    full = sorted(lines)[len(lines) // 2 :]
    open_ends = sum(bool(re.search(r"[^\W_,]$|,$", line.rstrip())) for line in text.split("\n") if line.strip())
    return full[0] >= 40 and full[-1] <= 100 and open_ends > 0.5 * len(lines)
