"""A claim as a person would have it: from a form, with every word taken from the report itself."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import fields, replace
from typing import TypeVar

from dateline.coding import claim_id
from dateline.desk import forms
from dateline.desk.asked import day
from dateline.errors import InputError
from dateline.reading.words import cut_sentences, cut_words
from dateline.record import Claim, Interval, Party, Place, Quantity, Report, Source, Span

T = TypeVar("T", Party, Place, Interval)


def claim_from(form: forms.ClaimForm, report: Report, *, was: Claim | None, by: str, events: Container[str]) -> Claim:
    """The claim of a form; `was` is the one it corrects. Raises InputError that says what cannot be."""
    if form.event not in events:
        raise InputError(f"there is no event type {form.event!r} in the codebook")
    text = report.text
    trigger = _span(form.trigger, text)
    return Claim(
        id=was.id if was else claim_id(report.id, form.event, trigger),
        report=report.id,
        event=form.event,
        trigger=trigger,
        evidence=_evidence(form, trigger, text, was),
        polarity=form.polarity,
        modality=form.modality,
        actors=tuple(_party(p, text, by, was.actors if was else ()) for p in form.actors),
        targets=tuple(_party(p, text, by, was.targets if was else ()) for p in form.targets),
        weapons=tuple(_span(span, text) for span in form.weapons),
        place=_place(form.place, text, by, was.place if was else None),
        origin=_place(form.origin, text, by, was.origin if was else None),
        destination=_place(form.destination, text, by, was.destination if was else None),
        when=_when(form.when, text, by, was.when if was else None),
        quantities=tuple(_quantity(q, text) for q in form.quantities),
        sources=tuple(
            Source(_party(s.party, text, by, [x.party for x in was.sources] if was else ()), s.stance)
            for s in form.sources
        ),
        confidence=was.confidence if was else 1.0,
        notes=was.notes if was else (f"coded by {by}",),
    )


def _span(form: forms.SpanForm, text: str) -> Span:
    if not 0 <= form.begin < form.end <= len(text):
        raise InputError(f"characters {form.begin} to {form.end} are not in the text, which has {len(text)}")
    return Span(form.begin, form.end)


def _evidence(form: forms.ClaimForm, trigger: Span, text: str, was: Claim | None) -> Span:
    """The words given, else those of the claim before, else the sentence of the trigger."""
    if form.evidence:
        found = _span(form.evidence, text)
    elif was and was.evidence.covers(trigger):
        found = was.evidence
    else:
        found = _sentence(trigger, text)
    if not found.covers(trigger):
        raise InputError("the words of a claim must hold the word that names the event")
    return found


def _sentence(trigger: Span, text: str) -> Span:
    words = cut_words(text)
    sentences = (Span(words[a].begin, words[b - 1].end) for a, b in cut_sentences(text, words))
    return next((s for s in sentences if s.covers(trigger)), trigger)


def _party(form: forms.PartyForm, text: str, by: str, before: Sequence[Party]) -> Party:
    span = _span(forms.SpanForm(form.begin, form.end), text)
    made = Party(span, span.of(text), _name(form.name), _country(form.country), _name(form.sector), f"set by {by}")
    return _kept(made, before)


def _place(form: forms.PlaceForm | None, text: str, by: str, before: Place | None) -> Place | None:
    if form is None:
        return None
    span = _span(forms.SpanForm(form.begin, form.end), text)
    if (form.lat is None) != (form.lon is None) or (form.radius_km is not None and form.lat is None):
        raise InputError("a place has latitude and longitude, or neither, and no radius without them")
    if form.radius_km is not None and not 0 <= form.radius_km <= 20_000:
        raise InputError("the radius of a place is between 0 and 20,000 km")
    names = ("admin1", "admin2", "geonameid", "lat", "lon", "radius_km", "precision")
    told = {name: getattr(form, name) for name in names}
    try:
        made = Place(
            span, span.of(text), name=_name(form.name), country=_country(form.country), **told, why=f"set by {by}"
        )
    except ValueError as problem:
        raise InputError(str(problem)) from problem
    if before and (kept := _kept(replace(made, relation=before.relation), [before])) is before:
        return kept
    return made


def _when(form: forms.WhenForm | None, text: str, by: str, before: Interval | None) -> Interval | None:
    if form is None:
        return None
    span = _span(forms.SpanForm(form.begin, form.end), text)
    try:
        made = Interval(span, span.of(text), day(form.earliest), day(form.latest), form.granularity, f"set by {by}")
    except ValueError as problem:
        raise InputError(str(problem)) from problem
    return _kept(made, [before] if before else [])


def _quantity(form: forms.QuantityForm, text: str) -> Quantity:
    span = _span(forms.SpanForm(form.begin, form.end), text)
    if form.least is not None and form.most is not None and form.least > form.most:
        raise InputError(f"a number goes from {form.least:g} to {form.most:g}: the first must be the lower")
    return Quantity(form.kind[:64], span, span.of(text), form.least, form.most, form.approx, _name(form.of))


def _kept(made: T, before: Sequence[T]) -> T:
    """What was there before, with its reason, when nothing but the reason differs."""
    names = [f.name for f in fields(made) if f.name != "why"]
    return next((b for b in before if all(getattr(b, n) == getattr(made, n) for n in names)), made)


def _name(given: str | None) -> str | None:
    """A name as it is kept: without line breaks, at most 200 characters, None when empty."""
    return " ".join((given or "").split())[:200] or None


def _country(given: str | None) -> str | None:
    if not given:
        return None
    if len(given) != 3 or not (given.isascii() and given.isalpha()):
        raise InputError(f"{given[:20]!r} is no country code; write three letters, as SYR")
    return given.upper()
