"""Evidence for a person at a terminal: why two claims are, or are not, taken for one event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.text import Text

from dateline.record import Claim, Report


def show_comparison(
    console: Console,
    claims: tuple[Claim, Claim],
    reports: Mapping[str, Report],
    probability: float,
    reasons: Iterable[tuple[float, str]],
    verdicts: Iterable[str] = (),
) -> None:
    """The two quotes, the chance that they speak of one event, and each reason with its points in log-odds."""
    for claim in claims:
        report = reports[claim.report]
        about = " · ".join(str(x) for x in (report.outlet, report.published) if x) or "no outlet"
        console.print(Text(f"{claim.event.replace('_', ' ')} · {about} · claim {claim.id}", "dim"))
        console.print(Text(f"  “{' '.join(claim.evidence.of(report.text).split())}”"))
    console.print()
    console.print(Text(f"{probability:.0%} that both speak of one event, by the evidence alone", "bold"))
    for points, sentence in reasons:
        console.print(Text(f"  {points:+5.1f}  {sentence}", "green" if points > 0 else "red"))
    for verdict in verdicts:
        console.print(Text(verdict, "bold"))
