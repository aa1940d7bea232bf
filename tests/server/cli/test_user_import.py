"""``ridgekey user import``: many users from a list."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.command_lines import Outcome, ridgekey, ridgekey_branch
from tests.staffed_homes import ONE_PRINT, Homes


def listed(homes: Homes, *lines: str) -> Path:
    """A list of these lines, beside the folders ``prints/one`` and ``prints/blank``."""
    for name in ("one", "two"):
        folder = homes.folder / "prints" / name
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(ONE_PRINT, folder / "scan.png")
    (homes.folder / "prints" / "none").mkdir(exist_ok=True)
    file = homes.folder / "people.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def take(homes: Homes, file: Path, *arguments: str | Path) -> Outcome:
    """Run ``ridgekey user import``."""
    return ridgekey("user", "import", file, *arguments, "--format", "json", home=homes.office)


def users(homes: Homes) -> dict[int, tuple[int, list[str]]]:
    """Generation and branches of every user there is."""
    items = ridgekey("user", "list", "--format", "json", home=homes.office).data["items"]
    return {item["user"]: (item["generation"], item["branches"]) for item in items}


PEOPLE = (
    "user,prints,branches",
    "19,prints/one,basra",
    "20,,",
    "18,prints/two,basra mosul",
    "17,prints/one,basra",
)


def test_everyone_on_the_list_is_taken_in_once(homes: Homes) -> None:
    file, packages = listed(homes, *PEOPLE), homes.folder / "packages"
    told = take(homes, file, "--packages", packages, "--dry-run")
    assert (told.code, users(homes), packages.exists()) == (
        0,
        {17: (1, ["basra"]), 18: (0, [])},
        False,
    )
    taken = take(homes, file, "--packages", packages, "--reason", "opening day")
    assert taken.code == 0
    assert [(row["user"], row["steps"]) for row in taken.data["items"]] == [
        (19, ["add", "enrol", "grant basra"]),
        (20, ["add"]),
        (18, ["enrol", "grant basra", "grant mosul"]),
        (17, ["grant basra"]),
    ]
    assert taken.data == told.data
    assert users(homes) == {
        17: (1, ["basra"]),
        18: (1, ["basra", "mosul"]),
        19: (1, ["basra"]),
        20: (0, []),
    }
    received = ridgekey_branch("import", packages / "19-basra.enrolment", home=homes.basra)
    assert received.code == 0
    rows = ridgekey("audit", "tail", "--rows", "1", home=homes.office).data["items"]
    assert rows[0]["reason"].endswith("opening day")

    again = take(homes, file, "--packages", packages)
    assert [row["steps"] for row in again.data["items"]] == [[], [], [], []]
    assert "0 of 4 users were taken in" in again.err


@pytest.mark.parametrize(
    ("lines", "code", "says"),
    [
        pytest.param([""], 2, "line 1: The list is empty", id="empty"),
        pytest.param(
            ["user,print", "19,x"], 2, "no column 'print'; did you mean prints?", id="unknown column"
        ),
        pytest.param(["prints", "x"], 2, "A column named user is needed", id="no user column"),
        pytest.param(["user,user", "1,1"], 2, "The column user comes twice", id="column twice"),
        pytest.param(["user"], 2, "no line below", id="header only"),
        pytest.param(["user", "19", "601"], 2, "line 3: A user ID is a whole number", id="out of range"),
        pytest.param(["user", "19", "20", "19"], 2, "line 2: User 19 comes 2 times", id="user twice"),
        pytest.param(
            ["user,branches", "17,basra basra"], 2, "line 2: A branch comes twice", id="branch twice"
        ),
        pytest.param(["user,branches", "17,Ba$ra"], 2, "line 2: ", id="branch with no valid name"),
        pytest.param(["user,branches", "17,basra"], 2, "with --packages DIR", id="no folder for packages"),
        pytest.param(["user;prints", '19;"prints'], 2, "no CSV", id="open quotation mark"),
    ],
)
def test_a_list_that_is_none_changes_nothing(homes: Homes, lines: list[str], code: int, says: str) -> None:
    before = users(homes)
    refused = take(homes, listed(homes, *lines))
    assert (refused.code, refused.out) == (code, "")
    assert says in json.loads(refused.err)["error"]["message"]
    assert users(homes) == before


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        pytest.param("21,prints/nowhere,", 2, "prints", id="no such folder"),
        pytest.param("21,prints/none,", 2, "print", id="folder without prints"),
        pytest.param("21,,basra", 5, "User 21 has no enrolment to grant", id="grant without an enrolment"),
        pytest.param("21,prints/one,kirkuk", 3, "kirkuk", id="no such branch"),
    ],
)
def test_one_line_in_trouble_holds_up_the_whole_list(homes: Homes, line: str, code: int, says: str) -> None:
    before = users(homes)
    file = listed(homes, "user,prints,branches", "19,prints/one,", line)
    refused = take(homes, file, "--packages", homes.folder / "packages")
    trouble = refused.data["items"][1]["trouble"]
    assert (refused.code, says in trouble) == (code, True), trouble
    message = json.loads(refused.err)["error"]["message"]
    assert message.startswith("1 of 2 lines are in trouble, first line 3: ")
    assert message.endswith(" Nothing was changed.")
    assert users(homes) == before


def test_a_user_on_the_exit_list_is_not_taken_in(homes: Homes) -> None:
    ridgekey("user", "exit", "18", home=homes.office)
    refused = take(homes, listed(homes, "user,prints", "18,prints/one"))
    assert (refused.code, refused.data["items"][0]["reason"]) == (4, "USER_EXITED")


def test_a_spreadsheets_own_csv_is_read(homes: Homes) -> None:
    file = homes.folder / "people.csv"
    file.write_bytes("\ufeffUser;Prints\r\n19;\r\n;\r\n20;\r\n".encode())
    assert take(homes, file).code == 0
    assert {19, 20} <= users(homes).keys()


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        pytest.param(None, 3, "There is no file", id="missing"),
        pytest.param(b"user\n\xff\xfe", 2, "no text in UTF-8", id="no UTF-8"),
        pytest.param(b"user\n1\0", 2, "line 2", id="NUL"),
        pytest.param(b"user\n" + b"1\n" * 2**21, 2, "larger than 4 MiB", id="too large"),
    ],
)
def test_a_file_that_is_no_list(homes: Homes, data: bytes | None, code: int, says: str) -> None:
    file = homes.folder / "people.csv"
    if data is not None:
        file.write_bytes(data)
    refused = take(homes, file)
    assert (refused.code, says in json.loads(refused.err)["error"]["message"]) == (code, True), refused.err
