"""Grammar: heads and relations of the shipped graph against Universal Dependencies.

UAS and LAS over all words, punctuation included, with gold words and sentences and relations
without subtype, as one document after another is read through the windows of run time. EWT is also
read upper-cased and lower-cased. PUD has a test split only and is read for every split.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from bench.corpora import Record, documents, records
from bench.measures import share
from bench.reader import look_at_words
from dateline.record import Word


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, float | int]:
    """UAS, LAS and tag accuracy of EWT (three letter cases), GUM and PUD; `limit` counts sentences."""
    sets = (
        ("ewt", f"ud/ewt/{split}", str),
        ("ewt_upper", f"ud/ewt/{split}", str.upper),
        ("ewt_lower", f"ud/ewt/{split}", str.lower),
        ("gum", f"ud/gum/{split}", str),
        ("pud", "ud/pud/test", str),
    )
    out: dict[str, float | int] = {}
    for name, path, spell in sets:
        scores = accuracies(records(corpora, path, limit), spell)
        out |= {f"{name}_{k}": v for k, v in scores.items()}
    return out


def accuracies(sentences: Iterable[Record], spell: Callable[[str], str] = str) -> dict[str, float | int]:
    """UAS, LAS and tag accuracy over all words of some sentences, and how many words those are."""
    heads = labelled = tags = total = 0
    for document in documents(sentences):
        read = look_at_words([[spell(t["form"]) for t in s["tokens"]] for s in document]).reading
        for (first, _), sentence in zip(read.sentences, document, strict=True):
            for i, token in enumerate(sentence["tokens"]):
                word = read.words[first + i]
                right = _head(word, first) == token["head"]
                heads += right
                labelled += right and word.relation == token["deprel"].split(":")[0]
                tags += word.tag == token["upos"]
            total += len(sentence["tokens"])
    return {
        "uas": share(heads, total),
        "las": share(labelled, total),
        "tag": share(tags, total),
        "words": total,
    }


def _head(word: Word, first: int) -> int:
    """A word's head as UD counts it: from 1 within the sentence, 0 at the root."""
    return word.head - first + 1 if word.head >= 0 else 0
