"""``config.toml`` of a head office through its commands: shown, checked, obeyed, and never written."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.config import HeadOfficeConfig
from tests.command_lines import as_process, ridgekey
from tests.staffed_homes import Homes

TEXT = """\
# Where we listen, as agreed with the network people.
max_attempts = 3   # fewer than usual

verification = "off"
"""


@pytest.fixture
def file(homes: Homes) -> Path:
    """The settings of an administrator, with comments."""
    path = homes.office / "config.toml"
    path.write_text(TEXT)
    path.chmod(0o600)
    return path


def test_the_file_is_shown_as_the_source(homes: Homes, file: Path) -> None:
    shown = ridgekey("config", "show", home=homes.office).data
    assert shown["config_file"] == str(file)
    assert (shown["verification"], shown["verification_from"]) == ("off", str(file))
    assert shown["limits"]["max_attempts"] == {"value": 3, "from": str(file), "range": "from 1 to 5"}
    assert shown["settings"]["require_pq"] == {"value": True, "from": "the release"}
    assert shown["master_key_from"].startswith("the home's own file")
    named = {*shown, *shown["settings"], *shown["limits"], "database_url"}
    assert set(HeadOfficeConfig.model_fields) <= named


def test_a_table_for_people_has_the_same(homes: Homes, file: Path) -> None:
    table = ridgekey("config", "show", "--format", "table", home=homes.office).out
    lines = {line[:24].strip(): line for line in table.splitlines()}
    assert "yes" in next(line for name, line in lines.items() if name.startswith("require pq"))
    assert str(file.name) in "".join(table.split())  # a long path is folded


def test_what_commands_choose_leaves_the_file_as_it_was(homes: Homes, file: Path) -> None:
    chosen = ridgekey("config", "verification", "embedding", home=homes.office)
    assert chosen.code == 0, chosen.err
    assert f"The line verification in {file} goes before this choice" in chosen.err
    assert file.read_text() == TEXT
    assert ridgekey("config", "inner-ciphers", "none", home=homes.office).code == 0
    shown = ridgekey("config", "show", home=homes.office).data
    assert (shown["inner_ciphers"], shown["inner_ciphers_from"]) == ("none", "this head office")
    assert shown["verification"] == "off"


@pytest.mark.parametrize(
    ("text", "check", "says"),
    [
        pytest.param("max_atempts = 3\n", "max_atempts", "did you mean max_attempts?", id="slip"),
        pytest.param("max_attempts = 'x'\n", "max_attempts", "must be a number", id="text"),
        pytest.param("listen = 'nowhere'\n", "listen", "HOST:PORT", id="no address"),
        pytest.param("listen =\n", "config.toml", "is no TOML", id="no TOML"),
    ],
)
def test_validate_reads_the_file_and_every_command_refuses_it(
    homes: Homes, file: Path, text: str, check: str, says: str
) -> None:
    file.write_text(text)
    checked = ridgekey("config", "validate", home=homes.office)
    (answer,) = checked.data["items"]
    assert (checked.code, answer["check"], answer["level"]) == (2, check, "failure")
    assert says in answer["finding"]
    assert answer["remedy"].startswith("$EDITOR ")
    if check != "listen":  # an address is looked at when it is used
        refused = ridgekey("user", "list", home=homes.office)
        assert (refused.code, refused.out) == (2, "")
        assert says in refused.sentence


def test_a_file_is_named_for_one_command(homes: Homes, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text("max_attempts = 4\n")
    shown = ridgekey("config", "show", "--config", other, home=homes.office).data
    assert shown["limits"]["max_attempts"]["value"] == 4
    assert ridgekey("config", "show", home=homes.office).data["limits"]["max_attempts"]["value"] == 5
    absent = ridgekey("user", "list", "--config", tmp_path / "absent", home=homes.office)
    assert (absent.code, absent.out) == (3, "")
    assert "--config" in absent.sentence
    checked = ridgekey("config", "validate", "--config", tmp_path / "absent", home=homes.office)
    (answer,) = checked.data["items"]
    assert (checked.code, answer["remedy"]) == (3, f"$EDITOR {tmp_path / 'absent'}")


@pytest.mark.slow
def test_a_password_is_shown_nowhere(homes: Homes, tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://ridgekey:correct-horse@127.0.0.1:1/nowhere\n")
    named = {"RIDGEKEY_DATABASE_URL_FILE": str(tmp_path / "url"), "RIDGEKEY_DATABASE_WAIT_SECONDS": "1"}
    for command in (["config", "show"], ["doctor"], ["config", "validate"], ["user", "list"]):
        done = as_process("server.cli", *command, "--home", homes.office, **named)
        assert "correct-horse" not in done.out + done.err
    assert "RIDGEKEY_DATABASE_URL_FILE in the environment" in done.err


@pytest.mark.slow
def test_a_master_key_in_the_environment_is_shown_nowhere(homes: Homes) -> None:
    key = homes.office / "secrets" / "master.key"
    digits = key.read_bytes().hex()
    for command in (["config", "show"], ["doctor"], ["user", "list"]):
        done = as_process("server.cli", *command, "--home", homes.office, RIDGEKEY_MASTER_KEY=digits)
        assert digits not in done.out + done.err
    examined = as_process("server.cli", "doctor", "--home", homes.office, RIDGEKEY_MASTER_KEY=digits)
    assert "RIDGEKEY_MASTER_KEY in the environment" in examined.out
    assert "lies there unused" in examined.out
