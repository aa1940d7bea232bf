"""``ridgekey config validate``: what is unknown or wrong is named, and no value is repeated."""

from __future__ import annotations

import pytest

from tests.command_lines import ridgekey
from tests.server.planted_faults import set_record
from tests.staffed_homes import Homes

PASSWORD = "correct-horse"


@pytest.fixture(autouse=True)
def no_data_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where data sets lie is named by a variable of the tests, which is no setting of the head office."""
    monkeypatch.delenv("RIDGEKEY_DATA", raising=False)


def test_sound_settings_pass_without_a_change(homes: Homes) -> None:
    before = homes.everything()
    checked = ridgekey("config", "validate", home=homes.office)
    assert (checked.code, checked.err) == (0, "")
    assert [each["level"] for each in checked.data["items"]] == ["ok"]
    assert homes.everything() == before


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        pytest.param("max_atempts", 3, "nearest is max_attempts", id="nearly a setting"),
        pytest.param("colour", "red", "no such setting", id="no setting"),
        pytest.param("max_attempts", 99, "less than or equal to 5", id="out of range"),
        pytest.param("listen", "nowhere", "HOST:PORT", id="no address"),
        pytest.param("suites", "rot13", "suites", id="no suite"),
        pytest.param("verification", "maybe", "closed-set", id="no mode"),
    ],
)
def test_a_wrong_key_of_the_record_is_named(homes: Homes, key: str, value: object, says: str) -> None:
    set_record(homes.office, **{key: value})
    checked = ridgekey("config", "validate", home=homes.office)
    (answer,) = checked.data["items"]
    assert (checked.code, answer["check"], answer["level"]) == (2, key, "failure")
    assert says in answer["finding"]
    assert answer["remedy"] == f"$EDITOR {homes.office / 'head-office.json'}"


@pytest.mark.parametrize(
    ("variable", "value", "code", "says"),
    [
        pytest.param("RIDGEKEY_MAX_ATEMPTS", "3", 2, "nearest is RIDGEKEY_MAX_ATTEMPTS", id="nearly one"),
        pytest.param(
            "RIDGEKEY_ATTEMPTS_PER_BRANCH_OF_ANOTHER", "3", 0, "no setting of a head office", id="another's"
        ),
        pytest.param("RIDGEKEY_CHUNK_BYTES", "1", 2, "greater than or equal to 1024", id="out of range"),
        pytest.param("RIDGEKEY_ID_RANGE", "9-1", 2, "FIRST-LAST", id="no range"),
        pytest.param("RIDGEKEY_LISTEN", "nowhere", 2, "HOST:PORT", id="no address"),
        pytest.param("RIDGEKEY_DATABASE_URL", f"mysql://me:{PASSWORD}@db/x", 2, "postgresql://", id="no URL"),
    ],
)
def test_a_wrong_variable_is_named_and_its_value_is_not_repeated(
    staffed: Homes, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, code: int, says: str
) -> None:
    monkeypatch.setenv(variable, value)
    checked = ridgekey("config", "validate", home=staffed.office)
    (answer,) = checked.data["items"]
    assert (checked.code, answer["remedy"]) == (code, f"unset {variable}")
    assert says in answer["finding"]
    assert PASSWORD not in checked.out + checked.err


def test_the_variable_of_an_option_is_no_slip(staffed: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDGEKEY_WORKERS", "1")
    monkeypatch.setenv("RIDGEKEY_FORMAT", "json")
    assert ridgekey("config", "validate", home=staffed.office).code == 0


def test_every_wrong_setting_is_named_at_once(homes: Homes) -> None:
    set_record(homes.office, max_attempts=0, chunk_bytes=1, colour="red")
    checked = ridgekey("config", "validate", home=homes.office)
    assert {each["check"] for each in checked.data["items"]} == {"max_attempts", "chunk_bytes", "colour"}
