"""Traces go to this machine, or by TLS."""

from __future__ import annotations

from pathlib import Path

import pytest

from branch_client.config import load_config
from shared.errors import Code, Failure

SECRET = "wh1te"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:4317",
        "http://[::1]:4317",
        "http://localhost:4317/",
        "https://otel.example:4317",
        "https://[fd00::1]:443",
    ],
)
def test_a_place_on_this_machine_or_behind_tls_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("RIDGEKEY_OTEL_ENDPOINT", url)
    assert load_config(tmp_path).otel_endpoint == url


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("", id="nothing"),
        pytest.param("127.0.0.1:4317", id="no scheme"),
        pytest.param("http://otel.example:4317", id="elsewhere in the clear"),
        pytest.param("http://127.0.0.1.example:4317", id="a name that looks like this machine"),
        pytest.param(f"https://me:{SECRET}@otel.example:4317", id="credentials"),
        pytest.param("https://otel.example", id="no port"),
        pytest.param("https://otel.example:0", id="port 0"),
        pytest.param("https://otel.example:65536", id="no such port"),
        pytest.param("https://otel.example:4317/v1/traces", id="a path"),
        pytest.param("grpc://otel.example:4317", id="another scheme"),
    ],
)
def test_any_other_is_refused_and_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("RIDGEKEY_OTEL_ENDPOINT", url)
    with pytest.raises(Failure, match="RIDGEKEY_OTEL_ENDPOINT") as caught:
        load_config(tmp_path)
    assert caught.value.code is Code.INVALID_INPUT
    assert SECRET not in caught.value.sentence


def test_there_are_none_by_default(tmp_path: Path) -> None:
    assert load_config(tmp_path).otel_endpoint is None
