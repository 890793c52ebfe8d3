"""What an incident's claims put into the slots of a MUC template.

PerpInd: persons and people among the actors; PerpOrg: organisations, also those that a phrase names on the
way ("ARMY SOLDIERS") or that the actor was resolved to, when the message writes that name. Victim: names of
persons (the GTT keys hold names only). Target: things struck, and things at whose place a bomb went off; of
"WINDOWS OF THE STORE" the store. Armed forces and people are no Target.
"""

from __future__ import annotations

from bench import gtt
from bench.muc_incidents import EXPLOSIVES, Incident
from bench.muc_phrases import (
    children,
    core,
    full_name,
    heads,
    is_named,
    is_organisation,
    is_people,
    message,
    person_names,
    said,
    states,
)
from dateline.coding.lemmas import lemmas
from dateline.grounding.registry import fold
from dateline.record import Claim, Party, Reading

_PERSONAL = frozenset({"killing", "execution", "abduction", "torture", "sexual_violence"})
_ORGANISED = frozenset({"REB", "MIL", "COP", "GOV", "CRM"})
_NO_TARGET = frozenset({"MIL", "REB", "CVL"})
_PARTS = frozenset("window door wall room roof showcase windshield furniture facade fragment section part".split())
_AREAS = frozenset(
    "city town area zone sector neighborhood district region province department street avenue country village "
    "outskirts capital municipality kilometer km highway road north south east west front side home place corner "
    "park".split()
)


class Fillers:
    """The phrases of one template's slots, in the order told, none twice."""

    def __init__(self, reading: Reading) -> None:
        self.slots: dict[str, dict[str, None]] = {slot: {} for slot in gtt.SLOTS}
        self._reading = reading
        self._text = message(reading)
        self._people = [said(reading, name) for name in person_names(reading)]

    def add(self, claim: Claim) -> None:
        """Takes in the participants of a claim."""
        for actor in claim.actors:
            self._actor(actor)
        for target in claim.targets:
            self._victims(target)
            if claim.event not in _PERSONAL and target.sector not in _NO_TARGET:
                for head in heads(self._reading, target.span):
                    self._thing(head)
        place = self._reading.head_in(claim.place.span) if claim.event == "bombing" and claim.place else None
        if place is not None and self._reading.words[place].tag == "NOUN" and not self._lemmas(place) & _AREAS:
            self._thing(place)
        for weapon in claim.weapons:
            for head in heads(self._reading, weapon):
                self._put("Weapon", said(self._reading, core(self._reading, head, tail=False)))

    def _put(self, slot: str, phrase: str | None) -> None:
        if phrase:
            self.slots[slot][phrase] = None

    def _lemmas(self, word: int) -> frozenset[str]:
        return lemmas(self._reading.words[word].form)

    def _actor(self, actor: Party) -> None:
        reading, names = self._reading, person_names(self._reading, actor.span)
        for n, head in enumerate(heads(reading, actor.span)):
            word = reading.words[head]
            if word.tag not in ("NOUN", "PROPN") or self._lemmas(head) & EXPLOSIVES:
                continue
            known = self._written(actor) if n == 0 else None
            name = next((x for x in names if x[0] <= head <= x[1]), None)
            if name and not _is_other(actor, said(reading, name)):
                self._put("PerpInd", full_name(said(reading, name), self._people))
            elif name or is_organisation(word):
                self._put("PerpOrg", known or said(reading, core(reading, head, number=True)))
            else:
                self._put("PerpInd", said(reading, core(reading, head, number=True)))
                self._put("PerpOrg", known or self._organisation_of(head))

    def _written(self, actor: Party) -> str | None:
        """The name an actor was resolved to, when the message writes it and it is no state."""
        name = gtt.normalised(fold(actor.name or ""))
        return name if name and name not in states() and f" {name} " in self._text else None

    def _organisation_of(self, head: int) -> str | None:
        """The organisation that a phrase for people names: "members of the army", "army soldiers"."""
        for child in children(self._reading, head):
            word = self._reading.words[child]
            if word.tag in ("NOUN", "PROPN") and word.entity.endswith("Organisation") and is_organisation(word):
                phrase = said(self._reading, core(self._reading, child, tail=False))
                return None if phrase in states() else phrase
        return None

    def _victims(self, target: Party) -> None:
        for name in person_names(self._reading, target.span):
            phrase = said(self._reading, name)
            if is_named(self._reading, target.span, name) and not (" " not in phrase and _is_other(target, phrase)):
                self._put("Victim", full_name(phrase, self._people))

    def _thing(self, head: int) -> None:
        word = self._reading.words[head]
        person = word.name.endswith("person") or word.entity[2:] in ("Person", "Quantity") or is_people(word)
        if word.tag not in ("NOUN", "PROPN") or person:
            return
        if self._lemmas(head) & _PARTS:
            below = children(self._reading, head)
            wholes = [c for c in below if c > head and self._reading.words[c].relation == "nmod"]
            for whole in wholes[:1]:
                self._put("Target", said(self._reading, core(self._reading, whole)))
        elif self._lemmas(head) & EXPLOSIVES:
            self._put("Weapon", said(self._reading, core(self._reading, head, tail=False)))
        else:
            self._put("Target", said(self._reading, core(self._reading, head)))


def _is_other(party: Party, name: str) -> bool:
    """True when what looks like a person's name was resolved to an organisation of another name."""
    known = gtt.normalised(fold(party.name or "")).split()
    return party.sector in _ORGANISED and bool(known) and not set(name.split()) <= set(known)


def template_of(incident: Incident, reading: Reading) -> gtt.Template:
    """An incident's template, each phrase one entity."""
    fillers = Fillers(reading)
    for claim in incident.claims:
        fillers.add(claim)
    entities = {slot: tuple(frozenset({p}) for p in phrases) for slot, phrases in fillers.slots.items()}
    return gtt.Template(incident.kind, entities)
