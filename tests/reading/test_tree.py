"""The best tree of a sentence, against every tree there is."""

import itertools

import numpy as np
import pytest

from dateline.reading.tree import best_tree


def _score(log: np.ndarray, heads: tuple[int, ...]) -> float:
    return sum(log[i, i if h < 0 else h] for i, h in enumerate(heads))


def _is_tree(heads: tuple[int, ...]) -> bool:
    if heads.count(-1) != 1:
        return False
    for word in range(len(heads)):
        seen = set()
        while word >= 0:
            if word in seen:
                return False
            seen.add(word)
            word = heads[word]
    return True


@pytest.mark.parametrize("seed", range(40))
def test_best_tree_has_one_root_no_cycle_and_the_best_score(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 6))
    scores = rng.normal(size=(n, n)).astype(np.float32) * 3
    log = scores - np.logaddexp.reduce(scores, axis=-1, keepdims=True)
    heads = tuple(best_tree(scores).tolist())
    assert _is_tree(heads)
    root = heads.index(-1)
    trees = [t for t in itertools.product(range(-1, n), repeat=n) if _is_tree(t) and t.index(-1) == root]
    assert _score(log, heads) == pytest.approx(max(_score(log, t) for t in trees), abs=1e-4)


def test_one_word_is_its_own_root() -> None:
    assert best_tree(np.zeros((1, 1), np.float32)).tolist() == [-1]
