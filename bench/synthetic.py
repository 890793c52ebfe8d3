"""A record filled with claims that nobody made: for measuring how the record grows.

Places, days, parties and tolls vary as they do over a decade of one war: a report in three tells of an
incident that others tell of too. Texts are of words that no other report has, so that none is a copy.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from dateline.keeping import Keeper
from dateline.merging.agreement import summarise
from dateline.record import Claim, Incident, Interval, Party, Place, Quantity, Report, Source, Span, Summary

CLAIMS_PER_REPORT = 8
WORDS_PER_CLAIM = 12
Towns = list[tuple[str, float, float]]
_EVENTS = "attack killing shelling air_strike clash capture displacement detention demand talks".split()
_PARTIES = [("Army of the North", "MIL"), ("Army of the South", "MIL"), ("Free Column", "REB"), ("Old Guard", "REB")]
_OUTLETS = [f"Outlet {n}" for n in range(60)]
_AT_ONCE = 250


def reports(count: int, *, seed: int = 1) -> Iterator[tuple[Report, tuple[Claim, ...]]]:
    """Reports with their claims, over ten years and a country of 500 towns."""
    rng = random.Random(seed)
    towns = [(f"Town {n}", rng.uniform(33, 37), rng.uniform(36, 42)) for n in range(500)]
    for n in range(count):
        day = date(2011, 1, 1) + timedelta(days=rng.randrange(3650))
        words = [f"w{seed}x{n}x{i:02}" for i in range(WORDS_PER_CLAIM * CLAIMS_PER_REPORT)]
        report = Report(" ".join(words) + ".", published=day, outlet=rng.choice(_OUTLETS))
        yield report, tuple(_claim(rng, report, i, day, towns) for i in range(CLAIMS_PER_REPORT))


def _claim(rng: random.Random, report: Report, i: int, day: date, towns: Towns) -> Claim:
    long = len(report.text) // (WORDS_PER_CLAIM * CLAIMS_PER_REPORT)
    begin = i * WORDS_PER_CLAIM * long
    sentence, word = Span(begin, begin + WORDS_PER_CLAIM * long - 1), Span(begin, begin + long - 1)
    name, lat, lon = rng.choice(towns)
    when = day - timedelta(days=rng.randrange(3))
    (actor, sector), (target, other) = rng.sample(_PARTIES, 2)
    killed = rng.choice([1, 2, 3, 5, 7, 12, 34])
    return Claim(
        id=f"{report.id[7:19]}{i:04}",
        report=report.id,
        event=rng.choice(_EVENTS),
        trigger=word,
        evidence=sentence,
        actors=(Party(word, actor, actor, "SYR", sector),),
        targets=(Party(word, target, target, "SYR", other),),
        place=Place(word, name, name, "SYR", "Province", None, None, lat, lon, 5.0, "city"),
        when=Interval(word, "then", when, when, "day"),
        quantities=(Quantity("killed", word, str(killed), killed, killed),) if i % 3 == 0 else (),
        sources=(Source(Party(word, "the army", actor, "SYR", sector)),),
        confidence=0.8,
    )


def fill(keeper: Keeper, claims: int, *, seed: int = 1) -> None:
    """Puts that many claims into an empty record; origins, index and incidents are left to `Keeper.merge`."""
    told = reports(claims // CLAIMS_PER_REPORT, seed=seed)
    while batch := list(islice(told, _AT_ONCE)):
        with keeper.store.transaction():
            for report, several in batch:
                keeper.store.add_report(report)
                keeper.store.put_claims(report.id, several, reader_version="none", codebook_version="none")


def incidents(count: int) -> Iterator[Summary]:
    """Incidents of one synthetic claim each."""
    for report, claims in reports(-(-count // CLAIMS_PER_REPORT), seed=2):
        for claim in claims:
            yield summarise(Incident(claim.id, frozenset({claim.id})), {claim.id: claim}, {}, {report.id: report})
