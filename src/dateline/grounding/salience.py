"""What a report is about: its countries, the parties it names, and who a later word may mean."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dateline.grounding.party_words import Vocabulary
from dateline.grounding.registry import Alias, Entry, Hit, Registry, Token, is_uncased, tokens_of
from dateline.record import Span

_SENTENCE = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])|\n+")


# Names that any conflict may use: they mean a party only where the report is about its country.
_GENERIC = frozenset({"coalition", "mujahideen", "mujahedin", "mujahedeen", "mojahedin", "mujahidin"})


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
    countries: Counter[str]
    published: date | None
    uncased: bool
    people: dict[str, str] = field(default_factory=dict)
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
        weights = Counter(self.countries)
        if near is not None:
            for country in self._countries_before(near):
                weights[country] += 1.0
        ranked = weights.most_common(2)
        if not ranked:
            return None
        if len(ranked) > 1 and ranked[0][1] < 1.15 * ranked[1][1]:
            return None
        return ranked[0][0]

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
            score = -0.6 * distance + 2.0 * counts[antecedent.finding.name] / total
            score += 0.5 * antecedent.coded + 0.3 * self._opens(antecedent)
            score -= 0.004 * (token - antecedent.token)
            if best is None or score >= best[0]:
                best = score, antecedent.finding
        return best[1] if best else None

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


def read_context(
    text: str,
    registry: Registry,
    *,
    names: Sequence[tuple[Span, str]],
    published: date | None,
    countries: Sequence[str],
    sentences: Sequence[Span],
) -> Context:
    """Find every party the report names, and weigh its countries."""
    tokens = tokens_of(text)
    hits = registry.scan(text, tokens)
    starts = [s.begin for s in sentences] or [0, *(m.end() for m in _SENTENCE.finditer(text))]
    if starts[0] > 0:
        starts.insert(0, 0)
    context = Context(text, tokens, {}, starts, Counter(), published, is_uncased(text))
    for rank, country in enumerate(countries):
        context.countries[country] += 8.0 / (1 + rank)
    _weigh(context, [h for h in hits if len({a.entry for a in h.aliases}) == 1])
    ambiguous: list[Hit] = []
    for hit in hits:
        if len({a.entry for a in hit.aliases}) > 1 or hit.aliases[0].exact:
            ambiguous.append(hit)
        else:
            _put(context, hit, hit.aliases[0])
    for hit in ambiguous:
        chosen = _choose(context, hit)
        if chosen:
            _put(context, hit, chosen)
    _weigh(context, [h for h in ambiguous if h.first in context.namings])
    _define_acronyms(context)
    _name_people(context, names)
    for naming in sorted(set(context.namings.values()), key=lambda n: n.first):
        if naming.form in ("name", "capital"):
            _remember(context, naming)
    return context


def _put(context: Context, hit: Hit, alias: Alias) -> None:
    naming = Naming(hit.first, hit.last, alias.entry, alias.form)
    for at in range(hit.first, hit.last + 1):
        context.namings[at] = naming


def _weigh(context: Context, hits: Sequence[Hit]) -> None:
    """Count the countries that names speak for; the title and the first lines count double."""
    for hit in hits:
        naming = context.namings.get(hit.first)
        entry, form = (naming.entry, naming.form) if naming else (hit.aliases[0].entry, hit.aliases[0].form)
        early = 2.0 if context.tokens[hit.first].begin < 300 else 1.0
        if entry.kind == "state" and entry.country:
            context.countries[entry.country] += early * (0.4 if form == "capital" else 1.0)
        elif entry.kind in ("agency", "body") or len(entry.places) > 2:
            continue
        else:
            for country in entry.places or {entry.country or ""}:
                context.countries[country] += early * 0.7 / max(1, len(entry.places))
    context.countries.pop("", None)


def _choose(context: Context, hit: Hit) -> Alias | None:
    """The alias whose years and countries fit the report best, or None when none does."""
    full = {n.entry for n in context.namings.values()}
    total = sum(context.countries.values()) or 1.0
    best: tuple[float, Alias] | None = None
    for alias in hit.aliases:
        entry = alias.entry
        score = 3.0 * (entry in full) + (0.0 if alias.exact else 0.3)
        score += _year_score(entry, context.published)
        lands = entry.places or ({entry.country} if entry.country else set())
        share = sum(context.countries[c] for c in lands if c) / total
        score += 3.0 * share if lands else 0.5
        if alias.exact and alias.written.lower() in _GENERIC and share < 0.2:
            score -= 4.0
        if best is None or score > best[0]:
            best = score, alias
    return best[1] if best and best[0] > -0.5 else None


def _year_score(entry: Entry, published: date | None) -> float:
    if published is None:
        return 0.0
    early = entry.earliest is not None and published.year < entry.earliest
    late = entry.latest is not None and published.year > entry.latest + 1
    return -2.5 if early else -1.5 if late else 0.5 * bool(entry.earliest)


def _define_acronyms(context: Context) -> None:
    """ "Front for X (FX)": the acronym means the name before it, wherever it stands."""
    tokens, defined = context.tokens, dict[str, Entry]()
    for at in range(1, len(tokens)):
        token = tokens[at]
        opened = context.text[tokens[at - 1].end : token.begin].rstrip('"“').endswith("(")
        if not opened or not token.form.isupper() or len(token.form) < 2:
            continue
        before = context.namings.get(at - 1)
        if before and before.form == "name" and before.last > before.first:
            defined[token.key] = before.entry
        elif not before or before.first == before.last:
            first = _spelled_out(tokens, at, context)
            if first is not None:
                name = context.text[tokens[first].begin : tokens[at - 1].end]
                defined[token.key] = Entry(name, None, None, "new")
                for i in range(first, at):
                    context.namings[i] = Naming(first, at - 1, defined[token.key], "name")
    for at, token in enumerate(tokens):
        if token.key in defined and (token.form.isupper() or context.uncased):
            known = context.namings.get(at)
            if known is None or known.first == known.last:
                context.namings[at] = Naming(at, at, defined[token.key], "name")


def _spelled_out(tokens: Sequence[Token], at: int, context: Context) -> int | None:
    """Where the name begins whose initials the acronym at `at` holds, if it stands just before."""
    letters = tokens[at].key
    for length in range(len(letters), len(letters) + 4):
        first = at - length
        if first < 0 or context.sentence_of(first) != context.sentence_of(at):
            return None
        words = tokens[first:at]
        initials = "".join(w.key[:1] for w in words if w.form[:1].isupper() or context.uncased)
        if words[0].form[:1].isupper() and initials == letters:
            return first
    return None


def _name_people(context: Context, names: Sequence[tuple[Span, str]]) -> None:
    """Full names of people, by surname, so that "Colville" later means "Rupert Colville"."""
    for naming in set(context.namings.values()):
        if naming.entry.kind in ("person", "leader", "official") and naming.last > naming.first:
            context.people[context.tokens[naming.last].key] = naming.entry.name
    for span, kind in names:
        words = span.of(context.text).split()
        if kind.lower() == "person" and 2 <= len(words) <= 4:
            context.people.setdefault(tokens_of(words[-1])[-1].key if tokens_of(words[-1]) else "", " ".join(words))
    context.people.pop("", None)


def _remember(context: Context, naming: Naming) -> None:
    entry = naming.entry
    person = entry.kind in ("person", "leader", "official")
    plural = not person and (entry.name.endswith("s") or entry.sector in ("REB", "MIL", "COP", "CRM"))
    finding = Finding(entry.name, entry.country, entry.sector, "", person, plural)
    context.antecedents.append(Antecedent(naming.last, context.sentence_of(naming.first), finding))


def settle(finding: Finding, why: str) -> Finding:
    """The same party, found another way."""
    return replace(finding, why=why)
