"""Agreement: what each independent origin says about each field of an incident, and what the record takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dateline.merging.facts import edges_apart_km
from dateline.merging.revisions import revisions
from dateline.merging.rules import Rules, shipped
from dateline.merging.tolls import Figure, figures, toll
from dateline.record import Claim, FieldView, Incident, Interval, Modality, Origin, Party, Place, Report, Summary, Told

Agreement = Literal["same", "range", "conflict", "silent"]
Role = Literal["actors", "targets"]
Status = Literal["corroborated", "single-source", "disputed", "denied"]

# Figures up to this many times as high as the lowest differ in degree; beyond, they conflict.
_DEGREE = 2.0
_MODALITIES: tuple[Modality, ...] = ("actual", "possible", "planned")


@dataclass(frozen=True, slots=True)
class _Value:
    """One value that a claim gives for a field; `shown` is how it reads."""

    shown: str
    value: object
    claim: Claim


def summarise(
    incident: Incident,
    claims: Mapping[str, Claim],
    origins: Mapping[str, Origin],
    reports: Mapping[str, Report],
    *,
    rules: Rules | None = None,
) -> Summary:
    """An incident as it is shown: every field by independent origin, with what was chosen and why.

    It is *denied* when nobody affirms it; *disputed* when one origin denies what another affirms, or
    when origins name different parties as the ones who did it; *corroborated* when two independent
    origins affirm it; else *single-source*. `claims` are found by id, `origins` and `reports` by
    report id.
    """
    rules = rules or shipped()
    told = sorted((claims[c] for c in incident.claims), key=lambda c: (_day(c, reports), c.report, c.trigger, c.id))
    affirmed = [c for c in told if c.polarity == "affirmed"]
    heard = affirmed or told
    place, place_rule = _chosen_place(heard, origins)
    days, days_rule = _chosen_days(heard, origins)
    killed, injured = (figures(told, kind, reports, days) for kind in ("killed", "injured"))
    tolls = {kind: toll(found, origins, reports) for kind, found in (("killed", killed), ("injured", injured))}
    chosen: dict[str, tuple[str | None, str]] = {
        "event": _most_told(_events(heard), origins),
        "place": (_shown_place(place) if place else None, place_rule),
        "date": (_shown_days(days) if days else None, days_rule),
        "actors": _most_told(_parties(heard, "actors"), origins),
        "targets": _most_told(_parties(heard, "targets"), origins),
        **{kind: (str(t.best), t.rule) if t else (None, "") for kind, t in tolls.items()},
        "polarity": _most_told(_polarities(told), origins),
    }
    values: dict[str, list[_Value]] = {
        "event": _events(heard),
        "place": [_Value(_shown_place(p), p, c) for c in heard for p in (c.place,) if p],
        "date": [_Value(_shown_days(w), w, c) for c in heard for w in (c.when,) if w and w.earliest],
        "actors": _parties(heard, "actors"),
        "targets": _parties(heard, "targets"),
        "killed": [_Value(str(f), f, f.claim) for f in killed.counting],
        "injured": [_Value(str(f), f, f.claim) for f in injured.counting],
        "polarity": _polarities(told),
    }
    fields = tuple(_view(name, found, origins, chosen[name], rules) for name, found in values.items())
    dates = [d for c in told if c.report in reports and (d := reports[c.report].published)]
    return Summary(
        incident=incident,
        events=tuple(dict.fromkeys(v.shown for v in _ranked(_events(heard), origins))),
        status=_status(told, fields, origins),
        modality=next(m for m in _MODALITIES if m in {c.modality for c in heard}),
        earliest=days.earliest if days else None,
        latest=days.latest if days else None,
        place=place,
        actors=_who(heard, "actors", origins),
        targets=_who(heard, "targets", origins),
        killed=tolls["killed"],
        injured=tolls["injured"],
        fields=fields,
        origins=tuple({_origin(c, origins).key: _origin(c, origins) for c in told}.values()),
        reports=tuple(dict.fromkeys(c.report for c in told)),
        first_published=min(dates, default=None),
        last_published=max(dates, default=None),
        revisions=revisions(killed.counting, injured.counting, reports),
    )


def _status(told: Sequence[Claim], fields: Sequence[FieldView], origins: Mapping[str, Origin]) -> Status:
    """How well the incident stands."""
    by = {p: {_origin(c, origins).key for c in told if c.polarity == p} for p in ("affirmed", "denied")}
    if not by["affirmed"]:
        return "denied"
    rival_actors = any(f.field == "actors" and f.agreement == "conflict" for f in fields)
    if by["denied"] or rival_actors:
        return "disputed"
    return "corroborated" if len(by["affirmed"]) > 1 else "single-source"


def _view(
    name: str,
    values: Sequence[_Value],
    origins: Mapping[str, Origin],
    chosen: tuple[str | None, str],
    rules: Rules,
) -> FieldView:
    """A field by origin, each origin's values in the order told."""
    by: dict[str, list[_Value]] = {}
    for value in values:
        by.setdefault(_origin(value.claim, origins).key, []).append(value)
    told = tuple(
        Told(key, tuple(dict.fromkeys(v.shown for v in own)), tuple(dict.fromkeys(v.claim.id for v in own)))
        for key, own in sorted(by.items())
    )
    return FieldView(name, told, _agreement(name, list(by.values()), rules), chosen[0], chosen[1])


# ---------------------------------------------------------------- do they agree?


def _agreement(name: str, by_origin: Sequence[Sequence[_Value]], rules: Rules) -> Agreement:
    """Same when any two origins share a value; range when all come close; else conflict."""
    if not by_origin:
        return "silent"
    pairs = [(a, b) for i, a in enumerate(by_origin) for b in by_origin[i + 1 :]]
    if all({v.shown for v in a} & {v.shown for v in b} for a, b in pairs):
        return "same"
    close = _CLOSE.get(name, _never)
    if all(any(close(x.value, y.value, rules) for x in a for y in b) for a, b in pairs):
        return "range"
    return "conflict"


def _close_events(a: object, b: object, rules: Rules) -> bool:
    return a == b or b in rules.alike.get(str(a), ())


def _close_places(a: object, b: object, rules: Rules) -> bool:
    if not (isinstance(a, Place) and isinstance(b, Place)):
        return False
    return a.lat is None or b.lat is None or edges_apart_km(a, b) == 0


def _close_days(a: object, b: object, rules: Rules) -> bool:
    return isinstance(a, Interval) and isinstance(b, Interval) and _overlap(a, b)


def _close_figures(a: object, b: object, rules: Rules) -> bool:
    if not (isinstance(a, Figure) and isinstance(b, Figure)):
        return False
    low, high = sorted((a.size, b.size))
    return high <= max(_DEGREE * low, low + 1)


def _never(a: object, b: object, rules: Rules) -> bool:
    return False


_CLOSE: dict[str, Callable[[object, object, Rules], bool]] = {
    "event": _close_events,
    "place": _close_places,
    "date": _close_days,
    "killed": _close_figures,
    "injured": _close_figures,
}


# ---------------------------------------------------------------- what the record takes


def _chosen_place(claims: Sequence[Claim], origins: Mapping[str, Origin]) -> tuple[Place | None, str]:
    """Of the located places, the one that most origins' areas overlap; of equals the narrowest."""
    located = [(p, c) for c in claims for p in (c.place, c.destination, c.origin) if p and p.lat is not None]
    if not located:
        unlocated = [c.place for c in claims if c.place]
        return (unlocated[0], "named, but not found on the map") if unlocated else (None, "")

    def support(place: Place) -> int:
        return len({_origin(c, origins).key for p, c in located if edges_apart_km(p, place) == 0})

    best = min((p for p, _ in located), key=lambda p: (-support(p), p.radius_km or 0.0, p.name or p.text))
    return best, f"the narrowest area that fits {support(best)} of {_origins_of(located, origins)} origins"


def _chosen_days(claims: Sequence[Claim], origins: Mapping[str, Origin]) -> tuple[Interval | None, str]:
    """Of the dated intervals, the one that most origins' dates overlap; of equals the narrowest."""
    dated = [(w, c) for c in claims for w in (c.when,) if w and w.earliest and w.latest]
    if not dated:
        return None, ""

    def support(when: Interval) -> int:
        return len({_origin(c, origins).key for w, c in dated if _overlap(w, when)})

    best = min((w for w, _ in dated), key=lambda w: (-support(w), _length(w), w.earliest or date.max))
    return best, f"the narrowest date that fits {support(best)} of {_origins_of(dated, origins)} origins"


def _overlap(a: Interval, b: Interval) -> bool:
    if not (a.earliest and a.latest and b.earliest and b.latest):
        return False
    return a.earliest <= b.latest and b.earliest <= a.latest


def _length(when: Interval) -> int:
    return (when.latest - when.earliest).days if when.earliest and when.latest else 1_000_000


def _origins_of(values: Iterable[tuple[object, Claim]], origins: Mapping[str, Origin]) -> int:
    return len({_origin(c, origins).key for _, c in values})


def _most_told(values: Sequence[_Value], origins: Mapping[str, Origin]) -> tuple[str | None, str]:
    """The value that most origins give, of equals the one told most often."""
    ranked = _ranked(values, origins)
    if not ranked:
        return None, ""
    best = ranked[0].shown
    backers = {_origin(v.claim, origins).key for v in values if v.shown == best}
    everyone = {_origin(v.claim, origins).key for v in values}
    return best, f"told by {len(backers)} of {len(everyone)} origins"


def _ranked(values: Sequence[_Value], origins: Mapping[str, Origin]) -> list[_Value]:
    """One value of each wording: by how many origins give it, then how often, then by name."""
    backers: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    first: dict[str, _Value] = {}
    for value in values:
        backers.setdefault(value.shown, set()).add(_origin(value.claim, origins).key)
        counts[value.shown] = counts.get(value.shown, 0) + 1
        first.setdefault(value.shown, value)
    order = sorted(first, key=lambda s: (-len(backers[s]), -counts[s], s))
    return [first[shown] for shown in order]


def _who(claims: Sequence[Claim], role: Role, origins: Mapping[str, Origin]) -> tuple[Party, ...]:
    """Parties, those that most origins name first; mentions without a name only where nobody is named.

    Those it was done to are different: civilians hit beside an army stay, one mention for each sector
    that no name stands for.
    """
    named = [v.value for v in _ranked(_parties(claims, role), origins) if isinstance(v.value, Party)]
    nameless = [(p, c) for c in claims for p in _of(c, role) if not p.name]
    if role == "targets":
        known = {p.sector for p in named}
        told = [_Value(p.sector, p, c) for p, c in nameless if p.sector and p.sector not in known]
        named += [v.value for v in _ranked(told, origins) if isinstance(v.value, Party)]
    return tuple(named) or tuple(p for p, _ in nameless[:1])


# ---------------------------------------------------------------- values and how they read


def _events(claims: Iterable[Claim]) -> list[_Value]:
    return [_Value(c.event, c.event, c) for c in claims]


def _polarities(claims: Iterable[Claim]) -> list[_Value]:
    return [_Value(c.polarity, c.polarity, c) for c in claims]


def _parties(claims: Iterable[Claim], role: Role) -> list[_Value]:
    """Named parties; a mention without a name, or with a country alone, says too little to disagree."""
    return [_Value(p.name, p, c) for c in claims for p in _of(c, role) if p.name]


def _of(claim: Claim, role: Role) -> tuple[Party, ...]:
    return claim.actors if role == "actors" else claim.targets


def _shown_place(place: Place) -> str:
    return place.name or place.text


def _shown_days(when: Interval) -> str:
    first, last = (d.isoformat() if d else "?" for d in (when.earliest, when.latest))
    return first if first == last else f"{first}..{last}"


def _origin(claim: Claim, origins: Mapping[str, Origin]) -> Origin:
    return origins.get(claim.report) or Origin(f"report {claim.report}", "own")


def _day(claim: Claim, reports: Mapping[str, Report]) -> date:
    report = reports.get(claim.report)
    return (report.published if report else None) or date.max
