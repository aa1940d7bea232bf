"""The URL of a PostgreSQL database: checked where it is configured, shown without what is secret in it."""

from __future__ import annotations

from urllib.parse import unquote_plus, urlsplit

_SCHEMES = frozenset({"postgresql", "postgres", "postgresql+psycopg"})


def check_database_url(url: str) -> str:
    """Check that a URL names a PostgreSQL database.

    Raises:
        ValueError: when it does not, with a sentence that never quotes it: it may hold a password.
    """
    try:
        parts = urlsplit(url)
        named = parts.scheme in _SCHEMES and len(parts.path) > 1 and (parts.port is None or parts.port > 0)
    except ValueError:  # a port that is no number, brackets that do not match
        named = False
    if not named:
        raise ValueError("must be postgresql://USER@HOST:PORT/DATABASE, or absent for a file in the home")
    return url


def without_password(url: str) -> str:
    """The same URL without a password, in its authority or among its parameters."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    kept = [pair for pair in parts.query.split("&") if pair and not _is_password(pair)]
    # urlunsplit would drop the slashes of an URL without a host, which means the local socket.
    plain = f"{parts.scheme}://{user.partition(':')[0]}{at}{host}{parts.path}"
    return f"{plain}?{'&'.join(kept)}" if kept else plain


def _is_password(pair: str) -> bool:
    """``password``, and ``sslpassword`` of a key file, however they are spelt."""
    return unquote_plus(pair.partition("=")[0]).lower().endswith("password")


def shown_url(url: str) -> str:
    """A URL for people: without password and parameters."""
    return without_password(url).partition("?")[0]
