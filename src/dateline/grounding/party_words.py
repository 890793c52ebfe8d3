"""The words that say what kind of party a phrase speaks of: organs, rebels, civilians, titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.grounding.registry import fold, read_table, split, tokens_of

_AGENTS = ("ers", "ors", "ists", "ians", "women", "men", "folk", "goers", "ees")


@dataclass(frozen=True, slots=True)
class Role:
    """A phrase of `length` words: a class of party, or an organ of state when `organ` is set.

    `loose` organs are spoken of only together with their state: "Russian jets", not "jets".
    """

    kind: str
    sector: str | None
    length: int
    organ: str | None = None
    loose: bool = False


class Vocabulary:
    """`data/party_words.tsv` and `data/organs.tsv`, looked up by folded words."""

    def __init__(self) -> None:
        self._roles: dict[tuple[str, ...], Role] = {}
        self._classes: dict[str, frozenset[str]] = {}
        self._single: frozenset[str]
        for row in read_table("party_words.tsv"):
            self._add(row["class"], row["sector"] or None, split(row["words"]))
        for row in read_table("organs.tsv"):
            for column in ("words", "loose"):
                for word in split(row[column]):
                    keys = _keys(word)
                    known = self._roles.get(keys)
                    loose = column == "loose"
                    if known is None or known.organ is None or not loose:
                        role = known.kind if known and loose else "organ"
                        sector = known.sector if known and loose else row["sector"]
                        self._roles[keys] = Role(role, sector, len(keys), row["kind"], loose)

        listed = frozenset().union(*self._classes.values())
        self._single = listed.union(word for keys in self._roles for word in keys)

    def _add(self, kind: str, sector: str | None, words: Sequence[str]) -> None:
        keys = [_keys(word) for word in words]
        self._classes[kind] = frozenset(k[0] for k in keys if len(k) == 1)
        if kind in ("title", "stop", "hint", "holder", "contra", "break", "speech", "common", "things"):
            return
        if kind in (
            "affiliation",
            "organisation",
            "quantifier",
            "number",
            "participle",
            "locative",
            "verb",
            "inanimate",
        ):
            return
        for key in keys:
            self._roles.setdefault(key, Role(kind, sector, len(key)))

    def has(self, kind: str, key: str) -> bool:
        """True when the single word belongs to a class ("title", "stop", …)."""
        return key in self._classes[kind]

    def thing(self, key: str) -> bool:
        """True for a word of materiel ("tank"), which either side may own."""
        return key in self._classes["thing"]

    def is_word(self, key: str) -> bool:
        """True for a word that some class knows, so that its capital letter tells nothing."""
        return key in self._single

    def agent(self, key: str) -> bool:
        """True for a plural that speaks of people by what they do: "electricians", "quarrymen"."""
        return len(key) > 5 and key.endswith(_AGENTS) and not self.has("inanimate", key)

    def role_ending(self, keys: Sequence[str], last: int) -> Role | None:
        """The longest phrase of the vocabulary that ends with the word at `last`."""
        for length in range(min(4, last + 1), 0, -1):
            role = self._roles.get(tuple(keys[last - length + 1 : last + 1]))
            if role:
                return role
        return None


def _keys(phrase: str) -> tuple[str, ...]:
    return tuple(fold(token.form) for token in tokens_of(phrase))
