"""Evidence from when, where and how many: what two accounts say of the world, by days, areas and numbers."""

from __future__ import annotations

import math

from dateline.merging.accounts import Account, Figures
from dateline.record import Place

_NARROW_KM = 25.0
# From a third as large again to nearly three times as large, incidents of the merge gold come out about alike.
_HALF_AS_LARGE_AGAIN = math.log2(1.5)
# Farther apart than this, two numbers are no disputed toll of one event.
_FOURFOLD = 2.0

# ---------------------------------------------------------------- when


def same_days(a: Account, b: Account) -> float:
    """The dates overlap; the fewer days they span, the more that tells."""
    if not a.days or not b.days or _gap(a.days, b.days) > 0:
        return 0.0
    return 1 / (1 + math.log2(1 + max(a.days[1] - a.days[0], b.days[1] - b.days[0])) / 2)


def days_apart(a: Account, b: Account) -> float:
    """The dates do not overlap; the more days lie between them, the more that tells."""
    if not a.days or not b.days:
        return 0.0
    return min(math.log2(1 + _gap(a.days, b.days)), 5.0)


def date_fits_report(a: Account, b: Account) -> float:
    """One has no date, but was published when the other happened or within three days after."""
    delay = _delay(a, b)
    return 1.0 if delay is not None and -1 <= delay <= 3 else 0.0


def date_off_report(a: Account, b: Account) -> float:
    """One has no date, and was published long before or after the other happened."""
    delay = _delay(a, b)
    return min(math.log2(1 + max(-delay - 1, delay - 3, 0)), 5.0) if delay is not None else 0.0


def other_day(a: Account, b: Account) -> float:
    """Both name the very day, and the days are not the same or neighbours."""
    if not a.days or not b.days or a.days[0] != a.days[1] or b.days[0] != b.days[1]:
        return 0.0
    return 1.0 if _gap(a.days, b.days) > 1 else 0.0


def told_before(a: Account, b: Account) -> bool:
    """One came out two days or more before the other happened, and tells of it as done: that is another event."""
    return any(
        early.published is not None
        and early.modalities == {"actual"}
        and late.days is not None
        and late.days[0] - early.published > 1
        for early, late in ((a, b), (b, a))
    )


def spell_against_day(a: Account, b: Account) -> float:
    """One tells of a day or two, the other of weeks, months or years."""
    if not a.days or not b.days:
        return 0.0
    short, long = sorted((a.days[1] - a.days[0], b.days[1] - b.days[0]))
    return 1.0 if short <= 2 and long >= 14 else 0.0


def published_apart(a: Account, b: Account) -> float:
    """Neither has a date, and they were published days apart."""
    if a.days or b.days or a.published is None or b.published is None:
        return 0.0
    return min(math.log2(1 + max(abs(a.published - b.published) - 1, 0)), 5.0)


def time_unknown(a: Account, b: Account) -> float:
    """Of one neither the day nor when its report came out is known."""
    return 1.0 if any(x.days is None and x.published is None for x in (a, b)) else 0.0


# ---------------------------------------------------------------- where


def same_area(a: Account, b: Account) -> float:
    """The areas overlap; the smaller they are, the more that tells."""
    if not a.places or not b.places or _apart_km(a, b) > 0:
        return 0.0
    return 1 / (1 + max(_radius(a.places[0]), _radius(b.places[0])) / 25)


def areas_apart(a: Account, b: Account) -> float:
    """The areas lie apart, both radii counted; the farther, the more that tells."""
    if not a.places or not b.places:
        return 0.0
    return min(math.log2(1 + _apart_km(a, b) / 5), 5.0)


def other_place(a: Account, b: Account) -> float:
    """Both name a place of 25 km or less, and the two lie more than 25 km apart."""
    if not a.places or not b.places or max(_radius(a.places[0]), _radius(b.places[0])) > _NARROW_KM:
        return 0.0
    return 1.0 if _apart_km(a, b) > _NARROW_KM else 0.0


def same_place_name(a: Account, b: Account) -> float:
    """Both name the same place."""
    return 1.0 if a.names & b.names else 0.0


def place_unknown(a: Account, b: Account) -> float:
    """One of them does not say where, or names a place that is not on the map."""
    return 0.0 if a.places and b.places else 1.0


# ---------------------------------------------------------------- how many


def same_toll(a: Account, b: Account) -> float:
    """They give the same number of dead or injured; larger numbers tell more."""
    return max(_shared_number(a.killed, b.killed), _shared_number(a.injured, b.injured))


def tolls_apart(a: Account, b: Account) -> float:
    """Their numbers of dead are far from each other."""
    if not a.killed or not b.killed or a.killed & b.killed:
        return 0.0
    return min(abs(math.log2((1 + largest(a.killed)) / (1 + largest(b.killed)))), 3.0)


def told_as_two(a: Account, b: Account) -> bool:
    """One report tells of both, with numbers of dead of which one is half as large again as the other.

    Numbers that the report has from two voices may be of one event, and its toll disputed: up to four times as large.
    """
    if a.reports.isdisjoint(b.reports):
        return False
    two_voices = a.voices and b.voices and a.voices.isdisjoint(b.voices)
    return tolls_apart(a, b) > (_FOURFOLD if two_voices else _HALF_AS_LARGE_AGAIN)


# ---------------------------------------------------------------- measures


def _gap(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Days from the end of one interval to the start of the other; 0 when they overlap."""
    return max(a[0] - b[1], b[0] - a[1], 0)


def _delay(a: Account, b: Account) -> int | None:
    """Days from the dated account's last day to the publication of the undated one."""
    if bool(a.days) == bool(b.days):
        return None
    dated, undated = (a, b) if a.days else (b, a)
    if undated.published is None or dated.days is None:
        return None
    return undated.published - dated.days[1]


def _radius(place: Place) -> float:
    return place.radius_km or 0.0


def _apart_km(a: Account, b: Account) -> float:
    """Kilometres between the edges of the nearest two areas."""
    return min(edges_apart_km(p, q) for p in a.places for q in b.places)


def edges_apart_km(p: Place, q: Place) -> float:
    """Kilometres between the edges of two located areas, with 3 km of grace; 0 when they overlap."""
    return max(_distance_km(p, q) - _radius(p) - _radius(q) - 3, 0.0)


def _distance_km(p: Place, q: Place) -> float:
    """Great-circle distance of two located places, by the haversine."""
    lat, lon, other_lat, other_lon = (math.radians(x or 0.0) for x in (p.lat, p.lon, q.lat, q.lon))
    half = math.sin((lat - other_lat) / 2) ** 2
    half += math.cos(lat) * math.cos(other_lat) * math.sin((lon - other_lon) / 2) ** 2
    return 12742 * math.asin(min(math.sqrt(half), 1.0))


def largest(figures: Figures) -> float:
    """The largest number that some figures give."""
    return max((most if most is not None else least or 0.0) for least, most in figures)


def _shared_number(a: Figures, b: Figures) -> float:
    """How telling the largest number is that both give: 0 for none, 1 for one, 3 from 50 on."""
    shared = {least for least, _ in a if least} & {least for least, _ in b if least}
    return min(1 + math.log10(max(shared)), 3.0) if shared else 0.0
