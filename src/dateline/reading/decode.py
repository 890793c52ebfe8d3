"""From what the graph returns to a Reading: tags, trees, entities, triggers and their arcs."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.reading.encoder import Floats, Model, Window
from dateline.reading.tree import best_tree
from dateline.record import Arc, Reading, Report, Span, Trigger, Word

TRIGGER_FLOOR = 0.08  # a word below this chance of naming an event is no candidate
ARC_FLOOR = 0.05  # arcs below this chance are not kept
TYPES_KEPT = 5
LINK_FLOOR = -4.0  # links whose log odds are below are not kept
SAME_BIAS = -2.0  # log odds of two mentions being one party before either is looked at; training reads it here
_MENTIONS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"})

Ints = NDArray[np.int64]


def decode(
    report: Report,
    words: Sequence[Span],
    sentences: Sequence[tuple[int, int]],
    windows: Sequence[Window],
    model: Model,
    *,
    watch: frozenset[str],
) -> Reading:
    """Joins the windows into one Reading."""
    sentence = np.repeat(np.arange(len(sentences)), [b - a for a, b in sentences])
    decoded: list[Word] = []
    triggers: list[Trigger] = []
    links: dict[int, dict[int, float]] = {}
    for window, (begin, end) in zip(windows, _shares(windows, len(words), sentences), strict=True):
        spans = words[window.first : window.first + window.size]
        block = sentence[window.first : window.first + window.size]
        grammar = _grammar(window, block, model)
        for i in range(begin - window.first, end - window.first):
            head, relation = int(grammar.head[i]), grammar.relation[i]
            decoded.append(
                Word(
                    spans[i],
                    spans[i].of(report.text),
                    grammar.tag[i],
                    head + window.first if head >= 0 else -1,
                    relation,
                    grammar.entity[i],
                    grammar.name[i],
                )
            )
        forms = [w.of(report.text).casefold() for w in spans]
        triggers += _triggers(window, block, (begin, end), forms, model, watch)
        links |= _links(window, (begin, end), grammar.tag)
    return Reading(report, tuple(decoded), tuple(sentences), tuple(triggers), links)


def _shares(windows: Sequence[Window], words: int, sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The words each window answers for: where two overlap, they part at the middle sentence end."""
    ends = np.array([b for _, b in sentences])
    cuts = [0]
    for left, right in itertools.pairwise(windows):
        low, high = right.first, left.first + left.size
        inside = ends[(ends >= low) & (ends <= high)]
        middle = (low + high) / 2
        cuts.append(int(inside[np.abs(inside - middle).argmin()]) if len(inside) else high)
    cuts.append(words)
    return list(itertools.pairwise(cuts))


class _Grammar:
    """Per-word grammar of a window: tag, head (-1 = root), relation, entity and name tags."""

    __slots__ = ("entity", "head", "name", "relation", "tag")

    def __init__(self, tag: list[str], head: Ints, relation: list[str], entity: list[str], name: list[str]):
        self.tag, self.head, self.relation, self.entity, self.name = tag, head, relation, entity, name


def _grammar(window: Window, sentence: Ints, model: Model) -> _Grammar:
    """Tags by arg max; heads by the best tree of each sentence; relations of the chosen heads."""
    query, key = (x[:, 0] for x in window.pairs["arc"])
    head = np.full(window.size, -1, np.int64)
    for number in np.unique(sentence):
        at = np.flatnonzero(sentence == number)
        a, b = int(at[0]), int(at[-1]) + 1
        local = best_tree(query[a:b] @ key[a:b].T)
        head[a:b] = np.where(local < 0, -1, local + a)
    target = np.where(head < 0, np.arange(window.size), head)
    query, key = window.pairs["relation"]
    scores = np.einsum("nrd,nrd->nr", query, key[target])
    root = model.pairs["relation"].index("root")
    scores[:, root] = np.where(head < 0, 1e9, -1e9)
    relation = [model.pairs["relation"][i] for i in scores.argmax(-1)]
    tag = [model.labels["tag"][i] for i in window.labels["tag"].argmax(-1)]
    entity = _runs(window.labels["entity"], sentence, model.labels["entity"])
    name = _runs(window.labels["name"], sentence, model.labels["name"])
    return _Grammar(tag, head, relation, entity, name)


def _runs(logits: Floats, sentence: Ints, tags: Sequence[str]) -> list[str]:
    """BIO tags in which every run has one type: the one that its words favour together.

    `tags` is "O" and then B and I of each type by turns, as the heads are laid out.
    """
    best = logits.argmax(-1)
    out = ["O"] * len(best)
    inside = np.flatnonzero(best)
    first = 0
    while first < len(inside):
        last = first
        while (
            last + 1 < len(inside)
            and inside[last + 1] == inside[last] + 1
            and sentence[inside[last + 1]] == sentence[inside[last]]
            and best[inside[last + 1]] % 2 == 0  # an I tag goes on
        ):
            last += 1
        words = inside[first : last + 1]
        both = np.maximum(logits[words, 1::2], logits[words, 2::2]).sum(0)
        kind = tags[1 + 2 * int(both.argmax())][2:]
        for i in words:
            out[i] = ("B-" if i == words[0] else "I-") + kind
        first = last + 1
    return out


def _triggers(
    window: Window,
    sentence: Ints,
    share: tuple[int, int],
    forms: Sequence[str],
    model: Model,
    watch: frozenset[str],
) -> list[Trigger]:
    """Candidate triggers among the window's own words, with types, stances and arcs."""
    types = softmax(window.labels["trigger"] / model.temperature.get("trigger", 1.0))
    low, high = share[0] - window.first, share[1] - window.first
    at = [i for i in range(low, high) if 1 - types[i, 0] >= TRIGGER_FLOOR or (watch and forms[i] in watch)]
    if not at:
        return []
    denied = softmax(window.labels["polarity"][at])[:, 1]
    modality = softmax(window.labels["modality"][at])
    roles = _role_probabilities(window, sentence, np.array(at), model)
    names = model.labels["trigger"]
    out = []
    for row, i in enumerate(at):
        best = types[i].argsort()[::-1][:TYPES_KEPT]
        arcs = _arcs(roles[row], window.first, model)
        event = names[best[0] if best[0] else best[1]]
        out.append(
            Trigger(
                word=i + window.first,
                types={names[k]: float(types[i, k]) for k in best} | {"none": float(types[i, 0])},
                denied=float(denied[row]),
                modality=dict(zip(model.labels["modality"], map(float, modality[row]), strict=True)),
                arcs=arcs,
                stances=_stances(window, i, arcs, model),
                kinds=_kinds(window, arcs, event, model),
            )
        )
    return out


def _links(window: Window, share: tuple[int, int], tags: Sequence[str]) -> dict[int, dict[int, float]]:
    """For the window's own words, the log odds that others are the same party: the mean of both ways."""
    at = np.array([i for i, tag in enumerate(tags) if tag in _MENTIONS], np.int64)
    if not len(at):
        return {}
    query, key = (x[at, 0] for x in window.pairs["same"])
    odds = query @ key.T
    odds = (odds + odds.T) / 2 + SAME_BIAS
    np.fill_diagonal(odds, LINK_FLOOR - 1)
    own = (at >= share[0] - window.first) & (at < share[1] - window.first)
    odds, words = odds[own], at + window.first
    row, column = np.nonzero(odds > LINK_FLOOR)
    others, values = words[column].tolist(), odds[row, column].tolist()
    ends = np.bincount(row, minlength=len(odds)).cumsum().tolist()
    return {
        word: dict(zip(others[a:b], values[a:b], strict=True))
        for word, (a, b) in zip(words[own].tolist(), itertools.pairwise([0, *ends]), strict=True)
    }


def _role_probabilities(window: Window, sentence: Ints, at: Ints, model: Model) -> Floats:
    """Chance of every (trigger, word, role): (T, n, R)."""
    query, key = window.pairs["role"]
    scores = np.einsum("tnr->tnr", np.stack([query[at, r] @ key[:, r].T for r in range(key.shape[1])], -1))
    gap = np.arange(window.size)[None] - at[:, None]
    between = np.clip(sentence[None] - sentence[at][:, None], -3, 3) + 3
    scores += model.by_sentence.T[between] + model.by_word.T[word_bin(gap)] + model.role_bias
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))), np.float32)


def word_bin(gap: Ints) -> Ints:
    """Signed distances in words to the bins of training: 0, ±1, ±2, ±3-4, … ±17-32, beyond."""
    size = np.searchsorted(np.array([0, 1, 2, 4, 8, 16, 32]), np.abs(gap))
    return np.clip(np.where(gap < 0, 7 - size, 7 + size), 0, 14)


def _arcs(scores: Floats, first: int, model: Model) -> tuple[Arc, ...]:
    """Arcs of one trigger above the floor, best first within a role."""
    words, roles = np.nonzero(scores >= ARC_FLOOR)
    arcs = [Arc(model.pairs["role"][r], int(w) + first, float(scores[w, r])) for w, r in zip(words, roles, strict=True)]
    return tuple(sorted(arcs, key=lambda a: (a.role, -a.probability, a.word)))


def _stances(window: Window, trigger: int, arcs: Sequence[Arc], model: Model) -> Mapping[int, Mapping[str, float]]:
    """For each source word, the chances of its stance."""
    query, key = window.pairs["stance"]
    out = {}
    for arc in arcs:
        if arc.role == "source":
            scores = (query[trigger] * key[arc.word - window.first]).sum(-1)
            out[arc.word] = dict(zip(model.pairs["stance"], map(float, softmax(scores)), strict=True))
    return out


def _kinds(window: Window, arcs: Sequence[Arc], event: str, model: Model) -> Mapping[int, Mapping[str, float]]:
    """For each quantity word, the chances of what it counts, given the event it belongs to.

    The head sees the word alone; how often each kind goes with each event (counted over the coded
    reports, in `labels.json`) decides what one word leaves open, as in "12 killed and 30 injured".
    """
    out = {}
    for arc in arcs:
        if arc.role == "quantity":
            chances = softmax(window.labels["quantity"][arc.word - window.first]) * model.kinds_of_event[event]
            chances /= chances.sum()
            out[arc.word] = dict(zip(model.labels["quantity"], map(float, chances), strict=True))
    return out


def softmax(scores: Floats) -> Floats:
    """Chances along the last axis."""
    shifted = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(-1, keepdims=True), np.float32)
