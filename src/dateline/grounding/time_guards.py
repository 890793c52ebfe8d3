"""Where a time may stand: guards against counts, ages, names and verbs that look like times."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.grounding.time_words import Token


def _form(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].form if 0 <= i < len(tokens) else ""


def _kind(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].kind if 0 <= i < len(tokens) else ""


def word_follows(tokens: Sequence[Token], j: int) -> bool:
    """True when an ordinary word comes next, as after a count: "2000 people"."""
    return _kind(tokens, j) == "other" and tokens[j].form.isalpha() and (tokens[j].form not in _FUNCTION)


_FUNCTION = frozenset(
    "when where which who that as with he she it they we i his her its their was were is are had "
    "has have but or if while because although against near amid said says told killed left "
    "under out up also not after there this would will could it's according".split()
)
_YEAR_LEADS = frozenset(
    "in since until till by of during from between through before after early mid late - – — to "
    "the and / , ( summer winter spring autumn fall end circa around about this that for than "
    "over till both into due fiscal throughout".split()
)


def year_allowed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """A bare four-digit number is a year after a word that leads to one, unless it counts."""
    number, before = int(tokens[i].number), _form(tokens, i - 1)
    if not 1700 <= number <= 2060 or _kind(tokens, j) in ("unit", "numeral"):
        return False
    if _form(tokens, j) in ("%", "km", "kg", "per", "percent", "troops", "people", "men"):
        return False
    if i and before not in _YEAR_LEADS | _YEAR_ADJECTIVE and _kind(tokens, i - 1) not in ("month", "stop"):
        return False
    plural = word_follows(tokens, j) and tokens[j].form.endswith("s")
    certain = before in _YEAR_ADJECTIVE and 1900 < number < 2060
    return not plural or (certain and number % 100 != 0)


# After these a number without a comma is a year even before a plural: "its 1990 exports".
_YEAR_ADJECTIVE = frozenset("in since until during of by its his her their our 's a an".split())


def nth_allowed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """ "the 14th" is a day unless it numbers a unit or an occasion: "the 14th Division"."""
    if _kind(tokens, j - 1) != "nth" and _form(tokens, i - 1) not in ("on", "since", "until"):
        return False
    if tokens[j - 1].number > 31 or tokens[j - 1].kind == "ordinal":
        return False
    if _kind(tokens, j) in ("dash", "unit", "part", "numeral", "season"):
        return False
    return not word_follows(tokens, j)


def part_allowed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """A bare part of the day needs a word that makes it a time."""
    if tokens[j - 1].name in ("noon", "midnight", "dawn", "dusk"):
        return _form(tokens, j) != "prayers" and _form(tokens, j) != "raid"
    leads = {"at", "by", "before", "after", "since", "until", "during", "in", "through", "all",
             "that", "late", "early", "throughout", "on", "of"}  # fmt: skip
    return not i or _form(tokens, i - 1) in leads


def length_allowed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """No duration in ages ("18-year-old", "aged 3 years")."""
    after = _form(tokens, j), _form(tokens, j + 1)
    return "old" not in (after[0], after[1] if after[0] in ("-", "–") else "")


def plural_allowed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Bare "weeks" and "years" are times after a word of duration, "days" in "days of"."""
    before = _form(tokens, i - 1)
    return tokens[i].form.endswith("s") and (
        len(tokens) == 1
        or before in ("for", "in", "within", "over", "after", "of", "throughout")
        or _form(tokens, j) in ("ago", "later", "earlier", "before", "after")
    ) and length_allowed(tokens, i, j)  # fmt: skip


def singular(tokens: Sequence[Token], i: int, j: int) -> bool:
    return not tokens[j - 1].form.endswith("s")


def short_year_allowed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """A year of two digits only where nothing follows that it could count: "20 AUG 88 (EFE)"."""
    return len(_form(tokens, j - 1)) == 2 and not word_follows(tokens, j)


def month_day_allowed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Not "in March 12 people died"."""
    counts = _form(tokens, i - 1) == "in" and _kind(tokens, j - 1) == "numeral_day"
    return not (counts and word_follows(tokens, j))


def vague_allowed(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Not "as soon as", "soon after"."""
    return _form(tokens, j) not in ("as", "after", "before") and _form(tokens, i - 1) != "as"


def adjective_allowed(tokens: Sequence[Token], i: int, j: int) -> bool:
    return _kind(tokens, j) not in ("unit", "numeral", "number", "vague_number")


def from_today(tokens: Sequence[Token], i: int, j: int) -> bool:
    """ "from today" is a day where no length goes before: not "two weeks from today"."""
    return tokens[i].form == "from today" and _kind(tokens, i - 1) not in ("unit", "part")
