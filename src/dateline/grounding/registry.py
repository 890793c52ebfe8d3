"""The registry of parties: who is known by which names, and where a text names them.

Two tables, `data/actors.tsv` and `data/states.tsv`, become one index over folded word n-grams.
A state's organs ("Syrian Army") are made from `data/organs.tsv` unless its row names its own.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Literal, NamedTuple

from dateline.errors import AssetError
from dateline.grounding.spelling import is_uncased

Form = Literal["name", "adjective", "people", "capital"]

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:['’`´]\w+)*")
_CONTRACTED = re.compile(r"(?i)(i|we|he|she|they|it|you|who|that)['’](?:m|ve|ll|d|re|s)")
_GAP = re.compile(r"[ \t\u00a0]*\n?[ \t\u00a0]*[-–‑/(\"“”'’)]?[ \t\u00a0]*\n?[ \t\u00a0]*")
_ARTICLES = frozenset({"al", "el", "ul", "as", "ash", "an", "ad", "at", "ar"})
_SOUNDS = str.maketrans({"o": "u", "e": "i", "q": "k"})
_DOUBLED = re.compile(r"([a-z])\1")


class Token(NamedTuple):
    """One word of a text; `key` is its folded form without possessive ending."""

    begin: int
    end: int
    form: str
    key: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One party. `earliest`/`latest` are years of activity; `places` the countries it acts in."""

    name: str
    country: str | None
    sector: str | None
    kind: str
    parent: str | None = None
    earliest: int | None = None
    latest: int | None = None
    places: frozenset[str] = frozenset()
    wikidata: str | None = None

    @property
    def shown(self) -> str:
        """The name without the bracket that tells namesakes apart in the registry."""
        return self.name.partition(" [")[0]


@dataclass(frozen=True, slots=True)
class Alias:
    """A way to name an entry; `written` is its spelling, `exact` asks for the same letter case."""

    entry: Entry
    form: Form
    written: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens `first`..`last` (both included) that may name any of the aliases."""

    first: int
    last: int
    aliases: tuple[Alias, ...]


@dataclass(frozen=True, slots=True)
class Organ:
    """A kind of state organ; `name` is the template of its name, empty for special organs."""

    kind: str
    sector: str
    name: str


@dataclass(slots=True)
class State:
    """A state: the entry itself, its organs by kind as the table names them, and those made from templates."""

    code: str
    entry: Entry
    adjective: str
    organs: dict[str, Entry] = field(default_factory=dict)
    earlier: dict[str, tuple[int, Entry]] = field(default_factory=dict)
    made: dict[str, Entry] = field(default_factory=dict)

    def kind_of(self, name: str) -> str | None:
        """Which of its organs a name is."""
        known = itertools.chain(self.organs.items(), self.made.items())
        return next((kind for kind, entry in known if entry.name == name), None)

    def organ(self, organ: Organ, year: int | None = None) -> Entry:
        """The state's own organ of that kind, under the name it had in a year."""
        until, former = self.earlier.get(organ.kind, (0, None))
        if former is not None and year is not None and year < until:
            return former
        if organ.kind in self.organs:
            return self.organs[organ.kind]
        if organ.kind in ("troops", "army"):  # most states have one army, which is their armed forces
            return self.organ(replace(organ, kind="forces", name="{adjective} Armed Forces"), year)
        if organ.kind not in self.made:
            name = organ.name.format(adjective=self.adjective, the=with_article(self.entry.name)).removeprefix("the ")
            self.made[organ.kind] = Entry(name, self.entry.country, organ.sector, "organ", self.entry.name)
        return self.made[organ.kind]


def with_article(name: str) -> str:
    """A state's name as it stands after "of": "the United States"."""
    articled = re.match(
        r"(United|Philippines|Netherlands|Bahamas|Maldives|Soviet|Central African|Comoros|Holy"
        r"|Dominican Rep|Czech Rep|Democratic Rep|Republic|Ivory|Gambia|Solomon|Marshall)",
        name,
    )
    return f"the {name}" if articled else name


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Case, diacritics, dots, apostrophes and the possessive ending taken away."""
    if not word.isascii():
        word = word.replace("’", "'").replace("`", "'").replace("´", "'").replace("ı", "i")
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
        word = word.replace("ø", "o").replace("ł", "l").replace("đ", "d").replace("ß", "ss")
    word = word.lower()
    word = word.removesuffix("'s").replace(".", "").replace("'", "")
    return word.translate({0x02BF: None, 0x02BE: None, 0x2018: None})


@lru_cache(maxsize=65536)
def sound(key: str) -> str:
    """A folded word as transliterations agree on it: "Houthi" = "Huthi", "Qaida" = "Kaida".

    Short words stay as they are: there the vowels tell names apart.
    """
    if len(key) < 5:
        return key
    key = key.replace("ou", "u").replace("oo", "u").replace("ee", "i").replace("aa", "a")
    return _DOUBLED.sub(r"\1", key.translate(_SOUNDS))


def tokens_of(text: str) -> list[Token]:
    """The words of a text with their folded keys; hyphens separate words, "I'm" is "I"."""
    return [Token(m.start(), m.end(), m[0], _key(m[0])) for m in _WORD.finditer(text)]


@lru_cache(maxsize=65536)
def _key(form: str) -> str:
    contracted = _CONTRACTED.fullmatch(form)
    return contracted[1].lower() if contracted else fold(form)


def read_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a data table of the package, as dictionaries by column name."""
    content = resources.files("dateline").joinpath("data", name).read_text(encoding="utf-8")
    yield from _rows(content, name)


def _rows(content: str, name: str) -> Iterator[dict[str, str]]:
    lines = content.splitlines()
    columns = lines[0].split("\t")
    for number, line in enumerate(lines[1:], 2):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise AssetError(
                f"{name} line {number} has {len(cells)} cells, the header {len(columns)}: "
                "separate columns by one tab each"
            )
        yield dict(zip(columns, cells, strict=True))


def split(cell: str) -> list[str]:
    """The items of a table cell, which semicolons separate."""
    return [item for item in cell.split(";") if item]


def _year(cell: str) -> int | None:
    return int(cell) if cell else None


class Registry:
    """All known parties, and the index that finds their names in a text."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.states: dict[str, State] = {}
        self.organs: dict[str, Organ] = {}
        self._index: dict[str, list[tuple[tuple[str, ...], Alias]]] = {}
        self._scanned: tuple[str, list[Token], list[Hit]] = "", [], []

    @classmethod
    def load(cls, extra: Path | None = None) -> Registry:
        """Read the package's tables, then an analyst's own actors from `extra` (same columns)."""
        registry = cls()
        for row in read_table("organs.tsv"):
            registry.organs[row["kind"]] = Organ(row["kind"], row["sector"], row["name"])
        for row in read_table("states.tsv"):
            registry._add_state(row)
        for row in read_table("actors.tsv"):
            registry._add_actor(row)
        if extra is not None:
            for row in _rows(extra.read_text(encoding="utf-8"), extra.name):
                registry._add_actor(row)
        registry._add_societies()
        for bucket in registry._index.values():
            bucket.sort(key=lambda pair: -len(pair[0]))
        return registry

    def __len__(self) -> int:
        return len(self.entries)

    def in_year(self, entry: Entry, year: int | None) -> Entry:
        """An organ of state under the name it had in a year."""
        state = self.state_of(entry) if entry.kind == "organ" and year else None
        for kind, (until, former) in state.earlier.items() if state else ():
            if year and year < until and state and state.organs.get(kind) is entry:
                return former
        return entry

    def named(self, name: str) -> Entry | None:
        """The entry that a name means when it can mean only one."""
        keys = tuple(sound(token.key) for token in tokens_of(name))
        found = {alias.entry for known, alias in self._index.get(keys[0], ()) if known == keys}
        return found.pop() if len(found) == 1 else None

    def state_of(self, entry: Entry) -> State | None:
        """The state an entry is, or belongs to."""
        return self.states.get(entry.country or "")

    def scan(self, text: str) -> tuple[list[Token], list[Hit]]:
        """The words of a text, and where they name parties: leftmost, longest, without overlap.

        The last text's are kept: places and parties of one report both ask.
        """
        if self._scanned[0] != text:
            tokens = tokens_of(text)
            self._scanned = text, tokens, self._hits(text, tokens)
        return self._scanned[1:]

    def _hits(self, text: str, tokens: Sequence[Token]) -> list[Hit]:
        uncased = is_uncased(text)
        sounds = [sound(token.key) for token in tokens]
        hits: list[Hit] = []
        at = 0
        while at < len(tokens):
            hit = self._longest(text, tokens, sounds, at, uncased) if sounds[at] in self._index else None
            if hit:
                hits.append(hit)
            at = hit.last + 1 if hit else at + 1
        return hits

    def _longest(
        self,
        text: str,
        tokens: Sequence[Token],
        sounds: Sequence[str],
        at: int,
        uncased: bool,
    ) -> Hit | None:
        length, aliases = 0, []
        for keys, alias in self._index[sounds[at]]:
            if len(keys) < length:
                break
            if tuple(sounds[at : at + len(keys)]) != keys:
                continue
            if len(keys) > 1 and not _contiguous(text, tokens[at : at + len(keys)]):
                continue
            articled = at > 0 and tokens[at - 1].key == "the"
            if _case_fits(alias, tokens[at : at + len(keys)], uncased, articled):
                length = len(keys)
                aliases.append(alias)
        return Hit(at, at + length - 1, tuple(dict.fromkeys(aliases))) if aliases else None

    def _add_state(self, row: dict[str, str]) -> None:
        country = row["code"][:3]
        years = _year(row["from"]), _year(row["to"])
        entry = Entry(row["name"], country, "GOV", "state", None, *years, frozenset({country}))
        adjectives = split(row["adjectives"])
        state = State(row["code"], entry, adjectives[0] if adjectives else row["name"])
        self.states[row["code"]] = state
        self.entries.setdefault(entry.name, entry)
        people = split(row["people"]) or [
            f"{adjective}s" for adjective in adjectives if not adjective.endswith(("s", "ese"))
        ]
        names = [entry.name, *split(row["aliases"])]
        for form, cell in (
            ("name", [*names, *_without_apostrophe(names)]),
            ("people", people),
            ("adjective", adjectives),
            ("capital", split(row["capital"])),
        ):
            for written in cell:
                self._put(written, entry, form)  # type: ignore[arg-type]
        for item in split(row["organs"]):
            self._add_organ(state, item)

    def _add_societies(self) -> None:
        """The Red Cross or Red Crescent of every state that has none in the table."""
        for state in self.states.values():
            for society in ("Red Cross", "Red Crescent"):
                name = f"{state.adjective} {society}"
                keys = tuple(sound(token.key) for token in tokens_of(name))
                if all(known != keys for known, _ in self._index.get(keys[0], ())):
                    entry = Entry(name, state.entry.country, "NGO", "body", None, places=state.entry.places)
                    self._put(name, self.entries.setdefault(name, entry), "name")

    def _add_organ(self, state: State, item: str) -> None:
        kind, _, names = item.partition("=")
        kind, _, until = kind.partition("<")
        canonical, *aliases = names.split("|")
        if kind == "government":
            sector, holder = "GOV", state.entry
        else:
            sector = self.organs[kind].sector if kind in self.organs else "MIL"
            holder = state.entry
        years = state.entry.earliest, _year(until) or state.entry.latest
        entry = Entry(canonical, holder.country, sector, "organ", holder.name, *years, holder.places)
        if canonical == holder.name:
            entry = holder
        elif until:
            state.earlier[kind] = int(until), entry
        elif kind != "government":
            state.organs[kind] = entry
        self.entries.setdefault(canonical, entry)
        for written in (canonical, *aliases):
            self._put(written, entry, "name")

    def _add_actor(self, row: dict[str, str]) -> None:
        places = frozenset(split(row["places"])) | ({row["country"]} if row["country"] else set())
        entry = Entry(
            row["name"],
            row["country"] or None,
            row["sector"] or None,
            row["kind"],
            row["parent"] or None,
            _year(row["from"]),
            _year(row["to"]),
            frozenset(places),
            row["wikidata"] or None,
        )
        self.entries[entry.name] = entry
        for written in (entry.shown, *split(row["aliases"])):
            self._put(written, entry, "name")

    def _put(self, written: str, entry: Entry, form: Form) -> None:
        exact = written.startswith("=")
        written = written.lstrip("=")
        alias = Alias(entry, form, written, exact)
        keys = tuple(sound(fold(m[0])) for m in _WORD.finditer(written))
        self._index.setdefault(keys[0], []).append((keys, alias))
        bare = tuple(key for key in keys if key not in _ARTICLES)
        if bare != keys and bare and entry.kind != "state" and len(bare[0]) > 4:
            self._index.setdefault(bare[0], []).append((bare, alias))


def _without_apostrophe(names: Iterable[str]) -> Iterator[str]:
    """Possessives as sites print them that lose the apostrophe: "Syrias army"."""
    return (f"{name}s" for name in names if name[-1:].islower() and name[-1] != "s" and name != "America")


def _contiguous(text: str, tokens: Sequence[Token]) -> bool:
    return all(_GAP.fullmatch(text, left.end, right.begin) for left, right in itertools.pairwise(tokens))


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Words that are names only when their letter case says so ("us", "is", "who")."""
    return _words_of("common")


@lru_cache(maxsize=1)
def common_things() -> frozenset[str]:
    """Those of the common words that have articles as well ("the car", "the site")."""
    return _words_of("things")


def _words_of(kind: str) -> frozenset[str]:
    rows = {row["class"]: row["words"] for row in read_table("party_words.tsv")}
    return frozenset(split(rows[kind]))


def _case_fits(alias: Alias, tokens: Sequence[Token], uncased: bool, articled: bool) -> bool:
    written, form = alias.written, tokens[0].form
    if uncased:
        acronym = articled and written.isupper() and tokens[0].key not in common_things()
        return len(tokens) > 1 or acronym or tokens[0].key not in common_words()
    if len(tokens) > 1:
        return not alias.exact or form[:1].isupper() == written[:1].isupper()
    if written.isupper() and len(written) > 4 and form.istitle():
        return tokens[0].key not in common_words()
    if written.isupper() and len(written) <= 6:
        return form.removesuffix("'s").removesuffix("’s").isupper()
    if written[:1].isupper() or (alias.exact and not written.islower()):
        return form[:1].isupper()
    return not alias.exact or form[:1].islower()
