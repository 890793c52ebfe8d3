"""Whose words a report gives outside quotation marks: a transcript's labels, a statement's issuer."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from dateline.grounding.party_words import Vocabulary
from dateline.grounding.salience import FIRST_PERSON, OTHER, Context, Finding

# "MR. COOK: …", "The Secretary of State for Northern Ireland (Mr. Douglas Hurd): …"
_LABEL = re.compile(r"^[\"“]?(?=[A-Z(])[^\n:.?!]{0,12}(?:\.[^\n:.?!]{1,70}|[^\n:.?!]{0,70}):(?=\s)", re.MULTILINE)
_STATEMENT = frozenset(
    "communique communiqué statement declaration bulletin proclamation manifesto announcement dispatch voice".split()
)
_HEAD, _TAIL = 400, 150


def labelled(context: Context, token: int, fits: Callable[[Finding], bool]) -> tuple[bool, Finding | None]:
    """Whether the words stand under a transcript's label, and who that label names."""
    labels = [m for m in _LABEL.finditer(context.text) if len(m[0].split()) <= 12]
    if len(labels) < 3:
        return False, None
    at = bisect_right([m.start() for m in labels], context.tokens[token].begin) - 1
    if at < 0:
        return False, None
    first, last = context.token_at(labels[at].start()), context.token_at(labels[at].end())
    inside = [a.finding for a in context.antecedents if first <= a.token < last and fits(a.finding)]
    return True, inside[-1] if inside else None


def issuer(context: Context, fits: Callable[[Finding], bool], vocabulary: Vocabulary) -> Finding | None:
    """Whose statement this is: its heading, its signature, or who speaks most often."""
    scores: dict[str, tuple[float, Finding]] = {}
    tokens, end = context.tokens, len(context.text) - _TAIL
    own = {context.sentence_of(i) for i, t in enumerate(tokens) if t.key in FIRST_PERSON and not context.quoted(i)}
    for antecedent in context.antecedents:
        finding, at = antecedent.finding, antecedent.token
        if not fits(finding) or antecedent.coded or finding.sector == "MED":
            continue
        begin = tokens[at].begin
        speaks = any(vocabulary.has("speech", t.key) for t in tokens[max(0, at - 1) : at + 3])
        heads = begin < _HEAD and any(t.key in _STATEMENT for t in tokens[max(0, at - 7) : at + 4])
        signs = begin > end and tokens[max(0, at - 2)].key in ("for", "signed")
        score = 0.3 + 2.0 * (begin < 200) + 1.5 * (begin > end) + 1.5 * speaks
        score *= 0.35 if finding.sector == "REB" and not (speaks or heads or signs) else 1.0
        score += 3.0 * (heads or signs) - OTHER * (antecedent.sentence in own)
        name = finding.name or ""
        known = scores.get(name, (0.0, finding))
        scores[name] = known[0] + score, finding
    return max(scores.values(), key=lambda s: s[0])[1] if scores else None
