"""Whom words refer back to: pronouns, "we" and "I", "the enemy", "the rebels" of a country."""

from __future__ import annotations

from collections.abc import Callable

from dateline.grounding.party_words import Vocabulary
from dateline.grounding.phrases import Phrase
from dateline.grounding.registry import Entry, Registry
from dateline.grounding.salience import PEOPLE, Context, Finding, settle
from dateline.grounding.voices import issuer, labelled

ARMED = frozenset({"MIL", "REB", "COP", "CRM", "SPY"})
_STATE_KINDS = frozenset({"state", "organ", "leader", "official"})
# A minister or a ministry that says "we" speaks for the state.
_OFFICES = ("Ministry", "United States Department", "Foreign and Commonwealth", "Department")


def any_party(finding: Finding) -> bool:
    return bool(finding.name)


PRONOUNS: dict[str, Callable[[Finding], bool]] = {
    "person": lambda f: f.person,
    "plural": lambda f: f.plural and not f.person,
    "it": lambda f: bool(f.name) and not f.person,
    "we": lambda f: bool(f.name) and (not f.person or f.country is not None),
    "i": lambda f: f.person,
}


DESCRIPTIONS: dict[str, Callable[[Finding], bool]] = {
    "rebel": lambda f: f.sector in ("REB", "CRM") and bool(f.name) and not f.person,
    "enemy": lambda f: f.sector in ("REB", "CRM") and bool(f.name) and not f.person,
    "group": lambda f: f.sector in ("REB", "CRM", "NGO", "PTY", "IGO") and bool(f.name) and not f.person,
    "thing": lambda f: f.sector in ("REB", "MIL", "CRM") and bool(f.name) and not f.person,
    "arms": lambda f: f.sector in ("REB", "MIL", "CRM", "COP") and bool(f.name) and not f.person,
    "unit": lambda f: f.sector in ("REB", "MIL", "CRM", "COP") and bool(f.name) and not f.person,
    "craft": lambda f: f.sector in ("MIL", "GOV", "IGO") and bool(f.name) and not f.person,
    "forces": lambda f: f.sector in ("MIL", "GOV") and bool(f.name) and not f.person,
    "police": lambda f: f.sector in ("MIL", "GOV", "COP") and bool(f.name) and not f.person,
    "office": lambda f: f.sector in ("MIL", "GOV", "COP") and bool(f.name and f.country) and not f.person,
    "number": lambda f: f.sector in ("REB", "MIL", "CRM", "COP", "CVL") and not f.person,
    "either": lambda f: f.sector in ("REB", "MIL", "CRM", "COP") and bool(f.name) and not f.person,
    "spokesman": any_party,
    "journalist": lambda f: f.sector == "MED" and bool(f.name),
    "aid": lambda f: f.sector in ("NGO", "IGO") and bool(f.name),
    "opposition": lambda f: f.sector in ("PTY", "OPP") and bool(f.name),
}


def finding_of(entry: Entry, why: str) -> Finding:
    person = entry.kind in PEOPLE
    plural = not person and (entry.sector in ARMED or entry.name.endswith("s"))
    return Finding(entry.shown, entry.country, entry.sector, why, person, plural)


class Reference:
    """Finds antecedents in one report."""

    def __init__(self, registry: Registry, words: Vocabulary, context: Context) -> None:
        self._registry = registry
        self._words = words
        self._context = context
        self._keys = [token.key for token in context.tokens]

    def antecedent(self, at: int, kind: str, *, owns: bool = False) -> Finding | None:
        """Whom a pronoun stands for; "we" and "I" speak for whoever says or issues the words."""
        if kind not in ("we", "i"):
            inside = at + 1 if self._context.grammar.possessive(at) or owns else None
            found = self._context.before(at, PRONOUNS[kind], self._words, kind, inside=inside)
            return self._in_full(found) if found and found.person else found
        fits = PRONOUNS[kind]
        found = self._context.speaker(at, fits, self._words) if self._context.quoted(at) else None
        if found is None:
            label, found = labelled(self._context, at, fits)
            found = found or (None if label and kind == "i" else issuer(self._context, fits, self._words))
        return self.side(found) if found and kind == "we" else found

    def _in_full(self, person: Finding) -> Finding:
        """A person named by surname, with the full name and office that the report gives elsewhere."""
        if person.sector:
            return person
        surname = (person.name or "").split()[-1:]
        known = [a.finding for a in self._context.antecedents if a.finding.person and a.finding.sector]
        return next((f for f in reversed(known) if (f.name or "").split()[-1:] == surname), person)

    def side(self, speaker: Finding) -> Finding:
        """For whom "we" is said: an official's or a ministry's state, a spokesman's force."""
        entry = self._registry.entries.get(speaker.name or "")
        office = entry is not None and entry.kind == "organ" and entry.name.startswith(_OFFICES)
        while entry is not None and entry.parent and (entry.kind in PEOPLE or office):
            parent = self._registry.entries.get(entry.parent)
            if parent is None:
                break
            entry, office = parent, parent.kind == "organ" and parent.name.startswith(_OFFICES)
        return finding_of(entry, "") if entry else speaker

    def enemy(self) -> Finding | None:
        """The armed party that the issuer of a statement fights: not its own side."""
        speaker = issuer(self._context, any_party, self._words)
        side = self.side(speaker) if speaker else None
        own = side.country if side else None
        rebel = side is not None and side.sector == "REB"
        if not rebel:
            found = self._context.anywhere(DESCRIPTIONS["enemy"])
            if found:
                return found

        def other_army(finding: Finding) -> bool:
            army = finding.sector in ("MIL", "GOV") and bool(finding.name and finding.country)
            return army and (rebel or finding.country != own)

        return self._context.anywhere(other_army)

    def umbrella(self, phrase: Phrase) -> Finding | None:
        """ "rebels" in a country whose rebels the registry knows under one name."""
        head, before = self._keys[phrase.core], self._keys[phrase.core - 1]
        if not head.startswith("rebel") and not before.startswith(("rebel", "opposition")):
            return None
        state = self._registry.states.get(self._context.main_country(phrase.first) or "")
        entry = self._registry.named(f"{state.adjective} rebels") if state else None
        year = self.year()
        if entry is None or (entry.earliest and year and year < entry.earliest):
            return None
        if entry.latest and year and year > entry.latest:
            return None
        return finding_of(entry, f"the rebels of {entry.country}")

    def belonging(self, owner: Finding) -> Finding:
        """A leader's men are those of his organisation, an army's tanks the army's."""
        side = self.side(owner) if owner.person else owner
        return settle(side, f"belongs to {side.name}")

    def of_state(self, owner: Finding) -> bool:
        entry = self._registry.entries.get(owner.name or "")
        return owner.sector in ("GOV", "MIL", "COP") and (entry is None or entry.kind in _STATE_KINDS)

    def year(self) -> int | None:
        return self._context.published.year if self._context.published else None
