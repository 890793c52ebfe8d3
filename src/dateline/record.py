"""The types of the record; read this first.

Everything that passes from one stage to the next is one of these. All are frozen: a stage
that knows more returns a new value. Absence is `None` or an empty tuple, never a guess.
Offsets are Unicode code points into `Report.text`, half-open: `text[begin:end]` is the quote.
"""

from __future__ import annotations

import bisect
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal

Polarity = Literal["affirmed", "denied"]
Modality = Literal["actual", "planned", "possible"]
Stance = Literal["says", "confirms", "denies", "claims"]
Precision = Literal["exact", "city", "near", "admin2", "admin1", "region", "country", "sea", "unknown"]
Verdict = Literal["same", "different", "unsure"]
Granularity = Literal["hour", "day", "week", "month", "season", "quarter", "year", "decade", "span", "unknown"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `begin` up to, not including, `end` of a report's text."""

    begin: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.begin < self.end:
            raise ValueError(f"a span needs 0 <= begin < end, got {self.begin}..{self.end}")

    def overlaps(self, other: Span) -> bool:
        """True when the two share at least one character."""
        return self.begin < other.end and other.begin < self.end

    def covers(self, other: Span) -> bool:
        """True when `other` lies inside this span."""
        return self.begin <= other.begin and other.end <= self.end

    def of(self, text: str) -> str:
        """The characters themselves."""
        return text[self.begin : self.end]


@dataclass(frozen=True, slots=True)
class Report:
    """One news report, communiqué or post, as readable text.

    `id` is "sha256:" and the hash of the UTF-8 text. `published` is the day of publication, or
    None when nothing says so; it is never the day of the event. `filed_from` is the place named in
    the dateline of the text ("LIMA, 20 AUG 88 (EFE)"): where the report was filed, never where an
    event happened.
    """

    text: str
    id: str = ""
    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    lang: str = "en"
    retrieved: datetime | None = None
    filed_from: Span | None = None

    def __post_init__(self) -> None:
        if not self.id:
            digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
            object.__setattr__(self, "id", f"sha256:{digest}")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that could not be read: which one, and why, in words for the person who gave it.

    Only what is "broken" is worth another try; a text in another language stays one.
    """

    name: str
    reason: str
    kind: Literal["no text", "language", "broken"] = "broken"


# ---------------------------------------------------------------- how documents came


@dataclass(frozen=True, slots=True)
class Capture:
    """How the bytes of a document came to us: by which method, when, from where, read by which tools.

    `path` is a file's path, with the place in an archive or feed after "#". `outlet` is whose copy it
    is, which may differ from the first copy's. `tools` maps the names of programs to their versions.
    """

    method: str
    at: datetime
    url: str | None = None
    path: str | None = None
    outlet: str | None = None
    media_type: str = "application/octet-stream"
    tools: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dated:
    """One candidate for the day of publication: who says it, the words, and what they mean.

    `said_by` names the element or header ("meta article:published_time", "dateline", "--published").
    `zone` is the zone as written, None when it is unknown.
    """

    said_by: str
    written: str
    day: date | None = None
    zone: str | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One document in an original: a report with all days it may have been published on, or why there is none.

    `where` is its place in the original ("line 12", "entry 3"), empty when it is the only document.
    """

    result: Report | Refusal
    dates: tuple[Dated, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What intake made of one original: the bytes as they came, how they came, and the documents in them.

    `name` is what the person who gave it would call it: a path, an address, "feed.xml, entry 3".
    `content` is None when no bytes could be had (a folder that cannot be read, an address that
    does not answer); `found` then holds the one refusal that says why.
    """

    name: str
    content: bytes | None
    capture: Capture
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class FeedState:
    """Where the watch of one feed stands, so that it can go on after a stop.

    `etag` and `last_modified` are what the feed said of itself when all of it had been taken. `seen`
    are the ids of entries that are done with, oldest first; `failed` those whose page could not be
    had, with the number of tries. `failures` counts polls in a row that failed.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    next_at: datetime | None = None
    failures: int = 0
    seen: tuple[str, ...] = ()
    failed: Mapping[str, int] = field(default_factory=dict)


# ---------------------------------------------------------------- what the reader saw

_CONTENT = frozenset({"NOUN", "PROPN", "PRON", "NUM", "VERB"})


def _nothing() -> Mapping[int, Mapping[str, float]]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Word:
    """One word with what the grammar heads say of it.

    `head` is the index of the governing word in the reading, or -1 at the root of a sentence;
    `relation` is the Universal Dependencies relation without subtype; `tag` is the universal part
    of speech; `entity` is the BIO entity tag of a mention ("B-Organisation", "I-Location", "O") and
    `name` that of a bare proper name ("B-person", "B-place", "B-organization", "O").
    """

    span: Span
    form: str
    tag: str
    head: int
    relation: str
    entity: str
    name: str = "O"


@dataclass(frozen=True, slots=True)
class Arc:
    """A trigger's link to the head word of one role filler, with its probability."""

    role: str
    word: int
    probability: float


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names an event, as the claim heads see it.

    `types` maps event types to probabilities, best first, "none" among them; `polarity` is the
    probability of "denied"; `modality` maps the three modalities to probabilities; `arcs` are all
    candidate arcs above a low floor, best first within a role; `stances` maps a source word to the
    probabilities of its stance, `kinds` a quantity word to those of what it counts.
    """

    word: int
    types: Mapping[str, float]
    denied: float
    modality: Mapping[str, float]
    arcs: tuple[Arc, ...]
    stances: Mapping[int, Mapping[str, float]] = field(default_factory=_nothing)
    kinds: Mapping[int, Mapping[str, float]] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one pass of the reader saw in a report.

    `sentences` are half-open ranges of word indices, in order, covering every word once.
    `triggers` has one entry per candidate word, in text order. `links` has, for each word that may
    stand for a party, the log odds that other words of its window stand for the same one.
    """

    report: Report
    words: tuple[Word, ...]
    sentences: tuple[tuple[int, int], ...]
    triggers: tuple[Trigger, ...]
    links: Mapping[int, Mapping[int, float]] = field(default_factory=dict)

    def sentence_of(self, word: int) -> int:
        """The index of the sentence that holds a word."""
        low, high = 0, len(self.sentences) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.sentences[middle][0] <= word:
                low = middle
            else:
                high = middle - 1
        return low

    def words_in(self, span: Span) -> range:
        """Indices of the words that overlap a span."""
        first = bisect.bisect_right(self.words, span.begin, key=lambda w: w.span.end)
        last = bisect.bisect_left(self.words, span.end, key=lambda w: w.span.begin)
        return range(first, last)

    def head_in(self, span: Span) -> int | None:
        """The word of a mention that governs the others, or None for a span without words."""
        inside = self.words_in(span)
        tops = [i for i in inside if self.words[i].head not in inside]
        nouns = [i for i in tops if self.words[i].tag in _CONTENT]
        return next(iter(nouns or tops or inside), None)

    def span_of(self, first: int, last: int) -> Span:
        """The characters from word `first` to word `last`, both included."""
        return Span(self.words[first].span.begin, self.words[last].span.end)


# ---------------------------------------------------------------- the values on a claim


@dataclass(frozen=True, slots=True)
class Party:
    """Who: the mention, and whom it names where that could be resolved.

    `country` is ISO 3166-1 alpha-3 or None for a party that no state owns; `sector` is a PLOVER
    sector code (GOV MIL REB COP NGO IGO MED CVL …). `why` says how the name was found.
    """

    span: Span
    text: str
    name: str | None = None
    country: str | None = None
    sector: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Who is said to say so, and how the report stands to it."""

    party: Party
    stance: Stance = "says"


@dataclass(frozen=True, slots=True)
class Relation:
    """What the words add to a place name: "south-east of", "6 km from", "the western edge of".

    `kind` is direction, distance, part, between, along, near, outside or surrounding. `bearing` is
    a compass point (N, NE, … ) and `km` a closed range of kilometres.
    """

    kind: str
    bearing: str | None = None
    km: tuple[float, float] | None = None
    part: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The relation as claims.md §2 writes it: only what is known."""
        out: dict[str, Any] = {"kind": self.kind}
        if self.bearing:
            out["bearing"] = self.bearing
        if self.km:
            out["km"] = list(self.km)
        if self.part:
            out["part"] = self.part
        return out


@dataclass(frozen=True, slots=True)
class Place:
    """Where: the mention and the area it stands for.

    `lat`/`lon` (WGS84 degrees) and `radius_km` describe the area in which the event lies, given
    the `relation` words, not the centroid of the name. All three are None together when the place
    could not be found.
    """

    span: Span
    text: str
    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    precision: Precision = "unknown"
    relation: Relation | None = None
    why: str = ""

    def __post_init__(self) -> None:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("a place has both latitude and longitude, or neither")
        if self.lat is not None and not (-90 <= self.lat <= 90 and -180 <= (self.lon or 0) <= 180):
            raise ValueError(f"no such point on Earth: {self.lat}, {self.lon}")


@dataclass(frozen=True, slots=True)
class Interval:
    """When: an inclusive interval of days; None at an end that nothing tells."""

    span: Span
    text: str
    earliest: date | None = None
    latest: date | None = None
    granularity: Granularity = "unknown"
    why: str = ""

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"an interval ends before it begins: {self.earliest}..{self.latest}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many: the phrase, and the range it stands for by the conventions of claims.md §5."""

    kind: str
    span: Span
    text: str
    least: float | None
    most: float | None
    approx: bool = False
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One event, or state of control, that a report says did or did not happen, or is planned.

    `confidence` is the chance that a second coder would code the same event, polarity and modality here;
    `chances` maps each filled field to the chance that its values are right, given that. `notes` are the
    steps that led here, for `--explain`. Neither chances nor notes take part in equality of records.
    """

    id: str
    report: str
    event: str
    trigger: Span
    evidence: Span
    polarity: Polarity = "affirmed"
    modality: Modality = "actual"
    actors: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    weapons: tuple[Span, ...] = ()
    place: Place | None = None
    origin: Place | None = None
    destination: Place | None = None
    when: Interval | None = None
    quantities: tuple[Quantity, ...] = ()
    sources: tuple[Source, ...] = ()
    confidence: float = 0.0
    notes: tuple[str, ...] = field(default=(), compare=False)
    chances: Mapping[str, float] = field(default_factory=dict, compare=False)


# ---------------------------------------------------------------- incidents and decisions


@dataclass(frozen=True, slots=True)
class Judgement:
    """A dated decision whether two claims speak of the same incident; superseded, never erased."""

    claims: tuple[str, str]
    verdict: Verdict
    by: str
    at: datetime
    score: float | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a report's account comes from: itself, the wire it copies, or the monitor it rests on.

    Ten copies of one wire have one `key` and count once. `why` is the sentence for the analyst.
    """

    key: str
    kind: Literal["own", "wire", "monitor"]
    name: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """A set of claims that speak of the same event. It holds no fact of its own."""

    id: str
    claims: frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """What one origin says about one field of an incident, and the claims that say it."""

    origin: str
    values: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of an incident by independent origin: do they agree?

    `agreement` is same, range (numbers or intervals that overlap or differ in degree), conflict or
    silent (no origin says anything); `chosen` is the record's value and `rule` how it was chosen.
    """

    field: str
    told: tuple[Told, ...]
    agreement: Literal["same", "range", "conflict", "silent"]
    chosen: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """What of a claim's numbers went into a toll: the phrases that add up, and those told as parts of others."""

    claim: str
    phrases: tuple[Span, ...] = ()
    parts: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Toll:
    """People killed or injured over all origins: lowest, best and highest figure, and why best.

    `counted` is what it was made from, so that other conventions can count the same phrases their way.
    """

    low: int | None
    best: int | None
    high: int | None
    rule: str = ""
    counted: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """An incident as it is shown and exported: derived from its claims, rebuilt at any time."""

    incident: Incident
    events: tuple[str, ...]
    status: Literal["corroborated", "single-source", "disputed", "denied"]
    modality: Modality
    earliest: date | None
    latest: date | None
    place: Place | None
    actors: tuple[Party, ...]
    targets: tuple[Party, ...]
    killed: Toll | None
    injured: Toll | None
    fields: tuple[FieldView, ...]
    origins: tuple[Origin, ...]
    reports: tuple[str, ...]
    first_published: date | None = None
    last_published: date | None = None
    revisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person holds of one claim; their next one supersedes it, and nothing is erased.

    `value` is the claim as they saw it (accept, reject, unsure) or would have it (edit, new); its id is
    `claim`. `blind` decisions were made without seeing those of others, to measure agreement.
    `adjudicates` marks a reviewer's word where coders differ.
    """

    claim: str
    report: str
    verdict: Literal["accept", "edit", "reject", "unsure", "new"]
    value: Claim
    by: str
    at: datetime
    why: str = ""
    blind: bool = False
    adjudicates: bool = False

    def __post_init__(self) -> None:
        if self.value.id != self.claim or self.value.report != self.report:
            raise ValueError(f"a decision on claim {self.claim} holds another claim, {self.value.id}")
