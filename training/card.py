"""Writes the numbers of the coded reports' card: sizes, types, licences, and agreement of two coders.

    CORPORA=… python training/card.py --scorer PATH/score_claims.py

Agreement takes the second codings (`claims/second.jsonl`) as if they were predictions for the first.
"""

from __future__ import annotations

import argparse
import importlib.util
from collections import Counter
from pathlib import Path
from typing import Any

from coded import FOLDER, reports, second_codings

BEGIN, END = "<!-- numbers: written by training/card.py -->", "<!-- end of numbers -->"
SHOWN = (
    "detect event polarity modality",
    "actors mention;actors resolved;targets mention;targets resolved;sources mention;sources resolved",
    "place point;when;weapons;quantities;whole",
)


def sizes(coded: list[dict[str, Any]]) -> list[str]:
    """Counts of reports and claims, by licence, event type, polarity and modality."""
    claims = [c for r in coded for c in r["claims"]]
    licences = Counter(r["report"]["licence"] for r in coded)
    empty = sum(not r["claims"] for r in coded)
    written = sum(not r["report"].get("ref") for r in coded)
    words = sum(len(r["report"]["text"].split()) for r in coded)
    kinds = Counter(f"{c['polarity']} {c['modality']}" for c in claims)
    events = Counter(c["event"] for c in claims)
    return [
        f"{len(coded)} reports ({written} written for the project, {len(coded) - written} openly licensed), "
        f"{words:,} words, {len(claims):,} claims ({sum(c['optional'] for c in claims):,} optional); "
        f"{empty} reports have none.",
        "",
        "Licences of the texts: " + ", ".join(f"{k} {n}" for k, n in licences.most_common()) + ".",
        "",
        "Status: " + ", ".join(f"{k} {n:,}" for k, n in kinds.most_common()) + ".",
        "",
        "Event types: " + ", ".join(f"{k} {n}" for k, n in events.most_common()) + ".",
    ]


def agreement(scorer: Path) -> list[str]:
    """A table of the scorer's F1 of second codings against first ones."""
    spec = importlib.util.spec_from_file_location("score_claims", scorer)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    second = {r["report"]["name"]: r["claims"] for r in second_codings()}
    golds = [r for r in reports() if r["report"]["name"] in second]
    predictions = {g["report"]["id"]: [as_prediction(c) for c in second[g["report"]["name"]]] for g in golds}
    rows = module.score(golds, predictions)
    fields = [f for group in SHOWN for f in (group.split(";") if ";" in group else group.split())]
    lines = [f"{len(golds)} reports coded twice, independently; F1 of the second coder against the first:", ""]
    lines += ["| field | F1 |", "|---|---|"]
    lines += [
        f"| {f} | {rows[f]['f1']:.2f} |" if f != "whole" else f"| whole | {rows[f]['recall']:.2f} |" for f in fields
    ]
    return lines


def as_prediction(claim: dict[str, Any]) -> dict[str, Any]:
    """A hand-coded claim in the shape of a predicted one: one name, one precision."""
    out = dict(claim)
    for role in ("actors", "targets", "sources"):
        out[role] = [{**p, "name": (p["names"] or [None])[0]} for p in claim[role]]
    for role in ("place", "origin", "destination"):
        out[role] = {**claim[role], "precision": claim[role]["precision"][0]} if claim[role] else None
    return out


def replace(card: Path, begin: str, end: str, lines: list[str]) -> None:
    """Puts lines between two markers of a card."""
    head, _, rest = card.read_text(encoding="utf8").partition(begin)
    if not rest:
        raise SystemExit(f"card: {card} has no {begin}")
    _, _, tail = rest.partition(end)
    card.write_text(head + "\n".join([begin, *lines, end]) + tail, encoding="utf8")
    print(f"written: {card.name}")


def main() -> None:
    """Replaces the numbers between the markers of the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scorer", type=Path, required=True)
    options = parser.parse_args()
    replace(FOLDER / "CARD.md", BEGIN, END, [*sizes(list(reports())), "", *agreement(options.scorer)])


if __name__ == "__main__":
    main()
