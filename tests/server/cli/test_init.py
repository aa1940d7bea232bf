"""``ridgekey init``: a head office whole, or nothing."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

import pytest

from shared.crypto.certificates import certificate_sha256, decode_certificate
from tests.command_lines import Outcome, as_process, ridgekey
from tests.free_ports import free_address, free_port
from tests.staffed_homes import Homes


def init(home: Path, *arguments: str) -> Outcome:
    """Run ``ridgekey init`` on a free port."""
    listening = () if "--listen" in arguments else ("--listen", free_address())
    return ridgekey("init", *listening, *arguments, "--format", "json", home=home)


def test_init_says_what_it_made(tmp_path: Path) -> None:
    made = init(tmp_path / "ho", "--trust-domain", "clinic.example", "--reason", "a new house").data
    assert set(made) == {"home", "listen", "address", "trust_domain", "authority_fingerprint"}
    assert (made["home"], made["trust_domain"]) == (str(tmp_path / "ho"), "clinic.example")
    authority = decode_certificate((tmp_path / "ho" / "certificates" / "authority.pem").read_bytes())
    assert made["authority_fingerprint"] == certificate_sha256(authority).hex()


def test_the_first_audit_row_says_who_began_and_why(tmp_path: Path) -> None:
    init(tmp_path / "ho", "--reason", "a new house")
    rows = ridgekey("audit", "tail", "--format", "json", home=tmp_path / "ho").data["items"]
    assert [(row["event"], row["actor"], row["reason"]) for row in rows] == [
        ("INITIALISED", "spiffe://ridgekey.internal/admin/local", "a new house")
    ]


def test_everything_it_makes_is_private(tmp_path: Path) -> None:
    init(tmp_path / "ho")
    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in (tmp_path / "ho").rglob("*")}
    assert modes == {True: 0o700, False: 0o600}


def test_a_second_init_changes_nothing(homes: Homes) -> None:
    before = homes.everything()
    again = init(homes.office)
    assert (again.code, again.out) == (5, "")
    assert "is the home of a head office already; nothing was changed" in again.err
    assert homes.everything() == before


def test_a_port_in_use_is_a_conflict_and_nothing_is_left(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = init(tmp_path / "a" / "ho", "--listen", f"127.0.0.1:{port}")
    assert refused.code == 5
    assert f"127.0.0.1:{port} is in use" in refused.err
    assert "--listen" in refused.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["--listen", "7443"], "HOST:PORT", id="no host"),
        pytest.param(["--listen", "127.0.0.1"], "HOST:PORT", id="no port"),
        pytest.param(["--listen", "127.0.0.1:0"], "HOST:PORT", id="port 0"),
        pytest.param(["--listen", "127.0.0.1:65536"], "HOST:PORT", id="port too large"),
        pytest.param(["--listen", "a b:7443"], "HOST:PORT", id="a blank in the host"),
        pytest.param(["--listen", ""], "HOST:PORT", id="empty address"),
        pytest.param(
            ["--listen", "192.0.2.1:7443"], "not an address of this machine", id="another machine's"
        ),
        pytest.param(["--listen", "nowhere.invalid:7443"], "not known here", id="an unknown host"),
        pytest.param(["--listen", "0.0.0.0:17443"], "--address", id="everywhere without an address"),
        pytest.param(["--address", "0.0.0.0:7443"], "--address", id="everywhere as the address"),
        pytest.param(["--trust-domain", ""], "trust domain has", id="empty domain"),
        pytest.param(["--trust-domain", "Clinic"], "trust domain has", id="capitals"),
        pytest.param(["--trust-domain", "a/b"], "trust domain has", id="a slash"),
        pytest.param(["--trust-domain", "a" * 65], "trust domain has", id="a domain too long"),
        pytest.param(["--reason", "r" * 201], "A reason is", id="a reason too long"),
        pytest.param(["--reason", "a\nb"], "A reason is", id="a reason of two lines"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_is_left(
    tmp_path: Path, arguments: list[str], says: str
) -> None:
    refused = init(tmp_path / "a" / "ho", *arguments)
    assert (refused.code, refused.out) == (2, "")
    assert says in refused.sentence
    assert list(tmp_path.iterdir()) == []


def test_branches_may_find_it_elsewhere_than_it_listens(tmp_path: Path) -> None:
    listen = f"0.0.0.0:{free_port()}"
    made = init(tmp_path / "ho", "--listen", listen, "--address", "head-office.example:7443").data
    assert (made["listen"], made["address"]) == (listen, "head-office.example:7443")


def test_the_options_come_from_the_environment(tmp_path: Path) -> None:
    home, listen = str(tmp_path / "ho"), free_address()
    made = as_process(
        "server.cli",
        "init",
        RIDGEKEY_HOME=home,
        RIDGEKEY_LISTEN=listen,
        RIDGEKEY_TRUST_DOMAIN="clinic.example",
    )
    assert (made.data["home"], made.data["listen"], made.data["trust_domain"]) == (
        home,
        listen,
        "clinic.example",
    )


def test_the_default_home_is_below_the_account_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    made = ridgekey("init", "--listen", free_address()).data
    assert made["home"] == str(tmp_path / ".local" / "share" / "ridgekey" / "head-office")


def test_a_provided_master_key_is_needed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = tmp_path / "provided.key"
    key.write_bytes(os.urandom(32))
    monkeypatch.setenv("RIDGEKEY_MASTER_KEY_FILE", str(key))
    assert init(tmp_path / "ho").code == 0
    assert not (tmp_path / "ho" / "secrets" / "master.key").exists()
    monkeypatch.delenv("RIDGEKEY_MASTER_KEY_FILE")
    refused = ridgekey("user", "list", home=tmp_path / "ho")
    assert refused.code == 1
    assert re.search(
        "master key .* cannot be read; restore it or set RIDGEKEY_MASTER_KEY_FILE", refused.sentence
    )
