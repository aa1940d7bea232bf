"""``ridgekey config``: what it records, what it refuses, and that it says when it counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.cli.office import opened
from server.config import HeadOfficeConfig
from shared.biometrics.models import default_network
from shared.biometrics.verification import EmbeddingVerifier, PatchSearch
from tests.command_lines import ridgekey
from tests.free_ports import free_address
from tests.seeded_networks import TINY_PATH, seeded_network, tiny_network
from tests.staffed_homes import Homes

OWN = tiny_network().digest.hex()
SHIPPED = default_network().digest.hex()


@pytest.fixture
def verifier(tmp_path: Path) -> Path:
    """A verifier file by embedding."""
    path = tmp_path / "ours.rkverif"
    made = EmbeddingVerifier(9000, PatchSearch(24, 8, 0, 0, 1), seeded_network(((2, 3, 3, 2),), 16, side=8))
    path.write_bytes(made.encode())
    return path


def test_a_model_is_chosen_held_and_left_again(homes: Homes) -> None:
    chosen = ridgekey("config", "model", TINY_PATH, home=homes.office)
    assert chosen.code == 0, chosen.err
    assert chosen.data == {"model": OWN, "users_tried": 1, "unusable": []}
    assert "restart" in chosen.err
    assert "ridgekey-branch model add" in chosen.err
    shown = ridgekey("config", "show", home=homes.office).data
    assert (shown["model"], shown["model_from"]) == (OWN, "this head office")
    assert shown["users_not_checked_with_it"] == []
    assert json.loads((homes.office / "head-office.json").read_text())["model"] == OWN
    again = ridgekey("config", "model", "shipped", home=homes.office)
    assert again.data["model"] == SHIPPED
    shown = ridgekey("config", "show", home=homes.office).data
    assert (shown["model"], shown["model_from"]) == (SHIPPED, "the release")
    assert f"model {OWN}" in shown["held"]
    assert ridgekey("config", "model", OWN, home=homes.office).data["model"] == OWN


@pytest.mark.parametrize("output_format", ["json", "table"])
def test_settings_are_shown_without_the_database(
    homes: Homes, monkeypatch: pytest.MonkeyPatch, output_format: str
) -> None:
    with_it = ridgekey("config", "show", home=homes.office).data
    password = "0penSesame"
    monkeypatch.setenv("RIDGEKEY_DATABASE_URL", f"postgresql://me:{password}@{free_address()}/ridgekey")
    shown = ridgekey("config", "show", "--format", output_format, home=homes.office)
    assert (shown.code, password in shown.out + shown.err) == (0, False)
    assert "cannot be reached; its URL comes from RIDGEKEY_DATABASE_URL in the environment" in shown.sentence
    if output_format == "table":
        assert "users not listed by it" in shown.out
        return
    unknown = {name for name, value in shown.data.items() if value is None and with_it[name] is not None}
    assert unknown == {"users_not_checked_with_it", "users_not_listed_by_it"}
    assert list(shown.data) == list(with_it)
    assert shown.data["database_from"] == "RIDGEKEY_DATABASE_URL in the environment"


@pytest.mark.sqlite
def test_settings_are_shown_when_the_database_is_gone(homes: Homes) -> None:
    for file in homes.office.glob("database.sqlite3*"):
        file.unlink()
    shown = ridgekey("config", "show", home=homes.office)
    assert (shown.code, shown.data["users_not_checked_with_it"]) == (0, None)
    assert "is missing or empty; put its latest copy back" in shown.sentence


@pytest.mark.parametrize(
    ("what", "code", "says"),
    [
        pytest.param("absent.rkmodel", 3, "no file", id="no file"),
        pytest.param("0" * 64, 3, "config show", id="a digest that is not held"),
        pytest.param("README.md", 1, "no model", id="something else"),
        pytest.param("damaged", 1, "no model", id="a model cut short"),
        pytest.param("small", 1, "1024 features", id="a model of other features"),
        pytest.param("verifier", 2, "config verifier", id="a verifier"),
    ],
)
def test_what_is_no_model_changes_nothing(
    homes: Homes, verifier: Path, tmp_path: Path, what: str, code: int, says: str
) -> None:
    (tmp_path / "damaged").write_bytes(TINY_PATH.read_bytes()[:-1])
    (tmp_path / "small").write_bytes(seeded_network(((2, 3, 3, 2),), 16, side=8).encode())
    named = {"verifier": verifier, "damaged": tmp_path / "damaged", "small": tmp_path / "small"}.get(
        what, what
    )
    before = homes.everything()
    refused = ridgekey("config", "model", named, home=homes.office)
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert homes.everything() == before


def test_verification_needs_a_verifier_of_its_kind(homes: Homes, verifier: Path) -> None:
    refused = ridgekey("config", "verification", "closed-set", home=homes.office)
    assert refused.code == 1
    assert "ridgekey config verifier" in refused.sentence
    chosen = ridgekey("config", "verifier", verifier, home=homes.office)
    assert chosen.data["kind"] == "embedding"
    assert ridgekey("config", "verification", "off", home=homes.office).code == 0
    assert ridgekey("config", "verification", "embedding", home=homes.office).code == 0
    shown = ridgekey("config", "show", home=homes.office).data
    assert (shown["verification"], shown["embedding_verifier"]) == ("embedding", chosen.data["verifier"])
    assert f"embedding verifier {chosen.data['verifier']}" in shown["held"]


def test_what_the_environment_decides_is_said(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = ridgekey("config", "show", home=homes.office).data
    assert plain["decided_by_the_environment"] == []
    assert (plain["verification"], plain["verification_from"]) == ("off", "this head office")
    assert (plain["embedding_verifier_from"], plain["closed_set_verifier_from"]) == ("the release", None)
    monkeypatch.setenv("RIDGEKEY_MODEL", OWN)
    monkeypatch.setenv("RIDGEKEY_VERIFICATION", "embedding")
    monkeypatch.setenv("RIDGEKEY_MAX_ATTEMPTS", "3")
    shown = ridgekey("config", "show", home=homes.office).data
    assert (shown["model"], shown["model_from"]) == (OWN, "RIDGEKEY_MODEL in the environment")
    assert shown["verification_from"] == "RIDGEKEY_VERIFICATION in the environment"
    variables = ["RIDGEKEY_MAX_ATTEMPTS", "RIDGEKEY_MODEL", "RIDGEKEY_VERIFICATION"]
    assert shown["decided_by_the_environment"] == variables


def test_every_limit_is_shown_with_its_range(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDGEKEY_MAX_CONNECTIONS", "100")
    limits = ridgekey("config", "show", "--format", "json", home=homes.office).data["limits"]
    assert limits["max_connections"] == {
        "value": 100,
        "from": "RIDGEKEY_MAX_CONNECTIONS in the environment",
        "range": "from 1 to 100000",
    }
    assert limits["lockout_seconds"] == {
        "value": 3600.0,
        "from": "the release",
        "range": "above 0 to 2000000",
    }
    numbers = {
        name for name, info in HeadOfficeConfig.model_fields.items() if info.annotation in (int, float)
    }
    assert set(limits) == numbers
    table = ridgekey("config", "show", "--format", "table", home=homes.office).out
    (row,) = (line for line in table.splitlines() if line.startswith("max connections "))
    assert row.split()[2:7] == ["100", "(from", "1", "to", "100000,"]


@pytest.mark.parametrize(
    ("variable", "value", "command"),
    [
        pytest.param("RIDGEKEY_MODEL", SHIPPED, ["model", TINY_PATH], id="model"),
        pytest.param("RIDGEKEY_VERIFICATION", "off", ["verification", "embedding"], id="verification"),
        pytest.param("RIDGEKEY_INNER_CIPHERS", "none", ["inner-ciphers", "none,chen"], id="inner ciphers"),
        pytest.param("RIDGEKEY_EMBEDDING_VERIFIER", "0" * 64, ["verifier", "shipped"], id="verifier"),
    ],
)
def test_a_choice_that_the_environment_outranks_warns(
    homes: Homes, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, command: list[str]
) -> None:
    monkeypatch.setenv(variable, value)
    outranked = ridgekey("config", *command, home=homes.office)
    assert outranked.code == 0, outranked.err
    warnings = [line for line in outranked.err.splitlines() if variable in line]
    assert len(warnings) == 1
    assert "goes before this choice" in warnings[0]
    monkeypatch.delenv(variable)
    assert variable not in ridgekey("config", *command, home=homes.office).err


def test_a_server_says_where_its_settings_come_from(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    async def started(*_: object, **__: object) -> None:
        """A server that ends at once."""

    monkeypatch.setattr("server.bootstrap.serving.serve", started)
    monkeypatch.setenv("RIDGEKEY_VERIFICATION", "embedding")
    monkeypatch.setenv("RIDGEKEY_REQUIRE_PQ", "true")
    served = ridgekey("serve", home=homes.office)
    assert served.code == 0
    assert served.err.startswith(f"In force: model {SHIPPED[:12]} from the release; verification embedding ")
    assert "embedding from RIDGEKEY_VERIFICATION in the environment; embedding verifier " in served.err
    assert "; require pq from RIDGEKEY_REQUIRE_PQ in the environment." in served.err


def test_a_model_is_no_verifier(homes: Homes) -> None:
    refused = ridgekey("config", "verifier", TINY_PATH, home=homes.office)
    assert refused.code == 2
    assert "config model" in refused.sentence


def test_a_mode_that_there_is_not_is_a_usage_error(homes: Homes) -> None:
    assert ridgekey("config", "verification", "perhaps", home=homes.office).code == 2


def test_inner_ciphers_are_chosen_and_shown(homes: Homes) -> None:
    shown = ridgekey("config", "show", home=homes.office).data
    assert (shown["inner_ciphers"], shown["inner_ciphers_from"]) == (
        "none, chen, logistic, lorenz",
        "the release",
    )
    chosen = ridgekey("config", "inner-ciphers", "lorenz, none", "--reason", "a study", home=homes.office)
    assert chosen.code == 0, chosen.err
    assert chosen.data == {"inner_ciphers": ["lorenz", "none"]}
    assert "restart" in chosen.err
    shown = ridgekey("config", "show", home=homes.office).data
    assert (shown["inner_ciphers"], shown["inner_ciphers_from"]) == ("lorenz, none", "this head office")
    (last,) = ridgekey("audit", "tail", "--rows", "1", home=homes.office).data["items"]
    assert last["event"] == "INNER_CIPHERS_CHOSEN"
    with opened(homes.office) as office:
        assert office.config.policy.inner_ciphers == ("lorenz", "none")


@pytest.mark.parametrize("names", ["", ",", "rot13", "none,Chen", "none,lorenz,none"])
def test_names_that_are_no_inner_ciphers_change_nothing(homes: Homes, names: str) -> None:
    before = (homes.office / "head-office.json").read_bytes()
    refused = ridgekey("config", "inner-ciphers", names, home=homes.office)
    assert refused.code == 2
    assert "none, chen, logistic, lorenz" in refused.sentence
    assert (homes.office / "head-office.json").read_bytes() == before


def test_a_model_whose_file_is_gone_is_named(homes: Homes) -> None:
    assert ridgekey("config", "model", TINY_PATH, home=homes.office).code == 0
    (homes.office / "models" / f"{OWN}.rkmodel").unlink()
    refused = ridgekey("user", "enrol", "18", "--prints", homes.file("prints"), home=homes.office)
    assert refused.code == 1
    assert "ridgekey config model" in refused.sentence
