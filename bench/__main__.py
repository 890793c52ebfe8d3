"""Measure dateline: python -m bench TASK… [--split dev] [--limit N] [--pin] [--check] [--write-docs]."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bench import floors, results
from bench.corpora import default_folder, digest
from bench.tasks import TASKS, Scores


def main() -> int:
    """0 all well, 1 under a floor or not measured, 2 wrong use."""
    options = _options()
    failed = False
    for name in TASKS if "all" in options.tasks else options.tasks:
        try:
            failed |= not _run(name, options)
        except (ImportError, FileNotFoundError) as problem:
            print(f"bench: {name} was not measured: {problem}", file=sys.stderr)
            failed = True
    if options.write_docs:
        results.PAGE.write_text(results.page(results.load(), floors.load()), encoding="utf8")
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure dateline on its corpora.")
    parser.add_argument("tasks", nargs="*", metavar="TASK", help=", ".join(["all", *TASKS]))
    parser.add_argument("--corpora", type=Path, default=default_folder(), help="default: CORPORA, or ../shared/corpora")
    parser.add_argument("--split", choices=["dev", "test"], default="dev")
    parser.add_argument("--limit", type=int, help="read only so many records; nothing is kept, pinned or checked")
    parser.add_argument("--json", action="store_true", help="print one JSON object a task")
    parser.add_argument("--pin", action="store_true", help="raise floors to what is reached; never lowers one")
    parser.add_argument("--check", action="store_true", help="exit 1 when a score is under its floor")
    parser.add_argument("--errors", action="store_true", help="list errors instead (claims, own_claims)")
    parser.add_argument("--write-docs", action="store_true", help="write docs/measured.md from the last results")
    options = parser.parse_args()
    if unknown := set(options.tasks) - {"all", *TASKS}:
        parser.error(f"no task {', '.join(sorted(unknown))}; there are all, {', '.join(TASKS)}")
    if not options.tasks and not options.write_docs:
        parser.error("name a task, or all")
    if options.limit and (options.pin or options.check):
        parser.error("--limit measures a part only: it goes with neither --pin nor --check")
    return options


def _run(name: str, options: argparse.Namespace) -> bool:
    """Measures one task, keeps what it reached, and says whether it holds its floors."""
    task = TASKS[name]
    if options.errors:
        print(task.errors(options.corpora, options.split, limit=options.limit))
        return True
    scores = task.score(options.corpora, options.split, limit=options.limit)
    _show(name, scores, as_json=options.json)
    if options.limit:
        return True
    key = f"{name}/{options.split}" if task.splits else name
    results.save(results.kept(results.load(), key, scores))
    pinned = {metric: value for metric, value in scores.items() if task.is_pinned(metric)}
    data = digest(task.files(options.corpora, options.split))
    remarks: list[str] = []
    if options.pin:
        new, remarks = floors.raised(floors.load(), key, pinned, data)
        floors.save(new)
    if options.check:
        remarks += floors.broken(floors.load(), key, pinned, data)
        if pinned and key not in floors.load():
            print(f"bench: {key} has no floors yet; pin them with --pin", file=sys.stderr)
    for remark in remarks:
        print(f"bench: {remark}", file=sys.stderr)
    return not remarks


def _show(name: str, scores: Scores, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({name: scores}))
        return
    print(f"\n{name}")
    for metric, value in scores.items():
        print(f"  {metric:32} {value:,}")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        sys.stderr.close()
