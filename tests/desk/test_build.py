"""The built pages in the package are those of the sources in desk-ui; desk-ui/check-build.mjs counts the same way."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "desk-ui"
NOTED = ROOT / "src/dateline/desk/static/sources.sha256"
SINGLE = "index.html package.json package-lock.json svelte.config.js tsconfig.json vite.config.ts".split()


@pytest.mark.skipif(not SOURCES.exists(), reason="an installed package has the build alone")
def test_the_build_is_that_of_the_sources() -> None:
    files = [*SINGLE, *(str(p.relative_to(SOURCES)) for f in ("src", "public") for p in (SOURCES / f).rglob("*"))]
    hashed = hashlib.sha256()
    for name in sorted(f for f in files if (SOURCES / f).is_file()):
        content = (SOURCES / name).read_bytes().replace(b"\r\n", b"\n")
        hashed.update(f"{name}\n{hashlib.sha256(content).hexdigest()}\n".encode())
    assert NOTED.read_text().strip() == hashed.hexdigest(), "run `npm run build` in desk-ui and commit the build"


def test_the_pages_load_nothing_from_elsewhere() -> None:
    page = (NOTED.parent / "index.html").read_text(encoding="utf8")
    assert "https://" not in page and "http://" not in page and "<script>" not in page
