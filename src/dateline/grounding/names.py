"""Names of places in the text of a report: where they stand, before anyone asks what they mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dateline.grounding.gazetteer import Gazetteer, Match
from dateline.grounding.spelling import fold
from dateline.record import Span

_WORD = re.compile(r"[^\W_]+(?:['\u2019\u2018\u02bb\u02bc\u02bf`.&][^\W_]+)*\.?")
_LONGEST = 6
_STOP = frozenset(
    """the a an of in on at to from by for with and or but as is was were be been has had have will
    it its he she they we you i his her their our this that these those there here who which what
    when where why how not no nor if so than then over under after before during between against
    north south east west northern southern eastern western central middle upper lower northeast
    northwest southeast southwest near around outside inside along toward towards about into onto
    city town village province governorate district region area camp base airport airfield border
    road highway river sea gulf lake island islands mountain mountains valley desert bridge dam
    hospital school mosque church market university prison station checkpoint embassy hotel house
    home building street square palace port harbour harbor front line lines bar hill post center
    centre capital country state county parish department oblast republic kingdom union government
    army forces force police military militia group party president minister ministry general
    colonel captain major lieutenant king prince sheikh sheikh saint new old big great some several
    many most all one two three four five six seven eight nine ten first second third last next
    other another today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december
    since much such point said says told according reported killed wounded injured attack attacks war peace operation
    mr mrs ms dr sir lord un nato isis isil is daesh""".split()
)
_APART = re.compile(r"[^\w\s.'\u2019\u2018\u02bb\u02bc\u02bf`&\u2010\u2011-]|\w{5,}\. |\n")
_SENTENCE_END = re.compile(r"[.!?]['\"\u2019\u201d)]*\s+$|\n\s*$")
_NEXT_NAME = re.compile(r"^ (?:(?:al|el|ez|as|ash|an|ad|ar|az|at)[ -])?([A-Z]\w+)")
_WORD_BEFORE = re.compile(r"[A-Z]\w+ $")
_WORD_AFTER = re.compile(r" [A-Z]\w+")
_NEXT_PART = re.compile(r"[ \u2010-](?:(?:al|el|es|ez|an|as|ash|ad|ar|at|az|de|del|la|las|los|le|du|sur)[ -])*[A-Z]\w+")
_LAST_NAME = re.compile(r"([A-Z]\w+) (?:(?:al|el|ez|as|ash|an|ad|ar|az|at)[ -])?$")
_HYPHENS = ("-", "\u2010", "\u2011")
# "Khan-Shaikhoun" may be one name, "Baghdad-Mosul" is two.
_TIED_AFTER = re.compile(
    r"^[\u2010\u2011-]([A-Z][a-z]\w+)\b(?! (?:road|highway|motorway|rail\w*|line|axis|route|border))"
)
_TIED_BEFORE = re.compile(r"([A-Z]\w+)[\u2010\u2011-]$")
_LINKS = frozenset("of in and to at on from by for near is was a an".split())
_MAY_LEAD = frozenset(
    """north south east west northern southern eastern western northeast northwest southeast
    southwest central middle upper lower greater inner rural""".split()
)
# Common nouns that end the names of places: "Swat valley", "Saky air base".
_LAST_WORDS = frozenset(
    """valley mountains peninsula island islands river sea desert forest province governorate region
    district county state dam camp base airbase airport airfield crossing field fields oilfield
    refinery prison plant heights plain plains plateau strait straits canal corridor border pocket
    enclave triangle garrison barracks highlands pass gorge delta basin marshes""".split()
)
_SHORT_KINDS = frozenset({"country", "admin1", "base", "region"})
# Short forms of states that are common words, or names, without their full stop.
_ABBREVIATIONS = frozenset(
    """ala ark cal calif col colo conn del fla ga ill ind kan ky la man mass md mich minn miss mo
    mont neb nev okla ont ore pa penn que sask tenn tex va vt wash wis wyo vic alta""".split()
)
# Common nouns of sites and parts, which some town somewhere bears as its name.
_SITES = frozenset(
    """barracks stadium guardroom mess hall judge quarter premises villa hotel cathedral embassy congress
    parliament ministry radio airport terminal mansion monument garrison outpost headquarters post
    capital mountain coast south north east west soil track farm hill hills ridge ranch convent
    same doorstep cellar avenue boulevard plaza colonia barrio town rural free mouth gate block
    blocks bridge ferry harbour market station bank branch railway park
    perimeter suburb suburbs shantytown slum township convoy column zone sector the""".split()
)
_ENGLISH = frozenset("at as an us".split())
_ARTICLES = frozenset("al el ez as ash an ad ar az at us ul".split())


@dataclass(frozen=True, slots=True)
class Name:
    """A place name as it stands in the text, without the common words beside it."""

    span: Span
    surface: str


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the place names inside a stretch of text: longest first, left to right, not nested.

    `is_caseless` says that capitals tell nothing in this text; then a single word must be a
    well-known place, unless the stretch was recognised as a name; `is_cut` that names were recognised
    by a reader that may miss their ends. `parties` are where the text names somebody: a word there that no
    place bears as written ("a village held by Islamic State") is not looked up more loosely.
    """

    gazetteer: Gazetteer
    text: str
    is_caseless: bool
    is_cut: bool = False
    parties: tuple[Span, ...] = ()

    def names(self, span: Span, *, is_name: bool = False, is_mention: bool = False) -> list[Name]:
        """The names in `span`; in a name or a mention, unknown names count, for looser look-up."""
        words, inside = self._words(span)
        out: list[Name] = []
        start = 0
        while start < inside:
            if not self._may_start(self.text[slice(*words[start])]):
                start += 1
                continue
            name, count = self._known(words, start, is_name, is_name or is_mention)
            if name is None and (is_name or (is_mention and not self.is_caseless)):
                name, count = self._unknown(words[:inside], start)
                if name and any(name.span.overlaps(party) for party in self.parties):
                    name = None
            if name:
                out.append(self._widened(name))
            start += count
        return out

    def _widened(self, name: Name) -> Name:
        """The whole name of a country of which only a part was recognised: "Lanka", "Sierra"."""
        begin, end = name.span.begin, name.span.end
        before = _WORD_BEFORE.search(self.text[max(0, begin - 20) : begin])
        after = _WORD_AFTER.match(self.text[end : end + 20])
        spans = [Span(begin - len(before[0]), end)] if before else []
        spans += [Span(begin, end + len(after[0]))] if after else []
        for span in spans:
            if self._is_nation(span.of(self.text)):
                return Name(span, span.of(self.text))
        return name

    def _words(self, span: Span) -> tuple[list[tuple[int, int]], int]:
        """The words of a stretch, and how many there are. Names are recognised in parts ("Buenos"), so that
        the next two words follow: any without capitals, else those that carry a name on."""
        end = span.end + 40 if self.is_caseless else self._end_of_name(span.end) if self.is_cut else span.end
        words = [(w.start() + span.begin, w.end() + span.begin) for w in _WORD.finditer(self.text[span.begin : end])]
        inside = sum(begin < span.end for begin, _ in words)
        if 0 < inside < len(words) and self.text[words[inside - 1][1] : words[inside][0]] in _HYPHENS:
            inside += not self.gazetteer.matches(self.text[slice(*words[inside])])
        return words[: inside + (2 if self.is_caseless else 4)], inside

    def _end_of_name(self, end: int) -> int:
        for _ in range(2):
            found = _NEXT_PART.match(self.text[end : end + 40])
            end += found.end() if found else 0
        return end

    def _may_start(self, word: str) -> bool:
        """True for a capital, a digit, an article, "eastern" …: most words of a text are none."""
        if self.is_caseless:
            return word.lower() not in _LINKS
        return not word[0].islower() or word in _ARTICLES or word in _MAY_LEAD

    def _known(
        self, words: Sequence[tuple[int, int]], start: int, is_name: bool, is_likely: bool
    ) -> tuple[Name | None, int]:
        for count in range(min(_LONGEST, len(words) - start), 0, -1):
            begin, end = words[start][0], words[start + count - 1][1]
            surface = _trim(self.text[begin:end])
            if _APART.search(surface) or not self._may_be_name(surface, count):
                continue
            matches = self.gazetteer.matches(surface)
            if not matches and count == 1 and surface.endswith("s") and self._is_nation(surface[:-1]):
                surface = surface[:-1]  # "Syrias Idlib": the apostrophe was lost on the way
                matches = self.gazetteer.matches(surface)
            if not matches or not self._fits(surface, count, matches, is_likely):
                continue
            name = Name(Span(begin, begin + len(surface)), surface)
            is_whole = is_name and count == len(words)
            if count == 1 and not is_whole and self._is_doubtful(name, matches):
                continue
            return name, count
        return None, 1

    def _may_be_name(self, surface: str, count: int) -> bool:
        words = re.split(r"[\s-]+", surface)
        if count == 1:
            key = surface.lower().rstrip(".")
            if key in _ABBREVIATIONS:
                return surface.endswith(".")
            return key not in _STOP and (key != "us" or surface != surface.lower() != "Us")
        last = words[-1]
        if words[0].lower() in _LINKS or last.lower() in _LINKS or last.lower() == "the":
            return False
        return self.is_caseless or not last[:1].islower() or last in _LAST_WORDS

    def _fits(self, surface: str, count: int, matches: Sequence[Match], is_likely: bool) -> bool:
        if self.is_caseless:
            return self._fits_caseless(surface, count, matches, is_likely)
        if surface == surface.lower():
            return False
        if surface[:4].lower() == "the ":
            return surface[0] == "T" and any(m.grade in ("name", "alias") for m in matches)
        if (not surface[0].isupper() and not is_article(surface)) or surface.split()[-1] in _LAST_WORDS:
            return count > 1 and any(match.entry.kind != "city" for match in matches)
        is_short = count == 1 and len(surface.rstrip(".")) < 3
        return not is_short or any(m.entry.kind in _SHORT_KINDS for m in matches)

    def _fits_caseless(self, surface: str, count: int, matches: Sequence[Match], is_likely: bool) -> bool:
        words = re.split(r"[\s-]+", surface.lower())
        if words[0] == "the":
            return _is_known([m for m in matches if fold(m.entry.name) == fold(surface)])
        if all(word in _STOP or word in _ARTICLES or word in _SITES for word in words) or words[-1] in _ARTICLES:
            return False
        is_close = any(match.grade != "bare" for match in matches)
        return (is_likely and is_close) or (count > 1 and is_close) or _is_known(matches)

    def _is_doubtful(self, name: Name, matches: Sequence[Match]) -> bool:
        """True for one word that more likely is part of a longer name, or begins a sentence."""
        if self.is_caseless:
            return False
        return self._is_part_of_longer(name) or (self._begins_sentence(name) and not _is_known(matches))

    def _begins_sentence(self, name: Name) -> bool:
        """True where any word has a capital; "Daquq, a town" and "Daquq's" are names even there."""
        begin, end = name.span.begin, name.span.end
        if self.text[end : end + 1] in (",", "'", "\u2019"):
            return False
        return begin == 0 or bool(_SENTENCE_END.search(self.text[max(0, begin - 6) : begin]))

    def _is_part_of_longer(self, name: Name) -> bool:
        """True for "Naser" in "Tuloul Naser": one word of a longer name that we do not know."""
        if self._is_nation(name.surface):
            return False
        rest, lead = self.text[name.span.end :][:40], self.text[max(0, name.span.begin - 40) : name.span.begin]
        beside = [found[1] for found in (_NEXT_NAME.match(rest), _LAST_NAME.search(lead)) if found]
        tied = [found[1] for found in (_TIED_AFTER.match(rest), _TIED_BEFORE.search(lead)) if found]
        beside += [other for other in tied if not self.gazetteer.matches(other)]
        return any(_is_plain_name(other) and not self._is_nation(other) for other in beside)

    def _is_nation(self, word: str) -> bool:
        return any(match.entry.kind == "country" for match in self.gazetteer.matches(word))

    def _unknown(self, words: Sequence[tuple[int, int]], start: int) -> tuple[Name | None, int]:
        """A run of capitalised words that the gazetteer does not know as written."""
        if self.is_caseless:
            return self._unknown_caseless(words, start)
        count = 0
        while start + count < len(words):
            word = self.text[slice(*words[start + count])]
            if count and _APART.search(self.text[words[start][0] : words[start + count][1]]):
                break
            if not (_is_plain_name(word) or (is_article(word) and word not in _ENGLISH)):
                break
            count += 1
        begin, end = words[start][0], words[start + max(count, 1) - 1][1]
        surface = _trim(self.text[begin:end])
        is_good = count and len(surface) > 3 and _is_plain_name(surface.rsplit(" ", 1)[-1])
        name = Name(Span(begin, begin + len(surface)), surface) if is_good else None
        return name, max(count, 1)

    def _unknown_caseless(self, words: Sequence[tuple[int, int]], start: int) -> tuple[Name | None, int]:
        """Without capitals, a word recognised as a name and not an ordinary one."""
        surface = _trim(self.text[slice(*words[start])])
        if len(surface) < 4 or surface.lower() in _STOP or surface.lower() in _SITES:
            return None, 1
        begin = words[start][0]
        return Name(Span(begin, begin + len(surface)), surface), 1


def is_article(word: str) -> bool:
    """True for an Arabic article, alone or as a prefix: "al", "el-Zour"."""
    return re.split(r"[\s-]", word, maxsplit=1)[0].lower() in _ARTICLES


def _is_plain_name(word: str) -> bool:
    last = re.split(r"[\s-]", word)[-1]
    return last[:1].isupper() and last.lower().rstrip(".") not in _STOP


def _trim(surface: str) -> str:
    """A surface without possessive, and without the full stop of a sentence."""
    surface = re.sub(r"['\u2019]s$", "", surface)
    last = re.split(r"[\s-]", surface)[-1]
    is_short_form = "." in last[:-1] or last[:-1].lower() in _ABBREVIATIONS or len(last) < 4
    return surface[:-1] if surface.endswith(".") and not is_short_form else surface


def _is_known(matches: Iterable[Match]) -> bool:
    return any(
        (match.entry.kind != "city" or match.entry.population > 15_000)
        and match.grade in ("name", "alias", "demonym")
        and match.entry.kind != "admin2"
        for match in matches
    )


def nations_named(text: str, nations: Mapping[str, Match], *, besides: Container[str]) -> Counter[str]:
    """How often a report names each country or its people, `besides` the folded names given."""
    found: Counter[str] = Counter()
    words = [match[0] for match in _WORD.finditer(text)]
    folded = [fold(word) for word in words]
    for number in range(len(folded)):
        for key in (" ".join(folded[number : number + count]) for count in (3, 2, 1)):
            match = nations.get(key) or _owning(key, nations)
            if key in besides:
                break
            is_tongue = match is not None and match.grade == "demonym" and number and folded[number - 1] == "in"
            if match and match.entry.country and not is_tongue and words[number] not in ("us", "Us", "car", "Car"):
                found[match.entry.country] += 1
                break
    return found


def _owning(key: str, nations: Mapping[str, Match]) -> Match | None:
    """The nation in a possessive whose apostrophe was lost: "syrias"."""
    match = nations.get(key[:-1]) if key.endswith("s") else None
    return match if match and match.grade != "demonym" else None
