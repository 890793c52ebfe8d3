"""How well parties are resolved when their mentions are given: gold mentions in, names out.

usage: python bench/parties.py GOLD_DIR [--errors]

A mention counts as right by the rule of the claims scorer: the name is one of the accepted names;
where the gold has none, country and sector agree, or nothing is named where it has neither.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from dateline.grounding.parties import PartyResolver
from dateline.grounding.registry import Registry
from dateline.record import Party, Span

_NAME = re.compile(r"(?:[A-Z][\w.'’-]+)(?: (?:(?:of|the|de|al|for|and) )*[A-Z][\w.'’-]+)*")
ROLES = ("actors", "targets", "sources")


def fold(name: str | None) -> str:
    """A name as the claims scorer compares it."""
    name = re.sub(r"[^\w ]+", " ", (name or "").casefold().replace("-", " "))
    return re.sub(r"^the ", "", re.sub(r"\s+", " ", name).strip())


def right(party: Party, gold: dict[str, Any]) -> bool:
    """The scorer's rule for a resolved party, mention overlap taken for granted."""
    if gold["names"]:
        return fold(party.name) in {fold(name) for name in gold["names"]}
    if gold.get("country") or gold.get("sector"):
        return (party.country, party.sector) == (gold.get("country"), gold.get("sector"))
    return party.name is None


def countries_of(claims: list[dict[str, Any]]) -> list[str]:
    """Countries of the gold places, the commonest first, as the geocoder would hand them over."""
    places = [claim[role] for claim in claims for role in ("place", "origin", "destination")]
    counts = Counter(place["country"] for place in places if place and place.get("country"))
    return [country for country, _ in counts.most_common()]


def outcomes(gold_dir: Path) -> Iterator[tuple[str, dict[str, Any], Party]]:
    """Each gold mention with the party found for it, report by report."""
    resolver = PartyResolver(Registry.load())
    for path in sorted(gold_dir.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text, published = gold["report"]["text"], gold["report"].get("published")
        mentions = [p for claim in gold["claims"] for role in ROLES for p in claim[role]]
        found = resolver.resolve(
            text,
            [Span(p["begin"], p["end"]) for p in mentions],
            names=[(Span(m.start(), m.end()), "name") for m in _NAME.finditer(text)],
            published=date.fromisoformat(published) if published else None,
            countries=countries_of(gold["claims"]),
        )
        yield from ((path.stem, p, party) for p, party in zip(mentions, found, strict=True))


def kind_of(gold: dict[str, Any]) -> str:
    """The part of the task a mention belongs to: named, civilians and the like, or open."""
    if gold["names"]:
        return "named"
    return "sector only" if gold.get("country") or gold.get("sector") else "nobody"


def score(gold_dir: Path) -> dict[str, dict[str, float]]:
    """Share of mentions resolved right, overall and by kind."""
    counts: Counter[tuple[str, bool]] = Counter()
    for _, gold, party in outcomes(gold_dir):
        for kind in ("all", kind_of(gold)):
            counts[kind, right(party, gold)] += 1
    kinds = {kind for kind, _ in counts}
    return {
        kind: {
            "right": counts[kind, True],
            "of": counts[kind, True] + counts[kind, False],
            "share": round(counts[kind, True] / (counts[kind, True] + counts[kind, False]), 4),
        }
        for kind in sorted(kinds)
    }


def main(arguments: list[str]) -> None:
    """Print the scores, and with --errors every mention resolved wrongly."""
    folder = Path(arguments[0])
    if "--errors" in arguments:
        for report, gold, party in outcomes(folder):
            if not right(party, gold):
                wanted = "|".join(gold["names"][:3]), gold.get("country"), gold.get("sector")
                got = party.name, party.country, party.sector
                print(report, repr(party.text[:70]), wanted, "<-", got, party.why, sep=" ; ")
    print(json.dumps(score(folder), indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
