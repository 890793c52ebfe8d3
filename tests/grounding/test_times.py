"""Times: the tables are the specification. Publication is on Friday, 15 September 2017."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest

from dateline.grounding.calendars import easter
from dateline.grounding.times import Tense, TimeResolver, find_times, resolve_time
from dateline.record import Interval, Span

FRIDAY = date(2017, 9, 15)

# phrase | tense | first day [.. last day] or "-" for none, and the granularity
RESOLVED = """
# dates as written
14 March 1991 | past | 1991-03-14 day
14 Mar 1991 | past | 1991-03-14 day
14th March 1991 | past | 1991-03-14 day
14th of March, 1991 | past | 1991-03-14 day
the 14th of March 1991 | past | 1991-03-14 day
March 14, 1991 | past | 1991-03-14 day
March 14th, 1991 | past | 1991-03-14 day
Jan. 25, 2013 | past | 2013-01-25 day
Sept. 3, 2004 | past | 2004-09-03 day
20 AUG 88 | past | 1988-08-20 day
20-AUG-1988 | past | 1988-08-20 day
14 May - 3 | past | 2017-05-14 day
3 FEB 04 | past | 2004-02-03 day
2017-09-15 | past | 2017-09-15 day
2017-09-15T10:30:00Z | past | 2017-09-15 day
2013-04 | past | 2013-04-01..2013-04-30 month
14/03/1991 | past | 1991-03-14 day
03/14/1991 | past | 1991-03-14 day
14.03.1991 | past | 1991-03-14 day
Tuesday, Dec. 2, 2014 | past | 2014-12-02 day
on Monday 19 December 2016 | past | 2016-12-19 day
4 SEPTEMBER 1983 | past | 1983-09-04 day
march 3rd, 2005 | past | 2005-03-03 day
29 February 2016 | past | 2016-02-29 day
29 February 2015 | past | - day
30 February | past | - day
31 June 2010 | past | - day
# days and months without a year
7 August | past | 2017-08-07 day
20 September | past | 2016-09-20 day
20 September | future | 2017-09-20 day
15 September | past | 2017-09-15 day
15 September | future | 2017-09-15 day
Dec. 7th | past | 2016-12-07 day
Dec. 7th | future | 2017-12-07 day
20 September | none | 2017-09-20 day
1 August | none | 2017-08-01 day
in February | none | 2017-02-01..2017-02-28 month
in December | none | 2017-12-01..2017-12-31 month
from today | future | 2017-09-15 day
two weeks from today | future | 2017-09-25..2017-10-01 week
Thursday, Dec. 15 | past | 2016-12-15 day
29 February | past | 2016-02-29 day
December | past | 2016-12-01..2016-12-31 month
December | future | 2017-12-01..2017-12-31 month
in June | past | 2017-06-01..2017-06-30 month
in May | past | 2017-05-01..2017-05-31 month
IN MARCH | past | 2017-03-01..2017-03-31 month
in april | past | 2017-04-01..2017-04-30 month
June 1984 | past | 1984-06-01..1984-06-30 month
June '98 | past | 1998-06-01..1998-06-30 month
June of 1984 | past | 1984-06-01..1984-06-30 month
February 2016 | past | 2016-02-01..2016-02-29 month
the 14th | past | 2017-09-14 day
the 20th | past | 2017-08-20 day
the 20th | future | 2017-09-20 day
on the 31st | past | 2017-08-31 day
Mon 11 | past | 2017-09-11 day
Fri 25 | past | 2017-08-25 day
# years and longer
2015 | past | 2015-01-01..2015-12-31 year
in 1994 | past | 1994-01-01..1994-12-31 year
the year 2000 | past | 2000-01-01..2000-12-31 year
nineteen ninety-six | past | 1996-01-01..1996-12-31 year
the 1990s | past | 1990-01-01..1999-12-31 decade
the '80s | past | 1980-01-01..1989-12-31 decade
1940s | past | 1940-01-01..1949-12-31 decade
the third quarter of 2014 | past | 2014-07-01..2014-09-30 quarter
the first quarter | past | 2017-01-01..2017-03-31 quarter
the 19th century | past | 1800-01-01..1899-12-31 span
# seasons and feasts
the spring | past | 2017-03-01..2017-05-31 season
the spring | future | 2018-03-01..2018-05-31 season
summer 2014 | past | 2014-06-01..2014-08-31 season
the fall of 2001 | past | 2001-09-01..2001-11-30 season
the winter of 2012 | past | 2012-12-01..2013-02-28 season
last summer | past | 2017-06-01..2017-08-31 season
last winter | past | 2016-12-01..2017-02-28 season
next spring | future | 2018-03-01..2018-05-31 season
this autumn | future | 2017-09-01..2017-11-30 season
Christmas Day | past | 2016-12-25 day
by Christmas | future | 2017-09-15..2017-12-25 day
Easter 2016 | past | 2016-03-27 day
Good Friday | past | 2017-04-14 day
Holy Week | past | 2017-04-09..2017-04-15 day
Thanksgiving Day 2014 | past | 2014-11-27 day
New Year's Eve | past | 2016-12-31 day
Ramadan 2017 | past | 2017-05-26..2017-06-26 day
# weekdays
Friday | past | 2017-09-15 day
Thursday | past | 2017-09-14 day
Saturday | past | 2017-09-09 day
on Wednesday | none | 2017-09-13 day
MONDAY | past | 2017-09-11 day
sunday | past | 2017-09-10 day
on Tuesday | future | 2017-09-19 day
Friday | future | 2017-09-15 day
Saturday | future | 2017-09-16 day
last Friday | past | 2017-09-08 day
last Tuesday | past | 2017-09-12 day
next Tuesday | future | 2017-09-19 day
next Friday | future | 2017-09-22 day
this coming Sunday | future | 2017-09-17 day
this past Monday | past | 2017-09-11 day
this Tuesday | past | 2017-09-12 day
Friday and Saturday | past | 2017-09-08..2017-09-09 day
Tuesday of last week | past | 2017-09-05 day
# days seen from publication
today | past | 2017-09-15 day
Today | future | 2017-09-15 day
yesterday | past | 2017-09-14 day
tomorrow | future | 2017-09-16 day
last night | past | 2017-09-14 day
overnight | past | 2017-09-14..2017-09-15 day
tonight | future | 2017-09-15 day
the day before yesterday | past | 2017-09-13 day
the day after tomorrow | future | 2017-09-17 day
earlier today | past | 2017-09-15 day
yesterday evening | past | 2017-09-14 day
this morning | past | 2017-09-15 day
early this morning | past | 2017-09-15 day
two days ago | past | 2017-09-13 day
10 days ago | past | 2017-09-05 day
eight days ago | past | 2017-09-07 day
a day ago | past | 2017-09-14 day
two or three days ago | past | 2017-09-12..2017-09-13 day
an hour ago | past | 2017-09-15 hour
a few minutes ago | past | 2017-09-15 hour
several days ago | past | - day
# weeks, months, years seen from publication
last week | past | 2017-09-04..2017-09-10 week
LAST WEEK | past | 2017-09-04..2017-09-10 week
this week | past | 2017-09-11..2017-09-15 week
this week | future | 2017-09-15..2017-09-17 week
this week | none | 2017-09-11..2017-09-17 week
next week | future | 2017-09-18..2017-09-24 week
the past week | past | 2017-09-08..2017-09-15 week
the past three days | past | 2017-09-12..2017-09-15 day
the last 24 hours | past | 2017-09-14..2017-09-15 hour
in the past 48 hours | past | 2017-09-13..2017-09-15 hour
a week ago | past | 2017-09-04..2017-09-10 week
two weeks ago | past | 2017-08-28..2017-09-03 week
last weekend | past | 2017-09-09..2017-09-10 day
the weekend | past | 2017-09-09..2017-09-10 day
this weekend | future | 2017-09-16..2017-09-17 day
last month | past | 2017-08-01..2017-08-31 month
next month | future | 2017-10-01..2017-10-31 month
this month | past | 2017-09-01..2017-09-15 month
earlier this month | past | 2017-09-01..2017-09-15 month
later this month | future | 2017-09-15..2017-09-30 month
three months ago | past | 2017-06-01..2017-06-30 month
14 months ago | past | 2016-07-01..2016-07-31 month
the past month | past | 2017-08-15..2017-09-15 month
the past six months | past | 2017-03-15..2017-09-15 month
last December | past | 2016-12-01..2016-12-31 month
last August | past | 2017-08-01..2017-08-31 month
last September | past | 2016-09-01..2016-09-30 month
this June | past | 2017-06-01..2017-06-30 month
next January | future | 2018-01-01..2018-01-31 month
last year | past | 2016-01-01..2016-12-31 year
this year | past | 2017-01-01..2017-09-15 year
so far this year | past | 2017-01-01..2017-09-15 year
earlier this year | past | 2017-01-01..2017-09-15 year
next year | future | 2018-01-01..2018-12-31 year
a year ago | past | 2016-01-01..2016-12-31 year
two years ago | past | 2015-01-01..2015-12-31 year
nearly 80 years ago | past | 1937-01-01..1937-12-31 year
a decade ago | past | 2007-01-01..2007-12-31 year
the past four years | past | 2013-09-15..2017-09-15 year
for the past three years | past | 2014-09-15..2017-09-15 year
over the last two decades | past | 1997-09-15..2017-09-15 decade
the next three years | future | 2017-09-15..2020-09-15 year
in recent weeks | past | - week
the coming days | future | - day
recent years | past | - year
August of last year | past | 2016-08-01..2016-08-31 month
June last year | past | 2016-06-01..2016-06-30 month
14 March last year | past | 2016-03-14 day
January this year | past | 2017-01-01..2017-01-31 month
the spring of last year | past | 2016-03-01..2016-05-31 season
# parts
early November 2005 | past | 2005-11-01..2005-11-10 month
early November | past | 2016-11-01..2016-11-10 month
mid-November | past | 2016-11-11..2016-11-20 month
late February 2016 | past | 2016-02-21..2016-02-29 month
the end of July | past | 2017-07-21..2017-07-31 month
the beginning of July | past | 2017-07-01..2017-07-10 month
early last month | past | 2017-08-01..2017-08-10 month
early this month | past | 2017-09-01..2017-09-10 month
the end of last year | past | 2016-12-01..2016-12-31 year
early 2016 | past | 2016-01-01..2016-04-30 year
late 2016 | past | 2016-09-01..2016-12-31 year
mid-2016 | past | 2016-05-01..2016-08-31 year
the early 1990s | past | 1990-01-01..1993-12-31 decade
the late 1970s | past | 1977-01-01..1979-12-31 decade
the first week of December | future | 2017-12-01..2017-12-07 week
the second week of May | past | 2017-05-08..2017-05-14 week
the last week of May | past | 2017-05-25..2017-05-31 week
the first half of 2015 | past | 2015-01-01..2015-06-30 year
the second half of 2015 | past | 2015-07-01..2015-12-31 year
late on Tuesday | past | 2017-09-12 day
early Thursday morning | past | 2017-09-14 day
# times of day
Friday night | past | 2017-09-15 day
10:30 pm on Thursday | past | 2017-09-14 hour
9 a.m. Tuesday | past | 2017-09-12 hour
at noon on Monday | past | 2017-09-11 day
dawn today | past | 2017-09-15 day
before dawn on Tuesday | past | 2017-09-12 day
the night of 22-23 February 1986 | past | 1986-02-22..1986-02-23 day
the morning of 9 August 1982 | past | 1982-08-09 day
the early hours of Wednesday | past | 2017-09-13 day
at dawn | past | - day
10:30 pm | past | - hour
1015 GMT | past | - hour
# ranges
between 3 and 5 May | past | 2017-05-03..2017-05-05 day
between 11-13 Dec. | past | 2016-12-11..2016-12-13 day
October 25-26, 2016 | past | 2016-10-25..2016-10-26 day
25, 26 and 27 July | past | 2017-07-25..2017-07-27 day
the night of 25/26 October | past | 2016-10-25..2016-10-26 day
between 27 January and 2 February | past | 2017-01-27..2017-02-02 day
between 27 August and 3 September 2017 | past | 2017-08-27..2017-09-03 day
from January to March 2014 | past | 2014-01-01..2014-03-31 month
January-October 1997 | past | 1997-01-01..1997-10-31 month
between March and June | past | 2017-03-01..2017-06-30 month
from 17 to 29 September 2023 | past | 2023-09-17..2023-09-29 day
between 2200 Sunday and 0300 Monday | past | 2017-09-10..2017-09-11 hour
shortly after noon on Tuesday | past | 2017-09-12 day
from December to March | past | 2016-12-01..2017-03-31 month
between 2013 and July 2015 | past | 2013-01-01..2015-07-31 month
2011-2014 | past | 2011-01-01..2014-12-31 year
between late September and mid-October 1998 | past | 1998-09-21..1998-10-20 month
# bounds
since 2015 | past | 2015-01-01..2017-09-15 year
SINCE DECEMBER 1982 | past | 1982-12-01..2017-09-15 month
since October | past | 2016-10-01..2017-09-15 month
since Saturday | past | 2017-09-09..2017-09-15 day
since yesterday | past | 2017-09-14..2017-09-15 day
since last week | past | 2017-09-04..2017-09-15 week
since late March | past | 2017-03-21..2017-09-15 month
since the start of the month | past | 2017-09-01..2017-09-15 month
since the siege began on 3 May | past | 2017-05-03..2017-09-15 day
since the operation started early last month | past | 2017-08-01..2017-09-15 month
by Thursday | future | 2017-09-15..2017-09-21 day
by the end of next week | future | 2017-09-15..2017-09-24 week
by next year | future | 2017-09-15..2018-12-31 year
before the end of the month | future | 2017-09-15..2017-09-30 month
before the end of the year | past | 2017-09-15..2017-12-31 year
before 2011 | past | ..2010-12-31 year
until 14 November | future | 2017-09-15..2017-11-14 day
after 31 August | past | 2017-09-01..2017-09-15 day
within a week | future | 2017-09-15..2017-09-22 week
from 1 October | future | 2017-10-01.. day
for two years | present | 2015-09-15..2017-09-15 year
for two years | past | - year
# no days, whatever the publication
three-year | past | - year
three days | past | - day
weeks | past | - week
now | past | - unknown
currently | past | - unknown
recently | past | - unknown
soon | future | - unknown
daily | past | - day
every week | past | - week
the following day | past | - day
the previous day | past | - day
a week later | past | - week
that month | past | - month
on the eve of the vote | past | - day
the day before the attack | past | - day
at the time of the attack | past | - unknown
"""


def rows(table: str, cells: int) -> Iterator[tuple[str, ...]]:
    for line in table.strip().splitlines():
        if not line.startswith("#"):
            row = tuple(cell.strip() for cell in line.split("|"))
            assert len(row) == cells, line
            yield row


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def expected(cell: str) -> tuple[date | None, date | None, str]:
    days, granularity = cell.split()
    if days == "-":
        return None, None, granularity
    first, dots, last = days.partition("..")
    return day(first), day(last) if dots else day(first), granularity


def as_tense(cell: str) -> Tense | None:
    known: dict[str, Tense] = {"past": "past", "future": "future", "present": "present"}
    return known.get(cell)


@pytest.mark.parametrize(("phrase", "tense", "days"), list(rows(RESOLVED, 3)))
def test_phrase_resolves_against_publication(phrase: str, tense: str, days: str) -> None:
    resolved = resolve_time(phrase, anchor=FRIDAY, tense=as_tense(tense))
    assert resolved[:3] == expected(days), resolved.why


UNANCHORED = """
2017-09-15 | 2017-09-15 day
early November 2005 | 2005-11-01..2005-11-10 month
from January to March 2014 | 2014-01-01..2014-03-31 month
since 2012 | 2012-01-01.. year
the 1990s | 1990-01-01..1999-12-31 decade
Dec. 7th | - day
Thursday | - day
last week | - week
two years ago | - year
the past 24 hours | - hour
since Dec. 5 | - day
this year | - year
yesterday | - day
overnight | - day
between 11-13 Dec. | - day
before the end of the year | - year
"""


@pytest.mark.parametrize(("phrase", "days"), list(rows(UNANCHORED, 2)))
def test_without_publication_only_absolute_times_have_days(phrase: str, days: str) -> None:
    assert resolve_time(phrase, anchor=None, tense="past")[:3] == expected(days)


# phrase | the date that the report named last | days
REFERRING = """
the following day | 2016-05-31 | 2016-06-01 day
the next day | 2016-05-31 | 2016-06-01 day
the next morning | 2016-05-31 | 2016-06-01 day
the previous day | 2016-05-31 | 2016-05-30 day
a day earlier | 2016-05-31 | 2016-05-30 day
the day before | 2016-05-31 | 2016-05-30 day
the same day | 2016-05-31 | 2016-05-31 day
that evening | 2016-05-31 | 2016-05-31 day
on that date | 2016-05-31 | 2016-05-31 day
at dawn | 2016-05-31 | 2016-05-31 day
four days later | 2016-05-31 | 2016-06-04 day
a week later | 2016-05-31 | 2016-06-07 week
31 hours later | 2016-05-31 | 2016-06-01 hour
after four more days of shelling | 2016-05-31 | 2016-06-04 day
three months later | 2016-05-31 | 2016-08-01..2016-08-31 month
a year earlier | 2016-05-31 | 2015-01-01..2015-12-31 year
that month | 2016-05-31 | 2016-05-01..2016-05-31 month
that same year | 2016-05-31 | 2016-01-01..2016-12-31 year
that October | 2016-05-31 | 2016-10-01..2016-10-31 month
the following spring | 2016-05-31 | 2017-03-01..2017-05-31 season
the following Monday | 2016-05-31 | 2016-06-06 day
the previous Friday | 2016-05-31 | 2016-05-27 day
the 12th | 2016-05-31 | 2016-05-12 day
during the following six weeks | 2016-05-31 | 2016-06-01..2016-07-12 week
within 48 hours | 2016-05-31 | 2016-05-31..2016-06-02 hour
"""


@pytest.mark.parametrize(("phrase", "named", "days"), list(rows(REFERRING, 3)))
def test_phrase_counts_from_the_date_named_before(phrase: str, named: str, days: str) -> None:
    reference = Interval(Span(0, 1), "x", day(named), day(named), "day")
    resolved = resolve_time(phrase, anchor=FRIDAY, tense="past", reference=reference)
    assert resolved[:3] == expected(days), resolved.why


def test_year_stated_elsewhere_completes_a_date_without_publication() -> None:
    resolved = resolve_time("Dec. 7th", anchor=None, year=2016)
    assert resolved[:2] == (date(2016, 12, 7), date(2016, 12, 7))


# a text, with its time expressions in brackets
FOUND = [
    "On [the eve of] the vote they took Mundri and lost it [two days ago].",
    "On [the eve of Ramadan] shelling resumed; [since 2015] it has not stopped.",
    "Troops may leave in [May], and may march in [March].",
    "THE TROOPS MAY MARCH IN [MARCH] AND RETURN ON [4 MAY].",
    "up to 4 may have died on [4 may]",
    "An 18-year-old and a man aged 45 were shot in a [three-year] war.",
    "The 14th Division held the 38th parallel [until the 14th].",
    "About 2000 fighters and 1990 civilians fled in [1990].",
    "Its [1990] invasion was followed by the [1991] uprising.",
    "Fighting went on in both [1990] and [1991], and into [1992].",
    "In [2011] clashes killed 2000 people and 1999 soldiers.",
    "The second attack lasted [30 seconds].",
    "The Arab Spring began in [the spring of 2011]; the fall of Aleppo came in [the fall].",
    "He sat in the sun with Mar Elias and Jan Egeland.",
    "They attacked [Friday], on [Saturday] and again on [Sunday morning].",
    "LIMA, [20 AUG 88] (EFE) -- Guerrillas attacked [last night].",
    "Clashes raged [from January to March 2014] and [between 3 and 5 May].",
    "He was killed [late on Tuesday] and buried [the following day].",
    "Fighting [for the past three years] drove them out; [now] they return.",
    "Shelling began at [10:30 pm] and ended at [dawn].",
    "The raid at [10 p.m. Wednesday] came [a week after] the truce.",
    "They will return as soon as possible, soon after the raid.",
    "They used 82mm mortars, S-300s and 7.62 rounds under Resolution 2328.",
    "[Yesterday]'s attack was the worst [since the 1990s].",
    "The [October 2005] vote, the [Jan. 8] strikes and [the early 1990s] wars.",
    "They held it [from 2011 until 2014], [by June] only parts of it.",
]


@pytest.mark.parametrize("marked", FOUND)
def test_find_times_finds_times_and_nothing_else(marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    wanted = [part.split("]")[0] for part in marked.split("[")[1:]]
    assert [span.of(text) for span in find_times(text)] == wanted


def intervals(text: str, *phrases: str, anchor: date | None = FRIDAY) -> list[str]:
    spans, place = [], 0
    for phrase in phrases:
        place = text.index(phrase, place)
        spans.append(Span(place, place + len(phrase)))
    found = TimeResolver().resolve(text, spans, anchor=anchor, tenses=["past"] * len(spans))
    return [f"{i.earliest}..{i.latest}" if i.earliest != i.latest else f"{i.earliest}" for i in found]


def test_resolver_carries_the_last_day_to_the_next_expression() -> None:
    text = "They took the bridge on 5 May. The following day they lost it, and four days later they left."
    days = intervals(text, "5 May", "The following day", "four days later")
    assert days == ["2017-05-05", "2017-05-06", "2017-05-10"]


def test_resolver_carries_a_stated_year_when_there_is_no_publication_date() -> None:
    text = "Operation Anvil began in early November 2005. On 5 November marines entered Karabilah."
    assert intervals(text, "5 November", anchor=None) == ["2005-11-05"]


def test_resolver_finds_the_year_after_the_date_too() -> None:
    text = "The inquiry into the September 17 raid reports on Nov. 29, 2016."
    assert intervals(text, "September 17", anchor=None) == ["2016-09-17"]


def test_resolver_gives_one_mention_the_same_days_however_often_it_is_asked_for() -> None:
    text = "The truce was signed on 5 May. Two days later it broke and shells fell."
    span = Span(text.index("Two"), text.index(" it broke"))
    found = TimeResolver().resolve(text, [span, span], anchor=FRIDAY, tenses=["past", "past"])
    assert [i.earliest for i in found] == [date(2017, 5, 7)] * 2


def test_resolver_counts_once_where_mentions_lie_inside_one_another() -> None:
    text = "They met on 5 May. After four more days of shelling they left; the next day it burned."
    days = intervals(text, "After four more days of shelling", "the next day")
    spans = [Span(text.index(p), text.index(p) + len(p)) for p in ("After four more days", "four more days")]
    nested = TimeResolver().resolve(text, [*spans, Span(text.index("the next"), text.index(" it b"))], anchor=FRIDAY)
    assert days == ["2017-05-09", "2017-05-10"]
    assert nested[-1].earliest == date(2017, 5, 10)


def test_resolver_counts_no_day_from_a_year() -> None:
    text = "The party was banned in 1959. Four days later troops came."
    assert intervals(text, "Four days later") == ["None"]


def test_resolver_does_not_count_from_a_plan() -> None:
    text = "They met on 5 May. A summit is due on 20 September. The same day a convoy was hit."
    spans = [Span(text.index(p), text.index(p) + len(p)) for p in ("20 September", "The same day")]
    found = TimeResolver().resolve(text, spans, anchor=FRIDAY, tenses=["future", "past"])
    assert [i.earliest for i in found] == [date(2017, 9, 20), date(2017, 5, 5)]


def test_resolver_reads_a_perfect_with_a_duration_up_to_publication() -> None:
    text = "The group has held the dam for two years. It fought for three days in the valley."
    assert intervals(text, "for two years", "for three days") == ["2015-09-15..2017-09-15", "None"]


@pytest.mark.parametrize(
    ("text", "phrase", "tense", "days"),
    [
        ("It was the third raid in two days.", "two days", "past", (date(2017, 9, 13), FRIDAY)),
        ("Jets struck for the first time in nearly nine years.", "in nearly nine years", "past",
         (date(2008, 9, 15), FRIDAY)),
        ("Envoys will meet in two days.", "in two days", "future", (date(2017, 9, 17), date(2017, 9, 17))),
        ("Ninety died in the two days of fighting.", "the two days", "past", (None, None)),
    ],
)  # fmt: skip
def test_resolver_reads_in_with_a_duration_back_for_deeds_and_ahead_for_plans(
    text: str, phrase: str, tense: Tense, days: tuple[date | None, date | None]
) -> None:
    span = Span(text.index(phrase), text.index(phrase) + len(phrase))
    [told] = TimeResolver().resolve(text, [span], anchor=FRIDAY, tenses=[tense])
    assert (told.earliest, told.latest) == days


def test_resolver_leaves_the_day_after_an_event_unresolved() -> None:
    text = "On 5 May a truce began. Two days after the raid in Dara, they met."
    assert intervals(text, "Two days after") == ["None"]


@pytest.mark.parametrize("phrase", [row[0] for row in rows(RESOLVED, 3)])
def test_spans_are_inside_the_text_and_in_order(phrase: str) -> None:
    text = f"It happened {phrase}, he said. {phrase.upper()} IT ENDED."
    spans = find_times(text)
    assert spans == sorted(spans)
    assert all(not a.overlaps(b) for a, b in pairwise(spans))
    assert all(span.of(text) for span in spans)


def test_easter_is_computed_for_any_year() -> None:
    known = {1818: (3, 22), 1943: (4, 25), 2000: (4, 23), 2017: (4, 16), 2024: (3, 31)}
    assert {year: (easter(year).month, easter(year).day) for year in known} == known
