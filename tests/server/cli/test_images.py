"""``ridgekey image``: what may be stored, and to whom it is released."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.command_lines import Outcome, ridgekey
from tests.staffed_homes import ONE_PRINT, Homes


def put(homes: Homes, *arguments: str | Path, file: Path = ONE_PRINT) -> Outcome:
    """Run ``ridgekey image put``."""
    return ridgekey("image", "put", file, *arguments, home=homes.office)


@pytest.mark.parametrize(
    ("arguments", "released_to"),
    [
        pytest.param(["--everyone"], {"everyone": True, "users": [], "branches": []}, id="everyone"),
        pytest.param(["--for", "18,17"], {"everyone": False, "users": [17, 18], "branches": []}, id="users"),
        pytest.param(
            ["--branch", "mosul, basra"],
            {"everyone": False, "users": [], "branches": ["basra", "mosul"]},
            id="branches",
        ),
    ],
)
def test_an_image_is_stored_for_whom_it_is_meant(
    homes: Homes, arguments: list[str], released_to: dict[str, object]
) -> None:
    stored = put(homes, "--id", "xray-7", *arguments).data
    assert stored.pop("result") == "stored"
    shown = ridgekey("image", "show", "xray-7", "--format", "json", home=homes.office).data
    assert stored == shown
    assert (shown["image"], shown["media_type"]) == ("xray-7", "image/png")
    assert shown["bytes"] == ONE_PRINT.stat().st_size
    assert shown["released_to"] == released_to
    assert ONE_PRINT.read_bytes()[:64] not in (homes.office / "images" / "xray-7.sealed").read_bytes()


@pytest.mark.fault(27)
@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        pytest.param(["--id", "xray-7"], 2, "--everyone, --for", id="no release"),
        pytest.param(
            ["--id", "xray-7", "--everyone", "--for", "17"], 2, "--everyone, --for", id="two releases"
        ),
        pytest.param(["--id", "xray-7", "--for", "0"], 2, "from 1 to 600", id="user 0"),
        pytest.param(["--id", "xray-7", "--for", "17,"], 2, "from 1 to 600", id="an empty user"),
        pytest.param(["--id", "xray-7", "--for", "99"], 3, "no user 99", id="an unknown user"),
        pytest.param(["--id", "xray-7", "--branch", "erbil"], 3, "no branch erbil", id="an unknown branch"),
        pytest.param(["--id", "xray-7", "--branch", "a/b"], 2, "A branch name", id="a slash in the branch"),
        pytest.param(["--id", "scan-1", "--for", "17"], 5, "released otherwise", id="released otherwise"),
        pytest.param(["--id", "", "--everyone"], 2, "An image ID", id="an empty ID"),
        pytest.param(["--id", "a/b", "--everyone"], 2, "An image ID", id="a slash"),
        pytest.param(["--id", "../scan", "--everyone"], 2, "An image ID", id="a path"),
        pytest.param(["--id", "a..b", "--everyone"], 2, "An image ID", id="two dots"),
        pytest.param(["--id", "a\0b", "--everyone"], 2, "An image ID", id="NUL"),
        pytest.param(["--id", ".hidden", "--everyone"], 2, "An image ID", id="hidden"),
        pytest.param(["--id", "i" * 65, "--everyone"], 2, "An image ID", id="too long"),
    ],
)
def test_a_wrong_put_stores_nothing(homes: Homes, arguments: list[str], code: int, says: str) -> None:
    before = homes.everything()
    refused = put(homes, *arguments)
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert homes.everything() == before


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        pytest.param(b"", 2, "picture.png is not an image", id="empty"),
        pytest.param(b"a letter", 2, "picture.png is not an image", id="text"),
        pytest.param(ONE_PRINT.read_bytes()[:400], 2, "picture.png is an incomplete", id="half an image"),
        pytest.param(None, 3, "There is no file", id="missing"),
    ],
)
def test_a_file_that_is_no_image_is_refused(
    homes: Homes, tmp_path: Path, content: bytes | None, code: int, says: str
) -> None:
    picture = tmp_path / "picture.png"
    if content is not None:
        picture.write_bytes(content)
    before = homes.everything()
    refused = put(homes, "--id", "xray-7", "--everyone", file=picture)
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert homes.everything() == before


@pytest.mark.fault(28)
def test_an_image_over_the_limit_is_refused(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDGEKEY_MAX_IMAGE_BYTES", "1000")
    refused = put(homes, "--id", "xray-7", "--everyone")
    assert refused.code == 1
    assert "larger than 1000 bytes" in refused.sentence


class Terminal(io.TextIOWrapper):
    """Standard input that somebody types into."""

    def isatty(self) -> bool:
        """A terminal, always."""
        return True


def test_an_image_is_stored_from_standard_input(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ONE_PRINT.read_bytes())))
    piped = put(homes, "--id", "xray-7", "--everyone", file=Path("-")).data
    named = put(homes, "--id", "xray-8", "--everyone").data
    assert (piped["bytes"], piped["media_type"]) == (named["bytes"], named["media_type"])


@pytest.mark.parametrize(
    ("content", "limit", "code", "says"),
    [
        pytest.param(b"", "1000000", 2, "Standard input is not an image", id="empty"),
        pytest.param(
            ONE_PRINT.read_bytes()[:400], "1000000", 2, "Standard input is an incomplete", id="half"
        ),
        pytest.param(ONE_PRINT.read_bytes(), "1000", 1, "Standard input is larger than 1000", id="too large"),
    ],
)
def test_what_standard_input_may_not_be_stores_nothing(
    homes: Homes, monkeypatch: pytest.MonkeyPatch, content: bytes, limit: str, code: int, says: str
) -> None:
    monkeypatch.setenv("RIDGEKEY_MAX_IMAGE_BYTES", limit)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    before = homes.everything()
    refused = put(homes, "--id", "xray-7", "--everyone", file=Path("-"))
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert homes.everything() == before


def test_a_terminal_is_not_waited_for(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(io.BytesIO(ONE_PRINT.read_bytes())))
    refused = put(homes, "--id", "xray-7", "--everyone", file=Path("-"))
    assert (refused.code, refused.out) == (2, "")
    assert "is a terminal" in refused.sentence


def test_closed_standard_input_is_named(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    refused = put(homes, "--id", "xray-7", "--everyone", file=Path("-"))
    assert (refused.code, refused.out) == (2, "")
    assert "is closed" in refused.sentence


def test_a_folder_is_no_image(homes: Homes, tmp_path: Path) -> None:
    assert put(homes, "--id", "xray-7", "--everyone", file=tmp_path).code == 2


@pytest.mark.parametrize(
    ("name", "code"), [("absent", 3), ("../scan-1", 2), ("a\0", 2)], ids=["absent", "path", "NUL"]
)
def test_an_image_that_is_not_there_is_named(staffed: Homes, name: str, code: int) -> None:
    refused = ridgekey("image", "show", name, home=staffed.office)
    assert (refused.code, refused.out) == (code, "")
    assert refused.sentence


def test_the_list_names_every_image(staffed: Homes) -> None:
    items = ridgekey("image", "list", home=staffed.office).data["items"]
    assert [item["image"] for item in items] == ["scan-1"]
    table = ridgekey("image", "list", "--format", "table", home=staffed.office).out
    assert "everyone" in table
