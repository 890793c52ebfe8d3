"""Which of a trigger's arcs are taken: chances, one filler for one-filler roles, no word twice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from dateline.record import Arc, Reading, Trigger

TAKEN = 0.5  # export shifts the biases so that the best threshold on our dev reports is one half
_SINGLE = frozenset({"place", "origin", "destination", "when"})
# Roles that one and the same word cannot fill for one trigger.
_EXCLUSIVE = frozenset({"actor", "target", "weapon", "place", "origin", "destination", "when"})
# Roles filled from the claim's own sentence only (claims.md §5, Parties); sources may stand next to it.
_OWN_SENTENCE = frozenset({"actor", "target", "weapon", "quantity", "origin", "destination"})
_OWN_WORD = frozenset({"weapon", "quantity"})  # "six VBIEDs" names the event and its weapon


@dataclass(frozen=True, slots=True)
class Fillers:
    """The arcs taken for one trigger, and why others were not."""

    arcs: tuple[Arc, ...]
    refused: dict[Arc, str] = field(default_factory=dict)

    def of(self, role: str) -> list[int]:
        """Head words that fill a role, likeliest first."""
        return [a.word for a in self.arcs if a.role == role]

    def reason(self, arc: Arc) -> str:
        """Why an arc was not taken."""
        return self.refused.get(arc, "below one half")

    def only(self, *roles: str) -> Fillers:
        """The arcs of some roles alone."""
        return Fillers(tuple(a for a in self.arcs if a.role in roles), self.refused)

    def completed_by(self, other: Fillers) -> Fillers:
        """Takes over the other trigger's arcs for roles that this one leaves empty."""
        mine = {a.role for a in self.arcs}
        extra = tuple(a for a in other.arcs if a.role not in mine)
        return Fillers(self.arcs + extra, self.refused)


def choose(reading: Reading, trigger: Trigger, allowed: Collection[str], triggers: Collection[int] = ()) -> Fillers:
    """The arcs to take, likeliest first over all roles.

    `triggers` are the words that name the report's events: a number that counts one of them ("five
    strikes destroyed …") is no quantity of another.
    """
    taken: list[Arc] = []
    refused: dict[Arc, str] = {}
    for arc in sorted(trigger.arcs, key=lambda a: -a.probability):
        if arc.probability < TAKEN:
            break
        why = _objection(reading, trigger, arc, taken, allowed) or _count_of_another(reading, trigger, arc, triggers)
        if why:
            refused[arc] = why
        else:
            taken.append(arc)
    return Fillers(tuple(taken), refused)


def _count_of_another(reading: Reading, trigger: Trigger, arc: Arc, triggers: Collection[int]) -> str:
    """Why a number is refused because it counts another event, or ""."""
    word = reading.words[arc.word]
    if arc.role == "quantity" and word.relation == "nummod" and word.head != trigger.word and word.head in triggers:
        return "it counts another event"
    return ""


def _objection(reading: Reading, trigger: Trigger, arc: Arc, taken: list[Arc], allowed: Collection[str]) -> str:
    """Why an arc above one half is still refused, or ""."""
    if arc.role not in allowed:
        return "the codebook gives this event no such role"
    if arc.word == trigger.word and arc.role not in _OWN_WORD:
        return "it is the trigger itself"
    if arc.role in _OWN_SENTENCE and reading.sentence_of(arc.word) != reading.sentence_of(trigger.word):
        return "it stands in another sentence"
    if reading.words[arc.word].tag == "PUNCT":
        return "it is punctuation"
    if arc.role in _SINGLE and any(t.role == arc.role for t in taken):
        return "a likelier word fills this role"
    if arc.role in _EXCLUSIVE and any(t.word == arc.word and t.role in _EXCLUSIVE for t in taken):
        return "the word fills another role already"
    return ""
