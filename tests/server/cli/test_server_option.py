"""``--server``: where it may stand, what it is refused for, and what is said when nobody answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.cli.app import server_first
from server.cli.office import opened
from tests.administrators import appoint
from tests.command_lines import ridgekey
from tests.free_ports import free_address, free_port
from tests.staffed_homes import Homes

AT_HOME = [
    *("serve", "doctor", "counter fence", "counter fence --to 5 --reason x"),
    *("admin issue FILE -o OUT --yes", "admin list", "admin revoke zainab --yes"),
    *("config validate", "config model shipped", "config verifier shipped", "config verification off"),
    *("config inner-ciphers none", "config administration on", "config rotate-master-key --yes"),
    *("db upgrade", "db current", "db check", "db backup OUT", "db restored --reason x", "db role server"),
    *("db check --backup FILE", "db restore FILE --reason x"),
]


@pytest.fixture
def admin(homes: Homes, tmp_path: Path) -> Path:
    """An administrator of the head office, which does not serve."""
    return appoint(homes.office, tmp_path)


@pytest.mark.parametrize("line", [*AT_HOME, "init"])
def test_what_stays_at_home_is_refused_in_one_sentence(homes: Homes, tmp_path: Path, line: str) -> None:
    (tmp_path / "file").write_bytes(homes.file("basra.request").read_bytes())
    words = [{"FILE": str(tmp_path / "file"), "OUT": str(tmp_path / "out")}.get(w, w) for w in line.split()]
    if line.startswith("admin issue"):
        words[2] = str(appoint(homes.office, tmp_path) / "zainab.request")
    before = homes.everything()
    refused = ridgekey(*words, "--server", "127.0.0.1:9", home=homes.office)
    assert (refused.code, refused.out) == (2, "")
    assert "works on the head office's own machine alone" in refused.sentence
    assert homes.everything() == before
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("line", ["user enrol 17 --prints .", "user import people.csv"])
def test_prints_never_cross_the_network(admin: Path, line: str) -> None:
    refused = ridgekey(*line.split(), "--server", "127.0.0.1:9", home=admin)
    assert refused.code == 2
    assert refused.sentence.startswith("Prints never cross the network")


def test_a_variable_stands_for_the_option(homes: Homes, admin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDGEKEY_SERVER", free_address())
    assert ridgekey("user", "list", home=admin).code == 6
    assert "own machine alone" in ridgekey("db", "check", home=homes.office).sentence
    monkeypatch.delenv("RIDGEKEY_SERVER")
    assert ridgekey("db", "check", home=homes.office).code == 0


def test_nobody_answers(admin: Path) -> None:
    port = free_port()
    refused = ridgekey("--server", f"127.0.0.1:{port}", "status", home=admin)
    assert (refused.code, refused.out) == (6, "")
    assert refused.sentence == (
        f"The head office does not answer on 127.0.0.1:{port}; check the address and that it serves."
    )


@pytest.mark.parametrize(
    ("server", "says"),
    [
        pytest.param("127.0.0.1", "--server takes HOST:PORT", id="no port"),
        pytest.param("https://127.0.0.1:7443", "--server takes HOST:PORT", id="a URL"),
        pytest.param("127.0.0.1:0", "--server takes HOST:PORT", id="port 0"),
    ],
)
def test_an_address_that_is_none_is_refused(admin: Path, server: str, says: str) -> None:
    refused = ridgekey("--server", server, "status", home=admin)
    assert refused.code == 2
    assert says in refused.sentence


def test_what_is_no_administrators_home_is_named(homes: Homes, tmp_path: Path) -> None:
    def said(home: Path) -> str:
        refused = ridgekey("--server", "127.0.0.1:9", "status", home=home)
        assert refused.code == 1
        return refused.sentence

    assert "is the home of a head office, not of an administrator" in said(homes.office)
    assert "create one with `ridgekey admin request`" in said(tmp_path / "nowhere")
    assert ridgekey("admin", "request", "--name", "zainab", home=tmp_path / "new").code == 0
    assert "run `ridgekey admin accept`" in said(tmp_path / "new")


@contextmanager
def answering(say: bytes) -> Iterator[str]:
    """The address of something that answers every connection in its own way, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.sendall(say)

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


def test_something_else_answers(admin: Path) -> None:
    with answering(b"HTTP/1.1 400 Bad Request\r\n\r\n") as address:
        refused = ridgekey("--server", address, "status", home=admin)
    assert refused.code == 6
    assert "is no head office; check the address" in refused.sentence


WORDS = st.lists(st.sampled_from(["user", "list", "--format", "json", "--home", "x", "17"]), max_size=6)


@given(before=WORDS, after=WORDS, joined=st.booleans())
def test_the_option_may_stand_anywhere(before: list[str], after: list[str], joined: bool) -> None:
    option = ["--server=h:1"] if joined else ["--server", "h:1"]
    assert server_first([*before, *option, *after]) == [*option, *before, *after]
    assert server_first([*before, *after]) == [*before, *after]
    assert server_first([*before, "--", *option]) == [*before, "--", *option]


def test_the_server_that_one_line_named_is_not_the_next_ones(homes: Homes) -> None:
    assert ridgekey("--server", "127.0.0.1:1", "user", "list", home=homes.office).code != 0
    with opened(homes.office) as office:
        assert office.config.trust_domain
