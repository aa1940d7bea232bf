"""Several images into a folder: which are meant, what is there already, and when a run ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from branch_client.branch import Branch
from branch_client.conversation import Terms
from branch_client.gathering import Gathered, Gathering, Outcome, Wanted
from branch_client.opening import open_sealed_image
from server.ports import Event, Office, Release
from server.services import administration
from shared.errors import Code, Failure
from shared.identifiers import Finger
from tests.loopback import (
    ADMIN,
    audit,
    enrol,
    grant,
    join,
    make_office,
    picture,
    serving,
    with_wrong_prints,
    write_print,
)
from tests.severing_relay import SeveringRelay

USER, ONE_FINGERED = 17, 18
SIZES = {"mri-1": 3000, "xray-1": 10, "xray-10": 40_000, "xray-2": 0}
EVERY = sorted(SIZES)


@dataclass(frozen=True)
class World:
    """A serving head office with some images, and its branch."""

    office: Office
    branch: Branch

    def numbers_taken(self) -> int:
        """How many numbers were ever reserved."""
        return [row.entry.event for row in audit(self.office)].count(Event.RESERVED)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("gathering")
    office = make_office(folder / "head-office", proof_backoff_seconds=0.0, max_wrong_proofs=100)
    branch = join(office, folder / "basra", "basra", first_backoff_seconds=0.01)
    enrol(office, USER)
    enrol(office, ONE_FINGERED, (Finger.LEFT_INDEX,))
    for user in (USER, ONE_FINGERED):
        grant(office, user, branch, folder)
    for image, size in SIZES.items():
        administration.put_image(office, image, picture(size), "image/png", Release(everyone=True), ADMIN)
    with serving(office):
        yield World(office, branch)
    office.database.close()


def gather(
    branch: Branch,
    folder: Path,
    *names: str,
    user: int = USER,
    everything: bool = False,
    force: bool = False,
    **terms: Any,
) -> list[Gathered]:
    """One run to its end."""
    gathering = Gathering(branch, user, Wanted(names, everything, folder, force), Terms(**terms))
    settled, due = gathering.plan()
    return [*settled, *gathering.fetch(due)]


def said(rows: list[Gathered]) -> list[tuple[str, str]]:
    """What became of each, in a word or by its code."""
    return [(row.image, row.failure.code.value if row.failure else row.outcome.value) for row in rows]


@pytest.mark.parametrize(
    ("names", "everything", "found"),
    [
        pytest.param([], True, EVERY, id="all"),
        pytest.param(["xray-2", "mri-1"], False, ["xray-2", "mri-1"], id="names, in their order"),
        pytest.param(["xray-*"], False, ["xray-1", "xray-10", "xray-2"], id="a star"),
        pytest.param(["xray-?"], False, ["xray-1", "xray-2"], id="a question mark"),
        pytest.param(["xray-[2-9]", "m*"], False, ["xray-2", "mri-1"], id="a class, and another pattern"),
        pytest.param(["xray-1", "x*", "xray-1"], False, ["xray-1", "xray-10", "xray-2"], id="each once"),
        pytest.param(["xray-2"], True, ["xray-2", "mri-1", "xray-1", "xray-10"], id="one first, then all"),
    ],
)
def test_what_is_meant(
    world: World, tmp_path: Path, names: list[str], everything: bool, found: list[str]
) -> None:
    wanted = Wanted(names, everything, tmp_path)
    settled, due = Gathering(world.branch, USER, wanted, Terms()).plan()
    assert (settled, [each.image for each in due]) == ([], found)


def test_all_of_them_arrive_each_with_its_number(world: World, tmp_path: Path) -> None:
    rows = gather(world.branch, tmp_path / "images", everything=True)
    assert said(rows) == [(image, "fetched") for image in EVERY]
    numbers = [row.fetched.n for row in rows if row.fetched]
    assert numbers == list(range(numbers[0], numbers[0] + len(EVERY)))
    assert {path.name: path.read_bytes() for path in (tmp_path / "images").iterdir()} == {
        f"{image}.png": picture(size) for image, size in SIZES.items()
    }
    assert (tmp_path / "images").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "sealed"])
def test_what_is_there_is_not_fetched_again(world: World, tmp_path: Path, sealed: bool) -> None:
    gather(world.branch, tmp_path, "xray-1", "mri-1", sealed=sealed)
    before = world.numbers_taken()
    rows = gather(world.branch, tmp_path, everything=True, sealed=sealed)
    assert [word for _, word in sorted(said(rows))] == [
        "there already",
        "there already",
        "fetched",
        "fetched",
    ]
    assert world.numbers_taken() == before + 2
    assert {row.exit_code for row in rows} == {0}


@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "sealed"])
@pytest.mark.parametrize("what", ["a file", "a folder", "a dangling link"])
def test_something_else_of_its_name_stays(world: World, tmp_path: Path, sealed: bool, what: str) -> None:
    path = tmp_path / ("mri-1.sealed" if sealed else "mri-1.png")
    if what == "a file":
        path.write_bytes(b"mine")
    elif what == "a folder":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "nowhere")
    rows = gather(world.branch, tmp_path, "mri-1", "xray-1", sealed=sealed)
    assert said(rows) == [("mri-1", "CONFLICT"), ("xray-1", "fetched")]
    assert (rows[0].exit_code, what != "a file" or path.read_bytes() == b"mine") == (5, True)
    assert not (tmp_path / "nowhere").exists()
    if what != "a folder":
        forced = gather(world.branch, tmp_path, "mri-1", sealed=sealed, force=True)
        assert (said(forced), path.is_symlink()) == ([("mri-1", "fetched")], False)


def test_a_sealed_file_of_another_user_is_something_else(world: World, tmp_path: Path) -> None:
    gather(world.branch, tmp_path, "mri-1", user=ONE_FINGERED, sealed=True)
    assert said(gather(world.branch, tmp_path, "mri-1", sealed=True)) == [("mri-1", "CONFLICT")]
    assert open_sealed_image(world.branch, tmp_path / "mri-1.sealed").user == ONE_FINGERED


def test_a_missing_name_does_not_keep_the_others_back(world: World, tmp_path: Path) -> None:
    rows = gather(world.branch, tmp_path, "absent", "xray-1", "ct-*", "mri-1")
    assert said(rows) == [
        ("absent", "IMAGE_NOT_FOUND"),
        ("ct-*", "IMAGE_NOT_FOUND"),
        ("xray-1", "fetched"),
        ("mri-1", "fetched"),
    ]
    assert [row.exit_code for row in rows] == [3, 3, 0, 0]
    assert rows[1].failure is not None
    assert "ct-*" in rows[1].failure.sentence


def test_an_image_that_is_withdrawn_meanwhile_does_not_end_the_run(world: World, tmp_path: Path) -> None:
    gathering = Gathering(world.branch, USER, Wanted(["m*", "x*"], False, tmp_path), Terms())
    _, due = gathering.plan()
    administration.release_image(world.office, "mri-1", Release(users=frozenset({ONE_FINGERED})), ADMIN)
    rows = list(gathering.fetch(due))
    administration.release_image(world.office, "mri-1", Release(everyone=True), ADMIN)
    assert [word for _, word in said(rows)] == ["IMAGE_NOT_FOUND", "fetched", "fetched", "fetched"]


def test_an_image_that_the_head_office_lost_does_not_end_the_run(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    intact = world.office.images.get
    monkeypatch.setattr(
        type(world.office.images), "get", lambda _, image: intact("none" if image == "mri-1" else image)
    )
    rows = gather(world.branch, tmp_path, "mri-1", "xray-1")
    assert said(rows) == [("mri-1", "STORED_DAMAGED"), ("xray-1", "fetched")]


def test_a_user_on_the_exit_list_ends_the_run_at_once(world: World, tmp_path: Path) -> None:
    gathering = Gathering(world.branch, USER, Wanted([], True, tmp_path), Terms())
    _, due = gathering.plan()
    running = gathering.fetch(due)
    first = next(running)
    administration.exit_user(world.office, USER, ADMIN)
    rows, refusals = [first, *running], [row.entry.reason for row in audit(world.office)].count("USER_EXITED")
    with pytest.raises(Failure) as refused:
        gather(world.branch, tmp_path, everything=True)
    administration.readmit_user(world.office, USER, ADMIN)
    assert said(rows) == [
        ("mri-1", "fetched"),
        ("xray-1", "USER_EXITED"),
        ("xray-10", "not tried"),
        ("xray-2", "not tried"),
    ]
    assert refusals == 1
    assert refused.value.code is Code.USER_EXITED
    assert [path.name for path in tmp_path.iterdir()] == ["mri-1.png"]
    assert dict(said(gather(world.branch, tmp_path, everything=True)))["mri-1"] == "there already"


def test_a_wrong_key_ends_the_run_at_once(world: World, tmp_path: Path) -> None:
    before = world.numbers_taken()
    rows = gather(with_wrong_prints(world.branch, 998), tmp_path, everything=True)
    assert [row.failure.code for row in rows if row.failure] == [Code.PROOF_FAILED]
    assert [row.outcome for row in rows] == [Outcome.FAILED, *[Outcome.NOT_TRIED] * 3]
    assert world.numbers_taken() == before + 1
    assert list(tmp_path.iterdir()) == []


def test_a_broken_line_ends_the_run_and_the_next_one_goes_on(world: World, tmp_path: Path) -> None:
    with SeveringRelay(world.branch.address, after_bytes=30_000, cuts=99) as relay:
        settings = {"server": relay.address, "attempts": 2}
        branch = replace(world.branch, config=world.branch.config.model_copy(update=settings))
        rows = gather(branch, tmp_path, everything=True)
    assert said(rows) == [
        ("mri-1", "fetched"),
        ("xray-1", "fetched"),
        ("xray-10", "UNREACHABLE"),
        ("xray-2", "not tried"),
    ]
    (pending,) = world.branch.state.read(USER).pending
    again = {row.image: row for row in gather(world.branch, tmp_path, everything=True)}
    taken_up = again["xray-10"].fetched
    assert taken_up is not None
    assert (taken_up.n, taken_up.attempt) == (pending.n, 3)
    assert (tmp_path / "xray-10.png").read_bytes() == picture(40_000)
    assert (again["mri-1"].outcome, again["xray-2"].outcome) == (Outcome.THERE, Outcome.FETCHED)


def test_a_head_office_that_is_away_is_asked_once(world: World, tmp_path: Path) -> None:
    asked: list[float] = []

    class Patient(type(world.branch.clock)):  # type: ignore[misc]
        """Notes how long it is told to wait."""

        def sleep(self, seconds: float) -> None:
            asked.append(seconds)

    settings = {"server": "127.0.0.1:1", "attempts": 3}
    config = world.branch.config.model_copy(update=settings)
    branch = replace(world.branch, config=config, clock=Patient())
    with pytest.raises(Failure) as refused:
        gather(branch, tmp_path / "images", everything=True)
    assert (refused.value.code, len(asked)) == (Code.UNREACHABLE, 2)
    assert not (tmp_path / "images").exists()


@pytest.mark.parametrize(
    ("names", "folder"),
    [
        pytest.param(["a/b", "xray-1"], ".", id="a path for a name"),
        pytest.param(["", "xray-1"], ".", id="an empty name"),
        pytest.param(["x*"], "missing/images", id="no folder to make the folder in"),
        pytest.param(["x*"], "file", id="a file for a folder"),
    ],
)
def test_bad_words_take_no_number(world: World, tmp_path: Path, names: list[str], folder: str) -> None:
    (tmp_path / "file").touch()
    before = world.numbers_taken()
    with pytest.raises(Failure) as refused:
        gather(world.branch, tmp_path / folder, *names)
    assert (refused.value.code, world.numbers_taken()) == (Code.INVALID_INPUT, before)


def test_one_scan_cannot_serve_several_fingers(world: World, tmp_path: Path) -> None:
    scan, before = write_print(tmp_path, 1), world.numbers_taken()
    with pytest.raises(Failure) as refused:
        gather(world.branch, tmp_path, everything=True, scan=scan)
    assert (refused.value.code, world.numbers_taken()) == (Code.INVALID_INPUT, before)
    assert "folder with a scan of each finger" in refused.value.sentence


@pytest.mark.parametrize(("user", "names"), [(ONE_FINGERED, ["x*"]), (USER, ["mri-*"])])
def test_one_scan_serves_one_finger_or_one_image(
    world: World, tmp_path: Path, user: int, names: list[str]
) -> None:
    terms = Terms(scan=write_print(tmp_path, 1))
    gathering = Gathering(world.branch, user, Wanted(names, False, tmp_path), terms)
    assert gathering.plan()[1]


def test_two_images_of_one_file_name_are_not_confused(world: World, tmp_path: Path) -> None:
    user = Release(users=frozenset({ONE_FINGERED}))
    for image, data in (("ct", b"first"), ("ct.png", b"second")):
        administration.put_image(world.office, image, data, "image/png", user, ADMIN)
    rows = gather(world.branch, tmp_path, "ct*", user=ONE_FINGERED)
    assert dict(said(rows)) == {"ct": "fetched", "ct.png": "CONFLICT"}
    assert (tmp_path / "ct.png").read_bytes() == b"first"
