"""A claim with its words: the parts that pages draw and forms correct."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.desk.pages.lines import DecisionLine


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
