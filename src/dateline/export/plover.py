"""PLOVER records (JSON): one per incident and PLOVER event type, by the manual's coding rules.

Announced cooperation is AGREE, an announced retreat CONCEDE; other planned events keep their type and
the auxiliary mode "future", possible ones "hypothetical", denied ones "negation". An event that no
PLOVER type fits, or that has no day, which PLOVER requires, is left out and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.export.bundle import Bundle, Written
from dateline.export.countries import country
from dateline.export.crosswalk import Plover
from dateline.export.files import dumps, text_file
from dateline.export.telling import Told, sides, told
from dateline.record import Party, Place, Report, Toll

# Type → quad code, score, scores of modes that differ. SANCTION stands as verbal conflict (3), as in the
# manual's quad table, and ACCUSE at −3, the manual's "3" being a slip.
SCORES: dict[str, tuple[int, float, dict[str, float]]] = {
    "AGREE": (1, 2.5, {}),
    "CONSULT": (1, 2.5, {"visit": 4, "third-party": 1, "multilateral": 4, "phone": 1.5}),
    "SUPPORT": (1, 5, {}),
    "CONCEDE": (1, 4.5, {}),
    "COOPERATE": (2, 9.5, {}),
    "AID": (2, 10, {}),
    "RETREAT": (
        2,
        6.5,
        {"withdraw": 8, "release": 6.5, "disarm": 10, "ceasefire": 7.5, "access": 6.5, "resign": 4.5},
    ),
    "REQUEST": (3, 0, {"assist": 0.5, "change": -1, "yield": -1}),
    "ACCUSE": (3, -3, {"disapprove": -2, "investigate": -3.5, "allege": -3.5}),
    "REJECT": (3, -2, {"assist": -1.5}),
    "THREATEN": (3, -3.5, {"restrict": -3, "territory": -4}),
    "PROTEST": (4, -5, {"riot": -7, "hunger": -4.5, "boycott": -4.5, "obstruct": -4.5}),
    "SANCTION": (3, -6, {"expel": -5.5}),
    "MOBILIZE": (4, -5.5, {"troops": -6.5, "weapons": -6.5, "militia": -6}),
    "COERCE": (4, -7, {"censor": -6.5, "curfew": -6.5, "misinformation": -6.5, "martial-law": -7.5}),
    "ASSAULT": (
        4,
        -9,
        {
            "abduct": -8.5,
            "beat": -7.5,
            "torture": -8.5,
            "sexual": -8.5,
            "targeted": -9.5,
            "destroy": -8.5,
            "primitive": -8,
            "explosives": -9,
            "suicide-attack": -9.5,
            "aerial": -9.5,
            "drone": -9.5,
            "heavy-weapons": -9.5,
            "crowd-control": -7.5,
            "unconventional": -10,
        },
    ),
}
ANNOUNCED = {"COOPERATE": "AGREE", "AID": "AGREE", "CONSULT": "AGREE", "SUPPORT": "AGREE", "RETREAT": "CONCEDE"}
_AUXILIARY = {"planned": "future", "possible": "hypothetical"}
# Precision → PLOVER's resolution: 5 sub-city, 4 city, 3 district, 2 province, 1 country.
_RESOLUTION = {"exact": 5, "city": 4, "near": 3, "admin2": 3, "admin1": 2, "region": 2, "country": 1}


@dataclass(frozen=True, slots=True)
class Coded:
    """An incident as one PLOVER event."""

    item: Told
    event: str
    type: str
    mode: str | None
    auxiliary: tuple[str, ...]
    context: str | None

    @property
    def quad(self) -> int:
        """Verbal or material, cooperation or conflict: 1 to 4."""
        return SCORES[self.type][0]

    @property
    def score(self) -> float:
        """The event scale of the mode, or of the type."""
        _, score, modes = SCORES[self.type]
        return modes.get(self.mode or "", score)


def coded(bundle: Bundle, left_out: Counter[str]) -> Iterator[Coded]:
    """The PLOVER events of all incidents; what has none is counted by reason."""
    for summary in bundle.summaries:
        item = told(bundle, summary)
        found = list(_events(item))
        if not found:
            left_out["no PLOVER type"] += 1
        elif summary.earliest is None and summary.latest is None:
            left_out["no day"] += 1
        else:
            yield from found


def _events(item: Told) -> Iterator[Coded]:
    """One event per PLOVER type, that of the incident's first event of the type."""
    seen: set[str] = set()
    types = {code.type for event in item.summary.events for code in item.words.plover.get(event, ())}
    for event in item.summary.events:
        for code in item.words.plover.get(event, ()):
            # Troops mobilised in an assault are part of the assault.
            if code.type in seen or (code.type == "MOBILIZE" and "ASSAULT" in types):
                continue
            seen.add(code.type)
            yield _event(item, event, code)


def _event(item: Told, event: str, code: Plover) -> Coded:
    modality, denied = item.summary.modality, item.summary.status == "denied"
    auxiliary = tuple(filter(None, (_AUXILIARY.get(modality), "negation" if denied else None)))
    if modality == "planned" and code.type in ANNOUNCED:
        return Coded(item, event, ANNOUNCED[code.type], None, auxiliary[1:], code.context)
    mode = item.words.mode(event, code, item.words_of(event))
    return Coded(item, event, code.type, mode, auxiliary, code.context)


def actors(event: Coded) -> tuple[list[Party], list[Party]]:
    """Actor and recipient; in two-sided violence all participants are actors."""
    first, second = sides(event.item)
    if event.event == "clash":
        return [*first, *second], []
    return first, second


# ---------------------------------------------------------------- JSON


def write_plover(bundle: Bundle, path: Path) -> Written:
    """A JSON list of PLOVER records."""
    left_out: Counter[str] = Counter()
    count = 0
    with text_file(path) as file:
        file.write("[")
        for count, event in enumerate(coded(bundle, left_out), 1):
            file.write(("\n" if count == 1 else ",\n") + dumps(record(event)))
        file.write("\n]\n")
    return Written(count, left_out)


def record(event: Coded) -> dict[str, Any]:
    """One PLOVER record; what is unknown is left out."""
    item, summary = event.item, event.item.summary
    first, second = actors(event)
    values = {
        "id": f"{summary.incident.id}-{event.type}",
        "date": summary.earliest or summary.latest,
        "enddate": summary.latest,
        "actor": _entities(first),
        "recipient": _entities(second) if second or event.type in ("COOPERATE", "AID", "SANCTION") else None,
        "event": event.type,
        "mode": [m for m in (event.mode, *event.auxiliary) if m],
        "context": [event.context] if event.context else None,
        "quad_code": event.quad,
        "event_scale": event.score,
        "event_loc": _location(summary.place),
        "event_text": event.event,
        "size": _size(item),
        "link": [r.url for r in item.reports if r.url] or None,
        "text": item.quotes(),
        "text_info": _texts(item),
        "cite_info": [_cite(r) for r in item.reports],
        "coder": "dateline " + " ".join(f"{k} {v}" for k, v in sorted(item.bundle.made_by.items())),
        "coded_date": item.bundle.at.date(),
        "coded_time": item.bundle.at.time(),
        "comment": f"status {summary.status}; {len(summary.origins)} independent origins",
    }
    return _known(values)


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in values.items() if v is not None and v != []}


def _entities(parties: Sequence[Party]) -> list[dict[str, Any]]:
    """Parties as PLOVER entities; the sector UNK stands for one that nobody names."""
    return [_entity(p) for p in parties] or [{"sector": ["UNK"]}]


def _entity(party: Party) -> dict[str, Any]:
    name = party.name if party.name and party.name != party.text else None
    sector = [party.sector] if party.sector else ["UNK"]
    return _known({"code": party.country, "sector": sector, "entity_text": party.text, "identifier_text": name})


def _location(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    home = country(place.country)
    return _known(
        {
            "extracted_place": place.text,
            "resolved_place": place.name,
            "geonameid": place.geonameid,
            "lat": place.lat,
            "lon": place.lon,
            "district": place.admin2,
            "province": place.admin1,
            "country": home.name if home else None,
            "country_code": place.country,
            "resolution": _RESOLUTION.get(place.precision),
        }
    )


def _size(item: Told) -> dict[str, Any] | None:
    arrested = [q.least for c in item.claims for q in c.quantities if q.kind == "detained" and q.least is not None]
    size = {
        "dead": _best(item.summary.killed),
        "injured": _best(item.summary.injured),
        "arrested": int(max(arrested)) if arrested else None,
    }
    return _known(size) or None


def _best(toll: Toll | None) -> int | None:
    return toll.best if toll else None


def _texts(item: Told) -> list[dict[str, Any]]:
    """Where the sentences stand, in characters of each report's text."""
    return [
        {"sequence": n, "start": c.evidence.begin, "end": c.evidence.end, "text_story": c.report}
        for n, c in enumerate(item.claims)
    ]


def _cite(report: Report) -> dict[str, Any]:
    return _known(
        {
            "citation": report.id,
            "url": report.url,
            "title": report.title,
            "language": report.lang,
            "publication": report.outlet,
        }
    )
