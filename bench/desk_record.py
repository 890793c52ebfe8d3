"""The record that the desk is measured on: 100,000 synthetic claims in about 30,000 incidents.

Claims are those of bench/synthetic.py. Each report gets words that others have too, from such as stand
in half of all reports to such as stand in one of a thousand, so that a search finds much or little. An
incident is a few claims that follow each other in one town: quicker than merging, and as good to list.
One incident in ten has no date and one in ten no place.
"""

from __future__ import annotations

import hashlib
import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.corpora import ROOT
from bench.synthetic import CLAIMS_PER_REPORT, reports
from dateline.merging.agreement import summarise
from dateline.record import Claim, Incident, Origin, Report, Summary
from dateline.settings import cache_folder
from dateline.store import Store

CLAIMS = 100_000
# Share of the reports that hold each word: halved, roughly, from word to word.
WORDS = {
    "army": 0.5, "civilians": 0.35, "village": 0.25, "hospital": 0.15, "convoy": 0.1, "bridge": 0.06,
    "checkpoint": 0.03, "market": 0.02, "refinery": 0.01, "monastery": 0.004, "lighthouse": 0.001,
}  # fmt: skip
_AT_ONCE = 250
_SIZES = (1, 2, 3, 4, 4, 6)  # claims of an incident: 3.3 on average
_STORE = ("tables", "claims", "claim_rows", "incidents", "extras")
_MADE_BY = (
    "bench/synthetic.py",
    "bench/desk_record.py",
    "src/dateline/merging/agreement.py",
    *(f"src/dateline/store/{name}.py" for name in _STORE),
)


def record(claims: int = CLAIMS) -> Path:
    """The filled record in the cache folder, made anew when the code that it depends on has changed."""
    path = cache_folder() / f"bench-desk-{claims}-{_digest()}.db"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob(f"bench-desk-{claims}-*"):
            old.unlink()
        unfinished = path.with_suffix(".unfinished")
        with Store.open(unfinished, create=True, by="bench") as store:
            fill(store, claims)
            store.backup(path)
        unfinished.unlink()
    return path


def fill(store: Store, claims: int) -> None:
    """Puts that many claims, their reports, origins and incidents into an empty record."""
    rng = random.Random(1)
    read: dict[str, Report] = {}
    origins: dict[str, Origin] = {}
    told: list[Claim] = []
    made = (_worded(rng, *one) for one in reports(claims // CLAIMS_PER_REPORT))
    while batch := list(itertools.islice(made, _AT_ONCE)):
        with store.transaction():
            for report, several in batch:
                read[report.id] = report
                origins[report.id] = Origin(f"report {report.id}", "own", report.outlet, "an account of its own")
                store.add_report(report, origin=origins[report.id])
                store.put_claims(report.id, several, reader_version="none", codebook_version="none")
                told += several
    store.put_incidents(_incidents(rng, told, read, origins))


def _worded(rng: random.Random, report: Report, claims: Sequence[Claim]) -> tuple[Report, tuple[Claim, ...]]:
    """A report with a last sentence of common and rare words."""
    words = [word for word, share in WORDS.items() if rng.random() < share]
    fuller = Report(f"{report.text} {' '.join(words)}.", published=report.published, outlet=report.outlet)
    return fuller, tuple(replace(claim, report=fuller.id, confidence=round(rng.uniform(0.3, 1), 4)) for claim in claims)


def _incidents(
    rng: random.Random, claims: Sequence[Claim], read: Mapping[str, Report], origins: Mapping[str, Origin]
) -> Iterator[Summary]:
    waiting = iter(sorted(claims, key=_town_and_day))
    while several := list(itertools.islice(waiting, rng.choice(_SIZES))):
        if rng.random() < 0.1:
            several = [replace(claim, when=None) for claim in several]
        if rng.random() < 0.1:
            several = [replace(claim, place=None) for claim in several]
        by_id = {claim.id: claim for claim in several}
        yield summarise(Incident(several[0].id, frozenset(by_id)), by_id, origins, read)


def _town_and_day(claim: Claim) -> tuple[str, date, str]:
    assert claim.place
    assert claim.when
    assert claim.place.name
    assert claim.when.earliest
    return claim.place.name, claim.when.earliest, claim.id


def _digest() -> str:
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in _MADE_BY)).hexdigest()[:12]
