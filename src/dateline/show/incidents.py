"""Incidents for a person at a terminal: a list, and one with its agreement grid and its quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.merging.holders import Hold
from dateline.record import Claim, FieldView, Origin, Report, Summary, Told, Toll

# Status and agreement are told by word and sign; colour only helps.
_STATUS = {"corroborated": "green", "single-source": "yellow", "disputed": "magenta", "denied": "red"}
_SIGN = {"same": "=", "range": "≈", "conflict": "≠", "silent": ""}
_MEANING = "= origins agree   ≈ they differ in degree   ≠ they conflict   · silent"
_SHORT = 8  # characters of an id that nearly always name it
_COLUMN = 24  # characters an origin needs to be readable beside others


def show_list(console: Console, summaries: Iterable[Summary]) -> int:
    """One line an incident; how many there were."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("incident", "when", "where", "what", "killed", "status", "origins"):
        least = len("corroborated,") if name == "status" else None
        table.add_column(name, no_wrap=name in ("incident", "when", "killed", "origins"), min_width=least)
    count = 0
    for s in summaries:
        what = ", ".join(e.replace("_", " ") for e in s.events[:3])
        status = Text(s.status + ("" if s.modality == "actual" else f", {s.modality}"), _STATUS[s.status])
        origins = str(len({o.key for o in s.origins}))
        table.add_row(s.incident.id[:_SHORT], _since(s), _where(s), what, _toll(s.killed), status, origins)
        count += 1
    if count:
        console.print(table)
    return count


def show_incident(console: Console, summary: Summary, claims: Sequence[Claim], reports: Mapping[str, Report]) -> None:
    """The incident in a line, its fields by independent origin, who revised what, and every quote."""
    head = Text(", ".join(e.replace("_", " ") for e in summary.events), "bold")
    head.append(f"  {summary.status}", _STATUS[summary.status])
    if summary.modality != "actual":
        head.append(f", {summary.modality}")
    console.print(head)
    console.print(Text(f"{_days(summary)} · {_where(summary)} · incident {summary.incident.id}", "dim"))
    console.print()
    _show_grid(console, summary)
    for line in summary.revisions:
        console.print(Text(f"revised: {line}"))
    console.print()
    for claim in claims:
        _show_quote(console, claim, reports.get(claim.report))


def _show_grid(console: Console, summary: Summary) -> None:
    """Rows are fields, columns origins; where the terminal is too narrow, a block a field."""
    origins = list({o.key: o for o in summary.origins}.values())
    wide = console.width >= 14 + _COLUMN * (len(origins) + 1)
    (_wide_grid if wide else _narrow_grid)(console, summary, origins)
    console.print(Text(_MEANING, "dim"))


def _wide_grid(console: Console, summary: Summary, origins: Sequence[Origin]) -> None:
    table = Table(header_style="bold")
    table.add_column("")
    for origin in origins:
        table.add_column(Text(_origin(origin)), overflow="fold")
    table.add_column("the record", overflow="fold")
    for field in summary.fields:
        told = {t.origin: t for t in field.told}
        cells = [_values(told.get(origin.key)) for origin in origins]
        table.add_row(Text(_label(field)), *cells, Text(_chosen(field)))
    console.print(table)


def _narrow_grid(console: Console, summary: Summary, origins: Sequence[Origin]) -> None:
    names = {origin.key: _origin(origin) for origin in origins}
    for field in summary.fields:
        if field.agreement == "silent":
            continue
        console.print(Text(_label(field), "bold").append(f"  {_chosen(field)}", "not bold"))
        for told in field.told:
            console.print(Text(f"    {names.get(told.origin, told.origin)}: ", "dim").append(_values(told).plain))


def _values(told: Told | None) -> Text:
    return Text("\n".join(told.values)) if told else Text("·", "dim")


def _label(field: FieldView) -> str:
    return f"{field.field} {_SIGN[field.agreement]}".rstrip()


def _chosen(field: FieldView) -> str:
    if field.chosen is None:
        return ""
    return f"{field.chosen} ({field.rule})" if field.rule else field.chosen


def _origin(origin: Origin) -> str:
    kind = "" if origin.kind == "own" else f" ({origin.kind})"
    return f"{origin.name or 'unknown outlet'}{kind}"


def _show_quote(console: Console, claim: Claim, report: Report | None) -> None:
    """A claim's words with where and when they were published."""
    text = report.text if report else ""
    about = " · ".join(str(x) for x in ((report.outlet, report.published) if report else ()) if x) or "no outlet"
    console.print(Text(f"{claim.event.replace('_', ' ')} · {about} · claim {claim.id}", "dim"))
    console.print(Text(f"  “{' '.join(claim.evidence.of(text).split())}”"))


def _days(summary: Summary) -> str:
    if summary.earliest is None and summary.latest is None:
        return "no date"
    if summary.earliest == summary.latest:
        return str(summary.earliest)
    return f"{summary.earliest or '…'} to {summary.latest or '…'}"


def _since(summary: Summary) -> str:
    """The first day, with a sign when there are more."""
    if summary.earliest is None:
        return f"…{summary.latest}" if summary.latest else "no date"
    return f"{summary.earliest}{'' if summary.earliest == summary.latest else '…'}"


def _where(summary: Summary) -> str:
    place = summary.place
    if place is None:
        return "no location"
    name = ", ".join(dict.fromkeys(x for x in (place.name or place.text, place.country) if x))
    if place.lat is None:
        return f"{name} (not on the map)"
    return f"{name} ± {place.radius_km:.0f} km" if place.radius_km else name


def _toll(toll: Toll | None) -> str:
    if toll is None:
        return ""
    if toll.low == toll.high:
        return str(toll.best)
    return f"{toll.low if toll.low is not None else '…'}–{toll.high if toll.high is not None else '…'}"


def show_holders(console: Console, places: Mapping[str, Sequence[Hold]], origins: Mapping[str, str]) -> None:
    """Who is said to hold each place, step by step; `origins` are their names by key."""
    for place, steps in places.items():
        console.print(Text(place, "bold"))
        for step in steps:
            days = str(step.earliest or "") if step.earliest == step.latest else f"{step.earliest} to {step.latest}"
            when = days or (f"told {step.published}" if step.published else "no date")
            party = (step.party.name or step.party.text) if step.party else "somebody"
            sources = ", ".join(origins.get(key, key) for key in step.origins)
            line = Text(f"  {when:<24} {party} {step.change}")
            if step.rivals:
                line.append(f"  ≠ {', '.join(step.rivals)}", "magenta")
            console.print(line.append(f"  ({sources})", "dim"))
