"""The OpenAPI document of the desk, made from the dataclasses of its pages and forms.

python -m dateline.desk.openapi [--check]    writes openapi.json, or fails when it has drifted
"""

from __future__ import annotations

import inspect
import json
import sys
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from dateline import __version__
from dateline.desk import forms, pages

FILE = Path(__file__).with_name("openapi.json")
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}

_FILTER: Mapping[str, Mapping[str, Any]] = {
    "since": {"type": "string", "format": "date"},
    "until": {"type": "string", "format": "date"},
    "bbox": {"type": "string", "description": "west,south,east,north in degrees"},
    "country": {"type": "array", "items": {"type": "string"}},
    "actor": {"type": "array", "items": {"type": "string"}},
    "event": {"type": "array", "items": {"type": "string"}},
    "source": {"type": "array", "items": {"type": "string"}},
    "status": {"type": "array", "items": {"enum": ["corroborated", "single-source", "disputed", "denied"]}},
    "disputed": {"enum": ["0", "1"]},
    "q": {"type": "string", "maxLength": 500},
    "located": {"enum": ["0", "1"]},
}
_TEXT = {"type": "string", "maxLength": 500}

# Address, page, fields of the query string.
_PAGES: tuple[tuple[str, type, Mapping[str, Mapping[str, Any]]], ...] = (
    ("/index.json", pages.DeskPage, {**_FILTER, "after": _TEXT, "order": {"enum": ["newest", "oldest"]}}),
    ("/map.json", pages.MapPage, {**_FILTER, "zoom": {"type": "number", "minimum": 0, "maximum": 22}, "view": _TEXT}),
    ("/timeline.json", pages.TimelinePage, {**_FILTER, "unit": {"enum": ["day", "week", "month", "year"]}}),
    ("/holders.json", pages.HoldersPage, {**_FILTER, "day": {"type": "string", "format": "date"}}),
    (
        "/search.json",
        pages.SearchPage,
        {"q": _TEXT, "kind": {"enum": ["place", "party", "incident", "report", "day"]}, "report": _TEXT},
    ),
    ("/incidents/{id}.json", pages.IncidentPage, {}),
    ("/sources/{id}.json", pages.SourcePage, {}),
    ("/review.json", pages.ReviewPage, {}),
    ("/review/adjudication.json", pages.AdjudicationPage, {}),
    ("/review/agreement.json", pages.AgreementPage, {}),
    ("/intake.json", pages.IntakePage, {}),
    ("/export.json", pages.ExportPage, _FILTER),
    ("/history.json", pages.HistoryPage, {"subject": _TEXT, "before": {"type": "integer", "minimum": 0}}),
)

# Name of the write, form, answers.
_WRITES: tuple[tuple[str, type, tuple[type, ...]], ...] = (
    ("judge", forms.Judge, (pages.Done,)),
    ("withdraw", forms.Withdraw, (pages.Done,)),
    ("split", forms.Split, (pages.Done, pages.Preview)),
    ("join", forms.Join, (pages.Done, pages.Preview)),
    ("decide", forms.Decide, (pages.Done,)),
    ("undo", forms.Undo, (pages.Done,)),
    ("lease", forms.Lease, (pages.Leased,)),
    ("intake", forms.Take, (pages.Started,)),
    ("retry", forms.Retry, (pages.Started,)),
    ("export", forms.Export, (pages.Exported,)),
    ("verify", forms.Verify, (pages.Verified,)),
    ("sign-in", forms.SignIn, (pages.SignedIn,)),
    ("sign-out", forms.Nothing, (pages.Done,)),
    ("sign-out-all", forms.Nothing, (pages.Done,)),
)


def document() -> dict[str, Any]:
    """The whole document."""
    schemas: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for address, page, query in _PAGES:
        paths[address] = {"get": _get(address, page, query, schemas)}
    for name, form, answers in _WRITES:
        paths[f"/api/{name}"] = {"post": _post(form, answers, schemas)}
    paths["/health"] = {"get": {"responses": {"200": {"description": "the desk is up"}}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "The desk of dateline", "version": __version__, "description": _told(pages)},
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "dateline"}},
        },
        "security": [{"session": []}],
    }


def _get(address: str, page: type, query: Mapping[str, Mapping[str, Any]], schemas: dict[str, Any]) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "query", "schema": schema, "required": False} for name, schema in query.items()
    ]
    if "{id}" in address:
        parameters.append({"name": "id", "in": "path", "schema": {"type": "string"}, "required": True})
    return {"summary": _told(page), "parameters": parameters, "responses": _responses((page,), schemas)}


def _post(form: type, answers: tuple[type, ...], schemas: dict[str, Any]) -> dict[str, Any]:
    body = {"required": True, "content": {"application/json": {"schema": _schema(form, schemas)}}}
    responses = _responses(answers, schemas)
    if "version" in {f.name for f in fields(form)}:
        responses["409"] = _answer("what it touches changed since", (pages.Stale,), schemas)
    return {"summary": _told(form), "requestBody": body, "responses": responses}


def _responses(answers: tuple[type, ...], schemas: dict[str, Any]) -> dict[str, Any]:
    return {
        "200": _answer("done", answers, schemas),
        "default": _answer("not done, and why", (pages.Problem,), schemas),
    }


def _answer(what: str, answers: tuple[type, ...], schemas: dict[str, Any]) -> dict[str, Any]:
    made = [_schema(answer, schemas) for answer in answers]
    return {
        "description": what,
        "content": {"application/json": {"schema": made[0] if len(made) == 1 else {"anyOf": made}}},
    }


def _schema(kind: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """The schema of a type; that of a dataclass is put into `schemas` and referred to."""
    origin, options = get_origin(kind), get_args(kind)
    if origin in (types.UnionType, Union):
        return {"anyOf": [_schema(o, schemas) if o is not type(None) else {"type": "null"} for o in options]}
    if origin is Literal:
        return {"enum": list(options)}
    if origin is tuple and options[-1] is ...:
        return {"type": "array", "items": _schema(options[0], schemas)}
    if origin is tuple:
        items = [_schema(o, schemas) for o in options]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    if is_dataclass(kind) and isinstance(kind, type):
        return _refer(kind, schemas)
    return {"type": _PLAIN[kind]}


def _refer(kind: type, schemas: dict[str, Any]) -> dict[str, Any]:
    if kind.__name__ not in schemas:
        schemas[kind.__name__] = {}
        hints = forms.hints(kind)
        required = [f.name for f in fields(kind) if f.default is MISSING or kind.__module__.startswith(pages.__name__)]
        schemas[kind.__name__] = {
            "type": "object",
            "description": _told(kind),
            "properties": {name: _schema(hint, schemas) for name, hint in hints.items()},
            "required": required,
            "additionalProperties": False,
        }
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def _told(thing: Any) -> str:
    return inspect.cleandoc(thing.__doc__ or "")


def text() -> str:
    """The document as it is shipped."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def main(check: bool) -> int:
    """Writes or checks the shipped document; returns the exit code."""
    if check and (not FILE.exists() or FILE.read_text(encoding="utf8") != text()):
        sys.stderr.write(f"{FILE.name} is out of date: run `python -m dateline.desk.openapi` and commit it\n")
        return 1
    if not check:
        FILE.write_text(text(), encoding="utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
