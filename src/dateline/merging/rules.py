"""The rules of merging, from data/merging.toml and data/merging_weights.toml: families, word lists, weights."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dateline import assets
from dateline.errors import AssetError


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """What can be one event, and how much each kind of evidence counts, in log-odds.

    `rarity` tells for stems how little they say, from 0 to 1; one that is absent says most.
    `weights` has two tables: "within" for claims of one report, "across" for those of two.
    """

    families: Mapping[str, frozenset[str]]
    alike: Mapping[str, frozenset[str]]
    state: frozenset[str]
    armed: frozenset[str]
    flown: frozenset[str]
    back: frozenset[str]
    away: tuple[str, ...]
    apart: re.Pattern[str]
    common: frozenset[str]
    rarity: Mapping[str, float]
    agencies: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, Mapping[str, float]]

    @classmethod
    def load(cls, rules: Path | None = None, weights: Path | None = None) -> Rules:
        """Reads the shipped files, or others of the same form. Raises AssetError."""
        told = _toml(rules or assets.data_file("merging.toml"))
        fitted = _toml(weights or assets.data_file("merging_weights.toml"))
        families: dict[str, set[str]] = {}
        for family, events in told["families"].items():
            for event in events:
                families.setdefault(event, set()).add(family)
        alike: dict[str, set[str]] = {}
        for one, two in told["alike"]["pairs"]:
            alike.setdefault(one, {one}).add(two)
            alike.setdefault(two, {two}).add(one)
        words = told["words"]
        return cls(
            families={event: frozenset(names) for event, names in families.items()},
            alike={event: frozenset(others) for event, others in alike.items()},
            state=frozenset(words["state"]),
            armed=frozenset(words["armed"]),
            flown=frozenset(words["flown"]),
            back=frozenset(words["back"]),
            away=tuple(words["away"]),
            apart=re.compile(rf"\b(?:{'|'.join(map(re.escape, words['apart']))})\b", re.IGNORECASE),
            common=frozenset(words["common"].split()),
            rarity=_rarity(assets.data_file("merging_words.tsv")),
            agencies={name: tuple(forms) for name, forms in told["agencies"].items()},
            weights={scope: fitted[scope] for scope in ("within", "across")},
        )


@cache
def shipped() -> Rules:
    """The shipped rules, read once."""
    return Rules.load()


def _rarity(path: Path) -> dict[str, float]:
    """From the number of reports that have a stem; the first line counts the reports."""
    try:
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        (_, most), *counts = [(stem, int(reports)) for stem, reports in rows]
    except (OSError, ValueError) as problem:
        raise AssetError(f"{path.name} cannot be read ({problem}); install dateline again") from problem
    return {stem: math.log(most / reports) / math.log(most) for stem, reports in counts}


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as problem:
        raise AssetError(f"{path.name} cannot be read ({problem}); mend it or install dateline again") from problem
