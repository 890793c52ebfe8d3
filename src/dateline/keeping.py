"""Keeping the record: what intake took is archived, then read, and its claims join the incidents.

    Taken ──archived──▶ Report ──Dateline──▶ claims ──origins, blocks──▶ merging ──▶ incidents

A document is safe once it is archived: whatever cuts the job short, the next run goes on from
there. Claims and the incidents that follow from them are stored together or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from dateline import __version__, merging
from dateline.heap import uncollected
from dateline.intake import gather, reread
from dateline.merging import agreement, copies
from dateline.pipeline import Dateline
from dateline.record import (
    Claim,
    Decision,
    FeedState,
    Found,
    Incident,
    Judgement,
    Origin,
    Refusal,
    Report,
    Summary,
    Taken,
)
from dateline.store import Material, Quarantined, Store
from dateline.store.claims import DECIDED

if TYPE_CHECKING:
    from dateline.intake.fetch import Fetched

Kind = Literal["read", "copy", "known", "no text", "language", "broken"]
Coded = Mapping[Report, tuple[Claim, ...]]
T = TypeVar("T")

# Documents stored at a time: few enough that little is done twice after a crash, enough that the disk is no brake.
_BATCH = 8
# Reports kept in mind while others are added, some 30 kB each.
_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document.

    `kind`: "read"; "copy" (read, but its account is another's); "known" (the very text was there
    already); or why it was not read, with the `reason` in words.
    """

    name: str
    kind: Kind
    reason: str = ""
    report: str | None = None
    claims: int = 0


class Keeper:
    """A record and the reader that fills it. The reader is loaded when it is first needed."""

    def __init__(self, store: Store, reader: Callable[[], Dateline] = Dateline):
        self.store = store
        self._load = reader
        self._mind: _Mind | None = None

    @cached_property
    def reader(self) -> Dateline:
        """Model, codebook, registry and gazetteer."""
        return self._load()

    @cached_property
    def versions(self) -> tuple[str, str]:
        """Reader and codebook, as claims are stored under them."""
        return f"{self.reader.model.version} dateline {__version__}", self.reader.codebook.version

    # ------------------------------------------------------------ coming in

    def add(self, taken: Iterable[Taken]) -> Iterator[Outcome]:
        """Archives, reads and merges what intake took; what an earlier run left unread comes first."""
        yield from self.go_on()
        for batch in _batched(taken, _BATCH):
            yield from self._add(batch)

    def follow(self, steps: Iterable[tuple[Taken | None, FeedState]]) -> Iterator[Outcome]:
        """Adds what a watch took, each entry together with where its feed then stands."""
        yield from self.go_on()
        for taken, state in steps:
            with self._alone():
                notes = list(self._archive(taken)) if taken else []
                self.store.put_feed(state)
            yield from self._finish(notes)

    def go_on(self) -> Iterator[Outcome]:
        """Reads what was archived and never read, because an earlier run was cut short."""
        failed = {i for case in self.store.quarantined("waiting") for i in self._reports_of(case)}
        yield from self._again([i for i in self.store.unread() if i not in failed])

    def reread(self) -> Iterator[Outcome]:
        """Reads everything that another reader or codebook has read; the old claims are superseded, and kept."""
        reader, codebook = self.versions
        decided = set(self.store.unread(versions=(f"{reader}{DECIDED}", codebook)))
        yield from self._again([i for i in self.store.unread(versions=self.versions) if i in decided])

    def retry(self, fetch: Callable[[str], Fetched], names: Collection[str] = ()) -> Iterator[Outcome]:
        """Tries what is in quarantine again, or only the cases named; `fetch` gets addresses."""
        for case in self.store.quarantined("waiting"):
            if names and case.name not in names:
                continue
            found = self._open_again(case, fetch)
            with self.store.transaction():
                notes = [self._archive_one(case.name, case.capture, one) for one in found]
            yield from self._finish(notes)

    def _open_again(self, case: Quarantined, fetch: Callable[[str], Fetched]) -> Iterable[Found]:
        """The documents of a case: from its archived original, or else from where it was."""
        if case.capture is None:
            return [found for taken in gather([case.name], fetch=fetch) for found in taken.found]
        sha256, capture = self.store.capture(case.capture)
        content = self.store.original(sha256)
        if content is None:
            return [Found(Refusal(case.name, "is no longer archived"))]
        return reread(content, capture, case.name)

    def _add(self, batch: Sequence[Taken]) -> Iterator[Outcome]:
        with self._alone():
            notes = [note for one in batch for note in self._archive(one)]
        yield from self._finish(notes)

    def _again(self, ids: Iterable[str]) -> Iterator[Outcome]:
        for several in _batched(ids, _BATCH):
            reports = [self.store.report(i) for i in several]
            yield from self._finish([(Outcome(r.title or r.id, "read", report=r.id), r) for r in reports])

    def _archive(self, taken: Taken) -> Iterator[tuple[Outcome, Report | None]]:
        """Stores the bytes of an original with every document found in it; what became of each, and what to read."""
        original = None if taken.content is None else self.store.add_original(taken.content)
        for found in taken.found:
            number = self.store.add_capture(original, taken.capture) if original else None
            yield self._archive_one(", ".join(filter(None, (taken.name, found.where))), number, found)

    def _archive_one(self, name: str, capture: int | None, found: Found) -> tuple[Outcome, Report | None]:
        match found.result:
            case Refusal(_, reason, kind):
                state: Literal["waiting", "given up"] = "waiting" if kind == "broken" else "given up"
                self.store.quarantine(name, reason, capture=capture, state=state)
                return Outcome(name, kind, reason), None
            case report:
                fresh = self.store.add_report(report, capture=capture, dates=found.dates)
                self.store.settle(name, why="it could be read")
                if fresh or not self.store.is_read(report.id):
                    return Outcome(name, "read", report=report.id), report
                return Outcome(name, "known", report=report.id), None

    def _finish(self, notes: Sequence[tuple[Outcome, Report | None]]) -> Iterator[Outcome]:
        """Reads and merges the reports of a batch, and says what became of every document."""
        coded: dict[Report, tuple[Claim, ...]] = {}
        outcomes = []
        for outcome, report in notes:
            if report is not None:
                try:
                    coded[report] = self.reader.claims(report)
                except Exception as problem:
                    reason = f"could not be read ({type(problem).__name__}: {problem})"
                    self.store.quarantine(outcome.name, reason, capture=self._capture_of(report.id))
                    outcome = Outcome(outcome.name, "broken", reason, report.id)
            outcomes.append(outcome)
        repeated = self._keep(coded, self.versions) if coded else {}
        counts = {report.id: len(claims) for report, claims in coded.items()}
        for o in outcomes:
            if o.kind == "read" and o.report in counts:
                why = repeated.get(o.report, "")
                o = Outcome(o.name, "copy" if why else "read", why, o.report, counts[o.report])
            yield o

    def _capture_of(self, report: str) -> int | None:
        return next((number for number, _, _ in self.store.captures(report)), None)

    def _reports_of(self, case: Quarantined) -> list[str]:
        """The report that came of a case in quarantine: archived, but the reader could not read it."""
        return [] if case.capture is None else list(filter(None, [self.store.report_of(case.capture)]))

    # ------------------------------------------------------------ claims into incidents

    def take_over(self, coded: Coded, *, by: str) -> int:
        """Takes claims that somebody else made, as from a table; of how many reports they differ from the record's."""
        before = {r.id: self._claims_of(r.id) for r in coded}
        changed = {r: claims for r, claims in coded.items() if before[r.id] != claims}
        with self.store.transaction():
            for report in changed:
                self.store.add_report(report)
            self._keep(changed, (by, "as given"))
        return len(changed)

    def _keep(self, coded: Coded, versions: tuple[str, str]) -> dict[str, str]:
        """Stores claims and merges them, in one transaction; of those reports that are copies, what they repeat."""
        with self._alone():
            for report in coded:
                self.store.put_runs(report.id, copies.telling_runs(report.text))
            if not any(self.store.is_read(report.id) or self.store.decisions(report=report.id) for report in coded):
                return self._keep_new(coded, versions)
            self._mind = None
            shelf = _Shelf(self.store)
            held = {r.id: [n.decision for n in self.store.decisions(report=r.id)] for r in coded}
            read, coded = coded, {r: overlay(claims, held[r.id]) for r, claims in coded.items()}
            near = self._near(coded, shelf)
            changed = self._put_origins(self._new_origins(coded, near, shelf), shelf)
            new = [claim for claims in coded.values() for claim in claims]
            old = {r.id: self._claims_of(r.id) for r in coded}
            gone = {i for claims in old.values() for c in claims if (i := self.store.incident_of(c.id))}
            elsewhere = [c for i in changed - old.keys() for c in self._claims_of(i)]
            kept = {claim.id for claim in new}
            dropped = {c.id: c for claims in old.values() for c in claims if c.id not in kept}
            wanted = self._touched([*new, *elsewhere, *dropped.values()], shelf)
            for report, claims in coded.items():
                self._put(report.id, read[report], claims, versions, decided=bool(held[report.id]))
            self._put_blocks(coded, shelf)
            if dropped:  # what was linked through them may now fall apart
                wanted = self._touched([c for c in wanted if c.id not in dropped], shelf)
            self._put_incidents(wanted, shelf, gone)
        return {r.id: f"repeats {told}" for r in coded if (told := _first(r, near[r.id], shelf))}

    def _keep_new(self, coded: Coded, versions: tuple[str, str]) -> dict[str, str]:
        """The same for reports that nobody has read or decided on yet: what is known already need not be read again."""
        mind = self._mind = self._mind or _Mind(self.store)
        near = self._near(coded, mind.shelf)
        origins = self._new_origins(coded, near, mind.shelf)
        new = [claim for claims in coded.values() for claim in claims]
        moved = [c for i in origins if i not in {r.id for r in coded} for c in self._claims_of(i)]
        before = mind.world.linked([c.id for c in moved])
        self._put_origins(origins, mind.shelf)
        mind.world.take([*new, *moved])
        wanted = mind.world.linked({c.id for c in (*new, *moved, *before)})
        for report, claims in coded.items():
            self._put(report.id, claims, claims, versions, decided=False)
        self._put_blocks(coded, mind.shelf)
        by_id = {claim.id: claim for claim in wanted}
        fresh = {c.id for c in (*new, *moved)}
        made = [i for i in mind.world.incidents(wanted) if mind.is_new(i) or not fresh.isdisjoint(i.claims)]
        self.store.put_incidents(
            agreement.summarise(i, by_id, mind.shelf.origins, mind.shelf.reports) for i in mind.note(made)
        )
        return {r.id: f"repeats {told}" for r in coded if (told := _first(r, near[r.id], mind.shelf))}

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One transaction; what is kept in mind holds only while the log shows that nobody else wrote."""
        with self.store.transaction():
            if self._mind and (self._mind.head != self.store.head() or len(self._mind.world) > _REMEMBERED):
                self._mind = None
            try:
                yield
            except BaseException:
                self._mind = None
                raise
            if self._mind:
                self._mind.head = self.store.head()

    def _put(
        self, report: str, read: Sequence[Claim], claims: Sequence[Claim], versions: tuple[str, str], *, decided: bool
    ) -> None:
        """Stores what was read of a report and, over it, what people decided."""
        reader, codebook = versions
        known = self.store.is_read(report) and self.store.as_read(report) == (versions, tuple(read))
        if not (decided and known):
            self.store.put_claims(report, read, reader_version=reader, codebook_version=codebook)
        if decided:
            self.store.put_claims(report, claims, reader_version=f"{reader}{DECIDED}", codebook_version=codebook)

    def _new_origins(self, coded: Coded, near: Collection[str], shelf: _Shelf) -> dict[str, Origin]:
        """Where new reports come from, and those that they copy or that copy them, as far as it changed."""
        new = {report.id for report in coded}
        claims = [c for i in near if i not in new for c in self._claims_of(i)]
        claims += [c for given in coded.values() for c in given]
        found = copies.origins([shelf.reports[i] for i in sorted(near)], claims)
        return {i: origin for i, origin in sorted(found.items()) if shelf.origins.get(i) != origin}

    def _put_origins(self, origins: Mapping[str, Origin], shelf: _Shelf) -> set[str]:
        """Stores origins; of which reports."""
        for i, origin in origins.items():
            self.store.put_origin(i, origin)
            shelf.origins.put(i, origin)
        return set(origins)

    def _near(self, coded: Iterable[Report], shelf: _Shelf) -> dict[str, set[str]]:
        """Reports and all that repeat them, directly or through others: for each those that it shares its text with."""
        waiting = [report.id for report in coded]
        found: dict[str, set[str]] = {}
        while waiting:
            report = shelf.reports[waiting.pop()]
            if report.id not in found:
                shared = self.store.reports_sharing(copies.telling_runs(report.text)).keys() - {report.id}
                found[report.id] = {i for i in shared if copies.repeats(report.text, shelf.reports[i].text)}
                waiting += found[report.id]
        return found

    def _claims_of(self, report: str) -> tuple[Claim, ...]:
        return tuple(self.store.claims_in([("report", 0, report)]))

    def _touched(self, claims: Sequence[Claim], shelf: _Shelf) -> list[Claim]:
        if not claims:
            return []
        return merging.touched(
            claims,
            self.store.claims_in,
            published=shelf.published,
            origins=shelf.origins,
            judgements=self.store.judgements(),
            texts=shelf.texts,
        )

    def _put_blocks(self, coded: Coded, shelf: _Shelf) -> None:
        for report, claims in coded.items():
            keys = merging.block_keys(
                claims, published=shelf.published, origins=shelf.origins, judgements=(), texts=shelf.texts
            )
            self.store.put_blocks({report.id: {block for several in keys.values() for block in several}})

    def _put_incidents(self, claims: Sequence[Claim], shelf: _Shelf, gone: Iterable[str] = ()) -> None:
        made = _merged(claims, shelf.published, shelf.origins, self.store.judgements(), shelf.texts)
        by_id = {claim.id: claim for claim in claims}
        self.store.put_incidents([agreement.summarise(i, by_id, shelf.origins, shelf.reports) for i in made], gone=gone)

    # ------------------------------------------------------------ people decide

    def judge(self, judgement: Judgement, *, why: str) -> bool:
        """Stores what somebody holds of a pair of claims and merges again what it touches; False when known."""
        with self.store.transaction():
            said = self.store.judge(judgement, why=why)
            self._merge_again(judgement.claims)
        return said

    def judge_all(self, judgements: Sequence[Judgement], *, why: str) -> None:
        """Stores several decisions on pairs, then merges again once."""
        with self.store.transaction():
            for judgement in judgements:
                self.store.judge(judgement, why=why)
            self._merge_again({claim for judgement in judgements for claim in judgement.claims})

    def withdraw(self, *pairs: tuple[str, str], by: str, why: str) -> bool:
        """Takes somebody's decisions on pairs back, then merges again once; False when they hold none of them."""
        with self.store.transaction():
            taken = [self.store.withdraw(claims, by=by, why=why) for claims in pairs]
            self._merge_again({claim for claims in pairs for claim in claims})
        return any(taken)

    def decide(self, decision: Decision) -> int:
        """Stores what somebody holds of a claim and merges again what follows from it; the decision's number."""
        with self.store.transaction():
            number = self.store.decide(decision)
            self._lay_over(decision.report)
        return number

    def undo(self, number: int, *, by: str, why: str) -> Decision:
        """Takes a decision on a claim back and merges again; the decision. StoreError when it does not stand."""
        with self.store.transaction():
            taken = self.store.take_back(number, by=by, why=why)
            self._lay_over(taken.report)
        return taken

    def _lay_over(self, report: str) -> None:
        versions, claims = self.store.as_read(report)
        self._keep({self.store.report(report): claims}, versions)

    def _merge_again(self, claims: Iterable[str]) -> None:
        """Merges the incidents of some claims anew, with all that may now belong to them."""
        held = {i for c in claims if (i := self.store.incident_of(c))}
        ids = {c for i in held for c in self.store.incident(i).incident.claims} | set(claims)
        shelf = _Shelf(self.store)
        told = [c for c in self.store.claims_in([("claim", 0, i) for i in sorted(ids)]) if c.id in ids]
        self._put_incidents(self._touched(told, shelf), shelf, gone=held)

    # ------------------------------------------------------------ all of it anew

    def merge(self) -> int:
        """Works out origins, blocks and incidents of the whole record anew; how many incidents there are."""
        with uncollected():
            given, reports = self.store.material(), list(self.store.reports())
            found = copies.origins(reports, [c for _, claims in given.coded for c in claims])
            shelf = _Shelf(self.store)
            with self.store.transaction():
                for report in reports:
                    self.store.put_origin(report.id, found[report.id])
                    self.store.put_runs(report.id, copies.telling_runs(report.text))
                self._put_blocks(dict(given.coded), shelf)
            return self.store.rebuild(incidents_of)


def _first(report: Report, near: Iterable[str], shelf: _Shelf) -> str | None:
    """Whose report came out first, of those that share a report's text; None when it is this one."""
    same = [report, *(shelf.reports[i] for i in near)]
    first = min(same, key=lambda r: (r.published or date.max, r.id))
    return None if first is report else first.outlet or first.title or first.id


def overlay(claims: Sequence[Claim], decisions: Sequence[Decision]) -> tuple[Claim, ...]:
    """The claims of a report with what people decided laid over them, in text order.

    Of several on one claim, a reviewer's word between coders counts before others, an open decision
    before a blind one, then the latest. What was accepted stays as it was when a later reading differs.
    """
    ranked = sorted(decisions, key=lambda d: (d.adjudicates, not d.blind, d.at))
    heard = {d.claim: d for d in ranked if d.verdict != "unsure"}
    if not heard:
        return tuple(claims)
    kept = {c.id: c for c in claims if c.id not in heard}
    kept |= {d.claim: d.value for d in heard.values() if d.verdict != "reject"}
    return tuple(sorted(kept.values(), key=lambda c: (c.trigger, c.id)))


def incidents_of(given: Material) -> list[Summary]:
    """The incidents of a whole record: what `verify` holds the stored ones against."""
    reports = {report.id: report for report, _ in given.coded}
    claims = {claim.id: claim for _, several in given.coded for claim in several}
    published = {i: report.published for i, report in reports.items()}
    texts = {i: report.text for i, report in reports.items()}
    made = _merged(list(claims.values()), published, given.origins, given.judgements, texts)
    return [agreement.summarise(i, claims, given.origins, reports) for i in made]


def _merged(
    claims: Sequence[Claim],
    published: Mapping[str, date | None],
    origins: Mapping[str, Origin],
    judgements: Sequence[Judgement],
    texts: Mapping[str, str],
) -> list[Incident]:
    return merging.merge(claims, published=published, origins=origins, judgements=judgements, texts=texts)


class _Lazy(Mapping[str, T], Generic[T]):
    """Values by id, fetched when first asked for and kept."""

    def __init__(self, fetch: Callable[[str], T | None]):
        self._fetch = fetch
        self._kept: dict[str, T | None] = {}

    def __getitem__(self, id: str) -> T:
        if id not in self._kept:
            self._kept[id] = self._fetch(id)
        found = self._kept[id]
        if found is None:
            raise KeyError(id)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def put(self, id: str, value: T) -> None:
        """Keeps a value that has just been stored."""
        self._kept[id] = value


class _Shelf:
    """What merging asks about reports, taken from the record as it is needed: a record may hold millions."""

    def __init__(self, store: Store):
        self.reports = _Lazy(store.report)
        self.origins = _Lazy(store.origin)
        self.published: Mapping[str, date | None] = _Lazy(lambda id: self.reports[id].published)
        self.texts = _Lazy(lambda id: self.reports[id].text)


class _Mind:
    """What a keeper remembers of the record between two batches, and where the log stood then."""

    def __init__(self, store: Store):
        self.shelf = _Shelf(store)
        self.head = store.head()
        self.world = merging.world(
            store.claims_in,
            published=self.shelf.published,
            origins=self.shelf.origins,
            judgements=store.judgements(),
            texts=self.shelf.texts,
        )
        self._stands: dict[str, Incident] = {}  # by claim, as last stored

    def is_new(self, incident: Incident) -> bool:
        """True when this incident was not stored like this since this keeper began."""
        return self._stands.get(min(incident.claims)) != incident

    def note(self, made: Sequence[Incident]) -> Sequence[Incident]:
        """Remembers incidents that are stored now."""
        self._stands.update((claim, incident) for incident in made for claim in incident.claims)
        return made


def _batched(things: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch
