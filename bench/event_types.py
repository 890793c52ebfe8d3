"""PLOVER roots of the CAMEO manual's example sentences, through the codebook's crosswalk.

Each sentence is read as a report of its own. Of its claims with a party that overlaps the
gold source or target, the one whose trigger stands highest in the tree is taken, for that is what the
sentence is about; the object of a verb that names no event stands as high as the verb (chosen with misses
of the dev part in view; on train it changes nothing). Its root is the first PLOVER
code that the codebook gives its event. A sentence without a claim, or whose claim has no PLOVER
code, takes the type of its best-scoring trigger, however unlikely; it then has no countries.

The corpus has the categories of 2016; those that PLOVER renamed since are read as DEMAND = REQUEST,
FIGHT = ASSAULT, DISAPPROVE and INVESTIGATE = ACCUSE. What is announced counts as CAMEO has it:
cooperation as AGREE, hostile acts as THREATEN (rules chosen on the train part). What is halted, lifted
or refused has a category of its own: that rule and the one on the main clause were made with misses of
the dev part in view; on train the second helps and the first does not. COOPERATE and most of CONCEDE
have no event of ours and are always wrong. Countries are right when each side that has a country in the
gold has it among our actors (source) or targets (target). CAMEO's target is also the country that
something is done in; ours is a place: where no target of ours has a country, that of the place or
destination is taken. `any_claim_accuracy` counts a sentence when any of its claims has the gold root: what
the best choice among our claims would reach.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from pathlib import Path

from bench.corpora import Record, records
from bench.measures import by_class, macro_f1, share
from bench.reader import coded, dateline, look_at, model
from dateline.export.plover import ANNOUNCED
from dateline.record import Claim, Party, Reading, Report, Span

RENAMED = {"DEMAND": "REQUEST", "FIGHT": "ASSAULT", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE"}


_SLIPS = {"JAP": "JPN", "ITL": "ITA"}  # codes of the corpus that no country has


def score(corpora: Path, split: str, *, limit: int | None = None) -> dict[str, float | int]:
    """Accuracy of the root, alone and with both countries, and macro F1 over gold roots."""
    said: list[str] = []
    gold: list[str] = []
    countries = fallbacks = within = 0
    for record in records(corpora, f"event_types/plover_gsr/{split}", limit):
        wanted = RENAMED.get(str(record["event"]), str(record["event"]))
        reading, claims = coded(Report(record["text"]))
        claim = chosen(reading, claims, record)
        within += any(promised(root_of(c.event), c) == wanted for c in claims)
        root = promised(root_of(claim.event), claim) if claim else None
        fallbacks += root is None
        said.append(root or _likeliest_root(record["text"]))
        gold.append(wanted)
        countries += root == wanted and claim is not None and same_countries(claim, record)
    classes = by_class(said, gold, sorted(Counter(gold)))
    return {
        "root_accuracy": share(sum(a == b for a, b in zip(said, gold, strict=True)), len(gold)),
        "root_and_countries_accuracy": share(countries, len(gold)),
        "root_macro_f1": macro_f1(list(classes.values())),
        "any_claim_accuracy": share(within, len(gold)),
        "sentences": len(gold),
        "without_claim": fallbacks,
    }


def chosen(reading: Reading, claims: Sequence[Claim], record: Record) -> Claim | None:
    """The claim of the main clause, of those whose parties overlap the gold source or target."""
    gold = [Span(s["begin"], s["end"]) for s in record["spans"] if s["role"] in ("SRC", "TAR", "SRC/TAR")]
    triggers = frozenset(reading.head_in(c.trigger) for c in claims)

    def fit(claim: Claim) -> tuple[int, int, int, float]:
        parties = [p.span for p in (*claim.actors, *claim.targets)]
        sides = sum(any(g.overlaps(p) for p in parties) for g in gold)
        return min(sides, 1), -_depth(reading, claim.trigger, triggers), sides, claim.confidence

    return max(claims, key=fit, default=None)


def _depth(reading: Reading, trigger: Span, triggers: Set[int | None]) -> int:
    """How many words govern a trigger, one the other; an object stands where its verb does unless that is a trigger.

    "Staged a rally to demand …" is about the rally: a light verb names no event, its object does.
    """
    word, depth = reading.head_in(trigger), 0
    while word is not None and (governor := reading.words[word].head) >= 0:
        depth += governor in triggers or reading.words[word].relation != "obj"
        word = governor
    return depth


def root_of(event: str) -> str | None:
    """The first PLOVER root of an event, or None for one that PLOVER lacks."""
    codes = dateline().codebook.events[event].plover
    return codes[0].type if codes else None


# CAMEO, from whose manual the sentences come: what is announced is an agreement or a threat.
_PROMISED = ANNOUNCED | dict.fromkeys(("RETREAT", "CONCEDE"), "AGREE")
_PROMISED |= dict.fromkeys(("SANCTION", "ASSAULT", "COERCE", "REJECT", "PROTEST"), "THREATEN")


# And what is halted, lifted or not agreed on has a category of its own (CAMEO 12, 16 and 08).
_ENDED = {"AID": "SANCTION", "SANCTION": "CONCEDE", "AGREE": "REJECT", "CONSULT": "REJECT", "SUPPORT": "REJECT"}


def promised(root: str | None, claim: Claim) -> str | None:
    """The root of a claim: that of its event, of the announcement of it, or of its end."""
    if claim.polarity == "denied":
        return _ENDED.get(root or "", root)
    return _PROMISED.get(root or "", root) if claim.modality == "planned" else root


def same_countries(claim: Claim, record: Record) -> bool:
    """True when both sides have the gold's countries, where it gives any."""
    targets = _countries(claim.targets)
    grounds = {p.country for p in (claim.place, claim.destination) if p}
    return _has(_countries(claim.actors), record["source"]) and _has(targets or grounds, record["target"])


def _countries(parties: Sequence[Party]) -> set[str | None]:
    return {p.country for p in parties if p.country}


def _has(ours: set[str | None], gold: Sequence[Record]) -> bool:
    codes = {code[:3] for g in gold if (code := g.get("code"))} - {"IGO", "NGO", "***"}
    wanted = {_SLIPS.get(code, code) for code in codes}
    return not wanted or bool(wanted & ours)


def _likeliest_root(text: str) -> str:
    """The root of the likeliest event type of any word."""
    look, names = look_at(text), model().labels["trigger"]
    best = max(
        ((float(p), names[k]) for i in range(len(look.reading.words)) for k, p in enumerate(look.chances("trigger", i))
         if names[k] != "none" and root_of(names[k])),
        default=(0.0, ""),
    )  # fmt: skip
    return root_of(best[1]) or "" if best[1] else ""
