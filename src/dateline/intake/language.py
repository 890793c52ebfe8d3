"""Is it English? Said before reading, so that no other language is coded as if it were."""

from __future__ import annotations

import re

# The commonest English function words; every English report of some length is full of them.
_FUNCTION = frozenset(
    (
        "the of and to in a that is was for on with as by at from it he said were an be has have had its "
        "are his their they which who not but after this been or will also more than when no there"
    ).split()
)
_WORDS = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("ARABIC", "a language written in Arabic script"),
    ("CYRILLIC", "a language written in Cyrillic script"),
    ("HEBREW", "Hebrew"),
    ("CJK", "Chinese or Japanese"),
    ("HANGUL", "Korean"),
    ("HIRAGANA", "Japanese"),
    ("DEVANAGARI", "a language written in Devanagari script"),
    ("GREEK", "Greek"),
    ("ETHIOPIC", "a language written in Ethiopic script"),
)


def foreign(text: str) -> str | None:
    """The language of a text that is not English, in words; None for English and for short texts.

    English news has 30-45 % function words; 12 % over at least 12 words leaves room for headlines,
    lists of names and telegram style.
    """
    words = _WORDS.findall(text[:20_000].casefold())
    if not words:
        return None
    latin = sum(w.isascii() or _script(w[0]) is None for w in words)
    if latin < len(words) / 2:
        return next((s for w in words if (s := _script(w[0]))), "another language")
    if len(words) < 12 or sum(w in _FUNCTION for w in words) >= 0.12 * len(words):
        return None
    return _name(text)


def _script(letter: str) -> str | None:
    """The script of a letter when it is not Latin."""
    import unicodedata

    name = unicodedata.name(letter, "")
    return next((words for key, words in _SCRIPTS if name.startswith(key)), None)


def _name(text: str) -> str | None:
    """The language of a text in Latin script, by py3langid; None when that says English."""
    import py3langid
    import pycountry

    code = str(py3langid.classify(text[:20_000].lower())[0])
    if code == "en":
        return None
    language = pycountry.languages.get(alpha_2=code)
    return language.name if language else f"another language ({code})"
