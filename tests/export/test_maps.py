"""Map files: areas beside points, null geometry, the antimeridian and the poles."""

from __future__ import annotations

import importlib.util
import json
import math
import sqlite3
import struct
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.export import export
from dateline.export.geometry import areas
from tests.export.samples import FIRST, SECOND, bundle, place, summary

KML = "{http://www.opengis.net/kml/2.2}"


def _signed_area(ring: list[list[float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


@settings(deadline=None)
@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(0.1, 12_000))
def test_areas_are_closed_counter_clockwise_and_on_the_map(lon: float, lat: float, radius_km: float) -> None:
    (rings,) = areas([(lon, lat, radius_km)])
    for ring in rings:
        assert ring[0].tolist() == ring[-1].tolist() and len(ring) >= 4
        assert (abs(ring[:, 0]) <= 180 + 1e-9).all() and (abs(ring[:, 1]) <= 90 + 1e-9).all()
        assert _signed_area(ring.tolist()) > 0


def test_a_circle_lies_at_its_radius() -> None:
    ((ring,),) = areas([(40.5, 35.0, 100.0)])
    for lon, lat in ring.tolist():
        a, b = math.radians(35.0), math.radians(lat)
        cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(math.radians(lon - 40.5))
        assert math.acos(cosine) * 6371.0088 == pytest.approx(100, rel=1e-6)


def test_a_circle_over_the_antimeridian_is_two_and_one_over_a_pole_is_a_cap() -> None:
    (both,) = areas([(179.9, 0.0, 50.0)])
    assert [r[:, 0].max() > 0 for r in both] == [True, False]
    (both,) = areas([(-179.9, 0.0, 50.0)])
    assert len(both) == 2
    ((cap,),) = areas([(100.0, 60.0, 3900.0)])
    assert cap[:, 1].max() == 90 and {cap[:, 0].min(), cap[:, 0].max()} == {-180, 180}


def test_geojson_has_points_areas_and_null_geometry(tmp_path: Path) -> None:
    export(bundle(), tmp_path / "x", what="incidents", format="geojson")
    point, area, nowhere = json.loads((tmp_path / "x").read_text(encoding="utf8"))["features"]
    assert (point["id"], area["id"], nowhere["id"]) == ("i1", "i1/area", "i2")
    assert point["geometry"] == {"type": "Point", "coordinates": [40.5, 35.0]}
    assert area["geometry"]["type"] == "Polygon" and area["properties"]["part"] == "area"
    assert _signed_area(area["geometry"]["coordinates"][0]) > 0
    assert nowhere["geometry"] is None and nowhere["properties"]["status"] == "single-source"
    assert point["properties"]["events"] == ["shelling", "killing"] and point["properties"]["date_from"] == "2017-09-12"


def test_geojson_splits_at_the_antimeridian(tmp_path: Path) -> None:
    export(bundle(summary(place=place(lon=180.0))), tmp_path / "x", what="incidents", format="geojson")
    _, area = json.loads((tmp_path / "x").read_text(encoding="utf8"))["features"]
    assert area["geometry"]["type"] == "MultiPolygon" and len(area["geometry"]["coordinates"]) == 2


# ---------------------------------------------------------------- GeoPackage


def _gpkg(tmp_path: Path, what: str = "incidents") -> sqlite3.Connection:
    export(bundle(), tmp_path / "x.gpkg", what=what, format="gpkg")
    return sqlite3.connect(tmp_path / "x.gpkg")


def test_a_geopackage_says_what_it_is(tmp_path: Path) -> None:
    with closing(_gpkg(tmp_path)) as file:
        assert file.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert file.execute("PRAGMA user_version").fetchone() == (10300,)
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        systems = {row[0] for row in file.execute("SELECT srs_id FROM gpkg_spatial_ref_sys")}
        assert systems == {-1, 0, 4326}
        kinds = file.execute("SELECT table_name, geometry_type_name, srs_id FROM gpkg_geometry_columns").fetchall()
        assert kinds == [("incidents_points", "POINT", 4326), ("incidents_areas", "MULTIPOLYGON", 4326)]
        contents = file.execute("SELECT data_type, last_change FROM gpkg_contents").fetchall()
        assert contents == [("features", "2026-11-25T12:00:00.000Z")] * 2


def test_geometries_have_the_header_of_the_standard(tmp_path: Path) -> None:
    with closing(_gpkg(tmp_path)) as file:
        rows = file.execute("SELECT incident, geom, date_from, killed_high FROM incidents_points").fetchall()
        (incident, point, day, high), nowhere = rows
        assert (incident, day, high) == ("i1", "2017-09-12", 99) and nowhere[1] is None
        assert struct.unpack("<2sBBi", point[:8]) == (b"GP", 0, 1, 4326)
        assert struct.unpack("<BIdd", point[8:]) == (1, 1, 40.5, 35.0)
        ((area,),) = file.execute("SELECT geom FROM incidents_areas").fetchall()
        magic, version, flags, srs, west, east, south, north = struct.unpack("<2sBBidddd", area[:40])
        assert (magic, version, flags, srs) == (b"GP", 0, 3, 4326)
        assert west < 40.5 < east and south < 35.0 < north
        assert struct.unpack("<BII", area[40:49]) == (1, 6, 1)
        box = file.execute("SELECT min_x, max_x FROM gpkg_contents WHERE table_name = 'incidents_areas'").fetchone()
        assert box == (west, east)


@pytest.mark.skipif(not importlib.util.find_spec("pyogrio"), reason="GDAL is not installed")
@pytest.mark.parametrize("what", ["incidents", "claims"])
def test_gdal_reads_both_layers(what: str, tmp_path: Path) -> None:
    pyogrio: Any = pytest.importorskip("pyogrio")
    _gpkg(tmp_path, what).close()
    for layer in ("points", "areas"):
        info = pyogrio.read_info(tmp_path / "x.gpkg", layer=f"{what}_{layer}")
        assert info["crs"] == "EPSG:4326" and info["features"] >= 1


# ---------------------------------------------------------------- KML


def test_kml_has_places_times_and_no_html_of_sources(tmp_path: Path) -> None:
    hostile = replace(SECOND, id="", text="<b>x</b>\x0b &lt;script&gt;")
    both = bundle(summary(place=place(name="<img src=x>\x00")))
    found = replace(both, reports={**both.reports, hostile.id: hostile})
    export(found, tmp_path / "x.kml", what="incidents", format="kml")
    root = ElementTree.fromstring((tmp_path / "x.kml").read_bytes())
    (mark,) = root.iter(f"{KML}Placemark")
    assert mark.findtext(f".//{KML}Point/{KML}coordinates") == "40.5,35.0"
    assert mark.findtext(f"{KML}TimeSpan/{KML}begin") == "2017-09-12"
    assert mark.find(f".//{KML}Polygon") is not None
    assert not any("<" in (e.text or "") for e in root.iter() if e.tag.startswith(KML))


def test_kml_keeps_what_has_no_place(tmp_path: Path) -> None:
    export(bundle(), tmp_path / "x.kml", what="incidents", format="kml")
    root = ElementTree.fromstring((tmp_path / "x.kml").read_bytes())
    with_place, without = root.iter(f"{KML}Folder")
    assert [len(f.findall(f"{KML}Placemark")) for f in (with_place, without)] == [1, 1]


# ---------------------------------------------------------------- JSON lines, and their scorer


def test_incident_lines_hold_what_the_scorer_reads(tmp_path: Path) -> None:
    export(bundle(), tmp_path / "x", what="incidents", format="jsonl")
    first, second = [json.loads(line) for line in (tmp_path / "x").read_text(encoding="utf8").splitlines()]
    claim = first["claims"][0] if first["claims"][0]["report"] == FIRST.id else first["claims"][1]
    assert claim["report"] == FIRST.id and claim["event"] == "shelling"
    assert {"begin", "end"} <= set(claim["trigger"]) and {"begin", "end"} <= set(claim["evidence"])
    assert first["killed"] == {"low": 12, "best": 12, "high": 99, "rule": "the lowest that two origins allow"}
    assert [o["key"] for o in first["origins"]] == ["wire", "paper"] and second["killed"] is None
    assert first["fields"][0]["agreement"] == "range"
