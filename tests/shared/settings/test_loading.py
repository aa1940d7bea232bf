"""Settings of both ends: which place goes before which, and what is refused with which words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import branch_client.config
import server.config
from shared.errors import Code, Failure
from shared.settings import nearest
from shared.stores.master_key import find_key_source

URL = "postgresql://ridgekey:correct-horse@db.example/ridgekey"
OTHER_URL = "postgresql://other:battery-staple@db.example/other"
SECRETS = ("correct-horse", "battery-staple")


def write(home: Path, text: str, mode: int = 0o600) -> Path:
    """Write the file of settings of a home."""
    path = home / "config.toml"
    path.write_text(text)
    path.chmod(mode)
    return path


def refusal(home: Path) -> Failure:
    """What loading the settings of a head office ends with."""
    with pytest.raises(Failure) as refused:
        server.config.load_config(home, {})
    assert not any(secret in refused.value.sentence for secret in SECRETS)
    return refused.value


def test_each_place_goes_before_the_one_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, "max_attempts = 3\nchunk_bytes = 2048  # small\nid_range = [1, 9]\n")
    monkeypatch.setenv("RIDGEKEY_CHUNK_BYTES", "4096")
    record = {"max_attempts": 2, "chunk_bytes": 1024, "trust_domain": "bank.example"}
    config = server.config.load_config(tmp_path, record)
    names = ("chunk_bytes", "max_attempts", "trust_domain", "suites")
    assert [getattr(config, name) for name in names[:3]] == [4096, 3, "bank.example"]
    assert (config.id_range.first, config.id_range.last) == (1, 9)
    assert [config.source_of(name) for name in names] == [
        "RIDGEKEY_CHUNK_BYTES in the environment",
        str(file),
        "this head office",
        "the release",
    ]


def test_a_branch_reads_its_file_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, 'attempts = 2\nserver = "127.0.0.1:9"\n')
    monkeypatch.setenv("RIDGEKEY_SERVER", "127.0.0.1:10")
    config = branch_client.config.load_config(tmp_path)
    assert (config.attempts, config.server, config.home) == (2, "127.0.0.1:10", tmp_path)
    assert config.source_of("attempts") == str(file)


def test_another_file_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "max_attempts = 2\n")
    other = tmp_path / "other.conf"
    other.write_text("max_attempts = 3\n")
    monkeypatch.setenv("RIDGEKEY_CONFIG", str(other))
    assert server.config.load_config(tmp_path, {}).max_attempts == 3
    other.unlink()
    assert refusal(tmp_path).code is Code.NOT_FOUND


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(
            "max_atempts = 3", "max_atempts in {} is no setting; did you mean max_attempts?", id="slip"
        ),
        pytest.param(
            "min_transfer_byte_per_second = 3",
            "did you mean min_transfer_bytes_per_second?",
            id="a longer slip",
        ),
        pytest.param("Listen = 'x'", "Listen in {} is no setting; did you mean listen?", id="a capital"),
        pytest.param(
            "colour = 'red'", "colour in {} is no setting; `config show` lists", id="nothing like it"
        ),
        pytest.param("[server]\nlisten = 'x'", "server in {} is no setting", id="a table"),
        pytest.param("home = '/x'", "home cannot be set in {}; name the state folder with --home", id="home"),
        pytest.param("master_key = 'x'", "master_key cannot be set in {}; use master_key_file", id="a key"),
        pytest.param(
            "max_attempts = '3'", "max_attempts in {} is wrong: must be a number", id="text, not number"
        ),
        pytest.param(
            "max_attempts = true", "max_attempts in {} is wrong: must be a number", id="yes, no number"
        ),
        pytest.param("max_attempts = 2.5", "max_attempts in {} is wrong", id="half an attempt"),
        pytest.param("require_pq = 1", "require_pq in {} is wrong: must be true or false", id="1, not true"),
        pytest.param("require_pq = 'no'", "must be true or false", id="text, not false"),
        pytest.param("max_attempts = 99", "max_attempts in {} is wrong: Input should be less", id="too many"),
        pytest.param("listen = 7443", "listen in {} is wrong", id="number, not text"),
        pytest.param("suites = [1]", "suites in {} is wrong", id="number in a list"),
        pytest.param(
            "id_range = [{}, 1]", "id_range in {} is wrong: must be FIRST-LAST", id="table in a range"
        ),
        pytest.param("id_range = 5", "id_range in {} is wrong", id="number, not a range"),
        pytest.param("retry_window_seconds = inf", "retry_window_seconds in {} is wrong", id="without end"),
        pytest.param("max_attempts = 3\nmax_attempts = 4", "{} is no TOML", id="twice"),
        pytest.param("max_attempts 3", "{} is no TOML: Expected '='", id="no TOML"),
        pytest.param('master_key_command = "kms unwrap"', "must be a list", id="a command as one text"),
        pytest.param("master_key_command = []", "must be a list", id="an empty command"),
        pytest.param(f"database_url_file = '/nowhere/url'\ndatabase_url = '{URL}'", "keep one", id="both"),
        pytest.param(
            "database_url_file = '/nowhere/url'", "/nowhere/url cannot be read: No such", id="absent"
        ),
    ],
)
def test_what_the_file_has_wrong_is_named(tmp_path: Path, text: str, says: str) -> None:
    file = write(tmp_path, f"# ours\n{text}\n")
    refused = refusal(tmp_path)
    assert refused.code is Code.INVALID_INPUT
    assert says.replace("{}", str(file)) in refused.sentence
    assert "\n" not in refused.sentence


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe")
    assert "UTF-8" in refusal(tmp_path).sentence


def test_a_secret_comes_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "url").write_text(URL + "\n")
    write(tmp_path, 'database_url_file = "url"\n')
    config = server.config.load_config(tmp_path, {"database_url": OTHER_URL})
    assert config.database_url is not None
    assert config.database_url.get_secret_value() == URL
    (tmp_path / "other").write_text(OTHER_URL)
    monkeypatch.setenv("RIDGEKEY_DATABASE_URL_FILE", str(tmp_path / "other"))
    config = server.config.load_config(tmp_path, {})
    assert config.database_url is not None
    assert config.database_url.get_secret_value() == OTHER_URL
    assert config.source_of("database_url") == "RIDGEKEY_DATABASE_URL_FILE in the environment"
    assert not any(secret in repr(config) + str(config) + config.database_name for secret in SECRETS)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"", "one line of text", id="empty"),
        pytest.param(b"\n", "one line of text", id="an empty line"),
        pytest.param(f"{URL}\n{URL}".encode(), "one line of text", id="two lines"),
        pytest.param(b"\xff", "is no text", id="no text"),
        pytest.param(b"p" * 70_000, "one line of text", id="too long"),
        pytest.param(b"mysql://u:correct-horse@db/x", "postgresql://", id="another database"),
        pytest.param(None, "cannot be read", id="absent"),
    ],
)
def test_a_secret_s_file_that_holds_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, says: str
) -> None:
    if content is not None:
        (tmp_path / "url").write_bytes(content)
    monkeypatch.setenv("RIDGEKEY_DATABASE_URL_FILE", str(tmp_path / "url"))
    refused = refusal(tmp_path)
    assert refused.code is Code.INVALID_INPUT
    assert "database_url" in refused.sentence
    assert says in refused.sentence


def test_a_pipe_is_no_file_of_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setenv("RIDGEKEY_DATABASE_URL_FILE", str(tmp_path / "pipe"))
    assert "it is no file" in refusal(tmp_path).sentence
    monkeypatch.delenv("RIDGEKEY_DATABASE_URL_FILE")
    write(tmp_path, 'master_key_file = "pipe"\n')
    with pytest.raises(Failure, match="is no file"):
        find_key_source(tmp_path).read()


def test_a_secret_and_its_file_exclude_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDGEKEY_DATABASE_URL", URL)
    monkeypatch.setenv("RIDGEKEY_DATABASE_URL_FILE", str(tmp_path / "url"))
    refused = refusal(tmp_path)
    assert refused.code is Code.INVALID_INPUT
    assert "RIDGEKEY_DATABASE_URL and RIDGEKEY_DATABASE_URL_FILE give the same setting" in refused.sentence


@pytest.mark.parametrize("mode", [0o640, 0o604], ids=oct)
def test_a_file_with_a_password_is_closed_to_others(tmp_path: Path, mode: int) -> None:
    write(tmp_path, f'database_url = "{URL}"\n', mode)
    refused = refusal(tmp_path)
    assert refused.code is Code.HOME_INVALID
    assert "chmod 600" in refused.sentence
    write(tmp_path, f'database_url = "{URL}"\n')
    assert server.config.load_config(tmp_path, {}).database_name.endswith("db.example/ridgekey")


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666], ids=oct)
def test_a_file_that_others_may_write_is_not_obeyed(tmp_path: Path, mode: int) -> None:
    """It could name a program for the master key."""
    write(tmp_path, "max_attempts = 3\n", mode)
    refused = refusal(tmp_path)
    assert refused.code is Code.HOME_INVALID
    assert "chmod go-w" in refused.sentence
    with pytest.raises(Failure, match="chmod go-w"):
        find_key_source(tmp_path)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("max_atempts", "max_attempts"), ("lisen", "listen"), ("colour", None), ("", None)],
)
def test_the_name_that_was_meant(name: str, meant: str | None) -> None:
    assert nearest(name, server.config.HeadOfficeConfig.model_fields) == meant
