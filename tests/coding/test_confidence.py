"""Chances: what the heads say, bent along the curves that ship."""

import dataclasses
import json
from pathlib import Path

import pytest

from dateline import assets
from dateline.coding import Calibration, Codebook, code
from dateline.coding.confidence import CLAIM, FIELDS
from dateline.errors import AssetError
from dateline.record import Arc
from tests.builders import reading, trigger

BOOK = Codebook.load(assets.data_file("events.toml"))
RAID = """
Rebels NOUN 2 nsubj
attacked VERB 0 root
Rahma PROPN 2 obj
. PUNCT 2 punct
"""


def test_a_field_is_as_sure_as_its_weakest_filler_and_no_surer_than_what_it_leaves_out() -> None:
    read = reading(RAID, triggers=(trigger(1, "attack", ("actor", 0), ("target", 2)),))
    (one,) = read.triggers
    more = dataclasses.replace(one, arcs=(*one.arcs, Arc("target", 0, 0.4)))
    doubtful = reading(RAID, triggers=(more,))
    (sure,), (unsure,) = code(read, BOOK), code(doubtful, BOOK)
    assert sure.chances == {"actors": 0.9, "targets": 0.9}
    assert unsure.chances == {"actors": 0.9, "targets": pytest.approx(0.54)}


def test_curves_bend_what_the_heads_say_and_keep_its_order() -> None:
    read = reading(RAID, triggers=(trigger(1, "attack", ("actor", 0), chance=0.9),))
    flat = Calibration({CLAIM: ((0.5, 0.9), (0.2, 0.6)), "actors": ((0.5,), (0.7,))})
    (claim,) = code(read, BOOK, flat)
    assert (claim.confidence, claim.chances) == (0.6, {"actors": 0.7})
    assert [flat.chance(CLAIM, x) for x in (0.0, 0.5, 0.7, 1.0)] == [0.2, 0.2, 0.4, 0.6]


def test_the_shipped_curves_rise_and_stay_chances() -> None:
    shipped = Calibration.load(assets.model_folder() / "calibration.json")
    assert CLAIM in shipped.curves and set(shipped.curves) <= {CLAIM, *FIELDS}
    for said, right in shipped.curves.values():
        assert list(said) == sorted(said) and list(right) == sorted(right) and 0 <= right[0] <= right[-1] <= 1


@pytest.mark.parametrize("content", ["", "[]", json.dumps({"curves": {"claim": {"said": [0]}}})])
def test_a_broken_calibration_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(content)
    with pytest.raises(AssetError, match=r"calibration\.json"):
        Calibration.load(path)
