"""A small record, read once, and the desk on a copy of it for every test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from dateline.desk.accounts import Door, hashed
from dateline.desk.app import Desk, application
from dateline.desk.app import desk as made
from dateline.intake import gather
from dateline.keeping import Keeper
from dateline.pipeline import Dateline
from dateline.record import Capture, Claim, Found, Report, Taken
from dateline.store import Store

EXAMPLES = Path(__file__).parents[2] / "examples" / "goma"
NOON = datetime(2012, 11, 23, 12, tzinfo=UTC)
ORIGIN = "http://localhost:8765"
PASSWORD = "a long enough password"
VECTORS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "<body onload=alert(1)>",
    "<math><mi xlink:href=data:x,<script>alert(1)</script>>",
    "<details open ontoggle=alert(1)>",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "<!--<img src=--><img src=x onerror=alert(1)//>",
)
WIRE = (
    "GOMA, 20 Nov 2012 (Kivu Wire) -- Rebels shelled the port of Goma on Tuesday, killing at least 12 civilians,"
    " the army said. A doctor at the town's hospital said the dead included four children from one family."
)
OTHER = "Rebels shelled the port of Goma on Tuesday, killing 30 civilians, the Red Cross said on Wednesday."
HOSTILE = f"Rebels shelled Goma on Tuesday, killing 12 civilians, the army said. 🎯 {' '.join(VECTORS)}"


def taken(text: str, outlet: str, *, title: str | None = None, url: str | None = None) -> Taken:
    report = Report(text, title=title, published=date(2012, 11, 21), outlet=outlet, url=url)
    return Taken(f"{outlet}.html", text.encode(), Capture("file", NOON, url=url, path="x.html"), (Found(report),))


@pytest.fixture(scope="session", autouse=True)
def _quick_hashes() -> Iterator[None]:
    """Passwords are hashed as argon2id, but not at the price that is asked of those who guess."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dateline.desk.accounts._hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, reader: Dateline) -> Path:
    """A record of the example reports, two that dispute each other, and one that attacks whoever shows it."""
    folder = tmp_path_factory.mktemp("desk")
    with Store.open(folder / "desk.db", create=True, by="test") as store:
        more = (
            taken(WIRE, "Kivu Wire"),
            taken(OTHER, "Radio Nord"),
            taken(HOSTILE, VECTORS[0], title=VECTORS[3], url="javascript:alert(1)"),
        )
        list(Keeper(store, lambda: reader).add([*gather([str(EXAMPLES)]), *more]))
        store.backup(folder / "copy.db")
    return folder / "copy.db"


@dataclass
class Served:
    """The desk on a copy of the record, and browsers to use it with."""

    store: Store
    desk: Desk
    app: Any

    def browser(self, *, launch: bool = False) -> TestClient:
        """A browser without a session; with `launch`, one that opened the printed address."""
        client = TestClient(self.app, base_url=ORIGIN, raise_server_exceptions=False)
        if launch:
            answer = client.get(f"/?launch={self.desk.door.launch}", follow_redirects=False)
            assert answer.status_code == 303
        return client

    def user(self, name: str, role: str) -> TestClient:
        """A browser in which somebody with a role has signed in."""
        self.store.put_user(name, role, password=hashed(PASSWORD))
        self.desk.door.accounts = True
        client = self.browser()
        answer = write(client, "sign-in", name=name, password=PASSWORD)
        assert answer.status_code == 200, answer.text
        return client

    def claims(self) -> list[Claim]:
        return list(self.store.claims())

    def claim(self, outlet: str, event: str | None = None) -> Claim:
        report = next(r for r in self.store.reports() if r.outlet == outlet)
        several = self.store.claims_in([("report", 0, report.id)])
        return next(c for c in several if event is None or c.event == event)


def write(client: TestClient, name: str, /, **form: Any) -> Any:
    """Posts a form as the desk's own pages do."""
    return client.post(f"/api/{name}", json=form, headers={"origin": ORIGIN, "sec-fetch-site": "same-origin"})


def version(client: TestClient) -> int:
    """What a page that is loaded now has seen."""
    return int(client.get("/index.json").json()["version"])


@pytest.fixture
def served(filled: Path, tmp_path: Path, reader: Dateline) -> Iterator[Served]:
    path = tmp_path / "desk.db"
    shutil.copy(filled, path)
    with Store.open(path, by="ana") as store:
        desk = made(Keeper(store, lambda: reader), Door(store, False, "ana"))
        yield Served(store, desk, application(desk))
        desk.close()


@pytest.fixture
def own(served: Served) -> TestClient:
    """The browser of the person whose machine it is."""
    return served.browser(launch=True)
