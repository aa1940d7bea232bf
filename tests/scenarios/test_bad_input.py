"""Bad input at the commands: one sentence, the exit code that is due, and nothing half written."""

from __future__ import annotations

import io
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from lab.demo.parties import BranchOffice, HeadOffice
from tests.free_ports import free_address
from tests.scenarios.conftest import PRINTS, TEN_FINGERS, UNGRANTED, Offices, carried, refused_with

ONE_PRINT = PRINTS / "3__M_Left_index_finger.png"


def snapshot(folder: Path) -> dict[str, int]:
    """Every file below a folder, by path, with its size."""
    return {
        str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()
    }


def grey(width: int, height: int, shade: int = 128) -> bytes:
    """A PNG of one shade."""
    file = io.BytesIO()
    Image.new("L", (width, height), shade).save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders of prints, each with something wrong."""
    root = tmp_path_factory.mktemp("prints")
    good = next(PRINTS.glob("3__?_Left_index_finger.png")).read_bytes()
    contents = {
        "empty": {},
        "someone else's": {"9__M_Left_index_finger.png": good},
        "the same finger twice": {"5__M_Left_index_finger.png": good, "5__F_Left_index_finger.png": good},
        "not an image": {"scan.png": b"\x89PNG\r\n\x1a\nbut no more"},
        "cut short": {"scan.png": good[: len(good) // 2]},
        "over the pixel cap": {"scan.png": grey(4000, 4000)},
        "without ridges": {"scan.png": grey(96, 96)},
        "eleven": {f"scan-{number}.png": good for number in range(11)},
    }
    for name, files in contents.items():
        (root / name).mkdir()
        for file, data in files.items():
            (root / name / file).write_bytes(data)
    return root


@pytest.mark.parametrize(
    ("folder", "reason", "exit_code"),
    [
        pytest.param("missing", "INVALID_INPUT", 2, id="no such folder"),
        pytest.param("empty", "INVALID_INPUT", 2, id="no prints"),
        pytest.param("someone else's", "INVALID_INPUT", 2, id="only another user's prints"),
        pytest.param("the same finger twice", "INVALID_INPUT", 2, id="duplicate finger"),
        pytest.param("not an image", "INVALID_INPUT", 2, id="undecodable"),
        pytest.param("cut short", "INVALID_INPUT", 2, id="truncated"),
        pytest.param("over the pixel cap", "INVALID_INPUT", 2, id="pixel cap as an error"),
        pytest.param("without ridges", "INVALID_INPUT", 2, id="fails preprocessing"),
        pytest.param("eleven", "INVALID_INPUT", 2, id="more than ten prints"),
    ],
)
def test_prints_that_cannot_be_enrolled(
    offices: Offices, folders: Path, folder: str, reason: str, exit_code: int
) -> None:
    offices.head_office.run("user", "add", "5")
    sealed = snapshot(offices.head_office.home / "enrolments")
    answer = offices.head_office.run("user", "enrol", "5", "--prints", folders / folder)
    assert refused_with(answer) == (reason, exit_code)
    assert snapshot(offices.head_office.home / "enrolments") == sealed
    assert offices.head_office.ask("user", "show", "5")["generation"] == 0


@pytest.mark.parametrize(
    ("words", "reason", "exit_code"),
    [
        pytest.param(("user", "add", "601"), "ID_OUT_OF_RANGE", 2, id="ID above the range"),
        pytest.param(("user", "add", "seventeen"), "ID_OUT_OF_RANGE", 2, id="ID that is no number"),
        pytest.param(("user", "add", ""), "ID_OUT_OF_RANGE", 2, id="empty ID"),
        pytest.param(("user", "add", str(TEN_FINGERS)), "CONFLICT", 5, id="user added twice"),
        pytest.param(("user", "show", "77"), "NOT_FOUND", 3, id="user who is not there"),
        pytest.param(
            ("user", "enrol", "1", "--synthetic", "x"), "INVALID_INPUT", 2, id="seed that is no number"
        ),
        pytest.param(("branch", "show", "kirkuk"), "NOT_FOUND", 3, id="branch that is not there"),
        pytest.param(("branch", "show", "../basra"), "INVALID_INPUT", 2, id="branch name with a path"),
        pytest.param(("counter", "show", "0"), "ID_OUT_OF_RANGE", 2, id="counter of nobody"),
        pytest.param(("no-such-command",), "INVALID_INPUT", 2, id="no such command"),
    ],
)
def test_administration_refuses(
    offices: Offices, words: tuple[str, ...], reason: str, exit_code: int
) -> None:
    answer = offices.head_office.run(*words)
    assert refused_with(answer) == (reason, exit_code)
    assert "\n" not in answer.message


@pytest.mark.parametrize(
    ("image", "options", "reason", "exit_code"),
    [
        pytest.param("a/b", ("--everyone",), "INVALID_INPUT", 2, id="ID with a slash"),
        pytest.param("a..b", ("--everyone",), "INVALID_INPUT", 2, id="ID with two dots"),
        pytest.param("", ("--everyone",), "INVALID_INPUT", 2, id="empty ID"),
        pytest.param("scan-1", (), "INVALID_INPUT", 2, id="released to nobody"),
        pytest.param("scan-1", ("--for", "17,x"), "ID_OUT_OF_RANGE", 2, id="released to no number"),
        pytest.param("xray-7", ("--everyone",), "CONFLICT", 5, id="ID that is taken"),
    ],
)
def test_images_that_cannot_be_stored(
    offices: Offices, image: str, options: tuple[str, ...], reason: str, exit_code: int
) -> None:
    before = snapshot(offices.head_office.home / "images")
    file = carried(offices, "mri-3.png")
    answer = offices.head_office.run("image", "put", file, "--id", image, *options)
    assert refused_with(answer) == (reason, exit_code)
    assert snapshot(offices.head_office.home / "images") == before


def test_a_file_that_is_no_image_is_not_stored(offices: Offices, tmp_path: Path) -> None:
    (tmp_path / "letter.png").write_text("Dear colleague")
    put = ("image", "put", tmp_path / "letter.png", "--id", "letter", "--everyone")
    assert refused_with(offices.head_office.run(*put)) == ("INVALID_INPUT", 2)
    assert refused_with(offices.head_office.run("image", "show", "letter")) == ("NOT_FOUND", 3)


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[BranchOffice]:
    """A branch that made its home and was never admitted."""
    branch = BranchOffice("kut", tmp_path / "kut")
    branch.ask("init", "--name", "kut")
    return branch


def test_an_admission_for_another_branch(offices: Offices, stranger: BranchOffice) -> None:
    before = snapshot(stranger.home)
    answer = stranger.run("accept", carried(offices, "basra.admission"), "--yes")
    assert refused_with(answer) == ("PERMISSION_DENIED", 4)
    assert snapshot(stranger.home) == before


@pytest.mark.parametrize("place", [40, -1], ids=["near the beginning", "the last byte"])
@pytest.mark.parametrize(
    ("name", "command"),
    [("basra.admission", ("accept", "--yes")), (f"{TEN_FINGERS}-basra.enrolment", ("import",))],
    ids=["admission", "package"],
)
def test_one_altered_bit(
    offices: Offices, tmp_path: Path, name: str, command: tuple[str, ...], place: int
) -> None:
    data = bytearray(carried(offices, name).read_bytes())
    data[place] ^= 1
    (tmp_path / name).write_bytes(data)
    before = snapshot(offices.basra.home)
    answer = offices.basra.run(command[0], tmp_path / name, *command[1:])
    assert refused_with(answer) == ("INTEGRITY", 7)
    assert snapshot(offices.basra.home) == before


def test_a_package_for_another_branch(offices: Offices) -> None:
    before = snapshot(offices.basra.home)
    answer = offices.basra.run("import", carried(offices, f"{UNGRANTED}-mosul.enrolment"))
    assert refused_with(answer) == ("PERMISSION_DENIED", 4)
    assert snapshot(offices.basra.home) == before


def test_a_request_with_another_fingerprint(offices: Offices, stranger: BranchOffice, tmp_path: Path) -> None:
    target = tmp_path / "kut.admission"
    approve = ("branch", "approve", stranger.home / "kut.request", "-o", target)
    assert refused_with(offices.head_office.run(*approve, "--fingerprint", "00" * 32)) == ("INTEGRITY", 7)
    assert refused_with(offices.head_office.run(*approve)) == ("INVALID_INPUT", 2), "nobody can be asked here"
    assert not target.exists()
    assert refused_with(offices.head_office.run("branch", "show", "kut")) == ("NOT_FOUND", 3)


def test_a_branch_that_was_never_admitted(stranger: BranchOffice, tmp_path: Path) -> None:
    answer = stranger.run("fetch", "1", "xray-7", "-o", tmp_path / "image.png")
    assert refused_with(answer) == ("HOME_INVALID", 1)
    assert "accept" in answer.message


def test_a_second_home_is_not_made_over_the_first(offices: Offices) -> None:
    for office, words in (
        (offices.head_office, ("init", "--listen", free_address())),
        (offices.basra, ("init", "--name", "basra")),
    ):
        record = next(office.home.glob("*.json")).read_bytes()
        assert refused_with(office.run(*words)) == ("CONFLICT", 5)
        assert next(office.home.glob("*.json")).read_bytes() == record


def test_a_folder_that_is_no_home_and_one_from_a_newer_release(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    assert refused_with(HeadOffice(tmp_path / "photos", "").run("user", "list")) == ("HOME_INVALID", 1)
    stranger = BranchOffice("kut", tmp_path / "kut")
    stranger.ask("init", "--name", "kut")
    record = tmp_path / "kut" / "branch.json"
    record.write_text(json.dumps({**json.loads(record.read_text()), "format": 99}))
    answer = stranger.run("status")
    assert refused_with(answer) == ("HOME_INVALID", 1)
    assert "newer" in answer.message


def test_a_port_in_use(offices: Offices, tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        taken = f"127.0.0.1:{holder.getsockname()[1]}"
        answer = offices.head_office.run("serve", "--listen", taken)
        assert refused_with(answer) == ("CONFLICT", 5)
        assert "--listen" in answer.message
        other = HeadOffice(tmp_path / "other", taken)
        assert refused_with(other.run("init", "--listen", taken)) == ("CONFLICT", 5)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_not_running(offices: Offices, tmp_path: Path) -> None:
    nowhere = free_address()
    target = tmp_path / "image.png"
    fetched = offices.basra.run("fetch", str(TEN_FINGERS), "xray-7", "-o", target, server=nowhere)
    assert refused_with(fetched) == ("UNREACHABLE", 6)
    assert refused_with(offices.basra.run("status", server=nowhere)) == ("UNREACHABLE", 6)
    assert refused_with(offices.head_office.run("status", listen=nowhere)) == ("UNREACHABLE", 6)
    assert list(tmp_path.iterdir()) == []
