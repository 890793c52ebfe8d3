"""Measure how well place names are resolved: gold toponyms in, points compared.

Accuracy@161 km (100 miles, the field's usual bound) and mean distance over the toponyms that carry
coordinates. A name that stays unresolved counts as wrong, and as half of the Earth's
circumference (20,038 km) in the mean, as others do.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.assets import gazetteer_file
from dateline.grounding.gazetteer import Gazetteer, build
from dateline.grounding.gazetteer_sources import distance_km
from dateline.grounding.places import PlaceResolver
from dateline.grounding.toponyms import describe
from dateline.record import Span

CORPORA = ("trnews", "geovirus", "lgl")
_BOUND_KM = 161.0
_UNRESOLVED_KM = 20038.0


def score(corpora: Path, split: str, *, gazetteer: Path | None = None) -> dict[str, Any]:
    """Scores per corpus under `corpora`/geo: accuracy_161, mean_km, toponyms, unresolved."""
    resolver = PlaceResolver(Gazetteer(gazetteer or _built()))
    return {name: _summary([error for *_, error in misses(resolver, corpora, name, split)])
            for name in CORPORA}  # fmt: skip


def misses(
    resolver: PlaceResolver, corpora: Path, name: str, split: str
) -> Iterator[tuple[str, dict[str, Any], float]]:
    """Every gold toponym with coordinates: (what it was taken for, gold, distance in km)."""
    with gzip.open(corpora / "geo" / name / f"{split}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            toponyms = record["toponyms"]
            spans = [Span(t["begin"], t["end"]) for t in toponyms]
            entries = resolver.read_names(record["text"], spans)
            for toponym, entry in zip(toponyms, entries, strict=True):
                if toponym.get("lat") is None:
                    continue
                gold = toponym["lat"], toponym["lon"]
                error = distance_km(gold, (entry.lat, entry.lon)) if entry else _UNRESOLVED_KM
                yield describe(entry) if entry else "", toponym, error


def _summary(errors: list[float]) -> dict[str, Any]:
    return {
        "accuracy_161": round(sum(error <= _BOUND_KM for error in errors) / len(errors), 4),
        "mean_km": round(sum(errors) / len(errors)),
        "toponyms": len(errors),
        "unresolved": sum(error == _UNRESOLVED_KM for error in errors),
    }


def _built() -> Path:
    path = gazetteer_file()
    if not path.exists():
        build(path)
    return path


def main() -> None:
    """Print the scores, or with --misses every toponym that is off by more than the bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--gazetteer", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    gazetteer = options.gazetteer or _built()
    if not options.misses:
        json.dump(score(options.corpora, options.split, gazetteer=gazetteer), sys.stdout, indent=1)
        return
    resolver = PlaceResolver(Gazetteer(gazetteer))
    for name in CORPORA:
        for taken, gold, error in misses(resolver, options.corpora, name, options.split):
            if error > _BOUND_KM:
                wanted = f"{gold['lat']:.1f},{gold['lon']:.1f} {gold.get('fcode', '')}"
                sys.stdout.write(f"{name}\t{gold['surface']}\t{wanted}\t{error:.0f}\t{taken}\n")


if __name__ == "__main__":
    main()
