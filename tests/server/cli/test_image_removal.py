"""``ridgekey image remove``: asked about, audited, repeated without harm; never half done unseen."""

from __future__ import annotations

from typing import Any

import pytest

from server.cli.office import opened
from tests.command_lines import ridgekey
from tests.staffed_homes import ONE_PRINT, PRINTS, Homes


def remove(homes: Homes, *words: str) -> Any:
    """Run ``ridgekey image remove``."""
    return ridgekey("image", "remove", *words, home=homes.office)


def put(homes: Homes, image: str, file: str = ONE_PRINT.name) -> Any:
    """Store one of the prints."""
    return ridgekey("image", "put", PRINTS / file, "--id", image, "--everyone", home=homes.office)


def finding(homes: Homes, *options: str) -> dict[str, Any]:
    """What the doctor says of the images."""
    answers = ridgekey("doctor", *options, home=homes.office).data["items"]
    (answer,) = [each for each in answers if each["check"] == "images"]
    return dict(answer)


def test_images_are_removed_and_said_to_be(homes: Homes) -> None:
    put(homes, "scan-2")
    done = remove(homes, "scan-1", "scan-2", "scan-1", "--reason", "wrong patient", "--yes")
    assert (done.code, done.err) == (0, "")
    assert [(each["image"], each["result"]) for each in done.data["items"]] == [
        ("scan-1", "removed"),
        ("scan-2", "removed"),
    ]
    assert list((homes.office / "images").iterdir()) == []
    assert ridgekey("image", "list", home=homes.office).data["items"] == []
    listed = ridgekey("image", "list", "--removed", home=homes.office).data["items"]
    shown = ridgekey("image", "show", "scan-1", "--format", "json", home=homes.office).data
    assert [each["image"] for each in listed] == ["scan-1", "scan-2"]
    assert shown == listed[0]
    assert (shown["removal_reason"], shown["removed_at"][:2]) == ("wrong patient", "20")
    table = ridgekey("image", "show", "scan-1", "--format", "table", home=homes.office).out
    assert "wrong patient" in table
    rows = ridgekey("audit", "tail", "--rows", "2", home=homes.office).data["items"]
    assert [(row["event"], row["image"], row["reason"]) for row in rows] == [
        ("IMAGE_REMOVED", "scan-1", "wrong patient"),
        ("IMAGE_REMOVED", "scan-2", "wrong patient"),
    ]


def test_a_repetition_is_no_failure_and_asks_nothing(homes: Homes) -> None:
    remove(homes, "scan-1", "--yes")
    before = homes.everything()
    again = remove(homes, "scan-1")
    assert (again.code, again.data["items"][0]["result"]) == (0, "already removed")
    assert homes.everything() == before


def test_a_removed_id_is_not_put_again(homes: Homes) -> None:
    remove(homes, "scan-1", "--yes")
    before = homes.everything()
    refused = put(homes, "scan-1")
    assert (refused.code, refused.out) == (5, "")
    assert "scan-1 is of an image that was removed on" in refused.sentence
    again = ridgekey("image", "release", "scan-1", "--everyone", home=homes.office)
    assert (again.code, again.out) == (5, "")
    assert homes.everything() == before


def test_a_dry_run_says_what_would_be_done_and_does_nothing(homes: Homes) -> None:
    before = homes.everything()
    said = remove(homes, "scan-1", "--dry-run")
    assert (said.code, said.data["items"][0]["result"]) == (0, "would be removed")
    assert homes.everything() == before


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param(["scan-1"], 2, "with --yes", id="nobody to ask"),
        pytest.param(["scan-1", "scan-9", "--yes"], 3, "no image scan-9", id="one of two is not there"),
        pytest.param(["scan-1", "a/b", "--yes"], 2, "An image ID", id="one of two is a path"),
        pytest.param(["scan-1", "", "--yes"], 2, "An image ID", id="an empty ID"),
        pytest.param(["--yes"], 2, "IMAGE", id="none"),
        pytest.param(["scan-1", "--yes", "--reason", "a\nb"], 2, "A reason is", id="a reason of two lines"),
        pytest.param(["scan-9", "--dry-run"], 3, "no image scan-9", id="a dry run of nothing"),
    ],
)
def test_a_refusal_is_one_sentence_and_changes_nothing(
    homes: Homes, words: list[str], code: int, says: str
) -> None:
    before = homes.everything()
    refused = remove(homes, *words)
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert homes.everything() == before


def test_a_removal_that_was_cut_short_is_named_and_finished(homes: Homes) -> None:
    file = homes.office / "images" / "scan-1.sealed"
    content = file.read_bytes()
    remove(homes, "scan-1", "--yes")
    assert finding(homes)["level"] == "ok"
    file.write_bytes(content)  # as a crash before the deletion leaves it, or a restored folder
    file.chmod(0o600)
    for options in ((), ("--scrub",)):
        answer = finding(homes, *options)
        assert (answer["level"], answer["exit_code"]) == ("failure", 6)
        assert "scan-1 was removed, but its file is still there" in answer["finding"]
    assert answer["remedy"].startswith("ridgekey image remove scan-1 --yes")
    would = remove(homes, "scan-1", "--dry-run").data["items"][0]["result"]
    assert remove(homes, "scan-1", "--yes").data["items"][0]["result"] == would == "its file deleted"
    assert not file.exists()
    assert finding(homes, "--scrub")["level"] == "ok"
    assert ridgekey("db", "check", home=homes.office).code == 0


def test_a_file_that_cannot_be_deleted_is_try_again(homes: Homes) -> None:
    file = homes.office / "images" / "scan-1.sealed"
    file.unlink()
    file.mkdir()  # which no unlink takes away
    done = remove(homes, "scan-1", "--yes")
    (item,) = done.data["items"]
    assert (done.code, item["result"], item["reason"]) == (6, "failed", "STORAGE_UNAVAILABLE")
    assert "remove it again" in done.sentence
    file.rmdir()
    assert remove(homes, "scan-1").data["items"][0]["result"] == "already removed"


def test_a_file_that_no_image_has_is_named(homes: Homes) -> None:
    """What a database from an older backup no longer knows."""
    with opened(homes.office) as office:
        office.images.put("stray", b"pixels", "image/png")
    answer = finding(homes)
    assert (answer["level"], answer["exit_code"]) == ("warning", 0)
    assert "stray" in answer["finding"]
    assert answer["remedy"] == f"rm -i {homes.office}/images/stray.*"


@pytest.mark.sqlite
def test_a_database_from_before_a_removal_is_told_by_the_doctor(homes: Homes) -> None:
    backup = homes.file("copy.tar")
    assert ridgekey("db", "backup", backup, home=homes.office).code == 0
    remove(homes, "scan-1", "--yes")
    back = ("db", "restore", backup, "--database-only", "--yes", "--reason", "disk lost")
    restored = ridgekey(*back, home=homes.office)
    assert restored.code == 0
    for options in ((), ("--scrub",)):
        answer = finding(homes, *options)
        assert (answer["level"], answer["exit_code"]) == ("failure", 7)
        assert "scan-1 is gone from the vault" in answer["finding"]
        assert "ridgekey image remove scan-1" in answer["finding"]
    checked = ridgekey("db", "check", home=homes.office)
    assert (checked.code, "images/scan-1.sealed, which is gone" in checked.out) == (7, True)
    again = put(homes, "scan-1")
    assert (again.code, again.out) == (5, "")
    assert "its file is gone or damaged" in again.sentence
    assert remove(homes, "scan-1", "--yes").data["items"][0]["result"] == "removed"
    assert finding(homes)["level"] == "ok"
