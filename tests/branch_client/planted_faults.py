"""What goes wrong with a branch, planted in a copy of one, and what its doctor must say of it."""

from __future__ import annotations

import pytest

from shared.stores.home import HomeKind
from shared.stores.keyring import TLS
from tests.spoilt_homes import altered, another_key, gone, holds, mode

FAULTS = [
    pytest.param(gone("branch.json"), "home", 1, "not the home", "init", id="no record"),
    pytest.param(mode("secrets/master.key", 0o644), "master key", 1, "chmod", "chmod 600", id="open key"),
    pytest.param(holds("secrets/master.key", b"x"), "master key", 1, "32", "chmod 600", id="no key"),
    pytest.param(mode("state.json", 0o644), "file modes", 4, "state.json", "chmod -R go=", id="open state"),
    pytest.param(gone("head-office.admission"), "admission", 1, "admitted", "accept", id="not admitted"),
    pytest.param(altered("head-office.admission"), "admission", 7, "", "accept", id="altered admission"),
    pytest.param(
        another_key(HomeKind.BRANCH, TLS),
        "keys",
        7,
        "not the certificate's",
        "cp -a BACKUP/keys",
        id="another key",
    ),
    pytest.param(gone("keys/hpke.sealed"), "keys", 1, "hpke key", "cp -a BACKUP/keys", id="no HPKE key"),
    pytest.param(
        holds("witness.checkpoint", b"x"), "witness", 7, "checkpoint", "witness reset", id="witness"
    ),
    pytest.param(holds("state.json", b"{}"), "marks", 7, "damaged", "cp -a BACKUP/state.json", id="state"),
    pytest.param(altered("enrolments/17.1.sealed"), "enrolments", 7, "", "import", id="altered enrolment"),
    pytest.param(
        holds(f"models/{'0' * 64}.rkmodel", b"x"), "models", 7, "altered", "model add", id="altered model"
    ),
    pytest.param(lambda home: None, "head office", 6, "reached", "ridgekey-branch status", id="no server"),
]
