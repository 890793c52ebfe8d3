"""Serving the desk in a browser, and who may use it: `desk`, `user`."""

from __future__ import annotations

import ipaddress
import socket
import sys
import threading
import webbrowser
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from dateline.cli.common import DATABASE, By, Database, record, remarks
from dateline.errors import SettingsError
from dateline.heap import settle

if TYPE_CHECKING:
    from starlette.applications import Starlette

user_app = typer.Typer(help="Who may use the desk from other machines.", no_args_is_help=True, rich_markup_mode=None)


class Role(StrEnum):
    """What a user may do: look; code claims; have the last word; everything."""

    viewer = "viewer"
    coder = "coder"
    reviewer = "reviewer"
    admin = "admin"


Name = Annotated[str, typer.Argument(help="Name to sign in with.")]


def desk(
    db: Database = DATABASE,
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = 8765,
    host: Annotated[str, typer.Option(help="Address to listen on; any but this machine's own needs accounts.")] = (
        "127.0.0.1"
    ),
    name: Annotated[
        list[str] | None, typer.Option(help="Host name under which others reach the desk, such as desk.example.org.")
    ] = None,
    open: Annotated[bool, typer.Option("--open/--no-open", help="Open a browser.")] = False,
    minutes: Annotated[float | None, typer.Option(help="Stop by itself after so many minutes.", min=0)] = None,
) -> None:
    """Serve the record to the people who check it, in a browser, offline; stop with Ctrl-C.

    On this machine the printed address lets one browser in, once. As soon as there are accounts
    (`dateline user add`), people sign in instead.

    Example: dateline desk --db desk.db --port 8765
    """
    from dateline.cli.recording import keeper
    from dateline.desk.accounts import Door
    from dateline.desk.app import application
    from dateline.desk.app import desk as made

    local = _is_local(host)
    with record(db, create=True) as store:
        accounts = bool(store.users())
        if not (local or accounts):
            raise SettingsError(f"{host} can be reached by others: make accounts first, with `dateline user add NAME`")
        with _listening(host, port) as listener:
            door = Door(store, accounts, store.by)
            app = application(made(keeper(store, None), door), names=tuple(name or ()), local=local)
            address = _address(host, listener.getsockname()[1])
            whole = address if accounts else f"{address}?launch={door.launch}"
            typer.echo(f"the desk is at {whole}")
            if not accounts:
                remarks.print("this address lets one browser in, once; stop with Ctrl-C")
            if open:
                webbrowser.open(whole)
            _serve(app, listener, minutes)


def _serve(app: Starlette, listener: socket.socket, minutes: float | None) -> None:
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=32_768,
    )
    server = uvicorn.Server(config)
    if minutes is not None:
        bell = threading.Timer(60 * minutes, setattr, (server, "should_exit", True))
        bell.daemon = True
        bell.start()
    settle()
    server.run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    """The socket, taken before the address is printed. SettingsError when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=128)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).partition(" (")[0]
        raise SettingsError(f"cannot listen on {host} port {port}: {reason}; give another --port") from problem
    # Connections take this over. A page goes out in two parts, and without it the second waits 40 ms for a word
    # that the first has come.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _address(host: str, port: int) -> str:
    shown = "localhost" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


# ---------------------------------------------------------------- accounts


@user_app.command("add")
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.coder,
    db: Database = DATABASE,
    by: By = None,
) -> None:
    """Add a user, or give them a new password; it is asked for, or read as one line from a pipe.

    Example: dateline user add maryam --role reviewer --db desk.db
    """
    from dateline.desk.accounts import checked_name, hashed

    checked_name(name)
    password = hashed(_password())
    with record(db, create=True, by=by) as store:
        store.put_user(name, role.value, password=password)
    remarks.print(f"{name} may sign in as {role.value}")


@user_app.command("role")
def role(
    name: Name, role: Annotated[Role, typer.Argument(help="What they may do.")], db: Database = DATABASE, by: By = None
) -> None:
    """Give a user another role; they sign in again.

    Example: dateline user role maryam admin --db desk.db
    """
    with record(db, by=by) as store:
        store.put_user(name, role.value)
    remarks.print(f"{name} is {role.value} now")


@user_app.command("list")
def list_(db: Database = DATABASE) -> None:
    """List the users with their roles.

    Example: dateline user list --db desk.db
    """
    console = Console(highlight=False)
    with record(db, read_only=True) as store:
        for one in store.users():
            console.print(f"{one.name}  {one.role}  since {one.added:%Y-%m-%d}", markup=False)


@user_app.command("remove")
def remove(name: Name, db: Database = DATABASE, by: By = None) -> None:
    """Remove a user; what they decided stays under their name.

    Example: dateline user remove maryam --db desk.db
    """
    with record(db, by=by) as store:
        store.remove_user(name)
    remarks.print(f"{name} may not sign in any more")


def _password() -> str:
    """From a person, twice and unseen; from a pipe, its first line."""
    if sys.stdin.isatty():
        given: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        return given
    return sys.stdin.readline().rstrip("\n")
