"""Branches: approving, showing, suspending, revoking."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.ports import Actor, BranchStatus, Office
from server.services.administration import (
    approve_branch,
    change_branch_status,
    list_branches,
    show_branch,
    status,
)
from server.services.audit import tail_audit
from server.services.exchange import admit_caller
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role
from tests.server.registered_office import CERTIFICATE, DOMAIN

KIRKUK = Identity(DOMAIN, Role.BRANCH, "kirkuk")


def test_approved_branch_is_admitted(office: Office, actor: Actor) -> None:
    expires = office.clock.now() + timedelta(days=90)
    approved = approve_branch(office, "kirkuk", KIRKUK.uri, bytes(32), expires, actor)
    assert (approved.status, approved.approved_at) == (BranchStatus.ACTIVE, office.clock.now())
    admit_caller(office, KIRKUK, bytes(32))
    assert show_branch(office, "kirkuk").branch == approved
    assert [branch.name for branch in list_branches(office)] == ["basra", "kirkuk", "mosul"]
    assert tail_audit(office, 1)[0].entry.reason == "branch kirkuk: a test"


@pytest.mark.parametrize(
    ("name", "uri", "code"),
    [
        pytest.param("basra", f"spiffe://{DOMAIN}/branch/basra", Code.CONFLICT, id="name taken"),
        pytest.param("kirkuk", f"spiffe://{DOMAIN}/branch/basra", Code.INVALID_INPUT, id="another's URI"),
        pytest.param("kirkuk", "spiffe://else/branch/kirkuk", Code.INVALID_INPUT, id="another trust domain"),
        pytest.param("kirkuk", f"spiffe://{DOMAIN}/admin/kirkuk", Code.INVALID_INPUT, id="an admin's URI"),
        pytest.param("../kirkuk", f"spiffe://{DOMAIN}/branch/../kirkuk", Code.INVALID_INPUT, id="a path"),
        pytest.param("", f"spiffe://{DOMAIN}/branch/", Code.INVALID_INPUT, id="no name"),
    ],
)
def test_approval_refused(office: Office, actor: Actor, name: str, uri: str, code: Code) -> None:
    with pytest.raises(Failure) as refused:
        approve_branch(office, name, uri, bytes(32), office.clock.now(), actor)
    assert refused.value.code is code
    assert len(list_branches(office)) == 2


def test_branch_shows_whom_it_serves(office: Office) -> None:
    assert show_branch(office, "basra").users == (17, 18)
    with pytest.raises(Failure) as refused:
        show_branch(office, "kirkuk")
    assert refused.value.code is Code.NOT_FOUND


def test_revoked_is_for_ever(office: Office, actor: Actor) -> None:
    change_branch_status(office, "basra", BranchStatus.REVOKED, actor)
    with pytest.raises(Failure) as refused:
        change_branch_status(office, "basra", BranchStatus.ACTIVE, actor)
    assert refused.value.code is Code.BRANCH_REVOKED
    with pytest.raises(Failure) as refused:
        admit_caller(office, Identity(DOMAIN, Role.BRANCH, "basra"), CERTIFICATE["basra"])
    assert refused.value.code is Code.BRANCH_REVOKED
    assert tail_audit(office, 1)[0].entry.reason == "branch basra revoked: a test"


@pytest.mark.parametrize("status_", [BranchStatus.SUSPENDED, BranchStatus.ACTIVE])
def test_a_status_is_changed_once(office: Office, actor: Actor, status_: BranchStatus) -> None:
    if status_ is BranchStatus.SUSPENDED:
        assert change_branch_status(office, "basra", status_, actor).status is status_
    with pytest.raises(Failure) as refused:
        change_branch_status(office, "basra", status_, actor)
    assert refused.value.code is Code.CONFLICT


def test_a_suspended_branch_is_refused_until_it_is_resumed(office: Office, actor: Actor) -> None:
    basra = Identity(DOMAIN, Role.BRANCH, "basra")
    change_branch_status(office, "basra", BranchStatus.SUSPENDED, actor)
    with pytest.raises(Failure) as refused:
        admit_caller(office, basra, CERTIFICATE["basra"])
    assert refused.value.code is Code.BRANCH_SUSPENDED
    change_branch_status(office, "basra", BranchStatus.ACTIVE, actor)
    admit_caller(office, basra, CERTIFICATE["basra"])


def test_standing(office: Office) -> None:
    standing = status(office)
    assert (standing.branches, standing.users, standing.images, standing.audit_rows) == (2, 3, 4, 0)
    assert standing.schema_revision == "0006"
