"""Claims as rows: the columns, and a claim from its row. Writing and reading back lose nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast, get_args

from dateline.export import values
from dateline.export.bundle import Bundle
from dateline.export.columns import Cells, Column, span_text
from dateline.record import Claim, Modality, Party, Polarity, Quantity, Report, Source, Span, Stance


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim beside the report that tells it."""

    report: Report
    claim: Claim

    def quote(self, span: Span) -> str:
        """The words of a span."""
        return span.of(self.report.text)


def claim_rows(bundle: Bundle) -> Iterator[ClaimRow]:
    """Every claim of a bundle, in its order."""
    return (ClaimRow(bundle.report_of(claim), claim) for claim in bundle.claims.values())


def _speakers(row: ClaimRow) -> list[Party]:
    return [source.party for source in row.claim.sources]


_YES_NO = {True: "yes", False: "no"}


def _plain(number: float | None) -> str | None:
    if number is None:
        return None
    return str(int(number)) if float(number).is_integer() else repr(number)


CLAIM_COLUMNS: tuple[Column[ClaimRow], ...] = (
    Column("claim", "text", lambda r: r.claim.id),
    Column("report", "text", lambda r: r.claim.report),
    Column("title", "text", lambda r: r.report.title),
    Column("published", "day", lambda r: r.report.published),
    Column("outlet", "text", lambda r: r.report.outlet),
    Column("url", "text", lambda r: r.report.url),
    Column("event", "text", lambda r: r.claim.event),
    *values.quoted_columns("trigger", lambda r: (r.quote(r.claim.trigger), r.claim.trigger)),
    Column("polarity", "text", lambda r: r.claim.polarity),
    Column("modality", "text", lambda r: r.claim.modality),
    *values.party_columns("actor", lambda r: r.claim.actors),
    *values.party_columns("target", lambda r: r.claim.targets),
    Column("weapons", "texts", lambda r: [r.quote(w) for w in r.claim.weapons]),
    Column("weapon_spans", "texts", lambda r: [span_text(w) for w in r.claim.weapons], detail=True),
    *values.place_columns(lambda r: r.claim.place),
    *values.place_columns(lambda r: r.claim.origin, "origin", detail=True),
    *values.place_columns(lambda r: r.claim.destination, "destination", detail=True),
    *values.when_columns(lambda r: r.claim.when),
    Column("quantities", "texts", lambda r: [q.text for q in r.claim.quantities]),
    Column("quantity_kinds", "texts", lambda r: [q.kind for q in r.claim.quantities]),
    Column("quantity_least", "texts", lambda r: [_plain(q.least) for q in r.claim.quantities]),
    Column("quantity_most", "texts", lambda r: [_plain(q.most) for q in r.claim.quantities]),
    Column("quantity_of", "texts", lambda r: [q.of for q in r.claim.quantities]),
    Column("quantity_approx", "texts", lambda r: [_YES_NO[q.approx] for q in r.claim.quantities], detail=True),
    Column("quantity_spans", "texts", lambda r: [span_text(q.span) for q in r.claim.quantities], detail=True),
    *values.party_columns("source", _speakers),
    Column("stances", "texts", lambda r: [s.stance for s in r.claim.sources]),
    Column("confidence", "float", lambda r: r.claim.confidence),
    Column("chances", "texts", lambda r: [f"{k} {v:.4g}" for k, v in r.claim.chances.items()], detail=True),
    *values.quoted_columns("evidence", lambda r: (r.quote(r.claim.evidence), r.claim.evidence)),
    Column("notes", "texts", lambda r: r.claim.notes, detail=True),
)


def claim_of(cells: Cells) -> Claim | None:
    """A claim from its row, or None when something in it cannot be read (the cells say what)."""
    trigger, evidence = cells.span("trigger_span"), cells.span("evidence_span")
    claim_id, report, event = cells.need("claim"), cells.need("report"), cells.need("event")
    polarity = cells.choice("polarity", get_args(Polarity), "affirmed")
    modality = cells.choice("modality", get_args(Modality), "actual")
    parts = {
        "actors": values.parties(cells, "actor"),
        "targets": values.parties(cells, "target"),
        "weapons": tuple(cells.spans("weapon_spans")),
        "place": values.place(cells),
        "origin": values.place(cells, "origin"),
        "destination": values.place(cells, "destination"),
        "when": values.when(cells),
        "quantities": _quantities(cells),
        "sources": _sources(cells),
        "confidence": cells.number("confidence", least=0, most=1) or 0.0,
        "chances": _chances(cells),
        "notes": tuple(cells.texts("notes")),
    }
    for column, span in (("trigger_span", trigger), ("evidence_span", evidence)):
        if span is None:
            cells.complain(column, "is missing", "a claim must point at its words: BEGIN..END in characters")
    if cells.problems or trigger is None or evidence is None:
        return None
    kinds = cast(Polarity, polarity), cast(Modality, modality)
    return Claim(claim_id, report, event, trigger, evidence, *kinds, **parts)  # type: ignore[arg-type]


def _chances(cells: Cells) -> dict[str, float]:
    """The chances of the fields, written "place 0.83"; a file from elsewhere need not have them."""
    found = (text.rpartition(" ") for text in cells.texts("chances"))
    try:
        return {name: float(chance) for name, _, chance in found}
    except ValueError as problem:
        cells.complain("chances", str(problem), "write each as FIELD NUMBER, such as: place 0.83")
        return {}


def _quantities(cells: Cells) -> tuple[Quantity, ...]:
    spans = cells.spans("quantity_spans")
    names = ("quantity_kinds", "quantities", "quantity_least", "quantity_most", "quantity_approx", "quantity_of")
    columns = [cells.aligned(name, len(spans)) for name in names]
    return tuple(
        Quantity(
            kind or "other",
            span,
            text or "",
            cells.as_number("quantity_least", least),
            cells.as_number("quantity_most", most),
            approx == "yes",
            of,
        )
        for span, kind, text, least, most, approx, of in zip(spans, *columns, strict=True)
    )


def _sources(cells: Cells) -> tuple[Source, ...]:
    parties = values.parties(cells, "source")
    stances = cells.aligned("stances", len(parties))
    known = get_args(Stance)
    for stance in stances:
        if stance not in (None, *known):
            cells.complain("stances", f"{stance!r} is not known", f"use one of {', '.join(known)}")
    return tuple(Source(p, cast(Stance, s if s in known else "says")) for p, s in zip(parties, stances, strict=True))
