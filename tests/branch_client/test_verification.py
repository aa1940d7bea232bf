"""Live scans at the branch: who passes, who is refused, and what that leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from branch_client.attempt import Attempt
from branch_client.bootstrap import SystemClock
from branch_client.branch import Branch
from branch_client.connection import ExchangeStream
from branch_client.conversation import Fetched, Terms, fetch, fetch_on
from branch_client.opening import open_sealed_image
from branch_client.refusals import Refusals
from server.ports import Event, Office
from shared.biometrics.prints import Print, encode_print
from shared.biometrics.verification import EmbeddingVerifier
from shared.errors import Code, Failure
from shared.identifiers import Finger
from shared.wire.envelope import RequestFrame
from tests.loopback import (
    FINGERS,
    TinyShelf,
    audit,
    enrol,
    grant,
    join,
    make_office,
    noise_print,
    picture,
    put,
    serving,
)

USER, IMAGE = 17, "xray-7"


class MovableClock(SystemClock):
    """The machine's clock, moved by the test; sleeping moves it too."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self.slept: list[float] = []

    def now(self) -> Any:
        """Wall time, moved."""
        return super().now() + timedelta(seconds=self.ahead)

    def sleep(self, seconds: float) -> None:
        """Note it; the head office's clock is not moved, so its back-off is switched off."""
        self.slept.append(seconds)
        self.ahead += seconds


@dataclass(frozen=True)
class World:
    """A head office that demands scans, and its branch."""

    office: Office
    branch: Branch
    clock: MovableClock
    scans: Path

    def fetch(self, scan: Path | None, **settings: Any) -> Fetched:
        """Fetch the image with a scan."""
        config = self.branch.config.model_copy(update=settings)
        return fetch(replace(self.branch, config=config), USER, IMAGE, scan=scan)

    def refused(self, scan: Path | None, **settings: Any) -> Failure:
        """How a fetch with a scan is refused."""
        with pytest.raises(Failure) as caught:
            self.fetch(scan, **settings)
        return caught.value

    def next_finger(self) -> Finger:
        """The finger of the next message."""
        with self.office.database.read() as transaction:
            counter = transaction.counters.get(USER)
        assert counter is not None
        return FINGERS[counter.n % 10 % len(FINGERS)]

    def refusals(self) -> Refusals:
        """What the branch remembers of refused scans."""
        return self.branch.state.read(USER).refusals


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("verified")
    office = make_office(folder / "head-office", verification="embedding", proof_backoff_seconds=0.0)
    clock = MovableClock()
    branch = replace(join(office, folder / "basra", "basra"), clock=clock)
    enrol(office, USER)
    grant(office, USER, branch, folder)
    put(office, IMAGE, picture(2000))
    scans = folder / "scans"
    scans.mkdir()
    for finger in FINGERS:
        other = noise_print(USER * 10 + finger).pixels.copy()
        other[::24] = 128
        (scans / f"{finger.label}.png").write_bytes(encode_print(Print(other)))
    with serving(office):
        yield World(office, branch, clock, scans)
    office.database.close()


@pytest.fixture
def world(served: World) -> World:
    """The world, with nothing held against the user; message numbers go on."""
    with served.branch.state.lock(USER) as ledger:
        ledger.note_refusals(Refusals())
    served.clock.slept.clear()
    return served


def test_another_impression_of_the_right_finger_passes(world: World) -> None:
    fetched = world.fetch(world.scans)
    assert (fetched.data, fetched.verification) == (picture(2000), "embedding")


def test_one_file_passes_when_it_is_the_finger_asked_for(world: World) -> None:
    file = world.scans / f"{world.next_finger().label}.png"
    assert world.fetch(file).finger.label == file.stem


@pytest.mark.parametrize("whose", ["another finger", "another person"])
def test_a_wrong_scan_is_refused_before_anything_is_sent(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    asked = world.next_finger()
    other = FINGERS[(FINGERS.index(asked) + 1) % len(FINGERS)]
    scan = world.scans / f"{other.label}.png"
    if whose == "another person":
        scan = tmp_path / f"{asked.label}.png"
        scan.write_bytes(encode_print(noise_print(999)))
    sent, regenerated = [], []
    intact = ExchangeStream.send
    monkeypatch.setattr(
        ExchangeStream, "send", lambda self, kind, frame: (sent.append(kind), intact(self, kind, frame))
    )
    monkeypatch.setattr(Attempt, "_regenerate", lambda *_: regenerated.append(1))
    failure = world.refused(scan)
    assert (failure.code, failure.exit_code) == (Code.FINGER_REFUSED, 4)
    assert asked.label in failure.sentence
    assert (sent, regenerated) == ([RequestFrame.HELLO], [])
    assert world.refusals().count == 1
    assert world.branch.state.read(USER).pending == ()


def test_a_refused_number_lapses_and_a_right_scan_clears_the_count(world: World, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.png"
    wrong.write_bytes(encode_print(noise_print(998)))
    before = world.fetch(world.scans).n
    assert world.refused(wrong).code is Code.FINGER_REFUSED
    assert world.fetch(world.scans).n == before + 2
    assert world.refusals() == Refusals()
    assert all(0 < wait <= 0.75 for wait in world.clock.slept), "half a second, spread, or what is left of it"
    events = [row.entry.event for row in audit(world.office) if row.entry.n == before + 1]
    assert Event.RELEASED not in events
    assert Event.PROOF_REFUSED not in events


def test_without_a_scan_the_finger_is_named_and_the_number_kept(world: World) -> None:
    asked = world.next_finger()
    failure = world.refused(None)
    assert (failure.code, failure.exit_code) == (Code.INVALID_INPUT, 2)
    assert "--scan" in failure.sentence
    assert asked.label in failure.sentence
    assert world.refusals() == Refusals()
    assert world.fetch(world.scans / f"{asked.label}.png").finger is asked


@pytest.mark.parametrize("content", [b"no picture", None], ids=["unreadable", "blank"])
def test_a_scan_that_shows_nothing_is_not_counted(
    world: World, tmp_path: Path, content: bytes | None
) -> None:
    if content is None:
        content = encode_print(Print(noise_print(1).pixels // 255))
    for finger in FINGERS:
        (tmp_path / f"{finger.label}.png").write_bytes(content)
    failure = world.refused(tmp_path)
    assert failure.code is Code.INVALID_INPUT
    assert failure.sentence.endswith("It does not count as an attempt.")
    assert world.refusals() == Refusals()


def test_the_fifth_refusal_locks_the_user_out_for_an_hour(world: World, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.png"
    wrong.write_bytes(encode_print(noise_print(997)))
    assert [world.refused(wrong).code for _ in range(5)] == [Code.FINGER_REFUSED] * 5
    # What is left of each wait when the next scan comes, which on a busy machine is late.
    left = zip(reversed(world.clock.slept), (4.0, 2.0, 1.0, 0.5), strict=False)
    assert all(0 < wait <= whole for wait, whole in left)
    assert world.clock.slept[-1] > 2.0, "no shorter wait than the last is that long"
    before = len(audit(world.office))
    failure = world.refused(world.scans)
    assert (failure.code, failure.exit_code) == (Code.LOCKED_OUT, 4)
    assert "60 min" in failure.sentence
    assert len(audit(world.office)) == before
    world.clock.ahead += 3601
    assert world.fetch(world.scans).verification == "embedding"


def test_a_program_that_is_ended_while_it_looks_has_counted_the_scan(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(EmbeddingVerifier, "check", end)
        with pytest.raises(KeyboardInterrupt):
            world.fetch(world.scans)
    assert world.refusals().count == 1
    assert world.fetch(world.scans).verification == "embedding"
    assert world.refusals() == Refusals()


def test_a_verifier_that_the_branch_lacks_is_named_before_a_number_is_taken(world: World) -> None:
    class Bare(TinyShelf):
        """Holds the model alone."""

        def digests(self) -> tuple[bytes, ...]:
            return super().digests()[:1]

    before = world.next_finger()
    with pytest.raises(Failure) as caught:
        fetch(replace(world.branch, models=Bare()), USER, IMAGE, scan=world.scans)
    assert caught.value.code is Code.MODEL_MISMATCH
    assert world.next_finger() is before


def test_a_branch_that_insists_takes_part_where_scans_are_demanded(world: World) -> None:
    assert world.fetch(world.scans, require_verification=True).verification == "embedding"


def test_a_sealed_image_asks_for_the_finger_again(world: World, tmp_path: Path) -> None:
    kept, wrong = tmp_path / "kept.sealed", tmp_path / "wrong.png"
    wrong.write_bytes(encode_print(noise_print(996)))
    finger = fetch_on(world.branch, USER, IMAGE, Terms(scan=world.scans, sealed=True), kept).finger
    refused = {None: Code.INVALID_INPUT, wrong: Code.FINGER_REFUSED}
    for scan, code in refused.items():
        with pytest.raises(Failure) as caught:
            open_sealed_image(world.branch, kept, scan)
        assert caught.value.code is code
        assert finger.label in caught.value.sentence
    assert world.refusals().count == 1
    opened = open_sealed_image(world.branch, kept, world.scans)
    assert (opened.data, opened.verification) == (picture(2000), "embedding")
    assert world.refusals() == Refusals()


def test_refused_scans_lock_out_at_a_sealed_image_too(world: World, tmp_path: Path) -> None:
    kept, wrong = tmp_path / "kept.sealed", tmp_path / "wrong.png"
    wrong.write_bytes(encode_print(noise_print(995)))
    fetch_on(world.branch, USER, IMAGE, Terms(scan=world.scans, sealed=True), kept)
    codes = []
    for scan in [wrong] * 5 + [world.scans]:
        with pytest.raises(Failure) as caught:
            open_sealed_image(world.branch, kept, scan)
        codes.append(caught.value.code)
    assert codes == [Code.FINGER_REFUSED] * 5 + [Code.LOCKED_OUT]
    world.clock.ahead += 3601
    assert open_sealed_image(world.branch, kept, world.scans).data == picture(2000)
