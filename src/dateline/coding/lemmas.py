"""Any form of one English word, for codebook rules: "bombed", "bombs" and "bombing" are "bomb"."""

from __future__ import annotations

from functools import cache

# Irregular forms of verbs and nouns that conflict reporting uses. Source: general grammar.
_IRREGULAR = {
    "shot": "shoot", "fought": "fight", "took": "take", "taken": "take", "held": "hold",
    "struck": "strike", "stricken": "strike", "fled": "flee", "met": "meet", "told": "tell",
    "said": "say", "went": "go", "gone": "go", "came": "come", "gave": "give", "given": "give",
    "lost": "lose", "won": "win", "left": "leave", "led": "lead", "fell": "fall", "fallen": "fall",
    "broke": "break", "broken": "break", "blew": "blow", "blown": "blow", "burnt": "burn",
    "withdrew": "withdraw", "withdrawn": "withdraw", "drove": "drive", "driven": "drive",
    "stole": "steal", "stolen": "steal", "swore": "swear", "sworn": "swear", "slain": "slay",
    "slew": "slay", "sent": "send", "seen": "see", "saw": "see", "made": "make", "paid": "pay",
    "hung": "hang", "laid": "lay", "lain": "lie", "sank": "sink", "sunk": "sink", "threw": "throw",
    "thrown": "throw", "caught": "catch", "brought": "bring", "bought": "buy", "spoke": "speak",
    "spoken": "speak", "began": "begin", "begun": "begin", "ran": "run", "overran": "overrun",
    "men": "man", "women": "woman", "children": "child", "people": "person", "died": "die",
    "dying": "die", "dead": "die",
}  # fmt: skip


@cache
def lemmas(form: str) -> frozenset[str]:
    """Every base form that a word form may belong to, itself included."""
    word = form.casefold()
    found = {word}
    if word in _IRREGULAR:
        found.add(_IRREGULAR[word])
    for ending in ("'s", "’s", "s", "es", "ed", "d", "ing", "er", "ers"):
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            found |= _restored(word[: -len(ending)], ending)
    if word.endswith(("ies", "ied")):
        found.add(word[:-3] + "y")
    return frozenset(found)


def _restored(stem: str, ending: str) -> set[str]:
    """Base forms of a stem: as it is, with its silent e, without its doubled consonant."""
    found = {stem}
    if ending in ("ed", "ing", "er", "ers", "d"):
        found.add(stem + "e")
        if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "sl":
            found.add(stem[:-1])
        if len(stem) > 3 and stem[-2:] == "ll":
            found.add(stem[:-1])
    return found
