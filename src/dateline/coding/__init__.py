"""Coding: the reader's triggers and arcs become claims, under the codebook's constraints.

    triggers ──codebook──▶ typed triggers ──arcs──▶ fillers ──extents──▶ mentions ──▶ Claim

Nothing here looks at the meaning of words beyond the codebook: what is claimed was decided by the
encoder. A claim leaves this stage with mentions only; grounding fills in who, where and when.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from dateline.coding.codebook import Codebook, Verdict
from dateline.coding.confidence import CLAIM, Calibration, claim_score, field_scores
from dateline.coding.extent import extent, phrase_heads
from dateline.coding.fillers import Fillers, choose
from dateline.coding.lists import with_lead_dates
from dateline.coding.modality import modality, polarity
from dateline.coding.quantities import quantities
from dateline.coding.sources import chain
from dateline.coding.speech import spoken
from dateline.record import Claim, Interval, Party, Place, Reading, Span, Trigger

__all__ = ["Calibration", "Codebook", "code"]

UNCALIBRATED = Calibration()
_LIFTED = ("siege", "siege_lifted")


def code(reading: Reading, codebook: Codebook, calibration: Calibration = UNCALIBRATED) -> tuple[Claim, ...]:
    """The claims of a report, in text order, with mentions only."""
    if codebook.other_matter(reading):
        return ()
    judged = [(t, codebook.judge(reading, t)) for t in reading.triggers]
    judged = [(t, v) for t, v in judged if v.event is not None and not _is_boilerplate(reading, t, codebook)]
    words = {t.word for t, _ in judged}
    found = [(t, v, choose(reading, t, codebook.roles(v.event or ""), words)) for t, v in judged]
    kept = _without_light_verbs(reading, found)
    filled = spoken(reading, [(trigger, fillers) for trigger, _, fillers in kept])
    claims = [_claim(reading, t, verdict, f, calibration) for (t, verdict, _), f in zip(kept, filled, strict=True)]
    return tuple(with_lead_dates(reading, claims))


def _is_boilerplate(reading: Reading, trigger: Trigger, codebook: Codebook) -> bool:
    """True in a sentence that points to other stories ("More news: …")."""
    a, b = reading.sentences[reading.sentence_of(trigger.word)]
    return codebook.is_boilerplate(reading.span_of(a, b - 1).of(reading.report.text))


def _without_light_verbs(
    reading: Reading, found: Sequence[tuple[Trigger, Verdict, Fillers]]
) -> list[tuple[Trigger, Verdict, Fillers]]:
    """Folds a verb and its object into one claim when both were read as the same event.

    "conducted 34 strikes" names one event twice; the noun stays and takes what only the verb had. Of "ending
    the siege" the verb stays: a siege that is lifted is no second claim (claims.md §5).
    """
    by_word = {t.word: (t, v, f) for t, v, f in found}
    dropped: set[int] = set()
    merged: dict[int, Fillers] = {}
    for trigger, verdict, fillers in found:
        word = reading.words[trigger.word]
        verb = by_word.get(word.head)
        if word.relation in ("obj", "nsubj") and verb and verb[1].event == verdict.event and word.tag == "NOUN":
            dropped.add(word.head)
            merged[trigger.word] = fillers.completed_by(verb[2])
        if word.relation in ("obj", "nsubj", "nmod") and verb and (verdict.event, verb[1].event) == _LIFTED:
            dropped.add(trigger.word)
            merged[word.head] = verb[2].completed_by(fillers.only("place", "when"))
    return [(t, v, merged.get(t.word, f)) for t, v, f in found if t.word not in dropped]


def _claim(reading: Reading, trigger: Trigger, verdict: Verdict, fillers: Fillers, calibration: Calibration) -> Claim:
    """One claim from a typed trigger and its chosen fillers."""
    assert verdict.event is not None
    span = reading.words[trigger.word].span
    a, b = reading.sentences[reading.sentence_of(trigger.word)]
    return Claim(
        id=claim_id(reading.report.id, verdict.event, span),
        report=reading.report.id,
        event=verdict.event,
        trigger=span,
        evidence=reading.span_of(a, b - 1),
        polarity=polarity(reading, trigger, verdict.event),
        modality=modality(reading, trigger),
        actors=_parties(reading, trigger, fillers.of("actor")),
        targets=_parties(reading, trigger, fillers.of("target")),
        weapons=tuple(_mentions(reading, fillers.of("weapon"))),
        place=_place(reading, fillers.of("place")),
        origin=_place(reading, fillers.of("origin")),
        destination=_place(reading, fillers.of("destination")),
        when=_when(reading, fillers.of("when")),
        quantities=quantities(reading, trigger, verdict.event, fillers.of("quantity")),
        sources=chain(reading, trigger, fillers.of("source")),
        confidence=calibration.chance(CLAIM, claim_score(trigger, verdict)),
        chances={name: calibration.chance(name, said) for name, said in field_scores(trigger, fillers).items()},
        notes=_notes(reading, trigger, verdict, fillers),
    )


def claim_id(report: str, event: str, trigger: Span) -> str:
    """A name for a claim that is the same on every run over the same text."""
    text = f"{report} {event} {trigger.begin} {trigger.end}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _mentions(reading: Reading, heads: Sequence[int]) -> list[Span]:
    """Extents of the mentions of one role, in text order, none twice."""
    spans: list[Span] = []
    for head in sorted(heads):
        span = extent(reading, head, kind="party", others=heads)
        if not any(span.overlaps(s) for s in spans):
            spans.append(span)
    return spans


def _parties(reading: Reading, trigger: Trigger, heads: Sequence[int]) -> tuple[Party, ...]:
    spans = _mentions(reading, phrase_heads(reading, heads, trigger.word))
    return tuple(Party(s, s.of(reading.report.text)) for s in spans)


def _place(reading: Reading, heads: Sequence[int]) -> Place | None:
    if not heads:
        return None
    span = extent(reading, heads[0], kind="place")
    return Place(span, span.of(reading.report.text))


def _when(reading: Reading, heads: Sequence[int]) -> Interval | None:
    if not heads:
        return None
    span = extent(reading, heads[0], kind="when")
    return Interval(span, span.of(reading.report.text))


def _notes(reading: Reading, trigger: Trigger, verdict: Verdict, fillers: Fillers) -> tuple[str, ...]:
    """What `--explain` shows: the best types, what the codebook changed, each arc with its chance."""
    form = reading.words[trigger.word].form
    types = ", ".join(f"{k} {p:.2f}" for k, p in _best(trigger.types))
    modality = ", ".join(f"{k} {p:.2f}" for k, p in _best(trigger.modality))
    lines = [f"“{form}” reads as {types}", f"denied {trigger.denied:.2f}; {modality}"]
    if verdict.why:
        lines.append(verdict.why)
    lines += [
        f"{arc.role} “{reading.words[arc.word].form}” {arc.probability:.2f}"
        + ("" if arc.word in fillers.of(arc.role) else f" — {fillers.reason(arc)}")
        for arc in trigger.arcs
        if arc.probability >= 0.2 or arc.word in fillers.of(arc.role)
    ]
    return tuple(lines)


def _best(chances: Mapping[str, float]) -> list[tuple[str, float]]:
    """The three best of a distribution."""
    return sorted(chances.items(), key=lambda x: -x[1])[:3]
