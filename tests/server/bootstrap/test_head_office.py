"""Opening a head office: what is refused, and how it is upgraded."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.bootstrap.databases import current_revision
from server.bootstrap.head_office import open_head_office
from server.bootstrap.schema import creating_database, upgrade_database
from server.config import HeadOfficeConfig, load_config
from server.ports import Actor
from server.services.administration import add_user, list_users
from shared.errors import Code, Failure
from shared.stores.home import HomeKind, open_home
from shared.stores.new_home import create_home
from tests.databases import new_database
from tests.replay_randomness import ReplayRandomness
from tests.server.database_file import run_sql
from tests.server.settable_clock import SettableClock


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with its database."""
    path = tmp_path / "head-office"
    record, url = {"id_range": "1-20", "trust_domain": "ridgekey.internal"}, new_database()
    if url is not None:
        record["database_url"] = url
    with (
        create_home(path, HomeKind.HEAD_OFFICE, record, ReplayRandomness("home")) as building,
        creating_database(load_config(building.root, building.record)),
    ):
        pass
    return path


def config_of(home: Path) -> HeadOfficeConfig:
    """The configuration of a home."""
    return load_config(home, open_home(home, HomeKind.HEAD_OFFICE).record)


def test_open(home: Path) -> None:
    office = open_head_office(home, clock=SettableClock(), randomness=ReplayRandomness("office"))
    add_user(office, 20, Actor.local(office.config.trust_domain))
    office.database.close()
    again = open_head_office(home)
    assert [user.user for user in list_users(again)] == [20]
    assert again.config.id_range.last == 20
    again.database.close()


@pytest.mark.sqlite
def test_upgrade_leaves_nothing_but_the_file(home: Path) -> None:
    assert current_revision(config_of(home)) == upgrade_database(config_of(home)) == "0006"
    assert [file.name for file in home.glob("database*")] == ["database.sqlite3"]


def refusal(home: Path) -> Failure:
    with pytest.raises(Failure) as refused:
        open_head_office(home)
    assert refused.value.code is Code.HOME_INVALID
    return refused.value


def test_folder_that_is_no_home(tmp_path: Path) -> None:
    refusal(tmp_path)
    refusal(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.sqlite
def test_missing_database(home: Path) -> None:
    (home / "database.sqlite3").unlink()
    assert "put its latest copy back" in refusal(home).sentence
    assert not (home / "database.sqlite3").exists()
    assert current_revision(config_of(home)) is None


@pytest.mark.sqlite
@pytest.mark.parametrize("empty", [False, True], ids=["missing", "empty"])
def test_lost_database_is_not_made_anew(home: Path, empty: bool) -> None:
    file = home / "database.sqlite3"
    file.unlink()
    if empty:
        file.touch()
    with pytest.raises(Failure) as refused:
        upgrade_database(config_of(home))
    assert refused.value.code is Code.HOME_INVALID
    assert refusal(home).sentence == refused.value.sentence
    assert file.exists() == empty
    assert current_revision(config_of(home)) is None


def test_database_of_a_newer_release(home: Path) -> None:
    run_sql(home, "UPDATE alembic_version SET version_num = '9999'")
    assert "9999" in refusal(home).sentence
    with pytest.raises(Failure) as refused:
        upgrade_database(config_of(home))
    assert refused.value.code is Code.HOME_INVALID
    assert current_revision(config_of(home)) == "9999"


@pytest.mark.sqlite
def test_database_that_is_none(home: Path) -> None:
    (home / "database.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(Failure) as refused:
        open_head_office(home)
    assert refused.value.code is Code.INTEGRITY
