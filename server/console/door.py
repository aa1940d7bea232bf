"""Who may look: a link that works once, then a session that ends by itself. Nothing of it is written down."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import threading
from datetime import datetime, timedelta

from server.ports import Clock

LINK_LIFETIME = timedelta(minutes=5)
SESSION_LIFETIME = timedelta(minutes=60)

_TOKEN_BYTES = 32
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def is_token(text: str) -> bool:
    """Whether a text has the form of a token; whether it opens anything is for the door to say."""
    return _TOKEN.fullmatch(text) is not None


class Door:
    """Gives out one link at a time, and one session for each link.

    Only digests are kept, so that a look into this process's memory shows no token that still works.

    Args:
        clock: lifetimes go by its monotonic time.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._link: tuple[bytes, float] | None = None
        self._sessions: dict[bytes, float] = {}

    def link(self) -> str:
        """A new token for the link; the one before it works no more."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        with self._lock:
            self._link = (_digest(token), self._clock.monotonic() + LINK_LIFETIME.total_seconds())
        return token

    def enter(self, token: str) -> str | None:
        """Use the link up, and begin a session; ``None`` when the token is not that of a link in force."""
        now = self._clock.monotonic()
        with self._lock:
            if self._link is None or not hmac.compare_digest(self._link[0], _digest(token)):
                return None
            ends, self._link = self._link[1], None
            if now >= ends:
                return None
            session = secrets.token_urlsafe(_TOKEN_BYTES)
            self._sessions = {key: end for key, end in self._sessions.items() if now < end}
            self._sessions[_digest(session)] = now + SESSION_LIFETIME.total_seconds()
        return session

    def ends_at(self, session: str | None) -> datetime | None:
        """When a session ends; ``None`` when there is none in force. Looking does not prolong it."""
        if session is None:
            return None
        with self._lock:
            left = self._sessions.get(_digest(session), 0.0) - self._clock.monotonic()
        return self._clock.now() + timedelta(seconds=left) if left > 0 else None

    def leave(self, session: str | None) -> None:
        """End a session now."""
        if session is not None:
            with self._lock:
                self._sessions.pop(_digest(session), None)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
