"""Which certificates admit a branch, from the first to the one that an administrator gives it (§2.8)."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from server.ports import Actor, BranchStatus, Office
from server.services.administration import change_branch_status, show_branch
from server.services.audit import tail_audit, verify_audit
from server.services.certificates import Life, note_renewed, readmit_branch, require_renewable
from server.services.exchange import admit_caller
from shared.errors import Code, Failure
from shared.identifiers import Identity, Role
from tests.server.registered_office import BASRA, CERTIFICATE, DOMAIN, MOSUL
from tests.server.settable_clock import SettableClock

FIRST, SECOND, THIRD = CERTIFICATE["basra"], b"2" * 32, b"3" * 32
YEAR = timedelta(days=365)


def renew(office: Office, renews: bytes, new: bytes) -> None:
    """Enter a renewed certificate of basra."""
    note_renewed(office, BASRA, renews, new, office.clock.now() + YEAR)


def admitted(office: Office, certificate: bytes) -> bool:
    """Whether basra may call with a certificate."""
    try:
        admit_caller(office, BASRA, certificate)
    except Failure as failure:
        if failure.code is not Code.UNAUTHENTICATED:
            raise
        return False
    return True


def events(office: Office) -> list[tuple[str, str | None]]:
    """Event and reason of every audit row."""
    return [(row.entry.event.value, row.entry.reason) for row in tail_audit(office, 100)]


def test_the_one_before_admits_until_the_renewed_one_was_used(office: Office, clock: SettableClock) -> None:
    renew(office, FIRST, SECOND)
    clock.advance(30 * 24 * 3600)
    assert admitted(office, FIRST)
    assert show_branch(office, "basra").branch.certificate_sha256 == FIRST
    assert admitted(office, SECOND)
    branch = show_branch(office, "basra").branch
    assert branch.certificate_sha256 == SECOND
    assert branch.certificate_expires_at == clock.now() + YEAR - timedelta(days=30)
    assert verify_audit(office).ok


def test_what_was_begun_with_the_one_before_ends_within_the_overlap(
    office: Office, clock: SettableClock
) -> None:
    renew(office, FIRST, SECOND)
    assert admitted(office, SECOND)
    clock.advance(office.config.certificate_overlap_seconds - 1)
    assert admitted(office, FIRST)
    clock.advance(1)
    assert not admitted(office, FIRST)
    assert admitted(office, SECOND)


def test_each_step_is_audited_once_with_the_certificate(office: Office) -> None:
    renew(office, FIRST, SECOND)
    for _ in range(3):
        admit_caller(office, BASRA, SECOND)
    named = f"branch basra certificate {SECOND.hex()}"
    assert events(office) == [("CERTIFICATE_RENEWED", named), ("CERTIFICATE_REPLACED", named)]
    assert {row.entry.actor for row in tail_audit(office, 100)} == {BASRA.uri}


def test_one_that_was_never_used_ends_with_the_next(office: Office) -> None:
    renew(office, FIRST, SECOND)
    renew(office, FIRST, THIRD)
    assert [admitted(office, each) for each in (FIRST, SECOND, THIRD)] == [True, False, True]


def test_the_one_before_the_one_before_is_over(office: Office) -> None:
    for before, new in ((FIRST, SECOND), (SECOND, THIRD)):
        renew(office, before, new)
        assert admitted(office, new)
    assert [admitted(office, each) for each in (FIRST, SECOND, THIRD)] == [False, True, True]


def test_only_the_one_in_force_is_renewed(office: Office) -> None:
    renew(office, FIRST, SECOND)
    assert admitted(office, SECOND)
    before = events(office)
    with pytest.raises(Failure) as refused:
        renew(office, FIRST, THIRD)
    assert refused.value.code is Code.UNAUTHENTICATED
    assert not admitted(office, THIRD)
    assert events(office) == before


def test_a_renewed_certificate_is_its_own_branch_alone(office: Office) -> None:
    renew(office, FIRST, SECOND)
    with pytest.raises(Failure) as refused:
        admit_caller(office, MOSUL, SECOND)
    assert refused.value.code is Code.UNAUTHENTICATED
    assert show_branch(office, "basra").branch.certificate_sha256 == FIRST


@pytest.mark.parametrize(
    ("status", "code"),
    [(BranchStatus.SUSPENDED, Code.BRANCH_SUSPENDED), (BranchStatus.REVOKED, Code.BRANCH_REVOKED)],
)
def test_a_withdrawn_branch_neither_renews_nor_takes_up(
    office: Office, actor: Actor, status: BranchStatus, code: Code
) -> None:
    renew(office, FIRST, SECOND)
    change_branch_status(office, "basra", status, actor)
    with pytest.raises(Failure) as refused:
        renew(office, FIRST, THIRD)
    assert refused.value.code is code
    with pytest.raises(Failure) as refused:
        admit_caller(office, BASRA, SECOND)
    assert refused.value.code is code
    assert show_branch(office, "basra").branch.certificate_sha256 == FIRST


def test_many_first_uses_at_once_are_one(office: Office) -> None:
    renew(office, FIRST, SECOND)
    barrier, outcomes = threading.Barrier(4), []

    def use() -> None:
        barrier.wait(60)
        outcomes.append(admitted(office, SECOND))

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [True] * 4
    assert [event for event, _ in events(office)] == ["CERTIFICATE_RENEWED", "CERTIFICATE_REPLACED"]


def test_an_administrators_word_ends_every_other_certificate(office: Office, actor: Actor) -> None:
    renew(office, FIRST, SECOND)
    assert admitted(office, SECOND)
    renew(office, SECOND, THIRD)
    given, ends = b"4" * 32, office.clock.now() + YEAR
    branch = readmit_branch(office, "basra", given, ends, actor)
    assert (branch.certificate_sha256, branch.certificate_expires_at) == (given, ends)
    assert [admitted(office, each) for each in (FIRST, SECOND, THIRD, given)] == [False, False, False, True]
    assert show_branch(office, "basra").users == (17, 18)
    assert events(office)[-1] == ("BRANCH_READMITTED", f"branch basra certificate {given.hex()}: a test")


def test_readmission_resumes_nobody_and_revives_nobody(office: Office, actor: Actor) -> None:
    change_branch_status(office, "basra", BranchStatus.SUSPENDED, actor)
    assert readmit_branch(office, "basra", SECOND, office.clock.now() + YEAR, actor).status == "suspended"
    change_branch_status(office, "basra", BranchStatus.REVOKED, actor)
    with pytest.raises(Failure) as refused:
        readmit_branch(office, "basra", THIRD, office.clock.now() + YEAR, actor)
    assert refused.value.code is Code.BRANCH_REVOKED
    assert show_branch(office, "basra").branch.certificate_sha256 == SECOND
    with pytest.raises(Failure) as refused:
        readmit_branch(office, "kirkuk", THIRD, office.clock.now() + YEAR, actor)
    assert refused.value.code is Code.NOT_FOUND


@pytest.mark.parametrize(
    ("left", "force", "code"),
    [
        pytest.param(0.99, False, Code.RENEWAL_EARLY, id="just made"),
        pytest.param(0.67, False, Code.RENEWAL_EARLY, id="a little above two thirds"),
        pytest.param(0.66, False, None, id="a little below"),
        pytest.param(0.01, False, None, id="at its end"),
        pytest.param(0.99, True, None, id="just made, but wanted"),
    ],
)
def test_a_fresh_certificate_is_renewed_only_when_somebody_insists(
    office: Office, left: float, force: bool, code: Code | None
) -> None:
    now = office.clock.now()
    life = Life(now - YEAR * (1 - left), now + YEAR * left)
    assert outcome(office, FIRST, life, force=force) is code


def test_renewals_are_rated_by_branch(office: Office, clock: SettableClock) -> None:
    life = Life(clock.now() - YEAR, clock.now() + timedelta(days=1))
    burst = office.config.renewal_burst
    assert [outcome(office, FIRST, life) for _ in range(burst + 1)] == [None] * burst + [Code.RATE_LIMITED]
    assert outcome(office, CERTIFICATE["mosul"], life, branch=MOSUL) is None
    clock.advance(3600 / office.config.renewals_per_hour)
    assert outcome(office, FIRST, life) is None


@pytest.mark.parametrize(
    ("branch", "certificate"),
    [
        pytest.param(Identity(DOMAIN, Role.BRANCH, "kirkuk"), FIRST, id="nobody's"),
        pytest.param(Identity(DOMAIN, Role.ADMIN, "basra"), FIRST, id="an administrator of that name"),
        pytest.param(MOSUL, FIRST, id="another's"),
        pytest.param(BASRA, SECOND, id="one not in force"),
    ],
)
def test_who_calls_otherwise_renews_nothing(office: Office, branch: Identity, certificate: bytes) -> None:
    life = Life(office.clock.now() - YEAR, office.clock.now() + timedelta(days=1))
    assert outcome(office, certificate, life, branch=branch) is Code.UNAUTHENTICATED


def outcome(
    office: Office, certificate: bytes, life: Life, *, branch: Identity = BASRA, force: bool = False
) -> Code | None:
    """Why a renewal is refused, or ``None``."""
    try:
        require_renewable(office, branch, certificate, life, force=force)
    except Failure as failure:
        return failure.code
    return None
