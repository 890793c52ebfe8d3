"""What a report is about: its countries, the parties it names, and who a later word may mean."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from dateline.grounding.party_words import Vocabulary
from dateline.grounding.registry import Entry, Token

# What salience is made of, tuned on the hand-coded reports by `bench/parties.py`.
SENTENCE, WORD, OFTEN, CODED, OPENS = 0.6, 0.01, 2.0, 0.5, 0.1

# Who stands beside "we" in a sentence is spoken of by the issuer, and seldom the issuer itself.
FIRST_PERSON, OTHER = frozenset({"we", "our", "us", "i"}), 0.6

PEOPLE = frozenset({"person", "leader", "official"})


@dataclass(frozen=True, slots=True)
class Naming:
    """A place in the text that names one party: `form` as in the registry ("adjective" …)."""

    first: int
    last: int
    entry: Entry
    form: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a mention turned out to be; `plural`/`person` decide which pronouns may follow it."""

    name: str | None
    country: str | None
    sector: str | None
    why: str
    person: bool = False
    plural: bool = False
    settled: bool = True


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A party at a word of the text that a later description may refer to."""

    token: int
    sentence: int
    finding: Finding
    coded: bool = False


@dataclass(slots=True)
class Context:
    """One report as the resolver sees it."""

    text: str
    tokens: list[Token]
    namings: dict[int, Naming]
    starts: list[int]
    countries: dict[str, float]
    published: date | None
    uncased: bool
    people: dict[str, str] = field(default_factory=dict)
    persons: dict[int, tuple[int, str]] = field(default_factory=dict)
    antecedents: list[Antecedent] = field(default_factory=list)

    def token_at(self, char: int) -> int:
        """The index of the word that holds, or follows, a character."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.tokens[middle].end <= char:
                low = middle + 1
            else:
                high = middle
        return low

    def sentence_of(self, token: int) -> int:
        """The index of the sentence a word stands in."""
        return bisect_right(self.starts, self.tokens[token].begin) - 1

    def main_country(self, near: int | None = None) -> str | None:
        """The country that a bare "the army" belongs to, if the report makes it clear."""
        weights = defaultdict(float, self.countries)
        if near is not None:
            for country in self._countries_before(near):
                weights[country] += 1.0
        ranked = sorted(weights, key=lambda country: -weights[country])
        if not ranked or (len(ranked) > 1 and weights[ranked[0]] < 1.02 * weights[ranked[1]]):
            return None
        return ranked[0]

    def _countries_before(self, near: int) -> list[str]:
        sentence = self.sentence_of(near)
        return [
            naming.entry.country
            for naming in self.namings.values()
            if naming.entry.country
            and naming.entry.sector in ("GOV", "MIL", "COP", "REB")
            and naming.last < near
            and self.sentence_of(naming.first) == sentence
        ]

    def before(self, token: int, fits: Callable[[Finding], bool], vocabulary: Vocabulary) -> Finding | None:
        """The most salient fitting party before a word.

        Nearness counts most, then how often the report names the party, then whether the
        mention was coded in some event. Inside one clause a party is not its own antecedent.
        """
        best: tuple[float, Finding] | None = None
        sentence = self.sentence_of(token)
        counts = Counter(a.finding.name for a in self.antecedents if a.finding.name)
        total = sum(counts.values()) or 1
        for antecedent in self.antecedents:
            if antecedent.token >= token or not fits(antecedent.finding):
                continue
            distance = sentence - antecedent.sentence
            if distance == 0 and not self._separate(antecedent.token, token, vocabulary):
                continue
            name = antecedent.finding.name or ""
            score = -SENTENCE * distance + OFTEN * counts[name] / total
            score += CODED * antecedent.coded + OPENS * self._opens(antecedent)
            score -= WORD * (token - antecedent.token)
            if best is None or score >= best[0]:
                best = score, antecedent.finding
        return best[1] if best else None

    def titled(self, token: int, title: str) -> Finding | None:
        """The person last named with that title before a word."""
        for antecedent in sorted(self.antecedents, key=lambda a: -a.token):
            if antecedent.token < token and antecedent.finding.person:
                near = self.tokens[max(0, antecedent.token - 6) : antecedent.token + 5]
                if title in [t.key for t in near]:
                    return antecedent.finding
        return None

    def quoted(self, token: int) -> bool:
        """True inside quotation marks of the paragraph."""
        begin = self.text.rfind("\n", 0, self.tokens[token].begin) + 1
        before = self.text[begin : self.tokens[token].begin]
        opened = before.count("“") > before.count("”")
        return opened or before.count('"') % 2 == 1

    def speaker(self, token: int, fits: Callable[[Finding], bool], vocabulary: Vocabulary) -> Finding | None:
        """Who says the words around a token: the party nearest to a verb of speech."""
        sentence = self.sentence_of(token)
        verbs = [
            at
            for at in range(max(0, token - 120), min(len(self.tokens), token + 60))
            if vocabulary.has("speech", self.tokens[at].key) and sentence - 2 <= self.sentence_of(at) <= sentence + 1
        ]
        if not verbs:
            return None
        verb = min(verbs, key=lambda at: abs(at - token) + 30 * (self.sentence_of(at) != sentence))
        near = [a for a in self.antecedents if abs(a.token - verb) <= 9 and fits(a.finding)]
        near = [a for a in near if not self.quoted(a.token)]
        return min(near, key=lambda a: abs(a.token - verb)).finding if near else None

    def issuer(self, fits: Callable[[Finding], bool], vocabulary: Vocabulary) -> Finding | None:
        """Whose statement this is: named first, named last, or speaking most often."""
        scores: dict[str, tuple[float, Finding]] = {}
        end = len(self.text) - 150
        own = {self.sentence_of(i) for i, t in enumerate(self.tokens) if t.key in FIRST_PERSON and not self.quoted(i)}
        for antecedent in self.antecedents:
            finding, at = antecedent.finding, antecedent.token
            if not fits(finding) or antecedent.coded or finding.sector == "MED":
                continue
            begin = self.tokens[at].begin
            speaks = any(vocabulary.has("speech", t.key) for t in self.tokens[max(0, at - 1) : at + 3])
            score = 0.3 + 2.0 * (begin < 200) + 1.5 * (begin > end) + 1.5 * speaks
            score *= 0.35 if finding.sector == "REB" and not speaks else 1.0
            score -= OTHER * (antecedent.sentence in own)
            name = finding.name or ""
            known = scores.get(name, (0.0, finding))
            scores[name] = known[0] + score, finding
        return max(scores.values(), key=lambda s: s[0])[1] if scores else None

    def anywhere(self, fits: Callable[[Finding], bool]) -> Finding | None:
        """The fitting party named most often, when no other comes near it."""
        counts = Counter(a.finding.name for a in self.antecedents if fits(a.finding))
        ranked = counts.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[0][1] <= 1.5 * ranked[1][1]):
            return None
        return next(a.finding for a in self.antecedents if a.finding.name == ranked[0][0])

    def _opens(self, antecedent: Antecedent) -> bool:
        """True for a party among the first words of its sentence: most often the subject."""
        begin = self.tokens[antecedent.token].begin
        return begin - self.starts[antecedent.sentence] < 40

    def _separate(self, first: int, second: int, vocabulary: Vocabulary) -> bool:
        """True when a clause boundary lies between two words of one sentence."""
        left, right = self.tokens[first].end, self.tokens[second].begin
        if any(mark in self.text[left:right] for mark in ",;:—"):
            return True
        return any(vocabulary.has("break", t.key) for t in self.tokens[first + 1 : second])


def settle(finding: Finding, why: str) -> Finding:
    """The same party, found another way."""
    return replace(finding, why=why)
