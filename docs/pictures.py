"""Makes the pictures in docs/images again: reads the examples, serves them, and looks with a browser.

    python docs/pictures.py [NAME …]

Needs the dev extra and Chromium. The record is made anew in a temporary folder, so the pictures show what a
reader sees who follows the README.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
FLAGS = "--no-sandbox --use-angle=swiftshader --enable-unsafe-swiftshader".split()
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 640, "height": 900}
DATELINE = [sys.executable, "-m", "dateline"]

Act = Callable[[Page], Any]


def pictures(incident: str, report: str, claim: str) -> dict[str, tuple[str, Act, dict[str, Any]]]:
    """Name → address, what is done there, and how the browser is set."""

    def nothing(_: Page) -> None:
        return None

    syria = "bbox=36,32.5,43,38"
    source = f"/sources/{report}#{claim}"
    return {
        "desk": (f"/?{syria}&sel={incident}", nothing, {}),
        "desk-dark": (f"/?{syria}&sel={incident}", nothing, {"color_scheme": "dark"}),
        "desk-holders": (f"/?day=2017-09-16&{syria}", nothing, {}),
        "incident": (f"/incidents/{incident}", lambda p: p.locator("td.differs .cell").first.click(), {}),
        "source": (source, nothing, {}),
        "source-edit": (source, lambda p: p.get_by_role("button", name="Correct").click(), {}),
        "review": ("/review", nothing, {}),
        "review-narrow": ("/review", nothing, {"viewport": NARROW}),
        "intake": ("/intake", nothing, {}),
        "export": ("/export", nothing, {}),
    }


@contextmanager
def desk(folder: Path) -> Iterator[str]:
    """The address of a desk on a record of the examples."""
    db = str(folder / "desk.db")
    subprocess.run([*DATELINE, "add", str(ROOT / "examples"), "--db", db], check=False, stdout=subprocess.DEVNULL)
    serving = subprocess.Popen([*DATELINE, "desk", "--db", db, "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        told = re.search(r"http\S+", serving.stdout.readline() if serving.stdout else "")
        if told is None:
            raise SystemExit("the desk did not start")
        yield told.group()
    finally:
        serving.terminate()
        serving.wait()


def main(wanted: list[str]) -> None:
    """Takes the pictures that are named, or all."""
    with tempfile.TemporaryDirectory() as folder, desk(Path(folder)) as address, sync_playwright() as player:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        first = browser.new_context()
        first.new_page().goto(address)
        home = address.partition("/?")[0]

        def data(path: str) -> Any:
            return first.request.get(home + path).json()

        disputed = max(data("/index.json?disputed=1&country=SYR")["incidents"], key=lambda i: i["origins"])
        claim = data(f"/incidents/{disputed['id']}.json")["claims"][0]
        for name, (path, act, options) in pictures(disputed["id"], claim["report"], claim["id"]).items():
            if wanted and name not in wanted:
                continue
            context = browser.new_context(
                **{
                    "viewport": WIDE,
                    "reduced_motion": "reduce",
                    "locale": "en-GB",
                    "storage_state": first.storage_state(),
                    **options,
                }
            )
            page = context.new_page()
            page.goto(home + path)
            page.wait_for_load_state("networkidle")
            if path.startswith("/?"):
                page.locator(".map [data-ready=true].map").wait_for(timeout=60_000)
            act(page)
            page.wait_for_timeout(2500)
            page.screenshot(path=IMAGES / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
