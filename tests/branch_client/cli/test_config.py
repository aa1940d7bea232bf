"""``ridgekey-branch config``: what is in force, where it comes from, and what is wrong with it."""

from __future__ import annotations

import pytest

from tests.command_lines import ridgekey_branch
from tests.staffed_homes import Homes


@pytest.fixture(autouse=True)
def no_data_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where data sets lie is named by a variable of the tests, which is no setting of a branch."""
    monkeypatch.delenv("RIDGEKEY_DATA", raising=False)


def test_every_setting_is_shown_with_its_source(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    file = homes.basra / "config.toml"
    file.write_text("attempts = 2 # the line is good\n")
    monkeypatch.setenv("RIDGEKEY_SERVER", "127.0.0.1:9")
    shown = ridgekey_branch("config", "show", home=homes.basra)
    assert shown.code == 0, shown.err
    assert shown.data["config_file"] == str(file)
    assert shown.data["limits"]["attempts"] == {"value": 2, "from": str(file), "range": "from 1 to 5"}
    server = {"value": "127.0.0.1:9", "from": "RIDGEKEY_SERVER in the environment"}
    assert shown.data["settings"]["server"] == server
    assert shown.data["decided_by_the_environment"] == ["RIDGEKEY_SERVER"]
    table = ridgekey_branch("config", "show", "--format", "table", home=homes.basra).out
    assert "127.0.0.1:9 (RIDGEKEY_SERVER in the environment)" in " ".join(table.split())


def test_sound_settings_pass_without_a_change(homes: Homes) -> None:
    before = homes.everything()
    checked = ridgekey_branch("config", "validate", home=homes.basra)
    assert (checked.code, checked.err) == (0, "")
    assert [each["level"] for each in checked.data["items"]] == ["ok"]
    assert homes.everything() == before


@pytest.mark.parametrize(
    ("text", "check", "says"),
    [
        pytest.param("atempts = 3\n", "atempts", "did you mean attempts?", id="slip"),
        pytest.param("attempts = 9\n", "attempts", "less than or equal to 5", id="too many"),
        pytest.param("trust_domain = 'x'\n", "trust_domain", "is no setting", id="a head office's"),
        pytest.param("[x\n", "config.toml", "is no TOML", id="no TOML"),
    ],
)
def test_what_the_file_has_wrong_is_named(homes: Homes, text: str, check: str, says: str) -> None:
    (homes.basra / "config.toml").write_text(text)
    checked = ridgekey_branch("config", "validate", home=homes.basra)
    (answer,) = checked.data["items"]
    assert (checked.code, answer["check"]) == (2, check)
    assert says in answer["finding"]
    refused = ridgekey_branch("status", home=homes.basra)
    assert (refused.code, refused.out) == (2, "")
    assert says in refused.sentence


def test_a_wrong_variable_is_named(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDGEKEY_ATEMPTS", "3")
    checked = ridgekey_branch("config", "validate", home=homes.basra)
    (answer,) = checked.data["items"]
    assert (checked.code, answer["remedy"]) == (2, "unset RIDGEKEY_ATEMPTS")
    assert "nearest is RIDGEKEY_ATTEMPTS" in answer["finding"]


def test_a_home_that_is_none_is_refused(homes: Homes) -> None:
    for verb in ("show", "validate"):
        refused = ridgekey_branch("config", verb, home=homes.office)
        assert (refused.code, refused.out) == (1, "")
        assert "is the home of a head office, not of a branch" in refused.sentence
