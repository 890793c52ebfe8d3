"""The shape of a mention: its head, what stands before "of", whose name it carries."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dateline.grounding.party_words import Role, Vocabulary
from dateline.grounding.salience import Context, Naming
from dateline.record import Span

# Words that head a mention, but do not tell what it is when they stand before the head.
_WEAK = frozenset({"spokesman", "expert", "group", "person", "plural", "it", "we", "i", "organ", "object"})
_AIRCRAFT = re.compile(r"(?:[abcefp]|su|mig|mi|tu|an|il|yak|ka|uh|ah|ch|ac|mq|rq|ea|kc|oh|ov)\d{1,3}[a-z]{0,2}s?")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[ivx]+")
_AIR = Role("organ", "MIL", 1, "air", True)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A mention as words: `first`..`last`, of which `first`..`core` stand before "of", "who", …"""

    first: int
    core: int
    last: int


class Shaper:
    """Reads the words of mentions in one report."""

    def __init__(self, words: Vocabulary, context: Context) -> None:
        self._words = words
        self._context = context
        self._keys = [token.key for token in context.tokens]

    def phrase(self, mention: Span, head: Span) -> Phrase | None:
        first = self._context.token_at(mention.begin)
        if first >= len(self._keys) or self._context.tokens[first].begin >= mention.end:
            return None
        last = first
        while last + 1 < len(self._keys) and self._context.tokens[last + 1].begin < mention.end:
            last += 1
        first = self._after_quantifier(first, last)
        core = self.core(first, last)
        if head != mention:
            at = self._context.token_at(head.begin)
            inside = self.capital(at + 1) or self._inside_name(at + 1) or self._one_term(at, core)
            if first <= at < core and not inside:
                core = at
        return Phrase(first, core, last)

    def _one_term(self, first: int, last: int) -> bool:
        """True when the words are one term: "Ministry of Defence", "Su-25s"."""
        role = self._words.role_ending(self._keys, last)
        return self._model(first + 1) or (role is not None and role.length > last - first)

    def _after_quantifier(self, first: int, last: int) -> int:
        """Past "more than", "at least", "as many as": they end no mention."""
        at = first
        while at < last and self._words.has("quantifier", self._keys[at]):
            at += 1
        return at if at > first and (self.numeral(at) or self.number_word(at)) else first

    def number_word(self, at: int) -> bool:
        return self._words.has("number", self._keys[at])

    def core(self, first: int, last: int) -> int:
        """The last word before a preposition, relative clause, apposition or bracket."""
        for at in range(first + 1, last + 1):
            if self._inside_name(at):
                continue
            gap = self.gap(at)
            if ("," in gap and not self.numeral(at)) or "(" in gap or " - " in gap:
                return at - 1
            if self._range(at, last):
                continue
            if self._words.has("stop", self._keys[at]) and not self._compound(at):
                return at - 1
            if self._reduced_clause(at, last):
                return at - 1
        return last

    def _range(self, at: int, last: int) -> bool:
        """True at "to" in "the 200 to 300 fighters"."""
        return self.numeral(at - 1) and at < last and self.numeral(at + 1)

    def _reduced_clause(self, at: int, last: int) -> bool:
        """True at "interviewed" in "four survivors interviewed for this report"."""
        key, before = self._keys[at], self._keys[at - 1]
        verb = self._words.has("participle", key) or (
            key.endswith(("ed", "ing")) and at < last and self._words.has("stop", self._keys[at + 1])
        )
        if not verb or self._words.role_ending([key], 0) or self._compound(at):
            return False
        named = self._context.namings.get(at - 1)
        return named is not None or self._words.role_ending([before], 0) is not None

    def _compound(self, at: int) -> bool:
        """True inside a hyphenated word ("well-armed", "US-led", "commander-in-chief")."""
        after = self.gap(at + 1) if at + 1 < len(self._keys) else ""
        phrase = self._words.role_ending(self._keys, at + 1) if at + 1 < len(self._keys) else None
        inside = phrase is not None and phrase.length > 2
        return self.gap(at).endswith("-") or after.startswith("-") or inside

    def _inside_name(self, at: int) -> bool:
        naming = self._context.namings.get(at)
        return naming is not None and naming.first < at

    def gap(self, at: int) -> str:
        tokens = self._context.tokens
        return self._context.text[tokens[at - 1].end : tokens[at].begin] if at else ""

    def numeral(self, at: int) -> bool:
        return self._keys[at][:1].isdigit()

    def capital(self, at: int) -> bool:
        form = self._context.tokens[at].form if at < len(self._keys) else ""
        return form[:1].isupper()

    def namings(self, first: int, last: int) -> list[Naming]:
        """Parties named wholly inside some words, without those that only qualify ("US-backed")."""
        found = dict.fromkeys(n for at in range(first, last + 1) if (n := self._context.namings.get(at)))
        return [n for n in found if first <= n.first and n.last <= last and not self._hint(n)]

    def _hint(self, naming: Naming) -> bool:
        """ "US-backed", "pro-Russian": says something of the party, but does not name it."""
        before = self._keys[naming.first - 1] if naming.first else ""
        if "-" in self.gap(naming.first) and self._words.has("contra", before):
            return True
        after = naming.last + 1
        if after >= len(self._keys) or not self._words.has("hint", self._keys[after]):
            return False
        if "-" in self.gap(after):
            return True
        by = after + 1 < len(self._keys) and self._words.has("affiliation", self._keys[after + 1])
        return self._keys[after] in ("backed", "led", "allied") and not by

    def _model(self, at: int) -> bool:
        """True at the number of an aircraft type: "F-16s", "Su-25", "An-26"."""
        if at >= len(self._keys):
            return False
        maker = self._keys[at - 1] if at and self.gap(at) == "-" else ""
        if maker and self.numeral(at):
            return bool(_AIRCRAFT.fullmatch(maker + self._keys[at]))
        return self.capital(at) and bool(_AIRCRAFT.fullmatch(self._keys[at]))

    def role(self, phrase: Phrase) -> Role | None:
        """What the head of a mention says; the last word that says anything, if it is no head."""
        if self._model(phrase.core):
            return _AIR
        keys = self._keys[phrase.first : phrase.core + 1]
        for at in range(len(keys) - 1, -1, -1):
            role = self._words.role_ending(keys, at)
            if role is not None and (at == len(keys) - 1 or role.kind not in _WEAK):
                return role
        return None

    def organ(self, first: int, last: int) -> Role | None:
        """The organ of state that some words speak of, the last one in them."""
        if last >= first and self._model(last):
            return _AIR
        keys = self._keys[first : last + 1]
        found: Role | None = None
        for at in range(len(keys) - 1, -1, -1):
            role = self._words.role_ending(keys, at)
            if role is None or not role.organ:
                continue
            if not role.loose and (found is None or role.organ in ("police", "army", "navy", "air")):
                return role
            if not role.loose and role.organ in ("government", "forces"):
                return replace(found, loose=False) if found else role
            found = found or role
        return found

    def titled(self, first: int, last: int) -> bool:
        """True for a capitalised title of an organisation: "Electronic Army", "Basque Nationalist Party".

        At least one word of it is no word for an organ, a rank or a direction; a unit's number makes no title.
        """
        keys = self._keys[first : last + 1]
        if self._context.uncased or len(keys) < 2 or not self._words.has("organisation", keys[-1]):
            return False
        if not all(self.capital(at) for at in range(first, last + 1)):
            return False
        return any(not self._words.is_word(key) and not _ORDINAL.fullmatch(key) for key in keys)

    def name_start(self, phrase: Phrase) -> int | None:
        """Where a person's name begins that ends the core; None when there is none."""
        at = phrase.core
        while at >= phrase.first and self._name_word(at):
            at -= 1
        first = at + 1
        while first < phrase.core and not self.capital(first):
            first += 1
        length = phrase.core - first + 1
        if first > phrase.core or length > 4 or not self.capital(phrase.core):
            return None
        titled = first > phrase.first and self._words.has("title", self._keys[first - 1])
        known = self._keys[phrase.core] in self._context.people
        owned = first > phrase.first and self._context.tokens[first - 1].form[-2:] in ("'s", "’s")
        if length == 1:
            return first if titled or known else None
        if self._context.uncased and not (titled or known):
            return None
        alone = first == phrase.first
        return first if titled or known or owned or alone else None

    def _name_word(self, at: int) -> bool:
        key = self._keys[at]
        if self._context.namings.get(at) or self._words.has("title", key):
            return False
        if self._words.has("organisation", key) or self.numeral(at):
            return False
        small = key in ("de", "del", "al", "el", "bin", "ben", "von", "van", "da", "dos", "la", "y")
        if not (self.capital(at) or small) or key in ("the", "a", "an"):
            return False
        return self._words.role_ending([key], 0) is None or not self.capital(at)
