"""A few of the kills of the bench: nothing acknowledged is lost, nothing is left half done."""

from __future__ import annotations

import random
from pathlib import Path

from bench.kill import STEPS, Bed, Tally


def test_killed_at_any_moment_the_record_stays_whole(tmp_path: Path) -> None:
    bed, tally, rng = Bed(tmp_path, reports=6), Tally(), random.Random(3)
    for step in (*STEPS, "add"):
        bed.kill(step, rng, tally)
    assert (tally.lost, tally.flaws, tally.half_written, tally.differing) == (0, 0, 0, 0)
