"""The upgrade of docs/operations.md and the way back from it, typed; only pip and systemctl are played."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from docs.console_blocks import blocks
from server.adapters.sql.revision import head_revision
from tests.command_lines import ROOT, ridgekey
from tests.server.database_file import run_sql
from tests.shell_blocks import Shell
from tests.staffed_homes import Homes

THERE, BACK = blocks((ROOT / "docs" / "operations.md").read_text(encoding="utf-8"), "bash", mark="upgrade")
OLDER = f"{int(head_revision()) - 1:04}"

SYSTEMCTL = """\
cd "$UNITS"
case $1 in
start) ridgekey serve > log 2>&1 & echo $! > served ;;
stop) for pid in $(cat served 2> /dev/null); do kill $pid; done; rm -f served ;;
esac"""

PIP = f"""\
export RIDGEKEY_DATABASE_URL="sqlite:///$RIDGEKEY_HOME/database.sqlite3"
exec "{sys.executable}" -m alembic downgrade {OLDER}"""
"""A new release finds the schema of the one before it."""

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


@pytest.fixture
def units(tmp_path: Path) -> Iterator[Path]:
    """Where the service's process is written down; it is ended with the test."""
    folder = tmp_path / "units"
    folder.mkdir()
    yield folder
    with suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int((folder / "served").read_text()), signal.SIGKILL)


def machine(homes: Homes, units: Path, pip: str) -> Shell:
    """A machine whose ``pip`` has some effect on the home."""
    safe = units.parent / "safe"
    safe.mkdir(exist_ok=True)
    variables = {"RIDGEKEY_HOME": str(homes.office), "SAFE": str(safe), "UNITS": str(units)}
    return Shell(units.parent, variables=variables, programs={"systemctl": SYSTEMCTL, "pip": pip})


def test_a_head_office_is_upgraded_and_goes_back(homes: Homes, units: Path) -> None:
    pip = {"/opt/ridgekey/bin/pip": "pip"}
    done = machine(homes, units, PIP).type(THERE.text, pip)
    assert done.code == 0, done.err
    assert f'"before": "{OLDER}", "revision": "{head_revision()}", "changed": true' in done.out
    assert (units / "served").is_file()

    # What an older release finds: a schema that it does not know.
    run_sql(homes.office, "UPDATE alembic_version SET version_num = '9999'")
    asked = {"--database-only": "--database-only --yes"}
    back = machine(homes, units, "exit 0").type(BACK.text, pip | asked)
    assert back.code == 0, back.err
    assert ridgekey("db", "current", home=homes.office).data["current"]
    assert ridgekey("counter", "show", "17", home=homes.office).data["n"] == 5000
