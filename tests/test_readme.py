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


def script(name: str) -> ModuleType:
    """A script of ``docs``."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def help_blocks() -> ModuleType:
    """The script that `make help-blocks` runs for the README."""
    return script("help_blocks")


def test_the_reference_is_fresh() -> None:
    written = {
        page.name: page.read_text(encoding="utf-8") for page in (ROOT / "docs" / "reference").iterdir()
    }
    assert script("reference").pages() == written, "run `make help-blocks`"


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
