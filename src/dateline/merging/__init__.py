"""Merging: claims that speak of the same event become incidents, and what people decided holds.

    claims ──of one report──▶ accounts ──blocks──▶ pairs ──evidence──▶ scores ──clusters──▶ incidents

First the claims of each report are gathered into accounts, one per event; then the accounts of
different reports are compared where they share a block, and joined. The result depends on the set
of claims and judgements alone, never on their order, so it can be rebuilt at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from dateline.merging.blocks import Block, blocks
from dateline.merging.evidence import Comparison, Reason, compare
from dateline.merging.joining import Known, accounts, incident, joined
from dateline.merging.rules import Rules
from dateline.merging.touched import World, closure
from dateline.record import Claim, Incident, Judgement, Origin

__all__ = [
    "Block",
    "Comparison",
    "Reason",
    "Rules",
    "World",
    "affected",
    "block_keys",
    "compare",
    "merge",
    "touched",
    "world",
]


def merge(
    claims: Sequence[Claim],
    *,
    published: Mapping[str, date | None],
    origins: Mapping[str, Origin],
    judgements: Sequence[Judgement] = (),
    texts: Mapping[str, str] | None = None,
    rules: Rules | None = None,
) -> list[Incident]:
    """The incidents that some claims tell of; every claim is in exactly one.

    `published`, `origins` and `texts` go by report id; wording counts only where texts are given.
    Of judgements on one pair the latest counts. An incident's id comes from its first claim: of the
    earliest report, then the smallest id. It stays while later reports join, and in a split the
    part that holds that claim keeps it.
    """
    known = Known.of(published, origins, judgements, texts, rules)
    told = accounts(claims, known)
    report = {c.id: c.report for c in claims}
    groups = joined(told, known)
    return sorted((incident(group, report, known) for group in groups), key=lambda i: i.id)


def touched(
    claims: Sequence[Claim],
    fetch: Callable[[Iterable[Block]], Iterable[Claim]],
    *,
    published: Mapping[str, date | None],
    origins: Mapping[str, Origin],
    judgements: Sequence[Judgement] = (),
    texts: Mapping[str, str] | None = None,
    rules: Rules | None = None,
) -> list[Claim]:
    """The claims to merge again when new ones come in, or when people judged these: nothing else changes.

    `fetch` looks up what is stored: for some blocks, all claims of every report that has a claim in
    one of them (`block_keys` fills the index); a block ("report", 0, id) asks for that report and
    ("claim", 0, id) for the report of that claim. Merging what is returned gives the new incidents;
    they replace those that held any of these claims.
    """
    return closure(claims, fetch, Known.of(published, origins, judgements, texts, rules))


def world(
    fetch: Callable[[Iterable[Block]], Iterable[Claim]],
    *,
    published: Mapping[str, date | None],
    origins: Mapping[str, Origin],
    judgements: Sequence[Judgement] = (),
    texts: Mapping[str, str] | None = None,
    rules: Rules | None = None,
) -> World:
    """What a program that adds reports one after the other keeps in mind: `fetch` and the rest as for `touched`.

    `take` the claims of new reports, then `linked` gives the claims to merge again and `incidents` the
    incidents they now make. It holds as long as nobody else writes and no judgement changes.
    """
    return World(fetch, Known.of(published, origins, judgements, texts, rules))


def affected(
    new: Sequence[Claim],
    old: Sequence[Claim],
    *,
    published: Mapping[str, date | None],
    origins: Mapping[str, Origin],
    judgements: Sequence[Judgement] = (),
    texts: Mapping[str, str] | None = None,
    rules: Rules | None = None,
) -> list[Claim]:
    """As `touched`, with the old claims in memory instead of a store."""
    known = Known.of(published, origins, judgements, texts, rules)
    return closure(new, _shelf(old, known), known)


def block_keys(
    claims: Sequence[Claim],
    *,
    published: Mapping[str, date | None],
    origins: Mapping[str, Origin],
    judgements: Sequence[Judgement] = (),
    texts: Mapping[str, str] | None = None,
    rules: Rules | None = None,
) -> dict[str, tuple[Block, ...]]:
    """The blocks of each claim, for the index of a store. `claims` are all those of some reports."""
    known = Known.of(published, origins, judgements, texts, rules)
    return {claim: blocks(told) for told in accounts(claims, known).values() for claim in told.claims}


def _shelf(claims: Sequence[Claim], known: Known) -> Callable[[Iterable[Block]], Iterable[Claim]]:
    """An index in memory that answers as a store would."""
    by_report: dict[str, list[Claim]] = {}
    holders: dict[Block, set[str]] = {}
    for claim in claims:
        by_report.setdefault(claim.report, []).append(claim)
        holders[("report", 0, claim.report)] = holders[("claim", 0, claim.id)] = {claim.report}
    for told in accounts(claims, known).values():
        for block in blocks(told):
            holders.setdefault(block, set()).update(told.reports)

    def fetch(asked: Iterable[Block]) -> Iterable[Claim]:
        reports = {report for block in asked for report in holders.get(block, ())}
        return [claim for report in sorted(reports) for claim in by_report[report]]

    return fetch
