"""Who says what, on sentences parsed by hand: cue, source, contents and how they hang together."""

import pytest
from bench.quotations import quotations
from bench.sayings import attributions

from tests.builders import reading

CLAUSE = """
The DET 2 det
mayor NOUN 9 nsubj
, PUNCT 4 punct
Ilan PROPN 2 appos
Dor PROPN 4 flat
, PUNCT 4 punct
had AUX 9 aux
not PART 9 advmod
said VERB 0 root
that SCONJ 12 mark
rebels NOUN 12 nsubj
fled VERB 9 ccomp
. PUNCT 9 punct
"""
SPLIT = """
“ PUNCT 3 punct
They PRON 3 nsubj
fled VERB 7 ccomp
, PUNCT 3 punct
” PUNCT 3 punct
he PRON 7 nsubj
said VERB 0 root
. PUNCT 7 punct

“ PUNCT 3 punct
All PRON 3 nsubj
fled VERB 0 root
. PUNCT 3 punct
” PUNCT 3 punct
"""
BESIDE = """
Rebels NOUN 2 nsubj
fled VERB 0 root
, PUNCT 6 punct
a DET 5 det
witness NOUN 6 nsubj
noted VERB 2 parataxis
. PUNCT 2 punct
"""
ACCORDING = """
According VERB 4 case
to ADP 1 fixed
two NUM 4 nummod
medics NOUN 6 obl
rebels NOUN 6 nsubj
fled VERB 0 root
. PUNCT 6 punct
"""
DEED = """
Rebels NOUN 2 nsubj
refused VERB 0 root
to PART 4 mark
flee VERB 2 xcomp
. PUNCT 2 punct
"""
STANCE = """
Envoys NOUN 3 nsubj
sharply ADV 3 advmod
criticised VERB 0 root
the DET 5 det
raid NOUN 3 obj
as ADP 7 case
rash ADJ 3 obl
. PUNCT 3 punct
"""
MATTER = """
Envoys NOUN 2 nsubj
insisted VERB 0 root
on ADP 5 case
a DET 5 det
truce NOUN 2 obl
. PUNCT 2 punct
"""
SEEMING = """
The DET 2 det
truce NOUN 3 nsubj
seems VERB 0 root
to PART 5 mark
hold VERB 3 xcomp
. PUNCT 3 punct
"""
PASSIVE = """
The DET 2 det
raid NOUN 4 nsubj
was AUX 4 aux
condemned VERB 0 root
by ADP 6 case
envoys NOUN 4 obl
. PUNCT 4 punct
"""
MINDED = """
Envoys NOUN 3 nsubj
are AUX 3 cop
certain ADJ 0 root
that SCONJ 6 mark
rebels NOUN 6 nsubj
fled VERB 3 ccomp
. PUNCT 3 punct
"""
LENT = """
Envoys NOUN 2 nsubj
voiced VERB 0 root
doubts NOUN 2 obj
about ADP 6 case
the DET 6 det
truce NOUN 3 nmod
. PUNCT 2 punct
"""
LED = """
She PRON 2 nsubj
went VERB 0 root
on ADV 2 advmod
to PART 5 mark
say VERB 2 xcomp
rebels NOUN 7 nsubj
fled VERB 5 ccomp
. PUNCT 2 punct
"""
RELATIVE = """
Monitors NOUN 2 nsubj
saw VERB 0 root
medics NOUN 2 obj
saying VERB 3 acl
rebels NOUN 6 nsubj
fled VERB 4 ccomp
. PUNCT 2 punct
"""
ROWS = [
    (CLAUSE, "had not said", ["The mayor , Ilan Dor ,"], ["that rebels fled"], "clause"),
    (SPLIT, "said", ["he"], ["“They fled,”", "“All fled.”"], "quotation"),
    (BESIDE, "noted", ["a witness"], ["Rebels fled"], "beside"),
    (ACCORDING, "According to", ["two medics"], ["rebels fled"], "beside"),
    (DEED, "refused", ["Rebels"], ["to flee"], "deed"),
    (STANCE, "sharply criticised", ["Envoys"], ["the raid as rash"], "matter"),
    (MATTER, "insisted on", ["Envoys"], ["a truce"], "matter"),
    (SEEMING, "seems", [], ["The truce", "to hold"], "seeming"),
    (PASSIVE, "was condemned", ["envoys"], ["The raid"], "matter"),
    (MINDED, "are certain", ["Envoys"], ["that rebels fled"], "clause"),
    (LENT, "voiced doubts about", ["Envoys"], ["the truce"], "matter"),
    (LED, "went on to say", ["She"], ["rebels fled"], "clause"),
]


@pytest.mark.parametrize(("table", "cue", "sources", "contents", "form"), ROWS)
def test_attribution(table: str, cue: str, sources: list[str], contents: list[str], form: str) -> None:
    read = reading(table, text="“They fled,” he said. “All fled.”" if table is SPLIT else None)
    text = read.report.text
    (found,) = attributions(read)
    assert found.cue.of(text) == cue
    assert [s.of(text) for s in found.sources] == sources
    assert [c.of(text) for c in found.contents] == contents
    assert found.form == form


def test_a_source_leaves_out_the_clause_in_which_it_speaks() -> None:
    read = reading(RELATIVE)
    sources = {a.cue.of(read.report.text): [s.of(read.report.text) for s in a.sources] for a in attributions(read)}
    assert sources["saying"] == ["medics"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“A,” he said. “B.”", ["“A,”", "“B.”"]),
        ('He said "a" and "b".', ['"a"', '"b"']),
        ("He said ''a'' on 'b'.", ["''a''"]),
        ("“A, and on.\n\n“B.” he said", ["“A, and on.", "“B.”"]),
        ('A 5" gun, no quotation', []),
    ],
)
def test_quotations(text: str, wanted: list[str]) -> None:
    assert [q.of(text) for q in quotations(text)] == wanted
