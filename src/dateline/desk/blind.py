"""What coders may not see yet: each other's decisions on the share of claims that two people code apart.

Neither sees what the other holds until both hold the same, or a reviewer had the last word between them.
Reviewers see everything, but for a claim that they are just coding blind themselves.
"""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from dateline.desk.accounts import allowed
from dateline.desk.pages import Visitor
from dateline.keeping import overlay
from dateline.record import Claim, Decision
from dateline.store import Entry, Numbered, Store
from dateline.store import accounts as table
from dateline.store.codec import canonical, plain

_SHARE = 10  # one claim in so many is coded twice, the second time without seeing the first
_HIDDEN = "not shown until two coders agree or a reviewer had the last word"


def coded_twice(claim: str) -> bool:
    """Whether a claim is of the share that two people code: always the same claims."""
    return int(hashlib.sha256(f"twice {claim}".encode()).hexdigest()[:8], 16) % _SHARE == 0


def hidden_from(store: Store, visitor: Visitor, decisions: Iterable[Numbered], *, now: float | None = None) -> set[str]:
    """The claims, of those decided on, on which this person may not see what others decided."""
    with store.reading() as connection:
        lease = table.lease_of(connection, visitor.name, now=time.time() if now is None else now)
    held = lease.claim if lease and lease.blind else None
    by: defaultdict[str, list[Decision]] = defaultdict(list)
    for numbered in decisions:
        if numbered.standing and numbered.decision.verdict != "unsure":
            by[numbered.decision.claim].append(numbered.decision)
    sees_all = allowed(visitor.role, "adjudicate")
    return {
        claim
        for claim, several in by.items()
        if (claim == held or not sees_all) and coded_twice(claim) and _is_open(several, visitor.name)
    }


def seen(visitor: Visitor, decisions: Iterable[Numbered], hidden: Collection[str]) -> tuple[Numbered, ...]:
    """Decisions without those that this person may not see."""
    return tuple(n for n in decisions if n.decision.by == visitor.name or n.decision.claim not in hidden)


def claims_seen(read: Sequence[Claim], decisions: Iterable[Numbered]) -> tuple[Claim, ...]:
    """The claims of a report as they were read, with the decisions laid over that may be seen."""
    return overlay(read, [n.decision for n in decisions if n.standing])


def entry_seen(visitor: Visitor, entry: Entry, hidden: Collection[str]) -> Entry:
    """A line of the log; what another decided on a claim that is hidden is left out of it."""
    if entry.what != "decision" or entry.subject not in hidden or entry.by == visitor.name:
        return entry
    return replace(entry, before=None, after=None, why=_HIDDEN)


def outcome(decision: Decision) -> str | None:
    """What a decision makes of a claim, without how it came to be: equal for coders who agree."""
    return None if decision.verdict == "reject" else canonical(_bare(plain(decision.value)))


def _is_open(several: Sequence[Decision], name: str) -> bool:
    """Whether a second coder is, or may be, at work: somebody else decided, and it is not settled yet."""
    others = any(d.by != name for d in several)
    settled = any(d.adjudicates or d.verdict == "new" for d in several)
    return others and not settled and (len(several) == 1 or len(set(map(outcome, several))) > 1)


def _bare(told: Any) -> Any:
    if isinstance(told, dict):
        return {name: _bare(value) for name, value in told.items() if name not in ("why", "notes", "confidence")}
    return [_bare(item) for item in told] if isinstance(told, list) else told
