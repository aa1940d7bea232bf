"""``ridgekey db check``: all of the database, and that the files are there which it names.

The doctor looks at what is quick to see in the database, and opens the files.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from server.adapters.sql.engines import using_engine
from server.adapters.sql.soundness import broken_references, missing_triggers, page_damage
from server.bootstrap.doctor.foundations import HOME, SETTINGS, check_home, check_settings
from server.bootstrap.doctor.premises import Premises
from server.bootstrap.doctor.records import (
    DATABASE,
    RESTORE,
    SCHEMA,
    check_audit,
    check_database,
    check_schema,
)
from server.bootstrap.doctor.vault import SCRUB, check_files
from shared.diagnosis.findings import Answer, Check, Finding, addressed, examine, failure, sound
from shared.errors import CORRUPT
from shared.stores.home import HomeKind


def examine_database(home: Path) -> tuple[Answer, ...]:
    """Make every check of a head office's database. Nothing is changed; no key is needed.

    Args:
        home: its state folder.
    """
    opened, filled = (HOME, SETTINGS), (HOME, SETTINGS, DATABASE, SCHEMA)
    with closing(Premises(home)) as premises:
        answers = examine(
            (
                Check(HOME, lambda: check_home(premises), "ridgekey init"),
                Check(SETTINGS, lambda: check_settings(premises), "ridgekey config validate", (HOME,)),
                Check(DATABASE, lambda: check_database(premises), RESTORE, opened),
                Check(SCHEMA, lambda: check_schema(premises), "ridgekey db upgrade", (*opened, DATABASE)),
                Check("pages", lambda: _pages(premises), RESTORE, (*opened, DATABASE)),
                Check("references", lambda: _references(premises), RESTORE, filled),
                Check("triggers", lambda: _triggers(premises), RESTORE, filled),
                Check("audit log", lambda: check_audit(premises), "ridgekey audit verify", filled),
                Check("files", lambda: check_files(premises), SCRUB, filled),
            )
        )
    return addressed(answers, HomeKind.HEAD_OFFICE.program, home)


def _pages(premises: Premises) -> Finding:
    with using_engine(premises.config, read_only=True) as engine:
        damaged = page_damage(engine)
    if damaged:
        return failure("The file's own check finds damage.", RESTORE, CORRUPT)
    if premises.config.database_file is None:
        return sound("PostgreSQL looks after its own pages; it answers.")
    return sound("The file's own check finds nothing wrong.")


def _references(premises: Premises) -> Finding:
    with using_engine(premises.config, read_only=True) as engine:
        broken = broken_references(engine)
    if broken:
        name, count = next(iter(broken.items()))
        return failure(f"{count} rows name something that is not there ({name}).", RESTORE, CORRUPT)
    return sound("Every row that is named is there.")


def _triggers(premises: Premises) -> Finding:
    with using_engine(premises.config, read_only=True) as engine:
        missing = missing_triggers(engine)
    if missing:
        sentence = (
            f"{len(missing)} triggers that keep the audit log append-only are gone, such as {missing[0]}."
        )
        return failure(sentence, RESTORE, CORRUPT)
    return sound("The triggers that keep the audit log append-only are there.")
