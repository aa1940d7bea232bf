"""The steps of deploy/README.md for systemd, typed in a folder of our own; what only root may is played."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.console_blocks import blocks
from tests.command_lines import ROOT
from tests.free_ports import free_port
from tests.shell_blocks import Shell

STEPS = blocks((ROOT / "deploy" / "README.md").read_text(encoding="utf-8"), "bash", mark="systemd")

STAND_INS = {
    "useradd": "true",
    # runuser -u NAME -- COMMAND: here we are that account, and HOME stays another's as it does there.
    "runuser": 'shift 3; HOME=/nonexistent exec "$@"',
    "python3": 'install -d "$3/bin" && install -m 755 "${0%/*}/ridgekey" "${0%/*}/pip" "$3/bin"',
    "pip": '[ "$1 $2 $4" = "install --constraint .[postgres]" ] && test -f "$3" && test -f pyproject.toml',
    "systemctl": 'shift 2; for unit; do test -f "$UNITS/$unit" || exit 5; done',
}
"""What a line needs of the machine, and what is seen of it here."""


@pytest.mark.sqlite
def test_the_steps_make_a_sound_head_office(tmp_path: Path) -> None:
    exchanged = {
        " -o ridgekey ": " ",
        "/opt/": f"{tmp_path}/opt/",
        "/var/lib/": f"{tmp_path}/var/lib/",
        "/etc/": f"{tmp_path}/etc/",
        ":7443": f":{free_port()}",
    }
    units = tmp_path / "etc" / "systemd" / "system"
    units.mkdir(parents=True)
    shell = Shell(tmp_path, variables={"UNITS": str(units)}, programs=STAND_INS)
    assert len(STEPS) == 2
    done = shell.type("".join(step.text for step in STEPS), exchanged)
    assert done.code == 0, done.err
    home = tmp_path / "var" / "lib" / "ridgekey" / "head-office"
    assert (home / "head-office.json").is_file()
    assert not (home / "secrets" / "master.key").exists()
    assert (tmp_path / "etc" / "ridgekey" / "master.key").is_file()
    assert f"{tmp_path}/etc/ridgekey/master.key" in done.out, "the doctor names where the key comes from"
