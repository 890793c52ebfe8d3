"""The desk: incidents as list, map and timeline, who holds what, and search."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.desk.pages.common import EventType, Filter, Visitor
from dateline.desk.pages.lines import IncidentLine


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
    said to hold it in the same days, `origins` the names of the origins that say so.
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
