"""What a mention of a party means, row by row; a mention stands in [[brackets]]."""

from __future__ import annotations

import re
from datetime import date

import pytest

from dateline.errors import AssetError
from dateline.grounding.parties import PartyResolver
from dateline.grounding.registry import Registry, fold, sound, tokens_of
from dateline.record import Party, Span, Word

FMLN = "Farabundo Martí National Liberation Front"
REGISTRY = Registry.load()
RESOLVER = PartyResolver(REGISTRY)


def unmarked(marked: str) -> tuple[str, list[Span]]:
    """A text without its brackets, and the mentions that stood in them."""
    text, spans = "", []
    for piece in re.split(r"(\[\[.*?\]\])", marked, flags=re.DOTALL):
        words = piece[2:-2] if piece.startswith("[[") else piece
        if piece.startswith("[["):
            spans.append(Span(len(text), len(text) + len(words)))
        text += words
    return text, spans


def parties_in(marked: str, *, year: int | None = None, countries: tuple[str, ...] = ()) -> list[Party]:
    """The parties of the bracketed mentions of a text."""
    text, spans = unmarked(marked)
    published = date(year, 6, 15) if year else None
    return RESOLVER.resolve(text, spans, published=published, countries=countries)


def check(marked: str, name: str | None, country: str | None, sector: str | None, year: int | None = None) -> None:
    """The last bracketed mention means this party."""
    party = parties_in(marked, year=year)[-1]
    assert (party.name, party.country, party.sector) == (name, country, sector), party.why


NAMES = [
    # one group, many names
    ("Fighters of [[Islamic State]] withdrew.", "Islamic State", None, "REB"),
    ("Fighters of [[ISIS]] withdrew.", "Islamic State", None, "REB"),
    ("[[ISIL]] claimed the blast.", "Islamic State", None, "REB"),
    ("[[Daesh]] lost the town.", "Islamic State", None, "REB"),
    ("[[Da’esh]] lost the town.", "Islamic State", None, "REB"),
    ("[[the so-called Islamic State]] lost the town.", "Islamic State", None, "REB"),
    ("[[IS militants]] fled.", "Islamic State", None, "REB"),
    ("[[the Houthis]] fired on the port.", "Houthis", "YEM", "REB"),
    ("[[Huthi rebels]] fired on the port.", "Houthis", "YEM", "REB"),
    ("[[Ansar Allah]] fired on the port.", "Houthis", "YEM", "REB"),
    ("[[Shining Path]] killed a mayor.", "Shining Path", "PER", "REB"),
    ("[[Sendero Luminoso]] killed a mayor.", "Shining Path", "PER", "REB"),
    ("[[SENDERO LUMINOSO]] KILLED A MAYOR.", "Shining Path", "PER", "REB"),
    ("[[sendero luminoso]] killed a mayor.", "Shining Path", "PER", "REB"),
    ("[[Hizbullah]] shelled the post.", "Hezbollah", "LBN", "REB"),
    ("[[a wounded Hezbollah fighter]] was shown.", "Hezbollah", "LBN", "REB"),
    ("[[Lebanon's Hezbollah movement]] agreed.", "Hezbollah", "LBN", "REB"),
    ("[[Tamil Tiger rebels]] retreated.", "Liberation Tigers of Tamil Eelam", "LKA", "REB"),
    ("[[The LTTE]] rejected the claim.", "Liberation Tigers of Tamil Eelam", "LKA", "REB"),
    ("[[al Qaida]] released a tape.", "Al-Qaeda", None, "REB"),
    ("[[Al-Shabab]] raided the base.", "Al-Shabaab", "SOM", "REB"),
    (
        "[[The Farabundo Marti National Liberation Front]] attacked.",
        "Farabundo Martí National Liberation Front",
        "SLV",
        "REB",
    ),
    ("[[Boko Haram militants]] burned the market.", "Boko Haram", "NGA", "REB"),
    ("[[Abu Sayyaf gunmen]] took a boat.", "Abu Sayyaf", "PHL", "REB"),
    ("[[RUF rebels]] took the mine.", "Revolutionary United Front", "SLE", "REB"),
    ("[[UNITA]] shelled Kuito.", "UNITA", "AGO", "REB"),
    ("[[Renamo]] ambushed a bus.", "RENAMO", "MOZ", "REB"),
    ("[[Polisario]] broke off the truce.", "Polisario Front", "ESH", "REB"),
    ("[[the SDF]] entered Raqqa.", "Syrian Democratic Forces", "SYR", "REB"),
    ("[[members of IS]] were seen.", "Islamic State", None, "REB"),
    ("[[a group of fighters from the Lord's Resistance Army]] crossed.", "Lord's Resistance Army", "UGA", "REB"),
    ("[[ISIL's captured tanks]] were hit.", "Islamic State", None, "REB"),
    ("[[an ISIL-held building]] was hit.", "Islamic State", None, "REB"),
    # bodies, missions, monitors, media
    ("[[The U.N. Security Council]] met.", "United Nations Security Council", None, "IGO"),
    ("[[the UN refugee agency]] warned.", "United Nations High Commissioner for Refugees", None, "IGO"),
    ("[[EU leaders]] met.", "European Union", None, "IGO"),
    ("[[UNPROFOR]] protested.", "United Nations Protection Force", None, "MIL"),
    ("[[NATO warplanes]] struck.", "NATO", None, "MIL"),
    ("[[African Union peacekeepers in Somalia]] fired.", "African Union Mission in Somalia", None, "MIL"),
    ("[[Doctors Without Borders]] left.", "Médecins Sans Frontières", None, "NGO"),
    ("[[the Red Cross]] confirmed.", "International Committee of the Red Cross", "CHE", "NGO"),
    ("[[HRW]] said so.", "Human Rights Watch", "USA", "NGO"),
    ("[[the Syrian Observatory for Human Rights]] said so.", "Syrian Observatory for Human Rights", "GBR", "NGO"),
    ("[[Reuters news agency]] reported.", "Reuters", "GBR", "MED"),
    ("[[IRNA]] reported.", "IRNA", "IRN", "MED"),
    ("[[Xinhua]] reported.", "Xinhua", "CHN", "MED"),
    ("[[Tanjug]] reported.", "Tanjug", "SRB", "MED"),
    # people, and what is theirs
    ("[[Syrian President Bashar al-Assad]] spoke.", "Bashar al-Assad", "SYR", "GOV"),
    ("[[Bashar Assad]] spoke.", "Bashar al-Assad", "SYR", "GOV"),
    ("[[President Bashar al-Assad's forces]] advanced.", "Syrian Armed Forces", "SYR", "MIL"),
    ("[[Assad's regime]] denied it.", "Syria", "SYR", "GOV"),
    ("[[U.S. Navy Captain Paul Marsh, who speaks for the U.S.-led coalition]], spoke.", "Paul Marsh", "USA", "MIL"),
    ("[[Human Rights Watch's Nora Field]] spoke.", "Nora Field", "USA", "NGO"),
    ("[[Velupillai Prabhakaran]] was killed.", "Velupillai Prabhakaran", "LKA", "REB"),
    ("[[Savimbi's men]] withdrew.", "UNITA", "AGO", "REB"),
    ("[[MUAMMAR GADDAFI]] SPOKE ON TELEVISION.", "Muammar Gaddafi", "LBY", "GOV"),
]

STATES = [
    ("[[Russia]] denied it.", "Russia", "RUS", "GOV"),
    ("[[The United States]] protested.", "United States", "USA", "GOV"),
    ("[[the U.S.]] protested.", "United States", "USA", "GOV"),
    ("[[The UK]] protested.", "United Kingdom", "GBR", "GOV"),
    ("[[Damascus]] rejected the report.", "Syria", "SYR", "GOV"),
    ("[[the Kremlin]] rejected the report.", "Russia", "RUS", "GOV"),
    ("[[Baghdad]] and Erbil agreed.", "Iraq", "IRQ", "GOV"),
    ("[[The White House]] rejected the report.", "United States", "USA", "GOV"),
    ("[[the Government of Iraq]] asked for help.", "Iraq", "IRQ", "GOV"),
    ("[[the Colombian government]] asked for help.", "Colombia", "COL", "GOV"),
    ("[[senior Iraqi officials]] agreed.", "Iraq", "IRQ", "GOV"),
    ("[[the Taliban government]] agreed.", "Taliban", "AFG", "REB"),
    # organs
    ("[[Two Russian subs]] fired missiles.", "Russian Navy", "RUS", "MIL"),
    ("[[Russian warships]] sailed.", "Russian Navy", "RUS", "MIL"),
    ("[[Israeli jets]] struck.", "Israeli Air Force", "ISR", "MIL"),
    ("[[Iraqi air force planes]] struck.", "Iraqi Air Force", "IRQ", "MIL"),
    ("[[the Russian Defense Ministry]] said.", "Ministry of Defence of the Russian Federation", "RUS", "MIL"),
    ("[[the Ministry of Defence of Ukraine]] said.", "Ministry of Defence of Ukraine", "UKR", "MIL"),
    ("[[Egypt's foreign ministry]] said.", "Ministry of Foreign Affairs of Egypt", "EGY", "GOV"),
    ("[[the Pentagon]] said.", "United States Department of Defense", "USA", "MIL"),
    ("[[The State Department]] said.", "United States Department of State", "USA", "GOV"),
    ("[[Iraqi forces]] advanced.", "Iraqi Armed Forces", "IRQ", "MIL"),
    ("[[Syrian government forces]] advanced.", "Syrian Armed Forces", "SYR", "MIL"),
    ("[[Iraqi security forces]] advanced.", "Iraqi Armed Forces", "IRQ", "MIL"),
    ("[[the Ukrainian military]] said.", "Armed Forces of Ukraine", "UKR", "MIL"),
    ("[[Ethiopian troops]] crossed.", "Ethiopian National Defense Force", "ETH", "MIL"),
    ("[[Colombian troops]] crossed.", "Colombian Army", "COL", "MIL"),
    ("[[Turkish police]] fired tear gas.", "Turkish National Police", "TUR", "COP"),
    ("[[30 retired Iraqi police officers]] were held.", "Iraqi Police", "IRQ", "COP"),
    ("[[French gendarmes]] fired.", "National Gendarmerie", "FRA", "COP"),
    ("[[the IDF]] fired.", "Israel Defense Forces", "ISR", "MIL"),
    ("[[The Tatmadaw]] burned villages.", "Tatmadaw", "MMR", "MIL"),
    ("[[Pakistan's ISI]] denied it.", "Inter-Services Intelligence", "PAK", "SPY"),
    ("[[the CIA]] denied it.", "Central Intelligence Agency", "USA", "SPY"),
    ("[[the National Army of Colombia]] said.", "Colombian Army", "COL", "MIL"),
    ("[[a Russian military spokesman]] said.", "Russian Armed Forces", "RUS", "MIL"),
    ("[[soldiers from Chad]] crossed.", "Chadian National Army", "TCD", "MIL"),
    ("[[SALVADORAN AIR FORCE HELICOPTERS]] STRAFED THE HILL.", "Salvadoran Air Force", "SLV", "MIL"),
    ("[[U.S. Marines]] landed.", "United States Marine Corps", "USA", "MIL"),
    ("[[a Russian court]] jailed him.", None, "RUS", "JUD"),
    ("[[Iranian state media]] said.", "Iranian state media", "IRN", "MED"),
    ("[[the Soviet Army]] left.", "Soviet Army", "SUN", "MIL"),
    # where a state has one army and names no air force of its own, it is the armed forces
    ("[[the Burkinabe army]] said.", "Burkina Faso Army", "BFA", "MIL"),
    ("[[the Zambian army]] said.", "Zambian Defence Force", "ZMB", "MIL"),
    ("[[Eritrean jets]] struck.", "Eritrean Defence Forces", "ERI", "MIL"),
    ("[[the Eritrean air force]] struck.", "Eritrean Air Force", "ERI", "MIL"),
    ("[[Kyrgyz border guards]] fired.", "Border Service of Kyrgyzstan", "KGZ", "MIL"),
    ("[[South Korea's Joint Chiefs of Staff]] said.", "Joint Chiefs of Staff of South Korea", "KOR", "MIL"),
    ("[[the Zambian Electronic Army]] said.", "Zambian Electronic Army", "ZMB", None),
    ("[[Zambia]] spoke; [[the Ministry of Defence]] did not.", "Ministry of Defence of Zambia", "ZMB", "MIL"),
    # the apostrophe may be lost on the way
    ("[[Syrias army]] advanced.", "Syrian Army", "SYR", "MIL"),
    ("[[Israels F-16s]] struck. Syria protested.", "Israeli Air Force", "ISR", "MIL"),
]

PEOPLE = [
    ("[[More than 60 Syrian civilians]] were killed.", None, "SYR", "CVL"),
    ("[[civilians]] were killed in Syria.", None, "SYR", "CVL"),
    ("[[at least nine women and boys]] died in Iraq.", None, "IRQ", "CVL"),
    ("[[residents]] of Lima in Peru fled.", None, "PER", "CVL"),
    ("[[worshippers]] were killed in Iraq.", None, "IRQ", "CVL"),
    ("[[Tens of thousands of people]] fled in Ethiopia.", None, "ETH", "CVL"),
    ("[[four survivors interviewed for this report]] spoke in Guatemala.", None, "GTM", "CVL"),
    ("[[About a quarter of a million Syrians]] fled.", None, "SYR", "CVL"),
    ("[[refugees]] crossed the border.", None, None, "CVL"),
    ("[[journalists]] were beaten in Egypt.", None, None, "MED"),
    ("[[aid workers]] were beaten in Egypt.", None, None, "NGO"),
    ("[[gunmen]] shot a teacher in Colombia.", None, "COL", "REB"),
    ("[[local officials]] fled in Turkey.", None, "TUR", "GOV"),
    ("[[a hospital]] burned in Syria.", None, None, None),
]

HINTS = [
    # what backs, leads or opposes a party does not name it
    (
        "In Syria the SDF advanced on Raqqa. [[US-backed militias fighting Islamic State]] took the dam.",
        "Syrian Democratic Forces",
        "SYR",
        "REB",
        2017,
    ),
    (
        "In Syria the SDF advanced on Raqqa. [[U.S. -backed Syrian fighters]] took the dam.",
        "Syrian Democratic Forces",
        "SYR",
        "REB",
        2017,
    ),
    ("In Ukraine [[pro-Russian separatists]] shelled Debaltseve.", "Russian-backed separatists", "UKR", "REB", 2015),
    ("In Yemen the [[Iran-backed Houthis]] advanced.", "Houthis", "YEM", "REB", 2018),
    ("[[The US-led coalition]] struck Mosul in Iraq.", "US-led coalition", None, "MIL", 2016),
    ("[[The Saudi-led coalition]] struck Sanaa in Yemen.", "Saudi-led coalition", None, "MIL", 2016),
    # the same words, another war or decade
    ("In Iraq [[coalition forces]] raided Baghdad.", "Multi-National Force – Iraq", None, "MIL", 2005),
    ("In Iraq and Syria [[Coalition aircraft]] struck.", "US-led coalition", None, "MIL", 2016),
    ("In Yemen [[the coalition]] struck Sanaa.", "Saudi-led coalition", None, "MIL", 2016),
    ("In Afghanistan [[coalition troops]] left Kabul.", "International Security Assistance Force", None, "MIL", 2010),
    ("In Sri Lanka [[the SLA]] advanced.", "Sri Lanka Army", "LKA", "MIL", 2008),
    ("In Lebanon [[the SLA]] shelled Nabatiyeh.", "South Lebanon Army", "LBN", "REB", 1996),
    ("In Sudan [[the SLA]] raided El Fasher.", "Sudan Liberation Movement/Army", "SDN", "REB", 2006),
    ("In China [[the PLA]] held drills.", "People's Liberation Army", "CHN", "MIL", 2010),
    ("In Nepal [[the PLA]] attacked Beni.", "People's Liberation Army", "NPL", "REB", 2004),
    (
        "In the Central African Republic [[the UPC]] took Bambari.",
        "Union for Peace in the Central African Republic",
        "CAF",
        "REB",
        2018,
    ),
    (
        "In the Democratic Republic of the Congo [[the UPC]] took Bunia.",
        "Union of Congolese Patriots",
        "COD",
        "REB",
        2003,
    ),
    (
        "In Colombia [[the National Liberation Army]] blew up a pipeline.",
        "National Liberation Army",
        "COL",
        "REB",
        1991,
    ),
    ("In Macedonia [[the National Liberation Army]] held Tetovo.", "National Liberation Army", "MKD", "REB", 2001),
    ("In Pakistan [[the ISI]] denied it.", "Inter-Services Intelligence", "PAK", "SPY", 2010),
    ("In South Africa [[soldiers]] entered Soweto.", "South African Defence Force", "ZAF", "MIL", 1986),
    ("In South Africa [[soldiers]] entered Soweto.", "South African National Defence Force", "ZAF", "MIL", 2021),
    ("In Nepal [[the army]] entered Rolpa.", "Royal Nepal Army", "NPL", "MIL", 2003),
    ("[[President Bush]] met envoys on Kuwait.", "George H. W. Bush", "USA", "GOV", 1990),
    ("[[President Bush]] met envoys on Iraq.", "George W. Bush", "USA", "GOV", 2004),
    ("In Turkey [[Kurdish rebels]] ambushed a patrol.", "Kurdistan Workers' Party", "TUR", "REB", 1994),
    ("In Iraq [[Kurdish Peshmerga fighters]] held the ridge.", "Peshmerga", "IRQ", "MIL", 2015),
    ("In Syria [[rebels]] took Idlib.", "Syrian opposition", "SYR", "REB", 2015),
    ("In El Salvador [[rebels]] took Berlin.", "Farabundo Martí National Liberation Front", "SLV", "REB", 1983),
    ("In Nicaragua [[the rebels]] crossed from Honduras.", "Contras", "NIC", "REB", 1986),
    ("In Afghanistan [[the mujahideen]] shelled Kabul.", "Afghan mujahideen", "AFG", "REB", 1987),
]

REPORT = [
    # organs of the country that the report is about
    ("Fighting went on in Mali. [[The army]] shelled Kidal.", "Malian Armed Forces", "MLI", "MIL", 2014),
    ("Fighting went on in Peru. [[The police]] held two men.", "National Police of Peru", "PER", "COP", 1990),
    ("Fighting went on in Peru. [[The government]] denied it.", "Peru", "PER", "GOV", 1990),
    ("Fighting went on in Sri Lanka. [[Government troops]] advanced.", "Sri Lanka Army", "LKA", "MIL", 2008),
    ("Fighting went on in Sudan. [[Security forces]] fired.", "Sudanese Armed Forces", "SDN", "MIL", 2012),
    ("Fighting went on. [[The army]] advanced.", None, None, "MIL", None),
    ("Fighting went on. [[Police]] advanced.", None, None, "COP", None),
    ("Chad sent troops to the border. [[Its army]] crossed.", "Chadian National Army", "TCD", "MIL", 2008),
    (
        "In Chechnya and all Russia [[the defence ministry]] was silent.",
        "Ministry of Defence of the Russian Federation",
        "RUS",
        "MIL",
        2000,
    ),
    # descriptions and pronouns
    ("Hezbollah fired on Haifa. Israel struck back. [[The group]] vowed revenge.", "Hezbollah", "LBN", "REB", 2006),
    (
        "The Lord's Resistance Army raided Gulu. [[The rebels]] took children.",
        "Lord's Resistance Army",
        "UGA",
        "REB",
        2003,
    ),
    ("UNITA took Huambo. On Monday [[it]] released prisoners.", "UNITA", "AGO", "REB", 1993),
    (
        "The FARC attacked a post. [[The guerrillas]] withdrew.",
        "Revolutionary Armed Forces of Colombia",
        "COL",
        "REB",
        1999,
    ),
    ("Boko Haram attacked Bama. Later [[they]] withdrew.", "Boko Haram", "NGA", "REB", 2014),
    ("Two Russian submarines fired. [[The two submarines]] then dived.", "Russian Navy", "RUS", "MIL", 2017),
    ("IRNA reported a blast. [[The agency]] gave no toll.", "IRNA", "IRN", "MED", 2010),
    (
        "Ravina Shamdasani spoke for the UN human rights office. On Friday [[he]] said more.",
        "Ravina Shamdasani",
        None,
        "IGO",
        2016,
    ),
    ("Bashar al-Assad spoke. Afterwards [[he]] left.", "Bashar al-Assad", "SYR", "GOV", 2015),
    (
        "The Front for Northern Liberation (FNL) said it fought. [[The FNL]] withdrew.",
        "Front for Northern Liberation",
        None,
        None,
        None,
    ),
    ("[[The minister of state, Alistair Burt]], spoke.", "Alistair Burt", "GBR", "GOV", 2018),
    (
        "[[A spokesman for the UN High Commissioner for Human Rights, Ravina Shamdasani]], spoke.",
        "Ravina Shamdasani",
        None,
        "IGO",
        2016,
    ),
    # who else fits a description or a pronoun
    ("Turkey moved [[its army]] south.", "Turkish Armed Forces", "TUR", "MIL", 2018),
    ("Hezbollah fired on Israel. [[The jets]] struck back at Hezbollah.", "Israeli Air Force", "ISR", "MIL", 2006),
    ("The Sudanese army advanced. [[A MiG-29]] flew.", "Sudanese Air Force", "SDN", "MIL", 2015),
    ("In Turkey [[the governor]] spoke.", "Turkey", "TUR", "GOV", 2015),
    ("In Kenya [[the Supreme Court]] ruled.", "Supreme Court of Kenya", "KEN", "JUD", 2017),
    ("[[The Chadian Red Cross]] said.", "Chadian Red Cross", "TCD", "NGO", 2008),
    ("In Peru [[catechists]] fled.", None, "PER", "CVL", 1990),
    ("In Peru [[quarrymen]] fled.", None, "PER", "CVL", 1990),
    ("In Peru [[computers]] burned.", None, None, None, 1990),
    ("FMLN COMMUNIQUE. IN EL SALVADOR THE ARMY FELL BACK. [[WE]] HOLD.", FMLN, "SLV", "REB", 1989),
    (
        "MR. ORTEGA: No.\nQ: Why?\nMR. ORTEGA: In Peru [[we]] met the FARC.\nQ: Who?\nMR. ORTEGA: Friends.",
        "Nicaragua",
        "NIC",
        "GOV",
        1990,
    ),
    # new names stay as written
    ("In Peru [[rebel commander Anselmo Quispe]] spoke.", "Anselmo Quispe", "PER", "REB", 1990),
    ("In Ghana [[Colonel Kwame Boatenge]] spoke.", "Kwame Boatenge", "GHA", "MIL", 1990),
    ("[[Mr. Lindqvist]] spoke.", "Lindqvist", None, "CVL", 1990),
    ("[[the Valley Defence Committee]] spoke.", "Valley Defence Committee", None, None, 1990),
]

NO_NAMES = [
    # ordinary words that look like names
    "This [[is]] what they told us.",
    "They gave [[us]] food.",
    "The man [[who]] fled.",
    "[[the dawn]] was cold.",
    "a [[map]] of the town",
]


@pytest.mark.parametrize(("marked", "name", "country", "sector"), NAMES)
def test_a_name_means_its_entry(marked: str, name: str, country: str | None, sector: str) -> None:
    check(marked, name, country, sector, year=None)


@pytest.mark.parametrize(("marked", "name", "country", "sector"), STATES)
def test_a_state_and_its_organs(marked: str, name: str | None, country: str, sector: str) -> None:
    check(marked, name, country, sector)


@pytest.mark.parametrize(("marked", "name", "country", "sector"), PEOPLE)
def test_people_without_a_name(marked: str, name: None, country: str | None, sector: str | None) -> None:
    check(marked, name, country, sector)


@pytest.mark.parametrize(("marked", "name", "country", "sector", "year"), HINTS)
def test_country_and_year_decide(marked: str, name: str, country: str | None, sector: str, year: int) -> None:
    check(marked, name, country, sector, year)


@pytest.mark.parametrize(("marked", "name", "country", "sector", "year"), REPORT)
def test_the_report_decides(
    marked: str, name: str | None, country: str | None, sector: str | None, year: int | None
) -> None:
    check(marked, name, country, sector, year)


@pytest.mark.parametrize("marked", NO_NAMES)
def test_ordinary_words_name_nobody(marked: str) -> None:
    assert parties_in(marked)[-1].name is None


def test_the_countries_of_the_report_settle_a_bare_organ() -> None:
    assert parties_in("[[The army]] advanced.", countries=("SYR", "IRQ"))[0].name == "Syrian Army"


def test_capitals_change_nothing() -> None:
    marked = "[[Iraqi forces]] and [[the SDF]] met near [[Islamic State fighters]] in Iraq."
    names = [p.name for p in parties_in(marked, year=2017)]
    assert names == [p.name for p in parties_in(marked.upper(), year=2017)]


def test_mentions_keep_their_order_and_their_words() -> None:
    first, second = parties_in("[[Hamas]] fired. [[Israel]] struck.")
    assert (first.text, second.text) == ("Hamas", "Israel")


def test_the_same_mention_twice_has_one_meaning() -> None:
    span = Span(0, 5)
    found = RESOLVER.resolve("Hamas fired.", [span, span])
    assert found[0] == found[1]


def test_heads_must_match_the_mentions() -> None:
    with pytest.raises(ValueError, match="1 heads for 2 mentions"):
        RESOLVER.resolve("Hamas fired.", [Span(0, 5), Span(6, 11)], heads=[Span(0, 5)])


def test_a_head_word_ends_the_mention_before_a_verb() -> None:
    text = "In Syria people feeding soldiers fled."
    mention, head = Span(9, 32), Span(9, 15)
    assert RESOLVER.resolve(text, [mention], heads=[head])[0].sector == "CVL"
    assert RESOLVER.resolve(text, [mention])[0].sector == "MIL"


def test_the_other_side_of_an_event_is_not_meant() -> None:
    text = "In Uganda the NRA advanced. NRA men shelled the rebels."
    actor, target = Span(28, 35), Span(44, 54)
    alone = RESOLVER.resolve(text, [target], published=date(1985, 1, 1))[0]
    assert alone.name == "National Resistance Army"
    opposed = RESOLVER.resolve(
        text, [actor, target], published=date(1985, 1, 1), opponents={target: [actor], actor: [target]}
    )
    assert (opposed[0].name, opposed[1].name) == ("National Resistance Army", None)


def test_who_fights_a_party_elsewhere_in_the_report_fights_it_again() -> None:
    marked = (
        "In Colombia [[the ELN]] ambushed [[the FARC]]. [[The AUC]] stood by. [[The ELN]] then shelled [[a position]]."
    )
    text, spans = unmarked(marked)
    pairs = {spans[0]: [spans[1]], spans[1]: [spans[0]], spans[3]: [spans[4]], spans[4]: [spans[3]]}
    found = RESOLVER.resolve(text, spans, published=date(2000, 1, 1), opponents=pairs)
    assert found[4].name == "Revolutionary Armed Forces of Colombia"
    assert RESOLVER.resolve(text, spans, published=date(2000, 1, 1))[4].name != found[4].name


def test_a_noun_means_again_what_it_meant_before() -> None:
    marked = "[[The Chadian garrison]] held. Libyan troops were seen. [[The garrison]] fell."
    assert parties_in(marked, year=1987)[1].name == "Chadian National Armed Forces"


def test_a_common_noun_with_a_capital_is_no_name() -> None:
    text = "Reinforcements reached the town."
    words = [
        Word(Span(0, 14), "Reinforcements", "NOUN", 1, "nsubj", "O"),
        Word(Span(15, 22), "reached", "VERB", -1, "root", "O"),
        Word(Span(23, 26), "the", "DET", 3, "det", "O"),
        Word(Span(27, 31), "town", "NOUN", 1, "obj", "O"),
    ]
    assert RESOLVER.resolve(text, [Span(0, 14)], words=words)[0].name is None


def test_the_subject_of_another_clause_may_be_meant() -> None:
    text = "Boko Haram said it left Bama in Nigeria"
    words = [
        Word(Span(0, 4), "Boko", "PROPN", 1, "compound", "O"),
        Word(Span(5, 10), "Haram", "PROPN", 2, "nsubj", "O"),
        Word(Span(11, 15), "said", "VERB", -1, "root", "O"),
        Word(Span(16, 18), "it", "PRON", 4, "nsubj", "O"),
        Word(Span(19, 23), "left", "VERB", 2, "ccomp", "O"),
        Word(Span(24, 28), "Bama", "PROPN", 4, "obj", "O"),
    ]
    assert RESOLVER.resolve(text, [Span(16, 18)], words=words)[0].name == "Boko Haram"


@pytest.mark.parametrize(("linked", "name"), [(0, "Boko Haram"), (3, "Ansaru")])
def test_the_readers_links_decide_between_parties_that_fit(linked: int, name: str) -> None:
    text = "Boko Haram fought Ansaru in Nigeria. It lost."
    first = [("Boko", 1, "compound"), ("Haram", 2, "nsubj"), ("fought", -1, "root"), ("Ansaru", 2, "obj")]
    rest = [("in", 5, "case"), ("Nigeria", 2, "obl"), (".", 2, "punct"), ("It", 8, "nsubj"), ("lost", -1, "root")]
    words, at = [], 0
    for form, head, relation in [*first, *rest]:
        at = text.index(form, at)
        tag = "PRON" if form == "It" else "PROPN" if form[0].isupper() else "VERB"
        words.append(Word(Span(at, at + len(form)), form, tag, head, relation, "O"))
    links = {7: {0: -3.5, 1: -3.5, 3: -3.5} | ({0: 4.0, 1: 4.0} if linked == 0 else {3: 4.0})}
    assert RESOLVER.resolve(text, [Span(37, 39)], words=words, links=links)[0].name == name


def test_names_that_the_reader_takes_for_people_explain_a_pronoun() -> None:
    text = "In Peru Anselmo Quispe spoke. Then he left."
    names = [(Span(8, 22), "person")]
    assert RESOLVER.resolve(text, [Span(35, 37)], names=names)[0].name == "Anselmo Quispe"
    assert RESOLVER.resolve(text, [Span(35, 37)])[0].name is None


def test_an_undated_report_is_as_old_as_the_years_it_names() -> None:
    party = parties_in("In South Africa [[soldiers]] entered Soweto in June 1986.")[0]
    assert party.name == "South African Defence Force"


def test_every_party_says_why() -> None:
    assert all(p.why for p in parties_in("[[Hamas]] and [[the army]] and [[something]] in Peru."))


def test_an_analyst_adds_actors(tmp_path) -> None:  # type: ignore[no-untyped-def]
    table = tmp_path / "mine.tsv"
    columns = "name aliases country sector kind parent from to places wikidata".split()
    table.write_text("\t".join(columns) + "\nRiver Men\tthe Reeds\tGHA\tREB\tgroup\t\t\t\t\t\n")
    resolver = PartyResolver(Registry.load(table))
    assert resolver.resolve("River Men attacked.", [Span(0, 9)])[0].country == "GHA"


def test_a_table_with_a_missing_cell_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    table = tmp_path / "mine.tsv"
    table.write_text("name\taliases\nRiver Men\n")
    with pytest.raises(AssetError, match=r"mine\.tsv line 2"):
        Registry.load(table)


@pytest.mark.parametrize(("one", "other"), [("Houthi", "Huthi"), ("Qaida", "Kaida"), ("Massoud", "Masood")])
def test_transliterations_agree(one: str, other: str) -> None:
    assert sound(fold(one)) == sound(fold(other))


def test_tokens_quote_the_text() -> None:
    text = "The U.S.-led coalition’s jets hit Da'esh; I’m sure."
    assert all(text[t.begin : t.end] == t.form for t in tokens_of(text))


def test_parents_and_countries_of_the_registry_exist() -> None:
    codes = {code[:3] for code in REGISTRY.states}
    for entry in REGISTRY.entries.values():
        assert entry.country is None or entry.country in codes, entry.name
        assert entry.places <= codes, entry.name
        assert entry.parent is None or entry.parent in REGISTRY.entries, (entry.name, entry.parent)
        assert not (entry.earliest and entry.latest) or entry.earliest <= entry.latest, entry.name


def test_who_goes_on_speaking_is_who_spoke_in_the_sentence_before() -> None:
    text, (observatory, _, it) = unmarked(
        "[[The Syrian Observatory for Human Rights]] said [[Islamic State]] took the village. [[It]] said ten had died."
    )
    mentions = [observatory, it]
    found = RESOLVER.resolve(text, mentions, speakers=[observatory, it])
    assert found[1].name == "Syrian Observatory for Human Rights", found[1].why


def test_the_capital_of_a_dateline_is_not_what_it_means() -> None:
    text, (_, it) = unmarked("[[BEIRUT]], Sept. 11 - Hezbollah fired rockets at the town. [[It]] warned of more.")
    assert RESOLVER.resolve(text, [it], filed_from=Span(0, 6))[0].name == "Hezbollah"
    only, (it,) = unmarked("BEIRUT, Sept. 11 - The raid went on. [[It]] warned of more.")
    assert RESOLVER.resolve(only, [it], filed_from=Span(0, 6))[0].name is None


@pytest.mark.parametrize("boats", ["the boats", "several barges", "a cargo ship", "the ferry"])
def test_boats_of_nobody_in_particular_are_no_navy(boats: str) -> None:
    party = parties_in(f"Russian warplanes bombed [[{boats}]] on the river in Syria.", countries=("SYR",))[0]
    assert "Navy" not in (party.name or ""), party.why
