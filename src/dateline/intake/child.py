"""The parser's own process: documents are taken apart here, so that a hostile one takes down only this.

Messages in both directions are a head (JSON) and bytes, each with its length before it. A request
to parse has one answer; a request to split a file has one answer a piece and a last one that ends.
Run by `parser.Parser`, never by hand.
"""

from __future__ import annotations

import io
import json
import os
import signal
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import IO, Any, BinaryIO

from dateline.errors import InputError
from dateline.intake.documents import Document, NoText
from dateline.intake.media import FEEDS, PAGES, PDF, ROW, TABLE, WARC
from dateline.intake.pieces import Piece

LENGTHS = struct.Struct(">II")
OUT_OF_MEMORY = 86  # exit status


def main() -> None:
    """Answers requests until the other side closes."""
    seconds, memory = int(sys.argv[1]), int(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "r+b") as nothing:  # whatever a parser prints is no answer
        for number in (0, 1, 2):
            os.dup2(nothing.fileno(), number)
    _limit_memory(memory)
    _limit_seconds(seconds)
    try:
        while (request := receive(requests)) is not None:
            for answer, piece in _answers(*request):
                if "refused" in answer and _starved(memory):
                    os._exit(OUT_OF_MEMORY)
                send(answers, answer, piece)
                _limit_seconds(seconds)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def send(pipe: IO[bytes], head: dict[str, Any], content: bytes = b"") -> None:
    """Writes one message."""
    packed = json.dumps(head).encode()
    pipe.write(LENGTHS.pack(len(packed), len(content)) + packed)
    pipe.write(content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """Reads one message; None at the end."""
    lengths = pipe.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    head, content = LENGTHS.unpack(lengths)
    packed, body = pipe.read(head), pipe.read(content)
    if len(packed) < head or len(body) < content:
        return None
    return json.loads(packed), body


def _answers(head: dict[str, Any], content: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The answers to one request; what a parser stumbles over is an answer too."""
    try:
        if head["do"] == "split":
            with open(head["path"], "rb") if head["path"] else io.BytesIO(content) as file:
                for piece in _split(head["media_type"], file):
                    fields = asdict(piece) | {"content": piece.content is not None, "position": file.tell()}
                    yield fields | {"at": piece.at.isoformat() if piece.at else None}, piece.content or b""
            yield {"end": True}, b""
        else:
            yield {"documents": [_as_json(d) for d in _parsed(head, content)]}, b""
    except NoText as problem:
        yield {"refused": str(problem), "kind": "no text"}, b""
    except (InputError, OSError) as problem:
        yield {"refused": getattr(problem, "strerror", None) or str(problem), "kind": "broken"}, b""
    except MemoryError:
        raise
    except Exception as problem:
        yield (
            {"refused": f"could not be taken apart ({type(problem).__name__}: {problem})"[:300], "kind": "broken"},
            b"",
        )


def _split(media_type: str, file: BinaryIO) -> Iterator[Piece]:
    """The pieces of a file of many documents."""
    from dateline.intake import archives, feeds, tables
    from dateline.intake.decoding import MOST_BYTES

    if media_type == WARC:
        return archives.records(file)
    return tables.rows(file) if media_type == TABLE else feeds.entries(file.read(MOST_BYTES + 1))


def _as_json(found: Document | NoText) -> dict[str, Any]:
    return found.as_json() if isinstance(found, Document) else {"refused": str(found), "kind": "no text"}


def _parsed(head: dict[str, Any], content: bytes) -> Iterator[Document | NoText]:
    """The documents of one original."""
    from dateline.intake import feeds, pages, pdf, tables

    kind, name = head["media_type"], head["name"]
    if kind in PAGES:
        yield pages.document(content, name, url=head["url"], charset=head["charset"])
    elif kind in FEEDS:
        yield from feeds.documents(content, name)
    else:
        parsers: dict[str, Callable[[bytes, str], Document]] = {PDF: pdf.document, ROW: tables.row}
        yield parsers[kind](content, name)


def _limit_memory(most: int) -> None:
    """No more address space than that, where the platform can say so."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, ValueError, OSError):
        return


def _starved(most: int) -> bool:
    """True when this process has come near its bound: parsers then say that there is nothing, not that they starved."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            peak = next((int(line.split()[1]) * 1024 for line in status if line.startswith("VmPeak:")), 0)
    except OSError:
        return False
    return peak > 0.75 * most


def _limit_seconds(more: int) -> None:
    """Processor time from now on: the parent's clock kills first, unless the parent is gone."""
    try:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + 2 * more + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
    except (ImportError, ValueError, OSError):
        return


if __name__ == "__main__":
    main()
