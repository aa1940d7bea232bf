"""Finds the database that a configuration names: a SQLite file in the home, or PostgreSQL (protocol §5)."""

from __future__ import annotations

from server.adapters.sql.engines import using_engine
from server.adapters.sql.revision import head_revision, require_known, revision_of
from server.adapters.sql.serving_role import grant_serving_role
from server.config import HeadOfficeConfig
from shared.errors import Code, Failure


def require_no_tables(config: HeadOfficeConfig) -> None:
    """Check that a database can take a head office.

    Raises:
        Failure: ``CONFLICT`` when it has tables of one; ``STORAGE_UNAVAILABLE``, ``INTEGRITY``.
    """
    if current_revision(config) is not None:
        sentence = f"{config.database_name} holds a head office already; name an empty database."
        raise Failure(Code.CONFLICT, sentence)


def current_revision(config: HeadOfficeConfig) -> str | None:
    """The revision of a head office's database; ``None`` when there is no database or it has no revision.

    Raises:
        Failure: ``STORAGE_UNAVAILABLE`` or ``INTEGRITY`` when it cannot be read.
    """
    if config.database_file is not None and not config.database_file.is_file():
        return None
    try:
        with using_engine(config) as engine:
            return revision_of(engine)
    except Failure as failure:
        if failure.code is not Code.STORAGE_UNAVAILABLE or config.database_url is None:
            raise
        sentence = (
            f"{config.database_name} cannot be reached; its URL comes from "
            f"{config.source_of('database_url')}. Check it, its password, and that the database runs."
        )
        raise Failure(Code.STORAGE_UNAVAILABLE, sentence) from failure


def limit_role(config: HeadOfficeConfig, role: str) -> None:
    """Give a role of the database what a server needs, and nothing else.

    Raises:
        Failure: ``INVALID_INPUT`` when the database is a file, or the role is none or cannot be limited;
            ``STORAGE_UNAVAILABLE``.
    """
    if config.database_url is None:
        sentence = "A SQLite file has no roles; whoever can write the file can write all of it."
        raise Failure(Code.INVALID_INPUT, sentence)
    require_head(config)
    with using_engine(config) as engine:
        grant_serving_role(engine, role)


def require_head(config: HeadOfficeConfig) -> None:
    """Check that the database is there and at this release's revision.

    Raises:
        Failure: ``HOME_INVALID`` when it is not; ``STORAGE_UNAVAILABLE`` or ``INTEGRITY``.
    """
    found, needed = current_revision(config), head_revision()
    if found is None:
        raise lost_database(config)
    require_known(found)
    if found != needed:
        sentence = (
            f"The database of {config.home} is at revision {found} and this release needs {needed}; "
            "run `ridgekey db upgrade`."
        )
        raise Failure(Code.HOME_INVALID, sentence)


def lost_database(config: HeadOfficeConfig) -> Failure:
    """What is said of a home without its database."""
    sentence = f"The database of {config.home} is missing or empty; put its latest copy back in place."
    return Failure(Code.HOME_INVALID, sentence)
