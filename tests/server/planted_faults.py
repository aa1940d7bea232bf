"""What goes wrong with a head office, planted in a copy of one, and what its doctor must say of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.bootstrap.signing import SEEN_FILE
from server.cli.office import opened
from server.services.audit import write_checkpoint
from shared.crypto.certificates import certificate_pem, create_authority
from shared.crypto.randomness import SystemRandomness
from shared.stores.home import HomeKind
from shared.stores.keyring import SERVER
from tests.server.database_file import run_sql
from tests.spoilt_homes import Plant, altered, another_key, gone, holds, mode


def set_record(office: Path, **changes: object) -> None:
    """Change the record of a home as an editor would."""
    file = office / "head-office.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))


def other_authority(office: Path) -> None:
    """Put another authority's certificate in the place of the home's."""
    made = create_authority("ridgekey.internal", datetime.now(UTC), SystemRandomness())
    (office / "certificates" / "authority.pem").write_bytes(certificate_pem(made.certificate))


def went_back(office: Path) -> None:
    """Let this machine have seen a checkpoint that the database has no more."""
    with opened(office) as found:
        (office / SEEN_FILE).write_bytes(write_checkpoint(found).encode())
    run_sql(office, "DELETE FROM audit_checkpoint")


def cut_with_its_head(office: Path) -> None:
    """Sign the log, then take its last row away and move the head back, as if the row had never been."""
    with opened(office) as found:
        write_checkpoint(found)
    run_sql(
        office,
        "DELETE FROM audit WHERE seq = (SELECT MAX(seq) FROM audit)",
        "UPDATE audit_head SET seq = seq - 1, leaf_hash = "
        "(SELECT leaf_hash FROM audit WHERE seq = (SELECT MAX(seq) FROM audit))",
    )


def newer_row(office: Path) -> None:
    """Date every audit row a day ahead."""
    ahead = int((datetime.now(UTC) + timedelta(days=1)).timestamp() * 1e6)
    run_sql(office, "UPDATE audit SET time_us = ?", values=(ahead,))


def sql(statement: str) -> Plant:
    """Change the database behind the program's back."""
    return lambda office: run_sql(office, statement)


def altered_model(office: Path) -> None:
    """Choose a model whose file was altered afterwards."""
    digest = "ab" * 32
    holds(f"models/{digest}.rkmodel", b"what is no model any more")(office)
    set_record(office, model=digest)


def foreign_checkpoint(office: Path) -> None:
    """Let the newest checkpoint be signed by nobody."""
    with opened(office) as found:
        write_checkpoint(found)
    run_sql(office, "UPDATE audit_checkpoint SET signature = ?", values=("00" * 64,))


FAULTS = [
    pytest.param(gone("head-office.json"), "home", 1, "not the home", "ridgekey init", id="no record"),
    pytest.param(
        lambda o: set_record(o, max_attempts=99),
        "settings",
        2,
        "max_attempts",
        "config validate",
        id="setting",
    ),
    pytest.param(
        mode("secrets/master.key", 0o644), "master key", 1, "chmod 600", "chmod 600", id="open master key"
    ),
    pytest.param(gone("secrets/master.key"), "master key", 1, "restore it", "chmod 600", id="no master key"),
    pytest.param(mode("keys", 0o755), "file modes", 4, "keys", "chmod -R go=", id="open folder"),
    pytest.param(
        mode("images/scan-1.sealed", 0o640), "file modes", 4, "scan-1", "chmod -R go=", id="open image"
    ),
    pytest.param(
        gone("certificates/server.pem"),
        "server certificate",
        1,
        "missing",
        "ridgekey config renew-certificate",
        id="no certificate",
    ),
    pytest.param(
        another_key(HomeKind.HEAD_OFFICE, SERVER),
        "server key",
        7,
        "not the certificate's",
        "tar -xf BACKUP",
        id="another key",
    ),
    pytest.param(
        other_authority, "authority key", 7, "not the certificate's", "tar -xf BACKUP", id="another authority"
    ),
    pytest.param(altered("keys/log.sealed"), "signing keys", 7, "", "tar -xf BACKUP", id="altered log key"),
    pytest.param(
        gone("keys/package.sealed"), "signing keys", 1, "package key", "tar -xf BACKUP", id="no package key"
    ),
    pytest.param(gone("database.sqlite3"), "database", 1, "gone", "db restore", id="no database"),
    pytest.param(
        holds("database.sqlite3", b"x" * 5000), "database", 7, "damaged", "db restore", id="no SQLite file"
    ),
    pytest.param(
        sql("UPDATE alembic_version SET version_num = '0001'"),
        "schema",
        1,
        "0001",
        "db upgrade",
        id="old schema",
    ),
    pytest.param(
        sql("UPDATE alembic_version SET version_num = '9999'"),
        "schema",
        1,
        "newer release",
        "db upgrade",
        id="newer schema",
    ),
    pytest.param(
        sql("DELETE FROM audit WHERE seq = (SELECT MAX(seq) FROM audit)"),
        "audit log",
        7,
        "head",
        "audit verify",
        id="audit tail cut",
    ),
    pytest.param(
        cut_with_its_head, "checkpoint", 7, "more rows", "audit verify", id="audit tail cut with its head"
    ),
    pytest.param(newer_row, "clock", 1, "last audit row", "timedatectl", id="clock behind the audit"),
    pytest.param(went_back, "witness", 7, "went back", "db restored", id="database went back"),
    pytest.param(
        sql("UPDATE fence SET required = TRUE"),
        "fence",
        7,
        "choose --to N above, with room for what the lost days may have used",
        "ridgekey counter fence",
        id="restore waits",
    ),
    pytest.param(
        sql("INSERT INTO reported_mark VALUES ('basra', 17, 40, 0)"),
        "fence",
        7,
        "40",
        "db restored",
        id="reported mark",
    ),
    pytest.param(
        lambda o: set_record(o, trust_domain="other.internal"),
        "authority",
        2,
        "was made for ridgekey.internal; set it to ridgekey.internal in ",
        "$EDITOR ",
        id="authority of another domain",
    ),
    pytest.param(
        foreign_checkpoint, "checkpoint", 7, "not signed", "audit verify", id="checkpoint of another"
    ),
    pytest.param(
        lambda o: set_record(o, vault_url=f"file://{o}/head-office.json/below"),
        "vault",
        6,
        "",
        "head-office.json/below",
        id="vault out of reach",
    ),
    pytest.param(altered_model, "model", 7, "was altered", "config model", id="model digest"),
    pytest.param(
        lambda o: set_record(o, model="0" * 64), "model", 1, "is gone", "config model", id="no model"
    ),
    pytest.param(
        lambda o: set_record(o, verification="closed-set"),
        "verifier",
        1,
        "no closed-set",
        "config verifier",
        id="no verifier",
    ),
    pytest.param(
        gone("images/scan-1.sealed"),
        "images",
        7,
        "gone from the vault",
        "--wildcards 'images/scan-1.*'",
        id="image gone",
    ),
    pytest.param(
        altered("images/scan-1.sealed"),
        "images",
        7,
        "was altered",
        "--wildcards 'images/scan-1.*'",
        id="image altered",
    ),
    pytest.param(
        gone("enrolments/17.1.sealed"), "enrolments", 7, "no enrolment", "--replace", id="enrolment gone"
    ),
    pytest.param(altered("enrolments/17.1.sealed"), "enrolments", 7, "", "--replace", id="enrolment altered"),
]
