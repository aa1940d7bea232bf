"""The rights of the PostgreSQL role that servers connect as: to add to the audit log and alter nothing there.

Triggers stop mistakes; a role that owns no table cannot take them away (protocol §7.1). Migrations stay with
the owner of the tables.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, Row, text
from sqlalchemy.exc import SQLAlchemyError

from server.adapters.sql.failures import failure_of
from server.adapters.sql.schema import AUDIT, AUDIT_CHECKPOINT, AUDIT_HEAD, AUDIT_LOG, AUDIT_NODE, METADATA
from shared.errors import Code, Failure

_APPENDED = (AUDIT, AUDIT_LOG, AUDIT_NODE, AUDIT_CHECKPOINT)
_MOVED = (AUDIT_HEAD,)
_VERSION = "alembic_version"


def grant_serving_role(engine: Engine, role: str) -> None:
    """Give a role what a server needs in this database, and take away whatever else it has on the tables.

    Args:
        engine: the database, connected to as the owner of the tables.
        role: an existing role; its name is quoted.

    Raises:
        Failure: ``INVALID_INPUT`` when there is no such role, when it owns the tables or is a superuser and
            would keep every right, or when the connection is not the owner's; ``STORAGE_UNAVAILABLE``.
    """
    name = engine.dialect.identifier_preparer.quote_identifier(role)
    try:
        with engine.begin() as connection:
            _require_owner(connection)
            _require_limited(connection.execute(_ATTRIBUTES, {"role": role}).one_or_none(), role)
            schema = connection.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
            connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {name}")
            for table, rights in _rights().items():
                connection.exec_driver_sql(f"REVOKE ALL ON {table} FROM {name}")
                connection.exec_driver_sql(f"GRANT {rights} ON {table} TO {name}")
    except SQLAlchemyError as error:
        raise failure_of(error, audited=False) from error


_ATTRIBUTES = text(
    "SELECT rolsuper, EXISTS (SELECT FROM pg_tables WHERE tablename = 'audit' AND tableowner = rolname) "
    "FROM pg_roles WHERE rolname = :role"
)


def _require_owner(connection: Connection) -> None:
    # PostgreSQL only warns when somebody else grants, and grants nothing.
    owner = text(
        "SELECT pg_has_role(current_user, tableowner, 'USAGE') FROM pg_tables "
        "WHERE tablename = 'audit' AND schemaname = current_schema()"
    )
    if not connection.execute(owner).scalar_one_or_none():
        sentence = "This needs the owner of the tables; connect as the role that ran `ridgekey init`."
        raise Failure(Code.INVALID_INPUT, sentence)


def _require_limited(attributes: Row[tuple[bool, bool]] | None, role: str) -> None:
    if attributes is None:
        raise Failure(Code.INVALID_INPUT, f"There is no role {role}; make it with CREATE ROLE … LOGIN.")
    if any(attributes):
        sentence = f"{role} owns the tables or is a superuser, whom no grant limits; name another role."
        raise Failure(Code.INVALID_INPUT, sentence)


def _rights() -> dict[str, str]:
    """By table what a server may do there."""
    rights = dict.fromkeys((table.name for table in METADATA.sorted_tables), "SELECT, INSERT, UPDATE, DELETE")
    rights |= dict.fromkeys((table.name for table in _APPENDED), "SELECT, INSERT")
    rights |= dict.fromkeys((table.name for table in _MOVED), "SELECT, UPDATE")
    return {**rights, _VERSION: "SELECT"}
