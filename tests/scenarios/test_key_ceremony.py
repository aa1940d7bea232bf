"""The key ceremonies of docs/operations.md, step by step, beside a server that must be stopped first."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from server.config import HeadOfficeConfig
from shared.settings.file import read_settings_file
from shared.settings.model import variables_of
from tests.command_lines import ROOT, Outcome, ridgekey
from tests.staffed_homes import Homes

DOCUMENT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
CEREMONIES = re.findall(r"<!-- ceremony -->\n```bash\n(.*?)```", DOCUMENT, re.DOTALL)
EXAMPLE = re.search(r"<!-- configuration -->\n```toml\n(.*?)```", DOCUMENT, re.DOTALL)


pytestmark = pytest.mark.slow


def held(homes: Homes, script: str, safe: Path) -> Outcome:
    """Run a ceremony as people would type it."""
    commands = safe / "bin"
    commands.mkdir(parents=True, exist_ok=True)
    program = commands / "ridgekey"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m server.cli "$@"\n')
    program.chmod(0o700)
    plain = {name: value for name, value in os.environ.items() if not name.startswith("RIDGEKEY_")}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=ROOT,
        env={
            **plain,
            "PATH": f"{commands}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "RIDGEKEY_HOME": str(homes.office),
            "SAFE": str(safe),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def test_there_are_two_ceremonies() -> None:
    assert len(CEREMONIES) == 2


def test_the_yearly_change(homes: Homes, tmp_path: Path) -> None:
    safe = tmp_path / "safe"
    before = (homes.office / "secrets" / "master.key").read_bytes()
    done = held(homes, CEREMONIES[0], safe)
    assert done.code == 0, done.err
    now = (homes.office / "secrets" / "master.key").read_bytes()
    assert (safe / "old.key").read_bytes() == before != now == (safe / "new.key").read_bytes()
    assert "KEY_CHANGED" in done.out
    for key in (before, now):
        assert key.hex() not in done.out + done.err


@pytest.mark.skipif(shutil.which("shred") is None, reason="needs shred")
def test_the_key_goes_to_a_kms(homes: Homes, tmp_path: Path) -> None:
    safe = tmp_path / "safe"
    done = held(homes, CEREMONIES[1], safe)
    assert done.code == 0, done.err
    assert not (homes.office / "secrets" / "master.key").exists()
    examined = ridgekey("doctor", home=homes.office)
    (found,) = [each for each in examined.data["items"] if each["check"] == "master key"]
    assert found["finding"] == "It comes from the program cat (master_key_command)."
    assert ridgekey("audit", "checkpoint", home=homes.office).code == 0


def test_the_example_of_a_file_has_settings_alone(tmp_path: Path) -> None:
    assert EXAMPLE is not None
    (tmp_path / "config.toml").write_text(EXAMPLE[1])
    said = read_settings_file(tmp_path / "config.toml", HeadOfficeConfig)
    assert {f"RIDGEKEY_{name.upper()}" for name in said} <= set(variables_of(HeadOfficeConfig))
    assert len(said) == 4
