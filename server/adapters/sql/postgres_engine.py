"""PostgreSQL as an engine: for several server processes, and several machines, on one database."""

from __future__ import annotations

import math

from sqlalchemy import URL, Engine, create_engine, make_url

_DRIVER = "postgresql+psycopg"

_POOLED = 8
_BEYOND = 24
_SESSION = {
    # A commit that a crash takes back would give a number twice (protocol §1.1). With a synchronous standby
    # "on" waits for it too; an URL that says remote_apply keeps its word.
    "synchronous_commit": "on",
    # A server machine that vanishes must not leave its row locks behind for hours.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}


def postgres_engine(location: str, wait_seconds: float, *, read_only: bool = False) -> Engine:
    """Connect to a PostgreSQL database.

    Args:
        location: the URL, checked by the configuration.
        wait_seconds: how long to wait for a connection, and for a row that another transaction holds.
        read_only: whether no transaction may write.

    Returns:
        An engine for many threads. Statements' values never appear in its errors.
    """
    url = make_url(location).set(drivername=_DRIVER)
    return create_engine(
        url,
        connect_args={"options": _options(url, wait_seconds), "connect_timeout": math.ceil(wait_seconds)},
        pool_size=_POOLED,
        max_overflow=_BEYOND,
        pool_timeout=wait_seconds,
        pool_pre_ping=True,
        hide_parameters=True,
        # On every connection: a setting of the session would not outlive the first reader, since the driver
        # says READ WRITE by name when a connection that was read-only goes back to the pool.
        execution_options={"postgresql_readonly": True} if read_only else {},
    )


def _options(url: URL, wait_seconds: float) -> str:
    """What every session is begun with, after what the URL asks for itself."""
    asked = url.query.get("options", "")
    asked = " ".join(asked) if isinstance(asked, tuple) else asked
    settings = _SESSION | {"lock_timeout": str(max(1, round(wait_seconds * 1000)))}
    ours = (f"-c {name}={value}" for name, value in settings.items() if f"{name}=" not in asked)
    return " ".join([asked, *ours]).strip()
