"""The measures that several tasks share: counts into F1, pairing of spans, correlation."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


@dataclass(slots=True)
class Counts:
    """How many were right, said and wanted."""

    right: int = 0
    said: int = 0
    gold: int = 0

    def add(self, said: Collection[A], gold: Collection[A]) -> None:
        """Counts two sets of answers; what stands in both is right."""
        self.right += len(set(said) & set(gold))
        self.said += len(set(said))
        self.gold += len(set(gold))

    def add_pairs(self, said: Sequence[A], gold: Sequence[B], agree: Callable[[A, B], bool]) -> None:
        """Counts answers that pair one to one with gold answers they agree with."""
        self.right += len(pair(said, gold, agree))
        self.said += len(said)
        self.gold += len(gold)

    @property
    def precision(self) -> float:
        """Share of what was said that is right; 0 when nothing was said."""
        return self.right / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        """Share of what was wanted that was found; 0 when nothing was wanted."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.said + self.gold) if self.said + self.gold else 0.0

    def as_scores(self, name: str) -> dict[str, float]:
        """F1, precision and recall under names that begin with `name`."""
        values = {"f1": self.f1, "precision": self.precision, "recall": self.recall}
        return {f"{name}_{k}": round(v, 4) for k, v in values.items()}


def pair(said: Iterable[A], gold: Iterable[B], agree: Callable[[A, B], bool]) -> list[tuple[A, B]]:
    """Greedy one-to-one pairs, in the order given."""
    left, pairs = list(gold), []
    for a in said:
        for i, b in enumerate(left):
            if agree(a, b):
                pairs.append((a, left.pop(i)))
                break
    return pairs


def pearson(x: Sequence[float], y: Sequence[float]) -> float:
    """Pearson's r; 0 when either side does not vary."""
    if not x:
        return 0.0
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    across = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    spread = math.sqrt(sum((a - mean_x) ** 2 for a in x) * sum((b - mean_y) ** 2 for b in y))
    return across / spread if spread else 0.0


def by_class(said: Sequence[str], gold: Sequence[str], classes: Sequence[str]) -> dict[str, Counts]:
    """Counts per class of one label per item."""
    return {
        c: Counts(
            sum(a == b == c for a, b in zip(said, gold, strict=True)),
            sum(a == c for a in said),
            sum(b == c for b in gold),
        )
        for c in classes
    }


def macro_f1(classes: Sequence[Counts]) -> float:
    """Mean F1 of some classes; 0 of none."""
    return round(sum(c.f1 for c in classes) / len(classes), 4) if classes else 0.0


def share(right: int, of: int) -> float:
    """A rounded share; 0 of nothing is 0."""
    return round(right / of, 4) if of else 0.0
