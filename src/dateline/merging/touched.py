"""Which claims to merge again when new ones come in: those that could share an incident with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dateline.merging.accounts import Account
from dateline.merging.blocks import Block, asked, blocks, may_meet
from dateline.merging.clusters import Pair, pair
from dateline.merging.evidence import score
from dateline.merging.joining import Known, accounts, incident, joined
from dateline.record import Claim, Incident

Fetch = Callable[[Iterable[Block]], Iterable[Claim]]


def closure(claims: Sequence[Claim], fetch: Fetch, known: Known) -> list[Claim]:
    """Some claims and all that could be linked to them, directly or through others.

    Where a report that was known already gets new claims, or claims that people joined with them,
    its accounts may change, so what was linked to the old ones counts as well.
    """
    tied = {t for c in claims for t in known.decisions.joined_with(c.id)}
    changed = [("report", 0, r) for r in sorted({c.report for c in claims})]
    changed += [("claim", 0, t) for t in sorted(tied)]
    stored = World(fetch, known)
    before = stored.linked(stored.learn(changed))
    after = World(fetch, known, added=claims).linked({c.id for c in (*claims, *before)})
    return sorted(after, key=lambda c: (c.report, c.trigger, c.id))


class World:
    """What is stored, with some claims added; it learns of reports as links lead to them.

    It can be kept while reports are added one after the other (`take`), as long as nobody else writes
    and no decision changes: then nothing is loaded, gathered or compared twice.
    """

    def __init__(self, fetch: Fetch, known: Known, added: Sequence[Claim] = ()) -> None:
        self._fetch = fetch
        self._known = known
        self._added: dict[str, list[Claim]] = {}
        for claim in added:
            self._added.setdefault(claim.report, []).append(claim)
        self._claims: dict[str, Claim] = {}
        self._reports: set[str] = set()
        self._account: dict[str, Account] = {}  # by claim
        self._told: dict[str, Account] = {}  # by the smallest claim id of each
        self._shelves: dict[Block, list[str]] = {}
        self._asked: set[Block] = set()
        self._links: dict[str, dict[str, float]] = {}
        self._compared: set[str] = set()
        self._learn(self._ask([("report", 0, r) for r in sorted(self._added)]) + list(added))

    def __len__(self) -> int:
        """How many reports it knows."""
        return len(self._reports)

    def learn(self, wanted: Iterable[Block]) -> list[str]:
        """Takes in the reports in some blocks; the ids of all claims known by then."""
        self._learn(self._ask(wanted))
        return sorted(self._claims)

    def linked(self, ids: Iterable[str]) -> list[Claim]:
        """The claims with these ids and all that links lead to from them."""
        waiting = sorted(set(ids))
        self.learn(("claim", 0, i) for i in waiting if i not in self._claims)
        keys = [_key(self._account[i]) for i in waiting]
        reached = set(keys)
        while keys:
            fresh = [k for k, points in self._compare(keys.pop()).items() if points > 0 and k not in reached]
            reached.update(fresh)
            keys += fresh
        return [self._claims[c] for key in sorted(reached) for c in self._told[key].claims]

    def take(self, claims: Sequence[Claim]) -> None:
        """Adds all claims of some reports, or puts them in place of what it knew of those reports."""
        again = {c.report for c in claims} & self._reports
        for told in {_key(t): t for t in self._told.values() if not t.reports.isdisjoint(again)}.values():
            self._forget(told)
        self._reports -= again
        self._learn(list(claims))
        self._asked.update(("report", 0, c.report) for c in claims)

    def incidents(self, claims: Iterable[Claim]) -> list[Incident]:
        """The incidents of claims that `linked` gave, as merging everything anew would make them."""
        told = {_key(one): one for one in (self._account[c.id] for c in claims)}
        scores: dict[Pair, float] = {
            pair(a, b): points for a in told for b, points in self._links[a].items() if a < b and b in told
        }
        report = {c: self._claims[c].report for one in told.values() for c in one.claims}
        return [incident(group, report, self._known) for group in joined(told, self._known, scores)]

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
        for key, told in accounts(fresh.values(), self._known).items():
            self._told[key] = told
            self._account.update((claim, told) for claim in told.claims)
            for block in blocks(told):
                self._shelves.setdefault(block, []).append(key)

    def _forget(self, told: Account) -> None:
        """Drops an account with its claims and links."""
        key = _key(told)
        del self._told[key]
        for claim in told.claims:
            del self._claims[claim], self._account[claim]
        for block in blocks(told):
            self._shelves[block].remove(key)
        for other in self._links.pop(key, {}):
            del self._links[other][key]
        self._compared.discard(key)

    def _compare(self, key: str) -> dict[str, float]:
        """An account's scores with all that share a block with it."""
        links = self._links.setdefault(key, {})
        if key not in self._compared:
            mine = self._told[key]
            self._learn(self._ask(asked(mine)))
            for block in asked(mine):
                for other in self._shelves.get(block, ()):
                    if other != key and other not in links and may_meet(mine, self._told[other], block):
                        a, b = pair(key, other)
                        points = score(self._told[a], self._told[b], self._known.rules)
                        links[other] = self._links.setdefault(other, {})[key] = points
            self._compared.add(key)
        return links


def _key(told: Account) -> str:
    return min(told.claims)
