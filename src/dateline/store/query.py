"""What is asked of the record: one filter for claims, incidents, the desk and every export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the Earth in degrees; `west` > `east` crosses the 180th meridian."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        if not (-90 <= self.south <= self.north <= 90):
            raise ValueError(
                f"a box needs -90 <= south <= north <= 90, got south {self.south}, north {self.north};"
                " the order is west, south, east, north"
            )
        if not (-180 <= self.west <= 180 and -180 <= self.east <= 180):
            raise ValueError(f"longitudes go from -180 to 180, got west {self.west}, east {self.east}")

    @classmethod
    def parse(cls, text: str) -> Box:
        """Reads "west,south,east,north"; ValueError for anything else."""
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError:
            raise ValueError(
                f"{text!r} is no box; write west,south,east,north in degrees, as 35.5,32,42.4,37.4"
            ) from None
        return cls(west, south, east, north)


@dataclass(frozen=True, slots=True)
class Query:
    """Which claims or incidents are wanted; every field given must hold, one value of each is enough.

    `since` and `until` are days that the time of the event must touch: what has no date is left
    out when one is given. `bbox` is touched by the area of the place, so that what may have
    happened there is in. `country` is where it happened (ISO 3166-1 alpha-3). `actor` is part of
    the name of who takes part on either side, `source` of who says so or of the outlet; case,
    accents and vowel signs do not matter. `status` and `disputed` are those of the incident;
    disputed are incidents in which independent origins conflict in any field. `words` are all in the
    text of the report, or of one report of the incident; "phrases in quotes" stand together.
    `located` wants what has a point or area on the map, or, when it is false, what has none.
    `min_confidence`, 0 … 1, leaves out claims less sure, and incidents without a claim as sure as that.
    """

    since: date | None = None
    until: date | None = None
    bbox: Box | None = None
    country: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    event: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    disputed: bool = False
    words: str = ""
    located: bool | None = None
    min_confidence: float = 0.0

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since {self.since} is after until {self.until}")
        if not 0 <= self.min_confidence <= 1:
            raise ValueError(f"a confidence lies between 0 and 1, got {self.min_confidence}")


EVERYTHING = Query()
