import pytest
from bench.measures import Counts, by_class, macro_f1, pair, pearson, share


def test_f1_is_the_harmonic_mean_of_precision_and_recall():
    counts = Counts()
    counts.add({1, 2, 3, 4}, {1, 2, 9})
    assert (counts.precision, counts.recall) == (0.5, 2 / 3)
    assert counts.f1 == pytest.approx(2 * 0.5 * (2 / 3) / (0.5 + 2 / 3))


def test_nothing_said_and_nothing_wanted_is_zero_not_an_error():
    assert (Counts().precision, Counts().recall, Counts().f1, share(0, 0), macro_f1([])) == (0, 0, 0, 0, 0)


def test_counts_add_up_over_documents_before_they_are_divided():
    counts = Counts()
    counts.add({1}, {1})
    counts.add({2, 3, 4}, {5})
    assert counts.as_scores("x") == {"x_f1": 0.3333, "x_precision": 0.25, "x_recall": 0.5}


def test_a_gold_answer_pairs_once():
    assert pair([1, 1], [1], lambda a, b: a == b) == [(1, 1)]


def test_pearson_sees_direction_and_ignores_scale():
    assert pearson([1, 2, 3], [10, 20, 30]) == pytest.approx(1)
    assert pearson([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert pearson([1, 1], [1, 2]) == 0


def test_classes_are_counted_one_by_one():
    classes = by_class(["a", "b", "b"], ["a", "a", "b"], ["a", "b"])
    assert (classes["a"].right, classes["a"].said, classes["a"].gold) == (1, 1, 2)
    assert macro_f1(list(classes.values())) == pytest.approx(2 / 3, abs=1e-4)
