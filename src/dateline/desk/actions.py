"""What people do: each write as one function, checked on the server for who asks, what it touches, and what changed.

A write says which version of the record its page had seen. When what it touches has changed since, it is
refused with what others did (`Changed`), and nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise

from dateline.desk import forms, pages
from dateline.desk.accounts import allowed
from dateline.desk.blind import coded_twice, entry_seen, seen
from dateline.desk.coded import claim_from
from dateline.desk.parts import entry_line, incident_line
from dateline.desk.review import Review
from dateline.desk.views import Views
from dateline.errors import InputError, StoreError
from dateline.record import Claim, Decision, Judgement, Report, Summary, Verdict
from dateline.store import Entry, asking
from dateline.store import accounts as table
from dateline.store.claims import DECIDED

# More pairs than this are not judged one by one when an incident is split: both sides are chained.
_PAIRS = 40
_WITHDRAWN = 2_000  # pairs in one request: a join of two large incidents is a chain through all their claims
_WHY = 2000  # characters of a reason
_CHANGES = 100  # told of to those whose page is stale


class Denied(Exception):
    """Somebody asked for what their role does not allow."""


class Changed(Exception):
    """What a write touches changed after its page was loaded."""

    def __init__(self, stale: pages.Stale):
        super().__init__(stale.error)
        self.stale = stale


class _Undone(Exception):
    """Rolls a preview back."""


class Actions:
    """The writes of one record."""

    def __init__(self, views: Views, review: Review):
        self.views, self.review = views, review
        self.keeper, self.store = views.keeper, views.store

    # ------------------------------------------------------------ pairs of claims

    def judge(self, visitor: pages.Visitor, form: forms.Judge) -> pages.Done:
        """Whether two claims speak of one event."""
        why = _why(form.why, "a judgement")
        with self.store.transaction():
            self._fresh(visitor, form.version, claims=form.claims)
            self._reports_of(form.claims)
            if form.claims[0] == form.claims[1]:
                raise InputError("a judgement is about two claims")
            said = self.keeper.judge(Judgement(form.claims, form.verdict, visitor.name, _now()), why=why)
        return self._done(said, "stored" if said else "you hold that already", form.claims[0])

    def withdraw(self, visitor: pages.Visitor, form: forms.Withdraw) -> pages.Done:
        """Takes one's own judgements back."""
        if not form.pairs or len(form.pairs) > _WITHDRAWN:
            raise InputError(f"name the pairs of claims to withdraw, at most {_WITHDRAWN:,}")
        with self.store.transaction():
            self._fresh(visitor, form.version, claims=[claim for claims in form.pairs for claim in claims])
            taken = self.keeper.withdraw(*form.pairs, by=visitor.name, why=_text(form.why))
        return self._done(taken, "taken back" if taken else "you hold no judgement on these", form.pairs[0][0])

    def split(self, visitor: pages.Visitor, form: forms.Split) -> pages.Done | pages.Preview:
        """Some claims are another event than the rest of their incident, or the event of another incident."""
        self._fresh(visitor, form.version, claims=form.claims)
        summary = self._incident(visitor, form.version, form.incident)
        moved = sorted(set(form.claims))
        if not moved or not set(moved) <= summary.incident.claims:
            raise InputError("these claims are not all of that incident; reload the page")
        rest = sorted(summary.incident.claims - set(moved))
        if not rest:
            raise InputError("the whole incident is no part of it; join it with another instead")
        other = sorted(self._incident(visitor, form.version, form.into).incident.claims) if form.into else []
        pairs: list[tuple[str, str, Verdict]] = [(a, b, "different") for a in moved for b in rest]
        if len(pairs) > _PAIRS:
            pairs = [(moved[0], rest[0], "different"), *_chain(rest)]
        pairs += _chain([*moved, *other])
        return self._rejudge(visitor, form, pairs, [form.incident, *([form.into] if form.into else [])])

    def join(self, visitor: pages.Visitor, form: forms.Join) -> pages.Done | pages.Preview:
        """Some incidents are one event."""
        incidents = sorted(set(form.incidents))
        if len(incidents) < 2:
            raise InputError("it takes two incidents to join them")
        given = [self._incident(visitor, form.version, i) for i in incidents]
        claims = [c for summary in given for c in sorted(summary.incident.claims)]
        return self._rejudge(visitor, form, list(_chain(claims)), incidents)

    def _rejudge(
        self,
        visitor: pages.Visitor,
        form: forms.Split | forms.Join,
        pairs: Sequence[tuple[str, str, Verdict]],
        incidents: Sequence[str],
    ) -> pages.Done | pages.Preview:
        """Stores judgements on pairs and merges, or shows what that would give."""
        why = "a preview" if form.preview else _why(form.why, "a split or join")
        claims = sorted({c for a, b, _ in pairs for c in (a, b)})
        own = {c for i in incidents for c in self.store.incident(i).incident.claims}
        made: list[Summary] = []
        with self._stored_unless(form.preview), self.store.transaction():
            self._fresh(visitor, form.version, claims=claims)
            now = _now()
            told = [Judgement((a, b), verdict, visitor.name, now) for a, b, verdict in pairs]
            self.keeper.judge_all(told, why=why)
            made += self._holding(own)
            if form.preview:
                raise _Undone
        if form.preview:  # what was put together may draw others in: they are shown as well
            before = self._holding({c for s in made for c in s.incident.claims})
            members = tuple(tuple(sorted(s.incident.claims)) for s in made)
            lines = (tuple(map(incident_line, before)), tuple(map(incident_line, made)))
            return pages.Preview(self.views.version, *lines, members, len(pairs))
        return self._done(True, f"{len(made)} incidents now", claims[0])

    def _holding(self, claims: Iterable[str]) -> list[Summary]:
        """The incidents that hold any of some claims."""
        ids = {i for c in claims if (i := self.store.incident_of(c))}
        return [self.store.incident(i) for i in sorted(ids)]

    @contextmanager
    def _stored_unless(self, preview: bool) -> Iterator[None]:
        try:
            yield
        except _Undone:
            if not preview:
                raise

    # ------------------------------------------------------------ single claims

    def decide(self, visitor: pages.Visitor, form: forms.Decide) -> pages.Done:
        """What somebody holds of a claim, or a claim that the reader missed."""
        if form.adjudicates and not allowed(visitor.role, "adjudicate"):
            raise Denied("only a reviewer has the last word between coders")
        report = self.store.report(form.report)
        lease = self.review.lease_on(visitor.name, form.claim) if form.claim else None
        with self.store.transaction() as connection:
            self._fresh(visitor, form.version, claims=[form.claim] if form.claim else [], report=report.id)
            was = self._claim(visitor, form, report)
            blind = not form.adjudicates and ((lease is not None and lease.blind) or self._is_apart(visitor, form))
            self._may_overrule(visitor, form, blind)
            decision = Decision(
                claim=(value := self._value(form, report, was, visitor.name)).id,
                report=report.id,
                verdict=form.verdict,
                value=value,
                by=visitor.name,
                at=_now(),
                why=_text(form.why),
                blind=blind,
                adjudicates=form.adjudicates,
            )
            number = self.keeper.decide(decision)
            if lease:
                table.end_lease(connection, visitor.name)
        return self._done(True, form.verdict, decision.claim, number=number)

    def undo(self, visitor: pages.Visitor, form: forms.Undo) -> pages.Done:
        """Takes a decision back: one's own, or as a reviewer anybody's."""
        found = next((n for n in self.store.decisions(superseded=True) if n.number == form.decision), None)
        if found is None:
            raise InputError(f"there is no decision {form.decision}")
        if found.decision.by != visitor.name and not allowed(visitor.role, "adjudicate"):
            raise Denied("only who decided it, or a reviewer, can take a decision back")
        with self.store.transaction():
            self._fresh(visitor, form.version, claims=[found.decision.claim])
            taken = self.keeper.undo(form.decision, by=visitor.name, why=_text(form.why))
        return self._done(True, "taken back", taken.claim, number=form.decision)

    def _claim(self, visitor: pages.Visitor, form: forms.Decide, report: Report) -> Claim | None:
        """The claim that is decided on; None for a new one."""
        if (form.claim is None) != (form.verdict == "new"):
            raise InputError("a new claim has no id yet; every other verdict is on a claim that there is")
        if form.claim is None:
            return None
        found = self.review.claim(form.claim) if form.adjudicates else self.review.claim_seen(visitor, form.claim)
        if found is None or found[1].id != report.id:
            raise InputError(f"report {report.id} has no claim {form.claim[:40]!r}; reload the page")
        return found[0]

    def _value(self, form: forms.Decide, report: Report, was: Claim | None, by: str) -> Claim:
        if (form.value is not None) != (form.verdict in ("edit", "new")):
            raise InputError("verdicts edit and new need the whole claim, and only they have one")
        if form.verdict == "reject":
            _why(form.why, "rejecting a claim")
        if form.value is None:
            assert was is not None
            return was
        events = {event.key for event in self.views.events}
        made = claim_from(form.value, report, was=was, by=by, events=events)
        if was is None and self.review.claim(made.id) is not None:
            raise InputError("there is, or was, such a claim on these words; correct that one")
        return made

    def _is_apart(self, visitor: pages.Visitor, form: forms.Decide) -> bool:
        """Whether somebody decides on a claim for the first time without seeing what another decided."""
        standing = self.store.decisions(claim=form.claim) if form.claim else ()
        first = all(n.decision.by != visitor.name for n in standing)
        return first and form.claim in self.review.hidden(visitor, standing)

    def _may_overrule(self, visitor: pages.Visitor, form: forms.Decide, blind: bool) -> None:
        """A reason is needed to decide otherwise than others did, and a reviewer to overrule a reviewer."""
        if form.claim is None or blind:
            return
        standing = self.store.decisions(claim=form.claim)
        told = standing if form.adjudicates else seen(visitor, standing, self.review.hidden(visitor, standing))
        others = [n.decision for n in told if n.decision.by != visitor.name]
        if any(d.adjudicates for d in others) and not allowed(visitor.role, "adjudicate"):
            raise Denied("a reviewer had the last word on this claim")
        if others and (form.adjudicates or any(d.verdict != form.verdict for d in others)):
            _why(form.why, "deciding otherwise than others")

    # ------------------------------------------------------------ is it still as it was seen?

    def _fresh(self, visitor: pages.Visitor, version: int, *, claims: Iterable[str], report: str | None = None) -> None:
        """Raises Changed when somebody changed what a write touches since its page was made.

        Decisions that are hidden from a person do not make their page stale: it would not show them.
        """
        wanted = set(claims)
        if version > self.views.version:
            raise InputError(f"version {version} is not of this record; reload the page")
        reports = {report} if report else {r for c in wanted if (r := self._report_of(c))}
        if changes := [e for e in self._since(visitor, version) if _touches(e, wanted, reports)]:
            raise self._changed(version, changes)

    def _incident(self, visitor: pages.Visitor, version: int, id: str) -> Summary:
        """An incident that a page names. When it is gone, Changed: others joined or split it, or its claims changed."""
        try:
            return self.store.incident(id)
        except StoreError:
            if changes := self._since(visitor, version):
                raise self._changed(version, changes[-_CHANGES:]) from None
            raise

    def _since(self, visitor: pages.Visitor, version: int) -> list[Entry]:
        """What was done to claims after a version of the record, but for what is hidden from this person."""
        with self.store.reading() as connection:
            later = list(asking.since(connection, version, ("claims", "decision", "judgement")))
        decided = {e.subject for e in later if e.what == "decision" and coded_twice(e.subject)}
        hidden = self.review.hidden(visitor, [n for c in sorted(decided) for n in self.store.decisions(claim=c)])
        return [e for e in later if entry_seen(visitor, e, hidden) is e]

    def _changed(self, version: int, changes: Iterable[Entry]) -> Changed:
        error = "others changed this after your page was loaded; nothing was stored, look at what they did"
        return Changed(pages.Stale(error, version, self.views.version, tuple(map(entry_line, changes))))

    def _report_of(self, claim: str) -> str | None:
        found = self.review.claim(claim)
        return found[1].id if found else None

    def _reports_of(self, claims: Iterable[str]) -> None:
        for claim in claims:
            if self._report_of(claim) is None:
                raise InputError(f"there is no claim {claim[:40]!r}")

    def _done(self, changed: bool, note: str, claim: str, *, number: int | None = None) -> pages.Done:
        return pages.Done(self.views.version, changed, note, number, self.store.incident_of(claim))


def _touches(entry: Entry, claims: set[str], reports: set[str]) -> bool:
    """Whether an entry is about any of the claims, or is a new reading of their reports."""
    if entry.what == "claims":
        return entry.subject in reports and DECIDED not in (entry.after or "")
    return not claims.isdisjoint(entry.subject.split())


def _chain(claims: Sequence[str]) -> list[tuple[str, str, Verdict]]:
    """Judgements that make claims one, each with the next."""
    return [(a, b, "same") for a, b in pairwise(claims)]


def _why(given: str, what: str) -> str:
    why = _text(given)
    if not why:
        raise InputError(f"{what} needs a reason, for those who look at it later")
    return why


def _text(given: str) -> str:
    return " ".join(given.split())[:_WHY]


def _now() -> datetime:
    return datetime.now(UTC)
