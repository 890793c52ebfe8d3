"""The gazetteer, built once per session: by hand in the cache folder, else in a temporary one."""

from __future__ import annotations

import hashlib
import os
from importlib.resources import files
from pathlib import Path

import pytest

from dateline.grounding.gazetteer import Gazetteer, build
from dateline.grounding.places import PlaceResolver


@pytest.fixture(scope="session")
def gazetteer_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gazetteer of today's supplement and code: DATELINE_CACHE keeps it from run to run."""
    parts = [files("dateline").joinpath("data", f"{table}.tsv") for table in ("places", "divisions")]
    modules = ("gazetteer", "gazetteer_sources", "points", "spelling")
    parts += [files("dateline").joinpath("grounding", f"{module}.py") for module in modules]
    state = hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:12]
    folder = os.environ.get("DATELINE_CACHE")
    path = (Path(folder) if folder else tmp_path_factory.mktemp("gazetteer")) / f"test-gazetteer-{state}.db"
    if not path.exists():
        build(path)
    return path


@pytest.fixture(scope="session")
def gazetteer(gazetteer_path: Path) -> Gazetteer:
    return Gazetteer(gazetteer_path)


@pytest.fixture(scope="session")
def resolver(gazetteer: Gazetteer) -> PlaceResolver:
    return PlaceResolver(gazetteer)
