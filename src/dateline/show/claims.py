"""Claims for a person at a terminal: one block a claim, the quote first, then what was read from it."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from dateline.record import Claim, Interval, Party, Place, Quantity, Report, Source

_COLOUR = {"affirmed actual": "green", "affirmed planned": "blue", "affirmed possible": "yellow"}
_LABEL = 13


def show(console: Console, report: Report, claims: tuple[Claim, ...], *, explain: bool = False) -> None:
    """Prints a report's claims."""
    title = report.title or report.text.strip().split("\n", 1)[0][:100]
    about = " · ".join(str(x) for x in (report.outlet, report.published or "no publication date") if x)
    console.print(Text(title, "bold"))
    count = f"{len(claims)} claims" if len(claims) != 1 else "1 claim"
    console.print(Text(f"{about} · {count}", "dim"))
    for claim in claims:
        console.print()
        _show_claim(console, report, claim, explain)
    console.print()


def _show_claim(console: Console, report: Report, claim: Claim, explain: bool) -> None:
    """One claim."""
    status = "denied" if claim.polarity == "denied" else ""
    if claim.modality != "actual":
        status = f"{status} {claim.modality}".strip()
    colour = "red" if claim.polarity == "denied" else _COLOUR[f"affirmed {claim.modality}"]
    head = Text(claim.event.replace("_", " "), f"bold {colour}")
    if status:
        head.append(f"  {status}", colour)
    head.append(f"  {claim.confidence:.0%}", "dim")
    console.print(head)
    console.print(_quote(report, claim))
    for label, value in _fields(report, claim):
        if value:
            console.print(Text(f"  {label:<{_LABEL}}", "dim") + Text(value))
    if explain:
        for note in claim.notes:
            console.print(Text(f"    · {note}", "dim italic"))


def _quote(report: Report, claim: Claim) -> Text:
    """The sentence, its trigger underlined."""
    begin, end = claim.evidence.begin, claim.evidence.end
    before = report.text[begin : claim.trigger.begin]
    after = report.text[claim.trigger.end : end]
    return (
        Text("  “")
        .append(before.replace("\n", " "))
        .append(claim.trigger.of(report.text), "underline bold")
        .append(after.replace("\n", " "))
        .append("”")
    )


def _fields(report: Report, claim: Claim) -> list[tuple[str, str]]:
    """Label and value of every field that is filled."""
    return [
        ("who", "; ".join(map(_party, claim.actors))),
        ("to whom", "; ".join(map(_party, claim.targets))),
        ("with", "; ".join(w.of(report.text) for w in claim.weapons)),
        ("where", _place(claim.place)),
        ("from", _place(claim.origin)),
        ("to", _place(claim.destination)),
        ("when", _when(claim.when)),
        ("how many", "; ".join(map(_quantity, claim.quantities))),
        ("according to", " ← ".join(map(_source, claim.sources))),
    ]


def _party(party: Party) -> str:
    resolved = ", ".join(x for x in (party.name, party.country, party.sector) if x)
    if not resolved or (party.name == party.text and not party.country):
        return party.text
    return f"{party.text} → {resolved}"


def _source(source: Source) -> str:
    stance = "" if source.stance == "says" else f" ({source.stance})"
    return _party(source.party) + stance


def _place(place: Place | None) -> str:
    if place is None:
        return ""
    if place.lat is None or place.lon is None:
        return f"{place.text} → not located"
    name = ", ".join(dict.fromkeys(x for x in (place.name, place.admin1, place.country) if x))
    radius = f" ± {place.radius_km:.0f} km" if place.radius_km else ""
    return f"{place.text} → {name} ({place.precision}, {place.lat:.2f} {place.lon:.2f}{radius})"


def _when(when: Interval | None) -> str:
    if when is None:
        return ""
    if when.earliest is None and when.latest is None:
        return f"{when.text} → no date"
    if when.earliest == when.latest:
        return f"{when.text} → {when.earliest}"
    return f"{when.text} → {when.earliest or '…'} to {when.latest or '…'}"


def _quantity(quantity: Quantity) -> str:
    low, high = _number(quantity.least), _number(quantity.most)
    span = low if low == high else f"{low or '…'}–{high or '…'}"
    return f"{quantity.kind.replace('_', ' ')} {span} (“{quantity.text}”)"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.10g}"
