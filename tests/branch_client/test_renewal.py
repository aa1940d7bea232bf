"""A branch's certificate is followed by another, whatever ends a process between two steps (§2.8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from branch_client import renewal
from branch_client.branch import Branch
from branch_client.certificates import RENEWED_FILE, Certificates
from branch_client.connection import list_images, ping
from branch_client.joining import import_package
from branch_client.renewal import kept_valid, renew
from server.bootstrap.granting import grant_with_package
from server.ports import BranchStatus
from server.services.administration import change_branch_status
from shared.errors import Code, Failure
from shared.stores.home import HomeKind, open_home
from tests.branch_client.renewing import World, digest, keys_of, renewing_world, reopened
from tests.loopback import ADMIN, RANDOMNESS, audit


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The head office of one module."""
    with renewing_world(tmp_path_factory.mktemp("world")) as made:
        yield made


def test_a_renewed_certificate_has_a_new_key_and_takes_the_place_of_the_old(world: World) -> None:
    before = world.join("basra")
    thief = replace(before, certificates=KeptKey(before))
    after = renew(before)
    assert after.identity == before.identity
    assert after.admission.certificate.public_key() != before.admission.certificate.public_key()
    left = after.admission.certificate.not_valid_after_utc - world.office.clock.now()
    assert left > dt.timedelta(days=824)
    assert world.in_force("basra") == digest(after) == digest(reopened(after))
    assert (keys_of(after), (after.config.home / RENEWED_FILE).exists()) == (1, False)
    ping(reopened(after))
    with pytest.raises(Failure) as refused:
        ping(thief)
    assert refused.value.code is Code.UNAUTHENTICATED


class KeptKey:
    """Somebody kept a branch's key."""

    def __init__(self, branch: Branch) -> None:
        self._key = branch.certificates.key_of(branch.admission)

    def key_of(self, admission: object) -> object:
        """The key as it was."""
        del admission
        return self._key


def test_packages_open_before_and_after(world: World, tmp_path: Path) -> None:
    branch = world.join("kut")
    _, sealed_before = grant_with_package(world.office, 17, "kut", ADMIN)
    renew(branch)
    _, sealed_after = grant_with_package(world.office, 17, "kut", ADMIN)
    for number, package in enumerate((sealed_before, sealed_after)):
        file = tmp_path / f"{number}.enrolment"
        file.write_bytes(package)
        home = open_home(branch.config.home, HomeKind.BRANCH)
        assert import_package(home, file, RANDOMNESS).user == 17


def test_each_renewal_is_audited_with_its_certificate(world: World) -> None:
    renewed = renew(world.join("najaf"))
    said = f"branch najaf certificate {digest(renewed).hex()}"
    rows = [row.entry for row in audit(world.office) if row.entry.actor == renewed.identity.uri]
    assert [(row.event, row.reason) for row in rows] == [
        ("CERTIFICATE_RENEWED", said),
        ("CERTIFICATE_REPLACED", said),
    ]


def test_a_fresh_one_is_renewed_only_by_force(world: World) -> None:
    branch = world.join("hilla", 825)
    with pytest.raises(Failure) as refused:
        renew(branch)
    assert refused.value.code is Code.RENEWAL_EARLY
    assert world.in_force("hilla") == digest(reopened(branch)) == digest(branch)
    assert world.in_force("hilla") != digest(renew(branch, force=True))


@pytest.mark.parametrize(
    ("status", "code"),
    [(BranchStatus.SUSPENDED, Code.BRANCH_SUSPENDED), (BranchStatus.REVOKED, Code.BRANCH_REVOKED)],
)
def test_a_withdrawn_branch_gets_none(world: World, status: BranchStatus, code: Code) -> None:
    branch = world.join(f"{status}-one")
    change_branch_status(world.office, branch.identity.name, status, ADMIN)
    with pytest.raises(Failure) as refused:
        renew(branch)
    assert refused.value.code is code
    assert digest(reopened(branch)) == digest(branch)


# --- Ended between two steps


class Killed(BaseException):
    """The process ended here."""


def die(*_: object, **__: object) -> None:
    """End the process."""
    raise Killed


def after(real: Callable[..., Any]) -> Callable[..., Any]:
    """Do it, and end the process then."""

    def both(*arguments: object, **named: object) -> None:
        real(*arguments, **named)
        raise Killed

    return both


STEPS = {
    "before it asks": (renewal, "renew_certificate", die),
    "before the answer is here": (renewal, "renew_certificate", after(renewal.renew_certificate)),
    "before anything is kept": (Certificates, "keep", die),
    "once it is kept": (Certificates, "keep", after(Certificates.keep)),
    "once it was used": (Certificates, "put_in_force", die),
    "once the old one is replaced": (Certificates, "_accept", after(Certificates._accept)),
    "before the old key is gone": (Certificates, "_drop_keys", die),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_branch_that_was_ended_goes_on(world: World, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    place, name, broken = STEPS[step]
    branch = world.join(step.replace(" ", "-"))
    with monkeypatch.context() as patch:
        patch.setattr(place, name, broken)
        with pytest.raises(Killed):
            renew(branch)
    list_images_is_refused_only_for_the_grant(reopened(branch))
    warnings: list[str] = []
    renewed = kept_valid(reopened(branch), warnings.append)
    assert warnings == []
    assert world.in_force(branch.identity.name) == digest(renewed) == digest(reopened(branch))
    assert digest(renewed) != digest(branch)
    assert (keys_of(branch), (branch.config.home / RENEWED_FILE).exists()) == (1, False)


def list_images_is_refused_only_for_the_grant(branch: Branch) -> None:
    """It may call: what it hears is about the user."""
    with pytest.raises(Failure) as refused:
        list_images(branch, 17)
    assert refused.value.code is Code.NOT_GRANTED


def test_what_was_kept_is_taken_up_instead_of_asked_for_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch = world.join("samarra")
    with monkeypatch.context() as patch:
        patch.setattr(Certificates, "keep", after(Certificates.keep))
        with pytest.raises(Killed):
            renew(branch)
    kept = digest(reopened(branch))
    assert digest(renew(reopened(branch))) == kept


def test_a_branch_goes_back_when_its_renewed_one_is_not_taken(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    branch = world.join("ramadi")
    with monkeypatch.context() as patch:
        patch.setattr(Certificates, "keep", after(Certificates.keep))
        with pytest.raises(Killed):
            renew(branch)
    lost = (branch.config.home / RENEWED_FILE).read_bytes()
    with monkeypatch.context() as patch:  # a second answer ends the first one, and is lost itself
        patch.setattr(Certificates, "keep", die)
        (branch.config.home / RENEWED_FILE).unlink()
        with pytest.raises(Killed):
            renew(reopened(branch))
    (branch.config.home / RENEWED_FILE).write_bytes(lost)
    assert digest(renew(reopened(branch))) == world.in_force("ramadi")


# --- By itself


def test_it_renews_by_itself_once_it_is_due(world: World) -> None:
    due, fresh = world.join("due"), world.join("fresh", 825)
    for branch in (due, fresh):
        kept_valid(branch, pytest.fail)
    assert world.in_force("due") != digest(due)
    assert world.in_force("fresh") == digest(fresh)


@pytest.mark.parametrize("reason", [Code.RATE_LIMITED, Code.UNREACHABLE, Code.PERMISSION_DENIED])
def test_a_renewal_that_fails_is_told_and_stops_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, reason: Code
) -> None:
    branch = world.join(reason.lower().replace("_", "-"))

    def fail(*_: object, **__: object) -> None:
        raise Failure(reason)

    monkeypatch.setattr(renewal, "renew_certificate", fail)
    warnings: list[str] = []
    assert digest(kept_valid(branch, warnings.append)) == digest(branch)
    (warning,) = warnings
    assert warning.startswith("This branch's certificate ends today.")
    assert Failure(reason).sentence in warning
