"""Polarity and modality of gold events, by the heads that the claims use.

MEANTIME: four classes. Gold is denied when NEG, else planned when FUTURE, else possible when
PROBABLE or POSSIBLE, else actual when CERTAIN, POS and NON_FUTURE; the few others are left out, as
is the text behind `annotated_end`. Ours is denied from one half on, else the likeliest modality.
Macro F1 over those of the four that the gold has (its dev split has no possible event that is not
future as well). UDS: Pearson's r between its value and ours, which is the expectation of
+1 for an actual event, 0 for a possible, -1 for a planned or denied one.
"""

from __future__ import annotations

from pathlib import Path

from bench.corpora import Record, documents, records
from bench.measures import by_class, macro_f1, pearson
from bench.reader import Look, look_at, look_at_words, model
from dateline.record import Span

CLASSES = ("actual", "possible", "planned", "denied")


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, float | int]:
    """Macro F1 with F1 and count of each class (MEANTIME), and r (UDS); `limit` counts records."""
    said, gold = _meantime(corpora, split, limit)
    counts = by_class(said, gold, CLASSES)
    macro = macro_f1([c for c in counts.values() if c.gold])
    out: dict[str, float | int] = {"meantime_macro_f1": macro}
    for name, count in counts.items():
        out |= {f"meantime_{name}_f1": round(count.f1, 4), f"meantime_{name}_events": count.gold}
    ours, theirs = _uds(corpora, split, limit)
    return out | {"uds_r": round(pearson(ours, theirs), 4), "uds_events": len(ours)}


def _meantime(corpora: Path, split: str, limit: int | None) -> tuple[list[str], list[str]]:
    """Our class and the gold class of every event that has one."""
    said, gold = [], []
    for record in records(corpora, f"factuality/meantime/{split}", limit):
        look = look_at(record["text"])
        for event in record["events"]:
            word = look.reading.head_in(Span(event["begin"], event["end"]))
            wanted = gold_class(event)
            if word is not None and wanted and event["begin"] < record["annotated_end"]:
                said.append(our_class(look, word))
                gold.append(wanted)
    return said, gold


def gold_class(event: Record) -> str | None:
    """The class of a MEANTIME event, or None."""
    if event["polarity"] == "NEG":
        return "denied"
    if event["time"] == "FUTURE":
        return "planned"
    if event["certainty"] in ("PROBABLE", "POSSIBLE"):
        return "possible"
    plain = event["certainty"] == "CERTAIN" and event["polarity"] == "POS" and event["time"] == "NON_FUTURE"
    return "actual" if plain else None


def our_class(look: Look, word: int) -> str:
    """The class of a word if it names an event."""
    if look.chances("polarity", word)[model().labels["polarity"].index("denied")] >= 0.5:
        return "denied"
    return model().labels["modality"][int(look.chances("modality", word).argmax())]


def our_value(look: Look, word: int) -> float:
    """How far a word's event is said to have happened, -1 … 1."""
    denied = float(look.chances("polarity", word)[model().labels["polarity"].index("denied")])
    modality = dict(zip(model().labels["modality"], map(float, look.chances("modality", word)), strict=True))
    return (1 - denied) * (modality["actual"] - modality["planned"]) - denied


def _uds(corpora: Path, split: str, limit: int | None) -> tuple[list[float], list[float]]:
    """Our value and the gold value of every event, with the gold words of whole documents."""
    facts = {r["id"]: r["events"] for r in records(corpora, f"factuality/uds/{split}")}
    ours, theirs = [], []
    for document in documents(records(corpora, f"ud/ewt/{split}", limit)):
        if not any(s["id"] in facts for s in document):
            continue
        look = look_at_words([[t["form"] for t in s["tokens"]] for s in document])
        for (first, end), sentence in zip(look.reading.sentences, document, strict=True):
            for event in facts.get(sentence["id"], ()):
                if first + event["token"] < end:
                    ours.append(our_value(look, first + event["token"]))
                    theirs.append(event["factuality"])
    return ours, theirs
