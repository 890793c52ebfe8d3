"""The path from a report to its claims. The only module that knows two stages.

Report ──reading──▶ Reading ──coding──▶ claims (mentions) ──grounding──▶ claims
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from dateline import assets, settings
from dateline.coding import Calibration, Codebook, code
from dateline.errors import InputError
from dateline.grounding import Gazetteer, Registry, World, gazetteer, ground
from dateline.heap import settle, uncollected
from dateline.intake import to_report
from dateline.intake.documents import Document
from dateline.reading import Model, read
from dateline.record import Claim, Reading, Refusal, Report

Progress = Callable[[int, int], None]


class Dateline:
    """The reader with everything it needs, loaded once and used for any number of reports."""

    def __init__(
        self,
        *,
        events: Path | None = None,
        progress: Progress | None = None,
        threads: int | None = None,
    ):
        """Loads model, codebook, registry and gazetteer.

        `events` replaces the shipped codebook. The gazetteer is built when this user has none yet
        (about half a minute); `progress` hears of it as (done, of). Raises CodebookError and
        AssetError.
        """
        self.codebook = Codebook.load(events or assets.data_file("events.toml"))
        cores = settings.threads() if threads is None else threads
        self.model = Model(assets.model_folder(), threads=cores)
        self.calibration = Calibration.load(assets.model_folder() / "calibration.json")
        path = assets.gazetteer_file()
        if not path.exists():
            gazetteer.build(path, progress=progress)
        self.world = World.load(Gazetteer(path), Registry.load())
        settle()

    def reading(self, report: Report) -> Reading:
        """What the reader sees in a report, before anything is decided."""
        watch = self.codebook.watched({w.casefold() for w in report.text.split()})
        return read(report, self.model, watch=watch)

    def claims(self, report: Report) -> tuple[Claim, ...]:
        """The claims of a report, grounded, in text order."""
        with uncollected():
            reading = self.reading(report)
            return ground(code(reading, self.codebook, self.calibration), reading, self.world)

    def run(self, reports: Iterable[Report | Refusal]) -> Iterator[tuple[Report, tuple[Claim, ...]] | Refusal]:
        """Reads many reports; one that fails is refused with its reason and the others are read."""
        for report in reports:
            if isinstance(report, Refusal):
                yield report
                continue
            try:
                yield report, self.claims(report)
            except Exception as problem:
                yield Refusal(report.title or report.id, f"could not be read ({type(problem).__name__}: {problem})")

    def read(
        self,
        text: str,
        *,
        title: str | None = None,
        published: date | str | None = None,
        outlet: str | None = None,
        url: str | None = None,
    ) -> tuple[Report, tuple[Claim, ...]]:
        """Reads one text, as `dateline.read` does. Raises InputError when it cannot be read."""
        day = date.fromisoformat(published) if isinstance(published, str) else published
        whole = f"{title}\n\n{text}" if title else text
        report = to_report(Document("the text", whole, title, day, outlet, url))
        if isinstance(report, Refusal):
            raise InputError(f"{report.name} {report.reason}")
        return report, self.claims(report)
