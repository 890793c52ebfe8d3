"""Countries as other schemes number and name them."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from dateline import assets


@dataclass(frozen=True, slots=True)
class Country:
    """A country: ISO codes, the Gleditsch–Ward and COW numbers, and the regions of UCDP and ACLED."""

    code: str
    name: str
    numeric: int | None = None
    gwno: int | None = None
    cow: int | None = None
    ucdp_region: str = ""
    acled_region: str = ""


@cache
def country(code: str | None) -> Country | None:
    """A country by its ISO 3166-1 alpha-3 code; None for no code.

    A state that few recognise ("GEO-AB") counts as the country that claims it.
    """
    if not code:
        return None
    base = code.split("-", maxsplit=1)[0]
    row, name = _table().get(base, {}), _names().get(base) or _iso(base)[0] or base
    return Country(
        base,
        name,
        _iso(base)[1],
        int(row["gwno"]) if row.get("gwno") else None,
        int(row["cow"]) if row.get("cow") else None,
        row.get("ucdp_region", ""),
        row.get("acled_region", ""),
    )


@cache
def _table() -> dict[str, dict[str, str]]:
    with assets.data_file("countries.tsv").open(encoding="utf8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file, delimiter="\t")}


@cache
def _names() -> dict[str, str]:
    with assets.data_file("states.tsv").open(encoding="utf8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["code"]: row["name"] for row in rows}


def _iso(code: str) -> tuple[str | None, int | None]:
    """Name and numeric code by ISO 3166-1."""
    import pycountry

    found = pycountry.countries.get(alpha_3=code)
    return (found.name, int(found.numeric)) if found else (None, None)


@cache
def by_name(name: str) -> str | None:
    """The alpha-3 code of a country written out, or None when nobody writes it so."""
    import pycountry

    wanted = name.casefold()
    for code, known in _names().items():
        if known.casefold() == wanted:
            return code
    try:
        return str(pycountry.countries.lookup(name).alpha_3)
    except LookupError:
        return None


@cache
def by_gwno(number: int) -> str | None:
    """The alpha-3 code of a Gleditsch–Ward number; today's state where several had it."""
    found = [code for code, row in _table().items() if row["gwno"] == str(number)]
    return next((code for code in found if _iso(code)[0]), found[0] if found else None)


@cache
def division_code(country_code: str | None, name: str | None) -> str | None:
    """The ISO 3166-2 code of a first-level division when its name is the one ISO uses."""
    import pycountry

    found = pycountry.countries.get(alpha_3=country_code) if country_code and name else None
    divisions: Any = pycountry.subdivisions.get(country_code=found.alpha_2) if found else None  # type: ignore[no-untyped-call]
    return next((str(d.code) for d in divisions or () if _plain(d.name) == _plain(name or "")), None)


def _plain(name: str) -> str:
    """A name without case and diacritics."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
