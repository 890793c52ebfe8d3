"""What a page may ask to be written: one dataclass per address under /api/, read strictly.

`version` is the `version` of the page that asks. Names that a form does not have are refused, so that
nothing but these fields can ever be set; who asks and when is never read from the form. Words of a
report are given by their code points alone: their text is taken from the report itself.
"""

from __future__ import annotations

import re
import types
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from dateline.errors import InputError
from dateline.record import Verdict

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
# Halves of surrogate pairs, and what a terminal would take for a command when the log is printed.
_BROKEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LONGEST = 100_000  # characters in one string, items in one list: far beyond any form of the desk


@dataclass(frozen=True, slots=True)
class SpanForm:
    """Words of the report."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class PartyForm:
    """A party: its mention, and whom it names (as a hit of the party search gives it)."""

    begin: int
    end: int
    name: str | None = None
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class SourceForm:
    """Who says so, and how the report stands to it."""

    party: PartyForm
    stance: Literal["says", "confirms", "denies", "claims"] = "says"


@dataclass(frozen=True, slots=True)
class PlaceForm:
    """A place: its mention, and the area it stands for (as a hit of the place search gives it, or from the map)."""

    begin: int
    end: int
    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    precision: Literal["exact", "city", "near", "admin2", "admin1", "region", "country", "sea", "unknown"] = "unknown"


@dataclass(frozen=True, slots=True)
class WhenForm:
    """A time: its mention, and an inclusive interval of days."""

    begin: int
    end: int
    earliest: str | None = None
    latest: str | None = None
    granularity: Literal["hour", "day", "week", "month", "season", "quarter", "year", "decade", "span", "unknown"] = (
        "unknown"
    )


@dataclass(frozen=True, slots=True)
class QuantityForm:
    """A number: the phrase, and the range it stands for."""

    kind: str
    begin: int
    end: int
    least: float | None = None
    most: float | None = None
    approx: bool = False
    of: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimForm:
    """A whole claim as a person would have it. Without `evidence` the sentence around the trigger is taken."""

    event: str
    trigger: SpanForm
    evidence: SpanForm | None = None
    polarity: Literal["affirmed", "denied"] = "affirmed"
    modality: Literal["actual", "planned", "possible"] = "actual"
    actors: tuple[PartyForm, ...] = ()
    targets: tuple[PartyForm, ...] = ()
    weapons: tuple[SpanForm, ...] = ()
    place: PlaceForm | None = None
    origin: PlaceForm | None = None
    destination: PlaceForm | None = None
    when: WhenForm | None = None
    quantities: tuple[QuantityForm, ...] = ()
    sources: tuple[SourceForm, ...] = ()


# ---------------------------------------------------------------- writes


@dataclass(frozen=True, slots=True)
class Judge:
    """`/api/judge`: whether two claims speak of one event."""

    version: int
    claims: tuple[str, str]
    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """`/api/withdraw`: takes back one's own judgements on pairs of claims."""

    version: int
    pairs: tuple[tuple[str, str], ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """`/api/split`: these claims are another event than the rest of the incident; with `into` they join that one.

    With `preview` nothing is stored and a Preview is answered.
    """

    version: int
    incident: str
    claims: tuple[str, ...]
    why: str = ""
    preview: bool = False
    into: str | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """`/api/join`: these incidents are one event. With `preview` nothing is stored."""

    version: int
    incidents: tuple[str, ...]
    why: str = ""
    preview: bool = False


@dataclass(frozen=True, slots=True)
class Decide:
    """`/api/decide`: what a person holds of a claim. `claim` is its id, or None for a new one.

    `value` is the whole claim for verdicts edit and new. A reason is required to reject, and to
    overrule others (`adjudicates`, for reviewers).
    """

    version: int
    report: str
    verdict: Literal["accept", "edit", "reject", "unsure", "new"]
    claim: str | None = None
    value: ClaimForm | None = None
    why: str = ""
    adjudicates: bool = False


@dataclass(frozen=True, slots=True)
class Undo:
    """`/api/undo`: takes back a decision by its number."""

    version: int
    decision: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Lease:
    """`/api/lease`: asks for the next item of review; `skip` gives the one at hand back to the queue."""

    skip: str | None = None


@dataclass(frozen=True, slots=True)
class Take:
    """`/api/intake` as JSON: web addresses to take in. Files come as multipart/form-data, each a part "file"."""

    addresses: tuple[str, ...]
    published: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """`/api/retry`: tries what is in quarantine again; no `names` means all that is worth it."""

    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """`/api/export`: writes a file of what the query string (the filter bar, without "?") wants."""

    what: str
    format: str
    query: str = ""


@dataclass(frozen=True, slots=True)
class Verify:
    """`/api/verify`: checks the whole record; `head` is one noted down earlier that the log must hold."""

    head: str | None = None


@dataclass(frozen=True, slots=True)
class SignIn:
    """`/api/sign-in`: a name and a password."""

    name: str
    password: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """`/api/sign-out`, `/api/sign-out-all`: nothing is asked but the deed."""


# ---------------------------------------------------------------- reading them


def read(form: type[T], given: object, where: str = "") -> T:
    """A form from parsed JSON. Raises InputError that names what is wrong and where."""
    if not isinstance(given, dict):
        raise InputError(f"{where or 'the request'} must be an object with the fields of {form.__name__}")
    known = hints(form)
    if unknown := sorted(set(given) - set(known)):
        raise InputError(f"{where or form.__name__} has no field {unknown[0]!r}; it has {', '.join(known)}")
    told = {name: _value(known[name], value, f"{where}.{name}".lstrip(".")) for name, value in given.items()}
    for f in fields(form):
        if f.name not in told and f.default is MISSING:
            raise InputError(f"{where or form.__name__} needs {f.name}")
    return form(**told)


@cache
def hints(form: type) -> dict[str, Any]:
    """The fields of a dataclass with their types, in order."""
    return get_type_hints(form)


def _value(wanted: Any, given: object, where: str) -> Any:
    kind, options = get_origin(wanted), get_args(wanted)
    if kind in (types.UnionType, Union):
        return None if given is None else _value(next(o for o in options if o is not type(None)), given, where)
    if kind is Literal:
        if given not in options:
            raise InputError(f"{where} must be one of {', '.join(options)}")
        return given
    if kind is tuple:
        return _several(options, given, where)
    if isinstance(wanted, type) and is_dataclass(wanted):
        return read(wanted, given, where)
    return _plain(wanted, given, where)


def _several(options: tuple[Any, ...], given: object, where: str) -> tuple[Any, ...]:
    if not isinstance(given, list) or len(given) > _LONGEST:
        raise InputError(f"{where} must be a list")
    if options[-1] is ...:
        return tuple(_value(options[0], one, f"{where}[{n}]") for n, one in enumerate(given))
    if len(given) != len(options):
        raise InputError(f"{where} must be a list of {len(options)}")
    return tuple(_value(o, one, f"{where}[{n}]") for n, (o, one) in enumerate(zip(options, given, strict=True)))


def _plain(wanted: type, given: object, where: str) -> Any:
    if wanted is float and isinstance(given, int | float) and not isinstance(given, bool):
        if not abs(given) < float("inf"):
            raise InputError(f"{where} must be a number that is finite")
        return float(given)
    if type(given) is not wanted:
        names = {str: "text", int: "a whole number", bool: "true or false", float: "a number"}
        raise InputError(f"{where} must be {names[wanted]}")
    if isinstance(given, str) and (len(given) > _LONGEST or _BROKEN.search(given)):
        raise InputError(f"{where} is no text that can be stored")
    if isinstance(given, int) and not -(2**53) < given < 2**53:
        raise InputError(f"{where} is too large a number")
    return given
