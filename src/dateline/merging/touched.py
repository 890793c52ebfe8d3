"""Which claims to merge again when new ones come in: those that could share an incident with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dateline.merging.accounts import Account
from dateline.merging.blocks import Block, blocks, may_meet
from dateline.merging.evidence import score
from dateline.merging.joining import Known, accounts
from dateline.record import Claim

Fetch = Callable[[Iterable[Block]], Iterable[Claim]]


def closure(claims: Sequence[Claim], fetch: Fetch, known: Known) -> list[Claim]:
    """Some claims and all that could be linked to them, directly or through others.

    Where a report that was known already gets new claims, or claims that people joined with them,
    its accounts may change, so what was linked to the old ones counts as well.
    """
    tied = {t for c in claims for t in known.decisions.joined_with(c.id)}
    changed = [("report", 0, r) for r in sorted({c.report for c in claims})]
    changed += [("claim", 0, t) for t in sorted(tied)]
    stored = _World(fetch, known)
    before = stored.linked(stored.learn(changed))
    after = _World(fetch, known, added=claims).linked({c.id for c in (*claims, *before)})
    return sorted(after, key=lambda c: (c.report, c.trigger, c.id))


class _World:
    """What is stored, with some claims added; it learns of reports as links lead to them."""

    def __init__(self, fetch: Fetch, known: Known, added: Sequence[Claim] = ()) -> None:
        self._fetch = fetch
        self._known = known
        self._added: dict[str, list[Claim]] = {}
        for claim in added:
            self._added.setdefault(claim.report, []).append(claim)
        self._claims: dict[str, Claim] = {}
        self._reports: set[str] = set()
        self._account: dict[str, Account] = {}
        self._shelves: dict[Block, list[str]] = {}
        self._asked: set[Block] = set()
        self._learn(self._ask([("report", 0, r) for r in sorted(self._added)]) + list(added))

    def learn(self, wanted: Iterable[Block]) -> list[str]:
        """Takes in the reports in some blocks; the ids of all claims known by then."""
        self._learn(self._ask(wanted))
        return sorted(self._claims)

    def linked(self, ids: Iterable[str]) -> list[Claim]:
        """The claims with these ids and all that links lead to from them."""
        waiting = sorted(set(ids))
        self.learn(("claim", 0, i) for i in waiting if i not in self._claims)
        reached: set[str] = set()
        out: dict[str, Claim] = {}
        while waiting:
            mine = self._account[waiting.pop()]
            if mine.claims[0] in out:
                continue
            out.update((c, self._claims[c]) for c in mine.claims)
            reached.add(mine.claims[0])
            fresh = self._neighbours(mine, reached)
            reached.update(fresh)
            waiting += fresh
        return list(out.values())

    def _ask(self, wanted: Iterable[Block]) -> list[Claim]:
        """What is stored in some blocks that were not asked for before."""
        fresh = [block for block in wanted if block not in self._asked]
        self._asked.update(fresh)
        return list(self._fetch(fresh)) if fresh else []

    def _learn(self, found: Iterable[Claim]) -> None:
        """Takes in whole reports, with those that people's decisions tie to them."""
        fresh: dict[str, Claim] = {}
        while found := [c for c in found if c.report not in self._reports and c.id not in fresh]:
            fresh.update((c.id, c) for c in found)
            fresh.update((c.id, c) for r in {c.report for c in found} for c in self._added.get(r, ()))
            tied = {t for c in fresh for t in self._known.decisions.joined_with(c)} - fresh.keys()
            found = self._ask([("claim", 0, t) for t in sorted(tied)])
        self._reports.update(c.report for c in fresh.values())
        self._claims |= fresh
        for told in accounts(fresh.values(), self._known).values():
            self._account.update((claim, told) for claim in told.claims)
            for block in blocks(told):
                self._shelves.setdefault(block, []).append(told.claims[0])

    def _neighbours(self, mine: Account, reached: set[str]) -> list[str]:
        """The first claims of accounts not reached yet that rather tell of the same event than not."""
        self._learn(self._ask(blocks(mine)))
        near: dict[str, Account] = {}
        for block in blocks(mine):
            for key in self._shelves.get(block, ()):
                if key not in reached and key not in near and may_meet(mine, self._account[key], block):
                    near[key] = self._account[key]
        return [key for key, other in near.items() if score(mine, other, self._known.rules) > 0]
