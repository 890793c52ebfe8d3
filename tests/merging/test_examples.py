"""The reports in examples/ that tell of one raid on ferries end as one incident, disputed."""

from __future__ import annotations

from pathlib import Path

from dateline.intake import gather
from dateline.merging import merge
from dateline.merging.agreement import summarise
from dateline.merging.copies import origins
from dateline.pipeline import Dateline
from dateline.record import Report

FOLDER = Path(__file__).parents[2] / "examples" / "deir-ez-zor"


def test_two_counts_of_the_dead_on_the_ferries_are_one_disputed_incident() -> None:
    paths = [str(FOLDER / name) for name in ("07-ferries-34-dead.txt", "08-ferries-19-dead.txt")]
    told = [f.result for taken in gather(paths) for f in taken.found]
    reports = {r.id: r for r in told if isinstance(r, Report)}
    reader = Dateline()
    claims = {c.id: c for r in reports.values() for c in reader.claims(r)}
    known = origins(list(reports.values()), claims.values())
    published, texts = {i: r.published for i, r in reports.items()}, {i: r.text for i, r in reports.items()}
    found = merge(list(claims.values()), published=published, origins=known, texts=texts)
    (raid,) = (s for i in found if (s := summarise(i, claims, known, reports)).killed and len(s.reports) == 2)
    assert raid.killed is not None and (raid.killed.low, raid.killed.high) == (19, 34)
    assert raid.status == "disputed"
