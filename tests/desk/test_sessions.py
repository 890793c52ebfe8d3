"""Who comes in and for how long: the launch token, sign-in, cookies, and the end of sessions."""

from __future__ import annotations

import runpy
import socket
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from argon2 import Type
from starlette.testclient import TestClient
from typer.testing import CliRunner

from dateline.cli import app as cli
from dateline.desk import accounts
from dateline.desk.accounts import COOKIE, checked_name, hashed
from dateline.desk.guard import Pace
from dateline.errors import SettingsError
from tests.desk.conftest import ORIGIN, PASSWORD, VECTORS, Served, write

run = CliRunner().invoke


def status(client: TestClient) -> int:
    return int(client.get("/index.json").status_code)


def with_cookie(served: Served, token: str) -> TestClient:
    client = served.browser()
    client.cookies.set(COOKIE, token)
    return client


def morsel(answer: Any) -> Any:
    """The session cookie of an answer, which must hold no other."""
    (line,) = answer.headers.get_list("set-cookie")
    cookies = SimpleCookie(line)
    assert set(cookies) == {COOKIE}
    return cookies[COOKIE]


# ---------------------------------------------------------------- one's own machine


def test_data_is_for_those_who_came_in(served: Served) -> None:
    stranger = served.browser()
    pages = ("index", "map", "timeline", "holders", "search", "review", "review/adjudication", "review/agreement")
    pages = (*pages, "intake", "export", "history", "incidents/x", "sources/x")
    for path in (*(f"/{p}.json" for p in pages), "/review/agreement.csv", f"/originals/{'0' * 64}", "/exports/x/y"):
        assert stranger.get(path).status_code == 401, path
    assert write(stranger, "verify").status_code == 401


def test_the_launch_token_works_once(served: Served) -> None:
    token = served.desk.door.launch
    first, second = served.browser(), served.browser()
    answer = first.get(f"/?launch={token}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    refused = second.get(f"/?launch={token}", follow_redirects=False)
    assert refused.status_code == 403 and "set-cookie" not in refused.headers
    assert first.get(f"/?launch={token}", follow_redirects=False).status_code == 403  # not even who had it
    assert status(first) == 200 and status(second) == 401


@pytest.mark.parametrize("guess", ["", "None", "x" * 32, "\u2603", "\udcff"])
def test_a_guess_is_no_launch_token(served: Served, guess: str) -> None:
    assert served.desk.door.exchange(guess) is None
    assert served.desk.door.launch is not None


def test_the_launch_token_opens_nothing_where_there_are_accounts(served: Served) -> None:
    served.user("ben", "coder")
    answer = served.browser().get(f"/?launch={served.desk.door.launch}", follow_redirects=False)
    assert answer.status_code == 403 and "set-cookie" not in answer.headers


def test_without_accounts_no_password_opens_the_desk(served: Served) -> None:
    served.store.put_user("ben", "admin", password=hashed(PASSWORD))
    assert write(served.browser(), "sign-in", name="ben", password=PASSWORD).status_code == 401


# ---------------------------------------------------------------- cookies


def test_no_script_and_no_other_site_gets_the_session(served: Served) -> None:
    launched = served.browser().get(f"/?launch={served.desk.door.launch}", follow_redirects=False)
    served.user("ben", "coder")
    signed = write(served.browser(), "sign-in", name="ben", password=PASSWORD)
    for answer in (launched, signed):
        cookie = morsel(answer)
        assert cookie["httponly"] and cookie["samesite"].lower() == "strict" and cookie["path"] == "/"
        assert not cookie["domain"] and not cookie["max-age"] and not cookie["secure"]
        assert len(cookie.value) >= 40 and cookie.value not in answer.text


def test_over_tls_the_session_stays_there(served: Served) -> None:
    served.user("ben", "coder")
    client = TestClient(served.app, base_url="https://localhost:8765")
    headers = {"origin": "https://localhost:8765"}
    answer = client.post("/api/sign-in", json={"name": "ben", "password": PASSWORD}, headers=headers)
    assert morsel(answer)["secure"]


def test_signing_out_takes_the_cookie_away_and_ends_the_session(served: Served) -> None:
    client = served.user("ben", "coder")
    old = client.cookies[COOKIE]
    answer = write(client, "sign-out")
    assert answer.status_code == 200 and not morsel(answer).value and COOKIE not in client.cookies
    assert status(with_cookie(served, old)) == 401


def test_the_record_keeps_the_hash_of_a_session_alone(served: Served) -> None:
    client = served.user("ben", "coder")
    assert client.cookies[COOKIE].encode() not in served.store.path.read_bytes()
    assert PASSWORD.encode() not in served.store.path.read_bytes()


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "None", "\u00e9", "x" * 4000])
def test_a_made_up_session_opens_nothing(served: Served, token: str) -> None:
    served.user("ben", "admin")
    with served.browser() as client:
        assert client.get("/index.json", headers={"cookie": f"{COOKIE}={token}".encode()}).status_code == 401


# ---------------------------------------------------------------- fixation and the end


def test_a_session_is_made_anew_at_sign_in(served: Served) -> None:
    served.store.put_user("ben", "coder", password=hashed(PASSWORD))
    served.desk.door.accounts = True
    client = with_cookie(served, "fixed-by-the-attacker")
    assert write(client, "sign-in", name="ben", password=PASSWORD).status_code == 200
    assert status(with_cookie(served, "fixed-by-the-attacker")) == 401 and status(client) == 200


def test_a_session_is_not_taken_from_the_address_or_the_form(served: Served) -> None:
    token = served.user("ben", "coder").cookies[COOKIE]
    stranger = served.browser()
    assert stranger.get(f"/index.json?{COOKIE}={token}").status_code == 401
    assert write(stranger, "verify", **{COOKIE: token}).status_code == 401
    assert stranger.get("/index.json", headers={"authorization": f"Bearer {token}"}).status_code == 401


def test_signing_in_again_ends_the_session_before(served: Served) -> None:
    client = served.user("ben", "coder")
    old = client.cookies[COOKIE]
    assert write(client, "sign-in", name="ben", password=PASSWORD).status_code == 200
    assert status(with_cookie(served, old)) == 401 and status(client) == 200


def test_sign_out_all_ends_every_session_of_that_person(served: Served) -> None:
    one, two, other = served.user("ben", "coder"), served.browser(), served.user("cleo", "coder")
    assert write(two, "sign-in", name="ben", password=PASSWORD).status_code == 200
    assert write(one, "sign-out-all").status_code == 200
    assert [status(c) for c in (one, two, other)] == [401, 401, 200]


def test_sign_out_all_is_for_oneself_alone(served: Served) -> None:
    ben, cleo = served.user("ben", "viewer"), served.user("cleo", "admin")
    assert write(ben, "sign-out-all", name="cleo").status_code == 400
    assert status(cleo) == status(ben) == 200


def test_without_accounts_signing_out_all_ends_the_one_session(served: Served, own: TestClient) -> None:
    token = own.cookies[COOKIE]
    assert write(own, "sign-out-all").status_code == 200
    assert status(with_cookie(served, token)) == 401


@pytest.mark.parametrize("change", ["role", "password", "removal"])
def test_another_role_or_password_ends_sessions(served: Served, change: str) -> None:
    client = served.user("ben", "admin")
    if change == "removal":
        served.store.remove_user("ben")
    else:
        served.store.put_user("ben", "viewer", password=hashed(PASSWORD + "!") if change == "password" else None)
    assert status(client) == 401


@pytest.mark.parametrize("hours", [13, 24 * 8])
def test_a_session_ends_when_it_is_idle_or_old(served: Served, hours: int) -> None:
    client = served.user("ben", "coder")
    clock = served.desk.door.clock
    if hours > 24:  # in use every few hours, it still ends
        for n in range(1, 17):
            served.desk.door.clock = lambda n=n: clock() + n * 10 * 3600
            assert status(client) == 200
    served.desk.door.clock = lambda: clock() + hours * 3600
    assert status(client) == 401


# ---------------------------------------------------------------- guessing


def test_wrong_names_and_wrong_passwords_look_alike_and_are_counted(served: Served) -> None:
    served.user("ben", "coder")
    client = served.browser()
    served.desk.trying = Pace(rate=0.0, burst=10)
    told = {write(client, "sign-in", name=n, password="x").text for n in ("ben", "nobody", "BEN")}
    assert len(told) == 1 and write(client, "sign-in", name="ben", password="x").status_code == 401
    assert 429 in [write(client, "sign-in", name="ben", password=str(n)).status_code for n in range(12)]
    assert write(client, "sign-in", name="ben", password=PASSWORD).status_code == 429  # not even the right one


def test_another_name_is_not_another_try(served: Served) -> None:
    client = served.browser()
    served.desk.trying = Pace(rate=0.0, burst=10)
    found = [write(client, "sign-in", name=f"name{n}", password="x").status_code for n in range(14)]
    assert found[:2] == [401, 401] and found[-2:] == [429, 429]


def test_a_guess_costs_memory_and_time() -> None:
    fresh = runpy.run_path(str(Path(accounts.__file__)), run_name="fresh")["_hasher"]
    assert (fresh.type, fresh.memory_cost >= 64 * 1024, fresh.time_cost >= 3) == (Type.ID, True, True)


def test_passwords_are_kept_as_argon2id_and_never_logged(served: Served) -> None:
    served.user("ben", "coder")
    (user,) = served.store.users()
    assert user.password.startswith("$argon2id$")
    assert not [e for e in served.store.history() if "argon2" in f"{e.before}{e.after}"]


# ---------------------------------------------------------------- accounts at the command line


@pytest.mark.parametrize(
    "name",
    [*VECTORS, "", " ", "a b", "ben\nadmin", "ben\r", "\x1b[2J", "../ben", "-v", "=1+1", "@A1", "x" * 65, "a\x00"],
)
def test_a_name_that_could_do_harm_is_nobodys(name: str) -> None:
    with pytest.raises(SettingsError, match="cannot be a user's name"):
        checked_name(name)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "desk.example.org"])
def test_a_desk_that_others_can_reach_needs_accounts(tmp_path: Path, host: str) -> None:
    answer = run(cli, ["desk", "--db", str(tmp_path / "new.db"), "--host", host, "--port", "0"])
    assert answer.exit_code != 0 and "make accounts first" in str(answer.exception)


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_with_accounts_no_token_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    served: list[Any] = []
    monkeypatch.setattr("dateline.cli.serving._serve", lambda app, *rest: served.append(app))
    db = str(tmp_path / "new.db")
    launched = run(cli, ["desk", "--db", db, "--port", "0"])
    assert "?launch=" in launched.output and len(served) == 1
    assert run(cli, ["user", "add", "ben", "--db", db], input="short\n").exit_code != 0
    assert run(cli, ["user", "add", "ben", "--db", db], input=f"{PASSWORD}\n").exit_code == 0
    answer = run(cli, ["desk", "--db", db, "--host", host, "--port", "0"])
    assert answer.exit_code == 0 and "launch" not in answer.output and len(served) == 2
    assert ORIGIN.rpartition(":")[0] in answer.output or "127.0.0.1" in answer.output


def test_what_is_sent_does_not_wait_for_what_was_sent_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[int] = []

    def serve(app: object, listener: socket.socket, minutes: float | None) -> None:
        with socket.create_connection(listener.getsockname()), listener.accept()[0] as accepted:
            found.append(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    monkeypatch.setattr("dateline.cli.serving._serve", serve)
    assert run(cli, ["desk", "--db", str(tmp_path / "new.db"), "--port", "0"]).exit_code == 0
    assert len(found) == 1 and found[0]
