"""How place names are spelt: the keys under which two spellings of one name meet."""

from __future__ import annotations

import functools
import re
import unicodedata

from rapidfuzz.distance import Levenshtein

# Articles that transliterations of Arabic add, assimilate or drop; with the English one.
_ARTICLES = frozenset("the al el ul il as es us ash esh ad ed adh az ez uz ar er ur an en at et ath".split())
_SHORT_FORMS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "twp": "township"}
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "a", "æ": "ae", "œ": "oe",
     "ß": "ss", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ŋ": "ng", "ɛ": "e", "ɔ": "o"}
)  # fmt: skip
_SILENT = re.compile("[.'`\u00b4\u2018\u2019\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u201b]")
_STARTS = re.compile(r"(?:^|[.!?]\s+|\n\s*)([^\W\d_])")
_BREAK = re.compile(r"[^a-z0-9]+")
# One letter for each consonant that romanisations of one sound disagree on.
_SOUNDS = [
    (re.compile(several), one)
    for several, one in (
        ("tsch|tch|ch|sch|sh|sj", "s"),
        ("kh|q|ck|c|x", "k"),
        ("gh", "g"),
        ("dj|dzh|zh", "j"),
        ("dh|th|d", "t"),
        ("ph", "f"),
        ("v", "w"),
    )
]
_VOWELS = re.compile("[aeiouwyh]")
_DOUBLE = re.compile(r"(.)\1+")
_GENERIC = re.compile(
    r"^(?:muhafazat|mohafazat|sha.?biyat|wilayat|wilaya de|misto|opstina|baladiyat|"
    r"(?:province|city|district|municipality|mayorality|county|region|state|governorate|prefecture) of|"
    r"(?:provincia|departamento|municipio|comuna|regi[oó]n|estado|distrito|partido|cant[oó]n)(?: del?)?|"
    r"(?:d[eé]partement|province|pr[eé]fecture|cercle|arrondissement|r[eé]gion) (?:de la|du|des|de)|"
    r"gemeente|powiat|obshtina|okres|bezirk|politischer bezirk|kreis|landkreis|nomos|rrethi|komuna|amphoe|judetul|grad)"
    r"\s+|^(?:d[eé]partement|province|r[eé]gion) d.(?=[A-Z])|"
    r"\s+(?:governorate|province|region|district|oblast'?|department|county|parish|state|"
    r"division|municipality|prefecture|borough|qasabah|sheng|voivodeship|rajons|apskritis|marz|atholhu|respublika|republic|krai|rayon)$",
    re.IGNORECASE,
)


@functools.lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A name in lower-case ASCII words: "Deir el-Zour" → "deir el zour"; "" when not Latin."""
    if not name.isascii():
        marked = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
        name = _SILENT.sub("", "".join(c for c in marked if not unicodedata.combining(c)))
        if any(c.isalpha() and not c.isascii() for c in name):
            return ""
    name = name.lower()
    words = [name] if name.isalpha() else _BREAK.sub(" ", _SILENT.sub("", name)).split()
    return " ".join([_SHORT_FORMS.get(word, word) for word in words])


@functools.lru_cache(maxsize=8)
def is_uncased(text: str) -> bool:
    """True for wires in capitals and for careless lower-case pages: there case tells nothing."""
    small, large = sum(map(str.islower, text)), sum(map(str.isupper, text))
    return small < large or (large * 60 < small and begins_small(text))


def begins_small(text: str) -> bool:
    """True for careless pages, whose sentences mostly begin without a capital; a short text may have no name in it."""
    starts = _STARTS.findall(text)
    return sum(map(str.islower, starts)) > len(starts) / 2


def bare(key: str) -> str:
    """A folded key without articles and spaces: "deir ez zor" → "deirzor"."""
    words = key.split()
    return "".join([word for word in words if word not in _ARTICLES] or words)


@functools.lru_cache(maxsize=65536)
def skeleton(key: str) -> str:
    """The consonants of a bare key, as romanisations agree on them; a first vowel becomes "a"."""
    for several, one in _SOUNDS:
        key = several.sub(one, key)
    first = "a" if key[:1] in "aeiouwy" else key[:1]
    return _DOUBLE.sub(r"\1", first + _VOWELS.sub("", key[1:]))


def edit_distance(one: str, other: str, *, most: int) -> int:
    """Letters to insert, delete or replace between two keys; `most + 1` when it is more."""
    return Levenshtein.distance(one, other, score_cutoff=most)


def without_generic(name: str) -> str:
    """A division's name alone: "Muhafazat Kirkuk" and "Kirkuk Governorate" → "Kirkuk"."""
    return _GENERIC.sub("", name).strip() or name
