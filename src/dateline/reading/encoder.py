"""The encoder at run time: one int8 ONNX graph, fed windows of whole sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dateline.errors import AssetError

Floats = NDArray[np.float32]
CLS, SEP, UNKNOWN = 101, 102, 100
MOST_PIECES = 384
OVERLAP_PIECES = 128
PIECES_PER_WORD = 8  # a longer word (a URL, a run of digits) is known by its beginning


@dataclass(frozen=True, slots=True)
class Window:
    """What the graph says of the words `first` … `first + n - 1` of a report.

    `labels` maps a head to logits (n, classes); `pairs` a pair head to queries and keys,
    each (n, labels, size).
    """

    first: int
    labels: Mapping[str, Floats]
    pairs: Mapping[str, tuple[Floats, Floats]]

    @property
    def size(self) -> int:
        """How many words the window holds."""
        return len(self.labels["tag"])


class Model:
    """The shipped graph, its tokenizer and its labels."""

    def __init__(self, folder: Path, *, threads: int = 0):
        """Loads `reader.onnx`, `tokenizer.json` and `labels.json` from a folder.

        `threads` = 0 uses every core. Raises AssetError when a file is missing or damaged.
        """
        for name in ("reader.onnx", "tokenizer.json", "labels.json"):
            if not (folder / name).is_file():
                raise AssetError(f"the reader's file {name} is missing in {folder}: reinstall dateline")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        try:
            self.session = onnxruntime.InferenceSession(
                str(folder / "reader.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            spec: dict[str, Any] = json.loads((folder / "labels.json").read_text(encoding="utf8"))
        except Exception as problem:
            raise AssetError(f"the reader in {folder} is damaged ({problem}): reinstall dateline") from problem
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.labels: dict[str, list[str]] = spec["labels"]
        self.pairs: dict[str, list[str]] = spec["pairs"]
        self.role_bias = np.array(spec["role_bias"], np.float32)  # (R,)
        self.by_sentence = np.array(spec["by_sentence"], np.float32)  # (R, bins)
        self.by_word = np.array(spec["by_word"], np.float32)  # (R, bins)
        self.kinds_of_event = {k: np.array(v, np.float32) for k, v in spec["kinds_of_event"].items()}
        self.temperature: dict[str, float] = spec.get("temperature", {})
        self.version: str = spec["version"]
        self._pieces: dict[str, list[int]] = {}

    def pieces(self, form: str) -> list[int]:
        """Word pieces of one word; cached, since a few thousand words make up most text."""
        found = self._pieces.get(form)
        if found is None:
            clean = form.encode("utf-8", "replace").decode("utf-8")
            found = self.tokenizer.encode(clean, add_special_tokens=False).ids[:PIECES_PER_WORD]
            found = found or [UNKNOWN]
            if len(self._pieces) < 200_000:
                self._pieces[form] = found
        return found

    def run(self, first_word: int, pieces: Sequence[Sequence[int]]) -> Window:
        """One pass over the pieces of consecutive words."""
        ids, first = [CLS], []
        for word in pieces:
            first.append(len(ids))
            ids += word
        ids.append(SEP)
        feed = {"pieces": np.array([ids], np.int64), "first": np.array([first], np.int64)}
        out = dict(zip((o.name for o in self.session.get_outputs()), self.session.run(None, feed), strict=True))
        n = len(first)
        labels = {k: out[k][0] for k in self.labels}
        pairs = {
            k: (
                out[k + "_query"][0].reshape(n, len(names), -1),
                out[k + "_key"][0].reshape(n, len(names), -1),
            )
            for k, names in self.pairs.items()
        }
        return Window(first_word, labels, pairs)


def cut_windows(forms: Sequence[str], sentences: Sequence[tuple[int, int]], model: Model) -> list[Window]:
    """Runs the graph over windows of whole sentences, each starting in the tail of the one before."""
    pieces = [model.pieces(form) for form in forms]
    sizes = np.cumsum([0] + [len(p) for p in pieces])

    def cost(a: int, b: int) -> int:
        return int(sizes[b] - sizes[a]) + 2

    units = [u for s in sentences for u in _split_long(s, cost)]
    windows: list[Window] = []
    start = 0
    while start < len(units):
        stop = start + 1
        while stop < len(units) and cost(units[start][0], units[stop][1]) <= MOST_PIECES:
            stop += 1
        a, b = units[start][0], units[stop - 1][1]
        windows.append(model.run(a, pieces[a:b]))
        if stop == len(units):
            break
        again = stop
        while again - 1 > start and cost(units[again - 1][0], b) <= OVERLAP_PIECES:
            again -= 1
        start = again
    return windows


def _split_long(sentence: tuple[int, int], cost: Callable[[int, int], int]) -> list[tuple[int, int]]:
    """A sentence as it is, or in parts that each fit a window."""
    a, b = sentence
    if cost(a, b) <= MOST_PIECES:
        return [sentence]
    parts = []
    while a < b:
        c = a + 1
        while c < b and cost(a, c + 1) <= MOST_PIECES:
            c += 1
        parts.append((a, c))
        a = c
    return parts
