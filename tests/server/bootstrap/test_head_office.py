"""Opening a head office: what is refused, and how it is upgraded."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.bootstrap.head_office import create_database, current_revision, open_head_office, upgrade_database
from server.ports import Actor
from server.services.administration import add_user, list_users
from shared.errors import Code, Failure
from shared.stores.home import HomeKind
from shared.stores.new_home import create_home
from tests.replay_randomness import ReplayRandomness
from tests.server.database_file import run_sql
from tests.server.settable_clock import SettableClock


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with its database."""
    path = tmp_path / "head-office"
    with create_home(path, HomeKind.HEAD_OFFICE, {"id_range": "1-20"}, ReplayRandomness("home")) as building:
        create_database(building.root)
    return path


def test_open(home: Path) -> None:
    office = open_head_office(home, clock=SettableClock(), randomness=ReplayRandomness("office"))
    add_user(office, 20, Actor.local(office.config.trust_domain))
    office.database.close()
    again = open_head_office(home)
    assert [user.user for user in list_users(again)] == [20]
    assert again.config.id_range.last == 20
    again.database.close()


def test_upgrade_leaves_nothing_but_the_file(home: Path) -> None:
    assert current_revision(home) == upgrade_database(home) == "0002"
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


def test_missing_database(home: Path) -> None:
    (home / "database.sqlite3").unlink()
    assert "put its latest copy back" in refusal(home).sentence
    assert not (home / "database.sqlite3").exists()
    assert current_revision(home) is None


@pytest.mark.parametrize("empty", [False, True], ids=["missing", "empty"])
def test_lost_database_is_not_made_anew(home: Path, empty: bool) -> None:
    file = home / "database.sqlite3"
    file.unlink()
    if empty:
        file.touch()
    with pytest.raises(Failure) as refused:
        upgrade_database(home)
    assert refused.value.code is Code.HOME_INVALID
    assert refusal(home).sentence == refused.value.sentence
    assert file.exists() == empty
    assert current_revision(home) is None


def test_database_of_a_newer_release(home: Path) -> None:
    run_sql(home, "UPDATE alembic_version SET version_num = '9999'")
    assert "9999" in refusal(home).sentence
    with pytest.raises(Failure) as refused:
        upgrade_database(home)
    assert refused.value.code is Code.HOME_INVALID
    assert current_revision(home) == "9999"


def test_database_that_is_none(home: Path) -> None:
    (home / "database.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(Failure) as refused:
        open_head_office(home)
    assert refused.value.code is Code.INTEGRITY
