"""``ridgekey console`` as a process: where it listens, what it prints, what it never writes down."""

from __future__ import annotations

import json
import os
import pty
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from server.bootstrap.listening import Address
from server.console.serving import check_address, hosts_of, is_loopback
from shared.errors import Code, Failure
from tests.command_lines import ROOT, ridgekey
from tests.free_ports import free_address, free_port

TOKEN_MARK = "token="


@contextmanager
def console(home: Path, port: int, **streams: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "server.cli", "console", "--home", str(home)]
    command += ["--console-listen", f"127.0.0.1:{port}"]
    plain = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **{**plain, **streams}) as process:
        yield process
        if process.poll() is None:
            process.kill()


def fetch(url: str, token: str | None = None) -> tuple[int, str]:
    with httpx2.Client(follow_redirects=True, trust_env=False, timeout=60) as client:
        answer = client.get(url) if token is None else client.post(url, data={"token": token})
    return answer.status_code, answer.text


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_prints_a_link_serves_and_ends_quietly(busy_home: Path, ending: signal.Signals) -> None:
    with console(busy_home, free_port()) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        place, _, token = url.partition(f"/sign-in?{TOKEN_MARK}")
        assert fetch(url)[0] == 200
        assert fetch(f"{place}/")[0] == 401
        status, html = fetch(f"{place}/sign-in", token)
        assert (status, "The last 24 hours" in html) == (200, True)
        assert fetch(f"{place}/sign-in", token)[0] == 403
        process.send_signal(ending)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, "")
    assert [json.loads(line)["event"] for line in err.splitlines()] == ["signed in", "sign-in refused"]
    assert token not in err


def test_enter_prints_a_new_link(busy_home: Path) -> None:
    terminal, inside = pty.openpty()
    with console(busy_home, free_port(), stdin=inside) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())["url"]
        os.write(terminal, b"\n")
        second = json.loads(process.stdout.readline())["url"]
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    for end in (terminal, inside):
        os.close(end)
    assert first.partition(TOKEN_MARK)[0] == second.partition(TOKEN_MARK)[0]
    assert first != second


@pytest.mark.parametrize("address", ["0.0.0.0:7480", "[::]:7480"])
def test_every_address_at_once_is_refused_even_exposed(busy_home: Path, address: str) -> None:
    outcome = ridgekey("console", "--console-listen", address, "--expose", home=busy_home)
    assert (outcome.code, "one address" in outcome.err) == (2, True)


@pytest.mark.parametrize("address", ["192.0.2.7:7480", "head-office.example:7480"])
def test_an_address_that_others_reach_is_refused_unless_exposed(busy_home: Path, address: str) -> None:
    outcome = ridgekey("console", "--console-listen", address, home=busy_home)
    assert (outcome.code, "--expose" in outcome.err) == (2, True)


def test_exposed_it_must_still_be_this_machines(busy_home: Path) -> None:
    with pytest.raises(Failure) as caught:
        check_address(Address("192.0.2.7", 7480), exposed=True)
    assert "is not an address of this machine" in caught.value.sentence


def test_a_port_in_use_is_a_conflict_that_names_the_option(busy_home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        outcome = ridgekey("console", "--console-listen", address, home=busy_home)
    assert (outcome.code, "--console-listen" in outcome.err) == (5, True)


@pytest.mark.parametrize("address", ["7480", "127.0.0.1", "127.0.0.1:0", "http://127.0.0.1:7480"])
def test_an_address_that_is_none_is_usage(busy_home: Path, address: str) -> None:
    outcome = ridgekey("console", "--console-listen", address, home=busy_home)
    assert (outcome.code, "--console-listen takes HOST:PORT" in outcome.err) == (2, True)


def test_no_home_is_said_before_anything_listens(tmp_path: Path) -> None:
    listen = free_address()
    outcome = ridgekey("console", "--console-listen", listen, home=tmp_path / "nothing")
    assert (outcome.code, outcome.out) == (1, "")
    assert "ridgekey init" in outcome.err


def test_without_its_extra_it_says_what_to_install(busy_home: Path) -> None:
    without = f"""
import sys
sys.modules["uvicorn"] = None
from tests.free_ports import free_address, free_port
from server.cli.app import main
sys.exit(main(["console", "--home", {str(busy_home)!r}]))
"""
    done = subprocess.run(
        [sys.executable, "-c", without], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "ridgekey[console]" in done.stderr


@pytest.mark.parametrize(
    ("host", "port", "hosts"),
    [
        ("127.0.0.1", 7480, {"127.0.0.1:7480", "localhost:7480"}),
        ("localhost", 7480, {"localhost:7480"}),
        ("::1", 7480, {"[::1]:7480", "localhost:7480"}),
        ("127.0.0.1", 80, {"127.0.0.1:80", "127.0.0.1", "localhost:80", "localhost"}),
        ("192.0.2.7", 7480, {"192.0.2.7:7480"}),
    ],
)
def test_the_hosts_are_those_of_the_address(host: str, port: int, hosts: set[str]) -> None:
    assert hosts_of(Address(host, port)) == hosts


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_loopback_is_this_machine(host: str) -> None:
    assert is_loopback(Address(host, 7480))


@pytest.mark.parametrize("host", ["10.0.0.1", "example", "localhost.example", "::"])
def test_the_rest_is_not(host: str) -> None:
    assert not is_loopback(Address(host, 7480))


def test_a_port_in_use_is_found_first() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(Failure) as caught:
        check_address(Address("127.0.0.1", taken.getsockname()[1]), exposed=False)
    assert caught.value.code is Code.CONFLICT
