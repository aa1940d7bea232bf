"""What docker-compose.yml starts, started on loopback: its commands, its settings, its balancer's file."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab.demo.commands import Program, run
from lab.demo.parties import BranchOffice, HeadOffice, stop
from tests.databases import new_database
from tests.free_ports import free_address
from tests.scenarios.conftest import PRINTS
from tests.test_compose import PREFIX, REPLICAS, SERVICES, text_of

HAPROXY = shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin")
REQUIRED = "REQUIRE_HAPROXY" in os.environ

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(HAPROXY is None and not REQUIRED, reason="HAProxy is not installed"),
]


@dataclass(frozen=True)
class Stack:
    """The services on loopback.

    Attributes:
        folder: the shared volumes.
        home: of the head office.
        balancer: where branches find it.
        listening: where each replica listens.
        metrics: where each replica is scraped.
    """

    folder: Path
    home: Path
    balancer: str
    listening: dict[str, str]
    metrics: dict[str, str]

    def environment(self, service: str) -> dict[str, str]:
        """The settings of a service, with the container's paths and addresses exchanged for these."""
        given = SERVICES[service]["environment"]
        here = {
            "RIDGEKEY_HOME": str(self.home),
            "RIDGEKEY_LISTEN": self.listening[service],
            "RIDGEKEY_ADDRESS": self.balancer,
            "RIDGEKEY_DATABASE_URL_FILE": str(self.folder / "database_url"),
            "RIDGEKEY_METRICS_LISTEN": self.metrics[service],
        }
        assert here.keys() <= given.keys()
        return {**given, **here}

    def settings(self, service: str) -> dict[str, str]:
        """The same as the demo's commands take them."""
        mine = self.environment(service).items()
        return {name.removeprefix(PREFIX).lower(): value for name, value in mine if name != "RIDGEKEY_HOME"}

    def head_office(self, service: str) -> HeadOffice:
        """The head office as a service sees it."""
        return HeadOffice(self.home, self.listening[service])


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    """Three places where a service runs a command, and a home that ``migrate`` made."""
    services = ("migrate", *REPLICAS)
    addresses = [{service: free_address() for service in services} for _ in range(2)]
    url = new_database()
    assert url is not None
    (tmp_path / "database_url").write_text(url)
    made = Stack(tmp_path, tmp_path / "home", free_address(), *addresses)
    founded = run(Program("ridgekey", made.home), "init", **made.settings("migrate"))
    founded.must_succeed()
    return made


@contextmanager
def balancing(stack: Stack) -> Iterator[None]:
    """HAProxy with the file of the repository, the addresses exchanged for these."""
    text = text_of("haproxy.cfg").replace("bind :7443", f"bind {stack.balancer}")
    for name in REPLICAS:
        text = text.replace(f"{name}:7443", stack.listening[name])
    file = stack.folder / "haproxy.cfg"
    file.write_text(text)
    assert HAPROXY is not None, "REQUIRE_HAPROXY is set, and there is none"
    checked = subprocess.run([HAPROXY, "-c", "-f", file], capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr
    process = subprocess.Popen(
        [HAPROXY, "-db", "-f", file], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_until_it_listens(process, stack.balancer)
        yield
    finally:
        stop(process)


def _wait_until_it_listens(process: subprocess.Popen[bytes], address: str) -> None:
    host, _, port = address.rpartition(":")
    ends = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < ends:
        with suppress(ConnectionRefusedError), socket.create_connection((host, int(port))):
            return
        time.sleep(0.05)
    pytest.fail(f"HAProxy does not listen at {address}")


def user_17(stack: Stack, branch: BranchOffice) -> None:
    """Enrol user 17, have the branch serve the user, store an image."""
    office = stack.head_office("migrate")
    prints = stack.folder / "prints"
    prints.mkdir()
    shutil.copy(next(PRINTS.glob("1__*")), prints / "scan.png")

    def ask(*arguments: str | Path) -> None:
        office.run(*arguments, **stack.settings("migrate")).must_succeed()

    ask("config", "verification", "off")
    ask("user", "add", "17")
    ask("user", "enrol", "17", "--prints", prints)
    ask("user", "grant", "17", branch.name, "-o", stack.folder / "17.enrolment")
    ask("image", "put", prints / "scan.png", "--id", "scan", "--everyone")
    branch.ask("import", stack.folder / "17.enrolment")


def joined(stack: Stack, name: str) -> BranchOffice:
    """A branch that ran its first steps."""
    branch = BranchOffice(name, stack.folder / name)
    request, admission = (stack.folder / f"{name}.{end}" for end in ("request", "admission"))
    fingerprint = branch.ask("init", "--name", name, "--request", request)["fingerprint"]
    words = ("branch", "approve", request, "--fingerprint", fingerprint, "-o", admission)
    approved = stack.head_office("migrate").run(*words, **stack.settings("migrate")).must_succeed()
    branch.ask("accept", admission, "--fingerprint", approved["authority_fingerprint"])
    return branch


@pytest.mark.slow
def test_the_services_work_together_and_one_server_may_die(stack: Stack) -> None:
    program, *words = SERVICES["migrate"]["command"]
    run(Program(program, stack.home), *words, **stack.settings("migrate")).must_succeed()
    basra, mosul = joined(stack, "basra"), joined(stack, "mosul")
    user_17(stack, basra)
    with ExitStack() as ends:
        servers = {}
        for name in REPLICAS:
            assert SERVICES[name]["command"] == ["ridgekey", "serve"]
            log = stack.folder / f"{name}.log"
            serving = stack.head_office(name).serving(log, **stack.settings(name))
            servers[name] = ends.enter_context(serving)
            _, program, *words = SERVICES[name]["healthcheck"]["test"]
            run(Program(program, stack.home), *words, **stack.settings(name)).must_succeed()
        ends.enter_context(balancing(stack))

        for branch in (basra, mosul):
            program, *words = SERVICES[branch.name]["command"]
            assert run(Program(program, branch.home), *words).must_succeed()["branch"] == branch.name
        for number in range(4):
            basra.ask("fetch", "17", "scan", "-o", stack.folder / f"{number}.png")
        scrapes = [scraped(stack.metrics[name]) for name in REPLICAS]
        assert sum(delivered(text) for text in scrapes) == 4

        servers[REPLICAS[0]].kill()
        told = basra.ask("fetch", "17", "scan", "-o", stack.folder / "after.png")
        assert told["n"] == 5


def scraped(address: str) -> str:
    """What Prometheus would read."""
    with urllib.request.urlopen(f"http://{address}/metrics", timeout=60) as answer:
        return str(answer.read().decode())


def delivered(text: str) -> int:
    """How many exchanges a server counts as delivered."""
    lines = [
        line for line in text.splitlines() if line.startswith('ridgekey_exchanges_total{outcome="delivered"}')
    ]
    return sum(int(float(line.rpartition(" ")[2])) for line in lines)
