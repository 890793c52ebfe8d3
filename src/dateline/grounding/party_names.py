"""Which parties a report names, and where: ambiguous names decided, acronyms and people learnt."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from dateline.grounding.party_words import Vocabulary
from dateline.grounding.registry import Alias, Entry, Hit, Registry, Token
from dateline.grounding.salience import PEOPLE, Antecedent, Context, Finding, Naming
from dateline.grounding.spelling import is_uncased
from dateline.record import Span

_YEAR = re.compile(
    r"\b(?:in|since|until|of|from|by|during|after|before|early|late|[A-Z][a-z]{2,8}|\d,)\s((?:19[6-9]|20[0-3])\d)\b"
)
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])|\n+")
_PARTICLES = frozenset({"de", "del", "al", "el", "bin", "ben", "von", "van", "da", "dos", "la"})


def read_context(
    text: str,
    registry: Registry,
    vocabulary: Vocabulary,
    *,
    names: Sequence[tuple[Span, str]],
    published: date | None,
    countries: Sequence[str],
    sentences: Sequence[Span],
    filed_from: Span | None = None,
) -> Context:
    """Find every party the report names, and weigh its countries.

    The capital in a dateline (`filed_from`) tells of its country, and is no party that "it" can mean.
    """
    tokens, hits = registry.scan(text)
    starts = [s.begin for s in sentences] or [0, *(m.end() for m in _SENTENCE.finditer(text))]
    if starts[0] > 0:
        starts.insert(0, 0)
    published = published or _latest_year(text)
    context = Context(text, tokens, {}, starts, defaultdict(float), published, is_uncased(text))
    for rank, country in enumerate(countries):
        context.countries[country] += 8.0 / (1 + rank)
    _weigh(context, [h for h in hits if len({a.entry for a in h.aliases}) == 1])
    ambiguous: list[Hit] = []
    for hit in hits:
        if filed_from and filed_from.overlaps(Span(tokens[hit.first].begin, tokens[hit.last].end)):
            continue
        alias = hit.aliases[0]
        if _too_early(alias.entry, published) and len({a.entry for a in hit.aliases}) == 1:
            continue
        if (
            len({a.entry for a in hit.aliases}) > 1
            or alias.exact
            or _plain_words(alias, hit, context, registry, vocabulary)
        ):
            ambiguous.append(hit)
        else:
            year = published.year if published else None
            _put(context, hit, replace(alias, entry=registry.in_year(alias.entry, year)))
    for hit in ambiguous:
        chosen = _choose(context, hit, registry, vocabulary)
        if chosen:
            _put(context, hit, chosen)
    _weigh(context, [h for h in ambiguous if h.first in context.namings])
    _define_acronyms(context)
    _name_people(context, names, vocabulary)
    for naming in sorted(set(context.namings.values()), key=lambda n: n.first):
        if naming.form in ("name", "capital"):
            _remember(context, naming, vocabulary)
        if naming.entry.kind == "state":
            _remember_organ(context, naming, registry, vocabulary)
    for last, (first, name) in context.persons.items():
        finding = Finding(name, None, None, "", person=True)
        context.antecedents.append(Antecedent(last, context.sentence_of(first), finding))
    context.antecedents.sort(key=lambda a: a.token)
    return context


def _latest_year(text: str) -> date | None:
    """A report without a date is about as old as the latest year that it names."""
    years = [int(year) for year in _YEAR.findall(text)]
    return date(max(years), 12, 31) if years else None


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


def _choose(context: Context, hit: Hit, registry: Registry, vocabulary: Vocabulary) -> Alias | None:
    """The alias whose years and countries fit the report best, or None when none does."""
    full = {n.entry for n in context.namings.values()}
    total = sum(context.countries.values()) or 1.0
    best: tuple[float, Alias] | None = None
    for alias in hit.aliases:
        entry = alias.entry
        score = 3.0 * (entry in full) + (0.0 if alias.exact else 0.3)
        score += _year_score(entry, context.published)
        lands = entry.places or ({entry.country} if entry.country else set())
        at_home = context.countries[entry.country or ""]
        share = (at_home + sum(context.countries[c] for c in lands)) / (2.0 if entry.country else 1.0) / total
        score += 3.0 * share if lands else 0.5
        if _plain_words(alias, hit, context, registry, vocabulary) and (
            share < 0.3 or _of_another(alias, hit, context)
        ):
            score -= 8.0
        if alias.exact and not alias.written.isupper() and entry.kind in ("group", "coalition") and share < 0.2:
            score -= 4.0  # a name that any conflict may use: only where the report is about its country
        if best is None or score > best[0]:
            best = score, alias
    return best[1] if best and best[0] > -0.5 else None


def _plain_words(alias: Alias, hit: Hit, context: Context, registry: Registry, vocabulary: Vocabulary) -> bool:
    """True for an organ named by words that fit any state's: "Border Police", "Security Service"."""
    known = registry.named(context.tokens[hit.first].form)
    if alias.entry.kind != "organ" or hit.first == hit.last or (known and known.kind == "state"):
        return False
    if _of_another(alias, hit, context):
        return True
    keys = [token.key for token in context.tokens[hit.first : hit.last + 1]]
    return all(map(vocabulary.is_word, keys)) and vocabulary.role_ending(keys, len(keys) - 1) is not None


def _of_another(alias: Alias, hit: Hit, context: Context) -> bool:
    """True right after the name of another state: "South Korea's Joint Chiefs of Staff"."""
    before = context.namings.get(hit.first - 1)
    return before is not None and before.entry.kind == "state" and before.entry.country != alias.entry.country


def _too_early(entry: Entry, published: date | None) -> bool:
    """True when the report is older than the party."""
    years_apart = (entry.earliest or 0) - (published.year if published else 9999)
    return years_apart > 1 and entry.kind not in PEOPLE and entry.kind != "state"


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


def _name_people(context: Context, names: Sequence[tuple[Span, str]], vocabulary: Vocabulary) -> None:
    """People whom the registry does not know: their full names, by surname and by place.

    A run of capitalised words is a person when a title stands before it, when the reader says so,
    or when its last word comes again alone ("Anna Reeves … Reeves").
    """
    typed = {span.begin for span, kind in names if kind.lower() == "person"}
    runs = list(_capital_runs(context, vocabulary))
    alone = {context.tokens[f].key for f, last in runs if f == last and _speaks(context, f, f, vocabulary)}
    for naming in sorted(set(context.namings.values()), key=lambda n: n.first):
        if naming.entry.kind in PEOPLE and naming.last > naming.first:
            context.people[context.tokens[naming.last].key] = naming.entry.name
    for first, last in runs:
        titled = first > 0 and vocabulary.has("title", context.tokens[first - 1].key)
        key, begin = context.tokens[last].key, context.tokens[first].begin
        if last > first and (titled or begin in typed or key in alone or _speaks(context, first, last, vocabulary)):
            context.people.setdefault(key, _bare(context.text[begin : context.tokens[last].end]))
        elif not titled and begin not in typed and key not in context.people:
            continue
        name = context.people.get(key) or _bare(context.text[begin : context.tokens[last].end])
        context.persons[last] = first, name


def _bare(name: str) -> str:
    return re.sub(r"['’]s?$", "", name)


def _speaks(context: Context, first: int, last: int, vocabulary: Vocabulary) -> bool:
    """True beside a verb of speech: what stands there is a person, or an organisation."""
    beside = [first - 1, last + 1]
    return any(0 <= at < len(context.tokens) and vocabulary.has("verb", context.tokens[at].key) for at in beside)


def _capital_runs(context: Context, vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """Runs of one to three words that only a name would capitalise, as first and last word."""
    if context.uncased:
        return
    first = None
    for at, token in enumerate(context.tokens):
        if first is not None and context.text[context.tokens[at - 1].end : token.begin] not in (
            " ",
            "-",
            ". ",
            ' "',
            '" ',
        ):
            yield from _run(first, at - 1)
            first = None
        plain = token.form[:1].isupper() and not context.namings.get(at)
        if plain and not vocabulary.is_word(token.key):
            first = at if first is None else first
        elif first is not None and token.key not in _PARTICLES:
            yield from _run(first, at - 1)
            first = None
    if first is not None:
        yield from _run(first, len(context.tokens) - 1)


def _run(first: int, last: int) -> Iterator[tuple[int, int]]:
    if last - first < 4:
        yield first, last


def _remember_organ(context: Context, naming: Naming, registry: Registry, vocabulary: Vocabulary) -> None:
    """Keep "Russian submarines" as a possible antecedent, under the name of the organ."""
    keys = [token.key for token in context.tokens[naming.last + 1 : naming.last + 4]]
    roles = [role for at in range(len(keys)) if (role := vocabulary.role_ending(keys, at)) and role.organ]
    state = registry.state_of(naming.entry)
    if naming.form == "people" or not roles or state is None or roles[0].organ in ("government", "local", "jud"):
        return
    year = context.published.year if context.published else None
    entry = state.organ(registry.organs[roles[0].organ or ""], year)
    _remember(context, Naming(naming.first, naming.last + 1, entry, "name"), vocabulary)


def _remember(context: Context, naming: Naming, vocabulary: Vocabulary) -> None:
    """Keep a naming as a possible antecedent; a state after "in" or "from" is a place."""
    entry = naming.entry
    if entry.kind == "state" and naming.first and vocabulary.has("locative", context.tokens[naming.first - 1].key):
        return
    person = entry.kind in PEOPLE
    plural = not person and (entry.name.endswith("s") or entry.sector in ("REB", "MIL", "COP", "CRM"))
    finding = Finding(entry.shown, entry.country, entry.sector, "", person, plural)
    context.antecedents.append(Antecedent(naming.last, context.sentence_of(naming.first), finding))
