"""Incident templates of MUC-4: Latin America around 1990, all capitals, none of it trained on.

Each message is read like any report. Its affirmed claims become templates: claims of one incident
type whose places and days do not exclude each other are one template (in text order, each joins the
first it fits). The actors, targets and weapons of its claims are its entities, one entity a phrase.

Which incident an event is: INCIDENTS; destruction is arson where the trigger burns, else an attack.
An actor that the entity or name head calls an organization is PerpOrg, another PerpInd. A target is a
Victim when it is a named person (the GTT keys hold names only), and is left out when it is some
other person or a pronoun; what remains is a Target. Read from the full messages (`muc4_full`), scored
by bench/gtt.py against `muc4_gtt`.

Of our own, under the same mapping and on the full keys: F1 of the stage of execution (actual =
accomplished, else threatened) and of the perpetrator's confidence (no source = reported as fact,
the perpetrator itself = claimed, an authority = accused by authorities, another = accused).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import gtt
from bench.corpora import Record, records
from bench.measures import Counts
from bench.reader import coded
from dateline.coding.lemmas import lemmas
from dateline.intake import to_report
from dateline.intake.documents import Document
from dateline.record import Claim, Reading, Refusal, Span

INCIDENTS = {
    "attack": "attack", "killing": "attack", "execution": "attack", "shelling": "attack", "air_strike": "attack",
    "missile_strike": "attack", "torture": "attack", "sexual_violence": "attack", "destruction": "attack",
    "bombing": "bombing", "abduction": "kidnapping", "looting": "robbery",
}  # fmt: skip
BURNING = frozenset({"burn", "torch", "arson", "fire", "set"})
AUTHORITIES = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
_PERSONAL = frozenset({"killing", "execution", "abduction", "torture", "sexual_violence"})


@dataclass(slots=True)
class Incident:
    """Claims taken for one incident."""

    kind: str
    claims: list[Claim] = field(default_factory=list)


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, float | int]:
    """The GTT score with F1 per slot, and F1 of stage and confidence; `limit` counts messages."""
    tally, stage, confidence = gtt.Tally(), Counts(), Counts()
    keys = {r["id"]: r["templates"] for r in records(corpora, f"templates/muc4_gtt/{split}")}
    for message in records(corpora, f"templates/muc4_full/{split}", limit):
        gold = [gold_template(t) for t in keys[message["id"]]]
        report = to_report(Document(message["id"], message["text"]))
        reading, claims = (None, ()) if isinstance(report, Refusal) else coded(report)
        incidents = merged(claims, reading) if reading else []
        said = [template_of(i, reading) for i in incidents if reading]
        pairing = gtt.best_pairing(said, gold)
        gtt.add_document(tally, said, gold, pairing)
        _add_values(stage, confidence, incidents, message["templates"], pairing)
    out: dict[str, float | int] = {
        "f1": round(tally.f1, 4),
        "precision": round(tally.precision, 4),
        "recall": round(tally.recall, 4),
    }
    out |= {f"{slot}_f1": round(tally.by_slot[slot].f1, 4) for slot in ("incident_type", *gtt.SLOTS)}
    out |= {"stage_f1": round(stage.f1, 4), "confidence_f1": round(confidence.f1, 4)}
    return out | {"templates": tally.by_slot["incident_type"].gold, "predicted": tally.by_slot["incident_type"].said}


def gold_template(record: Record) -> gtt.Template:
    """A template of the GTT keys."""
    entities = {
        slot: tuple(frozenset(gtt.normalised(m["surface"]) for m in entity) for entity in record[slot])
        for slot in gtt.SLOTS
    }
    return gtt.Template(record["incident_type"], entities)


def merged(claims: Sequence[Claim], reading: Reading) -> list[Incident]:
    """Affirmed claims of incidents, those that can be one put together."""
    incidents: list[Incident] = []
    for claim in claims:
        kind = kind_of(claim, reading)
        if kind is None or claim.polarity == "denied":
            continue
        home = next((i for i in incidents if i.kind == kind and all(compatible(claim, c) for c in i.claims)), None)
        if home is None:
            incidents.append(home := Incident(kind))
        home.claims.append(claim)
    return incidents


def kind_of(claim: Claim, reading: Reading) -> str | None:
    """The MUC incident type of a claim, or None for an event that MUC does not ask for."""
    if claim.event == "destruction" and BURNING & lemmas(claim.trigger.of(reading.report.text)):
        return "arson"
    return INCIDENTS.get(claim.event)


def compatible(a: Claim, b: Claim) -> bool:
    """True unless both tell a place and these differ, or both tell days and these lie apart."""
    if a.place and b.place and a.place.name and b.place.name and a.place.name != b.place.name:
        return False
    x, y = a.when, b.when
    if not (x and y and x.earliest and x.latest and y.earliest and y.latest):
        return True
    return x.earliest <= y.latest and y.earliest <= x.latest


def template_of(incident: Incident, reading: Reading) -> gtt.Template:
    """The fillers of an incident's claims, each phrase one entity, none twice in a slot."""
    found: dict[str, dict[str, None]] = {slot: {} for slot in gtt.SLOTS}
    for claim in incident.claims:
        for party in claim.actors:
            slot = "PerpOrg" if _is_organization(reading, party.span) else "PerpInd"
            found[slot][_phrase(reading, party.span)] = None
        for party in claim.targets:
            if target := _target_slot(reading, party.span, claim.event):
                found[target][_phrase(reading, party.span)] = None
        for weapon in claim.weapons:
            found["Weapon"][_phrase(reading, weapon)] = None
    entities = {slot: tuple(frozenset({p}) for p in phrases if p) for slot, phrases in found.items()}
    return gtt.Template(incident.kind, entities)


def _phrase(reading: Reading, span: Span) -> str:
    return gtt.normalised(span.of(reading.report.text))


def _head(reading: Reading, span: Span) -> tuple[str, str, str]:
    """Entity type, name type and part of speech of a mention's head word."""
    word = reading.head_in(span)
    if word is None:
        return "", "", ""
    return reading.words[word].entity[2:], reading.words[word].name[2:], reading.words[word].tag


def _is_organization(reading: Reading, span: Span) -> bool:
    entity, name, _ = _head(reading, span)
    return name == "organization" or (not name and entity == "Organisation")


def _target_slot(reading: Reading, span: Span, event: str) -> str | None:
    entity, name, tag = _head(reading, span)
    if name == "person" or (entity == "Person" and tag == "PROPN"):
        return "Victim"
    return None if entity == "Person" or tag == "PRON" or event in _PERSONAL else "Target"


def _add_values(
    stage: Counts, confidence: Counts, incidents: Sequence[Incident], keys: Sequence[Record], pairing: gtt.Pairing
) -> None:
    """Counts stage and confidence of one message on the full keys."""
    for slot, counts, value in (
        ("incident_stage_of_execution", stage, stage_of),
        ("perp_organization_confidence", confidence, confidence_of),
    ):
        counts.gold += sum(bool(_values(key, slot)) for key in keys)
        said = [value(i) for i in incidents]
        counts.said += sum(bool(s) for s in said)
        pairs = zip(said, pairing, strict=True)
        counts.right += sum(j is not None and s is not None and s in _values(keys[j], slot) for s, j in pairs)


def _values(key: Record, slot: str) -> set[str]:
    return {a["value"] for filler in key.get(slot, ()) for a in filler["alternatives"]}


def stage_of(incident: Incident) -> str:
    """The stage of execution: accomplished when any of its claims is actual."""
    return "ACCOMPLISHED" if any(c.modality == "actual" for c in incident.claims) else "THREATENED"


def confidence_of(incident: Incident) -> str | None:
    """How sure the report is of the perpetrator; None when no claim names one."""
    named = [c for c in incident.claims if c.actors]
    if not named:
        return None
    if any(not c.sources for c in named):
        return "REPORTED AS FACT"
    sources = [s.party for s in named[0].sources]
    own = {p.name or p.text for c in named for p in c.actors}
    if any((s.name or s.text) in own for s in sources):
        return "CLAIMED OR ADMITTED"
    official = any(s.sector in AUTHORITIES for s in sources)
    return "SUSPECTED OR ACCUSED BY AUTHORITIES" if official else "SUSPECTED OR ACCUSED"
