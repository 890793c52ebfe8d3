"""GeoPackage 1.3: one SQLite file with a layer of points and a layer of areas, for QGIS and R.

Rows without a place stand in the points layer with no geometry.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from dateline.export.bundle import Bundle, Written
from dateline.export.columns import Column, cell
from dateline.export.features import LAYERS, rows
from dateline.export.geometry import Ring, areas, circle, wkb_area, wkb_point
from dateline.export.tables import batches
from dateline.record import Place

APPLICATION_ID = 0x47504B47  # "GPKG"
VERSION = 10300
_WGS84 = 4326
_TYPES = {"text": "TEXT", "texts": "TEXT", "int": "INTEGER", "float": "DOUBLE", "day": "DATE"}
_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
    'AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)

_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""


def write_geopackage(bundle: Bundle, path: Path, what: str) -> Written:
    """Layers `WHAT_points` and `WHAT_areas`, with the same columns."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        file.execute(f"PRAGMA user_version = {VERSION}")
        # The file is a draft until it is renamed: no journal is needed.
        file.execute("PRAGMA journal_mode = OFF")
        file.execute("PRAGMA synchronous = OFF")
        file.executescript(_TABLES)
        file.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _systems())
        count = _fill(file, bundle, what)
        file.commit()
    return Written(count)


def _systems() -> list[tuple[Any, ...]]:
    return [
        ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system"),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
        ("WGS 84 geodetic", _WGS84, "EPSG", _WGS84, _WKT, "longitude and latitude in degrees"),
    ]


def _fill(file: sqlite3.Connection, bundle: Bundle, what: str) -> int:
    """Every row at its point, without geometry where it has none, and the area of every row that has one."""
    layer, count = LAYERS[what], 0
    points = _Layer(file, f"{what}_points", "POINT", layer.columns, bundle)
    polygons = _Layer(file, f"{what}_areas", "MULTIPOLYGON", layer.columns, bundle)
    for batch in batches(rows(bundle, what)):
        found = [(layer.place(row), _cells(layer.columns, row)) for row in batch]
        points.insert([_point(place, points.extent), *cells] for place, cells in found)
        drawn = [(extent, cells) for place, cells in found if (extent := circle(place))]
        shapes = areas(extent for extent, _ in drawn)
        polygons.insert([_area(s, polygons.extent), *cells] for s, (_, cells) in zip(shapes, drawn, strict=True))
        count += len(batch)
    points.close()
    polygons.close()
    return count


class _Extent:
    """The box around all that was written."""

    def __init__(self) -> None:
        self.box: tuple[float, float, float, float] | None = None

    def take(self, west: float, south: float, east: float, north: float) -> None:
        """Widens the box to hold another one."""
        w, s, e, n = self.box or (west, south, east, north)
        self.box = (min(w, west), min(s, south), max(e, east), max(n, north))


class _Layer:
    """A layer being filled: made empty, its extent noted when it is closed."""

    def __init__(
        self, file: sqlite3.Connection, name: str, geometry: str, columns: Sequence[Column[Any]], bundle: Bundle
    ) -> None:
        self.file, self.name, self.extent = file, name, _Extent()
        types = ", ".join(f'"{c.name}" {_TYPES[c.kind]}' for c in columns)
        file.execute(
            f'CREATE TABLE "{name}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom {geometry}, {types})'
        )
        changed = bundle.at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        file.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) "
            "VALUES (?, 'features', ?, ?, ?, ?)",
            (name, name, f"exported by dateline; audit head {bundle.audit_head or 'none'}", changed, _WGS84),
        )
        file.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (name, geometry, _WGS84))
        quoted = ", ".join(f'"{c.name}"' for c in columns)
        self.statement = f'INSERT INTO "{name}" (geom, {quoted}) VALUES (?{", ?" * len(columns)})'

    def insert(self, values: Iterable[list[Any]]) -> None:
        """Rows: the geometry, then the columns."""
        self.file.executemany(self.statement, values)

    def close(self) -> None:
        """Notes how far the layer reaches."""
        if self.extent.box:
            box = "min_x = ?, min_y = ?, max_x = ?, max_y = ?"
            self.file.execute(f"UPDATE gpkg_contents SET {box} WHERE table_name = ?", (*self.extent.box, self.name))


def _point(place: Place | None, extent: _Extent) -> bytes | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    extent.take(place.lon, place.lat, place.lon, place.lat)
    return struct.pack("<2sBBi", b"GP", 0, 0b001, _WGS84) + wkb_point(place.lon, place.lat)


def _area(rings: list[Ring], extent: _Extent) -> bytes:
    west, south = (min(float(ring[:, axis].min()) for ring in rings) for axis in (0, 1))
    east, north = (max(float(ring[:, axis].max()) for ring in rings) for axis in (0, 1))
    extent.take(west, south, east, north)
    header = struct.pack("<2sBBidddd", b"GP", 0, 0b011, _WGS84, west, east, south, north)
    return header + wkb_area(rings)


def _cells(columns: Sequence[Column[Any]], row: Any) -> list[Any]:
    """Cells of a row; empty ones are null, and what UTF-8 cannot hold becomes "?"."""
    return [None if (value := column.value(row)) is None else _cell(value) for column in columns]


def _cell(value: Any) -> Any:
    given = cell(value)
    if not isinstance(given, str):
        return given
    return (given if given.isascii() else given.encode("utf8", "replace").decode("utf8")) or None
