"""The README tells the truth: its help blocks are fresh, its links lead somewhere, its walk works."""

from __future__ import annotations

import importlib.util
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from docs.console_blocks import blocks, is_seen, steps
from docs.transcripts import scratch_folder, taken
from tests.databases import CLUSTER, on_postgres
from tests.private_cluster import NoBinaries, find_binaries, private_cluster

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
WALK = ROOT / "docs" / "walk.md"


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


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The cluster of the run, else one of our own: the URL of a database in it."""
    if on_postgres():
        yield os.environ[CLUSTER]
        return
    with ExitStack() as ends:
        try:
            url = ends.enter_context(private_cluster())
        except NoBinaries as error:
            if os.environ.get("REQUIRE_POSTGRES"):
                raise
            pytest.skip(f"no PostgreSQL to walk on, {error}")
        yield url


def test_the_walk_that_is_shown_is_the_one_to_type() -> None:
    (walk,) = blocks(README.read_text(encoding="utf-8"), mark="walk")
    typed = [line for line in walk.text.splitlines() if line and not line.startswith("#")]
    assert [step.command for step in steps(WALK.read_text(encoding="utf-8"))] == typed


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder with a short name."""
    with scratch_folder() as made:
        yield made


@pytest.mark.slow
def test_the_walk_works_on_sqlite(folder: Path) -> None:
    walk(folder, "", {})
    assert list(folder.glob("tmp.*/head-office/*.sqlite3"))


@pytest.mark.slow
def test_the_walk_works_on_postgresql(folder: Path, cluster: str) -> None:
    (before,) = blocks(README.read_text(encoding="utf-8"), mark="walk on PostgreSQL")
    parts, name = urlsplit(cluster), f"ridgekey_test_{secrets.token_hex(8)}"
    where = {"HOST": parts.hostname, "PORT": parts.port, "USER": parts.username, "PASSWORD": parts.password}
    environment = {f"PG{variable}": str(value) for variable, value in where.items() if value}
    environment["PATH"] = f"{os.environ['PATH']}:{find_binaries()}"
    typed = "".join(f"$ {line}\n" for line in before.text.replace("ridgekey_walk", name).splitlines())
    walk(folder, f"```console\n{typed}```\n", environment)
    assert not list(folder.glob("tmp.*/head-office/*.sqlite3"))
    with psycopg.connect(f"{cluster.rpartition('/')[0]}/{name}") as connection:
        events = connection.execute("SELECT event FROM audit WHERE event = 'DELIVERED'").fetchall()
    assert len(events) == 1
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def walk(folder: Path, before: str, environment: dict[str, str]) -> None:
    """Type the walk, after what goes before it; every command succeeds and shows what is said."""
    for step, seen in taken(before + WALK.read_text(encoding="utf-8"), folder, environment):
        assert seen.status == 0, f"{step.command}: {seen.output}"
        assert is_seen(step.shown, seen.output), f"{step.command} shows\n{seen.output}not\n{step.shown}"
