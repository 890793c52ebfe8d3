"""What each page of the desk shows: one dataclass a page, which is also the JSON at its address + ".json".

Fields are plain values, so that the JSON is the dataclass: days and instants are ISO 8601 strings,
`begin`/`end` are code points into the report's text, half-open; lat and lon are WGS84 degrees, areas
have a radius in kilometres. What is not known is None or an empty tuple, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass

# ---------------------------------------------------------------- on every page


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at the page, and which writes they may ask for (the last part of an address under /api/).

    `role` is viewer, coder, reviewer or admin. Without `accounts` the desk is one person's own machine.
    """

    name: str
    role: str
    may: tuple[str, ...]
    accounts: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """The filter bar: the query string of every screen and export. `bbox` is west, south, east, north.

    `q` is searched for in the text of reports. An empty filter wants everything.
    """

    since: str | None = None
    until: str | None = None
    bbox: tuple[float, float, float, float] | None = None
    country: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    event: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    disputed: bool = False
    q: str = ""


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of event in the codebook: its key, how it reads, and what it means."""

    key: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request was not done, in words for the person who asked; `status` is that of the answer."""

    status: int
    error: str


# ---------------------------------------------------------------- parts of pages


@dataclass(frozen=True, slots=True)
class Figure:
    """People killed or injured over all origins: lowest, best and highest figure, and why best."""

    low: int | None
    best: int | None
    high: int | None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident in a list. `sentence` says what is claimed; `origins` counts independent ones.

    `status` is corroborated, single-source, disputed or denied; `disputed` is true whenever
    independent origins conflict in any field. `modality` is actual, possible or planned.
    """

    id: str
    sentence: str
    events: tuple[str, ...]
    status: str
    disputed: bool
    modality: str
    earliest: str | None
    latest: str | None
    place: str | None
    country: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    precision: str | None
    killed: Figure | None
    injured: Figure | None
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    origins: int
    reports: int
    last_published: str | None = None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list; `copy_of` is the origin whose account it repeats, None when it is its own."""

    id: str
    title: str
    outlet: str | None
    published: str | None
    url: str | None
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """Words of a report: half-open code points, and the words."""

    begin: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class PartyPart:
    """A party on a claim: the mention, and whom it names where that could be resolved."""

    begin: int
    end: int
    text: str
    name: str | None
    country: str | None
    sector: str | None
    why: str


@dataclass(frozen=True, slots=True)
class SourcePart:
    """Who is said to say so; `stance` is says, confirms, denies or claims."""

    party: PartyPart
    stance: str


@dataclass(frozen=True, slots=True)
class PlacePart:
    """A place on a claim: the mention and the area it stands for; `relation` is in words ("6 km south of")."""

    begin: int
    end: int
    text: str
    name: str | None
    country: str | None
    admin1: str | None
    admin2: str | None
    geonameid: int | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    precision: str
    relation: str | None
    why: str


@dataclass(frozen=True, slots=True)
class WhenPart:
    """A time on a claim: an inclusive interval of days."""

    begin: int
    end: int
    text: str
    earliest: str | None
    latest: str | None
    granularity: str
    why: str


@dataclass(frozen=True, slots=True)
class QuantityPart:
    """A number on a claim: the phrase and the range it stands for."""

    kind: str
    begin: int
    end: int
    text: str
    least: float | None
    most: float | None
    approx: bool
    of: str | None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What a person decided on a claim; `standing` is False once another decision took its place.

    `verdict` is accept, edit, reject, unsure or new; `adjudicates` marks a reviewer's last word.
    """

    number: int
    claim: str
    verdict: str
    by: str
    at: str
    why: str
    blind: bool
    adjudicates: bool
    standing: bool


@dataclass(frozen=True, slots=True)
class ClaimPart:
    """A claim with its words. `quote` is the evidence, which begins at `evidence.begin`.

    `status` is how its span is drawn: done, planned, possible or denied; `attributed` when somebody
    is said to say so. `current` is False for a claim that was rejected and is shown to undo that.
    """

    id: str
    report: str
    incident: str | None
    event: str
    status: str
    attributed: bool
    polarity: str
    modality: str
    trigger: Extent
    evidence: Extent
    actors: tuple[PartyPart, ...]
    targets: tuple[PartyPart, ...]
    weapons: tuple[Extent, ...]
    place: PlacePart | None
    origin: PlacePart | None
    destination: PlacePart | None
    when: WhenPart | None
    quantities: tuple[QuantityPart, ...]
    sources: tuple[SourcePart, ...]
    confidence: float
    notes: tuple[str, ...]
    decisions: tuple[DecisionLine, ...] = ()
    current: bool = True


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A line of the audit log; `before` and `after` are JSON texts."""

    number: int
    at: str
    by: str
    what: str
    subject: str
    before: str | None
    after: str | None
    why: str


# ---------------------------------------------------------------- 1. desk


@dataclass(frozen=True, slots=True)
class DeskPage:
    """`/`: incidents by time, those without a date last, a page at a time: `next` is the cursor of the next page.

    `total`, `unlocated` and `undated` count all that the filter wants. `record_empty` says that
    there is nothing yet, and the page what to do.
    """

    version: int
    visitor: Visitor
    filter: Filter
    events: tuple[EventType, ...]
    total: int
    disputed: int
    unlocated: int
    undated: int
    incidents: tuple[IncidentLine, ...]
    next: str | None
    record_empty: bool


@dataclass(frozen=True, slots=True)
class Cluster:
    """Incidents too close to tell apart at this zoom: their middle, how many, and the box that holds them.

    `radius_km` is the widest of their areas: wide areas are never counted with points.
    """

    lat: float
    lon: float
    radius_km: float
    count: int
    disputed: int
    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Area:
    """One incident on the map. Precision exact or city is a point; all else is an area of `radius_km`."""

    id: str
    lat: float
    lon: float
    radius_km: float
    precision: str
    status: str
    disputed: bool
    modality: str
    sentence: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """`/map.json?zoom=&view=`: what the filter wants; clusters and areas together hold each incident once.

    `view` is the part of the Earth that is shown (west,south,east,north), besides the filter's own
    `bbox`; `zoom` goes from 0 (the whole Earth) to 22, as on web maps.
    """

    version: int
    clusters: tuple[Cluster, ...]
    areas: tuple[Area, ...]
    unlocated: int


@dataclass(frozen=True, slots=True)
class Bar:
    """Incidents that begin in a day, week, month or year; `first` and `last` are its days."""

    first: str
    last: str
    count: int
    disputed: int


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """`/timeline.json?unit=`: how many incidents begin when.

    `unit` is day, week, month or year, chosen to suit when it is not asked for.
    """

    version: int
    unit: str
    bars: tuple[Bar, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is last said to hold, take, leave or besiege a place, up to a day, and who says so.

    `change` is holds, does not hold, takes, leaves, besieges or lifts the siege. `rivals` are others
    said to hold it in the same days.
    """

    place: str
    lat: float | None
    lon: float | None
    radius_km: float | None
    party: str | None
    change: str
    since: str | None
    rivals: tuple[str, ...]
    origins: tuple[str, ...]
    claims: tuple[str, ...]
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoldersPage:
    """`/holders.json?day=`: who is said to hold what on a day."""

    version: int
    day: str | None
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One find. `kind` is place, party, day, incident or report; `id` is that of an incident or report.

    A place has country, admin1, admin2, geonameid, lat, lon, radius_km and precision; a party country
    and sector; a day earliest, latest and granularity: what a claim's field takes when it is chosen.
    """

    kind: str
    label: str
    detail: str
    id: str | None = None
    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    precision: str | None = None
    sector: str | None = None
    earliest: str | None = None
    latest: str | None = None
    granularity: str | None = None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`/search.json?q=&kind=`: best finds first, kind place, party, incident, report or day.

    Kind day reads words such as "last Tuesday"; `report=` names the report whose publication dates them.
    """

    q: str
    kind: str
    hits: tuple[Hit, ...]


# ---------------------------------------------------------------- 2. incident


@dataclass(frozen=True, slots=True)
class GridColumn:
    """An independent origin, with the reports that tell its account; the first is its own, others are copies."""

    key: str
    name: str
    kind: str
    why: str
    reports: tuple[ReportLine, ...]


@dataclass(frozen=True, slots=True)
class GridCell:
    """What an origin says of a field: its values, and the claims that say it. Silent when there is no value.

    `differs` is true when this cell is part of why the row is not the same everywhere.
    """

    column: str
    values: tuple[str, ...]
    claims: tuple[str, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """A field by independent origin. `agreement` is same, range, conflict or silent; `chosen` by `rule`.

    `field` is date, place, actors, targets, killed, injured, weapon, responsibility, event or polarity;
    `label` is when, where, who, whom, and so on.
    """

    field: str
    label: str
    agreement: str
    cells: tuple[GridCell, ...]
    chosen: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class JudgementLine:
    """A decision whether two claims speak of one event."""

    claims: tuple[str, str]
    verdict: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence that two claims speak of one event: points in log-odds, and a sentence."""

    points: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Near:
    """Another incident that may be the same: its chance by the evidence between the two claims named."""

    incident: IncidentLine
    probability: float
    reasons: tuple[Reason, ...]
    claims: tuple[str, str]


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """`/incidents/{id}`: one incident with its agreement grid; `claims` in the order of reports and text."""

    version: int
    visitor: Visitor
    incident: IncidentLine
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    claims: tuple[ClaimPart, ...]
    revisions: tuple[str, ...]
    judgements: tuple[JudgementLine, ...]
    near: tuple[Near, ...]
    history: tuple[EntryLine, ...]


# ---------------------------------------------------------------- 3. source


@dataclass(frozen=True, slots=True)
class CaptureLine:
    """How the bytes came; `original` is their SHA-256, `download` where they are to be had as a file."""

    number: int
    original: str
    download: str
    method: str
    at: str
    url: str | None
    path: str | None
    outlet: str | None
    media_type: str
    tools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateLine:
    """A candidate for the day of publication: who says it, the words, what they mean, and whether it was chosen."""

    said_by: str
    written: str
    day: str | None
    zone: str | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class SourcePage:
    """`/sources/{report}`: the text with its claims, and where it comes from.

    `claims` are the current ones in text order, then those that people rejected (`current` False).
    `copies` are reports with the same origin. `lang` is a BCP 47 tag.
    """

    version: int
    visitor: Visitor
    report: ReportLine
    text: str
    lang: str
    retrieved: str | None
    filed_from: Extent | None
    origin_name: str | None
    origin_kind: str | None
    origin_why: str
    claims: tuple[ClaimPart, ...]
    captures: tuple[CaptureLine, ...]
    dates: tuple[DateLine, ...]
    copies: tuple[ReportLine, ...]
    decisions: tuple[DecisionLine, ...]
    events: tuple[EventType, ...]
    reader_version: str | None
    codebook_version: str | None


# ---------------------------------------------------------------- 4. review


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One claim to decide on. `context` is the text around it and begins at `context_begin`.

    `because` says why it comes now. When it is `blind`, what others decided is not shown. The lease
    ends at `leased_until`.
    """

    claim: ClaimPart
    report: ReportLine
    context: str
    context_begin: int
    because: tuple[str, ...]
    blind: bool
    leased_until: str | None
    incident: IncidentLine | None
    near: tuple[Near, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """`/review`: the item that this person holds, or None until they ask for one (`/api/lease`).

    `mine` are this person's latest decisions, for undo.
    """

    version: int
    visitor: Visitor
    item: ReviewItem | None
    waiting: int
    decided: int
    to_adjudicate: int
    mine: tuple[DecisionLine, ...]
    events: tuple[EventType, ...]


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that coders filled differently: their values in the order of `coders` of the dispute."""

    field: str
    values: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class CoderVersion:
    """What one coder made of a claim: the decision, and the claim as they would have it (None when rejected)."""

    by: str
    decision: DecisionLine
    claim: ClaimPart | None


@dataclass(frozen=True, slots=True)
class Dispute:
    """A claim that coders decided differently; only fields that differ are in `differences`."""

    claim: ClaimPart
    report: ReportLine
    context: str
    context_begin: int
    coders: tuple[str, ...]
    versions: tuple[CoderVersion, ...]
    differences: tuple[FieldDifference, ...]


@dataclass(frozen=True, slots=True)
class AdjudicationPage:
    """`/review/adjudication`: claims that wait for a reviewer's word."""

    version: int
    visitor: Visitor
    disputes: tuple[Dispute, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha (nominal) of a field; None when nothing varies or no unit has two coders.

    `coders` is a pair, or all of them; `units` the claims that at least two of them decided on;
    `agreed` the share of units on which all of them agree.
    """

    field: str
    coders: tuple[str, ...]
    units: int
    agreed: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """`/review/agreement` (as a table at ".csv"): agreement per field over all coders, and per pair."""

    version: int
    visitor: Visitor
    coders: tuple[str, ...]
    fields: tuple[Alpha, ...]
    pairs: tuple[Alpha, ...]


# ---------------------------------------------------------------- 5. intake


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """What became of a document: read, copy, known, no text, language or broken, and why."""

    name: str
    kind: str
    reason: str
    report: str | None
    claims: int


@dataclass(frozen=True, slots=True)
class Job:
    """A batch that is being taken in, or was since the desk started. `state` is waiting, running, done or failed.

    `done` counts documents; `counts` has one entry per kind that occurred; `outcomes` are the latest first.
    """

    id: str
    by: str
    what: str
    state: str
    started: str
    finished: str | None
    done: int
    counts: tuple[tuple[str, int], ...]
    outcomes: tuple[OutcomeLine, ...]
    problem: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """A document in quarantine; `state` is waiting (worth another try) or given up."""

    name: str
    reason: str
    state: str
    attempts: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class IntakePage:
    """`/intake`: what is coming in, what came last, what could not be read and why."""

    version: int
    visitor: Visitor
    jobs: tuple[Job, ...]
    cases: tuple[Case, ...]
    latest: tuple[ReportLine, ...]
    reports: int
    claims: int
    incidents: int
    unread: int
    most_bytes: int


# ---------------------------------------------------------------- 6. export and verify


@dataclass(frozen=True, slots=True)
class LayoutColumn:
    """A column of a layout and what it holds."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A file that can be written. `cannot` says what of the record it cannot carry. `ready` is False when
    an optional package is missing, which `cannot` then names."""

    what: str
    format: str
    label: str
    suffix: str
    columns: tuple[LayoutColumn, ...]
    cannot: tuple[str, ...]
    ready: bool


@dataclass(frozen=True, slots=True)
class ExportPage:
    """`/export`: layouts, what the filter selects, and the head of the audit log."""

    version: int
    visitor: Visitor
    filter: Filter
    layouts: tuple[Layout, ...]
    incidents: int
    claims: int
    reports: int
    head: str
    exported: tuple[EntryLine, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """`/history?subject=`: the audit log, newest first; `next` is the number to ask `before=` for more."""

    version: int
    visitor: Visitor
    subject: str | None
    entries: tuple[EntryLine, ...]
    next: int | None


# ---------------------------------------------------------------- answers to writes


@dataclass(frozen=True, slots=True)
class Done:
    """A write was done: the version that the record has now. `number` is that of a decision, for `/api/undo`."""

    version: int
    changed: bool
    note: str
    number: int | None = None
    incident: str | None = None


@dataclass(frozen=True, slots=True)
class Stale:
    """Status 409: what the write touches changed after the page was loaded; nothing was written.

    `changes` are what others did since; the page keeps what was typed and may send it again with `version`.
    """

    error: str
    seen: int
    version: int
    changes: tuple[EntryLine, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a split or join would do: incidents that go, and those that come in their place. Nothing is stored."""

    version: int
    before: tuple[IncidentLine, ...]
    after: tuple[IncidentLine, ...]
    claims: tuple[tuple[str, ...], ...]
    judgements: int


@dataclass(frozen=True, slots=True)
class Leased:
    """The next item of review, leased to this person; None when nothing waits."""

    version: int
    item: ReviewItem | None


@dataclass(frozen=True, slots=True)
class Started:
    """A job runs; its progress is at `/intake.json`."""

    job: str


@dataclass(frozen=True, slots=True)
class Exported:
    """A file is ready for download with its manifest beside it."""

    name: str
    download: str
    manifest: str
    sha256: str
    rows: int
    head: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether the record is as it was stored; `flaws` is empty when it is whole."""

    version: int
    head: str
    flaws: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in."""

    visitor: Visitor
