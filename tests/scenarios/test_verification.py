"""Live scans with real homes, real commands and a real server: who gets the image, and who does not.

The head office demands scans as every new one does; one test turns that off. Message numbers go on from test
to test, so a scenario asks which finger is next.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from lab.demo.commands import Answer
from lab.demo.parties import BranchOffice, HeadOffice
from lab.demo.pictures import draw_pictures
from lab.demo.tampering_proxy import proxy, steal_credentials, unaltered
from shared.biometrics.prints import encode_print
from shared.biometrics.synthetic import generate_finger, impression, person_seed
from shared.identifiers import Finger
from shared.wire import codec
from shared.wire.gen.ridgekey.v1 import exchange_pb2 as pb
from tests.free_ports import free_address
from tests.scenarios.conftest import PRINTS, refused_with

USER, IMAGE = "1", "map-1"
pytestmark = pytest.mark.slow

FIXTURE_SEED = 7
"""The population of the fixtures' people."""
ENROLLED = (Finger.LEFT_INDEX, Finger.RIGHT_INDEX)
QUICK = {"scan_backoff_seconds": "0"}


@dataclass(frozen=True)
class Story:
    """A serving head office that demands scans, its branch, and the finger pad's folder."""

    head_office: HeadOffice
    branch: BranchOffice
    folder: Path

    @property
    def scans(self) -> Path:
        """Another impression of each enrolled finger."""
        return self.folder / "scans"

    def fetch(self, target: Path, *options: str | Path, **settings: str) -> Answer:
        """Fetch the image."""
        return self.branch.run("fetch", USER, IMAGE, "-o", target, *options, **settings)

    def due(self) -> Finger:
        """The finger of the next message."""
        return Finger[str(self.head_office.ask("counter", "show", USER)["next_finger"]).upper()]

    def refusals(self) -> int:
        """How many refused scans the branch remembers."""
        state = json.loads((self.branch.home / "state.json").read_text())
        return int(state["users"][USER]["refusals"]["count"])

    def events(self, n: int) -> list[str]:
        """What the audit says of one message."""
        rows = self.head_office.ask("audit", "tail", "--rows", "10000")["items"]
        return [row["event"] for row in rows if row["n"] == n]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("verification")
    head_office = HeadOffice(folder / "head-office", free_address())
    made = Story(head_office, BranchOffice("basra", folder / "basra"), folder)
    head_office.found()
    made.branch.join(head_office, folder)
    _press_fingers(folder)
    head_office.ask("user", "add", USER)
    head_office.ask("user", "enrol", USER, "--prints", folder / "prints")
    made.branch.receive(head_office, int(USER), folder)
    (folder / "map.png").write_bytes(draw_pictures()[IMAGE])
    head_office.ask("image", "put", folder / "map.png", "--id", IMAGE, "--everyone")
    with head_office.serving(folder / "server.log"):
        yield made


def _press_fingers(folder: Path) -> None:
    for name in ("prints", "scans"):
        (folder / name).mkdir()
    for finger in ENROLLED:
        master = generate_finger(person_seed(FIXTURE_SEED, int(USER)), finger)
        hand, digit = finger.label.split("_")
        enrolled = folder / "prints" / f"{USER}__M_{hand}_{digit}_finger.png"
        enrolled.write_bytes(encode_print(impression(master, 0)))
        live = folder / "scans" / f"{finger.label}.png"
        live.write_bytes(encode_print(impression(master, 1, strength=0.25)))


def test_the_right_finger_gets_the_image(story: Story, tmp_path: Path) -> None:
    answer = story.fetch(tmp_path / "image.png", "--scan", story.scans)
    assert answer.must_succeed()["verification"] == "embedding"
    assert (tmp_path / "image.png").read_bytes() == draw_pictures()[IMAGE]
    file = story.scans / f"{story.due().label}.png"
    assert story.fetch(tmp_path / "again.png", "--scan", file).must_succeed()["finger"] == file.stem


@pytest.mark.parametrize("whose", ["another finger", "another person's finger"])
def test_a_wrong_scan_is_refused_and_its_number_lapses(story: Story, tmp_path: Path, whose: str) -> None:
    due = story.due()
    other = ENROLLED[1 - ENROLLED.index(due)]
    stranger = PRINTS / f"2__F_{due.label.split('_')[0].capitalize()}_index_finger.png"
    scan = stranger if "person" in whose else story.scans / f"{other.label}.png"
    before = int(story.head_office.ask("counter", "show", USER)["n"])
    answer = story.fetch(tmp_path / "image.png", "--scan", scan, **QUICK)
    assert refused_with(answer) == ("FINGER_REFUSED", 4)
    assert due.label in answer.message
    assert list(tmp_path.iterdir()) == []
    assert story.refusals() == 1
    assert story.events(before + 1) == ["RESERVED"]
    arrived = story.fetch(tmp_path / "image.png", "--scan", story.scans, **QUICK).must_succeed()
    assert (arrived["n"], story.refusals()) == (before + 2, 0)


def test_without_a_scan_the_finger_is_named_and_waited_for(story: Story, tmp_path: Path) -> None:
    before = int(story.head_office.ask("counter", "show", USER)["n"])
    due = story.due()
    answer = story.fetch(tmp_path / "image.png")
    assert refused_with(answer) == ("INVALID_INPUT", 2)
    assert f"{due.label} is asked for; give it with --scan" in answer.message
    arrived = story.fetch(tmp_path / "image.png", "--scan", story.scans).must_succeed()
    assert (arrived["n"], arrived["finger"], story.refusals()) == (before + 1, due.label, 0)


def test_a_folder_without_the_finger_is_not_counted(story: Story, tmp_path: Path) -> None:
    other = ENROLLED[1 - ENROLLED.index(story.due())]
    (tmp_path / f"{other.label}.png").write_bytes((story.scans / f"{other.label}.png").read_bytes())
    answer = story.fetch(story.folder / "image.png", "--scan", tmp_path)
    assert refused_with(answer) == ("INVALID_INPUT", 2)
    assert answer.message.endswith("It does not count as an attempt.")
    assert story.refusals() == 0
    story.fetch(tmp_path / "image.png", "--scan", story.scans).must_succeed()


@pytest.mark.fault(21)
def test_a_demand_that_is_taken_out_on_the_way_breaks_the_transcript(story: Story, tmp_path: Path) -> None:
    def take_out(message: bytes) -> bytes:
        response = pb.ExchangeResponse.FromString(message)
        if response.WhichOneof("frame") != "challenge":
            return message
        challenge = codec.decode_challenge(response.challenge)
        lowered = replace(challenge, verification="none", verifier_digest=b"")
        return pb.ExchangeResponse(challenge=codec.encode_challenge(lowered)).SerializeToString()

    ends = steal_credentials(story.head_office.home, story.branch.home)
    with proxy(story.head_office.address, ends, unaltered, take_out) as address:
        lied_to = story.fetch(tmp_path / "image.png", server=address)
        insisting = story.fetch(tmp_path / "image.png", server=address, require_verification="true")
    assert refused_with(lied_to) == ("PROOF_FAILED", 4)
    assert refused_with(insisting) == ("VERSION_UNSUPPORTED", 1)
    assert "RIDGEKEY_REQUIRE_VERIFICATION" in insisting.message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.fault(33)
def test_too_many_refused_scans_lock_the_user_out(story: Story, tmp_path: Path) -> None:
    stranger = PRINTS / "2__F_Right_little_finger.png"
    settings = {**QUICK, "max_refused_scans": "2"}
    answers = [story.fetch(tmp_path / "image.png", "--scan", stranger, **settings) for _ in range(2)]
    assert [answer.reason for answer in answers] == ["FINGER_REFUSED"] * 2
    before = story.head_office.ask("counter", "show", USER)
    locked = story.fetch(tmp_path / "image.png", "--scan", story.scans, **settings)
    assert refused_with(locked) == ("LOCKED_OUT", 4)
    assert story.head_office.ask("counter", "show", USER) == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_head_office_that_turns_it_off_asks_for_no_scan(tmp_path: Path) -> None:
    head_office = HeadOffice(tmp_path / "head-office", free_address())
    basra = BranchOffice("basra", tmp_path / "basra")
    head_office.found(verification="off")
    basra.join(head_office, tmp_path)
    head_office.ask("user", "add", USER)
    head_office.ask("user", "enrol", USER, "--prints", PRINTS)
    basra.receive(head_office, int(USER), tmp_path)
    image = PRINTS / "3__M_Left_index_finger.png"
    head_office.ask("image", "put", image, "--id", IMAGE, "--everyone")
    with head_office.serving(tmp_path / "server.log"):
        fetch = ("fetch", USER, IMAGE, "-o", tmp_path / "image.png")
        refused = basra.run(*fetch, require_verification="true")
        assert refused_with(refused) == ("VERSION_UNSUPPORTED", 1)
        assert basra.ask(*fetch)["verification"] == "none"
