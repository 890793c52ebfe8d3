"""Parties: from the words of a mention to whom it names, with the country and the sector.

The steps stand in `_STEPS`, tried in order: a pronoun, a named person, a name from the registry,
a name after "of" or "from", an organ of the report's own country, a description, a new name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.grounding.party_words import Role, Vocabulary
from dateline.grounding.registry import Entry, Registry, State
from dateline.grounding.salience import (
    Antecedent,
    Context,
    Finding,
    Naming,
    read_context,
    settle,
)
from dateline.record import Party, Span

_ARMED = frozenset({"MIL", "REB", "COP", "CRM", "SPY"})
_PEOPLE = frozenset({"person", "leader", "official"})
_TAIL_ROLES = frozenset({"spokesman", "rebel", "group", "thing", "expert", "journalist", "aid"})
_SECTOR_OF_ROLE = ("rebel", "civilian", "journalist", "aid", "business", "labour", "church")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A mention as words: `first`..`last`, of which `first`..`core` stand before "of", "who", …"""

    first: int
    core: int
    last: int


class PartyResolver:
    """Resolves the actors, targets and sources of a report together."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._words = Vocabulary()

    def resolve(
        self,
        text: str,
        mentions: Sequence[Span],
        *,
        heads: Sequence[Span] = (),
        names: Sequence[tuple[Span, str]] = (),
        published: date | None = None,
        countries: Sequence[str] = (),
        sentences: Sequence[Span] = (),
    ) -> list[Party]:
        """One `Party` per mention, in the order given.

        `heads` are the head words of the mentions; `names` the named entities of the whole report
        with their types; `countries` those the report is about, the weightiest first.
        """
        if len(heads) not in (0, len(mentions)):
            raise ValueError(f"{len(heads)} heads for {len(mentions)} mentions")
        context = read_context(
            text,
            self._registry,
            names=names,
            published=published,
            countries=countries,
            sentences=sentences,
        )
        report = _Report(self._registry, self._words, context)
        head_of = dict(zip(mentions, heads or mentions, strict=True))
        found = {m: report.find(m, head_of[m]) for m in sorted(head_of)}
        return [_party(text, mention, found[mention]) for mention in mentions]


def _party(text: str, span: Span, finding: Finding) -> Party:
    return Party(
        span, span.of(text), finding.name, finding.country, finding.sector, finding.why
    )


def _of_entry(entry: Entry, why: str) -> Finding:
    person = entry.kind in _PEOPLE
    plural = not person and (entry.sector in _ARMED or entry.name.endswith("s"))
    return Finding(entry.name, entry.country, entry.sector, why, person, plural)


class _Report:
    """The mentions of one report, found one after the other in the order of the text."""

    def __init__(self, registry: Registry, words: Vocabulary, context: Context) -> None:
        self._registry = registry
        self._words = words
        self._context = context
        self._keys = [token.key for token in context.tokens]

    def find(self, mention: Span, head: Span) -> Finding:
        """Resolve a mention, and remember what it was for the words that follow."""
        phrase = self._phrase(mention, head)
        if phrase is None:
            return Finding(None, None, None, "")
        finding = self._step(phrase)
        if finding.name or finding.sector:
            sentence = self._context.sentence_of(phrase.first)
            self._context.antecedents.append(Antecedent(phrase.core, sentence, finding, True))
        return finding

    def _step(self, phrase: Phrase) -> Finding:
        for step in _STEPS:
            finding = step(self, phrase)
            if finding is not None:
                return finding
        return Finding(None, None, None, "no name and no description that tells who")

    # ------------------------------------------------------------ the shape of a mention

    def _phrase(self, mention: Span, head: Span) -> Phrase | None:
        first = self._context.token_at(mention.begin)
        last = self._context.token_at(mention.end - 1)
        if first >= len(self._keys) or self._context.tokens[first].begin >= mention.end:
            return None
        last = min(last, len(self._keys) - 1)
        first = self._after_quantifier(first, last)
        core = self._core(first, last)
        if head != mention:
            at = self._context.token_at(head.begin)
            if first <= at < core and not self._capital(at + 1) and not self._inside_name(at + 1):
                core = at
        return Phrase(first, core, last)

    def _after_quantifier(self, first: int, last: int) -> int:
        """Past "more than", "at least", "as many as": they end no mention."""
        at = first
        while at < last and self._words.has("quantifier", self._keys[at]):
            at += 1
        return at if at > first and (self._numeral(at) or self._number_word(at)) else first

    def _number_word(self, at: int) -> bool:
        return self._words.has("number", self._keys[at])

    def _core(self, first: int, last: int) -> int:
        """The last word before a preposition, relative clause, apposition or bracket."""
        for at in range(first + 1, last + 1):
            if self._inside_name(at):
                continue
            gap = self._gap(at)
            if "," in gap and not self._numeral(at) or "(" in gap or " - " in gap:
                return at - 1
            if self._words.has("stop", self._keys[at]) and not self._compound(at):
                return at - 1
        return last

    def _compound(self, at: int) -> bool:
        """True inside a hyphenated word ("well-armed", "US-led", "commander-in-chief")."""
        after = self._gap(at + 1) if at + 1 < len(self._keys) else ""
        phrase = self._words.role_ending(self._keys, at + 1) if at + 1 < len(self._keys) else None
        inside = phrase is not None and phrase.length > 2
        return self._gap(at).endswith("-") or after.startswith("-") or inside

    def _inside_name(self, at: int) -> bool:
        naming = self._context.namings.get(at)
        return naming is not None and naming.first < at

    def _gap(self, at: int) -> str:
        tokens = self._context.tokens
        return self._context.text[tokens[at - 1].end : tokens[at].begin] if at else ""

    def _numeral(self, at: int) -> bool:
        return self._keys[at][:1].isdigit()

    def _capital(self, at: int) -> bool:
        form = self._context.tokens[at].form if at < len(self._keys) else ""
        return form[:1].isupper()

    def _namings(self, first: int, last: int) -> list[Naming]:
        """Parties named wholly inside some words, without those that only qualify ("US-backed")."""
        found = dict.fromkeys(
            n for at in range(first, last + 1) if (n := self._context.namings.get(at))
        )
        return [n for n in found if first <= n.first and n.last <= last and not self._hint(n)]

    def _hint(self, naming: Naming) -> bool:
        """ "US-backed", "pro-Russian": says something of the party, but does not name it."""
        if naming.first and "-" in self._gap(naming.first):
            if self._words.has("contra", self._keys[naming.first - 1]):
                return True
        after = naming.last + 1
        if after >= len(self._keys) or not self._words.has("hint", self._keys[after]):
            return False
        return "-" in self._gap(after) or self._keys[after] in ("backed", "led", "allied")

    def _role(self, phrase: Phrase) -> Role | None:
        return self._words.role_ending(self._keys[phrase.first : phrase.core + 1],
                                       phrase.core - phrase.first)

    def _organ(self, first: int, last: int) -> Role | None:
        """The organ of state that some words speak of, the last one in them."""
        keys = self._keys[first : last + 1]
        for at in range(len(keys) - 1, -1, -1):
            role = self._words.role_ending(keys, at)
            if role and role.organ:
                return role
        return None

    # ------------------------------------------------------------ the steps

    def _pronoun(self, phrase: Phrase) -> Finding | None:
        if phrase.core != phrase.first or self._context.namings.get(phrase.first):
            return None
        role = self._words.role_ending([self._keys[phrase.first]], 0)
        if role is None or role.kind not in _PRONOUNS:
            return None
        fits = _PRONOUNS[role.kind]
        found = self._context.before(phrase.first, fits, self._words)
        word = self._context.tokens[phrase.first].form
        if found is None and role.kind in ("we", "plural"):
            found = self._context.anywhere(lambda f: f.sector in _ARMED)
        if found is not None:
            return settle(found, f'"{word}" refers back to {found.name or "people"}')
        if role.kind == "person":
            return self._civilian(phrase, f'"{word}" with nobody named before it')
        return Finding(None, None, None, f'"{word}" with no clear antecedent')

    def _person(self, phrase: Phrase) -> Finding | None:
        """A person's own name at the end of the core, with titles or an organisation before it."""
        first = self._name_start(phrase)
        if first is None:
            return None
        tokens = self._context.tokens
        name = self._cased(self._context.text[tokens[first].begin : tokens[phrase.core].end])
        if first == phrase.core:
            name = self._context.people.get(tokens[first].key, name)
        entry = self._registry.entries.get(name)
        if entry is not None:
            return _of_entry(entry, f"{name} by surname")
        self._context.people.setdefault(tokens[phrase.core].key, name)
        country, sector = self._office(phrase, first)
        return Finding(name, country, sector, f"{name}, a name of its own", person=True)

    def _name_start(self, phrase: Phrase) -> int | None:
        """Where a person's name begins that ends the core; None when there is none."""
        at = phrase.core
        while at >= phrase.first and self._name_word(at):
            at -= 1
        first = at + 1
        while first < phrase.core and not self._capital(first):
            first += 1
        length = phrase.core - first + 1
        if first > phrase.core or length > 4 or not self._capital(phrase.core):
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
        if self._words.has("organisation", key) or self._numeral(at):
            return False
        small = key in ("de", "del", "al", "el", "bin", "ben", "von", "van", "da", "dos", "la", "y")
        if not (self._capital(at) or small) or key in ("the", "a", "an"):
            return False
        return self._words.role_ending([key], 0) is None or not self._capital(at)

    def _cased(self, name: str) -> str:
        name = name.removesuffix("'s").removesuffix("’s")
        return name.title().replace("'S", "'s") if name.isupper() and len(name) > 5 else name

    def _office(self, phrase: Phrase, first: int) -> tuple[str | None, str | None]:
        """Country and sector of a person, from the words around the name."""
        named = self._namings(phrase.first, phrase.last)
        organ = self._organ(phrase.first, first - 1) if first > phrase.first else None
        organs = [n for n in named if n.entry.kind != "state"]
        if organs:
            return organs[0].entry.country, organs[0].entry.sector
        role = self._words.role_ending(self._keys[phrase.first : first], first - phrase.first - 1)
        sector = organ.sector if organ else role.sector if role else None
        country = named[0].entry.country if named else None
        if country is None and organ:
            country = self._context.main_country(phrase.first)
        return country, sector

    def _named(self, phrase: Phrase) -> Finding | None:
        """A name from the registry at the head of the mention, or nearest before it."""
        named = self._namings(phrase.first, phrase.core)
        if not named:
            return None
        naming = named[-1]
        if naming.last == phrase.core:
            return self._at_head(naming)
        return self._modifying(naming, phrase)

    def _at_head(self, naming: Naming) -> Finding:
        entry = naming.entry
        if naming.form == "people":
            return Finding(None, entry.country, "CVL", f"people of {entry.name}", plural=True)
        return _of_entry(entry, f'"{self._words_of(naming)}" is a name of {entry.name}')

    def _words_of(self, naming: Naming) -> str:
        tokens = self._context.tokens
        return self._context.text[tokens[naming.first].begin : tokens[naming.last].end]

    def _modifying(self, naming: Naming, phrase: Phrase) -> Finding | None:
        """A name before the head: "Russian subs", "a Hezbollah fighter", "Assad's forces"."""
        entry = naming.entry
        role = self._role(phrase)
        organ = self._organ(naming.last + 1, phrase.core)
        state = self._registry.state_of(entry)
        if entry.kind in _PEOPLE:
            return self._led_by(entry, organ, state)
        if entry.kind != "state":
            if role and role.kind == "civilian" and entry.sector in _ARMED:
                return self._civilian(phrase, f"people beside {entry.name}")
            return _of_entry(entry, f'"{self._words_of(naming)}" before the head word')
        if organ and state and not (role and role.kind in ("rebel", "civilian") and not role.organ):
            return self._organ_of(state, organ, f"organ of {entry.name}")
        return self._of_country(entry, role, phrase)

    def _led_by(self, leader: Entry, organ: Role | None, state: State | None) -> Finding:
        why = f"led by {leader.name}"
        if leader.sector == "GOV" and state and organ:
            return self._organ_of(state, organ, why)
        parent = self._registry.entries.get(leader.parent or "")
        return _of_entry(parent or leader, why)

    def _organ_of(self, state: State, role: Role, why: str) -> Finding:
        assert role.organ is not None
        organ = self._registry.organs[role.organ]
        if role.organ == "local":
            return Finding(None, state.entry.country, "GOV", f"local {why}", plural=True)
        if role.organ == "government":
            return _of_entry(state.entry, f"government: {why}")
        return _of_entry(state.organ(organ), why)

    def _of_country(self, entry: Entry, role: Role | None, phrase: Phrase) -> Finding | None:
        """A nationality before a word that is no organ: "Syrian rebels", "Iraqi children"."""
        country = entry.country
        if role is None:
            return self._new_name(phrase, country)
        if role.kind in ("rebel", "group"):
            fits = lambda f: f.sector in ("REB", "CRM") and f.country == country
            found = self._context.anywhere(fits)
            if found:
                return settle(found, f"the armed group of {entry.name} in this report")
            return Finding(None, country, "REB", f"unnamed group of {entry.name}", plural=True)
        if role.kind == "thing":
            state = self._registry.states.get(country or "")
            forces = self._registry.organs["forces"]
            return _of_entry(state.organ(forces), f"materiel of {entry.name}") if state else None
        sector = role.sector if role.kind in _SECTOR_OF_ROLE else None
        if role.kind == "spokesman":
            return _of_entry(entry, f"speaks or acts for {entry.name}")
        return Finding(None, country, sector, f"{role.kind} of {entry.name}", plural=True)

    def _tail(self, phrase: Phrase) -> Finding | None:
        """A name after "of", "from", "loyal to": "members of IS", "the Government of Iraq"."""
        at = phrase.core + 1
        if at > phrase.last or not self._words.has("affiliation", self._keys[at]):
            return None
        while at < phrase.last and self._words.has("affiliation", self._keys[at + 1]):
            at += 1
        if at < phrase.last and self._keys[at + 1] == "to":
            at += 1
        role = self._role(phrase)
        inner = Phrase(at + 1, self._core(at + 1, phrase.last), phrase.last) if at < phrase.last else None
        if inner is None:
            return None
        named = self._namings(inner.first, inner.core)
        organ = self._organ(phrase.first, phrase.core)
        if organ and named and named[0].entry.kind == "state":
            state = self._registry.state_of(named[0].entry)
            if state:
                return self._organ_of(state, organ, f"organ of {named[0].entry.name}")
        if role and role.kind == "civilian":
            country = named[0].entry.country if named else self._context.main_country(phrase.first)
            return Finding(None, country, "CVL", "people, with no name of their own", plural=True)
        number = self._numeral(phrase.core)
        if number or role is None or role.kind in _TAIL_ROLES or (role.loose and named):
            if not named and role is None and not number:
                return None
            found = self._step(inner)
            if found.name or (found.sector and (number or role is None or role.kind == "spokesman")):
                return settle(found, f"{found.why}, after \"{self._keys[at]}\"")
        return None

    def _bare_organ(self, phrase: Phrase) -> Finding | None:
        """ "the army", "police": an organ of the country that the report is about."""
        role = self._role(phrase)
        organ = role if role and role.organ else self._organ(phrase.first, phrase.core)
        if organ is None or (role and not role.organ and role.kind not in ("spokesman", "thing")):
            return None
        owner = self._owner(phrase)
        if owner is not None and owner.sector not in ("GOV", "MIL", "COP"):
            return settle(owner, f"belongs to {owner.name}")
        if organ.loose and owner is None:
            return None
        country = owner.country if owner else self._context.main_country(phrase.first)
        state = self._registry.states.get(country or "")
        if state is None:
            return Finding(None, None, organ.sector, "an organ of a state left open", plural=True)
        return self._organ_of(state, organ, f"the report is about {state.entry.name}")

    def _owner(self, phrase: Phrase) -> Finding | None:
        """Whose: "its troops", "their fighters"."""
        role = self._words.role_ending([self._keys[phrase.first]], 0)
        if phrase.core == phrase.first or role is None or role.kind not in _PRONOUNS:
            return None
        return self._context.before(phrase.first, _PRONOUNS[role.kind], self._words)

    def _described(self, phrase: Phrase) -> Finding | None:
        """ "the rebels", "the group", "a vehicle": the party of the report that it fits best."""
        role = self._role(phrase)
        if role is None:
            return None
        if role.kind == "civilian":
            return self._civilian(phrase, "people, with no name of their own")
        owner = self._owner(phrase)
        if owner is not None and role.kind in ("rebel", "thing", "spokesman", "group"):
            return settle(owner, f"belongs to {owner.name}")
        kind = "thing" if role.organ and role.loose else role.kind
        fits = _DESCRIPTIONS.get(kind)
        words = " ".join(self._keys[phrase.first : phrase.core + 1])
        found = None
        if fits:
            found = self._context.before(phrase.first, fits, self._words)
            found = found or self._context.anywhere(fits)
        if found is not None and (kind in ("rebel", "thing", "enemy") or self._definite(phrase)):
            return settle(found, f'"{words}" fits {found.name}')
        country = self._context.main_country(phrase.first) if kind == "rebel" else None
        sector = role.sector if kind != "thing" else None
        return Finding(None, country, sector, f'"{words}" with no name', plural=True)

    def _definite(self, phrase: Phrase) -> bool:
        return self._keys[phrase.first] in ("the", "this", "that", "these", "those", "its", "their")

    def _civilian(self, phrase: Phrase, why: str) -> Finding:
        country = self._context.main_country(phrase.first)
        return Finding(None, country, "CVL", why, plural=True)

    def _proper(self, phrase: Phrase) -> Finding | None:
        """A name that the registry does not know, kept as it is written."""
        return self._new_name(phrase, None)

    def _new_name(self, phrase: Phrase, country: str | None) -> Finding | None:
        tokens = self._context.tokens
        first = phrase.first
        while first <= phrase.core and not self._capital(first):
            first += 1
        if first == phrase.first and self._keys[first] in ("the", "a", "an"):
            first += 1
        words = tokens[first : phrase.core + 1]
        if self._context.uncased or not words or not all(w.form[:1].isupper() for w in words):
            known = country is not None
            why = "no organ and no people that we know"
            return Finding(None, country, None, why) if known else None
        name = self._cased(self._context.text[words[0].begin : words[-1].end])
        return Finding(name, country, None, f"{name}, a name of its own")


def _any_party(finding: Finding) -> bool:
    return bool(finding.name)


_PRONOUNS: dict[str, Callable[[Finding], bool]] = {
    "person": lambda f: f.person,
    "plural": lambda f: f.plural and not f.person,
    "it": lambda f: bool(f.name) and not f.person,
    "we": lambda f: bool(f.name) and not f.person,
}

_DESCRIPTIONS: dict[str, Callable[[Finding], bool]] = {
    "rebel": lambda f: f.sector in ("REB", "CRM") and bool(f.name),
    "enemy": lambda f: f.sector in ("REB", "CRM") and bool(f.name),
    "group": lambda f: f.sector in ("REB", "CRM", "NGO", "PTY", "IGO") and bool(f.name) and not f.person,
    "thing": lambda f: f.sector in ("REB", "MIL", "CRM") and bool(f.name) and not f.person,
    "spokesman": _any_party,
    "journalist": lambda f: f.sector == "MED" and bool(f.name),
    "aid": lambda f: f.sector in ("NGO", "IGO") and bool(f.name),
    "opposition": lambda f: f.sector in ("PTY", "OPP") and bool(f.name),
}

_STEPS: tuple[Callable[[_Report, Phrase], Finding | None], ...] = (
    _Report._pronoun,
    _Report._person,
    _Report._named,
    _Report._tail,
    _Report._bare_organ,
    _Report._described,
    _Report._proper,
)
