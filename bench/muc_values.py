"""The stage of an incident and how sure the report is of the perpetrator, as the full MUC keys say them."""

from __future__ import annotations

from bench.gtt import Template
from bench.muc_incidents import DEFUSED, Incident, lemmas_in
from dateline.coding.lemmas import lemmas
from dateline.record import Claim, Reading

AUTHORITIES = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
_FAILED = DEFUSED | frozenset("thwart frustrate avert unsuccessful unexploded fail".split())
_TRIED = frozenset("try attempt intend".split())
_NEAR = 6  # words between what was tried and the word for trying
_SUSPECTING = frozenset("allege allegedly suspect accuse blame attribute presume presumably responsible".split())
_CLAIMING = frozenset({"claim", "admit"})
_CLAIMED = frozenset({"responsibility", "credit"})


def stage_of(incident: Incident, reading: Reading) -> str:
    """The stage of execution: threatened when nothing is actual, attempted when all that is actual failed."""
    actual = [c for c in incident.claims if c.modality == "actual"]
    if not actual:
        return "THREATENED"
    return "ATTEMPTED" if all(was_attempted(c, reading) for c in actual) else "ACCOMPLISHED"


def was_attempted(claim: Claim, reading: Reading) -> bool:
    """True when the sentence says that it failed, or that it was only tried."""
    if claim.event == "interception" or _FAILED & lemmas_in(reading, claim.evidence):
        return True
    at = reading.words_in(claim.trigger).start
    near = (i for i in reading.words_in(claim.evidence) if abs(i - at) <= _NEAR)
    return any(_TRIED & lemmas(reading.words[i].form) for i in near)


def confidence_of(incident: Incident, template: Template, reading: Reading) -> str | None:
    """How sure the report is of the organisation that did it; None for a template that names none."""
    if not template.entities.get("PerpOrg"):
        return None
    named = [c for c in incident.claims if c.actors]
    sources = [s.party for c in named for s in c.sources]
    own = {p.name or p.text for c in named for p in c.actors}
    words = [lemmas_in(reading, c.evidence) for c in named]
    if any((s.name or s.text) in own for s in sources) or any(w & _CLAIMING and w & _CLAIMED for w in words):
        return "CLAIMED OR ADMITTED"
    if any(w & _SUSPECTING for w in words) or all(c.modality == "possible" for c in named):
        official = any(s.sector in AUTHORITIES for s in sources)
        return "SUSPECTED OR ACCUSED BY AUTHORITIES" if official else "SUSPECTED OR ACCUSED"
    return "REPORTED AS FACT"
