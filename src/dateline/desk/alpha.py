"""Krippendorff's alpha for nominal data: how far coders agree beyond what chance would give.

K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): 1 is perfect agreement, 0 what
chance gives. Coders may leave units out; a unit that fewer than two coded says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Agreement over units, each the values that coders gave it.

    None when no unit has two values, or when all values are one and the same: then chance explains
    everything.
    """
    same = 0.0  # coincidences of a value with itself
    totals: Counter[Hashable] = Counter()
    for values in units:
        if len(values) < 2:
            continue
        counts = Counter(values)
        totals.update(counts)
        same += sum(c * (c - 1) for c in counts.values()) / (len(values) - 1)
    n = sum(totals.values())
    observed = n - same
    expected = n * n - sum(c * c for c in totals.values())
    if not expected:
        return None
    return 1 - (n - 1) * observed / expected


def agreed(units: Iterable[Sequence[Hashable]]) -> float | None:
    """The share of units with two values or more on which all are the same; None when there is no such unit."""
    same = [len(set(values)) == 1 for values in units if len(values) > 1]
    return sum(same) / len(same) if same else None
