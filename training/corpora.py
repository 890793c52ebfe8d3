"""Corpora into windows: words, sentences and whatever labels a corpus has.

A window is a dictionary that `model.loss_of` reads: `words` (forms), `sentence` (index per word),
and any of the label heads' names (a class per word, -100 = unknown), `head`/`relation`,
`predicates`/`arguments`, `triggers`/`roles`/`stances`. Only corpora of licence class A are read.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import model as m

UNKNOWN = -100
WINDOW_WORDS = 120  # the grammar step learns on short windows, which are cheap
LONG_WINDOW_WORDS = 380  # what the reader meets at run time
ARGUMENT = {r: i for i, r in enumerate(m.ARGUMENTS)}
RELATION = {r: i for i, r in enumerate(m.RELATIONS)}
TAG = {t: i for i, t in enumerate(m.TAGS)}


def read(path: Path) -> Iterator[dict]:
    """Records of one split."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            yield json.loads(line)


def pack(sentences: Iterable[dict], size: int) -> list[dict]:
    """Joins consecutive sentences of one document into windows of about `size` words."""
    windows: list[dict] = []
    current: dict | None = None
    for s in sentences:
        if current and (current["doc"] != s.get("doc") or len(current["words"]) + len(s["words"]) > size):
            windows.append(current)
            current = None
        if current is None:
            current = {"doc": s.get("doc"), "words": [], "sentence": [], "labels": set()}
        _append(current, s)
    return windows + ([current] if current else [])


def _append(window: dict, s: dict) -> None:
    """Adds a sentence, moving its word indices."""
    shift, n = len(window["words"]), len(s["words"])
    number = window["sentence"][-1] + 1 if shift else 0
    for key in [k for k in s if isinstance(s[k], list) and k not in ("words", "predicates", "arguments")]:
        window.setdefault(key, [UNKNOWN] * shift)
    window["words"] += s["words"]
    window["sentence"] += [number] * n
    for key in list(window):
        if key in ("doc", "words", "sentence", "labels", "predicates", "arguments"):
            continue
        values = s.get(key, [UNKNOWN] * n)
        window[key] += [v + shift if v >= 0 else v for v in values] if key == "head" else values
    if "predicates" in s:
        first = len(window.setdefault("predicates", []))
        window["predicates"] += [p + shift for p in s["predicates"]]
        window.setdefault("arguments", []).extend((p + first, w + shift, r) for p, w, r in s["arguments"])


def syntax(tokens: list[dict]) -> dict:
    """Part of speech, heads and relations of a UD sentence; a root points at itself."""
    heads = [t["head"] - 1 if t["head"] else i for i, t in enumerate(tokens)]
    return {
        "words": [t["form"] for t in tokens],
        "tag": [TAG.get(t["upos"], TAG["X"]) for t in tokens],
        "head": heads,
        "relation": [RELATION.get(t["deprel"].split(":")[0], RELATION["dep"]) for t in tokens],
    }


def arguments(record: dict, head_of) -> dict:
    """Predicates and argument heads of a PropBank sentence, light verbs left out."""
    out: dict = {"predicates": [], "arguments": [], "predicate": [0] * len(record["tokens"])}
    for frame in record["frames"]:
        if frame["sense"] in ("be.03", "have.01", "do.01", "be.00"):
            out["predicate"][frame["predicate"]] = UNKNOWN
            continue
        out["predicate"][frame["predicate"]] = 1
        p = len(out["predicates"])
        out["predicates"].append(frame["predicate"])
        for a in frame["args"]:
            if a["role"] in ARGUMENT:
                out["arguments"].append((p, head_of(a, record["tokens"]), ARGUMENT[a["role"]]))
    return out


def surface_head(a: dict, tokens: list[dict]) -> int:
    """The likely head of a span without a parse: the last noun before it is modified, or its verb."""
    span = range(a["start_tok"], a["end_tok"])
    tags = [tokens[i]["xpos"] for i in span]
    if not tags:
        return a["start_tok"]
    first = 1 if tags[0] in ("IN", "TO") and len(tags) > 1 else 0
    clause = next((i for i, t in enumerate(tags) if t[:2] == "VB" or t == "MD"), None)
    noun = None
    for i in range(first, len(tags)):
        if tags[i][:2] in ("NN", "PR", "CD", "EX"):
            noun = i
        elif noun is not None and tags[i] not in ("POS", "CC", ",") and tags[i][:2] != "JJ":
            break
    if clause is not None and (noun is None or clause < noun or tags[0] in ("TO", "WDT", "WP")):
        verbs = [i for i, t in enumerate(tags) if t[:2] == "VB"]
        return span[verbs[0] if verbs else clause]
    return span[noun if noun is not None else len(tags) - 1]


def ewt(corpora: Path, split: str, size: int = WINDOW_WORDS) -> list[dict]:
    """EWT: syntax, PropBank roles, event factuality (three classes) in one window."""
    frames = {r["id"]: r for r in read(corpora / f"srl/ewt/{split}.jsonl.gz")}
    facts = {r["id"]: r for r in read(corpora / f"factuality/uds/{split}.jsonl.gz")}
    sentences = []
    for r in read(corpora / f"ud/ewt/{split}.jsonl.gz"):
        s = {"doc": r["doc"], **syntax(r["tokens"])}
        if r["id"] in frames and len(frames[r["id"]]["tokens"]) == len(r["tokens"]):
            s |= arguments(frames[r["id"]], lambda a, _: a["head_tok"])
        if r["id"] in facts:
            s["factual"] = [UNKNOWN] * len(r["tokens"])
            for e in facts[r["id"]]["events"]:
                value = e["factuality"]
                s["factual"][e["token"] - 0] = 0 if value < -0.4 else 2 if value > 0.4 else 1
        sentences.append(s)
    return pack(sentences, size)


def gum(corpora: Path, split: str, size: int = WINDOW_WORDS) -> list[dict]:
    """GUM documents whose text is not NC: syntax, and names of persons, places, organizations."""
    named: dict[str, dict] = {
        r["id"]: r
        for r in read(corpora / f"coref/gum/{split}.jsonl.gz")
        if "NC" not in (r["meta"].get("text_licence") or "NC")
    }
    sentences: list[dict] = []
    place: dict[str, int] = {}
    for r in read(corpora / f"ud/gum/{split}.jsonl.gz"):
        document = named.get(r["doc"])
        if document is None:
            continue
        s = {"doc": r["doc"], **syntax(r["tokens"])}
        begin = document["text"].find(r["text"], place.get(r["doc"], 0))
        if begin >= 0:
            place[r["doc"]] = begin + len(r["text"])
            s["name"] = gum_names(document, r["tokens"], begin)
            s["party"] = gum_parties(document, r["tokens"], begin)
        sentences.append(s)
    return pack(sentences, size)


def gum_names(document: dict, tokens: list[dict], begin: int) -> list[int]:
    """BIO tags of the runs of proper nouns that head a named person, place or organization."""
    labels = [0] * len(tokens)
    for mention in document["mentions"]:
        kind = mention["type"]
        if kind not in m.NAMES or mention["head_upos"] != "PROPN":
            continue
        at = [
            i
            for i, t in enumerate(tokens)
            if t["upos"] == "PROPN"
            and mention["begin"] <= begin + t["begin"] < mention["end"]
            and begin + t["begin"] <= mention["head"][1]
        ]
        head = [i for i in at if mention["head"][0] <= begin + tokens[i]["begin"] < mention["head"][1]]
        if not head:
            continue
        run = head[0]
        while run - 1 in at:
            run -= 1
        if any(labels[i] for i in range(run, head[-1] + 1)):
            continue
        for i in range(run, head[-1] + 1):
            labels[i] = 1 + 2 * m.NAMES.index(kind) + (i > run)
    return labels


def gum_parties(document: dict, tokens: list[dict], begin: int) -> list[int]:
    """For each word the number of the person or organization that it is the head of; 0 for others."""
    heads = {
        tuple(mention["head"]): int(mention["entity"])
        for mention in document["mentions"]
        if mention["type"] in ("person", "organization")
    }
    return [next((e for (a, b), e in heads.items() if a <= begin + t["begin"] < b), 0) for t in tokens]


def masc(corpora: Path, split: str, size: int = WINDOW_WORDS) -> list[dict]:
    """MASC: PropBank roles on newswire and other genres, argument heads by rule."""
    return pack(
        (
            {"doc": r["doc"], "words": [t["form"] for t in r["tokens"]], **arguments(r, surface_head)}
            for r in read(corpora / f"srl/masc/{split}.jsonl.gz")
            if r["tokens"]
        ),
        size,
    )


def cut(text: str) -> tuple[list, list[tuple[int, int]]]:
    """Words and sentences as the run-time reader cuts them."""
    from dateline.reading.words import cut_sentences, cut_words

    words = cut_words(text)
    return words, cut_sentences(text, words)


def spans_to_words(words: list, begin: int, end: int) -> list[int]:
    """Indices of the words that overlap a stretch of characters."""
    return [i for i, w in enumerate(words) if w.begin < end and begin < w.end]


def re3d(corpora: Path, split: str, leave_out: set[str] = frozenset(), size: int = WINDOW_WORDS) -> list[dict]:
    """re3d without BBC: entity tags; unconfirmed candidates are unknown, not negative."""
    sentences = []
    for r in read(corpora / f"ner/re3d/{split}.jsonl.gz"):
        if not r["meta"].get("shippable") or r["id"] in leave_out:
            continue
        words, cuts = cut(r["text"])
        labels = [0] * len(words)
        for c in r["candidates"]:
            for i in spans_to_words(words, c["begin"], c["end"]):
                labels[i] = UNKNOWN
        for e in sorted(r["entities"], key=lambda e: e["begin"] - e["end"]):
            at = spans_to_words(words, e["begin"], e["end"])
            if e["type"] in m.ENTITIES and not any(labels[i] > 0 for i in at):
                for i in at:
                    labels[i] = 1 + 2 * m.ENTITIES.index(e["type"]) + (i > at[0])
        forms = [w.of(r["text"]) for w in words]
        sentences += [{"doc": r["id"], "words": forms[a:b], "entity": labels[a:b]} for a, b in cuts]
    return pack(sentences, size)


def meantime(corpora: Path, split: str, size: int = WINDOW_WORDS) -> list[dict]:
    """MEANTIME: polarity and modality of events in Wikinews."""
    sentences = []
    for r in read(corpora / f"factuality/meantime/{split}.jsonl.gz"):
        words, cuts = cut(r["text"])
        polarity, modality = [UNKNOWN] * len(words), [UNKNOWN] * len(words)
        for e in r["events"]:
            for i in spans_to_words(words, e["begin"], e["end"])[-1:]:
                if e["polarity"] in ("POS", "NEG"):
                    polarity[i] = int(e["polarity"] == "NEG")
                if e["time"] == "FUTURE":
                    modality[i] = m.MODALITIES.index("planned")
                elif e["certainty"] in ("PROBABLE", "POSSIBLE"):
                    modality[i] = m.MODALITIES.index("possible")
                elif e["certainty"] == "CERTAIN" and e["time"] == "NON_FUTURE":
                    modality[i] = m.MODALITIES.index("actual")
        forms = [w.of(r["text"]) for w in words]
        for a, b in cuts:
            sentences.append(
                {"doc": r["id"], "words": forms[a:b], "polarity": polarity[a:b], "modality": modality[a:b]}
            )
    return pack(sentences, size)


def geneva(corpora: Path, split: str, types: list[str], size: int = WINDOW_WORDS) -> list[dict]:
    """GENEVA: general event triggers, for the auxiliary head."""
    sentences = []
    for r in read(corpora / f"events/geneva/{split}.jsonl.gz"):
        words, _ = cut(r["text"])
        labels = [0] * len(words)
        for e in r["events"]:
            for i in spans_to_words(words, e["trigger"]["begin"], e["trigger"]["end"]):
                labels[i] = 1 + types.index(e["type"]) if e["type"] in types else UNKNOWN
        sentences.append({"doc": None, "words": [w.of(r["text"]) for w in words], "geneva": labels})
    return pack(sentences, size)


def geneva_types(corpora: Path) -> list[str]:
    """The event types of GENEVA's training split, sorted."""
    return sorted({e["type"] for r in read(corpora / "events/geneva/train.jsonl.gz") for e in r["events"]})
