"""Sealed images at a branch: fetched from a serving head office, and opened without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from branch_client.branch import Branch
from branch_client.conversation import Fetched, Terms, fetch, fetch_on
from branch_client.forgetting import forget_user
from branch_client.opening import Opened, open_sealed_image, read_sealed
from branch_client.standing import listed_images
from server.ports import Event
from server.services.administration import enrol_user, exit_user, readmit_user
from shared.errors import Code, Failure
from shared.identifiers import Finger
from tests.branch_client.conftest import World
from tests.loopback import (
    ADMIN,
    FINGERS,
    TinyShelf,
    audit,
    enrol,
    grant,
    join,
    noise_print,
    sha256,
)

IMAGE = "size-1025"


def sealed(branch: Branch, target: Path, image: str = IMAGE, user: int = 17, **terms: str) -> Fetched:
    """Fetch an image that stays sealed."""
    return fetch_on(branch, user, image, Terms(sealed=True, **terms), target)


def refused(branch: Branch, file: Path, scan: Path | None = None) -> Failure:
    """How a file is refused."""
    with pytest.raises(Failure) as caught:
        open_sealed_image(branch, file, scan)
    return caught.value


@pytest.fixture
def file(world: World, tmp_path: Path) -> Path:
    """An image that basra keeps sealed."""
    sealed(world.basra, tmp_path / "kept.sealed")
    return tmp_path / "kept.sealed"


@pytest.mark.parametrize("image", ["size-0", "size-1", "size-40000"])
@pytest.mark.parametrize(
    "terms", [{}, {"suite": "chacha20-poly1305"}, {"inner": "chen"}, {"inner": "lorenz"}], ids=str
)
def test_it_opens_to_what_was_stored(world: World, tmp_path: Path, image: str, terms: dict[str, str]) -> None:
    fetched = sealed(world.basra, tmp_path / "kept", image, **terms)
    opened = open_sealed_image(world.basra, tmp_path / "kept")
    assert opened == Opened(
        17, fetched.n, 1, fetched.finger, image, "application/octet-stream", "none", world.images[image]
    )
    assert (fetched.size, fetched.sha256) == (len(opened.data), sha256(opened.data))
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o600


def test_no_plaintext_is_on_disk_and_the_head_office_hears_of_a_delivery(
    world: World, tmp_path: Path
) -> None:
    sealed(world.basra, tmp_path / "kept", "size-40000")
    image = world.images["size-40000"]
    held = [path.read_bytes() for folder in (tmp_path, world.basra.config.home) for path in files_of(folder)]
    assert all(image[start : start + 32] not in data for data in held for start in range(0, 40_000, 1000))
    assert audit(world.office)[-1].entry.event is Event.DELIVERED


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_without_a_file_the_sealed_bytes_are_handed_over(world: World, tmp_path: Path) -> None:
    fetched = fetch_on(world.basra, 17, IMAGE, Terms(sealed=True))
    assert fetched.data is not None
    (tmp_path / "kept").write_bytes(fetched.data)
    assert open_sealed_image(world.basra, tmp_path / "kept").data == world.images[IMAGE]


def cut(data: bytes) -> bytes:
    return data[:-1]


def a_bit_of_the_user(data: bytes) -> bytes:
    position = data.index((17).to_bytes(8, "big")) + 7
    return data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]


def a_bit_of_the_end(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


def another_finger(data: bytes) -> bytes:
    for finger in FINGERS:
        field = b"\0\0\0\x08" + int(finger).to_bytes(8, "big") + b"\0\0\0\x20"
        if field in data:
            other = FINGERS[(FINGERS.index(finger) + 1) % len(FINGERS)]
            return data.replace(field, field[:11] + bytes([other]) + field[12:])
    raise AssertionError("no finger")


def the_next_number(data: bytes) -> bytes:
    """Three messages on the same finger is due again."""
    position = data.index(b"\0\0\0\x08", data.index(b"\0\0\0\x08" + (1).to_bytes(8, "big"), 30) + 1) + 11
    return data[:position] + bytes([data[position] + 30]) + data[position + 1 :]


@pytest.mark.fault(15)
@pytest.mark.parametrize(
    ("harm", "code", "exit_code"),
    [
        pytest.param(cut, Code.STREAM_CORRUPT, 7, id="cut"),
        pytest.param(a_bit_of_the_end, Code.STREAM_CORRUPT, 7, id="a bit of its last tag"),
        pytest.param(another_finger, Code.INTEGRITY, 7, id="another finger"),
        pytest.param(the_next_number, Code.COMMITMENT_MISMATCH, 7, id="a later message of the same finger"),
        pytest.param(a_bit_of_the_user, Code.NOT_FOUND, 3, id="another user"),
        pytest.param(lambda data: data[:100], Code.INTEGRITY, 7, id="cut within its header"),
        pytest.param(lambda _: b"\x89PNG\r\n", Code.INVALID_INPUT, 2, id="a picture"),
        pytest.param(lambda _: b"", Code.INVALID_INPUT, 2, id="nothing"),
    ],
)
def test_what_was_altered_does_not_open(
    world: World, file: Path, harm: Callable[[bytes], bytes], code: Code, exit_code: int
) -> None:
    file.write_bytes(harm(file.read_bytes()))
    failure = refused(world.basra, file)
    assert (failure.code, failure.exit_code) == (code, exit_code)
    assert failure.sentence.startswith("kept.sealed: ")


def test_a_file_that_is_too_large_is_not_read(world: World, tmp_path: Path) -> None:
    branch = replace(world.basra, config=world.basra.config.model_copy(update={"max_image_bytes": 1024}))
    with (tmp_path / "large").open("wb") as large:
        large.truncate(1 << 40)
    assert refused(branch, tmp_path / "large").code is Code.TOO_LARGE
    sealed(branch, tmp_path / "most", "size-1024", suite="chacha20-poly1305")
    assert open_sealed_image(branch, tmp_path / "most").data == world.images["size-1024"]


def test_another_branch_opens_it_only_with_the_same_enrolment(
    world: World, file: Path, tmp_path: Path
) -> None:
    assert open_sealed_image(world.mosul, file).data == world.images[IMAGE]
    najaf = join(world.office, tmp_path / "najaf", "najaf")
    failure = refused(najaf, file)
    assert (failure.code, failure.exit_code) == (Code.NOT_FOUND, 3)
    assert "holds no enrolment of user 17" in failure.sentence


def test_another_print_under_the_same_name_does_not_open_it(world: World, file: Path, tmp_path: Path) -> None:
    kept = world.basra.enrolments.get(17, 1)
    with kept.secret:
        najaf = join(world.office, tmp_path / "najaf2", "najaf2")
        najaf.enrolments.put(replace(kept, prints=dict.fromkeys(kept.prints, noise_print(5))))
    assert refused(najaf, file).code is Code.COMMITMENT_MISMATCH


def test_a_model_that_is_not_here_is_named(world: World, file: Path) -> None:
    class Bare(TinyShelf):
        """Holds nothing."""

        def get(self, digest: bytes) -> object:  # type: ignore[override]
            raise Failure(Code.MODEL_MISMATCH)

    failure = refused(replace(world.basra, models=Bare()), file)
    assert (failure.code, failure.exit_code) == (Code.MODEL_MISMATCH, 1)
    assert TinyShelf().current_digest.hex()[:16] in failure.sentence


def test_an_older_enrolment_opens_what_it_sealed_until_the_user_is_forgotten(
    world: World, tmp_path: Path
) -> None:
    enrol(world.office, 30)
    branch = join(world.office, tmp_path / "kufa", "kufa")
    grant(world.office, 30, branch, tmp_path)
    old, new = tmp_path / "old", tmp_path / "new"
    sealed(branch, old, user=30)
    only_the_first = [path for path in (tmp_path / "kufa" / "enrolments").iterdir()]
    prints = {finger: noise_print(3000 + finger) for finger in FINGERS}
    enrol_user(world.office, 30, prints, world.office.models.current(), ADMIN, replace=True)
    grant(world.office, 30, branch, tmp_path)
    sealed(branch, new, user=30)
    assert [open_sealed_image(branch, each).generation for each in (old, new)] == [1, 2]
    for path in only_the_first:
        path.unlink()
    failure = refused(branch, old)
    assert (failure.code, failure.exit_code) == (Code.NOT_FOUND, 3)
    assert "enrolment 1 of user 30" in failure.sentence
    forget_user(branch.config.home, branch.enrolments, 30, "left", branch.clock.now())
    assert "or forgot it" in refused(branch, new).sentence
    grant(world.office, 30, branch, tmp_path)
    assert open_sealed_image(branch, new).generation == 2, "the package of that very enrolment"
    assert refused(branch, old).code is Code.NOT_FOUND


def test_what_the_head_office_said_last_is_kept(world: World, tmp_path: Path) -> None:
    enrol(world.office, 31)
    grant(world.office, 31, world.basra, tmp_path)
    file = tmp_path / "kept"
    sealed(world.basra, file, user=31)
    exit_user(world.office, 31, ADMIN)
    assert open_sealed_image(world.basra, file).user == 31, "nobody was asked, so nobody can know"
    with pytest.raises(Failure):
        fetch(world.basra, 31, IMAGE)
    failure = refused(world.basra, file)
    assert (failure.code, failure.exit_code) == (Code.USER_EXITED, 4)
    assert "ridgekey-branch list 31" in failure.sentence
    assert refused(world.basra, file).code is Code.USER_EXITED
    with pytest.raises(Failure):
        listed_images(world.basra, 31)
    readmit_user(world.office, 31, ADMIN)
    assert listed_images(world.basra, 31)
    assert open_sealed_image(world.basra, file).data == world.images[IMAGE]


def test_of_a_user_who_is_not_here_nothing_is_kept(world: World) -> None:
    with pytest.raises(Failure):
        listed_images(world.basra, 18)
    with pytest.raises(Failure):
        fetch(world.basra, 18, IMAGE)
    assert 18 not in world.basra.state.users()


def test_reading_alone_believes_nothing(world: World, file: Path) -> None:
    message = read_sealed(world.basra, file).header.message
    assert (message.user, message.generation) == (17, 1)
    assert isinstance(message.finger, Finger)
