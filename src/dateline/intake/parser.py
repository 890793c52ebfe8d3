"""The fence around parsing: a child process with a clock and a bound on memory, started again when it falls.

Web pages, PDF files, feeds, tables and web archives are written by strangers. Whatever one of them
does to its parser becomes a refusal that says what happened, and the next document is read.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from dateline.errors import InputError
from dateline.intake.child import OUT_OF_MEMORY, receive, send
from dateline.intake.documents import Document, NoText
from dateline.intake.pieces import Piece

SECONDS = 20
MEMORY = 1536 * 2**20
_MOST_DOCUMENTS = 2000  # that one child reads: parsers keep a little of every page
_PIECE = ("where", "media_type", "url", "modified", "problem", "id", "link")


class Breach(InputError):
    """A document that took too long (`slow`), needed too much memory, or crashed its parser."""

    def __init__(self, reason: str, *, slow: bool = False):
        super().__init__(reason)
        self.slow = slow


class Parser:
    """A child process that takes documents apart. Threads may share it, except while it splits a file."""

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY):
        self.seconds, self.memory = seconds, memory
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._answered = 0

    def __enter__(self) -> Parser:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def documents(
        self, content: bytes, media_type: str, name: str, *, url: str | None = None, charset: str | None = None
    ) -> list[Document | NoText]:
        """The documents of an original. Raises InputError with what is wrong with it."""
        head = {"do": "parse", "media_type": media_type, "name": name, "url": url, "charset": charset}
        with self._lock:
            answer = self._ask(head, content)
            if self._answered >= _MOST_DOCUMENTS:
                self.close()
        _raise_refusal(answer)
        return [NoText(d["refused"]) if "refused" in d else Document.from_json(name, d) for d in answer["documents"]]

    def pieces(self, media_type: str, *, path: Path | None = None, content: bytes = b"") -> Iterator[tuple[Piece, int]]:
        """The pieces of a file of many documents, each with how many bytes of the file are done.

        Raises InputError for what could not be split, after the pieces that could.
        """
        whole = False
        try:
            self._send({"do": "split", "media_type": media_type, "path": str(path) if path else None}, content)
            while True:
                answer, body = self._receive()
                if whole := "end" in answer or "refused" in answer:
                    _raise_refusal(answer)
                    return
                at = datetime.fromisoformat(answer["at"]) if answer["at"] else None
                fields = {key: answer[key] for key in _PIECE}
                yield Piece(**fields, at=at, content=body if answer["content"] else None), answer["position"]
        finally:
            if not whole:  # left half way: what it would still send belongs to no one
                self.close()

    def close(self) -> None:
        """Ends the child; the next document starts another."""
        process, self._process, self._answered = self._process, None, 0
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe:
                    pipe.close()
            except OSError:  # what was still to be written to a child that is gone
                continue

    def _ask(self, head: dict[str, Any], content: bytes) -> dict[str, Any]:
        """One request, one answer; again in a fresh child where earlier documents may be to blame."""
        aged = self._answered > 0
        try:
            self._send(head, content)
            answer, _ = self._receive()
        except Breach as breach:
            if breach.slow or not aged:
                raise
            self._send(head, content)
            answer, _ = self._receive()
        return answer

    def _send(self, head: dict[str, Any], content: bytes) -> None:
        """Hands a request over; a child that is not there to take it is found out by `_receive`."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = _start(self.seconds, self.memory)
        assert self._process.stdin
        try:
            send(self._process.stdin, head, content)
        except BrokenPipeError:
            return

    def _receive(self) -> tuple[dict[str, Any], bytes]:
        """The next answer. Raises Breach, and leaves no child behind, when there is none in time."""
        process = self._process
        assert process and process.stdout
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(self.seconds, stop)
        clock.daemon = True
        clock.start()
        try:
            answer = receive(process.stdout)
        except BaseException:  # interrupted: what the child still sends would be taken for the next answer
            self.close()
            raise
        finally:
            clock.cancel()
        if answer is not None:
            self._answered += 1
            return answer
        status = process.wait()
        self.close()
        raise self._breach(status, slow=late.is_set())

    def _breach(self, status: int, *, slow: bool) -> Breach:
        """What happened to a child, by how it ended."""
        if slow or status == -getattr(signal, "SIGXCPU", 0):
            return Breach(f"took longer than {self.seconds:g} s to take apart; it was given up", slow=True)
        if status == OUT_OF_MEMORY:
            return Breach(f"needed more than {self.memory / 2**30:.2g} GiB of memory; it was given up")
        if status == -getattr(signal, "SIGKILL", 0):
            return Breach("was given up: the system ended its parser, probably for want of memory")
        how = f"signal {-status}" if status < 0 else f"exit {status}"
        return Breach(f"crashed the parser ({how}); it was given up")


@cache
def shared() -> Parser:
    """The parser of this process, started when the first document needs it."""
    parser = Parser()
    atexit.register(parser.close)
    return parser


def _start(seconds: float, memory: int) -> subprocess.Popen[bytes]:
    """A new child. It finds this package where we found it, and nothing in the folder it is run from."""
    package = Path(__file__).parent.parent.parent
    paths = os.pathsep.join(filter(None, (str(package), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-P", "-m", "dateline.intake.child", str(max(1, round(seconds))), str(memory)]
    environment = os.environ | {"PYTHONPATH": paths, "PYTHONSAFEPATH": "1"}
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )


def _raise_refusal(answer: dict[str, Any]) -> None:
    if "refused" in answer:
        raise NoText(answer["refused"]) if answer["kind"] == "no text" else InputError(answer["refused"])
