"""Fixtures that several folders of tests share."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import CLUSTER, databases_made, drop_databases, on_postgres
from tests.fault_table import FaultTable
from tests.memory_storage import keep_in_memory
from tests.private_cluster import NoBinaries, private_cluster
from tests.s3_server import aws, s3
from tests.staffed_homes import Homes, staff

__all__ = ["aws", "s3"]

# How long an example takes says how busy the machine is; timing belongs in benchmarks.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


_LONG = ("long_fault", "slow")
_REQUIRED = "REQUIRE_POSTGRES"
_ENDS = ExitStack()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which database every head office of the run stands on, and whether the long faults are tried."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.addoption(
        "--faults", action="store_true", help="try what takes long too; end with the table of faults"
    )
    parser.addoption(
        "--fault-record", type=Path, help="what earlier runs left for the table; demands all rows"
    )
    parser.addoption("--pictures", type=Path, help="make the pictures of the docs in this folder")


def pytest_configure(config: pytest.Config) -> None:
    """Start a cluster when one is asked for and none is named; the processes of a parallel run share it."""
    keep_in_memory()
    # A script's background jobs ignore Ctrl-C, and would hand that on to the programs that are tried here.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if config.getoption("--faults"):
        config.pluginmanager.register(FaultTable(config.getoption("--fault-record")))
    if config.getoption("--database") == "sqlite":
        os.environ.pop(CLUSTER, None)
    elif not on_postgres():
        try:
            os.environ[CLUSTER] = _ENDS.enter_context(private_cluster())
        except NoBinaries as error:
            if os.environ.get(_REQUIRED):
                raise pytest.UsageError(f"{_REQUIRED} is set and there is no PostgreSQL: {error}") from None
            pytest.exit(f"skipped: no PostgreSQL to test on, {error}", returncode=0)
    elif not hasattr(config, "workerinput"):
        _ENDS.callback(drop_databases, None)


def pytest_unconfigure() -> None:
    """Stop what was started."""
    _ENDS.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database, and what takes long unless it was asked for."""
    if not config.getoption("--faults"):
        long = [item for item in items if any(item.get_closest_marker(name) for name in _LONG)]
        items[:] = [item for item in items if item not in long]
        config.hook.pytest_deselected(items=long)
    marker, reason = (
        ("sqlite", "is about the database's file")
        if on_postgres()
        else (
            "postgres",
            "needs pytest --database postgresql",
        )
    )
    for item in items:
        if marker in item.keywords:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(autouse=True)
def _databases_end_with_their_test() -> Iterator[None]:
    """Take away the databases that one test made; fixtures of more than a test made theirs before."""
    before = len(databases_made())
    yield
    if made := databases_made()[before:]:
        drop_databases(made)


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    """A head office and its branches, made once; tests only read it."""
    return staff(tmp_path_factory.mktemp("staffed"))


@pytest.fixture
def homes(staffed: Homes, tmp_path: Path) -> Homes:
    """A copy of the head office and its branches, for one test to change."""
    return staffed.copied_to(tmp_path / "homes")
