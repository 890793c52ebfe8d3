"""The best dependency tree of one sentence (Chu-Liu/Edmonds, one root)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def best_tree(scores: NDArray[np.float32]) -> Ints:
    """Heads (n,) of the highest-scoring tree; -1 marks the root.

    `scores[i, j]` is how well word j heads word i; the diagonal is how well i is the root.
    """
    n = len(scores)
    if n == 1:
        return np.array([-1], np.int64)
    greedy = scores.argmax(-1)
    if _is_tree(greedy):
        return np.where(greedy == np.arange(n), -1, greedy)
    log = (scores - np.logaddexp.reduce(scores, axis=-1, keepdims=True)).astype(np.float64)
    root = int(np.diagonal(log).argmax())
    graph = log.copy()
    np.fill_diagonal(graph, -np.inf)
    graph[root] = -np.inf
    heads = _edmonds(graph, root)
    heads[root] = -1
    return heads


def _is_tree(heads: Ints) -> bool:
    """True for one root (a word that heads itself) and no cycle."""
    n = len(heads)
    own = np.flatnonzero(heads == np.arange(n))
    if len(own) != 1:
        return False
    reached = heads
    for _ in range(max(1, int(np.ceil(np.log2(n))))):
        reached = reached[reached]
    return bool((reached == own[0]).all())


def _edmonds(graph: NDArray[np.float64], root: int) -> Ints:
    """Heads of the maximum spanning arborescence; contracts cycles one at a time."""
    n = len(graph)
    heads = graph.argmax(-1)
    heads[root] = root
    cycle = _cycle(heads, root)
    if cycle is None:
        return np.asarray(heads, np.int64)
    ring = np.array(cycle, np.int64)
    inside = np.zeros(n, bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    small = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    small[:-1, :-1] = graph[np.ix_(outside, outside)]
    kept = graph[cycle, heads[cycle]]
    gain = graph[np.ix_(ring, outside)] - kept[:, None]  # entering the cycle at a word
    enter = gain.argmax(0)
    small[-1, :-1] = gain.max(0) + kept.sum()
    leave = graph[np.ix_(outside, ring)].argmax(-1)
    small[:-1, -1] = graph[np.ix_(outside, ring)].max(-1)
    inner = _edmonds(small, int(np.flatnonzero(outside == root)[0]))
    result = heads.copy()
    for i, word in enumerate(outside):
        if word != root:
            result[word] = cycle[leave[i]] if inner[i] == len(outside) else outside[inner[i]]
    broken = int(inner[-1])
    result[cycle[enter[broken]]] = outside[broken]
    return np.asarray(result, np.int64)


def _cycle(heads: Ints, root: int) -> list[int] | None:
    """The words of one cycle, or None."""
    seen = np.zeros(len(heads), np.int64)
    seen[root] = -1
    for start in range(len(heads)):
        path, word = [], start
        while seen[word] == 0:
            seen[word] = start + 1
            path.append(word)
            word = int(heads[word])
        if seen[word] == start + 1 and word in path:
            return path[path.index(word) :]
        for w in path:
            seen[w] = -1
    return None
