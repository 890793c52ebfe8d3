"""Numbers: the tables are the specification (claims.md §5, Quantities)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dateline.coding.numbers import Number, find_numbers, read_number

# phrase | least..most, with ~ for approximate and the unit after it; "-" where no number is stated
READ = """
# figures
12 | 12..12
1,200 | 1200..1200
302,149 | 302149..302149
2 500 | 2500..2500
12.5 million | 12500000..12500000
2 million | 2000000..2000000
30 lakh | 3000000..3000000
two crore | 20000000..20000000
24K | 24000..24000
400 families | 400..400
40 tons | 40..40
# words
one | 1..1
Eleven | 11..11
TWENTY-FOUR | 24..24
forty one | 41..41
sixty-three | 63..63
a hundred | 100..100
two hundred | 200..200
two hundred and fifty | 250..250
three hundred thousand | 300000..300000
twenty thousand | 20000..20000
three thousand four hundred and five | 3405..3405
one million two hundred thousand | 1200000..1200000
half a million | 500000..500000
a dozen | 12..12
half a dozen | 6..6
two dozen | 24..24
some four dozen | 48..48 ~
the three | 3..3
both | 2..2
both of | 2..2
a couple | 2..2 ~
no | 0..0
no injuries | 0..0
none | 0..0
zero | 0..0
# ranges
500-650 | 500..650
500–650 | 500..650
20 to 30 | 20..30
from 5 to 7 | 5..7
between 20 and 30 | 20..30
between 600 and 1,000 | 600..1000
two or three | 2..3
2-3 million | 2000000..3000000
between 2 and 3 million | 2000000..3000000
15 to 20 percent | 15..20 percent
# bounds
at least 12 | 12..
AT LEAST FIVE | 5..
more than 300 | 300..
More than five million | 5000000..
over 10,000 | 10000..
well over 100 | 100..
upwards of 200 | 200..
upward of 200,000 | 200000..
no fewer than 30 | 30..
in excess of 50 | 50..
more than a dozen | 12..
at least two dozen | 24..
Over half a million | 500000..
50 or more | 50..
500+ | 500..
up to 30 | ..30
UP TO 650 | ..650
as many as twenty-four | ..24
as high as 300 | ..300
no more than 5 | ..5
fewer than 10 | ..10
less than a hundred | ..100
# approximations
about 400 | 400..400 ~
some 1,500 | 1500..1500 ~
around fifty | 50..50 ~
nearly 8,000 | 8000..8000 ~
almost 8,000 | 8000..8000 ~
roughly 70 | 70..70 ~
an estimated 4,000 | 4000..4000 ~
Close to 300 | 300..300 ~
20 or so | 20..20 ~
another five | 5..5
# words for a range
dozens | 24..99 ~
Dozens of | 24..99 ~
a few dozen | 24..99 ~
scores | 40..99 ~
hundreds | 200..999 ~
Several hundred | 200..999 ~
thousands | 2000..9999 ~
several thousand | 2000..9999 ~
tens of thousands | 20000..99999 ~
hundreds of thousands | 200000..999999 ~
millions | 2000000..9999999 ~
# no number
several | -
a few | -
many | -
a | -
an | -
third | -
3rd | -
the fighters | -
# money and measures
$40m | 40000000..40000000 usd
$500,000 | 500000..500000 usd
nearly $100 million | 100000000..100000000 ~ usd
up to $1 billion | ..1000000000 usd
$2-3 billion | 2000000000..3000000000 usd
40 million dollars | 40000000..40000000 usd
over £1.1bn | 1100000000.. gbp
€430m | 430000000..430000000 eur
over 9 billion euros | 9000000000.. eur
more than 600 square miles | 1554.. km2
about 300 square miles | 777..777 ~ km2
18,000 square kilometers | 18000..18000 km2
200 hectares | 2..2 km2
1,000 acres | 4.05..4.05 km2
10 per cent | 10..10 percent
30% | 30..30 percent
# things counted apart add up
two women and three children | 5..5
12 soldiers and at least 3 policemen | 15..
"""


def rows(table: str) -> Iterator[tuple[str, Number | None]]:
    for line in table.strip().splitlines():
        if not line.startswith("#"):
            phrase, _, cell = line.partition(" | ")
            yield phrase, number(cell)


def number(cell: str) -> Number | None:
    if cell == "-":
        return None
    ends, *marks = cell.split()
    least, _, most = ends.partition("..")
    unit = [mark for mark in marks if mark != "~"]
    return Number(
        float(least) if least else None,
        float(most) if most else None,
        approx="~" in marks,
        unit=unit[0] if unit else "",
    )


@pytest.mark.parametrize(("phrase", "expected"), list(rows(READ)))
def test_read_number(phrase: str, expected: Number | None) -> None:
    assert read_number(phrase) == expected


# a text, with its counts in brackets
FOUND = [
    "[At least 12] people were killed and [30] wounded on 5 May 2015.",
    "[Between 20 and 30] rockets and [two] S-300s, a T-72 and a Su-25.",
    "An 82mm mortar and a 7.62 round hit an 18-year-old, aged 18.",
    "In 2011 [500-650] fighters, [2,000] troops and the 3rd Brigade arrived at 10:30 pm.",
    "[2000] people fled from 2012 to 2015 under Resolution 2328.",
    "Two days ago [three] women and [two] children died.",
    "Some 5 km north, [1,500] people live in [20] villages.",
    "[About 300 square miles] and [$40 million] in aid, [over £1.1bn] in all.",
    "One another, no one, every one of them: nobody counted.",
    "Between 11-13 Dec. they called 888-847-6592.",
    "In June [46] men and on 19 June [some 10,000] troops came.",
    "By October [more than 500,000] people had crossed; in May [two] were let go.",
    "[As many as 60] may have died; [four] soldiers did.",
    "They handed over [74] tanks and flew [over 2,700] sorties.",
    "A [50]-man team met the [four]-member crew.",
    "[ONE] M-60 MACHINEGUN, [12] M-16 RIFLES AND [3,500] ROUNDS",
    "It was hit [23] times in three weeks.",
    "Prices rose 15 per cent.",
    "1. [Two] aircraft landed.",
    "[Dozens] of villages, [tens of thousands] of people, several houses.",
]


@pytest.mark.parametrize("marked", FOUND)
def test_find_numbers_finds_counts_and_nothing_else(marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    wanted = [part.split("]")[0] for part in marked.split("[")[1:]]
    assert [span.of(text) for span in find_numbers(text)] == wanted


def test_percentages_are_found_when_asked_for() -> None:
    text = "They hold 15 to 20 percent of the town."
    assert [span.of(text) for span in find_numbers(text, percentages=True)] == ["15 to 20 percent"]
