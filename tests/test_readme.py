"""The README tells the truth: its help blocks are fresh, its links lead somewhere, its walk works."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from lab.demo.parties import free_address

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"


@pytest.fixture(scope="module")
def help_blocks() -> ModuleType:
    """The script that `make help-blocks` runs."""
    spec = importlib.util.spec_from_file_location("help_blocks", ROOT / "docs" / "help_blocks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_help_blocks_are_fresh(help_blocks: ModuleType) -> None:
    text = README.read_text(encoding="utf-8")
    assert help_blocks.with_fresh_help(text) == text, "run `make help-blocks`"


def test_every_program_has_a_help_block(help_blocks: ModuleType) -> None:
    shown = set(re.findall(r"<!-- help: ([a-z-]+) -->", README.read_text(encoding="utf-8")))
    assert shown == set(help_blocks.PROGRAMS)


@pytest.mark.parametrize("document", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md")))
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_walk_works(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    walk = text.split("<!-- walk -->\n```bash\n")[1].split("```")[0]
    script = walk.replace("127.0.0.1:7443", free_address()).replace(".venv/bin", ".commands")
    (tmp_path / ".commands").symlink_to(Path(sys.executable).parent)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RIDGEKEY_")}
    run = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env={**environment, "TMPDIR": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert "the same, byte for byte" in run.stdout
    assert '"counter": 1' in run.stdout
    assert '"ok": true' in run.stdout
