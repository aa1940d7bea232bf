"""A head office that is administered from another machine: everything but the prints goes by the network.

The administrator's commands, the branch's and the server are processes of their own. What was to be seen of
it from outside them is searched for secrets in the end.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab.demo.commands import Answer, Program, run
from lab.demo.parties import BranchOffice, HeadOffice
from lab.demo.pictures import draw_pictures
from server.bootstrap.admin_home import admin_key
from server.bootstrap.head_office import open_head_office
from shared.biometrics.prints import encode_print
from shared.crypto.randomness import SystemRandomness
from shared.stores.home import HomeKind, open_home
from tests.databases import database_option, on_postgres
from tests.free_ports import free_address
from tests.scenarios.conftest import PRINTS, refused_with
from tests.scenarios.leak_search import LeakSearch
from tests.scenarios.test_leaks import BEGINNING_OF_AN_IMAGE, MASTER_KEY

IMAGE = "xray-7"


@dataclass(frozen=True)
class Elsewhere:
    """An administrator's machine."""

    home: Path
    server: str
    said: list[Answer]

    def run(self, *arguments: str | Path) -> Answer:
        """Run ``ridgekey --server …``; what it says is kept."""
        answer = run(Program("ridgekey", self.home), *arguments, server=self.server)
        self.said.append(answer)
        return answer


@dataclass(frozen=True)
class Story:
    """A head office with administration on, its administrator, and a branch that joined through her."""

    folder: Path
    head_office: HeadOffice
    zainab: Elsewhere
    kirkuk: BranchOffice
    image: bytes

    def fetch(self) -> tuple[str, int]:
        """Fetch the image; reason and exit code."""
        target = self.folder / "received.png"
        answer = self.kirkuk.run("fetch", "1", IMAGE, "-o", target)
        if answer.exit_code == 0:
            assert target.read_bytes() == self.image
            target.unlink()
        return refused_with(answer)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Admit an administrator, who then sets up a branch, a user and an image from her own machine."""
    folder = tmp_path_factory.mktemp("elsewhere")
    carried = folder / "carried"
    carried.mkdir()
    head_office = HeadOffice(folder / "head-office", free_address())
    head_office.found(verification="off", options=database_option())
    head_office.ask("config", "administration", "on")
    zainab = Elsewhere(folder / "zainab", head_office.address, [])
    _admit(zainab, head_office, carried)
    kirkuk, image = BranchOffice("kirkuk", folder / "kirkuk"), draw_pictures()[IMAGE]
    workers = ("--workers", "2") if on_postgres() else ()
    with head_office.serving(folder / "server.log", *workers):
        made = Story(folder, head_office, zainab, kirkuk, image)
        _set_up(made, carried)
        yield made


def _admit(zainab: Elsewhere, head_office: HeadOffice, carried: Path) -> None:
    program, request, admission = (
        Program("ridgekey", zainab.home),
        carried / "z.request",
        carried / "z.admission",
    )
    asked = run(program, "admin", "request", "--name", "zainab", "--request", request).must_succeed()
    fingerprint = asked["fingerprint"]
    issued = head_office.ask("admin", "issue", request, "--fingerprint", fingerprint, "-o", admission)
    authority = issued["authority_fingerprint"]
    run(program, "admin", "accept", admission, "--fingerprint", authority).must_succeed()


def _set_up(made: Story, carried: Path) -> None:
    ask, kirkuk = lambda *words: made.zainab.run(*words).must_succeed(), made.kirkuk
    request, admission, package = (
        carried / f"kirkuk.{kind}" for kind in ("request", "admission", "enrolment")
    )
    asked = kirkuk.ask("init", "--name", "kirkuk", "--request", request)
    approved = ask("branch", "approve", request, "--fingerprint", asked["fingerprint"], "-o", admission)
    kirkuk.ask("accept", admission, "--fingerprint", approved["authority_fingerprint"])
    ask("user", "add", "1", "--reason", "new")
    made.head_office.ask("user", "enrol", "1", "--prints", PRINTS)  # prints stay where the head office is
    ask("user", "grant", "1", "kirkuk", "-o", package)
    kirkuk.ask("import", package)
    picture = made.folder / "picture.png"
    picture.write_bytes(made.image)
    ask("image", "put", picture, "--id", IMAGE, "--for", "1", "--reason", "asked for")
    picture.unlink()


def test_what_she_set_up_serves(story: Story) -> None:
    assert story.fetch() == ("", 0)


def test_what_she_withdraws_is_in_force_at_once(story: Story) -> None:
    story.zainab.run("user", "exit", "1", "--reason", "left").must_succeed()
    assert story.fetch() == ("USER_EXITED", 4)
    story.zainab.run("user", "readmit", "1").must_succeed()
    story.zainab.run("branch", "suspend", "kirkuk").must_succeed()
    assert story.fetch() == ("BRANCH_SUSPENDED", 4)
    story.zainab.run("branch", "resume", "kirkuk").must_succeed()
    assert story.fetch() == ("", 0)


def test_the_audit_names_her(story: Story) -> None:
    rows = story.head_office.ask("audit", "tail", "--rows", "1000")["items"]
    hers = [row["event"] for row in rows if row["actor"] == "spiffe://ridgekey.internal/admin/zainab"]
    assert hers[:4] == ["BRANCH_APPROVED", "USER_ADDED", "USER_GRANTED", "IMAGE_STORED"]
    assert story.zainab.run("audit", "verify").must_succeed()["ok"] is True


def test_whoever_follows_the_audit_is_cut_off_when_revoked(story: Story) -> None:
    program = Program("ridgekey", story.zainab.home)
    following = subprocess.Popen(
        program.words("audit", "tail", "--follow", "--rows", "1"),
        env=program.environment(server=story.zainab.server),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with following:
        assert following.stdout is not None
        json.loads(following.stdout.readline())
        story.head_office.ask("user", "add", "2")
        events = [json.loads(following.stdout.readline())["event"]]
        while events[-1] != "USER_ADDED":
            events.append(json.loads(following.stdout.readline())["event"])
        story.head_office.ask("admin", "revoke", "zainab", "--yes", "--reason", "laptop stolen")
        _, err = following.communicate(timeout=60)
    assert following.returncode == 4
    assert json.loads(err)["error"]["reason"] == "ADMIN_REVOKED"
    for line in (("user", "list"), ("user", "exit", "1")):
        assert refused_with(story.zainab.run(*line)) == ("ADMIN_REVOKED", 4)
    assert story.fetch() == ("", 0)


@pytest.mark.fault(29)
def test_no_secret_is_to_be_seen(story: Story) -> None:
    office = open_head_office(story.head_office.home)
    enrolment = office.enrolments.get(1, 1)
    office.database.close()
    admin = open_home(story.zainab.home, HomeKind.ADMIN)
    key = admin_key(admin, SystemRandomness()).private_numbers().private_value
    secrets = {
        "the administrator's TLS key": key.to_bytes(32, "big"),
        "the enrolment secret": enrolment.secret.export_bytes(),
        "the image": story.image[:BEGINNING_OF_AN_IMAGE],
        **{f"the {finger.label}": print_.pixels.tobytes() for finger, print_ in enrolment.prints.items()},
        **{f"the file of {finger.label}": encode_print(each) for finger, each in enrolment.prints.items()},
    }
    files = {
        str(path.relative_to(story.folder)): path.read_bytes()
        for path in story.folder.rglob("*")
        if path.is_file() and path.name != MASTER_KEY
    }
    said = {
        f"what {answer.line} said": f"{answer.message} {json.dumps(answer.output)}".encode()
        for answer in story.zainab.said
    }
    assert {"server.log", "carried/kirkuk.enrolment", "zainab/head-office.admission"} <= set(files)
    search = LeakSearch(secrets)
    assert search.findings({**files, **said}) == []
    assert search.findings({"a log": b"x" + key.to_bytes(32, "big")}) != []


def test_her_home_is_hers_alone(story: Story) -> None:
    paths = [path for path in story.zainab.home.rglob("*")] + [story.zainab.home]
    assert [path for path in paths if path.stat().st_mode & 0o077] == []
