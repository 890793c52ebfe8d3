"""Web Annotations (W3C) with provenance: every claim anchored in its words, and who made what from what.

One JSON-LD bundle: an annotation collection, and beside it a PROV-JSON document. An annotation points
at its text twice, by quote (which survives a new extraction) and by position (exact in the version
whose SHA-256 is given).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.export.bundle import Bundle, Written
from dateline.export.files import dumps, text_file
from dateline.export.records import claim_json
from dateline.record import Claim, Judgement, Report, Span, Summary

_AROUND = 32  # characters of prefix and suffix
_CONTEXT: list[Any] = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "prov": "http://www.w3.org/ns/prov#",
        "dateline": "urn:dateline:",
        "textSha256": "dateline:text-sha256",
        "claim": {"@id": "dateline:claim", "@type": "@json"},
        "provenance": {"@id": "dateline:provenance", "@type": "@json"},
    },
]


def write_annotations(bundle: Bundle, path: Path) -> Written:
    """The bundle, claim by claim; its provenance names every report, claim, incident and judgement."""
    count = 0
    with text_file(path) as file:
        file.write(f'{{"@context": {dumps(_CONTEXT)},\n')
        file.write(f'"id": "urn:dateline:export:{bundle.audit_head or "unlogged"}",\n')
        file.write(f'"type": "AnnotationCollection", "total": {len(bundle.claims)},\n')
        file.write('"first": {"type": "AnnotationPage", "startIndex": 0, "items": [')
        for count, claim in enumerate(bundle.claims.values(), 1):
            file.write(("\n" if count == 1 else ",\n") + dumps(annotation(bundle, claim)))
        file.write(f'\n]}},\n"provenance": {dumps(provenance(bundle))}}}\n')
    return Written(count)


def annotation(bundle: Bundle, claim: Claim) -> dict[str, Any]:
    """A claim on its words."""
    report = bundle.report_of(claim)
    return {
        "id": f"urn:dateline:claim:{claim.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": [{"type": "TextualBody", "value": claim.event, "purpose": "tagging"}],
        "target": _target(report, claim.evidence),
        "claim": claim_json(report, claim),
    }


def _target(report: Report, span: Span) -> dict[str, Any]:
    state = {"type": "TimeState", "sourceDate": report.retrieved.isoformat()} if report.retrieved else None
    target = {
        "source": report.url or f"urn:dateline:report:{report.id}",
        "textSha256": report.id.removeprefix("sha256:"),
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": span.of(report.text),
                "prefix": report.text[max(0, span.begin - _AROUND) : span.begin],
                "suffix": report.text[span.end : span.end + _AROUND],
            },
            {"type": "TextPositionSelector", "start": span.begin, "end": span.end},
        ],
    }
    return target | ({"state": state} if state else {})


# ---------------------------------------------------------------- PROV-JSON


def provenance(bundle: Bundle) -> dict[str, Any]:
    """Entities (addresses, text versions, claims, incidents), the activities between them, and the agents."""
    agents = {f"dateline:agent/{name}": _software(name, version) for name, version in bundle.made_by.items()}
    agents |= {_person(j): {"prov:type": _typed("prov:Person"), "prov:label": j.by} for j in bundle.judgements}
    activities = {"dateline:activity/extract": {"prov:label": "claims read from texts"}}
    if bundle.summaries:
        activities["dateline:activity/merge"] = {"prov:label": "claims joined into incidents"}
    activities |= {_review(n): _reviewed(j) for n, j in enumerate(bundle.judgements, 1)}
    relations = {
        "used": dict(_used(bundle)),
        "wasGeneratedBy": dict(_generated(bundle)),
        "wasDerivedFrom": dict(_derived(bundle)),
        "wasAssociatedWith": dict(_associated(bundle)),
    }
    document = {
        "prefix": {"dateline": "urn:dateline:", "prov": "http://www.w3.org/ns/prov#"},
        "entity": dict(_entities(bundle)),
        "activity": activities,
        "agent": agents,
    }
    return document | {name: found for name, found in relations.items() if found}


def _entities(bundle: Bundle) -> Iterator[tuple[str, dict[str, Any]]]:
    for report in bundle.reports.values():
        described = {
            "prov:type": _typed("dateline:TextVersion"),
            "dateline:sha256": report.id.removeprefix("sha256:"),
            "prov:label": report.title,
            "prov:location": report.url,
            "dateline:outlet": report.outlet,
            "dateline:published": str(report.published) if report.published else None,
            "dateline:retrieved": report.retrieved.isoformat() if report.retrieved else None,
        }
        yield _report_name(report.id), {k: v for k, v in described.items() if v}
    for claim in bundle.claims.values():
        yield _claim_name(claim.id), {"prov:type": _typed("dateline:Claim")}
    for summary in bundle.summaries:
        status = {"dateline:status": summary.status}
        yield _incident_name(summary), {"prov:type": _typed("dateline:Incident")} | status


def _used(bundle: Bundle) -> Iterator[tuple[str, dict[str, str]]]:
    for n, report in enumerate(bundle.reports.values(), 1):
        yield f"_:used{n}", {"prov:activity": "dateline:activity/extract", "prov:entity": _report_name(report.id)}
    for n, judgement in enumerate(bundle.judgements, 1):
        for side, claim in enumerate(judgement.claims):
            yield f"_:judged{n}.{side}", {"prov:activity": _review(n), "prov:entity": _claim_name(claim)}


def _generated(bundle: Bundle) -> Iterator[tuple[str, dict[str, str]]]:
    for n, claim in enumerate(bundle.claims, 1):
        yield f"_:read{n}", {"prov:entity": _claim_name(claim), "prov:activity": "dateline:activity/extract"}
    for n, summary in enumerate(bundle.summaries, 1):
        yield f"_:merged{n}", {"prov:entity": _incident_name(summary), "prov:activity": "dateline:activity/merge"}


def _derived(bundle: Bundle) -> Iterator[tuple[str, dict[str, str]]]:
    for n, claim in enumerate(bundle.claims.values(), 1):
        source = _report_name(claim.report)
        yield f"_:from{n}", {"prov:generatedEntity": _claim_name(claim.id), "prov:usedEntity": source}
    for n, summary in enumerate(bundle.summaries, 1):
        for k, claim_id in enumerate(sorted(summary.incident.claims), 1):
            made = {"prov:generatedEntity": _incident_name(summary), "prov:usedEntity": _claim_name(claim_id)}
            yield f"_:of{n}.{k}", made


def _associated(bundle: Bundle) -> Iterator[tuple[str, dict[str, str]]]:
    activities = ["dateline:activity/extract", *(["dateline:activity/merge"] if bundle.summaries else [])]
    for n, name in enumerate(bundle.made_by, 1):
        for k, activity in enumerate(activities):
            yield f"_:by{n}.{k}", {"prov:activity": activity, "prov:agent": f"dateline:agent/{name}"}
    for n, judgement in enumerate(bundle.judgements, 1):
        yield f"_:judge{n}", {"prov:activity": _review(n), "prov:agent": _person(judgement)}


def _typed(name: str) -> dict[str, str]:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


def _software(name: str, version: str) -> dict[str, Any]:
    return {"prov:type": _typed("prov:SoftwareAgent"), "prov:label": name, "dateline:version": version}


def _person(judgement: Judgement) -> str:
    return f"dateline:person/{judgement.by}"


def _review(number: int) -> str:
    return f"dateline:activity/review/{number}"


def _reviewed(judgement: Judgement) -> dict[str, Any]:
    at = judgement.at.isoformat()
    return {"prov:startTime": at, "prov:endTime": at, "dateline:verdict": judgement.verdict}


def _report_name(report: str) -> str:
    return f"dateline:report:{report}"


def _claim_name(claim: str) -> str:
    return f"dateline:claim:{claim}"


def _incident_name(summary: Summary) -> str:
    return f"dateline:incident:{summary.incident.id}"
