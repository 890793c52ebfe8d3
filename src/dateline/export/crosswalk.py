"""The crosswalk: what the codebook's events are called in other schemes, and who counts as what there.

The events and their codes come from the codebook (`data/events.toml`, or the analyst's own); the words
that choose between several codes, and the groups of sectors, from `data/export.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dateline import assets
from dateline.errors import CodebookError
from dateline.record import Party


@dataclass(frozen=True, slots=True)
class Plover:
    """A PLOVER event type with the modes it may have, and a context."""

    type: str
    modes: tuple[str, ...] = ()
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Chooser:
    """Words of a report that ask for a finer code of some events."""

    events: frozenset[str]
    code: str
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """The codes of every event, and the words and sectors that decide between them."""

    acled: Mapping[str, tuple[str, ...]]
    plover: Mapping[str, tuple[Plover, ...]]
    acled_words: tuple[Chooser, ...]
    plover_words: tuple[Chooser, ...]
    sectors: Mapping[str, frozenset[str]]
    civilian: re.Pattern[str]
    armed: re.Pattern[str]
    everybody: re.Pattern[str]
    deadly: re.Pattern[str]
    counts: Mapping[str, int]

    def sub_event(self, event: str, text: str) -> str | None:
        """The ACLED sub-event of an event told in some words, or None for one that ACLED does not code."""
        codes = self.acled.get(event, ())
        return _chosen(self.acled_words, event, text) or codes[0] if codes else None

    def mode(self, event: str, code: Plover, text: str) -> str | None:
        """The PLOVER mode of an event told in some words."""
        return _chosen(self.plover_words, event, text) or next(iter(code.modes), None)

    def is_in(self, party: Party, group: str) -> bool:
        """True when a party's sector belongs to a group of `data/export.toml`."""
        return party.sector in self.sectors[group]

    def is_civilian(self, party: Party) -> bool:
        """True for people who are no combatants, by sector or, without one, by the words."""
        if party.sector:
            return self.is_in(party, "civilian")
        return not self.armed.search(party.text) and bool(self.civilian.search(party.text))

    def is_armed(self, party: Party) -> bool:
        """True for forces and armed groups, by sector or, without one, by the words."""
        return self.is_in(party, "armed") if party.sector else bool(self.armed.search(party.text))

    def is_state(self, party: Party) -> bool:
        """True for a government, its organs, and forces of several states."""
        return self.is_in(party, "state")


def _chosen(choosers: Iterable[Chooser], event: str, text: str) -> str | None:
    return next((c.code for c in choosers if event in c.events and c.words.search(text)), None)


@cache
def crosswalk(codebook: Path | None = None) -> Crosswalk:
    """The crosswalk of a codebook; of the shipped one by default. Raises CodebookError."""
    events, words = _toml(codebook or assets.data_file("events.toml")), _toml(assets.data_file("export.toml"))
    people = words["people"]
    return Crosswalk(
        acled={e["key"]: tuple(e.get("acled", ())) for e in events.get("event", ())},
        plover={
            e["key"]: tuple(Plover(p["type"], tuple(p.get("modes", ())), p.get("context")) for p in e.get("plover", ()))
            for e in events.get("event", ())
        },
        acled_words=_choosers(words["acled_word"], "sub_event"),
        plover_words=_choosers(words["plover_word"], "mode"),
        sectors={group: frozenset(members) for group, members in words["sectors"].items()},
        civilian=_pattern(people["civilian"]),
        armed=_pattern(people["armed"]),
        everybody=_pattern(people["everybody"]),
        deadly=_pattern(words["deadly"]["words"]),
        counts=words["acled_counts"],
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf8"))
    except (OSError, ValueError) as problem:
        raise CodebookError(f"cannot read {path}: {problem}") from problem


def _choosers(entries: Iterable[Mapping[str, Any]], code: str) -> tuple[Chooser, ...]:
    return tuple(Chooser(frozenset(e["events"]), e[code], _pattern(e["words"])) for e in entries)


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})", re.IGNORECASE)
