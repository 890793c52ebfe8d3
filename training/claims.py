"""Coded reports into windows for the claim heads; `coded.py` finds the reports."""

from __future__ import annotations

from collections.abc import Iterator

import torch

import model as m
from corpora import UNKNOWN, cut, spans_to_words
from dateline.reading.tree import best_tree

EVENT = {e: i for i, e in enumerate(m.EVENTS)}
ROLE = {r: i for i, r in enumerate(m.ROLES)}
OPTIONAL = 0.5  # weight of a claim that a second coder may leave out
ALSO = 0.25  # share of the label that goes to types a second coder may choose


def windows(coded: dict, model: m.Reader, batcher, most: int = 500) -> list[dict]:
    """Windows of one coded report, labelled; heads of mentions come from the model's own parse."""
    text = coded["report"]["text"]
    words, cuts = cut(text)
    forms = [w.of(text) for w in words]
    heads, tags = parse(model, batcher, forms, cuts)
    labels = Labels(words, heads, tags)
    for claim in coded["claims"]:
        labels.add(claim)
    sizes = [len(batcher.pieces(f)) for f in forms]
    return [labels.window(forms, cuts[a:b]) for a, b in chunks(cuts, sizes, most)]


def chunks(cuts, sizes, most: int) -> list[tuple[int, int]]:
    """Ranges of sentences of at most `most` pieces, overlapping by about a quarter."""
    cost = lambda a, b: sum(sizes[cuts[a][0] : cuts[b - 1][1]]) + 2
    out, start = [], 0
    while start < len(cuts):
        stop = start + 1
        while stop < len(cuts) and cost(start, stop + 1) <= most:
            stop += 1
        out.append((start, stop))
        if stop == len(cuts):
            break
        again = stop
        while again - 1 > start and cost(again - 1, stop) <= most // 4:
            again -= 1
        start = again
    return out


@torch.no_grad()
def parse(model: m.Reader, batcher, forms, cuts) -> tuple[list[int], list[str]]:
    """Head (-1 = root) and part of speech of every word, by the grammar step's model."""
    model.eval()
    heads, tags = [], []
    for a, b in cuts:
        for low in range(a, b, 150):
            high = min(b, low + 150)
            ids, first = batcher.encode(forms[low:high])
            out = model(torch.tensor([ids]), torch.tensor([first]))
            scores = (out["arc_query"][0, :, 0] @ out["arc_key"][0, :, 0].T).numpy()
            heads += [int(h) + low if h >= 0 else -1 for h in best_tree(scores)]
            tags += [m.TAGS[i] for i in out["tag"][0].argmax(-1).tolist()]
    return heads, tags


class Labels:
    """Labels of a whole report, word by word, filled claim by claim."""

    def __init__(self, words, heads: list[int], tags: list[str]):
        self.words, self.heads, self.tags = words, heads, tags
        self.triggers: dict[int, dict] = {}
        self.parties: dict[int, str] = {}  # word → the name it stands for, "" for a mention without one
        self.skipped = 0

    def head_word(self, begin: int, end: int, number: bool = False) -> int | None:
        """The word of a mention that governs the others; for a number, its numeral."""
        at = spans_to_words(self.words, begin, end)
        if not at:
            return None
        if number:
            numerals = [i for i in at if self.tags[i] == "NUM"]
            if numerals:
                return numerals[0]
        inside = set(at)
        tops = [i for i in at if self.heads[i] not in inside and self.tags[i] not in ("PUNCT", "DET", "ADP")]
        best = [i for i in tops if self.tags[i] in ("NOUN", "PROPN", "PRON", "NUM", "VERB")]
        return (best or tops or at)[0]

    def trigger_word(self, begin: int, end: int) -> int | None:
        """The word that names the event: the last of a compound, the verb before its particle."""
        at = [i for i in spans_to_words(self.words, begin, end) if self.tags[i] != "PUNCT"]
        while len(at) > 1 and self.tags[at[-1]] in ("ADP", "ADV", "PART", "DET"):
            at.pop()
        return at[-1] if at else None

    def add(self, claim: dict) -> None:
        """Takes one claim; a second claim on the same trigger word only adds its type."""
        word = self.trigger_word(claim["trigger"]["begin"], claim["trigger"]["end"])
        if word is None:
            self.skipped += 1
            return
        kind = torch.zeros(len(m.EVENTS))
        also = [a for a in claim["also"] if a in EVENT]
        kind[EVENT[claim["event"]]] = 1 - (ALSO if also else 0)
        for a in also:
            kind[EVENT[a]] += ALSO / len(also)
        weight = OPTIONAL if claim["optional"] else 1.0
        if word in self.triggers:
            if self.triggers[word]["weight"] <= weight:
                self.triggers[word]["type"] = (self.triggers[word]["type"] + kind) / 2
            return
        self.triggers[word] = {
            "type": kind,
            "weight": weight,
            "polarity": m.POLARITIES.index(claim["polarity"]),
            "modality": m.MODALITIES.index(claim["modality"]),
            **self.fillers(claim),
        }

    def fillers(self, claim: dict) -> dict:
        """Role arcs (word, role), stances (word, class) and kinds of quantity (word, class)."""
        arcs, stances, kinds = set(), [], []
        for role, values in mentions(claim):
            for value in values:
                at = self.head_word(value["begin"], value["end"], number=role == "quantity")
                if at is None:
                    continue
                if "names" in value and role in ("actor", "target", "source"):
                    self.parties[at] = self.parties.get(at) or next(iter(value["names"]), "")
                arcs.add((at, ROLE[role]))
                if role == "source":
                    stances.append((at, m.STANCES.index(value.get("stance") or "says")))
                if role == "quantity" and value["kind"] in m.QUANTITIES:
                    kinds.append((at, m.QUANTITIES.index(value["kind"])))
        return {"arcs": arcs, "stances": stances, "kinds": kinds}

    def window(self, forms: list[str], cuts: list[tuple[int, int]]) -> dict:
        """The labels of a run of sentences as a window for `model.loss_of`."""
        a, b = cuts[0][0], cuts[-1][1]
        n = b - a
        number = {name: k for k, name in enumerate(dict.fromkeys(filter(None, self.parties.values())), 1)}
        types = torch.zeros(n, len(m.EVENTS))
        types[:, 0] = 1.0
        out: dict = {
            "words": forms[a:b],
            "sentence": [i for i, (x, y) in enumerate(cuts) for _ in range(x, y)],
            "polarity": [UNKNOWN] * n,
            "modality": [UNKNOWN] * n,
            "quantity": [UNKNOWN] * n,
            "party": [number.get(self.parties[w], -1) if w in self.parties else 0 for w in range(a, b)],
            "triggers": [],
            "roles": [],
            "stances": [],
            "weights": [],
        }
        for word, t in sorted(self.triggers.items()):
            if not a <= word < b:
                continue
            i = word - a
            types[i] = t["type"] * t["weight"]
            out["polarity"][i], out["modality"][i] = t["polarity"], t["modality"]
            row = len(out["triggers"])
            out["triggers"].append(i)
            out["weights"].append(t["weight"])
            out["roles"] += [(row, w - a, r) for w, r in t["arcs"] if a <= w < b]
            out["stances"] += [(i, w - a, s) for w, s in t["stances"] if a <= w < b]
            for w, k in t["kinds"]:
                if a <= w < b:
                    out["quantity"][w - a] = k
        out["trigger"] = types
        return out


def mentions(claim: dict) -> Iterator[tuple[str, list[dict]]]:
    """(role, mentions) of a claim."""
    for role, key in (("actor", "actors"), ("target", "targets"), ("source", "sources"), ("weapon", "weapons")):
        yield role, claim[key]
    for role in ("place", "origin", "destination", "when"):
        yield role, [claim[role]] if claim[role] else []
    yield "quantity", claim["quantities"]
