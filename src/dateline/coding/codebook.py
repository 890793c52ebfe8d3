"""The codebook: event types, their crosswalk, and what an analyst forces or forbids.

It is data (`data/events.toml`), can be replaced with `--events FILE`, and wins over the model
wherever it speaks.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.coding.lemmas import lemmas
from dateline.errors import CodebookError
from dateline.record import Reading, Trigger

ROLES = frozenset(["actor", "target", "weapon", "place", "origin", "destination", "when", "quantity", "source"])
_EVENT_KEYS = {"key", "covers", "examples", "roles", "acled", "plover", "cameo"}
_RULE_KEYS = {"event", "lemma", "phrase", "tag", "with", "without"}
TAKEN = 0.5  # a trigger counts when its chance of naming any event is at least this


@dataclass(frozen=True, slots=True)
class PloverCode:
    """A PLOVER event type with its modes and context."""

    type: str
    modes: tuple[str, ...] = ()
    context: str | None = None


@dataclass(frozen=True, slots=True)
class EventType:
    """One type of event: what it covers and how other schemes call it."""

    key: str
    covers: str
    examples: tuple[str, ...]
    roles: frozenset[str]
    acled: tuple[str, ...]
    plover: tuple[PloverCode, ...]
    cameo: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A trigger that is forced to an event or forbidden; the conditions must all hold."""

    words: tuple[str, ...]
    event: str | None
    lemma: bool
    tag: str | None = None
    with_any: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    def matches(self, reading: Reading, word: int) -> bool:
        """True when the rule speaks of this word of the report."""
        if self.tag and reading.words[word].tag != self.tag:
            return False
        if not (self._is_lemma(reading, word) if self.lemma else self._is_phrase(reading, word)):
            return False
        if not self.with_any and not self.without:
            return True
        a, b = reading.sentences[reading.sentence_of(word)]
        near = {form for i in range(a, b) for form in lemmas(reading.words[i].form)}
        return (not self.with_any or bool(self.with_any & near)) and not (self.without & near)

    def _is_lemma(self, reading: Reading, word: int) -> bool:
        return self.words[0] in lemmas(reading.words[word].form)

    def _is_phrase(self, reading: Reading, word: int) -> bool:
        """True when the word stands anywhere in an occurrence of the phrase."""
        n = len(self.words)
        for first in range(max(0, word - n + 1), min(word, len(reading.words) - n) + 1):
            if all(
                self.words[k] == (form := reading.words[first + k].form.casefold()) or self.words[k] in lemmas(form)
                for k in range(n)
            ):
                return True
        return False


@dataclass(frozen=True, slots=True)
class OffTopic:
    """Words that tell a report on another matter, and words of conflict that overrule them."""

    name: str
    words: frozenset[str]
    at_least: int
    unless: frozenset[str]
    unless_at_least: int

    def speaks_of(self, forms: Iterable[str]) -> bool:
        """True when the case-folded words of a report are those of this matter."""
        told = {base for form in forms for base in lemmas(form)}
        # "siege" and "war" are borrowed too; it takes two different words to overrule.
        return len(self.words & told) >= self.at_least and len(self.unless & told) < self.unless_at_least


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a trigger is taken for: an event or none, how sure, and what the codebook changed."""

    event: str | None
    probability: float
    why: str = ""


class Codebook:
    """Event types and rules, validated."""

    def __init__(
        self,
        events: Mapping[str, EventType],
        force: list[Rule],
        forbid: list[Rule],
        boilerplate: list[str],
        off_topic: list[OffTopic],
        version: str,
    ):
        self.off_topic = off_topic
        self.events, self.force, self.forbid, self.version = events, force, forbid, version
        self._boilerplate = re.compile("|".join(f"(?:{b})" for b in boilerplate) or r"(?!)", re.IGNORECASE)
        self._first = {w for r in [*force, *forbid] for w in r.words}

    @classmethod
    def load(cls, path: Path) -> Codebook:
        """Reads a codebook; CodebookError names the entry and what to mend."""
        try:
            data = tomllib.loads(path.read_text(encoding="utf8"))
        except OSError as problem:
            raise CodebookError(f"cannot read the codebook {path}: {problem.strerror}") from problem
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            raise CodebookError(f"{path} is not valid TOML: {problem}") from problem
        events = _events(path, data.get("event", []))
        rules = {
            kind: [_rule(path, f"[[{kind}]] no. {i}", r, events) for i, r in enumerate(data.get(kind, []), 1)]
            for kind in ("force", "forbid")
        }
        for rule in rules["force"]:
            if rule.event is None:
                raise CodebookError(f"{path}: a [[force]] rule for {' '.join(rule.words)!r} needs an event")
        return cls(
            events,
            rules["force"],
            rules["forbid"],
            data.get("boilerplate", []),
            _off_topic(path, data.get("off_topic", [])),
            str(data.get("version", "")),
        )

    def other_matter(self, reading: Reading) -> str | None:
        """The matter that a report is about when it is not about conflict."""
        forms = {w.form.casefold() for w in reading.words}
        return next((t.name for t in self.off_topic if t.speaks_of(forms)), None)

    def roles(self, event: str) -> frozenset[str]:
        """Roles that an event of this type may have."""
        return self.events[event].roles

    def is_boilerplate(self, sentence: str) -> bool:
        """True for a sentence that points to other stories."""
        return bool(self._boilerplate.search(sentence))

    def watched(self, forms: Iterable[str]) -> frozenset[str]:
        """Of some case-folded word forms, those that a [[force]] rule may speak of."""
        wanted = {w for r in self.force for w in r.words}
        return frozenset(f for f in forms if wanted & lemmas(f))

    def judge(self, reading: Reading, trigger: Trigger) -> Verdict:
        """The event a trigger names, by the model and then by the rules."""
        likely = trigger.types.get("none", 0.0)
        best = max((t for t in trigger.types if t != "none"), key=lambda t: trigger.types[t], default=None)
        form = reading.words[trigger.word].form
        if self._first & lemmas(form):
            for rule in self.force:
                if rule.event != best and rule.matches(reading, trigger.word):
                    return Verdict(rule.event, 0.9, f"the codebook forces “{form}” to {rule.event}")
                if rule.event == best and rule.matches(reading, trigger.word):
                    return Verdict(best, max(0.9, 1 - likely))
            for rule in self.forbid:
                if rule.event in (None, best) and rule.matches(reading, trigger.word):
                    return Verdict(None, likely, f"the codebook forbids “{' '.join(rule.words)}”")
        if best is None or best not in self.events or 1 - likely < TAKEN:
            return Verdict(None, likely)
        return Verdict(best, trigger.types[best])


def _events(path: Path, entries: list[dict[str, Any]]) -> dict[str, EventType]:
    """The event types of a file, each checked."""
    events: dict[str, EventType] = {}
    for i, entry in enumerate(entries, 1):
        key = entry.get("key")
        where = f"{path}: [[event]] no. {i} ({key})"
        if not isinstance(key, str) or not re.fullmatch(r"[a-z][a-z_]*", key):
            raise CodebookError(f"{where}: needs a key of lower-case letters and underscores")
        if key in events:
            raise CodebookError(f"{where}: the key stands twice; keep one of the two")
        if unknown := set(entry) - _EVENT_KEYS:
            raise CodebookError(f"{where}: unknown {sorted(unknown)}; known are {sorted(_EVENT_KEYS)}")
        roles = frozenset(entry.get("roles", ROLES))
        if wrong := roles - ROLES:
            raise CodebookError(f"{where}: unknown roles {sorted(wrong)}; known are {sorted(ROLES)}")
        plover = tuple(
            PloverCode(p["type"], tuple(p.get("modes", ())), p.get("context")) for p in entry.get("plover", [])
        )
        events[key] = EventType(
            key,
            str(entry.get("covers", "")),
            tuple(entry.get("examples", ())),
            roles,
            tuple(entry.get("acled", ())),
            plover,
            str(entry.get("cameo", "")),
        )
    if not events:
        raise CodebookError(f"{path}: has no [[event]]; start from the shipped events.toml")
    return events


def _off_topic(path: Path, entries: list[dict[str, Any]]) -> list[OffTopic]:
    """The other matters of a file, each checked."""
    found = []
    for i, entry in enumerate(entries, 1):
        try:
            words, unless = (frozenset(str(w).casefold() for w in entry.get(k, ())) for k in ("words", "unless"))
            topic = OffTopic(
                str(entry["name"]), words, int(entry["at_least"]), unless, int(entry.get("unless_at_least", 1))
            )
        except (KeyError, TypeError, ValueError) as problem:
            raise CodebookError(
                f"{path}: [[off_topic]] no. {i} needs name, words and at_least ({problem})"
            ) from problem
        found.append(topic)
    return found


def _rule(path: Path, where: str, entry: dict[str, Any], events: Mapping[str, EventType]) -> Rule:
    """One rule of a file, checked."""
    if unknown := set(entry) - _RULE_KEYS:
        raise CodebookError(f"{path}: {where}: unknown {sorted(unknown)}; known are {sorted(_RULE_KEYS)}")
    if ("lemma" in entry) == ("phrase" in entry):
        raise CodebookError(f"{path}: {where}: give either a lemma or a phrase")
    event = entry.get("event")
    if event is not None and event not in events:
        raise CodebookError(f"{path}: {where}: no event {event!r} in this codebook")
    words = str(entry.get("lemma") or entry.get("phrase")).casefold().split()
    if not words or ("lemma" in entry and len(words) != 1):
        raise CodebookError(f"{path}: {where}: a lemma is one word; use phrase for several")
    near, far = (frozenset(str(w).casefold() for w in entry.get(key, ())) for key in ("with", "without"))
    return Rule(tuple(words), event, "lemma" in entry, entry.get("tag"), near, far)
