"""What decoding makes of the graph's numbers."""

import numpy as np

from dateline.reading.decode import _links, _runs, word_bin
from dateline.reading.encoder import Window

TAGS = ["O", "B-Person", "I-Person", "B-Location", "I-Location"]


def _logits(*rows: tuple[float, ...]) -> np.ndarray:
    return np.array(rows, np.float32)


def test_a_run_has_the_type_its_words_favour_together() -> None:
    logits = _logits((0, 5, 0, 4, 0), (0, 0, 2, 0, 3), (0, 0, 3, 0, 1), (5, 0, 0, 0, 0))
    assert _runs(logits, np.zeros(4, np.int64), TAGS) == ["B-Person", "I-Person", "I-Person", "O"]


def test_runs_end_at_a_new_beginning_and_at_the_end_of_a_sentence() -> None:
    logits = _logits((0, 5, 0, 0, 0), (0, 5, 0, 0, 0), (0, 0, 5, 0, 0))
    assert _runs(logits, np.array([0, 0, 1]), TAGS) == ["B-Person", "B-Person", "B-Person"]


def test_distances_fall_into_the_bins_of_training() -> None:
    assert word_bin(np.array([-40, -2, -1, 0, 1, 2, 3, 40])).tolist() == [0, 5, 6, 7, 8, 9, 10, 14]


def test_links_tie_the_mentions_of_a_window_both_ways_and_leave_verbs_out() -> None:
    key = np.zeros((4, 1, 2), np.float32)
    key[:, 0] = [(3, 0), (0, 0), (3, 0), (0, 3)]
    window = Window(10, {}, {"same": (key, key)})
    links = _links(window, (11, 14), ["PROPN", "VERB", "PRON", "NOUN"])
    assert set(links) == {12, 13}  # word 10 belongs to the window before
    assert links[12][10] == 7.0 and links[12][13] == -2.0 and 12 not in links[12]


def test_a_mention_with_no_link_was_looked_at_all_the_same() -> None:
    key = np.array([[(3, 0)], [(3, 0)], [(-3, -3)]], np.float32)
    links = _links(Window(0, {}, {"same": (key, key)}), (0, 3), ["PROPN", "PRON", "NOUN"])
    assert links == {0: {1: 7.0}, 1: {0: 7.0}, 2: {}}
