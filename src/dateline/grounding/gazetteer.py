"""The offline gazetteer: one SQLite file of named places, and how a name finds its entries.

Built once from the data files of three packages and our own supplement (`data/SOURCES.md`).
A name is looked up by ever looser keys: as written (case, accents and hyphens folded) and without
articles; then, only inside countries that the report is about and only when nothing else is found,
by its consonants and within a letter or two.
"""

from __future__ import annotations

import contextlib
import functools
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from dateline.errors import AssetError
from dateline.grounding import gazetteer_sources as sources
from dateline.grounding.gazetteer_sources import Entry, Named
from dateline.grounding.spelling import bare, edit_distance, fold, skeleton

__all__ = ["Entry", "Gazetteer", "Match", "add", "build"]

Progress = Callable[[int, int], None]
Grade = Literal["name", "alias", "demonym", "bare", "skeleton", "edit"]

FORMAT = "1"
# One spelling is enough there: names are English, and a near miss is another town.
_NO_VARIANTS = frozenset({"USA", "GBR", "CAN", "AUS", "NZL", "IRL"})
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE division (country TEXT, code TEXT, name TEXT, generic TEXT,
                       PRIMARY KEY (country, code)) WITHOUT ROWID;
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT,
                    admin1 TEXT, admin2 TEXT, geonameid INTEGER, lat REAL NOT NULL,
                    lon REAL NOT NULL, radius_km REAL NOT NULL, population INTEGER NOT NULL,
                    capital INTEGER NOT NULL);
CREATE TABLE key (key TEXT, place INTEGER, grade TEXT, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE sound (country TEXT, skeleton TEXT, key TEXT, place INTEGER,
                    PRIMARY KEY (country, skeleton, key, place)) WITHOUT ROWID;
"""
_COLUMNS = (
    "place.name, place.kind, place.country, place.admin1, place.admin2, place.geonameid,"
    " place.lat, place.lon, place.radius_km, place.population, place.capital"
)
_BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Match:
    """An entry and how its name was reached, from `name` (its own) to `edit` (a misspelling)."""

    entry: Entry
    grade: Grade


class Gazetteer:
    """The built file, opened read-only."""

    def __init__(self, path: Path) -> None:
        """Open `path`; AssetError when it is missing, damaged or of another format."""
        if not path.is_file():
            raise AssetError(f"no gazetteer at {path}; make it with `dateline gazetteer build`")
        self.path = path
        try:
            uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self.meta = dict(self._database.execute("SELECT key, value FROM meta"))
        except sqlite3.DatabaseError as error:
            raise AssetError(_damaged(path, str(error))) from error
        if self.meta.get("format") != FORMAT:
            raise AssetError(_damaged(path, f"format {self.meta.get('format')}, not {FORMAT}"))
        # Caches hang on the instance, so that they go when it goes.
        self.matches = functools.lru_cache(maxsize=32768)(self._matches)
        self.sounding = functools.lru_cache(maxsize=8192)(self._sounding)
        self.generic = functools.lru_cache(maxsize=4096)(self._generic)
        self.capital = functools.lru_cache(maxsize=256)(self._capital)
        self.by_code = functools.lru_cache(maxsize=4096)(self._by_code)

    def lookup(self, name: str) -> list[Entry]:
        """Entries that bear a name, however it is cased, accented or hyphenated; largest first."""
        return [match.entry for match in self.matches(name)]

    def whole(self) -> str | None:
        """What is wrong with the file, or None when it is whole: for `dateline doctor`."""
        try:
            broken = self._database.execute("PRAGMA quick_check(1)").fetchone()[0]
            found = self._database.execute("SELECT count(*) FROM place").fetchone()[0]
        except sqlite3.DatabaseError as error:
            return _damaged(self.path, str(error))
        if broken != "ok":
            return _damaged(self.path, broken)
        if str(found) != self.meta.get("places"):
            return _damaged(self.path, f"{found} places, not {self.meta.get('places')}")
        if self.meta.get("supplement") != sources.supplement_digest():
            return f"the gazetteer {self.path} is older than places.tsv; remake it: `dateline gazetteer build`"
        return None

    def nations(self) -> list[tuple[str, Match]]:
        """Every folded name and demonym of a country, with its match."""
        rows = self._database.execute(
            f"SELECT key.key, key.grade, {_COLUMNS} FROM place JOIN key ON key.place = place.id"
            " WHERE place.kind = 'country' AND key.grade != 'bare'"
        )
        return [(row[0], Match(Entry(*row[2:]), row[1])) for row in rows]

    def _generic(self, country: str | None, admin1: str) -> str:
        """What a first-level division is called in English ("Governorate", "Oblast"), or ""."""
        row = self._database.execute(
            "SELECT generic FROM division WHERE country = ? AND name = ?", (country, admin1)
        ).fetchone()
        return row[0] if row else ""

    def _by_code(self, country: str, code: str) -> Entry | None:
        """The first-level division of a country with a code, as in "Springfield, OH"."""
        row = self._database.execute(
            f"SELECT {_COLUMNS} FROM division JOIN place ON place.country = division.country"
            " AND place.name = division.name AND place.kind = 'admin1'"
            " WHERE division.country = ? AND division.code = ?",
            (country, code),
        ).fetchone()
        return Entry(*row) if row else None

    def division(self, country: str | None, admin1: str | None) -> Entry | None:
        """The first-level division of a country that bears a name, None when there is none."""
        fits = [entry for entry in self.lookup(admin1 or "") if entry.kind == "admin1"]
        return next((e for e in fits if e.country == country and e.name == admin1), None)

    def _capital(self, country: str) -> Entry | None:
        """The capital of a country, None when it has none."""
        row = self._database.execute(
            f"SELECT {_COLUMNS} FROM sound JOIN place ON place.id = sound.place"
            " WHERE sound.country = ? AND place.capital = 1 LIMIT 1",
            (country,),
        ).fetchone()
        return Entry(*row) if row else None

    def towns(self, country: str, *, most: int) -> list[tuple[float, float, str | None]]:
        """Where the towns of a country lie, at most so many of them: (lat, lon, admin1)."""
        rows = self._database.execute(
            "SELECT DISTINCT place.lat, place.lon, place.admin1 FROM sound JOIN place ON place.id = sound.place"
            " WHERE sound.country = ? AND place.kind = 'city' LIMIT ?",
            (country, most),
        )
        return rows.fetchall()

    def _matches(self, name: str) -> tuple[Match, ...]:
        key = fold(name)
        found = self._by_key(key) if key else []
        spare = bare(key)
        if spare != key:
            known = {match.entry for match in found}
            loose = [match.entry for match in self._by_key(spare)]
            found += [Match(entry, "bare") for entry in loose if entry not in known]
        return tuple(found)

    def _by_key(self, key: str) -> list[Match]:
        rows = self._database.execute(
            f"SELECT grade, {_COLUMNS} FROM key JOIN place ON place.id = key.place"
            " WHERE key.key = ? ORDER BY population DESC LIMIT 120",
            (key,),
        )
        return [Match(Entry(*row[1:]), row[0]) for row in rows]

    def _sounding(self, name: str, country: str) -> tuple[Match, ...]:
        """Entries of a country whose name sounds like this one, else is misspelt as this one."""
        key = bare(fold(name))
        bones = skeleton(key)
        if len(key) < 4 or len(bones) < 2 or country in _NO_VARIANTS:
            return ()
        most = min(3, len(key) // 3)
        alike = self._nearest(key, country, bones, bones, most=most)
        if alike:
            return tuple(Match(entry, "skeleton") for entry in alike)
        if len(key) < 6:
            return ()
        close = self._nearest(key, country, bones[:2], bones[:2] + "~", most=1 if len(key) < 9 else 2)
        return tuple(Match(entry, "edit") for entry in close)

    def _nearest(self, key: str, country: str, low: str, high: str, *, most: int) -> list[Entry]:
        """Entries of a country with consonants in a range whose keys are fewest letters from this one."""
        keys = self._database.execute(
            "SELECT DISTINCT key FROM sound WHERE country = ? AND skeleton BETWEEN ? AND ?", (country, low, high)
        ).fetchall()
        distances = [edit_distance(key, other, most=most) for (other,) in keys]
        least = min(distances, default=most + 1)
        if least > most:
            return []
        near = [other for (other,), far in zip(keys, distances, strict=True) if far == least]
        rows = self._database.execute(
            f"SELECT {_COLUMNS} FROM sound JOIN place ON place.id = sound.place"
            " WHERE sound.country = ? AND sound.skeleton BETWEEN ? AND ?"
            f" AND sound.key IN ({', '.join('?' * len(near))}) ORDER BY population DESC",
            (country, low, high, *near),
        )
        return list(dict.fromkeys(Entry(*row) for row in rows))


def _damaged(path: Path, reason: str) -> str:
    return f"the gazetteer {path} is damaged ({reason}); remake it: `dateline gazetteer build`"


# ---------------------------------------------------------------- building


def build(path: Path, *, progress: Progress | None = None) -> None:
    """Make the gazetteer at `path` from the installed packages; some fifteen seconds.

    It is written under a temporary name and renamed, so that a crash leaves the old file alone.
    """
    read = sources.read()
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(unfinished)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        database.executemany("INSERT INTO division VALUES (?, ?, ?, ?)", read.divisions)
        _write(database, read.places, len(read.places), progress)
        meta = {"format": FORMAT, **read.versions}
        database.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        _count(database)
        database.commit()
    unfinished.replace(path)


def add(path: Path, dump: Path, *, progress: Progress | None = None) -> int:
    """Add the places of an official GeoNames dump (.txt or .zip) that the gazetteer lacks.

    Returns how many were added. InputError when `dump` is no such file.
    """
    Gazetteer(path)
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        rows = database.execute("SELECT country, code, name FROM division")
        names = {(country, code): name for country, code, name in rows}
        known = {row[0] for row in database.execute("SELECT geonameid FROM place")}
        (before,) = database.execute("SELECT count(*) FROM place").fetchone()
        fresh = (n for n in sources.read_dump(dump, names) if n.entry.geonameid not in known)
        _write(database, fresh, 0, progress)
        _count(database)
        database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"added {dump.name}", "1"))
        (after,) = database.execute("SELECT count(*) FROM place").fetchone()
        return int(after - before)


def _count(database: sqlite3.Connection) -> None:
    (places,) = database.execute("SELECT count(*) FROM place").fetchone()
    (keys,) = database.execute("SELECT count(*) FROM key").fetchone()
    counts = [("places", str(places)), ("keys", str(keys))]
    database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", counts)


def _write(database: sqlite3.Connection, places: Iterable[Named], total: int, progress: Progress | None) -> None:
    """Write places with their keys, in batches, reporting after each."""
    (last,) = database.execute("SELECT ifnull(max(id), 0) FROM place").fetchone()
    numbered: Iterator[tuple[int, Named]] = enumerate(places, last + 1)
    done = 0
    while batch := list(islice(numbered, _BATCH)):
        rows = [(number, *sources.columns(named.entry)) for number, named in batch]
        database.executemany(f"INSERT INTO place VALUES ({', '.join('?' * 12)})", rows)
        keys = [key for number, named in batch for key in _keys(number, named)]
        database.executemany("INSERT OR IGNORE INTO key VALUES (?, ?, ?)", keys)
        sounds = [
            (named.entry.country, skeleton(key), key, number)
            for number, named in batch
            if named.entry.country and named.entry.kind != "country"
            for key in _sound_keys(named)
        ]
        database.executemany("INSERT OR IGNORE INTO sound VALUES (?, ?, ?, ?)", sounds)
        done += len(batch)
        if progress:
            progress(done, max(total, done))


def _keys(number: int, named: Named) -> Iterator[tuple[str, int, Grade]]:
    """The keys of one place, the tightest grade first: later duplicates are ignored."""
    own = fold(named.entry.name)
    aliases = [fold(alias) for alias in named.aliases]
    demonyms = [fold(demonym) for demonym in named.demonyms]
    yield own, number, "name"
    yield from ((key, number, "alias") for key in aliases if key)
    yield from ((key, number, "demonym") for key in demonyms if key)
    yield from ((bare(key), number, "bare") for key in (own, *aliases) if key)


def _sound_keys(named: Named) -> set[str]:
    keys = {bare(fold(name)) for name in (named.entry.name, *named.aliases)}
    return {key for key in keys if len(key) > 3}
