"""Copies: which reports repeat each other, and whose account each of them really is.

Ten copies of one wire are one witness. A report is a copy of another when most of the shorter one
stands word for word in the longer; it is an agency's when the text credits the agency; it is a
monitor's when all that it attributes is attributed to that one monitor.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from zlib import crc32

from dateline.merging.clusters import components
from dateline.merging.rules import Rules, shipped
from dateline.record import Claim, Origin, Report

# Six words in a row seldom recur by chance. On the merge gold, copies share 0.51 or more of the
# shorter report, others 0.32 or less.
_RUN_WORDS = 6
_COPY_SHARE = 0.4
# One run in eight is looked up; what stands in more reports than this is boilerplate.
_SAMPLE = 8
_COMMON_REPORTS = 100
# A report rests on a monitor when this share of its claims is attributed, all to that monitor.
_MONITOR_SHARE = 0.5
_HEAD_CHARACTERS, _TAIL_CHARACTERS, _FOOT_CHARACTERS = 350, 60, 1000

_WORD = re.compile(r"\w+")


def origins(
    reports: Sequence[Report], claims: Iterable[Claim] = (), *, rules: Rules | None = None
) -> dict[str, Origin]:
    """The origin of every report, by report id; two reports count as independent when keys differ.

    `claims` tell who is quoted: without them no report is taken for a monitor's.
    """
    rules = rules or shipped()
    told = _by_report(claims)
    own = {r.id: _monitor(told.get(r.id, ())) or _wire(r, rules) or _itself(r) for r in reports}
    dates = {r.id: (r.published or date.max, r.id) for r in reports}
    out = dict(own)
    for group in components(own, copies(reports)):
        if len(group) == 1:
            continue
        first = min(group, key=lambda i: (own[i].kind == "own", dates[i]))
        out.update((i, _through(own[first], own[i])) for i in group)
    return out


def copies(reports: Iterable[Report]) -> list[tuple[str, str]]:
    """Pairs of reports of which one largely repeats the other, as sorted pairs of ids."""
    runs = {r.id: _runs(r.text) for r in reports}
    holders: dict[int, list[str]] = {}
    for report in sorted(runs):
        for run in _sampled(runs[report]):
            holders.setdefault(run, []).append(report)
    shared: Counter[tuple[str, str]] = Counter()
    for ids in holders.values():
        if 1 < len(ids) <= _COMMON_REPORTS:
            shared.update(itertools.combinations(ids, 2))
    return [p for p in sorted(shared) if _share(runs[p[0]], runs[p[1]]) >= _COPY_SHARE]


def telling_runs(text: str) -> frozenset[int]:
    """Hashes (32 bits) of some runs of words, for an index: copies of a text share at least one of them."""
    return _sampled(_runs(text))


def repeats(a: str, b: str) -> bool:
    """True when one text largely repeats the other."""
    return _share(_runs(a), _runs(b)) >= _COPY_SHARE


def _sampled(runs: frozenset[int]) -> frozenset[int]:
    return frozenset(run for run in runs if run % _SAMPLE == 0)


@lru_cache(maxsize=512)
def _runs(text: str) -> frozenset[int]:
    """Hashes of all runs of words; of the whole text where that is shorter than a run."""
    words = _WORD.findall(text.casefold())
    count = max(len(words) - _RUN_WORDS + 1, 1)
    return frozenset(crc32(" ".join(words[i : i + _RUN_WORDS]).encode()) for i in range(count))


def _share(a: frozenset[int], b: frozenset[int]) -> float:
    """How much of the shorter text stands in the other."""
    return len(a & b) / min(len(a), len(b))


def _itself(report: Report) -> Origin:
    """The outlet's own account; two reports of one outlet are not independent of each other."""
    if report.outlet:
        return Origin(f"outlet {report.outlet.casefold()}", "own", report.outlet, f"{report.outlet}'s own report")
    return Origin(f"report {report.id}", "own", None, "a report of its own; its outlet is unknown")


def _through(origin: Origin, own: Origin) -> Origin:
    """A copy has the origin of what it copies."""
    if own.key == origin.key:
        return own
    return Origin(origin.key, "wire", origin.name, f"repeats a report of {origin.name or 'another outlet'}")


# ---------------------------------------------------------------- agencies


def _wire(report: Report, rules: Rules) -> Origin | None:
    """The agency that the outlet is, or that the text credits at its head, at its foot, or by its reporters."""
    for name, forms in rules.agencies.items():
        if report.outlet and report.outlet.casefold() in {f.casefold() for f in (name, *forms)}:
            return Origin(f"agency {name}", "wire", name, f"{report.outlet} is the agency itself")
    for name, forms in rules.agencies.items():
        if credit := _credit(report.text, forms):
            return Origin(f"agency {name}", "wire", name, f'credits {name}: "{credit}"')
    return None


def _credit(text: str, forms: Sequence[str]) -> str | None:
    """The words that credit an agency, where there are any."""
    names = "|".join(re.escape(f) for f in forms)
    head, tail = text[:_HEAD_CHARACTERS], text.rstrip()[-_TAIL_CHARACTERS:]
    places = (
        (rf"\((?:{names})\)", head),
        (rf"\b(?:{names})\s*(?:-{{1,2}}|—|–)\s?(?=[A-Z\"“])", head),
        (rf"\b(?:{names})\s+(?:{_DAY})\b", head),
        (rf"(?m)^(?:By\s+)?(?:{names})\s*$", head),
        (rf"(?<! told)(?<! by)(?<! to) (?:{names}) (?=[A-Z][a-z]* )", head),
        (rf"\bSource:? (?:{names})\b", text.rstrip()[-_FOOT_CHARACTERS:]),
        (rf"(?:--?|—|–|\(|\[|Source:?\s|Via\s)\s*(?:{names})[\])]?\.?$", tail),
        (rf"\b[Aa]n? (?:{names}) (?:{_STAFF})\b", text),
        (rf"\bThe (?:{names}) contributed\b", text),
    )
    for pattern, where in places:
        if found := re.search(pattern, where):
            return " ".join(found.group().split())
    return None


_WEEK = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_DAY = rf"{_WEEK}|\d{{1,2}} [A-Z][a-z]{{2,8}} \d{{4}}|Print|Updated|Published"
_STAFF = "correspondents?|journalists?|photographers?|reporters?|videographers?|cameram[ae]n|tally"


# ---------------------------------------------------------------- monitors


def _by_report(claims: Iterable[Claim]) -> Mapping[str, list[Claim]]:
    out: dict[str, list[Claim]] = {}
    for claim in claims:
        out.setdefault(claim.report, []).append(claim)
    return out


def _monitor(claims: Sequence[Claim]) -> Origin | None:
    """The monitor to whom all that is attributed in a report goes back, when that is most of it."""
    attributed = [c for c in claims if c.sources]
    if len(attributed) < 2 or len(attributed) < _MONITOR_SHARE * len(claims):
        return None
    named = [{s.party.name for s in c.sources if s.party.name} for c in attributed]
    sectors = {s.party.name: s.party.sector for c in attributed for s in c.sources}
    common = [n for n in set.union(*named) if sectors[n] == "NGO" and all(n in names for names in named if names)]
    if not common or sum(common[0] in names for names in named) < _MONITOR_SHARE * len(claims):
        return None
    name = min(common)
    return Origin(f"monitor {name}", "monitor", name, f"all that it attributes goes back to {name}")
