"""Spoils texts in training as they are spoilt on their way to us: slips of typists and scanners, lost marks."""

from __future__ import annotations

import random

SPOILT_WORDS = 0.02  # share of words that get a slip of a typist or a scanner
BARE_WINDOWS = 0.12  # share of windows of claims that lose commas, apostrophes, dashes and quotation marks

SCANNED = (("l", "1"), ("i", "l"), ("o", "0"), ("rn", "m"), ("m", "rn"), ("e", "c"), ("s", "5"), ("h", "b"))
LOST = frozenset([",", ";", ":", '"', "'", "\u2018", "\u2019", "\u201c", "\u201d", "\u2013", "\u2014", "-", "--", "`"])
OWNING = frozenset(["'s", "\u2019s", "'S", "\u2019S"])


def spoilt(word: str) -> str:
    """Now and then a word as a hasty typist or a scanner would have it, else the word itself."""
    if random.random() >= SPOILT_WORDS or len(word) < 4 or not word.isalpha():
        return word
    at = random.randrange(1, len(word) - 1)
    seen, read = random.choice(SCANNED)
    return random.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word.replace(seen, read, 1),
        )
    )


def bare(window: dict) -> dict:
    """Now and then a window of claims as sites strip it, its labels moved along; else the window itself.

    Words that a label points to stay. "Syria" and "'s" become "Syrias".
    """
    if "trigger" not in window or random.random() >= BARE_WINDOWS:
        return window
    words = list(window["words"])
    named = {*window["triggers"], *(w for _, w, _ in window["roles"]), *(w for _, w, _ in window["stances"])}
    named |= {h for h in window.get("head", ()) if h >= 0}
    kept = []
    for i, word in enumerate(words):
        if i in named or word not in LOST | OWNING:
            kept.append(i)
        elif word in OWNING and i - 1 in kept:
            words[i - 1] += word[1:]
    place = {old: new for new, old in enumerate(kept)}
    out = dict(window)
    for name, value in window.items():
        if name not in ("triggers", "roles", "stances", "weights"):
            out[name] = value[kept] if hasattr(value, "shape") else [value[i] for i in kept]  # one value a word
    out["words"] = [words[i] for i in kept]
    out["triggers"] = [place[i] for i in window["triggers"]]
    out["roles"] = [(row, place[w], role) for row, w, role in window["roles"]]
    out["stances"] = [(place[trigger], place[w], stance) for trigger, w, stance in window["stances"]]
    if "head" in window:
        out["head"] = [place.get(h, h) for h in out["head"]]
    return out
