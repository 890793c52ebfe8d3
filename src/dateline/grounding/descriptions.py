"""Parties that a mention describes without a name: "the army", "jets", "the rebels", "three men".

What a description means depends on the report: the organ of the country it is about, the force last
spoken of, or people without a name. `Context.before` weighs the candidates; what stands when none is
likely enough is said here, description by description.
"""

from __future__ import annotations

from collections.abc import Callable

from dateline.grounding.party_words import Role, Vocabulary
from dateline.grounding.phrases import Phrase, Shaper
from dateline.grounding.reference import DESCRIPTIONS, PRONOUNS, Reference, finding_of
from dateline.grounding.registry import Registry, State, tokens_of
from dateline.grounding.salience import Context, Finding, settle

# Organs that coalitions and missions have too: "the troops", but no ministry.
_FORCES = frozenset({"troops", "forces", "army", "air", "navy", "marines"})
# Organs that command, and have no troops of their own.
_STAFFS = frozenset({"defence", "jcs", "staff"})
_FLYING = frozenset({"air", "navy", "marines"})
_POINTING = frozenset({"the", "this", "that", "these", "those", "its", "their"})


class Describer:
    """Resolves descriptions in one report."""

    def __init__(
        self, registry: Registry, words: Vocabulary, context: Context, shape: Shaper, reference: Reference
    ) -> None:
        self._registry = registry
        self._words = words
        self._context = context
        self._shape = shape
        self._reference = reference
        self._keys = [token.key for token in context.tokens]

    # ------------------------------------------------------------ the steps

    def short_form(self, phrase: Phrase) -> Finding | None:
        """ "the Ministry", "the agency": an organisation named before whose name has the word."""
        key = self._keys[phrase.core]
        if self._keys[phrase.first] not in ("the", "this") or phrase.core > phrase.first + 1:
            return None
        if not self._words.has("organisation", key) or key in ("army", "police", "forces"):
            return None
        has_word = lambda f: key in [t.key for t in tokens_of(f.name or "")]
        found = self._before(phrase, has_word, "group")
        if found is None and key == "agency":
            found = self._before(phrase, DESCRIPTIONS["journalist"], "journalist")
        return settle(found, f'"the {key}" is {found.name}') if found else None

    def bare_organ(self, phrase: Phrase) -> Finding | None:
        """ "the army", "police": an organ of the country that the report is about."""
        role = self._shape.role(phrase)
        organ = self._shape.organ(phrase.first, phrase.core)
        if organ is None or (role and not role.organ and role.kind not in ("spokesman", "thing")):
            return None
        person = self.same_person(phrase)
        if person is not None:
            return person
        owner = self.owner(phrase)
        if owner is not None and not self._reference.of_state(owner):
            return self._reference.belonging(owner)
        if organ.loose and owner is None:
            return self._loose_organ(phrase, organ)
        if owner is None:
            return self._organ_here(phrase, organ)
        state = self._registry.states.get(owner.country or "")
        if state is None:
            return Finding(None, None, organ.sector, "an organ of a state left open", plural=True)
        return self.organ_of(state, organ, f"organ of {owner.name}")

    def described(self, phrase: Phrase) -> Finding | None:
        """ "the rebels", "the group", "a vehicle": the party of the report that it fits best."""
        role = self._shape.role(phrase)
        key, form = self._keys[phrase.core], self._context.tokens[phrase.core].form
        if role is None and (self._context.uncased or form.islower()) and self._words.agent(key):
            return self.civilian(phrase, f'"{key}" are people')
        owner = self.owner(phrase)
        if role is None and owner is not None and not owner.person:
            return self._reference.belonging(owner)
        if role is None or (role.kind == "spokesman" and self._shape.number_word(phrase.core)):
            return self._either_side(phrase, "number") if role or self._shape.numeral(phrase.core) else None
        if role.kind == "civilian":
            return self.civilian(phrase, "people, with no name of their own")
        if role.kind == "either":
            return self._either_side(phrase, "either")
        if role.kind == "transient":
            return Finding(None, None, "CVL", "people from somewhere else", plural=True)
        if role.kind == "unknown":
            return self._attackers(phrase)
        if role.kind in ("spokesman", "expert", "journalist", "organ") and self._definite(phrase):
            person = self.same_person(phrase)
            if person is not None:
                return person
        if owner is not None and role.kind in ("rebel", "thing", "spokesman", "group"):
            return self._reference.belonging(owner)
        return self._fitting(phrase, role)

    # ------------------------------------------------------------ kinds of descriptions

    def organ_of(self, state: State, role: Role, why: str) -> Finding:
        """The organ of a state that a role speaks of."""
        assert role.organ is not None
        unlisted = role.loose and role.organ in _FLYING and role.organ not in state.organs
        organ = self._registry.organs["forces" if unlisted else role.organ]
        if role.organ == "local":
            return Finding(None, state.entry.country, "GOV", f"local {why}", plural=True)
        if role.organ == "office":
            return finding_of(state.entry, f"an office of state: {why}")
        if role.organ == "government":
            return finding_of(state.entry, f"government: {why}")
        if role.organ == "jud":
            return Finding(None, state.entry.country, "JUD", f"court: {why}")
        return finding_of(state.organ(organ, self._reference.year()), why)

    def _organ_here(self, phrase: Phrase, organ: Role) -> Finding:
        """ "the army", "police": of the report's country, unless another state's is spoken of just then."""
        state = self._registry.states.get(self._context.main_country(phrase.first) or "")
        default = Finding(None, None, organ.sector, "an organ of a state left open", plural=True)
        if state is not None:
            default = self.organ_of(state, organ, f"the report is about {state.entry.name}")
        family = "forces" if organ.organ in _FORCES else "police" if organ.sector == "COP" else "office"
        found = self._before(phrase, DESCRIPTIONS[family], family, default)
        if found is None or found is default:
            return default
        other = self._registry.states.get(found.country or "") if self._reference.of_state(found) else None
        why = f"of {found.name}, spoken of beside it"
        if other is None:
            return settle(found, why) if family == "forces" and found.sector == "MIL" else default
        return self.organ_of(other, organ, why)

    def _loose_organ(self, phrase: Phrase, organ: Role) -> Finding | None:
        """ "jets", "two battalions", "judges": of the force last spoken of, or nobody's by name."""
        country = self._context.main_country(phrase.first)
        words = self._context.tokens[phrase.core].form
        kind = organ.organ or ""
        if self._registry.organs[kind].sector != "MIL":
            sector = self._registry.organs[kind].sector
            return Finding(None, country, sector, f'"{words}" with no name', plural=True)
        family = "craft" if kind in _FLYING else "unit"
        if family == "unit" and any(self._words.thing(key) for key in self._keys[phrase.first : phrase.core + 1]):
            family = "arms"
        fits = self._has_craft if family == "craft" else DESCRIPTIONS[family]
        state = self._registry.states.get(country or "")
        default = None
        if state is not None:
            default = self.organ_of(state, organ, f"the report is about {country}")
        found = self._before(phrase, fits, family, default)
        if found is None or found is default:
            return default
        return settle(self._force_of(found, organ), f'"{words}" are those of {found.name}')

    def _has_craft(self, finding: Finding) -> bool:
        """True for states, their forces and coalitions: armed groups fly no jets of their own."""
        entry = self._registry.entries.get(finding.name or "")
        return DESCRIPTIONS["craft"](finding) and (entry is None or entry.kind not in ("group", "unit"))

    def _force_of(self, owner: Finding, organ: Role) -> Finding:
        """The branch that a thing or a unit belongs to: a state's jets are its air force's."""
        state = self._registry.states.get(owner.country or "")
        if state is None or not self._reference.of_state(owner):
            return owner
        branch = state.kind_of(owner.name or "")
        crossed = branch in _FLYING or branch in _STAFFS or organ.organ in _FLYING
        return self.organ_of(state, organ, "") if crossed else owner

    def _either_side(self, phrase: Phrase, family: str) -> Finding:
        """ "three prisoners", "29", "the dead": of a side spoken of before, or else civilians."""
        owner = self.owner(phrase)
        if owner is not None and owner.sector != "CVL":
            return self._reference.belonging(owner)
        default = self.civilian(phrase, "a number of people")
        found = self._before(phrase, DESCRIPTIONS[family], self._pointed(phrase, family), default)
        if found is None or found is default:
            return default
        return settle(found, f"people of {found.name}" if found.name else "people of nobody named")

    def _attackers(self, phrase: Phrase) -> Finding:
        """ "gunmen": an armed group of the report, or attackers whom nobody names."""
        country = self._context.main_country(phrase.first)
        default = Finding(None, country, "REB", "attackers whom nobody names", plural=True)
        found = self._before(phrase, DESCRIPTIONS["rebel"], self._pointed(phrase, "unknown"), default)
        return default if found is None or found is default else settle(found, f"the attackers are {found.name}")

    def _fitting(self, phrase: Phrase, role: Role) -> Finding | None:
        kind = "thing" if role.organ and role.loose else role.kind
        words = " ".join(self._keys[phrase.first : phrase.core + 1])
        local = kind in ("rebel", "opposition") or "local" in self._keys[phrase.first : phrase.core]
        country = self._context.main_country(phrase.first) if local else None
        sector = role.sector if kind != "thing" else None
        unnamed = Finding(None, country, sector, f'"{words}" with no name', plural=True)
        if kind == "enemy":
            found = self._reference.enemy()
            return settle(found, f'"{words}" is {found.name}') if found else unnamed
        fits = DESCRIPTIONS.get(kind)
        if fits is None:
            return unnamed
        found = self._reference.umbrella(phrase) if kind == "rebel" else None
        found = found or self._before(phrase, fits, kind) or self._context.anywhere(fits)
        if found is None or not (kind in ("rebel", "thing") or self._definite(phrase)):
            return unnamed
        return settle(found, f'"{words}" fits {found.name}')

    # ------------------------------------------------------------ helpers

    def same_person(self, phrase: Phrase) -> Finding | None:
        """ "the minister", "the general": the office holder whom the report named before."""
        key = self._keys[phrase.core]
        if self._keys[phrase.first] not in ("the", "this", "that") or key in ("army", "police"):
            return None
        if not (self._words.has("title", key) or key in ("official", "spokesman", "officer")):
            return None
        found = self._context.titled(phrase.first, key)
        return settle(found, f'"the {key}" is {found.name}') if found else None

    def owner(self, phrase: Phrase) -> Finding | None:
        """Whose: "its troops", "their fighters"."""
        role = self._words.role_ending([self._keys[phrase.first]], 0)
        if phrase.core == phrase.first or role is None or role.kind not in PRONOUNS:
            return None
        if self._context.namings.get(phrase.first):
            return None
        return self._reference.antecedent(phrase.first, role.kind, owns=True)

    def civilian(self, phrase: Phrase, why: str) -> Finding:
        """People without a name, of the country that the report is about."""
        country = self._context.main_country(phrase.first)
        return Finding(None, country, "CVL", why, plural=True)

    def _before(
        self, phrase: Phrase, fits: Callable[[Finding], bool], family: str, default: Finding | None = None
    ) -> Finding | None:
        return self._context.before(phrase.first, fits, self._words, family, default=default, noun=phrase.core)

    def _definite(self, phrase: Phrase) -> bool:
        return self._keys[phrase.first] in _POINTING

    def _pointed(self, phrase: Phrase, family: str) -> str:
        """The family of weights: "the rebels" point back more often than "rebels"."""
        return f"the {family}" if self._definite(phrase) else family
