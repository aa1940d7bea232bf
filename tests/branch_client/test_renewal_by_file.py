"""A branch whose certificate has ended comes back under its name, by an administrator's word (§9.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from branch_client.branch import Branch
from branch_client.certificates import ADMISSION_FILE
from branch_client.connection import list_images, ping
from branch_client.joining import accept_admission, import_package
from branch_client.renewal import ask_by_file, renew
from server.bootstrap.admitting import admit_branch
from server.bootstrap.granting import grant_with_package
from shared.errors import Code, Failure
from shared.stores.home import HomeKind, open_home
from tests.branch_client.renewing import World, digest, keys_of, renewing_world, reopened
from tests.loopback import ADMIN, RANDOMNESS


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The head office of one module."""
    with renewing_world(tmp_path_factory.mktemp("world")) as made:
        yield made


def test_a_branch_that_ended_comes_back_by_an_administrators_word(world: World, tmp_path: Path) -> None:
    branch = world.join("tikrit")
    _, package = grant_with_package(world.office, 17, "tikrit", ADMIN)
    late = replace(branch, clock=Later(branch, days=1))
    for call in (ping, renew):
        with pytest.raises(Failure, match="ridgekey-branch renew --request FILE") as refused:
            call(late)
        assert refused.value.code is Code.CERTIFICATE_EXPIRED
    asked = ask_by_file(late, tmp_path / "tikrit.request")
    request = asked.request.read_bytes()
    with pytest.raises(Failure, match="--renew") as refused:
        admit_branch(world.office, request, ADMIN)
    assert refused.value.code is Code.CONFLICT
    admission = admit_branch(world.office, request, ADMIN, renew=True)
    assert admit_branch(world.office, request, ADMIN, renew=True) == admission
    home = open_home(branch.config.home, HomeKind.BRANCH)
    accept_admission(home, admission, world.office.clock.now(), RANDOMNESS)
    returned = reopened(branch)
    assert digest(returned) == world.in_force("tikrit") != digest(branch)
    file = tmp_path / "17.enrolment"
    file.write_bytes(package)
    import_package(home, file, RANDOMNESS)
    assert [each.image for each in list_images(returned, 17)] == ["xray-7"]
    assert keys_of(branch) == 1


class Later:
    """A clock that is so many days ahead."""

    def __init__(self, branch: Branch, days: float) -> None:
        self._clock = branch.clock
        self._ahead = dt.timedelta(days=days)

    def now(self) -> dt.datetime:
        """Wall time."""
        return self._clock.now() + self._ahead

    def monotonic(self) -> float:
        """Seconds."""
        return self._clock.monotonic()

    def sleep(self, seconds: float) -> None:
        """Pause."""
        self._clock.sleep(seconds)


def test_an_admission_for_another_request_is_refused_and_the_old_one_stays(
    world: World, tmp_path: Path
) -> None:
    branch = world.join("kirkuk")
    first = ask_by_file(branch, tmp_path / "first.request").request.read_bytes()
    admission = admit_branch(world.office, first, ADMIN, renew=True)
    for key in (branch.config.home / "keys").glob("tls-*"):
        key.unlink()
    before = (branch.config.home / ADMISSION_FILE).read_bytes()
    home = open_home(branch.config.home, HomeKind.BRANCH)
    with pytest.raises(Failure, match="answers another request") as refused:
        accept_admission(home, admission, world.office.clock.now(), RANDOMNESS)
    assert refused.value.code is Code.PERMISSION_DENIED
    assert (branch.config.home / ADMISSION_FILE).read_bytes() == before
