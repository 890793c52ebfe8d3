"""Pages, feeds, archives and PDF files as tests need them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dateline.intake import gather
from dateline.record import Refusal, Report, Taken

TEXT = "Rebels shelled the port of Rahma and the army said it had fired back at them on Tuesday."
DATED = '<meta property="article:published_time" content="2017-09-15T23:30:00+03:00">'


def page(title: str = "Port shelled", *, head: str = "", extra: str = "") -> bytes:
    """A news page with a menu, a footer and six paragraphs."""
    body = "".join(f"<p>{TEXT} It was the {n}th time this month.</p>" for n in range(4, 10))
    return (
        f"<html><head><title>{title}</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{title}</h1>{body}{extra}</article><footer>Copyright. More: football</footer></body></html>"
    ).encode()


def feed(*items: str, title: str = "Example feed", before: str = "") -> bytes:
    """An RSS feed of items."""
    content = "http://purl.org/rss/1.0/modules/content/"
    inside = "".join(f"<item>{i}</item>" for i in items)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{before}<rss version="2.0" xmlns:content="{content}"><channel>'
        f"<title>{title}</title><link>https://example.org</link>{inside}</channel></rss>"
    ).encode()


def archive(*records: tuple[str, bytes, dict[str, str]], packed: bool = True, status: str = "200 OK") -> bytes:
    """A web archive of responses: address, body, headers."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for url, body, headers in records:
        head = StatusAndHeaders(status, list({"Content-Type": "text/html", **headers}.items()), protocol="HTTP/1.1")
        when = {"WARC-Date": "2018-02-03T10:00:00Z"}
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=head, warc_headers_dict=when
            )
        )
    return out.getvalue()


def pdf(pages: Sequence[Sequence[str]], *, title: str = "") -> bytes:
    """A PDF file of lines."""
    objects = [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    tree = 2 + 2 * len(pages)
    for lines in pages:
        shown = " ".join("({}) Tj T*".format(x.replace("(", "\\(").replace(")", "\\)")) for x in lines)
        body = f"BT /F1 12 Tf 72 720 Td 14 TL {shown} ET".encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(body), body))
        objects.append(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 1 0 R >> >> >>" % (tree, len(objects))
        )
    kids = " ".join(f"{3 + 2 * i} 0 R" for i in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Catalog /Pages %d 0 R >>" % tree)
    objects.append(f"<< /Title ({title}) /CreationDate (D:20170915120000Z) >>".encode())
    out, places = b"%PDF-1.4\n", []
    for number, value in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, value)
    table = "".join(f"{p:010d} 00000 n \n" for p in places)
    size = len(objects) + 1
    return (
        out
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root {tree + 1} 0 R "
            f"/Info {tree + 2} 0 R >>\nstartxref\n{len(out)}\n%%EOF"
        ).encode()
    )


def taken(folder: Path, name: str, content: bytes) -> list[Taken]:
    """What intake makes of a file."""
    path = folder / name
    path.write_bytes(content)
    return list(gather([str(path)]))


def report(taken: Iterable[Taken]) -> Report:
    """The one report in what was taken."""
    (one,) = taken
    (found,) = one.found
    assert isinstance(found.result, Report), found.result
    return found.result


def refusals(taken: Iterable[Taken]) -> list[Refusal]:
    """All refusals, in order."""
    return [f.result for one in taken for f in one.found if isinstance(f.result, Refusal)]
