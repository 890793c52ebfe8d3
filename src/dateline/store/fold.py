"""Words as they are searched: case, accents, Arabic vowel signs and alef variants folded away."""

from __future__ import annotations

import unicodedata

# Light normalisation of written Arabic (Larkey, Ballesteros & Connell 2002): forms that writers and
# keyboards exchange. Hamza and madda over alef, and vowel signs, are combining marks after NFKD.
_ARABIC = str.maketrans({"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": None})
# Accents and vowel signs; bidi controls and joiners.
_DROPPED = ("Mn", "Cf")


def fold(text: str) -> str:
    """A text for comparison; the same on both sides of a search."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.translate(_ARABIC))
    bare = "".join(c for c in parts if unicodedata.category(c) not in _DROPPED)
    return bare.translate(_ARABIC).casefold()
