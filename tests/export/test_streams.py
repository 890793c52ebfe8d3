"""What `dateline read` prints: claims as JSON, CSV and GeoJSON."""

import csv
import io
import json
from datetime import date

from dateline.export import STREAMS
from dateline.record import Claim, Interval, Party, Place, Quantity, Report, Source, Span

TEXT = "=Rebels 💥 shelled Rahma on Tuesday, the ministry said."


def _span(quote: str) -> Span:
    begin = TEXT.index(quote)
    return Span(begin, begin + len(quote))


REPORT = Report(TEXT, title="=SUM(A1)", published=date(2017, 9, 15), outlet="Example Wire")
CLAIM = Claim(
    id="c1",
    report=REPORT.id,
    event="shelling",
    trigger=_span("shelled"),
    evidence=Span(0, len(TEXT)),
    actors=(Party(_span("Rebels"), "Rebels", None, None, "REB"),),
    place=Place(_span("Rahma"), "Rahma", "Rahma", "SYR", lat=35.0, lon=-40.5, radius_km=5, precision="city"),
    when=Interval(_span("Tuesday"), "Tuesday", date(2017, 9, 12), date(2017, 9, 12), "day"),
    quantities=(Quantity("killed", _span("Rahma"), "at least 12", 12.0, None),),
    sources=(Source(Party(_span("the ministry"), "the ministry"), "claims"),),
    confidence=0.5,
)
NOWHERE = Claim("c2", REPORT.id, "talks", _span("said"), Span(0, len(TEXT)))
CODED = [(REPORT, (CLAIM, NOWHERE))]


def _written(name: str) -> str:
    return "".join(STREAMS[name](CODED))


def test_jsonl_offsets_quote_the_text() -> None:
    record = json.loads(_written("jsonl"))
    text = record["report"]["text"]
    claim = record["claims"][0]
    for mention in (claim["trigger"], claim["actors"][0], claim["place"], claim["when"], claim["sources"][0]):
        assert text[mention["begin"] : mention["end"]] == mention["text"]


def test_jsonl_has_the_fields_of_the_contract_and_the_chances_of_each() -> None:
    record = json.loads(_written("jsonl"))
    assert list(record["report"]) == ["id", "title", "text", "published", "outlet", "url", "lang"]
    claim = record["claims"][0]
    assert set(claim) == set(
        (
            "id event trigger evidence polarity modality actors targets weapons place origin destination when "
            "quantities sources confidence chances"
        ).split()
    )
    assert claim["quantities"][0]["min"] == 12 and claim["quantities"][0]["max"] is None
    assert claim["sources"][0]["stance"] == "claims"
    assert record["claims"][1]["place"] is None and record["claims"][1]["actors"] == []


def test_csv_quotes_formulas_and_leaves_numbers() -> None:
    first, second = csv.DictReader(io.StringIO(_written("csv")))
    assert first["title"] == "'=SUM(A1)"
    assert first["evidence"].startswith("'=")
    assert first["longitude"] == "-40.5"
    assert (second["latitude"], second["place"]) == ("", "")


def test_geojson_is_longitude_first_and_null_where_nothing_is_known() -> None:
    first, second = json.loads(_written("geojson"))["features"]
    assert first["geometry"]["coordinates"] == [-40.5, 35.0]
    assert first["properties"]["radius_km"] == 5
    assert second["geometry"] is None
