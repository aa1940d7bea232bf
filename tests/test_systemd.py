"""The units of systemd: sound, with commands that there are, and little of the machine for each."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

import server.config
from shared.settings.model import variables_of
from tests.documented_commands import Documented, fault_of

UNITS = Path(__file__).resolve().parents[1] / "deploy" / "systemd"
SERVICES = ("ridgekey.service", "ridgekey-backup.service")
MOST_EXPOSED = 20
"""In tenths; 100 is a service without any protection."""

HARDENING = frozenset(
    """\
User=ridgekey
UMask=0077
LimitCORE=0
LoadCredential=master.key:/etc/ridgekey/master.key
NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged""".splitlines()
)

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
def test_a_service_has_what_keeps_it_from_the_machine(name: str) -> None:
    # Told without systemd-analyze too, and line by line.
    lines = set((UNITS / name).read_text().splitlines())
    assert HARDENING - lines == set()


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_runs_commands_that_there_are(name: str) -> None:
    text = (UNITS / name).read_text()
    run = re.findall(r"^Exec\w+=.*/opt/ridgekey/bin/(ridgekey [^'\n]+)", text, re.MULTILINE)
    assert len(run) == len(re.findall(r"^Exec", text, re.MULTILINE)) > 0
    for line in run:
        command = Documented(UNITS / name, 0, tuple(shlex.split(line)), whole=True)
        assert fault_of(command, frozenset()) is None


@pytest.mark.parametrize("name", SERVICES)
def test_the_variables_of_a_service_are_settings(name: str) -> None:
    given = re.findall(r"^Environment=(RIDGEKEY_\w+)=", (UNITS / name).read_text(), re.MULTILINE)
    assert {"RIDGEKEY_HOME", "RIDGEKEY_MASTER_KEY_FILE"} <= set(given)
    assert set(given) <= set(variables_of(server.config.HeadOfficeConfig))


def test_the_server_has_time_to_drain() -> None:
    text = (UNITS / "ridgekey.service").read_text()
    seconds = re.search(r"TimeoutStopSec=([0-9]+)s", text)
    grace = server.config.HeadOfficeConfig.model_fields["drain_grace_seconds"].default
    assert seconds is not None
    assert int(seconds[1]) >= 2 * grace
