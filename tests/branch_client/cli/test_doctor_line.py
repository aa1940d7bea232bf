"""``ridgekey-branch doctor`` and a head office that serves: what is wrong with line, clocks and standing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from branch_client.branch import Branch
from server.adapters.system_clock import SystemClock
from server.ports import BranchStatus, Office
from server.services.administration import change_branch_status
from tests.classical_line import classical_line
from tests.command_lines import ridgekey_branch
from tests.loopback import ADMIN, join, make_office, serving
from tests.spoilt_homes import assert_fails

NAME = "basra"


class Movable(SystemClock):
    """The head office's clock, which a test sets.

    Attributes:
        ahead: by how much.
    """

    ahead = timedelta(0)

    def now(self) -> datetime:
        """Wall time, as the head office takes it."""
        return super().now() + self.ahead


@dataclass
class Story:
    """A serving head office and a branch.

    Attributes:
        office: it does not demand the hybrid group, so that a line without it can be seen.
        strict: another, which demands it, and whose authority is another.
        basra: a branch of the first.
        mosul: a branch of the second.
        clock: the first head office's.
        folder: for what a test needs.
    """

    office: Office
    strict: Office
    basra: Branch
    mosul: Branch
    clock: Movable
    folder: Path


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Both head offices, serving."""
    folder, clock = tmp_path_factory.mktemp("line"), Movable()
    office = replace(make_office(folder / "office", require_pq=False), clock=clock)
    strict = make_office(folder / "strict")
    basra, mosul = join(office, folder / NAME, NAME), join(strict, folder / "mosul", "mosul")
    with serving(office), serving(strict):
        yield Story(office, strict, basra, mosul, clock, folder)
    office.database.close()
    strict.database.close()


Plant = Callable[[Story], AbstractContextManager[str | None]]
"""What goes wrong for the length of the block; the address to ask instead, if it is another."""


@contextmanager
def clocks_apart(story: Story) -> Iterator[None]:
    """The head office's clock runs ten minutes ahead."""
    story.clock.ahead = timedelta(minutes=10)
    try:
        yield
    finally:
        story.clock.ahead = timedelta(0)


@contextmanager
def suspended(story: Story) -> Iterator[None]:
    """The branch is suspended."""
    change_branch_status(story.office, NAME, BranchStatus.SUSPENDED, ADMIN)
    try:
        yield
    finally:
        change_branch_status(story.office, NAME, BranchStatus.ACTIVE, ADMIN)


def no_hybrid_group(story: Story) -> AbstractContextManager[str]:
    """The line is agreed on by X25519 alone."""
    homes = (story.office.config.home, story.basra.config.home)
    return classical_line(story.basra.address, *homes, story.folder)


def another_head_office(story: Story) -> AbstractContextManager[str]:
    """The address is another head office's."""
    return nullcontext(story.mosul.address)


FAULTS = [
    pytest.param(clocks_apart, "clock", 1, "seconds apart", "timedatectl set-ntp true", id="clocks"),
    pytest.param(
        no_hybrid_group, "key agreement", 4, "not agreed on by X25519MLKEM768", "pip install", id="no group"
    ),
    pytest.param(suspended, "head office", 4, "suspended", f"ridgekey branch resume {NAME}", id="suspended"),
    pytest.param(
        another_head_office, "head office", 6, "reached", "ridgekey-branch status", id="another head office"
    ),
]


@pytest.mark.parametrize(("plant", "check", "code", "says", "remedy"), FAULTS)
def test_a_planted_fault_of_the_line_is_named_with_its_remedy(
    story: Story,
    monkeypatch: pytest.MonkeyPatch,
    plant: Plant,
    check: str,
    code: int,
    says: str,
    remedy: str,
) -> None:
    with plant(story) as address:
        if address is not None:
            monkeypatch.setenv("RIDGEKEY_SERVER", address)
        looked = ridgekey_branch("doctor", home=story.basra.config.home)
    assert_fails(looked, check, code, says, remedy)
    assert [each["check"] for each in looked.data["items"] if each["level"] == "failure"] == [check]
    assert looked.code == code


def test_without_any_of_them_nothing_fails(story: Story) -> None:
    looked = ridgekey_branch("doctor", home=story.basra.config.home)
    assert (looked.code, [each for each in looked.data["items"] if each["level"] == "failure"]) == (0, [])


def test_a_head_office_that_demands_the_group_says_so(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    homes = (story.strict.config.home, story.mosul.config.home)
    with classical_line(story.mosul.address, *homes, story.folder) as address:
        monkeypatch.setenv("RIDGEKEY_SERVER", address)
        looked = ridgekey_branch("doctor", home=story.mosul.config.home)
    (answer,) = [each for each in looked.data["items"] if each["level"] == "failure"]
    assert (answer["check"], answer["remedy"], looked.code) == ("head office", "pip install -U grpcio", 4)
    assert "X25519MLKEM768" in answer["finding"]
