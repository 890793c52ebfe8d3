"""From an original to what is found in it: reports with their days and outlets, or the reason why there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dateline.errors import InputError
from dateline.intake import parser
from dateline.intake.dates import choose, dated
from dateline.intake.decoding import decode
from dateline.intake.documents import Document, NoText, from_line, from_text
from dateline.intake.headers import header
from dateline.intake.language import foreign
from dateline.intake.media import FEEDS, LINE, PAGES, PDF, ROW, parts
from dateline.intake.originals import Original
from dateline.intake.outlets import outlets
from dateline.record import Capture, Dated, Found, Refusal, Report


def find(original: Original, published: date | None, outlet: str | None) -> tuple[Found, ...]:
    """The documents of an original; a refusal where there is none."""
    name, capture = original.name, original.capture
    try:
        if original.problem:
            raise original.problem
        if original.content is None:
            raise InputError("was not kept")
        documents = _documents(original.content, capture, name)
    except NoText as problem:
        return (Found(Refusal(name, str(problem), "no text")),)
    except InputError as problem:
        return (Found(Refusal(name, str(problem))),)
    found = []
    for number, document in enumerate(documents, 1):
        where = f"entry {number}" if len(documents) > 1 else ""
        if isinstance(document, NoText):
            found.append(Found(Refusal(", ".join(filter(None, (name, where))), str(document), "no text"), where=where))
            continue
        one = judged(document, capture, published=published, outlet=outlet, more=original.dates)
        found.append(replace(one, where=where))
    return tuple(found)


def _documents(content: bytes, capture: Capture, name: str) -> list[Document | NoText]:
    """The documents in the bytes of an original, by its media type. Raises InputError."""
    kind, charset = parts(capture.media_type)
    if not content:
        raise NoText("is empty")
    if kind == LINE:
        return [from_line(decode(content), name)]
    if kind in FEEDS | PAGES | {PDF, ROW}:
        return parser.shared().documents(content, kind, name, url=capture.url, charset=charset)
    return [from_text(decode(content, declared=charset), name)]


def judged(
    document: Document, capture: Capture, *, published: date | None, outlet: str | None, more: tuple[Dated, ...] = ()
) -> Found:
    """A document as a report with its day and outlet, or the reason why it is none."""
    if not any(c.isalnum() for c in document.text):
        return Found(Refusal(document.name, "holds no text; nothing was read", "no text"))
    if language := foreign(document.text):
        reason = f"is in {language}, not in English; dateline reads English reports only"
        return Found(Refusal(document.name, reason, "language"))
    top = header(document.text, document.title)
    days = [*document.dates, *more]
    days += [dated("published field", document.published.isoformat())] if document.published else []
    days += [dated("--published", published.isoformat())] if published else []
    days += [dated("dateline", top.published.isoformat())] if top.published else []
    dates = choose(days, at=capture.at)
    in_other = parts(capture.media_type)[0] in FEEDS | {LINE, ROW}  # it came from the address of a feed or table
    url = (in_other and document.url) or capture.url or document.url
    known = outlets()
    names = (document.outlet, document.site, outlet, top.outlet)
    by_name = [known.named(n) or n for n in names]
    report = Report(
        text=document.text,
        title=document.title,
        published=next((d.day for d in dates if d.chosen), None),
        outlet=by_name[0] or known.of_url(url) or next(filter(None, by_name), None),
        url=url,
        retrieved=capture.at if capture.url else None,
        filed_from=top.place,
    )
    return Found(report, dates)
