"""What a report is about: its countries, the parties it names, and who a later word may mean."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dateline.grounding.coreference import Grammar, Stand, default_score, features, weigh
from dateline.grounding.party_words import Vocabulary
from dateline.grounding.registry import Entry, Token
from dateline.quotes import quotations
from dateline.record import Span

# Who stands beside "we" in a sentence is spoken of by the issuer, and seldom the issuer itself.
FIRST_PERSON, OTHER = frozenset({"we", "our", "us", "i"}), 0.6

_STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "SPY"})

# "he" means a person without a name only where none with a name stands within so many sentences.
_REACH = 2
# A verb's subject speaks, though another name may stand some words nearer to the verb.
_SUBJECT = 5

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
    """A party at a word of the text that a later description may refer to.

    `coded` parties take part in an event; `human` ones are spoken of as one person ("a commander").
    """

    token: int
    sentence: int
    finding: Finding
    coded: bool = False
    human: bool = False


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
    grammar: Grammar = field(default_factory=Grammar)
    opposed: list[Finding] = field(default_factory=list)
    rivals: set[tuple[str, str]] = field(default_factory=set)
    quotes: list[Span] | None = None

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

    def before(
        self,
        token: int,
        fits: Callable[[Finding], bool],
        vocabulary: Vocabulary,
        family: str,
        *,
        default: Finding | None = None,
        inside: int | None = None,
        noun: int | None = None,
    ) -> Finding | None:
        """The likeliest fitting party before a word, or `default` where none is likelier.

        `family` says what refers back ("it", "rebel", "unit"), `noun` is the head of a description.
        Inside one clause a party is not its own antecedent, unless the word qualifies a noun
        ("its men"): then `inside` is that noun.
        """
        best: tuple[float, Finding] | None = None
        if default is not None:
            best = default_score(family, named=bool(default.name)), default
        for antecedent, stand in self.candidates(token, fits, vocabulary, family, inside, noun):
            finding = antecedent.finding
            whole = finding.plural or (family == "person" and not finding.person)
            found = features(family, stand, finding.sector, named=bool(finding.name), plural=whole)
            score = weigh(found)
            if best is None or score >= best[0]:
                best = score, finding
        return best[1] if best else None

    def candidates(
        self,
        token: int,
        fits: Callable[[Finding], bool],
        vocabulary: Vocabulary,
        family: str,
        inside: int | None = None,
        noun: int | None = None,
    ) -> Iterator[tuple[Antecedent, Stand]]:
        """The fitting parties before a word, each with where it stands."""
        sentence = self.sentence_of(token)
        counts = Counter(a.finding.name for a in self.antecedents if a.finding.name)
        total = sum(counts.values()) or 1
        home = self.main_country(token)
        someone = family == "person" and not any(
            a.finding.person and a.token < token and sentence - a.sentence <= _REACH for a in self.antecedents
        )
        for antecedent in self.antecedents:
            at = antecedent.token
            distance = abs(sentence - antecedent.sentence)
            human = someone and antecedent.human and distance <= _REACH
            if (
                (at >= token and noun is None)
                or at == noun
                or not (human or fits(antecedent.finding))
                or self.opposes(antecedent.finding)
            ):
                continue
            if distance == 0 and inside is None and self._together(at, token, vocabulary):
                continue
            yield (
                antecedent,
                Stand(
                    distance,
                    abs(token - at),
                    counts[antecedent.finding.name] / total if antecedent.finding.name else 0.0,
                    antecedent.coded,
                    self._opens(antecedent),
                    self.grammar.subject(at),
                    self.grammar.relations.get(at) == self.grammar.relations.get(token, ""),
                    self.quoted(at) and not self.quoted(token),
                    any((side(antecedent.finding), side(other)) in self.rivals for other in self.opposed),
                    noun is not None and _stem(self.tokens[at].key) == _stem(self.tokens[noun].key),
                    at > token,
                    home is not None and antecedent.finding.country == home,
                    self.grammar.link(token if noun is None else noun, at),
                ),
            )

    def oppose(self, finding: Finding, others: Sequence[Finding]) -> None:
        """Remember that a party and others are the two sides of an event."""
        for other in others:
            self.rivals |= {(side(finding), side(other)), (side(other), side(finding))}

    def opposes(self, finding: Finding) -> bool:
        """True for the other side of the event that a mention takes part in."""
        for other in self.opposed:
            if other.name and other.name == finding.name:
                return True
            state = finding.country and finding.country == other.country
            if state and finding.sector in _STATE_SECTORS and other.sector in _STATE_SECTORS:
                return True
        return False

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
        if self.quotes is None:
            self.quotes = quotations(self.text)
        begin = self.tokens[token].begin
        at = bisect_right(self.quotes, begin, key=lambda q: q.begin) - 1
        return at >= 0 and begin < self.quotes[at].end

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
        near.sort(key=lambda a: abs(a.token - verb) - _SUBJECT * self.grammar.subject(a.token))
        return near[0].finding if near else None

    def anywhere(self, fits: Callable[[Finding], bool]) -> Finding | None:
        """The fitting party named most often, when no other comes near it."""
        counts = Counter(a.finding.name for a in self.antecedents if fits(a.finding) and not self.opposes(a.finding))
        ranked = counts.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[0][1] <= 1.5 * ranked[1][1]):
            return None
        return next(a.finding for a in self.antecedents if a.finding.name == ranked[0][0])

    def _opens(self, antecedent: Antecedent) -> bool:
        """True for a party among the first words of its sentence: most often the subject."""
        begin = self.tokens[antecedent.token].begin
        return begin - self.starts[antecedent.sentence] < 40

    def _together(self, first: int, second: int, vocabulary: Vocabulary) -> bool:
        """True when two words of one sentence are parts of one clause, so that they differ."""
        together = self.grammar.same_clause(first, second)
        return together if together is not None else not self._separate(first, second, vocabulary)

    def _separate(self, first: int, second: int, vocabulary: Vocabulary) -> bool:
        """True when a clause boundary lies between two words of one sentence."""
        left, right = self.tokens[first].end, self.tokens[second].begin
        if any(mark in self.text[left:right] for mark in ",;:—"):
            return True
        return any(vocabulary.has("break", t.key) for t in self.tokens[first + 1 : second])


def side(finding: Finding) -> str:
    """What fights as one: a state with all its organs, or a party by its name."""
    return (finding.country if finding.sector in _STATE_SECTORS else None) or finding.name or ""


def _stem(key: str) -> str:
    return key.removesuffix("s")


def settle(finding: Finding, why: str) -> Finding:
    """The same party, found another way."""
    return replace(finding, why=why)
