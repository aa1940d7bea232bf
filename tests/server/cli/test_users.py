"""``ridgekey user`` and ``ridgekey counter``: what they take, what they refuse, what they show."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from tests.command_lines import Outcome, ridgekey
from tests.staffed_homes import ONE_PRINT, PRINTS, Homes

IDS = [
    pytest.param("0", id="zero"),
    pytest.param("601", id="above the range"),
    pytest.param("", id="empty"),
    pytest.param("seventeen", id="a word"),
    pytest.param("1.5", id="a fraction"),
    pytest.param("0x11", id="hexadecimal"),
    pytest.param("17 ", id="a blank"),
    pytest.param("١٧", id="other digits"),
    pytest.param("9" * 30, id="a very long number"),
    pytest.param("17/18", id="a slash"),
    pytest.param("..", id="dots"),
]
COMMANDS = [
    pytest.param(["user", "add"], [], id="user add"),
    pytest.param(["user", "show"], [], id="user show"),
    pytest.param(["user", "enrol"], ["--synthetic", "1"], id="user enrol"),
    pytest.param(["user", "grant"], ["basra", "-o", "/tmp/x.enrolment"], id="user grant"),
    pytest.param(["user", "ungrant"], ["basra"], id="user ungrant"),
    pytest.param(["user", "exit"], [], id="user exit"),
    pytest.param(["user", "readmit"], [], id="user readmit"),
    pytest.param(["counter", "show"], [], id="counter show"),
]


def user(homes: Homes, *arguments: str | Path) -> Outcome:
    """Run ``ridgekey user …``."""
    return ridgekey("user", *arguments, "--format", "table", home=homes.office)


@pytest.mark.fault(32)
@pytest.mark.parametrize("number", IDS)
@pytest.mark.parametrize(("command", "rest"), COMMANDS)
def test_an_id_that_is_none_is_one_sentence(
    staffed: Homes, command: list[str], rest: list[str], number: str
) -> None:
    refused = ridgekey(*command, number, *rest, home=staffed.office)
    assert (refused.code, refused.out) == (2, "")
    assert refused.sentence == "A user ID is a whole number from 1 to 600."


@pytest.mark.parametrize(("command", "rest"), COMMANDS[1:])
def test_a_user_who_is_not_there_is_not_found(staffed: Homes, command: list[str], rest: list[str]) -> None:
    refused = ridgekey(*command, "99", *rest, home=staffed.office)
    assert (refused.code, refused.out) == (3, "")
    assert "There is no user 99" in refused.sentence


def test_a_user_is_added_once(homes: Homes) -> None:
    added = ridgekey("user", "add", "600", "--format", "json", home=homes.office)
    assert added.data == {
        "user": 600,
        "status": "active",
        "generation": 0,
        "enrolment": None,
        "fingers": [],
        "branches": [],
        "locked_at": [],
    }
    assert user(homes, "add", "600").code == 5


def test_the_exit_list_is_entered_and_left_once(homes: Homes) -> None:
    assert [user(homes, verb, "17").code for verb in ("exit", "exit", "readmit", "readmit")] == [0, 5, 0, 5]
    user(homes, "exit", "17", "--reason", "left")
    assert ridgekey("user", "show", "17", home=homes.office).data["status"] == "exited"
    rows = ridgekey("audit", "tail", "--rows", "1", home=homes.office).data["items"]
    assert [(row["event"], row["user"], row["reason"]) for row in rows] == [("USER_EXITED", 17, "left")]


def test_the_list_shows_everyone(staffed: Homes) -> None:
    items = ridgekey("user", "list", "--format", "json", home=staffed.office).data["items"]
    assert [(item["user"], item["fingers"], item["branches"]) for item in items] == [
        (17, ["left_little"], ["basra"]),
        (18, [], []),
    ]
    table = ridgekey("user", "list", "--format", "table", home=staffed.office).out
    assert table.splitlines()[0].split() == [
        "user",
        "status",
        "generation",
        "enrolment",
        "fingers",
        "branches",
        "locked",
        "at",
    ]


def test_the_counter_has_the_shape_of_the_contract(staffed: Homes) -> None:
    shown = ridgekey("counter", "show", "17", "--format", "json", home=staffed.office).data
    assert shown == {"user": 17, "n": 0, "epoch": 0, "counter": 0, "next_finger": "left_little"}
    unenrolled = ridgekey("counter", "show", "18", "--format", "json", home=staffed.office).data
    assert unenrolled["next_finger"] is None


def folder_of(tmp_path: Path, *names: str) -> Path:
    """A folder with one good print under each of the names."""
    folder = tmp_path / "some prints"
    folder.mkdir()
    for name in names:
        shutil.copy(ONE_PRINT, folder / name)
    return folder


@pytest.mark.parametrize(
    ("names", "says"),
    [
        pytest.param([], "no folder with", id="no prints"),
        pytest.param([f"{number:02}.png" for number in range(11)], "ten", id="eleven prints"),
        pytest.param(["18__M_Left_index_finger.png"], "no unaltered print of user 17", id="another user's"),
        pytest.param(
            ["17__M_Left_index_finger.png", "17__F_Left_index_finger.png"],
            "two prints of user 17's left_index",
            id="one finger twice",
        ),
        pytest.param(["1.png", "2.png"], "1.png and 2.png are one picture", id="one picture twice"),
    ],
)
def test_a_folder_without_this_user_s_prints_is_refused(
    homes: Homes, tmp_path: Path, names: list[str], says: str
) -> None:
    before = homes.everything()
    refused = user(homes, "enrol", "17", "--replace", "--prints", folder_of(tmp_path, *names))
    assert (refused.code, refused.out) == (2, "")
    assert says in refused.sentence
    assert homes.everything() == before


@pytest.mark.parametrize(
    ("content", "named"),
    [
        pytest.param(b"", "2-thumb.png", id="empty"),
        pytest.param(b"not an image", "2-thumb.png", id="text"),
        pytest.param(ONE_PRINT.read_bytes()[:500], "2-thumb.png", id="half a file"),
        pytest.param(Image.new("L", (2001, 2000)), "2-thumb.png", id="over the pixel cap"),
        pytest.param(Image.new("L", (16, 16)), "2-thumb.png", id="too small"),
        pytest.param(Image.new("RGB", (96, 96), (255, 0, 0)), "2-thumb.png", id="coloured"),
        pytest.param(Image.new("L", (96, 96), 255), "left_ring: The print is blank", id="blank"),
    ],
)
def test_a_file_that_is_no_print_is_named(
    homes: Homes, tmp_path: Path, content: bytes | Image.Image, named: str
) -> None:
    folder = folder_of(tmp_path, "1.png")
    bad = folder / "2-thumb.png"
    if isinstance(content, Image.Image):
        content.save(bad)
    else:
        bad.write_bytes(content)
    before = homes.everything()
    refused = user(homes, "enrol", "17", "--replace", "--prints", folder)
    assert (refused.code, refused.out) == (2, "")
    assert named in refused.sentence
    assert homes.everything() == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param([], 2, id="no prints at all"),
        pytest.param(["--prints", str(PRINTS), "--synthetic", "1"], 2, id="both"),
        pytest.param(["--prints", "/nowhere"], 2, id="no such folder"),
        pytest.param(["--prints", str(ONE_PRINT)], 2, id="a file for a folder"),
        pytest.param(["--synthetic", "-1"], 2, id="a negative seed"),
        pytest.param(["--synthetic", "many"], 2, id="a seed that is none"),
    ],
)
def test_where_prints_come_from_must_be_said_once(homes: Homes, arguments: list[str], code: int) -> None:
    before = homes.everything()
    refused = user(homes, "enrol", "18", *arguments)
    assert (refused.code, refused.out) == (code, "")
    assert refused.sentence
    assert homes.everything() == before


def test_a_users_files_are_found_among_many(homes: Homes, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "17__M_Left_index_finger.png", "18__M_Left_index_finger.png", "notes.png")
    words = ("--prints", folder, "--replace")
    enrolled = ridgekey("user", "enrol", "17", *words, home=homes.office)
    assert (enrolled.data["generation"], enrolled.data["fingers"]) == (2, ["left_index"])
    assert enrolled.err.endswith("`ridgekey user grant 17 BRANCH -o FILE` for each of basra.\n")
    assert (homes.office / "enrolments" / "17.1.sealed").exists()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param([], 5, "User 17 is enrolled, generation 1; give --replace to end", id="unasked"),
        pytest.param(["--replace", "--prepare"], 2, "Give one of --prepare", id="both ways"),
    ],
)
def test_an_enrolment_in_force_is_not_replaced_unasked(
    homes: Homes, words: list[str], code: int, says: str
) -> None:
    before = homes.everything()
    refused = user(homes, "enrol", "17", "--prints", homes.file("prints"), *words)
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert homes.everything() == before


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        pytest.param(["18", "basra"], 5, "not enrolled", id="not enrolled"),
        pytest.param(["17", "erbil"], 3, "no branch erbil", id="no such branch"),
        pytest.param(["17", "../basra"], 2, "A branch name", id="a path as branch"),
    ],
)
def test_a_grant_that_cannot_be_made_leaves_no_package(
    homes: Homes, arguments: list[str], code: int, says: str
) -> None:
    before = homes.everything()
    refused = user(homes, "grant", *arguments, "-o", homes.file("new.enrolment"))
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert homes.everything() == before


def test_a_user_on_the_exit_list_is_not_granted(homes: Homes) -> None:
    user(homes, "exit", "17")
    refused = user(homes, "grant", "17", "mosul", "-o", homes.file("new.enrolment"))
    assert refused.code == 4
    assert not homes.file("new.enrolment").exists()


def test_a_grant_ends(homes: Homes) -> None:
    assert user(homes, "ungrant", "17", "basra").code == 0
    assert user(homes, "ungrant", "17", "basra").code == 3


def test_papers_of_a_branch_that_were_altered_stop_a_grant(homes: Homes) -> None:
    (kept,) = (homes.office / "branches").glob("basra-*.request")
    shutil.copy(homes.file("mosul.request"), kept)
    refused = user(homes, "grant", "17", "basra", "-o", homes.file("new.enrolment"))
    assert refused.code == 7
    assert "papers of branch basra" in refused.sentence
    assert not homes.file("new.enrolment").exists()
