"""People decide: `judge` and `withdraw`. A decision always wins over the evidence, and can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from dateline.cli.common import DATABASE, By, Database, record, remarks, who
from dateline.cli.recording import keeper
from dateline.record import Judgement

ClaimId = Annotated[str, typer.Argument(help="Id of a claim, or its first characters.")]
Why = Annotated[str, typer.Option("--why", help="The reason, for the audit log.")]


class Verdict(StrEnum):
    """Whether two claims speak of one event."""

    same = "same"
    different = "different"
    unsure = "unsure"


def judge(
    claim: ClaimId,
    other: ClaimId,
    verdict: Annotated[Verdict, typer.Argument(help="Do they speak of one event?")],
    why: Why,
    db: Database = DATABASE,
    by: By = None,
) -> None:
    """Decide whether two claims speak of one event; incidents follow at once.

    Example: dateline judge 0c1d 77ab different --why "two raids, a day apart" --db desk.db
    """
    with record(db, by=by) as store:
        pair = store.named("claim", claim), store.named("claim", other)
        decision = Judgement(pair, verdict.value, who(by), datetime.now(UTC))
        new = keeper(store, None).judge(decision, why=why)
    remarks.print("stored" if new else "you hold that already; nothing changed")


def withdraw(claim: ClaimId, other: ClaimId, why: Why, db: Database = DATABASE, by: By = None) -> None:
    """Take your decision on two claims back; incidents follow the evidence again.

    Example: dateline withdraw 0c1d 77ab --why "mixed up the villages" --db desk.db
    """
    with record(db, by=by) as store:
        pair = store.named("claim", claim), store.named("claim", other)
        taken = keeper(store, None).withdraw(pair, by=who(by), why=why)
    remarks.print("taken back" if taken else f"{who(by)} holds no decision on these two; nothing changed")
    if not taken:
        raise typer.Exit(1)
