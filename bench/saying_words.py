"""Words that report what somebody says, thinks, wants or holds of something; source: general English."""

from __future__ import annotations

from functools import cache

from dateline.coding.lemmas import lemmas

# Speech and showing: "X said (that) …", “…”, X said.
_SPEECH = frozenset(
    """acknowledge add admit advertise advise advocate affirm agree allege announce answer argue articulate ask
    assert assure attest aver avow bark bellow blog boast brag broadcast cable caution chant charge chide claim
    clarify comment complain concede conclude confess confide confirm contend convey correct counsel counter
    crow cry declare decree demand demonstrate deny describe detail dictate disclose divulge echo elaborate
    emphasise emphasize enthuse estimate exclaim exhort explain expound express fume gripe groan grumble gush
    highlight hint implore imply indicate inform inquire insinuate insist instruct interject interrupt invoke
    joke lament lecture maintain mention moan murmur muse mutter narrate note notify object observe opine
    outline phrase plead pledge point portray post preach predict proclaim profess promise pronounce prophesy
    propose protest prove publish quip quote read reaffirm reason reassure rebut recall recite recommend recount
    reiterate relate relay remark remind repeat reply report request respond retell retort retweet reveal rule
    say scoff scream shout show shrug signal state stipulate stress submit suggest summarize swear tease tell
    testify threaten thunder tout tweet underline underscore urge utter vent voice volunteer vow wail warn whine
    whisper write yell""".split()
)
# Speech only beside a quotation: “…”, X began.
_TURN = frozenset(
    """begin bellow chime close conclude continue cry end finish go interject laugh open put sing start sum""".split()
)
# Thought and perception, of a clause: "X knows (that) …".
_THOUGHT = frozenset(
    """calculate care conceive decide deduce deem detect determine discern discover feel figure find forget
    gather guess hear hold judge know learn mean mind note notice perceive picture ponder pray realise realize
    reckon remember resolve see sense surmise understand wonder""".split()
)
# Thought and feeling, of a clause or a thing: "X fears …".
_FEELING = frozenset(
    """anticipate appreciate assume believe consider contemplate doubt dream envisage envision expect fear
    forecast foresee hope imagine infer predict presume recognise recognize regard regret rejoice resent
    speculate suppose suspect think trust view wish worry""".split()
)
# Stance towards the object: "X criticised …".
_STANCE = frozenset(
    """abhor accept accuse address admire adore allude applaud approve assail attack back bash berate blame
    blast boo call celebrate censure challenge champion characterise characterize chastise cheer cite commend
    commit compare complain condemn congratulate credit criticise criticize debate decry defend demean demonise
    demonize denigrate denounce deplore deride despise detest disagree disavow discuss dislike dismiss disown
    disparage dispute disregard distrust dread embrace encourage endorse enjoy envy eulogise excoriate extol
    favor favour flaunt glorify greet hail hate honor honour identify impugn insult interpret introduce justify
    label lambast lambaste lash laud like liken loathe love malign mock name nominate oppose praise prefer
    question rail react rebuff rebuke recommend refer refute reject renounce repudiate respect revile ridicule
    salute scold second shame side skewer slam slander smear speak stereotype support sympathise sympathize talk
    taunt thank trash trumpet uphold vilify welcome""".split()
)
# Will, of a deed: "X wants to …".
_WILL = frozenset(
    """agree aim ask aspire claim consent dare decide decline demand desire expect fear hesitate hope intend
    invite long mean plan pledge plot prefer promise propose refuse request resolve seek swear threaten urge vow
    want wish""".split()
)
_KINDS = {
    "speech": _SPEECH,
    "turn": _TURN,
    "thought": _THOUGHT,
    "feeling": _FEELING,
    "stance": _STANCE,
    "will": _WILL,
    "seeming": frozenset({"appear", "seem"}),  # so to nobody named: "X appears to …"
}
# What else than "about", "for", "against" and "of" may lead to the matter: "X pointed to …".
_LEADS = {
    "to": frozenset("allude appeal attest object point react refer swear".split()),
    "with": frozenset("agree differ disagree quarrel side sympathise sympathize".split()),
    "on": frozenset(
        "agree call comment count disagree dwell elaborate expand expound insist opine remark report touch".split()
    ),
    "in": frozenset("believe delight trust".split()),
    "at": frozenset("balk bristle hint jeer lash laugh marvel scoff sneer wonder".split()),
    "upon": frozenset("call".split()),
}
# Nouns of speech, thought and stance, behind a verb that lends them its subject: "expressed doubts about …".
_NOUNS = frozenset(
    """accusation acknowledgement acknowledgment admiration admission advice affection affirmation agreement
    allegation anger announcement anxiety apology appeal approval argument assertion assessment assumption
    assurance attack belief bid blame call caution charge claim comment commitment complaint concern conclusion
    condemnation confidence confirmation contention conviction criticism declaration defence defense demand
    denial denunciation desire disappointment disapproval disclaimer disclosure disdain dismay distrust doubt
    endorsement enthusiasm estimate expectation explanation fear feeling forecast frustration goal guess hint
    hope hostility idea impression indication insistence intention interest interpretation judgement judgment
    lament mention message notion objection observation offer opinion opposition optimism outrage pessimism plan
    plea pledge praise prediction preference promise proof proposal proposition question recommendation refusal
    regret rejection remark report request resentment respect response revelation rumor rumour scepticism sense
    sentiment skepticism speculation stance statement story suggestion support suspicion sympathy testimony
    theory thought threat uncertainty understanding urge view vow warning willingness wish word worry""".split()
)
_LIGHT = frozenset(
    "air bring convey deliver draw express feel give hold issue make offer raise share show take throw voice".split()
)
# Adjectives of thought and stance: "is convinced that …".
MINDED = frozenset(
    """adamant afraid alarmed amazed angry anxious appalled appreciative apprehensive ashamed astonished aware
    bitter certain clear comfortable committed complimentary concerned confident content convinced critical
    cynical dedicated delighted determined disappointed disdainful dismayed dismissive displeased doubtful
    dubious eager ecstatic embarrassed enthusiastic excited fearful fond frank frustrated furious glad grateful
    happy hesitant honest hopeful hostile impressed indignant insistent interested keen leery mindful mum
    nervous opposed optimistic outraged overjoyed pessimistic pleased proud ready receptive reluctant resentful
    sad satisfied sceptical scornful shocked sick silent skeptical sorry sure surprised suspicious sympathetic
    thankful thrilled tired unaware uncertain uncomfortable unconvinced uneasy unhappy unimpressed unsure
    unwilling upbeat upset vocal wary weary willing worried""".split()
)
# Discourse markers when they stand beside a clause: "you know", "I mean".
MARKERS = frozenset({"know", "mean", "see"})
_IRREGULAR = {
    "began": "begin", "chose": "choose", "chosen": "choose", "felt": "feel", "foresaw": "foresee", "forgot": "forget",
    "found": "find", "heard": "hear", "held": "hold", "knew": "know", "known": "know", "meant": "mean", "saw": "see",
    "seen": "see", "shown": "show", "sought": "seek", "swore": "swear", "thought": "think", "understood": "understand",
    "written": "write", "wrote": "write",
}  # fmt: skip


@cache
def base(form: str) -> frozenset[str]:
    """Every base form that a word form may belong to."""
    word = form.casefold()
    return lemmas(word) | ({_IRREGULAR[word]} if word in _IRREGULAR else frozenset())


@cache
def kinds(form: str) -> frozenset[str]:
    """What a verb form may report: speech, turn, thought, feeling, stance, will, seeming; empty for other verbs."""
    return frozenset(kind for kind, words in _KINDS.items() if base(form) & words)


def leads_to_matter(verb: str, preposition: str) -> bool:
    """True for "about" and, after some verbs, other prepositions: "point to", "insist on"."""
    return preposition in ("about", "for", "against", "of") or bool(base(verb) & _LEADS.get(preposition, frozenset()))


def is_light(verb: str, noun: str) -> bool:
    """True for "voiced fears": the noun says what is reported, the verb who reports it."""
    return bool(base(verb) & _LIGHT and base(noun) & _NOUNS)
