"""The head office's configuration: sources, units, refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from server.config import load_config
from shared.errors import Code, Failure
from shared.identifiers import IdRange

HOME = Path("/srv/ridgekey")


def test_defaults_are_those_of_the_protocol() -> None:
    config = load_config(HOME, {})
    assert (config.listen, config.id_range, config.require_pq) == ("127.0.0.1:7443", IdRange(1, 600), True)
    assert (config.retry_window_seconds, config.max_attempts) == (600, 5)
    assert (config.max_wrong_proofs, config.lockout_seconds) == (5, 3600)
    assert (config.max_image_bytes, config.chunk_bytes) == (64 * 2**20, 512 * 2**10)
    assert config.policy.suites == ("aes-256-gcm", "chacha20-poly1305")
    assert config.identity.uri == "spiffe://ridgekey.internal/head-office"
    assert config.database_file == HOME / "database.sqlite3"


def test_environment_goes_before_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDGEKEY_LISTEN", "0.0.0.0:9000")
    config = load_config(HOME, {"listen": "127.0.0.1:8000", "trust_domain": "bank.example", "kind": "x"})
    assert (config.listen, config.trust_domain) == ("0.0.0.0:9000", "bank.example")


def test_each_value_knows_its_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDGEKEY_VERIFICATION", "off")
    monkeypatch.setenv("RidgeKey_Require_PQ", "false")  # pydantic-settings heeds no case
    monkeypatch.setenv("RIDGEKEY_HOME", "/elsewhere")
    monkeypatch.setenv("RIDGEKEY_FORMAT", "json")  # an option of commands, no setting
    config = load_config(HOME, {"verification": "embedding", "listen": "127.0.0.1:8000", "model": None})
    assert config.outranking == {"verification": "RIDGEKEY_VERIFICATION", "require_pq": "RidgeKey_Require_PQ"}
    assert (config.verification, config.require_pq) == ("off", False)
    sources = {name: config.source_of(name) for name in ("verification", "listen", "model", "suites")}
    assert sources == {
        "verification": "RIDGEKEY_VERIFICATION in the environment",
        "listen": "this head office",
        "model": "the release",
        "suites": "the release",
    }


def test_home_is_the_one_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDGEKEY_HOME", "/elsewhere")
    assert load_config(HOME, {"home": "/there"}).home == HOME


def test_frozen() -> None:
    with pytest.raises(ValidationError):
        load_config(HOME, {}).listen = "elsewhere"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        pytest.param("id_range", "1-20", IdRange(1, 20), id="range"),
        pytest.param("id_range", "5..5", IdRange(5, 5), id="range of one"),
        pytest.param("suites", "chacha20-poly1305", ("chacha20-poly1305",), id="one suite"),
        pytest.param("inner_ciphers", "none, chen", ("none", "chen"), id="names with a space"),
        pytest.param("require_pq", "false", False, id="no"),
        pytest.param("max_image_bytes", "1024", 1024, id="bytes"),
    ],
)
def test_values_as_people_write_them(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, value: Any
) -> None:
    monkeypatch.setenv(f"RIDGEKEY_{name.upper()}", text)
    assert getattr(load_config(HOME, {}), name) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("id_range", "0-600", id="ID 0 means nobody"),
        pytest.param("id_range", "9-1", id="range backwards"),
        pytest.param("id_range", "all", id="range that is none"),
        pytest.param("id_range", "[1]", id="range of one end"),
        pytest.param("suites", "rot13", id="unknown suite"),
        pytest.param("suites", ",", id="no suite"),
        pytest.param("inner_ciphers", "rot13", id="unknown inner cipher"),
        pytest.param("max_image_bytes", "many", id="no number"),
        pytest.param("chunk_bytes", "0", id="empty chunks"),
        pytest.param("max_attempts", "0", id="no attempts"),
        pytest.param("retry_window_seconds", "inf", id="a window without end"),
        pytest.param("lockout_seconds", "1e300", id="a lock-out beyond the calendar"),
        pytest.param("connection_age_seconds", "9999999", id="more milliseconds than gRPC counts"),
        pytest.param("branch_hellos_per_second", "inf", id="an unlimited rate"),
    ],
)
def test_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    monkeypatch.setenv(f"RIDGEKEY_{name.upper()}", text)
    with pytest.raises(Failure) as refused:
        load_config(HOME, {})
    assert refused.value.code is Code.INVALID_INPUT
    assert f"RIDGEKEY_{name.upper()}" in refused.value.sentence
    assert "\n" not in refused.value.sentence
