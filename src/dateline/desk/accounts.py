"""Who may do what: users with passwords (argon2id), sessions, roles, and the launch token of one's own machine.

A session is a random token in a cookie that scripts cannot read; the record keeps its hash alone. A
token is always made here: one that a browser brings and nobody began opens nothing.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from dateline.desk.pages import Visitor
from dateline.errors import SettingsError
from dateline.store import Store
from dateline.store import accounts as table

COOKIE = "dateline"
ROLES = ("viewer", "coder", "reviewer", "admin")
_LASTS = 7 * 86400.0  # seconds that a session lasts at most
_IDLE = 12 * 3600.0  # seconds without a request after which it is over
_NOTED = 300.0  # a session in use is noted so often, in seconds
_LEAST_PASSWORD = 12
_NAME = re.compile(r"\w[\w.@-]{0,63}")

# The least role that may ask for each write; an action checks in addition whose things it touches.
LEAST = {
    "lease": "coder",
    "decide": "coder",
    "undo": "coder",
    "judge": "coder",
    "withdraw": "coder",
    "split": "reviewer",
    "join": "reviewer",
    "adjudicate": "reviewer",
    "intake": "coder",
    "retry": "coder",
    "export": "viewer",
    "verify": "viewer",
    "sign-out": "viewer",
    "sign-out-all": "viewer",
}

_hasher = PasswordHasher()  # argon2id, RFC 9106's second profile: 64 MiB, 3 passes, 4 lanes


def allowed(role: str, write: str) -> bool:
    """Whether a role may ask for a write."""
    least = LEAST.get(write)
    return least is not None and role in ROLES and ROLES.index(role) >= ROLES.index(least)


def visitor(name: str, role: str, *, accounts: bool) -> Visitor:
    """A visitor with what they may do."""
    return Visitor(name, role, tuple(write for write in LEAST if allowed(role, write)), accounts)


# ---------------------------------------------------------------- passwords


def hashed(password: str) -> str:
    """The argon2id hash of a new password. SettingsError when it is too short to keep anybody out."""
    if len(password) < _LEAST_PASSWORD:
        raise SettingsError(f"a password needs at least {_LEAST_PASSWORD} characters; a short sentence is easy to keep")
    if len(password) > 1000:
        raise SettingsError("a password has at most 1000 characters")
    return _hasher.hash(password)


def checked_name(name: str) -> str:
    """A name that can be a user's. SettingsError for any other."""
    if not _NAME.fullmatch(name):
        raise SettingsError(f"{name!r} cannot be a user's name; take letters, digits and . _ @ - (at most 64)")
    return name


def _fits(password: str, hash: str) -> bool:
    try:
        return _hasher.verify(hash, password)
    except (VerificationError, ValueError):
        return False


# ---------------------------------------------------------------- sessions


@dataclass(slots=True)
class Door:
    """Who comes in: with accounts by name and password, else by the token that the launch printed, once.

    `owner` is whose machine it is, when the desk runs without accounts.
    """

    store: Store
    accounts: bool
    owner: str
    clock: Callable[[], float] = time.time
    launch: str | None = field(default_factory=lambda: secrets.token_urlsafe(24))
    _open: set[str] = field(default_factory=set)
    _noted: dict[str, float] = field(default_factory=dict)
    _absent: str = ""
    _lock: Lock = field(default_factory=Lock)

    def exchange(self, token: str) -> str | None:
        """A session for the launch token, which is worth nothing from then on; None for any other."""
        with self._lock:
            good = self.launch is not None and not self.accounts
            if not good or not secrets.compare_digest(token.encode("utf-8", "replace"), (self.launch or "").encode()):
                return None
            self.launch = None
            fresh = secrets.token_urlsafe(32)
            self._open.add(_hash(fresh))
            return fresh

    def sign_in(self, name: str, password: str, old: str | None) -> str | None:
        """A session for a name and password, in place of the one before; None when they do not fit."""
        found = next((u for u in self.store.users() if u.name == name), None) if self.accounts else None
        if not self._absent:
            self._absent = _hasher.hash(secrets.token_urlsafe(16))
        fits = _fits(password, found.password if found else self._absent)
        if found is None or not fits:
            return None
        fresh, now = secrets.token_urlsafe(32), self.clock()
        with self.store.transaction() as connection:
            if old:
                table.end_session(connection, _hash(old))
            table.begin_session(connection, _hash(fresh), name, now=now, until=now + _LASTS)
        return fresh

    def visitor(self, token: str | None) -> Visitor | None:
        """Whose session a cookie opens."""
        if not token:
            return None
        if not self.accounts:
            return visitor(self.owner, "admin", accounts=False) if _hash(token) in self._open else None
        now = self.clock()
        with self.store.reading() as connection:
            user = table.session_user(connection, _hash(token), now=now, idle=_IDLE)
        if user is None:
            return None
        self._note(_hash(token), now)
        return visitor(user.name, user.role, accounts=True)

    def _note(self, token: str, now: float) -> None:
        if now - self._noted.get(token, 0.0) < _NOTED:
            return
        self._noted[token] = now
        with self.store.transaction() as connection:
            table.seen(connection, token, now=now)

    def sign_out(self, token: str) -> None:
        """Ends a session."""
        self._open.discard(_hash(token))
        if self.accounts:
            with self.store.transaction() as connection:
                table.end_session(connection, _hash(token))

    def sign_out_all(self, name: str) -> None:
        """Ends all sessions of a user."""
        self._open.clear()
        if self.accounts:
            with self.store.transaction() as connection:
                table.end_sessions(connection, name)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
