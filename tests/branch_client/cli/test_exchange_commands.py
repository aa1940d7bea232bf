"""``ridgekey-branch list``, ``fetch`` and ``status`` against a serving head office."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_lines import Outcome, ridgekey, ridgekey_branch
from tests.staffed_homes import ONE_PRINT, PRINTS, Homes

FIELDS = [
    "user",
    "n",
    "epoch",
    "counter",
    "finger",
    "image",
    "bytes",
    "sha256",
    "suite",
    "inner",
    "verification",
    "attempt",
    "seconds",
]


def fetch(homes: Homes, output: Path, *arguments: str | Path, user: str = "17") -> Outcome:
    """Fetch the image at basra."""
    return ridgekey_branch(
        "fetch", user, "scan-1", "-o", output, *arguments, "--format", "json", home=homes.basra
    )


@pytest.mark.parametrize("arguments", [[], ["--inner", "chen"], ["--suite", "chacha20-poly1305"]], ids=str)
def test_a_fetched_image_equals_the_original(served: Homes, tmp_path: Path, arguments: list[str]) -> None:
    fetched = fetch(served, tmp_path / "out.png", *arguments)
    assert fetched.code == 0, fetched.err
    assert list(fetched.data) == FIELDS
    assert (tmp_path / "out.png").read_bytes() == ONE_PRINT.read_bytes()
    assert (tmp_path / "out.png").stat().st_mode & 0o777 == 0o600
    assert (fetched.data["user"], fetched.data["finger"], fetched.data["attempt"]) == (17, "left_little", 1)


@pytest.mark.parametrize("words", [["scan-1"], ["scan-1", "--sealed"], ["--all"]], ids=str)
def test_a_fetch_to_stdout_is_refused_before_anything_is_asked(
    staffed: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = ridgekey_branch("fetch", "17", *words, "-o", "-", home=staffed.basra)
    assert (refused.code, refused.out) == (2, "")
    assert "`open FILE -o -`" in refused.sentence
    assert list(tmp_path.iterdir()) == []


def test_a_witness_is_written_to_a_file_and_let_go_of(served: Homes, tmp_path: Path) -> None:
    homes = served.copied_to(tmp_path / "homes")
    assert fetch(homes, tmp_path / "out.png").code == 0
    file = tmp_path / "basra.checkpoint"
    held = ridgekey_branch("witness", "show", home=homes.basra).data
    written = ridgekey_branch("witness", "export", file, home=homes.basra)
    assert written.data == {"file": str(file), **held}
    assert written.err.startswith(f"{file} holds what the head office signed")
    gone = ridgekey_branch("witness", "reset", "--reason", " told by telephone ", home=homes.basra)
    assert gone.data["reason"] == "told by telephone"
    assert Path(gone.data["kept"]).read_bytes() == file.read_bytes()
    assert ridgekey_branch("witness", "show", home=homes.basra).code == 3


def test_list_and_status_say_what_is_there(served: Homes) -> None:
    size = ONE_PRINT.stat().st_size
    listed = ridgekey_branch("list", "17", "--format", "json", home=served.basra).data
    assert listed == {"items": [{"user": 17, "image": "scan-1", "bytes": size, "media_type": "image/png"}]}
    status = ridgekey_branch("status", "--format", "json", home=served.basra).data
    assert (status["branch"], status["users"]) == ("basra", [17])
    assert ridgekey("status", "--format", "json", home=served.office).data["serving"] is True


@pytest.mark.parametrize(
    ("user", "code"),
    [
        pytest.param("0", 2, id="zero"),
        pytest.param("601", 2, id="above the range"),
        pytest.param("", 2, id="empty"),
        pytest.param("seventeen", 2, id="a word"),
        pytest.param("17.0", 2, id="a fraction"),
        pytest.param("9" * 30, 2, id="a very long number"),
        pytest.param("18", 4, id="not granted here"),
        pytest.param("99", 4, id="nobody"),
    ],
)
def test_a_user_who_may_not_is_refused_in_one_sentence(
    served: Homes, tmp_path: Path, user: str, code: int
) -> None:
    refused = [
        ridgekey_branch("fetch", user, "scan-1", "-o", tmp_path / "out", home=served.basra),
        ridgekey_branch("list", user, home=served.basra),
    ]
    assert [(each.code, each.out) for each in refused] == [(code, "")] * 2
    assert all(each.sentence for each in refused)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("image", "code"),
    [
        pytest.param("absent", 3, id="no such image"),
        pytest.param("", 2, id="empty"),
        pytest.param("a/b", 2, id="a slash"),
        pytest.param("../scan-1", 2, id="a path"),
        pytest.param("a\0b", 2, id="NUL"),
    ],
)
def test_an_image_that_is_not_there_is_refused(served: Homes, tmp_path: Path, image: str, code: int) -> None:
    refused = ridgekey_branch("fetch", "17", image, "-o", tmp_path / "out", home=served.basra)
    assert (refused.code, refused.out) == (code, "")
    assert refused.sentence
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["--inner", "rot13"], 2, id="no such inner cipher"),
        pytest.param(["--suite", "des"], 2, id="no such suite"),
        pytest.param(["--scan", "absent.png"], 2, id="no such scan"),
        pytest.param(["--scan", str(PRINTS / "README.md")], 2, id="a file that is no scan"),
        pytest.param(["--print", str(ONE_PRINT)], 2, id="a print to make the key from"),
    ],
)
def test_a_fetch_that_cannot_be_leaves_nothing(
    served: Homes, tmp_path: Path, arguments: list[str], code: int
) -> None:
    refused = fetch(served, tmp_path / "out.png", *arguments)
    assert (refused.code, refused.out) == (code, "")
    assert list(tmp_path.iterdir()) == []


def test_a_scan_that_nobody_asked_for_is_said_to_be_unseen(served: Homes, tmp_path: Path) -> None:
    fetched = fetch(served, tmp_path / "out.png", "--scan", PRINTS / "2__F_Left_index_finger.png")
    assert (fetched.code, fetched.data["verification"]) == (0, "none")
    assert "nobody looked at the one that was given" in fetched.err


@pytest.mark.parametrize("place", ["missing/out.png", "."], ids=["no such folder", "a folder"])
def test_a_target_that_cannot_be_written_is_refused_before_a_number_is_taken(
    served: Homes, tmp_path: Path, place: str
) -> None:
    counter = ridgekey("counter", "show", "17", home=served.office).data
    refused = fetch(served, tmp_path / place)
    assert (refused.code, refused.out) == (2, "")
    assert ridgekey("counter", "show", "17", home=served.office).data == counter


def test_several_go_into_a_folder_one_row_each(served: Homes, tmp_path: Path) -> None:
    words = ("fetch", "17", "scan-*", "absent", "-o", tmp_path / "images", "--format", "json")
    fetched = ridgekey_branch(*words, home=served.basra)
    absent, arrived = fetched.data["items"]
    assert fetched.code == 3
    assert list(absent) == list(arrived)
    assert set(FIELDS) | {"outcome", "file", "reason", "message"} == set(arrived)
    assert (absent["image"], absent["outcome"], absent["reason"]) == ("absent", "failed", "IMAGE_NOT_FOUND")
    assert (arrived["image"], arrived["outcome"], arrived["reason"]) == ("scan-1", "fetched", None)
    assert Path(arrived["file"]).read_bytes() == ONE_PRINT.read_bytes()
    assert "1 fetched, 1 failed." in fetched.err


def test_all_again_fetches_nothing_and_a_table_says_so(served: Homes, tmp_path: Path) -> None:
    words = ("fetch", "17", "--all", "--sealed", "-o", tmp_path, "--format", "table")
    first, second = (ridgekey_branch(*words, home=served.basra) for _ in range(2))
    assert (first.code, second.code) == (0, 0)
    assert "there already" in second.out
    assert second.err == "1 there already.\n"
    listed = ridgekey_branch("list", "17", "--in", tmp_path, "--format", "json", home=served.basra)
    assert [item["here"] for item in listed.data["items"]] == [["sealed"]]


def test_without_a_user_everyone_enrolled_here_is_listed(served: Homes) -> None:
    listed = ridgekey_branch("list", "--format", "json", home=served.basra)
    assert [(item["user"], item["image"]) for item in listed.data["items"]] == [(17, "scan-1")]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param([], "say --all", id="no image"),
        pytest.param(["scan-1", "a/b"], "An image ID has", id="a path among them"),
        pytest.param(["--all", "--scan", str(ONE_PRINT / "nowhere")], "cannot be read", id="no such scan"),
        pytest.param(["--all", "--inner", "rot13"], "inner cipher", id="no such inner cipher"),
    ],
)
def test_bad_words_of_several_are_one_sentence(
    served: Homes, tmp_path: Path, words: list[str], says: str
) -> None:
    refused = ridgekey_branch("fetch", "17", *words, "-o", tmp_path / "images", home=served.basra)
    assert (refused.code, refused.out) == (2, "")
    assert says in refused.sentence
    assert not (tmp_path / "images").exists()
