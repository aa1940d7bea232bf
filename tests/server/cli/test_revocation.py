"""Commands that take something back: audited, refused in one sentence, asked about when for ever."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from server.bootstrap.administering import OfficeAdministration
from shared.crypto.secret import Secret
from shared.stores.home import Home
from tests.command_lines import ridgekey, ridgekey_branch
from tests.staffed_homes import Homes


def last_rows(homes: Homes, count: int) -> list[tuple[str, str | None]]:
    rows = ridgekey("audit", "tail", "--rows", str(count), home=homes.office).data["items"]
    return [(row["event"], row["reason"]) for row in rows]


def test_a_branch_is_suspended_resumed_and_revoked(homes: Homes) -> None:
    for verb, status in (("suspend", "suspended"), ("resume", "active"), ("revoke", "revoked")):
        yes = ["--yes"] if verb == "revoke" else []
        done = ridgekey("branch", verb, "basra", "--reason", "a laptop", *yes, home=homes.office)
        assert (done.code, done.data["status"]) == (0, status)
        assert last_rows(homes, 1) == [("BRANCH_STATUS_CHANGED", f"branch basra {status}: a laptop")]
    listed = ridgekey("branch", "list", home=homes.office).data["items"]
    assert {branch["name"]: branch["status"] for branch in listed} == {"basra": "revoked", "mosul": "active"}


def test_an_image_is_released_to_others_and_withdrawn(homes: Homes) -> None:
    one = ridgekey("image", "release", "scan-1", "--for", "17", home=homes.office)
    assert one.data["released_to"] == {"everyone": False, "users": [17], "branches": []}
    none = ridgekey("image", "release", "scan-1", "--nobody", "--reason", "wrong", home=homes.office)
    assert none.data["released_to"] == {"everyone": False, "users": [], "branches": []}
    assert last_rows(homes, 2) == [
        ("IMAGE_RELEASE_CHANGED", "to 1 users"),
        ("IMAGE_RELEASE_CHANGED", "withdrawn: wrong"),
    ]


def test_an_enrolment_is_tainted_and_revoked(homes: Homes) -> None:
    tainted = ridgekey("user", "taint", "17", home=homes.office)
    assert (tainted.data["generation"], tainted.data["status"]) == (1, "tainted")
    assert "ridgekey user enrol 17" in tainted.err
    assert ridgekey("user", "show", "17", home=homes.office).data["enrolment"] == "tainted"
    revoked = ridgekey("user", "revoke-generation", "17", "1", "--yes", home=homes.office)
    assert revoked.data["status"] == "revoked"
    assert [event for event, _ in last_rows(homes, 2)] == ["GENERATION_CHANGED"] * 2


REVOKED = "revoked"
DRY_RUNS = {
    "branch revoke basra": {"name": "basra", "status": "active", "would_become": REVOKED, "users": [17]},
    "branch revoke mosul": {"name": "mosul", "status": "active", "would_become": REVOKED, "users": []},
    "user revoke-generation 17 1": {
        "user": 17,
        "generation": 1,
        "current": True,
        "would_become": REVOKED,
        "branches": ["basra"],
    },
}


@pytest.mark.parametrize("line", DRY_RUNS)
def test_a_dry_run_of_what_is_for_ever_names_whom_it_hits_and_changes_nothing(
    homes: Homes, line: str
) -> None:
    rows = ridgekey("audit", "tail", "--rows", "100", home=homes.office).data
    told = ridgekey(*line.split(), "--dry-run", home=homes.office)
    assert (told.code, told.data, told.err) == (0, DRY_RUNS[line], "")
    assert ridgekey("audit", "tail", "--rows", "100", home=homes.office).data == rows
    assert ridgekey(*line.split(), "--yes", home=homes.office).code == 0
    again = ridgekey(*line.split(), "--dry-run", home=homes.office)
    assert (again.code, again.out) == (ridgekey(*line.split(), "--yes", home=homes.office).code, "")
    assert again.sentence


def test_an_enrolment_is_prepared_and_activated(homes: Homes) -> None:
    prints = ("--prints", homes.file("prints"))
    prepared = ridgekey("user", "enrol", "17", *prints, "--prepare", home=homes.office)
    assert prepared.data["generation"] == 2
    assert "ridgekey user activate 17" in prepared.err
    assert ridgekey("user", "show", "17", home=homes.office).data["generation"] == 1
    active = ridgekey("user", "activate", "17", "--reason", "today", home=homes.office)
    assert (active.data["generation"], active.data["status"]) == (2, "active")
    assert last_rows(homes, 2) == [
        ("USER_ENROLLED", "prepared"),
        ("GENERATION_CHANGED", "generation active: today"),
    ]
    assert ridgekey("user", "enrol", "17", *prints, "--replace", home=homes.office).data["generation"] == 3
    assert ridgekey("user", "activate", "17", home=homes.office).code == 5


def test_a_user_is_forgotten_at_both_ends(homes: Homes) -> None:
    forgotten = ridgekey("user", "forget", "17", "--yes", "--reason", "asked", home=homes.office)
    assert forgotten.data == {"user": 17, "forgotten_generations": [1]}
    assert "basra run `ridgekey-branch forget 17`" in forgotten.err
    assert list((homes.office / "enrolments").glob("17.*")) == []
    assert last_rows(homes, 1) == [("USER_FORGOTTEN", "asked")]
    there = ridgekey_branch("forget", "17", "--yes", "--reason", "asked", home=homes.basra)
    assert there.data == {"user": 17, "forgotten_generations": [1]}
    assert list((homes.basra / "enrolments").glob("17.*")) == []
    (note,) = (homes.basra / "forgotten.jsonl").read_text().splitlines()
    assert {**json.loads(note), "at": ""} == {"at": "", "user": 17, "generations": [1], "reason": "asked"}


def test_a_dry_run_of_forgetting_names_what_would_go_and_leaves_it(homes: Homes) -> None:
    before = homes.everything()
    for looked in (
        ridgekey("user", "forget", "17", "--dry-run", home=homes.office),
        ridgekey_branch("forget", "17", "--dry-run", home=homes.basra),
    ):
        assert looked.code == 0, looked.err
        assert looked.data == {"user": 17, "would_forget_generations": [1]}
        assert looked.err == ""
    kept = {name: data for name, data in homes.everything().items() if "/locks/" not in name}
    assert kept == {name: data for name, data in before.items() if "/locks/" not in name}


@pytest.mark.parametrize(
    ("words", "calls"),
    [
        pytest.param(["--yes", "--reason", "asked"], ["forget"], id="forgotten"),
        pytest.param(["--dry-run"], ["preview"], id="looked at"),
        pytest.param(["--reason", "asked"], [], id="nobody to ask"),
        pytest.param(["--yes", "--reason", "x" * 201], [], id="no reason"),
    ],
)
def test_nothing_that_could_forget_is_called_before_a_yes(
    homes: Homes, monkeypatch: pytest.MonkeyPatch, words: list[str], calls: list[str]
) -> None:
    called: list[str] = []
    for name, method in (("forget", "forget_user"), ("preview", "preview_forgetting")):
        real = getattr(OfficeAdministration, method)

        def noted(*given: Any, name: str = name, real: Any = real) -> tuple[int, ...]:
            called.append(name)
            return tuple(real(*given))

        monkeypatch.setattr(OfficeAdministration, method, noted)
    assert ridgekey("user", "forget", "17", *words, home=homes.office).code == (0 if calls else 2)
    assert called == calls


def test_no_key_lies_open_while_a_person_is_asked(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[Secret] = []
    read = Home.master_key

    def noted(home: Home) -> Secret:
        keys.append(read(home))
        return keys[-1]

    def asked(question: str, *, yes: bool) -> None:
        assert (bool(keys), [key.wiped for key in keys]) == (True, [True] * len(keys)), question

    monkeypatch.setattr(Home, "master_key", noted)
    monkeypatch.setattr("branch_client.cli.forget.confirm", asked)
    forgotten = ridgekey_branch("forget", "17", home=homes.basra)
    assert forgotten.data == {"user": 17, "forgotten_generations": [1]}


def test_a_forgotten_user_is_enrolled_anew(homes: Homes, tmp_path: Path) -> None:
    ridgekey("user", "forget", "17", "--yes", home=homes.office)
    refused = ridgekey("user", "grant", "17", "basra", "-o", tmp_path / "x.enrolment", home=homes.office)
    assert (refused.code, "revoked" in refused.sentence) == (5, True)
    enrolled = ridgekey("user", "enrol", "17", "--prints", homes.file("prints"), home=homes.office)
    assert enrolled.data["generation"] == 2
    assert ridgekey("user", "revoke-generation", "17", "1", "--yes", home=homes.office).code == 5
    granted = ridgekey("user", "grant", "17", "basra", "-o", tmp_path / "x.enrolment", home=homes.office)
    assert granted.code == 0


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param(["branch", "resume", "basra"], 5, "is active already", id="resume an active branch"),
        pytest.param(["branch", "suspend", "erbil"], 3, "no branch erbil", id="suspend nobody"),
        pytest.param(["branch", "suspend", "../x"], 2, "A branch name", id="suspend a path"),
        pytest.param(["branch", "revoke", "basra"], 2, "with --yes", id="revoke, and nobody to ask"),
        pytest.param(["branch", "revoke", "erbil", "--yes"], 3, "no branch erbil", id="revoke nobody"),
        pytest.param(["user", "taint", "18"], 3, "not enrolled", id="taint nothing"),
        pytest.param(["user", "taint", "99"], 3, "no user 99", id="taint nobody"),
        pytest.param(["user", "taint", "0"], 2, "from 1 to 600", id="taint user 0"),
        pytest.param(["user", "revoke-generation", "17", "1"], 2, "with --yes", id="nobody to ask"),
        pytest.param(
            ["user", "revoke-generation", "17", "9", "--yes"], 3, "generation 9", id="no such generation"
        ),
        pytest.param(["user", "revoke-generation", "17", "0", "--yes"], 2, "equal to 1", id="generation 0"),
        pytest.param(["user", "forget", "17"], 2, "with --yes", id="forget, and nobody to ask"),
        pytest.param(["user", "forget", "18", "--yes"], 5, "holds no prints", id="nothing to forget"),
        pytest.param(["user", "forget", "x", "--yes"], 2, "from 1 to 600", id="forget a word"),
        pytest.param(["user", "unlock", "17"], 5, "not locked out at any", id="nothing to unlock"),
        pytest.param(["user", "unlock", "17", "--branch", "basra"], 5, "out at branch basra", id="not there"),
        pytest.param(["user", "unlock", "17", "--branch", "a/b"], 2, "A branch name", id="unlock at a path"),
        pytest.param(["image", "release", "scan-1"], 2, "--everyone, --for", id="release to none named"),
        pytest.param(["image", "release", "scan-1", "--everyone"], 5, "so already", id="release as it is"),
        pytest.param(["image", "release", "scan-1", "--nobody", "--everyone"], 2, "nobody has no", id="both"),
        pytest.param(["image", "release", "scan-9", "--nobody"], 3, "no image scan-9", id="no such image"),
        pytest.param(
            ["user", "taint", "17", "--reason", "a\x07"], 2, "A reason is", id="a reason that rings"
        ),
    ],
)
def test_a_refusal_is_one_sentence_and_changes_nothing(
    homes: Homes, words: list[str], code: int, says: str
) -> None:
    before = homes.everything()
    refused = ridgekey(*words, home=homes.office)
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    assert homes.everything() == before


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param(["17"], 2, "with --yes", id="nobody to ask"),
        pytest.param(["18", "--yes"], 3, "no enrolment of user 18", id="not here"),
        pytest.param(["x", "--yes"], 2, "whole number", id="a word"),
        pytest.param(["17", "--yes", "--reason", "a\nb"], 2, "one line", id="a reason of two lines"),
    ],
)
def test_a_branch_forgets_nobody_by_mistake(homes: Homes, words: list[str], code: int, says: str) -> None:
    before = homes.everything()
    refused = ridgekey_branch("forget", *words, home=homes.basra)
    assert (refused.code, refused.out) == (code, "")
    assert says in refused.sentence
    kept = {name: data for name, data in homes.everything().items() if "/locks/" not in name}
    assert kept == {name: data for name, data in before.items() if "/locks/" not in name}
