"""The tasks: what each measures, from which data, and which of its numbers are pinned."""

from __future__ import annotations

import fnmatch
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from bench.corpora import ROOT

Scores = dict[str, float | int]


@dataclass(frozen=True, slots=True)
class Task:
    """One task of the quality gate.

    `data` are files below the corpora folder ("../" reaches its neighbours, "training/" and "bench/" the
    repository), with `{split}` filled in; `pinned` are patterns of the metrics that get floors;
    `splits` is False for a task that reads the same data whatever the split.
    """

    module: str
    measures: str
    data: tuple[str, ...]
    pinned: tuple[str, ...] = ("*_f1",)
    splits: bool = True

    def score(self, corpora: Path, split: str, *, limit: int | None = None) -> Scores:
        """Runs the task's module with what its `score` asks for by name; nested scores are flattened.

        ImportError when the module is not there.
        """
        function = import_module(f"bench.{self.module}").score
        known = {
            "corpora": lambda: corpora,
            "gold_dir": lambda: corpora.parent / "gold",
            "split": lambda: split,
            "limit": lambda: limit,
            "gazetteer": _gazetteer,
        }
        wanted = [name for name in inspect.signature(function).parameters if name in known]
        return flat(function(**{name: known[name]() for name in wanted}))

    def errors(self, corpora: Path, split: str, *, limit: int | None = None) -> str:
        """The task's list of errors, for those that have one."""
        module = import_module(f"bench.{self.module}")
        if not hasattr(module, "errors"):
            raise SystemExit(f"bench: {self.module} has no --errors; claims and own_claims do")
        listing: str = module.errors(corpora, split, limit=limit)
        return listing

    def files(self, corpora: Path, split: str) -> list[Path]:
        """The data files of a split that are there."""
        return sorted(p for pattern in self.data for p in _matches(corpora, pattern.format(split=split)))

    def is_pinned(self, metric: str) -> bool:
        """True when a metric gets a floor."""
        return any(fnmatch.fnmatchcase(metric, p) for p in self.pinned)


def flat(scores: Mapping[str, object], before: str = "") -> Scores:
    """Numbers of nested mappings under joined names ("lgl_accuracy_161")."""
    out: Scores = {}
    for name, value in scores.items():
        if isinstance(value, Mapping):
            out |= flat(value, f"{before}{name}_")
        elif isinstance(value, int | float):
            out[before + name] = value
    return out


def _gazetteer() -> Path:
    """The gazetteer of this user, built when there is none."""
    from dateline import assets
    from dateline.grounding import gazetteer

    path = assets.gazetteer_file()
    if not path.exists():
        gazetteer.build(path)
    return path


def _matches(corpora: Path, pattern: str) -> Iterator[Path]:
    if pattern.startswith(("training/", "bench/")):
        return ROOT.glob(pattern)
    folder = corpora
    while pattern.startswith("../"):
        folder, pattern = folder.parent, pattern[3:]
    return folder.glob(pattern)


TASKS: dict[str, Task] = {
    "claims": Task(
        "claims",
        "Whole claims against the gold reports, as `dateline read` prints them: a claim is found when type and "
        "trigger (or sentence) agree; fields are scored on the claims found; `whole` is what a coder need not touch.",
        ("../gold/*.json", "../score/score_claims.py"),
        ("detect_f1", "event_f1", "whole_recall", "*_accuracy", "*_mention_f1", "*_resolved_f1", "place_*", "when_f1",
         "quantities_f1"),
        splits=False,
    ),
    "own_claims": Task(
        "own_claims",
        "The same on reports coded for this project and kept out of training.",
        ("training/claims/*.jsonl", "../score/score_claims.py"),
        ("detect_f1", "event_f1", "whole_recall", "*_accuracy", "*_mention_f1", "*_resolved_f1", "place_*", "when_f1",
         "quantities_f1"),
    ),
    "plain": Task(
        "plain",
        "Plain sentences of one event each, written for the project, read alone: the share that is found, as written "
        "and without commas, hyphens and apostrophes. Our coded reports teach the same frames: it tells of holes.",
        ("bench/plain.tsv",),
        ("*found_share",),
        splits=False,
    ),
    "calibration": Task(
        "calibration",
        "Whether confidence holds on our own reports (the curves are fitted on dev, so test is the honest column): "
        "expected calibration error of claims and of each filled field, and how many of the claims shown with each "
        "tenth of confidence were what a coder wrote.",
        ("training/claims/*.jsonl", "../score/score_claims.py"),
        (),
    ),
    "incidents": Task(
        "incidents",
        "The merge gold: articles read, claims merged into incidents, scored by the shared scorer; pairs and b3 are F1 "
        "of \"same incident\", connected is the share of incidents whose articles all meet in one.",
        ("../gold_incidents/gold.json", "../gold_incidents/articles.jsonl", "../score/score_incidents.py"),
        ("found_recall", "pairs_f1", "b3_f1", "connected_share", "killed_share", "copies_f1"),
        splits=False,
    ),
    "cross_document": Task(
        "cross_document",
        "Who speaks of one event, on ECB+ (news of all kinds, none of it used for fitting): the gold's event words are "
        "given, those that the reader can take for a trigger are joined over all documents at once; lemma_* joins "
        "equal stems, told the topics.",
        ("crossdoc/ecbplus/{split}.jsonl.gz",),
        ("b3_f1", "conll_f1"),
    ),
    "parse": Task(
        "parse",
        "Dependency heads (UAS) and heads with relations (LAS) over all words, with gold words and sentences.",
        ("ud/ewt/{split}.jsonl.gz", "ud/gum/{split}.jsonl.gz", "ud/pud/test.jsonl.gz"),
        ("*_uas", "*_las"),
    ),
    "roles": Task(
        "roles",
        "PropBank predicates and head words of their arguments on EWT, with predicted predicates.",
        ("srl/ewt/{split}.jsonl.gz",),
    ),
    "entities": Task(
        "entities",
        "Entities of conflict reporting (re3d), exact and overlapping, from plain text.",
        ("ner/re3d/{split}.jsonl.gz",),
        ("exact_f1", "relaxed_f1", "open_exact_f1"),
    ),
    "attribution": Task(
        "attribution",
        "Who says it: exact source, cue and content spans (PolNeAR, political news, on which nothing of ours was "
        "trained; its conventions and the commonest cues were learnt from 90 texts of its train split, and an "
        "earlier verb list saw dev); GUM: a cue in the right clause with content that overlaps. Only the outermost "
        "of nested attributions are scored, as PolNeAR marks no others.",
        ("attribution/polnear/{split}.jsonl.gz", "attribution/gum_rst/{split}.jsonl.gz"),
    ),
    "factuality": Task(
        "factuality",
        "Actual, possible, planned or denied (MEANTIME, macro F1), and how far events are said to have happened "
        "(UDS, Pearson's r).",
        ("factuality/meantime/{split}.jsonl.gz", "factuality/uds/{split}.jsonl.gz", "ud/ewt/{split}.jsonl.gz"),
        ("meantime_macro_f1", "uds_r"),
    ),
    "event_types": Task(
        "event_types",
        "PLOVER root of a sentence through the codebook's crosswalk, alone and with the countries of both sides.",
        ("event_types/plover_gsr/{split}.jsonl.gz",),
        ("*_accuracy",),
    ),
    "time": Task(
        "time",
        "Time expressions found and resolved to dates.",
        ("timex/tempeval3/{split}.jsonl.gz",),
        ("*f1", "*accuracy*"),
    ),
    "places": Task(
        "places",
        "Place names resolved within 161 km of the gold point.",
        ("geo/*/{split}.jsonl.gz",),
        ("*accuracy_161", "*_f1"),
    ),
    "parties": Task(
        "party_scores",
        "Coded mentions of parties resolved to names, countries and sectors, with the coded countries of the report "
        "at hand: our own reports of the split, and the gold reports. A gap between the two is fitting, not skill.",
        ("training/claims/*.jsonl", "../gold/*.json"),
        ("own_*share",),
    ),
    "templates": Task(
        "templates",
        "MUC-4 incident templates (another conflict, decade and letter case), GTT score of merged claims. The reader "
        "learnt nothing from MUC-4; the rules from our claims to its templates were chosen on its train part.",
        ("templates/muc4_gtt/{split}.jsonl.gz", "templates/muc4_full/{split}.jsonl.gz"),
        ("f1",),
    ),
    "growth": Task(
        "growth",
        "A thousand messages (MUC-4) added to a record of 2,000 and of 200,000 claims (synthetic filling), the "
        "exponent of growth, seconds to merge the large one from scratch and to write 100,000 incidents into a "
        "GeoPackage. "
        "Depends on the machine, so it has no floors.",
        ("templates/muc4_full/train.jsonl.gz",),
        (),
        splits=False,
    ),
    "desk": Task(
        "desk",
        "The desk's server on 100,000 synthetic claims in about 30,000 incidents: milliseconds a request on the wall "
        "and of processor time (cpu), thirty requests of every group with varied arguments, the groups of list, map, "
        "timeline and search together, ten users at once, and a new browser's first paint and first list. Depends on "
        "the machine and on what else it does, so it has no floors.",
        (),
        (),
        splits=False,
    ),
    "kill": Task(
        "kill",
        "The program killed 200 times at random moments of add, merge, export and migration: acknowledged reports "
        "lost, records that `verify` finds flawed, exports half written, re-runs that differ. All must be 0.",
        ("training/claims/src/*.txt",),
        (),
        splits=False,
    ),
    "intake": Task(
        "intake",
        "Main text of news pages, from bytes through the child process of intake: runs of four words "
        "(article_extraction_benchmark), and pieces that must and must not be there (trafilatura's set, English).",
        ("extraction/article_extraction_benchmark/test.jsonl.gz", "extraction/trafilatura_eval_en/test.jsonl.gz"),
        ("f1", "precision", "recall", "segments_f1"),
        splits=False,
    ),
    "int8": Task(
        "int8",
        "Every head with the int8 weights that ship and with the fp32 weights they were made from, and the points "
        "lost (asked: at most 0.7).",
        ("ud/ewt/{split}.jsonl.gz", "srl/ewt/{split}.jsonl.gz", "ner/re3d/{split}.jsonl.gz", "training/claims/*.jsonl"),
        (),
    ),
    "speed": Task(
        "speed",
        "2,000 reports of about 400 words through `dateline read`, a cold start, and the size of what is installed. "
        "Depends on the machine, so it has no floors.",
        ("training/claims/src/*.txt",),
        (),
        splits=False,
    ),
}  # fmt: skip
