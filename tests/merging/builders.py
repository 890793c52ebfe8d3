"""Builders for tests of merging: claims in one line."""

from __future__ import annotations

from datetime import date

from dateline.record import Claim, Interval, Party, Place, Precision, Quantity, Source, Span


def _place(name: str, admin1: str, lat: float, lon: float, radius_km: float, precision: Precision) -> Place:
    return Place(Span(0, 1), name, name, "SYR", admin1, None, None, lat, lon, radius_km, precision)


PLACES = {
    "Manbij": _place("Manbij", "Aleppo", 36.53, 37.95, 8, "city"),
    "Raqqa": _place("Raqqa", "Ar-Raqqah", 35.95, 39.01, 10, "city"),
    "Aleppo": _place("Aleppo", "Aleppo", 36.2, 37.5, 90, "admin1"),
    "nowhere": Place(Span(0, 1), "a village", None),
}
_SECTORS = {"Islamic State": (None, "REB"), "Syrian Arab Army": ("SYR", "MIL"), "Syria": ("SYR", "GOV")}


def claim(
    id: str,
    report: str,
    event: str = "air_strike",
    *,
    at: int = 0,
    place: str | None = None,
    day: int | None = None,
    actor: str | None = None,
    target: str | None = None,
    killed: tuple[int | None, int | None] | None = None,
    of: str | None = None,
    polarity: str = "affirmed",
    source: Party | None = None,
) -> Claim:
    """A claim in July 2016, its sentence at a hundred times `at`."""
    begin = at * 100
    span = Span(begin + 10, begin + 16)
    when = Interval(span, "that day", date(2016, 7, day), date(2016, 7, day), "day") if day else None
    quantities = (Quantity("killed", span, str(killed[0]), killed[0], killed[1], False, of),) if killed else ()
    return Claim(
        id,
        report,
        event,
        span,
        Span(begin, begin + 90),
        polarity=polarity,  # type: ignore[arg-type]
        actors=(party(actor),) if actor else (),
        targets=(party(target),) if target else (),
        place=PLACES[place] if place else None,
        when=when,
        quantities=quantities,
        sources=(Source(source),) if source else (),
    )


def party(name: str, sector: str | None = None) -> Party:
    """A resolved party."""
    country, known = _SECTORS.get(name, (None, None))
    return Party(Span(0, 1), name, name, country, sector or known)
