"""Whether a database is sound below its rows: its pages, its references, the triggers of the audit log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, ForeignKeyConstraint, and_, exists, func, not_, select, text
from sqlalchemy.exc import SQLAlchemyError

from server.adapters.sql.failures import failure_of
from server.adapters.sql.schema import AUDIT, AUDIT_CHECKPOINT, AUDIT_LOG, AUDIT_NODE, METADATA

APPEND_ONLY = (AUDIT, AUDIT_LOG, AUDIT_NODE, AUDIT_CHECKPOINT)
"""The tables whose triggers refuse every change of a row (protocol §7.1)."""

_MOST_TOLD = 3

_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def page_damage(engine: Engine) -> int:
    """How many faults SQLite finds in its file, counted to three; PostgreSQL looks after its own pages.

    Raises:
        Failure: ``INTEGRITY`` when it is too damaged to look; ``STORAGE_UNAVAILABLE``.
    """
    if engine.dialect.name != "sqlite":
        return 0
    with _reading(engine) as connection:
        said = connection.execute(text(f"PRAGMA integrity_check({_MOST_TOLD})")).scalars().all()
    return sum(line != "ok" for line in said)


def broken_references(engine: Engine) -> Mapping[str, int]:
    """By name of the foreign key how many rows name something that is not there; sound ones are left out.

    Raises:
        Failure: as :func:`page_damage`.
    """
    keys = [key for table in METADATA.sorted_tables for key in table.foreign_key_constraints]
    with _reading(engine) as connection:
        counts = {str(key.name): _orphans(connection, key) for key in keys}
    return {name: count for name, count in counts.items() if count}


def missing_triggers(engine: Engine) -> tuple[str, ...]:
    """The triggers of the audit log that are gone or switched off.

    Raises:
        Failure: as :func:`page_damage`.
    """
    with _reading(engine) as connection:
        present = set(connection.execute(text(_TRIGGERS[engine.dialect.name])).scalars())
    return tuple(name for name in _triggers(engine.dialect.name) if name not in present)


def _orphans(connection: Connection, key: ForeignKeyConstraint) -> int:
    # The referred table has another name in the query: a table may refer to itself.
    referred = key.referred_table.alias()
    pairs = [(each.parent, referred.c[each.column.name]) for each in key.elements]
    named = [column.is_not(None) for column, _ in pairs]
    found = exists().where(and_(*(column == target for column, target in pairs)))
    count = select(func.count()).select_from(key.table).where(*named, not_(found))
    return connection.execute(count).scalar_one()


def _triggers(dialect: str) -> Iterator[str]:
    for table in APPEND_ONLY:
        if dialect == "postgresql":
            yield f"{table.name}_append_only"
        else:
            yield from (f"{table.name}_no_{change}" for change in ("update", "delete"))


@contextmanager
def _reading(engine: Engine) -> Iterator[Connection]:
    try:
        with engine.connect() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise failure_of(error, audited=False) from error
