"""The units of systemd: sound, with commands that there are, and little of the machine for each."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import server.cli.app
import server.config
from tests.server.cli.test_commands import names

UNITS = Path(__file__).resolve().parents[1] / "deploy" / "systemd"
SERVICES = ("ridgekey.service", "ridgekey-backup.service")
MOST_EXPOSED = 20
"""In tenths; 100 is a service without any protection."""

ANALYZE = shutil.which("systemd-analyze")
analyze = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")


def run_analyze(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run ``systemd-analyze``."""
    command = [str(ANALYZE), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@analyze
@pytest.mark.parametrize("name", [*SERVICES, "ridgekey-backup.timer"])
def test_a_unit_has_no_fault(name: str, tmp_path: Path) -> None:
    for unit in UNITS.iterdir():  # the programs are not installed there on every machine
        text = unit.read_text().replace("/opt/ridgekey/bin/ridgekey", "/bin/true")
        (tmp_path / unit.name).write_text(text)
    checked = run_analyze("verify", "--man=no", tmp_path / name)
    assert (checked.returncode, name in checked.stderr) == (0, False), checked.stderr


@analyze
@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_exposed_to_little(name: str) -> None:
    rated = run_analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", UNITS / name)
    assert rated.returncode == 0, rated.stdout


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_runs_commands_that_there_are(name: str) -> None:
    commands = names(server.cli.app.build())
    run = re.findall(r"/opt/ridgekey/bin/ridgekey ([a-z]+(?: [a-z]+)?)", (UNITS / name).read_text())
    assert run
    assert all(words in commands for words in run)


def test_the_server_has_time_to_drain() -> None:
    text = (UNITS / "ridgekey.service").read_text()
    seconds = re.search(r"TimeoutStopSec=([0-9]+)s", text)
    grace = server.config.HeadOfficeConfig.model_fields["drain_grace_seconds"].default
    assert seconds is not None
    assert int(seconds[1]) >= 2 * grace
