"""Which outlet published a report: by the domain of its address, or by what it calls itself."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from dateline import assets

_SIGNS = re.compile(r"[^\w]+")
# What site names add to an outlet's name: "BBC News - World", "Dawn.com | Latest".
_PARTS = re.compile(r"\s+[|–—:·»-]+\s+|\s+\|")


@dataclass(frozen=True, slots=True)
class Outlet:
    """A row of `outlets.tsv`: `country` is ISO 3166-1 alpha-3, None for an international body."""

    name: str
    domains: tuple[str, ...]
    aliases: tuple[str, ...]
    country: str | None
    state_owned: bool | None
    agency: bool | None


@dataclass(frozen=True, slots=True)
class Outlets:
    """The table, by domain and by name. Short aliases in capitals count in capitals only."""

    by_domain: dict[str, Outlet]
    by_name: dict[str, Outlet]
    by_acronym: dict[str, Outlet]

    def of_url(self, url: str | None) -> str | None:
        """The name of the outlet whose address that is, by its longest known domain."""
        try:
            parts = urlsplit(url or "")
            host, path = (parts.hostname or "").removeprefix("www."), parts.path.lower()
        except ValueError:
            return None
        first = path.strip("/").partition("/")[0]
        while host:
            for key in (f"{host}/{first}", host):
                if outlet := self.by_domain.get(key):
                    return outlet.name
            host = host.partition(".")[2]
        return None

    def named(self, name: str | None) -> str | None:
        """The usual name of an outlet that calls itself so; None for one that is not in the table."""
        if not name:
            return None
        for part in (name, *_PARTS.split(name)):
            outlet = self.by_acronym.get(part.strip()) or self.by_name.get(_folded(part))
            if outlet:
                return outlet.name
        return self.of_url(f"//{name.strip()}") if "." in name and " " not in name.strip() else None


@cache
def outlets() -> Outlets:
    """The shipped table, read once."""
    table = Outlets({}, {}, {})
    with assets.data_file("outlets.tsv").open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            outlet = Outlet(
                row["name"], _several(row["domains"]), _several(row["aliases"]), row["country"] or None,
                _answer(row["state_owned"]), _answer(row["agency"]),
            )  # fmt: skip
            table.by_domain.update(dict.fromkeys(outlet.domains, outlet))
            for name in (outlet.name, *outlet.aliases):
                if len(name) <= 4 and name.isupper():
                    table.by_acronym[name] = outlet
                else:
                    table.by_name[_folded(name)] = outlet
    return table


def _several(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))


def _answer(cell: str) -> bool | None:
    return {"yes": True, "no": False}.get(cell)


def _folded(name: str) -> str:
    """A name without letter case, signs and a leading article."""
    return _SIGNS.sub(" ", name.casefold()).strip().removeprefix("the ")
