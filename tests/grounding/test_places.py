"""Resolving place phrases: rows of (report, phrase, what it must become).

Every report here was written for the project.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.grounding import _without, spatial
from dateline.grounding.gazetteer import Gazetteer
from dateline.grounding.gazetteer_sources import distance_km
from dateline.grounding.names import Finder
from dateline.grounding.places import PlaceResolver
from dateline.grounding.spatial import Area, plain
from dateline.record import Place, Relation, Span


def resolve(resolver: PlaceResolver, text: str, *phrases: str, hints: tuple[str, ...] = ()) -> list[Place]:
    """The places of phrases of a text; a phrase is taken where it stands last."""
    spans = [Span(text.rindex(phrase), text.rindex(phrase) + len(phrase)) for phrase in phrases]
    return [place for place in resolver.resolve(text, spans, hints=hints) if place]


def test_who_holds_a_village_is_no_place(gazetteer: Gazetteer) -> None:
    text, mention = "Jets bombed a village held by Islamic Column near Mayadin.", Span(12, 57)
    sought = [n.surface for n in Finder(gazetteer, text, False).names(mention, is_mention=True)]
    kept = [n.surface for n in Finder(gazetteer, text, False, parties=(Span(30, 44),)).names(mention, is_mention=True)]
    assert sought == ["Islamic Column", "Mayadin"] and kept == ["Mayadin"]
    assert _without(Span(30, 57), [Span(30, 44), Span(0, 4)]) == [Span(44, 57)]


@pytest.mark.parametrize(
    "told",
    ["Moscow said it knew of no strike.", "The ministry in Moscow said so.", "Moscow, which sent the jets, denied it."],
)
def test_a_capital_that_speaks_is_not_the_city_that_is_meant(resolver: PlaceResolver, told: str) -> None:
    (place,) = resolve(resolver, f"Rebels left Deir ez-Zor on Monday. {told} Half of the city is in ruins.", "the city")
    assert place.name == "Deir ez-Zor"


def test_a_power_that_acts_abroad_does_not_bring_its_villages(resolver: PlaceResolver) -> None:
    told = "Syrian troops left Deir ez-Zor for Mayadin, the army said. Shells hit Raqqa, Al-Bukamal and Hasakah. "
    text = told + "A Russian ship and Russian jets fired at a post near al-Shola, Moscow said."
    (place,) = resolve(resolver, text, "a post near al-Shola")
    assert place.country == "SYR"


def test_who_acts_in_a_relative_clause_is_no_place(resolver: PlaceResolver) -> None:
    text = "Fire killed nine people in Idlib. It broke out in a quarter that Washington says jets had bombed."
    (place,) = resolve(resolver, text, "a quarter that Washington says jets had bombed")
    assert place.name == "Idlib"


def test_a_hyphen_may_stand_inside_a_name_and_between_two(resolver: PlaceResolver) -> None:
    text = "A flood cut off Khan-Shaikhoun in Idlib province, Syria. Troops held the Hama-Homs road."
    name, road = resolve(resolver, text, "Khan-Shaikhoun", "the Hama-Homs road")
    assert (name.name, road.name) == ("Khan Sheikhoun", "road Hama and Homs")


@pytest.mark.parametrize(
    "text",
    [
        "Malian troops close in on Kidal, helped by US-led drones. After a session with allies in Paris the US envoy"
        " spoke of Gao and of Menaka in Mali. North of Kidal, near Tessalit, a truck burned.",
        "Malian troops left Gao and Ansongo for Menaka in Mali. After a session in Paris a US general and the US"
        " envoy praised Malian courage.",
    ],
)
def test_small_places_of_a_power_that_acts_abroad_are_not_meant(resolver: PlaceResolver, text: str) -> None:
    (place,) = resolve(resolver, text, "Paris")
    assert place.country == "FRA", place.why


def test_a_lake_is_no_town_of_its_name(resolver: PlaceResolver) -> None:
    text = "Troops fought on in Marawi on Sunday. Gunmen hid in the last streets by Lake Lanao."
    (place,) = resolve(resolver, text, "the last streets by Lake Lanao")
    assert place.name == "Marawi" and "no place called" in place.why


@pytest.mark.parametrize(
    ("text", "phrase", "name", "country", "lat", "lon", "within_km", "precision"),
    [
        ("Shells fell on the eastern edge of Deir el-Zour.", "the eastern edge of Deir el-Zour",
         "Deir ez-Zor", "SYR", 35.33, 40.10, 10, "city"),
        ("Trucks rolled through Deir el-Zour province.", "Deir el-Zour province",
         "Deir ez-Zor Governorate", "SYR", 35.2, 40.3, 60, "admin1"),
        ("The Syrian city of Raqqa fell.", "The Syrian city of Raqqa", "Raqqa", "SYR", 35.95, 39.01, 10, "city"),
        ("Rebels in eastern Congo took a village some 12 km north of Goma.", "a village some 12 km north of Goma",
         "Goma", "COD", -1.566, 29.228, 5, "near"),
        ("A mosque in northern Iraq was hit.", "A mosque in northern Iraq", "Iraq", "IRQ", 36.1, 43.5, 60, "region"),
        ("The SDF holds much of the middle Euphrates River Valley.", "the middle Euphrates River Valley",
         "Middle Euphrates Valley", None, 34.9, 40.6, 60, "region"),
        ("A hospital in Aleppo, Syria, burned.", "A hospital in Aleppo", "Aleppo", "SYR", 36.2, 37.16, 5, "exact"),
        ("Pirates struck in the Gulf of Aden.", "the Gulf of Aden", "Gulf of Aden", None, 12.5, 48, 50, "sea"),
        ("Peacekeepers went to Burma.", "Burma", "Myanmar", "MMR", 21, 96.5, 100, "country"),
        ("The bomb killed ten in Springfield, Ohio.", "Springfield, Ohio",
         "Springfield", "USA", 39.92, -83.8, 15, "city"),
        ("He was shot in Paris, Texas.", "Paris, Texas", "Paris", "USA", 33.66, -95.56, 15, "city"),
        ("He was shot in Portland, ME.", "Portland, ME", "Portland", "USA", 43.66, -70.26, 15, "city"),
        ("He was shot in Paris.", "Paris", "Paris", "FRA", 48.86, 2.35, 15, "city"),
        ("Troops left Tripoli for Beirut and the Bekaa.", "Tripoli", "Tripoli", "LBN", 34.43, 35.84, 15, "city"),
        ("Troops left Tripoli for Misrata and Benghazi.", "Tripoli", "Tripoli", "LBY", 32.89, 13.19, 20, "city"),
        ("Israel struck the southern Gaza Strip.", "the southern Gaza Strip",
         "Gaza Strip", "PSE", 31.32, 34.36, 12, "region"),
        ("Marines patrolled Lebanon near Sidon and Tyre.", "Lebanon", "Lebanon", "LBN", 33.85, 35.85, 20, "country"),
        ("A man from Lebanon, Tenn., was held.", "Lebanon, Tenn.", "Lebanon", "USA", 36.21, -86.29, 15, "city"),
        ("Police in Georgia, Alabama and Florida searched for him.", "Georgia",
         "Georgia", "USA", 32.7, -83.4, 60, "admin1"),
        ("Russian tanks entered Georgia from South Ossetia.", "Georgia", "Georgia", "GEO", 42, 43.5, 60, "country"),
        ("Clashes near Khasham killed many; the Syrian army denied it.", "Khasham",
         "Khasham", "SYR", 35.3, 40.29, 12, "near"),
        ("Iraqi forces entered Hawijjah.", "Hawijjah", "Hawija", "IRQ", 35.33, 43.77, 15, "city"),
        ("Serb forces shelled Zepa in Bosnia.", "Zepa", "Žepa", "BIH", 43.95, 19.13, 8, "city"),
        ("Taliban fighters hold the Swat valley.", "the Swat valley", "Swat", "PAK", 35.2, 72.4, 40, "region"),
        ("Ukraine struck the Saky air base.", "the Saky air base", "Saky air base", "UKR", 45.09, 33.6, 6, "exact"),
        ("Boko Haram fled into Sambisa forest.", "Sambisa forest", "Sambisa Forest", "NGA", 11.25, 13.4, 20, "region"),
        ("Fighters crossed into Southern Kordofan.", "Southern Kordofan",
         "South Kordofan State", "SDN", 11.2, 30.2, 60, "admin1"),
        ("GUERRILLAS BLEW UP A BRIDGE NEAR USULUTAN.", "A BRIDGE NEAR USULUTAN",
         "Usulután", "SLV", 13.34, -88.44, 8, "near"),
        ("SHINING PATH HIT THE UPPER HUALLAGA VALLEY.", "THE UPPER HUALLAGA VALLEY",
         "Upper Huallaga", "PER", -8.9, -76.2, 30,
         "region"),
        ("police in springfield, ohio, held a man.", "springfield, ohio",
         "Springfield", "USA", 39.92, -83.8, 15, "city"),
        ("The army lost Kherson Oblast.", "Kherson Oblast", "Kherson Oblast", "UKR", 46.6, 33.4, 50, "admin1"),
        ("Guerrillas attacked in Catatumbo.", "Catatumbo", "Catatumbo", "COL", 8.7, -73.1, 30, "region"),
        ("The strikes hit a hill west of Damascus.", "a hill west of Damascus",
         "Damascus", "SYR", 33.5, 36.0, 30, "near"),
    ],
)  # fmt: skip
def test_a_phrase_becomes_an_area(
    resolver: PlaceResolver,
    text: str,
    phrase: str,
    name: str,
    country: str | None,
    lat: float,
    lon: float,
    within_km: float,
    precision: str,
) -> None:
    [place] = resolve(resolver, text, phrase)
    assert (place.name, place.country, place.precision) == (name, country, precision), place
    assert place.lat is not None and place.lon is not None and place.radius_km
    assert distance_km((place.lat, place.lon), (lat, lon)) <= within_km, place
    assert place.why.endswith(".") and place.text == phrase


@pytest.mark.parametrize(
    ("text", "phrase", "relation"),
    [
        ("It lies 6 km from Daquq.", "Daquq", {"kind": "distance", "km": [6, 6]}),
        ("Targets 500-650 kilometers from Aleppo were hit.", "500-650 kilometers from Aleppo",
         {"kind": "distance", "km": [500, 650]}),
        ("A base 10 miles (16 km) south-west of Kabul.", "A base 10 miles (16 km) south-west of Kabul",
         {"kind": "distance", "bearing": "SW", "km": [16.1, 16.1]}),
        ("Villages to the south-east from Deir ez-Zor burned.", "Deir ez-Zor", {"kind": "direction", "bearing": "SE"}),
        ("They met outside Mosul.", "Mosul", {"kind": "outside"}),
        ("They hold the outskirts of Bakhmut.", "the outskirts of Bakhmut", {"kind": "outside"}),
        ("They hold villages around Raqqa.", "villages around Raqqa", {"kind": "surrounding"}),
        ("They hold eastern Ukraine.", "eastern Ukraine", {"kind": "part", "bearing": "E", "part": "eastern"}),
        ("Homes in Homs's northern suburbs burned.", "Homs's northern suburbs",
         {"kind": "part", "bearing": "N", "part": "northern suburbs"}),
        ("The Goma-Rutshuru road was cut.", "The Goma-Rutshuru road", {"kind": "along"}),
        ("The road between Goma and Rutshuru was cut.", "The road between Goma and Rutshuru", {"kind": "along"}),
        ("They fought between Goma and Rutshuru.", "between Goma and Rutshuru", {"kind": "between"}),
        ("They hold Mosul.", "Mosul", None),
    ],
)  # fmt: skip
def test_words_around_a_name_become_a_relation(
    resolver: PlaceResolver, text: str, phrase: str, relation: dict[str, object] | None
) -> None:
    [place] = resolve(resolver, text, phrase)
    assert (place.relation.as_json() if place.relation else None) == relation


@pytest.mark.parametrize(
    ("text", "phrase", "name"),
    [
        ("The army took Mosul. Fighting goes on in the city.", "the city", "Mosul"),
        ("Daquq, a town south of Kirkuk, was hit. Many fled the town.", "the town", "Daquq"),
        (
            "Troops entered Deir ez-Zor and the surrounding province.",
            "the surrounding province",
            "Deir ez-Zor Governorate",
        ),
        ("Clashes went on in Bukavu. The province is poor.", "The province", "South Kivu Province"),
        ("A strike hit Tikrit. It killed six in a district of the city.", "a district of the city", "Tikrit"),
        (
            "Troops ended the siege of Tikrit. Columns on the road from Mosul had reached it. The city is in ruins.",
            "The city",
            "Tikrit",
        ),
        ("They entered Tikrit. Shells fell 20 km west of Mosul. The city is in ruins.", "The city", "Tikrit"),
        ("A bomb hit Azaz in Syria. People left the area.", "the area", "Azaz"),
        ("The mosque in Daquq was hit. They stood near the mosque.", "the mosque", "Daquq"),
        ("Syria shelled Homs. The country burns.", "The country", "Syria"),
    ],
)
def test_a_definite_noun_points_back(resolver: PlaceResolver, text: str, phrase: str, name: str) -> None:
    [place] = resolve(resolver, text, phrase)
    assert place.name == name and "points back" in place.why


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("They sat in the bar of the camp.", "the bar"),
        ("At Xyzzyville nothing happened.", "Xyzzyville"),
        ("They fled to one village in Iraq, then to another.", "another"),
        ("They moved to a safe place outside Iraq.", "a safe place outside Iraq"),
        ("Fighting went on in the city.", "the city"),
        ("Fighting went on somewhere.", "somewhere"),
        ("Men came to Tuloul Qwrtz. They left the village.", "the village"),
    ],
)
def test_what_cannot_be_resolved_is_left_out(resolver: PlaceResolver, text: str, phrase: str) -> None:
    [place] = resolve(resolver, text, phrase)
    assert (place.lat, place.lon, place.radius_km, place.name) == (None, None, None, None)
    assert place.precision == "unknown" and "not placed" in place.why


def test_the_dateline_is_no_antecedent(resolver: PlaceResolver) -> None:
    text = "GENEVA (Reuters) - Shells fell near Homs. The city is besieged, and the city starves."
    city = Span(text.index("The city"), text.index("The city") + 8)
    [place] = resolver.resolve(text, [city], filed_from=Span(0, 6))
    assert place and place.name == "Homs"


def test_hints_decide_between_namesakes(resolver: PlaceResolver) -> None:
    assert resolve(resolver, "Police searched Merida.", "Merida", hints=("VEN",))[0].country == "VEN"
    assert resolve(resolver, "Police searched Merida.", "Merida", hints=("MEX",))[0].country == "MEX"


def test_recognised_names_help_what_the_phrases_do_not_name(resolver: PlaceResolver) -> None:
    text = "Clashes in Hama spread. Aleppo and Idlib were calm, and Salamiyah too."
    names = [Span(found.start(), found.end()) for found in re.finditer("Hama|Aleppo|Idlib|Salamiyah", text)]
    [place] = resolver.resolve(text, names[:1], toponyms=names)
    assert place and place.country == "SYR"
    assert [entry.country for entry in resolver.read_names(text, names) if entry] == ["SYR"] * 4


@pytest.mark.parametrize(
    ("text", "phrase", "name", "country", "lat", "lon", "within_km"),
    [
        ("Police in Burundi said a bomb went off in the capital.", "the capital", "Bujumbura", "BDI", -3.38, 29.36, 10),
        ("Rebels hold Sidon in Lebanon. Shells fell on the capital.", "the capital", "Beirut", "LBN", 33.89, 35.5, 10),
        ("Shells hit Homs in Syria. Nine people died there.", "there", "Homs", "SYR", 34.73, 36.71, 10),
        ("Gunmen raided Goma. They burned a market.", "a market", "Goma", "COD", -1.67, 29.22, 10),
        ("Goma was calm. In Bukavu, soldiers shot at people on the street.", "the street",
         "Bukavu", "COD", -2.5, 28.86, 10),
        ("Libya has two governments. Oil fields in the east were closed.", "the east", "Libya", "LBY", 31, 22.5, 180),
        ("Rebels near Azaz in Syria fled towards the Turkish border.", "the Turkish border",
         "Syria\u2013Turkey border", "SYR", 36.65, 37.0, 40),
        ("Guards of Thailand and Cambodia fired at the border.", "the border",
         "Cambodia\u2013Thailand border", None, 13.6, 103.0, 120),
    ],
)  # fmt: skip
def test_a_place_that_is_only_described_takes_its_context(
    resolver: PlaceResolver, text: str, phrase: str, name: str, country: str | None, lat: float, lon: float,
    within_km: float,
) -> None:  # fmt: skip
    [place] = resolve(resolver, text, phrase)
    assert place.name == name and (country is None or place.country == country), place
    assert place.lat is not None and place.lon is not None
    assert distance_km((place.lat, place.lon), (lat, lon)) <= within_km, place


def test_an_unlisted_name_takes_a_wide_area_around_its_context_and_says_so(resolver: PlaceResolver) -> None:
    [place] = resolve(resolver, "Rebels left Goma and took Qwrtzumbe.", "Qwrtzumbe")
    assert (place.name, place.precision) == ("Goma", "region")
    assert place.radius_km and place.radius_km >= 50 and 'no place called "Qwrtzumbe"' in place.why


def test_an_unlisted_quarter_lies_in_its_city(resolver: PlaceResolver) -> None:
    [place] = resolve(resolver, "In Monrovia, Liberian police raided the Qwrtzo district.", "the Qwrtzo district")
    assert (place.name, place.country, place.precision) == ("Monrovia", "LBR", "exact")


def test_a_small_namesake_in_a_country_the_report_does_not_name_is_no_reading(resolver: PlaceResolver) -> None:
    text = "Liberian rebels shelled Monrovia. Liberian troops hid in the Marriott. Liberians fled."
    [place] = resolve(resolver, text, "the Marriott")
    assert place.country in (None, "LBR")


def test_the_capital_of_a_country_that_is_named_beats_larger_namesakes(resolver: PlaceResolver) -> None:
    [place] = resolve(resolver, "Argentina and Britain fight over the Falklands. Shells fell on Stanley.", "Stanley")
    assert place.country == "FLK"


@pytest.mark.parametrize(
    ("text", "phrase", "name", "country"),
    [
        ("Ships reached the Red Sea port of Hodeidah in Yemen.", "the Red Sea port of Hodeidah", "Hodeidah", "YEM"),
        ("Serb tanks shelled the Danube town of Vukovar.", "the Danube town of Vukovar", "Vukovar", "HRV"),
        ("Troops entered Iraq's Anbar Province.", "Iraq's Anbar Province", "Anbar Governorate", "IRQ"),
        ("Troops entered Iraqs Anbar Province.", "Iraqs Anbar Province", "Anbar Governorate", "IRQ"),
        ("Jets hit Syrias northern Idlib.", "Syrias northern Idlib", "Idlib", "SYR"),
        ("They took key towns in Iraq including Sinjar.", "key towns in Iraq including Sinjar", "Sinjar", "IRQ"),
    ],
)
def test_a_name_that_only_leads_to_the_next_is_not_the_place(
    resolver: PlaceResolver, text: str, phrase: str, name: str, country: str
) -> None:
    [place] = resolve(resolver, text, phrase)
    assert (place.name, place.country) == (name, country), place


def test_a_bare_name_means_the_town_where_a_division_shares_it(resolver: PlaceResolver) -> None:
    text = "Shells fell on Hodeidah. Sanaa, Marib and Ibb in Yemen were calm."
    [place] = resolve(resolver, text, "Hodeidah")
    assert place.precision == "city"


def test_a_name_recognised_in_part_is_read_whole(resolver: PlaceResolver) -> None:
    text = "Police in Argentina fired at a crowd in Buenos Aires."
    cut = Span(text.index("Buenos"), text.index("Buenos") + 6)
    [place] = resolver.resolve(text, [Span(text.index("Buenos"), len(text) - 1)], toponyms=[cut])
    assert place and (place.name, place.country) == ("Buenos Aires", "ARG")


def test_an_outlet_is_no_antecedent(resolver: PlaceResolver) -> None:
    text = "Damascus Radio said shells hit Homs. Later, the Aleppo Times said, a market burned."
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in ("Damascus", "Homs", "Aleppo")]
    market = Span(text.index("a market"), text.index("a market") + 8)
    [place] = resolver.resolve(text, [market], toponyms=spans)
    assert place and place.name == "Homs"


def test_a_misspelling_is_sought_near_the_other_places_only(resolver: PlaceResolver) -> None:
    far = resolve(resolver, "Shells fell on Kharkiv and Kupiansk in Ukraine, then on Odesca.", "Odesca")[0]
    assert far.name != "Odesa"
    near = resolve(resolver, "Shells fell on Mykolaiv and Ochakiv in Ukraine, then on Odesca.", "Odesca")[0]
    assert near.name == "Odesa"


def test_the_tongue_of_a_broadcast_is_no_country(resolver: PlaceResolver) -> None:
    text = "TELAM IN SPANISH. TROOPS IN ROSARIO AND CORDOBA TOOK ORDERS FROM BUENOS AIRES."
    names = [Span(found.start(), found.end()) for found in re.finditer("ROSARIO|CORDOBA|BUENOS", text)]
    [place] = resolver.resolve(text, names[1:2], toponyms=names)
    assert place and place.country == "ARG"


def test_a_border_crossing_is_a_point_not_the_border(resolver: PlaceResolver) -> None:
    [place] = resolve(resolver, "Syria shut Turkey's Oncupinar border crossing.", "Turkey's Oncupinar border crossing")
    assert place.name == "Bab al-Salama" and place.precision == "exact"


def test_an_unknown_name_in_a_report_about_many_places_is_left_out(resolver: PlaceResolver) -> None:
    towns = "Homs, Hama, Aleppo, Idlib, Raqqa, Tartus, Daraa and Palmyra"
    text = f"Shells fell on {towns}. Nobody spoke. Later they took Qwrtzumbe."
    [place] = resolve(resolver, text, "Qwrtzumbe")
    assert place.lat is None and 'no place called "Qwrtzumbe"' in place.why


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Rathedaung", "MMR", 20.48, 92.75), ("Puthukkudiyiruppu", "LKA", 9.31, 80.7),
        ("Mount Longdon", "FLK", -51.67, -57.98), ("Camp Bucca", "IRQ", 30.19, 47.86),
        ("Kitchanga", "COD", -1.22, 29.05), ("Roki Tunnel", "GEO", 42.6, 44.12),
        ("Deir el-Qamar", "LBN", 33.7, 35.56), ("Ouadi Doum", "TCD", 18.53, 20.19),
        ("Antonivsky Bridge", "UKR", 46.67, 32.72), ("Point Salines", "GRD", 12.0, -61.79),
    ],
)  # fmt: skip
def test_the_supplement_knows_places_of_many_conflicts(
    resolver: PlaceResolver, name: str, country: str, lat: float, lon: float
) -> None:
    [place] = resolve(resolver, f"They fought for {name}.", name)
    assert place.country == country and place.lat is not None and place.lon is not None, place
    assert distance_km((place.lat, place.lon), (lat, lon)) <= 5


def test_two_places_on_one_predicate_are_the_first(resolver: PlaceResolver) -> None:
    [place] = resolve(resolver, "Bombs hit Jableh and Tartus in Syria.", "Jableh and Tartus")
    assert place.lat is not None and place.lon is not None
    assert distance_km((place.lat, place.lon), (35.36, 35.93)) <= 5


def test_a_text_without_capitals_keeps_its_names(resolver: PlaceResolver) -> None:
    [place] = resolve(resolver, "the army of cameroon burned houses in bamenda and left.", "bamenda")
    assert (place.name, place.country) == ("Bamenda", "CMR")


def test_the_reason_names_the_rivals(resolver: PlaceResolver) -> None:
    [place] = resolve(resolver, "He was shot in Paris, Texas.", "Paris, Texas")
    assert "could be" in place.why and "the text puts it in Texas" in place.why


@given(
    st.floats(-80, 80),
    st.floats(-180, 180),
    st.floats(1, 300),
    st.sampled_from(["N", "NE", "E", "SE", "S", "SW", "W", "NW"]),
    st.floats(1, 400),
)
def test_an_offset_lies_as_far_away_as_it_says(lat: float, lon: float, radius: float, bearing: str, km: float) -> None:
    moved = spatial.apply(Relation("distance", bearing=bearing, km=(km, km)), Area(lat, lon, radius), is_wide=False)
    assert abs(distance_km((lat, lon), (moved.lat, moved.lon)) - km) <= 0.25 * km + 1
    assert -180 <= moved.lon <= 180 and moved.radius_km >= 3


@pytest.mark.parametrize("km", [(5.0, 5.0), (500.0, 650.0)])
def test_a_distance_without_direction_keeps_the_whole_ring(km: tuple[float, float]) -> None:
    area = spatial.apply(Relation("distance", km=km), Area(35.0, 40.0, 5.0), is_wide=False)
    assert area == Area(35.0, 40.0, km[1])


def test_plain_text_has_plain_hyphens_and_apostrophes() -> None:
    assert plain("The  South\u2013East of Homs\u2019s") == "the south-east of homs's"
