"""What a branch remembers, and what it does when it cannot read it."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branch_client.refusals import Refusals
from branch_client.state import BranchState, Pending, UserState
from shared.errors import Code, Failure

REQUEST = "00" * 16
OTHER = "11" * 16


def test_a_new_branch_remembers_nothing(tmp_path: Path) -> None:
    assert BranchState(tmp_path).read(17) == UserState()
    assert BranchState(tmp_path).users() == {}


@given(st.lists(st.integers(min_value=1, max_value=2**63 - 1), min_size=1, max_size=5))
def test_the_mark_never_goes_back(tmp_path_factory: pytest.TempPathFactory, numbers: list[int]) -> None:
    state = BranchState(tmp_path_factory.mktemp("home"))
    with state.lock(17) as ledger:
        for n in numbers:
            ledger.advance(n)
    assert BranchState(state._file.parent).read(17).mark == max(numbers)


def test_pending_requests_are_kept_one_for_each_image(tmp_path: Path) -> None:
    state = BranchState(tmp_path)
    with state.lock(17) as ledger:
        ledger.remember(Pending(REQUEST, "xray-7", 4, 1000.0))
        ledger.remember(Pending(OTHER, "mri-1", 5, 1000.0))
        ledger.remember(Pending(OTHER, "xray-7", 6, 1001.0))
        assert [pending.n for pending in state.read(17).pending] == [5, 6]
        assert ledger.number_of(REQUEST) is None
        ledger.forget(OTHER)
        ledger.forget(OTHER)
    assert state.read(17).pending == ()
    assert state.read(18) == UserState()


def test_what_the_head_office_said_last_stays_beside_the_mark(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text('{"format": 1, "users": {"17": {"mark": 4, "pending": []}}}')
    state = BranchState(tmp_path)
    assert state.read(17).withdrawn == "", "as releases before wrote it"
    with state.lock(17) as ledger:
        ledger.note_withdrawn("USER_EXITED")
        ledger.advance(5)
    assert BranchState(tmp_path).read(17) == UserState(5, withdrawn="USER_EXITED")
    with state.lock(17) as ledger:
        ledger.note_withdrawn("")
    assert BranchState(tmp_path).read(17) == UserState(5)


@pytest.mark.parametrize(
    ("image", "now", "found"),
    [
        pytest.param("xray-7", 1000.0, True, id="at once"),
        pytest.param("xray-7", 1599.0, True, id="within the window"),
        pytest.param("xray-7", 1600.0, False, id="when it is over"),
        pytest.param("xray-7", 999.0, False, id="from the future"),
        pytest.param("mri-1", 1000.0, False, id="another image"),
    ],
)
def test_what_is_taken_up_again(tmp_path: Path, image: str, now: float, found: bool) -> None:
    with BranchState(tmp_path).lock(17) as ledger:
        ledger.remember(Pending(REQUEST, "xray-7", 4, 1000.0))
        assert (ledger.resumable(image, now, 600.0) is not None) is found


def test_taking_a_request_up_again_does_not_move_its_window(tmp_path: Path) -> None:
    with BranchState(tmp_path).lock(17) as ledger:
        ledger.remember(Pending(REQUEST, "xray-7", 4, 1000.0))
        ledger.remember(Pending(REQUEST, "xray-7", 4, 1500.0))
        assert ledger.resumable("xray-7", 1599.0, 600.0) is not None
        assert ledger.resumable("xray-7", 1600.0, 600.0) is None


def damaged(content: str) -> object:
    return pytest.param(content, id=content[:30] or "empty")


@pytest.mark.parametrize(
    "content",
    [
        damaged(""),
        damaged("[]"),
        damaged('{"format": 2, "users": {}}'),
        damaged('{"format": 1}'),
        damaged('{"format": 1, "users": {"x": {"mark": 1, "pending": []}}}'),
        damaged('{"format": 1, "users": {"17": {"mark": null, "pending": []}}}'),
        damaged('{"format": 1, "users": {"17": {"mark": -5, "pending": []}}}'),
        damaged('{"format": 1, "users": {"17": {"mark": 0.9, "pending": []}}}'),
        damaged('{"format": 1, "users": {"17": {"mark": Infinity, "pending": []}}}'),
        damaged('{"format": 1, "users": {"17": {"mark": 9223372036854775808, "pending": []}}}'),
        damaged('{"format": 1, "users": {"17": {"mark": 1}}}'),
        damaged('{"format": 1, "users": {"17": []}}'),
        damaged('{"format": 1, "users": {"17": {"mark": 1, "pending": [], "refusals": []}}}'),
        damaged('{"format": 1, "users": {"17": {"mark": 1, "pending": [], "withdrawn": "NO_CODE"}}}'),
        damaged('{"format": 1, "users": {"17": {"mark": 1, "pending": [], "withdrawn": ["USER_EXITED"]}}}'),
        damaged(
            '{"format": 1, "users": {"17": {"mark": 1, "pending": [], "refusals": '
            '{"count": 1, "since": 0, "blocked_until": 0, "locked_until": Infinity}}}}'
        ),
        damaged(
            '{"format": 1, "users": {"17": {"mark": 1, "pending": '
            '[{"request_id": "00", "image": "a", "n": 1, "started": 1}]}}}'
        ),
    ],
)
def test_a_damaged_file_is_never_taken_for_an_empty_one(tmp_path: Path, content: str) -> None:
    (tmp_path / "state.json").write_text(content)
    state = BranchState(tmp_path)
    with state.lock(17) as ledger, pytest.raises(Failure) as caught:
        ledger.advance(1)
    assert caught.value.code is Code.INTEGRITY
    assert (tmp_path / "state.json").read_text() == content


def test_refused_scans_are_remembered_beside_the_mark(tmp_path: Path) -> None:
    refusals = Refusals(3, 1000.0, 1002.0, 0.0)
    with BranchState(tmp_path).lock(17) as ledger:
        ledger.advance(4)
        ledger.note_refusals(refusals)
    assert BranchState(tmp_path).read(17) == UserState(4, (), refusals)


def test_a_file_of_a_release_that_counted_no_scans_is_read(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text('{"format": 1, "users": {"17": {"mark": 4, "pending": []}}}')
    assert BranchState(tmp_path).read(17) == UserState(mark=4)


def test_users_writing_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    def count(user: int) -> None:
        for n in range(1, 11):
            with BranchState(tmp_path).lock(user) as ledger:
                ledger.advance(n)

    threads = [threading.Thread(target=count, args=(user,)) for user in (1, 2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {user: held.mark for user, held in BranchState(tmp_path).users().items()} == dict.fromkeys(
        (1, 2, 3, 4), 10
    )


def test_one_users_lock_is_held_by_one(tmp_path: Path) -> None:
    entered = threading.Event()

    def wait_for_it() -> None:
        with BranchState(tmp_path).lock(17):
            entered.set()

    with BranchState(tmp_path).lock(17):
        other = threading.Thread(target=wait_for_it)
        other.start()
        with BranchState(tmp_path).lock(18):
            assert not entered.wait(0.05)
    other.join()
    assert entered.is_set()


def test_files_are_private_and_readable_as_json(tmp_path: Path) -> None:
    with BranchState(tmp_path).lock(17) as ledger:
        ledger.advance(3)
    assert json.loads((tmp_path / "state.json").read_text())["users"]["17"]["mark"] == 3
    assert (tmp_path / "state.json").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "locks").stat().st_mode & 0o777 == 0o700
