"""The desk against its own OpenAPI document: requests made from it, well formed and not, and answers held to it.

A few examples of each address run with the tests, always the same ones; DATELINE_EXAMPLES asks for more.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.python.asgi import ASGIClient, get_client
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.types import Receive, Scope, Send

from dateline.desk import openapi
from dateline.desk.accounts import COOKIE, Door, visitor
from dateline.desk.app import application
from dateline.desk.app import desk as made
from dateline.desk.guard import Pace
from dateline.keeping import Keeper, incidents_of
from dateline.pipeline import Dateline
from dateline.store import Store
from tests.desk.conftest import ORIGIN

SCHEMA = schemathesis.openapi.from_path(openapi.FILE)
SCHEMA.config.generation.update(with_security_parameters=False)
EXAMPLES = int(os.environ.get("DATELINE_EXAMPLES", "8"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MODEST = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Target:
    """The desk on a record of its own, and what there is in it, to be put in the place of half of what is made up."""

    def __init__(self, store: Store, session: ASGIClient):
        self.store, self.session = store, session
        claims = list(store.claims())
        self.claims = [c.id for c in claims]
        self.reports = [c.report for c in claims]
        self.incidents = [s.incident.id for s in store.incidents()]

    def aimed(self, case: schemathesis.Case) -> schemathesis.Case:
        """A request that finds something, where it is one of the lucky half."""
        seed = crc32(repr((case.path_parameters, case.body)).encode("utf-8", "replace"))
        if seed & 256:
            if isinstance(case.body, dict):
                known = self._known(seed)
                case.body = {
                    name: known[name] if value and name in known else value for name, value in case.body.items()
                }
            if case.path_parameters:
                case.path_parameters = {"id": (self.incidents if "incidents" in case.path else self.reports)[0]}
        return case

    def _known(self, seed: int) -> dict[str, Any]:
        n, m = seed % len(self.claims), seed % len(self.incidents)
        return {
            "version": self.store.head().number,
            "claim": self.claims[n],
            "report": self.reports[n],
            "claims": [self.claims[n], self.claims[n - 1]],
            "incident": self.incidents[m],
            "incidents": [self.incidents[m], self.incidents[m - 1]],
        }


@pytest.fixture(scope="module")
def target(filled: Path, tmp_path_factory: pytest.TempPathFactory, reader: Dateline) -> Iterator[Target]:
    """A desk in which nobody signs out, nothing is fetched, and nobody is asked to slow down."""
    path = tmp_path_factory.mktemp("fuzzed") / "desk.db"
    shutil.copy(filled, path)
    with pytest.MonkeyPatch.context() as patch, Store.open(path, by="ana") as store:
        patch.setattr(Door, "visitor", lambda self, token: visitor("ana", "admin", accounts=True))
        patch.setattr("dateline.desk.jobs.gather", lambda *given, **named: iter(()))
        desk = made(Keeper(store, lambda: reader), Door(store, True, "ana"))
        app = application(desk, pace=Pace(rate=1e9, burst=1e9))

        async def requests_alone(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                await app(scope, receive, send)

        session = get_client(requests_alone)
        session.cookies.set(COOKIE, "x")
        yield Target(store, session)
        desk.close()
        assert not store.verify(merge=incidents_of)


@SCHEMA.parametrize()
@MODEST
def test_the_desk_answers_as_its_document_says(case: schemathesis.Case, target: Target) -> None:
    headers = {"origin": ORIGIN, "sec-fetch-site": "same-origin"}
    answer = target.aimed(case).call(ORIGIN, target.session, headers=headers)
    strict = [negative_data_rejection] if case.method == "POST" else []  # a query may say more, or nothing at all
    case.validate_response(answer, checks=[*CHECKS, *strict])
