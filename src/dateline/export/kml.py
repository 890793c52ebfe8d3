"""KML for Google Earth: a placemark a row with its point, area and time; source text never becomes HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from dateline.export.bundle import Bundle, Written
from dateline.export.columns import cell
from dateline.export.features import LAYERS, Layer, rows
from dateline.export.files import text_file
from dateline.export.geometry import areas, circle
from dateline.record import Place

# Characters that XML 1.0 does not allow.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2">
<Document>
<name>dateline {what}</name>
<Style id="area"><LineStyle><width>1</width></LineStyle><PolyStyle><color>40ff7800</color></PolyStyle></Style>
"""


def write_kml(bundle: Bundle, path: Path, what: str) -> Written:
    """Two folders: what has a place, and what has none (placemarks without geometry)."""
    layer = LAYERS[what]
    found = list(rows(bundle, what))
    with text_file(path) as file:
        file.write(_HEAD.format(what=what))
        for name, located in (("With a place", True), ("Without a place", False)):
            file.write(f"<Folder><name>{name}</name>\n")
            for row in found:
                if _located(layer.place(row)) is located:
                    file.writelines(_placemark(layer, row))
            file.write("</Folder>\n")
        file.write("</Document>\n</kml>\n")
    return Written(len(found))


def text(value: Any) -> str:
    """A value as KML text. Google Earth shows tags inside text as HTML, so < and > become ‹ and ›."""
    plain = _ILLEGAL.sub("\ufffd", str(value)).replace("<", "‹").replace(">", "›")
    return escape(plain)


def _located(place: Place | None) -> bool:
    return place is not None and place.lat is not None


def _placemark(layer: Layer, row: Any) -> Iterator[str]:
    values = {c.name: cell(c.value(row)) for c in layer.columns}
    yield f"<Placemark><name>{text(layer.title(row))}</name>\n"
    yield from _time(values)
    yield "<styleUrl>#area</styleUrl>\n<ExtendedData>\n"
    for name, value in values.items():
        if value != "":
            yield f'<Data name="{name}"><value>{text(value)}</value></Data>\n'
    yield "</ExtendedData>\n"
    yield from _geometry(layer.place(row))
    yield "</Placemark>\n"


def _time(values: dict[str, Any]) -> Iterator[str]:
    begin, end = values.get("date_from"), values.get("date_to")
    if begin or end:
        yield "<TimeSpan>"
        yield f"<begin>{begin}</begin>" if begin else ""
        yield f"<end>{end}</end>" if end else ""
        yield "</TimeSpan>\n"


def _geometry(place: Place | None) -> Iterator[str]:
    if place is None or place.lat is None:
        return
    yield f"<MultiGeometry><Point><coordinates>{place.lon},{place.lat}</coordinates></Point>\n"
    extent = circle(place)
    for rings in areas([extent] if extent else []):
        for ring in rings:
            points = " ".join(f"{x:.6f},{y:.6f}" for x, y in ring.tolist())
            yield "<Polygon><outerBoundaryIs><LinearRing>"
            yield f"<coordinates>{points}</coordinates></LinearRing></outerBoundaryIs></Polygon>\n"
    yield "</MultiGeometry>\n"
