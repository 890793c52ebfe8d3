"""Incident templates of MUC-4: Latin America around 1990, all capitals, none of it trained on.

Each message is read like any report, and the conventions of MUC's keys are put on its claims: which are
incidents, of which type, and which of them one (bench/muc_incidents.py); short phrases for who did it, to
whom and with what (bench/muc_fillers.py, bench/muc_phrases.py); stage and confidence (bench/muc_values.py).
The rules were chosen on one half of 800 messages of the training split and checked on the other.

Read from the full messages (`muc4_full`), scored by bench/gtt.py against `muc4_gtt`. Of our own, on the
full keys: F1 of the stage of execution and of the confidence in the perpetrating organisation.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench import gtt
from bench.corpora import Record, records
from bench.measures import Counts
from bench.muc_fillers import template_of
from bench.muc_incidents import incidents
from bench.muc_values import confidence_of, stage_of
from bench.reader import coded
from dateline.intake import to_report
from dateline.intake.documents import Document
from dateline.record import Refusal


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, float | int]:
    """The GTT score with F1 per slot, and F1 of stage and confidence; `limit` counts messages."""
    tally, stage, confidence = gtt.Tally(), Counts(), Counts()
    keys = {r["id"]: r["templates"] for r in records(corpora, f"templates/muc4_gtt/{split}")}
    for message in records(corpora, f"templates/muc4_full/{split}", limit):
        gold = [gold_template(t) for t in keys[message["id"]]]
        said, stages, confidences = _told(message)
        pairing = gtt.best_pairing(said, gold)
        gtt.add_document(tally, said, gold, pairing)
        _add_values(stage, stages, "incident_stage_of_execution", message["templates"], pairing)
        _add_values(confidence, confidences, "perp_organization_confidence", message["templates"], pairing)
    out: dict[str, float | int] = {
        "f1": round(tally.f1, 4),
        "precision": round(tally.precision, 4),
        "recall": round(tally.recall, 4),
    }
    out |= {f"{slot}_f1": round(tally.by_slot[slot].f1, 4) for slot in ("incident_type", *gtt.SLOTS)}
    out |= {"stage_f1": round(stage.f1, 4), "confidence_f1": round(confidence.f1, 4)}
    return out | {"templates": tally.by_slot["incident_type"].gold, "predicted": tally.by_slot["incident_type"].said}


def _told(message: Record) -> tuple[list[gtt.Template], list[str], list[str | None]]:
    """The templates of a message as it is read, with the stage and the confidence of each."""
    report = to_report(Document(message["id"], message["text"]))
    if isinstance(report, Refusal):
        return [], [], []
    reading, claims = coded(report)
    found = incidents(claims, reading)
    said = [template_of(i, reading) for i in found]
    return (
        said,
        [stage_of(i, reading) for i in found],
        [confidence_of(i, t, reading) for i, t in zip(found, said, strict=True)],
    )


def gold_template(record: Record) -> gtt.Template:
    """A template of the GTT keys."""
    entities = {
        slot: tuple(frozenset(gtt.normalised(m["surface"]) for m in entity) for entity in record[slot])
        for slot in gtt.SLOTS
    }
    return gtt.Template(record["incident_type"], entities)


def _add_values(
    counts: Counts, said: Sequence[str | None], slot: str, keys: Sequence[Record], pairing: gtt.Pairing
) -> None:
    """Counts the values of one slot of one message on the full keys."""
    counts.gold += sum(bool(_values(key, slot)) for key in keys)
    counts.said += sum(bool(s) for s in said)
    pairs = zip(said, pairing, strict=True)
    counts.right += sum(j is not None and s is not None and s in _values(keys[j], slot) for s, j in pairs)


def _values(key: Record, slot: str) -> set[str]:
    return {a["value"] for filler in key.get(slot, ()) for a in filler["alternatives"]}
