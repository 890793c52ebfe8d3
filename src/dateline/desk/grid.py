"""The agreement grid of an incident: fields by independent origins, with two rows that the desk adds.

"weapon" lists what is said to have been used; "responsibility" who is said, or says, to have done it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dateline.desk import pages
from dateline.desk.parts import report_line
from dateline.record import Claim, FieldView, Origin, Report, Summary

_LABELS = {
    "date": "when",
    "place": "where",
    "actors": "who",
    "targets": "whom",
    "killed": "killed",
    "injured": "injured",
    "weapon": "weapon",
    "responsibility": "responsibility",
    "event": "what",
    "polarity": "did it happen",
}
UNKNOWN = "unknown outlet"
# Origins, values and claims by origin.
_Values = Mapping[str, Mapping[str, Sequence[str]]]


def columns(
    summary: Summary, reports: Mapping[str, Report], origins: Mapping[str, Origin]
) -> tuple[pages.GridColumn, ...]:
    """The origins, each with the reports that tell its account, the earliest first."""
    by: defaultdict[str, list[Report]] = defaultdict(list)
    for id in summary.reports:
        by[_key(id, origins)].append(reports[id])
    known = {origin.key: origin for origin in summary.origins}
    out = []
    for key, several in by.items():
        origin = known.get(key) or Origin(key, "own")
        told = tuple(report_line(r, origins.get(r.id)) for r in several)
        name = origin.name or told[0].outlet or UNKNOWN
        out.append(pages.GridColumn(key, name, origin.kind, origin.why, told))
    return tuple(out)


def rows(
    summary: Summary, claims: Sequence[Claim], reports: Mapping[str, Report], origins: Mapping[str, Origin]
) -> tuple[pages.GridRow, ...]:
    """A row per field, in the order in which people ask."""
    keys = list(dict.fromkeys(_key(id, origins) for id in summary.reports))
    made = {view.field: _row(view, keys) for view in summary.fields}
    made["weapon"] = _listed("weapon", _weapons(claims, reports, origins), keys)
    made["responsibility"] = _listed("responsibility", _responsible(claims, origins), keys)
    return tuple(made[field] for field in _LABELS if field in made)


def _row(view: FieldView, keys: Iterable[str]) -> pages.GridRow:
    told = {t.origin: t for t in view.told}
    apart = view.agreement in ("conflict", "range")
    cells = []
    for key in keys:
        said = told.get(key)
        values = said.values if said else ()
        differs = apart and bool(values) and view.chosen not in values
        cells.append(pages.GridCell(key, values, said.claims if said else (), differs))
    label = _LABELS.get(view.field, view.field)
    return pages.GridRow(view.field, label, view.agreement, tuple(cells), view.chosen, view.rule)


def _listed(field: str, values: _Values, keys: Iterable[str]) -> pages.GridRow:
    """A row of words that the record does not choose between."""
    said = [{v.casefold() for v in told} for told in values.values() if told]
    same = all(a & b for i, a in enumerate(said) for b in said[i + 1 :])
    agreement = "silent" if not said else "same" if same else "conflict"
    cells = []
    for key in keys:
        told = values.get(key, {})
        claims = tuple(dict.fromkeys(c for several in told.values() for c in several))
        cells.append(pages.GridCell(key, tuple(told), claims, agreement == "conflict" and bool(told)))
    chosen = "; ".join(dict.fromkeys(v for told in values.values() for v in told)) or None
    return pages.GridRow(field, _LABELS[field], agreement, tuple(cells), chosen, "all that is told" if chosen else "")


def _weapons(claims: Sequence[Claim], reports: Mapping[str, Report], origins: Mapping[str, Origin]) -> _Values:
    found: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for claim in claims:
        for span in claim.weapons:
            word = " ".join(span.of(reports[claim.report].text).split())
            found[_key(claim.report, origins)].setdefault(word, []).append(claim.id)
    return found


def _responsible(claims: Sequence[Claim], origins: Mapping[str, Origin]) -> _Values:
    """Who is said to have done it, by whom: "the army says: Rebels"; the report itself when nobody is named."""
    found: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for claim in claims:
        who = ", ".join(dict.fromkeys(p.name or p.text for p in claim.actors))
        if not who:
            continue
        says = [f"{s.party.name or s.party.text} {s.stance}" for s in claim.sources] or ["the report says"]
        denied = "not " if claim.polarity == "denied" else ""
        found[_key(claim.report, origins)].setdefault(f"{'; '.join(says)}: {denied}{who}", []).append(claim.id)
    return found


def _key(report: str, origins: Mapping[str, Origin]) -> str:
    origin = origins.get(report)
    return origin.key if origin else f"report {report}"
