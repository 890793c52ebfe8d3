"""Review: which claim comes next and why, who holds it, where coders differ, and how far they agree."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from dateline.desk import pages
from dateline.desk.alpha import agreed, alpha
from dateline.desk.blind import claims_seen, coded_twice, hidden_from, outcome, seen
from dateline.desk.nearby import nearby
from dateline.desk.parts import claim_part, decision_line, incident_line, report_line
from dateline.desk.views import Views
from dateline.record import Claim, Decision, Party, Place, Report
from dateline.store import Numbered, queue
from dateline.store import accounts as table

_LEASE = 600.0  # seconds that an item is one person's
_CONTEXT = 600  # characters shown on either side of the evidence
_DOUBT = 0.2  # confidence so near to even is a doubt worth telling
_MINE = 20
_DISPUTES = 20
_LOOK = 30  # items looked at to find one that was not skipped


class Review:
    """The queue of one record."""

    def __init__(self, views: Views, clock: Callable[[], float] = time.time):
        self.views = views
        self.store = views.store
        self.clock = clock
        self._skipped: defaultdict[str, set[str]] = defaultdict(set)

    # ------------------------------------------------------------ one item

    def page(self, visitor: pages.Visitor) -> pages.ReviewPage:
        """`/review`."""
        version = self.views.version
        standing = self.store.decisions()
        with self.store.reading() as connection:
            lease = table.lease_of(connection, visitor.name, now=self.clock())
            waiting = queue.waiting(connection, visitor.name)
        mine = [n for n in standing if n.decision.by == visitor.name]
        return pages.ReviewPage(
            version=version,
            visitor=visitor,
            item=self._item(visitor, lease) if lease else None,
            waiting=waiting + sum(1 for _ in self._second_looks(visitor.name, standing)),
            decided=len({n.decision.claim for n in standing}),
            to_adjudicate=len(in_dispute(standing)),
            mine=tuple(map(decision_line, reversed(mine[-_MINE:]))),
            events=self.views.events,
        )

    def next(self, visitor: pages.Visitor, skip: str | None) -> pages.ReviewItem | None:
        """Leases the next item to somebody; what they hold already is renewed, unless they skip it."""
        now = self.clock()
        with self.store.transaction() as connection:
            held = table.lease_of(connection, visitor.name, now=now)
            if skip and self.claim(skip):
                self._skipped[visitor.name].add(skip)
            wanted = [(held.claim, held.blind)] if held and held.claim != skip else []
            for claim, blind in [*wanted, *self._candidates(visitor.name)]:
                lease = table.Lease(claim, visitor.name, blind, now + _LEASE)
                if table.put_lease(connection, lease, now=now):
                    return self._item(visitor, lease)
            table.end_lease(connection, visitor.name)
        return None

    def _candidates(self, by: str) -> Iterator[tuple[str, bool]]:
        """Claims to give out, best first: second looks, then what is in dispute or doubt."""
        skipped = self._skipped[by]
        second = [c for c in self._second_looks(by, self.store.decisions()) if c not in skipped]
        yield from ((claim, True) for claim in second)
        with self.store.reading() as connection:
            found = queue.undecided(connection, by, now=self.clock(), limit=_LOOK + len(skipped))
            yield from ((claim, False) for claim in list(found) if claim not in skipped)

    def _second_looks(self, by: str, standing: Sequence[Numbered]) -> Iterator[str]:
        """Claims of the share that is coded twice, which one other person has decided on."""
        for claim, decisions in _by_claim(standing).items():
            alone = len(decisions) == 1 and decisions[0].by != by
            if alone and decisions[0].verdict not in ("new", "unsure") and coded_twice(claim):
                yield claim

    def lease_on(self, by: str, claim: str) -> table.Lease | None:
        """The lease that somebody has on a claim."""
        with self.store.reading() as connection:
            held = table.lease_of(connection, by, now=self.clock())
        return held if held and held.claim == claim else None

    def hidden(self, visitor: pages.Visitor, standing: Iterable[Numbered]) -> set[str]:
        """Claims on which a person may not see what others decided."""
        return hidden_from(self.store, visitor, standing, now=self.clock())

    def claim_seen(self, visitor: pages.Visitor, id: str) -> tuple[Claim, Report] | None:
        """A claim as a person sees it: without what they may not see of others' decisions."""
        found = self.claim(id)
        standing = self.store.decisions(claim=id)
        if found is None or id not in self.hidden(visitor, standing):
            return found
        _, read = self.store.as_read(found[1].id)
        own = [n for n in standing if n.decision.by == visitor.name]
        told = claims_seen([c for c in read if c.id == id], own)
        return (told[0] if told else own[-1].decision.value, found[1])

    def _item(self, visitor: pages.Visitor, lease: table.Lease) -> pages.ReviewItem | None:
        found = self.claim_as_read(lease.claim) if lease.blind else self.claim_seen(visitor, lease.claim)
        if found is None:
            return None
        claim, report = found
        incident = self.store.incident_of(claim.id)
        summary = self.store.incident(incident) if incident else None
        standing = self.store.decisions(claim=claim.id)
        decisions = () if lease.blind else seen(visitor, standing, self.hidden(visitor, standing))
        context, begin = around(claim, report)
        return pages.ReviewItem(
            claim=claim_part(claim, report.text, incident=incident, decisions=decisions),
            report=report_line(report, self.store.origin(report.id)),
            context=context,
            context_begin=begin,
            because=tuple(self._because(claim, lease, incident)),
            blind=lease.blind,
            leased_until=time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(lease.until)),
            incident=incident_line(summary) if summary and not lease.blind else None,
            near=nearby(self.store, summary, self.views.claims_of(summary)) if summary and not lease.blind else (),
        )

    def _because(self, claim: Claim, lease: table.Lease, incident: str | None) -> Iterator[str]:
        if lease.blind:
            yield "a second look, without seeing the first"
            return
        if incident:
            fields = [v.field for v in self.store.incident(incident).fields if v.agreement == "conflict"]
            if fields:
                yield f"independent origins conflict on {', '.join(fields)}"
        if abs(claim.confidence - 0.5) <= _DOUBT:
            yield f"the reader is in doubt: confidence {claim.confidence:.0%}"
        if any(n.decision.verdict == "unsure" for n in self.store.decisions(claim=claim.id)):
            yield "another coder was unsure"

    def claim(self, id: str) -> tuple[Claim, Report] | None:
        """A current claim, or one that was rejected, with its report."""
        current = next((c for c in self.store.claims_in([("claim", 0, id)]) if c.id == id), None)
        if current is None:
            current = next((n.decision.value for n in reversed(self.store.decisions(claim=id))), None)
        return (current, self.store.report(current.report)) if current else None

    def claim_as_read(self, id: str) -> tuple[Claim, Report] | None:
        """A claim as the reader made it, whatever people decided since."""
        found = self.claim(id)
        if found is None:
            return None
        _, read = self.store.as_read(found[1].id)
        return next(((c, found[1]) for c in read if c.id == id), None)

    # ------------------------------------------------------------ where coders differ

    def adjudication(self, visitor: pages.Visitor) -> pages.AdjudicationPage:
        """`/review/adjudication`."""
        version = self.views.version
        disputes = in_dispute(self.store.decisions())
        shown = tuple(filter(None, (self._dispute(several) for several in disputes[:_DISPUTES])))
        return pages.AdjudicationPage(version, visitor, shown, len(disputes))

    def _dispute(self, several: Sequence[Numbered]) -> pages.Dispute | None:
        decided = [n.decision for n in several]
        found = self.claim_as_read(decided[0].claim) or self.claim(decided[0].claim)
        if found is None:
            return None
        claim, report = found
        context, begin = around(claim, report)
        told = [values(d, report) for d in decided]
        fields = list(dict.fromkeys(name for v in told for name in v))
        differences = [pages.FieldDifference(f, tuple(v.get(f) for v in told)) for f in fields]
        return pages.Dispute(
            claim=claim_part(claim, report.text, incident=self.store.incident_of(claim.id)),
            report=report_line(report, self.store.origin(report.id)),
            context=context,
            context_begin=begin,
            coders=tuple(d.by for d in decided),
            versions=tuple(
                pages.CoderVersion(
                    n.decision.by,
                    decision_line(n),
                    None if n.decision.verdict == "reject" else claim_part(n.decision.value, report.text),
                )
                for n in several
            ),
            differences=tuple(d for d in differences if len(set(d.values)) > 1),
        )

    def agreement(self, visitor: pages.Visitor) -> pages.AgreementPage:
        """`/review/agreement`: of decisions that were made without seeing others'."""
        version = self.views.version
        units = [u for u in map(_independent, _by_claim(self.store.decisions()).values()) if len(u) > 1]
        reports: dict[str, Report] = {}
        coded: list[dict[str, Mapping[str, str | None]]] = []
        for unit in units:
            report = reports.setdefault(unit[0].report, self.store.report(unit[0].report))
            coded.append({d.by: values(d, report) for d in unit})
        coders = tuple(sorted({by for unit in coded for by in unit}))
        pairs = [row for pair in combinations(coders, 2) for row in _alphas(coded, pair)]
        everyone = tuple(_alphas(coded, coders)) if coders else ()
        return pages.AgreementPage(version, visitor, coders, everyone, tuple(pairs))


def around(claim: Claim, report: Report) -> tuple[str, int]:
    """The text around a claim, cut at spaces, and where it begins."""
    text = report.text
    begin, end = max(0, claim.evidence.begin - _CONTEXT), min(len(text), claim.evidence.end + _CONTEXT)
    if begin:
        begin = text.find(" ", begin, claim.evidence.begin) + 1 or begin
    if end < len(text):
        end = max(text.rfind(" ", claim.evidence.end, end), claim.evidence.end)
    return text[begin:end], begin


def in_dispute(standing: Iterable[Numbered]) -> list[list[Numbered]]:
    """Decisions on claims that people decided differently and no reviewer had the last word on."""
    by: defaultdict[str, list[Numbered]] = defaultdict(list)
    for numbered in standing:
        by[numbered.decision.claim].append(numbered)
    out = []
    for several in by.values():
        sure = [n for n in several if n.decision.verdict != "unsure"]
        open_ = len(sure) > 1 and not any(n.decision.adjudicates for n in sure)
        if open_ and len({outcome(n.decision) for n in sure}) > 1:
            out.append(sure)
    return out


def _by_claim(standing: Iterable[Numbered]) -> dict[str, list[Decision]]:
    out: defaultdict[str, list[Decision]] = defaultdict(list)
    for numbered in standing:
        if not numbered.decision.adjudicates:
            out[numbered.decision.claim].append(numbered.decision)
    return out


def _independent(decisions: Sequence[Decision]) -> list[Decision]:
    """Those made blind, and of the open ones the first: it was made before there was anything to see."""
    sure = [d for d in decisions if d.verdict != "unsure"]
    first = [d for d in sure if not d.blind][:1]
    return [*first, *(d for d in sure if d.blind)]


def _alphas(coded: Sequence[Mapping[str, Mapping[str, str | None]]], coders: Sequence[str]) -> Iterator[pages.Alpha]:
    fields = list(dict.fromkeys(name for unit in coded for told in unit.values() for name in told))
    for name in fields:
        units = [[unit[c][name] for c in coders if c in unit and name in unit[c]] for unit in coded]
        several = [u for u in units if len(u) > 1]
        found, same = alpha(several), agreed(several)
        yield pages.Alpha(
            name,
            tuple(coders),
            len(several),
            None if same is None else round(same, 4),
            None if found is None else round(found, 4),
        )


# ---------------------------------------------------------------- a claim field by field


def values(decision: Decision, report: Report) -> dict[str, str | None]:
    """What a decision says of each field, for comparison; of a rejected claim only that it is none."""
    if decision.verdict == "reject":
        return {"claim": "rejected"}
    c = decision.value
    return {
        "claim": "kept",
        "event": c.event,
        "status": f"{c.polarity}, {c.modality}",
        "who": _listed(map(_party, c.actors)),
        "whom": _listed(map(_party, c.targets)),
        "weapon": _listed(span.of(report.text) for span in c.weapons),
        "where": _place(c.place),
        "from": _place(c.origin),
        "to": _place(c.destination),
        "when": f"{c.when.earliest or '…'} to {c.when.latest or '…'}" if c.when else None,
        "how many": _listed(f"{q.kind} {_size(q.least)}–{_size(q.most)}" for q in c.quantities),
        "according to": _listed(f"{_party(s.party)} {s.stance}" for s in c.sources),
    }


def _listed(words: Iterable[str]) -> str | None:
    return "; ".join(sorted(dict.fromkeys(words))) or None


def _party(party: Party) -> str:
    return party.name or party.text


def _place(place: Place | None) -> str | None:
    if place is None:
        return None
    where = f" ({place.lat:.2f}, {place.lon:.2f})" if place.lat is not None and place.lon is not None else ""
    return (place.name or place.text) + where


def _size(value: float | None) -> str:
    return "…" if value is None else f"{value:g}"
