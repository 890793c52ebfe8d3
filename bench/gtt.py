"""The GTT score of incident templates (Du, Rush and Cardie 2021), written anew from its definition.

Predicted templates are mapped one to one to gold templates of the same incident type, or to none.
Inside a pair a predicted entity is right when all its mentions are among one gold entity's; a gold
entity is found when some predicted entity is right by it. The incident type counts as a slot.
Templates without a partner add their fillers to the denominators. Of all mappings the one with the
best F1 of the document is kept; documents are summed.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SLOTS = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
_PUNCTUATION = str.maketrans("", "", string.punctuation)
Entity = frozenset[str]  # normalised mentions
Pairing = tuple[int | None, ...]  # for every predicted template the index of its gold template


@dataclass(frozen=True, slots=True)
class Template:
    """An incident: its type and the entities of each slot."""

    incident: str
    entities: Mapping[str, tuple[Entity, ...]]

    def size(self) -> int:
        """Slots to be right about: the type and every entity."""
        return 1 + sum(len(self.entities.get(s, ())) for s in SLOTS)


@dataclass(slots=True)
class Tally:
    """What precision and recall are made of; the numerators differ when mentions nest."""

    right: int = 0
    said: int = 0
    found: int = 0
    gold: int = 0
    by_slot: dict[str, Tally] = field(default_factory=dict)

    @property
    def precision(self) -> float:
        """Share of predicted fillers that are right."""
        return self.right / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        """Share of gold fillers that are found."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return f1(self.precision, self.recall)

    def count(self, slot: str, right: int, said: int, found: int, gold: int) -> None:
        """Adds to the whole and to one slot."""
        for t in (self, self.by_slot.setdefault(slot, Tally())):
            t.right, t.said, t.found, t.gold = t.right + right, t.said + said, t.found + found, t.gold + gold


def f1(precision: float, recall: float) -> float:
    """Harmonic mean; 0 when both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def normalised(mention: str) -> str:
    """Lower case, no punctuation, no article, single spaces."""
    bare = mention.lower().translate(_PUNCTUATION)
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", bare).split())


def legal(said: Template, gold: Template) -> bool:
    """True when the incident types agree; a gold type may name two ("bombing / attack")."""
    return said.incident in gold.incident.split(" / ")


def matches(said: Sequence[Entity], gold: Sequence[Entity]) -> tuple[int, int]:
    """How many predicted entities are right, and how many gold entities are found."""
    right = sum(any(s <= g for g in gold) for s in said)
    return right, sum(any(s <= g for s in said) for g in gold)


def best_pairing(said: Sequence[Template], gold: Sequence[Template]) -> Pairing:
    """The mapping with the best F1 of a document.

    The denominators are the same for every mapping, so that partial mappings over the same gold
    templates can be compared: one that is right and finds no more than another is dropped.
    """
    states: dict[int, dict[tuple[int, int], Pairing]] = {0: {(0, 0): ()}}
    for template in said:
        after: dict[int, dict[tuple[int, int], Pairing]] = {}
        gains = [(j, _gain(template, g)) for j, g in enumerate(gold) if legal(template, g)]
        for used, reached in states.items():
            for (right, found), pairing in reached.items():
                _keep(after, used, (right, found), (*pairing, None))
                for j, (more_right, more_found) in gains:
                    if not used >> j & 1:
                        _keep(after, used | 1 << j, (right + more_right, found + more_found), (*pairing, j))
        states = after
    most_said, most_gold = sum(t.size() for t in said) or 1, sum(t.size() for t in gold) or 1
    ends = [(counts, pairing) for front in states.values() for counts, pairing in front.items()]
    return max(ends, key=lambda x: f1(x[0][0] / most_said, x[0][1] / most_gold))[1]


def _gain(said: Template, gold: Template) -> tuple[int, int]:
    """What a pair adds to both numerators, its type included."""
    both = [matches(said.entities.get(s, ()), gold.entities.get(s, ())) for s in SLOTS]
    return 1 + sum(r for r, _ in both), 1 + sum(f for _, f in both)


def _keep(
    states: dict[int, dict[tuple[int, int], Pairing]], used: int, counts: tuple[int, int], pairing: Pairing
) -> None:
    """Takes in a partial mapping unless another over the same gold templates is as good in both counts."""
    front = states.setdefault(used, {})
    if any(r >= counts[0] and f >= counts[1] for r, f in front):
        return
    for worse in [c for c in front if c[0] <= counts[0] and c[1] <= counts[1]]:
        del front[worse]
    front[counts] = pairing


def add_document(tally: Tally, said: Sequence[Template], gold: Sequence[Template], pairing: Pairing) -> None:
    """Adds one document under a mapping."""
    taken = {j for j in pairing if j is not None}
    for template, j in zip(said, pairing, strict=True):
        partner = gold[j] if j is not None else None
        tally.count("incident_type", j is not None, 1, j is not None, j is not None)
        for slot in SLOTS:
            ours = template.entities.get(slot, ())
            theirs = partner.entities.get(slot, ()) if partner else ()
            right, found = matches(ours, theirs)
            tally.count(slot, right, len(ours), found, len(theirs))
    for j, template in enumerate(gold):
        if j not in taken:
            tally.count("incident_type", 0, 0, 0, 1)
            for slot in SLOTS:
                tally.count(slot, 0, 0, 0, len(template.entities.get(slot, ())))
