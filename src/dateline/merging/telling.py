"""Evidence from the telling: the words for what was done, who is named, and where it stands in its report."""

from __future__ import annotations

from dateline.merging.accounts import Account

# The headline and the sentence or two below it.
_OPENING_CHARACTERS = 300
_EFFECTS = frozenset({"killing", "destruction", "displacement"})

# ---------------------------------------------------------------- what


def same_type(a: Account, b: Account) -> float:
    """Both name the same type of event."""
    return 1.0 if a.events & b.events else 0.0


def unlike_types(a: Account, b: Account) -> float:
    """The types of event are not ones that reports put for each other."""
    return 1.0 if a.alike.isdisjoint(b.events) else 0.0


def same_trigger(a: Account, b: Account) -> float:
    """The same word names the event."""
    return 1.0 if a.triggers & b.triggers else 0.0


def same_weapons(a: Account, b: Account) -> float:
    """Both name the same weapon."""
    return 1.0 if a.weapons & b.weapons else 0.0


def same_wording(a: Account, b: Account) -> float:
    """The sentences share telling words; the rarer they are, the more that tells."""
    shared = a.words.keys() & b.words.keys()
    if not shared:
        return 0.0
    return sum(a.words[w] for w in shared) / max(min(sum(a.words.values()), sum(b.words.values())), 4.0)


def different_wording(a: Account, b: Account) -> float:
    """The sentences share no telling words."""
    return 1.0 if a.words and b.words and a.words.keys().isdisjoint(b.words) else 0.0


def one_origin(a: Account, b: Account) -> float:
    """Both reports rest on the same origin."""
    return 1.0 if a.origins & b.origins and a.reports.isdisjoint(b.reports) else 0.0


def one_denied(a: Account, b: Account) -> float:
    """One says that it happened, the other that it did not."""
    return 1.0 if a.denied != b.denied else 0.0


def one_planned(a: Account, b: Account) -> float:
    """One is planned or possible only, the other told as fact."""
    return 1.0 if not a.modalities & b.modalities else 0.0


# ---------------------------------------------------------------- who


def shared_actors(a: Account, b: Account) -> float:
    """Both name the same party as the one who did it."""
    return 1.0 if a.actors & b.actors else 0.0


def different_actors(a: Account, b: Account) -> float:
    """Different parties are said to have done it."""
    return 1.0 if a.actors and b.actors and not a.actors & b.actors else 0.0


def shared_targets(a: Account, b: Account) -> float:
    """Both name the same party as the one it was done to."""
    return 1.0 if a.targets & b.targets else 0.0


def different_targets(a: Account, b: Account) -> float:
    """It is said to have been done to different parties."""
    return 1.0 if a.targets and b.targets and not a.targets & b.targets else 0.0


def sides_swapped(a: Account, b: Account) -> float:
    """The one who did it in one account is the one it was done to in the other."""
    if a.actors & b.actors or a.targets & b.targets:
        return 0.0
    return 1.0 if a.actors & b.targets or a.targets & b.actors else 0.0


def other_side(a: Account, b: Account) -> float:
    """One has it done by members of a state, the other by armed groups that fight one."""
    return 1.0 if a.sides and b.sides and not a.sides & b.sides else 0.0


# ---------------------------------------------------------------- in one report


def close_by(a: Account, b: Account) -> float:
    """They stand in one sentence, or in sentences close to each other."""
    if a.reports.isdisjoint(b.reports):
        return 0.0
    return 1 / (1 + max(a.begin - b.end, b.begin - a.end, 0) / 150)


def points_back(a: Account, b: Account) -> float:
    """The later one points back ("the attack") to an event told shortly before."""
    if a.reports.isdisjoint(b.reports):
        return 0.0
    later = max(a, b, key=lambda x: x.begin)
    return close_by(a, b) if later.points_back else 0.0


def adds_detail(a: Account, b: Account) -> float:
    """The later one, close by, names no place and no day of its own."""
    if a.reports.isdisjoint(b.reports):
        return 0.0
    later = max(a, b, key=lambda x: x.begin)
    return 0.0 if later.days or later.names else close_by(a, b)


def takes_up_lead(a: Account, b: Account) -> float:
    """One is what the report opens with, to which later sentences return."""
    if a.reports.isdisjoint(b.reports):
        return 0.0
    return 1.0 if _opens(a) or _opens(b) else 0.0


def points_to_lead(a: Account, b: Account) -> float:
    """One is what the report opens with, the other points back ("the attack") from anywhere."""
    if a.reports.isdisjoint(b.reports):
        return 0.0
    first, later = sorted((a, b), key=lambda x: x.begin)
    return 1.0 if _opens(first) and later.points_back and not _opens(later) else 0.0


def cause_and_effect(a: Account, b: Account) -> float:
    """In one sentence or the next, one tells what was done, the other whom or what it killed or wrecked."""
    if a.reports.isdisjoint(b.reports) or bool(a.events & _EFFECTS) == bool(b.events & _EFFECTS):
        return 0.0
    return 1.0 if close_by(a, b) > 0.6 and a.alike & b.events else 0.0


def twice_in_sentence(a: Account, b: Account) -> float:
    """One sentence names the same type of event twice."""
    if a.reports.isdisjoint(b.reports) or a.begin != b.begin or a.end != b.end:
        return 0.0
    return 1.0 if a.events & b.events else 0.0


def both_open(a: Account, b: Account) -> float:
    """Both are what their reports open with."""
    return 1.0 if a.reports.isdisjoint(b.reports) and _opens(a) and _opens(b) else 0.0


def turns_away(a: Account, b: Account) -> float:
    """The later sentence opens by turning to another event ("Elsewhere, …")."""
    if a.reports.isdisjoint(b.reports) or a.begin == b.begin:
        return 0.0
    return 1.0 if max(a, b, key=lambda x: x.begin).turns_away else 0.0


def _opens(a: Account) -> bool:
    return a.begin < _OPENING_CHARACTERS


def told_apart(a: Account, b: Account) -> float:
    """One sentence names both, with a word between them that sets events apart ("after", "in response", "another")."""
    if a.reports.isdisjoint(b.reports):
        return 0.0
    for begin in a.triggers_at.keys() & b.triggers_at.keys():
        first, last = sorted((a.triggers_at[begin], b.triggers_at[begin]))
        if any(first < turn < last for turn in a.turns):
            return 1.0
    return 0.0
