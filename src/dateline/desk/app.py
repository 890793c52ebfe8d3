"""The desk as a web application: addresses, who may see and ask for what, answers in JSON.

Every page's address answers the same HTML, which loads the data at that address + ".json". The work
is done in threads, as the store is; several may read at once.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dateline.desk import asked, forms, pages
from dateline.desk.accounts import COOKIE, Door, allowed
from dateline.desk.actions import Actions, Changed, Denied
from dateline.desk.exporting import Exports, layouts
from dateline.desk.finding import Finder
from dateline.desk.guard import MOST_UPLOAD, Guard, Pace
from dateline.desk.jobs import Jobs, folder, place_for
from dateline.desk.review import Review
from dateline.desk.views import Views
from dateline.errors import DatelineError, InputError, StoreError
from dateline.keeping import Keeper, incidents_of
from dateline.store import Head, asking

log = logging.getLogger("dateline.desk")

_LATEST = 20  # reports and exports named on a page
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UNITS = ("", "day", "week", "month", "year")
_KINDS = ("place", "party", "incident", "report", "day")
_SCREENS = (
    "/",
    "/incidents/{id}",
    "/sources/{id}",
    "/review",
    "/review/adjudication",
    "/review/agreement",
    "/intake",
    "/export",
    "/history",
)
_NOT_BUILT = (
    "<!doctype html><title>dateline</title><p>The pages of the desk are not built:"
    " run <code>npm run build</code> in desk-ui."
)
Handler = Callable[[Request], Awaitable[Response]]
Visitor = pages.Visitor


@dataclass(slots=True)
class Desk:
    """All that the application needs."""

    views: Views
    review: Review
    actions: Actions
    finder: Finder
    jobs: Jobs
    exports: Exports
    door: Door
    trying: Pace

    def close(self) -> None:
        """Lets background work end and removes what was made for download."""
        self.jobs.close()
        self.exports.close()


def desk(keeper: Keeper, door: Door) -> Desk:
    """The desk of one record."""
    views = Views(keeper)
    review = Review(views)
    jobs = Jobs(keeper.store.path, lambda: keeper.reader)
    made = (Actions(views, review), Finder(views), jobs, Exports(keeper.store))
    return Desk(views, review, *made, door, Pace(rate=0.2, burst=10))


def application(desk: Desk, *, names: tuple[str, ...] = (), local: bool = True, pace: Pace | None = None) -> Starlette:
    """The web application. `names` are host names it answers to; `local` ones are always known."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(desk.close)

    guard = Middleware(Guard, names=("localhost", *names), local=local, pace=pace or Pace(rate=50, burst=300))
    app = Starlette(routes=_routes(), middleware=[guard], lifespan=lifespan, exception_handlers=_HANDLERS)
    app.state.desk = desk
    return app


# ---------------------------------------------------------------- answers


def _json(value: Any, status: int = 200) -> Response:
    """A dataclass as JSON; "<" is written as an escape, so that no browser takes it for HTML."""
    body = json.dumps(value, default=_fields, ensure_ascii=False, separators=(",", ":"))
    safe = body.replace("<", "\\u003c").encode("utf-8", "replace")
    return Response(safe, status, media_type="application/json")


def _fields(part: Any) -> dict[str, Any]:
    """A dataclass as an object; several times as fast as `dataclasses.asdict`, which copies all within."""
    return {name: getattr(part, name) for name in type(part).__slots__}


def _problem(status: int, error: str) -> Response:
    return _json(pages.Problem(status, error), status)


async def _on_http(_: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    answer = _problem(problem.status_code, problem.detail)
    answer.headers.update(problem.headers or {})  # such as the methods that an address allows
    return answer


async def _on_input(_: Request, problem: Exception) -> Response:
    return _problem(400, str(problem))


async def _on_store(_: Request, problem: Exception) -> Response:
    missing = str(problem).startswith("no ")
    return _problem(404 if missing else 400, str(problem))


async def _on_denied(_: Request, problem: Exception) -> Response:
    return _problem(403, str(problem))


async def _on_changed(_: Request, problem: Exception) -> Response:
    assert isinstance(problem, Changed)
    return _json(problem.stale, 409)


_HANDLERS: Mapping[Any, Any] = {
    HTTPException: _on_http,
    InputError: _on_input,
    StoreError: _on_store,
    DatelineError: _on_input,
    Denied: _on_denied,
    Changed: _on_changed,
}


# ---------------------------------------------------------------- who asks


def _desk(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


def _visitor(request: Request) -> Visitor:
    found = _desk(request).door.visitor(request.cookies.get(COOKIE))
    if found is None:
        raise HTTPException(401, "sign in first, or open the address that the desk printed when it started")
    return found


def _cookie(request: Request, response: Response, token: str | None) -> Response:
    """Puts a session into the browser, where no script and no other site can use it; or takes it out."""
    secure = request.url.scheme == "https"
    if token is None:
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict", secure=secure)
    else:
        response.set_cookie(COOKIE, token, path="/", httponly=True, samesite="strict", secure=secure)
    return response


def _data(make: Callable[[Desk, Visitor, Request], Any]) -> Handler:
    """A handler that answers what `make` gives, to those who are signed in."""

    async def handler(request: Request) -> Response:
        def work() -> Response:
            return _json(make(_desk(request), _visitor(request), request))

        return await run_in_threadpool(work)

    return handler


def _write(name: str, form: type[Any], do: Callable[[Desk, Visitor, Any], Any]) -> Route:
    """A write: who may ask for it is checked before its form is read."""

    async def handler(request: Request) -> Response:
        visitor = await run_in_threadpool(_visitor, request)
        if not allowed(visitor.role, name):
            raise Denied(f"a {visitor.role} may not do this")
        given = forms.read(form, await _body(request))
        return _json(await run_in_threadpool(do, _desk(request), visitor, given))

    return Route(f"/api/{name}", handler, methods=["POST"])


async def _body(request: Request) -> object:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "a write is JSON (content-type application/json)")
    try:
        told: object = json.loads(await request.body())
    except (ValueError, RecursionError) as problem:
        raise InputError("the request is no JSON") from problem
    return told


# ---------------------------------------------------------------- pages


def _params(request: Request) -> asked.Asked:
    return asked.Asked(request.url.query)


def _query(request: Request) -> tuple[pages.Filter, Any]:
    wanted = asked.filter_of(_params(request))
    return wanted, asked.query_of(wanted)


def _desk_page(desk: Desk, visitor: Visitor, request: Request) -> pages.DeskPage:
    wanted, query = _query(request)
    after = asked.cursor(_params(request).get("after"))
    return desk.views.desk(visitor, wanted, query, after, _params(request).get("order") != "oldest")


def _map(desk: Desk, _: Visitor, request: Request) -> pages.MapPage:
    zoom = asked.number(_params(request), "zoom", 2.0, least=0, most=22)
    return desk.views.map(_query(request)[1], asked.view_of(_params(request)), round(zoom, 1))


def _timeline(desk: Desk, _: Visitor, request: Request) -> pages.TimelinePage:
    unit = _params(request).get("unit")
    if unit not in _UNITS:
        raise InputError("the unit of a timeline is day, week, month or year")
    return desk.views.timeline(_query(request)[1], unit)


def _holders(desk: Desk, _: Visitor, request: Request) -> pages.HoldersPage:
    return desk.views.holders(_query(request)[1], asked.day(_params(request).get("day")))


def _search(desk: Desk, _: Visitor, request: Request) -> pages.SearchPage:
    kind = _params(request).get("kind")
    if kind and kind not in _KINDS:
        raise InputError(f"what is searched for is one of {', '.join(_KINDS)}")
    q = asked.text(_params(request).get("q"))
    return desk.finder.search(q, kind, asked.text(_params(request).get("report")))


def _adjudication(desk: Desk, visitor: Visitor, _: Request) -> pages.AdjudicationPage:
    if not allowed(visitor.role, "adjudicate"):
        raise Denied("only a reviewer sees what coders decided differently")
    return desk.review.adjudication(visitor)


def _intake(desk: Desk, visitor: Visitor, _: Request) -> pages.IntakePage:
    store = desk.views.store
    counts = store.counts()
    with store.reading() as connection:
        latest = list(asking.latest_reports(connection, _LATEST))
    cases = (c for c in store.quarantined() if c.state != "settled")
    return pages.IntakePage(
        version=desk.views.version,
        visitor=visitor,
        jobs=desk.jobs.lines(),
        cases=tuple(
            pages.Case(c.name, c.reason, c.state, c.attempts, c.first.isoformat(), c.last.isoformat()) for c in cases
        ),
        latest=tuple(desk.views.report_line(r) for r in latest),
        reports=counts["reports"],
        claims=counts["current_claims"],
        incidents=counts["incidents"],
        unread=len(store.unread()),
        most_bytes=MOST_UPLOAD,
    )


def _export(desk: Desk, visitor: Visitor, request: Request) -> pages.ExportPage:
    wanted, query = _query(request)
    incidents, claims, reports = desk.views.sizes(query)
    return pages.ExportPage(
        version=desk.views.version,
        visitor=visitor,
        filter=wanted,
        layouts=layouts(),
        incidents=incidents,
        claims=claims,
        reports=reports,
        head=str(desk.views.store.head()),
        exported=desk.views.entries("export", _LATEST),
    )


def _history(desk: Desk, visitor: Visitor, request: Request) -> pages.HistoryPage:
    before = asked.number(_params(request), "before", 0, least=0, most=2**53)
    subject = asked.text(_params(request).get("subject")) or None
    return desk.views.history(visitor, subject, int(before) or None)


async def _agreement_table(request: Request) -> Response:
    def work() -> Response:
        page = _desk(request).review.agreement(_visitor(request))
        lines = ["field,coders,units,agreed,alpha"]
        for row in (*page.fields, *page.pairs):
            cells = (row.field, " ".join(row.coders), row.units, row.agreed, row.alpha)
            lines.append(",".join("" if cell is None else str(cell) for cell in cells))
        headers = {"content-disposition": 'attachment; filename="agreement.csv"'}
        return Response("\r\n".join(lines) + "\r\n", media_type="text/csv", headers=headers)

    return await run_in_threadpool(work)


# ---------------------------------------------------------------- shells and files


async def _shell(request: Request) -> Response:
    """The one HTML of every screen; with the launch token, a session in its place."""
    if token := request.query_params.get("launch"):
        session = _desk(request).door.exchange(token)
        if session is None:
            return _problem(403, "this address was used before; start the desk again to get another")
        return _cookie(request, RedirectResponse("/", 303), session)
    page = _static() / "index.html"
    return FileResponse(page, media_type="text/html") if page.exists() else HTMLResponse(_NOT_BUILT)


def _static() -> Path:
    return Path(str(files("dateline.desk").joinpath("static")))


class _Built(StaticFiles):
    """The built front end: files under assets/ are named by their content, so a browser may keep them."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        kept = Path(str(args[0])).parent.name == "assets"
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if kept else "no-cache"
        return response


async def _original(request: Request) -> Response:
    """The bytes of an original: always a file to keep, never a page to show."""

    def work() -> Response:
        _visitor(request)
        sha256 = request.path_params["sha256"]
        content = _desk(request).views.store.original(sha256) if _SHA256.fullmatch(sha256) else None
        if content is None:
            raise HTTPException(404, "there is no such original")
        headers = {"content-disposition": f'attachment; filename="{sha256[:16]}.original"'}
        return Response(content, media_type="application/octet-stream", headers=headers)

    return await run_in_threadpool(work)


async def _exported(request: Request) -> Response:
    """A file that was exported, for the person who exported it."""

    def work() -> Response:
        visitor = _visitor(request)
        found = _desk(request).exports.file(request.path_params["token"])
        name = request.path_params["name"]
        if found is None or found.by != visitor.name:
            raise HTTPException(404, "there is no such export, or the desk was started again since")
        known = {path.name: path for path in (found.path, found.path.with_name(f"{found.path.name}.manifest.json"))}
        if name not in known:
            raise HTTPException(404, "there is no such file")
        return FileResponse(known[name], media_type="application/octet-stream", filename=name)

    return await run_in_threadpool(work)


async def _openapi(_: Request) -> Response:
    text = files("dateline.desk").joinpath("openapi.json").read_bytes()
    return Response(text, media_type="application/json")


async def _health(_: Request) -> Response:
    return Response('{"well":true}', media_type="application/json")


# ---------------------------------------------------------------- writes that are not actions


async def _take(request: Request) -> Response:
    """Files or addresses into the record, in the background."""
    visitor = await run_in_threadpool(_visitor, request)
    if not allowed(visitor.role, "intake"):
        raise Denied(f"a {visitor.role} may not do this")
    desk = _desk(request)
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return _json(pages.Started(await _take_files(request, desk, visitor)))
    form = forms.read(forms.Take, await _body(request))
    if not form.addresses or any(not a.lower().startswith(("http://", "https://")) for a in form.addresses):
        raise InputError("give addresses that begin with http:// or https://")
    published = asked.day(form.published)
    job = desk.jobs.addresses(visitor.name, form.addresses, published=published, outlet=form.outlet)
    return _json(pages.Started(job))


async def _take_files(request: Request, desk: Desk, visitor: Visitor) -> str:
    try:
        form = await request.form(max_files=10_000, max_fields=10)
    except MultiPartException as problem:
        raise InputError(f"the upload cannot be read: {problem.message}") from problem
    uploads = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
    if not uploads:
        raise InputError("the upload holds no file")
    day, outlet = (str(form.get(name) or "") for name in ("published", "outlet"))
    published = asked.day(day)

    def keep() -> str:
        root = folder()
        for upload in uploads:
            with place_for(root, upload.filename or "file").open("wb") as target:
                while piece := upload.file.read(1 << 20):
                    target.write(piece)
        return desk.jobs.files(visitor.name, root, published=published, outlet=asked.text(outlet) or None)

    try:
        return await run_in_threadpool(keep)
    finally:
        await form.close()


def _do_export(desk: Desk, visitor: Visitor, form: forms.Export) -> pages.Exported:
    query = asked.query_of(asked.filter_of(asked.Asked(form.query)))
    return desk.exports.write(form.what, form.format, query, by=visitor.name)


def _do_verify(desk: Desk, _: Visitor, form: forms.Verify) -> pages.Verified:
    store = desk.views.store
    try:
        head = Head.parse(form.head) if form.head else None
    except ValueError as problem:
        raise InputError(str(problem)) from problem
    flaws = store.verify(merge=incidents_of, head=head)
    return pages.Verified(desk.views.version, str(store.head()), tuple(map(str, flaws)))


def _do_lease(desk: Desk, visitor: Visitor, form: forms.Lease) -> pages.Leased:
    return pages.Leased(desk.views.version, desk.review.next(visitor, form.skip))


async def _sign_in(request: Request) -> Response:
    desk = _desk(request)
    form = forms.read(forms.SignIn, await _body(request))
    client = request.client.host if request.client else "unknown"
    if not (desk.trying.allows(client) and desk.trying.allows(f"{client} {form.name[:64]}")):
        raise HTTPException(429, "too many tries; wait a minute")
    token = await run_in_threadpool(desk.door.sign_in, form.name, form.password, request.cookies.get(COOKIE))
    if token is None:
        log.warning("sign-in as %a from %s failed", form.name[:64], client)
        raise HTTPException(401, "name and password do not fit")
    visitor = desk.door.visitor(token)
    assert visitor is not None
    return _cookie(request, _json(pages.SignedIn(visitor)), token)


def _sign_out(everywhere: bool) -> Handler:
    async def handler(request: Request) -> Response:
        visitor = await run_in_threadpool(_visitor, request)
        forms.read(forms.Nothing, await _body(request))
        desk = _desk(request)
        if everywhere:
            await run_in_threadpool(desk.door.sign_out_all, visitor.name)
        else:
            await run_in_threadpool(desk.door.sign_out, request.cookies[COOKIE])
        return _cookie(request, _json(pages.Done(0, True, "signed out")), None)

    return handler


# ---------------------------------------------------------------- all addresses

_READS: Mapping[str, Callable[[Desk, Visitor, Request], Any]] = {
    "/index.json": _desk_page,
    "/.json": _desk_page,
    "/map.json": _map,
    "/timeline.json": _timeline,
    "/holders.json": _holders,
    "/search.json": _search,
    "/incidents/{id}.json": lambda desk, who, request: desk.views.incident(who, request.path_params["id"]),
    "/sources/{id}.json": lambda desk, who, request: desk.views.source(who, request.path_params["id"]),
    "/review.json": lambda desk, who, _: desk.review.page(who),
    "/review/adjudication.json": _adjudication,
    "/review/agreement.json": lambda desk, who, _: desk.review.agreement(who),
    "/intake.json": _intake,
    "/export.json": _export,
    "/history.json": _history,
}

_WRITES: Mapping[str, tuple[type[Any], Callable[[Desk, Visitor, Any], Any]]] = {
    "judge": (forms.Judge, lambda desk, who, form: desk.actions.judge(who, form)),
    "withdraw": (forms.Withdraw, lambda desk, who, form: desk.actions.withdraw(who, form)),
    "split": (forms.Split, lambda desk, who, form: desk.actions.split(who, form)),
    "join": (forms.Join, lambda desk, who, form: desk.actions.join(who, form)),
    "decide": (forms.Decide, lambda desk, who, form: desk.actions.decide(who, form)),
    "undo": (forms.Undo, lambda desk, who, form: desk.actions.undo(who, form)),
    "lease": (forms.Lease, _do_lease),
    "retry": (forms.Retry, lambda desk, who, form: pages.Started(desk.jobs.retry(who.name, form.names))),
    "export": (forms.Export, _do_export),
    "verify": (forms.Verify, _do_verify),
}


def _routes() -> list[Route | Mount]:
    return [
        *(Route(path, _data(make)) for path, make in _READS.items()),
        Route("/review/agreement.csv", _agreement_table),
        Route("/originals/{sha256}", _original),
        Route("/exports/{token}/{name}", _exported),
        Route("/openapi.json", _openapi),
        Route("/health", _health),
        *(_write(name, form, do) for name, (form, do) in _WRITES.items()),
        Route("/api/intake", _take, methods=["POST"]),
        Route("/api/sign-in", _sign_in, methods=["POST"]),
        Route("/api/sign-out", _sign_out(False), methods=["POST"]),
        Route("/api/sign-out-all", _sign_out(True), methods=["POST"]),
        Mount("/static", _Built(directory=_static(), check_dir=False)),
        *(Route(path, _shell) for path in _SCREENS),
    ]
