"""What foreign layouts ask of an incident: its sides, its words, its sources, its days."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.export.bundle import Bundle
from dateline.export.countries import country
from dateline.export.crosswalk import Crosswalk, crosswalk
from dateline.record import Claim, Party, Report, Summary


@dataclass(frozen=True, slots=True)
class Told:
    """An incident with the claims and reports that tell it, and the crosswalk to code it by."""

    summary: Summary
    claims: tuple[Claim, ...]
    reports: tuple[Report, ...]
    words: Crosswalk
    bundle: Bundle

    @property
    def country(self) -> str | None:
        """The country of its place."""
        return self.summary.place.country if self.summary.place else None

    @property
    def country_name(self) -> str:
        """The name of that country, or nothing."""
        found = country(self.country)
        return found.name if found else ""

    def quotes(self, most: int = 3) -> list[str]:
        """The first few different sentences it is told in, one of each report before the second of any."""
        seen: dict[str, list[str]] = {}
        for claim in self.claims:
            quote = self.bundle.quote(claim)
            if quote and quote not in seen.setdefault(claim.report, []):
                seen[claim.report].append(quote)
        depth = max(map(len, seen.values()), default=0)
        ordered = [quotes[i] for i in range(depth) for quotes in seen.values() if i < len(quotes)]
        return list(dict.fromkeys(ordered))[:most]

    def words_of(self, event: str) -> str:
        """The sentences that tell one of its events; those of the whole incident where none is here."""
        own = [self.bundle.quote(c) for c in self.claims if c.event == event]
        return " ".join(own or self.quotes())

    def outlets(self) -> list[str]:
        """Who published it, each once."""
        return list(dict.fromkeys(r.outlet for r in self.reports if r.outlet))

    def speakers(self) -> list[str]:
        """Who is said to say so, each once."""
        parties = [s.party for c in self.claims for s in c.sources]
        return list(dict.fromkeys(p.name or p.text for p in parties))


def told(bundle: Bundle, summary: Summary) -> Told:
    """An incident with all that tells it."""
    claims, reports = bundle.claims_of(summary), bundle.reports_of(summary)
    return Told(summary, tuple(claims), tuple(reports), crosswalk(bundle.codebook), bundle)


def sides(item: Told) -> tuple[list[Party], list[Party]]:
    """The two sides: actors against targets; fighting told with actors only parts the first from the rest.

    Who is an actor is no target as well; civilians are always the second side.
    """
    first = list(item.summary.actors)
    acting = {p.name for p in first if p.name}
    second = [p for p in item.summary.targets if p.name not in acting]
    if not second and len(first) > 1 and "clash" in item.summary.events:
        first, second = first[:1], first[1:]
    if first and second and item.words.is_civilian(first[0]) and item.words.is_armed(second[0]):
        first, second = second, first
    return first, second


def did_not_happen(summary: Summary) -> str | None:
    """Why data sets of events that happened leave an incident out, or None when they take it."""
    if summary.status == "denied":
        return "denied"
    return None if summary.modality == "actual" else summary.modality


def midpoint(summary: Summary) -> date | None:
    """The middle day of the interval in which it happened; the known end where one is open."""
    first, last = summary.earliest or summary.latest, summary.latest or summary.earliest
    return first + timedelta(days=(last - first).days // 2) if first and last else None


def span_days(summary: Summary) -> int | None:
    """How many days the interval has, both ends counted; None when an end is open."""
    if summary.earliest is None or summary.latest is None:
        return None
    return (summary.latest - summary.earliest).days + 1


def number_of(id: str) -> int:
    """A whole number for layouts that want one: always the same for an id; 48 bits, so that no two meet."""
    return int.from_bytes(hashlib.sha256(id.encode("utf8", "surrogatepass")).digest()[:6], "big")


def name_of(party: Party) -> str:
    """A party's canonical name, or the words of the report."""
    return party.name or party.text


def names(parties: Iterable[Party]) -> str:
    """Names in one cell, each once."""
    return "; ".join(dict.fromkeys(name_of(p) for p in parties))
