"""Parties: from the words of a mention to whom it names, with the country and the sector.

The steps stand in `_Report`, tried in order: a pronoun, a named person, a name from the registry,
a name after "of" or "from", an organ of the report's own country, a description, a new name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from dateline.grounding.coreference import Grammar, Links
from dateline.grounding.descriptions import Describer
from dateline.grounding.party_names import read_context
from dateline.grounding.party_words import Role, Vocabulary
from dateline.grounding.phrases import Phrase, Shaper
from dateline.grounding.reference import ARMED, PRONOUNS, Reference, finding_of
from dateline.grounding.registry import Entry, Registry, State
from dateline.grounding.salience import (
    PEOPLE,
    Antecedent,
    Context,
    Finding,
    Naming,
    settle,
)
from dateline.record import Party, Span, Word

_TAIL_ROLES = frozenset({"spokesman", "rebel", "group", "thing", "expert", "journalist", "aid"})
_SECTOR_OF_ROLE = frozenset("rebel unknown civilian either transient journalist aid business labour church".split())
_NO_ORGAN = frozenset({"rebel", "unknown", "civilian", "either"})


_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december no yes".split()
)
_HUMAN = frozenset({"spokesman", "civilian", "rebel", "expert", "unknown", "organ"})
_THIRD_PERSON = frozenset({"it", "person", "plural"})
_NOBODY: Mapping[Span, Sequence[Span]] = MappingProxyType({})


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
        words: Sequence[Word] = (),
        links: Links | None = None,
        opponents: Mapping[Span, Sequence[Span]] = _NOBODY,
        filed_from: Span | None = None,
        speakers: Collection[Span] = (),
    ) -> list[Party]:
        """One `Party` per mention, in the order given.

        `heads` are the head words of the mentions; `names` the named entities of the whole report
        with their types; `countries` those the report is about, the weightiest first; `words` the
        reader's words with their grammar, `links` which of them it holds to be one party; `opponents` the
        other side of the events of a mention; `filed_from` the place in the dateline;
        `speakers` the mentions that are said to say something.
        """
        if len(heads) not in (0, len(mentions)):
            raise ValueError(f"{len(heads)} heads for {len(mentions)} mentions")
        context = read_context(
            text,
            self._registry,
            self._words,
            names=names,
            published=published,
            countries=countries,
            sentences=sentences,
            filed_from=filed_from,
        )
        context.grammar = Grammar.of(context.tokens, words, links)
        report = _Report(self._registry, self._words, context, frozenset(speakers))
        head_of = dict(zip(mentions, heads or mentions, strict=True))
        found: dict[Span, Finding] = {}
        named = {m: finding for m in opponents if (finding := report.named(m, head_of.get(m, m)))}
        for mention, finding in named.items():
            context.oppose(finding, [named[other] for other in opponents[mention] if other in named])
        for mention in sorted(head_of):
            context.opposed = [
                side for other in opponents.get(mention, ()) if (side := found.get(other) or named.get(other))
            ]
            found[mention] = report.find(mention, head_of[mention])
            if found[mention].name:
                context.oppose(found[mention], [side for side in context.opposed if side.name])
        return [_party(text, mention, found[mention]) for mention in mentions]


def _party(text: str, span: Span, finding: Finding) -> Party:
    return Party(span, span.of(text), finding.name, finding.country, finding.sector, finding.why)


class _Report:
    """The mentions of one report, found one after the other in the order of the text."""

    def __init__(
        self, registry: Registry, words: Vocabulary, context: Context, speakers: frozenset[Span] = frozenset()
    ) -> None:
        self._registry = registry
        self._words = words
        self._context = context
        self._speakers = speakers
        self._said: list[tuple[int, Finding]] = []
        self._speaks = False
        self._keys = [token.key for token in context.tokens]
        self._shape = Shaper(words, context)
        self._reference = Reference(registry, words, context)
        self._describe = Describer(registry, words, context, self._shape, self._reference)
        self._steps: tuple[Callable[[Phrase], Finding | None], ...] = (
            self._pronoun,
            self._person,
            self._apposed,
            self._named,
            self._tail,
            self._organisation,
            self._describe.short_form,
            self._describe.bare_organ,
            self._describe.described,
            self._proper,
        )

    def find(self, mention: Span, head: Span) -> Finding:
        """Resolve a mention, and remember what it was for the words that follow."""
        phrase = self._shape.phrase(mention, head)
        if phrase is None:
            return Finding(None, None, None, "")
        self._speaks = mention in self._speakers
        finding = self._step(phrase)
        if finding.name or finding.sector:
            sentence = self._context.sentence_of(phrase.first)
            if self._speaks:
                self._said.append((sentence, finding))
            human = self._one_person(phrase)
            self._context.antecedents.append(Antecedent(phrase.core, sentence, finding, True, human))
        return finding

    def named(self, mention: Span, head: Span) -> Finding | None:
        """Whom a mention that stands further on names, if it does so by a name at its head."""
        phrase = self._shape.phrase(mention, head)
        naming = self._context.namings.get(phrase.core) if phrase else None
        return finding_of(naming.entry, "") if naming else None

    def _step(self, phrase: Phrase) -> Finding:
        for step in self._steps:
            finding = step(phrase)
            if finding is not None:
                return finding
        return Finding(None, None, None, "no name and no description that tells who")

    def _one_person(self, phrase: Phrase) -> bool:
        """True for "a commander", "the spokesman": words that "he" may follow."""
        key = self._keys[phrase.core]
        role = self._words.role_ending([key], 0)
        human = self._words.has("title", key) or (role is not None and role.kind in _HUMAN)
        return human and not key.endswith(("s", "men", "people"))

    # ------------------------------------------------------------ the steps

    def _pronoun(self, phrase: Phrase) -> Finding | None:
        if phrase.core != phrase.first or self._context.namings.get(phrase.first):
            return None
        role = self._words.role_ending([self._keys[phrase.first]], 0)
        if role is None or role.kind not in PRONOUNS:
            return None
        found = self._last_speaker(phrase, role.kind) or self._reference.antecedent(phrase.first, role.kind)
        word = self._context.tokens[phrase.first].form
        if self._keys[phrase.first] == "those" and phrase.last > phrase.core:
            return self._describe.civilian(phrase, "those whom a clause describes")
        if found is not None:
            return settle(found, f'"{word}" refers back to {found.name or "people"}')
        if role.kind == "person":
            return self._describe.civilian(phrase, f'"{word}" with nobody named before it')
        return Finding(None, None, None, f'"{word}" with no clear antecedent')

    def _last_speaker(self, phrase: Phrase, kind: str) -> Finding | None:
        """Whom "it", "he" or "they" means who say something: who spoke in the sentence before."""
        if not self._speaks or kind not in _THIRD_PERSON:
            return None
        sentence = self._context.sentence_of(phrase.first)
        near = [f for at, f in self._said if at == sentence - 1 and PRONOUNS[kind](f)]
        return near[-1] if near else None

    def _person(self, phrase: Phrase) -> Finding | None:
        """A person's own name at the end of the core, with titles or an organisation before it."""
        first = self._shape.name_start(phrase)
        if first is None:
            return None
        tokens = self._context.tokens
        name = self._cased(self._context.text[tokens[first].begin : tokens[phrase.core].end])
        if first == phrase.core:
            name = self._context.people.get(tokens[first].key, name)
        entry = self._registry.entries.get(name)
        if entry is not None:
            return finding_of(entry, f"{name} by surname")
        self._context.people.setdefault(tokens[phrase.core].key, name)
        country, sector = self._office(phrase, first)
        country = country or self._context.main_country(phrase.first)
        why = f"{name}, a name of its own"
        return Finding(name, country, sector or "CVL", why, person=True)

    def _cased(self, name: str) -> str:
        name = name.removesuffix("'s").removesuffix("’s")
        return name.title().replace("'S", "'s") if name.isupper() and len(name) > 5 else name

    def _office(self, phrase: Phrase, first: int) -> tuple[str | None, str | None]:
        """Country and sector of a person, from the words around the name."""
        named = self._shape.namings(phrase.first, phrase.last)
        organ = self._shape.organ(phrase.first, first - 1) if first > phrase.first else None
        organs = [n for n in named if n.entry.kind != "state"]
        if organs:
            return organs[0].entry.country, organs[0].entry.sector
        role = self._words.role_ending(self._keys[phrase.first : first], first - phrase.first - 1)
        sector = organ.sector if organ else role.sector if role else None
        country = named[0].entry.country if named else None
        if country is None and organ:
            country = self._context.main_country(phrase.first)
        return country, sector

    def _apposed(self, phrase: Phrase) -> Finding | None:
        """ "the minister for the region, X": the person named behind a comma."""
        role = self._shape.role(phrase)
        if role is None or role.kind not in ("organ", "spokesman", "rebel", "expert", "civilian"):
            return None
        for at in range(phrase.core + 1, phrase.last + 1):
            if "," not in self._shape.gap(at):
                continue
            naming = self._context.namings.get(at)
            if naming and naming.entry.kind in PEOPLE:
                return finding_of(naming.entry, f"{naming.entry.name} behind the comma")
            for last in range(at, phrase.last + 1):
                if self._context.persons.get(last, (-1, ""))[0] == at:
                    name = self._context.persons[last][1]
                    country, sector = self._office(phrase, at)
                    return Finding(name, country, sector, f"{name} behind the comma", person=True)
        return None

    def _named(self, phrase: Phrase) -> Finding | None:
        """A name from the registry at the head of the mention, or nearest before it."""
        named = self._shape.namings(phrase.first, phrase.core)
        if not named:
            return None
        naming = named[-1]
        if naming.last == phrase.core:
            return self._at_head(naming, phrase)
        return self._modifying(naming, phrase)

    def _at_head(self, naming: Naming, phrase: Phrase) -> Finding:
        entry = naming.entry
        forces = naming.form == "people" and naming.first == phrase.first + 1
        if forces and self._keys[phrase.first] == "the":
            return finding_of(entry, f'"the {self._words_of(naming)}" as a side')
        if naming.form == "people":
            return Finding(None, entry.country, "CVL", f"people of {entry.name}", plural=True)
        return finding_of(entry, f'"{self._words_of(naming)}" is a name of {entry.name}')

    def _words_of(self, naming: Naming) -> str:
        tokens = self._context.tokens
        return self._context.text[tokens[naming.first].begin : tokens[naming.last].end]

    def _modifying(self, naming: Naming, phrase: Phrase) -> Finding | None:
        """A name before the head: "Russian subs", "a Hezbollah fighter", "Assad's forces"."""
        entry = naming.entry
        role = self._shape.role(phrase)
        organ = self._shape.organ(naming.last + 1, phrase.core)
        state = self._registry.state_of(entry)
        if entry.kind in PEOPLE:
            return self._led_by(entry, organ, state)
        if entry.kind != "state":
            if role and self._keys[phrase.core] in ("men", "boys"):
                return finding_of(entry, f"men of {entry.name}")
            if role and role.kind in ("civilian", "transient", "either") and entry.sector in ARMED:
                return self._describe.civilian(phrase, f"people beside {entry.name}")
            return finding_of(entry, f'"{self._words_of(naming)}" before the head word')
        if self._shape.titled(naming.last + 1, phrase.core):
            return self._new_name(phrase, entry.country)
        if organ and state and not (role and role.kind in _NO_ORGAN and not role.organ):
            return self._describe.organ_of(state, organ, f"organ of {entry.name}")
        return self._of_country(entry, role, phrase)

    def _led_by(self, leader: Entry, organ: Role | None, state: State | None) -> Finding:
        why = f"led by {leader.name}"
        if leader.sector == "GOV" and state and organ:
            return self._describe.organ_of(state, organ, why)
        parent = self._registry.entries.get(leader.parent or "")
        return finding_of(parent or leader, why)

    def _of_country(self, entry: Entry, role: Role | None, phrase: Phrase) -> Finding | None:
        """A nationality before a word that is no organ: "Syrian rebels", "Iraqi children"."""
        country = entry.country
        if role is None:
            return self._new_name(phrase, country)
        if role.kind in ("rebel", "group", "unknown"):
            fits = lambda f: f.sector in ("REB", "CRM") and f.country == country
            found = self._context.anywhere(fits)
            if found:
                return settle(found, f"the armed group of {entry.name} in this report")
            return Finding(None, country, "REB", f"unnamed group of {entry.name}", plural=True)
        if role.kind == "thing":
            state = self._registry.states.get(country or "")
            forces = self._registry.organs["forces"]
            return (
                finding_of(state.organ(forces, self._reference.year()), f"materiel of {entry.name}") if state else None
            )
        sector = role.sector if role.kind in _SECTOR_OF_ROLE else None
        if role.kind == "spokesman":
            return finding_of(entry, f"speaks or acts for {entry.name}")
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
        role = self._shape.role(phrase)
        inner = Phrase(at + 1, self._shape.core(at + 1, phrase.last), phrase.last) if at < phrase.last else None
        if inner is None:
            return None
        named = self._shape.namings(inner.first, inner.core)
        organ = self._shape.organ(phrase.first, phrase.core)
        if organ and named and named[0].entry.kind != "state":
            return finding_of(named[0].entry, f"of {named[0].entry.name}")
        if organ and named:
            state = self._registry.state_of(named[0].entry)
            if state:
                return self._describe.organ_of(state, organ, f"organ of {named[0].entry.name}")
        if role and role.kind in ("civilian", "transient", "either"):
            country = named[0].entry.country if named else self._context.main_country(phrase.first)
            return Finding(None, country, "CVL", "people, with no name of their own", plural=True)
        number = self._shape.numeral(phrase.core) or self._shape.number_word(phrase.core)
        if number or role is None or role.kind in _TAIL_ROLES or (role.loose and named):
            if not named and role is None and not number:
                return None
            found = self._step(inner)
            if found.name or (found.sector and (number or role is None or role.kind == "spokesman")):
                return settle(found, f'{found.why}, after "{self._keys[at]}"')
        return None

    def _organisation(self, phrase: Phrase) -> Finding | None:
        """ "the Basque Nationalist Party": an organisation that the registry does not know."""
        first = phrase.first + (self._keys[phrase.first] == "the")
        if not self._shape.titled(first, phrase.core):
            return None
        found = self._new_name(phrase, None)
        return found if found and found.name else None

    def _proper(self, phrase: Phrase) -> Finding | None:
        """A name that the registry does not know, kept as it is written."""
        return self._new_name(phrase, None)

    def _new_name(self, phrase: Phrase, country: str | None) -> Finding | None:
        tokens = self._context.tokens
        first = phrase.first
        while first <= phrase.core and not self._shape.capital(first):
            first += 1
        if first == phrase.first and self._keys[first] in ("the", "a", "an"):
            first += 1
        words = tokens[first : phrase.core + 1]
        if len(words) == 1 and (words[0].key in _CALENDAR or self._words.has("title", words[0].key)):
            return None
        if self._context.grammar.common.issuperset(range(first, phrase.core + 1)) and words:
            return Finding(None, country, None, "no name") if country else None
        if self._context.uncased or not words or not all(w.form[:1].isupper() for w in words):
            known = country is not None
            why = "no organ and no people that we know"
            return Finding(None, country, None, why) if known else None
        name = self._cased(self._context.text[words[0].begin : words[-1].end])
        return Finding(name, country, None, f"{name}, a name of its own")
