"""Actors by ACLED's habits: standard names, the eight kinds, and what stands where nobody is named."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.export.countries import country
from dateline.export.crosswalk import Crosswalk
from dateline.record import Party

STATE, REBELS, MILITIA, IDENTITY = "State forces", "Rebel group", "Political militia", "Identity militia"
RIOTERS, PROTESTERS, CIVILIANS, OTHER = "Rioters", "Protesters", "Civilians", "External/Other forces"
# The kinds with their old numbers, by which a pair is ordered.
KINDS = {STATE: 1, REBELS: 2, MILITIA: 3, IDENTITY: 4, RIOTERS: 5, PROTESTERS: 6, CIVILIANS: 7, OTHER: 8}

_BY_SECTOR = {"REB": REBELS, "UAF": MILITIA, "PRM": MILITIA, "IGO": OTHER, "UNO": OTHER, "EUR": OTHER, "IMG": OTHER}
_STATE_NAMES = {
    "MIL": "Military Forces of {}",
    "COP": "Police Forces of {}",
    "SPY": "Military Forces of {}",
    "GOV": "Government of {}",
}
# What stands for a side that nobody names, by event type: (first side, second side).
_STAND_INS: dict[str, tuple[str, str]] = {
    "Battles": ("Unidentified Armed Group", "Unidentified Armed Group"),
    "Explosions/Remote violence": ("Unidentified Armed Group", ""),
    "Violence against civilians": ("Unidentified Armed Group", CIVILIANS),
    "Protests": (PROTESTERS, ""),
    "Riots": (RIOTERS, ""),
    "Strategic developments": ("Unidentified Armed Group", ""),
}
_STAND_IN_KINDS = {"Unidentified Armed Group": MILITIA, CIVILIANS: CIVILIANS, PROTESTERS: PROTESTERS, RIOTERS: RIOTERS}
_CROWDS = {
    "Peaceful protest": PROTESTERS,
    "Protest with intervention": PROTESTERS,
    "Violent demonstration": RIOTERS,
    "Mob violence": RIOTERS,
}


def standing(words: Crosswalk, lead: Sequence[Party], at: str | None, sub_event: str) -> str:
    """Which of ACLED's kinds of actor a side's first party is; nothing for nobody."""
    if not lead:
        return ""
    party = lead[0]
    if words.is_civilian(party):
        return _CROWDS.get(sub_event, PROTESTERS if sub_event.startswith("Excessive") else CIVILIANS)
    if words.is_state(party):
        # Forces that no one state owns are a coalition's.
        at_home = party.sector != "MIL" if party.country is None else at in (None, party.country)
        return STATE if at_home else OTHER
    return _BY_SECTOR.get(party.sector or "", MILITIA if words.is_armed(party) else OTHER)


def actor_name(words: Crosswalk, lead: Sequence[Party], at: str, sub_event: str) -> str:
    """ACLED's standard name of a side's first party; nothing for nobody."""
    if not lead:
        return ""
    party, where = lead[0], f" ({at})" if at else ""
    if words.is_civilian(party):
        return standing(words, lead, None, sub_event) + where
    home = country(party.country)
    if home and words.is_state(party) and party.sector in _STATE_NAMES:
        return _STATE_NAMES[party.sector].format(home.name)
    if party.name:
        return party.name
    return f"Unidentified Armed Group{where}" if words.is_armed(party) else party.text


def stand_in(event_type: str, sub_event: str, side: int, at: str) -> tuple[str, str]:
    """Name and kind for a side that no report names."""
    if side == 1 and sub_event.startswith("Excessive"):
        return _placed(PROTESTERS, at), PROTESTERS
    name = _STAND_INS[event_type][side]
    return (_placed(name, at), _STAND_IN_KINDS[name]) if name else ("", "")


def _placed(name: str, at: str) -> str:
    return f"{name} ({at})" if at else name


def interaction(first: str, second: str) -> str:
    """The pair of kinds, lower number first; a sole actor is "X only"."""
    known = sorted((k for k in (first, second) if k), key=KINDS.__getitem__)
    return f"{known[0]} only" if len(known) == 1 else "-".join(known)
