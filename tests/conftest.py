"""What all tests share: the shipped reader, loaded once."""

from __future__ import annotations

import pytest

from dateline.pipeline import Dateline


@pytest.fixture(scope="session")
def reader() -> Dateline:
    """Model, codebook, registry and gazetteer."""
    return Dateline(threads=2)
