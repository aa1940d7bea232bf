"""``ridgekey db check``: damage is exit 7 and named; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_lines import ridgekey
from tests.server.database_file import run_sql
from tests.server.planted_faults import set_record, sql
from tests.spoilt_homes import gone
from tests.staffed_homes import Homes


def torn_pages(office: Path) -> None:
    """Overwrite the first page of a table."""
    (row,) = run_sql(office, "SELECT rootpage FROM sqlite_master WHERE name = 'strike'", as_attacker=False)
    file = office / "database.sqlite3"
    data = bytearray(file.read_bytes())
    page = int.from_bytes(data[16:18], "big")
    start = (row["rootpage"] - 1) * page
    data[start : start + page] = b"\x5a" * page
    file.write_bytes(data)


def orphan(office: Path) -> None:
    """Grant a user who is not there, as a tool without foreign keys would."""
    run_sql(office, "INSERT INTO user_grant VALUES ('basra', 99, 0)", as_attacker=False)


def without_trigger(office: Path) -> None:
    """Take one trigger away."""
    run_sql(office, "DROP TRIGGER audit_no_update", as_attacker=False)


FAULTS = [
    pytest.param(gone("database.sqlite3"), "database", 1, "gone", id="gone"),
    pytest.param(
        lambda o: (o / "database.sqlite3").write_bytes(b"x" * 5000), "database", 7, "damaged", id="none"
    ),
    pytest.param(
        sql("UPDATE alembic_version SET version_num = '0001'"), "schema", 1, "0001", id="old schema"
    ),
    pytest.param(torn_pages, "pages", 7, "damage", id="torn pages"),
    pytest.param(orphan, "references", 7, "fk_user_grant_user", id="an orphan"),
    pytest.param(without_trigger, "triggers", 7, "audit_no_update", id="no trigger"),
    pytest.param(sql("DELETE FROM audit WHERE seq > 3"), "audit log", 7, "head", id="tail cut"),
    pytest.param(sql("UPDATE audit_head SET seq = 2"), "audit log", 7, "head", id="head set back"),
]


@pytest.mark.sqlite
@pytest.mark.parametrize(("plant", "check", "code", "says"), FAULTS)
def test_damage_is_named_and_left_alone(
    homes: Homes, plant: Callable[[Path], None], check: str, code: int, says: str
) -> None:
    plant(homes.office)
    before = homes.everything()
    checked = ridgekey("db", "check", home=homes.office)
    (answer,) = [each for each in checked.data["items"] if each["check"] == check]
    assert (answer["level"], answer["exit_code"]) == ("failure", code)
    assert says in answer["finding"]
    assert answer["remedy"]
    assert checked.code >= code
    assert homes.everything() == before


def test_a_sound_database_passes(homes: Homes) -> None:
    before = homes.everything()
    checked = ridgekey("db", "check", home=homes.office)
    assert (checked.code, checked.err) == (0, "")
    assert {each["level"] for each in checked.data["items"]} == {"ok"}
    assert homes.everything() == before


def test_no_key_is_needed(homes: Homes) -> None:
    (homes.office / "secrets" / "master.key").unlink()
    assert ridgekey("db", "check", home=homes.office).code == 0


def test_triggers_that_are_gone_are_named_on_either_database(homes: Homes) -> None:
    run_sql(homes.office, "SELECT 1")
    checked = ridgekey("db", "check", home=homes.office)
    (answer,) = [each for each in checked.data["items"] if each["check"] == "triggers"]
    assert (checked.code, answer["level"]) == (7, "failure")
    assert "append-only" in answer["finding"]


def test_a_server_that_does_not_answer_is_try_again(homes: Homes) -> None:
    set_record(homes.office, database_url="postgresql://me:hidden@127.0.0.1:1/ridgekey")
    checked = ridgekey("db", "check", home=homes.office)
    (answer,) = [each for each in checked.data["items"] if each["check"] == "database"]
    assert (checked.code, answer["exit_code"], answer["remedy"]) == (6, 6, "pg_isready")
    assert "hidden" not in checked.out + checked.err
