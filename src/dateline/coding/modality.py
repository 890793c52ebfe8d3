"""Whether a claim is told as done, planned or possible, and whether it is denied.

The heads decide, but for what an implicative verb governs (Karttunen 1971, "Implicative Verbs"): who was
forced to leave has left, and what forces began to shell they shelled, though both stand in the infinitive.
And a ban that is lifted is no longer one: the sanction is denied (a convention of our coders).
"""

from __future__ import annotations

from dateline.coding.lemmas import lemmas
from dateline.record import Modality, Polarity, Reading, Trigger

_MODALITIES: tuple[Modality, ...] = ("actual", "planned", "possible")
_IMPLICATIVE = frozenset("begin start manage force compel oblige".split())
_PAST = ("ed", "began", "begun")
_ENDING = frozenset("lift cancel ease end scrap revoke remove drop waive rescind overturn repeal abolish relax".split())
# Before an implicative verb these put all of it off: "will be forced to leave".
_NOT_YET = frozenset("will shall would could may might must should can to".split())


def modality(reading: Reading, trigger: Trigger) -> Modality:
    """The likeliest, plain fact where nothing speaks for another; "actual" for what was made or begun to happen."""
    likeliest = max(_MODALITIES, key=lambda m: trigger.modality.get(m, 0.0))
    return "actual" if likeliest == "planned" and _came_about(reading, trigger.word) else likeliest


def _came_about(reading: Reading, word: int) -> bool:
    """True below an implicative verb in the past, alone or as one of several verbs."""
    words = reading.words
    if words[word].relation == "conj" and words[word].head >= 0:
        word = words[word].head
    verb = words[word].head
    if words[word].relation != "xcomp" or verb < 0 or not lemmas(words[verb].form) & _IMPLICATIVE:
        return False
    beside = {w.form.casefold() for w in words if w.head == verb and w.relation in ("aux", "mark", "advmod")}
    return words[verb].form.casefold().endswith(_PAST) and not beside & (_NOT_YET | {"not", "never", "n't"})


def polarity(reading: Reading, trigger: Trigger, event: str) -> Polarity:
    """Denied where the head says so, and where a sanction is what an ending verb ends ("lifted the ban")."""
    return (
        "denied" if trigger.denied >= 0.5 or (event == "sanction" and _is_ended(reading, trigger.word)) else "affirmed"
    )


def _is_ended(reading: Reading, word: int) -> bool:
    """True for the object of an ending verb, or its subject where it has no object: "the ban was lifted"."""
    verb, relation = reading.words[word].head, reading.words[word].relation
    if verb < 0 or not lemmas(reading.words[verb].form) & _ENDING:
        return False
    if relation == "nsubj":
        return not any(w.head == verb and w.relation == "obj" for w in reading.words)
    return relation in ("obj", "nmod")
